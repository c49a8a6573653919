/* The individual plan as one page: where the teacher stands in the state's own order, what is to be done, places for dates
 * and signatures. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL = 54, DO = 62 };

struct page {
	struct planned *p;
	FILE *out;
	const struct hq_tables *rules;
	const struct hq_edition *e;
	const struct hq_row *rows;
	struct hq_interval *before, *after;    /* of each row: if nothing is done, and by the plan */
};

static struct hq_interval at(const struct page *g, const struct hq_interval *values, uint16_t row)
{
	return values[row - g->e->first_row];
}

/* A copy of the rows of a decision; NULL. */
static struct hq_interval *rows_of(struct planned *p, const struct hq_plan *plan, uint16_t *route)
{
	const struct hq_edition *e = HQ_AT(struct hq_edition, p->decided->rules, editions) + p->plans.edition;
	struct hq_decision d;
	if (!plan_decide(p, plan, &d))
		return NULL;
	struct hq_interval *rows = malloc(e->nrows * sizeof *rows);
	if (rows)
		memcpy(rows, d.rows, e->nrows * sizeof *rows);
	*route = d.route;
	return rows;
}

static const char *yes_no(struct hq_interval v)
{
	return v.lo ? "yes" : v.hi ? "open" : "no";
}

static void put_line(const struct page *g, const char *indent, uint16_t row, const char *before, const char *after, const char *needed)
{
	struct words cites = { .len = 0 };
	const struct hq_string label = plan_label(g->rules, row);
	const int width = LABEL - (int)strlen(indent);
	int len = (int)strlen(label.text);
	words_cites(&cites, g->rules, row);
	if (len > width)                       /* cut off after a word */
		for (len = width; len > 1 && label.text[len] != ' '; len--) {}
	fprintf(g->out, "%s%-*.*s %8s %8s %8s %s\n", indent, width, len, label.text, before, after, needed, cites.text);
	for (const char *rest = label.text + len; *rest; rest += len) {
		rest += strspn(rest, " ");
		len = (int)strlen(rest);
		if (len > width - 2)
			for (len = width - 2; len > 1 && rest[len] != ' '; len--) {}
		fprintf(g->out, "%s  %.*s\n", indent, len, rest);
	}
}

/* Points of a category or of the total. */
static void put_points(const struct page *g, const char *indent, uint16_t row, struct hq_interval before, struct hq_interval after,
		       int64_t needed, int64_t denominator)
{
	struct words b = { .len = 0 }, a = { .len = 0 }, n = { .len = 0 };
	words_number(&b, before.lo, denominator);
	words_number(&a, after.lo, denominator);
	if (needed > 0)
		words_number(&n, needed, denominator);
	put_line(g, indent, row, b.text, a.text, n.text);
}

static struct hq_interval total(const struct page *g, const struct hq_interval *values, uint16_t row)
{
	struct hq_interval sum = { 0, 0 };
	for (uint16_t i = 0; i < g->rows[row].nkids; i++) {
		const struct hq_interval v = at(g, values, HQ_AT(uint16_t, g->rules, kids)[g->rows[row].first_kid + i]);
		sum.lo += v.lo;
		sum.hi += v.hi;
	}
	return sum;
}

static void put_rubric(const struct page *g, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(g->rules, g->rows[row].arg);
	put_points(g, "  ", row, total(g, g->before, row), total(g, g->after, row), r.silent_pass ? 0 : r.pass_lo, r.denominator);
	for (uint16_t i = 0; i < g->rows[row].nkids; i++) {
		const uint16_t kid = HQ_AT(uint16_t, g->rules, kids)[g->rows[row].first_kid + i];
		const uint16_t limit = hq_limit_of(&g->rows[kid]);
		put_points(g, "    ", kid, at(g, g->before, kid), at(g, g->after, kid), limit == HQ_NONE ? 0 : hq_limit_at(g->rules, limit).min,
			   r.denominator);
	}
}

/* The rubric that a requirement is, through headings with one part; HQ_NONE. */
static uint16_t rubric_under(const struct page *g, uint16_t row)
{
	while (g->rows[row].op == HQ_OP_ALL && g->rows[row].nkids == 1)
		row = HQ_AT(uint16_t, g->rules, kids)[g->rows[row].first_kid];
	return g->rows[row].op == HQ_OP_RUBRIC ? row : HQ_NONE;
}

/* Each part of a heading, in the order of the file. */
static void put_parts(const struct page *g, uint16_t row)
{
	for (uint16_t i = 0; row != HQ_NONE && i < g->rows[row].nkids; i++) {
		const uint16_t kid = HQ_AT(uint16_t, g->rules, kids)[g->rows[row].first_kid + i], rubric = rubric_under(g, kid);
		put_line(g, "  ", kid, yes_no(at(g, g->before, kid)), yes_no(at(g, g->after, kid)), "yes");
		if (rubric != HQ_NONE)
			put_rubric(g, rubric);
	}
}

