/* Event CSV: one dated record a row. Rows become events, packed so that they can be sorted and handed from thread to thread. */
#ifndef HQ_ROSTER_EVENT_H
#define HQ_ROSTER_EVENT_H

#include "csv/csv.h"
#include "roster.h"
#include "sort.h"

enum event_what {
	EVENT_RECORD = 1,              /* a record of its kind: course, teacher, assignment ... */
	EVENT_NONE,                    /* "no award": the list is known to be empty */
	EVENT_UNKNOWN,                 /* "unknown award": nobody knows what is in it */
	EVENT_REFUSED                  /* a row that was refused: its teacher is not decided */
};

struct event {
	enum event_what what;
	uint32_t file;                 /* in events.names */
	uint64_t line;
	struct hq_record record;       /* its kind is set always */
	hq_day as_of;                  /* of an assignment; HQ_DAY_OPEN */
	char jurisdiction[8];          /* likewise; "" */
	char assignment[256];          /* its id; "" */
};

enum { EVENT_BYTES_MAX = 64 + HQ_FIELDS_MAX * 8 + 256 };
size_t event_pack(const struct event *event, char out[EVENT_BYTES_MAX]);
void event_unpack(const char *bytes, size_t len, struct event *out);

/* ---- a file of events (event_file.c) ------------------------------------------------------------------------- */

struct event_file {
	struct roster *roster;
	const char *name;
	uint32_t number;
	struct hqcsv *csv;
	struct hqcsv_block *block;
	size_t row, refusal;
	bool taken;                    /* the block holds a stretch */
	int teacher, kind;             /* columns */
	struct event_column *columns;  /* of each kind, of each column; NULL before event_file_begin */
	struct hqcsv_field **fields;   /* all there are, to be freed */
	size_t nfields;
	struct hqcsv_field *id;
	char packed[EVENT_BYTES_MAX];
	char key[HQCSV_ROW_MAX];
};

/** is this CSV of events: does it have a column `kind`? */
bool event_file_is(struct roster *roster, const struct hqcsv *csv);
/** @file is zero but for roster, name, number and csv. False after messages; event_file_end either way */
bool event_file_begin(struct event_file *file);
/** the next event, refused ones included, with messages to @part: 1; 0; -1 the file cannot be read, or memory is out */
int event_file_next(struct event_file *file, struct part *part, struct entry *out);
/** go through the file only to see whether its teachers stand in ascending order: 1 they do, 0, -1 */
int event_file_is_sorted(struct event_file *file);
void event_file_end(struct event_file *file);

#endif
