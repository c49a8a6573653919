/* Quantities: what the records of one kind certainly give to a measure, and what they may give.
 *
 * Windows, spans by school years, units, caps on a record and on a year, form answers (semantics 2 and 4). Points are
 * rubric.c's. The one idea: each record is reduced to a part, an interval with the school years it lies in, and a
 * measure is the sum (or the greatest) of parts, each end by itself.
 */
#include "hq_internal.h"

enum { NO = 0, MAYBE = 1, YES = 2 };   /* in the window */

/* Everything of one measure's reading of one record. */
struct reading {
	const struct hqi_ask *ask;
	const struct hq_measure *m;
	const struct hq_vocab_kind *kind;
	struct hqi_days days;
	const struct hq_record *record;
	struct hqi_count *why;
	uint8_t unit;                  /* of the amount stated, or of the kind's default, or as a case has it; 255: missing */
	struct hq_interval amount;
	uint32_t units;                /* in which it may be where it is missing, but for years of a span */
};

const struct hq_answer *hqi_answer(const struct hqi_ask *ask, uint32_t slot)
{
	const struct hq_answer *a = slot == HQ_NONE ? NULL : ask->facts->answers;

	if (a)
		a += slot - ask->edition->first_slot;
	return a && a->know != HQ_NOT_ASKED ? a : NULL;
}

struct hq_measure hqi_measure_at(const struct hqi_ask *ask, uint32_t measure)
{
	return hq_measure_at(ask->rules, measure);
}

const struct hq_packed_shape *hqi_shape(const struct hqi_ask *ask, uint32_t measure)
{
	return ask->shapes +
	       ask->measures[measure].shape;
}

int64_t hqi_scale(const struct hqi_ask *ask, uint32_t measure)
{
	return ask->numbers[hqi_shape(ask, measure)->scale];
}

/* ---- windows (2.3) ------------------------------------------------------------------------------------------- */

struct hqi_days hqi_window(const struct hqi_ask *ask, uint32_t measure)
{
	const struct hq_window *w = HQ_AT(struct hq_window, ask->rules, windows) + ask->measures[measure].window;
	struct hqi_days out = { HQ_DAY_OPEN, ask->as_of, false };

	if (w->from_kind == HQ_BOUND_DAY)
		out.from = w->from;
	else if (w->from_kind == HQ_BOUND_MONTHS)
		out.from = hq_day_add_months(ask->as_of, -w->from) + 1;
	if (w->to_kind == HQ_BOUND_DAY && w->to < out.to)
		out.to = w->to;
	else if (w->to_kind == HQ_BOUND_MONTHS)
		out.to = hq_day_add_months(ask->as_of, -w->to);
	out.all = out.from == HQ_DAY_OPEN && out.to == ask->as_of;
	return out;
}

static bool has(const struct hq_record *r, uint8_t field)
{
	return field < HQ_FIELDS_MAX && (r->known >> field & 1);
}

/* Whether the record lies in the window, and its school year (2.4 to 2.7). */
static uint8_t place(const struct reading *rd, int32_t *year)
{
	int64_t day;

	if (rd->kind->date_field == 255 || !hqi_known(rd->ask, HQ_SRC_RECORD, rd->kind->date_field, rd->record, &day)) {
		rd->why->lacks_day = !rd->days.all || rd->m->cap_year < HQ_BIG;
		return rd->days.all ? YES : MAYBE;
	}
	if ((rd->kind->flags & HQ_KIND_SPAN) && day == HQ_DAY_NEVER)
		day = rd->ask->as_of;                   /* it goes on */
	if (day < rd->days.from || day > rd->days.to)
		return NO;
	if (rd->m->cap_year < HQ_BIG)
		*year = hq_school_year((hq_day)day);
	return YES;
}

/* ---- amounts (4.2) ------------------------------------------------------------------------------------------- */

/* Mostly there is nothing to divide by, and it takes long. */
static int64_t part_of(int64_t n, int64_t den)
{
	return den == 1 ? n : n / den;
}

/* What an amount from @lo to @hi in @unit is worth in the measure's quantity. */
static struct hq_interval worth(const struct reading *rd, uint32_t unit, int64_t lo, int64_t hi)
{
	const struct hq_packed_conv *first = HQ_AT(struct hq_packed_conv, rd->ask->rules, convs) + rd->m->first_conv, *conv = first;
	const struct hq_packed_conv *const end = first + rd->m->nconvs;

