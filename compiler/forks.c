/* Which facts have to be looked at case by case where they are missing, so that undetermined is exact (semantics 8.5).
 *
 * Intervals are exact for a fact that has one value which is best in every place that asks for it, and one which is worst. Here every place
 * is found, with the direction in which it works: a sign is carried from the verdict down through rows, measures and filters,
 * turned round by `no`, `none of`, `is not` and upper bounds. A fact whose places disagree is a fork. What applies and what is required are two
 * questions, asked one after the other, so each has signs of its own. How the cases are gone through is runtime/exact.c's.
 */
#include <string.h>

#include "forks.h"

/* ---- places -------------------------------------------------------------------------------------------------- */

static void add_place(struct finder *f, const struct hq_filter_op *op, uint16_t of, uint16_t kind, uint8_t field, uint8_t sign, bool other)
{
	if (kind >= HQ_KINDS_MAX || !sign)
		return;
	*(struct place *)hqc_buf_add(&f->l->c->arena, &f->places, 1) =
		(struct place){ .op = op, .record_kind = of, .kind = (uint8_t)kind, .field = field, .sign = sign, .other_side = other };
	f->nplaces[kind][field]++;
}

/* Postfix, read from its end: what an operation joins stands before it. */
static void add_filter(struct finder *f, uint16_t start, uint16_t kind, uint8_t sign)
{
	uint8_t stack[HQ_STACK_MAX * 2] = { sign };
	uint32_t n = 1, end = start;

	while (HQC_AT(struct hq_filter_op, f->l->filter_ops, end)->op != HQ_F_END)
		end++;
	for (uint32_t i = end; i-- > start && n > 0;) {
		const struct hq_filter_op *op = HQC_AT(struct hq_filter_op, f->l->filter_ops, i);
		const uint8_t s = stack[--n];

		switch ((enum hq_filter_code)op->op) {
		case HQ_F_AND:
		case HQ_F_OR:
			for (int64_t k = 0; k < op->a && n < sizeof(stack); k++)
				stack[n++] = s;
			break;
		case HQ_F_NOT:
			stack[n++] = turned(s);
			break;
		case HQ_F_AMOUNT:
			add_place(f, op, kind, kind, HQ_FIELDS_MAX, s, false);
			break;
		case HQ_F_COMPARE:
			add_place(f, op, kind, kind_asked(f, op->other_src, kind), op->other, s, true);
			add_place(f, op, kind, kind_asked(f, op->src, kind), op->field, s, false);
			break;
		case HQ_F_IN:
		case HQ_F_RANGE:
		case HQ_F_WITHIN:
			add_place(f, op, kind, kind_asked(f, op->src, kind), op->field, s, false);
			break;
		case HQ_F_SILENT:
		case HQ_F_END:
			break;
		}
	}
}

bool hqc_adds_years(const struct finder *f, uint16_t i)
{
	const struct hq_vocab_kind *k = kind_of(f, measure_of(f, i)->kind);

	return measure_of(f, i)->agg == HQ_AGG_SUM && (k->flags & HQ_KIND_SPAN) && k->year_unit < HQ_UNITS_MAX;
}

static void add_measure(struct finder *f, uint16_t i)
{
	const struct hq_measure *m = measure_of(f, i);
	const uint8_t date = kind_of(f, m->kind)->date_field;

	if (m->filter != HQ_NONE)
		add_filter(f, m->filter, m->kind, f->measures[i]);
	if ((m->window == 0 && m->cap_year == HQ_BIG) || date == 255 || !f->measures[i])
		return;
	if (hqc_adds_years(f, i) && kind_of(f, m->kind)->units == 1u << kind_of(f, m->kind)->year_unit)
		return;                        /* years of spans have no one day: semantics 2.7, 8.4 f */
	add_place(f, NULL, m->kind, m->kind, date, f->measures[i], false);
	HQC_AT(struct place, f->places, f->places.count - 1)->window = m->window;
	HQC_AT(struct place, f->places, f->places.count - 1)->by_years = m->cap_year < HQ_BIG;
}

