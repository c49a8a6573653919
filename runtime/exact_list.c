/* Which records there can be; and, of a list that is missing, what one measure of it says of the others (semantics 8.4 a, 8.8).
 *
 * The one idea: a list may hold any records that the facts allow, so all that binds its measures together is which sorts of record
 * there can be. A record is looked for field by field that one sort takes and another does not; where there is none, the one is
 * part of the other. The same search tells whether a record that is there can still be one.
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

/* What is left open of one record in one sort: its filter, and whether its day lies in the window. */
static hqi_truth takes(const struct hqi_ask *ask, uint32_t sort, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + record->kind;
	int64_t day;

	if (sort >= HQI_MEETS)
		return hqi_filter(ask, (uint16_t)sort, record);
	const hqi_truth filter = hqi_filter(ask, ask->measures[sort].filter, record);
	const struct hqi_days days = hqi_window(ask, ask->measures[sort].window);

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
	hqi_truth t = sought->in == HQI_ANY_SORT ? HQI_YES : takes(ask, sought->in, sought->record);

	if (sought->out != HQI_ANY_SORT)
		t = both(t, none_of(takes(ask, sought->out, sought->record)));
	for (uint32_t m = 0; ask->signs && m < e->nmeasures && !hqi_is_no(t); m++)
		if (ask->signs[e->nrows + m] == HQI_DOWN)
			t = both(t, none_of(takes(ask, e->first_measure + m, sought->record)));
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

	return shape->agg == HQ_AGG_COUNT || (in < HQI_ANY_SORT && uncapped(ask, shape) && alike(hqi_shape(ask, (uint16_t)in), shape));
}

bool hqi_may_hold(const struct hqi_ask *ask, uint8_t kind, uint32_t in, uint32_t out, struct hqi_assumed *tried)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_record record = { .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };      /* not even `closed` says no */
	const struct hqi_sought sought = { &record, in, out >= HQI_MEETS ? out : HQI_ANY_SORT, kind };
	struct hqi_ask own = *ask;

	own.signs += e->nrows + e->nmeasures;          /* of the measure that it is to be in, and of those that it is not */
	for (uint32_t i = 0; i < e->nmeasures; i++) {
		const uint16_t m = (uint16_t)(e->first_measure + i);
		const struct hqi_assumed *a = hqi_assumed(ask, HQ_FORK_MEASURE, NULL, m);
		const bool none = (a && a->v.hi == 0) || (out == in && (ask->signs[e->nrows + i] & HQI_DOWN));

		own.signs[e->nrows + i] = m == in ? HQI_UP : m == out ? HQI_DOWN : none && hqi_shape(ask, m)->kind == kind &&
					  forbids(ask, m, in) && !hqi_answer(ask, ask->measures[m].slot) ? HQI_DOWN : 0;
	}
	return hqi_may_be(&own, &sought, tried);
}

/* ---- what a case of a record that is there may be ------------------------------------------------------------ */

/* Where one record meets `when`, and none can meet `holds`. */
static bool lacks_another(const struct hqi_ask *ask, const struct hq_implied *implied)
{
	const struct hq_record *r = ask->facts->records + ask->facts->first[implied->kind];
	bool one = false;

	for (const struct hq_record *end = ask->facts->records + ask->facts->first[implied->kind + 1]; r < end; r++) {
		one |= hqi_is_yes(hqi_filter(ask, implied->when, r));
		if (!hqi_is_no(hqi_filter(ask, implied->holds, r)))
			return false;
	}
	return one;
}

static bool allowed(const struct hqi_ask *ask, const struct hqi_assumed *a, struct hqi_assumed *tried)
{
	const struct hqi_sought sought = { a->record, HQI_ANY_SORT, HQI_ANY_SORT, a->kind };
	const struct hq_implied *end, *implied = implied_of(ask, &end);

	for (; implied < end; implied++)
		if (implied->when != HQ_NONE && implied->kind == a->kind && lacks_another(ask, implied))
			return false;
	return hqi_may_be(ask, &sought, tried);
}

bool hqi_obeys(const struct hqi_ask *ask, const struct hqi_assumed *a, struct hqi_assumed *tried)
{
	struct hqi_ask own = *ask;

	own.signs = NULL;                      /* whatever the rules want of it */
	if (allowed(&own, a, tried))
		return true;
	own.assumed = NULL;
	return !allowed(&own, a, tried);
}

/* ---- one measure and the others ------------------------------------------------------------------------------ */

/* Is each record of @part one of @whole? */
static bool is_part(const struct hqi_ask *ask, uint8_t kind, uint32_t part, uint32_t whole, struct hqi_assumed *room)
{
	return !hqi_may_hold(ask, kind, part, whole, room);
}

struct hq_interval hqi_follows(const struct hqi_ask *ask, const struct hqi_assumed *a, uint16_t other, struct hq_interval v,
			       struct hqi_assumed *room)
{
	const struct hq_packed_shape *m = hqi_shape(ask, a->arg), *o = hqi_shape(ask, other);
	const struct hq_implied *end, *implied = implied_of(ask, &end);
	const bool some = a->v.lo > 0;

	/* At most: where no record can be in the other without being in this one. */
	if (a->v.hi < ask->numbers[m->max] && (a->v.hi == 0 ? forbids(ask, a->arg, other) : uncapped(ask, m) && alike(m, o)) &&
	    is_part(ask, a->kind, other, a->arg, room))
		v.hi = hqi_min(v.hi, a->v.hi);
	/* One record here, so another there; none there, so none here. */
	for (; implied < end && (some || a->v.hi == 0) && (some ? o : m)->agg == HQ_AGG_COUNT; implied++) {
		const uint32_t when = HQI_MEETS + implied->when, holds = HQI_MEETS + implied->holds;

		if (implied->when == HQ_NONE || implied->kind != a->kind || !is_part(ask, a->kind, some ? a->arg : other, when, room) ||
		    !is_part(ask, a->kind, holds, some ? other : a->arg, room))
			continue;
		if (some)
			v.lo = hqi_max(v.lo, ask->numbers[o->scale]);
		else
			v.hi = 0;
	}
	return v;
}
