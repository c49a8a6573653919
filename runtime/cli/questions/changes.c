/* What matters: the facts whose change, each by itself, would turn the verdict; see questions.h. */
#include "questions.h"

struct look {
	const struct decided *base;
	struct changes *out;
	struct trial trial;
	uint16_t reads[HQ_KINDS_MAX];          /* fields of each kind that the edition reads */
	uint32_t lists;                        /* kinds whose lists it reads */
};

static void note(struct look *l, const struct change *c)
{
	if (l->out->n < CHANGES_MAX)
		l->out->of[l->out->n++] = *c;
	else
		l->out->all = false;
}

/* The verdict with one fact changed; 0 where that is no facts, or no more decisions may be made. */
static enum hq_verdict with(struct look *l, const struct question *q, const struct answers *from, const struct answer *a)
{
	if (l->trial.steps >= QUESTIONS_CHANGES) {
		l->out->all = false;
		return 0;
	}
	trial_reset(&l->trial);
	trial_give(&l->trial, q, from, a);
	return trial_decide(&l->trial) ? 0 : l->trial.decision.verdict;
}

static bool turns(const struct look *l, enum hq_verdict v)
{
	return v && v != l->base->decision.verdict;
}

/* From a value that leaves the verdict to one that turns it: the nearest to the first. */
static int64_t nearest(struct look *l, const struct question *q, int64_t stays, struct answer turned, enum hq_verdict v, int64_t step)
{
	int64_t lo = stays / step, hi = turned.value / step;

	if (turned.value % step || stays % step || turned.value == HQ_DAY_NEVER || stays == HQ_DAY_NEVER)
		return turned.value;
	while (hi - lo > 1 || lo - hi > 1) {
		const struct answer middle = { .value = (lo + hi) / 2 * step, .unit = turned.unit };

		if (with(l, q, NULL, &middle) == v)
			hi = (lo + hi) / 2;
		else
			lo = (lo + hi) / 2;
	}
	return hi * step;
}

