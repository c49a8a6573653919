/* The loops of a kernel, compiled once for each width of machine; whoever includes this says first how 64 values become 64 bits:
 * word_u8, word_i16, word_i32, word_i64 (values, least): bit i where value i is at least `least`; and the other way, lanes_of (lanes, word): lane i is -1
 * where bit i is, else 0; and gives KERNEL a name.
 *
 * Every loop goes over one or two arrays that do not overlap, so that the compiler can make vectors of it; test_batch holds each kernel to
 * hq_verdict. What must not alias is said by restrict, and again by EACH, without which gcc 12 leaves some of these loops alone. The one idea: an operation is decoded once for a block.
 */
#ifndef HQ_BATCH_LOOPS_H
#define HQ_BATCH_LOOPS_H

#include "program.h"

#if defined __clang__
#define EACH(i, from, to) _Pragma("clang loop vectorize(assume_safety)") for (size_t i = from; i < to; i++)
#else
#define EACH(i, from, to) _Pragma("GCC ivdep") for (size_t i = from; i < to; i++)
#endif

static uint64_t *bits_of(const struct hqb_frame *f, uint16_t reg)
{
	return f->bits + (size_t)reg * HQB_WORDS;
}
static void *lane_of(const struct hqb_frame *f, uint16_t reg)
{
	return f->lanes + (reg & ~HQB_LANE) * f->lane_size;
}
/* ---- lanes --------------------------------------------------------------------------------------------------- */

/* to += min(DIVIDED of min(from, c0) times m, c2). S: type of the source; D: of the lane. Values out of range pass through here too, before
 * who has them is decided one by one: signed numbers wrap in these files. */
