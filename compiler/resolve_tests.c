/* Names inside tests, filters and awards: kinds, fields, units, codes, definitions, rubrics.
 *
 * Says what a name stands for; whether the relation makes sense for it is check_filter.c's question. A name in a
 * filter is a field of the record first, then a unit, whose name stands for the record's amount in it.
 */
#include <string.h>

#include "resolve.h"

/* Every definition that @s can see, from the inside out, until @visit says to stop. */
static struct hqc_define *in_list(struct hqc_define *list, const char *name, const struct hqc_record *record)
{
	for (struct hqc_define *d = list; d; d = d->next) {
		if (!hqc_same(d->name.text, name))
			continue;
		if (record ? d->record == record : !d->for_kind.text)
			return d;
	}
	return NULL;
}

static struct hqc_define *find_define(const struct hqc_place *s, const char *name, const struct hqc_record *record)
{
	struct hqc_define *d = s->edition ? in_list(s->edition->defines, name, record) : NULL;

	if (!d && s->jurisdiction)
		d = in_list(s->jurisdiction->defines, name, record);
	if (!d && s->file)
		d = in_list(s->file->defines, name, record);
	for (uint16_t i = 0; !d && i < s->c->nfiles; i++) {
		if (!s->c->trees[i]->jurisdictions)
			d = in_list(s->c->trees[i]->defines, name, record);
	}
	return d;
}

/* The same name, but defined for something else: the likelier mistake than a misspelling. */
static const struct hqc_define *defined_otherwise(const struct hqc_place *s, const char *name)
{
	const struct hqc_define *d = find_define(s, name, NULL);

	for (uint16_t i = 0; !d && i < s->c->nrecords; i++)
		d = find_define(s, name, s->c->all_records[i]);
	return d;
}

static void choices_from(struct hqc_choices *choices, const struct hqc_define *list,
			 const struct hqc_record *record)
{
	for (const struct hqc_define *d = list; d; d = d->next) {
		if (record ? d->record == record : !d->for_kind.text)
			hqc_choice(choices, d->name.text);
	}
}

static struct hqc_define *resolve_define_name(const struct hqc_place *s, struct hqc_name name,
					      const struct hqc_record *record)
{
	struct hqc_define *d = find_define(s, name.text, record);

	if (d) {
		d->used = true;
		return d;
	}
	const struct hqc_define *other = defined_otherwise(s, name.text);

	if (other) {
		struct hqc_diag *diag;

		if (record)
			diag = hqc_report(s->c, HQC_MSG_wrong_definition, name.span, "'%s' is not defined for %s",
					  name.text, record->name.text);
		else
			diag = hqc_report(s->c, HQC_MSG_wrong_definition, name.span,
					  "'%s' is a filter for records of one kind, not a condition of its own",
					  name.text);
		hqc_note_at(s->c, diag, other->name.span, "it is defined here");
		return NULL;
	}
	struct hqc_choices choices = { .n = 0 };

	if (s->edition)
		choices_from(&choices, s->edition->defines, record);
	if (s->jurisdiction)
		choices_from(&choices, s->jurisdiction->defines, record);
	if (s->file)
		choices_from(&choices, s->file->defines, record);
	for (uint16_t i = 0; i < s->c->nfiles; i++) {
		if (!s->c->trees[i]->jurisdictions && s->c->trees[i] != s->file)
			choices_from(&choices, s->c->trees[i]->defines, record);
	}
	hqc_unknown(s->c, HQC_MSG_unknown_definition, name.span, name.text, "definition", &choices);
	return NULL;
}

/* ---- filters ------------------------------------------------------------------------------------------------- */

static struct hqc_record *single_of(const struct hqc_place *s, enum hqc_scope scope, struct hqc_span at)
{
	struct hqc_record *r = scope == HQC_SCOPE_TEACHER ? s->c->teacher : s->c->assignment;

	if (!r)
		hqc_report(s->c, HQC_MSG_unknown_kind, at, "no single record '%s' is declared",
			   scope == HQC_SCOPE_TEACHER ? "teacher" : "assignment");
	return r;
}

