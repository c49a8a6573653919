/* Answers that stand for all others: at and beside every number, day and code that the rules of the edition compare a fact with.
 *
 * Of a list the answers are: no records; one record of each sort that the rules tell apart; many of it; all sorts together; and all that
 * leave one measure at nothing. A record of a sort is found by setting field after field and asking the filter, which says no early.
 */
#include "questions.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 64, SORTS_MAX = 32, MEASURES_MAX = 64, TRIES_MAX = 4000, MANY = 12, ALIKE = 4 };

struct values { size_t n; int64_t at[VALUES_MAX]; bool cut; };

static void add(struct values *v, int64_t value)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->at[i] == value)
			return;
	if (v->n < VALUES_MAX)
		v->at[v->n++] = value;
	else
		v->cut = true;
}

static const struct hq_vocab_kind *kind_of(const struct decided *d, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, d->facts.vocab, kinds)[kind];
}

static const struct hq_edition *edition_of(const struct decided *d)
{
	return &HQ_AT(struct hq_edition, d->rules, editions)[d->edition];
}

/* ---- the values of a field ----------------------------------------------------------------------------------- */

struct field {
	const struct decided *d;
	const struct hq_vocab_kind *k;
	const struct hq_vocab_field *f;
	unsigned kind, field;
	uint64_t mark[HQ_CODES_MAX + 1];       /* codes with one mark are told apart by nothing */
	bool each;                             /* compared with another field: every code by itself */
	struct values *out;
};

static void edge(struct field *s, int64_t at)
{
	for (int64_t v = at - 1; v <= at + 1; v++) {
		if (s->f->type == HQ_FIELD_NUMBER ? v < s->f->min || v > s->f->max : v < HQ_DAY_FIRST || v > HQ_DAY_LAST)
			continue;
		if (s->f->type == HQ_FIELD_DATE && s->field == s->k->date_field && v > s->d->as_of)
			continue;
		add(s->out, v);
	}
}

static void see_op(struct field *s, const struct hq_filter_op *op, bool other_side)
{
	const uint64_t *words = HQ_AT(uint64_t, s->d->rules, words) + (op->op == HQ_F_IN ? op->a : 0);
	const bool codes = s->f->type == HQ_FIELD_ONE_OF || s->f->type == HQ_FIELD_SOME_OF;

	if (op->op == HQ_F_COMPARE) {
		const uint8_t src = other_side ? op->src : op->other_src, field = other_side ? op->field : op->other;
		const struct hq_record *r = src == HQ_SRC_ASSIGNMENT ? s->d->facts.assignment : NULL;

		s->each = true;
		if (src == HQ_SRC_AS_OF && !codes)
			edge(s, s->d->as_of);
		for (size_t i = 0; src == HQ_SRC_TEACHER && i < s->d->facts.nrecords; i++)
			if (s->d->facts.records[i].kind == s->d->facts.vocab->teacher)
				r = &s->d->facts.records[i];
		if (r && (r->known >> field & 1) && !codes)
			edge(s, r->v[field]);
	}
	if (!codes) {
		if (op->op == HQ_F_RANGE) {
			edge(s, op->a);
			edge(s, op->b);
		} else if (op->op == HQ_F_WITHIN) {
			edge(s, hq_day_add_months(s->d->as_of, (int32_t)-op->a));
			edge(s, s->d->as_of);
		}
		return;
	}
	for (unsigned c = 0; c < s->f->ncodes; c++) {
		const uint64_t in = op->op == HQ_F_IN ? c / 64 < (unsigned)op->b && (words[c / 64] >> (c % 64) & 1)
				  : op->op == HQ_F_RANGE ? ((int64_t)c < op->a ? 0 : (int64_t)c > op->b ? 2 : 1) : 0;

		s->mark[c] = (s->mark[c] + in + 1) * 0x9e3779b97f4a7c15u;
	}
}

