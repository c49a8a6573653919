/* The formatter's walk over jurisdictions and what they hold, and over the file. The tree keeps the statements of a body
 * in lists by what they are; here they are brought back into the order of the source, by their places, and each begins a
 * statement of format.c. Facts and sources are format_facts.c's.
 */
#include "format.h"

#include <stdlib.h>

/* ---- bodies -------------------------------------------------------------------------------------------------- */

void hqc_body_add(struct hqc_body *b, struct hqc_span at, hqc_say say, const void *node)
{
	if (b->n == b->size) {
		b->size = b->size ? b->size * 2 : 16;
		b->entries = realloc(b->entries, b->size * sizeof(*b->entries));
		if (!b->entries)
			hqc_out_of_memory();
	}
	b->entries[b->n++] = (struct hqc_entry){ at.off, say, node };
}

static int by_place(const void *left, const void *right)
{
	const struct hqc_entry *a = left;
	const struct hqc_entry *b = right;
	return a->off < b->off ? -1 : a->off > b->off;
}

void hqc_body_say(struct hqc_formatter *f, struct hqc_body *b)
{
	if (b->n)
		qsort(b->entries, b->n, sizeof(b->entries[0]), by_place);
	for (size_t i = 0; i < b->n; i++)
		b->entries[i].say(f, b->entries[i].node);
	free(b->entries);
}

void hqc_body_under(struct hqc_formatter *f, struct hqc_body *b)
{
	f->depth++;
	hqc_body_say(f, b);
	f->depth--;
}

void hqc_begin_head(struct hqc_formatter *f, struct hqc_span at, const char *word, struct hqc_name name,
		    struct hqc_text text, struct hqc_cites cites)
{
	hqc_begin(f, at.off, word);
	hqc_word(f, name.text);
	hqc_quote(f, text);
	hqc_cited(f, cites);
}

/* ---- requirements and definitions ---------------------------------------------------------------------------- */

static void say_note(struct hqc_formatter *f, const void *node)
{
	static const char *const words[] = { "", "reading", "erratum", "note", "" };
	const struct hqc_note *n = node;
	hqc_begin(f, n->span.off, words[n->kind]);
	hqc_quote(f, n->text);
	if (n->kind == HQC_NOTE_ERRATUM) {
		hqc_break(f);
		hqc_word(f, "corrected to");
		hqc_quote(f, n->corrected);
	}
	hqc_cited(f, n->cites);
}

static void say_item(struct hqc_formatter *f, const void *node)
{
	const struct hqc_item *i = node;
	switch (i->kind) {
	case HQC_ITEM_NAMED:
		hqc_begin(f, i->span.off, i->name.text);
		hqc_quote(f, i->label);
		break;
	case HQC_ITEM_ANY:
		hqc_begin(f, i->span.off, "any of");
		break;
	case HQC_ITEM_ALL:
		hqc_begin(f, i->span.off, "all of");
		break;
	case HQC_ITEM_NONE:
		hqc_begin(f, i->span.off, "none of");
		break;
	case HQC_ITEM_AT_LEAST:
		hqc_begin(f, i->span.off, "at least");
		hqc_word_number(f, i->count);
		hqc_word(f, "of");
		break;
	case HQC_ITEM_TEST:
		hqc_begin(f, i->span.off, "");
		hqc_word_test(f, &i->test);
		break;
	}
	hqc_cited(f, i->cites);
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_item, i->items, say_item);
	HQC_BODY_ALL(&b, struct hqc_note, i->notes, say_note);
	hqc_body_under(f, &b);
}

static void say_block(struct hqc_formatter *f, const struct hqc_block *block)
{
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_item, block->items, say_item);
	HQC_BODY_ALL(&b, struct hqc_note, block->notes, say_note);
	hqc_body_under(f, &b);
}

/* A filter line of a definition; its citations are found by its number. */
struct filter_line { const struct hqc_filter *filter; struct hqc_cites cites; };

static void say_filter_line(struct hqc_formatter *f, const void *node)
{
	const struct filter_line *line = node;
	hqc_begin(f, line->filter->span.off, "");
	hqc_word_filter(f, line->filter);
	hqc_cited(f, line->cites);
}

