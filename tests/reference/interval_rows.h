/* Holds every row of a decision against the interval reference evaluator: equality of both ends. */
#ifndef INTERVAL_ROWS_H
#define INTERVAL_ROWS_H

#include "teachers.h"

/** interval_rows_find - which row of the ground's edition is which node of its tree; after stand_on. False: some node has no row, see @why */
bool interval_rows_find(char *why, size_t cap);
/**
 * interval_rows_agree - a decision against the reference, row by row
 * @facts: what was decided on; prepared
 * @d:     with the rows as intervals have them
 * @by_intervals: the verdict that they give
 * @why:   the first difference, where false is returned
 */
bool interval_rows_agree(const struct hq_facts *facts, const struct hq_decision *d, enum hq_verdict by_intervals, char *why, size_t cap);
/**
 * interval_rows_muddled - the same of a teacher made from @t by changes that completions do not need; drawn from `seed`
 * @tell: writes the teacher to stderr
 *
 * Facts that hold more than all records of a kind may are passed over, and counted.
 */
bool interval_rows_muddled(const struct teacher *t, bool tell, char *why, size_t cap);
void interval_rows_refused(void);
/** what was compared, and how often it was open: a table. The least number of open values of a sort that the rules have */
size_t interval_rows_print(FILE *to);

#endif
