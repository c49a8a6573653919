/* Quantities of partial records: 4, and 2.3 to 2.7, of docs/semantics.md. */
#include "intervals_in.h"

/* 1.2, 1.3: whether the kind's list is known; a closed list that was not asked is */
bool iv_is_listed(const struct iv *c, const struct hqc_record *kind)
{
	const uint8_t list = c->t->list[kind->index];

	return list == HQ_KNOWN || (list == HQ_NOT_ASKED && c->t->closed);
}

/* ---- what one record gives: 4.1 to 4.4 ---- */

/* 4.2: what one of @unit is worth in the measure's; num 0: the rule does not say */
static struct ref_number rate_of(const struct iv_measure *m, uint16_t unit)
{
	if (unit == m->unit->index)
		return whole(1);
	for (const struct hqc_conversion *v = m->what->conversions; v; v = v->next)
		if (v->from_resolved->index == unit)
			return over(of(&v->to), of(&v->from));
	return whole(0);
}

/* 4.2: the unit in which an amount that the rule says nothing of is bounded: the measure's own, or the first that it takes */
static struct ref_number first_rate(const struct iv_measure *m)
{
	for (const struct hqc_unit_ref *u = m->what->record->units; u; u = u->next)
		if (u->unit->index == m->unit->index)
			return whole(1);
	return over(of(&m->what->conversions->to), of(&m->what->conversions->from));
}

/* 4.2: an amount between @lo and @hi of @unit */
static struct ref_interval worth(const struct iv_measure *m, uint16_t unit, struct ref_number lo, struct ref_number hi)
{
	const struct ref_number rate = rate_of(m, unit);

	if (rate.num == 0)
		return (struct ref_interval){ whole(0), times(of(&m->what->record->max), first_rate(m)) };
	return (struct ref_interval){ times(lo, rate), times(hi, rate) };
}

/* 4.1: the least and the most that a missing amount may be, in any unit of the kind but @but */
static struct ref_interval missing_amount(const struct iv_measure *m, const struct hqc_unit *but)
{
	const struct hqc_record *kind = m->what->record;
	struct ref_interval out = { { 1, 0 }, { 0, 1 } };

	for (const struct hqc_unit_ref *u = kind->units; u; u = u->next) {
		const struct ref_interval one = worth(m, u->unit->index, of(&kind->min), of(&kind->max));

		if (u->unit == but)
			continue;
		out.lo = least(out.lo, one.lo);
		out.hi = greatest(out.hi, one.hi);
	}
	return out;
}

static bool known(const struct hq_record *r, const struct hqc_field *f)
{
	return f && (r->known >> f->index & 1);
}

/* 2.7: years of a span, by school years */
static struct ref_interval span_years(const struct iv *c, const struct iv_measure *m, const struct hq_record *r, bool stated, struct ref_number years,
				      struct iv_part *out)
{
	const struct hqc_record *kind = m->what->record;
	const struct hqc_field *from = ref_field_named(kind, &kind->spans_from), *to = ref_field_named(kind, &kind->spans_to);
	struct ref_interval n = { years, years };

	if (!stated)
		n = (struct ref_interval){ of(&kind->min), of(&kind->max) };
	if (known(r, from) && r->v[from->index] > c->t->as_of)
		return exactly(whole(0));
	const struct ref_span in = ref_span_years(m->what->windows, known(r, from) ? &r->v[from->index] : NULL, known(r, to) ? &r->v[to->index] : NULL,
						  c->t->as_of, n.lo, n.hi);

	out->nyears = in.inside;
	out->year = in.first;
	out->dated = known(r, from) && known(r, to) && (in.full || in.inside == 1);     /* 4.4: n = m has one year in each */
	return (struct ref_interval){ in.lo, in.hi };
}

/* 2.3 to 2.5, and the end of 2.7: whether a record that is not split lies in the windows; and when */
static enum truth lies_in(const struct iv *c, const struct iv_measure *m, const struct hq_record *r, struct iv_part *out)
{
	const struct hqc_record *kind = m->what->record;
	const struct hqc_field *from = ref_field_named(kind, &kind->spans_from), *to = ref_field_named(kind, &kind->spans_to);
	const struct hqc_field *by = to ? to : ref_field_named(kind, &kind->dated_by);

	if (known(r, from) && r->v[from->index] > c->t->as_of)
		return NO;
	out->nyears = 1;
	if (!known(r, by))
		return ref_leave_days_out(m->what->windows, c->t->as_of) ? UNKNOWN : YES;
	const hq_day day = to && r->v[by->index] == HQ_DAY_NEVER ? c->t->as_of : (hq_day)r->v[by->index];

