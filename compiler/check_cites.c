/* Citations: every rule, number, cap and date has one, and each names lines that are there.
 *
 * docs/semantics.md 10.2. A statement inherits the citation of the headings above it, except of rubrics, editions and
 * jurisdictions. Definitions in files without a jurisdiction say nothing of any one source and need none.
 */
#include "check.h"

struct walk {
	struct hqc *c;
	bool shared;                   /* in a file without a jurisdiction */
};

static void check_cite(struct walk *w, struct hqc_cite *k)
{
	for (uint16_t i = 0; i < w->c->nsources; i++) {
		if (hqc_same(w->c->all_sources[i]->name.text, k->source.text))
			k->resolved = w->c->all_sources[i];
	}
	if (!k->resolved) {
		struct hqc_choices choices = { .n = 0 };

		for (uint16_t i = 0; i < w->c->nsources; i++)
			hqc_choice(&choices, w->c->all_sources[i]->name.text);
		hqc_unknown(w->c, HQC_MSG_unknown_source, k->source.span, k->source.text, "source", &choices);
		return;
	}
	if (k->last > k->resolved->lines || k->last > UINT16_MAX) {
		struct hqc_diag *d = hqc_report(w->c, HQC_MSG_cite_past_end, k->span, "source '%s' ends at line %u",
						k->source.text, k->resolved->lines);

		hqc_note_at(w->c, d, k->resolved->lines_span, "its last line is given here");
	}
}

/* Looks at a heading's citations. Returns whether what stands under it has one. */
static bool see(struct walk *w, const struct hqc_cites *cites, bool inherited)
{
	for (struct hqc_cite *k = cites->first; k; k = k->next)
		check_cite(w, k);
	return inherited || cites->first || cites->uncited;
}

/* The same for a rule, which must have one. */
static void want(struct walk *w, const struct hqc_cites *cites, bool inherited, struct hqc_span at,
		 const char *what)
{
	if (see(w, cites, inherited) || w->shared)
		return;
	struct hqc_diag *d = hqc_report(w->c, HQC_MSG_no_citation, at, "%s has no citation", what);

	hqc_help(w->c, d, "add one, as [source line], here or on the heading above; or say [uncited]");
}

static void see_notes(struct walk *w, const struct hqc_note *notes)
{
	for (const struct hqc_note *n = notes; n; n = n->next)
		see(w, &n->cites, false);
}

static void see_items(struct walk *w, const struct hqc_item *items, bool inherited)
{
	for (const struct hqc_item *i = items; i; i = i->next) {
		see_notes(w, i->notes);
		if (i->kind == HQC_ITEM_TEST)
			want(w, &i->cites, inherited, i->test.span, "this rule");
		else
			see_items(w, i->items, see(w, &i->cites, inherited));
	}
}

static void see_block(struct walk *w, const struct hqc_block *b, const struct hqc_cites *heading)
{
	see_notes(w, b->notes);
	see_items(w, b->items, see(w, heading, false));
}

static void see_defines(struct walk *w, const struct hqc_define *list)
{
	for (const struct hqc_define *d = list; d; d = d->next) {
		if (!d->for_kind.text) {
			see_block(w, &d->block, &d->cites);
			continue;
		}
		const bool heading = see(w, &d->cites, false);

		see_notes(w, d->block.notes);
		const struct hqc_filter *line = d->filter && d->nlines > 1 ? d->filter->first : d->filter;

		for (uint16_t i = 0; line && i < d->nlines; i++, line = line->next)
			want(w, &d->filter_cites[i], heading, line->span, "this definition");
	}
}

static void see_limits(struct walk *w, const struct hqc_limit *limits, bool inherited)
{
	for (const struct hqc_limit *l = limits; l; l = l->next)
		want(w, &l->cites, inherited, l->span, "this limit");
}

static void see_awards(struct walk *w, const struct hqc_award *awards, bool inherited)
{
	for (const struct hqc_award *a = awards; a; a = a->next)
		want(w, &a->cites, inherited, a->span, "this award");
}

static void see_categories(struct walk *w, const struct hqc_category *list, bool inherited)
{
	for (const struct hqc_category *k = list; k; k = k->next) {
		const bool heading = see(w, &k->cites, inherited);

		see_notes(w, k->notes);
		see_awards(w, k->award, heading);
		see_limits(w, k->limits, heading);
		for (const struct hqc_line *line = k->lines; line; line = line->next) {
			const bool own = see(w, &line->cites, heading);

			see_notes(w, line->notes);
			see_awards(w, line->award, own);
			see_limits(w, line->limits, own);
		}
		see_categories(w, k->categories, heading);
	}
}

static void see_rubric(struct walk *w, const struct hqc_rubric *r)
{
	see(w, &r->cites, false);
	see_notes(w, r->notes);
	if (r->pass.text || r->silent_pass)
		want(w, &r->pass_cites, false, r->pass_span, r->silent_pass ? "this silence" : "this pass mark");
	if (r->requires.items)
		see_block(w, &r->requires, &r->requires_cites);
	if (r->settles.items)
		see_block(w, &r->settles, &r->settles_cites);
	if (r->min_categories.text)
		want(w, &r->min_categories_cites, false, r->min_categories.span, "this number of categories");
	if (r->once)
		want(w, &r->once_cites, false, r->once_span, "this rule");
	if (r->share.text)
		want(w, &r->share_cites, false, r->share.span, "this share");
	see_categories(w, r->categories, false);
}

static void see_example(struct walk *w, const struct hqc_example *x)
{
	see(w, &x->cites, false);
	for (const struct hqc_expect *p = x->expects; p; p = p->next)
		see(w, &p->cites, false);
}

static void see_edition(struct walk *w, const struct hqc_edition *e)
{
	see(w, &e->cites, false);
	see_notes(w, e->notes);
	if (e->from.span.len > 0)
		want(w, &e->force_cites, false, e->force_span, "this date");
	see_defines(w, e->defines);
	if (e->has_applies)
		see_block(w, &e->applies, &e->applies_cites);
	if (e->has_every)
		see_block(w, &e->every, &e->every_cites);
	for (const struct hqc_route *r = e->routes; r; r = r->next)
		see_block(w, &r->block, &r->cites);
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next)
		see_rubric(w, r);
	for (const struct hqc_example *x = e->examples; x; x = x->next)
		see_example(w, x);
}

void hqc_check_cites(struct hqc *c)
{
	struct walk w = { .c = c };

	for (uint16_t i = 0; i < c->nfiles; i++) {
		w.shared = !c->trees[i]->jurisdictions;
		see_defines(&w, c->trees[i]->defines);
		for (const struct hqc_jurisdiction *j = c->trees[i]->jurisdictions; j; j = j->next) {
			see_defines(&w, j->defines);
			for (const struct hqc_edition *e = j->editions; e; e = e->next)
				see_edition(&w, e);
		}
	}
}
