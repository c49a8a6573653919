/* Requirements, definitions, routes and editions to rows.
 *
 * A named requirement with one unnamed part is one row: it takes the part's operation and keeps its own name. A
 * definition is lowered once for each edition that uses it and is shared. Rubrics are lower_rubric.c's.
 */
#include "lower.h"

static const struct hqc_refs NO_CITES = { 0, 0 };

/* ---- what a form may answer ---------------------------------------------------------------------------------- */

static bool filter_is_silent(const struct hqc_filter *f)
{
	if (!f)
		return false;
	if (f->kind == HQC_FILTER_SILENT)
		return true;
	if (f->kind == HQC_FILTER_DEFINED)
		return filter_is_silent(f->define->filter);
	for (const struct hqc_filter *part = f->first; part; part = part->next) {
		if (filter_is_silent(part))
			return true;
	}
	return false;
}

bool hqc_test_is_plain(const struct hqc_test *t, uint32_t *kinds)
{
	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_NO:
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
	case HQC_TEST_ATTESTED:
		*kinds |= 1u << t->what.record->index;
		return !filter_is_silent(t->what.filter);
	case HQC_TEST_SCALAR:
		return true;
	case HQC_TEST_PASSES:
	case HQC_TEST_IS:
	case HQC_TEST_IS_NOT:
	case HQC_TEST_SILENT:
		break;
	}
	return false;
}

static bool items_are_plain(const struct hqc_item *items, uint32_t *kinds)
{
	for (const struct hqc_item *i = items; i; i = i->next) {
		if (i->kind == HQC_ITEM_NAMED)
			return false;
		if (i->kind == HQC_ITEM_TEST ? !hqc_test_is_plain(&i->test, kinds)
					     : !items_are_plain(i->items, kinds))
			return false;
	}
	return true;
}

