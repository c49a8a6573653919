/* Verdicts from columns in memory, one thread: hq_batch_run with each kernel that this machine runs, against the same rules written by hand in scalar C with
 * &&, and against reading the columns alone. Kansas, and a rubric after Georgia's (georgia.hq). All ways run in every round, in turn; medians are printed.
 * Every verdict is compared first. usage: bench_columns GEORGIA.hq [ROWS [ROUNDS]] */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "hq_batch.h"
#include "hqc.h"

const struct hq_tables *hq_ks(void);
const struct hq_vocab *hq_facts(void);

#define MIN(a, b) ((a) < (b) ? (a) : (b))
enum { AS_OF = 13694, NCOLUMNS = 11, WAYS_MAX = 32, KERNELS = 3, POINTS_MAX = 8 };

static size_t n;
static struct bench_row *rows;
static uint8_t *column[NCOLUMNS], *bits[NCOLUMNS], *some_missing[NCOLUMNS], *by_hand_out, *out;
static uint16_t *reason;
static int64_t *points[POINTS_MAX];

/* In the order of struct bench_row. */
static const char *const kansas_names[NCOLUMNS] = {
	"bachelor", "certificate", "endorsement", "national_board.board", "content_area.experience", "content_area.coursework",
	"content_area.workshops", "content_area.activities", "content_area.service", "content_area.recognition.works", "new.first_year",
};
static const char *const georgia_names[NCOLUMNS] = {
	"bachelor", "certificate", "endorsement", "content_area.scholarship.board", "content_area.experience", "content_area.coursework",
	"content_area.local.workshops", "content_area.local.activities", "content_area.beyond", "content_area.scholarship.awards", "new.first_year",
};
static const bool is_yes_no[NCOLUMNS] = { 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1 };

__attribute__((noinline, optimize("no-tree-vectorize")))
static void kansas(uint8_t *to)
{
	for (size_t i = 0; i < n; i++) {
		const struct bench_row *r = &rows[i];

		to[i] = r->bachelor && r->cert && r->endo &&
			(r->isnew || r->nb || (3 * r->ch >= 45 && MIN(9 * r->years, 45) + 3 * r->ch + 3 * (r->wh / 15) + 5 * r->act +
								  5 * r->srv + MIN(5 * r->aw, 30) >= 100));
	}
}

static inline int georgia_points(const struct bench_row *r)
{
	const int y = MIN(10 * r->years, 50), c = 50 * (r->ch >= 30) + 10 * (r->ch >= 60) + 10 * (r->ch >= 90) + 10 * (r->ch >= 120);
	const int local = 5 * r->act + 5 * (r->wh / 50), beyond = 5 * r->srv, scholarship = 5 * r->aw + 30 * r->nb;

	return y + MIN(c, 70) + MIN(local, 30) + MIN(beyond, 30) + MIN(scholarship, 30);
}

__attribute__((noinline, optimize("no-tree-vectorize")))
static void georgia(uint8_t *to)
{
	for (size_t i = 0; i < n; i++) {
		const struct bench_row *r = &rows[i];

		to[i] = r->bachelor && r->cert && r->endo && (r->isnew || georgia_points(r) >= 100);
	}
}

/* Time of this thread alone: there is only one, and other programs are not its concern. */
static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The floor: every column read once, side by side, as the kernels read them. */
static volatile uint64_t sink;
static void read_all(void)
{
	uint64_t sum = 0;

	for (size_t i = 0; i + 64 <= n; i += 64)
		for (int k = 0; k < NCOLUMNS; k++)
			for (size_t j = 0; j < 64; j += 8) {
				uint64_t w;

				memcpy(&w, column[k] + i + j, 8);
				sum += w;
			}
	sink = sum;
}

/* ---- ours ---- */

enum shape { WHOLE, BITMAPS, MISSING, POINTS, REASONS };
static const char *const shape_names[] = { "", ", yes and no as bits", ", a tenth of the cells missing", ", points of each category", ", reasons" };

struct way {
	char name[96];
	void (*by_hand)(uint8_t *);
	const struct hq_batch *batch;
	void *work;
	size_t work_len;
	struct hq_cells cells[NCOLUMNS];
	struct hq_batch_out out;
	struct hq_points points[POINTS_MAX];
	double t[256], median;
	double one_by_one;
};
static struct way ways[WAYS_MAX];
static size_t nways;

