/* Reading teachers: what is cut out of a file, what becomes of a record, what is refused and where. Messages are held
 * whole by tests/cli; here are the edges, each from both sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/ids.h"
#include "cli/input.h"
#include "cli/read.h"

/* ---- cutting ------------------------------------------------------------------------------------------------- */

/* The teachers of a text, as "line:column length" each, "broken" for one that cannot be read; then the messages' count. */
static void cut(const char *text, size_t len, char *out, size_t size)
{
	char *said = NULL;
	size_t said_len, n = 0;
	struct log log = { .to = open_memstream(&said, &said_len) };
	FILE *file = len ? fmemopen((void *)(uintptr_t)text, len, "r") : fopen("/dev/null", "r");
	struct input in = { 0 };
	struct input_text teacher;
	assert_non_null(file);
	out[0] = '\0';
	input_begin(&in, file, "f", &log);
	for (;;) {
		enum input_result result = input_next(&in, &teacher);
		if (result == INPUT_END)
			break;
		assert_int_not_equal(result, INPUT_FAILED);
		if (result == INPUT_TEACHER)
			n += (size_t)snprintf(out + n, size - n, "%zu:%zu %zu, ", teacher.place.line, teacher.place.column,
					      teacher.len);
		else
			n += (size_t)snprintf(out + n, size - n, "broken, ");
		assert_true(n < size - 40);
	}
	snprintf(out + n, size - n, "%zu", log.errors);
	input_done(&in);
	fclose(file);
	fclose(log.to);
	free(said);
}

static void test_cut(void **state)
{
	(void)state;
	static const struct { const char *text, *expected; } rows[] = {
		{ "{}", "1:1 2, 0" },
		{ " {} {}\n\n  {}", "1:2 2, 1:5 2, 3:3 2, 0" },
		{ "[{},{}]", "1:2 2, 1:5 2, 0" },
		{ "[]", "0" },
		{ "[] [{}]", "1:5 2, 0" },
		{ "", "1" },
		{ " \n", "1" },
		{ "{\"a\":\"}\"}", "1:1 9, 0" },
		{ "{\"a\":\"\\\"}\"}", "1:1 11, 0" },
		{ "{\"a\":\"\\\\\"}{}", "1:1 10, 1:11 2, 0" },
		{ "[{} {}]", "1:2 2, 1:5 2, 1" },
		{ "[,{}]", "1:3 2, 1" },
		{ "[{},]", "1:2 2, 1" },
		{ "{},{}", "1:1 2, 1:4 2, 1" },
		{ "]", "1" },
		{ "[{}", "1:2 2, 1" },
		{ "{", "broken, 1" },
		{ "{\n{}", "broken, 2:1 2, 1" },
		{ "{\"a\":[}\n{}", "broken, 2:1 2, 1" },
		{ "{\"a\":\"\n{}", "broken, 2:1 2, 1" },
		{ "x\ny\n{}", "broken, 3:1 2, 1" },
		{ "{\"a\":[\n{}", "broken, 2:1 2, 1" },            /* the list is never closed */
		{ "{\"a\":[\n{}\n]}", "1:1 12, 0" },               /* and here it is */
		{ "[\n  {\"a\": )\n    {}\n  },\n  {}\n]", "broken, 5:3 2, 1" },   /* not at the record, which is further in */
		{ "{\"a\":\"\xc3\xa9\"}", "1:1 10, 0" },
		{ "{\"a\":\"\xc3\"}{}", "broken, 1:10 2, 1" },
		{ "{\"a\":\"\xe0\x80\x80\"}", "broken, 1" },       /* longer than need be */
		{ "{\"a\":\"\xf4\x90\x80\x80\"}", "broken, 1" },   /* past the last character */
		{ "{\"a\":\"\xf4\x8f\xbf\xbf\"}", "1:1 12, 0" },
		{ "\xef\xbb\xbf{}", "1:1 2, 0" },
		{ "\xff\xfe{", "broken, 1" },
	};
	char out[512];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cut(rows[i].text, strlen(rows[i].text), out, sizeof(out));
		if (strcmp(out, rows[i].expected))
			fail_msg("row %zu, %s: %s, wanted %s", i, rows[i].text, out, rows[i].expected);
	}
	cut("{\"a\":1}\0{}", 10, out, sizeof(out));
	assert_string_equal(out, "1:1 7, broken, 1");
}

