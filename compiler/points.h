/* How one award and the limits beside it become numbers. Shared by lowering (lower_rubric.c) and checking
 * (check_points.c), so that both read a line the same way. */
#ifndef HQC_POINTS_H
#define HQC_POINTS_H

#include "lower.h"

/* The limits of a line or category, each in its place; NULL where there is none. */
struct hqc_limits {
	const struct hqc_limit *max, *min;             /* in points, in all */
	const struct hqc_limit *units_max, *units_min; /* in the line's unit or in records, in all */
	const struct hqc_limit *year, *each;           /* in points, unit or records */
	const struct hqc_limit *from, *divide, *best;
	const struct hqc_limit *again, *before;        /* a second one of its sort: an error; and the first */
};
void hqc_limits_sort(const struct hqc_limit *list, struct hqc_limits *out);

/* One line, in exact numbers. Quantities are in the line's unit; for `per whole n of each`, in blocks. */
struct hqc_plan {
	struct hqc_measure_spec m;
	enum hq_line_form form;
	struct hqc_rat low, high;      /* points: for one of the quantity, or for one block of BLOCKS */
	bool silent;                   /* high is without bound */
	struct hqc_rat block;          /* BLOCKS */
	struct hqc_rat cap, from, units_min;           /* num 0: none */
};
void hqc_plan(struct hqc_fold *f, const struct hqc_award *a, const struct hqc_limits *limits,
	      const struct hqc_filter *extra, struct hqc_plan *out);

#endif
