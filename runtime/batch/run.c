/* Running a program over a range of teachers, block by block: answers from bits, and the rest one by one.
 *
 * The one idea: what the operations cannot say of a teacher is a bit in `odd`, and hq_verdict says it.
 */
#include "program.h"

/* Words of bits beside the registers. */
enum { ODD, QUALIFIED, NOT_QUALIFIED, OPEN, LOW, HIGH, OUTSIDE, SCRATCH, OWN };

struct memory { size_t lanes, own, one, size; };

static struct memory lay_out(const struct hq_batch *batch)
{
	const struct hqb_program *p = &batch->whole, *q = &batch->open;
	const size_t bits = p->nbits > q->nbits ? p->nbits : q->nbits;
	const size_t lanes = (size_t)(p->nlanes > q->nlanes ? p->nlanes : q->nlanes) * (p->wide > q->wide ? p->wide : q->wide);
	struct memory m;

	/* A line apart, so that lanes do not fall on the same lines of a cache. */
	m.own = bits * HQB_WORDS * sizeof(uint64_t);
	m.lanes = (m.own + OWN * HQB_WORDS * sizeof(uint64_t) + 63) & ~(size_t)63;
	m.one = m.lanes + lanes * HQB_ROWS;
	m.size = m.one + hqb_one_size(batch);
	return m;
}

size_t hq_batch_work_size(const struct hq_batch *batch)
{
	return lay_out(batch).size;
}

/* Is a cell of the block missing? */
static bool is_open(const struct hq_batch *batch, const struct hq_cells *cells, size_t from, size_t n)
{
	for (size_t c = 0; c < batch->ncolumns; c++) {
		if (!cells[c].valid)
			continue;
		const uint8_t *valid = cells[c].valid + from / 8;
		const size_t bytes = (n + 7) / 8;
		uint64_t all = ~(uint64_t)0;
		size_t i = 0;

		for (; (i + 1) * 64 <= n; i++)
			all &= hqb_bitmap(valid + i * 8, 8);
		if (i * 64 < n)
			all &= hqb_bitmap(valid + i * 8, bytes - i * 8) | ~(uint64_t)0 << (n - i * 64);
		if (all != ~(uint64_t)0)
			return true;
	}
	return false;
}

static inline uint64_t word(const struct hqb_frame *f, uint16_t reg, size_t i)
{
	return reg == HQB_YES ? ~(uint64_t)0 : reg == HQB_NO ? 0 : f->bits[(size_t)reg * HQB_WORDS + i];
}

static uint64_t *own(const struct hqb_frame *f, unsigned which)
{
	return f->odd + which * HQB_WORDS;
}

/* The verdict (8.2), in bits. */
static void settle(const struct hqb_program *p, const struct hqb_frame *f)
{
	for (size_t i = 0; i * 64 < f->n; i++) {
		const uint64_t applies = word(f, p->applies.lo, i), yes = word(f, p->every.lo, i) & word(f, p->routes.lo, i);
		const uint64_t may = word(f, p->every.hi, i) & word(f, p->routes.hi, i), outside = ~word(f, p->applies.hi, i);
		const uint64_t qualified = applies & yes, not_qualified = applies & ~may;
		const uint64_t open = ~(qualified | not_qualified | outside);

		own(f, QUALIFIED)[i] = qualified;
		own(f, NOT_QUALIFIED)[i] = not_qualified;
		own(f, OPEN)[i] = open;
		own(f, OUTSIDE)[i] = outside;
		own(f, LOW)[i] = qualified | open;
		own(f, HIGH)[i] = not_qualified | open;
		f->odd[i] |= open & word(f, p->split, i);
	}
}

static void fill(uint16_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = HQ_NONE;
}

/* Marks those of @of who have @x set, or not set (@wanted false); OPEN: who have hi and not lo. */
enum part_is { YES, NO, UNSURE };
static void mark(const struct hqb_frame *f, uint16_t *out, unsigned of, struct hqb_answer x, enum part_is is, uint16_t value)
{
	uint64_t *to = own(f, SCRATCH);

	for (size_t i = 0; i * 64 < f->n; i++) {
		const uint64_t lo = word(f, x.lo, i), hi = word(f, x.hi, i);

		to[i] = own(f, of)[i] & (is == YES ? lo : is == NO ? ~hi : hi & ~lo);
	}
	f->batch->kernel->mark(out, to, value, f->n);
}

/* The last first, so that the first stands. */
static void routes(const struct hqb_program *p, const struct hqb_frame *f, uint16_t *out)
{
	const struct hq_batch *b = f->batch;
	const uint16_t *kids = HQ_AT(uint16_t, b->rules, kids);

	fill(out, f->n);
	for (uint16_t i = b->nroutes; i-- > 0;)
		mark(f, out, QUALIFIED, p->part[b->nevery + i], YES,
		     kids[HQ_AT(struct hq_row, b->rules, rows)[b->edition->routes].first_kid + i]);
}