	while (conv < end && conv->unit != unit)
		conv++;
	if (conv == end) {                     /* not one that the measure takes */
		rd->why->other_unit = 1;
		conv = first;
		lo = 0;
		hi = rd->kind->amount_max;
	}
	const int64_t num = rd->ask->numbers[conv->num], den = rd->ask->numbers[conv->den];

	return (struct hq_interval){ part_of(lo * num, den), part_of(hi * num, den) };
}

/* The record's amount in the measure's quantity. Without an amount: the least and the most over all units it may be in. */
static struct hq_interval amount(const struct reading *rd)
{
	const struct hq_vocab_kind *k = rd->kind;
	struct hq_interval out = { HQ_BIG, 0 };

	if (rd->unit != 255)
		return worth(rd, rd->unit, rd->amount.lo, rd->amount.hi);
	for (uint8_t unit = 0; unit < HQ_UNITS_MAX; unit++) {
		if (!(rd->units >> unit & 1))
			continue;
		const struct hq_interval one = worth(rd, unit, k->amount_min, k->amount_max);

		out.lo = hqi_min(out.lo, one.lo);
		out.hi = hqi_max(out.hi, one.hi);
	}
	rd->why->lacks_amount = 1;
	rd->why->other_unit = 0;
	return out;
}

/* ---- spans by school years (2.7) ----------------------------------------------------------------------------- */

/* School years that a span touches, if it is over on a day, @over: the one before the first, and the last. How many years it has; one year, in steps of the amount. */
struct span {
	const struct reading *rd;
	int32_t first, last;
	hq_day over;
	int64_t one;
	struct hq_interval n;
};

/* The last of them that is dated before @day: each by its 30 June, the last by the last day of the span. */
static int32_t year_before(const struct span *s, hq_day day)
{
	const int32_t year = s->over <= day ? s->last : hq_school_year(day) - 1;

	return year > s->first ? year : s->first;
}

static void bound(struct hq_interval *v, int64_t lo, int64_t hi)
{
	v->lo = hqi_max(v->lo, lo);
	v->hi = hqi_min(v->hi, hi);
}

/* The next that is assumed of where the record's years lie, from @a on; of one edge the last alone, which is within the others. */
static const struct hqi_assumed *of_years(const struct reading *rd, const struct hqi_assumed *a)
{
	while (a && (a->what != HQ_FORK_YEARS || a->record != rd->record || a != hqi_assumed(rd->ask, HQ_FORK_YEARS, a->record, a->arg)))
		a = a->before;
	return a;
}

/* The day where a case of years is cut: the first of the measure's window, or the first after it. */
static hq_day edge_of(const struct reading *rd, const struct hqi_assumed *a)
{
	const struct hqi_days days = hqi_window(rd->ask, a->arg / 2);

	return a->arg & 1 ? days.to + 1 : days.from;
}

/* How many years lie in the school years up to @year: none before the first, all up to the last, as many as is assumed before an edge; and no more than one in each. */
static struct hq_interval years_up_to(const struct span *s, int32_t year)
{
	struct hq_interval v = { 0, (year - s->first) * s->one };

	bound(&v, s->n.lo - (s->last - year) * s->one, s->n.hi);
	for (const struct hqi_assumed *a = of_years(s->rd, s->rd->ask->assumed); a; a = of_years(s->rd, a->before)) {
		const int64_t more = (year - year_before(s, edge_of(s->rd, a))) * s->one;

		bound(&v, a->v.lo + hqi_min(more, 0), a->v.hi + hqi_max(more, 0));
	}
	return v;
}

static void widen(struct hq_interval *v, struct hq_interval by)
{
	v->lo = hqi_min(v->lo, by.lo);
	v->hi = hqi_max(v->hi, by.hi);
}

/* Years of a span that are dated in the window; more than any if there is no way. Sets where they lie. A first day that is missing is as early as can be: that
 * gives the least and the most. One that has no last day is over after the as-of date, or at an edge. */
