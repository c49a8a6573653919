/* Is this block a table that the runtime can trust? Every offset, count, index and number that deciding or explaining
 * reads without looking again is looked at here, once.
 *
 * Whether the rules make sense is the compiler's business; here it is only that no table can make the runtime read or
 * write out of bounds, divide by zero, leave 64 bits or fail to end. The one idea: what a member may hold by itself
 * stands in a table (`members`); what hangs together is checked in the order of the rows, which refer to earlier rows
 * of their own edition only.
 */
#include "hq_internal.h"

enum { MONTHS_MAX = 120000, DECIMALS_MAX = 9 };

struct check {
	const struct hq_tables *rules;         /* NULL while the vocabulary is looked at */
	const struct hq_vocab *vocab;
	const struct hq_edition *edition;
	const char *where;
};

/* Names the check and says no. Checks read: return holds || fails(c, "..."). */
static bool fails(struct check *c, const char *where)
{
	c->where = where;
	return false;
}

static bool in_range(uint32_t first, uint32_t n, uint32_t count)
{
	return first <= count && n <= count - first;
}

static bool between(int64_t v, int64_t least, int64_t most)
{
	return v >= least && v <= most;
}

/* a * b stays below HQ_BIG; both are 0 or more. */
static bool product_fits(int64_t a, int64_t b)
{
	return a == 0 || b <= HQ_BIG / a;
}

uint64_t hqi_hash(const void *bytes, size_t size, size_t skip)
{
	const unsigned char *p = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (i - skip < sizeof(uint64_t) ? 0 : p[i])) * 0x100000001b3u;
	return hash;
}

/* ---- members ------------------------------------------------------------------------------------------------- */

/* What one member of an array's items may hold. `to` is the array meant, by the offset of its span, or a greatest value. */
enum may {
	TEXT,                          /* the offset of a text: uint16_t in rules, uint32_t in a vocabulary */
	RUN,                           /* uint16_t first, count: a run of the array `to` */
	CITES,                         /* uint16_t first: a run of cites, whose uint8_t count is the member at `to` */
	INDEX, INDEX_OR_NONE,          /* uint16_t: of the array `to`; HQ_NONE */
	UNIT,                          /* uint8_t: a unit; 255 */
	AT_MOST, ONE_TO,               /* uint8_t: 0.. or 1..`to` */
	AMOUNT, COUNT                  /* 0.. or 1..HQ_BIG: uint16_t, of numbers, in rules; int64_t in a vocabulary */
};
struct member { uint8_t array, at, may, to; };

/* One array of a block: where its span stands in the header, the size of an item, its name. */
struct array { uint8_t span, item; const char *name; };

#define R(array) offsetof(struct hq_tables, array)
#define A(array) { R(array), HQ_ITEM_##array, #array }
#define IN(array, type, member, may, to) { R(array), offsetof(struct type, member), (may), (to) }
#define CITED(array, type, first, n) IN(array, type, first, CITES, offsetof(struct type, n))
static const struct array rules_arrays[] = {
	A(editions), A(rows), A(kids), A(measures), A(shapes), A(convs), A(windows), A(filter_ops), A(words), A(lines), A(tiers),
	A(limits), A(rubrics), A(slots), A(notes), A(cites), A(sources), A(numbers), A(forks),
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
	IN(shapes, hq_packed_shape, agg, ONE_TO, HQ_AGG_GREATEST), IN(shapes, hq_packed_shape, unit, UNIT, 0),
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
	IN(forks, hq_fork, what, ONE_TO, HQ_FORK_ROW),
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
	IN(changes, hq_vocab_change, can, ONE_TO, HQ_CAN_GROW), IN(changes, hq_vocab_change, step, COUNT, 0),
	IN(changes, hq_vocab_change, step_unit, UNIT, 0),       IN(changes, hq_vocab_change, most_unit, UNIT, 0),
	IN(changes, hq_vocab_change, most, COUNT, 0),
};
#undef R
#undef A
#undef IN
#undef CITED

