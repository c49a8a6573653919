/* The reference evaluator. Every function opens with the number of the paragraph of docs/semantics.md that it says again in C. It is slow and
 * recurses as it likes; the only aim is that a reader can hold it against the page. Days, filters and quantities are in files of their own. */
#include "evaluator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct ref_number enough = { 1000000000, 1 };     /* more points than any rubric asks for */

/* 8.4 e: what is left open comes out either way, for each record and each measure by itself; a share measures anew */
bool ref_settle(const struct context *c, const void *node, long record)
{
	return c->ch->choose(c->ch->self, node, (const char *)c->asker + (c->also != NULL), record) != 0;
}

/* ---- requirements: 7 ---- */

static bool block_holds(const struct context *c, const struct hqc_item *items);

static bool compares(enum hqc_comparison how, struct ref_number q, struct ref_number n)
{
	const int cmp = compare(q, n);

	switch (how) {
	case HQC_AT_LEAST:
		return cmp >= 0;
	case HQC_AT_MOST:
		return cmp <= 0;
	case HQC_MORE_THAN:
		return cmp > 0;
	case HQC_FEWER_THAN:
		return cmp < 0;
	case HQC_EXACTLY:
		return cmp == 0;
	}
	abort();
}

static bool test_holds(const struct context *outer, const struct hqc_test *t)
{
	/* A test sees all records: neither a share nor an allotment narrows it. */
	const struct context plain = { .t = outer->t, .ch = outer->ch }, *c = &plain;

	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_ATTESTED:
		return ref_measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL).num > 0;
	case HQC_TEST_NO:
		return ref_measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL).num == 0;
	case HQC_TEST_QUANTITY:
		return compares(t->comparison, ref_measure(c, &t->what, t->unit_resolved, TAKE_SUM, NULL, NULL, NULL, NULL), of(&t->number));
	case HQC_TEST_COUNT:
		return compares(t->comparison, ref_measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL), of(&t->number));
	case HQC_TEST_PASSES:
		return ref_rubric(t->rubric, c->t, c->ch).passes;
	case HQC_TEST_IS:
		return ref_form_says(c, t->define) ? ref_form_says(c, t->define)->num != 0 : block_holds(c, t->define->block.items);
	case HQC_TEST_IS_NOT:
		return !(ref_form_says(c, t->define) ? ref_form_says(c, t->define)->num != 0 : block_holds(c, t->define->block.items));
	case HQC_TEST_SCALAR:
		return ref_matches(c, t->scalar, NULL, NULL);
	case HQC_TEST_SILENT:
		return ref_settle(c, t, -1);
	}
	abort();
}

static bool item_holds(const struct context *c, const struct hqc_item *it)
{
	int64_t n = 0, all = 0;

	if (it->kind == HQC_ITEM_TEST)
		return test_holds(c, &it->test);
	if (ref_form_says(c, it))
		return ref_form_says(c, it)->num != 0;
	for (const struct hqc_item *k = it->items; k; k = k->next) {
		all++;
		n += item_holds(c, k);
	}
	switch (it->kind) {
	case HQC_ITEM_NAMED:
	case HQC_ITEM_ALL:
		return n == all;
	case HQC_ITEM_ANY:
		return n > 0;
	case HQC_ITEM_NONE:
		return n == 0;
	case HQC_ITEM_AT_LEAST:
		return n >= it->count.num;
	case HQC_ITEM_TEST:
		break;
	}
	abort();
}

static bool block_holds(const struct context *c, const struct hqc_item *items)
{
	for (; items; items = items->next)
		if (!item_holds(c, items))
			return false;
	return true;
}

/* ---- points: 5 ---- */

static struct ref_number line_points(const struct context *c, const struct hqc_award *a, const struct hqc_limit *limits, struct ref_number *quantity)
{
	const struct ref_number one = whole(1);
	struct ref_number rate = of(&a->points), q, points = whole(0), cap_year, *year = NULL;
	const struct ref_number block = a->block.text ? of(&a->block) : one;

