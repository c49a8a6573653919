/* Who may have to be decided case by case (semantics 8.5): teachers whom intervals leave open and who lack a fact that enters the rules in more than
 * one way. As exact.c's `lacks`, of columns; hq_verdict does the rest.
 */
#include "program.h"

static bool is_missing(const struct hq_facts *facts, uint8_t kind)
{
	return facts->list[kind] == HQ_UNKNOWN || (facts->list[kind] == HQ_NOT_ASKED && !facts->closed);
}

/* Bits: the form's answer lacks; @otherwise: what is so of whoever was not asked for it. */
static uint16_t lacks_answer(struct hqb_build *b, uint16_t slot, bool otherwise)
{
	const uint16_t column = slot == HQ_NONE ? HQ_NONE : b->slot_column[slot - b->batch->edition->first_slot];
	const struct hq_answer *same = hqi_answer(&b->ask, slot);

	if (column == HQ_NONE)
		return (same ? same->know != HQ_KNOWN : otherwise) ? HQB_YES : HQB_NO;
	return hqb_missing(b, column, otherwise);
}

/* Bits: a field of a single record, of those in the set @fields. */
static uint16_t lacks_field(struct hqb_build *b, uint16_t kind, uint16_t fields)
{
	const struct hq_record *r = kind == b->batch->vocab->teacher ? hqb_teacher(b->batch) : b->batch->same.assignment;
	uint16_t known = r ? r->known : 0, out = HQB_NO;

	for (uint16_t c = 0; r && c < b->batch->ncolumns; c++) {
		const struct hq_column *at = &b->batch->columns[c];

		if (at->of != HQ_OF_FIELD || at->kind != kind || !(fields >> at->index & 1))
			continue;
		known |= (uint16_t)(1u << at->index);
		out = hqb_or(b, out, hqb_not(b, hqb_column_bits(b, c, HQB_VALID)));
	}
	return fields & ~known || !r ? HQB_YES : out;
}

uint16_t hqb_split(struct hqb_build *b)
{
	const struct hq_batch *batch = b->batch;
	const struct hq_fork *f = hqi_forks(&b->ask), *end = f + batch->edition->nforks;
	uint16_t out = HQB_NO;

	for (; f < end; f++) {
		uint16_t one = HQB_NO;

		switch ((enum hq_fork_what)f->what) {
		case HQ_FORK_FIELDS:
			if (hqb_is_single(batch->vocab, f->kind))
				one = lacks_field(b, f->kind, f->arg);
			break;
		case HQ_FORK_AMOUNT:               /* of a record; there are none */
		case HQ_FORK_YEARS:
		case HQ_FORK_GIVE_UP:              /* beside the list of its kind */
			break;
		case HQ_FORK_LIST:
			one = is_missing(&batch->same, f->kind) ? HQB_YES : HQB_NO;
			break;
		case HQ_FORK_MEASURE:
			one = lacks_answer(b, b->ask.measures[f->arg].slot, is_missing(&batch->same, f->kind));
			break;
		case HQ_FORK_ROW:
			one = lacks_answer(b, hq_slot_of(&b->ask.rows[f->arg]), b->ask.rows[f->arg].op == HQ_OP_SILENT);
			break;
		}
		out = hqb_or(b, out, one);
	}
	return out;
}
