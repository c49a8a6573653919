/* What a row saw, what a line pays, and reasons, in words. No layout here. */
#include "explain.h"

/* ---- what a row saw ------------------------------------------------------------------------------------------ */

void hqi_put_quantity(struct hqi_explain *e, uint32_t measure)
{
	const struct hq_packed_shape *m = hqi_shape(&e->ask, measure);
	const struct hq_interval q = hqi_quantity(&e->ask, measure);
	const int64_t scale = hqi_number(e, m->scale);
	const bool one = q.lo == scale && q.hi == scale;

	hqi_put_interval(e, q, scale);
	if (hqi_number(e, m->block_each))
		hqi_puts(&e->w, one ? " block" : " blocks");
	else
		hqi_fmt(e, 0, " %w", (int)hqi_counted_name(e, m, one));
}

const struct hq_answer *hqi_row_answer(const struct hqi_explain *e, uint32_t row)
{
	return hqi_answer(&e->ask, hq_slot_of(&e->ask.rows[row]));
}

bool hqi_sees(const struct hqi_explain *e, uint32_t row)
{
	const uint32_t see = 1u << HQ_OP_QUANTITY | 1u << HQ_OP_LINE | 1u << HQ_OP_SCALAR | 1u << HQ_OP_RUBRIC;

	return (see >> e->ask.rows[row].op & 1) || hqi_row_answer(e, row);
}

void hqi_put_saw(struct hqi_explain *e, uint32_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint32_t measure = hqi_measure_of(e, row);
	bool form = hqi_row_answer(e, row);

	if (form) {
		hqi_fmt(e, row, "%E");
	} else if (measure != HQ_NONE) {
		const uint32_t seen = hqi_measure_seen(e, measure);

		if (seen & (HQ_SEEN_NOT_ASKED | HQ_SEEN_UNKNOWN))
			hqi_puts(&e->w, seen & HQ_SEEN_NOT_ASKED ? "not asked" : "unknown");
		else
			hqi_put_quantity(e, measure);
		form = seen & HQ_SEEN_FORM;
	} else if (r->op == HQ_OP_SCALAR) {
		hqi_put_facts(e, r->arg, true);
	} else if (r->op == HQ_OP_RUBRIC) {
		const struct hq_packed_rubric *rubric = hqi_rubric(e, row);

		hqi_fmt(e, row, rubric->silent_pass ? "%T points, no pass mark printed" : "%T of %N points", (int)rubric->pass_lo);
	}
	hqi_puts(&e->w, form ? " (form)" : "");
}

/* ---- rates --------------------------------------------------------------------------------------------------- */

/* @one times @lo, or up to @hi where the source leaves the rate open; false: it prints none. */
static bool put_points(struct hqi_explain *e, uint32_t row, int64_t lo, int64_t hi, int64_t one)
{
	const int64_t scale = hqi_number(e, hqi_rubric(e, row)->denominator);

	if (hi >= HQ_BIG)
		hqi_puts(&e->w, "rate not printed");
	else
		hqi_fmt(e, 0, hi > lo ? "%n or %n" : "%n", lo * one, scale, hi * one, scale);
	return hi < HQ_BIG;
}

void hqi_put_rate(struct hqi_explain *e, uint32_t row, bool behind)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (r->op == HQ_OP_AWARD) {
		put_points(e, row, hqi_number(e, r->arg), hqi_number(e, r->arg + 1u), 1);
		hqi_puts(&e->w, " if met");
		return;
	}
	const struct hq_packed_line *line = e->ask.lines + r->arg;
	const struct hq_packed_tier *tier = HQ_AT(struct hq_packed_tier, e->ask.rules, tiers) + line->first_tier;
	const struct hq_packed_shape *m = hqi_shape(&e->ask, line->measure);
	const int64_t scale = hqi_number(e, m->scale), each = hqi_number(e, m->block_each);
	/* A linear rate is for one of the measure's scale, a block's for the block. */
	const bool blocks = line->form == HQ_LINE_BLOCKS, tiers = line->form == HQ_LINE_TIERS;
	const int64_t block = each ? each : blocks ? hqi_number(e, line->block) : scale, high = hqi_number(e, line->mul_hi);
	const bool times = behind && !tiers && block == scale && high < HQ_BIG;

	if (behind)
		hqi_puts(&e->w, times ? " x " : ", ");
	if (tiers) {
		for (uint32_t n = line->ntiers; n > 0; n--, tier++)
			hqi_fmt(e, row, n > 1 ? "%N at %Z, " : "%N at %Z", (int)tier->points, (int)tier->at);
		return;
	}
	if (!put_points(e, row, hqi_number(e, line->mul), high, blocks ? 1 : scale) || times)
		return;
	hqi_puts(&e->w, blocks || each ? " per whole " : " per ");
	if (block != scale)
		hqi_fmt(e, 0, "%n ", block, scale);
	hqi_fmt(e, 0, each ? "%w each" : "%w", (int)hqi_counted_name(e, m, block == scale));
}

/* ---- reasons, citations -------------------------------------------------------------------------------------- */

void hqi_put_reason(struct hqi_explain *e, const struct hqi_reasons *reason)
{
	static const char *const formats[] = {
		[HQI_WHY_ROW] = "%L: %E (%A)", [HQI_WHY_TOTAL] = "%L: %A", [HQI_WHY_MINIMUM] = "%L: %M of at least %N points",
		[HQI_WHY_UNITS] = "%L: %U of at least %Z", [HQI_WHY_CATEGORIES] = "%L: points in at least %1 categories: %E",
	};
	const uint32_t at = reason->part;

	hqi_fmt(e, at, reason->why == HQI_WHY_ROW && !hqi_sees(e, at) ? "%L: %E" : formats[reason->why], (int)reason->number);
}

void hqi_put_cite(struct hqi_explain *e, uint32_t cite, bool source)
{
	const struct hq_cite c = hq_cite_at(e->ask.rules, cite);

	if (source)
		hqi_fmt(e, 0, "%t ", (int)HQ_AT(struct hq_cited_source, e->ask.rules, sources)[c.source].name);
	hqi_fmt(e, 0, c.last > c.first ? "%1-%1" : "%1", (int)c.first, (int)c.last);
}
