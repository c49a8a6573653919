/* The cases of one missing fact: one value of each class that the rules of an edition tell apart (semantics 8.4).
 *
 * Which fact is asked is exact.c's. Numbers and days are cut where a filter or a window has an edge; codes are told apart by trying them in
 * every relation that asks for them; a set of codes is made for each set of relations that it can meet. The one idea: a case
 * is enumerated from where the last one stood, so nothing is remembered beside it.
 */
#include "hq_internal.h"

enum { LEAVES_MAX = 24 };

const struct hqi_assumed *hqi_assumed(const struct hqi_ask *ask, uint32_t what, const struct hq_record *record, uint32_t arg)
{
	const struct hqi_assumed *a = ask->assumed;

	while (a && (a->what != what || a->arg != arg || a->record != record))
		a = a->before;
	return a;
}

/* ---- the places that ask for a fact -------------------------------------------------------------------------- */

/* A walk over the relations of an edition that ask for @a: in filters of its kind; for a single record, in all. */
struct leaves {
	const struct hqi_ask *ask;
	const struct hqi_assumed *a;
	const struct hq_packed_op *op, *next;
	uint32_t at;                   /* measures of the edition, then its rows, then what is implied */
	uint8_t kind;                  /* whose records the filter is asked of; 255 none */
};

/* Which field it is, as in hqi_assumed.arg; of the as-of date none. */
static uint32_t field_at(const struct leaves *l, uint32_t src, uint32_t field)
{
	const uint32_t kind = src == HQ_SRC_RECORD ? l->kind : src == HQ_SRC_TEACHER ? l->ask->vocab->teacher :
			      src == HQ_SRC_ASSIGNMENT ? l->ask->vocab->assignment : HQ_NONE;

	return kind * HQ_FIELDS_MAX + field;
}

static bool asks(const struct leaves *l)
{
	const struct hq_packed_op *op = l->op;

	if (l->a->what == HQ_FORK_AMOUNT)
		return op->op == HQ_F_AMOUNT && op->field == l->a->unit;
	if (op->op == HQ_F_COMPARE && field_at(l, op->at >> 4, op->at & 15u) == l->a->arg)
		return true;
	return op->op >= HQ_F_IN && op->op <= HQ_F_WITHIN && op->op != HQ_F_AMOUNT && field_at(l, op->src, op->field) == l->a->arg;
}

static bool next_leaf(struct leaves *l)
{
	const struct hqi_ask *ask = l->ask;
	const struct hq_edition *e = ask->edition;
	const bool single = l->a->kind == ask->vocab->teacher || l->a->kind == ask->vocab->assignment;

	for (;;) {
		while (l->next && l->next->op != HQ_F_END) {
			l->op = l->next++;
			if (asks(l))
				return true;
		}
		uint16_t filter = HQ_NONE;

		l->kind = 255;
		if (l->at < e->nmeasures) {
			l->kind = hqi_shape(ask, (uint16_t)(e->first_measure + l->at))->kind;
			filter = ask->measures[e->first_measure + l->at].filter;
		} else if (l->at < (uint32_t)e->nmeasures + e->nrows) {
			const struct hq_row *row = &ask->rows[e->first_row + l->at - e->nmeasures];

			if (row->op == HQ_OP_SCALAR)
				filter = row->arg;
		} else if (l->at < (uint32_t)e->nmeasures + e->nrows + ask->rules->implied.count * 2u) {
			const uint32_t i = l->at - e->nmeasures - e->nrows;
			const struct hq_implied *implied = HQ_AT(struct hq_implied, ask->rules, implied) + i / 2;

			l->kind = (uint8_t)implied->kind;
			filter = i % 2 ? implied->when : implied->holds;
		} else {
			return false;
		}
		l->at++;
		l->next = filter != HQ_NONE && (single || l->kind == l->a->kind) ?
			  HQ_AT(struct hq_packed_op, ask->rules, filter_ops) + filter : NULL;
	}
}

/* The records that the relation is asked of: the one whose field is missing, all of a kind, or (NULL) once of none. */
struct asked { const struct hq_record *first; uint32_t n; };

static struct asked asked_of(const struct leaves *l)
{
	const struct hq_facts *facts = l->ask->facts;
	const struct hq_packed_op *op = l->op;

	if (l->kind != l->a->kind && (op->src == HQ_SRC_RECORD || (op->op == HQ_F_COMPARE && op->at >> 4 == HQ_SRC_RECORD)))
		return (struct asked){ facts->records + facts->first[l->kind],
				       (uint32_t)facts->first[l->kind + 1] - facts->first[l->kind] };
	return (struct asked){ l->a->record, 1 };
}

