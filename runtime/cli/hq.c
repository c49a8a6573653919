/* `hq`: decides teachers by the rules that are built in. Picks the command, checks how it is called, and calls the
 * library; prints nothing but help.
 */
#include <getopt.h>
#include <string.h>

#include "cli.h"
#include "roster/roster.h"

enum { TABLES_MAX = 256 };             /* jurisdictions built in; there are 53 */

static int command_eval(int argc, char *argv[], const struct hqcli_rules *rules);
static int command_explain(int argc, char *argv[], const struct hqcli_rules *rules);
static int command_roster(int argc, char *argv[], const struct hqcli_rules *rules);
static int command_states(int argc, char *argv[], const struct hqcli_rules *rules);
static int command_schema(int argc, char *argv[], const struct hqcli_rules *rules);

static void states_help(FILE *to)
{
	fputs("      --format FORMAT      text, json or csv; default: text\n", to);
}

static void schema_help(FILE *to)
{
	fputs("      --format FORMAT      json (JSON Schema), text or csv; default: json\n"
	      "      --worksheet CODE     instead, the columns of a jurisdiction's form; default: text\n"
	      "      --as-of YYYY-MM-DD   of the form in force on this date; default: today\n", to);
}

static const struct command {
	const char *name, *title, *usage;
	int (*run)(int argc, char *argv[], const struct hqcli_rules *rules);
	void (*put_help)(FILE *to);            /* the lines about its options */
} commands[] = {
	{ "eval", "decide teachers, at a look", "hq eval [OPTION]... [FILE]...", command_eval,
	  hqcli_options_help },
	{ "explain", "decide teachers, with everything that counted", "hq explain [OPTION]... [FILE]...", command_explain,
	  hqcli_explain_help },
	{ "roster", "decide everybody in whole files, one row each", "hq roster [OPTION]... [FILE]...", command_roster,
	  roster_options_help },
	{ "plan", "what would make it yes", "hq plan [OPTION]... [FILE]...", hqcli_plan, hqcli_plan_help },
	{ "states", "list what is built in", "hq states [--format FORMAT]", command_states,
	  states_help },
	{ "schema", "what the data may hold", "hq schema [OPTION]...", command_schema, schema_help },
};
enum { NCOMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void put_help(FILE *to)
{
	fputs("usage: hq COMMAND [OPTION]... [FILE]...\n"
	      "Decides whether teachers are highly qualified, by the rules of the jurisdictions built in.\n\n", to);
	for (size_t i = 0; i < NCOMMANDS; i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].title);
	fputs("\n  --help     this, or the options of a command\n"
	      "  --version  the version\n\n"
	      "Exit status: 0 done, 1 errors in the data (or a verdict of --fail-on), 2 wrong use, 3 the system failed.\n", to);
}

static int put_version(void)
{
	puts("hq " HQ_VERSION);
	return HQCLI_DONE;
}

static int finish(int status)
{
	if (fflush(stdout) || ferror(stdout)) {
		fputs("hq: the results cannot be written\n", stderr);
		return HQCLI_SYSTEM;
	}
	return status;
}

static int evaluate(const char *command, bool full, int argc, char *argv[], const struct hqcli_rules *rules)
{
	struct hqcli_options options;
	int first, status = hqcli_options_parse(command, argc, argv, &options, &first);
	if (status)
		return status;
	options.full = full;
	return hqcli_eval(&options, rules, argc - first, argv + first, stdout, stderr);
}

static int command_eval(int argc, char *argv[], const struct hqcli_rules *rules)
{
	return evaluate("hq eval", false, argc, argv, rules);
}

static int command_explain(int argc, char *argv[], const struct hqcli_rules *rules)
{
	return evaluate("hq explain", true, argc, argv, rules);
}

static int command_roster(int argc, char *argv[], const struct hqcli_rules *rules)
{
	struct roster_options options;
	int first, status = roster_options_parse("hq roster", argc, argv, &options, &first);
	return status ? status : hqcli_roster(&options, rules, argc - first, argv + first, stderr);
}

static int no_operands(const char *command, int argc, char *argv[])
{
	if (optind == argc)
		return HQCLI_DONE;
	fprintf(stderr, "%s: '%s' is one word too many\nTry '%s --help'.\n", command, argv[optind], command);
	return HQCLI_USAGE;
}

