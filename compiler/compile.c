/* One compilation from outside: files in, stages in order, results out.
 *
 * Reads a rule file and everything it uses, each once, and runs the stages; what a stage does is its own file's
 * business. A file that cannot be read becomes a diagnostic at the `use` that asked for it, and an empty file in its
 * place, so that no later stage meets a hole.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compile.h"

/* What compile.c alone needs to know of a compilation. The public part comes first, so one pointer serves for both. */
struct compilation {
	struct hqc hqc;
	struct { dev_t dev; ino_t ino; bool on_disk; } identity[HQC_FILES_MAX];
	bool full;                      /* HQC_FILES_MAX was reached and said so */
};

static struct compilation *inside(struct hqc *c)
{
	return (struct compilation *)(void *)c;
}

struct hqc *hqc_new(void)
{
	struct compilation *in = calloc(1, sizeof(*in));
	if (!in)
		return NULL;
	hqc_arena_init(&in->hqc.arena);
	hqc_intern_init(&in->hqc.names, &in->hqc.arena);
	return &in->hqc;
}

void hqc_free(struct hqc *c)
{
	if (!c)
		return;
	hqc_arena_done(&c->arena);
	free(inside(c));
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* The whole of @from into malloc'ed memory, one byte longer than the limit allows if there is more.
 * Returns 0 or an errno. */
static int read_all(FILE *from, char **text, size_t *len)
{
	size_t size = 1 << 14;
	size_t have = 0;
	char *buf = malloc(size);
	if (!buf)
		return ENOMEM;
	for (;;) {
		have += fread(buf + have, 1, size - have, from);
		if (have < size || have > HQC_FILE_BYTES_MAX)
			break;
		size *= 2;
		char *more = realloc(buf, size);
		if (!more) {
			free(buf);
			return ENOMEM;
		}
		buf = more;
	}
	if (ferror(from)) {
		int why = errno ? errno : EIO;
		free(buf);
		return why;
	}
	*text = buf;
	*len = have;
	return 0;
}

/* A place in file @file for messages about the file as a whole. */
static struct hqc_span top_of(uint16_t file)
{
	return (struct hqc_span){ .file = file };
}

/* Takes a number for a file, with its text; -1 when there are too many. @from: the `use`, NULL for a file that was
 * asked for by name. */
static int new_file(struct hqc *c, const char *path, const char *text, size_t len, const struct hqc_use *from)
{
	struct compilation *in = inside(c);
	if (c->nfiles == HQC_FILES_MAX) {
		if (!in->full)
			hqc_report(c, HQC_MSG_too_many_files, from ? from->path.span : top_of(HQC_FILES_MAX - 1),
				   "more than %d files in one compilation, at \"%s\"", HQC_FILES_MAX, path);
		in->full = true;
		return -1;
	}
	const char *name = hqc_arena_copy(&c->arena, path, strlen(path));
	uint16_t file = c->nfiles++;
	c->files[file] = hqc_source_new(&c->arena, name, text, len);
	return file;
}

/* A stage that walks all trees must find one for every file. */
static void give_tree(struct hqc *c, uint16_t file)
{
	if (c->trees[file])
		return;
	c->trees[file] = HQC_NEW(&c->arena, struct hqc_file);
	c->trees[file]->file = file;
}

/* An unreadable file: the message stands at the `use`, or at the top of the file itself. Always -1. */
static int unreadable(struct hqc *c, const char *path, int why, const struct hqc_use *from)
{
	if (from) {
		hqc_report(c, HQC_MSG_unreadable_file, from->path.span, "cannot read \"%s\": %s", path, strerror(why));
		return -1;
	}
	int file = new_file(c, path, "", 0, NULL);
	if (file < 0)
		return -1;
	give_tree(c, (uint16_t)file);
	hqc_report(c, HQC_MSG_unreadable_file, top_of((uint16_t)file), "cannot read \"%s\": %s", path, strerror(why));
	return -1;
}

static bool known_already(struct hqc *c, const struct stat *st)
{
	struct compilation *in = inside(c);
	for (uint16_t i = 0; i < c->nfiles; i++) {
		if (in->identity[i].on_disk && in->identity[i].dev == st->st_dev && in->identity[i].ino == st->st_ino)
			return true;
	}
	return false;
}

/* The path of a used file: beside the file that uses it. */
static const char *beside(struct hqc *c, uint16_t user, const char *path)
{
	const char *base = c->files[user]->path;
	const char *slash = strrchr(base, '/');
	size_t dir = slash ? (size_t)(slash - base) + 1 : 0;
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	size_t len = strlen(path);
	char *joined = hqc_arena_alloc(&c->arena, dir + len + 1);
	memcpy(joined, base, dir);
	memcpy(joined + dir, path, len);
	return joined;
}

/* Parses file number @file. What it uses is read later, by read_uses. */
static void parse(struct hqc *c, uint16_t file)
{
	if (c->files[file]->len > HQC_FILE_BYTES_MAX)
		hqc_report(c, HQC_MSG_file_too_large, top_of(file), "the file is larger than %d bytes",
			   HQC_FILE_BYTES_MAX);
	else
		hqc_parse(c, file);
	give_tree(c, file);
}

static int read_file(struct hqc *c, const char *path, const struct hqc_use *from)
{
	errno = 0;
	FILE *f = fopen(path, "rb");
	if (!f)
		return unreadable(c, path, errno, from);
	struct stat st;
	bool on_disk = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode);
	if (on_disk && known_already(c, &st)) {
		fclose(f);
		return 0;
	}
	char *text = NULL;
	size_t len = 0;
	int why = read_all(f, &text, &len);
	fclose(f);
	if (why)
		return unreadable(c, path, why, from);
	int file = new_file(c, path, text, len, from);
	free(text);
	if (file < 0)
		return -1;
	if (on_disk) {
		inside(c)->identity[file].dev = st.st_dev;
		inside(c)->identity[file].ino = st.st_ino;
		inside(c)->identity[file].on_disk = true;
	}
	parse(c, (uint16_t)file);
	return 0;
}