	out->dated = true;
	out->year = ref_school_year(day);
	return ref_in_windows(m->what->windows, day, c->t->as_of) ? YES : NO;
}

static void part_of(const struct iv *c, const struct iv_measure *m, const struct hq_record *r, struct iv_part *out)
{
	const struct hqc_record *kind = m->what->record;
	const bool spans = kind->spans_to.text != NULL, one_unit = kind->units && !kind->units->next;
	struct ref_number amount = whole(0);
	uint16_t unit = 255;
	enum truth taken = m->what->filter ? iv_filter(c, m->what->filter, kind, r) : YES;
	const bool stated = m->taking != TAKE_COUNT && iv_amount(kind, r, &unit, &amount);

	*out = (struct iv_part){ .q = exactly(whole(0)) };
	if (taken != NO && c->also)
		taken = both(taken, iv_in_share(c, c->also, kind, r));
	if (taken == NO)
		return;
	bool in_years = false;                 /* the kind's amounts may be */

	for (const struct hqc_unit_ref *u = kind->units; u; u = u->next)
		in_years |= m->unit && u->unit == m->unit;
	const bool years = m->taking == TAKE_SUM && spans && ref_is_years(m->unit) && (stated ? unit == m->unit->index : in_years);

	if (years)
		out->q = span_years(c, m, r, stated, amount, out);
	if (!years || (!stated && !one_unit)) {       /* it may be in years or not */
		struct iv_part other = { .q = exactly(whole(1)) };
		const enum truth in = lies_in(c, m, r, &other);

		if (m->taking != TAKE_COUNT)
			other.q = stated ? worth(m, unit, amount, amount) : missing_amount(m, years ? m->unit : NULL);
		if (in == NO)
			other.q.hi = whole(0);
		if (in != YES)
			other.q.lo = whole(0);
		if (years) {
			out->dated = false;
			out->nyears = out->nyears ? out->nyears : 1;
			out->q = (struct ref_interval){ least(out->q.lo, other.q.lo), greatest(out->q.hi, other.q.hi) };
		} else {
			*out = other;
		}
	}
	if (taken == UNKNOWN)
		out->q.lo = whole(0);
	/* 4.4, in its order */
	if (m->each.num) {
		out->dated &= out->nyears <= 1 || compare(out->q.hi, m->each) <= 0;
		out->q.lo = least(out->q.lo, m->each);
		out->q.hi = least(out->q.hi, m->each);
	}
	if (m->block.num) {
		out->dated &= out->nyears <= 1;
		out->q.lo = blocks(out->q.lo, m->block);
		out->q.hi = blocks(out->q.hi, m->block);
	}
	if (m->taking != TAKE_GREATEST) {
		out->q.lo = times(out->q.lo, whole(r->times ? r->times : 1));
		out->q.hi = times(out->q.hi, whole(r->times ? r->times : 1));
	}
}

size_t iv_parts(const struct iv *c, const struct iv_measure *m, struct iv_part *parts)
{
	size_t n = 0;

	for (size_t i = 0; i < c->t->nrecords && n < IV_RECORDS; i++) {
		if (c->t->records[i].kind != m->what->record->index)
			continue;
		part_of(c, m, &c->t->records[i], &parts[n]);
		parts[n].record = i;
		n += parts[n].q.hi.num > 0;
	}
	return n;
}

/* ---- what all give ---- */

enum { YEARS_MAX = 64 };
struct years { int64_t year[YEARS_MAX]; struct ref_number sum[YEARS_MAX]; size_t n; };

static void put(struct years *of, int64_t year, struct ref_number q)
{
	size_t y = 0;

	while (y < of->n && of->year[y] != year)
		y++;
	if (y == YEARS_MAX)
		return;
	if (y == of->n) {
		of->year[of->n] = year;
		of->sum[of->n++] = whole(0);
	}
	of->sum[y] = add(of->sum[y], q);
}

/* 4.4: school years held down to the cap, where @loose more lies in year number @at (of->n: a year that has nothing else) */
static struct ref_number capped(const struct years *of, struct ref_number cap, struct ref_number loose, size_t at)
{
	struct ref_number total = at == of->n ? least(loose, cap) : whole(0);

	for (size_t y = 0; y < of->n; y++)
		total = add(total, least(y == at ? add(of->sum[y], loose) : of->sum[y], cap));
	return total;
}

