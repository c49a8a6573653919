/* Requirements, points, rubrics and verdicts, from the rows up (semantics 5 to 8). */
#include "../tables/hand.h"

static struct hand_rules h;
static struct hand_facts f;
static const char as_of[] = "2006-06-30";

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

/* A question whose answer the test chooses: a form's yes-or-no slot on a silent row. */
static uint16_t question(void)
{
	const uint16_t row = hand_row(&h, HQ_OP_SILENT, 0, 0, NULL);

	hand_slot(&h, row, HQ_NONE, 0);
	return row;
}
static void answer(uint16_t slot, char to)
{
	f.facts.answers = f.answers;
	f.answers[slot] = (struct hq_answer){ .value = to == 'y', .know = to == '?' ? HQ_UNKNOWN : HQ_KNOWN };
}

/* A measure whose value the test chooses: a form's quantity. */
static uint16_t given(void)
{
	const uint16_t m = hand_measure(&h, (struct hq_measure){ .kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR });

	hand_slot(&h, HQ_NONE, m, 1 << COURSE);
	f.facts.list[COURSE] = HQ_NOT_ASKED;
	return m;
}
static void quantity(uint16_t slot, int64_t value)
{
	f.facts.answers = f.answers;
	f.answers[slot] = (struct hq_answer){ .value = value, .know = value < 0 ? HQ_UNKNOWN : HQ_KNOWN };
}

static void decide(void)
{
	assert_int_equal(hand_decide(&h, &f, as_of), HQ_OK);
}
static char shown(struct hq_interval v)
{
	return v.lo ? 'y' : v.hi ? '?' : 'n';
}

/* ---- requirements --------------------------------------------------------------------------------------------- */

static void check_combining(void **state)
{
	static const struct { const char *answers; char all, any, two, none; } rows[] = {
		{ "yyy", 'y', 'y', 'y', 'n' }, { "yyn", 'n', 'y', 'y', 'n' }, { "ynn", 'n', 'y', 'n', 'n' }, { "nnn", 'n', 'n', 'n', 'y' },
		{ "yy?", '?', 'y', 'y', 'n' }, { "yn?", 'n', 'y', '?', 'n' }, { "nn?", 'n', '?', 'n', '?' }, { "y??", '?', 'y', '?', 'n' },
		{ "n??", 'n', '?', '?', '?' }, { "???", '?', '?', '?', '?' },
	};
	uint16_t kid[3], all, any, two, none;

	(void)state;
	for (int i = 0; i < 3; i++)
		kid[i] = question();
	all = hand_row(&h, HQ_OP_ALL, 0, 3, kid);
	two = hand_row(&h, HQ_OP_AT_LEAST, 2, 3, kid);
	any = hand_row(&h, HQ_OP_ANY, 0, 3, kid);
	none = hand_row(&h, HQ_OP_NOT, 0, 1, &any);
	hand_end(&h, all);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (uint16_t k = 0; k < 3; k++)
			answer(k, rows[i].answers[k]);
		decide();
		if (shown(hand_value(&f, all)) != rows[i].all || shown(hand_value(&f, any)) != rows[i].any ||
		    shown(hand_value(&f, two)) != rows[i].two || shown(hand_value(&f, none)) != rows[i].none)
			fail_msg("%s", rows[i].answers);
	}
}

/* Nothing under a heading: all of nothing is yes, any of nothing no. */
static void check_empty(void **state)
{
	const uint16_t all = hand_row(&h, HQ_OP_ALL, 0, 0, NULL), any = hand_row(&h, HQ_OP_ANY, 0, 0, NULL);

	(void)state;
	hand_end(&h, all);
	decide();
	assert_int_equal(shown(hand_value(&f, all)), 'y');
	assert_int_equal(shown(hand_value(&f, any)), 'n');
}

