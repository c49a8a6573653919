/* The verdict alone: what hq_decide answers, without the values an explanation wants.
 *
 * Rows are asked for from the verdict down and each is reckoned once; a part that is settled leaves its other parts
 * alone. The answer is that of hq_decide by construction of each row, and tests compare the two. Where rows are nested
 * deeper than DEEP, or events have to be allotted, hq_decide itself is asked: so the stack stays small whatever the table.
 */
#include "hq_internal.h"

enum { DEEP = 11 };                    /* a rubric counts as two */

struct lazy {
	struct hqi_ask ask;
	const struct hq_answer *answers;
	struct hqi_part *parts;
	uint8_t *row_done, *measure_done;
	uint16_t first_row, first_measure, first_slot;
	int depth;
	int rc;                        /* the first error; or HQ_ELIMIT while hq_decide is still to be asked */
	bool too_deep;
};

static inline const struct hq_answer *answered(const struct lazy *l, uint16_t slot)
{
	if (slot == HQ_NONE || !l->answers)
		return NULL;
	const struct hq_answer *a = &l->answers[slot - l->first_slot];

	return a->know == HQ_NOT_ASKED ? NULL : a;
}

static struct hq_interval measured(struct lazy *l, uint16_t measure)
{
	const uint16_t i = (uint16_t)(measure - l->first_measure);
	struct hq_interval *out = &l->ask.quantities[i];

	if (l->measure_done[i])
		return *out;
	const struct hq_packed_measure *m = &l->ask.measures[measure];
	const struct hq_answer *a = answered(l, m->slot);

	l->measure_done[i] = 1;
	if (a && a->know == HQ_KNOWN && a->value >= 0 && a->value <= l->ask.numbers[l->ask.shapes[m->shape].max]) {
		*out = (struct hq_interval){ a->value, a->value };
	} else {
		uint8_t seen;
		const int rc = hqi_measure(&l->ask, measure, l->parts, out, &seen);

		if (rc < 0)
			l->rc = rc;
	}
	return *out;
}

static struct hq_interval remembered(struct lazy *l, uint16_t index, const struct hq_row *row) __attribute__((noinline));

/* Most of them: one relation of a field of the assignment that is known. */
static struct hq_interval scalar(struct lazy *l, const struct hq_row *row)
{
	const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, l->ask.rules, filter_ops) + row->arg;
	const struct hq_record *asked = l->ask.facts->assignment;
	bool yes;

	if (op[0].src != HQ_SRC_ASSIGNMENT || op[1].op != HQ_F_END || !asked || !(asked->known >> op->field & 1) || op->set ||
	    (op->op != HQ_F_IN && op->op != HQ_F_RANGE)) {
		const hqi_truth t = hqi_filter(&l->ask, row->arg, NULL);

		return (struct hq_interval){ hqi_is_yes(t), !hqi_is_no(t) };
	}
	const int64_t v = asked->v[op->field];

	if (op->op == HQ_F_RANGE)
		yes = v >= l->ask.numbers[op->at] && v <= l->ask.numbers[op->at + 1];
	else
		yes = v >> 6 < op->rel && (HQ_AT(uint64_t, l->ask.rules, words)[op->at + (v >> 6)] >> (v & 63) & 1);
	return (struct hq_interval){ yes, yes };
}

/* The value of a question: as the form answers it, or reckoned. Always inline: an answered row then costs no call, which is
 * a quarter of the time of a whole decision. */
static inline __attribute__((always_inline)) struct hq_interval need(struct lazy *l, uint16_t index)
{
	const struct hq_row *row = &l->ask.rows[index];
	const struct hq_answer *a = answered(l, row->slot_if_question);

	/* A heading with one part is that part. */
	while (!a && row->op == HQ_OP_ALL && row->nkids == 1) {
		index = l->ask.kids[row->first_kid];
		row = &l->ask.rows[index];
		a = answered(l, row->slot_if_question);
	}
	if (!a)
		return row->op == HQ_OP_SCALAR ? scalar(l, row) : remembered(l, index, row);
	if (a->know != HQ_KNOWN)
		return (struct hq_interval){ 0, 1 };
	if (a->value != 0 && a->value != 1)
		l->rc = HQ_ERANGE;
	return (struct hq_interval){ a->value, a->value };
}