static void offer_slot(struct hqc_lower *l, uint16_t row, const struct hqc_item *items, const struct hqc_head *head)
{
	uint32_t kinds = 0;

	if (head->path && items_are_plain(items, &kinds) && kinds != 0)
		hqc_slot_yes_no(l, row, head->path, kinds);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

/* The range of whole quantities that satisfies `comparison n`, both ends included. */
static void range_of(enum hqc_comparison comparison, int64_t n, struct hqc_row *row)
{
	row->a = 0;
	row->b = HQ_BIG;
	switch (comparison) {
	case HQC_AT_LEAST:
		row->a = n;
		return;
	case HQC_MORE_THAN:
		row->a = n + 1;
		return;
	case HQC_AT_MOST:
		row->b = n;
		return;
	case HQC_FEWER_THAN:
		row->b = n - 1;
		return;
	case HQC_EXACTLY:
		row->a = row->b = n;
		return;
	}
}

static uint16_t lower_quantity(struct hqc_lower *l, const struct hqc_test *t, const struct hqc_head *head)
{
	struct hqc_fold f = { false };
	struct hqc_measure_spec m = { .what = &t->what,
				      .unit = t->kind == HQC_TEST_QUANTITY ? t->unit_resolved : NULL,
				      .block_each = { 0, 1 },
				      .cap_each = { 0, 1 },
				      .cap_year = { 0, 1 } };
	struct hqc_head shown = *head;
	struct hqc_rat n = hqc_rat_int(1);
	enum hqc_comparison comparison = HQC_AT_LEAST;

	if (t->kind == HQC_TEST_QUANTITY || t->kind == HQC_TEST_COUNT) {
		n = hqc_rat_of(&t->number);
		comparison = t->comparison;
	} else if (t->kind == HQC_TEST_NO) {
		n = hqc_rat_int(0);
		comparison = HQC_AT_MOST;
	}
	m.scale = hqc_lcm(&f, hqc_measure_scale(&f, &m), n.den);
	const uint16_t measure = hqc_lower_measure(l, &m, t->span);

	shown.cites = hqc_filter_cites(l, head->cites);
	const uint16_t row = hqc_row_add(l, &shown, HQ_OP_QUANTITY, measure);

	range_of(comparison, hqc_rat_scaled(&f, n, m.scale), HQC_AT(struct hqc_row, l->rows, row));
	HQC_AT(struct hq_measure, l->measures, measure)->row = row;
	hqc_filter_notes(l, row);
	if (f.overflow)
		hqc_report(l->c, HQC_MSG_overflow, t->span,
			   "the number here leaves the range in which numbers are exact");
	return row;
}

static uint16_t lower_define(struct hqc_lower *l, const struct hqc_define *d)
{
	const uint16_t known = hqc_made_find(l, d);

	if (known != HQ_NONE)
		return known;
	const struct hqc_head head = { .span = d->name.span, .path = d->name.text, .label = d->label.text,
				       .cites = hqc_cites(l, &d->cites, NO_CITES), .role = HQ_ROLE_DEFINITION };
	const uint16_t row = hqc_lower_block(l, &d->block, d->name.text, &head);

	hqc_made_add(l, d, row);
	return row;
}

static uint16_t wrap(struct hqc_lower *l, const struct hqc_head *head, enum hq_op op, uint16_t kid)
{
	const uint32_t mark = l->scratch.count;

	hqc_kid(l, kid);
	const uint16_t row = hqc_row_add(l, head, op, 0);

	hqc_row_kids(l, row, mark);
	return row;
}

static bool same_refs(struct hqc_refs a, const struct hqc_row *row)
{
	return a.n == row->ncites && (a.n == 0 || a.first == row->first_cite);
}

/* A row that stands for itself elsewhere: named directly where nothing is added to it, else under a row of its own. */
static uint16_t refer(struct hqc_lower *l, const struct hqc_head *head, uint16_t to)
{
	if (head->role == HQ_ROLE_PART &&
	    (head->cites.n == 0 || same_refs(head->cites, HQC_AT(struct hqc_row, l->rows, to))))
		return to;
	return wrap(l, head, HQ_OP_ALL, to);
}

uint16_t hqc_lower_test(struct hqc_lower *l, const struct hqc_test *t, const struct hqc_head *head)
{
	uint16_t row = 0;

	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_NO:
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
	case HQC_TEST_ATTESTED:
		return lower_quantity(l, t, head);
	case HQC_TEST_PASSES:
		return refer(l, head, hqc_lower_rubric(l, t->rubric));
	case HQC_TEST_IS:
		return refer(l, head, lower_define(l, t->define));
	case HQC_TEST_IS_NOT:
		return wrap(l, head, HQ_OP_NOT, lower_define(l, t->define));
	case HQC_TEST_SCALAR:
		l->record = NULL;
		return hqc_row_add(l, head, HQ_OP_SCALAR, hqc_lower_filter(l, t->scalar, NULL));
	case HQC_TEST_SILENT:
		row = hqc_row_add(l, head, HQ_OP_SILENT, 0);
		hqc_note_silent(l, row, t->text.text, head->cites);
		return row;
	}
	return row;
}

void hqc_lower_ahead(struct hqc_lower *l, const struct hqc_test *t)
{
	if (t->kind == HQC_TEST_PASSES)
		hqc_lower_rubric(l, t->rubric);
	else if (t->kind == HQC_TEST_IS || t->kind == HQC_TEST_IS_NOT)
		lower_define(l, t->define);
}

/* ---- items and blocks ---------------------------------------------------------------------------------------- */

static uint16_t lower_item(struct hqc_lower *l, const struct hqc_item *i, const char *prefix,
			   struct hqc_refs inherited);

static void lower_items(struct hqc_lower *l, const struct hqc_item *items, const char *prefix,
			struct hqc_refs cites)
{
	for (const struct hqc_item *i = items; i; i = i->next)
		hqc_kid(l, lower_item(l, i, prefix, cites));
}