static void say_define(struct hqc_formatter *f, const void *node)
{
	const struct hqc_define *d = node;
	hqc_begin(f, d->span.off, "define");
	hqc_word(f, d->name.text);
	if (d->for_kind.text) {
		hqc_word(f, "for");
		hqc_word(f, d->for_kind.text);
	}
	hqc_quote(f, d->label);
	hqc_cited(f, d->cites);
	if (!d->for_kind.text) {
		say_block(f, &d->block);
		return;
	}
	struct hqc_body b = { 0 };
	struct filter_line *lines = hqc_arena_alloc(&f->c->arena, d->nlines * sizeof(*lines));
	const struct hqc_filter *filter = d->nlines > 1 ? d->filter->first : d->filter;
	for (uint16_t i = 0; i < d->nlines; i++, filter = filter->next) {
		lines[i] = (struct filter_line){ filter, d->filter_cites[i] };
		hqc_body_add(&b, filter->span, say_filter_line, &lines[i]);
	}
	HQC_BODY_ALL(&b, struct hqc_note, d->block.notes, say_note);
	hqc_body_under(f, &b);
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void say_award(struct hqc_formatter *f, const void *node)
{
	const struct hqc_award *a = node;
	hqc_begin(f, a->span.off, "");
	hqc_word_award(f, a);
	hqc_cited(f, a->cites);
}

static void say_limit(struct hqc_formatter *f, const void *node)
{
	const struct hqc_limit *l = node;
	hqc_begin(f, l->span.off, "");
	hqc_word_limit(f, l);
	hqc_cited(f, l->cites);
}

static void say_line(struct hqc_formatter *f, const void *node)
{
	const struct hqc_line *l = node;
	hqc_begin_head(f, l->span, "line", l->name, l->label, l->cites);
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_award, l->award, say_award);
	HQC_BODY_ALL(&b, struct hqc_limit, l->limits, say_limit);
	HQC_BODY_ALL(&b, struct hqc_note, l->notes, say_note);
	hqc_body_under(f, &b);
}

static void say_category(struct hqc_formatter *f, const void *node)
{
	const struct hqc_category *c = node;
	hqc_begin_head(f, c->span, "category", c->name, c->label, c->cites);
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_award, c->award, say_award);
	HQC_BODY_ALL(&b, struct hqc_limit, c->limits, say_limit);
	HQC_BODY_ALL(&b, struct hqc_line, c->lines, say_line);
	HQC_BODY_ALL(&b, struct hqc_category, c->categories, say_category);
	HQC_BODY_ALL(&b, struct hqc_note, c->notes, say_note);
	hqc_body_under(f, &b);
}

static void say_pass(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	if (r->silent_pass) {
		hqc_begin(f, r->pass_span.off, "silent on passing points");
		hqc_quote(f, r->silent_text);
	} else {
		hqc_begin(f, r->pass_span.off, "passes at");
		hqc_word_number(f, r->pass);
		hqc_word_points(f, r->pass);
	}
	hqc_cited(f, r->pass_cites);
}

static void say_requires(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin(f, r->requires.span.off, "requires");
	hqc_cited(f, r->requires_cites);
	say_block(f, &r->requires);
}

static void say_settles(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin(f, r->settles.span.off, "passes at once");
	hqc_cited(f, r->settles_cites);
	say_block(f, &r->settles);
}

static void say_min_categories(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin(f, r->min_categories.span.off, "points in at least");
	hqc_word_number(f, r->min_categories);
	hqc_word(f, "categories");
	hqc_cited(f, r->min_categories_cites);
}

static void say_once(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin(f, r->once_span.off, "each event counts once");
	hqc_cited(f, r->once_cites);
}

static void say_share(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin(f, r->share.span.off, "of which at least");
	hqc_word_number(f, r->share);
	hqc_word_points(f, r->share);
	hqc_break(f);
	hqc_word(f, "where");
	hqc_word_filter(f, r->share_filter);
	hqc_cited(f, r->share_cites);
}

static void say_rubric(struct hqc_formatter *f, const void *node)
{
	const struct hqc_rubric *r = node;
	hqc_begin_head(f, r->span, "rubric", r->name, r->label, r->cites);
	struct hqc_body b = { 0 };
	if (r->pass_span.len)
		hqc_body_add(&b, r->pass_span, say_pass, r);
	if (r->requires.span.len)
		hqc_body_add(&b, r->requires.span, say_requires, r);
	if (r->settles.span.len)
		hqc_body_add(&b, r->settles.span, say_settles, r);
	if (r->min_categories.text)
		hqc_body_add(&b, r->min_categories.span, say_min_categories, r);
	if (r->once)
		hqc_body_add(&b, r->once_span, say_once, r);
	if (r->share.text)
		hqc_body_add(&b, r->share.span, say_share, r);
	HQC_BODY_ALL(&b, struct hqc_category, r->categories, say_category);
	HQC_BODY_ALL(&b, struct hqc_note, r->notes, say_note);
	hqc_body_under(f, &b);
}

/* ---- examples ------------------------------------------------------------------------------------------------ */

static void say_like(struct hqc_formatter *f, const void *node)
{
	const struct hqc_example *e = node;
	hqc_begin(f, e->like.span.off, "like");
	hqc_word(f, e->like.text);
}

static void say_as_of(struct hqc_formatter *f, const void *node)
{
	const struct hqc_example *e = node;
	hqc_begin(f, e->as_of.span.off, "as of");
	hqc_word_date(f, e->as_of);
}

static void say_open(struct hqc_formatter *f, const void *node)
{
	const struct hqc_example *e = node;
	hqc_begin(f, e->open_span.off, "open");
}

