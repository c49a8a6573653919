/* The ids of all teachers of a run, to find one that comes twice. The only thing that grows with the data. */
#ifndef HQ_CLI_IDS_H
#define HQ_CLI_IDS_H

#include <stdint.h>

#include "message.h"

struct id { size_t text, len; struct place place; };      /* text: offset in pool, plus 1; 0 an empty slot */

struct ids {
	struct id *slots;
	size_t nslots, n;
	char *pool;
	size_t pool_len, pool_size;
};

/* 1 added; 0 it was there, *first says where; -1 out of memory. `place.file` must outlive the set. */
int ids_add(struct ids *ids, const char *id, size_t len, struct place place, struct place *first);
void ids_done(struct ids *ids);

#endif
