/* What the tests that draw rule files share: the numbers they draw from, and the loop over rule files and teachers. For test_cases, test_chains, test_years and
 * test_spans. test_lists and test_together take the numbers alone: the one leaves out what its oracle cannot go through before it compiles, the other lets none
 * be refused.
 *
 * Each rule file has a seed of its own, so that one can be drawn again without those before it. */
#ifndef TESTS_RANDOM_RULES_H
#define TESTS_RANDOM_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hqc.h"
#include "told.h"

static uint64_t seed;

static inline unsigned draw(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

/* From here on what is drawn is of the @i-th rule file. */
static inline void seed_rules(uint64_t start, size_t i)
{
	seed = start * 1000003 + i;
	draw(1);
}

struct random_rules {
	size_t count;                           /* how many, where HQ_RANDOM_RULES does not say */
	uint64_t start;                         /* the seed, where HQ_SEED does not say */
	void (*draw_rules)(void);               /* writes a rule file into the text */
	const char *text;
	void (*draw_teacher)(const struct hqc *c, size_t at);   /* draws facts, and holds the decision against the completions */
	int teachers;                           /* for each rule file that compiles */
	const char *show_refused;               /* a variable: if it is set, what the compiler says of the others is printed; NULL: never */
	const char *only;                       /* HQ_REPLAY: that rule file alone is drawn, whatever comes of it; or NULL */
	size_t rules, refused, told;            /* how many compiled, did not, and compiled with a warning that cases may be given up */
};

static inline void over_random_rules(struct random_rules *r)
{
	const char *n = getenv("HQ_RANDOM_RULES"), *s = getenv("HQ_SEED");

	r->only = getenv("HQ_REPLAY");
	r->count = n ? strtoul(n, NULL, 10) : r->count;
	r->start = s ? strtoull(s, NULL, 10) : r->start;
	for (size_t i = r->only ? strtoul(r->only, NULL, 10) : 0; i < r->count || r->only; i++) {
		struct hqc *c = hqc_new();

		assert_non_null(c);
		seed_rules(r->start, i);
		r->draw_rules();
		hqc_add_text(c, "random.hq", r->text, strlen(r->text));
		const bool refused = hqc_check(c) > 0;          /* too plain or too hard, and said when compiling */

		if (refused && r->show_refused && getenv(r->show_refused))
			hqc_print_diagnostics(c, stderr, false);
		r->refused += refused;
		r->rules += !refused;
		r->told += !refused && told(c);
		for (int k = 0; k < r->teachers && !refused; k++)
			r->draw_teacher(c, i);
		hqc_free(c);
		if (r->only)
			break;
	}
}

#endif
