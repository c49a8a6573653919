/* The same decision by both paths: every example of every rule file, as a teacher in JSON, through `hqc eval` (rules
 * compiled in memory) and through `hq eval` (tables linked in). Every byte of the output is compared, explanations included,
 * in every format. And what the example's own run decides is what the JSON of it is decided to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/support.h"
#include "example.h"

/* Runs a program and gives its output back; it must end with @status. */
static char *output_of(const char *const argv[], size_t *len)
{
	struct ran r = run(argv, NULL);
	if (r.status)
		fail_msg("%s %s: status %d\n%s", argv[0], argv[1], r.status, r.err);
	*len = r.out_len;
	free(r.err);
	return r.out;
}

static const char *examples_of(const char *rules, const char *name)
{
	size_t len;
	const char *const argv[] = { path_of("%s/hqc", build_dir()), "examples", rules, NULL };
	char *lines = output_of(argv, &len);
	const char *path = path_of("%s/%s.ndjson", scratch_dir(path_of("paths-%s", name)), name);
	write_file(path, lines, len);
	free(lines);
	return path;
}

static void compare_programs(const char *rules, const char *teachers, const char *format, const char *closed)
{
	size_t len_a, len_b;
	const char *const a[] = { path_of("%s/hqc", build_dir()), "eval", "--format", format, rules, teachers, closed, NULL };
	const char *const b[] = { path_of("%s/hq", build_dir()), "eval", "--format", format, teachers, closed, NULL };
	char *out_a = output_of(a, &len_a), *out_b = output_of(b, &len_b);
	assert_true(len_a > 0);
	assert_int_equal(len_a, len_b);
	assert_memory_equal(out_a, out_b, len_a);
	free(out_a);
	free(out_b);
}

/* The verdict that follows @at in a line of JSON; moves on behind it. */
static bool next_verdict(const char **at, char *out, size_t size)
{
	static const char key[] = "\"verdict\":\"";
	const char *found = strstr(*at, key);
	if (!found)
		return false;
	found += sizeof(key) - 1;
	snprintf(out, size, "%.*s", (int)strcspn(found, "\""), found);
	*at = strchr(found, '\n') ? strchr(found, '\n') : found;
	return true;
}

static enum hq_verdict decide(struct hqc_case *k)
{
	struct hq_decision d;
	assert_int_equal(hq_facts_prepare(&k->facts, k->records), 0);
	size_t need = hq_work_size(k->tables, k->edition, k->facts.nrecords);
	void *work = malloc(need);
	assert_int_equal(hq_decide(k->tables, k->edition, &k->facts, k->as_of, work, need, &d), 0);
	free(work);
	return d.verdict;
}

/* An example with a form leaves more open in JSON than in its own run, and is passed over. */
static void compare_with_own_run(const char *rules, const char *teachers)
{
	size_t len, compared = 0;
	const char *const argv[] = { path_of("%s/hqc", build_dir()), "eval", "--format", "json", rules, teachers, NULL };
	char *json = output_of(argv, &len), verdict[40];
	const char *at = json;
	struct hqc *c = hqc_new();
	hqc_add_file(c, rules);
	assert_int_equal(hqc_check(c), 0);
	for (const struct hqc_edition *e = c->trees[0]->jurisdictions->editions; e; e = e->next) {
		for (const struct hqc_example *x = e->examples; x; x = x->next) {
			struct hqc_case k;
			const struct hq_tables *tables = hqc_tables(c, 0);
			assert_true(hqc_case_build(&k, c, tables, (uint16_t)hqc_case_edition(tables, e), x));
			assert_true(next_verdict(&at, verdict, sizeof(verdict)));
			if (k.has_answers)
				continue;
			if (strcmp(verdict, hq_verdict_name(decide(&k))))
				fail_msg("%s: example %s comes back from JSON as %s", rules, x->name.text, verdict);
			compared++;
		}
	}
	assert_true(compared > 0);
	assert_false(next_verdict(&at, verdict, sizeof(verdict)));
	free(json);
	hqc_free(c);
}

static void same_by_both_paths(void **state)
{
	const char *name = *state;
	const char *rules = path_of("%s/states/%s.hq", src_dir(), name);
	const char *teachers = examples_of(rules, name);
	compare_programs(rules, teachers, "json", NULL);
	compare_programs(rules, teachers, "text", NULL);
	compare_programs(rules, teachers, "csv", NULL);
	compare_programs(rules, teachers, "json", "--closed");
	compare_with_own_run(rules, teachers);
}

int main(void)
{
	enum { RULES_MAX = 80 };
	static struct CMUnitTest tests[RULES_MAX];
	size_t n, ntests = 0;
	char **names = list_files(path_of("%s/states", src_dir()), ".hq", &n);
	for (size_t i = 0; i < n && ntests < RULES_MAX; i++) {
		if (strlen(names[i]) == 2)              /* a jurisdiction by its postal code; the others are shared */
			tests[ntests++] = (struct CMUnitTest){ .name = names[i], .test_func = same_by_both_paths,
							       .initial_state = names[i] };
	}
	return _cmocka_run_group_tests("paths", tests, ntests, NULL, NULL);
}
