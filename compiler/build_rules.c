/* Builders of jurisdictions, editions, definitions, requirements, tests and filters. See build.c. */
#include "build.h"

/* ---- jurisdictions and editions ------------------------------------------------------------------------------ */

struct hqc_part *hqc_build_jurisdiction(struct hqc_parser *p, struct hqc_span at, struct hqc_head head,
					struct hqc_parts parts)
{
	struct hqc_jurisdiction *j = HQC_NEW(&p->c->arena, struct hqc_jurisdiction);
	j->span = hqc_join(at, head.span, true);
	j->code = head.name;
	j->label = head.text;
	j->defines = hqc_nodes_of(parts, HQC_PART_DEFINE);
	j->editions = hqc_nodes_of(parts, HQC_PART_EDITION);
	return hqc_part_node(p, HQC_PART_JURISDICTION, j->span, j);
}

struct hqc_part *hqc_part_force(struct hqc_parser *p, struct hqc_span at, struct hqc_date from, struct hqc_date until,
				struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_plain(p, HQC_PART_FORCE, at, cites);
	part->date = from;
	part->until = until;
	return part;
}

struct hqc_part *hqc_build_edition(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_edition *e = HQC_NEW(&p->c->arena, struct hqc_edition);
	e->span = hqc_join(at, head.span, true);
	e->name = head.name;
	e->label = head.text;
	e->cites = head.cites;
	const struct hqc_part *part = hqc_only(p, parts, HQC_PART_FORCE);
	if (part) {
		e->from = part->date;
		e->until = part->until;
		e->force_cites = part->cites;
		e->force_span = part->span;
	}
	part = hqc_only(p, parts, HQC_PART_APPLIES);
	if (part) {
		e->has_applies = true;
		e->applies = part->block;
		e->applies_cites = part->cites;
	}
	part = hqc_only(p, parts, HQC_PART_EVERY);
	if (part) {
		e->has_every = true;
		e->every = part->block;
		e->every_cites = part->cites;
		e->every_span = part->span;
	}
	e->defines = hqc_nodes_of(parts, HQC_PART_DEFINE);
	e->routes = hqc_nodes_of(parts, HQC_PART_ROUTE);
	e->rubrics = hqc_nodes_of(parts, HQC_PART_RUBRIC);
	e->examples = hqc_nodes_of(parts, HQC_PART_EXAMPLE);
	e->notes = hqc_nodes_of(parts, HQC_PART_NOTE);
	return hqc_part_node(p, HQC_PART_EDITION, e->span, e);
}

struct hqc_part *hqc_build_route(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_route *r = HQC_NEW(&p->c->arena, struct hqc_route);
	r->span = hqc_join(at, head.span, true);
	r->name = head.name;
	r->label = head.text;
	r->cites = head.cites;
	r->block = hqc_block_of(r->span, parts);
	return hqc_part_node(p, HQC_PART_ROUTE, r->span, r);
}

struct hqc_part *hqc_build_define(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text label,
				  struct hqc_cites cites, struct hqc_parts parts)
{
	struct hqc_define *d = HQC_NEW(&p->c->arena, struct hqc_define);
	d->span = at;
	d->name = name;
	d->label = label;
	d->cites = cites;
	d->block = hqc_block_of(at, parts);
	return hqc_part_node(p, HQC_PART_DEFINE, at, d);
}

struct hqc_part *hqc_part_filter(struct hqc_parser *p, struct hqc_span at, struct hqc_filter *filter,
				 struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_node(p, HQC_PART_FILTER, at, filter);
	part->cites = cites;
	return part;
}

