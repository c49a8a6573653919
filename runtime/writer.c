/* The writer of explanations: a buffer that counts on when it is full, so that one pass with no buffer gives the length
 * that a second needs. JSON goes without a tree: a flag remembers whether a comma is due.
 */
#include "layout.h"

static void put(struct hqi_writer *w, char c)
{
	if (w->len < w->cap)
		w->buf[w->len] = c;
	w->len++;
}

void hqi_putc(struct hqi_writer *w, char c)
{
	const unsigned char u = (unsigned char)c;

	if (w->due)
		hqi_begin(w);
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
	w->quoted = w->due = true;
	return true;
}

void hqi_begin(struct hqi_writer *w)
{
	if (w->due)
		put(w, '"');
	w->due = false;
}

void hqi_unquote(struct hqi_writer *w, bool quoted)
{
	if (!quoted)
		return;
	w->quoted = false;
	if (!w->due) {
		hqi_putc(w, '"');
		return;
	}
	w->due = false;
	hqi_puts(w, "null");
}

void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale)
{
	bool quoted = false;
	char text[48];

	if (value >= HQ_BIG) {
		hqi_puts(w, w->json && !w->quoted ? "null" : "any");
		return;
	}
	hq_number_format(value, scale, text);
	for (const char *c = text; *c; c++)
		if (*c == '/')
			quoted = hqi_quote(w);
	hqi_puts(w, text);
	hqi_unquote(w, quoted);
}

void hqi_put_text(struct hqi_writer *w, const struct hq_tables *rules, uint32_t text)
{
	struct hqi_text t = hqi_text(rules, text);

	if (w->width)
		hqi_put_wrapped(w, &t);
	for (char c; (c = hqi_text_next(&t));)
		hqi_putc(w, c);
}
