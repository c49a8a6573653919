/* Names of others, as a table: what they call a column, what they write for a value. Maps that are shipped are the same files as a
 * district would write, built into the program (states/maps/). Capitals do not count; of a value that is a URI, what stands
 * behind its last # does. */
#include "roster.h"

#include <errno.h>
#include <stdlib.h>

#include "maps.h"

struct alias { const char *column, *theirs, *ours; };  /* column: "" for the name of a column, else ours of it */

struct map {
	struct alias *slots;           /* open addressing; theirs NULL: free */
	size_t nslots, n;
	char **texts;                  /* all that has been kept */
	size_t ntexts;
};

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static uint64_t hash(const char *column, const char *text, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *column; column++)
		h = (h ^ (unsigned char)*column) * 0x100000001b3u;
	h = (h ^ 0xff) * 0x100000001b3u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ lower(text[i])) * 0x100000001b3u;
	return h ^ h >> 32;
}

static bool same(const char *a, const char *text, size_t len)
{
	size_t i = 0;
	while (i < len && a[i] && lower(a[i]) == lower(text[i]))
		i++;
	return i == len && !a[i];
}

static struct alias *find(const struct map *m, const char *column, const char *text, size_t len)
{
	size_t i = (size_t)hash(column, text, len) & (m->nslots - 1);
	while (m->slots[i].theirs && (strcmp(m->slots[i].column, column) || !same(m->slots[i].theirs, text, len)))
		i = (i + 1) & (m->nslots - 1);
	return &m->slots[i];
}

static const char *keep(struct map *m, const char *text, size_t len)
{
	char **texts = realloc(m->texts, (m->ntexts + 1) * sizeof *texts);
	if (!texts)
		return NULL;
	m->texts = texts;
	texts[m->ntexts] = malloc(len + 1);
	if (!texts[m->ntexts])
		return NULL;
	memcpy(texts[m->ntexts], text, len);
	texts[m->ntexts][len] = '\0';
	return texts[m->ntexts++];
}

static bool grow(struct map *m)
{
	struct map bigger = *m;
	bigger.nslots = m->nslots ? 2 * m->nslots : 256;
	bigger.slots = calloc(bigger.nslots, sizeof *bigger.slots);
	for (size_t i = 0; bigger.slots && i < m->nslots; i++)
		if (m->slots[i].theirs)
			*find(&bigger, m->slots[i].column, m->slots[i].theirs, strlen(m->slots[i].theirs)) = m->slots[i];
	if (!bigger.slots)
		return false;
	free(m->slots);
	*m = bigger;
	return true;
}

