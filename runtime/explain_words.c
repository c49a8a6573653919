/* What a row asks and what it saw, in words, and the one formatter that everything in an explanation goes through. Words
 * come from the tables and the vocabulary: labels, names of kinds, units and codes. No layout here. A format costs a
 * byte a letter where calls would cost many: that keeps the runtime small enough to embed.
 */
#include <stdarg.h>

#include "explain.h"

/* ---- names --------------------------------------------------------------------------------------------------- */

static const char *vocab_text(const struct hqi_explain *e, uint32_t offset)
{
	return HQ_TEXT(e->ask.vocab, offset);
}

const struct hq_vocab_kind *hqi_kind(const struct hqi_explain *e, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, e->ask.vocab, kinds)[kind];
}

static const struct hq_vocab_field *field_of(const struct hqi_explain *e, unsigned kind, unsigned field)
{
	return &HQ_AT(struct hq_vocab_field, e->ask.vocab, fields)[hqi_kind(e, kind)->first_field + field];
}

const struct hq_packed_rubric *hqi_rubric(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.rubrics + hq_rubric_of(e->ask.rules, &e->ask.rows[row]);
}

static int64_t denominator(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.numbers[hqi_rubric(e, row)->denominator];
}

uint16_t hqi_measure_of(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (r->op == HQ_OP_QUANTITY)
		return r->arg;
	return r->op == HQ_OP_LINE ? e->ask.lines[r->arg].measure : HQ_NONE;
}

/* What is known by a word of its own though it has no name; NULL for an unnamed part. */
static const char *role_id(const struct hq_row *r)
{
	return r->role == HQ_ROLE_EVERY ? "every_teacher" : r->role == HQ_ROLE_ROUTES ? "routes" :
	       r->role == HQ_ROLE_APPLIES ? "applies_to" : r->role == HQ_ROLE_VERDICT ? "verdict" : NULL;
}

static bool has_id(const struct hqi_explain *e, uint16_t row)
{
	return e->ask.rows[row].name || role_id(&e->ask.rows[row]);
}

/* The name of @row, or of the nearest above that has one; nothing where there is none. */
static void put_path(struct hqi_explain *e, uint16_t row)
{
	struct hqi_path path = hqi_path(e->ask.rules, row);

	while (path.n-- > 0) {
		hqi_put_text(&e->w, e->ask.rules, path.part[path.n]);
		hqi_puts(&e->w, path.n > 0 ? "." : "");
	}
}

static void put_id(struct hqi_explain *e, uint16_t row)
{
	if (e->ask.rows[row].name)
		put_path(e, row);
	else
		hqi_puts(&e->w, role_id(&e->ask.rows[row]));
}

uint16_t hqi_silence(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_note *notes = HQ_AT(struct hq_note, e->ask.rules, notes) + e->ask.edition->first_note;

	for (uint16_t i = 0; i < e->ask.edition->nnotes; i++)
		if (notes[i].row == row && notes[i].kind == HQ_NOTE_SILENT)
			return notes[i].text;
	return 0;
}

/* What a measure counts, one or many: its unit, or the kind of record. */
static const char *counted_name(const struct hqi_explain *e, const struct hq_packed_shape *m, bool one)
{
	const struct hq_vocab_unit *u = &HQ_AT(struct hq_vocab_unit, e->ask.vocab, units)[m->unit];
	const struct hq_vocab_kind *k = hqi_kind(e, m->kind);

	if (m->unit != 255)
		return vocab_text(e, one ? u->name : u->plural);
	return vocab_text(e, one ? k->name : k->plural);
}

/* ---- values -------------------------------------------------------------------------------------------------- */

static void put_day(struct hqi_writer *w, hq_day day)
{
	char text[11] = "never";

	if (day != HQ_DAY_NEVER)
		hq_day_format(day, text);
	hqi_puts(w, text);
}

