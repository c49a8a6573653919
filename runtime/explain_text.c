/* The explanation for a person: a hundred columns, citations at the right, what matters first. The one-look form shows the
 * rows that bear on the answer; the full form every row, each line with its rate, window and records, and the readings
 * and errata beside them. A rendering of what explain_json.c says, never more.
 */
#include "explain.h"
#include "layout.h"

/* Columns: where what a row saw, the citations, and the table's parts begin or end. */
enum { WIDTH = 100, SAW = 60, CITES = 86, WHAT = 31, RAW = 63, CAP = 69, COUNTED = 77, MINIMUM = 85 };

/* Red, yellow, green. */
static const char colors[][3] = { [HQI_R_NO] = "31", [HQI_R_UNKNOWN] = "33", [HQI_R_YES] = "32" };

/* The codes of hqi_fmt that only text has: %| spaces up to a column (int), %m mark of a result (int), %* escape sequence (text);
 * %> from here to the end of the line (end_line) texts of the rules break before the citations and go on at a column (int). */
static void put_layout(struct hqi_explain *e, uint32_t row, char code, const void *p, int i)
{
	static const char marks[][4] = { [HQI_R_NO] = "no", [HQI_R_UNKNOWN] = "?", [HQI_R_YES] = "yes" };

	(void)row;
	if (code == '|')
		hqi_pad(&e->w, (size_t)i);
	if (code == '*')
		hqi_color(&e->w, p);
	if (code == 'm') {
		hqi_color(&e->w, colors[i]);
		hqi_puts(&e->w, marks[i]);
		hqi_color(&e->w, "0");
	}
	if (code == '>') {
		e->w.indent = (size_t)i;
		e->w.width = CITES - 2;
	}
}

/* Citations at the right, the source named once: "ecs 1346, 1363". While reasons are listed, only those not yet given. */
static void end_line(struct hqi_explain *e, struct hqi_cites cites)
{
	const struct hq_packed_cite *all = HQ_AT(struct hq_packed_cite, e->ask.rules, cites);
	uint32_t source = UINT32_MAX;

	e->w.width = 0;
	for (uint32_t i = cites.first; i < cites.first + cites.n; i++) {
		if (e->given && !hqi_reasons_cite(e, e->given, i))
			continue;
		if (source == UINT32_MAX)
			hqi_fmt(e, 0, e->w.column > CITES ? "\n%|%*" : " %|%*", CITES, "2");
		else
			hqi_puts(&e->w, ", ");
		hqi_put_cite(e, i, all[i].source != source);
		source = all[i].source;
	}
	hqi_fmt(e, 0, source == UINT32_MAX ? "\n" : "%*\n", "0");
}

static struct hqi_cites cites_of(const struct hqi_explain *e, uint32_t row)
{
	return (struct hqi_cites){ e->ask.rows[row].first_cite, e->ask.rows[row].ncites };
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

/* The rubric that a row asks for and nothing else: at a look, one line says both. HQ_NONE. */
static uint32_t only_rubric(const struct hqi_explain *e, uint32_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint32_t kid = r->op == HQ_OP_ALL && r->nkids == 1 && !e->full ? e->ask.kids[r->first_kid] : row;

	return e->ask.rows[kid].op == HQ_OP_RUBRIC ? kid : HQ_NONE;
}

static void put_row(struct hqi_explain *e, uint32_t row, size_t indent)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint32_t rubric = only_rubric(e, row), seen = rubric == HQ_NONE ? row : rubric;

	hqi_fmt(e, row, r->role == HQ_ROLE_ROUTE ? "%|%m%|Route %I: %>%L" : "%|%m%|%>%L", (int)indent,
		(int)hqi_result(e, row), (int)indent + 5, (int)indent + 5);
	if (hqi_sees(e, seen))
		hqi_fmt(e, seen, " %|%A", SAW);
	end_line(e, cites_of(e, row));
}

static void put_tree(struct hqi_explain *e, uint32_t root, size_t indent)
{
	struct hqi_walk walk = { .depth = 0 };

	for (uint32_t row = root; row != HQ_NONE; row = hqi_walk_next(&e->ask, &walk)) {
		const unsigned depth = walk.depth;

		if (!e->full && !hqi_in(e, e->rows, row))
			continue;
		put_row(e, row, indent + 2 * depth);
		/* At a look: what has been met needs no parts. */
		if (e->ask.rows[row].op != HQ_OP_RUBRIC && only_rubric(e, row) == HQ_NONE &&
		    (e->full || depth == 0 || hqi_result(e, row) != HQI_R_YES))
			hqi_walk_into(&e->ask, &walk, row);
	}
}

