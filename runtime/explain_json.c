/* The explanation as JSON: one object on one line, every row of the rules in force, whatever it was needed for. Its shape
 * is docs/decision.schema.json; a key is never taken away and never changes its meaning within one schema_version.
 * What is left to others: which rows are reasons (explain.c), words (explain_words.c), commas (writer.c).
 */
#include "explain.h"

static void key_string(struct hqi_explain *e, const char *key, const char *value)
{
	hqi_key(&e->w, key);
	hqi_json_string(&e->w, value);
}

static void key_interval(struct hqi_explain *e, const char *key, struct hq_interval i, int64_t scale)
{
	hqi_key(&e->w, key);
	hqi_json_interval(&e->w, i, scale);
}

static void key_number(struct hqi_explain *e, const char *key, int64_t n, int64_t scale)
{
	key_interval(e, key, (struct hq_interval){ n, n }, scale);
}

static void key_open(struct hqi_explain *e, const char *key, char bracket)
{
	hqi_key(&e->w, key);
	hqi_open(&e->w, bracket);
}

static void key_result(struct hqi_explain *e, const char *key, enum hqi_result result)
{
	key_string(e, key, hqi_result_name(result));
}

static enum hqi_result result_of(struct hq_interval v)
{
	return v.lo >= 1 ? HQI_R_YES : v.hi < 1 ? HQI_R_NO : HQI_R_UNKNOWN;
}

static void key_cites(struct hqi_explain *e, const char *key, struct hqi_cites cites)
{
	key_open(e, key, '[');
	for (uint16_t i = 0; i < cites.n; i++) {
		hqi_json_begin_string(&e->w);
		hqi_put_cite(e, (uint16_t)(cites.first + i), true);
		hqi_json_end_string(&e->w);
	}
	hqi_close(&e->w, ']');
}

static void row_cites(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	key_cites(e, "citations", (struct hqi_cites){ r->first_cite, r->ncites });
}

/* Opens an object with what every row has. */
static void begin_row(struct hqi_explain *e, uint16_t row)
{
	hqi_open(&e->w, '{');
	key_string(e, "id", hqi_id(e, row));
	hqi_key(&e->w, "label");
	hqi_json_begin_string(&e->w);
	hqi_put_label(e, row);
	hqi_json_end_string(&e->w);
}

/* ---- what was counted ---------------------------------------------------------------------------------------- */

static void put_records(struct hqi_explain *e, uint16_t row, uint16_t measure)
{
	struct hqi_record at = { .next = 0 };

	key_open(e, "records", '[');
	while (hqi_record_next(e, row, measure, &at)) {
		hqi_open(&e->w, '{');
		hqi_key(&e->w, "record");
		hqi_json_begin_string(&e->w);
		hqi_put_record(e, at.record);
		hqi_json_end_string(&e->w);
		key_interval(e, "quantity", at.quantity, e->ask.measures[measure].scale);
		hqi_close(&e->w, '}');
	}
	hqi_close(&e->w, ']');
}

static void key_day(struct hqi_explain *e, const char *key, hq_day day, bool open)
{
	hqi_key(&e->w, key);
	if (open) {
		hqi_json_raw(&e->w, "null");
		return;
	}
	hqi_json_begin_string(&e->w);
	hqi_put_day(&e->w, day);
	hqi_json_end_string(&e->w);
}

/* A quantity and where it is from; members of the object that is open. */
static void put_counted(struct hqi_explain *e, uint16_t row, uint16_t measure)
{
	const struct hq_measure *m = &e->ask.measures[measure];
	const uint8_t flags = e->d->measure_flags[measure - e->ask.edition->first_measure];
	const struct hqi_days days = hqi_window(&e->ask, m->window);

	key_interval(e, "quantity", hqi_quantity(&e->ask, measure), m->scale);
	key_string(e, "kind", HQ_TEXT(e->ask.vocab, HQ_AT(struct hq_vocab_kind, e->ask.vocab, kinds)[m->kind].name));
	key_string(e, "unit", m->unit == 255 ? NULL :
		   HQ_TEXT(e->ask.vocab, HQ_AT(struct hq_vocab_unit, e->ask.vocab, units)[m->unit].name));
	key_string(e, "from", flags & HQ_SEEN_FORM ? "form" : flags & HQ_SEEN_RECORDS ? "records" :
		   flags & HQ_SEEN_CLOSED ? "closed" : flags & HQ_SEEN_UNKNOWN ? "unknown" : "not_asked");
	key_open(e, "window", '{');
	key_day(e, "from", days.from, days.from == HQ_DAY_OPEN);
	key_day(e, "to", days.to, false);
	hqi_close(&e->w, '}');
	if (flags & HQ_SEEN_RECORDS)
		put_records(e, row, measure);
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

static void put_scalar(struct hqi_explain *e, uint16_t filter)
{
	struct hqi_fact fact;

	key_open(e, "facts", '{');
	for (unsigned n = 0; hqi_scalar_fact(e, filter, n, &fact); n++) {
		const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, e->ask.vocab, kinds)[fact.kind];

		hqi_json_begin_string(&e->w);
		hqi_puts(&e->w, HQ_TEXT(e->ask.vocab, k->name));
		hqi_putc(&e->w, '.');
		hqi_puts(&e->w, HQ_TEXT(e->ask.vocab, HQ_AT(struct hq_vocab_field, e->ask.vocab,
							     fields)[k->first_field + fact.field].name));
		hqi_json_end_string(&e->w);
		hqi_putc(&e->w, ':');
		e->w.comma = 0;
		if (fact.record && (fact.record->known >> fact.field & 1)) {
			hqi_json_begin_string(&e->w);
			hqi_put_value(e, fact.kind, fact.field, fact.record->v[fact.field]);
			hqi_json_end_string(&e->w);
		} else {
			hqi_json_raw(&e->w, "null");
		}
	}
	hqi_close(&e->w, '}');
}

