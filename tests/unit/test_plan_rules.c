/* Plans under rules of their own: the order that costs make, and what the facts exclude. */
#include "planning.h"
#include "hqc.h"

/* ---- costs --------------------------------------------------------------------------------------------------- */

#define RULES(course_costs, test_costs) \
	"unit hour, hours \"An hour\"\n" \
	"source form \"A form\"\n  file \"form.txt\"\n  lines 9\n" \
	"single record teacher \"The person\"\n  field hired date \"Hired\"\n" \
	"single record assignment \"What is taught\"\n  field rural yes or no \"Rural\"\n" \
	"record course, courses \"A course\"\n  dated by done\n  amount hours 0 to 60 with 2 decimals \"Hours\"\n  field done date \"Day\"\n" \
	"  can be added in steps of 1 hour" course_costs "\n" \
	"record test, tests \"A test\"\n  dated by taken\n  field passed yes or no \"Passed\"\n  field taken date \"Day\"\n" \
	"  can be added" test_costs "\n" \
	"jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2006-07-01 [form 1]\n" \
	"    route courses \"By courses\" [form 2]\n      enough \"12 hours\"\n        at least 12 hours of course\n" \
	"    route test \"By test\" [form 3]\n      passed \"Passed\"\n        holds test where passed is yes\n"

/* The first plan's line, of a teacher who has nothing, under these rules; @plan gets it. */
static struct written first_plan(const char *text, struct hq_plan *out)
{
	struct hqc *c = hqc_new();

	assert_non_null(c);
	hqc_add_text(c, "costs.hq", text, strlen(text));
	assert_int_equal(hqc_check(c), 0);
	memset(&facts, 0, sizeof facts);
	facts.vocab = hqc_vocab(c);
	facts.records = records;
	facts.closed = 1;
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_int_equal(hq_plan(hqc_tables(c, 0), &facts, day("2007-06-30"), day("2008-06-30"), work, sizeof work, &plans), 0);
	assert_int_equal(plans.nplans, 2);
	*out = plans.plans[0];
	const struct written w = write_plan(hqc_tables(c, 0), out);

	hqc_free(c);
	return w;
}

/* Without costs in the order of the file; with them 12 times 45 hours are more than 10; of equal hours the dollars decide. */
static void test_costs_order(void **state)
{
	struct hq_plan plan;

	(void)state;
	assert_string_equal(first_plan(RULES("", ""), &plan).text, "courses.enough 12");
	assert_int_equal(plan.hours, 0);
	assert_string_equal(first_plan(RULES(" costs 45 hours", " costs 10 hours, 300 dollars"), &plan).text, "test.passed 1");
	assert_int_equal(plan.hours, 10);
	assert_int_equal(plan.dollars, 300);
	assert_string_equal(first_plan(RULES(" costs 5 hours, 1 dollar", " costs 60 hours, 300 dollars"), &plan).text, "courses.enough 12");
	assert_int_equal(plan.hours, 60);
	assert_int_equal(plan.dollars, 12);
}

/* ---- what the facts exclude ---------------------------------------------------------------------------------- */

#define IMPLIED \
	"source form \"A form\"\n  file \"form.txt\"\n  lines 9\n" \
	"single record teacher \"The person\"\n  field hired date \"Hired\"\n" \
	"single record assignment \"What is taught\"\n  field rural yes or no \"Rural\"\n" \
	"record degree, degrees \"A degree\"\n  dated by awarded\n  field level one of low, middle, high in order \"Level\"\n" \
	"  field awarded date \"Day\"\n  can be added\n  always another where level is low if level is high\n" \
	"record badge, badges \"A badge\"\n  dated by given_on\n  field tried yes or no \"Tried\"\n  field passed yes or no \"Passed\"\n" \
	"  field given_on date \"Day\"\n  can change tried from no to yes\n  always passed is yes if tried is yes\n" \
	"jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2006-07-01 [form 1]\n" \
	"    every teacher [form 2]\n      any \"A degree\"\n        holds degree\n" \
	"    route high \"A high degree\" [form 3]\n      high \"High\"\n        holds degree where level is high\n" \
	"    route tried \"A badge tried\" [form 4]\n      tried \"Tried\"\n        holds badge where tried is yes\n"

/* How many plans a teacher has under these rules, with what is given: name, value, ... of one record, of no other. */
static void plans_of(struct hqc *c, const char *kind, const char *first, const char *value, const char *second, const char *other)
{
	memset(&facts, 0, sizeof facts);
	facts.vocab = hqc_vocab(c);
	facts.records = records;
	facts.closed = 1;
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	if (second)
		give(kind, first, value, second, other, NULL);
	else if (kind)
		give(kind, first, value, NULL);
	plan(hqc_tables(c, 0), "2007-06-30", "2008-06-30");
}

/* A high degree is not had without a low one: who has the low one needs the high one alone; of who has the middle one only, or none, a high one
 * alone is no plan (that a low one, which no rule asks for, goes before it is not found: semantics 11.6). Of a badge known as not passed it
 * cannot come to be that it was tried. */
static void test_what_facts_exclude(void **state)
{
	struct hqc *c = hqc_new();
	const char text[] = IMPLIED;

	(void)state;
	assert_non_null(c);
	hqc_add_text(c, "implied.hq", text, strlen(text));
	assert_int_equal(hqc_check(c), 0);
	plans_of(c, NULL, NULL, NULL, NULL, NULL);
	assert_int_equal(plans.nplans, 0);
	plans_of(c, "degree", "level", "low", NULL, NULL);
	EXPECT(hqc_tables(c, 0), "high.high 1");
	plans_of(c, "degree", "level", "middle", NULL, NULL);
	assert_int_equal(plans.nplans, 0);
	plans_of(c, "badge", "tried", "no", "passed", "yes");
	EXPECT(hqc_tables(c, 0), "any 1, tried.tried 1");
	plans_of(c, "badge", "tried", "no", "passed", "no");
	assert_int_equal(plans.nplans, 0);
	hqc_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_costs_order), cmocka_unit_test(test_what_facts_exclude) };

	return cmocka_run_group_tests_name("plan_rules", tests, NULL, NULL);
}
