/* What the files of the planner share. A search holds one question; all of it lies in the caller's buffer (buffer.c).
 *
 * world.c makes the teacher of a plan and decides; solve.c finds a record that a filter takes; moves.c what can be done for a
 * measure; set.c sets of such changes; rubric.c and mixes.c mixes of lines; search.c candidates from the leaves of the rules up to the verdict;
 * smallest.c the smallest plans in them; assignments.c other assignments; order.c their order; blocks.c what stands in the way;
 * plan.c the whole; found.c answers questions about what was found, and how long a yes lasts.
 */
#ifndef HQ_PLAN_INTERNAL_H
#define HQ_PLAN_INTERNAL_H

#include "../hq_internal.h"
#include "../hq_plan.h"

enum {
	HQP_POOL   = 20000,             /* plans on all rows */
	HQP_ROW    = 512,              /* plans on one row */
	HQP_BLOCKED = 192,             /* rows that no change mends; see blocks.c */
	HQP_NEED_SIZE = HQP_BLOCKED / 8 + 8,
	HQP_BLOCK  = 12,               /* of them in the smallest set that stands in the way, if it is to be found as such */
	HQP_BLOCK_LOOKS = 4000,        /* sets looked at for it */
	HQP_ELEMENTS = 32,             /* what can raise the points of one rubric */
	HQP_LEVELS = 6,                /* amounts of one of them that mean something */
	HQP_MODELS = 20000,            /* reckonings of one rubric */
	HQP_HOPES  = 16,               /* candidates that leave it open, to be put together in twos */
	HQP_EXACT  = 200,             /* sets that are looked at case by case */
	HQP_MANY   = 48,               /* products of so many candidates are worth a decision that saves some */
	HQP_SEEN   = 2048,              /* sets that were looked at */
	HQP_FOUND  = 1024,              /* plans for the verdict, before the smallest are known */
	HQP_OPS    = 400,              /* operations of one filter that are looked at */
	HQP_LEAVES = 96,               /* conditions on one way through a filter */
	HQP_TODO   = HQ_STACK_MAX * 2,
	HQP_WAYS   = 96,               /* ways through the alternatives of a filter */
	HQP_ADDED  = 48,               /* records that one plan may add */
	HQP_OTHERS = 48                /* assignments looked at beside the teacher's own */
};

/* Which limit was met. */
enum hqp_limit { HQP_CUT_MOVES, HQP_CUT_CHANGES, HQP_CUT_WAYS, HQP_CUT_MIXES, HQP_CUT_OTHERS, HQP_CUT_SEEN, HQP_CUT_PLANS, HQP_CUT_TRIES };

/* A plan on the way: moves in ascending order, each once. */
struct hqp_set {
	uint8_t  n;
	uint8_t  pad[3];
	uint32_t mask;                 /* bit move % 32 of each move: what is not in this is not in the set */
	uint16_t move[HQ_PLAN_CHANGES], steps[HQ_PLAN_CHANGES];
};

/* Plans of a row: `n` sets in the pool. `n` 0: none; one empty set: it is yes already. */
struct hqp_ways {
	uint16_t first, n;
	uint8_t  mixes;                /* a rubric: some mix of its lines passes */
	uint8_t  answered;             /* the form answers it */
	uint8_t  pad[2];
};

/* What can raise the points of a rubric: a move on a line, or a plan for the test of an award. */
struct hqp_element {
	uint16_t move, measure, kid;   /* kid HQ_NONE: a line; else the row that becomes yes by sets[way] */
	uint16_t way;
	uint16_t most, nlevels;
	uint8_t  category, pad;        /* of the rubric's own, which of them */
	uint16_t level[HQP_LEVELS];
	int64_t  gain[HQP_LEVELS];     /* of the total, by itself */
	uint8_t  alone[HQP_LEVELS];    /* passes by itself */
	int64_t  gain_most;
};

/* A mix of them, and how many steps of each. */
struct hqp_mix { uint8_t n; uint8_t element[HQ_PLAN_CHANGES]; uint32_t steps[HQ_PLAN_CHANGES]; };

/* Conditions of a filter on one way through it; operations still to be looked at. */
struct hqp_leaf { uint16_t op; uint8_t yes, pad; };
struct hqp_todo { uint16_t at; uint8_t filter, yes; };

/* The measures that a move was made for, so that it is made once. */
struct hqp_measure { uint16_t first, n; uint8_t asked; uint8_t pad[3]; };

