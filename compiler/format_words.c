/* The formatter's words for what stands within a statement: filters, tests, what is counted, awards, limits. */
#include "format.h"

/* ---- values and filters -------------------------------------------------------------------------------------- */

static const char *scope_word(enum hqc_scope scope)
{
	switch (scope) {
	case HQC_SCOPE_RECORD:     return "";
	case HQC_SCOPE_TEACHER:    return "teacher";
	case HQC_SCOPE_ASSIGNMENT: return "assignment";
	case HQC_SCOPE_AS_OF:      return "as_of";
	}
	return "";
}

static void word_values(struct hqc_formatter *f, const struct hqc_value *first)
{
	for (const struct hqc_value *v = first; v; v = v->next) {
		hqc_word_value(f, v);
		if (v->next)
			hqc_comma(f);
	}
}

void hqc_word_value(struct hqc_formatter *f, const struct hqc_value *v)
{
	switch (v->kind) {
	case HQC_VALUE_NAME:
		hqc_word(f, v->name.text);
		return;
	case HQC_VALUE_NUMBER:
		hqc_word_number(f, v->number);
		return;
	case HQC_VALUE_DATE:
		hqc_word_date(f, v->date);
		return;
	case HQC_VALUE_YES:
		hqc_word(f, "yes");
		return;
	case HQC_VALUE_NO:
		hqc_word(f, "no");
		return;
	case HQC_VALUE_FIELD:
		hqc_word(f, v->scope == HQC_SCOPE_RECORD ? "its" : scope_word(v->scope));
		hqc_word(f, v->name.text);
		return;
	case HQC_VALUE_AS_OF:
		hqc_word(f, "as_of");
		return;
	case HQC_VALUE_UNKNOWN:
		hqc_word(f, "unknown");
		return;
	case HQC_VALUE_NEVER:
		hqc_word(f, "never");
		return;
	case HQC_VALUE_SET:
		hqc_word(f, "(");
		word_values(f, v->set);
		hqc_put(f, ")");
		return;
	}
}

const char *hqc_relation_word(enum hqc_rel rel)
{
	switch (rel) {
	case HQC_REL_IS:           return "is";
	case HQC_REL_IS_NOT:       return "is not";
	case HQC_REL_AT_LEAST:     return "at least";
	case HQC_REL_AT_MOST:      return "at most";
	case HQC_REL_ABOVE:        return "above";
	case HQC_REL_BELOW:        return "below";
	case HQC_REL_BEFORE:       return "before";
	case HQC_REL_AFTER:        return "after";
	case HQC_REL_ON_OR_BEFORE: return "on or before";
	case HQC_REL_ON_OR_AFTER:  return "on or after";
	case HQC_REL_WITHIN:       return "within";
	}
	return "";
}

static void word_relation(struct hqc_formatter *f, const struct hqc_filter *filter)
{
	if (filter->scope != HQC_SCOPE_RECORD)
		hqc_word(f, scope_word(filter->scope));
	if (filter->name.text)
		hqc_word(f, filter->name.text);
	hqc_word(f, hqc_relation_word(filter->rel));
	word_values(f, filter->values);
	if (filter->rel == HQC_REL_WITHIN)
		hqc_word(f, filter->within_unit.text);
}

/* A part of another filter, in parentheses where it could be read otherwise: where it joins parts of its own, and after
 * `not`, which is for what follows it alone. */
static void word_part(struct hqc_formatter *f, const struct hqc_filter *part, bool after_not)
{
	bool joins = part->kind == HQC_FILTER_AND || part->kind == HQC_FILTER_OR;
	bool enclosed = joins || (after_not && part->kind == HQC_FILTER_FIELD);
	if (enclosed)
		hqc_word(f, "(");
	hqc_word_filter(f, part);
	if (enclosed)
		hqc_put(f, ")");
}

void hqc_word_filter(struct hqc_formatter *f, const struct hqc_filter *filter)
{
	switch (filter->kind) {
	case HQC_FILTER_AND:
	case HQC_FILTER_OR:
		for (const struct hqc_filter *part = filter->first; part; part = part->next) {
			word_part(f, part, false);
			if (part->next) {
				hqc_word(f, filter->kind == HQC_FILTER_AND ? "and" : "or");
				hqc_break(f);
			}
		}
		return;
	case HQC_FILTER_NOT:
		hqc_word(f, "not");
		word_part(f, filter->first, true);
		return;
	case HQC_FILTER_FIELD:
		word_relation(f, filter);
		return;
	case HQC_FILTER_DEFINED:
		hqc_word(f, filter->negated ? "is not" : "is");
		hqc_word(f, filter->name.text);
		return;
	case HQC_FILTER_SILENT:
		hqc_word(f, "silent");
		hqc_quote(f, filter->text);
		return;
	}
}

