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
	TEXT,                          /* uint32_t: the offset of a text */
	RUN,                           /* uint16_t first, count: a run of the array `to` */
	INDEX, INDEX_OR_NONE,          /* uint16_t: of the array `to`; HQ_NONE */
	UNIT,                          /* uint8_t: a unit; 255 */
	AT_MOST, ONE_TO,               /* uint8_t: 0.. or 1..`to` */
	AMOUNT, COUNT                  /* int64_t: 0.. or 1..HQ_BIG */
};
struct member { uint8_t array, at, may, to; };

/* One array of a block: where its span stands in the header, the size of an item, its name. */
struct array { uint8_t span, item; const char *name; };

#define R(array) offsetof(struct hq_tables, array)
#define IN(array, type, member, may, to) { R(array), offsetof(struct type, member), (may), (to) }
#define CITED(array, type, member) IN(array, type, member, RUN, R(cites))
static const struct array rules_arrays[] = {
	{ R(editions), sizeof(struct hq_edition), "editions" }, { R(rows), sizeof(struct hq_row), "rows" },
	{ R(kids), sizeof(uint16_t), "kids" },                  { R(measures), sizeof(struct hq_measure), "measures" },
	{ R(convs), sizeof(struct hq_conv), "convs" },          { R(windows), sizeof(struct hq_window), "windows" },
	{ R(filter_ops), sizeof(struct hq_filter_op), "filter_ops" }, { R(words), sizeof(uint64_t), "words" },
	{ R(lines), sizeof(struct hq_line), "lines" },          { R(tiers), sizeof(struct hq_tier), "tiers" },
	{ R(limits), sizeof(struct hq_limit), "limits" },       { R(rubrics), sizeof(struct hq_rubric), "rubrics" },
	{ R(slots), sizeof(struct hq_slot), "slots" },          { R(notes), sizeof(struct hq_note), "notes" },
	{ R(cites), sizeof(struct hq_cite), "cites" },          { R(sources), sizeof(struct hq_cited_source), "sources" },
	{ R(text), 1, "text" },
};
static const struct member rules_members[] = {
	IN(editions, hq_edition, name, TEXT, 0),                IN(editions, hq_edition, label, TEXT, 0),
	IN(editions, hq_edition, first_row, RUN, R(rows)),      IN(editions, hq_edition, first_measure, RUN, R(measures)),
	IN(editions, hq_edition, first_slot, RUN, R(slots)),    IN(editions, hq_edition, first_note, RUN, R(notes)),
	CITED(editions, hq_edition, first_cite),                IN(editions, hq_edition, root, INDEX, R(rows)),
	IN(rows, hq_row, op, AT_MOST, HQ_OP_RUBRIC),            IN(rows, hq_row, role, AT_MOST, HQ_ROLE_VERDICT),
	IN(rows, hq_row, limit, INDEX_OR_NONE, R(limits)),      IN(rows, hq_row, rubric, INDEX_OR_NONE, R(rubrics)),
	IN(rows, hq_row, first_kid, RUN, R(kids)),              CITED(rows, hq_row, first_cite),
	IN(rows, hq_row, name, TEXT, 0),                        IN(rows, hq_row, label, TEXT, 0),
	IN(measures, hq_measure, agg, ONE_TO, HQ_AGG_GREATEST), IN(measures, hq_measure, unit, UNIT, 0),
	IN(measures, hq_measure, decimals, AT_MOST, DECIMALS_MAX), IN(measures, hq_measure, window, INDEX, R(windows)),
	IN(measures, hq_measure, first_conv, RUN, R(convs)),    IN(measures, hq_measure, row, INDEX_OR_NONE, R(rows)),
	IN(measures, hq_measure, scale, COUNT, 0),              IN(measures, hq_measure, block_each, AMOUNT, 0),
	IN(measures, hq_measure, cap_each, AMOUNT, 0),          IN(measures, hq_measure, cap_year, AMOUNT, 0),
	IN(measures, hq_measure, max, AMOUNT, 0),
	IN(convs, hq_conv, unit, UNIT, 0),                      IN(convs, hq_conv, num, AMOUNT, 0),
	IN(convs, hq_conv, den, COUNT, 0),
	IN(windows, hq_window, from_kind, AT_MOST, HQ_BOUND_MONTHS), IN(windows, hq_window, to_kind, AT_MOST, HQ_BOUND_MONTHS),
	IN(windows, hq_window, label, TEXT, 0),
	IN(lines, hq_line, measure, INDEX, R(measures)),        IN(lines, hq_line, form, ONE_TO, HQ_LINE_TIERS),
	IN(lines, hq_line, first_tier, RUN, R(tiers)),          IN(lines, hq_line, block, AMOUNT, 0),
	IN(lines, hq_line, mul, AMOUNT, 0),                     IN(lines, hq_line, mul_hi, AMOUNT, 0),
	IN(lines, hq_line, cap, AMOUNT, 0),                     IN(lines, hq_line, from, AMOUNT, 0),
	IN(tiers, hq_tier, at, AMOUNT, 0),                      IN(tiers, hq_tier, points, AMOUNT, 0),
	IN(limits, hq_limit, max, AMOUNT, 0),                   IN(limits, hq_limit, min, AMOUNT, 0),
	IN(limits, hq_limit, units_min, AMOUNT, 0),             IN(limits, hq_limit, divide, COUNT, 0),
	CITED(limits, hq_limit, cite_max),                      CITED(limits, hq_limit, cite_min),
	IN(rubrics, hq_rubric, denominator, COUNT, 0),          IN(rubrics, hq_rubric, pass_lo, AMOUNT, 0),
	IN(rubrics, hq_rubric, pass_hi, AMOUNT, 0),             IN(rubrics, hq_rubric, first_min, RUN, R(kids)),
	IN(rubrics, hq_rubric, first_row, RUN, R(rows)),        CITED(rubrics, hq_rubric, cite_pass),
	CITED(rubrics, hq_rubric, cite_categories),
	IN(slots, hq_slot, name, TEXT, 0),                      IN(slots, hq_slot, label, TEXT, 0),
	IN(slots, hq_slot, type, ONE_TO, HQ_SLOT_QUANTITY),     IN(slots, hq_slot, unit, UNIT, 0),
	IN(slots, hq_slot, decimals, AT_MOST, DECIMALS_MAX),    IN(slots, hq_slot, max, AMOUNT, 0),
	IN(slots, hq_slot, step, COUNT, 0),
	IN(notes, hq_note, kind, ONE_TO, HQ_NOTE_SILENT),       IN(notes, hq_note, row, INDEX, R(rows)),
	IN(notes, hq_note, text, TEXT, 0),                      IN(notes, hq_note, corrected, TEXT, 0),
	CITED(notes, hq_note, first_cite),
	IN(cites, hq_cite, source, INDEX, R(sources)),
	IN(sources, hq_cited_source, name, TEXT, 0),            IN(sources, hq_cited_source, title, TEXT, 0),
	IN(sources, hq_cited_source, file, TEXT, 0),
};
#undef R
#define R(array) offsetof(struct hq_vocab, array)
static const struct array vocab_arrays[] = {
	{ R(kinds), sizeof(struct hq_vocab_kind), "kinds" }, { R(fields), sizeof(struct hq_vocab_field), "fields" },
	{ R(codes), sizeof(struct hq_vocab_code), "codes" }, { R(units), sizeof(struct hq_vocab_unit), "units" },
	{ R(text), 1, "text" },
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
};
#undef R
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

		if (s.off < b->header || s.off > b->size || s.off % (a->item % 8 == 0 ? 8 : a->item) != 0 ||
		    s.count > (b->size - s.off) / a->item)
			return fails(c, a->name);
	}
	/* Texts stand in the last array, each with its NUL, the empty one first. */
	const struct hq_span text = span_of(b, b->arrays[b->narrays - 1].span);
	const char *bytes = (const char *)b->at + text.off;

	return (text.count > 0 && !bytes[0] && !bytes[text.count - 1]) || fails(c, "text");
}

