/* Is this block a table that the runtime can trust? Every offset, count, index and number that deciding or explaining
 * reads without looking again is looked at here, once.
 *
 * Whether the rules make sense is the compiler's business; here it is only that no table can make the runtime read or
 * write out of bounds, divide by zero, leave 64 bits or fail to end. The one idea: what a member may hold by itself
 * stands in a table (`members`); what hangs together is checked in the order of the rows, which refer to earlier rows
 * of their own edition only.
 */
#include "verify.h"

enum { DECIMALS_MAX = 9 };

/* ---- members ------------------------------------------------------------------------------------------------- */

/* What one member of an array's items may hold. `to` is the array meant, by the offset of its span, or a greatest value. */
enum may {
	TEXT,                          /* the offset of a text: uint16_t in rules, uint32_t in a vocabulary */
	RUN,                           /* uint16_t first, count: a run of the array `to` */
	CITES,                         /* uint16_t first: a run of cites, whose uint8_t count is the member at `to` */
	INDEX, INDEX_OR_NONE,          /* uint16_t: of the array `to`; HQ_NONE */
	UNIT,                          /* uint8_t: a unit; 255 */
	KIND,                          /* uint8_t: a kind of record */
	AT_MOST, ONE_TO,               /* uint8_t: 0.. or 1..`to` */
	AMOUNT, COUNT                  /* 0.. or 1..HQ_BIG: uint16_t, of numbers, in rules; int64_t in a vocabulary */
};
struct member { uint8_t array, at, may, to; };

/* One array of a block: where its span stands in the header, the size of an item, its name. */
struct array { uint8_t span, item; char name[11]; };

