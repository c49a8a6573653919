/* Exact constants of the compiler: fractions in lowest terms, multiples, and the flag that says a number left its bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ast.h"
#include "fold.h"

static void assert_rat(struct hqc_rat a, int64_t num, int64_t den)
{
	assert_int_equal(a.num, num);
	assert_int_equal(a.den, den);
}

static void lowest_terms(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_rat(hqc_rat(&f, 6, 4), 3, 2);
	assert_rat(hqc_rat(&f, 0, 7), 0, 1);
	assert_rat(hqc_rat(&f, 2, -4), -1, 2);
	assert_rat(hqc_rat(&f, INT64_MAX, INT64_MAX), 1, 1);
	assert_false(f.overflow);
	hqc_rat(&f, 1, 0);
	assert_true(f.overflow);
}

static void arithmetic(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	/* A quarter hour is 2/3 of a semester hour; 22.5 points an hour; 15 clock hours to a credit. */
	assert_rat(hqc_rat_mul(&f, hqc_rat(&f, 45, 2), hqc_rat(&f, 2, 3)), 15, 1);
	assert_rat(hqc_rat_div(&f, hqc_rat_int(1), hqc_rat_int(15)), 1, 15);
	assert_rat(hqc_rat_add(&f, hqc_rat(&f, 1, 6), hqc_rat(&f, 1, 10)), 4, 15);
	assert_rat(hqc_rat_add(&f, hqc_rat(&f, 1, 2), hqc_rat(&f, -1, 2)), 0, 1);
	assert_false(f.overflow);
}

static void cancels_before_it_multiplies(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_rat(hqc_rat_mul(&f, hqc_rat(&f, INT64_MAX, 3), hqc_rat(&f, 3, INT64_MAX)), 1, 1);
	assert_false(f.overflow);
	hqc_rat_mul(&f, hqc_rat_int(INT64_MAX), hqc_rat_int(2));
	assert_true(f.overflow);
}

static void the_flag_stays(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	hqc_mul(&f, INT64_MAX, 2);
	assert_int_equal(hqc_mul(&f, 2, 3), 6);
	assert_true(f.overflow);
}

static void multiples(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_int_equal(hqc_lcm(&f, 4, 6), 12);
	assert_int_equal(hqc_lcm(&f, 1, 100), 100);
	assert_int_equal(hqc_pow10(&f, 0), 1);
	assert_int_equal(hqc_pow10(&f, 18), 1000000000000000000);
	assert_false(f.overflow);
	hqc_pow10(&f, 19);
	assert_true(f.overflow);
	f.overflow = false;
	hqc_lcm(&f, INT64_MAX, INT64_MAX - 1);
	assert_true(f.overflow);
}

static void floor_and_ceiling(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_int_equal(hqc_rat_floor(hqc_rat(&f, 7, 2)), 3);
	assert_int_equal(hqc_rat_ceil(hqc_rat(&f, 7, 2)), 4);
	assert_int_equal(hqc_rat_floor(hqc_rat(&f, -7, 2)), -4);
	assert_int_equal(hqc_rat_ceil(hqc_rat(&f, -7, 2)), -3);
	assert_int_equal(hqc_rat_floor(hqc_rat_int(5)), 5);
	assert_int_equal(hqc_rat_ceil(hqc_rat_int(5)), 5);
}

static void comparing_forms_no_product(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_true(hqc_rat_compare(hqc_rat(&f, 1, 3), hqc_rat(&f, 1, 2)) < 0);
	assert_true(hqc_rat_compare(hqc_rat(&f, -1, 3), hqc_rat(&f, -1, 2)) > 0);
	assert_true(hqc_rat_compare(hqc_rat_int(2), hqc_rat(&f, 4, 2)) == 0);
	assert_true(hqc_rat_compare(hqc_rat(&f, 5, 2), hqc_rat_int(2)) > 0);
	/* Products of these would leave 64 bits; neighbours differ in the last place only. */
	assert_true(hqc_rat_compare(hqc_rat(&f, INT64_MAX - 1, INT64_MAX),
				    hqc_rat(&f, INT64_MAX - 2, INT64_MAX - 1)) > 0);
	assert_true(hqc_rat_compare(hqc_rat(&f, INT64_MAX, 2), hqc_rat(&f, INT64_MAX, 2)) == 0);
	assert_false(f.overflow);
}

static void scaling_must_be_whole(void **state)
{
	struct hqc_fold f = { false };

	(void)state;
	assert_int_equal(hqc_rat_scaled(&f, hqc_rat(&f, 2, 3), 300), 200);
	assert_false(f.overflow);
	hqc_rat_scaled(&f, hqc_rat(&f, 2, 3), 100);
	assert_true(f.overflow);
}

static void numbers_as_written(void **state)
{
	const struct hqc_number n = { .num = 25, .den = 2, .text = "12.5" };

	(void)state;
	assert_rat(hqc_rat_of(&n), 25, 2);
	assert_rat(hqc_rat_of(&(struct hqc_number){ .num = 0 }), 0, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lowest_terms),
		cmocka_unit_test(arithmetic),
		cmocka_unit_test(cancels_before_it_multiplies),
		cmocka_unit_test(the_flag_stays),
		cmocka_unit_test(multiples),
		cmocka_unit_test(floor_and_ceiling),
		cmocka_unit_test(comparing_forms_no_product),
		cmocka_unit_test(scaling_must_be_whole),
		cmocka_unit_test(numbers_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
