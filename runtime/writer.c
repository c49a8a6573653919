/* The writer of explanations: a buffer that counts on when it is full, so that one pass with no buffer gives the length
 * that a second needs. JSON goes without a tree: a flag remembers whether a comma is due.
 */
#include "writer.h"

static void put(struct hqi_writer *w, char c)
{
	if (w->len < w->cap)
		w->buf[w->len] = c;
	w->len++;
}

void hqi_putc(struct hqi_writer *w, char c)
{
	const unsigned char u = (unsigned char)c;

	if (w->quoted && u < 0x20) {
		for (const char *s = "\\u00"; *s; s++)
			put(w, *s);
		put(w, "0123456789abcdef"[u >> 4]);
		c = "0123456789abcdef"[u & 15];
	} else if (w->quoted && (c == '"' || c == '\\')) {
		put(w, '\\');
	}
	put(w, c);
	w->comma = c != '[' && c != '{' && c != ',';
	if (c == '\n')
		w->column = 0;
	else if ((u & 0xc0) != 0x80)           /* one for each character of UTF-8 */
		w->column++;
}

void hqi_puts(struct hqi_writer *w, const char *s)
{
	while (*s)
		hqi_putc(w, *s++);
}

bool hqi_quote(struct hqi_writer *w)
{
	if (!w->json || w->quoted)
		return false;
	put(w, '"');
	w->quoted = true;
	return true;
}

void hqi_unquote(struct hqi_writer *w, bool quoted)
{
	if (!quoted)
		return;
	w->quoted = false;
	hqi_putc(w, '"');
}

void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale)
{
	char text[48];
	bool quoted = false;

	if (value >= HQ_BIG) {
		hqi_puts(w, w->json && !w->quoted ? "null" : "any");
		return;
	}
	const size_t n = hq_number_format(value, scale, text);

	for (size_t i = 0; i < n; i++)
		if (text[i] == '/')
			quoted = hqi_quote(w);
	for (size_t i = 0; i < n; i++)
		hqi_putc(w, text[i]);
	hqi_unquote(w, quoted);
}

void hqi_pad(struct hqi_writer *w, size_t column)
{
	if (w->column)
		hqi_putc(w, ' ');
	while (w->column < column)
		hqi_putc(w, ' ');
}

void hqi_put_text(struct hqi_writer *w, const struct hq_tables *rules, uint16_t text)
{
	struct hqi_text t = hqi_text(rules, text);

	for (char c; (c = hqi_text_next(&t));)
		hqi_putc(w, c);
}

/* Columns that the rest of a word takes, of which @c is the first byte. */
static size_t word_columns(char c, struct hqi_text rest)
{
	size_t columns = 0;

	for (; c && c != ' '; c = hqi_text_next(&rest))
		columns += ((unsigned char)c & 0xc0) != 0x80;
	return columns;
}

void hqi_put_wrapped(struct hqi_writer *w, const struct hq_tables *rules, uint16_t text, size_t indent, size_t width)
{
	struct hqi_text t = hqi_text(rules, text);
	bool first = true;
	char c = hqi_text_next(&t);

	while (c) {
		if (w->column + !first + word_columns(c, t) > width && w->column > indent) {
			hqi_putc(w, '\n');
			hqi_pad(w, indent);
		} else if (!first) {
			hqi_putc(w, ' ');
		}
		first = false;
		for (; c && c != ' '; c = hqi_text_next(&t))
			hqi_putc(w, c);
		while (c == ' ')
			c = hqi_text_next(&t);
	}
}

void hqi_color(struct hqi_writer *w, const char *code)
{
	if (!w->color)
		return;
	put(w, '\033');
	put(w, '[');
	while (*code)
		put(w, *code++);
	put(w, 'm');
}