/* ---- what is counted ----------------------------------------------------------------------------------------- */

static void word_window(struct hqc_formatter *f, const struct hqc_window *w)
{
	hqc_break(f);
	switch (w->kind) {
	case HQC_WINDOW_WITHIN:
	case HQC_WINDOW_BEFORE_LAST:
		hqc_word(f, w->kind == HQC_WINDOW_WITHIN ? "within" : "before the last");
		hqc_word_number(f, w->count);
		hqc_word(f, w->unit.text);
		return;
	case HQC_WINDOW_BEFORE:
		hqc_word(f, "before");
		hqc_word_date(f, w->to);
		return;
	case HQC_WINDOW_ON_OR_BEFORE:
		hqc_word(f, "on or before");
		hqc_word_date(f, w->to);
		return;
	case HQC_WINDOW_AFTER:
		hqc_word(f, "after");
		hqc_word_date(f, w->from);
		return;
	case HQC_WINDOW_ON_OR_AFTER:
		hqc_word(f, "on or after");
		hqc_word_date(f, w->from);
		return;
	case HQC_WINDOW_FROM_TO:
		hqc_word(f, "from");
		hqc_word_date(f, w->from);
		hqc_word(f, "to");
		hqc_word_date(f, w->to);
		return;
	}
}

static void word_conversions(struct hqc_formatter *f, const struct hqc_conversion *first)
{
	for (const struct hqc_conversion *c = first; c; c = c->next) {
		if (c == first) {
			hqc_break(f);
			hqc_word(f, "counting");
		}
		hqc_word_number(f, c->from);
		hqc_word(f, c->from_unit.text);
		hqc_word(f, "as");
		hqc_word_number(f, c->to);
		hqc_word(f, c->to_unit.text);
		if (c->next)
			hqc_comma(f);
	}
}

/* Windows and conversions come in the order of the source. */
void hqc_word_what(struct hqc_formatter *f, const struct hqc_what *what)
{
	hqc_word(f, what->kind.text);
	if (what->filter) {
		hqc_break(f);
		hqc_word(f, "where");
		hqc_word_filter(f, what->filter);
	}
	bool counted = !what->conversions;
	for (const struct hqc_window *w = what->windows; w; w = w->next) {
		if (!counted && what->conversions->span.off < w->span.off) {
			word_conversions(f, what->conversions);
			counted = true;
		}
		word_window(f, w);
	}
	if (!counted)
		word_conversions(f, what->conversions);
}

/* ---- tests --------------------------------------------------------------------------------------------------- */

static const char *comparison_word(enum hqc_comparison comparison)
{
	switch (comparison) {
	case HQC_AT_LEAST:   return "at least";
	case HQC_AT_MOST:    return "at most";
	case HQC_MORE_THAN:  return "more than";
	case HQC_FEWER_THAN: return "fewer than";
	case HQC_EXACTLY:    return "exactly";
	}
	return "";
}

void hqc_word_test(struct hqc_formatter *f, const struct hqc_test *t)
{
	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_NO:
		hqc_word(f, t->kind == HQC_TEST_HOLDS ? "holds" : "no");
		hqc_word_what(f, &t->what);
		return;
	case HQC_TEST_QUANTITY:
	case HQC_TEST_COUNT:
		hqc_word(f, comparison_word(t->comparison));
		hqc_word_number(f, t->number);
		if (t->kind == HQC_TEST_QUANTITY)
			hqc_word(f, t->unit.text);
		hqc_word(f, "of");
		hqc_word_what(f, &t->what);
		return;
	case HQC_TEST_ATTESTED:
		hqc_word(f, "attested");
		hqc_word(f, t->name.text);
		if (t->by) {
			hqc_word(f, "by");
			word_values(f, t->by);
		}
		return;
	case HQC_TEST_PASSES:
		hqc_word(f, "passes");
		hqc_word(f, t->name.text);
		return;
	case HQC_TEST_IS:
	case HQC_TEST_IS_NOT:
		hqc_word(f, t->kind == HQC_TEST_IS ? "is" : "is not");
		hqc_word(f, t->name.text);
		return;
	case HQC_TEST_SCALAR:
		word_relation(f, t->scalar);
		return;
	case HQC_TEST_SILENT:
		hqc_word(f, "silent");
		hqc_quote(f, t->text);
		return;
	}
}