/* A quantity lies in a..b as a whole, not at all, or partly (7.2). */
static void check_comparisons(void **state)
{
	static const struct { const char *name; int64_t certain, possible, a, b; char want; } rows[] = {
		{ "at least 12, 12", 12, 0, 12 * D, HQ_BIG, 'y' },      { "at least 12, just under", 11, 0, 12 * D, HQ_BIG, 'n' },
		{ "at least 12, 11 to 12", 11, 1, 12 * D, HQ_BIG, '?' }, { "at least 12, 12 to 13", 12, 1, 12 * D, HQ_BIG, 'y' },
		{ "at most 12, 12", 12, 0, 0, 12 * D, 'y' },            { "at most 12, 12 to 13", 12, 1, 0, 12 * D, '?' },
		{ "at most 12, 13 to 14", 13, 1, 0, 12 * D, 'n' },      { "exactly 12, 12", 12, 0, 12 * D, 12 * D, 'y' },
		{ "exactly 12, 11 to 13", 11, 2, 12 * D, 12 * D, '?' }, { "exactly 12, 13 to 14", 13, 1, 12 * D, 12 * D, 'n' },
		{ "no records", 0, 0, 0, 0, 'y' },                      { "no records, one perhaps", 0, 1, 0, 0, '?' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		const uint16_t m = hand_measure(&h, (struct hq_measure){
			.kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR,
			.filter = hand_filter(&h, HAND_OPS(OP_IS(C_NEW, 1, 1))) });
		const uint16_t row = hand_test(&h, m, rows[i].a, rows[i].b);

		hand_end(&h, row);
		hand_set(hand_add(&f, hand_record(COURSE, SEMESTER_HOUR, rows[i].certain * D)), C_NEW, 1);
		hand_add(&f, hand_record(COURSE, SEMESTER_HOUR, rows[i].possible * D));
		decide();
		if (shown(hand_value(&f, row)) != rows[i].want)
			fail_msg("%s: %c", rows[i].name, shown(hand_value(&f, row)));
	}
}

static void check_scalar(void **state)
{
	const uint16_t row = hand_row(&h, HQ_OP_SCALAR, hand_filter(&h, HAND_OPS(OP_OF(HQ_SRC_ASSIGNMENT, A_GRADE, F, B))), 0, NULL);
	const uint16_t old = hand_row(&h, HQ_OP_SCALAR, hand_filter(&h, HAND_OPS(OP_OF(HQ_SRC_AS_OF, 0, 0, hand_day(as_of) - 1))), 0, NULL);

	(void)state;
	hand_end(&h, row);
	decide();
	assert_int_equal(shown(hand_value(&f, row)), '?');
	assert_int_equal(shown(hand_value(&f, old)), 'n');
	f.assignment = hand_record(ASSIGNMENT, 255, 0);
	f.facts.assignment = &f.assignment;
	hand_set(&f.assignment, A_GRADE, B);
	decide();
	assert_int_equal(shown(hand_value(&f, row)), 'y');
	f.assignment.v[A_GRADE] = A;
	decide();
	assert_int_equal(shown(hand_value(&f, row)), 'n');
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

/* Points of one line for chosen quantities; times D like everything. */
static void check_lines(void **state)
{
	static const struct hq_tier tiers[] = { { 8 * D, 2 * D }, { 16 * D, 3 * D } };
	static const struct {
		const char *name;
		struct hq_line line;
		int64_t max, q, lo, hi;
	} rows[] = {
		{ "3 an hour", { .mul = 3 }, 0, 15 * D, 45 * D, 45 * D },
		{ "half an hour", { .mul = 3 }, 0, 50, 150, 150 },
		{ "3 per whole 15", { .form = HQ_LINE_BLOCKS, .block = 15 * D, .mul = 3 * D }, 0, 30 * D, 6 * D, 6 * D },
		{ "3 per whole 15, just under", { .form = HQ_LINE_BLOCKS, .block = 15 * D, .mul = 3 * D }, 0, 30 * D - 1, 3 * D, 3 * D },
		{ "3 per whole 15, none", { .form = HQ_LINE_BLOCKS, .block = 15 * D, .mul = 3 * D }, 0, 15 * D - 1, 0, 0 },
		{ "cap in units", { .mul = 1, .cap = 10 * D }, 0, 10 * D, 10 * D, 10 * D },
		{ "one past the cap in units", { .mul = 1, .cap = 10 * D }, 0, 11 * D, 10 * D, 10 * D },
		{ "cap in points", { .mul = 9 }, 45 * D, 5 * D, 45 * D, 45 * D },
		{ "one past the cap in points", { .mul = 9 }, 45 * D, 6 * D, 45 * D, 45 * D },
		{ "under the cap in points", { .mul = 9 }, 45 * D, 4 * D, 36 * D, 36 * D },
		{ "counted only from 5", { .mul = 1, .from = 5 * D }, 0, 5 * D, 5 * D, 5 * D },
		{ "counted only from 5, under", { .mul = 1, .from = 5 * D }, 0, 5 * D - 1, 0, 0 },
		{ "3 or 4, the source does not say when", { .mul = 3, .mul_hi = 4 }, 0, 10 * D, 30 * D, 40 * D },
		{ "3 or 4 under a cap", { .mul = 3, .mul_hi = 4 }, 35 * D, 10 * D, 30 * D, 35 * D },
		{ "no rate printed", { .mul = 0, .mul_hi = HQ_BIG }, 0, 1, 0, HQ_BIG },
		{ "no rate printed, a cap is", { .mul = 0, .mul_hi = HQ_BIG }, 30 * D, 1, 0, 30 * D },
		{ "no rate printed, nothing to rate", { .mul = 0, .mul_hi = HQ_BIG }, 0, 0, 0, 0 },
		{ "below the first tier", { .form = HQ_LINE_TIERS }, 0, 8 * D - 1, 0, 0 },
		{ "the first tier", { .form = HQ_LINE_TIERS }, 0, 8 * D, 2 * D, 2 * D },
		{ "up to the second tier", { .form = HQ_LINE_TIERS }, 0, 16 * D - 1, 2 * D, 2 * D },
		{ "the second tier", { .form = HQ_LINE_TIERS }, 0, 16 * D, 3 * D, 3 * D },
		{ "unknown", { .mul = 3 }, 45 * D, -1, 0, 45 * D },
		{ "unknown, tiers", { .form = HQ_LINE_TIERS }, 0, -1, 0, 3 * D },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		struct hq_line line = rows[i].line;

		line.measure = given();
		const uint16_t row = hand_line(&h, line, rows[i].max ? hand_limit(&h, (struct hq_limit){ .max = rows[i].max }) : HQ_NONE);

		if (line.form == HQ_LINE_TIERS)
			hand_tiers(&h, 2, tiers);
		const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = D, .pass_hi = D }, 1, &row);

		hand_end(&h, rubric);
		quantity(0, rows[i].q);
		decide();
		assert_interval(rows[i].name, hand_value(&f, row), rows[i].lo, rows[i].hi);
	}
}

