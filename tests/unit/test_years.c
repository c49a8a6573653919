/* Undetermined is exact (semantics 8.4, 8.5) where the day of a known record is missing and caps are by the school year.
 *
 * A rule file is drawn: a rubric of lines over two kinds of dated records, with caps a year, windows, filters on the day, comparisons of the day with another
 * day of the record and with days of the teacher and the assignment, other caps and minimums; beside it trees of counts and sums that want the opposite;
 * sometimes an implication that confines the day. Then facts in which days, and now and then anything else, are missing. The oracle completes them one by
 * one: every school year from a few years before all edges on, both sides of each edge, and as many days between two edges as can be in an order there.
 * What that would be too many of, and lists that are missing, are completed at random: there two verdicts show that a decision is wrong, one shows nothing.
 *
 * What draws the rules and the facts, and writes them, is year_rules.h.
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed; HQ_REPLAY draws only that one, HQ_SHOW prints what is given up, HQ_REFUSED what does not compile, HQ_SLOW
 * what takes long, HQ_LISTS where of a missing list chance found one verdict alone, HQ_GO_ON goes on after a mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "hq.h"
#include "hq_tables.h"
#include "hqc.h"
#include "told.h"
#include "year_rules.h"

enum { DAYS = 900, OPTIONS = 4000, MOST_COMPLETIONS = 60000, MOST_OF_A_RECORD = 300000, TRIES = 1500 };

static size_t verdicts[5], gave_up, in_vain, by_cases, partly, wrongs, one_sided_open;

/* ---- one completion ------------------------------------------------------------------------------------------ */

/* What a record gives to each measure, and in which school year. */
struct option { short q[MEASURES], year; };
static const struct option *chosen[2 * RECORDS];
static int nchosen, allotted[2 * RECORDS];

static void weigh(int kind, const int *v, int times, const int *single, struct option *out)
{
	bool year = false;

	memset(out, 0, sizeof *out);
	for (int i = 0; i < nmeasures; i++) {
		const struct measure *m = &measures[i];

		if (m->kind != kind || v[DAY] < window_from(&m->window) || v[DAY] > window_to(&m->window) || (m->filter >= 0 && !matches(m->filter, v, single)))
			continue;
		int q = m->sort == COUNT ? 1 : m->each && m->each < v[HOURS] ? m->each : v[HOURS];

		q = m->block ? q / m->block : q;
		out->q[i] = (short)(m->sort == GREATEST ? q : q * times);
		year |= m->year && out->q[i];
	}
	out->year = year ? (short)hq_school_year((hq_day)v[DAY]) : 0;
}

/* @line: of the rubric, where each event counts once; else -1 */
static int quantity(int measure, int line)
{
	const struct measure *m = &measures[measure];
	const int cap = m->block ? m->year / m->block : m->year;
	int sum = 0;

	for (int i = 0; i < nchosen; i++) {
		int q = chosen[i]->q[measure], before = 0;

		if (q == 0 || (line >= 0 && allotted[i] != line))
			continue;
		for (int k = 0; k < i && m->year; k++)
			before += chosen[k]->year == chosen[i]->year && (line < 0 || allotted[k] == line) ? chosen[k]->q[measure] : 0;
		if (m->year)
			q = before >= cap ? 0 : q < cap - before ? q : cap - before;
		sum = m->sort != GREATEST ? sum + q : q > sum ? q : sum;
	}
	return sum;
}

static bool holds(int at, const int *single);

static bool enough_points(const int *single)
{
	int total = 0, with = 0;
	bool minimums = true;

	for (int i = 0; i < ncategories; i++) {
		const struct category *c = &categories[i];
		int sum = 0;

		for (int k = c->first; k < c->first + c->n; k++) {
			const struct line *l = &lines[k];
			int q = l->form == IF ? holds(l->node, single) : quantity(l->measure, once ? k : -1);

			if (l->max_units && q > l->max_units)
				q = l->max_units;
			minimums &= l->form == IF || q >= (measures[l->measure].sort == SUM ? l->min_units : 0);
			if (q < l->from_units)
				q = 0;
			const bool records = l->form == TIERS && measures[l->measure].sort == COUNT;
			int p = l->form == BLOCKS ? q / l->block * l->points :
				l->form == TIERS  ? (q >= (records ? 3 : 5) ? l->more : q >= (records ? 1 : 2) ? l->points : 0) : q * l->points;

			if (l->max_points && p > l->max_points)
				p = l->max_points;
			minimums &= p >= l->min_points;
			sum = !c->best ? sum + p : p > sum ? p : sum;
		}
		if (c->max && sum > c->max)
			sum = c->max;
		minimums &= sum >= c->min;
		total += sum * 2 / c->divisor;
		with += sum > 0;
	}
	return minimums && total >= 2 * pass_mark && with >= in_categories;
}

