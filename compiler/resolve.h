/* What the files of name resolution share. See resolve.c. */
#ifndef HQC_RESOLVE_H
#define HQC_RESOLVE_H

#include "compile.h"

/* Where a name stands, and so what it can see: its edition, its jurisdiction, its file, and every file without a
 * jurisdiction. Each may be NULL from the inside out. */
struct hqc_place {
	struct hqc *c;
	const struct hqc_edition *edition;
	const struct hqc_jurisdiction *jurisdiction;
	const struct hqc_file *file;
};

/* Names that could have been meant, for a suggestion. */
enum { HQC_CHOICES_MAX = 320, HQC_CHOICES_SHOWN = 12 };
struct hqc_choices { const char *names[HQC_CHOICES_MAX]; size_t n; };
void hqc_choice(struct hqc_choices *choices, const char *name);
/** hqc_unknown - report that @name is no @what, with the near miss or, when the list is short, the list */
void hqc_unknown(struct hqc *c, enum hqc_msg msg, struct hqc_span at, const char *name, const char *what,
		 const struct hqc_choices *choices);

static inline bool hqc_same(const char *a, const char *b)
{
	return a == b;          /* interned */
}

/* resolve_facts.c */
void hqc_resolve_facts(struct hqc *c);
struct hqc_record *hqc_find_record(const struct hqc *c, const char *name);      /* singular or plural */
struct hqc_field *hqc_find_field(const struct hqc_record *record, const char *name);
struct hqc_unit *hqc_find_unit(const struct hqc *c, const char *name);          /* singular or plural */
struct hqc_code *hqc_find_code(const struct hqc_codes *codes, const char *name);
bool hqc_record_takes(const struct hqc_record *record, const struct hqc_unit *unit);
struct hqc_unit *hqc_resolve_unit(struct hqc *c, struct hqc_name name);         /* reports */
struct hqc_record *hqc_resolve_kind(struct hqc *c, struct hqc_name name);       /* reports */
struct hqc_field *hqc_resolve_field(struct hqc *c, struct hqc_record *record, struct hqc_name name);  /* reports */
void hqc_resolve_code(struct hqc *c, const struct hqc_field *field, struct hqc_value *value);         /* reports */

/* resolve_tests.c */
void hqc_resolve_filter(const struct hqc_place *s, struct hqc_filter *f, struct hqc_record *record);
void hqc_resolve_what(const struct hqc_place *s, struct hqc_what *what);
void hqc_resolve_test(const struct hqc_place *s, struct hqc_test *t);
/** the filter of a rubric's share for lines on @record: a resolved copy, or NULL when the kind lacks a field of it */
struct hqc_filter *hqc_share_filter(const struct hqc_place *s, const struct hqc_filter *f,
				    struct hqc_record *record);

/* resolve_examples.c */
void hqc_resolve_examples(const struct hqc_place *s);

#endif
