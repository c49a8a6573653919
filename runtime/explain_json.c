/* The explanation as JSON: one object on one line, every row of the rules in force, whatever it was needed for. Its shape
 * is docs/decision.schema.json; a key is never taken away and never changes its meaning within one schema_version.
 * What is left to others: which rows are reasons (explain.c), words, quotes and commas (explain_format.c).
 */
#include <string.h>

#include "explain.h"

/* Parts of formats that explain_format.c has once. A key stands in ' ', with which its comma and colon come. */
#define ROW       "\1"                  /* the object of a row begins: id and label, and the quote of the next key */
#define CITES     "\2"                  /* citations of the row */
#define CITATIONS "\3"                  /* end of a key, and citations */
#define MINIMUM   "\4"                  /* beginning of a key */
#define NO_VALUE  "\5"                  /* end of a key, and null */
#define THRESHOLD "\6"                  /* beginning of a key */
#define LIST      "\7"                  /* the list of categories begins */

/* The next row of a walk; the lists and objects of rows that it leaves on the way end. */
static uint32_t next_row(struct hqi_explain *e, struct hqi_walk *walk)
{
	unsigned open = walk->depth;
	const uint32_t row = hqi_walk_next(&e->ask, walk);

	for (; open > walk->depth; open--)
		hqi_puts(&e->w, "]}");
	return row;
}

