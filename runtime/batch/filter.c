/* Filters of teacher, assignment and date as bits. Where no column is asked, the runtime's own filter answers once for all.
 *
 * The one idea: a relation of one column and something that everybody shares is a range, a set of codes, or both ends of a comparison.
 */
#include "program.h"

/* One side of a relation: a column, or a value that all share, or unknown to all. */
struct side {
	uint16_t column;               /* HQ_NONE */
	bool known;
	int64_t value;
	bool zero;                     /* closed data: what was not asked is 0 */
	int64_t num;                   /* of a column: value = num times what is in it */
};

static struct side side_of(struct hqb_build *b, unsigned src, unsigned field)
{
	const struct hq_batch *batch = b->batch;
	const uint16_t kind = src == HQ_SRC_TEACHER ? batch->vocab->teacher : batch->vocab->assignment;
	const struct hq_record *r = src == HQ_SRC_TEACHER ? hqb_teacher(batch) : batch->same.assignment;
	struct side s = { .column = HQ_NONE, .num = 1 };
	int64_t den;

	if (src == HQ_SRC_AS_OF)
		return (struct side){ .column = HQ_NONE, .known = true, .value = batch->as_of };
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, batch->vocab, kinds) + kind;
	const bool yes_no = HQ_AT(struct hq_vocab_field, batch->vocab, fields)[k->first_field + field].type == HQ_FIELD_YES_NO;

	s.zero = batch->same.closed && yes_no;
	for (uint16_t c = 0; c < batch->ncolumns; c++) {
		const struct hq_column *at = &batch->columns[c];

		if (at->of == HQ_OF_FIELD && at->kind == kind && at->index == field) {
			s.column = c;
			s.num = hqb_column_scale(batch, at, &den);
			if (den != 1)
				b->failed = true;
			return s;
		}
	}
	if (r && (r->known >> field & 1)) {
		s.known = true;
		s.value = r->v[field];
	} else if (s.zero && !(r ? r->asked >> field & 1 : batch->same.list[kind] == HQ_UNKNOWN)) {
		s.known = true;
	}
	return s;
}

static bool asks_column(struct hqb_build *b, uint16_t filter)
{
	for (uint32_t i = filter;; i++) {
		const struct hq_filter_op op = hq_filter_op_at(b->batch->rules, i);

		switch (op.op) {
		case HQ_F_END:
			return false;
		case HQ_F_COMPARE:
			if (side_of(b, op.other_src, op.other).column != HQ_NONE)
				return true;
			/* fallthrough */
		case HQ_F_IN: case HQ_F_RANGE: case HQ_F_WITHIN:
			if (side_of(b, op.src, op.field).column != HQ_NONE)
				return true;
			break;
		default:
			break;
		}
	}
}

