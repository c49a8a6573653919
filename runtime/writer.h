/* Writes text into a buffer that may be too small, or none: what does not fit is counted, not written. Knows JSON's
 * commas and escapes, and columns for text; numbers are exact. Shared by the explain files only.
 */
#ifndef HQ_WRITER_H
#define HQ_WRITER_H

#include "hq_internal.h"

struct hqi_writer {
	char *buf;
	size_t cap, len;
	size_t column;                 /* characters since the line began */
	uint8_t comma;                 /* JSON: something stands before the next item */
	uint8_t quoted;                /* JSON: inside a string; escape */
	uint8_t color;                 /* text: escape sequences may be written */
};

void hqi_putc(struct hqi_writer *w, char c);
void hqi_puts(struct hqi_writer *w, const char *s);
/** names for people: underscores become spaces */
void hqi_put_words(struct hqi_writer *w, const char *name);
void hqi_put_int(struct hqi_writer *w, int64_t n);
/** @value / @scale exactly, HQ_BIG as "any" */
void hqi_put_number(struct hqi_writer *w, int64_t value, int64_t scale);
/** "7", "0 to 3", "0 or more" */
void hqi_put_interval(struct hqi_writer *w, struct hq_interval i, int64_t scale);
void hqi_put_day(struct hqi_writer *w, hq_day day);
/** spaces up to @column, at least one unless the line is empty */
void hqi_pad(struct hqi_writer *w, size_t column);
/** words of @s, the line broken before @width, each further line indented by @indent */
void hqi_put_wrapped(struct hqi_writer *w, const char *s, size_t indent, size_t width);
/** an escape sequence where colour is wanted, taking no columns: "1", "32" ... "0" ends it */
void hqi_color(struct hqi_writer *w, const char *code);

/* JSON. open and close take the bracket; a key comes before each member. */
void hqi_open(struct hqi_writer *w, char bracket);
void hqi_close(struct hqi_writer *w, char bracket);
void hqi_key(struct hqi_writer *w, const char *key);
void hqi_json_raw(struct hqi_writer *w, const char *s);        /* true, null ... */
void hqi_json_string(struct hqi_writer *w, const char *s);     /* NULL: null */
void hqi_json_int(struct hqi_writer *w, int64_t n);
void hqi_json_begin_string(struct hqi_writer *w);              /* then puts, then end */
void hqi_json_end_string(struct hqi_writer *w);
/** a number where the decimal ends, "188/3" where not; null for HQ_BIG */
void hqi_json_number(struct hqi_writer *w, int64_t value, int64_t scale);
/** a number, or {"at_least":x,"at_most":y}, y null for no bound */
void hqi_json_interval(struct hqi_writer *w, struct hq_interval i, int64_t scale);

#endif
