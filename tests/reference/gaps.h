/* What partial facts lack, and the values that stand for all that may be there; for completions.c. */
#ifndef GAPS_H
#define GAPS_H

#include "teachers.h"

enum { GAP_VALUES = 40, GAPS_MAX = 512 };
enum gap_sort { GAP_FIELD, GAP_AMOUNT, GAP_SLOT, GAP_LIST };

struct gap {
	enum gap_sort sort;
	uint8_t kind, field;
	size_t at;                      /* record (the assignment: SIZE_MAX), slot */
	size_t n;                       /* values; of a list, ways to draw one */
	int64_t value[GAP_VALUES];
	uint8_t unit[GAP_VALUES];       /* of an amount */
};

/** gaps_find - makes @t, a copy of @partial, ready to be filled in. Returns how many gaps, at most GAPS_MAX; lists come last */
size_t gaps_find(const struct teacher *partial, struct teacher *t, struct gap *gaps);
/** gaps_aim - draws what the lists of the next completion are aimed at: which rows of the edition shall hold, down from the verdict */
void   gaps_aim(void);
/** gap_fill - puts value number @which there; records of a list are drawn to suit the assignment and the teacher as they are */
void   gap_fill(struct teacher *t, const struct gap *gap, size_t which);

#endif
