/* What a row asks and what it saw, in words; and the sentences of a reason. Words come from the tables and the
 * vocabulary: labels, names of kinds, units and codes with spaces for underscores. No layout here.
 */
#include "explain.h"

const char *hqi_result_name(enum hqi_result result)
{
	return result == HQI_R_YES ? "yes" : result == HQI_R_NO ? "no" : "unknown";
}

const char *hqi_id(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (r->name)
		return hqi_text(e, r->name);
	switch (r->role) {
	case HQ_ROLE_EVERY:
		return "every_teacher";
	case HQ_ROLE_ROUTES:
		return "routes";
	case HQ_ROLE_APPLIES:
		return "applies_to";
	case HQ_ROLE_VERDICT:
		return "verdict";
	default:
		return NULL;
	}
}

const char *hqi_owner_id(const struct hqi_explain *e, uint16_t row)
{
	for (unsigned i = 0; i < HQ_ROWS_MAX; i++) {
		const char *id = hqi_id(e, row);

		if (id || e->ask.rows[row].parent == HQ_NONE)
			return id;
		row = e->ask.rows[row].parent;
	}
	return NULL;
}

const char *hqi_silence(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_edition *edition = e->ask.edition;
	const struct hq_note *notes = HQ_AT(struct hq_note, e->ask.rules, notes) + edition->first_note;

	for (uint16_t i = 0; i < edition->nnotes; i++)
		if (notes[i].row == row && notes[i].kind == HQ_NOTE_SILENT)
			return hqi_text(e, notes[i].text);
	return NULL;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

static const struct hq_vocab_kind *kind_of(const struct hqi_explain *e, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, e->ask.vocab, kinds)[kind];
}

static const struct hq_vocab_field *field_of(const struct hqi_explain *e, unsigned kind, unsigned field)
{
	return &HQ_AT(struct hq_vocab_field, e->ask.vocab, fields)[kind_of(e, kind)->first_field + field];
}

static const char *vocab_text(const struct hqi_explain *e, uint32_t offset)
{
	return HQ_TEXT(e->ask.vocab, offset);
}

/* What a measure counts, one or many: its unit, or the kind of record. */
static const char *counted_name(const struct hqi_explain *e, const struct hq_measure *m, bool one)
{
	if (m->unit != 255) {
		const struct hq_vocab_unit *u = &HQ_AT(struct hq_vocab_unit, e->ask.vocab, units)[m->unit];

		return vocab_text(e, one ? u->name : u->plural);
	}
	return vocab_text(e, one ? kind_of(e, m->kind)->name : kind_of(e, m->kind)->plural);
}

void hqi_put_quantity(struct hqi_explain *e, uint16_t measure, struct hq_interval q)
{
	const struct hq_measure *m = &e->ask.measures[measure];

	hqi_put_interval(&e->w, q, m->scale);
	hqi_putc(&e->w, ' ');
	if (m->block_each)
		hqi_puts(&e->w, q.lo == m->scale && q.hi == m->scale ? "block" : "blocks");
	else
		hqi_put_words(&e->w, counted_name(e, m, q.lo == m->scale && q.hi == m->scale));
}

/* "at least 2 degrees", "fewer than 1 year of experience", "no certificate" */
static void put_asked(struct hqi_explain *e, const struct hq_row *r)
{
	const struct hq_measure *m = &e->ask.measures[r->arg];
	int64_t n = r->a;

	if (r->a == r->b) {
		hqi_puts(&e->w, r->a ? "exactly " : "");
	} else if (r->b >= HQ_BIG) {
		const bool more = r->a > 0 && r->a % m->scale == 1 && m->scale > 1;

		n = more ? r->a - 1 : r->a;
		hqi_puts(&e->w, more ? "more than " : "at least ");
	} else {
		const bool fewer = (r->b + 1) % m->scale == 0 && m->scale > 1;

		n = fewer ? r->b + 1 : r->b;
		hqi_puts(&e->w, fewer ? "fewer than " : "at most ");
	}
	if (n)
		hqi_put_number(&e->w, n, m->scale);
	else
		hqi_puts(&e->w, "no");
	hqi_putc(&e->w, ' ');
	hqi_put_words(&e->w, counted_name(e, m, n == m->scale || !n));
	if (m->unit != 255) {
		hqi_puts(&e->w, " of ");
		hqi_put_words(&e->w, vocab_text(e, kind_of(e, m->kind)->name));
	}
}