static void spread(uint8_t *rows, uint16_t to, uint8_t sign)
{
	if (to != HQ_NONE)
		rows[to] |= sign;
}

/* The sign of a row to the rows and measures that it depends on at once. */
static void spread_row(const struct hqc_lower *l, const struct hqc_row *row, uint8_t sign, uint8_t *rows, uint8_t *measures)
{
	if (row->op == HQ_OP_RUBRIC) {
		const struct hq_rubric *r = HQC_AT(struct hq_rubric, l->rubrics, row->arg);

		spread(rows, r->requires, sign);
		spread(rows, r->settles, sign);
	}
	if (row->op == HQ_OP_QUANTITY) {
		if (row->a > 0)
			measures[row->arg] |= sign;
		if (row->b < HQC_AT(const struct hq_measure, l->measures, row->arg)->max)
			measures[row->arg] |= turned(sign);
	} else if (row->op == HQ_OP_LINE) {
		measures[HQC_AT(struct hq_line, l->lines, row->arg)->measure] |= sign;
	} else if (row->op != HQ_OP_SCALAR) {
		for (uint32_t k = 0; k < row->nkids; k++)
			spread(rows, *HQC_AT(uint16_t, l->kids, row->first_kid + k), row->op == HQ_OP_NOT ? turned(sign) : sign);
	}
}

/* ---- one fact in all its places ------------------------------------------------------------------------------ */

enum truth { NO, YES, EITHER };

/* Of a comparison for equality: may the other side be a number that this one cannot be? */
static bool out_of_reach(const struct finder *f, const struct hq_vocab_field *d, const struct hq_filter_op *op, bool other_side, uint16_t own)
{
	const uint16_t kind = kind_asked(f, other_side ? op->src : op->other_src, own);

	if (d->type != HQ_FIELD_NUMBER || kind >= HQ_KINDS_MAX)
		return false;
	const struct hq_vocab_field *other = field_of(f, kind, other_side ? op->field : op->other);

	return other->min < d->min || other->max > d->max;
}

static int least_or_most(uint8_t rel, bool other_side)
{
	const bool less = rel == HQ_REL_LE || rel == HQ_REL_LT;

	return less != other_side ? -1 : 1;            /* where it is met best */
}

/* Ends of the range of a number or a day. */
static int64_t least_of(const struct hq_vocab_field *field)
{
	return field->type == HQ_FIELD_DATE ? HQ_DAY_FIRST : field->min;
}

static int64_t greatest_of(const struct hq_vocab_field *field)
{
	return field->type != HQ_FIELD_DATE ? field->max : field->never ? HQ_DAY_NEVER : HQ_DAY_LAST;
}

/* Whether @value meets the place. For numbers and days HQ_BIG and -HQ_BIG stand for the ends of their range. */
static enum truth meets(const struct finder *f, const struct place *p, const struct hq_vocab_field *field, int64_t value)
{
	const struct hq_filter_op *op = p->op;

	if (!op || op->op == HQ_F_WITHIN)
		return EITHER;
	if (op->op == HQ_F_RANGE)
		value = value == HQ_BIG ? greatest_of(field) : value == -HQ_BIG ? least_of(field) : value;
	if (op->op == HQ_F_RANGE)
		return value >= op->a && value <= op->b;
	if (op->op == HQ_F_IN) {
		const uint64_t *words = HQC_AT(const uint64_t, f->l->words, op->a);

		if (op->set)
			return ((uint64_t)value & words[0]) != 0;
		return value / 64 < op->b && (words[value / 64] >> (value % 64) & 1);
	}
	if (field->type == HQ_FIELD_SOME_OF)
		return value == 0 ? NO : value == ((int64_t)1 << field->ncodes) - 1 ? YES : EITHER;
	if (op->rel == HQ_REL_EQ || op->rel == HQ_REL_SHARES || (value != HQ_BIG && value != -HQ_BIG))
		return EITHER;
	return (value > 0) == (least_or_most(op->rel, p->other_side) > 0);
}