static void resolve_values(const struct hqc_place *s, struct hqc_filter *f, struct hqc_record *record)
{
	for (struct hqc_value *v = f->values; v; v = v->next) {
		if (v->kind == HQC_VALUE_FIELD) {
			struct hqc_record *whose = v->scope == HQC_SCOPE_RECORD ? record : single_of(s, v->scope, v->span);

			if (whose)
				v->field = hqc_resolve_field(s->c, whose, v->name);
			else if (v->scope == HQC_SCOPE_RECORD)
				hqc_report(s->c, HQC_MSG_unknown_field, v->span, "'its' stands for a record that is asked; here there is none");
		} else if (f->field && (v->kind == HQC_VALUE_NAME || v->kind == HQC_VALUE_NUMBER)) {
			hqc_resolve_code(s->c, f->field, v);
		}
	}
}

/* A name at the head of a relation: a field of the record, or a unit that its amounts may come in. */
static void resolve_left(const struct hqc_place *s, struct hqc_filter *f, struct hqc_record *record)
{
	f->field = hqc_find_field(record, f->name.text);
	if (!f->field) {
		struct hqc_unit *unit = hqc_find_unit(s->c, f->name.text);

		if (unit && hqc_record_takes(record, unit)) {
			f->unit = unit;
			record->used = true;
			return;
		}
		if (unit) {
			struct hqc_diag *d = hqc_report(s->c, HQC_MSG_unit_not_of_kind, f->name.span,
							"a record of %s has no amount in %s", record->name.text,
							f->name.text);

			hqc_note_at(s->c, d, record->name.span, "%s is declared here", record->name.text);
			return;
		}
	}
	f->field = hqc_resolve_field(s->c, record, f->name);
}

void hqc_resolve_filter(const struct hqc_place *s, struct hqc_filter *f, struct hqc_record *record)
{
	switch (f->kind) {
	case HQC_FILTER_AND:
	case HQC_FILTER_OR:
	case HQC_FILTER_NOT:
		for (struct hqc_filter *part = f->first; part; part = part->next)
			hqc_resolve_filter(s, part, record);
		break;
	case HQC_FILTER_FIELD:
		if (f->scope == HQC_SCOPE_TEACHER || f->scope == HQC_SCOPE_ASSIGNMENT) {
			struct hqc_record *single = single_of(s, f->scope, f->span);

			if (single)
				f->field = hqc_resolve_field(s->c, single, f->name);
		} else if (f->scope == HQC_SCOPE_RECORD && record) {
			resolve_left(s, f, record);
		}
		resolve_values(s, f, record);
		break;
	case HQC_FILTER_DEFINED:
		if (record)
			f->define = resolve_define_name(s, f->name, record);
		break;
	case HQC_FILTER_SILENT:
		break;
	}
}

/* Does every name in @f mean something for @record? */
static bool applies_to(const struct hqc_place *s, const struct hqc_filter *f, const struct hqc_record *record)
{
	if (f->kind == HQC_FILTER_DEFINED)
		return find_define(s, f->name.text, record) != NULL;
	if (f->kind == HQC_FILTER_FIELD && f->scope == HQC_SCOPE_RECORD) {
		const struct hqc_unit *unit = hqc_find_unit(s->c, f->name.text);

		return hqc_find_field(record, f->name.text) || (unit && hqc_record_takes(record, unit));
	}
	for (const struct hqc_filter *part = f->first; part; part = part->next) {
		if (!applies_to(s, part, record))
			return false;
	}
	return true;
}

static struct hqc_filter *copy_filter(struct hqc *c, const struct hqc_filter *f)
{
	struct hqc_filter *out = HQC_NEW(&c->arena, struct hqc_filter);
	struct hqc_value **next_value = &out->values;
	struct hqc_filter **next_part = &out->first;

	*out = *f;
	out->next = NULL;
	out->values = NULL;
	out->first = NULL;
	for (const struct hqc_value *v = f->values; v; v = v->next) {
		*next_value = HQC_NEW(&c->arena, struct hqc_value);
		**next_value = *v;
		(*next_value)->code = NULL;
		next_value = &(*next_value)->next;
	}
	for (const struct hqc_filter *part = f->first; part; part = part->next) {
		*next_part = copy_filter(c, part);
		next_part = &(*next_part)->next;
	}
	return out;
}

