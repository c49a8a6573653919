/* Candidates from the leaves up to the verdict: every row's, in the order of the rows, as a decision goes.
 *
 * A row that is yes needs nothing; `any of` takes the candidates of each part, `all of` one of each together. Of two candidates of
 * a row of which one contains the other, the larger is not kept.
 */
#include "plan.h"

/* One more of at most @room, HQP_ROW or HQP_HOPES sets. */
static uint16_t one_more(const struct hqp *s, struct hqp_set *sets, uint16_t n, uint16_t room, const struct hqp_set *set, bool *full)
{
	const uint16_t most = s->hopeful ? HQP_HOPES : HQP_ROW;

	return (s->hopeful ? hqp_one_more_in : hqp_smallest_in)(sets, n, room < most ? room : most, set, full);
}

void hqp_way(struct hqp *s, struct hqp_ways *w, const struct hqp_set *set)
{
	bool full = false;

	w->n = one_more(s, s->pool + w->first, w->n, (uint16_t)(HQP_POOL - w->first), set, &full);
	s->npool = (uint16_t)(w->first + w->n);
	if (full && !s->hopeful)
		hqp_cut(s, HQP_CUT_WAYS);
}

static uint16_t kid_of(const struct hqp *s, const struct hq_row *row, uint32_t i)
{
	return s->ask.kids[row->first_kid + i];
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* Plans of a row to be yes, or to be no. */
static struct hqp_ways *ways_of(const struct hqp *s, uint16_t row, bool yes)
{
	return (yes ? s->ways : s->ways_no) + (row - s->ask.edition->first_row);
}

uint16_t hqp_times(struct hqp *s, uint16_t n, uint16_t kid, bool yes)
{
	const struct hqp_ways w = *ways_of(s, kid, yes);
	const bool many = (uint32_t)n * w.n > s->enough;
	uint16_t made = 0;
	bool full = false;

	for (uint16_t i = 0; i < n; i++) {
		/* What is done for one part may do for the other as well. */
		if (many && hqp_makes(s, &s->acc[i], kid, yes)) {
			made = one_more(s, s->next, made, HQP_ROW, &s->acc[i], &full);
			continue;
		}
		for (uint16_t k = 0; k < w.n; k++) {
			struct hqp_set set = s->acc[i];

			if (!hqp_join(s, &set, &s->pool[w.first + k])) {
				if (set.n == HQ_PLAN_CHANGES)
					hqp_cut(s, HQP_CUT_CHANGES);
				continue;
			}
			made = one_more(s, s->next, made, HQP_ROW, &set, &full);
		}
		if (full && !s->hopeful)
			hqp_cut(s, HQP_CUT_WAYS);
	}
	for (uint16_t i = 0; i < made; i++)
		s->acc[i] = s->next[i];
	return made;
}

static void take_acc(struct hqp *s, struct hqp_ways *to, uint16_t n)
{
	for (uint16_t i = 0; i < n; i++)
		hqp_way(s, to, &s->acc[i]);
}

/* Every part is @yes. */
static void every_part(struct hqp *s, struct hqp_ways *to, const struct hq_row *row, bool yes)
{
	uint16_t n = 1;

	s->acc[0] = (struct hqp_set){ .n = 0 };
	for (uint32_t i = 0; i < row->nkids && n > 0; i++)
		n = hqp_times(s, n, kid_of(s, row, i), yes);
	take_acc(s, to, n);
}

/* Some part is @yes. */
static void some_part(struct hqp *s, struct hqp_ways *to, const struct hq_row *row, bool yes)
{
	for (uint32_t i = 0; i < row->nkids; i++) {
		const struct hqp_ways w = *ways_of(s, kid_of(s, row, i), yes);

		for (uint16_t k = 0; k < w.n; k++) {
			const struct hqp_set set = s->pool[w.first + k];

			hqp_way(s, to, &set);
		}
	}
}

/* `at least k of`: so many more of the parts that are not yes; up to 2^12 choices of parts are looked at. */
static void at_least(struct hqp *s, uint16_t index, const struct hq_row *row)
{
	uint16_t open[12];
	uint32_t nopen = 0, yes = 0;

	for (uint32_t i = 0; i < row->nkids; i++) {
		const uint16_t kid = kid_of(s, row, i);

		yes += hqi_value(&s->ask, kid).lo != 0;
		if (!hqi_value(&s->ask, kid).lo && hqp_ways(s, kid)->n > 0) {
			if (nopen == 12) {
				hqp_cut(s, HQP_CUT_WAYS);
				break;
			}
			open[nopen++] = kid;
		}
	}
	for (uint32_t choice = 1; choice < 1u << nopen && yes < row->arg; choice++) {
		uint32_t picked = 0;
		uint16_t n = 1;

		for (uint32_t i = 0; i < nopen; i++)
			picked += choice >> i & 1;
		if (picked != row->arg - yes)
			continue;
		s->acc[0] = (struct hqp_set){ .n = 0 };
		for (uint32_t i = 0; i < nopen && n > 0; i++)
			if (choice >> i & 1)
				n = hqp_times(s, n, open[i], true);
		take_acc(s, hqp_ways(s, index), n);
	}
}

/* A quantity that is to reach @goal: the least steps of one move that do, or of one beside another that is done once. */
static void quantity(struct hqp *s, struct hqp_ways *to, const struct hq_row *row, int64_t goal)
{
	const int64_t want = goal - hqi_quantity(&s->ask, row->arg).lo;
	const bool greatest = hqi_shape(&s->ask, row->arg)->agg == HQ_AGG_GREATEST;
	const struct hqp_measure moves = hqp_moves_for(s, row->arg);

	if (want <= 0)
		return;                         /* too much of something, or perhaps: nothing that is added mends it */
	for (uint16_t i = 0; i < moves.n; i++) {
		const uint16_t move = s->measure_moves[moves.first + i];
		const struct hq_move *m = &s->moves[move];
		const int64_t need = greatest ? goal : want, steps = (need + m->gives - 1) / m->gives;
		struct hqp_set set = { .n = 0 };

		if (steps <= m->most) {
			if (hqp_add(s, &set, move, (uint32_t)steps))
				hqp_way(s, to, &set);
			continue;
		}
		/* Beside what can be done once: going on, a field. */
		for (uint16_t k = i; k < moves.n && !greatest && m->most == 1; k++) {
			const uint16_t other = s->measure_moves[moves.first + k];
			const int64_t left = want - m->gives, more = (left + s->moves[other].gives - 1) / s->moves[other].gives;

			set.n = 0;
			if (other != move && left > 0 && hqp_add(s, &set, move, 1) &&
			    hqp_add(s, &set, other, (uint32_t)hqi_min(more, UINT16_MAX)))
				hqp_way(s, to, &set);
		}
	}
}

/* A question that the form answers: yes, if all that it asks can come about. */
static bool by_form(struct hqp *s, uint16_t index, const struct hq_row *row)
{
	const uint16_t slot = hq_slot_of(row);
	struct hqp_set set = { .n = 0 };

	if (slot == HQ_NONE || !s->answers || !s->base_facts.answers)
		return false;
	const bool given = s->answers[slot - s->ask.edition->first_slot].know != HQ_NOT_ASKED;

	if (!given && !(hq_slot_at(s->rules, slot).kinds & s->on_form))
		return false;
	const uint16_t move = hqp_answer_move(s, index);

	if (move != HQ_NONE && hqp_add(s, &set, move, 1))
		hqp_way(s, hqp_ways(s, index), &set);
	return given;
}

static void plan_row(struct hqp *s, uint16_t index)
{
	const struct hq_row *row = &s->ask.rows[index];
	struct hqp_ways *w = hqp_ways(s, index);

	*w = (struct hqp_ways){ .first = s->npool };
	if (hq_is_points(row) || row->op == HQ_OP_NONE)
		return;
	if (hqi_value(&s->ask, index).lo) {
		const struct hqp_set nothing = { .n = 0 };

		hqp_way(s, w, &nothing);
		return;
	}
	if (s->hopeful && hqi_value(&s->ask, index).hi) {
		const struct hqp_set nothing = { .n = 0 };

		hqp_way(s, w, &nothing);
	}
	w->answered = by_form(s, index, row);
	if (!w->answered) {
		switch ((enum hq_op)row->op) {
		case HQ_OP_ALL:
			every_part(s, w, row, true);
			break;
		case HQ_OP_ANY:
			some_part(s, w, row, true);
			break;
		case HQ_OP_NOT:
			every_part(s, w, row, false);
			break;
		case HQ_OP_AT_LEAST:
			at_least(s, index, row);
			break;
		case HQ_OP_QUANTITY:
			quantity(s, w, row, hq_row_a(s->rules, row));
			break;
		case HQ_OP_RUBRIC:
			hqp_rubric(s, index);
			break;
		case HQ_OP_NONE:
		case HQ_OP_SCALAR:
		case HQ_OP_SILENT:
		case HQ_OP_LINE:
		case HQ_OP_AWARD:
		case HQ_OP_CATEGORY:
			break;                  /* no change that is declared turns it */
		}
	}
}

/* Plans for a row to be no: what `none of` asks of its parts. Only what grows past a bound turns to no. */
static void plan_no(struct hqp *s, uint16_t index)
{
	const struct hq_row *row = &s->ask.rows[index];
	struct hqp_ways *w = ways_of(s, index, false);
	const struct hqp_set nothing = { .n = 0 };

	*w = (struct hqp_ways){ .first = s->npool };
	if (hq_is_points(row) || row->op == HQ_OP_NONE)
		return;
	if (!hqi_value(&s->ask, index).hi)
		hqp_way(s, w, &nothing);
	else if (row->op == HQ_OP_ALL)
		some_part(s, w, row, false);
	else if (row->op == HQ_OP_ANY)
		every_part(s, w, row, false);
	else if (row->op == HQ_OP_NOT)
		some_part(s, w, row, true);
	else if (row->op == HQ_OP_QUANTITY && hq_row_b(s->rules, row) < HQ_BIG)
		quantity(s, w, row, hq_row_b(s->rules, row) + 1);
}

void hqp_rows(struct hqp *s)
{
	const struct hq_edition *e = s->ask.edition;

	s->npool = 0;
	for (uint32_t i = e->first_row; i < (uint32_t)e->first_row + e->nrows; i++) {
		plan_row(s, (uint16_t)i);
		plan_no(s, (uint16_t)i);
	}
}