void hqi_put_value(struct hqi_explain *e, uint16_t kind, uint8_t field, int64_t value)
{
	const struct hq_vocab_field *f = field_of(e, kind, field);
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, e->ask.vocab, codes) + f->first_code;
	int64_t scale = 1;
	bool first = true;

	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		hqi_puts(&e->w, vocab_text(e, codes[value].name));
		return;
	case HQ_FIELD_SOME_OF:
		for (uint16_t i = 0; i < f->ncodes && i < 63; i++) {
			if (!(value >> i & 1))
				continue;
			hqi_puts(&e->w, first ? "" : ", ");
			hqi_puts(&e->w, vocab_text(e, codes[i].name));
			first = false;
		}
		hqi_puts(&e->w, first ? "none" : "");
		return;
	case HQ_FIELD_YES_NO:
		hqi_puts(&e->w, value ? "yes" : "no");
		return;
	case HQ_FIELD_DATE:
		hqi_put_day(&e->w, (hq_day)value);
		return;
	case HQ_FIELD_NUMBER:
		for (unsigned i = 0; i < f->decimals; i++)
			scale *= 10;
		hqi_put_number(&e->w, value, scale);
		return;
	}
}

bool hqi_scalar_fact(const struct hqi_explain *e, uint16_t filter, unsigned n, struct hqi_fact *out)
{
	const struct hq_filter_op *op = HQ_AT(struct hq_filter_op, e->ask.rules, filter_ops) + filter;

	for (; op->op != HQ_F_END; op++) {
		if (op->op != HQ_F_IN && op->op != HQ_F_RANGE && op->op != HQ_F_COMPARE && op->op != HQ_F_WITHIN)
			continue;
		for (unsigned side = 0; side < 2; side++) {
			const uint8_t src = side ? op->other_src : op->src, field = side ? op->other : op->field;

			if (side && op->op != HQ_F_COMPARE)
				continue;
			if ((src != HQ_SRC_TEACHER && src != HQ_SRC_ASSIGNMENT) || n--)
				continue;
			out->kind = src == HQ_SRC_TEACHER ? e->ask.vocab->teacher : e->ask.vocab->assignment;
			out->record = src == HQ_SRC_TEACHER ? e->ask.teacher : e->ask.facts->assignment;
			out->field = field;
			return true;
		}
	}
	return false;
}

static void put_facts(struct hqi_explain *e, uint16_t filter, bool values)
{
	struct hqi_fact fact;

	for (unsigned n = 0; hqi_scalar_fact(e, filter, n, &fact); n++) {
		hqi_puts(&e->w, n ? ", " : "");
		hqi_put_words(&e->w, vocab_text(e, field_of(e, fact.kind, fact.field)->name));
		if (!values)
			continue;
		hqi_putc(&e->w, ' ');
		if (fact.record && (fact.record->known >> fact.field & 1))
			hqi_put_value(e, fact.kind, fact.field, fact.record->v[fact.field]);
		else
			hqi_puts(&e->w, fact.record && (fact.record->asked >> fact.field & 1) ? "unknown" : "not asked");
	}
	if (!hqi_scalar_fact(e, filter, 0, &fact)) {
		hqi_puts(&e->w, "as of ");
		hqi_put_day(&e->w, e->d->as_of);
	}
}

void hqi_put_label(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	struct hqi_writer *w = &e->w;
	const char *said;

	if (r->label) {
		hqi_puts(w, hqi_text(e, r->label));
		return;
	}
	switch (r->role) {
	case HQ_ROLE_EVERY:
		hqi_puts(w, "Every teacher");
		return;
	case HQ_ROLE_ROUTES:
		hqi_puts(w, "A route");
		return;
	case HQ_ROLE_APPLIES:
		hqi_puts(w, "The rules apply");
		return;
	case HQ_ROLE_SETTLES:
		hqi_puts(w, "Passes at once");
		return;
	case HQ_ROLE_SHARE:
		hqi_puts(w, "Points of the kind that is asked for");
		return;
	default:
		break;
	}
	switch ((enum hq_op)r->op) {
	case HQ_OP_QUANTITY:
		put_asked(e, r);
		return;
	case HQ_OP_SCALAR:
		put_facts(e, r->arg, false);
		return;
	case HQ_OP_SILENT:
		said = hqi_silence(e, row);
		hqi_puts(w, "the source is silent");
		hqi_puts(w, said ? ": " : "");
		hqi_puts(w, said ? said : "");
		return;
	case HQ_OP_ANY:
		hqi_puts(w, "any of");
		return;
	case HQ_OP_AT_LEAST:
		hqi_puts(w, "at least ");
		hqi_put_int(w, r->arg);
		hqi_puts(w, " of");
		return;
	case HQ_OP_NOT:
		hqi_puts(w, "not");
		if (e->ask.rows[e->ask.kids[r->first_kid]].label) {
			hqi_puts(w, ": ");
			hqi_put_label(e, e->ask.kids[r->first_kid]);
		}
		return;
	case HQ_OP_LINE: case HQ_OP_AWARD: case HQ_OP_CATEGORY: case HQ_OP_RUBRIC:
		hqi_puts(w, "points");
		return;
	case HQ_OP_NONE: case HQ_OP_ALL:
		hqi_puts(w, r->role == HQ_ROLE_PREREQUISITE ? "Required beside the points" : "all of");
		return;
	}
}

