/* Points of partial facts: 5, 6.1 and 6.3 of docs/semantics.md. */
#include "intervals_in.h"

#include <stdlib.h>

static const struct hqc_limit *limit_of(const struct hqc_limit *l, enum hqc_limit_kind kind, enum hqc_limit_span per, bool in_points)
{
	while (l && !(l->kind == kind && (kind == HQC_LIMIT_FROM || kind == HQC_LIMIT_DIVIDE || kind == HQC_LIMIT_BEST ||
					  (l->per == per && l->in_points == in_points))))
		l = l->next;
	return l;
}

/* 5.1: the rate, or the lower and the higher of two; of a silent one from nothing up */
static struct ref_interval rate_of(const struct hqc_award *a)
{
	const struct ref_number one = of(&a->points), other = a->points_or.text ? of(&a->points_or) : one;

	if (a->silent)
		return (struct ref_interval){ whole(0), { 1, 0 } };
	return (struct ref_interval){ least(one, other), greatest(one, other) };
}

/* 4.4: what a line's award asks for, with the caps inside its measure */
struct iv_measure iv_line_measure(const struct hqc_award *a, const struct hqc_limit *limits)
{
	const bool each = a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE_EACH;
	const struct ref_number n = a->block.text ? of(&a->block) : whole(1), rate = rate_of(a).hi;
	struct iv_measure m = { &a->what, a->unit_resolved, !a->unit_resolved ? TAKE_COUNT : a->greatest ? TAKE_GREATEST : TAKE_SUM,
				{ 0, 1 }, { 0, 1 }, { 0, 1 } };

	if (each)
		m.block = n;
	for (int in_points = 0; in_points < 2; in_points++) {
		const struct hqc_limit *cap = limit_of(limits, HQC_LIMIT_AT_MOST, HQC_LIMIT_EACH, in_points);

		/* A cap in points is one in units, at the line's rate. */
		if (cap)
			m.each = in_points ? times(over(of(&cap->number), rate), a->kind == HQC_AWARD_PER_UNIT ? n : whole(1)) : of(&cap->number);
		cap = limit_of(limits, HQC_LIMIT_AT_MOST, HQC_LIMIT_A_YEAR, in_points);
		if (cap && in_points)
			m.year = times(over(of(&cap->number), rate), a->kind == HQC_AWARD_PER_UNIT && !each ? n : whole(1));
		else if (cap)
			m.year = each ? blocks(of(&cap->number), n) : of(&cap->number);
	}
	return m;
}

/* 5.1: the points of one end of a quantity, after caps */
static struct ref_number earned(const struct hqc_award *a, struct ref_number q, struct ref_number rate)
{
	const struct ref_number block = a->block.text ? of(&a->block) : whole(1);
	struct ref_number points = whole(0);

	if (a->kind == HQC_AWARD_TIERS) {
		for (const struct hqc_tier *t = a->tiers; t; t = t->next)
			if (compare(q, of(&t->at)) >= 0)
				points = of(&t->points);
		return points;
	}
	if (a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE)
		q = blocks(q, block);
	if (a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_PRO_RATA)
		q = over(q, block);
	return q.num == 0 ? points : times(q, rate);
}

/* 5.1: `at most n UNIT`, then `counted only from n UNIT`; of whole blocks, as blocks */
static struct ref_number counted(const struct iv_measure *m, const struct hqc_limit *limits, struct ref_number q)
{
	const struct hqc_limit *cap = limit_of(limits, HQC_LIMIT_AT_MOST, HQC_LIMIT_IN_ALL, false), *from = limit_of(limits, HQC_LIMIT_FROM, 0, false);

	if (cap)
		q = least(q, m->block.num ? blocks(of(&cap->number), m->block) : of(&cap->number));
	if (from && compare(m->block.num ? times(q, m->block) : q, of(&from->number)) < 0)
		return whole(0);
	return q;
}

static struct ref_interval quantity_of(struct iv *c, const struct hqc_award *a, const struct iv_measure *m)
{
	const struct ref_said *said = iv_said(c, a);

	if (said)                       /* 4.6 */
		return said->known ? exactly(said->says) : (struct ref_interval){ whole(0), iv_most(m) };
	for (size_t i = 0; c->allotment && i < c->allotment->nlines; i++)
		if (c->allotment->line[i].award == a)
			return iv_sum(c, m, c->allotment->line[i].parts, c->allotment->line[i].n, a);
	return iv_quantity(c, m);
}