static void say_given(struct hqc_formatter *f, const void *node)
{
	static const char *const words[] = { "", "given", "given no", "unknown", "form" };
	const struct hqc_given *g = node;
	hqc_begin(f, g->span.off, words[g->kind]);
	if (g->record.text)
		hqc_word(f, g->record.text);
	for (const struct hqc_pair *pair = g->pairs; pair; pair = pair->next) {
		hqc_word(f, pair->name.text);
		hqc_word_value(f, pair->value);
		if (pair->next)
			hqc_comma(f);
	}
}

static void say_expects(struct hqc_formatter *f, const void *node)
{
	const struct hqc_expect *first = node;
	hqc_begin(f, first->span.off, "expect");
	for (const struct hqc_expect *e = first; e; e = e->next) {
		hqc_word_expect(f, e);
		if (!e->next || e->next->begins)
			break;
		hqc_comma(f);
	}
	hqc_cited(f, first->cites);
}

static void say_example(struct hqc_formatter *f, const void *node)
{
	const struct hqc_example *e = node;
	hqc_begin_head(f, e->span, "example", e->name, e->label, e->cites);
	struct hqc_body b = { 0 };
	if (e->like.text)
		hqc_body_add(&b, e->like.span, say_like, e);
	if (e->as_of.span.len)
		hqc_body_add(&b, e->as_of.span, say_as_of, e);
	if (e->open)
		hqc_body_add(&b, e->open_span, say_open, e);
	HQC_BODY_ALL(&b, struct hqc_given, e->givens, say_given);
	for (const struct hqc_expect *x = e->expects; x; x = x->next) {
		if (x->begins)
			hqc_body_add(&b, x->span, say_expects, x);
	}
	hqc_body_under(f, &b);
}

/* ---- editions, jurisdictions, files -------------------------------------------------------------------------- */

static void say_force(struct hqc_formatter *f, const void *node)
{
	const struct hqc_edition *e = node;
	hqc_begin(f, e->force_span.off, "in force from");
	hqc_word_date(f, e->from);
	if (e->until.span.len) {
		hqc_word(f, "until");
		hqc_word_date(f, e->until);
	}
	hqc_cited(f, e->force_cites);
}

static void say_applies(struct hqc_formatter *f, const void *node)
{
	const struct hqc_edition *e = node;
	hqc_begin(f, e->applies.span.off, "applies to");
	hqc_cited(f, e->applies_cites);
	say_block(f, &e->applies);
}

static void say_every(struct hqc_formatter *f, const void *node)
{
	const struct hqc_edition *e = node;
	hqc_begin(f, e->every_span.off, "every teacher");
	hqc_cited(f, e->every_cites);
	say_block(f, &e->every);
}

static void say_route(struct hqc_formatter *f, const void *node)
{
	const struct hqc_route *r = node;
	hqc_begin_head(f, r->span, "route", r->name, r->label, r->cites);
	say_block(f, &r->block);
}

static void say_edition(struct hqc_formatter *f, const void *node)
{
	const struct hqc_edition *e = node;
	hqc_begin_head(f, e->span, "edition", e->name, e->label, e->cites);
	struct hqc_body b = { 0 };
	if (e->force_span.len)
		hqc_body_add(&b, e->force_span, say_force, e);
	if (e->has_applies)
		hqc_body_add(&b, e->applies.span, say_applies, e);
	if (e->has_every)
		hqc_body_add(&b, e->every_span, say_every, e);
	HQC_BODY_ALL(&b, struct hqc_define, e->defines, say_define);
	HQC_BODY_ALL(&b, struct hqc_route, e->routes, say_route);
	HQC_BODY_ALL(&b, struct hqc_rubric, e->rubrics, say_rubric);
	HQC_BODY_ALL(&b, struct hqc_example, e->examples, say_example);
	HQC_BODY_ALL(&b, struct hqc_note, e->notes, say_note);
	hqc_body_under(f, &b);
}

static void say_jurisdiction(struct hqc_formatter *f, const void *node)
{
	const struct hqc_jurisdiction *j = node;
	hqc_begin_head(f, j->span, "jurisdiction", j->code, j->label, (struct hqc_cites){ 0 });
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_define, j->defines, say_define);
	HQC_BODY_ALL(&b, struct hqc_edition, j->editions, say_edition);
	hqc_body_under(f, &b);
}

void hqc_format_file(struct hqc_formatter *f, const struct hqc_file *file)
{
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_use, file->uses, hqc_say_use);
	HQC_BODY_ALL(&b, struct hqc_source, file->sources, hqc_say_source);
	HQC_BODY_ALL(&b, struct hqc_unit, file->units, hqc_say_unit);
	HQC_BODY_ALL(&b, struct hqc_codes, file->codes, hqc_say_codes);
	HQC_BODY_ALL(&b, struct hqc_record, file->records, hqc_say_record);
	HQC_BODY_ALL(&b, struct hqc_define, file->defines, say_define);
	HQC_BODY_ALL(&b, struct hqc_jurisdiction, file->jurisdictions, say_jurisdiction);
	hqc_body_say(f, &b);
}
