/* Which records there can be; and whether a list that is missing can give all of its measures what they are wanted at (semantics 8.4 a, 8.5, 8.8).
 *
 * The one idea: a list may hold any records that the facts allow, so all that binds its measures together is which sorts of record there can
 * be: a sort is a set of measures that one record is in, and in no other. A record is looked for field by field. The same search tells
 * whether a record that is there can still be what a case takes it for.
 */
#include "hq_internal.h"

enum { SORTS_MAX = 32 };

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

/* What is left open of one record in a measure: its filter, and whether its day lies in the window. */
static hqi_truth takes(const struct hqi_ask *ask, uint32_t measure, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + record->kind;
	const hqi_truth filter = hqi_filter(ask, ask->measures[measure].filter, record);
	const struct hqi_days days = hqi_window(ask, ask->measures[measure].window);
	int64_t day;

	if (hqi_is_no(filter) || days.all || k->date_field == 255)
		return filter;
	if (!hqi_known(ask, HQ_SRC_RECORD, k->date_field, record, &day))
		return both(filter, HQI_UNKNOWN | HQI_LACK_FIELD(k->date_field));
	day = hqi_min(day, ask->as_of);
	return day >= days.from && day <= days.to ? filter : HQI_NO;
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
		if (ask->signs[e->nrows + m] == HQI_DOWN)
			t = both(t, none_of(takes(ask, e->first_measure + m, sought->record)));
		else if (ask->signs[e->nrows + m])
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
			const uint32_t lacks = (uint32_t)(t >> shift) & (HQI_LACK_FIELD(HQ_FIELDS_MAX) - 1);
			uint16_t field = 0;

			if (hqi_is_yes(t) || !lacks)
				return true;
			while (!(lacks >> field & 1))
				field++;
			tried[depth] = (struct hqi_assumed){
				.before = with.assumed, .record = sought->record, .what = HQ_FORK_FIELDS, .kind = sought->kind,
				.arg = (uint16_t)(sought->kind * HQ_FIELDS_MAX + field)
			};
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

static bool alike(const struct hq_packed_shape *a, const struct hq_packed_shape *b)
{
	return a->agg == b->agg && a->unit == b->unit && a->scale == b->scale && a->first_conv == b->first_conv && a->nconvs == b->nconvs;
}

/* Does measure @none at 0 mean that a list has none of its records, as far as they are in @in? Not where they may amount to nothing. */
static bool forbids(const struct hqi_ask *ask, uint16_t none, uint32_t in)
{
	const struct hq_packed_shape *shape = hqi_shape(ask, none);

	return shape->agg == HQ_AGG_COUNT || HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[shape->kind].amount_min > 0 ||
	       (in < HQI_ANY_SORT && uncapped(ask, shape) && alike(hqi_shape(ask, (uint16_t)in), shape));
}

/* What measure @m is wanted at: UP at all there may be, DOWN at the least; else anywhere in what the case says. */
static struct hq_interval wanted(const struct hqi_ask *ask, uint16_t m)
{
	const uint32_t sign = ask->signs[ask->edition->nrows + m - ask->edition->first_measure];
	struct hq_interval v = hqi_quantity(ask, m);

	if (sign & HQI_UP)
		v.lo = v.hi;
	else if (sign)
		v.hi = v.lo;
	return v;
}

bool hqi_reads(const struct hqi_ask *ask, uint16_t m, uint8_t kind)
{
	return hqi_shape(ask, m)->kind == kind && !hqi_answer(ask, ask->measures[m].slot);
}

static uint8_t *signs_of_record(const struct hqi_ask *ask)
{
	return ask->signs + ask->edition->nrows + ask->edition->nmeasures;
}

/* A record of sort @in is to be in no measure that has none; with @all in none that is to have none or only so much either. */
static void mark(const struct hqi_ask *ask, uint8_t kind, uint32_t in, bool all)
{
	const struct hq_edition *e = ask->edition;

	for (uint32_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		const struct hqi_assumed *a = hqi_assumed(ask, HQ_FORK_MEASURE, NULL, m);
		const bool none = all ? wanted(ask, m).hi < ask->numbers[hqi_shape(ask, m)->max] : a && a->v.hi == 0;

		signs_of_record(ask)[e->nrows + i] = none && hqi_reads(ask, m, kind) && forbids(ask, m, in) ? HQI_DOWN : 0;
	}
}

bool hqi_may_hold(const struct hqi_ask *ask, uint8_t kind, uint32_t in, uint32_t out, struct hqi_assumed *tried)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_record record = { .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };      /* not even `closed` says no */
	const struct hqi_sought sought = { &record, signs_of_record(ask), in, out, kind };
	uint8_t *const signs = sought.signs + e->nrows - e->first_measure;

	mark(ask, kind, in, out == in);
	if (out < HQI_ANY_SORT)
		signs[out] = HQI_DOWN;
	if (in < HQI_ANY_SORT)
		signs[in] = HQI_UP;
	return hqi_may_be(ask, &sought, tried);
}