/* Is @value, if there is such a one, best (@best) or worst in every place of the field? */
static bool suits_all(const struct finder *f, uint32_t kind, uint32_t field, int64_t value, bool best)
{
	const struct hq_vocab_field *d = field_of(f, kind, field);

	if ((d->type == HQ_FIELD_NUMBER || d->type == HQ_FIELD_DATE) && value != HQ_BIG && value != -HQ_BIG && (value < least_of(d) || value > greatest_of(d)))
		return false;
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (p->kind == kind && p->field == field &&
		    (p->sign == BOTH || meets(f, p, field_of(f, kind, field), value) != (enum truth)((p->sign == UP) == best)))
			return false;
	}
	return true;
}

static bool has_best_and_worst(const struct finder *f, uint32_t kind, uint32_t field)
{
	const struct hq_vocab_field *d = field_of(f, kind, field);
	bool best = false, worst = false;

#define TRY(value) (best = best || suits_all(f, kind, field, (value), true), worst = worst || suits_all(f, kind, field, (value), false))
	if (d->type == HQ_FIELD_SOME_OF)
		TRY(0), TRY(((int64_t)1 << d->ncodes) - 1);
	else if (d->type == HQ_FIELD_DATE || d->type == HQ_FIELD_NUMBER)
		TRY(-HQ_BIG), TRY(HQ_BIG);
	for (int64_t v = 0; v < (d->type == HQ_FIELD_YES_NO ? 2 : d->ncodes); v++)
		TRY(d->type == HQ_FIELD_SOME_OF ? (int64_t)1 << v : v);
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (p->kind == kind && p->field == field && p->op && p->op->op == HQ_F_RANGE && d->type >= HQ_FIELD_DATE)
			TRY(p->op->a - 1), TRY(p->op->a), TRY(p->op->b), TRY(p->op->b + 1);
	}
#undef TRY
	return best && worst;
}

/* Has the window no day at all, on some as-of date on which the edition is in force? */
static bool may_be_empty(const struct finder *f, uint16_t window)
{
	const struct hq_window *w = HQC_AT(struct hq_window, f->l->windows, window);
	const hq_day first = f->edition->from, last = f->edition->until;

	if (w->from_kind == HQ_BOUND_DAY)
		return w->from > (w->to_kind == HQ_BOUND_MONTHS ? hq_day_add_months(first, -w->to) : first);
	return w->from_kind == HQ_BOUND_MONTHS && w->to_kind == HQ_BOUND_DAY && hq_day_add_months(last, -w->from) >= w->to;
}

/* Windows over one day work alike where all have an end of one side only, or all are the same; a cap by the year, where nothing else asks for the day: all may
 * lie in the fullest year, or each in one of its own. */
static bool windows_agree(const struct finder *f, uint32_t kind, uint32_t field)
{
	uint32_t ends = 0, window = 0, by_years = 0;
	bool same = true;

	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (p->kind != kind || p->field != field)
			continue;
		by_years += p->by_years;
		if (p->op || p->sign != UP || may_be_empty(f, p->window))
			return false;
		const struct hq_window *w = HQC_AT(struct hq_window, f->l->windows, p->window);

		ends |= (w->from_kind != HQ_BOUND_OPEN ? 1u : 0u) | (w->to_kind != HQ_BOUND_OPEN ? 2u : 0u);
		same = same && (!window || window == p->window);
		window = p->window;
	}
	return by_years ? by_years == 1 && ends == 0 : same || ends != 3;
}

