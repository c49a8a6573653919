/* Wide CSV: one row a teacher or an assignment of a teacher, one column a fact; read in blocks of columns.
 *
 * The life of a file:
 *
 *     hqcsv_open(input)            the header row is read
 *     hqcsv_bind(...)              every column gets its meaning, or a message
 *     hqcsv_block_new()            one for each thread
 *     while (hqcsv_take(block))    in turn: the next stretch of whole rows, as bytes
 *         while (hqcsv_fill(block))        in parallel: up to HQCSV_ROWS rows of it, as columns
 *             ... block->nrows, lanes, refusals, hqcsv_cell, hqcsv_line ...
 *     hqcsv_block_free(), hqcsv_close()
 *
 * hqcsv_run does the loop on several threads and hands the results over in the order of the file. hqcsv_decide turns a
 * block into verdicts. Memory is fixed: it does not grow with the file. No locale, no floating point.
 *
 * What is accepted (docs/csv.md has the whole text): RFC 4180 with LF, CRLF or CR line ends, a byte-order mark, empty
 * lines skipped. A quote inside a cell without quotes, text after a closing quote, a quote that is never closed, a row
 * with more or fewer cells than the header, a row longer than HQCSV_ROW_MAX: each refuses its row, never the file.
 */
#ifndef HQ_CLI_CSV_H
#define HQ_CLI_CSV_H

#include <stdbool.h>

#include "hq_batch.h"

enum {
	HQCSV_ROWS = 4096,             /* most rows of one block; a multiple of 64 */
	HQCSV_ROW_MAX = 1 << 18,       /* bytes of one row */
	HQCSV_COLUMNS_MAX = 1024,
	HQCSV_MESSAGE_MAX = 512        /* bytes of one message, its NUL included */
};

/* Returns of what reads: 1 there is something, 0 the end, or one of these. */
enum { HQCSV_EREAD = -1, HQCSV_EMEMORY = -2, HQCSV_EHEADER = -3 };

/* Where bytes come from: a file, a pipe, an inflating filter. */
struct hqcsv_input {
	const char *name;              /* as messages give it; borrowed */
	long (*read)(void *context, char *to, size_t room);    /* bytes read; 0 at the end; -1 with errno */
	void *context;
};
/** hqcsv_read_fd - a read callback: @context is an int, a file descriptor */
long hqcsv_read_fd(void *context, char *to, size_t room);

/* ---- the header ---------------------------------------------------------------------------------------------- */

/* What a column is. Our names: `teacher`, `assignment` (ids), `jurisdiction`, `as_of`, `label`, `note` (not read);
 * the columns of the form as `hq schema --worksheet` has them; teacher.FIELD and assignment.FIELD of the facts. */
enum hqcsv_role {
	HQCSV_NOT_READ = 0,            /* its cells are there as text, nothing more */
	HQCSV_TEACHER,                 /* id; text, leading zeros kept; controls and social security numbers refused */
	HQCSV_ASSIGNMENT,              /* id */
	HQCSV_JURISDICTION,            /* must be the one that decides; empty: it is */
	HQCSV_AS_OF,                   /* must be the date of the decision; empty: it is */
	HQCSV_SLOT,                    /* index: slot of the edition, from 0 */
	HQCSV_TEACHER_FIELD,           /* index: field of the vocabulary's kind `teacher` */
	HQCSV_ASSIGNMENT_FIELD
};

struct hqcsv_column {
	const char *name;              /* as the header has it, without quotes */
	const char *ours;              /* what it was taken for; NULL: not read */
	uint8_t  role;                 /* enum hqcsv_role */
	uint16_t index;
	uint16_t lane;                 /* of a block; HQ_NONE where it has no values (ids, not read) */
};

/* What hqcsv_bind needs. All borrowed until hqcsv_close. */
struct hqcsv_binding {
	const struct hq_vocab *vocab;
	const struct hq_tables *rules;
	uint16_t edition;
	hq_day as_of;
	/** our name for one of theirs: "" for a column to leave unread, NULL for no opinion. May be NULL. */
	const char *(*name)(void *context, const char *theirs, size_t len);
	/** our spelling of a value in the column we call @ours, or NULL for as it is; "" for not asked. Called with @theirs
	 *  NULL first: NULL then says that the column has no spellings of its own. May be NULL; called from several threads. */
	const char *(*value)(void *context, const char *ours, const char *theirs, size_t len);
	void *context;
	uint8_t skip_unknown;          /* a column with an unknown name is left unread, not an error */
};

