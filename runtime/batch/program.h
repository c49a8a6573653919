/* What the files of the batch path share: the program that an edition becomes, and the kernels that run it.
 *
 * A program is a row of operations on registers, each of which holds one value for every teacher of a block: a bit (yes or
 * no; an interval of yes-or-no is two of them) or a lane (an integer of 16, 32 or 64 bits, from 0 on). There are two programs to
 * an edition: one for blocks in which no cell is missing, where both ends of most intervals are the same register, and one
 * for the others.
 */
#ifndef HQ_BATCH_PROGRAM_H
#define HQ_BATCH_PROGRAM_H

#include "hq_batch.h"
#include "hq_internal.h"

enum {
	HQB_ROWS = 2048,               /* teachers of a block: columns and registers of it stay near the core */
	HQB_WORDS = HQB_ROWS / 64,
	HQB_OPS_MAX = 16000            /* of one program; what needs more is decided one by one */
};

/* Bits: a register, or the same for everybody. Lanes: a register with HQB_LANE set, or a column. */
#define HQB_NO   0xfffeu
#define HQB_YES  0xffffu
#define HQB_LANE 0x8000u

/* ORDER HQB_OP. Lanes: from a column or a lane `a` of type `from`, into a lane `to` of type `type`. */
enum hqb_code {
	HQB_COLUMN = 1,                /* bits to = column a, of yes or no */
	HQB_VALID, HQB_ASKED,          /* bits to = bitmap of column a */
	HQB_AND, HQB_OR, HQB_ANDNOT,   /* bits to = a and b, a or b, a and not b */
	HQB_NOT,
	HQB_AT_LEAST,                  /* bits to = a >= k */
	HQB_IN,                        /* bits to = code a is in words[k]...: the b of them; b 0: set a shares a code with words[k] */
	HQB_CHECK,                     /* who has a value outside k..m in column a is decided one by one; b: or a date that never comes */
	HQB_WHOLE,                     /* likewise: a multiple of k */
	HQB_ZERO,                      /* to = 0 */
	HQB_ADD,                       /* to += min(min(a, c0) / div * m, c2), of those in b */
	HQB_STEP,                      /* to += k where a >= c0, of those in b */
	HQB_GIVE,                      /* to += k where bits b */
	HQB_RAISE,                     /* to += k */
	HQB_CAP,                       /* to = min(to, k) */
	HQB_MAX                        /* to = max(to, a) */
};

struct hqb_op {
	uint8_t  code, from, type;
	uint8_t  shift;                /* div > 1: v / div = v * magic >> shift */
	uint16_t to, a, b;
	uint16_t ahead;                /* the first that reads column a: it asks for what the next block has of it */
	uint32_t magic;
	int64_t  k, c0, div, m, c2;
};

/* A number a teacher: unit * min(min(v, c0) / div * m, c2) of column or lane `a` where bit `mask` is, and `given` where bit `also` is; never both.
 * type 0: no lane; the number is `base`. */
struct hqb_number {
	int64_t  base, unit, c0, div, m, c2, given;
	int64_t  full;                 /* of a lane: the most that it holds */
	uint16_t a, mask, also;
	uint8_t  type;
};
struct hqb_range { struct hqb_number lo, hi; };
struct hqb_answer { uint16_t lo, hi; };                /* bits */

/* What is written of one program. */
struct hqb_points { struct hqb_number lo, hi; };       /* a lane of its own, or base */
struct hqb_program {
	struct hqb_op *ops;
	uint32_t nops;
	uint16_t nbits, nlanes;        /* registers */
	uint8_t  wide;                 /* bytes of a teacher in the widest lane */
	struct hqb_answer applies, every, routes;
	uint16_t split;                /* bits: who may be decided case by case where that leaves one open */
	struct hqb_answer *part;       /* of every's kids, then of the routes */
	struct hqb_points *points;
};

struct hq_batch {
	const struct hq_tables *rules;
	const struct hq_vocab *vocab;
	const struct hqb_kernel *kernel;
	const struct hq_edition *edition;
	struct hq_facts same;          /* prepared */
	struct hq_column *columns;
	size_t ncolumns, npoints;
	uint16_t *points;
	struct hqb_program whole, open;/* for blocks without and with missing cells */
	hq_day   as_of;
	uint16_t index;                /* of the edition */
	uint16_t nevery, nroutes;      /* parts */
	uint16_t records_max;
	bool     reasons, lists;
	bool     teacher_columns, assignment_columns;
	bool     one_by_one;           /* no program: everybody is decided by the scalar functions */
	bool     prepare;              /* facts have to be prepared for each teacher: there are columns of fields or of records */
};

