/* Opening a file: what it begins with, and the names in its header row. What the names mean is bind.c's. */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

static int fail(const struct hqcsv *csv, struct csv_place at, const char *what, char *message)
{
	snprintf(message, HQCSV_MESSAGE_MAX, "%s:%zu:%zu: error: %s", csv->input.name, at.line, at.column, what);
	return HQCSV_EHEADER;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || csv_is_line_end(c);
}

static const char *fault_text(const struct csv_block *b)
{
	switch ((enum hqcsv_fault_reason)b->faults.list[0].reason) {
	case FAULT_QUOTE_INSIDE: return "a quote inside a name that does not begin with one; put the name in quotes";
	case FAULT_AFTER_QUOTE:  return "text after the quote that closes a name; double a quote that belongs to it";
	case FAULT_NOT_CLOSED:   return "the quote that opens here is never closed";
	case FAULT_TOO_LONG:     return "the header row is too long; is this a CSV file?";
	}
	return "";
}

/* The names, without quotes and the blanks around them; a line end within a name, as spreadsheets have it, is a blank. */
static int read_names(struct hqcsv *csv, struct csv_block *b, char *message)
{
	const uint32_t from = b->before[0] + 1;
	size_t n = 0, room = b->ends[csv->ncolumns - 1] - from + csv->ncolumns + 1;
	csv->columns = calloc(csv->ncolumns, sizeof *csv->columns);
	csv->names = malloc(room);
	if (!csv->columns || !csv->names)
		return HQCSV_EMEMORY;
	for (size_t c = 0; c < csv->ncolumns; c++) {
		const struct csv_span span = { c ? b->ends[c - 1] + 1 : from, b->ends[c] };
		const struct csv_place at = csv_place_of(b, span.from);
		size_t len;
		const char *text = csv_text(b, span, &len);
		if (!text)
			return HQCSV_EMEMORY;
		for (; len && is_space(*text); text++)
			len--;
		while (len && is_space(text[len - 1]))
			len--;
		csv->columns[c] = (struct csv_head){ .open = { .name = csv->names + n, .lane = HQ_NONE },
						     .line = at.line, .column = at.column };
		for (size_t i = 0; i < len; i++, n++) {
			csv->names[n] = is_space(text[i]) ? ' ' : text[i];
			if ((unsigned char)csv->names[n] < 0x20 || text[i] == 0x7f)
				return fail(csv, at, "a control character in the header; is this a CSV file?", message);
		}
		csv->names[n++] = '\0';
	}
	return 0;
}

/* The first row that is not empty; its bytes are taken from the stretch, the rest goes back. 1: there is none yet. */
static int read_header(struct hqcsv *csv, struct csv_block *b, char *message)
{
	const uint32_t from = b->from;
	uint32_t at = from, *end;
	if (csv_index(b))
		return HQCSV_EMEMORY;
	for (end = b->index.ends; end < b->index.ends + b->index.nends; at = csv_after(b, *end++))
		if (*end != at || b->bytes[at] == ',' || (b->faults.n && b->faults.list[0].end == *end))
			break;
	const struct csv_place place = csv_place_of(b, at);
	if (end == b->index.ends + b->index.nends)
		return 1;
	const uint32_t *const first = end;
	while (b->bytes[*end] == ',')
		end++;
	if (b->faults.n && b->faults.list[0].end == *end)
		return fail(csv, csv_place_of(b, b->faults.list[0].at), fault_text(b), message);
	csv->ncolumns = (size_t)(end - first) + 1;
	if (csv->ncolumns > HQCSV_COLUMNS_MAX)
		return fail(csv, place, "more than 1024 columns", message);
	b->ends = first;
	b->before[0] = at - 1;
	const int rc = read_names(csv, b, message);
	if (rc)
		return rc;
	const uint32_t next = csv_after(b, *end);
	const struct csv_place after = csv_place_of(b, next);
	const size_t rest = b->to - next;
	memmove(csv->carry + rest, csv->carry, csv->carry_len);
	memcpy(csv->carry, b->bytes + next, rest);
	csv->carry_len += rest;
	csv->line = after.line;
	csv->column = after.column;
	return 0;
}