struct hqcsv;

/**
 * hqcsv_open - begin a file and read its header row
 * @input:   copied; its name borrowed
 * @message: HQCSV_MESSAGE_MAX bytes for what is wrong: "FILE:1:9: error: ..."
 * Returns 0; HQCSV_EREAD, HQCSV_EMEMORY, or HQCSV_EHEADER: no header, a malformed one, one name twice, UTF-16. *@out is NULL then.
 */
int hqcsv_open(const struct hqcsv_input *input, struct hqcsv **out, char *message);
void hqcsv_close(struct hqcsv *csv);
size_t hqcsv_ncolumns(const struct hqcsv *csv);
const struct hqcsv_column *hqcsv_column(const struct hqcsv *csv, size_t column);
/** where the name of a column stands; both count from 1 */
void hqcsv_column_place(const struct hqcsv *csv, size_t column, size_t *line, size_t *at);
/** which column is @role (and, where that matters, @index): -1 none */
int hqcsv_find(const struct hqcsv *csv, enum hqcsv_role role, uint16_t index);

/**
 * hqcsv_bind - say what every column means. Without it, cells are text.
 * @say: called with one message for each column that has no meaning or has another's, in the order of the header
 * Returns 0, HQCSV_EMEMORY or HQCSV_EHEADER
 */
int hqcsv_bind(struct hqcsv *csv, const struct hqcsv_binding *binding, void (*say)(void *context, const char *message),
	       void *context);

/* ---- blocks -------------------------------------------------------------------------------------------------- */

/* The values of one column, as hq_batch_run takes them. A yes-or-no is 1 or 0; a code its index; a set of codes (`a;b`)
 * its bits; a date hq_day; a number times 10^decimals of its slot or field. An empty cell is not valid; a cell `unknown` is
 * not valid and asked. Rows that are refused are not valid. */
struct hqcsv_lane {
	struct hq_column what;
	struct hq_cells cells;         /* both bitmaps are always there, whole words of 64 rows */
	uint16_t column;               /* of the file */
};

/* A row that cannot be decided, and one reason. In the order of rows and cells. */
struct hqcsv_refusal {
	uint32_t row;                  /* in the block */
	uint16_t column;               /* HQ_NONE: the row as a whole */
	uint16_t reason;               /* for hqcsv_refusal_place */
	uint32_t at;                   /* likewise: the byte at fault */
};

struct hqcsv_block {
	size_t nrows;                  /* data rows, refused ones included */
	const struct hqcsv_lane *lanes;
	size_t nlanes;
	const uint8_t *refused;        /* bitmap: bit r % 8 of byte r / 8, whole words of 64 rows */
	const struct hqcsv_refusal *refusals;  /* one or more for each refused row */
	size_t nrefusals;
};

struct hqcsv_block *hqcsv_block_new(struct hqcsv *csv);
void hqcsv_block_free(struct hqcsv_block *block);

/** hqcsv_take - give @block the next stretch of the file. One thread at a time. 1, 0 at the end, HQCSV_EREAD (errno), HQCSV_EMEMORY */
int hqcsv_take(struct hqcsv *csv, struct hqcsv_block *block);
/** hqcsv_fill - the next rows of the stretch, 1 to HQCSV_ROWS of them; 0 when it is used up; HQCSV_EMEMORY. Any thread. */
int hqcsv_fill(struct hqcsv_block *block);

/** hqcsv_cell - text of a cell of the block, without its quotes; valid until the next call with this block. @len may be 0.
 *  The cells of a row with too few or too many are empty. */
const char *hqcsv_cell(struct hqcsv_block *block, size_t row, size_t column, size_t *len);
/** hqcsv_cell_column - the byte of its line where a cell begins, from 1 */
size_t hqcsv_cell_column(struct hqcsv_block *block, size_t row, size_t column);
/** hqcsv_line - line of the file where the row begins, from 1. Quick when rows are asked for in their order. */
size_t hqcsv_line(struct hqcsv_block *block, size_t row);

