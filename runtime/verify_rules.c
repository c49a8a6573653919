/* What hangs together in rules, in the order of the rows, which refer to earlier rows of their own edition only: filters,
 * measures and lines, rows, editions.
 */
#include "verify.h"

enum { MONTHS_MAX = 120000 };

/* a * b stays below HQ_BIG; both are 0 or more. */
static bool product_fits(int64_t a, int64_t b)
{
	return a == 0 || b <= HQ_BIG / a;
}

/* ---- filters ------------------------------------------------------------------------------------------------- */

/* Type of the declared field that one side of a relation reads, a date for the as-of date; 0: there is none. */
static uint32_t type_of(const struct hqi_check *c, uint32_t src, uint32_t field, uint32_t kind)
{
	if (src == HQ_SRC_AS_OF)
		return HQ_FIELD_DATE;
	if (src == HQ_SRC_TEACHER)
		kind = c->vocab->teacher;
	if (src == HQ_SRC_ASSIGNMENT)
		kind = c->vocab->assignment;
	if (src > HQ_SRC_AS_OF || kind >= c->vocab->kinds.count)
		return 0;
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, c->vocab, kinds) + kind;

	return field < k->nfields ? HQ_AT(struct hq_vocab_field, c->vocab, fields)[k->first_field + field].type : 0;
}

/* A code where @set is 0, a set of codes where it is 1. */
static bool is_coded(uint32_t type, uint32_t set)
{
	return type == (set ? HQ_FIELD_SOME_OF : HQ_FIELD_ONE_OF);
}

static bool leaf_ok(const struct hqi_check *c, const struct hq_packed_op *op, uint32_t kind)
{
	const uint32_t type = type_of(c, op->src, op->field, kind), numbers = c->rules->numbers.count, at = op->at;

	switch (op->op) {
	case HQ_F_SILENT:
		return true;
	case HQ_F_AMOUNT:
		return kind < c->vocab->kinds.count && op->field < HQ_UNITS_MAX && at + 1 < numbers &&
		       (HQ_AT(struct hq_vocab_kind, c->vocab, kinds)[kind].flags & HQ_KIND_AMOUNT);
	case HQ_F_RANGE:
		return type && at + 1 < numbers;
	case HQ_F_IN:
		return (is_coded(type, op->set) || (type == HQ_FIELD_YES_NO && !op->set)) && op->rel > 0 &&
		       hqi_in_range(at, op->rel, c->rules->words.count);
	case HQ_F_WITHIN:
		return type == HQ_FIELD_DATE && hqi_between(hqi_check_number(c, at), 0, MONTHS_MAX);
	case HQ_F_COMPARE: {
		const uint32_t other = type_of(c, at >> 4, at & 15, kind);

		return type && other && op->rel >= HQ_REL_EQ && op->rel <= HQ_REL_SHARES &&
		       ((!op->set && !op->other_set) || (is_coded(type, op->set) && is_coded(other, op->other_set)));
	}
	default:
		return false;
	}
}

/* A filter of records of @kind; HQ_NONE: of teacher, assignment and date alone. */
static bool filter_ok(struct hqi_check *c, uint32_t start, uint32_t kind)
{
	const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, c->rules, filter_ops) + start;
	uint32_t depth = 0;

	c->where = HQI_SPAN(filter_ops);
	for (uint32_t i = start; i < c->rules->filter_ops.count; i++, op++) {
		switch (op->op) {
		case HQ_F_END:
			return depth == 1;
		case HQ_F_AND:
		case HQ_F_OR:
			if (op->at - 1u >= depth)
				return false;
			depth -= op->at - 1u;
			break;
		case HQ_F_NOT:
			if (depth == 0)
				return false;
			break;
		default:
			if (depth++ == HQ_STACK_MAX || !leaf_ok(c, op, kind))
				return false;
		}
	}
	return false;                          /* no end */
}

/* ---- measures and lines -------------------------------------------------------------------------------------- */

/* Is @i one of the @n from @first on? */
static bool among(uint32_t i, uint32_t first, uint32_t n)
{
	return i - first < n;
}

