/* What the files of `hq plan` share: plan.c reads and asks, plan_words.c puts texts together, plan_change.c says a change, plan_block.c
 * what stands in the way; plan_text.c, plan_json.c and plan_form.c write plans, plan_margin.c what a yes rests on. */
#ifndef HQ_CLI_PLAN_H
#define HQ_CLI_PLAN_H

#include "deciding.h"
#include "hq_plan.h"
#include "tree.h"

enum plan_mode { PLAN_LIST = 0, PLAN_FORM, PLAN_MARGIN };

struct plan_options {
	struct hqcli_options shared;
	enum plan_mode mode;
	int32_t months, days;          /* of the horizon, after the as-of date; both 0: not given */
	hq_day until;                  /* a day; HQ_DAY_OPEN: none given */
	unsigned most;                 /* plans to print; 0 all */
	unsigned pick;                 /* the plan of the form, from 1 */
};

/* One answer, and all it was made of. */
struct planned {
	const struct plan_options *options;
	const struct hq_vocab *vocab;
	const struct decided *decided;
	const char *teacher, *assignment;      /* ids; NULL */
	hq_day until;
	struct hq_plans plans;
	struct buffer *decide;         /* for deciding a plan anew */
	struct deciding *deciding;
};

/* A text that is put together; cut off where it is longer, which no rule file here comes near. */
struct words { char text[4096]; size_t len; };
void words_put(struct words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** a name with blanks for underscores */
void words_name(struct words *w, const char *name);
void words_number(struct words *w, int64_t value, int64_t scale);
/** " [ecs 12-14, 20]"; nothing where the row and those above it cite nothing */
void words_cites(struct words *w, const struct hq_tables *rules, uint16_t row);
/** the label of the row, or of the nearest above that has one */
struct hq_string plan_label(const struct hq_tables *rules, uint16_t row);
const struct hq_vocab_kind *plan_kind(const struct planned *p, unsigned kind);
const struct hq_vocab_field *plan_field(const struct planned *p, unsigned kind, unsigned field);
void words_code(struct words *w, const struct planned *p, const struct hq_vocab_field *f, unsigned code);
void words_value(struct words *w, const struct planned *p, const struct hq_vocab_field *f, int64_t v);
/** "2 years of experience"; the unit alone, or what is counted */
void words_measured(struct words *w, const struct planned *p, const struct hq_measure *m, int64_t quantity);
const char *plan_measured(const struct planned *p, const struct hq_measure *m, bool one);
/** what is to be done: how much of what, by when, and what the rules ask of it */
void words_change(struct words *w, const struct planned *p, const struct hq_plan *plan, uint8_t i);
/** the lines that a change is for, with their citations */
void words_for(struct words *w, const struct planned *p, const struct hq_move *m);
/** " with" and what the rules ask of the record, but for its day */
void words_where(struct words *w, const struct planned *p, const struct hq_move *m);
/** what else the record of a change may be: calls @put with each, in words; a few */
void plan_other_ways(struct planned *p, const struct hq_plan *plan, uint8_t i, void (*put)(void *context, const char *words), void *context);
/** why no change mends a row */
void words_block(struct words *w, struct planned *p, uint16_t row);
int64_t plan_ten(unsigned decimals);
/** does a change come in whole records? */
bool plan_in_records(const struct planned *p, const struct hq_move *m);
/** the amount of a change, in its unit; and what it counts */
int64_t plan_amount(const struct hq_plan *plan, const struct planned *p, uint8_t i);
const char *plan_unit(const struct planned *p, const struct hq_move *m, bool one);

/** missing facts whose answer alone would do: calls @put with each, in words */
void plan_enough(struct planned *p, void (*put)(void *context, const char *words), void *context);

/** decides a plan anew as of p->until; NULL: as it stands. False where that fails */
bool plan_decide(struct planned *p, const struct hq_plan *plan, struct hq_decision *out);

void plan_put_text(struct planned *p, FILE *out);
int  plan_put_json(struct planned *p, FILE *out);
void plan_put_form(struct planned *p, FILE *out);
/** @work: of hq_plan_size. An error of the runtime, or -1 where writing failed */
int  plan_put_margin(struct planned *p, void *work, size_t size, FILE *out);

/* plan_json.c: what both JSON forms begin with; id, label and citations of a row */
void plan_json_head(struct tree *t, const struct planned *p);
void plan_json_row(struct tree *t, const struct hq_tables *rules, uint16_t row);

#endif