static int command_states(int argc, char *argv[], const struct hqcli_rules *rules)
{
	static const struct option options[] = { { "format", required_argument, NULL, 'f' }, { NULL, 0, NULL, 0 } };
	static const char *const names[] = { "--format", "--help", "--version", NULL };
	enum hqcli_format format = HQCLI_TEXT;
	int c, status = HQCLI_DONE;
	opterr = 0;
	while (!status && (c = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (c == 'f')
			status = hqcli_format_parse("hq states", optarg, &format);
		else
			status = hqcli_wrong_option("hq states", argv[optind - 1], c == ':' ? ':' : optopt, names);
	}
	if (!status)
		status = no_operands("hq states", argc, argv);
	return status ? status : finish(hqcli_states(rules, format, stdout));
}

static int worksheet(const struct hqcli_rules *rules, const char *code, hq_day as_of, enum hqcli_format format)
{
	const struct hq_tables *tables = hqcli_tables_find(rules, code, strlen(code));
	if (!tables) {
		fprintf(stderr, "hq schema: no rules for '%s'; `hq states` lists what there is\n", code);
		return HQCLI_USAGE;
	}
	int edition = hq_edition_at(tables, as_of);
	if (edition < 0) {
		fprintf(stderr, "hq schema: no rules of %s are in force on that date; `hq states` lists the dates\n", code);
		return HQCLI_USAGE;
	}
	return hqcli_worksheet(tables, rules->vocab, (uint16_t)edition, format, stdout);
}

static int command_schema(int argc, char *argv[], const struct hqcli_rules *rules)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' }, { "worksheet", required_argument, NULL, 'w' },
		{ "as-of", required_argument, NULL, 'a' },  { NULL, 0, NULL, 0 },
	};
	static const char *const names[] = { "--format", "--worksheet", "--as-of", "--help", "--version", NULL };
	enum hqcli_format format = HQCLI_TEXT;
	const char *code = NULL;
	hq_day as_of = hqcli_today();
	bool chosen = false;
	int c, status = HQCLI_DONE;
	opterr = 0;
	while (!status && (c = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		if (c == 'f') {
			status = hqcli_format_parse("hq schema", optarg, &format);
			chosen = true;
		} else if (c == 'w') {
			code = optarg;
		} else if (c == 'a') {
			status = hqcli_date_parse("hq schema", optarg, &as_of);
		} else {
			status = hqcli_wrong_option("hq schema", argv[optind - 1], c == ':' ? ':' : optopt, names);
		}
	}
	if (!status)
		status = no_operands("hq schema", argc, argv);
	if (status)
		return status;
	if (code)
		return finish(worksheet(rules, code, as_of, format));
	return finish(hqcli_schema(rules->vocab, chosen ? format : HQCLI_JSON, stdout));
}

static const char *command_name(const void *context, size_t i)
{
	(void)context;
	return commands[i].name;
}

/* Before anything else is looked at: --help and --version, up to `--`. */
static bool asks(int argc, char *argv[], const char *what, const char *shorter)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], what) || (shorter && !strcmp(argv[i], shorter)))
			return true;
	return false;
}

static int run(const struct command *command, int argc, char *argv[])
{
	static const struct hq_tables *tables[TABLES_MAX];
	struct hqcli_rules rules = { .vocab = hq_facts(), .tables = tables };
	if (asks(argc, argv, "--help", "-h")) {
		printf("usage: %s\n%s\n\n", command->usage, command->title);
		command->put_help(stdout);
		return finish(HQCLI_DONE);
	}
	if (asks(argc, argv, "--version", "-V"))
		return put_version();
	for (; rules.n < hq_njurisdictions() && rules.n < TABLES_MAX; rules.n++)
		tables[rules.n] = hq_jurisdiction(rules.n);
	return command->run(argc, argv, &rules);
}

int main(int argc, char *argv[])
{
	if (argc < 2) {
		put_help(stderr);
		return HQCLI_USAGE;
	}
	for (size_t i = 0; i < NCOMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return run(&commands[i], argc - 1, argv + 1);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		put_help(stdout);
		return finish(HQCLI_DONE);
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))
		return put_version();
	const char *near = hqcli_nearest(argv[1], strlen(argv[1]), NCOMMANDS, command_name, NULL);
	fprintf(stderr, "hq: no such command: '%s'", argv[1]);
	if (near)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\nTry 'hq --help'.\n", stderr);
	return HQCLI_USAGE;
}
