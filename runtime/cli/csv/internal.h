/* What the files of the CSV reader share: the file, a stretch of it with its structure, and what a column's cells become. */
#ifndef HQ_CLI_CSV_INTERNAL_H
#define HQ_CLI_CSV_INTERNAL_H

#include "csv.h"
#include "scan.h"

enum {
	CSV_READ = 1 << 17,            /* bytes asked for at once; with their structure and values they stay near the core */
	CSV_NAME = 256,                /* bytes of the name of a slot, of "assignment.FIELD" */
	CSV_ENDS = 1 << 16             /* ends of one block: wide rows make shorter blocks */
};

/* Why a row is refused. Faults of structure come first, with the numbers of enum hqcsv_fault_reason. ORDER REASON */
enum csv_reason {
	REASON_QUOTE_INSIDE = FAULT_QUOTE_INSIDE, REASON_AFTER_QUOTE = FAULT_AFTER_QUOTE,
	REASON_NOT_CLOSED = FAULT_NOT_CLOSED, REASON_TOO_LONG = FAULT_TOO_LONG,
	REASON_CELLS,                  /* more or fewer than the header has */
	REASON_YES_NO, REASON_NUMBER, REASON_DECIMALS, REASON_RANGE, REASON_FINER, REASON_DATE, REASON_NO_DAY, REASON_CODE,
	REASON_NO_ID, REASON_CONTROL, REASON_NOT_UTF8, REASON_SOCIAL_SECURITY, REASON_OTHER_JURISDICTION, REASON_OTHER_DATE
};

/* What the cells of a column become. */
enum csv_type { CSV_TEXT = 0, CSV_ID, CSV_YES_NO, CSV_NUMBER, CSV_DATE, CSV_CODE, CSV_CODES, CSV_SAME_CODE, CSV_SAME_DATE };

/* A code by the bytes it is written with. */
struct csv_code { uint64_t head; const char *text; uint32_t len; int32_t value; };

/* How to read the cells of a column: chosen once, when it is bound. */
struct csv_reader {
	enum csv_type type;
	uint8_t  decimals, never;
	uint8_t  plain;                /* a number: from 0 on, times 10^decimals in 32 bits, any multiple will do */
	uint8_t  looked_up;            /* a map has its own spellings: every cell is asked of it */
	int64_t  min, max;             /* of a number, times 10^decimals */
	int64_t  one;                  /* 10^decimals */
	int64_t  finer;                /* a number must be a multiple of this; 1 for any */
	struct csv_code *codes;        /* open addressing; len 0: free */
	uint32_t codes_mask;
	unsigned codes_shift;
};

struct csv_head {
	struct hqcsv_column open;
	struct csv_reader reader;
	struct hq_column what;         /* of its lane */
	size_t line, column;           /* of its name */
};

/* Both count from 1; columns count bytes. */
struct csv_place { size_t line, column; };

struct hqcsv {
	struct hqcsv_input input;
	const struct hqcsv_scan *scan;
	struct csv_head *columns;
	size_t ncolumns, nlanes;
	char *names;                   /* texts of the header */
	size_t row_max;                /* bytes of one row, and of what is held of the file: HQCSV_ROW_MAX, less in tests */
	char *carry;                   /* bytes read and not yet part of a stretch */
	size_t carry_len;
	size_t line;                   /* of the first byte of carry */
	size_t column;                 /* of that byte: not 1 within a row that is too long */
	bool ended;                    /* the input has */
	bool skipping;                 /* within a row that is too long: up to the next line end nothing counts */
	bool bound;
	struct hqcsv_binding binding;
	char (*ours)[CSV_NAME];        /* names of slots, then of the fields of teacher and assignment */
	char code[8], day[16];         /* what a jurisdiction or as_of column says */
};

struct csv_block {
	struct hqcsv_block open;       /* first: what the caller sees */
	struct hqcsv *csv;
	char *bytes;
	uint32_t from, to;             /* the stretch */
	struct csv_place start;        /* of its first byte */
	bool quotes, returns;          /* it has some */
	bool indexed, regular;         /* regular: every row has as many cells as the header, no line is empty */
	uint32_t *ends_room;
	struct hqcsv_index index;
	struct hqcsv_faults faults;
	size_t end_at, fault_at;       /* next in index.ends and in faults.list */
	/* the rows of the block: cell c of row r lies between before and end */
	uint32_t *before;              /* position before each row, where rows do not follow one another by one byte */
	const uint32_t *ends;          /* ends[r * ncolumns + c] */
	bool has_before;
	uint32_t *copied;              /* ends of an irregular block */
	size_t most_rows;
	/* values */
	struct hqcsv_lane *lanes;
	char *lane_room;
	uint64_t *refused, *ragged;    /* bitmaps; ragged: refused as a whole */
	struct hqcsv_refusal *refusals;
	size_t refusals_size;
	/* for hqcsv_line and hqcsv_cell */
	uint32_t known_at;             /* a byte whose place is known */
	struct csv_place known_place;
	char *text;
	size_t text_size;
};

