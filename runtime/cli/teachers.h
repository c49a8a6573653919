/* The one loop over teachers: every assignment of every teacher of every file, in the order read. A mistake costs one teacher
 * or one assignment, never the run; what is refused is counted, so that the count in equals the count out. */
#ifndef HQ_CLI_TEACHERS_H
#define HQ_CLI_TEACHERS_H

#include "deciding.h"

struct teachers {
	struct deciding *deciding;
	struct log *log;
	/* One assignment: false where it is refused, after messages. */
	bool (*take)(void *context, const struct read_teacher *teacher, const struct read_assignment *assignment);
	void *context;
	size_t read, refused;
	bool system_failed;
};

/* Each of @files, or standard input where there is none. */
void teachers_each(struct teachers *t, int nfiles, char *const files[]);

#endif
