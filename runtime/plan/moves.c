/* What can be done for a measure: records added, a field changed, going on, an answer raised; by what the facts declare.
 *
 * A move is an offer that the runtime has looked at: hqi_part says what one step of it gives. Whether a plan works is
 * not decided here. The one idea: a move is made once for each measure, and found again by it.
 */
#include "plan.h"

static const struct hq_vocab_kind *kind_at(const struct hqp *s, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, s->vocab, kinds) + kind;
}

static const struct hq_vocab_change *change_at(const struct hqp *s, unsigned i)
{
	return HQ_AT(struct hq_vocab_change, s->vocab, changes) + i;
}

/* The next free move, cleared; NULL where there is no room. */
static struct hq_move *new_move(struct hqp *s, uint8_t type, uint8_t kind, uint16_t measure)
{
	if (s->nmoves == HQ_PLAN_MOVES) {
		hqp_cut(s, HQP_CUT_MOVES);
		return NULL;
	}
	struct hq_move *m = &s->moves[s->nmoves];

	*m = (struct hq_move){ .type = type, .kind = kind, .field = 255, .unit = 255, .nmeasures = 1, .declared = HQ_NONE,
			       .slot = HQ_NONE, .most = 1, .step = 1, .measures = { measure } };
	m->row = s->ask.measures[measure].row;
	return m;
}

/* Takes up the move that was made last. */
static void keep(struct hqp *s)
{
	if (s->nmeasure_moves == HQ_PLAN_MOVES * 2)
		return;
	s->measure_moves[s->nmeasure_moves++] = s->nmoves++;
}

/* What a measure is sure to get from one record. */
static int64_t certain(const struct hqp *s, uint16_t measure, const struct hq_record *record)
{
	const struct hq_measure m = hq_measure_at(s->rules, measure);
	struct hqi_part part;

	hqi_part(&s->ask, &m, hqi_window(&s->ask, measure), record, &part, NULL);
	return part.lo;
}

static const struct hq_conv *conv_of(const struct hqp *s, const struct hq_measure *m, uint8_t unit, struct hq_conv *out)
{
	for (uint32_t i = 0; i < m->nconvs; i++) {
		*out = hq_conv_at(s->rules, m->first_conv + i);
		if (out->unit == unit)
			return out;
	}
	return NULL;
}

/* ---- records ------------------------------------------------------------------------------------------------- */

/* In which unit, and in what steps, a declared addition counts for a measure. */
static bool fit_unit(const struct hqp *s, struct hq_move *move, const struct hq_measure *m, const struct hq_vocab_change *c)
{
	const struct hq_vocab_kind *k = kind_at(s, m->kind);
	struct hq_conv conv;

	move->unit = c->step_unit;
	move->step = c->step;
	if (m->agg == HQ_AGG_COUNT) {
		/* Counted are records: by the declaration that speaks of records, where there is one. */
		for (uint32_t i = 0; i < s->vocab->changes.count && c->step_unit != 255; i++)
			if (change_at(s, i)->kind == m->kind && change_at(s, i)->can == HQ_CAN_BE_ADDED &&
			    change_at(s, i)->step_unit == 255)
				return false;
		move->alone = 1;
		return true;
	}
	if (c->step_unit == 255) {
		if (k->flags & HQ_KIND_DEFAULT)
			return conv_of(s, m, k->preset_unit, &conv) != NULL;
		move->unit = m->unit;
		for (unsigned i = 0; i < k->decimals; i++)
			move->step *= 10;
	}
	if (!conv_of(s, m, move->unit, &conv) || conv.num <= 0)
		return false;
	if (m->block_each > 0) {
		const int64_t whole = (m->block_each * conv.den + conv.num - 1) / conv.num;

		move->step = (whole + move->step - 1) / move->step * move->step;
		move->alone = 1;
	} else if (m->cap_each < HQ_BIG) {
		move->step = hqi_max(m->cap_each * conv.den / conv.num / move->step, 1) * move->step;
		move->alone = 1;
	}
	return true;
}

