/* The teacher of a plan: what time alone does, what the changes add, and the decision on it.
 *
 * A list that is missing stays open: what a plan adds is certain, and there may be more. So every measure of such a kind keeps
 * its upper end, and yes means yes however the missing facts turn out. The one idea: only the kinds that a plan
 * touches are measured again; everything else is as in the base.
 */
#include "plan.h"

static const struct hq_vocab_kind *kind_at(const struct hqp *s, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, s->vocab, kinds) + kind;
}

/* ---- time alone ---------------------------------------------------------------------------------------------- */

/* Whole months from one day to another. */
static int32_t months_between(hq_day from, hq_day to)
{
	int32_t n = (to - from) / 31;

	while (hq_day_add_months(from, n + 1) <= to)
		n++;
	return n;
}

int64_t hqp_grown(const struct hq_vocab_kind *kind, hq_day from, hq_day to)
{
	int64_t one = 1;

	for (unsigned i = 0; i < kind->decimals; i++)
		one *= 10;
	return months_between(from, to) * one / 12;
}

static bool is_known(const struct hq_record *r, uint8_t field)
{
	return field < HQ_FIELDS_MAX && (r->known >> field & 1);
}

/* What may still be added to a kind before all its records together have more than is declared. */
static int64_t room_for(const struct hqp *s, uint8_t kind)
{
	int64_t left = kind_at(s, kind)->amount_all;

	for (size_t i = 0; i < s->nbase; i++)
		if (s->base[i].kind == kind && s->base[i].unit != 255)
			left -= s->base[i].amount * hqi_max(s->base[i].times, 1);
	return hqi_max(left, 0);
}

/* A record that goes on has grown. An amount in another unit than years says nothing of time. */
static bool grow_record(const struct hqp *s, struct hq_record *r)
{
	const struct hq_vocab_kind *k = kind_at(s, r->kind);

	if (!is_known(r, k->date_field) || r->v[k->date_field] != HQ_DAY_NEVER)
		return false;
	if (is_known(r, k->from_field) && r->v[k->from_field] > s->as_of)
		return false;
	if (r->unit == k->year_unit)
		r->amount = hqi_min(r->amount + hqi_min(hqp_grown(k, s->as_of, s->until), room_for(s, r->kind)), k->amount_max);
	return true;
}

/* Who has an assignment goes on in it: a span of which nothing is known but how long it is. */
static void go_on(struct hqp *s, uint8_t kind)
{
	const struct hq_vocab_kind *k = kind_at(s, kind);
	struct hq_record r = { .kind = kind, .unit = k->year_unit, .ref = (uint16_t)s->facts->nrecords,
			       .times = k->flags & HQ_KIND_TIMES ? 1 : 0 };

	r.amount = hqi_min(hqp_grown(k, s->as_of, s->until), room_for(s, kind));
	r.asked = (uint16_t)((1u << k->nfields) - 1);
	r.v[k->from_field] = s->as_of + 1;
	r.v[k->date_field] = HQ_DAY_NEVER;
	r.known = (uint16_t)(1u << k->from_field | 1u << k->date_field);
	r.asked &= (uint16_t)~r.known;
	if (r.amount == 0 || k->year_unit == 255 || s->nbase >= HQ_RECORDS_MAX)
		return;
	s->going = (int)s->nbase;
	s->going_kind = kind;
	s->going_for = r.amount;
	s->base[s->nbase++] = r;
	s->base_facts.list[kind] = HQ_KNOWN;
}

