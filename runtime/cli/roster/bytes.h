/* Text that grows: what a thread puts by until it is its turn to write. */
#ifndef HQ_ROSTER_BYTES_H
#define HQ_ROSTER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	char *at;
	size_t len, size;
	bool failed;                   /* out of memory: what was added since is missing */
};

/** room for @more bytes behind what there is; false: out of memory */
bool bytes_room(struct bytes *b, size_t more);
void bytes_done(struct bytes *b);

static inline void bytes_add(struct bytes *b, const char *text, size_t len)
{
	if (b->size - b->len < len && !bytes_room(b, len))
		return;
	if (len)
		memcpy(b->at + b->len, text, len);
	b->len += len;
}
static inline void bytes_text(struct bytes *b, const char *text)
{
	bytes_add(b, text, strlen(text));
}
void bytes_number(struct bytes *b, uint64_t n);
/** a cell of CSV, in quotes where it must be (RFC 4180) */
void bytes_cell(struct bytes *b, const char *text, size_t len);
/** a JSON string with its quotes */
void bytes_json(struct bytes *b, const char *text, size_t len);
void bytes_print(struct bytes *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
