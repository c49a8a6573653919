/* Points as numbers of a program: lines, awards, categories and rubrics (semantics 5 and 6), as rubric.c reckons them.
 *
 * The one idea: whoever asks says how many points are enough (a pass mark, a minimum), and what is more is held down to that; so sums fit narrow lanes.
 */
#include "program.h"

static const struct hq_row *row_at(const struct hqb_build *b, uint16_t row)
{
	return &b->ask.rows[row];
}

static struct hqb_range kid_at(const struct hqb_build *b, const struct hq_row *row, uint16_t i)
{
	return b->points[b->ask.kids[row->first_kid + i] - b->batch->edition->first_row];
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

static struct hqb_number tiers(struct hqb_build *b, const struct hq_line *line, struct hqb_number q)
{
	struct hqb_sum s = { .enough = INT64_MAX };
	int64_t before = 0;

	if (q.div > 1 || q.also != HQB_NO)
		q = hqb_lane(b, q);
	for (unsigned pass = 0; pass < 2; pass++, before = 0) {
		for (uint16_t i = 0; i < line->ntiers; i++) {
			const struct hq_tier t = hq_tier_at(b->batch->rules, line->first_tier + i);
			const int64_t more = t.points - before;

			before = t.points;
			if (more < 0)
				b->failed = true;
			if (more <= 0)
				continue;
			/* Looked at only, the first time; a register comes the second. */
			if (pass == 0)
				hqb_sum_see(b, &s, hqb_constant(more));
			else
				hqb_sum_step(b, &s, &q, t.at, more);
		}
		if (pass == 0)
			hqb_sum_begin(b, &s);
	}
	return hqb_sum_end(b, &s);
}

static struct hqb_number line_points(struct hqb_build *b, const struct hq_line *line, struct hqb_number q, int64_t rate)
{
	if (line->form == HQ_LINE_TIERS)
		return tiers(b, line, q);
	if (line->form == HQ_LINE_BLOCKS)
		q = hqb_divide(b, q, line->block);
	if (rate < HQ_BIG)
		return hqb_times(b, q, rate);
	/* No rate is printed: without bound, but nothing for nothing. */
	struct hqb_number out = hqb_constant(0);
	const uint16_t some = hqb_at_least(b, &q, 1);

	if (some == HQB_YES)
		return hqb_constant(HQ_BIG);
	out.also = some;
	out.given = HQ_BIG;
	return out;
}

static struct hqb_number counted(struct hqb_build *b, const struct hq_line *line, struct hqb_number q)
{
	return hqb_from(b, line->cap < HQ_BIG ? hqb_cap(b, q, line->cap) : q, line->from);
}

static struct hqb_range line_raw(struct hqb_build *b, const struct hq_row *row)
{
	const struct hq_line line = hq_line_at(b->batch->rules, row->arg);
	const struct hqb_range q = hqb_measure(b, line.measure);
	const int64_t high = hqi_max(line.mul, line.mul_hi);
	struct hqb_range out;

	out.lo = line_points(b, &line, counted(b, &line, q.lo), line.mul);
	out.hi = hqb_same(&q.lo, &q.hi) && high == line.mul ? out.lo : line_points(b, &line, counted(b, &line, q.hi), high);
	return out;
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

static struct hqb_number sum_of(struct hqb_build *b, const struct hq_row *row, bool upper, bool best, int64_t enough)
{
	struct hqb_sum s = { .enough = enough, .best = best };
	struct hqb_number only = hqb_constant(0);
	uint16_t n = 0;
	int64_t all = 0;

	/* One that counts is the sum; what is the same for all needs no lane. */
	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_range kid = kid_at(b, row, i);
		const struct hqb_number *x = upper ? &kid.hi : &kid.lo;

		if (x->type || x->also != HQB_NO) {
			only = *x;
			n++;
		}
		all = best ? hqi_max(all, x->base) : all + x->base;
	}
	if (n == 0)
		return hqb_constant(all);
	if (n == 1 && all == 0)
		return only;
	if (!best) {
		for (unsigned pass = 0; pass < 2; pass++) {
			for (uint16_t i = 0; i < row->nkids; i++) {
				const struct hqb_range kid = kid_at(b, row, i);

				(pass ? hqb_sum_add : hqb_sum_see)(b, &s, upper ? kid.hi : kid.lo);
			}
			if (pass == 0)
				hqb_sum_begin(b, &s);
		}
		return hqb_sum_end(b, &s);
	}
	/* The best: each in a lane alike, and the greatest of them. */
	struct hqb_sum first;

	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_range kid = kid_at(b, row, i);

		hqb_sum_see(b, &s, upper ? kid.hi : kid.lo);
	}
	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_range kid = kid_at(b, row, i);
		struct hqb_sum one = s;

		hqb_sum_begin(b, &one);
		hqb_sum_add(b, &one, upper ? kid.hi : kid.lo);
		if (i == 0) {
			first = one;
			continue;
		}
		struct hqb_op *op = hqb_emit(b, HQB_MAX);

