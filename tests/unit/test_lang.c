/* The language, by files. Adding a test is adding files; `make golden UPDATE=1` writes what is expected of them.
 * tests/lang/ok/x.hq    compiles without a message but those in x.err, if there is one; x.tables is its rows as text;
 *                       formatted and compiled again it gives the same rows; its examples hold; x.md, if there is
 *                       one, is what `hqc doc` makes of it
 * tests/lang/bad/x.hq   is refused; x.err is all that `hqc check` says on standard error
 * tests/lang/fmt/x.hq   formatted gives x.fmt, and x.fmt formatted gives itself
 * The rule files of states/ are held to the same as ok/, but for their rows; docs/messages.md is golden too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/support.h"
#include "compile.h"

struct test_case { const char *name, *path; };   /* path without its ending */

/* A text that grows as it is written to. */
struct text { FILE *to; char *bytes; size_t len; };

static struct text begin_text(void)
{
	return (struct text){ 0 };
}

static FILE *open_text(struct text *t)
{
	t->to = open_memstream(&t->bytes, &t->len);
	assert_non_null(t->to);
	return t->to;
}

static void end_text(struct text *t)
{
	assert_int_equal(fclose(t->to), 0);
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* Rows of all jurisdictions. Without @lines, the line of the rule file that ends a row is taken off. */
static struct text rows_of(const struct hqc *c, bool lines)
{
	struct text t = begin_text();
	open_text(&t);
	for (size_t i = 0; i < hqc_njurisdictions(c); i++)
		assert_int_equal(hqc_emit_rows(c, i, t.to), 0);
	end_text(&t);
	if (lines)
		return t;
	char *to = t.bytes;
	for (char *at = t.bytes; *at;) {
		size_t len = strcspn(at, "\n");
		size_t kept = len;
		if (!strncmp(at, "  row ", 6)) {
			while (kept && at[kept - 1] != ' ')
				kept--;
		}
		memmove(to, at, kept);
		to += kept;
		*to++ = '\n';
		at += len + (at[len] == '\n');
	}
	t.len = (size_t)(to - t.bytes);
	t.bytes[t.len] = '\0';
	return t;
}

static struct text messages_of(const struct hqc *c)
{
	struct text t = begin_text();
	hqc_print_diagnostics(c, open_text(&t), false);
	end_text(&t);
	return t;
}

/* Formatted under the same name, so that what it uses is found, it compiles to the same rows; and it is in its one
 * spelling then: formatted again it stays. */
static void check_format_keeps_rows(const struct hqc *before, const char *path)
{
	struct hqc *c = hqc_new();
	struct text formatted = begin_text(), again = begin_text();
	hqc_add_file(c, path);
	assert_int_equal(hqc_format(c, open_text(&formatted)), 0);
	end_text(&formatted);
	hqc_free(c);

	c = hqc_new();
	hqc_add_text(c, path, formatted.bytes, formatted.len);
	if (hqc_check(c)) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("%s does not compile once it is formatted", path);
	}
	struct text rows = rows_of(before, false), rows_again = rows_of(c, false);
	assert_string_equal(rows.bytes, rows_again.bytes);
	assert_int_equal(hqc_format(c, open_text(&again)), 0);
	end_text(&again);
	assert_string_equal(formatted.bytes, again.bytes);
	hqc_free(c);
	free(rows.bytes);
	free(rows_again.bytes);
	free(formatted.bytes);
	free(again.bytes);
}

static void check_examples_hold(struct hqc *c)
{
	for (size_t i = 0; i < hqc_njurisdictions(c); i++) {
		size_t nrun, nexpect;
		assert_int_equal(hqc_run_examples(c, i, stderr, &nrun, &nexpect), 0);
	}
}

/* ---- the three kinds of case --------------------------------------------------------------------------------- */

static struct hqc *compile(const char *path)
{
	struct hqc *c = hqc_new();
	assert_non_null(c);
	hqc_add_file(c, path);
	if (hqc_check(c)) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("%s does not compile", path);
	}
	return c;
}

