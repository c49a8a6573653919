/* One jurisdiction as a Markdown outline: every heading, rule, limit, reading, erratum and silence with its citation.
 *
 * Made from the tree and not from the rows, because it is for people who hold it beside the source: each rule stands in
 * the author's own words, taken from the file with its line breaks and comments left out.
 */
#include <inttypes.h>
#include <string.h>

#include "compile.h"
#include "emit.h"
#include "hq.h"

struct doc { const struct hqc *c; FILE *to; };

/* ---- pieces -------------------------------------------------------------------------------------------------- */

static void put_char(struct doc *d, char ch)
{
	if (strchr("\\`*<[]|", ch))
		putc('\\', d->to);
	putc(ch, d->to);
}

static void put_text(struct doc *d, const char *text)
{
	for (; text && *text; text++)
		put_char(d, *text);
}

/* The author's words at a place: one line, without comments and without the citation that may follow. */
static void put_words(struct doc *d, struct hqc_span span)
{
	const struct hqc_source_file *f = d->c->files[span.file];
	const char *at = f->text + span.off;
	const char *end = at + span.len;
	bool in_text = false, space = false, any = false;
	for (; at < end; at++) {
		if (!in_text && (*at == '#' || *at == '[')) {
			const char close = *at == '#' ? '\n' : ']';
			while (at < end && *at != close)
				at++;
			space = true;
			continue;
		}
		if (*at == ' ' || *at == '\n' || *at == '\r') {
			space = true;
			continue;
		}
		if (*at == '"')
			in_text = !in_text;
		if (*at == '\\' && in_text && at + 1 < end)
			at++;
		if (space && any)
			putc(' ', d->to);
		space = false;
		any = true;
		put_char(d, *at);
	}
}

static void put_cites(struct doc *d, const struct hqc_cites *cites)
{
	const char *source = NULL;
	if (cites->uncited)
		fputs(" \\[uncited\\]", d->to);
	if (!cites->first)
		return;
	fputs(" \\[", d->to);
	for (const struct hqc_cite *c = cites->first; c; c = c->next) {
		if (c->source.text != source)
			fprintf(d->to, "%s%s ", source ? "; " : "", c->source.text);
		else
			fputs(", ", d->to);
		source = c->source.text;
		fprintf(d->to, "%" PRIu32, c->first);
		if (c->last != c->first)
			fprintf(d->to, "-%" PRIu32, c->last);
	}
	fputs("\\]", d->to);
}

/* The beginning of one point of a list. */
static void bullet(struct doc *d, unsigned depth)
{
	fprintf(d->to, "%*s- ", (int)depth * 2, "");
}

static void put_statement(struct doc *d, unsigned depth, struct hqc_span span, const struct hqc_cites *cites)
{
	bullet(d, depth);
	put_words(d, span);
	put_cites(d, cites);
	putc('\n', d->to);
}

static void put_title(struct doc *d, unsigned depth, struct hqc_name name, struct hqc_text label,
		      const struct hqc_cites *cites)
{
	bullet(d, depth);
	fputs("**", d->to);
	put_text(d, label.text ? label.text : name.text);
	fputs("**", d->to);
	if (label.text)
		fprintf(d->to, " (%s)", name.text);
	put_cites(d, cites);
	putc('\n', d->to);
}

