/* Explanations: what they say of a decision, to the byte where it matters, and that they keep to the caller's buffer. Rules
 * are compiled here, teachers read as the programs read them. What whole explanations look like is held by tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/support.h"
#include "cli/read.h"
#include "hqc.h"

static const char head[] = "use \"facts.hq\"\nuse \"sources.hq\"\njurisdiction ZZ \"Sample\"\n"
			   "  edition sample \"A sample\" [ecs 1]\n    in force from 2000-01-01 [ecs 2]\n";

/* One compiled text of rules and one teacher, decided as of 2007-06-30. */
struct session {
	struct hqc *rules;
	struct reader reader;
	struct input_text text;
	struct log log;
	struct hq_facts facts;
	struct hq_decision decision;
	const struct hq_tables *tables;
	int64_t *work;
	char *said;                    /* the last explanation, NUL-terminated */
	size_t len;
	struct json json;              /* of it */
};

static void begin(struct session *s, const char *rules, const char *teacher, bool closed)
{
	char *all = path_of("%s%s", head, rules);
	hq_day day;
	*s = (struct session){ .rules = hqc_new(), .log = { .to = stderr } };
	assert_non_null(s->rules);
	hqc_add_text(s->rules, path_of("%s/states/test.hq", src_dir()), all, strlen(all));
	if (hqc_check(s->rules)) {
		hqc_print_diagnostics(s->rules, stderr, false);
		fail();
	}
	s->tables = hqc_tables(s->rules, 0);
	s->text = (struct input_text){ teacher, strlen(teacher), { "teacher", 1, 1 } };
	reader_begin(&s->reader, hqc_vocab(s->rules), &s->log);
	const struct read_teacher *t = read_teacher(&s->reader, &s->text);
	assert_non_null(t);
	s->facts = (struct hq_facts){ .vocab = hqc_vocab(s->rules), .records = t->records, .nrecords = t->nrecords,
				      .assignment = t->assignments[0].known ? &t->assignments[0].record : NULL,
				      .closed = closed };
	memcpy(s->facts.list, t->list, sizeof(t->list));
	assert_int_equal(hq_day_parse("2007-06-30", 10, &day), 0);
	const int edition = hq_edition_at(s->tables, day);
	assert_true(edition >= 0);
	if (t->worksheets) {
		s->facts.answers = read_worksheet(&s->reader, s->reader.json.nodes[t->worksheets].child, "form", s->tables,
						  (uint16_t)edition);
		assert_non_null(s->facts.answers);
	}
	assert_int_equal(hq_facts_prepare(&s->facts, t->records), 0);
	const size_t need = hq_work_size(s->tables, (uint16_t)edition, t->nrecords);
	s->work = malloc(need + 8);
	assert_non_null(s->work);
	assert_int_equal(hq_decide(s->tables, (uint16_t)edition, &s->facts, day, s->work, need, &s->decision), 0);
}

static void end(struct session *s)
{
	json_done(&s->json);
	reader_done(&s->reader);
	hqc_free(s->rules);
	free(s->work);
	free(s->said);
}

static const char *say(struct session *s, const struct hq_subject *subject, enum hq_format format)
{
	size_t again;
	assert_int_equal(hq_explain(s->tables, &s->facts, &s->decision, subject, format, NULL, 0, &s->len), HQ_ESPACE);
	free(s->said);
	s->said = malloc(s->len + 1);
	assert_non_null(s->said);
	assert_int_equal(hq_explain(s->tables, &s->facts, &s->decision, subject, format, s->said, s->len, &again), HQ_OK);
	assert_int_equal(again, s->len);
	s->said[s->len] = '\0';
	return s->said;
}

/* The explanation as JSON, parsed. */
static void parse(struct session *s)
{
	say(s, NULL, HQ_FORMAT_JSON);
	assert_null(strchr(s->said, '\n'));
	assert_int_equal(json_parse(&s->json, &(struct input_text){ s->said, s->len, { "said", 1, 1 } }, &s->log), 0);
}

/* The part of the last explanation between a key and the comma, or the whole value of it, as it was written. */
static void expect_said(struct session *s, const char *text)
{
	if (!strstr(s->said, text))
		fail_msg("no %s in\n%s", text, s->said);
}

static void expect_not_said(struct session *s, const char *text)
{
	if (strstr(s->said, text))
		fail_msg("%s in\n%s", text, s->said);
}

