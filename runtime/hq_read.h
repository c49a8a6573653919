/* Items of a table as one reads them: with their numbers in place. A table holds each number once and names it by a 16-bit
 * index, so an item on its own is only half of what it says; here are the whole ones, and what makes them from the packed.
 *
 * The compiler works with these too, and packs them last (compiler/pack.c). Everything is inline: what a caller does not look
 * at is not read. Indexes are trusted: hq_verify has seen them.
 */
#ifndef HQ_READ_H
#define HQ_READ_H

#include "hq_tables.h"

/* One rubric line, fused: what is counted, and how it becomes points. Quantities are in the measure's scale,
 * points in the rubric's denominator. q = min(quantity, cap); below `from` it counts as nothing; then
 * LINEAR q * mul; BLOCKS (q / block) * mul, whole blocks; TIERS points of the highest tier reached. */
struct hq_line {
	uint16_t measure;
	uint8_t  form;                 /* HQ_LINE_* */
	uint16_t first_tier, ntiers;
	int64_t  block;
	int64_t  mul, mul_hi;          /* mul_hi > mul: the source leaves the rate open between them; HQ_BIG: silent */
	int64_t  cap, from;            /* HQ_BIG none; 0 none */
};
struct hq_tier { int64_t at, points; };

/* What bounds a line, an award or a category. All in points times the denominator, `units_min` in the measure's scale. */
struct hq_limit {
	int64_t  max;                  /* HQ_BIG none */
	int64_t  min;                  /* a condition of passing, not of counting; 0 none */
	int64_t  units_min;            /* likewise, of a line's quantity; 0 none */
	int64_t  divide;               /* after the cap; 1 none */
	uint8_t  best;                 /* a category: only its best kid counts */
	uint16_t cite_max, ncite_max, cite_min, ncite_min;
};

struct hq_rubric {
	int64_t  denominator;          /* points in rows are this many to one point */
	int64_t  pass_lo, pass_hi;     /* equal; or 0 and HQ_BIG where the source prints no pass mark */
	uint16_t requires, settles;    /* rows; HQ_NONE */
	uint16_t min_categories;       /* points in at least so many categories; 0 none */
	uint8_t  once;                 /* each event counts once */
	uint8_t  silent_pass;
	uint16_t first_min, nmins;     /* in kids[]: rows of this rubric that carry a minimum */
	uint16_t cite_pass, ncite_pass;
	uint16_t first_row, nrows;     /* its LINE, AWARD and CATEGORY rows, and what stands under them; no rubric's are another's */
	uint16_t cite_categories, ncite_categories;
};

/* A quantity taken from the records of one kind. Value = amount (or count) times `scale`. A line's measure is its own:
 * where each event counts once, it holds what was allotted to that line. */
struct hq_measure {
	uint8_t  kind, agg;            /* HQ_AGG_* */
	uint8_t  unit;                 /* what the quantity is in; 255 for a count */
	uint8_t  decimals;             /* of a form's answer for it */
	uint16_t filter;               /* start in filter_ops[]; HQ_NONE for all records */
	uint16_t window;               /* windows[]; 0 is "up to the as-of date" */
	uint16_t first_conv, nconvs;   /* convs[]: units it takes, its own first, and what each counts as; none for a count */
	uint16_t slot;                 /* a form may answer it; HQ_NONE */
	uint16_t row;                  /* the row that shows it */
	int64_t  scale;                /* quantity units to one unit of measure */
	int64_t  block_each;           /* whole blocks taken record by record: quantity is blocks times scale; 0 none */
	int64_t  cap_each;             /* at most so much from one record; HQ_BIG none */
	int64_t  cap_year;             /* at most so much from one school year; HQ_BIG none */
	int64_t  max;                  /* the most all records together can give */
};
/* amount in `unit`, an integer times 10^decimals of the kind, counts as amount * num / den of the measure's quantity;
 * den divides every product by choice of scale. */
struct hq_conv { uint8_t unit; int64_t num, den; };

/* One operation of a filter. HQ_F_RANGE, HQ_F_AMOUNT: a <= value <= b. HQ_F_IN: words[a] and on, b of them. HQ_F_AND, HQ_F_OR:
 * a operands. HQ_F_WITHIN: a months. */
