/* Whole rosters, from outside: the same answers whatever the file is and however many threads read it; nothing lost, nothing
 * half written. Each verdict of tests/data/roster.csv follows by hand from the Kansas section of the source. */
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

enum { WORDS_MAX = 32, ROWS = 20000 };

static const char *dir;

/* A shell line with $H for the program, $D for the data and $T for a folder of its own. */
static struct ran shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static struct ran shell(const char *format, ...)
{
	char line[2000];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	const char *script = path_of("H='%s/hq roster -j KS --as-of 2007-06-30' D='%s/tests/data' T='%s'; %s", build_dir(), src_dir(), dir, line);
	return run((const char *const[]){ "/bin/sh", "-c", script, NULL }, NULL);
}

static void expect(struct ran r, int status, const char *out, const char *err)
{
	if (r.status != status || (out && strcmp(r.out, out)) || (err && !strstr(r.err, err)))
		fail_msg("status %d, wanted %d\n%s\n--- wanted\n%s\n--- stderr\n%s\n--- wanted in it\n%s", r.status, status, r.out,
			 out ? out : "", r.err, err ? err : "");
	ran_done(&r);
}

static const char head[] = "teacher,assignment,jurisdiction,as_of,verdict,route,reason\n";
static const char rows[] =
	"0042,A1,KS,2007-06-30,highly_qualified,new,route:new\n"                               /* ecs 1342: first year */
	"T-1002,A1,KS,2007-06-30,highly_qualified,rubric,route:rubric\n"                       /* ecs 1386, 1389: 45 + 60 */
	"T-1002,A2,KS,2007-06-30,not_highly_qualified,,not:routes\n"                           /* ecs 1389: 42 of 45 */
	"T-1003,\"A,3\",KS,2007-06-30,not_highly_qualified,,not:bachelor\n"                    /* ecs 1346 */
	"T-1004,,KS,2007-06-30,not_applicable,,not_applicable\n"                               /* ecs 1373: no core content */
	"\"T-1005 \"\"Ann\"\"\",,KS,2007-06-30,highly_qualified,national_board,route:national_board\n" /* ecs 1368 */
	"T-1006,,KS,2007-06-30,undetermined,,open:rubric\n"                                    /* coursework unknown */
	"T-1007,,KS,2007-06-30,undetermined,,open:certificate\n";                              /* ecs 1347: not asked */

static void check_wide(void **state)
{
	(void)state;
	expect(shell("$H $D/roster.csv"), 1, path_of("%s%s", head, rows), "10 rows read, 10 results: 8 decided, 2 refused\n");
	expect(shell("$H --jobs 1 <$D/roster.csv"), 1, path_of("%s%s", head, rows), "standard input:11:1: error: 5 cells");
}

static void check_people(void **state)
{
	(void)state;
	expect(shell("$H $D/roster.ndjson"), 1, path_of("%s%s", head, rows), "9 rows read, 10 results: 8 decided, 2 refused\n");
}

static void check_several(void **state)
{
	(void)state;
	expect(shell("$H $D/roster.csv $D/roster.ndjson 2>$T/err; grep -c . $T/err"), 0, NULL, NULL);
	struct ran r = shell("$H $D/roster.csv $D/roster.ndjson");
	assert_string_equal(r.out, path_of("%s%s%s", head, rows, rows));
	assert_non_null(strstr(r.err, "19 rows read, 20 results: 16 decided, 4 refused\n"));
	ran_done(&r);
}

static void check_gzip(void **state)
{
	(void)state;
	const char *all = path_of("%s%s", head, rows);
	expect(shell("gzip -c $D/roster.csv >$T/a.csv.gz; $H $T/a.csv.gz"), 1, all, "a.csv.gz:10:20: error: ");
	expect(shell("gzip -c $D/roster.ndjson | $H -"), 1, all, NULL);
	expect(shell("(sed -n 1,4p $D/roster.csv | gzip; sed 1,4d $D/roster.csv | gzip) | $H"), 1, all, NULL);
	expect(shell("head -c 200 $T/a.csv.gz | $H"), 3, NULL, "the compressed file is cut short");
	expect(shell("(head -c -8 $T/a.csv.gz; printf 12345678) | $H"), 3, NULL, "the compressed data are damaged");
}