/* Under some allotment of the events from the @i-th on (6.4). */
static bool some_allotment(int i, const int *single)
{
	if (i == nchosen)
		return enough_points(single);
	allotted[i] = -1;
	if (some_allotment(i + 1, single))
		return true;
	for (int k = 0; k < nlines; k++) {
		if (lines[k].form == IF || chosen[i]->q[lines[k].measure] == 0)
			continue;
		allotted[i] = k;
		if (some_allotment(i + 1, single))
			return true;
	}
	return false;
}

static bool passes(const int *single)
{
	if (at_once >= 0 && holds(at_once, single))
		return true;
	return (requires < 0 || holds(requires, single)) && (once ? some_allotment(0, single) : enough_points(single));
}

static bool holds(int at, const int *single)
{
	const struct node *n = &nodes[at];

	switch (n->sort) {
	case N_ALL: return holds(n->kid[0], single) && holds(n->kid[1], single);
	case N_ANY: return holds(n->kid[0], single) || holds(n->kid[1], single);
	case N_NONE: return !holds(n->kid[0], single) && !holds(n->kid[1], single);
	case N_PASSES: return passes(single);
	case N_SCALAR: return n->of == 0 ? single[SINCE] < constant[2] : n->of == 1 ? single[START] >= constant[2] : single[SINCE] < single[START];
	default: break;
	}
	const int q = quantity(n->of, -1);

	return q >= n->least && (n->most < 0 || q <= n->most);
}

/* Bit 0: no; bit 1: yes. */
static unsigned verdict(const int *single)
{
	if (every >= 0 && !holds(every, single))
		return 1;
	return (passes(single) && (route[0] < 0 || holds(route[0], single))) || (route[1] >= 0 && holds(route[1], single)) ? 2 : 1;
}

/* ---- every completion ---------------------------------------------------------------------------------------- */

static int days[DAYS], ndays, edges[DAYS], nedges, room;        /* days to try: of each stretch between edges so many */
static unsigned char between[DAYS];                             /* the position in its stretch; 255: an edge */
static struct option options[2 * RECORDS][OPTIONS];
static int noptions[2 * RECORDS];

static void add_edge(int day)
{
	int i = nedges;

	for (int k = 0; k < nedges; k++)
		if (edges[k] == day)
			return;
	for (; i > 0 && edges[i - 1] > day; i--)
		edges[i] = edges[i - 1];
	edges[i] = day;
	nedges++;
	assert_true(nedges < DAYS);
}

static void add_day(int day, int position)
{
	assert_true(ndays < DAYS);
	between[ndays] = (unsigned char)position;
	days[ndays++] = day;
}

static void find_days(const struct partial *t)
{
	int undated = 1, others = 0, singles = 0;

	nedges = ndays = 0;
	add_edge(as_of);
	for (int i = 0; i < nmeasures; i++) {
		const struct window *w = &measures[i].window;

		if (w->from_sort != OPEN)
			add_edge(window_from(w));
		if (w->to_sort != OPEN)
			add_edge(window_to(w));
	}
	for (int i = 0; i < nfilters; i++) {
		const int sort = filters[i].sort;

		if (sort == DAY_FROM || sort == DAY_BEFORE || sort == OTHER_FROM)
			add_edge(constant[filters[i].value]);
		if (sort == DAY_WITHIN)
			add_edge(hq_day_add_months(as_of, -12 * filters[i].value) + 1);
	}
	add_edge(constant[2]);
	for (int i = 0; i < SINGLES; i++)
		if (t->single_known >> i & 1)
			add_edge(t->single[i]);
		else
			singles += (int)(used_single >> i & 1);
	for (int kind = 0; kind < KINDS; kind++)
		for (unsigned i = 0; i < t->n[kind]; i++) {
			const struct record *r = &t->record[kind][i];

			for (int f = DAY; f <= OTHER; f++)
				if (r->known >> f & 1)
					add_edge(r->v[f]);
			undated += !(r->known >> DAY & 1);
			others |= !(r->known >> OTHER & 1) && (used >> OTHER & 1);
		}
	for (int kind = 0; kind < KINDS; kind++) {
		undated += t->missing[kind] ? 3 : 0;
		others |= t->missing[kind];
	}
	room = compared ? (singles + 1) * (1 + others) + singles : 1;
	const int first = hq_school_year(edges[0]) - undated - 1, last = hq_school_year(edges[nedges - 1]);

	for (int y = first; y <= last; y++) {
		char at[11];
		hq_day july;

		sprintf(at, "%04d-07-01", y);
		assert_int_equal(hq_day_parse(at, 10, &july), 0);
		add_edge(july);
	}
	for (int i = 0; i < nedges; i++) {
		add_day(edges[i], 255);
		for (int k = 0; k < room && (i + 1 == nedges || edges[i] + 1 + k < edges[i + 1]); k++)
			add_day(edges[i] + 1 + k, k);
	}
}