static const char rubric[] =
	"    every teacher [ecs 3]\n      bachelor \"Bachelor\" [ecs 4; ecs 5]\n        holds degree where level at least bachelor\n"
	"      again \"The same\" [ecs 5; ecs 6]\n        holds degree\n"
	"    route points \"By points\" [ecs 7]\n      enough \"Enough\"\n        passes sheet\n"
	"    route other \"Other\" [ecs 8]\n      board \"Board\"\n        attested panel_agreed\n"
	"    rubric sheet \"The sheet\" [ecs 9]\n      passes at 10 points [ecs 10]\n"
	"      category years \"Years\" [ecs 11]\n        2 points per year of experience\n        at most 6 points [ecs 12]\n"
	"      category hours \"Hours\" [ecs 13]\n        at least 3 points [ecs 14]\n"
	"        line courses \"Courses\"\n          1 point per semester_hour of course\n"
	"            counting 1 quarter_hour as 2/3 semester_hour\n"
	"        line workshops \"Workshops\"\n          1 point per whole 15 clock_hours of development within 6 years\n";

static const char lists[] = "{\"teacher\":\"T-1\",\"degrees\":[{\"level\":\"master\"}],\"experience\":[{\"years\":4}],%s}";

static const char *teacher(const char *more)
{
	char *out = path_of("%s", lists), *at = strstr(out, "%s");
	assert_non_null(at);
	return path_of("%.*s%s%s", (int)(at - out), out, more, at + 2);
}

/* ---- the buffer ---------------------------------------------------------------------------------------------- */

static void test_buffer(void **state)
{
	(void)state;
	static const enum hq_format formats[] = { HQ_FORMAT_JSON, HQ_FORMAT_TEXT, HQ_FORMAT_TEXT_COLOR, HQ_FORMAT_FULL,
						  HQ_FORMAT_FULL_COLOR };
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[{\"quarter_hours\":10}],\"developments\":null"), false);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const struct hq_subject subject = { "T-1", "A1" };
		size_t len;
		say(&s, &subject, formats[i]);
		char *part = malloc(s.len + 1);
		assert_non_null(part);
		for (size_t cap = 0; cap <= s.len; cap++) {
			memset(part, 0x7f, s.len + 1);
			assert_int_equal(hq_explain(s.tables, &s.facts, &s.decision, &subject, formats[i], part, cap, &len),
					 cap < s.len ? HQ_ESPACE : HQ_OK);
			assert_int_equal(len, s.len);
			assert_memory_equal(part, s.said, cap);
			assert_int_equal(part[cap], 0x7f);
		}
		free(part);
	}
	end(&s);
}

/* Colour is escape sequences and nothing else; without it there is none. */
static void test_color(void **state)
{
	(void)state;
	static const enum hq_format pairs[][2] = { { HQ_FORMAT_TEXT, HQ_FORMAT_TEXT_COLOR },
						   { HQ_FORMAT_FULL, HQ_FORMAT_FULL_COLOR } };
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[],\"developments\":[]"), false);
	for (size_t i = 0; i < 2; i++) {
		char *plain = strdup(say(&s, NULL, pairs[i][0]));
		assert_null(strchr(plain, '\033'));
		say(&s, NULL, pairs[i][1]);
		assert_non_null(strchr(s.said, '\033'));
		char *to = s.said;
		for (char *at = s.said; *at; at++) {
			if (*at == '\033')
				at = strchr(at, 'm');
			else
				*to++ = *at;
		}
		*to = '\0';
		assert_string_equal(s.said, plain);
		free(plain);
	}
	end(&s);
}

static void test_escapes(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[]"), false);
	say(&s, &(struct hq_subject){ "a\"b\\c\n\x01'\xc3\xa9", NULL }, HQ_FORMAT_JSON);
	expect_said(&s, "{\"schema_version\":1,\"teacher\":\"a\\\"b\\\\c\\u000a\\u0001'\xc3\xa9\",\"assignment\":null,");
	assert_int_equal(json_parse(&s.json, &(struct input_text){ s.said, s.len, { "said", 1, 1 } }, &s.log), 0);
	assert_string_equal(json_text(&s.json, &s.json.nodes[json_member(&s.json, 1, "teacher")]),
			    "a\"b\\c\n\x01'\xc3\xa9");
	end(&s);
}

/* ---- what is said -------------------------------------------------------------------------------------------- */

