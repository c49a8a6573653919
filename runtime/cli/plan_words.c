/* A change in words that a person can act on. Everything comes from the tables: kinds, units, fields and codes by their
 * names, the line of the form by its label, with its citation. */
#include "plan.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"

void words_put(struct words *w, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	const int n = vsnprintf(w->text + w->len, sizeof(w->text) - w->len, format, list);
	va_end(list);
	if (n > 0)
		w->len = w->len + (size_t)n < sizeof(w->text) ? w->len + (size_t)n : sizeof(w->text) - 1;
}

void words_name(struct words *w, const char *name)
{
	for (; *name; name++)
		words_put(w, "%c", *name == '_' ? ' ' : *name);
}

void words_number(struct words *w, int64_t value, int64_t scale)
{
	char text[48];
	const size_t n = hq_number_format(value, scale, text);
	words_put(w, "%.*s", (int)n, text);
}

/* A row without citations of its own is cited by what it stands under. */
void words_cites(struct words *w, const struct hq_tables *rules, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, rules, sources);
	while (row != HQ_NONE && rows[row].ncites == 0)
		row = rows[row].parent;
	if (row == HQ_NONE)
		return;
	uint16_t source = HQ_NONE;
	words_put(w, " [");
	for (uint8_t i = 0; i < rows[row].ncites; i++) {
		const struct hq_cite c = hq_cite_at(rules, rows[row].first_cite + i);
		if (c.source != source)
			words_put(w, "%s%s ", i ? "; " : "", hq_text_of(rules, sources[c.source].name).text);
		else
			words_put(w, ", ");
		source = c.source;
		words_put(w, "%u", c.first);
		if (c.last > c.first)
			words_put(w, "-%u", c.last);
	}
	words_put(w, "]");
}

struct hq_string plan_label(const struct hq_tables *rules, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	while (row != HQ_NONE && !rows[row].label)
		row = rows[row].parent;
	return row == HQ_NONE ? (struct hq_string){ "" } : hq_text_of(rules, rows[row].label);
}

int64_t plan_ten(unsigned decimals)
{
	int64_t ten = 1;
	while (decimals-- > 0)
		ten *= 10;
	return ten;
}

/* ---- what a record must be ----------------------------------------------------------------------------------- */

static const struct hq_vocab_kind *kind_of(const struct planned *p, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, p->vocab, kinds) + kind;
}

static const struct hq_vocab_field *field_of(const struct planned *p, unsigned kind, unsigned field)
{
	return HQ_AT(struct hq_vocab_field, p->vocab, fields) + kind_of(p, kind)->first_field + field;
}

static void put_value(struct words *w, const struct planned *p, const struct hq_vocab_field *f, int64_t v)
{
	char day[11];
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		words_name(w, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + v].name));
		break;
	case HQ_FIELD_SOME_OF:
		for (int i = 0, n = 0; i < f->ncodes; i++)
			if (v >> i & 1) {
				words_put(w, n++ ? ", " : "");
				words_name(w, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + i].name));
			}
		break;
	case HQ_FIELD_YES_NO:
		words_put(w, v ? "yes" : "no");
		break;
	case HQ_FIELD_DATE:
		if (v == HQ_DAY_NEVER) {
			words_put(w, "never");
			break;
		}
		hq_day_format((hq_day)v, day);
		words_put(w, "%s", day);
		break;
	case HQ_FIELD_NUMBER:
		words_number(w, v, plan_ten(f->decimals));
		break;
	}
}

enum { CODES_SHOWN = 8 };

static void put_codes(struct words *w, const struct planned *p, const struct hq_vocab_field *f, const uint64_t codes[4])
{
	unsigned n = 0, total = 0;
	for (unsigned i = 0; i < f->ncodes; i++)
		total += codes[i / 64] >> i % 64 & 1;
	/* Nearly all of them are better said by what is left out. */
	if (total > CODES_SHOWN && f->ncodes - total <= 4) {
		words_put(w, " is not ");
		for (unsigned i = 0; i < f->ncodes; i++) {
			if (codes[i / 64] >> i % 64 & 1)
				continue;
			words_put(w, "%s", n++ ? ", " : "");
			words_name(w, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + i].name));
		}
		return;
	}
	words_put(w, f->type == HQ_FIELD_SOME_OF && total > 1 ? " have one of " : f->type == HQ_FIELD_SOME_OF ? " have " : " is ");
	for (unsigned i = 0; i < f->ncodes && n < CODES_SHOWN; i++) {
		if (!(codes[i / 64] >> i % 64 & 1))
			continue;
		n++;
		words_put(w, "%s", n == 1 ? "" : n == total ? " or " : ", ");
		words_name(w, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + i].name));
	}
	if (total > n)
		words_put(w, " or %u more", total - n);
}

