/* Bits and numbers of a program being made: what can be said at once is said at once, the rest becomes operations.
 *
 * Which numbers a rule asks for is points.c's and rows.c's. The one idea: a number is a column times a unit, so a rate, a cap or a
 * threshold usually changes how the column is read and costs nothing by itself, and a sum in units of the greatest common divisor stays narrow.
 */
#include "program.h"

enum { FAR = 62 };                     /* a true value stays below 2^62 */

static int64_t times(struct hqb_build *b, int64_t x, int64_t y)
{
	int64_t out;

	if (!__builtin_mul_overflow(x, y, &out) && out >> FAR == 0)
		return out;
	b->failed = true;
	return 1;
}

static int64_t plus(struct hqb_build *b, int64_t x, int64_t y)
{
	int64_t out;

	if (!__builtin_add_overflow(x, y, &out) && out >> FAR == 0)
		return out;
	b->failed = true;
	return 1;
}

static int64_t ceil_of(int64_t a, int64_t b)
{
	return a / b + (a % b > 0);
}

struct hqb_op *hqb_emit(struct hqb_build *b, enum hqb_code code)
{
	if (b->nops == b->ops_max) {
		b->failed = true;
		b->nops = 0;
	}
	struct hqb_op *op = &b->ops[b->nops++];

	*op = (struct hqb_op){ .code = (uint8_t)code, .b = HQB_YES };
	return op;
}

static uint16_t new_bits(struct hqb_build *b)
{
	if (b->nbits == HQB_LANE - 1)
		b->failed = true;
	else
		b->nbits++;
	return (uint16_t)(b->nbits - 1);
}

static uint16_t new_lane(struct hqb_build *b, uint8_t type)
{
	struct hqb_op *op = hqb_emit(b, HQB_ZERO);

	if (b->nlanes == HQB_LANE - 1)
		b->failed = true;
	else
		b->nlanes++;
	if (type > b->widest)
		b->widest = type;
	op->type = type;
	op->to = (uint16_t)(b->nlanes - 1) | HQB_LANE;
	return op->to;
}

uint16_t hqb_bits(struct hqb_build *b, enum hqb_code code, uint16_t x, uint16_t y)
{
	struct hqb_op *op = hqb_emit(b, code);

	op->a = x;
	op->b = y;
	return op->to = new_bits(b);
}

/* ---- numbers ------------------------------------------------------------------------------------------------- */

struct hqb_number hqb_constant(int64_t k)
{
	return (struct hqb_number){ .base = k, .unit = 1, .div = 1, .m = 1, .mask = HQB_NO, .also = HQB_NO };
}

static struct hqb_number normal(struct hqb_number x)
{
	if (x.mask == HQB_NO || x.c0 <= 0 || x.c2 <= 0) {
		const struct hqb_number nothing = hqb_constant(x.base);

		x = (struct hqb_number){ .base = x.base, .unit = 1, .div = 1, .m = 1, .mask = HQB_NO, .also = x.also, .given = x.given };
		if (x.also == HQB_NO || x.given == 0)
			return nothing;
		if (x.also == HQB_YES)
			return hqb_constant(x.given);
	}
	return x;
}

static bool is_constant(const struct hqb_number *x)
{
	return x->type == 0 && x->also == HQB_NO;
}

bool hqb_same(const struct hqb_number *x, const struct hqb_number *y)
{
	return x->base == y->base && x->unit == y->unit && x->c0 == y->c0 && x->div == y->div && x->m == y->m && x->c2 == y->c2 &&
	       x->a == y->a && x->mask == y->mask && x->also == y->also && x->type == y->type &&
	       (x->also == HQB_NO || x->given == y->given);
}

/* The most of the part that is a column, in units. */
static int64_t top(struct hqb_build *b, const struct hqb_number *x)
{
	return x->type ? hqi_min(times(b, x->c0 / x->div, x->m), x->c2) : 0;
}

int64_t hqb_most(struct hqb_build *b, const struct hqb_number *x)
{
	const int64_t lane = times(b, top(b, x), x->unit);

	return hqi_max(x->base, x->also == HQB_NO ? lane : hqi_max(lane, x->given));
}

uint16_t hqb_at_least(struct hqb_build *b, const struct hqb_number *x, int64_t k)
{
	uint16_t lane = HQB_NO;

	if (k <= 0)
		return HQB_YES;
	if (x->type) {
		const int64_t units = ceil_of(k, x->unit);

		if (units <= top(b, x)) {
			struct hqb_op *op = hqb_emit(b, HQB_AT_LEAST);
			const uint16_t to = new_bits(b);

			op->a = x->a;
			op->from = x->type;
			op->k = x->div * ceil_of(units, x->m);
			op->to = to;
			lane = hqb_and(b, to, x->mask);
		}
	} else if (x->base >= k) {
		return HQB_YES;
	}
	return x->also != HQB_NO && x->given >= k ? hqb_or(b, lane, x->also) : lane;
}

