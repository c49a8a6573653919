/* The one allocator of a compilation.
 *
 * Chunks that grow, handed out from front to back and freed together; nothing is ever freed alone, so nodes never move
 * and nobody keeps account of who owns what. A request too large for the rest of a chunk gets a chunk that fits it.
 */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 64 << 10, LARGEST_CHUNK = 4 << 20 };

struct hqc_chunk {
	struct hqc_chunk *next;
	size_t size, used;              /* of bytes */
	alignas(max_align_t) unsigned char bytes[];
};

_Noreturn void hqc_out_of_memory(void)
{
	fputs("hqc: out of memory\n", stderr);
	exit(3);
}

void hqc_arena_init(struct hqc_arena *a)
{
	a->chunks = NULL;
}

void hqc_arena_done(struct hqc_arena *a)
{
	while (a->chunks) {
		struct hqc_chunk *next = a->chunks->next;
		free(a->chunks);
		a->chunks = next;
	}
}

static struct hqc_chunk *new_chunk(struct hqc_arena *a, size_t least)
{
	size_t size = a->chunks ? a->chunks->size * 2 : FIRST_CHUNK;
	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	if (size < least)
		size = least;
	if (size > SIZE_MAX - sizeof(struct hqc_chunk))
		hqc_out_of_memory();
	struct hqc_chunk *chunk = calloc(1, sizeof(*chunk) + size);
	if (!chunk)
		hqc_out_of_memory();
	chunk->size = size;
	chunk->next = a->chunks;
	a->chunks = chunk;
	return chunk;
}

void *hqc_arena_alloc(struct hqc_arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	if (size > SIZE_MAX - align)
		hqc_out_of_memory();
	size = (size + align - 1) / align * align;
	struct hqc_chunk *chunk = a->chunks;
	if (!chunk || chunk->size - chunk->used < size)
		chunk = new_chunk(a, size);
	void *at = chunk->bytes + chunk->used;
	chunk->used += size;
	return at;
}

char *hqc_arena_copy(struct hqc_arena *a, const char *text, size_t len)
{
	char *copy = hqc_arena_alloc(a, len + 1);
	if (len)
		memcpy(copy, text, len);
	return copy;
}
