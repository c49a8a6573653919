/* Messages: their form, their order, repeats, the limit; and near misses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile.h"

/* A compilation with two files that were never parsed. */
static struct hqc *two_files(const char *first, const char *second)
{
	struct hqc *c = hqc_new();
	assert_non_null(c);
	c->files[0] = hqc_source_new(&c->arena, "one.hq", first, strlen(first));
	c->files[1] = hqc_source_new(&c->arena, "two.hq", second, strlen(second));
	c->nfiles = 2;
	return c;
}

static struct hqc_span at(uint16_t file, uint32_t off, uint32_t len)
{
	return (struct hqc_span){ .off = off, .len = len, .file = file };
}

static char *printed(const struct hqc *c, bool color)
{
	static char *text;              /* static: gcc takes what open_memstream points it to for the address of the local */
	static size_t len;
	FILE *to = open_memstream(&text, &len);
	assert_non_null(to);
	hqc_print_diagnostics(c, to, color);
	fclose(to);
	return text;
}

static void check_printed(const struct hqc *c, const char *expected)
{
	char *text = printed(c, false);
	assert_string_equal(text, expected);
	free(text);
}

static void the_form(void **state)
{
	(void)state;
	struct hqc *c = two_files("first\n    at least 60 points\n    at most 40 points\n", "");
	struct hqc_diag *d = hqc_report(c, HQC_MSG_syntax, at(0, 10, 18), "minimum of %d points is above the cap of %d", 60, 40);
	hqc_note_at(c, d, at(0, 33, 17), "the cap is here");
	hqc_help(c, d, "raise the cap");
	check_printed(c,
		"one.hq:2:5: error: minimum of 60 points is above the cap of 40 [HQ101 syntax]\n"
		"    2 |     at least 60 points\n"
		"      |     ^~~~~~~~~~~~~~~~~~\n"
		"one.hq:3:5: note: the cap is here\n"
		"    3 |     at most 40 points\n"
		"      |     ^~~~~~~~~~~~~~~~~\n"
		"      help: raise the cap\n");
	hqc_free(c);
}

static void underscores_become_hyphens_and_warnings_say_so(void **state)
{
	(void)state;
	struct hqc *c = two_files("x\n", "");
	hqc_report(c, HQC_MSG_reading_unstated, at(0, 0, 1), "a");
	hqc_report(c, HQC_MSG_bad_character, at(0, 0, 1), "b");
	assert_int_equal(hqc_errors(c), 1);
	assert_int_equal(hqc_warnings(c), 1);
	check_printed(c, "one.hq:1:1: warning: a [HQ203 reading-unstated]\n    1 | x\n      | ^\n"
			 "one.hq:1:1: error: b [HQ102 bad-character]\n    1 | x\n      | ^\n");
	hqc_free(c);
}

static void the_order_is_that_of_the_source(void **state)
{
	(void)state;
	struct hqc *c = two_files("ab\ncd\n", "ef\n");
	hqc_report(c, HQC_MSG_syntax, at(1, 0, 1), "fourth");
	hqc_report(c, HQC_MSG_syntax, at(0, 3, 1), "second");
	hqc_report(c, HQC_MSG_syntax, at(0, 0, 1), "first");
	hqc_report(c, HQC_MSG_bad_character, at(0, 3, 1), "third");
	char *text = printed(c, false);
	const char *order[] = { "first", "second", "third", "fourth" };
	const char *before = text;
	for (size_t i = 0; i < 4; i++) {
		before = strstr(before, order[i]);
		assert_non_null(before);
	}
	free(text);
	hqc_free(c);
}

