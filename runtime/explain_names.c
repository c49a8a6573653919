/* Names and labels: ids of rows, what rows ask in words, facts and their values, what is missing. Words come from the tables and
 * the vocabulary: labels, names of kinds, units and codes.
 */
#include "explain.h"

const struct hq_vocab_kind *hqi_kind(const struct hqi_explain *e, uint32_t kind)
{
	return &HQ_AT(struct hq_vocab_kind, e->ask.vocab, kinds)[kind];
}

static const struct hq_vocab_field *field_of(const struct hqi_explain *e, uint32_t kind, uint32_t field)
{
	return &HQ_AT(struct hq_vocab_field, e->ask.vocab, fields)[hqi_kind(e, kind)->first_field + field];
}

const struct hq_packed_rubric *hqi_rubric(const struct hqi_explain *e, uint32_t row)
{
	return e->ask.rubrics + hqi_rubric_of(&e->ask, row);
}

uint16_t hqi_measure_of(const struct hqi_explain *e, uint32_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	if (r->op == HQ_OP_QUANTITY)
		return r->arg;
	return r->op == HQ_OP_LINE ? e->ask.lines[r->arg].measure : HQ_NONE;
}

uint32_t hqi_measure_seen(const struct hqi_explain *e, uint32_t measure)
{
	return e->d->measure_flags[measure - e->ask.edition->first_measure];
}

uint32_t hqi_counted_name(const struct hqi_explain *e, const struct hq_packed_shape *m, bool one)
{
	const struct hq_vocab_unit *u = &HQ_AT(struct hq_vocab_unit, e->ask.vocab, units)[m->unit];
	const struct hq_vocab_kind *k = hqi_kind(e, m->kind);

	if (m->unit != 255)
		return one ? u->name : u->plural;
	return one ? k->name : k->plural;
}

/* ---- ids ----------------------------------------------------------------------------------------------------- */

/* What is known by a word of its own though it has no name; "" for an unnamed part. */
static const char *role_id(const struct hq_row *r)
{
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
		return "";
	}
}

bool hqi_has_id(const struct hqi_explain *e, uint32_t row)
{
	return e->ask.rows[row].name || *role_id(&e->ask.rows[row]);
}

static void put_path(struct hqi_explain *e, uint32_t row)
{
	struct hqi_name name;

	hqi_name(&name, e->ask.rules, row);
	for (char c; (c = hqi_name_next(&name));)
		hqi_putc(&e->w, c);
}

void hqi_put_id(struct hqi_explain *e, uint32_t row)
{
	if (e->ask.rows[row].name)
		put_path(e, row);
	else
		hqi_puts(&e->w, role_id(&e->ask.rows[row]));
}

uint16_t hqi_silence(const struct hqi_explain *e, uint32_t row)
{
	const struct hq_note *note = HQ_AT(struct hq_note, e->ask.rules, notes) + e->ask.edition->first_note;

	for (uint32_t n = e->ask.edition->nnotes; n > 0; n--, note++)
		if (note->row == row && note->kind == HQ_NOTE_SILENT)
			return note->text;
	return 0;
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

void hqi_put_value(struct hqi_explain *e, const struct hqi_fact *fact)
{
	const struct hq_vocab_field *f = field_of(e, fact->kind, fact->field);
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, e->ask.vocab, codes) + f->first_code;
	int64_t value, scale = 1;
	bool any = false;

	if (!fact->known) {
		if (!e->w.due)                 /* by itself in JSON it is null */
			hqi_puts(&e->w, hqi_is_unknown(&e->ask, fact->record, fact->kind, fact->field) ? "unknown" : "not asked");
		return;
	}
	value = fact->record->v[fact->field];
	switch (f->type) {
	case HQ_FIELD_ONE_OF:
		hqi_fmt(e, 0, "%V", (int)codes[value].name);
		return;
	case HQ_FIELD_SOME_OF:
		for (; value; value = (int64_t)((uint64_t)value >> 1), codes++) {
			if (value & 1) {
				hqi_fmt(e, 0, any ? ", %V" : "%V", (int)codes->name);
				any = true;
			}
		}
		hqi_puts(&e->w, any ? "" : "none");
		return;
	case HQ_FIELD_YES_NO:
		hqi_puts(&e->w, value ? "yes" : "no");
		return;
	case HQ_FIELD_DATE:
		hqi_fmt(e, 0, "%d", (int)value);
		return;
	default:
		for (uint32_t i = f->decimals; i > 0; i--)
			scale *= 10;
		hqi_put_number(&e->w, value, scale);
	}
}