static void put_value(struct hqi_explain *e, const struct hqi_fact *fact)
{
	const struct hq_vocab_field *f = field_of(e, fact->kind, fact->field);
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, e->ask.vocab, codes) + f->first_code;
	const int64_t value = fact->record->v[fact->field];
	int64_t scale = 1;
	bool any = false;

	switch (f->type) {
	case HQ_FIELD_ONE_OF:
		hqi_puts(&e->w, vocab_text(e, codes[value].name));
		return;
	case HQ_FIELD_SOME_OF:
		for (uint16_t i = 0; i < f->ncodes; i++) {
			if (value >> i & 1)
				hqi_fmt(e, 0, any ? ", %s" : "%s", vocab_text(e, codes[i].name));
			any = any || (value >> i & 1);
		}
		hqi_puts(&e->w, any ? "" : "none");
		return;
	case HQ_FIELD_YES_NO:
		hqi_puts(&e->w, value ? "yes" : "no");
		return;
	case HQ_FIELD_DATE:
		put_day(&e->w, (hq_day)value);
		return;
	default:
		for (unsigned i = 0; i < f->decimals; i++)
			scale *= 10;
		hqi_put_number(&e->w, value, scale);
	}
}

bool hqi_scalar_fact(const struct hqi_explain *e, uint16_t filter, unsigned n, struct hqi_fact *out)
{
	const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, e->ask.rules, filter_ops) + filter;

	for (; op->op != HQ_F_END; op++) {
		unsigned src = op->src, field = op->field;

		if (op->op < HQ_F_IN || op->op == HQ_F_AMOUNT || op->op == HQ_F_SILENT)
			continue;
		/* Of a comparison, both sides. */
		for (unsigned side = 0; side <= (op->op == HQ_F_COMPARE); side++, src = op->at >> 4, field = op->at & 15) {
			const bool teacher = src == HQ_SRC_TEACHER;

			if ((!teacher && src != HQ_SRC_ASSIGNMENT) || n--)
				continue;
			out->kind = teacher ? e->ask.vocab->teacher : e->ask.vocab->assignment;
			out->record = teacher ? hqi_teacher(&e->ask) : e->ask.facts->assignment;
			out->field = (uint8_t)field;
			out->known = out->record && (out->record->known >> field & 1);
			out->name = vocab_text(e, field_of(e, out->kind, field)->name);
			return true;
		}
	}
	return false;
}

static void put_facts(struct hqi_explain *e, uint16_t filter, bool values)
{
	struct hqi_fact fact;
	unsigned n = 0;

	for (; hqi_scalar_fact(e, filter, n, &fact); n++) {
		hqi_puts(&e->w, n ? ", " : "");
		if (!values)
			hqi_fmt(e, 0, "%s %w", vocab_text(e, hqi_kind(e, fact.kind)->name), fact.name);
		else
			hqi_fmt(e, 0, "%w %v", fact.name, &fact);
	}
	if (!n)
		hqi_fmt(e, 0, "as of %d", (int)e->d->as_of);
}

/* ---- labels -------------------------------------------------------------------------------------------------- */

/* "at least 2 degrees", "fewer than 1 year of experience", "no certificate" */
static void put_asked(struct hqi_explain *e, const struct hq_row *r)
{
	const struct hq_packed_shape *m = hqi_shape(&e->ask, r->arg);
	const int64_t scale = e->ask.numbers[m->scale];
	const int64_t a = hq_row_a(e->ask.rules, r), b = hq_row_b(e->ask.rules, r);
	const char *how = a ? "exactly " : "";
	bool some = a != 0;
	int64_t n = a;

	if (b >= HQ_BIG) {
		const bool more = scale > 1 && a % scale == 1;

		n -= more;
		how = more ? "more than " : "at least ";
		some = true;
	} else if (a != b) {
		const bool fewer = scale > 1 && (b + 1) % scale == 0;

		n = b + fewer;
		how = fewer ? "fewer than " : "at most ";
		some = n != 0;
	}
	hqi_puts(&e->w, some ? how : "");
	if (some)
		hqi_put_number(&e->w, n, scale);
	else
		hqi_puts(&e->w, "no");
	hqi_fmt(e, 0, m->unit == 255 ? " %w" : " %w of %w", counted_name(e, m, n == scale || !some),
		vocab_text(e, hqi_kind(e, m->kind)->name));
}