static int64_t apart(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

static int64_t ten_to(unsigned n)
{
	int64_t out = 1;

	while (n--)
		out *= 10;
	return out;
}

/* The most years that a span of known days may state; 0 where that bounds nothing. */
static int64_t years_of(const struct look *l, const struct question *q)
{
	const struct hq_facts *facts = &l->base->facts;
	const struct hq_vocab_kind *k = q->kind < facts->vocab->kinds.count ? &HQ_AT(struct hq_vocab_kind, facts->vocab, kinds)[q->kind] : NULL;

	if (q->sort != QUESTION_AMOUNT || !(k->flags & HQ_KIND_SPAN))
		return 0;
	for (size_t i = facts->first[q->kind]; i < facts->first[q->kind + 1]; i++) {
		const struct hq_record *r = &facts->records[i];

		if (r->ref != q->ref || !(r->known >> k->from_field & 1) || !(r->known >> k->date_field & 1) || r->unit != k->year_unit)
			continue;
		const hq_day to = r->v[k->date_field] == HQ_DAY_NEVER ? l->base->as_of : (hq_day)r->v[k->date_field];
		const int64_t years = hq_school_year(to) - hq_school_year((hq_day)r->v[k->from_field]) + 1;

		return years > 0 ? years * ten_to(k->decimals) : 0;
	}
	return 0;
}

/* A known value, given every other that may stand for it; the nearest of each verdict it turns to, above and below. */
static void look_at_value(struct look *l, struct question q, int64_t now, uint8_t unit, bool ordered, int64_t step)
{
	struct answers answers;
	struct change best[HQ_NOT_APPLICABLE + 1][2];
	const int64_t most = years_of(l, &q);

	for (unsigned v = 0; v <= HQ_NOT_APPLICABLE; v++)
		best[v][0].verdict = best[v][1].verdict = 0;
	q.state = HQ_KNOWN;
	if (!answers_to(l->base, &q, &answers))
		return;
	l->out->all &= !answers.cut;
	if (most && answers.n < QUESTIONS_ANSWERS)
		answers.of[answers.n++] = (struct answer){ .value = most, .unit = unit };
	for (size_t i = 0; i < answers.n; i++) {
		const struct answer a = answers.of[i];
		const bool above = ordered && a.value > now;

		/* A span that goes on may be made to state more years than there were: that is no fact. */
		if (a.value == now || (q.sort == QUESTION_AMOUNT && a.unit != unit) || (most && a.value > most))
			continue;
		const enum hq_verdict v = with(l, &q, &answers, &a);

		if (!turns(l, v) || (best[v][above].verdict && apart(now, best[v][above].to) <= apart(now, a.value)))
			continue;
		best[v][above] = (struct change){ .fact = q, .how = CHANGE_VALUE, .from = now, .to = a.value, .unit = unit, .verdict = v };
	}
	for (unsigned v = HQ_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++) {
		struct change *below = &best[v][0], *above = &best[v][1];

		for (struct change *c = below; c <= above && ordered; c++)
			if (c->verdict)
				c->to = nearest(l, &q, now, (struct answer){ .value = c->to, .unit = unit }, c->verdict, step);
		if (above->verdict && (!below->verdict || apart(now, above->to) <= apart(now, below->to)))
			note(l, above);
		else if (below->verdict)
			note(l, below);
	}
	answers_done(&answers);
}

static void look_at_record(struct look *l, const struct hq_record *r)
{
	const struct hq_vocab *vocab = l->base->facts.vocab;
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[r->kind];
	struct question q = { .sort = QUESTION_FIELD, .kind = r->kind, .ref = r->ref, .row = HQ_NONE };

	for (unsigned f = 0; f < k->nfields; f++) {
		const struct hq_vocab_field *field = &HQ_AT(struct hq_vocab_field, vocab, fields)[k->first_field + f];

		if (!((r->known & l->reads[r->kind]) >> f & 1))
			continue;
		q.field = (uint8_t)f;
		look_at_value(l, q, r->v[f], 255, field->type == HQ_FIELD_DATE || field->type == HQ_FIELD_NUMBER, 1);
	}
	if ((k->flags & HQ_KIND_AMOUNT) && r->unit != 255) {
		q.sort = QUESTION_AMOUNT;
		q.field = 255;
		look_at_value(l, q, r->amount, r->unit, true, 1);
	}
}

/* As little of it as still turns the verdict; one of its unit where nothing counts it. */
static void as_little(struct look *l, const struct question *q, struct hq_record *r, enum hq_verdict v)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, l->base->facts.vocab, kinds)[q->kind];
	const struct answers one = { .records = r };
	const struct answer a = { .n = 1 };
	int64_t lo = k->amount_min - 1, hi = r->amount;

	if (r->unit == 255)
		return;
	while (hi - lo > 1) {
		r->amount = lo + (hi - lo) / 2;
		if (with(l, q, &one, &a) == v)
			hi = r->amount;
		else
			lo = r->amount;
	}
	r->amount = hi == k->amount_min ? hqi_min(k->amount_max, hqi_max(hi, ten_to(k->decimals))) : hi;
	if (with(l, q, &one, &a) != v)
		r->amount = hi;
}

static void look_at_list(struct look *l, unsigned kind)
{
	const struct hq_facts *facts = &l->base->facts;
	struct change c = { .fact = { .sort = QUESTION_LIST, .kind = (uint8_t)kind, .field = 255, .state = HQ_KNOWN, .row = HQ_NONE } };
	struct answers answers;
	unsigned seen = 0;

	for (size_t i = facts->first[kind]; i < facts->first[kind + 1]; i++) {         /* without one of its records */
		trial_reset(&l->trial);
		for (size_t n = 0; n < l->trial.nrecords; n++)
			if (l->trial.records[n].kind == kind && l->trial.records[n].ref == facts->records[i].ref) {
				l->trial.records[n] = l->trial.records[--l->trial.nrecords];
				break;
			}
		if (l->trial.steps >= QUESTIONS_CHANGES) {
			l->out->all = false;
			return;
		}
		c.verdict = trial_decide(&l->trial) ? 0 : l->trial.decision.verdict;
		c.how = CHANGE_WITHOUT;
		c.fact.ref = facts->records[i].ref;
		if (turns(l, c.verdict))
			note(l, &c);
	}
	/* with one record more, or some alike */
	if (!answers_to(l->base, &c.fact, &answers))
		return;
	l->out->all &= !answers.cut;
	c.how = CHANGE_ADDED;
	for (size_t i = 0; i < answers.n; i++) {
		if (answers.of[i].n != 1 || answers.records[answers.of[i].first].times > 1)
			continue;
		c.verdict = with(l, &c.fact, &answers, &answers.of[i]);
		if (!turns(l, c.verdict) || (seen >> c.verdict & 1))
			continue;
		seen |= 1u << c.verdict;
		c.example = answers.records[answers.of[i].first];
		as_little(l, &c.fact, &c.example, c.verdict);
		note(l, &c);
	}
	answers_done(&answers);
}

