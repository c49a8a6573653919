/* One JSON text as a tree of nodes in one array, numbers as they were written. */
#ifndef HQ_CLI_JSON_H
#define HQ_CLI_JSON_H

#include <stdint.h>

#include "input.h"

enum { JSON_DEPTH_MAX = 96 };            /* of the parser; a teacher's is input.c's, an explanation's hq_explain's */

enum json_type { JSON_NULL = 1, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_OBJECT };

/* Node 0 is none; node 1 is the root. Texts lie in json.pool, each with a NUL after it. */
struct json_node {
	uint8_t type;
	uint32_t next;                 /* the next in the same list or object; 0 none */
	uint32_t child, last;          /* first and last of a list or object; 0 none */
	uint32_t offset;               /* of its first byte, in the text */
	uint32_t key, key_len, key_offset;  /* in pool; of a member of an object */
	uint32_t text, text_len;       /* in pool; of a string or number */
};

struct json {
	struct json_node *nodes;
	uint32_t nnodes, size;
	char *pool;
	uint32_t pool_len, pool_size;
	/* while parsing */
	uint32_t stack[JSON_DEPTH_MAX], depth;
	uint32_t key, key_len, key_offset;
	const struct input_text *source;
	void *handle;
	bool out_of_memory;
};

/* Returns 0, or -1 after a message. Buffers are kept from one text to the next. */
int json_parse(struct json *json, const struct input_text *text, struct log *log);
void json_done(struct json *json);

/** json_member - the value of a key of an object, 0 if it has none; the first, if there are two */
uint32_t json_member(const struct json *json, uint32_t object, const char *key);

static inline const char *json_text(const struct json *json, const struct json_node *node)
{
	return json->pool + node->text;
}

static inline const char *json_key(const struct json *json, const struct json_node *node)
{
	return json->pool + node->key;
}

#endif