static void test_depth(void **state)
{
	(void)state;
	char text[256], out[64];
	for (int depth = INPUT_DEPTH_MAX; depth <= INPUT_DEPTH_MAX + 1; depth++) {
		size_t n = (size_t)snprintf(text, sizeof(text), "{\"a\":");
		for (int i = 1; i < depth; i++)
			text[n++] = '[';
		for (int i = 1; i < depth; i++)
			text[n++] = ']';
		text[n++] = '}';
		cut(text, n, out, sizeof(out));
		if (depth == INPUT_DEPTH_MAX)
			assert_null(strstr(out, "broken"));
		else
			assert_string_equal(out, "broken, 1");
	}
}

/* A teacher of the longest length is read, one byte more is not; what follows is. */
static void test_length(void **state)
{
	(void)state;
	for (size_t more = 0; more < 2; more++) {
		const size_t len = INPUT_TEACHER_MAX + more;
		char *text = malloc(len + 3), out[64], expected[64];
		assert_non_null(text);
		memset(text, ' ', len);
		text[0] = '{';
		text[len - 1] = '}';
		memcpy(text + len, "\n{}", 3);
		cut(text, len + 3, out, sizeof(out));
		snprintf(expected, sizeof(expected), more ? "broken, 2:1 2, 1" : "1:1 %zu, 2:1 2, 0", len);
		assert_string_equal(out, expected);
		free(text);
	}
}

/* ---- teachers ------------------------------------------------------------------------------------------------ */

struct session {
	struct reader reader;
	struct log log;
	struct input_text text;
	char *said;
	size_t said_len;
};

static const struct read_teacher *begin(struct session *s, const char *text)
{
	*s = (struct session){ .text = { text, strlen(text), { "f", 1, 1 } } };
	s->log.to = open_memstream(&s->said, &s->said_len);
	reader_begin(&s->reader, hq_facts(), &s->log);
	const struct read_teacher *t = read_teacher(&s->reader, &s->text);
	fflush(s->log.to);
	return t;
}

static void end(struct session *s)
{
	fclose(s->log.to);
	free(s->said);
	reader_done(&s->reader);
}

static unsigned kind(const char *name)
{
	int k = hq_find_kind(hq_facts(), name, strlen(name));
	assert_true(k >= 0);
	return (unsigned)k;
}

static unsigned field(const char *of, const char *name)
{
	int f = hq_find_field(hq_facts(), kind(of), name, strlen(name));
	assert_true(f >= 0);
	return (unsigned)f;
}

static void test_known(void **state)
{
	(void)state;
	struct session s;
	const struct read_teacher *t = begin(&s, "{\"teacher\":\"T-1\",\"tests\":null,\"awards\":[],\"degrees\":[{},"
		"{\"level\":\"master\",\"majors\":null,\"general_education\":false}],\"facts\":{\"gpa\":3.5,\"hired\":null}}");
	assert_non_null(t);
	assert_string_equal(t->id, "T-1");
	assert_int_equal(t->list[kind("test")], HQ_UNKNOWN);
	assert_int_equal(t->list[kind("award")], HQ_KNOWN);
	assert_int_equal(t->list[kind("degree")], HQ_KNOWN);
	assert_int_equal(t->list[kind("course")], HQ_NOT_ASKED);
	assert_int_equal(t->list[kind("teacher")], HQ_KNOWN);
	assert_int_equal(t->nrecords, 3);
	assert_int_equal(t->records[0].known, 0);
	assert_int_equal(t->records[0].asked, 0);
	const struct hq_record *r = &t->records[1];
	assert_int_equal(r->ref, 1);
	assert_int_equal(r->known, 1u << field("degree", "level") | 1u << field("degree", "general_education"));
	assert_int_equal(r->asked, 1u << field("degree", "majors"));
	assert_int_equal(r->v[field("degree", "general_education")], 0);
	r = &t->records[2];
	assert_int_equal(r->kind, kind("teacher"));
	assert_int_equal(r->v[field("teacher", "gpa")], 350);
	assert_int_equal(r->asked, 1u << field("teacher", "hired"));
	assert_int_equal(t->nassignments, 1);
	assert_false(t->assignments[0].known);
	end(&s);
}