/* The same where it is asked for seldom. */
static struct hq_interval need_once(struct lazy *l, uint16_t index) __attribute__((noinline));
static struct hq_interval need_once(struct lazy *l, uint16_t index)
{
	return need(l, index);
}

/* `all of`, `any of`, `at least k of`, `none of`: kid by kid until enough are yes, or so many no that the rest cannot do. */
static struct hq_interval some_of(struct lazy *l, const struct hq_row *row)
{
	const uint16_t *kid = l->ask.kids + row->first_kid;
	const int64_t k = row->op == HQ_OP_ALL ? row->nkids : row->op == HQ_OP_AT_LEAST ? row->arg : 1;
	int64_t lo = 0, may = row->nkids;      /* yes for certain; may be yes, with those not asked for yet */

	for (const uint16_t *end = kid + row->nkids; kid < end && lo < k && may >= k; kid++) {
		const struct hq_interval v = need(l, *kid);

		lo += v.lo;
		may -= 1 - v.hi;
	}
	if (row->op == HQ_OP_NOT)
		return (struct hq_interval){ may < k, lo < k };
	return (struct hq_interval){ lo >= k, may >= k };
}

/* Most lines: a rate, at most a cap, both ends the same. */
static struct hq_interval line(struct lazy *l, uint16_t index, const struct hq_row *row)
{
	const struct hq_packed_line *at = &l->ask.lines[row->arg];
	const int64_t *numbers = l->ask.numbers;
	const struct hq_interval q = measured(l, at->measure);

	/* Equal numbers are one number, so the same rate is the same index. */
	if (at->form == HQ_LINE_TIERS || q.lo != q.hi || at->mul_hi != at->mul)
		return hqi_row_counted(&l->ask, index);
	int64_t counted = hqi_min(q.lo, numbers[at->cap]);

	if (counted < numbers[at->from])
		counted = 0;
	const int64_t points = (at->form == HQ_LINE_BLOCKS ? counted / numbers[at->block] : counted) * numbers[at->mul];

	if (row->limit_if_points == HQ_NONE)
		return (struct hq_interval){ points, points };
	const struct hq_packed_limit *limit = &l->ask.limits[row->limit_if_points];

	if (numbers[limit->divide] != 1)
		return hqi_row_counted(&l->ask, index);
	const int64_t held = hqi_min(points, numbers[limit->max]);

	return (struct hq_interval){ held, held };
}

/* The value of a row with points; a line, of which there are most, without the detour. */
static struct hq_interval points(struct lazy *l, uint16_t index) __attribute__((noinline));
static struct hq_interval points(struct lazy *l, uint16_t index)
{
	const struct hq_row *row = &l->ask.rows[index];
	const uint16_t i = (uint16_t)(index - l->first_row);

	if (row->op != HQ_OP_LINE || l->row_done[i])
		return remembered(l, index, row);
	l->row_done[i] = 1;
	return l->ask.values[i] = line(l, index, row);
}

/* Whether the minimum on a row is met, given what the row counts. */
static struct hq_interval minimum(const struct lazy *l, uint16_t index, struct hq_interval counted)
{
	const struct hq_packed_limit *limit = &l->ask.limits[l->ask.rows[index].limit_if_points];  /* it has one: verify.c */
	const int64_t *numbers = l->ask.numbers;

	if (numbers[limit->divide] == 1 && numbers[limit->units_min] == 0)
		return (struct hq_interval){ counted.lo >= numbers[limit->min], counted.hi >= numbers[limit->min] };
	return hqi_least_met(&l->ask, index);
}

static struct hq_interval both(struct hq_interval a, struct hq_interval b)
{
	return (struct hq_interval){ a.lo & b.lo, a.hi & b.hi };
}

/* As hqi_rubric_passes, in the order that settles soonest: conditions that fail it, then points until they suffice. Not inline:
 * what it keeps would stand on the stack in every round of the recursion. */
