/* Facts to the vocabulary block: kinds, fields, codes, units and their texts.
 *
 * check_facts.c has seen to it that the declarations make sense. A list of codes that several fields share stands in
 * the block once.
 */
#include <string.h>

#include "lower.h"

struct vocab {
	struct hqc *c;
	struct hqc_fold fold;
	struct hqc_buf kinds, fields, codes, units, changes;
	struct hqc_buf lists;                  /* struct list */
	struct hqc_texts text;
};

struct list { const struct hqc_codes *codes; uint16_t first; };

static uint16_t lower_codes(struct vocab *v, const struct hqc_codes *codes)
{
	for (uint32_t i = 0; i < v->lists.count; i++) {
		const struct list *known = HQC_AT(const struct list, v->lists, i);

		if (known->codes == codes)
			return known->first;
	}
	const uint16_t first = (uint16_t)v->codes.count;

	*(struct list *)hqc_buf_add(&v->c->arena, &v->lists, 1) = (struct list){ codes, first };
	for (const struct hqc_code *k = codes->first; k; k = k->next) {
		struct hq_vocab_code *out = hqc_buf_add(&v->c->arena, &v->codes, 1);

		out->name = hqc_text(v->c, &v->text, k->name.text);
		out->doc = hqc_text(v->c, &v->text, k->doc.text);
	}
	return first;
}

static void lower_field(struct vocab *v, const struct hqc_field *f)
{
	struct hq_vocab_field out = {
		.name = hqc_text(v->c, &v->text, f->name.text),
		.doc = hqc_text(v->c, &v->text, f->doc.text),
		.edfi = hqc_text(v->c, &v->text, f->edfi.text),
		.ceds = hqc_text(v->c, &v->text, f->ceds.text),
		.type = (uint8_t)f->type,
		.never = f->never,
	};

	if (f->codes) {
		out.first_code = lower_codes(v, f->codes);
		out.ncodes = f->codes->count;
		out.ordered = f->codes->ordered;
	}
	if (f->type == HQC_TYPE_NUMBER) {
		const int64_t scale = hqc_pow10(&v->fold, f->decimals);

		out.decimals = (uint8_t)f->decimals;
		out.min = hqc_rat_scaled(&v->fold, hqc_rat_of(&f->min), scale);
		out.max = hqc_rat_scaled(&v->fold, hqc_rat_of(&f->max), scale);
	}
	*(struct hq_vocab_field *)hqc_buf_add(&v->c->arena, &v->fields, 1) = out;
}

static uint8_t field_index(const struct hqc_record *r, struct hqc_name name)
{
	const struct hqc_field *f = name.text ? hqc_find_field(r, name.text) : NULL;

	return f ? (uint8_t)f->index : 255;
}

static void lower_amount(struct vocab *v, const struct hqc_record *r, struct hq_vocab_kind *out)
{
	const int64_t scale = hqc_pow10(&v->fold, r->decimals);
	int64_t together = 1;

	if (!r->single)
		together = HQ_RECORDS_MAX;
	if (r->counted_by.text)
		together *= HQ_TIMES_MAX;
	out->flags |= HQ_KIND_AMOUNT;
	out->decimals = (uint8_t)r->decimals;
	for (const struct hqc_unit_ref *u = r->units; u; u = u->next)
		out->units = (uint16_t)(out->units | 1u << u->unit->index);
	out->amount_min = hqc_rat_scaled(&v->fold, hqc_rat_of(&r->min), scale);
	out->amount_max = hqc_rat_scaled(&v->fold, hqc_rat_of(&r->max), scale);
	out->amount_all = r->all.text ? hqc_rat_scaled(&v->fold, hqc_rat_of(&r->all), scale)
				      : hqc_mul(&v->fold, out->amount_max, together);
	out->edfi = hqc_text(v->c, &v->text, r->edfi.text);
	out->ceds = hqc_text(v->c, &v->text, r->ceds.text);
	if (!r->has_default)
		return;
	out->flags |= HQ_KIND_DEFAULT;
	out->preset = hqc_rat_scaled(&v->fold, hqc_rat_of(&r->preset), scale);
	out->preset_unit = (uint8_t)hqc_find_unit(v->c, r->preset_unit.text)->index;
}

static void lower_kind(struct vocab *v, const struct hqc_record *r)
{
	const struct hqc_name date = r->spans_to.text ? r->spans_to : r->dated_by;
	struct hq_vocab_kind out = {
		.name = hqc_text(v->c, &v->text, r->name.text),
		.plural = hqc_text(v->c, &v->text, r->plural.text ? r->plural.text : r->name.text),
		.doc = hqc_text(v->c, &v->text, r->doc.text),
		.first_field = (uint16_t)v->fields.count,
		.date_field = field_index(r, date),
		.from_field = field_index(r, r->spans_from),
		.year_unit = 255,
	};

	if (r->single)
		out.flags |= HQ_KIND_SINGLE;
	if (r->counted_by.text)
		out.flags |= HQ_KIND_TIMES;
	if (r->spans_from.text)
		out.flags |= HQ_KIND_SPAN;
	for (const struct hqc_unit_ref *u = r->spans_from.text ? r->units : NULL; u; u = u->next) {
		if (strcmp(u->unit->name.text, "year") == 0)
			out.year_unit = (uint8_t)u->unit->index;
	}
	if (r->has_amount)
		lower_amount(v, r, &out);
	for (const struct hqc_field *f = r->fields; f; f = f->next)
		lower_field(v, f);
	out.nfields = (uint16_t)(v->fields.count - out.first_field);
	*(struct hq_vocab_kind *)hqc_buf_add(&v->c->arena, &v->kinds, 1) = out;
}

