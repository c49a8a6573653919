/* Names inside examples: kinds, fields, codes, and the example that another is like.
 *
 * What an expectation names (rows, slots, routes) exists only once the edition is lowered; lower_examples.c looks at
 * that. A pair's value gets its field in `field`; an amount's unit, `times` and `event` leave it NULL.
 */
#include <string.h>

#include "resolve.h"

static bool is_word(struct hqc_name name, const char *word)
{
	return strcmp(name.text, word) == 0;
}

static void resolve_value(struct hqc *c, const struct hqc_field *field, struct hqc_value *v)
{
	if (v->kind == HQC_VALUE_NAME || v->kind == HQC_VALUE_NUMBER)
		hqc_resolve_code(c, field, v);
	for (struct hqc_value *one = v->set; one; one = one->next)
		hqc_resolve_code(c, field, one);
}

static void resolve_pair(struct hqc *c, struct hqc_record *record, struct hqc_pair *p)
{
	struct hqc_field *field = hqc_find_field(record, p->name.text);

	if (!field) {
		const struct hqc_unit *unit = hqc_find_unit(c, p->name.text);

		if (unit && hqc_record_takes(record, unit))
			return;
		if (is_word(p->name, "event") || (record->counted_by.text && is_word(p->name, "times")))
			return;
		field = hqc_resolve_field(c, record, p->name);          /* reports */
		return;
	}
	if (!p->value)
		return;
	p->value->field = field;
	resolve_value(c, field, p->value);
}

static void resolve_given(struct hqc *c, struct hqc_given *g)
{
	if (g->kind == HQC_GIVEN_FORM)
		return;
	const struct hqc_record *known = hqc_find_record(c, g->record.text);
	const bool used = known && known->used;

	g->resolved = hqc_resolve_kind(c, g->record);
	if (!g->resolved)
		return;
	g->resolved->used = used;                       /* only a rule's reading is use */
	for (struct hqc_pair *p = g->pairs; p; p = p->next) {
		for (struct hqc_pair *old = g->pairs; old != p; old = old->next) {
			if (!hqc_same(old->name.text, p->name.text))
				continue;
			struct hqc_diag *d = hqc_report(c, HQC_MSG_given_twice, p->name.span, "'%s' is given twice",
							p->name.text);

			hqc_note_at(c, d, old->name.span, "it is first given here");
		}
		resolve_pair(c, g->resolved, p);
	}
}

static void resolve_like(const struct hqc_place *s, struct hqc_example *x)
{
	struct hqc_choices choices = { .n = 0 };

	if (!x->like.text)
		return;
	for (struct hqc_example *other = s->edition->examples; other; other = other->next) {
		if (hqc_same(other->name.text, x->like.text)) {
			x->like_resolved = other;
			return;
		}
		hqc_choice(&choices, other->name.text);
	}
	hqc_unknown(s->c, HQC_MSG_unknown_example, x->like.span, x->like.text, "example of this edition", &choices);
}

static void like_cycle(struct hqc *c, struct hqc_example *x)
{
	struct hqc_example *at = x;

	for (; at && !at->visiting; at = at->like_resolved)
		at->visiting = true;
	if (at == x && x->like_resolved)
		hqc_report(c, HQC_MSG_like_cycle, x->like.span, "example '%s' is like itself", x->name.text);
	for (at = x; at && at->visiting; at = at->like_resolved)
		at->visiting = false;
}

void hqc_resolve_examples(const struct hqc_place *s)
{
	for (struct hqc_example *x = s->edition->examples; x; x = x->next) {
		for (const struct hqc_example *old = s->edition->examples; old != x; old = old->next) {
			if (!hqc_same(old->name.text, x->name.text))
				continue;
			struct hqc_diag *d = hqc_report(s->c, HQC_MSG_defined_twice, x->name.span,
							"example '%s' is defined twice", x->name.text);

			hqc_note_at(s->c, d, old->name.span, "'%s' is first defined here", old->name.text);
		}
		resolve_like(s, x);
		for (struct hqc_given *g = x->givens; g; g = g->next)
			resolve_given(s->c, g);
	}
	for (struct hqc_example *x = s->edition->examples; x; x = x->next)
		like_cycle(s->c, x);
}
