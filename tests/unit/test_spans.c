/* Undetermined is exact (semantics 8.4, 8.5) where spans are added up by school years (2.7): where the years of a span lie is one thing for all measures (8.4 f), and
 * what fills in a day for counts and filters is another (8.4 b).
 *
 * A rule file is drawn: one kind of span; two or three edges of windows within a few school years, on the first of July or in the middle of a school year; sums and
 * counts in these windows, of all spans or of those that a filter takes, under all, any and none; often a rubric with rates, caps, whole blocks. Then teachers with
 * up to three spans that lack days, amounts or a yes-or-no field, of most with fewer years than school years; or with no list. Of every fourth rule file there is one edge alone,
 * and the teachers have four to nine spans. The oracle completes the spans one by one:
 * for counts and filters every pair of days that differ to some edge, for the years another such pair and every way to lay them into its school years, in steps of
 * the amount. What these come to, span by span, are sums: so much of each measure. Of a list that is missing records are added until nothing new comes of it, where
 * so much is told apart as the rules ask for. It shares with the runtime the text of the rules, the layout of a record and what a school year is.
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed; HQ_REPLAY draws only that one, HQ_SHOW prints what is undetermined in vain, HQ_REFUSED what does not compile, HQ_GO_ON
 * goes on after a mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hq.h"
#include "hq_tables.h"
#include "hqc.h"
#include "span_rules.h"
#include "told.h"

enum { RECORDS = 9, TEACHERS = 8, SUMS = 1 << 15, DAYS = 80, BITS = 10, MUCH = 1 << 24 };

static struct { size_t lists, verdicts[5], by_cases, many, many_by_cases, many_up, large, up, vain_up, vain_told, vain_up_untold, vain_silent, either, ordered, wrong; } seen;

/* ---- what sums say ------------------------------------------------------------------------------------------- */

/* So much of each measure, BITS bits each: steps of the amount times `times`, blocks, or records. */
static int of_sum(uint64_t sum, int measure)
{
	return (int)(sum >> BITS * measure & ((1u << BITS) - 1));
}

static bool passes(uint64_t sum)
{
	int total = 0;

	for (int i = 0; i < nlines; i++) {
		const struct line *l = &lines[i];
		int q = of_sum(sum, l->measure), points;

		if (l->most_years && q > l->most_years * one)
			q = l->most_years * one;
		points = measures[l->measure].block ? l->halves * q * one : l->whole ? q / (l->whole * one) * l->halves * one : l->halves * q;
		total += l->most_points && points > 2 * l->most_points * one ? 2 * l->most_points * one : points;
	}
	total = most_points && total > 2 * most_points * one ? 2 * most_points * one : total;
	return total >= 2 * pass_mark * one;
}

static bool holds(int at, uint64_t sum)
{
	const struct node *n = &nodes[at];
	int yes = 0;

	for (int i = 0; i < n->n; i++)
		yes += holds(n->kid[i], sum);
	return n->sort == N_ALL ? yes == n->n : n->sort == N_ANY ? yes > 0 : n->sort == N_NONE ? yes == 0 :
	       is_within(n, of_sum(sum, n->measure), measures[n->measure].count ? 1 : one);
}

/* Bit 0: no; bit 1: yes. */
static unsigned verdict(uint64_t sum)
{
	const bool every = root < 0 || holds(root, sum), second = route[1] >= 0 && holds(route[1], sum);
	const bool first = (nlines || route[0] >= 0 || route[1] < 0) && (!nlines || passes(sum)) && (route[0] < 0 || holds(route[0], sum)) &&
			   (nlines || route[0] >= 0 || holds(root, sum));

	return every && (first || second) ? 2 : 1;
}

/* ---- what a span may come to --------------------------------------------------------------------------------- */

struct set { uint64_t of[SUMS]; uint32_t place[4 * SUMS], n; bool full; };
static struct set laid, options, reached, before;      /* laid: which ways to lay years were gone through */

static void clear(struct set *s)
{
	memset(s->place, 0, sizeof s->place);
	s->n = 0;
	s->full = false;
}

static bool add(struct set *s, uint64_t x)
{
	uint32_t at = (uint32_t)((x ^ x >> 29) * 0x9e3779b97f4a7c15u >> 47);

	for (; s->place[at]; at = (at + 1) % (4 * SUMS))
		if (s->of[s->place[at] - 1] == x)
			return false;
	s->full |= s->n == SUMS;
	if (s->full)
		return false;
	s->of[s->n++] = x;
	s->place[at] = s->n;
	return true;
}