static void reasons(const struct hqb_program *p, const struct hqb_frame *f, uint16_t *out)
{
	const struct hq_batch *b = f->batch;
	const struct hq_row *rows = HQ_AT(struct hq_row, b->rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, b->rules, kids);
	const struct hqb_answer all = { HQB_YES, HQB_YES };

	routes(p, f, out);
	for (uint16_t i = b->nroutes; i-- > 0;)
		mark(f, out, OPEN, p->part[b->nevery + i], UNSURE, kids[rows[b->edition->routes].first_kid + i]);
	mark(f, out, NOT_QUALIFIED, all, YES, b->edition->routes);
	for (uint16_t i = b->nevery; i-- > 0;) {
		const uint16_t row = kids[rows[b->edition->every].first_kid + i];

		mark(f, out, NOT_QUALIFIED, p->part[i], NO, row);
		mark(f, out, OPEN, p->part[i], UNSURE, row);
	}
	mark(f, out, OPEN, p->applies, UNSURE, b->edition->applies);
	mark(f, out, OUTSIDE, all, YES, b->edition->applies);
}

static void put_points(const struct hqb_frame *f, const struct hqb_number *x, int64_t *out)
{
	if (!out)
		return;
	out += f->from;
	if (x->type) {
		f->batch->kernel->spread(out, hqb_source(f, x->a, x->type), x->type, x->unit, 0, f->n);
		return;
	}
	for (size_t i = 0; i < f->n; i++)
		out[i] = x->base;
}

static void put(const struct hqb_program *p, const struct hqb_frame *f, const struct hq_batch_out *out)
{
	settle(p, f);
	f->batch->kernel->codes(out->verdict + f->from, own(f, LOW), own(f, HIGH), own(f, OUTSIDE), f->n);
	if (out->route)
		routes(p, f, out->route + f->from);
	if (out->reason && f->batch->reasons)
		reasons(p, f, out->reason + f->from);
	if (!out->points)
		return;
	for (size_t i = 0; i < f->batch->npoints; i++) {
		put_points(f, &p->points[i].lo, out->points[i].lo);
		put_points(f, &p->points[i].hi, out->points[i].hi);
	}
}

int hq_batch_run(const struct hq_batch *batch, const struct hq_cells *cells, size_t from, size_t to,
		 const struct hq_batch_out *out, void *work, size_t work_len, struct hq_batch_count *count)
{
	const struct memory m = lay_out(batch);
	struct hq_batch_count sum = { .teachers = to > from ? to - from : 0 };
	struct hqb_frame f = { .batch = batch, .cells = cells };

	if (from % 64)
		return HQ_EORDER;
	if (work_len < m.size || (uintptr_t)work % HQ_BATCH_ALIGN)
		return HQ_ESPACE;
	f.bits = work;
	f.odd = (uint64_t *)(void *)((char *)work + m.own);
	f.lanes = (char *)work + m.lanes;
	struct hqb_one *const one = hqb_one_begin(batch, (char *)work + m.one);

	for (f.from = from; f.from < to; f.from += f.n) {
		f.n = to - f.from < HQB_ROWS ? to - f.from : HQB_ROWS;
		for (size_t i = 0; i < HQB_WORDS; i++)
			f.odd[i] = batch->one_by_one ? ~(uint64_t)0 : 0;
		if (out->error)
			__builtin_memset(out->error + f.from, HQ_OK, f.n);
		if (!batch->one_by_one) {
			const struct hqb_program *p = is_open(batch, cells, f.from, f.n) ? &batch->open : &batch->whole;

			f.lane_size = (size_t)p->wide * HQB_ROWS;
			batch->kernel->run(p, &f);
			put(p, &f, out);
		}
		for (size_t i = 0; i * 64 < f.n; i++) {
			uint64_t odd = f.odd[i];

			if (f.n - i * 64 < 64)
				odd &= ((uint64_t)1 << (f.n - i * 64)) - 1;
			for (; odd; odd &= odd - 1) {
				const size_t at = f.from + i * 64 + (unsigned)__builtin_ctzll(odd);

				sum.one_by_one++;
				sum.refused += hqb_one(one, batch, cells, at, out) < 0;
			}
		}
	}
	sum.decided = sum.teachers - sum.refused;
	if (count) {
		count->teachers += sum.teachers;
		count->decided += sum.decided;
		count->refused += sum.refused;
		count->one_by_one += sum.one_by_one;
	}
	return HQ_OK;
}
