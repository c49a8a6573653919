/* Is this block a table that the runtime can trust? Every offset, count, index and number that deciding or explaining
 * reads without looking again is looked at here, once.
 *
 * Whether the rules make sense is the compiler's business; here it is only that no table can make the runtime read or
 * write out of bounds, divide by zero, leave 64 bits or fail to end. The one idea: rows refer to earlier rows of their
 * own edition only, so one pass in their order is enough.
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

/* ---- the block ----------------------------------------------------------------------------------------------- */

/* One array of a block: its span, and the size of an item. */
struct array { struct hq_span span; uint32_t item; };

static bool arrays_ok(const struct array *arrays, size_t n, size_t header, size_t size)
{
	for (size_t i = 0; i < n; i++) {
		const struct array *a = &arrays[i];

		if (a->span.off < header || a->span.off > size || a->span.off % (a->item % 8 == 0 ? 8 : a->item) != 0 ||
		    a->span.count > (size - a->span.off) / a->item)
			return false;
	}
	return true;
}

static bool text_ok(const void *block, struct hq_span text)
{
	const char *bytes = (const char *)block + text.off;

	return text.count > 0 && bytes[0] == '\0' && bytes[text.count - 1] == '\0';
}

static int version_ok(uint16_t version)
{
	return version >= HQ_TABLES_OLDEST && version <= HQ_TABLES_VERSION;
}

/* ---- vocabulary ---------------------------------------------------------------------------------------------- */

static bool is_date(const struct check *c, const struct hq_vocab_kind *k, uint8_t field)
{
	return field < k->nfields &&
	       HQ_AT(struct hq_vocab_field, c->vocab, fields)[k->first_field + field].type == HQ_FIELD_DATE;
}

static bool amount_ok(const struct hq_vocab_kind *k)
{
	if (!(k->flags & HQ_KIND_AMOUNT))
		return !(k->flags & HQ_KIND_DEFAULT);
	if (k->units == 0 || !between(k->amount_min, 0, k->amount_max) || !between(k->amount_max, 0, HQ_BIG) ||
	    !between(k->amount_all, 0, HQ_BIG * HQ_TIMES_MAX))
		return false;
	if (!(k->flags & HQ_KIND_DEFAULT))
		return true;
	return k->preset_unit < HQ_UNITS_MAX && (k->units >> k->preset_unit & 1) &&
	       between(k->preset, k->amount_min, k->amount_max);
}

static bool kind_ok(struct check *c, const struct hq_vocab_kind *k)
{
	const struct hq_vocab *v = c->vocab;

	if (k->name >= v->text.count || k->plural >= v->text.count || k->doc >= v->text.count || k->edfi >= v->text.count ||
	    k->ceds >= v->text.count)
		return fails(c, "kind: text");
	if (!in_range(k->first_field, k->nfields, v->fields.count) || k->nfields > HQ_FIELDS_MAX)
		return fails(c, "kind: fields");
	if ((k->date_field != 255 && !is_date(c, k, k->date_field)) || (k->from_field != 255 && !is_date(c, k, k->from_field)))
		return fails(c, "kind: dates");
	if ((k->flags & HQ_KIND_SPAN) && (k->date_field == 255 || k->from_field == 255))
		return fails(c, "kind: span");
	if (k->units >> v->units.count || k->decimals > DECIMALS_MAX || !amount_ok(k))
		return fails(c, "kind: amount");
	return true;
}

static bool field_ok(struct check *c, const struct hq_vocab_field *f)
{
	const struct hq_vocab *v = c->vocab;

	if (f->name >= v->text.count || f->doc >= v->text.count || f->edfi >= v->text.count || f->ceds >= v->text.count)
		return fails(c, "field: text");
	if (!between(f->type, HQ_FIELD_ONE_OF, HQ_FIELD_NUMBER) || f->decimals > DECIMALS_MAX)
		return fails(c, "field: type");
	if (!in_range(f->first_code, f->ncodes, v->codes.count) || f->ncodes > (f->type == HQ_FIELD_SOME_OF ? 63 : HQ_CODES_MAX))
		return fails(c, "field: codes");
	return true;
}

static bool single_ok(const struct hq_vocab *v, uint16_t kind)
{
	return kind == HQ_NONE ||
	       (kind < v->kinds.count && (HQ_AT(struct hq_vocab_kind, v, kinds)[kind].flags & HQ_KIND_SINGLE));
}

