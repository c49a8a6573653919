/* The file as a row of stretches: whole rows, as many as a read brings. What the last row lacks is carried to the next
 * stretch; nothing else is kept. A row that cannot end (a quote that is never closed, more bytes than a row may have) is
 * cut at its first line end and becomes a stretch of its own, a fault, so that the rows after it are read. */
#include "internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

long hqcsv_read_fd(void *context, char *to, size_t room)
{
	const int *fd = context;
	ssize_t n;
	do
		n = read(*fd, to, room);
	while (n < 0 && errno == EINTR);
	return n;
}

struct csv_place csv_place(const struct csv_block *b, uint32_t from, struct csv_place at, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		at.column++;
		if (b->bytes[i] == '\n' || (b->bytes[i] == '\r' && b->bytes[i + 1] != '\n')) {
			at.line++;
			at.column = 1;
		}
	}
	return at;
}

/* The ends of [from, to), of whole rows only. */
static int find_ends(struct csv_block *b, uint32_t from, uint32_t to)
{
	const struct hqcsv_scan *scan = b->csv->scan;
	b->faults.n = 0;
	(b->quotes ? scan->quoted : scan->plain)(b->bytes, from, to, &b->index);
	if (b->index.odd)
		return hqcsv_scan_slowly(b->bytes, from, to, SIZE_MAX, &b->index, &b->faults) ? HQCSV_EMEMORY : 0;
	while (b->index.nends && b->bytes[b->index.ends[b->index.nends - 1]] == ',')
		b->index.nends--;
	return 0;
}

int csv_index(struct csv_block *b)
{
	const int rc = b->indexed ? 0 : find_ends(b, b->from, b->to);
	b->indexed = true;
	return rc;
}


/* A return at the very end may be half a line end. */
static uint32_t sure_of(const struct csv_block *b, uint32_t from, uint32_t to)
{
	return to > from && b->bytes[to - 1] == '\r' && !b->csv->ended ? to - 1 : to;
}

/* After the last whole row of [from, to); @from where there is none. HQCSV_EMEMORY */
static int cut(struct csv_block *b, uint32_t from, uint32_t to, uint32_t *out)
{
	const uint32_t sure = sure_of(b, from, to);
	uint32_t i = sure;
	*out = from;
	if (!b->quotes) {
		while (i > from && !csv_is_line_end(b->bytes[i - 1]))
			i--;
		*out = i;
		return 0;
	}
	const int rc = find_ends(b, from, sure);
	b->indexed = true;
	if (!rc && b->index.nends)
		*out = csv_after(b, b->index.ends[b->index.nends - 1]);
	return rc;
}

/* One more read behind the @len bytes there are. The new length, or HQCSV_EREAD. */
static int more(struct hqcsv *csv, char *bytes, size_t *len)
{
	const size_t room = csv->row_max - *len < CSV_READ ? csv->row_max - *len : CSV_READ;
	const long n = csv->input.read(csv->input.context, bytes + *len, room);
	if (n < 0)
		return HQCSV_EREAD;
	*len += (size_t)n;
	if (n > 0)
		return 0;
	csv->ended = true;                     /* the last line may lack its end */
	if (*len && !csv_is_line_end(bytes[*len - 1]))
		bytes[(*len)++] = '\n';
	return 0;
}

/* Within a row that is too long: drop what belongs to it. */
static void skip(struct hqcsv *csv, char *bytes, size_t *len)
{
	size_t i = 0;
	while (i < *len && !csv_is_line_end(bytes[i]))
		i++;
	csv->column += i;
	if (i < *len && !(bytes[i] == '\r' && i + 1 == *len && !csv->ended)) {
		i += bytes[i] == '\r' && i + 1 < *len && bytes[i + 1] == '\n' ? 2 : 1;
		csv->skipping = false;
		csv->line++;
		csv->column = 1;
	}
	*len -= i;
	memmove(bytes, bytes + i, *len);
}