/* Steps there is time for, and room within what all records together may have. */
static int64_t room(const struct hqp *s, const struct hq_move *move, const struct hq_vocab_change *c)
{
	const struct hq_vocab_kind *k = kind_at(s, move->kind);
	const int64_t year = c->most >= HQ_BIG ? HQ_BIG : c->most * hqi_max(s->months, 1) / 12;
	int64_t most = k->flags & HQ_KIND_TIMES ? 1000 : HQP_ADDED / 2, sum = 0;

	if (move->unit == 255)
		return hqi_min(most, year);
	if (c->most_unit != 255)
		most = move->alone ? hqi_min(most, year / move->step) : year / move->step;
	else
		most = move->alone ? hqi_min(most, year) : HQ_BIG;
	for (size_t i = 0; i < s->nbase; i++)
		if (s->base[i].kind == move->kind && s->base[i].unit != 255)
			sum += s->base[i].amount * hqi_max(s->base[i].times, 1);
	most = hqi_min(most, (k->amount_all - sum) / move->step);
	return move->alone ? most : hqi_min(most, k->amount_max / move->step);
}

/* A record for all measures of the move, by one declared addition; the @skip-th after the first way there is. */
static bool solve(struct hqp *s, struct hq_move *move, const struct hq_vocab_change *c, unsigned skip)
{
	hq_day from = (hq_day)hqi_max(hq_day_add_months(s->as_of, c->months), s->as_of + 1), to = s->until;
	uint16_t filters[HQ_PLAN_ALIKE];

	for (uint8_t i = 0; i < move->nmeasures; i++) {
		const struct hqi_days days = hqi_window(&s->ask, move->measures[i]);

		from = (hq_day)hqi_max(from, days.from);
		to = (hq_day)hqi_min(to, days.to);
		filters[i] = s->ask.measures[move->measures[i]].filter;
	}
	if (from > to || !hqp_solve(s, move, filters, move->nmeasures, c, from, to, skip))
		return false;
	if (move->unit != 255) {
		move->record.unit = move->unit;
		move->record.amount = move->step;
	}
	if (move->step > kind_at(s, move->kind)->amount_max && move->unit != 255)
		return false;
	for (uint8_t i = 0; i < move->nmeasures; i++) {
		const int64_t gives = certain(s, move->measures[i], &move->record);

		if (gives <= 0)
			return false;
		if (i == 0)
			move->gives = gives;
	}
	return true;
}

/* One declared addition, for all measures of the move. */
static bool offer(struct hqp *s, struct hq_move *move, uint32_t declared)
{
	const struct hq_vocab_change *c = change_at(s, declared);
	const struct hq_measure m = hq_measure_at(s->rules, move->measures[0]);

	move->declared = (uint16_t)declared;
	move->alone = 0;
	if (c->can != HQ_CAN_BE_ADDED || c->kind != move->kind || c->months > s->months || !fit_unit(s, move, &m, c) || !solve(s, move, c, 0))
		return false;
	const int64_t most = room(s, move, c);

	move->most = (uint16_t)hqi_min(most, 4000);
	return most > 0;
}

bool hqp_other_way(struct hqp *s, const struct hq_move *move, unsigned skip, struct hq_move *out)
{
	*out = *move;
	if (move->type != HQ_MOVE_ADD || move->declared == HQ_NONE || move->nmeasures == 0)
		return false;
	const struct hq_measure m = hq_measure_at(s->rules, move->measures[0]);

	out->alone = 0;
	return fit_unit(s, out, &m, change_at(s, move->declared)) && solve(s, out, change_at(s, move->declared), skip) && out->gives >= move->gives;
}

/* Does move @a ask for less than @b: a lower one of codes in order? */
static bool asks_less(const struct hqp *s, const struct hq_move *a, const struct hq_move *b)
{
	const uint8_t field = change_at(s, a->declared)->field;

	if (field == 255 || field != change_at(s, b->declared)->field || a->unit != b->unit)
		return false;
	const struct hq_vocab_field *f = HQ_AT(struct hq_vocab_field, s->vocab, fields) + kind_at(s, a->kind)->first_field + field;

	return f->ordered && a->record.v[field] < b->record.v[field];
}

/* By the first declaration that serves; by a later one that asks for less. */
static bool offer_any(struct hqp *s, struct hq_move *move)
{
	struct hq_move *best = &s->spare[0], *other = &s->spare[1];
	bool found = false;

	for (uint32_t i = 0; i < s->vocab->changes.count; i++) {
		*other = *move;
		if (!offer(s, other, i) || (found && !asks_less(s, other, best)))
			continue;
		*best = *other;
		found = true;
	}
	if (found)
		*move = *best;
	return found;
}