/* A block of either sort, as the tables above describe it. */
struct block {
	const void *at;
	size_t size, header;
	const struct array *arrays;
	const struct member *members;
	size_t narrays, nmembers;
};

static struct hq_span span_of(const struct block *b, size_t offset)
{
	return *(const struct hq_span *)(const void *)((const char *)b->at + offset);
}

static const struct array *array_of(const struct block *b, uint8_t span)
{
	const struct array *a = b->arrays;

	while (a->span != span)
		a++;
	return a;
}

static bool arrays_ok(struct check *c, const struct block *b)
{
	for (size_t i = 0; i < b->narrays; i++) {
		const struct array *a = &b->arrays[i];
		const struct hq_span s = span_of(b, a->span);
		const size_t at = (size_t)s.at * 8;

		if (at < b->header || at > b->size || s.count > (b->size - at) / a->item)
			return fails(c, a->name);
	}
	/* Texts stand in the last array, each with its NUL, the empty one first. */
	const struct hq_span text = span_of(b, b->arrays[b->narrays - 1].span);
	const char *bytes = (const char *)b->at + (size_t)text.at * 8;

	return (text.count > 0 && !bytes[0] && !bytes[text.count - 1]) || fails(c, "text");
}

/* A number of a block of rules, by its index; -1 where there is none. */
static int64_t number(const struct check *c, uint32_t i)
{
	return i < c->rules->numbers.count ? hq_number_at(c->rules, i) : -1;
}

static bool member_ok(const struct check *c, const struct block *b, const struct member *m, const char *item)
{
	const char *at = item + m->at;
	const uint16_t *index = (const void *)at;      /* read as what it is, below */
	const uint8_t small = *(const uint8_t *)at;

	switch ((enum may)m->may) {
	case TEXT:
		return (c->rules ? *index : *(const uint32_t *)(const void *)at) < span_of(b, b->arrays[b->narrays - 1].span).count;
	case RUN:
		return in_range(index[0], index[1], span_of(b, m->to).count);
	case CITES:
		return in_range(*index, *(const uint8_t *)(item + m->to), c->rules->cites.count);
	case INDEX_OR_NONE:
		return *index == HQ_NONE || *index < span_of(b, m->to).count;
	case INDEX:
		return *index < span_of(b, m->to).count;
	case UNIT:
		return small == 255 || small < c->vocab->units.count;
	case AT_MOST:
		return small <= m->to;
	case ONE_TO:
		return small >= 1 && small <= m->to;
	case AMOUNT:
	case COUNT:
		return between(c->rules ? number(c, *index) : *(const int64_t *)(const void *)at, m->may == COUNT, HQ_BIG);
	}
	return false;
}

/* The header is known to be there; every array in its place, and every member by itself. */
static bool block_ok(struct check *c, const struct block *b)
{
	if (!arrays_ok(c, b))
		return false;
	for (size_t i = 0; i < b->nmembers; i++) {
		const struct member *m = &b->members[i];
		const struct array *a = array_of(b, m->array);
		const struct hq_span s = span_of(b, m->array);

		for (uint32_t k = 0; k < s.count; k++)
			if (!member_ok(c, b, m, (const char *)b->at + (size_t)s.at * 8 + (size_t)k * a->item))
				return fails(c, a->name);
	}
	return true;
}

/* ---- vocabulary ---------------------------------------------------------------------------------------------- */

static bool dates_ok(const struct check *c, const struct hq_vocab_kind *k, uint8_t field)
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
	if (k->units == 0 || k->amount_min > k->amount_max || !between(k->amount_all, 0, HQ_BIG * HQ_TIMES_MAX))
		return false;
	return !(k->flags & HQ_KIND_DEFAULT) ||
	       (k->preset_unit < HQ_UNITS_MAX && (k->units >> k->preset_unit & 1) &&
		between(k->preset, k->amount_min, k->amount_max));
}