static int64_t floor_of(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Bits: the column is at least @k, of its own values. */
static uint16_t at_least(struct hqb_build *b, const struct side *s, int64_t k)
{
	const struct hq_column *c = &b->batch->columns[s->column];
	const struct hqb_bounds bounds = hqb_column_bounds(b->batch, c);
	const int64_t units = floor_of(k, s->num) + (floor_of(k, s->num) * s->num < k);

	if (units <= bounds.min)
		return HQB_YES;
	if (units > (bounds.never ? HQ_DAY_NEVER : bounds.max))
		return HQB_NO;
	if (c->type == HQ_COLUMN_BITS)
		return hqb_column_bits(b, s->column, HQB_COLUMN);
	/* A type that cannot hold so much is never so much. */
	if ((c->type == HQ_COLUMN_U8 && units > UINT8_MAX) || (c->type == HQ_COLUMN_I16 && units > INT16_MAX) ||
	    (c->type == HQ_COLUMN_I32 && units > INT32_MAX))
		return HQB_NO;
	if ((c->type == HQ_COLUMN_U8 && units <= 0) || (c->type == HQ_COLUMN_I16 && units <= INT16_MIN) ||
	    (c->type == HQ_COLUMN_I32 && units <= INT32_MIN))
		return HQB_YES;
	const uint16_t to = hqb_bits(b, HQB_AT_LEAST, s->column, HQB_YES);

	b->ops[b->nops - 1].from = c->type;
	b->ops[b->nops - 1].k = units;
	return to;
}

static uint16_t between(struct hqb_build *b, const struct side *s, int64_t lo, int64_t hi)
{
	const uint16_t low = at_least(b, s, lo), over = hi == INT64_MAX ? HQB_NO : at_least(b, s, hi + 1);

	return hqb_and(b, low, hqb_not(b, over));
}

static uint16_t in_set(struct hqb_build *b, const struct side *s, const struct hq_filter_op *op)
{
	const struct hq_column *c = &b->batch->columns[s->column];

	if (c->type == HQ_COLUMN_BITS) {
		const uint64_t word = HQ_AT(uint64_t, b->batch->rules, words)[op->a];
		const uint16_t yes = hqb_column_bits(b, s->column, HQB_COLUMN);

		return (word & 3) == 3 ? HQB_YES : word & 2 ? yes : word & 1 ? hqb_not(b, yes) : HQB_NO;
	}
	const uint16_t to = hqb_bits(b, HQB_IN, s->column, op->set ? 0 : (uint16_t)op->b);

	b->ops[b->nops - 1].from = c->type;
	b->ops[b->nops - 1].k = op->a;
	return to;
}

static enum hq_rel turned(enum hq_rel rel)
{
	switch (rel) {
	case HQ_REL_LE: return HQ_REL_GE;
	case HQ_REL_LT: return HQ_REL_GT;
	case HQ_REL_GE: return HQ_REL_LE;
	case HQ_REL_GT: return HQ_REL_LT;
	case HQ_REL_EQ: case HQ_REL_SHARES: break;
	}
	return rel;
}

/* A column against what all share. */
static uint16_t compare(struct hqb_build *b, const struct side *s, enum hq_rel rel, int64_t v)
{
	switch (rel) {
	case HQ_REL_EQ: return between(b, s, v, v);
	case HQ_REL_LE: return between(b, s, INT64_MIN, v);
	case HQ_REL_LT: return between(b, s, INT64_MIN, v - 1);
	case HQ_REL_GE: return at_least(b, s, v);
	case HQ_REL_GT: return at_least(b, s, v + 1);
	case HQ_REL_SHARES: break;
	}
	b->failed = true;
	return HQB_NO;
}

static bool holds(struct hqb_build *b, const struct hq_filter_op *op, int64_t v, int64_t other)
{
	const uint64_t *words = HQ_AT(uint64_t, b->batch->rules, words) + op->a;

	switch (op->op) {
	case HQ_F_IN:
		return op->set ? ((uint64_t)v & words[0]) != 0 : v / 64 < op->b && (words[v / 64] >> v % 64 & 1);
	case HQ_F_RANGE:
		return v >= op->a && v <= op->b;
	case HQ_F_WITHIN:
		return v <= b->batch->as_of && v > hq_day_add_months(b->batch->as_of, (int32_t)-op->a);
	case HQ_F_COMPARE:
		if (op->set || op->other_set || op->rel == HQ_REL_SHARES)
			b->failed = true;
		return op->rel == HQ_REL_EQ ? v == other : op->rel == HQ_REL_LE ? v <= other : op->rel == HQ_REL_LT ? v < other :
		       op->rel == HQ_REL_GE ? v >= other : v > other;
	default:
		return false;
	}
}

/* What the relation says of the values in the column. */
static uint16_t of_column(struct hqb_build *b, const struct hq_filter_op *op, const struct side *s, enum hq_rel rel, int64_t other)
{
	switch (op->op) {
	case HQ_F_IN:
		return in_set(b, s, op);
	case HQ_F_RANGE:
		return between(b, s, op->a, op->b);
	case HQ_F_WITHIN:
		return between(b, s, (int64_t)hq_day_add_months(b->batch->as_of, (int32_t)-op->a) + 1, b->batch->as_of);
	default:
		if (op->set || op->other_set)
			b->failed = true;
		return compare(b, s, rel, other);
	}
}

static struct hqb_answer leaf(struct hqb_build *b, const struct hq_filter_op *op)
{
	const struct hqb_answer unknown = { HQB_NO, HQB_YES };
	struct side s, other = { .column = HQ_NONE, .known = true };
	enum hq_rel rel = (enum hq_rel)op->rel;

	if (op->op == HQ_F_SILENT)
		return unknown;
	s = side_of(b, op->src, op->field);
	if (op->op == HQ_F_COMPARE)
		other = side_of(b, op->other_src, op->other);
	if (s.column == HQ_NONE && other.column == HQ_NONE) {
		if (!s.known || !other.known)
			return unknown;
		const uint16_t yes = holds(b, op, s.value, other.value) ? HQB_YES : HQB_NO;

		return (struct hqb_answer){ yes, yes };
	}
	if (s.column == HQ_NONE) {
		const struct side t = s;

		s = other;
		other = t;
		rel = turned(rel);
	}
	if (other.column != HQ_NONE) {
		b->failed = true;
		return unknown;
	}
	if (!other.known)
		return unknown;
	hqb_check(b, s.column);
	const uint16_t yes = of_column(b, op, &s, rel, other.value), valid = hqb_column_bits(b, s.column, HQB_VALID);
	struct hqb_answer out = { hqb_and(b, yes, valid), 0 };

	out.hi = out.lo;
	if (valid == HQB_YES)
		return out;
	uint16_t open = hqb_not(b, valid);

	if (s.zero) {
		/* Not asked is no; what is asked and unknown stays so. */
		const uint16_t asked = hqb_column_bits(b, s.column, HQB_ASKED), no = hqb_bits(b, HQB_ANDNOT, open, asked);
		struct hq_filter_op plain = *op;

		plain.rel = (uint8_t)rel;
		if (holds(b, &plain, 0, other.value)) {
			out.lo = hqb_or(b, out.lo, no);
			out.hi = out.lo;
		}
		open = hqb_and(b, open, asked);
	}
	out.hi = hqb_or(b, out.hi, open);
	return out;
}

static struct hqb_answer join(struct hqb_build *b, const struct hqb_answer *of, uint32_t n, bool all)
{
	struct hqb_answer out = of[0];

	for (uint32_t i = 1; i < n; i++) {
		const bool same = out.lo == out.hi && of[i].lo == of[i].hi;

		out.lo = all ? hqb_and(b, out.lo, of[i].lo) : hqb_or(b, out.lo, of[i].lo);
		out.hi = same ? out.lo : all ? hqb_and(b, out.hi, of[i].hi) : hqb_or(b, out.hi, of[i].hi);
	}
	return out;
}

struct hqb_answer hqb_filter(struct hqb_build *b, uint16_t filter)
{
	struct hqb_answer stack[HQ_STACK_MAX];
	uint32_t n = 0;

	if (filter == HQ_NONE)
		return (struct hqb_answer){ HQB_YES, HQB_YES };
	if (!asks_column(b, filter)) {
		const hqi_truth t = hqi_filter(&b->ask, filter, NULL);

		return (struct hqb_answer){ hqi_is_yes(t) ? HQB_YES : HQB_NO, hqi_is_no(t) ? HQB_NO : HQB_YES };
	}
	for (uint32_t i = filter;; i++) {
		const struct hq_filter_op op = hq_filter_op_at(b->batch->rules, i);

		switch ((enum hq_filter_code)op.op) {
		case HQ_F_END:
			return stack[0];
		case HQ_F_AND:
		case HQ_F_OR:
			n -= (uint32_t)op.a;
			stack[n] = join(b, stack + n, (uint32_t)op.a, op.op == HQ_F_AND);
			n++;
			continue;
		case HQ_F_NOT: {
			const struct hqb_answer x = stack[n - 1];

			stack[n - 1].lo = hqb_not(b, x.hi);
			stack[n - 1].hi = x.lo == x.hi ? stack[n - 1].lo : hqb_not(b, x.lo);
			continue;
		}
		case HQ_F_IN: case HQ_F_RANGE: case HQ_F_AMOUNT: case HQ_F_COMPARE: case HQ_F_WITHIN: case HQ_F_SILENT:
			break;
		}
		if (op.op == HQ_F_AMOUNT)
			b->failed = true;
		stack[n++] = leaf(b, &op);
	}
}
