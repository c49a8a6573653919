/* Plans: what would make it yes. Every smallest set of changes, each proved by deciding anew.
 *
 * libhqplan.a on top of libhq.a. The same promises: no malloc, no stdio, no locale, no floating point, no state. What can
 * change is declared with the facts (struct hq_vocab_change); nothing here knows a kind of record or a state. The
 * meaning, and how far the search is complete, is docs/semantics.md 11.
 */
#ifndef HQ_PLAN_H
#define HQ_PLAN_H

#include "hq.h"

/* Named limits. Where one is met, hq_plans.complete says so. */
enum {
	HQ_PLAN_CHANGES = 12,          /* changes in one plan */
	HQ_PLAN_LINES   = 3,           /* of these, for the points of one rubric, where so few do; see hq_plans.lines */
	HQ_PLANS_MAX    = 1024,        /* plans in one answer */
	HQ_PLAN_MOVES   = 320,         /* different changes looked at for one teacher */
	HQ_PLAN_ALIKE   = 4,           /* measures that one record may be added for at once */
	HQ_PLAN_TRIES   = 25000         /* decisions made in one search of at most three: the bound on its work */
};

/* ORDER HQ_MOVE */
enum hq_move_type {
	HQ_MOVE_ADD = 1,               /* new records of a kind */
	HQ_MOVE_FIELD,                 /* a field of a record that is there gets another value */
	HQ_MOVE_GO_ON,                 /* what grows goes on, in a post or the like as `where` says */
	HQ_MOVE_ANSWER,                /* the form: a question can be answered with yes, a quantity is raised; otherwise as ADD */
	HQ_MOVE_ASSIGNMENT             /* another assignment: fields of it get the values of `record` */
};

/* What one field of a record must be. */
struct hq_choice {
	uint8_t  said;                 /* 0: the rules do not ask */
	uint8_t  range;                /* a number or date: lo..hi; else codes (of a set of codes: one of them at least) */
	uint8_t  pad[6];
	int64_t  lo, hi;
	uint64_t codes[4];             /* of yes and no: bit 1, bit 0 */
};

/* One thing that can be done, so many times. */
struct hq_move {
	uint8_t  type;                 /* enum hq_move_type */
	uint8_t  kind;                 /* of record */
	uint8_t  field;                /* FIELD: which; else 255 */
	uint8_t  unit;                 /* of `step`; 255: whole records */
	uint8_t  nmeasures;
	uint8_t  alone;                /* each step is a record of its own */
	uint8_t  pad[2];
	uint16_t declared;             /* in the vocabulary's changes[]; HQ_NONE */
	uint16_t most;                 /* steps there is time and room for */
	uint16_t slot;                 /* ANSWER: in the tables; else HQ_NONE */
	uint16_t ref;                  /* FIELD, ASSIGNMENT: the record, by its place in hq_facts.records */
	uint16_t measures[HQ_PLAN_ALIKE];      /* what it is for, in the tables */
	uint16_t row;                  /* the row it was found for */
	int64_t  step;                 /* times 10^decimals of the kind; 1 record */
	int64_t  gives;                /* what a step gives to its first measure, in that measure's scale */
	int64_t  value;                /* FIELD: the new value */
	struct hq_record record;       /* what is added; amount and times are set when it is */
	struct hq_choice where[HQ_FIELDS_MAX];
};

/* A set of changes: move and how many steps of it. */
struct hq_plan {
	uint8_t  n;
	uint8_t  pad[3];
	uint16_t move[HQ_PLAN_CHANGES], steps[HQ_PLAN_CHANGES];
	int64_t  hours, dollars;       /* by the costs declared; 0 where none are */
};