static void put_requirements(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;

	if (edition->applies != HQ_NONE && (e->full || hqi_result(e, edition->applies) != HQI_R_YES))
		put_tree(e, edition->applies, 2);
	if (e->d->verdict == HQ_NOT_APPLICABLE && !e->full)
		return;
	put_tree(e, edition->every, 2);
	if (edition->routes == HQ_NONE)
		return;
	for (uint16_t i = 0; i < e->ask.rows[edition->routes].nkids; i++)
		put_tree(e, e->ask.kids[e->ask.rows[edition->routes].first_kid + i], 2);
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

/* Points of @row, or number @number of the rules, as @format writes them, so that they end before @column. */
static void put_right(struct hqi_explain *e, uint32_t row, size_t column, const char *format, uint32_t number)
{
	char text[100];
	struct hqi_explain apart = *e;

	apart.w = (struct hqi_writer){ .buf = text, .cap = sizeof(text) - 1 };
	hqi_fmt(&apart, row, format, (int)number);
	text[hqi_min((int64_t)apart.w.len, (int64_t)apart.w.cap)] = '\0';
	hqi_fmt(e, 0, "%|%s", (int)(apart.w.column < column ? column - apart.w.column : 0), text);
}

static void put_minimum(struct hqi_explain *e, uint32_t row, const struct hq_packed_limit *limit)
{
	const bool points = hqi_number(e, limit->min);

	if (!points && !hqi_number(e, limit->units_min))
		return;
	put_right(e, row, MINIMUM - 4, points ? "%N" : "%Z", points ? limit->min : limit->units_min);
	hqi_fmt(e, row, " %m", (int)hqi_result_of(points ? hqi_minimum_met(&e->ask, row) : hqi_units_met(&e->ask, row)));
}

/* One line of the table: a category, or a line of one. */
static void put_points(struct hqi_explain *e, uint32_t row, size_t indent)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_packed_limit *limit = hqi_limit(&e->ask, row);

	e->w.indent = indent + 1;
	e->w.width = WHAT - 1;
	hqi_fmt(e, row, "%|%L%|", (int)indent, WHAT);
	if (r->op == HQ_OP_AWARD) {
		hqi_fmt(e, row, "%P: ");
		hqi_fmt(e, e->ask.kids[r->first_kid], "%E");
	} else if (r->op == HQ_OP_LINE) {
		hqi_fmt(e, row, "%A");
		hqi_put_rate(e, row, true);
	}
	if (e->w.column > RAW - 5)             /* a long rate has a line of its own */
		hqi_fmt(e, row, "\n%|", WHAT);
	put_right(e, row, RAW, "%R", 0);
	if (limit && hqi_number(e, limit->max) < HQ_BIG)
		put_right(e, row, CAP, "%N", limit->max);
	put_right(e, row, COUNTED, "%K", 0);
	if (limit)
		put_minimum(e, row, limit);
	end_line(e, cites_of(e, row));
}

/* Of the full form: rate, window and records of a line. */
static void put_detail(struct hqi_explain *e, uint32_t row, size_t indent)
{
	const uint16_t measure = hqi_measure_of(e, row);
	struct hqi_record at = { .next = 0 };

	hqi_fmt(e, row, "%|%P", (int)indent);
	if (measure != HQ_NONE) {
		const struct hqi_days days = hqi_window(&e->ask, measure);

		hqi_fmt(e, row, days.from == HQ_DAY_OPEN ? "; up to %d" : "; %d to %d",
			(int)(days.from == HQ_DAY_OPEN ? days.to : days.from), (int)days.to);
	}
	while (hqi_record_next(e, row, &at)) {
		hqi_fmt(e, row, e->w.column > WIDTH - 24 ? ";\n%|" : ";", (int)indent);
		hqi_fmt(e, row, " %x %q", &at, &at);
	}
	hqi_putc(&e->w, '\n');
}

/* At a look, what earns nothing and need not is left to one line at the end. */
static bool is_idle(const struct hqi_explain *e, uint32_t row)
{
	const struct hq_packed_limit *limit = hqi_limit(&e->ask, row);

	return !e->full && hqi_row_raw(&e->ask, row).hi == 0 &&
	       !(limit && (hqi_number(e, limit->min) || hqi_number(e, limit->units_min)));
}

static void put_table(struct hqi_explain *e, uint32_t rubric)
{
	struct hqi_walk walk = { .depth = 0 };
	unsigned idle = 0, shown = 0;
	uint16_t row;

	hqi_walk_into(&e->ask, &walk, rubric);
	while ((row = hqi_walk_next(&e->ask, &walk)) != HQ_NONE) {
		const size_t indent = 2 + 2 * walk.depth;
		const struct hq_row *at = &e->ask.rows[row];
		const bool points = at->op == HQ_OP_LINE || at->op == HQ_OP_AWARD;

		if (is_idle(e, row)) {
			idle++;
			continue;
		}
		if (!shown++)
			hqi_fmt(e, rubric, "%|points   cap counted minimum\n", RAW - 6);
		put_points(e, row, indent);
		if (e->full && points)
			put_detail(e, row, indent + 2);
		if (!points)
			hqi_walk_into(&e->ask, &walk, row);
	}
	if (idle)
		hqi_fmt(e, rubric, "    %1 %s with 0 points\n", (int)idle, shown ? "more" : "categories");
}

