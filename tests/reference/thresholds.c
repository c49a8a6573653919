/* Thresholds; see thresholds.h. Where they lie is read from the tables, and how near from the runtime's own quantities: this is how
 * the random teachers are measured, not what they are measured by. */
#include "thresholds.h"

#include "hq_internal.h"

enum kind { CAP_POINTS, CAP_UNITS, CAP_YEAR, MIN_POINTS, MIN_UNITS, FROM_UNITS, PASS_MARK, TIER, BLOCK, TEST_QUANTITY, FIELD_EDGE, WINDOW_FIRST, WINDOW_LAST, KINDS };
static const char *const names[KINDS] = {
	"cap in points", "cap in units", "cap a school year", "minimum in points", "minimum in units", "counted only from", "pass mark", "tier",
	"whole block", "comparison in a test", "value in a filter", "window, first day", "window, last day",
};
static struct { size_t on, missed, passed; } hit[KINDS];
static bool in_rules[KINDS];

static void count(enum kind kind, int64_t value, int64_t edge, int64_t unit)
{
	in_rules[kind] = true;
	hit[kind].on += value == edge;
	hit[kind].missed += value < edge && edge - value <= unit;
	hit[kind].passed += value > edge && value - edge <= unit;
}

static void count_measure(const struct hqi_ask *ask, uint16_t mi)
{
	const struct hq_measure m = hqi_measure_at(ask, mi);
	const struct hqi_days days = hqi_window(ask, mi);
	const struct hq_vocab_kind *k = kind_of(m.kind);
	const struct hq_facts *facts = ask->facts;
	struct hqi_count seen;
	int64_t year[64] = { 0 };

	for (uint16_t i = facts->first[m.kind]; i < facts->first[m.kind + 1]; i++) {
		const struct hq_record *r = &facts->records[i];

		hqi_record_counts(ask, mi, r, &seen);
		if (hqi_is_no(seen.filter))
			continue;
		if (k->date_field < HQ_FIELDS_MAX && r->v[k->date_field] != HQ_DAY_NEVER && !days.all) {
			if (days.from != HQ_DAY_OPEN)
				count(WINDOW_FIRST, r->v[k->date_field], days.from, 1);
			count(WINDOW_LAST, r->v[k->date_field], days.to, 1);
		}
		const int64_t y = seen.part.year == HQI_ANY_YEAR ? -1 : (int64_t)seen.part.year - 1970;

		if (m.cap_year < HQ_BIG && y >= 0 && y < 64 && seen.part.nyears == 1)
			year[y] += seen.part.lo;
	}
	for (size_t y = 0; y < 64 && m.cap_year < HQ_BIG; y++)
		if (year[y])
			count(CAP_YEAR, year[y], m.cap_year, m.scale);
}

static void count_filter(const struct hqi_ask *ask, uint16_t filter, const struct hq_record *record)
{
	const struct hq_record *from[] = { record, hqi_teacher(ask), ask->facts->assignment, NULL };

	for (uint32_t i = filter; filter != HQ_NONE; i++) {
		const struct hq_filter_op op = hq_filter_op_at(ground.rules, i);

		if (op.op == HQ_F_END)
			return;
		if (op.op == HQ_F_WITHIN && from[op.src])
			count(FIELD_EDGE, from[op.src]->v[op.field], hq_day_add_months(ask->as_of, (int32_t)-op.a) + 1, 1);
		if (op.op == HQ_F_COMPARE && op.other_src == HQ_SRC_AS_OF && from[op.src])
			count(FIELD_EDGE, from[op.src]->v[op.field], ask->as_of, 1);
		if (op.op != HQ_F_RANGE || !from[op.src] || field_of(from[op.src]->kind, op.field)->type == HQ_FIELD_YES_NO)
			continue;
		if (op.a > -HQ_BIG)
			count(FIELD_EDGE, from[op.src]->v[op.field], op.a, 1);
		if (op.b < HQ_BIG && op.b != op.a)
			count(FIELD_EDGE, from[op.src]->v[op.field], op.b, 1);
	}
}