struct hq_plans {
	enum hq_verdict now, then;     /* as of as_of; and as of `until` if nothing is done */
	hq_day   as_of, until;
	uint16_t edition;              /* in force at `until` */
	uint16_t nplans, nmoves, nblocks;
	uint16_t nown;                 /* of the moves, the first so many are in the teacher's own assignment */
	uint8_t  complete;             /* 0: a limit was met, there may be more plans */
	uint8_t  lines;                /* plans that mix up to so many lines of one rubric have all been looked for; HQ_PLAN_LINES or fewer */
	uint8_t  by_cases;             /* facts are missing and only case by case there are plans (semantics 8.5): some of them, each smallest */
	uint8_t  missing;              /* some facts are missing: they were taken at their worst */
	const struct hq_plan *plans;   /* by cost, then how many changes, then the order of the file; none where `then` is yes */
	const struct hq_move *moves;
	const uint16_t *blocks;        /* where there is no plan: the smallest set of rows that no change mends; none: they can be, but not together */
	void *search;                  /* in the work buffer; for the functions below */
};

/**
 * hq_plan_size - bytes of work that hq_plan needs, exact worst case; 0 for rules or a number of records there cannot be
 */
size_t hq_plan_size(const struct hq_tables *rules, size_t nrecords);

/**
 * hq_plan - every smallest set of changes that makes a teacher highly qualified
 * @rules, @facts: as for hq_decide; borrowed. Answers of a form are those of the edition in force on @until
 * @as_of: today; changes begin on the day after
 * @until: the day on which the plan is to have worked; after @as_of, at most 50 years
 * @work:  aligned for int64_t, at least hq_plan_size bytes; the lists of @out live in it
 * Errors: those of hq_decide; HQ_ENOEDITION also for no edition on @until; HQ_ERANGE for an @until that is not after @as_of.
 * At most three times HQ_PLAN_TRIES decisions are made, in searches for fewer and fewer mixes. Source: docs/semantics.md 11.
 */
int hq_plan(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work, size_t work_len,
	    struct hq_plans *out);

/**
 * hq_plan_facts - the teacher as a plan leaves them: what hq_decide says yes to as of @plans->until
 * @plan:  one of @plans->plans, or NULL: only time passes
 * @facts: set; lives in the work buffer until the next call of this
 */
int hq_plan_facts(const struct hq_plans *plans, const struct hq_plan *plan, struct hq_facts *facts);

/**
 * hq_plan_soonest - how soon a plan could be done: the first day, by whole months from the day after as_of on, on which it is yes if all
 * of the plan has been done by then, with the least times and what a year holds as declared; at the latest plans->until
 */
hq_day hq_plan_soonest(const struct hq_plans *plans, const struct hq_plan *plan);

/**
 * hq_plan_other_way - another record that would do for change @i of @plan, which adds records; 1 with it in @out, 0 where there is none
 * @n: which, from 1 on; several may ask the same
 */
int hq_plan_other_way(const struct hq_plans *plans, const struct hq_plan *plan, uint8_t i, unsigned n, struct hq_move *out);

/**
 * hq_plan_lasts - the first day after @as_of, up to @until, on which a highly qualified teacher is so no longer if only time passes
 * Returns 1 with it in @day and the rows of the decision of that day in @last (in @work); 0 if there is none; or an error of hq_decide.
 * @work: as for hq_plan. Where no edition is in force any more, that is the day, and last->rows is NULL.
 */
int hq_plan_lasts(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work,
		  size_t work_len, hq_day *day, struct hq_decision *last);

/* ---- facts that do not go together --------------------------------------------------------------------------- */

struct hq_contradiction {
	size_t   record;               /* index in facts->records; facts->nrecords: the assignment */
	uint32_t implied;              /* index in the tables: to ask for the next, from one after it */
	uint16_t fields;               /* that do not go together, a bit each */
	uint8_t  kind;                 /* of the record, in the vocabulary */
	uint8_t  another;              /* 1: the record is as it may be, but another that it implies is not in the list */
};

/**
 * hq_contradiction - the first implication from @from on that known facts break, of those that bear on @rules
 * Facts that break one are decided as they stand: this is for telling whoever entered them.
 * @facts: prepared
 * Returns 1 with @out filled, or 0: there is none.
 * Source: docs/semantics.md 8.8.
 */
int hq_contradiction(const struct hq_tables *rules, const struct hq_facts *facts, uint32_t from, struct hq_contradiction *out);
/** hq_contradictions - all that known facts break, a bit for each of the first 32 implications; no plan breaks one that is whole */
uint32_t hq_contradictions(const struct hq_tables *rules, const struct hq_facts *facts);

#endif
