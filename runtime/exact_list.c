/* Which records there can be; and whether a list that is missing can give all of its measures what they are wanted at (semantics 8.4 a, 8.5, 8.8).
 *
 * The one idea: a list may hold any records that the facts allow, so all that binds its measures together is which sorts of record there can
 * be: a sort is a set of measures that one record is in, and in no other. A record is looked for field by field. The same search tells
 * whether a record that is there can still be what a case takes it for.
 */
#include "hq_internal.h"

/* Implications of a block: first and end. */
static const struct hq_implied *implied_of(const struct hqi_ask *ask, const struct hq_implied **end)
{
	const struct hq_implied *first = HQ_AT(struct hq_implied, ask->rules, implied);

	*end = first + ask->rules->implied.count;
	return first;
}

static hqi_truth both(hqi_truth a, hqi_truth b)
{
	if (hqi_is_no(a) || hqi_is_no(b))
		return HQI_NO;
	return hqi_is_yes(a) ? b : hqi_is_yes(b) ? a : a | b;
}

static hqi_truth none_of(hqi_truth t)
{
	return hqi_is_yes(t) ? HQI_NO : hqi_is_no(t) ? HQI_YES : t;
}

/* Has the compiler found that what this measure and those that bind it can have together cannot always be told? */
static bool is_given_up(const struct hqi_ask *ask, uint32_t m)
{
	const struct hq_fork *f = hqi_forks(ask);

	for (uint32_t n = ask->edition->nforks; n > 0; n--, f++)
		if (f->what == HQ_FORK_GIVE_UP && f->arg == m)
			return true;
	return false;
}

static bool adds_spans(const struct hqi_ask *ask, uint32_t m)
{
	const struct hq_packed_shape *shape = hqi_shape(ask, m);

	return shape->agg == HQ_AGG_SUM && (HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[shape->kind].flags & HQ_KIND_SPAN);
}

/* Of a list that is missing a year of a span lies on one day, for what has several years is as good as several with one each, which begin on the day of theirs:
 * unless something else asks on which day they begin, or they may be amounts in another unit, which are dated by the last. */
struct hqi_days hqi_days_of(const struct hqi_ask *ask, uint32_t measure, bool begins)
{
	struct hqi_days days = hqi_window(ask, measure);
	const bool known = ask->facts->list[hqi_shape(ask, measure)->kind] == HQ_KNOWN, spans = !known && adds_spans(ask, measure);

	if (days.from > days.to)
		return days;                   /* no day is in it */
	if (begins && (!spans || is_given_up(ask, measure)))
		days.from = HQ_DAY_OPEN;
	if (begins ? !spans : spans && hq_school_year(days.from) < hq_school_year(days.to + 1))
		days.to = ask->as_of;          /* but where no year is dated in it by its 30 June, the last day has to be in it */
	days.all = days.from == HQ_DAY_OPEN && days.to == ask->as_of;
	return days;
}

/* What is left open of one record in a measure of a list that is missing: its filter, and whether its days lie in the window. */
static hqi_truth takes(const struct hqi_ask *ask, uint32_t measure, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + record->kind;
	hqi_truth t = hqi_filter(ask, ask->measures[measure].filter, record);
	int64_t day;

	if ((k->flags & HQ_KIND_SPAN) && hqi_known(ask, HQ_SRC_RECORD, k->from_field, record, &day) && day > ask->as_of)
		return HQI_NO;                 /* it has not begun */
	for (uint32_t begins = 0; begins < 2; begins++) {
		const uint8_t field = begins ? k->from_field : k->date_field;
		const struct hqi_days days = hqi_days_of(ask, measure, begins);

		if (field == 255 || days.all)
			continue;
		if (!hqi_known(ask, HQ_SRC_RECORD, field, record, &day)) {
			t = both(t, HQI_UNKNOWN | HQI_LACK_FIELD(field));
		} else {
			if (k->flags & HQ_KIND_SPAN)
				day = hqi_min(day, ask->as_of);    /* it goes on */
			if (day < days.from || day > days.to)
				return HQI_NO;
		}
	}
	return t;
}

