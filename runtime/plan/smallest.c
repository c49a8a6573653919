/* From candidates to smallest plans: what can be left out is left out, what can be less is made less, until nothing can.
 *
 * A candidate comes from the rows (search.c) and is never trusted, only what a decision says yes to. The one idea: the list of what
 * was looked at is the queue; a set that works puts every set in it that works too behind itself.
 */
#include "plan.h"

/* Records that could be one are one. */
static void merge(struct hqp *s, struct hqp_set *set)
{
	for (uint8_t i = 0; i < set->n; i++) {
		for (uint8_t k = (uint8_t)(i + 1); k < set->n; k++) {
			const uint16_t one = hqp_merge(s, set->move[i], set->move[k]);
			const uint16_t steps = set->steps[i] > set->steps[k] ? set->steps[i] : set->steps[k];

			if (one == HQ_NONE || steps > s->moves[one].most)
				continue;
			*set = hqp_without(set, k);
			*set = hqp_without(set, i);
			hqp_add(s, set, one, steps);
			i = UINT8_MAX;          /* begin anew */
			break;
		}
	}
}

/* Already in the list of what was looked at? If not, it is from now on. */
static bool looked(struct hqp *s, const struct hqp_set *set)
{
	for (uint16_t i = 0; i < s->nlooked; i++)
		if (hqp_same(&s->looked[i], set))
			return true;
	if (s->nlooked == HQP_SEEN) {
		hqp_cut(s, HQP_CUT_SEEN);
		return true;
	}
	s->looked[s->nlooked++] = *set;
	return false;
}

/* What the rows offer may fall short where a cap by the year, or an event that counts once, was left out of the reckoning:
 * more of one change, then more of all. */
static bool mend(struct hqp *s, struct hqp_set *set)
{
	struct hqp_set more = *set;

	if (hqp_works(s, set))
		return true;
	for (uint8_t i = set->n; i-- > 0;) {
		if (s->moves[set->move[i]].most <= set->steps[i])
			continue;
		*set = more;
		set->steps[i] = s->moves[set->move[i]].most;
		if (hqp_works(s, set))
			return true;
		*set = more;
	}
	return false;
}

/* The least steps of place @i. */
static void lessen(struct hqp *s, struct hqp_set *set, uint8_t i)
{
	uint32_t lo = 1, hi = set->steps[i];

	/* Nearly always it is the least already. */
	if (hi > 1) {
		set->steps[i] = (uint16_t)(hi - 1);
		if (hqp_works(s, set))
			hi--;
		else
			lo = hi;
	}
	while (lo < hi) {
		set->steps[i] = (uint16_t)((lo + hi) / 2);
		if (hqp_works(s, set))
			hi = set->steps[i];
		else
			lo = set->steps[i] + 1u;
	}
	set->steps[i] = (uint16_t)hi;
}

/* Records of one kind that are added for one line may count for another too: more of the one in place of both. */
static void one_for_both(struct hqp *s, const struct hqp_set *set)
{
	for (uint8_t i = 0; i < set->n; i++) {
		const struct hq_move *m = &s->moves[set->move[i]];

		for (uint8_t k = 0; k < set->n; k++) {
			const struct hq_move *other = &s->moves[set->move[k]];
			struct hqp_set one = *set;

			if (k == i || m->type != HQ_MOVE_ADD || other->type != HQ_MOVE_ADD || m->kind != other->kind)
				continue;
			one.steps[i] = m->most;
			one = hqp_without(&one, k);
			if (!hqp_works(s, &one))
				continue;
			for (uint8_t n = 0; n < one.n; n++)
				lessen(s, &one, n);
			looked(s, &one);
		}
	}
}

bool hqp_is_found(const struct hqp *s, const struct hqp_set *set)
{
	for (uint16_t i = 0; i < s->nfound; i++)
		if (hqp_contains(set, &s->found[i]))
			return true;
	return false;
}

/* Takes up a candidate: it, or what is in it and works. The list of what was looked at is the queue. */
void hqp_take(struct hqp *s, const struct hqp_set *candidate)
{
	struct hqp_set set = *candidate;
	uint16_t at = s->nlooked;

	merge(s, &set);
	if (hqp_is_found(s, &set) || looked(s, &set))
		return;
	if (mend(s, &set)) {
		s->looked[at] = set;
	} else {
		/* For two lines there may be no time, and for both at once there is. */
		at = s->nlooked;
		one_for_both(s, &set);
	}
	for (; at < s->nlooked; at++) {
		bool least = true;

		set = s->looked[at];
		for (uint8_t i = 0; i < set.n && set.n > 1; i++) {
			const struct hqp_set less = hqp_without(&set, i);

			if (s->moves[set.move[i]].type == HQ_MOVE_ASSIGNMENT || !hqp_works(s, &less))
				continue;
			least = false;
			looked(s, &less);
		}
		if (!least)
			continue;
		one_for_both(s, &set);
		for (uint8_t i = 0; i < set.n; i++)
			lessen(s, &set, i);
		/* Where no more decisions may be made nothing shows that it is smallest. */
		if (s->tries >= HQ_PLAN_TRIES)
			return;
		const bool known = hqp_is_found(s, &set);

		if (!known && s->nfound < HQP_FOUND)
			s->found[s->nfound++] = set;
		else if (!known)
			hqp_cut(s, HQP_CUT_PLANS);
	}
}

/* A plan of another world that does without the other assignment is none. And of two plans one in the other, the larger is none. */
void hqp_keep_smallest(struct hqp *s)
{
	uint16_t n = 0;

	s->tries = 0;                          /* one or two for each that was found, even where the search made all it may */
	for (uint16_t i = 0; i < s->nfound; i++) {
		const struct hqp_set set = s->found[i];
		bool smallest = true;

		for (uint8_t k = 0; k < set.n && smallest; k++) {
			if (s->moves[set.move[k]].type != HQ_MOVE_ASSIGNMENT)
				continue;
			const struct hqp_set less = hqp_without(&set, k);

			smallest = !hqp_works(s, &less);
		}
		for (uint16_t k = 0; k < s->nfound && smallest; k++)
			smallest = k == i || !hqp_contains(&set, &s->found[k]) || (k > i && hqp_same(&set, &s->found[k]));
		s->looked[i].n = smallest;
	}
	for (uint16_t i = 0; i < s->nfound; i++)
		if (s->looked[i].n)
			s->found[n++] = s->found[i];
	s->nfound = n;
}
