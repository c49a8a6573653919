/* Filters on partial records: 3 and 1.2 to 1.4 of docs/semantics.md. */
#include "intervals_in.h"

#include <stdlib.h>
#include <string.h>

/* 1.2: the teacher's record may be missing as a whole */
static const struct hq_record *person(const struct iv *c)
{
	for (size_t i = 0; i < c->t->nrecords; i++)
		if (c->t->records[i].kind == c->t->teacher)
			return &c->t->records[i];
	return NULL;
}

/* 1.2, 1.3: the value of a field; false: missing */
static bool value_of(const struct iv *c, enum hqc_scope scope, const struct hqc_field *f, const struct hq_record *r, int64_t *v)
{
	if (scope == HQC_SCOPE_AS_OF) {
		*v = c->t->as_of;
		return true;
	}
	if (scope == HQC_SCOPE_TEACHER)
		r = person(c);
	if (scope == HQC_SCOPE_ASSIGNMENT)
		r = c->t->assignment;
	if (r && (r->known >> f->index & 1)) {
		*v = r->v[f->index];
		return true;
	}
	const bool asked = r ? r->asked >> f->index & 1 : c->t->list[f->record->index] == HQ_UNKNOWN;

	*v = 0;
	return c->t->closed && f->type == HQC_TYPE_YES_NO && !asked;
}

/* 1.4 */
bool iv_amount(const struct hqc_record *kind, const struct hq_record *r, uint16_t *unit, struct ref_number *amount)
{
	if (r->unit != 255) {
		*unit = r->unit;
		*amount = over(whole(r->amount), ten_to(kind->decimals));
		return true;
	}
	if (!kind->has_default)
		return false;
	for (const struct hqc_unit_ref *u = kind->units; u; u = u->next)
		if (!strcmp(u->unit->name.text, kind->preset_unit.text) || !strcmp(u->unit->plural.text, kind->preset_unit.text))
			*unit = u->unit->index;
	*amount = of(&kind->preset);
	return true;
}

/* One side of a relation: a number to compare, or a set of codes. */
struct side { struct ref_number n; int64_t raw; bool set; };

static bool side_of_field(const struct iv *c, enum hqc_scope scope, const struct hqc_field *f, const struct hq_record *r, struct side *out)
{
	if (!value_of(c, scope, f, r, &out->raw))
		return false;
	out->n = f && f->type == HQC_TYPE_NUMBER ? over(whole(out->raw), ten_to(f->decimals)) : whole(out->raw);
	out->set = f && f->type == HQC_TYPE_SOME_OF;
	return true;
}

static bool side_of_value(const struct iv *c, const struct hqc_value *v, const struct hq_record *r, struct side *out)
{
	*out = (struct side){ { 0, 1 }, 0, false };
	switch (v->kind) {
	case HQC_VALUE_FIELD:
		return side_of_field(c, v->scope, v->field, r, out);
	case HQC_VALUE_NUMBER:
	case HQC_VALUE_NAME:
		if (!v->code) {                 /* a code may be spelled as a number */
			out->n = of(&v->number);
			return true;
		}
		out->raw = v->code->index;
		break;
	case HQC_VALUE_DATE:
		out->raw = v->date.day;
		break;
	case HQC_VALUE_YES:
	case HQC_VALUE_NO:
		out->raw = v->kind == HQC_VALUE_YES;
		break;
	case HQC_VALUE_NEVER:
		out->raw = HQ_DAY_NEVER;
		break;
	case HQC_VALUE_AS_OF:
		out->raw = c->t->as_of;
		break;
	case HQC_VALUE_UNKNOWN:
	case HQC_VALUE_SET:
		abort();
	}
	out->n = whole(out->raw);
	return true;
}

/* 3.2: equal, or a code in common where one of them is a set */
static bool same(const struct side *a, const struct side *b)
{
	if (a->set && b->set)
		return (a->raw & b->raw) != 0;
	if (a->set)
		return b->raw < 63 && (a->raw >> b->raw & 1);
	if (b->set)
		return a->raw < 63 && (b->raw >> a->raw & 1);
	return compare(a->n, b->n) == 0;
}

/* 3.1, 3.2: each value by itself; any of them is enough */
static enum truth relation(const struct iv *c, const struct hqc_filter *f, const struct hq_record *r, const struct side *left)
{
	enum truth any = NO;

