/* hqc sources: the account of every line of the source documents. */
#ifndef HQC_SOURCES_H
#define HQC_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

struct hqc_sources_options {
	const char *index;             /* folder of the indexes, NAME.index for each source */
	const char *texts;             /* folder of the texts; NULL: not at hand */
	const char *show;              /* a jurisdiction whose lines to print beside the rules that cite them; NULL */
	bool quiet;                    /* only the counts */
};

/** Returns the exit status: 0 all accounted for, 1 not, 3 out of memory. */
int hqc_sources(const struct hqc_sources_options *options, char *const files[], size_t nfiles);

#endif
