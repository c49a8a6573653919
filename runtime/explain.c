/* Explanations: which rows bear on a decision, which are its reasons, what is missing. Wording and layout are left to
 * the other explain files, every value to the functions that decided. The one idea: a row depends on earlier rows only,
 * so one pass from the last row to the first spreads a mark from the verdict down, and one pass back lists what is
 * marked in the order of the file. Nothing recurses, whatever the tables hold.
 */
#include "explain.h"

enum hqi_result hqi_result_of(struct hq_interval v)
{
	return v.lo >= 1 ? HQI_R_YES : v.hi < 1 ? HQI_R_NO : HQI_R_UNKNOWN;
}

bool hqi_in(const struct hqi_explain *e, const struct hqi_rows *set, uint16_t row)
{
	const uint16_t i = (uint16_t)(row - e->ask.edition->first_row);

	return set->bits[i / 32] >> (i % 32) & 1;
}

void hqi_add(const struct hqi_explain *e, struct hqi_rows *set, uint16_t row)
{
	const uint16_t i = (uint16_t)(row - e->ask.edition->first_row);

	set->bits[i / 32] |= (uint32_t)1 << (i % 32);
}

bool hqi_walk_into(const struct hqi_ask *ask, struct hqi_walk *walk, uint16_t row)
{
	if (!ask->rows[row].nkids || walk->depth >= HQI_WALK_MAX || walk->steps >= HQ_ROWS_MAX)
		return false;
	walk->row[walk->depth] = row;
	walk->next[walk->depth++] = 0;
	return true;
}

uint16_t hqi_walk_next(const struct hqi_ask *ask, struct hqi_walk *walk)
{
	walk->steps++;
	for (; walk->depth; walk->depth--) {
		const struct hq_row *above = &ask->rows[walk->row[walk->depth - 1]];
		uint16_t *next = &walk->next[walk->depth - 1];

		if (*next < above->nkids)
			return ask->kids[above->first_kid + (*next)++];
	}
	return HQ_NONE;
}

static void add_kids(const struct hqi_explain *e, struct hqi_rows *set, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	for (uint16_t i = 0; i < r->nkids; i++)
		hqi_add(e, set, e->ask.kids[r->first_kid + i]);
}

/* Of the choice among routes, only the one that was taken bears on a yes. */
static bool is_settled_choice(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.rows[row].role == HQ_ROLE_ROUTES && e->d->route != HQ_NONE && !e->d->cases;
}

static void add_verdict(const struct hqi_explain *e, struct hqi_rows *set)
{
	const struct hq_edition *edition = e->ask.edition;

	*set = (struct hqi_rows){ { 0 } };
	if (edition->applies != HQ_NONE)
		hqi_add(e, set, edition->applies);
	if (e->d->verdict != HQ_NOT_APPLICABLE)
		hqi_add(e, set, edition->root);
}

void hqi_rows_used(const struct hqi_explain *e, struct hqi_rows *out)
{
	const struct hq_edition *edition = e->ask.edition;

	add_verdict(e, out);
	for (uint16_t i = edition->nrows; i-- > 0;) {
		const uint16_t row = (uint16_t)(edition->first_row + i);

		if (!hqi_in(e, out, row))
			continue;
		if (is_settled_choice(e, row))
			hqi_add(e, out, e->d->route);
		else
			add_kids(e, out, row);
		if (e->ask.rows[row].op == HQ_OP_RUBRIC) {
			const struct hq_packed_rubric *rubric = hqi_rubric(e, row);

			if (rubric->requires != HQ_NONE)
				hqi_add(e, out, rubric->requires);
			if (rubric->settles != HQ_NONE)
				hqi_add(e, out, rubric->settles);
		}
	}
}

/* Whether what stands under the row can speak for itself: the row is a heading, has no name, or has parts with names. */
static bool speaks_through_kids(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (r->op == HQ_OP_NOT || r->op == HQ_OP_AWARD || !r->nkids)
		return false;
	for (uint16_t i = 0; i < r->nkids; i++) {
		const struct hq_row *kid = &e->ask.rows[e->ask.kids[r->first_kid + i]];

		if (kid->label || kid->op == HQ_OP_RUBRIC || kid->nkids)
			return true;
	}
	return !r->label || (r->role >= HQ_ROLE_ROUTE && r->role <= HQ_ROLE_APPLIES);
}

/* ---- reasons (semantics 9.2) --------------------------------------------------------------------------------- */

