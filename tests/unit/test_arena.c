/* The allocator and the names: zeroed, aligned, never moved; one copy of each name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "intern.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	(void)state;
	struct hqc_arena a;
	hqc_arena_init(&a);
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *p = hqc_arena_alloc(&a, size);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);          /* so that an overlap would show */
	}
	hqc_arena_done(&a);
	assert_null(a.chunks);
}

static void memory_never_moves(void **state)
{
	(void)state;
	struct hqc_arena a;
	hqc_arena_init(&a);
	char *first = hqc_arena_copy(&a, "first", 5);
	char *large = hqc_arena_alloc(&a, 9 << 20);     /* larger than any chunk */
	large[(9 << 20) - 1] = 'x';
	for (int i = 0; i < 100000; i++)
		hqc_arena_alloc(&a, 64);
	assert_string_equal(first, "first");
	assert_int_equal(large[(9 << 20) - 1], 'x');
	hqc_arena_done(&a);
}

static void a_copy_ends_in_nul(void **state)
{
	(void)state;
	struct hqc_arena a;
	hqc_arena_init(&a);
	assert_string_equal(hqc_arena_copy(&a, "abcdef", 3), "abc");
	assert_string_equal(hqc_arena_copy(&a, NULL, 0), "");
	hqc_arena_done(&a);
}

static void a_name_has_one_copy(void **state)
{
	(void)state;
	struct hqc_arena a;
	struct hqc_intern in;
	hqc_arena_init(&a);
	hqc_intern_init(&in, &a);
	char other[] = "name and more";
	const char *name = hqc_intern(&in, "name", 4);
	assert_ptr_equal(name, hqc_intern(&in, other, 4));
	assert_ptr_not_equal(name, hqc_intern(&in, other, 3));
	assert_string_equal(hqc_intern(&in, other, 3), "nam");
	assert_string_equal(hqc_intern(&in, "", 0), "");
	assert_ptr_equal(hqc_intern(&in, "", 0), hqc_intern(&in, other, 0));
	hqc_arena_done(&a);
}

/* More names than the first table holds: it grows, and every name keeps its copy. */
static void many_names_keep_their_copies(void **state)
{
	(void)state;
	enum { N = 5000 };
	static const char *names[N];
	struct hqc_arena a;
	struct hqc_intern in;
	hqc_arena_init(&a);
	hqc_intern_init(&in, &a);
	char text[24];
	for (int i = 0; i < N; i++)
		names[i] = hqc_intern(&in, text, (size_t)snprintf(text, sizeof(text), "name_%d", i));
	for (int i = 0; i < N; i++)
		assert_ptr_equal(names[i], hqc_intern(&in, text, (size_t)snprintf(text, sizeof(text), "name_%d", i)));
	assert_int_equal(in.count, N);
	hqc_arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned), cmocka_unit_test(memory_never_moves),
		cmocka_unit_test(a_copy_ends_in_nul), cmocka_unit_test(a_name_has_one_copy),
		cmocka_unit_test(many_names_keep_their_copies),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