/* A byte-order mark says nothing new in UTF-8, and in UTF-16 that these are not the bytes we can read. */
static int begin(struct hqcsv *csv, char *message)
{
	size_t len = 0;
	while (len < 3 && !csv->ended) {
		const long n = csv->input.read(csv->input.context, csv->carry + len, 3 - len);
		if (n < 0)
			return HQCSV_EREAD;
		csv->ended = n == 0;
		len += (size_t)n;
	}
	const char *text = csv->carry;
	const struct csv_place first = { 1, 1 };
	if (!len)
		return fail(csv, first, "empty: there is no header row", message);
	if (len >= 2 && (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "\xfe\xff", 2) || !text[0] || !text[1]))
		return fail(csv, first, "this is UTF-16; save the file as CSV in UTF-8", message);
	if (len == 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		len = 0;
	if (csv->ended && len && !csv_is_line_end(text[len - 1]))
		csv->carry[len++] = '\n';
	csv->carry_len = len;
	return 0;
}

int hqcsv_open(const struct hqcsv_input *input, struct hqcsv **out, char *message)
{
	return csv_open(input, HQCSV_ROW_MAX, out, message);
}

int csv_open(const struct hqcsv_input *input, size_t row_max, struct hqcsv **out, char *message)
{
	struct hqcsv *csv = calloc(1, sizeof *csv);
	struct hqcsv_block *block = NULL;
	int rc = HQCSV_EMEMORY;
	*out = NULL;
	*message = '\0';
	if (csv) {
		csv->input = *input;
		csv->scan = hqcsv_scan_way(0);
		csv->row_max = row_max;
		csv->line = csv->column = 1;
		csv->carry = malloc(row_max + 1);
		block = hqcsv_block_new(csv);
	}
	if (csv && csv->carry && block)
		rc = begin(csv, message);
	while (!rc) {
		rc = hqcsv_take(csv, block);
		if (rc < 0)
			break;
		if (!rc) {
			rc = fail(csv, (struct csv_place){ csv->line, 1 }, "there is no header row", message);
			break;
		}
		rc = read_header(csv, csv_own(block), message);
		if (rc != 1)
			break;
		rc = 0;
	}
	hqcsv_block_free(block);
	if (rc == HQCSV_EREAD)
		snprintf(message, HQCSV_MESSAGE_MAX, "%s: error: cannot be read: %s", input->name, strerror(errno));
	if (rc == HQCSV_EMEMORY)
		snprintf(message, HQCSV_MESSAGE_MAX, "%s: error: out of memory", input->name);
	if (rc) {
		hqcsv_close(csv);
		return rc;
	}
	*out = csv;
	return 0;
}

void hqcsv_close(struct hqcsv *csv)
{
	if (!csv)
		return;
	for (size_t c = 0; c < csv->ncolumns && csv->columns; c++)
		free(csv->columns[c].reader.codes);
	free(csv->columns);
	free(csv->names);
	free(csv->ours);
	free(csv->carry);
	free(csv);
}

size_t hqcsv_ncolumns(const struct hqcsv *csv)
{
	return csv->ncolumns;
}

const struct hqcsv_column *hqcsv_column(const struct hqcsv *csv, size_t column)
{
	return &csv->columns[column].open;
}

int hqcsv_find(const struct hqcsv *csv, enum hqcsv_role role, uint16_t index)
{
	for (size_t c = 0; c < csv->ncolumns; c++) {
		const struct hqcsv_column *column = &csv->columns[c].open;
		if (column->role == role && (role < HQCSV_SLOT || column->index == index))
			return (int)c;
	}
	return -1;
}
