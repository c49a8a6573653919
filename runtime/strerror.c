/* Texts of errors and verdicts. Static and English; a program that wants other words has the numbers. */
#include "hq_internal.h"

/* The @n-th of @texts, from 0, which stand one after the other, each with its NUL, and end with an empty one; past them @other. */
static const char *nth(const char *texts, uint32_t n, const char *other)
{
	for (; n > 0 && *texts; n--)
		while (*texts++)
			;
	return *texts ? texts : other;
}

const char *hq_strerror(int error)
{
	/* In the order of enum hq_error, which counts down from 0. */
	return nth("no error\0"
		   "the table has another version\0"
		   "the table is damaged\0"
		   "rules and facts differ in vocabulary\0"
		   "a buffer is too small, or not aligned\0"
		   "the facts are not prepared\0"
		   "a value is outside its range\0"
		   "a line has a form's answer and records\0"
		   "it takes too many steps\0"
		   "no edition is in force on the as-of date\0"
		   "there is no such name\0",
		   0u - (uint32_t)error, "unknown error");
}

const char *hq_verdict_name(enum hq_verdict verdict)
{
	/* In the order of enum hq_verdict, which begins with 1. */
	return nth("highly_qualified\0" "not_highly_qualified\0" "undetermined\0" "not_applicable\0", verdict - 1u, "unknown");
}
