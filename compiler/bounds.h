/* What points can come to at most, while a rubric is being lowered. See bounds.c. */
#ifndef HQC_BOUNDS_H
#define HQC_BOUNDS_H

#include "points.h"

/* Points in the rubric's denominator; HQ_BIG: without bound. */
struct hqc_reach { int64_t most, by_service; };

struct hqc_reach hqc_line_reach(const struct hqc_lower *l, const struct hq_line *line, const struct hqc_award *a);
struct hqc_reach hqc_reach_under(const struct hq_limit *limit, struct hqc_reach raw);
struct hqc_reach hqc_reach_join(struct hqc_reach sum, const struct hqc_row_facts *kid, bool best);

/** a cap in points that nothing reaches; a minimum that nothing reaches */
void hqc_check_reach(struct hqc *c, const struct hqc_limits *limits, const struct hq_limit *bound,
		     struct hqc_reach raw);
/** the same in units */
void hqc_check_units(struct hqc *c, const struct hqc_limits *limits, const struct hq_line *line, int64_t units_min,
		     int64_t most);
/** a pass mark or share that nothing reaches; a pass mark that years of experience reach alone */
void hqc_check_total(struct hqc_lower *l, const struct hqc_rubric *r, bool share, const struct hq_rubric *made,
		     uint16_t row, struct hqc_reach total);

#endif
