/* Quantities: windows, spans by school years, units, caps on a record and on a year, what is missing (semantics 2 and 4). */
#include "../tables/hand.h"

static struct hand_rules h;
static struct hand_facts f;

static int setup(void **state)
{
	(void)state;
	hand_begin(&h);
	hand_facts(&f);
	return 0;
}
static int teardown(void **state)
{
	(void)state;
	hand_done(&f);
	return 0;
}

/* The interval of one measure; @rc of deciding is checked. */
static struct hq_interval measure(struct hq_measure m, const char *as_of)
{
	const uint16_t index = hand_measure(&h, m);

	hand_end(&h, hand_test(&h, index, 0, HQ_BIG));
	assert_int_equal(hand_decide(&h, &f, as_of), HQ_OK);
	return hand_quantity(&f, index);
}
static const struct hq_measure hours = { .kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR },
			       years = { .kind = EXPERIENCE, .agg = HQ_AGG_SUM, .unit = YEAR },
			       clock = { .kind = ACTIVITY, .agg = HQ_AGG_SUM, .unit = CLOCK_HOUR },
			       activities = { .kind = ACTIVITY, .agg = HQ_AGG_COUNT };

static struct hq_record *course(int64_t amount, const char *day)
{
	struct hq_record *r = hand_add(&f, hand_record(COURSE, SEMESTER_HOUR, amount));

	if (day)
		hand_set(r, C_COMPLETED, hand_day(day));
	return r;
}
static struct hq_record *activity(int64_t amount, const char *day)
{
	struct hq_record *r = hand_add(&f, hand_record(ACTIVITY, CLOCK_HOUR, amount));

	if (day)
		hand_set(r, X_PERFORMED, hand_day(day));
	return r;
}
static struct hq_record *span(int64_t amount, const char *from, const char *to)
{
	struct hq_record *r = hand_add(&f, hand_record(EXPERIENCE, YEAR, amount));

	if (from)
		hand_set(r, E_BEGAN, hand_day(from));
	if (to)
		hand_set(r, E_ENDED, strcmp(to, "never") ? hand_day(to) : HQ_DAY_NEVER);
	return r;
}

