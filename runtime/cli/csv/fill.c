/* A stretch into blocks of columns: first the rows, then 64 rows at a time through all columns, so that their bytes are read
 * once and are still near when the last column is. Rows that are what they should be lie evenly in the list of ends and are
 * used as they lie; a stretch with any other row (short, long, empty, faulty) has its good rows copied together. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

/* Every row has the header's cells, and no line is empty: then row r ends at the end (r + 1) * ncolumns. In a file of one
 * column an empty line looks like that too. */
static bool is_regular(const struct csv_block *b)
{
	const size_t columns = b->csv->ncolumns;
	const uint32_t *end = b->index.ends;
	if (b->faults.n || columns == 1 || b->index.nends != b->index.nrows * columns)
		return false;
	for (size_t r = 0; r < b->index.nrows; r++) {
		end += columns;
		if (b->bytes[end[-1]] == ',')
			return false;
	}
	return true;
}

int csv_refuse(struct csv_block *b, size_t row, uint16_t column, enum csv_reason reason, uint32_t at)
{
	struct hqcsv_block *open = &b->open;
	if (open->nrefusals == b->refusals_size) {
		const size_t size = b->refusals_size * 2 + 64;
		struct hqcsv_refusal *list = realloc(b->refusals, size * sizeof *list);
		if (!list)
			return HQCSV_EMEMORY;
		b->refusals = list;
		b->refusals_size = size;
		open->refusals = list;
	}
	b->refusals[open->nrefusals++] = (struct hqcsv_refusal){ (uint32_t)row, column, (uint16_t)reason, at };
	csv_set_bit(b->refused, row);
	if (column == HQ_NONE)
		csv_set_bit(b->ragged, row);
	return 0;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static void even_rows(struct csv_block *b)
{
	const size_t columns = b->csv->ncolumns, left = (b->index.nends - b->end_at) / columns;
	b->open.nrows = left < b->most_rows ? left : b->most_rows;
	b->ends = b->index.ends + b->end_at;
	b->has_before = b->returns;
	for (size_t r = 0; b->returns && r < b->open.nrows; r++) {
		const uint32_t last = b->ends[r * columns - 1];
		b->before[r] = last < b->from ? last : csv_after(b, last) - 1;
	}
	b->end_at += b->open.nrows * columns;
}

/* The next row of an uneven stretch, if it is one, as row @r of the block. */
static int uneven_row(struct csv_block *b, size_t r)
{
	const size_t columns = b->csv->ncolumns;
	const uint32_t *ends = b->index.ends + b->end_at, *end = ends;
	const uint32_t from = b->end_at ? csv_after(b, ends[-1]) : b->from;
	uint32_t *to = b->copied + 1 + r * columns;
	int rc = 0;
	while (b->bytes[*end] == ',')
		end++;
	const size_t n = (size_t)(end - ends) + 1;
	b->end_at += n;
	const bool fault = b->fault_at < b->faults.n && b->faults.list[b->fault_at].end == *end;
	if (n == 1 && *end == from && !fault)
		return 0;
	b->before[r] = from - 1;
	b->open.nrows = r + 1;
	if (fault) {
		const struct hqcsv_fault *f = &b->faults.list[b->fault_at++];
		rc = csv_refuse(b, r, HQ_NONE, (enum csv_reason)f->reason, f->at);
	} else if (n != columns) {
		rc = csv_refuse(b, r, HQ_NONE, REASON_CELLS, from);
	} else {
		memcpy(to, ends, n * sizeof *to);
		return 0;
	}
	for (size_t c = 0; c < columns; c++)
		to[c] = from;
	return rc;
}

static int uneven_rows(struct csv_block *b)
{
	int rc = 0;
	b->ends = b->copied + 1;
	b->has_before = true;
	b->open.nrows = 0;
	while (!rc && b->open.nrows < b->most_rows && b->end_at < b->index.nends)
		rc = uneven_row(b, b->open.nrows);
	return rc;
}

/* ---- values -------------------------------------------------------------------------------------------------- */

static void put_value(const struct hqcsv_lane *lane, size_t row, int64_t v)
{
	char *at = (char *)(uintptr_t)lane->cells.values;
	switch ((enum hq_column_type)lane->what.type) {
	case HQ_COLUMN_BITS: break;            /* none of ours */
	case HQ_COLUMN_U8:  ((uint8_t *)at)[row] = (uint8_t)v; break;
	case HQ_COLUMN_I16: ((int16_t *)(void *)at)[row] = (int16_t)v; break;
	case HQ_COLUMN_I32: ((int32_t *)(void *)at)[row] = (int32_t)v; break;
	case HQ_COLUMN_I64: ((int64_t *)(void *)at)[row] = v; break;
	}
}

/* All 64 of a tile; a lane has room for whole tiles. */
static void put_values(const struct hqcsv_lane *lane, size_t row, const int32_t v[64])
{
	char *at = (char *)(uintptr_t)lane->cells.values;
	uint8_t *u8 = (uint8_t *)at + row;
	int16_t *i16 = (int16_t *)(void *)at + row;
	int64_t *i64 = (int64_t *)(void *)at + row;
	switch ((enum hq_column_type)lane->what.type) {
	case HQ_COLUMN_BITS:
		break;
	case HQ_COLUMN_U8:
		for (unsigned r = 0; r < 64; r++)
			u8[r] = (uint8_t)v[r];
		break;
	case HQ_COLUMN_I16:
		for (unsigned r = 0; r < 64; r++)
			i16[r] = (int16_t)v[r];
		break;
	case HQ_COLUMN_I32:
		memcpy((int32_t *)(void *)at + row, v, 64 * sizeof *v);
		break;
	case HQ_COLUMN_I64:
		for (unsigned r = 0; r < 64; r++)
			i64[r] = v[r];
		break;
	}
}

/* Cells in quotes without quotes within: the same cells, a byte shorter at each end. */
static void strip(const struct csv_cells *c, uint32_t before[64], uint32_t end[64])
{
	for (unsigned r = 0; r < c->n; r++) {
		const uint32_t from = c->before[r * c->before_step], to = c->end[r * c->end_step];
		const uint32_t quoted = c->bytes[from + 1] == '"' && to - from > 2;
		before[r] = from + quoted;
		end[r] = to - quoted;
	}
}

/* Cells that are not plain, one by one. */
static int odd_cells(struct csv_block *b, size_t row, size_t column, uint64_t odd, uint64_t *known, uint64_t *asked)
{
	const struct csv_head *head = &b->csv->columns[column];
	for (; odd; odd &= odd - 1) {
		const unsigned r = (unsigned)__builtin_ctzll(odd);
		const struct csv_span span = csv_span(b, row + r, column);
		int64_t v;
		size_t len;
		const char *text = csv_text(b, span, &len);
		if (!text)
			return HQCSV_EMEMORY;
		const int know = csv_value(b->csv, head, text, len, &v);
		if (know < 0 && csv_refuse(b, row + r, (uint16_t)column, (enum csv_reason)-know, span.from))
			return HQCSV_EMEMORY;
		if (know == 1 && head->open.lane != HQ_NONE)
			put_value(&b->lanes[head->open.lane], row + r, v);
		*known |= (uint64_t)(know == 1) << r;
		*asked |= (uint64_t)(know == 2) << r;
	}
	return 0;
}

/* Rows @row to @row + @n - 1, at most 64, of one column. */
static int convert_column(struct csv_block *b, size_t row, size_t column, unsigned n)
{
	const struct csv_head *head = &b->csv->columns[column];
	const size_t step = b->csv->ncolumns;
	const bool first = column == 0 && b->has_before;
	const uint32_t *end = b->ends + row * step + column;
	struct csv_cells cells = { b->bytes, first ? b->before + row : end - 1, end, first ? 1 : step, step, n };
	uint32_t before[64], stripped[64];
	int32_t values[64];
	uint64_t known = 0, asked = 0;
	if (b->quotes) {
		strip(&cells, before, stripped);
		cells = (struct csv_cells){ b->bytes, before, stripped, 1, 1, n };
	}
	const uint64_t odd = csv_convert(b->csv->scan, &head->reader, &cells, values, &known) & ~csv_word(b->ragged[row / 64]);
	if (head->open.lane == HQ_NONE)
		return odd ? odd_cells(b, row, column, odd, &known, &asked) : 0;
	const struct hqcsv_lane *lane = &b->lanes[head->open.lane];
	put_values(lane, row, values);
	const int rc = odd ? odd_cells(b, row, column, odd, &known, &asked) : 0;
	csv_bits(lane->cells.valid)[row / 64] = csv_word(known);
	csv_bits(lane->cells.asked)[row / 64] = csv_word(asked);
	return rc;
}

static int convert(struct csv_block *b)
{
	int rc = 0;
	for (size_t row = 0; !rc && row < b->open.nrows; row += 64) {
		const size_t left = b->open.nrows - row;
		for (size_t c = 0; !rc && c < b->csv->ncolumns; c++)
			if (b->csv->columns[c].reader.type != CSV_TEXT)
				rc = convert_column(b, row, c, left < 64 ? (unsigned)left : 64);
		const uint64_t refused = b->refused[row / 64];
		for (size_t l = 0; refused && l < b->csv->nlanes; l++) {
			csv_bits(b->lanes[l].cells.valid)[row / 64] &= ~refused;
			csv_bits(b->lanes[l].cells.asked)[row / 64] &= ~refused;
		}
	}
	return rc;
}

static int by_place(const void *x, const void *y)
{
	const struct hqcsv_refusal *a = x, *b = y;
	return a->row != b->row ? (a->row > b->row) - (a->row < b->row) : (a->at > b->at) - (a->at < b->at);
}

int hqcsv_fill(struct hqcsv_block *block)
{
	struct csv_block *b = csv_own(block);
	const bool fresh = !b->indexed || !b->end_at;
	int rc = csv_index(b);
	if (rc)
		return rc;
	if (fresh)
		b->regular = is_regular(b);
	block->nrefusals = 0;
	memset(b->refused, 0, b->most_rows / 8);
	memset(b->ragged, 0, b->most_rows / 8);
	if (b->regular)
		even_rows(b);
	else
		rc = uneven_rows(b);
	if (!rc && b->csv->bound)
		rc = convert(b);
	if (rc)
		return rc;
	if (block->nrefusals > 1)
		qsort(b->refusals, block->nrefusals, sizeof *b->refusals, by_place);
	return block->nrows > 0;
}

/* ---- memory -------------------------------------------------------------------------------------------------- */

static size_t width(const struct hqcsv_lane *lane)
{
	static const size_t widths[] = { [HQ_COLUMN_U8] = 1, [HQ_COLUMN_I16] = 2, [HQ_COLUMN_I32] = 4, [HQ_COLUMN_I64] = 8 };
	return widths[lane->what.type];
}

static bool make_lanes(struct csv_block *b)
{
	const struct hqcsv *csv = b->csv;
	const size_t bits = b->most_rows / 8;
	size_t size = 0;
	b->lanes = calloc(csv->nlanes + 1, sizeof *b->lanes);
	for (size_t c = 0; b->lanes && c < csv->ncolumns; c++)
		if (csv->columns[c].open.lane != HQ_NONE)
			b->lanes[csv->columns[c].open.lane] = (struct hqcsv_lane){ csv->columns[c].what, .column = (uint16_t)c };
	for (size_t l = 0; b->lanes && l < csv->nlanes; l++)
		size += b->most_rows * width(&b->lanes[l]) + 2 * bits;
	b->lane_room = calloc(size + 1, 1);
	char *at = b->lane_room;
	for (size_t l = 0; b->lanes && at && l < csv->nlanes; l++) {   /* all of it in multiples of 8 bytes */
		struct hq_cells *cells = &b->lanes[l].cells;
		cells->values = at;
		at += b->most_rows * width(&b->lanes[l]);
		cells->valid = (const uint8_t *)at;
		cells->asked = (const uint8_t *)at + bits;
		at += 2 * bits;
	}
	b->open.lanes = b->lanes;
	b->open.nlanes = csv->nlanes;
	return b->lanes && b->lane_room;
}

struct hqcsv_block *hqcsv_block_new(struct hqcsv *csv)
{
	struct csv_block *b = calloc(1, sizeof *b);
	const size_t columns = csv->ncolumns ? csv->ncolumns : 1, room = csv->row_max + 1;
	if (!b)
		return NULL;
	b->csv = csv;
	b->most_rows = CSV_ENDS / columns / 64 * 64;
	b->most_rows = b->most_rows > HQCSV_ROWS ? HQCSV_ROWS : b->most_rows < 64 ? 64 : b->most_rows;
	b->bytes = calloc(room + 2 * SCAN_PAD, 1);
	b->ends_room = malloc((room + SCAN_SLACK + 1) * sizeof *b->ends_room);
	b->before = malloc(b->most_rows * sizeof *b->before);
	b->copied = malloc((b->most_rows * columns + 1) * sizeof *b->copied);
	b->refused = calloc(b->most_rows / 64, 2 * sizeof *b->refused);
	if (!make_lanes(b) || !b->bytes || !b->ends_room || !b->before || !b->copied || !b->refused) {
		hqcsv_block_free(&b->open);
		return NULL;
	}
	b->ends_room[0] = b->copied[0] = SCAN_PAD - 1;
	b->index.ends = b->ends_room + 1;
	b->ragged = b->refused + b->most_rows / 64;
	b->open.refused = (const uint8_t *)b->refused;
	return &b->open;
}

void hqcsv_block_free(struct hqcsv_block *block)
{
	struct csv_block *b = csv_own(block);
	if (!b)
		return;
	free(b->bytes);
	free(b->ends_room);
	free(b->before);
	free(b->copied);
	free(b->refused);
	free(b->lanes);
	free(b->lane_room);
	free(b->refusals);
	free(b->faults.list);
	free(b->text);
	free(b);
}