void hqi_reasons_begin(const struct hqi_explain *e, struct hqi_reasons *reasons)
{
	const struct hq_edition *edition = e->ask.edition;
	struct hqi_rows *out = &reasons->rows;
	/* What is decided case by case rests on what is open. */
	const enum hqi_result want = e->d->verdict == HQ_UNDETERMINED || e->d->cases ? HQI_R_UNKNOWN :
				     e->d->verdict == HQ_HIGHLY_QUALIFIED ? HQI_R_YES : HQI_R_NO;
	struct hqi_rows path;

	*reasons = (struct hqi_reasons){ .row = edition->first_row };
	add_verdict(e, &path);
	for (uint16_t i = edition->nrows; i-- > 0;) {
		const uint16_t row = (uint16_t)(edition->first_row + i);
		const struct hq_row *r = &e->ask.rows[row];

		if (!hqi_in(e, &path, row))
			continue;
		/* A verdict that `applies to` leaves open may rest on rows that are settled. */
		if (hqi_result(&e->ask, row) != want && r->role != HQ_ROLE_VERDICT)
			continue;
		if (r->op == HQ_OP_RUBRIC) {
			const struct hq_packed_rubric *rubric = hqi_rubric(e, row);

			hqi_add(e, out, row);
			if (rubric->requires != HQ_NONE && want != HQI_R_YES)
				hqi_add(e, &path, rubric->requires);
			if (rubric->settles != HQ_NONE && want != HQI_R_NO)
				hqi_add(e, &path, rubric->settles);
		} else if (is_settled_choice(e, row)) {
			hqi_add(e, &path, e->d->route);
		} else if (speaks_through_kids(e, row)) {
			add_kids(e, &path, row);
			if (r->op == HQ_OP_AT_LEAST)
				hqi_add(e, out, row);
		} else {
			hqi_add(e, out, row);
		}
	}
}

static bool is_as(struct hq_interval v, enum hqi_result want)
{
	return want != HQI_R_YES && hqi_result_of(v) == want;
}

/* The n-th reason that a rubric gives: its total, then each condition that is as the rubric is, unless that is yes. */
static bool rubric_reason(const struct hqi_explain *e, struct hqi_reasons *r, uint16_t n)
{
	const struct hq_packed_rubric *rubric = hqi_rubric(e, r->row);
	const enum hqi_result want = hqi_result(&e->ask, r->row);

	r->why = HQI_WHY_TOTAL;
	r->cites = (struct hqi_cites){ rubric->cite_pass, rubric->ncite_pass };
	if (n-- == 0)
		return true;
	for (uint16_t i = 0; i < rubric->nmins; i++) {
		r->part = e->ask.kids[rubric->first_min + i];
		const struct hq_packed_limit *limit = hqi_limit(&e->ask, r->part);

		r->cites = (struct hqi_cites){ limit->cite_min, limit->ncite_min };
		r->why = HQI_WHY_MINIMUM;
		if (e->ask.numbers[limit->min] && is_as(hqi_minimum_met(&e->ask, r->part), want) && n-- == 0)
			return true;
		r->why = HQI_WHY_UNITS;
		if (e->ask.numbers[limit->units_min] && is_as(hqi_units_met(&e->ask, r->part), want) && n-- == 0)
			return true;
	}
	r->why = HQI_WHY_CATEGORIES;
	r->cites = (struct hqi_cites){ rubric->cite_categories, rubric->ncite_categories };
	return rubric->min_categories && is_as(hqi_rubric_categories_met(&e->ask, r->row), want) && n == 0;
}

bool hqi_reasons_next(const struct hqi_explain *e, struct hqi_reasons *r)
{
	const uint16_t end = (uint16_t)(e->ask.edition->first_row + e->ask.edition->nrows);

	for (; r->row < end; r->row++, r->next = 0) {
		const struct hq_row *row = &e->ask.rows[r->row];

		if (!hqi_in(e, &r->rows, r->row))
			continue;
		if (row->op == HQ_OP_RUBRIC) {
			if (rubric_reason(e, r, r->next++))
				return true;
		} else if (r->next++ == 0) {
			r->why = HQI_WHY_ROW;
			r->cites = (struct hqi_cites){ row->first_cite, row->ncites };
			return true;
		}
	}
	return false;
}

bool hqi_reasons_cite(const struct hqi_explain *e, struct hqi_reasons *r, uint16_t cite)
{
	const struct hq_packed_cite *all = HQ_AT(struct hq_packed_cite, e->ask.rules, cites), *c = &all[cite];

	for (uint16_t i = 0; i < r->ngiven; i++) {
		const struct hq_packed_cite *g = &all[r->given[i]];

		if (g->source == c->source && g->first == c->first && g->more == c->more)
			return false;
	}
	if (r->ngiven < HQI_GIVEN_MAX)
		r->given[r->ngiven++] = cite;
	return true;
}

