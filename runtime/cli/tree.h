/* JSON for people and programs, indented, by yajl. Strings only: no number here passes through floating point. */
#ifndef HQ_CLI_TREE_H
#define HQ_CLI_TREE_H

#include <stdint.h>
#include <stdio.h>
#include <yajl/yajl_gen.h>

struct tree { yajl_gen gen; };

int tree_begin(struct tree *t);                            /* -1: out of memory */
int tree_end(struct tree *t, FILE *to);                    /* writes it and frees it; -1 when writing failed */
void tree_key(struct tree *t, const char *key);
void tree_string(struct tree *t, const char *text);        /* NULL: null */
void tree_text(struct tree *t, const char *key, const char *text);
void tree_bool(struct tree *t, const char *key, int value);
/* value / scale exactly: a number, or a string "n/d" where the decimal does not end */
void tree_value(struct tree *t, int64_t value, int64_t scale);

#endif
