/* Whole rosters, from outside: the same answers whatever the file is and however many threads read it; nothing lost, nothing
 * half written. Each verdict of tests/data/roster.csv follows by hand from the Kansas section of the source. */
#define _DEFAULT_SOURCE                /* wait4 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/support.h"
#include "cli.h"
#include "roster/roster.h"
#include "roster/sort.h"

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
static const char answers[] =
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
	expect(shell("$H $D/roster.csv"), 1, path_of("%s%s", head, answers), "10 rows read, 10 results: 8 decided, 2 refused\n");
	expect(shell("$H --jobs 1 <$D/roster.csv"), 1, path_of("%s%s", head, answers), "standard input:11:1: error: 5 cells");
}

static void check_people(void **state)
{
	(void)state;
	expect(shell("$H $D/roster.ndjson"), 1, path_of("%s%s", head, answers), "9 rows read, 10 results: 8 decided, 2 refused\n");
}

static void check_several(void **state)
{
	(void)state;
	expect(shell("$H $D/roster.csv $D/roster.ndjson 2>$T/err; grep -c . $T/err"), 0, NULL, NULL);
	struct ran r = shell("$H $D/roster.csv $D/roster.ndjson");
	assert_string_equal(r.out, path_of("%s%s%s", head, answers, answers));
	assert_non_null(strstr(r.err, "19 rows read, 20 results: 16 decided, 4 refused\n"));
	ran_done(&r);
}

static void check_gzip(void **state)
{
	(void)state;
	const char *all = path_of("%s%s", head, answers);
	expect(shell("gzip -c $D/roster.csv >$T/a.csv.gz; $H $T/a.csv.gz"), 1, all, "a.csv.gz:10:20: error: ");
	expect(shell("gzip -c $D/roster.ndjson | $H -"), 1, all, NULL);
	expect(shell("(sed -n 1,4p $D/roster.csv | gzip; sed 1,4d $D/roster.csv | gzip) | $H"), 1, all, NULL);
	expect(shell("head -c 200 $T/a.csv.gz | $H"), 3, NULL, "the compressed file is cut short");
	expect(shell("(head -c -8 $T/a.csv.gz; printf 12345678) | $H"), 3, NULL, "the compressed data are damaged");
}

static void check_dialect(void **state)
{
	(void)state;
	const char *all = path_of("%s%s", head, answers);
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
	expect(shell("$H --strict $D/roster.csv $D/roster.ndjson"), 1, path_of("%s%s", head, answers), "stopped at the first that was refused");
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
	       path_of("%s%s-rw-r--r--\n0\n", head, answers), NULL);
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

/* ---- events -------------------------------------------------------------------------------------------------- */

static const char event_rows[] =
	"T-2001,A1,KS,2007-06-30,highly_qualified,new,route:new\n"                             /* ecs 1342: nothing taught yet */
	"T-2002,A1,KS,2007-06-30,highly_qualified,rubric,route:rubric\n"                       /* ecs 1386, 1389: 45 + 60 */
	"T-2004,,KS,2007-06-30,undetermined,,open:applies_to\n"
	"T-2007,A1,KS,2007-06-30,undetermined,,open:bachelor\n"                                /* ecs 1346: nobody knows */
	"T-2007,A2,KS,2007-06-30,not_applicable,,not_applicable\n";                            /* ecs 1373 */

