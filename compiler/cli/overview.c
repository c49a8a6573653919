/* hqc overview: one page over all rule files, in Markdown; states/README.md is what it prints.
 *
 * A table with a row for each edition, then for each what its source leaves open, the readings taken and the errata. All of it
 * comes from the compiled tables, so the page cannot say what the rules do not. */
#include <string.h>

#include "commands.h"
#include "hq.h"

struct page {
	struct hqc *compilations[HQC_FILES_MAX * 2];
	const char *files[HQC_FILES_MAX * 2];
	size_t n;
};

static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void put_cites(const struct hq_tables *t, uint16_t first, uint16_t n)
{
	const struct hq_cited_source *s = HQ_AT(struct hq_cited_source, t, sources);

	for (uint16_t i = 0; i < n; i++) {
		const struct hq_cite c = hq_cite_at(t, (uint32_t)first + i);

		printf("%s%s %d", i ? ", " : "", hq_text_of(t, s[c.source].name).text, c.first);
		if (c.last > c.first)
			printf("-%d", c.last);
	}
}

/* The stretch of each source that an edition cites. */
static void put_lines(const struct hq_tables *t, const struct hq_edition *e)
{
	const struct hq_cited_source *s = HQ_AT(struct hq_cited_source, t, sources);
	const struct hq_row *rows = HQ_AT(struct hq_row, t, rows);
	bool some = false;

	for (uint32_t k = 0; k < t->sources.count; k++) {
		/* What a rule borrows from another section (the list of core subjects) is not its own stretch: it
		 * begins where the edition itself is cited, and ends with the last line cited after that. */
		uint16_t from = 0, to = 0;

		for (uint16_t i = 0; i < e->ncites; i++) {
			const struct hq_cite c = hq_cite_at(t, (uint32_t)e->first_cite + i);

			if (c.source == k && (!from || c.first < from))
				from = to = c.first;
		}
		for (uint16_t r = e->first_row; from && r < e->first_row + e->nrows; r++)
			for (uint16_t i = 0; i < rows[r].ncites; i++) {
				const struct hq_cite c = hq_cite_at(t, (uint32_t)rows[r].first_cite + i);

				if (c.source == k && c.last > to && c.first >= from)
					to = c.last;
			}
		if (from) {
			printf("%s%s %d-%d", some ? "; " : "", hq_text_of(t, s[k].name).text, from, to);
			some = true;
		}
	}
}

static void put_routes(const struct hq_tables *t, const struct hq_edition *e)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, t, rows);
	const uint16_t *kids = HQ_AT(uint16_t, t, kids);

	if (e->routes == HQ_NONE) {
		printf("none: one set of requirements");
		return;
	}
	for (uint16_t i = 0; i < rows[e->routes].nkids; i++)
		printf("%s%s", i ? ", " : "", hq_row_name_of(t, kids[rows[e->routes].first_kid + i]).text);
}

static void put_pass_marks(const struct hq_tables *t, const struct hq_edition *e)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, t, rows);
	bool some = false;

	for (uint16_t r = e->first_row; r < e->first_row + e->nrows; r++) {
		char mark[48];

		if (rows[r].op != HQ_OP_RUBRIC || rows[r].role != HQ_ROLE_RUBRIC)
			continue;
		const struct hq_rubric rubric = hq_rubric_at(t, rows[r].arg);

		mark[hq_number_format(rubric.pass_lo, rubric.denominator, mark)] = '\0';
		printf("%s%s", some ? "; " : "", rubric.silent_pass ? "not printed" : mark);
		some = true;
	}
	if (!some)
		printf("no rubric");
}

static size_t count_notes(const struct hq_tables *t, const struct hq_edition *e, enum hq_note_kind kind)
{
	const struct hq_note *notes = HQ_AT(struct hq_note, t, notes) + e->first_note;
	size_t n = 0;

	for (uint16_t i = 0; i < e->nnotes; i++)
		n += notes[i].kind == kind;
	return n;
}