static bool member_ok(const struct check *c, const struct block *b, const struct member *m, const char *at)
{
	const uint16_t *index = (const void *)at;      /* read as what it is, below */
	const int64_t *amount = (const void *)at;
	const uint32_t *text = (const void *)at;
	const uint8_t small = *(const uint8_t *)at;

	switch ((enum may)m->may) {
	case TEXT:
		return *text < span_of(b, b->arrays[b->narrays - 1].span).count;
	case RUN:
		return in_range(index[0], index[1], span_of(b, m->to).count);
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
		return between(*amount, m->may == COUNT, HQ_BIG);
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
			if (!member_ok(c, b, m, (const char *)b->at + s.off + (size_t)k * a->item + m->at))
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

static bool leaf_ok(const struct check *c, const struct hq_filter_op *op, uint16_t kind)
{
	bool as_of, other_as_of;
	const struct hq_vocab_field *f = side(c, op->src, op->field, kind, &as_of), *other;

	switch (op->op) {
	case HQ_F_SILENT:
		return true;
	case HQ_F_AMOUNT:
		return kind < c->vocab->kinds.count && op->other < HQ_UNITS_MAX &&
		       (HQ_AT(struct hq_vocab_kind, c->vocab, kinds)[kind].flags & HQ_KIND_AMOUNT);
	case HQ_F_RANGE:
		return f || as_of;
	case HQ_F_IN:
		return (is_coded(f, op->set) || (f && f->type == HQ_FIELD_YES_NO && !op->set)) &&
		       between(op->a, 0, c->rules->words.count) && between(op->b, 1, c->rules->words.count - op->a);
	case HQ_F_WITHIN:
		return (as_of || (f && f->type == HQ_FIELD_DATE)) && between(op->a, 0, MONTHS_MAX);
	case HQ_F_COMPARE:
		other = side(c, op->other_src, op->other, kind, &other_as_of);
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
	const struct hq_filter_op *ops = HQ_AT(struct hq_filter_op, c->rules, filter_ops);
	int64_t depth = 0;

	for (uint32_t i = start; i < c->rules->filter_ops.count; i++) {
		const struct hq_filter_op *op = &ops[i];

		if (op->op == HQ_F_END)
			return depth == 1 || fails(c, "filter: end");
		if (op->op == HQ_F_AND || op->op == HQ_F_OR) {
			if (!between(op->a, 1, depth))
				return fails(c, "filter: operands");
			depth -= op->a - 1;
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

/* A slot of the edition, of the sort that answers this. */
static bool own_slot_ok(const struct check *c, uint16_t slot, uint8_t type)
{
	const struct hq_edition *e = c->edition;

	if (slot == HQ_NONE)
		return true;
	return slot >= e->first_slot && slot - e->first_slot < e->nslots &&
	       HQ_AT(struct hq_slot, c->rules, slots)[slot].type == type;
}

static bool own_measure(const struct check *c, uint16_t measure)
{
	return measure >= c->edition->first_measure && measure - c->edition->first_measure < c->edition->nmeasures;
}

static bool amounts_fit(const struct check *c, const struct hq_measure *m)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + m->kind;
	const struct hq_conv *convs = HQ_AT(struct hq_conv, c->rules, convs) + m->first_conv;

	if (m->agg == HQ_AGG_COUNT)
		return m->block_each == 0;
	if (!(k->flags & HQ_KIND_AMOUNT) || m->nconvs == 0)
		return false;
	for (uint16_t i = 0; i < m->nconvs; i++) {
		if (!product_fits(k->amount_max, convs[i].num))
			return false;
		if (m->block_each > 0 && !product_fits(k->amount_max * convs[i].num / convs[i].den / m->block_each, m->scale))
			return false;
	}
	return true;
}

static bool measure_ok(struct check *c, uint16_t index)
{
	const struct hq_measure *m = HQ_AT(struct hq_measure, c->rules, measures) + index;

	if (m->kind >= c->vocab->kinds.count || !own_slot_ok(c, m->slot, HQ_SLOT_QUANTITY) || !amounts_fit(c, m))
		return fails(c, "measures");
	return m->filter == HQ_NONE || filter_ok(c, m->filter, m->kind);
}

static bool line_ok(struct check *c, uint16_t index)
{
	const struct hq_line *l = HQ_AT(struct hq_line, c->rules, lines) + index;

	if (index >= c->rules->lines.count || !own_measure(c, l->measure) || (l->form == HQ_LINE_BLOCKS && l->block < 1))
		return fails(c, "lines");
	const struct hq_measure *m = HQ_AT(struct hq_measure, c->rules, measures) + l->measure;
	/* All points of the line, and those of one unit, which an explanation shows. */
	const int64_t most = hqi_max(hqi_min(m->max, l->cap), m->scale);

	if ((l->mul < HQ_BIG && !product_fits(most, l->mul)) || (l->mul_hi < HQ_BIG && !product_fits(most, l->mul_hi)))
		return fails(c, "lines: points");
	const struct hq_tier *tiers = HQ_AT(struct hq_tier, c->rules, tiers) + l->first_tier;

	for (uint16_t i = 1; i < l->ntiers; i++)
		if (tiers[i].at < tiers[i - 1].at || tiers[i].points < tiers[i - 1].points)
			return fails(c, "tiers");
	return true;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

enum { QUESTION, POINTS };             /* what a row's value is */

static int row_is(uint8_t op)
{
	return op == HQ_OP_LINE || op == HQ_OP_AWARD || op == HQ_OP_CATEGORY ? POINTS : QUESTION;
}

/* A row of the edition before row @end, of the wanted sort. */
static bool earlier(const struct check *c, uint16_t row, uint32_t end, int what)
{
	return row >= c->edition->first_row && row < end && row_is(HQ_AT(struct hq_row, c->rules, rows)[row].op) == what;
}

static bool kids_ok(struct check *c, uint32_t first, uint32_t n, uint32_t before, int what)
{
	for (uint32_t i = 0; i < n; i++)
		if (!earlier(c, HQ_AT(uint16_t, c->rules, kids)[first + i], before, what))
			return fails(c, "kids");
	return n <= HQ_ROWS_MAX;
}

static bool rubric_ok(struct check *c, uint16_t index, uint16_t row)
{
	const struct hq_rubric *r = HQ_AT(struct hq_rubric, c->rules, rubrics) + index;

	if (index >= c->rules->rubrics.count || r->pass_lo > r->pass_hi ||
	    (r->requires != HQ_NONE && !earlier(c, r->requires, row, QUESTION)) ||
	    (r->settles != HQ_NONE && !earlier(c, r->settles, row, QUESTION)) ||
	    r->first_row < c->edition->first_row || (uint32_t)r->first_row + r->nrows > (uint32_t)row + 1)
		return fails(c, "rubrics");
	if (!kids_ok(c, r->first_min, r->nmins, row, POINTS))
		return false;
	for (uint16_t i = 0; i < r->nmins; i++)        /* the rows with a minimum have a limit that holds it */
		if (HQ_AT(struct hq_row, c->rules, rows)[HQ_AT(uint16_t, c->rules, kids)[r->first_min + i]].limit == HQ_NONE)
			return fails(c, "rubrics");
	return true;
}

/* A form answers a question. A row with points is of a rubric, and a minimum in units is a line's. */
static bool sort_ok(const struct check *c, const struct hq_row *row)
{
	if (row_is(row->op) == QUESTION)
		return own_slot_ok(c, row->slot, HQ_SLOT_YES_NO);
	return row->slot == HQ_NONE && row->rubric != HQ_NONE &&
	       (row->limit == HQ_NONE || row->op == HQ_OP_LINE ||
		HQ_AT(struct hq_limit, c->rules, limits)[row->limit].units_min == 0);
}

static bool row_ok(struct check *c, uint16_t index)
{
	const struct hq_row *row = HQ_AT(struct hq_row, c->rules, rows) + index;
	const uint32_t end = (uint32_t)c->edition->first_row + c->edition->nrows;
	int kids = QUESTION;

	if ((row->parent != HQ_NONE && (row->parent <= index || row->parent >= end)) ||
	    !sort_ok(c, row))
		return fails(c, "rows");
	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE:
	case HQ_OP_SILENT:
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
		break;
	case HQ_OP_NOT:
	case HQ_OP_AWARD:
		if (row->nkids != 1 || !between(row->a, 0, HQ_BIG) || !between(row->b, 0, HQ_BIG))
			return fails(c, "rows: one kid");
		break;
	case HQ_OP_QUANTITY:
		if (!own_measure(c, row->arg))
			return fails(c, "rows: measure");
		break;
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
	}
	return kids_ok(c, row->first_kid, row->nkids, index, kids);
}

/* ---- editions ------------------------------------------------------------------------------------------------ */

static bool slot_ok(const struct check *c, const struct hq_slot *s)
{
	const struct hq_edition *e = c->edition;

	return s->kinds >> c->vocab->kinds.count == 0 &&
	       (s->row == HQ_NONE || (s->row >= e->first_row && s->row - e->first_row < e->nrows)) &&
	       (s->measure == HQ_NONE || own_measure(c, s->measure));
}

static bool root_ok(const struct check *c, uint16_t row)
{
	return row == HQ_NONE || earlier(c, row, (uint32_t)c->edition->first_row + c->edition->nrows, QUESTION);
}

static bool edition_ok(struct check *c, const struct hq_edition *e)
{
	const struct hq_tables *r = c->rules;

	c->edition = e;
	if (e->from > e->until)
		return fails(c, "editions");
	for (uint16_t i = 0; i < e->nslots; i++)
		if (!slot_ok(c, HQ_AT(struct hq_slot, r, slots) + e->first_slot + i))
			return fails(c, "slots");
	for (uint16_t i = 0; i < e->nmeasures; i++)
		if (!measure_ok(c, (uint16_t)(e->first_measure + i)))
			return false;
	for (uint16_t i = 0; i < e->nrows; i++)
		if (!row_ok(c, (uint16_t)(e->first_row + i)))
			return false;
	return (root_ok(c, e->root) && root_ok(c, e->applies) && root_ok(c, e->every) && root_ok(c, e->routes)) ||
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

	if (r->rows.count > HQ_ROWS_MAX || r->editions.count == 0 || r->name >= r->text.count)
		return fails(c, "too many rows, or no edition");
	for (uint32_t i = 0; i < r->windows.count; i++)
		if (!months_ok(HQ_AT(struct hq_window, r, windows) + i))
			return fails(c, "windows");
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
