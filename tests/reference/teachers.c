/* Random teachers; see teachers.h. The tables say where the thresholds are; whether a verdict is right is never asked of them. */
#include "implied.h"

#include <string.h>

uint64_t seed;

uint64_t draw(void)
{
	uint64_t z = (seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}
int64_t between(int64_t lo, int64_t hi)
{
	return hi <= lo ? lo : lo + (int64_t)(draw() % (uint64_t)(hi - lo + 1));
}
bool chance(unsigned percent)
{
	return draw() % 100 < percent;
}

/* ---- one value, one record ---- */

int64_t random_value(const struct hq_vocab_field *f, hq_day as_of)
{
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return between(0, f->ncodes - 1);
	case HQ_FIELD_SOME_OF:
		return (int64_t)1 << between(0, f->ncodes - 1) | (chance(30) ? (int64_t)1 << between(0, f->ncodes - 1) : 0);
	case HQ_FIELD_YES_NO:
		return chance(60);
	case HQ_FIELD_DATE:
		return f->never && chance(30) ? HQ_DAY_NEVER : as_of - between(-400, 365 * 20);
	case HQ_FIELD_NUMBER:
		return between(f->min, f->max);
	}
	return 0;
}

static void single(struct hq_record *r, uint16_t k, hq_day as_of)
{
	memset(r, 0, sizeof *r);
	r->kind = (uint8_t)k;
	r->unit = 255;
	r->times = 1;
	for (unsigned f = 0; f < kind_of(k)->nfields; f++) {
		r->v[f] = random_value(field_of(k, f), as_of);
		r->known |= (uint16_t)(1u << f);
	}
}

/* Set a value so that the leaf is met, or just not. */
static void steer(const struct hq_filter_op *op, struct hq_record *rec, struct teacher *t)
{
	struct hq_record *r = op->src == HQ_SRC_RECORD ? rec : op->src == HQ_SRC_ASSIGNMENT ? &t->assignment : NULL;

	if (op->src == HQ_SRC_TEACHER)
		for (size_t i = 0; i < t->n; i++)
			if (t->records[i].kind == ground.vocab->teacher)
				r = &t->records[i];
	if (!r || chance(12))
		return;
	const struct hq_vocab_field *f = op->op == HQ_F_AMOUNT ? NULL : field_of(r->kind, op->field);
	switch (op->op) {
	case HQ_F_IN: {
		const uint64_t *words = HQ_AT(uint64_t, ground.rules, words) + op->a;

		for (int tries = 0; tries < 200; tries++) {
			const int64_t code = between(0, f->ncodes - 1);

			if (code / 64 < op->b && (words[code / 64] >> (code % 64) & 1)) {
				r->v[op->field] = f->type == HQ_FIELD_SOME_OF ? (int64_t)1 << code : code;
				return;
			}
		}
		return;
	}
	case HQ_F_RANGE:
		if (f->type == HQ_FIELD_YES_NO) {
			r->v[op->field] = chance(88) ? op->a : !op->a;
		} else {
			const int64_t edge = op->a > -HQ_BIG && op->a != INT64_MIN && (op->b >= HQ_BIG || chance(50)) ? op->a : op->b;
			int64_t v = edge + between(-1, 1);

			if (f->type == HQ_FIELD_ONE_OF)
				v = v < 0 ? 0 : v >= f->ncodes ? f->ncodes - 1 : v;
			else if (f->type == HQ_FIELD_NUMBER)
				v = v < f->min ? f->min : v > f->max ? f->max : v;
			else if (f->type == HQ_FIELD_SOME_OF)
				return;
			if (v > -4000000 && v < 4000000)
				r->v[op->field] = v;
		}
		return;
	case HQ_F_AMOUNT:
		if (op->a > 0)
			r->amount = op->a + between(-1, 1);
		else if (op->b < HQ_BIG)
			r->amount = op->b + between(-1, 1);
		r->unit = op->other;
		if (r->amount < kind_of(r->kind)->amount_min)
			r->amount = kind_of(r->kind)->amount_min;
		if (r->amount > kind_of(r->kind)->amount_max)
			r->amount = kind_of(r->kind)->amount_max;
		return;
	case HQ_F_COMPARE:
		if (op->other_src == HQ_SRC_ASSIGNMENT) {
			const int64_t other = t->assignment.v[op->other];

			r->v[op->field] = op->set && !op->other_set ? (int64_t)1 << other :
					  !op->set && op->other_set ? r->v[op->field] :
					  other + (op->set ? 0 : f->type == HQ_FIELD_ONE_OF && !f->ordered ? 0 : between(-1, 1));
			if (f->type == HQ_FIELD_ONE_OF && (r->v[op->field] < 0 || r->v[op->field] >= f->ncodes))
				r->v[op->field] = other;
		} else if (op->other_src == HQ_SRC_AS_OF) {
			r->v[op->field] = t->as_of + between(-1, 1);
		}
		return;
	case HQ_F_WITHIN:
		r->v[op->field] = chance(30) ? t->as_of : hq_day_add_months(t->as_of, (int32_t)-op->a) + (hq_day)between(0, 1);
		return;
	default:
		return;
	}
}

