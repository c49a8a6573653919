/* What the explain files share: explain.c picks the rows that matter and what is missing, explain_words.c says in words
 * what a row asks and saw, explain_json.c and explain_text.c lay them out.
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
	const struct hqi_rows *used;           /* rows that bear on the answer */
	struct hqi_ask ask;
	const struct hq_subject *subject;      /* NULL */
	struct hqi_reasons *given;             /* while reasons are listed: citations are given once */
	bool full;
};

/* Of a row with a yes or no. ORDER HQI_RESULT */
enum hqi_result { HQI_R_NO, HQI_R_UNKNOWN, HQI_R_YES };
enum hqi_result hqi_result_of(struct hq_interval value);
static inline enum hqi_result hqi_result(const struct hqi_ask *ask, uint16_t row)
{
	return hqi_result_of(hqi_value(ask, row));
}

/* Sets of rows. */
bool hqi_in(const struct hqi_explain *e, const struct hqi_rows *set, uint16_t row);
void hqi_add(const struct hqi_explain *e, struct hqi_rows *set, uint16_t row);

/** of a RUBRIC row, or of the one whose denominator scales the row's points */
const struct hq_packed_rubric *hqi_rubric(const struct hqi_explain *e, uint16_t row);
const struct hq_vocab_kind *hqi_kind(const struct hqi_explain *e, unsigned kind);
/** the measure a QUANTITY or LINE row reads; HQ_NONE for others */
uint16_t hqi_measure_of(const struct hqi_explain *e, uint16_t row);

/* A walk over a row and what stands under it, in the order of the file, without recursion. What is shared stands under
 * each row that uses it; a chain of definitions, each using the last twice, would fill any disk, so steps are bounded. */
struct hqi_walk { uint16_t row[HQI_WALK_MAX], next[HQI_WALK_MAX]; unsigned depth, steps; };
/** go under @row: its kids come next. False where it has none, or where the walk is deep or long enough. */
bool hqi_walk_into(const struct hqi_ask *ask, struct hqi_walk *walk, uint16_t row);
/** the next row, HQ_NONE at the end. walk->depth is how deep it stands, from 1. */
uint16_t hqi_walk_next(const struct hqi_ask *ask, struct hqi_walk *walk);

/** rows that bear on the answer */
void hqi_rows_used(const struct hqi_explain *e, struct hqi_rows *out);

struct hqi_cites { uint16_t first, n; };

/* The reasons one by one (semantics 9.2): begin, then next until it says false. */
enum hqi_why { HQI_WHY_ROW, HQI_WHY_TOTAL, HQI_WHY_MINIMUM, HQI_WHY_UNITS, HQI_WHY_CATEGORIES };
enum { HQI_GIVEN_MAX = 64 };
struct hqi_reasons {
	struct hqi_rows rows;
	uint16_t row;                          /* this reason's row; of a MINIMUM or UNITS the rubric's */
	uint16_t part;                         /* of a MINIMUM or UNITS: the row that has it */
	uint16_t next;                         /* within the row */
	enum hqi_why why;
	struct hqi_cites cites;
	uint16_t given[HQI_GIVEN_MAX], ngiven; /* citations that have been printed */
};
void hqi_reasons_begin(const struct hqi_explain *e, struct hqi_reasons *reasons);
bool hqi_reasons_next(const struct hqi_explain *e, struct hqi_reasons *reasons);
/** has this citation not been given by an earlier reason? (9.1; remembers up to HQI_GIVEN_MAX) */
bool hqi_reasons_cite(const struct hqi_explain *e, struct hqi_reasons *reasons, uint16_t cite);

/* The records that count in a measure, one by one: next until it says false. Begin with .next = 0. */
struct hqi_record {
	uint16_t next;                         /* of the kind's records */
	const struct hq_record *record;
	struct hq_interval quantity;
};
bool hqi_record_next(const struct hqi_explain *e, uint16_t row, uint16_t measure, struct hqi_record *at);

/* explain_words.c */

/** what a silent row is silent on: a text, 0 */
uint16_t hqi_silence(const struct hqi_explain *e, uint16_t row);
/** has it something to say to %a? */
bool hqi_sees(const struct hqi_explain *e, uint16_t row);

/* What the filter of a SCALAR row reads: the @n-th fact of teacher or assignment; false at the end. */
struct hqi_fact {
	const struct hq_record *record;        /* NULL */
	const char *name;                      /* of the field, in the vocabulary */
	uint16_t kind;
	uint8_t field;
	bool known;
};
bool hqi_scalar_fact(const struct hqi_explain *e, uint16_t filter, unsigned n, struct hqi_fact *out);

void hqi_put_cite(struct hqi_explain *e, uint16_t cite, bool source);

/**
 * hqi_fmt - write, by a format
 * Of @row: %I id ("every_teacher" and the like for what needs none; null for an unnamed part), %O id of the nearest row that has one, %L label, %A what it saw, %E yes or no, %P rate ("9 per year"), %p the
 *   same behind a quantity (" x 9"), %R raw points, %K counted, %M capped, %T a rubric's total, %C citations, %X mark
 * Texts: %s; %t text of the rules (int), null for 0; %w with spaces for underscores; %d day (int); %r result of a struct hq_interval; %v value of a struct hqi_fact;
 *   %y reason of a struct hqi_reasons; %f fact of a struct hq_missing; %x name of a record
 * Numbers: %1 int; %n int64_t value and scale; %N points of @row's rubric; %i struct hq_interval and scale
 * Others: %c first and count of citations; %b bool; %m mark of a result; %, a comma if one is due; %| spaces up
 *   to a column; %* escape sequence
 * In JSON, outside of texts, ' stands for ", texts are put in quotes, and what has no value is null.
 */
void hqi_fmt(struct hqi_explain *e, uint16_t row, const char *format, ...);

/** what cases were made of, of a decision that they decided: facts and rows, with commas */
void hqi_put_cases(struct hqi_explain *e);

const char *hqi_missing_state(const struct hq_missing *m);

void hqi_explain_json(struct hqi_explain *e);
void hqi_explain_text(struct hqi_explain *e);

#endif
