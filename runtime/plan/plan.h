/* What the files of the planner share. A search holds one question; all of it lies in the caller's buffer.
 *
 * world.c makes the teacher of a plan and decides; solve.c finds a record that a filter takes; moves.c what can be done for a
 * measure; rubric.c mixes of lines; search.c plans from the leaves of the rules up to the verdict; plan.c the whole.
 */
#ifndef HQ_PLAN_INTERNAL_H
#define HQ_PLAN_INTERNAL_H

#include "../hq_internal.h"
#include "../hq_plan.h"

enum {
	HQP_POOL   = 8192,             /* plans on all rows */
	HQP_ROW    = 48,               /* plans on one row */
	HQP_BLOCKS = 4096,             /* rows that stand in the way, of all rows */
	HQP_BLOCK  = 12,               /* of one row */
	HQP_ELEMENTS = 20,             /* what can raise the points of one rubric */
	HQP_LEVELS = 6,                /* amounts of one of them that mean something */
	HQP_MODELS = 4000,             /* reckonings of one rubric */
	HQP_SEEN   = 512,              /* sets that were looked at */
	HQP_FOUND  = 192,              /* plans for the verdict, before the smallest are known */
	HQP_OPS    = 400,              /* operations of one filter that are looked at */
	HQP_LEAVES = 96,               /* conditions on one way through a filter */
	HQP_TODO   = HQ_STACK_MAX * 2,
	HQP_WAYS   = 96,               /* ways through the alternatives of a filter */
	HQP_ADDED  = 48,               /* records that one plan may add */
	HQP_OTHERS = 12                /* assignments looked at beside the teacher's own */
};

/* A plan on the way: moves in ascending order, each once. */
struct hqp_set { uint8_t n; uint8_t pad; uint16_t move[HQ_PLAN_CHANGES], steps[HQ_PLAN_CHANGES]; };

/* Plans of a row: `n` sets in the pool. `n` 0: none; one empty set: it is yes already. */
struct hqp_ways { uint16_t first, n; uint16_t block_first, nblocks; };

/* What can raise the points of a rubric: a move on a line, or a plan for the test of an award. */
struct hqp_element {
	uint16_t move, measure, kid;   /* kid HQ_NONE: a line; else the row that becomes yes by sets[way] */
	uint16_t way;
	uint16_t most, nlevels;
	uint16_t level[HQP_LEVELS];
	int64_t  gain[HQP_LEVELS];     /* of the total, by itself */
	uint8_t  alone[HQP_LEVELS];    /* passes by itself */
	int64_t  gain_most;
};

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
	int rc;                                /* an error that ends the search */
	bool cut;                              /* a limit was met */

	/* the teacher at `until` if only time passes: base; and under a plan: now */
	struct hq_record *base, *now;
	size_t nbase;
	struct hq_facts base_facts, now_facts;
	struct hq_record assignment;           /* of the world */
	struct hq_answer *answers, *now_answers;
	int going;                             /* base record that says that the teacher goes on; -1 */
	uint8_t going_kind;
	int64_t going_for;                     /* its amount */

	struct hq_interval *base_values, *base_quantities, *values, *quantities, *model_values;
	int16_t *event_line;
	void *scratch;
	struct hqi_part *parts;
	uint8_t seen;

	struct hq_move *moves;
	uint16_t nmoves;
	struct hqp_measure *measures;          /* of the edition */
	uint16_t *measure_moves;
	uint16_t nmeasure_moves;

	struct hqp_ways *ways, *ways_no;       /* of each row of the edition: to be yes, to be no */
	struct hqp_set *pool;
	uint16_t npool;
	uint16_t *blocks;
	uint16_t nblocks;

	struct hqp_set *found;                 /* that work, smallest or not yet known not to be */
	uint16_t nfound;
	struct hq_plan *plans;

	struct hqp_set *acc, *next;            /* a product being made */
	struct hqp_set *looked;                /* sets that were looked at */
	uint16_t nlooked;

	/* rubric.c */
	struct hqp_element *elements;
	uint16_t nelements;
	uint16_t models;

	/* solve.c */
	uint16_t *starts;                      /* [HQ_PLAN_ALIKE * HQP_OPS] */
	struct hqp_leaf *leaves;
	uint16_t nleaves;
	uint64_t forbidden[HQ_FIELDS_MAX];
	struct hqp_todo *todo;
};

/* ---- world.c ---- */

/** the teacher if only time passes, with @assignment; decides, and keeps values and quantities as the base */
void hqp_world(struct hqp *s, const struct hq_record *assignment);
/** the facts of @set, in s->now_facts; false where they leave what the facts declare, or there is no time for all of it */
bool hqp_apply(struct hqp *s, const struct hqp_set *set);
/** whether @set makes it yes, whatever the missing facts; counts as a try */
bool hqp_works(struct hqp *s, const struct hqp_set *set);
/** adds steps of a move to a set; false where the set is full or the move has not so many */
bool hqp_add(const struct hqp *s, struct hqp_set *set, uint16_t move, uint32_t steps);
/** the amount of what grows after so many days */
int64_t hqp_grown(const struct hq_vocab_kind *kind, hq_day from, hq_day to);

/* ---- solve.c ---- */

/** a record of @kind that all @n filters take, one that `declared` allows (NULL: any): fills @move->record and ->where */
bool hqp_solve(struct hqp *s, struct hq_move *move, const uint16_t *filters, unsigned n, const struct hq_vocab_change *declared,
	       hq_day from, hq_day to);

/* ---- moves.c ---- */

/** moves that raise a measure: indexes s->measure_moves[first .. first + n] */
struct hqp_measure hqp_moves_for(struct hqp *s, uint16_t measure);
/** one move in place of two where one record can do for both; HQ_NONE */
uint16_t hqp_merge(struct hqp *s, uint16_t a, uint16_t b);
/** the answer yes to a question of the form; HQ_NONE */
uint16_t hqp_answer_move(struct hqp *s, uint16_t row);

/* ---- rubric.c, search.c ---- */

void hqp_rubric(struct hqp *s, uint16_t row);
/** plans of every row of the edition, from the leaves up */
void hqp_rows(struct hqp *s);
static inline struct hqp_ways *hqp_ways(const struct hqp *s, uint16_t row)
{
	return &s->ways[row - s->ask.edition->first_row];
}
/** one more in @ways, the list that is being made, unless it is there already */
void hqp_way(struct hqp *s, struct hqp_ways *ways, const struct hqp_set *set);
bool hqp_join(struct hqp *s, struct hqp_set *to, const struct hqp_set *from);

#endif