struct hqp {
	const struct hq_tables *rules;
	const struct hq_vocab *vocab;
	const struct hq_facts *facts;          /* the caller's */
	struct hqi_ask ask;                    /* of the world being looked at, as of `until` */
	hq_day as_of, until;
	int32_t months;                        /* between them */
	uint16_t edition;
	uint32_t open;                         /* kinds whose list is missing: there may be more than a plan adds */
	uint32_t on_form;                      /* kinds that an answer of the form stands for */
	int tries;
	bool too_many_cases;
	uint32_t exact;                        /* so many more sets may be looked at case by case */
	int rc;                                /* an error that ends the search */
	uint32_t cut, cut_before;              /* the limits that were met: bits 1 << enum hqp_limit; before the worlds */

	/* the teacher at `until` if only time passes: base; and under a plan: now */
	struct hq_record *base, *now;
	size_t nbase;
	struct hq_facts base_facts, now_facts;
	uint32_t broken;                       /* implications that the base does not obey, a bit each */
	struct hq_record assignment;           /* of the world */
	const struct hq_record *assigned;      /* which other one it is; NULL: the teacher's own */
	struct hq_answer *answers, *now_answers;
	int going;                             /* base record that says that the teacher goes on; -1 */
	uint8_t going_kind;
	int64_t going_for;                     /* its amount */

	struct hq_interval *base_values, *base_quantities, *values, *quantities, *model_values;
	int16_t *event_line;
	void *scratch;
	struct hqi_part *parts;
	uint8_t seen, *seen_all;
	void *cases;                           /* for looking case by case */

	struct hq_move *moves, *spare;         /* spare: two, being made */
	uint16_t nmoves;
	struct hqp_measure *measures;          /* of the edition */
	uint16_t *measure_moves;
	uint16_t nmeasure_moves;

	struct hqp_ways *ways, *ways_no;       /* of each row of the edition: to be yes, to be no */
	struct hqp_set *pool;
	uint16_t npool;
	bool hopeful;                          /* a row that may be yes is taken to be, or not: every way is kept */

	uint16_t *blocked, *blocks;            /* [HQP_BLOCKED] rows; and of them the smallest set that stands in the way */
	uint16_t nblocked;
	void *needs;                           /* blocks.c */

	struct hqp_set *found;                 /* that work, smallest or not yet known not to be */
	uint16_t nfound;
	struct hq_plan *plans;

	struct hqp_set *acc, *next;            /* a product being made */
	struct hqp_set *looked;                /* sets that were looked at */
	uint16_t nlooked;

	/* rubric.c */
	struct hqp_element *elements;
	uint16_t nelements;
	uint32_t models;
	bool anew;                             /* a mix is reckoned as the teacher that it makes */
	bool loose;                            /* two elements may give more together than each by itself */
	uint16_t enough;                       /* mixes of a rubric; with more, mixes of more lines are not looked for */
	uint8_t lines;                         /* mixes of so many lines have been looked for in every rubric */
	bool timeless;                         /* for once, whether there is time for all of it is not asked */
	int64_t short_of;                      /* points that are wanting */
	int64_t gain_level, gain_most;         /* the most that any element gives: at a level, at all */
	int64_t category_gain[HQP_ELEMENTS];   /* the most that all elements of a category give together */

	/* solve.c */
	uint16_t *starts;                      /* [HQ_PLAN_ALIKE * HQP_OPS] */
	struct hqp_leaf *leaves;
	uint16_t nleaves;
	uint64_t forbidden[HQ_FIELDS_MAX];
	struct hqp_todo *todo;
};

static inline void hqp_cut(struct hqp *s, enum hqp_limit limit)
{
	s->cut |= (uint32_t)1 << limit;
}

/* ---- buffer.c ---- */

/** makes the buffer ready for one question; errors of hq_plan */
int hqp_begin(struct hqp **out, const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work,
	      size_t work_len);

/* ---- set.c ---- */

bool hqp_same(const struct hqp_set *a, const struct hqp_set *b);
/** is everything of @a in @b, at least as much? */
bool hqp_contains(const struct hqp_set *b, const struct hqp_set *a);
struct hqp_set hqp_without(const struct hqp_set *set, uint8_t at);
/** adds steps of a move to a set; false where the set is full or the move has not so many */
bool hqp_add(const struct hqp *s, struct hqp_set *set, uint16_t move, uint32_t steps);
/** adds all of another set; false as hqp_add */
bool hqp_join(struct hqp *s, struct hqp_set *to, const struct hqp_set *from);
/** one more among @n sets of which none contains another, at most @most: returns how many there are then. @full: set where there was no room for it */
uint16_t hqp_smallest_in(struct hqp_set *sets, uint16_t n, uint16_t most, const struct hqp_set *set, bool *full);

