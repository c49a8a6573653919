/* From a teacher that has been read to decisions. */
#ifndef HQ_CLI_DECIDING_H
#define HQ_CLI_DECIDING_H

#include "read.h"

struct buffer { void *at; size_t size; };

/* Buffers of one thread, reused from teacher to teacher. */
struct deciding {
	const struct hqcli_options *options;
	const struct hqcli_rules *rules;
	struct reader reader;
	struct buffer sorted;          /* records of one teacher, as the runtime wants them */
	struct buffer work;
	bool system_failed;            /* out of memory */
};

/* One decision and what it was made of; valid until the next of the same deciding. */
struct decided {
	const struct hq_tables *rules;
	uint16_t edition;
	hq_day as_of;
	struct hq_facts facts;
	struct hq_decision decision;
};

void deciding_begin(struct deciding *d, const struct hqcli_options *options, const struct hqcli_rules *rules, struct log *log);
void deciding_done(struct deciding *d);

/* A teacher that read_teacher returned: takes the records, looks at the forms. False after messages: refused as a whole. */
bool deciding_teacher(struct deciding *d, const struct read_teacher *t);
/* One of its assignments. False after messages. */
bool deciding_assignment(struct deciding *d, const struct read_teacher *t, const struct read_assignment *a, struct decided *out);

/* Room for @want bytes; what was in it is not kept. */
bool deciding_grow(struct deciding *d, struct buffer *buffer, size_t want);

/* "; did you mean KS (Kansas)?", or the codes where they are few enough to read. */
struct jurisdiction_hint { char text[300]; };
struct jurisdiction_hint hqcli_jurisdiction_hint(const struct hqcli_rules *rules, const char *text);

#endif