/* One change with its places; folded. */
static void put_to_do(const struct page *g, unsigned number, const char *text, const char *places)
{
	fprintf(g->out, "%2u. ", number);
	for (bool first = true; *text; first = false) {
		size_t n = strlen(text);
		if (n > DO)
			for (n = DO; n > 1 && text[n] != ' '; n--) {}
		fprintf(g->out, "%s%-*.*s%s\n", first ? "" : "    ", first ? DO : 0, (int)n, text, first ? places : "");
		text += n;
		text += strspn(text, " ");
	}
}

/* What the teacher is assigned to, in codes. */
static void put_assigned(const struct page *g)
{
	const struct planned *p = g->p;
	const struct hq_record *r = p->decided->facts.assignment;
	struct words w = { .len = 0 };
	for (unsigned i = 0; r && i < plan_kind(p, r->kind)->nfields; i++) {
		const struct hq_vocab_field *f = plan_field(p, r->kind, i);
		if (!(r->known >> i & 1) || (f->type != HQ_FIELD_ONE_OF && f->type != HQ_FIELD_SOME_OF))
			continue;
		words_put(&w, "%s", w.len ? "; " : "");
		words_name(&w, HQ_TEXT(p->vocab, f->name));
		words_put(&w, " ");
		words_value(&w, p, f, r->v[i]);
	}
	if (w.len)
		fprintf(g->out, "            %s\n", w.text);
}

static void put_page(const struct page *g, const struct hq_plan *plan, uint16_t route)
{
	const struct planned *p = g->p;
	char from[11], to[11], soonest[11];
	hq_day_format(p->plans.as_of, from);
	hq_day_format(p->plans.until, to);
	hq_day_format(hq_plan_soonest(&p->plans, plan), soonest);
	fprintf(g->out, "INDIVIDUAL PLAN TO BECOME HIGHLY QUALIFIED\n%s, %s\n\n", hq_text_of(g->rules, g->rules->name).text,
		hq_text_of(g->rules, g->e->label).text);
	fprintf(g->out, "Teacher     %-30s Assignment  %s\n", p->teacher ? p->teacher : "________________", p->assignment ? p->assignment : "________________");
	put_assigned(g);
	fprintf(g->out, "Made on     %-30s To be reached by  %s, on %s at the earliest\n\n", from, to, soonest);
	fprintf(g->out, "%-*s %8s %8s %8s\n", LABEL, "Where the teacher stands", "as is", "planned", "needed");
	fputs("Every teacher\n", g->out);
	put_parts(g, g->e->every);
	if (route != HQ_NONE) {
		fprintf(g->out, "%s\n", plan_label(g->rules, route).text);
		put_parts(g, route);
	}
	fprintf(g->out, "\n%-*s   %-10s  %-10s  %s\n", DO + 4, "What is to be done", "by", "done on", "seen by");
	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_move *m = &p->plans.moves[plan->move[i]];
		struct words w = { .len = 0 };
		words_change(&w, p, plan, i);
		if (m->nmeasures) {
			words_put(&w, " (for: ");
			words_for(&w, p, m);
			words_put(&w, ")");
		}
		put_to_do(g, i + 1u, w.text, "   __________  __________  _______");
	}
	fputs("\nReviewed on  __________  __________  __________\n\n", g->out);
	static const char *const who[] = { "Teacher", "Principal", "District" };
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
		fprintf(g->out, "%-12s ______________________________________   Date  __________\n", who[i]);
	fputs("\n[ ] are lines of the source texts. The plan itself makes nobody highly qualified; what it ends in was decided to do so.\n",
	      g->out);
}

void plan_put_form(struct planned *p, FILE *out)
{
	uint16_t none, route = HQ_NONE;
	if (p->options->pick > p->plans.nplans) {
		if (p->plans.nplans)
			fprintf(out, "There are %u plans; no number %u.\n", (unsigned)p->plans.nplans, p->options->pick);
		else
			plan_put_text(p, out);
		return;
	}
	const struct hq_plan *plan = &p->plans.plans[p->options->pick - 1];
	struct page g = { .p = p, .out = out, .rules = p->decided->rules };
	g.e = HQ_AT(struct hq_edition, g.rules, editions) + p->plans.edition;
	g.rows = HQ_AT(struct hq_row, g.rules, rows);
	g.before = rows_of(p, NULL, &none);
	g.after = rows_of(p, plan, &route);
	if (g.before && g.after)
		put_page(&g, plan, route);
	free(g.before);
	free(g.after);
}
