/* CSV of decisions. A row is read off the explanation's own JSON, so that it can never say something else: several
 * rubrics, facts or reasons stand in one field, separated by "; ".
 */
#include "print.h"

#include <string.h>

void csv_field(FILE *to, const char *text, bool first)
{
	if (!first)
		putc(',', to);
	if (!text[strcspn(text, ",\"\r\n")] && text[0] != ' ') {
		fputs(text, to);
		return;
	}
	putc('"', to);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', to);
		putc(*text, to);
	}
	putc('"', to);
}

void csv_end(FILE *to)
{
	putc('\n', to);
}

struct code code_of(const struct hq_tables *rules)
{
	struct code out = { "" };
	memcpy(out.text, rules->code, sizeof(rules->code));
	return out;
}

static const char *const columns[] = { "teacher", "assignment", "jurisdiction", "edition", "as_of", "verdict", "route" };
static const char *const more[] = { "rubrics", "points", "points_at_most", "threshold", "missing", "reasons" };
enum { NCOLUMNS = sizeof(columns) / sizeof(columns[0]), NMORE = sizeof(more) / sizeof(more[0]) };

void csv_decision_head(FILE *to)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		csv_field(to, columns[i], i == 0);
	for (size_t i = 0; i < NMORE; i++)
		csv_field(to, more[i], false);
	csv_end(to);
}

static const char *text_of(const struct json *json, uint32_t node)
{
	const struct json_node *n = &json->nodes[node];
	return node && (n->type == JSON_STRING || n->type == JSON_NUMBER) ? json_text(json, n) : "";
}

/* A field in quotes that is written piece by piece. */
struct joined { FILE *to; size_t n; };

static void join(struct joined *field, const char *text)
{
	fputs(field->n++ ? "; " : ",\"", field->to);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', field->to);
		putc(*text, field->to);
	}
}

static void join_end(struct joined *field)
{
	putc(field->n ? '"' : ',', field->to);
}

/* A number, or one end of an interval; no bound is left empty. */
static const char *end_of(const struct json *json, uint32_t node, const char *end)
{
	return json->nodes[node].type == JSON_OBJECT ? text_of(json, json_member(json, node, end)) : text_of(json, node);
}

static void put_list(FILE *to, const struct json *json, uint32_t list, const char *key, const char *otherwise,
		     const char *end)
{
	struct joined field = { to, 0 };
	for (uint32_t i = json->nodes[list].child; i; i = json->nodes[i].next) {
		uint32_t value = json_member(json, i, key);
		const char *text = end ? end_of(json, value, end) : text_of(json, value);
		join(&field, *text || !otherwise ? text : otherwise);
	}
	join_end(&field);
}

/* "degree (not asked); test.score (unknown); attestation (judgement, asked); (silent)" */
static void put_missing(FILE *to, const struct json *json, uint32_t list)
{
	struct joined field = { to, 0 };
	for (uint32_t i = json->nodes[list].child; i; i = json->nodes[i].next) {
		const char *fact = text_of(json, json_member(json, i, "fact")), *state = text_of(json, json_member(json, i, "state"));
		const bool asked = json->nodes[json_member(json, i, "asked")].type == JSON_TRUE;
		char text[300];
		snprintf(text, sizeof(text), "%.250s%s(%s%s)", fact, *fact ? " " : "", !strcmp(state, "not_asked") ? "not asked" : state,
			 asked && !strcmp(state, "judgement") ? ", asked" : "");
		join(&field, text);
	}
	join_end(&field);
}

int csv_decision(FILE *to, struct json *json, const char *explanation, size_t len, struct log *log)
{
	const struct input_text text = { explanation, len, { "explanation", 1, 1 } };
	if (json_parse(json, &text, log))
		return -1;
	for (size_t i = 0; i < NCOLUMNS; i++)
		csv_field(to, text_of(json, json_member(json, 1, columns[i])), i == 0);
	const uint32_t rubrics = json_member(json, 1, "rubrics");
	put_list(to, json, rubrics, "id", NULL, NULL);
	put_list(to, json, rubrics, "points", NULL, "at_least");
	put_list(to, json, rubrics, "points", NULL, "at_most");
	put_list(to, json, rubrics, "threshold", NULL, NULL);
	put_missing(to, json, json_member(json, 1, "missing"));
	put_list(to, json, json_member(json, 1, "reasons"), "text", NULL, NULL);
	csv_end(to);
	return 0;
}

struct range range_of(int64_t min, int64_t max, unsigned decimals)
{
	struct range out;
	char a[48], b[48];
	int64_t one = 1;

	while (decimals--)
		one *= 10;
	a[hq_number_format(min, one, a)] = '\0';
	b[hq_number_format(max, one, b)] = '\0';
	snprintf(out.text, sizeof(out.text), "%s to %s", a, b);
	return out;
}
