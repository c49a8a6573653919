/* Filters: 3 of docs/semantics.md. */
#include "evaluator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hqc_field *ref_field_named(const struct hqc_record *kind, const struct hqc_name *name)
{
	for (struct hqc_field *f = kind->fields; f; f = f->next)
		if (name->text && !strcmp(f->name.text, name->text))
			return f;
	return NULL;
}

static const struct hq_record *teacher_record(const struct context *c, uint16_t kind)
{
	for (size_t i = 0; i < c->t->nrecords; i++)
		if (c->t->records[i].kind == kind)
			return &c->t->records[i];
	fprintf(stderr, "reference: the single record `teacher` is not among the facts\n");
	abort();
}

static int64_t value_in(const struct context *c, enum hqc_scope scope, const struct hqc_field *f, const struct hq_record *r)
{
	switch (scope) {
	case HQC_SCOPE_RECORD:
		return r->v[f->index];
	case HQC_SCOPE_TEACHER:
		return teacher_record(c, f->record->index)->v[f->index];
	case HQC_SCOPE_ASSIGNMENT:
		return c->t->assignment->v[f->index];
	case HQC_SCOPE_AS_OF:
		break;
	}
	return c->t->as_of;
}

/* A value as a set of codes, so that equality and sharing a code are one thing (3.2). */
static bool shares(int64_t a, bool a_set, int64_t b, bool b_set)
{
	if (a_set && b_set)
		return (a & b) != 0;
	if (a_set)
		return (a >> b & 1) != 0;
	if (b_set)
		return (b >> a & 1) != 0;
	return a == b;
}

static bool relation(const struct context *c, const struct hqc_filter *f, const struct hq_record *r)
{
	struct ref_number left;
	const bool left_set = f->field && f->field->type == HQC_TYPE_SOME_OF;
	int64_t raw = 0;

	if (f->unit) {
		raw = r->amount;        /* both sides times 10^decimals of the kind: see matches */
		left = whole(raw);
	} else if (f->scope == HQC_SCOPE_AS_OF) {
		raw = c->t->as_of;
		left = whole(raw);
	} else {
		raw = value_in(c, f->scope, f->field, r);
		left = f->field->type == HQC_TYPE_NUMBER ? over(whole(raw), ten_to(f->field->decimals)) : whole(raw);
	}
	if (f->rel == HQC_REL_WITHIN)
		return raw <= c->t->as_of && raw > ref_months_before(c->t->as_of, ref_in_months(&f->values->number, &f->within_unit));

	bool any = false;
	for (const struct hqc_value *v = f->values; v; v = v->next) {
		struct ref_number right = { 0, 1 };
		bool right_set = false;
		int64_t right_raw = 0;

		switch (v->kind) {
		case HQC_VALUE_NAME:
			right_raw = v->code->index;
			right = whole(right_raw);
			break;
		case HQC_VALUE_NUMBER:
			if (v->code) {
				right_raw = v->code->index;
				right = whole(right_raw);
			} else {
				right = of(&v->number);
			}
			break;
		case HQC_VALUE_DATE:
			right = whole(v->date.day);
			break;
		case HQC_VALUE_YES:
		case HQC_VALUE_NO:
			right = whole(v->kind == HQC_VALUE_YES);
			break;
		case HQC_VALUE_NEVER:
			right = whole(HQ_DAY_NEVER);
			break;
		case HQC_VALUE_AS_OF:
			right = whole(c->t->as_of);
			break;
		case HQC_VALUE_FIELD:
			right_raw = value_in(c, v->scope, v->field, r);
			right = v->field->type == HQC_TYPE_NUMBER ? over(whole(right_raw), ten_to(v->field->decimals)) : whole(right_raw);
			right_set = v->field->type == HQC_TYPE_SOME_OF;
			break;
		case HQC_VALUE_UNKNOWN:
		case HQC_VALUE_SET:
			abort();
		}
		const int cmp = compare(left, right);
		switch (f->rel) {
		case HQC_REL_IS:
		case HQC_REL_IS_NOT:
			any |= left_set || right_set ? shares(raw, left_set, right_raw, right_set) : cmp == 0;
			break;
		case HQC_REL_AT_LEAST:
		case HQC_REL_ON_OR_AFTER:
			return cmp >= 0;
		case HQC_REL_AT_MOST:
		case HQC_REL_ON_OR_BEFORE:
			return cmp <= 0;
		case HQC_REL_ABOVE:
		case HQC_REL_AFTER:
			return cmp > 0;
		case HQC_REL_BELOW:
		case HQC_REL_BEFORE:
			return cmp < 0;
		case HQC_REL_WITHIN:
			abort();
		}
	}
	return f->rel == HQC_REL_IS_NOT ? !any : any;
}