static void check_windows(void **state)
{
	static const struct { const char *name, *as_of, *day; struct hq_window w; int counts; } rows[] = {
		{ "first day of 6 years", "2006-06-30", "2000-07-01", { .from_kind = HQ_BOUND_MONTHS, .from = 72 }, 1 },
		{ "the day before", "2006-06-30", "2000-06-30", { .from_kind = HQ_BOUND_MONTHS, .from = 72 }, 0 },
		{ "the as-of date", "2006-06-30", "2006-06-30", { .from_kind = HQ_BOUND_MONTHS, .from = 72 }, 1 },
		{ "the day after it", "2006-06-30", "2006-07-01", { .from_kind = HQ_BOUND_MONTHS, .from = 72 }, 0 },
		{ "a year from a leap day", "2008-02-29", "2007-03-01", { .from_kind = HQ_BOUND_MONTHS, .from = 12 }, 1 },
		{ "a year from a leap day, before", "2008-02-29", "2007-02-28", { .from_kind = HQ_BOUND_MONTHS, .from = 12 }, 0 },
		{ "a month from a month's end", "2006-03-31", "2006-03-01", { .from_kind = HQ_BOUND_MONTHS, .from = 1 }, 1 },
		{ "a month from a month's end, before", "2006-03-31", "2006-02-28", { .from_kind = HQ_BOUND_MONTHS, .from = 1 }, 0 },
		{ "before the last 10 years", "2006-06-30", "1996-06-30", { .to_kind = HQ_BOUND_MONTHS, .to = 120 }, 1 },
		{ "before the last 10 years, after", "2006-06-30", "1996-07-01", { .to_kind = HQ_BOUND_MONTHS, .to = 120 }, 0 },
		{ "no window", "2006-06-30", "1950-01-01", { .from_kind = HQ_BOUND_OPEN }, 1 },
		{ "no window, not yet", "2006-06-30", "2006-07-01", { .from_kind = HQ_BOUND_OPEN }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		struct hq_measure m = hours;

		m.window = hand_window(&h, rows[i].w);
		course(3 * D, rows[i].day);
		assert_interval(rows[i].name, measure(m, rows[i].as_of), rows[i].counts * 3 * D, rows[i].counts * 3 * D);
	}
}

/* Fixed days: after 1995-06-30 up to and with 2001-01-01. */
static void check_fixed_days(void **state)
{
	static const struct { const char *day; int counts; } rows[] = {
		{ "1995-06-30", 0 }, { "1995-07-01", 1 }, { "2001-01-01", 1 }, { "2001-01-02", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		struct hq_measure m = hours;

		m.window = hand_window(&h, (struct hq_window){ .from_kind = HQ_BOUND_DAY, .to_kind = HQ_BOUND_DAY,
							       .from = hand_day("1995-07-01"), .to = hand_day("2001-01-01") });
		course(3 * D, rows[i].day);
		assert_interval(rows[i].day, measure(m, "2006-06-30"), rows[i].counts * 3 * D, rows[i].counts * 3 * D);
	}
}

/* A record without a day: before the as-of date for certain, in a window perhaps (2.5). */
static void check_undated(void **state)
{
	struct hq_measure m = hours;

	(void)state;
	course(3 * D, NULL);
	course(2 * D, "2006-01-01");
	assert_interval("no window", measure(m, "2006-06-30"), 5 * D, 5 * D);
	m.window = hand_within(&h, 72);
	assert_interval("a window", measure(m, "2006-06-30"), 2 * D, 5 * D);
}

static void check_spans(void **state)
{
	static const struct { const char *name; int64_t n; const char *from, *to; int months; int64_t lo, hi; } rows[] = {
		{ "12 school years, no window", 1200, "1994-08-15", "2006-06-10", 0, 1200, 1200 },
		{ "12 school years, the last 10", 1200, "1994-08-15", "2006-06-10", 120, 1000, 1000 },
		{ "12 school years, the last year", 1200, "1994-08-15", "2006-06-10", 12, 100, 100 },
		{ "10 years stated of 12 touched", 1000, "1994-08-15", "2006-06-10", 120, 800, 1000 },
		{ "1 year stated of 12 touched", 100, "1994-08-15", "2006-06-10", 120, 0, 100 },
		{ "half years", 1150, "1994-08-15", "2006-06-10", 120, 950, 1000 },
		{ "still going on", 1200, "1994-08-15", "never", 120, 1000, 1000 },
		{ "no last day, no window", 700, "1999-08-15", NULL, 0, 700, 700 },
		{ "no last day, a window in which all of it lies", 700, "1999-08-15", NULL, 120, 700, 700 },
		{ "no last day, seven years of which two lie before the window", 700, "1994-08-15", NULL, 120, 500, 700 },
		{ "no last day, two years that may lie before it", 200, "1994-08-15", NULL, 120, 0, 200 },
		{ "no last day, three of which one cannot", 300, "1994-08-15", NULL, 120, 100, 300 },
		{ "no last day, more years than there have been", 700, "2004-08-15", NULL, 120, 200, 200 },
		{ "no last day, the last year alone", 700, "1999-08-15", NULL, 12, 100, 100 },
		{ "all before the window", 500, "1990-08-15", "1995-06-10", 120, 0, 0 },
		{ "ends on 30 June of the day n years before", 200, "1994-08-15", "1996-06-30", 120, 0, 0 },
		{ "one day into the window", 300, "1994-08-15", "1996-07-01", 120, 100, 100 },
		{ "no first day, no window", 700, NULL, "2006-06-10", 0, 700, 700 },
		{ "no first day, a window", 700, NULL, "2006-06-10", 120, 0, 700 },
		{ "no first day, a window that is shorter", 700, NULL, "2006-06-10", 36, 0, 300 },
		{ "no first day, of which half lies in it at most", 700, NULL, "1999-06-10", 120, 0, 300 },
		{ "no first day, and over before it", 700, NULL, "1996-06-30", 120, 0, 0 },
		{ "no day at all, no window", 700, NULL, NULL, 0, 700, 700 },
		{ "no day at all, a window", 700, NULL, NULL, 120, 0, 700 },
		{ "no day at all, a window that is shorter", 700, NULL, NULL, 36, 0, 300 },
		{ "begins after the as-of date", 100, "2006-07-01", NULL, 0, 0, 0 },
		{ "goes on after the as-of date", 200, "2005-08-15", "2007-06-10", 0, 100, 100 },
		{ "goes on after the as-of date, began no one knows when", 200, NULL, "2007-06-10", 0, 100, 200 },
		{ "one school year", 100, "2005-08-15", "2006-06-10", 120, 100, 100 },
		{ "a part of one", 50, "2006-01-15", "2006-06-10", 120, 50, 50 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		struct hq_measure m = years;

		if (rows[i].months)
			m.window = hand_within(&h, rows[i].months);
		span(rows[i].n, rows[i].from, rows[i].to);
		assert_interval(rows[i].name, measure(m, "2006-06-30"), rows[i].lo, rows[i].hi);
	}
}

/* As of a day within a school year, its part is dated by the as-of date when the span goes on, by 30 June when it is over. */
static void check_span_this_year(void **state)
{
	(void)state;
	span(300, "2004-08-15", "never");
	assert_interval("goes on", measure(years, "2007-03-01"), 300, 300);
	f.records[0] = hand_record(EXPERIENCE, YEAR, 300);
	f.facts.nrecords = 0;
	span(300, "2004-08-15", "2007-06-10");
	assert_interval("ends later", measure(years, "2007-03-01"), 200, 200);
}

/* For a count, a span is one record dated by its last day. */
static void check_span_counted(void **state)
{
	struct hq_measure m = { .kind = EXPERIENCE, .agg = HQ_AGG_COUNT };

	(void)state;
	m.window = hand_within(&h, 12);
	span(500, "2001-08-15", "2006-06-10");
	span(200, "2001-08-15", "2003-06-10");
	span(100, "2005-08-15", "never");
	assert_interval("ended within a year, or going on", measure(m, "2006-06-30"), 2 * D, 2 * D);
}

static void check_units(void **state)
{
	struct hq_measure m = hours;

	(void)state;
	course(6 * D, "2000-01-01");
	hand_add(&f, hand_record(COURSE, QUARTER_HOUR, 9 * D));
	assert_interval("quarter hours are not converted", measure(m, "2006-06-30"), 6 * D, 406 * D);
	setup(NULL);
	course(6 * D, "2000-01-01");
	hand_add(&f, hand_record(COURSE, QUARTER_HOUR, 9 * D));
	/* one quarter hour is two thirds of a semester hour: quantities times 300 */
	m.scale = 300;
	m.first_conv = 0;
	m.nconvs = 2;
	hand_conv(&h, (struct hq_conv){ .unit = SEMESTER_HOUR, .num = 3, .den = 1 });
	hand_conv(&h, (struct hq_conv){ .unit = QUARTER_HOUR, .num = 2, .den = 1 });
	assert_interval("at two thirds", measure(m, "2006-06-30"), 12 * 300, 12 * 300);
}

static void check_amount_missing(void **state)
{
	(void)state;
	course(6 * D, "2000-01-01");
	hand_add(&f, hand_record(COURSE, 255, 0));
	assert_interval("between least and most", measure(hours, "2006-06-30"), 6 * D, 406 * D);
	setup(NULL);
	hand_add(&f, hand_record(EXPERIENCE, 255, 0));
	assert_interval("a span of unknown length", measure(years, "2006-06-30"), 0, 60 * D);
	setup(NULL);
	struct hq_record *r = span(0, "2003-08-15", "2006-06-10");

	r->unit = 255;
	assert_interval("at most the school years touched", measure(years, "2006-06-30"), 0, 3 * D);
	setup(NULL);
	struct hq_measure m = { .kind = ACTIVITY, .agg = HQ_AGG_SUM, .unit = YEAR };

	hand_add(&f, hand_record(ACTIVITY, 255, 0))->times = 3;
	assert_interval("the kind's default", measure(m, "2006-06-30"), 3 * D, 3 * D);
}

static void check_counting(void **state)
{
	struct hq_measure m = hours;

	(void)state;
	activity(2 * D, NULL)->times = 3;
	activity(1 * D, NULL);
	assert_interval("times", measure(activities, "2006-06-30"), 4 * D, 4 * D);
	assert_interval("amounts times", measure(clock, "2006-06-30"), 7 * D, 7 * D);
	setup(NULL);
	m.agg = HQ_AGG_GREATEST;
	course(3 * D, NULL);
	course(5 * D, NULL);
	course(4 * D, NULL);
	assert_interval("greatest", measure(m, "2006-06-30"), 5 * D, 5 * D);
	setup(NULL);
	assert_interval("greatest of none", measure(m, "2006-06-30"), 0, 0);
	setup(NULL);
	m = clock;
	m.agg = HQ_AGG_GREATEST;
	activity(2 * D, NULL)->times = 3;
	assert_interval("greatest of one of three alike", measure(m, "2006-06-30"), 2 * D, 2 * D);
}

/* Caps on a record's own amount and whole blocks of it, before times (4.4). */
static void check_each(void **state)
{
	struct hq_measure m = clock;

	(void)state;
	m.cap_each = 10 * D;
	activity(25 * D, NULL)->times = 2;
	activity(10 * D, NULL);
	activity(9 * D, NULL);
	assert_interval("at most 10 each", measure(m, "2006-06-30"), 39 * D, 39 * D);
	setup(NULL);
	m = clock;
	m.block_each = 15 * D;
	m.scale = D;
	activity(29 * D, NULL)->times = 2;
	activity(15 * D, NULL);
	activity(1499, NULL);
	assert_interval("whole 15 of each", measure(m, "2006-06-30"), 3 * D, 3 * D);
	setup(NULL);
	m.cap_each = 30 * D;
	activity(100 * D, NULL);
	assert_interval("the cap before the blocks", measure(m, "2006-06-30"), 2 * D, 2 * D);
}

static void check_a_year(void **state)
{
	struct hq_measure m = clock;

	(void)state;
	m.cap_year = 8 * D;
	activity(5 * D, "2004-07-01");
	activity(5 * D, "2005-06-30");
	activity(5 * D, "2005-07-01");
	assert_interval("30 June and 1 July", measure(m, "2006-06-30"), 13 * D, 13 * D);
	activity(2 * D, NULL);
	assert_interval("an undated one in the fullest year, or in its own", measure(m, "2006-06-30"), 13 * D, 15 * D);
	activity(20 * D, NULL);
	assert_interval("two undated", measure(m, "2006-06-30"), 13 * D, 23 * D);
	setup(NULL);
	activity(3 * D, NULL);
	assert_interval("undated alone is certain", measure(m, "2006-06-30"), 3 * D, 3 * D);
	activity(7 * D, NULL);
	assert_interval("two undated: one year or two", measure(m, "2006-06-30"), 8 * D, 10 * D);
	setup(NULL);
	activity(4 * D, "2005-01-01")->times = 3;
	assert_interval("times within a year", measure(m, "2006-06-30"), 8 * D, 8 * D);
	setup(NULL);
	m = years;
	m.cap_year = 1 * D;
	span(200, "2003-08-15", "2005-06-10");
	span(300, "2003-08-15", "2006-06-10");
	assert_interval("two posts in the same years", measure(m, "2006-06-30"), 300, 300);
	m.cap_year = D / 2;
	assert_interval("half a year a year", measure(m, "2006-06-30"), 150, 150);
	span(100, "1994-08-15", "1996-06-10");
	assert_interval("a year somewhere in two", measure(m, "2006-06-30"), 150, 250);
}

/* A filter that is unknown adds nothing to the lower end (4.1). */
static void check_unknown_filter(void **state)
{
	struct hq_measure m = clock;

	(void)state;
	m.filter = hand_filter(&h, HAND_OPS(OP_IS(X_CONTENT, 1, 1)));
	hand_set(activity(5 * D, NULL), X_CONTENT, 1);
	hand_set(activity(7 * D, NULL), X_CONTENT, 0);
	activity(9 * D, NULL);
	assert_interval("yes, no, unknown", measure(m, "2006-06-30"), 5 * D, 14 * D);
	f.facts.closed = 1;
	assert_interval("closed", measure(m, "2006-06-30"), 5 * D, 5 * D);
}

static void check_lists(void **state)
{
	struct hq_measure m = hours;

	(void)state;
	m.max = 600 * D;
	assert_interval("known to be none", measure(m, "2006-06-30"), 0, 0);
	assert_int_equal(f.decision.measure_flags[0], HQ_SEEN_RECORDS);
	f.facts.list[COURSE] = HQ_UNKNOWN;
	assert_interval("unknown", measure(m, "2006-06-30"), 0, 600 * D);
	assert_int_equal(f.decision.measure_flags[1], HQ_SEEN_UNKNOWN);
	f.facts.list[COURSE] = HQ_NOT_ASKED;
	assert_interval("not asked", measure(m, "2006-06-30"), 0, 600 * D);
	assert_int_equal(f.decision.measure_flags[2], HQ_SEEN_NOT_ASKED);
	f.facts.closed = 1;
	assert_interval("not asked, closed", measure(m, "2006-06-30"), 0, 0);
	assert_int_equal(f.decision.measure_flags[3], HQ_SEEN_CLOSED);
}

/* A form's answer takes the place of the records; both at once are an error (4.6). */
static void check_forms(void **state)
{
	struct hq_measure m = hours;
	const uint16_t index = hand_measure(&h, (m.max = 600 * D, m));
	const uint16_t row = hand_test(&h, index, 0, HQ_BIG);

	(void)state;
	hand_slot(&h, row, index, 1 << COURSE);
	hand_end(&h, row);
	f.facts.answers = f.answers;
	course(3 * D, NULL);
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_OK);
	assert_interval("not asked on the form", hand_quantity(&f, index), 3 * D, 3 * D);
	f.answers[0] = (struct hq_answer){ .value = 45 * D, .know = HQ_KNOWN };
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_EBOTH);
	f.facts.nrecords = 0;
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_EBOTH);         /* known to be none is given too */
	f.facts.list[COURSE] = HQ_UNKNOWN;
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_OK);
	assert_interval("from the form", hand_quantity(&f, index), 45 * D, 45 * D);
	assert_int_equal(f.decision.measure_flags[index], HQ_SEEN_FORM);
	f.answers[0].know = HQ_UNKNOWN;
	f.facts.closed = 1;
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_OK);
	assert_interval("unknown on the form", hand_quantity(&f, index), 0, 600 * D);
	assert_int_equal(f.decision.measure_flags[index], HQ_SEEN_FORM | HQ_SEEN_UNKNOWN);
	f.answers[0] = (struct hq_answer){ .value = 600 * D, .know = HQ_KNOWN };
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_OK);
	f.answers[0].value++;
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_ERANGE);
	f.answers[0].value = -1;
	assert_int_equal(hand_decide(&h, &f, "2006-06-30"), HQ_ERANGE);
}

