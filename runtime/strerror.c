/* Texts of errors and verdicts. Static and English; a program that wants other words has the numbers. */
#include "hq_internal.h"

const char *hq_strerror(int error)
{
	switch ((enum hq_error)error) {
	case HQ_OK:
		return "no error";
	case HQ_EVERSION:
		return "the table is of a version that this runtime does not read";
	case HQ_ETABLE:
		return "the table is damaged";
	case HQ_EVOCAB:
		return "rules and facts are of different vocabularies";
	case HQ_ESPACE:
		return "a buffer is too small, or not aligned";
	case HQ_EORDER:
		return "the facts have not been prepared";
	case HQ_ERANGE:
		return "a value is outside its declared range";
	case HQ_EBOTH:
		return "a form answers a line for which records are given too";
	case HQ_ELIMIT:
		return "allotting each event once takes too many steps";
	case HQ_ENOEDITION:
		return "no edition is in force on the as-of date";
	case HQ_ENAME:
		return "the vocabulary or the edition has no such name";
	}
	return "unknown error";
}

const char *hq_verdict_name(enum hq_verdict verdict)
{
	switch (verdict) {
	case HQ_HIGHLY_QUALIFIED:
		return "highly_qualified";
	case HQ_NOT_HIGHLY_QUALIFIED:
		return "not_highly_qualified";
	case HQ_UNDETERMINED:
		return "undetermined";
	case HQ_NOT_APPLICABLE:
		return "not_applicable";
	}
	return "unknown";
}