static void put_notes(struct doc *d, unsigned depth, const struct hqc_note *n)
{
	for (; n; n = n->next) {
		bullet(d, depth);
		fprintf(d->to, "*%s:* ", emit_note_name(n->kind));
		put_text(d, n->text.text);
		if (n->corrected.text) {
			fputs(" *corrected to:* ", d->to);
			put_text(d, n->corrected.text);
		}
		put_cites(d, &n->cites);
		putc('\n', d->to);
	}
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

static void put_items(struct doc *d, unsigned depth, const struct hqc_item *i);

static void put_heading_words(struct doc *d, unsigned depth, const struct hqc_item *i)
{
	bullet(d, depth);
	if (i->kind == HQC_ITEM_AT_LEAST)
		fprintf(d->to, "at least %s of:", i->count.text);
	else
		fputs(i->kind == HQC_ITEM_ANY ? "any of:" : i->kind == HQC_ITEM_NONE ? "none of:" : "all of:", d->to);
	put_cites(d, &i->cites);
	putc('\n', d->to);
}

static void put_item(struct doc *d, unsigned depth, const struct hqc_item *i)
{
	switch (i->kind) {
	case HQC_ITEM_NAMED:
		put_title(d, depth, i->name, i->label, &i->cites);
		break;
	case HQC_ITEM_ANY:
	case HQC_ITEM_ALL:
	case HQC_ITEM_NONE:
	case HQC_ITEM_AT_LEAST:
		put_heading_words(d, depth, i);
		break;
	case HQC_ITEM_TEST:
		put_statement(d, depth, i->test.span, &i->cites);
		break;
	}
	put_items(d, depth + 1, i->items);
	put_notes(d, depth + 1, i->notes);
}

static void put_items(struct doc *d, unsigned depth, const struct hqc_item *i)
{
	for (; i; i = i->next)
		put_item(d, depth, i);
}

static void put_block(struct doc *d, unsigned depth, const struct hqc_block *b)
{
	put_items(d, depth, b->items);
	put_notes(d, depth, b->notes);
}

static void put_defines(struct doc *d, const struct hqc_define *x)
{
	for (; x; x = x->next) {
		put_title(d, 0, x->name, x->label, &x->cites);
		/* Each line of the file is one operand; a single line is the filter itself. */
		const struct hqc_filter *line = x->nlines > 1 ? x->filter->first : x->filter;
		for (size_t i = 0; i < x->nlines && line; i++, line = line->next) {
			bullet(d, 1);
			fprintf(d->to, "%s%s%s", i ? "and " : "of ", i ? "" : x->for_kind.text, i ? "" : ": ");
			put_words(d, line->span);
			put_cites(d, &x->filter_cites[i]);
			putc('\n', d->to);
		}
		put_block(d, 1, &x->block);
	}
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void put_award_and_limits(struct doc *d, unsigned depth, const struct hqc_award *a, const struct hqc_limit *l)
{
	for (; a; a = a->next)
		put_statement(d, depth, a->span, &a->cites);
	for (; l; l = l->next)
		put_statement(d, depth, l->span, &l->cites);
}

static void put_categories(struct doc *d, unsigned depth, const struct hqc_category *x)
{
	for (; x; x = x->next) {
		put_title(d, depth, x->name, x->label, &x->cites);
		put_award_and_limits(d, depth + 1, x->award, x->limits);
		for (const struct hqc_line *l = x->lines; l; l = l->next) {
			put_title(d, depth + 1, l->name, l->label, &l->cites);
			put_award_and_limits(d, depth + 2, l->award, l->limits);
			put_notes(d, depth + 2, l->notes);
		}
		put_categories(d, depth + 1, x->categories);
		put_notes(d, depth + 1, x->notes);
	}
}

static void put_sub_block(struct doc *d, const char *title, const struct hqc_block *b, const struct hqc_cites *cites)
{
	if (!b->items)
		return;
	fprintf(d->to, "- %s", title);
	put_cites(d, cites);
	putc('\n', d->to);
	put_block(d, 1, b);
}

static void put_rubric(struct doc *d, const struct hqc_rubric *r)
{
	fputs("\n### Rubric: ", d->to);
	put_text(d, r->label.text);
	fprintf(d->to, " (%s)", r->name.text);
	put_cites(d, &r->cites);
	fputs("\n\n", d->to);
	if (r->silent_pass) {
		fputs("- silent on passing points: ", d->to);
		put_text(d, r->silent_text.text);
	} else {
		fprintf(d->to, "- passes at %s points", r->pass.text ? r->pass.text : "0");
	}
	put_cites(d, &r->pass_cites);
	putc('\n', d->to);
	put_sub_block(d, "requires", &r->requires, &r->requires_cites);
	put_sub_block(d, "passes at once", &r->settles, &r->settles_cites);
	if (r->min_categories.text) {
		fprintf(d->to, "- points in at least %s categories", r->min_categories.text);
		put_cites(d, &r->min_categories_cites);
		putc('\n', d->to);
	}
	if (r->share.text) {
		fprintf(d->to, "- of which at least %s points where ", r->share.text);
		put_words(d, r->share_filter->span);
		put_cites(d, &r->share_cites);
		putc('\n', d->to);
	}
	if (r->once) {
		fputs("- each event counts once", d->to);
		put_cites(d, &r->once_cites);
		putc('\n', d->to);
	}
	put_categories(d, 0, r->categories);
	put_notes(d, 0, r->notes);
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static void section(struct doc *d, const char *title, const char *label, const char *name, const struct hqc_cites *cites)
{
	fprintf(d->to, "\n### %s", title);
	put_text(d, label);
	if (name)
		fprintf(d->to, " (%s)", name);
	if (cites)
		put_cites(d, cites);
	fputs("\n\n", d->to);
}

static void put_edition(struct doc *d, const struct hqc_edition *e)
{
	fputs("\n## ", d->to);
	put_text(d, e->label.text);
	fprintf(d->to, " (%s)", e->name.text);
	put_cites(d, &e->cites);
	fputs("\n\nIn force from ", d->to);
	emit_day(e->from.day, d->to);
	if (e->until.span.len) {
		fputs(" until ", d->to);
		emit_day(e->until.day, d->to);
	}
	putc('.', d->to);
	put_cites(d, &e->force_cites);
	putc('\n', d->to);
	if (e->notes) {
		putc('\n', d->to);
		put_notes(d, 0, e->notes);
	}
	if (e->has_applies) {
		section(d, "Applies to", NULL, NULL, &e->applies_cites);
		put_block(d, 0, &e->applies);
	}
	if (e->defines) {
		section(d, "Definitions", NULL, NULL, NULL);
		put_defines(d, e->defines);
	}
	if (e->has_every) {
		section(d, "Every teacher", NULL, NULL, &e->every_cites);
		put_block(d, 0, &e->every);
	}
	for (const struct hqc_route *r = e->routes; r; r = r->next) {
		section(d, "Route: ", r->label.text, r->name.text, &r->cites);
		put_block(d, 0, &r->block);
	}
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next)
		put_rubric(d, r);
}

static const struct hqc_jurisdiction *nth_jurisdiction(const struct hqc *c, size_t i)
{
	const struct hqc_jurisdiction *j = c->trees[0]->jurisdictions;
	while (j && i--)
		j = j->next;
	return j;
}

int hqc_emit_doc(const struct hqc *c, size_t i, FILE *to)
{
	const struct hqc_jurisdiction *j = nth_jurisdiction(c, i);
	struct doc d = { c, to };
	if (!j)
		return emit_done(to);
	fputs("# ", to);
	put_text(&d, j->label.text);
	fprintf(to, " (%s)\n", j->code.text);
	if (j->defines) {
		section(&d, "Definitions", NULL, NULL, NULL);
		put_defines(&d, j->defines);
	}
	for (const struct hqc_edition *e = j->editions; e; e = e->next)
		put_edition(&d, e);
	return emit_done(to);
}
