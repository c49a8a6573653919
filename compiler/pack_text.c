/* Texts packed: the shortest way to write each with the phrases that the runtime knows (runtime/text.c says what the bytes mean).
 *
 * The one idea: from the end of a text to its beginning, the cheapest way to write what is left is one phrase or one byte and
 * the cheapest way to write what is left then. Phrases are found by their first two bytes.
 */
#include <string.h>

#include "hq_internal.h"
#include "lower.h"

enum { HEADS = 256 };

/* Phrases by a hash of how they begin, chained. */
struct hqc_phrases { uint16_t head[HEADS], *next; };

static unsigned head_of(const char *text)
{
	return ((unsigned char)text[0] * 31u + (unsigned char)text[1]) % HEADS;
}

struct hqc_phrases *hqc_phrases(struct hqc_arena *arena)
{
	struct hqc_phrases *p = hqc_arena_alloc(arena, sizeof(*p));
	uint32_t n = 0, len;

	while (hqi_phrase(n, &len), len > 0)
		n++;
	*p = (struct hqc_phrases){ .next = hqc_arena_alloc(arena, (n + 1) * sizeof(*p->next)) };
	for (uint32_t i = n; i-- > 0;) {               /* chains hold a phrase's index plus 1 */
		uint16_t *head = &p->head[head_of(hqi_phrase(i, &len))];

		p->next[i] = *head;
		*head = (uint16_t)(i + 1);
	}
	return p;
}

/* A byte that stands for itself without an escape. */
static bool is_plain(char c)
{
	return c >= ' ' && (unsigned char)c < HQI_SINGLE_HIGH;
}

/* How the rest of a text from one byte on is written best: in so many bytes, beginning with a phrase, or (0) with that byte. */
struct way { uint16_t cost, phrase; };

static void find_ways(const struct hqc_phrases *p, const char *text, size_t len, struct way *best)
{
	best[len] = (struct way){ 0, 0 };
	for (size_t at = len; at-- > 0;) {
		best[at] = (struct way){ (uint16_t)(best[at + 1].cost + (is_plain(text[at]) ? 1 : 2)), 0 };
		for (uint16_t i = at + 1 < len ? p->head[head_of(text + at)] : 0; i; i = p->next[i - 1]) {
			uint32_t n;
			const char *phrase = hqi_phrase(i - 1u, &n);

			if (n > len - at || memcmp(phrase, text + at, n) != 0)
				continue;
			const unsigned cost = best[at + n].cost + (i <= HQI_SINGLES ? 1u : 2u);

			if (cost < best[at].cost)
				best[at] = (struct way){ (uint16_t)cost, i };
		}
	}
}

static char *put_phrase(char *to, uint32_t phrase)
{
	const uint32_t low = 256 - HQI_SINGLE_HIGH;

	if (phrase < low) {
		*to++ = (char)(phrase + HQI_SINGLE_HIGH);
	} else if (phrase < HQI_SINGLES) {
		*to++ = (char)(phrase - low + HQI_SINGLE_LOW);
	} else {
		*to++ = (char)((phrase - HQI_SINGLES) / 255 + HQI_DOUBLE);
		*to++ = (char)((phrase - HQI_SINGLES) % 255 + 1);
	}
	return to;
}

size_t hqc_pack_text(const struct hqc_phrases *p, const char *text, char out[2 * HQC_PACKED_MAX + 1])
{
	struct way best[HQC_PACKED_MAX + 1];
	const size_t len = strlen(text) < HQC_PACKED_MAX ? strlen(text) : HQC_PACKED_MAX;
	char *to = out;
	uint32_t n;

	find_ways(p, text, len, best);
	for (size_t at = 0; at < len; at += n) {
		n = 1;
		if (best[at].phrase) {
			hqi_phrase(best[at].phrase - 1u, &n);
			to = put_phrase(to, best[at].phrase - 1u);
			continue;
		}
		if (!is_plain(text[at]))
			*to++ = HQI_ESCAPE;
		*to++ = text[at];
	}
	*to++ = '\0';
	return (size_t)(to - out);
}
