/* The table of checks, and the order in which they run.
 *
 * A check looks at one sort of thing and adds diagnostics. It names those whose findings would only repeat themselves
 * in it: where one of them found an error, it is left out of this run. What shows only in the numbers of a finished
 * row (reach of points, overflow) is bounds.c's.
 */
#include "check.h"

enum { FACTS, CITES, FILTERS, TESTS, WINDOWS, EDITIONS, AWARDS, LIMITS, RUBRICS, NCHECKS };
#define AFTER(check) (1u << (check))

static const struct { void (*run)(struct hqc *c); uint32_t needs; } checks[NCHECKS] = {
	[FACTS]    = { hqc_check_facts, 0 },
	[CITES]    = { hqc_check_cites, 0 },
	[FILTERS]  = { hqc_check_filters, AFTER(FACTS) },
	[TESTS]    = { hqc_check_tests, AFTER(FACTS) },
	[WINDOWS]  = { hqc_check_windows, AFTER(FACTS) },
	[EDITIONS] = { hqc_check_editions, 0 },
	[AWARDS]   = { hqc_check_awards, AFTER(FACTS) },
	[LIMITS]   = { hqc_check_limits, AFTER(FACTS) | AFTER(AWARDS) },
	[RUBRICS]  = { hqc_check_rubrics, AFTER(AWARDS) },
};

void hqc_check_rules(struct hqc *c)
{
	uint32_t failed = 0;

	for (unsigned i = 0; i < NCHECKS; i++) {
		const size_t before = c->diags.errors;

		if (checks[i].needs & failed)
			continue;
		checks[i].run(c);
		if (c->diags.errors > before)
			failed |= 1u << i;
	}
}