/* Texts stand in the last array. Members are in the order of arrays; one of no array ends them. */
#define R(array) offsetof(struct hq_tables, array)
#define A(array) { R(array), HQ_ITEM_##array, #array }
#define IN(array, type, member, may, to) { R(array), offsetof(struct type, member), (may), (to) }
#define CITED(array, type, first, n) IN(array, type, first, CITES, offsetof(struct type, n))
static const struct array rules_arrays[] = {
	A(editions), A(rows), A(kids), A(measures), A(shapes), A(convs), A(windows), A(filter_ops), A(words), A(lines), A(tiers),
	A(limits), A(rubrics), A(slots), A(notes), A(cites), A(sources), A(numbers), A(forks),
	A(implied),
	A(texts),
};
static const struct member rules_members[] = {
	IN(editions, hq_edition, name, TEXT, 0),                IN(editions, hq_edition, label, TEXT, 0),
	IN(editions, hq_edition, first_row, RUN, R(rows)),      IN(editions, hq_edition, first_measure, RUN, R(measures)),
	IN(editions, hq_edition, first_slot, RUN, R(slots)),    IN(editions, hq_edition, first_note, RUN, R(notes)),
	CITED(editions, hq_edition, first_cite, ncites),        IN(editions, hq_edition, root, INDEX, R(rows)),
	CITED(rows, hq_row, first_cite, ncites),
	IN(rows, hq_row, name, TEXT, 0),                        IN(rows, hq_row, label, TEXT, 0),
	IN(measures, hq_packed_measure, shape, INDEX, R(shapes)), IN(measures, hq_packed_measure, window, INDEX, R(windows)),
	IN(measures, hq_packed_measure, row, INDEX_OR_NONE, R(rows)),
	IN(shapes, hq_packed_shape, kind, KIND, 0),             IN(shapes, hq_packed_shape, unit, UNIT, 0),
	IN(shapes, hq_packed_shape, agg, ONE_TO, HQ_AGG_GREATEST),
	IN(shapes, hq_packed_shape, decimals, AT_MOST, DECIMALS_MAX), IN(shapes, hq_packed_shape, first_conv, RUN, R(convs)),
	IN(shapes, hq_packed_shape, scale, COUNT, 0),           IN(shapes, hq_packed_shape, block_each, AMOUNT, 0),
	IN(shapes, hq_packed_shape, cap_each, AMOUNT, 0),       IN(shapes, hq_packed_shape, cap_year, AMOUNT, 0),
	IN(shapes, hq_packed_shape, max, AMOUNT, 0),
	IN(convs, hq_packed_conv, unit, UNIT, 0),               IN(convs, hq_packed_conv, num, AMOUNT, 0),
	IN(convs, hq_packed_conv, den, COUNT, 0),
	IN(windows, hq_window, from_kind, AT_MOST, HQ_BOUND_MONTHS), IN(windows, hq_window, to_kind, AT_MOST, HQ_BOUND_MONTHS),
	IN(windows, hq_window, label, TEXT, 0),
	IN(lines, hq_packed_line, measure, INDEX, R(measures)), IN(lines, hq_packed_line, form, ONE_TO, HQ_LINE_TIERS),
	IN(lines, hq_packed_line, block, AMOUNT, 0),            IN(lines, hq_packed_line, mul, AMOUNT, 0),
	IN(lines, hq_packed_line, mul_hi, AMOUNT, 0),           IN(lines, hq_packed_line, cap, AMOUNT, 0),
	IN(lines, hq_packed_line, from, AMOUNT, 0),
	IN(tiers, hq_packed_tier, at, AMOUNT, 0),               IN(tiers, hq_packed_tier, points, AMOUNT, 0),
	IN(limits, hq_packed_limit, max, AMOUNT, 0),            IN(limits, hq_packed_limit, min, AMOUNT, 0),
	IN(limits, hq_packed_limit, units_min, AMOUNT, 0),      IN(limits, hq_packed_limit, divide, COUNT, 0),
	CITED(limits, hq_packed_limit, cite_max, ncite_max),    CITED(limits, hq_packed_limit, cite_min, ncite_min),
	IN(rubrics, hq_packed_rubric, denominator, COUNT, 0),   IN(rubrics, hq_packed_rubric, pass_lo, AMOUNT, 0),
	IN(rubrics, hq_packed_rubric, pass_hi, AMOUNT, 0),      IN(rubrics, hq_packed_rubric, first_min, RUN, R(kids)),
	IN(rubrics, hq_packed_rubric, first_row, RUN, R(rows)), CITED(rubrics, hq_packed_rubric, cite_pass, ncite_pass),
	CITED(rubrics, hq_packed_rubric, cite_categories, ncite_categories),
	IN(notes, hq_note, kind, ONE_TO, HQ_NOTE_CORRECTED),    IN(notes, hq_note, row, INDEX, R(rows)),
	IN(notes, hq_note, text, TEXT, 0),                      CITED(notes, hq_note, first_cite, ncites),
	IN(sources, hq_cited_source, name, TEXT, 0),            IN(sources, hq_cited_source, title, TEXT, 0),
	IN(sources, hq_cited_source, file, TEXT, 0),
	IN(forks, hq_fork, what, ONE_TO, HQ_FORK_YEARS),      IN(forks, hq_fork, kind, KIND, 0),
	{ 0, 0, 0, 0 },
};
#undef R
#define R(array) offsetof(struct hq_vocab, array)
static const struct array vocab_arrays[] = {
	A(kinds), A(fields), A(codes), A(units), A(changes), A(text),
};
static const struct member vocab_members[] = {
	IN(kinds, hq_vocab_kind, name, TEXT, 0),                IN(kinds, hq_vocab_kind, plural, TEXT, 0),
	IN(kinds, hq_vocab_kind, doc, TEXT, 0),                 IN(kinds, hq_vocab_kind, edfi, TEXT, 0),
	IN(kinds, hq_vocab_kind, ceds, TEXT, 0),                IN(kinds, hq_vocab_kind, first_field, RUN, R(fields)),
	IN(kinds, hq_vocab_kind, decimals, AT_MOST, DECIMALS_MAX), IN(kinds, hq_vocab_kind, amount_min, AMOUNT, 0),
	IN(kinds, hq_vocab_kind, amount_max, AMOUNT, 0),
	IN(fields, hq_vocab_field, name, TEXT, 0),              IN(fields, hq_vocab_field, doc, TEXT, 0),
	IN(fields, hq_vocab_field, edfi, TEXT, 0),              IN(fields, hq_vocab_field, ceds, TEXT, 0),
	IN(fields, hq_vocab_field, first_code, RUN, R(codes)),  IN(fields, hq_vocab_field, type, ONE_TO, HQ_FIELD_NUMBER),
	IN(fields, hq_vocab_field, decimals, AT_MOST, DECIMALS_MAX),
	IN(codes, hq_vocab_code, name, TEXT, 0),                IN(codes, hq_vocab_code, doc, TEXT, 0),
	IN(units, hq_vocab_unit, name, TEXT, 0),                IN(units, hq_vocab_unit, plural, TEXT, 0),
	IN(units, hq_vocab_unit, doc, TEXT, 0),
	IN(changes, hq_vocab_change, kind, KIND, 0),            IN(changes, hq_vocab_change, can, ONE_TO, HQ_CAN_GROW),
	IN(changes, hq_vocab_change, step, COUNT, 0),
	IN(changes, hq_vocab_change, step_unit, UNIT, 0),       IN(changes, hq_vocab_change, most_unit, UNIT, 0),
	IN(changes, hq_vocab_change, most, COUNT, 0),           IN(changes, hq_vocab_change, hours, AMOUNT, 0),
	IN(changes, hq_vocab_change, dollars, AMOUNT, 0),
	{ 0, 0, 0, 0 },
};
#undef R
#undef A
#undef IN
#undef CITED

