/* Parsing a text for a test, and asking what came of it. For test_parse.c and test_lines.c. */
#ifndef HQ_TESTS_PARSING_H
#define HQ_TESTS_PARSING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile.h"

static struct hqc *c;

static inline int begin(void **state)
{
	(void)state;
	c = hqc_new();
	return c ? 0 : -1;
}

static inline int end(void **state)
{
	(void)state;
	hqc_free(c);
	return 0;
}

/* Parses a text that is right. */
static inline const struct hqc_file *parse_bytes(const char *text, size_t len)
{
	hqc_free(c);
	c = hqc_new();
	hqc_add_text(c, "test.hq", text, len);
	if (!c->trees[0]->whole) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("does not parse");
	}
	return c->trees[0];
}

static inline const struct hqc_file *parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

/* Parses a text that is wrong; how many messages there are, and whether one of them is @msg. */
static inline size_t errors_of(const char *text, size_t len, enum hqc_msg msg)
{
	hqc_free(c);
	c = hqc_new();
	hqc_add_text(c, "test.hq", text, len);
	assert_false(c->trees[0]->whole);
	char *out = NULL;
	size_t out_len = 0;
	FILE *to = open_memstream(&out, &out_len);
	hqc_print_diagnostics(c, to, false);
	fclose(to);
	char number[16];
	snprintf(number, sizeof(number), "[HQ%d ", (int)msg);
	if (!strstr(out, number)) {
		fputs(out, stderr);
		fail_msg("no message %d", (int)msg);
	}
	free(out);
	return hqc_errors(c);
}

static inline size_t errors(const char *text, enum hqc_msg msg)
{
	return errors_of(text, strlen(text), msg);
}

/* The items of a definition whose body is @body, each line indented. */
static inline const struct hqc_item *items(const char *body)
{
	char text[4096];
	snprintf(text, sizeof(text), "define d \"D\"\n%s", body);
	return parse(text)->defines->block.items;
}

static inline const struct hqc_filter *filter(const char *text)
{
	char all[2048];
	snprintf(all, sizeof(all), "define d for course \"D\"\n  %s\n", text);
	return parse(all)->defines->filter;
}

/* A category whose body is @body. */
static inline const struct hqc_category *category(const char *body)
{
	char text[4096];
	snprintf(text, sizeof(text), "jurisdiction XX \"X\"\n edition e \"E\"\n  rubric r \"R\"\n   category c \"C\"\n%s", body);
	return parse(text)->jurisdictions->editions->rubrics->categories;
}

/* A test with a compilation of its own. */
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

#endif