static void put_label(struct hqi_explain *e, uint16_t row)
{
	static const char *const roles[] = {
		[HQ_ROLE_EVERY] = "Every teacher", [HQ_ROLE_ROUTES] = "A route", [HQ_ROLE_APPLIES] = "The rules apply",
		[HQ_ROLE_PREREQUISITE] = "Required beside the points", [HQ_ROLE_SETTLES] = "Passes at once",
		[HQ_ROLE_SHARE] = "Points of the kind asked for", [HQ_ROLE_VERDICT] = "Verdict",
	};
	static const char *const ops[] = {
		[HQ_OP_ALL] = "all of", [HQ_OP_ANY] = "any of", [HQ_OP_NOT] = "not", [HQ_OP_LINE] = "points",
		[HQ_OP_AWARD] = "points", [HQ_OP_CATEGORY] = "points", [HQ_OP_RUBRIC] = "points",
		[HQ_OP_SILENT] = "the source is silent",
	};
	const struct hq_row *r = &e->ask.rows[row];
	const char *text = NULL;

	if (r->label)
		hqi_put_text(&e->w, e->ask.rules, r->label);
	else if (r->role != HQ_ROLE_PART && r->role < sizeof(roles) / sizeof(roles[0]) && roles[r->role])
		text = roles[r->role];
	else if (r->op == HQ_OP_QUANTITY)
		put_asked(e, r);
	else if (r->op == HQ_OP_SCALAR)
		put_facts(e, r->arg, false);
	else if (r->op == HQ_OP_AT_LEAST)
		hqi_fmt(e, 0, "at least %1 of", (int)r->arg);
	else if (r->op == HQ_OP_NOT && e->ask.rows[e->ask.kids[r->first_kid]].label)
		hqi_fmt(e, e->ask.kids[r->first_kid], "not: %L");
	else if (r->op < sizeof(ops) / sizeof(ops[0]))
		text = ops[r->op];
	hqi_puts(&e->w, text ? text : "");
	if (!r->label && r->op == HQ_OP_SILENT && hqi_silence(e, row))
		hqi_fmt(e, 0, ": %t", (int)hqi_silence(e, row));
}

/* ---- what a row saw ------------------------------------------------------------------------------------------ */

static void put_quantity(struct hqi_explain *e, uint16_t measure)
{
	const struct hq_packed_shape *m = hqi_shape(&e->ask, measure);
	const struct hq_interval q = hqi_quantity(&e->ask, measure);
	const int64_t scale = e->ask.numbers[m->scale];
	const bool one = q.lo == scale && q.hi == scale;

	hqi_fmt(e, 0, "%i %w", q, scale, e->ask.numbers[m->block_each] ? (one ? "block" : "blocks") : counted_name(e, m, one));
}

bool hqi_sees(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	return r->op == HQ_OP_QUANTITY || r->op == HQ_OP_LINE || r->op == HQ_OP_SCALAR || r->op == HQ_OP_RUBRIC ||
	       hqi_answer(&e->ask, hq_slot_of(r));
}

static void put_saw(struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];
	const uint16_t measure = hqi_measure_of(e, row);
	const struct hq_answer *answer = hqi_answer(&e->ask, hq_slot_of(r));
	const char *form = " (form)";

	if (answer) {
		hqi_fmt(e, 0, "%s%s", answer->know != HQ_KNOWN ? "unknown" : answer->value ? "yes" : "no", form);
	} else if (measure != HQ_NONE) {
		const uint8_t flags = e->d->measure_flags[measure - e->ask.edition->first_measure];

		if (flags & (HQ_SEEN_NOT_ASKED | HQ_SEEN_UNKNOWN))
			hqi_puts(&e->w, flags & HQ_SEEN_NOT_ASKED ? "not asked" : "unknown");
		else
			put_quantity(e, measure);
		hqi_puts(&e->w, flags & HQ_SEEN_FORM ? form : "");
	} else if (r->op == HQ_OP_SCALAR) {
		put_facts(e, r->arg, true);
	} else if (r->op == HQ_OP_RUBRIC) {
		const struct hq_packed_rubric *rubric = hqi_rubric(e, row);

		hqi_fmt(e, row, rubric->silent_pass ? "%T points, no pass mark printed" : "%T of %N points", e->ask.numbers[rubric->pass_lo]);
	}
}

