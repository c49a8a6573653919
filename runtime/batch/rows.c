/* The rows of an edition as one pass of operations: what is needed of it, from the verdict down, then each in its order.
 *
 * Points are points.c's. The one idea is eval.c's: every row comes after all it depends on; so who needs a row is known by going back over them,
 * and what it is by going forward.
 */
#include "program.h"

static void ask(struct hqb_build *b, uint16_t row, int64_t enough)
{
	if (row == HQ_NONE)
		return;
	int64_t *at = &b->enough[row - b->batch->edition->first_row];

	if (enough > *at)
		*at = enough;
}

/* What a rubric asks of its rows: the pass mark, and every minimum in it. */
static int64_t enough_for(const struct hqb_build *b, const struct hq_rubric *r)
{
	int64_t most = hqi_max(r->silent_pass ? r->pass_lo : r->pass_hi, 1);

	for (uint16_t i = 0; i < r->nmins; i++) {
		const struct hq_row *row = &b->ask.rows[b->ask.kids[r->first_min + i]];

		most = hqi_max(most, hq_limit_at(b->batch->rules, row->limit_if_points).min);
	}
	return most;
}

static void ask_kids(struct hqb_build *b, const struct hq_row *row, int64_t enough)
{
	for (uint16_t i = 0; i < row->nkids; i++)
		ask(b, b->ask.kids[row->first_kid + i], enough);
}

static void ask_below(struct hqb_build *b, const struct hq_row *row, int64_t enough)
{
	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE: case HQ_OP_QUANTITY: case HQ_OP_SCALAR: case HQ_OP_SILENT: case HQ_OP_LINE:
		return;
	case HQ_OP_ALL: case HQ_OP_ANY: case HQ_OP_AT_LEAST: case HQ_OP_NOT: case HQ_OP_AWARD:
		ask_kids(b, row, 0);
		return;
	case HQ_OP_CATEGORY:
		if (row->limit_if_points != HQ_NONE && enough < INT64_MAX) {
			const struct hq_limit limit = hq_limit_at(b->batch->rules, row->limit_if_points);

			enough = limit.divide < 1 || enough >= HQ_BIG / limit.divide ? INT64_MAX : hqi_max(enough * limit.divide, limit.min);
		}
		ask_kids(b, row, enough);
		return;
	case HQ_OP_RUBRIC: {
		const struct hq_rubric r = hq_rubric_at(b->batch->rules, row->arg);
		const int64_t needs = enough_for(b, &r);

		ask_kids(b, row, hqi_max(enough, needs));
		for (uint16_t i = 0; i < r.nmins; i++)
			ask(b, b->ask.kids[r.first_min + i], needs);
		ask(b, r.requires, 0);
		ask(b, r.settles, 0);
		return;
	}
	}
}

/* ---- questions ----------------------------------------------------------------------------------------------- */

static struct hqb_answer kid_at(const struct hqb_build *b, const struct hq_row *row, uint16_t i)
{
	return b->answers[b->ask.kids[row->first_kid + i] - b->batch->edition->first_row];
}

static struct hqb_answer joined(struct hqb_build *b, const struct hq_row *row, bool all)
{
	struct hqb_answer out = { all ? HQB_YES : HQB_NO, all ? HQB_YES : HQB_NO };

	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_answer kid = kid_at(b, row, i);
		const bool same = out.lo == out.hi && kid.lo == kid.hi;

		out.lo = all ? hqb_and(b, out.lo, kid.lo) : hqb_or(b, out.lo, kid.lo);
		out.hi = same ? out.lo : all ? hqb_and(b, out.hi, kid.hi) : hqb_or(b, out.hi, kid.hi);
	}
	return out;
}

/* Bits: at least @k kids. most[j]: at least j of those looked at. */
static uint16_t so_many(struct hqb_build *b, const struct hq_row *row, bool upper)
{
	enum { MOST = 32 };
	const uint16_t k = row->arg;
	uint16_t most[MOST + 1];

	if (k > MOST) {
		b->failed = true;
		return HQB_NO;
	}
	most[0] = HQB_YES;
	for (uint16_t j = 1; j <= k; j++)
		most[j] = HQB_NO;
	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_answer kid = kid_at(b, row, i);

		for (uint16_t j = k; j >= 1; j--)
			most[j] = hqb_or(b, most[j], hqb_and(b, most[j - 1], upper ? kid.hi : kid.lo));
	}
	return most[k];
}

static struct hqb_answer at_least(struct hqb_build *b, const struct hq_row *row)
{
	bool same = true;

	for (uint16_t i = 0; i < row->nkids; i++)
		same &= kid_at(b, row, i).lo == kid_at(b, row, i).hi;
	struct hqb_answer out = { so_many(b, row, false), 0 };

	out.hi = same ? out.lo : so_many(b, row, true);
	return out;
}

static struct hqb_answer none_of(struct hqb_build *b, const struct hq_row *row)
{
	const struct hqb_answer some = joined(b, row, false);
	struct hqb_answer out = { hqb_not(b, some.hi), 0 };

	out.hi = some.lo == some.hi ? out.lo : hqb_not(b, some.lo);
	return out;
}

static struct hqb_answer quantity(struct hqb_build *b, const struct hq_row *row)
{
	const struct hqb_range q = hqb_measure(b, row->arg);
	const int64_t low = b->ask.numbers[row->range], high = b->ask.numbers[row->range + 1];
	const bool same = hqb_same(&q.lo, &q.hi);
	uint16_t lo_low = hqb_at_least(b, &q.lo, low), lo_over = HQB_NO, hi_low, hi_over = HQB_NO;