static bool single_ok(const struct hq_vocab *v, uint16_t kind)
{
	return kind == HQ_NONE ||
	       (kind < v->kinds.count && (HQ_AT(struct hq_vocab_kind, v, kinds)[kind].flags & HQ_KIND_SINGLE));
}

static bool change_ok(const struct check *c, const struct hq_vocab_change *change)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + change->kind;

	return change->kind < c->vocab->kinds.count && (change->field < k->nfields || change->field == 255) &&
	       (change->can != HQ_CAN_CHANGE || change->field != 255) && (change->can != HQ_CAN_GROW || (k->flags & HQ_KIND_SPAN)) &&
	       between(change->hours, 0, HQ_BIG) && between(change->dollars, 0, HQ_BIG);
}

static bool vocab_ok(struct check *c)
{
	const struct hq_vocab *v = c->vocab;
	const struct hq_vocab_field *fields = HQ_AT(struct hq_vocab_field, v, fields);
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, v, kinds);

	if (v->kinds.count > HQ_KINDS_MAX || v->units.count > HQ_UNITS_MAX)
		return fails(c, "too many kinds or units");
	for (uint32_t i = 0; i < v->fields.count; i++)
		if (fields[i].ncodes > (fields[i].type == HQ_FIELD_SOME_OF ? 63 : HQ_CODES_MAX))
			return fails(c, "too many codes");
	for (uint32_t i = 0; i < v->kinds.count; i++)
		if (kinds[i].nfields > HQ_FIELDS_MAX || !dates_ok(c, &kinds[i], kinds[i].date_field) ||
		    !dates_ok(c, &kinds[i], kinds[i].from_field) || kinds[i].units >> v->units.count || !amount_ok(&kinds[i]))
			return fails(c, "kinds");
	if (v->changes.count > HQ_CHANGES_MAX)
		return fails(c, "changes");
	for (uint32_t i = 0; i < v->changes.count; i++)
		if (!change_ok(c, HQ_AT(struct hq_vocab_change, v, changes) + i))
			return fails(c, "changes");
	if (!single_ok(v, v->teacher) || !single_ok(v, v->assignment) || v->teacher == v->assignment)
		return fails(c, "single kinds");
	return hqi_hash(v, v->size, offsetof(struct hq_vocab, hash)) == v->hash || fails(c, "hash");
}

/* Looks at the first words of a block; then at all of it, with what hangs together left to @rest. Both sorts begin alike. */
static int verify(struct check *c, const struct block *b, uint32_t magic, bool (*rest)(struct check *), const char **where)
{
	const struct hq_tables *head = b->at;
	const bool begins = (uintptr_t)head % sizeof(int64_t) == 0 && b->size >= b->header && head->magic == magic;

	if (begins && (head->version < HQ_TABLES_OLDEST || head->version > HQ_TABLES_VERSION))
		return HQ_EVERSION;
	if (begins && c->rules && c->rules->vocab_hash != c->vocab->hash)
		return HQ_EVOCAB;
	const bool ok = (begins && head->size == b->size) || fails(c, "header");

	c->where = ok && block_ok(c, b) && rest(c) ? NULL : c->where;
	if (where)
		*where = c->where;
	return c->where ? HQ_ETABLE : HQ_OK;
}

int hq_verify_vocab(const struct hq_vocab *v, size_t size, const char **where)
{
	struct check c = { .vocab = v, .where = "header" };
	const struct block b = { v, size, sizeof(*v), vocab_arrays, vocab_members,
				 sizeof(vocab_arrays) / sizeof(*vocab_arrays), sizeof(vocab_members) / sizeof(*vocab_members) };

	return verify(&c, &b, HQ_VOCAB_MAGIC, vocab_ok, where);
}

/* ---- filters ------------------------------------------------------------------------------------------------- */

