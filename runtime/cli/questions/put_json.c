/* The questions as JSON; see docs/questions.schema.json. */
#include <string.h>

#include "put.h"

enum { QUESTIONS_SCHEMA = 1 };

void put_json_head(const struct put *p, struct tree *t)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	char day[11];

	hq_day_format(p->d->as_of, day);
	tree_key(t, "schema");
	tree_value(t, QUESTIONS_SCHEMA, 1);
	tree_text(t, "teacher", p->subject->teacher);
	tree_text(t, "assignment", p->subject->assignment);
	tree_text(t, "jurisdiction", code_of(p->d->rules).text);
	tree_text(t, "edition", hq_text_of(p->d->rules, e->name).text);
	tree_text(t, "as_of", day);
	tree_text(t, "verdict", hq_verdict_name(p->d->decision.verdict));
}

static void json_cites(const struct put *p, struct tree *t, uint16_t row)
{
	tree_key(t, "citations");
	yajl_gen_array_open(t->gen);
	for (uint16_t i = 0; i < question_ncites(p, row); i++)
		tree_string(t, question_cite(p, row, i).text);
	yajl_gen_array_close(t->gen);
}

/* What a question is; the object is left open. */
static void json_question(const struct put *p, struct tree *t, const struct question *q)
{
	yajl_gen_map_open(t->gen);
	tree_text(t, "fact", question_name(p, q).text);
	tree_text(t, "state", question_state(q->state));
	tree_text(t, "meaning", question_meaning(p, q).text);
	tree_text(t, "answer", question_kind(p, q).text);
	tree_text(t, "needed_by", q->row == HQ_NONE ? NULL : hq_row_name_of(p->d->rules, q->row).text);
	tree_text(t, "needed_for", q->row == HQ_NONE ? NULL : question_label(p, q->row).text);
	json_cites(p, t, q->row);
}

static void json_records(const struct put *p, struct tree *t, unsigned n, const struct hq_record *example)
{
	tree_key(t, "records");
	tree_value(t, n, 1);
	if (n)
		tree_text(t, "such_as", question_record(p, example).text);
}

static void json_set(const struct put *p, struct tree *t, const struct findings *f, const struct question_set *set)
{
	yajl_gen_map_open(t->gen);
	tree_key(t, "facts");
	yajl_gen_array_open(t->gen);
	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1)
			tree_string(t, question_name(p, &f->questions[q]).text);
	yajl_gen_array_close(t->gen);
	tree_bool(t, "smallest", set->smallest);
	tree_text(t, "verdict", hq_verdict_name(set->verdict));
	tree_key(t, "answers");
	yajl_gen_array_open(t->gen);
	for (unsigned q = 0; q < f->nquestions; q++) {
		const struct answer *a = &f->answers[q].of[set->answer[q]];

		if (!(set->questions >> q & 1))
			continue;
		yajl_gen_map_open(t->gen);
		tree_text(t, "fact", question_name(p, &f->questions[q]).text);
		if (f->questions[q].sort == QUESTION_LIST)
			json_records(p, t, a->n, a->n ? &f->answers[q].records[a->first] : NULL);
		else
			tree_text(t, "value", question_value(p, &f->questions[q], a->value, a->unit).text);
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
}

struct silences { const struct put *p; struct tree *tree; size_t n; };

static int json_silence(void *context, const struct hq_missing *m)
{
	struct silences *s = context;

	if (m->lack != HQ_LACK_SILENT)
		return 0;
	yajl_gen_map_open(s->tree->gen);
	tree_text(s->tree, "silent_on", question_silence(s->p, m->row).text);
	json_cites(s->p, s->tree, m->row);
	yajl_gen_map_close(s->tree->gen);
	return 0;
}

void put_json_next(const struct put *p, struct tree *t, const struct findings *f)
{
	struct silences s = { .p = p, .tree = t };

	tree_key(t, "next");
	if (f->next >= 0) {
		json_question(p, t, &f->questions[f->next]);
		yajl_gen_map_close(t->gen);
	} else {
		yajl_gen_null(t->gen);
	}
	tree_key(t, "sets");
	yajl_gen_array_open(t->gen);
	for (size_t i = 0; i < f->nsets; i++)
		json_set(p, t, f, &f->sets[i]);
	yajl_gen_array_close(t->gen);
	tree_key(t, "unanswered");
	yajl_gen_array_open(t->gen);
	for (size_t q = 0; q < f->nquestions; q++)
		if (f->questions[q].state == HQ_UNKNOWN)
			tree_string(t, question_name(p, &f->questions[q]).text);
	yajl_gen_array_close(t->gen);
	tree_key(t, "silent");
	yajl_gen_array_open(t->gen);
	hq_missing_each(p->d->rules, &p->d->facts, &p->d->decision, json_silence, &s);
	yajl_gen_array_close(t->gen);
	tree_bool(t, "all", f->all);
}

void put_json_changes(const struct put *p, struct tree *t, const struct changes *c)
{
	static const char *const hows[] = { "value", "answer", "without", "added" };       /* ORDER change_how */

	tree_key(t, "matters");
	yajl_gen_array_open(t->gen);
	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->of[i];
		struct words name = question_name(p, &x->fact);

		if (x->how == CHANGE_WITHOUT)
			snprintf(name.text + strlen(name.text), 12, "[%u]", x->fact.ref);
		yajl_gen_map_open(t->gen);
		tree_text(t, "fact", name.text);
		tree_text(t, "state", question_state(x->fact.state));
		tree_text(t, "change", hows[x->how]);
		if (x->how == CHANGE_VALUE)
			tree_text(t, "from", question_value(p, &x->fact, x->from, x->unit).text);
		if (x->how == CHANGE_VALUE || (x->how == CHANGE_ANSWER && x->fact.sort != QUESTION_LIST))
			tree_text(t, "to", question_value(p, &x->fact, x->to, x->unit).text);
		if (x->how == CHANGE_ADDED || (x->how == CHANGE_ANSWER && x->fact.sort == QUESTION_LIST))
			json_records(p, t, x->how == CHANGE_ADDED ? 1 : x->nrecords, &x->example);
		tree_text(t, "verdict", hq_verdict_name(x->verdict));
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
	tree_bool(t, "all", c->all);
}
