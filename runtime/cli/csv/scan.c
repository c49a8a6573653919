/* Which way of scanning to take, and the slow one: a byte at a time. The slow one says what the dialect is; the others
 * are held against it by the tests. It alone goes on after a misplaced quote: the row ends at the next line end, whatever
 * stands before it, and is a fault. */
#include "scan.h"

#include <stdlib.h>

const struct hqcsv_scan *hqcsv_scan_way(size_t n)
{
#if defined __x86_64__ && defined __GNUC__
	const struct hqcsv_scan *ways[4];
	size_t count = 0;
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
		ways[count++] = &hqcsv_scan_avx512;
	if (__builtin_cpu_supports("avx2"))
		ways[count++] = &hqcsv_scan_avx2;
	ways[count++] = &hqcsv_scan_sse2;
	ways[count++] = &hqcsv_scan_portable;
	return n < count ? ways[n] : NULL;
#else
	return n ? NULL : &hqcsv_scan_portable;
#endif
}

int hqcsv_fault_add(struct hqcsv_faults *faults, uint32_t end, uint32_t at, enum hqcsv_fault_reason reason)
{
	if (faults->n == faults->size) {
		const size_t size = faults->size * 2 + 16;
		struct hqcsv_fault *list = realloc(faults->list, size * sizeof *list);
		if (!list)
			return -1;
		faults->list = list;
		faults->size = size;
	}
	faults->list[faults->n++] = (struct hqcsv_fault){ end, at, (uint16_t)reason };
	return 0;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The end of the cell at @i, or @to; *@fault where a quote is misplaced. */
static uint32_t cell_end(const char *p, uint32_t i, uint32_t to, uint32_t *fault, uint16_t *reason, bool *inside)
{
	*reason = 0;
	*inside = false;
	if (p[i] == '"') {
		for (i++; i < to; i++) {
			if (p[i] != '"')
				continue;
			if (i + 1 == to || p[i + 1] != '"')
				break;
			i++;
		}
		*inside = i >= to;
		if (i >= to || ++i == to)
			return to;
		if (p[i] != ',' && !is_line_end(p[i])) {
			*fault = i;
			*reason = FAULT_AFTER_QUOTE;
		}
		return i;
	}
	while (i < to && p[i] != ',' && !is_line_end(p[i]) && p[i] != '"')
		i++;
	if (i < to && p[i] == '"') {
		*fault = i;
		*reason = FAULT_QUOTE_INSIDE;
	}
	return i;
}

int hqcsv_scan_slowly(const char *p, uint32_t from, uint32_t to, size_t most_rows, struct hqcsv_index *out,
		      struct hqcsv_faults *faults)
{
	size_t n = 0, row = 0, rows = 0;       /* row: the first end of the row */
	uint32_t i = from, fault = 0;
	uint16_t reason = 0;
	bool inside = false;
	while (i < to && rows < most_rows) {
		out->cell = i;
		i = cell_end(p, i, to, &fault, &reason, &inside);
		if (reason) {
			n = row;
			while (i < to && !is_line_end(p[i]))
				i++;
		}
		if (i == to)
			break;
		if (reason && hqcsv_fault_add(faults, i, fault, reason))
			return -1;
		out->ends[n++] = i;
		if (p[i] == ',') {
			i++;
			if (i == to)
				break;
			continue;
		}
		i += p[i] == '\r' && i + 1 < to && p[i + 1] == '\n' ? 2 : 1;
		rows++;
		row = n;
	}
	out->nends = row;
	out->nrows = rows;
	out->inside = inside;
	out->odd = false;
	return 0;
}

size_t hqcsv_scan_count(const char *p, uint32_t from, uint32_t to)
{
	size_t n = 0;
	for (uint32_t i = from; i < to; i++) {
		uint32_t fault;
		uint16_t reason;
		bool inside;
		i = cell_end(p, i, to, &fault, &reason, &inside);
		n++;
		if (i >= to || p[i] != ',')
			break;
	}
	return n;
}
