/* Named limits of the language, each at its edge and one past it. The rules are written here because files of that
 * length would say less. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compile.h"

/* ---- a rule file in memory ----------------------------------------------------------------------------------- */

struct text { FILE *to; char *bytes; size_t len; };

static FILE *begin(struct text *t)
{
	*t = (struct text){ 0 };
	t->to = open_memstream(&t->bytes, &t->len);
	assert_non_null(t->to);
	return t->to;
}

static const char facts[] =
	"unit year, years \"A year\"\n"
	"source form \"A form\"\n  file \"form.txt\"\n  lines 20\n"
	"single record teacher \"The person\"\n  field hired date \"First day\"\n"
	"single record assignment \"What is taught\"\n  field grade number 1 to 12 \"Grade\"\n"
	"record award, awards \"An award\"\n  field score number 0 to 9 \"Score\"\n";

static const char edition[] = "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force "
			      "from 2006-07-01 [form 1]\n";

/* Compiles what was written. Without @message there must be no error; with it, errors and all of that kind. */
static void compiles(struct text *t, const char *message)
{
	assert_int_equal(fclose(t->to), 0);
	struct hqc *c = hqc_new();

	hqc_add_text(c, "limits.hq", t->bytes, t->len);
	const size_t errors = hqc_check(c);
	struct text said;
	FILE *to = begin(&said);

	hqc_print_diagnostics(c, to, false);
	fclose(to);
	if (!message && errors)
		fail_msg("should compile: %s", said.bytes);
	if (message && (!errors || !strstr(said.bytes, message)))
		fail_msg("should say [%s]: %s", message, said.bytes);
	if (!message)
		assert_non_null(hqc_vocab(c));
	hqc_free(c);
	free(said.bytes);
	free(t->bytes);
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

static void sources_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	for (unsigned i = 1; i < n; i++)                /* one stands in the facts */
		fprintf(to, "source s%u \"A source\"\n  file \"s.txt\"\n  lines 1\n", i);
	compiles(&t, message);
}

static void sources(void **state)
{
	(void)state;
	sources_of(64, NULL);
	sources_of(65, "too-many-sources");
}

static void units_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	for (unsigned i = 1; i < n; i++)
		fprintf(to, "unit u%u, us%u \"A unit\"\n", i, i);
	compiles(&t, message);
}

static void units(void **state)
{
	(void)state;
	units_of(HQ_UNITS_MAX, NULL);
	units_of(HQ_UNITS_MAX + 1, "too-many-units");
}

static void kinds_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	for (unsigned i = 3; i < n; i++)
		fprintf(to, "record k%u, ks%u \"A kind\"\n  field a yes or no \"A\"\n", i, i);
	compiles(&t, message);
}

static void kinds(void **state)
{
	(void)state;
	kinds_of(HQ_KINDS_MAX, NULL);
	kinds_of(HQ_KINDS_MAX + 1, "too-many-kinds");
}

static void fields_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs("record wide, wides \"A kind\"\n", to);
	for (unsigned i = 0; i < n; i++)
		fprintf(to, "  field f%u yes or no \"A field\"\n", i);
	compiles(&t, message);
}

static void fields(void **state)
{
	(void)state;
	fields_of(HQ_FIELDS_MAX, NULL);
	fields_of(HQ_FIELDS_MAX + 1, "too-many-fields");
}

static void codes_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs("codes many \"Many\"\n", to);
	for (unsigned i = 0; i < n; i++)
		fprintf(to, "  c%u \"A code\"\n", i);
	fprintf(to, "record wide, wides \"A kind\"\n  field f one of many \"A field\"\n");
	fputs(edition, to);
	fprintf(to, "    every teacher [form 2]\n      holds wide where f is c%u\n", n - 1);
	compiles(&t, message);
}

static void codes(void **state)
{
	(void)state;
	codes_of(HQ_CODES_MAX, NULL);
	codes_of(HQ_CODES_MAX + 1, "too-many-codes");
}

/* ---- rules --------------------------------------------------------------------------------------------------- */

static void editions_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs("jurisdiction KS \"Kansas\"\n", to);
	for (unsigned i = 0; i < n; i++) {
		fprintf(to, "  edition e%u \"E\" [form 1]\n    in force from %u-01-01", i, 1900 + i);
		if (i + 1 < n)
			fprintf(to, " until %u-12-31", 1900 + i);
		fputs(" [form 1]\n    every teacher [form 2]\n      holds award\n", to);
	}
	compiles(&t, message);
}

static void editions(void **state)
{
	(void)state;
	editions_of(64, NULL);
	editions_of(65, "too-many-editions");
}

/* Rows: none, `every teacher`, the verdict, and one for each test. */
static void rows_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    every teacher [form 2]\n", to);
	for (unsigned i = 3; i < n; i++)
		fputs("      holds award\n", to);
	compiles(&t, message);
}

