/* What keeps a decision open (semantics 8.6): the facts, slots, judgements and silences that its open rows lack, each once. */
#include "explain.h"

struct missing {
	const struct hqi_explain *e;
	int (*visit)(void *context, const struct hq_missing *missing);
	void *context;
	int stop;                              /* what @visit returned */
	int judgement;                         /* the kind of record that holds what people judge; or none */
	uint32_t given[HQ_KINDS_MAX];          /* of each kind: bit f for field f, 16 + enum hq_lack for the rest */
	uint16_t row, slot;                    /* being looked at */
	bool silent;                           /* its silence has been given */
};

static void give(struct missing *m, enum hq_lack lack, uint32_t kind, uint32_t field, enum hq_know state)
{
	const struct hq_missing out = { (uint8_t)lack, (uint8_t)kind, (uint8_t)field, (uint8_t)state, m->slot, m->row };

	if (lack <= HQ_LACK_AMOUNT) {          /* a list, a field, an amount */
		const uint32_t bit = (uint32_t)1 << (lack == HQ_LACK_FIELD ? field : 16u + lack);

		if (m->given[kind] & bit)
			return;
		m->given[kind] |= bit;
	}
	if (!m->stop)
		m->stop = m->visit(m->context, &out);
}

static void give_silence(struct missing *m)
{
	if (!m->silent)
		give(m, HQ_LACK_SILENT, 255, 255, HQ_NOT_ASKED);
	m->silent = true;
}

static void give_field(struct missing *m, uint32_t kind, uint32_t field, const struct hq_record *record)
{
	give(m, HQ_LACK_FIELD, kind, field, hqi_is_unknown(&m->e->ask, record, kind, field) ? HQ_UNKNOWN : HQ_NOT_ASKED);
}

static void give_amount(struct missing *m, const struct hq_record *record)
{
	give(m, HQ_LACK_AMOUNT, record->kind, 255, record->amount_asked ? HQ_UNKNOWN : HQ_NOT_ASKED);
}

/* What a filter lacks; nothing unless it is unknown. */
static void filter_lacks(struct missing *m, hqi_truth t, uint32_t kind, const struct hq_record *record)
{
	const struct hqi_ask *ask = &m->e->ask;

	for (uint32_t f = 0; f < HQ_FIELDS_MAX; f++) {
		if (t & HQI_LACK_FIELD(f))
			give_field(m, kind, f, record);
		if (t & HQI_LACK_TEACHER(f))
			give_field(m, ask->vocab->teacher, f, hqi_teacher(ask));
		if (t & HQI_LACK_ASSIGNMENT(f))
			give_field(m, ask->vocab->assignment, f, ask->facts->assignment);
	}
	if (t & (HQI_LACK_AMOUNT | HQI_LACK_UNIT))
		give_amount(m, record);
	if (t & HQI_LACK_SILENT)
		give_silence(m);
}

static void record_lacks(struct missing *m, uint32_t measure, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = hqi_kind(m->e, record->kind);
	struct hqi_count why;

	hqi_record_counts(&m->e->ask, measure, record, &why);
	if (why.in_window == 0)
		return;
	filter_lacks(m, why.filter, record->kind, record);
	if (why.lacks_day) {
		const bool first = k->from_field < HQ_FIELDS_MAX && !(record->known >> k->from_field & 1);
		const uint32_t field = first ? k->from_field : k->date_field;

		if (field < HQ_FIELDS_MAX)
			give_field(m, record->kind, field, record);
	}
	if (why.lacks_amount || why.other_unit)
		give_amount(m, record);
}

bool hqi_slot_lacks(const struct hqi_ask *ask, uint32_t slot, enum hq_know *state)
{
	const struct hq_answer *answer = hqi_answer(ask, slot);

	if (slot == HQ_NONE || !ask->facts->answers)
		return false;
	*state = answer ? HQ_UNKNOWN : HQ_NOT_ASKED;
	if (answer)
		return answer->know == HQ_UNKNOWN;
	const uint32_t kinds = HQ_AT(struct hq_packed_slot, ask->rules, slots)[slot].kinds;

	for (uint32_t k = 0; k < ask->vocab->kinds.count; k++)
		if ((kinds >> k & 1) && k != ask->vocab->teacher && k != ask->vocab->assignment &&
		    ask->facts->list[k] != HQ_KNOWN)
			return true;
	return false;
}