/* ---- what is missing (semantics 8.6) ------------------------------------------------------------------------- */

struct missing {
	const struct hqi_explain *e;
	int (*visit)(void *context, const struct hq_missing *missing);
	void *context;
	int stop;                              /* what @visit returned */
	int judgement;                         /* the kind of record that holds what people judge; or none */
	uint32_t lists, amounts;               /* kinds given already */
	uint16_t fields[HQ_KINDS_MAX];
	uint16_t row;                          /* being looked at */
	bool silent;                           /* its silence has been given */
};

static void give(struct missing *m, enum hq_lack lack, unsigned kind, unsigned field, unsigned state, uint16_t slot)
{
	const struct hq_missing out = { (uint8_t)lack, (uint8_t)kind, (uint8_t)field, (uint8_t)state, slot, m->row };

	if (!m->stop)
		m->stop = m->visit(m->context, &out);
}

static void give_silence(struct missing *m)
{
	if (!m->silent)
		give(m, HQ_LACK_SILENT, 255, 255, HQ_NOT_ASKED, HQ_NONE);
	m->silent = true;
}

static void give_field(struct missing *m, unsigned kind, unsigned field, const struct hq_record *record)
{
	const struct hq_facts *facts = m->e->ask.facts;

	if (m->fields[kind] >> field & 1)
		return;
	m->fields[kind] |= (uint16_t)(1u << field);
	uint8_t know = facts->list[kind];

	if (record)
		know = record->asked >> field & 1 ? HQ_UNKNOWN : HQ_NOT_ASKED;
	give(m, HQ_LACK_FIELD, kind, field, know, HQ_NONE);
}

static void give_amount(struct missing *m, const struct hq_record *record)
{
	const uint32_t bit = (uint32_t)1 << record->kind;

	if (!(m->amounts & bit))
		give(m, HQ_LACK_AMOUNT, record->kind, 255, record->amount_asked ? HQ_UNKNOWN : HQ_NOT_ASKED, HQ_NONE);
	m->amounts |= bit;
}

/* What a filter that is unknown lacks. */
static void filter_lacks(struct missing *m, hqi_truth t, unsigned kind, const struct hq_record *record)
{
	const struct hqi_ask *ask = &m->e->ask;

	if (hqi_is_yes(t) || hqi_is_no(t))
		return;
	for (unsigned f = 0; f < HQ_FIELDS_MAX; f++) {
		if (t & HQI_LACK_FIELD(f))
			give_field(m, kind, f, record);
		if (t & HQI_LACK_TEACHER(f))
			give_field(m, ask->vocab->teacher, f, hqi_teacher(ask));
		if (t & HQI_LACK_ASSIGNMENT(f))
			give_field(m, ask->vocab->assignment, f, ask->facts->assignment);
	}
	if (t & (HQI_LACK_AMOUNT | HQI_LACK_UNIT))
		give_amount(m, record);
	if (t & HQI_LACK_SILENT)
		give_silence(m);
}

static void record_lacks(struct missing *m, uint16_t measure, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, m->e->ask.vocab, kinds)[record->kind];
	struct hqi_count why;

	hqi_record_counts(&m->e->ask, measure, record, &why);
	if (hqi_is_no(why.filter) || why.in_window == 0)
		return;
	filter_lacks(m, why.filter, record->kind, record);
	if (why.lacks_day) {
		const bool first = k->from_field < HQ_FIELDS_MAX && !(record->known >> k->from_field & 1);

		if (first || k->date_field < HQ_FIELDS_MAX)
			give_field(m, record->kind, first ? k->from_field : k->date_field, record);
	}
	if (why.lacks_amount || why.other_unit)
		give_amount(m, record);
}

/* A form that does not answer, or answers that nobody knows. Only forms lack slots: without one, lists are missing. */
static bool slot_lacks(const struct hqi_ask *ask, uint16_t slot, unsigned *state)
{
	const struct hq_answer *answer = hqi_answer(ask, slot);

	if (slot == HQ_NONE || !ask->facts->answers)
		return false;
	*state = answer ? HQ_UNKNOWN : HQ_NOT_ASKED;
	if (answer)
		return answer->know == HQ_UNKNOWN;
	const uint32_t kinds = HQ_AT(struct hq_packed_slot, ask->rules, slots)[slot].kinds;

	for (unsigned k = 0; k < ask->vocab->kinds.count; k++)
		if ((kinds >> k & 1) && k != ask->vocab->teacher && k != ask->vocab->assignment &&
		    ask->facts->list[k] != HQ_KNOWN)
			return true;
	return false;
}

