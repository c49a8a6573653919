/* Random teachers that sit on the thresholds of a rule file: complete ones, and partial ones made from them by leaving facts out.
 *
 * Amounts, dates and codes are drawn at and one beside the edges that the tables speak of; then some quantities are tuned, so that a total lies
 * at a pass mark, a cap, a minimum or a tier, or one beside it. Whoever draws sets the ground first. Every teacher has a seed of its own, from
 * which alone it is drawn, so that one can be replayed. */
#ifndef TEACHERS_H
#define TEACHERS_H

#include <stdio.h>

#include "reference.h"

enum { TEACHER_DRAWN = 24, TEACHER_RECORDS = 72, TEACHER_SLOTS = 200 };

/* Where we stand: an edition of a rule file, as its author wrote it and as tables. */
struct ground {
	const struct hq_vocab *vocab;
	const struct hq_tables *rules;
	const struct hq_tables *plain;          /* the same without forks: what intervals alone say */
	const struct hq_edition *edition;
	uint16_t e;                             /* which edition */
	const struct hqc_edition *tree;
	const struct hqc_define *const *defines;
	struct hqc_record *const *kinds;        /* as the facts file declares them, by their number */
	uint16_t nkinds;
	bool once, share;                       /* some rubric counts each event once, has a share */
	const void *slot_node[TEACHER_SLOTS];   /* of each slot of the edition: the requirement, definition or award it answers; NULL: none was found */
	uint16_t used[HQ_KINDS_MAX];            /* fields of each kind that the edition reads */
	uint32_t lists;                         /* kinds whose lists it reads */
};
extern struct ground ground;
/** stand_on - @c compiled; edition @e of its first jurisdiction, whose tree is @tree. False when it has more slots than TEACHER_SLOTS */
struct hqc;
bool stand_on(struct hqc *c, const struct hqc_edition *tree, uint16_t e);

/* ---- drawing ---- */

extern uint64_t seed;
uint64_t draw(void);
int64_t between(int64_t lo, int64_t hi);
bool chance(unsigned percent);
int64_t random_value(const struct hq_vocab_field *f, hq_day as_of);

/* A teacher. Of a list that is not known no records are looked at; of a field, amount or slot that is missing no value. */
struct teacher {
	struct hq_record records[TEACHER_RECORDS];
	size_t n;
	struct hq_record assignment;
	hq_day as_of;
	uint8_t list[HQ_KINDS_MAX];             /* enum hq_know */
	bool form;
	struct hq_answer answers[TEACHER_SLOTS];/* of each slot of the edition */
};

const struct hq_vocab_kind *kind_of(unsigned k);
const struct hq_vocab_field *field_of(unsigned k, unsigned f);

/** a complete one; some answer a form, and then nothing but what no form answers has a list */
void draw_teacher(struct teacher *t);
/** the same with up to @most records or a few more, where no rubric counts each event once; at most TEACHER_RECORDS - 12 */
void draw_teacher_of(struct teacher *t, size_t most);
/** leaves facts out: lists, records' fields, days, amounts, answers; some unknown, some not asked */
void leave_out(struct teacher *t);
/** leaves most of what the lists hold out, and few of the lists */
void leave_out_most(struct teacher *t);
/** changes @t so that one threshold of the edition, drawn, is met exactly or by one more or less */
void tune(struct teacher *t);
/** 1 July of a year */
hq_day july_first(int32_t year);
/** a record that counts for a measure of the edition, or just does not; false where there is no room */
bool draw_record(struct teacher *t, uint16_t measure);

/** the runtime's decision; verdict alone and whole must agree. @scratch has room for TEACHER_RECORDS. hq_decide's return, or -100 when they differ */
int decide(const struct teacher *t, struct hq_record *scratch, struct hq_facts *facts, struct hq_decision *out);
/** the verdict that intervals alone give, which is quick and never wrong; 0 when it is refused */
enum hq_verdict verdict_of(const struct teacher *t);
/** writes a teacher out, missing facts too */
void show(FILE *to, const struct teacher *t);

#endif
