/* A program written without a thought for its registers gets few of them: what nobody reads is dropped, and a register is used again once it has been
 * read last. So what a block needs stays near the core.
 */
#include "program.h"

/* Which registers an operation reads: bits and lanes are told apart by HQB_LANE. */
static unsigned reads(const struct hqb_op *op, uint16_t out[3])
{
	unsigned n = 0;

	switch ((enum hqb_code)op->code) {
	case HQB_COLUMN: case HQB_VALID: case HQB_ASKED: case HQB_IN: case HQB_CHECK: case HQB_WHOLE: case HQB_ZERO:
		break;
	case HQB_AND: case HQB_OR: case HQB_ANDNOT:
		out[n++] = op->b;
		/* fallthrough */
	case HQB_NOT:
		out[n++] = op->a;
		break;
	case HQB_AT_LEAST:
		if (op->a & HQB_LANE)
			out[n++] = op->a;
		break;
	case HQB_ADD: case HQB_STEP:
		if (op->b != HQB_YES)
			out[n++] = op->b;
		/* fallthrough */
	case HQB_MAX:
		if (op->a & HQB_LANE)
			out[n++] = op->a;
		out[n++] = op->to;
		break;
	case HQB_GIVE:
		out[n++] = op->b;
		/* fallthrough */
	case HQB_RAISE: case HQB_CAP:
		out[n++] = op->to;
		break;
	}
	return n;
}

static bool writes(const struct hqb_op *op)
{
	return op->code != HQB_CHECK && op->code != HQB_WHOLE;
}

/* Where a register stands in arrays of both sorts. */
static uint32_t place(const struct hqb_build *b, uint16_t reg)
{
	return reg & HQB_LANE ? b->nbits + (reg & ~HQB_LANE) : reg;
}

/* Calls @visit for every register that the program's answers are in. */
static void each_result(const struct hqb_scratch *s, struct hqb_program *p, void visit(const struct hqb_scratch *, uint16_t *))
{
	const struct hqb_build *b = &s->b;
	struct hqb_answer *const tops[] = { &p->applies, &p->every, &p->routes };
	const size_t parts = (size_t)b->batch->nevery + b->batch->nroutes;

	for (size_t i = 0; i < parts + 3; i++) {
		struct hqb_answer *a = i < parts ? &p->part[i] : tops[i - parts];

		if (a->lo < HQB_NO)
			visit(s, &a->lo);
		if (a->hi < HQB_NO)
			visit(s, &a->hi);
	}
	if (p->split < HQB_NO)
		visit(s, &p->split);
	for (size_t i = 0; i < b->batch->npoints; i++) {
		if (p->points[i].lo.type)
			visit(s, &p->points[i].lo.a);
		if (p->points[i].hi.type)
			visit(s, &p->points[i].hi.a);
	}
}

static void read_at_end(const struct hqb_scratch *s, uint16_t *reg)
{
	s->last[place(&s->b, *reg)] = INT32_MAX;
}

static void renamed(const struct hqb_scratch *s, uint16_t *reg)
{
	*reg = s->now[place(&s->b, *reg)];
}

/* Going back: what nobody reads is not done, and who reads a register last. */
static void drop(struct hqb_scratch *s, struct hqb_program *p)
{
	const uint32_t nregs = s->b.nbits + s->b.nlanes;
	uint32_t kept = s->b.nops;
	uint16_t from[3];

	for (uint32_t i = 0; i < nregs; i++)
		s->last[i] = -1;
	each_result(s, p, read_at_end);
	for (uint32_t i = s->b.nops; i-- > 0;) {
		struct hqb_op *op = &p->ops[i];

		if (writes(op) && s->last[place(&s->b, op->to)] < 0)
			continue;
		for (unsigned n = reads(op, from); n-- > 0;) {
			int32_t *last = &s->last[place(&s->b, from[n])];

			if (*last < 0)
				*last = (int32_t)i;
		}
		p->ops[--kept] = *op;
		s->spare[kept] = (uint16_t)i;
	}
	p->nops = s->b.nops - kept;
	for (uint32_t i = 0; i < p->nops; i++) {
		p->ops[i] = p->ops[kept + i];
		s->spare[i] = s->spare[kept + i];
	}
}

/* Going forward: a register is free again after it was read last. */
static void share(struct hqb_scratch *s, struct hqb_program *p)
{
	const uint32_t nregs = s->b.nbits + s->b.nlanes;
	uint16_t *const stood = s->spare, *free_bits = s->spare + p->nops, *free_lanes = free_bits + s->b.nbits;
	uint32_t nfree[2] = { 0, 0 };
	uint16_t from[3];

	for (uint32_t i = 0; i < nregs; i++)
		s->now[i] = HQ_NONE;
	p->nbits = p->nlanes = 0;
	for (uint32_t i = 0; i < p->nops; i++) {
		struct hqb_op *op = &p->ops[i];
		const unsigned n = reads(op, from);
		const uint16_t to = op->to;

		for (unsigned k = 0; k < n; k++) {
			const uint32_t at = place(&s->b, from[k]);

			if (s->last[at] != stood[i])
				continue;
			if (from[k] & HQB_LANE)
				free_lanes[nfree[1]++] = s->now[at];
			else
				free_bits[nfree[0]++] = s->now[at];
			s->last[at] = -1;      /* once, where it is read twice */
		}
		if (op->code == HQB_AND || op->code == HQB_OR || op->code == HQB_ANDNOT || op->code == HQB_NOT ||
		    ((op->code == HQB_AT_LEAST || op->code == HQB_ADD || op->code == HQB_STEP || op->code == HQB_MAX) && (op->a & HQB_LANE)))
			op->a = s->now[place(&s->b, op->a)];
		if (op->code == HQB_AND || op->code == HQB_OR || op->code == HQB_ANDNOT || op->code == HQB_GIVE ||
		    ((op->code == HQB_ADD || op->code == HQB_STEP) && op->b != HQB_YES))
			op->b = s->now[place(&s->b, op->b)];
		if (!writes(op))
			continue;
		uint16_t *now = &s->now[place(&s->b, to)];

		if (*now == HQ_NONE) {
			if (to & HQB_LANE)
				*now = nfree[1] ? free_lanes[--nfree[1]] : (uint16_t)(p->nlanes++ | HQB_LANE);
			else
				*now = nfree[0] ? free_bits[--nfree[0]] : p->nbits++;
		}
		op->to = *now;
	}
	each_result(s, p, renamed);
}

static bool reads_column(const struct hqb_op *op)
{
	return op->code == HQB_COLUMN || op->code == HQB_IN || op->code == HQB_CHECK || op->code == HQB_WHOLE ||
	       ((op->code == HQB_AT_LEAST || op->code == HQB_ADD || op->code == HQB_STEP) && !(op->a & HQB_LANE));
}

/* Which operation reads a column first. */
static void look_ahead(struct hqb_scratch *s, struct hqb_program *p)
{
	for (size_t c = 0; c < s->b.batch->ncolumns; c++)
		s->b.checked[c] = false;
	for (uint32_t i = 0; i < p->nops; i++) {
		struct hqb_op *op = &p->ops[i];

		op->ahead = reads_column(op) && op->from != HQ_COLUMN_BITS && !s->b.checked[op->a];
		if (op->ahead)
			s->b.checked[op->a] = true;
	}
}

void hqb_registers(struct hqb_scratch *s, struct hqb_program *p)
{
	drop(s, p);
	share(s, p);
	look_ahead(s, p);
}
