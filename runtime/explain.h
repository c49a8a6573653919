/* What the explain files share: explain.c picks the rows that matter and what is missing, explain_words.c says in words
 * what a row asks and saw, explain_json.c and explain_text.c lay them out.
 */
#ifndef HQ_EXPLAIN_H
#define HQ_EXPLAIN_H

#include "writer.h"

enum { HQI_WALK_MAX = HQ_DEPTH_MAX + 8 };

/* A set of rows of one edition: 500 bytes, so that no tree needs recursion. */
struct hqi_rows { uint32_t bits[(HQ_ROWS_MAX + 32) / 32]; };

struct hqi_explain {
	struct hqi_ask ask;
	const struct hq_decision *d;
	const struct hq_subject *subject;      /* NULL */
	struct hqi_writer w;
	const struct hqi_rows *used;           /* rows that bear on the answer */
	bool full;
};

/* Of a row with a yes or no. ORDER HQI_RESULT */
enum hqi_result { HQI_R_NO, HQI_R_UNKNOWN, HQI_R_YES };
static inline enum hqi_result hqi_result(const struct hqi_ask *ask, uint16_t row)
{
	const struct hq_interval v = hqi_value(ask, row);

	return v.lo >= 1 ? HQI_R_YES : v.hi < 1 ? HQI_R_NO : HQI_R_UNKNOWN;
}

static inline bool hqi_in(const struct hqi_explain *e, const struct hqi_rows *set, uint16_t row)
{
	const uint16_t i = (uint16_t)(row - e->ask.edition->first_row);

	return set->bits[i / 32] >> (i % 32) & 1;
}
static inline void hqi_add(const struct hqi_explain *e, struct hqi_rows *set, uint16_t row)
{
	const uint16_t i = (uint16_t)(row - e->ask.edition->first_row);

	set->bits[i / 32] |= (uint32_t)1 << (i % 32);
}
static inline const char *hqi_text(const struct hqi_explain *e, uint32_t offset)
{
	return HQ_TEXT(e->ask.rules, offset);
}
static inline const struct hq_rubric *hqi_rubric(const struct hqi_explain *e, uint16_t row)
{
	return &HQ_AT(struct hq_rubric, e->ask.rules, rubrics)[e->ask.rows[row].arg];
}
/** points of this row are so many to one */
static inline int64_t hqi_denominator(const struct hqi_explain *e, uint16_t row)
{
	const struct hq_row *r = &e->ask.rows[row];

	return HQ_AT(struct hq_rubric, e->ask.rules, rubrics)[r->op == HQ_OP_RUBRIC ? r->arg : r->rubric].denominator;
}
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

/* explain_words.c. Words go through the writer as they are; inside a JSON string it escapes them. */
/** its name, "every_teacher" and the like for what needs none; NULL for an unnamed part */
const char *hqi_id(const struct hqi_explain *e, uint16_t row);
/** that of the row, or of the nearest above that has one */
const char *hqi_owner_id(const struct hqi_explain *e, uint16_t row);
const char *hqi_result_name(enum hqi_result result);
void hqi_put_label(struct hqi_explain *e, uint16_t row);
/** "7 years", "1 degree", "subject elementary", "yes, by the form"; nothing for a row that has only parts */
void hqi_put_saw(struct hqi_explain *e, uint16_t row);
void hqi_put_quantity(struct hqi_explain *e, uint16_t measure, struct hq_interval q);
/** "9 per year", "3 per whole 15 clock hours", "5 at 20, 10 at 40"; short where the quantity stands beside it: "x 9" */
void hqi_put_rate(struct hqi_explain *e, uint16_t row, bool whole);
void hqi_put_cite(struct hqi_explain *e, uint16_t cite, bool source);
/** "courses[2]", as the data have it */
void hqi_put_record(struct hqi_explain *e, const struct hq_record *record);
/** text of the value of a field */
void hqi_put_value(struct hqi_explain *e, uint16_t kind, uint8_t field, int64_t value);
void hqi_put_reason(struct hqi_explain *e, const struct hqi_reasons *reason);
/** "degree", "degree.level", "experience.years", a slot's name; nothing where the source is silent */
void hqi_put_fact(struct hqi_explain *e, const struct hq_missing *m);
const char *hqi_missing_state(const struct hq_missing *m);
/** what a silent row is silent on, NULL */
const char *hqi_silence(const struct hqi_explain *e, uint16_t row);

/** leaves of a filter that read teacher, assignment or as-of date: the @n-th fact; false at the end */
struct hqi_fact { uint16_t kind; uint8_t field; const struct hq_record *record; };
bool hqi_scalar_fact(const struct hqi_explain *e, uint16_t filter, unsigned n, struct hqi_fact *out);

void hqi_explain_json(struct hqi_explain *e);
void hqi_explain_text(struct hqi_explain *e);

#endif