static void add_records(struct hqp *s, uint16_t measure, uint8_t kind)
{
	struct hq_move *move = new_move(s, HQ_MOVE_ADD, kind, measure);
	const uint16_t slot = s->ask.measures[measure].slot;

	if (!move || !offer_any(s, move))
		return;
	if (s->on_form >> kind & 1) {
		if (slot == HQ_NONE || !s->answers)
			return;
		move->type = HQ_MOVE_ANSWER;
		move->slot = slot;
	}
	keep(s);
}

/* ---- what is there ------------------------------------------------------------------------------------------- */

static bool has_code(const uint64_t set[4], int64_t code)
{
	return code >= 0 && code < 256 && (set[code / 64] >> code % 64 & 1);
}

/* A field of a record that is there, changed so that the record counts. */
static void change_field(struct hqp *s, const struct hq_measure *m, uint16_t measure, uint16_t at, uint32_t declared)
{
	const struct hq_vocab_change *c = change_at(s, declared);
	const struct hq_record *old = &s->base[at];
	const uint8_t date = kind_at(s, m->kind)->date_field;
	struct hq_record changed = *old;

	if (!(old->known >> c->field & 1) || !has_code(c->from, old->v[c->field]))
		return;
	if (date < HQ_FIELDS_MAX && !(changed.known >> date & 1)) {
		changed.v[date] = s->until;
		changed.known |= (uint16_t)(1u << date);
	}
	changed.known |= (uint16_t)(1u << c->field);
	for (int64_t code = 0; code < 256; code++) {
		struct hq_move *move;

		changed.v[c->field] = code;
		if (!has_code(c->to, code) || certain(s, measure, &changed) <= certain(s, measure, old))
			continue;
		move = new_move(s, HQ_MOVE_FIELD, m->kind, measure);
		if (!move)
			return;
		move->field = c->field;
		move->value = code;
		move->ref = at;
		move->declared = (uint16_t)declared;
		move->gives = certain(s, measure, &changed) - certain(s, measure, old);
		move->record = changed;
		keep(s);
		return;
	}
}

static void change_fields(struct hqp *s, uint16_t measure, uint8_t kind)
{
	const struct hq_measure m = hq_measure_at(s->rules, measure);

	for (uint32_t i = 0; i < s->vocab->changes.count; i++) {
		const struct hq_vocab_change *c = change_at(s, i);

		if (c->can != HQ_CAN_CHANGE || c->kind != kind || c->months > s->months)
			continue;
		for (size_t r = 0; r < s->nbase; r++)
			if (s->base[r].kind == kind)
				change_field(s, &m, measure, (uint16_t)r, i);
	}
}

/* Going on, in a post that the measures take. */
static bool going_on(struct hqp *s, struct hq_move *move)
{
	struct hq_record r;
	uint16_t filters[HQ_PLAN_ALIKE];

	for (uint8_t i = 0; i < move->nmeasures; i++)
		filters[i] = s->ask.measures[move->measures[i]].filter;
	if (!hqp_solve(s, move, filters, move->nmeasures, NULL, s->as_of + 1, s->until, 0))
		return false;
	r = s->base[s->going];
	for (uint8_t f = 0; f < HQ_FIELDS_MAX; f++) {
		if (!(move->record.known >> f & 1) || (r.known >> f & 1))
			continue;
		r.v[f] = move->record.v[f];
		r.known |= (uint16_t)(1u << f);
	}
	for (uint8_t i = 0; i < move->nmeasures; i++) {
		const int64_t gives = certain(s, move->measures[i], &r) - certain(s, move->measures[i], &s->base[s->going]);

		if (gives <= 0)
			return false;
		if (i == 0)
			move->gives = gives;
	}
	move->unit = s->base[s->going].unit;
	move->step = s->going_for;
	return true;
}

static void go_on(struct hqp *s, uint16_t measure, uint8_t kind)
{
	if (s->going < 0 || s->going_kind != kind)
		return;
	struct hq_move *move = new_move(s, HQ_MOVE_GO_ON, kind, measure);

	if (move && going_on(s, move))
		keep(s);
}