static void count_limit(const struct hqi_ask *ask, uint16_t row, int64_t point)
{
	const struct hq_row *r = &ask->rows[row];

	if (r->limit_if_points == HQ_NONE)
		return;
	const struct hq_limit limit = hq_limit_at(ground.rules, r->limit_if_points);

	if (limit.max < HQ_BIG)
		count(CAP_POINTS, hqi_row_raw(ask, row).lo, limit.max, point);
	if (limit.min)
		count(MIN_POINTS, hqi_row_capped(ask, row).lo, limit.min, point);
}

static void count_line(const struct hqi_ask *ask, const struct hq_row *r)
{
	const struct hq_line line = hq_line_at(ground.rules, r->arg);
	const int64_t q = hqi_quantity(ask, line.measure).lo, unit = hqi_scale(ask, line.measure);

	if (line.cap < HQ_BIG)
		count(CAP_UNITS, q, line.cap, unit);
	if (line.from)
		count(FROM_UNITS, q, line.from, unit);
	for (uint32_t i = 0; i < line.ntiers; i++)
		count(TIER, q, hq_tier_at(ground.rules, line.first_tier + i).at, unit);
	if (line.form == HQ_LINE_BLOCKS && line.block > 0 && q > 0)
		count(BLOCK, q, (q + line.block / 2) / line.block * line.block, unit < line.block / 2 ? unit : (line.block - 1) / 2);
	if (r->limit_if_points != HQ_NONE && hq_limit_at(ground.rules, r->limit_if_points).units_min)
		count(MIN_UNITS, hqi_line_counted(&line, q), hq_limit_at(ground.rules, r->limit_if_points).units_min, unit);
}

bool thresholds_count(const struct teacher *t)
{
	struct hq_record sorted[TEACHER_RECORDS];
	struct hq_facts facts;
	struct hq_decision d;
	struct hqi_ask ask;
	const struct hq_edition *e = ground.edition;

	if (decide(t, sorted, &facts, &d) < 0)
		return false;
	hqi_ask_again(&ask, ground.rules, &facts, &d);
	for (uint16_t i = e->first_measure; i < e->first_measure + e->nmeasures; i++) {
		const struct hq_measure m = hqi_measure_at(&ask, i);

		if (facts.list[m.kind] != HQ_KNOWN)
			continue;
		count_measure(&ask, i);
		for (uint16_t n = facts.first[m.kind]; n < facts.first[m.kind + 1]; n++)
			count_filter(&ask, m.filter, &facts.records[n]);
	}
	for (uint16_t i = e->first_row; i < e->first_row + e->nrows; i++) {
		const struct hq_row *r = &ask.rows[i];

		if (hq_is_points(r))
			count_limit(&ask, i, 5 * hq_rubric_at(ground.rules, hq_rubric_of(ground.rules, r)).denominator);
		if (r->op == HQ_OP_LINE)
			count_line(&ask, r);
		if (r->op == HQ_OP_SCALAR)
			count_filter(&ask, r->arg, NULL);
		if (r->op == HQ_OP_RUBRIC && !hq_rubric_at(ground.rules, r->arg).silent_pass)
			count(PASS_MARK, hqi_rubric_total(&ask, i).lo, hq_rubric_at(ground.rules, r->arg).pass_lo,
			      5 * hq_rubric_at(ground.rules, r->arg).denominator);
		/* "at least one" and "none" are not thresholds that can be missed by less than all. */
		if (r->op == HQ_OP_QUANTITY && hq_row_a(ground.rules, r) > hqi_scale(&ask, r->arg))
			count(TEST_QUANTITY, hqi_quantity(&ask, r->arg).lo, hq_row_a(ground.rules, r), hqi_scale(&ask, r->arg));
	}
	return true;
}

size_t thresholds_print(FILE *to)
{
	size_t least = SIZE_MAX;

	fprintf(to, "%-22s %12s %12s %12s\n", "threshold", "just missed", "exactly", "just passed");
	for (size_t i = 0; i < KINDS; i++) {
		if (!in_rules[i])
			continue;
		fprintf(to, "%-22s %12zu %12zu %12zu\n", names[i], hit[i].missed, hit[i].on, hit[i].passed);
		const size_t side = i == BLOCK ? hit[i].on : hit[i].missed < hit[i].passed ? hit[i].missed : hit[i].passed;

		least = hit[i].on < least ? hit[i].on : least;
		least = side < least ? side : least;
	}
	return least == SIZE_MAX ? 0 : least;
}