/* Why a record counts or not, as an explanation asks. */
static void check_reasons(void **state)
{
	struct hq_measure m = hours;
	struct hqi_ask ask;
	struct hqi_count c;

	(void)state;
	m.window = hand_within(&h, 72);
	m.filter = hand_filter(&h, HAND_OPS(OP_IS(C_NEW, 1, 1)));
	hand_set(course(3 * D, "2006-01-01"), C_NEW, 1);
	hand_set(course(4 * D, "1999-01-01"), C_NEW, 1);
	hand_set(course(5 * D, NULL), C_NEW, 1);
	course(6 * D, "2006-01-02");
	measure(m, "2006-06-30");
	hqi_ask_again(&ask, &h.head, &f.facts, &f.decision);
	for (size_t i = 0; i < f.facts.nrecords; i++) {
		hqi_record_counts(&ask, 0, &f.records[i], &c);
		switch (f.records[i].ref) {
		case 0:
			assert_true(hqi_is_yes(c.filter) && c.in_window == 2 && c.part.lo == 3 * D && c.part.hi == 3 * D);
			break;
		case 1:
			assert_true(hqi_is_yes(c.filter) && c.in_window == 0 && c.part.hi == 0);
			break;
		case 2:
			assert_true(c.in_window == 1 && c.lacks_day && c.part.lo == 0 && c.part.hi == 5 * D);
			break;
		default:
			assert_true(c.filter == (HQI_UNKNOWN | HQI_LACK_FIELD(C_NEW)) && c.in_window == 2 && !c.lacks_day);
		}
	}
}

