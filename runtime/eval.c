/* Deciding: the measures of an edition, then its rows in their order, then the verdict (semantics 7 and 8).
 *
 * Quantities are measure.c's, points rubric.c's, the best allotment of events allot.c's. The one idea: every row comes
 * after all it depends on, so one pass over an array decides, and what it leaves behind is the explanation's material.
 */
#include "hq_internal.h"

/* ---- one pass ------------------------------------------------------------------------------------------------ */

/* No slot is answered by the form where records of a kind it stands for are given too (4.6). */
static int forms_ok(const struct hqi_ask *ask)
{
	const struct hq_packed_slot *slots = HQ_AT(struct hq_packed_slot, ask->rules, slots) + ask->edition->first_slot;

	if (!ask->facts->answers || !ask->facts->known_lists)
		return HQ_OK;
	for (uint16_t i = 0; i < ask->edition->nslots; i++)
		if ((slots[i].kinds & ask->facts->known_lists) && ask->facts->answers[i].know != HQ_NOT_ASKED)
			return HQ_EBOTH;
	return HQ_OK;
}

static int measure_all(const struct hqi_ask *ask, uint8_t *seen, struct hqi_part *parts)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_packed_measure *m = ask->measures + e->first_measure;
	const struct hq_packed_shape *shapes = ask->shapes;

	for (uint16_t i = 0; i < e->nmeasures; i++, m++) {
		const struct hq_answer *a = hqi_answer(ask, m->slot);

		/* What a whole form of answers comes down to, without a call. */
		if (a && a->know == HQ_KNOWN && a->value >= 0 && a->value <= ask->numbers[shapes[m->shape].max]) {
			ask->quantities[i] = (struct hq_interval){ a->value, a->value };
			seen[i] = HQ_SEEN_FORM;
			continue;
		}
		const int rc = hqi_measure(ask, (uint16_t)(e->first_measure + i), parts, &ask->quantities[i], &seen[i]);

		if (rc < 0)
			return rc;
	}
	return HQ_OK;
}

/* How many kids are yes for certain, and how many may be. */
static struct hq_interval count_kids(const struct hqi_ask *ask, const struct hq_row *row)
{
	const uint16_t *kid = ask->kids + row->first_kid;
	const struct hq_interval *values = ask->values;
	const uint32_t first = ask->edition->first_row;
	struct hq_interval n = { 0, 0 };

	for (const uint16_t *end = kid + row->nkids; kid < end; kid++) {
		n.lo += values[*kid - first].lo;
		n.hi += values[*kid - first].hi;
	}
	return n;
}

/* `all of`, `any of`, `at least k of`, `none of` (7.1): enough of them for certain, enough of them perhaps. */
static struct hq_interval combine(const struct hqi_ask *ask, const struct hq_row *row)
{
	const struct hq_interval n = count_kids(ask, row);
	const int64_t k = row->op == HQ_OP_ALL ? row->nkids : row->op == HQ_OP_AT_LEAST ? row->arg : 1;

	if (row->op == HQ_OP_NOT)
		return (struct hq_interval){ n.hi < k, n.lo < k };
	return (struct hq_interval){ n.lo >= k, n.hi >= k && !(row->op == HQ_OP_ALL && hqi_falls_short(ask, row)) };
}

/* The whole interval in a..b: yes; none of it: no. */
static struct hq_interval quantity(const struct hqi_ask *ask, const struct hq_row *row)
{
	const struct hq_interval q = hqi_quantity(ask, row->arg);

	const int64_t a = ask->numbers[row->range], b = ask->numbers[row->range + 1];

	return (struct hq_interval){ (q.lo >= a) & (q.hi <= b), (q.hi >= a) & (q.lo <= b) };
}

static struct hq_interval scalar(const struct hqi_ask *ask, const struct hq_row *row)
{
	const hqi_truth t = hqi_filter(ask, row->arg, NULL);

	return (struct hq_interval){ hqi_is_yes(t), !hqi_is_no(t) };
}

static int rubric(const struct hqi_ask *ask, uint16_t row, int16_t *event_line, void *scratch, struct hq_interval *value)
{
	struct hq_interval met;

	if (event_line && hqi_is_once(ask, ask->rows[row].arg)) {
		const int rc = hqi_allot(ask, row, event_line, scratch, &met);

		if (rc < 0)
			return rc;
	} else {
		met = hqi_rubric_points_met(ask, row);
	}
	*value = hqi_rubric_passes(ask, row, met);
	return HQ_OK;
}

/* What may be yes and may be no, unless the case being looked at says which. */
static struct hq_interval open_row(const struct hqi_ask *ask, uint16_t row)
{
	const struct hqi_assumed *a = hqi_assumed(ask, HQ_FORK_ROW, NULL, row);

	return a ? a->v : (struct hq_interval){ 0, 1 };
}

