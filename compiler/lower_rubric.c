/* Rubrics to rows: lines, categories, limits, and what the points can come to.
 *
 * Every rubric has one denominator: the least by which each rate, cap, minimum, tier and quotient of it is a whole
 * number. A share (`of which`) is the same rubric lowered once more under a narrower filter. While the exact numbers
 * are at hand, bounds.c is asked what can never be reached.
 */
#include "bounds.h"
#include "points.h"

static const struct hqc_refs NO_CITES = { 0, 0 };

struct points {
	struct hqc_lower *l;
	const struct hqc_rubric *rubric;
	const struct hqc_filter *share;        /* NULL: the rubric itself */
	struct hqc_fold fold;
	int64_t d;                             /* the denominator */
	uint16_t index;                        /* in rubrics[] */
	struct hqc_buf mins;                   /* uint16_t: rows with a minimum */
	struct hqc_span at, outside;           /* what is being lowered; the first whose number was too large */
};

/* ---- the denominator ----------------------------------------------------------------------------------------- */

/* @points, later divided by @divisor, must be whole. */
static void need(struct points *p, struct hqc_rat points, int64_t divisor)
{
	p->d = hqc_lcm(&p->fold, p->d, hqc_rat_div(&p->fold, points, hqc_rat_int(divisor)).den);
}

static int64_t divisor_of(struct points *p, const struct hqc_limits *limits, int64_t outer)
{
	if (!limits->divide || limits->divide->number.num <= 0)
		return outer;
	return hqc_mul(&p->fold, outer, hqc_rat_floor(hqc_rat_of(&limits->divide->number)));
}

static void need_limits(struct points *p, const struct hqc_limits *limits, int64_t divisor)
{
	if (limits->max)
		need(p, hqc_rat_of(&limits->max->number), divisor);
	if (limits->min)
		need(p, hqc_rat_of(&limits->min->number), 1);
}

static void need_award(struct points *p, const struct hqc_award *a, const struct hqc_limits *limits,
		       int64_t divisor)
{
	struct hqc_plan plan;

	if (!a)
		return;
	if (a->kind == HQC_AWARD_IF) {
		need(p, hqc_rat_of(&a->points), divisor);
		if (a->points_or.text)
			need(p, hqc_rat_of(&a->points_or), divisor);
		return;
	}
	hqc_plan(&p->fold, a, limits, NULL, &plan);
	for (const struct hqc_tier *t = a->kind == HQC_AWARD_TIERS ? a->tiers : NULL; t; t = t->next)
		need(p, hqc_rat_of(&t->points), divisor);
	const struct hqc_rat one = hqc_rat_int(plan.form == HQ_LINE_LINEAR ? plan.m.scale : 1);

	need(p, hqc_rat_div(&p->fold, plan.low, one), divisor);
	need(p, hqc_rat_div(&p->fold, plan.high, one), divisor);
}

static void need_categories(struct points *p, const struct hqc_category *list, int64_t outer)
{
	for (const struct hqc_category *k = list; k; k = k->next) {
		struct hqc_limits limits;

		hqc_limits_sort(k->limits, &limits);
		const int64_t divisor = divisor_of(p, &limits, outer);

		need_limits(p, &limits, divisor);
		need_award(p, k->award, &limits, divisor);
		for (const struct hqc_line *line = k->lines; line; line = line->next) {
			struct hqc_limits own;

			hqc_limits_sort(line->limits, &own);
			need_limits(p, &own, divisor_of(p, &own, divisor));
			need_award(p, line->award, &own, divisor_of(p, &own, divisor));
		}
		need_categories(p, k->categories, divisor);
	}
}

/* ---- numbers of the tables ----------------------------------------------------------------------------------- */

/* @n times @scale, which must stay below what stands for "no bound". */
static int64_t whole(struct points *p, struct hqc_rat n, int64_t scale)
{
	const int64_t out = hqc_rat_scaled(&p->fold, n, scale);

	if (out >= HQ_BIG)
		p->fold.overflow = true;
	if (p->fold.overflow && p->outside.len == 0)
		p->outside = p->at;
	return out;
}

