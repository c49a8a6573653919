/* Where results go: standard output, or a file that appears under its name only when it is whole. */
#ifndef HQ_ROSTER_TARGET_H
#define HQ_ROSTER_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct target {
	int fd;                        /* -1: none */
	const char *name;              /* as messages give it */
	char *temporary, *final;       /* what the file is called until it is done, and then; NULL: written as it is */
	bool direct;                   /* a pipe or a device that was opened for this */
	int error;                     /* errno of what went wrong first; 0 */
};

/** target_open - @path is to be written; NULL: standard output. -1 with @target->error */
int target_open(struct target *target, const char *path);
/**
 * target_write - all of it; @text ends where a row ends
 * -1 with @target->error: then what stands in the file ends with a whole row, as far as the system lets it be cut.
 */
int target_write(struct target *target, const char *text, size_t len);
/** target_end - the file gets its name if @keep, and is gone if not. -1 with @target->error; nothing is left then */
int target_end(struct target *target, bool keep);

#endif