static bool own_measure(const struct hqi_check *c, uint32_t measure)
{
	return among(measure, c->edition->first_measure, c->edition->nmeasures);
}

static bool own_row(const struct hqi_check *c, uint32_t row)
{
	return among(row, c->edition->first_row, c->edition->nrows);
}

/* A slot of the edition, of the sort that answers this. */
static bool own_slot_ok(const struct hqi_check *c, uint32_t slot, bool yes_no)
{
	return slot == HQ_NONE ||
	       (among(slot, c->edition->first_slot, c->edition->nslots) &&
		(HQ_AT(struct hq_packed_slot, c->rules, slots)[slot].measure == HQ_NONE) == yes_no);
}

static bool amounts_fit(const struct hqi_check *c, const struct hq_packed_shape *m)
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

static const struct hq_packed_shape *shape_of(const struct hqi_check *c, uint32_t measure)
{
	return HQ_AT(struct hq_packed_shape, c->rules, shapes) +
	       HQ_AT(struct hq_packed_measure, c->rules, measures)[measure].shape;
}

static bool measure_ok(struct hqi_check *c, uint32_t index)
{
	const struct hq_packed_measure *m = HQ_AT(struct hq_packed_measure, c->rules, measures) + index;
	const struct hq_packed_shape *s = shape_of(c, index);

	c->where = HQI_SPAN(measures);
	return own_slot_ok(c, m->slot, false) && amounts_fit(c, s) &&
	       (m->filter == HQ_NONE || filter_ok(c, m->filter, s->kind));
}

static bool points_fit(int64_t most, int64_t rate)
{
	return rate >= HQ_BIG || product_fits(most, rate);
}

