/* The cases of one missing fact: one value of each class that the rules of an edition tell apart, and none that another beats (semantics 8.4).
 *
 * Which fact is asked is exact.c's, and so is which way each relation has to turn. Numbers and days are cut where a filter or a window has an
 * edge; under a cap by the year also where a school year begins or ends that an edge or another record lies in, for any other year is as good as the next.
 * Values are compared by trying them in every relation that asks for them; a set of codes is made for each set of relations that it can
 * meet. The one idea: a case is enumerated from where the last one stood, so nothing is remembered beside it.
 */
#include "hq_internal.h"

#define WANTED INT64_MIN
enum { LEAVES_MAX = 24 };

const struct hqi_assumed *hqi_assumed(const struct hqi_ask *ask, uint32_t what, const struct hq_record *record, uint32_t arg)
{
	const struct hqi_assumed *a = ask->assumed;

	while (a && (a->what != what || a->arg != arg || a->record != record))
		a = a->before;
	return a;
}

/* ---- the places that ask for a fact -------------------------------------------------------------------------- */

/* Fields, by kind. */
struct linked { uint16_t of[HQ_KINDS_MAX]; };

/* A walk over the relations of an edition that ask for @a: in filters of its kind; for a single record, in all. */
struct leaves {
	const struct hqi_ask *ask;
	const struct hqi_assumed *a;
	const struct linked *linked;   /* or in all for these fields; NULL: for @a */
	const struct hq_packed_op *op; /* NULL: no filter is being read */
	uint32_t at;                   /* measures of the edition, its rows, what is implied */
	bool all;                      /* asked_of: of all records, and not of that of @a alone */
	uint8_t kind;                  /* whose records the filter is asked of; 255 none */
	uint8_t sign;                  /* of the row or measure whose filter it is */
};

/* Which field it is, as in hqi_assumed.arg; of the as-of date none. */
static uint32_t field_at(const struct leaves *l, uint32_t src, uint32_t field)
{
	const uint32_t kind = src == HQ_SRC_RECORD ? l->kind : src == HQ_SRC_TEACHER ? l->ask->vocab->teacher :
			      src == HQ_SRC_ASSIGNMENT ? l->ask->vocab->assignment : HQ_NONE;

	return kind * HQ_FIELDS_MAX + field;
}

static bool is_of(const struct leaves *l, uint32_t field)
{
	const uint32_t kind = field / HQ_FIELDS_MAX;

	return l->linked ? kind < HQ_KINDS_MAX && (l->linked->of[kind] >> field % HQ_FIELDS_MAX & 1) : field == l->a->arg;
}

static bool asks(const struct leaves *l)
{
	const struct hq_packed_op *op = l->op;

	if (l->a->what == HQ_FORK_AMOUNT)
		return op->op == HQ_F_AMOUNT && (op->field == l->a->unit || l->a->unit == 255);
	if (op->op == HQ_F_COMPARE && is_of(l, field_at(l, op->at >> 4, op->at & 15u)))
		return true;
	return ((1u << HQ_F_IN | 1u << HQ_F_RANGE | 1u << HQ_F_COMPARE | 1u << HQ_F_WITHIN) >> op->op & 1) && is_of(l, field_at(l, op->src, op->field));
}

static bool next_leaf(struct leaves *l)
{
	const struct hqi_ask *ask = l->ask;
	const struct hq_edition *e = ask->edition;
	const bool single = l->a->kind == ask->vocab->teacher || l->a->kind == ask->vocab->assignment;

	for (;;) {
		while (l->op && (++l->op)->op != HQ_F_END)
			if (asks(l))
				return true;
		/* The signs of the measures stand before those of the rows. */
		uint32_t i = l->at++;
		uint16_t filter = HQ_NONE;

		l->sign = ask->signs && i < (uint32_t)e->nrows + e->nmeasures ? ask->signs[i] : 0;
		l->kind = 255;
		if (i < e->nmeasures) {
			l->kind = hqi_shape(ask, (uint16_t)(e->first_measure + i))->kind;
			filter = ask->measures[e->first_measure + i].filter;
		} else if ((i -= e->nmeasures) < e->nrows) {
			if (ask->rows[e->first_row + i].op == HQ_OP_SCALAR)
				filter = ask->rows[e->first_row + i].arg;
		} else if ((i -= e->nrows) < ask->rules->implied.count * 2u) {
			const struct hq_implied *implied = HQ_AT(struct hq_implied, ask->rules, implied) + i / 2;

			l->sign = HQI_BOTH;
			l->kind = (uint8_t)implied->kind;
			filter = i % 2 ? implied->when : implied->holds;
		} else {
			return false;
		}
		l->op = filter != HQ_NONE && l->sign && (single || l->linked || l->kind == l->a->kind) ?
			  HQ_AT(struct hq_packed_op, ask->rules, filter_ops) + filter - 1 : NULL;
	}
}