static void measure_lacks(struct missing *m, uint16_t measure)
{
	const struct hqi_ask *ask = &m->e->ask;
	const struct hq_facts *facts = ask->facts;
	const uint16_t slot = ask->measures[measure].slot;
	const uint8_t kind = hqi_shape(ask, measure)->kind;
	unsigned state = 0;

	if (slot_lacks(ask, slot, &state)) {
		give(m, HQ_LACK_SLOT, kind, 255, state, slot);
		return;
	}
	if (facts->list[kind] == HQ_KNOWN) {
		for (uint16_t i = facts->first[kind]; i < facts->first[kind + 1]; i++)
			record_lacks(m, measure, &facts->records[i]);
		return;
	}
	if (m->judgement == kind) {        /* each matter is a question of its own */
		give(m, HQ_LACK_JUDGEMENT, kind, 255, facts->list[kind], HQ_NONE);
		return;
	}
	if (!(m->lists >> kind & 1))
		give(m, HQ_LACK_LIST, kind, 255, facts->list[kind], HQ_NONE);
	m->lists |= (uint32_t)1 << kind;
}

static void row_lacks(struct missing *m, uint16_t row)
{
	const struct hqi_explain *e = m->e;
	const struct hq_row *r = &e->ask.rows[row];
	unsigned state = 0;

	m->row = row;
	m->silent = false;
	if (slot_lacks(&e->ask, hq_slot_of(r), &state)) {
		give(m, HQ_LACK_SLOT, 255, 255, state, hq_slot_of(r));
		return;
	}
	switch ((enum hq_op)r->op) {
	case HQ_OP_QUANTITY:
		measure_lacks(m, r->arg);
		return;
	case HQ_OP_SCALAR:
		filter_lacks(m, hqi_filter(&e->ask, r->arg, NULL), 0, NULL);
		return;
	case HQ_OP_SILENT:
		give_silence(m);
		return;
	case HQ_OP_LINE: {
		const struct hq_packed_line *line = e->ask.lines + r->arg;
		const struct hq_interval q = hqi_quantity(&e->ask, line->measure);

		if (q.lo != q.hi)
			measure_lacks(m, line->measure);
		if (e->ask.numbers[line->mul_hi] > e->ask.numbers[line->mul] && q.hi > 0)
			give_silence(m);
		return;
	}
	case HQ_OP_AWARD:
		if (e->ask.numbers[r->arg] < e->ask.numbers[r->arg + 1] && hqi_result(&e->ask, e->ask.kids[r->first_kid]) != HQI_R_NO)
			give_silence(m);
		return;
	case HQ_OP_RUBRIC:
		if (hqi_rubric(e, row)->silent_pass) {
			const struct hq_interval mark = hqi_rubric_mark_met(&e->ask, row);

			if (mark.lo != mark.hi)
				give_silence(m);
		}
		return;
	case HQ_OP_NONE: case HQ_OP_ALL: case HQ_OP_ANY: case HQ_OP_AT_LEAST: case HQ_OP_NOT: case HQ_OP_CATEGORY:
		return;
	}
}

static bool is_open(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_interval v = hqi_value(&e->ask, row);

	return v.lo != v.hi;
}

/* Marks what stands under an open row, if it is open because of that. */
static void spread(const struct hqi_explain *e, struct hqi_rows *set, uint16_t row)
{
	unsigned state = 0;

	if (slot_lacks(&e->ask, hq_slot_of(&e->ask.rows[row]), &state))
		return;
	if (e->ask.rows[row].op != HQ_OP_RUBRIC) {
		add_kids(e, set, row);
		return;
	}
	const struct hq_packed_rubric *rubric = hqi_rubric(e, row);
	const struct hq_interval points = hqi_rubric_points_met(&e->ask, row);

	if (points.lo != points.hi)
		add_kids(e, set, row);
	if (rubric->requires != HQ_NONE)
		hqi_add(e, set, rubric->requires);
	if (rubric->settles != HQ_NONE)
		hqi_add(e, set, rubric->settles);
}

