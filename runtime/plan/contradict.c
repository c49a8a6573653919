/* Facts that contradict what the vocabulary declares of them (semantics 8.8). Nothing that decides asks: known facts are decided as they stand. */
#include "hq_plan.h"
#include "hq_internal.h"

/* A record that the implication does not allow; facts->nrecords: the assignment; -1: none. */
static int64_t broken_by(const struct hqi_ask *ask, const struct hq_implied *implied)
{
	const struct hq_facts *f = ask->facts;
	const struct hq_record *single = implied->kind == ask->vocab->assignment ? f->assignment : NULL;
	int64_t one = -1;

	if (single && hqi_is_no(hqi_filter(ask, implied->holds, single)))
		return (int64_t)f->nrecords;
	for (uint32_t i = f->first[implied->kind]; i < f->first[implied->kind + 1]; i++) {
		const struct hq_record *r = &f->records[i];
		const hqi_truth holds = hqi_filter(ask, implied->holds, r);

		if (implied->when == HQ_NONE) {
			if (hqi_is_no(holds))
				return i;
		} else if (!hqi_is_no(holds)) {
			return -1;
		} else if (hqi_is_yes(hqi_filter(ask, implied->when, r))) {
			one = i;
		}
	}
	return one;
}

int hq_contradiction(const struct hq_tables *rules, const struct hq_facts *facts, uint32_t from, struct hq_contradiction *out)
{
	struct hqi_ask ask = { .vocab = facts->vocab, .facts = facts };

	hqi_ask_rules(&ask, rules);
	for (; from < rules->implied.count; from++) {
		const struct hq_implied *implied = HQ_AT(struct hq_implied, rules, implied) + from;
		const int64_t record = broken_by(&ask, implied);
		uint16_t fields = 0;

		if (record < 0)
			continue;
		for (const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, rules, filter_ops) + implied->holds; op->op != HQ_F_END; op++) {
			if (op->op < HQ_F_IN)
				continue;
			fields |= (uint16_t)(1u << op->field);
			if (op->op == HQ_F_COMPARE)
				fields |= (uint16_t)(1u << (op->at & 15));
		}
		*out = (struct hq_contradiction){ (size_t)record, from, fields, (uint8_t)implied->kind, implied->when != HQ_NONE };
		return 1;
	}
	return 0;
}

uint32_t hq_contradictions(const struct hq_tables *rules, const struct hq_facts *facts)
{
	struct hq_contradiction c;
	uint32_t broken = 0;

	for (uint32_t from = 0; hq_contradiction(rules, facts, from, &c); from = c.implied + 1)
		broken |= c.implied < 32 ? 1u << c.implied : 0;
	return broken;
}
