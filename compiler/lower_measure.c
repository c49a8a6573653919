/* What is counted, to measures: kind, unit, filter, window, conversions, caps inside the measure.
 *
 * A measure's scale is chosen so that every amount it takes, in every unit, and every number it is compared with is
 * whole. The one idea: scale = 10^decimals of the kind times every denominator in sight; then nothing is ever rounded.
 */
#include <string.h>

#include "lower.h"

static bool takes(const struct hqc_measure_spec *m, const struct hqc_unit *unit)
{
	return hqc_record_takes(m->what->record, unit);
}

/* One unit of @k->from is so many of the unit it counts as. */
static struct hqc_rat rate_of(struct hqc_fold *f, const struct hqc_conversion *k)
{
	return hqc_rat_div(f, hqc_rat_of(&k->to), hqc_rat_of(&k->from));
}

int64_t hqc_measure_scale(struct hqc_fold *f, const struct hqc_measure_spec *m)
{
	int64_t scale = 1;

	if (m->unit) {
		const int64_t ten = hqc_pow10(f, m->what->record->decimals);

		scale = ten;
		for (const struct hqc_conversion *k = m->what->conversions; k; k = k->next)
			scale = hqc_lcm(f, scale, hqc_rat_div(f, rate_of(f, k), hqc_rat_int(ten)).den);
	}
	scale = hqc_lcm(f, scale, m->block_each.den);
	scale = hqc_lcm(f, scale, m->cap_each.den);
	return hqc_lcm(f, scale, m->cap_year.den);
}

/* ---- the most it can be -------------------------------------------------------------------------------------- */

static struct hqc_rat least(struct hqc_rat a, struct hqc_rat b)
{
	return hqc_rat_compare(a, b) <= 0 ? a : b;
}

/* How many school years the days of a window can touch; 0 where it has no beginning. */
static int64_t school_years(const struct hqc_what *what)
{
	for (const struct hqc_window *w = what->windows; w; w = w->next) {
		if (w->kind == HQC_WINDOW_WITHIN)
			return (hqc_months(&w->count, w->unit.text) + 11) / 12 + 1;
		if (w->kind == HQC_WINDOW_FROM_TO)
			return hq_school_year(w->to.day) - hq_school_year(w->from.day) + 1;
	}
	return 0;
}

static int64_t records_of(const struct hqc_record *r)
{
	return (r->single ? 1 : HQ_RECORDS_MAX) * (int64_t)(r->counted_by.text ? HQ_TIMES_MAX : 1);
}

struct hqc_rat hqc_measure_most(struct hqc_fold *f, const struct hqc_measure_spec *m)
{
	const struct hqc_record *r = m->what->record;
	const int64_t together = records_of(r);
	struct hqc_rat one = hqc_rat_int(1), best = { 1, 1 };

	if (m->unit) {
		bool direct = takes(m, m->unit);

		for (const struct hqc_conversion *k = m->what->conversions; k; k = k->next) {
			const struct hqc_rat rate = rate_of(f, k);

			if (!direct || hqc_rat_compare(rate, best) > 0)
				best = rate;
			direct = true;
		}
		one = hqc_rat_mul(f, hqc_rat_of(&r->max), best);
	}
	struct hqc_rat all = hqc_rat_mul(f, one, hqc_rat_int(together));

	if (m->unit && r->all.text)
		all = least(all, hqc_rat_mul(f, hqc_rat_of(&r->all), best));
	if (m->cap_each.num > 0) {
		one = least(one, m->cap_each);
		all = least(all, hqc_rat_mul(f, one, hqc_rat_int(together)));
	}
	if (m->greatest)
		return one;
	if (m->block_each.num > 0) {
		const int64_t blocks = hqc_rat_floor(hqc_rat_div(f, one, m->block_each));

		all = least(hqc_rat_int(hqc_rat_floor(hqc_rat_div(f, all, m->block_each))), hqc_rat_mul(f, hqc_rat_int(blocks), hqc_rat_int(together)));
	}
	if (m->cap_year.num > 0 && school_years(m->what) > 0)
		all = least(all, hqc_rat_mul(f, m->cap_year, hqc_rat_int(school_years(m->what))));
	return all;
}

