/* What a column says, and what is said without one: measures that a form answers, questions that it answers, values in range.
 *
 * The one idea: a cell that is missing is what the teacher would be without that column, and that is the same for everybody.
 */
#include "program.h"

static const struct hq_vocab_field *field_of(const struct hq_batch *batch, const struct hq_column *column)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, batch->vocab, kinds) + column->kind;

	return HQ_AT(struct hq_vocab_field, batch->vocab, fields) + k->first_field + column->index;
}

static int64_t power(unsigned decimals)
{
	int64_t out = 1;

	while (decimals-- > 0)
		out *= 10;
	return out;
}

static int64_t gcd(int64_t a, int64_t b)
{
	return b ? gcd(b, a % b) : a;
}

int64_t hqb_column_scale(const struct hq_batch *batch, const struct hq_column *column, int64_t *den)
{
	int64_t num = 1, one = power(column->decimals);

	if (column->of == HQ_OF_SLOT)
		num = hq_slot_at(batch->rules, batch->edition->first_slot + column->index).step;
	else if (column->of == HQ_OF_FIELD)
		num = power(field_of(batch, column)->decimals);
	else if (column->of == HQ_OF_AMOUNT)
		num = power(HQ_AT(struct hq_vocab_kind, batch->vocab, kinds)[column->kind].decimals);
	const int64_t common = gcd(num, one);

	*den = one / common;
	return num / common;
}

struct hqb_bounds hqb_column_bounds(const struct hq_batch *batch, const struct hq_column *column)
{
	int64_t den;
	const int64_t num = hqb_column_scale(batch, column, &den);

	if (column->of == HQ_OF_SLOT) {
		const int64_t max = hq_slot_at(batch->rules, batch->edition->first_slot + column->index).max / num;

		return (struct hqb_bounds){ 0, max < HQ_BIG / den ? max * den : HQ_BIG, false };
	}
	const struct hq_vocab_field *f = field_of(batch, column);

	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return (struct hqb_bounds){ 0, f->ncodes - 1, false };
	case HQ_FIELD_SOME_OF:
		return (struct hqb_bounds){ 0, (int64_t)(((uint64_t)1 << f->ncodes) - 1), false };
	case HQ_FIELD_YES_NO:
		break;
	case HQ_FIELD_DATE:
		return (struct hqb_bounds){ HQ_DAY_FIRST, HQ_DAY_LAST, f->never };
	case HQ_FIELD_NUMBER:
		/* Of a number with fewer decimals: what lies within, in its own. */
		return (struct hqb_bounds){ f->min / num + (f->min % num > 0), f->max / num - (f->max % num < 0), false };
	}
	return (struct hqb_bounds){ 0, 1, false };
}

static const int64_t least[] = { [HQ_COLUMN_U8] = 0, [HQ_COLUMN_I16] = INT16_MIN, [HQ_COLUMN_I32] = INT32_MIN, [HQ_COLUMN_I64] = INT64_MIN };
static const int64_t most[] = { [HQ_COLUMN_U8] = UINT8_MAX, [HQ_COLUMN_I16] = INT16_MAX, [HQ_COLUMN_I32] = INT32_MAX, [HQ_COLUMN_I64] = INT64_MAX };

void hqb_check(struct hqb_build *b, uint16_t column)
{
	const struct hq_column *c = &b->batch->columns[column];
	const struct hqb_bounds bounds = hqb_column_bounds(b->batch, c);
	int64_t den;

	if (b->checked[column] || c->type == HQ_COLUMN_BITS)
		return;
	b->checked[column] = true;
	hqb_column_scale(b->batch, c, &den);
	if (bounds.min > least[c->type] || bounds.max < most[c->type]) {
		struct hqb_op *op = hqb_emit(b, HQB_CHECK);

		op->a = column;
		op->from = c->type;
		op->k = hqi_max(bounds.min, least[c->type]);
		op->m = hqi_min(bounds.max, most[c->type]);
		op->b = bounds.never;
	}
	if (den > 1) {
		struct hqb_op *op = hqb_emit(b, HQB_WHOLE);

		op->a = column;
		op->from = c->type;
		op->k = den;
	}
}

