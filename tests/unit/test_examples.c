/* Examples in rule files: what they inherit, what closed and open mean, and every line that a failed expectation prints.
 * Each case is the examples of one edition and all that running them says; nothing, where they hold. */
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

/* The edition that all cases share; the examples follow from line 32 on. */
static const char rules[] =
	"use \"facts.hq\"\n"
	"jurisdiction KS \"Kansas\"\n"
	"  edition sample \"A sample\" [uncited]\n"
	"    in force from 2006-07-01 until 2008-06-30 [uncited]\n"
	"    define taught_long \"Ten years\" [uncited]\n"
	"      at least 10 years of experience\n"
	"    every teacher [uncited]\n"
	"      degree \"A degree\"\n"
	"        holds degree where level at least bachelor\n"
	"    route long \"Long in service\" [uncited]\n"
	"      ten_years \"Ten years\"\n"
	"        is taught_long\n"
	"    route points \"By points\" [uncited]\n"
	"      enough \"Points\"\n"
	"        passes chart\n"
	"      not_rural \"Not rural\"\n"
	"        assignment rural is no\n"
	"    route title_i \"Title I\" [uncited]\n"
	"      chart_unprinted \"A chart\"\n"
	"        assignment title_i is yes\n"
	"        silent \"not printed\"\n"
	"    rubric chart \"The chart\" [uncited]\n"
	"      passes at 10 points [uncited]\n"
	"      category courses \"Courses\" [uncited]\n"
	"        2/3 points per semester_hour of course where subject is mathematics\n"
	"        at most 8 points\n"
	"      category awards \"Awards\" [uncited]\n"
	"        1 point per award\n"
	"        at most 5 points\n"
	"      category open \"Open\" [uncited]\n"
	"        silent points per activity\n";

struct example_case {
	const char *name;
	const char *examples;
	const char *says;              /* without the path; NULL: nothing */
	size_t nexpect;
};

#define EXAMPLE "    example x \"X\"\n"
#define BASE "    example base \"Base\"\n      given degree level bachelor\n      given course semester_hours 12, subject mathematics\n"
#define LIKE EXAMPLE "      like base\n"