/* ---- rates --------------------------------------------------------------------------------------------------- */

static void put_points(struct hqi_explain *e, int64_t lo, int64_t hi, int64_t scale)
{
	hqi_fmt(e, 0, hi > lo ? "%n or %n" : "%n", lo, scale, hi, scale);
}

static void put_rate(struct hqi_explain *e, uint16_t row, bool whole)
{
	const struct hq_row *r = &e->ask.rows[row];
	const int64_t points = denominator(e, row);

	if (r->op == HQ_OP_AWARD) {
		const int64_t a = hq_row_a(e->ask.rules, r), b = hq_row_b(e->ask.rules, r);

		if (b >= HQ_BIG)
			hqi_puts(&e->w, "rate not printed");
		else
			put_points(e, a, b, points);
		hqi_puts(&e->w, " if met");
		return;
	}
	const struct hq_packed_line *line = e->ask.lines + r->arg;
	const struct hq_packed_shape *m = hqi_shape(&e->ask, line->measure);
	const int64_t *numbers = e->ask.numbers;
	const int64_t scale = numbers[m->scale], each = numbers[m->block_each];
	const int64_t mul = numbers[line->mul], mul_hi = numbers[line->mul_hi];
	const bool tiered = line->form == HQ_LINE_TIERS, blocks = line->form == HQ_LINE_BLOCKS || each;
	/* A linear rate is for one of the measure's scale, a block's for the block. */
	const int64_t one = line->form == HQ_LINE_LINEAR ? scale : 1;
	const int64_t block = each ? each : blocks ? numbers[line->block] : scale;
	const bool times = !whole && !tiered && block == scale && mul_hi < HQ_BIG;

	hqi_puts(&e->w, whole ? "" : times ? " x " : ", ");
	for (uint16_t i = 0; tiered && i < line->ntiers; i++) {
		const struct hq_tier tier = hq_tier_at(e->ask.rules, line->first_tier + i);

		hqi_fmt(e, 0, i ? ", %n at %n" : "%n at %n", tier.points, points, tier.at, scale);
	}
	if (tiered)
		return;
	if (mul_hi >= HQ_BIG) {
		hqi_puts(&e->w, "rate not printed");
		return;
	}
	put_points(e, mul * one, mul_hi * one, points);
	if (times)
		return;
	hqi_puts(&e->w, blocks ? " per whole " : " per ");
	if (block != scale)
		hqi_fmt(e, 0, "%n ", block, scale);
	hqi_fmt(e, 0, each ? "%w each" : "%w", counted_name(e, m, block == scale));
}

/* ---- reasons, facts, citations ------------------------------------------------------------------------------- */

static void put_reason(struct hqi_explain *e, const struct hqi_reasons *reason)
{
	const bool minimum = reason->why == HQI_WHY_MINIMUM || reason->why == HQI_WHY_UNITS;
	const uint16_t at = minimum ? reason->part : reason->row;

	hqi_fmt(e, at, "%L: ");
	switch (reason->why) {
	case HQI_WHY_TOTAL:
		put_saw(e, at);
		return;
	case HQI_WHY_MINIMUM:
		hqi_fmt(e, at, "%M of at least %N points", e->ask.numbers[hqi_limit(&e->ask, at)->min]);
		return;
	case HQI_WHY_UNITS:
		put_quantity(e, hqi_measure_of(e, at));
		hqi_fmt(e, at, " of at least %n", e->ask.numbers[hqi_limit(&e->ask, at)->units_min],
			hqi_scale(&e->ask, hqi_measure_of(e, at)));
		return;
	case HQI_WHY_CATEGORIES:
		hqi_fmt(e, at, "points in at least %1 categories: %E", (int)hqi_rubric(e, at)->min_categories);
		return;
	case HQI_WHY_ROW:
		hqi_fmt(e, at, hqi_sees(e, at) ? "%E (%A)" : "%E");
		return;
	}
}

