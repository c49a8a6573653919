/* Entries in the order of their keys, however many there are: what memory does not hold lies in a temporary file. */
#ifndef HQ_ROSTER_SORT_H
#define HQ_ROSTER_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sorter;
struct entry {
	const char *key;               /* compared byte by byte, the shorter first */
	const char *bytes;             /* what goes with it */
	uint32_t key_len, len;
};

enum { SORT_ENTRY_MAX = 1 << 20 };     /* bytes of one entry */

/** sorter_new - @memory: bytes it may take, at least 1 MB; NULL: out of memory */
struct sorter *sorter_new(size_t memory);
void sorter_free(struct sorter *sorter);
/** sorter_add - copies it. Entries with the same key stay in the order of adding. -1 with errno */
int sorter_add(struct sorter *sorter, const struct entry *entry);
/** sorter_end - there are no more to add. -1 with errno */
int sorter_end(struct sorter *sorter);
/** sorter_next - 1 the next, valid until the next call; 0 the end; -1 with errno */
int sorter_next(struct sorter *sorter, struct entry *out);
/** how two keys stand to each other: negative, 0, positive */
int entry_compare(const struct entry *a, const struct entry *b);

#endif
