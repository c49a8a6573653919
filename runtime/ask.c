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

int hqi_ask_checked(struct hqi_ask *ask, const struct hq_tables *rules, uint32_t edition, const struct hq_facts *facts, hq_day as_of)
{
	if (!facts->prepared)
		return HQ_EORDER;
	if (facts->vocab->hash != rules->vocab_hash)
		return HQ_EVOCAB;
	if (edition >= rules->editions.count)
		return HQ_ENOEDITION;
	if (as_of < HQ_DAY_FIRST || as_of > HQ_DAY_LAST)
		return HQ_ERANGE;
	hqi_ask(ask, rules, edition, facts, as_of);
	return HQ_OK;
}

void hqi_ask_again(struct hqi_ask *ask, const struct hq_tables *rules, const struct hq_facts *facts,
		   const struct hq_decision *decision)
{
	hqi_ask(ask, rules, decision->edition, facts, decision->as_of);
	/* Read only from here on; the type is shared with the pass that fills them. */
	ask->values = (struct hq_interval *)(uintptr_t)decision->rows;
	ask->quantities = (struct hq_interval *)(uintptr_t)decision->measures;
}

struct hqi_records hqi_records(const struct hqi_ask *ask, uint32_t kind)
{
	const struct hq_facts *f = ask->facts;

	return (struct hqi_records){ f->records + f->first[kind], f->records + f->first[kind + 1] };
}

const struct hq_record *hqi_teacher(const struct hqi_ask *ask)
{
	const struct hq_facts *f = ask->facts;
	const uint16_t kind = ask->vocab->teacher;

	return kind < HQ_KINDS_MAX && f->first[kind] < f->first[kind + 1] ? &f->records[f->first[kind]] : NULL;
}

uint32_t hqi_rubric_of(const struct hqi_ask *ask, uint32_t row)
{
	return hq_rubric_of(ask->rules, &ask->rows[row]);
}

bool hqi_is_once(const struct hqi_ask *ask, uint32_t rubric)
{
	const struct hq_packed_rubric *r = ask->rubrics + rubric;

	return r->once && r->first_row >= ask->edition->first_row &&
	       r->first_row < ask->edition->first_row + ask->edition->nrows;
}

/* ---- the work buffer ----------------------------------------------------------------------------------------- */

size_t hqi_once_before(const struct hqi_ask *ask, uint32_t rubric)
{
	size_t n = 0;

	while (rubric-- > 0)
		n += hqi_is_once(ask, rubric);
	return n;
}

static void *take(uintptr_t *at, size_t bytes)
{
	const uintptr_t begins = *at;

	*at += bytes;
	return (void *)begins;
}

size_t hqi_lay_out(struct hqi_pass *pass, uintptr_t work, size_t nrecords)
{
	struct hqi_ask *ask = &pass->ask;
	const struct hq_edition *e = ask->edition;
	const size_t nlines = hqi_event_lines(ask) * nrecords;
	size_t scratch = nrecords * sizeof(struct hqi_part);
	uintptr_t at = work;

	for (uint32_t i = 0; i < ask->rules->rubrics.count; i++) {
		const size_t need = hqi_is_once(ask, i) ? hqi_allot_size(ask, i, nrecords) : 0;

		if (need > scratch)
			scratch = need;
	}
	ask->values = take(&at, e->nrows * sizeof(struct hq_interval));
	ask->quantities = take(&at, e->nmeasures * sizeof(struct hq_interval));
	pass->event_line = take(&at, nlines * sizeof(int16_t));
	if (nlines == 0)
		pass->event_line = NULL;
	pass->seen = take(&at, hqi_seen_size(e->nrows, e->nmeasures));
	at = (at + 15) & ~(uintptr_t)7;
	pass->cases = take(&at, hqi_cases_size(ask));
	pass->scratch = take(&at, scratch);
	return at - work;
}

size_t hq_work_size(const struct hq_tables *rules, uint16_t edition, size_t nrecords)
{
	struct hqi_pass pass;

	if (edition >= rules->editions.count || nrecords > HQ_RECORDS_MAX)
		return 0;
	hqi_ask(&pass.ask, rules, edition, NULL, 0);
	return hqi_lay_out(&pass, 0, nrecords);
}