static int64_t in_quantity(struct points *p, const struct hqc_plan *plan, struct hqc_rat n, int64_t none)
{
	return n.num > 0 ? whole(p, n, plan->m.scale) : none;
}

/* ---- limits -------------------------------------------------------------------------------------------------- */

static int64_t in_points(struct points *p, const struct hqc_limit *l, int64_t none)
{
	if (!l)
		return none;
	p->at = l->span;
	return whole(p, hqc_rat_of(&l->number), p->d);
}

/* Citations of those limits that have no place of their own in the tables stand beside the row. */
static struct hqc_refs limit_cites(struct points *p, const struct hqc_limits *limits, struct hqc_refs cites)
{
	const struct hqc_limit *const all[] = { limits->units_max, limits->units_min, limits->year, limits->each,
						limits->from,      limits->divide,    limits->best };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i])
			cites = hqc_cites_join(p->l, cites, hqc_cites(p->l, &all[i]->cites, NO_CITES));
	return cites;
}

/* What bounds @row; a share keeps the caps and leaves the minimums out. Returns HQ_NONE where nothing bounds it. */
static uint16_t lower_limits(struct points *p, const struct hqc_limits *limits, int64_t units_min,
			     struct hqc_refs cites, bool always)
{
	struct hq_limit out = {
		.max = in_points(p, limits->max, HQ_BIG),
		.min = p->share ? 0 : in_points(p, limits->min, 0),
		.units_min = p->share ? 0 : units_min,
		.divide = limits->divide ? hqc_rat_floor(hqc_rat_of(&limits->divide->number)) : 1,
		.best = limits->best != NULL,
	};
	const struct hqc_limit *min = limits->min ? limits->min : limits->units_min;

	if (!always && out.max == HQ_BIG && out.min == 0 && out.units_min == 0 && out.divide == 1)
		return HQ_NONE;
	if (limits->max) {
		const struct hqc_refs max = hqc_cites(p->l, &limits->max->cites, cites);

		out.cite_max = max.first;
		out.ncite_max = max.n;
	}
	if (min && !p->share) {
		const struct hqc_refs at = hqc_cites(p->l, &min->cites, cites);

		out.cite_min = at.first;
		out.ncite_min = at.n;
	}
	*(struct hq_limit *)hqc_buf_add(&p->l->c->arena, &p->l->limits, 1) = out;
	return (uint16_t)(p->l->limits.count - 1);
}

/* Ends a row of points: its limit, its rubric, what it can come to. */
static void finish(struct points *p, uint16_t row, uint16_t limit, const struct hqc_limits *limits,
		   struct hqc_reach raw)
{
	struct hqc_row *r = HQC_AT(struct hqc_row, p->l->rows, row);
	struct hqc_row_facts *facts = HQC_AT(struct hqc_row_facts, p->l->row_facts, row);
	const struct hq_limit *bound = limit == HQ_NONE ? NULL : HQC_AT(struct hq_limit, p->l->limits, limit);

