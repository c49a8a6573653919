/* What hangs together in a vocabulary: kinds with their fields and amounts, what can change, the two single kinds. */
#include "verify.h"

uint64_t hqi_hash(const void *bytes, size_t size, size_t skip)
{
	const unsigned char *p = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (i - skip < sizeof(uint64_t) ? 0 : p[i])) * 0x100000001b3u;
	return hash;
}

static bool dates_ok(const struct hqi_check *c, const struct hq_vocab_kind *k, uint32_t field)
{
	if (field == 255)
		return !(k->flags & HQ_KIND_SPAN);
	return field < k->nfields &&
	       HQ_AT(struct hq_vocab_field, c->vocab, fields)[k->first_field + field].type == HQ_FIELD_DATE;
}

static bool amount_ok(const struct hq_vocab_kind *k)
{
	if (!(k->flags & HQ_KIND_AMOUNT))
		return !(k->flags & HQ_KIND_DEFAULT);
	if (k->units == 0 || k->amount_min > k->amount_max || !hqi_between(k->amount_all, 0, HQ_BIG * HQ_TIMES_MAX))
		return false;
	return !(k->flags & HQ_KIND_DEFAULT) ||
	       (k->preset_unit < HQ_UNITS_MAX && (k->units >> k->preset_unit & 1) &&
		hqi_between(k->preset, k->amount_min, k->amount_max));
}

static bool single_ok(const struct hq_vocab *v, uint32_t kind)
{
	return kind == HQ_NONE ||
	       (kind < v->kinds.count && (HQ_AT(struct hq_vocab_kind, v, kinds)[kind].flags & HQ_KIND_SINGLE));
}

static bool change_ok(const struct hqi_check *c, const struct hq_vocab_change *change)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + change->kind;

	return (change->field < k->nfields || change->field == 255) &&
	       (change->can != HQ_CAN_CHANGE || change->field != 255) && (change->can != HQ_CAN_GROW || (k->flags & HQ_KIND_SPAN));
}

bool hqi_vocab_ok(struct hqi_check *c)
{
	const struct hq_vocab *v = c->vocab;
	const struct hq_vocab_field *field = HQ_AT(struct hq_vocab_field, v, fields);
	const struct hq_vocab_kind *kind = HQ_AT(struct hq_vocab_kind, v, kinds);
	const struct hq_vocab_change *change = HQ_AT(struct hq_vocab_change, v, changes);

	c->where = offsetof(struct hq_vocab, kinds);
	if (v->kinds.count > HQ_KINDS_MAX || v->units.count > HQ_UNITS_MAX || v->changes.count > HQ_CHANGES_MAX)
		return false;
	c->where = offsetof(struct hq_vocab, fields);
	for (uint32_t n = v->fields.count; n > 0; n--, field++)
		if (field->ncodes > (field->type == HQ_FIELD_SOME_OF ? 63 : HQ_CODES_MAX))
			return false;
	c->where = offsetof(struct hq_vocab, kinds);
	for (uint32_t n = v->kinds.count; n > 0; n--, kind++)
		if (kind->nfields > HQ_FIELDS_MAX || !dates_ok(c, kind, kind->date_field) ||
		    !dates_ok(c, kind, kind->from_field) || kind->units >> v->units.count || !amount_ok(kind))
			return false;
	c->where = offsetof(struct hq_vocab, changes);
	for (uint32_t n = v->changes.count; n > 0; n--, change++)
		if (!change_ok(c, change))
			return false;
	c->where = offsetof(struct hq_vocab, kinds);
	if (!single_ok(v, v->teacher) || !single_ok(v, v->assignment) || v->teacher == v->assignment)
		return false;
	c->where = 0;
	return hqi_hash(v, v->size, offsetof(struct hq_vocab, hash)) == v->hash;
}
