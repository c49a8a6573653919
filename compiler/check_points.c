/* Awards: exactly one to a line, rates that say what they mean, tiers that rise, units the records have. */
#include "check.h"
#include "points.h"

static bool has_reading(const struct hqc_note *notes)
{
	for (; notes; notes = notes->next) {
		if (notes->kind == HQC_NOTE_READING)
			return true;
	}
	return false;
}

/* ---- tiers --------------------------------------------------------------------------------------------------- */

static void check_tier_pair(struct hqc *c, const struct hqc_tier *low, const struct hqc_tier *high)
{
	const int at = hqc_rat_compare(hqc_rat_of(&high->at), hqc_rat_of(&low->at));
	struct hqc_diag *d = NULL;

	if (at <= 0)
		d = hqc_report(c, HQC_MSG_tiers_order, high->span,
			       "this tier begins at %s, not above the %s of the tier before", high->at.text,
			       low->at.text);
	else if (hqc_rat_compare(hqc_rat_of(&high->points), hqc_rat_of(&low->points)) <= 0)
		d = hqc_report(c, HQC_MSG_tiers_order, high->span,
			       "this tier gives %s points, no more than the %s of the tier before",
			       high->points.text, low->points.text);
	if (d)
		hqc_note_at(c, d, low->span, "the tier before is here");
}

static void check_tiers(struct hqc *c, const struct hqc_award *a)
{
	for (const struct hqc_tier *t = a->tiers; t; t = t->next) {
		const struct hqc_unit *unit = t->unit.text ? hqc_find_unit(c, t->unit.text) : NULL;

		if (t->at.num <= 0 || t->points.num <= 0)
			hqc_report(c, HQC_MSG_zero, t->span, "a tier of nothing");
		if (!t->unit.text && t->at.den != 1)
			hqc_report(c, HQC_MSG_count_not_whole, t->at.span, "records are counted whole; %s is not",
				   t->at.text);
		if (unit != a->unit_resolved) {
			struct hqc_diag *d = hqc_report(c, HQC_MSG_tiers_unit, t->span,
							"the tiers of one award are in one unit");

			hqc_note_at(c, d, a->tiers->span, "the first tier is here");
			return;
		}
		if (t->next)
			check_tier_pair(c, t, t->next);
	}
}

/* A tier beyond what the declared ranges allow. */
static void check_tier_reach(struct hqc *c, const struct hqc_award *a)
{
	struct hqc_fold f = { false };
	const struct hqc_measure_spec m = { .what = &a->what, .unit = a->unit_resolved, .greatest = a->greatest,
					    .block_each = { 0, 1 }, .cap_each = { 0, 1 }, .cap_year = { 0, 1 } };
	const struct hqc_rat most = hqc_measure_most(&f, &m);

	for (const struct hqc_tier *t = a->tiers; t && !f.overflow; t = t->next) {
		if (hqc_rat_compare(hqc_rat_of(&t->at), most) > 0)
			hqc_report(c, HQC_MSG_always_false, t->span,
				   "this tier is never reached: the declared ranges allow no more");
	}
}

/* ---- rates --------------------------------------------------------------------------------------------------- */

static void check_rate(struct hqc *c, const struct hqc_award *a, const struct hqc_note *notes,
		       const struct hqc_note *outer)
{
	if (a->silent || a->kind == HQC_AWARD_TIERS)
		return;
	if (a->points.num <= 0 && !a->points_or.text)
		hqc_report(c, HQC_MSG_zero, a->points.span, "an award of no points");
	if (!a->points_or.text)
		return;
	if (hqc_rat_compare(hqc_rat_of(&a->points), hqc_rat_of(&a->points_or)) == 0)
		hqc_report(c, HQC_MSG_same_value, a->points_or.span, "%s or %s points are the same", a->points.text,
			   a->points_or.text);
	else if (!has_reading(notes) && !has_reading(outer)) {
		struct hqc_diag *d =
			hqc_report(c, HQC_MSG_reading_unstated, a->points.span,
				   "the source prints %s or %s points, and nothing says how that is read",
				   a->points.text, a->points_or.text);

		hqc_help(c, d, "add a `reading` to this line");
	}
}

static void check_award(struct hqc *c, const struct hqc_award *a, const struct hqc_note *notes,
			const struct hqc_note *outer, const char *where)
{
	const size_t errors = c->diags.errors;

	if (a->next) {
		struct hqc_diag *d =
			hqc_report(c, HQC_MSG_two_awards, a->next->span, "a second award in one %s", where);

		hqc_note_at(c, d, a->span, "the first is here");
		hqc_help(c, d, "give each a `line` with a name of its own");
	}
	check_rate(c, a, notes, outer);
	if (a->kind == HQC_AWARD_IF || !a->what.record || a->what.record->single)
		return;
	if (a->block.text && a->block.num <= 0)
		hqc_report(c, HQC_MSG_zero, a->block.span, "points per %s %s", a->block.text, a->unit.text);
	if (a->kind == HQC_AWARD_TIERS)
		check_tiers(c, a);
	if (a->unit_resolved)
		hqc_check_unit(c, &a->what, a->unit_resolved,
			       a->kind == HQC_AWARD_TIERS ? a->tiers->unit : a->unit);
	else if (a->what.conversions)
		hqc_report(c, HQC_MSG_conversion, a->what.conversions->span,
			   "records are counted here: nothing is converted");
	if (a->kind == HQC_AWARD_TIERS && c->diags.errors == errors)
		check_tier_reach(c, a);
}

/* ---- lines and categories ------------------------------------------------------------------------------------ */

static void check_category(const struct hqc_at *at, const struct hqc_category *k)
{
	if (k->award)
		check_award(at->c, k->award, k->notes, NULL, "category");
	else if (!k->lines && !k->categories)
		hqc_report(at->c, HQC_MSG_no_award, k->name.span, "category '%s' awards nothing", k->name.text);
	for (const struct hqc_line *line = k->lines; line; line = line->next) {
		if (line->award)
			check_award(at->c, line->award, line->notes, k->notes, "line");
		else
			hqc_report(at->c, HQC_MSG_no_award, line->name.span, "line '%s' awards nothing",
				   line->name.text);
	}
}

void hqc_check_awards(struct hqc *c)
{
	const struct hqc_visitor v = { .category = check_category };

	hqc_walk(c, &v);
}