static void test_points(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[{\"quarter_hours\":10},{\"semester_hours\":0.5}],\"developments\":["
				  "{\"clock_hours\":30,\"completed\":\"2001-07-01\"},{\"clock_hours\":30,\"completed\":\"2001-06-30\"}]"),
	      false);
	parse(&s);
	expect_said(&s, "\"verdict\":\"highly_qualified\",\"route\":\"points\",\"routes\":[{\"id\":\"points\",\"label\":\"By points\","
			"\"result\":\"yes\"},{\"id\":\"other\",\"label\":\"Other\",\"result\":\"unknown\"}]");
	/* 4 years at 2 under a cap of 6; 10 quarter hours and a half hour; two blocks, the other a day too old. */
	expect_said(&s, "\"id\":\"sheet.years\",\"label\":\"Years\",\"raw\":8,\"counted\":6,\"citations\":[\"ecs 11\"],\"cap\":6,"
			"\"cap_citations\":[\"ecs 12\"],\"minimum\":null,\"minimum_met\":null,");
	expect_said(&s, "\"id\":\"sheet.hours.courses\",\"label\":\"Courses\",\"raw\":\"43/6\",\"counted\":\"43/6\"");
	expect_said(&s, "\"id\":\"sheet.hours\",\"label\":\"Hours\",\"raw\":\"55/6\",\"counted\":\"55/6\",\"citations\":[\"ecs 13\"],"
			"\"cap\":null,\"cap_citations\":[],\"minimum\":3,\"minimum_met\":\"yes\",\"minimum_citations\":[\"ecs 14\"]");
	expect_said(&s, "\"passes\":\"yes\",\"points\":\"91/6\",\"threshold\":10,\"threshold_met\":\"yes\"");
	expect_said(&s, "\"rate\":\"1 per whole 15 clock hours\",\"quantity\":30,\"kind\":\"development\",\"unit\":\"clock_hour\","
			"\"from\":\"records\",\"window\":{\"from\":\"2001-07-01\",\"to\":\"2007-06-30\"},"
			"\"records\":[{\"record\":\"developments[0]\",\"quantity\":30}]");
	expect_said(&s, "\"missing\":[]");
	end(&s);
}

static void test_intervals(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[{}],\"developments\":[]"), false);
	parse(&s);
	expect_said(&s, "\"verdict\":\"undetermined\",\"route\":null");
	expect_said(&s, "\"raw\":{\"at_least\":0,\"at_most\":400}");
	expect_said(&s, "{\"fact\":\"course.semester_hours\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"sheet.hours.courses\"");
	expect_said(&s, "{\"fact\":\"attestation\",\"state\":\"judgement\",\"asked\":false,\"needed_by\":\"other.board\"");
	expect_not_said(&s, "\"fact\":\"degree");
	end(&s);
}

/* Reasons: a citation that an earlier one gave is not given again; a route that failed says why. */
static void test_reasons(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, teacher("\"courses\":[{\"semester_hours\":2.99}],\"developments\":[],\"attestations\":[]"), false);
	parse(&s);
	expect_said(&s, "\"reasons\":[{\"text\":\"The sheet: 8.99 of 10 points\",\"of\":\"sheet\",\"citations\":[\"ecs 10\"]},"
			"{\"text\":\"Hours: 2.99 of at least 3 points\",\"of\":\"sheet\",\"citations\":[\"ecs 14\"]},"
			"{\"text\":\"Board: no (0 attestations)\",\"of\":\"other.board\",\"citations\":[\"ecs 8\"]}],");
	end(&s);
	begin(&s, rubric, teacher("\"courses\":[{\"semester_hours\":4}],\"developments\":[],\"attestations\":[]"), false);
	parse(&s);
	expect_said(&s, "\"reasons\":[{\"text\":\"Bachelor: yes (1 degree)\",\"of\":\"bachelor\",\"citations\":[\"ecs 4\",\"ecs 5\"]},"
			"{\"text\":\"The same: yes (1 degree)\",\"of\":\"again\",\"citations\":[\"ecs 6\"]},"
			"{\"text\":\"The sheet: 10 of 10 points\",\"of\":\"sheet\",\"citations\":[\"ecs 10\"]}],");
	end(&s);
}