/** the same of sets of which no two are the same */
uint16_t hqp_one_more_in(struct hqp_set *sets, uint16_t n, uint16_t most, const struct hqp_set *set, bool *full);

/* ---- world.c ---- */

/** the teacher if only time passes, with @assignment; decides, and keeps values and quantities as the base */
void hqp_world(struct hqp *s, const struct hq_record *assignment);
/** the facts of @set, in s->now_facts; false where they leave what the facts declare, or there is no time for all of it */
bool hqp_apply(struct hqp *s, const struct hqp_set *set);
/** is there time for all of @set within what a year holds? */
bool hqp_in_time(const struct hqp *s, const struct hqp_set *set);
/** measures anew what @set touches: @ask of the teacher that it makes, with s->quantities. False as hqp_apply */
bool hqp_measure(struct hqp *s, const struct hqp_set *set, struct hqi_ask *ask);
/** whether @set makes row @row yes (no); counts as a try */
bool hqp_makes(struct hqp *s, const struct hqp_set *set, uint16_t row, bool yes);
/** the verdict that @set makes, whatever the missing facts; 0 for no such teacher; counts as a try */
enum hq_verdict hqp_verdict(struct hqp *s, const struct hqp_set *set);
/** whether @set makes it yes, whatever the missing facts; counts as a try */
bool hqp_works(struct hqp *s, const struct hqp_set *set);
/** the amount of what grows after so many days */
int64_t hqp_grown(const struct hq_vocab_kind *kind, hq_day from, hq_day to);

/* ---- solve.c ---- */

/** a record of @kind that all @n filters take, one that `declared` allows (NULL: any): fills @move->record and ->where. @skip: not the
 *  first way, but so many after it */
bool hqp_solve(struct hqp *s, struct hq_move *move, const uint16_t *filters, unsigned n, const struct hq_vocab_change *declared,
	       hq_day from, hq_day to, unsigned skip);

/* ---- moves.c ---- */

/** moves that raise a measure: indexes s->measure_moves[first .. first + n] */
struct hqp_measure hqp_moves_for(struct hqp *s, uint16_t measure);
/** one move in place of two where one record can do for both; HQ_NONE */
uint16_t hqp_merge(struct hqp *s, uint16_t a, uint16_t b);
/** the same move by another way that the rules take, the @skip-th after the first; it gives no less */
bool hqp_other_way(struct hqp *s, const struct hq_move *move, unsigned skip, struct hq_move *out);
/** the answer yes to a question of the form; HQ_NONE */
uint16_t hqp_answer_move(struct hqp *s, uint16_t row);

/* ---- rubric.c, mixes.c, search.c, blocks.c ---- */

void hqp_rubric(struct hqp *s, uint16_t row);
/** does the rubric pass with a mix, on its points? Rows and quantities are left in @ask to be looked at */
bool hqp_reckon(struct hqp *s, struct hqi_ask *ask, uint16_t row, const struct hqp_mix *mix);
/** the changes of a mix; false where they are too many */
bool hqp_mix_set(struct hqp *s, const struct hqp_mix *mix, struct hqp_set *set);
/** the mixes that pass, into s->acc; how many. One that is empty where it passes as it is */
uint16_t hqp_mixes(struct hqp *s, uint16_t row);
/** the first @n sets of s->acc, each together with each candidate of a part to be @yes; how many there are then */
uint16_t hqp_times(struct hqp *s, uint16_t n, uint16_t kid, bool yes);
/** candidates of every row of the edition, from the leaves up */
void hqp_rows(struct hqp *s);
static inline struct hqp_ways *hqp_ways(const struct hqp *s, uint16_t row)
{
	return &s->ways[row - s->ask.edition->first_row];
}
/** one more in @ways, the list that is being made, unless it contains one that is there */
void hqp_way(struct hqp *s, struct hqp_ways *ways, const struct hqp_set *set);

/** the rows in the way of the world that hqp_rows has just looked at, into s->blocks; how many. None: each can be mended, but not all together */
uint16_t hqp_blocks(struct hqp *s);

/* ---- smallest.c, assignments.c, order.c ---- */

/** does @set contain a plan that was found? */
bool hqp_is_found(const struct hqp *s, const struct hqp_set *set);
/** takes up a candidate: it, or what is in it and works, into s->found */
void hqp_take(struct hqp *s, const struct hqp_set *candidate);
/** leaves in s->found only what contains no other, and does need its other assignment */
void hqp_keep_smallest(struct hqp *s);
/** the other assignments as moves, the last so many of s->moves */
uint16_t hqp_assignments(struct hqp *s);
/** s->found into s->plans, in their order; how many */
uint16_t hqp_order(struct hqp *s);

#endif
