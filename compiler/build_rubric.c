/* Builders of rubrics and of examples. See build.c. */
#include "build.h"

/* ---- rubrics, categories, lines ------------------------------------------------------------------------------ */

struct hqc_part *hqc_part_share(struct hqc_parser *p, struct hqc_span at, struct hqc_number n, struct hqc_filter *filter,
				struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_number(p, HQC_PART_SHARE, at, n, cites);
	part->node = filter;
	return part;
}

/* What a rubric asks of its total: a pass mark, or that the source is silent on it; not both. */
static void take_pass_mark(struct hqc_parser *p, struct hqc_rubric *r, struct hqc_parts parts)
{
	const struct hqc_part *pass = hqc_only(p, parts, HQC_PART_PASS);
	const struct hqc_part *silent = hqc_only(p, parts, HQC_PART_SILENT_PASS);
	if (pass && silent) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_stated_twice, silent->span,
						"the passing points are silent here and given elsewhere");
		hqc_note_at(p->c, d, pass->span, "they are given here");
	}
	const struct hqc_part *part = pass ? pass : silent;
	r->pass = pass ? pass->number : hqc_no_number();
	if (!part)
		return;
	r->silent_pass = !pass;
	r->silent_text = part->text;
	r->pass_cites = part->cites;
	r->pass_span = part->span;
}

struct hqc_part *hqc_build_rubric(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_rubric *r = HQC_NEW(&p->c->arena, struct hqc_rubric);
	r->span = hqc_join(at, head.span, true);
	r->name = head.name;
	r->label = head.text;
	r->cites = head.cites;
	take_pass_mark(p, r, parts);
	const struct hqc_part *part = hqc_only(p, parts, HQC_PART_REQUIRES);
	if (part) {
		r->requires = part->block;
		r->requires_cites = part->cites;
	}
	part = hqc_only(p, parts, HQC_PART_SETTLES);
	if (part) {
		r->settles = part->block;
		r->settles_cites = part->cites;
	}
	part = hqc_only(p, parts, HQC_PART_MIN_CATEGORIES);
	r->min_categories = part ? part->number : hqc_no_number();
	if (part)
		r->min_categories_cites = part->cites;
	part = hqc_only(p, parts, HQC_PART_ONCE);
	if (part) {
		r->once = true;
		r->once_cites = part->cites;
		r->once_span = part->span;
	}
	part = hqc_only(p, parts, HQC_PART_SHARE);
	r->share = part ? part->number : hqc_no_number();
	if (part) {
		r->share_filter = part->node;
		r->share_cites = part->cites;
	}
	r->categories = hqc_nodes_of(parts, HQC_PART_CATEGORY);
	r->notes = hqc_nodes_of(parts, HQC_PART_NOTE);
	return hqc_part_node(p, HQC_PART_RUBRIC, r->span, r);
}

struct hqc_part *hqc_build_category(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_category *c = HQC_NEW(&p->c->arena, struct hqc_category);
	c->span = hqc_join(at, head.span, true);
	c->name = head.name;
	c->label = head.text;
	c->cites = head.cites;
	c->award = hqc_nodes_of(parts, HQC_PART_AWARD);
	c->limits = hqc_nodes_of(parts, HQC_PART_LIMIT);
	c->lines = hqc_nodes_of(parts, HQC_PART_LINE);
	c->categories = hqc_nodes_of(parts, HQC_PART_CATEGORY);
	c->notes = hqc_nodes_of(parts, HQC_PART_NOTE);
	return hqc_part_node(p, HQC_PART_CATEGORY, c->span, c);
}

struct hqc_part *hqc_build_line(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_line *l = HQC_NEW(&p->c->arena, struct hqc_line);
	l->span = hqc_join(at, head.span, true);
	l->name = head.name;
	l->label = head.text;
	l->cites = head.cites;
	l->award = hqc_nodes_of(parts, HQC_PART_AWARD);
	l->limits = hqc_nodes_of(parts, HQC_PART_LIMIT);
	l->notes = hqc_nodes_of(parts, HQC_PART_NOTE);
	return hqc_part_node(p, HQC_PART_LINE, l->span, l);
}

/* ---- awards -------------------------------------------------------------------------------------------------- */

struct hqc_part *hqc_part_award(struct hqc_parser *p, struct hqc_span at, struct hqc_award *award, struct hqc_cites cites)
{
	award->cites = cites;
	return hqc_part_node(p, HQC_PART_AWARD, at, award);
}

