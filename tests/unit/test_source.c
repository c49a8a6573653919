/* From a byte offset to line and column, on both sides of every line end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "source.h"

static struct hqc_arena arena;

static struct hqc_source_file *file_of(const char *text)
{
	return hqc_source_new(&arena, "a.hq", text, strlen(text));
}

static void check_position(const struct hqc_source_file *f, uint32_t off, uint32_t line, uint32_t column)
{
	uint32_t l, c;
	hqc_source_position(f, off, &l, &c);
	assert_int_equal(l, line);
	assert_int_equal(c, column);
}

static void check_line(const struct hqc_source_file *f, uint32_t line, const char *text)
{
	size_t len;
	const char *begin = hqc_source_line(f, line, &len);
	assert_int_equal(len, strlen(text));
	assert_memory_equal(begin, text, len);
}

static void positions(void **state)
{
	(void)state;
	const struct hqc_source_file *f = file_of("one\n\nthree\r\nfour");
	assert_int_equal(f->nlines, 4);
	check_position(f, 0, 1, 1);
	check_position(f, 3, 1, 4);             /* the line end belongs to its line */
	check_position(f, 4, 2, 1);
	check_position(f, 5, 3, 1);
	check_position(f, 11, 3, 7);
	check_position(f, 12, 4, 1);
	check_position(f, 16, 4, 5);            /* the end of the file */
	check_line(f, 1, "one");
	check_line(f, 2, "");
	check_line(f, 3, "three");              /* without its carriage return */
	check_line(f, 4, "four");
}

static void empty_file(void **state)
{
	(void)state;
	const struct hqc_source_file *f = file_of("");
	assert_int_equal(f->nlines, 1);
	check_position(f, 0, 1, 1);
	check_line(f, 1, "");
}

static void last_line_with_its_end(void **state)
{
	(void)state;
	const struct hqc_source_file *f = file_of("one\n");
	assert_int_equal(f->nlines, 2);
	check_position(f, 3, 1, 4);
	check_position(f, 4, 2, 1);
	check_line(f, 2, "");
}

/* Columns count bytes, as the documentation says. */
static void columns_count_bytes(void **state)
{
	(void)state;
	check_position(file_of("\xc3\xa9x"), 2, 1, 3);
}

static void text_is_copied(void **state)
{
	(void)state;
	char text[] = "one";
	const struct hqc_source_file *f = file_of(text);
	text[0] = 'x';
	assert_string_equal(f->text, "one");
	assert_string_equal(f->path, "a.hq");
}

static int set_up(void **state)
{
	(void)state;
	hqc_arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	hqc_arena_done(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(positions), cmocka_unit_test(empty_file), cmocka_unit_test(last_line_with_its_end),
		cmocka_unit_test(columns_count_bytes), cmocka_unit_test(text_is_copied),
	};
	return cmocka_run_group_tests_name("source", tests, set_up, tear_down);
}
