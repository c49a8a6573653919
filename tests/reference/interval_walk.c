/* Which row of an edition is which node of its tree; see interval_walk.h. Rows and tree are walked side by side. */
#include "interval_walk.h"

#include <string.h>

#include "intervals.h"

enum { PAIRS_MAX = 4 * HQ_ROWS_MAX };
static struct interval_pair pairs[PAIRS_MAX];
static size_t npairs;
static const struct hq_row *rows;
static const uint16_t *kids;
static char *complaint;
static size_t complaint_cap;
static bool covered[HQ_ROWS_MAX + 1], walked[HQ_ROWS_MAX + 1];         /* some node's; with what is under it */

static struct interval_pair *pair(uint16_t row, enum sort sort, const void *node)
{
	covered[row] = true;
	if (npairs == PAIRS_MAX)
		npairs--;
	pairs[npairs] = (struct interval_pair){ row, (uint8_t)sort, false, false, node };
	return &pairs[npairs++];
}

static uint16_t kid(uint16_t row, size_t i)
{
	if (i < rows[row].nkids)
		return kids[rows[row].first_kid + i];
	snprintf(complaint, complaint_cap, "row %u has no part %zu", row, i);
	return 0;
}

/* ---- which row is which node ---- */

static void walk_items(uint16_t row, const struct hqc_item *items);
static void walk_block(uint16_t row, const struct hqc_item *items, bool folds);
static void walk_rubric(uint16_t row, const struct hqc_rubric *r);

static void walk_define(uint16_t row, const struct hqc_define *d)
{
	if (walked[row])
		return;
	walked[row] = true;
	if (strcmp(hq_row_name_of(ground.rules, row).text, d->name.text) != 0)
		snprintf(complaint, complaint_cap, "row %u is not definition %s", row, d->name.text);
	pair(row, DEFINITION, d);
	walk_block(row, d->block.items, true);
}

/* A definition or a rubric is named directly, or under a row of its own. */
static uint16_t referred(uint16_t row, bool own)
{
	return !own && (rows[row].role == HQ_ROLE_DEFINITION || rows[row].role == HQ_ROLE_RUBRIC) ? row : kid(row, 0);
}

/* @own: the row stands for the heading of which this is the only part. */
static void walk_test(uint16_t row, const struct hqc_test *t, bool own)
{
	uint16_t to = row;

	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_NO:
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
	case HQC_TEST_ATTESTED:
		if (rows[row].op == HQ_OP_QUANTITY)
			pair(row, QUANTITY, t);
		else
			snprintf(complaint, complaint_cap, "row %u asks no measure", row);
		break;
	case HQC_TEST_PASSES:
		walk_rubric(to = referred(row, own), t->rubric);
		break;
	case HQC_TEST_IS:
		walk_define(to = referred(row, own), t->define);
		break;
	case HQC_TEST_IS_NOT:
		walk_define(kid(row, 0), t->define);
		break;
	case HQC_TEST_SCALAR:
	case HQC_TEST_SILENT:
		break;
	}
	if (!own && to == row && t->kind != HQC_TEST_IS && t->kind != HQC_TEST_PASSES)
		pair(row, PART, t);
	else if (!own && to != row)
		pair(row, PART, t);
}

static void walk_group(uint16_t row, const struct hqc_item *it)
{
	if (it->kind == HQC_ITEM_NONE) {        /* not any */
		pair(kid(row, 0), PART, it)->turned = true;
		walk_items(kid(row, 0), it->items);
	} else {
		walk_items(row, it->items);
	}
}

static void walk_items(uint16_t row, const struct hqc_item *items)
{
	size_t i = 0;

	for (const struct hqc_item *it = items; it; it = it->next) {
		const uint16_t at = kid(row, i++);

		if (it->kind == HQC_ITEM_TEST) {
			walk_test(at, &it->test, false);
			continue;
		}
		pair(at, it->kind == HQC_ITEM_NAMED ? REQUIREMENT : PART, it);
		if (it->kind == HQC_ITEM_NAMED)
			walk_block(at, it->items, true);
		else
			walk_group(at, it);
	}
	if (i != rows[row].nkids)
		snprintf(complaint, complaint_cap, "row %u has %u parts, not %zu", row, rows[row].nkids, i);
}

/* A heading with one part that has no name is one row (@folds: where it may be). */
static void walk_block(uint16_t row, const struct hqc_item *items, bool folds)
{
	if (!folds || !items || items->next || items->kind == HQC_ITEM_NAMED)
		walk_items(row, items);
	else if (items->kind == HQC_ITEM_TEST)
		walk_test(row, &items->test, true);
	else
		walk_group(row, items);
}

static void walk_heading(uint16_t row, const struct hqc_block *b)
{
	pair(row, ROUTE, b);
	walk_items(row, b->items);
}

static struct ref_partial scope(void)
{
	return (struct ref_partial){ .defines = ground.defines };
}

static bool in_share(const struct hqc_rubric *share, const struct hqc_award *a)
{
	const struct ref_partial here = scope();

	return !share || (a->kind != HQC_AWARD_IF && ref_share_reads(&here, share->share_filter, a->what.record));
}

static bool category_in_share(const struct hqc_rubric *share, const struct hqc_category *k)
{
	bool any = !share || (k->award && in_share(share, k->award));

	for (const struct hqc_line *l = k->lines; l; l = l->next)
		any |= in_share(share, l->award);
	for (const struct hqc_category *inner = k->categories; inner; inner = inner->next)
		any |= category_in_share(share, inner);
	return any;
}

