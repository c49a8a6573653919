/* The canonical spelling of a file: laying out.
 *
 * Statements come one after the other, as words (format_tree.c). A statement is written only when the next one begins,
 * since only then is it known which comments lie between the two: those on its own lines go to its end, those in the
 * middle of it before it, the rest before what follows. Lines are filled from the left and broken where the language lets
 * a statement go on. Writing the result again gives the same bytes.
 */
#include "format.h"

#include <stdlib.h>
#include <string.h>

enum {
	STEP = 2,                       /* blanks of indentation for each block */
	HANG = 2,                       /* and more for a line that goes on; again for each open parenthesis */
	LINE_WIDTH = 110,               /* of a line with its citations */
	CITE_COLUMN = 88                /* where citations stand, if the line leaves room */
};

/* ---- words --------------------------------------------------------------------------------------------------- */

static void put_bytes(struct hqc_formatter *f, const char *bytes, size_t n)
{
	struct hqc_statement *s = &f->now;
	if (s->size - s->len < n + 1) {
		size_t size = (s->len + n + 1) * 2;
		s->words = realloc(s->words, size);
		if (!s->words)
			hqc_out_of_memory();
		s->size = size;
	}
	memcpy(s->words + s->len, bytes, n);
	s->len += n;
	s->words[s->len] = '\0';
}

void hqc_put(struct hqc_formatter *f, const char *text)
{
	put_bytes(f, text, strlen(text));
}

static bool blank_wanted(const struct hqc_statement *s)
{
	if (!s->len)
		return false;
	char last = s->words[s->len - 1];
	return last != '(' && last != HQC_BREAK && last != HQC_BREAK_COMMA;
}

void hqc_word(struct hqc_formatter *f, const char *text)
{
	if (blank_wanted(&f->now))
		hqc_put(f, " ");
	hqc_put(f, text);
}

void hqc_comma(struct hqc_formatter *f)
{
	const char bytes[] = { ',', HQC_BREAK_COMMA };
	put_bytes(f, bytes, sizeof(bytes));
}

void hqc_break(struct hqc_formatter *f)
{
	const char byte = HQC_BREAK;
	put_bytes(f, &byte, 1);
}

void hqc_quote(struct hqc_formatter *f, struct hqc_text text)
{
	if (!text.text)
		return;
	hqc_word(f, "\"");
	for (const char *s = text.text; *s; s++) {
		if (*s == '"' || *s == '\\')
			hqc_put(f, "\\");
		put_bytes(f, s, 1);
	}
	hqc_put(f, "\"");
}

void hqc_word_number(struct hqc_formatter *f, struct hqc_number n)
{
	hqc_word(f, n.text);
}

void hqc_word_points(struct hqc_formatter *f, struct hqc_number n)
{
	hqc_word(f, n.num == 1 && n.den == 1 ? "point" : "points");
}

void hqc_word_date(struct hqc_formatter *f, struct hqc_date date)
{
	hqc_word(f, "");
	put_bytes(f, f->source->text + date.span.off, date.span.len);
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

/* Characters, not bytes. */
static size_t width_of(const char *text, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)text[i] & 0xc0) != 0x80;
	return n;
}

static void write_blanks(struct hqc_formatter *f, size_t n)
{
	fprintf(f->to, "%*s", (int)n, "");
}

static void write_words(struct hqc_formatter *f, const char *words, size_t len)
{
	for (size_t i = 0; i < len; i++)
		putc(words[i] == HQC_BREAK || words[i] == HQC_BREAK_COMMA ? ' ' : words[i], f->to);
}

/* One place to break a line, and how good it is: outside parentheses before inside, at a word before at a comma, late
 * before early; but not so early that the line is left mostly empty. */
struct place { size_t at, width; int parens; bool comma; };

static bool better(const struct place *a, const struct place *b, size_t room)
{
	if (a->parens != b->parens) {
		const struct place *outer = a->parens < b->parens ? a : b;
		return (outer->width >= room / 4) == (outer == a);
	}
	if (a->comma != b->comma) {
		const struct place *word = b->comma ? a : b;
		return (word->width >= room / 2) == (word == a);
	}
	return a->at > b->at;
}

