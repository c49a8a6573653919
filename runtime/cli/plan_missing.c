/* Missing facts whose answer alone would do: each is tried with every answer that it may have (codes, yes and no, the ends of a
 * number, an answer of the form), and the decision is made anew. What is found is so; a number in between is not tried.
 */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

struct asked {
	struct planned *p;
	void (*put)(void *context, const char *words);
	void *context;
	struct hq_record *records;     /* a copy */
	struct hq_answer *answers;     /* a copy, or none */
	struct hq_record assignment;
	struct hq_facts facts;
};

static const struct hq_vocab_kind *kind_of(const struct asked *a, unsigned kind)
{
	return HQ_AT(struct hq_vocab_kind, a->p->vocab, kinds) + kind;
}

/* Is it yes with the facts as they are now? */
static bool does(struct asked *a)
{
	const struct decided *d = a->p->decided;
	struct hq_decision decision;
	const size_t need = hq_work_size(d->rules, d->edition, a->facts.nrecords);
	if (hq_facts_prepare(&a->facts, a->records) || !deciding_grow(a->p->deciding, a->p->decide, need))
		return false;
	return !hq_decide(d->rules, d->edition, &a->facts, d->as_of, a->p->decide->at, a->p->decide->size, &decision) &&
	       decision.verdict == HQ_HIGHLY_QUALIFIED;
}

/* The facts as they were asked. */
static void begin(struct asked *a)
{
	const struct decided *d = a->p->decided;
	a->facts = d->facts;
	if (d->facts.nrecords)
		memcpy(a->records, d->facts.records, d->facts.nrecords * sizeof *a->records);
	a->facts.records = a->records;
	if (d->facts.assignment) {
		a->assignment = *d->facts.assignment;
		a->facts.assignment = &a->assignment;
	}
	if (a->answers) {
		memcpy(a->answers, d->facts.answers, HQ_AT(struct hq_edition, d->rules, editions)[d->edition].nslots * sizeof *a->answers);
		a->facts.answers = a->answers;
	}
}

/* Gives every record that lacks the field this value. */
static bool answer_field(struct asked *a, const struct hq_missing *m, int64_t v)
{
	bool any = false;
	begin(a);
	if (m->kind == a->p->vocab->assignment) {
		if (!a->facts.assignment)
			a->assignment = (struct hq_record){ .kind = m->kind, .unit = 255 };
		a->facts.assignment = &a->assignment;
		a->assignment.v[m->field] = v;
		a->assignment.known |= (uint16_t)(1u << m->field);
		any = true;
	}
	for (size_t i = 0; i < a->facts.nrecords; i++) {
		struct hq_record *r = &a->records[i];
		if (r->kind != m->kind || (r->known >> m->field & 1))
			continue;
		r->v[m->field] = v;
		r->known |= (uint16_t)(1u << m->field);
		any = true;
	}
	return any && does(a);
}

static void try_field(struct asked *a, const struct hq_missing *m)
{
	const struct hq_vocab_field *f = HQ_AT(struct hq_vocab_field, a->p->vocab, fields) + kind_of(a, m->kind)->first_field + m->field;
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, a->p->vocab, codes) + f->first_code;
	struct words w = { .len = 0 };
	unsigned n = 0;
	words_name(&w, HQ_TEXT(a->p->vocab, kind_of(a, m->kind)->name));
	words_put(&w, ", ");
	words_name(&w, HQ_TEXT(a->p->vocab, f->name));
	words_put(&w, ": ");
	if (f->type == HQ_FIELD_ONE_OF || f->type == HQ_FIELD_SOME_OF) {
		for (unsigned i = 0; i < f->ncodes; i++) {
			if (!answer_field(a, m, f->type == HQ_FIELD_ONE_OF ? (int64_t)i : (int64_t)1 << i))
				continue;
			if (++n <= 6) {
				words_put(&w, n > 1 ? " or " : "");
				words_name(&w, HQ_TEXT(a->p->vocab, codes[i].name));
			}
		}
		if (n > 6)
			words_put(&w, " or %u more", n - 6);
	} else if (f->type == HQ_FIELD_YES_NO) {
		for (int v = 1; v >= 0 && !n; v--)
			if (answer_field(a, m, v)) {
				words_put(&w, v ? "yes" : "no");
				n = 1;
			}
	} else {
		const bool date = f->type == HQ_FIELD_DATE;
		const int64_t ends[] = { date ? a->p->decided->as_of : f->max, date ? a->p->decided->as_of - 20 * 365 : f->min,
					 date && f->never ? HQ_DAY_NEVER : f->min };
		for (unsigned i = 0; i < 3 && !n; i++) {
			if (!answer_field(a, m, ends[i]))
				continue;
			words_put(&w, date ? i == 2 ? "never" : i ? "long ago" : "lately" : i ? "as low as it can be" : "as high as it can be");
			n = 1;
		}
	}
	if (n)
		a->put(a->context, w.text);
}