/* The filter of a definition: its one line, or all of them joined by AND. */
struct hqc_part *hqc_build_filter(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_name kind,
				  struct hqc_text label, struct hqc_cites cites, struct hqc_parts parts)
{
	struct hqc_part *part = hqc_build_define(p, at, name, label, cites, parts);
	struct hqc_define *d = part->node;
	d->for_kind = kind;
	size_t n = 0;
	for (const struct hqc_part *line = parts.first; line; line = line->next)
		n += line->kind == HQC_PART_FILTER;
	if (n > HQ_ROWS_MAX) {
		hqc_report(p->c, HQC_MSG_number_out_of_range, at, "more than %d lines in one definition", HQ_ROWS_MAX);
		n = HQ_ROWS_MAX;
	}
	d->filter_cites = hqc_arena_alloc(&p->c->arena, (n + 1) * sizeof(*d->filter_cites));
	struct hqc_terms terms = { 0 };
	for (const struct hqc_part *line = parts.first; line; line = line->next) {
		if (line->kind != HQC_PART_FILTER || d->nlines == n)
			continue;
		d->filter_cites[d->nlines++] = line->cites;
		terms = hqc_add_term(terms, line->node);
	}
	struct hqc_filter *first = terms.list.first;
	const struct hqc_filter *last = terms.list.last;
	d->filter = n > 1 ? hqc_build_joined(p, hqc_join(first->span, last->span, true), HQC_FILTER_AND, terms) : first;
	return part;
}

struct hqc_part *hqc_build_note(struct hqc_parser *p, struct hqc_span at, enum hqc_note_kind kind, struct hqc_text text,
				struct hqc_text corrected, struct hqc_cites cites)
{
	struct hqc_note *n = HQC_NEW(&p->c->arena, struct hqc_note);
	n->span = at;
	n->kind = kind;
	n->text = text;
	n->corrected = corrected;
	n->cites = cites;
	return hqc_part_node(p, HQC_PART_NOTE, at, n);
}

/* ---- requirements -------------------------------------------------------------------------------------------- */

static struct hqc_item *new_item(struct hqc_parser *p, struct hqc_span at, enum hqc_item_kind kind, struct hqc_cites cites,
				 struct hqc_parts parts)
{
	struct hqc_item *item = HQC_NEW(&p->c->arena, struct hqc_item);
	item->span = at;
	item->kind = kind;
	item->cites = cites;
	item->count.den = 1;
	item->items = hqc_nodes_of(parts, HQC_PART_ITEM);
	item->notes = hqc_nodes_of(parts, HQC_PART_NOTE);
	return item;
}

struct hqc_part *hqc_build_named(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text label,
				 struct hqc_cites cites, struct hqc_parts parts)
{
	struct hqc_item *item = new_item(p, at, HQC_ITEM_NAMED, cites, parts);
	item->name = name;
	item->label = label;
	return hqc_part_node(p, HQC_PART_ITEM, at, item);
}

struct hqc_part *hqc_build_group(struct hqc_parser *p, struct hqc_span at, enum hqc_item_kind kind,
				 struct hqc_cites cites, struct hqc_parts parts)
{
	return hqc_part_node(p, HQC_PART_ITEM, at, new_item(p, at, kind, cites, parts));
}

struct hqc_part *hqc_build_at_least(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				    struct hqc_span word, struct hqc_number count, struct hqc_cites cites,
				    struct hqc_parts parts)
{
	if (comparison != HQC_AT_LEAST) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_heading_comparison, word,
						"only 'at least' can count what stands under a heading");
		hqc_help(p->c, d, "to ask for few, put 'none of' over 'at least'");
	}
	struct hqc_item *item = new_item(p, at, HQC_ITEM_AT_LEAST, cites, parts);
	item->count = hqc_whole(p, count, 1, HQ_ROWS_MAX);
	return hqc_part_node(p, HQC_PART_ITEM, at, item);
}

