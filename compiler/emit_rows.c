/* The tables as text for people and for golden files: one thing a line, names instead of numbers wherever there are any,
 * and no offsets, so that a longer label changes one line and not a hundred. Filters are emit_filter.c's.
 */
#include <inttypes.h>

#include "compile.h"
#include "emit.h"
#include "hq.h"

#define ROWS(member, type) HQ_AT(type, t, member)

/* " word N", or nothing where the index says none. */
static void put_index(const char *word, uint16_t index, FILE *to)
{
	if (index != HQ_NONE)
		fprintf(to, " %s %u", word, (unsigned)index);
}

void emit_value(int64_t value, FILE *to)
{
	if (value == HQ_BIG)
		fputs("without bound", to);
	else
		fprintf(to, "%" PRId64, value);
}

/* " word N" of a bound; nothing where it is @absent. */
static void put_bound(const char *word, int64_t value, int64_t absent, FILE *to)
{
	if (value == absent)
		return;
	fprintf(to, " %s ", word);
	emit_value(value, to);
}

static void put_cites(const struct hq_tables *t, uint32_t first, uint16_t n, FILE *to)
{
	if (!n)
		return;
	fputs(" [", to);
	for (uint16_t i = 0; i < n; i++) {
		const struct hq_cite c = hq_cite_at(t, first + i);
		const struct hq_cited_source *s = &ROWS(sources, struct hq_cited_source)[c.source];
		fprintf(to, "%s%s %u", i ? "; " : "", hq_text_of(t, s->name).text, (unsigned)c.first);
		if (c.last != c.first)
			fprintf(to, "-%u", (unsigned)c.last);
	}
	putc(']', to);
}

void emit_day(hq_day day, FILE *to)
{
	char text[11];
	hq_day_format(day, text);
	fputs(day == HQ_DAY_NEVER ? "never" : day == HQ_DAY_OPEN ? "ever" : text, to);
}

static const char *unit_name(const struct hq_vocab *v, unsigned unit)
{
	return unit < v->units.count ? HQ_TEXT(v, HQ_AT(struct hq_vocab_unit, v, units)[unit].plural) : "records";
}

/* ---- one row of each array ----------------------------------------------------------------------------------- */

static void put_kids(const struct hq_tables *t, const struct hq_row *r, FILE *to)
{
	if (!r->nkids)
		return;
	fputs(" of", to);
	for (uint16_t k = 0; k < r->nkids; k++)
		fprintf(to, " %u", (unsigned)ROWS(kids, uint16_t)[r->first_kid + k]);
}

/* What the operation of a row takes besides its kids. */
static void put_operands(const struct hq_tables *t, const struct hq_vocab *v, const struct hq_row *r, FILE *to)
{
	switch ((enum hq_op)r->op) {
	case HQ_OP_AT_LEAST:
		fprintf(to, " %u", (unsigned)r->arg);
		break;
	case HQ_OP_QUANTITY:
		fprintf(to, " measure %u in ", (unsigned)r->arg);
		emit_value(hq_row_a(t, r), to);
		fputs("..", to);
		emit_value(hq_row_b(t, r), to);
		break;
	case HQ_OP_SCALAR:
		putc(' ', to);
		emit_filter(t, v, r->arg, HQ_NONE, to);
		break;
	case HQ_OP_LINE:
		fprintf(to, " %u", (unsigned)r->arg);
		break;
	case HQ_OP_AWARD:
		fputs(" points ", to);
		emit_value(hq_row_a(t, r), to);
		if (hq_row_a(t, r) != hq_row_b(t, r)) {
			fputs("..", to);
			emit_value(hq_row_b(t, r), to);
		}
		break;
	case HQ_OP_RUBRIC:
		fprintf(to, " %u", (unsigned)r->arg);
		break;
	case HQ_OP_NONE:
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_NOT:
	case HQ_OP_SILENT:
	case HQ_OP_CATEGORY:
		break;
	}
	if (hq_is_points(r))
		put_index("in rubric", hq_rubric_of(t, r), to);
}

