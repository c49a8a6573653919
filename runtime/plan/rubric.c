/* Mixes of lines that pass a rubric: the least of one line, beside others at amounts that mean something.
 *
 * The rubric is reckoned on a copy of the quantities, a few rows at a time; nothing is decided here, so a mix is an
 * offer. An amount means something where a minimum, a tier or `counted only from` is reached, or more adds nothing. The
 * one idea: all but one of a mix stand at such amounts, and the last is the least that passes.
 */
#include "plan.h"

/* A mix: elements and steps. */
struct mix { uint8_t n; uint8_t element[HQ_PLAN_LINES]; uint32_t steps[HQ_PLAN_LINES]; };

/* Reckons the rubric with a mix in it. Values and quantities of the model are left for the caller to look at. */
static void reckon(struct hqp *s, struct hqi_ask *ask, uint16_t row, const struct mix *mix)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const struct hq_edition *e = s->ask.edition;

	*ask = s->ask;
	ask->values = s->model_values;
	ask->quantities = s->quantities;
	s->models++;
	for (uint16_t i = 0; i < e->nmeasures; i++)
		s->quantities[i] = s->base_quantities[i];
	for (uint8_t i = 0; i < mix->n; i++) {
		const struct hqp_element *el = &s->elements[mix->element[i]];

		if (el->kid != HQ_NONE) {
			s->model_values[el->kid - e->first_row].lo = mix->steps[i] > 0;
			continue;
		}
		struct hq_interval *q = &s->quantities[el->measure - e->first_measure];
		const struct hq_packed_shape *shape = hqi_shape(&s->ask, el->measure);
		const int64_t more = (int64_t)mix->steps[i] * s->moves[el->move].gives;

		q->lo = shape->agg == HQ_AGG_GREATEST ? hqi_max(q->lo, more) : q->lo + more;
		q->lo = hqi_min(q->lo, s->ask.numbers[shape->max]);
		q->hi = hqi_max(q->hi, q->lo);
	}
	for (uint32_t i = r.first_row; i < (uint32_t)r.first_row + r.nrows; i++)
		if (hq_is_points(&s->ask.rows[i]))
			s->model_values[i - e->first_row] = hqi_row_counted(ask, (uint16_t)i);
	for (uint8_t i = 0; i < mix->n; i++)
		if (s->elements[mix->element[i]].kid != HQ_NONE)
			s->model_values[s->elements[mix->element[i]].kid - e->first_row].lo = 0;
}

static bool passes(struct hqp *s, uint16_t row, const struct mix *mix)
{
	struct hqi_ask ask;

	reckon(s, &ask, row, mix);
	return hqi_rubric_points_met(&ask, row).lo;
}

static int64_t total(struct hqp *s, uint16_t row, const struct mix *mix)
{
	struct hqi_ask ask;

	reckon(s, &ask, row, mix);
	return hqi_rubric_total(&ask, row).lo;
}

/* ---- amounts that mean something ------------------------------------------------------------------------------ */

enum { MEANS_PASS, MEANS_TOTAL, MEANS_MINIMUM, MEANS_QUANTITY };

/* Does element @e with @steps do what is meant? */
static bool does(struct hqp *s, uint16_t row, uint8_t e, uint32_t steps, int means, int64_t much)
{
	const struct mix mix = { 1, { e }, { steps } };
	struct hqi_ask ask;

	reckon(s, &ask, row, &mix);
	switch (means) {
	case MEANS_PASS:
		return hqi_rubric_points_met(&ask, row).lo;
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

	if (el->nlevels == HQP_LEVELS || does(s, row, e, 0, means, much) || !does(s, row, e, hi, means, much))
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
	el->level[el->nlevels++] = (uint16_t)hi;
}

static void find_levels(struct hqp *s, uint16_t row, uint8_t e)
{
	struct hqp_element *el = &s->elements[e];
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const struct mix none = { .n = 0 }, all = { 1, { e }, { el->most } };
	const int64_t before = total(s, row, &none), after = total(s, row, &all);

	el->gain_most = after - before;
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
	}
	for (uint16_t i = 0; i < el->nlevels; i++) {
		const struct mix one = { 1, { e }, { el->level[i] } };

		el->alone[i] = passes(s, row, &one);
		el->gain[i] = total(s, row, &one) - before;
	}
}

