/* The points of a rubric under a mix of changes, what can raise them, and the candidates for the whole of it.
 *
 * Where events count once, or a line has a cap by the year, a mix is reckoned as the teacher it makes; elsewhere on a copy of the
 * quantities, a few rows at a time. Nothing is decided here, so a mix is an offer. Which mixes there are is mixes.c's.
 */
#include "plan.h"

/* The changes of a mix; those that meet the test of an award are taken as met in @values. False where they are too many. */
static bool changes_of(struct hqp *s, const struct hqp_mix *mix, struct hqp_set *set)
{
	*set = (struct hqp_set){ .n = 0 };
	for (uint8_t i = 0; i < mix->n; i++) {
		const struct hqp_element *el = &s->elements[mix->element[i]];

		if (mix->steps[i] == 0)
			continue;
		if (el->kid != HQ_NONE ? !hqp_join(s, set, &s->pool[el->way]) : !hqp_add(s, set, el->move, mix->steps[i]))
			return false;
	}
	return true;
}

/* As the teacher that the mix makes. */
static bool reckon_anew(struct hqp *s, struct hqi_ask *ask, const struct hqp_mix *mix)
{
	struct hqp_set set;

	s->models += 15;                       /* it takes so much longer */
	if (!changes_of(s, mix, &set) || !hqp_measure(s, &set, ask))
		return false;
	ask->values = s->model_values;
	return true;
}

/* On a copy of the quantities. */
static void reckon_copy(struct hqp *s, struct hqi_ask *ask, const struct hqp_mix *mix)
{
	const struct hq_edition *e = s->ask.edition;

	*ask = s->ask;
	ask->values = s->model_values;
	ask->quantities = s->quantities;
	for (uint16_t i = 0; i < e->nmeasures; i++)
		s->quantities[i] = s->base_quantities[i];
	for (uint8_t i = 0; i < mix->n; i++) {
		const struct hqp_element *el = &s->elements[mix->element[i]];

		if (el->kid != HQ_NONE)
			continue;
		struct hq_interval *q = &s->quantities[el->measure - e->first_measure];
		const struct hq_packed_shape *shape = hqi_shape(&s->ask, el->measure);
		const int64_t more = (int64_t)mix->steps[i] * s->moves[el->move].gives;

		q->lo = shape->agg == HQ_AGG_GREATEST ? hqi_max(q->lo, more) : q->lo + more;
		q->lo = hqi_min(q->lo, s->ask.numbers[shape->max]);
		q->hi = hqi_max(q->hi, q->lo);
	}
}

bool hqp_reckon(struct hqp *s, struct hqi_ask *ask, uint16_t row, const struct hqp_mix *mix)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	const uint16_t first = s->ask.edition->first_row;
	struct hq_interval met = { 0, 0 };
	bool ok = true;

	s->models++;
	for (uint8_t i = 0; i < mix->n; i++)
		if (s->elements[mix->element[i]].kid != HQ_NONE && mix->steps[i] > 0)
			s->model_values[s->elements[mix->element[i]].kid - first] = (struct hq_interval){ 1, 1 };
	if (s->anew)
		ok = reckon_anew(s, ask, mix);
	else
		reckon_copy(s, ask, mix);
	for (uint32_t i = r.first_row; ok && i < (uint32_t)r.first_row + r.nrows; i++)
		if (hq_is_points(&s->ask.rows[i]))
			s->model_values[i - first] = hqi_row_counted(ask, (uint16_t)i);
	if (ok && r.once)
		ok = hqi_allot(ask, row, s->event_line, s->scratch, &met) == HQ_OK;
	else if (ok)
		met = hqi_rubric_points_met(ask, row);
	for (uint8_t i = 0; i < mix->n; i++)
		if (s->elements[mix->element[i]].kid != HQ_NONE)
			s->model_values[s->elements[mix->element[i]].kid - first] = hqi_value(&s->ask, s->elements[mix->element[i]].kid);
	return ok && met.lo;
}

