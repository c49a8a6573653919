/* The explanation for a person: a hundred columns, citations at the right, what matters first. The one-look form shows the
 * rows that bear on the answer; the full form every row, each line with its rate, window and records, and the readings
 * and errata beside them. A rendering of what explain_json.c says, never more.
 */
#include "explain.h"

/* Columns: where what a row saw, the citations, and the table's parts begin or end. */
enum { WIDTH = 100, SAW = 60, CITES = 86, WHAT = 31, RAW = 63, CAP = 69, COUNTED = 77, MINIMUM = 85 };

static const char *const marks[] = { [HQI_R_NO] = "no   ", [HQI_R_UNKNOWN] = "?    ", [HQI_R_YES] = "yes  " };
static const char *const colors[] = { [HQI_R_NO] = "31", [HQI_R_UNKNOWN] = "33", [HQI_R_YES] = "32" };

static void put_mark(struct hqi_explain *e, enum hqi_result result)
{
	hqi_color(&e->w, colors[result]);
	hqi_puts(&e->w, marks[result]);
	hqi_color(&e->w, "0");
}

static void heading(struct hqi_explain *e, const char *text)
{
	hqi_color(&e->w, "1");
	hqi_puts(&e->w, text);
	hqi_color(&e->w, "0");
}

/* Citations at the right, the source named once: "ecs 1346, 1363". With @reasons, only those not given before. */
static void end_line(struct hqi_explain *e, struct hqi_cites cites, struct hqi_reasons *reasons)
{
	const struct hq_cite *all = HQ_AT(struct hq_cite, e->ask.rules, cites);
	uint32_t source = UINT32_MAX;

	for (uint16_t i = cites.first; i < cites.first + cites.n; i++) {
		if (reasons && !hqi_reasons_cite(e, reasons, i))
			continue;
		if (source == UINT32_MAX) {
			hqi_puts(&e->w, " ");
			hqi_pad(&e->w, CITES);
			hqi_color(&e->w, "2");
		} else {
			hqi_puts(&e->w, ", ");
		}
		hqi_put_cite(e, i, all[i].source != source);
		source = all[i].source;
	}
	if (source != UINT32_MAX)
		hqi_color(&e->w, "0");
	hqi_putc(&e->w, '\n');
}

