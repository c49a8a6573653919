/* Plans, by hand: what the sources say each teacher lacks, reckoned on paper, against what hq_plan finds; and every plan decided anew.
 *
 * A plan is written as its changes, each "row amount": the row it is for, and how many units or records. Which plans there
 * must be is derived in the comment of each case from the text of the state's form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hq_plan.h"
#include "hqc.h"

const struct hq_vocab *hq_facts(void);
const struct hq_tables *hq_ks(void);
const struct hq_tables *hq_co(void);
const struct hq_tables *hq_ok(void);
const struct hq_tables *hq_nj(void);

enum { RECORDS_MAX = 40, WORK = 4 << 20 };

static struct hq_record records[RECORDS_MAX], assignment;
static struct hq_facts facts;
static int64_t work[WORK / 8], decide_work[1 << 16];
static struct hq_plans plans;

/* ---- a teacher ----------------------------------------------------------------------------------------------- */

static hq_day day(const char *text)
{
	hq_day out;

	assert_int_equal(hq_day_parse(text, strlen(text), &out), 0);
	return out;
}

/* All lists known, and empty. */
static void begin(void)
{
	memset(&facts, 0, sizeof facts);
	facts.vocab = hq_facts();
	facts.records = records;
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	facts.closed = 1;
	facts.assignment = &assignment;
	assert_int_equal(hq_record_begin(facts.vocab, "assignment", &assignment), 0);
	assignment.times = 0;
}

/* name, value, ... NULL */
static void set(struct hq_record *r, va_list list)
{
	for (const char *name; (name = va_arg(list, const char *));) {
		const char *value = va_arg(list, const char *);

		if (hq_record_set(facts.vocab, r, name, value))
			fail_msg("%s %s", name, value);
	}
}

static void assign(const char *first, const char *value, ...)
{
	va_list list;

	assert_int_equal(hq_record_set(facts.vocab, &assignment, first, value), 0);
	va_start(list, value);
	set(&assignment, list);
	va_end(list);
}

static void give(const char *kind, ...)
{
	struct hq_record *r = &records[facts.nrecords];
	va_list list;

	assert_true(facts.nrecords < RECORDS_MAX);
	assert_int_equal(hq_record_begin(facts.vocab, kind, r), 0);
	if (!(HQ_AT(struct hq_vocab_kind, facts.vocab, kinds)[r->kind].flags & HQ_KIND_TIMES))
		r->times = 0;
	r->ref = (uint16_t)facts.nrecords++;
	va_start(list, kind);
	set(r, list);
	va_end(list);
}

static void not_asked(const char *kind)
{
	const int k = hq_find_kind(facts.vocab, kind, strlen(kind));

	assert_true(k >= 0);
	facts.list[k] = HQ_NOT_ASKED;
}

/* ---- its plans ----------------------------------------------------------------------------------------------- */

struct written { char text[400]; };

static struct written write_plan(const struct hq_tables *rules, const struct hq_plan *plan)
{
	struct written w = { "" };
	size_t n = 0;

	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_move *m = &plans.moves[plan->move[i]];
		const int64_t amount = m->unit == 255 ? plan->steps[i] : m->step * plan->steps[i];
		char number[48];
		const size_t len = hq_number_format(amount, m->unit == 255 ? 1 : 100, number);
		const uint16_t row = m->type == HQ_MOVE_ASSIGNMENT ? m->row : HQ_AT(struct hq_packed_measure, rules, measures)[m->measures[0]].row;

		n += (size_t)snprintf(w.text + n, sizeof w.text - n, "%s%s %.*s", i ? ", " : "",
				      m->type == HQ_MOVE_ASSIGNMENT ? "assignment" : hq_row_name_of(rules, row).text, (int)len, number);
	}
	return w;
}

