/* The smallest sets of questions that could decide, and the next question; see questions.h.
 *
 * Sets are looked at by size. For each: can it decide at all? Everything else is completed, in a number of ways; if under one of them no answer to
 * the set could lead to a verdict, then it cannot, and neither can any set within it: so it is made as large as may be, and remembered. If it may:
 * is there an answer? Answers are given question by question, and a branch is left when the relaxation gives no hope. Where all answers to a set are few, each is tried, and that
 * is all there is to say of it. What stays open between the two is remembered, and no set above it is called smallest.
 */
#include "questions.h"

#include <stdlib.h>

enum { SAMPLES = 14, BRANCHES = 500, EACH = 64, OPEN_MAX = 400, HOPELESS_MAX = 400 };

struct search {
	struct findings *f;
	struct trial trial;
	uint32_t open[OPEN_MAX];               /* sets that neither were shown to decide nor not to */
	uint32_t hopeless[HOPELESS_MAX];       /* sets that cannot decide, nor anything within them */
	size_t nopen, nhopeless;
	size_t branches;
	uint64_t random;
	bool forgotten;                        /* more of them than there is room for */
	bool each;                             /* all answers to the set being looked at are tried, and are all there are */
	bool gave_up;                          /* a decision with some of them */
};

static int collect(void *context, const struct question *q)
{
	struct findings *f = context;

	if (f->nquestions < QUESTIONS_MAX)
		f->questions[f->nquestions++] = *q;
	else
		f->all = false;
	return 0;
}

/* ---- can it? ------------------------------------------------------------------------------------------------- */

static uint32_t draw(struct search *s, uint32_t below)
{
	s->random = s->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(s->random >> 33) % below;
}

static void give(struct search *s, unsigned q, size_t answer)
{
	struct findings *f = s->f;

	trial_give(&s->trial, &f->questions[q], &f->answers[q], &f->answers[q].of[answer]);
}

/* Kinds that a question's slot of the form stands for: no list of them may be given beside its answer (4.6). */
static uint32_t kinds_of(const struct search *s, const struct question *q)
{
	return q->sort == QUESTION_SLOT ? hq_slot_at(s->trial.base->rules, q->slot).kinds : 0;
}

/* Everything but @set is completed: with the first answers, the second, or by chance. What @set's slots stand for stays missing. */
static void complete(struct search *s, uint32_t set, size_t n)
{
	const struct findings *f = s->f;
	uint32_t slots = 0, lists = 0;

	trial_reset(&s->trial);
	for (unsigned q = 0; q < f->nquestions; q++)
		if (set >> q & 1)
			slots |= kinds_of(s, &f->questions[q]);
	/* Lists before what they stand against, and the other way round every second time. */
	for (unsigned turn = 0; turn < 2; turn++)
		for (unsigned q = 0; q < f->nquestions; q++) {
			const struct question *of = &f->questions[q];
			const size_t many = f->answers[q].n;

			if ((set >> q & 1) || !many || (of->sort == QUESTION_SLOT) == (turn == n % 2))
				continue;
			if (of->sort == QUESTION_LIST ? slots >> of->kind & 1 : (kinds_of(s, of) & lists) != 0)
				continue;
			slots |= kinds_of(s, of);
			lists |= of->sort == QUESTION_LIST ? 1u << of->kind : 0;
			give(s, q, n < 2 ? 0 : n < 4 ? (many > 1) : draw(s, (uint32_t)many));
		}
}

/* Verdicts that answers to @set may lead to, a bit each; what is not among them is certain not to be. */
static unsigned hope(struct search *s, uint32_t set)
{
	unsigned verdicts = ~0u;

	for (size_t n = 0; n < SAMPLES && verdicts; n++) {
		complete(s, set, n);
		if (trial_decide(&s->trial))
			continue;                      /* not facts */
		const enum hq_verdict v = s->trial.decision.verdict;

		verdicts &= v == HQ_UNDETERMINED ? relax(&s->trial) : 1u << v;
	}
	return verdicts;
}

/* ---- does it? ------------------------------------------------------------------------------------------------ */

static bool answer_from(struct search *s, uint32_t set, unsigned q, struct question_set *out)
{
	const struct findings *f = s->f;

	while (q < f->nquestions && !(set >> q & 1))
		q++;
	if (q == f->nquestions)
		return false;
	for (size_t a = 0; a < f->answers[q].n && s->branches < BRANCHES; a++) {
		trial_reset(&s->trial);
		out->answer[q] = (uint16_t)a;
		for (unsigned p = 0; p <= q; p++)
			if (set >> p & 1)
				give(s, p, out->answer[p]);
		s->branches++;
		if (trial_decide(&s->trial))
			continue;
		out->verdict = s->trial.decision.verdict;
		s->gave_up |= out->verdict == HQ_UNDETERMINED && s->trial.decision.cases;
		if (out->verdict != HQ_UNDETERMINED) {
			out->questions = set & ((2u << q) - 1);        /* whatever the rest is */
			return true;
		}
		if (set >> (q + 1) && (s->each || relax(&s->trial)) && answer_from(s, set, q + 1, out))
			return true;
	}
	return false;
}

static bool holds_one(const struct search *s, uint32_t set)
{
	for (size_t i = 0; i < s->f->nsets; i++)
		if ((s->f->sets[i].questions & ~set) == 0)
			return true;
	return false;
}

