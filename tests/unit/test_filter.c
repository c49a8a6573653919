/* Filters: yes, no and unknown, and which missing fact an unknown one lacks (semantics 3). */
#include "../tables/hand.h"

static struct hand_rules h;
static struct hand_facts f;

/* Asks one filter of one record of @kind, as of 2007-06-30. */
static hqi_truth ask(int n, const struct hq_filter_op *ops, struct hq_record *r)
{
	struct hqi_ask a;
	const uint16_t start = hand_filter(&h, n, ops);

	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	hqi_ask(&a, &h.head, 0, &f.facts, hand_day("2007-06-30"));
	return hqi_filter(&a, start, r);
}

static int setup(void **state)
{
	(void)state;
	hand_begin(&h);
	hand_facts(&f);
	return 0;
}

static void check_and_or_not(void **state)
{
	/* Each operand is a yes-or-no field: yes, no, or left out. */
	static const struct { const char *name; char op, a, b, want; } rows[] = {
		{ "yes and yes", '&', 'y', 'y', 'y' }, { "yes and no", '&', 'y', 'n', 'n' }, { "no and no", '&', 'n', 'n', 'n' },
		{ "yes and ?", '&', 'y', '?', '?' },   { "no and ?", '&', 'n', '?', 'n' },   { "? and ?", '&', '?', '?', '?' },
		{ "? and no", '&', '?', 'n', 'n' },
		{ "yes or yes", '|', 'y', 'y', 'y' },  { "yes or no", '|', 'y', 'n', 'y' },  { "no or no", '|', 'n', 'n', 'n' },
		{ "yes or ?", '|', 'y', '?', 'y' },    { "no or ?", '|', 'n', '?', '?' },    { "? or ?", '|', '?', '?', '?' },
		{ "not yes", '!', 'y', 'y', 'n' },     { "not no", '!', 'n', 'n', 'y' },     { "not ?", '!', '?', '?', '?' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hq_record r = hand_record(ACTIVITY, 255, 0);
		const struct hq_filter_op two[] = { OP_IS(X_CONTENT, 1, 1), OP_IS(X_TYPE, MENTOR, MENTOR),
						    { .op = rows[i].op == '&' ? HQ_F_AND : HQ_F_OR, .a = 2 } };
		const struct hq_filter_op one[] = { OP_IS(X_CONTENT, 1, 1), OP_NOT };

		setup(NULL);
		if (rows[i].a != '?')
			hand_set(&r, X_CONTENT, rows[i].a == 'y');
		if (rows[i].b != '?')
			hand_set(&r, X_TYPE, rows[i].b == 'y' ? MENTOR : ARTICLE);
		const hqi_truth t = rows[i].op == '!' ? ask(2, one, &r) : ask(3, two, &r);
		const char have = hqi_is_yes(t) ? 'y' : hqi_is_no(t) ? 'n' : '?';

		if (have != rows[i].want)
			fail_msg("%s: %c, not %c", rows[i].name, have, rows[i].want);
		if (have != '?')
			assert_true((t & HQI_LACKS) == 0);
	}
}

/* Only what matters is lacking: a part that another settles is not. */
static void check_lacks(void **state)
{
	struct hq_record r = hand_record(ACTIVITY, 255, 0);
	const struct hq_filter_op settled[] = {
		/* (content or type is mentor) and fluent and subject is math; content is yes: type does not matter */
		OP_IS(X_CONTENT, 1, 1), OP_IS(X_TYPE, MENTOR, MENTOR), OP_OR(2), OP_OF(HQ_SRC_TEACHER, T_FLUENT, 1, 1),
		OP_OF(HQ_SRC_ASSIGNMENT, A_SUBJECT, MATH, MATH), OP_AND(3),
	};
	const struct hq_filter_op silent[] = { OP_IS(X_TYPE, MENTOR, MENTOR), OP_SILENT, OP_OR(2) };

	(void)state;
	hand_set(&r, X_CONTENT, 1);
	hqi_truth t = ask(6, settled, &r);
	assert_true(t == (HQI_UNKNOWN | HQI_LACK_TEACHER(T_FLUENT) | HQI_LACK_ASSIGNMENT(A_SUBJECT)));
	r.known = 0;
	t = ask(6, settled, &r);
	assert_true(t == (HQI_UNKNOWN | HQI_LACK_FIELD(X_CONTENT) | HQI_LACK_FIELD(X_TYPE) | HQI_LACK_TEACHER(T_FLUENT) |
			  HQI_LACK_ASSIGNMENT(A_SUBJECT)));
	t = ask(3, silent, &r);
	assert_true(t == (HQI_UNKNOWN | HQI_LACK_FIELD(X_TYPE) | HQI_LACK_SILENT));
	hand_set(&r, X_TYPE, MENTOR);
	assert_true(ask(3, silent, &r) == HQI_YES);
	hand_set(&r, X_TYPE, ARTICLE);
	assert_true(ask(3, silent, &r) == (HQI_UNKNOWN | HQI_LACK_SILENT));
}

/* Closed data: a missing yes-or-no field is no, any other stays missing (1.3). */
static void check_closed(void **state)
{
	struct hq_record r = hand_record(ACTIVITY, 255, 0);
	const struct hq_filter_op content[] = { OP_IS(X_CONTENT, 1, 1) }, type[] = { OP_IS(X_TYPE, MENTOR, MENTOR) },
				  fluent[] = { OP_OF(HQ_SRC_TEACHER, T_FLUENT, 0, 0) };

	(void)state;
	assert_true(ask(1, content, &r) == (HQI_UNKNOWN | HQI_LACK_FIELD(X_CONTENT)));
	f.facts.closed = 1;
	assert_true(ask(1, content, &r) == HQI_NO);
	assert_true(ask(1, type, &r) == (HQI_UNKNOWN | HQI_LACK_FIELD(X_TYPE)));
	assert_true(ask(1, fluent, &r) == HQI_YES);
	f.facts.list[TEACHER] = HQ_UNKNOWN;    /* the person was asked about, and nobody knew: that is not no */
	assert_true(ask(1, fluent, &r) == (HQI_UNKNOWN | HQI_LACK_TEACHER(T_FLUENT)));
	f.facts.list[TEACHER] = HQ_KNOWN;
	struct hq_record *teacher = hand_add(&f, hand_record(TEACHER, 255, 0));

	hand_set(teacher, T_FLUENT, 1);
	assert_true(ask(1, fluent, &r) == HQI_NO);
}

static void check_sets(void **state)
{
	static const struct { const char *name; int64_t areas, in; bool yes; } rows[] = {
		{ "one shared", 1 << ART | 1 << MATH, 1 << MATH | 1 << MUSIC, true },
		{ "none shared", 1 << ART, 1 << MATH | 1 << MUSIC, false },
		{ "an empty set", 0, 1 << MATH | 1 << MUSIC, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hq_record r = hand_record(CERTIFICATE, 255, 0);

		setup(NULL);
		h.words[0] = (uint64_t)rows[i].in;
		h.head.words.count = 1;
		hand_set(&r, K_AREAS, rows[i].areas);
		const struct hq_filter_op op[] = { { .op = HQ_F_IN, .field = K_AREAS, .set = 1, .a = 0, .b = 1 } };

		if (hqi_is_yes(ask(1, op, &r)) != rows[i].yes)
			fail_msg("%s", rows[i].name);
	}
}

/* A field against another: set with code, code with set, set with set, ordered codes, a missing side. */
static void check_compare(void **state)
{
	struct hq_record certificate = hand_record(CERTIFICATE, 255, 0), course = hand_record(COURSE, 255, 0);
	const struct hq_filter_op
		covers[] = { { .op = HQ_F_COMPARE, .field = K_AREAS, .rel = HQ_REL_SHARES, .set = 1,
			       .other_src = HQ_SRC_ASSIGNMENT, .other = A_SUBJECT } },
		taught[] = { { .op = HQ_F_COMPARE, .field = C_SUBJECT, .rel = HQ_REL_SHARES,
			       .other_src = HQ_SRC_ASSIGNMENT, .other = A_TAUGHT, .other_set = 1 } },
		share[] = { { .op = HQ_F_COMPARE, .field = K_AREAS, .rel = HQ_REL_SHARES, .set = 1,
			      .other_src = HQ_SRC_ASSIGNMENT, .other = A_TAUGHT, .other_set = 1 } },
		grade[] = { { .op = HQ_F_COMPARE, .field = C_GRADE, .rel = HQ_REL_GE,
			      .other_src = HQ_SRC_ASSIGNMENT, .other = A_GRADE } };

	(void)state;
	hand_set(&certificate, K_AREAS, 1 << ART | 1 << MATH);
	hand_set(&course, C_SUBJECT, MATH);
	hand_set(&course, C_GRADE, B);
	assert_true(ask(1, covers, &certificate) == (HQI_UNKNOWN | HQI_LACK_ASSIGNMENT(A_SUBJECT)));
	f.assignment = hand_record(ASSIGNMENT, 255, 0);
	f.facts.assignment = &f.assignment;
	hand_set(&f.assignment, A_SUBJECT, MATH);
	assert_true(ask(1, covers, &certificate) == HQI_YES);
	f.assignment.v[A_SUBJECT] = MUSIC;
	assert_true(ask(1, covers, &certificate) == HQI_NO);
	hand_set(&f.assignment, A_TAUGHT, 1 << MUSIC | 1 << MATH);
	assert_true(ask(1, taught, &course) == HQI_YES);
	assert_true(ask(1, share, &certificate) == HQI_YES);
	f.assignment.v[A_TAUGHT] = 1 << MUSIC;
	assert_true(ask(1, taught, &course) == HQI_NO);
	assert_true(ask(1, share, &certificate) == HQI_NO);
	hand_set(&f.assignment, A_GRADE, B);
	assert_true(ask(1, grade, &course) == HQI_YES);
	f.assignment.v[A_GRADE] = A;
	assert_true(ask(1, grade, &course) == HQI_NO);
	course.known = 0;
	f.assignment.known = 0;
	assert_true(ask(1, grade, &course) == (HQI_UNKNOWN | HQI_LACK_FIELD(C_GRADE) | HQI_LACK_ASSIGNMENT(A_GRADE)));
}

static void check_dates(void **state)
{
	static const struct { const char *name, *day; bool within, not_expired; } rows[] = {
		{ "first day of the window", "2004-07-01", true, false },
		{ "the day before it", "2004-06-30", false, false },
		{ "the as-of date", "2007-06-30", true, true },
		{ "the day before the as-of date", "2007-06-29", true, false },
		{ "after the as-of date", "2007-07-01", false, true },
		{ "never", NULL, false, true },
	};
	const struct hq_filter_op within[] = { { .op = HQ_F_WITHIN, .field = K_EXPIRES, .a = 36 } },
				  in_force[] = { { .op = HQ_F_COMPARE, .field = K_EXPIRES, .rel = HQ_REL_GE, .other_src = HQ_SRC_AS_OF } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hq_record r = hand_record(CERTIFICATE, 255, 0);

		hand_set(&r, K_EXPIRES, rows[i].day ? hand_day(rows[i].day) : HQ_DAY_NEVER);
		if (hqi_is_yes(ask(1, within, &r)) != rows[i].within || hqi_is_yes(ask(1, in_force, &r)) != rows[i].not_expired)
			fail_msg("%s", rows[i].name);
	}
}

/* The amount in a unit: of the record, of the kind's default, in another unit, not given (3.3). */
static void check_amounts(void **state)
{
	const struct hq_filter_op hours[] = { { .op = HQ_F_AMOUNT, .other = CLOCK_HOUR, .a = 15 * D, .b = HQ_BIG } },
				  years[] = { { .op = HQ_F_AMOUNT, .other = YEAR, .a = 1 * D, .b = HQ_BIG } },
				  credit[] = { { .op = HQ_F_AMOUNT, .other = SEMESTER_HOUR, .a = 3 * D, .b = HQ_BIG } };
	struct hq_record r = hand_record(ACTIVITY, CLOCK_HOUR, 15 * D), course = hand_record(COURSE, 255, 0);

	(void)state;
	assert_true(ask(1, hours, &r) == HQI_YES);
	r.amount--;
	assert_true(ask(1, hours, &r) == HQI_NO);
	assert_true(ask(1, years, &r) == (HQI_UNKNOWN | HQI_LACK_UNIT));
	r.unit = 255;
	assert_true(ask(1, years, &r) == HQI_YES);     /* one year unless it says otherwise */
	assert_true(ask(1, hours, &r) == (HQI_UNKNOWN | HQI_LACK_UNIT));
	assert_true(ask(1, credit, &course) == (HQI_UNKNOWN | HQI_LACK_AMOUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(check_and_or_not, setup), cmocka_unit_test_setup(check_lacks, setup),
		cmocka_unit_test_setup(check_closed, setup),     cmocka_unit_test_setup(check_sets, setup),
		cmocka_unit_test_setup(check_compare, setup),    cmocka_unit_test_setup(check_dates, setup),
		cmocka_unit_test_setup(check_amounts, setup),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
