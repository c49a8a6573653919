/* Exact numbers as people write them.
 *
 * No locale: the point is a point. The one idea: a value is value / denominator all along, and is written as a decimal
 * only where that is exact.
 */
#include "hq_internal.h"

#define E18 UINT64_C(1000000000000000000)

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		const uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static char *put(char *to, uint64_t n)
{
	char reversed[20];
	unsigned len = 0;

	do {
		reversed[len++] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	while (len)
		*to++ = reversed[--len];
	return to;
}

size_t hq_number_format(int64_t value, int64_t denominator, char out[48])
{
	uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, d = denominator > 0 ? (uint64_t)denominator : 1;
	const uint64_t common = gcd(n, d);
	char *to = out, *whole;

	n /= common;
	d /= common;
	if (value < 0)
		*to++ = '-';
	whole = to;
	to = put(to, n / d);
	uint64_t rest = n % d;

	if (rest)
		*to++ = '.';
	/* It ends where d divides 10^18; then ten times the rest fits. */
	for (unsigned i = 0; rest && i < 18 && d <= E18; i++) {
		rest *= 10;
		*to++ = (char)('0' + rest / d);
		rest %= d;
	}
	if (rest) {
		to = put(whole, n);
		*to++ = '/';
		to = put(to, d);
	}
	*to = '\0';
	return (size_t)(to - out);
}