/* The form says yes to a question that what grows may turn to no: nobody knows then. */
static void doubt_answers(struct hqp *s, uint8_t kind)
{
	const struct hq_edition *e = s->ask.edition;

	for (uint16_t i = 0; i < e->nslots && s->answers; i++) {
		const struct hq_slot slot = hq_slot_at(s->rules, e->first_slot + i);
		const struct hq_row *row = HQ_AT(struct hq_row, s->rules, rows) + slot.row;

		if (slot.type != HQ_SLOT_YES_NO || !(slot.kinds >> kind & 1) || s->answers[i].know != HQ_KNOWN)
			continue;
		/* A question without an upper bound stays yes; any other may turn. */
		if (row->op == HQ_OP_ALL && row->nkids == 1)
			row = HQ_AT(struct hq_row, s->rules, rows) + HQ_AT(uint16_t, s->rules, kids)[row->first_kid];
		if (row->op == HQ_OP_QUANTITY && hq_row_b(s->rules, row) >= HQ_BIG && s->answers[i].value == 1)
			continue;
		if (row->op == HQ_OP_QUANTITY && hq_row_b(s->rules, row) < HQ_BIG && s->answers[i].value == 0)
			continue;
		s->answers[i].know = HQ_UNKNOWN;
	}
}

static void pass_time(struct hqp *s)
{
	const struct hq_vocab_change *changes = HQ_AT(struct hq_vocab_change, s->vocab, changes);

	s->going = -1;
	s->nbase = 0;
	for (size_t i = 0; i < s->facts->nrecords; i++)
		s->base[s->nbase++] = s->facts->records[i];
	for (uint32_t i = 0; i < s->vocab->changes.count; i++) {
		const uint8_t kind = changes[i].kind;
		bool on = false;

		if (changes[i].can != HQ_CAN_GROW)
			continue;
		for (size_t r = 0; r < s->nbase; r++)
			on = (s->base[r].kind == kind && grow_record(s, &s->base[r])) || on;
		if (s->on_form >> kind & 1)
			doubt_answers(s, kind);
		else if (!on && s->facts->assignment && !(s->open >> kind & 1))
			go_on(s, kind);
	}
}

/* ---- deciding ------------------------------------------------------------------------------------------------ */

static int measure_kinds(struct hqp *s, const struct hqi_ask *ask, uint32_t kinds)
{
	const struct hq_edition *e = ask->edition;

	for (uint16_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		const uint8_t kind = hqi_shape(ask, m)->kind;

		if (!(kinds >> kind & 1))
			continue;
		const int rc = hqi_measure(ask, m, s->parts, &ask->quantities[i], &s->seen);

		if (rc < 0)
			return rc;
		if (s->open >> kind & 1 && !hqi_answer(ask, ask->measures[m].slot))
			ask->quantities[i].hi = ask->numbers[hqi_shape(ask, m)->max];
	}
	return HQ_OK;
}

void hqp_world(struct hqp *s, const struct hq_record *assignment)
{
	s->broken = hq_contradictions(s->rules, s->facts);
	s->base_facts = *s->facts;
	s->base_facts.records = s->base;
	s->base_facts.answers = s->facts->answers ? s->answers : NULL;
	for (uint16_t i = 0; i < s->ask.edition->nslots && s->facts->answers; i++)
		s->answers[i] = s->facts->answers[i];
	pass_time(s);
	s->assigned = assignment;
	if (assignment) {
		s->assignment = *assignment;
		s->base_facts.assignment = &s->assignment;
	}
	s->base_facts.nrecords = s->nbase;
	/* Sorting moves what goes on; its place in the list tells it. */
	if (s->rc == HQ_OK)
		s->rc = hq_facts_prepare(&s->base_facts, s->base);
	for (size_t i = 0; i < s->nbase && s->going >= 0; i++)
		if (s->base[i].kind == s->going_kind && s->base[i].ref == s->facts->nrecords)
			s->going = (int)i;
	hqi_ask(&s->ask, s->rules, s->edition, &s->base_facts, s->until);
	s->ask.values = s->base_values;
	s->ask.quantities = s->base_quantities;
	if (s->rc == HQ_OK)
		s->rc = measure_kinds(s, &s->ask, UINT32_MAX);
	if (s->rc == HQ_OK)
		s->rc = hqi_rows_all(&s->ask, s->event_line, s->scratch);
}

/* ---- changes ------------------------------------------------------------------------------------------------- */

