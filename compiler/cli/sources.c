/* hqc sources: is every line of the source documents accounted for?
 *
 * The texts are not the project's to ship. It holds an index of each instead, one row a non-blank line: number, a short hash of the line,
 * the jurisdiction it belongs to, and, where the line is no rule, the reason why. A line is accounted for when some rule cites it or when
 * the index gives a reason. With the texts at hand their hashes are compared, and `--show` prints them beside the rules that cite them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "hq.h"

enum { LINES_MAX = 20000, SOURCES_MAX = 16, CODE_MAX = 8, REASON_MAX = 120, BY_MAX = 24 };

struct entry {
	uint32_t hash;
	char code[CODE_MAX];
	char reason[REASON_MAX];
	bool listed;                   /* in the index */
	bool cited, endpoint;          /* endpoint: of a range of lines, whose blank lines inside do not matter */
	char by[BY_MAX];               /* jurisdictions that cite it, as many as fit */
};

struct document {
	char name[32], file[128];
	uint32_t nlines;               /* as sources.hq says */
	struct entry *lines;           /* [1 .. LINES_MAX] */
};

struct request {
	const char *index;             /* folder of the indexes, NAME.index for each source */
	const char *texts;             /* folder of the texts; NULL: not at hand */
	const char *show;              /* a jurisdiction whose lines to print; NULL */
	bool quiet;
};

static struct document documents[SOURCES_MAX];
static size_t ndocuments;

/* FNV-1a over the line without its trailing blanks: short, and enough to notice an edit. */
static uint32_t hash_line(const char *text, size_t len)
{
	uint32_t h = 2166136261u;

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\r' || text[len - 1] == '\n'))
		len--;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 16777619u;
	return h;
}

static bool blank(const char *text)
{
	return text[strspn(text, " \t\r\n\f\v")] == '\0';
}

static struct document *document(const char *name, const char *file, uint32_t nlines)
{
	for (size_t i = 0; i < ndocuments; i++)
		if (!strcmp(documents[i].name, name))
			return &documents[i];
	if (ndocuments == SOURCES_MAX)
		return NULL;
	struct document *d = &documents[ndocuments++];
	snprintf(d->name, sizeof d->name, "%s", name);
	snprintf(d->file, sizeof d->file, "%s", file);
	d->nlines = nlines;
	d->lines = calloc(LINES_MAX + 1, sizeof *d->lines);
	return d->lines ? d : NULL;
}

/* What the rules of one file cite, and the documents it knows. */
static int collect(const char *path, size_t *errors)
{
	struct hqc *c = hqc_new();

	if (!c)
		return -1;
	if (hqc_add_file(c, path) < 0 || hqc_check(c) > 0) {
		hqc_print_diagnostics(c, stderr, false);
		hqc_free(c);
		(*errors)++;
		return 0;
	}
	for (size_t i = 0; i < hqc_njurisdictions(c); i++) {
		const struct hq_tables *t = hqc_tables(c, i);
		const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, t, sources);

		for (uint32_t s = 0; s < t->sources.count; s++)
			if (!document(hq_text_of(t, sources[s].name).text, hq_text_of(t, sources[s].file).text,
				      sources[s].lines)) {
				hqc_free(c);
				return -1;
			}
		for (uint32_t k = 0; k < t->cites.count; k++) {
			const struct hq_cite cite = hq_cite_at(t, k);
			struct document *d = document(hq_text_of(t, sources[cite.source].name).text, "", 0);

			for (uint32_t n = cite.first; d && n <= cite.last && n <= LINES_MAX; n++) {
				struct entry *e = &d->lines[n];
				char code[5] = "";

				memcpy(code, t->code, sizeof t->code);
				e->cited = true;
				e->endpoint |= n == cite.first || n == cite.last;
				if (!strstr(e->by, code) && strlen(e->by) + strlen(code) + 2 < sizeof e->by) {
					strcat(e->by, *e->by ? " " : "");
					strcat(e->by, code);
				}
			}
		}
	}
	hqc_free(c);
	return 0;
}

/* One row a line: number, hash, jurisdiction or `-`, reason. `#` begins a comment. */
static int read_index(struct document *d, const char *folder, size_t *errors)
{
	char path[512], row[512];
	unsigned number = 0;

	snprintf(path, sizeof path, "%s/%s.index", folder, d->name);
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "%s: error: the index of source %s cannot be read: %s\n", path, d->name, strerror(errno));
		(*errors)++;
		return 0;
	}
	while (fgets(row, sizeof row, f)) {
		char *rest, *p = row, code[CODE_MAX] = "";
		int used = 0;

		number++;
		row[strcspn(row, "\r\n")] = '\0';
		if (row[0] == '#' || blank(row))
			continue;
		const unsigned long n = strtoul(p, &rest, 10);
		const unsigned long h = strtoul(rest, &p, 16);
		if (n < 1 || n > LINES_MAX || sscanf(p, " %7s%n", code, &used) != 1 || d->lines[n].listed) {
			fprintf(stderr, "%s:%u: error: not a row of the index, or a line twice: number, hash, jurisdiction, reason\n", path, number);
			(*errors)++;
			continue;
		}
		struct entry *e = &d->lines[n];
		e->listed = true;
		e->hash = (uint32_t)h;
		snprintf(e->code, sizeof e->code, "%s", code);
		p += used;
		snprintf(e->reason, sizeof e->reason, "%.*s", REASON_MAX - 1, p + strspn(p, " \t"));
	}
	fclose(f);
	return 0;
}