/* Which way the relation has to turn: that of its filter, but for each `not` that it stands under. */
static uint32_t leaf_sign(const struct leaves *l)
{
	uint32_t sign = l->sign, above = 0;            /* operands that wait above the one the relation is in */

	for (const struct hq_packed_op *op = l->op + 1; op->op != HQ_F_END; op++) {
		if (op->op == HQ_F_AND || op->op == HQ_F_OR)
			above = above < op->at ? 0 : above - op->at + 1u;
		else if (op->op != HQ_F_NOT)
			above++;
		else if (above == 0)
			sign = hqi_turned(sign);
	}
	return sign;
}

/* The records that the relation is asked of: the one whose field is missing, all of a kind, or (NULL) once of none. */
struct asked { const struct hq_record *first; uint32_t n; };

static struct asked asked_of(const struct leaves *l)
{
	const struct hq_facts *facts = l->ask->facts;
	const struct hq_packed_op *op = l->op;

	if ((l->all || l->kind != l->a->kind) && (op->src == HQ_SRC_RECORD || (op->op == HQ_F_COMPARE && op->at >> 4 == HQ_SRC_RECORD)))
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

/* The field of the day that dates a record of the kind, or with which it @begins, as in hqi_assumed.arg; or none. */
static uint32_t date_of(const struct hqi_ask *ask, uint32_t kind, bool begins)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + kind;
	const uint8_t field = begins ? k->from_field : k->date_field;

	return field == 255 ? HQ_NONE : kind * HQ_FIELDS_MAX + field;
}

/* Is it that day? */
static bool dates(const struct hqi_ask *ask, const struct hqi_assumed *a)
{
	return a->what == HQ_FORK_FIELDS && a->arg == date_of(ask, a->kind, false);
}

/* Is something wanted of the measure, which has a cap by the year and counts such records? What one gives turns on the others of its year. */
static bool is_by_years(const struct hqi_ask *ask, const struct hqi_assumed *a, uint32_t m)
{
	const struct hq_packed_shape *shape = hqi_shape(ask, m);

	return ask->numbers[shape->cap_year] < HQ_BIG && shape->kind == a->kind && ask->signs && ask->signs[m - ask->edition->first_measure];
}

/* To measure @m of the edition, is a record dated by @x worth as much as by @y, or as WANTED? */
static bool as_good_a_day(const struct hqi_ask *ask, const struct hqi_assumed *a, uint32_t m, int64_t x, int64_t y)
{
	const uint16_t measure = (uint16_t)(ask->edition->first_measure + m);
	const struct hqi_days days = hqi_days_of(ask, measure, a->arg == date_of(ask, a->kind, true));
	const uint32_t sign = ask->signs[m];

	if (HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[a->kind].flags & HQ_KIND_SPAN) {
		x = hqi_min(x, ask->as_of);            /* it goes on */
		y = hqi_min(y, ask->as_of);
	}
	const bool in = x >= days.from && x <= days.to, by_years = in && is_by_years(ask, a, measure);

	if (!sign || hqi_shape(ask, measure)->kind != a->kind || (days.all && !by_years))
		return true;
	if (y == WANTED ? by_years : in == (y >= days.from && y <= days.to))
		return !by_years || (y != WANTED && hq_school_year((hq_day)x) == hq_school_year((hq_day)y));
	return sign == (in ? HQI_UP : HQI_DOWN);
}

/* Is @x as good as @y, or as WANTED, wherever the fact is asked for? Not where that turns on what it is compared with, which is missing too. */
static bool as_good(const struct hqi_ask *ask, const struct hqi_assumed *a, int64_t x, int64_t y)
{
	struct leaves l = { .ask = ask, .a = a };

	while (next_leaf(&l)) {
		const uint32_t sign = leaf_sign(&l);
		struct asked of = asked_of(&l);

		if (of.n == 0 && ask->facts->list[l.kind] != HQ_KNOWN)
			return false;
		for (; of.n > 0; of.n--, of.first += of.n > 0) {
			const hqi_truth tx = tried(&l, of.first, x), ty = y == WANTED ? HQI_UNKNOWN : tried(&l, of.first, y);

			if (((sign & HQI_UP) && !hqi_is_yes(tx) && !hqi_is_no(ty)) || ((sign & HQI_DOWN) && !hqi_is_no(tx) && !hqi_is_yes(ty)))
				return false;
		}
	}
	for (uint32_t m = 0; ask->signs && m < ask->edition->nmeasures && (dates(ask, a) || a->arg == date_of(ask, a->kind, true)); m++)
		if (!as_good_a_day(ask, a, m, x, y))
			return false;
	return true;
}

