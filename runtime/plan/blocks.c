/* What stands in the way where there is no plan: the smallest set of rows such that, as long as these stay, all else that could be
 * mended does not help (semantics 11.8).
 *
 * A blocked row is one without a candidate that has no parts, or a rubric that no mix passes. One pass over the rows says what else
 * would have to be mended for the verdict to be yes, while a given set stays; the set has to take in one row of it. So: branch on
 * the rows of it, by growing depth; the first set that leaves nothing to mend is smallest. The one idea: the pass either
 * shows that the set is enough or names the rows of which one is missing from it.
 */
#include "plan.h"

enum { WORDS = HQP_BLOCKED / 64, DEPTH_MAX = HQP_BLOCK };

/* What a row needs mended: nothing, some blocked rows, or what is not to be had. */
struct hqp_need { uint64_t rows[WORDS]; uint16_t n; };
_Static_assert(sizeof(struct hqp_need) == HQP_NEED_SIZE, "s->needs");

static struct hqp_need *need_of(const struct hqp *s, uint16_t row)
{
	return (struct hqp_need *)s->needs + (row - s->ask.edition->first_row);
}

static bool has(const uint64_t *rows, uint32_t i)
{
	return rows[i / 64] >> i % 64 & 1;
}

static void add_need(struct hqp_need *to, const struct hqp_need *from)
{
	if (to->n == HQ_NONE || from->n == HQ_NONE) {
		to->n = HQ_NONE;
		return;
	}
	to->n = 0;
	for (unsigned w = 0; w < WORDS; w++) {
		to->rows[w] |= from->rows[w];
		for (uint64_t left = to->rows[w]; left; left &= left - 1)
			to->n++;
	}
}

/* ---- which rows are blocked ---------------------------------------------------------------------------------- */

static bool same_filter(const struct hqp *s, uint16_t a, uint16_t b)
{
	const struct hq_packed_op *ops = HQ_AT(struct hq_packed_op, s->rules, filter_ops);

	if (a == HQ_NONE || b == HQ_NONE || a == b)
		return a == b;
	for (;; a++, b++) {
		if (ops[a].op != ops[b].op || ops[a].src != ops[b].src || ops[a].field != ops[b].field || ops[a].rel != ops[b].rel ||
		    ops[a].at != ops[b].at)
			return false;
		if (ops[a].op == HQ_F_END)
			return true;
	}
}

/* Two rows that ask the same of the same facts are one thing in the way. */
static bool same_fact(const struct hqp *s, uint16_t a, uint16_t b)
{
	const struct hq_row *x = &s->ask.rows[a], *y = &s->ask.rows[b];

	if (x->op != y->op || a == b)
		return a == b;
	if (x->op == HQ_OP_SCALAR)
		return same_filter(s, x->arg, y->arg);
	if (x->op != HQ_OP_QUANTITY || hq_row_a(s->rules, x) != hq_row_a(s->rules, y) || hq_row_b(s->rules, x) != hq_row_b(s->rules, y))
		return false;
	const struct hq_packed_measure *m = &s->ask.measures[x->arg], *n = &s->ask.measures[y->arg];

	return m->shape == n->shape && m->window == n->window && m->slot == n->slot && same_filter(s, m->filter, n->filter);
}

/* Its place among s->blocked; HQP_BLOCKED where there is no room. */
static uint32_t blocked(struct hqp *s, uint16_t row)
{
	uint32_t i = 0;

	while (i < s->nblocked && !same_fact(s, s->blocked[i], row))
		i++;
	if (i == s->nblocked && i < HQP_BLOCKED)
		s->blocked[s->nblocked++] = row;
	return i;
}

/* ---- one pass ------------------------------------------------------------------------------------------------ */

/* What a row without a candidate needs; it stays if it is in @stays. */
static struct hqp_need stuck(struct hqp *s, uint16_t row, const uint64_t *stays)
{
	const uint32_t i = blocked(s, row);
	struct hqp_need need = { .n = 1 };

	if (i >= HQP_BLOCKED || has(stays, i))
		return (struct hqp_need){ .n = HQ_NONE };
	need.rows[i / 64] = (uint64_t)1 << i % 64;
	return need;
}

/* The @k parts that need least, together. */
static struct hqp_need least_of(const struct hqp *s, const struct hq_row *row, uint32_t k)
{
	struct hqp_need sum = { .n = 0 };
	uint32_t after = 0;                    /* parts are taken by (what they need, place); packed into one number */

	for (; k > 0 && sum.n != HQ_NONE; k--) {
		uint32_t best = UINT32_MAX;

		for (uint32_t i = 0; i < row->nkids; i++) {
			const uint32_t key = ((uint32_t)need_of(s, s->ask.kids[row->first_kid + i])->n << 16 | i) + 1;

			if (key > after && key < best)
				best = key;
		}
		if (best == UINT32_MAX)
			return (struct hqp_need){ .n = HQ_NONE };
		add_need(&sum, need_of(s, s->ask.kids[row->first_kid + ((best - 1) & 0xffff)]));
		after = best;
	}
	return sum;
}