static void check_awards(void **state)
{
	const uint16_t q = question();
	const uint16_t ten = hand_award(&h, 10 * D, 10 * D, q), either = hand_award(&h, 3 * D, 5 * D, q),
		       silent = hand_award(&h, 0, HQ_BIG, q);

	(void)state;
	hand_end(&h, hand_rubric(&h, (struct hq_rubric){ .pass_lo = D, .pass_hi = D }, HAND_ROWS(ten, either, silent)));
	answer(0, 'y');
	decide();
	assert_interval("ten", hand_value(&f, ten), 10 * D, 10 * D);
	assert_interval("3 or 5", hand_value(&f, either), 3 * D, 5 * D);
	assert_interval("no points printed", hand_value(&f, silent), 0, HQ_BIG);
	answer(0, 'n');
	decide();
	assert_interval("ten", hand_value(&f, ten), 0, 0);
	assert_interval("no points printed", hand_value(&f, silent), 0, 0);
	answer(0, '?');
	decide();
	assert_interval("ten", hand_value(&f, ten), 0, 10 * D);
	assert_interval("3 or 5", hand_value(&f, either), 0, 5 * D);
}

static void check_categories(void **state)
{
	const uint16_t a = hand_line(&h, (struct hq_line){ .measure = given(), .mul = 1 }, HQ_NONE);
	const uint16_t b = hand_line(&h, (struct hq_line){ .measure = given(), .mul = 2 }, HQ_NONE);
	const uint16_t sum = hand_category(&h, HQ_NONE, HAND_ROWS(a, b));
	const uint16_t best = hand_category(&h, hand_limit(&h, (struct hq_limit){ .best = 1 }), HAND_ROWS(a, b));
	const uint16_t capped = hand_category(&h, hand_limit(&h, (struct hq_limit){ .max = 20 * D, .divide = 4 }), HAND_ROWS(a, b));
	const uint16_t nested = hand_category(&h, hand_limit(&h, (struct hq_limit){ .max = 22 * D }), HAND_ROWS(best, capped));
	struct hqi_ask ask;

	(void)state;
	hand_end(&h, hand_rubric(&h, (struct hq_rubric){ .pass_lo = D, .pass_hi = D }, HAND_ROWS(sum, nested)));
	quantity(0, 12 * D);
	quantity(1, 5 * D);
	decide();
	assert_interval("sum", hand_value(&f, sum), 22 * D, 22 * D);
	assert_interval("only the best", hand_value(&f, best), 12 * D, 12 * D);
	assert_interval("cap, then a quarter", hand_value(&f, capped), 5 * D, 5 * D);
	assert_interval("nested", hand_value(&f, nested), 17 * D, 17 * D);
	hqi_ask_again(&ask, &h.head, &f.facts, &f.decision);
	assert_interval("raw", hqi_row_raw(&ask, capped), 22 * D, 22 * D);
	assert_interval("capped", hqi_row_capped(&ask, capped), 20 * D, 20 * D);
	quantity(0, 9 * D);
	decide();
	assert_interval("the other is the best", hand_value(&f, best), 10 * D, 10 * D);
	assert_interval("just under the cap", hand_value(&f, capped), 475, 475);
	quantity(1, -1);
	decide();
	assert_interval("one unknown", hand_value(&f, capped), 225, 5 * D);
}