static void amount_for(const struct hq_measure *m, const struct hq_line *line, struct hq_record *r)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);
	int64_t edge = 0;
	const int64_t ten = m->unit != 255 ? m->scale : 1;

	if (line) {
		edge = line->ntiers && chance(60) ? hq_tier_at(ground.rules, line->first_tier + (uint32_t)between(0, line->ntiers - 1)).at :
		       line->cap < HQ_BIG && chance(50) ? line->cap : line->block > 0 ? line->block * between(1, 3) : 0;
	}
	int64_t one = 1;
	for (unsigned d = 0; d < k->decimals; d++)
		one *= 10;
	r->amount = edge && ten ? edge * one / ten + between(-1, 1) : between(k->amount_min, k->amount_min + 20 * one) / one * one;
	if (chance(25))
		r->amount = between(k->amount_min, k->amount_min + 40 * one);
	if (r->amount > k->amount_max)
		r->amount = k->amount_max;
	if (r->amount < k->amount_min)
		r->amount = k->amount_min;
}

/* Whether some line counts it, and which. */
static bool line_of(uint16_t measure, struct hq_line *out)
{
	for (uint32_t i = 0; i < ground.rules->lines.count; i++) {
		*out = hq_line_at(ground.rules, i);
		if (out->measure == measure)
			return true;
	}
	return false;
}

hq_day july_first(int32_t year)
{
	char text[24];
	hq_day d;

	snprintf(text, sizeof text, "%04d-07-01", year);
	hq_day_parse(text, 10, &d);
	return d;
}

/* Complete facts state every school year that a span touches (2.7). Its last day was set at the edge of a window, if there is one. */
static void fill_span(struct hq_record *r, const struct hq_vocab_kind *k, hq_day as_of)
{
	const int32_t years = (int32_t)between(1, chance(50) ? 6 : 18);
	hq_day last = (hq_day)r->v[k->date_field];
	int64_t one = 1;

	for (unsigned d = 0; d < k->decimals; d++)
		one *= 10;
	if (r->v[k->date_field] == HQ_DAY_NEVER || chance(60)) {
		const int32_t y = hq_school_year(as_of) - (int32_t)between(0, 12);

		last = july_first(y + 1) - 1 - (hq_day)between(0, 200);
		r->v[k->date_field] = y == hq_school_year(as_of) && chance(50) ? HQ_DAY_NEVER : last;
	}
	if (r->v[k->date_field] == HQ_DAY_NEVER)
		last = as_of;
	r->v[k->from_field] = july_first(hq_school_year(last) - years + 1);
	r->v[k->from_field] += between(0, years == 1 ? last - (hq_day)r->v[k->from_field] : 60);
	r->unit = k->year_unit;
	r->amount = years * one;
}

/* A record that takes its kind past what all records together may hold is not facts but an error in the data. */
static bool keep_in_range(struct teacher *t)
{
	const struct hq_record *last = &t->records[t->n - 1];
	int64_t all = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->records[i].kind == last->kind && t->records[i].unit == last->unit)
			all += t->records[i].amount * t->records[i].times;
	if ((kind_of(last->kind)->flags & HQ_KIND_AMOUNT) && all > kind_of(last->kind)->amount_all) {
		t->n--;
		return false;
	}
	return true;
}

