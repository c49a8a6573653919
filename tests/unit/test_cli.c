/* The programs, by files. Adding a test is adding a file; `make golden UPDATE=1` writes what is expected of it.
 * tests/cli/x.cmd   a line that says what is shown, the command (hq or hqc and its words, run in tests/data), the exit
 *                   status it must end with, written by hand: `status 1`; and, if need be, `input FILE`
 * tests/cli/x.out   all of its standard output; a file that is not there is an empty one
 * tests/cli/x.err   all of its standard error, likewise
 * Then the decisions of every example of every rule file are held to docs/decision.schema.json, and the examples
 * themselves to `hq schema`, where python3-jsonschema is there. */
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

enum { WORDS_MAX = 32 };

struct test_case {
	const char *argv[WORDS_MAX];
	const char *input;
	int status;
};

static char *next_line(char **at)
{
	char *line = *at;
	char *end = strchr(line, '\n');
	if (!*line)
		return NULL;
	*at = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

static void split(struct test_case *c, char *line)
{
	size_t n = 0;
	for (char *word = strtok(line, " "); word && n + 1 < WORDS_MAX; word = strtok(NULL, " "))
		c->argv[n++] = strcmp(word, "''") ? word : "";
	assert_true(n > 0);
	assert_true(!strcmp(c->argv[0], "hq") || !strcmp(c->argv[0], "hqc"));
	c->argv[0] = path_of("%s/%s", build_dir(), c->argv[0]);
}

static struct test_case parse(char *text)
{
	struct test_case c = { .status = -1 };
	char *line = next_line(&text);
	assert_non_null(line);
	assert_int_equal(line[0], '#');
	while ((line = next_line(&text))) {
		if (!strncmp(line, "status ", 7))
			c.status = atoi(line + 7);
		else if (!strncmp(line, "input ", 6))
			c.input = line + 6;
		else
			split(&c, line);
	}
	assert_non_null(c.argv[0]);
	assert_true(c.status >= 0);
	return c;
}

static void check_case(void **state)
{
	const char *name = *state;
	size_t len, input_len;
	char *text = read_file(path_of("%s/tests/cli/%s.cmd", src_dir(), name), &len);
	assert_non_null(text);
	assert_int_equal(chdir(path_of("%s/tests/data", src_dir())), 0);
	struct test_case c = parse(text);
	char *input = c.input ? read_file(c.input, &input_len) : NULL;
	assert_true(!c.input || input);
	struct ran r = run(c.argv, input);
	if (r.status != c.status)
		fail_msg("%s: status %d, wanted %d\n%s", name, r.status, c.status, r.err);
	golden(path_of("%s/tests/cli/%s.out", src_dir(), name), r.out, r.out_len);
	golden(path_of("%s/tests/cli/%s.err", src_dir(), name), r.err, r.err_len);
	ran_done(&r);
	free(input);
	free(text);
}

/* ---- schemas ------------------------------------------------------------------------------------------------- */

static const char *dir;                /* made once: making it empties it */

/* Runs and writes standard output to a file; -> its path. */
static const char *output_to(const char *name, const char *const argv[])
{
	struct ran r = run(argv, NULL);
	if (r.status)
		fail_msg("%s %s: status %d\n%s", argv[0], argv[1], r.status, r.err);
	const char *path = path_of("%s/%s", dir, name);
	write_file(path, r.out, r.out_len);
	ran_done(&r);
	return path;
}

static void validate(const char *schema, const char *lines)
{
	const char *const argv[] = { "/usr/bin/env", "python3", path_of("%s/tests/support/validate.py", src_dir()), schema,
				     lines, NULL };
	struct ran r = run(argv, NULL);
	if (r.status == 77) {
		ran_done(&r);
		print_message("python3-jsonschema is not there\n");
		skip();
	}
	if (r.status)
		fail_msg("%s against %s:\n%s%s", lines, schema, r.out, r.err);
	ran_done(&r);
}

static void check_schemas(void **state)
{
	(void)state;
	const char *hq = path_of("%s/hq", build_dir()), *hqc = path_of("%s/hqc", build_dir());
	const char *decisions = path_of("%s/docs/decision.schema.json", src_dir());
	const char *teachers = output_to("teacher.schema.json", (const char *const[]){ hq, "schema", NULL });
	size_t n;
	char **names = list_files(path_of("%s/states", src_dir()), ".hq", &n);
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(names[i], "facts") || !strcmp(names[i], "sources") || !strcmp(names[i], "common"))
			continue;
		const char *rules = path_of("%s/states/%s.hq", src_dir(), names[i]);
		const char *examples = output_to(path_of("%s.ndjson", names[i]),
						 (const char *const[]){ hqc, "examples", rules, NULL });
		validate(teachers, examples);
		validate(decisions, output_to(path_of("%s.out.ndjson", names[i]),
					      (const char *const[]){ hq, "eval", "--format", "json", examples, NULL }));
	}
	/* Plans of a few states' examples, and what a yes rests on; tests of plans themselves are test_plan.c's. */
	static const char *const planned[] = { "ks", "co", "ok", "ny" };
	const char *plans = path_of("%s/docs/plan.schema.json", src_dir());
	for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++) {
		const char *examples = path_of("%s/%s.ndjson", dir, planned[i]);
		validate(plans, output_to("plans.ndjson", (const char *const[]){ hq, "plan", "--format", "json", examples, NULL }));
		validate(plans, output_to("margins.ndjson", (const char *const[]){ hq, "plan", "--margin", "--within", "2y", "--format", "json",
						      examples, NULL }));
	}
	const char *questions = path_of("%s/docs/questions.schema.json", src_dir());
	static const char *const asked[] = { "--next", "--what-matters" }, *const data[] = { "questions", "asked", "teachers" };
	for (size_t i = 0; i < 6; i++)
		validate(questions, output_to(path_of("questions-%zu.ndjson", i),
			 (const char *const[]){ hq, "explain", "-j", i % 3 ? "KS" : "OH", "--as-of", "2007-06-30", asked[i % 2], "--format", "json",
				 path_of("%s/tests/data/%s.json", src_dir(), data[i / 2]), NULL }));
	const char *sample = path_of("%s/tests/data/teachers.json", src_dir());
	const char *rules = path_of("%s/tests/data/sample.hq", src_dir());
	validate(decisions, output_to("sample.out.ndjson", (const char *const[]){ hqc, "eval", "--as-of", "2007-06-30",
					      "--format", "json", rules, sample, NULL }));
	validate(decisions, output_to("closed.out.ndjson", (const char *const[]){ hqc, "eval", "--as-of", "2007-06-30",
					      "--closed", "--format", "json", rules, sample, NULL }));
}