static struct hqi_cites cites_of(const struct hqi_explain *e, uint16_t row)
{
	return (struct hqi_cites){ e->ask.rows[row].first_cite, e->ask.rows[row].ncites };
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

static void put_row(struct hqi_explain *e, uint16_t row, size_t indent)
{
	const struct hq_row *r = &e->ask.rows[row];

	hqi_pad(&e->w, indent);
	put_mark(e, hqi_result(&e->ask, row));
	if (r->role == HQ_ROLE_ROUTE) {
		hqi_puts(&e->w, "Route ");
		hqi_puts(&e->w, hqi_id(e, row));
		hqi_puts(&e->w, ": ");
	}
	if (r->label)
		hqi_put_wrapped(&e->w, hqi_text(e, r->label), indent + 5, CITES - 2);
	else
		hqi_put_label(e, row);
	if (hqi_measure_of(e, row) != HQ_NONE || r->op == HQ_OP_SCALAR || r->op == HQ_OP_RUBRIC ||
	    hqi_answer(&e->ask, r->slot)) {
		hqi_puts(&e->w, " ");
		hqi_pad(&e->w, SAW);
		hqi_put_saw(e, row);
	}
	end_line(e, cites_of(e, row), NULL);
}

static void put_tree(struct hqi_explain *e, uint16_t root, size_t indent)
{
	struct hqi_walk walk = { .depth = 0 };

	for (uint16_t row = root; row != HQ_NONE; row = hqi_walk_next(&e->ask, &walk)) {
		const unsigned depth = walk.depth;

		if (!e->full && !hqi_in(e, e->used, row))
			continue;
		put_row(e, row, indent + 2 * depth);
		/* At a look: what has been met needs no parts. */
		if (e->ask.rows[row].op != HQ_OP_RUBRIC &&
		    (e->full || depth == 0 || hqi_result(&e->ask, row) != HQI_R_YES))
			hqi_walk_into(&e->ask, &walk, row);
	}
}

static void put_requirements(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;

	if (edition->applies != HQ_NONE && (e->full || hqi_result(&e->ask, edition->applies) != HQI_R_YES))
		put_tree(e, edition->applies, 2);
	if (e->d->verdict == HQ_NOT_APPLICABLE && !e->full)
		return;
	if (edition->every != HQ_NONE)
		put_tree(e, edition->every, 2);
	if (edition->routes == HQ_NONE)
		return;
	for (uint16_t i = 0; i < e->ask.rows[edition->routes].nkids; i++)
		put_tree(e, e->ask.kids[e->ask.rows[edition->routes].first_kid + i], 2);
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

/* Points so that they end before @column. */
static void put_right(struct hqi_explain *e, struct hq_interval i, int64_t scale, size_t column)
{
	char text[100];
	struct hqi_writer part = { .buf = text, .cap = sizeof(text) - 1 };

	hqi_put_interval(&part, i, scale);
	text[part.len < part.cap ? part.len : part.cap] = '\0';
	hqi_pad(&e->w, part.column < column ? column - part.column : 0);
	hqi_puts(&e->w, text);
}

static void put_right_one(struct hqi_explain *e, int64_t n, int64_t scale, size_t column)
{
	put_right(e, (struct hq_interval){ n, n }, scale, column);
}

static void put_minimum(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_limit *limit = r->limit == HQ_NONE ? NULL : &e->ask.limits[r->limit];
	const bool units = limit && limit->units_min;
	struct hq_interval met;

	if (!limit || (!limit->min && !units))
		return;
	if (limit->min) {
		put_right_one(e, limit->min, hqi_denominator(e, row), MINIMUM - 4);
		met = hqi_minimum_met(&e->ask, row);
	} else {
		put_right_one(e, limit->units_min, e->ask.measures[hqi_measure_of(e, row)].scale, MINIMUM - 4);
		met = hqi_units_met(&e->ask, row);
	}
	hqi_putc(&e->w, ' ');
	put_mark(e, met.lo >= 1 ? HQI_R_YES : met.hi < 1 ? HQI_R_NO : HQI_R_UNKNOWN);
}

/* One line of the table: a category, or a line of one. */
static void put_points(struct hqi_explain *e, uint16_t row, size_t indent)
{
	const struct hq_row *r = &e->ask.rows[row];
	const int64_t scale = hqi_denominator(e, row);
	const struct hq_limit *limit = r->limit == HQ_NONE ? NULL : &e->ask.limits[r->limit];

	hqi_pad(&e->w, indent);
	if (r->label)
		hqi_put_wrapped(&e->w, hqi_text(e, r->label), indent + 1, WHAT - 1);
	else
		hqi_put_label(e, row);
	hqi_pad(&e->w, WHAT);
	if (r->op == HQ_OP_AWARD) {
		hqi_put_rate(e, row, false);
		hqi_puts(&e->w, ": ");
		hqi_puts(&e->w, hqi_result_name(hqi_result(&e->ask, e->ask.kids[r->first_kid])));
	} else if (r->op == HQ_OP_LINE) {
		hqi_put_saw(e, row);
		hqi_puts(&e->w, ", ");
		hqi_put_rate(e, row, false);
	}
	put_right(e, hqi_row_raw(&e->ask, row), scale, RAW);
	if (limit && limit->max < HQ_BIG)
		put_right_one(e, limit->max, scale, CAP);
	put_right(e, hqi_row_counted(&e->ask, row), scale, COUNTED);
	put_minimum(e, row);
	end_line(e, cites_of(e, row), NULL);
}

static void put_day_or(struct hqi_explain *e, hq_day day, const char *open)
{
	if (day == HQ_DAY_OPEN)
		hqi_puts(&e->w, open);
	else
		hqi_put_day(&e->w, day);
}

/* Of the full form: rate, window and records of a line. */
static void put_detail(struct hqi_explain *e, uint16_t row, size_t indent)
{
	const uint16_t measure = hqi_measure_of(e, row);

	hqi_pad(&e->w, indent);
	hqi_put_rate(e, row, true);
	if (measure != HQ_NONE) {
		const struct hq_measure *m = &e->ask.measures[measure];
		const struct hqi_days days = hqi_window(&e->ask, m->window);
		struct hqi_record at = { .next = 0 };

		hqi_puts(&e->w, days.all ? "; up to " : "; from ");
		if (!days.all) {
			put_day_or(e, days.from, "the first");
			hqi_puts(&e->w, " to ");
		}
		hqi_put_day(&e->w, days.to);
		while (hqi_record_next(e, row, measure, &at)) {
			hqi_puts(&e->w, ";");
			if (e->w.column > WIDTH - 24) {
				hqi_putc(&e->w, '\n');
				hqi_pad(&e->w, indent);
			} else {
				hqi_putc(&e->w, ' ');
			}
			hqi_put_record(e, at.record);
			hqi_putc(&e->w, ' ');
			hqi_put_interval(&e->w, at.quantity, m->scale);
		}
	}
	hqi_putc(&e->w, '\n');
}

static void put_rubric(struct hqi_explain *e, uint16_t rubric)
{
	const struct hq_rubric *r = hqi_rubric(e, rubric);
	struct hqi_walk walk = { .depth = 0 };
	uint16_t row;

	hqi_puts(&e->w, "\n  ");
	put_mark(e, hqi_result(&e->ask, rubric));
	hqi_color(&e->w, "1");
	hqi_put_label(e, rubric);
	hqi_puts(&e->w, ": ");
	hqi_put_saw(e, rubric);
	hqi_color(&e->w, "0");
	end_line(e, (struct hqi_cites){ r->cite_pass, r->ncite_pass }, NULL);
	hqi_pad(&e->w, RAW - 6);
	hqi_puts(&e->w, "points   cap counted minimum\n");
	hqi_walk_into(&e->ask, &walk, rubric);
	while ((row = hqi_walk_next(&e->ask, &walk)) != HQ_NONE) {
		const size_t indent = 2 + 2 * walk.depth;
		const struct hq_row *at = &e->ask.rows[row];
		const bool points = at->op == HQ_OP_LINE || at->op == HQ_OP_AWARD;

		put_points(e, row, indent);
		if (e->full && points)
			put_detail(e, row, indent + 2);
		if (!points)
			hqi_walk_into(&e->ask, &walk, row);
	}
	if (r->requires != HQ_NONE)
		put_tree(e, r->requires, 4);
	if (r->settles != HQ_NONE)
		put_tree(e, r->settles, 4);
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

static void put_reasons(struct hqi_explain *e)
{
	struct hqi_reasons r;

	heading(e, "\nReasons\n");
	for (hqi_reasons_begin(e, &r); hqi_reasons_next(e, &r);) {
		hqi_puts(&e->w, "  - ");
		hqi_put_reason(e, &r);
		end_line(e, r.cites, &r);
	}
}

static int put_missing(void *context, const struct hq_missing *m)
{
	struct hqi_explain *e = context;
	const char *silence = hqi_silence(e, m->row);

	hqi_puts(&e->w, "  - ");
	if (m->lack == HQ_LACK_SILENT) {
		hqi_puts(&e->w, "the source is silent: ");
		if (silence)
			hqi_put_wrapped(&e->w, silence, 4, CITES - 2);
		else
			hqi_put_label(e, m->row);
	} else {
		hqi_put_fact(e, m);
		hqi_puts(&e->w, " (");
		hqi_put_words(&e->w, hqi_missing_state(m));
		hqi_puts(&e->w, ") for: ");
		hqi_put_label(e, m->row);
	}
	end_line(e, cites_of(e, m->row), NULL);
	return 0;
}

static void put_notes(struct hqi_explain *e, const char *title, enum hq_note_kind kind)
{
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *notes = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	for (uint16_t i = 0; i < edition->nnotes; i++) {
		const char *of;

		if (notes[i].kind != kind || !hqi_in(e, e->used, notes[i].row))
			continue;
		if (title)
			heading(e, title);
		title = NULL;
		of = hqi_owner_id(e, notes[i].row);
		hqi_puts(&e->w, "  - ");
		hqi_puts(&e->w, of ? of : "");
		hqi_puts(&e->w, ": ");
		hqi_put_wrapped(&e->w, hqi_text(e, notes[i].text), 4, CITES - 2);
		if (kind == HQ_NOTE_ERRATUM) {
			hqi_puts(&e->w, "; corrected to: ");
			hqi_put_wrapped(&e->w, hqi_text(e, notes[i].corrected), 4, CITES - 2);
		}
		end_line(e, (struct hqi_cites){ notes[i].first_cite, notes[i].ncites }, NULL);
	}
}

static void put_head(struct hqi_explain *e)
{
	static const enum hqi_result result[] = {
		[HQ_HIGHLY_QUALIFIED] = HQI_R_YES, [HQ_NOT_HIGHLY_QUALIFIED] = HQI_R_NO,
		[HQ_UNDETERMINED] = HQI_R_UNKNOWN, [HQ_NOT_APPLICABLE] = HQI_R_UNKNOWN,
	};
	struct hqi_writer *w = &e->w;

	hqi_color(w, "1");
	for (unsigned i = 0; e->subject && i < 2; i++) {
		const char *name = i ? e->subject->assignment : e->subject->teacher;

		hqi_puts(w, name ? name : "");
		hqi_puts(w, name ? "  " : "");
	}
	hqi_puts(w, HQ_TEXT(e->ask.rules, e->ask.rules->name));
	hqi_puts(w, ", ");
	hqi_puts(w, hqi_text(e, e->ask.edition->name));
	hqi_puts(w, ", as of ");
	hqi_put_day(w, e->d->as_of);
	hqi_color(w, "0");
	hqi_puts(w, "\n  ");
	hqi_color(w, colors[result[e->d->verdict]]);
	hqi_puts(w, hq_verdict_name(e->d->verdict));
	hqi_color(w, "0");
	if (e->d->route != HQ_NONE) {
		hqi_puts(w, " by ");
		hqi_puts(w, hqi_id(e, e->d->route));
		hqi_puts(w, ": ");
		hqi_put_label(e, e->d->route);
	}
	hqi_puts(w, "\n\n");
}

void hqi_explain_text(struct hqi_explain *e)
{
	const struct hq_edition *edition = e->ask.edition;

	put_head(e);
	put_requirements(e);
	for (uint16_t i = 0; i < edition->nrows; i++) {
		const uint16_t row = (uint16_t)(edition->first_row + i);

		if (e->ask.rows[row].op == HQ_OP_RUBRIC && (e->full || hqi_in(e, e->used, row)))
			put_rubric(e, row);
	}
	if (e->full || e->d->verdict != HQ_HIGHLY_QUALIFIED)
		put_reasons(e);
	if (e->d->verdict == HQ_UNDETERMINED) {
		heading(e, "\nMissing\n");
		hq_missing_each(e->ask.rules, e->ask.facts, e->d, put_missing, e);
	}
	if (e->full) {
		put_notes(e, "\nReadings taken\n", HQ_NOTE_READING);
		put_notes(e, "\nErrata of the source\n", HQ_NOTE_ERRATUM);
		put_notes(e, "\nNotes\n", HQ_NOTE_NOTE);
	}
}
