/* The questions for a person. */
#include <string.h>

#include "put.h"

static void bold(const struct put *p, bool on)
{
	if (p->color)
		fputs(on ? "\033[1m" : "\033[0m", p->to);
}

static void text_verdict(const struct put *p, enum hq_verdict verdict)
{
	for (const char *c = hq_verdict_name(verdict); *c; c++)
		putc(*c == '_' ? ' ' : *c, p->to);
}

static void text_head(const struct put *p, const char *title)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	char day[11];

	hq_day_format(p->d->as_of, day);
	bold(p, true);
	if (p->subject->teacher)
		fprintf(p->to, "%s  ", shown(p->subject->teacher, strlen(p->subject->teacher)).text);
	if (p->subject->assignment)
		fprintf(p->to, "%s  ", shown(p->subject->assignment, strlen(p->subject->assignment)).text);
	bold(p, false);
	fprintf(p->to, "%s, %s, as of %s\n  ", hq_text_of(p->d->rules, p->d->rules->name).text, hq_text_of(p->d->rules, e->name).text, day);
	bold(p, true);
	text_verdict(p, p->d->decision.verdict);
	bold(p, false);
	fprintf(p->to, "\n\n%s", title);
}

static void text_why(const struct put *p, uint16_t row, const char *indent)
{
	if (row == HQ_NONE)
		return;
	fprintf(p->to, "%sneeded for: %s", indent, question_label(p, row).text);
	for (uint16_t i = 0; i < question_ncites(p, row); i++)
		fprintf(p->to, "%s%s", i ? ", " : "  [", question_cite(p, row, i).text);
	fputs(question_ncites(p, row) ? "]\n" : "\n", p->to);
}

static void text_question(const struct put *p, const struct question *q)
{
	fprintf(p->to, "  %s: %s\n", question_name(p, q).text, question_meaning(p, q).text);
	fprintf(p->to, "    answer: %s\n", question_kind(p, q).text);
	text_why(p, q->row, "    ");
	if (q->state == HQ_UNKNOWN)
		fputs("    asked before, no answer yet\n", p->to);
}

struct silences { const struct put *p; size_t n; };

static int text_silence(void *context, const struct hq_missing *m)
{
	struct silences *s = context;

	if (m->lack != HQ_LACK_SILENT)
		return 0;
	if (s->n++ == 0)
		fputs("\nSilent sources, which no fact settles\n", s->p->to);
	fprintf(s->p->to, "  %s", question_silence(s->p, m->row).text);
	for (uint16_t i = 0; i < question_ncites(s->p, m->row); i++)
		fprintf(s->p->to, "%s%s", i ? ", " : "  [", question_cite(s->p, m->row, i).text);
	fputs(question_ncites(s->p, m->row) ? "]\n" : "\n", s->p->to);
	return 0;
}

static void text_set(const struct put *p, const struct findings *f, const struct question_set *set)
{
	const char *before = "  ";

	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1) {
			fprintf(p->to, "%s%s", before, question_name(p, &f->questions[q]).text);
			before = " and ";
		}
	fprintf(p->to, "%s\n    ", set->smallest ? "" : " (perhaps fewer would do)");
	text_verdict(p, set->verdict);
	fputs(" with ", p->to);
	before = "";
	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1) {
			fprintf(p->to, "%s%s: %s", before, question_name(p, &f->questions[q]).text,
				question_answer(p, &f->questions[q], &f->answers[q], &f->answers[q].of[set->answer[q]]).text);
			before = "; ";
		}
	putc('\n', p->to);
}

void put_text_next(const struct put *p, const struct findings *f)
{
	struct silences s = { .p = p };
	bool any = false;

	if (p->d->decision.verdict != HQ_UNDETERMINED) {
		text_head(p, "Nothing to ask: the verdict is determined, and no further fact turns it.\n");
		return;
	}
	text_head(p, "");
	if (f->next >= 0) {
		fputs("Next question\n", p->to);
		text_question(p, &f->questions[f->next]);
	} else {
		fputs(f->nsets ? "No next question can be shown to be needed\n" : "No question was found whose answers could decide this\n", p->to);
	}
	if (f->nsets)
		fputs("\nSmallest sets of facts that could decide\n", p->to);
	for (size_t i = 0; i < f->nsets; i++)
		text_set(p, f, &f->sets[i]);
	for (size_t q = 0; q < f->nquestions; q++)
		if (f->questions[q].state == HQ_UNKNOWN) {
			fputs(any ? "" : "\nAsked, no answer yet\n", p->to);
			any = true;
			fprintf(p->to, "  %s\n", question_name(p, &f->questions[q]).text);
		}
	hq_missing_each(p->d->rules, &p->d->facts, &p->d->decision, text_silence, &s);
	if (!f->all)
		fprintf(p->to, "\nNot every set was settled: %d facts, %d in a set, %d sets and some %d decisions are the most that is looked at.\n",
			QUESTIONS_MAX, QUESTIONS_TOGETHER, QUESTIONS_SETS, QUESTIONS_STEPS);
}

static void text_change(const struct put *p, const struct change *c)
{
	const struct question *q = &c->fact;

	fprintf(p->to, "  %s", question_name(p, q).text);
	switch ((enum change_how)c->how) {
	case CHANGE_VALUE:
		fprintf(p->to, ": %s instead of ", question_value(p, q, c->to, c->unit).text);
		fputs(question_value(p, q, c->from, c->unit).text, p->to);
		break;
	case CHANGE_WITHOUT:
		fprintf(p->to, "[%u]: without it", q->ref);
		break;
	case CHANGE_ADDED:
		fprintf(p->to, ": one more, such as %s", question_record(p, &c->example).text);
		break;
	case CHANGE_ANSWER:
		fputs(q->state == HQ_UNKNOWN ? " (asked, no answer yet): " : " (not asked): ", p->to);
		if (q->sort != QUESTION_LIST)
			fputs(question_value(p, q, c->to, c->unit).text, p->to);
		else if (c->nrecords)
			fprintf(p->to, "%u, such as %s", c->nrecords, question_record(p, &c->example).text);
		else
			fputs("none", p->to);
		break;
	}
	fputs("\n    ", p->to);
	text_verdict(p, c->verdict);
	putc('\n', p->to);
	if (c->how == CHANGE_ANSWER)
		text_why(p, q->row, "    ");
}

void put_text_changes(const struct put *p, const struct changes *c)
{
	text_head(p, c->n ? "Facts whose change, each by itself, would turn the verdict\n" : "No change of one fact by itself was found that turns the verdict.\n");
	for (size_t i = 0; i < c->n; i++)
		text_change(p, &c->of[i]);
	if (!c->all)
		fprintf(p->to, "\nNot every change was looked at: %d decisions and %d changes are the most.\n", QUESTIONS_CHANGES, CHANGES_MAX);
}