static void test_amounts(void **state)
{
	(void)state;
	struct session s;
	const struct read_teacher *t = begin(&s, "{\"teacher\":\"T-1\",\"courses\":[{\"quarter_hours\":4.5},"
		"{\"semester_hours\":null,\"event\":7}],\"awards\":[{\"times\":3}],"
		"\"certificates\":[{\"areas\":[\"mathematics\",\"science\"],\"expires\":\"never\",\"lowest_grade\":4},"
		"{\"areas\":[]},{\"areas\":\"music\",\"lowest_grade\":\"k\"}]}");
	assert_non_null(t);
	assert_int_equal(t->records[0].amount, 450);
	assert_int_equal(t->records[0].unit, hq_find_unit(hq_facts(), "quarter_hours", 13));
	assert_int_equal(t->records[0].times, 1);
	assert_int_equal(t->records[1].unit, 255);
	assert_int_equal(t->records[1].event, 7);
	assert_int_equal(t->records[2].times, 3);
	const unsigned areas = field("certificate", "areas"), grade = field("certificate", "lowest_grade");
	const int mathematics = hq_find_code(hq_facts(), kind("certificate"), areas, "mathematics", 11);
	const int science = hq_find_code(hq_facts(), kind("certificate"), areas, "science", 7);
	assert_int_equal(t->records[3].v[areas], (int64_t)1 << mathematics | (int64_t)1 << science);
	assert_int_equal(t->records[3].v[field("certificate", "expires")], HQ_DAY_NEVER);
	assert_int_equal(t->records[3].v[grade], hq_find_code(hq_facts(), kind("certificate"), grade, "4", 1));
	assert_int_equal(t->records[4].v[areas], 0);
	assert_int_equal(t->records[4].known, 1u << areas);
	assert_int_equal(t->records[5].v[grade], hq_find_code(hq_facts(), kind("certificate"), grade, "k", 1));
	end(&s);
}

static void test_assignments(void **state)
{
	(void)state;
	struct session s;
	hq_day day;
	const struct read_teacher *t = begin(&s, "{\"teacher\":\"T-1\",\"as_of\":\"2006-06-30\",\"jurisdiction\":\"KS\","
		"\"assignments\":[{\"id\":\"A1\",\"subject\":\"music\"},{\"jurisdiction\":\"MD\",\"as_of\":\"2007-06-30\","
		"\"worksheet\":{}}]}");
	assert_non_null(t);
	assert_int_equal(hq_day_parse("2006-06-30", 10, &day), 0);
	assert_int_equal(t->as_of, day);
	assert_string_equal(t->jurisdiction, "KS");
	assert_int_equal(t->nassignments, 2);
	assert_string_equal(t->assignments[0].id, "A1");
	assert_null(t->assignments[0].jurisdiction);
	assert_int_equal(t->assignments[0].as_of, HQ_DAY_OPEN);
	assert_int_equal(t->assignments[0].record.known, 1u << field("assignment", "subject"));
	assert_null(t->assignments[1].id);
	assert_string_equal(t->assignments[1].jurisdiction, "MD");
	assert_int_equal(t->assignments[1].as_of, day + 365);
	assert_int_not_equal(t->assignments[1].worksheet, 0);
	end(&s);
}