/* 3.1; the decimals of an amount are the kind's, so a unit test is done here where the kind is known */
bool ref_matches(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	bool yes;

	switch (f->kind) {
	case HQC_FILTER_AND:
		for (const struct hqc_filter *k = f->first; k; k = k->next)
			if (!ref_matches(c, k, kind, r))
				return false;
		return true;
	case HQC_FILTER_OR:
		for (const struct hqc_filter *k = f->first; k; k = k->next)
			if (ref_matches(c, k, kind, r))
				return true;
		return false;
	case HQC_FILTER_NOT:
		return !ref_matches(c, f->first, kind, r);
	case HQC_FILTER_DEFINED:
		yes = !f->define->filter || ref_matches(c, f->define->filter, kind, r);
		return f->negated ? !yes : yes;
	case HQC_FILTER_SILENT:
		return ref_settle(c, f, r ? (long)(r - c->t->records) : -1);
	case HQC_FILTER_FIELD:
		if (f->unit) {
			struct hqc_filter in_amount = *f;
			struct hq_record scaled = *r;
			struct hqc_value v = *f->values;

			if (r->unit != f->unit->index)          /* 3.3: nobody can say */
				return ref_settle(c, f, (long)(r - c->t->records));
			if (f->rel == HQC_REL_IS || f->rel == HQC_REL_IS_NOT) {
				for (const struct hqc_value *p = f->values; p; p = p->next)
					if (compare(over(whole(r->amount), ten_to(kind->decimals)), of(&p->number)) == 0)
						return f->rel == HQC_REL_IS;
				return f->rel == HQC_REL_IS_NOT;
			}
			v.number.num = f->values->number.num * ten_to(kind->decimals).num;
			v.next = NULL;
			in_amount.values = &v;
			return relation(c, &in_amount, &scaled);
		}
		return relation(c, f, r);
	}
	abort();
}

bool ref_meets(const struct ref_teacher *t, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	const struct context c = { .t = t };

	return ref_matches(&c, f, kind, r);
}

/* 6.3: a share's filter is read anew for each kind; a kind that lacks a field of it gives nothing */
bool ref_in_share(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	struct hqc_filter here = *f;

	if (f->kind == HQC_FILTER_AND || f->kind == HQC_FILTER_OR || f->kind == HQC_FILTER_NOT) {
		bool any = false, all = true;

		for (const struct hqc_filter *k = f->first; k; k = k->next) {
			const bool yes = ref_in_share(c, k, kind, r);

			any |= yes;
			all &= yes;
		}
		return f->kind == HQC_FILTER_AND ? all : f->kind == HQC_FILTER_OR ? any : !any;
	}
	if (f->kind == HQC_FILTER_DEFINED) {
		for (const struct hqc_define *const *list = c->t->defines; *list; list++)
			for (const struct hqc_define *d = *list; d; d = d->next)
				if (d->record == kind && !strcmp(d->name.text, f->name.text))
					return ref_matches(c, d->filter, kind, r) != f->negated;
		return false;
	}
	if (f->kind != HQC_FILTER_FIELD || f->scope != HQC_SCOPE_RECORD)
		return ref_matches(c, f, kind, r);
	here.field = ref_field_named(kind, &f->name);
	return here.field && ref_matches(c, &here, kind, r);
}
