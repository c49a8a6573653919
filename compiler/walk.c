/* A walk over everything that was written, file by file, so that each check says only what it looks at. */
#include "check.h"

static void walk_filter(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_filter *f,
			const struct hqc_record *record)
{
	if (!f)
		return;
	if (v->filter)
		v->filter(at, f, record);
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		walk_filter(at, v, part, record);
}

static void walk_what(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_what *w)
{
	if (!w->record)
		return;
	if (v->what)
		v->what(at, w);
	walk_filter(at, v, w->filter, w->record);
}

static void walk_test(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_test *t)
{
	if (v->test)
		v->test(at, t);
	walk_what(at, v, &t->what);
	walk_filter(at, v, t->scalar, NULL);
}

static void walk_items(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_item *items)
{
	for (const struct hqc_item *i = items; i; i = i->next) {
		if (v->item)
			v->item(at, i);
		if (i->kind == HQC_ITEM_TEST)
			walk_test(at, v, &i->test);
		else
			walk_items(at, v, i->items);
	}
}

static void walk_block(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_block *b,
		       struct hqc_span heading, const char *what)
{
	if (v->block)
		v->block(at, b, heading, what);
	walk_items(at, v, b->items);
}

static void walk_defines(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_define *list)
{
	for (const struct hqc_define *d = list; d; d = d->next) {
		if (v->define)
			v->define(at, d);
		if (d->for_kind.text)
			walk_filter(at, v, d->filter, d->record);
		else
			walk_block(at, v, &d->block, d->name.span, "definition");
	}
}

static void walk_award(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_award *a)
{
	if (!a)
		return;
	if (v->award)
		v->award(at, a);
	if (a->kind == HQC_AWARD_IF) {
		walk_test(at, v, &a->test);
		return;
	}
	walk_what(at, v, &a->what);
	/* A share's filter is read once for each kind that the lines of its rubric count. */
	if (v->filter && at->rubric->share_filter && a->what.record) {
		const struct hqc_place place = { at->c, at->edition, at->jurisdiction, at->file };

		walk_filter(at, v, hqc_share_filter(&place, at->rubric->share_filter, a->what.record),
			    a->what.record);
	}
}

static void walk_categories(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_category *list)
{
	for (const struct hqc_category *k = list; k; k = k->next) {
		if (v->category)
			v->category(at, k);
		walk_award(at, v, k->award);
		for (const struct hqc_line *line = k->lines; line; line = line->next) {
			if (v->line)
				v->line(at, line);
			walk_award(at, v, line->award);
		}
		walk_categories(at, v, k->categories);
	}
}

static void walk_rubric(struct hqc_at at, const struct hqc_visitor *v, const struct hqc_rubric *r)
{
	at.rubric = r;
	if (v->rubric)
		v->rubric(&at, r);
	if (r->requires.items)
		walk_block(&at, v, &r->requires, r->requires.span, "heading");
	if (r->settles.items)
		walk_block(&at, v, &r->settles, r->settles.span, "heading");
	walk_categories(&at, v, r->categories);
}

static void walk_edition(struct hqc_at at, const struct hqc_visitor *v, const struct hqc_edition *e)
{
	at.edition = e;
	if (v->edition)
		v->edition(&at, e);
	walk_defines(&at, v, e->defines);
	if (e->has_applies)
		walk_block(&at, v, &e->applies, e->applies.span, "heading");
	if (e->has_every)
		walk_block(&at, v, &e->every, e->every_span, "heading");
	for (const struct hqc_route *r = e->routes; r; r = r->next)
		walk_block(&at, v, &r->block, r->name.span, "route");
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next)
		walk_rubric(at, v, r);
}

static void walk_implied(const struct hqc_at *at, const struct hqc_visitor *v, const struct hqc_record *records)
{
	for (const struct hqc_record *r = records; r; r = r->next) {
		for (const struct hqc_implied *implied = r->implied; implied; implied = implied->next) {
			walk_filter(at, v, implied->each ? implied->each : implied->holds, r);
			walk_filter(at, v, implied->each ? NULL : implied->when, r);
		}
	}
}

void hqc_walk(struct hqc *c, const struct hqc_visitor *v)
{
	for (uint16_t i = 0; i < c->nfiles; i++) {
		struct hqc_at at = { .c = c, .file = c->trees[i] };

		walk_implied(&at, v, c->trees[i]->records);
		walk_defines(&at, v, c->trees[i]->defines);
		for (const struct hqc_jurisdiction *j = c->trees[i]->jurisdictions; j; j = j->next) {
			at.jurisdiction = j;
			if (v->jurisdiction)
				v->jurisdiction(&at, j);
			walk_defines(&at, v, j->defines);
			for (const struct hqc_edition *e = j->editions; e; e = e->next)
				walk_edition(at, v, e);
		}
	}
}
