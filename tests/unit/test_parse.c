/* Text to tree: what each construct becomes. Lines, limits and recovery are in test_lines.c; what is refused with which
 * words is in tests/lang/bad/syntax-*. */
#include "parsing.h"

static void check_number(struct hqc_number n, int64_t num, int64_t den)
{
	assert_int_equal(n.num, num);
	assert_int_equal(n.den, den);
}

/* ---- numbers and dates --------------------------------------------------------------------------------------- */

static const struct { const char *text; int64_t num, den; } numbers[] = {
	{ "0", 0, 1 }, { "12", 12, 1 }, { "12.5", 25, 2 }, { "22.50", 45, 2 }, { "2/3", 2, 3 }, { "4/6", 2, 3 },
	{ "0/5", 0, 1 }, { "6/3", 2, 1 }, { "007", 7, 1 }, { "0.000001", 1, 1000000 }, { "12.0", 12, 1 },
	{ "9223372036854775807", INT64_MAX, 1 }, { "0.000000000000000001", 1, INT64_C(1000000000000000000) },
	{ "9.223372036854775807", INT64_MAX, INT64_C(1000000000000000000) },
};

static void numbers_are_exact(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char body[200];
		snprintf(body, sizeof(body), "    divided by %s\n", numbers[i].text);
		struct hqc_number n = category(body)->limits->number;
		check_number(n, numbers[i].num, numbers[i].den);
		assert_string_equal(n.text, numbers[i].text);
	}
}

static void numbers_too_large_are_refused(void **state)
{
	(void)state;
	const char *text[] = { "9223372036854775808", "9.2233720368547758071", "0.0000000000000000001",
			       "1/9223372036854775808", "99999999999999999999999" };
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		char all[200];
		snprintf(all, sizeof(all), "define d \"D\"\n  at least %s years of experience\n", text[i]);
		assert_int_equal(errors(all, HQC_MSG_number_too_large), 1);
	}
	char digits[5000];
	memset(digits, '7', sizeof(digits));
	memcpy(digits, "define d \"D\"\n  at least ", 24);
	memcpy(digits + 4000, " years of experience\n", 22);
	assert_int_equal(errors(digits, HQC_MSG_number_too_large), 1);
}

static const struct { const char *text; int32_t day; } dates[] = {
	{ "1970-01-01", 0 }, { "1969-12-31", -1 }, { "0001-01-01", -719162 }, { "9999-12-31", 2932896 },
	{ "2000-02-29", 11016 }, { "2000-03-01", 11017 }, { "1900-03-01", -25508 }, { "2006-06-30", 13329 },
	{ "2006-07-01", 13330 }, { "2004-02-29", 12477 }, { "2100-03-01", 47541 },
};

static void dates_are_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		char body[80];
		snprintf(body, sizeof(body), "  holds degree before %s\n", dates[i].text);
		struct hqc_date date = items(body)->test.what.windows->to;
		assert_int_equal(date.day, dates[i].day);
		assert_int_equal(date.span.len, 10);
	}
}

static void dates_that_do_not_exist(void **state)
{
	(void)state;
	const char *text[] = { "2006-02-29", "1900-02-29", "2100-02-29", "2006-04-31", "2006-00-10", "2006-13-10", "2006-01-00",
			       "2006-01-32", "0000-01-01", "06-06-30", "2006-6-30", "20060-06-30", "6/30/2006" };
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		char all[120];
		snprintf(all, sizeof(all), "define d \"D\"\n  holds degree before %s\n", text[i]);
		assert_int_equal(errors(all, HQC_MSG_bad_date), 1);
	}
}

/* ---- constructs ---------------------------------------------------------------------------------------------- */

