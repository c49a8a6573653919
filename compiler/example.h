/* What the two files about examples share: example_facts.c makes the teacher, examples.c decides and compares. */
#ifndef HQC_EXAMPLE_H
#define HQC_EXAMPLE_H

#include "compile.h"
#include "hq.h"

/* The teacher of one example, ready for hq_decide. Lives in the compilation's arena. */
struct hqc_case {
	struct hqc *c;
	const struct hq_tables *tables;
	uint16_t edition;              /* in tables */
	hq_day as_of;
	struct hq_facts facts;
	struct hq_record *records;     /* of facts, writable */
	struct hq_record teacher, assignment;
	bool has_teacher, has_assignment;
	struct hq_answer *answers;     /* one for each slot of the edition */
	bool has_answers;
};

/**
 * hqc_case_build - the facts of example @x, those it inherits included
 * What a field, a unit or a slot cannot hold is reported at the value; then the case is not to be decided.
 * Returns false if anything was reported.
 */
bool hqc_case_build(struct hqc_case *k, struct hqc *c, const struct hq_tables *tables, uint16_t edition,
		    const struct hqc_example *x);

/** the edition of the tables that this one became; -1 if none */
int hqc_case_edition(const struct hq_tables *tables, const struct hqc_edition *e);

#endif
