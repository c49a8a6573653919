/* The program hqc: its commands, exit status, what goes where, and what is left behind when something fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/support.h"

static const char *dir;

static const char good[] =
	"use \"facts.hq\"\n\njurisdiction KS \"Kansas\"\n\n  edition sample \"A sample\" [uncited]\n"
	"    in force from 2006-07-01 [uncited]\n\n    every teacher [uncited]\n"
	"      years \"Two years\"\n        at least 2 years of experience\n\n"
	"    example two \"Two years\"\n      given experience years 2\n      expect highly_qualified\n\n"
	"    example less \"Less\"\n      given experience years 1.99\n      expect not_highly_qualified, unmet years\n";

static void put(const char *name, const char *text)
{
	write_file(path_of("%s/%s", dir, name), text, strlen(text));
}

static int fresh(void **state)
{
	(void)state;
	dir = scratch_dir("hqc");
	size_t len;
	char *facts = read_file(path_of("%s/states/facts.hq", src_dir()), &len);
	assert_non_null(facts);
	write_file(path_of("%s/facts.hq", dir), facts, len);
	free(facts);
	put("ks.hq", good);
	return chdir(dir);
}

/* hqc with up to six words. */
static struct ran hqc(const char *a, const char *b, const char *c, const char *d, const char *e, const char *f)
{
	return run((const char *const[]){ path_of("%s/hqc", build_dir()), a, b, c, d, e, f, NULL }, NULL);
}

#define HQC(...) HQC_(__VA_ARGS__, NULL, NULL, NULL, NULL, NULL, NULL)
#define HQC_(a, b, c, d, e, f, ...) hqc(a, b, c, d, e, f)

static void expect(struct ran r, int status, const char *out, const char *err)
{
	if (r.status != status || (out && !strstr(r.out, out)) || (err && !strstr(r.err, err)) ||
	    (out && !*out && r.out_len) || (err && !*err && r.err_len))
		fail_msg("status %d, wanted %d\n--- out, wanted \"%s\"\n%s--- err, wanted \"%s\"\n%s", r.status, status,
			 out ? out : "(any)", r.out, err ? err : "(any)", r.err);
	ran_done(&r);
}

/* ---- wrong use ----------------------------------------------------------------------------------------------- */

static void help_and_version(void **state)
{
	(void)state;
	static const char *const commands[] = { "check", "fmt",   "test", "eval", "build",
						"index", "doc", "rows", "messages" };
	expect(HQC("--help"), 0, "usage: hqc", "");
	expect(HQC("--version"), 0, "hqc ", "");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		expect(HQC(commands[i], "--help"), 0, path_of("usage: hqc %s", commands[i]), "");
		expect(HQC(commands[i], "--version"), 0, "hqc ", "");
		expect(HQC(commands[i], "--nonsense"), 2, "", "nonsense");
	}
}

static void wrong_use(void **state)
{
	(void)state;
	expect(HQC(NULL), 2, "", "usage: hqc");
	expect(HQC("chekc"), 2, "", "did you mean \"check\"?");
	expect(HQC("zzzzzzzz"), 2, "", "there is no command \"zzzzzzzz\"\n");
	expect(HQC("check"), 2, "", "usage: hqc check FILE...");
	expect(HQC("build"), 2, "", "one rule file is wanted");
	expect(HQC("build", "a.hq", "b.hq"), 2, "", "one rule file is wanted");
	expect(HQC("build", "--depfile", "x.d", "ks.hq"), 2, "", "--depfile needs -o");
	expect(HQC("fmt", "--check", "-i", "ks.hq"), 2, "", "exclude each other");
	expect(HQC("messages", "ks.hq"), 2, "", "nothing to name");
}

/* ---- check, test, rows, doc ---------------------------------------------------------------------------------- */

static void check(void **state)
{
	(void)state;
	expect(HQC("check", "ks.hq"), 0, "1 file: 0 errors, 0 warnings, 3 uncited\n", "");
	expect(HQC("check", "--uncited", "ks.hq"), 0, "ks.hq:5:29: uncited\n", "");
	put("bad.hq", "use \"facts.hq\"\nunit day days \"A day\"\n");
	expect(HQC("check", "bad.hq"), 1, "1 file: 1 error,", "bad.hq:2:");
	expect(HQC("check", "nowhere.hq"), 3, NULL, "nowhere.hq:1:1: error: cannot read");
	expect(HQC("check", "ks.hq", "nowhere.hq"), 3, NULL, "cannot read");
}

static void facts_nobody_uses(void **state)
{
	(void)state;
	put("al.hq", "use \"facts.hq\"\njurisdiction AL \"Alabama\"\n  edition e \"E\" [uncited]\n"
		     "    in force from 2006-07-01 [uncited]\n    every teacher [uncited]\n"
		     "      master \"Master\"\n        holds degree where level at least master\n");
	struct ran r = HQC("check", "ks.hq", "al.hq");
	assert_int_equal(r.status, 0);
	assert_non_null(strstr(r.err, "no rule uses 'minors' of 'degree'"));
	assert_non_null(strstr(r.err, "no rule uses 'award'"));
	assert_null(strstr(r.err, "no rule uses 'level' of 'degree'"));
	assert_null(strstr(r.err, "no rule uses 'experience'"));
	ran_done(&r);
}