/* ---- windows ------------------------------------------------------------------------------------------------- */

/* The windows as the author wrote them, spaces made single, one after the other. */
static const char *window_label(struct hqc *c, const struct hqc_window *windows)
{
	char label[HQC_TEXT_MAX];
	size_t len = 0;

	for (const struct hqc_window *w = windows; w; w = w->next) {
		const char *text = c->files[w->span.file]->text + w->span.off;

		if (len > 0 && len + 2 < sizeof(label)) {
			label[len++] = ',';
			label[len++] = ' ';
		}
		for (uint32_t i = 0; i < w->span.len && len + 2 < sizeof(label); i++) {
			const bool space = text[i] == ' ' || text[i] == '\n' || text[i] == '\r';

			if (!space)
				label[len++] = text[i];
			else if (len > 0 && label[len - 1] != ' ')
				label[len++] = ' ';
		}
	}
	return hqc_intern(&c->names, label, len);
}

static void bound(struct hq_window *out, const struct hqc_window *w)
{
	switch (w->kind) {
	case HQC_WINDOW_WITHIN:
		out->from_kind = HQ_BOUND_MONTHS;
		out->from = (int32_t)hqc_months(&w->count, w->unit.text);
		return;
	case HQC_WINDOW_BEFORE_LAST:
		out->to_kind = HQ_BOUND_MONTHS;
		out->to = (int32_t)hqc_months(&w->count, w->unit.text);
		return;
	case HQC_WINDOW_BEFORE:
		out->to_kind = HQ_BOUND_DAY;
		out->to = w->to.day - 1;
		return;
	case HQC_WINDOW_ON_OR_BEFORE:
		out->to_kind = HQ_BOUND_DAY;
		out->to = w->to.day;
		return;
	case HQC_WINDOW_AFTER:
		out->from_kind = HQ_BOUND_DAY;
		out->from = w->from.day + 1;
		return;
	case HQC_WINDOW_ON_OR_AFTER:
		out->from_kind = HQ_BOUND_DAY;
		out->from = w->from.day;
		return;
	case HQC_WINDOW_FROM_TO:
		out->from_kind = out->to_kind = HQ_BOUND_DAY;
		out->from = w->from.day;
		out->to = w->to.day;
		return;
	}
}

static uint16_t lower_windows(struct hqc_lower *l, const struct hqc_window *windows)
{
	struct hq_window out = { 0 };

	if (!windows)
		return 0;
	for (const struct hqc_window *w = windows; w; w = w->next)
		bound(&out, w);
	out.label = (uint16_t)hqc_text(l->c, &l->text, window_label(l->c, windows));
	for (uint32_t i = 1; i < l->windows.count; i++) {
		if (memcmp(HQC_AT(struct hq_window, l->windows, i), &out, sizeof(out)) == 0)
			return (uint16_t)i;
	}
	*(struct hq_window *)hqc_buf_add(&l->c->arena, &l->windows, 1) = out;
	return (uint16_t)(l->windows.count - 1);
}

/* ---- the measure --------------------------------------------------------------------------------------------- */

static void conv_add(struct hqc_lower *l, struct hqc_fold *f, const struct hqc_measure_spec *m,
		     const struct hqc_unit *unit, struct hqc_rat rate)
{
	struct hq_conv *out = hqc_buf_add(&l->c->arena, &l->convs, 1);
	const struct hqc_record *r = m->what->record;
	const int64_t ten = hqc_pow10(f, r->decimals);

	out->unit = (uint8_t)unit->index;
	out->num = hqc_rat_scaled(f, hqc_rat_div(f, rate, hqc_rat_int(ten)), m->scale);
	out->den = 1;
	/* One record's amount must fit before any cap, and as blocks. */
	const int64_t most = hqc_mul(f, hqc_rat_scaled(f, hqc_rat_of(&r->max), ten), out->num);

	if (most >= HQ_BIG)
		f->overflow = true;
	if (m->block_each.num > 0 &&
	    hqc_rat_compare(hqc_rat_div(f, hqc_rat_mul(f, hqc_rat_of(&r->max), rate), m->block_each),
			    hqc_rat(f, HQ_BIG, m->scale)) >= 0)
		f->overflow = true;
}

