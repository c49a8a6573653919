/* Which row of the ground's edition is which node of its tree, and what of both is to be equal. All that is taken from how the compiler lays out rows. */
#ifndef INTERVAL_WALK_H
#define INTERVAL_WALK_H

#include "teachers.h"

/* What of a row is compared. ORDER of the names in interval_rows.c */
enum sort {
	VERDICT, TOTAL, PASSES, MARK, CATEGORIES, CATEGORY, LINE, RAW, CAPPED, MIN_UNITS, MIN_POINTS, QUANTITY,
	ROUTE, REQUIREMENT, DEFINITION, PART, SORTS
};

/* One row, or the measure of one, and what stands for it in the tree. */
struct interval_pair { uint16_t row; uint8_t sort; bool share, turned; const void *node; };

/**
 * interval_walk - the pairs of the ground's edition
 * @out: borrowed, until the next call; those of a rubric's lines stand after the rubric's own
 *
 * Returns how many; 0: a row has no node or a node no row, see @why.
 */
size_t interval_walk(const struct interval_pair **out, char *why, size_t cap);

#endif
