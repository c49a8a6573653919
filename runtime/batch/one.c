/* One teacher out of the columns, by hq_verdict or hq_decide: what the operations do not say, and every teacher with records.
 *
 * The one idea: whatever is written here is what the scalar functions say, so it is also what a program is held to.
 */
#include "program.h"

static size_t round_up(size_t n)
{
	return (n + 15) & ~(size_t)15;
}

size_t hqb_one_size(const struct hq_batch *batch)
{
	return round_up(sizeof(struct hqb_one)) + round_up(batch->edition->nslots * sizeof(struct hq_answer)) + round_up((1u + batch->records_max) * sizeof(struct hq_record)) +
	       hq_work_size(batch->rules, batch->index, 1u + batch->records_max < HQ_RECORDS_MAX ? 1u + batch->records_max : HQ_RECORDS_MAX);
}

struct hqb_one *hqb_one_begin(const struct hq_batch *batch, void *memory)
{
	const uint16_t nslots = batch->edition->nslots;
	struct hqb_one *one = memory;
	char *at = (char *)memory + round_up(sizeof *one);

	one->facts = batch->same;
	one->answers = (struct hq_answer *)(void *)at;
	at += round_up(nslots * sizeof *one->answers);
	one->records = (struct hq_record *)(void *)at;
	at += round_up((1u + batch->records_max) * sizeof *one->records);
	one->work = at;
	one->work_len = hqb_one_size(batch) - (size_t)(at - (char *)memory);
	if (batch->same.answers) {
		__builtin_memcpy(one->answers, batch->same.answers, nslots * sizeof *one->answers);
		one->facts.answers = one->answers;
	}
	if (batch->same.assignment) {
		one->assignment = *batch->same.assignment;
		one->facts.assignment = &one->assignment;
	}
	if (batch->same.nrecords)
		one->records[0] = batch->same.records[0];
	one->facts.records = one->records;
	return one;
}

/* A value in its own decimals; HQ_ERANGE where it is none. */
static int scaled(const struct hq_batch *batch, const struct hq_column *c, int64_t v, int64_t *out)
{
	int64_t den;
	const int64_t num = hqb_column_scale(batch, c, &den);

	if (v % den || __builtin_mul_overflow(v / den, num, out))
		return HQ_ERANGE;
	return HQ_OK;
}

static enum hq_know know(const struct hq_cells *cells, size_t i)
{
	if (!cells->valid || hqb_bit(cells->valid, i))
		return HQ_KNOWN;
	return cells->asked && hqb_bit(cells->asked, i) ? HQ_UNKNOWN : HQ_NOT_ASKED;
}

static int set_field(const struct hq_batch *batch, const struct hq_column *c, const struct hq_cells *cells, size_t i, struct hq_record *r)
{
	const enum hq_know k = know(cells, i);
	const uint16_t bit = (uint16_t)(1u << c->index);

	r->known &= (uint16_t)~bit;
	r->asked &= (uint16_t)~bit;
	if (k == HQ_UNKNOWN)
		r->asked |= bit;
	if (k != HQ_KNOWN)
		return HQ_OK;
	r->known |= bit;
	return scaled(batch, c, hqb_value(cells, c->type, i), &r->v[c->index]);
}

/* What the columns of a list say of record @i. */
static int set_record(const struct hq_batch *batch, const struct hq_cells *cells, uint8_t kind, size_t i, struct hq_record *r)
{
	for (size_t c = 0; c < batch->ncolumns; c++) {
		const struct hq_column *column = &batch->columns[c];
		int64_t v;
		int rc = HQ_OK;

		if (column->kind != kind || column->of == HQ_OF_SLOT || column->of == HQ_OF_LIST)
			continue;
		if (column->of == HQ_OF_FIELD) {
			rc = set_field(batch, column, &cells[c], i, r);
		} else if (know(&cells[c], i) == HQ_KNOWN) {
			rc = scaled(batch, column, hqb_value(&cells[c], column->type, i), &v);
			if (rc == HQ_OK && column->of == HQ_OF_AMOUNT && r->unit == 255) {
				r->unit = (uint8_t)column->index;
				r->amount = v;
			} else if (rc == HQ_OK && column->of == HQ_OF_TIMES) {
				rc = v < 1 || v > HQ_TIMES_MAX ? HQ_ERANGE : HQ_OK;
				r->times = (uint16_t)v;
			} else if (rc == HQ_OK && column->of == HQ_OF_EVENT) {
				rc = v < 0 || v > INT32_MAX ? HQ_ERANGE : HQ_OK;
				r->event = (int32_t)v;
			}
		}
		if (rc < 0)
			return rc;
	}
	return HQ_OK;
}

