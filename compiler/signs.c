/* Which way measures have to turn for a row to come out yes: a sign is carried from the row down to all it depends on.
 *
 * Turned round by `no`, `none of`, `is not` and upper bounds; both ways where a measure is asked for in two places that disagree. A row that is settled asks for
 * nothing any more, so what a measure asks of others is known for each part of what it may be.
 */
#include <string.h>

#include "forks.h"

static void spread(uint8_t *rows, uint16_t to, uint8_t sign)
{
	if (to != HQ_NONE)
		rows[to] |= sign;
}

void hqc_spread_row(const struct hqc_lower *l, const struct hqc_row *row, uint8_t sign, uint8_t *rows, uint8_t *measures)
{
	if (row->op == HQ_OP_RUBRIC) {
		const struct hq_rubric *r = HQC_AT(struct hq_rubric, l->rubrics, row->arg);

		spread(rows, r->requires, sign);
		spread(rows, r->settles, sign);
	}
	if (row->op == HQ_OP_QUANTITY) {
		if (row->a > 0)
			measures[row->arg] |= sign;
		if (row->b < HQC_AT(const struct hq_measure, l->measures, row->arg)->max)
			measures[row->arg] |= turned(sign);
	} else if (row->op == HQ_OP_LINE) {
		measures[HQC_AT(struct hq_line, l->lines, row->arg)->measure] |= sign;
	} else if (row->op != HQ_OP_SCALAR) {
		for (uint32_t k = 0; k < row->nkids; k++)
			spread(rows, *HQC_AT(uint16_t, l->kids, row->first_kid + k), row->op == HQ_OP_NOT ? turned(sign) : sign);
	}
}

enum truth { NO, YES, OPEN };

/* What a row comes to by what its kids do, where a quantity is known to lie in a part; a form may answer it otherwise. */
static enum truth comes_to(const struct hqc_lower *l, const struct hqc_row *row, const uint8_t *truths, const struct hqc_part *part)
{
	uint32_t yes = 0, open = 0, wanted = row->op == HQ_OP_ALL ? row->nkids : row->op == HQ_OP_AT_LEAST ? row->arg : 1;

	if (row->slot != HQ_NONE)
		return OPEN;
	if (row->op == HQ_OP_QUANTITY && part->same[row->arg] == part->measure)
		return part->hi < row->a || part->lo > row->b ? NO : part->lo >= row->a && part->hi <= row->b ? YES : OPEN;
	if (row->op != HQ_OP_ALL && row->op != HQ_OP_ANY && row->op != HQ_OP_AT_LEAST && row->op != HQ_OP_NOT)
		return OPEN;
	for (uint32_t k = 0; k < row->nkids; k++) {
		const enum truth t = (enum truth)truths[*HQC_AT(uint16_t, l->kids, row->first_kid + k)];

		yes += t == YES;
		open += t == OPEN;
	}
	if (row->op == HQ_OP_NOT)
		return open ? OPEN : yes ? NO : YES;
	return yes >= wanted ? YES : yes + open < wanted ? NO : OPEN;
}

void hqc_signs_within(const struct hqc_lower *l, const struct hq_edition *made, uint16_t top, const struct hqc_part *part, uint8_t *measures)
{
	uint8_t *truths = hqc_arena_alloc(&l->c->arena, l->rows.count), *rows = hqc_arena_alloc(&l->c->arena, l->rows.count);

	memset(rows, 0, l->rows.count);
	for (uint32_t i = made->first_row; i <= top; i++)
		truths[i] = (uint8_t)comes_to(l, HQC_AT(const struct hqc_row, l->rows, i), truths, part);
	rows[top] = UP;
	for (uint32_t i = (uint32_t)top + 1; i-- > made->first_row;)
		if (rows[i] && truths[i] == OPEN)
			hqc_spread_row(l, HQC_AT(const struct hqc_row, l->rows, i), rows[i], rows, measures);
}