/* Room for so many steps within what a year holds, over all moves of one declaration. */
bool hqp_in_time(const struct hqp *s, const struct hqp_set *set)
{
	const struct hq_vocab_change *changes = HQ_AT(struct hq_vocab_change, s->vocab, changes);

	for (uint8_t i = 0; i < set->n; i++) {
		const struct hq_move *m = &s->moves[set->move[i]];
		int64_t sum = 0;

		if (m->declared == HQ_NONE || changes[m->declared].most >= HQ_BIG)
			continue;
		const struct hq_vocab_change *c = &changes[m->declared];

		for (uint8_t k = 0; k < set->n; k++) {
			const struct hq_move *other = &s->moves[set->move[k]];

			if (other->declared == m->declared)
				sum += c->most_unit == 255 ? (other->alone || other->unit == 255 ? set->steps[k] : 1)
							   : set->steps[k] * other->step;
		}
		if (sum * 12 > c->most * hqi_max(s->months, 1))
			return false;
	}
	return true;
}

/* The records that so many steps of a move are. */
static bool add_records(struct hqp *s, const struct hq_move *m, uint32_t steps, size_t *n)
{
	const struct hq_vocab_kind *k = kind_at(s, m->kind);
	struct hq_record r = m->record;
	int64_t left = steps;

	/* Where less time is looked at than the search was for, it is done by then. */
	if (is_known(&r, k->date_field) && r.v[k->date_field] > s->until)
		r.v[k->date_field] = s->until;
	if (m->unit != 255) {
		r.unit = m->unit;
		r.amount = m->alone ? m->step : m->step * (int64_t)steps;
	}
	if (!m->alone && m->unit != 255)
		left = 1;
	r.ref = (uint16_t)(s->facts->nrecords + 1);
	while (left > 0) {
		const int64_t times = k->flags & HQ_KIND_TIMES && left > 4 ? hqi_min(left, HQ_TIMES_MAX) : 1;

		if (*n >= s->nbase + HQP_ADDED || *n >= HQ_RECORDS_MAX)
			return false;
		if (k->flags & HQ_KIND_TIMES)
			r.times = (uint16_t)times;
		s->now[(*n)++] = r;
		left -= times;
	}
	s->now_facts.list[m->kind] = HQ_KNOWN;
	return true;
}

static bool answer(struct hqp *s, const struct hq_move *m, uint32_t steps)
{
	struct hq_answer *a = &s->now_answers[m->slot - s->ask.edition->first_slot];
	const struct hq_slot slot = hq_slot_at(s->rules, m->slot);

	a->value = slot.type == HQ_SLOT_YES_NO ? 1 : (a->know == HQ_KNOWN ? a->value : 0) + (int64_t)steps * m->gives;
	a->know = HQ_KNOWN;
	return a->value <= slot.max;
}

/* The one place where the facts that a plan makes are judged: are they facts there can be? Values in their ranges, no more in all
 * than is declared, and nothing that the facts exclude of one another where it did not stand so before. */
static bool are_possible(const struct hqp *s, struct hq_facts *facts, struct hq_record *records)
{
	return hq_facts_prepare(facts, records) == HQ_OK && !(hq_contradictions(s->ask.rules, facts) & ~s->broken);
}

bool hqp_apply(struct hqp *s, const struct hqp_set *set)
{
	size_t n = s->nbase;

	if (!s->timeless && !hqp_in_time(s, set))
		return false;
	s->now_facts = s->base_facts;
	s->now_facts.records = s->now;
	for (size_t i = 0; i < s->nbase; i++)
		s->now[i] = s->base[i];
	if (s->base_facts.answers) {
		for (uint16_t i = 0; i < s->ask.edition->nslots; i++)
			s->now_answers[i] = s->answers[i];
		s->now_facts.answers = s->now_answers;
	}
	for (uint8_t i = 0; i < set->n; i++) {
		const struct hq_move *m = &s->moves[set->move[i]];
		struct hq_record *r;

		switch ((enum hq_move_type)m->type) {
		case HQ_MOVE_ADD:
			if (!add_records(s, m, set->steps[i], &n))
				return false;
			break;
		case HQ_MOVE_ANSWER:
			if (!answer(s, m, set->steps[i]))
				return false;
			break;
		case HQ_MOVE_FIELD:
			r = &s->now[m->ref];
			r->v[m->field] = m->value;
			r->known |= (uint16_t)(1u << m->field);
			/* What is completed is so on a day yet to come. */
			if (!is_known(r, kind_at(s, m->kind)->date_field) && kind_at(s, m->kind)->date_field < HQ_FIELDS_MAX) {
				r->v[kind_at(s, m->kind)->date_field] = s->until;
				r->known |= (uint16_t)(1u << kind_at(s, m->kind)->date_field);
			}
			break;
		case HQ_MOVE_GO_ON:
			r = &s->now[s->going];
			for (uint8_t f = 0; f < HQ_FIELDS_MAX; f++) {
				if (!(m->record.known >> f & 1) || (r->known >> f & 1))
					continue;
				r->v[f] = m->record.v[f];
				r->known |= (uint16_t)(1u << f);
			}
			break;
		case HQ_MOVE_ASSIGNMENT:
			break;                  /* a world of its own */
		}
	}
	s->now_facts.nrecords = n;
	return are_possible(s, &s->now_facts, s->now);
}

