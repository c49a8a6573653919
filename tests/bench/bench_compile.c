/* Time to read, check and lower every rule file, per line. usage: bench_compile FILE...
 * The shared files are read again for every state, as they are in a build; their lines are counted as often. */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "hqc.h"

static size_t count_lines(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0;

	if (!f)
		return 0;
	for (int ch; (ch = getc(f)) != EOF;)
		n += ch == '\n';
	fclose(f);
	return n;
}

int main(int argc, char **argv)
{
	enum { ROUNDS = 15 };
	double t[ROUNDS];
	size_t own = 0, shared = count_lines("states/facts.hq") + count_lines("states/sources.hq");

	for (int i = 1; i < argc; i++)
		own += count_lines(argv[i]);
	for (size_t r = 0; r < ROUNDS; r++) {
		const double t0 = bench_now();
		for (int i = 1; i < argc; i++) {
			struct hqc *c = hqc_new();

			if (!c || hqc_add_file(c, argv[i]) < 0 || hqc_check(c) != 0) {
				fprintf(stderr, "bench_compile: %s does not compile\n", argv[i]);
				return 1;
			}
			hqc_free(c);
		}
		t[r] = bench_now() - t0;
	}
	const double m = bench_median(t, ROUNDS);
	const size_t lines = own + shared * (size_t)(argc - 1);
	printf("compiling: %d files, %zu lines of their own, %zu with the shared files read for each\n", argc - 1, own, lines);
	printf("  all files              %8.2f ms\n", m * 1e3);
	printf("  a line                 %8.2f us     (goal: at most 5)\n", m / (double)lines * 1e6);
	printf("  a line of their own    %8.2f us\n", m / (double)own * 1e6);
	return 0;
}