/* ---- codes --------------------------------------------------------------------------------------------------- */

static hqi_truth tried(const struct leaves *l, const struct hq_record *record, int64_t value)
{
	struct hqi_ask with = *l->ask;
	struct hqi_assumed trial = *l->a;

	trial.v.lo = value;
	trial.before = with.assumed;
	with.assumed = &trial;
	return hqi_filter_leaf(&with, l->op, record);
}

/* The same where they are compared with a field of records that are missing: by the ends of their order, or by what else asks for that field. */
static bool told_apart_by_list(const struct leaves *l, int64_t x, int64_t y)
{
	const struct hq_packed_op *op = l->op;
	const bool ours = field_at(l, op->src, op->field) == l->a->arg, set = ours ? op->other_set : op->set;
	const struct hq_record blank = { .kind = l->kind, .unit = 255, .asked = 0xffff };
	const struct hqi_assumed p = { .record = &blank, .what = HQ_FORK_FIELDS, .kind = l->kind,
				       .arg = (uint16_t)(l->kind * HQ_FIELDS_MAX + (ours ? op->at & 15 : op->field)) };
	struct leaves other = { .ask = l->ask, .a = &p };

	if (op->rel != HQ_REL_EQ && op->rel != HQ_REL_SHARES && (x == 0 || y == l->a->end))
		return true;
	while (next_leaf(&other))
		if (other.op->op != HQ_F_COMPARE && tried(&other, &blank, set ? (int64_t)1 << x : x) != tried(&other, &blank, set ? (int64_t)1 << y : y))
			return true;
	return false;
}

/* Does any relation tell the two codes apart, or may it, for want of what it compares them with? */
static bool told_apart(const struct hqi_ask *ask, const struct hqi_assumed *a, int64_t x, int64_t y)
{
	struct leaves l = { .ask = ask, .a = a };

	while (next_leaf(&l)) {
		struct asked of = asked_of(&l);

		if (of.n == 0 && ask->facts->list[l.kind] != HQ_KNOWN && told_apart_by_list(&l, x, y))
			return true;
		for (; of.n > 0; of.n--, of.first += of.n > 0) {
			const hqi_truth t = tried(&l, of.first, x);

			if (t != tried(&l, of.first, y) || (t != HQI_YES && t != HQI_NO))
				return true;
		}
	}
	return false;
}

/* The next set of codes: for the next set of relations, in a.end, that some set meets, the greatest that meets no others. Where a relation asks for
 * what is missing too, or there are more than can be told apart, a.unit says that the cases cannot be made. */
static bool next_set(const struct hqi_ask *ask, struct hqi_assumed *a, uint16_t ncodes)
{
	struct leaves l = { .ask = ask, .a = a };
	uint64_t meet[LEAVES_MAX];             /* codes that meet a relation, each such set of codes once */
	uint32_t n = 0;

	a->unit = 0;
	while (next_leaf(&l)) {
		const uint8_t list = l.kind < HQ_KINDS_MAX ? ask->facts->list[l.kind] : HQ_KNOWN;
		struct asked of = asked_of(&l);

		a->unit |= of.n == 0 && (list == HQ_UNKNOWN || (list == HQ_NOT_ASKED && !ask->facts->closed));
		for (; of.n > 0; of.n--, of.first += of.n > 0) {
			uint64_t codes = 0;
			uint32_t i = 0;

			for (uint16_t c = 0; c < ncodes; c++) {
				const hqi_truth t = tried(&l, of.first, (int64_t)1 << c);

				codes |= (uint64_t)hqi_is_yes(t) << c;
				a->unit |= !hqi_is_yes(t) && !hqi_is_no(t);
			}
			while (i < n && meet[i] != codes)
				i++;
			a->unit |= i == LEAVES_MAX;
			if (i == n && codes && n < LEAVES_MAX)
				meet[n++] = codes;
		}
	}
	if (a->unit)
		return false;
	while (++a->end < (int64_t)1 << n) {
		uint64_t set = ((uint64_t)1 << ncodes) - 1;
		bool all = true;

		for (uint32_t i = 0; i < n; i++)
			if (!(a->end >> i & 1))
				set &= ~meet[i];
		for (uint32_t i = 0; i < n; i++)
			if ((a->end >> i & 1) && !(set & meet[i]))
				all = false;
		a->v.lo = (int64_t)set;
		if (all)
			return true;
	}
	return false;
}

/* ---- numbers, days, quantities ------------------------------------------------------------------------------- */

