/* The work buffer: cut up for the edition that needs most of everything, and made ready for one teacher. */
#include "plan.h"

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
	size_t used = 0, rows = 0, measures = 0, slots = 0, scratch = 0, cases = 0;
	struct hqi_ask ask;

	for (uint32_t i = 0; i < rules->editions.count; i++) {
		const size_t need = hq_work_size(rules, (uint16_t)i, hqi_min((int64_t)nall, HQ_RECORDS_MAX) == HQ_RECORDS_MAX ? HQ_RECORDS_MAX : nall);

		rows = e[i].nrows > rows ? e[i].nrows : rows;
		measures = e[i].nmeasures > measures ? e[i].nmeasures : measures;
		slots = e[i].nslots > slots ? e[i].nslots : slots;
		scratch = need > scratch ? need : scratch;
		hqi_ask(&ask, rules, (uint16_t)i, NULL, 0);
		cases = hqi_cases_size(&ask) > cases ? hqi_cases_size(&ask) : cases;
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
	s->seen_all = cut(at, &used, hqi_seen_size(rows, measures), 1);
	s->cases = cut(at, &used, cases, 1);
	s->parts = cut(at, &used, nall, sizeof(*s->parts));
	s->moves = cut(at, &used, HQ_PLAN_MOVES, sizeof(*s->moves));
	s->spare = cut(at, &used, 2, sizeof(*s->spare));
	s->measures = cut(at, &used, measures, sizeof(*s->measures));
	s->measure_moves = cut(at, &used, HQ_PLAN_MOVES * 2, sizeof(*s->measure_moves));
	s->ways = cut(at, &used, rows, sizeof(*s->ways));
	s->ways_no = cut(at, &used, rows, sizeof(*s->ways_no));
	s->pool = cut(at, &used, HQP_POOL, sizeof(*s->pool));
	s->blocked = cut(at, &used, HQP_BLOCKED, sizeof(*s->blocked));
	s->blocks = cut(at, &used, HQP_BLOCKED, sizeof(*s->blocks));
	s->needs = cut(at, &used, rows, HQP_NEED_SIZE);
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

int hqp_begin(struct hqp **out, const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until,
		 void *work, size_t work_len)
{
	struct hqp *const s = work;
	const int edition = hq_edition_at(rules, until);

	if (!facts->prepared)
		return HQ_EORDER;
	if (facts->vocab->hash != rules->vocab_hash)
		return HQ_EVOCAB;
	if (as_of < HQ_DAY_FIRST || until <= as_of || (int64_t)until - as_of > 366 * 50 || until > HQ_DAY_LAST)
		return HQ_ERANGE;
	if (edition < 0)
		return edition;
	if (work_len < hq_plan_size(rules, facts->nrecords) || (uintptr_t)work % sizeof(int64_t) != 0)
		return HQ_ESPACE;
	*s = (struct hqp){ .rules = rules, .vocab = facts->vocab, .facts = facts, .as_of = as_of, .until = until,
			   .edition = (uint16_t)edition, .lines = HQ_PLAN_LINES };
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