static void put_saw(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_answer *answer = hqi_answer(&e->ask, r->slot);

	if (!answer && r->op != HQ_OP_QUANTITY && r->op != HQ_OP_SCALAR && r->op != HQ_OP_RUBRIC)
		return;
	key_open(e, "saw", '{');
	if (answer) {
		key_string(e, "from", "form");
		hqi_key(&e->w, "answer");
		hqi_json_raw(&e->w, answer->know != HQ_KNOWN ? "null" : answer->value ? "true" : "false");
	} else if (r->op == HQ_OP_QUANTITY) {
		put_counted(e, row, r->arg);
	} else if (r->op == HQ_OP_SCALAR) {
		put_scalar(e, r->arg);
	} else {
		key_interval(e, "points", hqi_rubric_total(&e->ask, row), hqi_denominator(e, row));
	}
	hqi_close(&e->w, '}');
}

/* The row and what stands under it, as nested objects; a definition that several rows use in full at each. */
static void put_tree(struct hqi_explain *e, uint16_t root)
{
	struct hqi_walk walk = { .depth = 0 };
	unsigned open = 0;

	for (uint16_t row = root; row != HQ_NONE; row = hqi_walk_next(&e->ask, &walk)) {
		for (; open > walk.depth; open--) {
			hqi_close(&e->w, ']');
			hqi_close(&e->w, '}');
		}
		begin_row(e, row);
		key_result(e, "result", hqi_result(&e->ask, row));
		row_cites(e, row);
		put_saw(e, row);
		if (e->ask.rows[row].op != HQ_OP_RUBRIC && hqi_walk_into(&e->ask, &walk, row)) {
			key_open(e, "children", '[');
			open++;
		} else {
			hqi_close(&e->w, '}');
		}
	}
	for (; open > 0; open--) {
		hqi_close(&e->w, ']');
		hqi_close(&e->w, '}');
	}
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void put_limits(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const int64_t scale = hqi_denominator(e, row);

	if (r->limit == HQ_NONE)
		return;
	const struct hq_limit *limit = &e->ask.limits[r->limit];

	if (limit->max < HQ_BIG) {
		key_number(e, "cap", limit->max, scale);
		key_cites(e, "cap_citations", (struct hqi_cites){ limit->cite_max, limit->ncite_max });
	}
	if (limit->min || limit->units_min) {
		const uint16_t measure = hqi_measure_of(e, row);

		if (limit->min) {
			key_number(e, "minimum", limit->min, scale);
			key_result(e, "minimum_met", result_of(hqi_minimum_met(&e->ask, row)));
		}
		if (limit->units_min && measure != HQ_NONE) {
			key_number(e, "minimum_quantity", limit->units_min, e->ask.measures[measure].scale);
			key_result(e, "minimum_quantity_met", result_of(hqi_units_met(&e->ask, row)));
		}
		key_cites(e, "minimum_citations", (struct hqi_cites){ limit->cite_min, limit->ncite_min });
	}
	if (limit->divide != 1)
		key_number(e, "divided_by", limit->divide, 1);
	if (limit->best)
		key_string(e, "counts", "best");
}

static void put_points(struct hqi_explain *e, uint16_t row)
{
	const int64_t scale = hqi_denominator(e, row);

	key_interval(e, "raw", hqi_row_raw(&e->ask, row), scale);
	key_interval(e, "counted", hqi_row_counted(&e->ask, row), scale);
}

/* What a line counted and at which rate; members of the object that is open. */
static void put_line(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint16_t measure = hqi_measure_of(e, row);

	hqi_key(&e->w, "rate");
	hqi_json_begin_string(&e->w);
	hqi_put_rate(e, row, true);
	hqi_json_end_string(&e->w);
	if (measure != HQ_NONE) {
		put_counted(e, row, measure);
	} else if (r->nkids) {
		key_open(e, "condition", '[');
		put_tree(e, e->ask.kids[r->first_kid]);
		hqi_close(&e->w, ']');
	}
}

static bool is_line(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.rows[row].op == HQ_OP_LINE || e->ask.rows[row].op == HQ_OP_AWARD;
}

static void put_one_line(struct hqi_explain *e, uint16_t row, bool whole)
{
	begin_row(e, row);
	put_points(e, row);
	put_line(e, row);
	if (!whole)                            /* of a category that is its line, the limits are the category's */
		put_limits(e, row);
	row_cites(e, row);
	hqi_close(&e->w, '}');
}

static void put_lines(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	key_open(e, "lines", '[');
	if (is_line(e, row))
		put_one_line(e, row, true);
	for (uint16_t i = 0; !is_line(e, row) && i < r->nkids; i++)
		if (is_line(e, e->ask.kids[r->first_kid + i]) &&
		    e->ask.rows[e->ask.kids[r->first_kid + i]].role != HQ_ROLE_CATEGORY)
			put_one_line(e, e->ask.kids[r->first_kid + i], false);
	hqi_close(&e->w, ']');
}

/* The categories of a rubric, with those inside them. */
static void put_categories(struct hqi_explain *e, uint16_t rubric)
{
	struct hqi_walk walk = { .depth = 0 };
	unsigned open = 0;
	uint16_t row;

	key_open(e, "categories", '[');
	hqi_walk_into(&e->ask, &walk, rubric);
	while ((row = hqi_walk_next(&e->ask, &walk)) != HQ_NONE) {
		const bool category = e->ask.rows[row].role == HQ_ROLE_CATEGORY;

		for (; open >= walk.depth && open > 0; open--) {
			hqi_close(&e->w, ']');
			hqi_close(&e->w, '}');
		}
		if (category) {
			begin_row(e, row);
			put_points(e, row);
			put_limits(e, row);
			row_cites(e, row);
			put_lines(e, row);
			key_open(e, "categories", '[');
			if (!is_line(e, row) && hqi_walk_into(&e->ask, &walk, row)) {
				open++;
				continue;
			}
			hqi_close(&e->w, ']');
			hqi_close(&e->w, '}');
		}
	}
	for (; open > 0; open--) {
		hqi_close(&e->w, ']');
		hqi_close(&e->w, '}');
	}
	hqi_close(&e->w, ']');
}

static void put_rubric(struct hqi_explain *e, uint16_t row)
{
	const struct hq_rubric *rubric = hqi_rubric(e, row);

	begin_row(e, row);
	key_result(e, "passes", hqi_result(&e->ask, row));
	key_interval(e, "points", hqi_rubric_total(&e->ask, row), rubric->denominator);
	hqi_key(&e->w, "threshold");
	if (rubric->silent_pass)
		hqi_json_raw(&e->w, "null");
	else
		hqi_json_number(&e->w, rubric->pass_lo, rubric->denominator);
	key_result(e, "threshold_met", result_of(hqi_rubric_mark_met(&e->ask, row)));
	key_cites(e, "threshold_citations", (struct hqi_cites){ rubric->cite_pass, rubric->ncite_pass });
	row_cites(e, row);
	if (rubric->min_categories) {
		key_number(e, "minimum_categories", rubric->min_categories, 1);
		key_result(e, "minimum_categories_met", result_of(hqi_rubric_categories_met(&e->ask, row)));
	}
	hqi_key(&e->w, "each_event_once");
	hqi_json_raw(&e->w, rubric->once ? "true" : "false");
	for (unsigned i = 0; i < 2; i++) {
		const uint16_t tree = i ? rubric->settles : rubric->requires;

		if (tree == HQ_NONE)
			continue;
		key_open(e, i ? "passes_at_once" : "requires", '[');
		put_tree(e, tree);
		hqi_close(&e->w, ']');
	}
	put_categories(e, row);
	hqi_close(&e->w, '}');
}

/* ---- the lists ----------------------------------------------------------------------------------------------- */

static int put_missing(void *context, const struct hq_missing *m)
{
	struct hqi_explain *e = context;

	hqi_open(&e->w, '{');
	hqi_key(&e->w, "fact");
	if (m->lack == HQ_LACK_SILENT) {
		hqi_json_raw(&e->w, "null");
	} else {
		hqi_json_begin_string(&e->w);
		hqi_put_fact(e, m);
		hqi_json_end_string(&e->w);
	}
	key_string(e, "state", hqi_missing_state(m));
	key_string(e, "needed_by", hqi_owner_id(e, m->row));
	hqi_key(&e->w, "text");
	hqi_json_begin_string(&e->w);
	hqi_put_label(e, m->row);
	hqi_json_end_string(&e->w);
	if (m->lack == HQ_LACK_SILENT)
		key_string(e, "silent_on", hqi_silence(e, m->row));
	row_cites(e, m->row);
	hqi_close(&e->w, '}');
	return 0;
}

static void put_reasons(struct hqi_explain *e)
{
	struct hqi_reasons r;

	key_open(e, "reasons", '[');
	for (hqi_reasons_begin(e, &r); hqi_reasons_next(e, &r);) {
		hqi_open(&e->w, '{');
		hqi_key(&e->w, "text");
		hqi_json_begin_string(&e->w);
		hqi_put_reason(e, &r);
		hqi_json_end_string(&e->w);
		key_string(e, "of", hqi_owner_id(e, r.row));
		key_open(e, "citations", '[');
		for (uint16_t i = 0; i < r.cites.n; i++) {
			if (!hqi_reasons_cite(e, &r, (uint16_t)(r.cites.first + i)))
				continue;
			hqi_json_begin_string(&e->w);
			hqi_put_cite(e, (uint16_t)(r.cites.first + i), true);
			hqi_json_end_string(&e->w);
		}
		hqi_close(&e->w, ']');
		hqi_close(&e->w, '}');
	}
	hqi_close(&e->w, ']');
}

static void put_notes(struct hqi_explain *e, const char *key, enum hq_note_kind kind)
{
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *notes = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	key_open(e, key, '[');
	for (uint16_t i = 0; i < edition->nnotes; i++) {
		if (notes[i].kind != kind || !hqi_in(e, e->used, notes[i].row))
			continue;
		hqi_open(&e->w, '{');
		key_string(e, "of", hqi_owner_id(e, notes[i].row));
		key_string(e, "text", hqi_text(e, notes[i].text));
		if (kind == HQ_NOTE_ERRATUM)
			key_string(e, "corrected_to", hqi_text(e, notes[i].corrected));
		key_cites(e, "citations", (struct hqi_cites){ notes[i].first_cite, notes[i].ncites });
		hqi_close(&e->w, '}');
	}
	hqi_close(&e->w, ']');
}

void hqi_explain_json(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;
	const char code[5] = { e->ask.rules->code[0], e->ask.rules->code[1], e->ask.rules->code[2],
			       e->ask.rules->code[3], '\0' };
	const struct hq_row *routes = edition->routes == HQ_NONE ? NULL : &e->ask.rows[edition->routes];
	const uint16_t nroutes = routes ? routes->nkids : 0;

	hqi_open(&e->w, '{');
	key_number(e, "schema_version", HQ_DECISION_SCHEMA, 1);
	key_string(e, "teacher", e->subject ? e->subject->teacher : NULL);
	key_string(e, "assignment", e->subject ? e->subject->assignment : NULL);
	key_string(e, "jurisdiction", code);
	key_string(e, "edition", hqi_text(e, edition->name));
	key_day(e, "as_of", e->d->as_of, false);
	hqi_key(&e->w, "closed");
	hqi_json_raw(&e->w, e->ask.facts->closed ? "true" : "false");
	key_string(e, "verdict", hq_verdict_name(e->d->verdict));
	key_string(e, "route", e->d->route == HQ_NONE ? NULL : hqi_id(e, e->d->route));
	key_open(e, "routes", '[');
	for (uint16_t i = 0; i < nroutes; i++) {
		begin_row(e, e->ask.kids[routes->first_kid + i]);
		key_result(e, "result", hqi_result(&e->ask, e->ask.kids[routes->first_kid + i]));
		hqi_close(&e->w, '}');
	}
	hqi_close(&e->w, ']');
	key_open(e, "requirements", '[');
	if (edition->applies != HQ_NONE)
		put_tree(e, edition->applies);
	if (edition->every != HQ_NONE)
		put_tree(e, edition->every);
	for (uint16_t i = 0; i < nroutes; i++)
		put_tree(e, e->ask.kids[routes->first_kid + i]);
	hqi_close(&e->w, ']');
	key_open(e, "rubrics", '[');
	for (uint16_t i = 0; i < edition->nrows; i++)
		if (e->ask.rows[edition->first_row + i].op == HQ_OP_RUBRIC)
			put_rubric(e, (uint16_t)(edition->first_row + i));
	hqi_close(&e->w, ']');
	key_open(e, "missing", '[');
	hq_missing_each(e->ask.rules, e->ask.facts, e->d, put_missing, e);
	hqi_close(&e->w, ']');
	put_reasons(e);
	put_notes(e, "readings", HQ_NOTE_READING);
	put_notes(e, "errata", HQ_NOTE_ERRATUM);
	put_notes(e, "notes", HQ_NOTE_NOTE);
	hqi_close(&e->w, '}');
}
