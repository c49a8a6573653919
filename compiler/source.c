/* The text of one file and its lines.
 *
 * Places travel as byte offsets; only when a message is printed does one become a line and a column, by searching the
 * table of line beginnings made once. A line ends with LF; a CR before it is no part of the line.
 */
#include "source.h"

#include <string.h>

#include "arena.h"

struct hqc_source_file *hqc_source_new(struct hqc_arena *arena, const char *path, const char *text, size_t len)
{
	struct hqc_source_file *f = HQC_NEW(arena, struct hqc_source_file);
	f->path = hqc_arena_copy(arena, path, strlen(path));
	f->text = hqc_arena_copy(arena, text, len);
	f->len = len;
	uint32_t n = 1;
	for (size_t i = 0; i < len; i++)
		n += f->text[i] == '\n';
	f->lines = hqc_arena_alloc(arena, n * sizeof(*f->lines));
	f->nlines = 0;
	f->lines[f->nlines++] = 0;
	for (size_t i = 0; i < len; i++) {
		if (f->text[i] == '\n')
			f->lines[f->nlines++] = (uint32_t)i + 1;
	}
	return f;
}

void hqc_source_position(const struct hqc_source_file *f, uint32_t off, uint32_t *line, uint32_t *column)
{
	uint32_t low = 0;
	uint32_t high = f->nlines;      /* lines[low] <= off < lines[high] */
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (f->lines[mid] <= off)
			low = mid;
		else
			high = mid;
	}
	*line = low + 1;
	*column = off - f->lines[low] + 1;
}

const char *hqc_source_line(const struct hqc_source_file *f, uint32_t line, size_t *len)
{
	const char *begin = f->text + f->lines[line - 1];
	const char *end = line < f->nlines ? f->text + f->lines[line] - 1 : f->text + f->len;
	if (end > begin && end[-1] == '\r')
		end--;
	*len = (size_t)(end - begin);
	return begin;
}
