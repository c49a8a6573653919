/* One record and its values: fields by name, the amount by the name of its unit, `times` and `event` where the kind has
 * them. Every value is checked against the vocabulary, with its range and its codes in the message, so that a person
 * can mend the data without another document. Positions are the value's, or the key's where the key is at fault.
 */
#include "print.h"
#include "read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct hq_vocab_kind *kind_of(const struct reader *r, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, r->vocab, kinds)[kind];
}

static const struct hq_vocab_field *field_of(const struct reader *r, unsigned kind, unsigned field)
{
	return &HQ_AT(struct hq_vocab_field, r->vocab, fields)[kind_of(r, kind)->first_field + field];
}

static const struct json_node *node_at(const struct reader *r, uint32_t node)
{
	return &r->json.nodes[node];
}

static const char *type_name(const struct json_node *node)
{
	static const char *const names[] = {
		[JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true", [JSON_NUMBER] = "a number",
		[JSON_STRING] = "a text", [JSON_LIST] = "a list", [JSON_OBJECT] = "an object",
	};
	return names[node->type];
}

bool read_string(struct reader *r, uint32_t node, const char *what, const char **out)
{
	const struct json_node *n = node_at(r, node);
	const char *text = json_text(&r->json, n);
	if (n->type != JSON_STRING || !n->text_len) {
		read_refuse(r, node, "expected %s in quotes, found %s", what,
			    n->type == JSON_STRING ? "an empty text" : type_name(n));
		return false;
	}
	for (size_t i = 0; i < n->text_len; i++) {
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
			read_refuse(r, node, "a control character in %s; leave it out", what);
			return false;
		}
	}
	*out = text;
	return true;
}

bool read_day(struct reader *r, uint32_t node, bool never, hq_day *out)
{
	const struct json_node *n = node_at(r, node);
	const char *text = json_text(&r->json, n);
	const char *form = never ? "YYYY-MM-DD, or never" : "YYYY-MM-DD";
	if (n->type != JSON_STRING) {
		read_refuse(r, node, "expected a date \"%s\" in quotes, found %s", form, type_name(n));
		return false;
	}
	if (never && n->text_len == 5 && !memcmp(text, "never", 5)) {
		*out = HQ_DAY_NEVER;
		return true;
	}
	if (!hq_day_parse(text, n->text_len, out))
		return true;
	bool formed = n->text_len == 10;
	for (size_t i = 0; formed && i < 10; i++)
		formed = i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
	if (formed)
		read_refuse(r, node, "there is no day %.10s in the calendar", text);
	else
		read_refuse(r, node, "\"%s\" is no date; write it as \"%s\"", shown(text, n->text_len).text, form);
	return false;
}

bool read_amount(struct reader *r, uint32_t node, unsigned decimals, int64_t min, int64_t max, const char *unit,
		 int64_t *out)
{
	const struct json_node *n = node_at(r, node);
	const char *text = json_text(&r->json, n), *dot;
	const char *space = unit ? " " : "";
	unit = unit ? unit : "";
	if (n->type != JSON_NUMBER) {
		read_refuse(r, node, "expected a number, %s%s%s, found %s%s", range_of(min, max, decimals).text, space, unit,
			    type_name(n), n->type == JSON_STRING ? "; leave out the quotes" : "");
		return false;
	}
	if (strpbrk(text, "eE")) {
		read_refuse(r, node, "%s has an exponent; write the number out", shown(text, n->text_len).text);
		return false;
	}
	dot = memchr(text, '.', n->text_len);
	if (dot && strlen(dot + 1) > decimals) {
		read_refuse(r, node, "%s has more than %u decimal%s%s", shown(text, n->text_len).text, decimals,
			    decimals == 1 ? "" : "s", decimals ? "" : "; a whole number is asked for");
		return false;
	}
	if (hq_number_parse(text, n->text_len, decimals, out) || *out < min || *out > max) {
		read_refuse(r, node, "%s is outside %s%s%s", shown(text, n->text_len).text,
			    range_of(min, max, decimals).text, space, unit);
		return false;
	}
	return true;
}