static void put_row(const struct hq_tables *t, const struct hq_vocab *v, size_t i, uint32_t line, FILE *to)
{
	const struct hq_row *r = &ROWS(rows, struct hq_row)[i];
	fprintf(to, "  row %zu: %s", i, emit_op_name(r->op));
	put_operands(t, v, r, to);
	put_kids(t, r, to);
	put_index("limit", hq_limit_of(r), to);
	put_index("slot", hq_slot_of(r), to);
	put_index("under", r->parent, to);
	if (r->role != HQ_ROLE_PART)
		fprintf(to, ", %s", emit_role_name(r->role));
	if (r->name)
		fprintf(to, " %s", hq_row_name_of(t, (uint16_t)i).text);
	if (r->label)
		fprintf(to, " \"%s\"", hq_text_of(t, r->label).text);
	put_cites(t, r->first_cite, r->ncites, to);
	fprintf(to, ", at %" PRIu32 "\n", line);
}

static void put_window(const struct hq_tables *t, size_t i, FILE *to)
{
	const struct hq_window *w = &ROWS(windows, struct hq_window)[i];
	fprintf(to, "  window %zu: from ", i);
	if (w->from_kind == HQ_BOUND_DAY)
		emit_day(w->from, to);
	else if (w->from_kind == HQ_BOUND_MONTHS)
		fprintf(to, "the day after %" PRId32 " months before", w->from);
	else
		fputs("ever", to);
	fputs(" to ", to);
	if (w->to_kind == HQ_BOUND_DAY)
		emit_day(w->to, to);
	else if (w->to_kind == HQ_BOUND_MONTHS)
		fprintf(to, "%" PRId32 " months before", w->to);
	else
		fputs("the as-of date", to);
	if (w->label)
		fprintf(to, ", \"%s\"", hq_text_of(t, w->label).text);
	putc('\n', to);
}

static void put_measure(const struct hq_tables *t, const struct hq_vocab *v, size_t i, FILE *to)
{
	const struct hq_measure whole = hq_measure_at(t, (uint32_t)i), *m = &whole;
	const struct hq_vocab_kind *kind = &HQ_AT(struct hq_vocab_kind, v, kinds)[m->kind];
	fprintf(to, "  measure %zu: %s of %s", i, emit_aggregate_name(m->agg), HQ_TEXT(v, kind->name));
	if (m->agg != HQ_AGG_COUNT)
		fprintf(to, " in %s", m->block_each ? "blocks" : unit_name(v, m->unit));
	fprintf(to, " scale %" PRId64, m->scale);
	for (uint16_t k = 0; k < m->nconvs; k++) {
		const struct hq_conv c = hq_conv_at(t, (uint32_t)m->first_conv + k);
		fprintf(to, "%s %s * %" PRId64 "/%" PRId64, k ? "," : " takes", unit_name(v, c.unit), c.num, c.den);
	}
	if (m->filter != HQ_NONE) {
		fputs(" where ", to);
		emit_filter(t, v, m->filter, m->kind, to);
	}
	if (m->window)
		fprintf(to, " window %u", (unsigned)m->window);
	put_bound("blocks each", m->block_each, 0, to);
	put_bound("each at most", m->cap_each, HQ_BIG, to);
	put_bound("a year at most", m->cap_year, HQ_BIG, to);
	put_bound("in all", m->max, HQ_BIG, to);
	put_index("slot", m->slot, to);
	put_index("row", m->row, to);
	putc('\n', to);
}

static void put_line(const struct hq_tables *t, size_t i, FILE *to)
{
	const struct hq_line whole = hq_line_at(t, (uint32_t)i), *l = &whole;
	fprintf(to, "  line %zu: %s of measure %u", i, emit_form_name(l->form), (unsigned)l->measure);
	put_bound("block", l->block, 0, to);
	if (l->form != HQ_LINE_TIERS) {
		fputs(" points ", to);
		emit_value(l->mul, to);
		if (l->mul_hi != l->mul) {
			fputs("..", to);
			emit_value(l->mul_hi, to);
		}
	}
	for (uint16_t k = 0; k < l->ntiers; k++) {
		const struct hq_tier tier = hq_tier_at(t, (uint32_t)l->first_tier + k);
		fprintf(to, "%s %" PRId64 " points at %" PRId64, k ? "," : "", tier.points, tier.at);
	}
	put_bound("at most", l->cap, HQ_BIG, to);
	put_bound("counted from", l->from, 0, to);
	putc('\n', to);
}