static void compiles(void **state)
{
	const struct test_case *t = *state;
	const char *path = path_of("%s.hq", t->path);
	struct hqc *c = compile(path);
	struct text rows = rows_of(c, true), said = messages_of(c);
	golden(path_of("%s.tables", t->path), rows.bytes, rows.len);
	if (said.len || !access(path_of("%s.err", t->path), F_OK))
		golden(path_of("%s.err", t->path), said.bytes, said.len);
	if (!access(path_of("%s.md", t->path), F_OK)) {
		struct text doc = begin_text();
		assert_int_equal(hqc_emit_doc(c, 0, open_text(&doc)), 0);
		end_text(&doc);
		golden(path_of("%s.md", t->path), doc.bytes, doc.len);
		free(doc.bytes);
	}
	check_format_keeps_rows(c, path);
	check_examples_hold(c);
	hqc_free(c);
	free(rows.bytes);
	free(said.bytes);
}

static void state_compiles(void **state)
{
	const struct test_case *t = *state;
	const char *path = path_of("%s.hq", t->path);
	struct hqc *c = compile(path);
	check_format_keeps_rows(c, path);
	check_examples_hold(c);
	hqc_free(c);
}

static void is_refused(void **state)
{
	const struct test_case *t = *state;
	struct hqc *c = hqc_new();
	hqc_add_file(c, path_of("%s.hq", t->path));
	if (!hqc_check(c))
		fail_msg("%s.hq should be refused", t->path);
	struct text said = messages_of(c);
	golden(path_of("%s.err", t->path), said.bytes, said.len);
	hqc_free(c);
	free(said.bytes);
}

/* The text of a file, formatted; a file that does not parse fails. */
static struct text format_file(const char *path)
{
	struct hqc *c = hqc_new();
	struct text t = begin_text();
	hqc_add_file(c, path);
	int rc = hqc_format(c, open_text(&t));
	end_text(&t);
	if (rc) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("%s cannot be formatted", path);
	}
	hqc_free(c);
	return t;
}

static void formats(void **state)
{
	const struct test_case *t = *state;
	struct text once = format_file(path_of("%s.hq", t->path));
	golden(path_of("%s.fmt", t->path), once.bytes, once.len);
	struct text twice = format_file(path_of("%s.fmt", t->path));
	assert_string_equal(once.bytes, twice.bytes);
	free(once.bytes);
	free(twice.bytes);
}

/* docs/messages.md is what `hqc messages` prints. */
static void lists_messages(void **state)
{
	const struct test_case *t = *state;
	struct ran r = run((const char *const[]){ path_of("%s/hqc", build_dir()), "messages", NULL }, NULL);
	assert_int_equal(r.status, 0);
	golden(t->path, r.out, r.out_len);
	ran_done(&r);
}

/* ---- gathering ----------------------------------------------------------------------------------------------- */

enum { CASES_MAX = 1000 };
static struct CMUnitTest tests[CASES_MAX + 1];
static struct test_case cases[CASES_MAX];
static size_t ncases;

static void add_cases(const char *dir, CMUnitTestFunction function)
{
	size_t n;
	char **names = list_files(dir, ".hq", &n);
	for (size_t i = 0; i < n && ncases < CASES_MAX; i++) {
		struct test_case *t = &cases[ncases];
		t->path = path_of("%s/%s", dir, names[i]);
		t->name = t->path;
		tests[ncases++] = (struct CMUnitTest){ .name = t->name, .test_func = function, .initial_state = t };
	}
}

int main(void)
{
	if (chdir(src_dir())) {                 /* so that messages name files as they are named from the tree */
		perror(src_dir());
		return 2;
	}
	add_cases("tests/lang/ok", compiles);
	add_cases("tests/lang/bad", is_refused);
	add_cases("tests/lang/fmt", formats);
	add_cases("states", state_compiles);
	static struct test_case messages = { "docs/messages.md", "docs/messages.md" };
	tests[ncases++] = (struct CMUnitTest){ .name = messages.name, .test_func = lists_messages,
					       .initial_state = &messages };
	return _cmocka_run_group_tests("lang", tests, ncases, NULL, NULL);
}