static bool is_fork(const struct finder *f, uint32_t kind, uint32_t field)
{
	const struct hq_vocab_kind *k = kind_of(f, kind);
	uint32_t n = 0, vague = 0;
	bool ordered = false, many = false;

	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (p->kind != kind || p->field != field)
			continue;
		n += p->sign == BOTH ? 2 : 1;
		vague += !p->op || p->op->op == HQ_F_WITHIN || (p->op->op == HQ_F_COMPARE && (p->op->rel == HQ_REL_EQ || p->op->rel == HQ_REL_SHARES));
		/* One value for all records of a list. */
		many |= p->op && p->op->op == HQ_F_COMPARE && (k->flags & HQ_KIND_SINGLE) && (p->other_side ? p->op->src : p->op->other_src) == HQ_SRC_RECORD;
		/* Beside a value at the end of its range, or past it, the comparison may always hold, or never; beside no codes at all it never does. */
		if (p->op && p->op->op == HQ_F_COMPARE)
			ordered |= p->op->rel == HQ_REL_EQ || p->op->rel == HQ_REL_SHARES ?
				   p->op->set || p->op->other_set || out_of_reach(f, field_of(f, kind, field), p->op, p->other_side, p->record_kind) :
				   field_of(f, kind, field)->type != HQ_FIELD_DATE;
	}
	if (n == 0)
		return false;
	if ((field == k->date_field || ((k->flags & HQ_KIND_SPAN) && field == k->from_field)) && !(k->flags & HQ_KIND_SINGLE))
		return !windows_agree(f, kind, field);
	return ordered || !((n == 1 && vague && !many) || has_best_and_worst(f, kind, field));
}

/* More is better of an amount; a filter that asks for less of it than may be says otherwise. */
static bool is_fork_amount(const struct finder *f, uint32_t kind)
{
	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (p->kind == kind && p->field == HQ_FIELDS_MAX &&
		    (p->sign != UP || p->op->b < kind_of(f, kind)->amount_max || p->op->a <= kind_of(f, kind)->amount_min))
			return true;
	}
	return false;
}

/* What an amount in @unit is worth to the measure, of its highest rate: num over den; false: it does not take it. */
static bool rate_of(const struct finder *f, const struct hq_measure *m, uint32_t unit, struct hq_conv *rate)
{
	for (uint32_t i = 0; i < m->nconvs; i++) {
		*rate = *HQC_AT(const struct hq_conv, f->l->convs, m->first_conv + i);
		if (rate->unit == unit)
			return true;
	}
	return false;
}

/* Is more worth in one unit than in another to one of them, and less to the other? */
static bool units_disagree(const struct finder *f, const struct hq_measure *m, const struct hq_measure *d)
{
	for (uint32_t u = 0; u < HQ_UNITS_MAX; u++)
		for (uint32_t v = 0; v < u; v++) {
			struct hq_conv mu, mv, du, dv;

			if (!rate_of(f, m, u, &mu) || !rate_of(f, m, v, &mv) || !rate_of(f, d, u, &du) || !rate_of(f, d, v, &dv))
				continue;
			const int64_t of_m = mu.num * mv.den - mv.num * mu.den, of_d = du.num * dv.den - dv.num * du.den;

			if ((of_m > 0 && of_d < 0) || (of_m < 0 && of_d > 0))
				return true;
		}
	return false;
}

/* What a fork is compared with, in its own record or in the single ones, is one too: so both are known before it is asked. */
static bool add_partners(struct finder *f)
{
	bool more = false;

	for (uint32_t i = 0; i < f->places.count; i++) {
		const struct place *p = HQC_AT(struct place, f->places, i);

		if (!p->op || p->op->op != HQ_F_COMPARE || !(f->fields[p->kind] >> p->field & 1))
			continue;
		const uint8_t src = p->other_side ? p->op->src : p->op->other_src;
		const uint8_t field = p->other_side ? p->op->field : p->op->other;
		const uint16_t kind = kind_asked(f, src, p->kind == f->vocab->teacher || p->kind == f->vocab->assignment ? HQ_NONE : p->record_kind);

		if (kind >= HQ_KINDS_MAX || (f->fields[kind] >> field & 1))
			continue;
		f->fields[kind] |= 1u << field;
		more = true;
	}
	return more;
}

