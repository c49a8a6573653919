/* Puts a quantity or a total of a random teacher on a threshold of the rules, or one beside it; see teachers.h. */
#include "teachers.h"

#include <string.h>

#include "hq_internal.h"

static int64_t one_of(const struct hq_vocab_kind *k)
{
	int64_t one = 1;

	for (unsigned d = 0; d < k->decimals; d++)
		one *= 10;
	return one;
}

/* Changes one record that counts for the measure, so that its quantity grows by @by of the measure's scale, as nearly as amounts can. */
static void grow(struct teacher *t, uint16_t mi, int64_t by, const struct hqi_ask *ask)
{
	const struct hq_measure m = hq_measure_at(ground.rules, mi);
	const struct hq_vocab_kind *k = kind_of(m.kind);
	struct hqi_count count;

	for (size_t tries = 0; tries < 2; tries++) {
		for (size_t i = t->n; i-- > 0;) {
			struct hq_record *r = &t->records[i];

			if (r->kind != m.kind)
				continue;
			hqi_record_counts(ask, mi, r, &count);
			if (count.part.lo <= 0)
				continue;
			if (m.agg == HQ_AGG_COUNT) {
				if (k->flags & HQ_KIND_TIMES) {
					const int64_t n = r->times + by / m.scale;

					r->times = (uint16_t)(n < 1 ? 1 : n > 9 ? 9 : n);
				} else if (by < 0) {
					*r = t->records[--t->n];
				} else if (t->n < TEACHER_RECORDS) {
					t->records[t->n++] = *r;
				}
				return;
			}
			int64_t den = 1, num = 0;

			for (uint32_t v = 0; v < m.nconvs; v++) {
				const struct hq_conv conv = hq_conv_at(ground.rules, m.first_conv + v);

				if (conv.unit == r->unit) {
					num = conv.num;
					den = conv.den;
				}
			}
			if (num == 0)
				return;
			int64_t more = by * den / num / (r->times ? r->times : 1);

			if (k->flags & HQ_KIND_SPAN) {          /* by whole school years at its beginning */
				const int64_t years = more / one_of(k);
				const int32_t begins = hq_school_year((hq_day)r->v[k->from_field]);

				if (r->amount + years * one_of(k) < one_of(k) || r->amount + years * one_of(k) > 40 * one_of(k))
					return;
				r->v[k->from_field] = july_first(begins - (int32_t)years) + (years > 0 ? 10 : 0);
				if (years < 0)
					r->v[k->from_field] = july_first(begins - (int32_t)years);
				more = years * one_of(k);
			}
			if (r->amount + more >= k->amount_min && r->amount + more <= k->amount_max)
				r->amount += more;
			return;
		}
		if (!draw_record(t, mi))
			return;
	}
}

/* A row from which points come, somewhere under @row; HQ_NONE. */
static uint16_t some_line(uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, ground.rules, kids);

	for (int depth = 0; depth < HQ_DEPTH_MAX; depth++) {
		if (rows[row].op == HQ_OP_LINE)
			return row;
		if ((rows[row].op != HQ_OP_CATEGORY && rows[row].op != HQ_OP_RUBRIC) || rows[row].nkids == 0)
			return HQ_NONE;
		row = kids[rows[row].first_kid + between(0, rows[row].nkids - 1)];
	}
	return HQ_NONE;
}

static int64_t pick(const int64_t *of, size_t n)
{
	return of[between(0, (int64_t)n - 1)];
}

/* A row that has a threshold; HQ_NONE where a draw finds none. What few rule files have is taken when it is met. */
static uint16_t threshold_row(void)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows);
	uint16_t out = HQ_NONE;

	for (int tries = 0; tries < 30; tries++) {
		const uint16_t row = (uint16_t)(ground.edition->first_row + between(0, ground.edition->nrows - 1));
		const struct hq_row *r = &rows[row];

		if (hq_is_points(r) && r->limit_if_points != HQ_NONE) {
			const struct hq_limit limit = hq_limit_at(ground.rules, r->limit_if_points);

			if (limit.min || limit.units_min)
				return row;
			if (limit.max < HQ_BIG)
				out = row;
		}
		if (r->op == HQ_OP_LINE) {
			const struct hq_line line = hq_line_at(ground.rules, r->arg);

			if (line.from || hq_measure_at(ground.rules, line.measure).cap_year < HQ_BIG)
				return row;
			if (line.cap < HQ_BIG || line.ntiers || line.form == HQ_LINE_BLOCKS)
				out = row;
		}
		if (r->op == HQ_OP_RUBRIC || (r->op == HQ_OP_QUANTITY && hq_row_a(ground.rules, r) > 1))
			out = row;
	}
	return out;
}

