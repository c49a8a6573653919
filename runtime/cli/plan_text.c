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

/* ---- one plan, or several that differ in one change ---------------------------------------------------------- */

struct way { FILE *out; const char *indent; };

static void put_way(void *context, const char *words)
{
	const struct way *way = context;
	struct words w = { .len = 0 };
	words_put(&w, "or %s", words);
	put_folded(way->out, way->indent, w.text);
}

/* A change with what it is for, and what else its record may be. */
static void put_change(struct planned *p, const struct hq_plan *plan, uint8_t i, const char *first, FILE *out)
{
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	struct words w = { .len = 0 }, what = { .len = 0 };
	const char *const indent = "        " + 8 - strlen(first);
	words_change(&w, p, plan, i);
	put_folded(out, first, w.text);
	plan_other_ways(p, plan, i, put_way, &(struct way){ out, indent });
	if (m->type == HQ_MOVE_ASSIGNMENT)
		return;
	words_put(&what, "for: ");
	words_for(&what, p, m);
	put_folded(out, indent, what.text);
}

/* The place at which two plans differ, and nowhere else; -1. */
static int differ(const struct hq_plan *a, const struct hq_plan *b)
{
	int at = -1;
	if (a->n != b->n || a->hours != b->hours || a->dollars != b->dollars)
		return -1;
	/* Changes stand in the order of their numbers, so one that differs may stand elsewhere: what is common is counted. */
	unsigned common = 0;
	for (uint8_t i = 0; i < a->n; i++) {
		bool there = false;
		for (uint8_t k = 0; k < b->n && !there; k++)
			there = a->move[i] == b->move[k] && a->steps[i] == b->steps[k];
		common += there;
		at = there ? at : i;
	}
	return common + 1u == a->n ? at : -1;
}

/* The change of @b that @a does not have. */
static uint8_t own_of(const struct hq_plan *a, const struct hq_plan *b)
{
	return (uint8_t)differ(b, a);
}

struct listed { hq_day soonest; bool done; };

/* Of the plans after @i that are not yet printed, those that can be done as soon and differ from it in the same one change: the place that
 * most do. */
static int widest(const struct hq_plans *plans, unsigned i, const struct listed *listed, unsigned *most)
{
	const struct hq_plan *plan = &plans->plans[i];
	int best = -1;
	*most = 0;
	for (int at = 0; at < plan->n; at++) {
		unsigned n = 0;
		for (unsigned k = i + 1; k < plans->nplans; k++)
			n += !listed[k].done && listed[k].soonest == listed[i].soonest && differ(plan, &plans->plans[k]) == at;
		if (n > *most) {
			*most = n;
			best = at;
		}
	}
	return best;
}

/* Plan @i and those like it. Marks what was printed. */
static void put_plan(struct planned *p, unsigned i, struct listed *listed, FILE *out)
{
	const struct hq_plans *plans = &p->plans;
	const struct hq_plan *plan = &plans->plans[i];
	unsigned nlike;
	const int at = widest(plans, i, listed, &nlike);
	char day[11];
	hq_day_format(listed[i].soonest, day);
	fprintf(out, "\nPlan %u", i + 1);
	if (nlike)
		fprintf(out, " and %u that differ%s from it in one change", nlike, nlike == 1 ? "s" : "");
	if (plan->hours)
		fprintf(out, ", %lld hours", (long long)plan->hours);
	if (plan->dollars)
		fprintf(out, ", %lld dollars", (long long)plan->dollars);
	fprintf(out, ": %s at the earliest\n", day);
	listed[i].done = true;
	for (uint8_t c = 0; c < plan->n; c++)
		if (!nlike || c != at)
			put_change(p, plan, c, "  - ", out);
	if (!nlike)
		return;
	fputs(plan->n > 1 ? "  - and one of these:\n" : "  - one of these:\n", out);
	for (unsigned k = i, n = 0; k < plans->nplans; k++) {
		const struct hq_plan *like = &plans->plans[k];
		if (k != i && (listed[k].done || listed[k].soonest != listed[i].soonest || differ(plan, like) != at))
			continue;
		char first[16];
		snprintf(first, sizeof first, "   %3u. ", ++n ? k + 1 : 0);
		put_change(p, like, k == i ? (uint8_t)at : own_of(plan, like), first, out);
		listed[k].done = true;
	}
}

/* ---- without a plan ------------------------------------------------------------------------------------------ */

static void put_blocks(struct planned *p, FILE *out)
{
	char day[11];
	hq_day_format(p->plans.until, day);
	fprintf(out, "No plan reaches it by %s.", day);
	if (!p->plans.nblocks)
		fputs(" Each thing by itself could be mended, but not all together.", out);
	else
		fputs(" In the way, and not to be mended in that time:", out);
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
	struct listed listed[HQ_PLANS_MAX];
	unsigned shown = 0, left = 0;
	for (unsigned i = 0; i < plans->nplans; i++)
		listed[i] = (struct listed){ .soonest = hq_plan_soonest(plans, &plans->plans[i]) };
	for (unsigned i = 0; i < plans->nplans; i++) {
		if (listed[i].done)
			continue;
		if (p->options->most && shown == p->options->most)
			break;
		put_plan(p, i, listed, out);
		shown++;
	}
	for (unsigned i = 0; i < plans->nplans; i++)
		left += !listed[i].done;
	if (left)
		fprintf(out, "\n%u more; --all prints them.\n", left);
	if (plans->by_cases)
		fputs("\nThese do case by case, whatever the missing facts are; there may be others that do.\n", out);
	else if (!plans->complete)
		fputs("\nThere may be more plans: the search met a limit.\n", out);
	else if (plans->nplans && plans->lines < HQ_PLAN_LINES)
		fprintf(out, "\nThere are so many plans that mixes of more than %s of one rubric were not looked for.\n", plans->lines > 1 ? "two lines" : "one line");
	put_missing(p, out);
}
