/* Columns, line breaks and colours: what text has and JSON has not. */
#ifndef HQ_LAYOUT_H
#define HQ_LAYOUT_H

#include "writer.h"

/** spaces up to @column, at least one unless the line is empty */
void hqi_pad(struct hqi_writer *w, size_t column);
/** the words of a text to its end, the line broken before w->width, each further line indented by w->indent */
void hqi_put_wrapped(struct hqi_writer *w, struct hqi_text *t);
/** an escape sequence where colour is wanted, taking no columns: "1", "32" ... "0" ends it */
void hqi_color(struct hqi_writer *w, const char *code);

#endif
