/* Quantities: 4 of docs/semantics.md. */
#include "evaluator.h"

#include <string.h>

struct piece { hq_day day; struct ref_number amount; bool dated; };

/* 4.2: what an amount is worth in the measure's unit; false when the rule does not say */
static bool worth(const struct hqc_what *what, const struct hqc_unit *unit, const struct hq_record *r, struct ref_number *out)
{
	const struct ref_number amount = over(whole(r->amount), ten_to(what->record->decimals));

	if (r->unit == unit->index) {
		*out = amount;
		return true;
	}
	for (const struct hqc_conversion *v = what->conversions; v; v = v->next)
		if (v->from_resolved->index == r->unit) {
			*out = times(amount, over(of(&v->to), of(&v->from)));
			return true;
		}
	return false;
}

bool ref_is_years(const struct hqc_unit *u)
{
	return u && !strcmp(u->name.text, "year");
}

/* 4.6: what the form says of a requirement, a definition or a line; NULL */
const struct ref_number *ref_form_says(const struct context *c, const void *node)
{
	for (size_t i = 0; i < c->t->nform; i++)
		if (c->t->form[i].node == node)
			return &c->t->form[i].says;
	return NULL;
}

/* 4.1 to 4.4 for facts that are complete but for the days of spans */
struct ref_number ref_measure(const struct context *outer, const struct hqc_what *what, const struct hqc_unit *unit, enum taking taking,
				 const struct hqc_limit *limits, const struct ref_number *block_each, const struct ref_number *cap_year,
				 const struct hqc_award *award)
{
	const struct hqc_record *kind = what->record;
	const struct hqc_field *date = ref_field_named(kind, &kind->dated_by), *from = ref_field_named(kind, &kind->spans_from),
			       *to = ref_field_named(kind, &kind->spans_to);
	struct ref_number total = whole(0);
	struct { int64_t year; struct ref_number sum; } years[256];
	size_t nyears = 0;
	struct context own = *outer;
	const struct context *const c = &own;

	own.asker = what;
	for (size_t i = 0; i < c->t->nrecords; i++) {
		const struct hq_record *r = &c->t->records[i];
		struct ref_number q = whole(1);
		hq_day day = 0;
		const bool dated = date || to;

		if (r->kind != kind->index || (what->filter && !ref_matches(c, what->filter, kind, r)))
			continue;
		if (c->also && !ref_in_share(c, c->also, kind, r))
			continue;
		if (c->allotted && c->allotted[i] != award)
			continue;
		if (taking != TAKE_COUNT && !worth(what, unit, r, &q)) {
			if (!ref_settle(c, what, (long)i))
				continue;
			q = of(&kind->max);
		}
		const bool begins = from && (r->known >> from->index & 1), ends = to && (r->known >> to->index & 1);
		const hq_day last = !to ? 0 : !ends || r->v[to->index] == HQ_DAY_NEVER ? c->t->as_of : (hq_day)r->v[to->index];

		if (begins && r->v[from->index] > c->t->as_of)
			continue;
		if (to && ref_is_years(unit) && taking == TAKE_SUM) {
			/* 2.7; of what may count, the least or the most as is chosen (8.4 e) */
			const struct hq_record *d = c->t->undated && i < c->t->nundated ? &c->t->undated[i] : r;
			const struct ref_span in = ref_span_years(what->windows, d->known >> from->index & 1 ? &d->v[from->index] : NULL,
								  d->known >> to->index & 1 ? &d->v[to->index] : NULL, c->t->as_of, q, q);

			q = in.hi;
			if (compare(in.lo, in.hi) < 0 && !ref_settle(c, kind, (long)i))
				q = in.lo;
		} else if (to && !ends) {
			if (ref_leave_days_out(what->windows, c->t->as_of) && !ref_settle(c, kind, (long)i))
				continue;
		} else if (dated) {
			day = date ? (hq_day)r->v[date->index] : last;
			if (!ref_in_windows(what->windows, day, c->t->as_of))
				continue;
		}
		for (const struct hqc_limit *l = limits; l; l = l->next)
			if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_EACH)
				q = least(q, of(&l->number));
		if (block_each)
			q = blocks(q, *block_each);
		if (taking == TAKE_GREATEST) {
			if (compare(q, total) > 0)
				total = q;
			continue;
		}
		q = times(q, whole(r->times ? r->times : 1));
		if (cap_year && dated) {
			size_t y = 0;

			while (y < nyears && years[y].year != ref_school_year(day))
				y++;
			if (y == nyears) {
				years[nyears].year = ref_school_year(day);
				years[nyears++].sum = whole(0);
			}
			years[y].sum = add(years[y].sum, q);
			continue;
		}
		total = add(total, cap_year ? least(q, *cap_year) : q);
	}
	for (size_t y = 0; y < nyears; y++)
		total = add(total, least(years[y].sum, *cap_year));
	/* 8.4 a: what all records together may hold bounds what another unit may be worth, and a list that was missing */
	if (taking != TAKE_SUM || !kind->all.text)
		return total;
	return least(total, block_each ? blocks(of(&kind->all), *block_each) : of(&kind->all));
}
