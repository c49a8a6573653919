/* Is this a plan? Columns of what is there, of a type that can hold it, each once; rows that have points; facts in order.
 */
#include "program.h"

static bool holds(unsigned type, int64_t min, int64_t max)
{
	switch (type) {
	case HQ_COLUMN_U8:  return min >= 0 && max <= UINT8_MAX;
	case HQ_COLUMN_I16: return min >= INT16_MIN && max <= INT16_MAX;
	case HQ_COLUMN_I32: return min >= INT32_MIN && max <= INT32_MAX;
	default:            return type == HQ_COLUMN_I64;
	}
}

/* A column whose values are not numbers must be able to hold each of them; numbers may well be small. */
static int field_ok(const struct hq_vocab *vocab, const struct hq_column *c)
{
	if (c->kind >= vocab->kinds.count)
		return HQ_ENAME;
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, vocab, kinds) + c->kind;

	if (c->index >= k->nfields)
		return HQ_ENAME;
	const struct hq_vocab_field *f = HQ_AT(struct hq_vocab_field, vocab, fields) + k->first_field + c->index;

	if (c->type == HQ_COLUMN_BITS)
		return f->type != HQ_FIELD_YES_NO ? HQ_ENAME : c->decimals ? HQ_ERANGE : HQ_OK;
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return holds(c->type, 0, f->ncodes - 1) ? c->decimals ? HQ_ERANGE : HQ_OK : HQ_ENAME;
	case HQ_FIELD_SOME_OF:
		return holds(c->type, 0, (int64_t)(((uint64_t)1 << f->ncodes) - 1)) ? c->decimals ? HQ_ERANGE : HQ_OK : HQ_ENAME;
	case HQ_FIELD_DATE:
		return holds(c->type, HQ_DAY_FIRST, HQ_DAY_LAST) ? c->decimals ? HQ_ERANGE : HQ_OK : HQ_ENAME;
	case HQ_FIELD_YES_NO:
		return c->decimals ? HQ_ERANGE : HQ_OK;
	case HQ_FIELD_NUMBER:
		break;
	}
	return c->decimals > f->decimals ? HQ_ERANGE : HQ_OK;
}

static bool has_list(const struct hq_batch_plan *plan, uint8_t kind)
{
	for (size_t i = 0; i < plan->ncolumns; i++)
		if (plan->columns[i].of == HQ_OF_LIST && plan->columns[i].kind == kind)
			return true;
	return false;
}

bool hqb_is_single(const struct hq_vocab *vocab, uint8_t kind)
{
	return kind == vocab->teacher || kind == vocab->assignment;
}

static int column_ok(const struct hq_batch_plan *plan, const struct hq_column *c)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, plan->rules, editions) + plan->edition;
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, plan->vocab, kinds);

	if (c->type < HQ_COLUMN_BITS || c->type > HQ_COLUMN_I64)
		return HQ_ENAME;
	if (c->of == HQ_OF_SLOT) {
		if (c->index >= e->nslots)
			return HQ_ENAME;
		const struct hq_slot s = hq_slot_at(plan->rules, e->first_slot + c->index);

		if (c->type == HQ_COLUMN_BITS && s.type != HQ_SLOT_YES_NO)
			return HQ_ENAME;
		return c->decimals > s.decimals ? HQ_ERANGE : HQ_OK;
	}
	if (c->of == HQ_OF_FIELD && c->kind < plan->vocab->kinds.count && hqb_is_single(plan->vocab, c->kind))
		return field_ok(plan->vocab, c);
	/* All the rest belongs to a list. */
	if (c->kind >= plan->vocab->kinds.count || hqb_is_single(plan->vocab, c->kind) || !has_list(plan, c->kind))
		return HQ_ENAME;
	switch ((enum hq_column_of)c->of) {
	case HQ_OF_SLOT:
		break;
	case HQ_OF_FIELD:
		return field_ok(plan->vocab, c);
	case HQ_OF_LIST:
		return c->type == HQ_COLUMN_I32 ? HQ_OK : HQ_ENAME;
	case HQ_OF_AMOUNT:
		if (!(kinds[c->kind].flags & HQ_KIND_AMOUNT) || c->index >= HQ_UNITS_MAX || !(kinds[c->kind].units >> c->index & 1) ||
		    c->type == HQ_COLUMN_BITS)
			return HQ_ENAME;
		return c->decimals > kinds[c->kind].decimals ? HQ_ERANGE : HQ_OK;
	case HQ_OF_TIMES:
		return (kinds[c->kind].flags & HQ_KIND_TIMES) && c->type != HQ_COLUMN_BITS ? HQ_OK : HQ_ENAME;
	case HQ_OF_EVENT:
		return c->type != HQ_COLUMN_BITS ? HQ_OK : HQ_ENAME;
	}
	return HQ_ENAME;
}

static bool are_same(const struct hq_column *x, const struct hq_column *y)
{
	return x->of == y->of && (x->of == HQ_OF_SLOT || x->kind == y->kind) &&
	       (x->index == y->index || x->of == HQ_OF_LIST || x->of == HQ_OF_TIMES || x->of == HQ_OF_EVENT);
}

int hqb_plan_ok(const struct hq_batch_plan *plan)
{
	const struct hq_facts *same = plan->same;

	if (!plan->vocab || plan->vocab->hash != plan->rules->vocab_hash || (same && same->vocab != plan->vocab))
		return HQ_EVOCAB;
	if (plan->edition >= plan->rules->editions.count)
		return HQ_ENOEDITION;
	if (same && !same->prepared)
		return HQ_EORDER;
	if (plan->as_of < HQ_DAY_FIRST || plan->as_of > HQ_DAY_LAST || plan->ncolumns > HQ_BATCH_COLUMNS_MAX ||
	    plan->records_max > HQ_RECORDS_MAX || plan->npoints > HQ_ROWS_MAX ||
	    (same && (same->nrecords > 1 || (same->nrecords && same->records[0].kind != plan->vocab->teacher))))
		return HQ_ERANGE;
	for (size_t i = 0; i < plan->ncolumns; i++) {
		const int rc = column_ok(plan, &plan->columns[i]);

		if (rc < 0)
			return rc;
		for (size_t k = 0; k < i; k++)
			if (are_same(&plan->columns[i], &plan->columns[k]))
				return HQ_ENAME;
	}
	const struct hq_edition *e = HQ_AT(struct hq_edition, plan->rules, editions) + plan->edition;
	const struct hq_row *rows = HQ_AT(struct hq_row, plan->rules, rows);

	for (size_t i = 0; i < plan->npoints; i++) {
		const uint16_t row = plan->points[i];

		if (row < e->first_row || row - e->first_row >= e->nrows || !(hq_is_points(&rows[row]) || rows[row].op == HQ_OP_RUBRIC))
			return HQ_ENAME;
	}
	return HQ_OK;
}
