/* Many teachers at once, from columns in memory: the verdicts that hq_verdict gives one by one, block by block.
 *
 * libhqbatch.a on top of libhq.a. The same promises: no malloc, no stdio, no locale, no floating point, no state. A program is made once for
 * an edition, a date and a set of columns (hq_batch_open); then blocks of teachers are run through it (hq_batch_run). The
 * answers are those of the scalar functions, bit for bit: what the columns do not settle (a teacher with dated records, a
 * cell outside its range, a missing fact that enters in two ways) is decided by hq_verdict or hq_decide, one teacher at a
 * time, within the same call. Nothing that can be decided is refused.
 *
 * Columns are laid out as in Apache Arrow: values one after another, a bitmap of validity (bit i % 8 of byte i / 8), offsets for lists;
 * so Arrow's buffers can be handed over as they are. docs/embedding.md has a program, which the tests build and run.
 */
#ifndef HQ_BATCH_H
#define HQ_BATCH_H

#include "hq.h"

/* What the values of a column are. Signed unless it says otherwise; any alignment of its type. ORDER HQ_COLUMN */
enum hq_column_type {
	HQ_COLUMN_BITS = 1,            /* one bit a teacher, as Arrow's booleans: yes-or-no only */
	HQ_COLUMN_U8,                  /* uint8_t */
	HQ_COLUMN_I16,
	HQ_COLUMN_I32,
	HQ_COLUMN_I64
};

/* What a column says. ORDER HQ_OF */
enum hq_column_of {
	HQ_OF_SLOT = 1,                /* the form's answer to slot `index` of the edition (hq_find_slot): yes 1, no 0; or a quantity */
	HQ_OF_FIELD,                   /* field `index` of kind `kind`: of teacher or assignment; or, under HQ_OF_LIST, of each record */
	HQ_OF_LIST,                    /* the records of kind `kind`: HQ_COLUMN_I32, n + 1 offsets into the columns of that kind */
	HQ_OF_AMOUNT,                  /* under HQ_OF_LIST: the amount in unit `index`; a record takes the first that is valid */
	HQ_OF_TIMES,                   /* under HQ_OF_LIST: how many alike the record stands for; missing: 1 */
	HQ_OF_EVENT                    /* under HQ_OF_LIST: the number of its event; missing: an event of its own */
};

/* One column: what it holds and for what. Values of fields are as in struct hq_record: a code's index, a set of codes as
 * bits, 0 or 1, hq_day, a number. Numbers, amounts and quantities are integers, times 10^decimals: 12.5 years are 125 with one decimal, and 7 years
 * are 7 with none. `decimals` is at most that of the field, the kind or the slot. */
struct hq_column {
	uint8_t  of;                   /* enum hq_column_of */
	uint8_t  type;                 /* enum hq_column_type */
	uint8_t  kind;                 /* in the vocabulary; not for a slot */
	uint8_t  decimals;
	uint16_t index;                /* slot (counted within the edition), field (within the kind) or unit */
	uint16_t pad;
};

/* The cells of one column, as long as the run lasts. A cell that is not valid is missing: not asked; or unknown where `asked` has
 * a bit for it. What `values` holds for a missing cell is not looked at. */
struct hq_cells {
	const void    *values;         /* BITS: a bitmap */
	const uint8_t *valid;          /* bitmap; NULL: all are */
	const uint8_t *asked;          /* bitmap; NULL: no missing cell was asked. Of a valid cell the bit means nothing */
};

/* What decides: loops compiled for several widths of machine, all in one library. ORDER HQ_KERNEL */
enum hq_kernel { HQ_KERNEL_BEST = 0, HQ_KERNEL_PLAIN, HQ_KERNEL_AVX2, HQ_KERNEL_AVX512 };
/** hq_batch_kernel_name - of the kernel that @want comes to on this machine ("avx512", "avx2", "plain"); NULL if it cannot run here */
const char *hq_batch_kernel_name(enum hq_kernel want);

/* What a program is made from. All of it is borrowed by hq_batch_open only, but for rules, vocab and same, which the program keeps. */
struct hq_batch_plan {
	const struct hq_tables *rules; /* verified */
	const struct hq_vocab  *vocab;
	uint16_t edition;              /* hq_edition_at(rules, as_of) */
	hq_day   as_of;
	const struct hq_facts  *same;  /* what all teachers have in common, prepared; NULL: nothing. `closed` and `list` are of all; a column
					* takes the place of a field or an answer in it. Records in it can only be the teacher's own (one) */
	const struct hq_column *columns;
	size_t   ncolumns;             /* at most HQ_BATCH_COLUMNS_MAX; each thing once */
	const uint16_t *points;        /* rows of lines, awards, categories or rubrics whose points are wanted; hq_batch_find_row */
	size_t   npoints;
	uint16_t records_max;          /* the most records one teacher has in the list columns; 0 without them */
	uint8_t  reasons;              /* hq_batch_out.reason is wanted */
	uint8_t  kernel;               /* enum hq_kernel; 0: the widest that this machine runs */
};

