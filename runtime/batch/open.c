/* From a plan to a program, all of it in the caller's memory: what everybody shares is put apart, and the edition is written as operations twice,
 * without and with missing cells.
 */
#include "program.h"

/* ---- memory -------------------------------------------------------------------------------------------------- */

/* What an edition can come to, about; one that comes to more is decided one by one. */
static uint32_t most_ops(const struct hq_batch_plan *plan)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, plan->rules, editions) + plan->edition;
	const struct hq_row *row = HQ_AT(struct hq_row, plan->rules, rows) + e->first_row;
	uint64_t n = 64 + 16 * plan->ncolumns + 16 * plan->npoints;

	for (uint16_t i = 0; i < e->nrows; i++, row++) {
		n += 16;
		if (row->op != HQ_OP_QUANTITY && row->op != HQ_OP_SCALAR && row->op != HQ_OP_LINE && row->op != HQ_OP_SILENT)
			n += 8u * row->nkids * (row->op == HQ_OP_AT_LEAST ? 1u + row->arg : 1);
		if (row->op == HQ_OP_LINE)
			n += 8u * HQ_AT(struct hq_packed_line, plan->rules, lines)[row->arg].ntiers;
		if (row->op == HQ_OP_RUBRIC) {
			const struct hq_packed_rubric *r = HQ_AT(struct hq_packed_rubric, plan->rules, rubrics) + row->arg;

			n += 8u * r->nmins + 4u * r->min_categories * row->nkids;
		}
		if (row->op == HQ_OP_SCALAR && row->arg != HQ_NONE)
			for (const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, plan->rules, filter_ops) + row->arg; op->op != HQ_F_END; op++)
				n += 8;
	}
	return n < HQB_OPS_MAX ? (uint32_t)n : HQB_OPS_MAX;
}

/* Where each array begins, in bytes. ORDER PARTS */
enum { BATCH, SCRATCH, COLUMNS, POINTS, ANSWERS, TEACHER, ASSIGNMENT, PARTS_WHOLE, PARTS_OPEN, WRITTEN_WHOLE, WRITTEN_OPEN, OPS_WHOLE, OPS_OPEN,
       SLOT_COLUMN, COLUMN_BITS, CHECKED, ENOUGH, ROW_ANSWERS, ROW_POINTS, LAST, NOW, SPARE, END };
struct layout { size_t at[END + 1]; uint32_t ops; uint16_t nevery, nroutes; };

static void lay_out(const struct hq_batch_plan *plan, struct layout *l)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, plan->rules, editions) + plan->edition;
	const struct hq_row *rows = HQ_AT(struct hq_row, plan->rules, rows);

	l->nevery = e->every == HQ_NONE ? 0 : rows[e->every].nkids;
	l->nroutes = e->routes == HQ_NONE ? 0 : rows[e->routes].nkids;
	l->ops = most_ops(plan);
	const size_t n = plan->ncolumns, ops = l->ops, parts = ((size_t)l->nevery + l->nroutes) * sizeof(struct hqb_answer);
	const size_t written = plan->npoints * sizeof(struct hqb_points);
	const size_t size[END] = {
		sizeof(struct hq_batch), sizeof(struct hqb_scratch), n * sizeof(struct hq_column), plan->npoints * sizeof(uint16_t),
		e->nslots * sizeof(struct hq_answer), sizeof(struct hq_record), sizeof(struct hq_record), parts, parts, written, written,
		ops * sizeof(struct hqb_op), ops * sizeof(struct hqb_op), e->nslots * sizeof(uint16_t), n * sizeof(uint16_t[3]), n * sizeof(bool),
		e->nrows * sizeof(int64_t), e->nrows * sizeof(struct hqb_answer), e->nrows * sizeof(struct hqb_range), 2 * ops * sizeof(int32_t),
		2 * ops * sizeof(uint16_t), 2 * ops * sizeof(uint16_t),
	};

	l->at[0] = 0;
	for (unsigned i = 0; i < END; i++)
		l->at[i + 1] = l->at[i] + ((size[i] + 15) & ~(size_t)15);
}

/* Points everything into @mem, which nothing has been written to. */
static struct hqb_scratch *place_parts(char *mem, const struct layout *l)
{
	struct hq_batch *batch = (struct hq_batch *)(void *)mem;
	struct hqb_scratch *s = (struct hqb_scratch *)(void *)(mem + l->at[SCRATCH]);
	struct hqb_build *b = &s->b;

#define AT(part) ((void *)(mem + l->at[part]))
	*batch = (struct hq_batch){
		.columns = AT(COLUMNS), .points = AT(POINTS), .same = { .answers = AT(ANSWERS), .records = AT(TEACHER), .assignment = AT(ASSIGNMENT) },
		.whole = { .part = AT(PARTS_WHOLE), .points = AT(WRITTEN_WHOLE), .ops = AT(OPS_WHOLE) },
		.open = { .part = AT(PARTS_OPEN), .points = AT(WRITTEN_OPEN), .ops = AT(OPS_OPEN) },
		.nevery = l->nevery, .nroutes = l->nroutes,
	};
	*b = (struct hqb_build){
		.batch = batch, .ops_max = l->ops, .slot_column = AT(SLOT_COLUMN), .column_bits = AT(COLUMN_BITS), .checked = AT(CHECKED),
		.enough = AT(ENOUGH), .answers = AT(ROW_ANSWERS), .points = AT(ROW_POINTS),
	};
	s->last = AT(LAST);
	s->now = AT(NOW);
	s->spare = AT(SPARE);
#undef AT
	return s;
}