static void see_filter(struct field *s, uint16_t filter, unsigned owner)
{
	const unsigned of[] = { owner, s->d->facts.vocab->teacher, s->d->facts.vocab->assignment, HQ_NONE };

	for (uint32_t i = filter; filter != HQ_NONE; i++) {
		const struct hq_filter_op op = hq_filter_op_at(s->d->rules, i);

		if (op.op == HQ_F_END)
			return;
		if (op.op != HQ_F_IN && op.op != HQ_F_RANGE && op.op != HQ_F_COMPARE && op.op != HQ_F_WITHIN)
			continue;
		if (of[op.src] == s->kind && op.field == s->field)
			see_op(s, &op, false);
		if (op.op == HQ_F_COMPARE && of[op.other_src] == s->kind && op.other == s->field)
			see_op(s, &op, true);
	}
}

static void window_edges(struct field *s, uint32_t measure)
{
	struct hqi_ask ask = { .rules = s->d->rules, .measures = HQ_AT(struct hq_packed_measure, s->d->rules, measures), .as_of = s->d->as_of };
	const struct hqi_days days = hqi_window(&ask, measure);

	if (days.from != HQ_DAY_OPEN)
		edge(s, days.from);
	edge(s, days.to);
}

static void field_values(const struct decided *d, unsigned kind, unsigned field, struct values *out)
{
	const struct hq_edition *e = edition_of(d);
	const struct hq_row *rows = HQ_AT(struct hq_row, d->rules, rows) + e->first_row;
	struct field s = { .d = d, .k = kind_of(d, kind), .kind = kind, .field = field, .out = out };

	s.f = &HQ_AT(struct hq_vocab_field, d->facts.vocab, fields)[s.k->first_field + field];
	*out = (struct values){ 0 };
	if (s.f->type == HQ_FIELD_YES_NO) {
		add(out, 0);
		add(out, 1);
		return;
	}
	for (uint16_t i = 0; i < e->nrows; i++)
		if (rows[i].op == HQ_OP_SCALAR)
			see_filter(&s, rows[i].arg, HQ_NONE);
	for (uint32_t i = e->first_measure; i < (uint32_t)e->first_measure + e->nmeasures; i++) {
		const struct hq_measure m = hq_measure_at(d->rules, i);

		see_filter(&s, m.filter, m.kind);
		if (m.kind == kind && field == s.k->date_field)
			window_edges(&s, i);
	}
	for (uint32_t i = 0; i < d->rules->implied.count; i++) {
		const struct hq_implied *implied = &HQ_AT(struct hq_implied, d->rules, implied)[i];

		if (implied->kind == kind) {
			see_filter(&s, implied->holds, kind);
			see_filter(&s, implied->when, kind);
		}
	}
	if (s.f->type == HQ_FIELD_NUMBER) {
		add(out, s.f->min);
		add(out, s.f->max);
	} else if (s.f->type == HQ_FIELD_DATE) {
		if (s.f->never)
			add(out, HQ_DAY_NEVER);
		add(out, d->as_of);
		add(out, hq_day_add_months(d->as_of, -600));
	} else {
		const bool set = s.f->type == HQ_FIELD_SOME_OF;
		int64_t all = 0;

		for (unsigned c = 0; c < s.f->ncodes; c++) {
			bool same = false;

			for (unsigned b = 0; b < c && !s.each; b++)
				same |= s.mark[b] == s.mark[c];
			if (!same) {
				add(out, set ? (int64_t)1 << c : c);
				all |= set ? (int64_t)1 << c : 0;
			}
		}
		if (set) {
			add(out, all);
			add(out, 0);
		}
	}
}

/* ---- quantities ---------------------------------------------------------------------------------------------- */