/* A refusal for a person and for a table of errors. */
struct hqcsv_place {
	size_t line, column;           /* of the cell, or of the row; columns count bytes from 1 */
	const char *name;              /* of the column, as the header has it; "" for a whole row */
	char value[72];                /* of the cell, fit for a terminal, cut at 64 bytes */
	uint16_t rule;                 /* row that the column answers, see hq_row_name; HQ_NONE: not of the form */
	char text[HQCSV_MESSAGE_MAX];  /* what is wrong; what to do. Without place and name */
};
void hqcsv_refusal_place(struct hqcsv_block *block, const struct hqcsv_refusal *refusal, struct hqcsv_place *out);

/* ---- one cell by itself --------------------------------------------------------------------------------------- */

/* For files whose rows are records of several kinds, so that a column means another thing in each: the same values, the same
 * messages. Read only once it is made. */
struct hqcsv_field;
/* What a field may be that is none of the kind's own. */
enum { HQCSV_AMOUNT = 64, HQCSV_TIMES, HQCSV_EVENT, HQCSV_ID, HQCSV_OTHER_ID, HQCSV_DATE };
/** hqcsv_field_new - field @field of kind @kind, or one of the above (ID: a teacher's, never empty); NULL: out of memory
 *  @ours: as messages call it; borrowed */
struct hqcsv_field *hqcsv_field_new(const struct hq_vocab *vocab, unsigned kind, unsigned field, const char *ours);
void hqcsv_field_free(struct hqcsv_field *field);
/** hqcsv_field_read - 1 *@out is the value, 0 an empty cell, 2 `unknown`; negative: no value, and hqcsv_field_say says why */
int hqcsv_field_read(const struct hqcsv_field *field, const char *text, size_t len, int64_t *out);
/** @message: HQCSV_MESSAGE_MAX bytes: what is wrong; what to do. False: the text must not be shown */
bool hqcsv_field_say(const struct hqcsv_field *field, int refused, const char *text, size_t len, char *message);

/* ---- verdicts ------------------------------------------------------------------------------------------------ */

/* Decides the rows of blocks by the binding's rules. One for each thread. */
struct hqcsv_decider;
/**
 * hqcsv_decider_new - for a file that is bound
 * @same: what holds for every row, prepared; NULL: nothing. `closed`, `list`, the teacher's own record (no other), the
 *        assignment, answers; a column takes the place of a field or answer in it. Borrowed for as long as the decider is.
 * NULL: out of memory, or @same is not what it should be
 */
struct hqcsv_decider *hqcsv_decider_new(const struct hqcsv *csv, const struct hq_facts *same);
void hqcsv_decider_free(struct hqcsv_decider *decider);
/**
 * hqcsv_decide - a verdict for every row of the block
 * @verdicts: HQCSV_ROWS bytes: enum hq_verdict; 0 for a row that is refused
 * @routes:   HQCSV_ROWS: row of the route that holds, HQ_NONE; or NULL
 * @reasons:  HQCSV_ROWS: row that decides, as hq_batch_reason has it; or NULL
 * @errors:   HQCSV_ROWS: HQ_OK, or why the runtime refuses the row
 * Returns 0, or an enum hq_error of the call as a whole
 */
int hqcsv_decide(struct hqcsv_decider *decider, const struct hqcsv_block *block, uint8_t *verdicts, uint16_t *routes,
		 uint16_t *reasons, int8_t *errors);
/** hqcsv_facts - one row as the runtime takes it, for hq_decide and hq_explain; valid until the next call with this decider */
const struct hq_facts *hqcsv_facts(struct hqcsv_decider *decider, const struct hqcsv_block *block, size_t row);

/* ---- threads ------------------------------------------------------------------------------------------------- */

/* What hqcsv_run calls. */
struct hqcsv_work {
	/** memory of one stretch on its way through, two a thread (one when there is one); used by one thread at a time. NULL: out of memory */
	void *(*begin)(void *context);
	void (*end)(void *own);
	/** one block, on any thread: decide, and put what is to be written into the memory of its stretch. It may be called
	 *  several times between two calls of `put`. Nonzero stops the run. */
	int (*block)(void *own, struct hqcsv_block *block);
	/** write what has been put by, in the order of the file; one thread at a time. Nonzero stops the run. */
	int (*put)(void *own);
	void *context;
};
/** hqcsv_run - the whole file on @jobs threads (1: this one alone). 0, a negative HQCSV_E..., or what `block` or `put` returned;
 *  errno is that of the thread where it happened */
int hqcsv_run(struct hqcsv *csv, unsigned jobs, const struct hqcsv_work *work);

#endif
