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

static bool is_in_years(const struct hqc_record *kind, const struct hq_record *r)
{
	const struct hqc_unit_ref *u = kind->units;

	while (u && u->unit->index != r->unit)
		u = u->next;
	return u && ref_is_years(u->unit);
}

/* Settled for all measures alike: one of the things that are open of record @i, by its number. */
static bool settle_span(const struct context *c, const struct hqc_record *kind, size_t i, size_t which)
{
	struct context none = *c;

	none.asker = NULL;
	none.also = NULL;
	return ref_settle(&none, (const char *)kind + which, (long)i);
}

/* 2.7, 8.4 f: the years of a span in the windows, in its own amount. Where they lie is settled once for all measures: on days that it may have, and none, a third,
 * two thirds or all of them as early as can be, the rest as late, in steps of the amount. */
static size_t years_of_span(const struct context *c, const struct hqc_what *what, size_t i, const struct hqc_field *from, const struct hqc_field *to,
			    struct ref_year *out)
{
	const struct hqc_record *kind = what->record;
	const struct hq_record *r = c->t->undated && i < c->t->nundated ? &c->t->undated[i] : &c->t->records[i];
	const int64_t *begins = r->known >> from->index & 1 ? &r->v[from->index] : NULL, *ends = r->known >> to->index & 1 ? &r->v[to->index] : NULL;
	const int64_t amount = c->t->records[i].amount;
	const struct ref_number n = over(whole(amount), ten_to(kind->decimals));
	const struct ref_span all = ref_span_years(what->windows, begins, ends, c->t->as_of, n, n);
	const hq_day first = begins ? (hq_day)*begins : HQ_DAY_FIRST;
	struct ref_number early = whole(0);
	hq_day last = ends && *ends != HQ_DAY_NEVER ? (hq_day)*ends : c->t->as_of;

	if (compare(all.lo, all.hi) < 0) {
		const int64_t thirds = settle_span(c, kind, i, 0) + 2 * settle_span(c, kind, i, 1);

		early = over(whole(amount * thirds / 3), ten_to(kind->decimals));
		if (!ends && begins && settle_span(c, kind, i, 2)) {       /* over as soon as it has touched so many */
			const int64_t y = ref_school_year(first) + (n.num + n.den - 1) / n.den - 1;
			const hq_day july = ref_day_of(y, 7, 1), soon = july > first ? july : first;

			last = soon < last ? soon : last;
		}
	}
	return ref_span_in(what->windows, first, last, c->t->as_of, n, early, out);
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
		struct ref_year lies[REF_YEARS];
		size_t nlies = 0;

		if (to && is_in_years(kind, r) && taking == TAKE_SUM) {
			const struct ref_number rate = r->amount ? over(q, whole(r->amount)) : whole(0);

			nlies = years_of_span(c, what, i, from, to, lies);
			q = whole(0);
			for (size_t k = 0; k < nlies; k++) {
				lies[k].part = times(times(lies[k].part, ten_to(kind->decimals)), rate);
				q = add(q, lies[k].part);
			}
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
		if (cap_year && dated && !nlies)
			lies[nlies++] = (struct ref_year){ ref_school_year(day), q };
		for (size_t k = 0; cap_year && k < nlies; k++) {
			size_t y = 0;

			while (y < nyears && years[y].year != lies[k].year)
				y++;
			if (y == nyears) {
				years[nyears].year = lies[k].year;
				years[nyears++].sum = whole(0);
			}
			years[y].sum = add(years[y].sum, nlies > 1 ? times(lies[k].part, whole(r->times ? r->times : 1)) : q);
		}
		if (cap_year && nlies)
			continue;
		total = add(total, cap_year ? least(q, *cap_year) : q);
	}
	for (size_t y = 0; y < nyears; y++)
		total = add(total, least(years[y].sum, *cap_year));
	/* 8.4 a: what all records together may hold bounds what another unit may be worth, and a list that was missing */
	if (taking != TAKE_SUM || !kind->all.text)
		return total;
	return least(total, block_each ? blocks(of(&kind->all), *block_each) : of(&kind->all));
}