/* The declared field that one side of a relation reads; NULL when there is none: then @as_of says it is the date. */
static const struct hq_vocab_field *side(const struct check *c, uint8_t src, uint8_t field, uint16_t kind, bool *as_of)
{
	*as_of = src == HQ_SRC_AS_OF;
	if (src == HQ_SRC_TEACHER)
		kind = c->vocab->teacher;
	else if (src == HQ_SRC_ASSIGNMENT)
		kind = c->vocab->assignment;
	else if (src != HQ_SRC_RECORD)
		return NULL;
	if (kind >= c->vocab->kinds.count)
		return NULL;
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + kind;

	return field < k->nfields ? HQ_AT(struct hq_vocab_field, c->vocab, fields) + k->first_field + field : NULL;
}

static bool is_coded(const struct hq_vocab_field *f, uint8_t set)
{
	return f && (f->type == HQ_FIELD_SOME_OF ? set == 1 : f->type == HQ_FIELD_ONE_OF && set == 0);
}

static bool leaf_ok(const struct check *c, const struct hq_packed_op *op, uint16_t kind)
{
	const struct hq_tables *r = c->rules;
	bool as_of, other_as_of;
	const struct hq_vocab_field *f = side(c, op->src, op->field, kind, &as_of), *other;

	switch (op->op) {
	case HQ_F_SILENT:
		return true;
	case HQ_F_AMOUNT:
		return kind < c->vocab->kinds.count && op->field < HQ_UNITS_MAX && op->at + 1u < r->numbers.count &&
		       (HQ_AT(struct hq_vocab_kind, c->vocab, kinds)[kind].flags & HQ_KIND_AMOUNT);
	case HQ_F_RANGE:
		return (f || as_of) && op->at + 1u < r->numbers.count;
	case HQ_F_IN:
		return (is_coded(f, op->set) || (f && f->type == HQ_FIELD_YES_NO && !op->set)) && op->rel > 0 &&
		       in_range(op->at, op->rel, r->words.count);
	case HQ_F_WITHIN:
		return (as_of || (f && f->type == HQ_FIELD_DATE)) && between(number(c, op->at), 0, MONTHS_MAX);
	case HQ_F_COMPARE:
		other = side(c, (uint8_t)(op->at >> 4), op->at & 15, kind, &other_as_of);
		if ((!f && !as_of) || (!other && !other_as_of) || !between(op->rel, HQ_REL_EQ, HQ_REL_SHARES))
			return false;
		return (!op->set && !op->other_set) || (is_coded(f, op->set) && is_coded(other, op->other_set));
	default:
		return false;
	}
}

/* A filter of records of @kind; HQ_NONE: of teacher, assignment and date alone. */
static bool filter_ok(struct check *c, uint16_t start, uint16_t kind)
{
	const struct hq_packed_op *ops = HQ_AT(struct hq_packed_op, c->rules, filter_ops);
	int64_t depth = 0;

	for (uint32_t i = start; i < c->rules->filter_ops.count; i++) {
		const struct hq_packed_op *op = &ops[i];

		if (op->op == HQ_F_END)
			return depth == 1 || fails(c, "filter: end");
		if (op->op == HQ_F_AND || op->op == HQ_F_OR) {
			if (!between(op->at, 1, depth))
				return fails(c, "filter: operands");
			depth -= op->at - 1;
		} else if (op->op == HQ_F_NOT) {
			if (depth == 0)
				return fails(c, "filter: operand");
		} else if (depth++ == HQ_STACK_MAX || !leaf_ok(c, op, kind)) {
			return fails(c, "filter: relation");
		}
	}
	return fails(c, "filter: no end");
}

/* ---- measures and lines -------------------------------------------------------------------------------------- */

/* Is @i one of the @n from @first on? */
static bool among(uint16_t i, uint16_t first, uint16_t n)
{
	return i >= first && i - first < n;
}

static bool own_measure(const struct check *c, uint16_t measure)
{
	return among(measure, c->edition->first_measure, c->edition->nmeasures);
}

/* A slot of the edition, of the sort that answers this. */
static bool own_slot_ok(const struct check *c, uint16_t slot, bool yes_no)
{
	return slot == HQ_NONE ||
	       (among(slot, c->edition->first_slot, c->edition->nslots) &&
		(HQ_AT(struct hq_packed_slot, c->rules, slots)[slot].measure == HQ_NONE) == yes_no);
}