static void facts(void **state)
{
	(void)state;
	const struct hqc_file *f = parse(
		"use \"a.hq\"\n"
		"source ecs \"A \\\"source\\\"\"\n  file \"ecs.txt\"\n  lines 3342\n"
		"unit point, points \"A point\"\n"
		"codes grade in order \"Grades\"\n  k \"K\"\n  1 \"One\"\n  reading \"A word that begins lines\"\n"
		"single record teacher \"T\"\n  field hired date or never \"H\" ceds \"C\"\n"
		"record course, courses \"C\"\n  dated by done\n  counted by times\n"
		"  amount semester_hours, quarter_hours 0 to 400 with 2 decimals in all 600 default 1 semester_hour \"A\" edfi \"E\"\n"
		"  field level one of low, high in order \"L\"\n  field gpa number 0 to 4 with 2 decimals \"G\"\n"
		"record experience, experience \"E\"\n  spans began to ended\n"
		"define d for course \"D\"\n  level is high\n");
	assert_string_equal(f->uses->path.text, "a.hq");
	assert_string_equal(f->sources->title.text, "A \"source\"");
	assert_int_equal(f->sources->lines, 3342);
	assert_string_equal(f->units->plural.text, "points");
	assert_true(f->codes->ordered);
	assert_int_equal(f->codes->count, 3);
	assert_string_equal(f->codes->first->next->name.text, "1");
	assert_string_equal(f->codes->first->next->next->name.text, "reading");
	assert_int_equal(f->codes->first->next->next->index, 2);
	const struct hqc_record *teacher = f->records;
	assert_true(teacher->single);
	assert_null(teacher->plural.text);
	assert_true(teacher->fields->never);
	assert_string_equal(teacher->fields->ceds.text, "C");
	assert_null(teacher->fields->edfi.text);
	const struct hqc_record *course = teacher->next;
	assert_string_equal(course->dated_by.text, "done");
	assert_string_equal(course->counted_by.text, "times");
	assert_string_equal(course->units->next->name.text, "quarter_hours");
	check_number(course->max, 400, 1);
	check_number(course->all, 600, 1);
	assert_int_equal(course->decimals, 2);
	assert_true(course->has_default);
	assert_string_equal(course->preset_unit.text, "semester_hour");
	assert_string_equal(course->edfi.text, "E");
	assert_true(course->fields->ordered);
	assert_int_equal(course->fields->next->type, HQC_TYPE_NUMBER);
	assert_int_equal(course->fields->next->decimals, 2);
	assert_string_equal(course->next->spans_to.text, "ended");
	assert_false(course->next->has_amount);
	assert_string_equal(f->defines->for_kind.text, "course");
}

static void editions(void **state)
{
	(void)state;
	const struct hqc_jurisdiction *j = parse(
		"jurisdiction XX \"X\"\n  define new \"N\"\n    holds degree\n"
		"  edition e \"E\" [ecs 1]\n    in force from 2006-07-01 until 2007-06-30 [ecs 2]\n"
		"    applies to [ecs 3]\n      assignment subject is mathematics\n"
		"    every teacher\n      bachelor \"B\" [uncited]\n        holds degree\n      reading \"R\" [ecs 4]\n"
		"    route a \"A\"\n      at least 2 of\n        holds degree\n        holds test\n"
		"    route b \"B\"\n      none of\n        holds degree\n"
		"    erratum \"wrong\" corrected to \"right\"\n"
		"    example x \"X\"\n      like y\n      as of 2006-06-30\n      open\n"
		"      given course grades (k, 1), subject unknown, done never, hours 2.5, taught yes, since teacher hired\n"
		"      given no test\n      unknown assignment\n      form r.c 3\n"
		"      expect highly_qualified by a, 2 to 3 points in r.c, met bachelor [ecs 5]\n      expect missing teacher.hired\n")
		->jurisdictions;
	assert_string_equal(j->defines->name.text, "new");
	const struct hqc_edition *e = j->editions;
	assert_int_equal(e->from.day, 13330);
	assert_int_equal(e->until.day, 13694);
	assert_int_equal(e->force_cites.first->first, 2);
	assert_true(e->has_applies && e->has_every);
	assert_int_equal(e->applies.items->test.kind, HQC_TEST_SCALAR);
	assert_int_equal(e->applies.items->test.scalar->scope, HQC_SCOPE_ASSIGNMENT);
	assert_true(e->every.items->cites.uncited);
	assert_int_equal(e->every.notes->kind, HQC_NOTE_READING);
	assert_int_equal(e->routes->block.items->kind, HQC_ITEM_AT_LEAST);
	check_number(e->routes->block.items->count, 2, 1);
	assert_int_equal(e->routes->next->block.items->kind, HQC_ITEM_NONE);
	assert_string_equal(e->notes->corrected.text, "right");
	const struct hqc_example *x = e->examples;
	assert_string_equal(x->like.text, "y");
	assert_true(x->open);
	const struct hqc_pair *pair = x->givens->pairs;
	assert_int_equal(pair->value->kind, HQC_VALUE_SET);
	assert_string_equal(pair->value->set->next->name.text, "1");
	assert_int_equal(pair->next->value->kind, HQC_VALUE_UNKNOWN);
	assert_int_equal(pair->next->next->value->kind, HQC_VALUE_NEVER);
	assert_int_equal(pair->next->next->next->next->next->value->kind, HQC_VALUE_FIELD);
	assert_int_equal(x->givens->next->kind, HQC_GIVEN_NONE);
	assert_int_equal(x->givens->next->next->kind, HQC_GIVEN_UNKNOWN);
	assert_int_equal(x->givens->next->next->next->kind, HQC_GIVEN_FORM);
	const struct hqc_expect *expect = x->expects;
	assert_string_equal(expect->route.text, "a");
	assert_true(expect->begins && !expect->next->begins && !expect->next->next->begins && expect->next->next->next->begins);
	assert_int_equal(expect->cites.first->first, 5);
	check_number(expect->next->low, 2, 1);
	check_number(expect->next->high, 3, 1);
	assert_string_equal(expect->next->name.text, "r.c");
	assert_string_equal(expect->next->next->next->name.text, "teacher.hired");
}

