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
	bool color;                    /* text: escape sequences may be written */
};

void hqi_putc(struct hqi_writer *w, char c);
void hqi_puts(struct hqi_writer *w, const char *s);
/** a quote where JSON wants one around a text; true if it was put, and so must be again */
bool hqi_quote(struct hqi_writer *w);
void hqi_unquote(struct hqi_writer *w, bool quoted);
/** @value / @scale exactly: in JSON a number where the decimal ends and "188/3" where not; HQ_BIG is null there, else "any" */
void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale);
/** a packed text of the rules */
void hqi_put_text(struct hqi_writer *w, const struct hq_tables *rules, uint32_t text);

#endif