static bool add(struct map *m, const char *column, const char *theirs, const char *ours)
{
	if (2 * m->n >= m->nslots && !grow(m))
		return false;
	struct alias *slot = find(m, column, theirs, strlen(theirs));
	m->n += !slot->theirs;
	*slot = (struct alias){ column, theirs, ours };
	if (!*column || !*theirs)
		return true;
	return find(m, column, "", 0)->theirs ? true : add(m, column, "", "");         /* this column has spellings */
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* The lines of a map that is built in. */
struct lines { const char *const *line; size_t at; };

static long read_lines(void *context, char *to, size_t room)
{
	struct lines *l = context;
	size_t n = 0;
	while (*l->line && n < room) {
		const char *rest = *l->line + l->at;
		const size_t len = strlen(rest), some = len < room - n ? len : room - n;
		memcpy(to + n, rest, some);
		n += some;
		l->at += some;
		if (some == len && n < room) {
			to[n++] = '\n';
			l->line++;
			l->at = 0;
		}
	}
	return (long)n;
}

struct columns { int column, theirs, ours; };

static bool find_columns(const struct hqcsv *csv, const char *name, FILE *err, struct columns *out)
{
	*out = (struct columns){ -1, -1, -1 };
	for (size_t c = 0; c < hqcsv_ncolumns(csv); c++) {
		const char *text = hqcsv_column(csv, c)->name;
		int *to = !strcmp(text, "column") ? &out->column : !strcmp(text, "theirs") ? &out->theirs : !strcmp(text, "ours") ? &out->ours : NULL;
		if (to)
			*to = (int)c;
	}
	if (out->theirs >= 0 && out->ours >= 0)
		return true;
	fprintf(err, "%s:1:1: error: a map has the columns theirs and ours, and column where it has values; docs/rosters.md\n", name);
	return false;
}

static const char *cell(struct map *m, struct hqcsv_block *block, size_t row, int column)
{
	size_t len = 0;
	const char *text = column < 0 ? "" : hqcsv_cell(block, row, (size_t)column, &len);
	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return keep(m, text, len);
}

static int read_rows(struct map *m, struct hqcsv *csv, const struct columns *columns, const char *name, FILE *err)
{
	struct hqcsv_block *block = hqcsv_block_new(csv);
	int rc = block ? 0 : HQCSV_EMEMORY, wrong = 0, more = 0;
	while (!rc && (more = hqcsv_take(csv, block)) > 0) {
		while (!rc && (more = hqcsv_fill(block)) > 0) {
			for (size_t i = 0; i < block->nrefusals; i++) {
				struct hqcsv_place at;
				hqcsv_refusal_place(block, &block->refusals[i], &at);
				fprintf(err, "%s:%zu:%zu: error: %s\n", name, at.line, at.column, at.text);
				wrong = HQCSV_EHEADER;
			}
			for (size_t r = 0; !rc && r < block->nrows; r++) {
				const char *column = cell(m, block, r, columns->column), *theirs = cell(m, block, r, columns->theirs);
				const char *ours = cell(m, block, r, columns->ours);
				if (!column || !theirs || !ours || (*theirs && !add(m, column, theirs, ours)))
					rc = HQCSV_EMEMORY;
			}
		}
		rc = rc ? rc : more;
	}
	hqcsv_block_free(block);
	rc = rc ? rc : more < 0 ? more : wrong;
	return rc;
}

static int read_map(struct map *m, const char *name, FILE *err)
{
	struct lines lines = { NULL, 0 };
	struct source *source = NULL;
	struct hqcsv *csv;
	struct columns columns;
	char message[HQCSV_MESSAGE_MAX];
	for (size_t i = 0; hq_maps[i].name; i++)
		if (!strcmp(hq_maps[i].name, name))
			lines.line = hq_maps[i].lines;
	if (!lines.line) {
		source = malloc(sizeof *source);
		if (!source || source_open(source, name)) {
			fprintf(err, "%s: error: cannot be read: %s; edfi, ceds and staging are built in\n", name,
				source ? source_error(source) : "out of memory");
			free(source);
			return -1;
		}
	}
	const struct hqcsv_input input = { name, source ? source_read : read_lines, source ? (void *)source : (void *)&lines };
	int rc = hqcsv_open(&input, &csv, message);
	if (rc)
		fprintf(err, "%s\n", message);
	if (!rc && !find_columns(csv, name, err, &columns))
		rc = HQCSV_EHEADER;
	else if (!rc && (rc = read_rows(m, csv, &columns, name, err)) && rc != HQCSV_EHEADER)
		fprintf(err, "%s: error: cannot be read: %s\n", name, rc == HQCSV_EMEMORY || !source ? "out of memory" : source_error(source));
	hqcsv_close(csv);
	if (source)
		source_close(source);
	free(source);
	return rc ? -1 : 0;
}

int map_read(const char *const names[], size_t n, FILE *err, struct map **out)
{
	struct map *m = n ? calloc(1, sizeof *m) : NULL;
	int rc = 0;
	*out = NULL;
	if (n && (!m || !grow(m))) {
		fputs("out of memory\n", err);
		rc = -1;
	}
	for (size_t i = 0; !rc && i < n; i++)
		rc = read_map(m, names[i], err);
	if (rc)
		map_free(m);
	else
		*out = m;
	return rc;
}

void map_free(struct map *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->ntexts; i++)
		free(m->texts[i]);
	free(m->texts);
	free(m->slots);
	free(m);
}

const char *map_name(const struct map *m, const char *theirs, size_t len)
{
	return m ? find(m, "", theirs, len)->ours : NULL;
}

const char *map_value(const struct map *m, const char *ours, const char *theirs, size_t len)
{
	if (!m)
		return NULL;
	const struct alias *a = find(m, ours, theirs ? theirs : "", theirs ? len : 0);
	if (!theirs || a->theirs)
		return len || !theirs ? a->ours : NULL;
	for (size_t i = len; i-- > 0;)
		if (theirs[i] == '#')
			return find(m, ours, theirs + i + 1, len - i - 1)->ours;
	return NULL;
}