static bool vocab_ok(struct check *c)
{
	const struct hq_vocab *v = c->vocab;
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, v, codes);
	const struct hq_vocab_unit *units = HQ_AT(struct hq_vocab_unit, v, units);

	if (!text_ok(v, v->text))
		return fails(c, "text");
	if (v->kinds.count > HQ_KINDS_MAX || v->units.count > HQ_UNITS_MAX)
		return fails(c, "too many kinds or units");
	for (uint32_t i = 0; i < v->codes.count; i++)
		if (codes[i].name >= v->text.count || codes[i].doc >= v->text.count)
			return fails(c, "code: text");
	for (uint32_t i = 0; i < v->units.count; i++)
		if (units[i].name >= v->text.count || units[i].plural >= v->text.count || units[i].doc >= v->text.count)
			return fails(c, "unit: text");
	for (uint32_t i = 0; i < v->fields.count; i++)
		if (!field_ok(c, HQ_AT(struct hq_vocab_field, v, fields) + i))
			return false;
	for (uint32_t i = 0; i < v->kinds.count; i++)
		if (!kind_ok(c, HQ_AT(struct hq_vocab_kind, v, kinds) + i))
			return false;
	if (!single_ok(v, v->teacher) || !single_ok(v, v->assignment) || v->teacher == v->assignment)
		return fails(c, "single kinds");
	return hqi_hash(v, v->size, offsetof(struct hq_vocab, hash)) == v->hash || fails(c, "hash");
}

