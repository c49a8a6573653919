/* Whether the compiler said of rules that some decisions may be given up (HQ301, HQ302). */
#ifndef TESTS_TOLD_H
#define TESTS_TOLD_H

#include "compile.h"

static inline bool told(const struct hqc *c)
{
	return hqc_reported(c, HQC_MSG_case_by_lists) || hqc_reported(c, HQC_MSG_case_by_codes);
}

#endif
