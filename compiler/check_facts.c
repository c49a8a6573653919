/* Whether the declarations of facts make sense: ranges, decimals, dates, defaults, limits of the table format. */
#include <string.h>

#include "check.h"

enum { DECIMALS_MAX = 6 };

/* A declared number must be whole at its decimals and stay far from the end of 64 bits. */
static void check_number(struct hqc *c, const struct hqc_number *n, uint32_t decimals)
{
	struct hqc_fold f = { false };
	const int64_t scale = hqc_pow10(&f, decimals);
	const struct hqc_rat exact = hqc_rat_mul(&f, hqc_rat_of(n), hqc_rat_int(scale));

	if (!n->text)
		return;
	if (f.overflow || exact.num / exact.den >= (int64_t)1 << 31)
		hqc_report(c, HQC_MSG_fact_too_large, n->span, "%s is too large for a fact with %u decimals",
			   n->text, decimals);
	else if (exact.den != 1)
		hqc_report(c, HQC_MSG_too_many_decimals, n->span, "%s has more than the %u decimals declared",
			   n->text, decimals);
}

static void check_range(struct hqc *c, const struct hqc_number *min, const struct hqc_number *max,
			uint32_t decimals, struct hqc_span at)
{
	if (decimals > DECIMALS_MAX) {
		hqc_report(c, HQC_MSG_too_many_decimals, at, "more than %d decimals", DECIMALS_MAX);
		return;
	}
	check_number(c, min, decimals);
	check_number(c, max, decimals);
	if (hqc_rat_compare(hqc_rat_of(min), hqc_rat_of(max)) > 0)
		hqc_report(c, HQC_MSG_bad_range, at, "the range ends at %s, before it begins at %s", max->text,
			   min->text);
}

static bool takes(const struct hqc_record *r, const char *unit)
{
	for (const struct hqc_unit_ref *u = r->units; u; u = u->next) {
		if (u->unit && (u->unit->name.text == unit || u->unit->plural.text == unit))
			return true;
	}
	return false;
}

static void check_default(struct hqc *c, const struct hqc_record *r)
{
	check_number(c, &r->preset, r->decimals);
	if (hqc_rat_compare(hqc_rat_of(&r->preset), hqc_rat_of(&r->min)) < 0 ||
	    hqc_rat_compare(hqc_rat_of(&r->preset), hqc_rat_of(&r->max)) > 0)
		hqc_report(c, HQC_MSG_outside_range, r->preset.span, "the default %s is outside %s to %s",
			   r->preset.text, r->min.text, r->max.text);
	if (r->preset_unit.text && !takes(r, r->preset_unit.text))
		hqc_report(c, HQC_MSG_unit_not_of_kind, r->preset_unit.span, "a record of %s has no amount in %s",
			   r->name.text, r->preset_unit.text);
}

static void check_amount(struct hqc *c, const struct hqc_record *r)
{
	check_range(c, &r->min, &r->max, r->decimals, r->amount_span);
	if (r->all.text) {
		check_number(c, &r->all, r->decimals);
		if (hqc_rat_compare(hqc_rat_of(&r->all), hqc_rat_of(&r->max)) < 0)
			hqc_report(c, HQC_MSG_bad_range, r->all.span, "%s in all is less than the %s of one record",
				   r->all.text, r->max.text);
	}
	if (r->has_default)
		check_default(c, r);
	for (const struct hqc_unit_ref *u = r->units; u; u = u->next) {
		for (const struct hqc_unit_ref *old = r->units; old != u; old = old->next) {
			if (old->unit && old->unit == u->unit)
				hqc_report(c, HQC_MSG_declared_twice, u->name.span, "unit '%s' is named twice",
					   u->name.text);
		}
	}
}

static void check_field(struct hqc *c, const struct hqc_record *r, const struct hqc_field *f)
{
	const struct hqc_unit *unit = hqc_find_unit(c, f->name.text);

	if (unit && hqc_record_takes(r, unit))
		hqc_report(c, HQC_MSG_field_name_taken, f->name.span,
			   "'%s' is a unit that the amount of %s comes in; a field needs another name",
			   f->name.text, r->name.text);
	if (strcmp(f->name.text, "event") == 0 || strcmp(f->name.text, "times") == 0)
		hqc_report(c, HQC_MSG_field_name_taken, f->name.span,
			   "'%s' means something in every record; a field needs another name", f->name.text);
	if (f->type == HQC_TYPE_NUMBER)
		check_range(c, &f->min, &f->max, f->decimals, f->span);
	if (f->type == HQC_TYPE_SOME_OF && f->codes && f->codes->count > 63)
		hqc_report(c, HQC_MSG_set_too_large, f->name.span,
			   "'%s' takes some of %u codes; a set of more than 63 cannot be kept", f->name.text,
			   f->codes->count);
}

/* ---- what can change ----------------------------------------------------------------------------------------- */

static void check_codes(struct hqc *c, const struct hqc_change *change, const struct hqc_value *values)
{
	for (const struct hqc_value *v = values; v; v = v->next) {
		const bool yes_no = change->resolved && change->resolved->type == HQC_TYPE_YES_NO;

		if (v->kind == HQC_VALUE_NAME || v->kind == HQC_VALUE_NUMBER || !change->resolved || (!change->resolved->codes && !yes_no) ||
		    (yes_no && (v->kind == HQC_VALUE_YES || v->kind == HQC_VALUE_NO)))
			continue;
		hqc_report(c, HQC_MSG_change_shape, v->span, "a change is told by codes, not by a number, a date or another field");
	}
}