static bool is_hopeless(struct search *s, uint32_t set)
{
	for (size_t i = 0; i < s->nhopeless; i++)
		if ((set & ~s->hopeless[i]) == 0)
			return true;
	if (hope(s, set))
		return false;
	for (unsigned q = 0; q < s->f->nquestions && s->nhopeless < HOPELESS_MAX; q++)
		if (!(set >> q & 1) && !hope(s, set | 1u << q))
			set |= 1u << q;
	if (s->nhopeless < HOPELESS_MAX)
		s->hopeless[s->nhopeless++] = set;
	return true;
}

/* Can all answers to the set be tried? Those to fields with codes are all classes of them; those to numbers, days, amounts and lists are not. */
static bool has_few(const struct search *s, uint32_t set)
{
	const struct hq_vocab *v = s->trial.facts.vocab;
	size_t n = 1;

	for (unsigned q = 0; q < s->f->nquestions && n <= EACH; q++) {
		const struct question *of = &s->f->questions[q];

		if (!(set >> q & 1))
			continue;
		if (of->sort != QUESTION_FIELD || s->f->answers[q].cut)
			return false;
		const struct hq_vocab_field *field = HQ_AT(struct hq_vocab_field, v, fields) + HQ_AT(struct hq_vocab_kind, v, kinds)[of->kind].first_field + of->field;

		if (field->type != HQ_FIELD_YES_NO && field->type != HQ_FIELD_ONE_OF)
			return false;
		n *= s->f->answers[q].n;
	}
	return n <= EACH;
}

/* Does one question of the set decide by itself? The relaxation knows nothing of what is implied, so it may have given up hope too soon. */
static bool one_decides(struct search *s, uint32_t set)
{
	struct question_set one;

	s->each = true;
	for (uint32_t left = set; left; left &= left - 1) {
		s->branches = 0;
		if ((left & (~left + 1)) != set && has_few(s, left & (~left + 1)) && answer_from(s, left & (~left + 1), 0, &one))
			return true;
	}
	return false;
}

static void look_at(struct search *s, uint32_t set)
{
	struct findings *f = s->f;
	struct question_set found = { .questions = set, .smallest = true };

	if (is_hopeless(s, set))
		return;
	s->branches = 0;
	s->gave_up = false;
	s->each = has_few(s, set);
	if (answer_from(s, set, 0, &found)) {
		for (size_t i = 0; i < s->nopen; i++)
			found.smallest &= (s->open[i] & ~set) != 0;
		found.smallest &= !s->forgotten && !one_decides(s, found.questions);
		f->sets[f->nsets++] = found;
		return;
	}
	if (s->each && !s->gave_up)
		return;                                /* it does not decide */
	f->all = false;
	if (s->nopen < OPEN_MAX)
		s->open[s->nopen++] = set;
	else
		s->forgotten = true;
}

/* Above a set that was left open there is nothing to learn that could be called smallest, and much to look at. */
static bool holds_open(const struct search *s, uint32_t set)
{
	for (size_t i = 0; i < s->nopen; i++)
		if ((s->open[i] & ~set) == 0)
			return s->nopen > 8;
	return false;
}

static uint32_t next_of_size(uint32_t set)
{
	const uint32_t low = set & (~set + 1), up = set + low;

	return up | (((set ^ up) / low) >> 2);
}

static void look_at_size(struct search *s, unsigned size)
{
	struct findings *f = s->f;

	for (uint32_t set = (1u << size) - 1; set < 1u << f->nquestions; set = next_of_size(set)) {
		if (f->nsets == QUESTIONS_SETS || s->trial.steps > QUESTIONS_STEPS) {
			f->all = false;
			return;
		}
		if (!holds_one(s, set) && !holds_open(s, set))
			look_at(s, set);
	}
}

/* ---- the next question --------------------------------------------------------------------------------------- */

/* Of a smallest set, so an answer to it decides or leaves a smaller set: what was not asked first; then what is in the smallest set, then in most. */
static int next_question(const struct findings *f)
{
	int best = -1;
	unsigned best_score = 0;

	for (unsigned q = 0; q < f->nquestions; q++) {
		unsigned size = 32, in = 0;

		for (size_t i = 0; i < f->nsets; i++) {
			unsigned n = 0;

			if (!f->sets[i].smallest || !(f->sets[i].questions >> q & 1))
				continue;
			for (uint32_t rest = f->sets[i].questions; rest; rest &= rest - 1)
				n++;
			size = n < size ? n : size;
			in++;
		}
		const unsigned score = in ? (f->questions[q].state == HQ_NOT_ASKED) * 100000u + (32 - size) * 1000u + in * 10u : 0;

		if (score > best_score) {
			best_score = score;
			best = (int)q;
		}
	}
	return best;
}

bool findings_of(const struct decided *base, struct findings *f)
{
	struct search s = { .f = f, .random = 1 };
	bool ok;

	*f = (struct findings){ .next = -1, .all = true };
	questions_missing(base, collect, f);
	for (size_t i = 0; i < f->nquestions; i++)
		if (!answers_to(base, &f->questions[i], &f->answers[i]))
			return false;
	ok = trial_begin(&s.trial, base);
	for (unsigned size = 1; ok && size <= f->nquestions && size <= QUESTIONS_TOGETHER; size++)
		look_at_size(&s, size);
	if (ok)
		trial_done(&s.trial);
	f->next = next_question(f);
	f->steps = s.trial.steps;
	return ok;
}

void findings_done(struct findings *f)
{
	for (size_t i = 0; i < f->nquestions; i++)
		answers_done(&f->answers[i]);
}