/* The fields that an implication binds to others are looked at together; of those that bind records to records all, whether or not a rule reads them. */
static void add_implied(struct finder *f)
{
	uint32_t read[HQ_KINDS_MAX] = { 0 };
	uint8_t signs[HQ_KINDS_MAX] = { 0 };

	for (uint32_t i = 0; i < f->places.count; i++)
		read[HQC_AT(struct place, f->places, i)->kind] |= 1u << HQC_AT(struct place, f->places, i)->field;
	for (uint16_t i = f->edition->first_measure; i < f->l->measures.count; i++)
		signs[measure_of(f, i)->kind] |= f->measures[i];
	/* Of a list that is missing a year of a span lies between its days, so a window asks for both. */
	for (uint16_t i = f->edition->first_measure; i < f->l->measures.count; i++) {
		const struct hq_vocab_kind *k = kind_of(f, measure_of(f, i)->kind);

		if (hqc_adds_years(f, i) && f->measures[i] && measure_of(f, i)->window && signs[measure_of(f, i)->kind] == BOTH)
			read[measure_of(f, i)->kind] |= 1u << k->from_field | 1u << k->date_field;
	}
	hqc_lower_implied(f->l, read);
	for (uint32_t i = 0; i < f->l->implied.count; i++) {
		const struct hq_implied *implied = HQC_AT(const struct hq_implied, f->l->implied, i);
		const uint16_t filters[] = { implied->when, implied->holds };

		const uint32_t asked = implied->when == HQ_NONE || !read[implied->kind] ? read[implied->kind] : UINT32_MAX;

		for (uint32_t n = implied->when == HQ_NONE; n < 2; n++)
			for (uint32_t at = filters[n]; HQC_AT(struct hq_filter_op, f->l->filter_ops, at)->op != HQ_F_END; at++) {
				const struct hq_filter_op *op = HQC_AT(struct hq_filter_op, f->l->filter_ops, at);

				if (op->op < HQ_F_IN || op->op == HQ_F_SILENT)
					continue;
				if (asked >> op->field & 1)
					add_place(f, op, implied->kind, implied->kind, op->field, BOTH, false);
				if (op->op == HQ_F_COMPARE && (asked >> op->other & 1))
					add_place(f, op, implied->kind, implied->kind, op->other, BOTH, true);
			}
	}
}

/* ---- measures and rows --------------------------------------------------------------------------------------- */

/* May there be less to the measure on some as-of date than the ranges say? No record may meet its filter, though each of its parts can be met; its window
 * may be empty, or touch fewer school years under a cap by the year. */
static bool may_have_less(const struct finder *f, const struct hq_measure *m)
{
	const uint8_t date = kind_of(f, m->kind)->date_field;
	uint32_t once = m->window && date < HQ_FIELDS_MAX ? 1u << date : 0;

	if (m->window && (may_be_empty(f, m->window) || (m->cap_year < HQ_BIG && HQC_AT(struct hq_window, f->l->windows, m->window)->from_kind != HQ_BOUND_OPEN)))
		return true;
	if (m->filter == HQ_NONE)
		return false;
	for (const struct hq_filter_op *op = HQC_AT(struct hq_filter_op, f->l->filter_ops, m->filter); op->op != HQ_F_END; op++) {
		uint32_t asked = op->op == HQ_F_AMOUNT ? 1u << HQ_FIELDS_MAX : 0;

		if (op->op == HQ_F_AND || op->op == HQ_F_OR || op->op == HQ_F_NOT || op->op == HQ_F_SILENT)
			continue;
		if (op->op != HQ_F_AMOUNT && op->src == HQ_SRC_RECORD)
			asked |= 1u << op->field;
		if (op->op == HQ_F_COMPARE && op->other_src == HQ_SRC_RECORD)
			asked |= 1u << op->other;
		if (op->op == HQ_F_RANGE && op->src == HQ_SRC_RECORD && op->field == date && op->a > f->edition->from)
			return true;           /* a day that may lie ahead */
		if (!asked || (once & asked) || (op->op == HQ_F_COMPARE && op->rel != HQ_REL_EQ && op->rel != HQ_REL_SHARES))
			return true;
		if (op->op == HQ_F_COMPARE && op->src == HQ_SRC_RECORD && out_of_reach(f, field_of(f, m->kind, op->field), op, false, m->kind))
			return true;
		if (op->op == HQ_F_COMPARE && op->other_src == HQ_SRC_RECORD && out_of_reach(f, field_of(f, m->kind, op->other), op, true, m->kind))
			return true;
		once |= asked;
	}
	return false;
}