	if (f->rel == HQC_REL_WITHIN)
		return left->raw <= c->t->as_of && left->raw > ref_months_before(c->t->as_of, ref_in_months(&f->values->number, &f->within_unit)) ? YES : NO;
	for (const struct hqc_value *v = f->values; v; v = v->next) {
		struct side right;

		if (!side_of_value(c, v, r, &right)) {
			any = either(any, UNKNOWN);
			continue;
		}
		const int cmp = compare(left->n, right.n);
		bool is = false;

		switch (f->rel) {
		case HQC_REL_IS:
		case HQC_REL_IS_NOT:
			is = same(left, &right);
			break;
		case HQC_REL_AT_LEAST:
		case HQC_REL_ON_OR_AFTER:
			is = cmp >= 0;
			break;
		case HQC_REL_AT_MOST:
		case HQC_REL_ON_OR_BEFORE:
			is = cmp <= 0;
			break;
		case HQC_REL_ABOVE:
		case HQC_REL_AFTER:
			is = cmp > 0;
			break;
		case HQC_REL_BELOW:
		case HQC_REL_BEFORE:
			is = cmp < 0;
			break;
		case HQC_REL_WITHIN:
			abort();
		}
		any = either(any, is ? YES : NO);
	}
	return f->rel == HQC_REL_IS_NOT ? turned(any) : any;
}

static enum truth condition(const struct iv *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	struct side left = { { 0, 1 }, 0, false };
	uint16_t unit;

	if (f->unit)                    /* 3.3 */
		return iv_amount(kind, r, &unit, &left.n) && unit == f->unit->index ? relation(c, f, r, &left) : UNKNOWN;
	return side_of_field(c, f->scope, f->field, r, &left) ? relation(c, f, r, &left) : UNKNOWN;
}

enum truth iv_filter(const struct iv *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	enum truth all = YES, any = NO;

	switch (f->kind) {
	case HQC_FILTER_AND:
	case HQC_FILTER_OR:
		for (const struct hqc_filter *k = f->first; k; k = k->next) {
			const enum truth one = iv_filter(c, k, kind, r);

			all = both(all, one);
			any = either(any, one);
		}
		return f->kind == HQC_FILTER_AND ? all : any;
	case HQC_FILTER_NOT:
		return turned(iv_filter(c, f->first, kind, r));
	case HQC_FILTER_DEFINED:
		all = f->define->filter ? iv_filter(c, f->define->filter, kind, r) : YES;
		return f->negated ? turned(all) : all;
	case HQC_FILTER_SILENT:         /* 3.4 */
		return UNKNOWN;
	case HQC_FILTER_FIELD:
		return condition(c, f, kind, r);
	}
	abort();
}

/* ---- 6.3: a share's filter, read anew for each kind ---- */

static const struct hqc_define *defined_for(const struct ref_partial *t, const char *name, const struct hqc_record *kind)
{
	for (const struct hqc_define *const *list = t->defines; *list; list++)
		for (const struct hqc_define *d = *list; d; d = d->next)
			if (d->record == kind && !strcmp(d->name.text, name))
				return d;
	return NULL;
}

bool ref_share_reads(const struct ref_partial *t, const struct hqc_filter *f, const struct hqc_record *kind)
{
	if (f->kind == HQC_FILTER_DEFINED)
		return defined_for(t, f->name.text, kind) != NULL;
	if (f->kind == HQC_FILTER_FIELD && f->scope == HQC_SCOPE_RECORD && !f->unit)
		return ref_field_named(kind, &f->name) != NULL;
	for (const struct hqc_filter *k = f->first; k; k = k->next)
		if (!ref_share_reads(t, k, kind))
			return false;
	return true;
}

enum truth iv_in_share(const struct iv *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	enum truth all = YES, any = NO;
	struct hqc_filter here = *f;

	switch (f->kind) {
	case HQC_FILTER_AND:
	case HQC_FILTER_OR:
	case HQC_FILTER_NOT:
		for (const struct hqc_filter *k = f->first; k; k = k->next) {
			const enum truth one = iv_in_share(c, k, kind, r);

			all = both(all, one);
			any = either(any, one);
		}
		return f->kind == HQC_FILTER_AND ? all : f->kind == HQC_FILTER_OR ? any : turned(all);
	case HQC_FILTER_DEFINED:
		here.define = (struct hqc_define *)defined_for(c->t, f->name.text, kind);
		return iv_filter(c, &here, kind, r);
	case HQC_FILTER_FIELD:
		if (f->scope == HQC_SCOPE_RECORD && !f->unit)
			here.field = ref_field_named(kind, &f->name);
		return iv_filter(c, &here, kind, r);
	case HQC_FILTER_SILENT:
		return UNKNOWN;
	}
	abort();
}