/* ---- rubrics --------------------------------------------------------------------------------------------------- */

/* One rubric of two categories, with every condition there is; each row of the table turns one of them. */
static void check_rubrics(void **state)
{
	static const struct {
		const char *name;
		struct hq_limit limit;         /* of the first category's line */
		struct hq_rubric r;
		char requires, settles;        /* 0: no such rule */
		int64_t first, second;         /* points asked for */
		char want;
	} rows[] = {
		{ "the pass mark", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, 0, 60, 40, 'y' },
		{ "one short of it", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, 0, 60, 39, 'n' },
		{ "one category unknown", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, 0, 60, -1, '?' },
		{ "one unknown that does not matter", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, 0, 100, -1, 'y' },
		{ "a minimum met", { .min = 45 * D }, { .pass_lo = 50 * D, .pass_hi = 50 * D }, 0, 0, 45, 60, 'y' },
		{ "a minimum not met", { .min = 45 * D }, { .pass_lo = 50 * D, .pass_hi = 50 * D }, 0, 0, 44, 60, 'n' },
		{ "a minimum measured before division", { .min = 40 * D, .divide = 4 }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, 0, 0, 40, 0, 'y' },
		{ "a minimum of units", { .units_min = 40 * D }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, 0, 0, 40, 0, 'y' },
		{ "a minimum of units not met", { .units_min = 40 * D }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, 0, 0, 39, 0, 'n' },
		{ "a minimum of units unknown", { .units_min = 40 * D }, { .pass_lo = 0, .pass_hi = 0 }, 0, 0, -1, 0, '?' },
		{ "two categories", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D, .min_categories = 2 }, 0, 0, 9, 1, 'y' },
		{ "one category of two", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D, .min_categories = 2 }, 0, 0, 100, 0, 'n' },
		{ "one of two, the other unknown", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D, .min_categories = 2 }, 0, 0, 100, -1, '?' },
		{ "requires", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, 'y', 0, 10, 0, 'y' },
		{ "requires, no", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, 'n', 0, 10, 0, 'n' },
		{ "requires, unknown", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, '?', 0, 10, 0, '?' },
		{ "requires, unknown, and too few points", { 0 }, { .pass_lo = 10 * D, .pass_hi = 10 * D }, '?', 0, 9, 0, 'n' },
		{ "passes at once", { .min = 45 * D }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 'n', 'y', 0, 0, 'y' },
		{ "passes at once, no", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, 'n', 0, 0, 'n' },
		{ "passes at once, unknown", { 0 }, { .pass_lo = 100 * D, .pass_hi = 100 * D }, 0, '?', 0, 0, '?' },
		{ "no mark printed", { 0 }, { .pass_lo = 0, .pass_hi = HQ_BIG, .silent_pass = 1 }, 0, 0, 500, 500, '?' },
		{ "no mark printed, a minimum fails", { .min = D }, { .pass_lo = 0, .pass_hi = HQ_BIG, .silent_pass = 1 }, 0, 0, 0, 500, 'n' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup(NULL);
		struct hq_rubric r = rows[i].r;
		const uint16_t requires = question(), settles = question();
		const uint16_t a = hand_line(&h, (struct hq_line){ .measure = given(), .mul = 1 }, hand_limit(&h, rows[i].limit));
		const uint16_t b = hand_line(&h, (struct hq_line){ .measure = given(), .mul = 1 }, HQ_NONE);

		if (rows[i].requires)
			r.requires = requires;
		if (rows[i].settles)
			r.settles = settles;
		const uint16_t rubric = hand_rubric(&h, r, HAND_ROWS(a, b));

		hand_end(&h, rubric);
		answer(0, rows[i].requires);
		answer(1, rows[i].settles);
		quantity(2, rows[i].first < 0 ? -1 : rows[i].first * D);
		quantity(3, rows[i].second < 0 ? -1 : rows[i].second * D);
		decide();
		if (shown(hand_value(&f, rubric)) != rows[i].want)
			fail_msg("%s: %c", rows[i].name, shown(hand_value(&f, rubric)));
	}
}