/* ---- awards, limits, expectations ---------------------------------------------------------------------------- */

static void word_tiers(struct hqc_formatter *f, const struct hqc_award *a)
{
	for (const struct hqc_tier *t = a->tiers; t; t = t->next) {
		hqc_word_number(f, t->points);
		hqc_word_points(f, t->points);
		hqc_word(f, "at");
		hqc_word_number(f, t->at);
		if (t->unit.text)
			hqc_word(f, t->unit.text);
		if (t->next)
			hqc_comma(f);
	}
	hqc_break(f);
	hqc_word(f, a->greatest ? "of greatest" : "of");
	hqc_word_what(f, &a->what);
}

static void word_pace(struct hqc_formatter *f, const struct hqc_award *a)
{
	bool whole = a->pace == HQC_PACE_WHOLE || a->pace == HQC_PACE_WHOLE_EACH;
	hqc_word(f, a->pace == HQC_PACE_PRO_RATA ? "pro rata per" : whole ? "per whole" : "per");
	if (a->block.text)
		hqc_word_number(f, a->block);
	hqc_word(f, a->unit.text);
	hqc_break(f);
	hqc_word(f, a->pace == HQC_PACE_WHOLE_EACH ? "of each" : a->greatest ? "of greatest" : "of");
	hqc_word_what(f, &a->what);
}

void hqc_word_award(struct hqc_formatter *f, const struct hqc_award *a)
{
	if (a->kind == HQC_AWARD_TIERS) {
		word_tiers(f, a);
		return;
	}
	if (a->silent) {
		hqc_word(f, "silent points");
	} else {
		hqc_word_number(f, a->points);
		if (a->points_or.text) {
			hqc_word(f, "or");
			hqc_word_number(f, a->points_or);
		}
		hqc_word_points(f, a->points_or.text ? a->points_or : a->points);
	}
	switch (a->kind) {
	case HQC_AWARD_PER_UNIT:
		word_pace(f, a);
		return;
	case HQC_AWARD_PER_RECORD:
		hqc_word(f, "per");
		hqc_word_what(f, &a->what);
		return;
	case HQC_AWARD_IF:
		hqc_word(f, "if");
		hqc_word_test(f, &a->test);
		return;
	case HQC_AWARD_TIERS:
		return;
	}
}

void hqc_word_limit(struct hqc_formatter *f, const struct hqc_limit *l)
{
	static const char *const words[] = { "", "at most", "at least", "counted only from", "divided by",
					     "only the best counts" };
	hqc_word(f, words[l->kind]);
	if (l->kind == HQC_LIMIT_BEST)
		return;
	hqc_word_number(f, l->number);
	if (l->in_points)
		hqc_word_points(f, l->number);
	else if (l->in_records)
		hqc_word(f, l->number.num == 1 ? "record" : "records");
	else if (l->unit.text)
		hqc_word(f, l->unit.text);
	if (l->per == HQC_LIMIT_A_YEAR)
		hqc_word(f, "a year");
	else if (l->per == HQC_LIMIT_EACH)
		hqc_word(f, "each");
}

void hqc_word_expect(struct hqc_formatter *f, const struct hqc_expect *e)
{
	static const char *const words[] = { "", NULL, NULL, "met", "unmet", "unknown", "missing" };
	if (e->kind == HQC_EXPECT_POINTS) {
		hqc_word_number(f, e->low);
		if (e->high.text) {
			hqc_word(f, "to");
			hqc_word_number(f, e->high);
		}
		hqc_word_points(f, e->high.text ? e->high : e->low);
		hqc_word(f, "in");
	} else if (words[e->kind]) {
		hqc_word(f, words[e->kind]);
	}
	hqc_word(f, e->name.text);
	if (e->route.text) {
		hqc_word(f, "by");
		hqc_word(f, e->route.text);
	}
}
