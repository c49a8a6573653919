/* What stands in the way of a plan (semantics 11.8), by a walk of its own over the rules as they are printed: for test_plan_random, which holds
 * the rows that the search names against it. */
#ifndef HQ_TESTS_COULD_BE_H
#define HQ_TESTS_COULD_BE_H

#include "plan/plan.h"

/* Could it be yes if everything were mended but what asks the same as a row of @stays? By the rules as they are printed, from the verdict down. */
static bool could_be(const struct hqp *s, uint16_t row, const uint16_t *stays, unsigned n)
{
	const struct hq_row *r = &s->ask.rows[row];
	const struct hqp_ways *w = hqp_ways(s, row);
	unsigned yes = 0;
	bool mended = true;

	if (w->n > 0)
		return true;
	for (unsigned i = 0; i < n && mended; i++) {
		const struct hq_row *other = &s->ask.rows[stays[i]];
		const struct hq_packed_measure *a = s->ask.measures + r->arg, *b = s->ask.measures + other->arg;

		mended = stays[i] != row;
		if (r->op == HQ_OP_QUANTITY && other->op == HQ_OP_QUANTITY && a->filter == b->filter && a->shape == b->shape && a->window == b->window &&
		    a->slot == b->slot && hq_row_a(s->rules, r) == hq_row_a(s->rules, other) && hq_row_b(s->rules, r) == hq_row_b(s->rules, other))
			mended = false;
		if (r->op == HQ_OP_SCALAR && other->op == HQ_OP_SCALAR && r->arg == other->arg)
			mended = false;
	}
	if (w->answered)
		return mended;
	switch (r->op) {
	case HQ_OP_ALL:
	case HQ_OP_ANY:
	case HQ_OP_AT_LEAST:
		for (uint32_t i = 0; i < r->nkids; i++)
			yes += could_be(s, s->ask.kids[r->first_kid + i], stays, n);
		return yes >= (r->op == HQ_OP_ALL ? r->nkids : r->op == HQ_OP_ANY ? 1u : r->arg);
	case HQ_OP_RUBRIC: {
		const struct hq_rubric rubric = hq_rubric_at(s->rules, r->arg);

		if (rubric.settles != HQ_NONE && could_be(s, rubric.settles, stays, n))
			return true;
		return (w->mixes || mended) && (rubric.requires == HQ_NONE || could_be(s, rubric.requires, stays, n));
	}
	default:
		return mended;
	}
}

#endif
