/* What spares cases (semantics 8.5): spans that are alike, and quantities that share the records out. The runtime goes through far fewer where one of either is
 * found here, and is as exact where none is.
 */
#include <string.h>

#include "forks.h"

/* ---- spans that are alike ------------------------------------------------------------------------------------ */

/* A cap, whole blocks or a rate that leaves something over would turn on which span has the years. */
static bool is_even(const struct finder *f, const struct hq_measure *m)
{
	for (uint32_t i = 0; i < m->nconvs; i++) {
		const struct hq_conv *c = HQC_AT(const struct hq_conv, f->l->convs, m->first_conv + i);

		if (c->unit == kind_of(f, m->kind)->year_unit && c->den > 1)
			return false;
	}
	return m->cap_each == HQ_BIG && m->block_each == 0;
}

bool hqc_has_one_edge(const struct finder *f, uint32_t kind)
{
	int64_t edge[2] = { HQ_BOUND_OPEN, 0 };

	/* Where events count once, which line gets a span turns on its own years in either. */
	for (uint32_t i = 0; i < f->l->rubrics.count; i++) {
		const struct hq_rubric *r = HQC_AT(const struct hq_rubric, f->l->rubrics, i);

		if (r->once && r->first_row >= f->edition->first_row)
			return false;
	}
	for (uint16_t i = f->edition->first_measure; i < f->l->measures.count; i++) {
		const struct hq_measure *m = measure_of(f, i);
		const struct hq_window *w = HQC_AT(const struct hq_window, f->l->windows, m->window);
		/* The first day in the window, and the first after it; of months, those before the as-of date. */
		const int64_t ends[2][2] = { { w->from_kind, w->from }, { w->to_kind, w->to + (w->to_kind == HQ_BOUND_DAY) } };

		if (m->kind != kind || !hqc_adds_years(f, i))
			continue;
		if (m->cap_year < HQ_BIG || (m->window && !is_even(f, m)))
			return false;
		for (uint32_t side = 0; side < 2; side++) {
			if (ends[side][0] != HQ_BOUND_OPEN && edge[0] != HQ_BOUND_OPEN && (ends[side][0] != edge[0] || ends[side][1] != edge[1]))
				return false;
			if (ends[side][0] != HQ_BOUND_OPEN)
				memcpy(edge, ends[side], sizeof edge);
		}
	}
	return true;
}

/* ---- quantities that share the records out ------------------------------------------------------------------- */

/* The measure of a kid that asks for a quantity; NULL for other kids. */
static const struct hq_measure *quantity_of(const struct finder *f, const struct hqc_row *row, uint32_t kid)
{
	const struct hqc_row *r = HQC_AT(const struct hqc_row, f->l->rows, *HQC_AT(const uint16_t, f->l->kids, row->first_kid + kid));

	return r->op == HQ_OP_QUANTITY ? measure_of(f, r->arg) : NULL;
}

/* Of an `all of` whose quantities are sums of one kind's records, of which none can be in two: that kind, and one more; else 0. Whatever the facts imply, for
 * known records may break it. */
static uint16_t kind_shared_out(const struct finder *f, const struct hqc_row *row)
{
	struct hqc_lower apart = *f->l;
	uint32_t n = 0;
	uint8_t kind = 0;

	apart.implied.count = 0;
	for (uint32_t i = 0; i < row->nkids; i++) {
		const struct hq_measure *m = quantity_of(f, row, i);

		if (!m)
			continue;
		if (m->agg == HQ_AGG_GREATEST || m->cap_year < HQ_BIG || (n > 0 && m->kind != kind))
			return 0;
		kind = m->kind;
		n++;
		for (uint32_t k = 0; k < i; k++) {
			const struct hq_measure *d = quantity_of(f, row, k);
			const uint16_t both[] = { m->filter, d ? d->filter : HQ_NONE };

			if (d && (m->filter == HQ_NONE || d->filter == HQ_NONE || hqc_may_be_there(&apart, kind, false, both, 2, NULL, 0)))
				return 0;
		}
	}
	return n > 1 ? (uint16_t)(kind + 1) : 0;
}

void hqc_share_out(const struct finder *f)
{
	for (uint32_t i = f->edition->first_row; i < f->l->rows.count; i++) {
		struct hqc_row *row = HQC_AT(struct hqc_row, f->l->rows, i);

		if (row->op == HQ_OP_ALL)
			row->arg = kind_shared_out(f, row);
	}
}
