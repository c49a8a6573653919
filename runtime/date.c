/* Days of the civil calendar, 1970-01-01 being day 0: months back and forth; school years; writing.
 *
 * No clock and no zone: whoever asks brings the day. What a window or a span makes of days is in measure.c. The one
 * idea: a year that begins in March has its leap day last, so that months and years are counted by division alone; and
 * counted from long before any day there is, nothing that is divided is negative.
 */
#include "hq_internal.h"

/* Years before year 0: enough for the first day of the type less the most months, and a multiple of 400. */
enum { BEFORE = 200000000 };
/* Days from the March of that year to 1970-01-01; 400 years have 146,097. */
static const int64_t EPOCH = INT64_C(146097) * (BEFORE / 400) + 719468;

/* Months since January of year -BEFORE, and the day in the last of them, from 0. */
struct civil { int64_t months, day; };

/* Days from the first of March to the first of a month, 0 being March: five months in turn have 153. */
static int64_t before_month(int64_t month)
{
	return (153 * month + 2) / 5;
}

static int64_t first_of(int64_t months)
{
	const int64_t year = (months - 2) / 12;

	return 365 * year + year / 4 - year / 100 + year / 400 + before_month((months - 2) % 12) - EPOCH;
}

static int64_t months_of(int64_t year, int32_t month)
{
	return (year + BEFORE) * 12 + month - 1;
}

static int64_t length_of(int64_t months)
{
	return first_of(months + 1) - first_of(months);
}

int32_t hqi_month_length(int64_t year, int32_t month)
{
	return (int32_t)length_of(months_of(year, month));
}

int64_t hqi_day_of(int64_t year, int32_t month, int32_t day)
{
	return first_of(months_of(year, month)) + day - 1;
}

static struct civil civil_of(hq_day day)
{
	const int64_t n = day + EPOCH;
	const int64_t century = (4 * n + 3) / 146097, in_century = n - 146097 * century / 4;
	const int64_t year = (4 * in_century + 3) / 1461, in_year = in_century - 1461 * year / 4;
	const int64_t month = (5 * in_year + 2) / 153;

	return (struct civil){ (100 * century + year) * 12 + month + 2, in_year - before_month(month) };
}

hq_day hq_day_add_months(hq_day day, int32_t months)
{
	const struct civil c = civil_of(day);
	const int64_t to = c.months + months, out = first_of(to) + hqi_min(c.day, length_of(to) - 1);

	/* The two ends of the type mean "open" and "never". */
	return (hq_day)hqi_max(hqi_min(out, HQ_DAY_NEVER - 1), (int64_t)HQ_DAY_OPEN + 1);
}

int32_t hq_school_year(hq_day day)
{
	return (int32_t)((civil_of(day).months - 6) / 12 - BEFORE);    /* it begins in July */
}

void hq_day_format(hq_day day, char out[11])
{
	const struct civil c = civil_of((hq_day)hqi_max(hqi_min(day, HQ_DAY_LAST), HQ_DAY_FIRST));
	int64_t n = (c.months / 12 - BEFORE) * 10000 + (c.months % 12 + 1) * 100 + c.day + 1;

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
