/* The explanation as JSON: one object on one line, every row of the rules in force, whatever it was needed for. Its shape
 * is docs/decision.schema.json; a key is never taken away and never changes its meaning within one schema_version.
 * What is left to others: which rows are reasons (explain.c), words, quotes and commas (explain_words.c).
 */
#include "explain.h"

static void end_all(struct hqi_explain *e, unsigned *open, unsigned depth)
{
	for (; *open > depth; --*open)
		hqi_puts(&e->w, "]}");
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

/* A quantity and where it is from; members of the object that is open. */
static void put_counted(struct hqi_explain *e, uint16_t row, uint16_t measure)
{
	const struct hq_packed_shape *m = hqi_shape(&e->ask, measure);
	const int64_t scale = e->ask.numbers[m->scale];
	const uint8_t flags = e->d->measure_flags[measure - e->ask.edition->first_measure];
	const struct hqi_days days = hqi_window(&e->ask, e->ask.measures[measure].window);
	struct hqi_record at = { .next = 0 };

	hqi_fmt(e, row, "%,'quantity':%i,'kind':%s,'unit':%s,'from':%s,'window':{'from':%d,'to':%d}",
		hqi_quantity(&e->ask, measure), scale, HQ_TEXT(e->ask.vocab, hqi_kind(e, m->kind)->name),
		m->unit == 255 ? NULL :
		HQ_TEXT(e->ask.vocab, HQ_AT(struct hq_vocab_unit, e->ask.vocab, units)[m->unit].name),
		flags & HQ_SEEN_FORM ? "form" : flags & HQ_SEEN_RECORDS ? "records" : flags & HQ_SEEN_CLOSED ? "closed" :
		flags & HQ_SEEN_UNKNOWN ? "unknown" : "not_asked", (int)days.from, (int)days.to);
	if (!(flags & HQ_SEEN_RECORDS))
		return;
	hqi_fmt(e, row, ",'records':[");
	while (hqi_record_next(e, row, measure, &at))
		hqi_fmt(e, row, "%,{'record':%x,'quantity':%i}", at.record, at.quantity, scale);
	hqi_putc(&e->w, ']');
}

static void put_saw(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_answer *answer = hqi_answer(&e->ask, hq_slot_of(r));
	struct hqi_fact fact;

	if (!hqi_sees(e, row))
		return;
	if (answer) {
		hqi_fmt(e, row, answer->know == HQ_KNOWN ? ",'saw':{'from':'form','answer':%b}" :
			",'saw':{'from':'form','answer':null}", answer->value != 0);
		return;
	}
	if (r->op == HQ_OP_RUBRIC) {
		hqi_fmt(e, row, ",'saw':{'points':%T}");
		return;
	}
	hqi_fmt(e, row, ",'saw':{");
	if (r->op == HQ_OP_QUANTITY) {
		put_counted(e, row, r->arg);
	} else {
		hqi_fmt(e, row, "'facts':{");
		for (unsigned n = 0; hqi_scalar_fact(e, r->arg, n, &fact); n++) {
			hqi_fmt(e, row, "%,'");
			hqi_puts(&e->w, HQ_TEXT(e->ask.vocab, hqi_kind(e, fact.kind)->name));
			hqi_putc(&e->w, '.');
			hqi_puts(&e->w, fact.name);
			hqi_fmt(e, row, "':%v", &fact);
		}
		hqi_putc(&e->w, '}');
	}
	hqi_putc(&e->w, '}');
}

/* The row and what stands under it, as nested objects; a definition that several rows use in full at each. */
static void put_tree(struct hqi_explain *e, uint16_t root)
{
	struct hqi_walk walk = { .depth = 0 };
	unsigned open = 0;

	for (uint16_t row = root; row != HQ_NONE; row = hqi_walk_next(&e->ask, &walk)) {
		end_all(e, &open, walk.depth);
		hqi_fmt(e, row, "%,{'id':%I,'label':%L,'result':%E,'citations':%C");
		put_saw(e, row);
		if (e->ask.rows[row].op != HQ_OP_RUBRIC && hqi_walk_into(&e->ask, &walk, row)) {
			hqi_fmt(e, row, ",'children':[");
			open++;
		} else {
			hqi_putc(&e->w, '}');
		}
	}
	end_all(e, &open, 0);
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void put_limits(struct hqi_explain *e, uint16_t row)
{
	static const struct hq_packed_limit none = { 0 };      /* numbers of which none is looked at, and no citations */
	const struct hq_packed_limit *own = hqi_limit(&e->ask, row), *limit = own ? own : &none;
	const int64_t *numbers = e->ask.numbers;
	const uint16_t measure = hqi_measure_of(e, row);

	hqi_fmt(e, row, ",'cap':%N,'cap_citations':%c", own ? numbers[own->max] : HQ_BIG, (int)limit->cite_max,
		(int)limit->ncite_max);
	hqi_fmt(e, row, own && numbers[own->min] ? ",'minimum':%N,'minimum_met':%r" : ",'minimum':null,'minimum_met':null",
		own ? numbers[own->min] : 0, hqi_minimum_met(&e->ask, row));
	if (own && numbers[own->units_min] && measure != HQ_NONE)
		hqi_fmt(e, row, ",'minimum_quantity':%n,'minimum_quantity_met':%r", numbers[own->units_min],
			hqi_scale(&e->ask, measure), hqi_units_met(&e->ask, row));
	hqi_fmt(e, row, ",'minimum_citations':%c", (int)limit->cite_min, (int)limit->ncite_min);
	if (own && numbers[own->divide] != 1)
		hqi_fmt(e, row, ",'divided_by':%1", (int)numbers[own->divide]);
	if (limit->best)
		hqi_fmt(e, row, ",'counts':'best'");
}

static void put_points(struct hqi_explain *e, uint16_t row)
{
	hqi_fmt(e, row, "%,{'id':%I,'label':%L,'raw':%R,'counted':%K,'citations':%C");
}

static bool is_line(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.rows[row].op == HQ_OP_LINE || e->ask.rows[row].op == HQ_OP_AWARD;
}

static void put_line(struct hqi_explain *e, uint16_t row, bool limits)
{
	const uint16_t measure = hqi_measure_of(e, row);

	put_points(e, row);
	hqi_fmt(e, row, ",'rate':%P");
	if (measure != HQ_NONE) {
		put_counted(e, row, measure);
	} else {
		hqi_fmt(e, row, ",'condition':[");
		put_tree(e, e->ask.kids[e->ask.rows[row].first_kid]);
		hqi_putc(&e->w, ']');
	}
	if (limits)                            /* those of a category that is its only line are the category's */
		put_limits(e, row);
	hqi_putc(&e->w, '}');
}

/* A category with its lines; leaves the list of inner categories open. */
static void put_category(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	put_points(e, row);
	put_limits(e, row);
	hqi_fmt(e, row, ",'lines':[");
	if (is_line(e, row))
		put_line(e, row, false);
	for (uint16_t i = 0; !is_line(e, row) && i < r->nkids; i++) {
		const uint16_t kid = e->ask.kids[r->first_kid + i];

		if (is_line(e, kid) && e->ask.rows[kid].role != HQ_ROLE_CATEGORY)
			put_line(e, kid, true);
	}
	hqi_fmt(e, row, "],'categories':[");
}

static void put_rubric(struct hqi_explain *e, uint16_t rubric)
{
	const struct hq_packed_rubric *r = hqi_rubric(e, rubric);
	struct hqi_walk walk = { .depth = 0 };
	unsigned open = 0;
	uint16_t row;

	hqi_fmt(e, rubric, "%,{'id':%I,'label':%L,'passes':%E,'points':%T,'threshold':%N,'threshold_met':%r,"
		"'threshold_citations':%c,'citations':%C,'each_event_once':%b", r->silent_pass ? HQ_BIG : e->ask.numbers[r->pass_lo],
		hqi_rubric_mark_met(&e->ask, rubric), (int)r->cite_pass, (int)r->ncite_pass, (int)r->once);
	if (r->min_categories)
		hqi_fmt(e, rubric, ",'minimum_categories':%1,'minimum_categories_met':%r", (int)r->min_categories,
			hqi_rubric_categories_met(&e->ask, rubric));
	for (unsigned i = 0; i < 2; i++) {
		if ((row = i ? r->settles : r->requires) == HQ_NONE)
			continue;
		hqi_fmt(e, row, i ? ",'passes_at_once':[" : ",'requires':[");
		put_tree(e, row);
		hqi_putc(&e->w, ']');
	}
	hqi_fmt(e, rubric, ",'categories':[");
	hqi_walk_into(&e->ask, &walk, rubric);
	while ((row = hqi_walk_next(&e->ask, &walk)) != HQ_NONE) {
		if (e->ask.rows[row].role != HQ_ROLE_CATEGORY)
			continue;
		end_all(e, &open, walk.depth - 1);
		put_category(e, row);
		open++;
		if (!is_line(e, row))
			hqi_walk_into(&e->ask, &walk, row);
	}
	end_all(e, &open, 0);
	hqi_puts(&e->w, "]}");
}

/* ---- the lists ----------------------------------------------------------------------------------------------- */

static int put_missing(void *context, const struct hq_missing *m)
{
	struct hqi_explain *e = context;

	hqi_fmt(e, m->row, "%,{'fact':%f,'state':%s,'asked':%b,'needed_by':%O,'text':%L,'citations':%C", m, hqi_missing_state(m),
		m->lack != HQ_LACK_SILENT && m->state == HQ_UNKNOWN);
	hqi_fmt(e, m->row, m->lack == HQ_LACK_SILENT ? ",'silent_on':%t}" : "}", (int)hqi_silence(e, m->row));
	return 0;
}

static void put_reasons(struct hqi_explain *e)
{
	struct hqi_reasons r;

	hqi_reasons_begin(e, &r);
	e->given = &r;
	while (hqi_reasons_next(e, &r))
		hqi_fmt(e, r.row, "%,{'text':%y,'of':%O,'citations':%c}", &r, (int)r.cites.first, (int)r.cites.n);
	e->given = NULL;
}

static void put_notes(struct hqi_explain *e, enum hq_note_kind kind)
{
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *note = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	for (uint16_t i = 0; i < edition->nnotes; i++, note++) {
		if (note->kind != kind || !hqi_in(e, e->used, note->row))
			continue;
		hqi_fmt(e, note->row, "%,{'of':%O,'text':%t,'citations':%c", (int)note->text, (int)note->first_cite,
			(int)note->ncites);
		hqi_fmt(e, note->row, kind == HQ_NOTE_ERRATUM ? ",'corrected_to':%t}" : "}", (int)note[1].text);
	}
}

void hqi_explain_json(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_row *routes = edition->routes == HQ_NONE ? NULL : &e->ask.rows[edition->routes];
	char code[5] = "";

	for (unsigned i = 0; i < 4; i++)
		code[i] = e->ask.rules->code[i];
	e->w.json = true;
	hqi_fmt(e, 0, "{'schema_version':%1,'teacher':%s,'assignment':%s,'jurisdiction':%s,'edition':%t,'as_of':%d,'closed':%b,"
		"'verdict':%s,'route':", HQ_DECISION_SCHEMA,
		e->subject ? e->subject->teacher : NULL, e->subject ? e->subject->assignment : NULL, code,
		(int)edition->name, (int)e->d->as_of, e->ask.facts->closed, hq_verdict_name(e->d->verdict));
	hqi_fmt(e, e->d->route, e->d->verdict == HQ_HIGHLY_QUALIFIED && e->d->route != HQ_NONE ? "%I,'routes':[" :
		"null,'routes':[");
	for (uint16_t i = 0; routes && i < routes->nkids; i++)
		hqi_fmt(e, e->ask.kids[routes->first_kid + i], "%,{'id':%I,'label':%L,'result':%E}");
	hqi_fmt(e, 0, "],'requirements':[");
	if (edition->applies != HQ_NONE)
		put_tree(e, edition->applies);
	if (edition->every != HQ_NONE)
		put_tree(e, edition->every);
	for (uint16_t i = 0; routes && i < routes->nkids; i++)
		put_tree(e, e->ask.kids[routes->first_kid + i]);
	hqi_fmt(e, 0, "],'rubrics':[");
	for (uint16_t i = 0; i < edition->nrows; i++)
		if (e->ask.rows[edition->first_row + i].op == HQ_OP_RUBRIC)
			put_rubric(e, (uint16_t)(edition->first_row + i));
	hqi_fmt(e, 0, "],'missing':[");
	hq_missing_each(e->ask.rules, e->ask.facts, e->d, put_missing, e);
	hqi_fmt(e, 0, "],'reasons':[");
	put_reasons(e);
	if (e->d->cases) {
		hqi_fmt(e, 0, "],'by_cases_of':[");
		hqi_put_cases(e);
	}
	hqi_fmt(e, 0, "],'readings':[");
	put_notes(e, HQ_NOTE_READING);
	hqi_fmt(e, 0, "],'errata':[");
	put_notes(e, HQ_NOTE_ERRATUM);
	hqi_fmt(e, 0, "],'notes':[");
	put_notes(e, HQ_NOTE_NOTE);
	hqi_puts(&e->w, "]}");
}
