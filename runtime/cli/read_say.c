/* Messages about the teacher that is being read: whose, where in the record, what is wrong. At most READ_ERRORS_MAX for one. */
#include "read.h"

#include <stdarg.h>
#include <string.h>

static void say(struct reader *r, uint32_t node, bool key, bool warning, const char *format, va_list arguments)
	__attribute__((format(printf, 5, 0)));

/* What is asked where we are: "degree.level" of the facts, "content_area.experience" of a form. */
static void name_rule(const struct reader *r, char *out, size_t cap)
{
	const char *key = r->key ? r->key : "";
	const char *form = strncmp(key, "worksheet", 9) ? NULL : strchr(key, '.');
	if (form && !strncmp(key, "worksheets.", 11))
		form = strchr(form + 1, '.');
	if (r->list)
		snprintf(out, cap, "%s%s%s", r->list, *key ? "." : "", shown(key, strlen(key)).text);
	else
		snprintf(out, cap, "%s", form ? shown(form + 1, strlen(form + 1)).text : *key ? shown(key, strlen(key)).text : "teacher");
}

static void say(struct reader *r, uint32_t node, bool key, bool warning, const char *format, va_list arguments)
{
	const struct json_node *n = &r->json.nodes[node];
	const size_t offset = key && n->key_len ? n->key_offset : n->offset;         /* an item of an array has no key */
	const bool scalar = !key && (n->type == JSON_STRING || n->type == JSON_NUMBER);
	const char *raw = key ? json_key(&r->json, n) : scalar ? json_text(&r->json, n) : "";
	const struct shown value = shown(raw, key ? n->key_len : scalar ? n->text_len : 0);
	char rule[160];
	char text[512], where[160] = "";
	struct place at = input_place(r->text, offset);
	char name[80] = "";
	if (r->teacher.id)
		snprintf(name, sizeof(name), "%s: ", shown(r->teacher.id, r->teacher.id_len).text);
	if (r->list && r->key)
		snprintf(where, sizeof(where), "%s[%zu].%s: ", r->list, r->index, shown(r->key, strlen(r->key)).text);
	else if (r->list)
		snprintf(where, sizeof(where), "%s[%zu]: ", r->list, r->index);
	else if (r->key)
		snprintf(where, sizeof(where), "%s: ", shown(r->key, strlen(r->key)).text);
	vsnprintf(text, sizeof(text), format, arguments);
	name_rule(r, rule, sizeof(rule));
	r->log->value = strstr(text, "social security") ? NULL : value.text;
	r->log->rule = rule;
	if (warning)
		log_warning(r->log, &at, "%s%s%s", name, where, text);
	else if (++r->errors < READ_ERRORS_MAX)
		log_error(r->log, &at, "%s%s%s", name, where, text);
	else if (r->errors == READ_ERRORS_MAX)
		log_error(r->log, &at, "%stoo many mistakes in this teacher; those that follow are not shown", name);
	r->log->value = r->log->rule = NULL;
}

void read_refuse(struct reader *r, uint32_t node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(r, node, false, false, format, arguments);
	va_end(arguments);
}

void read_refuse_key(struct reader *r, uint32_t node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(r, node, true, false, format, arguments);
	va_end(arguments);
}

void read_warn(struct reader *r, uint32_t node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(r, node, true, true, format, arguments);
	va_end(arguments);
}
