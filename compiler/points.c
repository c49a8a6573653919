/* One award and its limits, in exact numbers: see points.h. No rows, no messages. */
#include "points.h"

static void put(const struct hqc_limit **at, const struct hqc_limit *limit, struct hqc_limits *out)
{
	if (!*at) {
		*at = limit;
		return;
	}
	out->again = limit;
	out->before = *at;
}

void hqc_limits_sort(const struct hqc_limit *list, struct hqc_limits *out)
{
	*out = (struct hqc_limits){ .max = NULL };
	for (const struct hqc_limit *l = list; l; l = l->next) {
		switch (l->kind) {
		case HQC_LIMIT_AT_MOST:
			if (l->per == HQC_LIMIT_A_YEAR)
				put(&out->year, l, out);
			else if (l->per == HQC_LIMIT_EACH)
				put(&out->each, l, out);
			else
				put(l->in_points ? &out->max : &out->units_max, l, out);
			break;
		case HQC_LIMIT_AT_LEAST:
			put(l->in_points ? &out->min : &out->units_min, l, out);
			break;
		case HQC_LIMIT_FROM:
			put(&out->from, l, out);
			break;
		case HQC_LIMIT_DIVIDE:
			put(&out->divide, l, out);
			break;
		case HQC_LIMIT_BEST:
			put(&out->best, l, out);
			break;
		}
	}
}

static const struct hqc_rat NONE = { 0, 1 };

static struct hqc_rat number_of(const struct hqc_limit *l)
{
	return l ? hqc_rat_of(&l->number) : NONE;
}

/* A number of units as a number of blocks of @block, which is 0 where there are no blocks. */
static struct hqc_rat whole_blocks(struct hqc_fold *f, struct hqc_rat units, struct hqc_rat block, bool up)
{
	if (block.num == 0 || units.num == 0)
		return units;
	const struct hqc_rat exact = hqc_rat_div(f, units, block);

	return hqc_rat_int(up ? hqc_rat_ceil(exact) : hqc_rat_floor(exact));
}

/* A cap in points as a cap on the quantity. check_points.c refuses it where the line is not linear. */
static struct hqc_rat from_points(struct hqc_fold *f, const struct hqc_limit *l, struct hqc_rat per)
{
	return per.num > 0 ? hqc_rat_div(f, hqc_rat_of(&l->number), per) : NONE;
}

static void plan_rate(struct hqc_fold *f, const struct hqc_award *a, struct hqc_plan *out)
{
	const struct hqc_rat n = a->block.text ? hqc_rat_of(&a->block) : hqc_rat_int(1);

	out->low = hqc_rat_of(&a->points);
	out->high = a->points_or.text ? hqc_rat_of(&a->points_or) : out->low;
	if (hqc_rat_compare(out->low, out->high) > 0) {
		const struct hqc_rat other = out->low;

		out->low = out->high;
		out->high = other;
	}
	if (a->silent) {
		out->low = out->high = NONE;
		out->silent = true;
	}
	if (a->kind == HQC_AWARD_TIERS) {
		out->form = HQ_LINE_TIERS;
		return;
	}
	if (a->kind != HQC_AWARD_PER_UNIT || n.num <= 0)
		return;
	switch (a->pace) {
	case HQC_PACE_EACH_UNIT:
	case HQC_PACE_PRO_RATA:
		out->low = hqc_rat_div(f, out->low, n);
		out->high = hqc_rat_div(f, out->high, n);
		break;
	case HQC_PACE_WHOLE:
		out->form = HQ_LINE_BLOCKS;
		out->block = n;
		break;
	case HQC_PACE_WHOLE_EACH:
		out->m.block_each = n;
		break;
	}
}

void hqc_plan(struct hqc_fold *f, const struct hqc_award *a, const struct hqc_limits *limits,
	      const struct hqc_filter *extra, struct hqc_plan *out)
{
	*out = (struct hqc_plan){
		.m = { .what = &a->what,
		       .extra = extra,
		       .greatest = a->greatest,
		       .block_each = NONE,
		       .cap_each = NONE,
		       .cap_year = NONE },
		.form = HQ_LINE_LINEAR,
		.block = NONE,
	};
	if (a->kind == HQC_AWARD_PER_UNIT || a->kind == HQC_AWARD_TIERS)
		out->m.unit = a->unit_resolved;
	plan_rate(f, a, out);
	const struct hqc_rat block = out->m.block_each;

	out->cap = whole_blocks(f, number_of(limits->units_max), block, false);
	out->from = whole_blocks(f, number_of(limits->from), block, true);
	out->units_min = whole_blocks(f, number_of(limits->units_min), block, true);
	if (limits->each && limits->each->in_points)
		out->m.cap_each = hqc_rat_mul(f, from_points(f, limits->each, out->high),
					      block.num > 0 ? block : hqc_rat_int(1));
	else
		out->m.cap_each = number_of(limits->each);
	if (limits->year && limits->year->in_points)
		out->m.cap_year = from_points(f, limits->year, out->high);
	else
		out->m.cap_year = whole_blocks(f, number_of(limits->year), block, false);

	int64_t scale = hqc_measure_scale(f, &out->m);

	scale = hqc_lcm(f, scale, out->cap.den);
	scale = hqc_lcm(f, scale, out->from.den);
	scale = hqc_lcm(f, scale, out->units_min.den);
	scale = hqc_lcm(f, scale, out->block.den);
	for (const struct hqc_tier *t = out->form == HQ_LINE_TIERS ? a->tiers : NULL; t; t = t->next)
		scale = hqc_lcm(f, scale, hqc_rat_of(&t->at).den);
	out->m.scale = scale;
}
