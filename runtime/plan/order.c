/* The order of plans: by what they cost, then how many changes, then the order of the file (semantics 11.7). */
#include "plan.h"

static struct hq_plan priced(const struct hqp *s, const struct hqp_set *set)
{
	struct hq_plan p = { .n = set->n };

	for (uint8_t i = 0; i < set->n; i++) {
		const struct hq_move *m = &s->moves[set->move[i]];

		p.move[i] = set->move[i];
		p.steps[i] = set->steps[i];
		if (m->declared == HQ_NONE)
			continue;
		const struct hq_vocab_change *c = HQ_AT(struct hq_vocab_change, s->vocab, changes) + m->declared;
		/* The cost is of one declared step; a record that must be longer is several. */
		const int64_t steps = set->steps[i] * (c->step_unit != 255 && m->step > c->step ? m->step / c->step : 1);

		p.hours = hqi_plus(p.hours, hqi_min(c->hours * steps, HQ_BIG));
		p.dollars = hqi_plus(p.dollars, hqi_min(c->dollars * steps, HQ_BIG));
	}
	return p;
}

/* Rows of its changes in the order of the file, then how much. */
static int64_t place(const struct hqp *s, const struct hq_plan *p, uint8_t i)
{
	return i < p->n ? (int64_t)s->moves[p->move[i]].row * 65536 + p->steps[i] : -1;
}

static bool before(const struct hqp *s, const struct hq_plan *a, const struct hq_plan *b)
{
	if (a->hours != b->hours)
		return a->hours < b->hours;
	if (a->dollars != b->dollars)
		return a->dollars < b->dollars;
	if (a->n != b->n)
		return a->n < b->n;
	for (uint8_t i = 0; i < a->n; i++)
		if (place(s, a, i) != place(s, b, i))
			return place(s, a, i) < place(s, b, i);
	return false;
}

uint16_t hqp_order(struct hqp *s)
{
	uint16_t n = 0;

	for (uint16_t i = 0; i < s->nfound; i++) {
		const struct hq_plan p = priced(s, &s->found[i]);
		uint16_t at = n;

		while (at > 0 && before(s, &p, &s->plans[at - 1]))
			at--;
		if (n == HQ_PLANS_MAX)
			hqp_cut(s, HQP_CUT_PLANS);
		if (at == HQ_PLANS_MAX)
			continue;
		n = n < HQ_PLANS_MAX ? (uint16_t)(n + 1) : n;
		for (uint16_t k = (uint16_t)(n - 1); k > at; k--)
			s->plans[k] = s->plans[k - 1];
		s->plans[at] = p;
	}
	return n;
}
