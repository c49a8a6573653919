/* How many cases what is missing makes at most, and sets of codes of which there would be more than can be made (semantics 8.5).
 *
 * The bound is known when compiling: it is a product over the facts that are forks, each with the classes of values that the rules tell apart. The runtime
 * looks at far fewer.
 */
#include <string.h>

#include "forks.h"

uint64_t hqc_times(uint64_t a, uint64_t b)
{
	return a > HQC_CASES_MAX || b > HQC_CASES_MAX ? (uint64_t)HQC_CASES_MAX + 1 : a * b;
}

/* Fields that are compared with @kind's @field, at first hand or through others, itself among them; bits by kind. */
static void link_fields(const struct finder *f, uint32_t kind, uint32_t field, uint32_t linked[HQ_KINDS_MAX])
{
	bool more = true;

	memset(linked, 0, HQ_KINDS_MAX * sizeof *linked);
	linked[kind] = 1u << field;
	while (more) {
		more = false;
		for (uint32_t i = 0; i < f->places.count; i++) {
			const struct place *p = HQC_AT(struct place, f->places, i);

			if (!p->op || p->op->op != HQ_F_COMPARE || !(linked[p->kind] >> p->field & 1))
				continue;
			const uint16_t other = kind_asked(f, p->other_side ? p->op->src : p->op->other_src, p->record_kind);
			const uint32_t bit = 1u << (p->other_side ? p->op->field : p->op->other);

			if (other < HQ_KINDS_MAX && !(linked[other] & bit)) {
				linked[other] |= bit;
				more = true;
			}
		}
	}
}

/* Classes of a number or a day: each edge makes one more, and its own value one. Those of what it is compared with count, and in a small class
 * each value may (runtime/exact_fact.c). */
static uint64_t cases_of_edges(const struct finder *f, uint32_t kind, uint32_t field)
{
	const struct hq_vocab_field *d = field_of(f, kind, field);
	uint32_t linked[HQ_KINDS_MAX];
	uint64_t n = 0, others = 0;

	link_fields(f, kind, field, linked);
	for (uint32_t k = 0; k < f->vocab->kinds.count; k++)
		for (uint32_t i = 0; i < HQ_FIELDS_MAX; i++)
			if (linked[k] >> i & 1) {
				n += f->nplaces[k][i] + (k == kind && i == field ? 0u : 2u);     /* and where its range ends */
				others += k != kind || i != field;
			}
	n = (others ? 2 * others * (others + 1) : (uint64_t)1) * (2 * n + 2);
	return d->type == HQ_FIELD_NUMBER && n > (uint64_t)(d->max - d->min + 1) ? (uint64_t)(d->max - d->min + 1) : n;
}

uint64_t hqc_cases_of_field(const struct finder *f, uint32_t kind, uint32_t field)
{
	const struct hq_vocab_field *d = field_of(f, kind, field);
	const uint64_t n = f->nplaces[kind][field];

	if (d->type == HQ_FIELD_SOME_OF)
		return (uint64_t)1 << (n < d->ncodes ? n : d->ncodes);
	return d->type == HQ_FIELD_ONE_OF ? (uint64_t)d->ncodes : d->type == HQ_FIELD_YES_NO ? 2 : cases_of_edges(f, kind, field);
}

uint64_t hqc_cases_of_measure(const struct finder *f, uint16_t measure)
{
	uint64_t n = 1;

	for (uint32_t i = f->edition->first_row; i < f->l->rows.count; i++) {
		const struct hqc_row *row = HQC_AT(struct hqc_row, f->l->rows, i);

		if (row->op == HQ_OP_QUANTITY && row->arg == measure)
			n += (uint64_t)(row->a > 0) + (uint64_t)(row->b < measure_of(f, measure)->max);
	}
	return n;
}

/* ---- sets of codes ------------------------------------------------------------------------------------------- */

/* Which codes the two have cannot be told apart by what asks for each: they would be cases without number. */
void hqc_refuse_sets(const struct finder *f, const struct hqc_edition *e)
{
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (!p->op || p->other_side || p->op->op != HQ_F_COMPARE || !p->op->set || !p->op->other_set ||
		    p->op->src != HQ_SRC_RECORD || p->op->other_src != HQ_SRC_RECORD)
			continue;
		hqc_report(f->l->c, HQC_MSG_case_by_sets, e->name.span,
			   "in this edition, '%s' and '%s' of one %s, two sets of codes, are compared: what is missing could not be decided exactly",
			   HQ_TEXT(f->vocab, field_of(f, p->kind, p->field)->name), HQ_TEXT(f->vocab, field_of(f, p->kind, p->op->other)->name),
			   HQ_TEXT(f->vocab, kind_of(f, p->kind)->name));
		return;
	}
}

/* A set of codes that helps and hurts is made for what it is compared with; where that may be missing as well, and be asked for after it, it cannot be:
 * another set, or anything else but a field of a single record beside a set of another, for those are asked for first. */