/* What is wrong must be refused by the schema too, or the test above shows nothing. */
static void check_schema_refuses(void **state)
{
	(void)state;
	const char *hq = path_of("%s/hq", build_dir());
	const char *schema = output_to("teacher.schema.json", (const char *const[]){ hq, "schema", NULL });
	static const char *const bad[] = {
		"{}", "{\"teacher\":7}", "{\"teacher\":\"T-1\",\"degree\":[]}",
		"{\"teacher\":\"T-1\",\"degrees\":[{\"level\":\"bachlor\"}]}",
		"{\"teacher\":\"T-1\",\"courses\":[{\"semester_hours\":401}]}",
		"{\"teacher\":\"T-1\",\"courses\":[{\"semester_hours\":1,\"quarter_hours\":1}]}",
		"{\"teacher\":\"T-1\",\"facts\":{\"hired\":\"30.6.2001\"}}",
		"{\"teacher\":\"T-1\",\"facts\":{\"second_language\":\"yes\"}}",
		"{\"teacher\":\"T-1\",\"activities\":[{\"times\":101}]}",
		"{\"teacher\":\"T-1\",\"degrees\":[{\"times\":2}]}",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *path = path_of("%s/bad.ndjson", dir);
		write_file(path, bad[i], strlen(bad[i]));
		struct ran r = run((const char *const[]){ "/usr/bin/env", "python3",
				   path_of("%s/tests/support/validate.py", src_dir()), schema, path, NULL }, NULL);
		if (r.status == 77) {
			ran_done(&r);
			skip();
		}
		if (r.status != 1)
			fail_msg("%s: status %d", bad[i], r.status);
		ran_done(&r);
	}
}

int main(void)
{
	size_t n;
	dir = scratch_dir("cli");
	char **names = list_files(path_of("%s/tests/cli", src_dir()), ".cmd", &n);
	struct CMUnitTest *tests = calloc(n + 2, sizeof(*tests));
	if (!tests)
		return 1;
	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){ .name = names[i], .test_func = check_case, .initial_state = names[i] };
	tests[n] = (struct CMUnitTest){ .name = "schemas", .test_func = check_schemas };
	tests[n + 1] = (struct CMUnitTest){ .name = "schema refuses", .test_func = check_schema_refuses };
	int rc = _cmocka_run_group_tests("cli", tests, n + 2, NULL, NULL);
	free(tests);
	return rc;
}
