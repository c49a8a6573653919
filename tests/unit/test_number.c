/* Exact decimals: what is read, what is refused, how a fraction is written. */
#include "../tables/hand.h"

static void check_parse(void **state)
{
	static const struct { const char *text; unsigned decimals; int rc; int64_t value; } rows[] = {
		{ "0", 0, HQ_OK, 0 },
		{ "12", 2, HQ_OK, 1200 },
		{ "12.5", 2, HQ_OK, 1250 },
		{ "12.50", 1, HQ_OK, 125 },                    /* a zero says nothing */
		{ "12.55", 1, HQ_ERANGE, 0 },
		{ "22.5", 0, HQ_ERANGE, 0 },
		{ "007", 0, HQ_OK, 7 },
		{ "-3.25", 2, HQ_OK, -325 },
		{ "9223372036854775807", 0, HQ_OK, INT64_MAX },
		{ "9223372036854775808", 0, HQ_ERANGE, 0 },
		{ "922337203685477580", 1, HQ_OK, 9223372036854775800 },
		{ "922337203685477581", 1, HQ_ERANGE, 0 },
		{ "92233720368547758.07", 2, HQ_OK, INT64_MAX },
		{ "92233720368547758.08", 2, HQ_ERANGE, 0 },
		{ "", 0, HQ_ERANGE, 0 },  { "-", 0, HQ_ERANGE, 0 },  { ".5", 2, HQ_ERANGE, 0 },  { "5.", 2, HQ_ERANGE, 0 },
		{ "1e2", 0, HQ_ERANGE, 0 }, { "1,5", 2, HQ_ERANGE, 0 }, { "+1", 0, HQ_ERANGE, 0 }, { "1 ", 0, HQ_ERANGE, 0 },
		{ "2/3", 0, HQ_ERANGE, 0 }, { "0x10", 0, HQ_ERANGE, 0 }, { "nan", 0, HQ_ERANGE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t value = 0;
		const int rc = hq_number_parse(rows[i].text, strlen(rows[i].text), rows[i].decimals, &value);

		if (rc != rows[i].rc || value != rows[i].value)
			fail_msg("'%s': %d, %lld", rows[i].text, rc, (long long)value);
	}
}

static void check_format(void **state)
{
	static const struct { int64_t value, denominator; const char *text; } rows[] = {
		{ 0, 1, "0" },          { 45, 1, "45" },        { 450, 10, "45" },      { 25, 2, "12.5" },
		{ 2, 3, "2/3" },        { 20, 30, "2/3" },      { -25, 2, "-12.5" },    { -2, 6, "-1/3" },
		{ 1, 8, "0.125" },      { 1, 1000000, "0.000001" }, { 7, 7, "1" },      { 100, 6, "50/3" },
		{ INT64_MAX, 1, "9223372036854775807" },        { INT64_MIN, 1, "-9223372036854775808" },
		{ INT64_MIN, 3, "-9223372036854775808/3" },     { 1, INT64_MAX, "1/9223372036854775807" },
		{ 1, (int64_t)1 << 62, "1/4611686018427387904" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[48];
		const size_t len = hq_number_format(rows[i].value, rows[i].denominator, text);

		assert_string_equal(text, rows[i].text);
		assert_int_equal(len, strlen(text));
	}
}

/* What is written is read back the same. */
static void check_both_ways(void **state)
{
	uint64_t x = 42;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[48];
		int64_t back = 0;

		x = x * 6364136223846793005u + 1442695040888963407u;
		const int64_t value = (int64_t)(x >> 8);
		const size_t len = hq_number_format(value, 100, text);

		assert_int_equal(hq_number_parse(text, len, 2, &back), HQ_OK);
		assert_int_equal(back, value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_parse), cmocka_unit_test(check_format), cmocka_unit_test(check_both_ways),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
