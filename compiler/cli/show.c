/* `hqc fmt`, `doc`, `rows`, `examples` and `messages`: what there is, as text. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"

/* ---- fmt ----------------------------------------------------------------------------------------------------- */

struct formatted { char *text; size_t len; bool changed; };

/* The canonical text of a file; EXIT_DONE with *out to be freed, or a status after messages. */
static int format(const char *path, struct formatted *out)
{
	struct hqc *c = new_compilation();
	int rc = hqc_add_file(c, path);
	*out = (struct formatted){ 0 };
	FILE *to = rc ? NULL : open_memstream(&out->text, &out->len);
	int status = rc || !to ? EXIT_SYSTEM : EXIT_DONE;
	if (to) {
		if (hqc_format(c, to))
			status = EXIT_RULES;
		if (fclose(to))
			status = EXIT_SYSTEM;
	}
	if (status)
		print_messages(c);
	else
		out->changed = out->len != c->files[0]->len || memcmp(out->text, c->files[0]->text, out->len) != 0;
	hqc_free(c);
	if (status)
		free(out->text);
	return status;
}

static int write_formatted(const struct formatted *f, const char *path)
{
	struct output out;
	int status = output_begin(&out, path);
	if (status)
		return status;
	fwrite(f->text, 1, f->len, out.to);
	return output_end(&out, true);
}

int command_fmt(const struct command *self, int argc, char *argv[])
{
	static const struct option options[] = { { "check", no_argument, NULL, 'c' },
						 { "in-place", no_argument, NULL, 'i' },
						 COMMON_OPTIONS };
	bool check = false, in_place = false;
	int status = EXIT_DONE;
	for (int o; (o = getopt_long(argc, argv, "ihV", options, NULL)) != -1;) {
		if (o == 'c')
			check = true;
		else if (o == 'i')
			in_place = true;
		else if (handle_common(self, o, &status))
			return status;
	}
	if (optind == argc)
		return wrong_operands(self, "a rule file is wanted");
	if (check && in_place)
		return wrong_operands(self, "--check and --in-place exclude each other");
	for (int i = optind; i < argc; i++) {
		struct formatted f;
		int rc = format(argv[i], &f);
		if (!rc) {
			if (check && f.changed) {
				printf("%s\n", argv[i]);
				rc = EXIT_RULES;
			} else if (!check && (!in_place || f.changed)) {
				rc = write_formatted(&f, in_place ? argv[i] : NULL);
			}
			free(f.text);
		}
		if (rc > status)
			status = rc;
	}
	return status;
}

/* ---- doc, rows and examples ---------------------------------------------------------------------------------- */

typedef int emit_fn(struct hqc *c, size_t i, FILE *to);

static int emit_doc(struct hqc *c, size_t i, FILE *to)
{
	return hqc_emit_doc(c, i, to);
}

static int emit_rows(struct hqc *c, size_t i, FILE *to)
{
	return hqc_emit_rows(c, i, to);
}

static int show(const struct command *self, int argc, char *argv[], emit_fn *emit)
{
	static const struct option options[] = { COMMON_OPTIONS };
	int status = EXIT_DONE;
	for (int o; (o = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
		if (handle_common(self, o, &status))
			return status;
	}
	if (argc - optind != 1)
		return wrong_operands(self, "one rule file is wanted");
	struct hqc *c = load(argv[optind], &status);
	if (!c)
		return status;
	for (size_t i = 0; i < hqc_njurisdictions(c); i++)
		emit(c, i, stdout);
	hqc_free(c);
	return status;
}

int command_doc(const struct command *self, int argc, char *argv[])
{
	return show(self, argc, argv, emit_doc);
}

int command_rows(const struct command *self, int argc, char *argv[])
{
	return show(self, argc, argv, emit_rows);
}

int command_examples(const struct command *self, int argc, char *argv[])
{
	return show(self, argc, argv, hqc_emit_examples);
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

struct message { unsigned number; const char *severity, *name, *meaning; };

/* A message's name as it is printed: with hyphens. */
static void print_name(const char *name)
{
	for (; *name; name++)
		putchar(*name == '_' ? '-' : *name);
}

static int by_number(const void *a, const void *b)
{
	const struct message *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

int command_messages(const struct command *self, int argc, char *argv[])
{
#define MSG(number, severity, name, meaning) { number, #severity, #name, meaning },
	static struct message messages[] = {
#include "messages.def"
	};
#undef MSG
	static const struct option options[] = { COMMON_OPTIONS };
	int status = EXIT_DONE;
	for (int o; (o = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
		if (handle_common(self, o, &status))
			return status;
	}
	if (optind != argc)
		return wrong_operands(self, "there is nothing to name");
	const size_t n = sizeof(messages) / sizeof(messages[0]);
	qsort(messages, n, sizeof(messages[0]), by_number);
	fputs("# Messages of hqc\n\n"
	      "Written by `hqc messages` from `compiler/messages.def`. A number keeps its meaning for ever.\n\n"
	      "| number | kind | name | meaning |\n| --- | --- | --- | --- |\n", stdout);
	for (size_t i = 0; i < n; i++) {
		const struct message *m = &messages[i];
		printf("| HQ%u | %s | ", m->number, !strcmp(m->severity, "ERROR") ? "error" :
						    !strcmp(m->severity, "WARNING") ? "warning" : "retired");
		print_name(m->name);
		printf(" | %s |\n", m->meaning);
	}
	return status;
}