int hq_verify_vocab(const struct hq_vocab *v, size_t size, const char **where)
{
	struct check c = { .vocab = v, .where = "header" };
	bool ok = (uintptr_t)v % sizeof(int64_t) == 0 && size >= sizeof(*v) && v->magic == HQ_VOCAB_MAGIC;

	if (ok && !version_ok(v->version))
		return HQ_EVERSION;
	if (ok && v->size == size) {
		const struct array arrays[] = {
			{ v->kinds, sizeof(struct hq_vocab_kind) }, { v->fields, sizeof(struct hq_vocab_field) },
			{ v->codes, sizeof(struct hq_vocab_code) }, { v->units, sizeof(struct hq_vocab_unit) },
			{ v->text, 1 },
		};

		ok = arrays_ok(arrays, sizeof(arrays) / sizeof(*arrays), sizeof(*v), size) && vocab_ok(&c);
	} else {
		ok = false;
	}
	if (where)
		*where = ok ? NULL : c.where;
	return ok ? HQ_OK : HQ_ETABLE;
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

static bool cites_ok(const struct check *c, uint16_t first, uint16_t n)
{
	return in_range(first, n, c->rules->cites.count);
}

static bool own_slot_ok(const struct check *c, uint16_t slot, uint8_t type)
{
	const struct hq_edition *e = c->edition;

	return slot == HQ_NONE || (slot >= e->first_slot && slot - e->first_slot < e->nslots &&
				   HQ_AT(struct hq_slot, c->rules, slots)[slot].type == type);
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
		return true;
	if (!(k->flags & HQ_KIND_AMOUNT) || m->nconvs == 0)
		return false;
	for (uint16_t i = 0; i < m->nconvs; i++) {
		if (convs[i].unit >= HQ_UNITS_MAX || convs[i].num < 0 || convs[i].den < 1 ||
		    !product_fits(k->amount_max, convs[i].num))
			return false;
		if (m->block_each > 0 && !product_fits(k->amount_max * convs[i].num / convs[i].den / m->block_each, m->scale))
			return false;
	}
	return true;
}

static bool measure_ok(struct check *c, uint16_t index)
{
	const struct hq_measure *m = HQ_AT(struct hq_measure, c->rules, measures) + index;

	if (m->kind >= c->vocab->kinds.count || !between(m->agg, HQ_AGG_SUM, HQ_AGG_GREATEST) ||
	    (m->unit != 255 && m->unit >= c->vocab->units.count) || m->window >= c->rules->windows.count ||
	    !in_range(m->first_conv, m->nconvs, c->rules->convs.count) || m->decimals > DECIMALS_MAX)
		return fails(c, "measure: index");
	if (!own_slot_ok(c, m->slot, HQ_SLOT_QUANTITY) || (m->row != HQ_NONE && m->row >= c->rules->rows.count))
		return fails(c, "measure: slot or row");
	if (!between(m->scale, 1, HQ_BIG) || !between(m->block_each, 0, HQ_BIG) || !between(m->cap_each, 0, HQ_BIG) ||
	    !between(m->cap_year, 0, HQ_BIG) || !between(m->max, 0, HQ_BIG) || !amounts_fit(c, m))
		return fails(c, "measure: numbers");
	return m->filter == HQ_NONE || filter_ok(c, m->filter, m->kind);
}

static bool line_ok(struct check *c, uint16_t index)
{
	if (index >= c->rules->lines.count)
		return fails(c, "line: index");
	const struct hq_line *l = HQ_AT(struct hq_line, c->rules, lines) + index;
	const struct hq_tier *tiers = HQ_AT(struct hq_tier, c->rules, tiers) + l->first_tier;

	if (!own_measure(c, l->measure) || !in_range(l->first_tier, l->ntiers, c->rules->tiers.count))
		return fails(c, "line: measure or tiers");
	const int64_t max = hqi_min(HQ_AT(struct hq_measure, c->rules, measures)[l->measure].max, l->cap);

	if (!between(l->form, HQ_LINE_LINEAR, HQ_LINE_TIERS) || (l->form == HQ_LINE_BLOCKS && !between(l->block, 1, HQ_BIG)) ||
	    !between(l->mul, 0, HQ_BIG) || !between(l->mul_hi, 0, HQ_BIG) || !between(l->cap, 0, HQ_BIG) ||
	    !between(l->from, 0, HQ_BIG))
		return fails(c, "line: numbers");
	if ((l->mul < HQ_BIG && !product_fits(max, l->mul)) || (l->mul_hi < HQ_BIG && !product_fits(max, l->mul_hi)))
		return fails(c, "line: points");
	for (uint16_t i = 0; i < l->ntiers; i++)
		if (!between(tiers[i].at, i ? tiers[i - 1].at : 0, HQ_BIG) ||
		    !between(tiers[i].points, i ? tiers[i - 1].points : 0, HQ_BIG))
			return fails(c, "line: tiers");
	return true;
}

static bool limit_ok(struct check *c, uint16_t index)
{
	if (index == HQ_NONE)
		return true;
	if (index >= c->rules->limits.count)
		return fails(c, "limit: index");
	const struct hq_limit *l = HQ_AT(struct hq_limit, c->rules, limits) + index;

	if (!between(l->max, 0, HQ_BIG) || !between(l->min, 0, HQ_BIG) || !between(l->units_min, 0, HQ_BIG) ||
	    !between(l->divide, 1, HQ_BIG))
		return fails(c, "limit: numbers");
	return (cites_ok(c, l->cite_max, l->ncite_max) && cites_ok(c, l->cite_min, l->ncite_min)) || fails(c, "limit: citations");
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
	if (!in_range(first, n, c->rules->kids.count) || n > HQ_ROWS_MAX)
		return fails(c, "kids: range");
	for (uint32_t i = 0; i < n; i++)
		if (!earlier(c, HQ_AT(uint16_t, c->rules, kids)[first + i], before, what))
			return fails(c, "kids: not an earlier row");
	return true;
}

static bool rubric_ok(struct check *c, uint16_t index, uint16_t row)
{
	if (index >= c->rules->rubrics.count)
		return fails(c, "rubric: index");
	const struct hq_rubric *r = HQ_AT(struct hq_rubric, c->rules, rubrics) + index;

	if (!between(r->denominator, 1, HQ_BIG) || !between(r->pass_lo, 0, HQ_BIG) || !between(r->pass_hi, r->pass_lo, HQ_BIG))
		return fails(c, "rubric: numbers");
	if ((r->requires != HQ_NONE && !earlier(c, r->requires, row, QUESTION)) ||
	    (r->settles != HQ_NONE && !earlier(c, r->settles, row, QUESTION)))
		return fails(c, "rubric: requires or settles");
	if (r->first_row < c->edition->first_row || (uint32_t)r->first_row + r->nrows > (uint32_t)row + 1)
		return fails(c, "rubric: rows");
	if (!cites_ok(c, r->cite_pass, r->ncite_pass) || !cites_ok(c, r->cite_categories, r->ncite_categories))
		return fails(c, "rubric: citations");
	return kids_ok(c, r->first_min, r->nmins, row, POINTS);
}

static bool links_ok(struct check *c, const struct hq_row *row, uint16_t index)
{
	const struct hq_tables *r = c->rules;
	const uint32_t end = (uint32_t)c->edition->first_row + c->edition->nrows;

	if (row->op > HQ_OP_RUBRIC || row->role > HQ_ROLE_VERDICT || row->name >= r->text.count || row->label >= r->text.count)
		return fails(c, "row: kind or text");
	if ((row->rubric != HQ_NONE && row->rubric >= r->rubrics.count) ||
	    (row->parent != HQ_NONE && (row->parent <= index || row->parent >= end)) ||
	    !cites_ok(c, row->first_cite, row->ncites))
		return fails(c, "row: rubric, parent or citations");
	if (row_is(row->op) == QUESTION && !own_slot_ok(c, row->slot, HQ_SLOT_YES_NO))
		return fails(c, "row: slot");
	return true;
}

static bool row_ok(struct check *c, uint16_t index)
{
	const struct hq_row *row = HQ_AT(struct hq_row, c->rules, rows) + index;

	if (!links_ok(c, row, index))
		return false;
	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE:
	case HQ_OP_SILENT:
		return kids_ok(c, row->first_kid, row->nkids, index, QUESTION);
	case HQ_OP_NOT:
		if (row->nkids != 1)
			return fails(c, "row: one operand");
		return kids_ok(c, row->first_kid, 1, index, QUESTION);
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
		return kids_ok(c, row->first_kid, row->nkids, index, QUESTION);
	case HQ_OP_QUANTITY:
		return own_measure(c, row->arg) || fails(c, "row: measure");
	case HQ_OP_SCALAR:
		return filter_ok(c, row->arg, HQ_NONE);
	case HQ_OP_LINE:
		return line_ok(c, row->arg) && limit_ok(c, row->limit);
	case HQ_OP_AWARD:
		if (row->nkids != 1 || !between(row->a, 0, HQ_BIG) || !between(row->b, 0, HQ_BIG))
			return fails(c, "row: award");
		return kids_ok(c, row->first_kid, 1, index, QUESTION) && limit_ok(c, row->limit);
	case HQ_OP_CATEGORY:
		return kids_ok(c, row->first_kid, row->nkids, index, POINTS) && limit_ok(c, row->limit);
	case HQ_OP_RUBRIC:
		return kids_ok(c, row->first_kid, row->nkids, index, POINTS) && rubric_ok(c, row->arg, index);
	}
	return fails(c, "row: kind");
}

