/* Sets of changes: moves in ascending order, each once, with how many steps of it. A set is contained in another that has all its
 * moves with at least as many steps; of two of which one contains the other, only the smaller is worth a look. */
#include "plan.h"

bool hqp_same(const struct hqp_set *a, const struct hqp_set *b)
{
	if (a->n != b->n || a->mask != b->mask)
		return false;
	for (uint8_t i = 0; i < a->n; i++)
		if (a->move[i] != b->move[i] || a->steps[i] != b->steps[i])
			return false;
	return true;
}

bool hqp_contains(const struct hqp_set *b, const struct hqp_set *a)
{
	uint8_t k = 0;

	if ((a->mask & ~b->mask) || a->n > b->n)
		return false;
	for (uint8_t i = 0; i < a->n; i++, k++) {
		while (k < b->n && b->move[k] < a->move[i])
			k++;
		if (k == b->n || b->move[k] != a->move[i] || b->steps[k] < a->steps[i])
			return false;
	}
	return true;
}

struct hqp_set hqp_without(const struct hqp_set *set, uint8_t at)
{
	struct hqp_set out = { .n = (uint8_t)(set->n - 1) };

	for (uint8_t i = 0, k = 0; i < set->n; i++) {
		if (i == at)
			continue;
		out.mask |= (uint32_t)1 << set->move[i] % 32;
		out.move[k] = set->move[i];
		out.steps[k++] = set->steps[i];
	}
	return out;
}

bool hqp_add(const struct hqp *s, struct hqp_set *set, uint16_t move, uint32_t steps)
{
	uint8_t at = 0;

	if (steps == 0)
		return true;
	while (at < set->n && set->move[at] < move)
		at++;
	if (at < set->n && set->move[at] == move) {
		if (steps > set->steps[at])
			set->steps[at] = (uint16_t)hqi_min(steps, UINT16_MAX);
	} else {
		if (set->n == HQ_PLAN_CHANGES)
			return false;
		for (uint8_t i = set->n++; i > at; i--) {
			set->move[i] = set->move[i - 1];
			set->steps[i] = set->steps[i - 1];
		}
		set->mask |= (uint32_t)1 << move % 32;
		set->move[at] = move;
		set->steps[at] = (uint16_t)hqi_min(steps, UINT16_MAX);
	}
	return set->steps[at] <= s->moves[move].most;
}

bool hqp_join(struct hqp *s, struct hqp_set *to, const struct hqp_set *from)
{
	for (uint8_t i = 0; i < from->n; i++)
		if (!hqp_add(s, to, from->move[i], from->steps[i]))
			return false;
	return true;
}

uint16_t hqp_smallest_in(struct hqp_set *sets, uint16_t n, uint16_t most, const struct hqp_set *set, bool *full)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < n; i++)
		if (hqp_contains(set, &sets[i]))
			return n;
	for (uint16_t i = 0; i < n; i++)
		if (!hqp_contains(&sets[i], set))
			sets[kept++] = sets[i];
	if (kept < most)
		sets[kept++] = *set;
	else
		*full = true;
	return kept;
}

uint16_t hqp_one_more_in(struct hqp_set *sets, uint16_t n, uint16_t most, const struct hqp_set *set, bool *full)
{
	for (uint16_t i = 0; i < n; i++)
		if (hqp_same(&sets[i], set))
			return n;
	if (n < most)
		sets[n++] = *set;
	else
		*full = true;
	return n;
}
