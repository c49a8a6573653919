/* The whole: worlds, candidates, the smallest of them, their order; and how long a yes lasts.
 *
 * A world is an assignment: the teacher's own, and those that a record of the teacher speaks of. In each, candidates come
 * from the rows (search.c) and are tried with the runtime: what can be left out is left out, what can be less is
 * made less, until nothing can. The one idea: a candidate is never trusted, only what a decision says yes to.
 */
#include "plan.h"

/* ---- the work buffer ----------------------------------------------------------------------------------------- */

static void *cut(char *at, size_t *used, size_t n, size_t size)
{
	void *out = at ? at + *used : NULL;

	*used += (n * size + 7) & ~(size_t)7;
	return out;
}

/* Cuts up the buffer for the edition that needs most of everything; with @at NULL it only counts. */
static size_t cut_all(struct hqp *s, const struct hq_tables *rules, size_t nrecords, char *at)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions);
	const size_t nall = nrecords + 1 + HQP_ADDED;
	size_t used = 0, rows = 0, measures = 0, slots = 0, scratch = 0;

	for (uint32_t i = 0; i < rules->editions.count; i++) {
		const size_t need = hq_work_size(rules, (uint16_t)i, hqi_min((int64_t)nall, HQ_RECORDS_MAX) == HQ_RECORDS_MAX ? HQ_RECORDS_MAX : nall);

		rows = e[i].nrows > rows ? e[i].nrows : rows;
		measures = e[i].nmeasures > measures ? e[i].nmeasures : measures;
		slots = e[i].nslots > slots ? e[i].nslots : slots;
		scratch = need > scratch ? need : scratch;
	}
	struct hqp *const self = cut(at, &used, 1, sizeof(*s));

	(void)self;
	s->base = cut(at, &used, nall, sizeof(*s->base));
	s->now = cut(at, &used, nall, sizeof(*s->now));
	s->answers = cut(at, &used, slots, sizeof(*s->answers));
	s->now_answers = cut(at, &used, slots, sizeof(*s->now_answers));
	s->base_values = cut(at, &used, rows, sizeof(*s->base_values));
	s->values = cut(at, &used, rows, sizeof(*s->values));
	s->model_values = cut(at, &used, rows, sizeof(*s->model_values));
	s->base_quantities = cut(at, &used, measures, sizeof(*s->base_quantities));
	s->quantities = cut(at, &used, measures, sizeof(*s->quantities));
	s->parts = cut(at, &used, nall, sizeof(*s->parts));
	s->moves = cut(at, &used, HQ_PLAN_MOVES, sizeof(*s->moves));
	s->measures = cut(at, &used, measures, sizeof(*s->measures));
	s->measure_moves = cut(at, &used, HQ_PLAN_MOVES * 2, sizeof(*s->measure_moves));
	s->ways = cut(at, &used, rows, sizeof(*s->ways));
	s->ways_no = cut(at, &used, rows, sizeof(*s->ways_no));
	s->pool = cut(at, &used, HQP_POOL, sizeof(*s->pool));
	s->blocks = cut(at, &used, HQP_BLOCKS + HQP_BLOCK, sizeof(*s->blocks));
	s->found = cut(at, &used, HQP_FOUND, sizeof(*s->found));
	s->plans = cut(at, &used, HQ_PLANS_MAX, sizeof(*s->plans));
	s->acc = cut(at, &used, HQP_ROW, sizeof(*s->acc));
	s->next = cut(at, &used, HQP_ROW, sizeof(*s->next));
	s->looked = cut(at, &used, HQP_SEEN, sizeof(*s->looked));
	s->elements = cut(at, &used, HQP_ELEMENTS, sizeof(*s->elements));
	s->leaves = cut(at, &used, HQP_LEAVES, sizeof(*s->leaves));
	s->todo = cut(at, &used, HQP_TODO, sizeof(*s->todo));
	s->starts = cut(at, &used, HQ_PLAN_ALIKE * HQP_OPS, sizeof(*s->starts));
	/* Of the runtime's own buffer the planner uses what comes after its arrays; asked for whole, it is enough for both. */
	s->scratch = cut(at, &used, scratch, 1);
	return used;
}

