/* What examples expect: rows, slots, routes and facts must be there under the names given.
 *
 * Runs once the edition is lowered, because only then every path exists; running the examples is examples.c's.
 */
#include <string.h>

#include "lower.h"

static const struct hqc_row *row_named(const struct hqc_lower *l, const struct hq_edition *e, const char *name)
{
	for (uint32_t i = e->first_row; i < (uint32_t)e->first_row + e->nrows; i++) {
		const struct hqc_row *row = HQC_AT(const struct hqc_row, l->rows, i);

		if (row->path && strcmp(row->path, name) == 0)
			return row;
	}
	return NULL;
}

static bool is_slot(const struct hqc_lower *l, const struct hq_edition *e, const char *name)
{
	for (uint32_t i = e->first_slot; i < (uint32_t)e->first_slot + e->nslots; i++) {
		if (strcmp(HQC_AT(const struct hqc_slot, l->slots, i)->path, name) == 0)
			return true;
	}
	return false;
}

/* What an expectation may name. */
enum sort { ROUTE, POINTS, ANSWER, SLOT, FACT };

static const char *sort_text(enum sort sort)
{
	switch (sort) {
	case ROUTE:  return "route of this edition";
	case POINTS: return "rubric, category or line of this edition";
	case ANSWER: return "requirement, option, definition, route or rubric of this edition";
	case SLOT:   return "slot of a form";
	case FACT:   return "fact or slot of a form";
	}
	return "";
}

static bool gives_points(const struct hqc_row *row)
{
	return row->rubric != HQ_NONE || row->op == HQ_OP_RUBRIC;
}

static bool is_of(const struct hqc_row *row, enum sort sort)
{
	switch (sort) {
	case ROUTE:  return row->role == HQ_ROLE_ROUTE;
	case POINTS: return gives_points(row);
	case ANSWER: return row->rubric == HQ_NONE;
	case SLOT:
	case FACT:   break;
	}
	return false;
}

static void unknown_path(struct hqc_lower *l, const struct hq_edition *e, struct hqc_name name, enum sort sort)
{
	struct hqc_choices choices = { .n = 0 };

	for (uint32_t i = e->first_row; i < (uint32_t)e->first_row + e->nrows; i++) {
		const struct hqc_row *row = HQC_AT(const struct hqc_row, l->rows, i);

		if (row->path && is_of(row, sort))
			hqc_choice(&choices, row->path);
	}
	for (uint32_t i = e->first_slot;
	     (sort == SLOT || sort == FACT) && i < (uint32_t)e->first_slot + e->nslots; i++)
		hqc_choice(&choices, HQC_AT(const struct hqc_slot, l->slots, i)->path);
	for (uint16_t i = 0; sort == FACT && i < l->c->nrecords; i++)
		hqc_choice(&choices, l->c->all_records[i]->name.text);
	hqc_unknown(l->c, HQC_MSG_expect_nothing, name.span, name.text, sort_text(sort), &choices);
}

/* kind, or kind.field, or kind.unit */
static bool is_fact(const struct hqc_lower *l, const char *name)
{
	const char *dot = strchr(name, '.');
	const size_t len = dot ? (size_t)(dot - name) : strlen(name);
	const struct hqc_record *r = hqc_find_record(l->c, hqc_intern(&l->c->names, name, len));

	if (!r || !dot)
		return r != NULL;
	const char *field = hqc_intern(&l->c->names, dot + 1, strlen(dot + 1));
	const struct hqc_unit *unit = hqc_find_unit(l->c, field);

	return hqc_find_field(r, field) || (unit && hqc_record_takes(r, unit));
}

static bool is_verdict(const char *name)
{
	static const char *const verdicts[] = { "highly_qualified", "not_highly_qualified", "undetermined",
						"not_applicable" };

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		if (strcmp(verdicts[i], name) == 0)
			return true;
	}
	return false;
}

static void check_verdict(struct hqc_lower *l, const struct hqc_expect *x, const struct hq_edition *e)
{
	if (!is_verdict(x->name.text)) {
		struct hqc_choices choices = {
			{ "highly_qualified", "not_highly_qualified", "undetermined", "not_applicable" }, 4
		};

		hqc_unknown(l->c, HQC_MSG_expect_nothing, x->name.span, x->name.text, "verdict", &choices);
	}
	if (!x->route.text)
		return;
	const struct hqc_row *route = row_named(l, e, x->route.text);

	if (!route || route->role != HQ_ROLE_ROUTE)
		unknown_path(l, e, x->route, ROUTE);
}

static void check_expect(struct hqc_lower *l, const struct hqc_expect *x, const struct hq_edition *e)
{
	const struct hqc_row *row = row_named(l, e, x->name.text);

	switch (x->kind) {
	case HQC_EXPECT_VERDICT:
		check_verdict(l, x, e);
		return;
	case HQC_EXPECT_POINTS:
		if (!row)
			unknown_path(l, e, x->name, POINTS);
		else if (!gives_points(row))
			hqc_report(l->c, HQC_MSG_expect_kind, x->name.span, "'%s' gives no points", x->name.text);
		return;
	case HQC_EXPECT_MET:
	case HQC_EXPECT_UNMET:
	case HQC_EXPECT_UNKNOWN:
		if (!row)
			unknown_path(l, e, x->name, ANSWER);
		else if (row->rubric != HQ_NONE)
			hqc_report(l->c, HQC_MSG_expect_kind, x->name.span,
				   "'%s' gives points; it is not met or unmet", x->name.text);
		return;
	case HQC_EXPECT_MISSING:
		if (!row && !is_slot(l, e, x->name.text) && !is_fact(l, x->name.text))
			unknown_path(l, e, x->name, FACT);
		return;
	}
}

void hqc_check_expectations(struct hqc_lower *l, const struct hqc_edition *e, const struct hq_edition *made)
{
	for (const struct hqc_example *x = e->examples; x; x = x->next) {
		for (const struct hqc_expect *p = x->expects; p; p = p->next)
			check_expect(l, p, made);
		for (const struct hqc_given *g = x->givens; g; g = g->next) {
			for (const struct hqc_pair *p = g->kind == HQC_GIVEN_FORM ? g->pairs : NULL; p;
			     p = p->next) {
				if (!is_slot(l, made, p->name.text))
					unknown_path(l, made, p->name, SLOT);
			}
		}
	}
}