struct hqc_part *hqc_build_test_item(struct hqc_parser *p, struct hqc_test *test, struct hqc_cites cites)
{
	struct hqc_item *item = new_item(p, test->span, HQC_ITEM_TEST, cites, hqc_no_parts());
	item->test = *test;
	return hqc_part_node(p, HQC_PART_ITEM, test->span, item);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

struct hqc_test *hqc_build_test(struct hqc_parser *p, struct hqc_span at, enum hqc_test_kind kind, struct hqc_what *what)
{
	struct hqc_test *t = HQC_NEW(&p->c->arena, struct hqc_test);
	t->span = at;
	t->kind = kind;
	t->number.den = 1;
	if (what)
		t->what = *what;
	return t;
}

struct hqc_test *hqc_build_quantity(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				    struct hqc_number n, struct hqc_name unit, struct hqc_what *what)
{
	struct hqc_test *t = hqc_build_test(p, at, HQC_TEST_QUANTITY, what);
	t->comparison = comparison;
	t->number = n;
	t->unit = unit;
	return t;
}

struct hqc_test *hqc_build_count(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				 struct hqc_number n, struct hqc_what *what)
{
	struct hqc_test *t = hqc_build_test(p, at, HQC_TEST_COUNT, what);
	t->comparison = comparison;
	t->number = hqc_whole(p, n, 0, (int64_t)HQ_RECORDS_MAX * HQ_TIMES_MAX);
	return t;
}

struct hqc_test *hqc_build_attested(struct hqc_parser *p, struct hqc_span at, struct hqc_name matter, struct hqc_list by)
{
	struct hqc_test *t = hqc_build_named_test(p, at, HQC_TEST_ATTESTED, matter);
	t->by = by.first;
	return t;
}

struct hqc_test *hqc_build_named_test(struct hqc_parser *p, struct hqc_span at, enum hqc_test_kind kind,
				      struct hqc_name name)
{
	struct hqc_test *t = hqc_build_test(p, at, kind, NULL);
	t->name = name;
	return t;
}

struct hqc_test *hqc_build_scalar(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope, struct hqc_name name,
				  struct hqc_filter *relation)
{
	struct hqc_test *t = hqc_build_test(p, at, HQC_TEST_SCALAR, NULL);
	t->scalar = hqc_build_relation(p, at, scope, name, relation);
	return t;
}

struct hqc_test *hqc_build_silent_test(struct hqc_parser *p, struct hqc_span at, struct hqc_text text)
{
	struct hqc_test *t = hqc_build_test(p, at, HQC_TEST_SILENT, NULL);
	t->text = text;
	return t;
}

/* ---- what is counted ----------------------------------------------------------------------------------------- */

struct hqc_what *hqc_build_what(struct hqc_parser *p, struct hqc_span at, struct hqc_name kind, struct hqc_filter *filter)
{
	struct hqc_what *what = HQC_NEW(&p->c->arena, struct hqc_what);
	what->span = at;
	what->kind = kind;
	what->filter = filter;
	return what;
}

struct hqc_what *hqc_what_window(struct hqc_parser *p, struct hqc_what *what, struct hqc_span at,
				 struct hqc_window *window)
{
	struct hqc_window **end = &what->windows;
	size_t n = 0;
	for (; *end && n < HQ_DEPTH_MAX; n++)
		end = &(*end)->next;
	/* check.c allows one of each kind; a bound here keeps a line of a thousand from costing a thousand times that. */
	if (n == HQ_DEPTH_MAX)
		hqc_report(p->c, HQC_MSG_number_out_of_range, what->kind.span, "more than %d windows in one statement",
			   HQ_DEPTH_MAX);
	else
		*end = window;
	what->span = at;
	return what;
}

struct hqc_what *hqc_what_counting(struct hqc_parser *p, struct hqc_what *what, struct hqc_span at,
				   struct hqc_list conversions)
{
	const struct hqc_conversion *first = conversions.first;
	if (what->conversions) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_stated_twice, first->span,
						"'counting' may stand in one statement once only");
		hqc_note_at(p->c, d, what->conversions->span, "it stands here already");
		hqc_help(p->c, d, "put a comma between what is counted");
	} else {
		what->conversions = conversions.first;
	}
	what->span = at;
	return what;
}

struct hqc_window *hqc_build_window(struct hqc_parser *p, struct hqc_span at, enum hqc_window_kind kind,
				    struct hqc_number n, struct hqc_name unit)
{
	struct hqc_window *w = HQC_NEW(&p->c->arena, struct hqc_window);
	w->span = at;
	w->kind = kind;
	w->count = hqc_whole(p, n, 1, 1200);
	w->unit = unit;
	return w;
}

struct hqc_window *hqc_build_day_window(struct hqc_parser *p, struct hqc_span at, enum hqc_window_kind kind,
					struct hqc_date from, struct hqc_date to)
{
	struct hqc_window *w = HQC_NEW(&p->c->arena, struct hqc_window);
	w->span = at;
	w->kind = kind;
	w->count.den = 1;
	w->from = from;
	w->to = to;
	return w;
}