static struct hqc_award *new_award(struct hqc_parser *p)
{
	struct hqc_award *a = HQC_NEW(&p->c->arena, struct hqc_award);
	a->points = a->points_or = hqc_no_number();
	a->block = hqc_no_number();
	a->block.num = 1;
	return a;
}

struct hqc_award *hqc_build_points(struct hqc_parser *p, struct hqc_number n, struct hqc_number other)
{
	struct hqc_award *a = new_award(p);
	a->points = n;
	a->points_or = other;
	return a;
}

struct hqc_award *hqc_build_silent_points(struct hqc_parser *p)
{
	struct hqc_award *a = new_award(p);
	a->silent = true;
	return a;
}

struct hqc_award *hqc_build_rate(struct hqc_parser *p, bool whole, struct hqc_number n, struct hqc_name unit)
{
	struct hqc_award *a = new_award(p);
	a->pace = whole ? HQC_PACE_WHOLE : HQC_PACE_EACH_UNIT;
	if (n.text)
		a->block = n;
	a->unit = unit;
	return a;
}

/* Completes @points by what @rate says of the pace. */
static struct hqc_award *paced(struct hqc_span at, struct hqc_award *points, const struct hqc_award *rate,
			       const struct hqc_what *what, bool greatest)
{
	points->span = at;
	points->kind = HQC_AWARD_PER_UNIT;
	points->pace = rate->pace;
	points->block = rate->block;
	points->unit = rate->unit;
	points->what = *what;
	points->greatest = greatest;
	return points;
}

struct hqc_award *hqc_award_rate(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				 struct hqc_award *rate, struct hqc_what *what, bool greatest)
{
	if (rate->pace == HQC_PACE_EACH_UNIT && rate->block.text) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_parts_unsaid, hqc_join(rate->block.span, rate->unit.span, true),
						"whether part of %s %s earns points is not said", rate->block.text,
						rate->unit.text);
		hqc_help(p->c, d, "write 'points per whole %s %s' or 'points pro rata per %s %s'", rate->block.text,
			 rate->unit.text, rate->block.text, rate->unit.text);
	}
	return paced(at, points, rate, what, greatest);
}

struct hqc_award *hqc_award_each(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				 struct hqc_award *rate, struct hqc_span each, struct hqc_what *what)
{
	if (rate->pace != HQC_PACE_WHOLE) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_each_without_whole, each,
						"'of each' says where whole blocks are taken, and none are");
		hqc_help(p->c, d, "leave out 'each', or write 'per whole'");
	}
	struct hqc_award *a = paced(at, points, rate, what, false);
	a->pace = HQC_PACE_WHOLE_EACH;
	return a;
}

struct hqc_award *hqc_award_pro_rata(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				     struct hqc_award *rate, struct hqc_what *what, bool greatest)
{
	(void)p;
	struct hqc_award *a = paced(at, points, rate, what, greatest);
	a->pace = HQC_PACE_PRO_RATA;
	return a;
}

struct hqc_award *hqc_award_record(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				   struct hqc_what *what)
{
	(void)p;
	points->span = at;
	points->kind = HQC_AWARD_PER_RECORD;
	points->pace = HQC_PACE_EACH_UNIT;
	points->what = *what;
	return points;
}

struct hqc_award *hqc_award_if(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points, struct hqc_test *test)
{
	(void)p;
	points->span = at;
	points->kind = HQC_AWARD_IF;
	points->test = *test;
	return points;
}

struct hqc_award *hqc_award_tiers(struct hqc_parser *p, struct hqc_span at, struct hqc_list tiers, struct hqc_what *what,
				  bool greatest)
{
	struct hqc_award *a = new_award(p);
	a->span = at;
	a->kind = HQC_AWARD_TIERS;
	a->tiers = tiers.first;
	a->what = *what;
	a->greatest = greatest;
	a->unit = a->tiers->unit;
	return a;
}

struct hqc_tier *hqc_build_tier(struct hqc_parser *p, struct hqc_span at, struct hqc_number points, struct hqc_number n,
				struct hqc_name unit)
{
	struct hqc_tier *t = HQC_NEW(&p->c->arena, struct hqc_tier);
	t->span = at;
	t->points = points;
	t->at = n;
	t->unit = unit;
	return t;
}

/* ---- limits -------------------------------------------------------------------------------------------------- */

struct hqc_part *hqc_part_limit(struct hqc_parser *p, struct hqc_span at, struct hqc_limit *limit, struct hqc_cites cites)
{
	limit->span = at;
	limit->cites = cites;
	return hqc_part_node(p, HQC_PART_LIMIT, at, limit);
}