static void check_prepare(void **state)
{
	static const struct { const char *name; uint8_t kind, unit; int64_t amount; int field; int64_t value; int rc; } rows[] = {
		{ "all that one may have", COURSE, SEMESTER_HOUR, 400 * D, -1, 0, HQ_OK },
		{ "more than one may have", COURSE, SEMESTER_HOUR, 400 * D + 1, -1, 0, HQ_ERANGE },
		{ "less than nothing", COURSE, SEMESTER_HOUR, -1, -1, 0, HQ_ERANGE },
		{ "a unit of another kind", COURSE, CLOCK_HOUR, 1, -1, 0, HQ_ERANGE },
		{ "no such unit", COURSE, 200, 1, -1, 0, HQ_ERANGE },
		{ "no such kind", NKINDS, 255, 0, -1, 0, HQ_ERANGE },
		{ "the last code", COURSE, 255, 0, C_SUBJECT, MUSIC, HQ_OK },
		{ "past the last code", COURSE, 255, 0, C_SUBJECT, NSUBJECTS, HQ_ERANGE },
		{ "a negative code", COURSE, 255, 0, C_SUBJECT, -1, HQ_ERANGE },
		{ "a code past the set", CERTIFICATE, 255, 0, K_AREAS, 1 << NSUBJECTS, HQ_ERANGE },
		{ "the whole set", CERTIFICATE, 255, 0, K_AREAS, (1 << NSUBJECTS) - 1, HQ_OK },
		{ "neither yes nor no", COURSE, 255, 0, C_NEW, 2, HQ_ERANGE },
		{ "never, where it may be", CERTIFICATE, 255, 0, K_EXPIRES, HQ_DAY_NEVER, HQ_OK },
		{ "never, where it may not be", CERTIFICATE, 255, 0, K_ISSUED, HQ_DAY_NEVER, HQ_ERANGE },
		{ "the last day there is", COURSE, 255, 0, C_COMPLETED, HQ_DAY_LAST, HQ_OK },
		{ "the day after", COURSE, 255, 0, C_COMPLETED, HQ_DAY_LAST + 1, HQ_ERANGE },
		{ "the highest number", TEACHER, 255, 0, T_GPA, 400, HQ_OK },
		{ "above it", TEACHER, 255, 0, T_GPA, 401, HQ_ERANGE },
		{ "a field that the kind does not have", TEACHER, 255, 0, 3, 0, HQ_ERANGE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		hand_facts(&f);
		struct hq_record *r = hand_add(&f, hand_record(rows[i].kind, rows[i].unit, rows[i].amount));

		if (rows[i].field >= 0)
			hand_set(r, (unsigned)rows[i].field, rows[i].value);
		if (hq_facts_prepare(&f.facts, f.records) != rows[i].rc)
			fail_msg("%s", rows[i].name);
	}
	hand_facts(&f);
	f.facts.vocab = NULL;
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_EVOCAB);
}