/* ---- codes --------------------------------------------------------------------------------------------------- */

struct codes { const struct reader *reader; unsigned kind, field; };

static const char *nth_code(const void *context, size_t i)
{
	const struct codes *c = context;
	const struct hq_vocab_field *f = field_of(c->reader, c->kind, c->field);
	return HQ_TEXT(c->reader->vocab, HQ_AT(struct hq_vocab_code, c->reader->vocab, codes)[f->first_code + i].name);
}

/* "; did you mean "bachelor"?", or the codes where they are few, or where to look. */
struct hint { char text[256]; };
static struct hint code_hint(const struct codes *c, const char *text, size_t len)
{
	struct hint out = { "" };
	const struct hq_vocab_field *f = field_of(c->reader, c->kind, c->field);
	const bool number = len && text[0] >= '0' && text[0] <= '9';   /* 13 is as near to 10 as to 3 */
	const char *near = number ? NULL : hqcli_nearest(text, len, f->ncodes, nth_code, c);
	size_t n = 0;
	if (near) {
		snprintf(out.text, sizeof(out.text), "; did you mean \"%s\"?", near);
	} else if (f->ncodes > 16) {
		snprintf(out.text, sizeof(out.text), "; `hq schema` lists the %u there are", f->ncodes);
	} else {
		for (size_t i = 0; i < f->ncodes && n < sizeof(out.text) - 80; i++)
			n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%.60s", i ? ", " : "; one of ",
					      nth_code(c, i));
	}
	return out;
}

/* A code: a text, or a number as written (grades). -1 after a message. */
static int read_code(struct reader *r, uint32_t node, unsigned kind, unsigned field)
{
	const struct json_node *n = node_at(r, node);
	const struct codes codes = { r, kind, field };
	const char *name = HQ_TEXT(r->vocab, field_of(r, kind, field)->name);
	if (n->type != JSON_STRING && n->type != JSON_NUMBER) {
		read_refuse(r, node, "expected a code of %s in quotes, found %s%s", name, type_name(n),
			    code_hint(&codes, "", 0).text);
		return -1;
	}
	const char *text = json_text(&r->json, n);
	int code = hq_find_code(r->vocab, kind, field, text, n->text_len);
	if (code < 0)
		read_refuse(r, node, "\"%s\" is no code of %s%s", shown(text, n->text_len).text, name,
			    code_hint(&codes, text, n->text_len).text);
	return code;
}

static bool read_codes(struct reader *r, uint32_t node, unsigned kind, unsigned field, int64_t *out)
{
	int64_t set = 0;
	bool ok = true;
	for (uint32_t i = node_at(r, node)->child; i; i = node_at(r, i)->next) {
		int code = read_code(r, i, kind, field);
		if (code >= 0)
			set |= (int64_t)1 << code;
		ok = ok && code >= 0;
	}
	*out = set;
	return ok;
}

/* The value of a field that is not null. */
static bool read_field(struct reader *r, uint32_t node, unsigned kind, unsigned field, int64_t *out)
{
	const struct hq_vocab_field *f = field_of(r, kind, field);
	const struct json_node *n = node_at(r, node);
	int code;
	hq_day day;
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		code = read_code(r, node, kind, field);
		*out = code;
		return code >= 0;
	case HQ_FIELD_SOME_OF:
		if (n->type == JSON_LIST)
			return read_codes(r, node, kind, field, out);
		code = read_code(r, node, kind, field);        /* one alone may stand without brackets */
		*out = code < 0 ? 0 : (int64_t)1 << code;
		return code >= 0;
	case HQ_FIELD_YES_NO:
		if (n->type != JSON_TRUE && n->type != JSON_FALSE) {
			read_refuse(r, node, "expected true or false without quotes, found %s", type_name(n));
			return false;
		}
		*out = n->type == JSON_TRUE;
		return true;
	case HQ_FIELD_DATE:
		if (!read_day(r, node, f->never, &day))
			return false;
		*out = day;
		return true;
	case HQ_FIELD_NUMBER:
		return read_amount(r, node, f->decimals, f->min, f->max, NULL, out);
	}
	return false;
}