/* Reads what the files from @first on use. A used file joins the end of the list and is visited in its turn, so a
 * file that uses itself, or one that uses its user, ends nothing and loops nowhere. */
static void read_uses(struct hqc *c, uint16_t first)
{
	for (uint16_t i = first; i < c->nfiles; i++) {
		for (const struct hqc_use *u = c->trees[i]->uses; u; u = u->next) {
			if (!u->path.text)
				continue;
			if (u->path.text[0] == '/')
				hqc_report(c, HQC_MSG_absolute_use, u->path.span,
					   "\"%s\" is an absolute path; a rule file names others by where they lie from it",
					   u->path.text);
			else
				read_file(c, beside(c, i, u->path.text), u);
		}
	}
}

int hqc_add_file(struct hqc *c, const char *path)
{
	uint16_t first = c->nfiles;
	int rc = read_file(c, path, NULL);
	read_uses(c, first);
	return rc;
}

int hqc_add_text(struct hqc *c, const char *path, const char *text, size_t len)
{
	uint16_t first = c->nfiles;
	int file = new_file(c, path, text, len, NULL);
	if (file < 0)
		return -1;
	parse(c, (uint16_t)file);
	read_uses(c, first);
	return 0;
}

/* ---- stages and results -------------------------------------------------------------------------------------- */

size_t hqc_check(struct hqc *c)
{
	/* A name that a syntax error swallowed would be reported as unknown all over: no stage runs on a broken tree. */
	if (c->diags.errors)
		return c->diags.errors;
	/* Rules are checked even where a name is unknown, so that one run shows both. */
	hqc_resolve(c);
	if (hqc_reported(c, HQC_MSG_cycle) || hqc_reported(c, HQC_MSG_like_cycle))
		return c->diags.errors;         /* nothing may be followed to its end */
	hqc_check_rules(c);
	if (c->diags.errors)
		return c->diags.errors;
	hqc_lower(c);
	if (c->diags.errors)
		return c->diags.errors;
	hqc_check_examples(c);
	return c->diags.errors;
}

size_t hqc_errors(const struct hqc *c)
{
	return c->diags.errors;
}

size_t hqc_warnings(const struct hqc *c)
{
	return c->diags.warnings;
}

const struct hq_vocab *hqc_vocab(const struct hqc *c)
{
	return c->vocab.bytes;
}

size_t hqc_njurisdictions(const struct hqc *c)
{
	return c->ntables;
}

const struct hq_tables *hqc_tables(const struct hqc *c, size_t i)
{
	return i < c->ntables ? c->tables[i].bytes : NULL;
}