/* ---- what a case of a record that is there may be ------------------------------------------------------------ */

/* Is there an implication of which one record meets `when`, and none can meet `holds`? */
static bool lacks_another(const struct hqi_ask *ask, uint8_t kind)
{
	const struct hq_record *first = ask->facts->records + ask->facts->first[kind], *end = ask->facts->records + ask->facts->first[kind + 1];
	const struct hq_implied *implied_end, *implied = implied_of(ask, &implied_end);
	bool lacks = false;

	for (; implied < implied_end; implied++) {
		bool one = false, none = true;

		for (const struct hq_record *r = first; r < end && implied->kind == kind && implied->when != HQ_NONE; r++) {
			one |= hqi_is_yes(hqi_filter(ask, implied->when, r));
			none &= hqi_is_no(hqi_filter(ask, implied->holds, r));
		}
		lacks |= one && none;
	}
	return lacks;
}

bool hqi_obeys(const struct hqi_ask *ask, const struct hqi_assumed *a, struct hqi_assumed *tried)
{
	const struct hqi_sought sought = { a->record, NULL, HQI_ANY_SORT, HQI_ANY_SORT, a->kind };       /* whatever the rules want of it */
	struct hqi_ask own = *ask;

	own.assumed = NULL;
	return (hqi_may_be(ask, &sought, tried) || !hqi_may_be(&own, &sought, tried)) && (!lacks_another(ask, a->kind) || lacks_another(&own, a->kind));
}

/* ---- all measures of a missing list at once ------------------------------------------------------------------ */

/* Measures that share records, of which not each can have what it is wanted at whatever the others have; and which of them a record can be in:
 * sorts of records, as sets of bits, without those that another beats, which is in all the same that need more and in fewer that are bounded. */
struct together {
	struct hq_interval wanted[HQI_TOGETHER_MAX];
	uint16_t measure[HQI_TOGETHER_MAX];
	uint8_t sort[SORTS_MAX];
	uint32_t n, nsorts, needs, bounds;
	struct hq_record record;               /* that is looked for */
};
_Static_assert(sizeof(struct together) <= HQI_TOGETHER_SIZE && HQI_TOGETHER_MAX <= 8, "its room");

/* The least that a record can be to a measure that it is anything to. */
static int64_t least_of(const struct hqi_ask *ask, const struct hq_packed_shape *shape)
{
	return shape->agg == HQ_AGG_COUNT ? ask->numbers[shape->scale] : 1;
}

/* May the quantity be any number, from the least on? */
static bool is_plain(const struct hqi_ask *ask, const struct hq_packed_shape *shape)
{
	const struct hq_packed_conv *conv = HQ_AT(struct hq_packed_conv, ask->rules, convs) + shape->first_conv;
	bool one = shape->agg == HQ_AGG_COUNT;

	for (uint32_t i = 0; i < shape->nconvs; i++)
		one |= conv[i].num == conv[i].den;
	return one && uncapped(ask, shape) && shape->agg != HQ_AGG_GREATEST;
}

/* Finds the sorts, best first; false where there are too many. The signs of the record are as all other measures have to be. */
static bool find_sorts(const struct hqi_ask *ask, uint8_t kind, struct together *t, struct hqi_assumed *room)
{
	const struct hqi_sought sought = { &t->record, signs_of_record(ask), HQI_ANY_SORT, HQI_ANY_SORT, kind };

	t->record = (struct hq_record){ .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };
	for (uint32_t k = 0; k < 1u << t->n; k++) {
		const uint32_t set = k ^ t->needs, both = t->needs & t->bounds;
		bool beaten = set == 0;

		for (uint32_t i = 0; i < t->nsorts; i++) {
			const uint32_t other = t->sort[i];

			beaten |= !(set & ~other & t->needs) && !(other & ~set & t->bounds) && !((set ^ other) & both);
		}
		if (beaten)
			continue;
		for (uint32_t i = 0; i < t->n; i++)
			sought.signs[ask->edition->nrows + t->measure[i] - ask->edition->first_measure] = set >> i & 1 ? HQI_UP : HQI_DOWN;
		if (!hqi_may_be(ask, &sought, room))
			continue;
		if (t->nsorts == SORTS_MAX)
			return false;
		t->sort[t->nsorts++] = (uint8_t)set;
	}
	return true;
}