static struct hq_interval years_in(const struct reading *rd, struct hqi_part *out)
{
	const struct hq_vocab_kind *k = rd->kind;
	const struct hq_record *r = rd->record;
	const bool from_known = has(r, k->from_field), to_known = has(r, k->date_field);
	const hq_day from = from_known ? (hq_day)r->v[k->from_field] : HQ_DAY_FIRST, as_of = rd->ask->as_of;
	const struct hqi_assumed *a = NULL;
	const struct hq_interval none = { HQ_BIG, 0 };
	struct hq_interval q = none, *const at = rd->why->before;
	struct span s = { .rd = rd, .first = hq_school_year(from) - 1, .one = 1, .over = to_known && r->v[k->date_field] != HQ_DAY_NEVER ? (hq_day)r->v[k->date_field] + 1 : as_of + 1 };
	const bool ends = rd->days.to < as_of || s.over > as_of + 1;

	at[0] = at[1] = none;
	for (unsigned i = 0; i < k->decimals; i++)
		s.one *= 10;
	for (uint32_t i = 0; i < 3 || a; i++) {
		bool can = true;

		if (i > 0)
			s.over = i == 1 ? rd->days.to + 1 : i == 2 ? rd->days.from : edge_of(rd, a);
		if (i > 1)
			a = of_years(rd, i == 2 ? rd->ask->assumed : a->before);
		if (i > 0 && s.over <= from)
			continue;              /* it would end before it begins */
		s.last = (int32_t)hqi_max(hq_school_year(s.over - 1), s.first + 1);
		const int64_t all = (s.last - s.first) * s.one;

		if (i > 0 && rd->amount.lo > all)
			continue;              /* or have more years than it touches */
		s.n.lo = hqi_min(rd->amount.lo, all);
		s.n.hi = hqi_min(rd->amount.hi, all);
		const int32_t first = year_before(&s, rd->days.from), end = year_before(&s, rd->days.to + 1), inside = end > first ? end - first : 0;
		const struct hq_interval before = years_up_to(&s, first), up_to = years_up_to(&s, first + inside);
		struct hq_interval in = { 0, inside * s.one };

		bound(&in, up_to.lo - before.hi, up_to.hi - before.lo);
		for (const struct hqi_assumed *edge = of_years(rd, rd->ask->assumed); edge; edge = of_years(rd, edge->before)) {
			const struct hq_interval v = years_up_to(&s, year_before(&s, edge_of(rd, edge)));

			can &= v.lo <= v.hi;   /* else they cannot lie so if it is over then */
		}
		if (can) {
			widen(&q, in);
			widen(&at[0], before);
			if (ends)
				widen(&at[1], up_to);
			if (out->nyears < inside)
				out->nyears = inside;
		}
		if (to_known) {
			if (from_known && (s.n.lo == all || inside == 1))
				out->year = first + 1;
			break;
		}
	}
	return q;
}

/* What they are worth to the measure; returns whether they are in its window. */
static uint8_t span_years(const struct reading *rd, struct hqi_part *out)
{
	const struct hq_interval in = years_in(rd, out);
	const uint16_t both = (uint16_t)(1u << rd->kind->from_field | 1u << rd->kind->date_field);

	rd->why->lacks_amount = rd->unit == 255;
	if (in.lo > in.hi) {                   /* nor is there such a measure */
		out->lo = rd->m->max + 1;
		return MAYBE;
	}
	if (in.hi == 0)
		return NO;
	const struct hq_interval q = worth(rd, rd->kind->year_unit, in.lo, in.hi);

	out->lo = q.lo;
	out->hi = q.hi;
	if ((rd->record->known & both) != both &&
	    ((q.lo < q.hi && (!rd->days.all || rd->amount.lo == rd->amount.hi)) || rd->m->cap_year < HQ_BIG))
		rd->why->lacks_day = HQI_LACKS_SPAN;
	return q.lo == q.hi ? YES : MAYBE;
}

/* ---- one record (4.4) ---------------------------------------------------------------------------------------- */

static bool counted_by_years(const struct reading *rd)
{
	const struct hq_vocab_kind *k = rd->kind;

	return rd->m->agg == HQ_AGG_SUM && (k->flags & HQ_KIND_SPAN) && k->year_unit < HQ_UNITS_MAX &&
	       (rd->unit == k->year_unit || (rd->unit == 255 && (k->units >> k->year_unit & 1)));
}

/* Caps on one record's own amount. One that cuts it leaves open which of its years it takes from. */
static void cap_part(const struct hq_measure *m, struct hqi_part *p)
{
	if (p->hi > m->cap_each || m->block_each > 0) {
		p->lo = hqi_min(p->lo, m->cap_each);
		p->hi = hqi_min(p->hi, m->cap_each);
		if (p->nyears > 1)
			p->year = HQI_ANY_YEAR;
	}
	if (m->block_each > 0) {
		p->lo = p->lo / m->block_each * m->scale;
		p->hi = p->hi / m->block_each * m->scale;
	}
}