/* How many bytes of @words go on a line of @room characters; where nothing fits, up to the first place to break.
 * @open: parentheses open at their beginning, and then at the break. */
static size_t fill(const char *words, size_t len, size_t room, int *open)
{
	struct place best = { 0 };
	size_t width = 0;
	int parens = *open;
	bool quoted = false;
	for (size_t i = 0; i < len; i++) {
		char ch = words[i];
		if (quoted && ch == '\\') {
			i++;
			width++;
		} else if (ch == '"') {
			quoted = !quoted;
		} else if (!quoted && (ch == '(' || ch == ')')) {
			parens += ch == '(' ? 1 : -1;
		} else if (ch == HQC_BREAK || ch == HQC_BREAK_COMMA) {
			struct place here = { i, width, parens, ch == HQC_BREAK_COMMA };
			if (width > room) {
				best = best.at ? best : here;
				break;
			}
			if (!best.at || better(&here, &best, room))
				best = here;
		}
		width += ((unsigned char)ch & 0xc0) != 0x80;
	}
	if (width <= room || !best.at)
		return len;
	*open = best.parens;
	return best.at;
}

static void write_cites(struct hqc_formatter *f, struct hqc_cites cites, size_t width)
{
	if (!cites.span.len)
		return;
	write_blanks(f, width + 2 <= CITE_COLUMN ? CITE_COLUMN - width : 2);
	if (cites.uncited)
		fputs("[uncited]", f->to);
	const struct hqc_cite *before = NULL;
	for (const struct hqc_cite *c = cites.first; c; c = c->next) {
		if (before && before->source.text == c->source.text)
			fputs(", ", f->to);
		else
			fprintf(f->to, "%s%s ", before ? "; " : "[", c->source.text);
		fprintf(f->to, c->last > c->first ? "%u-%u" : "%u", c->first, c->last);
		before = c;
	}
	if (before)
		fputs("]", f->to);
}

/* The width of what write_cites writes. */
static size_t cites_width(struct hqc_cites cites)
{
	if (!cites.span.len)
		return 0;
	size_t n = cites.uncited ? strlen("[uncited]") : 0;
	const struct hqc_cite *before = NULL;
	for (const struct hqc_cite *c = cites.first; c; c = c->next) {
		n += before && before->source.text == c->source.text ? 2 : strlen(c->source.text) + (before ? 3 : 2);
		n += (size_t)snprintf(NULL, 0, c->last > c->first ? "%u-%u" : "%u", c->first, c->last);
		before = c;
	}
	return n + (before != NULL);
}

static void write_statement(struct hqc_formatter *f, const struct hqc_statement *s)
{
	size_t indent = (size_t)s->depth * STEP;
	size_t cites = cites_width(s->cites);
	size_t width = indent + width_of(s->words, s->len);
	size_t with_cites = (width + 2 <= CITE_COLUMN ? CITE_COLUMN : width + 2) + cites;
	bool fits = (cites ? with_cites : width) <= LINE_WIDTH;
	size_t room = cites && cites + 2 < LINE_WIDTH / 2 ? LINE_WIDTH - 2 - cites : LINE_WIDTH;
	const char *words = s->words;
	size_t len = s->len;
	int parens = 0;
	write_blanks(f, indent);
	for (;;) {
		size_t n = fits ? len : fill(words, len, room > indent ? room - indent : 1, &parens);
		write_words(f, words, n);
		width = indent + width_of(words, n);
		if (n == len)
			break;
		words += n + 1;
		len -= n + 1;
		indent = (size_t)s->depth * STEP + HANG * (size_t)(1 + parens);
		fputs("\n", f->to);
		write_blanks(f, indent);
	}
	write_cites(f, s->cites, width);
}

/* ---- comments and blank lines -------------------------------------------------------------------------------- */

static uint32_t line_begin(const struct hqc_formatter *f, uint32_t off)
{
	while (off > 0 && f->source->text[off - 1] != '\n')
		off--;
	return off;
}

static bool is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r';
}

/* The first word on the line of @off: where the statement begins of which the tree holds a later word. */
static uint32_t first_word(const struct hqc_formatter *f, uint32_t off)
{
	uint32_t at = line_begin(f, off);
	while (at < off && is_blank(f->source->text[at]))
		at++;
	return at;
}

