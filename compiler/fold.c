/* Exact constants: fractions in lowest terms and common multiples. Leaves the question of what a number means to its
 * callers. The one idea: a sticky flag instead of an error at each step, so arithmetic reads like arithmetic. */
#include "fold.h"

#include "ast.h"

static int64_t gcd(int64_t a, int64_t b)
{
	uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
	uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;

	while (y != 0) {
		const uint64_t rest = x % y;

		x = y;
		y = rest;
	}
	return x > INT64_MAX || x == 0 ? 1 : (int64_t)x;
}

struct hqc_rat hqc_rat(struct hqc_fold *f, int64_t num, int64_t den)
{
	if (num == INT64_MIN || den == INT64_MIN || den == 0) {
		f->overflow = true;
		return (struct hqc_rat){ 0, 1 };
	}
	if (den < 0) {
		num = -num;
		den = -den;
	}
	const int64_t g = gcd(num, den);

	return (struct hqc_rat){ num / g, den / g };
}

struct hqc_rat hqc_rat_of(const struct hqc_number *n)
{
	return (struct hqc_rat){ n->num, n->den > 0 ? n->den : 1 };
}

struct hqc_rat hqc_rat_int(int64_t n)
{
	return (struct hqc_rat){ n, 1 };
}

int64_t hqc_mul(struct hqc_fold *f, int64_t a, int64_t b)
{
	int64_t out;

	if (!__builtin_mul_overflow(a, b, &out))
		return out;
	f->overflow = true;
	return 1;
}

int64_t hqc_lcm(struct hqc_fold *f, int64_t a, int64_t b)
{
	return hqc_mul(f, a / gcd(a, b), b);
}

int64_t hqc_pow10(struct hqc_fold *f, uint32_t n)
{
	int64_t out = 1;

	if (n > 18) {
		f->overflow = true;
		return 1;
	}
	while (n-- > 0)
		out *= 10;
	return out;
}

struct hqc_rat hqc_rat_add(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b)
{
	const int64_t den = hqc_lcm(f, a.den, b.den);
	int64_t sum;

	if (__builtin_add_overflow(hqc_mul(f, a.num, den / a.den), hqc_mul(f, b.num, den / b.den), &sum)) {
		f->overflow = true;
		return (struct hqc_rat){ 0, 1 };
	}
	return hqc_rat(f, sum, den);
}

struct hqc_rat hqc_rat_mul(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b)
{
	const int64_t g = gcd(a.num, b.den);          /* cross-cancel first, so that only a true overflow is one */
	const int64_t h = gcd(b.num, a.den);

	return hqc_rat(f, hqc_mul(f, a.num / g, b.num / h), hqc_mul(f, a.den / h, b.den / g));
}

struct hqc_rat hqc_rat_div(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b)
{
	return hqc_rat_mul(f, a, hqc_rat(f, b.den, b.num));
}

int64_t hqc_rat_floor(struct hqc_rat a)
{
	const int64_t whole = a.num / a.den;

	return a.num % a.den < 0 ? whole - 1 : whole;
}

int64_t hqc_rat_ceil(struct hqc_rat a)
{
	const int64_t whole = a.num / a.den;

	return a.num % a.den > 0 ? whole + 1 : whole;
}

int hqc_rat_compare(struct hqc_rat a, struct hqc_rat b)
{
	/* Compare whole parts, then the reciprocals of what is left, the other way round; no product is formed. */
	for (int sign = 1;; sign = -sign) {
		const int64_t fa = hqc_rat_floor(a), fb = hqc_rat_floor(b);

		if (fa != fb)
			return fa < fb ? -sign : sign;
		const int64_t ra = a.num - fa * a.den, rb = b.num - fb * b.den;

		if (ra == 0 || rb == 0)
			return ra == rb ? 0 : ra == 0 ? -sign : sign;
		a = (struct hqc_rat){ a.den, ra };
		b = (struct hqc_rat){ b.den, rb };
	}
}

int64_t hqc_rat_scaled(struct hqc_fold *f, struct hqc_rat a, int64_t scale)
{
	const struct hqc_rat out = hqc_rat_mul(f, a, hqc_rat_int(scale));

	if (out.den != 1)
		f->overflow = true;
	return out.num;
}