static bool obeys(int kind, const int *v)
{
	const int *a = always[kind];

	return a[1] < 0 || (a[0] >= 0 && !matches(a[0], v, NULL)) || matches(a[1], v, NULL);
}

static bool add_option(int at, const struct option *o)
{
	for (int i = 0; i < noptions[at]; i++)
		if (memcmp(&options[at][i], o, sizeof *o) == 0)
			return true;
	if (noptions[at] == OPTIONS)
		return false;
	options[at][noptions[at]++] = *o;
	return true;
}

/* Which values of a field are tried: of days, days[from] to days[to - 1]. */
static void values_of(const struct record *r, int kind, int f, int *from, int *to)
{
	*from = *to = 0;
	if (r && (r->known >> f & 1))
		return;
	if (f == DAY || f == OTHER) {
		*to = f == DAY || used >> OTHER & 1 ? ndays : 1;
		while (f == DAY && *to > 0 && days[*to - 1] > as_of)
			--*to;
		return;
	}
	const bool reads = used >> f & 1 || (f == HOURS && kind == COURSE);

	*from = f == HOURS ? least_hours : 0;
	*to = !reads ? *from + 1 : f == SHIFT ? SHIFTS : f == RURAL ? 2 : MOST_HOURS + 1;
}

static int value_of(const struct record *r, int f, int i)
{
	return r && (r->known >> f & 1) ? r->v[f] : f <= OTHER ? days[i] : i;
}

/* Every way to complete a record, each once, into its options; false: too many. */
static bool all_options(int at, int kind, const struct record *r, const int *single)
{
	int from[FIELDS], to[FIELDS], v[FIELDS], i[FIELDS];
	double n = 1;

	for (int f = 0; f < FIELDS; f++) {
		values_of(r, kind, f, &from[f], &to[f]);
		to[f] += (int)(r->known >> f & 1);
		n *= to[f] - from[f];
	}
	noptions[at] = 0;
	for (int lawful = 1; n <= MOST_OF_A_RECORD && lawful >= 0 && noptions[at] == 0; lawful--) {     /* what cannot obey is not bound */
		memcpy(i, from, sizeof i);
		for (int f = 0; f >= 0;) {
			struct option o;

			for (int k = 0; k < FIELDS; k++)
				v[k] = value_of(r, k, i[k]);
			if (!lawful || obeys(kind, v)) {
				weigh(kind, v, r->times, single, &o);
				if (!add_option(at, &o))
					return false;
			}
			for (f = FIELDS - 1; f >= 0 && ++i[f] >= to[f]; f--)
				i[f] = from[f];
		}
	}
	return n <= MOST_OF_A_RECORD;
}

static bool random_option(int at, int kind, const struct record *r, const int *single)
{
	int v[FIELDS], tries = 40;

	do {
		for (int f = 0; f < FIELDS; f++) {
			int from, to;

			values_of(r, kind, f, &from, &to);
			v[f] = value_of(r, f, to > from ? from + (int)draw((unsigned)(to - from)) : from);
		}
	} while (!obeys(kind, v) && --tries > 0);
	weigh(kind, v, r ? r->times : by_times[kind] ? 1 + (int)draw(3) : 1, single, &options[at][0]);
	return tries > 0;
}

/* Goes through the options of the records from the @i-th on. */
static unsigned combine(int i, const int *single)
{
	unsigned found = 0;

	if (i == nchosen)
		return verdict(single);
	for (int k = 0; k < noptions[i] && found != 3; k++) {
		chosen[i] = &options[i][k];
		found |= combine(i + 1, single);
	}
	return found;
}

