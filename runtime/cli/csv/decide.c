/* From columns to verdicts: a block's lanes are what hq_batch_run takes. hqcsv_facts gives one row to the runtime's scalar functions. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* A program for the lanes of the file, made when it is first asked for. */
struct program { const struct hq_batch *batch; void *mem, *work; size_t work_len; };

struct hqcsv_decider {
	const struct hqcsv *csv;
	const struct hq_facts *same;   /* the caller's */
	struct program verdicts, reasons;
	struct hq_cells *cells;
	struct hq_facts facts;
	struct hq_record teacher, assignment;
	struct hq_answer *answers;
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

/* Memory at a multiple of @align for @size bytes. */
static void *aligned(size_t size)
{
	return aligned_alloc(HQ_BATCH_ALIGN, (size / HQ_BATCH_ALIGN + 1) * HQ_BATCH_ALIGN);
}

static int begin_program(struct hqcsv_decider *d, struct program *p, bool reasons)
{
	const struct hqcsv_binding *b = &d->csv->binding;
	struct hq_column *columns = calloc(d->csv->nlanes + 1, sizeof *columns);
	struct hq_batch_plan plan = { .rules = b->rules, .vocab = b->vocab, .edition = b->edition, .as_of = b->as_of, .same = d->same,
				      .columns = columns, .ncolumns = d->csv->nlanes, .reasons = reasons };
	if (!columns)
		return HQ_ESPACE;
	for (size_t c = 0; c < d->csv->ncolumns; c++)
		if (d->csv->columns[c].open.lane != HQ_NONE)
			columns[d->csv->columns[c].open.lane] = d->csv->columns[c].what;
	const size_t size = hq_batch_size(&plan);
	p->mem = aligned(size);
	int rc = p->mem ? hq_batch_open(&plan, p->mem, size, &p->batch) : HQ_ESPACE;
	free(columns);
	if (!rc) {
		p->work_len = hq_batch_work_size(p->batch);
		p->work = aligned(p->work_len);
		rc = p->work ? 0 : HQ_ESPACE;
	}
	if (rc) {
		free(p->mem);
		*p = (struct program){ 0 };
	}
	return rc;
}

struct hqcsv_decider *hqcsv_decider_new(const struct hqcsv *csv, const struct hq_facts *same)
{
	struct hqcsv_decider *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	d->csv = csv;
	d->same = same;
	d->cells = calloc(csv->nlanes + 1, sizeof *d->cells);
	if (!d->cells || !begin_facts(d, same)) {
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
	free(d->cells);
	free(d->verdicts.mem);
	free(d->verdicts.work);
	free(d->reasons.mem);
	free(d->reasons.work);
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

int hqcsv_decide(struct hqcsv_decider *d, const struct hqcsv_block *block, uint8_t *verdicts, uint16_t *routes, uint16_t *reasons,
		 int8_t *errors)
{
	struct program *p = reasons ? &d->reasons : &d->verdicts;
	const struct hq_batch_out out = { .verdict = verdicts, .route = routes, .reason = reasons, .error = errors };
	int rc = p->batch ? 0 : begin_program(d, p, reasons != NULL);
	for (size_t l = 0; l < block->nlanes; l++)
		d->cells[l] = block->lanes[l].cells;
	if (!rc)
		rc = hq_batch_run(p->batch, d->cells, 0, block->nrows, &out, p->work, p->work_len, NULL);
	/* A row that the reader refuses has no verdict, whatever its other cells say. */
	for (size_t i = 0; !rc && i * 64 < block->nrows && block->nrefusals; i++) {
		for (uint64_t refused = csv_word(csv_bits(block->refused)[i]); refused; refused &= refused - 1) {
			const size_t r = i * 64 + (unsigned)__builtin_ctzll(refused);
			if (r >= block->nrows)
				break;
			verdicts[r] = 0;
			errors[r] = HQ_OK;
			if (routes)
				routes[r] = HQ_NONE;
			if (reasons)
				reasons[r] = HQ_NONE;
		}
	}
	return rc;
}
