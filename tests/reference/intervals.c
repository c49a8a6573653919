/* The interval reference evaluator: requirements, rubrics, verdicts (6 to 8.2 of docs/semantics.md). See intervals.h; filters, quantities, points
 * and allotments are in files of their own. */
#include "intervals_in.h"

#include <stdlib.h>

/* ---- what is left of each node ---- */

static size_t place_of(const struct ref_values *v, const void *node, bool share)
{
	size_t i = ((uintptr_t)node >> 4) * 0x9e3779b1u + share;

	for (i %= REF_VALUES; v->at[i].age == v->age && (v->at[i].node != node || v->at[i].share != share); i = (i + 1) % REF_VALUES)
		;
	return i;
}

const struct ref_value *ref_values_of(const struct ref_values *v, const void *node, bool share)
{
	const struct ref_value *at = &v->at[place_of(v, node, share)];

	return at->age == v->age ? at : NULL;
}

struct ref_value *iv_leave(struct iv *c, const void *node, bool share)
{
	struct ref_value *at = &c->out->at[place_of(c->out, node, share)];

	if (at->age != c->out->age) {
		const struct ref_interval none = exactly(whole(0));

		if (++c->out->n > REF_VALUES / 2)
			abort();
		*at = (struct ref_value){ node, share, c->out->age, none, none, none, none, { none, none } };
	}
	return at;
}

static enum truth leave_truth(struct iv *c, const void *node, enum truth t)
{
	iv_leave(c, node, false)->value = as_interval(t);
	return t;
}

/* 4.6 */
const struct ref_said *iv_said(const struct iv *c, const void *node)
{
	for (size_t i = 0; i < c->t->nform; i++)
		if (c->t->form[i].node == node && c->t->form[i].share == (c->also != NULL))
			return &c->t->form[i];
	return NULL;
}

/* ---- requirements: 7 ---- */

static enum truth block(struct iv *c, const struct hqc_block *b);
static enum truth rubric(struct iv *c, const struct hqc_rubric *r);

/* 7.2: yes when the whole interval satisfies it, no when none of it does. A comparison that holds of both ends holds of all between. */
static enum truth compares(enum hqc_comparison how, struct ref_interval q, struct ref_number n)
{
	const int lo = compare(q.lo, n), hi = compare(q.hi, n);

	switch (how) {
	case HQC_AT_LEAST:
		return between_ends(lo >= 0, hi >= 0);
	case HQC_MORE_THAN:
		return between_ends(lo > 0, hi > 0);
	case HQC_AT_MOST:
		return between_ends(hi <= 0, lo <= 0);
	case HQC_FEWER_THAN:
		return between_ends(hi < 0, lo < 0);
	case HQC_EXACTLY:
		return between_ends(lo == 0 && hi == 0, lo <= 0 && hi >= 0);
	}
	abort();
}

static enum truth define(struct iv *c, const struct hqc_define *d)
{
	const struct ref_value *before = ref_values_of(c->out, d, false);
	const struct ref_said *said = iv_said(c, d);

	if (before)
		return as_truth(before->value);
	const enum truth is = block(c, &d->block);

	return leave_truth(c, d, !said ? is : !said->known ? UNKNOWN : said->says.num ? YES : NO);
}

static enum truth measured(struct iv *c, const struct hqc_test *t)
{
	const struct iv_measure m = { &t->what, t->unit_resolved, t->kind == HQC_TEST_QUANTITY ? TAKE_SUM : TAKE_COUNT, { 0, 1 }, { 0, 1 }, { 0, 1 } };
	const struct ref_interval q = iv_quantity(c, &m);

	iv_leave(c, t, false)->quantity = q;
	switch (t->kind) {
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
		return compares(t->comparison, q, of(&t->number));
	case HQC_TEST_NO:
		return compares(HQC_EXACTLY, q, whole(0));
	default:
		return compares(HQC_AT_LEAST, q, whole(1));
	}
}

static enum truth test(struct iv *c, const struct hqc_test *t)
{
	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_ATTESTED:
	case HQC_TEST_NO:
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
		return measured(c, t);
	case HQC_TEST_PASSES:
		return rubric(c, t->rubric);
	case HQC_TEST_IS:
		return define(c, t->define);
	case HQC_TEST_IS_NOT:
		return turned(define(c, t->define));
	case HQC_TEST_SCALAR:
		return iv_filter(c, t->scalar, NULL, NULL);
	case HQC_TEST_SILENT:           /* 7.3 */
		return UNKNOWN;
	}
	abort();
}

/* A test sees all records: neither a share nor an allotment narrows it. */
enum truth iv_test(struct iv *c, const struct hqc_test *t)
{
	const struct ref_value *before = ref_values_of(c->out, t, false);
	const struct hqc_filter *also = c->also;
	struct iv_allotment *allotment = c->allotment;