static void compare_text(struct document *d, const char *texts, size_t *errors)
{
	static char line[1 << 16];
	char path[512];
	uint32_t n = 0;

	snprintf(path, sizeof path, "%s/%s", texts, d->file);
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "%s: error: the source text cannot be read: %s\n", path, strerror(errno));
		(*errors)++;
		return;
	}
	while (fgets(line, sizeof line, f) && n < LINES_MAX) {
		const struct entry *e = &d->lines[++n];

		if (blank(line) ? e->listed : !e->listed || e->hash != hash_line(line, strlen(line))) {
			fprintf(stderr, "%s:%u: error: the line is not the one in the index of %s\n", path, n, d->name);
			(*errors)++;
		}
	}
	if (n != d->nlines) {
		fprintf(stderr, "%s: error: %u lines, and sources.hq says %u\n", path, n, d->nlines);
		(*errors)++;
	}
	fclose(f);
}

static void show(const struct document *d, const char *texts, const char *code)
{
	static char line[1 << 16];
	char path[512];
	uint32_t n = 0;

	snprintf(path, sizeof path, "%s/%s", texts, d->file);
	FILE *f = fopen(path, "r");
	if (!f)
		return;
	while (fgets(line, sizeof line, f) && n < LINES_MAX) {
		const struct entry *e = &d->lines[++n];

		if (e->listed && !strcmp(e->code, code))
			printf("%s %5u  %-8s  %-24s %s", d->name, n, e->cited ? e->by : "-", e->cited ? "" : e->reason, line);
	}
	fclose(f);
}

/* A repetition must lead to a line that is accounted for itself. */
static bool reason_holds(const struct document *d, const struct entry *e)
{
	if (strncmp(e->reason, "repeats ", 8) != 0)
		return *e->reason != '\0';
	const unsigned long n = strtoul(e->reason + 8, NULL, 10);
	return n >= 1 && n <= LINES_MAX && d->lines[n].listed && (d->lines[n].cited || (*d->lines[n].reason && strncmp(d->lines[n].reason, "repeats ", 8)));
}

static void account(struct document *d, size_t *errors, bool quiet)
{
	size_t listed = 0, cited = 0, reasons = 0, missing = 0;

	for (uint32_t n = 1; n <= LINES_MAX; n++) {
		const struct entry *e = &d->lines[n];

		if (e->endpoint && !e->listed) {
			fprintf(stderr, "%s %u: error: %s cites a line that is blank or not there\n", d->name, n, e->by);
			(*errors)++;
		}
		if (!e->listed)
			continue;
		listed++;
		if (e->cited) {
			cited++;
		} else if (reason_holds(d, e)) {
			reasons++;
		} else {
			missing++;
			if (!quiet)
				fprintf(stderr, "%s %u: error: no rule of %s cites the line and the index gives no reason%s%s\n", d->name, n, e->code,
					*e->reason ? ", only: " : "", e->reason);
		}
	}
	*errors += missing;
	printf("%-4s %5zu lines: %5zu cited by rules, %5zu with a reason, %5zu not accounted for\n", d->name, listed, cited, reasons, missing);
}

static int account_for(const struct request *o, char *const files[], size_t nfiles)
{
	size_t errors = 0;

	for (size_t i = 0; i < nfiles; i++)
		if (collect(files[i], &errors) < 0)
			return EXIT_SYSTEM;
	for (size_t i = 0; i < ndocuments; i++) {
		struct document *d = &documents[i];

		read_index(d, o->index, &errors);
		if (o->texts)
			compare_text(d, o->texts, &errors);
		if (o->show && o->texts)
			show(d, o->texts, o->show);
	}
	if (!o->show)
		for (size_t i = 0; i < ndocuments; i++)
			account(&documents[i], &errors, o->quiet);
	for (size_t i = 0; i < ndocuments; i++)
		free(documents[i].lines);
	ndocuments = 0;
	return errors ? EXIT_RULES : EXIT_DONE;
}

int command_sources(const struct command *self, int argc, char *argv[])
{
	static const struct option options[] = { { "index", required_argument, NULL, 'x' }, { "texts", required_argument, NULL, 't' },
						 { "show", required_argument, NULL, 's' }, { "quiet", no_argument, NULL, 'q' },
						 COMMON_OPTIONS };
	struct request o = { .index = "states/sources" };
	int status = EXIT_DONE;

	for (int c; (c = getopt_long(argc, argv, "hV", options, NULL)) != -1;) {
		if (c == 'x')
			o.index = optarg;
		else if (c == 't')
			o.texts = optarg;
		else if (c == 's')
			o.show = optarg;
		else if (c == 'q')
			o.quiet = true;
		else if (handle_common(self, c, &status))
			return status;
	}
	if (optind == argc)
		return wrong_operands(self, "rule files are wanted");
	if (o.show && !o.texts)
		return wrong_operands(self, "--show needs --texts");
	return account_for(&o, argv + optind, (size_t)(argc - optind));
}
