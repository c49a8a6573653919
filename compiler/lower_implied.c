/* Implications between facts to filters in a block of rules (semantics 8.8).
 *
 * They are declared once, with the facts, and stand in the tables of every jurisdiction whose rules they bear on, so that the
 * runtime asks them as it asks any filter. The one idea: an implication that no rule could notice is left out.
 */
#include "lower.h"

static uint32_t fields_of(const struct hqc_filter *f)
{
	uint32_t fields = f->field ? 1u << f->field->index : 0;

	for (const struct hqc_value *v = f->values; v; v = v->next)
		if (v->kind == HQC_VALUE_FIELD && v->field)
			fields |= 1u << v->field->index;
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		fields |= fields_of(part);
	return fields;
}

/* Does `F is A, B` name the code? */
static bool names(const struct hqc_filter *f, uint16_t code)
{
	for (const struct hqc_value *v = f->values; v; v = v->next)
		if (v->code && v->code->index == code)
			return true;
	return false;
}

static bool takes(const struct hqc_lower *l, const struct hq_filter_op *op, uint16_t code)
{
	if (op->op == HQ_F_RANGE)
		return code >= op->a && code <= op->b;
	return code / 64 < op->b && (*HQC_AT(uint64_t, l->words, op->a + code / 64) >> code % 64 & 1);
}

/* Does the relation take a code of `holds` and not one of `when`, or the other way round? */
static bool tells_apart(const struct hqc_lower *l, const struct hq_filter_op *op, const struct hqc_implied *implied)
{
	const uint16_t n = implied->holds->field->codes->count;

	for (uint16_t there = 0; there < n; there++)
		for (uint16_t first = 0; first < n; first++)
			if (names(implied->holds, there) && names(implied->when, first) && takes(l, op, there) != takes(l, op, first))
				return true;
	return false;
}

/* May it matter that there is another record? Not where no relation tells the one from the other. */
static bool another_matters(const struct hqc_lower *l, const struct hqc_record *r, const struct hqc_implied *implied)
{
	const struct hqc_filter *holds = implied->holds, *when = implied->when;

	if (holds->kind != HQC_FILTER_FIELD || when->kind != HQC_FILTER_FIELD || holds->field != when->field ||
	    holds->field->type != HQC_TYPE_ONE_OF || holds->rel != HQC_REL_IS || when->rel != HQC_REL_IS)
		return true;
	for (uint32_t m = 0; m < l->measures.count; m++) {
		const struct hq_measure *measure = HQC_AT(const struct hq_measure, l->measures, m);

		for (uint32_t i = measure->filter; measure->kind == r->index && i != HQ_NONE && HQC_AT(struct hq_filter_op, l->filter_ops, i)->op != HQ_F_END; i++) {
			const struct hq_filter_op *op = HQC_AT(struct hq_filter_op, l->filter_ops, i);

			if ((op->op == HQ_F_IN || op->op == HQ_F_RANGE) && op->src == HQ_SRC_RECORD && op->field == holds->field->index &&
			    tells_apart(l, op, implied))
				return true;
		}
	}
	return false;
}

static uint16_t lower(struct hqc_lower *l, const struct hqc_record *r, const struct hqc_filter *f)
{
	l->record = r;
	return hqc_lower_filter(l, f, NULL);
}

static void add(struct hqc_lower *l, const struct hqc_record *r, const struct hqc_implied *implied)
{
	const uint16_t when = implied->each ? HQ_NONE : lower(l, r, implied->when);
	const uint16_t holds = lower(l, r, implied->each ? implied->each : implied->holds);

	for (uint32_t i = 0; i < l->implied.count; i++) {
		const struct hq_implied *old = HQC_AT(const struct hq_implied, l->implied, i);

		if (old->kind == r->index && old->when == when && old->holds == holds)
			return;                 /* of the edition before; equal filters stand once */
	}
	*(struct hq_implied *)hqc_buf_add(&l->c->arena, &l->implied, 1) =
		(struct hq_implied){ .kind = r->index, .when = when, .holds = holds };
}

void hqc_lower_implied(struct hqc_lower *l, const uint32_t *read)
{
	for (uint16_t k = 0; k < l->c->nrecords; k++) {
		const struct hqc_record *r = l->c->all_records[k];

		for (const struct hqc_implied *implied = r->implied; implied; implied = implied->next) {
			const uint32_t fields = implied->each ? fields_of(implied->each) : fields_of(implied->holds) | fields_of(implied->when);

			if (implied->each ? (fields & read[k]) != 0 : !(fields & ~read[k]) && another_matters(l, r, implied))
				add(l, r, implied);
		}
	}
}