	if (before)
		return as_truth(before->value);
	c->also = NULL;
	c->allotment = NULL;
	const enum truth is = test(c, t);

	c->also = also;
	c->allotment = allotment;
	return leave_truth(c, t, is);
}

/* 7.1 */
static enum truth item(struct iv *c, const struct hqc_item *it)
{
	const struct ref_said *said = iv_said(c, it);
	int64_t yes = 0, may = 0, all = 0;
	enum truth is = NO;

	if (it->kind == HQC_ITEM_TEST)
		return leave_truth(c, it, iv_test(c, &it->test));
	for (const struct hqc_item *k = it->items; k; k = k->next) {
		const enum truth one = item(c, k);

		all++;
		yes += one == YES;
		may += one != NO;
	}
	switch (it->kind) {
	case HQC_ITEM_NAMED:
	case HQC_ITEM_ALL:
		is = between_ends(yes == all, may == all);
		break;
	case HQC_ITEM_ANY:
		is = between_ends(yes > 0, may > 0);
		break;
	case HQC_ITEM_NONE:
		is = between_ends(may == 0, yes == 0);
		break;
	case HQC_ITEM_AT_LEAST:
		is = between_ends(yes >= it->count.num, may >= it->count.num);
		break;
	case HQC_ITEM_TEST:
		abort();
	}
	if (said)
		is = !said->known ? UNKNOWN : said->says.num ? YES : NO;
	return leave_truth(c, it, is);
}

static enum truth block(struct iv *c, const struct hqc_block *b)
{
	enum truth all = YES;

	for (const struct hqc_item *it = b->items; it; it = it->next)
		all = both(all, item(c, it));
	return leave_truth(c, b, all);
}

/* ---- rubrics: 6 ---- */

/* 6.1, 6.2 */
struct iv_own iv_own_points(struct iv *c, const struct hqc_rubric *r)
{
	const struct ref_number mark = of(c->also ? &r->share : &r->pass);
	enum truth minimums, reached = UNKNOWN, enough = YES;
	struct ref_interval filled;
	struct iv_own out;

	out.total = iv_total(c, r, &minimums, &filled);
	if (c->also || !r->silent_pass)
		reached = between_ends(compare(out.total.lo, mark) >= 0, compare(out.total.hi, mark) >= 0);
	if (r->min_categories.text)
		enough = between_ends(filled.lo.num >= r->min_categories.num, filled.hi.num >= r->min_categories.num);
	out.met = c->also ? reached : both(both(reached, enough), minimums);    /* 6.3: a share has its mark alone */
	iv_leave(c, r, c->also)->met[0] = as_interval(reached);
	iv_leave(c, r, c->also)->met[1] = as_interval(enough);
	return out;
}

static enum truth rubric(struct iv *c, const struct hqc_rubric *r)
{
	const struct ref_value *before = ref_values_of(c->out, r, false);
	if (before)
		return as_truth(before->value);
	const enum truth requires = block(c, &r->requires), settles = r->settles.items ? block(c, &r->settles) : NO;
	const struct iv_own own = r->once ? iv_once(c, r, requires, settles) : iv_own_points(c, r);
	enum truth passes = both(requires, own.met);

	if (r->share.text) {
		c->also = r->share_filter;
		const struct iv_own share = iv_own_points(c, r);

		c->also = NULL;
		iv_leave(c, r, true)->quantity = share.total;
		iv_leave(c, r, true)->value = as_interval(share.met);
		passes = both(passes, share.met);
		leave_truth(c, &r->share, both(requires, share.met));
	}
	iv_leave(c, r, false)->quantity = own.total;
	return leave_truth(c, r, either(passes, settles));
}

/* ---- the verdict: 8.2 ---- */

enum hq_verdict ref_intervals(const struct hqc_edition *e, const struct ref_partial *t, const struct ref_liking *like, struct ref_values *out,
			      struct ref_counts *counts)
{
	struct iv c = { .t = t, .like = like, .out = out, .counts = counts };
	enum truth applies = YES, every = YES, some = e->routes ? NO : YES;

	out->age++;
	out->n = 0;
	if (e->has_applies)
		applies = block(&c, &e->applies);
	if (e->has_every)
		every = block(&c, &e->every);
	for (const struct hqc_route *r = e->routes; r; r = r->next)
		some = either(some, block(&c, &r->block));
	if (e->routes)
		leave_truth(&c, e->routes, some);
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next)
		rubric(&c, r);                  /* one that no route asks for is reckoned too */
	const enum truth qualified = leave_truth(&c, e, both(every, some));

	if (c.too_many)
		return 0;
	if (applies == NO)
		return HQ_NOT_APPLICABLE;
	if (applies == UNKNOWN || qualified == UNKNOWN)
		return HQ_UNDETERMINED;
	return qualified == YES ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
}
