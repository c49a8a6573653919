/* The other assignments: those that a record of the teacher speaks of, where the rules compare fields of the two. Each is a move,
 * and a world in which the search begins anew. */
#include "plan.h"

static const struct hq_vocab_change *assignment_change(const struct hqp *s, uint8_t field)
{
	for (uint32_t i = 0; i < s->vocab->changes.count; i++) {
		const struct hq_vocab_change *c = HQ_AT(struct hq_vocab_change, s->vocab, changes) + i;

		if (c->can == HQ_CAN_CHANGE && c->kind == s->vocab->assignment && c->field == field && c->months <= s->months)
			return c;
	}
	return NULL;
}

/* Makes @out the assignment that record @r speaks of: where a filter compares a field of the two and they disagree, as the
 * record has it; with @whole, both ends of what has an order, since one alone might leave a range that ends before it begins.
 * @range: something ordered disagreed. @pick chooses among the codes of a set. Returns how many codes there were to choose from. */
static uint32_t spoken_of(struct hqp *s, const struct hq_record *r, uint32_t pick, bool whole, struct hq_record *out, bool *changed,
			  bool *range)
{
	const struct hq_edition *e = s->ask.edition;
	struct hq_facts facts = *s->ask.facts;
	struct hqi_ask ask = s->ask;
	uint32_t choices = 1;

	facts.assignment = out;
	ask.facts = &facts;
	*changed = *range = false;
	for (uint16_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		uint16_t at = s->ask.measures[m].filter;

		if (at == HQ_NONE || hqi_shape(&s->ask, m)->kind != r->kind)
			continue;
		for (;; at++) {
			const struct hq_packed_op *packed = HQ_AT(struct hq_packed_op, s->rules, filter_ops) + at;
			const struct hq_filter_op op = hq_filter_op_of(packed, s->ask.numbers);

			if (op.op == HQ_F_END)
				break;
			if (op.op != HQ_F_COMPARE || op.src != HQ_SRC_RECORD || op.other_src != HQ_SRC_ASSIGNMENT || op.other_set ||
			    !(r->known >> op.field & 1))
				continue;
			const struct hq_vocab_change *c = assignment_change(s, op.other);
			const bool known = out->known >> op.other & 1;
			int64_t v = r->v[op.field];

			const bool ordered = op.rel != HQ_REL_EQ && op.rel != HQ_REL_SHARES;
			const bool fits = known && hqi_is_yes(hqi_filter_leaf(&ask, packed, r));

			*range = *range || (ordered && !fits);
			if (!c || (fits && !(ordered && whole)) || (op.set && v == 0))
				continue;
			if (known && !(out->v[op.other] < 256 && c->from[out->v[op.other] / 64] >> out->v[op.other] % 64 & 1))
				continue;
			if (op.set) {
				uint32_t n = 0, code = 0;

				for (uint32_t b = 0; b < 63; b++)
					n += (uint32_t)(v >> b & 1);
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
uint16_t hqp_assignments(struct hqp *s)
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
				hqp_cut(s, HQP_CUT_OTHERS);
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