static bool blank_line_above(const struct hqc_formatter *f, uint32_t off)
{
	uint32_t begin = line_begin(f, off);
	if (begin == 0)
		return false;
	for (uint32_t i = begin - 1; i > 0; i--) {
		if (f->source->text[i - 1] == '\n')
			return true;
		if (!is_blank(f->source->text[i - 1]))
			return false;
	}
	return true;
}

/* The blank line before what stands at @off, if the author put one; never at the beginning. */
static void write_gap(struct hqc_formatter *f, uint32_t off)
{
	if (f->any && blank_line_above(f, off))
		fputs("\n", f->to);
	f->any = true;
}

static void write_comment(struct hqc_formatter *f, const struct hqc_comment *c)
{
	fprintf(f->to, "%.*s\n", (int)c->span.len, f->source->text + c->span.off);
}

/* The depth of a comment between two statements: the deepest block still open there whose column it reaches. */
static uint32_t comment_depth(const struct hqc_formatter *f, const struct hqc_comment *c, uint32_t above, uint32_t below)
{
	uint32_t column = c->span.off - line_begin(f, c->span.off);
	uint32_t depth = above > below ? above : below;
	while (depth > below && f->columns[depth] > column)
		depth--;
	return depth;
}

/* The first comment from @c on that stands after all words before @next, each on a line of its own. */
static const struct hqc_comment *first_after(const struct hqc_formatter *f, const struct hqc_comment *c, uint32_t next)
{
	const struct hqc_comment *after = c;
	uint32_t end = c ? c->span.off : next;
	for (; c && c->span.off < next; c = c->next) {
		for (uint32_t i = end; i < c->span.off; i++) {
			if (!is_blank(f->source->text[i]) && f->source->text[i] != '\n')
				after = c;
		}
		end = c->span.off + c->span.len;
		if (!c->own_line)
			after = c->next;
	}
	for (uint32_t i = end; i < next; i++) {
		if (!is_blank(f->source->text[i]) && f->source->text[i] != '\n')
			after = c;
	}
	return after;
}

/* Writes the statement at hand, knowing that the next begins at @next in depth @below, and the comments up to there. */
static void finish(struct hqc_formatter *f, uint32_t next, uint32_t below)
{
	struct hqc_statement *s = &f->now;
	const struct hqc_comment *after = f->comment;
	if (s->open) {
		const struct hqc_comment *trailing = NULL;
		after = first_after(f, f->comment, next);
		for (const struct hqc_comment *c = f->comment; c != after; c = c->next) {
			if (!c->own_line)
				trailing = c;
		}
		write_gap(f, s->off);
		for (const struct hqc_comment *c = f->comment; c != after; c = c->next) {
			if (c == trailing)
				continue;
			write_blanks(f, (size_t)s->depth * STEP);
			write_comment(f, c);
		}
		write_statement(f, s);
		if (trailing) {
			fputs("  ", f->to);
			write_comment(f, trailing);
		} else {
			fputs("\n", f->to);
		}
	}
	const struct hqc_comment *c = after;
	for (; c && c->span.off < next; c = c->next) {
		write_gap(f, c->span.off);
		write_blanks(f, (size_t)comment_depth(f, c, s->depth, below) * STEP);
		write_comment(f, c);
	}
	f->comment = c;
	s->open = false;
	s->len = 0;
	s->cites = (struct hqc_cites){ 0 };
}

void hqc_begin(struct hqc_formatter *f, uint32_t off, const char *word)
{
	off = first_word(f, off);
	finish(f, off, f->depth);
	f->now.open = true;
	f->now.off = off;
	f->now.depth = f->depth;
	f->columns[f->depth] = off - line_begin(f, off);
	hqc_put(f, word);
}

void hqc_cited(struct hqc_formatter *f, struct hqc_cites cites)
{
	f->now.cites = cites;
}

int hqc_format(struct hqc *c, FILE *to)
{
	if (!c->nfiles || !c->trees[0] || !c->trees[0]->whole)
		return -1;
	struct hqc_formatter f = { .c = c, .source = c->files[0], .to = to, .comment = c->trees[0]->comments };
	hqc_format_file(&f, c->trees[0]);
	finish(&f, (uint32_t)f.source->len, 0);
	free(f.now.words);
	return 0;
}
