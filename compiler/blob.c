/* Growing arrays, texts stored once, and the layout of a block: header, then every array on 8 bytes.
 *
 * Knows nothing of what the arrays mean. The one idea: arrays grow in the arena by doubling and are copied once into
 * their block, zeroed between, so the same rules give the same bytes.
 */
#include <assert.h>
#include <string.h>

#include "lower.h"

void *hqc_buf_add(struct hqc_arena *arena, struct hqc_buf *b, uint32_t n)
{
	if (!b->at || b->count + n > b->room) {
		uint32_t room = b->room ? b->room * 2 : 32;

		while (room < b->count + n)
			room *= 2;
		void *more = hqc_arena_alloc(arena, (size_t)room * b->size);

		if (b->count > 0)
			memcpy(more, b->at, (size_t)b->count * b->size);
		b->at = more;
		b->room = room;
	}
	void *out = (char *)b->at + (size_t)b->count * b->size;

	memset(out, 0, (size_t)n * b->size);           /* the array may have been cut back and hold old items */
	b->count += n;
	return out;
}

/* ---- texts --------------------------------------------------------------------------------------------------- */

void hqc_texts_init(struct hqc *c, struct hqc_texts *t, bool packed)
{
	*t = (struct hqc_texts){ .bytes = HQC_BUF(char), .nslots = 256 };
	t->keys = hqc_arena_alloc(&c->arena, t->nslots * sizeof(*t->keys));
	t->offsets = hqc_arena_alloc(&c->arena, t->nslots * sizeof(*t->offsets));
	t->phrases = packed ? hqc_phrases(&c->arena) : NULL;
	hqc_buf_add(&c->arena, &t->bytes, 1);
}

/* Where @key is or belongs. Interned texts are told apart by address; only the order of insertion reaches the block. */
static size_t slot_of(const struct hqc_texts *t, const char *key)
{
	size_t i = (size_t)(((uintptr_t)key >> 3) * 0x9e3779b1u) & (t->nslots - 1);

	while (t->keys[i] && t->keys[i] != key)
		i = (i + 1) & (t->nslots - 1);
	return i;
}

static void grow_texts(struct hqc *c, struct hqc_texts *t)
{
	const struct hqc_texts old = *t;

	t->nslots *= 2;
	t->keys = hqc_arena_alloc(&c->arena, t->nslots * sizeof(*t->keys));
	t->offsets = hqc_arena_alloc(&c->arena, t->nslots * sizeof(*t->offsets));
	for (size_t i = 0; i < old.nslots; i++) {
		if (!old.keys[i])
			continue;
		const size_t at = slot_of(t, old.keys[i]);

		t->keys[at] = old.keys[i];
		t->offsets[at] = old.offsets[i];
	}
}

uint32_t hqc_text(struct hqc *c, struct hqc_texts *t, const char *interned)
{
	if (!interned || !*interned)
		return 0;
	size_t i = slot_of(t, interned);

	if (t->keys[i])
		return t->offsets[i];
	if (++t->count > t->nslots / 2) {
		grow_texts(c, t);
		i = slot_of(t, interned);
	}
	char packed[2 * HQC_PACKED_MAX + 1];
	const char *bytes = t->phrases ? packed : interned;
	const size_t len = t->phrases ? hqc_pack_text(t->phrases, interned, packed) : strlen(interned) + 1;

	t->keys[i] = interned;
	t->offsets[i] = t->bytes.count;
	memcpy(hqc_buf_add(&c->arena, &t->bytes, (uint32_t)len), bytes, len);
	return t->offsets[i];
}

/* ---- the block ----------------------------------------------------------------------------------------------- */

static size_t round_up(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

struct hqc_blob hqc_blob_make(struct hqc *c, void *header, size_t header_size, const struct hqc_section *sections,
			      size_t n)
{
	size_t size = round_up(header_size);

	for (size_t i = 0; i < n; i++) {
		const struct hqc_buf *b = sections[i].buf;

		*sections[i].span = (struct hq_span){ (uint16_t)(size / 8), (uint16_t)b->count };
		size = round_up(size + (size_t)b->count * b->size);
	}
	assert(size <= HQC_BLOB_MAX);          /* whoever calls has looked */
	struct hqc_blob out = { .bytes = hqc_arena_alloc(&c->arena, size), .size = size };

	memcpy(out.bytes, header, header_size);         /* spans filled in */
	for (size_t i = 0; i < n; i++) {
		const struct hqc_buf *b = sections[i].buf;

		if (b->count > 0)
			memcpy((char *)out.bytes + (size_t)sections[i].span->at * 8, b->at, (size_t)b->count * b->size);
	}
	return out;
}