static bool amounts_fit(const struct check *c, const struct hq_packed_shape *m)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + m->kind;
	const struct hq_packed_conv *conv = HQ_AT(struct hq_packed_conv, c->rules, convs) + m->first_conv;
	const int64_t *numbers = HQ_AT(int64_t, c->rules, numbers), each = numbers[m->block_each];

	if (m->agg == HQ_AGG_COUNT)
		return each == 0;
	if (!(k->flags & HQ_KIND_AMOUNT) || m->nconvs == 0)
		return false;
	for (const struct hq_packed_conv *end = conv + m->nconvs; conv < end; conv++) {
		const int64_t num = numbers[conv->num];

		if (!product_fits(k->amount_max, num) ||
		    (each > 0 && !product_fits(k->amount_max * num / numbers[conv->den] / each, numbers[m->scale])))
			return false;
	}
	return true;
}

static const struct hq_packed_shape *shape_of(const struct check *c, uint16_t measure)
{
	return HQ_AT(struct hq_packed_shape, c->rules, shapes) +
	       HQ_AT(struct hq_packed_measure, c->rules, measures)[measure].shape;
}

static bool measure_ok(struct check *c, uint16_t index)
{
	const struct hq_packed_measure *m = HQ_AT(struct hq_packed_measure, c->rules, measures) + index;
	const struct hq_packed_shape *s = shape_of(c, index);

	if (s->kind >= c->vocab->kinds.count || !own_slot_ok(c, m->slot, false) || !amounts_fit(c, s))
		return fails(c, "measures");
	return m->filter == HQ_NONE || filter_ok(c, m->filter, s->kind);
}

