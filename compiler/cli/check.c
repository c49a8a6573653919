/* `hqc check`: every mistake in rule files, and what several files together leave unused.
 *
 * Each file is a compilation of its own, as it is when it is built. Several are first read as one, so that a mistake in
 * what they share is said once, and so that a fact counts as used when any of them uses it.
 */
#include <inttypes.h>
#include <string.h>

#include "commands.h"

struct totals { size_t files, errors, warnings, uncited; };

/* ---- rules without a citation -------------------------------------------------------------------------------- */

/* The next `[uncited]` at or after @at that stands neither in a text nor in a comment; NULL. */
static const char *next_uncited(const char *at)
{
	static const char mark[] = "[uncited]";
	bool in_text = false;
	for (; *at; at++) {
		if (in_text) {
			if (*at == '\\' && at[1])
				at++;
			else if (*at == '"' || *at == '\n')
				in_text = false;
		} else if (*at == '"') {
			in_text = true;
		} else if (*at == '#') {
			at += strcspn(at, "\n");
			if (!*at)
				return NULL;
		} else if (!strncmp(at, mark, sizeof(mark) - 1)) {
			return at;
		}
	}
	return NULL;
}

static size_t count_uncited(const struct hqc_source_file *f, bool list)
{
	size_t n = 0;
	for (const char *at = f->text; (at = next_uncited(at)); at++, n++) {
		uint32_t line, column;
		hqc_source_position(f, (uint32_t)(at - f->text), &line, &column);
		if (list)
			printf("%s:%" PRIu32 ":%" PRIu32 ": uncited\n", f->path, line, column);
	}
	return n;
}

/* ---- one file ------------------------------------------------------------------------------------------------ */

static int check_file(const char *path, bool list, struct totals *sum)
{
	struct hqc *c = new_compilation();
	int rc = hqc_add_file(c, path);
	hqc_check(c);
	print_messages(c);
	int status = rc ? EXIT_SYSTEM : hqc_errors(c) ? EXIT_RULES : EXIT_DONE;
	sum->files++;
	sum->errors += hqc_errors(c);
	sum->warnings += hqc_warnings(c);
	if (!rc)
		sum->uncited += count_uncited(c->files[0], list);
	hqc_free(c);
	return status;
}

/* ---- all files as one ---------------------------------------------------------------------------------------- */

static void report_unused(struct hqc *c)
{
	for (uint16_t i = 0; i < c->nrecords; i++) {
		const struct hqc_record *r = c->all_records[i];
		if (!r->used) {
			hqc_report(c, HQC_MSG_unused_fact, r->name.span, "no rule uses '%s'", r->name.text);
			continue;
		}
		for (const struct hqc_field *f = r->fields; f; f = f->next) {
			if (!f->used)
				hqc_report(c, HQC_MSG_unused_fact, f->name.span, "no rule uses '%s' of '%s'", f->name.text,
					   r->name.text);
		}
	}
}

/* Mistakes that show when all files are read as one; facts that none of them uses are warnings. */
static int check_together(int n, char *const files[], struct totals *sum)
{
	struct hqc *c = new_compilation();
	int status = EXIT_DONE;
	for (int i = 0; i < n; i++) {
		if (hqc_add_file(c, files[i]))
			status = EXIT_SYSTEM;
	}
	if (!hqc_errors(c))
		hqc_resolve(c);
	if (!hqc_errors(c)) {
		c->diags = (struct hqc_diags){ 0 };     /* warnings come again with each file */
		report_unused(c);
	}
	print_messages(c);
	sum->errors += hqc_errors(c);
	sum->warnings += hqc_warnings(c);
	if (!status && hqc_errors(c))
		status = EXIT_RULES;
	if (status)
		sum->files = (size_t)n;
	hqc_free(c);
	return status;
}

static void print_totals(const struct totals *t)
{
	printf("%zu file%s: %zu error%s, %zu warning%s, %zu uncited\n", t->files, t->files == 1 ? "" : "s", t->errors,
	       t->errors == 1 ? "" : "s", t->warnings, t->warnings == 1 ? "" : "s", t->uncited);
}

int command_check(const struct command *self, int argc, char *argv[])
{
	static const struct option options[] = { { "uncited", no_argument, NULL, 'u' }, COMMON_OPTIONS };
	struct totals sum = { 0 };
	bool list = false;
	int status = EXIT_DONE;
	for (int o; (o = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
		if (o == 'u')
			list = true;
		else if (handle_common(self, o, &status))
			return status;
	}
	if (optind == argc)
		return wrong_operands(self, "a rule file is wanted");
	if (argc - optind > 1)
		status = check_together(argc - optind, argv + optind, &sum);
	if (!status) {
		for (int i = optind; i < argc; i++) {
			int rc = check_file(argv[i], list, &sum);
			if (rc > status)
				status = rc;
		}
	}
	print_totals(&sum);
	return status;
}
