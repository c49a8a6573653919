/* What points can come to at most: overflow, caps that never bite, minimums and pass marks out of reach.
 *
 * Works on the exact numbers of the rows being made. The one idea: the most a line can give follows from the declared
 * ranges, and every sum, cap and division keeps that order.
 */
#include <string.h>

#include "bounds.h"

static int64_t mul(int64_t a, int64_t b)
{
	int64_t out;

	return __builtin_mul_overflow(a, b, &out) || out > HQ_BIG ? HQ_BIG : out;
}

static int64_t tier_points(const struct hqc_lower *l, const struct hq_line *line, int64_t q)
{
	int64_t points = 0;

	for (uint16_t i = 0; i < line->ntiers; i++) {
		const struct hq_tier *t = HQC_AT(const struct hq_tier, l->tiers, line->first_tier + i);

		if (t->at <= q)
			points = t->points;
	}
	return points;
}

struct hqc_reach hqc_line_reach(const struct hqc_lower *l, const struct hq_line *line, const struct hqc_award *a)
{
	const struct hq_measure *m = HQC_AT(const struct hq_measure, l->measures, line->measure);
	const int64_t q = m->max < line->cap ? m->max : line->cap;
	struct hqc_reach out = { 0, 0 };

	if (line->form == HQ_LINE_TIERS)
		out.most = tier_points(l, line, q);
	else if (line->form == HQ_LINE_BLOCKS)
		out.most = line->block > 0 ? mul(q / line->block, line->mul_hi) : 0;
	else
		out.most = mul(q, line->mul_hi);
	if (out.most >= HQ_BIG && line->mul_hi != HQ_BIG)
		hqc_report(l->c, HQC_MSG_overflow, a->span,
			   "the points here can leave the range in which numbers are exact");
	if (strcmp(a->what.record->name.text, "experience") == 0)
		out.by_service = out.most;
	return out;
}

static int64_t under(const struct hq_limit *limit, int64_t points)
{
	if (points > limit->max)
		points = limit->max;
	return points >= HQ_BIG ? points : points / limit->divide;
}

struct hqc_reach hqc_reach_under(const struct hq_limit *limit, struct hqc_reach raw)
{
	if (!limit)
		return raw;
	return (struct hqc_reach){ under(limit, raw.most), under(limit, raw.by_service) };
}

static int64_t join(int64_t sum, int64_t one, bool best)
{
	if (best)
		return sum > one ? sum : one;
	if (sum == HQ_BIG || one == HQ_BIG)
		return HQ_BIG;                          /* a silent rate: nothing is known above */
	return sum + one >= HQ_BIG ? HQ_BIG + 1 : sum + one;    /* past the end: an overflow, and said so */
}

struct hqc_reach hqc_reach_join(struct hqc_reach sum, const struct hqc_row_facts *kid, bool best)
{
	return (struct hqc_reach){ join(sum.most, kid->most, best), join(sum.by_service, kid->by_service, best) };
}

/* ---- findings ------------------------------------------------------------------------------------------------ */

/* A cap that is just what can be reached says again what the form says, and is no finding. */
void hqc_check_reach(struct hqc *c, const struct hqc_limits *limits, const struct hq_limit *bound,
		     struct hqc_reach raw)
{
	if (!bound || raw.most >= HQ_BIG)
		return;
	if (limits->max && raw.most < bound->max)
		hqc_report(c, HQC_MSG_cap_never_bites, limits->max->span,
			   "the cap of %s points never bites: the declared ranges allow no more",
			   limits->max->number.text);
	if (limits->min && bound->min > (raw.most < bound->max ? raw.most : bound->max))
		hqc_report(c, HQC_MSG_minimum_unreachable, limits->min->span,
			   "the minimum of %s points can never be reached", limits->min->number.text);
}

void hqc_check_units(struct hqc *c, const struct hqc_limits *limits, const struct hq_line *line, int64_t units_min,
		     int64_t most)
{
	if (limits->units_max && most < line->cap)
		hqc_report(c, HQC_MSG_cap_never_bites, limits->units_max->span,
			   "the cap of %s %s never bites: the declared ranges allow no more",
			   limits->units_max->number.text,
			   limits->units_max->in_records ? "records" : limits->units_max->unit.text);
	if (units_min > (most < line->cap ? most : line->cap))
		hqc_report(c, HQC_MSG_minimum_unreachable, limits->units_min->span,
			   "the minimum of %s %s can never be reached", limits->units_min->number.text,
			   limits->units_min->unit.text ? limits->units_min->unit.text : "records");
}

/* Could every minimum and category count be met by years of experience? */
static bool service_meets_all(const struct hqc_lower *l, const struct hq_rubric *made, uint16_t row)
{
	const struct hqc_row *r = HQC_AT(const struct hqc_row, l->rows, row);
	uint16_t categories = 0;

	for (uint16_t i = 0; i < made->nmins; i++) {
		const uint16_t at = *HQC_AT(const uint16_t, l->kids, made->first_min + i);

		if (HQC_AT(const struct hqc_row_facts, l->row_facts, at)->by_service == 0)
			return false;
	}
	for (uint16_t i = 0; i < r->nkids; i++) {
		const uint16_t at = *HQC_AT(const uint16_t, l->kids, r->first_kid + i);

		if (HQC_AT(const struct hqc_row_facts, l->row_facts, at)->by_service > 0)
			categories++;
	}
	return categories >= made->min_categories;
}

/* Who says in a reading of the rubric that years alone suffice need not be told. */
static bool has_reading(const struct hqc_rubric *r)
{
	for (const struct hqc_note *n = r->notes; n; n = n->next)
		if (n->kind == HQC_NOTE_READING)
			return true;
	return false;
}

void hqc_check_total(struct hqc_lower *l, const struct hqc_rubric *r, bool share, const struct hq_rubric *made,
		     uint16_t row, struct hqc_reach total)
{
	if (share) {
		if (total.most < made->pass_lo)
			hqc_report(l->c, HQC_MSG_share_unreachable, r->share.span,
				   "the share of %s points can never be reached", r->share.text);
		return;
	}
	if (!r->pass.text)
		return;
	if (total.most < made->pass_lo)
		hqc_report(l->c, HQC_MSG_pass_unreachable, r->pass.span,
			   "rubric '%s' can never reach its pass mark of %s points", r->name.text, r->pass.text);
	else if (total.by_service >= made->pass_lo && !r->share.text && !has_reading(r) && service_meets_all(l, made, row))
		hqc_report(l->c, HQC_MSG_experience_alone, r->pass.span,
			   "years of experience alone reach the pass mark of %s points", r->pass.text);
}