static void test_form(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, "{\"teacher\":\"T-1\",\"worksheets\":{\"ZZ\":{\"bachelor\":true,\"again\":false,\"sheet.years\":2.5,"
	      "\"sheet.hours.courses\":null}}}", false);
	parse(&s);
	expect_said(&s, "\"label\":\"The same\",\"result\":\"no\",\"citations\":[\"ecs 5\",\"ecs 6\"],"
			"\"saw\":{\"from\":\"form\",\"answer\":false}}");
	expect_said(&s, "\"quantity\":2.5,\"kind\":\"experience\",\"unit\":\"year\",\"from\":\"form\"");
	expect_said(&s, "\"text\":\"The same: no (no (form))\"");
	end(&s);
	begin(&s, rubric, "{\"teacher\":\"T-1\",\"worksheets\":{\"ZZ\":{\"bachelor\":null,\"again\":true,\"sheet.years\":2.5}}}", false);
	parse(&s);
	expect_said(&s, "{\"fact\":\"bachelor\",\"state\":\"unknown\",\"asked\":true,\"needed_by\":\"bachelor\"");
	expect_said(&s, "{\"fact\":\"sheet.hours.courses\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"sheet.hours.courses\"");
	expect_not_said(&s, "\"fact\":\"sheet.years\"");
	end(&s);
}

/* Whose field it is, and whether it was asked for. */
static void test_missing_fields(void **state)
{
	(void)state;
	static const char rules[] =
		"    every teacher [ecs 3]\n      of_record \"A\"\n        holds degree where accreditation is regional and level at least bachelor\n"
		"      of_teacher \"B\"\n        teacher hired before 2000-01-01\n"
		"      of_assignment \"C\"\n        assignment subject is music\n"
		"      dated \"D\"\n        holds award within 2 years\n"
		"      total \"E\"\n        at least 3 semester_hours of course\n"
		"      unsaid \"F\" [ecs 4]\n        silent \"nobody knows\"\n";
	struct session s;
	begin(&s, rules, "{\"teacher\":\"T-1\",\"degrees\":[{\"level\":\"bachelor\",\"accreditation\":null},{\"level\":\"associate\"}],"
	      "\"facts\":{},\"awards\":[{}],\"courses\":[{}]}", false);
	parse(&s);
	expect_said(&s, "\"missing\":[{\"fact\":\"degree.accreditation\",\"state\":\"unknown\",\"asked\":true,\"needed_by\":\"of_record\"");
	expect_said(&s, "{\"fact\":\"teacher.hired\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"of_teacher\"");
	expect_said(&s, "{\"fact\":\"assignment.subject\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"of_assignment\"");
	expect_said(&s, "{\"fact\":\"award.received\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"dated\"");
	expect_said(&s, "{\"fact\":\"course.semester_hours\",\"state\":\"not_asked\",\"asked\":false,\"needed_by\":\"total\"");
	expect_said(&s, "{\"fact\":null,\"state\":\"silent\",\"asked\":false,\"needed_by\":\"unsaid\",\"text\":\"F\",\"citations\":[\"ecs 4\"],"
			"\"silent_on\":\"nobody knows\"}]");
	expect_not_said(&s, "\"fact\":\"degree.level\"");      /* the second degree is none of it, whatever is missing */
	end(&s);
}

struct visits { int n, stop; };

static int visit(void *context, const struct hq_missing *missing)
{
	struct visits *v = context;
	assert_true(missing->lack >= HQ_LACK_LIST && missing->lack <= HQ_LACK_JUDGEMENT);
	return ++v->n == v->stop ? 7 : 0;
}

static void test_missing_each(void **state)
{
	(void)state;
	struct session s;
	begin(&s, rubric, "{\"teacher\":\"T-1\"}", false);
	struct visits all = { 0, -1 };
	assert_int_equal(hq_missing_each(s.tables, &s.facts, &s.decision, visit, &all), 0);
	assert_int_equal(all.n, 5);            /* degrees once, a judgement, three lists of the rubric */
	struct visits two = { 0, 2 };
	assert_int_equal(hq_missing_each(s.tables, &s.facts, &s.decision, visit, &two), 7);
	assert_int_equal(two.n, 2);
	end(&s);
	begin(&s, rubric, "{\"teacher\":\"T-1\"}", true);
	struct visits none = { 0, -1 };
	assert_int_equal(hq_missing_each(s.tables, &s.facts, &s.decision, visit, &none), 0);
	assert_int_equal(none.n, 0);
	parse(&s);
	expect_said(&s, "\"closed\":true,\"verdict\":\"not_highly_qualified\"");
	expect_said(&s, "\"quantity\":0,\"kind\":\"degree\",\"unit\":null,\"from\":\"closed\"");
	end(&s);
}

