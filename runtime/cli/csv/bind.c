/* Names to meanings: our own words, the columns of the edition's form, the fields of teacher and assignment. And for each
 * column, once, how its cells are to be read. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "hq_internal.h"
#include "message.h"

/* Names by number: these, then the slots, then the fields. ORDER OWN */
enum { OWN_TEACHER, OWN_ASSIGNMENT, OWN_JURISDICTION, OWN_AS_OF, OWN_LABEL, OWN_NOTE, OWNS };
static const struct { const char *name; uint8_t role, type; } own[OWNS] = {
	{ "teacher", HQCSV_TEACHER, CSV_ID },
	{ "assignment", HQCSV_ASSIGNMENT, CSV_ID },
	{ "jurisdiction", HQCSV_JURISDICTION, CSV_SAME_CODE },
	{ "as_of", HQCSV_AS_OF, CSV_SAME_DATE },
	{ "label", HQCSV_NOT_READ, CSV_TEXT },
	{ "note", HQCSV_NOT_READ, CSV_TEXT },
};
static const char teacher_prefix[] = "teacher.", assignment_prefix[] = "assignment.";

struct names {
	const struct hqcsv_binding *binding;
	char (*texts)[CSV_NAME];       /* of slots, then "teacher.hired" ..., all of them; the file's own */
	size_t nslots, nfields;
	struct hqcsv_column of[2 * HQ_FIELDS_MAX];     /* of fields: role and index */
};

static const struct hq_vocab_kind *kind_of(const struct hq_vocab *v, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, v, kinds)[kind];
}

static uint16_t slot_in_table(const struct hqcsv_binding *b, size_t slot)
{
	return (uint16_t)(HQ_AT(struct hq_edition, b->rules, editions)[b->edition].first_slot + slot);
}

static const struct hq_vocab_field *field_of(const struct hqcsv_binding *b, const struct hqcsv_column *column)
{
	const unsigned kind = column->role == HQCSV_TEACHER_FIELD ? b->vocab->teacher : b->vocab->assignment;
	return &HQ_AT(struct hq_vocab_field, b->vocab, fields)[kind_of(b->vocab, kind)->first_field + column->index];
}

static const char *nth_name(const void *context, size_t i)
{
	const struct names *n = context;
	if (i < OWNS)
		return own[i].name;
	return n->texts[i - OWNS];
}

static size_t count_names(const struct names *n)
{
	return OWNS + n->nslots + n->nfields;
}

static bool names_begin(struct names *n, struct hqcsv *csv)
{
	const struct hqcsv_binding *b = &csv->binding;
	const unsigned kinds[] = { b->vocab->teacher, b->vocab->assignment };
	*n = (struct names){ .binding = b, .nslots = HQ_AT(struct hq_edition, b->rules, editions)[b->edition].nslots };
	free(csv->ours);
	n->texts = csv->ours = calloc(n->nslots + 2 * HQ_FIELDS_MAX, sizeof *n->texts);
	for (size_t i = 0; n->texts && i < n->nslots; i++)
		hq_slot_name(b->rules, slot_in_table(b, i), n->texts[i], sizeof n->texts[i]);
	for (unsigned k = 0; n->texts && k < 2; k++) {
		const struct hq_vocab_kind *kind = kind_of(b->vocab, kinds[k]);
		const struct hq_vocab_field *fields = HQ_AT(struct hq_vocab_field, b->vocab, fields) + kind->first_field;
		for (uint16_t f = 0; f < kind->nfields; f++, n->nfields++) {
			snprintf(n->texts[n->nslots + n->nfields], sizeof *n->texts, "%s%s", k ? assignment_prefix : teacher_prefix,
				 HQ_TEXT(b->vocab, fields[f].name));
			n->of[n->nfields] = (struct hqcsv_column){ .role = k ? HQCSV_ASSIGNMENT_FIELD : HQCSV_TEACHER_FIELD,
								   .index = f };
		}
	}
	return n->texts != NULL;
}

/* ---- how to read --------------------------------------------------------------------------------------------- */

static int64_t power(unsigned decimals)
{
	int64_t one = 1;
	while (decimals--)
		one *= 10;
	return one;
}

static uint8_t narrowest(int64_t min, int64_t max)
{
	return min >= INT16_MIN && max <= INT16_MAX ? HQ_COLUMN_I16 : min >= INT32_MIN && max <= INT32_MAX ? HQ_COLUMN_I32
										: HQ_COLUMN_I64;
}