/* The plan is a proof: decided as a teacher of its own, it is yes; and none of its changes can be left out, or be less. */
static bool works(const struct hq_tables *rules, const struct hq_plan *plan)
{
	struct hq_decision d;
	struct hq_facts then;

	if (hq_plan_facts(&plans, plan, &then))
		return false;
	assert_true(hq_work_size(rules, plans.edition, then.nrecords) <= sizeof decide_work);
	assert_int_equal(hq_decide(rules, plans.edition, &then, plans.until, decide_work, sizeof decide_work, &d), 0);
	return d.verdict == HQ_HIGHLY_QUALIFIED;
}

static void prove(const struct hq_tables *rules, const struct hq_plan *plan)
{
	if (!works(rules, plan))
		fail_msg("%s does not do", write_plan(rules, plan).text);
	for (uint8_t i = 0; i < plan->n; i++) {
		struct hq_plan less = *plan;

		if (--less.steps[i] == 0) {
			less.n--;
			for (uint8_t k = i; k < less.n; k++) {
				less.move[k] = less.move[k + 1];
				less.steps[k] = less.steps[k + 1];
			}
		}
		if (works(rules, &less))
			fail_msg("%s would do instead of %s", write_plan(rules, &less).text, write_plan(rules, plan).text);
	}
}

static void plan(const struct hq_tables *rules, const char *as_of, const char *until)
{
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_true(hq_plan_size(rules, facts.nrecords) <= sizeof work);
	assert_int_equal(hq_plan(rules, &facts, day(as_of), day(until), work, sizeof work, &plans), 0);
	for (uint16_t i = 0; i < plans.nplans; i++)
		prove(rules, &plans.plans[i]);
}

/* These plans and no others; in any order. */
static void expect(const struct hq_tables *rules, const char *const wanted[])
{
	char found[4096] = "";
	size_t n = 0, nwanted = 0;

	for (uint16_t i = 0; i < plans.nplans; i++)
		n += (size_t)snprintf(found + n, sizeof found - n, "  %s\n", write_plan(rules, &plans.plans[i]).text);
	for (; wanted[nwanted]; nwanted++) {
		bool there = false;

		for (uint16_t i = 0; i < plans.nplans; i++)
			there = there || !strcmp(write_plan(rules, &plans.plans[i]).text, wanted[nwanted]);
		if (!there)
			fail_msg("no plan \"%s\"; there are\n%s", wanted[nwanted], found);
	}
	if (plans.nplans != nwanted)
		fail_msg("%zu plans expected; there are\n%s", nwanted, found);
}
#define EXPECT(rules, ...) expect(rules, (const char *const[]){ __VA_ARGS__, NULL })

/* ---- Kansas: to 100 points ----------------------------------------------------------------------------------- */

static void kansas(void)
{
	begin();
	assign("subject", "elementary", "lowest_grade", "4", "highest_grade", "4", NULL);
	give("degree", "level", "bachelor", "accreditation", "regional", NULL);
	give("certificate", "issuer", "KS", "type", "standard", "areas", "elementary", "lowest_grade", "k", "highest_grade", "6", "issued",
	     "2004-07-01", "expires", "2009-06-30", NULL);
}

/* 45 points of years, 36 of 12 hours: 19 short, and 3 hours short of the minimum of 45 points. Hours alone: 7. With the 3 hours
 * 10 are short: 2 activities, 2 services, 2 presentations, or 4 whole blocks of 15 clock hours. */
static void test_hundred_points(void **state)
{
	(void)state;
	kansas();
	give("experience", "years", "7", "accredited", "yes", NULL);
	give("course", "semester_hours", "12", "subject", "mathematics", "education_prefix", "no", NULL);
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	EXPECT(hq_ks(), "content_area.coursework 7", "content_area.coursework 3, content_area.workshops 60",
	       "content_area.coursework 3, content_area.activities 2", "content_area.coursework 3, content_area.service 2",
	       "content_area.coursework 3, content_area.recognition.works 2");
	assert_int_equal(plans.complete, 1);
}

static hq_day soonest(const struct hq_tables *rules, const char *written)
{
	for (uint16_t i = 0; i < plans.nplans; i++)
		if (!strcmp(write_plan(rules, &plans.plans[i]).text, written))
			return hq_plan_soonest(&plans, &plans.plans[i]);
	fail_msg("no plan \"%s\"", written);
	return 0;
}