bool hqp_measure(struct hqp *s, const struct hqp_set *set, struct hqi_ask *ask)
{
	const struct hq_edition *e = s->ask.edition;
	uint32_t kinds = 0;

	if (!hqp_apply(s, set))
		return false;
	for (uint8_t i = 0; i < set->n; i++)
		kinds |= (uint32_t)1 << s->moves[set->move[i]].kind;
	for (uint16_t i = 0; i < e->nmeasures; i++)
		s->quantities[i] = s->base_quantities[i];
	hqi_ask(ask, s->rules, s->edition, &s->now_facts, s->until);
	ask->quantities = s->quantities;
	return measure_kinds(s, ask, kinds) == HQ_OK;
}

/* The verdict of @set, its rows in s->values; 0 where there is none. */
static enum hq_verdict try(struct hqp *s, const struct hqp_set *set, struct hqi_ask *ask)
{
	if (s->tries++ >= HQ_PLAN_TRIES) {
		hqp_cut(s, HQP_CUT_TRIES);
		return 0;
	}
	if (!hqp_measure(s, set, ask))
		return 0;
	ask->values = s->values;
	return hqi_rows_all(ask, s->event_line, s->scratch) == HQ_OK ? hqi_verdict_of(ask) : 0;
}

/* Case by case, what intervals leave open (semantics 8.5). Not where records are added to a list that is missing: cases of such a list do not know of
 * any that are certain. */
static enum hq_verdict by_cases(struct hqp *s, const struct hqp_set *set, const struct hqi_ask *ask)
{
	struct hqi_pass pass = { .ask = *ask, .event_line = s->event_line, .seen = s->seen_all, .scratch = s->scratch, .cases = s->cases };
	enum hq_verdict verdict = HQ_UNDETERMINED;
	uint16_t route;

	for (uint8_t i = 0; i < set->n; i++)
		if (s->open >> s->moves[set->move[i]].kind & 1)
			return HQ_UNDETERMINED;
	if (s->exact == 0 || !hqi_exact_needed(ask))
		return HQ_UNDETERMINED;
	s->exact--;
	if (hqi_by_cases(&pass, &verdict, &route) == HQ_OK)
		return verdict;
	s->too_many_cases = true;              /* once is enough */
	s->exact = 0;
	return HQ_UNDETERMINED;
}

enum hq_verdict hqp_verdict(struct hqp *s, const struct hqp_set *set)
{
	struct hqi_ask ask;
	const enum hq_verdict verdict = try(s, set, &ask);

	return verdict == HQ_UNDETERMINED ? by_cases(s, set, &ask) : verdict;
}

bool hqp_works(struct hqp *s, const struct hqp_set *set)
{
	return hqp_verdict(s, set) == HQ_HIGHLY_QUALIFIED;
}

bool hqp_makes(struct hqp *s, const struct hqp_set *set, uint16_t row, bool yes)
{
	struct hqi_ask ask;

	if (!try(s, set, &ask))
		return false;
	const struct hq_interval v = s->values[row - s->ask.edition->first_row];

	return yes ? v.lo != 0 : v.hi == 0;
}
