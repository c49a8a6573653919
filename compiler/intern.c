/* One copy of each name: a hash table of chains that doubles when it is full.
 *
 * The copies and the table live in the arena; a table that was outgrown stays there, which costs no more than the last
 * one does. The hash is FNV-1a.
 */
#include "intern.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_BUCKETS = 256 };           /* a power of two, as every later size */

struct hqc_interned {
	struct hqc_interned *next;
	uint64_t hash;
	size_t len;
	char text[];
};

static uint64_t hash_of(const char *text, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

static struct hqc_interned **new_buckets(struct hqc_arena *arena, size_t n)
{
	return hqc_arena_alloc(arena, n * sizeof(struct hqc_interned *));
}

void hqc_intern_init(struct hqc_intern *in, struct hqc_arena *arena)
{
	in->arena = arena;
	in->nbuckets = FIRST_BUCKETS;
	in->buckets = new_buckets(arena, FIRST_BUCKETS);
	in->count = 0;
}

static void grow(struct hqc_intern *in)
{
	size_t n = in->nbuckets * 2;
	struct hqc_interned **buckets = new_buckets(in->arena, n);
	for (size_t i = 0; i < in->nbuckets; i++) {
		struct hqc_interned *next;
		for (struct hqc_interned *e = in->buckets[i]; e; e = next) {
			next = e->next;
			e->next = buckets[e->hash & (n - 1)];
			buckets[e->hash & (n - 1)] = e;
		}
	}
	in->buckets = buckets;
	in->nbuckets = n;
}

const char *hqc_intern(struct hqc_intern *in, const char *text, size_t len)
{
	uint64_t hash = hash_of(text, len);
	for (struct hqc_interned *e = in->buckets[hash & (in->nbuckets - 1)]; e; e = e->next) {
		if (e->hash == hash && e->len == len && memcmp(e->text, text, len) == 0)
			return e->text;
	}
	if (in->count == in->nbuckets)
		grow(in);
	struct hqc_interned *e = hqc_arena_alloc(in->arena, sizeof(*e) + len + 1);
	e->hash = hash;
	e->len = len;
	memcpy(e->text, text, len);
	e->next = in->buckets[hash & (in->nbuckets - 1)];
	in->buckets[hash & (in->nbuckets - 1)] = e;
	in->count++;
	return e->text;
}