static void check_events(void **state)
{
	(void)state;
	const char *all = path_of("%s%s", head, event_rows);
	expect(shell("$H $D/roster-events.csv"), 1, all, "19 rows read, 8 results: 5 decided, 3 refused\n"
	       "19 events: 13 used, 3 refused, 3 of teachers who are refused\n");
	expect(shell("cd $D; $H -q roster-events.csv 2>&1 >$T/out | cut -c1-80"), 0,
	       "roster-events.csv:11:16: error: subject: \"maths\" is no code of course.subject; d\n"
	       "roster-events.csv:14:1: error: teacher: no id; give each teacher one of your own\n"
	       "roster-events.csv:17:16: error: subject: a record of degree has no such thing; l\n"
	       "roster-events.csv:11:1: error: teacher: a row of this teacher is refused, so not\n"
	       "roster-events.csv:16:1: error: teacher: one row says that there is none of a kin\n"
	       "roster-events.csv:17:1: error: teacher: a row of this teacher is refused, so not\n", "");
	/* in order, compressed, from a pipe, in files of their own, on one thread and on several: the same */
	expect(shell("sed -n 1p $D/roster-events.csv >$T/s.csv; sed 1d $D/roster-events.csv | LC_ALL=C sort -s -t, -k1,1 >>$T/s.csv; $H $T/s.csv"), 1, all, NULL);
	expect(shell("gzip -c $T/s.csv >$T/s.csv.gz; $H --jobs 1 $T/s.csv.gz"), 1, all, NULL);
	expect(shell("$H --jobs 3 <$T/s.csv"), 1, all, "standard input:");
	expect(shell("for i in 0 1 2; do awk -v i=$i 'NR == 1 || NR %% 3 == i' $T/s.csv >$T/s$i.csv; done; $H $T/s0.csv $T/s1.csv $T/s2.csv"), 1, all, NULL);
	expect(shell("for i in 0 1 2 3 4 5 6 7 8 9; do awk -v i=$i 'NR == 1 || NR %% 10 == i' $T/s.csv >$T/s$i.csv; done; $H $T/s?.csv"), 1, all, NULL);
	expect(shell("$H --strict $T/s.csv"), 1, head, "stopped at the first that was refused");
	expect(shell("printf 'teacher,kind,grade\\nT-1,course,a\\n' | $H"), 1, head, "no kind of record has a \"grade\"");
	expect(shell("printf 'teacher,kind\\nT-1,certifcate\\nT-2,no assignment\\nT-3,\\n' | $H"), 1, head, "did you mean \"certificate\"?");
	expect(shell("printf 'teacher,kind\\n,degree\\n' | $H"), 1, head, "1 event: 0 used, 1 refused, 0 of teachers who are refused");
	expect(shell("printf 'teacher,kind,years,began,ended\\nT-1,experience,3,2004-08-01,2005-06-01\\n' | $H"), 1, head,
	       "3 years do not fit from 2004-08-01 to 2005-06-01");
	expect(shell("printf 'teacher,kind,semester_hours\\nT-1,course,400\\nT-1,course,400\\n' | $H"), 1, head, "more than the 600 that one person can have");
}

/* The sample teachers of all jurisdictions, with all they have done: as JSON and as events, in order and shuffled. */
static void check_events_as_people(void **state)
{
	(void)state;
	expect(shell("H='%s/hq'; S=%s; $H schema >$T/schema.json && python3 $S/tests/support/events.py $T/schema.json $S/states/teachers/*.json >$T/all.csv &&"
		     "$H roster -q --as-of 2007-06-30 $T/all.csv | sort >$T/events.out && "
		     "(sed -n 1p $T/all.csv; sed 1d $T/all.csv | awk '{ print NR * 7919 %% 1009, $0 }' | sort -n | cut -d' ' -f2-) >$T/mixed.csv && "
		     "$H roster -q --as-of 2007-06-30 $T/mixed.csv | sort >$T/mixed.out && cmp $T/events.out $T/mixed.out && "
		     "$H roster -q --as-of 2007-06-30 $S/states/teachers/*.json | sort >$T/people.out && "
		     "comm -23 $T/events.out $T/people.out | wc -l && test $(wc -l <$T/events.out) -gt 120", build_dir(), src_dir()), 0, "0\n", "");
}

static void check_maps(void **state)
{
	(void)state;
	expect(shell("$H --map edfi <<'.'\nStaffUniqueId,AcademicSubjectDescriptor,assignment.highest_grade,bachelor,firstName\n"
		     "7,uri://ed-fi.org/AcademicSubjectDescriptor#Mathematics,Eighth grade,no,Ann\n.\n"), 0,
	       path_of("%s7,,KS,2007-06-30,not_highly_qualified,,not:bachelor\n", head), NULL);
	expect(shell("printf 'theirs,ours\\nLehrer,teacher\\nFach,assignment.subject\\nOrt,\\nAbschluss,bachelor\\n' >$T/names.csv; "
		     "printf 'column,theirs,ours\\nassignment.subject,Mathe,mathematics\\nbachelor,keiner,no\\n' >$T/values.csv; "
		     "printf 'Lehrer,Fach,Ort,Abschluss,assignment.highest_grade\\n7,mathe,Ulm,keiner,8\\n' | $H --map $T/names.csv --map $T/values.csv"), 0,
	       path_of("%s7,,KS,2007-06-30,not_highly_qualified,,not:bachelor\n", head), NULL);
	expect(shell("printf 'StaffMemberIdentifierState,LeaIdentifierSea,SchoolIdentifierSea,FirstName,SpecialEducationStaffCategory,bachelor,assignment.subject,assignment.highest_grade\\n"
		     "0007,12,0031,Ann,,no,music,5\\n' | $H --map staging"), 0, path_of("%s0007,0031,KS,2007-06-30,not_highly_qualified,,not:bachelor\n", head), NULL);
	expect(shell("printf 'Staff.StaffUniqueId,kind,Credential.IssuanceDate,Credential.TeachingCredential\\n7,certificate,2004-07-01,uri://x#Regular/Standard\\n' | "
		     "$H --map edfi"), 0, path_of("%s7,,KS,2007-06-30,undetermined,,open:applies_to\n", head), NULL);
	expect(shell("$H --map edfy $D/roster.csv"), 2, "", "edfi, ceds and staging are built in");
	expect(shell("$H --map $D/roster.csv $D/roster.csv"), 2, "", "a map has the columns theirs and ours");
}