enum { PUBLIC, BEGAN, ENDED, YEARS, FACTS };
struct record { int v[FACTS], times; unsigned known; };
struct partial { struct record record[RECORDS]; int n; bool missing; };

static int days[DAYS], ndays;                          /* each that differs from the one before to some edge, or as a school year */
static unsigned masks[1 << MEASURES], nmasks;          /* which measures take the record: its filter, and of a count its window */
static struct { unsigned in; int n; } parts[12];       /* school years of which the same windows are: as many as hold its years */
static int nparts, inside[WINDOWS];

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void find_days(const struct partial *t)
{
	int first = as_of;

	ndays = 0;
	for (int i = 0; i < nedges; i++)
		days[ndays++] = edge_at(i);
	for (int i = 0; i < t->n; i++)
		for (int f = BEGAN; f <= ENDED; f++)
			if ((t->record[i].known >> f & 1) && t->record[i].v[f] != HQ_DAY_NEVER)
				days[ndays++] = t->record[i].v[f];
	for (int i = 0; i < ndays; i++)
		first = days[i] < first ? days[i] : first;
	for (int y = hq_school_year(first) - most_years - 1; y <= hq_school_year(as_of); y++)
		days[ndays++] = first_of_school_year(y);
	for (int i = ndays; i-- > 0;)
		days[ndays++] = days[i] - 1;
	days[ndays++] = as_of;
	qsort(days, (size_t)ndays, sizeof *days, compare);
	int n = 0;

	for (int i = 0; i < ndays; i++)
		if (days[i] <= as_of && (n == 0 || days[n - 1] != days[i]))
			days[n++] = days[i];
	ndays = n;
}

static unsigned mask_of(int public, int began, int ended)
{
	unsigned mask = 0;

	for (int i = 0; i < nmeasures; i++)
		if (takes(&measures[i].filter, public, began, ended) && (!measures[i].count || in_window(measures[i].window, ended == HQ_DAY_NEVER ? as_of : ended)))
			mask |= 1u << i;
	return mask;
}

static void add_mask(unsigned mask)
{
	for (unsigned i = 0; i < nmasks; i++)
		if (masks[i] == mask)
			return;
	masks[nmasks++] = mask;
}

/* Lays what is left of the years into the parts from the @i-th on; what comes of it is an option with each mask. */
static void lay(int i, int left, int times)
{
	if (i == nparts && left == 0) {
		for (unsigned k = 0; k < nmasks; k++) {
			uint64_t sum = 0;

			for (int m = 0; m < nmeasures; m++) {
				int q = inside[measures[m].window];

				if (measures[m].each && q > measures[m].each * one)
					q = measures[m].each * one;
				q = measures[m].count ? 1 : measures[m].block ? q / (measures[m].block * one) : q;
				sum |= masks[k] >> m & 1 ? (uint64_t)(q * times) << BITS * m : 0;
			}
			add(&options, sum);
		}
	}
	for (int x = 0; i < nparts && x <= left && x <= parts[i].n * one; x++) {
		for (int w = 0; w < WINDOWS; w++)
			inside[w] += parts[i].in >> w & 1 ? x : 0;
		lay(i + 1, left - x, times);
		for (int w = 0; w < WINDOWS; w++)
			inside[w] -= parts[i].in >> w & 1 ? x : 0;
	}
}

static int touched(int began, int ended)
{
	return hq_school_year(ended) - hq_school_year(began) + 1;
}

/* @n steps of years in the school years of these days. */
static void lay_years(int began, int ended, int n, int times)
{
	uint64_t way = (uint64_t)n + 1;

	nparts = 0;
	for (int y = hq_school_year(began); y <= hq_school_year(ended); y++) {
		const int june = first_of_school_year(y + 1) - 1, day = june < ended ? june : ended;
		unsigned in = 0;
		int i = 0;

		for (int w = 0; w < WINDOWS; w++)
			in |= (unsigned)in_window(w, day) << w;
		while (i < nparts && parts[i].in != in)
			i++;
		if (i == nparts)
			parts[nparts++].n = 0;
		parts[i].in = in;
		parts[i].n += parts[i].n * one < n;
	}
	for (int i = 0; i < nparts; i++)
		way = way * 1000003 + parts[i].in * 16 + (unsigned)parts[i].n;
	for (unsigned k = 0; k < nmasks; k++)
		way = way * 1000003 + masks[k] + 1;
	if (add(&laid, way))
		lay(0, n, times);
}

