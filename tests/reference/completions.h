/* The completion oracle: which verdicts the completions of partial facts have (docs/semantics.md 8.4), by trying them out.
 *
 * What is missing is filled in with values that stand for all others: for a field, an amount or a day those at and one beside every number and day
 * that the rules compare it with, and the ends of its range; for codes one of each sort that the rules tell apart; for a list none, a few
 * records, enough to saturate its caps, or those that rows drawn from the verdict down need, and none of those that they forbid. Where all combinations
 * are few they are all tried; where they are many a draw of them is, and it is said how often.
 * Verdicts come from the reference evaluator alone. */
#ifndef COMPLETIONS_H
#define COMPLETIONS_H

#include <stddef.h>
#include <stdint.h>

#include "teachers.h"

struct completions {
	uint32_t verdicts;              /* bit 1 << enum hq_verdict: some completion has it */
	size_t tried;                   /* completions that the reference decided */
	size_t missing;                 /* facts that were filled in */
	bool all;                       /* every combination of the values tried was tried */
	struct teacher example[5];      /* by verdict: the first completion that had it */
};

/**
 * completions_of - try completions of @partial
 * @decided: what the runtime says. HQ_UNDETERMINED: stops as soon as two completions differ. Another: stops at the first that has another verdict
 * @effort:  how many completions to draw, about
 */
void completions_of(const struct teacher *partial, enum hq_verdict decided, size_t effort, struct completions *out);

/* What the source leaves open, settled by the bits of a number: the n-th thing that is asked by bit n. */
enum { CHOICES_MAX = 60 };
struct choices { const void *node[CHOICES_MAX], *asker[CHOICES_MAX]; long record[CHOICES_MAX]; size_t n; uint64_t bits; };
int choices_choose(void *self, const void *node, const void *asker, long record);

/** complete facts as the reference evaluator takes them; @form has room for TEACHER_SLOTS */
struct ref_teacher as_reference(const struct teacher *t, struct ref_form *form);

#endif