struct hqc_conversion *hqc_build_conversion(struct hqc_parser *p, struct hqc_span at, struct hqc_number from,
					    struct hqc_name from_unit, struct hqc_number to, struct hqc_name to_unit)
{
	struct hqc_conversion *c = HQC_NEW(&p->c->arena, struct hqc_conversion);
	c->span = at;
	c->from = from;
	c->from_unit = from_unit;
	c->to = to;
	c->to_unit = to_unit;
	return c;
}

/* ---- filters ------------------------------------------------------------------------------------------------- */

static struct hqc_filter *new_filter(struct hqc_parser *p, struct hqc_span at, enum hqc_filter_kind kind)
{
	struct hqc_filter *f = HQC_NEW(&p->c->arena, struct hqc_filter);
	f->span = at;
	f->kind = kind;
	f->depth = 1;
	return f;
}

/* A filter over others; the first one that is too deep is reported, those around it are not. */
static struct hqc_filter *over(struct hqc_parser *p, struct hqc_filter *f, struct hqc_filter *first)
{
	f->first = first;
	uint16_t deepest = 0;
	for (const struct hqc_filter *part = first; part; part = part->next)
		deepest = part->depth > deepest ? part->depth : deepest;
	f->depth = (uint16_t)(deepest < UINT16_MAX ? deepest + 1 : deepest);
	if (f->depth == HQ_DEPTH_MAX + 1)
		hqc_nesting_error(p, f->span);
	return f;
}

struct hqc_terms hqc_two_terms(struct hqc_filter *left, struct hqc_span joint, struct hqc_filter *right)
{
	return (struct hqc_terms){ hqc_list_add(hqc_list_of(left), right), joint };
}

struct hqc_terms hqc_add_term(struct hqc_terms terms, struct hqc_filter *term)
{
	terms.list = hqc_list_add(terms.list, term);
	return terms;
}

struct hqc_terms hqc_mixed_terms(struct hqc_parser *p, struct hqc_terms terms, struct hqc_span joint,
				 struct hqc_filter *term)
{
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_and_or_mixed, joint,
					"'and' and 'or' side by side: which of them comes first is not said");
	hqc_note_at(p->c, d, terms.joint, "the other is here");
	hqc_help(p->c, d, "put parentheses around what belongs together");
	return hqc_add_term(terms, term);
}

struct hqc_filter *hqc_build_joined(struct hqc_parser *p, struct hqc_span at, enum hqc_filter_kind kind,
				    struct hqc_terms terms)
{
	return over(p, new_filter(p, at, kind), terms.list.first);
}

struct hqc_filter *hqc_in_parentheses(struct hqc_span at, struct hqc_filter *filter)
{
	filter->span = at;
	return filter;
}

struct hqc_filter *hqc_build_not(struct hqc_parser *p, struct hqc_span at, struct hqc_filter *term)
{
	return over(p, new_filter(p, at, HQC_FILTER_NOT), term);
}

struct hqc_filter *hqc_build_relation(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope,
				      struct hqc_name name, struct hqc_filter *relation)
{
	(void)p;
	relation->span = at;
	relation->scope = scope;
	relation->name = name;
	return relation;
}

struct hqc_filter *hqc_build_defined(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, bool negated)
{
	struct hqc_filter *f = new_filter(p, at, HQC_FILTER_DEFINED);
	f->name = name;
	f->negated = negated;
	return f;
}

struct hqc_filter *hqc_build_silent(struct hqc_parser *p, struct hqc_span at, struct hqc_text text)
{
	struct hqc_filter *f = new_filter(p, at, HQC_FILTER_SILENT);
	f->text = text;
	return f;
}

struct hqc_filter *hqc_build_rel(struct hqc_parser *p, enum hqc_rel rel, struct hqc_list values)
{
	struct hqc_filter *f = new_filter(p, (struct hqc_span){ .file = p->file }, HQC_FILTER_FIELD);
	f->rel = rel;
	f->values = values.first;
	return f;
}

struct hqc_filter *hqc_build_rel_within(struct hqc_parser *p, struct hqc_span at, struct hqc_number n, struct hqc_name unit)
{
	n = hqc_whole(p, n, 1, 1200);
	struct hqc_filter *f = hqc_build_rel(p, HQC_REL_WITHIN, hqc_list_of(hqc_value_number(p, at, n)));
	f->within_unit = unit;
	return f;
}