struct hqc_limit *hqc_limit_unit(struct hqc_parser *p, enum hqc_limit_kind kind, struct hqc_number n,
				 struct hqc_name unit, enum hqc_limit_span per)
{
	struct hqc_limit *l = HQC_NEW(&p->c->arena, struct hqc_limit);
	l->kind = kind;
	l->per = per;
	l->number = n;
	l->unit = unit;
	return l;
}

struct hqc_limit *hqc_limit_points(struct hqc_parser *p, enum hqc_limit_kind kind, struct hqc_number n,
				   enum hqc_limit_span per)
{
	struct hqc_limit *l = hqc_limit_unit(p, kind, n, hqc_no_name(), per);
	l->in_points = kind == HQC_LIMIT_AT_MOST || kind == HQC_LIMIT_AT_LEAST;
	return l;
}

struct hqc_limit *hqc_limit_records(struct hqc_parser *p, struct hqc_number n, enum hqc_limit_span per)
{
	struct hqc_limit *l = hqc_limit_unit(p, HQC_LIMIT_AT_MOST, hqc_whole(p, n, 0, HQ_RECORDS_MAX), hqc_no_name(), per);
	l->in_records = true;
	return l;
}

struct hqc_part *hqc_build_best(struct hqc_parser *p, struct hqc_span at, struct hqc_cites cites)
{
	struct hqc_limit *best = hqc_limit_unit(p, HQC_LIMIT_BEST, hqc_no_number(), hqc_no_name(), HQC_LIMIT_IN_ALL);
	return hqc_part_limit(p, at, best, cites);
}

/* ---- examples ------------------------------------------------------------------------------------------------ */

struct hqc_part *hqc_build_example(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_example *e = HQC_NEW(&p->c->arena, struct hqc_example);
	e->span = hqc_join(at, head.span, true);
	e->name = head.name;
	e->label = head.text;
	e->cites = head.cites;
	const struct hqc_part *part = hqc_only(p, parts, HQC_PART_LIKE);
	if (part)
		e->like = part->name;
	part = hqc_only(p, parts, HQC_PART_AS_OF);
	if (part)
		e->as_of = part->date;
	part = hqc_only(p, parts, HQC_PART_OPEN);
	if (part) {
		e->open = true;
		e->open_span = part->span;
	}
	e->givens = hqc_nodes_of(parts, HQC_PART_GIVEN);
	struct hqc_list expects = hqc_no_list();
	for (const struct hqc_part *line = parts.first; line; line = line->next) {
		if (line->kind == HQC_PART_EXPECT)
			expects = hqc_list_join(expects, line->nodes);
	}
	e->expects = expects.first;
	return hqc_part_node(p, HQC_PART_EXAMPLE, e->span, e);
}

struct hqc_part *hqc_build_given(struct hqc_parser *p, struct hqc_span at, enum hqc_given_kind kind,
				 struct hqc_name record, struct hqc_list pairs)
{
	struct hqc_given *g = HQC_NEW(&p->c->arena, struct hqc_given);
	g->span = at;
	g->kind = kind;
	g->record = record;
	g->pairs = pairs.first;
	return hqc_part_node(p, HQC_PART_GIVEN, at, g);
}

struct hqc_pair *hqc_build_pair(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_value *value)
{
	struct hqc_pair *pair = HQC_NEW(&p->c->arena, struct hqc_pair);
	pair->span = at;
	pair->name = name;
	pair->value = value;
	return pair;
}

struct hqc_part *hqc_part_expect(struct hqc_parser *p, struct hqc_span at, struct hqc_list expects, struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_plain(p, HQC_PART_EXPECT, at, cites);
	struct hqc_expect *first = expects.first;
	first->begins = true;
	first->cites = cites;
	part->nodes = expects;
	return part;
}

struct hqc_expect *hqc_build_expect(struct hqc_parser *p, struct hqc_span at, enum hqc_expect_kind kind,
				    struct hqc_name name, struct hqc_name route)
{
	struct hqc_expect *e = HQC_NEW(&p->c->arena, struct hqc_expect);
	e->span = at;
	e->kind = kind;
	e->name = name;
	e->route = route;
	e->low = e->high = hqc_no_number();
	return e;
}

struct hqc_expect *hqc_expect_points(struct hqc_parser *p, struct hqc_span at, struct hqc_number low,
				     struct hqc_number high, struct hqc_name name)
{
	struct hqc_expect *e = hqc_build_expect(p, at, HQC_EXPECT_POINTS, name, hqc_no_name());
	e->low = low;
	e->high = high;
	return e;
}
