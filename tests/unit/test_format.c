/* The formatter keeps what a file says. How it spells it is in tests/lang/fmt; that the rows stay the same is in
 * test_lang.c. Here: nothing but blanks changes in any rule file of the tree, and nothing changes the second time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/support.h"
#include "compile.h"

/* Formats a text under a name beside no other file, so that `use` finds nothing; NULL if it does not parse. */
static char *format(const char *text, size_t len)
{
	struct hqc *c = hqc_new();
	assert_non_null(c);
	hqc_add_text(c, "/nowhere/test.hq", text, len);
	char *out = NULL;
	size_t out_len = 0;
	FILE *to = open_memstream(&out, &out_len);
	int rc = hqc_format(c, to);
	fclose(to);
	hqc_free(c);
	if (!rc)
		return out;
	assert_int_equal(out_len, 0);           /* a file that does not parse is not half written */
	free(out);
	return NULL;
}

static void check_formatted(const char *text, const char *expected)
{
	char *out = format(text, strlen(text));
	assert_non_null(out);
	assert_string_equal(out, expected);
	free(out);
}

/* What is left of a text without blanks, and with the few words that have two spellings in one. */
static char *essence(const char *text)
{
	char *out = malloc(strlen(text) + 1);
	assert_non_null(out);
	size_t n = 0;
	for (const char *s = text; *s; s++) {
		if (!strncmp(s, " points", 7) && strchr(" \n,", s[7])) {
			n += (size_t)sprintf(out + n, "point");
			s += 6;
		} else if (!strncmp(s, " with 0 decimals", 16)) {
			s += 15;
		} else if (!strchr(" \t\r\n", *s)) {
			out[n++] = *s;
		}
	}
	out[n] = '\0';
	return out;
}

static void only_blanks_change(void **state)
{
	(void)state;
	size_t n;
	char **names = list_files(path_of("%s/states", src_dir()), ".hq", &n);
	assert_true(n >= 3);
	for (size_t i = 0; i < n; i++) {
		size_t len;
		char *text = read_file(path_of("%s/states/%s.hq", src_dir(), names[i]), &len);
		assert_non_null(text);
		char *once = format(text, len);
		if (!once)
			fail_msg("states/%s.hq does not parse", names[i]);
		char *before = essence(text), *after = essence(once);
		if (strcmp(before, after) != 0) {
			size_t at = 0;
			while (before[at] == after[at])
				at++;
			at = at > 40 ? at - 40 : 0;
			fail_msg("states/%s.hq says something else when it is formatted:\n%.80s\n%.80s", names[i], before + at,
				 after + at);
		}
		char *twice = format(once, strlen(once));
		assert_string_equal(once, twice);
		free(text);
		free(once);
		free(twice);
		free(before);
		free(after);
	}
}

static void lines_within_their_width(void **state)
{
	(void)state;
	/* 110 characters stay on their line, one more does not. */
	char text[400];
	const char *head = "define d for course \"D\"\n";
	for (int extra = 0; extra < 2; extra++) {
		int fill = 110 - 2 - (int)strlen("a is b and silent \"\"") + extra;
		snprintf(text, sizeof(text), "%s  a is b and silent \"%0*d\"\n", head, fill, 0);
		char *out = format(text, strlen(text));
		char expected[400];
		snprintf(expected, sizeof(expected), "%s  a is b and%ssilent \"%0*d\"\n", head, extra ? "\n    " : " ", fill, 0);
		assert_string_equal(out, expected);
		free(out);
	}
}

static void citations_in_their_column(void **state)
{
	(void)state;
	check_formatted("define d \"D\" [ecs 1]\n  holds degree [uncited]\n",
			"define d \"D\"                                                                            [ecs 1]\n"
			"  holds degree                                                                          [uncited]\n");
	/* 86 characters leave two blanks before column 89; 87 push the citation on. */
	for (int extra = 0; extra < 2; extra++) {
		char text[400], expected[400];
		int fill = 86 - (int)strlen("define d \"\"") + extra;
		snprintf(text, sizeof(text), "define d \"%0*d\" [ecs 1]\n  holds degree\n", fill, 0);
		snprintf(expected, sizeof(expected), "define d \"%0*d\"  [ecs 1]\n  holds degree\n", fill, 0);
		check_formatted(text, expected);
	}
}

static void characters_are_counted_and_not_bytes(void **state)
{
	(void)state;
	check_formatted("define d \"\xc3\xa9\xc3\xa9\xc3\xa9\" [ecs 1]\n  holds degree\n",
			"define d \"\xc3\xa9\xc3\xa9\xc3\xa9\"                                                                          [ecs 1]\n"
			"  holds degree\n");
}

static void blank_lines(void **state)
{
	(void)state;
	check_formatted("\n\n\ndefine d \"D\"\n\n\n\n  holds degree\n   \t \n  holds test\n\n\n\n",
			"define d \"D\"\n\n  holds degree\n\n  holds test\n");
	check_formatted("# a\n\n\n# b\n\ndefine d \"D\"\n  holds degree\n\n# c\n\n\n",
			"# a\n\n# b\n\ndefine d \"D\"\n  holds degree\n\n# c\n");
}

static void files_of_nothing(void **state)
{
	(void)state;
	check_formatted("", "");
	check_formatted("\n \n", "");
	check_formatted("  # only this", "# only this\n");
}

static void line_ends_of_other_systems(void **state)
{
	(void)state;
	check_formatted("\xef\xbb\xbf# a  \r\ndefine d \"D\"\r\n\r\n  holds degree # b \r\n",
			"# a\ndefine d \"D\"\n\n  holds degree  # b\n");
}

static void order_is_kept(void **state)
{
	(void)state;
	const char *text = "jurisdiction XX \"X\"\n  edition e \"E\"\n    note \"first\"\n    rubric r \"R\"\n      note \"a\"\n"
			   "      category c \"C\"\n        at most 3 points\n        1 point per degree\n        note \"b\"\n"
			   "        at least 1 point\n      passes at 2 points\n      requires\n        holds degree\n"
			   "    every teacher\n      note \"c\"\n      holds degree\n      note \"d\"\n    in force from 2006-07-01\n";
	check_formatted(text, text);
}

static void what_does_not_parse(void **state)
{
	(void)state;
	assert_null(format("define d\n", 9));
	assert_null(format("define d \"D\"\n  holds degree\n\0", 30));
	char missing[] = "use \"missing.hq\"\n";              /* a file it uses need not be there */
	check_formatted(missing, missing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_blanks_change), cmocka_unit_test(lines_within_their_width),
		cmocka_unit_test(citations_in_their_column), cmocka_unit_test(characters_are_counted_and_not_bytes),
		cmocka_unit_test(blank_lines), cmocka_unit_test(files_of_nothing), cmocka_unit_test(line_ends_of_other_systems),
		cmocka_unit_test(order_is_kept), cmocka_unit_test(what_does_not_parse),
	};
	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