static void check_dialect(void **state)
{
	(void)state;
	const char *all = path_of("%s%s", head, rows);
	expect(shell("(printf '\\357\\273\\277'; sed 's/$/\\r/' $D/roster.csv) | $H"), 1, all, NULL);
	expect(shell("printf 'note,teacher,bachelor,assignment.subject,assignment.highest_grade\\n\"a\nb\",007,no,music,3\\n,\"0\n8\",no,music,3\\n' | $H"), 1,
	       path_of("%s007,,KS,2007-06-30,not_highly_qualified,,not:bachelor\n", head), "standard input:4:2: error: teacher: a control character");
	expect(shell("printf 'teacher,bachelor\\nT-1,\\n' | $H -q --closed"), 0, path_of("%sT-1,,KS,2007-06-30,undetermined,,open:applies_to\n", head), NULL);
}

static void check_errors(void **state)
{
	(void)state;
	expect(shell("$H -q --errors $T/e.csv $D/roster.csv >$T/out; cd $D; $H -q --errors $T/e.csv roster.csv >$T/out; cat $T/e.csv"), 0,
	       "file,line,column,name,value,rule,message\n"
	       "roster.csv,10,20,assignment.highest_grade,13,assignment.highest_grade,\"\"\"13\"\" is no code of assignment.highest_grade; "
	       "one of pk, k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12\"\n"
	       "roster.csv,10,27,certificate,maybe,certificate,\"expected yes or no, found \"\"maybe\"\"; or unknown, or nothing where nobody asked\"\n"
	       "roster.csv,10,44,content_area.experience,77,content_area.experience,77 is outside 0 to 60 years\n"
	       "roster.csv,11,1,,,csv,\"5 cells, and the header has 17; put a comma for each that is empty\"\n", "");
	expect(shell("cd $D; $H -q --errors $T/e.csv roster.ndjson >$T/out; cut -d, -f1-6 $T/e.csv"), 0,
	       "file,line,column,name,value,rule\n"
	       "roster.ndjson,8,76,,13,assignments.highest_grade\n"
	       "roster.ndjson,9,113,,1,bachelor\n", "");
}

static void check_strict(void **state)
{
	(void)state;
	expect(shell("$H --strict $D/roster.csv $D/roster.ndjson"), 1, path_of("%s%s", head, rows), "stopped at the first that was refused");
	expect(shell("$H --strict -o $T/strict.csv $D/roster.csv; ls $T | grep strict"), 1, "", "no file was written");
}

