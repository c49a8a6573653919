/* Each event counts once (semantics 6.4): the best allotment, checked against every allotment there is. */
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

/* A line on activities of the types in @types. */
static uint16_t line_on(unsigned types, struct hq_measure m, struct hq_line line, uint16_t limit)
{
	const uint32_t word = h.head.words.count++;

	h.words[word] = types;
	m.kind = ACTIVITY;
	m.agg = m.agg ? m.agg : HQ_AGG_SUM;
	m.unit = CLOCK_HOUR;
	m.filter = hand_filter(&h, HAND_OPS({ .op = HQ_F_IN, .field = X_TYPE, .a = word, .b = 1 }));
	line.measure = hand_measure(&h, m);
	return hand_line(&h, line, limit);
}
static uint16_t cap(int64_t points)
{
	return hand_limit(&h, (struct hq_limit){ .max = points });
}
static struct hq_record *activity(int64_t hours, unsigned type)
{
	struct hq_record *r = hand_add(&f, hand_record(ACTIVITY, CLOCK_HOUR, hours));

	hand_set(r, X_TYPE, type);
	return r;
}
static void decide(void)
{
	assert_int_equal(hand_decide(&h, &f, as_of), HQ_OK);
}

/* The richer line first is wrong: its cap takes one hour, the other line takes nothing else. */
static void check_greedy_is_wrong(void **state)
{
	const uint16_t rich = line_on(1 << MENTOR | 1 << WORKSHOP, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 5 }, cap(5 * D));
	const uint16_t poor = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 4 }, HQ_NONE);
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 9 * D, .pass_hi = 9 * D, .once = 1 }, HAND_ROWS(rich, poor));

	(void)state;
	hand_end(&h, rubric);
	activity(1 * D, MENTOR);
	activity(1 * D, WORKSHOP);
	decide();
	assert_interval("the mentor to the poorer line", hand_value(&f, poor), 4 * D, 4 * D);
	assert_interval("the workshop to the richer", hand_value(&f, rich), 5 * D, 5 * D);
	assert_interval("passes", hand_value(&f, rubric), 1, 1);
	assert_int_equal(f.decision.event_line[0], f.records[0].v[X_TYPE] == MENTOR ? poor : rich);
	assert_int_equal(f.decision.event_line[1], f.records[1].v[X_TYPE] == MENTOR ? poor : rich);
}

/* Passing comes before points: the minimum of the second line is worth more than the first line's rate. */
static void check_pass_before_points(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 10 }, HQ_NONE);
	const uint16_t b = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 1 },
				   hand_limit(&h, (struct hq_limit){ .min = 2 * D }));
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 20 * D, .pass_hi = 20 * D, .once = 1 }, HAND_ROWS(a, b));

	(void)state;
	hand_end(&h, rubric);
	for (int i = 0; i < 4; i++)
		activity(1 * D, MENTOR);
	decide();
	assert_interval("two and two", hand_value(&f, b), 2 * D, 2 * D);
	assert_interval("passes", hand_value(&f, rubric), 1, 1);
	f.facts.nrecords = 3;                  /* 10 + 2 points: it cannot pass, so the most points count */
	decide();
	assert_interval("all to the first", hand_value(&f, a), 30 * D, 30 * D);
	assert_interval("does not pass", hand_value(&f, rubric), 0, 0);
}

static void check_min_categories(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 10 }, HQ_NONE);
	const uint16_t b = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 1 }, HQ_NONE);
	const uint16_t c = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 1 }, HQ_NONE);
	const uint16_t rubric = hand_rubric(
		&h, (struct hq_rubric){ .pass_lo = 5 * D, .pass_hi = 5 * D, .once = 1, .min_categories = 3 }, HAND_ROWS(a, b, c));

	(void)state;
	hand_end(&h, rubric);
	activity(1 * D, MENTOR);
	activity(1 * D, MENTOR);
	decide();
	assert_interval("two events, three categories", hand_value(&f, rubric), 0, 0);
	activity(1 * D, MENTOR);
	decide();
	assert_interval("three events", hand_value(&f, rubric), 1, 1);
}