/* NO: not this record, whatever it lacks. YES: it will do. Else the fields that it lacks; none of them: it may do. */
static hqi_truth suits(const struct hqi_ask *ask, const struct hqi_sought *sought)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_implied *end, *implied = implied_of(ask, &end);
	hqi_truth t = sought->in < HQI_MEETS ? HQI_YES : hqi_filter(ask, (uint16_t)sought->in, sought->record);

	if (sought->out >= HQI_MEETS)
		t = both(t, none_of(hqi_filter(ask, (uint16_t)sought->out, sought->record)));
	for (uint32_t m = 0; ask->signs && m < e->nmeasures && !hqi_is_no(t); m++)
		if (ask->signs[m] == HQI_DOWN)
			t = both(t, none_of(takes(ask, e->first_measure + m, sought->record)));
		else if (ask->signs[m])
			t = both(t, takes(ask, e->first_measure + m, sought->record));
	for (; implied < end; implied++)
		if (implied->when == HQ_NONE && implied->kind == sought->kind)
			t = both(t, hqi_filter(ask, implied->holds, sought->record));
	return t;
}

bool hqi_may_be(const struct hqi_ask *ask, const struct hqi_sought *sought, struct hqi_assumed *tried)
{
	const uint32_t shift = sought->kind == ask->vocab->teacher ? 16 : sought->kind == ask->vocab->assignment ? 32 : 0;
	struct hqi_ask with = *ask;
	uint32_t depth = 0;

	with.signs = sought->signs;
	for (;;) {
		const hqi_truth t = suits(&with, sought);

		if (hqi_is_no(t)) {
			do {
				if (depth == 0)
					return false;
				with.assumed = tried[--depth].before;
			} while (!hqi_case(&with, &tried[depth], false));
		} else {
			/* Its amount after its fields. */
			const uint32_t lacks = ((uint32_t)(t >> shift) & (HQI_LACK_FIELD(HQ_FIELDS_MAX) - 1)) | (t & HQI_LACK_AMOUNT ? 1u << HQ_FIELDS_MAX : 0);
			uint16_t field = 0;

			if (hqi_is_yes(t) || !lacks)
				return true;
			while (!(lacks >> field & 1))
				field++;
			tried[depth] = (struct hqi_assumed){
				.before = with.assumed, .record = sought->record, .what = HQ_FORK_AMOUNT, .kind = sought->kind
			};
			if (field < HQ_FIELDS_MAX) {
				tried[depth].what = HQ_FORK_FIELDS;
				tried[depth].arg = (uint16_t)(sought->kind * HQ_FIELDS_MAX + field);
			}
			if (!hqi_case(&with, &tried[depth], true))
				return true;
		}
		with.assumed = &tried[depth++];
	}
}

static bool uncapped(const struct hqi_ask *ask, const struct hq_packed_shape *s)
{
	return ask->numbers[s->cap_each] == HQ_BIG && ask->numbers[s->cap_year] == HQ_BIG && ask->numbers[s->block_each] == 0;
}

