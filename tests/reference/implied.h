/* Implications between facts (docs/semantics.md 8.8), read off the tree of the facts file. */
#ifndef IMPLIED_H
#define IMPLIED_H

#include "teachers.h"

/** implied_fields - which fields of a kind some implication reads, as bits */
uint32_t implied_fields(uint16_t kind);
/** implied_obeyed - whether complete facts obey every implication */
bool implied_obeyed(const struct teacher *t);
/**
 * implied_mend - redraws facts of @t, which is complete, so that it obeys them
 * @partial: NULL: any fact may change. Else only what is missing there; its records stand first in @t, in its order, and those of a list
 *           that is missing after them
 *
 * Where it cannot be done, @t is left as near as it came.
 */
void implied_mend(struct teacher *t, const struct teacher *partial);

#endif