/* Records with the same number are one event and go together, also over kinds (1.6). */
static void check_shared_event(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 3 }, HQ_NONE);
	const uint16_t m = hand_measure(&h, (struct hq_measure){ .kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR });
	const uint16_t b = hand_line(&h, (struct hq_line){ .measure = m, .mul = 1 }, HQ_NONE);
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 13 * D, .pass_hi = 13 * D, .once = 1 }, HAND_ROWS(a, b));

	(void)state;
	hand_end(&h, rubric);
	activity(2 * D, MENTOR)->event = 7;
	activity(1 * D, MENTOR)->event = 7;
	hand_add(&f, hand_record(COURSE, SEMESTER_HOUR, 10 * D))->event = 7;
	hand_add(&f, hand_record(COURSE, SEMESTER_HOUR, 4 * D));
	decide();
	assert_interval("the workshop's credit", hand_value(&f, b), 14 * D, 14 * D);
	assert_interval("and not its hours", hand_value(&f, a), 0, 0);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(f.decision.event_line[i], f.records[i].kind == COURSE ? b : -1);
	for (size_t i = 0; i < 4; i++)
		if (f.records[i].kind == ACTIVITY)
			f.records[i].amount *= 2;
	decide();                              /* 18 points for its hours beat 10 for its credit */
	assert_interval("the hours", hand_value(&f, a), 18 * D, 18 * D);
	assert_interval("the other course", hand_value(&f, b), 4 * D, 4 * D);
}

/* The two ends have an allotment each. */
static void check_ends(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 5 }, cap(5 * D));
	const uint16_t b = line_on(1 << MENTOR | 1 << WORKSHOP, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 4 }, cap(4 * D));
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 9 * D, .pass_hi = 9 * D, .once = 1 }, HAND_ROWS(a, b));
	struct hqi_ask ask;

	(void)state;
	hand_end(&h, rubric);
	activity(1 * D, MENTOR);
	hand_add(&f, hand_record(ACTIVITY, CLOCK_HOUR, 1 * D));        /* of an unknown type */
	decide();
	hqi_ask_again(&ask, &h.head, &f.facts, &f.decision);
	assert_interval("5 for certain, 9 perhaps", hqi_rubric_total(&ask, rubric), 5 * D, 9 * D);
	assert_interval("open", hand_value(&f, rubric), 0, 1);
}

/* What a form answers is allotted already: records go to the other line. */
static void check_form(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 5 }, HQ_NONE);
	const uint16_t m = hand_measure(&h, (struct hq_measure){ .kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR });
	const uint16_t b = hand_line(&h, (struct hq_line){ .measure = m, .mul = 1 }, HQ_NONE);
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 13 * D, .pass_hi = 13 * D, .once = 1 }, HAND_ROWS(a, b));

	(void)state;
	hand_slot(&h, b, m, 1 << COURSE);
	hand_end(&h, rubric);
	f.facts.list[COURSE] = HQ_NOT_ASKED;
	f.facts.answers = f.answers;
	f.answers[0] = (struct hq_answer){ .value = 8 * D, .know = HQ_KNOWN };
	activity(1 * D, MENTOR);
	decide();
	assert_interval("from the form", hand_value(&f, b), 8 * D, 8 * D);
	assert_interval("from the record", hand_value(&f, a), 5 * D, 5 * D);
	assert_interval("passes", hand_value(&f, rubric), 1, 1);
}

/* A list that is missing may hold anything: its line keeps its upper end, whatever is allotted. */
static void check_missing_list(void **state)
{
	const uint16_t a = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 5 }, HQ_NONE);
	const uint16_t b = line_on(1 << MENTOR, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 4 }, HQ_NONE);
	const uint16_t m = hand_measure(&h, (struct hq_measure){ .kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR, .max = 600 * D });
	const uint16_t c = hand_line(&h, (struct hq_line){ .measure = m, .mul = 1 }, HQ_NONE);
	const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 100 * D, .pass_hi = 100 * D, .once = 1 }, HAND_ROWS(a, b, c));

	(void)state;
	hand_end(&h, rubric);
	f.facts.list[COURSE] = HQ_UNKNOWN;
	activity(1 * D, MENTOR);
	decide();
	assert_interval("courses unknown", hand_value(&f, c), 0, 600 * D);
	assert_interval("the event to the better line", hand_value(&f, a), 5 * D, 5 * D);
	assert_interval("open", hand_value(&f, rubric), 0, 1);
}

/* ---- against every allotment there is -------------------------------------------------------------------------- */

static uint64_t seed = 1;
static unsigned draw(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((seed >> 33) % n);
}

enum { LINES = 4, EVENTS = 6 };
static struct { unsigned types; struct hq_line line; struct hq_measure m; int64_t max, min; } lines[LINES];
static struct { unsigned type; int64_t hours; int year, times; bool sure; } events[EVENTS];
static int nlines, nevents;
static struct hq_limit first_two;              /* of the category of the first two lines */
static int64_t mark;
static int categories_wanted;