/* A value to try for a missing day of a single record: a place between what is to have room on either side of it. */
static bool may_be(const struct partial *t, int f, int i)
{
	if (t->single_known >> f & 1 || !(used_single >> f & 1))
		return i == 0;
	const int k = compared && room > 1 ? room : 1;

	return between[i] == 255 || k == 1 || between[i] == k / 2 || (k > 3 && (between[i] == k / 3 || between[i] == k - 1 - k / 3)) || k <= 3;
}

static int single_of(const struct partial *t, int f, int i)
{
	return t->single_known >> f & 1 ? t->single[f] : days[i];
}

/* Bit 0: some completion is no; bit 1: some is yes; 4: these are not all. */
static unsigned over_all(const struct partial *t)
{
	unsigned found = t->missing[COURSE] || t->missing[VISIT] ? 4 : 0;
	int single[SINGLES];
	size_t went = 0;

	find_days(t);
	for (int a = 0; a < ndays && !(found & 4) && (found & 3) != 3; a++)
		for (int b = 0; b < ndays && !(found & 4) && (found & 3) != 3; b++) {
			double n = 1;

			if (!may_be(t, SINCE, a) || !may_be(t, START, b))
				continue;
			single[SINCE] = single_of(t, SINCE, a);
			single[START] = single_of(t, START, b);
			nchosen = 0;
			for (int kind = 0; kind < KINDS && !(found & 4); kind++)
				for (unsigned i = 0; i < t->n[kind] && !(found & 4); i++, nchosen++) {
					if (!all_options(nchosen, kind, &t->record[kind][i], single))
						found |= 4;
					n *= noptions[nchosen];
				}
			went += (size_t)(n < MOST_COMPLETIONS ? n : MOST_COMPLETIONS) * (once ? 30 : 1) + 300;
			if (!(found & 4) && n * (once ? 30 : 1) <= MOST_COMPLETIONS && went <= 2 * MOST_COMPLETIONS)
				found |= combine(0, single);
			else
				found |= 4;
		}
	for (int tries = 0; (found & 4) && tries < TRIES && (found & 3) != 3; tries++) {
		bool lawful = true;

		single[SINCE] = single_of(t, SINCE, (int)draw((unsigned)ndays));
		single[START] = single_of(t, START, (int)draw((unsigned)ndays));
		nchosen = 0;
		for (int kind = 0; kind < KINDS; kind++) {
			const unsigned n = t->missing[kind] ? draw(5) : t->n[kind];

			for (unsigned i = 0; i < n; i++, nchosen++) {
				lawful &= random_option(nchosen, kind, t->missing[kind] ? NULL : &t->record[kind][i], single);
				chosen[nchosen] = &options[nchosen][0];
			}
		}
		found |= lawful ? verdict(single) : 0;
	}
	return found;
}

/* ---- the runtime -------------------------------------------------------------------------------------------- */

static struct hq_record record_of(const struct hq_vocab *vocab, int kind, const struct record *r)
{
	struct hq_record out = { .kind = (uint8_t)hq_find_kind(vocab, kind_name[kind], strlen(kind_name[kind])), .unit = 255, .times = (uint16_t)r->times,
				 .known = (uint16_t)(r->known & ((1u << OF_FACTS) - 1)) };

	for (int f = 0; f < OF_FACTS; f++)
		out.v[f] = r->v[f];
	if (kind == COURSE && (r->known >> HOURS & 1)) {
		out.unit = 0;
		out.amount = r->v[HOURS];
	}
	return out;
}

static double slowest, whole;
static size_t slowest_at;