static void *aligned(size_t size)
{
	void *p = aligned_alloc(64, (size + 4095) & ~(size_t)4095);

	if (!p)
		exit(3);
	memset(p, 0, (size + 4095) & ~(size_t)4095);
	return p;
}

static void prepare(const struct hq_tables *rules, const struct hq_vocab *vocab, const char *const *names, enum hq_kernel kernel, enum shape shape)
{
	static struct hq_record assignment;
	struct hq_facts same = { .vocab = vocab, .closed = shape != MISSING, .assignment = &assignment };
	struct hq_column columns[NCOLUMNS];
	struct way *w = &ways[nways];
	uint16_t wanted[POINTS_MAX];
	struct hq_batch_plan plan = { .rules = rules, .vocab = vocab, .edition = (uint16_t)hq_edition_at(rules, AS_OF), .as_of = AS_OF, .same = &same,
				      .columns = columns, .ncolumns = NCOLUMNS, .kernel = (uint8_t)kernel, .points = wanted, .reasons = shape == REASONS };
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[plan.edition];

	if (!hq_batch_kernel_name(kernel))
		return;
	snprintf(w->name, sizeof w->name, "%s%s", hq_batch_kernel_name(kernel), shape_names[shape]);
	hq_record_begin(vocab, "assignment", &assignment);
	hq_record_set(vocab, &assignment, "subject", "elementary");
	hq_record_set(vocab, &assignment, "lowest_grade", "k");
	hq_record_set(vocab, &assignment, "highest_grade", "6");
	if (hq_facts_prepare(&same, NULL) < 0)
		exit(3);
	/* What there is no column for is none, as for whoever wrote the rules by hand. */
	struct hq_answer *answers = calloc((size_t)e->nslots + 1, sizeof *answers);
	for (uint16_t s = 0; s < e->nslots; s++)
		answers[s].know = HQ_KNOWN;
	same.answers = answers;
	for (int k = 0; k < NCOLUMNS; k++) {
		const int slot = hq_find_slot(rules, plan.edition, names[k], strlen(names[k]));

		if (slot < 0) {
			fprintf(stderr, "bench_columns: the form has no column %s\n", names[k]);
			exit(3);
		}
		const bool bitmap = shape == BITMAPS && is_yes_no[k];

		columns[k] = (struct hq_column){ .of = HQ_OF_SLOT, .type = bitmap ? HQ_COLUMN_BITS : HQ_COLUMN_U8, .index = (uint16_t)slot };
		w->cells[k] = (struct hq_cells){ .values = bitmap ? bits[k] : column[k], .valid = shape == MISSING ? some_missing[k] : NULL };
	}
	const struct hq_row *all = HQ_AT(struct hq_row, rules, rows);
	for (uint16_t i = 0; shape == POINTS && i < e->nrows; i++)
		if (all[e->first_row + i].role == HQ_ROLE_CATEGORY && plan.npoints < POINTS_MAX) {
			w->points[plan.npoints] = (struct hq_points){ .lo = points[plan.npoints] };
			wanted[plan.npoints++] = (uint16_t)(e->first_row + i);
		}
	w->out = (struct hq_batch_out){ .verdict = out, .reason = reason, .points = w->points };
	const size_t size = hq_batch_size(&plan);
	void *mem = aligned(size);

	if (hq_batch_open(&plan, mem, size, &w->batch) < 0)
		exit(3);
	w->work_len = hq_batch_work_size(w->batch);
	w->work = aligned(w->work_len);
	free(answers);
	nways++;
}

static void run(struct way *w)
{
	struct hq_batch_count count = { 0 };

	if (w->by_hand) {
		w->by_hand(by_hand_out);
	} else if (!w->batch) {
		read_all();
	} else {
		if (hq_batch_run(w->batch, w->cells, 0, n, &w->out, w->work, w->work_len, &count) < 0 || count.refused)
			exit(3);
		w->one_by_one = (double)count.one_by_one / (double)n;
	}
}

