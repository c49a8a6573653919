/* Mixes of lines that pass a rubric: the least of one line, beside others at amounts that mean something.
 *
 * An amount means something where a minimum, a tier or `counted only from` is reached, where it passes alone, or where more adds
 * nothing. Mixes of one line come first, then of two, and so on. The one idea: all but one of a mix stand at such amounts, and the
 * last is the least that passes.
 */
#include "plan.h"

static bool passes(struct hqp *s, uint16_t row, const struct hqp_mix *mix)
{
	struct hqi_ask ask;

	return hqp_reckon(s, &ask, row, mix);
}

/* -1 where there is no such teacher. */
static int64_t total(struct hqp *s, uint16_t row, const struct hqp_mix *mix)
{
	struct hqi_ask ask = { .values = NULL };

	hqp_reckon(s, &ask, row, mix);
	return ask.values ? hqi_rubric_total(&ask, row).lo : -1;
}

/* ---- amounts that mean something ----------------------------------------------------------------------------- */

enum { MEANS_PASS, MEANS_TOTAL, MEANS_MINIMUM, MEANS_QUANTITY };

/* Does element @e with @steps do what is meant? */
static bool does(struct hqp *s, uint16_t row, uint8_t e, uint32_t steps, int means, int64_t much)
{
	const struct hqp_mix mix = { 1, { e }, { steps } };
	struct hqi_ask ask;

	const bool met = hqp_reckon(s, &ask, row, &mix);

	switch (means) {
	case MEANS_PASS:
		return met;
	case MEANS_TOTAL:
		return hqi_rubric_total(&ask, row).lo >= much;
	case MEANS_MINIMUM:
		return hqi_minimum_met(&ask, (uint16_t)much).lo && hqi_units_met(&ask, (uint16_t)much).lo;
	default:
		return hqi_quantity(&ask, s->elements[e].measure).lo >= much;
	}
}

static void add_level(struct hqp *s, uint16_t row, uint8_t e, int means, int64_t much)
{
	struct hqp_element *el = &s->elements[e];
	uint32_t lo = 1, hi = el->most;

	if (does(s, row, e, 0, means, much) || !does(s, row, e, hi, means, much))
		return;
	while (lo < hi) {
		const uint32_t mid = (lo + hi) / 2;

		if (does(s, row, e, mid, means, much))
			hi = mid;
		else
			lo = mid + 1;
	}
	for (uint16_t i = 0; i < el->nlevels; i++)
		if (el->level[i] == hi)
			return;
	if (el->nlevels < HQP_LEVELS)
		el->level[el->nlevels++] = (uint16_t)hi;
	else
		hqp_cut(s, HQP_CUT_MIXES);
}

static void find_levels(struct hqp *s, uint16_t row, uint8_t e)
{
	struct hqp_element *el = &s->elements[e];
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const struct hqp_mix none = { .n = 0 }, all = { 1, { e }, { el->most } };
	const int64_t before = total(s, row, &none), after = total(s, row, &all);

	el->gain_most = hqi_max(after - before, 0);
	el->nlevels = 0;
	if (el->kid != HQ_NONE) {
		el->level[el->nlevels++] = 1;
	} else {
		add_level(s, row, e, MEANS_PASS, 0);
		for (uint16_t i = 0; i < r.nmins; i++)
			add_level(s, row, e, MEANS_MINIMUM, s->ask.kids[r.first_min + i]);
		for (uint32_t i = r.first_row; i < (uint32_t)r.first_row + r.nrows; i++) {
			if (s->ask.rows[i].op != HQ_OP_LINE)
				continue;
			const struct hq_line line = hq_line_at(s->rules, s->ask.rows[i].arg);

			if (line.measure != el->measure)
				continue;
			for (uint16_t t = 0; t < line.ntiers; t++)
				add_level(s, row, e, MEANS_QUANTITY, hq_tier_at(s->rules, line.first_tier + t).at);
			if (line.from > 0)
				add_level(s, row, e, MEANS_QUANTITY, line.from);
		}
		if (after > before)
			add_level(s, row, e, MEANS_TOTAL, after);
		if (s->loose && el->nlevels == 0)
			el->level[el->nlevels++] = el->most;
	}
	for (uint16_t i = 0; i < el->nlevels; i++) {
		struct hqi_ask ask;
		const struct hqp_mix one = { 1, { e }, { el->level[i] } };

		el->alone[i] = hqp_reckon(s, &ask, row, &one);
		el->gain[i] = total(s, row, &one) - before;
	}
}