static void rows(void **state)
{
	(void)state;
	rows_of(HQ_ROWS_MAX, NULL);
	rows_of(HQ_ROWS_MAX + 1, "too-many-rows");
}

/* A chain of definitions: each is one row deeper. The last holds a test; `every teacher` and the verdict stand above. */
static void chain_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    define d0 \"D\" [form 2]\n      holds award\n", to);
	for (unsigned i = 1; i < n; i++)
		fprintf(to, "    define d%u \"D\" [form 2]\n      is d%u\n", i, i - 1);
	fprintf(to, "    every teacher [form 2]\n      is d%u\n", n - 1);
	compiles(&t, message);
}

static void definitions_deep(void **state)
{
	(void)state;
	chain_of(HQ_DEPTH_MAX - 2, NULL);
	chain_of(HQ_DEPTH_MAX - 1, "too-deep");
	chain_of(3000, "too-deep");
}

/* The same for filters: a chain of definitions, of which each is one deeper. */
static void filter_chain_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    define d0 for award \"D\" [form 2]\n      score at least 1\n", to);
	for (unsigned i = 1; i < n; i++)
		fprintf(to, "    define d%u for award \"D\" [form 2]\n      is d%u\n", i, i - 1);
	fprintf(to, "    every teacher [form 2]\n      holds award where is d%u\n", n - 1);
	compiles(&t, message);
}

static void filters_deep(void **state)
{
	(void)state;
	filter_chain_of(HQ_DEPTH_MAX - 1, NULL);
	filter_chain_of(HQ_DEPTH_MAX, "filter-too-large");
	filter_chain_of(3000, "filter-too-large");
}

/* Parts of one filter, its definitions spelled out: n relations and one `or`. */
static void filter_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    define half for award \"Half of them\" [form 2]\n      score is 1", to);
	for (unsigned i = 1; i < n / 2; i++)
		fputs(" or score is 1", to);
	fputs("\n    every teacher [form 2]\n      holds award where is half or (score is 2", to);
	for (unsigned i = 1; i < n - n / 2; i++)
		fputs(" or score is 2", to);
	fputs(")\n", to);
	compiles(&t, message);
}

static void filters_long(void **state)
{
	(void)state;
	filter_of(300, NULL);
	filter_of(500, "filter-too-large");
}

/* So many filters of 360 relations, no two alike: together they must fit the 16-bit indexes of a table. */
static void filters_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    every teacher [form 2]\n", to);
	for (unsigned i = 0; i < n; i++) {
		fputs("      holds award where score is 1", to);
		for (unsigned k = 1; k < 360; k++)
			fprintf(to, " or score is %u", k == i + 1 ? 2 : 1);
		fputs("\n", to);
	}
	compiles(&t, message);
}

static void filters_many(void **state)
{
	(void)state;
	filters_of(100, NULL);
	filters_of(180, "too-many-parts");
}

static void jurisdictions_of(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	for (unsigned i = 0; i < n; i++)
		fprintf(to,
			"jurisdiction %c%c \"J\"\n  edition e \"E\" [form 1]\n    in force from 2006-07-01 [form 1]\n"
			"    every teacher [form 2]\n      holds award\n",
			(int)('A' + i / 26), (int)('A' + i % 26));
	compiles(&t, message);
}

static void jurisdictions(void **state)
{
	(void)state;
	jurisdictions_of(HQC_FILES_MAX, NULL);
	jurisdictions_of(HQC_FILES_MAX + 1, "too-many-parts");
}

/* A path of so many parts of 40 bytes. */
static void path_of_parts(unsigned n, const char *message)
{
	struct text t;
	FILE *to = begin(&t);

	fputs(facts, to);
	fputs(edition, to);
	fputs("    every teacher [form 2]\n", to);
	for (unsigned i = 0; i < n; i++)
		fprintf(to, "%*s%c23456789012345678901234567890123456789012 \"R\"\n", (int)(6 + 2 * i), "",
			'a' + (int)i);
	fprintf(to, "%*sholds award\n", (int)(6 + 2 * n), "");
	compiles(&t, message);
}

static void paths(void **state)
{
	(void)state;
	path_of_parts(HQC_NAME_MAX * 4 / 44, NULL);
	path_of_parts(HQC_NAME_MAX * 4 / 44 + 2, "path-too-long");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources),
		cmocka_unit_test(units),
		cmocka_unit_test(kinds),
		cmocka_unit_test(fields),
		cmocka_unit_test(codes),
		cmocka_unit_test(editions),
		cmocka_unit_test(rows),
		cmocka_unit_test(definitions_deep),
		cmocka_unit_test(filters_deep),
		cmocka_unit_test(filters_long),
		cmocka_unit_test(filters_many),
		cmocka_unit_test(jurisdictions),
		cmocka_unit_test(paths),
	};

	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