/* ---- verdicts -------------------------------------------------------------------------------------------------- */

static void check_verdicts(void **state)
{
	static const struct { const char *answers; enum hq_verdict verdict; int route; } rows[] = {
		/* applies, every, first route, second route */
		{ "yyyn", HQ_HIGHLY_QUALIFIED, 0 },     { "yyny", HQ_HIGHLY_QUALIFIED, 1 },     { "yyyy", HQ_HIGHLY_QUALIFIED, 0 },
		{ "yynn", HQ_NOT_HIGHLY_QUALIFIED, -1 }, { "ynyy", HQ_NOT_HIGHLY_QUALIFIED, -1 }, { "yy??", HQ_UNDETERMINED, -1 },
		{ "yy?y", HQ_HIGHLY_QUALIFIED, 1 },     { "yy?n", HQ_UNDETERMINED, -1 },        { "y?yn", HQ_UNDETERMINED, -1 },
		{ "y?nn", HQ_NOT_HIGHLY_QUALIFIED, -1 }, { "yn??", HQ_NOT_HIGHLY_QUALIFIED, -1 }, { "nyyy", HQ_NOT_APPLICABLE, -1 },
		{ "n???", HQ_NOT_APPLICABLE, -1 },      { "?yyy", HQ_UNDETERMINED, -1 },         { "?nnn", HQ_UNDETERMINED, -1 },
	};
	const uint16_t applies = question(), every = question(), one = question(), two = question();
	const uint16_t routes = hand_row(&h, HQ_OP_ANY, 0, HAND_ROWS(one, two));

	(void)state;
	h.edition[0].applies = applies;
	h.edition[0].routes = routes;
	hand_end(&h, every);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (uint16_t k = 0; k < 4; k++)
			answer(k, rows[i].answers[k]);
		decide();
		const uint16_t route = rows[i].route < 0 ? HQ_NONE : rows[i].route ? two : one;

		if (f.decision.verdict != rows[i].verdict || f.decision.route != route)
			fail_msg("%s: %s", rows[i].answers, hq_verdict_name(f.decision.verdict));
	}
}

static void check_forms(void **state)
{
	const uint16_t m = hand_measure(&h, (struct hq_measure){ .kind = COURSE, .agg = HQ_AGG_COUNT });
	const uint16_t row = hand_test(&h, m, D, HQ_BIG);

	(void)state;
	hand_slot(&h, row, HQ_NONE, 1 << COURSE);
	hand_end(&h, row);
	f.facts.answers = f.answers;
	decide();
	assert_int_equal(f.decision.verdict, HQ_NOT_HIGHLY_QUALIFIED);
	answer(0, 'y');
	assert_int_equal(hand_decide(&h, &f, as_of), HQ_EBOTH);
	f.facts.list[COURSE] = HQ_NOT_ASKED;
	decide();
	assert_int_equal(f.decision.verdict, HQ_HIGHLY_QUALIFIED);
	f.facts.closed = 1;
	answer(0, '?');                        /* unknown on the form is unknown, whatever else is known */
	decide();
	assert_int_equal(f.decision.verdict, HQ_UNDETERMINED);
	f.answers[0] = (struct hq_answer){ .value = 2, .know = HQ_KNOWN };
	assert_int_equal(hand_decide(&h, &f, as_of), HQ_ERANGE);
}

