/* What is asked: the edition in force, a question with all that does not change while it is answered, and the work buffer. */
#include "hq_internal.h"

int hq_edition_at(const struct hq_tables *rules, hq_day as_of)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions);

	for (uint32_t i = 0; i < rules->editions.count; i++)
		if (as_of >= e[i].from && as_of <= e[i].until)
			return (int)i;
	return HQ_ENOEDITION;
}

void hqi_ask(struct hqi_ask *ask, const struct hq_tables *rules, uint32_t edition, const struct hq_facts *facts,
	     hq_day as_of)
{
	hqi_ask_rules(ask, rules);
	ask->facts = facts;
	ask->edition = HQ_AT(struct hq_edition, rules, editions) + edition;
	ask->as_of = as_of;
	ask->vocab = NULL;
	if (facts)
		ask->vocab = facts->vocab;
}

void hqi_ask_again(struct hqi_ask *ask, const struct hq_tables *rules, const struct hq_facts *facts,
		   const struct hq_decision *decision)
{
	hqi_ask(ask, rules, decision->edition, facts, decision->as_of);
	/* Read only from here on; the type is shared with the pass that fills them. */
	ask->values = (struct hq_interval *)(uintptr_t)decision->rows;
	ask->quantities = (struct hq_interval *)(uintptr_t)decision->measures;
}

/* ---- the work buffer ----------------------------------------------------------------------------------------- */

size_t hqi_event_lines(const struct hqi_ask *ask)
{
	size_t n = 0;

	for (uint32_t i = 0; i < ask->rules->rubrics.count; i++)
		n += hqi_is_once(ask, i);
	return n;
}

struct hqi_layout hqi_lay_out(const struct hqi_ask *ask, size_t nrecords)
{
	const struct hq_edition *e = ask->edition;
	size_t scratch = nrecords * sizeof(struct hqi_part), nonce = 0;
	struct hqi_layout l;

	for (uint32_t i = 0; i < ask->rules->rubrics.count; i++) {
		if (!hqi_is_once(ask, i))
			continue;
		const size_t need = hqi_allot_size(ask, (uint16_t)i, nrecords);

		nonce++;
		if (need > scratch)
			scratch = need;
	}
	l.measures = e->nrows * sizeof(struct hq_interval);
	l.lines = l.measures + e->nmeasures * sizeof(struct hq_interval);
	l.seen = l.lines + nonce * nrecords * sizeof(int16_t);
	l.cases = (l.seen + hqi_seen_size(e->nrows, e->nmeasures) + 15) & ~(size_t)7;
	l.scratch = l.cases + hqi_cases_size(ask);
	l.size = l.scratch + scratch;
	return l;
}

size_t hq_work_size(const struct hq_tables *rules, uint16_t edition, size_t nrecords)
{
	struct hqi_ask ask;

	if (edition >= rules->editions.count || nrecords > HQ_RECORDS_MAX)
		return 0;
	hqi_ask(&ask, rules, edition, NULL, 0);
	return hqi_lay_out(&ask, nrecords).size;
}
