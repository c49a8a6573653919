/* From columns to verdicts. hqcsv_facts gives one row to the runtime's scalar functions. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

struct hqcsv_decider {
	const struct hqcsv *csv;
	struct hq_facts facts;
	struct hq_record teacher, assignment;
	struct hq_answer *answers;
	int64_t *work;
	size_t work_len;
};

static bool has_role(const struct hqcsv *csv, enum hqcsv_role role)
{
	for (size_t c = 0; c < csv->ncolumns; c++)
		if (csv->columns[c].open.role == role)
			return true;
	return false;
}

static bool begin_facts(struct hqcsv_decider *d, const struct hq_facts *same)
{
	const struct hqcsv_binding *b = &d->csv->binding;
	const uint16_t nslots = HQ_AT(struct hq_edition, b->rules, editions)[b->edition].nslots;
	const struct hq_facts nothing = { .vocab = b->vocab };
	same = same ? same : &nothing;
	d->facts = *same;
	d->teacher = (struct hq_record){ .kind = (uint8_t)b->vocab->teacher, .unit = 255, .times = 1 };
	d->assignment = (struct hq_record){ .kind = (uint8_t)b->vocab->assignment, .unit = 255, .times = 1 };
	d->answers = calloc((size_t)nslots + 1, sizeof *d->answers);
	if (!d->answers || same->nrecords > 1)
		return false;
	if (same->answers)
		memcpy(d->answers, same->answers, nslots * sizeof *d->answers);
	if (same->nrecords)
		d->teacher = same->records[0];
	if (same->assignment)
		d->assignment = *same->assignment;
	if (same->nrecords || has_role(d->csv, HQCSV_TEACHER_FIELD)) {
		d->facts.records = &d->teacher;
		d->facts.nrecords = 1;
		d->facts.list[b->vocab->teacher] = HQ_KNOWN;
	}
	if (same->assignment || has_role(d->csv, HQCSV_ASSIGNMENT_FIELD))
		d->facts.assignment = &d->assignment;
	d->facts.answers = d->answers;
	return !hq_facts_prepare(&d->facts, &d->teacher);
}

struct hqcsv_decider *hqcsv_decider_new(const struct hqcsv *csv, const struct hq_facts *same)
{
	struct hqcsv_decider *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	d->csv = csv;
	d->work_len = hq_work_size(csv->binding.rules, csv->binding.edition, 1);
	d->work = malloc(d->work_len + 1);
	if (!d->work || !begin_facts(d, same)) {
		hqcsv_decider_free(d);
		return NULL;
	}
	return d;
}

void hqcsv_decider_free(struct hqcsv_decider *d)
{
	if (!d)
		return;
	free(d->answers);
	free(d->work);
	free(d);
}

static int64_t value_at(const struct hqcsv_lane *lane, size_t row)
{
	switch ((enum hq_column_type)lane->what.type) {
	case HQ_COLUMN_BITS: break;            /* none of ours */
	case HQ_COLUMN_U8:  return ((const uint8_t *)lane->cells.values)[row];
	case HQ_COLUMN_I16: return ((const int16_t *)lane->cells.values)[row];
	case HQ_COLUMN_I32: return ((const int32_t *)lane->cells.values)[row];
	case HQ_COLUMN_I64: return ((const int64_t *)lane->cells.values)[row];
	}
	return 0;
}

static bool bit(const uint8_t *bitmap, size_t row)
{
	return bitmap[row / 8] >> row % 8 & 1;
}

/* A quantity as written, in the slot's scale. */
static int64_t scaled(const struct hqcsv *csv, const struct hqcsv_lane *lane, int64_t v)
{
	const struct hqcsv_binding *b = &csv->binding;
	const struct hq_edition *e = &HQ_AT(struct hq_edition, b->rules, editions)[b->edition];
	const struct hq_slot s = hq_slot_at(b->rules, e->first_slot + lane->what.index);
	return s.type == HQ_SLOT_YES_NO ? v : v * s.step / csv->columns[lane->column].reader.one;
}

const struct hq_facts *hqcsv_facts(struct hqcsv_decider *d, const struct hqcsv_block *block, size_t row)
{
	for (size_t l = 0; l < block->nlanes; l++) {
		const struct hqcsv_lane *lane = &block->lanes[l];
		const bool known = bit(lane->cells.valid, row), asked = bit(lane->cells.asked, row);
		const int64_t v = known ? value_at(lane, row) : 0;
		if (lane->what.of == HQ_OF_SLOT) {
			d->answers[lane->what.index] = (struct hq_answer){ .value = scaled(d->csv, lane, v),
				.know = known ? HQ_KNOWN : asked ? HQ_UNKNOWN : HQ_NOT_ASKED };
			continue;
		}
		struct hq_record *r = lane->what.kind == d->csv->binding.vocab->teacher ? &d->teacher : &d->assignment;
		const uint16_t field = (uint16_t)(1u << lane->what.index);
		r->v[lane->what.index] = v;
		r->known = (uint16_t)(known ? r->known | field : r->known & ~field);
		r->asked = (uint16_t)(asked ? r->asked | field : r->asked & ~field);
	}
	return &d->facts;
}

int hqcsv_decide(struct hqcsv_decider *d, const struct hqcsv_block *block, uint8_t *verdicts, uint16_t *routes, int8_t *errors)
{
	const struct hqcsv_binding *b = &d->csv->binding;
	for (size_t r = 0; r < block->nrows; r++) {
		enum hq_verdict verdict = 0;
		uint16_t route = HQ_NONE;
		int rc = HQ_OK;
		if (!bit(block->refused, r))
			rc = hq_verdict(b->rules, b->edition, hqcsv_facts(d, block, r), b->as_of, d->work, d->work_len,
					&verdict, &route);
		verdicts[r] = rc ? 0 : (uint8_t)verdict;
		errors[r] = (int8_t)rc;
		if (routes)
			routes[r] = route;
	}
	return 0;
}