		op->to = first.out.a;
		op->type = op->from = first.type;
		op->a = one.out.a;
		first.so_far = hqi_max(first.so_far, one.so_far);
	}
	return hqb_sum_end(b, &first);
}

/* Both ends read the same of a column, and differ in what is given to those whose cell is missing. */
static bool is_shared(const struct hqb_range *x)
{
	struct hqb_number hi = x->hi;

	hi.also = x->lo.also;
	hi.given = x->lo.given;
	return x->lo.type && x->lo.also == HQB_NO && hqb_same(&x->lo, &hi);
}

/* Both ends of a sum where they differ: what they share is added up once. */
static struct hqb_range sums(struct hqb_build *b, const struct hq_row *row, int64_t enough)
{
	struct hqb_sum common = { .enough = enough }, end[2] = { { .enough = enough }, { .enough = enough } };
	struct hqb_number base = hqb_constant(0);

	for (unsigned pass = 0; pass < 2; pass++) {
		for (uint16_t i = 0; i < row->nkids; i++) {
			const struct hqb_range kid = kid_at(b, row, i);

			if (is_shared(&kid))
				(pass ? hqb_sum_add : hqb_sum_see)(b, &common, kid.lo);
		}
		if (pass == 0)
			hqb_sum_begin(b, &common);
	}
	base = hqb_sum_end(b, &common);
	for (unsigned upper = 0; upper < 2; upper++) {
		struct hqb_sum *s = &end[upper];

		for (unsigned pass = 0; pass < 2; pass++) {
			(pass ? hqb_sum_add : hqb_sum_see)(b, s, base);
			for (uint16_t i = 0; i < row->nkids; i++) {
				const struct hqb_range kid = kid_at(b, row, i);
				struct hqb_number x = upper ? kid.hi : kid.lo;

				if (is_shared(&kid)) {
					x = hqb_constant(0);
					x.also = upper ? kid.hi.also : HQB_NO;
					x.given = kid.hi.given;
				}
				(pass ? hqb_sum_add : hqb_sum_see)(b, s, x);
			}
			if (pass == 0)
				hqb_sum_begin(b, s);
		}
	}
	return (struct hqb_range){ hqb_sum_end(b, &end[0]), hqb_sum_end(b, &end[1]) };
}

struct hqb_range hqb_total(struct hqb_build *b, const struct hq_row *row, int64_t enough)
{
	struct hqb_range out;
	uint16_t shared = 0;
	bool same = true;

	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_range kid = kid_at(b, row, i);

		same &= hqb_same(&kid.lo, &kid.hi);
		shared += is_shared(&kid);
	}
	if (!same && shared > 1)
		return sums(b, row, enough);
	out.lo = sum_of(b, row, false, false, enough);
	out.hi = same ? out.lo : sum_of(b, row, true, false, enough);
	return out;
}

static struct hqb_range award(struct hqb_build *b, const struct hq_row *row)
{
	const struct hqb_answer yes = b->answers[b->ask.kids[row->first_kid] - b->batch->edition->first_row];
	const int64_t low = b->ask.numbers[row->arg], high = hqi_max(low, b->ask.numbers[row->arg + 1]);
	struct hqb_range out = { hqb_constant(0), hqb_constant(0) };

	if (low < 0)
		b->failed = true;
	if (yes.lo == HQB_YES)
		out.lo = hqb_constant(low);
	else if (yes.lo != HQB_NO && low > 0)
		out.lo.also = yes.lo, out.lo.given = low;
	if (yes.hi == HQB_YES)
		out.hi = hqb_constant(high);
	else if (yes.hi != HQB_NO && high > 0)
		out.hi.also = yes.hi, out.hi.given = high;
	return out;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static struct hqb_range raw(struct hqb_build *b, const struct hq_row *row, int64_t enough)
{
	const uint16_t limit = row->limit_if_points;
	const bool best = limit != HQ_NONE && b->ask.limits[limit].best;

	if (row->op == HQ_OP_LINE)
		return line_raw(b, row);
	if (row->op == HQ_OP_AWARD)
		return award(b, row);
	if (!best)
		return hqb_total(b, row, enough);
	return (struct hqb_range){ sum_of(b, row, false, true, enough), sum_of(b, row, true, true, enough) };
}

static struct hqb_number held(struct hqb_build *b, const struct hq_limit *limit, struct hqb_number x, bool divided)
{
	x = hqb_cap(b, x, limit->max);
	if (limit->divide == 1 || !divided)
		return x;
	if (hqb_most(b, &x) >= HQ_BIG)
		b->failed = true;      /* without bound it would stay so */
	return hqb_divide(b, x, limit->divide);
}

static struct hqb_range limited(struct hqb_build *b, uint16_t index, bool divided)
{
	const struct hq_row *row = row_at(b, index);
	int64_t enough = b->enough[index - b->batch->edition->first_row];
	struct hq_limit limit = { .max = HQ_BIG, .divide = 1 };

