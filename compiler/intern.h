/* One copy of each name, so that two names are the same when their pointers are. */
#ifndef HQC_INTERN_H
#define HQC_INTERN_H

#include "arena.h"

struct hqc_intern { struct hqc_arena *arena; struct hqc_interned **buckets; size_t nbuckets, count; };

void hqc_intern_init(struct hqc_intern *in, struct hqc_arena *arena);
/** the one copy of these bytes, NUL-terminated; lives as long as the arena */
const char *hqc_intern(struct hqc_intern *in, const char *text, size_t len);

#endif