static void check_prepare_more(void **state)
{
	(void)state;
	course(300 * D, NULL);
	course(300 * D, NULL);
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	course(1, NULL);
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);    /* more than all together may have */
	setup(NULL);
	activity(1, NULL)->times = HQ_TIMES_MAX;
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	f.records[0].times++;
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	f.records[0].times = 0;
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	setup(NULL);
	course(1, NULL)->times = 2;                    /* a kind that is not counted by times */
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	setup(NULL);
	span(200, "2004-08-15", "2005-08-14");
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	f.records[0].amount = 201;                     /* two school years touched hold two years */
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	setup(NULL);
	span(0, "2005-08-15", "2005-08-14");
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	setup(NULL);
	hand_add(&f, hand_record(TEACHER, 255, 0));
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	hand_add(&f, hand_record(TEACHER, 255, 0));
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	setup(NULL);
	course(1, NULL);
	f.facts.list[COURSE] = HQ_UNKNOWN;             /* records of a list that is not known */
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
	f.facts.list[COURSE] = 3;
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_ERANGE);
}

/* Sorted by kind, day and place, whatever the order given. */
static void check_order(void **state)
{
	uint32_t x = 7;

	(void)state;
	for (int round = 0; round < 200; round++) {
		setup(NULL);
		for (int i = 0; i < 40; i++) {
			x = x * 1103515245u + 12345u;
			const unsigned kind = COURSE + (x >> 16) % 2, day = (x >> 20) % 5;
			struct hq_record *r = hand_add(&f, hand_record((uint8_t)kind, 255, 0));

			if (day)
				hand_set(r, kind == COURSE ? C_COMPLETED : E_ENDED, 100 + day);
		}
		assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
		uint32_t refs = 0;

		for (size_t i = 0; i < 40; i++) {
			const struct hq_record *r = &f.records[i];

			refs += r->ref;
			if (i == 0)
				continue;
			const struct hq_record *p = r - 1;
			const int64_t dp = p->kind == COURSE ? p->v[C_COMPLETED] : p->v[E_ENDED],
				      dr = r->kind == COURSE ? r->v[C_COMPLETED] : r->v[E_ENDED];

			assert_true(p->kind < r->kind || (p->kind == r->kind && (dp < dr || (dp == dr && p->ref < r->ref))));
		}
		assert_int_equal(refs, 40 * 39 / 2);
		assert_int_equal(f.facts.first[COURSE], 0);
		assert_int_equal(f.facts.first[EXPERIENCE + 1], 40);
		assert_int_equal(f.facts.first[HQ_KINDS_MAX], 40);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(check_windows),  T(check_fixed_days),     T(check_undated),      T(check_spans),        T(check_span_this_year),
		T(check_span_counted), T(check_units),      T(check_amount_missing), T(check_counting),   T(check_each),
		T(check_a_year),   T(check_unknown_filter), T(check_lists),        T(check_forms),        T(check_reasons),
		T(check_prepare),  T(check_prepare_more),   T(check_order),
	};

	return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
