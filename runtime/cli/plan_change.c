/* A change in words that a person can act on: how much of what, by when, and what the rules ask of it. Everything comes from the
 * tables: kinds, units, fields and codes by their names. The field that dates a kind of record says what is done to it:
 * certificates are "issued", tests "taken", courses "completed". */
#include "plan.h"

#include <string.h>

enum { CODES_SHOWN = 12, WAYS_SHOWN = 3 };

/* ---- what a record must be ----------------------------------------------------------------------------------- */

/* Codes in order that begin with the first or end with the last are a bound. */
static bool put_bound(struct words *w, const struct planned *p, const struct hq_vocab_field *f, const uint64_t codes[4])
{
	unsigned first = f->ncodes, last = 0, n = 0;
	for (unsigned i = 0; i < f->ncodes; i++) {
		if (!(codes[i / 64] >> i % 64 & 1))
			continue;
		first = n++ ? first : i;
		last = i;
	}
	if (!f->ordered || n < 2 || last - first + 1 != n || (first > 0 && last + 1u < f->ncodes))
		return false;
	if (first > 0) {
		words_put(w, "at least ");
		words_code(w, p, f, first);
	}
	if (last + 1u < f->ncodes) {
		words_put(w, "at most ");
		words_code(w, p, f, last);
	}
	return true;
}

static void put_codes(struct words *w, const struct planned *p, const struct hq_vocab_field *f, const uint64_t codes[4])
{
	unsigned n = 0, total = 0;
	for (unsigned i = 0; i < f->ncodes; i++)
		total += (unsigned)(codes[i / 64] >> i % 64 & 1);
	if (put_bound(w, p, f, codes))
		return;
	/* Nearly all of them are better said by what is left out. */
	const bool not = total > CODES_SHOWN && f->ncodes - total <= 4;
	const unsigned all = not ? f->ncodes - total : total;
	words_put(w, not ? "any but " : all > 2 ? "one of " : "");
	for (unsigned i = 0; i < f->ncodes && n < CODES_SHOWN; i++) {
		if ((codes[i / 64] >> i % 64 & 1) == not)
			continue;
		n++;
		words_put(w, "%s", n == 1 ? "" : n == all ? " or " : ", ");
		words_code(w, p, f, i);
	}
	if (all > n)
		words_put(w, " or %u others", all - n);
}

/* The bounds of a number or a day. */
static void put_range(struct words *w, const struct planned *p, const struct hq_vocab_field *f, const struct hq_choice *c, int64_t least,
		      int64_t most)
{
	const bool date = f->type == HQ_FIELD_DATE;
	if (c->lo == c->hi && c->lo > least) {
		words_value(w, p, f, c->lo);
		return;
	}
	if (c->lo > least) {
		words_put(w, date ? "on or after " : "at least ");
		words_value(w, p, f, c->lo);
	}
	if (c->hi < most) {
		words_put(w, "%s%s", c->lo > least ? " and " : "", date ? "on or before " : "at most ");
		words_value(w, p, f, c->hi);
	}
}

/* What the rules ask of the record, but for the day that dates it: "; subject mathematics; taught: no". Returns how much was put. */
static unsigned put_asked(struct words *w, const struct planned *p, const struct hq_move *m, const char *joint)
{
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	unsigned n = 0;
	for (unsigned i = 0; i < k->nfields; i++) {
		const struct hq_vocab_field *f = plan_field(p, m->kind, i);
		const struct hq_choice *c = &m->where[i];
		const int64_t least = f->type == HQ_FIELD_DATE ? p->plans.as_of + 1 : f->min;
		const int64_t most = f->type == HQ_FIELD_DATE ? f->never ? HQ_DAY_NEVER : p->plans.until : f->max;
		if (!c->said || i == k->date_field || (c->range && c->lo <= least && c->hi >= most))
			continue;
		words_put(w, "%s", n++ ? "; " : joint);
		words_name(w, HQ_TEXT(p->vocab, f->name));
		words_put(w, ": ");
		if (c->range)
			put_range(w, p, f, c, least, most);
		else if (f->type == HQ_FIELD_YES_NO)
			words_put(w, c->codes[0] & 2 ? "yes" : "no");
		else
			put_codes(w, p, f, c->codes);
	}
	return n;
}

void words_where(struct words *w, const struct planned *p, const struct hq_move *m)
{
	put_asked(w, p, m, " with ");
}