/* Every name that the fact file gives is known to the map, and every name of ours in a map is one of the fact file. */
static void check_map_names(void **state)
{
	(void)state;
	const struct hq_vocab *v = hq_facts();
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, v, kinds);
	const struct hq_vocab_field *fields = HQ_AT(struct hq_vocab_field, v, fields);
	static const char *const names[] = { "edfi", "ceds", "staging" };
	for (size_t m = 0; m < 3; m++) {
		struct map *map;
		assert_int_equal(map_read(&names[m], 1, stderr, &map), 0);
		for (unsigned k = 0; m < 2 && k < v->kinds.count; k++) {
			for (unsigned f = 0; f < kinds[k].nfields; f++) {
				const struct hq_vocab_field *field = &fields[kinds[k].first_field + f];
				const char *theirs = HQ_TEXT(v, m ? field->ceds : field->edfi);
				if (*theirs && !map_name(map, theirs, strlen(theirs)))
					fail_msg("%s: %s of facts.hq is not in the map", names[m], theirs);
			}
		}
		map_free(map);
		char *text = read_file(path_of("%s/states/maps/%s.csv", src_dir(), names[m]), NULL), *save = NULL;
		assert_non_null(text);
		for (char *line = strtok_r(text, "\n", &save); (line = strtok_r(NULL, "\n", &save));) {
			char *comma = strchr(line, ','), *ours = *line == ',' ? strrchr(line, ',') + 1 : line, *dot = strchr(ours, '.');
			if (!*ours || !strcmp(ours, "teacher") || !strcmp(ours, "assignment"))
				continue;
			if (*line != ',')
				*comma = '\0';
			const int kind = dot ? hq_find_kind(v, ours, (size_t)(dot - ours)) : -1;
			const int field = kind < 0 ? -1 : hq_find_field(v, (unsigned)kind, dot + 1, strlen(dot + 1));
			if (field < 0 && (kind < 0 || hq_find_unit(v, dot + 1, strlen(dot + 1)) < 0))
				fail_msg("%s: facts.hq has no %s", names[m], ours);
			const char *value = *line == ',' ? NULL : strrchr(comma + 1, ',') + 1;
			if (value && fields[kinds[kind].first_field + field].ncodes && strcmp(value, "unknown") &&
			    hq_find_code(v, (unsigned)kind, (unsigned)field, value, strlen(value)) < 0)
				fail_msg("%s: %s has no code %s", names[m], ours, value);
		}
		free(text);
	}
}

/* ---- sorting outside memory ---------------------------------------------------------------------------------- */

/* Entries with keys that often meet, and numbers that say in which order they were added. */
static void check_sort(void **state)
{
	(void)state;
	static const size_t counts[] = { 0, 1, 2, 1000, 150000, 1500000 };     /* 1.5 million: 32 runs and more, merged twice */
	for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
		struct sorter *s = sorter_new(1 << 20);
		struct entry e;
		assert_non_null(s);
		uint32_t random = 7;
		for (uint64_t i = 0; i < counts[c]; i++) {
			char key[16];
			random = random * 1664525u + 1013904223u;
			snprintf(key, sizeof(key), "T-%u", (random >> 8) % 50021);
			assert_int_equal(sorter_add(s, &(struct entry){ key, (const char *)&i, (uint32_t)strlen(key), sizeof i }), 0);
		}
		if (c == 3) {                          /* one that is longer than any buffer */
			char *big = calloc(1, 300000);
			const uint64_t last = UINT64_MAX;
			memcpy(big, &last, sizeof last);
			assert_int_equal(sorter_add(s, &(struct entry){ "", big, 0, 300000 }), 0);
			assert_int_equal(sorter_add(s, &(struct entry){ "Z", big, 1, 300000 }), 0);
			free(big);
		}
		assert_int_equal(sorter_end(s), 0);
		char last_key[16] = "";
		uint64_t last = 0, n = 0;
		while (sorter_next(s, &e) == 1) {
			uint64_t number;
			const struct entry before = { last_key, NULL, (uint32_t)strlen(last_key), 0 };
			memcpy(&number, e.bytes, sizeof number);
			const int rc = entry_compare(&before, &e);
			assert_true(rc < 0 || (rc == 0 && (!n || last < number || number == UINT64_MAX)));
			memcpy(last_key, e.key, e.key_len);
			last_key[e.key_len] = '\0';
			last = number == UINT64_MAX ? 0 : number;
			n++;
		}
		assert_int_equal(n, counts[c] + (c == 3 ? 2 : 0));
		sorter_free(s);
	}
}