/* The verdict alone is that of the whole decision where a form answers what an award asks: the work buffer is not clean. */
static void check_verdict_of_awards(void **state)
{
	const uint16_t asked = question();
	const uint16_t award = hand_award(&h, 10 * D, 10 * D, asked);
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 10 * D, .pass_hi = 10 * D }, 1, &award);
	enum hq_verdict verdict;
	uint16_t route;

	(void)state;
	hand_end(&h, rubric);
	memset(f.facts.list, HQ_NOT_ASKED, sizeof(f.facts.list));      /* else hq_decide is asked */
	for (int i = 0; i < 3; i++) {
		answer(0, "yn?"[i]);
		decide();
		const size_t size = hq_work_size(&h.head, 0, 0);

		for (int dirt = 0; dirt < 2; dirt++) {
			enum hq_verdict want = f.decision.verdict;
			int64_t *work = malloc(size);

			memset(work, dirt ? 0xa5 : 0, size);
			assert_int_equal(hq_verdict(&h.head, 0, &f.facts, hand_day(as_of), work, size, &verdict, &route), HQ_OK);
			assert_int_equal(verdict, want);
			free(work);
		}
	}
}

static void check_editions(void **state)
{
	(void)state;
	h.edition[0].from = hand_day("2006-07-01");
	h.edition[0].until = hand_day("2007-06-30");
	hand_end(&h, HQ_NONE);
	assert_int_equal(hq_edition_at(&h.head, hand_day("2006-06-30")), HQ_ENOEDITION);
	assert_int_equal(hq_edition_at(&h.head, hand_day("2006-07-01")), 0);
	assert_int_equal(hq_edition_at(&h.head, hand_day("2007-06-30")), 0);
	assert_int_equal(hq_edition_at(&h.head, hand_day("2007-07-01")), HQ_ENOEDITION);
	h.edition[0].until = HQ_DAY_NEVER;
	assert_int_equal(hq_edition_at(&h.head, HQ_DAY_LAST), 0);
}

static void check_errors(void **state)
{
	const uint16_t row = question();
	struct hq_decision out = { .verdict = 0 };
	_Alignas(8) char work[64];

	(void)state;
	hand_end(&h, row);
	const size_t need = hq_work_size(&h.head, 0, 0);

	assert_true(need <= sizeof(work) - 1);
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, 0, work, need, &out), HQ_EORDER);
	assert_int_equal(hq_facts_prepare(&f.facts, f.records), HQ_OK);
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, 0, work, need - 1, &out), HQ_ESPACE);
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, 0, work + 1, need, &out), HQ_ESPACE);
	assert_int_equal(hq_decide(&h.head, 1, &f.facts, 0, work, need, &out), HQ_ENOEDITION);
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, HQ_DAY_NEVER, work, need, &out), HQ_ERANGE);
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, HQ_DAY_OPEN, work, need, &out), HQ_ERANGE);
	h.head.vocab_hash++;
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, 0, work, need, &out), HQ_EVOCAB);
	h.head.vocab_hash--;
	assert_int_equal(out.verdict, 0);              /* nothing half done */
	assert_int_equal(hq_decide(&h.head, 0, &f.facts, 0, work, need, &out), HQ_OK);
	assert_int_equal(hq_work_size(&h.head, 1, 0), 0);
	assert_int_equal(hq_work_size(&h.head, 0, HQ_RECORDS_MAX + 1), 0);
}

/* The texts stand in the order of the numbers: the first, some between, the last, and what is none. */
static void numbers_have_texts(void **state)
{
	(void)state;
	assert_string_equal(hq_strerror(HQ_OK), "no error");
	assert_string_equal(hq_strerror(HQ_ETABLE), "the table is damaged");
	assert_string_equal(hq_strerror(HQ_ERANGE), "a value is outside its range");
	assert_string_equal(hq_strerror(HQ_ELIMIT), "it takes too many steps");
	assert_string_equal(hq_strerror(HQ_ENAME), "there is no such name");
	assert_string_equal(hq_strerror(HQ_ENAME - 1), "unknown error");
	assert_string_equal(hq_strerror(1), "unknown error");
	assert_string_equal(hq_strerror(INT32_MIN), "unknown error");
	assert_string_equal(hq_verdict_name(HQ_HIGHLY_QUALIFIED), "highly_qualified");
	assert_string_equal(hq_verdict_name(HQ_NOT_APPLICABLE), "not_applicable");
	assert_string_equal(hq_verdict_name(0), "unknown");
	assert_string_equal(hq_verdict_name(HQ_NOT_APPLICABLE + 1), "unknown");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(check_combining), T(check_empty),    T(check_comparisons), T(check_scalar), T(check_lines),    T(check_awards),
		T(check_categories), T(check_rubrics), T(check_verdicts),    T(check_forms),  T(check_editions), T(check_errors),
		T(check_verdict_of_awards), cmocka_unit_test(numbers_have_texts),
	};

	return cmocka_run_group_tests_name("eval", tests, NULL, NULL);
}
