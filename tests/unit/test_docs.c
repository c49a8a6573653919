/* Every example in the documentation is compiled and run: a page that shows what does not work fails here.
 * ```hq            a whole file
 * ```hq edition    what stands inside an edition
 * ```hq refused N  must be refused, with message HQN among what is printed
 * ```c program     the one C program of the README: built by tests/unit/test_embed.c, not here */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile.h"
#include "hqc.h"

enum { EXAMPLES_MAX = 200, TEXT_MAX = 8192 };

struct doc_example {
	char name[96];
	char text[TEXT_MAX];
	size_t len;
	char refused[16];              /* "[HQ203" or empty */
};

static struct doc_example examples[EXAMPLES_MAX];
static size_t nexamples;

static void append(struct doc_example *e, const char *indent, const char *line)
{
	const int n = snprintf(e->text + e->len, TEXT_MAX - e->len, "%s%s", *line == '\n' ? "" : indent, line);

	assert_true(n >= 0 && (size_t)n < TEXT_MAX - e->len);
	e->len += (size_t)n;
}

static void collect(const char *root, const char *page)
{
	char path[512], line[1024], indent[8] = "";
	struct doc_example *e = NULL;
	unsigned number = 0;

	snprintf(path, sizeof path, "%s/%s", root, page);
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "test_docs: %s cannot be read\n", path);
		exit(1);
	}
	while (fgets(line, sizeof line, f)) {
		number++;
		if (e && !strncmp(line, "```", 3)) {
			e = NULL;
		} else if (e) {
			append(e, indent, line);
		} else if (!strncmp(line, "```hq", 5) && nexamples < EXAMPLES_MAX) {
			e = &examples[nexamples++];
			snprintf(e->name, sizeof e->name, "%s:%u", page, number);
			indent[0] = '\0';
			if (!strncmp(line, "```hq edition", 13)) {
				append(e, "", "use \"facts.hq\"\nuse \"sources.hq\"\n\njurisdiction KS \"Kansas\"\n\n"
					      "  edition sample \"A sample\" [uncited]\n"
					      "    in force from 2006-07-01 [uncited]\n");
				strcpy(indent, "    ");
			} else if (!strncmp(line, "```hq refused HQ", 16)) {
				snprintf(e->refused, sizeof e->refused, "[HQ%lu", strtoul(line + 16, NULL, 10));
			}
		}
	}
	fclose(f);
}

static void run(void **state)
{
	const struct doc_example *e = *state;
	char path[600], *said = NULL;
	size_t said_len = 0;
	struct hqc *c = hqc_new();
	FILE *to = open_memstream(&said, &said_len);

	assert_non_null(c);
	assert_non_null(to);
	snprintf(path, sizeof path, "%s/states/%s.hq", getenv("SRC"), "example");
	hqc_add_text(c, path, e->text, e->len);
	const size_t errors = hqc_check(c);
	hqc_print_diagnostics(c, to, false);
	fflush(to);
	if (*e->refused) {
		if (!errors || !strstr(said, e->refused))
			fail_msg("%s should be refused with %s]; it said:\n%s", e->name, e->refused, said);
	} else {
		if (errors)
			fail_msg("%s does not compile:\n%s", e->name, said);
		for (size_t i = 0; i < hqc_njurisdictions(c); i++) {
			size_t nrun = 0, nexpect = 0;
			const size_t failed = hqc_run_examples(c, i, to, &nrun, &nexpect);

			fflush(to);
			if (failed || !nexpect)
				fail_msg("%s: %zu expectations of %zu failed:\n%s", e->name, failed, nexpect, said);
		}
	}
	fclose(to);
	free(said);
	hqc_free(c);
}

int main(void)
{
	static const char *const pages[] = { "docs/language.md", "docs/tutorial.md", "README.md" };
	static struct CMUnitTest tests[EXAMPLES_MAX];
	const char *root = getenv("SRC");

	if (!root) {
		fprintf(stderr, "test_docs: SRC names the tree\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		collect(root, pages[i]);
	for (size_t i = 0; i < nexamples; i++)
		tests[i] = (struct CMUnitTest){ .name = examples[i].name, .test_func = run, .initial_state = &examples[i] };
	return _cmocka_run_group_tests("docs", tests, nexamples, NULL, NULL);
}