/* No more of the column than makes a difference. */
static struct hqb_number tight(struct hqb_build *b, struct hqb_number x)
{
	if (x.m < 1 || x.unit < 1) {
		b->failed = true;
		return hqb_constant(0);
	}
	x.c0 = hqi_min(x.c0, times(b, x.div, ceil_of(x.c2, x.m)));
	x.c2 = hqi_min(x.c2, times(b, x.c0 / x.div, x.m));
	return normal(x);
}

struct hqb_number hqb_cap(struct hqb_build *b, struct hqb_number x, int64_t most)
{
	most = hqi_max(most, 0);
	x.base = hqi_min(x.base, most);
	x.given = hqi_min(x.given, most);
	if (!x.type || times(b, top(b, &x), x.unit) <= most)
		return normal(x);
	if (most % x.unit) {
		const int64_t unit = hqi_gcd(x.unit, most), by = x.unit / unit;

		x.c2 = times(b, top(b, &x), by);
		x.m = times(b, x.m, by);
		x.unit = unit;
	}
	x.c2 = hqi_min(x.c2, most / x.unit);
	return tight(b, x);
}

struct hqb_number hqb_times(struct hqb_build *b, struct hqb_number x, int64_t k)
{
	if (k < 0)
		b->failed = true;
	if (k <= 0)
		return hqb_constant(0);
	x.base = times(b, x.base, k);
	x.unit = times(b, x.unit, k);
	if (x.also != HQB_NO)
		x.given = times(b, x.given, k);
	return x;
}

static bool is_plain(const struct hqb_number *x)
{
	return x->div == 1 && x->m == 1 && x->c2 >= x->c0;
}

struct hqb_number hqb_divide(struct hqb_build *b, struct hqb_number x, int64_t by)
{
	if (by < 1) {
		b->failed = true;
		return x;
	}
	if (by == 1)
		return x;
	x.base /= by;
	if (!x.type) {
		x.given /= by;
		return normal(x);
	}
	if (is_plain(&x) && x.unit % by && by % x.unit) {
		x.m = x.unit / hqi_gcd(x.unit, by);
		x.unit /= x.m;
		x.c2 = times(b, x.c0, x.m);
	}
	if (!is_plain(&x))
		x = hqb_lane(b, x);
	if (!x.type)
		return hqb_divide(b, x, by);
	x.given /= by;
	if (x.unit % by == 0) {
		x.unit /= by;
		return x;
	}
	if (by % x.unit) {                     /* the lane came in another unit */
		b->failed = true;
		return x;
	}
	x.div = by / x.unit;
	x.unit = 1;
	x.c2 = x.c0 / x.div;
	return normal(x);
}

struct hqb_number hqb_from(struct hqb_build *b, struct hqb_number x, int64_t least)
{
	if (least <= 0)
		return x;
	if (is_constant(&x))
		return x.base < least ? hqb_constant(0) : x;
	struct hqb_number lane = x;

	lane.also = HQB_NO;
	x.mask = x.type ? hqb_at_least(b, &lane, least) : HQB_NO;
	if (x.given < least)
		x.also = HQB_NO;
	return normal(x);
}

struct hqb_number hqb_lane(struct hqb_build *b, struct hqb_number x)
{
	struct hqb_sum s = { .enough = INT64_MAX };