static struct hq_interval rubric(struct lazy *l, uint16_t index, const struct hq_row *row) __attribute__((noinline));
static struct hq_interval rubric(struct lazy *l, uint16_t index, const struct hq_row *row)
{
	const struct hq_packed_rubric *r = l->ask.rubrics + row->arg;
	const int64_t pass_lo = l->ask.numbers[r->pass_lo], pass_hi = l->ask.numbers[r->pass_hi];
	struct hq_interval met = { 1, 1 }, total = { 0, 0 };
	int64_t may_settle = 0;

	if (r->settles != HQ_NONE) {
		const struct hq_interval settled = need_once(l, r->settles);

		if (settled.lo)
			return settled;
		may_settle = settled.hi;
	}
	if (r->requires != HQ_NONE)
		met = need_once(l, r->requires);
	for (uint16_t i = 0; i < r->nmins && met.hi; i++) {
		const uint16_t min = l->ask.kids[r->first_min + i];

		met = both(met, minimum(l, min, points(l, min)));
	}
	if (!met.hi)
		return (struct hq_interval){ 0, may_settle };
	const bool enough_ends_it = !r->silent_pass && r->min_categories == 0;

	for (uint16_t i = 0; i < row->nkids && !(enough_ends_it && total.lo >= pass_hi); i++) {
		const struct hq_interval kid = points(l, l->ask.kids[row->first_kid + i]);

		total.lo += kid.lo;
		total.hi += kid.hi;
	}
	met = both(met, (struct hq_interval){ !r->silent_pass && total.lo >= pass_hi, total.hi >= pass_lo });
	if (r->min_categories > 0)
		met = both(met, hqi_rubric_categories_met(&l->ask, index));
	return (struct hq_interval){ met.lo, met.hi | may_settle };
}

static struct hq_interval reckon(struct lazy *l, uint16_t index, const struct hq_row *row)
{
	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE:
	case HQ_OP_SCALAR: case HQ_OP_LINE:    /* need and points have seen to them */
		break;
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
	case HQ_OP_NOT:
		return some_of(l, row);
	case HQ_OP_QUANTITY: {
		const struct hq_interval q = measured(l, row->arg);
		const int64_t a = l->ask.numbers[row->range], b = l->ask.numbers[row->range + 1];

		return (struct hq_interval){ q.lo >= a && q.hi <= b, q.hi >= a && q.lo <= b };
	}
	case HQ_OP_SILENT:
		return (struct hq_interval){ 0, 1 };
	case HQ_OP_AWARD:
		/* What a form answers, and most scalars, are not remembered: the award looks its question up. */
		l->ask.values[l->ask.kids[row->first_kid] - l->first_row] = need_once(l, l->ask.kids[row->first_kid]);
		return hqi_row_counted(&l->ask, index);
	case HQ_OP_CATEGORY:
		for (uint16_t i = 0; i < row->nkids; i++)
			points(l, l->ask.kids[row->first_kid + i]);
		return hqi_row_counted(&l->ask, index);
	case HQ_OP_RUBRIC:
		return rubric(l, index, row);
	}
	return (struct hq_interval){ 0, 0 };
}

static struct hq_interval remembered(struct lazy *l, uint16_t index, const struct hq_row *row)
{
	const uint16_t i = (uint16_t)(index - l->first_row);
	struct hq_interval *value = &l->ask.values[i];

	if (l->row_done[i])
		return *value;
	const int deep = row->op == HQ_OP_RUBRIC ? 2 : 1;

	if (l->depth + deep > DEEP) {
		l->too_deep = true;
		return (struct hq_interval){ 0, 1 };
	}
	l->row_done[i] = 1;
	l->depth += deep;
	*value = reckon(l, index, row);
	l->depth -= deep;
	return *value;
}

/* The top of an edition is asked for once, so it is not remembered. */
static struct hq_interval top(struct lazy *l, uint16_t index) __attribute__((noinline));
static struct hq_interval top(struct lazy *l, uint16_t index)
{
	const struct hq_row *row = &l->ask.rows[index];

