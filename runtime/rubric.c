/* Points: lines, awards, categories and rubrics, from quantities and from the rows below them (semantics 5 and 6).
 *
 * Where quantities come from is measure.c's; which event counts where is allot.c's. The one idea: everything here grows
 * with its quantities, so the lower end of points comes from lower ends and the upper end from upper ends.
 */
#include "hq_internal.h"

/* ---- lines (5.1) --------------------------------------------------------------------------------------------- */

/* Whether @v comes to @least. */
static struct hq_interval comes_to(struct hq_interval v, int64_t least)
{
	return (struct hq_interval){ v.lo >= least, v.hi >= least };
}

static struct hq_interval held(struct hq_interval v, int64_t most)
{
	return (struct hq_interval){ hqi_min(v.lo, most), hqi_min(v.hi, most) };
}

/* Of a line's quantity what counts: down to the cap in units, nothing below `counted only from`. */
static struct hq_interval line_counted(const struct hqi_ask *ask, const struct hq_packed_line *line)
{
	const struct hq_interval q = held(hqi_quantity(ask, line->measure), ask->numbers[line->cap]);
	const int64_t from = ask->numbers[line->from];

	return (struct hq_interval){ q.lo < from ? 0 : q.lo, q.hi < from ? 0 : q.hi };
}

/* Points for quantity @q, which counts, at rate @mul. HQ_BIG is a rate that the source does not print: without bound, but nothing for nothing. */
static int64_t line_points(const struct hqi_ask *ask, const struct hq_packed_line *line, int64_t q, int64_t mul)
{
	const struct hq_packed_tier *tier = HQ_AT(struct hq_packed_tier, ask->rules, tiers) + line->first_tier;
	int64_t points = 0;

	if (line->form == HQ_LINE_TIERS) {
		for (uint32_t n = line->ntiers; n > 0 && ask->numbers[tier->at] <= q; n--)
			points = ask->numbers[tier++->points];
		return points;
	}
	if (line->form == HQ_LINE_BLOCKS)
		q /= ask->numbers[line->block];
	return mul < HQ_BIG ? q * mul : q > 0 ? HQ_BIG : 0;
}

static struct hq_interval line_raw(const struct hqi_ask *ask, const struct hq_row *row)
{
	const struct hq_packed_line *line = ask->lines + row->arg;
	const int64_t *numbers = ask->numbers;
	const struct hq_interval q = line_counted(ask, line);
	const int64_t rate = numbers[line->mul], high = hqi_max(rate, numbers[line->mul_hi]);
	struct hq_interval out;

	out.lo = out.hi = line_points(ask, line, q.lo, rate);
	if (q.lo != q.hi || high != rate)
		out.hi = line_points(ask, line, q.hi, high);
	return out;
}

/* ---- what bounds them (5.3) ---------------------------------------------------------------------------------- */

static struct hq_interval sum(const struct hqi_ask *ask, const struct hq_row *row, bool best)
{
	struct hq_interval out = { 0, 0 };

	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hq_interval v = hqi_value(ask, ask->kids[row->first_kid + i]);

		if (best) {
			out.lo = hqi_max(out.lo, v.lo);
			out.hi = hqi_max(out.hi, v.hi);
		} else {
			out.lo += v.lo;        /* at most HQ_ROWS_MAX kids of at most HQ_BIG each: below 2^62 */
			out.hi += v.hi;
		}
	}
	return out;
}

static const struct hq_packed_limit *limit_of(const struct hqi_ask *ask, const struct hq_row *row)
{
	return row->limit_if_points == HQ_NONE ? NULL :
	       ask->limits + row->limit_if_points;
}

const struct hq_packed_limit *hqi_limit(const struct hqi_ask *ask, uint32_t row)
{
	return hq_is_points(&ask->rows[row]) ? limit_of(ask, &ask->rows[row]) : NULL;
}

struct hq_interval hqi_row_raw(const struct hqi_ask *ask, uint32_t index)
{
	const struct hq_row *row = &ask->rows[index];

	if (row->op == HQ_OP_LINE)
		return line_raw(ask, row);
	if (row->op == HQ_OP_AWARD) {
		const struct hq_interval yes = hqi_value(ask, ask->kids[row->first_kid]);

		return (struct hq_interval){ yes.lo * ask->numbers[row->arg],
					     yes.hi * hqi_max(ask->numbers[row->arg], ask->numbers[row->arg + 1]) };
	}
	const struct hq_packed_limit *limit = limit_of(ask, row);

	return sum(ask, row, limit && limit->best);
}