void hqi_part(const struct hqi_ask *ask, const struct hq_measure *m, struct hqi_days days, const struct hq_record *record,
	      struct hqi_part *out, struct hqi_count *why)
{
	const hqi_truth filter = hqi_filter(ask, m->filter, record);
	struct hqi_count unasked;

	if (!why)
		why = &unasked;
	*why = (struct hqi_count){ .filter = filter };
	*out = (struct hqi_part){ 0, 0, HQI_ANY_YEAR, 1 };
	if (hqi_is_no(filter))
		return;
	struct reading rd = {
		ask, m, HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + m->kind, days, record, why,
		record->unit, { record->amount, record->amount }, 0,
	};
	const struct hqi_assumed *a;

	if (rd.unit == 255 && (rd.kind->flags & HQ_KIND_DEFAULT)) {
		rd.unit = rd.kind->preset_unit;
		rd.amount = (struct hq_interval){ rd.kind->preset, rd.kind->preset };
	} else if (rd.unit == 255 && ask->assumed && (a = hqi_assumed(ask, HQ_FORK_AMOUNT, record, 0)) != NULL) {
		rd.unit = a->unit;
		rd.amount = a->v;
	} else if (rd.unit == 255) {
		rd.amount = (struct hq_interval){ rd.kind->amount_min, rd.kind->amount_max };
	}
	if ((rd.kind->flags & HQ_KIND_SPAN) && has(record, rd.kind->from_field) && record->v[rd.kind->from_field] > ask->as_of)
		return;                        /* it has not begun */
	const bool years = counted_by_years(&rd);

	rd.units = rd.kind->units;
	if (years) {
		why->in_window = span_years(&rd, out);
		if (out->lo > out->hi)
			return;
		rd.units &= ~(1u << rd.kind->year_unit);
	}
	/* An amount that is missing may be in years or not. */
	if (!years || (rd.unit == 255 && rd.units)) {
		uint8_t in = place(&rd, &out->year);
		const struct hq_interval q = in == NO ? (struct hq_interval){ 0, 0 } : m->agg == HQ_AGG_COUNT ? (struct hq_interval){ m->scale, m->scale } : amount(&rd);
		const int64_t lo = in == YES ? q.lo : 0;

		if (years) {
			in = in == why->in_window ? in : MAYBE;
			out->year = HQI_ANY_YEAR;
		}
		out->lo = years ? hqi_min(out->lo, lo) : lo;
		out->hi = hqi_max(out->hi, q.hi);
		why->in_window = in;
		if (in == NO)
			return;
	}
	const int64_t times = m->agg == HQ_AGG_GREATEST || record->times == 0 ? 1 : record->times;

	cap_part(m, out);
	out->lo = hqi_is_yes(filter) ? out->lo * times : 0;
	out->hi *= times;
}

void hqi_record_counts(const struct hqi_ask *ask, uint32_t measure, const struct hq_record *record, struct hqi_count *out)
{
	const struct hq_measure m = hqi_measure_at(ask, measure);

	hqi_part(ask, &m, hqi_window(ask, measure), record, &out->part, out);
}

/* ---- all records (4.1, 4.3, 4.4) ----------------------------------------------------------------------------- */

static int64_t one_end(const struct hqi_part *p, bool upper)
{
	return upper ? p->hi : p->lo;
}

/* Each school year's sum held down to the cap. What may lie in any year: at most, in years of its own; at least, all of
 * it in the fullest year. Linear in years times parts: a working life is some forty years. */