/* ---- the roll-up and the summary ----------------------------------------------------------------------------- */

static void check_rollup(void **state)
{
	(void)state;
	const char *rollup = "teacher,highly_qualified,not_highly_qualified,undetermined,not_applicable,refused,rollup\n"
			     "0042,1,0,0,0,0,all\nT-1002,1,1,0,0,0,some\nT-1003,0,1,0,0,0,none\nT-1004,0,0,0,1,0,not_applicable\n"
			     "\"T-1005 \"\"Ann\"\"\",1,0,0,0,0,all\nT-1006,0,0,1,0,0,undetermined\nT-1007,0,0,1,0,0,undetermined\n"
			     "T-1008,0,0,0,0,1,undetermined\n";
	expect(shell("$H -q --rollup $T/r.csv $D/roster.csv >$T/out 2>&1; cat $T/r.csv"), 0, rollup, "");
	expect(shell("(sed -n 1p $D/roster.csv; sed 1d $D/roster.csv | sed -n '1!G;h;$p') | $H -q --rollup $T/r.csv >$T/out 2>&1; cat $T/r.csv"), 0, rollup, "");
	expect(shell("$H -q --rollup $T/r.csv $D/roster.ndjson >$T/out 2>&1; cat $T/r.csv"), 0, path_of("%sT-1009,0,0,0,0,1,undetermined\n", rollup), "");
	expect(shell("$H -q --rollup $T/r.json $D/roster.ndjson $D/roster-events.csv >$T/out 2>&1; python3 -c 'import json, sys; "
		     "print([(r[\"teacher\"], r[\"rollup\"]) for r in json.load(open(sys.argv[1]))][-6:])' $T/r.json"), 0,
	       "[('T-2002', 'all'), ('T-2003', 'undetermined'), ('T-2004', 'undetermined'), ('T-2005', 'undetermined'), "
	       "('T-2006', 'undetermined'), ('T-2007', 'undetermined')]\n", "");
	expect(shell("$H --rollup $T/r.csv $D/roster.csv $D/roster.ndjson >$T/out"), 1, "", "9 results are of a teacher and assignment that had one before");
}

static void check_summary(void **state)
{
	(void)state;
	expect(shell("$H -q --summary=$T/s.csv $D/roster.csv >$T/out 2>&1; cat $T/s.csv"), 0,
	       "section,jurisdiction,name,count,of\nresults,,decided,8,10\nresults,,refused,2,10\n"
	       "verdicts,,highly_qualified,3,8\nverdicts,,not_highly_qualified,2,8\nverdicts,,undetermined,2,8\nverdicts,,not_applicable,1,8\n"
	       "reasons,KS,route:new,1,8\nreasons,KS,route:national_board,1,8\nreasons,KS,route:rubric,1,8\nreasons,KS,not:bachelor,1,8\n"
	       "reasons,KS,not:routes,1,8\nreasons,KS,open:certificate,1,8\nreasons,KS,open:rubric,1,8\nreasons,KS,not_applicable,1,8\n"
	       "unknowns,KS,certificate,1,2\nunknowns,KS,content_area.coursework,1,2\n"
	       "teachers,,all,2,8\nteachers,,some,1,8\nteachers,,none,1,8\nteachers,,undetermined,3,8\nteachers,,not_applicable,1,8\n", "");
	expect(shell("$H -q --summary=$T/s.json $D/roster.csv >$T/out 2>&1; python3 -c 'import json, sys; "
		     "print(sum(r[\"count\"] for r in json.load(open(sys.argv[1])) if r[\"section\"] == \"verdicts\"))' $T/s.json"), 0, "8\n", "");
}