size_t hq_batch_size(const struct hq_batch_plan *plan)
{
	struct layout l;

	if (hqb_plan_ok(plan) < 0)
		return 0;
	lay_out(plan, &l);
	return l.at[END];
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

static void take_same(struct hq_batch *batch, const struct hq_batch_plan *plan)
{
	const struct hq_vocab *vocab = plan->vocab;
	struct hq_facts *f = &batch->same;
	struct hq_answer *answers = (struct hq_answer *)(uintptr_t)f->answers;
	struct hq_record *teacher = (struct hq_record *)(uintptr_t)f->records, *assignment = (struct hq_record *)(uintptr_t)f->assignment;
	const struct hq_facts nothing = { .vocab = vocab }, *same = plan->same ? plan->same : &nothing;

	*f = *same;
	for (uint16_t i = 0; i < batch->edition->nslots; i++)
		answers[i] = same->answers ? same->answers[i] : (struct hq_answer){ 0 };
	*teacher = same->nrecords ? same->records[0] : (struct hq_record){ .kind = (uint8_t)vocab->teacher, .unit = 255, .times = 1 };
	*assignment = same->assignment ? *same->assignment
				       : (struct hq_record){ .kind = (uint8_t)vocab->assignment, .unit = 255, .times = 1 };
	bool slots = same->answers != NULL;

	for (size_t i = 0; i < batch->ncolumns; i++) {
		const struct hq_column *c = &batch->columns[i];
		struct hq_record *r = c->kind == vocab->teacher ? teacher : assignment;

		if (c->of == HQ_OF_SLOT) {
			answers[c->index] = (struct hq_answer){ 0 };
			slots = true;
		} else if (c->of == HQ_OF_LIST) {
			batch->lists = true;
		} else if (c->of == HQ_OF_FIELD && hqb_is_single(vocab, c->kind)) {
			r->known &= (uint16_t)~(1u << c->index);
			r->asked &= (uint16_t)~(1u << c->index);
			*(c->kind == vocab->teacher ? &batch->teacher_columns : &batch->assignment_columns) = true;
			batch->prepare = true;
		}
	}
	batch->prepare |= batch->lists;
	f->answers = slots ? answers : NULL;
	f->assignment = same->assignment || batch->assignment_columns ? assignment : NULL;
	f->nrecords = same->nrecords || batch->teacher_columns;
	f->records = f->nrecords ? teacher : NULL;
	if (f->nrecords)
		f->list[vocab->teacher] = HQ_KNOWN;
}

/* Records that the form answers for are an error of each teacher who gives both; hq_verdict finds them. */
static bool form_and_records(const struct hq_batch *batch)
{
	return batch->same.answers && batch->same.known_lists;
}

static void write_program(struct hqb_scratch *s, struct hq_batch *batch, struct hqb_program *p, bool whole)
{
	const struct hq_edition *e = batch->edition;
	struct hqb_build *b = &s->b;

	hqi_ask(&b->ask, batch->rules, batch->index, &batch->same, batch->as_of);
	b->ops = p->ops;
	b->nops = b->nbits = b->nlanes = 0;
	b->whole = whole;
	b->failed = false;
	b->widest = HQ_COLUMN_I16;
	for (uint16_t i = 0; i < e->nslots; i++)
		b->slot_column[i] = HQ_NONE;
	for (uint16_t i = 0; i < batch->ncolumns; i++) {
		if (batch->columns[i].of == HQ_OF_SLOT)
			b->slot_column[batch->columns[i].index] = i;
		for (unsigned k = 0; k < 3; k++)
			b->column_bits[i][k] = HQ_NONE;
		b->checked[i] = false;
	}
	hqb_rows(b, p);
	if (b->failed) {
		batch->one_by_one = true;
		return;
	}
	hqb_registers(s, p);
	p->wide = (uint8_t)hqb_size_of(b->widest);
}

static int begin(const struct hq_batch_plan *plan, void *mem, size_t len, struct hqb_scratch **s)
{
	struct layout l;

	lay_out(plan, &l);
	if ((uintptr_t)mem % HQ_BATCH_ALIGN || l.at[END] > len)
		return HQ_ESPACE;
	*s = place_parts(mem, &l);
	return HQ_OK;
}

int hq_batch_open(const struct hq_batch_plan *plan, void *mem, size_t len, const struct hq_batch **out)
{
	const struct hqb_kernel *kernel = hqb_kernel_of((enum hq_kernel)plan->kernel);
	struct hq_batch *batch = mem;
	struct hqb_scratch *s = NULL;
	int rc = hqb_plan_ok(plan);

	if (rc == HQ_OK && !kernel)
		rc = HQ_ENAME;
	if (rc == HQ_OK)
		rc = begin(plan, mem, len, &s);
	if (rc < 0)
		return rc;
	batch->rules = plan->rules;
	batch->vocab = plan->vocab;
	batch->kernel = kernel;
	batch->index = plan->edition;
	batch->edition = HQ_AT(struct hq_edition, plan->rules, editions) + plan->edition;
	batch->as_of = plan->as_of;
	batch->ncolumns = plan->ncolumns;
	batch->npoints = plan->npoints;
	batch->reasons = plan->reasons;
	batch->records_max = plan->records_max;
	for (size_t i = 0; i < plan->ncolumns; i++)
		batch->columns[i] = plan->columns[i];
	for (size_t i = 0; i < plan->npoints; i++)
		batch->points[i] = plan->points[i];
	take_same(batch, plan);
	rc = hq_facts_prepare(&batch->same, (struct hq_record *)(uintptr_t)batch->same.records);
	if (rc < 0)
		return rc;
	batch->one_by_one = batch->lists || form_and_records(batch);
	if (!batch->one_by_one)
		write_program(s, batch, &batch->whole, true);
	if (!batch->one_by_one)
		write_program(s, batch, &batch->open, false);
	*out = batch;
	return HQ_OK;
}