static int set_list(struct hqb_one *one, const struct hq_batch *batch, const struct hq_cells *cells, size_t list, size_t i)
{
	const uint8_t kind = batch->columns[list].kind;
	const int32_t *offsets = cells[list].values;
	const enum hq_know k = know(&cells[list], i);

	one->facts.list[kind] = (uint8_t)k;
	if (k != HQ_KNOWN)
		return HQ_OK;
	const int32_t from = offsets[i], to = offsets[i + 1];

	if (from < 0 || to < from || (size_t)(to - from) > (size_t)batch->records_max + batch->same.nrecords - one->facts.nrecords)
		return HQ_ERANGE;
	for (int32_t at = from; at < to; at++) {
		struct hq_record *r = &one->records[one->facts.nrecords];

		*r = (struct hq_record){ .kind = kind, .unit = 255, .times = 1, .ref = (uint16_t)(at - from) };
		const int rc = set_record(batch, cells, kind, (size_t)at, r);

		if (rc < 0)
			return rc;
		one->facts.nrecords++;
	}
	return HQ_OK;
}

static int set_facts(struct hqb_one *one, const struct hq_batch *batch, const struct hq_cells *cells, size_t i)
{
	int rc = HQ_OK;

	one->facts.nrecords = batch->same.nrecords;
	if (batch->same.nrecords)
		one->records[0] = batch->same.records[0];
	for (size_t c = 0; c < batch->ncolumns && rc == HQ_OK; c++) {
		const struct hq_column *column = &batch->columns[c];

		if (column->of == HQ_OF_SLOT) {
			struct hq_answer *a = &one->answers[column->index];

			*a = (struct hq_answer){ .know = (uint8_t)know(&cells[c], i) };
			if (a->know == HQ_KNOWN)
				rc = scaled(batch, column, hqb_value(&cells[c], column->type, i), &a->value);
		} else if (column->of == HQ_OF_LIST) {
			rc = set_list(one, batch, cells, c, i);
		} else if (column->of == HQ_OF_FIELD && column->kind == batch->vocab->teacher) {
			rc = set_field(batch, column, &cells[c], i, &one->records[0]);
		} else if (column->of == HQ_OF_FIELD && column->kind == batch->vocab->assignment) {
			rc = set_field(batch, column, &cells[c], i, &one->assignment);
		}
	}
	if (rc == HQ_OK && batch->prepare)
		rc = hq_facts_prepare(&one->facts, one->records);
	return rc;
}

static struct hq_interval points_of(const struct hq_batch *batch, const struct hq_decision *d, uint16_t row)
{
	struct hqi_ask ask;

	hqi_ask_again(&ask, batch->rules, &batch->same, d);
	return ask.rows[row].op == HQ_OP_RUBRIC ? hqi_rubric_total(&ask, row) : hqi_value(&ask, row);
}

int hqb_one(struct hqb_one *one, const struct hq_batch *batch, const struct hq_cells *cells, size_t i, const struct hq_batch_out *out)
{
	const bool points = out->points && batch->npoints > 0, reasons = out->reason && batch->reasons;
	enum hq_verdict verdict = 0;
	uint16_t route = HQ_NONE, reason = HQ_NONE;
	struct hq_decision d;
	int rc = set_facts(one, batch, cells, i);

	if (rc == HQ_OK && !batch->reasons && batch->npoints == 0) {
		rc = hq_verdict(batch->rules, batch->index, &one->facts, batch->as_of, one->work, one->work_len, &verdict, &route);
	} else if (rc == HQ_OK) {
		rc = hq_decide(batch->rules, batch->index, &one->facts, batch->as_of, one->work, one->work_len, &d);
		if (rc == HQ_OK) {
			verdict = d.verdict;
			route = d.route;
			reason = reasons ? hq_batch_reason(batch->rules, &d) : HQ_NONE;
			for (size_t p = 0; points && p < batch->npoints; p++) {
				const struct hq_interval v = points_of(batch, &d, batch->points[p]);

				if (out->points[p].lo)
					out->points[p].lo[i] = v.lo;
				if (out->points[p].hi)
					out->points[p].hi[i] = v.hi;
			}
		}
	}
	out->verdict[i] = rc < 0 ? 0 : (uint8_t)verdict;
	if (out->route)
		out->route[i] = rc < 0 ? HQ_NONE : route;
	if (reasons)
		out->reason[i] = rc < 0 ? HQ_NONE : reason;
	if (out->error)
		out->error[i] = (int8_t)rc;
	return rc;
}
