/* Limits of lines and categories: one of each sort, in a unit the line has, and none that contradicts another.
 *
 * Whether a cap bites or a minimum can be reached at all shows in the numbers of the finished row: bounds.c.
 */
#include "check.h"
#include "points.h"

static const char *unit_text(const struct hqc_limit *l)
{
	return l->in_points ? "points" : l->in_records ? "records" : l->unit.text;
}

static void above(struct hqc *c, const struct hqc_limit *low, const struct hqc_limit *high, const char *what)
{
	if (!low || !high || hqc_rat_compare(hqc_rat_of(&low->number), hqc_rat_of(&high->number)) <= 0)
		return;
	struct hqc_diag *d =
		hqc_report(c, HQC_MSG_minimum_above_cap, low->span, "%s of %s %s is above the cap of %s %s", what,
			   low->number.text, unit_text(low), high->number.text, unit_text(high));

	hqc_note_at(c, d, high->span, "the cap is here");
}

static void misplaced(struct hqc *c, const struct hqc_limit *l, const char *why)
{
	if (l)
		hqc_report(c, HQC_MSG_limit_misplaced, l->span, "%s", why);
}

/* A limit in units or records must be in what the line counts. */
static void check_unit(struct hqc *c, const struct hqc_limit *l, const struct hqc_award *a)
{
	if (!l || l->in_points)
		return;
	if (l->in_records && a->unit_resolved) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_limit_unit, l->span, "the line counts %s, not records",
						a->unit_resolved->plural.text);

		hqc_note_at(c, d, a->span, "the award is here");
	} else if (!l->in_records && l->unit_resolved != a->unit_resolved) {
		struct hqc_diag *d =
			hqc_report(c, HQC_MSG_limit_unit, l->span, "the line counts %s, not %s",
				   a->unit_resolved ? a->unit_resolved->plural.text : "records", l->unit.text);

		hqc_note_at(c, d, a->span, "the award is here");
		if (!a->unit_resolved)
			hqc_help(c, d, "say `at most %s records`", l->number.text);
	}
}

/* A cap in points on each record or school year is reckoned as a cap on the quantity, which only a plain rate allows. */
static void check_linear(struct hqc *c, const struct hqc_limit *l, const struct hqc_award *a)
{
	struct hqc_fold f = { false };

	if (!l || !l->in_points)
		return;
	if (a->silent || a->points_or.text || a->kind == HQC_AWARD_TIERS ||
	    (a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE)) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_cap_not_linear, l->span,
						"points %s can be capped only where every unit earns the same",
						l->per == HQC_LIMIT_A_YEAR ? "a year" : "each");

		hqc_note_at(c, d, a->span, "the award is here");
		return;
	}
	if (l->per == HQC_LIMIT_EACH && a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE_EACH &&
	    hqc_rat_div(&f, hqc_rat_of(&l->number), hqc_rat_of(&a->points)).den != 1)
		hqc_report(c, HQC_MSG_cap_not_linear, l->span, "%s points are no whole number of awards of %s",
			   l->number.text, a->points.text);
}

static void check_year(struct hqc *c, const struct hqc_limit *l, const struct hqc_award *a)
{
	if (!l)
		return;
	if (a->greatest)
		misplaced(c, l, "the greatest is one record: a cap a year says nothing of it");
	if (!a->what.record->dated_by.text && !a->what.record->spans_to.text)
		hqc_report(c, HQC_MSG_window_undated, l->span, "records of %s have no date, so no year",
			   a->what.record->name.text);
}

/* Limits beside an award that counts records or amounts. */
static void check_counted(struct hqc *c, const struct hqc_limits *l, const struct hqc_award *a)
{
	if (!a->what.record)
		return;
	check_unit(c, l->units_max, a);
	check_unit(c, l->units_min, a);
	check_unit(c, l->from, a);
	check_unit(c, l->year, a);
	check_unit(c, l->each, a);
	check_linear(c, l->year, a);
	check_linear(c, l->each, a);
	check_year(c, l->year, a);
	above(c, l->units_min, l->units_max, "the minimum");
	above(c, l->from, l->units_max, "the beginning");
}

/* Limits where nothing is counted: an award `if` a test, or a category of lines. */
static void check_uncounted(struct hqc *c, const struct hqc_limits *l, const char *why)
{
	misplaced(c, l->units_max, why);
	misplaced(c, l->units_min, why);
	misplaced(c, l->from, why);
	misplaced(c, l->year, why);
	misplaced(c, l->each, why);
}

static void check_numbers(struct hqc *c, const struct hqc_limit *list)
{
	for (const struct hqc_limit *l = list; l; l = l->next) {
		if (l->kind == HQC_LIMIT_BEST)
			continue;
		if (l->kind == HQC_LIMIT_DIVIDE &&
		    (l->number.den != 1 || l->number.num < 2 || l->number.num > 1000))
			hqc_report(c, HQC_MSG_divisor, l->span,
				   "points are divided by a whole number from 2 to 1000, not %s", l->number.text);
		else if (l->number.num <= 0)
			hqc_report(c, HQC_MSG_zero, l->span, "a limit of nothing");
	}
}

static void check_limits(struct hqc *c, const struct hqc_limit *list, const struct hqc_award *a)
{
	struct hqc_limits l;

	hqc_limits_sort(list, &l);
	check_numbers(c, list);
	if (l.again) {
		struct hqc_diag *d =
			hqc_report(c, HQC_MSG_limit_twice, l.again->span, "a second limit of the same sort");

		hqc_note_at(c, d, l.before->span, "the first is here");
	}
	above(c, l.min, l.max, "the minimum");
	if (!a)
		check_uncounted(c, &l, "this limit is on what a line counts; put it under the line");
	else if (a->kind == HQC_AWARD_IF)
		check_uncounted(c, &l, "points `if` something holds count nothing that this could limit");
	else
		check_counted(c, &l, a);
}

static void check_category(const struct hqc_at *at, const struct hqc_category *k)
{
	struct hqc_limits l;
	unsigned n = k->award != NULL;

	check_limits(at->c, k->limits, k->award);
	hqc_limits_sort(k->limits, &l);
	for (const struct hqc_line *line = k->lines; line; line = line->next) {
		struct hqc_limits own;

		hqc_limits_sort(line->limits, &own);
		check_limits(at->c, line->limits, line->award);
		misplaced(at->c, own.best, "a line has one award; `only the best counts` belongs to a category");
		n++;
	}
	for (const struct hqc_category *inner = k->categories; inner; inner = inner->next)
		n++;
	if (l.best && n < 2)
		misplaced(at->c, l.best, "there is one award here: nothing to choose the best from");
}

void hqc_check_limits(struct hqc *c)
{
	const struct hqc_visitor v = { .category = check_category };

	hqc_walk(c, &v);
}