bool hqp_mix_set(struct hqp *s, const struct hqp_mix *mix, struct hqp_set *set)
{
	return changes_of(s, mix, set);
}

/* ---- what there is ------------------------------------------------------------------------------------------- */

static void add_element(struct hqp *s, uint16_t row, uint16_t move, uint16_t measure, uint16_t kid, uint16_t way, uint16_t most)
{
	const struct hq_row *rows = s->ask.rows;
	uint8_t category = 0;
	uint16_t at = row;

	if (s->nelements == HQP_ELEMENTS) {
		hqp_cut(s, HQP_CUT_MIXES);
		return;
	}
	while (rows[rows[at].parent].op != HQ_OP_RUBRIC)
		at = rows[at].parent;
	const struct hq_row *rubric = &rows[rows[at].parent];

	while (category + 1 < rubric->nkids && s->ask.kids[rubric->first_kid + category] != at)
		category++;
	s->elements[s->nelements++] = (struct hqp_element){ .category = category % HQP_ELEMENTS, .move = move, .measure = measure, .kid = kid, .way = way, .most = most };
}

static void find_elements(struct hqp *s, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);

	s->nelements = 0;
	s->anew = r.once;
	s->loose = false;
	for (uint32_t i = r.first_row; i < (uint32_t)r.first_row + r.nrows; i++) {
		const struct hq_row *at = &s->ask.rows[i];

		/* Of parts of which the best counts, one may count only beside another. */
		s->loose = s->loose || (at->op == HQ_OP_CATEGORY && hq_limit_of(at) != HQ_NONE && s->ask.limits[hq_limit_of(at)].best);
		if (at->op == HQ_OP_LINE) {
			const struct hq_line line = hq_line_at(s->rules, at->arg);
			const uint16_t measure = line.measure;
			const struct hqp_measure moves = hqp_moves_for(s, measure);

			s->anew = s->anew || (moves.n > 0 && s->ask.numbers[hqi_shape(&s->ask, measure)->cap_year] < HQ_BIG);
			/* Two that fill one block together; or an event that leaves its line to others. */
			s->loose = s->loose || ((line.form != HQ_LINE_LINEAR || line.from > 0) && (moves.n > 1 || r.once));
			for (uint16_t k = 0; k < moves.n; k++) {
				const uint16_t move = s->measure_moves[moves.first + k];

				add_element(s, (uint16_t)i, move, measure, HQ_NONE, 0, s->moves[move].most);
			}
		} else if (at->op == HQ_OP_AWARD && !hqi_value(&s->ask, s->ask.kids[at->first_kid]).lo) {
			const uint16_t kid = s->ask.kids[at->first_kid];
			const struct hqp_ways *ways = hqp_ways(s, kid);

			for (uint16_t k = 0; k < ways->n && k < 3; k++)
				add_element(s, (uint16_t)i, HQ_NONE, HQ_NONE, kid, (uint16_t)(ways->first + k), 1);
		}
	}
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

void hqp_rubric(struct hqp *s, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(s->rules, s->ask.rows[row].arg);
	struct hqp_ways *ways = hqp_ways(s, row);
	uint16_t n = 0;

	for (uint16_t i = 0; i < s->ask.edition->nrows; i++)
		s->model_values[i] = s->base_values[i];
	if (!r.silent_pass) {
		find_elements(s, row);
		n = hqp_mixes(s, row);
	}
	ways->mixes = n > 0;
	if (r.requires != HQ_NONE)
		n = hqp_times(s, n, r.requires, true);
	for (uint16_t i = 0; i < n; i++)
		hqp_way(s, ways, &s->acc[i]);
	if (r.settles == HQ_NONE)
		return;
	const struct hqp_ways w = *hqp_ways(s, r.settles);

	for (uint16_t k = 0; k < w.n; k++) {
		const struct hqp_set set = s->pool[w.first + k];

		hqp_way(s, ways, &set);
	}
}