struct hq_filter_op {
	uint8_t  op, src, field, rel;
	uint8_t  other_src, other, set, other_set;     /* set: the value is a bit set */
	int64_t  a, b;
};

/* One column of a filled-in form. Its name and label are those of its row, see hq_slot_name. */
struct hq_slot {
	uint32_t kinds;                /* bit set of the kinds of record it stands for */
	uint8_t  type;                 /* HQ_SLOT_* */
	uint8_t  unit, decimals;       /* unit 255: a count */
	uint16_t row, measure;         /* what it answers; no measure: HQ_NONE, and the row with yes or no */
	int64_t  max;                  /* in the measure's scale */
	int64_t  step;                 /* the scale: form quantity 1 is this much */
};

struct hq_cite { uint16_t source, first, last; };      /* lines of sources[source] */

static inline int64_t hq_number_at(const struct hq_tables *t, uint32_t i)
{
	return HQ_AT(int64_t, t, numbers)[i];
}

static inline struct hq_line hq_line_of(const struct hq_packed_line *p, const int64_t *numbers)
{
	return (struct hq_line){ p->measure, p->form, p->first_tier, p->ntiers, numbers[p->block], numbers[p->mul],
				 numbers[p->mul_hi], numbers[p->cap], numbers[p->from] };
}
static inline struct hq_line hq_line_at(const struct hq_tables *t, uint32_t i)
{
	return hq_line_of(HQ_AT(struct hq_packed_line, t, lines) + i, HQ_AT(int64_t, t, numbers));
}

static inline struct hq_tier hq_tier_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_tier *p = HQ_AT(struct hq_packed_tier, t, tiers) + i;

	return (struct hq_tier){ hq_number_at(t, p->at), hq_number_at(t, p->points) };
}

static inline struct hq_limit hq_limit_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_limit *p = HQ_AT(struct hq_packed_limit, t, limits) + i;
	const int64_t *numbers = HQ_AT(int64_t, t, numbers);

	return (struct hq_limit){ numbers[p->max], numbers[p->min], numbers[p->units_min], numbers[p->divide], p->best,
				  p->cite_max, p->ncite_max, p->cite_min, p->ncite_min };
}

static inline struct hq_rubric hq_rubric_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_rubric *p = HQ_AT(struct hq_packed_rubric, t, rubrics) + i;
	const int64_t *numbers = HQ_AT(int64_t, t, numbers);

	return (struct hq_rubric){ numbers[p->denominator], numbers[p->pass_lo], numbers[p->pass_hi], p->requires, p->settles,
				   p->min_categories, p->once, p->silent_pass, p->first_min, p->nmins, p->cite_pass,
				   p->ncite_pass, p->first_row, p->nrows, p->cite_categories, p->ncite_categories };
}

static inline struct hq_measure hq_measure_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_measure *p = HQ_AT(struct hq_packed_measure, t, measures) + i;
	const struct hq_packed_shape *s = HQ_AT(struct hq_packed_shape, t, shapes) + p->shape;
	const int64_t *numbers = HQ_AT(int64_t, t, numbers);

	return (struct hq_measure){ s->kind, s->agg, s->unit, s->decimals, p->filter, p->window, s->first_conv, s->nconvs,
				    p->slot, p->row, numbers[s->scale], numbers[s->block_each], numbers[s->cap_each],
				    numbers[s->cap_year], numbers[s->max] };
}

static inline struct hq_conv hq_conv_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_conv *p = HQ_AT(struct hq_packed_conv, t, convs) + i;

	return (struct hq_conv){ p->unit, hq_number_at(t, p->num), hq_number_at(t, p->den) };
}