static int or_as_of(int ended)
{
	return ended == HQ_DAY_NEVER ? as_of : ended;
}

/* All that a record that is there can come to, into the options. @ordered: for filters and counts too it does not end before it begins (8.4 b). */
static void complete(const struct record *r, bool ordered)
{
	const bool no_end = !(r->known >> ENDED & 1), no_first = !(r->known >> BEGAN & 1);

	clear(&options);
	clear(&laid);
	nmasks = 0;
	if (!no_first && r->v[BEGAN] > as_of) {
		add(&options, 0);                              /* it has not begun */
		return;
	}
	for (int b = 0; b < (no_first ? ndays : 1); b++)
		for (int e = 0; e < (no_end ? ndays + may_go_on : 1); e++)
			for (int p = 0; p < 2; p++) {
				const int began = no_first ? days[b] : r->v[BEGAN], ended = !no_end ? r->v[ENDED] : e < ndays ? days[e] : HQ_DAY_NEVER;

				if ((!ordered || began <= ended) && (!(r->known >> PUBLIC & 1) || p == r->v[PUBLIC]))
					add_mask(mask_of(p, began, ended));
			}
	for (int n = 0; n <= most_years * one; n++) {
		if ((r->known >> YEARS & 1) && n != r->v[YEARS])
			continue;
		bool any = false;

		for (int b = 0; b < (no_first ? ndays : 1); b++)
			for (int e = 0; e < (no_end ? ndays : 1); e++) {
				const int began = no_first ? days[b] : r->v[BEGAN], ended = no_end ? days[e] : or_as_of(r->v[ENDED]);

				if (began > ended || n > touched(began, ended) * one)
					continue;
				any = true;
				lay_years(began, ended, n, r->times);
			}
		if (!any) {                                    /* it touches fewer: so many there are */
			const int ended = no_end ? as_of : or_as_of(r->v[ENDED]);

			assert_false(no_first);
			lay_years(r->v[BEGAN], ended, touched(r->v[BEGAN], ended) * one, r->times);
		}
	}
}

/* All that one record of a list that is missing can be (8.4 a). */
static void complete_any(void)
{
	clear(&options);
	clear(&laid);
	for (int b = 0; b < ndays; b++)
		for (int e = 0; e < ndays + may_go_on; e++) {
			const int ended = e < ndays ? days[e] : HQ_DAY_NEVER;

			if (days[b] > ended)
				continue;
			nmasks = 0;
			add_mask(mask_of(0, days[b], ended));
			add_mask(mask_of(1, days[b], ended));
			for (int n = 0; n <= most_years * one && n <= touched(days[b], or_as_of(ended)) * one; n++)
				lay_years(days[b], or_as_of(ended), n, 1);
		}
}

static uint64_t held_down(uint64_t sum)
{
	uint64_t out = 0;

	for (int m = 0; m < nmeasures; m++) {
		const int q = of_sum(sum, m), top = measures[m].top * (measures[m].count || measures[m].block ? 1 : one);

		out |= (uint64_t)(q < top ? q : top) << BITS * m;
	}
	return out;
}