void hqc_warn_of_sets(const struct finder *f)
{
	uint8_t signs[HQ_KINDS_MAX][HQ_FIELDS_MAX + 1] = { { 0 } };

	for (uint32_t i = 0; i < f->places.count; i++)
		signs[HQC_AT(struct place, f->places, i)->kind][HQC_AT(struct place, f->places, i)->field] |= HQC_AT(struct place, f->places, i)->sign;
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (!p->op || p->op->op != HQ_F_COMPARE || signs[p->kind][p->field] != BOTH || field_of(f, p->kind, p->field)->type != HQ_FIELD_SOME_OF)
			continue;
		const uint16_t kind = kind_asked(f, p->other_side ? p->op->src : p->op->other_src, p->record_kind);
		const uint32_t field = p->other_side ? p->op->field : p->op->other;

		if (kind >= HQ_KINDS_MAX || (field_of(f, kind, field)->type != HQ_FIELD_SOME_OF && (kind_of(f, kind)->flags & HQ_KIND_SINGLE) &&
					     !(kind_of(f, p->kind)->flags & HQ_KIND_SINGLE)))
			continue;
		struct hqc_diag *d = hqc_report(f->l->c, HQC_MSG_case_by_codes, f->l->place.edition->name.span,
						"in this edition, more codes of '%s' of %s help and hurt, and it is compared with '%s' of %s: where both are missing, some decisions may be "
						"undetermined though whatever they are gives the same", HQ_TEXT(f->vocab, field_of(f, p->kind, p->field)->name),
						HQ_TEXT(f->vocab, kind_of(f, p->kind)->name), HQ_TEXT(f->vocab, field_of(f, kind, field)->name), HQ_TEXT(f->vocab, kind_of(f, kind)->name));

		hqc_help(f->l->c, d, kind_of(f, p->kind)->flags & HQ_KIND_SINGLE ? "hq says so beside such a decision (by_cases_of)" :
			 "hq says so beside such a decision (by_cases_of), but for a list that is missing");
		return;
	}
}

/* ---- days by the year ---------------------------------------------------------------------------------------- */

/* Under a cap by the year a day is tried in each school year in which another record lies, or an edge; where what it is compared with is missing too, there
 * would be more of them than can be told. */
void hqc_warn_of_years(const struct finder *f)
{
	uint32_t by_years = 0;                 /* kinds */

	_Static_assert(HQ_KINDS_MAX <= 32, "a bit each");
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		by_years |= p->by_years ? 1u << p->kind : 0;
	}
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (!p->op || p->op->op != HQ_F_COMPARE || !(by_years >> p->kind & 1) || p->field != kind_of(f, p->kind)->date_field)
			continue;
		const uint16_t kind = kind_asked(f, p->other_side ? p->op->src : p->op->other_src, p->record_kind);

		if (kind >= HQ_KINDS_MAX)
			continue;
		struct hqc_diag *d = hqc_report(f->l->c, HQC_MSG_case_by_years, f->l->place.edition->name.span,
						"in this edition, %s count by the school year, and '%s' of each is compared with '%s' of %s: where both are missing, some decisions may be "
						"undetermined though whatever they are gives the same", HQ_TEXT(f->vocab, kind_of(f, p->kind)->plural),
						HQ_TEXT(f->vocab, field_of(f, p->kind, p->field)->name), HQ_TEXT(f->vocab, field_of(f, kind, p->other_side ? p->op->field : p->op->other)->name),
						HQ_TEXT(f->vocab, kind_of(f, kind)->name));

		hqc_help(f->l->c, d, "hq says so beside such a decision (by_cases_of)");
		return;
	}
}

/* Years of spans are cases by how many lie before an edge. In which of them a cap by the year cuts is not asked; nor, of a list that is missing, whether a window
 * has as many school years as whole blocks or a cap on each record take. */
void hqc_warn_of_spans(const struct finder *f)
{
	for (uint16_t i = f->edition->first_measure; i < f->l->measures.count; i++) {
		const struct hq_measure *m = measure_of(f, i);
		const bool begins = HQC_AT(const struct hq_window, f->l->windows, m->window)->from_kind != HQ_BOUND_OPEN;

		if (!f->measures[i] || !hqc_adds_years(f, i) || (m->cap_year == HQ_BIG && !(begins && (m->block_each > 0 || m->cap_each < HQ_BIG))))
			continue;
		struct hqc_diag *d = hqc_report(f->l->c, HQC_MSG_case_by_spans, f->l->place.edition->name.span,
						m->cap_year < HQ_BIG ? "in this edition, no more than so much of %s counts a school year: of one that does not say in which of its school years its years lie, some decisions "
						"may be undetermined though wherever they lie gives the same"
						: "in this edition, %s count in whole blocks, or up to so much each, in a window that may have fewer school years: where all of them are missing, "
						"some decisions may be undetermined though every list gives the same", HQ_TEXT(f->vocab, kind_of(f, m->kind)->plural));

		hqc_help(f->l->c, d, "hq cannot tell which: it says undetermined");
		return;
	}
}
