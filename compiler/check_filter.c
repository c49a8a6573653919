/* Relations in filters: does the value fit the field, can the field be compared so, can the answer be anything but one?
 *
 * resolve_tests.c has found what the names stand for. Sets of codes were looked up there too, so a value left without a
 * code is of another type than the field.
 */
#include <string.h>

#include "check.h"
#include "format.h"

static bool is_equality(enum hqc_rel rel)
{
	return rel == HQC_REL_IS || rel == HQC_REL_IS_NOT;
}

static const char *type_text(const struct hqc_field *f)
{
	if (!f)
		return "a date";
	switch (f->type) {
	case HQC_TYPE_ONE_OF:  return "one of a list of codes";
	case HQC_TYPE_SOME_OF: return "some of a list of codes";
	case HQC_TYPE_YES_NO:  return "yes or no";
	case HQC_TYPE_DATE:    return "a date";
	case HQC_TYPE_NUMBER:  return "a number";
	}
	return "";
}

/* The type on the left of a relation; a unit is a number, the as-of date a date. */
static enum hqc_type left_type(const struct hqc_filter *f)
{
	return f->unit ? HQC_TYPE_NUMBER : f->field ? f->field->type : HQC_TYPE_DATE;
}

static const char *left_name(const struct hqc_filter *f)
{
	return f->scope == HQC_SCOPE_AS_OF ? "as_of" : f->name.text;
}

static struct hqc_diag *with_field(const struct hqc_at *at, struct hqc_diag *d, const struct hqc_field *f)
{
	if (f)
		hqc_note_at(at->c, d, f->name.span, "'%s' is declared here", f->name.text);
	return d;
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* Two fields can be compared when they hold the same sort of thing. */
static void check_field_value(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_value *v)
{
	const struct hqc_field *a = f->field, *b = v->field;
	const enum hqc_type left = left_type(f), right = b ? b->type : HQC_TYPE_DATE;
	const bool codes = a && b && a->codes && b->codes;

	if (codes && a->codes == b->codes)
		return;
	if (!codes && !f->unit && left == right && (left != HQC_TYPE_NUMBER || a->decimals == b->decimals))
		return;
	struct hqc_diag *d = hqc_report(at->c, HQC_MSG_fields_differ, v->span,
					"'%s' and '%s' hold different things: they cannot be compared",
					left_name(f), b ? b->name.text : "as_of");

	with_field(at, with_field(at, d, a), b);
}

static bool value_fits(const struct hqc_filter *f, const struct hqc_value *v)
{
	switch (left_type(f)) {
	case HQC_TYPE_ONE_OF:
	case HQC_TYPE_SOME_OF:
		return v->code != NULL || v->kind == HQC_VALUE_NAME || v->kind == HQC_VALUE_NUMBER;     /* an unknown code is said already */
	case HQC_TYPE_YES_NO:
		return v->kind == HQC_VALUE_YES || v->kind == HQC_VALUE_NO;
	case HQC_TYPE_DATE:
		return v->kind == HQC_VALUE_DATE || (v->kind == HQC_VALUE_NEVER && f->field && f->field->never);
	case HQC_TYPE_NUMBER:
		return v->kind == HQC_VALUE_NUMBER;
	}
	return false;
}

static void check_value(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_value *v)
{
	if (v->kind == HQC_VALUE_FIELD && !v->field)
		return;
	if (v->kind == HQC_VALUE_FIELD || v->kind == HQC_VALUE_AS_OF) {
		check_field_value(at, f, v);
		return;
	}
	if (value_fits(f, v))
		return;
	struct hqc_diag *d = hqc_report(at->c, HQC_MSG_wrong_value, v->span, "'%s' is %s; this value is not",
					left_name(f), f->unit ? "a number" : type_text(f->field));

	with_field(at, d, f->field);
}

/* ---- order --------------------------------------------------------------------------------------------------- */

static void check_order(const struct hqc_at *at, const struct hqc_filter *f)
{
	const enum hqc_type left = left_type(f);

	if (left == HQC_TYPE_NUMBER || left == HQC_TYPE_DATE)
		return;
	if (left == HQC_TYPE_ONE_OF && f->field->codes->ordered)
		return;
	struct hqc_diag *d =
		hqc_report(at->c, HQC_MSG_no_order, f->span, "'%s' has no order, so nothing is '%s' another",
			   left_name(f), hqc_relation_word(f->rel));

	with_field(at, d, f->field);
}

static void check_within(const struct hqc_at *at, const struct hqc_filter *f)
{
	if (f->scope == HQC_SCOPE_AS_OF || left_type(f) != HQC_TYPE_DATE) {
		hqc_report(at->c, HQC_MSG_not_a_date_field, f->span,
			   "only a date of a record lies within so long; '%s' does not", left_name(f));
		return;
	}
	hqc_check_length(at->c, f->within_unit);
}

/* ---- one answer only ----------------------------------------------------------------------------------------- */

static void same_answer(const struct hqc_at *at, const struct hqc_filter *f, bool yes)
{
	struct hqc_diag *d = hqc_report(at->c, yes ? HQC_MSG_always_true : HQC_MSG_always_false, f->span,
					"this is %s true", yes ? "always" : "never");

	with_field(at, d, f->field);
}

/* @value in the order of low..high: does the relation split the range? */
static void check_split(const struct hqc_at *at, const struct hqc_filter *f, struct hqc_rat value,
			struct hqc_rat low, struct hqc_rat high)
{
	const int below = hqc_rat_compare(value, low), above = hqc_rat_compare(value, high);

