/* Explanations: which rows bear on a decision, which are its reasons, which records count. Wording and layout are left to
 * the other explain files, every value to the functions that decided. The one idea: a row depends on earlier rows only,
 * so one pass from the last row to the first spreads a mark from the verdict down, and one pass back lists what is
 * marked in the order of the file. Nothing recurses, whatever the tables hold.
 */
#include "explain.h"

enum hqi_result hqi_result_of(struct hq_interval v)
{
	return (enum hqi_result)((v.lo >= 1) + (v.hi >= 1));
}

enum hqi_result hqi_result(const struct hqi_explain *e, uint32_t row)
{
	return hqi_result_of(hqi_value(&e->ask, row));
}

/* ---- sets of rows -------------------------------------------------------------------------------------------- */

bool hqi_in(const struct hqi_explain *e, const struct hqi_rows *set, uint32_t row)
{
	const uint32_t i = row - e->ask.edition->first_row;

	return set->bits[i / 32] >> (i % 32) & 1;
}

/* @row may be HQ_NONE. */
static void add(const struct hqi_explain *e, struct hqi_rows *set, uint32_t row)
{
	const uint32_t i = row - e->ask.edition->first_row;

	if (row != HQ_NONE)
		set->bits[i / 32] |= (uint32_t)1 << (i % 32);
}