/* A share has no minimums (6.3). */
static void pair_minimums(uint16_t row, const void *node, const struct hqc_rubric *share)
{
	if (rows[row].limit_if_points == HQ_NONE || share)
		return;
	const struct hq_limit limit = hq_limit_at(ground.rules, rows[row].limit_if_points);

	if (limit.units_min)
		pair(row, MIN_UNITS, node);
	if (limit.min)
		pair(row, MIN_POINTS, node);
}

/* The row of an award: @node is the line or category that it is, NULL where it stands beside others. */
static void walk_award(uint16_t row, const struct hqc_award *a, const void *node, enum sort sort, const struct hqc_rubric *share)
{
	if (node) {
		pair(row, sort, node)->share = share;
		pair(row, CAPPED, node)->share = share;
		pair_minimums(row, node, share);
	}
	pair(row, RAW, a)->share = share;
	if (rows[row].op == HQ_OP_LINE) {
		pair(row, QUANTITY, a)->share = share;
	} else {
		pair(kid(row, 0), PART, a);
		walk_test(kid(row, 0), &a->test, a->test.kind != HQC_TEST_IS && a->test.kind != HQC_TEST_PASSES);
	}
}

static void walk_category(uint16_t row, const struct hqc_category *k, const struct hqc_rubric *share)
{
	const struct hqc_line *line = k->lines;
	const struct hqc_category *inner = k->categories;
	size_t i = 0;

	if (k->award && !k->lines && !k->categories) {
		walk_award(row, k->award, k, CATEGORY, share);
		return;
	}
	pair_minimums(row, k, share);
	pair(row, CATEGORY, k)->share = share;
	pair(row, RAW, k)->share = share;
	pair(row, CAPPED, k)->share = share;
	if (k->award && in_share(share, k->award))
		walk_award(kid(row, i++), k->award, NULL, LINE, share);
	while (line || inner) {                 /* in the order of the file */
		if (line && (!inner || line->span.off < inner->span.off)) {
			if (in_share(share, line->award))
				walk_award(kid(row, i++), line->award, line, LINE, share);
			line = line->next;
		} else {
			if (category_in_share(share, inner))
				walk_category(kid(row, i++), inner, share);
			inner = inner->next;
		}
	}
	if (i != rows[row].nkids)
		snprintf(complaint, complaint_cap, "row %u has %u lines, not %zu", row, rows[row].nkids, i);
}

static void walk_points(uint16_t row, const struct hqc_rubric *r, bool share)
{
	size_t i = 0;

	pair(row, TOTAL, r)->share = share;
	pair(row, PASSES, r)->share = share;
	pair(row, MARK, r)->share = share;
	if (r->min_categories.text && !share)
		pair(row, CATEGORIES, r);
	for (const struct hqc_category *k = r->categories; k; k = k->next)
		if (category_in_share(share ? r : NULL, k))
			walk_category(kid(row, i++), k, share ? r : NULL);
}

static void walk_rubric(uint16_t row, const struct hqc_rubric *r)
{
	if (walked[row])
		return;
	walked[row] = true;
	if (strcmp(hq_row_name_of(ground.rules, row).text, r->name.text) != 0)
		snprintf(complaint, complaint_cap, "row %u is not rubric %s", row, r->name.text);
	walk_points(row, r, false);
	const struct hq_rubric made = hq_rubric_at(ground.rules, rows[row].arg);

	if (r->requires.items && r->share.text) {
		pair(made.requires, ROUTE, &r->share);  /* the two of them together */
		pair(kid(made.requires, 0), PART, &r->requires);
		walk_items(kid(made.requires, 0), r->requires.items);
		walk_points(kid(made.requires, 1), r, true);
	} else if (r->requires.items) {
		walk_heading(made.requires, &r->requires);
	} else if (r->share.text) {
		walk_points(made.requires, r, true);
	}
	if (r->settles.items)
		walk_heading(made.settles, &r->settles);
}

size_t interval_walk(const struct interval_pair **out, char *why, size_t cap)
{
	const struct hq_edition *e = ground.edition;
	const struct hqc_edition *tree = ground.tree;
	size_t i = 0;

	rows = HQ_AT(struct hq_row, ground.rules, rows);
	kids = HQ_AT(uint16_t, ground.rules, kids);
	complaint = why;
	complaint_cap = cap;
	*why = 0;
	npairs = 0;
	memset(covered, 0, sizeof covered);
	memset(walked, 0, sizeof walked);
	if (tree->has_applies)
		walk_heading(e->applies, &tree->applies);
	if (tree->has_every)
		walk_heading(e->every, &tree->every);
	for (const struct hqc_route *r = tree->routes; r; r = r->next)
		walk_heading(kid(e->routes, i++), &r->block);
	if (tree->routes)
		pair(e->routes, ROUTE, tree->routes);   /* any of them */
	for (const struct hqc_rubric *r = tree->rubrics; r; r = r->next)
		for (uint16_t row = e->first_row; row < e->first_row + e->nrows; row++)
			if (rows[row].role == HQ_ROLE_RUBRIC && !strcmp(hq_row_name_of(ground.rules, row).text, r->name.text))
				walk_rubric(row, r);
	pair(e->root, ROUTE, tree);
	for (uint16_t row = e->first_row; row < e->first_row + e->nrows; row++)
		if (!covered[row] && rows[row].op != HQ_OP_NONE && !*why)
			snprintf(why, cap, "row %u (%s) is no node's", row, hq_row_name_of(ground.rules, row).text);
	*out = pairs;
	return *why ? 0 : npairs;
}
