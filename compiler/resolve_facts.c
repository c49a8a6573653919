/* Facts: sources, units, lists of codes, kinds of record and their fields, gathered from all files into one list each.
 *
 * Finds what is declared twice and what a declaration names that does not exist. Leaves whether the declarations make
 * sense to check_facts.c. The one idea: facts have no scopes; every file sees those of every other.
 */
#include <string.h>

#include "resolve.h"

struct hqc_record *hqc_find_record(const struct hqc *c, const char *name)
{
	for (uint16_t i = 0; i < c->nrecords; i++) {
		struct hqc_record *r = c->all_records[i];

		if (hqc_same(r->name.text, name) || (r->plural.text && hqc_same(r->plural.text, name)))
			return r;
	}
	return NULL;
}

struct hqc_unit *hqc_find_unit(const struct hqc *c, const char *name)
{
	for (uint16_t i = 0; i < c->nunits; i++) {
		if (hqc_same(c->all_units[i]->name.text, name) || hqc_same(c->all_units[i]->plural.text, name))
			return c->all_units[i];
	}
	return NULL;
}

struct hqc_field *hqc_find_field(const struct hqc_record *record, const char *name)
{
	for (struct hqc_field *f = record->fields; f; f = f->next) {
		if (hqc_same(f->name.text, name))
			return f;
	}
	return NULL;
}

struct hqc_code *hqc_find_code(const struct hqc_codes *codes, const char *name)
{
	for (struct hqc_code *k = codes->first; k; k = k->next) {
		if (hqc_same(k->name.text, name))
			return k;
	}
	return NULL;
}

bool hqc_record_takes(const struct hqc_record *record, const struct hqc_unit *unit)
{
	for (const struct hqc_unit_ref *u = record->units; u; u = u->next) {
		if (u->unit == unit)
			return true;
	}
	return false;
}

struct hqc_unit *hqc_resolve_unit(struct hqc *c, struct hqc_name name)
{
	struct hqc_unit *unit = hqc_find_unit(c, name.text);

	if (unit)
		return unit;
	struct hqc_choices choices = { .n = 0 };

	for (uint16_t i = 0; i < c->nunits; i++)
		hqc_choice(&choices, c->all_units[i]->plural.text);
	hqc_unknown(c, HQC_MSG_unknown_unit, name.span, name.text, "unit", &choices);
	return NULL;
}

struct hqc_record *hqc_resolve_kind(struct hqc *c, struct hqc_name name)
{
	struct hqc_record *record = hqc_find_record(c, name.text);

	if (record) {
		record->used = true;
		return record;
	}
	struct hqc_choices choices = { .n = 0 };

	for (uint16_t i = 0; i < c->nrecords; i++) {
		if (!c->all_records[i]->single)
			hqc_choice(&choices, c->all_records[i]->name.text);
	}
	hqc_unknown(c, HQC_MSG_unknown_kind, name.span, name.text, "kind of record", &choices);
	return NULL;
}

struct hqc_field *hqc_resolve_field(struct hqc *c, struct hqc_record *record, struct hqc_name name)
{
	struct hqc_field *field = hqc_find_field(record, name.text);

	if (field) {
		field->used = true;
		record->used = true;
		return field;
	}
	struct hqc_choices choices = { .n = 0 };
	char what[HQC_NAME_MAX + 16];

	for (const struct hqc_field *f = record->fields; f; f = f->next)
		hqc_choice(&choices, f->name.text);
	for (const struct hqc_unit_ref *u = record->units; u; u = u->next) {
		if (u->unit)
			hqc_choice(&choices, u->unit->plural.text);
	}
	snprintf(what, sizeof(what), "field of %.120s", record->name.text);
	hqc_unknown(c, HQC_MSG_unknown_field, name.span, name.text, what, &choices);
	return NULL;
}

void hqc_resolve_code(struct hqc *c, const struct hqc_field *field, struct hqc_value *value)
{
	if (!field->codes || value->code)
		return;
	value->code = hqc_find_code(field->codes, value->name.text);
	if (value->code)
		return;
	struct hqc_choices choices = { .n = 0 };
	char what[HQC_NAME_MAX + 16];

	for (const struct hqc_code *k = field->codes->first; k; k = k->next)
		hqc_choice(&choices, k->name.text);
	snprintf(what, sizeof(what), "code of %.120s", field->name.text);
	hqc_unknown(c, HQC_MSG_unknown_code, value->span, value->name.text, what, &choices);
}

