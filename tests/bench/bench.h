/* What the benchmarks share: a clock, medians, and a generator of teachers that gives the same rows everywhere. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

/* One teacher as the columns of the Kansas form; their names there, and the values in that order. */
struct bench_row { uint8_t bachelor, cert, endo, nb, years, ch, wh, act, srv, aw, isnew; };
enum { BENCH_COLUMNS = 11 };
#define BENCH_NAMES \
	"bachelor", "certificate", "endorsement", "national_board.board", "new.first_year", "content_area.experience", \
	"content_area.coursework", "content_area.workshops", "content_area.activities", "content_area.service", \
	"content_area.recognition.works"
#define BENCH_VALUES(row) \
	{ (row)->bachelor, (row)->cert, (row)->endo, (row)->nb, (row)->isnew, (row)->years, (row)->ch, (row)->wh, (row)->act, \
	  (row)->srv, (row)->aw }

static inline double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int bench_cmp(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double bench_median(double *t, size_t n)
{
	qsort(t, n, sizeof *t, bench_cmp);
	return t[n / 2];
}

/* splitmix64, 16 bits a draw; integers only, so the rows are the same on every machine. */
static uint64_t bench_state;
static inline uint32_t bench_draw(void)
{
	uint64_t z = (bench_state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ (z >> 31)) >> 48);
}
static inline uint8_t bench_percent(unsigned p)
{
	return bench_draw() * 100u < p * 65536u;
}
/* 0..n-1, low values likelier: the square or the cube of an even draw. */
static inline uint8_t bench_low(unsigned n, int cube)
{
	const uint64_t u = bench_draw();
	uint64_t q = u * u;

	if (cube)
		q = ((q >> 16) * u);
	return (uint8_t)(((q >> 16) * n) >> 16);
}

static inline void bench_rows(struct bench_row *rows, size_t n, uint64_t seed)
{
	bench_state = seed;
	for (size_t i = 0; i < n; i++) {
		struct bench_row *r = &rows[i];

		r->bachelor = bench_percent(95);
		r->cert = bench_percent(90);
		r->endo = bench_percent(85);
		r->nb = bench_percent(10);
		r->years = bench_low(41, 0);
		r->ch = bench_low(121, 1);
		r->wh = bench_low(201, 0);
		r->act = bench_low(11, 0);
		r->srv = bench_low(11, 0);
		r->aw = bench_low(9, 1);
		r->isnew = r->years < 3 && bench_percent(85);
	}
}

#endif
