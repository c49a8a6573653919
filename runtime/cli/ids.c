/* A set of ids: open addressing over one pool of text. Exact, because a false alarm would refuse a teacher. */
#include "ids.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash(const char *id, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)id[i]) * 0x100000001b3u;
	return h ^ h >> 32;
}

static struct id *find(const struct ids *ids, const char *id, size_t len)
{
	size_t i = (size_t)hash(id, len) & (ids->nslots - 1);
	while (ids->slots[i].text && (ids->slots[i].len != len || memcmp(ids->pool + ids->slots[i].text - 1, id, len)))
		i = (i + 1) & (ids->nslots - 1);
	return &ids->slots[i];
}

static int grow(struct ids *ids)
{
	struct ids bigger = *ids;
	bigger.nslots = ids->nslots ? ids->nslots * 2 : 1024;
	bigger.slots = calloc(bigger.nslots, sizeof *bigger.slots);
	if (!bigger.slots)
		return -1;
	for (size_t i = 0; i < ids->nslots; i++)
		if (ids->slots[i].text)
			*find(&bigger, ids->pool + ids->slots[i].text - 1, ids->slots[i].len) = ids->slots[i];
	free(ids->slots);
	*ids = bigger;
	return 0;
}

int ids_add(struct ids *ids, const char *id, size_t len, struct place place, struct place *first)
{
	if (ids->n * 2 >= ids->nslots && grow(ids))
		return -1;
	struct id *slot = find(ids, id, len);
	if (slot->text) {
		*first = slot->place;
		return 0;
	}
	if (ids->pool_size - ids->pool_len < len) {
		size_t size = ids->pool_size * 2 + len + 4096;
		char *pool = realloc(ids->pool, size);
		if (!pool)
			return -1;
		ids->pool = pool;
		ids->pool_size = size;
	}
	memcpy(ids->pool + ids->pool_len, id, len);
	*slot = (struct id){ ids->pool_len + 1, len, place };
	ids->pool_len += len;
	ids->n++;
	return 1;
}

void ids_done(struct ids *ids)
{
	free(ids->slots);
	free(ids->pool);
	*ids = (struct ids){ 0 };
}