size_t hq_plan_size(const struct hq_tables *rules, size_t nrecords)
{
	struct hqp s;

	return nrecords > HQ_RECORDS_MAX ? 0 : cut_all(&s, rules, nrecords, NULL);
}

/* ---- the smallest -------------------------------------------------------------------------------------------- */

static bool same(const struct hqp_set *a, const struct hqp_set *b)
{
	if (a->n != b->n)
		return false;
	for (uint8_t i = 0; i < a->n; i++)
		if (a->move[i] != b->move[i] || a->steps[i] != b->steps[i])
			return false;
	return true;
}

/* Is everything of @a in @b, at least as much? */
static bool contains(const struct hqp_set *b, const struct hqp_set *a)
{
	for (uint8_t i = 0; i < a->n; i++) {
		uint8_t k = 0;

		while (k < b->n && b->move[k] != a->move[i])
			k++;
		if (k == b->n || b->steps[k] < a->steps[i])
			return false;
	}
	return true;
}

static struct hqp_set without(const struct hqp_set *set, uint8_t at)
{
	struct hqp_set out = { .n = (uint8_t)(set->n - 1) };

	for (uint8_t i = 0, k = 0; i < set->n; i++) {
		if (i == at)
			continue;
		out.move[k] = set->move[i];
		out.steps[k++] = set->steps[i];
	}
	return out;
}

/* Records that could be one are one. */
static void merge(struct hqp *s, struct hqp_set *set)
{
	for (uint8_t i = 0; i < set->n; i++) {
		for (uint8_t k = (uint8_t)(i + 1); k < set->n; k++) {
			const uint16_t one = hqp_merge(s, set->move[i], set->move[k]);
			const uint16_t steps = set->steps[i] > set->steps[k] ? set->steps[i] : set->steps[k];

			if (one == HQ_NONE || steps > s->moves[one].most)
				continue;
			*set = without(set, k);
			*set = without(set, i);
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
		if (same(&s->looked[i], set))
			return true;
	if (s->nlooked == HQP_SEEN) {
		s->cut = true;
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
			one = without(&one, k);
			if (!hqp_works(s, &one))
				continue;
			for (uint8_t n = 0; n < one.n; n++)
				lessen(s, &one, n);
			looked(s, &one);
		}
	}
}

/* Takes up a candidate: it, or what is in it and works. The list of what was looked at is the queue. */
static void take(struct hqp *s, const struct hqp_set *candidate)
{
	struct hqp_set set = *candidate;
	uint16_t at = s->nlooked;

	merge(s, &set);
	for (uint16_t i = 0; i < s->nfound; i++)
		if (contains(&set, &s->found[i]))
			return;
	if (looked(s, &set))
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
			const struct hqp_set less = without(&set, i);

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
		bool known = false;

		for (uint16_t i = 0; i < s->nfound && !known; i++)
			known = contains(&set, &s->found[i]);
		if (!known && s->nfound < HQP_FOUND)
			s->found[s->nfound++] = set;
		else if (!known)
			s->cut = true;
	}
}

/* ---- worlds -------------------------------------------------------------------------------------------------- */

static const struct hq_vocab_change *assignment_change(const struct hqp *s, uint8_t field)
{
	for (uint32_t i = 0; i < s->vocab->changes.count; i++) {
		const struct hq_vocab_change *c = HQ_AT(struct hq_vocab_change, s->vocab, changes) + i;

		if (c->can == HQ_CAN_CHANGE && c->kind == s->vocab->assignment && c->field == field && c->months <= s->months)
			return c;
	}
	return NULL;
}

static bool related(uint8_t rel, bool set, int64_t a, int64_t b)
{
	switch ((enum hq_rel)rel) {
	case HQ_REL_EQ:
	case HQ_REL_SHARES:
		return set ? b < 64 && (a >> b & 1) : a == b;
	case HQ_REL_LE:
	case HQ_REL_LT:
		return a <= b;
	case HQ_REL_GE:
	case HQ_REL_GT:
		return a >= b;
	}
	return true;
}

