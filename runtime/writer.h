/* Writes text into a buffer that may be too small, or none: what does not fit is counted, not written. Knows JSON's
 * escapes and the columns of text; numbers are exact. Shared by the explain files only.
 */
#ifndef HQ_WRITER_H
#define HQ_WRITER_H

#include "hq_internal.h"

struct hqi_writer {
	char *buf;
	size_t cap, len;
	size_t column;                 /* characters since the line began */
	bool json;                     /* a comma and quotes mean something */
	bool comma;                    /* JSON: something stands before the next item */
	bool quoted;                   /* JSON: inside a string; escape */
	bool due;                      /* and nothing of it has been written yet, not even its quote */
	bool color;                    /* text: escape sequences may be written */
	size_t indent, width;          /* text: lines of a packed text break before @width and go on at @indent; 0: they do not */
};

void hqi_putc(struct hqi_writer *w, char c);
void hqi_puts(struct hqi_writer *w, const char *s);
/** a text begins: in JSON it gets quotes, unless it is part of one that has them; true if so, and it has to be ended */
bool hqi_quote(struct hqi_writer *w);
/** writes the quote that is due: so a text of no letters is not null */
void hqi_begin(struct hqi_writer *w);
/** ends it if @quoted: a text of which nothing was written is null */
void hqi_unquote(struct hqi_writer *w, bool quoted);
/** @value / @scale exactly: in JSON a number where the decimal ends and "188/3" where not; HQ_BIG is null there, else "any" */
void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale);
/** a packed text of the rules, in lines if there is a width */
void hqi_put_text(struct hqi_writer *w, const struct hq_tables *rules, uint32_t text);

#endif