static int64_t years_total(const struct hq_measure *m, const struct hqi_part *parts, const uint8_t *take, size_t n,
			   bool upper)
{
	int64_t total = 0, fullest = 0, loose = 0, first = INT32_MAX, last = INT32_MIN;

	for (size_t i = 0; i < n; i++) {
		const int64_t v = one_end(&parts[i], upper);

		if ((take && !take[i]) || v == 0)
			continue;
		if (parts[i].year != HQI_ANY_YEAR) {
			first = hqi_min(first, parts[i].year);
			last = hqi_max(last, (int64_t)parts[i].year + parts[i].nyears - 1);
		} else if (!upper) {
			loose = hqi_plus(loose, v);
		} else {
			total = hqi_plus(total, m->cap_year > 0 && v / m->cap_year < parts[i].nyears
						    ? v : parts[i].nyears * m->cap_year);
		}
	}
	for (int64_t year = first; year <= last; year++) {
		int64_t sum = 0;

		for (size_t i = 0; i < n; i++)
			if ((!take || take[i]) && year >= parts[i].year && year - parts[i].year < parts[i].nyears &&
			    parts[i].year != HQI_ANY_YEAR)
				sum = hqi_plus(sum, one_end(&parts[i], upper) / parts[i].nyears);
		sum = hqi_min(sum, m->cap_year);
		fullest = hqi_max(fullest, sum);
		total = hqi_plus(total, sum);
	}
	return hqi_plus(total, hqi_min(loose, m->cap_year - fullest));
}

int64_t hqi_parts_total(const struct hq_measure *m, const struct hqi_part *parts, const uint8_t *take, size_t n, bool upper)
{
	int64_t total = 0;

	if (m->agg != HQ_AGG_GREATEST && m->cap_year < HQ_BIG)
		return years_total(m, parts, take, n, upper);
	for (size_t i = 0; i < n; i++) {
		if (take && !take[i])
			continue;
		const int64_t v = one_end(&parts[i], upper);

		total = m->agg == HQ_AGG_GREATEST ? hqi_max(total, v) : hqi_plus(total, v);
	}
	return total;
}

static int reckon(const struct hqi_ask *ask, uint32_t measure, struct hqi_part *parts, struct hq_interval *out, uint8_t *seen)
{
	const struct hq_packed_measure *packed = ask->measures + measure;
	const struct hq_packed_shape *shape = ask->shapes + packed->shape;
	const struct hq_answer *answer = hqi_answer(ask, packed->slot);
	const struct hq_facts *facts = ask->facts;
	const int64_t max = ask->numbers[shape->max];
	const uint8_t kind = shape->kind;

	*out = (struct hq_interval){ 0, max };
	if (answer) {
		*seen = answer->know == HQ_KNOWN ? HQ_SEEN_FORM : HQ_SEEN_FORM | HQ_SEEN_UNKNOWN;
		if (answer->know != HQ_KNOWN)
			return HQ_OK;
		if (answer->value < 0 || answer->value > max)
			return HQ_ERANGE;
		*out = (struct hq_interval){ answer->value, answer->value };
		return HQ_OK;
	}
	if (facts->list[kind] != HQ_KNOWN) {
		*seen = facts->list[kind] == HQ_UNKNOWN ? HQ_SEEN_UNKNOWN : facts->closed ? HQ_SEEN_CLOSED : HQ_SEEN_NOT_ASKED;
		if (*seen == HQ_SEEN_CLOSED)
			out->hi = 0;
		return HQ_OK;
	}
	const struct hq_record *records = facts->records + facts->first[kind];
	const size_t n = (size_t)(facts->first[kind + 1] - facts->first[kind]);

	*seen = HQ_SEEN_RECORDS;
	if (n == 0) {
		out->hi = 0;
		return HQ_OK;
	}
	const struct hq_measure m = hqi_measure_at(ask, measure);
	const struct hqi_days days = hqi_window(ask, measure);

	for (size_t i = 0; i < n; i++)
		hqi_part(ask, &m, days, &records[i], &parts[i], NULL);
	out->lo = hqi_parts_total(&m, parts, NULL, n, false);
	out->hi = hqi_min(hqi_parts_total(&m, parts, NULL, n, true), max);
	return out->lo > max && !ask->assumed ? HQ_ERANGE : HQ_OK;     /* what a case assumes is void then; see exact.c */
}

int hqi_measure(const struct hqi_ask *ask, uint32_t measure, struct hqi_part *parts, struct hq_interval *out, uint8_t *seen)
{
	const int rc = reckon(ask, measure, parts, out, seen);
	const struct hqi_assumed *a = ask->assumed ? hqi_assumed(ask, HQ_FORK_MEASURE, NULL, hqi_same(ask, (uint16_t)measure)) : NULL;

	if (a) {
		out->lo = hqi_max(out->lo, a->v.lo);
		out->hi = hqi_min(out->hi, a->v.hi);
	}
	return rc;
}
