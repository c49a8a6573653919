/* What the explain files share: explain.c picks the rows that matter, explain_missing.c what is missing, explain_names.c and
 * explain_words.c say in words what a row is, asks and saw, explain_format.c puts it together, explain_json.c and explain_text.c
 * lay it out.
 */
#ifndef HQ_EXPLAIN_H
#define HQ_EXPLAIN_H

#include "writer.h"

enum { HQI_WALK_MAX = HQ_DEPTH_MAX + 8 };

/* A set of rows of one edition: 500 bytes, so that no tree needs recursion. */
struct hqi_rows { uint32_t bits[(HQ_ROWS_MAX + 32) / 32]; };

struct hqi_reasons;

struct hqi_explain {
	struct hqi_writer w;                   /* first, since everything writes */
	const struct hq_decision *d;
	struct hqi_rows *rows;                 /* rows that bear on the answer; while reasons or what is missing are listed, those */
	struct hqi_ask ask;
	const struct hq_subject *subject;
	struct hqi_reasons *given;             /* while reasons are listed: citations are given once */
	void (*layout)(struct hqi_explain *e, uint32_t row, char code, const void *p, int i);  /* codes of hqi_fmt for columns; NULL */
	bool full;
};

/* Of a row with a yes or no. ORDER HQI_RESULT */
enum hqi_result { HQI_R_NO, HQI_R_UNKNOWN, HQI_R_YES };
enum hqi_result hqi_result_of(struct hq_interval value);
enum hqi_result hqi_result(const struct hqi_explain *e, uint32_t row);

/* Sets of rows. */
bool hqi_in(const struct hqi_explain *e, const struct hqi_rows *set, uint32_t row);

/** of a RUBRIC row, or of the one whose denominator scales the row's points */
const struct hq_packed_rubric *hqi_rubric(const struct hqi_explain *e, uint32_t row);
const struct hq_vocab_kind *hqi_kind(const struct hqi_explain *e, uint32_t kind);
/** a number of the rules by its index */
static inline int64_t hqi_number(const struct hqi_explain *e, uint32_t i)
{
	return e->ask.numbers[i];
}
/** the measure a QUANTITY or LINE row reads; HQ_NONE for others */
uint16_t hqi_measure_of(const struct hqi_explain *e, uint32_t row);
/** how it came by its value: HQ_SEEN_* */
uint32_t hqi_measure_seen(const struct hqi_explain *e, uint32_t measure);

/* A walk over a row and what stands under it, in the order of the file, without recursion. What is shared stands under
 * each row that uses it; a chain of definitions, each using the last twice, would fill any disk, so steps are bounded. */
struct hqi_walk { uint16_t row[HQI_WALK_MAX], next[HQI_WALK_MAX]; unsigned depth, steps; };
/** go under @row: its kids come next. False where it has none, or where the walk is deep or long enough. */
bool hqi_walk_into(const struct hqi_ask *ask, struct hqi_walk *walk, uint32_t row);
/** the next row, HQ_NONE at the end. walk->depth is how deep it stands, from 1. */
uint16_t hqi_walk_next(const struct hqi_ask *ask, struct hqi_walk *walk);

/* The rows that a decision makes one look at, from the verdict down: those that bear on the answer; those that its reasons are
 * among; those that are open because of others or by themselves. */
enum hqi_marks { HQI_MARK_USED, HQI_MARK_REASONS, HQI_MARK_OPEN };
/** @reasons: of HQI_MARK_REASONS, those that are a reason themselves; else NULL */
void hqi_mark(const struct hqi_explain *e, enum hqi_marks what, struct hqi_rows *out, struct hqi_rows *reasons);
/** hq_missing_each of a decision that is open; takes e->rows */
int hqi_missing_each(const struct hqi_explain *e, int (*visit)(void *context, const struct hq_missing *missing), void *context);
/** a form that does not answer @slot, or says that nobody knows; in @state which. Without a form no slot is missing: lists are. */
bool hqi_slot_lacks(const struct hqi_ask *ask, uint32_t slot, enum hq_know *state);

struct hqi_cites { uint16_t first, n; };

/* The reasons one by one (semantics 9.2): begin, then next until it says false. They take e->rows. */
enum hqi_why { HQI_WHY_ROW, HQI_WHY_TOTAL, HQI_WHY_MINIMUM, HQI_WHY_UNITS, HQI_WHY_CATEGORIES };
enum { HQI_GIVEN_MAX = 64 };
struct hqi_reasons {
	uint16_t row;                          /* this reason's row; of a MINIMUM or UNITS the rubric's */
	uint16_t part;                         /* of a MINIMUM or UNITS: the row that has it; else the same */
	uint16_t next;                         /* within the row */
	uint16_t number;                       /* of a MINIMUM or UNITS: in numbers[]; CATEGORIES: how many */
	enum hqi_why why;
	struct hqi_cites cites;
	uint16_t given[HQI_GIVEN_MAX], ngiven; /* citations that have been printed */
};
void hqi_reasons_begin(const struct hqi_explain *e, struct hqi_reasons *reasons);
bool hqi_reasons_next(const struct hqi_explain *e, struct hqi_reasons *reasons);
/** has this citation not been given by an earlier reason? (9.1; remembers up to HQI_GIVEN_MAX) */
bool hqi_reasons_cite(const struct hqi_explain *e, struct hqi_reasons *reasons, uint32_t cite);

