/* Implications between facts to filters in a block of rules (semantics 8.8).
 *
 * They are declared once, with the facts, and stand in the tables of every jurisdiction whose rules they bear on, so that the
 * runtime asks them as it asks any filter. The one idea: an implication that no rule could notice is left out.
 */
#include "lower.h"

static uint32_t fields_of(const struct hqc_filter *f)
{
	uint32_t fields = f->field ? 1u << f->field->index : 0;

	for (const struct hqc_value *v = f->values; v; v = v->next)
		if (v->kind == HQC_VALUE_FIELD && v->field)
			fields |= 1u << v->field->index;
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		fields |= fields_of(part);
	return fields;
}

static uint32_t fields_of_implied(const struct hqc_implied *implied)
{
	return implied->each ? fields_of(implied->each) : fields_of(implied->holds) | fields_of(implied->when);
}

static uint16_t lower(struct hqc_lower *l, const struct hqc_record *r, const struct hqc_filter *f)
{
	l->record = r;
	return hqc_lower_filter(l, f, NULL);
}

static void add(struct hqc_lower *l, const struct hqc_record *r, const struct hqc_implied *implied)
{
	const uint16_t when = implied->each ? HQ_NONE : lower(l, r, implied->when);
	const uint16_t holds = lower(l, r, implied->each ? implied->each : implied->holds);

	for (uint32_t i = 0; i < l->implied.count; i++) {
		const struct hq_implied *old = HQC_AT(const struct hq_implied, l->implied, i);

		if (old->kind == r->index && old->when == when && old->holds == holds)
			return;                 /* of the edition before; equal filters stand once */
	}
	*(struct hq_implied *)hqc_buf_add(&l->c->arena, &l->implied, 1) =
		(struct hq_implied){ .kind = r->index, .when = when, .holds = holds };
}

static struct hqc_field *field_named(const struct hqc_record *r, const struct hqc_name *name)
{
	struct hqc_field *f = name->text ? r->fields : NULL;

	while (f && f->name.text != name->text)        /* interned */
		f = f->next;
	return f;
}

/* What needs no declaration: a span does not end before it begins. */
static void add_order(struct hqc_lower *l, const struct hqc_record *r, uint32_t bound)
{
	struct hqc_field *first = field_named(r, &r->spans_from), *last = field_named(r, &r->spans_to);

	if (!first || !last || !(bound >> first->index & 1) || !(bound >> last->index & 1))
		return;
	struct hqc_value value = { .kind = HQC_VALUE_FIELD, .name = last->name, .field = last };
	struct hqc_filter order = { .kind = HQC_FILTER_FIELD, .name = first->name, .field = first, .rel = HQC_REL_ON_OR_BEFORE, .values = &value };

	add(l, r, &(struct hqc_implied){ .each = &order });
}

void hqc_lower_implied(struct hqc_lower *l, const uint32_t *read)
{
	for (uint16_t k = 0; k < l->c->nrecords; k++) {
		const struct hqc_record *r = l->c->all_records[k];
		uint32_t bound = read[k], before;

		/* What one implication binds to a field that is read, another may bind to a third. */
		do {
			before = bound;
			for (const struct hqc_implied *implied = r->implied; implied; implied = implied->next)
				if (fields_of_implied(implied) & bound)
					bound |= fields_of_implied(implied);
		} while (bound != before);
		for (const struct hqc_implied *implied = r->implied; implied; implied = implied->next)
			if (fields_of_implied(implied) & bound)
				add(l, r, implied);
		add_order(l, r, bound);
	}
}