/* Where @slot may answer: whether that is what is missing. */
static bool gives_slot(struct missing *m, uint32_t slot, uint32_t kind)
{
	enum hq_know state = HQ_NOT_ASKED;

	if (!hqi_slot_lacks(&m->e->ask, slot, &state))
		return false;
	m->slot = (uint16_t)slot;
	give(m, HQ_LACK_SLOT, kind, 255, state);
	m->slot = HQ_NONE;
	return true;
}

static void measure_lacks(struct missing *m, uint32_t measure)
{
	const struct hqi_ask *ask = &m->e->ask;
	const struct hq_facts *facts = ask->facts;
	const uint8_t kind = hqi_shape(ask, measure)->kind;

	if (gives_slot(m, ask->measures[measure].slot, kind))
		return;
	if (facts->list[kind] == HQ_KNOWN) {
		for (uint32_t i = facts->first[kind]; i < facts->first[kind + 1]; i++)
			record_lacks(m, measure, &facts->records[i]);
		return;
	}
	/* Of what people judge, each matter is a question of its own. */
	give(m, m->judgement == kind ? HQ_LACK_JUDGEMENT : HQ_LACK_LIST, kind, 255, facts->list[kind]);
}

static void row_lacks(struct missing *m)
{
	const struct hqi_ask *ask = &m->e->ask;
	const struct hq_row *r = &ask->rows[m->row];
	const struct hq_packed_line *line = ask->lines + r->arg;
	struct hq_interval v;

	m->silent = false;
	if (gives_slot(m, hq_slot_of(r), 255))
		return;
	switch ((enum hq_op)r->op) {
	case HQ_OP_QUANTITY:
		measure_lacks(m, r->arg);
		break;
	case HQ_OP_SCALAR:
		filter_lacks(m, hqi_filter(ask, r->arg, NULL), 0, NULL);
		break;
	case HQ_OP_SILENT:
		give_silence(m);
		break;
	case HQ_OP_LINE:
		v = hqi_quantity(ask, line->measure);
		if (v.hi > 0)
			measure_lacks(m, line->measure);
		if (ask->numbers[line->mul_hi] > ask->numbers[line->mul] && v.hi > 0)
			give_silence(m);
		break;
	case HQ_OP_AWARD:
		if (ask->numbers[r->arg] < ask->numbers[r->arg + 1] && hqi_result(m->e, ask->kids[r->first_kid]) != HQI_R_NO)
			give_silence(m);
		break;
	case HQ_OP_RUBRIC:
		v = hqi_rubric_mark_met(ask, m->row);
		if (ask->rubrics[r->arg].silent_pass && v.lo != v.hi)
			give_silence(m);
		break;
	case HQ_OP_NONE: case HQ_OP_ALL: case HQ_OP_ANY: case HQ_OP_AT_LEAST: case HQ_OP_NOT: case HQ_OP_CATEGORY:
		break;
	}
}

int hqi_missing_each(const struct hqi_explain *e, int (*visit)(void *context, const struct hq_missing *missing), void *context)
{
	struct missing m = { .e = e, .visit = visit, .context = context, .slot = HQ_NONE };

	m.judgement = hq_find_kind(e->ask.vocab, "attestation", 11);
	hqi_mark(e, HQI_MARK_OPEN, e->rows, NULL);
	for (uint32_t i = 0; i < e->ask.edition->nrows && !m.stop; i++) {
		m.row = (uint16_t)(e->ask.edition->first_row + i);
		if (hqi_in(e, e->rows, m.row) && hqi_is_open(&e->ask, m.row))
			row_lacks(&m);
	}
	return m.stop;
}

int hq_missing_each(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
		    int (*visit)(void *context, const struct hq_missing *missing), void *context)
{
	struct hqi_rows rows;
	struct hqi_explain e = { .d = decision, .rows = &rows };

	hqi_ask_again(&e.ask, rules, facts, decision);
	return decision->verdict == HQ_UNDETERMINED ? hqi_missing_each(&e, visit, context) : 0;
}