/* Do two measures, or one that is wanted both ways, make it matter where the years of a span lie, and on which days if these are missing? */
static bool share_years(const struct finder *f, uint16_t i, uint16_t k)
{
	const struct hq_measure *m = measure_of(f, i), *d = measure_of(f, k);

	if (m->kind != d->kind || !hqc_adds_years(f, i) || !hqc_adds_years(f, k) || !f->measures[i] || !f->measures[k])
		return false;
	return (f->measures[i] | f->measures[k]) == BOTH || (m->window && d->window && m->window != d->window);
}

static void look_at_measures(struct finder *f)
{
	const struct hq_edition *e = f->edition;
	uint8_t signs[HQ_KINDS_MAX] = { 0 };

	for (uint16_t i = e->first_measure; i < f->l->measures.count; i++)
		signs[measure_of(f, i)->kind] |= f->measures[i];
	for (uint16_t i = e->first_measure; i < f->l->measures.count; i++) {
		const struct hq_measure *m = measure_of(f, i);

		f->measures_fork[i] |= f->measures[i] == BOTH;
		/* When it is missing: is there a record in what helps that is in nothing that hurts, and is there one at all? */
		f->lists[m->kind] |= f->measures[i] && (signs[m->kind] == BOTH || may_have_less(f, m));
		/* An amount that one measure wants to be great and another small. */
		if (f->measures[i] && m->agg != HQ_AGG_COUNT && signs[m->kind] == BOTH && !(kind_of(f, m->kind)->flags & HQ_KIND_DEFAULT))
			f->fields[m->kind] |= 1u << HQ_FIELDS_MAX;
		for (uint16_t k = e->first_measure; f->measures[i] && k < i; k++)
			if (f->measures[k] && measure_of(f, k)->kind == m->kind && units_disagree(f, m, measure_of(f, k)))
				f->fields[m->kind] |= 1u << HQ_FIELDS_MAX;
		for (uint16_t k = e->first_measure; k <= i; k++)
			f->years[m->kind] |= share_years(f, i, k);
		f->measures_down[i] |= f->measures[i] & DOWN;
	}
	for (uint32_t i = 0; i < f->l->implied.count; i++) {   /* there may be no record that some measure takes */
		const uint16_t kind = HQC_AT(const struct hq_implied, f->l->implied, i)->kind;

		f->lists[kind] |= signs[kind] != 0;
	}
}

/* One question, from its top row down. */
static void look_from(struct finder *f, uint16_t top)
{
	if (top == HQ_NONE)
		return;
	memset(f->rows, 0, f->l->rows.count);
	memset(f->measures, 0, f->l->measures.count + 1);
	f->places.count = 0;
	f->rows[top] = UP;
	for (uint32_t i = (uint32_t)top + 1; i-- > f->edition->first_row;) {
		const struct hqc_row *row = HQC_AT(struct hqc_row, f->l->rows, i);

		if (!f->rows[i])
			continue;
		if (f->rows[i] == BOTH && (row->op == HQ_OP_SILENT || (row->slot != HQ_NONE && row->op != HQ_OP_LINE)))
			f->rows_both[i] = 1;
		if (row->op == HQ_OP_RUBRIC && (f->rows[i] & DOWN))
			hqc_report(f->l->c, HQC_MSG_case_by_points, f->l->place.edition->name.span,
				   "in this edition, failing rubric '%s' helps to meet a rule: what is missing could not be decided exactly",
				   row->path ? row->path : "?");
		spread_row(f->l, row, f->rows[i], f->rows, f->measures);
		if (row->op == HQ_OP_SCALAR)
			add_filter(f, row->arg, HQ_NONE, f->rows[i]);
	}
	for (uint16_t i = f->edition->first_measure; i < f->l->measures.count; i++)
		add_measure(f, i);
	add_implied(f);
	hqc_look_together(f, f->l->place.edition);
	look_at_measures(f);
	for (uint32_t k = 0; k < f->vocab->kinds.count; k++) {
		for (uint32_t d = 0; d < kind_of(f, k)->nfields; d++)
			f->fields[k] |= (uint32_t)is_fork(f, k, d) << d;
		f->fields[k] |= (uint32_t)is_fork_amount(f, k) << HQ_FIELDS_MAX;
	}
	while (add_partners(f))
		;
	hqc_warn_of_sets(f);
	hqc_warn_of_years(f);
	hqc_warn_of_spans(f);
}