/* ---- on a terminal ------------------------------------------------------------------------------------------- */

static void check_progress(void **state)
{
	(void)state;
	const char *script =
		"import os, subprocess, sys, time\n"
		"master, terminal = os.openpty()\n"
		"p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=terminal)\n"
		"os.close(terminal)\n"
		"p.stdin.write(b'teacher\\n')\n"
		"for i in range(22):\n"
		"    p.stdin.write(b''.join(b'T-%d\\n' % (i * 8000 + k) for k in range(8000)))\n"
		"    time.sleep(0.1)\n"
		"p.stdin.close()\n"
		"p.wait()\n"
		"out = b''\n"
		"try:\n"
		"    while chunk := os.read(master, 4096): out += chunk\n"
		"except OSError: pass\n"
		"print(out.count(b' a second'), out.decode().replace('\\r', '\\n').rstrip().split('\\n')[-1])\n";
	const char *path = path_of("%s/terminal.py", dir), *hq = path_of("%s/hq", build_dir());
	write_file(path, script, strlen(script));
	struct ran r = run((const char *const[]){ "/usr/bin/env", "python3", path, hq, "roster", "-j", "KS", "--as-of", "2007-06-30", NULL }, NULL);
	int lines = 0;
	char last[200] = "";
	if (sscanf(r.out, "%d %199[^\n]", &lines, last) != 2 || lines < 2 ||
	    strcmp(last, "176000 rows read, 176000 results: 176000 decided, 0 refused"))
		fail_msg("%s%s", r.out, r.err);
	ran_done(&r);
	r = run((const char *const[]){ "/usr/bin/env", "python3", path, hq, "roster", "-q", "-j", "KS", "--as-of", "2007-06-30", NULL }, NULL);
	assert_memory_equal(r.out, "0 ", 2);
	ran_done(&r);
}

/* ---- memory -------------------------------------------------------------------------------------------------- */

static void put_wide(FILE *to, unsigned long rows)
{
	static const char *const subjects[] = { "elementary", "mathematics", "science", "history", "music", "library" };
	fputs("teacher,assignment,assignment.subject,assignment.highest_grade,bachelor,certificate,endorsement,new.first_year,national_board.board,"
	      "content_area.experience,content_area.coursework,content_area.workshops,content_area.activities,content_area.service,"
	      "content_area.recognition.awards,content_area.recognition.works\n", to);
	for (unsigned long i = 0; i < rows; i++) {
		const unsigned long r = (i * 7919 + 104729) % 1000003;
		fprintf(to, "T-%08lu,A%lu,%s,%lu,%s,%s,%s,%s,%s,%lu,%lu,%lu,%lu,%lu,%lu,0\n", i / 2, i % 2 + 1, subjects[r % 6], r % 9 + 1,
			r % 20 ? "yes" : "no", r % 11 ? "yes" : "no", r % 7 ? "yes" : "", r % 13 ? "no" : "yes", r % 10 ? "no" : "yes",
			r % 41, r % 61, r % 201, r % 11, r % 7, r % 5);
	}
}

/* Eight events a teacher; in order, or all of one kind before all of the next and teachers mixed. */
static void put_events(FILE *to, unsigned long rows, bool sorted)
{
	static const char *const events[8] = {
		"assignment,A1,mathematics,8,8,,,,,,,,,,,,,", "degree,,,,,bachelor,regional,,,,,,,,,,,",
		"certificate,,,7,9,,,KS,standard,mathematics,1995-07-01,never,,,,,,", "course,,mathematics,,,,,,,,,,9,,,content,no,no",
		"course,,mathematics,,,,,,,,,,6,,,content,no,no", "course,,science,,,,,,,,,,3,,,content,no,no", "experience,,,,,,,,,,,,,7,yes,,,",
		"no development,,,,,,,,,,,,,,,,,",
	};
	const unsigned long teachers = rows / 8;
	fputs("teacher,kind,assignment,subject,lowest_grade,highest_grade,level,accreditation,issuer,type,areas,issued,expires,semester_hours,years,"
	      "accredited,topic,education_prefix,taught\n", to);
	for (unsigned long i = 0; i < teachers * 8; i++)
		fprintf(to, "T-%08lu,%s\n", sorted ? i / 8 : (i % teachers * 7919 + 13) % teachers, events[sorted ? i % 8 : i / teachers]);
}

enum made { WIDE, SUMMED, SORTED, MIXED };     /* SUMMED: wide, with the roll-up */