/* Each edge from both sides: NULL is read, anything else is part of the one message. */
static void test_edges(void **state)
{
	(void)state;
	static const struct { const char *members, *said; } rows[] = {
		{ "\"degrees\":[{\"awarded\":\"2008-02-29\"}]", NULL },
		{ "\"degrees\":[{\"awarded\":\"2007-02-29\"}]", "f:1:40: error: T-1: degrees[0].awarded: there is no day" },
		{ "\"degrees\":[{\"awarded\":\"never\"}]", "is no date" },
		{ "\"degrees\":[{\"awarded\":\"2008-2-29\"}]", "is no date" },
		{ "\"facts\":{\"gpa\":4}", NULL },
		{ "\"facts\":{\"gpa\":4.00}", NULL },
		{ "\"facts\":{\"gpa\":4.01}", "is outside 0 to 4" },
		{ "\"facts\":{\"gpa\":0}", NULL },
		{ "\"facts\":{\"gpa\":-0.01}", "is outside 0 to 4" },
		{ "\"facts\":{\"gpa\":3.555}", "more than 2 decimals" },
		{ "\"facts\":{\"gpa\":3e0}", "has an exponent" },
		{ "\"facts\":{\"gpa\":99999999999999999999999}", "is outside" },
		{ "\"courses\":[{\"semester_hours\":400}]", NULL },
		{ "\"courses\":[{\"semester_hours\":400.01}]", "is outside 0 to 400 semester_hours" },
		{ "\"courses\":[{\"semester_hours\":400},{\"semester_hours\":200}]", NULL },
		{ "\"courses\":[{\"semester_hours\":400},{\"semester_hours\":200.01}]", "come to 600.01 together" },
		{ "\"courses\":[{\"semester_hours\":3,\"quarter_hours\":3}]", "semester_hours stands there already" },
		{ "\"courses\":[{\"credits\":3}]", "a record of course has no \"credits\"" },
		{ "\"awards\":[{\"times\":100}]", NULL },
		{ "\"awards\":[{\"times\":101}]", "is outside 1 to 100" },
		{ "\"awards\":[{\"times\":1.5}]", "a whole number" },
		{ "\"degrees\":[{\"times\":1}]", "no \"times\"" },
		{ "\"degrees\":[{\"event\":2147483647}]", NULL },
		{ "\"degrees\":[{\"event\":2147483648}]", "is outside" },
		{ "\"degrees\":[{\"event\":0}]", "is outside" },
		{ "\"facts\":{\"event\":1}", "no \"event\"" },
		{ "\"experience\":[{\"began\":\"2005-07-01\",\"ended\":\"2006-06-30\",\"years\":1}]", NULL },
		{ "\"experience\":[{\"began\":\"2005-07-01\",\"ended\":\"2006-06-30\",\"years\":1.01}]", "1 school year," },
		{ "\"experience\":[{\"began\":\"2005-07-01\",\"ended\":\"2006-07-01\",\"years\":2}]", NULL },
		{ "\"experience\":[{\"began\":\"2005-07-01\",\"ended\":\"2005-07-01\"}]", NULL },
		{ "\"experience\":[{\"began\":\"2005-07-02\",\"ended\":\"2005-07-01\"}]", "before it begins" },
		{ "\"experience\":[{\"began\":\"2005-07-02\",\"ended\":\"never\",\"years\":40}]", NULL },   /* the date decides */
		{ "\"experience\":[{\"years\":40}]", NULL },
		{ "\"degrees\":[{\"level\":\"Bachelor\"}]", "did you mean \"bachelor\"?" },
		{ "\"degrees\":[{\"level\":\"\"}]", "is no code of level" },
		{ "\"degrees\":[{\"level\":\"bachelor\\u0000\"}]", "is no code of level" },
		{ "\"degrees\":[{\"\":1}]", "has no \"\"" },
		{ "\"degrees\":[{\"label\":\"x\",\"note\":[1,{}]}]", NULL },
		{ "\"degrees\":[null]", "expected a record" },
		{ "\"degrees\":{}", "expected a list of records" },
		{ "\"Degrees\":[]", "did you mean \"degrees\"?" },
		{ "\"experience\":[],\"experience\":[]", "a second time" },
		{ "\"assignments\":[{\"id\":\"A\"},{\"id\":\"A\"}]", "is that of assignments[0]" },
		{ "\"assignments\":[{\"id\":\"A\"},{\"id\":\"B\"}]", NULL },
		{ "\"assignments\":[{\"id\":\"A\\u001b[2J\"}]", "a control character" },
		{ "\"assignments\":[{\"subject\":\"music\",\"hired\":null}]", "a record of assignment has no \"hired\"" },
		{ "\"worksheets\":{\"KS\":{}}", NULL },
		{ "\"worksheets\":[]", "expected an object" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[512];
		struct session s;
		snprintf(text, sizeof(text), "{\"teacher\":\"T-1\",%s}", rows[i].members);
		const struct read_teacher *t = begin(&s, text);
		if (!t != (rows[i].said != NULL) || (rows[i].said && !strstr(s.said, rows[i].said)))
			fail_msg("%s\n%s, wanted %s", text, s.said_len ? s.said : "(read)",
				 rows[i].said ? rows[i].said : "(read)");
		assert_int_equal(s.log.errors, rows[i].said ? 1 : 0);
		end(&s);
	}
}

static void test_ids(void **state)
{
	(void)state;
	static const char *const bad[] = { "{}", "{\"teacher\":1}", "{\"teacher\":null}", "{\"teacher\":\"\"}",
					   "{\"teacher\":\"123-45-6789\"}", "{\"teacher\":\"a\\nb\"}" };
	static const char *const good[] = { "{\"teacher\":\"123-45-678\"}", "{\"teacher\":\"T 1\"}", "{\"teacher\":\"\u00e9\"}" };
	struct session s;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(begin(&s, bad[i]));
		assert_null(strstr(s.said, "6789"));
		end(&s);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_non_null(begin(&s, good[i]));
		end(&s);
	}
}

