/* How often random teachers sit on a threshold: on it exactly, just missed (below, by one unit
 * or day at most, or by five points, what one record is often worth), just passed. */
#ifndef THRESHOLDS_H
#define THRESHOLDS_H

#include <stdio.h>

#include "teachers.h"

/** counts every threshold of the ground that a complete teacher is near; a decision is made on the way. False when none could be */
bool thresholds_count(const struct teacher *t);
/** writes the table; how often the least hit kind of threshold was hit exactly, missed or passed */
size_t thresholds_print(FILE *to);

#endif
