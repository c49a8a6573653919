/* The interval reference evaluator: paragraphs 2 to 7 and 8.2 of docs/semantics.md once more, for PARTIAL facts: what is missing makes a truth unknown and
 * a quantity an interval. Plain recursion over the tree of a rule file, exact fractions, no tables, nothing shared with the runtime beyond the
 * layout of a record. evaluator.h is the one for complete facts; the two share days and fractions only.
 *
 * It leaves the value of every node of the tree that it came by, so that whoever calls can hold each row of a decision against it. */
#ifndef INTERVALS_H
#define INTERVALS_H

#include "evaluator.h"

/* Both ends belong to it. hi.den is 0 where there is no upper bound. A truth is 0 (no), 1 (yes), or from 0 to 1 (unknown). */
struct ref_interval { struct ref_number lo, hi; };

struct ref_partial {
	const struct hq_record *records;        /* of known lists, in any order; nothing of other lists is among them */
	size_t nrecords;
	const struct hq_record *assignment;     /* NULL: missing */
	const uint8_t *list;                    /* enum hq_know of each kind's list */
	bool closed;                            /* 1.3 */
	hq_day as_of;
	const struct ref_said { const void *node; bool share, known; struct ref_number says; } *form;  /* 4.6: the slots that were asked; nodes as in ref_form */
	size_t nform;
	const struct hqc_define *const *defines;/* as in ref_teacher */
	uint16_t teacher;                       /* the kind that is the single record of the person */
};

/* What a node comes to. Which of these, by what the node is:
 *   a test                    value; quantity, of its measure
 *   an item, a block, a definition, an edition (all that makes highly qualified)     value
 *   an award                  quantity, of its measure; raw, its points
 *   a line, a category        raw, capped (5.3: before any division), value: what counts
 *   a rubric                  quantity: its total; value: whether it passes
 *   its `share`, an edition's first route     value: `requires` and the share together, any of the routes
 * @share: as it is reckoned again for `of which` (6.3). */
struct ref_value {
	const void *node;
	bool share;
	uint32_t age;
	struct ref_interval quantity, raw, capped, value;
	struct ref_interval met[2];             /* truths: a minimum in units, one in points; of a rubric its mark, and points in so many categories */
};

enum { REF_VALUES = 1 << 13 };
struct ref_values { struct ref_value at[REF_VALUES]; uint32_t age; size_t n; };

/** ref_values_of - what a node came to; NULL: nothing was left of it */
const struct ref_value *ref_values_of(const struct ref_values *v, const void *node, bool share);

/* 6.4: of several allotments that are best alike, the one is taken of which @agrees says so. @to: the line in which each record counts, or NULL; @upper: at
 * which end. Of the lower end the values are those of the allotment taken when the upper one is asked about. */
struct ref_liking {
	bool (*agrees)(void *self, const struct hqc_rubric *r, const struct ref_values *v, const struct hqc_award *const *to, bool upper);
	void *self;
};

/* Rubrics whose allotments were all tried; those with a choice; those too large to try; ends at which no best allotment was agreed to. */
struct ref_counts { size_t allotted, allotted_otherwise, too_many, disagreed; };

/**
 * ref_intervals - an edition on partial facts
 * @out:    what every node comes to
 * @counts: added to
 *
 * Returns the verdict by 8.2. 0: some rubric has more allotments than are tried (6.4), so nothing is said.
 */
enum hq_verdict ref_intervals(const struct hqc_edition *e, const struct ref_partial *t, const struct ref_liking *like, struct ref_values *out,
			      struct ref_counts *counts);

/** ref_share_reads - whether lines on records of @kind are part of a share whose filter is @f: 6.3 */
bool ref_share_reads(const struct ref_partial *t, const struct hqc_filter *f, const struct hqc_record *kind);

#endif