/* One run's memory. */
struct hqb_frame {
	const struct hq_batch *batch;
	const struct hq_cells *cells;
	size_t from, n;                /* teachers of the block */
	uint64_t *bits;                /* registers, HQB_WORDS each */
	char *lanes;                   /* registers, wide * HQB_ROWS each */
	size_t lane_size;
	uint64_t *odd;                 /* bits: to be decided one by one */
};

struct hqb_kernel {
	const char *name;
	void (*run)(const struct hqb_program *program, struct hqb_frame *frame);
	/** out[i] = bit of a + 2 * bit of b + 4 * bit of c */
	void (*codes)(uint8_t *out, const uint64_t *a, const uint64_t *b, const uint64_t *c, size_t n);
	/** out[i] = value where bit i */
	void (*mark)(uint16_t *out, const uint64_t *bits, uint16_t value, size_t n);
	/** out[i] = base + unit * lane[i] */
	void (*spread)(int64_t *out, const void *lane, unsigned type, int64_t unit, int64_t base, size_t n);
};
extern const struct hqb_kernel hqb_plain, hqb_avx2, hqb_avx512;
/** NULL if it cannot run here */
const struct hqb_kernel *hqb_kernel_of(enum hq_kernel want);

static inline uint64_t hqb_little(uint64_t w)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(w);
#else
	return w;
#endif
}
/** 64 bits of a caller's bitmap from a byte on; no byte past @bytes of it is read */
static inline uint64_t hqb_bitmap(const uint8_t *at, size_t bytes)
{
	uint64_t w = 0;

	__builtin_memcpy(&w, at, bytes < 8 ? bytes : 8);
	return hqb_little(w);
}
static inline bool hqb_bit(const uint8_t *bitmap, size_t i)
{
	return bitmap[i / 8] >> i % 8 & 1;
}
static inline unsigned hqb_size_of(unsigned type)
{
	return type == HQ_COLUMN_U8 ? 1 : type == HQ_COLUMN_I16 ? 2 : type == HQ_COLUMN_I32 ? 4 : type == HQ_COLUMN_I64 ? 8 : 0;
}
static inline const void *hqb_source(const struct hqb_frame *f, uint16_t a, unsigned type)
{
	if (a & HQB_LANE)
		return f->lanes + (a & ~HQB_LANE) * f->lane_size;
	return (const char *)f->cells[a].values + f->from * hqb_size_of(type);
}
static inline int64_t hqb_value(const struct hq_cells *cells, unsigned type, size_t i)
{
	switch ((enum hq_column_type)type) {
	case HQ_COLUMN_BITS: return hqb_bit(cells->values, i);
	case HQ_COLUMN_U8:   return ((const uint8_t *)cells->values)[i];
	case HQ_COLUMN_I16:  return ((const int16_t *)cells->values)[i];
	case HQ_COLUMN_I32:  return ((const int32_t *)cells->values)[i];
	case HQ_COLUMN_I64:  return ((const int64_t *)cells->values)[i];
	}
	return 0;
}

/* ---- making a program ---------------------------------------------------------------------------------------- */

/* A program being made. Rows are by index in the edition. */
struct hqb_build {
	struct hq_batch *batch;
	struct hqi_ask ask;
	struct hqb_op *ops;
	uint32_t nops, ops_max;
	uint32_t nbits, nlanes;
	bool     whole;                /* no cell is missing */
	bool     failed;               /* it cannot be written as a program */
	uint8_t  widest;
	uint16_t *slot_column;         /* by slot of the edition: its column, HQ_NONE */
	uint16_t (*column_bits)[3];    /* by column: bits of COLUMN, VALID, ASKED once loaded; HQ_NONE */
	bool     *checked;             /* by column */
	int64_t  *enough;              /* by row: so many points are as good as more; -1: nobody asks; of a question: 0 */
	struct hqb_answer *answers;    /* by row: of questions */
	struct hqb_range *points;      /* by row: of lines, awards and categories; of a rubric its total, if it is wanted */
};

/* What is needed only while a program is made. */
struct hqb_scratch { struct hqb_build b; int32_t *last; uint16_t *now, *spare; };

/* plan.c, registers.c */
int hqb_plan_ok(const struct hq_batch_plan *plan);
bool hqb_is_single(const struct hq_vocab *vocab, uint8_t kind);
void hqb_registers(struct hqb_scratch *s, struct hqb_program *p);