/* ---- what a row saw ------------------------------------------------------------------------------------------ */

static void put_list_state(struct hqi_explain *e, uint8_t flags)
{
	hqi_puts(&e->w, flags & HQ_SEEN_NOT_ASKED ? "not asked" : "unknown");
}

void hqi_put_saw(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint16_t measure = hqi_measure_of(e, row);
	const struct hq_answer *answer = hqi_answer(&e->ask, r->slot);

	if (answer) {
		hqi_puts(&e->w, answer->know != HQ_KNOWN ? "unknown" : answer->value ? "yes" : "no");
		hqi_puts(&e->w, ", by the form");
	} else if (measure != HQ_NONE) {
		const uint8_t flags = e->d->measure_flags[measure - e->ask.edition->first_measure];

		if (flags & (HQ_SEEN_NOT_ASKED | HQ_SEEN_UNKNOWN))
			put_list_state(e, flags);
		else
			hqi_put_quantity(e, measure, hqi_quantity(&e->ask, measure));
		if (flags & HQ_SEEN_FORM)
			hqi_puts(&e->w, ", by the form");
	} else if (r->op == HQ_OP_SCALAR) {
		put_facts(e, r->arg, true);
	} else if (r->op == HQ_OP_RUBRIC) {
		const struct hq_rubric *rubric = hqi_rubric(e, row);

		hqi_put_interval(&e->w, hqi_rubric_total(&e->ask, row), rubric->denominator);
		if (rubric->silent_pass) {
			hqi_puts(&e->w, " points, no pass mark printed");
		} else {
			hqi_puts(&e->w, " of ");
			hqi_put_number(&e->w, rubric->pass_lo, rubric->denominator);
			hqi_puts(&e->w, " points");
		}
	}
}

/* ---- rates --------------------------------------------------------------------------------------------------- */

static void put_points(struct hqi_explain *e, int64_t lo, int64_t hi, int64_t scale)
{
	hqi_put_number(&e->w, lo, scale);
	if (hi > lo) {
		hqi_puts(&e->w, " or ");
		hqi_put_number(&e->w, hi, scale);
	}
}

static void put_line_rate(struct hqi_explain *e, const struct hq_line *line, int64_t points, bool whole)
{
	const struct hq_measure *m = &e->ask.measures[line->measure];
	const struct hq_tier *tiers = HQ_AT(struct hq_tier, e->ask.rules, tiers) + line->first_tier;
	struct hqi_writer *w = &e->w;

	if (line->form == HQ_LINE_TIERS) {
		for (uint16_t i = 0; i < line->ntiers; i++) {
			hqi_puts(w, i ? ", " : "");
			hqi_put_number(w, tiers[i].points, points);
			hqi_puts(w, " at ");
			hqi_put_number(w, tiers[i].at, m->scale);
		}
		return;
	}
	/* A linear rate is for one of the measure's scale, a block's for the block. */
	const int64_t one = line->form == HQ_LINE_LINEAR ? m->scale : 1;
	const int64_t block = m->block_each ? m->block_each : line->form == HQ_LINE_BLOCKS ? line->block : m->scale;

	if (!whole && block == m->scale)
		hqi_puts(w, "x ");
	put_points(e, line->mul * one, line->mul_hi * one, points);
	if (!whole && block == m->scale)
		return;
	hqi_puts(w, " per ");
	if (line->form == HQ_LINE_BLOCKS || m->block_each)
		hqi_puts(w, "whole ");
	if (block != m->scale) {
		hqi_put_number(w, block, m->scale);
		hqi_putc(w, ' ');
	}
	hqi_put_words(w, counted_name(e, m, block == m->scale));
	hqi_puts(w, m->block_each ? " each" : "");
}