/* Goes under the row, whose list of what stands there is open; a list with nothing in it ends. */
static void go_into(struct hqi_explain *e, struct hqi_walk *walk, uint32_t row)
{
	if (!hqi_walk_into(&e->ask, walk, row))
		hqi_puts(&e->w, "]}");
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

/* The quantity of a row and where it is from; members of the object that is open. */
static void put_counted(struct hqi_explain *e, uint32_t row)
{
	const uint32_t measure = hqi_measure_of(e, row), seen = hqi_measure_seen(e, measure);
	const struct hq_packed_shape *m = hqi_shape(&e->ask, measure);
	const struct hqi_days days = hqi_window(&e->ask, measure);
	struct hqi_record at = { .next = 0 };

	hqi_fmt(e, row, "'quantity'%Q'kind'%V'unit'%V'from'%s'window'{'from'%d'to'%d}", (int)hqi_kind(e, m->kind)->name,
		m->unit == 255 ? 0 : (int)hqi_counted_name(e, m, true),
		seen & HQ_SEEN_FORM ? "form" : seen & HQ_SEEN_RECORDS ? "records" : seen & HQ_SEEN_CLOSED ? "closed" :
		seen & HQ_SEEN_UNKNOWN ? "unknown" : "not_asked", (int)days.from, (int)days.to);
	if (!(seen & HQ_SEEN_RECORDS))
		return;
	hqi_fmt(e, row, "'records'[");
	while (hqi_record_next(e, row, &at))
		hqi_fmt(e, row, "%,{'record'%x'quantity'%q}", &at, &at);
	hqi_putc(&e->w, ']');
}

static void put_saw(struct hqi_explain *e, uint32_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_answer *answer = hqi_row_answer(e, row);
	struct hqi_fact fact;
	unsigned n = 0;

	if (answer) {
		hqi_fmt(e, row, "'saw'{'from'%s'answer'%b}", "form", answer->know == HQ_KNOWN ? (int)answer->value : -1);
	} else if (r->op == HQ_OP_RUBRIC) {
		hqi_fmt(e, row, "'saw'{'points'%T}");
	} else if (r->op == HQ_OP_QUANTITY) {
		hqi_fmt(e, row, "'saw'{");
		put_counted(e, row);
		hqi_putc(&e->w, '}');
	} else if (r->op == HQ_OP_SCALAR) {
		hqi_fmt(e, row, "'saw'{'facts'{");
		while (hqi_scalar_fact(e, r->arg, n++, &fact)) {
			const struct hq_missing name = { .lack = HQ_LACK_FIELD, .kind = (uint8_t)fact.kind, .field = fact.field };

			hqi_fmt(e, row, "%,%f:%v", &name, &fact);      /* known or not, it is called the same */
		}
		hqi_puts(&e->w, "}}");
	}
}

/* The row, unless it is none, and what stands under it, as nested objects; a definition that several rows use in full at each. */
static void put_tree(struct hqi_explain *e, uint32_t root)
{
	struct hqi_walk walk = { .depth = 0 };

	for (uint32_t row = root; row != HQ_NONE; row = next_row(e, &walk)) {
		hqi_fmt(e, row, ROW "result'%E" CITES);
		put_saw(e, row);
		hqi_fmt(e, row, e->ask.rows[row].op != HQ_OP_RUBRIC && hqi_walk_into(&e->ask, &walk, row) ? "'children'[" : "}");
	}
}

/* A list of one row, unless it is none. */
static void put_part(struct hqi_explain *e, uint32_t row, const char *list)
{
	if (row == HQ_NONE)
		return;
	hqi_fmt(e, row, list);
	put_tree(e, row);
	hqi_putc(&e->w, ']');
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void put_limits(struct hqi_explain *e, uint32_t row)
{
	const struct hq_packed_limit *limit = hqi_limit(&e->ask, row);

	if (!limit) {
		hqi_fmt(e, row, "'cap" NO_VALUE "'cap_citations'[]" MINIMUM NO_VALUE MINIMUM "_met" NO_VALUE MINIMUM "_citations'[]");
		return;
	}
	hqi_fmt(e, row, "'cap'%N'cap" CITATIONS, (int)limit->max, (int)limit->cite_max, (int)limit->ncite_max);
	hqi_fmt(e, row, hqi_number(e, limit->min) ? MINIMUM "'%N" MINIMUM "_met'%H" : MINIMUM NO_VALUE MINIMUM "_met" NO_VALUE,
		(int)limit->min);
	if (hqi_number(e, limit->units_min))
		hqi_fmt(e, row, MINIMUM "_quantity'%Z" MINIMUM "_quantity_met'%J", (int)limit->units_min);
	hqi_fmt(e, row, MINIMUM CITATIONS, (int)limit->cite_min, (int)limit->ncite_min);
	if (hqi_number(e, limit->divide) != 1)
		hqi_fmt(e, row, "'divided_by'%1", (int)hqi_number(e, limit->divide));
	if (limit->best)
		hqi_fmt(e, row, "'counts'%s", "best");
}

static void put_points(struct hqi_explain *e, uint32_t row)
{
	hqi_fmt(e, row, ROW "raw'%R'counted'%K" CITES);
}

static bool is_line(const struct hqi_explain *e, uint32_t row)
{
	return e->ask.rows[row].op == HQ_OP_LINE || e->ask.rows[row].op == HQ_OP_AWARD;
}

static void put_line(struct hqi_explain *e, uint32_t row, bool limits)
{
	put_points(e, row);
	hqi_fmt(e, row, "'rate'%P");
	if (e->ask.rows[row].op == HQ_OP_LINE)
		put_counted(e, row);
	else
		put_part(e, e->ask.kids[e->ask.rows[row].first_kid], "'condition'[");
	if (limits)                            /* those of a category that is its only line are the category's */
		put_limits(e, row);
	hqi_putc(&e->w, '}');
}

/* A category with its lines; leaves the list of inner categories open. */
static void put_category(struct hqi_explain *e, uint32_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	put_points(e, row);
	put_limits(e, row);
	hqi_fmt(e, row, "'lines'[");
	if (is_line(e, row))
		put_line(e, row, false);
	else
		for (uint32_t i = 0; i < r->nkids; i++) {
			const uint32_t kid = e->ask.kids[r->first_kid + i];

			if (is_line(e, kid) && e->ask.rows[kid].role != HQ_ROLE_CATEGORY)
				put_line(e, kid, true);
		}
	hqi_fmt(e, row, "]" LIST);
}

static void put_rubric(struct hqi_explain *e, uint32_t rubric)
{
	const struct hq_packed_rubric *r = hqi_rubric(e, rubric);
	struct hqi_walk walk = { .depth = 0 };
	uint32_t row;

	hqi_fmt(e, rubric, ROW "passes'%E'points'%T" THRESHOLD "'%N" THRESHOLD "_met'%X"
		THRESHOLD CITATIONS CITES "'each_event_once'%b", r->silent_pass ? -1 : (int)r->pass_lo,
		(int)r->cite_pass, (int)r->ncite_pass, (int)r->once);
	if (r->min_categories)
		hqi_fmt(e, rubric, MINIMUM "_categories'%1" MINIMUM "_categories_met'%G", (int)r->min_categories);
	put_part(e, r->requires, "'requires'[");
	put_part(e, r->settles, "'passes_at_once'[");
	hqi_fmt(e, rubric, LIST);
	go_into(e, &walk, rubric);
	while ((row = next_row(e, &walk)) != HQ_NONE) {
		if (e->ask.rows[row].role != HQ_ROLE_CATEGORY)
			continue;
		put_category(e, row);
		go_into(e, &walk, row);
	}
}

/* ---- the lists ----------------------------------------------------------------------------------------------- */

static int put_missing(void *context, const struct hq_missing *m)
{
	struct hqi_explain *e = context;

	hqi_fmt(e, m->row, "%,{'fact'%f'state'%s'asked'%b'needed_by'%O'text'%L" CITES, m, hqi_missing_state(m),
		m->lack != HQ_LACK_SILENT && m->state == HQ_UNKNOWN);
	hqi_fmt(e, m->row, m->lack == HQ_LACK_SILENT ? "'silent_on'%S}" : "}");
	return 0;
}

static void put_reasons(struct hqi_explain *e)
{
	struct hqi_reasons r;

	hqi_reasons_begin(e, &r);
	e->given = &r;
	while (hqi_reasons_next(e, &r))
		hqi_fmt(e, r.row, "%,{'text'%y'of'%O'citations'%c}", &r, (int)r.cites.first, (int)r.cites.n);
	e->given = NULL;
}

static void put_notes(struct hqi_explain *e, uint32_t kind)
{
	static const char lists[][9] = { [HQ_NOTE_READING] = "readings", [HQ_NOTE_ERRATUM] = "errata", [HQ_NOTE_NOTE] = "notes" };
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *note = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	hqi_fmt(e, 0, "],%s:[", lists[kind]);
	for (uint32_t n = edition->nnotes; n > 0; n--, note++)
		if (note->kind == kind && hqi_in(e, e->rows, note->row))
			hqi_fmt(e, note->row, kind == HQ_NOTE_ERRATUM ? "%,{'of'%O'text'%t'citations'%c'corrected_to'%t}" :
				"%,{'of'%O'text'%t'citations'%c}", (int)note->text, (int)note->first_cite,
				(int)note->ncites, (int)note[kind == HQ_NOTE_ERRATUM].text);
}

void hqi_explain_json(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;
	const uint16_t *route = NULL;
	uint32_t nroutes = 0;
	char code[5] = "";

	memcpy(code, e->ask.rules->code, sizeof(e->ask.rules->code));
	if (edition->routes != HQ_NONE) {
		route = e->ask.kids + e->ask.rows[edition->routes].first_kid;
		nroutes = e->ask.rows[edition->routes].nkids;
	}
	e->w.json = true;
	hqi_fmt(e, 0, "{'schema_version'%1'teacher'%s'assignment'%s'jurisdiction'%s"
		"'edition'%t'as_of'%d'closed'%b'verdict'%s", HQ_DECISION_SCHEMA,
		e->subject->teacher, e->subject->assignment, code, (int)edition->name, (int)e->d->as_of, e->ask.facts->closed,
		hq_verdict_name(e->d->verdict));
	hqi_fmt(e, e->d->route, e->d->route != HQ_NONE ? "'route'%I'routes'[" : "'route" NO_VALUE "'routes'[");
	for (uint32_t i = 0; i < nroutes; i++)
		hqi_fmt(e, route[i], ROW "result'%E}");
	hqi_fmt(e, 0, "]'requirements'[");
	put_tree(e, edition->applies);
	put_tree(e, edition->every);
	for (uint32_t i = 0; i < nroutes; i++)
		put_tree(e, route[i]);
	hqi_fmt(e, 0, "]'rubrics'[");
	for (uint32_t i = 0; i < edition->nrows; i++)
		if (e->ask.rows[edition->first_row + i].op == HQ_OP_RUBRIC)
			put_rubric(e, edition->first_row + i);
	hqi_fmt(e, 0, "]'missing'[");
	if (e->d->verdict == HQ_UNDETERMINED)
		hqi_missing_each(e, put_missing, e);
	hqi_fmt(e, 0, "]'reasons'[");
	put_reasons(e);
	if (e->d->cases) {
		hqi_fmt(e, 0, "]'by_cases_of'[");
		hqi_put_cases(e);
	}
	hqi_mark(e, HQI_MARK_USED, e->rows, NULL);
	for (uint32_t kind = HQ_NOTE_READING; kind <= HQ_NOTE_NOTE; kind++)
		put_notes(e, kind);
	hqi_puts(&e->w, "]}");
}