static void write_rows(FILE *to, enum made made, unsigned long rows)
{
	if (made <= SUMMED)
		put_wide(to, rows);
	else
		put_events(to, rows, made == SORTED);
}

/* `hq roster` over made-up rows, from a pipe or, where it has to look twice, a file. Its largest memory in KB. */
static long memory_of(enum made made, unsigned long rows, const char *want)
{
	const char *path = path_of("%s/made.csv", dir), *err_path = path_of("%s/made.err", dir);
	const char *rollup = path_of("%s/made.rollup", dir);
	int pipes[2] = { -1, -1 };
	pid_t feeder = -1;
	if (made == SORTED) {
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		write_rows(f, made, rows);
		assert_int_equal(fclose(f), 0);
	} else {
		assert_int_equal(pipe(pipes), 0);
		feeder = fork();
		if (!feeder) {
			close(pipes[0]);
			FILE *f = fdopen(pipes[1], "w");
			if (f)
				write_rows(f, made, rows);
			_exit(!f || fclose(f));
		}
		close(pipes[1]);
	}
	struct timespec began, ended;
	clock_gettime(CLOCK_MONOTONIC, &began);
	const pid_t pid = fork();
	if (!pid) {
		const int out = open("/dev/null", O_WRONLY), err = open(err_path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		if (pipes[0] >= 0)
			dup2(pipes[0], 0);
		dup2(out, 1);
		dup2(err, 2);
		execl(path_of("%s/hq", build_dir()), "hq", "roster", "-j", "KS", "--as-of", "2007-06-30", "--jobs", "2",
		      made == SORTED ? path : "-", made == SUMMED ? "--rollup" : NULL, rollup, (char *)NULL);
		_exit(127);
	}
	if (pipes[0] >= 0)
		close(pipes[0]);
	int status;
	struct rusage used;
	assert_int_equal(wait4(pid, &status, 0, &used), pid);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	if (feeder > 0)
		waitpid(feeder, NULL, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	char *said = read_file(err_path, NULL);
	if (!said || !strstr(said, want))
		fail_msg("%s\nwanted %s", said ? said : "", want);
	free(said);
	unlink(path);
	unlink(rollup);
	print_message("%lu rows, %s: %ld KB, %ld s\n", rows, made == WIDE ? "wide" : made == SUMMED ? "wide, rolled up" : made == SORTED ? "events in order" : "events mixed",
		      used.ru_maxrss, (long)(ended.tv_sec - began.tv_sec));
	return used.ru_maxrss;
}

/* HQ_ROSTER_ROWS=10000000 for the figures in docs/rosters.md. */
static void check_memory(void **state)
{
	(void)state;
	const char *san = getenv("SAN"), *given = getenv("HQ_ROSTER_ROWS");
	const unsigned long rows = given ? strtoul(given, NULL, 10) : 160000, teachers = rows / 8;
	if (san && *san)
		skip();
	assert_in_range(memory_of(WIDE, rows, path_of("%lu rows read, %lu results: %lu decided, 0 refused", rows, rows, rows)), 1, 16000);
	assert_in_range(memory_of(SUMMED, rows, path_of("%lu rows read, %lu results: %lu decided, 0 refused", rows, rows, rows)), 1, 16000);
	assert_in_range(memory_of(SORTED, rows, path_of("%lu rows read, %lu results: %lu decided, 0 refused", rows, teachers, teachers)), 1, 24000);
	assert_in_range(memory_of(MIXED, rows, path_of("%lu rows read, %lu results: %lu decided, 0 refused", rows, teachers, teachers)), 1, 200000);
}

int main(void)
{
	dir = scratch_dir("roster");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_wide), cmocka_unit_test(check_people), cmocka_unit_test(check_several),
		cmocka_unit_test(check_gzip), cmocka_unit_test(check_dialect), cmocka_unit_test(check_errors),
		cmocka_unit_test(check_strict), cmocka_unit_test(check_jobs), cmocka_unit_test(check_output),
		cmocka_unit_test(check_full), cmocka_unit_test(check_interrupted),
		cmocka_unit_test(check_events), cmocka_unit_test(check_events_as_people), cmocka_unit_test(check_maps),
		cmocka_unit_test(check_map_names), cmocka_unit_test(check_sort), cmocka_unit_test(check_rollup),
		cmocka_unit_test(check_summary), cmocka_unit_test(check_progress), cmocka_unit_test(check_memory),
	};
	return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