static struct hqp_need rubric_need(struct hqp *s, uint16_t index, const uint64_t *stays)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[index].arg);
	struct hqp_need need = hqp_ways(s, index)->mixes ? (struct hqp_need){ .n = 0 } : stuck(s, index, stays);

	if (r.requires != HQ_NONE)
		add_need(&need, need_of(s, r.requires));
	if (r.settles != HQ_NONE && need_of(s, r.settles)->n < need.n)
		need = *need_of(s, r.settles);
	return need;
}

/* What the verdict needs mended while @stays stays. */
static const struct hqp_need *pass(struct hqp *s, const uint64_t *stays)
{
	const struct hq_edition *e = s->ask.edition;

	for (uint32_t i = 0; i < e->nrows; i++) {
		const uint16_t index = (uint16_t)(e->first_row + i);
		const struct hq_row *row = &s->ask.rows[index];
		const struct hqp_ways *ways = hqp_ways(s, index);
		struct hqp_need *need = need_of(s, index);

		if (hq_is_points(row) || row->op == HQ_OP_NONE)
			continue;
		if (ways->n > 0)
			*need = (struct hqp_need){ .n = 0 };
		else if (ways->answered || row->op == HQ_OP_NOT)
			*need = stuck(s, index, stays);
		else if (row->op == HQ_OP_ALL)
			*need = least_of(s, row, row->nkids);
		else if (row->op == HQ_OP_ANY || row->op == HQ_OP_AT_LEAST)
			*need = least_of(s, row, row->op == HQ_OP_ANY ? 1 : row->arg);
		else if (row->op == HQ_OP_RUBRIC)
			*need = rubric_need(s, index, stays);
		else
			*need = stuck(s, index, stays);
	}
	return need_of(s, e->root);
}

/* ---- the smallest set ---------------------------------------------------------------------------------------- */

static void turn(uint64_t *rows, uint32_t i)
{
	rows[i / 64] ^= (uint64_t)1 << i % 64;
}

/* A set of @size rows that is enough, in @stays; false: there is none, or too many were looked at. */
static bool of_size(struct hqp *s, uint64_t *stays, unsigned size, uint32_t *looked)
{
	/* What is left of the rows to branch on at each depth, and the one taken. */
	uint64_t left[DEPTH_MAX + 1][WORDS] = { { 0 } };
	uint16_t taken[DEPTH_MAX + 1];
	unsigned depth = 0;
	bool fresh = true;

	for (;;) {
		if (fresh) {
			const struct hqp_need *need = pass(s, stays);

			if (++*looked > HQP_BLOCK_LOOKS)
				return false;
			if (need->n == HQ_NONE)
				return true;
			for (unsigned w = 0; w < WORDS; w++)
				left[depth][w] = depth < size ? need->rows[w] : 0;
		}
		uint32_t i = 0;

		while (i < s->nblocked && !has(left[depth], i))
			i++;
		fresh = i < s->nblocked;
		if (fresh) {
			turn(left[depth], i);
			turn(stays, i);
			taken[depth++] = (uint16_t)i;
			continue;
		}
		if (depth == 0)
			return false;
		turn(stays, taken[--depth]);
	}
}

/* Where the smallest is too far to look for: all that is blocked, less what the rest does without. */
static bool greedy(struct hqp *s, uint64_t *stays)
{
	for (uint32_t i = 0; i < s->nblocked; i++)
		stays[i / 64] |= (uint64_t)1 << i % 64;
	if (pass(s, stays)->n != HQ_NONE)
		return false;
	for (uint32_t i = s->nblocked; i-- > 0;) {
		turn(stays, i);
		if (pass(s, stays)->n != HQ_NONE)
			turn(stays, i);
	}
	return true;
}

uint16_t hqp_blocks(struct hqp *s)
{
	uint64_t stays[WORDS] = { 0 };
	uint32_t looked = 0;
	uint16_t n = 0;
	bool found = false;

	s->nblocked = 0;
	if (pass(s, stays)->n == 0)
		return 0;
	for (unsigned size = 1; size <= DEPTH_MAX && !found && looked <= HQP_BLOCK_LOOKS; size++) {
		for (unsigned w = 0; w < WORDS; w++)
			stays[w] = 0;
		found = of_size(s, stays, size, &looked);
	}
	if (!found && !greedy(s, stays))
		return 0;
	for (uint32_t i = 0; i < s->nblocked; i++)
		if (has(stays, i))
			s->blocks[n++] = s->blocked[i];
	return n;
}