/* ---- editions ------------------------------------------------------------------------------------------------ */

static bool slot_ok(struct check *c, const struct hq_slot *s)
{
	const struct hq_edition *e = c->edition;

	if (s->name >= c->rules->text.count || s->label >= c->rules->text.count)
		return fails(c, "slot: text");
	if (!between(s->type, HQ_SLOT_YES_NO, HQ_SLOT_QUANTITY) || (s->unit != 255 && s->unit >= c->vocab->units.count) ||
	    s->decimals > DECIMALS_MAX || s->kinds >> c->vocab->kinds.count || !between(s->max, 0, HQ_BIG) ||
	    !between(s->step, 1, HQ_BIG))
		return fails(c, "slot: numbers");
	if (s->row != HQ_NONE && (s->row < e->first_row || s->row - e->first_row >= e->nrows))
		return fails(c, "slot: row");
	return s->measure == HQ_NONE || own_measure(c, s->measure) || fails(c, "slot: measure");
}

static bool root_ok(const struct check *c, uint16_t row)
{
	return row == HQ_NONE || earlier(c, row, (uint32_t)c->edition->first_row + c->edition->nrows, QUESTION);
}

static bool edition_ok(struct check *c, const struct hq_edition *e)
{
	const struct hq_tables *r = c->rules;

	c->edition = e;
	if (e->name >= r->text.count || e->label >= r->text.count || e->from > e->until)
		return fails(c, "edition: text or dates");
	if (!in_range(e->first_row, e->nrows, r->rows.count) || !in_range(e->first_measure, e->nmeasures, r->measures.count) ||
	    !in_range(e->first_slot, e->nslots, r->slots.count) || !in_range(e->first_note, e->nnotes, r->notes.count) ||
	    !cites_ok(c, e->first_cite, e->ncites))
		return fails(c, "edition: range");
	for (uint16_t i = 0; i < e->nslots; i++)
		if (!slot_ok(c, HQ_AT(struct hq_slot, r, slots) + e->first_slot + i))
			return false;
	for (uint16_t i = 0; i < e->nmeasures; i++)
		if (!measure_ok(c, (uint16_t)(e->first_measure + i)))
			return false;
	for (uint16_t i = 0; i < e->nrows; i++)
		if (!row_ok(c, (uint16_t)(e->first_row + i)))
			return false;
	return (e->root != HQ_NONE && root_ok(c, e->root) && root_ok(c, e->applies) && root_ok(c, e->every) &&
		root_ok(c, e->routes)) || fails(c, "edition: rows");
}

