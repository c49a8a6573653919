/* Wide CSV to a verdict per row, Kansas: our reader against readers written for this one file, all in every round, in turn.
 * Medians over the rounds are printed, and the ratios, which are what counts. The answers of all are compared first.
 *   libcsv   the callback parser of that library, digits converted by hand, the rules in C with &&
 *   scalar   the file mapped, a byte at a time, every column known, the rules in C with &&
 * usage: bench_csv FOLDER [ROWS [ROUNDS]]          writes and removes files in FOLDER */
#define _DEFAULT_SOURCE
#include <csv.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "csv/csv.h"

const struct hq_tables *hq_ks(void);
const struct hq_vocab *hq_facts(void);

enum { AS_OF = 13694, NCOLUMNS = 11, PIECE = 1 << 20 };

static const char header[] = "bachelor,certificate,endorsement,national_board.board,content_area.experience,content_area.coursework,"
			     "content_area.workshops,content_area.activities,content_area.service,content_area.recognition.works,"
			     "new.first_year\n";
static char plain_path[4096], quoted_path[4096], out_path[4096];
static const char *in_path = plain_path;

static void die(const char *what)
{
	perror(what);
	exit(3);
}

#define MIN(a, b) ((a) < (b) ? (a) : (b))

/* In the order of the columns. */
static inline bool kansas(const uint8_t *r)
{
	return r[0] && r[1] && r[2] &&
	       (r[10] || r[3] ||
		(3 * r[5] >= 45 &&
		 MIN(9 * r[4], 45) + 3 * r[5] + 3 * (r[6] / 15) + 5 * r[7] + 5 * r[8] + MIN(5 * r[9], 30) >= 100));
}

/* The same rows, in quotes or not. */
static void generate(size_t n)
{
	static const char *const word[] = { "false", "true" };
	FILE *f = fopen(plain_path, "wb"), *q = fopen(quoted_path, "wb");

	if (!f || !q)
		die(plain_path);
	fputs(header, f);
	fputs(header, q);
	for (size_t done = 0; done < n; ) {
		static struct bench_row rows[1024];
		const size_t some = MIN(n - done, 1024);

		bench_rows(rows, some, done ? bench_state : 42);
		for (size_t i = 0; i < some; i++) {
			const struct bench_row *r = &rows[i];

			fprintf(f, "%s,%s,%s,%s,%d,%d,%d,%d,%d,%d,%s\n", word[r->bachelor], word[r->cert], word[r->endo], word[r->nb],
				r->years, r->ch, r->wh, r->act, r->srv, r->aw, word[r->isnew]);
			fprintf(q, "\"%s\",\"%s\",\"%s\",\"%s\",\"%d\",\"%d\",\"%d\",\"%d\",\"%d\",\"%d\",\"%s\"\n", word[r->bachelor],
				word[r->cert], word[r->endo], word[r->nb], r->years, r->ch, r->wh, r->act, r->srv, r->aw,
				word[r->isnew]);
		}
		done += some;
	}
	if (fclose(f) || fclose(q))
		die(plain_path);
}

/* ---- libcsv -------------------------------------------------------------------------------------------------- */

static uint8_t peer_row[16];
static int peer_cell, peer_head;
static FILE *peer_out;

static void on_cell(void *s, size_t n, void *context)
{
	const char *p = s;
	unsigned v = 0;

	(void)context;
	if (peer_head)
		return;
	if (n && *p == 't')
		v = 1;
	else if (n && *p != 'f')
		for (size_t i = 0; i < n; i++)
			v = v * 10 + (unsigned)(p[i] - '0');
	peer_row[peer_cell++ & 15] = (uint8_t)v;
}

static void on_row(int c, void *context)
{
	(void)c;
	(void)context;
	if (!peer_head)
		fputs(kansas(peer_row) ? "1\n" : "0\n", peer_out);
	peer_head = peer_cell = 0;
}

static void by_libcsv(void)
{
	static char bytes[1 << 16];
	struct csv_parser p;
	FILE *f = fopen(in_path, "rb");
	size_t n;

	peer_out = fopen(out_path, "wb");
	if (!f || !peer_out)
		die("libcsv");
	setvbuf(peer_out, NULL, _IOFBF, 1 << 16);
	peer_head = 1;
	peer_cell = 0;
	csv_init(&p, 0);
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		if (csv_parse(&p, bytes, n, on_cell, on_row, NULL) != n)
			die("libcsv");
	csv_fini(&p, on_cell, on_row, NULL);
	csv_free(&p);
	fclose(f);
	fclose(peer_out);
}