static const struct example_case cases[] = {
	{ "closed: what is not given is none",
	  EXAMPLE "      expect not_highly_qualified, unmet degree, 0 points in chart, unmet taught_long, unmet title_i\n", NULL, 5 },
	{ "open: what is not given is not asked",
	  EXAMPLE "      open\n      expect undetermined, unknown degree, missing degree, missing experience, missing course,"
		  " missing assignment.title_i, missing award\n", NULL, 7 },
	{ "what is unknown stays so in closed facts",
	  EXAMPLE "      unknown degree\n      given experience years 10\n"
		  "      expect undetermined, unknown degree, missing degree, met long\n", NULL, 4 },
	{ "a field unknown in closed facts",
	  EXAMPLE "      given degree level unknown\n      given experience years 10\n"
		  "      expect undetermined, missing degree.level\n", NULL, 2 },
	{ "an amount is missing under its unit's name",
	  EXAMPLE "      given degree level bachelor\n      given experience full_time yes\n"
		  "      expect undetermined, missing experience.years\n", NULL, 2 },
	{ "a silence is missing under the heading above it",
	  EXAMPLE "      given degree level bachelor\n      given assignment title_i yes\n"
		  "      expect undetermined, missing title_i.chart_unprinted, unknown title_i\n", NULL, 3 },
	{ "like: records join", BASE LIKE "      given course semester_hours 1.5, subject mathematics\n"
	  "      given course semester_hours 90, subject science\n      expect 8 points in chart.courses\n", NULL, 1 },
	{ "like: records join, below the cap",
	  EXAMPLE "      given course semester_hours 3, subject mathematics\n"
	  "    example y \"Y\"\n      like x\n      given course semester_hours 1.5, subject mathematics\n"
	  "      expect 3 points in chart.courses\n", NULL, 1 },
	{ "like: `given no` takes what was inherited away, also before more is given",
	  BASE LIKE "      given no course\n      given course semester_hours 3, subject mathematics\n"
	  "      expect 2 points in chart.courses\n", NULL, 1 },
	{ "like: fields of the assignment are overridden one by one",
	  BASE "      given assignment title_i yes, rural yes\n" LIKE "      given assignment rural no\n"
	  "      given award times 2\n      expect highly_qualified by points, unknown title_i\n", NULL, 2 },
	{ "like: a date and `open` are inherited",
	  "    example base \"Base\"\n      open\n      as of 2007-06-30\n" LIKE "      given degree awarded 2007-07-01, level bachelor\n"
	  "      expect unmet degree, unknown taught_long\n", NULL, 2 },
	{ "as of: the first day of the edition unless it says", EXAMPLE "      given degree awarded 2006-07-01, level bachelor\n"
	  "      expect met degree\n    example y \"Y\"\n      given degree awarded 2006-07-02, level bachelor\n"
	  "      expect unmet degree\n", NULL, 2 },
	{ "form: a quantity, a yes and a no",
	  EXAMPLE "      form chart.courses 12.75, degree yes, chart.awards 5\n"
		  "      expect highly_qualified by points, 13 points in chart, 8 points in chart.courses\n", NULL, 3 },
	{ "form: unknown", EXAMPLE "      form degree unknown\n      given experience years 10\n"
	  "      expect undetermined, missing degree\n", NULL, 2 },
	{ "times", EXAMPLE "      given award times 3\n      given award type nomination\n      expect 4 points in chart.awards\n",
	  NULL, 1 },
	{ "fractions are exact", EXAMPLE "      given course semester_hours 0.25, subject mathematics\n"
	  "      expect 1/6 points in chart.courses\n", NULL, 1 },
	{ "an interval", EXAMPLE "      given course semester_hours 3\n      expect 0 to 2 points in chart.courses\n", NULL, 1 },

	{ "failed: a verdict", BASE "      given award times 5\n      expect not_highly_qualified\n",
	  "36:14: example base: expected not_highly_qualified, got highly_qualified by points\n", 1 },
	{ "failed: a route", BASE "      given award times 5\n      expect highly_qualified by long\n",
	  "36:14: example base: expected highly_qualified by long, got highly_qualified by points\n", 1 },
	{ "failed: points", EXAMPLE "      given course semester_hours 1, subject mathematics\n"
	  "      expect 0.6 points in chart.courses, 1 point in chart\n",
	  "34:14: example x: expected 0.6 points in chart.courses, got 2/3 points\n"
	  "34:43: example x: expected 1 points in chart, got 2/3 points\n", 2 },
	{ "failed: one end of an interval", EXAMPLE "      given course semester_hours 3\n"
	  "      expect 0 to 1 points in chart.courses, 0 points in chart.courses\n",
	  "34:14: example x: expected 0 to 1 points in chart.courses, got 0 to 2 points\n"
	  "34:46: example x: expected 0 points in chart.courses, got 0 to 2 points\n", 2 },
	{ "failed: no bound", EXAMPLE "      given activity type mentor\n      expect 0 points in chart\n",
	  "34:14: example x: expected 0 points in chart, got 0 to any number of points\n", 1 },
	{ "failed: met, unmet, unknown", EXAMPLE "      expect met degree, unknown degree\n"
	  "    example y \"Y\"\n      unknown degree\n      expect met degree, unmet degree\n",
	  "33:14: example x: expected met degree, got unmet\n"
	  "33:26: example x: expected unknown degree, got unmet\n"
	  "36:14: example y: expected met degree, got unknown\n"
	  "36:26: example y: expected unmet degree, got unknown\n", 4 },
	{ "failed: missing", EXAMPLE "      given degree level unknown\n      given experience years 10\n"
	  "      expect missing course, missing degree.majors\n    example y \"Y\"\n      expect missing degree\n",
	  "35:14: example x: expected missing course, got undetermined, missing degree.level\n"
	  "35:30: example x: expected missing degree.majors, got undetermined, missing degree.level\n"
	  "37:14: example y: expected missing degree, got not_highly_qualified, missing nothing\n", 3 },
	{ "failed: a missing amount", EXAMPLE "      given degree level bachelor\n      given experience full_time yes\n"
	  "      expect missing experience\n",
	  "35:14: example x: expected missing experience, got undetermined, missing experience.years\n", 1 },
	{ "failed: what cannot be decided", EXAMPLE "      given award type nomination\n      form chart.awards 1\n"
	  "      expect undetermined, 1 point in chart\n",
	  "32:13: example x: cannot be decided: ", 2 },
};
enum { NCASES = sizeof(cases) / sizeof(cases[0]) };

static void strip_path(char *text, const char *path)
{
	const size_t len = strlen(path) + 1;
	for (char *at = strstr(text, path); at; at = strstr(at, path))
		memmove(at, at + len, strlen(at + len) + 1);
}

static void runs(void **state)
{
	const struct example_case *t = *state;
	const char *path = path_of("%s/states/example.hq", src_dir());
	const char *text = path_of("%s%s", rules, t->examples);
	struct hqc *c = hqc_new();
	hqc_add_text(c, path, text, strlen(text));
	if (hqc_check(c)) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("the case does not compile");
	}
	char *said = NULL;
	size_t len, nrun, nexpect, lines = 0;
	FILE *to = open_memstream(&said, &len);
	const size_t failed = hqc_run_examples(c, 0, to, &nrun, &nexpect);
	fclose(to);
	strip_path(said, path);
	if (strncmp(said, t->says ? t->says : "", t->says ? strlen(t->says) : len + 1))
		fail_msg("it says:\n%s", said);
	for (const char *at = said; *at; at++)
		lines += *at == '\n';
	assert_int_equal(nexpect, t->nexpect);
	assert_int_equal(failed, strstr(said, "cannot be decided") ? t->nexpect : lines);
	free(said);
	hqc_free(c);
}

int main(void)
{
	static struct CMUnitTest tests[NCASES];
	for (size_t i = 0; i < NCASES; i++)
		tests[i] = (struct CMUnitTest){ .name = cases[i].name, .test_func = runs, .initial_state = (void *)(uintptr_t)&cases[i] };
	return _cmocka_run_group_tests("examples", tests, NCASES, NULL, NULL);
}