static void one(const struct hqc *c, const struct partial *t, size_t at)
{
	static int64_t work[1 << 16];
	static struct hq_record records[1 + KINDS * RECORDS];
	const struct hq_vocab *vocab = hqc_vocab(c);
	struct hq_record assignment = { .kind = (uint8_t)vocab->assignment, .unit = 255, .known = (uint16_t)(t->single_known >> START & 1), .v = { t->single[START] } };
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = 1, .assignment = &assignment };
	const unsigned found = over_all(t);
	const bool sampled = found & 4, list = t->missing[COURSE] || t->missing[VISIT];
	const enum hq_verdict wanted = (found & 3) == 3 ? HQ_UNDETERMINED : found & 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	struct hq_decision d;
	bool lacks = false;

	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	records[0] = (struct hq_record){ .kind = (uint8_t)vocab->teacher, .unit = 255, .times = 1, .known = (uint16_t)(t->single_known >> SINCE & 1), .v = { t->single[SINCE] } };
	for (int kind = 0; kind < KINDS; kind++) {
		for (unsigned i = 0; i < t->n[kind]; i++, facts.nrecords++) {
			records[facts.nrecords] = record_of(vocab, kind, &t->record[kind][i]);
			records[facts.nrecords].ref = (uint16_t)i;
			lacks |= t->record[kind][i].known != (1u << FIELDS) - 1;
		}
		if (t->missing[kind])
			facts.list[hq_find_kind(vocab, kind_name[kind], strlen(kind_name[kind]))] = HQ_UNKNOWN;
	}
	const clock_t began = clock();
	int rc = hq_facts_prepare(&facts, records);

	if (rc == HQ_OK)
		rc = hq_decide(hqc_tables(c, 0), 0, &facts, as_of, work, sizeof work, &d);
	if (rc < 0) {
		show(t);
		fail_msg("%s", hq_strerror(rc));
	}
	const double took = (double)(clock() - began) / CLOCKS_PER_SEC;
	const bool up = d.verdict == HQ_UNDETERMINED && d.cases, open = d.verdict == HQ_UNDETERMINED && wanted != HQ_UNDETERMINED;
	const char *wrong = d.verdict == wanted || (sampled && (found & 3) == 0) ? NULL : hq_verdict_name(d.verdict);

	if (took > 0.5 && getenv("HQ_SLOW")) {
		fprintf(stderr, "%zu: %.1f s, %s\n", at, took, hq_verdict_name(d.verdict));
		show(t);
	}
	whole += took;
	if (took > slowest) {
		slowest = took;
		slowest_at = at;
	}
	verdicts[d.verdict]++;
	gave_up += up;
	by_cases += d.verdict != HQ_UNDETERMINED && d.cases;
	partly += sampled;
	if (open && sampled) {
		one_sided_open++;               /* that no two were found shows nothing */
		if (getenv("HQ_LISTS") && list && !told(c) && !up && d.cases == NULL) {
			fprintf(stderr, "%zu: only one verdict was found at random\n", at);
			show(t);
		}
		wrong = NULL;
	} else if (open) {
		in_vain += up;
		wrong = up && lacks ? NULL : up ? "given up, though no record lacks anything" : wrong;
	}
	if (!wrong && !(up && getenv("HQ_SHOW")))
		return;
	fprintf(stderr, "%zu: %s, where the completions say %s%s\n", at, wrong ? wrong : "given up", hq_verdict_name(wanted), sampled ? " (at random)" : "");
	show(t);
	wrongs += wrong != NULL;
	if (wrong && !getenv("HQ_GO_ON"))
		fail();
}

static void draw_teacher(const struct hqc *c, size_t at)
{
	struct partial t;

	draw_facts(&t);
	one(c, &t, at);
}

static void over_rules(void **state)
{
	struct random_rules r = { .count = 250, .start = 20060703, .draw_rules = draw_rules, .text = text, .draw_teacher = draw_teacher,
				  .teachers = 8, .show_refused = "HQ_REFUSED" };

	(void)state;
	for (int i = 0; i < CONSTANTS; i++)
		assert_int_equal(hq_day_parse(constant_text[i], 10, &constant[i]), 0);
	over_random_rules(&r);
	printf("seed %llu: %zu rule files (%zu with a warning), 8 teachers each: %zu undetermined, %zu yes, %zu no; %zu decided by cases; %zu given up, %zu of these in vain\n",
	       (unsigned long long)r.start, r.rules, r.told, verdicts[HQ_UNDETERMINED], verdicts[HQ_HIGHLY_QUALIFIED], verdicts[HQ_NOT_HIGHLY_QUALIFIED], by_cases, gave_up, in_vain);
	printf("%zu completed at random, %zu of these undetermined with one verdict found; all decisions took %.1f s, the slowest %.0f ms (rules %zu); %zu wrong\n", partly, one_sided_open,
	       whole, 1000 * slowest, slowest_at, wrongs);
	assert_int_equal(wrongs, 0);
	assert_true(r.only || by_cases > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("years", tests, NULL, NULL);
}