static int64_t low(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Points by the book, for one way to allot: @to of each event, or nlines for none. */
static void by_hand(const int *to, bool possible, bool *passes, int64_t *total)
{
	int64_t category[LINES] = { 0 }, all = 0;
	int filled = 0;
	bool met = true;

	for (int k = 0; k < nlines; k++) {
		int64_t q = 0, in_year[4] = { 0 };

		for (int e = 0; e < nevents; e++) {
			if (to[e] != k || !(lines[k].types >> events[e].type & 1) || !(possible || events[e].sure))
				continue;
			const int64_t each = events[e].hours;

			if (lines[k].m.agg == HQ_AGG_GREATEST)
				q = each > q ? each : q;
			else
				in_year[events[e].year] += each * events[e].times;
		}
		for (int y = 0; y < 4; y++)
			q += lines[k].m.cap_year ? low(in_year[y], lines[k].m.cap_year) : in_year[y];
		if (lines[k].line.cap)
			q = low(q, lines[k].line.cap);
		if (q < lines[k].line.from)
			q = 0;
		int64_t p = lines[k].line.form == HQ_LINE_BLOCKS ? q / lines[k].line.block * lines[k].line.mul : q * lines[k].line.mul;

		if (lines[k].line.form == HQ_LINE_TIERS)
			p = q >= 10 * D ? 9 * D : q >= 4 * D ? 3 * D : 0;
		p = low(p, lines[k].max);
		met &= p >= lines[k].min;
		category[k < 2 ? 0 : k - 1] += p;
	}
	category[0] = low(category[0], first_two.max);
	met &= category[0] >= first_two.min;
	for (int c = 0; c < nlines - 1; c++) {
		filled += category[c] > 0;
		all += category[c];
	}
	*passes = met && all >= mark && filled >= categories_wanted;
	*total = all;
}

static void best_by_hand(bool possible, bool *passes, int64_t *total)
{
	int to[EVENTS] = { 0 };
	bool p;
	int64_t t;

	*passes = false;
	*total = -1;
	for (;;) {
		by_hand(to, possible, &p, &t);
		if (p > *passes || (p == *passes && t > *total)) {
			*passes = p;
			*total = t;
		}
		int e = 0;

		while (e < nevents && ++to[e] > nlines)
			to[e++] = 0;
		if (e == nevents)
			return;
	}
}

static void draw_rubric(bool hard)
{
	nlines = 2 + (int)draw(LINES - 1);
	for (int k = 0; k < nlines; k++) {
		lines[k].types = 1 + draw(7);
		lines[k].m = (struct hq_measure){ 0 };
		lines[k].line = (struct hq_line){ .form = HQ_LINE_LINEAR, .mul = 1 + draw(5) };
		if (draw(3) == 0)
			lines[k].line = (struct hq_line){ .form = HQ_LINE_BLOCKS, .block = (1 + draw(4)) * D, .mul = (1 + draw(6)) * D };
		else if (draw(4) == 0)
			lines[k].line = (struct hq_line){ .form = HQ_LINE_TIERS };
		if (draw(3) == 0)
			lines[k].line.cap = (1 + draw(8)) * D;
		if (draw(5) == 0)
			lines[k].line.from = (1 + draw(5)) * D;
		if (hard && draw(3) == 0)
			lines[k].m.cap_year = (1 + draw(6)) * D;
		else if (hard && draw(4) == 0)
			lines[k].m.agg = HQ_AGG_GREATEST;
		lines[k].max = draw(2) ? HQ_BIG : (1 + draw(20)) * D;
		lines[k].min = draw(5) ? 0 : (1 + draw(6)) * D;
	}
	first_two = (struct hq_limit){ .max = draw(2) ? HQ_BIG : (5 + draw(20)) * D, .min = draw(5) ? 0 : (1 + draw(10)) * D };
	mark = (1 + draw(40)) * D;
	categories_wanted = draw(3) ? 0 : 1 + (int)draw((unsigned)nlines - 1);
}

static uint16_t make_rubric(void)
{
	uint16_t row[LINES];

	hand_begin(&h);
	for (int k = 0; k < nlines; k++) {
		row[k] = line_on(lines[k].types, lines[k].m, lines[k].line,
				 hand_limit(&h, (struct hq_limit){ .max = lines[k].max, .min = lines[k].min }));
		if (lines[k].line.form == HQ_LINE_TIERS)
			hand_tiers(&h, 2, (struct hq_tier[]){ { 4 * D, 3 * D }, { 10 * D, 9 * D } });
	}
	row[1] = hand_category(&h, hand_limit(&h, first_two), 2, row);
	const uint16_t rubric = hand_rubric(
		&h, (struct hq_rubric){ .pass_lo = mark, .pass_hi = mark, .once = 1, .min_categories = (uint16_t)categories_wanted },
		nlines - 1, row + 1);

	hand_end(&h, rubric);
	return rubric;
}

static void make_events(bool unsure)
{
	nevents = 1 + (int)draw(EVENTS);
	hand_facts(&f);
	for (int e = 0; e < nevents; e++) {
		events[e].type = draw(NTYPES);
		events[e].hours = draw(3) ? (1 + draw(6)) * D : 2 * D;
		events[e].times = draw(4) ? 1 : 2;
		events[e].year = (int)draw(4);
		events[e].sure = !unsure || draw(2);
		struct hq_record *r = activity(events[e].hours, events[e].type);

		r->times = (uint16_t)events[e].times;
		hand_set(r, X_PERFORMED, hand_day("2001-09-01") + 366 * events[e].year);
		if (unsure) {
			hand_set(r, X_CONTENT, 1);
			if (!events[e].sure)
				r->known = (uint16_t)(r->known & ~(1u << X_CONTENT));
		}
	}
}

static void check_against_all(bool hard, bool unsure, int rounds)
{
	for (int round = 0; round < rounds; round++) {
		const uint64_t from = seed;
		bool passes[2];
		int64_t total[2];
		struct hqi_ask ask;

		draw_rubric(hard);
		const uint16_t rubric = make_rubric();

		if (unsure) {                  /* and the field that half of the events leave out is yes */
			for (int k = 0; k < nlines; k++) {
				struct hq_packed_measure *m = &h.measures[k];
				const struct hq_filter_op ops[] = { hq_filter_op_at(&h.head, m->filter), OP_IS(X_CONTENT, 1, 1),
								    OP_AND(2) };

				m->filter = hand_filter(&h, 3, ops);
			}
			hand_end(&h, rubric);
		}
		make_events(unsure);
		best_by_hand(false, &passes[0], &total[0]);
		best_by_hand(true, &passes[1], &total[1]);
		decide();
		hqi_ask_again(&ask, &h.head, &f.facts, &f.decision);
		const struct hq_interval v = hand_value(&f, rubric), t = hqi_rubric_total(&ask, rubric);

		if (v.lo != passes[0] || v.hi != passes[1] || (!unsure && (t.lo != total[0] || t.hi != total[1])))
			fail_msg("seed %llu: passes %d..%d, not %d..%d; %lld..%lld points, not %lld..%lld", (unsigned long long)from,
				 (int)v.lo, (int)v.hi, passes[0], passes[1], (long long)t.lo, (long long)t.hi, (long long)total[0],
				 (long long)total[1]);
	}
}

static void check_known(void **state)
{
	(void)state;
	check_against_all(false, false, 3000);
}
static void check_hard_lines(void **state)
{
	(void)state;
	check_against_all(true, false, 3000);
}
static void check_unsure(void **state)
{
	(void)state;
	check_against_all(true, true, 2000);
}

/* Many events of many lengths over three capped lines: found within the budget of steps. */
static void check_many(void **state)
{
	(void)state;
	for (int round = 0; round < 20; round++) {
		setup(NULL);
		const uint16_t a = line_on(7, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 1 }, cap(30 * D));
		const uint16_t b = line_on(3, (struct hq_measure){ 0 }, (struct hq_line){ .form = HQ_LINE_BLOCKS, .block = 15 * D, .mul = 5 * D }, cap(40 * D));
		const uint16_t c = line_on(6, (struct hq_measure){ 0 }, (struct hq_line){ .mul = 2 }, cap(50 * D));
		const uint16_t rubric = hand_rubric(&h, (struct hq_rubric){ .pass_lo = 100 * D, .pass_hi = 100 * D, .once = 1 }, HAND_ROWS(a, b, c));

		hand_end(&h, rubric);
		for (int i = 0; i < 40; i++)
			activity((1 + draw(30)) * D / (1 + draw(2)), draw(NTYPES));
		decide();
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(check_greedy_is_wrong), T(check_pass_before_points), T(check_min_categories), T(check_shared_event), T(check_ends),
		T(check_form),            T(check_missing_list),       T(check_known),              T(check_hard_lines),     T(check_unsure),       T(check_many),
	};

	return cmocka_run_group_tests_name("allot", tests, NULL, NULL);
}