void hqi_put_rate(struct hqi_explain *e, uint16_t row, bool whole)
{
	const struct hq_row *r = &e->ask.rows[row];
	const struct hq_line *line = r->op == HQ_OP_LINE ? &HQ_AT(struct hq_line, e->ask.rules, lines)[r->arg] : NULL;

	if (line ? line->form != HQ_LINE_TIERS && line->mul_hi >= HQ_BIG : r->b >= HQ_BIG) {
		hqi_puts(&e->w, "rate not printed");
	} else if (line) {
		put_line_rate(e, line, hqi_denominator(e, row), whole);
	} else {
		put_points(e, r->a, r->b, hqi_denominator(e, row));
		hqi_puts(&e->w, " if met");
	}
}

void hqi_put_record(struct hqi_explain *e, const struct hq_record *record)
{
	hqi_puts(&e->w, vocab_text(e, kind_of(e, record->kind)->plural));
	hqi_putc(&e->w, '[');
	hqi_put_int(&e->w, record->ref);
	hqi_putc(&e->w, ']');
}

/* ---- citations, reasons, facts ------------------------------------------------------------------------------- */

void hqi_put_cite(struct hqi_explain *e, uint16_t cite, bool source)
{
	const struct hq_cite *c = &HQ_AT(struct hq_cite, e->ask.rules, cites)[cite];

	if (source) {
		hqi_puts(&e->w, hqi_text(e, HQ_AT(struct hq_cited_source, e->ask.rules, sources)[c->source].name));
		hqi_putc(&e->w, ' ');
	}
	hqi_put_int(&e->w, c->first);
	if (c->last > c->first) {
		hqi_putc(&e->w, '-');
		hqi_put_int(&e->w, c->last);
	}
}

void hqi_put_reason(struct hqi_explain *e, const struct hqi_reasons *reason)
{
	const uint16_t at = reason->why == HQI_WHY_MINIMUM || reason->why == HQI_WHY_UNITS ? reason->part : reason->row;
	const struct hq_row *r = &e->ask.rows[at];
	const uint16_t measure = hqi_measure_of(e, at);
	struct hqi_writer *w = &e->w;

	hqi_put_label(e, at);
	hqi_puts(w, ": ");
	switch (reason->why) {
	case HQI_WHY_TOTAL:
		hqi_put_saw(e, at);
		return;
	case HQI_WHY_MINIMUM:
		hqi_put_interval(w, hqi_row_capped(&e->ask, at), hqi_denominator(e, at));
		hqi_puts(w, " of at least ");
		hqi_put_number(w, e->ask.limits[r->limit].min, hqi_denominator(e, at));
		hqi_puts(w, " points");
		return;
	case HQI_WHY_UNITS:
		hqi_put_quantity(e, measure, hqi_quantity(&e->ask, measure));
		hqi_puts(w, " of at least ");
		hqi_put_number(w, e->ask.limits[r->limit].units_min, e->ask.measures[measure].scale);
		return;
	case HQI_WHY_CATEGORIES:
		hqi_puts(w, "points in at least ");
		hqi_put_int(w, hqi_rubric(e, at)->min_categories);
		hqi_puts(w, " categories: ");
		break;
	case HQI_WHY_ROW:
		break;
	}
	hqi_puts(w, hqi_result_name(hqi_result(&e->ask, at)));
	if (measure != HQ_NONE || r->op == HQ_OP_SCALAR || hqi_answer(&e->ask, r->slot)) {
		hqi_puts(w, " (");
		hqi_put_saw(e, at);
		hqi_putc(w, ')');
	}
}

void hqi_put_fact(struct hqi_explain *e, const struct hq_missing *m)
{
	if (m->lack == HQ_LACK_SILENT)
		return;
	if (m->lack == HQ_LACK_SLOT) {
		hqi_puts(&e->w, hqi_text(e, HQ_AT(struct hq_slot, e->ask.rules, slots)[m->slot].name));
		return;
	}
	hqi_puts(&e->w, vocab_text(e, kind_of(e, m->kind)->name));
	if (m->lack == HQ_LACK_FIELD) {
		hqi_putc(&e->w, '.');
		hqi_puts(&e->w, vocab_text(e, field_of(e, m->kind, m->field)->name));
	} else if (m->lack == HQ_LACK_AMOUNT) {
		const uint16_t measure = hqi_measure_of(e, m->row);

		hqi_putc(&e->w, '.');
		hqi_puts(&e->w, measure != HQ_NONE && e->ask.measures[measure].unit != 255 ?
			 counted_name(e, &e->ask.measures[measure], false) : "amount");
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