/* Makes @out the assignment that record @r speaks of: where a filter compares a field of the two and they disagree, as the
 * record has it; with @whole, both ends of what has an order, since one alone might leave a range that ends before it begins.
 * @range: something ordered disagreed. @pick chooses among the codes of a set. Returns how many codes there were to choose from. */
static uint32_t spoken_of(struct hqp *s, const struct hq_record *r, uint32_t pick, bool whole, struct hq_record *out, bool *changed,
			  bool *range)
{
	const struct hq_edition *e = s->ask.edition;
	uint32_t choices = 1;

	*changed = *range = false;
	for (uint16_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		uint16_t at = s->ask.measures[m].filter;

		if (at == HQ_NONE || hqi_shape(&s->ask, m)->kind != r->kind)
			continue;
		for (;; at++) {
			const struct hq_filter_op op = hq_filter_op_at(s->rules, at);

			if (op.op == HQ_F_END)
				break;
			if (op.op != HQ_F_COMPARE || op.src != HQ_SRC_RECORD || op.other_src != HQ_SRC_ASSIGNMENT || op.other_set ||
			    !(r->known >> op.field & 1))
				continue;
			const struct hq_vocab_change *c = assignment_change(s, op.other);
			const bool known = out->known >> op.other & 1;
			int64_t v = r->v[op.field];

			const bool ordered = op.rel != HQ_REL_EQ && op.rel != HQ_REL_SHARES;
			const bool fits = known && related(op.rel, op.set, v, out->v[op.other]);

			*range = *range || (ordered && !fits);
			if (!c || (fits && !(ordered && whole)) || (op.set && v == 0))
				continue;
			if (known && !(out->v[op.other] < 256 && c->from[out->v[op.other] / 64] >> out->v[op.other] % 64 & 1))
				continue;
			if (op.set) {
				uint32_t n = 0, code = 0;

				for (uint32_t b = 0; b < 63; b++)
					n += v >> b & 1;
				for (uint32_t left = pick % n; !(v >> code & 1) || left-- > 0;)
					code++;
				choices = n > choices ? n : choices;
				v = code;
			}
			if (v < 0 || v >= 256 || !(c->to[v / 64] >> v % 64 & 1))
				continue;
			out->v[op.other] = v;
			out->known |= (uint16_t)(1u << op.other);
			*changed = true;
		}
	}
	return choices;
}

static bool same_assignment(const struct hq_record *a, const struct hq_record *b)
{
	if (a->known != b->known)
		return false;
	for (uint8_t f = 0; f < HQ_FIELDS_MAX; f++)
		if ((a->known >> f & 1) && a->v[f] != b->v[f])
			return false;
	return true;
}

/* The other assignments, each as a move. */
static uint16_t find_assignments(struct hqp *s)
{
	struct hq_record own = { .unit = 255, .kind = (uint8_t)s->vocab->assignment };
	const uint16_t first = s->nmoves;

	if (s->vocab->assignment == HQ_NONE)
		return 0;
	if (s->facts->assignment)
		own = *s->facts->assignment;
	for (size_t i = 0; i < s->nbase; i++) {
		uint32_t choices = 1;

		for (uint32_t pick = 0; pick < choices && pick < 8; pick++) {
			struct hq_record other = own;
			bool changed, range, known = false;

			choices = spoken_of(s, &s->base[i], pick, false, &other, &changed, &range);
			if (range) {
				other = own;
				spoken_of(s, &s->base[i], pick, true, &other, &changed, &range);
			}
			for (uint16_t k = first; k < s->nmoves; k++)
				known = known || same_assignment(&s->moves[k].record, &other);
			if (!changed || known)
				continue;
			if (s->nmoves - first == HQP_OTHERS || s->nmoves == HQ_PLAN_MOVES) {
				s->cut = true;
				return (uint16_t)(s->nmoves - first);
			}
			struct hq_move *m = &s->moves[s->nmoves++];

			*m = (struct hq_move){ .type = HQ_MOVE_ASSIGNMENT, .kind = own.kind, .field = 255, .unit = 255, .most = 1, .step = 1,
					       .declared = HQ_NONE, .slot = HQ_NONE, .ref = (uint16_t)i, .record = other,
					       .row = s->ask.edition->root };
		}
	}
	return (uint16_t)(s->nmoves - first);
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
			take(s, &set);
	}
}