/* 45 points of years and no course: 55 short. 19 hours are 57 points, 18 only 54; at 30 hours a year 19 take 7.6 months, so 8. 15 hours, the minimum, take
 * 6 months (and no course less than 4), two activities at 6 a year 4. */
static void test_soonest(void **state)
{
	(void)state;
	kansas();
	give("experience", "years", "7", "accredited", "yes", NULL);
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	assert_int_equal(soonest(hq_ks(), "content_area.coursework 19"), day("2008-02-29"));
	assert_int_equal(soonest(hq_ks(), "content_area.coursework 15, content_area.activities 2"), day("2007-12-30"));
	assert_int_equal(plans.complete, 1);
	assert_int_equal(plans.lines, HQ_PLAN_LINES);
}

/* A service of 2001-07-01 counts as of 2007-06-30 and not a day later: of 100 points 5 are short then. */
static void test_window_falls_out(void **state)
{
	(void)state;
	kansas();
	give("experience", "years", "7", "accredited", "yes", NULL);
	give("course", "semester_hours", "15", "subject", "mathematics", "education_prefix", "no", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2001-07-01", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2006-05-30", NULL);
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	assert_int_equal(plans.now, HQ_HIGHLY_QUALIFIED);
	assert_int_equal(plans.then, HQ_NOT_HIGHLY_QUALIFIED);
	EXPECT(hq_ks(), "content_area.coursework 2", "content_area.workshops 30", "content_area.activities 1", "content_area.service 1",
	       "content_area.recognition.works 1");
	/* In three months there is no time for a course, which takes four; and for 50 clock hours. */
	plan(hq_ks(), "2007-06-30", "2007-09-30");
	EXPECT(hq_ks(), "content_area.workshops 30", "content_area.activities 1", "content_area.service 1", "content_area.recognition.works 1");
	/* In a day for nothing. */
	plan(hq_ks(), "2007-06-30", "2007-07-01");
	assert_int_equal(plans.nplans, 0);
	assert_int_equal(plans.then, HQ_NOT_HIGHLY_QUALIFIED);
}

/* Who goes on teaching is new no longer a year later, so the route of the new is closed, and no plan says to be new again. */
static void test_new_no_longer(void **state)
{
	(void)state;
	kansas();
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	assert_int_equal(plans.now, HQ_HIGHLY_QUALIFIED);
	assert_int_equal(plans.then, HQ_NOT_HIGHLY_QUALIFIED);
	for (uint16_t i = 0; i < plans.nplans; i++)
		assert_null(strstr(write_plan(hq_ks(), &plans.plans[i]).text, "first_year"));
}

/* Endorsed for grades 7 to 9 in mathematics, teaching grade 4: hold the assignment the certificate covers, or be endorsed for this one. */
static void test_assignment_the_certificate_covers(void **state)
{
	(void)state;
	begin();
	assign("subject", "mathematics", "lowest_grade", "4", "highest_grade", "4", NULL);
	give("degree", "level", "bachelor", "accreditation", "regional", NULL);
	give("certificate", "issuer", "KS", "type", "standard", "areas", "mathematics", "lowest_grade", "7", "highest_grade", "9", "issued",
	     "2004-07-01", "expires", "never", NULL);
	give("certificate", "issuer", "national_board", "areas", "mathematics", "issued", "2003-07-01", "expires", "never", NULL);
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	EXPECT(hq_ks(), "endorsement 1", "assignment 1");
	for (uint16_t i = 0; i < plans.nplans; i++) {
		const struct hq_move *m = &plans.moves[plans.plans[i].move[0]];

		if (m->type != HQ_MOVE_ASSIGNMENT)
			continue;
		struct hq_record wanted = assignment;

		hq_record_set(facts.vocab, &wanted, "lowest_grade", "7");
		hq_record_set(facts.vocab, &wanted, "highest_grade", "9");
		assert_memory_equal(m->record.v, wanted.v, sizeof wanted.v);
	}
}