/* The next set of codes: the greatest is best for all relations that are to be met, so for the next set of the others, in a.end, that some set meets,
 * the greatest that meets no others of them. Where one of these asks for what is missing too, or there are more than can be told apart, a.unit
 * says that the cases cannot be made. */
static bool next_set(const struct hqi_ask *ask, struct hqi_assumed *a, int64_t codes_all)
{
	struct leaves l = { .ask = ask, .a = a };
	uint64_t meet[LEAVES_MAX];             /* codes that meet a relation, each such set of codes once */
	uint32_t n = 0, signs = 0;

	a->unit = 0;
	while (next_leaf(&l)) {
		const uint32_t sign = leaf_sign(&l);
		struct asked of = asked_of(&l);
		const bool open = of.n == 0 && l.kind < HQ_KINDS_MAX && hqi_is_missing(ask, l.kind);

		if (of.n > 0 || open)
			signs |= sign;
		if (sign == HQI_UP)
			continue;
		a->unit |= open;
		for (; of.n > 0; of.n--, of.first += of.n > 0) {
			uint64_t codes = 0;
			uint32_t i = 0;

			for (uint16_t c = 0; codes_all >> c; c++) {
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
	if (signs == HQI_DOWN) {               /* the empty set is best */
		a->unit = 0;
		a->v.lo = 0;
		return ++a->end == 0;
	}
	if (a->unit)
		return false;
	while (++a->end < (int64_t)1 << n) {
		uint64_t set = (uint64_t)codes_all;
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

/* The least edge above @v so far. @years: of days, whose school years are told apart where an edge lies in them. */
struct cuts { int64_t v, least; bool years; };

/* At @edge, and at @after, which does not stand before it. */
static void cut(struct cuts *c, int64_t edge, int64_t after)
{
	for (int32_t i = c->years ? 0 : 4; i < 6; i++) {
		const int64_t at = i & 1 ? after : edge;

		if (at > c->v - 366 && at < c->least + 366) {
			const int64_t next = i < 4 ? hqi_day_of(hq_school_year((hq_day)at) + i / 2, 7, 1) : at;

			if (next > c->v)
				c->least = hqi_min(c->least, next);
		}
	}
}

/* The values of a field that are told apart at all, in their order: where they begin, where they end. Of sets the empty one and that of all codes. */
struct values { int64_t least, most; bool cuts, never, set; };

static struct values values_of(const struct hqi_ask *ask, uint32_t field)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + field / HQ_FIELDS_MAX;
	const struct hq_vocab_field *f = HQ_AT(struct hq_vocab_field, ask->vocab, fields) + k->first_field + field % HQ_FIELDS_MAX;

	if (f->type == HQ_FIELD_DATE)
		return (struct values){ HQ_DAY_FIRST, k->date_field == field % HQ_FIELDS_MAX || k->from_field == field % HQ_FIELDS_MAX ? ask->as_of : HQ_DAY_LAST, true, f->never, false };
	if (f->type == HQ_FIELD_NUMBER)
		return (struct values){ f->min, f->max, true, false, false };
	if (f->type == HQ_FIELD_SOME_OF)
		return (struct values){ 0, ((int64_t)1 << f->ncodes) - 1, false, false, true };
	return (struct values){ 0, f->type == HQ_FIELD_YES_NO ? 1 : f->ncodes - 1, false, false, false };
}

/* The least edge above @v that the rules have of @a, or of all @linked: of filters, where they compare it those of what it is compared with; of windows, for the
 * day that dates a record; of questions. @open: whether some of what it is compared with is missing, and whether a cap by the year
 * reads it. */
enum { OPEN = 1, BY_YEARS = 2 };

static int64_t next_edge(const struct hqi_ask *ask, const struct hqi_assumed *a, const struct linked *linked, int64_t v, uint32_t *open)
{
	struct leaves l = { .ask = ask, .a = a, .linked = linked };
	struct cuts c = { v, INT64_MAX / 2, false };
	const struct hq_edition *e = ask->edition;
	int64_t other;

	*open = 0;
	for (uint32_t i = 0; i < e->nmeasures && dates(ask, a); i++)
		c.years |= is_by_years(ask, a, e->first_measure + i);
	for (uint16_t m = e->first_measure; a->what == HQ_FORK_FIELDS && m < e->first_measure + e->nmeasures; m++) {
		const struct hqi_days days = hqi_window(ask, m);

		if (is_of(&l, date_of(ask, hqi_shape(ask, m)->kind, false)) || is_of(&l, date_of(ask, hqi_shape(ask, m)->kind, true)))
			cut(&c, days.from, (int64_t)days.to + 1);
	}
	for (struct hqi_records of = hqi_records(ask, a->kind); of.first < of.end && c.years; of.first++)
		if (hqi_known(ask, HQ_SRC_RECORD, a->arg % HQ_FIELDS_MAX, of.first, &other))
			cut(&c, other, other);
	l.all = linked || c.years;
	while (a->what != HQ_FORK_MEASURE && next_leaf(&l)) {
		const struct hq_packed_op *op = l.op;
		struct asked of = asked_of(&l);

		if (op->op == HQ_F_WITHIN)
			cut(&c, hq_day_add_months(ask->as_of, (int32_t)-ask->numbers[op->at]) + 1, (int64_t)ask->as_of + 1);
		else if (op->op != HQ_F_COMPARE)
			cut(&c, ask->numbers[op->at], hqi_min(ask->numbers[op->at + 1], HQ_BIG) + 1);
		for (uint32_t side = 0; op->op == HQ_F_COMPARE && side < 2; side++) {
			const uint8_t src = (uint8_t)(side ? op->at >> 4 : op->src), field = (uint8_t)(side ? op->at & 15 : op->field);
			const uint32_t n = src == HQ_SRC_RECORD ? of.n : 1;
			const bool own = !linked && field_at(&l, src, field) == a->arg;

			*open |= !own && n == 0 ? OPEN : 0;
			if (linked && is_of(&l, field_at(&l, src, field))) {
				const struct values all = values_of(ask, field_at(&l, src, field));

				cut(&c, all.least, all.most + 1);         /* the day that dates a record does not lie ahead */
			}
			for (uint32_t i = 0; !own && i < n; i++) {
				const struct hq_record *r = src == HQ_SRC_RECORD ? of.first + i : src == HQ_SRC_TEACHER ? hqi_teacher(ask) : ask->facts->assignment;

				*open |= c.years && src != HQ_SRC_AS_OF && !(r && r->known >> field & 1) ? BY_YEARS : 0;
				if (hqi_known(ask, src, field, r, &other))
					cut(&c, other, other + 1);
				else
					*open |= OPEN;
			}
		}
	}
	for (uint32_t i = 0; a->what == HQ_FORK_MEASURE && i < e->nrows; i++) {
		const struct hq_row *row = &ask->rows[e->first_row + i];

		if (row->op == HQ_OP_QUANTITY && hqi_same(ask, row->arg) == a->arg)
			cut(&c, ask->numbers[row->range], ask->numbers[row->range + 1] + 1);
	}
	return c.least;
}

/* Which fields @a is compared with, those that these are compared with, and so on; returns how many. */
static uint32_t link_fields(const struct hqi_ask *ask, const struct hqi_assumed *a, struct linked *linked)
{
	uint32_t n = 0, before;

	*linked = (struct linked){ { 0 } };
	linked->of[a->kind] = (uint16_t)(1u << a->arg % HQ_FIELDS_MAX);
	do {
		struct leaves l = { .ask = ask, .a = a, .linked = linked };

		before = n;
		while (next_leaf(&l)) {
			const struct hq_packed_op *op = l.op;
			const uint32_t sides[] = { field_at(&l, op->src, op->field), op->op == HQ_F_COMPARE ? field_at(&l, op->at >> 4, op->at & 15u) : a->arg };

			for (uint32_t side = 0; side < 2; side++) {
				const uint32_t kind = sides[side] / HQ_FIELDS_MAX;

				if (kind < HQ_KINDS_MAX && !is_of(&l, sides[side])) {
					linked->of[kind] |= (uint16_t)(1u << sides[side] % HQ_FIELDS_MAX);
					n++;
				}
			}
		}
	} while (n > before);
	return n;
}

/* The same, with the edges of all that it is linked with where what it is compared with is missing too. @few: in a class of no more values each of them
 * may have to be told apart, for what is missing may lie on both sides of it and in any order; 0: that it is compared with is known. Under a cap by the year the years of
 * all of them would have to be told apart: a.unit says that they are not. */
static int64_t next_cut(const struct hqi_ask *ask, struct hqi_assumed *a, int64_t v, int64_t *few)
{
	struct linked linked;
	uint32_t open;
	int64_t least = next_edge(ask, a, NULL, v, &open);

	*few = 0;
	a->unit |= open & BY_YEARS;
	if (!(open & OPEN))
		return least;
	const uint32_t n = link_fields(ask, a, &linked);

	*few = 2 * (int64_t)n * (n + 1);
	least = hqi_min(least, next_edge(ask, a, &linked, v, &open));
	return least;
}

static bool next_of(const struct hqi_ask *ask, struct hqi_assumed *a, const struct values *of, int64_t *v)
{
	const int64_t before = *v;
	int64_t few = 0;

	*v = before < of->least ? of->least : of->cuts ? next_cut(ask, a, before, &few) : of->set && before == 0 ? of->most : before + 1;
	/* What is compared with it, and missing too, may be less, the same or more within one class: so one from the middle, or each of a few. */
	if (few && hqi_min(*v, of->most + 1) - before <= few)
		*v = before + 1;
	if (of->cuts && *v <= of->most) {
		const int64_t size = hqi_min(next_cut(ask, a, *v, &few), of->most + 1) - *v;

		*v += few && size > few ? size / 2 : 0;
	}
	if (*v > of->most && of->never && before <= of->most)
		*v = HQ_DAY_NEVER;
	return *v <= of->most || (*v == HQ_DAY_NEVER && before <= of->most);
}

/* Is another value better, or as good and met before? */
static bool beaten(const struct hqi_ask *ask, struct hqi_assumed *a, const struct values *of, int64_t v)
{
	for (int64_t w = of->least - 1; next_of(ask, a, of, &w);)
		if (w != v && as_good(ask, a, w, v) && (w < v || !as_good(ask, a, v, w)))
			return true;
	return false;
}

static bool next_value(const struct hqi_ask *ask, struct hqi_assumed *a, bool first)
{
	const struct values of = values_of(ask, a->arg);

	if (of.set) {
		if (first)
			a->end = -1;
		return next_set(ask, a, of.most);
	}
	a->end = of.most;
	if (first)
		a->v.lo = of.least - 1;
	do
		if (!next_of(ask, a, &of, &a->v.lo))
			return false;
	while (beaten(ask, a, &of, a->v.lo));
	a->v.hi = a->v.lo;
	return true;
}

bool hqi_is_free(const struct hqi_ask *ask, const struct hqi_assumed *fact)
{
	struct hqi_assumed own = *fact, *const a = &own;
	struct leaves l = { .ask = ask, .a = a };

	if (a->what == HQ_FORK_FIELDS) {
		const struct values of = values_of(ask, a->arg);

		/* A set of codes that may not have this one is made only for what is known. */
		while (!of.set && next_leaf(&l))
			if (l.op->op == HQ_F_COMPARE && (l.op->set | l.op->other_set) && (leaf_sign(&l) & HQI_DOWN))
				return false;
		for (int64_t v = of.least - 1; next_of(ask, a, &of, &v);)
			if (as_good(ask, a, v, WANTED))
				return true;
		return false;
	}
	a->unit = 255;
	if (a->what == HQ_FORK_AMOUNT) {       /* one measure may want it in one unit and another in another */
		const uint32_t units = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[a->kind].units;

		return !(units & (units - 1)) && !next_leaf(&l);
	}
	return !hqi_case(ask, a, true) || !hqi_case(ask, a, false);
}

bool hqi_case(const struct hqi_ask *ask, struct hqi_assumed *a, bool first)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + a->kind;
	int64_t lo = first ? a->v.lo : a->v.hi + 1;
	int64_t few;

	a->first = first;
	if (a->what == HQ_FORK_FIELDS)
		return next_value(ask, a, first);
	if (a->what == HQ_FORK_ROW) {
		a->v.lo = a->v.hi = first ? 0 : 1;
		return first || lo == 1;
	}
	if (a->halves || a->what == HQ_FORK_MEASURE) {
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
	a->v.hi = a->what == HQ_FORK_YEARS ? a->end : hqi_min(a->end, next_cut(ask, a, lo, &few) - 1);
	if (a->halves && first && a->v.hi == a->end)
		a->v.hi = a->what == HQ_FORK_YEARS && a->unit ? lo : lo + (a->end - lo) / 2;
	return true;
}