#define ADD(NAME, S, D, DIVIDED) \
static void NAME(void *lane, const void *source, const struct hqb_op *op, size_t n) \
{ \
	const S *restrict from = source; \
	D *restrict to = lane; \
	const S c0 = (S)op->c0; \
	const D m = (D)op->m, c2 = (D)op->c2; \
	const uint32_t magic = op->magic; \
	const unsigned shift = op->shift; \
	const int64_t div = op->div; \
	(void)magic; \
	(void)shift; \
	(void)div; \
	EACH(i, 0, n) { \
		D v = (D)(from[i] < c0 ? from[i] : c0); \
		v = DIVIDED; \
		v = (D)(v * m); \
		to[i] = (D)(to[i] + (v < c2 ? v : c2)); \
	} \
}
/* to += k where from is at least c0 */
#define STEP(NAME, S, D) \
static void NAME(void *lane, const void *source, const struct hqb_op *op, size_t n) \
{ \
	const S *restrict from = source; \
	D *restrict to = lane; \
	const S c0 = (S)op->c0; \
	const D k = (D)op->k; \
	EACH(i, 0, n) \
		to[i] = (D)(to[i] + (from[i] >= c0 ? k : 0)); \
}
#define ADDS(T, S) \
	STEP(step_##T##_16, S, int16_t) \
	STEP(step_##T##_32, S, int32_t) \
	STEP(step_##T##_64, S, int64_t) \
	ADD(add_##T##_16, S, int16_t, v) \
	ADD(add_##T##_32, S, int32_t, v) \
	ADD(add_##T##_64, S, int64_t, v) \
	ADD(div_##T##_16, S, int16_t, (int16_t)(((uint32_t)(uint16_t)v * (uint16_t)magic >> 16) >> (shift - 16))) \
	ADD(div_##T##_32, S, int32_t, (int32_t)((uint64_t)(uint32_t)v * magic >> shift)) \
	ADD(div_##T##_64, S, int64_t, v / div)
ADDS(u8, uint8_t)
ADDS(i16, int16_t)
ADDS(i32, int32_t)
ADDS(i64, int64_t)

/* By name, not through a table of pointers: so who calls whom can be read off, and the stack measured. */
#define ADD_TO(T, D) (op->code == HQB_STEP ? step_##T##_##D(lane, source, op, n) : op->div > 1 ? div_##T##_##D(lane, source, op, n) : add_##T##_##D(lane, source, op, n))
#define ADD_FROM(T) (op->type == HQ_COLUMN_I16 ? ADD_TO(T, 16) : op->type == HQ_COLUMN_I32 ? ADD_TO(T, 32) : ADD_TO(T, 64))
static void add_to(void *lane, const void *source, const struct hqb_op *op, size_t n)
{
	switch (op->from) {
	case HQ_COLUMN_U8:  ADD_FROM(u8); break;
	case HQ_COLUMN_I16: ADD_FROM(i16); break;
	case HQ_COLUMN_I32: ADD_FROM(i32); break;
	default:            ADD_FROM(i64); break;
	}
}

/* What a lane does with a number, or with another lane of its own type. */
#define LANE_OPS(T, D) \
static void give_##T(D *restrict to, const uint64_t *bits, D k, size_t n) \
{ \
	for (size_t at = 0; at < n; at += 64) { \
		int16_t mask[64]; \
		lanes_of(mask, bits[at / 64]); \
		for (unsigned i = 0; i < 64; i++) \
			to[at + i] = (D)(to[at + i] + (k & mask[i])); \
	} \
} \
static void keep_##T(D *restrict to, const D *restrict from, uint64_t bits) \
{ \
	int16_t mask[64]; \
	lanes_of(mask, bits); \
	for (unsigned i = 0; i < 64; i++) \
		to[i] = (D)(to[i] + (from[i] & mask[i])); \
} \
static void add_##T(struct hqb_frame *f, const struct hqb_op *op) \
{ \
	const char *from = hqb_source(f, op->a, op->from); \
	enum { SOME = 512 / sizeof(D) };       /* teachers; on the stack */ \
	D *to = lane_of(f, op->to), some[SOME]; \
	if (op->b == HQB_YES) { \
		add_to(to, from, op, f->n); \
		return; \
	} \
	for (size_t at = 0; at < f->n; at += SOME) { \
		const size_t n = f->n - at < SOME ? f->n - at : SOME; \
		__builtin_memset(some, 0, sizeof some); \
		add_to(some, from + at * hqb_size_of(op->from), op, n); \
		for (size_t i = 0; i < n; i += 64) \
			keep_##T(to + at + i, some + i, bits_of(f, op->b)[(at + i) / 64]); \
	} \
} \
static void raise_##T(D *to, D k, size_t n) { EACH(i, 0, n) to[i] = (D)(to[i] + k); } \
static void cap_##T(D *to, D k, size_t n) { EACH(i, 0, n) to[i] = to[i] < k ? to[i] : k; } \
static void max_##T(D *restrict to, const D *restrict a, size_t n) { EACH(i, 0, n) to[i] = to[i] > a[i] ? to[i] : a[i]; } \
static void spread_##T(int64_t *restrict to, const D *restrict a, int64_t unit, int64_t base, size_t n) \
{ \
	EACH(i, 0, n) to[i] = base + unit * a[i]; \
} \
static void lane_##T(struct hqb_frame *f, const struct hqb_op *op) \
{ \
	D *to = lane_of(f, op->to); \
	switch (op->code) { \
	case HQB_ADD: case HQB_STEP: add_##T(f, op); break; \
	case HQB_ZERO:  __builtin_memset(to, 0, sizeof *to * ((f->n + 63) & ~(size_t)63)); break; \
	case HQB_GIVE:  give_##T(to, bits_of(f, op->b), (D)op->k, f->n); break; \
	case HQB_RAISE: raise_##T(to, (D)op->k, f->n); break; \
	case HQB_CAP:   cap_##T(to, (D)op->k, f->n); break; \
	case HQB_MAX:   max_##T(to, lane_of(f, op->a), f->n); break; \
	} \
}
LANE_OPS(16, int16_t)
LANE_OPS(32, int32_t)
LANE_OPS(64, int64_t)

static void lane(struct hqb_frame *f, const struct hqb_op *op)
{
	if (op->type == HQ_COLUMN_I16)
		lane_16(f, op);
	else if (op->type == HQ_COLUMN_I32)
		lane_32(f, op);
	else
		lane_64(f, op);
}

static void spread(int64_t *out, const void *from, unsigned type, int64_t unit, int64_t base, size_t n)
{
	if (type == HQ_COLUMN_I16)
		spread_16(out, from, unit, base, n);
	else if (type == HQ_COLUMN_I32)
		spread_32(out, from, unit, base, n);
	else
		spread_64(out, from, unit, base, n);
}

/* ---- bits ---------------------------------------------------------------------------------------------------- */

#define WORDS(T, S) \
static void at_least_##T(uint64_t *to, const S *from, S k, size_t n) \
{ \
	size_t i = 0; \
	for (; i + 64 <= n; i += 64) \
		to[i / 64] = word_##T(from + i, k); \
	if (i == n) \
		return; \
	uint64_t w = 0; \
	for (size_t j = 0; i + j < n; j++) \
		w |= (uint64_t)(from[i + j] >= k) << j; \
	to[i / 64] = w; \
} \
static bool strays_##T(const S *from, int64_t least, int64_t most, size_t n) \
{ \
	const S lo = (S)least, hi = (S)most; \
	S low = hi, high = lo; \
	if ((S)-1 > 0) {                /* of bytes only the most */ \
		EACH(i, 0, n) \
			high = from[i] > high ? from[i] : high; \
		return high > hi; \
	} \
	EACH(i, 0, n) { \
		low = from[i] < low ? from[i] : low; \
		high = from[i] > high ? from[i] : high; \
	} \
	return low < lo || high > hi; \
}
WORDS(u8, uint8_t)
WORDS(i16, int16_t)
WORDS(i32, int32_t)
WORDS(i64, int64_t)

static void at_least(struct hqb_frame *f, const struct hqb_op *op)
{
	const void *from = hqb_source(f, op->a, op->from);
	uint64_t *to = bits_of(f, op->to);

	switch (op->from) {
	case HQ_COLUMN_U8:  at_least_u8(to, from, (uint8_t)op->k, f->n); break;
	case HQ_COLUMN_I16: at_least_i16(to, from, (int16_t)op->k, f->n); break;
	case HQ_COLUMN_I32: at_least_i32(to, from, (int32_t)op->k, f->n); break;
	default:            at_least_i64(to, from, op->k, f->n); break;
	}
}

static void bitmap(uint64_t *to, const uint8_t *from, const struct hqb_frame *f, uint64_t none)
{
	const size_t bytes = (f->n + 7) / 8;

	if (from)
		from += f->from / 8;
	for (size_t i = 0; i * 64 < f->n; i++)
		to[i] = from ? hqb_bitmap(from + i * 8, bytes - i * 8) : none;
}

/* One of a few; seldom in the way of many teachers. */
static void slowly(struct hqb_frame *f, const struct hqb_op *op)
{
	const struct hq_cells *cells = &f->cells[op->a];
	uint64_t *const to = op->code == HQB_IN ? bits_of(f, op->to) : f->odd;
	const uint64_t *words = HQ_AT(uint64_t, f->batch->rules, words);

	for (size_t i = 0; i < f->n; i++) {
		const int64_t v = hqb_value(cells, op->from, f->from + i);
		bool yes;

		if (op->code == HQB_IN) {
			if (i % 64 == 0)
				to[i / 64] = 0;
			yes = op->b ? v >= 0 && v / 64 < op->b && (words[op->k + v / 64] >> v % 64 & 1) : (words[op->k] & (uint64_t)v) != 0;
		} else if (cells->valid && !hqb_bit(cells->valid, f->from + i)) {
			continue;
		} else if (op->code == HQB_WHOLE) {
			yes = v % op->k != 0;
		} else {
			yes = (v < op->k || v > op->m) && !(op->b && v == HQ_DAY_NEVER);
		}
		to[i / 64] |= (uint64_t)yes << i % 64;
	}
}

static void check(struct hqb_frame *f, const struct hqb_op *op)
{
	const void *from = hqb_source(f, op->a, op->from);
	bool strays = false;

	switch (op->from) {
	case HQ_COLUMN_U8:  strays = strays_u8(from, op->k, op->m, f->n); break;
	case HQ_COLUMN_I16: strays = strays_i16(from, op->k, op->m, f->n); break;
	case HQ_COLUMN_I32: strays = strays_i32(from, op->k, op->m, f->n); break;
	default:            strays = strays_i64(from, op->k, op->m, f->n); break;
	}
	if (strays)
		slowly(f, op);
}

static void yes_of(struct hqb_frame *f, const struct hqb_op *op)
{
	const void *from = f->cells[op->a].values;
	uint64_t *to = bits_of(f, op->to);

	if (op->from == HQ_COLUMN_BITS) {
		bitmap(to, from, f, 0);
		return;
	}
	from = hqb_source(f, op->a, op->from);
	switch (op->from) {
	case HQ_COLUMN_U8:  at_least_u8(to, from, 1, f->n); break;
	case HQ_COLUMN_I16: at_least_i16(to, from, 1, f->n); break;
	case HQ_COLUMN_I32: at_least_i32(to, from, 1, f->n); break;
	default:            at_least_i64(to, from, 1, f->n); break;
	}
}

static void logic(struct hqb_frame *f, const struct hqb_op *op)
{
	uint64_t *to = bits_of(f, op->to);
	const uint64_t *a = bits_of(f, op->a), *b = op->code == HQB_NOT ? a : bits_of(f, op->b);

	/* Registers are used again: `to` may be one of the two, which does no harm word by word. */
	for (size_t i = 0; i < HQB_WORDS; i++)
		to[i] = op->code == HQB_AND ? a[i] & b[i] : op->code == HQB_OR ? a[i] | b[i] : op->code == HQB_ANDNOT ? a[i] & ~b[i] : ~a[i];
}

/* ---- a program ----------------------------------------------------------------------------------------------- */

/* Short stretches of many columns are nothing that a machine guesses by itself. */
static void look_ahead(const struct hqb_frame *f, const struct hqb_op *op)
{
	const char *at = hqb_source(f, op->a, op->from);
	const size_t bytes = f->n * hqb_size_of(op->from);

	for (size_t i = 0; i < bytes; i += 64)
		__builtin_prefetch(at + bytes + i);
}

static void run(const struct hqb_program *program, struct hqb_frame *f)
{
	for (const struct hqb_op *op = program->ops, *end = op + program->nops; op < end; op++) {
		if (op->ahead)
			look_ahead(f, op);
		switch ((enum hqb_code)op->code) {
		case HQB_COLUMN:   yes_of(f, op); break;
		case HQB_VALID:    bitmap(bits_of(f, op->to), f->cells[op->a].valid, f, ~(uint64_t)0); break;
		case HQB_ASKED:    bitmap(bits_of(f, op->to), f->cells[op->a].asked, f, 0); break;
		case HQB_AND: case HQB_OR: case HQB_ANDNOT: case HQB_NOT:
			logic(f, op);
			break;
		case HQB_AT_LEAST: at_least(f, op); break;
		case HQB_IN: case HQB_WHOLE:
			slowly(f, op);
			break;
		case HQB_CHECK:    check(f, op); break;
		case HQB_ADD: case HQB_STEP: case HQB_ZERO: case HQB_GIVE: case HQB_RAISE: case HQB_CAP: case HQB_MAX:
			lane(f, op);
			break;
		}
	}
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

/* Eight bits as eight bytes of 0 and 1, the first bit in the lowest byte. */
static inline uint64_t eight(uint64_t bits)
{
	return (((bits & 0xff) * 0x0101010101010101u & 0x8040201008040201u) + 0x7f7f7f7f7f7f7f7fu) >> 7 & 0x0101010101010101u;
}

#ifndef KERNEL_CODES
static void codes(uint8_t *out, const uint64_t *a, const uint64_t *b, const uint64_t *c, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
		const unsigned at = i % 64;
		const uint64_t w = hqb_little(eight(a[i / 64] >> at) + 2 * eight(b[i / 64] >> at) + 4 * eight(c[i / 64] >> at));

		if (i + 8 <= n) {
			__builtin_memcpy(out + i, &w, 8);
			continue;
		}
		for (size_t j = i; j < n; j++)
			out[j] = (uint8_t)(hqb_little(w) >> 8 * (j - i));
	}
}
#endif

static void mark(uint16_t *restrict out, const uint64_t *bits, uint16_t value, size_t n)
{
	size_t at = 0;

	for (; at + 64 <= n; at += 64) {
		int16_t mask[64];

		if (!bits[at / 64])
			continue;
		lanes_of(mask, bits[at / 64]);
		for (unsigned i = 0; i < 64; i++)
			out[at + i] = (uint16_t)((value & mask[i]) | (out[at + i] & ~mask[i]));
	}
	for (; at < n; at++)
		if (bits[at / 64] >> at % 64 & 1)
			out[at] = value;
}

const struct hqb_kernel KERNEL = { KERNEL_NAME, run, codes, mark, spread };

#endif
