/* JSON by yajl, into one array of nodes and one pool of text that are reused from teacher to teacher. Numbers stay text:
 * nothing here ever rounds. yajl says where it is after each token; where the token began follows from its length.
 */
#include "json.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

static size_t token_end(const struct json *json)
{
	return yajl_get_bytes_consumed(json->handle);
}

/* A new node in the innermost list or object. */
static struct json_node *add(struct json *json, enum json_type type, size_t offset)
{
	if (json->nnodes == json->size) {
		uint32_t size = json->size * 2 + 256;
		struct json_node *nodes = realloc(json->nodes, size * sizeof *nodes);
		if (!nodes) {
			json->out_of_memory = true;
			return NULL;
		}
		json->nodes = nodes;
		json->size = size;
	}
	uint32_t index = json->nnodes++;
	struct json_node *node = &json->nodes[index];
	*node = (struct json_node){ .type = (uint8_t)type, .offset = (uint32_t)offset, .key = json->key,
				    .key_len = json->key_len, .key_offset = json->key_offset };
	if (json->depth) {
		struct json_node *parent = &json->nodes[json->stack[json->depth - 1]];
		if (parent->child)
			json->nodes[parent->last].next = index;
		else
			parent->child = index;
		parent->last = index;
	}
	json->key = json->key_len = json->key_offset = 0;
	return node;
}

/* Texts are never longer in the pool than in the source, but for the NUL: 2 * (4 MB + 1) fits 32 bits. */
static bool keep(struct json *json, const char *text, size_t len, uint32_t *at)
{
	if (json->pool_size - json->pool_len < len + 1) {
		uint32_t size = json->pool_size * 2 + (uint32_t)len + 1024;
		char *pool = realloc(json->pool, size);
		if (!pool) {
			json->out_of_memory = true;
			return false;
		}
		json->pool = pool;
		json->pool_size = size;
	}
	*at = json->pool_len;
	memcpy(json->pool + json->pool_len, text, len);
	json->pool[json->pool_len + len] = '\0';
	json->pool_len += (uint32_t)len + 1;
	return true;
}

static int on_null(void *context)
{
	struct json *json = context;
	return add(json, JSON_NULL, token_end(json) - 4) != NULL;
}

static int on_boolean(void *context, int value)
{
	struct json *json = context;
	return add(json, value ? JSON_TRUE : JSON_FALSE, token_end(json) - (value ? 4 : 5)) != NULL;
}

static int on_number(void *context, const char *text, size_t len)
{
	struct json *json = context;
	struct json_node *node = add(json, JSON_NUMBER, token_end(json) - len);
	uint32_t at;
	if (!node || !keep(json, text, len, &at))
		return 0;
	node->text = at;
	node->text_len = (uint32_t)len;
	return 1;
}

/* Where the string that ends at the last token begins: back to the quote that no backslash escapes. */
static size_t string_start(const struct json *json)
{
	const char *bytes = json->source->bytes;
	size_t at = token_end(json) - 1;
	while (at-- > 0) {
		if (bytes[at] != '"')
			continue;
		size_t slashes = 0;
		while (slashes < at && bytes[at - 1 - slashes] == '\\')
			slashes++;
		if (slashes % 2 == 0)
			break;
	}
	return at;
}

static int on_string(void *context, const unsigned char *text, size_t len)
{
	struct json *json = context;
	struct json_node *node = add(json, JSON_STRING, string_start(json));
	uint32_t at;
	if (!node || !keep(json, (const char *)text, len, &at))
		return 0;
	node->text = at;
	node->text_len = (uint32_t)len;
	return 1;
}

static int on_key(void *context, const unsigned char *text, size_t len)
{
	struct json *json = context;
	if (!keep(json, (const char *)text, len, &json->key))
		return 0;
	json->key_len = (uint32_t)len;
	json->key_offset = (uint32_t)string_start(json);
	return 1;
}

static int begin(struct json *json, enum json_type type)
{
	if (json->depth == JSON_DEPTH_MAX || !add(json, type, token_end(json) - 1))
		return 0;
	json->stack[json->depth++] = json->nnodes - 1;
	return 1;
}

static int on_object(void *context)
{
	return begin(context, JSON_OBJECT);
}

static int on_list(void *context)
{
	return begin(context, JSON_LIST);
}

static int on_end(void *context)
{
	((struct json *)context)->depth--;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null, .yajl_boolean = on_boolean, .yajl_number = on_number, .yajl_string = on_string,
	.yajl_start_map = on_object, .yajl_map_key = on_key, .yajl_end_map = on_end,
	.yajl_start_array = on_list, .yajl_end_array = on_end,
};

/* What yajl says is wrong, in the words of our other messages. */
static const char *reword(const char *said)
{
	static const char *const words[][2] = {
		{ "after key and value", "expected ',' or '}' after a value" },
		{ "after array element", "expected ',' or ']' after an element" },
		{ "must be separated by a colon", "expected ':' after a key" },
		{ "invalid object key", "a key stands in double quotes" },
		{ "unallowed token", "this has no place here" },
		{ "invalid char in json text", "this has no place here; keys and texts stand in double quotes" },
		{ "invalid string in json text", "this has no place here; keys and texts stand in double quotes" },
		{ "inside a string, '\\'", "a backslash in a text stands before one of \"\\/bfnrtu" },
		{ "invalid (non-hex)", "\\u in a text wants four hexadecimal digits" },
		{ "invalid character inside string", "a control character in a text" },
		{ "malformed number", "this is no number; JSON writes them as 12, -3 or 12.5" },
	};
	for (size_t i = 0; said && i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(said, words[i][0]))
			return words[i][1];
	return "this cannot be read";
}

static void complain(struct json *json, const struct input_text *text, struct log *log)
{
	size_t offset = yajl_get_bytes_consumed(json->handle);
	struct place at = input_place(text, offset ? offset - 1 : 0);
	if (json->out_of_memory) {
		log_error(log, &at, "out of memory");
		return;
	}
	unsigned char *said = yajl_get_error(json->handle, 0, NULL, 0);
	log_error(log, &at, "not JSON: %s", reword((const char *)said));
	if (said)
		yajl_free_error(json->handle, said);
}

int json_parse(struct json *json, const struct input_text *text, struct log *log)
{
	json->nnodes = 1;                      /* 0 is none */
	json->pool_len = json->depth = 0;
	json->key = json->key_len = json->key_offset = 0;
	json->source = text;
	json->out_of_memory = false;
	if (!json->size && (json->nodes = calloc(256, sizeof *json->nodes)))
		json->size = 256;
	json->handle = json->size ? yajl_alloc(&callbacks, NULL, json) : NULL;
	if (!json->handle) {
		json->out_of_memory = true;
		log_error(log, &text->place, "out of memory");
		return -1;
	}
	yajl_status status = yajl_parse(json->handle, (const unsigned char *)text->bytes, text->len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(json->handle);
	if (status != yajl_status_ok)
		complain(json, text, log);
	yajl_free(json->handle);
	json->handle = NULL;
	return status == yajl_status_ok ? 0 : -1;
}

uint32_t json_member(const struct json *json, uint32_t object, const char *key)
{
	uint32_t i = json->nodes[object].child;
	while (i && strcmp(json->pool + json->nodes[i].key, key))
		i = json->nodes[i].next;
	return i;
}

void json_done(struct json *json)
{
	free(json->nodes);
	free(json->pool);
	*json = (struct json){ 0 };
}
