/* What the files of the interval reference evaluator share. */
#ifndef INTERVALS_IN_H
#define INTERVALS_IN_H

#include "intervals.h"

enum truth { NO, UNKNOWN, YES };

enum { IV_RECORDS = 128, IV_LINES = 96 };

/* 4.1: what one record gives to a measure, all its times, before any cap a year (4.4). */
struct iv_part {
	size_t record;                          /* which of the facts' */
	struct ref_interval q;
	bool dated;
	/* Dated: as much in each of so many school years, from this one on. Else: in at most so many of any; 0: any number. */
	int64_t year, nyears;
};

/* A measure: what it takes from records of a kind, and under which caps. */
struct iv_measure {
	const struct hqc_what *what;
	const struct hqc_unit *unit;            /* SUM, GREATEST */
	enum taking taking;
	struct ref_number each, year, block;    /* num 0: none. `at most ... each`, `... a year` (of a line by whole blocks of each: blocks), `per whole n of each` */
};

struct iv_line { const struct hqc_award *award; struct iv_measure m; struct iv_part parts[IV_RECORDS]; size_t n; };

/* An allotment (6.4): what is reckoned once, and to which line the event of each record goes, at each end. */
struct iv_allotment {
	struct iv_line line[IV_LINES];
	size_t nlines;
	const struct hqc_award *to[2][IV_RECORDS];
	bool found;                             /* both ends have theirs; a line's interval spans what it has under either */
};

struct iv {
	const struct ref_partial *t;
	const struct hqc_filter *also;          /* 6.3: of a share; NULL */
	const struct ref_liking *like;
	struct ref_values *out;
	struct ref_counts *counts;
	struct iv_allotment *allotment;         /* of the rubric being reckoned; NULL: none */
	bool too_many;
};

static inline struct ref_interval exactly(struct ref_number n) { return (struct ref_interval){ n, n }; }
static inline struct ref_interval as_interval(enum truth t) { return (struct ref_interval){ whole(t == YES), whole(t != NO) }; }
static inline enum truth as_truth(struct ref_interval v) { return v.lo.num > 0 ? YES : v.hi.num > 0 ? UNKNOWN : NO; }
static inline enum truth between_ends(bool lo, bool hi) { return lo ? YES : hi ? UNKNOWN : NO; }
static inline enum truth both(enum truth a, enum truth b) { return a < b ? a : b; }
static inline enum truth either(enum truth a, enum truth b) { return a > b ? a : b; }
static inline enum truth turned(enum truth a) { return (enum truth)(YES - a); }
/* Of numbers that may be without bound. */
static inline struct ref_number plus(struct ref_number a, struct ref_number b) { return a.den == 0 ? a : b.den == 0 ? b : add(a, b); }

struct ref_value *iv_leave(struct iv *c, const void *node, bool share);
const struct ref_said *iv_said(const struct iv *c, const void *node);

/* intervals_filter.c */
enum truth iv_filter(const struct iv *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r);
enum truth iv_in_share(const struct iv *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r);
/** the amount that a record states, or its kind's default; false: missing */
bool iv_amount(const struct hqc_record *kind, const struct hq_record *r, uint16_t *unit, struct ref_number *amount);

/* intervals_measure.c */
struct ref_interval iv_quantity(const struct iv *c, const struct iv_measure *m);
size_t iv_parts(const struct iv *c, const struct iv_measure *m, struct iv_part *parts);
struct ref_interval iv_sum(const struct iv *c, const struct iv_measure *m, const struct iv_part *parts, size_t n, const struct hqc_award *award);
struct ref_number iv_most(const struct iv_measure *m);
bool iv_is_listed(const struct iv *c, const struct hqc_record *kind);

/* intervals_points.c */
struct ref_interval iv_total(struct iv *c, const struct hqc_rubric *r, enum truth *minimums, struct ref_interval *filled);
struct iv_measure iv_line_measure(const struct hqc_award *a, const struct hqc_limit *limits);
size_t iv_lines(const struct hqc_category *cat, const struct hqc_award **award, const struct hqc_limit **limits, size_t n);

/* What a rubric's own points come to, and its conditions on them (6.1, 6.2). */
struct iv_own { struct ref_interval total; enum truth met; };

/* intervals_once.c */
struct iv_own iv_once(struct iv *c, const struct hqc_rubric *r, enum truth requires, enum truth settles);

/* intervals.c */
struct iv_own iv_own_points(struct iv *c, const struct hqc_rubric *r);
enum truth iv_test(struct iv *c, const struct hqc_test *t);

#endif