void plan_other_ways(struct planned *p, const struct hq_plan *plan, uint8_t i, void (*put)(void *context, const char *words), void *context)
{
	struct words seen[WAYS_SHOWN + 1];
	unsigned n = 1;
	seen[0] = (struct words){ .len = 0 };
	put_asked(&seen[0], p, &p->plans.moves[plan->move[i]], "");
	for (unsigned way = 1; n <= WAYS_SHOWN; way++) {
		struct hq_move other;
		bool known = false;
		if (!hq_plan_other_way(&p->plans, plan, i, way, &other))
			break;
		seen[n] = (struct words){ .len = 0 };
		if (!put_asked(&seen[n], p, &other, ""))
			words_put(&seen[n], "any");
		for (unsigned k = 0; k < n; k++)
			known = known || !strcmp(seen[k].text, seen[n].text);
		if (!known)
			put(context, seen[n++].text);
	}
}

/* ---- how much of what ---------------------------------------------------------------------------------------- */

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
		return HQ_TEXT(p->vocab, one ? plan_kind(p, m->kind)->name : plan_kind(p, m->kind)->plural);
	const struct hq_vocab_unit *u = HQ_AT(struct hq_vocab_unit, p->vocab, units) + m->unit;
	return HQ_TEXT(p->vocab, one ? u->name : u->plural);
}

/* The least step that is declared for the change. */
static int64_t plan_least(const struct planned *p, const struct hq_move *m)
{
	return m->declared == HQ_NONE ? 0 : HQ_AT(struct hq_vocab_change, p->vocab, changes)[m->declared].step;
}

/* Is there a record of the kind already? Then it is one more. */
static bool has_some(const struct planned *p, uint8_t kind)
{
	const struct hq_facts *f = &p->decided->facts;
	return f->first[kind] < f->first[kind + 1];
}

static void put_amount(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	const bool records = plan_in_records(p, m);
	const int64_t amount = plan_amount(plan, p, i), scale = records ? 1 : plan_ten(k->decimals);
	words_number(w, amount, scale);
	words_put(w, has_some(p, m->kind) ? " more " : " ");
	words_name(w, plan_unit(p, m, amount == scale));
	if (!records) {
		words_put(w, " of ");
		words_name(w, HQ_TEXT(p->vocab, k->plural));
	}
	/* A record that only counts needs no length of its own, unless one is asked. */
	if (m->alone && m->unit != 255 && (records ? m->step > plan_least(p, m) : plan->steps[i] > 1)) {
		const struct hq_vocab_unit *u = HQ_AT(struct hq_vocab_unit, p->vocab, units) + m->unit;
		words_put(w, amount == scale ? " of " : ", each of ");
		words_number(w, m->step, plan_ten(k->decimals));
		words_put(w, " ");
		words_name(w, HQ_TEXT(p->vocab, m->step == plan_ten(k->decimals) ? u->name : u->plural));
	}
}

/* ", issued by 2007-06-30", or between two days. */
static void put_days(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	char from[11], to[11];
	if (k->date_field >= k->nfields)
		return;
	const struct hq_choice *c = &m->where[k->date_field];
	hq_day_format((hq_day)c->lo, from);
	hq_day_format((hq_day)c->hi, to);
	words_put(w, ", ");
	words_name(w, HQ_TEXT(p->vocab, plan_field(p, m->kind, k->date_field)->name));
	if (c->lo == c->hi)
		words_put(w, " on %s", to);
	else if (c->lo > p->plans.as_of + 1)
		words_put(w, " between %s and %s", from, to);
	else
		words_put(w, " by %s", to);
}

static void put_add(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	put_amount(w, p, plan, i);
	put_days(w, p, m);
	put_asked(w, p, m, "; ");
}

/* ---- what is there ------------------------------------------------------------------------------------------- */

/* Which record: its number in the list, and what is known of it in codes. */
static void put_record(struct words *w, const struct planned *p, const struct hq_record *r)
{
	const struct hq_vocab_kind *k = plan_kind(p, r->kind);
	unsigned n = 0;
	words_put(w, "the ");
	words_name(w, HQ_TEXT(p->vocab, k->name));
	for (unsigned i = 0; i < k->nfields && n < 4; i++) {
		const struct hq_vocab_field *f = plan_field(p, r->kind, i);
		if (!(r->known >> i & 1) || (f->type != HQ_FIELD_ONE_OF && (f->type != HQ_FIELD_SOME_OF || !r->v[i])))
			continue;
		words_put(w, "%s", n++ ? "; " : " (");
		words_name(w, HQ_TEXT(p->vocab, f->name));
		words_put(w, " ");
		words_value(w, p, f, r->v[i]);
	}
	words_put(w, "%snumber %u in the list)", n ? "; " : " (", r->ref + 1u);
}