static void rubrics(void **state)
{
	(void)state;
	const struct hqc_rubric *r = parse(
		"jurisdiction XX \"X\"\n edition e \"E\"\n  rubric points \"P\"\n   passes at 22.5 points [ecs 1]\n"
		"   requires [ecs 2]\n    holds degree\n   passes at once\n    holds test\n"
		"   points in at least 3 categories\n   each event counts once\n   of which at least 96 points where in_content is yes\n"
		"   category c \"C\"\n    category inner \"I\"\n     1 point per degree\n    line l \"L\"\n     2 points per test\n"
		"    only the best counts\n")->jurisdictions->editions->rubrics;
	assert_string_equal(r->name.text, "points");
	check_number(r->pass, 45, 2);
	assert_int_equal(r->pass_cites.first->first, 1);
	assert_non_null(r->requires.items);
	assert_int_equal(r->requires_cites.first->first, 2);
	assert_non_null(r->settles.items);
	check_number(r->min_categories, 3, 1);
	assert_true(r->once);
	check_number(r->share, 96, 1);
	assert_int_equal(r->share_filter->kind, HQC_FILTER_FIELD);
	assert_string_equal(r->categories->categories->name.text, "inner");
	assert_string_equal(r->categories->lines->name.text, "l");
	assert_int_equal(r->categories->limits->kind, HQC_LIMIT_BEST);
	assert_null(r->categories->award);
}

static const struct { const char *text; enum hqc_award_kind kind; enum hqc_pace pace; int64_t block; bool greatest; } awards[] = {
	{ "2 points per year of experience", HQC_AWARD_PER_UNIT, HQC_PACE_EACH_UNIT, 1, false },
	{ "1 point per point of attestation", HQC_AWARD_PER_UNIT, HQC_PACE_EACH_UNIT, 1, false },
	{ "1 point per whole year of experience", HQC_AWARD_PER_UNIT, HQC_PACE_WHOLE, 1, false },
	{ "3 points per whole 15 clock_hours of development", HQC_AWARD_PER_UNIT, HQC_PACE_WHOLE, 15, false },
	{ "3 points per whole 15 clock_hours of each development", HQC_AWARD_PER_UNIT, HQC_PACE_WHOLE_EACH, 15, false },
	{ "3 points pro rata per 15 clock_hours of development", HQC_AWARD_PER_UNIT, HQC_PACE_PRO_RATA, 15, false },
	{ "3 points per year of greatest experience", HQC_AWARD_PER_UNIT, HQC_PACE_EACH_UNIT, 1, true },
	{ "5 points per award where in_content is yes within 6 years", HQC_AWARD_PER_RECORD, HQC_PACE_EACH_UNIT, 1, false },
	{ "silent points per award", HQC_AWARD_PER_RECORD, HQC_PACE_EACH_UNIT, 1, false },
	{ "1 or 2 points if holds degree", HQC_AWARD_IF, 0, 1, false },
	{ "2 points at 8 years, 3 points at 16 years of experience", HQC_AWARD_TIERS, 0, 1, false },
	{ "2 points at 1 of greatest award", HQC_AWARD_TIERS, 0, 1, true },
};

