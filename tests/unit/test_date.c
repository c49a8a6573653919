/* Civil days: text to day and back, months before a day (semantics 2.2), school years (2.6). */
#include "../tables/hand.h"

static void check_known_days(void **state)
{
	static const struct { const char *name; hq_day day; } rows[] = {
		{ "1970-01-01", 0 },        { "1969-12-31", -1 },       { "1970-12-31", 364 },     { "2000-02-29", 11016 },
		{ "2000-03-01", 11017 },    { "1900-03-01", -25508 },   { "1900-02-28", -25509 },  { "0001-01-01", HQ_DAY_FIRST },
		{ "9999-12-31", HQ_DAY_LAST }, { "2007-06-30", 13694 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[11];

		hq_day_format(rows[i].day, text);
		assert_string_equal(text, rows[i].name);
		assert_int_equal(hand_day(rows[i].name), rows[i].day);
	}
}

/* Every day there is: the calendar counted by hand, one day after the other. */
static void check_every_day(void **state)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y = 1, m = 1, d = 1;

	(void)state;
	for (hq_day day = HQ_DAY_FIRST; day <= HQ_DAY_LAST; day++) {
		char want[48], have[11];
		hq_day back = 0;

		if (y < 3 || (y > 1890 && y < 2110) || y > 9998) {      /* the rest only steps along */
			snprintf(want, sizeof(want), "%04d-%02d-%02d", y, m, d);
			hq_day_format(day, have);
			assert_string_equal(have, want);
			assert_int_equal(hq_day_parse(want, 10, &back), HQ_OK);
			assert_int_equal(back, day);
		}
		assert_int_equal(hq_school_year(day), m >= 7 ? y : y - 1);
		const int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		if (++d > length[m - 1] + (m == 2 && leap)) {
			d = 1;
			if (++m > 12) {
				m = 1;
				y++;
			}
		}
	}
	assert_int_equal(y, 10000);
}

static void check_refused(void **state)
{
	static const char *const rows[] = {
		"2007-02-29", "1900-02-29", "2007-13-01", "2007-00-10", "2007-04-31", "2007-01-00", "0000-01-01", "2007-1-01",
		"2007/01/01", "20070101", "2007-01-01 ", " 2007-01-01", "2007-01-1x", "+007-01-01", "", "yesterday",
	};
	hq_day day;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (hq_day_parse(rows[i], strlen(rows[i]), &day) != HQ_ERANGE)
			fail_msg("'%s' was taken for a date", rows[i]);
}

static void check_months(void **state)
{
	static const struct { const char *name, *from, *to; int months; } rows[] = {
		{ "a year before a leap day", "2008-02-29", "2007-02-28", -12 },
		{ "four years before a leap day", "2008-02-29", "2004-02-29", -48 },
		{ "a month before the end of March", "2006-03-31", "2006-02-28", -1 },
		{ "a month before the end of March of a leap year", "2008-03-31", "2008-02-29", -1 },
		{ "six years before", "2006-06-30", "2000-06-30", -72 },
		{ "across a year", "2007-01-15", "2006-12-15", -1 },
		{ "a month after the end of January", "2007-01-31", "2007-02-28", 1 },
		{ "none", "2007-01-31", "2007-01-31", 0 },
		{ "a hundred years before, no leap year there", "2000-02-29", "1900-02-28", -1200 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[11];

		hq_day_format(hq_day_add_months(hand_day(rows[i].from), rows[i].months), text);
		if (strcmp(text, rows[i].to))
			fail_msg("%s: %s, not %s", rows[i].name, text, rows[i].to);
	}
}

/* No day and no number of months makes it overflow. */
static void check_extremes(void **state)
{
	static const hq_day days[] = { INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX };
	static const int32_t months[] = { INT32_MIN + 1, -120000, -1, 0, 1, 120000, INT32_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		char text[11];

		hq_school_year(days[i]);
		hq_day_format(days[i], text);
		assert_int_equal(strlen(text), 10);
		for (size_t k = 0; k < sizeof(months) / sizeof(*months); k++) {
			const hq_day out = hq_day_add_months(days[i], months[k]);

			assert_true(out > HQ_DAY_OPEN && out < HQ_DAY_NEVER);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_known_days), cmocka_unit_test(check_every_day), cmocka_unit_test(check_refused),
		cmocka_unit_test(check_months),     cmocka_unit_test(check_extremes),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
