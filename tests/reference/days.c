/* Dates and windows: 2.1 to 2.6 of docs/semantics.md. */
#include "evaluator.h"

#include <string.h>

static void civil(hq_day day, int64_t *y, int64_t *m, int64_t *d)
{
	/* Counting from 0000-03-01, so that a leap day ends its year. */
	const int64_t z = (int64_t)day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	const int64_t mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}
hq_day ref_day_of(int64_t y, int64_t m, int64_t d)
{
	const int64_t yy = y - (m <= 2), era = (yy >= 0 ? yy : yy - 399) / 400, yoe = yy - era * 400;
	const int64_t doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (hq_day)(era * 146097 + doe - 719468);
}
/* 2.2 */
hq_day ref_months_before(hq_day day, int64_t months)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t y, m, d;

	civil(day, &y, &m, &d);
	const int64_t n = y * 12 + (m - 1) - months;
	y = n / 12;
	m = n % 12 + 1;
	const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	const int64_t last = days[m - 1] + (m == 2 && leap);
	return ref_day_of(y, m, d < last ? d : last);
}
/* 2.6 */
int64_t ref_school_year(hq_day day)
{
	int64_t y, m, d;

	civil(day, &y, &m, &d);
	return m >= 7 ? y : y - 1;
}
int64_t ref_in_months(const struct hqc_number *n, const struct hqc_name *unit)
{
	return n->num / n->den * (strncmp(unit->text, "month", 5) == 0 ? 1 : 12);
}
/* 2.3, 2.4 */
bool ref_in_windows(const struct hqc_window *w, hq_day day, hq_day as_of)
{
	if (day > as_of)
		return false;
	for (; w; w = w->next) {
		switch (w->kind) {
		case HQC_WINDOW_WITHIN:
			if (day <= ref_months_before(as_of, ref_in_months(&w->count, &w->unit)))
				return false;
			break;
		case HQC_WINDOW_BEFORE_LAST:
			if (day > ref_months_before(as_of, ref_in_months(&w->count, &w->unit)))
				return false;
			break;
		case HQC_WINDOW_BEFORE:
			if (day >= w->to.day)
				return false;
			break;
		case HQC_WINDOW_AFTER:
			if (day <= w->from.day)
				return false;
			break;
		case HQC_WINDOW_ON_OR_BEFORE:
			if (day > w->to.day)
				return false;
			break;
		case HQC_WINDOW_ON_OR_AFTER:
			if (day < w->from.day)
				return false;
			break;
		case HQC_WINDOW_FROM_TO:
			if (day < w->from.day || day > w->to.day)
				return false;
			break;
		}
	}
	return true;
}

bool ref_leave_days_out(const struct hqc_window *w, hq_day as_of)
{
	return !ref_in_windows(w, HQ_DAY_FIRST, as_of) || !ref_in_windows(w, as_of, as_of);
}