static int bits(uint32_t set)
{
	int n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* Is each record in as many of @bounds as of @needs, at least, and what @needs are wanted at more than what @bounds may have? */
static bool outweighs(const struct together *t, uint32_t needs, uint32_t bounds)
{
	int64_t more = 0;

	for (uint32_t i = 0; i < t->n; i++)
		more += (needs >> i & 1 ? t->wanted[i].lo : 0) - (bounds >> i & 1 ? t->wanted[i].hi : 0);
	for (uint32_t i = 0; i < t->nsorts; i++)
		if (bits(t->sort[i] & needs) > bits(t->sort[i] & bounds))
			return false;
	return more > 0;
}

/* Record after record, each of the sort that serves most: does every measure get what it is wanted at? Takes from @t what has been served. */
static bool is_served(struct together *t)
{
	for (;;) {
		uint32_t unmet = 0, best = 0;
		int64_t x = 0;

		for (uint32_t i = 0; i < t->n; i++)
			unmet |= (uint32_t)(t->wanted[i].lo > 0) << i;
		for (uint32_t k = 0; k < t->nsorts; k++) {
			const uint32_t set = t->sort[k];
			int64_t most = HQ_BIG;

			for (uint32_t i = 0; i < t->n; i++)
				if (set >> i & 1)
					most = hqi_min(most, unmet >> i & 1 ? hqi_min(t->wanted[i].lo, t->wanted[i].hi) : t->wanted[i].hi);
			if (most > 0 && 16 * bits(set & unmet) - bits(set) > 16 * bits(best & unmet) - bits(best)) {
				best = set;
				x = most;
			}
		}
		if (!(best & unmet))
			return !unmet;
		for (uint32_t i = 0; i < t->n; i++) {
			t->wanted[i].lo -= best >> i & 1 ? x : 0;
			t->wanted[i].hi -= best >> i & 1 ? x : 0;
		}
	}
}

/* Does one record of the kind bring another with it? */
static bool brings(const struct hqi_ask *ask, uint8_t kind)
{
	const struct hq_implied *end, *implied = implied_of(ask, &end);
	bool any = false;

	for (; implied < end; implied++)
		any |= implied->kind == kind && implied->when != HQ_NONE;
	return any;
}

enum hqi_had hqi_together(const struct hqi_ask *ask, uint8_t kind, struct hqi_assumed *room)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_implied *end, *implied = implied_of(ask, &end);
	const struct hq_packed_shape *first = NULL;
	struct together *t = (struct together *)(void *)(room + HQ_FIELDS_MAX + 1);
	const bool others = brings(ask, kind);
	bool bound = false, down = false, full = false;
	bool plain = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[kind].amount_min <= 1;

	t->n = t->nsorts = t->needs = t->bounds = 0;
	for (uint16_t m = e->first_measure; m < e->first_measure + e->nmeasures; m++) {
		const struct hq_packed_shape *shape = hqi_shape(ask, m);
		const struct hq_interval v = wanted(ask, m);
		const bool small = v.hi < ask->numbers[shape->max];

		if (!hqi_reads(ask, m, kind) || (v.lo <= 0 && !small))
			continue;
		const bool alone = v.lo <= 0 || hqi_may_hold(ask, kind, m, m, room), none = v.hi < least_of(ask, shape);

		bound |= !alone;
		down |= ask->signs[e->nrows + m - e->first_measure] == HQI_DOWN;
		if (alone && !small && !others)
			continue;
		/* Records of those that are to have none may amount to nothing. */
		if (!none || shape->agg != HQ_AGG_COUNT) {
			first = first ? first : shape;
			plain &= is_plain(ask, shape) && alike(shape, first);
		}
		full |= !none && t->n == HQI_TOGETHER_MAX;
		if (none || full)
			continue;
		t->needs |= (uint32_t)(v.lo > 0) << t->n;
		t->bounds |= (uint32_t)small << t->n;
		t->measure[t->n] = m;
		t->wanted[t->n++] = v;
	}
	if (t->needs && others) {
		/* What a record brings with it may be what is to be little, or none. */
		if (down || t->bounds || full)
			return HQI_UNCLEAR;
		for (; implied < end; implied++)
			for (uint32_t i = 0; i < t->n && implied->kind == kind && implied->when != HQ_NONE; i++)
				if (!hqi_may_hold(ask, kind, HQI_MEETS + implied->holds, HQI_ANY_SORT, room) &&
				    !hqi_may_hold(ask, kind, t->measure[i], HQI_MEETS + implied->when, room))
					return HQI_CANNOT;
	}
	if (!bound)
		return HQI_CAN;
	if (full || !plain)
		return HQI_UNCLEAR;
	mark(ask, kind, t->measure[0], true);
	if (!find_sorts(ask, kind, t, room))
		return HQI_UNCLEAR;
	for (uint32_t needs = t->needs; needs; needs = (needs - 1) & t->needs)
		for (uint32_t bounds = t->bounds;; bounds = (bounds - 1) & t->bounds) {
			if (outweighs(t, needs, bounds))
				return HQI_CANNOT;
			if (!bounds)
				break;
		}
	return is_served(t) ? HQI_CAN : HQI_UNCLEAR;
}