/* The records that count in the measure of a row, one by one: next until it says false. Begin with .next = 0. */
struct hqi_record {
	uint16_t next;                         /* of the kind's records */
	const struct hq_record *record;
	struct hq_interval quantity;
};
bool hqi_record_next(const struct hqi_explain *e, uint32_t row, struct hqi_record *at);

/* ---- names (explain_names.c) --------------------------------------------------------------------------------- */

/** what a measure counts, one or many: its unit, or the kind of record; in the vocabulary */
uint32_t hqi_counted_name(const struct hqi_explain *e, const struct hq_packed_shape *m, bool one);
/** what a silent row is silent on: a text, 0 */
uint16_t hqi_silence(const struct hqi_explain *e, uint32_t row);
/** has the row a name, or a word that stands for one? The name of @row, or of the nearest above that has one */
bool hqi_has_id(const struct hqi_explain *e, uint32_t row);
void hqi_put_id(struct hqi_explain *e, uint32_t row);
void hqi_put_label(struct hqi_explain *e, uint32_t row);

/* What the filter of a SCALAR row reads: the @n-th fact of teacher or assignment; false at the end. */
struct hqi_fact {
	const struct hq_record *record;        /* NULL */
	uint32_t kind_name, name;              /* of the kind and the field, in the vocabulary */
	uint16_t kind;
	uint8_t field;
	bool known;
};
bool hqi_scalar_fact(const struct hqi_explain *e, uint32_t filter, unsigned n, struct hqi_fact *out);
/** its value; all of them by name, each with its value if @values */
void hqi_put_value(struct hqi_explain *e, const struct hqi_fact *fact);
void hqi_put_facts(struct hqi_explain *e, uint32_t filter, bool values);

/* What is missing, as data would say it: "course.grade". */
void hqi_put_missing(struct hqi_explain *e, const struct hq_missing *m);
const char *hqi_missing_state(const struct hq_missing *m);
/** what cases were made of, of a decision that they decided: facts and rows, with commas */
void hqi_put_cases(struct hqi_explain *e);

/* ---- words (explain_words.c) --------------------------------------------------------------------------------- */

/** the form's answer to a row with yes or no, NULL */
const struct hq_answer *hqi_row_answer(const struct hqi_explain *e, uint32_t row);
/** has it something to say to %A? */
bool hqi_sees(const struct hqi_explain *e, uint32_t row);
void hqi_put_saw(struct hqi_explain *e, uint32_t row);
void hqi_put_quantity(struct hqi_explain *e, uint32_t measure);
/** what a row with points pays: "9 per year". Of a LINE @behind its quantity: " x 9" where that is counted in what the rate is for,
 *  else ", 9 per year" */
void hqi_put_rate(struct hqi_explain *e, uint32_t row, bool behind);
void hqi_put_reason(struct hqi_explain *e, const struct hqi_reasons *reason);
void hqi_put_cite(struct hqi_explain *e, uint32_t cite, bool source);

/* ---- the formatter (explain_format.c) ------------------------------------------------------------------------ */

/**
 * hqi_fmt - write, by a format
 * Of @row: %I id ("every_teacher" and the like for what needs none; null for an unnamed part), %O id of the nearest row that has one,
 *   which the format then goes on with, %L label, %A what it saw, %U its quantity in words, %Q the same as a number, %E yes or no, %P rate ("9 per year"), %R raw points,
 *   %K counted, %M capped, %T a rubric's total, %C citations, %S what the source does not say; and whether %H its minimum, %J that in
 *   units, %X its pass mark, %G the number of categories is reached
 * Texts: %s, null for NULL; %t text of the rules (int), null for 0; %V of the vocabulary (int), %w with spaces for underscores;
 *   %d day (int); %v value of a struct hqi_fact; %y reason of a struct hqi_reasons; %f fact of a struct hq_missing; %x name of a
 *   struct hqi_record, %q its quantity
 * Numbers: %1 int; %n int64_t value and scale; of numbers[] (int, -1 for no bound) %N points of @row's rubric, %Z quantity of its measure
 * Others: %c first and count of citations; %b bool, -1 for null; %, a comma if one is due; those of e->layout
 * In JSON a key stands in ' ', which put its quotes, the colon, and a comma if one is due; texts are put in quotes, and what has no value is null.
 */
void hqi_fmt(struct hqi_explain *e, uint32_t row, const char *format, ...);
void hqi_put_interval(struct hqi_explain *e, struct hq_interval i, int64_t scale);

void hqi_explain_json(struct hqi_explain *e);
void hqi_explain_text(struct hqi_explain *e);

#endif
