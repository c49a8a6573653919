/* Days of the civil calendar, 1970-01-01 being day 0: year, month and day; months back and forth; school years; writing.
 *
 * No clock and no zone: whoever asks brings the day. What a window or a span makes of days is in measure.c. The one
 * idea: the days before a year are a closed formula, so a year is guessed from the day and set right by at most one.
 */
#include "hq_internal.h"

enum { EPOCH = 719162 };               /* days from 0001-01-01 to 1970-01-01 */

struct civil { int64_t year; int32_t month, day; };

static const uint16_t before_month[13] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days from 0001-01-01 to the first of January of @year. */
static int64_t before_year(int64_t year)
{
	const int64_t y = year - 1;

	return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t hqi_month_length(int64_t year, int32_t month)
{
	return before_month[month] - before_month[month - 1] + (month == 2 && is_leap(year));
}

int64_t hqi_day_of(int64_t year, int32_t month, int32_t day)
{
	return before_year(year) + before_month[month - 1] + (month > 2 && is_leap(year)) + day - 1 - EPOCH;
}

static struct civil civil_of(hq_day day)
{
	const int64_t n = (int64_t)day + EPOCH;
	int64_t year = floor_div(n * 400, 146097) + 1;

	if (before_year(year) > n)
		year--;
	else if (before_year(year + 1) <= n)
		year++;
	int32_t left = (int32_t)(n - before_year(year)), month = left / 31 + 1;

	while (month < 12 && left >= before_month[month] + (month > 1 && is_leap(year)))
		month++;
	left -= before_month[month - 1] + (month > 2 && is_leap(year));
	return (struct civil){ year, month, left + 1 };
}

hq_day hq_day_add_months(hq_day day, int32_t months)
{
	const struct civil c = civil_of(day);
	const int64_t all = c.year * 12 + (c.month - 1) + months;
	const int64_t year = floor_div(all, 12);
	const int32_t month = (int32_t)(all - year * 12) + 1, last = hqi_month_length(year, month);
	const int64_t out = hqi_day_of(year, month, c.day < last ? c.day : last);

	/* The two ends of the type mean "open" and "never". */
	return out <= HQ_DAY_OPEN ? HQ_DAY_OPEN + 1 : out >= HQ_DAY_NEVER ? HQ_DAY_NEVER - 1 : (hq_day)out;
}

int32_t hq_school_year(hq_day day)
{
	const struct civil c = civil_of(day);

	return (int32_t)c.year - (c.month < 7);
}

void hq_day_format(hq_day day, char out[11])
{
	const struct civil c = civil_of(day < HQI_DAY_MIN ? HQI_DAY_MIN : day > HQI_DAY_MAX ? HQI_DAY_MAX : day);
	uint32_t n = (uint32_t)c.year * 10000 + (uint32_t)c.month * 100 + (uint32_t)c.day;

	out[10] = '\0';
	for (int at = 9; at >= 0; at--) {
		if (at == 4 || at == 7) {
			out[at] = '-';
			continue;
		}
		out[at] = (char)('0' + n % 10);
		n /= 10;
	}
}