bool hqi_walk_into(const struct hqi_ask *ask, struct hqi_walk *walk, uint32_t row)
{
	if (!ask->rows[row].nkids || walk->depth >= HQI_WALK_MAX || walk->steps >= HQ_ROWS_MAX)
		return false;
	walk->row[walk->depth] = (uint16_t)row;
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

/* ---- what matters -------------------------------------------------------------------------------------------- */

/* Whether what stands under the row can speak for itself: the row is a heading, has no name, or has parts with names. */
static bool speaks_through_kids(const struct hqi_explain *e, const struct hq_row *r)
{
	if (r->op == HQ_OP_NOT || r->op == HQ_OP_AWARD || !r->nkids)
		return false;
	for (uint32_t i = 0; i < r->nkids; i++) {
		const struct hq_row *kid = &e->ask.rows[e->ask.kids[r->first_kid + i]];

		if (kid->label || kid->op == HQ_OP_RUBRIC || kid->nkids)
			return true;
	}
	return !r->label || (r->role >= HQ_ROLE_ROUTE && r->role <= HQ_ROLE_APPLIES);
}

void hqi_mark(const struct hqi_explain *e, enum hqi_marks what, struct hqi_rows *out, struct hqi_rows *reasons)
{
	const struct hq_edition *edition = e->ask.edition;
	const bool why = what == HQI_MARK_REASONS;
	/* What is decided case by case rests on what is open. */
	const enum hqi_result want = e->d->verdict == HQ_UNDETERMINED || e->d->cases ? HQI_R_UNKNOWN :
				     e->d->verdict == HQ_HIGHLY_QUALIFIED ? HQI_R_YES : HQI_R_NO;
	enum hq_know state;

	*out = (struct hqi_rows){ { 0 } };
	add(e, out, edition->applies);
	if (e->d->verdict != HQ_NOT_APPLICABLE)
		add(e, out, edition->root);
	for (uint32_t row = (uint32_t)edition->first_row + edition->nrows; row-- > edition->first_row;) {
		const struct hq_row *r = &e->ask.rows[row];
		struct hq_interval v = hqi_value(&e->ask, row);
		bool kids = true;

		if (!hqi_in(e, out, row))
			continue;
		/* A row that `applies to` leaves open may rest on rows that are settled, and have nothing to ask. */
		if (why && hqi_result_of(v) != want && r->role != HQ_ROLE_VERDICT)
			continue;
		if (what == HQI_MARK_OPEN && (!hqi_is_open(&e->ask, row) || hqi_slot_lacks(&e->ask, hq_slot_of(r), &state)))
			continue;
		if (r->op == HQ_OP_RUBRIC) {
			const struct hq_packed_rubric *rubric = &e->ask.rubrics[r->arg];

			if (!why || want != HQI_R_YES)
				add(e, out, rubric->requires);
			if (!why || want != HQI_R_NO)
				add(e, out, rubric->settles);
			for (uint32_t i = 0; what == HQI_MARK_OPEN && i < rubric->nmins; i++)
				if (hqi_is_least_open(&e->ask, e->ask.kids[rubric->first_min + i]))
					add(e, out, e->ask.kids[rubric->first_min + i]);
			v = hqi_rubric_points_met(&e->ask, row);
			kids = !why && (what == HQI_MARK_USED || v.lo != v.hi);
		} else if (r->role == HQ_ROLE_ROUTES && e->d->route != HQ_NONE && !e->d->cases) {
			add(e, out, e->d->route);      /* of the choice among routes only the one taken bears on a yes */
			continue;
		} else if (why) {
			kids = speaks_through_kids(e, r);
		}
		for (uint32_t i = 0; kids && i < r->nkids; i++)
			add(e, out, e->ask.kids[r->first_kid + i]);
		if (why && (!kids || r->op == HQ_OP_AT_LEAST))
			add(e, reasons, row);
	}
}

/* ---- reasons (semantics 9.2) --------------------------------------------------------------------------------- */

void hqi_reasons_begin(const struct hqi_explain *e, struct hqi_reasons *reasons)
{
	struct hqi_rows path;

	*reasons = (struct hqi_reasons){ .row = e->ask.edition->first_row };
	*e->rows = (struct hqi_rows){ { 0 } };
	hqi_mark(e, HQI_MARK_REASONS, &path, e->rows);
}

static bool is_as(struct hq_interval v, enum hqi_result want)
{
	return want != HQI_R_YES && hqi_result_of(v) == want;
}

/* The n-th reason that a rubric gives: its total, then each condition that is as the rubric is, unless that is yes. */
static bool rubric_reason(const struct hqi_explain *e, struct hqi_reasons *r, uint32_t n)
{
	const struct hq_packed_rubric *rubric = hqi_rubric(e, r->row);
	const enum hqi_result want = hqi_result(e, r->row);

	r->part = r->row;
	r->why = HQI_WHY_TOTAL;
	r->cites = (struct hqi_cites){ rubric->cite_pass, rubric->ncite_pass };
	if (n-- == 0)
		return true;
	for (uint32_t i = 0; i < 2u * rubric->nmins; i++) {    /* of each row the minimum in points, then that in units */
		r->part = e->ask.kids[rubric->first_min + i / 2];
		const struct hq_packed_limit *limit = hqi_limit(&e->ask, r->part);
		const bool units = i & 1;

		r->cites = (struct hqi_cites){ limit->cite_min, limit->ncite_min };
		r->why = units ? HQI_WHY_UNITS : HQI_WHY_MINIMUM;
		r->number = units ? limit->units_min : limit->min;
		if (hqi_number(e, r->number) &&
		    is_as(units ? hqi_units_met(&e->ask, r->part) : hqi_minimum_met(&e->ask, r->part), want) && n-- == 0)
			return true;
	}
	r->part = r->row;
	r->why = HQI_WHY_CATEGORIES;
	r->number = rubric->min_categories;
	r->cites = (struct hqi_cites){ rubric->cite_categories, rubric->ncite_categories };
	return r->number && is_as(hqi_rubric_categories_met(&e->ask, r->row), want) && n == 0;
}

bool hqi_reasons_next(const struct hqi_explain *e, struct hqi_reasons *r)
{
	const uint32_t end = (uint32_t)e->ask.edition->first_row + e->ask.edition->nrows;

	for (; r->row < end; r->row++, r->next = 0) {
		const struct hq_row *row = &e->ask.rows[r->row];

		if (!hqi_in(e, e->rows, r->row))
			continue;
		if (row->op == HQ_OP_RUBRIC) {
			if (rubric_reason(e, r, r->next++))
				return true;
		} else if (r->next++ == 0) {
			r->part = r->row;
			r->why = HQI_WHY_ROW;
			r->cites = (struct hqi_cites){ row->first_cite, row->ncites };
			return true;
		}
	}
	return false;
}

bool hqi_reasons_cite(const struct hqi_explain *e, struct hqi_reasons *r, uint32_t cite)
{
	const struct hq_packed_cite *all = HQ_AT(struct hq_packed_cite, e->ask.rules, cites), *c = &all[cite];

	for (uint32_t i = 0; i < r->ngiven; i++) {
		const struct hq_packed_cite *g = &all[r->given[i]];

		if (g->source == c->source && g->first == c->first && g->more == c->more)
			return false;
	}
	if (r->ngiven < HQI_GIVEN_MAX)
		r->given[r->ngiven++] = (uint16_t)cite;
	return true;
}

/* ---- records that count -------------------------------------------------------------------------------------- */

/* Where each event counts once: has a record been allotted to another line, or to none? */
static bool taken_elsewhere(const struct hqi_explain *e, uint32_t row, size_t record)
{
	if (!e->d->event_line || e->ask.rows[row].op != HQ_OP_LINE)
		return false;
	const uint32_t rubric = hqi_rubric_of(&e->ask, row);

	return hqi_is_once(&e->ask, rubric) &&
	       e->d->event_line[hqi_once_before(&e->ask, rubric) * e->ask.facts->nrecords + record] != (int16_t)row;
}

bool hqi_record_next(const struct hqi_explain *e, uint32_t row, struct hqi_record *at)
{
	const uint32_t measure = hqi_measure_of(e, row);
	const struct hq_facts *facts = e->ask.facts;
	struct hqi_count count;

	if (measure == HQ_NONE || !(hqi_measure_seen(e, measure) & HQ_SEEN_RECORDS))
		return false;
	const uint16_t *first = &facts->first[hqi_shape(&e->ask, measure)->kind];

	for (;;) {
		const size_t i = (size_t)first[0] + at->next++;

		if (i >= first[1])
			return false;
		at->record = &facts->records[i];
		hqi_record_counts(&e->ask, measure, at->record, &count);
		at->quantity = (struct hq_interval){ count.part.lo, count.part.hi };
		if (count.part.hi > 0 && !taken_elsewhere(e, row, i))
			return true;
	}
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

int hq_explain(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
	       const struct hq_subject *subject, enum hq_format format, char *buf, size_t cap, size_t *len)
{
	static const struct hq_subject nobody = { 0 };
	struct hqi_explain e = { .d = decision, .subject = subject ? subject : &nobody, .w = { .buf = buf, .cap = buf ? cap : 0 } };
	struct hqi_rows rows;

	hqi_ask_again(&e.ask, rules, facts, decision);
	e.rows = &rows;
	e.full = format == HQ_FORMAT_FULL || format == HQ_FORMAT_FULL_COLOR;
	e.w.color = format == HQ_FORMAT_TEXT_COLOR || format == HQ_FORMAT_FULL_COLOR;
	if (format == HQ_FORMAT_JSON)
		hqi_explain_json(&e);
	else
		hqi_explain_text(&e);
	*len = e.w.len;
	return e.w.len <= e.w.cap ? HQ_OK : HQ_ESPACE;
}