	if (is_constant(&x) || ((x.a & HQB_LANE) && x.type && is_plain(&x) && x.c0 >= x.full && x.mask == HQB_YES && x.also == HQB_NO))
		return x;
	hqb_sum_see(b, &s, x);
	hqb_sum_begin(b, &s);
	hqb_sum_add(b, &s, x);
	return hqb_sum_end(b, &s);
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

void hqb_sum_see(struct hqb_build *b, struct hqb_sum *s, struct hqb_number x)
{
	x = hqb_cap(b, x, s->enough);
	const int64_t most = hqb_most(b, &x);

	if (x.type) {
		s->unit = hqi_gcd(x.unit, s->unit);
		s->wide = hqi_max(s->wide, times(b, times(b, x.c0 / x.div, x.m), x.unit));
		s->most = hqi_max(s->most, x.c0);
	}
	if (x.also != HQB_NO)
		s->unit = hqi_gcd(x.given, s->unit);
	if (x.base)
		s->unit = hqi_gcd(x.base, s->unit);
	s->all = s->best ? hqi_max(s->all, most) : plus(b, s->all, most);
}

static const int64_t holds[] = { [HQ_COLUMN_I16] = INT16_MAX, [HQ_COLUMN_I32] = INT32_MAX, [HQ_COLUMN_I64] = (int64_t)1 << FAR };

/* `wide` is in points, `most` in units of a column: of one term, both. */
void hqb_sum_begin(struct hqb_build *b, struct hqb_sum *s)
{
	s->unit = s->unit ? s->unit : 1;
	const int64_t all = s->all / s->unit, one = hqi_max(s->wide / s->unit, s->most);
	/* What is enough, and one term more. */
	const int64_t held = s->enough < s->all ? plus(b, ceil_of(s->enough, s->unit), one) : all;
	const int64_t needs = hqi_max(one, hqi_min(all, held));

	s->type = HQ_COLUMN_I16;
	while (s->type < HQ_COLUMN_I64 && needs > holds[s->type])
		s->type++;
	s->out = (struct hqb_number){ .unit = s->unit, .div = 1, .m = 1, .mask = HQB_YES, .also = HQB_NO, .type = s->type };
	s->out.a = new_lane(b, s->type);
	s->so_far = 0;
}

static struct hqb_op *onto(struct hqb_build *b, const struct hqb_sum *s, enum hqb_code code)
{
	struct hqb_op *op = hqb_emit(b, code);

	op->to = s->out.a;
	op->type = s->type;
	return op;
}

/* v / div is v * magic >> shift for every v up to c0. */
static void find_magic(struct hqb_build *b, struct hqb_op *op)
{
	const unsigned bits = op->type == HQ_COLUMN_I16 ? 16 : 32;

	if (op->div == 1 || op->type == HQ_COLUMN_I64)
		return;
	if (op->div > op->c0)
		b->failed = true;      /* normal() has made it nothing */
	for (unsigned k = bits; k < 2 * bits - 1; k++) {
		const uint64_t two = (uint64_t)1 << k, div = (uint64_t)op->div, magic = (two + div - 1) / div;

		if (magic >> bits == 0 && (magic * div - two) * (uint64_t)op->c0 < two) {
			op->magic = (uint32_t)magic;
			op->shift = (uint8_t)k;
			return;
		}
	}
	b->failed = true;
}

void hqb_sum_add(struct hqb_build *b, struct hqb_sum *s, struct hqb_number x)
{
	x = hqb_cap(b, x, s->enough);
	const int64_t most = hqb_most(b, &x) / s->unit;

	if (most == 0)
		return;
	if (s->so_far + most > holds[s->type] && s->enough < INT64_MAX) {
		s->so_far = ceil_of(s->enough, s->unit);
		onto(b, s, HQB_CAP)->k = s->so_far;
	}
	if (x.type) {
		struct hqb_op *op = onto(b, s, HQB_ADD);

		op->a = x.a;
		op->from = x.type;
		op->b = x.mask;
		op->c0 = x.c0;
		op->div = x.div;
		op->m = times(b, x.m, x.unit / s->unit);
		op->c2 = times(b, top(b, &x), x.unit / s->unit);
		find_magic(b, op);
	}
	if (x.also != HQB_NO) {
		struct hqb_op *op = onto(b, s, HQB_GIVE);

		op->b = x.also;
		op->k = x.given / s->unit;
	}
	if (x.base)
		onto(b, s, HQB_RAISE)->k = x.base / s->unit;
	s->so_far = plus(b, s->so_far, most);
}

void hqb_sum_step(struct hqb_build *b, struct hqb_sum *s, const struct hqb_number *x, int64_t k, int64_t more)
{
	if (k > 0 && x->type && is_plain(x) && x->also == HQB_NO) {
		const int64_t units = ceil_of(k, x->unit);

		if (units > x->c0)
			return;
		struct hqb_op *op = onto(b, s, HQB_STEP);

		op->a = x->a;
		op->from = x->type;
		op->b = x->mask;
		op->c0 = units;
		op->k = more / s->unit;
		s->so_far = plus(b, s->so_far, op->k);
		return;
	}
	struct hqb_number step = hqb_constant(more);
	const uint16_t there = hqb_at_least(b, x, k);

	if (there != HQB_YES) {
		step.base = 0;
		step.also = there;
		step.given = more;
	}
	if (there != HQB_NO)
		hqb_sum_add(b, s, step);
}

struct hqb_number hqb_sum_end(struct hqb_build *b, struct hqb_sum *s)
{
	(void)b;
	s->out.c0 = s->out.c2 = s->out.full = s->so_far;
	return normal(s->out);
}
