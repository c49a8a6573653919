/* The whole: worlds, candidates, the smallest of them, their order.
 *
 * A world is an assignment: the teacher's own, and those that a record of the teacher speaks of. In each, candidates come
 * from the rows (search.c) and are tried with the runtime (smallest.c).
 */
#include "plan.h"

/* Where facts are missing and intervals show no plan, changes may do case by case, each in other cases of what is missing: the
 * candidates of rows that are hoped to be yes, by themselves and in twos. Some are found; not all there are. */
static void hope(struct hqp *s, const struct hqp_set *with)
{
	uint16_t n = 0;

	if (s->nfound > 0 || s->too_many_cases || !hqi_exact_needed(&s->ask))
		return;
	s->exact = HQP_EXACT;
	s->hopeful = true;
	hqp_rows(s);
	s->hopeful = false;
	const struct hqp_ways w = *hqp_ways(s, s->ask.edition->root);

	for (uint16_t i = 0; i < w.n; i++) {
		struct hqp_set set = s->pool[w.first + i];

		if (!hqp_join(s, &set, with))
			continue;
		const enum hq_verdict verdict = hqp_is_found(s, &set) ? HQ_HIGHLY_QUALIFIED : hqp_verdict(s, &set);

		if (verdict == HQ_HIGHLY_QUALIFIED)
			hqp_take(s, &set);
		else if (verdict == HQ_UNDETERMINED)
			s->pool[w.first + n++] = set;
	}
	for (uint16_t i = 0; i < n; i++) {
		for (uint16_t k = (uint16_t)(i + 1); k < n && s->exact > 0; k++) {
			struct hqp_set both = s->pool[w.first + i];

			if (hqp_join(s, &both, &s->pool[w.first + k]) && !hqp_is_found(s, &both) && hqp_works(s, &both))
				hqp_take(s, &both);
		}
	}
	s->exact = 0;
}

/* All there is to find in the world that is the base. @with: what is done in it from the start. */
static void search(struct hqp *s, const struct hqp_set *with)
{
	const struct hq_edition *e = s->ask.edition;

	for (uint16_t i = 0; i < e->nmeasures; i++)
		s->measures[i].asked = 0;
	s->nlooked = 0;
	s->nmeasure_moves = 0;
	if (e->applies != HQ_NONE && !hqi_value(&s->ask, e->applies).lo)
		return;
	if (with->n > 0 && hqp_works(s, with)) {
		if (s->nfound < HQP_FOUND)
			s->found[s->nfound++] = *with;
		return;
	}
	hqp_rows(s);
	const struct hqp_ways w = *hqp_ways(s, e->root);

	for (uint16_t i = 0; i < w.n; i++) {
		struct hqp_set set = s->pool[w.first + i];

		if (hqp_join(s, &set, with))
			hqp_take(s, &set);
	}
}

/* Moves from @first on that no plan from @found on needs make room for those of the next world. */
static void forget_moves(struct hqp *s, uint16_t first, uint16_t found)
{
	uint16_t kept = first;

	for (uint16_t move = first; move < s->nmoves; move++) {
		bool needed = false;

		for (uint16_t i = found; i < s->nfound; i++) {
			struct hqp_set *set = &s->found[i];

			for (uint8_t k = 0; k < set->n; k++) {
				if (set->move[k] != move)
					continue;
				needed = true;
				set->move[k] = kept;
			}
		}
		if (needed)
			s->moves[kept++] = s->moves[move];
	}
	s->nmoves = kept;
	for (uint16_t i = found; i < s->nfound; i++) {
		s->found[i].mask = 0;
		for (uint8_t k = 0; k < s->found[i].n; k++)
			s->found[i].mask |= (uint32_t)1 << s->found[i].move[k] % 32;
	}
}

/* Every world once: the teacher's own, then those of the first @nothers moves. Leaves the rows in the way of the teacher's own. */
static void search_all(struct hqp *s, uint16_t nothers, struct hq_plans *out)
{
	const struct hqp_set nothing = { .n = 0 };
	const struct hq_edition *e = s->ask.edition;

	s->cut = s->cut_before;
	s->tries = 0;
	s->nfound = 0;
	s->nmoves = nothers;
	search(s, &nothing);
	const uint16_t before = s->nfound;

	if (e->applies == HQ_NONE || hqi_value(&s->ask, e->applies).lo) {
		out->nblocks = hqp_ways(s, e->root)->n == 0 ? hqp_blocks(s) : 0;
	} else {
		s->blocks[0] = e->applies;
		out->nblocks = 1;
	}
	hope(s, &nothing);
	out->by_cases = s->nfound > before;
	out->nown = s->nmoves;
	for (uint16_t i = 0; i < nothers && s->rc == HQ_OK; i++) {
		struct hqp_set with = { .n = 0 };
		const uint16_t nmoves = s->nmoves, nfound = s->nfound;

		hqp_add(s, &with, i, 1);
		hqp_world(s, &s->moves[i].record);
		if (s->rc == HQ_OK)
			search(s, &with);
		forget_moves(s, nmoves, nfound);
	}
	if (s->rc == HQ_OK)
		hqp_world(s, NULL);
	if (s->rc < 0)
		return;
	hqp_keep_smallest(s);
	out->nplans = hqp_order(s);
}

int hq_plan(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work, size_t work_len,
	    struct hq_plans *out)
{
	/* With more mixes of a rubric than this, larger ones are not looked for; less where that comes to too many plans. */
	static const uint16_t enough[] = { 48, 12, 0 };
	struct hq_decision now;
	struct hqp *s;
	int rc = hqp_begin(&s, rules, facts, as_of, until, work, work_len);
	const int edition = rc == HQ_OK ? hq_edition_at(rules, as_of) : rc;

	if (edition < 0)
		return edition;
	/* The verdict of today, in the part of the buffer that is scratch anyway. */
	rc = hq_decide(rules, (uint16_t)edition, facts, as_of, s->base_values,
		       work_len - (size_t)((char *)s->base_values - (char *)work), &now);
	if (rc < 0)
		return rc;
	*out = (struct hq_plans){ .now = now.verdict, .as_of = as_of, .until = until, .edition = s->edition, .search = s,
				  .moves = s->moves, .plans = s->plans, .blocks = s->blocks, .lines = HQ_PLAN_LINES, .complete = 1 };
	hqp_world(s, NULL);
	if (s->rc < 0)
		return s->rc;
	out->then = hqi_verdict_of(&s->ask);
	out->missing = out->then == HQ_UNDETERMINED || s->open;
	/* Where even today has too many cases, none are looked at. */
	s->too_many_cases = now.verdict == HQ_UNDETERMINED && now.cases;
	s->exact = !s->too_many_cases;
	if (out->then == HQ_UNDETERMINED && hqp_works(s, &(struct hqp_set){ .n = 0 }))
		out->then = HQ_HIGHLY_QUALIFIED;
	s->exact = 0;
	if (out->then == HQ_HIGHLY_QUALIFIED)
		return HQ_OK;
	const uint16_t nothers = hqp_assignments(s);

	s->cut_before = s->cut;
	for (unsigned i = 0; i < sizeof(enough) / sizeof(enough[0]) && (i == 0 || s->cut != s->cut_before); i++) {
		s->enough = enough[i];
		s->lines = HQ_PLAN_LINES;
		search_all(s, nothers, out);
		if (s->rc < 0)
			return s->rc;
	}
	if (out->nplans > 0)
		out->nblocks = 0;
	out->nmoves = s->nmoves;
	out->lines = s->lines;
	out->complete = !s->cut && !out->by_cases;
	return HQ_OK;
}