/* ---- gathering ----------------------------------------------------------------------------------------------- */

static void twice(struct hqc *c, const char *what, struct hqc_name name, struct hqc_name before)
{
	struct hqc_diag *d = hqc_report(c, HQC_MSG_declared_twice, name.span, "%s '%s' is declared twice", what,
					name.text);

	hqc_note_at(c, d, before.span, "'%s' is first declared here", before.text);
}

static void gather_sources(struct hqc *c, struct hqc_source *list)
{
	for (struct hqc_source *s = list; s; s = s->next) {
		for (uint16_t i = 0; i < c->nsources; i++) {
			if (hqc_same(c->all_sources[i]->name.text, s->name.text))
				twice(c, "source", s->name, c->all_sources[i]->name);
		}
		if (c->nsources == sizeof(c->all_sources) / sizeof(c->all_sources[0])) {
			hqc_report(c, HQC_MSG_too_many_sources, s->name.span, "more than %d sources", c->nsources);
			return;
		}
		s->index = c->nsources;
		c->all_sources[c->nsources++] = s;
	}
}

static void gather_units(struct hqc *c, struct hqc_unit *list)
{
	for (struct hqc_unit *u = list; u; u = u->next) {
		for (uint16_t i = 0; i < c->nunits; i++) {
			const struct hqc_unit *old = c->all_units[i];

			if (hqc_same(old->name.text, u->name.text) || hqc_same(old->plural.text, u->name.text))
				twice(c, "unit", u->name, old->name);
			else if (hqc_same(old->name.text, u->plural.text) ||
				 hqc_same(old->plural.text, u->plural.text))
				twice(c, "unit", u->plural, old->name);
		}
		if (c->nunits == HQ_UNITS_MAX) {
			hqc_report(c, HQC_MSG_too_many_units, u->name.span, "more than %d units", HQ_UNITS_MAX);
			return;
		}
		u->index = c->nunits;
		c->all_units[c->nunits++] = u;
	}
}

static struct hqc_codes *find_codes(const struct hqc *c, const char *name)
{
	for (uint16_t i = 0; i < c->nfiles; i++) {
		for (struct hqc_codes *k = c->trees[i]->codes; k; k = k->next) {
			if (hqc_same(k->name.text, name))
				return k;
		}
	}
	return NULL;
}

/* Numbers the codes of a list and finds one that stands in it twice. */
static void number_codes(struct hqc *c, struct hqc_codes *codes)
{
	codes->count = 0;
	for (struct hqc_code *k = codes->first; k; k = k->next) {
		for (struct hqc_code *old = codes->first; old != k; old = old->next) {
			if (hqc_same(old->name.text, k->name.text))
				twice(c, "code", k->name, old->name);
		}
		if (codes->count == HQ_CODES_MAX) {
			hqc_report(c, HQC_MSG_too_many_codes, k->name.span, "more than %d codes in one list",
				   HQ_CODES_MAX);
			return;
		}
		k->index = codes->count++;
	}
}

static void gather_codes(struct hqc *c, struct hqc_codes *list)
{
	for (struct hqc_codes *k = list; k; k = k->next) {
		struct hqc_codes *old = find_codes(c, k->name.text);

		if (old != k)
			twice(c, "list of codes", k->name, old->name);
		number_codes(c, k);
	}
}