static inline struct csv_block *csv_own(struct hqcsv_block *block)
{
	return (struct csv_block *)(void *)block;
}

/* Words of bitmaps, as bytes in memory say them. */
static inline uint64_t csv_word(uint64_t w)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(w);
#else
	return w;
#endif
}
static inline bool csv_bit(const uint64_t *words, size_t i)
{
	return csv_word(words[i / 64]) >> i % 64 & 1;
}
static inline void csv_set_bit(uint64_t *words, size_t i)
{
	words[i / 64] |= csv_word((uint64_t)1 << i % 64);
}

/* A lane's bitmaps belong to its block; to a caller they are const. */
static inline uint64_t *csv_bits(const uint8_t *bitmap)
{
	return (uint64_t *)(uintptr_t)bitmap;
}

static inline bool csv_is_line_end(char c)
{
	return c == '\n' || c == '\r';
}
/* The position after the row that ends at @end; there is a byte behind it, or padding. */
static inline uint32_t csv_after(const struct csv_block *b, uint32_t end)
{
	return end + (b->bytes[end] == '\r' && b->bytes[end + 1] == '\n' ? 2 : 1);
}

/* Where a cell lies in the block's bytes. */
struct csv_span { uint32_t from, to; };
static inline struct csv_span csv_span(const struct csv_block *b, size_t row, size_t column)
{
	const uint32_t *end = b->ends + row * b->csv->ncolumns + column;
	return (struct csv_span){ (column == 0 && b->has_before ? b->before[row] : end[-1]) + 1, *end };
}

/* header.c */
int csv_open(const struct hqcsv_input *input, size_t row_max, struct hqcsv **out, char *message);

/* stretch.c */
/** the place of a byte of the stretch, given that of an earlier one; bytes count from 1 in their line */
struct csv_place csv_place(const struct csv_block *b, uint32_t from, struct csv_place at, uint32_t to);
struct csv_place csv_place_of(struct csv_block *b, uint32_t at);
/** text of a cell without its quotes; NULL: out of memory */
const char *csv_text(struct csv_block *b, struct csv_span span, size_t *len);
int csv_index(struct csv_block *b);

/* value.c: one cell, any spelling. 0 empty, 1 known, 2 unknown; or a refusal: -reason. */
int csv_value(const struct hqcsv *csv, const struct csv_head *column, const char *text, size_t len, int64_t *out);
/** where in a table of codes to look first */
static inline uint32_t csv_code_slot(const struct csv_reader *reader, uint64_t head, size_t len)
{
	return (uint32_t)((head ^ (uint64_t)len << 58) * 0x9e3779b97f4a7c15u >> reader->codes_shift);
}
uint64_t csv_code_head(const char *text, size_t len);
const struct csv_code *csv_code_find(const struct csv_reader *reader, uint64_t head, const char *text, size_t len);

/* convert.c: up to 64 cells of a column at once. Bit r of the result: cell r is not plain, csv_value must look at it.
 * @before and @end: positions before and at the end of the cells, a step apart. */
struct csv_cells { const char *bytes; const uint32_t *before, *end; size_t before_step, end_step; unsigned n; };
uint64_t csv_convert(const struct hqcsv_scan *scan, const struct csv_reader *reader, const struct csv_cells *cells,
		     int32_t *values, uint64_t *known);

/* bind.c: how the cells of a column are to be read. False: out of memory */
bool csv_read_field(const struct hq_vocab *vocab, const struct hq_vocab_field *field, struct csv_head *head);
/** @min, @max times 10^decimals; only multiples of @finer */
void csv_read_number(struct csv_head *head, unsigned decimals, int64_t min, int64_t max, int64_t finer);

/* refuse.c: what is said of a cell; HQCSV_MESSAGE_MAX bytes */
void csv_say_cell(const struct hqcsv *csv, const struct csv_head *head, enum csv_reason reason, const char *value, size_t len,
		  char *text);

/* fill.c */
int csv_refuse(struct csv_block *b, size_t row, uint16_t column, enum csv_reason reason, uint32_t at);

#endif
