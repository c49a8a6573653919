/* Windows: lengths in years or months, one beginning and one end, and days between them. */
#include <string.h>

#include "check.h"
#include "lower.h"

bool hqc_check_length(struct hqc *c, struct hqc_name unit)
{
	static const char *const units[] = { "year", "years", "month", "months" };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i], unit.text) == 0)
			return true;
	}
	hqc_report(c, HQC_MSG_window_length, unit.span, "a window is so many years or months, not %s", unit.text);
	return false;
}

static bool is_beginning(enum hqc_window_kind kind)
{
	return kind == HQC_WINDOW_WITHIN || kind == HQC_WINDOW_AFTER || kind == HQC_WINDOW_ON_OR_AFTER ||
	       kind == HQC_WINDOW_FROM_TO;
}

static bool is_end(enum hqc_window_kind kind)
{
	return kind == HQC_WINDOW_BEFORE_LAST || kind == HQC_WINDOW_BEFORE || kind == HQC_WINDOW_ON_OR_BEFORE ||
	       kind == HQC_WINDOW_FROM_TO;
}

static void twice(const struct hqc_at *at, const struct hqc_window *w, const struct hqc_window *old,
		  const char *what, const struct hqc_record *record)
{
	struct hqc_diag *d = hqc_report(at->c, HQC_MSG_window_twice, w->span, "a window has one %s", what);

	hqc_note_at(at->c, d, old->span, "it is given here already");
	if (record->dated_by.text)
		hqc_help(at->c, d, "ask for the other in the filter, of '%s'", record->dated_by.text);
}

static bool lengths_are_right(const struct hqc_at *at, const struct hqc_what *what)
{
	bool right = true;

	for (const struct hqc_window *w = what->windows; w; w = w->next) {
		if (w->kind == HQC_WINDOW_WITHIN || w->kind == HQC_WINDOW_BEFORE_LAST)
			right &= hqc_check_length(at->c, w->unit);
	}
	return right;
}

/* The day a window's bound is; months before the as-of date are compared with months only. */
struct bound { const struct hqc_window *w; bool months; int64_t at; };

static struct bound bound_of(const struct hqc_window *w, bool end)
{
	switch (w->kind) {
	case HQC_WINDOW_WITHIN:
	case HQC_WINDOW_BEFORE_LAST:
		return (struct bound){ w, true, hqc_months(&w->count, w->unit.text) };
	case HQC_WINDOW_BEFORE:
		return (struct bound){ w, false, w->to.day - 1 };
	case HQC_WINDOW_AFTER:
		return (struct bound){ w, false, w->from.day + 1 };
	case HQC_WINDOW_ON_OR_BEFORE:
		return (struct bound){ w, false, w->to.day };
	case HQC_WINDOW_ON_OR_AFTER:
		return (struct bound){ w, false, w->from.day };
	case HQC_WINDOW_FROM_TO:
		return (struct bound){ w, false, end ? w->to.day : w->from.day };
	}
	return (struct bound){ w, false, 0 };
}

static void check_empty(const struct hqc_at *at, const struct bound *from, const struct bound *to)
{
	if (!from->w || !to->w || from->months != to->months)
		return;
	if (from->months ? from->at > to->at : from->at <= to->at)
		return;
	struct hqc_diag *d = hqc_report(at->c, HQC_MSG_window_empty, to->w->span, "no day lies in this window");

	if (from->w != to->w)
		hqc_note_at(at->c, d, from->w->span, "it begins here");
}

static void check_what(const struct hqc_at *at, const struct hqc_what *what)
{
	struct bound from = { .w = NULL }, to = { .w = NULL };

	if (!what->windows)
		return;
	if (!what->record->dated_by.text && !what->record->spans_to.text) {
		struct hqc_diag *d =
			hqc_report(at->c, HQC_MSG_window_undated, what->windows->span,
				   "records of %s have no date to lie in a window", what->record->name.text);

		hqc_note_at(at->c, d, what->record->name.span, "%s is declared here", what->record->name.text);
		return;
	}
	if (!lengths_are_right(at, what))
		return;
	for (const struct hqc_window *w = what->windows; w; w = w->next) {
		if (is_beginning(w->kind) && from.w)
			twice(at, w, from.w, "beginning", what->record);
		else if (is_end(w->kind) && to.w)
			twice(at, w, to.w, "end", what->record);
		if (is_beginning(w->kind) && !from.w)
			from = bound_of(w, false);
		if (is_end(w->kind) && !to.w)
			to = bound_of(w, true);
	}
	check_empty(at, &from, &to);
}

void hqc_check_windows(struct hqc *c)
{
	const struct hqc_visitor v = { .what = check_what };

	hqc_walk(c, &v);
}