/* The least of what is above @v so far, @edge, or the one after it. */
static void cut(int64_t *least, int64_t v, int64_t edge, int64_t after)
{
	if (edge > v)
		*least = hqi_min(*least, edge);
	else if (after > v)
		*least = hqi_min(*least, after);
}

/* The least edge above @v that the rules have of @a: of filters; of windows, for the day that dates a record; of questions. */
static int64_t next_cut(const struct hqi_ask *ask, const struct hqi_assumed *a, int64_t v, bool dates)
{
	struct leaves l = { .ask = ask, .a = a };
	const struct hq_edition *e = ask->edition;
	int64_t least = INT64_MAX, other;

	while (a->what != HQ_FORK_MEASURE && next_leaf(&l)) {
		const struct hq_packed_op *op = l.op;
		struct asked of = asked_of(&l);
		const bool ours = op->op == HQ_F_COMPARE && field_at(&l, op->src, op->field) == a->arg;

		if (op->op == HQ_F_WITHIN)
			cut(&least, v, hq_day_add_months(ask->as_of, (int32_t)-ask->numbers[op->at]) + 1, (int64_t)ask->as_of + 1);
		else if (op->op != HQ_F_COMPARE)
			cut(&least, v, ask->numbers[op->at], hqi_min(ask->numbers[op->at + 1], HQ_BIG) + 1);
		else
			for (; of.n > 0; of.n--, of.first += of.n > 0)
				if (hqi_known(ask, ours ? (uint8_t)(op->at >> 4) : op->src, ours ? op->at & 15 : op->field, of.first, &other))
					cut(&least, v, other, other + 1);
	}
	for (uint16_t m = e->first_measure; dates && m < e->first_measure + e->nmeasures; m++) {
		const struct hqi_days days = hqi_window(ask, ask->measures[m].window);

		if (hqi_shape(ask, m)->kind == a->kind)
			cut(&least, v, days.from, (int64_t)days.to + 1);
	}
	for (uint32_t i = 0; a->what == HQ_FORK_MEASURE && i < e->nrows; i++) {
		const struct hq_row *row = &ask->rows[e->first_row + i];

		if (row->op == HQ_OP_QUANTITY && row->arg == a->arg)
			cut(&least, v, ask->numbers[row->range], ask->numbers[row->range + 1] + 1);
	}
	return least;
}

static bool next_value(const struct hqi_ask *ask, struct hqi_assumed *a, bool first)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + a->kind;
	const uint8_t field = a->arg % HQ_FIELDS_MAX;
	const struct hq_vocab_field *f = HQ_AT(struct hq_vocab_field, ask->vocab, fields) + k->first_field + field;
	int64_t v = a->v.lo, least = 0, most = f->type == HQ_FIELD_YES_NO ? 1 : f->ncodes - 1;

	if (f->type == HQ_FIELD_SOME_OF) {
		if (first)
			a->end = -1;
		return next_set(ask, a, f->ncodes);
	}
	if (f->type == HQ_FIELD_DATE) {
		least = HQI_DAY_MIN;
		most = field == k->date_field ? ask->as_of : HQI_DAY_MAX;
	} else if (f->type == HQ_FIELD_NUMBER) {
		least = f->min;
		most = f->max;
	}
	if (first)
		v = least;
	else if (f->type >= HQ_FIELD_DATE)
		v = next_cut(ask, a, v, field == k->date_field);
	else
		for (a->end = most; ++v <= most && !told_apart(ask, a, a->v.lo, v);)
			;
	if (v > most && f->never && a->v.lo <= most)
		v = most = HQ_DAY_NEVER;
	a->v.lo = a->v.hi = v;
	return v <= most;
}

bool hqi_case(const struct hqi_ask *ask, struct hqi_assumed *a, bool first)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + a->kind;
	int64_t lo = first ? a->v.lo : a->v.hi + 1;

	if (a->what == HQ_FORK_FIELDS)
		return next_value(ask, a, first);
	if (a->what == HQ_FORK_ROW) {
		a->v.lo = a->v.hi = first ? 0 : 1;
		return first || lo == 1;
	}
	if (a->what == HQ_FORK_MEASURE) {
		if (first)
			a->end = a->v.hi;
	} else if (first || lo > a->end) {
		a->unit = first ? 0 : (uint8_t)(a->unit + 1);
		while (a->unit < HQ_UNITS_MAX && !(k->units >> a->unit & 1))
			a->unit++;
		lo = a->unit < HQ_UNITS_MAX ? k->amount_min : INT64_MAX;
		a->end = k->amount_max;
	}
	if (lo > a->end)
		return false;
	a->v.lo = lo;
	a->v.hi = hqi_min(a->end, next_cut(ask, a, lo, false) - 1);
	return true;
}
