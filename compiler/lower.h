/* What the files of lowering share: the block being built, and how a checked tree becomes rows in it.
 *
 * lower.c drives; blob.c holds the growing arrays and lays out the block; pack.c packs what was made, pack_text.c texts; lower_vocab.c does facts, lower_rules.c
 * requirements and editions, lower_rubric.c points, lower_measure.c what is counted, lower_filter.c conditions on one
 * record, lower_examples.c what examples expect. Lowering adds diagnostics only for what shows itself in numbers:
 * named limits, overflow, and points that cannot be reached.
 */
#ifndef HQC_LOWER_H
#define HQC_LOWER_H

#include "compile.h"
#include "fold.h"
#include "hq.h"
#include "resolve.h"

/* A growing array in the arena, zeroed. What it hands out is valid until it grows. */
struct hqc_buf { void *at; uint32_t count, room, size; };
void *hqc_buf_add(struct hqc_arena *arena, struct hqc_buf *b, uint32_t n);
#define HQC_BUF(type) ((struct hqc_buf){ .size = sizeof(type) })
#define HQC_AT(type, buf, i) (&((type *)(buf).at)[i])

/* Texts of a block, each once; offset 0 is the empty text. Those of rules are packed. */
struct hqc_phrases;
struct hqc_texts {
	struct hqc_buf bytes;
	const struct hqc_phrases *phrases;     /* NULL: plain texts */
	const char **keys;
	uint32_t *offsets;
	size_t nslots, count;
};
void     hqc_texts_init(struct hqc *c, struct hqc_texts *t, bool packed);
uint32_t hqc_text(struct hqc *c, struct hqc_texts *t, const char *interned);       /* NULL gives 0 */

/* pack_text.c: what @text is in a table, with its NUL, at most two bytes a byte; returns the length */
enum { HQC_PACKED_MAX = HQ_TEXT_MAX };
struct hqc_phrases *hqc_phrases(struct hqc_arena *arena);
size_t   hqc_pack_text(const struct hqc_phrases *p, const char *text, char out[2 * HQC_PACKED_MAX + 1]);

/** hqc_blob_make - one block: @header_size bytes of header, then each section on 8 bytes, then nothing */
enum { HQC_BLOB_MAX = 0xffff * 8 };            /* what a span reaches; and no array has more than 0xffff items */
struct hqc_section { struct hqc_buf *buf; struct hq_span *span; };
struct hqc_blob hqc_blob_make(struct hqc *c, void *header, size_t header_size, const struct hqc_section *sections,
			      size_t n);

struct hqc_refs { uint16_t first, n; };        /* a run of cites[] */

/* What a row is to a reader. */
struct hqc_head {
	struct hqc_span span;
	const char *path, *label;              /* interned; NULL */
	struct hqc_refs cites;                 /* in effect: its own or inherited */
	uint8_t role;
};

/* Rows already made for a definition, rubric or route of this edition. */
struct hqc_made { const void *node; uint16_t row; };
struct hqc_path { const char *path; struct hqc_span span; };

/* What is known of a row beyond the row itself: for bounds and for limits on depth. */
struct hqc_row_facts {
	int64_t most;                          /* points it can count at most; HQ_BIG where a rate is silent */
	int64_t by_service;                    /* the same with years of experience alone */
	uint16_t depth;
};

/* A row and a slot as they are made; pack.c makes the table's of them. */
struct hqc_row {
	uint8_t  op, role;
	uint16_t arg;
	uint16_t first_kid, nkids;             /* in kids[] */
	uint16_t slot, limit, rubric, parent;  /* HQ_NONE */
	uint16_t name, label;                  /* texts; of the path the last part */
	uint16_t first_cite, ncites;
	uint32_t src_line;                     /* line of the rule file */
	const char *path;                      /* NULL */
	int64_t  a, b;
};
struct hqc_slot { const char *path; uint32_t kinds; uint16_t row, measure; };

/* What pack.c makes of the arrays of the same name. */
struct hqc_packed {
	struct hqc_buf rows, measures, shapes, convs, filter_ops, lines, tiers, limits, rubrics, slots, cites, numbers;
};

struct hqc_lower {
	struct hqc *c;
	struct hqc_place place;
	const struct hqc_record *record; /* whose filter is being lowered; NULL for one on the single records */
	struct hqc_buf editions, rows, kids, measures, convs, windows, filter_ops, words, lines, tiers, limits,
		rubrics, slots, notes, cites, sources, forks, implied;
	uint32_t cases;                        /* of the edition that has most; forks.c */
	struct hqc_packed packed;
	struct hqc_texts text;
	bool full;                             /* HQ_ROWS_MAX was reached and said so */
	struct hqc_buf row_facts;              /* struct hqc_row_facts, beside rows */
	struct hqc_buf scratch;                /* uint16_t: kids being gathered, a stack */
	struct hqc_buf filter_starts;          /* uint16_t: where each filter begins */
	struct hqc_buf made;                   /* struct hqc_made, of this edition */
	struct hqc_buf paths;                  /* struct hqc_path, of this edition */
	struct hqc_buf source_of;              /* uint16_t: index in the block for each of c->all_sources, plus 1 */
	struct hqc_buf used_defines; /* const struct hqc_define *: filters the measure being made goes through */
	struct hqc_buf used_silences;          /* const struct hqc_filter * */
};

/* lower_rules.c */
void     hqc_lower_edition(struct hqc_lower *l, const struct hqc_edition *e);
uint16_t hqc_lower_test(struct hqc_lower *l, const struct hqc_test *t, const struct hqc_head *head);
uint16_t hqc_lower_block(struct hqc_lower *l, const struct hqc_block *block, const char *prefix,
			 const struct hqc_head *head);