static void awards_of_every_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(awards) / sizeof(awards[0]); i++) {
		char body[200];
		snprintf(body, sizeof(body), "    %s\n", awards[i].text);
		const struct hqc_award *a = category(body)->award;
		assert_int_equal(a->kind, awards[i].kind);
		assert_int_equal(a->pace, awards[i].pace);
		check_number(a->block, awards[i].block, 1);
		assert_int_equal(a->greatest, awards[i].greatest);
		assert_int_equal(a->silent, !strncmp(awards[i].text, "silent", 6));
	}
	const struct hqc_award *a = category("    1 or 2 points if holds degree\n")->award;
	check_number(a->points_or, 2, 1);
	assert_int_equal(a->test.kind, HQC_TEST_HOLDS);
	a = category("    2 points at 8 years, 3 points at 16 years of experience\n")->award;
	check_number(a->tiers->next->at, 16, 1);
	assert_string_equal(a->tiers->next->unit.text, "years");
}

static const struct { const char *text; enum hqc_limit_kind kind; enum hqc_limit_span per; bool points, records; } limits[] = {
	{ "at most 45 points", HQC_LIMIT_AT_MOST, HQC_LIMIT_IN_ALL, true, false },
	{ "at most 8 points a year", HQC_LIMIT_AT_MOST, HQC_LIMIT_A_YEAR, true, false },
	{ "at most 8 years", HQC_LIMIT_AT_MOST, HQC_LIMIT_IN_ALL, false, false },
	{ "at most 8 clock_hours each", HQC_LIMIT_AT_MOST, HQC_LIMIT_EACH, false, false },
	{ "at most 2 records", HQC_LIMIT_AT_MOST, HQC_LIMIT_IN_ALL, false, true },
	{ "at most 1 record a year", HQC_LIMIT_AT_MOST, HQC_LIMIT_A_YEAR, false, true },
	{ "at least 1 point", HQC_LIMIT_AT_LEAST, HQC_LIMIT_IN_ALL, true, false },
	{ "at least 9 semester_hours", HQC_LIMIT_AT_LEAST, HQC_LIMIT_IN_ALL, false, false },
	{ "counted only from 3 years", HQC_LIMIT_FROM, HQC_LIMIT_IN_ALL, false, false },
	{ "divided by 4", HQC_LIMIT_DIVIDE, HQC_LIMIT_IN_ALL, false, false },
	{ "only the best counts", HQC_LIMIT_BEST, HQC_LIMIT_IN_ALL, false, false },
};

static void limits_of_every_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		char body[200];
		snprintf(body, sizeof(body), "    %s [ecs %zu]\n", limits[i].text, i + 1);
		const struct hqc_limit *l = category(body)->limits;
		assert_int_equal(l->kind, limits[i].kind);
		assert_int_equal(l->per, limits[i].per);
		assert_int_equal(l->in_points, limits[i].points);
		assert_int_equal(l->in_records, limits[i].records);
		assert_int_equal(l->cites.first->first, i + 1);
		assert_int_equal(l->span.len, strlen(limits[i].text));
	}
}

static void filters(void **state)
{
	(void)state;
	const struct hqc_filter *f = filter("a is b and (c is d or not (e is f)) and g at least 3");
	assert_int_equal(f->kind, HQC_FILTER_AND);
	assert_int_equal(f->depth, 4);
	assert_int_equal(f->first->next->kind, HQC_FILTER_OR);
	assert_int_equal(f->first->next->first->next->kind, HQC_FILTER_NOT);
	assert_int_equal(f->first->next->next->rel, HQC_REL_AT_LEAST);
	assert_null(f->first->next->next->next);

	f = filter("a is not b, 6, teacher hired, as_of, yes, no, 2006-06-30");
	assert_int_equal(f->rel, HQC_REL_IS_NOT);
	const enum hqc_value_kind kinds[] = { HQC_VALUE_NAME, HQC_VALUE_NUMBER, HQC_VALUE_FIELD, HQC_VALUE_AS_OF, HQC_VALUE_YES,
					      HQC_VALUE_NO, HQC_VALUE_DATE };
	const struct hqc_value *v = f->values;
	for (size_t i = 0; i < 7; i++, v = v->next)
		assert_int_equal(v->kind, kinds[i]);
	assert_null(v);
	assert_string_equal(f->values->next->name.text, "6");   /* it may be a code */

	f = filter("points within 3 years and teacher hired before as_of and as_of after 2006-06-30 and is x and is not y");
	f = f->first;
	assert_string_equal(f->name.text, "points");
	assert_string_equal(f->within_unit.text, "years");
	assert_int_equal(f->next->scope, HQC_SCOPE_TEACHER);
	assert_int_equal(f->next->next->scope, HQC_SCOPE_AS_OF);
	assert_int_equal(f->next->next->next->kind, HQC_FILTER_DEFINED);
	assert_true(f->next->next->next->next->negated);
}

