/* The one allocator: everything of one compilation lives in its arena and dies with it. Memory comes zeroed. */
#ifndef HQC_ARENA_H
#define HQC_ARENA_H

#include <stddef.h>

struct hqc_arena { struct hqc_chunk *chunks; };

void  hqc_arena_init(struct hqc_arena *a);
void  hqc_arena_done(struct hqc_arena *a);
/** @size zeroed bytes aligned for any type; never NULL (ends the process with status 3 and a message when memory is out) */
void *hqc_arena_alloc(struct hqc_arena *a, size_t size);
char *hqc_arena_copy(struct hqc_arena *a, const char *text, size_t len);   /* adds a final NUL */
/** says that memory is out, to stderr, and ends the process with status 3 */
_Noreturn void hqc_out_of_memory(void);
#define HQC_NEW(arena, type) ((type *)hqc_arena_alloc((arena), sizeof(type)))

#endif