	switch (f->rel) {
	case HQC_REL_AT_LEAST:
	case HQC_REL_ON_OR_AFTER:
		if (below <= 0 || above > 0)
			same_answer(at, f, below <= 0);
		return;
	case HQC_REL_ABOVE:
	case HQC_REL_AFTER:
		if (below < 0 || above >= 0)
			same_answer(at, f, below < 0);
		return;
	case HQC_REL_AT_MOST:
	case HQC_REL_ON_OR_BEFORE:
		if (below < 0 || above >= 0)
			same_answer(at, f, above >= 0);
		return;
	case HQC_REL_BELOW:
	case HQC_REL_BEFORE:
		if (below <= 0 || above > 0)
			same_answer(at, f, above > 0);
		return;
	case HQC_REL_IS:
	case HQC_REL_IS_NOT:
	case HQC_REL_WITHIN:
		return;
	}
}

static void check_number(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_record *record,
			 const struct hqc_value *v)
{
	const struct hqc_rat low = hqc_rat_of(f->unit ? &record->min : &f->field->min);
	const struct hqc_rat high = hqc_rat_of(f->unit ? &record->max : &f->field->max);
	const uint32_t decimals = f->unit ? record->decimals : f->field->decimals;
	const struct hqc_rat value = hqc_rat_of(&v->number);
	struct hqc_fold fold = { false };

	if (hqc_rat_compare(value, low) < 0 || hqc_rat_compare(value, high) > 0) {
		struct hqc_diag *d = hqc_report(at->c, HQC_MSG_outside_range, v->span,
						"%s is outside what '%s' can be: %s to %s", v->number.text,
						f->name.text, f->unit ? record->min.text : f->field->min.text,
						f->unit ? record->max.text : f->field->max.text);

		with_field(at, d, f->field);
		return;
	}
	if (is_equality(f->rel)) {
		if (hqc_rat_mul(&fold, value, hqc_rat_int(hqc_pow10(&fold, decimals))).den != 1)
			same_answer(at, f, f->rel == HQC_REL_IS_NOT);
		return;
	}
	check_split(at, f, value, low, high);
}

/* The same code twice, or all of the list, in one relation. */
static void check_codes(const struct hqc_at *at, const struct hqc_filter *f)
{
	uint32_t n = 0;

	for (const struct hqc_value *v = f->values; v; v = v->next) {
		for (const struct hqc_value *old = f->values; old != v; old = old->next) {
			if (!v->code || old->code != v->code)
				continue;
			hqc_report(at->c, HQC_MSG_same_value, v->span, "'%s' is named twice", v->code->name.text);
			n--;
		}
		n += v->code != NULL;
	}
	if (n == f->field->codes->count && f->field->type == HQC_TYPE_ONE_OF)
		same_answer(at, f, f->rel == HQC_REL_IS);
}

/* `at least` the lowest rank is what a source says who means any rank, so only what is never true is a finding. */
static void check_rank(const struct hqc_at *at, const struct hqc_filter *f, uint16_t rank, uint16_t n)
{
	if ((f->rel == HQC_REL_ABOVE && rank + 1 == n) || (f->rel == HQC_REL_BELOW && rank == 0))
		same_answer(at, f, false);
}

static void check_answer(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_record *record)
{
	const enum hqc_type left = left_type(f);
	const struct hqc_value *v = f->values;

	if (left == HQC_TYPE_NUMBER) {
		for (; v; v = v->next) {
			if (v->kind == HQC_VALUE_NUMBER)
				check_number(at, f, record, v);
		}
	} else if (f->field && f->field->codes && is_equality(f->rel)) {
		check_codes(at, f);
	} else if (f->field && f->field->codes && v->code) {
		check_rank(at, f, v->code->index, f->field->codes->count);
	} else if (left == HQC_TYPE_YES_NO && is_equality(f->rel) && v->next) {
		same_answer(at, f, f->rel == HQC_REL_IS);
	}
}

/* ---- a filter ------------------------------------------------------------------------------------------------ */

static void check_part(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_record *record)
{
	if (f->kind != HQC_FILTER_FIELD)
		return;
	if (!f->field && !f->unit && f->scope != HQC_SCOPE_AS_OF)
		return;                 /* an unknown name, said already */
	const size_t errors = at->c->diags.errors;

	if (f->rel == HQC_REL_WITHIN) {
		check_within(at, f);
		return;
	}
	if (!is_equality(f->rel))
		check_order(at, f);
	for (const struct hqc_value *v = f->values; at->c->diags.errors == errors && v; v = v->next)
		check_value(at, f, v);
	for (const struct hqc_value *v = f->values; v; v = v->next)
		if (f->field && f->field->codes && v->kind != HQC_VALUE_FIELD && !v->code)
			return;         /* an unknown code, said already */
	if (at->c->diags.errors == errors)
		check_answer(at, f, record);
}

void hqc_check_filters(struct hqc *c)
{
	const struct hqc_visitor v = { .filter = check_part };

	hqc_walk(c, &v);
}