/* ---- records ------------------------------------------------------------------------------------------------- */

/* All keys a record of a kind may have, by number: fields, then units, then "times" and "event", then `extra`. */
struct keys { const struct reader *reader; unsigned kind; const char *const *extra; };

enum { KEY_TIMES = HQ_FIELDS_MAX + HQ_UNITS_MAX, KEY_EVENT, KEY_EXTRA, KEYS_MAX = KEY_EXTRA + 8 };

static const char *nth_key(const void *context, size_t i)
{
	const struct keys *keys = context;
	const struct reader *r = keys->reader;
	const struct hq_vocab_kind *k = kind_of(r, keys->kind);
	if (i < HQ_FIELDS_MAX)
		return i < k->nfields ? HQ_TEXT(r->vocab, field_of(r, keys->kind, (unsigned)i)->name) : "";
	if (i < KEY_TIMES) {
		i -= HQ_FIELDS_MAX;
		return i < r->vocab->units.count && k->units >> i & 1 ?
			HQ_TEXT(r->vocab, HQ_AT(struct hq_vocab_unit, r->vocab, units)[i].plural) : "";
	}
	if (i == KEY_TIMES)
		return k->flags & HQ_KIND_TIMES ? "times" : "";
	if (i == KEY_EVENT)
		return k->flags & HQ_KIND_SINGLE ? "" : "event";
	i -= KEY_EXTRA;
	for (size_t e = 0; e <= i; e++)
		if (!keys->extra[e])
			return "";
	return keys->extra[i];
}

static size_t find_key(const struct keys *keys, const char *key, size_t len)
{
	for (size_t i = 0; i < KEYS_MAX; i++) {
		const char *name = nth_key(keys, i);
		if (*name && strlen(name) == len && !memcmp(name, key, len))
			return i;
	}
	return KEYS_MAX;
}

static void refuse_unknown_key(struct reader *r, const struct keys *keys, uint32_t node)
{
	const struct json_node *n = node_at(r, node);
	const char *kind = HQ_TEXT(r->vocab, kind_of(r, keys->kind)->name);
	const char *near = hqcli_nearest(json_key(&r->json, n), n->key_len, KEYS_MAX, nth_key, keys);
	struct shown key = shown(json_key(&r->json, n), n->key_len);
	r->key = NULL;
	if (near)
		read_refuse_key(r, node, "a record of %s has no \"%s\"; did you mean \"%s\"?", kind, key.text, near);
	else
		read_refuse_key(r, node, "a record of %s has no \"%s\"; `hq schema` lists what it has", kind, key.text);
}

static void read_unit(struct reader *r, uint32_t node, unsigned unit, struct hq_record *out)
{
	const struct hq_vocab_kind *k = kind_of(r, out->kind);
	const char *name = HQ_TEXT(r->vocab, HQ_AT(struct hq_vocab_unit, r->vocab, units)[unit].plural);
	if (out->unit != 255) {
		const char *first = HQ_TEXT(r->vocab, HQ_AT(struct hq_vocab_unit, r->vocab, units)[out->unit].plural);
		read_refuse_key(r, node, "a record has one amount, and %s stands there already; give one, "
				"or make two records of it", first);
		return;
	}
	if (node_at(r, node)->type == JSON_NULL)
		out->amount_asked = 1;
	else if (read_amount(r, node, k->decimals, k->amount_min, k->amount_max, name, &out->amount))
		out->unit = (uint8_t)unit;
}

static hq_day day_of(const struct hq_record *record, unsigned field, hq_day otherwise)
{
	return field < HQ_FIELDS_MAX && record->known >> field & 1 ? (hq_day)record->v[field] : otherwise;
}