/* A heading over items: ALL, ANY, AT_LEAST; `none of` is the negation of any. */
static uint16_t lower_group(struct hqc_lower *l, const struct hqc_item *i, const char *prefix,
			    const struct hqc_head *head)
{
	const uint32_t mark = l->scratch.count;
	enum hq_op op = HQ_OP_ALL;
	uint16_t k = 0;

	if (i->kind == HQC_ITEM_ANY || i->kind == HQC_ITEM_NONE)
		op = HQ_OP_ANY;
	if (i->kind == HQC_ITEM_AT_LEAST) {
		op = HQ_OP_AT_LEAST;
		k = (uint16_t)hqc_rat_floor(hqc_rat_of(&i->count));
	}
	lower_items(l, i->items, prefix, head->cites);
	if (i->kind == HQC_ITEM_NONE) {
		const struct hqc_head part = { .span = head->span, .cites = head->cites, .role = HQ_ROLE_PART };
		const uint16_t any = hqc_row_add(l, &part, HQ_OP_ANY, 0);

		hqc_row_kids(l, any, mark);
		return wrap(l, head, HQ_OP_NOT, any);
	}
	const uint16_t row = hqc_row_add(l, head, op, k);

	hqc_row_kids(l, row, mark);
	return row;
}

/* Whether a heading's only item may be the heading's own row. */
static bool is_foldable(const struct hqc_item *i, uint8_t role)
{
	if (!i || i->next || (role != HQ_ROLE_PART && role != HQ_ROLE_REQUIREMENT && role != HQ_ROLE_DEFINITION))
		return false;
	return i->kind != HQC_ITEM_NAMED;
}

uint16_t hqc_lower_block(struct hqc_lower *l, const struct hqc_block *block, const char *prefix,
			 const struct hqc_head *head)
{
	const struct hqc_item *only = block->items;
	uint16_t row;

	if (is_foldable(only, head->role)) {
		struct hqc_head own = *head;

		own.cites = hqc_cites_join(l, head->cites, hqc_cites(l, &only->cites, NO_CITES));
		row = only->kind == HQC_ITEM_TEST ? hqc_lower_test(l, &only->test, &own)
						  : lower_group(l, only, prefix, &own);
		hqc_notes(l, row, only->notes, own.cites);
	} else {
		const uint32_t mark = l->scratch.count;

		lower_items(l, block->items, prefix, head->cites);
		row = hqc_row_add(l, head, HQ_OP_ALL, 0);
		hqc_row_kids(l, row, mark);
	}
	hqc_notes(l, row, block->notes, head->cites);
	if (head->role == HQ_ROLE_REQUIREMENT || head->role == HQ_ROLE_DEFINITION)
		offer_slot(l, row, block->items, head);
	return row;
}

static uint16_t lower_item(struct hqc_lower *l, const struct hqc_item *i, const char *prefix,
			   struct hqc_refs inherited)
{
	struct hqc_head head = { .span = i->span,
				 .cites = hqc_cites(l, &i->cites, inherited),
				 .role = HQ_ROLE_PART };
	uint16_t row;

	if (i->kind == HQC_ITEM_NAMED) {
		const struct hqc_block block = { .items = i->items, .notes = i->notes, .span = i->span };

		head.span = i->name.span;
		head.role = HQ_ROLE_REQUIREMENT;
		head.path = hqc_path_join(l, prefix, i->name);
		head.label = i->label.text;
		return hqc_lower_block(l, &block, head.path, &head);
	}
	if (i->kind != HQC_ITEM_TEST) {
		row = lower_group(l, i, prefix, &head);
	} else {
		/* Of a shared row only what is said here is cited here; the heading's citation is the heading's. */
		if (i->test.kind == HQC_TEST_IS || i->test.kind == HQC_TEST_PASSES)
			head.cites = hqc_cites(l, &i->cites, NO_CITES);
		row = hqc_lower_test(l, &i->test, &head);
	}
	hqc_notes(l, row, i->notes, head.cites);
	return row;
}

/* ---- editions ------------------------------------------------------------------------------------------------ */

static uint16_t lower_heading(struct hqc_lower *l, const struct hqc_block *block, const struct hqc_cites *cites,
			      struct hqc_span span, enum hq_role role)
{
	const struct hqc_head head = { .span = span,
				       .cites = hqc_cites(l, cites, NO_CITES),
				       .role = (uint8_t)role };

	return hqc_lower_block(l, block, NULL, &head);
}

