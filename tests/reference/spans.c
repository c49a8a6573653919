/* Spans by school years: 2.7 of docs/semantics.md. Days that are missing are tried, at either side of whatever could matter. */
#include "evaluator.h"

enum { DAYS = 128, LONG_AGO = 130 /* school years; no window that begins does so before */ };

struct days { hq_day day[DAYS]; size_t n; };

static void add_day(struct days *d, int64_t day)
{
	if (day >= HQ_DAY_FIRST && d->n < DAYS)
		d->day[d->n++] = (hq_day)day;
}

static void add_around(struct days *d, int64_t day)
{
	for (int64_t by = -1; by <= 1; by++)
		add_day(d, day + by);
}

/* The school years that the days touch, and how many of them are dated in the windows. */
static void count(const struct hqc_window *w, hq_day from, hq_day to, hq_day as_of, int64_t *touched, int64_t *inside, int64_t *first)
{
	const int64_t last = ref_school_year(to), early = last - LONG_AGO;
	int64_t y = ref_school_year(from);

	*touched = last - y + 1;
	*inside = 0;
	if (y < early) {
		*inside = ref_in_windows(w, HQ_DAY_FIRST, as_of) ? early - y : 0;
		*first = y;
		y = early;
	}
	for (; y <= last; y++) {
		const hq_day june = ref_day_of(y + 1, 6, 30);

		if (!ref_in_windows(w, june < to ? june : to, as_of))
			continue;
		if ((*inside)++ == 0)
			*first = y;
	}
}

/* Last days that a span may have whose last day is missing. */
static void last_days(const struct hqc_window *w, const int64_t *from, hq_day as_of, int64_t n, struct days *out)
{
	add_day(out, as_of);
	add_around(out, ref_day_of(ref_school_year(as_of), 6, 30));
	for (; w; w = w->next) {
		if (w->kind == HQC_WINDOW_WITHIN || w->kind == HQC_WINDOW_BEFORE_LAST)
			add_around(out, ref_months_before(as_of, ref_in_months(&w->count, &w->unit)));
		else if (w->kind == HQC_WINDOW_AFTER || w->kind == HQC_WINDOW_ON_OR_AFTER || w->kind == HQC_WINDOW_FROM_TO)
			add_around(out, w->from.day);
		if (w->kind == HQC_WINDOW_BEFORE || w->kind == HQC_WINDOW_ON_OR_BEFORE || w->kind == HQC_WINDOW_FROM_TO)
			add_around(out, w->to.day);
	}
	for (int64_t by = -2; from && by <= 1; by++)   /* where it touches as many school years as it states, and around that */
		add_around(out, ref_day_of(ref_school_year((hq_day)*from) + n + by, 6, 30));
	if (from)
		add_day(out, *from);
}

struct ref_span ref_span_years(const struct hqc_window *w, const int64_t *from, const int64_t *to, hq_day as_of, struct ref_number least_n, struct ref_number most_n)
{
	struct ref_span out = { { 1, 0 }, whole(0), 0, 0, false };
	const int64_t n = least_n.num / least_n.den;
	struct days lasts = { .n = 0 };

	if (to)
		add_day(&lasts, *to == HQ_DAY_NEVER ? as_of : *to);
	else
		last_days(w, from, as_of, n, &lasts);
	for (size_t i = 0; i < lasts.n; i++) {
		const hq_day last = lasts.day[i];
		struct days firsts = { .n = 0 };

		if (!to && last > as_of)
			continue;
		if (from) {
			add_day(&firsts, *from);
		} else {
			add_day(&firsts, HQ_DAY_FIRST);
			add_day(&firsts, last);
			for (int64_t back = n - 2; back <= n + 2; back++)
				add_around(&firsts, ref_day_of(ref_school_year(last) - back, 7, 1));
		}
		for (size_t k = 0; k < firsts.n; k++) {
			int64_t touched, inside, first = 0;

			if (firsts.day[k] > last || (!from && firsts.day[k] > as_of))
				continue;
			count(w, firsts.day[k], last, as_of, &touched, &inside, &first);
			if (!(from && (to || last == as_of)) && compare(least_n, whole(touched)) > 0)
				continue;      /* more years than it touches */
			const struct ref_number lo = least(least_n, whole(touched)), hi = least(most_n, whole(touched));

			out.lo = least(out.lo, greatest(add(lo, whole(inside - touched)), whole(0)));
			out.hi = greatest(out.hi, least(hi, whole(inside)));
			if (inside >= out.inside) {
				out.inside = inside;
				out.first = first;
				out.full = compare(lo, whole(touched)) == 0;
			}
		}
	}
	return out;
}

/* A year's share of @n that fills school years from one end, number @i from there. */
static struct ref_number share(struct ref_number n, int64_t i)
{
	return least(greatest(add(n, whole(-i)), whole(0)), whole(1));
}

size_t ref_span_in(const struct hqc_window *w, hq_day from, hq_day to, hq_day as_of, struct ref_number n, struct ref_number early, struct ref_year *out)
{
	const int64_t last = ref_school_year(to), first = ref_school_year(from), begin = first < last - LONG_AGO ? last - LONG_AGO : first;
	size_t made = 0;

	n = least(n, whole(last - first + 1));
	early = least(early, n);
	for (int64_t y = begin; y <= last; y++) {
		const struct ref_number part = add(share(early, y - begin), share(add(n, times(early, whole(-1))), last - y));
		const hq_day june = ref_day_of(y + 1, 6, 30);

		if (part.num > 0 && ref_in_windows(w, june < to ? june : to, as_of) && made < REF_YEARS)
			out[made++] = (struct ref_year){ y, part };
	}
	return made;
}
