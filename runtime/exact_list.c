/* A list that is missing: what one measure of it says of the others (semantics 8.4 a).
 *
 * The one idea: a list may hold any records, so all that binds its measures together is which sorts of record there can be. A record
 * is looked for field by field that one measure takes and another does not; where there is none, the one is part of the other.
 */
#include "hq_internal.h"

/* What is left open of one record in one measure: its filter, and whether its day lies in the window. */
static hqi_truth takes(const struct hqi_ask *ask, uint16_t measure, const struct hq_record *record)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + record->kind;
	const hqi_truth filter = hqi_filter(ask, ask->measures[measure].filter, record);
	const struct hqi_days days = hqi_window(ask, ask->measures[measure].window);

	if (hqi_is_no(filter) || days.all || k->date_field == 255)
		return filter;
	if (!(record->known >> k->date_field & 1))
		return (hqi_is_yes(filter) ? HQI_UNKNOWN : filter) | HQI_LACK_FIELD(k->date_field);
	const int64_t day = hqi_min(record->v[k->date_field], ask->as_of);

	return day >= days.from && day <= days.to ? filter : HQI_NO;
}

/* NO: not this record, whatever it lacks. YES: it will do. Else the fields that it lacks; none of them: it may do. */
static hqi_truth suits(const struct hqi_ask *ask, const struct hq_record *record, uint16_t in, uint16_t out)
{
	const hqi_truth t = takes(ask, in, record), not = out == HQ_NONE || hqi_is_no(t) ? HQI_NO : takes(ask, out, record);

	if (hqi_is_yes(not))
		return HQI_NO;
	return hqi_is_no(not) ? t : (hqi_is_yes(t) ? HQI_UNKNOWN : t) | not;
}

bool hqi_may_hold(const struct hqi_ask *ask, uint16_t in, uint16_t out, struct hqi_assumed *tried)
{
	const uint8_t kind = hqi_shape(ask, in)->kind;
	struct hq_record record = { .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };   /* not even `closed` says no */
	uint32_t depth = 0;

	for (;;) {
		const hqi_truth t = suits(ask, &record, in, out);

		if (!hqi_is_no(t)) {
			uint16_t field = 0;

			if (hqi_is_yes(t) || !(t & (HQI_LACK_FIELD(HQ_FIELDS_MAX) - 1)))
				return true;
			while (!(t >> field & 1))
				field++;
			tried[depth] = (struct hqi_assumed){
				.what = HQ_FORK_FIELDS, .kind = kind, .arg = (uint16_t)(kind * HQ_FIELDS_MAX + field), .record = &record
			};
			if (!hqi_case(ask, &tried[depth], true))
				return true;
			depth++;
		} else {
			while (depth > 0) {
				const uint16_t field = tried[depth - 1].arg % HQ_FIELDS_MAX;

				record.known &= (uint16_t)~(1u << field);
				if (hqi_case(ask, &tried[depth - 1], false))
					break;
				depth--;
			}
			if (depth == 0)
				return false;
		}
		const uint16_t field = tried[depth - 1].arg % HQ_FIELDS_MAX;

		record.v[field] = tried[depth - 1].v.lo;
		record.known |= (uint16_t)(1u << field);
	}
}

/* ---- one measure and the others ------------------------------------------------------------------------------ */

static bool uncapped(const struct hqi_ask *ask, const struct hq_packed_shape *s)
{
	return ask->numbers[s->cap_each] == HQ_BIG && ask->numbers[s->cap_year] == HQ_BIG && ask->numbers[s->block_each] == 0;
}

static bool alike(const struct hq_packed_shape *a, const struct hq_packed_shape *b)
{
	return a->agg == b->agg && a->unit == b->unit && a->first_conv == b->first_conv && a->nconvs == b->nconvs;
}

struct hq_interval hqi_follows(const struct hqi_ask *ask, const struct hqi_assumed *a, uint16_t other, struct hq_interval v,
			       struct hqi_assumed *room)
{
	const struct hq_packed_shape *m = hqi_shape(ask, a->arg), *o = hqi_shape(ask, other);
	const int64_t scale = ask->numbers[m->scale], to = ask->numbers[o->scale];

	/* At most: where no record can be in the other without being in this one. */
	if (a->v.hi < ask->numbers[m->max] && uncapped(ask, m) && (alike(m, o) || (a->v.hi == 0 && m->agg == HQ_AGG_COUNT)) &&
	    !hqi_may_hold(ask, other, a->arg, room))
		v.hi = hqi_min(v.hi, a->v.hi / scale * to + a->v.hi % scale * to / scale);
	/* At least: where every record of this one is in the other too. */
	if (a->v.lo > 0 && uncapped(ask, o) && (alike(m, o) || o->agg == HQ_AGG_COUNT) && !hqi_may_hold(ask, a->arg, other, room))
		v.lo = hqi_max(v.lo, !alike(m, o) ? to : a->v.lo / scale * to + (a->v.lo % scale * to + scale - 1) / scale);
	return v;
}