static bool line_ok(struct check *c, uint16_t index)
{
	const struct hq_packed_line *l = HQ_AT(struct hq_packed_line, c->rules, lines) + index;
	const int64_t *numbers = HQ_AT(int64_t, c->rules, numbers);

	if (index >= c->rules->lines.count || !own_measure(c, l->measure) ||
	    (l->form == HQ_LINE_BLOCKS && numbers[l->block] < 1) || !in_range(l->first_tier, l->ntiers, c->rules->tiers.count))
		return fails(c, "lines");
	const struct hq_packed_shape *s = shape_of(c, l->measure);
	/* All points of the line, and those of one unit, which an explanation shows. */
	const int64_t most = hqi_max(hqi_min(numbers[s->max], numbers[l->cap]), numbers[s->scale]);
	const int64_t rate = numbers[l->mul], high = numbers[l->mul_hi];

	if ((rate < HQ_BIG && !product_fits(most, rate)) || (high < HQ_BIG && !product_fits(most, high)))
		return fails(c, "lines: points");
	const struct hq_packed_tier *tier = HQ_AT(struct hq_packed_tier, c->rules, tiers) + l->first_tier;

	for (uint8_t i = 1; i < l->ntiers; i++, tier++)
		if (numbers[tier[1].at] < numbers[tier->at] || numbers[tier[1].points] < numbers[tier->points])
			return fails(c, "tiers");
	return true;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

enum { QUESTION, POINTS };             /* what a row's value is: hq_is_points */

static const struct hq_row *row_at(const struct check *c, uint16_t row)
{
	return HQ_AT(struct hq_row, c->rules, rows) + row;
}

/* A row of the edition before row @end, of the wanted sort. */
static bool earlier(const struct check *c, uint16_t row, uint32_t end, int what)
{
	return row >= c->edition->first_row && row < end && hq_is_points(row_at(c, row)) == what;
}

static bool earlier_or_none(const struct check *c, uint16_t row, uint32_t end)
{
	return row == HQ_NONE || earlier(c, row, end, QUESTION);
}

static bool kids_ok(struct check *c, uint32_t first, uint32_t n, uint32_t before, int what)
{
	const uint16_t *kid = HQ_AT(uint16_t, c->rules, kids) + first;

	if (!in_range(first, n, c->rules->kids.count) || n > HQ_ROWS_MAX)
		return fails(c, "kids");
	while (n-- > 0)
		if (!earlier(c, *kid++, before, what))
			return fails(c, "kids");
	return true;
}

static bool rubric_ok(struct check *c, uint16_t index, uint16_t row)
{
	const struct hq_packed_rubric *r = HQ_AT(struct hq_packed_rubric, c->rules, rubrics) + index;

	if (index >= c->rules->rubrics.count || number(c, r->pass_lo) > number(c, r->pass_hi) ||
	    !earlier_or_none(c, r->requires, row) || !earlier_or_none(c, r->settles, row) ||
	    r->first_row < c->edition->first_row || r->first_row + r->nrows > row + 1)
		return fails(c, "rubrics");
	if (!kids_ok(c, r->first_min, r->nmins, row, POINTS))
		return false;
	for (uint16_t i = 0; i < r->nmins; i++)        /* the rows with a minimum have a limit that holds it */
		if (row_at(c, HQ_AT(uint16_t, c->rules, kids)[r->first_min + i])->limit_if_points == HQ_NONE)
			return fails(c, "rubrics");
	return true;
}

/* A form answers a question. A row with points counts in a category or a rubric, and a minimum in units is a line's. */
static bool sort_ok(const struct check *c, const struct hq_row *row)
{
	const uint16_t limit = row->limit_if_points;

	if (!hq_is_points(row))
		return own_slot_ok(c, row->slot_if_question, true);
	if (row->parent == HQ_NONE || (limit != HQ_NONE && limit >= c->rules->limits.count))
		return false;
	const uint8_t above = row_at(c, row->parent)->op;

	return (above == HQ_OP_CATEGORY || above == HQ_OP_RUBRIC) &&
	       (limit == HQ_NONE || row->op == HQ_OP_LINE ||
		number(c, HQ_AT(struct hq_packed_limit, c->rules, limits)[limit].units_min) == 0);
}

static bool row_ok(struct check *c, uint16_t index)
{
	const struct hq_row *row = row_at(c, index);
	bool ok = row->role <= HQ_ROLE_VERDICT &&
		  (row->parent == HQ_NONE || (row->parent > index && among(row->parent, c->edition->first_row, c->edition->nrows))) &&
		  sort_ok(c, row);
	int kids = QUESTION;

	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE:
	case HQ_OP_SILENT:
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
		break;
	case HQ_OP_NOT:
		ok &= row->nkids == 1;
		break;
	case HQ_OP_AWARD:
		ok &= row->nkids == 1 && between(number(c, row->arg), 0, HQ_BIG) && between(number(c, row->arg + 1u), 0, HQ_BIG);
		break;
	case HQ_OP_QUANTITY:
		return (ok && own_measure(c, row->arg) && row->nkids == 0 && row->range + 1u < c->rules->numbers.count) ||
		       fails(c, "rows");
	case HQ_OP_SCALAR:
		if (!filter_ok(c, row->arg, HQ_NONE))
			return false;
		break;
	case HQ_OP_LINE:
		if (!line_ok(c, row->arg))
			return false;
		break;
	case HQ_OP_RUBRIC:
		if (!rubric_ok(c, row->arg, index))
			return false;
		kids = POINTS;
		break;
	case HQ_OP_CATEGORY:
		kids = POINTS;
		break;
	default:
		ok = false;
	}
	return (ok || fails(c, "rows")) && kids_ok(c, row->first_kid, row->nkids, index, kids);
}

/* ---- editions ------------------------------------------------------------------------------------------------ */

static bool slot_ok(const struct check *c, const struct hq_packed_slot *s)
{
	return s->kinds >> c->vocab->kinds.count == 0 &&
	       (s->row == HQ_NONE || among(s->row, c->edition->first_row, c->edition->nrows)) &&
	       (s->measure == HQ_NONE || own_measure(c, s->measure));
}

