/* Requirements: tests on quantities, k of n, blocks, conversions; what is always or never true. */
#include "check.h"
#include "lower.h"

/* ---- what is counted ----------------------------------------------------------------------------------------- */

static void check_conversion(const struct hqc_at *at, const struct hqc_what *w, const struct hqc_conversion *k)
{
	const struct hqc_unit *from = k->from_resolved, *to = k->to_resolved;

	if (!from || !to)
		return;
	if (k->from.num <= 0 || k->to.num <= 0)
		hqc_report(at->c, HQC_MSG_zero, k->span,
			   "a unit that counts as nothing, or nothing that counts as something");
	if (!hqc_record_takes(w->record, from))
		hqc_report(at->c, HQC_MSG_unit_not_of_kind, k->from_unit.span, "a record of %s has no amount in %s",
			   w->record->name.text, k->from_unit.text);
	if (from == to)
		hqc_report(at->c, HQC_MSG_conversion, k->span, "%s counts as itself already", k->from_unit.text);
	for (const struct hqc_conversion *old = w->conversions; old != k; old = old->next) {
		if (old->from_resolved != from)
			continue;
		struct hqc_diag *d = hqc_report(at->c, HQC_MSG_conversion, k->span, "%s is converted twice",
						k->from_unit.text);

		hqc_note_at(at->c, d, old->span, "the first conversion is here");
	}
}

static void check_what(const struct hqc_at *at, const struct hqc_what *w)
{
	if (w->record->single)
		hqc_report(at->c, HQC_MSG_single_counted, w->kind.span,
			   "there is one %s; write `%s FIELD is ...` instead of counting", w->record->name.text,
			   w->record->name.text);
	for (const struct hqc_conversion *k = w->conversions; k; k = k->next)
		check_conversion(at, w, k);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

/* `at least 0`, `fewer than 0`: no count of anything changes the answer. */
static void check_comparison(const struct hqc_at *at, const struct hqc_test *t)
{
	const bool none = t->number.num == 0;

	if (none && t->comparison == HQC_AT_LEAST)
		hqc_report(at->c, HQC_MSG_always_true, t->span, "this is always true: nothing is below 0");
	else if (none && t->comparison == HQC_FEWER_THAN)
		hqc_report(at->c, HQC_MSG_always_false, t->span, "this is never true: nothing is below 0");
}

/* Can the measure reach the number at all? */
static void check_reach(const struct hqc_at *at, const struct hqc_test *t)
{
	struct hqc_fold f = { false };
	const struct hqc_measure_spec m = { .what = &t->what, .unit = t->unit_resolved, .block_each = { 0, 1 },
					    .cap_each = { 0, 1 }, .cap_year = { 0, 1 } };
	const int above = hqc_rat_compare(hqc_rat_of(&t->number), hqc_measure_most(&f, &m));
	const bool edge = t->comparison == HQC_MORE_THAN || t->comparison == HQC_AT_MOST;
	const bool out = edge ? above >= 0 : above > 0;

	if (f.overflow || !out)
		return;
	if (t->comparison == HQC_AT_MOST || t->comparison == HQC_FEWER_THAN)
		hqc_report(at->c, HQC_MSG_always_true, t->span,
			   "this is always true: the declared ranges allow no more");
	else
		hqc_report(at->c, HQC_MSG_always_false, t->span,
			   "this is never true: the declared ranges allow no more");
}

static void check_test(const struct hqc_at *at, const struct hqc_test *t)
{
	if (t->kind != HQC_TEST_QUANTITY && t->kind != HQC_TEST_COUNT)
		return;
	const size_t errors = at->c->diags.errors;

	check_comparison(at, t);
	if (!t->what.record || t->what.record->single)
		return;
	if (t->kind == HQC_TEST_QUANTITY)
		hqc_check_unit(at->c, &t->what, t->unit_resolved, t->unit);
	if (t->kind == HQC_TEST_COUNT && t->what.conversions)
		hqc_report(at->c, HQC_MSG_conversion, t->what.conversions->span,
			   "records are counted here: nothing is converted");
	if (at->c->diags.errors == errors)
		check_reach(at, t);
}

void hqc_check_unit(struct hqc *c, const struct hqc_what *w, const struct hqc_unit *unit, struct hqc_name name)
{
	if (!unit || !w->record)
		return;
	for (const struct hqc_conversion *k = w->conversions; k; k = k->next) {
		if (k->to_resolved && k->to_resolved != unit)
			hqc_report(c, HQC_MSG_conversion, k->to_unit.span,
				   "this counts as %s, but %s are asked for", k->to_unit.text, name.text);
	}
	if (w->conversions || hqc_record_takes(w->record, unit))
		return;
	struct hqc_diag *d = hqc_report(c, HQC_MSG_unit_not_of_kind, name.span,
					"a record of %s has no amount in %s", w->record->name.text, name.text);

	if (!w->record->has_amount) {
		hqc_help(c, d, "records of %s can be counted: `per %s`, `at least 1 of %s`", w->record->name.text,
			 w->record->name.text, w->record->name.text);
		return;
	}
	hqc_note_at(c, d, w->record->amount_span, "the units it takes are here");
	hqc_help(c, d, "say what another unit counts as: `counting 1 ... as 1 %s`", unit->name.text);
}

/* ---- blocks -------------------------------------------------------------------------------------------------- */

static uint32_t count(const struct hqc_item *items)
{
	uint32_t n = 0;

	for (const struct hqc_item *i = items; i; i = i->next)
		n++;
	return n;
}

static void check_item(const struct hqc_at *at, const struct hqc_item *i)
{
	const uint32_t n = count(i->items);

	if (i->kind == HQC_ITEM_TEST)
		return;
	if (n == 0) {
		hqc_report(at->c, HQC_MSG_empty_block, i->span, "nothing is asked under this heading");
		return;
	}
	if (i->kind != HQC_ITEM_AT_LEAST)
		return;
	if (i->count.num > n)
		hqc_report(at->c, HQC_MSG_k_of_n, i->count.span, "at least %s of %u cannot be asked for",
			   i->count.text, n);
}

static void check_block(const struct hqc_at *at, const struct hqc_block *b, struct hqc_span heading,
			const char *what)
{
	if (!b->items)
		hqc_report(at->c, HQC_MSG_empty_block, heading, "nothing is asked under this %s", what);
}

static void check_define(const struct hqc_at *at, const struct hqc_define *d)
{
	if (d->for_kind.text && !d->filter)
		hqc_report(at->c, HQC_MSG_empty_block, d->name.span, "the definition '%s' for %s has no filter",
			   d->name.text, d->for_kind.text);
}

void hqc_check_tests(struct hqc *c)
{
	const struct hqc_visitor v = { .what = check_what,
				       .test = check_test,
				       .item = check_item,
				       .block = check_block,
				       .define = check_define };

	hqc_walk(c, &v);
}