	if (row->limit_if_points != HQ_NONE)
		limit = hq_limit_at(b->batch->rules, row->limit_if_points);

	if (limit.divide > 1)
		enough = enough < HQ_BIG / limit.divide ? enough * limit.divide : INT64_MAX;
	if (limit.divide < 1)
		b->failed = true;
	const struct hqb_range v = raw(b, row, enough);
	const bool same = hqb_same(&v.lo, &v.hi);
	struct hqb_range out = { held(b, &limit, v.lo, divided), v.hi };

	out.hi = same ? out.lo : held(b, &limit, v.hi, divided);
	return out;
}

struct hqb_range hqb_points_of(struct hqb_build *b, uint16_t row)
{
	return limited(b, row, true);
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static struct hqb_answer both(struct hqb_build *b, struct hqb_answer x, struct hqb_answer y)
{
	const bool same = x.lo == x.hi && y.lo == y.hi;
	struct hqb_answer out = { hqb_and(b, x.lo, y.lo), 0 };

	out.hi = same ? out.lo : hqb_and(b, x.hi, y.hi);
	return out;
}

static struct hqb_answer reaches(struct hqb_build *b, struct hqb_range x, int64_t k)
{
	struct hqb_answer out = { hqb_at_least(b, &x.lo, k), 0 };

	out.hi = hqb_same(&x.lo, &x.hi) ? out.lo : hqb_at_least(b, &x.hi, k);
	return out;
}

static struct hqb_answer minimum(struct hqb_build *b, uint16_t index)
{
	const struct hq_row *row = row_at(b, index);
	const struct hq_limit limit = hq_limit_at(b->batch->rules, row->limit_if_points);      /* it has one: verify.c */
	const struct hqb_range value = limit.divide == 1 ? b->points[index - b->batch->edition->first_row] : limited(b, index, false);
	struct hqb_answer met = reaches(b, value, limit.min);

	if (row->op == HQ_OP_LINE && limit.units_min > 0) {
		const struct hq_line line = hq_line_at(b->batch->rules, row->arg);
		struct hqb_range q = hqb_measure(b, line.measure);
		const bool same = hqb_same(&q.lo, &q.hi);

		q.lo = counted(b, &line, q.lo);
		q.hi = same ? q.lo : counted(b, &line, q.hi);
		met = both(b, met, reaches(b, q, limit.units_min));
	}
	return met;
}

/* Bits: at least @k of the categories have points. most[j]: at least j of those looked at. */
static uint16_t categories(struct hqb_build *b, const struct hq_row *row, uint16_t k, bool upper)
{
	uint16_t most[HQ_DEPTH_MAX + 1];

	if (k > HQ_DEPTH_MAX) {
		b->failed = true;
		return HQB_NO;
	}
	for (uint16_t j = 1; j <= k; j++)
		most[j] = HQB_NO;
	most[0] = HQB_YES;
	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hqb_range kid = kid_at(b, row, i);
		const uint16_t some = hqb_at_least(b, upper ? &kid.hi : &kid.lo, 1);

		for (uint16_t j = k; j >= 1; j--)
			most[j] = hqb_or(b, most[j], hqb_and(b, most[j - 1], some));
	}
	return most[k];
}

struct hqb_answer hqb_rubric(struct hqb_build *b, uint16_t index)
{
	const struct hq_row *row = row_at(b, index);
	const struct hq_rubric r = hq_rubric_at(b->batch->rules, row->arg);
	const uint32_t first = b->batch->edition->first_row;
	struct hqb_answer met;

	if (r.silent_pass) {
		const struct hqb_range total = hqb_total(b, row, hqi_max(r.pass_lo, 1));

		met = (struct hqb_answer){ HQB_NO, hqb_at_least(b, &total.hi, r.pass_lo) };
	} else if (r.pass_lo == r.pass_hi) {
		met = reaches(b, hqb_total(b, row, r.pass_hi), r.pass_hi);
	} else {
		const struct hqb_range total = hqb_total(b, row, r.pass_hi);

		met = (struct hqb_answer){ hqb_at_least(b, &total.lo, r.pass_hi), hqb_at_least(b, &total.hi, r.pass_lo) };
	}
	if (r.min_categories > 0)
		met = both(b, met, (struct hqb_answer){ categories(b, row, r.min_categories, false),
							categories(b, row, r.min_categories, true) });
	for (uint16_t i = 0; i < r.nmins; i++)
		met = both(b, met, minimum(b, b->ask.kids[r.first_min + i]));
	if (r.requires != HQ_NONE)
		met = both(b, met, b->answers[r.requires - first]);
	if (r.settles != HQ_NONE) {
		const struct hqb_answer at_once = b->answers[r.settles - first];
		const bool same = met.lo == met.hi && at_once.lo == at_once.hi;

		met.lo = hqb_or(b, met.lo, at_once.lo);
		met.hi = same ? met.lo : hqb_or(b, met.hi, at_once.hi);
	}
	return met;
}
