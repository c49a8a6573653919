/* Exact fractions, in lowest terms. */
#ifndef FRACTION_H
#define FRACTION_H

#include "reference.h"

static inline struct ref_number fraction(int64_t num, int64_t den)
{
	int64_t a = num < 0 ? -num : num, b = den < 0 ? -den : den;

	if (den < 0) {
		num = -num;
		den = -den;
	}
	while (b) {
		const int64_t r = a % b;

		a = b;
		b = r;
	}
	if (a == 0)
		a = 1;
	return (struct ref_number){ num / a, den / a };
}

static inline struct ref_number whole(int64_t n)
{
	return (struct ref_number){ n, 1 };
}

static inline struct ref_number of(const struct hqc_number *n)
{
	return fraction(n->num, n->den);
}

static inline struct ref_number add(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

static inline struct ref_number times(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.num, a.den * b.den);
}

static inline struct ref_number over(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.den, a.den * b.num);
}

static inline int compare(struct ref_number a, struct ref_number b)
{
	const int64_t l = a.num * b.den, r = b.num * a.den;

	return (l > r) - (l < r);
}

static inline struct ref_number least(struct ref_number a, struct ref_number b)
{
	return compare(a, b) <= 0 ? a : b;
}
static inline struct ref_number greatest(struct ref_number a, struct ref_number b)
{
	return compare(a, b) >= 0 ? a : b;
}

static inline struct ref_number blocks(struct ref_number q, struct ref_number block)
{
	const struct ref_number n = over(q, block);

	return whole(n.num / n.den);
}

static inline struct ref_number ten_to(uint32_t n)
{
	int64_t p = 1;

	while (n--)
		p *= 10;
	return whole(p);
}


#endif