int hq_missing_each(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
		    int (*visit)(void *context, const struct hq_missing *missing), void *context)
{
	struct hqi_explain e = { .d = decision };
	struct missing m = { .e = &e, .visit = visit, .context = context };
	struct hqi_rows open;

	hqi_ask_again(&e.ask, rules, facts, decision);
	if (decision->verdict != HQ_UNDETERMINED)
		return 0;
	m.judgement = hq_find_kind(e.ask.vocab, "attestation", 11);
	add_verdict(&e, &open);
	for (uint16_t i = e.ask.edition->nrows; i-- > 0;) {
		const uint16_t row = (uint16_t)(e.ask.edition->first_row + i);

		/* The verdict's own row may be settled while `applies to` is not: then it has nothing to ask. */
		if (hqi_in(&e, &open, row) && is_open(&e, row))
			spread(&e, &open, row);
	}
	for (uint16_t i = 0; i < e.ask.edition->nrows && !m.stop; i++) {
		const uint16_t row = (uint16_t)(e.ask.edition->first_row + i);

		if (hqi_in(&e, &open, row) && is_open(&e, row))
			row_lacks(&m, row);
	}
	return m.stop;
}

/* The parts of a fork one after the other: its fields that were looked at, or itself. */
void hqi_put_cases(struct hqi_explain *e)
{
	const struct hq_fork *f = hqi_forks(&e->ask);

	for (uint8_t i = 0; i < e->ask.edition->nforks; i++, f++) {
		struct hq_missing m = { .kind = f->kind, .lack = HQ_LACK_FIELD, .row = e->ask.edition->root };

		if (f->what != HQ_FORK_FIELDS)
			m.lack = HQ_LACK_LIST;
		for (uint32_t left = e->d->cases[i]; left; left >>= 1, m.field++)
			if (left & 1)
				hqi_fmt(e, f->arg, f->what == HQ_FORK_ROW ? "%,%O" : "%,%f", &m);
	}
}

const char *hqi_missing_state(const struct hq_missing *m)
{
	if (m->lack == HQ_LACK_SILENT)
		return "silent";
	if (m->lack == HQ_LACK_JUDGEMENT)
		return "judgement";
	return m->state == HQ_UNKNOWN ? "unknown" : "not_asked";
}

/* ---- records that count -------------------------------------------------------------------------------------- */

/* Where each event counts once, the line a record was allotted to; -1: nobody else has taken it. */
static bool taken_elsewhere(const struct hqi_explain *e, uint16_t row, size_t record)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (!e->d->event_line || r->op != HQ_OP_LINE)
		return false;
	for (uint16_t at = r->parent, below = row; at != HQ_NONE && at > below; below = at, at = e->ask.rows[at].parent) {
		if (e->ask.rows[at].op != HQ_OP_RUBRIC)
			continue;
		const int once = hqi_once_ordinal(&e->ask, at);

		return once >= 0 && e->d->event_line[(size_t)once * e->ask.facts->nrecords + record] != (int16_t)row;
	}
	return false;
}

bool hqi_record_next(const struct hqi_explain *e, uint16_t row, uint16_t measure, struct hqi_record *at)
{
	const uint8_t kind = hqi_shape(&e->ask, measure)->kind;
	const struct hq_facts *facts = e->ask.facts;
	const uint8_t flags = e->d->measure_flags[measure - e->ask.edition->first_measure];
	struct hqi_count count;

	for (;;) {
		const size_t i = (size_t)facts->first[kind] + at->next++;

		if (!(flags & HQ_SEEN_RECORDS) || i >= facts->first[kind + 1])
			return false;
		hqi_record_counts(&e->ask, measure, &facts->records[i], &count);
		if (count.part.hi <= 0 || taken_elsewhere(e, row, i))
			continue;
		at->record = &facts->records[i];
		at->quantity = (struct hq_interval){ count.part.lo, count.part.hi };
		return true;
	}
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

int hq_explain(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
	       const struct hq_subject *subject, enum hq_format format, char *buf, size_t cap, size_t *len)
{
	struct hqi_explain e = { .d = decision, .subject = subject, .w = { .buf = buf, .cap = buf ? cap : 0 } };
	struct hqi_rows used;

	hqi_ask_again(&e.ask, rules, facts, decision);
	hqi_rows_used(&e, &used);
	e.used = &used;
	e.full = format == HQ_FORMAT_FULL || format == HQ_FORMAT_FULL_COLOR;
	e.w.color = format == HQ_FORMAT_TEXT_COLOR || format == HQ_FORMAT_FULL_COLOR;
	if (format == HQ_FORMAT_JSON)
		hqi_explain_json(&e);
	else
		hqi_explain_text(&e);
	*len = e.w.len;
	return e.w.len <= e.w.cap ? HQ_OK : HQ_ESPACE;
}