	r->limit = limit;
	r->rubric = p->index;
	if (!p->share)
		hqc_check_reach(p->l->c, limits, bound, raw);
	raw = hqc_reach_under(bound, raw);
	facts->most = raw.most;
	facts->by_service = raw.by_service;
	if (bound && (bound->min > 0 || bound->units_min > 0))
		*(uint16_t *)hqc_buf_add(&p->l->c->arena, &p->mins, 1) = row;
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

static uint16_t lower_tiers(struct points *p, const struct hqc_plan *plan, const struct hqc_award *a)
{
	uint16_t n = 0;

	for (const struct hqc_tier *t = a->tiers; t; t = t->next) {
		struct hq_tier *out = hqc_buf_add(&p->l->c->arena, &p->l->tiers, 1);

		out->at = whole(p, hqc_rat_of(&t->at), plan->m.scale);
		out->points = whole(p, hqc_rat_of(&t->points), p->d);
		n++;
	}
	return n;
}

static struct hq_line line_of(struct points *p, const struct hqc_plan *plan, const struct hqc_award *a,
			      uint16_t measure)
{
	const struct hqc_rat one = hqc_rat_int(plan->form == HQ_LINE_LINEAR ? plan->m.scale : 1);
	struct hq_line line = {
		.measure = measure,
		.form = (uint8_t)plan->form,
		.first_tier = (uint16_t)p->l->tiers.count,
		.block = in_quantity(p, plan, plan->block, 0),
		.cap = in_quantity(p, plan, plan->cap, HQ_BIG),
		.from = in_quantity(p, plan, plan->from, 0),
	};

	if (plan->form == HQ_LINE_TIERS) {
		line.ntiers = lower_tiers(p, plan, a);
		return line;
	}
	line.mul = whole(p, hqc_rat_div(&p->fold, plan->low, one), p->d);
	line.mul_hi = plan->silent ? HQ_BIG : whole(p, hqc_rat_div(&p->fold, plan->high, one), p->d);
	return line;
}

static uint16_t lower_line(struct points *p, const struct hqc_award *a, const struct hqc_limits *limits,
			   const struct hqc_head *head, const char *slot)
{
	struct hqc_lower *l = p->l;
	const struct hqc_filter *extra = p->share ? hqc_share_filter(&l->place, p->share, a->what.record) : NULL;
	struct hqc_head shown = *head;
	struct hqc_plan plan;

	if (p->share && !extra)
		return HQ_NONE;
	p->at = a->span;
	hqc_plan(&p->fold, a, limits, extra, &plan);
	const uint16_t measure = hqc_lower_measure(l, &plan.m, a->span);
	const struct hq_line line = line_of(p, &plan, a, measure);

	*(struct hq_line *)hqc_buf_add(&l->c->arena, &l->lines, 1) = line;
	shown.cites = hqc_cites_join(l, limit_cites(p, limits, head->cites), hqc_cites(l, &a->cites, NO_CITES));
	shown.cites = hqc_filter_cites(l, shown.cites);
	const uint16_t row = hqc_row_add(l, &shown, HQ_OP_LINE, (uint16_t)(l->lines.count - 1));
	const uint16_t limit =
		lower_limits(p, limits, in_quantity(p, &plan, plan.units_min, 0), head->cites, false);
	struct hq_measure *m = HQC_AT(struct hq_measure, l->measures, measure);

	m->row = row;
	finish(p, row, limit, limits, hqc_line_reach(l, &line, a));
	if (!p->share)
		hqc_check_units(l->c, limits, &line,
				limit == HQ_NONE ? 0 : HQC_AT(struct hq_limit, l->limits, limit)->units_min,
				m->max);
	if (p->share)
		l->used_defines.count = l->used_silences.count = 0;     /* noted beside the line itself */
	hqc_filter_notes(l, row);
	hqc_slot_quantity(l, row, measure, slot);
	return row;
}

static uint16_t lower_award(struct points *p, const struct hqc_award *a, const struct hqc_limits *limits,
			    const struct hqc_head *head, const char *slot)
{
	struct hqc_lower *l = p->l;

	if (a->kind != HQC_AWARD_IF)
		return lower_line(p, a, limits, head, slot);
	if (p->share)
		return HQ_NONE;
	const struct hqc_refs cites = hqc_cites_join(l, head->cites, hqc_cites(l, &a->cites, NO_CITES));
	struct hqc_head shown = *head, part = { .span = a->span, .cites = cites, .role = HQ_ROLE_PART };
	const uint32_t mark = l->scratch.count;
	uint32_t kinds = 0;

	if (a->test.kind == HQC_TEST_IS || a->test.kind == HQC_TEST_PASSES)
		part.cites = NO_CITES;                  /* a row of its own, cited where it stands */
	shown.cites = cites;
	const uint16_t test = hqc_lower_test(l, &a->test, &part);

	hqc_kid(l, test);
	const uint16_t row = hqc_row_add(l, &shown, HQ_OP_AWARD, 0);

	hqc_row_kids(l, row, mark);
	struct hqc_plan plan;

	p->at = a->span;
	hqc_plan(&p->fold, a, limits, NULL, &plan);
	struct hqc_row *r = HQC_AT(struct hqc_row, l->rows, row);

	r->a = whole(p, plan.low, p->d);
	r->b = plan.silent ? HQ_BIG : whole(p, plan.high, p->d);
	finish(p, row, lower_limits(p, limits, 0, cites, false), limits, (struct hqc_reach){ .most = r->b });
	if (hqc_test_is_plain(&a->test, &kinds) && kinds != 0)
		hqc_slot_yes_no(l, test, slot, kinds);
	return row;
}

/* ---- categories ---------------------------------------------------------------------------------------------- */

static void add_notes(struct points *p, uint16_t row, const struct hqc_note *notes, struct hqc_refs cites)
{
	if (row != HQ_NONE && !p->share)
		hqc_notes(p->l, row, notes, cites);
}

static void keep(struct points *p, uint16_t row)
{
	if (row != HQ_NONE)
		hqc_kid(p->l, row);
}

static uint16_t lower_category(struct points *p, const struct hqc_category *k, const char *prefix,
			       struct hqc_refs outer);

static uint16_t lower_named_line(struct points *p, const struct hqc_line *line, const struct hqc_head *above)
{
	const struct hqc_head head = { .span = line->name.span,
				       .path = hqc_path_join(p->l, above->path, line->name),
				       .label = line->label.text,
				       .role = HQ_ROLE_LINE,
				       .cites = hqc_cites(p->l, &line->cites, above->cites) };
	struct hqc_limits limits;

	hqc_limits_sort(line->limits, &limits);
	const uint16_t row = lower_award(p, line->award, &limits, &head, head.path);

	add_notes(p, row, line->notes, head.cites);
	return row;
}

/* Lines and inner categories, in the order in which the author wrote them. */
static void lower_parts(struct points *p, const struct hqc_category *k, const struct hqc_head *above)
{
	const struct hqc_line *line = k->lines;
	const struct hqc_category *inner = k->categories;

	while (line || inner) {
		if (line && (!inner || line->span.off < inner->span.off)) {
			keep(p, lower_named_line(p, line, above));
			line = line->next;
		} else {
			keep(p, lower_category(p, inner, above->path, above->cites));
			inner = inner->next;
		}
	}
}

/* Limits that belong to the award of a category which has lines beside it, and those that bound the whole. */
static void split_limits(const struct hqc_limits *all, struct hqc_limits *award, struct hqc_limits *category)
{
	*award = *all;
	award->max = award->min = award->divide = award->best = NULL;
	*category = (struct hqc_limits){ .max = all->max, .min = all->min, .divide = all->divide, .best = all->best };
}

static uint16_t lower_category(struct points *p, const struct hqc_category *k, const char *prefix,
			       struct hqc_refs outer)
{
	struct hqc_lower *l = p->l;
	const struct hqc_head head = { .span = k->name.span,
				       .path = hqc_path_join(l, prefix, k->name),
				       .label = k->label.text,
				       .role = HQ_ROLE_CATEGORY,
				       .cites = hqc_cites(l, &k->cites, outer) };
	const uint32_t mark = l->scratch.count;
	struct hqc_limits limits, award, category;
	struct hqc_reach raw = { 0, 0 };
	uint16_t row;

