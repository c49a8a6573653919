/* Which facts to ask for next, and which facts matter: everything is found by deciding again with other facts.
 *
 * A *question* is one thing that the data lack: a list, a field or the amount of a record, an answer of a form. A set of questions *decides* if
 * some answer to them, whatever else stays missing, makes the verdict determined. A set is *smallest* if it decides and nothing of it can be
 * left out. That a set decides is shown by an answer, which hq_decide has decided. That a set cannot is shown by a relaxation (relax.c): for
 * some completion of everything else, not even answers that suit each rule by itself could lead to a verdict. What neither shows is said to be
 * open, and a set is called smallest only where every smaller one is shown not to decide.
 * Source: docs/semantics.md 8.9, 8.10.
 */
#ifndef HQ_CLI_QUESTIONS_H
#define HQ_CLI_QUESTIONS_H

#include "../deciding.h"
#include "hq_internal.h"

enum {
	QUESTIONS_MAX = 20,            /* questions looked at for one decision, the first in the order of the rules */
	QUESTIONS_TOGETHER = 7,        /* questions in one set */
	QUESTIONS_SETS = 12,           /* sets kept */
	QUESTIONS_STEPS = 30000,       /* decisions made for the sets of one decision, about */
	QUESTIONS_CHANGES = 20000,     /* decisions made for what matters in one */
	QUESTIONS_ANSWERS = 160,       /* answers tried to one question */
	QUESTIONS_ROOM = 160           /* records that answers may add */
};

enum question_sort { QUESTION_LIST, QUESTION_FIELD, QUESTION_AMOUNT, QUESTION_SLOT };
struct question {
	uint8_t sort;                  /* enum question_sort */
	uint8_t kind, field;           /* in the vocabulary */
	uint8_t state;                 /* HQ_NOT_ASKED or HQ_UNKNOWN */
	uint16_t ref;                  /* the record's place in its list */
	uint16_t slot;                 /* in the tables */
	uint16_t row;                  /* the first row that needs it, which says why */
};

/* One answer to a question. A list's records are in its room. */
struct answer {
	int64_t value;
	uint8_t unit;                  /* of an amount */
	uint16_t first, n;             /* of a list: records in answers.records */
};
struct answers {
	size_t n;
	struct answer of[QUESTIONS_ANSWERS];
	struct hq_record *records;     /* of all of them */
	size_t nrecords, room;
	bool cut;                      /* there were more */
};

/* Facts that can be changed and decided again. */
struct trial {
	const struct decided *base;
	struct hq_facts facts;
	struct hq_record *records;     /* as many as the base has, and QUESTIONS_ROOM for each list answered */
	size_t nrecords, room;
	struct hq_record assignment;
	struct hq_answer *answers;
	struct hq_interval *values, *quantities;       /* of relax */
	uint8_t *shared;               /* of relax: rows that more than one row rests on, by whatever way */
	void *work;
	size_t work_size;
	struct hq_decision decision;   /* of the last trial_decide */
	size_t steps;                  /* decisions made */
	uint32_t broken;               /* implications that the base breaks already, a bit each */
};

/** trial_begin, trial_done - false when there is no memory */
bool trial_begin(struct trial *t, const struct decided *base);
void trial_done(struct trial *t);
/** trial_reset - the facts of the base again */
void trial_reset(struct trial *t);
/** trial_give - answers a question, or gives a known fact another value */
void trial_give(struct trial *t, const struct question *q, const struct answers *from, const struct answer *a);
/** trial_decide - 0, or what hq_decide or hq_facts_prepare said; HQ_ERANGE also for facts that contradict one another where the base's do not */
int  trial_decide(struct trial *t);

/** answers_to - answers that stand for all others, in a useful order; false when there is no memory. answers_done frees */
bool answers_to(const struct decided *base, const struct question *q, struct answers *out);
void answers_done(struct answers *answers);

/** relax - the verdicts that some answers to what is missing may lead to, a bit 1 << verdict each, for the facts of the last trial_decide.
 *  A verdict that is not among them is certain not to come; one that is among them may not come either */
unsigned relax(struct trial *t);

/* A set that decides, and the answers that do. */
struct question_set {
	uint32_t questions;            /* a bit for each */
	uint16_t answer[QUESTIONS_MAX];/* of each question in it, an index in its answers */
	enum hq_verdict verdict;
	bool smallest;                 /* shown: nothing of it can be left out */
};
struct findings {
	struct question questions[QUESTIONS_MAX];
	struct answers answers[QUESTIONS_MAX];
	size_t nquestions, nsets;
	struct question_set sets[QUESTIONS_SETS];
	int next;                      /* the question to ask; -1: none */
	bool all;                      /* nothing was cut off and every set was settled */
	size_t steps;
};
/** questions_missing - what an undetermined decision lacks, question by question, in the order of the rows; @visit returns 0 to go on */
int  questions_missing(const struct decided *base, int (*visit)(void *context, const struct question *q), void *context);
/** questions_read - fields of each kind that the edition reads, and kinds whose lists it reads, a bit each */
void questions_read(const struct decided *base, uint16_t reads[HQ_KINDS_MAX], uint32_t *lists);

/** findings_of - the sets and the next question of an undetermined decision; false when there is no memory. findings_done frees */
bool findings_of(const struct decided *base, struct findings *out);
void findings_done(struct findings *f);

/* A fact whose change turns the verdict. */
struct change {
	struct question fact;          /* state HQ_KNOWN: it is known */
	uint8_t how;                   /* enum change_how */
	int64_t from, to;              /* of a value; the nearest that turns it */
	uint8_t unit;
	enum hq_verdict verdict;       /* that it turns to */
	uint16_t nrecords;             /* of a list that is answered */
	struct hq_record example;      /* of a list: the record added, or one of those answered */
};
/* another value; an answer to what is missing; without the record; with such a record more */
enum change_how { CHANGE_VALUE, CHANGE_ANSWER, CHANGE_WITHOUT, CHANGE_ADDED };
enum { CHANGES_MAX = 64 };
struct changes { size_t n; struct change of[CHANGES_MAX]; bool all; size_t steps; };
bool changes_of(const struct decided *base, struct changes *out);

/** questions_put - the answer to --next or --what-matters, as text or as one line of JSON */
bool questions_put(const struct decided *base, const struct hq_subject *subject, const struct hqcli_options *options, FILE *to);

#endif