static void test_records_max(void **state)
{
	(void)state;
	for (size_t n = HQ_RECORDS_MAX; n <= HQ_RECORDS_MAX + 1; n++) {
		char *text = malloc(64 + n * 3);
		struct session s;
		assert_non_null(text);
		size_t len = (size_t)sprintf(text, "{\"teacher\":\"T-1\",\"degrees\":[");
		for (size_t i = 0; i < n; i++)
			len += (size_t)sprintf(text + len, i ? ",{}" : "{}");
		sprintf(text + len, "]}");
		const struct read_teacher *t = begin(&s, text);
		if (n == HQ_RECORDS_MAX)
			assert_non_null(t);
		else
			assert_null(t);
		end(&s);
		free(text);
	}
}

/* So many mistakes that the rest is not shown, and nothing is read past them. */
static void test_many_mistakes(void **state)
{
	(void)state;
	char text[4096];
	struct session s;
	size_t n = (size_t)snprintf(text, sizeof(text), "{\"teacher\":\"T-1\"");
	for (int i = 0; i < 100; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, ",\"key%d\":1", i);
	snprintf(text + n, sizeof(text) - n, "}");
	assert_null(begin(&s, text));
	assert_int_equal(s.log.errors, READ_ERRORS_MAX);
	assert_non_null(strstr(s.said, "too many mistakes"));
	end(&s);
}

/* The same reader, teacher after teacher: nothing of one is left in the next. */
static void test_reuse(void **state)
{
	(void)state;
	struct session s;
	assert_non_null(begin(&s, "{\"teacher\":\"T-1\",\"tests\":null,\"degrees\":[{\"level\":\"master\"}],\"as_of\":\"2006-01-01\"}"));
	const char *next = "{\"teacher\":\"T-2\"}";
	s.text = (struct input_text){ next, strlen(next), { "f", 2, 1 } };
	const struct read_teacher *t = read_teacher(&s.reader, &s.text);
	assert_non_null(t);
	assert_int_equal(t->nrecords, 0);
	assert_int_equal(t->as_of, HQ_DAY_OPEN);
	assert_int_equal(t->list[kind("test")], HQ_NOT_ASKED);
	assert_int_equal(t->list[kind("degree")], HQ_NOT_ASKED);
	end(&s);
}

/* ---- small parts --------------------------------------------------------------------------------------------- */

static void test_nearest(void **state)
{
	(void)state;
	static const char *const words[] = { "degrees", "experience", "developments", "k", NULL };
	static const struct { const char *word, *near; } rows[] = {
		{ "degree", "degrees" }, { "Degrees", "degrees" }, { "dergees", "degrees" }, { "experiences", "experience" },
		{ "expereince", "experience" }, { "develop", NULL }, { "xyz", NULL }, { "", NULL }, { "K", "k" },
		{ "a word that is far longer than any name there could ever be in here", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *near = hqcli_nearest_word(rows[i].word, words);
		if (rows[i].near ? !near || strcmp(near, rows[i].near) : near != NULL)
			fail_msg("%s: %s", rows[i].word, near ? near : "(none)");
	}
}

static void test_ids_set(void **state)
{
	(void)state;
	struct ids ids = { 0 };
	struct place first;
	char id[24];
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < 20000; i++) {
			size_t len = (size_t)snprintf(id, sizeof(id), "T-%d", i);
			int added = ids_add(&ids, id, len, (struct place){ "f", (size_t)i + 1, 1 }, &first);
			assert_int_equal(added, !pass);
			if (pass)
				assert_int_equal(first.line, i + 1);
		}
	}
	assert_int_equal(ids_add(&ids, "T-1\0", 4, (struct place){ "f", 1, 1 }, &first), 1);   /* bytes, not strings */
	ids_done(&ids);
}

static void test_shown(void **state)
{
	(void)state;
	char longest[100];
	memset(longest, 'a', sizeof(longest));
	assert_string_equal(shown("a\033[2Jb", 6).text, "a?[2Jb");
	assert_string_equal(shown("", 0).text, "");
	assert_int_equal(strlen(shown(longest, 64).text), 64);
	assert_int_equal(strlen(shown(longest, 65).text), 67);
	memcpy(longest + 63, "\xc3\xa9", 2);                   /* not cut in two */
	assert_int_equal(strlen(shown(longest, 66).text), 66);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut), cmocka_unit_test(test_depth), cmocka_unit_test(test_length),
		cmocka_unit_test(test_known), cmocka_unit_test(test_amounts), cmocka_unit_test(test_assignments),
		cmocka_unit_test(test_edges), cmocka_unit_test(test_ids), cmocka_unit_test(test_records_max),
		cmocka_unit_test(test_many_mistakes), cmocka_unit_test(test_reuse), cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_ids_set), cmocka_unit_test(test_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