void csv_read_number(struct csv_head *head, unsigned decimals, int64_t min, int64_t max, int64_t finer)
{
	const int64_t one = power(decimals);
	head->reader = (struct csv_reader){ .type = CSV_NUMBER, .decimals = (uint8_t)decimals, .min = min, .max = max,
					    .one = one, .finer = finer,
					    .plain = min <= 0 && max >= 0 && one <= 100000 && finer == 1 };
	head->what.decimals = (uint8_t)decimals;
	head->what.type = narrowest(min, max);
}

static bool read_codes(struct csv_head *head, enum csv_type type, const char *const texts[], size_t n)
{
	struct csv_reader *r = &head->reader;
	unsigned bits = 2;
	while ((size_t)1 << bits < 4 * n)
		bits++;
	*r = (struct csv_reader){ .type = type, .codes_mask = ((uint32_t)1 << bits) - 1, .codes_shift = 64 - bits };
	r->codes = calloc((size_t)1 << bits, sizeof *r->codes);
	for (size_t i = 0; r->codes && i < n; i++) {
		const size_t len = strlen(texts[i]);
		char head_text[8] = { 0 };
		memcpy(head_text, texts[i], len < 8 ? len : 8);
		const uint64_t first = csv_code_head(head_text, 8);
		uint32_t at = csv_code_slot(r, first, len);
		while (r->codes[at].len)
			at = (at + 1) & r->codes_mask;
		r->codes[at] = (struct csv_code){ first, texts[i], (uint32_t)len, (int32_t)i };
	}
	return r->codes != NULL;
}

bool csv_read_field(const struct hq_vocab *vocab, const struct hq_vocab_field *f, struct csv_head *head)
{
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, vocab, codes) + f->first_code;
	const char *texts[HQ_CODES_MAX + 1];
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF: case HQ_FIELD_SOME_OF:
		for (size_t i = 0; i < f->ncodes; i++)
			texts[i] = HQ_TEXT(vocab, codes[i].name);
		head->what.type = f->type == HQ_FIELD_ONE_OF ? HQ_COLUMN_U8 : HQ_COLUMN_I64;
		return read_codes(head, f->type == HQ_FIELD_ONE_OF ? CSV_CODE : CSV_CODES, texts, f->ncodes);
	case HQ_FIELD_YES_NO:
		head->reader.type = CSV_YES_NO;
		head->what.type = HQ_COLUMN_U8;
		return true;
	case HQ_FIELD_DATE:
		head->reader = (struct csv_reader){ .type = CSV_DATE, .never = f->never };
		head->what.type = HQ_COLUMN_I32;
		return true;
	case HQ_FIELD_NUMBER:
		csv_read_number(head, f->decimals, f->min, f->max, 1);
		return true;
	}
	return true;
}

/* A quantity is kept as written; it must be a whole one in the slot's scale. */
static void read_slot(const struct hqcsv_binding *b, struct csv_head *head)
{
	const struct hq_slot s = hq_slot_at(b->rules, slot_in_table(b, head->open.index));
	const int64_t one = power(s.decimals), most = s.max / s.step;
	if (s.type == HQ_SLOT_YES_NO) {
		head->reader.type = CSV_YES_NO;
		head->what.type = HQ_COLUMN_U8;
		return;
	}
	csv_read_number(head, s.decimals, 0, most < INT64_MAX / one ? most * one : INT64_MAX, one / hqi_gcd(one, s.step));
}