static bool check(struct way *w, void (*by_hand)(uint8_t *))
{
	run(w);
	by_hand(by_hand_out);
	for (size_t i = 0; i < n; i++)
		if (w->batch && (w->cells[0].valid ? out[i] != HQ_UNDETERMINED && (out[i] == HQ_HIGHLY_QUALIFIED) != by_hand_out[i]
						   : (out[i] == HQ_HIGHLY_QUALIFIED) != by_hand_out[i])) {
			fprintf(stderr, "bench_columns: %s: teacher %zu: %d, by hand %d\n", w->name, i, out[i], by_hand_out[i]);
			return false;
		}
	return true;
}

static void measure(const char *title, const struct hq_tables *rules, const struct hq_vocab *vocab, const char *const *names,
		    void (*by_hand)(uint8_t *), size_t rounds)
{
	nways = 2;
	memset(ways, 0, sizeof ways);
	snprintf(ways[0].name, sizeof ways[0].name, "scalar C by hand, with &&");
	ways[0].by_hand = by_hand;
	snprintf(ways[1].name, sizeof ways[1].name, "reading the columns alone");
	for (enum shape s = WHOLE; s <= REASONS; s++)
		for (enum hq_kernel k = HQ_KERNEL_PLAIN; k <= HQ_KERNEL_AVX512; k++)
			if (s == WHOLE || k == HQ_KERNEL_PLAIN)        /* every kernel, then the least and the best */
				prepare(rules, vocab, names, k, s);
			else if (k == HQ_KERNEL_AVX512)
				prepare(rules, vocab, names, HQ_KERNEL_BEST, s);
	for (size_t w = 0; w < nways; w++)
		if (!check(&ways[w], by_hand))
			exit(1);
	for (size_t r = 0; r < rounds; r++)
		for (size_t w = 0; w < nways; w++) {
			const double t0 = now();

			run(&ways[w]);
			ways[w].t[r] = now() - t0;
		}
	printf("%s: %zu teachers in columns of bytes, verdicts equal\n", title, n);
	for (size_t w = 0; w < nways; w++) {
		ways[w].median = bench_median(ways[w].t, rounds);
		printf("  %-48s %8.1f M/s %7.2f ns   %5.2f times by hand  %4.2f of reading", ways[w].name, (double)n / ways[w].median / 1e6,
		       ways[w].median / (double)n * 1e9, ways[0].median / ways[w].median, ways[1].median / ways[w].median);
		printf(ways[w].one_by_one > 0 ? "  (%.0f %% one by one)\n" : "\n", 100 * ways[w].one_by_one);
	}
}

int main(int argc, char **argv)
{
	n = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000;
	const size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 21;

	if (argc < 2 || rounds > 256 || n % 64)
		return 2;
	rows = aligned(n * sizeof *rows);
	by_hand_out = aligned(n);
	out = aligned(n);
	reason = aligned(n * sizeof *reason);
	for (int p = 0; p < POINTS_MAX; p++)
		points[p] = aligned(n * sizeof *points[p]);
	bench_rows(rows, n, 42);
	for (int k = 0; k < NCOLUMNS; k++) {
		column[k] = aligned(n);
		bits[k] = aligned(n / 8);
		some_missing[k] = aligned(n / 8);
		for (size_t i = 0; i < n; i++) {
			column[k][i] = ((const uint8_t *)&rows[i])[k];
			bits[k][i / 8] |= (uint8_t)((column[k][i] & 1u) << i % 8);
			some_missing[k][i / 8] |= (uint8_t)(!bench_percent(10) << i % 8);
		}
	}
	measure("Kansas", hq_ks(), hq_facts(), kansas_names, kansas, rounds);
	struct hqc *c = hqc_new();

	if (!c || hqc_add_file(c, argv[1]) || hqc_check(c)) {
		if (c)
			hqc_print_diagnostics(c, stderr, false);
		return 3;
	}
	measure("After Georgia", hqc_tables(c, 0), hqc_vocab(c), georgia_names, georgia, rounds);
	printf("  goals: a native build (NATIVE=1) 3 times by hand, aim 6 and half of reading; plain 1.5 times; with cells missing 1 time\n");
	hqc_free(c);
	return 0;
}