bool     hqc_test_is_plain(const struct hqc_test *t, uint32_t *kinds);
/** rows of definitions and rubrics that @t reads, made now, so that they stand outside what is made next */
void     hqc_lower_ahead(struct hqc_lower *l, const struct hqc_test *t);

/* lower_row.c */
uint16_t hqc_row_add(struct hqc_lower *l, const struct hqc_head *head, enum hq_op op, uint16_t arg);
void hqc_row_kids(struct hqc_lower *l, uint16_t row, uint32_t mark); /* scratch from @mark on becomes its kids */
void     hqc_kid(struct hqc_lower *l, uint16_t row);                       /* onto scratch */
struct hqc_refs hqc_cites(struct hqc_lower *l, const struct hqc_cites *own, struct hqc_refs inherited);
struct hqc_refs hqc_cites_join(struct hqc_lower *l, struct hqc_refs a, struct hqc_refs b);
void     hqc_notes(struct hqc_lower *l, uint16_t row, const struct hqc_note *notes, struct hqc_refs inherited);
void     hqc_note_silent(struct hqc_lower *l, uint16_t row, const char *text, struct hqc_refs cites);
/** notes and silences of the filters that the last measure went through, beside @row; clears the list */
void     hqc_filter_notes(struct hqc_lower *l, uint16_t row);
struct hqc_refs hqc_filter_cites(struct hqc_lower *l, struct hqc_refs own);
const char *hqc_path_join(struct hqc_lower *l, const char *prefix, struct hqc_name name);
void     hqc_path_claim(struct hqc_lower *l, const char *path, struct hqc_span at);
uint16_t hqc_slot_yes_no(struct hqc_lower *l, uint16_t row, const char *path, uint32_t kinds);
uint16_t hqc_slot_quantity(struct hqc_lower *l, uint16_t row, uint16_t measure, const char *path);
uint16_t hqc_made_find(const struct hqc_lower *l, const void *node);       /* HQ_NONE */
void     hqc_made_add(struct hqc_lower *l, const void *node, uint16_t row);
uint32_t hqc_src_line(const struct hqc *c, struct hqc_span span);

/* lower_measure.c */
struct hqc_measure_spec {
	const struct hqc_what *what;
	const struct hqc_filter *extra;        /* of a share; NULL */
	const struct hqc_unit *unit;           /* NULL: records are counted */
	bool greatest;
	int64_t scale; /* from hqc_measure_scale, times whatever the caller's numbers need */
	struct hqc_rat block_each, cap_each, cap_year;     /* in the unit; num 0: none */
};
/** the least scale in which every amount the measure takes is whole */
int64_t  hqc_measure_scale(struct hqc_fold *f, const struct hqc_measure_spec *m);
uint16_t hqc_lower_measure(struct hqc_lower *l, const struct hqc_measure_spec *m, struct hqc_span at);
/** the most that one record, and all together, can have of @unit with the conversions of @m; num HQ_BIG: no bound */
struct hqc_rat hqc_measure_most(struct hqc_fold *f, const struct hqc_measure_spec *m);

/* lower_filter.c. l->record is the kind whose records are asked; what the filter goes through is left in used_*. */
enum { HQC_FILTER_OPS_MAX = 400 };
int64_t  hqc_months(const struct hqc_number *n, const char *unit);
uint16_t hqc_lower_filter(struct hqc_lower *l, const struct hqc_filter *f, const struct hqc_filter *extra);

/* lower_rubric.c */
uint16_t hqc_lower_rubric(struct hqc_lower *l, const struct hqc_rubric *r);

/* pack.c */
enum { HQC_CITED_SOURCES_MAX = 32, HQC_CITED_LINES_MAX = 2048, HQC_RUN_MAX = 255 };      /* of hq_packed_cite; of ncites, ntiers */
void hqc_pack(struct hqc_lower *l);
/** that the names put together from a table's parts are those of the rule file */
void hqc_check_names(const struct hqc_lower *l, const struct hq_tables *made);

/* forks.c: what of the edition has to be looked at case by case, onto l->forks; and that the cases are not too many */
enum { HQC_CASES_MAX = 1 << 30 };
void hqc_lower_forks(struct hqc_lower *l, const struct hqc_edition *e, struct hq_edition *made);

/* find_record.c: whether there is a record of @kind that meets all filters @in and none of @out (HQ_NONE: every record does), whatever else is known (@surely); or
 * whether it cannot be ruled out. fields: which of its kind a filter asks for, a bit each */
bool hqc_may_be_there(const struct hqc_lower *l, uint8_t kind, bool surely, const uint16_t *in, uint32_t nin, const uint16_t *out, uint32_t nout);
/** the greatest amount in @unit (times 10^decimals) of a record that meets @filter, as far as that can be told; 0 where there is no such record */
int64_t hqc_most_amount(const struct hqc_lower *l, uint8_t kind, uint16_t filter, uint32_t unit);
uint32_t hqc_fields_read(const struct hqc_lower *l, uint16_t filter);

/* lower_implied.c: what the facts declare that bears on fields of @read (bit f of read[kind]), onto l->implied, each once */
void hqc_lower_implied(struct hqc_lower *l, const uint32_t *read);

/* lower_vocab.c */
void hqc_lower_vocab(struct hqc *c);

/* lower_examples.c */
void hqc_check_expectations(struct hqc_lower *l, const struct hqc_edition *e, const struct hq_edition *made);

#endif