static void put_limit(const struct hq_tables *t, size_t i, FILE *to)
{
	const struct hq_limit whole = hq_limit_at(t, (uint32_t)i), *l = &whole;
	fprintf(to, "  limit %zu:", i);
	put_bound("at most", l->max, HQ_BIG, to);
	put_cites(t, l->cite_max, l->ncite_max, to);
	put_bound("at least", l->min, 0, to);
	put_bound("units at least", l->units_min, 0, to);
	put_cites(t, l->cite_min, l->ncite_min, to);
	put_bound("divided by", l->divide, 1, to);
	fputs(l->best ? " best counts\n" : "\n", to);
}

static void put_rubric(const struct hq_tables *t, size_t i, FILE *to)
{
	const struct hq_rubric whole = hq_rubric_at(t, (uint32_t)i), *r = &whole;
	fprintf(to, "  rubric %zu: rows %u+%u denominator %" PRId64, i, (unsigned)r->first_row, (unsigned)r->nrows,
		r->denominator);
	if (r->silent_pass)
		fputs(" silent on passing", to);
	fputs(" passes at ", to);
	emit_value(r->pass_lo, to);
	if (r->pass_lo != r->pass_hi) {
		fputs("..", to);
		emit_value(r->pass_hi, to);
	}
	put_cites(t, r->cite_pass, r->ncite_pass, to);
	put_index("requires", r->requires, to);
	put_index("settled by", r->settles, to);
	if (r->min_categories) {
		fprintf(to, " points in %u categories", (unsigned)r->min_categories);
		put_cites(t, r->cite_categories, r->ncite_categories, to);
	}
	if (r->nmins) {
		fputs(" minimums in", to);
		for (uint16_t k = 0; k < r->nmins; k++)
			fprintf(to, " %u", (unsigned)ROWS(kids, uint16_t)[r->first_min + k]);
	}
	fputs(r->once ? " each event once\n" : "\n", to);
}

static void put_slot(const struct hq_tables *t, const struct hq_vocab *v, size_t i, FILE *to)
{
	const struct hq_slot whole = hq_slot_at(t, (uint32_t)i), *s = &whole;
	fprintf(to, "  slot %zu: %s %s \"%s\"", i, hq_slot_name_of(t, (uint16_t)i).text, emit_slot_name(s->type),
		hq_text_of(t, hq_slot_label(t, (uint16_t)i)).text);
	put_index("row", s->row, to);
	put_index("measure", s->measure, to);
	if (s->type == HQ_SLOT_QUANTITY) {
		fprintf(to, " in %s decimals %u step %" PRId64 " at most ", unit_name(v, s->unit), (unsigned)s->decimals,
			s->step);
		emit_value(s->max, to);
	}
	const char *sep = " for ";
	for (uint32_t k = 0; k < v->kinds.count; k++) {
		if (s->kinds >> k & 1) {
			fprintf(to, "%s%s", sep, HQ_TEXT(v, HQ_AT(struct hq_vocab_kind, v, kinds)[k].name));
			sep = ", ";
		}
	}
	putc('\n', to);
}

static void put_note(const struct hq_tables *t, size_t i, FILE *to)
{
	const struct hq_note *n = &ROWS(notes, struct hq_note)[i];
	if (n->kind == HQ_NOTE_CORRECTED)
		return;                                 /* shown with its erratum, which is the note before */
	fprintf(to, "  %s \"%s\"", emit_note_name(n->kind), hq_text_of(t, n->text).text);
	if (n->kind == HQ_NOTE_ERRATUM)
		fprintf(to, " corrected to \"%s\"", hq_text_of(t, n[1].text).text);
	put_index("row", n->row, to);
	put_cites(t, n->first_cite, n->ncites, to);
	putc('\n', to);
}

