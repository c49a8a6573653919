/* The reference evaluator: docs/semantics.md once more, for clarity only. Plain recursion over the tree of a rule file, exact fractions,
 * no tables, nothing shared with the runtime beyond the layout of a record. It takes complete facts only: every list is known, every field of
 * every record has a value, but for the days of spans (8.4 f); completions.h makes such facts of partial ones. What a source leaves silent is
 * settled by a chooser, so that whoever calls can try every way to settle it. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ast.h"
#include "hq.h"

struct ref_number { int64_t num, den; };        /* in lowest terms, den > 0 */

/* What the source leaves open at @node (in a filter or a measure: for @asker, the measure, and record number @record; where the years of a span lie, 8.4 f: for no asker; else NULL, -1), see
 * docs/semantics.md 8.4 e: @choose answers 0 or 1. 1 is yes, the higher rate, the most that may count,
 * or "the points suffice". */
struct ref_chooser { int (*choose)(void *self, const void *node, const void *asker, long record); void *self; };

struct ref_teacher {
	const struct hq_record *records;        /* in any order; the single record `teacher` among them */
	size_t nrecords;
	const struct hq_record *undated;        /* the first nundated of them before days of spans were filled in: 2.7 counts years by these, 8.4 f; NULL: as they are */
	size_t nundated;
	const struct hq_record *assignment;
	hq_day as_of;
	const struct ref_form { const void *node; struct ref_number says; } *form;      /* 4.6: what a form says: of a requirement or definition, or an
	                                         * award that is given if a test holds, 1 or 0; of any other award its quantity */
	size_t nform;
	const struct hqc_define *const *defines;/* the lists of definitions in scope, NULL at the end; for filters read anew (6.3) */
};

struct ref_points { struct ref_number total; bool passes; };

struct ref_answer {
	enum hq_verdict verdict;
	const struct hqc_route *route;          /* the first that holds; NULL */
};

/** ref_decide - the verdict of an edition on complete facts */
struct ref_answer ref_decide(const struct hqc_edition *e, const struct ref_teacher *t, const struct ref_chooser *ch);
/** ref_meets - whether record @r of @kind meets a filter that leaves nothing open */
bool ref_meets(const struct ref_teacher *t, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r);
/** ref_rubric - the total of a rubric, and whether it passes */
struct ref_points ref_rubric(const struct hqc_rubric *r, const struct ref_teacher *t, const struct ref_chooser *ch);

#endif