static int64_t cap_of(const struct hqi_ask *ask, const struct hq_packed_limit *limit)
{
	return limit ? ask->numbers[limit->max] : HQ_BIG;
}

struct hq_interval hqi_row_capped(const struct hqi_ask *ask, uint32_t row)
{
	return held(hqi_row_raw(ask, row), cap_of(ask, limit_of(ask, &ask->rows[row])));
}

struct hq_interval hqi_row_counted(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_packed_limit *limit = limit_of(ask, &ask->rows[row]);
	const int64_t divide = limit ? ask->numbers[limit->divide] : 1;
	struct hq_interval v = held(hqi_row_raw(ask, row), cap_of(ask, limit));

	if (divide != 1) {
		v.lo /= divide;
		v.hi = v.hi < HQ_BIG ? v.hi / divide : HQ_BIG;
	}
	return v;
}

/* ---- rubrics (6.1, 6.2) -------------------------------------------------------------------------------------- */

static const struct hq_packed_rubric *rubric_of(const struct hqi_ask *ask, uint32_t row)
{
	return ask->rubrics + ask->rows[row].arg;
}

static struct hq_interval both(struct hq_interval a, struct hq_interval b)
{
	return (struct hq_interval){ a.lo & b.lo, a.hi & b.hi };
}

struct hq_interval hqi_rubric_total(const struct hqi_ask *ask, uint32_t row)
{
	return held(sum(ask, &ask->rows[row], false), HQ_BIG);
}

struct hq_interval hqi_rubric_mark_met(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_packed_rubric *r = rubric_of(ask, row);
	const struct hq_interval total = hqi_rubric_total(ask, row);

	return (struct hq_interval){ !r->silent_pass && total.lo >= ask->numbers[r->pass_hi],
				     total.hi >= ask->numbers[r->pass_lo] };
}

/* Both of a row that has a limit: verify_rules.c has seen that a row with a minimum does. */
struct hq_interval hqi_minimum_met(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_packed_limit *limit = hqi_limit(ask, row);

	return comes_to(ask->numbers[limit->divide] == 1 ? hqi_value(ask, row) : hqi_row_capped(ask, row), ask->numbers[limit->min]);
}

struct hq_interval hqi_units_met(const struct hqi_ask *ask, uint32_t row)
{
	const int64_t least = ask->numbers[hqi_limit(ask, row)->units_min];

	if (least == 0)                        /* all but lines */
		return (struct hq_interval){ 1, 1 };
	return comes_to(line_counted(ask, ask->lines + ask->rows[row].arg), least);
}

struct hq_interval hqi_least_met(const struct hqi_ask *ask, uint32_t row)
{
	return both(hqi_minimum_met(ask, row), hqi_units_met(ask, row));
}

bool hqi_is_least_open(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_interval met = hqi_least_met(ask, row);

	return met.lo != met.hi;
}

bool hqi_is_open(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_interval v = hqi_value(ask, row);

	return v.lo != v.hi || (hqi_limit(ask, row) && hqi_is_least_open(ask, row)) ||
	       (hq_is_points(&ask->rows[row]) && hqi_is_once(ask, hqi_rubric_of(ask, row)));
}

struct hq_interval hqi_rubric_categories_met(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_packed_rubric *r = rubric_of(ask, row);
	const struct hq_row *at = &ask->rows[row];
	struct hq_interval n = { 0, 0 };

	for (uint16_t i = 0; i < at->nkids; i++) {
		const struct hq_interval v = hqi_value(ask, ask->kids[at->first_kid + i]);

		n.lo += v.lo > 0;
		n.hi += v.hi > 0;
	}
	return comes_to(n, r->min_categories);
}

struct hq_interval hqi_rubric_points_met(const struct hqi_ask *ask, uint32_t row)
{
	const struct hq_packed_rubric *r = rubric_of(ask, row);
	struct hq_interval met = hqi_rubric_mark_met(ask, row);

	if (r->min_categories > 0)
		met = both(met, hqi_rubric_categories_met(ask, row));
	for (uint16_t i = 0; i < r->nmins; i++)
		met = both(met, hqi_least_met(ask, ask->kids[r->first_min + i]));
	return met;
}

struct hq_interval hqi_rubric_passes(const struct hqi_ask *ask, uint32_t row, struct hq_interval met)
{
	const struct hq_packed_rubric *r = rubric_of(ask, row);

	if (r->requires != HQ_NONE)
		met = both(met, hqi_value(ask, r->requires));
	if (r->settles != HQ_NONE) {
		const struct hq_interval settled = hqi_value(ask, r->settles);

		met.lo |= settled.lo;
		met.hi |= settled.hi;
	}
	return met;
}
