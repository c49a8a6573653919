/* Known facts that contradict one another, by what the facts file declares of them. */
#ifndef HQ_CLI_CONTRADICT_H
#define HQ_CLI_CONTRADICT_H

#include "hq.h"

struct contradiction {
	size_t   record;               /* index in facts->records; facts->nrecords: the assignment */
	uint32_t implied;              /* index in the tables: to ask for the next, from one after it */
	uint16_t fields;               /* that do not go together, a bit each */
	uint8_t  kind;                 /* of the record, in the vocabulary */
	uint8_t  another;              /* 1: the record is as it may be, but another that it implies is not in the list */
};

/**
 * hqcli_contradiction - the first implication from @from on that known facts break, of those that bear on @rules
 * Facts that break one are decided as they stand: this is for telling whoever entered them.
 * @facts: prepared
 * Returns 1 with @out filled, or 0: there is none.
 * Source: docs/semantics.md 8.8.
 */
int hqcli_contradiction(const struct hq_tables *rules, const struct hq_facts *facts, uint32_t from, struct contradiction *out);

#endif
