/* hqc: the author's program. Finds the command, and answers --help, --version and wrong use; what a command does is in its
 * own file. Results go to standard output, messages to standard error.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "hq.h"

static const struct command commands[] = {
	{ "check", "FILE...", "find every mistake in rule files", command_check,
	  "  --uncited         list the rules marked [uncited]\n" },
	{ "fmt", "FILE...", "print a rule file in its one spelling", command_fmt,
	  "  --check           print the names of files that are not in it; status 1 if there are any\n"
	  "  -i, --in-place    write each file back\n" },
	{ "test", "FILE...", "run the examples in rule files", command_test, NULL },
	{ "eval", "RULES.hq [TEACHERS...]", "decide teachers by rules compiled in memory", command_eval, NULL },
	{ "build", "FILE", "write the tables of a rule file, or the vocabulary of a fact file, as C", command_build,
	  "  -o, --output OUT  where to; standard output if left out\n"
	  "  --depfile DEPS    also write what OUT depends on, for make\n" },
	{ "index", "FILE...", "write the list of all jurisdictions as C", command_index,
	  "  -o, --output OUT  where to; standard output if left out\n" },
	{ "doc", "FILE", "print an outline with citations, in Markdown", command_doc, NULL },
	{ "rows", "FILE", "print the compiled rows as text", command_rows, NULL },
	{ "examples", "FILE", "print the examples as teachers, in the JSON that eval reads", command_examples, NULL },
	{ "overview", "FILE...", "print a page over all rule files, in Markdown", command_overview, NULL },
	{ "sources", "FILE...", "account for every line of the source documents", command_sources,
	  "  --index DIR       the indexes of the documents; states/sources if left out\n"
	  "  --texts DIR       the documents themselves: compare them with the indexes\n"
	  "  --show CODE       with --texts: print the lines of a jurisdiction beside who cites them\n"
	  "  --quiet           only the counts\n" },
	{ "messages", "", "print every message the compiler knows, in Markdown", command_messages, NULL },
};
enum { NCOMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_version(void)
{
	printf("hqc %s, table format %d\n", HQ_VERSION, HQ_TABLES_VERSION);
}

static void print_usage(FILE *to)
{
	fputs("usage: hqc COMMAND [OPTIONS] FILE...\n\ncommands\n", to);
	for (size_t i = 0; i < NCOMMANDS; i++)
		fprintf(to, "  %-10s%s\n", commands[i].name, commands[i].summary);
	fputs("\n`hqc COMMAND --help` says more of each. Exit status: 0 done, 1 the rules or the data have errors,\n"
	      "2 wrong use, 3 the system failed.\n", to);
}

static void print_command_help(const struct command *self)
{
	printf("usage: hqc %s%s%s%s\n%s\n\n", self->name, self->help ? " [OPTIONS]" : "", *self->operands ? " " : "",
	       self->operands, self->summary);
	if (self->help)
		fputs(self->help, stdout);
	fputs("  -h, --help        this\n  -V, --version     which hqc this is\n", stdout);
}

bool handle_common(const struct command *self, int option, int *status)
{
	switch (option) {
	case 'h':
		print_command_help(self);
		*status = EXIT_DONE;
		return true;
	case 'V':
		print_version();
		*status = EXIT_DONE;
		return true;
	default:                        /* getopt has said what is wrong */
		fprintf(stderr, "try: hqc %s --help\n", self->name);
		*status = EXIT_USAGE;
		return true;
	}
}

int wrong_operands(const struct command *self, const char *what)
{
	fprintf(stderr, "hqc %s: %s\nusage: hqc %s %s\n", self->name, what, self->name, self->operands);
	return EXIT_USAGE;
}

static int unknown_command(const char *name)
{
	const char *names[NCOMMANDS];
	for (size_t i = 0; i < NCOMMANDS; i++)
		names[i] = commands[i].name;
	const char *near = hqc_nearest(name, names, NCOMMANDS);
	fprintf(stderr, "hqc: there is no command \"%s\"", name);
	if (near)
		fprintf(stderr, "; did you mean \"%s\"?", near);
	fputs("\ntry: hqc --help\n", stderr);
	return EXIT_USAGE;
}

/* What is still in the buffer of standard output may not fit on the disk. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	if (status != EXIT_SYSTEM)
		perror("hqc: cannot write standard output");
	return EXIT_SYSTEM;
}

int main(int argc, char *argv[])
{
	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	const char *name = argv[1];
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
		print_usage(stdout);
		return finish(EXIT_DONE);
	}
	if (!strcmp(name, "--version") || !strcmp(name, "-V")) {
		print_version();
		return finish(EXIT_DONE);
	}
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (!strcmp(commands[i].name, name)) {
			static char shown[32];
			snprintf(shown, sizeof(shown), "hqc %s", name);
			argv[1] = shown;                /* as getopt names the program in its messages */
			return finish(commands[i].run(&commands[i], argc - 1, argv + 1));
		}
	}
	return unknown_command(name);
}