/* One record for a measure of the edition. */
bool draw_record(struct teacher *t, uint16_t mi)
{
	const struct hq_measure whole = hq_measure_at(ground.rules, mi), *m = &whole;
	struct hq_line line;
	const struct hq_vocab_kind *k = kind_of(m->kind);
	const struct hq_window *w = &HQ_AT(struct hq_window, ground.rules, windows)[m->window];
	struct hq_record *r = &t->records[t->n];

	if (t->n == TEACHER_RECORDS || (k->flags & HQ_KIND_SINGLE))
		return false;
	single(r, m->kind, t->as_of);
	t->n++;
	if (k->flags & HQ_KIND_AMOUNT) {
		if (m->nconvs) {
			r->unit = hq_conv_at(ground.rules, m->first_conv + (uint32_t)between(0, m->nconvs - 1)).unit;
		} else {
			unsigned u = 0;

			while (!(k->units >> u & 1))
				u++;
			r->unit = (uint8_t)u;
		}
		amount_for(m, line_of(mi, &line) ? &line : NULL, r);
	}
	if ((k->flags & HQ_KIND_TIMES) && chance(30))
		r->times = (uint16_t)between(1, 4);
	if (k->date_field != 255) {
		const hq_day from = w->from_kind == HQ_BOUND_DAY ? w->from :
				    w->from_kind == HQ_BOUND_MONTHS ? hq_day_add_months(t->as_of, -w->from) + 1 : t->as_of - 700;
		const hq_day to = w->to_kind == HQ_BOUND_DAY ? w->to :
				  w->to_kind == HQ_BOUND_MONTHS ? hq_day_add_months(t->as_of, -w->to) : t->as_of;

		r->v[k->date_field] = chance(50) ? from + (hq_day)between(-1, 1) : to + (hq_day)between(-1, 1);
		if (chance(30))
			r->v[k->date_field] = between(from, to);
	}
	if (m->filter != HQ_NONE)
		for (uint32_t i = m->filter; hq_filter_op_at(ground.rules, i).op != HQ_F_END; i++) {
			const struct hq_filter_op op = hq_filter_op_at(ground.rules, i);

			steer(&op, r, t);
		}
	if (k->flags & HQ_KIND_SPAN)
		fill_span(r, k, t->as_of);
	return keep_in_range(t);
}

/* ---- a whole teacher ---- */

static int64_t slot_value(const struct hq_slot *s)
{
	int64_t edges[32], v;
	size_t n = 0;

	if (s->type == HQ_SLOT_YES_NO)
		return chance(65);
	edges[n++] = 0;
	for (uint32_t i = 0; i < ground.rules->lines.count && n < 28; i++) {
		const struct hq_line line = hq_line_at(ground.rules, i);

		if (line.measure != s->measure)
			continue;
		if (line.cap < HQ_BIG)
			edges[n++] = line.cap;
		if (line.from)
			edges[n++] = line.from;
		if (line.ntiers)
			edges[n++] = hq_tier_at(ground.rules, line.first_tier + (uint32_t)between(0, line.ntiers - 1)).at;
		if (line.form == HQ_LINE_BLOCKS)
			edges[n++] = line.block * between(1, 4);
		edges[n++] = s->step * between(1, 12);
	}
	v = edges[between(0, (int64_t)n - 1)] + s->step * between(-1, 1);
	return v < 0 ? 0 : v > s->max ? s->max : v;
}

/* Answers every slot; only what no slot stands for keeps its list. */
static void fill_form(struct teacher *t)
{
	t->form = true;
	for (uint16_t i = 0; i < ground.edition->nslots; i++) {
		const struct hq_slot s = hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i);

		t->answers[i].know = HQ_KNOWN;
		t->answers[i].value = slot_value(&s);
		for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
			if ((s.kinds >> k & 1) && !(kind_of(k)->flags & HQ_KIND_SINGLE))
				t->list[k] = HQ_NOT_ASKED;
	}
}

