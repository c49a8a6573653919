/* What it costs to decide exactly where facts are missing: the same teachers with everything known and with a tenth of the form's
 * answers unknown, in every round, in turn. Where no fact needs cases, a decision on partial facts should take at most twice as long.
 * Teachers decided case by case are counted and timed apart. Kansas form, hq_decide and hq_verdict. usage: bench_exact [ROWS [ROUNDS]] */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "hq.h"

const struct hq_tables *hq_ks(void);
const struct hq_vocab *hq_facts(void);

enum { AS_OF = 13694, SLOTS_MAX = 256 };

enum { NCOLUMNS = BENCH_COLUMNS };
static const char *const columns[NCOLUMNS] = { BENCH_NAMES };

static const struct hq_tables *rules;
static uint16_t edition;
static struct hq_facts facts;
static struct hq_answer answers[SLOTS_MAX];
static struct hq_answer *to[NCOLUMNS];
static int64_t step[NCOLUMNS], work[1 << 15];

struct teacher { struct bench_row row; uint16_t unknown; };    /* a bit a column */

static void set(const struct teacher *t, bool whole)
{
	const uint8_t v[NCOLUMNS] = BENCH_VALUES(&t->row);

	for (size_t k = 0; k < NCOLUMNS; k++) {
		to[k]->value = v[k] * step[k];
		to[k]->know = !whole && t->unknown >> k & 1 ? HQ_UNKNOWN : HQ_KNOWN;
	}
}

static void fail(int rc)
{
	fprintf(stderr, "bench_exact: %s\n", hq_strerror(rc));
	exit(3);
}

/* Decides all @n; with @by_cases, says of each whether it took cases. */
static void decide(const struct teacher *t, size_t n, bool whole, bool *by_cases)
{
	for (size_t i = 0; i < n; i++) {
		struct hq_decision d;

		set(&t[i], whole);
		const int rc = hq_decide(rules, edition, &facts, AS_OF, work, sizeof work, &d);

		if (rc < 0)
			fail(rc);
		if (by_cases)
			by_cases[i] = d.cases != NULL;
	}
}

static void verdict(const struct teacher *t, size_t n, bool whole)
{
	for (size_t i = 0; i < n; i++) {
		enum hq_verdict v;
		uint16_t route;

		set(&t[i], whole);
		const int rc = hq_verdict(rules, edition, &facts, AS_OF, work, sizeof work, &v, &route);

		if (rc < 0)
			fail(rc);
	}
}

static int find_columns(void)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[edition];

	for (uint16_t s = 0; s < e->nslots && s < SLOTS_MAX; s++)
		answers[s] = (struct hq_answer){ .value = 0, .know = HQ_KNOWN };
	for (size_t k = 0; k < NCOLUMNS; k++) {
		const int at = hq_find_slot(rules, edition, columns[k], strlen(columns[k]));

		if (at < 0)
			return fprintf(stderr, "bench_exact: the Kansas form has no column %s\n", columns[k]);
		to[k] = &answers[at];
		step[k] = hq_slot_at(rules, e->first_slot + (uint32_t)at).step;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000, rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 11;
	struct bench_row *rows = calloc(n, sizeof *rows);
	struct teacher *t = calloc(n, sizeof *t), *cases = calloc(n, sizeof *t);
	bool *by_cases = calloc(n, sizeof *by_cases);
	double time[5][64], median[5];
	static struct hq_record assignment;
	size_t plain = 0, split = 0;

	rules = hq_ks();
	edition = (uint16_t)hq_edition_at(rules, AS_OF);
	facts = (struct hq_facts){ .vocab = hq_facts(), .answers = answers, .closed = 1, .assignment = &assignment };
	if (!rows || !t || !cases || !by_cases || rounds > 64 || find_columns() ||
	    hq_record_begin(facts.vocab, "assignment", &assignment) < 0 ||
	    hq_record_set(facts.vocab, &assignment, "subject", "elementary") < 0 ||
	    hq_record_set(facts.vocab, &assignment, "lowest_grade", "k") < 0 ||
	    hq_record_set(facts.vocab, &assignment, "highest_grade", "6") < 0 || hq_facts_prepare(&facts, NULL) < 0)
		return 3;
	bench_rows(rows, n, 42);
	for (size_t i = 0; i < n; i++) {
		t[i].row = rows[i];
		for (size_t k = 0; k < NCOLUMNS; k++)
			t[i].unknown |= (uint16_t)(bench_percent(10) << k);
	}
	decide(t, n, false, by_cases);
	for (size_t i = 0; i < n; i++) {
		if (by_cases[i])
			cases[split++] = t[i];
		else
			t[plain++] = t[i];
	}
	for (size_t r = 0; r < rounds; r++) {
		const double t0 = bench_now();
		decide(t, plain, true, NULL);
		const double t1 = bench_now();
		decide(t, plain, false, NULL);
		const double t2 = bench_now();
		verdict(t, plain, true);
		const double t3 = bench_now();
		verdict(t, plain, false);
		const double t4 = bench_now();
		decide(cases, split, false, NULL);
		const double t5 = bench_now();

		time[0][r] = t1 - t0;
		time[1][r] = t2 - t1;
		time[2][r] = t3 - t2;
		time[3][r] = t4 - t3;
		time[4][r] = t5 - t4;
	}
	for (int w = 0; w < 5; w++)
		median[w] = bench_median(time[w], rounds) * 1e9 / (double)(w < 4 ? plain : split ? split : 1);
	printf("exact decisions: %zu teachers, a tenth of the answers unknown; %zu need cases\n", n, split);
	printf("  hq_decide, all known   %8.1f ns\n  hq_decide, partial     %8.1f ns\n", median[0], median[1]);
	printf("  hq_verdict, all known  %8.1f ns\n  hq_verdict, partial    %8.1f ns\n", median[2], median[3]);
	if (split > 0)
		printf("  hq_decide, by cases    %8.1f ns\n", median[4]);
	printf("  partial to all known   %8.2f (hq_decide) %.2f (hq_verdict)  (goal: at most 2, where no fact needs cases)\n",
	       median[1] / median[0], median[3] / median[2]);
	return 0;
}