/* Points before any cap in points. @units: the line's quantity after its caps in units. False: no part of a share (6.3). */
static bool award(struct iv *c, const struct hqc_award *a, const struct hqc_limit *limits, struct ref_interval *points, struct ref_interval *units)
{
	const struct ref_interval rate = rate_of(a);
	const struct iv_measure m = iv_line_measure(a, limits);

	*units = exactly(whole(0));
	*points = *units;
	if (c->also && (a->kind == HQC_AWARD_IF || !ref_share_reads(c->t, c->also, a->what.record)))
		return false;
	if (a->kind == HQC_AWARD_IF) {
		const struct ref_said *said = iv_said(c, a);
		enum truth is = iv_test(c, &a->test);

		if (said)
			is = !said->known ? UNKNOWN : said->says.num ? YES : NO;
		if (is == YES)
			points->lo = rate.lo;
		if (is != NO)
			points->hi = rate.hi;
		iv_leave(c, a, false)->value = as_interval(is);
	} else {
		const struct ref_interval q = quantity_of(c, a, &m);

		*units = (struct ref_interval){ counted(&m, limits, q.lo), counted(&m, limits, q.hi) };
		points->lo = earned(a, units->lo, rate.lo);
		points->hi = earned(a, units->hi, rate.hi);
		if (m.block.num)        /* 5.3 asks of it in units */
			*units = (struct ref_interval){ times(units->lo, m.block), times(units->hi, m.block) };
		iv_leave(c, a, c->also)->quantity = q;
	}
	iv_leave(c, a, c->also)->raw = *points;
	return true;
}

/* 5.3, 5.4 */
static struct ref_interval limited(struct iv *c, const void *node, const struct hqc_limit *limits, struct ref_interval raw, struct ref_interval units,
				   enum truth *minimums)
{
	const struct hqc_limit *cap = limit_of(limits, HQC_LIMIT_AT_MOST, HQC_LIMIT_IN_ALL, true), *by = limit_of(limits, HQC_LIMIT_DIVIDE, 0, false);
	struct ref_value *left = iv_leave(c, node, c->also);

	left->raw = left->capped = raw;
	if (cap)
		left->capped = (struct ref_interval){ least(raw.lo, of(&cap->number)), least(raw.hi, of(&cap->number)) };
	for (int in_points = 0; in_points < 2; in_points++) {
		const struct hqc_limit *min = limit_of(limits, HQC_LIMIT_AT_LEAST, HQC_LIMIT_IN_ALL, in_points);
		const struct ref_interval of_it = in_points ? left->capped : units;

		if (!min)
			continue;
		const enum truth met = between_ends(compare(of_it.lo, of(&min->number)) >= 0, compare(of_it.hi, of(&min->number)) >= 0);

		left->met[in_points] = as_interval(met);
		*minimums = both(*minimums, met);
	}
	left->value = left->capped;
	if (by)
		left->value = (struct ref_interval){ over(left->capped.lo, of(&by->number)), over(left->capped.hi, of(&by->number)) };
	return left->value;
}

struct adding { struct ref_interval sum, best; };

static void count_in(struct adding *to, struct ref_interval p)
{
	to->sum = (struct ref_interval){ plus(to->sum.lo, p.lo), plus(to->sum.hi, p.hi) };
	to->best = (struct ref_interval){ greatest(to->best.lo, p.lo), greatest(to->best.hi, p.hi) };
}

/* 5.2 */
static struct ref_interval category(struct iv *c, const struct hqc_category *cat, enum truth *minimums)
{
	struct ref_interval p, units = exactly(whole(0)), unused;
	struct adding all = { exactly(whole(0)), exactly(whole(0)) };

	if (cat->award && award(c, cat->award, cat->limits, &p, &units))
		count_in(&all, p);
	for (const struct hqc_line *l = cat->lines; l; l = l->next)
		if (award(c, l->award, l->limits, &p, &unused))
			count_in(&all, limited(c, l, l->limits, p, unused, minimums));
	for (const struct hqc_category *k = cat->categories; k; k = k->next)
		count_in(&all, category(c, k, minimums));
	return limited(c, cat, cat->limits, limit_of(cat->limits, HQC_LIMIT_BEST, 0, false) ? all.best : all.sum, units, minimums);
}

/* 6.1: the sum of the categories; @filled: in how many of them points stand */
struct ref_interval iv_total(struct iv *c, const struct hqc_rubric *r, enum truth *minimums, struct ref_interval *filled)
{
	struct adding all = { exactly(whole(0)), exactly(whole(0)) };

	*minimums = YES;
	*filled = exactly(whole(0));
	for (const struct hqc_category *cat = r->categories; cat; cat = cat->next) {
		const struct ref_interval p = category(c, cat, minimums);

		filled->lo = add(filled->lo, whole(p.lo.num > 0));
		filled->hi = add(filled->hi, whole(p.hi.num > 0));
		count_in(&all, p);
	}
	return all.sum;
}

/* Every award of the categories that counts records, with its limits. */
size_t iv_lines(const struct hqc_category *cat, const struct hqc_award **awards, const struct hqc_limit **limits, size_t n)
{
	for (; cat; cat = cat->next) {
		if (cat->award && cat->award->kind != HQC_AWARD_IF) {
			awards[n] = cat->award;
			limits[n++] = cat->limits;
		}
		for (const struct hqc_line *l = cat->lines; l; l = l->next)
			if (l->award->kind != HQC_AWARD_IF) {
				awards[n] = l->award;
				limits[n++] = l->limits;
			}
		n = iv_lines(cat->categories, awards, limits, n);
	}
	return n;
}