/* ---- what is found ------------------------------------------------------------------------------------------- */

static void add_fork(struct finder *f, struct hq_edition *made, enum hq_fork_what what, uint32_t kind, uint32_t arg)
{
	*(struct hq_fork *)hqc_buf_add(&f->l->c->arena, &f->l->forks, 1) =
		(struct hq_fork){ .what = (uint8_t)what, .kind = (uint8_t)kind, .arg = (uint16_t)arg };
	made->nforks++;
}

void hqc_lower_forks(struct hqc_lower *l, const struct hqc_edition *e, struct hq_edition *made)
{
	struct hqc_arena *arena = &l->c->arena;
	const size_t nm = l->measures.count + 1;
	uint64_t cases = 1;
	uint32_t before = l->forks.count;

	if (!l->c->vocab.bytes || l->rows.count > HQ_ROWS_MAX)
		return;
	struct finder *f = hqc_arena_alloc(arena, sizeof(*f));

	*f = (struct finder){ .l = l, .vocab = l->c->vocab.bytes, .edition = made, .places = HQC_BUF(struct place) };
	f->rows = hqc_arena_alloc(arena, l->rows.count);
	f->measures = hqc_arena_alloc(arena, nm);
	f->measures_fork = hqc_arena_alloc(arena, nm);
	f->measures_down = hqc_arena_alloc(arena, nm);
	f->given_up = hqc_arena_alloc(arena, nm * sizeof(bool));
	memset(f->given_up, 0, nm * sizeof(bool));
	memset(f->measures_fork, 0, nm);
	memset(f->measures_down, 0, nm);
	hqc_share_out(f);
	look_from(f, made->applies);
	look_from(f, made->root);
	hqc_refuse_sets(f, e);
	for (uint32_t k = 0; k < f->vocab->kinds.count; k++) {
		if (f->fields[k] & 0xffffu)
			add_fork(f, made, HQ_FORK_FIELDS, k, f->fields[k] & 0xffffu);
		if (f->fields[k] >> HQ_FIELDS_MAX)
			add_fork(f, made, HQ_FORK_AMOUNT, k, 0);
		if (f->lists[k])
			add_fork(f, made, HQ_FORK_LIST, k, 0);
		if (f->years[k])
			add_fork(f, made, HQ_FORK_YEARS, k, hqc_has_one_edge(f, k));
		for (uint32_t d = 0; (kind_of(f, k)->flags & HQ_KIND_SINGLE) && d < HQ_FIELDS_MAX; d++)
			if (f->fields[k] >> d & 1)
				cases = hqc_times(cases, hqc_cases_of_field(f, k, d));
	}
	for (uint16_t i = made->first_measure; i < l->measures.count; i++) {
		if (f->measures_fork[i])
			add_fork(f, made, HQ_FORK_MEASURE, measure_of(f, i)->kind, i);
		if (f->given_up[i])
			add_fork(f, made, HQ_FORK_GIVE_UP, measure_of(f, i)->kind, i);
		if (f->measures_fork[i] || (f->measures_down[i] && f->lists[measure_of(f, i)->kind]))
			cases = hqc_times(cases, hqc_cases_of_measure(f, i));
	}
	for (uint32_t i = made->first_row; i < l->rows.count; i++) {
		if (f->rows_both[i]) {
			add_fork(f, made, HQ_FORK_ROW, 0, i);
			cases = hqc_times(cases, 2);
		}
	}
	if (cases > HQC_CASES_MAX || l->forks.count - before > UINT8_MAX)
		hqc_report(l->c, HQC_MSG_cases_too_many, e->name.span,
			   "what is missing of teacher, assignment and lists could be more than %d cases in this edition", HQC_CASES_MAX);
	else if (cases > l->cases)
		l->cases = (uint32_t)cases;
}
