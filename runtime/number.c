/* Exact numbers as people write them.
 *
 * No locale: the point is a point. The one idea: a value is value / denominator all along, and is written as a decimal
 * only where that is exact.
 */
#include "hq_internal.h"

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

/* Decimals after which 1/d ends; 19 when it does not, or not soon. */
static unsigned decimals_of(uint64_t d)
{
	unsigned twos = 0, fives = 0;

	for (; d % 2 == 0; d /= 2)
		twos++;
	for (; d % 5 == 0; d /= 5)
		fives++;
	if (d > 1 || twos > 18 || fives > 18)
		return 19;
	return twos > fives ? twos : fives;
}

size_t hq_number_format(int64_t value, int64_t denominator, char out[48])
{
	uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, d = denominator > 0 ? (uint64_t)denominator : 1;
	const uint64_t common = gcd(n, d);
	char *to = out;

	n /= common;
	d /= common;
	if (value < 0)
		*to++ = '-';
	if (d > 1 && decimals_of(d) > 18) {
		to = put(to, n);
		*to++ = '/';
		to = put(to, d);
	} else {
		to = put(to, n / d);
		if (d > 1)
			*to++ = '.';
		for (n %= d; n; n %= d) {      /* d divides 10^18 here, so ten times the rest fits */
			n *= 10;
			*to++ = (char)('0' + n / d);
		}
	}
	*to = '\0';
	return (size_t)(to - out);
}