static void repeats_are_dropped(void **state)
{
	(void)state;
	struct hqc *c = two_files("ab\n", "");
	for (int i = 0; i < 3; i++) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_syntax, at(0, 0, 1), "once");
		hqc_help(c, d, "also once");
	}
	hqc_report(c, HQC_MSG_syntax, at(0, 1, 1), "once");            /* another place is another mistake */
	hqc_report(c, HQC_MSG_syntax, at(0, 0, 1), "another");
	assert_int_equal(hqc_errors(c), 3);
	check_printed(c, "one.hq:1:1: error: once [HQ101 syntax]\n    1 | ab\n      | ^\n      help: also once\n"
			 "one.hq:1:1: error: another [HQ101 syntax]\n    1 | ab\n      | ^\n"
			 "one.hq:1:2: error: once [HQ101 syntax]\n    1 | ab\n      |  ^\n");
	hqc_free(c);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *s = text; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void no_more_than_the_limit_is_printed(void **state)
{
	(void)state;
	char text[HQC_DIAGS_MAX + 10];
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	struct hqc *c = two_files(text, "");
	for (uint32_t i = 0; i < HQC_DIAGS_MAX; i++)
		hqc_report(c, HQC_MSG_syntax, at(0, i, 1), "a mistake");
	char *out = printed(c, false);
	assert_int_equal(count(out, "a mistake"), HQC_DIAGS_MAX);
	assert_null(strstr(out, "more message"));
	free(out);
	hqc_report(c, HQC_MSG_syntax, at(0, HQC_DIAGS_MAX, 1), "a mistake");
	out = printed(c, false);
	assert_int_equal(count(out, "a mistake"), HQC_DIAGS_MAX);
	assert_non_null(strstr(out, "\n1 more message not shown"));
	free(out);
	hqc_report(c, HQC_MSG_syntax, at(0, HQC_DIAGS_MAX + 1, 1), "a mistake");
	assert_int_equal(hqc_errors(c), HQC_DIAGS_MAX + 2);
	out = printed(c, false);
	assert_non_null(strstr(out, "\n2 more messages not shown"));
	free(out);
	hqc_free(c);
}

/* The caret stands under the character, whatever bytes and tabs come before it; a place may be empty or end its line. */
static void the_caret_keeps_its_place(void **state)
{
	(void)state;
	struct hqc *c = two_files("\t\xc3\xa9\xc3\xa9 x\nlast", "");
	hqc_report(c, HQC_MSG_syntax, at(0, 6, 1), "after tab and accents");
	hqc_report(c, HQC_MSG_syntax, at(0, 1, 4), "along accents");
	hqc_report(c, HQC_MSG_syntax, at(0, 8, 100), "to the end of its line and no further");
	hqc_report(c, HQC_MSG_syntax, at(0, 12, 0), "at the end of the file");
	check_printed(c,
		"one.hq:1:2: error: along accents [HQ101 syntax]\n    1 | \t\xc3\xa9\xc3\xa9 x\n      | \t^~\n"
		"one.hq:1:7: error: after tab and accents [HQ101 syntax]\n    1 | \t\xc3\xa9\xc3\xa9 x\n      | \t   ^\n"
		"one.hq:2:1: error: to the end of its line and no further [HQ101 syntax]\n    2 | last\n      | ^~~~\n"
		"one.hq:2:5: error: at the end of the file [HQ101 syntax]\n    2 | last\n      |     ^\n");
	hqc_free(c);
}

static void long_lines_and_control_characters(void **state)
{
	(void)state;
	char text[2001];
	memset(text, 'x', 2000);
	text[2000] = '\0';
	text[1000] = '\033';
	struct hqc *c = two_files(text, "");
	hqc_report(c, HQC_MSG_syntax, at(0, 999, 3), "in the middle");
	char *out = printed(c, true);
	const char *excerpt = strchr(out, '\n') + 1;
	assert_true(strcspn(excerpt, "\n") < 200);
	assert_null(strstr(out, "x\033x"));             /* nothing of the file drives the terminal */
	assert_non_null(strstr(out, "x?x"));
	assert_non_null(strstr(out, "..."));
	free(out);
	hqc_free(c);
}