/* One threshold of the edition, drawn; the quantity or total is put on it, or one beside. */
void tune(struct teacher *t)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows);
	struct hq_record sorted[TEACHER_RECORDS];
	struct hq_facts facts;
	struct hq_decision d;
	struct hqi_ask ask;
	const uint16_t row = threshold_row();
	uint16_t measure = HQ_NONE;
	int64_t want[8], now = 0, unit, by;
	size_t n = 0;

	if (row == HQ_NONE || decide(t, sorted, &facts, &d) < 0)
		return;
	hqi_ask_again(&ask, ground.rules, &facts, &d);
	if (rows[row].op == HQ_OP_QUANTITY) {
		measure = rows[row].arg;
		want[n++] = hq_row_a(ground.rules, &rows[row]);
		if (hq_row_b(ground.rules, &rows[row]) < HQ_BIG)
			want[n++] = hq_row_b(ground.rules, &rows[row]);
	} else if (rows[row].op == HQ_OP_LINE) {
		const struct hq_line line = hq_line_at(ground.rules, rows[row].arg);

		measure = line.measure;
		if (line.cap < HQ_BIG)
			want[n++] = line.cap;
		if (line.from)
			want[n++] = line.from;
		if (hq_measure_at(ground.rules, measure).cap_year < HQ_BIG)
			want[n++] = hq_measure_at(ground.rules, measure).cap_year;
		if (line.ntiers)
			want[n++] = hq_tier_at(ground.rules, line.first_tier + (uint32_t)between(0, line.ntiers - 1)).at;
		if (line.form == HQ_LINE_BLOCKS)
			want[n++] = line.block * between(1, 4);
		if (rows[row].limit_if_points != HQ_NONE && hq_limit_at(ground.rules, rows[row].limit_if_points).units_min)
			want[n++] = hq_limit_at(ground.rules, rows[row].limit_if_points).units_min;
	}
	if (n && chance(65)) {
		unit = ask.numbers[hqi_shape(&ask, measure)->scale];
		now = hqi_quantity(&ask, measure).lo;
		by = pick(want, n) + unit * between(-1, 1) - now;
	} else {                                /* points: the pass mark, or the limit of the row or of one above it */
		uint16_t at = row;

		n = 0;
		while (rows[at].op != HQ_OP_RUBRIC && hq_is_points(&rows[at]) && rows[at].parent != HQ_NONE && chance(60))
			at = rows[at].parent;
		if (rows[at].op == HQ_OP_RUBRIC) {
			want[n++] = hq_rubric_at(ground.rules, rows[at].arg).pass_lo;
			now = hqi_rubric_total(&ask, at).lo;
		} else if (hq_is_points(&rows[at]) && rows[at].limit_if_points != HQ_NONE) {
			const struct hq_limit limit = hq_limit_at(ground.rules, rows[at].limit_if_points);

			if (limit.max < HQ_BIG)
				want[n++] = limit.max;
			if (limit.min)
				want[n++] = limit.min;
			now = hqi_row_raw(&ask, at).lo;
		}
		const uint16_t from = n ? some_line(at) : (uint16_t)HQ_NONE;

		if (from == HQ_NONE)
			return;
		const struct hq_line line = hq_line_at(ground.rules, rows[from].arg);

		if (line.ntiers || line.mul <= 0 || line.mul >= HQ_BIG)
			return;
		measure = line.measure;
		unit = ask.numbers[hqi_shape(&ask, measure)->scale];
		by = (pick(want, n) - now) / line.mul * (line.form == HQ_LINE_BLOCKS ? line.block : 1) + (chance(40) ? 0 : chance(50) ? unit : -unit);
	}
	if (by)
		grow(t, measure, by, &ask);
}