/* Those of the edition follow on those of the editions before it. */
static bool forks_ok(const struct check *c, const struct hq_edition *e)
{
	uint32_t first = 0;

	for (const struct hq_edition *at = HQ_AT(struct hq_edition, c->rules, editions); at < e; at++)
		first += at->nforks;
	if (!in_range(first, e->nforks, c->rules->forks.count))
		return false;
	const struct hq_fork *f = HQ_AT(struct hq_fork, c->rules, forks) + first;

	for (const struct hq_fork *end = f + e->nforks; f < end; f++)
		if (f->kind >= c->vocab->kinds.count ||        /* fields that a kind does not have are asked by no filter */
		    (f->what == HQ_FORK_MEASURE && !own_measure(c, f->arg)) ||
		    (f->what == HQ_FORK_ROW && !among(f->arg, e->first_row, e->nrows)))
			return false;
	return true;
}

static bool edition_ok(struct check *c, const struct hq_edition *e)
{
	const struct hq_tables *r = c->rules;
	const uint16_t end = (uint16_t)(e->first_row + e->nrows);

	c->edition = e;
	for (uint16_t i = 0; i < e->nslots; i++)
		if (!slot_ok(c, HQ_AT(struct hq_packed_slot, r, slots) + e->first_slot + i))
			return fails(c, "slots");
	for (uint16_t i = 0; i < e->nnotes; i++)
		if (!among(HQ_AT(struct hq_note, r, notes)[e->first_note + i].row, e->first_row, e->nrows))
			return fails(c, "notes");
	for (uint16_t i = 0; i < e->nmeasures; i++)
		if (!measure_ok(c, (uint16_t)(e->first_measure + i)))
			return false;
	for (uint16_t i = e->first_row; i < end; i++)
		if (!row_ok(c, i))
			return false;
	if (!forks_ok(c, e))
		return fails(c, "forks");
	return (e->from <= e->until && earlier_or_none(c, e->root, end) && earlier_or_none(c, e->applies, end) &&
		earlier_or_none(c, e->every, end) && earlier_or_none(c, e->routes, end)) ||
	       fails(c, "editions");
}

static bool months_ok(const struct hq_window *w)
{
	return (w->from_kind != HQ_BOUND_MONTHS || between(w->from, 0, MONTHS_MAX)) &&
	       (w->to_kind != HQ_BOUND_MONTHS || between(w->to, 0, MONTHS_MAX));
}

static bool rules_ok(struct check *c)
{
	const struct hq_tables *r = c->rules;

	if (r->rows.count > HQ_ROWS_MAX || r->editions.count == 0 || r->name >= r->texts.count)
		return fails(c, "too many rows, or no edition");
	for (uint32_t i = 0; i < r->windows.count; i++)
		if (!months_ok(HQ_AT(struct hq_window, r, windows) + i))
			return fails(c, "windows");
	for (uint32_t i = 0; i < r->cites.count; i++)
		if (HQ_AT(struct hq_packed_cite, r, cites)[i].source >= r->sources.count)
			return fails(c, "cites");
	if (r->notes.count > 0 && HQ_AT(struct hq_note, r, notes)[r->notes.count - 1].kind == HQ_NOTE_ERRATUM)
		return fails(c, "notes");              /* a correction comes after it */
	for (uint32_t i = 0; i < r->editions.count; i++)
		if (!edition_ok(c, HQ_AT(struct hq_edition, r, editions) + i))
			return false;
	return true;
}

int hq_verify(const struct hq_tables *r, size_t size, const struct hq_vocab *vocab, const char **where)
{
	struct check c = { .rules = r, .vocab = vocab, .where = "header" };
	const struct block b = { r, size, sizeof(*r), rules_arrays, rules_members,
				 sizeof(rules_arrays) / sizeof(*rules_arrays), sizeof(rules_members) / sizeof(*rules_members) };

	return verify(&c, &b, HQ_RULES_MAGIC, rules_ok, where);
}
