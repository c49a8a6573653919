/* What the writers of outputs share: emit_c.c, emit_c_rows.c, emit_rows.c, emit_doc.c. Inside the compiler only. */
#ifndef HQC_EMIT_H
#define HQC_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "hq_tables.h"

/* What a row's spelling may need besides the row: exactly one of tables and vocab is set. */
struct emit_context {
	const char *file;              /* base name of the rule file, shown beside each row */
	const struct hq_tables *tables;
	const struct hq_vocab *vocab;
	const uint32_t *src_lines;     /* of tables: the line of the rule file that each row is from */
};

/** writes row @index of an array as one line of an initializer */
typedef void emit_row_fn(const struct emit_context *ctx, const void *row, size_t index, FILE *to);

struct emit_array {
	const char *name, *type;       /* of the member */
	size_t size, off, count;       /* bytes of a row; offset in the block; rows */
	emit_row_fn *row;              /* NULL: the texts */
};

emit_row_fn emit_c_editions, emit_c_rows, emit_c_kids, emit_c_measures, emit_c_shapes, emit_c_convs, emit_c_windows, emit_c_filter_ops,
	emit_c_words, emit_c_lines, emit_c_tiers, emit_c_limits, emit_c_rubrics, emit_c_slots, emit_c_notes, emit_c_cites,
	emit_c_sources, emit_c_numbers, emit_c_forks, emit_c_implied;
emit_row_fn emit_c_kinds, emit_c_fields, emit_c_codes, emit_c_units, emit_c_changes;

/** @text as a C string literal, quotes included; pure ASCII whatever the text holds */
void emit_c_string(const char *text, size_t len, FILE *to);
/** a char array of fixed size, which may hold no NUL, as an initializer */
void emit_c_chars(const char *bytes, size_t len, FILE *to);
/** the part of a path after its last slash */
const char *emit_base_name(const char *path);
/** 0 when everything written so far has reached the file, else -1 */
int emit_done(FILE *to);

/** the filter at @start as text in parentheses; @kind: of the record it is asked of, HQ_NONE for none */
void emit_filter(const struct hq_tables *t, const struct hq_vocab *v, uint16_t start, unsigned kind, FILE *to);
/** a bound, "without bound" for HQ_BIG; a day, "never" or "ever" for the open ends */
void emit_value(int64_t value, FILE *to);
void emit_day(hq_day day, FILE *to);

/* Names of enum values, without their prefix, in lower case; "?" for what is none of them. emit_names.c */
const char *emit_op_name(unsigned op);
const char *emit_role_name(unsigned role);
const char *emit_filter_name(unsigned op);
const char *emit_rel_name(unsigned rel);
const char *emit_source_name(unsigned src);
const char *emit_aggregate_name(unsigned agg);
const char *emit_form_name(unsigned form);
const char *emit_bound_name(unsigned bound);
const char *emit_note_name(unsigned kind);
const char *emit_slot_name(unsigned type);
const char *emit_fork_name(unsigned what);
const char *emit_field_type_name(unsigned type);

/* The C name that the tables of a jurisdiction have: hq_ks for KS. */
enum { HQC_SYMBOL_MAX = 8 };
void hqc_symbol_of(const char *code, char out[HQC_SYMBOL_MAX]);

#endif
