/* May the facts that are missing still be answered so that a verdict comes out? A relaxation: every row is answered as suits it best, as if
 * its facts were its own. So "yes" is a hope and "no" is certain, and only the "no" is used.
 *
 * The ends of an interval are reckoned apart from each other by the runtime (the least is made of least, the most of most). So the best that
 * answers can do for a lower end is to reckon it from upper ends, and the other way round: the intervals of what is missing are turned over,
 * and the runtime's own functions do the rest.
 */
#include "questions.h"

#include <string.h>

static const struct hq_interval either_way = { 1, 0 };

/* A row asks the filter: lacks that a fact can fill make it come out either way, a silence stays. */
static struct hq_interval scalar(const struct hqi_ask *ask, const struct hq_row *row)
{
	const hqi_truth t = hqi_filter(ask, row->arg, NULL);

	if (hqi_is_yes(t) || hqi_is_no(t))
		return (struct hq_interval){ hqi_is_yes(t), hqi_is_yes(t) };
	return (t & HQI_LACKS & ~HQI_LACK_SILENT) ? either_way : (struct hq_interval){ 0, 1 };
}

static struct hq_interval quantity(const struct hqi_ask *ask, const struct hq_row *row, struct hq_interval q)
{
	const int64_t a = ask->numbers[row->range], b = ask->numbers[row->range + 1];

	/* q is turned over: some quantity between its ends lies in a..b; none of them lies outside */
	return (struct hq_interval){ q.lo >= a && q.hi <= b, q.hi >= a && q.lo <= b };
}

static struct hq_interval combine(const struct hqi_ask *ask, const struct hq_row *row)
{
	struct hq_interval n = { 0, 0 };
	const int64_t k = row->op == HQ_OP_ALL ? row->nkids : row->op == HQ_OP_AT_LEAST ? row->arg : 1;

	for (uint16_t i = 0; i < row->nkids; i++) {
		const struct hq_interval v = hqi_value(ask, ask->kids[row->first_kid + i]);

		n.lo += v.lo;
		n.hi += v.hi;
	}
	if (row->op == HQ_OP_NOT)
		return (struct hq_interval){ n.hi < k, n.lo < k };
	return (struct hq_interval){ n.lo >= k, n.hi >= k };
}

static struct hq_interval best(const struct hqi_ask *ask, uint16_t index, bool shared)
{
	const struct hq_row *row = &ask->rows[index];

	if (shared && (row->op == HQ_OP_SILENT || row->op == HQ_OP_SCALAR || row->op == HQ_OP_RUBRIC))
		return either_way;              /* it may cancel out */
	if (hqi_answer(ask, hq_slot_of(row)))
		return either_way;              /* a form's answer that nobody knew */
	switch ((enum hq_op)row->op) {
	case HQ_OP_ALL: case HQ_OP_ANY: case HQ_OP_AT_LEAST: case HQ_OP_NOT:
		return combine(ask, row);
	case HQ_OP_QUANTITY:
		return quantity(ask, row, hqi_quantity(ask, row->arg));
	case HQ_OP_SCALAR:
		return scalar(ask, row);
	case HQ_OP_LINE: case HQ_OP_AWARD: case HQ_OP_CATEGORY:
		return hqi_row_counted(ask, index);
	case HQ_OP_RUBRIC:
		if (hqi_is_once(ask, row->arg))
			return either_way;      /* an allotment is not of one end alone */
		return hqi_rubric_passes(ask, index, hqi_rubric_points_met(ask, index));
	case HQ_OP_SILENT: case HQ_OP_NONE:
		break;
	}
	return (struct hq_interval){ 0, row->op == HQ_OP_SILENT };
}

unsigned relax(struct trial *t)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, t->base->rules, editions)[t->base->edition];
	const struct hq_decision *d = &t->decision;
	struct hqi_ask ask;

	hqi_ask_again(&ask, t->base->rules, &t->facts, d);
	ask.values = t->values;
	ask.quantities = t->quantities;
	for (uint16_t i = 0; i < e->nmeasures; i++)
		t->quantities[i] = (struct hq_interval){ d->measures[i].hi, d->measures[i].lo };
	for (uint16_t i = 0; i < e->nrows; i++)
		t->values[i] = d->rows[i].lo == d->rows[i].hi ? d->rows[i] : best(&ask, (uint16_t)(e->first_row + i), t->shared[i] == 2);
	const struct hq_interval always = { 1, 1 };
	const struct hq_interval applies = e->applies == HQ_NONE ? always : hqi_value(&ask, e->applies);
	const struct hq_interval every = e->every == HQ_NONE ? always : hqi_value(&ask, e->every);
	const struct hq_interval routes = e->routes == HQ_NONE ? always : hqi_value(&ask, e->routes);
	unsigned out = 0;

	if (applies.hi == 0)
		out |= 1u << HQ_NOT_APPLICABLE;
	if (applies.lo && every.lo && routes.lo)
		out |= 1u << HQ_HIGHLY_QUALIFIED;
	if (applies.lo && (every.hi == 0 || routes.hi == 0))
		out |= 1u << HQ_NOT_HIGHLY_QUALIFIED;
	return out;
}