static void put_row(const struct hq_tables *t, const struct hq_edition *e, const char *file)
{
	char from[11], until[11] = "";

	hq_day_format(e->from, from);
	if (e->until != HQ_DAY_NEVER)
		hq_day_format(e->until, until);
	printf("| %.4s | %s | `%s` | %s | %s | %s | ", t->code, hq_text_of(t, t->name).text, file, hq_text_of(t, e->name).text, from, until);
	put_lines(t, e);
	printf(" | ");
	put_routes(t, e);
	printf(" | ");
	put_pass_marks(t, e);
	printf(" | %zu | %zu | %zu |\n", count_notes(t, e, HQ_NOTE_SILENT), count_notes(t, e, HQ_NOTE_READING),
	       count_notes(t, e, HQ_NOTE_ERRATUM));
}

static bool same_text(const struct hq_tables *t, const struct hq_note *a, const struct hq_note *b)
{
	return a->kind == b->kind && !strcmp(hq_text_of(t, a->text).text, hq_text_of(t, b->text).text);
}

/* A note that stands beside several rows is said once. */
static void put_notes(const struct hq_tables *t, const struct hq_edition *e, enum hq_note_kind kind, const char *title)
{
	const struct hq_note *notes = HQ_AT(struct hq_note, t, notes) + e->first_note;
	bool begun = false;

	for (uint16_t i = 0; i < e->nnotes; i++) {
		bool said = notes[i].kind != kind;

		for (uint16_t j = 0; j < i && !said; j++)
			said = same_text(t, &notes[i], &notes[j]);
		if (said)
			continue;
		if (!begun)
			printf("\n%s:\n\n", title);
		begun = true;
		printf("- %s", hq_text_of(t, notes[i].text).text);
		if (kind == HQ_NOTE_ERRATUM)
			printf(" — taken as: %s", hq_text_of(t, notes[i + 1].text).text);
		if (notes[i].ncites) {
			printf(" (");
			put_cites(t, notes[i].first_cite, notes[i].ncites);
			printf(")");
		}
		printf("\n");
	}
}

static void put_editions(const struct page *p, bool rows)
{
	for (size_t f = 0; f < p->n; f++)
		for (size_t i = 0; i < hqc_njurisdictions(p->compilations[f]); i++) {
			const struct hq_tables *t = hqc_tables(p->compilations[f], i);
			const struct hq_edition *e = HQ_AT(struct hq_edition, t, editions);

			for (uint32_t k = 0; k < t->editions.count; k++) {
				if (rows) {
					put_row(t, &e[k], base(p->files[f]));
					continue;
				}
				printf("\n## %s, %s\n\n%s\n", hq_text_of(t, t->name).text, hq_text_of(t, e[k].name).text, hq_text_of(t, e[k].label).text);
				put_notes(t, &e[k], HQ_NOTE_SILENT, "Silent");
				put_notes(t, &e[k], HQ_NOTE_READING, "Readings taken");
				put_notes(t, &e[k], HQ_NOTE_ERRATUM, "Errata");
			}
		}
}

int command_overview(const struct command *self, int argc, char *argv[])
{
	static const struct option options[] = { COMMON_OPTIONS };
	static struct page p;
	int status = EXIT_DONE;

	for (int o; (o = getopt_long(argc, argv, "hV", options, NULL)) != -1;)
		if (handle_common(self, o, &status))
			return status;
	if (optind == argc)
		return wrong_operands(self, "rule files are wanted");
	for (int i = optind; i < argc && p.n < sizeof p.files / sizeof *p.files; i++) {
		p.files[p.n] = argv[i];
		p.compilations[p.n] = load(argv[i], &status);
		if (!p.compilations[p.n])
			return status;
		p.n++;
	}
	printf("# The jurisdictions\n\n"
	       "Made by `hqc overview` from the rule files; `make states-readme` writes it, `make check` sees that it is current.\n"
	       "A number in the column *silent* counts what the source leaves open: there the answer is undetermined where it matters,\n"
	       "never yes and never no. Lines are those of the source documents named in `sources.hq`; `sources/` accounts for each of\n"
	       "them. Sample teachers are in `teachers/`, to be run with `--closed`.\n\n"
	       "| code | jurisdiction | file | edition | from | until | lines | routes | pass mark | silent | readings | errata |\n"
	       "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
	put_editions(&p, true);
	put_editions(&p, false);
	for (size_t i = 0; i < p.n; i++)
		hqc_free(p.compilations[i]);
	p.n = 0;
	return status;
}