/* Bit 0: some completion is no; bit 1: some is yes; 4: there are too many to go through. */
static unsigned over_all(const struct partial *t, bool ordered)
{
	unsigned found = 0;
	long work = 0;

	find_days(t);
	clear(&reached);
	add(&reached, 0);
	for (int i = 0; i < t->n && !t->missing; i++) {
		complete(&t->record[i], ordered);
		if (options.full || reached.full || (double)options.n * reached.n > MUCH)
			return 4;
		before = reached;
		clear(&reached);
		for (uint32_t k = 0; k < before.n && !reached.full; k++)
			for (uint32_t n = 0; n < options.n && !reached.full; n++)
				add(&reached, before.of[k] + options.of[n]);
	}
	if (t->missing)
		complete_any();
	for (uint32_t k = 0; k < reached.n && found != 3; k++) {
		found |= verdict(reached.of[k]);
		for (uint32_t n = 0; t->missing && n < options.n && work < MUCH; n++, work++)
			add(&reached, held_down(reached.of[k] + options.of[n]));
	}
	return found == 3 ? 3 : found | (reached.full || options.full || work >= MUCH ? 4u : 0);
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

static int draw_day(int from)
{
	static const char *const in_year[] = { "06-30", "07-01", "06-10", "08-15", "12-31" };
	char at[11];

	if (draw(5) == 0)
		return edge_at((int)draw((unsigned)nedges)) - (int)draw(2);
	sprintf(at, "%d-%s", from + (int)draw(6), in_year[draw(5)]);
	return day_at(at);
}

static void draw_facts(struct partial *t)
{
	static const char *const at[] = { "2006-06-30", "2006-06-30", "2006-06-30", "2006-07-01", "2006-12-31", "2006-03-01", "2005-09-30" };
	const unsigned often = draw(4);                /* of six a fact is missing so often */

	memset(t, 0, sizeof *t);
	as_of = day_at(at[draw(7)]);
	t->missing = draw(5) == 0;
	t->n = t->missing ? 0 : many ? 4 + (int)draw(RECORDS - 3) : 1 + (int)draw(3);
	for (int i = 0; i < t->n; i++) {
		struct record *r = &t->record[i];

		do
			*r = (struct record){ .v = { (int)draw(2), draw_day(2000), draw_day(2002), (int)draw((unsigned)(most_years * one + 1)) } };
		while (r->v[BEGAN] > r->v[ENDED] || touched(r->v[BEGAN], r->v[ENDED]) * one < r->v[YEARS] || (r->v[BEGAN] > as_of && draw(6)));
		if (may_go_on && draw(4) == 0)
			r->v[ENDED] = HQ_DAY_NEVER;
		if (one > 1 && draw(2))
			r->v[YEARS] -= r->v[YEARS] % 5;
		r->times = by_times ? 1 + (int)draw(many ? 2 : 3) : 1;
		for (int f = 0; f < FACTS; f++)
			r->known |= (unsigned)(draw(f == YEARS ? 18 : f == PUBLIC ? 10 : 6) >= often) << f;
	}
}

static void show(const struct partial *t, enum hq_verdict wanted)
{
	fprintf(stderr, "%s    example e \"Drawn\"\n      as of %s\n", text, text_of(as_of));
	if (t->missing)
		fprintf(stderr, "      unknown post\n");
	for (int i = 0; i < t->n; i++) {
		const struct record *r = &t->record[i];

		fprintf(stderr, "      given post began %s, ended %s", r->known >> BEGAN & 1 ? text_of(r->v[BEGAN]) : "unknown", r->known >> ENDED & 1 ? text_of(r->v[ENDED]) : "unknown");
		fprintf(stderr, ", public %s", !(r->known >> PUBLIC & 1) ? "unknown" : r->v[PUBLIC] ? "yes" : "no");
		if (!(r->known >> YEARS & 1))
			fprintf(stderr, ", years unknown");
		else if (one > 1)
			fprintf(stderr, ", years %d.%d", r->v[YEARS] / one, r->v[YEARS] % one);
		else
			fprintf(stderr, ", years %d", r->v[YEARS]);
		fprintf(stderr, by_times ? ", times %d\n" : "\n", r->times);
	}
	fprintf(stderr, "      expect %s [form 9]\n", hq_verdict_name(wanted));
}

static bool lacks(const struct partial *t)
{
	bool any = false;

	for (int i = 0; i < t->n; i++)
		any |= t->record[i].known != (1u << FACTS) - 1;
	return any;
}

static enum hq_verdict verdict_of(unsigned found)
{
	return (found & 3) == 3 ? HQ_UNDETERMINED : found & 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
}

static int decide(const struct hqc *c, const struct partial *t, struct hq_decision *d)
{
	static int64_t work[1 << 15];
	static struct hq_record records[RECORDS];
	const struct hq_vocab *vocab = hqc_vocab(c);
	const int kind = hq_find_kind(vocab, "post", 4), unit = hq_find_unit(vocab, "year", 4);
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = (size_t)t->n };

	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	facts.list[vocab->teacher] = HQ_UNKNOWN;
	facts.list[kind] = t->missing ? HQ_UNKNOWN : HQ_KNOWN;
	for (int i = 0; i < t->n; i++) {
		const struct record *r = &t->record[i];
		const bool years = r->known >> YEARS & 1;

		records[i] = (struct hq_record){ .kind = (uint8_t)kind, .unit = years ? (uint8_t)unit : 255, .amount = years ? r->v[YEARS] : 0, .times = (uint16_t)r->times,
						 .ref = (uint16_t)i, .known = (uint16_t)(r->known & ((1u << YEARS) - 1)) };
		for (int f = 0; f < YEARS; f++)
			records[i].v[f] = r->v[f];
	}
	assert_int_equal(hq_facts_prepare(&facts, records), HQ_OK);
	return hq_decide(hqc_tables(c, 0), 0, &facts, as_of, work, sizeof work, d);
}

