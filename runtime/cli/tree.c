/* A thin coat over yajl_gen: it escapes and indents, and keeps the text until the end. */
#include "tree.h"

#include <string.h>

#include "hq.h"

int tree_begin(struct tree *t)
{
	t->gen = yajl_gen_alloc(NULL);
	if (!t->gen)
		return -1;
	yajl_gen_config(t->gen, yajl_gen_beautify, 1);
	yajl_gen_config(t->gen, yajl_gen_indent_string, "  ");
	return 0;
}

int tree_end(struct tree *t, FILE *to)
{
	const unsigned char *text;
	size_t len;
	int rc = yajl_gen_get_buf(t->gen, &text, &len) == yajl_gen_status_ok ? 0 : -1;
	if (!rc && fwrite(text, 1, len, to) != len)
		rc = -1;
	yajl_gen_free(t->gen);
	return rc;
}

void tree_key(struct tree *t, const char *key)
{
	yajl_gen_string(t->gen, (const unsigned char *)key, strlen(key));
}

void tree_string(struct tree *t, const char *text)
{
	if (text)
		yajl_gen_string(t->gen, (const unsigned char *)text, strlen(text));
	else
		yajl_gen_null(t->gen);
}

void tree_text(struct tree *t, const char *key, const char *text)
{
	tree_key(t, key);
	tree_string(t, text);
}

void tree_bool(struct tree *t, const char *key, int value)
{
	tree_key(t, key);
	yajl_gen_bool(t->gen, value);
}

void tree_value(struct tree *t, int64_t value, int64_t scale)
{
	char text[48];
	size_t len = hq_number_format(value, scale, text);
	if (memchr(text, '/', len))
		yajl_gen_string(t->gen, (const unsigned char *)text, len);
	else
		yajl_gen_number(t->gen, text, len);
}
