/* libcsv is set to our dialect: strict, and no blanks are taken from cells (RFC 4180). It stops at its first error, so it is
 * compared up to there; after a fault our rows are held against those of the slow scan alone. */
#include "csv_peer.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv/internal.h"

static void put(struct csv_text *t, const char *bytes, size_t len)
{
	if (t->len + len + 1 > t->size) {
		t->size = t->size * 2 + len + 4096;
		t->bytes = realloc(t->bytes, t->size);
		if (!t->bytes)
			abort();
	}
	memcpy(t->bytes + t->len, bytes, len);
	t->len += len;
	t->bytes[t->len] = '\0';
}

static void put_cell(struct csv_text *t, const char *bytes, size_t len)
{
	char number[24];
	put(t, number, (size_t)snprintf(number, sizeof number, "%zu:", len));
	put(t, bytes, len);
	put(t, " ", 1);
}

void csv_text_done(struct csv_text *text)
{
	free(text->bytes);
	*text = (struct csv_text){ 0 };
}

/* ---- ours ---------------------------------------------------------------------------------------------------- */

struct memory { const char *bytes; size_t left, at_once; };

static long read_memory(void *context, char *to, size_t room)
{
	struct memory *m = context;
	size_t n = m->left < room ? m->left : room;
	n = n < m->at_once ? n : m->at_once;
	memcpy(to, m->bytes, n);
	m->bytes += n;
	m->left -= n;
	return (long)n;
}

static void put_row(struct csv_text *out, struct hqcsv_block *block, size_t row, bool lines)
{
	const struct csv_block *b = (const struct csv_block *)(const void *)block;
	char number[24];
	if (lines)
		put(out, number, (size_t)snprintf(number, sizeof number, "%zu ", hqcsv_line(block, row)));
	if (csv_bit(b->ragged, row)) {
		for (size_t i = 0; i < block->nrefusals; i++)
			if (block->refusals[i].row == row)
				put(out, block->refusals[i].reason == REASON_CELLS ? "! cells" : "! quote", 7);
	} else {
		for (size_t c = 0; c < b->csv->ncolumns; c++) {
			size_t len;
			const char *text = hqcsv_cell(block, row, c, &len);
			put_cell(out, text, len);
		}
	}
	put(out, "\n", 1);
}

bool csv_by_us(const char *bytes, size_t len, size_t way, size_t at_once, bool lines, struct csv_text *out)
{
	struct memory memory = { bytes, len, at_once };
	const struct hqcsv_input input = { "memory", read_memory, &memory };
	struct hqcsv *csv;
	char message[HQCSV_MESSAGE_MAX];
	out->len = 0;
	put(out, "", 0);
	if (!hqcsv_scan_way(way))
		return false;
	/* room for the whole of a small file: large buffers, taken anew for each, would be most of the time */
	if (csv_open(&input, len + 8 < HQCSV_ROW_MAX ? len + 8 : HQCSV_ROW_MAX, &csv, message)) {
		put(out, "! header\n", 9);
		return true;
	}
	csv->scan = hqcsv_scan_way(way);
	struct hqcsv_block *block = hqcsv_block_new(csv);
	for (size_t c = 0; c < hqcsv_ncolumns(csv); c++)
		put_cell(out, hqcsv_column(csv, c)->name, strlen(hqcsv_column(csv, c)->name));
	put(out, "\n", 1);
	while (hqcsv_take(csv, block) > 0)
		while (hqcsv_fill(block) > 0)
			for (size_t r = 0; r < block->nrows; r++)
				put_row(out, block, r, lines);
	hqcsv_block_free(block);
	hqcsv_close(csv);
	return true;
}

/* ---- libcsv -------------------------------------------------------------------------------------------------- */

