/* One teacher's records: every value within what the vocabulary declares, then sorted by kind, day and place.
 *
 * Nothing here knows the rules. After hq_facts_prepare the rest of the runtime indexes by kinds, codes and units
 * without looking again. The one idea: what the vocabulary declares is checked once, here.
 */
#include "hq_internal.h"

static const struct hq_vocab_kind *kind_of(const struct hq_vocab *vocab, const struct hq_record *r)
{
	return HQ_AT(struct hq_vocab_kind, vocab, kinds) + r->kind;
}

static bool value_ok(const struct hq_vocab_field *f, int64_t v)
{
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return v >= 0 && v < f->ncodes;
	case HQ_FIELD_SOME_OF:
		return v >= 0 && v >> f->ncodes == 0;
	case HQ_FIELD_YES_NO:
		return v == 0 || v == 1;
	case HQ_FIELD_DATE:
		return (v >= HQ_DAY_FIRST && v <= HQ_DAY_LAST) || (f->never && v == HQ_DAY_NEVER);
	case HQ_FIELD_NUMBER:
		return v >= f->min && v <= f->max;
	}
	return false;
}

static bool has(const struct hq_record *r, uint8_t field)
{
	return field < HQ_FIELDS_MAX && (r->known >> field & 1);
}

/* A span that ends before it begins, or states more years than the school years it touches (semantics 2.7). */
static bool span_ok(const struct hq_vocab_kind *k, const struct hq_record *r)
{
	if (!(k->flags & HQ_KIND_SPAN) || !has(r, k->from_field) || !has(r, k->date_field))
		return true;
	const hq_day from = (hq_day)r->v[k->from_field], to = (hq_day)r->v[k->date_field];

	if (to == HQ_DAY_NEVER)
		return true;            /* it goes on: how many years fit depends on the as-of date */
	if (from > to)
		return false;
	if (r->unit != k->year_unit)
		return true;
	int64_t most = hq_school_year(to) - hq_school_year(from) + 1;

	for (unsigned i = 0; i < k->decimals; i++)
		most *= 10;
	return r->amount <= most;
}

static bool record_ok(const struct hq_vocab *vocab, const struct hq_record *r)
{
	if (r->kind >= vocab->kinds.count)
		return false;
	const struct hq_vocab_kind *k = kind_of(vocab, r);
	const struct hq_vocab_field *fields = HQ_AT(struct hq_vocab_field, vocab, fields) + k->first_field;

	if (r->known >> k->nfields)
		return false;
	for (uint16_t f = 0; f < k->nfields; f++)
		if ((r->known >> f & 1) && !value_ok(&fields[f], r->v[f]))
			return false;
	/* A record that nobody counts may leave times at 0. */
	if (k->flags & HQ_KIND_TIMES ? r->times < 1 || r->times > HQ_TIMES_MAX : r->times > 1)
		return false;
	if (!(k->flags & HQ_KIND_AMOUNT) || r->unit == 255)
		return true;
	if (r->unit >= HQ_UNITS_MAX || !(k->units >> r->unit & 1) || r->amount < k->amount_min || r->amount > k->amount_max)
		return false;
	return span_ok(k, r);
}

static bool before(const struct hq_vocab *vocab, const struct hq_record *a, const struct hq_record *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind;
	const uint8_t f = kind_of(vocab, a)->date_field;
	const int64_t da = has(a, f) ? a->v[f] : HQ_DAY_OPEN, db = has(b, f) ? b->v[f] : HQ_DAY_OPEN;

	return da != db ? da < db : a->ref < b->ref;
}

/* Shell's sort: in place, and next to nothing where the records are in order already. */
static void sort(const struct hq_vocab *vocab, struct hq_record *r, size_t n)
{
	for (size_t gap = 1093; gap > 0; gap /= 3) {
		for (size_t i = gap; i < n; i++) {
			for (size_t at = i; at >= gap && before(vocab, &r[at], &r[at - gap]); at -= gap) {
				const struct hq_record t = r[at];

				r[at] = r[at - gap];
				r[at - gap] = t;
			}
		}
	}
}

/* The amounts of one kind, in whatever units, stay within what all together may have; so no sum leaves 63 bits. */
static bool amounts_ok(const struct hq_vocab_kind *k, const struct hq_record *r, size_t n)
{
	int64_t sum = 0;

	if (!(k->flags & HQ_KIND_AMOUNT))
		return true;
	for (size_t i = 0; i < n; i++) {
		if (r[i].unit != 255)
			sum += r[i].amount * (k->flags & HQ_KIND_TIMES ? r[i].times : 1);
		if (sum > k->amount_all)
			return false;
	}
	return true;
}

int hq_facts_prepare(struct hq_facts *facts, struct hq_record *records)
{
	const struct hq_vocab *vocab = facts->vocab;
	const size_t n = facts->nrecords;
	size_t at = 0;

	facts->prepared = 0;
	facts->known_lists = 0;
	if (!vocab)
		return HQ_EVOCAB;
	if (n > HQ_RECORDS_MAX)
		return HQ_ERANGE;
	for (size_t i = 0; i < n; i++)
		if (!record_ok(vocab, &records[i]))
			return HQ_ERANGE;
	if (facts->assignment && (facts->assignment->kind != vocab->assignment || !record_ok(vocab, facts->assignment)))
		return HQ_ERANGE;
	sort(vocab, records, n);
	for (uint32_t kind = 0; kind <= HQ_KINDS_MAX; kind++) {
		const size_t first = at;

		facts->first[kind] = (uint16_t)at;
		if (kind >= vocab->kinds.count)
			continue;
		const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, vocab, kinds) + kind;

		while (at < n && records[at].kind == kind)
			at++;
		if (facts->list[kind] > HQ_KNOWN || (at > first && facts->list[kind] != HQ_KNOWN) ||
		    (kind == vocab->teacher && at - first > 1) || !amounts_ok(k, records + first, at - first))
			return HQ_ERANGE;
		if (facts->list[kind] == HQ_KNOWN && !(k->flags & HQ_KIND_SINGLE))
			facts->known_lists |= (uint32_t)1 << kind;
	}
	facts->prepared = 1;
	return HQ_OK;
}
