/* `hqc eval`: decide teachers by rules that were compiled a moment ago. Options, reading and printing are those of
 * `hq eval`, from the same library, so that both give the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "commands.h"

int command_eval(const struct command *self, int argc, char *argv[])
{
	struct hqcli_options options;
	int first = 0;
	int status = EXIT_DONE;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			handle_common(self, 'h', &status);
			hqcli_options_help(stdout);
			return status;
		}
		if (!strcmp(argv[i], "--version"))
			return handle_common(self, 'V', &status), status;
	}
	status = hqcli_options_parse("hqc eval", argc, argv, &options, &first);
	if (status)
		return status;
	if (first >= argc)
		return wrong_operands(self, "a rule file is wanted");
	struct hqc *c = load(argv[first], &status);
	if (!c)
		return status;

	size_t n = hqc_njurisdictions(c);
	const struct hq_tables **tables = calloc(n ? n : 1, sizeof(*tables));
	if (!tables) {
		fputs("hqc: out of memory\n", stderr);
		hqc_free(c);
		return EXIT_SYSTEM;
	}
	for (size_t i = 0; i < n; i++)
		tables[i] = hqc_tables(c, i);
	struct hqcli_rules rules = { .vocab = hqc_vocab(c), .tables = tables, .n = n };
	status = hqcli_eval(&options, &rules, argc - first - 1, argv + first + 1, stdout, stderr);
	free(tables);
	hqc_free(c);
	return status;
}