static uint32_t bits(uint32_t set)
{
	uint32_t n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* Is it the same whatever the rules leave open (8.4 e)? Not what an amount in another unit is worth, nor where the years of a span lie whose first day is asked for. */
static bool is_sure(const struct hqi_ask *ask, uint32_t m)
{
	const struct hq_packed_shape *shape = hqi_shape(ask, m);
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + shape->kind;

	return shape->agg == HQ_AGG_COUNT || (bits(k->units) == shape->nconvs && !(ask->measures[m].window && adds_spans(ask, m) && is_given_up(ask, m)));
}

/* Does a record in @in that is in measure @m too add to it, whatever it amounts to? @so: or if what adds up amounts may bind it otherwise. */
static bool adds(const struct hqi_ask *ask, uint16_t m, uint32_t in, bool so)
{
	const struct hq_packed_shape *shape = hqi_shape(ask, m), *other = in < HQI_ANY_SORT ? hqi_shape(ask, (uint16_t)in) : NULL;
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + shape->kind;

	if (shape->agg == HQ_AGG_COUNT)
		return true;
	if (!is_sure(ask, m))
		return false;
	if (other && other->agg != HQ_AGG_COUNT && (so || (other == shape && uncapped(ask, shape))))
		return true;
	return k->amount_min > 0 && ask->numbers[shape->block_each] == 0;
}

/* All there may be of measure @m on the as-of date: what its narrowing, which is no case, has left of the ranges. */
static int64_t most_of(const struct hqi_ask *ask, uint32_t m)
{
	const struct hqi_assumed *a = ask->assumed;

	while (a && (a->taken || a->what != HQ_FORK_MEASURE || a->arg != m))
		a = a->before;
	return a ? a->v.hi : ask->numbers[hqi_shape(ask, m)->max];
}

/* What measure @m is wanted at: UP at all there may be, DOWN at the least; else anywhere in what the case says; but of what only helps more is as good, of what
 * only hurts less. */
static struct hq_interval wanted(const struct hqi_ask *ask, uint16_t m)
{
	const uint32_t sign = ask->signs[m - ask->edition->first_measure];
	const struct hqi_assumed *a = hqi_assumed(ask, HQ_FORK_MEASURE, NULL, m);
	struct hq_interval v = hqi_quantity(ask, m);

	if (sign & HQI_UP)
		v.lo = v.hi;
	else if (sign)
		v.hi = v.lo;
	if (a && a->unit == HQI_UP)
		v.hi = HQ_BIG;
	if (a && a->unit == HQI_DOWN)
		v.lo = 0;
	return v;
}

/* What is silent has a filter of its own, so it is another. */
uint16_t hqi_same(const struct hqi_ask *ask, uint16_t m)
{
	const struct hq_packed_measure *const of = &ask->measures[m], *x = &ask->measures[ask->edition->first_measure];
	const uint8_t kind = hqi_shape(ask, m)->kind;

	if (ask->facts->list[kind] == HQ_KNOWN || hqi_answer(ask, of->slot) || !is_sure(ask, m))
		return m;
	while (x < of && (x->filter != of->filter || x->window != of->window || x->shape != of->shape || hqi_answer(ask, x->slot)))
		x++;
	return (uint16_t)(x - ask->measures);
}

bool hqi_reads(const struct hqi_ask *ask, uint16_t m, uint8_t kind)
{
	return hqi_shape(ask, m)->kind == kind && !hqi_answer(ask, ask->measures[m].slot) && hqi_same(ask, m) == m;
}

static uint8_t *signs_of_record(const struct hqi_ask *ask)
{
	return ask->signs + ask->edition->nrows + ask->edition->nmeasures;
}

/* The least that a record can be to a measure that it is anything to. */
static int64_t least_of(const struct hqi_ask *ask, const struct hq_packed_shape *shape)
{
	return shape->agg == HQ_AGG_COUNT ? ask->numbers[shape->scale] : 1;
}

/* A record of measure @in, or any, is to be in none of the measures that @away says, as far as it would add to them and they are others. Those that are the same
 * quantity stand for one. */
static void mark(const struct hqi_ask *ask, uint8_t kind, uint32_t in, enum hqi_away away)
{
	const struct hq_edition *e = ask->edition;

	for (uint32_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		const struct hq_packed_shape *shape = hqi_shape(ask, m);
		const struct hq_interval v = away == HQI_FROM_VOID ? hqi_quantity(ask, m) : wanted(ask, m);
		const bool little = v.hi < (away == HQI_FROM_BOUND ? most_of(ask, m) : least_of(ask, shape));

		signs_of_record(ask)[i] = little && m != in && hqi_reads(ask, m, kind) && adds(ask, m, in, away == HQI_FROM_BOUND) ? HQI_DOWN : 0;
	}
}

/* A record of which nothing is known, behind those that are tried; not even `closed` says no of it. */
static const struct hq_record *blank(uint8_t kind, struct hqi_assumed *tried)
{
	struct hq_record *record = (struct hq_record *)(void *)(tried + HQ_FIELDS_MAX + 1);

	*record = (struct hq_record){ .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };
	return record;
}

bool hqi_may_hold(const struct hqi_ask *ask, uint8_t kind, uint32_t in, uint32_t out, enum hqi_away away, struct hqi_assumed *tried)
{
	const struct hq_edition *e = ask->edition;
	const struct hqi_sought sought = { blank(kind, tried), signs_of_record(ask), in, out, kind };

	mark(ask, kind, in, away);
	if (in < HQI_ANY_SORT)
		sought.signs[in - e->first_measure] = HQI_UP;
	return hqi_may_be(ask, &sought, tried);
}

/* ---- what a case of a record that is there may be ------------------------------------------------------------ */

bool hqi_lacks_another(const struct hqi_ask *ask, uint8_t kind, struct hqi_open *open)
{
	const struct hq_implied *end, *implied = implied_of(ask, &end);
	bool lacks = false;

	*open = (struct hqi_open){ NULL, 0 };
	for (; implied < end; implied++) {
		struct hqi_records of = hqi_records(ask, kind);
		hqi_truth one = HQI_NO, other = HQI_NO;        /* whether one meets `when`, and one `holds` */
		struct hqi_open tells = { NULL, 0 };

		for (; of.first < of.end && implied->kind == kind && implied->when != HQ_NONE; of.first++) {
			const struct hq_record *r = of.first;
			const hqi_truth when = hqi_filter(ask, implied->when, r), holds = hqi_filter(ask, implied->holds, r);

			one = when > one ? when : one;         /* yes is the greatest */
			other = holds > other ? holds : other;
			if ((when | holds) & HQI_LACKS)
				tells = (struct hqi_open){ r, (uint32_t)(when | holds) & 0xffff };
		}
		lacks |= hqi_is_yes(one) && hqi_is_no(other);
		if (!hqi_is_no(one) && !hqi_is_yes(other))
			*open = tells;
	}
	return lacks;
}

bool hqi_obeys(const struct hqi_ask *ask, const struct hqi_assumed *a, struct hqi_assumed *tried)
{
	const struct hqi_sought sought = { a->record, NULL, HQI_ANY_SORT, HQI_ANY_SORT, a->kind };       /* whatever the rules want of it */
	struct hqi_ask own = *ask;
	struct hqi_open open;

	own.assumed = NULL;
	return (hqi_may_be(ask, &sought, tried) || !hqi_may_be(&own, &sought, tried)) && (!hqi_lacks_another(ask, a->kind, &open) || hqi_lacks_another(&own, a->kind, &open));
}

/* ---- several quantities of the records that are there --------------------------------------------------------- */

/* What the row's quantities lack; with a record, the most that it may still give to one of them. */
static int64_t lack_of(const struct hqi_ask *ask, const struct hq_row *row, const struct hq_record *record)
{
	int64_t lack = 0, most = 0;

	for (uint32_t i = 0; i < row->nkids; i++) {
		const struct hq_row *kid = &ask->rows[ask->kids[row->first_kid + i]];
		struct hqi_count count;

		if (kid->op != HQ_OP_QUANTITY)
			continue;
		const int64_t own = hqi_max(ask->numbers[kid->range] - hqi_quantity(ask, kid->arg).lo, 0);

		if (!record) {
			lack += own;
			continue;
		}
		hqi_record_counts(ask, kid->arg, record, &count);
		most = hqi_max(most, hqi_min(own, count.part.hi - count.part.lo));
	}
	return lack + most;
}

bool hqi_falls_short(const struct hqi_ask *ask, const struct hq_row *row)
{
	if (!ask->assumed || row->arg == 0 || ask->facts->answers || ask->facts->list[row->arg - 1] != HQ_KNOWN)
		return false;
	int64_t lack = lack_of(ask, row, NULL);

	for (struct hqi_records of = hqi_records(ask, row->arg - 1u); of.first < of.end; of.first++)
		lack -= lack_of(ask, row, of.first);
	return lack > 0;
}

/* ---- all measures of a missing list at once ------------------------------------------------------------------ */

/* Measures of one type, which count records or add up amounts, and which of them a record can be in: sorts of records, as sets of bits. Counts are wanted
 * at so many records. */
struct together {
	struct hq_interval wanted[HQI_TOGETHER_MAX];
	uint16_t measure[HQI_TOGETHER_MAX];
	uint8_t sort[1 << HQI_TOGETHER_MAX];
	uint32_t n, nsorts;
};
_Static_assert(sizeof(struct together) <= HQI_TOGETHER_SIZE && HQI_TOGETHER_MAX <= 8, "its room");

static void find_sorts(const struct hqi_ask *ask, uint8_t kind, struct together *t, struct hqi_assumed *room)
{
	const struct hqi_sought sought = { blank(kind, room), signs_of_record(ask), HQI_ANY_SORT, HQI_ANY_SORT, kind };

	t->nsorts = 0;
	mark(ask, kind, t->measure[0], HQI_FROM_NONE);
	for (uint32_t set = 1; set < 1u << t->n; set++) {
		for (uint32_t i = 0; i < t->n; i++)
			sought.signs[t->measure[i] - ask->edition->first_measure] = set >> i & 1 ? HQI_UP : HQI_DOWN;
		if (hqi_may_be(ask, &sought, room))
			t->sort[t->nsorts++] = (uint8_t)set;
	}
}

/* Is there no list with which all have what they are wanted at? Only if it is so that each record is in as many of some bounds as of some needs, at least, and
 * these are wanted at more than those may have: the compiler has seen to it (compiler/together.c). */
static bool is_too_much(const struct together *t)
{
	const uint32_t all = (1u << t->n) - 1;

	for (uint32_t needs = all; needs; needs--)
		for (uint32_t bounds = 0; bounds <= all; bounds++) {
			int64_t more = 0;
			bool in_as_many = true;

			for (uint32_t i = 0; i < t->n; i++)
				more += (needs >> i & 1 ? t->wanted[i].lo : 0) - (bounds >> i & 1 ? t->wanted[i].hi : 0);
			for (uint32_t i = 0; i < t->nsorts && more > 0; i++)
				in_as_many &= bits(t->sort[i] & needs) <= bits(t->sort[i] & bounds);
			if (more > 0 && in_as_many)
				return true;
		}
	return false;
}

/* May the list have a record in measure @m, with all that one record brings another with, in no measure that is to have none? */
enum some { NONE, SOME, SOME_ALONE };          /* the last: and in none that is to have no more than so much */

static enum some some_of(const struct hqi_ask *ask, uint8_t kind, uint16_t m, struct hqi_assumed *room)
{
	const struct hq_implied *end;

	for (enum hqi_away away = HQI_FROM_NONE; away <= HQI_FROM_BOUND; away++) {
		bool some = hqi_may_hold(ask, kind, m, HQI_ANY_SORT, away, room);

		for (const struct hq_implied *implied = implied_of(ask, &end); implied < end && some; implied++)
			some = implied->kind != kind || implied->when == HQ_NONE || hqi_may_hold(ask, kind, HQI_MEETS + implied->holds, HQI_ANY_SORT, away, room) ||
			       hqi_may_hold(ask, kind, m, HQI_MEETS + implied->when, away, room);
		if (!some)
			return away == HQI_FROM_NONE ? NONE : SOME;
	}
	return SOME_ALONE;
}

enum hqi_had hqi_together(const struct hqi_ask *ask, uint8_t kind, struct hqi_assumed *widest)
{
	const struct hq_edition *e = ask->edition;
	struct hqi_assumed *const room = widest + 1;
	struct together *t = (struct together *)(void *)(room + HQI_RECORD_ROOM);
	enum hqi_had had = HQI_CAN;
	uint32_t best = 0, bounds = 0, limits = 0;     /* by type, a bit each: what is wanted is bound; something may be only so much */
	bool unclear = false;

	*widest = (struct hqi_assumed){ .what = HQ_FORK_MEASURE, .kind = kind, .halves = true };
	for (uint32_t type = 0; type < 2; type++) {
		bool bound = false, none = false;

		t->n = 0;
		for (uint16_t m = e->first_measure; m < e->first_measure + e->nmeasures; m++) {
			const struct hq_packed_shape *shape = hqi_shape(ask, m);
			const struct hq_interval is = hqi_quantity(ask, m);
			const uint32_t sign = ask->signs[m - e->first_measure];
			enum some some = SOME_ALONE;

			if ((shape->agg == HQ_AGG_COUNT) != type || !hqi_reads(ask, m, kind))
				continue;
			const struct hq_interval v = wanted(ask, m);
			const bool small = v.hi < most_of(ask, m) && is_sure(ask, m);

			if (v.lo <= 0 && !small)
				continue;
			if (v.lo > 0)
				some = v.lo > v.hi ? NONE : some_of(ask, kind, m, room);
			if (some == SOME_ALONE && !small)
				continue;
			none |= some == NONE;
			bound |= some == SOME;
			unclear |= is_given_up(ask, m);
			/* What is to be little first: mostly it can be none. */
			if (sign && is.lo < is.hi && (sign > best || (sign == best && is.hi - is.lo > widest->v.hi - widest->v.lo))) {
				const struct hqi_assumed *before = hqi_assumed(ask, HQ_FORK_MEASURE, NULL, m);

				best = sign;
				widest->arg = m;
				widest->v = is;
				widest->unit = (uint8_t)(sign | (before ? before->unit : 0));  /* which way it turned before it was cut at all */
			}
			const int64_t one = least_of(ask, shape);

			if (v.hi < one)
				continue;
			limits |= (uint32_t)(small && adds(ask, m, HQI_ANY_SORT, false)) << type;
			unclear |= t->n == HQI_TOGETHER_MAX;
			if (t->n < HQI_TOGETHER_MAX) {
				t->measure[t->n] = m;
				t->wanted[t->n].lo = (v.lo + one - 1) / one;
				t->wanted[t->n++].hi = small ? v.hi / one : HQ_BIG;
			}
		}
		bounds |= (uint32_t)bound << type;
		if (bound && !unclear && !none) {
			find_sorts(ask, kind, t, room);
			none = is_too_much(t);
		}
		if (none)
			had = HQI_CANNOT;
	}
	if (had == HQI_CAN && (bounds & (unclear ? 3 : limits << 1 | limits >> 1)))
		had = HQI_UNCLEAR;
	return had;
}