static void put_rubric(struct hqi_explain *e, uint32_t rubric)
{
	const struct hq_packed_rubric *r = hqi_rubric(e, rubric);

	hqi_fmt(e, rubric, "\n  %m%|%*%L: %A%*", (int)hqi_result(e, rubric), 7, "1", "0");
	end_line(e, (struct hqi_cites){ r->cite_pass, r->ncite_pass });
	put_table(e, rubric);
	put_tree(e, r->requires, 4);
	put_tree(e, r->settles, 4);
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

static void put_title(struct hqi_explain *e, const char *title)
{
	hqi_fmt(e, 0, "\n%*%s%*\n", "1", title, "0");
}

static void put_reasons(struct hqi_explain *e)
{
	struct hqi_reasons r;

	put_title(e, "Reasons");
	hqi_reasons_begin(e, &r);
	e->given = &r;
	while (hqi_reasons_next(e, &r)) {
		hqi_fmt(e, r.row, "  - %y", &r);
		end_line(e, r.cites);
	}
	e->given = NULL;
}

static int put_missing(void *context, const struct hq_missing *m)
{
	struct hqi_explain *e = context;

	if (m->lack == HQ_LACK_SILENT)
		hqi_fmt(e, m->row, hqi_silence(e, m->row) ? "  - the source is silent: %>%S" : "  - the source is silent: %>%L", 4);
	else
		hqi_fmt(e, m->row, "  - %f (%s%s) for: %>%L", m,
			m->lack == HQ_LACK_JUDGEMENT || m->state == HQ_UNKNOWN ? hqi_missing_state(m) : "not asked",
			m->lack == HQ_LACK_JUDGEMENT && m->state == HQ_UNKNOWN ? ", asked" : "", 4);
	end_line(e, cites_of(e, m->row));
	return 0;
}

static void put_notes(struct hqi_explain *e, uint32_t kind)
{
	static const char titles[][21] = {
		[HQ_NOTE_READING] = "Readings taken", [HQ_NOTE_ERRATUM] = "Errata of the source", [HQ_NOTE_NOTE] = "Notes",
	};
	bool any = false;
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *note = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	for (uint16_t i = 0; i < edition->nnotes; i++, note++) {
		if (note->kind != kind || !hqi_in(e, e->rows, note->row))
			continue;
		if (!any)
			put_title(e, titles[kind]);
		any = true;
		hqi_fmt(e, note->row, kind == HQ_NOTE_ERRATUM ? "  - %O: %>%t\n    corrected to: %t" : "  - %O: %>%t", 4,
			(int)note->text, (int)note[kind == HQ_NOTE_ERRATUM].text);
		end_line(e, (struct hqi_cites){ note->first_cite, note->ncites });
	}
}

static void put_head(struct hqi_explain *e)
{
	const enum hqi_result is = e->d->verdict == HQ_HIGHLY_QUALIFIED ? HQI_R_YES :
				   e->d->verdict == HQ_NOT_HIGHLY_QUALIFIED ? HQI_R_NO : HQI_R_UNKNOWN;

	hqi_color(&e->w, "1");
	for (unsigned i = 0; i < 2; i++) {
		const char *who = i ? e->subject->assignment : e->subject->teacher;

		hqi_fmt(e, 0, who ? "%s  " : "", who);
	}
	hqi_fmt(e, 0, "%t, %t, as of %d%*\n  %*%s%*", (int)e->ask.rules->name, (int)e->ask.edition->name,
		(int)e->d->as_of, "0", colors[is], hq_verdict_name(e->d->verdict), "0");
	if (e->d->verdict == HQ_HIGHLY_QUALIFIED && e->d->route != HQ_NONE)
		hqi_fmt(e, e->d->route, " by %I: %L");
	if (e->d->cases) {
		hqi_puts(&e->w, e->d->verdict == HQ_UNDETERMINED ? "\n  gave up on [" : "\n  case by case: [");
		hqi_put_cases(e);
		hqi_putc(&e->w, ']');
	}
	hqi_puts(&e->w, "\n\n");
}

void hqi_explain_text(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;

	e->layout = put_layout;
	hqi_mark(e, HQI_MARK_USED, e->rows, NULL);
	put_head(e);
	put_requirements(e);
	for (uint16_t i = 0; i < edition->nrows; i++) {
		const uint16_t row = (uint16_t)(edition->first_row + i);

		/* A share is a line under its rubric; its own table is for the full form. */
		if (e->ask.rows[row].op == HQ_OP_RUBRIC &&
		    (e->full || (hqi_in(e, e->rows, row) && e->ask.rows[row].role != HQ_ROLE_SHARE)))
			put_rubric(e, row);
	}
	if (e->full || e->d->verdict != HQ_HIGHLY_QUALIFIED)
		put_reasons(e);
	if (e->d->verdict == HQ_UNDETERMINED) {
		put_title(e, "Missing");
		hqi_missing_each(e, put_missing, e);
	}
	if (e->full) {
		hqi_mark(e, HQI_MARK_USED, e->rows, NULL);     /* once more: reasons and what is missing took its place */
		for (uint32_t kind = HQ_NOTE_READING; kind <= HQ_NOTE_NOTE; kind++)
			put_notes(e, kind);
	}
}
