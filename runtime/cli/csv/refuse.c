/* What is said of a row that is refused: where, what, and what to do. Refusals are kept as numbers; the words are made when
 * somebody wants to read them. */
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "message.h"

struct code_names { const char *texts[HQ_CODES_MAX]; size_t n; };

static const char *nth_code(const void *context, size_t i)
{
	return ((const struct code_names *)context)->texts[i];
}

/* "; did you mean ...?", or the codes where they are few, or where to look. */
static void add_hint(const struct csv_head *head, const char *value, size_t len, char *text)
{
	const struct csv_reader *r = &head->reader;
	struct code_names names = { .n = 0 };
	size_t at = strlen(text);
	for (uint32_t i = 0; i <= r->codes_mask; i++) {
		if (!r->codes[i].len)
			continue;
		names.texts[r->codes[i].value] = r->codes[i].text;
		names.n++;
	}
	const bool number = len && value[0] >= '0' && value[0] <= '9';         /* 13 is as near to 10 as to 3 */
	const char *near = number ? NULL : hqcli_nearest(value, len, names.n, nth_code, &names);
	if (near)
		snprintf(text + at, HQCSV_MESSAGE_MAX - at, "; did you mean \"%s\"?", near);
	else if (names.n > 16)
		snprintf(text + at, HQCSV_MESSAGE_MAX - at, "; `hq schema` lists the %zu there are", names.n);
	for (size_t i = 0; !near && names.n <= 16 && i < names.n && at < HQCSV_MESSAGE_MAX - 80; i++)
		at += (size_t)snprintf(text + at, HQCSV_MESSAGE_MAX - at, "%s%.60s", i ? ", " : "; one of ", names.texts[i]);
}

/* "0 to 60 years" */
struct range { char text[160]; };
static struct range range(const struct hqcsv *csv, const struct csv_head *head)
{
	struct range out;
	char min[48], max[48];
	const struct csv_reader *r = &head->reader;
	const char *unit = NULL;
	min[hq_number_format(r->min, r->one, min)] = '\0';
	max[hq_number_format(r->max, r->one, max)] = '\0';
	if (head->open.role == HQCSV_SLOT) {
		const struct hqcsv_binding *b = &csv->binding;
		const struct hq_edition *e = &HQ_AT(struct hq_edition, b->rules, editions)[b->edition];
		const struct hq_slot s = hq_slot_at(b->rules, e->first_slot + head->open.index);
		if (s.unit != 255)
			unit = HQ_TEXT(b->vocab, HQ_AT(struct hq_vocab_unit, b->vocab, units)[s.unit].plural);
	}
	snprintf(out.text, sizeof(out.text), "%s to %s%s%.50s", min, max, unit ? " " : "", unit ? unit : "");
	return out;
}

static void say(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(char *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, HQCSV_MESSAGE_MAX, format, arguments);
	va_end(arguments);
}

static void say_row(const struct csv_block *b, const struct hqcsv_refusal *refusal, char *text)
{
	switch ((enum csv_reason)refusal->reason) {
	case REASON_QUOTE_INSIDE:
		say(text, "a quote inside a cell that does not begin with one; put the whole cell in quotes, and double those in it");
		return;
	case REASON_AFTER_QUOTE:
		say(text, "text after the quote that closes a cell; double a quote that belongs to the text");
		return;
	case REASON_NOT_CLOSED:
		say(text, "the quote that opens here is not closed; close it, or double it if it belongs to the text");
		return;
	case REASON_TOO_LONG:
		say(text, "a row of more than %zu bytes; is this a CSV file?", b->csv->row_max);
		return;
	default: {
		const size_t n = hqcsv_scan_count(b->bytes, refusal->at, b->to);
		say(text, "%zu cell%s, and the header has %zu; %s", n, n == 1 ? "" : "s", b->csv->ncolumns,
		    n < b->csv->ncolumns ? "put a comma for each that is empty" : "put a cell that holds a comma in quotes");
		return;
	}
	}
}