/* No row ends in [from, to): refuse the first line of it, and read on behind. */
static int take_broken(struct csv_block *b, uint32_t from, uint32_t to, uint32_t *out)
{
	struct hqcsv *csv = b->csv;
	const bool open = b->quotes && b->index.inside;
	uint32_t i = from, at = from;
	if (open && !hqcsv_scan_slowly(b->bytes, from, to, 1, &b->index, &b->faults))
		at = b->index.cell;
	const uint32_t sure = sure_of(b, from, to);
	while (i < sure && !csv_is_line_end(b->bytes[i]))
		i++;
	if (i == sure) {                       /* a line that is longer than all we may hold */
		csv->skipping = !csv->ended;
		b->bytes[--i] = '\n';
	}
	*out = csv_after(b, i);
	b->index = (struct hqcsv_index){ .ends = b->index.ends, .nends = 1, .nrows = 1 };
	b->index.ends[0] = i;
	b->faults.n = 0;
	b->indexed = true;
	return hqcsv_fault_add(&b->faults, i, at, open ? FAULT_NOT_CLOSED : FAULT_TOO_LONG) ? HQCSV_EMEMORY : 0;
}

int hqcsv_take(struct hqcsv *csv, struct hqcsv_block *block)
{
	struct csv_block *b = csv_own(block);
	const uint32_t from = SCAN_PAD;
	char *bytes = b->bytes + from;
	struct hqcsv_survey survey = { 0 };
	size_t len = csv->carry_len;
	uint32_t end = from;
	int rc = 0;
	memcpy(bytes, csv->carry, len);
	b->indexed = false;
	for (bool fresh = true; end == from; fresh = false) {
		if (!csv->ended && len < csv->row_max && !(fresh && len > CSV_READ / 2))
			rc = more(csv, bytes, &len);
		if (!rc && csv->skipping)
			skip(csv, bytes, &len);
		if (!rc && csv->ended && !len)
			csv->carry_len = 0;
		if (rc || (csv->ended && !len))
			return rc;
		if (csv->skipping)
			continue;
		memset(bytes + len, 0, SCAN_PAD);
		csv->scan->survey(b->bytes, from, from + (uint32_t)len, &survey);
		b->quotes = survey.quotes;
		b->returns = survey.returns;
		rc = cut(b, from, from + (uint32_t)len, &end);
		if (!rc && end == from && (csv->ended || len >= csv->row_max))
			rc = take_broken(b, from, from + (uint32_t)len, &end);
		if (rc)
			return rc;
	}
	b->from = from;
	b->to = end;
	b->end_at = b->fault_at = 0;
	b->start = b->known_place = (struct csv_place){ csv->line, csv->column };
	b->known_at = from;
	csv->carry_len = len - (end - from);
	memcpy(csv->carry, b->bytes + end, csv->carry_len);
	csv->line += survey.lines - csv_place(b, end, (struct csv_place){ 0 }, from + (uint32_t)len).line;
	csv->column = 1;
	return 1;
}

/* ---- cells --------------------------------------------------------------------------------------------------- */

const char *csv_text(struct csv_block *b, struct csv_span span, size_t *len)
{
	const char *from = b->bytes + span.from;
	size_t n = 0, k;
	*len = span.to - span.from;
	if (!*len || *from != '"')
		return from;
	*len -= 2;
	if (!memchr(++from, '"', *len))
		return from;
	if (*len > b->text_size) {
		char *text = realloc(b->text, *len);
		if (!text)
			return NULL;
		b->text = text;
		b->text_size = *len;
	}
	for (k = 0; k < *len; k += from[k] == '"' ? 2 : 1)     /* each quote stands twice */
		b->text[n++] = from[k];
	*len = n;
	return b->text;
}

const char *hqcsv_cell(struct hqcsv_block *block, size_t row, size_t column, size_t *len)
{
	struct csv_block *b = csv_own(block);
	*len = 0;
	return csv_bit(b->ragged, row) ? "" : csv_text(b, csv_span(b, row, column), len);
}

struct csv_place csv_place_of(struct csv_block *b, uint32_t at)
{
	if (at < b->known_at) {
		b->known_at = b->from;
		b->known_place = b->start;
	}
	b->known_place = csv_place(b, b->known_at, b->known_place, at);
	b->known_at = at;
	return b->known_place;
}

size_t hqcsv_line(struct hqcsv_block *block, size_t row)
{
	struct csv_block *b = csv_own(block);
	return csv_place_of(b, csv_span(b, row, 0).from).line;
}