static bool line_ok(struct hqi_check *c, uint32_t index)
{
	const struct hq_packed_line *l = HQ_AT(struct hq_packed_line, c->rules, lines) + index;
	const int64_t *numbers = HQ_AT(int64_t, c->rules, numbers);

	c->where = HQI_SPAN(lines);
	if (index >= c->rules->lines.count || !own_measure(c, l->measure) ||
	    (l->form == HQ_LINE_BLOCKS && numbers[l->block] < 1) || !hqi_in_range(l->first_tier, l->ntiers, c->rules->tiers.count))
		return false;
	const struct hq_packed_shape *s = shape_of(c, l->measure);
	/* All points of the line, and those of one unit, which an explanation shows. */
	const int64_t most = hqi_max(hqi_min(numbers[s->max], numbers[l->cap]), numbers[s->scale]);

	if (!points_fit(most, numbers[l->mul]) || !points_fit(most, numbers[l->mul_hi]))
		return false;
	c->where = HQI_SPAN(tiers);
	const struct hq_packed_tier *tier = HQ_AT(struct hq_packed_tier, c->rules, tiers) + l->first_tier;

	for (uint32_t i = 1; i < l->ntiers; i++, tier++)
		if (numbers[tier[1].at] < numbers[tier->at] || numbers[tier[1].points] < numbers[tier->points])
			return false;
	return true;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

enum { QUESTION, POINTS };             /* what a row's value is: hq_is_points */

static const struct hq_row *row_at(const struct hqi_check *c, uint32_t row)
{
	return HQ_AT(struct hq_row, c->rules, rows) + row;
}

/* A row of the edition before row @end, of the wanted sort. */
static bool earlier(const struct hqi_check *c, uint32_t row, uint32_t end, int what)
{
	return row >= c->edition->first_row && row < end && hq_is_points(row_at(c, row)) == what;
}

static bool earlier_or_none(const struct hqi_check *c, uint32_t row, uint32_t end)
{
	return row == HQ_NONE || earlier(c, row, end, QUESTION);
}

static bool kids_ok(const struct hqi_check *c, uint32_t first, uint32_t n, uint32_t before, int what)
{
	const uint16_t *kid = HQ_AT(uint16_t, c->rules, kids) + first;

	if (!hqi_in_range(first, n, c->rules->kids.count) || n > HQ_ROWS_MAX)
		return false;
	while (n-- > 0)
		if (!earlier(c, *kid++, before, what))
			return false;
	return true;
}

static bool rubric_ok(const struct hqi_check *c, uint32_t index, uint32_t row)
{
	const struct hq_packed_rubric *r = HQ_AT(struct hq_packed_rubric, c->rules, rubrics) + index;

	if (index >= c->rules->rubrics.count || hqi_check_number(c, r->pass_lo) > hqi_check_number(c, r->pass_hi) ||
	    !earlier_or_none(c, r->requires, row) || !earlier_or_none(c, r->settles, row) ||
	    r->first_row < c->edition->first_row || r->first_row + r->nrows > (int64_t)row + 1 ||
	    !kids_ok(c, r->first_min, r->nmins, row, POINTS))
		return false;
	for (uint32_t i = 0; i < r->nmins; i++)        /* the rows with a minimum have a limit that holds it */
		if (row_at(c, HQ_AT(uint16_t, c->rules, kids)[r->first_min + i])->limit_if_points == HQ_NONE)
			return false;
	return true;
}

/* A form answers a question. A row with points counts in a category or a rubric, and a minimum in units is a line's. */
static bool sort_ok(const struct hqi_check *c, const struct hq_row *row)
{
	const uint32_t limit = row->limit_if_points;

	if (!hq_is_points(row))
		return own_slot_ok(c, row->slot_if_question, true);
	if (row->parent == HQ_NONE || (limit != HQ_NONE && limit >= c->rules->limits.count))
		return false;
	const uint32_t above = row_at(c, row->parent)->op;

	return (above == HQ_OP_CATEGORY || above == HQ_OP_RUBRIC) &&
	       (limit == HQ_NONE || row->op == HQ_OP_LINE ||
		hqi_check_number(c, HQ_AT(struct hq_packed_limit, c->rules, limits)[limit].units_min) == 0);
}

/* What its `arg` names, and how many kids it may have. */
static bool arg_ok(struct hqi_check *c, const struct hq_row *row, uint32_t index)
{
	switch ((enum hq_op)row->op) {
	case HQ_OP_NONE:
	case HQ_OP_SILENT:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
	case HQ_OP_CATEGORY:
		return true;
	case HQ_OP_ALL:
		return row->arg <= c->vocab->kinds.count;
	case HQ_OP_AWARD:
		for (uint32_t i = row->arg; i < row->arg + 2u; i++)
			if (!hqi_between(hqi_check_number(c, i), 0, HQ_BIG))
				return false;
		return row->nkids == 1;
	case HQ_OP_NOT:
		return row->nkids == 1;
	case HQ_OP_QUANTITY:
		return own_measure(c, row->arg) && row->nkids == 0 && row->range + 1u < c->rules->numbers.count;
	case HQ_OP_SCALAR:
		return filter_ok(c, row->arg, HQ_NONE);
	case HQ_OP_LINE:
		return line_ok(c, row->arg);
	case HQ_OP_RUBRIC:
		return rubric_ok(c, row->arg, index);
	}
	return false;
}

static bool row_ok(struct hqi_check *c, uint32_t index)
{
	const struct hq_row *row = row_at(c, index);

	c->where = HQI_SPAN(rows);
	return row->role <= HQ_ROLE_VERDICT && (row->parent == HQ_NONE || (row->parent > index && own_row(c, row->parent))) &&
	       sort_ok(c, row) && arg_ok(c, row, index) &&
	       (row->op == HQ_OP_QUANTITY ||
		kids_ok(c, row->first_kid, row->nkids, index, row->op == HQ_OP_RUBRIC || row->op == HQ_OP_CATEGORY ? POINTS : QUESTION));
}

/* ---- editions ------------------------------------------------------------------------------------------------ */

static bool slot_ok(const struct hqi_check *c, const struct hq_packed_slot *s)
{
	return s->kinds >> c->vocab->kinds.count == 0 && (s->row == HQ_NONE || own_row(c, s->row)) &&
	       (s->measure == HQ_NONE || own_measure(c, s->measure));
}

/* Those of the edition follow on those of the editions before it. Fields that their kind does not have are asked by no filter. */
static bool forks_ok(const struct hqi_check *c, const struct hq_edition *e)
{
	uint32_t first = 0;

	for (const struct hq_edition *at = HQ_AT(struct hq_edition, c->rules, editions); at < e; at++)
		first += at->nforks;
	if (!hqi_in_range(first, e->nforks, c->rules->forks.count))
		return false;
	const struct hq_fork *f = HQ_AT(struct hq_fork, c->rules, forks) + first;

	for (uint32_t n = e->nforks; n > 0; n--, f++)
		if (((f->what == HQ_FORK_MEASURE || f->what == HQ_FORK_GIVE_UP) && !own_measure(c, f->arg)) || (f->what == HQ_FORK_ROW && !own_row(c, f->arg)))
			return false;
	return true;
}

static bool edition_ok(struct hqi_check *c, const struct hq_edition *e)
{
	const struct hq_packed_slot *slot = HQ_AT(struct hq_packed_slot, c->rules, slots) + e->first_slot;
	const struct hq_note *note = HQ_AT(struct hq_note, c->rules, notes) + e->first_note;
	const uint32_t end = (uint32_t)e->first_row + e->nrows;

	c->edition = e;
	c->where = HQI_SPAN(slots);
	for (uint32_t n = e->nslots; n > 0; n--)
		if (!slot_ok(c, slot++))
			return false;
	c->where = HQI_SPAN(notes);
	for (uint32_t n = e->nnotes; n > 0; n--)
		if (!own_row(c, note++->row))
			return false;
	for (uint32_t i = 0; i < e->nmeasures; i++)
		if (!measure_ok(c, e->first_measure + i))
			return false;
	for (uint32_t i = e->first_row; i < end; i++)
		if (!row_ok(c, i))
			return false;
	c->where = HQI_SPAN(forks);
	if (!forks_ok(c, e))
		return false;
	c->where = HQI_SPAN(editions);
	return e->from <= e->until && earlier_or_none(c, e->root, end) && earlier_or_none(c, e->applies, end) &&
	       earlier_or_none(c, e->every, end) && earlier_or_none(c, e->routes, end);
}

static bool months_ok(const struct hq_window *w)
{
	return (w->from_kind != HQ_BOUND_MONTHS || hqi_between(w->from, 0, MONTHS_MAX)) &&
	       (w->to_kind != HQ_BOUND_MONTHS || hqi_between(w->to, 0, MONTHS_MAX));
}

static bool implied_ok(struct hqi_check *c, const struct hq_implied *implied)
{
	c->where = HQI_SPAN(implied);
	return implied->kind < c->vocab->kinds.count && (implied->when == HQ_NONE || filter_ok(c, implied->when, implied->kind)) &&
	       filter_ok(c, implied->holds, implied->kind);
}

bool hqi_rules_ok(struct hqi_check *c)
{
	const struct hq_tables *r = c->rules;
	const struct hq_edition *e = HQ_AT(struct hq_edition, r, editions);
	const struct hq_window *window = HQ_AT(struct hq_window, r, windows);
	const struct hq_packed_cite *cite = HQ_AT(struct hq_packed_cite, r, cites);
	const struct hq_implied *implied = HQ_AT(struct hq_implied, r, implied);

	c->where = HQI_SPAN(editions);
	if (r->rows.count > HQ_ROWS_MAX || r->editions.count == 0 || r->name >= r->texts.count)
		return false;
	c->where = HQI_SPAN(windows);
	for (uint32_t n = r->windows.count; n > 0; n--)
		if (!months_ok(window++))
			return false;
	c->where = HQI_SPAN(cites);
	for (uint32_t n = r->cites.count; n > 0; n--)
		if (cite++->source >= r->sources.count)
			return false;
	c->where = HQI_SPAN(notes);                    /* a correction comes after an erratum */
	if (r->notes.count > 0 && HQ_AT(struct hq_note, r, notes)[r->notes.count - 1].kind == HQ_NOTE_ERRATUM)
		return false;
	for (uint32_t n = r->implied.count; n > 0; n--)
		if (!implied_ok(c, implied++))
			return false;
	for (uint32_t n = r->editions.count; n > 0; n--)
		if (!edition_ok(c, e++))
			return false;
	return true;
}