/* number.c: bits and numbers. Numbers do not overflow: what would fails the build. */
uint16_t hqb_bits(struct hqb_build *b, enum hqb_code code, uint16_t x, uint16_t y);
static inline uint16_t hqb_and(struct hqb_build *b, uint16_t x, uint16_t y)
{
	return x == HQB_NO || y == HQB_NO ? HQB_NO : x == HQB_YES || x == y ? y : y == HQB_YES ? x : hqb_bits(b, HQB_AND, x, y);
}
static inline uint16_t hqb_or(struct hqb_build *b, uint16_t x, uint16_t y)
{
	return x == HQB_YES || y == HQB_YES ? HQB_YES : x == HQB_NO || x == y ? y : y == HQB_NO ? x : hqb_bits(b, HQB_OR, x, y);
}
static inline uint16_t hqb_not(struct hqb_build *b, uint16_t x)
{
	return x == HQB_YES ? HQB_NO : x == HQB_NO ? HQB_YES : hqb_bits(b, HQB_NOT, x, x);
}
struct hqb_op *hqb_emit(struct hqb_build *b, enum hqb_code code);
struct hqb_number hqb_constant(int64_t k);
bool hqb_same(const struct hqb_number *x, const struct hqb_number *y);
/** the most it can be */
int64_t hqb_most(struct hqb_build *b, const struct hqb_number *x);
/** bits: the number is at least @k */
uint16_t hqb_at_least(struct hqb_build *b, const struct hqb_number *x, int64_t k);
struct hqb_number hqb_cap(struct hqb_build *b, struct hqb_number x, int64_t most);
struct hqb_number hqb_times(struct hqb_build *b, struct hqb_number x, int64_t k);
struct hqb_number hqb_divide(struct hqb_build *b, struct hqb_number x, int64_t by);
/** below @least it counts as nothing */
struct hqb_number hqb_from(struct hqb_build *b, struct hqb_number x, int64_t least);
/** in a lane of its own, unless it is a constant */
struct hqb_number hqb_lane(struct hqb_build *b, struct hqb_number x);

/* A sum, or the greatest, in the making. Terms are looked at first (hqb_sum_see), so that the lane is as narrow as can be, then added. */
struct hqb_sum { int64_t unit, all, most, wide, enough; struct hqb_number out; int64_t so_far; bool best; uint8_t type; };
void hqb_sum_see(struct hqb_build *b, struct hqb_sum *s, struct hqb_number x);
void hqb_sum_begin(struct hqb_build *b, struct hqb_sum *s);
void hqb_sum_add(struct hqb_build *b, struct hqb_sum *s, struct hqb_number x);
/** to the sum: @more where the number is at least @k */
void hqb_sum_step(struct hqb_build *b, struct hqb_sum *s, const struct hqb_number *x, int64_t k, int64_t more);
struct hqb_number hqb_sum_end(struct hqb_build *b, struct hqb_sum *s);

/** the single record that all share, without what a column says; NULL: none */
static inline const struct hq_record *hqb_teacher(const struct hq_batch *batch)
{
	return batch->same.nrecords ? batch->same.records : NULL;
}

/* column.c: what a column, or what all have in common, says */
uint16_t hqb_column_bits(struct hqb_build *b, uint16_t column, enum hqb_code what);
void hqb_check(struct hqb_build *b, uint16_t column);
/** bits: the column's cell is missing and was asked for; @open: or was not */
uint16_t hqb_missing(struct hqb_build *b, uint16_t column, bool open);

/* fork.c: bits: whoever lacks a fact that enters the rules in more than one way */
uint16_t hqb_split(struct hqb_build *b);
struct hqb_range hqb_measure(struct hqb_build *b, uint16_t measure);
/** true: the form settles it, or in part: then @out has been mixed with what it is without the form */
struct hqb_answer hqb_answered(struct hqb_build *b, uint16_t slot, struct hqb_answer otherwise);
/** the least and the most that a column may hold */
struct hqb_bounds { int64_t min, max; bool never; };
struct hqb_bounds hqb_column_bounds(const struct hq_batch *batch, const struct hq_column *column);
/** 10^decimals of the value's own less 10^decimals of the column: what a value is multiplied by */
int64_t hqb_column_scale(const struct hq_batch *batch, const struct hq_column *column, int64_t *den);

/* filter.c, rows.c, points.c */
struct hqb_answer hqb_filter(struct hqb_build *b, uint16_t filter);
struct hqb_range hqb_points_of(struct hqb_build *b, uint16_t row);
struct hqb_answer hqb_rubric(struct hqb_build *b, uint16_t row);
struct hqb_range hqb_total(struct hqb_build *b, const struct hq_row *row, int64_t enough);
void hqb_rows(struct hqb_build *b, struct hqb_program *out);

/* one.c: a teacher by the scalar functions */
struct hqb_one { struct hq_facts facts; struct hq_record assignment; struct hq_answer *answers; struct hq_record *records; void *work; size_t work_len; };
size_t hqb_one_size(const struct hq_batch *batch);
struct hqb_one *hqb_one_begin(const struct hq_batch *batch, void *memory);
/** decides teacher @i and writes what is wanted of it */
int hqb_one(struct hqb_one *one, const struct hq_batch *batch, const struct hq_cells *cells, size_t i, const struct hq_batch_out *out);

#endif
