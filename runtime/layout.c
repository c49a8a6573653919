/* The columns, line breaks and colours of an explanation for a person. JSON has none of them. */
#include "layout.h"

void hqi_pad(struct hqi_writer *w, size_t column)
{
	if (w->column)
		hqi_putc(w, ' ');
	while (w->column < column)
		hqi_putc(w, ' ');
}

/* Columns that the rest of a word takes, of which @c is the first byte. */
static size_t word_columns(char c, struct hqi_text rest)
{
	size_t columns = 0;

	for (; c && c != ' '; c = hqi_text_next(&rest))
		columns += ((unsigned char)c & 0xc0) != 0x80;
	return columns;
}

void hqi_put_wrapped(struct hqi_writer *w, struct hqi_text *t)
{
	bool first = true;
	char c = hqi_text_next(t);

	while (c) {
		if (w->column + !first + word_columns(c, *t) > w->width && w->column > w->indent) {
			hqi_putc(w, '\n');
			hqi_pad(w, w->indent);
		} else if (!first) {
			hqi_putc(w, ' ');
		}
		first = false;
		for (; c && c != ' '; c = hqi_text_next(t))
			hqi_putc(w, c);
		while (c == ' ')
			c = hqi_text_next(t);
	}
}

void hqi_color(struct hqi_writer *w, const char *code)
{
	if (!w->color)
		return;
	const size_t column = w->column;

	hqi_puts(w, "\033[");
	hqi_puts(w, code);
	hqi_putc(w, 'm');
	w->column = column;                    /* it takes none */
}
