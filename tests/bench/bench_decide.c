/* Full decisions a second on the Kansas form, one decision a call, against the same rules written by hand in C.
 * Both run in every round, in turn; medians over the rounds are printed, and the ratio, which is what counts.
 * Every row's verdict is compared first. usage: bench_decide [ROWS [ROUNDS]] */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "hq.h"

const struct hq_tables *hq_ks(void);
const struct hq_vocab *hq_facts(void);

#define MIN(a, b) ((a) < (b) ? (a) : (b))

__attribute__((noinline, optimize("no-tree-vectorize")))
static void by_hand(const struct bench_row *rows, size_t n, uint8_t *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct bench_row *r = &rows[i];

		out[i] = r->bachelor && r->cert && r->endo &&
			 (r->isnew || r->nb ||
			  (3 * r->ch >= 45 && MIN(9 * r->years, 45) + 3 * r->ch + 3 * (r->wh / 15) + 5 * r->act +
							      5 * r->srv + MIN(5 * r->aw, 30) >=
						      100));
	}
}

/* Which slot of the edition each column answers. */
enum { NCOLUMNS = BENCH_COLUMNS };
static const char *const columns[NCOLUMNS] = { BENCH_NAMES };

static const struct hq_tables *rules;
static uint16_t edition;
static struct hq_facts facts;
static struct hq_answer answers[256];
static int64_t *to[NCOLUMNS], step[NCOLUMNS];          /* where each column's answer goes, and what 1 of it is there */
static int64_t work[1 << 14];

static void by_tables(const struct bench_row *rows, size_t n, uint8_t *out, bool whole)
{
	for (size_t i = 0; i < n; i++) {
		enum hq_verdict verdict;
		uint16_t route;

		const struct bench_row *r = &rows[i];

		*to[0] = r->bachelor;
		*to[1] = r->cert;
		*to[2] = r->endo;
		*to[3] = r->nb;
		*to[4] = r->isnew;
		*to[5] = r->years * step[5];
		*to[6] = r->ch * step[6];
		*to[7] = r->wh * step[7];
		*to[8] = r->act * step[8];
		*to[9] = r->srv * step[9];
		*to[10] = r->aw * step[10];
		struct hq_decision d;
		const int rc = whole ? hq_decide(rules, edition, &facts, 13694, work, sizeof work, &d)
				     : hq_verdict(rules, edition, &facts, 13694, work, sizeof work, &verdict, &route);
		if (rc < 0) {
			fprintf(stderr, "bench_decide: %s\n", hq_strerror(rc));
			exit(3);
		}
		out[i] = (whole ? d.verdict : verdict) == HQ_HIGHLY_QUALIFIED;
	}
}

int main(int argc, char **argv)
{
	const size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000, rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 21;
	struct bench_row *rows = calloc(n, sizeof *rows);
	uint8_t *a = calloc(n, 1), *b = calloc(n, 1);
	double *ta = calloc(rounds, sizeof *ta), *tb = calloc(rounds, sizeof *tb), *tc = calloc(rounds, sizeof *tc);
	static struct hq_record assignment;

	rules = hq_ks();
	edition = (uint16_t)hq_edition_at(rules, 13694);
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[edition];
	for (uint16_t s = 0; s < e->nslots && s < 256; s++)
		answers[s] = (struct hq_answer){ .value = 0, .know = HQ_KNOWN };
	for (size_t k = 0; k < NCOLUMNS; k++) {
		const int at = hq_find_slot(rules, edition, columns[k], strlen(columns[k]));

		if (at < 0) {
			fprintf(stderr, "bench_decide: the Kansas form has no column %s\n", columns[k]);
			return 3;
		}
		to[k] = &answers[at].value;
		step[k] = hq_slot_at(rules, e->first_slot + (uint32_t)at).step;
	}
	facts.vocab = hq_facts();
	facts.answers = answers;
	facts.closed = 1;
	facts.assignment = &assignment;       /* an elementary assignment, grades k to 6 */
	if (hq_record_begin(facts.vocab, "assignment", &assignment) < 0 ||
	    hq_record_set(facts.vocab, &assignment, "subject", "elementary") < 0 ||
	    hq_record_set(facts.vocab, &assignment, "lowest_grade", "k") < 0 ||
	    hq_record_set(facts.vocab, &assignment, "highest_grade", "6") < 0)
		return 3;
	if (hq_facts_prepare(&facts, NULL) < 0)
		return 3;

	bench_rows(rows, n, 42);
	by_hand(rows, n, a);
	by_tables(rows, n, b, false);
	size_t yes = 0;
	for (size_t i = 0; i < n; i++) {
		yes += a[i];
		if (a[i] != b[i]) {
			fprintf(stderr, "bench_decide: row %zu: by hand %d, by tables %d\n", i, a[i], b[i]);
			return 1;
		}
	}
	for (size_t r = 0; r < rounds; r++) {
		double t0 = bench_now();
		for (int q = 0; q < 4; q++)
			by_hand(rows, n, a);
		double t1 = bench_now();
		by_tables(rows, n, b, false);
		double t2 = bench_now();
		by_tables(rows, n, b, true);
		double t3 = bench_now();
		ta[r] = (t1 - t0) / 4;
		tb[r] = t2 - t1;
		tc[r] = t3 - t2;
	}
	const double ma = bench_median(ta, rounds), mb = bench_median(tb, rounds), mc = bench_median(tc, rounds);
	printf("decisions: %zu rows, %zu highly qualified, verdicts equal\n", n, yes);
	printf("  hand-written scalar C  %8.2f M/s  %7.1f ns\n", (double)n / ma / 1e6, ma / (double)n * 1e9);
	printf("  hq_verdict             %8.2f M/s  %7.1f ns\n", (double)n / mb / 1e6, mb / (double)n * 1e9);
	printf("  hq_decide              %8.2f M/s  %7.1f ns     (with all an explanation needs)\n", (double)n / mc / 1e6, mc / (double)n * 1e9);
	printf("  ratio                  %8.3f      (goal: at least 0.100)\n", ma / mb);
	return 0;
}