/* No degree: a bachelor's degree takes four years by the declaration, so in one there is no plan, and it is what stands in the way. */
static void test_degree_in_the_way(void **state)
{
	(void)state;
	kansas();
	facts.nrecords = 0;
	give("certificate", "issuer", "KS", "type", "standard", "areas", "elementary", "lowest_grade", "k", "highest_grade", "6", "issued",
	     "2004-07-01", "expires", "never", NULL);
	give("certificate", "issuer", "national_board", "areas", "elementary", "issued", "2003-07-01", "expires", "never", NULL);
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	assert_int_equal(plans.nplans, 0);
	assert_int_equal(plans.nblocks, 1);
	assert_string_equal(hq_row_name_of(hq_ks(), plans.blocks[0]).text, "bachelor");
	/* In four years there is. */
	plan(hq_ks(), "2007-06-30", "2011-06-30");
	EXPECT(hq_ks(), "bachelor 1");
}

/* Courses not asked: whatever there may be, 15 hours more are enough beside 45 points of years and 10 of services; said of the worst case. */
static void test_missing_at_its_worst(void **state)
{
	(void)state;
	kansas();
	facts.closed = 0;
	give("experience", "years", "7", "accredited", "yes", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2006-05-30", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2006-05-30", NULL);
	not_asked("course");
	plan(hq_ks(), "2007-06-30", "2008-06-30");
	assert_int_equal(plans.now, HQ_UNDETERMINED);
	assert_int_equal(plans.missing, 1);
	EXPECT(hq_ks(), "content_area.coursework 15");
}

/* The form: 5 years, 12 hours, 1 service, no others: 45 + 36 + 5. 14 short: 5 hours; or 3 hours and one more thing. */
static void test_on_the_form(void **state)
{
	(void)state;
	static struct hq_answer answers[64];
	const struct hq_tables *rules = hq_ks();
	const uint16_t e = (uint16_t)hq_edition_at(rules, day("2008-06-30"));
	const struct hq_edition *edition = &HQ_AT(struct hq_edition, rules, editions)[e];
	static const struct { const char *slot; int64_t value; } form[] = {
		{ "bachelor", 1 }, { "certificate", 1 }, { "endorsement", 1 }, { "new.first_year", 0 }, { "national_board.board", 0 },
		{ "content_area.experience", 5 }, { "content_area.coursework", 12 }, { "content_area.workshops", 0 },
		{ "content_area.activities", 0 }, { "content_area.service", 1 }, { "content_area.recognition.awards", 0 },
		{ "content_area.recognition.works", 0 },
	};

	begin();
	assign("subject", "elementary", "lowest_grade", "4", "highest_grade", "4", NULL);
	memset(facts.list, HQ_NOT_ASKED, sizeof facts.list);
	memset(answers, 0, sizeof answers);
	for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
		const int s = hq_find_slot(rules, e, form[i].slot, strlen(form[i].slot));

		assert_true(s >= 0);
		answers[s] = (struct hq_answer){ form[i].value * hq_slot_at(rules, edition->first_slot + (uint32_t)s).step, HQ_KNOWN, { 0 } };
	}
	facts.answers = answers;
	plan(rules, "2007-06-30", "2008-06-30");
	EXPECT(rules, "content_area.coursework 5", "content_area.coursework 3, content_area.workshops 30",
	       "content_area.coursework 3, content_area.activities 1", "content_area.coursework 3, content_area.service 1",
	       "content_area.coursework 3, content_area.recognition.works 1");
}

/* ---- Colorado, New Jersey, Oklahoma -------------------------------------------------------------------------- */

/* Licence, degree and test are there; the preparation programme is not completed. Complete it, or enter an alternative one: who takes
 * part has what is asked. A second programme of preparation would take two years. */
