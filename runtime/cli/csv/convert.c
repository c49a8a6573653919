/* Cells to values, up to 64 of one column in a loop that hardly asks: the bytes of a short cell are taken in one load, and
 * what they should be is compared with what they are. Whatever is not plain (quotes, spaces, decimals, `unknown`, a
 * mistake) is only marked; value.c looks at it, and what it says is the meaning. */
#include "internal.h"

#include <string.h>

static inline uint64_t load8(const char *p)
{
	uint64_t w;
	memcpy(&w, p, sizeof w);
	return csv_word(w);
}

uint64_t csv_code_head(const char *text, size_t len)
{
	return len >= 8 ? load8(text) : load8(text) & (((uint64_t)1 << 8 * len) - 1);
}

static inline void gather(const struct csv_cells *c, bool fifth, struct csv_gathered *g)
{
	const char *const bytes = c->bytes;
	const uint32_t *before = c->before, *at = c->end;
	unsigned r = 0;
	for (; r < c->n; r++) {
		const uint32_t end = *at;
		const uint64_t last = load8(bytes + end - 8);
		g->last[r] = (uint32_t)(last >> 32);
		if (fifth)
			g->fifth[r] = (uint32_t)(last >> 24) & 0xff;
		g->len[r] = (int32_t)(end - *before) - 1;
		at += c->end_step;
		before += c->before_step;
	}
	for (; r < 64; r++) {
		g->last[r] = g->fifth[r] = 0;
		g->len[r] = 0;
	}
}

/* Numbers with decimals, or longer ones. */
static uint64_t longer_numbers(const struct csv_reader *reader, const struct csv_cells *c, int32_t *values, uint64_t *known, uint64_t odd)
{
	for (uint64_t left = odd; left; left &= left - 1) {
		const unsigned r = (unsigned)__builtin_ctzll(left);
		const uint32_t from = c->before[r * c->before_step] + 1, end = c->end[r * c->end_step];
		const uint32_t limit = end - from > 15 ? from : end;
		uint32_t i = from, dot = 0;
		int64_t v = 0;
		for (; i < limit; i++) {
			const unsigned digit = (unsigned)(unsigned char)c->bytes[i] - '0';
			if (digit <= 9)
				v = v * 10 + digit;
			else if (c->bytes[i] == '.' && !dot && i > from)
				dot = i;
			else
				break;
		}
		const uint32_t after = dot ? end - dot - 1 : 0;
		if (i != end || i == from || after > reader->decimals || (dot && !after))
			continue;
		for (uint32_t k = after; k < reader->decimals; k++)
			v *= 10;
		if (v > reader->max || v > INT32_MAX)
			continue;
		values[r] = (int32_t)v;
		*known |= (uint64_t)1 << r;
		odd &= ~((uint64_t)1 << r);
	}
	return odd;
}

static uint64_t dates(const struct csv_cells *c, int32_t *values, uint64_t *known)
{
	uint64_t there = 0, odd = 0;
	for (unsigned r = 0; r < c->n; r++) {
		const uint32_t from = c->before[r * c->before_step] + 1, len = c->end[r * c->end_step] - from;
		const uint64_t bit = (uint64_t)1 << r;
		if (len == 10 && !hq_day_parse(c->bytes + from, len, &values[r]))
			there |= bit;
		else if (len)
			odd |= bit;
	}
	*known = there;
	return odd;
}

const struct csv_code *csv_code_find(const struct csv_reader *reader, uint64_t head, const char *text, size_t len)
{
	uint32_t i = csv_code_slot(reader, head, len);
	for (; reader->codes[i].len; i = (i + 1) & reader->codes_mask) {
		const struct csv_code *code = &reader->codes[i];
		if (code->head == head && code->len == len && (len <= 8 || !memcmp(code->text + 8, text + 8, len - 8)))
			return code;
	}
	return NULL;
}

static uint64_t codes(const struct csv_reader *reader, const struct csv_cells *c, int32_t *values, uint64_t *known)
{
	uint64_t there = 0, odd = 0;
	for (unsigned r = 0; r < c->n; r++) {
		const uint32_t from = c->before[r * c->before_step] + 1, len = c->end[r * c->end_step] - from;
		const uint64_t bit = (uint64_t)1 << r;
		if (!len)
			continue;
		const struct csv_code *code = csv_code_find(reader, csv_code_head(c->bytes + from, len), c->bytes + from, len);
		if (code) {
			values[r] = code->value;
			there |= bit;
		} else {
			odd |= bit;
		}
	}
	*known = there;
	return odd;
}

/* Ids of plain ASCII that are no longer than fits a look, and not as long as a social security number. */
static uint64_t ids(const struct csv_cells *c)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t odd = 0;
	for (unsigned r = 0; r < c->n; r++) {
		const uint32_t from = c->before[r * c->before_step] + 1, end = c->end[r * c->end_step], len = end - from;
		uint64_t wrong = (len == 0) | (len == 11) | (len > 64);
		for (uint32_t i = from; i < end && !wrong; i += 8) {
			const uint32_t n = end - i < 8 ? end - i : 8;
			const uint64_t w = load8(c->bytes + i) | (n < 8 ? ones * 0x20 << 8 * n : 0);
			/* a top bit; below a space; a delete */
			wrong = (w | (w - ones * 0x20) | ((w ^ ones * 0x7f) - ones)) & tops;
		}
		odd |= (uint64_t)(wrong != 0) << r;
	}
	return odd;
}

uint64_t csv_convert(const struct hqcsv_scan *scan, const struct csv_reader *reader, const struct csv_cells *cells,
		     int32_t *values, uint64_t *known)
{
	struct csv_gathered gathered;
	uint64_t odd = cells->n < 64 ? ((uint64_t)1 << cells->n) - 1 : ~(uint64_t)0;
	*known = 0;
	if (reader->type >= CSV_DATE || reader->looked_up)
		memset(values, 0, 64 * sizeof *values);
	if (reader->looked_up)
		return odd;
	switch (reader->type) {
	case CSV_TEXT:
		return 0;
	case CSV_ID:
		return ids(cells);
	case CSV_YES_NO:
		gather(cells, true, &gathered);
		odd = scan->yes_no(&gathered, values, known);
		break;
	case CSV_NUMBER:
		if (!reader->plain) {
			memset(values, 0, 64 * sizeof *values);
			break;
		}
		gather(cells, false, &gathered);
		odd = scan->numbers(&gathered, (uint32_t)reader->one, reader->max < INT32_MAX ? (int32_t)reader->max : INT32_MAX,
				    values, known);
		*known &= ~odd;
		odd = odd ? longer_numbers(reader, cells, values, known, odd) : 0;
		break;
	case CSV_DATE:
		odd = dates(cells, values, known);
		break;
	case CSV_CODE: case CSV_SAME_CODE: case CSV_SAME_DATE:
		odd = codes(reader, cells, values, known);
		break;
	case CSV_CODES:
		break;
	}
	*known &= ~odd;
	return odd;
}