uint16_t hqb_column_bits(struct hqb_build *b, uint16_t column, enum hqb_code what)
{
	uint16_t *known = &b->column_bits[column][what - HQB_COLUMN];

	if (what != HQB_COLUMN && b->whole)
		return what == HQB_VALID ? HQB_YES : HQB_NO;
	if (*known == HQ_NONE) {
		*known = hqb_bits(b, what, column, HQB_YES);
		b->ops[b->nops - 1].from = b->batch->columns[column].type;
	}
	return *known;
}

uint16_t hqb_missing(struct hqb_build *b, uint16_t column, bool open)
{
	const uint16_t valid = hqb_column_bits(b, column, HQB_VALID);

	if (valid == HQB_YES)
		return HQB_NO;
	return open ? hqb_not(b, valid) : hqb_bits(b, HQB_ANDNOT, hqb_column_bits(b, column, HQB_ASKED), valid);
}

struct hqb_range hqb_measure(struct hqb_build *b, uint16_t measure)
{
	const uint16_t slot = b->ask.measures[measure].slot;
	const uint16_t column = slot == HQ_NONE ? HQ_NONE : b->slot_column[slot - b->batch->edition->first_slot];
	struct hq_interval same;
	uint8_t seen;

	const uint8_t kind = hqi_shape(&b->ask, measure)->kind;

	/* Records can be the teacher's own only, which no measure counts. */
	if (b->batch->same.first[kind] < b->batch->same.first[kind + 1] || hqi_measure(&b->ask, measure, NULL, &same, &seen) < 0) {
		b->failed = true;
		same = (struct hq_interval){ 0, 0 };
	}
	if (column == HQ_NONE)
		return (struct hqb_range){ hqb_constant(same.lo), hqb_constant(same.hi) };
	const struct hq_column *c = &b->batch->columns[column];
	const int64_t max = b->ask.numbers[hqi_shape(&b->ask, measure)->max];
	struct hqb_range out;

	if (c->type == HQ_COLUMN_BITS || same.lo != 0 || (same.hi != 0 && same.hi != max)) {
		b->failed = true;
		return (struct hqb_range){ hqb_constant(0), hqb_constant(0) };
	}
	hqb_check(b, column);
	out.lo = (struct hqb_number){ .m = 1, .type = c->type, .a = column, .also = HQB_NO };
	out.lo.unit = hqb_column_scale(b->batch, c, &out.lo.div);
	out.lo.c0 = hqi_min(hqb_column_bounds(b->batch, c).max, most[c->type]);
	out.lo.c2 = out.lo.c0 / out.lo.div;
	out.lo.mask = hqb_column_bits(b, column, HQB_VALID);
	out.hi = out.lo;
	out.hi.given = max;
	out.hi.also = hqb_missing(b, column, same.hi != 0);
	return out;
}

struct hqb_answer hqb_answered(struct hqb_build *b, uint16_t slot, struct hqb_answer otherwise)
{
	const uint16_t column = slot == HQ_NONE ? HQ_NONE : b->slot_column[slot - b->batch->edition->first_slot];

	if (column == HQ_NONE)
		return otherwise;
	hqb_check(b, column);
	const uint16_t yes = hqb_column_bits(b, column, HQB_COLUMN), valid = hqb_column_bits(b, column, HQB_VALID);
	struct hqb_answer out = { hqb_and(b, yes, valid), 0 };

	out.hi = out.lo;
	if (valid == HQB_YES)
		return out;
	const uint16_t missing = hqb_not(b, valid), asked = hqb_column_bits(b, column, HQB_ASKED);

	if (otherwise.lo != HQB_NO)
		out.lo = hqb_or(b, out.lo, hqb_and(b, hqb_bits(b, HQB_ANDNOT, missing, asked), otherwise.lo));
	out.hi = hqb_or(b, out.hi, hqb_and(b, missing, hqb_or(b, asked, otherwise.hi)));
	return out;
}