/* ---- mixes --------------------------------------------------------------------------------------------------- */

/* The least steps of place @i of a mix with which it passes; it does with what it has. */
static void trim(struct hqp *s, uint16_t row, struct hqp_mix *mix, uint8_t i)
{
	uint32_t lo = 0, hi = mix->steps[i];

	while (lo < hi) {
		mix->steps[i] = (lo + hi) / 2;
		if (passes(s, row, mix))
			hi = mix->steps[i];
		else
			lo = mix->steps[i] + 1;
	}
	mix->steps[i] = hi;
}

/* Is there time for all of it? */
static bool in_time(struct hqp *s, const struct hqp_mix *mix)
{
	struct hqp_set set;

	return hqp_mix_set(s, mix, &set) && hqp_in_time(s, &set);
}

/* With the last of the mix as large as it may be, does it pass? Then the least of it, and of the others beside it. */
static uint16_t fill(struct hqp *s, uint16_t row, struct hqp_mix *mix, uint16_t n)
{
	const uint8_t last = (uint8_t)(mix->n - 1);
	struct hqp_set set;
	bool full = false;

	uint32_t lo = 0, hi = s->elements[mix->element[last]].most;

	/* As much as there is time for beside the others. */
	mix->steps[last] = hi;
	if (!in_time(s, mix)) {
		while (lo + 1 < hi) {
			mix->steps[last] = (lo + hi) / 2;
			if (in_time(s, mix))
				lo = mix->steps[last];
			else
				hi = mix->steps[last];
		}
		mix->steps[last] = lo;
	}
	if (mix->steps[last] == 0 || !passes(s, row, mix))
		return n;
	trim(s, row, mix, last);
	if (mix->steps[last] == 0)
		return n;
	for (uint8_t i = 0; i < last; i++) {
		trim(s, row, mix, i);
		if (mix->steps[i] == 0)
			return n;               /* without it: found by itself */
	}
	if (!hqp_mix_set(s, mix, &set))
		return n;
	n = hqp_smallest_in(s->acc, n, HQP_ROW, &set, &full);
	if (full)
		hqp_cut(s, HQP_CUT_MIXES);
	return n;
}

/* Two elements that are plans for the same award are not mixed. */
static bool apart(const struct hqp *s, const struct hqp_mix *mix, uint8_t n, uint8_t e)
{
	for (uint8_t i = 0; i < n; i++)
		if (mix->element[i] == e || (s->elements[e].kid != HQ_NONE && s->elements[e].kid == s->elements[mix->element[i]].kid))
			return false;
	return true;
}

/* The most that a mix can add: element by element, and no more in a category than all of it. */
static int64_t bound(const struct hqp *s, const struct hqp_mix *mix, const int64_t *gain, uint8_t n)
{
	int64_t sum = 0;

	for (uint8_t i = 0; i < n; i++) {
		const uint8_t category = s->elements[mix->element[i]].category;
		int64_t here = 0;
		bool first = true;

		for (uint8_t k = 0; k < n; k++) {
			if (s->elements[mix->element[k]].category != category)
				continue;
			first = first && k >= i;
			here += gain[k];
		}
		if (first)
			sum += hqi_min(here, s->category_gain[category]);
	}
	return sum;
}

/* Can it pass with @more elements at levels and one filled up, which adds @most? */
static bool may_pass(const struct hqp *s, const struct hqp_mix *mix, const int64_t *gain, uint8_t n, uint8_t more, int64_t most)
{
	return s->loose || bound(s, mix, gain, n) + more * s->gain_level + most >= s->short_of;
}

