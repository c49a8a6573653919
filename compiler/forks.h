/* What forks.c, cases.c, alike.c and together.c share: the places of one edition that ask for a fact, and what has been found of them. */
#ifndef HQC_FORKS_H
#define HQC_FORKS_H

#include "lower.h"

enum { UP = 1, DOWN = 2, BOTH = 3 };

/* One place that asks for a field, an amount (field HQ_FIELDS_MAX) or, of the day that dates a record, a window (op HQ_F_END). */
struct place { const struct hq_filter_op *op; uint16_t window, record_kind /* whose records the filter is asked of; HQ_NONE */; uint8_t kind, field, sign; bool other_side, by_years; };

struct finder {
	struct hqc_lower *l;
	const struct hq_vocab *vocab;
	const struct hq_edition *edition;
	uint8_t *rows, *measures;              /* signs, by index in the block */
	struct hqc_buf places;                 /* struct place */
	uint32_t fields[HQ_KINDS_MAX];         /* found so far: bit f; HQ_FIELDS_MAX for the amount */
	uint16_t nplaces[HQ_KINDS_MAX][HQ_FIELDS_MAX + 1];     /* of both questions */
	uint8_t rows_both[HQ_ROWS_MAX];
	uint8_t *measures_fork, *measures_down;
	uint8_t lists[HQ_KINDS_MAX], years[HQ_KINDS_MAX];
	bool *given_up;                        /* by measure: together.c */
};

static inline const struct hq_vocab_kind *kind_of(const struct finder *f, uint32_t kind)
{
	return HQ_AT(struct hq_vocab_kind, f->vocab, kinds) + kind;
}

static inline const struct hq_vocab_field *field_of(const struct finder *f, uint32_t kind, uint32_t field)
{
	return HQ_AT(struct hq_vocab_field, f->vocab, fields) + kind_of(f, kind)->first_field + field;
}

static inline const struct hq_measure *measure_of(const struct finder *f, uint32_t i)
{
	return HQC_AT(const struct hq_measure, f->l->measures, i);
}

/* Whose field it is, of a filter of @kind's records; the as-of date is nobody's: HQ_NONE. */
static inline uint16_t kind_asked(const struct finder *f, uint8_t src, uint16_t kind)
{
	return src == HQ_SRC_RECORD ? kind : src == HQ_SRC_TEACHER ? f->vocab->teacher :
	       src == HQ_SRC_ASSIGNMENT ? f->vocab->assignment : HQ_NONE;
}

static inline uint8_t turned(uint8_t sign)
{
	return (uint8_t)((sign & UP) << 1 | sign >> 1);
}

/** whether a measure adds up the years of spans */
bool hqc_adds_years(const struct finder *f, uint16_t measure);

/* cases.c */
/** a * b, and no more than HQC_CASES_MAX + 1 */
uint64_t hqc_times(uint64_t a, uint64_t b);
/** how many cases a missing field makes, and a measure of a missing list, at most */
uint64_t hqc_cases_of_field(const struct finder *f, uint32_t kind, uint32_t field);
uint64_t hqc_cases_of_measure(const struct finder *f, uint16_t measure);
/** sets of codes that make cases without number: an error (HQ300), a warning (HQ302) */
void hqc_refuse_sets(const struct finder *f, const struct hqc_edition *e);
void hqc_warn_of_sets(const struct finder *f);
/** days that count by the school year and are compared with what may be missing too: a warning (HQ303) */
void hqc_warn_of_years(const struct finder *f);
/** years of spans under a cap by the year: a warning (HQ304) */
void hqc_warn_of_spans(const struct finder *f);

/* alike.c */
/** whether sums tell the years of spans of @kind apart at one day at most, and it is the same to them which of several spans has so many years before it */
bool hqc_has_one_edge(const struct finder *f, uint32_t kind);
/** says in each `all of` of the edition whose records its quantities share out: row->arg, see HQ_OP_ALL */
void hqc_share_out(const struct finder *f);

/* together.c */
/** of which measures (f->given_up; those that are so already are left out) the runtime may have to give up a list that is missing; says so
 *  (HQ301) */
void hqc_look_together(const struct finder *f, const struct hqc_edition *e);

#endif
