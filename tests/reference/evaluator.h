/* What the files of the reference evaluator share. */
#ifndef EVALUATOR_H
#define EVALUATOR_H

#include "fraction.h"
#include "reference.h"

struct context {
	const struct ref_teacher *t;
	const struct ref_chooser *ch;
	const struct hqc_filter *also;          /* 6.3: a share's filter, added to every line's; NULL */
	const void *asker;                      /* the measure that asks a filter (8.4 e); NULL */
	const struct hqc_award *const *allotted;/* 6.4: for each record the award its event was given to; NULL: no allotment */
};

int64_t  ref_school_year(hq_day day);
hq_day   ref_day_of(int64_t y, int64_t m, int64_t d);
hq_day   ref_months_before(hq_day day, int64_t months);
int64_t  ref_in_months(const struct hqc_number *n, const struct hqc_name *unit);
bool     ref_in_windows(const struct hqc_window *w, hq_day day, hq_day as_of);
/* 2.5: whether there is a day up to the as-of date that is not in them */
bool     ref_leave_days_out(const struct hqc_window *w, hq_day as_of);

/* 2.7: what a span from @from to @to (NULL: that day is missing; HQ_DAY_NEVER: it goes on) gives to the windows of @n years stated: the least and the most
 * over all days that it may have; in how many school years it may lie at most, and where both days are known from which on; and whether it fills them. */
struct ref_span { struct ref_number lo, hi; int64_t inside, first; bool full; };
struct ref_span ref_span_years(const struct hqc_window *w, const int64_t *from, const int64_t *to, hq_day as_of, struct ref_number least_n, struct ref_number most_n);

/* Of @n years of a span from @from to @to, those in the windows, school year by school year: @early of them fill its first school years, the rest its last. */
enum { REF_YEARS = 160 };
struct ref_year { int64_t year; struct ref_number part; };
size_t ref_span_in(const struct hqc_window *w, hq_day from, hq_day to, hq_day as_of, struct ref_number n, struct ref_number early, struct ref_year *out);

/** ref_settle - what the source leaves open at @node, of record number @record or -1: 8.4 e */
bool ref_settle(const struct context *c, const void *node, long record);
struct hqc_field *ref_field_named(const struct hqc_record *kind, const struct hqc_name *name);
bool ref_matches(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r);
bool ref_in_share(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r);

bool ref_is_years(const struct hqc_unit *u);
const struct ref_number *ref_form_says(const struct context *c, const void *node);
enum taking { TAKE_SUM, TAKE_COUNT, TAKE_GREATEST };
struct ref_number ref_measure(const struct context *outer, const struct hqc_what *what, const struct hqc_unit *unit, enum taking taking,
			      const struct hqc_limit *limits, const struct ref_number *block_each, const struct ref_number *cap_year,
			      const struct hqc_award *award);

#endif
