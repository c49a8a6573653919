/* Jurisdictions and editions: codes, and dates in force without gap or overlap. */
#include <string.h>

#include "check.h"

enum { EDITIONS_MAX = 64 };

static bool has_until(const struct hqc_edition *e)
{
	return e->until.span.len > 0;
}

static void check_edition(const struct hqc_at *at, const struct hqc_edition *e)
{
	if (e->from.span.len == 0)
		hqc_report(at->c, HQC_MSG_edition_undated, e->name.span,
			   "edition '%s' does not say from when it is in force", e->name.text);
	else if (has_until(e) && e->until.day < e->from.day)
		hqc_report(at->c, HQC_MSG_edition_backwards, e->until.span, "edition '%s' ends before it begins",
			   e->name.text);
	if (!e->has_every && !e->routes)
		hqc_report(at->c, HQC_MSG_edition_empty, e->name.span,
			   "edition '%s' has neither a route nor anything under `every teacher`", e->name.text);
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next) {
		if (r->passes_used == 0 && !at->c->diags.errors)        /* after other mistakes it may just be misspelt */
			hqc_report(at->c, HQC_MSG_unused_rubric, r->name.span,
				   "nothing asks whether rubric '%s' passes", r->name.text);
	}
}

static void check_neighbours(struct hqc *c, const struct hqc_edition *a, const struct hqc_edition *b)
{
	if (!has_until(a) || a->until.day >= b->from.day) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_edition_overlap, b->from.span,
						"editions '%s' and '%s' are in force on the same days",
						a->name.text, b->name.text);

		hqc_note_at(c, d, has_until(a) ? a->until.span : a->from.span,
			    has_until(a) ? "'%s' ends here" : "'%s' begins here and has no end", a->name.text);
	} else if (a->until.day + 1 < b->from.day) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_edition_gap, b->from.span,
						"no edition is in force on the days before '%s'", b->name.text);

		hqc_note_at(c, d, a->until.span, "'%s' ends here", a->name.text);
	}
}

/* Editions in the order of their first days, by insertion: there are few. */
static void check_order(struct hqc *c, const struct hqc_jurisdiction *j)
{
	const struct hqc_edition *sorted[EDITIONS_MAX];
	size_t n = 0;

	for (const struct hqc_edition *e = j->editions; e; e = e->next) {
		size_t i = n;

		if (e->from.span.len == 0)
			return;
		if (n == EDITIONS_MAX) {
			hqc_report(c, HQC_MSG_too_many_editions, e->name.span,
				   "more than %d editions of one jurisdiction", EDITIONS_MAX);
			return;
		}
		for (; i > 0 && sorted[i - 1]->from.day > e->from.day; i--)
			sorted[i] = sorted[i - 1];
		sorted[i] = e;
		n++;
	}
	for (size_t i = 1; i < n; i++)
		check_neighbours(c, sorted[i - 1], sorted[i]);
}

static bool is_postal(const char *code)
{
	return strlen(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
}

static void check_jurisdiction(const struct hqc_at *at, const struct hqc_jurisdiction *j)
{
	if (!is_postal(j->code.text))
		hqc_report(at->c, HQC_MSG_not_postal, j->code.span,
			   "'%s' is not a postal code of two capital letters", j->code.text);
	if (!j->editions)
		hqc_report(at->c, HQC_MSG_no_edition, j->code.span, "jurisdiction '%s' has no edition",
			   j->code.text);
	for (const struct hqc_edition *e = j->editions; e; e = e->next) {
		for (const struct hqc_edition *old = j->editions; old != e; old = old->next) {
			if (old->name.text != e->name.text)
				continue;
			struct hqc_diag *d = hqc_report(at->c, HQC_MSG_defined_twice, e->name.span,
							"edition '%s' is defined twice", e->name.text);

			hqc_note_at(at->c, d, old->name.span, "'%s' is first defined here", old->name.text);
		}
	}
	check_order(at->c, j);
}

static void check_codes(struct hqc *c)
{
	for (uint16_t i = 0; i < c->nfiles; i++) {
		for (const struct hqc_jurisdiction *j = c->trees[i]->jurisdictions; j; j = j->next) {
			for (uint16_t k = 0; k <= i; k++) {
				for (const struct hqc_jurisdiction *old = c->trees[k]->jurisdictions;
				     old && old != j; old = old->next) {
					if (old->code.text != j->code.text)
						continue;
					struct hqc_diag *d =
						hqc_report(c, HQC_MSG_defined_twice, j->code.span,
							   "jurisdiction '%s' is defined twice", j->code.text);

					hqc_note_at(c, d, old->code.span, "'%s' is first defined here",
						    old->code.text);
				}
			}
		}
	}
}

void hqc_check_editions(struct hqc *c)
{
	const struct hqc_visitor v = { .jurisdiction = check_jurisdiction, .edition = check_edition };

	hqc_walk(c, &v);
	check_codes(c);
}