struct peer { struct csv_text *out, row; size_t cells, header; bool strange; };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Names lose the blanks around them, and line ends within are blanks; with other control characters there is no header. */
static void on_name(char *text, size_t len, struct peer *p)
{
	while (len && is_space(*text)) {
		text++;
		len--;
	}
	while (len && is_space(text[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++) {
		text[i] = is_space(text[i]) ? ' ' : text[i];
		p->strange = p->strange || (unsigned char)text[i] < ' ' || text[i] == 0x7f;
	}
	put_cell(&p->row, text, len);
}

static void on_cell(void *text, size_t len, void *context)
{
	struct peer *p = context;
	if (p->header)
		put_cell(&p->row, text, len);
	else
		on_name(text, len, p);
	p->cells++;
}

static void on_row(int c, void *context)
{
	struct peer *p = context;
	(void)c;
	if (!p->header)
		p->header = p->cells;
	if (p->cells == p->header)
		put(p->out, p->row.bytes, p->row.len);
	else
		put(p->out, "! cells", 7);
	put(p->out, "\n", 1);
	p->cells = p->row.len = 0;
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

void csv_by_peer(const char *bytes, size_t len, struct csv_text *out)
{
	struct csv_parser parser;
	struct peer peer = { .out = out };
	const bool utf_16 = len > 1 && (!bytes[0] || !bytes[1] || !memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "\xfe\xff", 2));
	out->len = 0;
	put(out, "", 0);
	if (len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
		bytes += 3;
		len -= 3;
	}
	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_space_func(&parser, no_space);
	const bool ok = csv_parse(&parser, bytes, len, on_cell, on_row, &peer) == len &&
			csv_fini(&parser, on_cell, on_row, &peer) == 0;
	if (!peer.header || peer.header > HQCSV_COLUMNS_MAX || peer.strange || utf_16) {
		out->len = 0;
		put(out, "! header\n", 9);
	} else if (!ok) {
		put(out, "! quote\n", 8);
	}
	csv_free(&parser);
	csv_text_done(&peer.row);
}

/* ---- side by side -------------------------------------------------------------------------------------------- */

/* Up to and with the first row that has a misplaced quote. */
static void cut_at_fault(struct csv_text *t)
{
	for (size_t i = 0; i + 8 <= t->len; i++) {
		if ((i == 0 || t->bytes[i - 1] == '\n') && !memcmp(t->bytes + i, "! quote\n", 8)) {
			t->len = i + 8;
			return;
		}
	}
}

static bool same(const struct csv_text *a, const struct csv_text *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

const char *csv_differs(const char *bytes, size_t len, size_t at_once)
{
	struct csv_text peer = { 0 }, ours = { 0 }, first = { 0 };
	const char *wrong = NULL;
	csv_by_peer(bytes, len, &peer);
	csv_by_us(bytes, len, 0, SIZE_MAX, false, &ours);
	cut_at_fault(&ours);
	if (!same(&ours, &peer))
		wrong = "libcsv reads it otherwise";
	csv_by_us(bytes, len, 0, SIZE_MAX, true, &first);
	for (size_t way = 0; !wrong && csv_by_us(bytes, len, way, at_once, true, &ours); way++)
		if (!same(&first, &ours))
			wrong = hqcsv_scan_way(way)->name;
	csv_text_done(&peer);
	csv_text_done(&ours);
	csv_text_done(&first);
	return wrong;
}

/* ---- something to read --------------------------------------------------------------------------------------- */

static size_t draw(uint64_t *state, size_t n)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % n);
}

static size_t make_cell(uint64_t *state, char *to, unsigned quotes)
{
	static const char *const plain[] = { "", "", "yes", "no", "true", "false", "0", "7", "42", "117", "12.50", "unknown",
					     "2001-08-15", " x ", "T-1042", "0042", "k", "\xc3\xa9t\xc3\xa9", "mathematics" };
	static const char *const parts[] = { ",", "\n", "\r\n", "\r", "\"\"", "a", " ", "b c", "\"\",\"\"", "\t", "\"\"\n" };
	size_t n = 0;
	if (draw(state, 100) >= quotes) {
		const char *text = plain[draw(state, sizeof plain / sizeof *plain)];
		memcpy(to, text, strlen(text));
		return strlen(text);
	}
	to[n++] = '"';
	for (size_t k = draw(state, 5); k; k--) {
		const char *text = parts[draw(state, sizeof parts / sizeof *parts)];
		memcpy(to + n, text, strlen(text));
		n += strlen(text);
	}
	to[n++] = '"';
	return n;
}

size_t csv_make(uint64_t *state, char *to, size_t room)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n\r", "\r\r" };
	static const char noise[] = "\",\n\r\"a\0 \"\xff";
	const size_t columns = 1 + draw(state, 13), rows = draw(state, 40), end = draw(state, 3);
	const unsigned quotes = draw(state, 3) ? (unsigned)draw(state, 60) : 0, other_ends = draw(state, 4) == 0;
	size_t n = 0;
	if (draw(state, 4) == 0) {
		memcpy(to, "\xef\xbb\xbf", 3);
		n = 3;
	}
	for (size_t c = 0; c < columns; c++)
		n += (size_t)snprintf(to + n, 16, "%sname%zu", c ? "," : "", c);
	for (size_t r = 0; r <= rows && n + 2048 < room; r++) {
		const char *text = ends[other_ends && draw(state, 5) == 0 ? draw(state, sizeof ends / sizeof *ends) : end];
		if (r < rows || draw(state, 2)) {
			memcpy(to + n, text, strlen(text));
			n += strlen(text);
		}
		if (r == rows)
			break;
		const size_t ragged = draw(state, 30), cells = ragged == 0 ? columns + 1 : ragged == 1 ? columns - 1 : columns;
		for (size_t c = 0; c < cells; c++) {
			if (c)
				to[n++] = ',';
			n += make_cell(state, to + n, quotes);
		}
	}
	for (size_t k = draw(state, 6) == 0 ? 1 + draw(state, 3) : 0; k && n > 20; k--)
		to[10 + draw(state, n - 10)] = noise[draw(state, sizeof noise - 1)];
	return n;
}