static void check_step(struct hqc *c, const struct hqc_record *r, const struct hqc_number *n, const struct hqc_name *unit)
{
	if (!n->text)
		return;
	if (n->num <= 0)
		hqc_report(c, HQC_MSG_zero, n->span, "a step, or the most a year, of nothing");
	if (!unit->text && n->den != 1)
		hqc_report(c, HQC_MSG_count_not_whole, n->span, "%s records: a part of a record cannot be added", n->text);
	if (!unit->text)
		return;
	if (!takes(r, unit->text))
		hqc_report(c, HQC_MSG_unit_not_of_kind, unit->span, "a record of %s has no amount in %s", r->name.text, unit->text);
	else
		check_number(c, n, r->decimals);
}

static void check_change(struct hqc *c, const struct hqc_record *r, const struct hqc_change *change)
{
	const struct hqc_field *f = change->resolved;

	if (change->kind != HQC_CHANGE_FIELD && r->single)
		hqc_report(c, HQC_MSG_change_shape, change->span, "there is one %s: it can change, and no other can be added",
			   r->name.text);
	if (change->kind == HQC_CHANGE_GROWS && !r->spans_from.text && !r->single)
		hqc_report(c, HQC_MSG_change_shape, change->span, "only what spans from one day to another grows");
	if (change->kind != HQC_CHANGE_ADDED && (change->step.text || change->most.text))
		hqc_report(c, HQC_MSG_change_shape, change->span, "only what can be added comes in steps, or so much a year");
	if (f && !f->codes && f->type != HQC_TYPE_YES_NO)
		hqc_report(c, HQC_MSG_change_shape, change->field.span, "'%s' has no codes that a change could be told by", f->name.text);
	check_codes(c, change, change->from);
	check_codes(c, change, change->to);
	check_step(c, r, &change->step, &change->step_unit);
	check_step(c, r, &change->most, &change->most_unit);
	if (change->takes.text)
		hqc_check_length(c, change->takes_unit);
}

static void check_changes(struct hqc *c, const struct hqc_record *r)
{
	const struct hqc_change *grows = NULL;

	for (const struct hqc_change *change = r->changes; change; change = change->next) {
		check_change(c, r, change);
		if (change->kind != HQC_CHANGE_GROWS)
			continue;
		if (grows) {
			struct hqc_diag *d = hqc_report(c, HQC_MSG_declared_twice, change->span, "that %s grows is said twice", r->name.text);

			hqc_note_at(c, d, grows->span, "it is said here");
		}
		grows = change;
	}
}

/* ---- implications -------------------------------------------------------------------------------------------- */

static void check_implied_filter(struct hqc *c, const struct hqc_record *r, const struct hqc_filter *f)
{
	const char *other = f->kind == HQC_FILTER_DEFINED ? "a definition" : f->kind == HQC_FILTER_SILENT ? "what a source leaves silent" :
			    f->unit ? "an amount" : f->rel == HQC_REL_WITHIN || f->scope == HQC_SCOPE_AS_OF ? "the as-of date" :
			    f->field && f->field->record != r ? "another record" : NULL;

	for (const struct hqc_value *v = f->values; v && !other; v = v->next)
		other = v->kind == HQC_VALUE_AS_OF ? "the as-of date" :
			v->kind == HQC_VALUE_FIELD && v->field && v->field->record != r ? "another record" : NULL;
	if (other)
		hqc_report(c, HQC_MSG_implied_shape, f->span, "an implication is about the fields of one record, not about %s", other);
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		check_implied_filter(c, r, part);
}

static void check_implied(struct hqc *c, const struct hqc_record *r)
{
	for (const struct hqc_implied *implied = r->implied; implied; implied = implied->next) {
		if (implied->another && r->single)
			hqc_report(c, HQC_MSG_implied_shape, implied->span, "there is one %s, and never another", r->name.text);
		check_implied_filter(c, r, implied->each ? implied->each : implied->holds);
		if (!implied->each)
			check_implied_filter(c, r, implied->when);
	}
}

static void check_record(struct hqc *c, const struct hqc_record *r)
{
	if (r->single && r != c->teacher && r != c->assignment)
		hqc_report(c, HQC_MSG_single_name, r->name.span,
			   "a decision knows two single records, teacher and assignment, not '%s'", r->name.text);
	if (r->single && (r->has_amount || r->counted_by.text || r->dated_by.text || r->spans_from.text))
		hqc_report(c, HQC_MSG_single_shape, r->name.span,
			   "a single record has fields and nothing else: no amount, no dates, no count");
	if (r->dated_by.text && r->spans_from.text) {
		struct hqc_diag *d =
			hqc_report(c, HQC_MSG_dated_twice, r->spans_from.span,
				   "a record of %s is dated by one day or spans two, not both", r->name.text);

		hqc_note_at(c, d, r->dated_by.span, "it is dated here");
	}
	if (r->counted_by.text && strcmp(r->counted_by.text, "times") != 0)
		hqc_report(c, HQC_MSG_counted_by_times, r->counted_by.span,
			   "records count themselves by 'times', not '%s'", r->counted_by.text);
	if (r->has_amount)
		check_amount(c, r);
	for (const struct hqc_field *f = r->fields; f; f = f->next)
		check_field(c, r, f);
	check_changes(c, r);
	check_implied(c, r);
}

void hqc_check_facts(struct hqc *c)
{
	for (uint16_t i = 0; i < c->nrecords; i++)
		check_record(c, c->all_records[i]);
	if (c->nrecords > 0 && (!c->teacher || !c->assignment))
		hqc_report(c, HQC_MSG_no_single_record, c->all_records[0]->name.span,
			   "facts are declared, but no single record '%s'", c->teacher ? "assignment" : "teacher");
}