bool hqi_scalar_fact(const struct hqi_explain *e, uint32_t filter, unsigned n, struct hqi_fact *out)
{
	const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, e->ask.rules, filter_ops) + filter;
	const uint32_t reads = 1u << HQ_F_IN | 1u << HQ_F_RANGE | 1u << HQ_F_COMPARE | 1u << HQ_F_WITHIN;

	/* Each operation has two sides; the second is only a comparison's. */
	for (uint32_t side = 0; op->op != HQ_F_END; op += side, side = !side) {
		const uint32_t src = side ? op->at >> 4u : op->src, field = side ? op->at & 15u : op->field;
		const bool teacher = src == HQ_SRC_TEACHER;

		if (!((side ? 1u << HQ_F_COMPARE : reads) >> op->op & 1) || (!teacher && src != HQ_SRC_ASSIGNMENT) || n--)
			continue;
		out->kind = teacher ? e->ask.vocab->teacher : e->ask.vocab->assignment;
		out->record = teacher ? hqi_teacher(&e->ask) : e->ask.facts->assignment;
		out->field = (uint8_t)field;
		out->known = out->record && (out->record->known >> field & 1);
		out->kind_name = hqi_kind(e, out->kind)->name;
		out->name = field_of(e, out->kind, field)->name;
		return true;
	}
	return false;
}

void hqi_put_facts(struct hqi_explain *e, uint32_t filter, bool values)
{
	struct hqi_fact fact;
	unsigned n = 0;

	for (; hqi_scalar_fact(e, filter, n, &fact); n++) {
		hqi_puts(&e->w, n ? ", " : "");
		if (values)
			hqi_fmt(e, 0, "%w %v", (int)fact.name, &fact);
		else
			hqi_fmt(e, 0, "%V %w", (int)fact.kind_name, (int)fact.name);
	}
	if (!n)
		hqi_fmt(e, 0, "as of %d", (int)e->d->as_of);
}

/* ---- labels -------------------------------------------------------------------------------------------------- */

/* "at least 2 degrees", "fewer than 1 year of experience", "no certificate" */
static void put_asked(struct hqi_explain *e, const struct hq_row *r)
{
	const struct hq_packed_shape *m = hqi_shape(&e->ask, r->arg);
	const int64_t scale = hqi_number(e, m->scale), a = hqi_number(e, r->range), b = hqi_number(e, r->range + 1u);
	const char *how = "exactly ";
	int64_t n = a;

	if (b >= HQ_BIG) {
		n -= scale > 1 && a % scale == 1;
		how = n < a ? "more than " : "at least ";
	} else if (a != b) {
		n = b + (scale > 1 && (b + 1) % scale == 0);
		how = n > b ? "fewer than " : "at most ";
	}
	const bool none = n == 0 && b < HQ_BIG;

	hqi_fmt(e, 0, none ? "no" : "%s%n", how, n, scale);
	hqi_fmt(e, 0, m->unit == 255 ? " %w" : " %w of %w", (int)hqi_counted_name(e, m, none || n == scale),
		(int)hqi_kind(e, m->kind)->name);
}

