/* A teacher's JSON, checked against the vocabulary and turned into the records the runtime decides on.
 *
 *   { "teacher": "T-1042", "jurisdiction": "KS", "as_of": "2007-06-30",
 *     "facts": { "hired": "2001-08-15" },
 *     "assignments": [ { "id": "A1", "subject": "elementary" } ],
 *     "degrees": [ { "level": "bachelor" } ], "tests": null, "awards": [],
 *     "worksheets": { "KS": { "bachelor": true, "content_area.experience": 5 } } }
 *
 * A key left out has not been asked, null is unknown, [] is known to be none.
 */
#ifndef HQ_CLI_READ_H
#define HQ_CLI_READ_H

#include "cli.h"
#include "json.h"

enum { READ_ERRORS_MAX = 20 };         /* messages about one teacher; what follows is counted, not shown */

struct read_assignment {
	const char *id;                /* NULL: none given */
	const char *jurisdiction;      /* NULL: as the teacher's */
	uint32_t node, jurisdiction_node, worksheet;   /* in the JSON; 0 none */
	hq_day as_of;                  /* HQ_DAY_OPEN: as the teacher's */
	bool known;                    /* false: the assignment was not asked for or is unknown */
	struct hq_record record;
};

/* One teacher; everything borrowed from the reader until the next read. */
struct read_teacher {
	const char *id;                /* NULL: the data give none */
	size_t id_len;
	const char *jurisdiction;
	uint32_t jurisdiction_node, worksheets;
	hq_day as_of;
	struct hq_record *records;
	size_t nrecords;
	uint8_t list[HQ_KINDS_MAX];
	struct read_assignment *assignments;
	size_t nassignments;
};

struct reader {
	const struct hq_vocab *vocab;
	struct log *log;
	struct json json;
	const struct input_text *text;         /* the teacher being read */
	struct read_teacher teacher;
	struct hq_record *records;             /* buffers, reused */
	uint32_t *nodes;                       /* of each record, for messages */
	struct read_assignment *assignments;
	struct hq_answer *answers;
	size_t records_size, assignments_size, answers_size;
	size_t errors;                         /* in this teacher */
	bool out_of_memory;
	/* where we are, for messages */
	const char *list;                      /* "degrees"; NULL */
	size_t index;
	const char *key;
};

void reader_begin(struct reader *reader, const struct hq_vocab *vocab, struct log *log);
void reader_done(struct reader *reader);

/* Returns the teacher, or NULL after messages. The id, if there is a good one, is in reader->teacher either way. */
const struct read_teacher *read_teacher(struct reader *reader, const struct input_text *text);

/* A teacher whose records come from elsewhere than JSON: what is set in the teacher returned, and in the records and assignments that are
 * added, is decided as if it had been read. Messages are placed at @text, which holds no bytes. NULL: out of memory, or too many,
 * which has been said. */
struct read_teacher *read_other(struct reader *reader, const struct input_text *text);
struct hq_record *read_other_record(struct reader *reader);
struct read_assignment *read_other_assignment(struct reader *reader);

/* What no single value shows. False with @text: a span that holds fewer school years than it states (semantics 2.7; one that goes on
 * is held to @as_of, HQ_DAY_OPEN: not yet), and amounts of all records of a kind beyond what one person can have. */
bool read_span_fits(const struct hq_vocab *vocab, const struct hq_record *record, hq_day as_of, char *text, size_t cap);
bool read_sum_fits(const struct hq_vocab *vocab, unsigned kind, const struct hq_record *records, size_t n, char *text, size_t cap);

/**
 * read_worksheet - the answers of a filled-in form
 * @node:   the object with the answers
 * @prefix: how messages call it, "worksheets.KS"
 * Returns one answer for each slot of the edition, or NULL after messages.
 */
const struct hq_answer *read_worksheet(struct reader *reader, uint32_t node, const char *prefix,
				       const struct hq_tables *rules, uint16_t edition);

/* Spans that go on to the as-of date hold no more years than that leaves room for. False after messages. */
bool read_spans_ok(struct reader *reader, hq_day as_of);

/* A message about the teacher being read, at a node. */
void read_refuse(struct reader *reader, uint32_t node, const char *format, ...) __attribute__((format(printf, 3, 4)));
void read_refuse_key(struct reader *reader, uint32_t node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void read_warn(struct reader *reader, uint32_t node, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* read_value.c: one record, one value. Each refuses what is wrong and goes on; reader->errors tells. */
void read_record(struct reader *reader, uint32_t node, unsigned kind, const char *const extra[],
		 struct hq_record *out);
bool read_day(struct reader *reader, uint32_t node, bool never, hq_day *out);
bool read_amount(struct reader *reader, uint32_t node, unsigned decimals, int64_t min, int64_t max, const char *unit,
		 int64_t *out);
bool read_string(struct reader *reader, uint32_t node, const char *what, const char **out);

#endif