/* What is missing matters where some answer to it alone settles the verdict. */
static int look_at_missing(void *context, const struct question *q)
{
	struct look *l = context;
	struct answers answers;
	unsigned seen = 0;

	if (!answers_to(l->base, q, &answers))
		return 0;
	for (size_t i = 0; i < answers.n; i++) {
		struct change c = { .fact = *q, .how = CHANGE_ANSWER, .to = answers.of[i].value, .unit = answers.of[i].unit };

		c.verdict = with(l, q, &answers, &answers.of[i]);
		if (!turns(l, c.verdict) || (seen >> c.verdict & 1))
			continue;
		seen |= 1u << c.verdict;
		c.nrecords = answers.of[i].n;
		if (c.nrecords)
			c.example = answers.records[answers.of[i].first];
		note(l, &c);
	}
	answers_done(&answers);
	return 0;
}

/* ---- what the edition reads ---------------------------------------------------------------------------------- */

void questions_read(const struct decided *base, uint16_t reads[HQ_KINDS_MAX], uint32_t *lists)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, base->rules, editions)[base->edition];
	const struct hq_row *rows = HQ_AT(struct hq_row, base->rules, rows) + e->first_row;
	const struct hq_vocab *vocab = base->facts.vocab;

	*lists = 0;
	for (unsigned k = 0; k < HQ_KINDS_MAX; k++)
		reads[k] = 0;
	for (uint32_t n = 0; n < (uint32_t)e->nrows + e->nmeasures; n++) {
		const bool is_row = n < e->nrows;
		const struct hq_measure m = is_row ? (struct hq_measure){ 0 } : hq_measure_at(base->rules, e->first_measure + n - e->nrows);
		const unsigned of[] = { m.kind, vocab->teacher, vocab->assignment, HQ_KINDS_MAX };
		const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[m.kind];
		uint16_t filter = m.filter;

		if (is_row && rows[n].op != HQ_OP_SCALAR)
			continue;
		if (is_row) {
			filter = rows[n].arg;
		} else {
			*lists |= 1u << m.kind;
			if (k->date_field < HQ_FIELDS_MAX)
				reads[m.kind] |= (uint16_t)(1u << k->date_field);
			if (k->from_field < HQ_FIELDS_MAX)
				reads[m.kind] |= (uint16_t)(1u << k->from_field);
		}
		for (uint32_t i = filter; filter != HQ_NONE; i++) {
			const struct hq_filter_op op = hq_filter_op_at(base->rules, i);

			if (op.op == HQ_F_END)
				break;
			if (op.op != HQ_F_IN && op.op != HQ_F_RANGE && op.op != HQ_F_COMPARE && op.op != HQ_F_WITHIN)
				continue;
			if (of[op.src] < HQ_KINDS_MAX)
				reads[of[op.src]] |= (uint16_t)(1u << op.field);
			if (op.op == HQ_F_COMPARE && of[op.other_src] < HQ_KINDS_MAX)
				reads[of[op.other_src]] |= (uint16_t)(1u << op.other);
		}
	}
}

bool changes_of(const struct decided *base, struct changes *out)
{
	const struct hq_facts *facts = &base->facts;
	const struct hq_edition *e = &HQ_AT(struct hq_edition, base->rules, editions)[base->edition];
	struct look l = { .base = base, .out = out };

	*out = (struct changes){ .all = true };
	if (!trial_begin(&l.trial, base))
		return false;
	questions_read(base, l.reads, &l.lists);
	if (facts->assignment)
		look_at_record(&l, facts->assignment);
	for (size_t i = 0; i < facts->nrecords; i++)
		look_at_record(&l, &facts->records[i]);
	for (unsigned k = 0; k < facts->vocab->kinds.count; k++)
		if ((l.lists >> k & 1) && facts->list[k] == HQ_KNOWN && k != facts->vocab->teacher)
			look_at_list(&l, k);
	for (uint16_t i = 0; facts->answers && i < e->nslots; i++) {
		const struct hq_slot s = hq_slot_at(base->rules, (uint32_t)e->first_slot + i);
		const struct question q = { .sort = QUESTION_SLOT, .kind = 255, .field = 255, .slot = (uint16_t)(e->first_slot + i), .row = s.row };

		if (facts->answers[i].know == HQ_KNOWN)
			look_at_value(&l, q, facts->answers[i].value, 255, s.type == HQ_SLOT_QUANTITY, hqi_max(1, s.step / ten_to(s.decimals)));
	}
	questions_missing(base, look_at_missing, &l);
	out->steps = l.trial.steps;
	trial_done(&l.trial);
	return true;
}