/* All mixes in which @size - 1 elements stand at levels and one more is filled up. False: too many to look at. */
static bool of_size(struct hqp *s, uint16_t row, uint8_t size, uint16_t *n)
{
	struct hqp_mix mix = { 0 };
	uint16_t level[HQ_PLAN_CHANGES] = { 0 };
	int64_t gain[HQ_PLAN_CHANGES] = { 0 };
	uint8_t depth = 0;                     /* so many are chosen; element[depth] is the next to be tried, at level[depth] */

	while (s->models <= HQP_MODELS) {
		if (depth == size - 1) {
			mix.n = depth;
			for (uint8_t c = 0; c < s->nelements && (depth == 0 || c > 0 || !passes(s, row, &mix)); c++) {
				struct hqp_mix filled = mix;

				if (!apart(s, &mix, depth, c) || !may_pass(s, &mix, gain, depth, 0, s->elements[c].gain_most))
					continue;
				filled.element[filled.n++] = c;
				gain[depth] = s->elements[c].gain_most;
				if (may_pass(s, &filled, gain, filled.n, 0, 0))
					*n = fill(s, row, &filled, *n);
			}
			if (depth == 0)
				return true;
			level[--depth]++;
		}
		/* The next element and level at this depth; none: one depth up. */
		uint8_t e = mix.element[depth];

		for (; e < s->nelements; e++, level[depth] = 0) {
			const struct hqp_element *el = &s->elements[e];

			for (; level[depth] < el->nlevels; level[depth]++) {
				mix.element[depth] = e;
				mix.n = (uint8_t)(depth + 1);
				mix.steps[depth] = el->level[level[depth]];
				gain[depth] = el->gain[level[depth]];
				if (!el->alone[level[depth]] && apart(s, &mix, depth, e) &&
				    may_pass(s, &mix, gain, mix.n, (uint8_t)(size - 2 - depth), s->gain_most) && in_time(s, &mix))
					break;
			}
			if (level[depth] < el->nlevels)
				break;
		}
		mix.element[depth] = e;
		if (e < s->nelements) {
			depth++;
			if (depth < size - 1)
				mix.element[depth] = e;
			level[depth] = 0;
		} else if (depth == 0) {
			return true;
		} else {
			level[--depth]++;
		}
	}
	return false;
}

/* What each element can add, and each category. */
static int64_t find_gains(struct hqp *s, uint16_t row)
{
	int64_t all = 0;

	s->gain_most = s->gain_level = 0;
	for (uint8_t i = 0; i < HQP_ELEMENTS; i++)
		s->category_gain[i] = 0;
	for (uint8_t i = 0; i < s->nelements; i++) {
		const struct hqp_element *el = &s->elements[i];

		find_levels(s, row, i);
		s->category_gain[el->category] += el->gain_most;
		s->gain_most = hqi_max(s->gain_most, el->gain_most);
		for (uint16_t k = 0; k < el->nlevels; k++)
			s->gain_level = hqi_max(s->gain_level, el->gain[k]);
	}
	for (uint8_t category = 0; category < HQP_ELEMENTS; category++) {
		struct hqp_mix mix = { .n = 0 };
		const struct hqp_mix none = { .n = 0 };

		for (uint8_t i = 0; i < s->nelements && mix.n < HQ_PLAN_CHANGES; i++) {
			if (s->elements[i].category != category)
				continue;
			mix.element[mix.n] = i;
			mix.steps[mix.n++] = s->elements[i].most;
		}
		if (mix.n > 1 && mix.n < HQ_PLAN_CHANGES) {
			s->timeless = true;
			const int64_t most = total(s, row, &mix);

			s->timeless = false;
			if (most >= 0)
				s->category_gain[category] = hqi_min(s->category_gain[category], most - total(s, row, &none));
		}
		all += s->category_gain[category];
	}
	return all;
}

uint16_t hqp_mixes(struct hqp *s, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const struct hqp_mix none = { .n = 0 };
	uint16_t n = 0;

	s->models = 0;
	if (passes(s, row, &none)) {
		s->acc[0] = (struct hqp_set){ .n = 0 };
		return 1;
	}
	s->short_of = r.pass_hi - total(s, row, &none);
	if (find_gains(s, row) < s->short_of && !s->loose)
		return 0;
	for (uint8_t size = 1; size <= HQ_PLAN_CHANGES && size <= s->nelements; size++) {
		/* Larger mixes where there are few, or none, of the smaller. */
		if (n > 0 && size > HQ_PLAN_LINES)
			break;
		const bool enough = n > s->enough;

		if (!enough && of_size(s, row, size, &n))
			continue;
		s->lines = (uint8_t)hqi_min(s->lines, size - 1);
		if (n == 0)
			hqp_cut(s, HQP_CUT_MIXES);
		break;
	}
	return n;
}
