/* Plans for a person: what to do, what it is for, and by when; or what stands in the way. */
#include "plan.h"

#include <string.h>

#include "print.h"

enum { WIDTH = 100 };

/* One paragraph, folded; the first line after @first, the others after as many blanks. */
static void put_folded(FILE *out, const char *first, const char *text)
{
	const size_t indent = strlen(first);
	size_t column = indent;
	fputs(first, out);
	while (*text) {
		const size_t word = strcspn(text, " ");
		if (column > indent && column + 1 + word > WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			putc(' ', out);
			column++;
		}
		fwrite(text, 1, word, out);
		column += word;
		text += word;
		text += strspn(text, " ");
	}
	putc('\n', out);
}

struct enough { FILE *out; unsigned n; };

static void put_enough(void *context, const char *words)
{
	struct enough *e = context;
	if (!e->n++)
		fputs("Any one of these answers alone would do:\n", e->out);
	put_folded(e->out, "  - ", words);
}

static void put_head(const struct planned *p, FILE *out)
{
	const struct decided *d = p->decided;
	struct words w = { .len = 0 };
	char day[11];
	hq_day_format(p->plans.as_of, day);
	if (p->teacher)
		words_put(&w, "%s%s%s, ", p->teacher, p->assignment ? "/" : "", p->assignment ? p->assignment : "");
	words_put(&w, "%s: ", hq_text_of(d->rules, d->rules->name).text);
	words_name(&w, hq_verdict_name(p->plans.now));
	words_put(&w, " as of %s.", day);
	put_folded(out, "", w.text);
}

static void put_plan(struct planned *p, const struct hq_plan *plan, unsigned number, FILE *out)
{
	const struct hq_tables *rules = p->decided->rules;
	fprintf(out, "\nPlan %u", number);
	if (plan->hours || plan->dollars) {
		fputs(": ", out);
		if (plan->hours)
			fprintf(out, "%lld hours%s", (long long)plan->hours, plan->dollars ? ", " : "");
		if (plan->dollars)
			fprintf(out, "%lld dollars", (long long)plan->dollars);
	}
	putc('\n', out);
	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_move *m = &p->plans.moves[plan->move[i]];
		struct words w = { .len = 0 }, what = { .len = 0 };
		words_change(&w, p, plan, i);
		put_folded(out, "  - ", w.text);
		if (m->type == HQ_MOVE_ASSIGNMENT)
			continue;
		words_put(&what, "for: ");
		for (uint8_t k = 0; k < m->nmeasures; k++) {
			const uint16_t row = m->slot != HQ_NONE ? m->row : HQ_AT(struct hq_packed_measure, rules, measures)[m->measures[k]].row;
			words_put(&what, "%s%s", k ? "; " : "", plan_label(rules, row).text);
			words_cites(&what, rules, row);
		}
		put_folded(out, "    ", what.text);
	}
}

static void put_blocks(struct planned *p, FILE *out)
{
	char day[11];
	hq_day_format(p->plans.until, day);
	fprintf(out, "No plan reaches it by %s.", day);
	if (!p->plans.nblocks)
		fputs(" Each thing by itself could be mended, but not all together.", out);
	else
		fputs(" What stands in the way, and no change can mend in that time:", out);
	putc('\n', out);
	for (uint16_t i = 0; i < p->plans.nblocks; i++) {
		struct words w = { .len = 0 };
		words_block(&w, p, p->plans.blocks[i]);
		put_folded(out, "  - ", w.text);
	}
}

static void put_missing(struct planned *p, FILE *out)
{
	if (p->plans.now != HQ_UNDETERMINED)
		return;
	struct enough e = { out, 0 };
	fputs("\nFacts are missing, and were taken at their worst. ", out);
	plan_enough(p, put_enough, &e);
	if (!e.n)
		fputs("No one answer alone would do.\n", out);
}

void plan_put_text(struct planned *p, FILE *out)
{
	const struct hq_plans *plans = &p->plans;
	char day[11];
	hq_day_format(plans->until, day);
	put_head(p, out);
	if (plans->then == HQ_HIGHLY_QUALIFIED) {
		if (plans->now == HQ_HIGHLY_QUALIFIED)
			fprintf(out, "Nothing is to be done: on %s it is so still. --margin says what it rests on.\n", day);
		else
			fprintf(out, "Nothing is to be done but to go on: on %s it is highly qualified.\n", day);
		return;
	}
	if (plans->now == HQ_HIGHLY_QUALIFIED)
		fprintf(out, "It is so no longer on %s if nothing is done; --margin says from when.\n", day);
	if (!plans->nplans) {
		put_blocks(p, out);
	} else {
		if (plans->nplans == 1)
			fprintf(out, "One plan reaches it by %s:\n", day);
		else
			fprintf(out, "Any one of %u plans reaches it by %s:\n", (unsigned)plans->nplans, day);
	}
	unsigned n = plans->nplans;
	if (p->options->most && n > p->options->most)
		n = p->options->most;
	for (unsigned i = 0; i < n; i++)
		put_plan(p, &plans->plans[i], i + 1, out);
	if (n < plans->nplans)
		fprintf(out, "\n%u more; --all prints them.\n", (unsigned)plans->nplans - n);
	if (!plans->complete)
		fputs("\nThere may be more plans: the search met a limit.\n", out);
	else if (plans->nplans && plans->lines < HQ_PLAN_LINES)
		fprintf(out, "\nThere are so many plans that mixes of more than %s of one rubric were not looked for.\n", plans->lines > 1 ? "two lines" : "one line");
	put_missing(p, out);
}
