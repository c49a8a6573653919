/* libhqc: rule files in, tables out. A compilation is one object: add a file, check it, take what it made, free it.
 * Nothing here prints or exits; messages are collected and printed by whoever asks. Not for use from two threads at once.
 */
#ifndef HQC_H
#define HQC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "hq_tables.h"

struct hqc;

/** hqc_new - an empty compilation; NULL when memory is out. hqc_free ends it and everything it handed out. */
struct hqc *hqc_new(void);
void hqc_free(struct hqc *c);

/**
 * hqc_add_file - read and parse a rule file and all it uses (paths in `use` are relative to the file that says so)
 * A file that is used twice is read once. Mistakes in it are diagnostics, not errors.
 * Returns 0, or -1 when the file itself cannot be read (a diagnostic says why).
 */
int hqc_add_file(struct hqc *c, const char *path);
/** hqc_add_text - the same for text in memory under the name @path; the text is copied */
int hqc_add_text(struct hqc *c, const char *path, const char *text, size_t len);

/** hqc_check - resolve, check and lower everything added. Returns the number of errors. */
size_t hqc_check(struct hqc *c);

size_t hqc_errors(const struct hqc *c);
size_t hqc_warnings(const struct hqc *c);
/** hqc_print_diagnostics - in source order, each with its line and a caret; @color with escape sequences */
void hqc_print_diagnostics(const struct hqc *c, FILE *to, bool color);

/** What was made, once hqc_check returned 0. The vocabulary, and one table for each jurisdiction in the file that was
 *  added first. Owned by the compilation. */
const struct hq_vocab *hqc_vocab(const struct hqc *c);
size_t hqc_njurisdictions(const struct hqc *c);
const struct hq_tables *hqc_tables(const struct hqc *c, size_t i);

/** Outputs. Each returns 0, or -1 when writing failed (errno). */
int hqc_emit_tables_c(const struct hqc *c, size_t i, const char *shown_path, FILE *to);  /* rules of jurisdiction i as C */
int hqc_emit_vocab_c(const struct hqc *c, const char *shown_path, FILE *to);              /* the vocabulary as C */
int hqc_emit_rows(const struct hqc *c, size_t i, FILE *to);    /* the rows as text, for people and golden files */
int hqc_emit_doc(const struct hqc *c, size_t i, FILE *to);     /* an outline with citations, Markdown */
int hqc_emit_depfile(const struct hqc *c, const char *target, FILE *to);

/** hqc_format - the first file added, in its one canonical spelling, every comment kept. 0; -1 if it does not parse. */
int hqc_format(struct hqc *c, FILE *to);

#endif