	hqc_limits_sort(k->limits, &limits);
	if (k->award && !k->lines && !k->categories) {
		row = lower_award(p, k->award, &limits, &head, head.path);
		add_notes(p, row, k->notes, head.cites);
		return row;
	}
	split_limits(&limits, &award, &category);
	if (k->award) {
		const struct hqc_head own = { .span = k->award->span, .cites = head.cites, .role = HQ_ROLE_LINE };

		keep(p, lower_award(p, k->award, &award, &own, head.path));
	}
	lower_parts(p, k, &head);
	if (p->share && l->scratch.count == mark)
		return HQ_NONE;
	for (uint32_t i = mark; i < l->scratch.count; i++)
		raw = hqc_reach_join(raw,
				     HQC_AT(struct hqc_row_facts, l->row_facts, *HQC_AT(uint16_t, l->scratch, i)),
				     category.best != NULL);
	struct hqc_head shown = head;

	shown.cites = limit_cites(p, &category, head.cites);
	row = hqc_row_add(l, &shown, HQ_OP_CATEGORY, 0);
	hqc_row_kids(l, row, mark);
	const uint16_t limit = lower_limits(p, &category, 0, head.cites, true);

	HQC_AT(struct hqc_row, l->rows, row)->arg = limit;
	finish(p, row, limit, &category, raw);
	add_notes(p, row, k->notes, head.cites);
	return row;
}

/* ---- rubrics ------------------------------------------------------------------------------------------------- */

static void look_ahead(struct hqc_lower *l, const struct hqc_category *list)
{
	for (const struct hqc_category *k = list; k; k = k->next) {
		if (k->award && k->award->kind == HQC_AWARD_IF)
			hqc_lower_ahead(l, &k->award->test);
		for (const struct hqc_line *line = k->lines; line; line = line->next) {
			if (line->award && line->award->kind == HQC_AWARD_IF)
				hqc_lower_ahead(l, &line->award->test);
		}
		look_ahead(l, k->categories);
	}
}

/* The points of a rubric, or of its share: a RUBRIC row over its categories. */
static uint16_t lower_points(struct points *p, const struct hqc_head *head, struct hq_rubric out)
{
	struct hqc_lower *l = p->l;
	const struct hqc_rubric *r = p->rubric;
	const uint32_t mark = l->scratch.count;
	const size_t errors = l->c->diags.errors;
	struct hqc_reach total = { 0, 0 };

	p->index = (uint16_t)l->rubrics.count;
	p->d = 1;
	p->mins = HQC_BUF(uint16_t);
	hqc_buf_add(&l->c->arena, &l->rubrics, 1);
	need(p, p->share ? hqc_rat_of(&r->share) : r->pass.text ? hqc_rat_of(&r->pass) : hqc_rat_int(0), 1);
	need_categories(p, r->categories, 1);
	out.denominator = p->d;
	out.first_row = (uint16_t)l->rows.count;
	for (const struct hqc_category *k = r->categories; k; k = k->next)
		keep(p, lower_category(p, k, head->path, NO_CITES));
	out.nrows = (uint16_t)(l->rows.count - out.first_row);
	for (uint32_t i = mark; i < l->scratch.count; i++)
		total = hqc_reach_join(
			total, HQC_AT(struct hqc_row_facts, l->row_facts, *HQC_AT(uint16_t, l->scratch, i)),
			false);
	const uint16_t row = hqc_row_add(l, head, HQ_OP_RUBRIC, p->index);

	hqc_row_kids(l, row, mark);
	p->at = p->share ? r->share.span : r->pass_span;
	if (p->share) {
		out.pass_lo = out.pass_hi = whole(p, hqc_rat_of(&r->share), p->d);
	} else if (r->pass.text) {
		out.pass_lo = out.pass_hi = whole(p, hqc_rat_of(&r->pass), p->d);
	} else {
		out.pass_hi = HQ_BIG;
		out.silent_pass = 1;
	}
	out.first_min = (uint16_t)l->kids.count;
	out.nmins = (uint16_t)p->mins.count;
	for (uint32_t i = 0; i < p->mins.count; i++)
		*(uint16_t *)hqc_buf_add(&l->c->arena, &l->kids, 1) = *HQC_AT(uint16_t, p->mins, i);
	*HQC_AT(struct hq_rubric, l->rubrics, p->index) = out;
	if (l->c->diags.errors > errors)
		return row;                             /* a line that is wrong makes the total wrong */
	if (p->fold.overflow || p->d >= HQ_BIG || total.most > HQ_BIG)
		hqc_report(l->c, HQC_MSG_overflow, p->outside.len > 0 ? p->outside : r->name.span,
			   "the points of rubric '%s' can leave the range in which numbers are exact",
			   r->name.text);
	else
		hqc_check_total(l, r, p->share != NULL, &out, row, total);
	return row;
}

static uint16_t lower_share(struct hqc_lower *l, const struct hqc_rubric *r)
{
	struct points p = { .l = l, .rubric = r, .share = r->share_filter };
	const struct hqc_name word = { hqc_intern(&l->c->names, "of_which", 8), r->share_filter->span };
	const struct hqc_refs cites = hqc_cites(l, &r->share_cites, hqc_cites(l, &r->cites, NO_CITES));
	const struct hqc_head head = { .span = r->share_filter->span, .path = hqc_path_join(l, r->name.text, word),
				       .cites = cites, .role = HQ_ROLE_SHARE };

	return lower_points(&p, &head, (struct hq_rubric){ .requires = HQ_NONE, .settles = HQ_NONE, .once = r->once,
							   .cite_pass = cites.first, .ncite_pass = cites.n });
}

/* `requires`, with the share as one more condition; HQ_NONE where there is neither. */
static uint16_t lower_requires(struct hqc_lower *l, const struct hqc_rubric *r)
{
	const struct hqc_head head = { .span = r->requires.items ? r->requires.span : r->span,
				       .cites = hqc_cites(l, &r->requires_cites, NO_CITES),
				       .role = HQ_ROLE_PREREQUISITE };
	const uint32_t mark = l->scratch.count;
	const uint16_t share = r->share.text ? lower_share(l, r) : HQ_NONE;

	if (!r->requires.items)
		return share;
	const uint16_t row = hqc_lower_block(l, &r->requires, r->name.text, &head);

	if (share == HQ_NONE)
		return row;
	const struct hqc_head both = { .span = head.span, .cites = head.cites, .role = HQ_ROLE_PREREQUISITE };

	hqc_kid(l, row);
	hqc_kid(l, share);
	HQC_AT(struct hqc_row, l->rows, row)->role = HQ_ROLE_PART;
	const uint16_t all = hqc_row_add(l, &both, HQ_OP_ALL, 0);

	hqc_row_kids(l, all, mark);
	return all;
}

static void set_parent(struct hqc_lower *l, uint16_t row, uint16_t parent)
{
	if (row != HQ_NONE)
		HQC_AT(struct hqc_row, l->rows, row)->parent = parent;
}

uint16_t hqc_lower_rubric(struct hqc_lower *l, const struct hqc_rubric *r)
{
	const uint16_t known = hqc_made_find(l, r);
	struct points p = { .l = l, .rubric = r };
	struct hq_rubric out = { .requires = HQ_NONE, .settles = HQ_NONE, .once = r->once };

	if (known != HQ_NONE)
		return known;
	const struct hqc_refs own = hqc_cites(l, &r->cites, NO_CITES);
	const struct hqc_head head = { .span = r->name.span, .path = r->name.text, .label = r->label.text,
				       .cites = hqc_cites_join(l, own, hqc_cites(l, &r->once_cites, NO_CITES)),
				       .role = HQ_ROLE_RUBRIC };
	const struct hqc_refs pass = hqc_cites(l, &r->pass_cites, NO_CITES);
	const struct hqc_refs categories = hqc_cites(l, &r->min_categories_cites, NO_CITES);
	const struct hqc_head settles = { .span = r->settles.span,
					  .cites = hqc_cites(l, &r->settles_cites, NO_CITES),
					  .role = HQ_ROLE_SETTLES };

	out.requires = lower_requires(l, r);
	if (r->settles.items)
		out.settles = hqc_lower_block(l, &r->settles, r->name.text, &settles);
	look_ahead(l, r->categories);
	out.cite_pass = pass.first;
	out.ncite_pass = pass.n;
	out.cite_categories = categories.first;
	out.ncite_categories = categories.n;
	out.min_categories = r->min_categories.text ? (uint16_t)hqc_rat_floor(hqc_rat_of(&r->min_categories)) : 0;
	const uint16_t row = lower_points(&p, &head, out);

	set_parent(l, out.requires, row);
	set_parent(l, out.settles, row);
	if (r->silent_pass)
		hqc_note_silent(l, row, r->silent_text.text, pass);
	hqc_notes(l, row, r->notes, own);
	hqc_made_add(l, r, row);
	return row;
}