static void test(void **state)
{
	(void)state;
	expect(HQC("test", "ks.hq"), 0, "KS sample: 2 examples, 3 expectations, 0 failed\n", "");
	char text[2000];
	snprintf(text, sizeof(text), "%s", good);
	memcpy(strstr(text, "years 1.99"), "years 2.00", 10);
	put("fails.hq", text);
	expect(HQC("test", "fails.hq"), 1,
	       "fails.hq:18:14: example less: expected not_highly_qualified, got highly_qualified\n", "");
	expect(HQC("test", "fails.hq"), 1, "fails.hq:18:36: example less: expected unmet years, got met\n", "");
	expect(HQC("test", "fails.hq"), 1, "KS sample: 2 examples, 3 expectations, 2 failed\n", "");
	expect(HQC("test", "ks.hq", "fails.hq"), 1, "all: 4 examples, 6 expectations, 2 failed\n", "");
}

static void rows_doc_messages(void **state)
{
	(void)state;
	expect(HQC("rows", "ks.hq"), 0, "edition sample \"A sample\"", "");
	expect(HQC("doc", "ks.hq"), 0, "# Kansas (KS)", "");
	expect(HQC("messages"), 0, "| HQ701 | error | unreadable-file |", "");
}

/* ---- fmt ----------------------------------------------------------------------------------------------------- */

static void fmt(void **state)
{
	(void)state;
	struct ran r = HQC("fmt", "ks.hq");
	assert_int_equal(r.status, 0);
	put("ks.hq", r.out);
	ran_done(&r);
	expect(HQC("fmt", "--check", "ks.hq"), 0, "", "");

	char *text = read_file("ks.hq", NULL);
	put("loose.hq", path_of("%s\n\n\n# the end\n", text));
	expect(HQC("fmt", "--check", "ks.hq", "loose.hq"), 1, "loose.hq\n", "");
	assert_int_equal(chmod("loose.hq", 0640), 0);
	expect(HQC("fmt", "-i", "loose.hq"), 0, "", "");
	expect(HQC("fmt", "--check", "loose.hq"), 0, "", "");
	struct stat st;
	assert_int_equal(stat("loose.hq", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	free(text);

	put("bad.hq", "unit unit unit\n");
	expect(HQC("fmt", "-i", "bad.hq"), 1, "", "bad.hq:1:");
	text = read_file("bad.hq", NULL);
	assert_string_equal(text, "unit unit unit\n");
	free(text);
}

/* ---- build and index ----------------------------------------------------------------------------------------- */

static void build(void **state)
{
	(void)state;
	size_t n;
	expect(HQC("build", "-o", "ks.c", "--depfile", "ks.d", "ks.hq"), 0, "", "");
	char *text = read_file("ks.c", NULL), *deps = read_file("ks.d", NULL);
	assert_non_null(strstr(text, "const struct hq_tables *hq_ks(void)"));
	assert_string_equal(deps, "ks.c: ks.hq facts.hq\n\nfacts.hq:\n");
	struct ran r = HQC("build", "ks.hq");
	assert_string_equal(r.out, text);
	ran_done(&r);
	free(text);
	free(deps);
	expect(HQC("build", "facts.hq"), 0, "const struct hq_vocab *hq_facts(void)", "");
	put("nothing.hq", "use \"facts.hq\"\n");
	expect(HQC("build", "nothing.hq"), 1, "", "declares neither");

	/* What fails leaves the old file, and nothing else. */
	put("bad.hq", "use \"facts.hq\"\nunit day days \"A day\"\n");
	put("bad.c", "old\n");
	expect(HQC("build", "-o", "bad.c", "bad.hq"), 1, "", NULL);
	text = read_file("bad.c", NULL);
	assert_string_equal(text, "old\n");
	free(text);
	expect(HQC("build", "-o", "nowhere/x.c", "ks.hq"), 3, "", "cannot write");
	expect(HQC("build", "-o", "/dev/full", "ks.hq"), 3, "", "cannot write");
	char **left = list_files(dir, ".c", &n);
	assert_int_equal(n, 2);
	assert_string_equal(left[0], "bad");
	list_files(dir, "", &n);
	assert_int_equal(n, 7);                 /* facts.hq ks.hq ks.c ks.d nothing.hq bad.hq bad.c */
}

static void index_of_files(void **state)
{
	(void)state;
	put("al.hq", "use \"facts.hq\"\njurisdiction AL \"Alabama\"\n  edition e \"E\" [uncited]\n"
		     "    in force from 2006-07-01 [uncited]\n    every teacher [uncited]\n"
		     "      master \"Master\"\n        holds degree where level at least master\n");
	expect(HQC("index", "ks.hq", "al.hq"), 0, "\tcase 0:\n\t\treturn hq_ks();\n\tcase 1:\n\t\treturn hq_al();\n", "");
	expect(HQC("index", "ks.hq", "nowhere.hq"), 3, "", "cannot read");
	expect(HQC("index", "-o", "i.c"), 0, "", "");           /* none at all is a list of none */
	char *text = read_file("i.c", NULL);
	assert_non_null(strstr(text, "return 0;"));
	free(text);
}

static void a_full_disk_is_said(void **state)
{
	(void)state;
	char *command = path_of("%s/hqc rows ks.hq >/dev/full", build_dir());
	expect(run((const char *const[]){ "sh", "-c", command, NULL }, NULL), 3, "", "standard output");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(help_and_version, fresh),
		cmocka_unit_test_setup(wrong_use, fresh),
		cmocka_unit_test_setup(check, fresh),
		cmocka_unit_test_setup(facts_nobody_uses, fresh),
		cmocka_unit_test_setup(test, fresh),
		cmocka_unit_test_setup(rows_doc_messages, fresh),
		cmocka_unit_test_setup(fmt, fresh),
		cmocka_unit_test_setup(build, fresh),
		cmocka_unit_test_setup(index_of_files, fresh),
		cmocka_unit_test_setup(a_full_disk_is_said, fresh),
	};
	return cmocka_run_group_tests_name("hqc", tests, NULL, NULL);
}
