/* Rows of a decision against the interval reference evaluator; see interval_rows.h. */
#include "interval_rows.h"

#include <string.h>

#include "hq_internal.h"
#include "interval_walk.h"
#include "intervals.h"

static const char *const names[SORTS] = {
	"verdict", "rubric, total", "rubric, passes", "rubric, mark reached", "points in so many", "category, points", "line, points", "points before a cap",
	"points before a division", "minimum in units", "minimum in points", "quantity", "route, heading", "requirement", "definition", "part of one, test",
};
static struct { size_t compared, open; } seen[SORTS];
static struct ref_counts counts;
static size_t editions, rows_all, undecided, refused;

static const struct interval_pair *pairs;
static size_t npairs;
static const struct hq_row *rows;
static struct hqi_ask ask;

static const struct hqc_award *share_line(uint16_t row);

bool interval_rows_find(char *why, size_t cap)
{
	npairs = interval_walk(&pairs, why, cap);
	rows = HQ_AT(struct hq_row, ground.rules, rows);
	editions++;
	rows_all += ground.edition->nrows;
	for (uint16_t i = 0; i < ground.edition->nslots && npairs; i++)
		if (!ground.slot_node[i] && !share_line(hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i).row)) {
			snprintf(why, cap, "slot %u is no node's", i);
			return false;
		}
	return npairs > 0;
}

static struct ref_number over_scale(int64_t n, int64_t scale, bool points)
{
	return points && n >= HQ_BIG ? (struct ref_number){ 1, 0 } : fraction(n, scale);
}

static struct ref_interval as_ours(struct hq_interval v, int64_t scale, bool points)
{
	return (struct ref_interval){ over_scale(v.lo, scale, points), over_scale(v.hi, scale, points) };
}

static struct ref_interval runtimes(const struct interval_pair *p)
{
	const struct hq_row *r = &rows[p->row];
	const bool points = hq_is_points(r) || r->op == HQ_OP_RUBRIC;
	const int64_t den = points ? hq_rubric_at(ground.rules, r->op == HQ_OP_RUBRIC ? r->arg : hq_rubric_of(ground.rules, r)).denominator : 1;
	const uint16_t measure = r->op == HQ_OP_LINE ? hq_line_at(ground.rules, r->arg).measure : r->arg;

	switch ((enum sort)p->sort) {
	case TOTAL:
		return as_ours(hqi_rubric_total(&ask, p->row), den, true);
	case RAW:
		return as_ours(hqi_row_raw(&ask, p->row), den, true);
	case CAPPED:
		return as_ours(hqi_row_capped(&ask, p->row), den, true);
	case MARK:
		return as_ours(hqi_rubric_mark_met(&ask, p->row), 1, false);
	case CATEGORIES:
		return as_ours(hqi_rubric_categories_met(&ask, p->row), 1, false);
	case MIN_UNITS:
		return as_ours(hqi_units_met(&ask, p->row), 1, false);
	case MIN_POINTS:
		return as_ours(hqi_minimum_met(&ask, p->row), 1, false);
	case QUANTITY:
		return as_ours(hqi_quantity(&ask, measure), hqi_scale(&ask, measure), false);
	case CATEGORY:
	case LINE:
		return as_ours(hqi_value(&ask, p->row), den, true);
	default:
		return as_ours(hqi_value(&ask, p->row), 1, false);
	}
}

static bool references(const struct interval_pair *p, const struct ref_values *v, struct ref_interval *out)
{
	const struct ref_value *at = ref_values_of(v, p->node, p->share);

	if (!at)
		return false;
	switch ((enum sort)p->sort) {
	case QUANTITY:
	case TOTAL:
		*out = at->quantity;
		break;
	case RAW:
		*out = at->raw;
		break;
	case CAPPED:
		*out = at->capped;
		break;
	case MARK:
	case MIN_UNITS:
		*out = at->met[0];
		break;
	case CATEGORIES:
	case MIN_POINTS:
		*out = at->met[1];
		break;
	default:
		*out = at->value;
	}
	if (p->turned)
		*out = (struct ref_interval){ whole(1 - out->hi.num), whole(1 - out->lo.num) };
	return true;
}

static uint16_t row_of(const struct hqc_award *a)
{
	for (size_t i = 0; i < npairs; i++)
		if (pairs[i].node == a && pairs[i].sort == QUANTITY && !pairs[i].share)
			return pairs[i].row;
	return HQ_NONE;
}

/* 6.4: the lower end's allotment is the one that the decision names, record by record; the upper end's one by which each line spans what it does there. */
static bool agrees(void *self, const struct hqc_rubric *r, const struct ref_values *v, const struct hqc_award *const *to, bool upper)
{
	const struct hq_decision *d = self;
	bool all = true, within = false;
	uint16_t rubric = HQ_NONE;

	for (size_t i = 0; i < npairs && all; i++) {
		const struct interval_pair *p = &pairs[i];
		struct ref_interval ref;

		if (p->sort == TOTAL) {
			within = p->node == r && !p->share;     /* its lines follow */
			rubric = within ? p->row : rubric;
		}
		if (!upper || !within || p->sort != QUANTITY || rows[p->row].op != HQ_OP_LINE || !references(p, v, &ref))
			continue;
		const struct ref_interval got = runtimes(p);

		all = compare(ref.lo, got.lo) == 0 && compare(ref.hi, got.hi) == 0;
	}
	for (size_t i = 0; i < ask.facts->nrecords && all && !upper; i++) {
		const int16_t at = d->event_line[hqi_once_before(&ask, ask.rows[rubric].arg) * ask.facts->nrecords + i];

		all = at < 0 ? !to[i] : to[i] && row_of(to[i]) == (uint16_t)at;
	}
	return all;
}