/* ---- what there is ------------------------------------------------------------------------------------------- */

static void add_element(struct hqp *s, uint16_t move, uint16_t measure, uint16_t kid, uint16_t way, uint16_t most)
{
	if (s->nelements == HQP_ELEMENTS) {
		hqp_cut(s, HQP_CUT_MIXES);
		return;
	}
	s->elements[s->nelements++] = (struct hqp_element){ .move = move, .measure = measure, .kid = kid, .way = way, .most = most };
}

static void find_elements(struct hqp *s, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);

	s->nelements = 0;
	for (uint32_t i = r.first_row; i < (uint32_t)r.first_row + r.nrows; i++) {
		const struct hq_row *at = &s->ask.rows[i];

		if (at->op == HQ_OP_LINE) {
			const uint16_t measure = hq_line_at(s->rules, at->arg).measure;
			const struct hqp_measure moves = hqp_moves_for(s, measure);

			for (uint16_t k = 0; k < moves.n; k++) {
				const uint16_t move = s->measure_moves[moves.first + k];

				add_element(s, move, measure, HQ_NONE, 0, s->moves[move].most);
			}
		} else if (at->op == HQ_OP_AWARD && !hqi_value(&s->ask, s->ask.kids[at->first_kid]).lo) {
			const uint16_t kid = s->ask.kids[at->first_kid];
			const struct hqp_ways *ways = hqp_ways(s, kid);

			for (uint16_t k = 0; k < ways->n && k < 3; k++)
				add_element(s, HQ_NONE, HQ_NONE, kid, (uint16_t)(ways->first + k), 1);
		}
	}
}

/* ---- mixes --------------------------------------------------------------------------------------------------- */

/* The least steps of place @i of a mix with which it passes; it does with what it has. */
static void trim(struct hqp *s, uint16_t row, struct mix *mix, uint8_t i)
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

/* With the last of the mix as large as it may be, does it pass? Then the least of it, and of the others beside it. */
static void fill(struct hqp *s, uint16_t row, struct mix *mix, struct hqp_set *out, uint16_t *n, uint16_t most)
{
	const uint8_t last = (uint8_t)(mix->n - 1);
	struct hqp_set set = { .n = 0 };

	if (*n == most || s->models > HQP_MODELS) {
		hqp_cut(s, HQP_CUT_MIXES);
		return;
	}
	mix->steps[last] = s->elements[mix->element[last]].most;
	/* Where events count once, an event that is there may go to another line beside new ones: not reckoned here, so tried. */
	if (!passes(s, row, mix) && (mix->n > 1 || !s->ask.rubrics[s->ask.rows[row].arg].once))
		return;
	trim(s, row, mix, last);
	if (mix->steps[last] == 0)
		return;
	for (uint8_t i = 0; i < last; i++) {
		const uint32_t before = mix->steps[i];

		trim(s, row, mix, i);
		if (mix->steps[i] == 0) {
			mix->steps[i] = before;
			return;                 /* without it: found by itself */
		}
	}
	for (uint8_t i = 0; i < mix->n; i++) {
		const struct hqp_element *el = &s->elements[mix->element[i]];

		if (el->kid != HQ_NONE ? !hqp_join(s, &set, &s->pool[el->way]) : !hqp_add(s, &set, el->move, mix->steps[i]))
			return;
	}
	bool full = false;

	*n = hqp_smallest_in(out, *n, most, &set, &full);
	if (full)
		hqp_cut(s, HQP_CUT_MIXES);
}