static void put_implied(const struct hq_tables *t, const struct hq_vocab *v, size_t i, FILE *to)
{
	const struct hq_implied *implied = &ROWS(implied, struct hq_implied)[i];
	fprintf(to, "  implied %zu: of %s %s", i, implied->when == HQ_NONE ? "each" : "another",
		HQ_TEXT(v, HQ_AT(struct hq_vocab_kind, v, kinds)[implied->kind].name));
	putc(' ', to);
	emit_filter(t, v, implied->holds, implied->kind, to);
	if (implied->when != HQ_NONE) {
		fputs(" where one is ", to);
		emit_filter(t, v, implied->when, implied->kind, to);
	}
	putc('\n', to);
}

static void put_fork(const struct hq_vocab *v, const struct hq_fork *f, FILE *to)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, v, kinds)[f->kind];
	const char *sep = " ";

	fprintf(to, "  fork: %s", emit_fork_name(f->what));
	if (f->what == HQ_FORK_ROW || f->what == HQ_FORK_MEASURE || f->what == HQ_FORK_GIVE_UP)
		fprintf(to, " %u", (unsigned)f->arg);
	for (uint32_t i = 0; f->what == HQ_FORK_FIELDS && i < k->nfields; i++) {
		if (f->arg >> i & 1) {
			fprintf(to, "%s%s", sep, HQ_TEXT(v, HQ_AT(struct hq_vocab_field, v, fields)[k->first_field + i].name));
			sep = ", ";
		}
	}
	if (f->what != HQ_FORK_ROW)
		fprintf(to, " of %s", HQ_TEXT(v, k->name));
	if (f->what == HQ_FORK_YEARS && f->arg)
		fputs(", told apart at one day at most", to);
	putc('\n', to);
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static void put_edition(const struct hq_tables *t, const struct hq_vocab *v, const struct hq_edition *e, const uint32_t *lines,
			FILE *to)
{
	const struct hq_fork *fork = &ROWS(forks, struct hq_fork)[0];

	fprintf(to, "\nedition %s \"%s\"\n  in force from ", hq_text_of(t, e->name).text, hq_text_of(t, e->label).text);
	emit_day(e->from, to);
	fputs(" until ", to);
	emit_day(e->until, to);
	put_cites(t, e->first_cite, e->ncites, to);
	fputs("\n ", to);
	put_index("verdict", e->root, to);
	put_index("applies", e->applies, to);
	put_index("every", e->every, to);
	put_index("routes", e->routes, to);
	putc('\n', to);
	for (uint16_t i = 0; i < e->nrows; i++)
		put_row(t, v, (size_t)e->first_row + i, lines[e->first_row + i], to);
	for (uint16_t i = 0; i < e->nmeasures; i++)
		put_measure(t, v, (size_t)e->first_measure + i, to);
	for (uint16_t i = 0; i < e->nslots; i++)
		put_slot(t, v, (size_t)e->first_slot + i, to);
	for (uint16_t i = 0; i < e->nnotes; i++)
		put_note(t, (size_t)e->first_note + i, to);
	for (const struct hq_edition *before = &ROWS(editions, struct hq_edition)[0]; before < e; before++)
		fork += before->nforks;
	for (uint16_t i = 0; i < e->nforks; i++)
		put_fork(v, fork + i, to);
}

int hqc_emit_rows(const struct hqc *c, size_t i, FILE *to)
{
	const struct hq_tables *t = hqc_tables(c, i);
	const struct hq_vocab *v = hqc_vocab(c);
	fprintf(to, "jurisdiction %.4s \"%s\"\n", t->code, hq_text_of(t, t->name).text);
	for (uint32_t k = 0; k < t->editions.count; k++)
		put_edition(t, v, &ROWS(editions, struct hq_edition)[k], c->tables[i].src_lines, to);
	fputs("\nshared by the editions\n", to);
	if (t->forks.count)
		fprintf(to, "  at most %u cases\n", (unsigned)t->cases);
	for (uint32_t k = 0; k < t->windows.count; k++)
		put_window(t, k, to);
	for (uint32_t k = 0; k < t->lines.count; k++)
		put_line(t, k, to);
	for (uint32_t k = 0; k < t->limits.count; k++)
		put_limit(t, k, to);
	for (uint32_t k = 0; k < t->rubrics.count; k++)
		put_rubric(t, k, to);
	for (uint32_t k = 0; k < t->implied.count; k++)
		put_implied(t, v, k, to);
	return emit_done(to);
}