/* A plan of another world that does without the other assignment is none. And of two plans one in the other, the larger is none. */
static void keep_smallest(struct hqp *s)
{
	uint16_t n = 0;

	for (uint16_t i = 0; i < s->nfound; i++) {
		const struct hqp_set set = s->found[i];
		bool smallest = true;

		for (uint8_t k = 0; k < set.n && smallest; k++) {
			if (s->moves[set.move[k]].type != HQ_MOVE_ASSIGNMENT)
				continue;
			const struct hqp_set less = without(&set, k);

			smallest = !hqp_works(s, &less);
		}
		for (uint16_t k = 0; k < s->nfound && smallest; k++)
			smallest = k == i || !contains(&set, &s->found[k]) || (k > i && same(&set, &s->found[k]));
		s->looked[i].n = smallest;
	}
	for (uint16_t i = 0; i < s->nfound; i++)
		if (s->looked[i].n)
			s->found[n++] = s->found[i];
	s->nfound = n;
}

/* ---- order --------------------------------------------------------------------------------------------------- */

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

static uint16_t put_in_order(struct hqp *s)
{
	uint16_t n = 0;

	for (uint16_t i = 0; i < s->nfound; i++) {
		const struct hq_plan p = priced(s, &s->found[i]);
		uint16_t at = n;

		while (at > 0 && before(s, &p, &s->plans[at - 1]))
			at--;
		if (n == HQ_PLANS_MAX)
			s->cut = true;
		if (at == HQ_PLANS_MAX)
			continue;
		n = n < HQ_PLANS_MAX ? (uint16_t)(n + 1) : n;
		for (uint16_t k = (uint16_t)(n - 1); k > at; k--)
			s->plans[k] = s->plans[k - 1];
		s->plans[at] = p;
	}
	return n;
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

/* What is missing, kind by kind, and what the form speaks for. */
static void look_at_facts(struct hqp *s)
{
	const struct hq_edition *e = s->ask.edition;

	s->open = s->on_form = 0;
	for (uint32_t k = 0; k < s->vocab->kinds.count; k++)
		if (s->facts->list[k] != HQ_KNOWN && !(s->facts->closed && s->facts->list[k] == HQ_NOT_ASKED))
			s->open |= (uint32_t)1 << k;
	for (uint16_t i = 0; i < e->nslots && s->facts->answers; i++)
		if (s->facts->answers[i].know != HQ_NOT_ASKED)
			s->on_form |= hq_slot_at(s->rules, e->first_slot + i).kinds;
}

static int begin(struct hqp **out, const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until,
		 void *work, size_t work_len)
{
	struct hqp *const s = work;
	const int edition = hq_edition_at(rules, until);

	if (!facts->prepared)
		return HQ_EORDER;
	if (facts->vocab->hash != rules->vocab_hash)
		return HQ_EVOCAB;
	if (as_of < HQI_DAY_MIN || until <= as_of || (int64_t)until - as_of > 366 * 50 || until > HQI_DAY_MAX)
		return HQ_ERANGE;
	if (edition < 0)
		return edition;
	if (work_len < hq_plan_size(rules, facts->nrecords) || (uintptr_t)work % sizeof(int64_t) != 0)
		return HQ_ESPACE;
	*s = (struct hqp){ .rules = rules, .vocab = facts->vocab, .facts = facts, .as_of = as_of, .until = until,
			   .edition = (uint16_t)edition };
	cut_all(s, rules, facts->nrecords, work);
	hqi_ask(&s->ask, rules, s->edition, facts, until);
	while (hq_day_add_months(as_of, s->months + 1) <= until)
		s->months++;
	s->event_line = hqi_event_lines(&s->ask) ? (int16_t *)s->scratch : NULL;
	if (s->event_line)
		s->scratch = (char *)s->scratch +
			     (((size_t)hqi_event_lines(&s->ask) * (facts->nrecords + 1 + HQP_ADDED) * sizeof(int16_t) + 7) & ~(size_t)7);
	look_at_facts(s);
	*out = s;
	return HQ_OK;
}

int hq_plan(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work, size_t work_len,
	    struct hq_plans *out)
{
	struct hqp_set nothing = { .n = 0 };
	struct hq_decision now;
	struct hqp *s;
	int rc = begin(&s, rules, facts, as_of, until, work, work_len);
	const int edition = rc == HQ_OK ? hq_edition_at(rules, as_of) : rc;

	if (edition < 0)
		return edition;
	/* The verdict of today, in the part of the buffer that is scratch anyway. */
	rc = hq_decide(rules, (uint16_t)edition, facts, as_of, s->base_values,
		       work_len - (size_t)((char *)s->base_values - (char *)work), &now);
	if (rc < 0)
		return rc;
	*out = (struct hq_plans){ .now = now.verdict, .as_of = as_of, .until = until, .edition = s->edition, .search = s,
				  .moves = s->moves, .plans = s->plans };
	hqp_world(s, NULL);
	if (s->rc < 0)
		return s->rc;
	out->then = hqi_verdict_of(&s->ask);
	out->missing = out->then == HQ_UNDETERMINED || s->open;
	if (out->then != HQ_HIGHLY_QUALIFIED) {
		const uint16_t first = s->nmoves, nothers = find_assignments(s);
		uint16_t nblocks = 0;

		search(s, &nothing);
		out->nown = s->nmoves;
		/* The rows in the way are those of the teacher's own assignment. */
		if (s->ask.edition->applies == HQ_NONE || hqi_value(&s->ask, s->ask.edition->applies).lo) {
			const struct hqp_ways w = *hqp_ways(s, s->ask.edition->root);

			out->blocks = s->blocks + w.block_first;
			nblocks = w.n == 0 ? w.nblocks : 0;
		} else {
			s->blocks[0] = s->ask.edition->applies;
			out->blocks = s->blocks;
			nblocks = 1;
		}
		for (uint16_t i = 0; i < nblocks; i++)
			s->blocks[i] = out->blocks[i];
		out->blocks = s->blocks;
		s->blocks += HQP_BLOCK;        /* they stay */
		for (uint16_t i = 0; i < nothers && s->rc == HQ_OK; i++) {
			struct hqp_set with = { .n = 0 };
			const uint16_t nmoves = s->nmoves, nfound = s->nfound;

			hqp_add(s, &with, (uint16_t)(first + i), 1);
			hqp_world(s, &s->moves[first + i].record);
			if (s->rc == HQ_OK)
				search(s, &with);
			if (s->nfound == nfound)
				s->nmoves = nmoves;     /* nobody needs them */
		}
		if (s->rc == HQ_OK)
			hqp_world(s, NULL);
		if (s->rc < 0)
			return s->rc;
		keep_smallest(s);
		out->nplans = put_in_order(s);
		out->nblocks = out->nplans == 0 ? nblocks : 0;
	}
	out->nmoves = s->nmoves;
	out->complete = !s->cut;
	return HQ_OK;
}

int hq_plan_facts(const struct hq_plans *plans, const struct hq_plan *plan, struct hq_facts *facts)
{
	struct hqp *const s = plans->search;
	struct hqp_set set = { .n = plan ? plan->n : 0 };
	const struct hq_record *assignment = NULL;

	for (uint8_t i = 0; i < set.n; i++) {
		set.move[i] = plan->move[i];
		set.steps[i] = plan->steps[i];
		if (s->moves[set.move[i]].type == HQ_MOVE_ASSIGNMENT)
			assignment = &s->moves[set.move[i]].record;
	}
	hqp_world(s, assignment);
	if (s->rc < 0)
		return s->rc;
	if (!hqp_apply(s, &set))
		return HQ_ERANGE;
	*facts = s->now_facts;
	return HQ_OK;
}

int hq_plan_lasts(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work,
		  size_t work_len, hq_day *day, struct hq_decision *last)
{
	for (hq_day d = as_of + 1; d <= until; d++) {
		struct hqp *s;
		int rc = begin(&s, rules, facts, as_of, d, work, work_len);

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