/* Quantities of a measure that something is compared with, in its scale. */
static void quantity_edges(const struct decided *d, uint16_t measure, struct values *out)
{
	const struct hq_edition *e = edition_of(d);
	const struct hq_row *rows = HQ_AT(struct hq_row, d->rules, rows) + e->first_row;

	for (uint16_t i = 0; i < e->nrows; i++) {
		if (rows[i].op == HQ_OP_QUANTITY && rows[i].arg == measure) {
			add(out, hq_row_a(d->rules, &rows[i]));
			add(out, hq_row_b(d->rules, &rows[i]));
		}
		if (rows[i].op != HQ_OP_LINE)
			continue;
		const struct hq_line line = hq_line_at(d->rules, rows[i].arg);

		if (line.measure != measure)
			continue;
		add(out, line.cap);
		add(out, line.from);
		add(out, line.block);
		for (uint32_t t = 0; t < line.ntiers; t++)
			add(out, hq_tier_at(d->rules, line.first_tier + t).at);
		if (rows[i].limit_if_points != HQ_NONE)
			add(out, hq_limit_at(d->rules, rows[i].limit_if_points).units_min);
	}
}

static void put(struct answers *out, struct answer a)
{
	if (out->n < QUESTIONS_ANSWERS)
		out->of[out->n++] = a;
	else
		out->cut = true;
}

static void amount_answers(const struct decided *d, unsigned kind, struct answers *out)
{
	const struct hq_vocab_kind *k = kind_of(d, kind);
	const struct hq_edition *e = edition_of(d);

	for (uint8_t unit = 0; unit < HQ_UNITS_MAX; unit++) {
		struct values v = { 0 };

		if (!(k->units >> unit & 1))
			continue;
		add(&v, k->amount_max);
		add(&v, k->amount_min);
		for (uint32_t i = e->first_measure; i < (uint32_t)e->first_measure + e->nmeasures; i++) {
			const struct hq_measure m = hq_measure_at(d->rules, i);
			struct values edges = { 0 };

			if (m.kind != kind || m.agg == HQ_AGG_COUNT)
				continue;
			quantity_edges(d, (uint16_t)i, &edges);
			for (uint32_t c = 0; c < m.nconvs; c++) {
				const struct hq_conv conv = hq_conv_at(d->rules, m.first_conv + c);

				for (size_t x = 0; conv.unit == unit && x < edges.n; x++)
					if (edges.at[x] < HQ_BIG)
						add(&v, edges.at[x] * conv.den / conv.num);
			}
		}
		for (size_t x = 0; x < v.n; x++)
			if (v.at[x] >= k->amount_min && v.at[x] <= k->amount_max)
				put(out, (struct answer){ .value = v.at[x], .unit = unit });
	}
}

