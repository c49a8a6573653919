/* What an undetermined decision lacks (semantics 8.6), as questions: record by record, and each once. */
#include "questions.h"

enum { SEEN_MAX = 256 };

struct collect {
	const struct decided *base;
	int (*visit)(void *context, const struct question *q);
	void *context;
	struct question seen[SEEN_MAX];
	size_t nseen;
};

static int once(struct collect *c, struct question q)
{
	for (size_t i = 0; i < c->nseen; i++) {
		const struct question *o = &c->seen[i];

		if (o->sort == q.sort && o->kind == q.kind && o->field == q.field && o->ref == q.ref && o->slot == q.slot)
			return 0;
	}
	if (c->nseen < SEEN_MAX)
		c->seen[c->nseen++] = q;
	return c->visit(c->context, &q);
}

static int of_records(struct collect *c, struct question q)
{
	const struct hq_facts *facts = &c->base->facts;
	int stop = 0;

	for (size_t i = facts->first[q.kind]; i < facts->first[q.kind + 1] && !stop; i++) {
		const struct hq_record *r = &facts->records[i];
		const bool is_field = q.sort == QUESTION_FIELD;

		if (is_field ? r->known >> q.field & 1 : r->unit != 255)
			continue;
		q.ref = r->ref;
		q.state = (uint8_t)((is_field ? r->asked >> q.field & 1 : r->amount_asked) ? HQ_UNKNOWN : HQ_NOT_ASKED);
		stop = once(c, q);
	}
	return stop;
}

static int one(void *context, const struct hq_missing *m)
{
	struct collect *c = context;
	const struct hq_vocab *vocab = c->base->facts.vocab;
	struct question q = { .kind = m->kind, .field = m->field, .state = m->state, .slot = m->slot, .row = m->row };

	switch ((enum hq_lack)m->lack) {
	case HQ_LACK_LIST:
	case HQ_LACK_JUDGEMENT:
		q.sort = QUESTION_LIST;
		return once(c, q);
	case HQ_LACK_SLOT:
		q.sort = QUESTION_SLOT;
		q.kind = 255;
		return once(c, q);
	case HQ_LACK_SILENT:
		return 0;
	case HQ_LACK_FIELD:
	case HQ_LACK_AMOUNT:
		break;
	}
	q.sort = m->lack == HQ_LACK_FIELD ? QUESTION_FIELD : QUESTION_AMOUNT;
	return m->kind == vocab->teacher || m->kind == vocab->assignment ? once(c, q) : of_records(c, q);
}

int questions_missing(const struct decided *base, int (*visit)(void *context, const struct question *q), void *context)
{
	struct collect c = { .base = base, .visit = visit, .context = context };

	return hq_missing_each(base->rules, &base->facts, &base->decision, one, &c);
}
