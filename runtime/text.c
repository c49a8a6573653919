/* Texts of rules, which are packed, and the names of rows and slots, which are paths put together from parts.
 *
 * Bytes of a packed text: 0 ends it; 1 says that the next byte stands for itself; 2 to 7 and the byte after it are one of the
 * rarer phrases; 8 to 31 and 127 to 255 are one of the most used; what is left is ASCII and stands for itself. Phrases are
 * phrases.h's. The one idea: a reader takes a text byte by byte (hqi_text_next), so nothing has room for a whole one.
 */
#include "hq_internal.h"
#include "phrases.h"

const char *hqi_phrase(uint32_t i, uint32_t *len)
{
	uint32_t at = 0;

	if (i < HQI_SINGLES) {
		at = phrase_single[i];
	} else if (i < PHRASES) {
		i -= HQI_SINGLES;
		at = phrase_block[i / PHRASE_BLOCK] * 16u;
		for (uint32_t k = i / PHRASE_BLOCK * PHRASE_BLOCK; k++ < i;)
			at += phrase_step[k] & 0xf0u;
		at += phrase_step[i] & 15u;
	}
	*len = at & 15;
	return phrase_text + (at >> 4);
}

struct hqi_text hqi_text(const struct hq_tables *rules, uint32_t text)
{
	return (struct hqi_text){ .at = HQ_AT(unsigned char, rules, texts) + text };
}

char hqi_text_next(struct hqi_text *t)
{
	for (;;) {
		if (t->left > 0) {
			t->left--;
			return *t->phrase++;
		}
		const unsigned char c = *t->at, also = c > 0 && c < HQI_SINGLE_LOW ? t->at[1] : 0;

		if (c == 0 || (c < HQI_SINGLE_LOW && also == 0))
			return '\0';
		t->at += c < HQI_SINGLE_LOW ? 2 : 1;
		if (c == HQI_ESCAPE)
			return (char)also;
		if (c >= ' ' && c < HQI_SINGLE_HIGH)
			return (char)c;
		t->phrase = hqi_phrase(c >= HQI_SINGLE_HIGH ? c - (uint32_t)HQI_SINGLE_HIGH :
				       c >= HQI_SINGLE_LOW ? c - HQI_SINGLE_LOW + 256u - HQI_SINGLE_HIGH :
				       (c - HQI_DOUBLE) * 255u + also - 1 + HQI_SINGLES, &t->left);
	}
}

/* ---- names --------------------------------------------------------------------------------------------------- */

uint32_t hqi_named(const struct hq_tables *rules, uint32_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);

	while (row != HQ_NONE && !rows[row].name)
		row = rows[row].parent;        /* which stands after its parts, so this ends */
	return row;
}

void hqi_name(struct hqi_name *name, const struct hq_tables *rules, uint32_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);

	name->rules = rules;
	name->n = 0;
	for (row = hqi_named(rules, row); row != HQ_NONE && name->n < HQ_DEPTH_MAX; row = hqi_named(rules, rows[row].parent))
		name->part[name->n++] = rows[row].name;
	name->text = hqi_text(rules, name->n ? name->part[--name->n] : 0u);
}

char hqi_name_next(struct hqi_name *name)
{
	const char c = hqi_text_next(&name->text);

	if (c || name->n == 0)
		return c;
	name->text.at = hqi_text(name->rules, name->part[--name->n]).at;     /* it was read to its end: nothing else is left of it */
	return '.';
}
