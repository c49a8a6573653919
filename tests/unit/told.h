/* What the tests by counting share: whether the compiler said of rules that some decisions may be given up (HQ301, HQ302, HQ304), and what a decision is held to. */
#ifndef TESTS_TOLD_H
#define TESTS_TOLD_H

#include "compile.h"
#include "hq.h"

static inline bool told(const struct hqc *c)
{
	return hqc_reported(c, HQC_MSG_case_by_lists) || hqc_reported(c, HQC_MSG_case_by_codes) || hqc_reported(c, HQC_MSG_case_by_spans);
}

struct tally { size_t verdicts[5], gave_up, in_vain, by_cases; };

/* NULL, or what is wrong with @d where the completions say @wanted; @records: records lack facts, so that the rules do not bound the cases. */
static inline const char *mistake(struct tally *seen, const struct hqc *c, const struct hq_decision *d, enum hq_verdict wanted, bool records)
{
	const bool gave_up = d->verdict == HQ_UNDETERMINED && d->cases;

	seen->verdicts[wanted]++;
	seen->gave_up += gave_up;
	seen->in_vain += gave_up && wanted != HQ_UNDETERMINED;
	seen->by_cases += d->verdict != HQ_UNDETERMINED && d->cases;
	if (gave_up)
		return told(c) || records ? NULL : "given up, and not a word when compiling";
	return d->verdict == wanted ? NULL : hq_verdict_name(d->verdict);
}

#endif