struct hqc_filter *hqc_share_filter(const struct hqc_place *s, const struct hqc_filter *f,
				    struct hqc_record *record)
{
	if (!applies_to(s, f, record))
		return NULL;
	struct hqc_filter *out = copy_filter(s->c, f);

	hqc_resolve_filter(s, out, record);
	return out;
}

/* ---- what is counted ----------------------------------------------------------------------------------------- */

void hqc_resolve_what(const struct hqc_place *s, struct hqc_what *what)
{
	what->record = hqc_resolve_kind(s->c, what->kind);
	for (struct hqc_conversion *k = what->conversions; k; k = k->next) {
		k->from_resolved = hqc_resolve_unit(s->c, k->from_unit);
		k->to_resolved = hqc_resolve_unit(s->c, k->to_unit);
	}
	if (what->record && what->filter)
		hqc_resolve_filter(s, what->filter, what->record);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

static const char *word(struct hqc *c, const char *text)
{
	return hqc_intern(&c->names, text, strlen(text));
}

static struct hqc_filter *is_filter(struct hqc *c, struct hqc_span at, const char *field, struct hqc_value *values)
{
	struct hqc_filter *f = HQC_NEW(&c->arena, struct hqc_filter);

	f->span = at;
	f->kind = HQC_FILTER_FIELD;
	f->name = (struct hqc_name){ word(c, field), at };
	f->rel = HQC_REL_IS;
	f->values = values;
	return f;
}

/* `attested M by A, B` is short for: attestation where matter is M and result is yes and attester is A, B. */
static void spell_out_attested(struct hqc *c, struct hqc_test *t)
{
	struct hqc_value *matter = HQC_NEW(&c->arena, struct hqc_value);
	struct hqc_value *yes = HQC_NEW(&c->arena, struct hqc_value);
	struct hqc_filter *all = HQC_NEW(&c->arena, struct hqc_filter);

	*matter = (struct hqc_value){ .span = t->name.span, .kind = HQC_VALUE_NAME, .name = t->name };
	*yes = (struct hqc_value){ .span = t->span, .kind = HQC_VALUE_YES };
	all->span = t->span;
	all->kind = HQC_FILTER_AND;
	all->first = is_filter(c, t->name.span, "matter", matter);
	all->first->next = is_filter(c, t->span, "result", yes);
	if (t->by)
		all->first->next->next = is_filter(c, t->by->span, "attester", t->by);
	t->what.span = t->span;
	t->what.kind = (struct hqc_name){ word(c, "attestation"), t->span };
	t->what.filter = all;
}

static void resolve_passes(const struct hqc_place *s, struct hqc_test *t)
{
	struct hqc_choices choices = { .n = 0 };

	for (struct hqc_rubric *r = s->edition ? s->edition->rubrics : NULL; r; r = r->next) {
		if (hqc_same(r->name.text, t->name.text)) {
			t->rubric = r;
			if (r->passes_used < UINT16_MAX)
				r->passes_used++;
			return;
		}
		hqc_choice(&choices, r->name.text);
	}
	hqc_unknown(s->c, HQC_MSG_unknown_rubric, t->name.span, t->name.text, "rubric of this edition", &choices);
}

void hqc_resolve_test(const struct hqc_place *s, struct hqc_test *t)
{
	switch (t->kind) {
	case HQC_TEST_QUANTITY:
		t->unit_resolved = hqc_resolve_unit(s->c, t->unit);
		hqc_resolve_what(s, &t->what);
		break;
	case HQC_TEST_ATTESTED:
		spell_out_attested(s->c, t);
		hqc_resolve_what(s, &t->what);
		break;
	case HQC_TEST_HOLDS:
	case HQC_TEST_NO:
	case HQC_TEST_COUNT:
		hqc_resolve_what(s, &t->what);
		break;
	case HQC_TEST_PASSES:
		resolve_passes(s, t);
		break;
	case HQC_TEST_IS:
	case HQC_TEST_IS_NOT:
		t->define = resolve_define_name(s, t->name, NULL);
		break;
	case HQC_TEST_SCALAR:
		hqc_resolve_filter(s, t->scalar, NULL);
		break;
	case HQC_TEST_SILENT:
		break;
	}
}