/* Lines of a definition for a kind are joined, and each keeps its citations. */
static void filter_lines(void **state)
{
	(void)state;
	const struct hqc_define *d = parse("define d for course \"D\" [ecs 1]\n  a is b and c is d [ecs 2]\n  reading \"R\"\n"
					   "  e is f or g is h [ecs 3]\n  i is j\n")->defines;
	assert_int_equal(d->nlines, 3);
	assert_int_equal(d->filter->kind, HQC_FILTER_AND);
	assert_int_equal(d->filter->first->kind, HQC_FILTER_AND);
	assert_int_equal(d->filter->first->next->kind, HQC_FILTER_OR);
	assert_int_equal(d->filter_cites[0].first->first, 2);
	assert_int_equal(d->filter_cites[1].first->first, 3);
	assert_int_equal(d->filter_cites[2].span.len, 0);
	assert_non_null(d->block.notes);
	d = parse("define d for course \"D\"\n  a is b or c is d [ecs 2]\n")->defines;
	assert_int_equal(d->nlines, 1);
	assert_int_equal(d->filter->kind, HQC_FILTER_OR);
}

static void tests_and_what_they_count(void **state)
{
	(void)state;
	const struct hqc_item *i = items("  at least 12 semester_hours of course where a is b within 6 years counting 1 quarter_hour as "
					 "2/3 semester_hour, 1 ceu as 10 clock_hours from 1999-07-01 to 2005-06-30\n"
					 "  fewer than 2 of test\n  attested accepted by principal, panel\n  passes points\n  is new\n"
					 "  is not new\n  no degree before the last 10 years\n  silent \"nothing\"\n  at most 5 points of attestation\n");
	assert_int_equal(i->test.kind, HQC_TEST_QUANTITY);
	assert_string_equal(i->test.unit.text, "semester_hours");
	assert_int_equal(i->test.what.windows->kind, HQC_WINDOW_WITHIN);
	assert_int_equal(i->test.what.windows->next->kind, HQC_WINDOW_FROM_TO);
	check_number(i->test.what.conversions->to, 2, 3);
	assert_string_equal(i->test.what.conversions->next->to_unit.text, "clock_hours");
	i = i->next;
	assert_int_equal(i->test.kind, HQC_TEST_COUNT);
	assert_int_equal(i->test.comparison, HQC_FEWER_THAN);
	i = i->next;
	assert_string_equal(i->test.by->next->name.text, "panel");
	i = i->next;
	assert_string_equal(i->test.name.text, "points");
	assert_int_equal(i->next->test.kind, HQC_TEST_IS);
	assert_int_equal(i->next->next->test.kind, HQC_TEST_IS_NOT);
	assert_int_equal(i->next->next->next->test.what.windows->kind, HQC_WINDOW_BEFORE_LAST);
	assert_string_equal(i->next->next->next->next->test.text.text, "nothing");
	assert_string_equal(i->next->next->next->next->next->test.unit.text, "points");
}

static void citations(void **state)
{
	(void)state;
	const struct hqc_cites *cites = &items("  holds degree [ecs 12-14, 15; nj 3; of 4; lines 5; uncited_too 6]\n")->cites;
	const struct { const char *source; uint32_t first, last; } want[] = {
		{ "ecs", 12, 14 }, { "ecs", 15, 15 }, { "nj", 3, 3 }, { "of", 4, 4 }, { "lines", 5, 5 }, { "uncited_too", 6, 6 },
	};
	const struct hqc_cite *cite = cites->first;
	for (size_t i = 0; i < 6; i++, cite = cite->next) {
		assert_string_equal(cite->source.text, want[i].source);
		assert_int_equal(cite->first, want[i].first);
		assert_int_equal(cite->last, want[i].last);
	}
	assert_null(cite);
	assert_true(items("  holds degree [uncited]\n")->cites.uncited);
	assert_int_equal(items("  holds degree\n")->cites.span.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(numbers_are_exact), T(numbers_too_large_are_refused), T(dates_are_days),
		T(dates_that_do_not_exist), T(facts), T(editions), T(rubrics),
		T(awards_of_every_shape), T(limits_of_every_shape), T(filters), T(filter_lines),
		T(tests_and_what_they_count), T(citations),
	};
	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
