/* Exact numbers as people write them.
 *
 * No locale: the point is a point. The one idea: a value is value / denominator all along, and is written as a decimal
 * only where that is exact.
 */
#include "hq_internal.h"

#define E18 UINT64_C(1000000000000000000)

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
	const uint64_t common = (uint64_t)hqi_gcd((int64_t)d, (int64_t)(n % d));
	char *to = out;

	n /= common;
	d /= common;
	if (value < 0)
		*to++ = '-';
	if (d > E18 || E18 % d) {              /* no decimal ends there */
		to = put(to, n);
		*to++ = '/';
		to = put(to, d);
	} else {
		to = put(to, n / d);
		n %= d;
		if (n)
			*to++ = '.';
		for (; n; n %= d) {
			n *= 10;
			*to++ = (char)('0' + n / d);
		}
	}
	*to = '\0';
	return (size_t)(to - out);
}
