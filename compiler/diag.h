/* Diagnostics: collected in any order, printed in the order of the source, repeats dropped. The only file that knows
 * how a message looks is diag.c. messages.def lists every message with its permanent number. */
#ifndef HQC_DIAG_H
#define HQC_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "ast.h"

/* MSG(number, severity, name, meaning) */
enum hqc_severity { HQC_ERROR = 1, HQC_WARNING };
enum hqc_msg {
#define MSG(number, severity, name, meaning) HQC_MSG_##name = number,
#include "messages.def"
#undef MSG
	HQC_MSG_END
};

struct hqc;
struct hqc_diag;
/* All are counted; the first HQC_DIAGS_MAX are kept and printed. */
enum { HQC_DIAGS_MAX = 100 };
struct hqc_diags { struct hqc_diag *first; size_t errors, warnings, kept; };

/** hqc_report - add a diagnostic: what is wrong, in the author's own words, lower case, no full stop. Returns it so that
 *  a note may follow. A format's %s take names and texts as the author wrote them. */
struct hqc_diag *hqc_report(struct hqc *c, enum hqc_msg msg, struct hqc_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/** hqc_note_at - a second place that the last message is about; hqc_help - what to do, without a place */
void hqc_note_at(struct hqc *c, struct hqc_diag *d, struct hqc_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void hqc_help(struct hqc *c, struct hqc_diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** hqc_reported - was this message given? */
bool hqc_reported(const struct hqc *c, enum hqc_msg msg);

/** hqc_nearest - which of @n names is a near miss of @name (edit distance at most a third of its length), or NULL */
const char *hqc_nearest(const char *name, const char *const *names, size_t n);

#endif