	*quantity = whole(0);
	if (a->silent)
		rate = ref_settle(c, a, -1) ? enough : whole(0);
	else if (a->points_or.text && ref_settle(c, a, -1))
		rate = compare(of(&a->points_or), rate) > 0 ? of(&a->points_or) : rate;
	else if (a->points_or.text)
		rate = least(rate, of(&a->points_or));
	if (a->kind == HQC_AWARD_IF)
		return c->also ? whole(0) : (ref_form_says(c, a) ? ref_form_says(c, a)->num : test_holds(c, &a->test)) ? rate : whole(0);

	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_A_YEAR) {
			cap_year = of(&l->number);
			if (l->in_points)       /* 5.1: in units, at this rate */
				cap_year = times(over(cap_year, rate), a->kind == HQC_AWARD_PER_UNIT ? block : one);
			year = &cap_year;
		}
	const bool count = !a->unit_resolved;
	const bool each = a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE_EACH;
	q = ref_measure(c, &a->what, a->unit_resolved, count ? TAKE_COUNT : a->greatest ? TAKE_GREATEST : TAKE_SUM, limits, each ? &block : NULL, year, a);
	if (!c->also && ref_form_says(c, a))
		q = *ref_form_says(c, a);
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_IN_ALL && !l->in_points)
			q = least(q, of(&l->number));
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_FROM && compare(q, of(&l->number)) < 0)
			q = whole(0);
	*quantity = q;
	switch (a->kind) {
	case HQC_AWARD_PER_RECORD:
		return times(q, rate);
	case HQC_AWARD_PER_UNIT:
		switch (a->pace) {
		case HQC_PACE_EACH_UNIT:
		case HQC_PACE_WHOLE_EACH:
			return times(q, rate);
		case HQC_PACE_WHOLE:
			return times(blocks(q, block), rate);
		case HQC_PACE_PRO_RATA:
			return times(over(q, block), rate);
		}
		break;
	case HQC_AWARD_TIERS:
		for (const struct hqc_tier *t = a->tiers; t; t = t->next)
			if (compare(q, of(&t->at)) >= 0)
				points = of(&t->points);
		return points;
	case HQC_AWARD_IF:
		break;
	}
	abort();
}

/* 5.2, 5.3: @minimums turns false when one is not met */
static struct ref_number limited(const struct hqc_limit *limits, struct ref_number points, struct ref_number quantity, bool *minimums)
{
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_IN_ALL && l->in_points)
			points = least(points, of(&l->number));
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_LEAST && compare(l->in_points ? points : quantity, of(&l->number)) < 0)
			*minimums = false;
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_DIVIDE)
			points = over(points, of(&l->number));
	return points;
}

static struct ref_number category_points(const struct context *c, const struct hqc_category *cat, bool *minimums)
{
	struct ref_number sum = whole(0), best = whole(0), q = whole(0), p, unused;
	bool only_best = false;

