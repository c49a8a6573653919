/* Numbers and dates as the author wrote them. Exact or refused: a number is a numerator over a denominator in lowest
 * terms, a date a day of the civil calendar that exists. */
#include "parse.h"

static int64_t greatest_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Reads digits from @text; false when they leave 63 bits. */
static bool add_digits(int64_t *n, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (*n > (INT64_MAX - (text[i] - '0')) / 10)
			return false;
		*n = *n * 10 + (text[i] - '0');
	}
	return true;
}

static size_t count_digits(const char *text, size_t len)
{
	size_t n = 0;
	while (n < len && is_digit(text[n]))
		n++;
	return n;
}

/* The lexer lets through digits, digits.digits and digits/digits. */
struct hqc_number hqc_number_of(struct hqc_parser *p, const char *text, size_t len, struct hqc_span at)
{
	struct hqc_number n = { .den = 1, .text = hqc_intern(&p->c->names, text, len), .span = at };
	size_t whole = count_digits(text, len);
	bool fits = add_digits(&n.num, text, whole);
	if (whole < len && text[whole] == '/') {
		n.den = 0;
		fits = fits && add_digits(&n.den, text + whole + 1, len - whole - 1);
	} else if (whole < len) {
		size_t decimals = len - whole - 1;
		fits = fits && add_digits(&n.num, text + whole + 1, decimals) && decimals <= 18;
		for (size_t i = 0; fits && i < decimals; i++)
			n.den *= 10;
	}
	if (!fits) {
		hqc_report(p->c, HQC_MSG_number_too_large, at, "%s has more digits than can be reckoned with", n.text);
		n.num = 1;
		n.den = 1;
	} else if (n.den == 0) {
		hqc_report(p->c, HQC_MSG_bad_number, at, "%s divides by nothing", n.text);
		n.den = 1;
	}
	int64_t common = greatest_divisor(n.num, n.den);
	n.num /= common;
	n.den /= common;
	return n;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01. The years before this one, with their leap days, and the months before this one. */
static int32_t day_number(int year, int month, int day)
{
	int past = year - 1;
	int32_t n = past * 365 + past / 4 - past / 100 + past / 400;
	for (int m = 1; m < month; m++)
		n += days_in(year, m);
	return n + day - 1 - 719162;    /* 719162: days from 0001-01-01 to 1970-01-01 */
}

static struct hqc_date no_date(struct hqc_parser *p, struct hqc_span at, const char *text, const char *why)
{
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_bad_date, at, "%s %s", text, why);
	hqc_help(p->c, d, "a date is written year, month, day: 2006-06-30");
	return (struct hqc_date){ 0, at };
}

struct hqc_date hqc_date_of(struct hqc_parser *p, const char *text, size_t len, struct hqc_span at)
{
	const char *shown = hqc_intern(&p->c->names, text, len);
	bool shaped = len == 10 && count_digits(text, 4) == 4 && text[4] == '-' && count_digits(text + 5, 2) == 2 &&
		      text[7] == '-' && count_digits(text + 8, 2) == 2;
	if (!shaped)
		return no_date(p, at, shown, "is not how a date is written");
	int64_t year = 0, month = 0, day = 0;
	add_digits(&year, text, 4);
	add_digits(&month, text + 5, 2);
	add_digits(&day, text + 8, 2);
	if (year < 1)
		return no_date(p, at, shown, "is in no year of the calendar");
	if (month < 1 || month > 12)
		return no_date(p, at, shown, "does not exist: there are 12 months");
	if (day < 1 || day > days_in((int)year, (int)month)) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_bad_date, at, "%s does not exist", shown);
		hqc_help(p->c, d, "that month has %d days", days_in((int)year, (int)month));
		return (struct hqc_date){ 0, at };
	}
	return (struct hqc_date){ day_number((int)year, (int)month, (int)day), at };
}