static void test_reasons_and_options(void **state)
{
	(void)state;
	begin();
	assign("subject", "elementary", "lowest_grade", "2", "highest_grade", "2", NULL);
	give("certificate", "issuer", "CO", "type", "initial", "areas", "elementary", "issued", "2005-07-01", "expires", "never", NULL);
	give("degree", "level", "bachelor", NULL);
	give("program", "type", "teacher_preparation", "status", "enrolled", "approved", "yes", NULL);
	give("test", "code", "state_content_test", "subject", "elementary", "passed", "yes", NULL);
	plan(hq_co(), "2007-06-30", "2008-06-30");
	EXPECT(hq_co(), "preparation.programme 1", "preparation.alternative 1");
	/* Half a year is too short for either. */
	plan(hq_co(), "2007-06-30", "2007-12-30");
	assert_int_equal(plans.nplans, 0);
	assert_true(plans.nblocks > 0);
}

/* 4 points of two courses, 3 of development, 3 of tutoring: 10. A year later the development of 2003 is out of its four years: 1 short. The
 * Board's certificate takes two years. A course gives 2, an activity 1, a development 1, a year of teaching 1. */
static void test_four_years(void **state)
{
	(void)state;
	begin();
	assign("subject", "elementary", "lowest_grade", "3", "highest_grade", "3", "setting", "self_contained", "title_i", "no", NULL);
	give("degree", "level", "bachelor", "accreditation", "regional", NULL);
	give("certificate", "issuer", "NJ", "type", "standard", "areas", "elementary", "waived", "no", "issued", "2005-07-01", "expires", "never",
	     NULL);
	give("course", "semester_hours", "3", "subject", "science", "education_prefix", "no", NULL);
	give("course", "semester_hours", "4", "subject", "history", "education_prefix", "no", NULL);
	give("development", "clock_hours", "6", "in_content", "yes", "completed", "2003-09-01", NULL);
	give("development", "clock_hours", "6", "in_content", "yes", "completed", "2006-03-01", NULL);
	give("development", "clock_hours", "6", "in_content", "yes", "completed", "2006-09-01", NULL);
	give("activity", "years", "3", "type", "tutoring", "in_content", "yes", "performed", "2006-05-30", NULL);
	plan(hq_nj(), "2007-06-30", "2008-06-30");
	assert_int_equal(plans.now, HQ_HIGHLY_QUALIFIED);
	assert_int_equal(plans.then, HQ_NOT_HIGHLY_QUALIFIED);
	EXPECT(hq_nj(), "test.content_test 1", "matrix.coursework 3", "matrix.professional.activities 1", "matrix.professional.development 1",
	       "matrix.teaching 1");
}

/* Years after spring 2004 earn no points, so going on is no part of any plan: that line is closed. 80 points of courses, 20 short: the
 * test; 5 hours; 2 services, 2 works, 2 achievements; an institute of 30 points; 20 hours of skills. Or two of them at 10 each, which is what
 * 1 of each gives; or 1 of them and the 10 of 3 hours, or of 10 hours of skills. */
static void test_closed_line(void **state)
{
	(void)state;
	begin();
	assign("subject", "elementary", "lowest_grade", "1", "highest_grade", "3", NULL);
	give("degree", "level", "bachelor", NULL);
	give("certificate", "issuer", "OK", "type", "standard", "areas", "elementary", "lowest_grade", "1", "highest_grade", "8", "issued",
	     "2006-08-01", "expires", "2011-06-30", NULL);
	give("experience", "years", "3", "began", "2004-08-16", "ended", "2007-06-01", "satisfactory", "yes", "accredited", "yes", "full_time",
	     "yes", "subjects", "elementary", NULL);
	give("course", "semester_hours", "20", "subject", "mathematics", "education_prefix", "no", "taught", "yes", NULL);
	plan(hq_ok(), "2007-06-30", "2008-06-30");
#define TABLE(line, amount) "points_table." line " " amount
	EXPECT(hq_ok(), "test.state_test 1", TABLE("coursework", "5"), TABLE("service", "2"), TABLE("recognition.works", "2"),
	       TABLE("achievement", "2"), TABLE("development.kindergarten_institute", "1"), TABLE("development.skills_hours", "20"),
	       TABLE("service", "1") ", " TABLE("recognition.works", "1"), TABLE("service", "1") ", " TABLE("achievement", "1"),
	       TABLE("recognition.works", "1") ", " TABLE("achievement", "1"), TABLE("coursework", "3") ", " TABLE("service", "1"),
	       TABLE("coursework", "3") ", " TABLE("recognition.works", "1"), TABLE("coursework", "3") ", " TABLE("achievement", "1"),
	       TABLE("service", "1") ", " TABLE("development.skills_hours", "10"),
	       TABLE("recognition.works", "1") ", " TABLE("development.skills_hours", "10"),
	       TABLE("development.skills_hours", "10") ", " TABLE("achievement", "1"));
#undef TABLE
}

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

