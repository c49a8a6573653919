/* Dates and numbers as data write them, to days and scaled integers. For whoever reads data; deciding uses none of it.
 *
 * Strict: what is not exactly a date or a decimal is refused, and nothing is rounded.
 */
#include "hq_internal.h"

/* The number that @n digits are; -1 when one of them is none. */
static int digits(const char *text, unsigned n)
{
	int value = 0;

	for (unsigned i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

int hq_day_parse(const char *text, size_t len, hq_day *out)
{
	if (len != 10 || text[4] != '-' || text[7] != '-')
		return HQ_ERANGE;
	const int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);

	if (year < 1 || month < 1 || month > 12 || day < 1 || day > hqi_month_length(year, month))
		return HQ_ERANGE;
	*out = (hq_day)hqi_day_of(year, month, day);
	return HQ_OK;
}

/* Appends one digit; false when the number leaves 63 bits. */
static bool push(uint64_t *value, unsigned digit)
{
	if (*value > ((uint64_t)INT64_MAX - digit) / 10)
		return false;
	*value = *value * 10 + digit;
	return true;
}

int hq_number_parse(const char *text, size_t len, unsigned decimals, int64_t *out)
{
	const bool negative = len > 0 && text[0] == '-';
	bool point = false, fits = true;
	uint64_t value = 0;
	size_t i = negative;

	if (i == len || text[i] == '.' || text[len - 1] == '.')
		return HQ_ERANGE;
	for (; i < len; i++) {
		if (text[i] == '.' && !point) {
			point = true;
			continue;
		}
		const int digit = digits(text + i, 1);

		if (point && decimals == 0) {  /* a zero past the last decimal says nothing */
			if (digit != 0)
				return HQ_ERANGE;
			continue;
		}
		decimals -= point;
		if (digit < 0)
			return HQ_ERANGE;
		fits = fits && push(&value, (unsigned)digit);
	}
	for (; decimals > 0; decimals--)
		fits = fits && push(&value, 0);
	if (!fits)
		return HQ_ERANGE;
	*out = negative ? -(int64_t)value : (int64_t)value;
	return HQ_OK;
}