void csv_say_cell(const struct hqcsv *csv, const struct csv_head *head, enum csv_reason reason, const char *value, size_t len,
		  char *text)
{
	const char *seen = shown(value, len).text;
	char found[72], day[11];
	snprintf(found, sizeof(found), "%s", seen);
	switch (reason) {
	case REASON_YES_NO:
		say(text, "expected yes or no, found \"%s\"; or unknown, or nothing where nobody asked", found);
		return;
	case REASON_NUMBER:
		say(text, "expected a number, %s, found \"%s\"", range(csv, head).text, found);
		return;
	case REASON_DECIMALS:
		say(text, "%s has more than %u decimal%s%s", found, head->reader.decimals, head->reader.decimals == 1 ? "" : "s",
		    head->reader.decimals ? "" : "; a whole number is asked for");
		return;
	case REASON_RANGE:
		say(text, "%s is outside %s", found, range(csv, head).text);
		return;
	case REASON_FINER:
		say(text, "%s is finer than this form counts", found);
		return;
	case REASON_DATE:
		say(text, "\"%s\" is no date; write it as YYYY-MM-DD%s", found, head->reader.never ? ", or never" : "");
		return;
	case REASON_NO_DAY:
		say(text, "there is no day %s in the calendar", found);
		return;
	case REASON_CODE:
		say(text, "\"%s\" is no code of %s", found, head->open.ours);
		add_hint(head, value, len, text);
		return;
	case REASON_NO_ID:
		say(text, "no id; give each teacher one of your own");
		return;
	case REASON_CONTROL:
		say(text, "a control character in an id; leave it out");
		return;
	case REASON_NOT_UTF8:
		say(text, "bytes that are not UTF-8; save the file as CSV in UTF-8");
		return;
	case REASON_SOCIAL_SECURITY:
		say(text, "this looks like a social security number; it is never needed: use an id of your own");
		return;
	case REASON_OTHER_JURISDICTION:
		say(text, "the row is of \"%s\", and %s decides; keep the rows of each jurisdiction in a file of their own", found, csv->code);
		return;
	case REASON_OTHER_DATE:
		hq_day_format(csv->binding.as_of, day);
		say(text, "the row is as of %s, and %s is asked for; keep the rows of each date in a file of their own", found, day);
		return;
	case REASON_QUOTE_INSIDE: case REASON_AFTER_QUOTE: case REASON_NOT_CLOSED: case REASON_TOO_LONG: case REASON_CELLS:
		return;
	}
}

/* The row that a column of the form answers. */
static uint16_t rule_of(const struct hqcsv *csv, const struct csv_head *head)
{
	const struct hqcsv_binding *b = &csv->binding;
	if (head->open.role != HQCSV_SLOT)
		return HQ_NONE;
	const struct hq_edition *e = &HQ_AT(struct hq_edition, b->rules, editions)[b->edition];
	return hq_slot_at(b->rules, e->first_slot + head->open.index).row;
}

void hqcsv_refusal_place(struct hqcsv_block *block, const struct hqcsv_refusal *refusal, struct hqcsv_place *out)
{
	struct csv_block *b = csv_own(block);
	const struct csv_place at = csv_place_of(b, refusal->at);
	*out = (struct hqcsv_place){ .line = at.line, .column = at.column, .name = "", .rule = HQ_NONE };
	if (refusal->column == HQ_NONE) {
		say_row(b, refusal, out->text);
		return;
	}
	const struct csv_head *head = &b->csv->columns[refusal->column];
	size_t len;
	const char *value = csv_text(b, csv_span(b, refusal->row, refusal->column), &len);
	if (!value) {
		value = "";
		len = 0;
	}
	out->name = head->open.name;
	out->rule = rule_of(b->csv, head);
	if (refusal->reason != REASON_SOCIAL_SECURITY)
		memcpy(out->value, shown(value, len).text, sizeof(out->value));
	csv_say_cell(b->csv, head, (enum csv_reason)refusal->reason, value, len, out->text);
}