static void gather_records(struct hqc *c, struct hqc_record *list)
{
	for (struct hqc_record *r = list; r; r = r->next) {
		for (uint16_t i = 0; i < c->nrecords; i++) {
			const struct hqc_record *old = c->all_records[i];

			if (hqc_same(old->name.text, r->name.text) || hqc_same(old->plural.text, r->name.text))
				twice(c, "record", r->name, old->name);
			else if (r->plural.text && (hqc_same(old->name.text, r->plural.text) ||
						    hqc_same(old->plural.text, r->plural.text)))
				twice(c, "record", r->plural, old->name);
		}
		if (c->nrecords == HQ_KINDS_MAX) {
			hqc_report(c, HQC_MSG_too_many_kinds, r->name.span, "more than %d kinds of record",
				   HQ_KINDS_MAX);
			return;
		}
		r->index = c->nrecords;
		c->all_records[c->nrecords++] = r;
		if (r->single && strcmp(r->name.text, "teacher") == 0)
			c->teacher = r;
		if (r->single && strcmp(r->name.text, "assignment") == 0)
			c->assignment = r;
	}
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static void resolve_field_codes(struct hqc *c, struct hqc_field *f)
{
	struct hqc_code *only = f->inline_codes;

	if (!only)
		return;
	struct hqc_codes *named = only->next ? NULL : find_codes(c, only->name.text);

	if (named) {
		f->codes = named;
		return;
	}
	f->codes = HQC_NEW(&c->arena, struct hqc_codes);
	f->codes->span = f->span;
	f->codes->name = f->name;
	f->codes->ordered = f->ordered;
	f->codes->first = f->inline_codes;
	number_codes(c, f->codes);
}

static void resolve_record(struct hqc *c, struct hqc_record *r)
{
	uint16_t index = 0;

	for (struct hqc_unit_ref *u = r->units; u; u = u->next)
		u->unit = hqc_resolve_unit(c, u->name);
	for (struct hqc_field *f = r->fields; f; f = f->next) {
		for (struct hqc_field *old = r->fields; old != f; old = old->next) {
			if (hqc_same(old->name.text, f->name.text))
				twice(c, "field", f->name, old->name);
		}
		f->record = r;
		f->index = index;
		if (index++ == HQ_FIELDS_MAX)
			hqc_report(c, HQC_MSG_too_many_fields, f->name.span, "more than %d fields in record '%s'",
				   HQ_FIELDS_MAX, r->name.text);
		resolve_field_codes(c, f);
	}
}

/* The field that dates a record. Every decision reads it, so it counts as used; the record does not for that. */
static void own_field(struct hqc *c, struct hqc_record *r, struct hqc_name name)
{
	if (!name.text)
		return;
	const bool record_used = r->used;
	struct hqc_field *f = hqc_resolve_field(c, r, name);

	if (!f)
		return;
	r->used = record_used;
	if (f->type != HQC_TYPE_DATE) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_not_a_date_field, name.span,
						"'%s' dates a record but is not a date", name.text);

		hqc_note_at(c, d, f->name.span, "the field is declared here");
	}
}

/* Names of what can change. The field is not used by that: a fact that no rule reads is still one too many. */
static void resolve_change(struct hqc *c, struct hqc_record *r, struct hqc_change *change)
{
	if (change->step_unit.text)
		hqc_resolve_unit(c, change->step_unit);
	if (change->most_unit.text)
		hqc_resolve_unit(c, change->most_unit);
	if (!change->field.text)
		return;
	const bool record_used = r->used;
	const struct hqc_field *known = hqc_find_field(r, change->field.text);
	const bool used = known && known->used;
	struct hqc_field *f = hqc_resolve_field(c, r, change->field);

	r->used = record_used;
	if (!f)
		return;
	f->used = used;
	change->resolved = f;
	for (struct hqc_value *v = change->from; v; v = v->next)
		hqc_resolve_code(c, f, v);
	for (struct hqc_value *v = change->to; v; v = v->next)
		hqc_resolve_code(c, f, v);
}

void hqc_resolve_facts(struct hqc *c)
{
	for (uint16_t i = 0; i < c->nfiles; i++) {
		gather_sources(c, c->trees[i]->sources);
		gather_units(c, c->trees[i]->units);
		gather_codes(c, c->trees[i]->codes);
		gather_records(c, c->trees[i]->records);
	}
	for (uint16_t i = 0; i < c->nrecords; i++) {
		struct hqc_record *r = c->all_records[i];

		resolve_record(c, r);
		own_field(c, r, r->dated_by);
		own_field(c, r, r->spans_from);
		own_field(c, r, r->spans_to);
		if (r->has_default && r->preset_unit.text)
			hqc_resolve_unit(c, r->preset_unit);
		for (struct hqc_change *change = r->changes; change; change = change->next)
			resolve_change(c, r, change);
	}
}