static void try_slot(struct asked *a, const struct hq_missing *m)
{
	const struct hq_tables *rules = a->p->decided->rules;
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions) + a->p->decided->edition;
	const struct hq_slot slot = hq_slot_at(rules, m->slot);
	struct words w = { .len = 0 };
	if (!a->answers)
		return;
	words_put(&w, "the form, %s: ", hq_slot_name_of(rules, m->slot).text);
	for (int yes = 1; yes >= 0; yes--) {
		begin(a);
		a->answers[m->slot - e->first_slot] = (struct hq_answer){ yes ? slot.max : 0, HQ_KNOWN, { 0 } };
		if (!does(a))
			continue;
		words_put(&w, slot.type == HQ_SLOT_YES_NO ? yes ? "yes" : "no" : yes ? "enough" : "0");
		a->put(a->context, w.text);
		return;
	}
}

/* That there are none; or one that a plan would add. */
static void try_list(struct asked *a, const struct hq_missing *m)
{
	const struct hq_plans *plans = &a->p->plans;
	struct words w = { .len = 0 };
	words_name(&w, HQ_TEXT(a->p->vocab, kind_of(a, m->kind)->plural));
	words_put(&w, ": ");
	begin(a);
	a->facts.list[m->kind] = HQ_KNOWN;
	if (does(a)) {
		words_put(&w, "none");
		a->put(a->context, w.text);
	}
	for (uint16_t i = 0; i < plans->nplans; i++) {
		const struct hq_plan *plan = &plans->plans[i];
		const struct hq_move *move = &plans->moves[plan->move[0]];
		if (plan->n != 1 || move->type != HQ_MOVE_ADD || move->kind != m->kind)
			continue;
		/* The same, of today and not of a day to come. */
		begin(a);
		struct hq_record *r = &a->records[a->facts.nrecords];
		const struct hq_vocab_kind *k = kind_of(a, m->kind);
		*r = move->record;
		for (unsigned f = 0; f < k->nfields; f++) {
			const struct hq_vocab_field *field = HQ_AT(struct hq_vocab_field, a->p->vocab, fields) + k->first_field + f;
			if (field->type == HQ_FIELD_DATE && !field->never && (r->known >> f & 1))
				r->v[f] = a->p->decided->as_of;
		}
		r->ref = (uint16_t)a->facts.nrecords;
		r->times = k->flags & HQ_KIND_TIMES ? plan->steps[0] > HQ_TIMES_MAX ? HQ_TIMES_MAX : plan->steps[0] : 0;
		if (move->unit != 255) {
			r->unit = move->unit;
			r->amount = move->alone ? move->step : move->step * plan->steps[0];
			r->times = k->flags & HQ_KIND_TIMES ? move->alone ? r->times : 1 : 0;
		}
		a->facts.nrecords++;
		a->facts.list[m->kind] = HQ_KNOWN;
		if (!does(a))
			continue;
		struct words one = { .len = 0 };
		words_put(&one, "%s", w.text);
		one.len = strlen(HQ_TEXT(a->p->vocab, k->plural)) + 2;
		one.text[one.len] = '\0';
		const int64_t scale = plan_in_records(a->p, move) ? 1 : plan_ten(k->decimals);
		words_number(&one, plan_amount(plan, a->p, 0), scale);
		words_put(&one, " ");
		words_name(&one, plan_unit(a->p, move, plan_amount(plan, a->p, 0) == scale));
		words_where(&one, a->p, move);
		a->put(a->context, one.text);
	}
}

static int visit(void *context, const struct hq_missing *m)
{
	struct asked *a = context;
	switch ((enum hq_lack)m->lack) {
	case HQ_LACK_FIELD:
		try_field(a, m);
		break;
	case HQ_LACK_SLOT:
		try_slot(a, m);
		break;
	case HQ_LACK_LIST:
	case HQ_LACK_JUDGEMENT:
		try_list(a, m);
		break;
	case HQ_LACK_AMOUNT:
	case HQ_LACK_SILENT:
		break;
	}
	return 0;
}

void plan_enough(struct planned *p, void (*put)(void *context, const char *words), void *context)
{
	const struct decided *d = p->decided;
	const uint16_t nslots = HQ_AT(struct hq_edition, d->rules, editions)[d->edition].nslots;
	struct buffer records = { 0 }, answers = { 0 };
	struct asked a = { .p = p, .put = put, .context = context };
	if (deciding_grow(p->deciding, &records, (d->facts.nrecords + 2) * sizeof *a.records) &&
	    (!d->facts.answers || deciding_grow(p->deciding, &answers, (nslots + 1u) * sizeof *a.answers))) {
		a.records = records.at;
		a.answers = d->facts.answers ? answers.at : NULL;
		hq_missing_each(d->rules, &d->facts, &d->decision, visit, &a);
	}
	free(records.at);
	free(answers.at);
}