void draw_teacher_of(struct teacher *t, size_t most)
{
	const hq_day until = ground.edition->until;

	memset(t, 0, sizeof *t);
	memset(t->list, HQ_KNOWN, sizeof t->list);
	t->as_of = chance(5) ? ground.edition->from : ground.edition->from + (hq_day)between(0, 3000);
	if (until != HQ_DAY_NEVER && (t->as_of > until || chance(5)))
		t->as_of = until;
	single(&t->assignment, ground.vocab->assignment, t->as_of);
	single(&t->records[t->n++], ground.vocab->teacher, t->as_of);
	for (uint32_t i = 0; i < ground.rules->filter_ops.count; i++) {
		const struct hq_filter_op op = hq_filter_op_at(ground.rules, i);

		if ((op.src == HQ_SRC_TEACHER || op.src == HQ_SRC_ASSIGNMENT) && op.op != HQ_F_COMPARE && chance(40))
			steer(&op, &t->assignment, t);
	}
	if (ground.edition->nslots && !ground.share && chance(12)) {
		fill_form(t);
		implied_mend(t, NULL);
		return;
	}
	const size_t want = ground.once ? 3 + draw() % 4 : draw() % most;

	for (size_t tries = 0; t->n < want && tries < 100; tries++)
		draw_record(t, (uint16_t)(ground.edition->first_measure + between(0, ground.edition->nmeasures - 1)));
	for (int64_t n = between(0, ground.once ? 1 : 4); n > 0; n--) {
		struct teacher tuned = *t;
		struct hq_record sorted[TEACHER_RECORDS];
		struct hq_facts facts;
		struct hq_decision d;

		tune(&tuned);
		if (tuned.n <= (ground.once ? 6 : most) && decide(&tuned, sorted, &facts, &d) == 0)
			*t = tuned;
	}
	if (ground.once && chance(40) && t->n > 3)
		t->records[t->n - 1].event = t->records[t->n - 2].event = 7;
	implied_mend(t, NULL);
}

void draw_teacher(struct teacher *t)
{
	draw_teacher_of(t, TEACHER_DRAWN);
}

/* ---- facts left out ---- */

/* A record whose day is left out is taken to lie on or before the as-of date (2.5), so only such days are left out. */
static bool may_leave_out(const struct hq_record *r, unsigned f, hq_day as_of)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);

	return (f != k->date_field && f != k->from_field) || r->v[f] <= as_of || r->v[f] == HQ_DAY_NEVER;
}

static uint8_t missing(void)
{
	return chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED;
}

/* Of a hundred fields, amounts and lists so many. */
static void leave_out_of(struct teacher *t, unsigned fields, unsigned amounts, unsigned lists)
{
	for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
		if (t->list[k] == HQ_KNOWN && k != ground.vocab->assignment && chance(k == ground.vocab->teacher ? lists / 3 : lists))
			t->list[k] = missing();
	for (unsigned i = 0; t->form && i < ground.edition->nslots; i++)
		if (t->answers[i].know == HQ_KNOWN && chance(15 + fields))
			t->answers[i].know = missing();
	for (size_t i = 0; i <= t->n; i++) {
		struct hq_record *r = i < t->n ? &t->records[i] : &t->assignment;

		for (unsigned f = 0; f < kind_of(r->kind)->nfields; f++)
			if (chance(fields) && may_leave_out(r, f, t->as_of)) {
				r->known &= (uint16_t) ~(1u << f);
				if (chance(50))
					r->asked |= (uint16_t)(1u << f);
			}
		if (r->unit != 255 && !(kind_of(r->kind)->flags & HQ_KIND_DEFAULT) && chance(amounts))
			r->unit = 255;
	}
}

void leave_out(struct teacher *t)
{
	static const uint8_t often[] = { 0, 3, 8, 25 }, lists_often[] = { 0, 5, 15, 40 };
	const unsigned fields = often[between(0, 3)], amounts = often[between(0, 3)];

	leave_out_of(t, fields, amounts, lists_often[between(0, 3)]);
}

void leave_out_most(struct teacher *t)
{
	static const uint8_t often[] = { 20, 50, 80, 95 }, lists_often[] = { 0, 3, 5, 10 };
	const unsigned fields = often[between(0, 3)], amounts = often[between(0, 3)];

	leave_out_of(t, fields, amounts, lists_often[between(0, 3)]);
}