static void slot_answers(const struct decided *d, uint16_t slot, struct answers *out)
{
	const struct hq_slot s = hq_slot_at(d->rules, slot);
	struct values v = { 0 };

	add(&v, s.type == HQ_SLOT_YES_NO ? 1 : s.max);
	add(&v, 0);
	if (s.type == HQ_SLOT_QUANTITY)
		quantity_edges(d, s.measure, &v);
	for (size_t i = 0; i < v.n; i++)
		for (int64_t by = -1; by <= 1; by++) {
			const int64_t value = v.at[i] + by * s.step;

			if (value >= 0 && value <= s.max && (by == 0 || s.type == HQ_SLOT_QUANTITY))
				put(out, (struct answer){ .value = value });
		}
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

struct lister {
	const struct decided *d;
	const struct hq_vocab_kind *k;
	unsigned kind;
	struct hqi_ask ask;
	uint16_t measures[MEASURES_MAX];
	size_t nmeasures;
	struct values values[HQ_FIELDS_MAX];
	struct { struct hq_record record; uint64_t counts; } sorts[SORTS_MAX];
	size_t nsorts, tries;
	struct answers *out;
};

/* Dates the record so that it lies in the measure's window, and gives it as much as one record may have. */
static void date_and_fill(struct lister *l, uint16_t measure, struct hq_record *r)
{
	const struct hq_measure m = hq_measure_at(l->d->rules, measure);
	const struct hqi_days days = hqi_window(&l->ask, measure);
	const hq_day to = days.to < l->d->as_of ? days.to : l->d->as_of;
	int64_t one = 1;

	for (unsigned i = 0; i < l->k->decimals; i++)
		one *= 10;
	if (l->k->date_field < HQ_FIELDS_MAX) {
		r->v[l->k->date_field] = to;
		r->known |= (uint16_t)(1u << l->k->date_field);
	}
	if (l->k->flags & HQ_KIND_AMOUNT) {
		r->unit = m.nconvs ? hq_conv_at(l->d->rules, m.first_conv).unit : 0;
		while (!(l->k->units >> r->unit & 1))
			r->unit++;
		r->amount = l->k->amount_max;
	}
	if (l->k->flags & HQ_KIND_SPAN) {
		const int64_t years = hqi_min(40, l->k->amount_max / one);

		r->v[l->k->from_field] = hq_day_add_months(to, (int32_t)(-12 * (years - 1)));
		r->known |= (uint16_t)(1u << l->k->from_field);
		r->amount = years * one;
	}
}

static uint64_t counts_in(struct lister *l, const struct hq_record *r)
{
	struct hqi_count count;
	uint64_t out = 0;

	for (size_t i = 0; i < l->nmeasures; i++) {
		hqi_record_counts(&l->ask, l->measures[i], r, &count);
		out |= (uint64_t)(count.part.lo > 0) << i;
	}
	return out;
}

static void keep_sort(struct lister *l, const struct hq_record *r)
{
	const uint64_t counts = counts_in(l, r);

	for (size_t i = 0; i < l->nsorts; i++)
		if (l->sorts[i].counts == counts)
			return;
	if (l->nsorts == SORTS_MAX) {
		l->out->cut = true;
		return;
	}
	l->sorts[l->nsorts].record = *r;
	l->sorts[l->nsorts++].counts = counts;
}

/* Sets the fields from @field on so that the filter of the measure takes the record; @turn says which value to begin with. */
static bool satisfy(struct lister *l, const struct hq_measure *m, struct hq_record *r, unsigned field, unsigned turn)
{
	const hqi_truth t = hqi_filter(&l->ask, m->filter, r);

	if (hqi_is_no(t) || l->tries++ > TRIES_MAX)
		return false;
	for (uint32_t i = 0; i < l->d->rules->implied.count; i++) {
		const struct hq_implied *implied = &HQ_AT(struct hq_implied, l->d->rules, implied)[i];

		if (implied->kind == l->kind && implied->when == HQ_NONE && hqi_is_no(hqi_filter(&l->ask, implied->holds, r)))
			return false;
	}
	if (field == l->k->nfields)
		return !hqi_is_no(t);          /* what is left unknown is the source's silence, or a missing fact of another record */
	if (r->known >> field & 1)
		return satisfy(l, m, r, field + 1, turn);
	const struct values *v = &l->values[field];

	for (size_t i = 0; i < v->n; i++) {
		r->v[field] = v->at[(i + turn) % v->n];
		r->known |= (uint16_t)(1u << field);
		if (satisfy(l, m, r, field + 1, turn))
			return true;
		r->known &= (uint16_t)~(1u << field);
	}
	return v->n == 0 && satisfy(l, m, r, field + 1, turn);
}

static void list_answer(struct lister *l, uint64_t sorts, uint64_t without, size_t copies)
{
	struct answers *out = l->out;
	struct answer a = { .first = (uint16_t)out->nrecords };
	size_t n = 0;

	for (size_t i = 0; i < l->nsorts; i++)
		n += (sorts >> i & 1) && !(l->sorts[i].counts & without);
	if (n == 0)
		return;
	const bool times = l->k->flags & HQ_KIND_TIMES;
	const size_t each = times || copies == 1 ? 1 : ALIKE;

	for (size_t i = 0; i < l->nsorts; i++)
		for (size_t c = 0; c < each && (sorts >> i & 1) && !(l->sorts[i].counts & without); c++) {
			if (out->nrecords == out->room || a.n == QUESTIONS_ROOM) {
				out->cut = true;
				break;
			}
			struct hq_record *r = &out->records[out->nrecords++];

			*r = l->sorts[i].record;
			r->ref = a.n++;
			r->times = (uint16_t)(times ? copies : 1);
			/* All of them together hold no more than the vocabulary says. */
			if ((l->k->flags & HQ_KIND_AMOUNT) && !(l->k->flags & HQ_KIND_SPAN))
				r->amount = hqi_max(l->k->amount_min, hqi_min(r->amount, l->k->amount_all / (int64_t)(n * (times ? copies : each))));
			if ((l->k->flags & HQ_KIND_SPAN) && n * each > 1 && l->k->amount_all / (int64_t)(n * each) < r->amount) {
				int64_t one = 1;

				for (unsigned d = 0; d < l->k->decimals; d++)
					one *= 10;
				r->amount = l->k->amount_all / (int64_t)(n * each) / one * one;
				r->v[l->k->from_field] = hq_day_add_months((hq_day)r->v[l->k->date_field], (int32_t)(-12 * (r->amount / one - 1)));
			}
		}
	put(out, a);
}

static void list_answers(const struct decided *d, unsigned kind, struct answers *out)
{
	const struct hq_edition *e = edition_of(d);
	static const unsigned turns[] = { 0, 1, 2, 3, 5, 8 };
	struct lister l = { .d = d, .k = kind_of(d, kind), .kind = kind, .out = out };

	hqi_ask_again(&l.ask, d->rules, &d->facts, &d->decision);
	for (uint32_t i = e->first_measure; i < (uint32_t)e->first_measure + e->nmeasures; i++)
		if (hqi_shape(&l.ask, (uint16_t)i)->kind == kind) {
			if (l.nmeasures < MEASURES_MAX)
				l.measures[l.nmeasures++] = (uint16_t)i;
			else
				out->cut = true;
		}
	for (unsigned f = 0; f < l.k->nfields; f++)
		field_values(d, kind, f, &l.values[f]);
	for (size_t i = 0; i < l.nmeasures; i++) {
		const struct hq_measure m = hq_measure_at(d->rules, l.measures[i]);

		for (size_t t = 0; t < sizeof(turns) / sizeof(turns[0]); t++) {
			struct hq_record r = { .kind = (uint8_t)kind, .unit = 255, .times = 1 };

			date_and_fill(&l, l.measures[i], &r);
			l.tries = 0;
			if (satisfy(&l, &m, &r, 0, turns[t]))
				keep_sort(&l, &r);
		}
	}
	put(out, (struct answer){ .n = 0 });
	list_answer(&l, UINT64_MAX, 0, MANY);
	for (size_t i = 0; i < l.nmeasures; i++)
		list_answer(&l, UINT64_MAX, (uint64_t)1 << i, MANY);
	for (size_t i = 0; i < l.nsorts; i++) {
		list_answer(&l, (uint64_t)1 << i, 0, 1);
		list_answer(&l, (uint64_t)1 << i, 0, MANY);
	}
}

/* ---- all of them --------------------------------------------------------------------------------------------- */

bool answers_to(const struct decided *base, const struct question *q, struct answers *out)
{
	struct values v;

	*out = (struct answers){ 0 };
	switch ((enum question_sort)q->sort) {
	case QUESTION_FIELD:
		field_values(base, q->kind, q->field, &v);
		for (size_t i = 0; i < v.n; i++)
			put(out, (struct answer){ .value = v.at[i] });
		out->cut |= v.cut;
		return true;
	case QUESTION_AMOUNT:
		amount_answers(base, q->kind, out);
		return true;
	case QUESTION_SLOT:
		slot_answers(base, q->slot, out);
		return true;
	case QUESTION_LIST:
		break;
	}
	out->room = 6000;
	out->records = calloc(out->room, sizeof *out->records);
	if (!out->records)
		return false;
	list_answers(base, q->kind, out);
	return true;
}

void answers_done(struct answers *answers)
{
	free(answers->records);
}