int hqi_rows_all(const struct hqi_ask *ask, int16_t *event_line, void *scratch)
{
	const uint32_t end = (uint32_t)ask->edition->first_row + ask->edition->nrows;
	struct hq_interval *value = ask->values;
	int rc;

	for (uint32_t i = ask->edition->first_row; i < end; i++, value++) {
		const struct hq_row *row = &ask->rows[i];
		const struct hq_answer *a = hqi_answer(ask, hq_slot_of(row));

		if (a) {
			*value = (struct hq_interval){ a->value, a->value };
			if (a->know != HQ_KNOWN)
				*value = open_row(ask, (uint16_t)i);
			else if (a->value != 0 && a->value != 1)
				return HQ_ERANGE;
			continue;
		}
		switch ((enum hq_op)row->op) {
		case HQ_OP_NONE:
			*value = (struct hq_interval){ 0, 0 };
			break;
		case HQ_OP_ALL:
		case HQ_OP_ANY:
		case HQ_OP_AT_LEAST:
		case HQ_OP_NOT:
			*value = combine(ask, row);
			break;
		case HQ_OP_QUANTITY:
			*value = quantity(ask, row);
			break;
		case HQ_OP_SCALAR:
			*value = scalar(ask, row);
			break;
		case HQ_OP_SILENT:
			*value = open_row(ask, (uint16_t)i);
			break;
		case HQ_OP_LINE:
		case HQ_OP_AWARD:
		case HQ_OP_CATEGORY:
			*value = hqi_row_counted(ask, (uint16_t)i);
			break;
		case HQ_OP_RUBRIC:
			rc = rubric(ask, (uint16_t)i, event_line, scratch, value);
			if (rc < 0)
				return rc;
			break;
		}
	}
	return HQ_OK;
}

/* ---- the verdict (8.2, 8.3) ---------------------------------------------------------------------------------- */

static struct hq_interval part(const struct hqi_ask *ask, uint16_t row)
{
	return row == HQ_NONE ? (struct hq_interval){ 1, 1 } : hqi_value(ask, row);
}

enum hq_verdict hqi_verdict_of(const struct hqi_ask *ask)
{
	const struct hq_edition *e = ask->edition;
	const struct hq_interval applies = part(ask, e->applies), every = part(ask, e->every), routes = part(ask, e->routes);

	if (applies.hi == 0)
		return HQ_NOT_APPLICABLE;
	if (applies.lo == 0)
		return HQ_UNDETERMINED;
	if (every.lo && routes.lo)
		return HQ_HIGHLY_QUALIFIED;
	return every.hi && routes.hi ? HQ_UNDETERMINED : HQ_NOT_HIGHLY_QUALIFIED;
}

uint16_t hqi_first_route(const struct hqi_ask *ask)
{
	if (ask->edition->routes == HQ_NONE)
		return HQ_NONE;
	const struct hq_row *routes = &ask->rows[ask->edition->routes];

	for (uint16_t i = 0; i < routes->nkids; i++) {
		const uint16_t route = ask->kids[routes->first_kid + i];

		if (hqi_value(ask, route).lo)
			return route;
	}
	return HQ_NONE;
}

int hqi_reckon(struct hqi_pass *pass, enum hq_verdict *out)
{
	int rc = measure_all(&pass->ask, pass->seen, pass->scratch);

	if (rc == HQ_OK)
		rc = hqi_rows_all(&pass->ask, pass->event_line, pass->scratch);
	if (rc == HQ_OK)
		*out = hqi_verdict_of(&pass->ask);
	return rc;
}

/* What intervals leave open, case by case; then the rows once more as intervals have them, which is what is explained. */
static int by_cases(struct hqi_pass *pass, enum hq_verdict *answer, uint16_t *route, const uint16_t **cases)
{
	enum hq_verdict again;
	int rc = hqi_by_cases(pass, answer, route);

	if (*answer != HQ_UNDETERMINED || rc == HQ_ELIMIT)
		*cases = pass->cases;
	if (rc == HQ_OK || rc == HQ_ELIMIT)
		rc = hqi_reckon(pass, &again);
	return rc;
}

int hq_decide(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of,
	      void *work, size_t work_len, struct hq_decision *out)
{
	struct hqi_pass pass;
	struct hqi_ask *const ask = &pass.ask;
	int rc;

	rc = hqi_ask_checked(ask, rules, edition, facts, as_of);
	if (rc < 0)
		return rc;
	if (work_len < hqi_lay_out(&pass, (uintptr_t)work, facts->nrecords) || (uintptr_t)work % sizeof(int64_t) != 0)
		return HQ_ESPACE;
	enum hq_verdict answer = HQ_UNDETERMINED;
	const uint16_t *cases = NULL;
	uint16_t route = HQ_NONE;

	rc = forms_ok(ask);
	if (rc == HQ_OK)
		rc = hqi_reckon(&pass, &answer);
	if (rc == HQ_OK && answer == HQ_HIGHLY_QUALIFIED)
		route = hqi_first_route(ask);
	if (rc == HQ_OK && answer == HQ_UNDETERMINED && hqi_exact_needed(ask))
		rc = by_cases(&pass, &answer, &route, &cases);
	if (rc < 0)
		return rc;
	*out = (struct hq_decision){
		.verdict = answer,
		.as_of = as_of,
		.edition = edition,
		.route = route,
		.rows = ask->values,
		.measures = ask->quantities,
		.event_line = pass.event_line,
		.measure_flags = pass.seen,
		.cases = cases,
	};
	return HQ_OK;
}