/* ---- how long it lasts --------------------------------------------------------------------------------------- */

/* The 100 points of 2007-06-30 rest on a service of 2001-07-01, which is within six years for that day and no longer. */
static void test_lasts(void **state)
{
	(void)state;
	struct hq_decision last;
	hq_day ends = 0;

	kansas();
	give("experience", "years", "7", "accredited", "yes", NULL);
	give("course", "semester_hours", "15", "subject", "mathematics", "education_prefix", "no", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2001-08-15", NULL);
	give("activity", "type", "mentor", "in_content", "yes", "performed", "2006-05-30", NULL);
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_int_equal(hq_plan_lasts(hq_ks(), &facts, day("2007-06-30"), day("2009-06-30"), work, sizeof work, &ends, &last), 1);
	assert_int_equal(ends, day("2007-08-15"));
	/* A day before, it has not ended. */
	assert_int_equal(hq_plan_lasts(hq_ks(), &facts, day("2007-06-30"), day("2007-08-14"), work, sizeof work, &ends, &last), 0);
}

/* What the certificate's last day ends. */
static void test_lasts_until_expiry(void **state)
{
	(void)state;
	struct hq_decision last;
	hq_day ends = 0;

	kansas();
	give("experience", "years", "7", "accredited", "yes", NULL);
	give("course", "semester_hours", "19", "subject", "mathematics", "education_prefix", "no", NULL);
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_int_equal(hq_plan_lasts(hq_ks(), &facts, day("2007-06-30"), day("2011-06-30"), work, sizeof work, &ends, &last), 1);
	assert_int_equal(ends, day("2009-07-01"));
}

static void test_refuses(void **state)
{
	(void)state;
	kansas();
	assert_int_equal(hq_plan(hq_ks(), &facts, day("2007-06-30"), day("2008-06-30"), work, sizeof work, &plans), HQ_EORDER);
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_int_equal(hq_plan(hq_ks(), &facts, day("2007-06-30"), day("2007-06-30"), work, sizeof work, &plans), HQ_ERANGE);
	assert_int_equal(hq_plan(hq_ks(), &facts, day("2007-06-30"), day("2059-06-30"), work, sizeof work, &plans), HQ_ERANGE);
	assert_int_equal(hq_plan(hq_ks(), &facts, day("2000-06-30"), day("2001-06-30"), work, sizeof work, &plans), HQ_ENOEDITION);
	assert_int_equal(hq_plan(hq_ks(), &facts, day("2007-06-30"), day("2008-06-30"), work, hq_plan_size(hq_ks(), facts.nrecords) - 1,
				 &plans), HQ_ESPACE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hundred_points),
		cmocka_unit_test(test_soonest),
		cmocka_unit_test(test_window_falls_out),
		cmocka_unit_test(test_new_no_longer),
		cmocka_unit_test(test_assignment_the_certificate_covers),
		cmocka_unit_test(test_degree_in_the_way),
		cmocka_unit_test(test_missing_at_its_worst),
		cmocka_unit_test(test_on_the_form),
		cmocka_unit_test(test_reasons_and_options),
		cmocka_unit_test(test_four_years),
		cmocka_unit_test(test_closed_line),
		cmocka_unit_test(test_costs_order),
		cmocka_unit_test(test_what_facts_exclude),
		cmocka_unit_test(test_lasts),
		cmocka_unit_test(test_lasts_until_expiry),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