/* ---- asked for ----------------------------------------------------------------------------------------------- */

struct hqp_measure hqp_moves_for(struct hqp *s, uint16_t measure)
{
	struct hqp_measure *known = &s->measures[measure - s->ask.edition->first_measure];
	const uint8_t kind = hqi_shape(&s->ask, measure)->kind;

	if (known->asked)
		return *known;
	known->asked = 1;
	known->first = s->nmeasure_moves;
	go_on(s, measure, kind);
	if (!(s->on_form >> kind & 1))
		change_fields(s, measure, kind);
	add_records(s, measure, kind);
	known->n = (uint16_t)(s->nmeasure_moves - known->first);
	return *known;
}

static bool is_for(const struct hq_move *m, uint16_t measure)
{
	for (uint8_t i = 0; i < m->nmeasures; i++)
		if (m->measures[i] == measure)
			return true;
	return false;
}

uint16_t hqp_merge(struct hqp *s, uint16_t a, uint16_t b)
{
	const struct hq_move *x = &s->moves[a], *y = &s->moves[b];

	if (x->type != y->type || x->kind != y->kind || (x->type != HQ_MOVE_ADD && x->type != HQ_MOVE_GO_ON) ||
	    x->unit != y->unit || (x->unit != 255 && x->type == HQ_MOVE_ADD) || x->nmeasures + y->nmeasures > HQ_PLAN_ALIKE)
		return HQ_NONE;
	for (uint16_t i = 0; i < s->nmoves; i++) {
		bool same = s->moves[i].type == x->type && s->moves[i].nmeasures == x->nmeasures + y->nmeasures;

		for (uint8_t k = 0; k < x->nmeasures && same; k++)
			same = is_for(&s->moves[i], x->measures[k]);
		for (uint8_t k = 0; k < y->nmeasures && same; k++)
			same = is_for(&s->moves[i], y->measures[k]);
		if (same)
			return s->moves[i].most ? i : HQ_NONE;
	}
	struct hq_move *m = new_move(s, x->type, x->kind, x->measures[0]);

	if (!m)
		return HQ_NONE;
	m->nmeasures = 0;
	for (uint8_t k = 0; k < x->nmeasures; k++)
		m->measures[m->nmeasures++] = x->measures[k];
	for (uint8_t k = 0; k < y->nmeasures; k++)
		if (!is_for(m, y->measures[k]))
			m->measures[m->nmeasures++] = y->measures[k];
	m->row = x->row;
	/* A merger that fails is kept too, with no steps, so that it is tried once. */
	if (m->type == HQ_MOVE_ADD ? !offer_any(s, m) : !going_on(s, m))
		m->most = 0;
	return s->moves[s->nmoves++].most ? (uint16_t)(s->nmoves - 1) : HQ_NONE;
}

uint16_t hqp_answer_move(struct hqp *s, uint16_t row)
{
	const struct hq_row *rows = s->ask.rows, *at = &rows[row];
	struct hq_move *move = NULL;

	/* Every test under the question must be one that records to come can meet. */
	const uint16_t n = at->op == HQ_OP_QUANTITY ? 1 : at->nkids;

	if (at->op != HQ_OP_QUANTITY && at->op != HQ_OP_ALL && at->op != HQ_OP_ANY)
		return HQ_NONE;
	for (uint16_t i = 0; i < n; i++) {
		const struct hq_row *kid = at->op == HQ_OP_QUANTITY ? at : &rows[s->ask.kids[at->first_kid + i]];
		struct hq_move *one = kid->op == HQ_OP_QUANTITY && hq_row_a(s->rules, kid) > 0 && hq_row_b(s->rules, kid) >= HQ_BIG
				    ? new_move(s, HQ_MOVE_ADD, hqi_shape(&s->ask, kid->arg)->kind, kid->arg) : NULL;

		if (one && offer_any(s, one) && one->gives * one->most >= hq_row_a(s->rules, kid)) {
			move = one;
			if (at->op == HQ_OP_ANY)
				break;
		} else if (at->op != HQ_OP_ANY) {
			return HQ_NONE;
		}
	}
	if (!move)
		return HQ_NONE;
	move->type = HQ_MOVE_ANSWER;
	move->slot = hq_slot_of(at);
	move->row = row;
	move->most = 1;
	return s->nmoves++;
}