void hqi_put_label(struct hqi_explain *e, uint32_t row)
{
	static const char *const roles[] = {
		[HQ_ROLE_EVERY] = "Every teacher", [HQ_ROLE_ROUTES] = "A route", [HQ_ROLE_APPLIES] = "The rules apply",
		[HQ_ROLE_PREREQUISITE] = "Required beside the points", [HQ_ROLE_SETTLES] = "Passes at once",
		[HQ_ROLE_SHARE] = "Points of the kind asked for", [HQ_ROLE_VERDICT] = "Verdict",
	};
	static const char *const ops[] = {
		[HQ_OP_ALL] = "all of", [HQ_OP_ANY] = "any of", [HQ_OP_AT_LEAST] = "at least %1 of", [HQ_OP_NOT] = "not",
		[HQ_OP_LINE] = "points", [HQ_OP_AWARD] = "points", [HQ_OP_CATEGORY] = "points", [HQ_OP_RUBRIC] = "points",
		[HQ_OP_SILENT] = "the source is silent",
	};
	const struct hq_row *r = &e->ask.rows[row];
	const char *format = roles[r->role] ? roles[r->role] : ops[r->op];

	if (r->label) {
		hqi_put_text(&e->w, e->ask.rules, r->label);
		return;
	}
	if (format == ops[HQ_OP_NOT] && e->ask.rows[e->ask.kids[r->first_kid]].label)
		hqi_fmt(e, e->ask.kids[r->first_kid], "not: %L");
	else if (format)
		hqi_fmt(e, row, format, (int)r->arg);
	else if (r->op == HQ_OP_QUANTITY)
		put_asked(e, r);
	else if (r->op == HQ_OP_SCALAR)
		hqi_put_facts(e, r->arg, false);
	if (r->op == HQ_OP_SILENT && hqi_silence(e, row))
		hqi_fmt(e, row, ": %S");
}

/* ---- what is missing ----------------------------------------------------------------------------------------- */

void hqi_put_missing(struct hqi_explain *e, const struct hq_missing *m)
{
	const char *format = "%V";
	uint32_t part = 0;

	if (m->lack == HQ_LACK_SILENT)
		return;                        /* no fact, but the source */
	if (m->lack == HQ_LACK_SLOT) {
		put_path(e, HQ_AT(struct hq_packed_slot, e->ask.rules, slots)[m->slot].row);
		return;
	}
	if (m->lack == HQ_LACK_FIELD) {
		format = "%V.%V";
		part = field_of(e, m->kind, m->field)->name;
	} else if (m->lack == HQ_LACK_AMOUNT) {
		const uint32_t measure = hqi_measure_of(e, m->row);
		const struct hq_packed_shape *of = measure == HQ_NONE ? NULL : hqi_shape(&e->ask, measure);

		format = "%V.amount";
		if (of && of->unit != 255) {
			format = "%V.%V";
			part = hqi_counted_name(e, of, false);
		}
	}
	hqi_fmt(e, 0, format, (int)hqi_kind(e, m->kind)->name, (int)part);
}

const char *hqi_missing_state(const struct hq_missing *m)
{
	if (m->lack == HQ_LACK_SILENT)
		return "silent";
	if (m->lack == HQ_LACK_JUDGEMENT)
		return "judgement";
	return m->state == HQ_UNKNOWN ? "unknown" : "not_asked";
}

/* The parts of a fork one after the other: its fields that were looked at, or itself. */
void hqi_put_cases(struct hqi_explain *e)
{
	const struct hq_fork *f = hqi_forks(&e->ask);
	const uint16_t *cases = e->d->cases;

	for (uint32_t n = e->ask.edition->nforks; n > 0; n--, f++) {
		struct hq_missing m = { .kind = f->kind, .lack = HQ_LACK_FIELD, .row = e->ask.edition->root };

		if (f->what != HQ_FORK_FIELDS)
			m.lack = HQ_LACK_LIST;
		for (uint32_t left = *cases++; left; left >>= 1, m.field++)
			if (left & 1)
				hqi_fmt(e, f->arg, f->what == HQ_FORK_ROW ? "%,%O" : "%,%f", &m);
	}
}