static void a_file_without_text(void **state)
{
	(void)state;
	struct hqc *c = two_files("", "");
	hqc_report(c, HQC_MSG_syntax, at(0, 0, 0), "nothing in it");
	check_printed(c, "one.hq:1:1: error: nothing in it [HQ101 syntax]\n");
	hqc_free(c);
}

static void color_is_asked_for(void **state)
{
	(void)state;
	struct hqc *c = two_files("x\n", "");
	hqc_report(c, HQC_MSG_syntax, at(0, 0, 1), "wrong");
	char *plain = printed(c, false), *colored = printed(c, true);
	assert_null(strchr(plain, '\033'));
	assert_non_null(strstr(colored, "\033[1;31merror:"));
	free(plain);
	free(colored);
	hqc_free(c);
}

static void numbers_are_never_given_twice(void **state)
{
	(void)state;
	static const int numbers[] = {
#define MSG(number, severity, name, meaning) number,
#include "messages.def"
#undef MSG
	};
	static const char *const meanings[] = {
#define MSG(number, severity, name, meaning) meaning,
#include "messages.def"
#undef MSG
	};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(numbers[i], numbers[j]);
		assert_true(strlen(meanings[i]) > 5);
	}
}

/* ---- near misses --------------------------------------------------------------------------------------------- */

static const struct { const char *name, *nearest; } misses[] = {
	{ "acredited", "accredited" },          /* a letter left out */
	{ "accreditted", "accredited" },        /* one too many */
	{ "accreditad", "accredited" },         /* another one */
	{ "acrcedited", "accredited" },         /* two swapped are one mistake */
	{ "Accredited", "accredited" },         /* case alone */
	{ "lvl", NULL },                        /* two letters of three: too far */
	{ "lvel", "level" },
	{ "leel", "level" },
	{ "ab", NULL },                         /* a third of two is nothing */
	{ "LEVEL", "level" },
	{ "subject_mater", "subject_matter" },
	{ "matter", NULL },
	{ "", NULL },
};

static void nearest(void **state)
{
	(void)state;
	const char *const names[] = { "level", "accredited", NULL, "", "subject_matter", "a" };
	for (size_t i = 0; i < sizeof(misses) / sizeof(misses[0]); i++) {
		const char *found = hqc_nearest(misses[i].name, names, 6);
		if (misses[i].nearest)
			assert_string_equal(found, misses[i].nearest);
		else
			assert_null(found);
	}
	assert_null(hqc_nearest("level", NULL, 0));
}

static void the_nearest_of_several(void **state)
{
	(void)state;
	const char *const names[] = { "semester_hour", "semester_hours", "quarter_hours" };
	assert_string_equal(hqc_nearest("semster_hours", names, 3), "semester_hours");
	assert_string_equal(hqc_nearest("semster_hour", names, 3), "semester_hour");
	assert_string_equal(hqc_nearest("quater_hours", names, 3), "quarter_hours");
}

static void names_too_long_have_no_near_miss(void **state)
{
	(void)state;
	char name[200];
	memset(name, 'a', sizeof(name));
	name[199] = '\0';
	const char *names[] = { name };
	assert_null(hqc_nearest(name, names, 1));
	name[64] = '\0';
	assert_string_equal(hqc_nearest(name, names, 1), name);
	name[65] = '\0';
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form), cmocka_unit_test(underscores_become_hyphens_and_warnings_say_so),
		cmocka_unit_test(the_order_is_that_of_the_source), cmocka_unit_test(repeats_are_dropped),
		cmocka_unit_test(no_more_than_the_limit_is_printed), cmocka_unit_test(the_caret_keeps_its_place),
		cmocka_unit_test(long_lines_and_control_characters), cmocka_unit_test(a_file_without_text),
		cmocka_unit_test(color_is_asked_for), cmocka_unit_test(numbers_are_never_given_twice),
		cmocka_unit_test(nearest), cmocka_unit_test(the_nearest_of_several),
		cmocka_unit_test(names_too_long_have_no_near_miss),
	};
	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
