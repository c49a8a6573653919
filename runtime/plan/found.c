/* Questions about plans that were found: the teacher of one, how soon it can be done, what else would do; and how long a yes lasts.
 *
 * All of it is decided anew in the buffer of the search.
 */
#include "plan.h"

static const struct hq_record *assignment_of(const struct hqp *s, const struct hq_plan *plan)
{
	for (uint8_t i = 0; plan && i < plan->n; i++)
		if (s->moves[plan->move[i]].type == HQ_MOVE_ASSIGNMENT)
			return &s->moves[plan->move[i]].record;
	return NULL;
}

static struct hqp_set set_of(const struct hq_plan *plan)
{
	struct hqp_set set = { .n = plan ? plan->n : 0 };

	for (uint8_t i = 0; i < set.n; i++) {
		set.move[i] = plan->move[i];
		set.steps[i] = plan->steps[i];
		set.mask |= (uint32_t)1 << plan->move[i] % 32;
	}
	return set;
}

int hq_plan_facts(const struct hq_plans *plans, const struct hq_plan *plan, struct hq_facts *facts)
{
	struct hqp *const s = plans->search;
	const struct hqp_set set = set_of(plan);

	hqp_world(s, assignment_of(s, plan));
	if (s->rc < 0)
		return s->rc;
	if (!hqp_apply(s, &set))
		return HQ_ERANGE;
	*facts = s->now_facts;
	return HQ_OK;
}

int hq_plan_other_way(const struct hq_plans *plans, const struct hq_plan *plan, uint8_t i, unsigned n, struct hq_move *out)
{
	struct hqp *const s = plans->search;

	if (s->assigned != assignment_of(s, plan))
		hqp_world(s, assignment_of(s, plan));
	return s->rc == HQ_OK && hqp_other_way(s, &s->moves[plan->move[i]], n, out);
}

/* Could all of the plan be done by s->until? The least times of its changes, and windows that have not begun. */
static bool can_be_done(const struct hqp *s, const struct hq_plan *plan)
{
	const struct hq_vocab_change *changes = HQ_AT(struct hq_vocab_change, s->vocab, changes);

	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_move *m = &s->moves[plan->move[i]];
		const uint8_t date = HQ_AT(struct hq_vocab_kind, s->vocab, kinds)[m->kind].date_field;

		if (m->declared != HQ_NONE && hq_day_add_months(s->as_of, changes[m->declared].months) > s->until)
			return false;
		if (m->type == HQ_MOVE_ADD && date < HQ_FIELDS_MAX && m->where[date].lo > s->until)
			return false;
	}
	return true;
}

hq_day hq_plan_soonest(const struct hq_plans *plans, const struct hq_plan *plan)
{
	struct hqp *const s = plans->search;
	const struct hqp_set set = set_of(plan);
	const hq_day until = s->until;
	const int32_t months = s->months;
	bool yes = false;

	for (s->months = 0; !yes && s->months <= months; s->months++) {
		s->until = s->months > 0 ? hq_day_add_months(s->as_of, s->months) : s->as_of + 1;
		if (s->until > until || hq_edition_at(s->rules, s->until) != s->edition || !can_be_done(s, plan))
			continue;
		hqp_world(s, assignment_of(s, plan));
		s->tries = 0;
		yes = s->rc == HQ_OK && hqp_works(s, &set);
		s->rc = HQ_OK;
	}
	const hq_day soonest = yes ? s->until : until;

	s->until = until;
	s->months = months;
	hqp_world(s, NULL);
	return soonest;
}

int hq_plan_lasts(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work,
		  size_t work_len, hq_day *day, struct hq_decision *last)
{
	for (hq_day d = as_of + 1; d <= until; d++) {
		struct hqp *s;
		int rc = hqp_begin(&s, rules, facts, as_of, d, work, work_len);

		*day = d;
		if (rc == HQ_ENOEDITION) {
			*last = (struct hq_decision){ .as_of = d };
			return 1;
		}
		if (rc == HQ_OK) {
			hqp_world(s, NULL);
			rc = s->rc;
		}
		if (rc < 0)
			return rc;
		if (hqi_verdict_of(&s->ask) == HQ_HIGHLY_QUALIFIED)
			continue;
		*last = (struct hq_decision){ .verdict = hqi_verdict_of(&s->ask), .as_of = d, .edition = s->edition, .route = HQ_NONE,
					      .rows = s->base_values, .measures = s->base_quantities };
		return 1;
	}
	return 0;
}
