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
	static const char hex[] = "0123456789abcdef";
	const unsigned char u = (unsigned char)c;

	if (w->quoted && u < 0x20) {
		for (const char *s = "\\u00"; *s; s++)
			put(w, *s);
		put(w, hex[u >> 4]);
		put(w, hex[u & 15]);
		return;
	}
	if (w->quoted && (c == '"' || c == '\\'))
		put(w, '\\');
	put(w, c);
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

void hqi_put_words(struct hqi_writer *w, const char *name)
{
	for (; *name; name++)
		hqi_putc(w, *name == '_' ? ' ' : *name);
}

void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale)
{
	char text[48];
	size_t n;

	if (value >= HQ_BIG) {
		hqi_puts(w, "any");
		return;
	}
	n = hq_number_format(value, scale, text);
	for (size_t i = 0; i < n; i++)
		hqi_putc(w, text[i]);
}

void hqi_put_int(struct hqi_writer *w, int64_t n)
{
	hqi_put_number(w, n, 1);
}

void hqi_put_interval(struct hqi_writer *w, struct hq_interval i, int64_t scale)
{
	hqi_put_number(w, i.lo, scale);
	if (i.lo == i.hi)
		return;
	if (i.hi >= HQ_BIG) {
		hqi_puts(w, " or more");
		return;
	}
	hqi_puts(w, " to ");
	hqi_put_number(w, i.hi, scale);
}

void hqi_put_day(struct hqi_writer *w, hq_day day)
{
	char text[11];

	if (day == HQ_DAY_NEVER) {
		hqi_puts(w, "never");
		return;
	}
	hq_day_format(day, text);
	hqi_puts(w, text);
}

void hqi_pad(struct hqi_writer *w, size_t column)
{
	if (w->column)
		hqi_putc(w, ' ');
	while (w->column < column)
		hqi_putc(w, ' ');
}

void hqi_put_wrapped(struct hqi_writer *w, const char *s, size_t indent, size_t width)
{
	bool first = true;

	while (*s) {
		size_t n = 0, columns = 0;

		for (; s[n] && s[n] != ' '; n++)
			columns += ((unsigned char)s[n] & 0xc0) != 0x80;
		if (w->column + !first + columns > width && w->column > indent) {
			hqi_putc(w, '\n');
			hqi_pad(w, indent);
		} else if (!first) {
			hqi_putc(w, ' ');
		}
		first = false;
		while (n--)
			hqi_putc(w, *s++);
		while (*s == ' ')
			s++;
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

static void item(struct hqi_writer *w)
{
	if (w->comma)
		put(w, ',');
	w->comma = 1;
}

void hqi_open(struct hqi_writer *w, char bracket)
{
	item(w);
	put(w, bracket);
	w->comma = 0;
}

void hqi_close(struct hqi_writer *w, char bracket)
{
	put(w, bracket);
	w->comma = 1;
}

void hqi_key(struct hqi_writer *w, const char *key)
{
	hqi_json_string(w, key);
	put(w, ':');
	w->comma = 0;
}

void hqi_json_begin_string(struct hqi_writer *w)
{
	item(w);
	put(w, '"');
	w->quoted = 1;
}

void hqi_json_end_string(struct hqi_writer *w)
{
	w->quoted = 0;
	put(w, '"');
}

void hqi_json_string(struct hqi_writer *w, const char *s)
{
	if (!s) {
		hqi_json_raw(w, "null");
		return;
	}
	hqi_json_begin_string(w);
	hqi_puts(w, s);
	hqi_json_end_string(w);
}

void hqi_json_raw(struct hqi_writer *w, const char *s)
{
	item(w);
	hqi_puts(w, s);
}

void hqi_json_int(struct hqi_writer *w, int64_t n)
{
	item(w);
	hqi_put_int(w, n);
}

void hqi_json_number(struct hqi_writer *w, int64_t value, int64_t scale)
{
	char text[48];
	size_t n, i = 0;

	if (value >= HQ_BIG) {
		hqi_json_raw(w, "null");
		return;
	}
	item(w);
	n = hq_number_format(value, scale, text);
	while (i < n && text[i] != '/')
		i++;
	if (i < n)
		put(w, '"');
	for (size_t k = 0; k < n; k++)
		put(w, text[k]);
	if (i < n)
		put(w, '"');
}

void hqi_json_interval(struct hqi_writer *w, struct hq_interval i, int64_t scale)
{
	if (i.lo == i.hi) {
		hqi_json_number(w, i.lo, scale);
		return;
	}
	hqi_open(w, '{');
	hqi_key(w, "at_least");
	hqi_json_number(w, i.lo, scale);
	hqi_key(w, "at_most");
	hqi_json_number(w, i.hi, scale);
	hqi_close(w, '}');
}