static bool counts_here(const struct iv *c, const struct hqc_award *award, const struct iv_part *p, bool upper)
{
	return !c->allotment || !award || c->allotment->to[upper][p->record] == award;
}

/* 4.4: a cap a year; the least over all years that what is not dated may lie in, the most in years of their own */
static struct ref_number yearly(const struct iv *c, const struct iv_measure *m, const struct iv_part *parts, size_t n, const struct hqc_award *award, bool upper)
{
	struct years dated = { .n = 0 };
	struct ref_number loose = whole(0), own = whole(0), fewest = { 1, 0 };

	for (size_t i = 0; i < n; i++) {
		const struct iv_part *p = &parts[i];
		const struct ref_number q = upper ? p->q.hi : p->q.lo;

		if (!counts_here(c, award, p, upper))
			continue;
		if (p->dated)
			for (int64_t y = 0; y < p->nyears; y++)
				put(&dated, p->year + y, over(q, whole(p->nyears)));
		else if (upper)
			own = add(own, p->nyears ? least(q, times(m->year, whole(p->nyears))) : q);
		else
			loose = add(loose, q);
	}
	if (upper)
		return add(capped(&dated, m->year, whole(0), SIZE_MAX), own);
	for (size_t at = 0; at <= dated.n; at++)
		fewest = least(fewest, capped(&dated, m->year, loose, at));
	return fewest;
}

/* 4.3 to 4.5; of the line @award only what is allotted to it (6.4) */
struct ref_interval iv_sum(const struct iv *c, const struct iv_measure *m, const struct iv_part *parts, size_t n, const struct hqc_award *award)
{
	struct ref_interval out = exactly(whole(0));

	for (int upper = 0; upper < 2; upper++) {
		struct ref_number *end = upper ? &out.hi : &out.lo;

		if (m->year.num && m->taking != TAKE_GREATEST) {
			*end = yearly(c, m, parts, n, award, upper);
			continue;
		}
		for (size_t i = 0; i < n; i++) {
			const struct ref_number q = upper ? parts[i].q.hi : parts[i].q.lo;

			if (counts_here(c, award, &parts[i], upper))
				*end = m->taking == TAKE_GREATEST ? greatest(*end, q) : add(*end, q);
		}
	}
	out.lo = least(out.lo, iv_most(m));
	out.hi = least(out.hi, iv_most(m));
	if (c->allotment && award && c->allotment->found && compare(out.lo, out.hi) > 0)
		return (struct ref_interval){ out.hi, out.lo };
	return out;
}

/* How many school years a window that begins can touch; 0: it does not begin */
static int64_t school_years(const struct hqc_window *w)
{
	for (; w; w = w->next) {
		if (w->kind == HQC_WINDOW_WITHIN)
			return (ref_in_months(&w->count, &w->unit) + 11) / 12 + 1;
		if (w->kind == HQC_WINDOW_FROM_TO)
			return ref_school_year(w->to.day) - ref_school_year(w->from.day) + 1;
	}
	return 0;
}

/* 4.5: the most that the declared ranges and the measure's own caps allow. No state's filter of a greatest or of whole blocks asks for the amount. */
struct ref_number iv_most(const struct iv_measure *m)
{
	const struct hqc_record *kind = m->what->record;
	const struct ref_number records = whole(kind->single ? 1 : HQ_RECORDS_MAX * (kind->counted_by.text ? HQ_TIMES_MAX : 1));
	struct ref_number one = whole(1), best = whole(0), all;

	if (m->taking != TAKE_COUNT) {
		for (const struct hqc_unit_ref *u = kind->units; u; u = u->next)
			best = greatest(best, rate_of(m, u->unit->index));
		one = times(of(&kind->max), best);
	}
	all = times(one, records);
	if (m->taking != TAKE_COUNT && kind->all.text)
		all = least(all, times(of(&kind->all), best));
	if (m->each.num) {
		one = least(one, m->each);
		all = least(all, times(one, records));
	}
	if (m->taking == TAKE_GREATEST)
		return one;
	if (m->block.num)
		all = least(blocks(all, m->block), times(blocks(one, m->block), records));
	if (m->year.num && school_years(m->what->windows))
		all = least(all, times(m->year, whole(school_years(m->what->windows))));
	return all;
}

struct ref_interval iv_quantity(const struct iv *c, const struct iv_measure *m)
{
	struct iv_part parts[IV_RECORDS];

	if (!iv_is_listed(c, m->what->record))
		return (struct ref_interval){ whole(0), iv_most(m) };
	return iv_sum(c, m, parts, iv_parts(c, m, parts), NULL);
}