static void one_teacher(const struct hqc *c, const struct partial *t, size_t at)
{
	const bool warned = t->missing && told(c);             /* that says nothing of a list that is there */
	const unsigned found = over_all(t, asks_began && asks_ended);
	/* Do sums in windows ask for both days too? Either will do. */
	const unsigned other = asks_began && asks_ended ? found : asks_years && !t->missing ? over_all(t, true) : found;
	const enum hq_verdict wanted = verdict_of(found);
	const char *wrong = NULL;
	struct hq_decision d;

	const int rc = decide(c, t, &d);

	d.verdict = rc < 0 ? 0 : d.verdict;
	const bool up = d.verdict == HQ_UNDETERMINED && d.cases;

	seen.lists += t->missing;
	seen.verdicts[wanted] += !(found & 4);
	seen.by_cases += d.verdict != HQ_UNDETERMINED && d.cases;
	seen.up += up;
	seen.many += many && !t->missing;
	seen.many_by_cases += many && !t->missing && d.verdict != HQ_UNDETERMINED && d.cases;
	seen.many_up += many && !t->missing && up;
	seen.either += found != other;
	seen.ordered += found != other && d.verdict == verdict_of(other);
	if ((found | other) & 4) {
		seen.large++;
		wrong = rc < 0 ? hq_strerror(rc) : d.verdict != HQ_UNDETERMINED && (found & other & (d.verdict == HQ_HIGHLY_QUALIFIED ? 1 : 2)) ? "decided" : NULL;
		seen.wrong += wrong != NULL;
	} else if (d.verdict == wanted || d.verdict == verdict_of(other)) {
		return;
	} else if (d.verdict != HQ_UNDETERMINED) {
		wrong = rc < 0 ? hq_strerror(rc) : hq_verdict_name(d.verdict);
		seen.wrong++;
	} else {
		seen.vain_up += up;
		seen.vain_up_untold += up && !warned;
		seen.vain_told += !up && warned;
		if (up ? !warned && !lacks(t) && t->missing : !warned)
			wrong = up ? "given up, and not a word when compiling" : "undetermined in vain";
		seen.vain_silent += wrong != NULL;
	}
	if (!wrong && !getenv("HQ_SHOW"))
		return;
	fprintf(stderr, "==== %zu: %s%s, where the completions say %s%s\n", at, wrong ? wrong : hq_verdict_name(d.verdict), up ? " (given up)" : warned ? " (warned)" : "", hq_verdict_name(wanted),
		found & 4 ? " (not all)" : "");
	show(t, wanted);
	if (wrong && !getenv("HQ_GO_ON"))
		fail();
}

static void draw_teacher(const struct hqc *c, size_t at)
{
	struct partial t;

	draw_facts(&t);
	one_teacher(c, &t, at);
}

static void over_rules(void **state)
{
	struct random_rules r = { .count = 400, .start = 20060704, .draw_rules = draw_rules, .text = text, .draw_teacher = draw_teacher,
				  .teachers = TEACHERS, .show_refused = "HQ_REFUSED" };

	(void)state;
	over_random_rules(&r);
	printf("seed %llu: %zu rule files (%zu refused, %zu with a warning), %d teachers each, %zu with the list missing: %zu undetermined, %zu yes, %zu no; %zu decided by cases\n",
	       (unsigned long long)r.start, r.rules, r.refused, r.told, TEACHERS, seen.lists, seen.verdicts[HQ_UNDETERMINED], seen.verdicts[HQ_HIGHLY_QUALIFIED],
	       seen.verdicts[HQ_NOT_HIGHLY_QUALIFIED], seen.by_cases);
	printf("%zu teachers with four spans or more: %zu decided by cases, %zu given up\n", seen.many, seen.many_by_cases, seen.many_up);
	printf("%zu given up, %zu of these in vain (%zu without a warning); %zu in vain after a warning, %zu without a word; %zu too large; of %zu it matters whether sums ask for the order of days (%zu decided as if so); %zu wrong\n",
	       seen.up, seen.vain_up, seen.vain_up_untold, seen.vain_told, seen.vain_silent, seen.large, seen.either, seen.ordered, seen.wrong);
	assert_int_equal(seen.wrong + seen.vain_silent, 0);
	assert_true(r.only || seen.by_cases > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("spans", tests, NULL, NULL);
}