/* A minimum asks for what its line lacks though the points above it are settled, and for nothing once it is met. */
static void test_missing_minimum(void **state)
{
	(void)state;
	static const char rules[] =
		"    every teacher [ecs 3]\n      enough \"Enough\"\n        passes sheet\n      subject \"Subject\"\n        assignment subject is music\n"
		"    rubric sheet \"Sheet\" [ecs 4]\n      passes at 2 points [ecs 4]\n      category some \"Some\" [ecs 4]\n        at most 2 points [ecs 4]\n"
		"        line courses \"Courses\" [ecs 4]\n          1 point per semester_hour of course\n"
		"        line degrees \"Degrees\" [ecs 4]\n          1 point per degree where level at least bachelor\n          at least 1 point [ecs 4]\n";
	struct session s;
	begin(&s, rules, "{\"teacher\":\"T-1\",\"courses\":[{\"semester_hours\":2}],\"degrees\":[{\"level\":null}],\"facts\":{}}", false);
	parse(&s);
	expect_said(&s, "\"missing\":[{\"fact\":\"degree.level\",\"state\":\"unknown\",\"asked\":true,\"needed_by\":\"sheet.some.degrees\"");
	expect_said(&s, "{\"fact\":\"assignment.subject\",\"state\":\"not_asked\"");
	end(&s);
	begin(&s, rules, "{\"teacher\":\"T-1\",\"courses\":[{\"semester_hours\":2}],\"degrees\":[{\"level\":\"bachelor\"},{\"level\":null}],\"facts\":{}}", false);
	parse(&s);
	expect_said(&s, "\"missing\":[{\"fact\":\"assignment.subject\"");
	expect_not_said(&s, "\"fact\":\"degree");
	end(&s);
}

/* Where each event counts once, a record stands under the line it was allotted to, and no other. */
static void test_once(void **state)
{
	(void)state;
	static const char rules[] =
		"    route points \"By points\" [ecs 7]\n      enough \"Enough\"\n        passes sheet\n"
		"    rubric sheet \"The sheet\" [ecs 9]\n      passes at 7 points [ecs 10]\n      each event counts once [ecs 11]\n"
		"      category small \"Small\" [ecs 12]\n        2 points per award\n"
		"      category large \"Large\" [ecs 13]\n        5 points per award where type is fellowship\n        at most 5 points\n";
	struct session s;
	begin(&s, rules, "{\"teacher\":\"T-1\",\"awards\":[{\"type\":\"fellowship\"},{\"type\":\"finalist\"}]}", false);
	parse(&s);
	expect_said(&s, "\"each_event_once\":true");
	expect_said(&s, "\"points\":7,\"threshold\":7");
	expect_said(&s, "\"records\":[{\"record\":\"awards[1]\",\"quantity\":1}]}]");
	expect_said(&s, "\"records\":[{\"record\":\"awards[0]\",\"quantity\":1}]");
	expect_not_said(&s, "\"records\":[{\"record\":\"awards[0]\",\"quantity\":1},{");
	end(&s);
}

/* A chain of definitions, each using the last twice: two million rows if each use were shown, and a few thousand are. */
static void test_bounded(void **state)
{
	(void)state;
	char rules[8192];
	struct session s;
	size_t n = (size_t)snprintf(rules, sizeof(rules), "    define d0 \"D\" [ecs 3]\n      holds degree\n");
	for (int i = 1; i < 20; i++)
		n += (size_t)snprintf(rules + n, sizeof(rules) - n, "    define d%d \"D\" [ecs 3]\n      any of\n        is d%d\n"
				      "        is d%d\n", i, i - 1, i - 1);
	snprintf(rules + n, sizeof(rules) - n, "    every teacher [ecs 4]\n      all \"All\"\n        is d19\n");
	begin(&s, rules, "{\"teacher\":\"T-1\",\"degrees\":[]}", false);
	say(&s, NULL, HQ_FORMAT_FULL);
	assert_in_range(s.len, 1000, 2000000);
	parse(&s);
	assert_in_range(s.len, 1000, 2000000);
	expect_said(&s, "\"verdict\":\"not_highly_qualified\"");
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buffer), cmocka_unit_test(test_color), cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_points), cmocka_unit_test(test_intervals), cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_form), cmocka_unit_test(test_missing_fields), cmocka_unit_test(test_missing_each),
		cmocka_unit_test(test_missing_minimum),
		cmocka_unit_test(test_once), cmocka_unit_test(test_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