static void put_assignment(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	const struct hq_record *own = p->decided->facts.assignment;
	const char *joint = ": ";
	words_put(w, "another ");
	words_name(w, HQ_TEXT(p->vocab, k->name));
	for (unsigned i = 0; i < k->nfields; i++) {
		if (!(m->record.known >> i & 1) || (own && (own->known >> i & 1) && own->v[i] == m->record.v[i]))
			continue;
		words_put(w, "%s", joint);
		joint = "; ";
		words_name(w, HQ_TEXT(p->vocab, plan_field(p, m->kind, i)->name));
		words_put(w, " ");
		words_value(w, p, plan_field(p, m->kind, i), m->record.v[i]);
		if (own && (own->known >> i & 1)) {
			words_put(w, " instead of ");
			words_value(w, p, plan_field(p, m->kind, i), own->v[i]);
		}
	}
	words_put(w, "; as in ");
	put_record(w, p, p->decided->facts.records + m->ref);
}

static void put_field(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_field *f = plan_field(p, m->kind, m->field);
	const struct hq_record *old = NULL;
	for (size_t i = 0; i < p->decided->facts.nrecords && !old; i++)
		if (p->decided->facts.records[i].kind == m->kind && p->decided->facts.records[i].ref == m->record.ref)
			old = &p->decided->facts.records[i];
	words_name(w, HQ_TEXT(p->vocab, f->name));
	words_put(w, " ");
	words_value(w, p, f, m->value);
	if (old && (old->known >> m->field & 1)) {
		words_put(w, " instead of ");
		words_value(w, p, f, old->v[m->field]);
	}
	words_put(w, ", in ");
	put_record(w, p, old ? old : &m->record);
}

static void put_go_on(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	char to[11];
	hq_day_format(p->plans.until, to);
	words_number(w, m->step, plan_ten(k->decimals));
	words_put(w, has_some(p, m->kind) ? " more " : " ");
	words_name(w, plan_unit(p, m, m->step == plan_ten(k->decimals)));
	words_put(w, " of ");
	words_name(w, HQ_TEXT(p->vocab, k->plural));
	words_put(w, ", by going on until %s", to);
	put_asked(w, p, m, "; ");
}

static void put_answer(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	const struct hq_slot slot = hq_slot_at(rules, m->slot);
	const uint16_t first = HQ_AT(struct hq_edition, rules, editions)[p->plans.edition].first_slot;
	words_put(w, "on the form, %s: ", hq_slot_name_of(rules, m->slot).text);
	if (slot.measure == HQ_NONE) {
		words_put(w, "yes");
	} else {
		const struct hq_answer *a = p->decided->facts.answers ? &p->decided->facts.answers[m->slot - first] : NULL;
		const int64_t now = a && a->know == HQ_KNOWN ? a->value : 0;
		words_number(w, now + plan->steps[i] * m->gives, slot.step);
		words_put(w, " instead of ");
		words_number(w, now, slot.step);
	}
	words_put(w, ", by ");
	put_add(w, p, plan, i);
}

void words_change(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	switch ((enum hq_move_type)m->type) {
	case HQ_MOVE_ADD:
		put_add(w, p, plan, i);
		break;
	case HQ_MOVE_FIELD:
		put_field(w, p, m);
		break;
	case HQ_MOVE_GO_ON:
		put_go_on(w, p, m);
		break;
	case HQ_MOVE_ANSWER:
		put_answer(w, p, plan, i);
		break;
	case HQ_MOVE_ASSIGNMENT:
		put_assignment(w, p, m);
		break;
	}
}

void words_for(struct words *w, const struct planned *p, const struct hq_move *m)
{
	const struct hq_tables *rules = p->decided->rules;
	for (uint8_t k = 0; k < m->nmeasures; k++) {
		const uint16_t row = m->slot != HQ_NONE ? m->row : HQ_AT(struct hq_packed_measure, rules, measures)[m->measures[k]].row;
		words_put(w, "%s%s", k ? "; " : "", plan_label(rules, row).text);
		words_cites(w, rules, row);
	}
}