	for (const struct hqc_limit *l = cat->limits; l; l = l->next)
		only_best |= l->kind == HQC_LIMIT_BEST;
	if (cat->award) {
		p = line_points(c, cat->award, cat->limits, &q);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	for (const struct hqc_line *l = cat->lines; l; l = l->next) {
		p = line_points(c, l->award, l->limits, &unused);
		p = limited(l->limits, p, unused, minimums);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	for (const struct hqc_category *k = cat->categories; k; k = k->next) {
		p = category_points(c, k, minimums);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	return limited(cat->limits, only_best ? best : sum, q, minimums);
}

/* ---- rubrics: 6 ---- */

static struct ref_points rubric_once(const struct context *c, const struct hqc_rubric *r)
{
	struct ref_points out = { whole(0), true };
	int64_t filled = 0;

	for (const struct hqc_category *cat = r->categories; cat; cat = cat->next) {
		const struct ref_number p = category_points(c, cat, &out.passes);

		filled += compare(p, whole(0)) > 0;
		out.total = add(out.total, p);
	}
	if (c->also) {                  /* 6.3: no minimums, no requirements */
		out.passes = compare(out.total, of(&r->share)) >= 0;
		return out;
	}
	if (r->silent_pass)
		out.passes &= ref_settle(c, &r->silent_pass, -1);
	else
		out.passes &= compare(out.total, of(&r->pass)) >= 0;
	if (r->min_categories.text)
		out.passes &= filled >= r->min_categories.num;
	out.passes &= block_holds(c, r->requires.items);
	if (r->share.text) {
		struct context narrower = *c;

		narrower.also = r->share_filter;
		out.passes &= rubric_once(&narrower, r).passes;
	}
	if (r->settles.items && block_holds(c, r->settles.items))
		out.passes = true;
	return out;
}

enum { LINES_MAX = 256, RECORDS_MAX = 4096 };

static size_t awards_of(const struct hqc_category *cat, const struct hqc_award **out, size_t n)
{
	for (; cat; cat = cat->next) {
		if (cat->award && cat->award->kind != HQC_AWARD_IF)
			out[n++] = cat->award;
		for (const struct hqc_line *l = cat->lines; l; l = l->next)
			if (l->award->kind != HQC_AWARD_IF)
				out[n++] = l->award;
		n = awards_of(cat->categories, out, n);
	}
	return n;
}

static bool same_event(const struct hq_record *a, const struct hq_record *b)
{
	return a == b || (a->event > 0 && a->event == b->event);
}

/* 6.4: every allotment there is, one event after the other; the best one is kept */
static void allot(struct context *c, const struct hqc_rubric *r, const struct hqc_award **allotted, size_t i, const struct hqc_award *const *awards,
		  size_t nawards, struct ref_points *best, bool *any)
{
	const struct ref_teacher *t = c->t;

	for (; i < t->nrecords; i++) {          /* the next event whose records have no line yet: its first record leads */
		bool leads = true;

		for (size_t j = 0; j < i; j++)
			leads &= !same_event(&t->records[i], &t->records[j]);
		if (leads)
			break;
	}
	if (i == t->nrecords) {
		c->allotted = (const struct hqc_award *const *)allotted;
		const struct ref_points p = rubric_once(c, r);

		c->allotted = NULL;
		if (!*any || (p.passes && !best->passes) || (p.passes == best->passes && compare(p.total, best->total) > 0))
			*best = p;
		*any = true;
		return;
	}
	bool fits = false;
	for (size_t a = 0; a < nawards; a++) {
		bool takes = false;

		for (size_t j = i; j < t->nrecords; j++) {
			const struct hq_record *rec = &t->records[j];

			takes |= same_event(&t->records[i], rec) && rec->kind == awards[a]->what.record->index &&
				 (!awards[a]->what.filter || ref_matches(c, awards[a]->what.filter, awards[a]->what.record, rec));
		}
		if (!takes)
			continue;
		fits = true;
		for (size_t j = i; j < t->nrecords; j++)
			if (same_event(&t->records[i], &t->records[j]))
				allotted[j] = awards[a];
		allot(c, r, allotted, i + 1, awards, nawards, best, any);
	}
	if (!fits)
		allot(c, r, allotted, i + 1, awards, nawards, best, any);
}

struct ref_points ref_rubric(const struct hqc_rubric *r, const struct ref_teacher *t, const struct ref_chooser *ch)
{
	struct context c = { .t = t, .ch = ch };

	if (!r->once)
		return rubric_once(&c, r);
	static const struct hqc_award *allotted[RECORDS_MAX];
	const struct hqc_award *awards[LINES_MAX];
	const size_t n = awards_of(r->categories, awards, 0);
	struct ref_points best = { whole(0), false };
	bool any = false;

	memset(allotted, 0, t->nrecords * sizeof *allotted);
	allot(&c, r, allotted, 0, awards, n, &best, &any);
	return best;
}

/* ---- decisions: 8.2, 8.3 ---- */

struct ref_answer ref_decide(const struct hqc_edition *e, const struct ref_teacher *t, const struct ref_chooser *ch)
{
	const struct context c = { .t = t, .ch = ch };
	struct ref_answer out = { HQ_NOT_HIGHLY_QUALIFIED, NULL };

	if (e->has_applies && !block_holds(&c, e->applies.items))
		return (struct ref_answer){ HQ_NOT_APPLICABLE, NULL };
	for (const struct hqc_route *r = e->routes; r && !out.route; r = r->next)
		if (block_holds(&c, r->block.items))
			out.route = r;
	if ((!e->has_every || block_holds(&c, e->every.items)) && (!e->routes || out.route))
		out.verdict = HQ_HIGHLY_QUALIFIED;
	else
		out.route = NULL;
	return out;
}
