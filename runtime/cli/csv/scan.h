/* The structure of a stretch of CSV: where cells end. Found 64 bytes at a time by comparing all of them at once with the
 * four bytes that matter; the comparison is the machine's (scan_sse2.c ...), everything else is written once
 * (scan_loops.h, and column_loops.h for what the cells of a column come to). hqcsv_scan_slowly is the law: one byte at a time, and the only one that knows what to do with a
 * misplaced quote. All ways give the same ends. */
#ifndef HQ_CLI_CSV_SCAN_H
#define HQ_CLI_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SCAN_PAD = 64,                 /* readable bytes before and after whatever is scanned */
	SCAN_SLACK = 80                /* entries written past the last end */
};

/* What the bytes hold, at a glance. */
struct hqcsv_survey { size_t lines; bool quotes, returns; };

/* A cell ends before position ends[i]: at a comma, a line feed, or the carriage return of a line end. */
struct hqcsv_index {
	uint32_t *ends;                /* room for an end for each byte, and SCAN_SLACK */
	size_t nends, nrows;           /* nrows: ends that end a row */
	bool inside;                   /* the last byte stands inside quotes */
	uint32_t cell;                 /* scanned slowly: where the cell begins that has not ended */
	bool odd;                      /* a quote is misplaced: the ends mean nothing, scan slowly */
};

/* A row that is no row. */
enum hqcsv_fault_reason { FAULT_QUOTE_INSIDE = 1, FAULT_AFTER_QUOTE, FAULT_NOT_CLOSED, FAULT_TOO_LONG };
struct hqcsv_fault {
	uint32_t end;                  /* where the row ends; its one entry in ends */
	uint32_t at;                   /* the byte at fault */
	uint16_t reason;
};
struct hqcsv_faults { struct hqcsv_fault *list; size_t n, size; };

/* 64 cells of one column, taken together: the last four bytes before the end of each, the byte before them, the length.
 * Where there are fewer cells, the lengths are 0. */
struct csv_gathered { uint32_t last[64], fifth[64]; int32_t len[64]; };

struct hqcsv_scan {
	const char *name;
	void (*survey)(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_survey *out);
	/** ends in [from, to) where there is no quote; and where there are some, from outside quotes */
	void (*plain)(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_index *out);
	void (*quoted)(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_index *out);
	/** the values of 64 cells; bit r of @known: cell r is not empty; bit r of the result: it is nothing that is done here */
	uint64_t (*yes_no)(const struct csv_gathered *cells, int32_t *values, uint64_t *known);
	uint64_t (*numbers)(const struct csv_gathered *cells, uint32_t one, int32_t max, int32_t *values, uint64_t *known);
};

extern const struct hqcsv_scan hqcsv_scan_portable, hqcsv_scan_sse2, hqcsv_scan_avx2, hqcsv_scan_avx512;

/** the n-th way of scanning that this machine has, the best first; NULL past the last */
const struct hqcsv_scan *hqcsv_scan_way(size_t n);

/** the same a byte at a time, @most_rows rows at most, with faults; -1: out of memory. A row that has not ended is left out */
int hqcsv_scan_slowly(const char *bytes, uint32_t from, uint32_t to, size_t most_rows, struct hqcsv_index *out,
		      struct hqcsv_faults *faults);
/** cells of the row at @from, quotes where they should be */
size_t hqcsv_scan_count(const char *bytes, uint32_t from, uint32_t to);
int hqcsv_fault_add(struct hqcsv_faults *faults, uint32_t end, uint32_t at, enum hqcsv_fault_reason reason);

#endif
