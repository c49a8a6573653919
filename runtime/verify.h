/* What the verify files share: verify.c looks at blocks array by array and member by member, verify_vocab.c and verify_rules.c
 * at what hangs together in a vocabulary and in rules.
 */
#ifndef HQ_VERIFY_H
#define HQ_VERIFY_H

#include "hq_internal.h"

struct hqi_check {
	const struct hq_tables *rules;         /* NULL while the vocabulary is looked at */
	const struct hq_vocab *vocab;
	const struct hq_edition *edition;
	uint8_t where;                         /* the array being looked at, by the offset of its span; 0: the header. When a check says no, that is where it was */
};
#define HQI_SPAN(array) offsetof(struct hq_tables, array)

/** the items from @first on, @n of them, are all of an array of @count */
static inline bool hqi_in_range(uint32_t first, uint32_t n, uint32_t count)
{
	return first <= count && n <= count - first;
}

static inline bool hqi_between(int64_t v, int64_t least, int64_t most)
{
	return v >= least && v <= most;
}

/* A number of a block of rules, by its index; -1 where there is none. */
int64_t hqi_check_number(const struct hqi_check *c, uint32_t i);

/* What hangs together, every member being sound by itself. */
bool hqi_vocab_ok(struct hqi_check *c);
bool hqi_rules_ok(struct hqi_check *c);

#endif