static uint16_t lower_routes(struct hqc_lower *l, const struct hqc_edition *e)
{
	const uint32_t mark = l->scratch.count;

	if (!e->routes)
		return HQ_NONE;
	for (const struct hqc_route *r = e->routes; r; r = r->next) {
		const struct hqc_head head = { .span = r->name.span, .path = r->name.text, .label = r->label.text,
					       .cites = hqc_cites(l, &r->cites, NO_CITES), .role = HQ_ROLE_ROUTE };

		hqc_kid(l, hqc_lower_block(l, &r->block, r->name.text, &head));
	}
	const struct hqc_head head = { .span = e->routes->span, .role = HQ_ROLE_ROUTES };
	const uint16_t row = hqc_row_add(l, &head, HQ_OP_ANY, 0);

	hqc_row_kids(l, row, mark);
	return row;
}

static uint16_t lower_verdict(struct hqc_lower *l, const struct hqc_edition *e, const struct hq_edition *out,
			      struct hqc_refs cites)
{
	const struct hqc_head head = {
		.span = e->span, .label = e->label.text, .cites = cites, .role = HQ_ROLE_VERDICT
	};
	const uint32_t mark = l->scratch.count;

	if (out->every != HQ_NONE)
		hqc_kid(l, out->every);
	if (out->routes != HQ_NONE)
		hqc_kid(l, out->routes);
	const uint16_t row = hqc_row_add(l, &head, HQ_OP_ALL, 0);

	hqc_row_kids(l, row, mark);
	return row;
}

static void check_depth(struct hqc_lower *l, const struct hqc_edition *e, uint16_t row)
{
	if (row != HQ_NONE && HQC_AT(struct hqc_row_facts, l->row_facts, row)->depth > HQ_DEPTH_MAX)
		hqc_report(l->c, HQC_MSG_too_deep, e->name.span,
			   "with the definitions they use, the rules of this edition nest deeper than %d",
			   HQ_DEPTH_MAX);
}

void hqc_lower_edition(struct hqc_lower *l, const struct hqc_edition *e)
{
	const struct hqc_refs heading = hqc_cites(l, &e->cites, NO_CITES);
	const struct hqc_refs cites = hqc_cites_join(l, heading, hqc_cites(l, &e->force_cites, NO_CITES));
	struct hq_edition out = {
		.name = (uint16_t)hqc_text(l->c, &l->text, e->name.text),
		.label = (uint16_t)hqc_text(l->c, &l->text, e->label.text),
		.from = e->from.day,
		.until = e->until.span.len > 0 ? e->until.day : HQ_DAY_NEVER,
		.applies = HQ_NONE, .every = HQ_NONE, .routes = HQ_NONE,
		.first_row = (uint16_t)l->rows.count,
		.first_measure = (uint16_t)l->measures.count,
		.first_slot = (uint16_t)l->slots.count,
		.first_note = (uint16_t)l->notes.count,
		.first_cite = cites.first,
		.ncites = (uint8_t)cites.n,
	};

	const size_t errors = l->c->diags.errors;

	l->place.edition = e;
	l->made.count = 0;
	l->paths.count = 0;
	if (e->has_applies)
		out.applies = lower_heading(l, &e->applies, &e->applies_cites, e->applies.span, HQ_ROLE_APPLIES);
	if (e->has_every)
		out.every = lower_heading(l, &e->every, &e->every_cites, e->every_span, HQ_ROLE_EVERY);
	out.routes = lower_routes(l, e);
	for (const struct hqc_rubric *r = e->rubrics; r; r = r->next)
		hqc_lower_rubric(l, r);                 /* one that nobody passes can still be shown and tested */
	out.root = lower_verdict(l, e, &out, cites);
	if (out.applies != HQ_NONE)
		HQC_AT(struct hqc_row, l->rows, out.applies)->parent = out.root;
	hqc_notes(l, out.root, e->notes, NO_CITES);
	check_depth(l, e, out.root);
	check_depth(l, e, out.applies);
	out.nrows = (uint16_t)(l->rows.count - out.first_row);
	out.nmeasures = (uint16_t)(l->measures.count - out.first_measure);
	out.nslots = (uint16_t)(l->slots.count - out.first_slot);
	out.nnotes = (uint16_t)(l->notes.count - out.first_note);
	if (l->c->diags.errors == errors)
		hqc_lower_forks(l, e, &out);
	*(struct hq_edition *)hqc_buf_add(&l->c->arena, &l->editions, 1) = out;
	if (l->c->diags.errors == errors)
		hqc_check_expectations(l, e, &out);
}