bool read_span_fits(const struct hq_vocab *vocab, const struct hq_record *record, hq_day as_of, char *text, size_t cap)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[record->kind];
	const hq_day first = day_of(record, k->from_field, HQ_DAY_OPEN), ended = day_of(record, k->date_field, HQ_DAY_OPEN);
	const hq_day last = ended == HQ_DAY_NEVER ? as_of : ended;
	if (!(k->flags & HQ_KIND_SPAN) || first == HQ_DAY_OPEN || last == HQ_DAY_OPEN)
		return true;
	char a[11], b[11], years[48];
	hq_day_format(first, a);
	hq_day_format(last, b);
	if (first > last) {
		snprintf(text, cap, "it ends on %s, before it begins on %s", b, a);
		return day_of(record, k->date_field, HQ_DAY_NEVER) == HQ_DAY_NEVER;
	}
	if (record->unit == 255 || record->unit != k->year_unit)
		return true;
	int64_t one = 1, room = hq_school_year(last) - hq_school_year(first) + 1;
	for (unsigned i = 0; i < k->decimals; i++)
		one *= 10;
	if (record->amount <= room * one)
		return true;
	years[hq_number_format(record->amount, one, years)] = '\0';
	snprintf(text, cap, "%s years do not fit from %s to %s: that is %" PRId64 " school year%s, 1 July to 30 June", years, a, b, room,
		 room == 1 ? "" : "s");
	return false;
}

static void check_span(struct reader *r, uint32_t node, const struct hq_record *record, hq_day as_of)
{
	char text[200];
	if (!read_span_fits(r->vocab, record, as_of, text, sizeof(text)))
		read_refuse(r, node, "%s", text);
}

void read_record(struct reader *r, uint32_t node, unsigned kind, const char *const extra[], struct hq_record *out)
{
	const struct keys keys = { r, kind, extra };
	const size_t errors = r->errors;
	uint64_t seen = 0;
	int64_t number;
	*out = (struct hq_record){ .kind = (uint8_t)kind, .unit = 255, .times = 1 };
	if (node_at(r, node)->type != JSON_OBJECT) {
		read_refuse(r, node, "expected a record, {...}, found %s", type_name(node_at(r, node)));
		return;
	}
	for (uint32_t i = node_at(r, node)->child; i && r->errors < READ_ERRORS_MAX; i = node_at(r, i)->next) {
		const struct json_node *n = node_at(r, i);
		r->key = json_key(&r->json, n);
		size_t key = find_key(&keys, r->key, n->key_len);
		if (key == KEYS_MAX) {
			refuse_unknown_key(r, &keys, i);
			continue;
		}
		if (seen >> key & 1) {
			read_refuse_key(r, i, "stands here a second time; keep one");
			continue;
		}
		seen |= (uint64_t)1 << key;
		if (key < HQ_FIELDS_MAX) {
			const uint16_t bit = (uint16_t)(1u << key);
			if (n->type == JSON_NULL)
				out->asked |= bit;
			else if (read_field(r, i, kind, (unsigned)key, &out->v[key]))
				out->known |= bit;
		} else if (key < KEY_TIMES) {
			read_unit(r, i, (unsigned)key - HQ_FIELDS_MAX, out);
		} else if (key == KEY_TIMES) {
			if (read_amount(r, i, 0, 1, HQ_TIMES_MAX, NULL, &number))
				out->times = (uint16_t)number;
		} else if (key == KEY_EVENT) {
			if (read_amount(r, i, 0, 1, INT32_MAX, NULL, &number))
				out->event = (int32_t)number;
		}
	}
	r->key = NULL;
	if (r->errors == errors)
		check_span(r, node, out, HQ_DAY_OPEN);
}

bool read_spans_ok(struct reader *r, hq_day as_of)
{
	const size_t errors = r->errors;
	const struct read_teacher *t = &r->teacher;
	for (size_t i = 0; i < t->nrecords; i++) {
		const struct hq_record *record = &t->records[i];
		const struct hq_vocab_kind *k = kind_of(r, record->kind);
		if (!(k->flags & HQ_KIND_SPAN) || day_of(record, k->date_field, HQ_DAY_OPEN) != HQ_DAY_NEVER)
			continue;
		r->list = HQ_TEXT(r->vocab, k->plural);
		r->index = record->ref;
		check_span(r, r->nodes[i], record, as_of);
	}
	r->list = NULL;
	return r->errors == errors;
}