/* What is kept of the column, and how it gets there. */
static bool choose(struct hqcsv *csv, struct csv_head *head, const struct names *names, size_t name)
{
	const struct hqcsv_binding *b = &csv->binding;
	head->open.ours = nth_name(names, name);
	head->open.role = name < OWNS ? own[name].role : HQCSV_SLOT;
	if (name < OWNS) {
		char *text = NULL;
		head->reader.type = (enum csv_type)own[name].type;
		if (name == OWN_JURISDICTION) {
			memcpy(csv->code, b->rules->code, 4);
			text = csv->code;
		} else if (name == OWN_AS_OF) {
			hq_day_format(b->as_of, csv->day);
			text = csv->day;
		}
		return !text || read_codes(head, head->reader.type, (const char *const[]){ text }, 1);
	}
	head->open.lane = (uint16_t)csv->nlanes++;
	if (name < OWNS + names->nslots) {
		head->open.index = (uint16_t)(name - OWNS);
		head->what = (struct hq_column){ .of = HQ_OF_SLOT, .index = head->open.index };
		read_slot(b, head);
		return true;
	}
	const struct hqcsv_column *of = &names->of[name - OWNS - names->nslots];
	const bool teacher = of->role == HQCSV_TEACHER_FIELD;
	head->open.role = of->role;
	head->open.index = of->index;
	head->what = (struct hq_column){ .of = HQ_OF_FIELD, .index = of->index,
					 .kind = (uint8_t)(teacher ? b->vocab->teacher : b->vocab->assignment) };
	return csv_read_field(b->vocab, field_of(b, &head->open), head);
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* The fact or column of the form whose last part this is: "subject" of "assignment.subject"; NULL */
static const char *longer_name(const struct names *names, const char *name)
{
	for (size_t i = OWNS; i < count_names(names); i++) {
		const char *last = strrchr(nth_name(names, i), '.');
		if (last && !strcmp(last + 1, name))
			return nth_name(names, i);
	}
	return NULL;
}

static void unknown_name(const struct hqcsv *csv, const struct names *names, const char *name, char *text)
{
	const size_t len = strlen(name);
	const char *longer = longer_name(names, name);
	const char *near = longer ? longer : hqcli_nearest(name, len, count_names(names), nth_name, names);
	if (!len)
		snprintf(text, HQCSV_MESSAGE_MAX, "a column without a name; name it, or delete it");
	else if (csv->ncolumns == 1 && strpbrk(name, ";\t|"))
		snprintf(text, HQCSV_MESSAGE_MAX, "one column, and its name looks like several; put commas between the columns");
	else if (near)
		snprintf(text, HQCSV_MESSAGE_MAX, "no column is called \"%s\"; did you mean \"%s\"?", shown(name, len).text, near);
	else
		snprintf(text, HQCSV_MESSAGE_MAX, "no column is called \"%s\"; `hq schema --worksheet` lists those of the form, "
			 "`hq schema` the facts (teacher.FIELD, assignment.FIELD)", shown(name, len).text);
}

/* Binds one column; *@text is set to a message if it cannot be. */
static int bind_column(struct hqcsv *csv, const struct names *names, size_t column, char *text)
{
	const struct hqcsv_binding *b = &csv->binding;
	struct csv_head *head = &csv->columns[column];
	const size_t len = strlen(head->open.name), n = count_names(names);
	const char *name = b->name ? b->name(b->context, head->open.name, len) : NULL;
	size_t i = 0;
	if (name && !*name)
		return 0;
	name = name ? name : head->open.name;
	while (i < n && strcmp(nth_name(names, i), name))
		i++;
	if (i == n) {
		if (!b->skip_unknown)
			unknown_name(csv, names, name, text);
		return 0;
	}
	if (!choose(csv, head, names, i))
		return HQCSV_EMEMORY;
	head->reader.looked_up = head->reader.type > CSV_ID && b->value && b->value(b->context, nth_name(names, i), NULL, 0);
	for (size_t c = 0; c < column && head->open.role; c++)
		if (csv->columns[c].open.role == head->open.role && csv->columns[c].open.index == head->open.index)
			snprintf(text, HQCSV_MESSAGE_MAX, "a second column for %s; keep one", nth_name(names, i));
	return 0;
}

int hqcsv_bind(struct hqcsv *csv, const struct hqcsv_binding *binding, void (*say)(void *context, const char *message),
	       void *context)
{
	struct names names;
	int rc = 0, wrong = 0;
	csv->binding = *binding;
	if (!names_begin(&names, csv))
		rc = HQCSV_EMEMORY;
	for (size_t c = 0; !rc && c < csv->ncolumns; c++) {
		char text[HQCSV_MESSAGE_MAX] = "", message[2 * HQCSV_MESSAGE_MAX];
		rc = bind_column(csv, &names, c, text);
		if (!rc && *text) {
			snprintf(message, sizeof(message), "%s:%zu:%zu: error: %s", csv->input.name, csv->columns[c].line,
				 csv->columns[c].column, text);
			say(context, message);
			wrong = HQCSV_EHEADER;
		}
	}
	csv->bound = !rc && !wrong;
	return rc ? rc : wrong;
}