/* The bounds of a number or a day; those that every new record has go without saying. */
static void put_range(struct words *w, const struct planned *p, const struct hq_vocab_field *f, const struct hq_choice *c)
{
	const bool date = f->type == HQ_FIELD_DATE;
	const int64_t least = date ? p->plans.as_of + 1 : f->min, most = date ? f->never ? HQ_DAY_NEVER : p->plans.until : f->max;
	if (c->lo == c->hi && c->lo > least) {
		words_put(w, " is ");
		put_value(w, p, f, c->lo);
		return;
	}
	if (c->lo > least) {
		words_put(w, date ? " on or after " : " at least ");
		put_value(w, p, f, c->lo);
	}
	if (c->hi < most) {
		words_put(w, "%s%s", c->lo > least ? " and" : "", date ? " on or before " : " at most ");
		put_value(w, p, f, c->hi);
	}
}

void words_where(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = kind_of(p, m->kind);
	const char *joint = " where ";
	for (unsigned i = 0; i < k->nfields; i++) {
		const struct hq_vocab_field *f = field_of(p, m->kind, i);
		const struct hq_choice *c = &m->where[i];
		const int64_t least = f->type == HQ_FIELD_DATE ? p->plans.as_of + 1 : f->min;
		const int64_t most = f->type == HQ_FIELD_DATE ? f->never ? HQ_DAY_NEVER : p->plans.until : f->max;
		if (!c->said || (c->range && c->lo <= least && c->hi >= most))
			continue;
		words_put(w, "%s", joint);
		joint = ", ";
		words_name(w, HQ_TEXT(p->vocab, f->name));
		if (c->range)
			put_range(w, p, f, c);
		else if (f->type == HQ_FIELD_YES_NO)
			words_put(w, c->codes[0] & 2 ? " is yes" : " is no");
		else
			put_codes(w, p, f, c->codes);
	}
	if (m->otherwise)
		words_put(w, ", or another way that this line of the rules takes");
}

/* ---- what is to be done -------------------------------------------------------------------------------------- */

bool plan_in_records(const struct planned *p, const struct hq_move *m)
{
	return m->unit == 255 || (m->nmeasures && hq_measure_at(p->decided->rules, m->measures[0]).agg == HQ_AGG_COUNT);
}

int64_t plan_amount(const struct hq_plan *plan, const struct planned *p, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	if (m->slot != HQ_NONE && HQ_AT(struct hq_packed_slot, p->decided->rules, slots)[m->slot].measure == HQ_NONE)
		return 1;
	return plan_in_records(p, m) ? plan->steps[i] : m->step * plan->steps[i];
}

const char *plan_unit(const struct planned *p, const struct hq_move *m, bool one)
{
	if (plan_in_records(p, m))
		return HQ_TEXT(p->vocab, one ? kind_of(p, m->kind)->name : kind_of(p, m->kind)->plural);
	const struct hq_vocab_unit *u = HQ_AT(struct hq_vocab_unit, p->vocab, units) + m->unit;
	return HQ_TEXT(p->vocab, one ? u->name : u->plural);
}

/* The least step that is declared for the change. */
static int64_t plan_least(const struct planned *p, const struct hq_move *m)
{
	return m->declared == HQ_NONE ? 0 : HQ_AT(struct hq_vocab_change, p->vocab, changes)[m->declared].step;
}

static void put_add(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	const struct hq_vocab_kind *k = kind_of(p, m->kind);
	const bool records = plan_in_records(p, m);
	const int64_t amount = plan_amount(plan, p, i), scale = records ? 1 : plan_ten(k->decimals);
	words_number(w, amount, scale);
	words_put(w, " more ");
	words_name(w, plan_unit(p, m, amount == scale));
	if (!records) {
		words_put(w, " of ");
		words_name(w, HQ_TEXT(p->vocab, k->plural));
	}
	/* A record that only counts needs no length of its own, unless one is asked. */
	if (m->alone && m->unit != 255 && (records ? m->step > plan_least(p, m) : plan->steps[i] > 1)) {
		words_put(w, ", each of ");
		words_number(w, m->step, plan_ten(k->decimals));
		if (records) {
			words_put(w, " ");
			words_name(w, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_unit, p->vocab, units)[m->unit].plural));
		}
	}
	words_where(w, p, m);
}