static void put_fact(struct hqi_explain *e, const struct hq_missing *m)
{
	const uint16_t measure = hqi_measure_of(e, m->row);

	if (m->lack == HQ_LACK_SLOT) {
		put_path(e, HQ_AT(struct hq_packed_slot, e->ask.rules, slots)[m->slot].row);
		return;
	}
	hqi_puts(&e->w, vocab_text(e, hqi_kind(e, m->kind)->name));
	if (m->lack == HQ_LACK_FIELD)
		hqi_fmt(e, 0, ".%s", vocab_text(e, field_of(e, m->kind, m->field)->name));
	else if (m->lack == HQ_LACK_AMOUNT) {
		const struct hq_packed_shape *of = measure == HQ_NONE ? NULL : hqi_shape(&e->ask, measure);

		hqi_fmt(e, 0, ".%s", of && of->unit != 255 ? counted_name(e, of, false) : "amount");
	}
}

void hqi_put_cite(struct hqi_explain *e, uint16_t cite, bool source)
{
	const struct hq_cite c = hq_cite_at(e->ask.rules, cite);

	hqi_fmt(e, 0, source ? "%t " : "", (int)HQ_AT(struct hq_cited_source, e->ask.rules, sources)[c.source].name);
	hqi_fmt(e, 0, c.last > c.first ? "%1-%1" : "%1", (int)c.first, (int)c.last);
}

static void put_cites(struct hqi_explain *e, int first, int n)
{
	hqi_putc(&e->w, '[');
	for (int i = first; i < first + n; i++) {
		if (e->given && !hqi_reasons_cite(e, e->given, (uint16_t)i))
			continue;
		hqi_fmt(e, 0, "%,");
		const bool quoted = hqi_quote(&e->w);

		hqi_put_cite(e, (uint16_t)i, true);
		hqi_unquote(&e->w, quoted);
	}
	hqi_putc(&e->w, ']');
}

/* In words, what declared ranges alone allow is no bound worth reading. */
static void put_interval(struct hqi_explain *e, struct hq_interval i, int64_t scale)
{
	const char *format = i.hi / scale > 9999 ? "%n or more" : "%n to %n";

	if (i.lo == i.hi)
		hqi_put_number(&e->w, i.lo, scale);
	else
		hqi_fmt(e, 0, e->w.json && !e->w.quoted ? "{'at_least':%n,'at_most':%n}" : format, i.lo, scale, i.hi, scale);
}

static void put_words(struct hqi_writer *w, const char *name)
{
	for (; *name; name++)
		hqi_putc(w, *name == '_' ? ' ' : *name);
}

/* ---- the formatter ------------------------------------------------------------------------------------------- */

static const char *result_name(enum hqi_result result)
{
	return result == HQI_R_NO ? "no" : result == HQI_R_YES ? "yes" : "unknown";
}

/* What stands in quotes in JSON; null there without @p. Of a text, @row is the text. */
static void put_quoted(struct hqi_explain *e, uint16_t row, char code, const void *p)
{
	struct hqi_writer *w = &e->w;
	const struct hqi_fact *fact = p;
	const struct hq_record *record = p;

	if (w->json && !w->quoted && (!p || (code == 'v' && !fact->known) ||
				      (code == 'f' && ((const struct hq_missing *)p)->lack == HQ_LACK_SILENT))) {
		hqi_puts(w, "null");
		return;
	}
	if (!p)
		return;
	const bool quoted = hqi_quote(w);

	switch (code) {
	case 's':
		hqi_puts(w, p);
		break;
	case 't':
		hqi_put_text(w, e->ask.rules, row);
		break;
	case 'I':
		put_id(e, row);
		break;
	case 'w':
		put_words(w, p);
		break;
	case 'L':
		put_label(e, row);
		break;
	case 'A':
		put_saw(e, row);
		break;
	case 'P': case 'p':
		put_rate(e, row, code == 'P');
		break;
	case 'v':
		if (fact->known)
			put_value(e, fact);
		else
			hqi_puts(w, fact->record && (fact->record->asked >> fact->field & 1) ? "unknown" : "not asked");
		break;
	case 'y':
		put_reason(e, p);
		break;
	case 'f':
		put_fact(e, p);
		break;
	case 'x':
		hqi_fmt(e, 0, "%s[%1]", vocab_text(e, hqi_kind(e, record->kind)->plural), (int)record->ref);
		break;
	default:
		break;
	}
	hqi_unquote(w, quoted);
}

