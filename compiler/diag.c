/* Diagnostics: collecting, ordering, printing, and the search for a near miss.
 *
 * A message is formatted once, when it is reported, and kept in the arena; sorting and dropping repeats wait until
 * somebody prints. What is wrong is for the callers to find and to say; how it looks is decided here and nowhere else.
 */
#include "diag.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

struct remark {                         /* a note, with a place; or a help line, without */
	struct remark *next;
	bool placed;
	struct hqc_span at;
	const char *text;
};

struct hqc_diag {
	struct hqc_diag *next;
	enum hqc_msg msg;
	struct hqc_span at;
	const char *text;
	struct remark *remarks;
	size_t number;                  /* in the order of reporting; decides among equals */
};

static const struct message {
	enum hqc_msg number;
	enum hqc_severity severity;
	const char *name;
} messages[] = {
#define MSG(number, severity, name, meaning) { HQC_MSG_##name, HQC_##severity, #name },
#include "messages.def"
#undef MSG
};

static const struct message *find_message(enum hqc_msg msg)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		if (messages[i].number == msg)
			return &messages[i];
	}
	abort();                        /* every number comes from the list */
}

/* ---- collecting ---------------------------------------------------------------------------------------------- */

static const char *formatted(struct hqc *c, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
static const char *formatted(struct hqc *c, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return "";
	char *text = hqc_arena_alloc(&c->arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

static bool same_span(struct hqc_span a, struct hqc_span b)
{
	return a.file == b.file && a.off == b.off && a.len == b.len;
}

/* A message is a repeat when number, place and text are those of one that is kept. Linear: few are kept. */
static bool is_repeat(const struct hqc *c, const struct hqc_diag *d)
{
	for (const struct hqc_diag *old = c->diags.first; old; old = old->next) {
		if (old->msg == d->msg && same_span(old->at, d->at) && strcmp(old->text, d->text) == 0)
			return true;
	}
	return false;
}

struct hqc_diag *hqc_report(struct hqc *c, enum hqc_msg msg, struct hqc_span at, const char *format, ...)
{
	struct hqc_diag *d = HQC_NEW(&c->arena, struct hqc_diag);
	d->msg = msg;
	d->at = at;
	va_list args;
	va_start(args, format);
	d->text = formatted(c, format, args);
	va_end(args);
	if (is_repeat(c, d))
		return d;               /* not kept; what is added to it goes with it */
	if (find_message(msg)->severity == HQC_ERROR)
		c->diags.errors++;
	else
		c->diags.warnings++;
	if (c->diags.kept == HQC_DIAGS_MAX)
		return d;
	d->number = c->diags.kept++;
	d->next = c->diags.first;
	c->diags.first = d;
	return d;
}

static struct remark *add_remark(struct hqc *c, struct hqc_diag *d)
{
	struct remark **end = &d->remarks;
	while (*end)
		end = &(*end)->next;
	*end = HQC_NEW(&c->arena, struct remark);
	return *end;
}

void hqc_note_at(struct hqc *c, struct hqc_diag *d, struct hqc_span at, const char *format, ...)
{
	struct remark *r = add_remark(c, d);
	r->placed = true;
	r->at = at;
	va_list args;
	va_start(args, format);
	r->text = formatted(c, format, args);
	va_end(args);
}

void hqc_help(struct hqc *c, struct hqc_diag *d, const char *format, ...)
{
	struct remark *r = add_remark(c, d);
	va_list args;
	va_start(args, format);
	r->text = formatted(c, format, args);
	va_end(args);
}

/* ---- printing ------------------------------------------------------------------------------------------------ */

enum { EXCERPT_MAX = 160 };             /* bytes of a line that are shown; of a longer one, the part around the place */

static void print_byte(FILE *to, unsigned char b)
{
	putc(b < 0x20 && b != '\t' ? '?' : b == 0x7f ? '?' : b, to);
}

static bool continues_character(unsigned char b)
{
	return (b & 0xc0) == 0x80;
}

static const char *paint(bool color, const char *sequence)
{
	return color ? sequence : "";
}

/* The line, and under it a caret at the place and tildes along it, one for each character. */
static void print_excerpt(const struct hqc_source_file *f, struct hqc_span at, bool color, FILE *to)
{
	uint32_t line, column;
	hqc_source_position(f, at.off, &line, &column);
	size_t len;
	const char *text = hqc_source_line(f, line, &len);
	size_t begin = column - 1 < len ? column - 1 : len;
	size_t end = at.len > len - begin ? len : begin + at.len;
	size_t shown = 0;
	if (begin > EXCERPT_MAX * 3 / 4) {
		shown = begin - EXCERPT_MAX / 2;
		while (shown < begin && continues_character((unsigned char)text[shown]))
			shown++;
	}
	size_t stop = len - shown > EXCERPT_MAX ? shown + EXCERPT_MAX : len;
	while (stop < len && stop > shown && continues_character((unsigned char)text[stop]))
		stop--;
	fprintf(to, "%5" PRIu32 " | %s", line, shown ? "..." : "");
	for (size_t i = shown; i < stop; i++)
		print_byte(to, (unsigned char)text[i]);
	fprintf(to, "%s\n      | %s", stop < len ? "..." : "", shown ? "   " : "");
	for (size_t i = shown; i < begin; i++) {
		if (!continues_character((unsigned char)text[i]))
			putc(text[i] == '\t' ? '\t' : ' ', to);
	}
	fprintf(to, "%s^", paint(color, "\033[1;32m"));
	for (size_t i = begin + 1; i < end && i < stop; i++) {
		if (!continues_character((unsigned char)text[i]))
			putc('~', to);
	}
	fprintf(to, "%s\n", paint(color, "\033[0m"));
}

static void print_place(const struct hqc *c, struct hqc_span at, bool color, FILE *to)
{
	const struct hqc_source_file *f = c->files[at.file];
	uint32_t line, column;
	hqc_source_position(f, at.off, &line, &column);
	fprintf(to, "%s%s:%" PRIu32 ":%" PRIu32 ":%s ", paint(color, "\033[1m"), f->path, line, column,
		paint(color, "\033[0m"));
}

static void print_one(const struct hqc *c, const struct hqc_diag *d, bool color, FILE *to)
{
	const struct message *m = find_message(d->msg);
	bool error = m->severity == HQC_ERROR;
	print_place(c, d->at, color, to);
	fprintf(to, "%s%s:%s %s [HQ%d ", paint(color, error ? "\033[1;31m" : "\033[1;35m"), error ? "error" : "warning",
		paint(color, "\033[0m"), d->text, (int)m->number);
	for (const char *s = m->name; *s; s++)
		putc(*s == '_' ? '-' : *s, to);
	fputs("]\n", to);
	if (c->files[d->at.file]->len)
		print_excerpt(c->files[d->at.file], d->at, color, to);
	for (const struct remark *r = d->remarks; r; r = r->next) {
		if (!r->placed) {
			fprintf(to, "      %shelp:%s %s\n", paint(color, "\033[1;36m"), paint(color, "\033[0m"), r->text);
			continue;
		}
		print_place(c, r->at, color, to);
		fprintf(to, "%snote:%s %s\n", paint(color, "\033[1;36m"), paint(color, "\033[0m"), r->text);
		print_excerpt(c->files[r->at.file], r->at, color, to);
	}
}

static int in_source_order(const void *left, const void *right)
{
	const struct hqc_diag *a = *(const struct hqc_diag *const *)left;
	const struct hqc_diag *b = *(const struct hqc_diag *const *)right;
	if (a->at.file != b->at.file)
		return a->at.file < b->at.file ? -1 : 1;
	if (a->at.off != b->at.off)
		return a->at.off < b->at.off ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

void hqc_print_diagnostics(const struct hqc *c, FILE *to, bool color)
{
	const struct hqc_diag *sorted[HQC_DIAGS_MAX];
	size_t n = 0;
	for (const struct hqc_diag *d = c->diags.first; d; d = d->next)
		sorted[n++] = d;
	qsort(sorted, n, sizeof(sorted[0]), in_source_order);
	for (size_t i = 0; i < n; i++)
		print_one(c, sorted[i], color, to);
	size_t more = c->diags.errors + c->diags.warnings - n;
	if (more)
		fprintf(to, "%zu more %s not shown; mend the first and run again\n", more, more == 1 ? "message" : "messages");
}

/* ---- near misses --------------------------------------------------------------------------------------------- */

enum { NEAREST_MAX = 64 };              /* bytes of a name; a longer one has no near miss */

static char lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* How many letters to change, add, leave out, or swap with the next; case does not matter. */
static unsigned distance(const char *a, size_t na, const char *b, size_t nb)
{
	unsigned rows[3][NEAREST_MAX + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= nb; j++)
		above[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			bool same = lower(a[i - 1]) == lower(b[j - 1]);
			row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + !same);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
		}
		unsigned *free_row = before;
		before = above;
		above = row;
		row = free_row;
	}
	return above[nb];
}

bool hqc_reported(const struct hqc *c, enum hqc_msg msg)
{
	for (const struct hqc_diag *d = c->diags.first; d; d = d->next)
		if (d->msg == msg)
			return true;
	return false;
}

const char *hqc_nearest(const char *name, const char *const *names, size_t n)
{
	size_t len = strlen(name);
	if (len > NEAREST_MAX)
		return NULL;
	unsigned best = (unsigned)(len / 3) + 1;
	const char *found = NULL;
	for (size_t i = 0; i < n; i++) {
		size_t other = names[i] ? strlen(names[i]) : 0;
		if (!other || other > NEAREST_MAX)
			continue;
		unsigned d = distance(name, len, names[i], other);
		if (d < best) {
			best = d;
			found = names[i];
		}
	}
	return found;
}