static void put_assignment(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = kind_of(p, m->kind);
	const struct hq_record *own = p->decided->facts.assignment;
	const char *joint = ": ";
	words_put(w, "hold another assignment");
	for (unsigned i = 0; i < k->nfields; i++) {
		if (!(m->record.known >> i & 1) || (own && (own->known >> i & 1) && own->v[i] == m->record.v[i]))
			continue;
		words_put(w, "%s", joint);
		joint = ", ";
		words_name(w, HQ_TEXT(p->vocab, field_of(p, m->kind, i)->name));
		words_put(w, " ");
		put_value(w, p, field_of(p, m->kind, i), m->record.v[i]);
	}
	words_put(w, ", as the ");
	const struct hq_record *r = p->decided->facts.records + m->ref;
	words_name(w, HQ_TEXT(p->vocab, kind_of(p, r->kind)->name));
	words_put(w, " has it (number %u)", r->ref + 1u);
}

void words_change(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	const struct hq_vocab_kind *k = kind_of(p, m->kind);
	switch ((enum hq_move_type)m->type) {
	case HQ_MOVE_ADD:
		put_add(w, p, plan, i);
		break;
	case HQ_MOVE_FIELD:
		words_name(w, HQ_TEXT(p->vocab, k->name));
		words_put(w, " number %u: ", m->record.ref + 1u);
		words_name(w, HQ_TEXT(p->vocab, field_of(p, m->kind, m->field)->name));
		words_put(w, " ");
		put_value(w, p, field_of(p, m->kind, m->field), m->value);
		break;
	case HQ_MOVE_GO_ON:
		words_put(w, "go on for ");
		words_number(w, m->step, plan_ten(k->decimals));
		words_put(w, " ");
		words_name(w, plan_unit(p, m, m->step == plan_ten(k->decimals)));
		words_put(w, " (");
		words_name(w, HQ_TEXT(p->vocab, k->name));
		words_put(w, ")");
		words_where(w, p, m);
		break;
	case HQ_MOVE_ANSWER:
		words_put(w, "on the form, %s: ", hq_slot_name_of(p->decided->rules, m->slot).text);
		if (HQ_AT(struct hq_packed_slot, p->decided->rules, slots)[m->slot].measure == HQ_NONE)
			words_put(w, "yes; ");
		put_add(w, p, plan, i);
		break;
	case HQ_MOVE_ASSIGNMENT:
		put_assignment(w, p, m);
		break;
	}
}

/* ---- what stands in the way ---------------------------------------------------------------------------------- */

static void put_kind_block(struct words *w, const struct planned *p, unsigned kind)
{
	const struct hq_vocab_change *c = HQ_AT(struct hq_vocab_change, p->vocab, changes);
	unsigned soonest = UINT16_MAX, n = 0;
	for (uint32_t i = 0; i < p->vocab->changes.count; i++) {
		if (c[i].kind != kind || c[i].can == HQ_CAN_CHANGE)
			continue;
		n++;
		soonest = c[i].months < soonest ? c[i].months : soonest;
	}
	words_put(w, "; ");
	words_name(w, HQ_TEXT(p->vocab, kind_of(p, kind)->plural));
	char day[11];
	hq_day_format(p->plans.until, day);
	if (!n)
		words_put(w, " are nothing that can be added by planning");
	else if (hq_day_add_months(p->plans.as_of, (int32_t)soonest) > p->plans.until)
		words_put(w, " take at least %u months", soonest);
	else
		words_put(w, " that can be had by %s do not count for it, or not enough of them", day);
}

void words_block(struct words *w, const struct planned *p, uint16_t row)
{
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_row *r = HQ_AT(struct hq_row, rules, rows) + row;
	const struct hq_string label = plan_label(rules, row);
	const struct hq_string name = hq_row_name_of(rules, row);
	words_put(w, "%s", *label.text ? label.text : *name.text ? name.text : "the rules");
	words_cites(w, rules, row);
	switch ((enum hq_op)r->op) {
	case HQ_OP_QUANTITY:
		put_kind_block(w, p, hq_measure_at(rules, r->arg).kind);
		break;
	case HQ_OP_SCALAR:
		words_put(w, "; it asks about the teacher, the assignment or the date, which no change mends");
		break;
	case HQ_OP_SILENT:
		words_put(w, "; the source gives no rule, so nobody can plan for it");
		break;
	case HQ_OP_NOT:
		words_put(w, "; what is there cannot be undone");
		break;
	case HQ_OP_RUBRIC:
		words_put(w, hq_rubric_at(rules, r->arg).silent_pass ? "; the source prints no pass mark" : "; no mix of its lines reaches it in time");
		break;
	default:
		break;
	}
}
