/* What the files of checking share: a walk over everything of one compilation, and the checks themselves. */
#ifndef HQC_CHECK_H
#define HQC_CHECK_H

#include "compile.h"
#include "fold.h"
#include "resolve.h"

/* Where a walk is. */
struct hqc_at {
	struct hqc *c;
	const struct hqc_file *file;
	const struct hqc_jurisdiction *jurisdiction;   /* NULL in a file's own definitions */
	const struct hqc_edition *edition;             /* NULL outside one */
	const struct hqc_rubric *rubric;               /* NULL outside one */
};

/* What to do at each construct; NULL to pass it over. Called on the way down, in the order of the file. */
struct hqc_visitor {
	void (*jurisdiction)(const struct hqc_at *at, const struct hqc_jurisdiction *j);
	void (*edition)(const struct hqc_at *at, const struct hqc_edition *e);
	void (*define)(const struct hqc_at *at, const struct hqc_define *d);
	void (*block)(const struct hqc_at *at, const struct hqc_block *b, struct hqc_span heading,
		      const char *what);
	void (*item)(const struct hqc_at *at, const struct hqc_item *i);
	void (*test)(const struct hqc_at *at, const struct hqc_test *t);
	void (*what)(const struct hqc_at *at, const struct hqc_what *w);
	/* every filter and part of a filter; @record NULL: on teacher, assignment or the as-of date */
	void (*filter)(const struct hqc_at *at, const struct hqc_filter *f, const struct hqc_record *record);
	void (*rubric)(const struct hqc_at *at, const struct hqc_rubric *r);
	void (*category)(const struct hqc_at *at, const struct hqc_category *k);
	void (*line)(const struct hqc_at *at, const struct hqc_line *line);
	void (*award)(const struct hqc_at *at, const struct hqc_award *a);
};
void hqc_walk(struct hqc *c, const struct hqc_visitor *v);

/** windows are so many years or months: the parser saw to the number. Reports; whether @unit is one of them */
bool hqc_check_length(struct hqc *c, struct hqc_name unit);            /* check_windows.c */

/** can a quantity in @unit be taken of @w: the kind has it, or a conversion leads to it. Reports; check_tests.c */
void hqc_check_unit(struct hqc *c, const struct hqc_what *w, const struct hqc_unit *unit, struct hqc_name name);

void hqc_check_facts(struct hqc *c);           /* check_facts.c */
void hqc_check_cites(struct hqc *c);           /* check_cites.c */
void hqc_check_filters(struct hqc *c);         /* check_filter.c */
void hqc_check_tests(struct hqc *c);           /* check_tests.c */
void hqc_check_windows(struct hqc *c);         /* check_windows.c */
void hqc_check_editions(struct hqc *c);        /* check_editions.c */
void hqc_check_awards(struct hqc *c);          /* check_points.c */
void hqc_check_limits(struct hqc *c);          /* check_limits.c */
void hqc_check_rubrics(struct hqc *c);         /* check_rubrics.c */

#endif
