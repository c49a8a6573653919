/* Facts that can be changed and decided again; see questions.h. */
#include "questions.h"
#include "hq_plan.h"

#include <stdlib.h>
#include <string.h>

/* A silence that two rows rest on comes out the same for both (semantics 8.4 e), so it may cancel out. */
static void mark_shared(struct trial *t)
{
	const struct hq_tables *rules = t->base->rules;
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[t->base->edition];
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, rules, kids);

	memset(t->shared, 0, e->nrows);
	for (uint16_t i = e->nrows; i-- > 0;) {
		const struct hq_row *r = &rows[e->first_row + i];
		const bool is_rubric = r->op == HQ_OP_RUBRIC;
		const struct hq_rubric rubric = is_rubric ? hq_rubric_at(rules, r->arg) : (struct hq_rubric){ .requires = HQ_NONE, .settles = HQ_NONE };
		const uint16_t also[] = { rubric.requires, rubric.settles };

		/* 1: one row rests on it; 2: more than one, or one that is shared itself */
		for (uint16_t k = 0; k < (r->op == HQ_OP_QUANTITY ? 0 : r->nkids) + 2; k++) {
			const uint16_t on = k < 2 ? also[k] : kids[r->first_kid + k - 2];

			if (on != HQ_NONE && on >= e->first_row)
				t->shared[on - e->first_row] = t->shared[on - e->first_row] || t->shared[i] == 2 ? 2 : 1;
		}
	}
}

bool trial_begin(struct trial *t, const struct decided *base)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, base->rules, editions)[base->edition];

	*t = (struct trial){ .base = base };
	t->room = base->facts.nrecords + (size_t)QUESTIONS_TOGETHER * QUESTIONS_ROOM + 2;
	if (t->room > HQ_RECORDS_MAX)
		t->room = HQ_RECORDS_MAX;
	t->records = malloc((t->room + 1) * sizeof *t->records);
	t->answers = malloc((e->nslots + 1u) * sizeof *t->answers);
	t->values = malloc((e->nrows + 1u) * sizeof *t->values);
	t->quantities = malloc((e->nmeasures + 1u) * sizeof *t->quantities);
	t->shared = malloc(e->nrows + 1u);
	t->work_size = hq_work_size(base->rules, base->edition, t->room);
	t->work = malloc(t->work_size);
	if (t->records && t->answers && t->work && t->values && t->quantities && t->shared) {
		mark_shared(t);
		trial_reset(t);
		t->broken = hq_contradictions(base->rules, &base->facts);
		return true;
	}
	trial_done(t);
	return false;
}

void trial_done(struct trial *t)
{
	free(t->records);
	free(t->answers);
	free(t->values);
	free(t->quantities);
	free(t->shared);
	free(t->work);
}

void trial_reset(struct trial *t)
{
	const struct hq_facts *from = &t->base->facts;
	const struct hq_edition *e = &HQ_AT(struct hq_edition, t->base->rules, editions)[t->base->edition];

	t->facts = *from;
	if (from->nrecords)
		memcpy(t->records, from->records, from->nrecords * sizeof *t->records);
	t->nrecords = from->nrecords;
	t->facts.records = t->records;
	if (from->assignment) {
		t->assignment = *from->assignment;
		t->facts.assignment = &t->assignment;
	}
	if (from->answers) {
		memcpy(t->answers, from->answers, e->nslots * sizeof *t->answers);
		t->facts.answers = t->answers;
	}
}

/* The record that a question is of; one is made where the teacher's or the assignment's is missing as a whole. */
static struct hq_record *record_of(struct trial *t, const struct question *q)
{
	const struct hq_vocab *vocab = t->facts.vocab;

	if (q->kind == vocab->assignment) {
		if (!t->facts.assignment)
			t->assignment = (struct hq_record){ .kind = q->kind, .unit = 255, .times = 1 };
		t->facts.assignment = &t->assignment;
		return &t->assignment;
	}
	for (size_t i = 0; i < t->nrecords; i++)
		if (t->records[i].kind == q->kind && (t->records[i].ref == q->ref || q->kind == vocab->teacher))
			return &t->records[i];
	if (q->kind != vocab->teacher || t->nrecords == t->room)
		return NULL;
	t->records[t->nrecords] = (struct hq_record){ .kind = q->kind, .unit = 255, .times = 1 };
	t->facts.list[q->kind] = HQ_KNOWN;
	return &t->records[t->nrecords++];
}

void trial_give(struct trial *t, const struct question *q, const struct answers *from, const struct answer *a)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, t->base->rules, editions)[t->base->edition];
	struct hq_record *r;

	switch ((enum question_sort)q->sort) {
	case QUESTION_LIST:
		t->facts.list[q->kind] = HQ_KNOWN;
		for (size_t i = 0; i < a->n && t->nrecords < t->room; i++)
			t->records[t->nrecords++] = from->records[a->first + i];
		return;
	case QUESTION_FIELD:
		r = record_of(t, q);
		if (r) {
			r->v[q->field] = a->value;
			r->known |= (uint16_t)(1u << q->field);
		}
		return;
	case QUESTION_AMOUNT:
		r = record_of(t, q);
		if (r) {
			r->amount = a->value;
			r->unit = a->unit;
		}
		return;
	case QUESTION_SLOT:
		t->answers[q->slot - e->first_slot].value = a->value;
		t->answers[q->slot - e->first_slot].know = HQ_KNOWN;
		return;
	}
}

int trial_decide(struct trial *t)
{
	t->facts.nrecords = t->nrecords;
	t->steps++;
	const int rc = hq_facts_prepare(&t->facts, t->records);

	if (rc == 0 && (hq_contradictions(t->base->rules, &t->facts) & ~t->broken))
		return HQ_ERANGE;
	return rc ? rc : hq_decide(t->base->rules, t->base->edition, &t->facts, t->base->as_of, t->work, t->work_size, &t->decision);
}