enum { HQ_BATCH_COLUMNS_MAX = 512, HQ_BATCH_ALIGN = 64 };

/* Points of one row for each teacher: times the denominator of its rubric (hq_batch_denominator), as an interval. Of a rubric: its total. */
struct hq_points { int64_t *lo, *hi; };        /* hi NULL: not wanted */

/* Where the answers go: arrays as long as the columns, written at the teachers' own places. NULL: not wanted, but for verdict. */
struct hq_batch_out {
	uint8_t  *verdict;             /* enum hq_verdict; 0: refused, `error` says why */
	uint16_t *route;               /* row of the first route that holds, if highly qualified; else HQ_NONE */
	uint16_t *reason;              /* row that decides, see hq_batch_reason; HQ_NONE if none does */
	int8_t   *error;               /* enum hq_error; HQ_OK */
	const struct hq_points *points;        /* npoints of the plan, in its order; without meaning where the teacher is refused */
};

/* What became of the teachers of one run. Always: teachers = decided + refused. */
struct hq_batch_count {
	size_t teachers, decided, refused;
	size_t one_by_one;             /* of them, how many hq_verdict or hq_decide was asked for */
};

struct hq_batch;                       /* a program: read only once it is made; it holds pointers into nothing but its own memory,
					* rules, vocab and same */

/** hq_batch_size - bytes that hq_batch_open needs for this plan; 0 for a plan that cannot be one */
size_t hq_batch_size(const struct hq_batch_plan *plan);

/**
 * hq_batch_open - make the program
 * @mem:  aligned to HQ_BATCH_ALIGN, at least hq_batch_size; the program is in it for as long as it is used
 * @out:  the program, somewhere in @mem
 * Errors: HQ_EVOCAB; HQ_ENOEDITION; HQ_EORDER (`same` not prepared); HQ_ESPACE; HQ_ENAME (a column of something that is not there, twice, or
 *         of a type that cannot hold it; a row of points that has none; a kernel that cannot run here); HQ_ERANGE (too many decimals, columns or records, a date that cannot be)
 */
int hq_batch_open(const struct hq_batch_plan *plan, void *mem, size_t len, const struct hq_batch **out);

/** hq_batch_work_size - bytes of scratch for one run; each thread brings its own */
size_t hq_batch_work_size(const struct hq_batch *batch);

/**
 * hq_batch_run - decide teachers @from .. @to - 1
 * @cells:    ncolumns of the plan, in its order
 * @from:     a multiple of 64, so that bitmaps are taken by words; @to: any
 * @work:     aligned to HQ_BATCH_ALIGN, at least hq_batch_work_size
 * @count:    added to, if not NULL
 * Several threads may run one program at once over ranges that do not overlap.
 * Errors: HQ_ESPACE, HQ_EORDER (@from). What is wrong with one teacher is no error of the run: verdict 0 and `error`, as hq_facts_prepare,
 *         hq_verdict or (with points or reasons) hq_decide return it; HQ_ERANGE too for more records than records_max.
 */
int hq_batch_run(const struct hq_batch *batch, const struct hq_cells *cells, size_t from, size_t to,
		 const struct hq_batch_out *out, void *work, size_t work_len, struct hq_batch_count *count);

/**
 * hq_batch_reason - the row that decides, of a decision made by hq_decide: what a run writes as `reason`
 * highly_qualified: the route that holds. not_applicable: `applies to`. not_highly_qualified: the first part of `every teacher` that is no;
 * else the choice among the routes. undetermined: `applies to`, if that is open; else the first part of `every teacher` that is open; else the first route that is.
 */
uint16_t hq_batch_reason(const struct hq_tables *rules, const struct hq_decision *decision);

/** hq_batch_find_row - a row of the edition by its full name ("content_area.experience"), or HQ_ENAME */
int hq_batch_find_row(const struct hq_tables *rules, uint16_t edition, const char *name, size_t len);
/** hq_batch_denominator - points of this row are so many to one point */
int64_t hq_batch_denominator(const struct hq_tables *rules, uint16_t row);

#endif