/* Mixes in which @first (and @second) stand at levels and another is filled up. */
static void mixes(struct hqp *s, uint16_t row, int64_t short_of, struct hqp_set *out, uint16_t *n, uint16_t most)
{
	for (uint8_t a = 0; a < s->nelements; a++) {
		struct mix mix = { 1, { a }, { 0 } };

		fill(s, row, &mix, out, n, most);
	}
	for (uint8_t a = 0; a < s->nelements; a++) {
		const struct hqp_element *ea = &s->elements[a];

		for (uint16_t la = 0; la < ea->nlevels; la++) {
			for (uint8_t c = 0; c < s->nelements && !ea->alone[la]; c++) {
				struct mix mix = { 2, { a, c }, { ea->level[la] } };

				if (c == a || (s->elements[c].kid != HQ_NONE && s->elements[c].kid == ea->kid) ||
				    ea->gain[la] + s->elements[c].gain_most < short_of)
					continue;
				fill(s, row, &mix, out, n, most);
			}
		}
	}
	for (uint8_t a = 0; a < s->nelements; a++) {
		const struct hqp_element *ea = &s->elements[a];

		for (uint8_t b = (uint8_t)(a + 1); b < s->nelements; b++) {
			const struct hqp_element *eb = &s->elements[b];

			for (uint16_t la = 0; la < ea->nlevels && (ea->kid == HQ_NONE || ea->kid != eb->kid); la++) {
				for (uint16_t lb = 0; lb < eb->nlevels && !ea->alone[la]; lb++) {
					struct mix two = { 2, { a, b }, { ea->level[la], eb->level[lb] } };
					int64_t gain_most = 0;

					for (uint8_t c = 0; c < s->nelements; c++)
						if (c != a && c != b)
							gain_most = hqi_max(gain_most, s->elements[c].gain_most);
					if (eb->alone[lb] || ea->gain[la] + eb->gain[lb] + gain_most < short_of)
						continue;
					if (s->models > HQP_MODELS || *n == most) {
						hqp_cut(s, HQP_CUT_MIXES);
						return;
					}
					if (passes(s, row, &two))
						continue;
					for (uint8_t c = 0; c < s->nelements; c++) {
						struct mix mix = { 3, { a, b, c }, { two.steps[0], two.steps[1] } };

						if (c != a && c != b && ea->gain[la] + eb->gain[lb] + s->elements[c].gain_most >= short_of)
							fill(s, row, &mix, out, n, most);
					}
				}
			}
		}
	}
}

/* Plans for the points of a rubric, then with what it requires; and what settles it at once. */
void hqp_rubric(struct hqp *s, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const struct hq_edition *e = s->ask.edition;
	const struct mix none = { .n = 0 };
	uint16_t n = 0;

	for (uint16_t i = 0; i < e->nrows; i++)
		s->model_values[i] = s->base_values[i];
	s->models = 0;
	if (!r.silent_pass) {
		find_elements(s, row);
		if (passes(s, row, &none)) {
			s->acc[n++] = (struct hqp_set){ .n = 0 };
		} else {
			for (uint8_t i = 0; i < s->nelements; i++)
				find_levels(s, row, i);
			mixes(s, row, r.pass_hi - total(s, row, &none), s->acc, &n, HQP_ROW);
		}
	}
	hqp_ways(s, row)->mixes = n > 0;
	for (uint16_t i = 0; i < n; i++) {
		if (r.requires == HQ_NONE) {
			hqp_way(s, hqp_ways(s, row), &s->acc[i]);
			continue;
		}
		const struct hqp_ways *w = hqp_ways(s, r.requires);

		for (uint16_t k = 0; k < w->n; k++) {
			struct hqp_set set = s->acc[i];

			if (hqp_join(s, &set, &s->pool[w->first + k]))
				hqp_way(s, hqp_ways(s, row), &set);
		}
	}
	if (r.settles == HQ_NONE)
		return;
	const struct hqp_ways *w = hqp_ways(s, r.settles);

	for (uint16_t k = 0; k < w->n; k++) {
		const struct hqp_set set = s->pool[w->first + k];

		hqp_way(s, hqp_ways(s, row), &set);
	}
}