static inline struct hq_filter_op hq_filter_op_of(const struct hq_packed_op *p, const int64_t *numbers)
{
	struct hq_filter_op op = { p->op, p->src, p->field, p->rel, 0, 0, p->set, p->other_set, p->at, 0 };

	switch (p->op) {
	case HQ_F_IN:
		op.rel = 0;
		op.b = p->rel;
		break;
	case HQ_F_AMOUNT:
		op.other = p->field;
		op.field = 0;
		op.a = numbers[p->at];
		op.b = numbers[p->at + 1];
		break;
	case HQ_F_RANGE:
		op.a = numbers[p->at];
		op.b = numbers[p->at + 1];
		break;
	case HQ_F_WITHIN:
		op.a = numbers[p->at];
		break;
	case HQ_F_COMPARE:
		op.other_src = (uint8_t)(p->at >> 4);
		op.other = p->at & 15;
		op.a = 0;
		break;
	default:
		break;
	}
	return op;
}
/** the same the other way; @numbers: where a and b stand (RANGE, AMOUNT) or a alone (WITHIN) */
static inline struct hq_packed_op hq_filter_op_packed(const struct hq_filter_op *op, uint16_t numbers)
{
	const unsigned at = op->op == HQ_F_COMPARE ? op->other_src * 16u + op->other :
			    op->op == HQ_F_RANGE || op->op == HQ_F_AMOUNT || op->op == HQ_F_WITHIN ? numbers : (unsigned)op->a;
	const unsigned field = op->op == HQ_F_AMOUNT ? op->other : op->field;
	const unsigned rel = op->op == HQ_F_IN ? (unsigned)op->b : op->rel;

	return (struct hq_packed_op){ .op = op->op & 15u, .src = op->src & 3u, .field = field & 15u, .set = op->set & 1u,
				      .other_set = op->other_set & 1u, .rel = rel & 7u, .at = (uint16_t)at };
}
static inline struct hq_filter_op hq_filter_op_at(const struct hq_tables *t, uint32_t i)
{
	return hq_filter_op_of(HQ_AT(struct hq_packed_op, t, filter_ops) + i, HQ_AT(int64_t, t, numbers));
}

static inline struct hq_slot hq_slot_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_slot *p = HQ_AT(struct hq_packed_slot, t, slots) + i;

	if (p->measure == HQ_NONE)
		return (struct hq_slot){ p->kinds, HQ_SLOT_YES_NO, 255, 0, p->row, HQ_NONE, 1, 1 };
	const struct hq_measure m = hq_measure_at(t, p->measure);

	return (struct hq_slot){ p->kinds, HQ_SLOT_QUANTITY, m.unit, m.decimals, p->row, p->measure, m.max, m.scale };
}

static inline struct hq_cite hq_cite_at(const struct hq_tables *t, uint32_t i)
{
	const struct hq_packed_cite *p = HQ_AT(struct hq_packed_cite, t, cites) + i;

	return (struct hq_cite){ p->source, p->first, (uint16_t)(p->first + p->more) };
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/** a LINE, AWARD or CATEGORY: its value is points; any other row is a question, its value yes or no */
static inline int hq_is_points(const struct hq_row *row)
{
	return row->op == HQ_OP_LINE || row->op == HQ_OP_AWARD || row->op == HQ_OP_CATEGORY;
}
/** the slot by which a form may answer it, HQ_NONE; what bounds its points, an index of limits[], HQ_NONE */
static inline uint16_t hq_slot_of(const struct hq_row *row)
{
	return hq_is_points(row) ? HQ_NONE : row->slot_if_question;
}
static inline uint16_t hq_limit_of(const struct hq_row *row)
{
	return hq_is_points(row) ? row->limit_if_points : HQ_NONE;
}
/** QUANTITY: the least and the most that answer it with yes. AWARD: its points */
static inline int64_t hq_row_a(const struct hq_tables *t, const struct hq_row *row)
{
	return hq_number_at(t, row->op == HQ_OP_AWARD ? row->arg : row->range);
}
static inline int64_t hq_row_b(const struct hq_tables *t, const struct hq_row *row)
{
	return hq_number_at(t, (row->op == HQ_OP_AWARD ? row->arg : row->range) + 1u);
}
/** the rubric that a RUBRIC row is, or that a row with points counts in: up the rows it counts in, which stand after it */
static inline uint16_t hq_rubric_of(const struct hq_tables *t, const struct hq_row *row)
{
	while (row->op != HQ_OP_RUBRIC)
		row = HQ_AT(struct hq_row, t, rows) + row->parent;
	return row->arg;
}

#endif
