/* Texts of rules and names of rows and slots written out, and slots found by name: for readers of data and for whoever embeds the
 * runtime. How texts are packed and names are put together is text.c's; deciding and explaining use none of this.
 */
#include "hq_internal.h"

/* What is left to read of @name, into @buf. */
static size_t put(struct hqi_name *name, char *buf, size_t cap)
{
	size_t len = 0;

	for (char c; (c = hqi_name_next(name)); len++)
		if (len + 1 < cap)
			buf[len] = c;
	if (cap > 0)
		buf[len < cap ? len : cap - 1] = '\0';
	return len;
}

size_t hq_text(const struct hq_tables *rules, uint16_t text, char *buf, size_t cap)
{
	struct hqi_name name = { .text = hqi_text(rules, text) };

	return put(&name, buf, cap);
}

size_t hq_row_name(const struct hq_tables *rules, uint16_t row, char *buf, size_t cap)
{
	struct hqi_name name;

	hqi_name(&name, rules, row);
	return put(&name, buf, cap);
}

size_t hq_slot_name(const struct hq_tables *rules, uint16_t slot, char *buf, size_t cap)
{
	return hq_row_name(rules, HQ_AT(struct hq_packed_slot, rules, slots)[slot].row, buf, cap);
}

uint16_t hq_slot_label(const struct hq_tables *rules, uint16_t slot)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const uint32_t row = hqi_named(rules, HQ_AT(struct hq_packed_slot, rules, slots)[slot].row);

	return row == HQ_NONE ? 0 : rows[row].label;
}

/* Is @name, @len bytes, the name of @row? */
static bool is_named(const struct hq_tables *rules, uint16_t row, const char *name, size_t len)
{
	struct hqi_name own;

	hqi_name(&own, rules, row);
	for (size_t i = 0; i < len; i++) {
		const char c = hqi_name_next(&own);

		if (!c || c != name[i])
			return false;
	}
	return len > 0 && !hqi_name_next(&own);
}

int hq_find_slot(const struct hq_tables *rules, uint16_t edition, const char *name, size_t len)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions) + edition;
	const struct hq_packed_slot *slots = HQ_AT(struct hq_packed_slot, rules, slots) + e->first_slot;

	for (uint16_t i = 0; i < e->nslots; i++)
		if (is_named(rules, slots[i].row, name, len))
			return i;
	return HQ_ENAME;
}