static bool notes_ok(struct check *c)
{
	const struct hq_tables *r = c->rules;
	const struct hq_note *notes = HQ_AT(struct hq_note, r, notes);

	for (uint32_t i = 0; i < r->notes.count; i++)
		if (!between(notes[i].kind, HQ_NOTE_READING, HQ_NOTE_SILENT) || notes[i].row >= r->rows.count ||
		    notes[i].text >= r->text.count || notes[i].corrected >= r->text.count ||
		    !cites_ok(c, notes[i].first_cite, notes[i].ncites))
			return fails(c, "note");
	return true;
}

/* What is reached from anywhere, whatever the edition. */
static bool shared_ok(struct check *c)
{
	const struct hq_tables *r = c->rules;
	const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, r, sources);
	const struct hq_window *windows = HQ_AT(struct hq_window, r, windows);
	const struct hq_rubric *rubrics = HQ_AT(struct hq_rubric, r, rubrics);

	if (!text_ok(r, r->text) || r->name >= r->text.count)
		return fails(c, "text");
	if (r->rows.count > HQ_ROWS_MAX || r->editions.count == 0)
		return fails(c, "too many rows, or no edition");
	for (uint32_t i = 0; i < r->sources.count; i++)
		if (sources[i].name >= r->text.count || sources[i].title >= r->text.count || sources[i].file >= r->text.count)
			return fails(c, "source");
	for (uint32_t i = 0; i < r->cites.count; i++)
		if (HQ_AT(struct hq_cite, r, cites)[i].source >= r->sources.count)
			return fails(c, "citation");
	for (uint32_t i = 0; i < r->windows.count; i++) {
		const struct hq_window *w = &windows[i];

		if (w->from_kind > HQ_BOUND_MONTHS || w->to_kind > HQ_BOUND_MONTHS || w->label >= r->text.count ||
		    (w->from_kind == HQ_BOUND_MONTHS && !between(w->from, 0, MONTHS_MAX)) ||
		    (w->to_kind == HQ_BOUND_MONTHS && !between(w->to, 0, MONTHS_MAX)))
			return fails(c, "window");
	}
	for (uint32_t i = 0; i < r->rubrics.count; i++)
		if (!in_range(rubrics[i].first_row, rubrics[i].nrows, r->rows.count))
			return fails(c, "rubric: rows");
	return notes_ok(c);
}

static bool rules_ok(struct check *c)
{
	if (!shared_ok(c))
		return false;
	for (uint32_t i = 0; i < c->rules->editions.count; i++)
		if (!edition_ok(c, HQ_AT(struct hq_edition, c->rules, editions) + i))
			return false;
	return true;
}

int hq_verify(const struct hq_tables *r, size_t size, const struct hq_vocab *vocab, const char **where)
{
	struct check c = { .rules = r, .vocab = vocab, .where = "header" };
	bool ok = (uintptr_t)r % sizeof(int64_t) == 0 && size >= sizeof(*r) && r->magic == HQ_RULES_MAGIC;

	if (ok && !version_ok(r->version))
		return HQ_EVERSION;
	if (ok && r->vocab_hash != vocab->hash)
		return HQ_EVOCAB;
	if (ok && r->size == size) {
		const struct array arrays[] = {
			{ r->editions, sizeof(struct hq_edition) }, { r->rows, sizeof(struct hq_row) },
			{ r->kids, sizeof(uint16_t) },              { r->measures, sizeof(struct hq_measure) },
			{ r->convs, sizeof(struct hq_conv) },       { r->windows, sizeof(struct hq_window) },
			{ r->filter_ops, sizeof(struct hq_filter_op) }, { r->words, sizeof(uint64_t) },
			{ r->lines, sizeof(struct hq_line) },       { r->tiers, sizeof(struct hq_tier) },
			{ r->limits, sizeof(struct hq_limit) },     { r->rubrics, sizeof(struct hq_rubric) },
			{ r->slots, sizeof(struct hq_slot) },       { r->notes, sizeof(struct hq_note) },
			{ r->cites, sizeof(struct hq_cite) },       { r->sources, sizeof(struct hq_cited_source) },
			{ r->text, 1 },
		};

		ok = arrays_ok(arrays, sizeof(arrays) / sizeof(*arrays), sizeof(*r), size) && rules_ok(&c);
	} else {
		ok = false;
	}
	if (where)
		*where = ok ? NULL : c.where;
	return ok ? HQ_OK : HQ_ETABLE;
}