/* yes, no or ?, in colour. */
static void put_mark(struct hqi_explain *e, enum hqi_result result)
{
	hqi_color(&e->w, result == HQI_R_NO ? "31" : result == HQI_R_YES ? "32" : "33");
	hqi_puts(&e->w, result == HQI_R_NO ? "no" : result == HQI_R_YES ? "yes" : "?");
	hqi_color(&e->w, "0");
}

void hqi_fmt(struct hqi_explain *e, uint16_t row, const char *format, ...)
{
	struct hqi_writer *w = &e->w;
	const bool json = w->json && !w->quoted;
	const struct hqi_ask *ask = &e->ask;
	struct hq_interval interval;
	int64_t n;
	int i;
	va_list arguments;

	va_start(arguments, format);
	for (; *format; format++) {
		if (*format != '%') {
			hqi_putc(w, json && *format == '\'' ? '"' : *format);
			continue;
		}
		switch (*++format) {
		case 'n':
			n = va_arg(arguments, int64_t);
			hqi_put_number(w, n, va_arg(arguments, int64_t));
			break;
		case 'N':
			hqi_put_number(w, va_arg(arguments, int64_t), denominator(e, row));
			break;
		case '1':
			hqi_put_number(w, va_arg(arguments, int), 1);
			break;
		case 'i':
			interval = va_arg(arguments, struct hq_interval);
			put_interval(e, interval, va_arg(arguments, int64_t));
			break;
		case 'R':
			put_interval(e, hqi_row_raw(ask, row), denominator(e, row));
			break;
		case 'K':
			put_interval(e, hqi_value(ask, row), denominator(e, row));
			break;
		case 'M':
			put_interval(e, hqi_row_capped(ask, row), denominator(e, row));
			break;
		case 'T':
			put_interval(e, hqi_rubric_total(ask, row), denominator(e, row));
			break;
		case 'C':
			put_cites(e, ask->rows[row].first_cite, ask->rows[row].ncites);
			break;
		case 'c':
			i = va_arg(arguments, int);
			put_cites(e, i, va_arg(arguments, int));
			break;
		case 'b':
			hqi_puts(w, va_arg(arguments, int) ? "true" : "false");
			break;
		case '|':
			hqi_pad(w, (size_t)va_arg(arguments, int));
			break;
		case '*':
			hqi_color(w, va_arg(arguments, const char *));
			break;
		case 'm':
			put_mark(e, va_arg(arguments, enum hqi_result));
			break;
		case 'X':
			put_mark(e, hqi_result(ask, row));
			break;
		case ',':
			if (w->comma)
				hqi_putc(w, ',');
			break;
		case 'd':
			if ((i = va_arg(arguments, int)) == HQ_DAY_OPEN)
				put_quoted(e, 0, 's', NULL);
			else {
				const bool quoted = hqi_quote(w);

				put_day(w, i);
				hqi_unquote(w, quoted);
			}
			break;
		case 'r':
			put_quoted(e, 0, 's', result_name(hqi_result_of(va_arg(arguments, struct hq_interval))));
			break;
		case 'E':
			put_quoted(e, 0, 's', result_name(hqi_result(ask, row)));
			break;
		case 't':
			i = va_arg(arguments, int);
			put_quoted(e, (uint16_t)i, 't', i ? e : NULL);
			break;
		case 'O':
			while (!has_id(e, row) && ask->rows[row].parent != HQ_NONE)
				row = ask->rows[row].parent;    /* which stands after its parts, so this ends */
			put_quoted(e, row, 'I', has_id(e, row) ? e : NULL);
			break;
		case 'I':
			put_quoted(e, row, 'I', has_id(e, row) ? e : NULL);
			break;
		case 'L': case 'A': case 'P': case 'p':
			put_quoted(e, row, *format, e);
			break;
		default:
			put_quoted(e, row, *format, va_arg(arguments, const void *));
			break;
		}
	}
	va_end(arguments);
}
