/* `hqc test`: run the examples in rule files and say which expectations failed. */
#include "commands.h"

static void add(struct hqc_tally *sum, const struct hqc_tally *one)
{
	sum->examples += one->examples;
	sum->expectations += one->expectations;
	sum->failed += one->failed;
}

static void print_tally(const char *of, const struct hqc_tally *t)
{
	printf("%s: %zu example%s, %zu expectation%s, %zu failed\n", of, t->examples, t->examples == 1 ? "" : "s",
	       t->expectations, t->expectations == 1 ? "" : "s", t->failed);
}

/* One line for each expectation that failed, then one for each edition. */
static void test_file(struct hqc *c, struct hqc_tally *sum)
{
	for (size_t i = 0; i < hqc_njurisdictions(c); i++) {
		struct hqc_tally one;
		for (size_t e = 0; hqc_run_edition_examples(c, i, e, stdout, &one); e++) {
			char of[HQC_NAME_MAX + 8];
			snprintf(of, sizeof(of), "%.4s %s", hqc_tables(c, i)->code, one.edition);
			print_tally(of, &one);
			add(sum, &one);
		}
	}
}

int command_test(const struct command *self, int argc, char *argv[])
{
	static const struct option options[] = { COMMON_OPTIONS };
	struct hqc_tally sum = { 0 };
	int status = EXIT_DONE;
	for (int o; (o = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
		if (handle_common(self, o, &status))
			return status;
	}
	if (optind == argc)
		return wrong_operands(self, "a rule file is wanted");
	for (int i = optind; i < argc; i++) {
		int rc = EXIT_DONE;
		struct hqc *c = load(argv[i], &rc);
		if (c)
			test_file(c, &sum);
		hqc_free(c);
		if (rc > status)
			status = rc;
	}
	if (argc - optind > 1)
		print_tally("all", &sum);
	return status ? status : sum.failed ? EXIT_RULES : EXIT_DONE;
}
