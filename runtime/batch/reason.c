/* Rows by name, the unit of their points, and the row that decides: for whoever writes the answers of a run. */
#include "program.h"

static struct hq_interval value(const struct hq_decision *d, const struct hq_edition *e, uint16_t row)
{
	return d->rows[row - e->first_row];
}

/* The first part of @row that is no, or open; HQ_NONE. */
static uint16_t first(const struct hq_tables *rules, const struct hq_decision *d, const struct hq_edition *e, uint16_t row, bool open)
{
	if (row == HQ_NONE)
		return HQ_NONE;
	const struct hq_row *r = HQ_AT(struct hq_row, rules, rows) + row;

	for (uint16_t i = 0; i < r->nkids; i++) {
		const uint16_t kid = HQ_AT(uint16_t, rules, kids)[r->first_kid + i];
		const struct hq_interval v = value(d, e, kid);

		if (open ? v.hi > v.lo : v.hi == 0)
			return kid;
	}
	return HQ_NONE;
}

uint16_t hq_batch_reason(const struct hq_tables *rules, const struct hq_decision *d)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions) + d->edition;
	uint16_t row = HQ_NONE;

	switch (d->verdict) {
	case HQ_HIGHLY_QUALIFIED:
		return d->route;
	case HQ_NOT_APPLICABLE:
		return e->applies;
	case HQ_NOT_HIGHLY_QUALIFIED:
		row = first(rules, d, e, e->every, false);
		return row == HQ_NONE ? e->routes : row;
	case HQ_UNDETERMINED:
		if (e->applies != HQ_NONE && value(d, e, e->applies).lo == 0)
			return e->applies;
		row = first(rules, d, e, e->every, true);
		return row == HQ_NONE ? first(rules, d, e, e->routes, true) : row;
	}
	return HQ_NONE;
}

int hq_batch_find_row(const struct hq_tables *rules, uint16_t edition, const char *name, size_t len)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions) + edition;
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	char text[HQ_TEXT_MAX];

	for (uint32_t i = e->first_row; i < (uint32_t)e->first_row + e->nrows; i++)
		if (rows[i].name && (hq_is_points(&rows[i]) || rows[i].op == HQ_OP_RUBRIC) &&
		    hq_row_name(rules, (uint16_t)i, text, sizeof text) == len && len < sizeof text && !__builtin_memcmp(text, name, len))
			return (int)i;
	return HQ_ENAME;
}

int64_t hq_batch_denominator(const struct hq_tables *rules, uint16_t row)
{
	return hq_rubric_at(rules, hq_rubric_of(rules, HQ_AT(struct hq_row, rules, rows) + row)).denominator;
}