#define ITEMS(array) (sizeof(array) / sizeof(*(array)))

/* A block of either sort. */
struct block {
	const char *at;
	size_t size, header;
	const struct member *members;
	const struct array *arrays;
	uint32_t narrays;
};

static struct hq_span span_of(const struct block *b, uint32_t offset)
{
	return *(const struct hq_span *)(const void *)(b->at + offset);
}

int64_t hqi_check_number(const struct hqi_check *c, uint32_t i)
{
	return i < c->rules->numbers.count ? hq_number_at(c->rules, i) : -1;
}

static bool member_ok(const struct hqi_check *c, const struct block *b, const struct member *m, const char *item, uint32_t texts)
{
	const char *at = item + m->at;
	const uint16_t *index = (const void *)at;      /* read as what it is, below */
	const uint32_t small = *(const uint8_t *)at;

	switch ((enum may)m->may) {
	case TEXT:
		return (c->rules ? *index : *(const uint32_t *)(const void *)at) < texts;
	case CITES:
		return hqi_in_range(*index, *(const uint8_t *)(item + m->to), c->rules->cites.count);
	case RUN:
		return hqi_in_range(index[0], index[1], span_of(b, m->to).count);
	case INDEX_OR_NONE:
		if (*index == HQ_NONE)
			return true;
		/* fall through */
	case INDEX:
		return *index < span_of(b, m->to).count;
	case UNIT:
		return small == 255 || small < c->vocab->units.count;
	case KIND:
		return small < c->vocab->kinds.count;
	case AT_MOST:
		return small <= m->to;
	case ONE_TO:
		return small - 1 < m->to;
	case AMOUNT:
	case COUNT:
		return hqi_between(c->rules ? hqi_check_number(c, *index) : *(const int64_t *)(const void *)at, m->may == COUNT, HQ_BIG);
	}
	return false;
}

/* The header is known to be there; every array in its place, then every member by itself. */
static bool block_ok(struct hqi_check *c, const struct block *b)
{
	const struct member *m = b->members;
	struct hq_span s = { 0, 0 };

	for (uint32_t i = 0; i < b->narrays; i++) {
		const struct array *a = &b->arrays[i];

		c->where = a->span;
		s = span_of(b, a->span);
		if (s.at * (size_t)8 < b->header || s.at * (size_t)8 + (size_t)s.count * a->item > b->size)
			return false;
	}
	/* Texts, each with its NUL, the empty one first. */
	const char *const texts = b->at + s.at * (size_t)8;
	const uint32_t ntexts = s.count;

	if (ntexts == 0 || texts[0] || texts[ntexts - 1])
		return false;
	for (const struct array *a = b->arrays; m->array; a++) {
		c->where = a->span;
		s = span_of(b, a->span);
		for (; m->array == a->span; m++)
			for (uint32_t k = 0; k < s.count; k++)
				if (!member_ok(c, b, m, b->at + s.at * (size_t)8 + k * (size_t)a->item, ntexts))
					return false;
	}
	return true;
}

/* The first words of a block; then all of it. Both sorts begin alike. */
static int verify(struct hqi_check *c, const void *at, size_t size, const char **where)
{
	const struct hq_tables *head = at;
	const bool vocab = !c->rules;
	const struct block b = {
		at, size, vocab ? sizeof(struct hq_vocab) : sizeof(struct hq_tables), vocab ? vocab_members : rules_members,
		vocab ? vocab_arrays : rules_arrays, vocab ? ITEMS(vocab_arrays) : ITEMS(rules_arrays),
	};

	bool ok = false;

	c->where = 0;
	if ((uintptr_t)head % sizeof(int64_t) == 0 && size >= b.header && head->magic == (vocab ? HQ_VOCAB_MAGIC : HQ_RULES_MAGIC)) {
		if (head->version < HQ_TABLES_OLDEST || head->version > HQ_TABLES_VERSION)
			return HQ_EVERSION;
		if (!vocab && head->vocab_hash != c->vocab->hash)
			return HQ_EVOCAB;
		ok = head->size == size && block_ok(c, &b) && (vocab ? hqi_vocab_ok(c) : hqi_rules_ok(c));
	}
	if (ok)
		return HQ_OK;
	const char *name = "header";

	for (const struct array *a = b.arrays; a < b.arrays + b.narrays; a++)
		if (a->span == c->where)
			name = a->name;
	if (where)
		*where = name;
	return HQ_ETABLE;
}

int hq_verify_vocab(const struct hq_vocab *v, size_t size, const char **where)
{
	struct hqi_check c = { .vocab = v };

	return verify(&c, v, size, where);
}

int hq_verify(const struct hq_tables *r, size_t size, const struct hq_vocab *vocab, const char **where)
{
	struct hqi_check c = { .rules = r, .vocab = vocab };

	return verify(&c, r, size, where);
}