/* The award of a share (6.3) that a row is: a form has columns of their own for it. */
static const struct hqc_award *share_line(uint16_t row)
{
	for (size_t i = 0; i < npairs; i++)
		if (pairs[i].row == row && pairs[i].sort == QUANTITY && pairs[i].share)
			return pairs[i].node;
	return NULL;
}

static struct ref_partial as_partial(const struct hq_facts *facts, hq_day as_of, struct ref_said *form)
{
	struct ref_partial out = { facts->records, facts->nrecords, facts->assignment, facts->list, facts->closed, as_of, form, 0, ground.defines,
				   ground.vocab->teacher };

	for (uint16_t i = 0; facts->answers && i < ground.edition->nslots; i++) {
		const struct hq_slot s = hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i);
		const struct ref_number says = fraction(facts->answers[i].value, s.type == HQ_SLOT_YES_NO ? 1 : s.step);
		const bool is_known = facts->answers[i].know == HQ_KNOWN;

		if (facts->answers[i].know == HQ_NOT_ASKED)
			continue;
		if (ground.slot_node[i])
			form[out.nform++] = (struct ref_said){ ground.slot_node[i], false, is_known, says };
		else
			form[out.nform++] = (struct ref_said){ share_line(s.row), true, is_known, says };
	}
	return out;
}

static const char *text_of(struct ref_interval v, char out[96])
{
	snprintf(out, 96, "%lld/%lld..%lld/%lld", (long long)v.lo.num, (long long)v.lo.den, (long long)v.hi.num, (long long)v.hi.den);
	return out;
}

bool interval_rows_agree(const struct hq_facts *facts, const struct hq_decision *d, enum hq_verdict by_intervals, char *why, size_t cap)
{
	static struct ref_values values;
	struct ref_said form[TEACHER_SLOTS];
	struct hq_decision asked = *d;
	const struct ref_liking like = { agrees, &asked };
	const size_t disagreed = counts.disagreed;
	const struct ref_partial t = as_partial(facts, d->as_of, form);
	char a[96], b[96];

	hqi_ask_again(&ask, ground.rules, facts, d);
	const enum hq_verdict verdict = ref_intervals(ground.tree, &t, &like, &values, &counts);

	if (verdict == 0) {
		undecided++;
		return true;
	}
	for (size_t i = 0; i < npairs; i++) {
		const struct interval_pair *p = &pairs[i];
		struct ref_interval ref;
		const struct ref_interval got = runtimes(p);

		if (!references(p, &values, &ref)) {
			snprintf(why, cap, "row %u (%s): the reference has no %s", p->row, hq_row_name_of(ground.rules, p->row).text, names[p->sort]);
			return false;
		}
		seen[p->sort].compared++;
		seen[p->sort].open += compare(ref.lo, ref.hi) != 0;
		if (compare(ref.lo, got.lo) == 0 && compare(ref.hi, got.hi) == 0)
			continue;
		snprintf(why, cap, "row %u (%s%s), %s: %s, the reference %s", p->row, hq_row_name_of(ground.rules, p->row).text, p->share ? ", share" : "",
			 names[p->sort], text_of(got, a), text_of(ref, b));
		return false;
	}
	seen[VERDICT].compared++;
	seen[VERDICT].open += verdict == HQ_UNDETERMINED;
	if (counts.disagreed != disagreed)
		snprintf(why, cap, "where events count once is not among the best allotments");
	if (verdict != by_intervals)
		snprintf(why, cap, "by intervals %s, the reference %s", hq_verdict_name(by_intervals), hq_verdict_name(verdict));
	return verdict == by_intervals && counts.disagreed == disagreed;
}

void interval_rows_refused(void)
{
	refused++;
}

size_t interval_rows_print(FILE *to)
{
	size_t least = SIZE_MAX;

	fprintf(to, "intervals of %zu rows of %zu editions: both ends equal\n%-26s %12s %12s\n", rows_all, editions, "", "compared", "open");
	for (size_t i = 0; i < SORTS; i++) {
		fprintf(to, "%-26s %12zu %12zu\n", names[i], seen[i].compared, seen[i].open);
		least = seen[i].compared && seen[i].open < least ? seen[i].open : least;
	}
	fprintf(to, "%zu rubrics whose events count once, %zu of them with more than one allotment; %zu with too many to try, %zu teachers passed over for that; "
		    "%zu for more than all records may hold\n",
		counts.allotted, counts.allotted_otherwise, counts.too_many, undecided, refused);
	return least;
}
