/* Plans, by hand: what the sources say each teacher lacks, reckoned on paper, against what hq_plan finds; and every plan decided anew.
 *
 * Which plans there must be is derived in the comment of each case from the text of the state's form. */
#include "planning.h"

const struct hq_tables *hq_ks(void);
const struct hq_tables *hq_co(void);
const struct hq_tables *hq_ok(void);
const struct hq_tables *hq_nj(void);

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
		cmocka_unit_test(test_lasts),
		cmocka_unit_test(test_lasts_until_expiry),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
