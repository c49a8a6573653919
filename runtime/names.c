/* Texts of rules and names of rows and slots written out, and slots found by name: for readers of data and for whoever embeds the
 * runtime. How texts are packed and paths are put together is text.c's; deciding and explaining use none of this.
 */
#include "hq_internal.h"

/* Adds @text to @buf, which holds @len bytes already. */
static size_t add(const struct hq_tables *rules, uint16_t text, char *buf, size_t cap, size_t len)
{
	struct hqi_text t = hqi_text(rules, text);

	for (char c; (c = hqi_text_next(&t)); len++)
		if (len + 1 < cap)
			buf[len] = c;
	if (cap > 0)
		buf[len < cap ? len : cap - 1] = '\0';
	return len;
}

size_t hq_text(const struct hq_tables *rules, uint16_t text, char *buf, size_t cap)
{
	return add(rules, text, buf, cap, 0);
}

size_t hq_row_name(const struct hq_tables *rules, uint16_t row, char *buf, size_t cap)
{
	struct hqi_path p = hqi_path(rules, row);
	size_t len = 0;

	if (cap > 0)
		*buf = '\0';
	while (p.n-- > 0) {
		len = add(rules, p.part[p.n], buf, cap, len);
		if (p.n > 0 && len++ + 1 < cap)
			buf[len - 1] = '.';
	}
	return len;
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

/* Is the path of @row @name? Held against it from its last part on. */
static bool is_named(const struct hq_tables *rules, uint16_t row, const char *name, size_t len)
{
	const struct hqi_path p = hqi_path(rules, row);

	for (uint32_t i = 0; i < p.n; i++) {
		struct hqi_text t = hqi_text(rules, p.part[i]), same = t;
		size_t n = 0;

		while (hqi_text_next(&t))
			n++;
		if (n > len)
			return false;
		len -= n;
		for (size_t k = 0; k < n; k++)
			if (hqi_text_next(&same) != name[len + k])
				return false;
		if (i + 1 < p.n && (len == 0 || name[--len] != '.'))
			return false;
	}
	return len == 0 && p.n > 0;
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