	return row->op == HQ_OP_ALL && row->nkids > 1 && row->slot_if_question == HQ_NONE ? some_of(l, row) : need_once(l, index);
}

static enum hq_verdict settle(struct lazy *l, uint16_t *route)
{
	const struct hq_edition *e = l->ask.edition;
	const struct hq_interval yes = { 1, 1 };
	const struct hq_interval applies = e->applies == HQ_NONE ? yes : top(l, e->applies);

	*route = HQ_NONE;
	if (!applies.hi)
		return HQ_NOT_APPLICABLE;
	if (!applies.lo)
		return HQ_UNDETERMINED;
	const struct hq_interval every = e->every == HQ_NONE ? yes : top(l, e->every);

	if (!every.hi)
		return HQ_NOT_HIGHLY_QUALIFIED;
	if (e->routes == HQ_NONE)
		return every.lo ? HQ_HIGHLY_QUALIFIED : HQ_UNDETERMINED;
	const struct hq_row *routes = &l->ask.rows[e->routes];
	int64_t may = 0;

	for (uint16_t i = 0; i < routes->nkids; i++) {
		const uint16_t row = l->ask.kids[routes->first_kid + i];
		const struct hq_interval v = top(l, row);

		may |= v.hi;
		if (v.lo) {
			if (every.lo)
				*route = row;
			return every.lo ? HQ_HIGHLY_QUALIFIED : HQ_UNDETERMINED;
		}
	}
	return may ? HQ_UNDETERMINED : HQ_NOT_HIGHLY_QUALIFIED;
}

/* Not inline: its decision would stand on the stack of every call. */
static int in_full(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of, void *work,
		   size_t work_len, enum hq_verdict *verdict, uint16_t *route) __attribute__((noinline, cold));
static int in_full(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of, void *work,
		   size_t work_len, enum hq_verdict *verdict, uint16_t *route)
{
	struct hq_decision d;
	const int rc = hq_decide(rules, edition, facts, as_of, work, work_len, &d);

	if (rc < 0)
		return rc;
	*verdict = d.verdict;
	*route = d.route;
	return HQ_OK;
}

int hq_verdict(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of,
	       void *work, size_t work_len, enum hq_verdict *verdict, uint16_t *route)
{
	struct lazy l;
	const int rc = hqi_ask_checked(&l.ask, rules, edition, facts, as_of);

	if (rc < 0)
		return rc;
	const struct hq_edition *const e = l.ask.edition;
	const size_t intervals = ((size_t)e->nrows + e->nmeasures) * sizeof(struct hq_interval);
	const size_t done = ((size_t)e->nrows + e->nmeasures + 7) & ~(size_t)7;

	if ((facts->nrecords > 0 && hqi_event_lines(&l.ask) > 0) || (facts->answers && facts->known_lists) ||
	    work_len < intervals + done + facts->nrecords * sizeof(struct hqi_part) || (uintptr_t)work % sizeof(int64_t))
		l.too_deep = true;
	else {
		char *const at = work;

		l.ask.values = work;
		l.ask.quantities = l.ask.values + e->nrows;
		l.row_done = (uint8_t *)at + intervals;
		l.measure_done = l.row_done + e->nrows;
		l.parts = (struct hqi_part *)(void *)(at + intervals + done);
		for (size_t i = 0; i < done; i += 8)
			*(uint64_t *)(void *)(l.row_done + i) = 0;
		l.answers = facts->answers;
		l.first_row = e->first_row;
		l.first_measure = e->first_measure;
		l.first_slot = e->first_slot;
		l.depth = 0;
		l.rc = HQ_OK;
		l.too_deep = false;
		*verdict = settle(&l, route);
		if (l.rc < 0)
			return l.rc;
	}
	if (l.too_deep || (*verdict == HQ_UNDETERMINED && e->nforks > 0 && hqi_exact_needed(&l.ask)))
		return in_full(rules, edition, facts, as_of, work, work_len, verdict, route);
	return HQ_OK;
}
