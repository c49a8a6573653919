/* Texts that are put together: names, numbers, citations, labels, values of fields. */
#include "plan.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"

void words_put(struct words *w, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	const int n = vsnprintf(w->text + w->len, sizeof(w->text) - w->len, format, list);
	va_end(list);
	if (n > 0)
		w->len = w->len + (size_t)n < sizeof(w->text) ? w->len + (size_t)n : sizeof(w->text) - 1;
}

void words_name(struct words *w, const char *name)
{
	for (; *name; name++)
		words_put(w, "%c", *name == '_' ? ' ' : *name);
}

void words_number(struct words *w, int64_t value, int64_t scale)
{
	char text[48];
	const size_t n = hq_number_format(value, scale, text);
	words_put(w, "%.*s", (int)n, text);
}

/* A row without citations of its own is cited by what it stands under. */
void words_cites(struct words *w, const struct hq_tables *rules, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, rules, sources);
	while (row != HQ_NONE && rows[row].ncites == 0)
		row = rows[row].parent;
	if (row == HQ_NONE)
		return;
	uint16_t source = HQ_NONE;
	words_put(w, " [");
	for (uint8_t i = 0; i < rows[row].ncites; i++) {
		const struct hq_cite c = hq_cite_at(rules, rows[row].first_cite + i);
		if (c.source != source)
			words_put(w, "%s%s ", i ? "; " : "", hq_text_of(rules, sources[c.source].name).text);
		else
			words_put(w, ", ");
		source = c.source;
		words_put(w, "%u", c.first);
		if (c.last > c.first)
			words_put(w, "-%u", c.last);
	}
	words_put(w, "]");
}

struct hq_string plan_label(const struct hq_tables *rules, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	while (row != HQ_NONE && !rows[row].label)
		row = rows[row].parent;
	return row == HQ_NONE ? (struct hq_string){ "" } : hq_text_of(rules, rows[row].label);
}

int64_t plan_ten(unsigned decimals)
{
	int64_t ten = 1;
	while (decimals-- > 0)
		ten *= 10;
	return ten;
}

/* ---- fields and their values --------------------------------------------------------------------------------- */

const struct hq_vocab_kind *plan_kind(const struct planned *p, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, p->vocab, kinds) + kind;
}

const struct hq_vocab_field *plan_field(const struct planned *p, unsigned kind, unsigned field)
{
	return HQ_AT(struct hq_vocab_field, p->vocab, fields) + plan_kind(p, kind)->first_field + field;
}

/* A code by its name; one in capitals, as postal codes are, by what it stands for. */
void words_code(struct words *w, const struct planned *p, const struct hq_vocab_field *f, unsigned code)
{
	const struct hq_vocab_code *c = HQ_AT(struct hq_vocab_code, p->vocab, codes) + f->first_code + code;
	const char *name = HQ_TEXT(p->vocab, c->name), *doc = HQ_TEXT(p->vocab, c->doc);
	if (*doc && name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0')
		words_put(w, "%s", doc);
	else
		words_name(w, name);
}

void words_value(struct words *w, const struct planned *p, const struct hq_vocab_field *f, int64_t v)
{
	char day[11];
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		words_code(w, p, f, (unsigned)v);
		break;
	case HQ_FIELD_SOME_OF:
		for (unsigned i = 0, n = 0; i < f->ncodes; i++)
			if (v >> i & 1) {
				words_put(w, "%s", n++ ? ", " : "");
				words_code(w, p, f, i);
			}
		break;
	case HQ_FIELD_YES_NO:
		words_put(w, v ? "yes" : "no");
		break;
	case HQ_FIELD_DATE:
		if (v == HQ_DAY_NEVER) {
			words_put(w, "never");
			break;
		}
		hq_day_format((hq_day)v, day);
		words_put(w, "%s", day);
		break;
	case HQ_FIELD_NUMBER:
		words_number(w, v, plan_ten(f->decimals));
		break;
	}
}

/* The unit of a measure, or what it counts. */
const char *plan_measured(const struct planned *p, const struct hq_measure *m, bool one)
{
	const struct hq_vocab_kind *k = plan_kind(p, m->kind);
	const struct hq_vocab_unit *u = HQ_AT(struct hq_vocab_unit, p->vocab, units) + m->unit;
	if (m->unit == 255)
		return HQ_TEXT(p->vocab, one ? k->name : k->plural);
	return HQ_TEXT(p->vocab, one ? u->name : u->plural);
}

/* "2 more years of experience": nothing said twice where unit and kind are one word. */
void words_measured(struct words *w, const struct planned *p, const struct hq_measure *m, int64_t quantity)
{
	words_number(w, quantity, m->scale);
	words_put(w, " ");
	words_name(w, plan_measured(p, m, quantity == m->scale));
	if (m->unit != 255) {
		words_put(w, " of ");
		words_name(w, HQ_TEXT(p->vocab, plan_kind(p, m->kind)->plural));
	}
}
