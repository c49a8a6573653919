/* How long a teacher's plans take: random teachers of every rule file, as those of tests/unit/test_plan_random.c, each planned for a year.
 * Prints the median over all, the rule file whose teachers take longest on average, and the one teacher that took longest; 1 where a goal is missed.
 * usage: bench_plan [TEACHERS_PER_FILE] RULES... */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "../reference/teachers.h"
#include "compile.h"
#include "hq_plan.h"
#include "hqc.h"

enum { WORK = 8 << 20, TEACHERS_MAX = 100000 };
static const double median_goal = 1e-3, file_goal = 50e-3;
static int64_t work[WORK / 8];

int main(int argc, char **argv)
{
	static double all[TEACHERS_MAX];
	size_t n = 0, each = 60, plans_made = 0, cut = 0;
	double worst_file = 0, longest = 0;
	char worst_name[5] = "", longest_name[5] = "";
	int first = 1;

	if (argc > 1 && strspn(argv[1], "0123456789") == strlen(argv[1]))
		each = strtoul(argv[first++], NULL, 10);
	for (int i = first; i < argc; i++) {
		struct hqc *c = hqc_new();
		double sum = 0;
		size_t here = 0;
		uint16_t e = 0;

		if (!c || hqc_add_file(c, argv[i]) || hqc_check(c)) {
			fprintf(stderr, "bench_plan: %s does not compile\n", argv[i]);
			return 3;
		}
		for (const struct hqc_edition *tree = c->trees[0]->jurisdictions->editions; tree; tree = tree->next, e++) {
			if (!stand_on(c, tree, e))
				continue;
			for (size_t k = 0; k < each && n < TEACHERS_MAX; k++) {
				static struct teacher t;
				static struct hq_record scratch[TEACHER_RECORDS];
				struct hq_facts facts;
				struct hq_decision d;
				struct hq_plans plans;

				seed = 42 + ((uint64_t)i << 40) + ((uint64_t)e << 32) + k;
				draw_teacher(&t);
				if (k % 4 == 0)
					leave_out(&t);
				const hq_day until = hq_day_add_months(t.as_of, 12);

				if (decide(&t, scratch, &facts, &d) < 0 || hq_edition_at(ground.rules, until) != ground.e)
					continue;
				const double begun = bench_now();
				const int rc = hq_plan(ground.rules, &facts, t.as_of, until, work, sizeof work, &plans);
				const double took = bench_now() - begun;

				if (rc < 0)
					continue;
				plans_made += plans.nplans;
				cut += !plans.complete && !plans.by_cases;
				all[n++] = took;
				sum += took;
				here++;
				if (took > longest) {
					longest = took;
					memcpy(longest_name, ground.rules->code, 4);
				}
			}
		}
		if (here && sum / (double)here > worst_file) {
			worst_file = sum / (double)here;
			memcpy(worst_name, ground.rules->code, 4);
		}
		hqc_free(c);
	}
	const double median = n ? bench_median(all, n) : 0;

	printf("plans: %zu teachers, %zu plans, a limit met for %zu\n", n, plans_made, cut);
	printf("  median                 %8.3f ms     (goal: under %.0f)\n", median * 1e3, median_goal * 1e3);
	printf("  longest file, %-2s       %8.3f ms     (goal: under %.0f, a teacher on average)\n", worst_name, worst_file * 1e3, file_goal * 1e3);
	printf("  longest teacher, %-2s    %8.3f ms\n", longest_name, longest * 1e3);
	return median < median_goal && worst_file < file_goal ? 0 : 1;
}