	if (high < HQ_BIG)
		lo_over = hqb_at_least(b, &q.lo, high + 1);
	hi_low = same ? lo_low : hqb_at_least(b, &q.hi, low);
	if (high < HQ_BIG)
		hi_over = same ? lo_over : hqb_at_least(b, &q.hi, high + 1);
	struct hqb_answer out = { hqb_and(b, lo_low, hqb_not(b, hi_over)), 0 };

	out.hi = same ? out.lo : hqb_and(b, hi_low, hqb_not(b, lo_over));
	return out;
}

static struct hqb_answer question(struct hqb_build *b, uint16_t index, const struct hq_row *row)
{
	const struct hqb_answer no = { HQB_NO, HQB_NO };

	switch ((enum hq_op)row->op) {
	case HQ_OP_ALL: case HQ_OP_ANY:
		return joined(b, row, row->op == HQ_OP_ALL);
	case HQ_OP_AT_LEAST:
		return at_least(b, row);
	case HQ_OP_NOT:
		return none_of(b, row);
	case HQ_OP_QUANTITY:
		return quantity(b, row);
	case HQ_OP_SCALAR:
		return hqb_filter(b, row->arg);
	case HQ_OP_SILENT:
		return (struct hqb_answer){ HQB_NO, HQB_YES };
	case HQ_OP_RUBRIC:
		return hqb_rubric(b, index);
	case HQ_OP_NONE: case HQ_OP_LINE: case HQ_OP_AWARD: case HQ_OP_CATEGORY:
		break;
	}
	return no;
}

static void answer(struct hqb_build *b, uint16_t index)
{
	const struct hq_row *row = &b->ask.rows[index];
	struct hqb_answer *out = &b->answers[index - b->batch->edition->first_row];
	const struct hq_answer *same = hqi_answer(&b->ask, row->slot_if_question);

	if (!same) {
		*out = hqb_answered(b, row->slot_if_question, question(b, index, row));
	} else if (same->know != HQ_KNOWN) {
		*out = (struct hqb_answer){ HQB_NO, HQB_YES };
	} else {
		out->lo = out->hi = same->value ? HQB_YES : HQB_NO;
		if (same->value != 0 && same->value != 1)
			b->failed = true;
	}
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

static struct hqb_answer top(const struct hqb_build *b, uint16_t row)
{
	return row == HQ_NONE ? (struct hqb_answer){ HQB_YES, HQB_YES } : b->answers[row - b->batch->edition->first_row];
}

/* The points of one row, each end in a lane of its own or a constant. */
static struct hqb_points written(struct hqb_build *b, uint16_t row)
{
	const bool rubric = b->ask.rows[row].op == HQ_OP_RUBRIC;
	struct hqb_range x = rubric ? hqb_total(b, &b->ask.rows[row], INT64_MAX) : b->points[row - b->batch->edition->first_row];
	struct hqb_points out;

	const bool same = hqb_same(&x.lo, &x.hi);

	if (rubric) {
		x.lo = hqb_cap(b, x.lo, HQ_BIG);
		x.hi = same ? x.lo : hqb_cap(b, x.hi, HQ_BIG);
	}
	out.lo = hqb_lane(b, x.lo);
	out.hi = same ? out.lo : hqb_lane(b, x.hi);
	return out;
}

void hqb_rows(struct hqb_build *b, struct hqb_program *out)
{
	const struct hq_batch *batch = b->batch;
	const struct hq_edition *e = batch->edition;
	const uint16_t tops[] = { e->applies, e->every, e->routes };
	size_t parts = 0;

	for (uint32_t i = 0; i < e->nrows; i++)
		b->enough[i] = -1;
	for (unsigned i = 0; i < 3; i++)
		ask(b, tops[i], 0);
	for (size_t i = 0; i < batch->npoints; i++)
		ask(b, batch->points[i], INT64_MAX);
	for (uint32_t i = e->nrows; i-- > 0;)
		if (b->enough[i] >= 0)
			ask_below(b, &b->ask.rows[e->first_row + i], b->enough[i]);
	if (batch->npoints > 0 || batch->reasons)      /* hq_decide looks at every answer */
		for (uint16_t c = 0; c < batch->ncolumns; c++)
			hqb_check(b, c);
	for (uint16_t c = 0; c < batch->ncolumns; c++)
		if (batch->columns[c].of == HQ_OF_FIELD)
			hqb_check(b, c);
	for (uint32_t i = 0; i < e->nrows && !b->failed; i++) {
		const uint16_t row = (uint16_t)(e->first_row + i);

		if (b->enough[i] < 0)
			continue;
		if (hq_is_points(&b->ask.rows[row]))
			b->points[i] = hqb_points_of(b, row);
		else
			answer(b, row);
	}
	if (b->failed)
		return;
	out->applies = top(b, e->applies);
	out->every = top(b, e->every);
	out->routes = top(b, e->routes);
	out->split = hqb_split(b);
	for (unsigned t = 1; t < 3; t++) {
		const struct hq_row *row = tops[t] == HQ_NONE ? NULL : &b->ask.rows[tops[t]];

		for (uint16_t i = 0; row && i < row->nkids; i++)
			out->part[parts++] = kid_at(b, row, i);
	}
	for (size_t i = 0; i < batch->npoints && !b->failed; i++)
		out->points[i] = written(b, batch->points[i]);
}
