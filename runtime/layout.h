/* Columns, line breaks and colours: what text has and JSON has not. */
#ifndef HQ_LAYOUT_H
#define HQ_LAYOUT_H

#include "writer.h"

/** spaces up to @column, at least one unless the line is empty */
void hqi_pad(struct hqi_writer *w, size_t column);
/** the words of a packed text of the rules, the line broken before @width, each further line indented by @indent */
void hqi_put_wrapped(struct hqi_writer *w, const struct hq_tables *rules, uint16_t text, size_t indent, size_t width);
/** an escape sequence where colour is wanted, taking no columns: "1", "32" ... "0" ends it */
void hqi_color(struct hqi_writer *w, const char *code);

#endif
