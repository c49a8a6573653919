/* Rule files in, with their messages on standard error: what nearly every command begins with. */
#include <stdlib.h>

#include "cli/cli.h"
#include "commands.h"

struct hqc *new_compilation(void)
{
	struct hqc *c = hqc_new();
	if (!c) {
		fputs("hqc: out of memory\n", stderr);
		exit(EXIT_SYSTEM);
	}
	return c;
}

void print_messages(const struct hqc *c)
{
	fflush(stdout);
	hqc_print_diagnostics(c, stderr, hqcli_use_color(stderr));
}

struct hqc *load(const char *path, int *status)
{
	struct hqc *c = new_compilation();
	int rc = hqc_add_file(c, path);
	size_t errors = hqc_check(c);
	print_messages(c);
	if (!rc && !errors)
		return c;
	*status = rc ? EXIT_SYSTEM : EXIT_RULES;
	hqc_free(c);
	return NULL;
}