static int64_t scaled(struct hqc_fold *f, struct hqc_rat a, int64_t scale, int64_t none)
{
	return a.num > 0 ? hqc_rat_scaled(f, a, scale) : none;
}

/* The greatest and whole blocks are of one record, so no more than what its filter lets that amount to. Other sums have records enough. */
static int64_t most_by_filter(const struct hqc_lower *l, struct hqc_fold *f, const struct hqc_measure_spec *m, const struct hq_measure *out)
{
	const struct hq_vocab *vocab = l->c->vocab.bytes;
	const uint64_t units = vocab ? HQ_AT(struct hq_vocab_kind, vocab, kinds)[out->kind].units : 0;
	int64_t most = 0;

	if (!vocab || f->overflow || (!m->greatest && out->block_each == 0))
		return HQ_BIG;
	for (uint32_t unit = 0; unit < HQ_UNITS_MAX; unit++) {
		int64_t one = HQ_BIG;

		if (!(units >> unit & 1))
			continue;
		for (uint32_t i = 0; i < out->nconvs; i++) {
			const struct hq_conv *c = HQC_AT(const struct hq_conv, l->convs, out->first_conv + i);

			if (c->unit == unit)
				one = hqc_most_amount(l, out->kind, out->filter, unit) * c->num / c->den;      /* conv_add has seen that it fits */
		}
		one = one < out->cap_each ? one : out->cap_each;
		if (one == HQ_BIG)
			return HQ_BIG;          /* a unit that it does not take: whatever that is worth */
		if (out->block_each > 0)
			one = hqc_mul(f, one / out->block_each * out->scale, records_of(m->what->record));
		most = one > most ? one : most;
	}
	return most;
}

uint16_t hqc_lower_measure(struct hqc_lower *l, const struct hqc_measure_spec *m, struct hqc_span at)
{
	const struct hqc_record *r = m->what->record;
	struct hqc_fold f = { false };
	struct hq_measure out = {
		.kind = (uint8_t)r->index,
		.agg = (uint8_t)(!m->unit      ? HQ_AGG_COUNT
				 : m->greatest ? HQ_AGG_GREATEST
					       : HQ_AGG_SUM),
		.unit = m->unit && m->block_each.num == 0 ? (uint8_t)m->unit->index
							  : 255, /* of whole blocks, a count */
		.decimals = (uint8_t)(m->unit && m->block_each.num == 0 ? r->decimals : 0),
		.first_conv = (uint16_t)l->convs.count,
		.slot = HQ_NONE,
		.row = HQ_NONE,
		.scale = m->scale,
		.block_each = scaled(&f, m->block_each, m->scale, 0),
		.cap_each = scaled(&f, m->cap_each, m->scale, HQ_BIG),
		.cap_year = scaled(&f, m->cap_year, m->scale, HQ_BIG),
	};
	const struct hqc_rat most = hqc_measure_most(&f, m);

	l->record = r;
	out.filter = hqc_lower_filter(l, m->what->filter, m->extra);
	out.window = lower_windows(l, m->what->windows);
	if (m->unit && takes(m, m->unit))
		conv_add(l, &f, m, m->unit, hqc_rat_int(1));
	for (const struct hqc_conversion *k = m->unit ? m->what->conversions : NULL; k; k = k->next)
		conv_add(l, &f, m, k->from_resolved, rate_of(&f, k));
	out.nconvs = (uint16_t)(l->convs.count - out.first_conv);
	out.max = hqc_rat_floor(hqc_rat_mul(&f, most, hqc_rat_int(m->scale)));
	const int64_t by_filter = most_by_filter(l, &f, m, &out);

	if (by_filter < out.max)
		out.max = by_filter;
	if (f.overflow || out.max >= HQ_BIG || out.scale >= HQ_BIG || out.block_each >= HQ_BIG ||
	    out.cap_each > HQ_BIG || out.cap_year > HQ_BIG)
		hqc_report(l->c, HQC_MSG_overflow, at,
			   "the quantity here can leave the range in which numbers are exact");
	*(struct hq_measure *)hqc_buf_add(&l->c->arena, &l->measures, 1) = out;
	return (uint16_t)(l->measures.count - 1);
}