static void set_codes(uint64_t set[4], const struct hqc_value *values)
{
	for (int i = 0; i < 4; i++)
		set[i] = values ? 0 : UINT64_MAX;
	for (const struct hqc_value *v = values; v; v = v->next) {
		const unsigned code = v->code ? v->code->index : v->kind == HQC_VALUE_YES;

		set[code / 64] |= (uint64_t)1 << code % 64;
	}
}

/* What is not said: whole records one by one where they have no amount, else whole units of the first that they come in. */
static void lower_change(struct vocab *v, const struct hqc_record *r, const struct hqc_change *change)
{
	const int64_t scale = hqc_pow10(&v->fold, r->decimals);
	struct hq_vocab_change out = {
		.kind = (uint8_t)r->index, .can = (uint8_t)change->kind,
		.field = change->resolved ? (uint8_t)change->resolved->index : 255,
		.step_unit = 255, .most_unit = 255, .step = 1, .most = HQ_BIG,
	};

	if (change->step.text) {
		out.step_unit = (uint8_t)hqc_find_unit(v->c, change->step_unit.text)->index;
		out.step = hqc_rat_scaled(&v->fold, hqc_rat_of(&change->step), scale);
	}
	if (change->most.text) {
		out.most = change->most.num;
		if (change->most_unit.text) {
			out.most_unit = (uint8_t)hqc_find_unit(v->c, change->most_unit.text)->index;
			out.most = hqc_rat_scaled(&v->fold, hqc_rat_of(&change->most), scale);
		}
	}
	if (change->takes.text)
		out.months = (uint16_t)hqc_months(&change->takes, change->takes_unit.text);
	out.hours = change->cost[0].text ? change->cost[0].num : 0;
	out.dollars = change->cost[1].text ? change->cost[1].num : 0;
	set_codes(out.from, change->from);
	set_codes(out.to, change->to);
	*(struct hq_vocab_change *)hqc_buf_add(&v->c->arena, &v->changes, 1) = out;
}

static uint64_t fnv1a(const void *bytes, size_t size)
{
	const unsigned char *p = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ p[i]) * 0x100000001b3u;
	return hash;
}

void hqc_lower_vocab(struct hqc *c)
{
	struct vocab v = {
		.c = c,
		.kinds = HQC_BUF(struct hq_vocab_kind),
		.fields = HQC_BUF(struct hq_vocab_field),
		.codes = HQC_BUF(struct hq_vocab_code),
		.units = HQC_BUF(struct hq_vocab_unit),
		.changes = HQC_BUF(struct hq_vocab_change),
		.lists = HQC_BUF(struct list),
	};
	struct hq_vocab head = {
		.magic = HQ_VOCAB_MAGIC,
		.version = HQ_TABLES_VERSION,
		.teacher = c->teacher ? c->teacher->index : HQ_NONE,
		.assignment = c->assignment ? c->assignment->index : HQ_NONE,
	};

	hqc_texts_init(c, &v.text, false);
	for (uint16_t i = 0; i < c->nunits; i++) {
		struct hq_vocab_unit *u = hqc_buf_add(&c->arena, &v.units, 1);

		u->name = hqc_text(c, &v.text, c->all_units[i]->name.text);
		u->plural = hqc_text(c, &v.text, c->all_units[i]->plural.text);
		u->doc = hqc_text(c, &v.text, c->all_units[i]->doc.text);
	}
	for (uint16_t i = 0; i < c->nrecords; i++)
		lower_kind(&v, c->all_records[i]);
	for (uint16_t i = 0; i < c->nrecords; i++) {
		for (const struct hqc_change *change = c->all_records[i]->changes; change; change = change->next) {
			if (v.changes.count == HQ_CHANGES_MAX) {
				hqc_report(c, HQC_MSG_too_many_changes, change->span, "more than %d changes are declared", HQ_CHANGES_MAX);
				return;
			}
			lower_change(&v, c->all_records[i], change);
		}
	}
	if (v.text.bytes.count > UINT16_MAX) {
		hqc_report(c, HQC_MSG_too_many_parts, c->all_records[0]->name.span,
			   "the names and descriptions of facts are more than %d bytes", UINT16_MAX);
		return;
	}
	const struct hqc_section sections[] = {
		{ &v.kinds, &head.kinds }, { &v.fields, &head.fields }, { &v.codes, &head.codes },
		{ &v.units, &head.units }, { &v.changes, &head.changes }, { &v.text.bytes, &head.text },
	};

	c->vocab = hqc_blob_make(c, &head, sizeof(head), sections, sizeof(sections) / sizeof(sections[0]));
	struct hq_vocab *made = c->vocab.bytes;

	made->size = (uint32_t)c->vocab.size;
	made->hash = fnv1a(made, c->vocab.size);
}
