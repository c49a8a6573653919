/* Names to numbers: kinds, fields, codes and units of a vocabulary, and records made from texts.
 * For whoever embeds the runtime and for readers of data; deciding uses none of it. Lists are short, so every search is
 * linear: a kind has at most HQ_FIELDS_MAX fields, a list at most HQ_CODES_MAX codes. */
#include <stdbool.h>

#include "hq.h"

/* Is @text, @len bytes, the same as the NUL-terminated @name? */
static int same(const char *name, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && name[i] && name[i] == text[i])
		i++;
	return i == len && !name[i];
}

static size_t length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

_Static_assert(!offsetof(struct hq_vocab_kind, name) && !offsetof(struct hq_vocab_field, name) &&
	       !offsetof(struct hq_vocab_code, name) && !offsetof(struct hq_vocab_unit, name), "names come first");

/* Which of @n items of @size bytes has this name: all that have names begin with them, kinds and units with two. */
static int find(const struct hq_vocab *vocab, const void *items, size_t size, uint32_t n, uint32_t names, const char *name, size_t len)
{
	const char *item = items;

	for (uint32_t i = 0; i < n; i++, item += size)
		for (uint32_t k = 0; k < names; k++)
			if (same(HQ_TEXT(vocab, ((const uint32_t *)(const void *)item)[k]), name, len))
				return (int)i;
	return HQ_ENAME;
}

static const struct hq_vocab_kind *kind_at(const struct hq_vocab *vocab, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, vocab, kinds) + kind;
}

static const struct hq_vocab_field *field_at(const struct hq_vocab *vocab, unsigned kind, unsigned field)
{
	return HQ_AT(struct hq_vocab_field, vocab, fields) + kind_at(vocab, kind)->first_field + field;
}

int hq_find_kind(const struct hq_vocab *vocab, const char *name, size_t len)
{
	return find(vocab, kind_at(vocab, 0), sizeof(struct hq_vocab_kind), vocab->kinds.count, 2, name, len);
}

int hq_find_field(const struct hq_vocab *vocab, unsigned kind, const char *name, size_t len)
{
	return find(vocab, field_at(vocab, kind, 0), sizeof(struct hq_vocab_field), kind_at(vocab, kind)->nfields, 1, name, len);
}

int hq_find_code(const struct hq_vocab *vocab, unsigned kind, unsigned field, const char *name, size_t len)
{
	const struct hq_vocab_field *f = field_at(vocab, kind, field);

	return find(vocab, HQ_AT(struct hq_vocab_code, vocab, codes) + f->first_code, sizeof(struct hq_vocab_code), f->ncodes, 1, name, len);
}

int hq_find_unit(const struct hq_vocab *vocab, const char *name, size_t len)
{
	return find(vocab, HQ_AT(struct hq_vocab_unit, vocab, units), sizeof(struct hq_vocab_unit), vocab->units.count, 2, name, len);
}

int hq_record_begin(const struct hq_vocab *vocab, const char *kind, struct hq_record *record)
{
	const int k = hq_find_kind(vocab, kind, length(kind));

	if (k < 0)
		return k;
	*record = (struct hq_record){ .kind = (uint8_t)k, .unit = 255, .times = 1 };
	return 0;
}

/* The value of one field, as text, in the form the field stores. */
static int value_of(const struct hq_vocab *vocab, unsigned kind, unsigned field, const char *text, size_t len, int64_t *out)
{
	static const char yes_no[][4] = { "no", "yes" }, true_false[][6] = { "false", "true" };
	const struct hq_vocab_field *f = field_at(vocab, kind, field);
	hq_day day;
	int rc;

	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
	case HQ_FIELD_SOME_OF:
		rc = hq_find_code(vocab, kind, field, text, len);
		if (rc < 0)
			return rc;
		*out = f->type == HQ_FIELD_ONE_OF ? rc : (int64_t)1 << rc;
		return 0;
	case HQ_FIELD_YES_NO:
		for (*out = 0; *out <= 1; ++*out)
			if (same(yes_no[*out], text, len) || same(true_false[*out], text, len))
				return 0;
		return HQ_ENAME;
	case HQ_FIELD_DATE:
		if (f->never && same("never", text, len)) {
			*out = HQ_DAY_NEVER;
			return 0;
		}
		rc = hq_day_parse(text, len, &day);
		*out = rc < 0 ? 0 : day;
		return rc;
	case HQ_FIELD_NUMBER:
		rc = hq_number_parse(text, len, f->decimals, out);
		return rc < 0 ? rc : *out < f->min || *out > f->max ? HQ_ERANGE : 0;
	}
	return HQ_ETABLE;
}

int hq_record_set(const struct hq_vocab *vocab, struct hq_record *record, const char *name, const char *value)
{
	const size_t name_len = length(name), value_len = length(value);
	const int f = hq_find_field(vocab, record->kind, name, name_len);
	int64_t v = 0;

	if (f >= 0) {
		/* A set is given one code at a time. */
		const bool more = field_at(vocab, record->kind, (unsigned)f)->type == HQ_FIELD_SOME_OF && (record->known >> f & 1);
		const int rc = value_of(vocab, record->kind, (unsigned)f, value, value_len, &v);

		if (rc < 0)
			return rc;
		record->v[f] = more ? record->v[f] | v : v;
		record->known |= (uint16_t)(1u << f);
		return 0;
	}
	const struct hq_vocab_kind *k = kind_at(vocab, record->kind);
	const int u = hq_find_unit(vocab, name, name_len);

	if (u < 0 || !(k->units >> u & 1))
		return HQ_ENAME;
	const int rc = hq_number_parse(value, value_len, k->decimals, &v);

	if (rc < 0 || v < k->amount_min || v > k->amount_max)
		return HQ_ERANGE;
	record->unit = (uint8_t)u;
	record->amount = v;
	return 0;
}