/* Many rows, some of them wrong. */
static const char *many(void)
{
	const char *path = path_of("%s/many.csv", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("teacher,assignment.subject,assignment.highest_grade,bachelor,certificate,endorsement,new.first_year,national_board.board,"
	      "content_area.experience,content_area.coursework\n", f);
	for (unsigned i = 0; i < ROWS; i++)
		fprintf(f, "T-%06u,%s,%u,%s,yes,yes,no,%s,%u,%u\n", i, i % 7 ? "science" : "library", i % 12 + 1, i % 97 ? "yes" : "maybe",
			i % 5 ? "no" : "yes", i % 9, i % 61);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void check_jobs(void **state)
{
	(void)state;
	many();
	expect(shell("$H --jobs 1 $T/many.csv >$T/1.csv 2>$T/1.err; $H --jobs 7 $T/many.csv >$T/7.csv 2>$T/7.err; cmp $T/1.csv $T/7.csv && "
		     "cmp $T/1.err $T/7.err && wc -l <$T/1.csv && tail -n 1 $T/1.err"), 0,
	       "19794\n20000 rows read, 20000 results: 19793 decided, 207 refused\n", "");
	expect(shell("$H --format ndjson $T/many.csv 2>$T/err | wc -l; for i in 1 2 3 4 5 6 7 8 9; do cat $D/roster.ndjson; done >$T/n.ndjson; "
		     "for i in 1 2 3 4 5 6 7 8 9; do cat $T/n.ndjson $T/n.ndjson $T/n.ndjson; done >$T/m.ndjson; "
		     "$H --jobs 1 $T/m.ndjson >$T/1.csv 2>$T/1.err; $H --jobs 5 $T/m.ndjson >$T/5.csv 2>$T/5.err; cmp $T/1.csv $T/5.csv && "
		     "cmp $T/1.err $T/5.err && wc -l <$T/1.csv"), 0, "19793\n1945\n", "");
	expect(shell("for j in 1 4; do $H --strict --jobs $j $T/many.csv 2>/dev/null | wc -l; done"), 0, "1\n1\n", "");
}

static void check_output(void **state)
{
	(void)state;
	expect(shell("umask 022; $H -q -o $T/o.csv $D/roster.csv 2>/dev/null; cat $T/o.csv; ls -l $T/o.csv | cut -c1-10; ls $T | grep -c part"), 1,
	       path_of("%s%s-rw-r--r--\n0\n", head, rows), NULL);
	expect(shell("echo before >$T/o.csv; $H -o $T/o.csv $D/none.csv; cat $T/o.csv; ls $T | grep -c part"), 1, "before\n0\n",
	       "none.csv: error: cannot be read: No such file");
	expect(shell("echo >$T/real.csv; ln -sf real.csv $T/link.csv; mkfifo $T/o.pipe; cat $T/o.pipe >$T/o.copy & $H -q -o $T/link.csv --errors $T/o.pipe $D/roster.csv; "
		     "wait; wc -l <$T/real.csv; ls -l $T/link.csv | cut -c1; ls -l $T/o.pipe | cut -c1; wc -l <$T/o.copy; rm $T/o.pipe"), 0, "9\nl\np\n5\n", "");
	expect(shell("$H -o $T $D/roster.csv"), 3, "", "Is a directory");
	expect(shell("$H -o $T/no/where.csv $D/roster.csv"), 3, "", "No such file or directory");
}

/* A file that may not grow beyond some blocks stands for a full disk. */
static void check_full(void **state)
{
	(void)state;
	many();
	expect(shell("$H $T/many.csv >/dev/full"), 3, "", "No space left on device");
	expect(shell("(ulimit -f 100; $H --jobs 2 $T/many.csv 2>$T/err) >$T/full.csv; echo $?; tail -c 1 $T/full.csv | od -An -tx1; "
		     "$H $T/many.csv 2>/dev/null | head -n $(wc -l <$T/full.csv) | cmp - $T/full.csv && grep -c 'whole row' $T/err"), 0,
	       "3\n 0a\n1\n", "");
	expect(shell("(ulimit -f 100; $H -o $T/f.csv $T/many.csv 2>$T/err); echo $?; ls $T | grep '^f.csv'; grep -c 'no file is left' $T/err"), 0,
	       "3\n1\n", "");
	expect(shell("$H $T/many.csv 2>$T/err | head -n 2 | wc -l; grep -v 'found \"maybe\"' $T/err | grep -vc read"), 1, "2\n0\n", "");
}

static void check_interrupted(void **state)
{
	(void)state;
	many();
	for (int file = 0; file < 2; file++)
		expect(shell("mkfifo $T/pipe; (cat $T/many.csv; printf 'T-9,sci'; sleep 5) >$T/pipe & feeder=$!; $H %s $T/pipe >$T/i.csv 2>$T/err & pid=$!; "
			     "sleep 1; kill -TERM $pid; wait $pid; echo $?; kill $feeder; rm $T/pipe; tail -c 1 $T/i.csv | od -An -tx1; "
			     "grep -c 'interrupted after' $T/err; ls $T | grep -c '^io'; grep -c 'T-9,' $T/i.csv", file ? "-o $T/io.csv" : ""), 1,
		       file ? "3\n1\n0\n0\n" : "3\n 0a\n1\n0\n0\n", NULL);
}

int main(void)
{
	dir = scratch_dir("roster");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_wide), cmocka_unit_test(check_people), cmocka_unit_test(check_several),
		cmocka_unit_test(check_gzip), cmocka_unit_test(check_dialect), cmocka_unit_test(check_errors),
		cmocka_unit_test(check_strict), cmocka_unit_test(check_jobs), cmocka_unit_test(check_output),
		cmocka_unit_test(check_full), cmocka_unit_test(check_interrupted),
	};
	return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
