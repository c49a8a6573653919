/* Rubrics as a whole: a pass mark or a silence in its place, categories to count, a share below the mark. */
#include "check.h"

static void check_pass(struct hqc *c, const struct hqc_rubric *r)
{
	if (!r->pass.text && !r->silent_pass) {
		struct hqc_diag *d = hqc_report(c, HQC_MSG_no_pass_mark, r->name.span,
						"rubric '%s' has no pass mark", r->name.text);

		hqc_help(c, d,
			 "add `passes at N points`, or `silent on passing points` where the source prints none");
	} else if (r->pass.text && r->pass.num <= 0) {
		hqc_report(c, HQC_MSG_zero, r->pass.span, "a pass mark of %s points is always reached",
			   r->pass.text);
	}
}

static void check_rubric(const struct hqc_at *at, const struct hqc_rubric *r)
{
	unsigned n = 0;

	for (const struct hqc_category *k = r->categories; k; k = k->next)
		n++;
	if (n == 0)
		hqc_report(at->c, HQC_MSG_no_category, r->name.span, "rubric '%s' has no category", r->name.text);
	check_pass(at->c, r);
	if (r->min_categories.text && n > 0 && r->min_categories.num > n)
		hqc_report(at->c, HQC_MSG_k_of_n, r->min_categories.span,
			   "points in at least %s of %u categories cannot be asked for", r->min_categories.text,
			   n);
	if (r->share.text && r->pass.text && hqc_rat_compare(hqc_rat_of(&r->share), hqc_rat_of(&r->pass)) > 0) {
		struct hqc_diag *d = hqc_report(at->c, HQC_MSG_share_above_pass, r->share.span,
						"a share of %s points is above the pass mark of %s",
						r->share.text, r->pass.text);

		hqc_note_at(at->c, d, r->pass_span, "the pass mark is here");
	}
	if (r->share.text && r->once) {
		struct hqc_diag *d = hqc_report(at->c, HQC_MSG_share_of_events, r->share.span,
						"a share of %s points in a rubric whose events count once",
						r->share.text);

		hqc_note_at(at->c, d, r->once_span, "one allotment of events would have to serve both totals");
	}
}

void hqc_check_rubrics(struct hqc *c)
{
	const struct hqc_visitor v = { .rubric = check_rubric };

	hqc_walk(c, &v);
}
