/* The text of one file, its lines, and the way from a byte offset to line and column. Columns count bytes from 1. */
#ifndef HQC_SOURCE_H
#define HQC_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct hqc_arena;

struct hqc_source_file {
	const char *path;              /* as it was named */
	const char *text;              /* NUL-terminated, len bytes */
	size_t len;
	uint32_t *lines;               /* offset of each line's first byte */
	uint32_t nlines;
};

struct hqc_source_file *hqc_source_new(struct hqc_arena *arena, const char *path, const char *text, size_t len);
void hqc_source_position(const struct hqc_source_file *f, uint32_t off, uint32_t *line, uint32_t *column);
/** the line (from 1) without its end; *len bytes */
const char *hqc_source_line(const struct hqc_source_file *f, uint32_t line, size_t *len);

#endif