/* ---- by hand ------------------------------------------------------------------------------------------------- */

static const unsigned char *scalar_row(const unsigned char *p, uint8_t *r)
{
	for (int k = 0; k < NCOLUMNS; k++) {
		unsigned v = 0;

		if (*p == 't') {
			if (memcmp(p, "true", 4))
				die("scalar");
			v = 1;
			p += 4;
		} else if (*p == 'f') {
			if (memcmp(p, "false", 5))
				die("scalar");
			p += 5;
		} else {
			unsigned d = *p - (unsigned)'0';

			if (d > 9)
				die("scalar");
			do {
				v = v * 10 + d;
				d = *++p - (unsigned)'0';
			} while (d <= 9);
			if (v > 255)
				die("scalar");
		}
		if (*p++ != (k + 1 < NCOLUMNS ? ',' : '\n'))
			die("scalar");
		r[k] = (uint8_t)v;
	}
	return p;
}

static void by_hand(void)
{
	const int in = open(in_path, O_RDONLY), to = open(out_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	static char out[PIECE];
	struct stat st;
	size_t n = 0;

	if (in < 0 || to < 0 || fstat(in, &st))
		die("scalar");
	unsigned char *map = mmap(NULL, (size_t)st.st_size + 1, PROT_READ, MAP_PRIVATE | MAP_POPULATE, in, 0);

	if (map == MAP_FAILED)
		die("scalar");
	const unsigned char *p = map + sizeof header - 1, *const end = map + st.st_size;

	while (p < end) {
		uint8_t r[16];

		p = scalar_row(p, r);
		out[n++] = (char)('0' + kansas(r));
		out[n++] = '\n';
		if (n == sizeof out) {
			if (write(to, out, n) != (ssize_t)n)
				die("scalar");
			n = 0;
		}
	}
	if (write(to, out, n) != (ssize_t)n)
		die("scalar");
	munmap(map, (size_t)st.st_size + 1);
	close(in);
	close(to);
}

/* Reading alone: the floor. */
static void by_read(void)
{
	static char bytes[1 << 17];
	const int in = open(in_path, O_RDONLY);

	if (in < 0)
		die("read");
	while (read(in, bytes, sizeof bytes) > 0)
		;
	close(in);
}

/* ---- ours ---------------------------------------------------------------------------------------------------- */

static struct hq_record assignment;
static struct hq_facts same;
static int out_fd;

struct own {
	struct hqcsv_decider *decider;
	uint8_t verdicts[HQCSV_ROWS];
	int8_t errors[HQCSV_ROWS];
	char *out;
	size_t len, size;
};

static void *own_begin(void *context)
{
	struct own *own = calloc(1, sizeof *own);

	own->decider = hqcsv_decider_new(context, &same);
	if (!own->decider)
		die("decider");
	return own;
}

static void own_end(void *context)
{
	struct own *own = context;

	hqcsv_decider_free(own->decider);
	free(own->out);
	free(own);
}

static int own_block(void *context, struct hqcsv_block *block)
{
	struct own *own = context;

	if (hqcsv_decide(own->decider, block, own->verdicts, NULL, NULL, own->errors) || block->nrefusals)
		return 1;
	if (own->len + 2 * block->nrows > own->size) {
		own->size = own->size * 2 + 4 * HQCSV_ROWS;
		own->out = realloc(own->out, own->size);
		if (!own->out)
			die("out");
	}
	char *to = own->out + own->len;

	for (size_t r = 0; r < block->nrows; r++) {
		to[2 * r] = (char)('0' + (own->verdicts[r] == HQ_HIGHLY_QUALIFIED));
		to[2 * r + 1] = '\n';
	}
	own->len += 2 * block->nrows;
	return 0;
}

static int own_put(void *context)
{
	struct own *own = context;
	const bool ok = write(out_fd, own->out, own->len) == (ssize_t)own->len;

	own->len = 0;
	return !ok;
}

static void say(void *context, const char *message)
{
	(void)context;
	fprintf(stderr, "%s\n", message);
}

static void by_us(unsigned jobs)
{
	int fd = open(in_path, O_RDONLY);
	const struct hqcsv_input input = { in_path, hqcsv_read_fd, &fd };
	const struct hqcsv_binding binding = { .vocab = hq_facts(), .rules = hq_ks(), .as_of = AS_OF,
					       .edition = (uint16_t)hq_edition_at(hq_ks(), AS_OF) };
	char message[HQCSV_MESSAGE_MAX];
	struct hqcsv *csv;

	out_fd = open(out_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || out_fd < 0)
		die(in_path);
	if (hqcsv_open(&input, &csv, message)) {
		fprintf(stderr, "%s\n", message);
		exit(3);
	}
	if (hqcsv_bind(csv, &binding, say, NULL))
		exit(3);
	const struct hqcsv_work work = { own_begin, own_end, own_block, own_put, csv };

	if (hqcsv_run(csv, jobs, &work))
		die("run");
	hqcsv_close(csv);
	close(fd);
	close(out_fd);
}

static void by_us_1(void) { by_us(1); }
static void by_us_2(void) { by_us(2); }
static void by_us_quoted(void)
{
	in_path = quoted_path;
	by_us(1);
	in_path = plain_path;
}

/* Most memory that one thread of ours ever has in use, in MiB. */
static double memory(void)
{
	struct rusage usage;
	const pid_t child = fork();

	if (child == 0) {
		by_us_1();
		_exit(0);
	}
	if (child < 0 || waitpid(child, NULL, 0) < 0 || getrusage(RUSAGE_CHILDREN, &usage))
		die("fork");
	return (double)usage.ru_maxrss / 1024;
}

/* ---- all of them --------------------------------------------------------------------------------------------- */

static const struct { const char *name; void (*run)(void); } ways[] = {
	{ "reading alone", by_read },
	{ "scalar C by hand", by_hand },
	{ "C with libcsv", by_libcsv },
	{ "ours, one thread", by_us_1 },
	{ "ours, two threads", by_us_2 },
	{ "ours, all in quotes", by_us_quoted },
};
enum { READ, HAND, LIBCSV, OURS, OURS_2, QUOTED, NWAYS };

static uint64_t hash_of_answers(size_t n)
{
	FILE *f = fopen(out_path, "rb");
	uint64_t h = 0xcbf29ce484222325u;
	size_t count = 0;

	for (int c; f && (c = getc(f)) != EOF; count++)
		h = (h ^ (unsigned)c) * 0x100000001b3u;
	if (!f || fclose(f) || count != 2 * n)
		die("answers");
	return h;
}

int main(int argc, char **argv)
{
	const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000000, rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 7;
	double t[NWAYS][64], median[NWAYS];
	uint64_t answers[NWAYS];

	if (argc < 2 || rounds > 64)
		return 2;
	snprintf(plain_path, sizeof plain_path, "%s/bench_csv.in", argv[1]);
	snprintf(quoted_path, sizeof quoted_path, "%s/bench_csv.quoted", argv[1]);
	snprintf(out_path, sizeof out_path, "%s/bench_csv.out", argv[1]);
	generate(n);
	hq_record_begin(hq_facts(), "assignment", &assignment);
	hq_record_set(hq_facts(), &assignment, "subject", "elementary");
	hq_record_set(hq_facts(), &assignment, "lowest_grade", "k");
	hq_record_set(hq_facts(), &assignment, "highest_grade", "6");
	same = (struct hq_facts){ .vocab = hq_facts(), .closed = 1, .assignment = &assignment };
	if (hq_facts_prepare(&same, NULL))
		return 3;
	for (int w = HAND; w < NWAYS; w++) {
		ways[w].run();
		answers[w] = hash_of_answers(n);
		if (answers[w] != answers[HAND]) {
			fprintf(stderr, "bench_csv: %s answers otherwise\n", ways[w].name);
			return 1;
		}
	}
	for (size_t r = 0; r < rounds; r++) {
		for (int w = 0; w < NWAYS; w++) {
			const double t0 = bench_now();

			ways[w].run();
			t[w][r] = bench_now() - t0;
		}
	}
	printf("wide CSV to verdicts: %zu rows, verdicts equal\n", n);
	for (int w = 0; w < NWAYS; w++) {
		median[w] = bench_median(t[w], rounds);
		printf("  %-22s %8.2f M/s  %7.1f ns\n", ways[w].name, (double)n / median[w] / 1e6, median[w] / (double)n * 1e9);
	}
	printf("  to libcsv              %8.2f      (goal: at least 3)\n", median[LIBCSV] / median[OURS]);
	printf("  to scalar C            %8.2f      (aim: 0.8)\n", median[HAND] / median[OURS]);
	printf("  two threads to one     %8.2f      (goal: at least 1.5)\n", median[OURS] / median[OURS_2]);
	printf("  most memory            %8.1f MiB  (goal: under 16, whatever the length)\n", memory());
	unlink(plain_path);
	unlink(quoted_path);
	unlink(out_path);
	return 0;
}
