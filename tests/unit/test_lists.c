/* What a missing list can hold (semantics 8.4 a, 8.5, 8.8), over what test_together and test_cases leave out: two units with rates, amounts with a least and a small
 * most, caps and whole blocks of each record, the greatest, counts beside sums, windows, records that bring others, two lists, definitions used both
 * ways, and rubrics beside upper bounds; random rules, held against every list there is.
 *
 * The oracle knows what one record can add to each quantity (4.1 to 4.4), and works out all that a list can come to by adding records until nothing new
 * comes of it, where of each quantity so much is told apart as the rules ask for. It shares nothing with the runtime but the text of the rules. The verdict has to be
 * undetermined if two of these disagree, else theirs; undetermined in vain only where the compiler said so (HQ301, HQ302).
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed, HQ_ONLY one of them; HQ_LISTS which of the features of enum known are drawn. HQ_GO_ON counts and
 * shows what goes wrong, and goes on.
 *
 * One file though it is long: the rules drawn, the oracle and the facts speak of the same few structures, and no other test does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hq.h"
#include "hq_tables.h"
#include "hqc.h"
#include "random_rules.h"
#include "told.h"

/* Not drawn by itself, for the oracle here takes for one quantity what 8.4 e has anew for each row; and what may be left out. */
enum known {
	OTHER_UNIT = 1,        /* measures that do not take one of the kind's units */
	SILENT_TWICE = 2,      /* a silence in filters of more than one measure */
	ALL_LISTS = 4,         /* only lists that are missing: none that is there */
};

enum { LEVELS = 3, MEASURES = 6, LINES = 3, RUBRICS = 2, NODES = 96, STATES = 1 << 15, SORTS_MAX = 4096, BRINGS = 2, AMOUNT_MAX = 6 };
enum agg { COUNT, SUM, GREATEST, BLOCKS };

static const char *const level_names[LEVELS] = { "low", "middle", "high" }, *const kind_names[] = { "visit", "lesson" };

struct measure {
	int kind;
	enum agg agg;
	unsigned levels;               /* which it takes, a bit each */
	int rural;                     /* -1: whatever */
	int window;                    /* 0: none, 1: within 3 years, 2: before the last 3 years */
	int rate;                      /* of an old hour in half hours; 0: not taken */
	int cap, block;                /* in hours; 0: none */
	int asks;                      /* amount at least (> 0) or at most (< 0) so many hours; 0: none */
	bool silent;
	bool same;                     /* rural is as in the assignment */
	bool line;                     /* stands in lines only */
	int top;                       /* told apart up to so much, in half hours; of records two are one */
};
struct line {
	int measure, form, points, per;        /* form 0: per hour or record, 1: per whole `per` hours, 2: tiers at per and 2 per */
	int most, least, from, most_units;
};
struct category { bool best; int most, least; };
struct rubric { struct line line[LINES]; struct category category[2]; int n, mark, categories, each, requires, settles; };      /* requires, settles: nodes, or -1 */
struct brings { unsigned when, what; int rural; };                   /* levels; and whether the other is rural, -1: whatever */

enum node_sort { N_ALL, N_ANY, N_NONE, N_TWO, N_QUANTITY, N_PASSES, N_IS, N_IS_NOT, N_ASSIGNED };
struct node { enum node_sort sort; int kid[5], n, arg, lo, hi; };

static struct measure measures[MEASURES];
static struct rubric rubrics[RUBRICS];
static struct brings brings[BRINGS];
static struct node nodes[NODES];
static int nmeasures, nrubrics, nbrings, nnodes, root, routes, route[2], defined, least[2], most[2], known;
static bool two_units, dated;
static char text[1 << 16];
static struct { size_t rules, refused, large, told, verdicts[5], by_cases, in_vain, wrong, vain_untold, states; } seen;

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static void draw_measure(struct measure *m)
{
	*m = (struct measure){ .kind = draw(5) == 0, .agg = draw(5) < 2 ? COUNT : SUM, .levels = draw(4) == 0 ? 7 : 1 + draw(7), .rural = (int)draw(6) - 1 };
	if (m->rural > 1)
		m->rural = -1;
	m->window = dated && m->kind == 0 && draw(3) == 0 ? 1 + (int)draw(2) : 0;
	if (m->agg == SUM && m->kind == 0 && two_units)
		m->rate = (known & OTHER_UNIT) && draw(3) == 0 ? 0 : draw(3) ? 1 : 4;
	if (m->agg == SUM && draw(6) == 0) {
		m->line = true;
		switch (draw(3)) {
		case 0:
			m->agg = GREATEST;
			break;
		case 1:
			m->agg = BLOCKS;
			m->block = 2 + (int)draw(2);
			break;
		default:
			m->cap = 1 + (int)draw(2);
		}
	}
	if (!two_units && draw(8) == 0)
		m->asks = draw(2) ? 1 + (int)draw(3) : -1 - (int)draw(2);
	m->same = m->rural < 0 && draw(6) == 0;
	m->silent = (known & SILENT_TWICE) && draw(8) == 0;
}

static void reach_for(struct measure *m, int64_t n)
{
	m->top = (int)(n > m->top ? n : m->top);
}

static int draw_node(int depth, bool in_definition)
{
	const int at = nnodes++;
	struct node n = { .sort = N_QUANTITY };
	const unsigned r = draw(20);

	if (depth > 0 && r < 9 && nnodes < NODES - 8) {
		n.sort = r < 4 ? N_ALL : r < 7 ? N_ANY : r < 8 ? N_NONE : N_TWO;
		n.n = n.sort == N_TWO ? 3 : 2 + (int)draw(2);
		for (int i = 0; i < n.n; i++)
			n.kid[i] = draw_node(depth - 1, in_definition);
	} else if (r == 9 && !in_definition) {
		n.sort = draw(2) ? N_IS : N_IS_NOT;
		defined |= 2;
	} else if (r == 10) {
		n.sort = N_ASSIGNED;
		n.arg = (int)draw(2);
	} else if (r < 14 && nrubrics > 0) {
		n.sort = N_PASSES;
		n.arg = (int)draw((unsigned)nrubrics);
	}
	if (n.sort == N_QUANTITY) {
		do
			n.arg = (int)draw((unsigned)nmeasures);
		while (measures[n.arg].line);
		n.lo = draw(2) ? 1 + (int)draw(3) : 0;
		n.hi = n.lo == 0 || draw(5) == 0 ? n.lo + (int)draw(3) : -1;
		reach_for(&measures[n.arg], 2 * (int64_t)(n.hi < 0 ? n.lo : n.hi + 1));
	}
	nodes[at] = n;
	return at;
}

/* Mostly all of several: else nearly everything is left open. */
static int draw_all(int depth)
{
	const int at = nnodes++;
	struct node n = { .sort = N_ALL, .n = 2 + (int)draw(4) };

	for (int i = 0; i < n.n; i++)
		n.kid[i] = draw_node(draw(2) ? depth : 0, false);
	nodes[at] = n;
	return at;
}

static void draw_rubric(struct rubric *r)
{
	*r = (struct rubric){ .n = 1 + (int)draw(LINES), .mark = 1 + (int)draw(6), .categories = 1 + (draw(3) == 0), .requires = -1, .settles = -1 };
	for (int i = 0; i < r->n; i++) {
		struct line *l = &r->line[i];
		struct measure *m;

		*l = (struct line){ .measure = (int)draw((unsigned)nmeasures), .form = (int)draw(3), .points = 1 + (int)draw(2), .per = 1 + (int)draw(2) };
		m = &measures[l->measure];
		if (m->agg == COUNT || m->agg == BLOCKS)
			l->form = m->agg == COUNT && l->form == 2 ? 2 : 0;
		if (m->agg == GREATEST || (l->form == 2 && m->cap))
			l->form = 2;
		l->most = draw(4) == 0 ? 1 + (int)draw(3) : 0;
		l->least = draw(6) == 0 ? 1 + (int)draw(2) : 0;
		l->from = draw(6) == 0 && m->agg == SUM ? 1 + (int)draw(3) : 0;
		l->most_units = draw(6) == 0 && m->agg == SUM ? 1 + (int)draw(3) : 0;
		if (l->most_units && l->from > l->most_units)
			l->from = 0;
		const int above = l->most > l->least ? l->most : l->least, enough = above > r->mark ? above : r->mark;

		reach_for(m, 2 * (int64_t)(l->form == 2 ? 2 * l->per : l->form == 1 ? l->per * enough : enough));
		reach_for(m, 2 * (int64_t)l->from);
		reach_for(m, 2 * (int64_t)l->most_units);
	}
	if (r->n < 2)
		r->categories = 1;
	r->each = r->categories == 2 && draw(3) == 0 ? 2 : 0;
	for (int k = 0; k < r->categories; k++)
		r->category[k] = (struct category){ draw(5) == 0 && r->n / r->categories > 1, draw(5) == 0 ? 2 + (int)draw(3) : 0, draw(6) == 0 };
	if (draw(5) == 0)
		r->requires = draw_node(1, true);
	if (draw(6) == 0)
		r->settles = draw_node(1, true);
}

static char *put_what(char *to, const struct measure *m, bool plural)
{
	const char *sep = " where ";

	(void)plural;
	to += sprintf(to, "%s", kind_names[m->kind]);
	if (m->levels != 7) {
		to += sprintf(to, "%slevel is", sep);
		for (int k = 0, any = 0; k < LEVELS; k++)
			if (m->levels >> k & 1)
				to += sprintf(to, "%s %s", any++ ? "," : "", level_names[k]);
		sep = " and ";
	}
	if (m->rural >= 0) {
		to += sprintf(to, "%srural is %s", sep, m->rural ? "yes" : "no");
		sep = " and ";
	}
	if (m->same) {
		to += sprintf(to, "%srural is assignment rural", sep);
		sep = " and ";
	}
	if (m->asks) {
		to += sprintf(to, "%shours at %s %d", sep, m->asks > 0 ? "least" : "most", m->asks > 0 ? m->asks : -m->asks);
		sep = " and ";
	}
	if (m->silent)
		to += sprintf(to, "%ssilent \"x\"", sep);
	if (m->window)
		to += sprintf(to, m->window == 1 ? " within 3 years" : " before the last 3 years");
	if (m->rate)
		to += sprintf(to, m->rate == 1 ? " counting 1 old_hour as 1/2 hour" : " counting 1 old_hour as 2 hours");
	return to;
}

static char *put_quantity(char *to, const struct measure *m, const char *how, int n)
{
	to += sprintf(to, "%s %d %sof ", how, n, m->agg == COUNT ? "" : n == 1 ? "hour " : "hours ");
	return put_what(to, m, true);
}

static char *put_node(char *to, int at, int indent)
{
	static const char *const heads[] = { "all of", "any of", "none of", "at least 2 of" };
	const struct node *n = &nodes[at];
	const struct measure *m = &measures[n->arg];

	if (n->sort == N_QUANTITY && n->lo > 0 && n->hi > n->lo) {
		to += sprintf(to, "%*sall of\n%*s", indent, "", indent + 2, "");
		to = put_quantity(to, m, "at least", n->lo);
		to += sprintf(to, "\n%*s", indent + 2, "");
		to = put_quantity(to, m, "at most", n->hi);
		return to + sprintf(to, "\n");
	}
	to += sprintf(to, "%*s", indent, "");
	switch (n->sort) {
	case N_PASSES: return to + sprintf(to, "passes rubric_%d\n", n->arg);
	case N_IS: return to + sprintf(to, "is defined\n");
	case N_IS_NOT: return to + sprintf(to, "is not defined\n");
	case N_ASSIGNED: return to + sprintf(to, "assignment rural is %s\n", n->arg ? "yes" : "no");
	case N_QUANTITY:
		to = put_quantity(to, m, n->lo == n->hi ? "exactly" : n->lo ? "at least" : "at most", n->lo ? n->lo : n->hi);
		return to + sprintf(to, "\n");
	default:
		to += sprintf(to, "%s\n", heads[n->sort]);
		for (int i = 0; i < n->n; i++)
			to = put_node(to, n->kid[i], indent + 2);
		return to;
	}
}

static char *put_line(char *to, const struct line *l, int i)
{
	const struct measure *m = &measures[l->measure];
	const char *points = l->points == 1 ? "1 point" : "2 points";

	to += sprintf(to, "        line line_%d \"Line\" [form 3]\n          ", i);
	if (l->form == 2 && m->agg == COUNT)
		to += sprintf(to, "%s at %d, %d points at %d of ", points, l->per, 2 * l->points, 2 * l->per);
	else if (l->form == 2)
		to += sprintf(to, "%s at %d hour%s, %d points at %d hours of %s", points, l->per, l->per == 1 ? "" : "s", 2 * l->points, 2 * l->per, m->agg == GREATEST ? "greatest " : "");
	else if (m->agg == COUNT)
		to += sprintf(to, "%s per ", points);
	else if (m->agg == BLOCKS)
		to += sprintf(to, "%s per whole %d hours of each ", points, m->block);
	else if (l->form == 1)
		to += sprintf(to, "%s per whole %d hours of ", points, l->per);
	else
		to += sprintf(to, "%s per hour of ", points);
	to = put_what(to, m, false);
	to += sprintf(to, "\n");
	if (m->cap)
		to += sprintf(to, "          at most %d hour%s each\n", m->cap, m->cap == 1 ? "" : "s");
	if (l->most_units)
		to += sprintf(to, "          at most %d hour%s\n", l->most_units, l->most_units == 1 ? "" : "s");
	if (l->from)
		to += sprintf(to, "          counted only from %d hour%s\n", l->from, l->from == 1 ? "" : "s");
	if (l->most)
		to += sprintf(to, "          at most %d point%s\n", l->most, l->most == 1 ? "" : "s");
	if (l->least)
		to += sprintf(to, "          at least %d point%s\n", l->least, l->least == 1 ? "" : "s");
	return to;
}

static char *put_levels(char *to, unsigned levels)
{
	to += sprintf(to, "level is");
	for (int k = 0, any = 0; k < LEVELS; k++)
		if (levels >> k & 1)
			to += sprintf(to, "%s %s", any++ ? "," : "", level_names[k]);
	return to;
}

static void put_rules(void)
{
	char *to = text;

	to += sprintf(to, "source form \"A form\"\n  file \"form.txt\"\n  lines 9\nunit hour, hours \"An hour\"\nunit old_hour, old_hours \"An old hour\"\n"
			  "codes level in order \"Level\"\n  low \"Low\"\n  middle \"Middle\"\n  high \"High\"\n"
			  "single record teacher \"The person\"\n  field first date \"First day\"\n"
			  "single record assignment \"What is taught\"\n  field rural yes or no \"Rural\"\n");
	for (int k = 0; k < 2; k++) {
		to += sprintf(to, "record %s, %ss \"A %s\"\n%s  amount hours%s %d to %d in all 600 \"Hours\"\n  field level one of level \"Level\"\n  field rural yes or no \"Rural\"\n%s",
			      kind_names[k], kind_names[k], kind_names[k], dated && k == 0 ? "  dated by day\n" : "", two_units && k == 0 ? ", old_hours" : "", least[k], most[k],			      dated && k == 0 ? "  field day date \"Day\"\n" : "");
		for (int i = 0; i < nbrings && k == 0; i++) {
			to += sprintf(to, "  always another where ");
			to = put_levels(to, brings[i].what);
			if (brings[i].rural >= 0)
				to += sprintf(to, " and rural is %s", brings[i].rural ? "yes" : "no");
			to += sprintf(to, " if ");
			to = put_levels(to, brings[i].when);
			to += sprintf(to, "\n");
		}
	}
	to += sprintf(to, "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2001-01-01 [form 1]\n");
	if (defined & 2) {
		to += sprintf(to, "    define defined \"Defined\" [form 1]\n");
		to = put_node(to, defined >> 2, 6);
	}
	if (routes == 2) {
		to += sprintf(to, "    every teacher [form 1]\n      everybody \"All\"\n");
		to = put_node(to, root, 8);
	}
	for (int i = 0; i < routes; i++) {
		to += sprintf(to, "    route route_%d \"A route\" [form 2]\n", i);
		to = put_node(to, routes == 2 ? route[i] : root, 6);
	}
	for (int i = 0; i < nrubrics; i++) {
		const struct rubric *r = &rubrics[i];

		to += sprintf(to, "    rubric rubric_%d \"Points\" [form 3]\n      passes at %d point%s [form 3]\n", i, r->mark, r->mark == 1 ? "" : "s");
		if (r->each)
			to += sprintf(to, "      points in at least 2 categories [form 3]\n");
		if (r->requires >= 0) {
			to += sprintf(to, "      requires [form 3]\n        required \"Required\" [form 3]\n");
			to = put_node(to, r->requires, 10);
		}
		if (r->settles >= 0) {
			to += sprintf(to, "      passes at once [form 3]\n        settled \"Settled\" [form 3]\n");
			to = put_node(to, r->settles, 10);
		}
		for (int k = 0; k < r->categories; k++) {
			const struct category *g = &r->category[k];

			to += sprintf(to, "      category category_%d \"Some\" [form 3]\n%s", k, g->best ? "        only the best counts [form 3]\n" : "");
			if (g->most)
				to += sprintf(to, "        at most %d points [form 3]\n", g->most);
			if (g->least)
				to += sprintf(to, "        at least %d point%s [form 3]\n", g->least, g->least == 1 ? "" : "s");
			for (int j = k; j < r->n; j += r->categories)
				to = put_line(to, &r->line[j], j);
		}
	}
}

static void draw_rules(void)
{
	bool plain = false;

	nnodes = nrubrics = nbrings = 0;
	two_units = draw(3) == 0;
	dated = draw(3) == 0;
	for (int k = 0; k < 2; k++) {
		least[k] = draw(2) ? 1 : draw(2) ? 2 : 0;
		most[k] = 2 + (int)draw(3);
	}
	nmeasures = 2 + (int)draw(MEASURES - 2);
	for (int i = 0; i < nmeasures; i++) {
		do
			draw_measure(&measures[i]);
		while (i == nmeasures - 1 && !plain && measures[i].line);
		plain = plain || !measures[i].line;
		if (i > 0 && draw(5) == 0 && !measures[i - 1].line) {         /* the same of a part of them, or of more */
			measures[i] = measures[i - 1];
			measures[i].levels = 1 + draw(7);
		}
	}
	const int n = draw(2) ? 0 : (int)draw(RUBRICS + 1);

	for (int i = 0, kept = 0; i < n; i++) {                  /* none asks for another */
		draw_rubric(&rubrics[kept]);
		kept += rubrics[kept].n > 0;
		if (i == n - 1)
			nrubrics = kept;
	}
	if (draw(3) == 0)
		for (nbrings = 0; nbrings < 1 + (int)draw(BRINGS); nbrings++)
			brings[nbrings] = (struct brings){ 1u << draw(LEVELS), 1u << draw(LEVELS), draw(3) == 0 ? (int)draw(2) : -1 };
	defined = 0;
	const int d = draw_node(1, true);

	routes = 1 + (draw(4) == 0);
	root = draw_all(2);
	if (nrubrics == 0 && draw(3) == 0) {
		nodes[nnodes] = (struct node){ .sort = N_NONE, .n = 1, .kid = { root } };
		root = nnodes++;
	}
	for (int i = 0; i < 2 && routes == 2; i++)
		route[i] = draw_all(1);
	defined |= d << 2;
	put_rules();
}

/* ---- every list ------------------------------------------------------------------------------------------------ */

static int used[MEASURES], nused, place[MEASURES], base[MEASURES];       /* measures of the kind that is looked at */

static int step_of(const struct measure *m)
{
	return m->agg == COUNT || m->agg == BLOCKS || !two_units || m->kind ? 2 : 1;
}

static int assigned_rural;

struct record { int level, rural, late, unit, amount; };

/* What a record can add at the least and at most, in half hours. */
static bool taken(const struct measure *m, const struct record *r)
{
	if (!(m->levels >> r->level & 1) || (m->rural >= 0 && m->rural != r->rural) || (m->same && r->rural != assigned_rural) || (m->window && (m->window == 1) != r->late))
		return false;
	return m->asks == 0 || (m->asks > 0 ? r->amount >= m->asks : r->amount <= -m->asks);
}

static int cut(const struct measure *m, int half_hours)
{
	if (m->cap && half_hours > 2 * m->cap)
		half_hours = 2 * m->cap;
	return m->block ? half_hours / (2 * m->block) * 2 : half_hours;
}

static void adds(const struct measure *m, const struct record *r, int *lo, int *hi)
{
	*lo = *hi = 0;
	if (!taken(m, r))
		return;
	if (m->agg == COUNT)
		*lo = *hi = 2;
	else if (r->unit == 0)
		*lo = *hi = cut(m, 2 * r->amount);
	else if (m->rate)
		*lo = *hi = cut(m, m->rate * r->amount);
	else
		*hi = cut(m, 2 * most[m->kind]);
	if (m->silent)
		*lo = 0;
}

static uint32_t nsorts, flags_of[SORTS_MAX];
static int sort_adds[SORTS_MAX][MEASURES];

static bool put_sort(const int *v, uint32_t flags)
{
	for (uint32_t i = 0; i < nsorts; i++)
		if (flags_of[i] == flags && memcmp(sort_adds[i], v, sizeof(int) * (size_t)nused) == 0)
			return true;
	if (nsorts == SORTS_MAX)
		return false;
	memcpy(sort_adds[nsorts], v, sizeof(int) * (size_t)nused);
	flags_of[nsorts++] = flags;
	return true;
}

/* Any of what it adds to each by itself (8.4 e); a record of silence is there or not. */
static bool put_sorts(const struct record *r, uint32_t flags, int i, int *v)
{
	int lo, hi;

	if (i == nused)
		return put_sort(v, flags);
	const struct measure *m = &measures[used[i]];

	adds(m, r, &lo, &hi);
	for (int x = lo; x <= hi; x += m->silent && (r->unit == 0 || m->rate || m->agg == COUNT) && hi > 0 ? hi : step_of(m)) {
		v[i] = x > m->top ? m->top : x;
		if (!put_sorts(r, flags, i + 1, v))
			return false;
	}
	return true;
}

/* Records that are there, and lack something (-1). */
struct partial { int level, rural, late, unit, amount; };
enum { POSTS = 3 };
static struct partial posts[POSTS];
static int nposts;

static bool is_of(const struct record *r, const struct partial *p)
{
	return !p || ((p->level < 0 || p->level == r->level) && (p->rural < 0 || p->rural == r->rural) && (p->late < 0 || !dated || p->late == r->late) &&
		      (p->amount < 0 || (p->amount == r->amount && (!two_units || p->unit == r->unit))));
}

/* What any record can add, or this one. */
static bool find_sorts(int kind, const struct partial *p)
{
	int v[MEASURES] = { 0 };
	struct record r;

	nsorts = 0;
	for (r.level = 0; r.level < LEVELS; r.level++)
		for (r.rural = 0; r.rural < 2; r.rural++)
			for (r.late = 0; r.late < (dated && kind == 0 ? 2 : 1); r.late++)
				for (r.unit = 0; r.unit < (two_units && kind == 0 ? 2 : 1); r.unit++)
					for (r.amount = least[kind]; r.amount <= most[kind]; r.amount++) {
						uint32_t flags = 0;

						if (!is_of(&r, p))
							continue;
						for (int i = 0; i < nbrings && kind == 0; i++)
							flags |= (brings[i].when >> r.level & 1) << 2 * i |
								 (brings[i].what >> r.level & (brings[i].rural < 0 || brings[i].rural == r.rural)) << (2 * i + 1);
						if (!put_sorts(&r, flags, 0, v))
							return false;
					}
	return true;
}

/* All that lists of the kind can come to: vectors of what its measures have, each once. */
static int vectors[2][2][STATES][MEASURES];
static uint32_t nvectors[2][2];

static uint8_t reached[STATES];
static uint32_t queue[STATES], before[STATES];

/* What comes of one more record of those found. */
static uint32_t with_one(uint32_t from, uint32_t s, uint32_t flags)
{
	uint32_t to = (from / flags | flags_of[s]) * flags;

	for (int k = 0; k < nused; k++) {
		const struct measure *m = &measures[used[k]];
		const int had = (int)(from % flags / (uint32_t)place[k]) % base[k] * step_of(m), one = sort_adds[s][k];
		int now = m->agg == GREATEST ? (had > one ? had : one) : had + one;

		now = now > m->top ? m->top : now;
		to += (uint32_t)(now / step_of(m) * place[k]);
	}
	return to;
}

/* Bits of what each `always another` can be obeyed in; the first of them is of all at once. */
static unsigned laws_obeyed(uint32_t has, int kind)
{
	unsigned obeyed = 0;

	for (int b = 0; b < nbrings && kind == 0; b++)
		obeyed |= (unsigned)(!(has >> 2 * b & 1) || (has >> (2 * b + 1) & 1)) << (b + 1);
	return obeyed | (kind != 0 || obeyed == (2u << nbrings) - 2);
}

/* The records that are there can obey each of these, and not both: nothing is told (8.8), but what intervals decide is decided. */
static bool at_odds;

/* @there: the list is known, and its records lack something. */
static bool find_vectors(int kind, bool there)
{
	uint32_t size = 1, n = 0;
	int assigned;

	nused = 0;
	for (int i = 0; i < nmeasures; i++)
		if (measures[i].kind == kind && measures[i].top > 0) {
			place[nused] = (int)size;
			base[nused] = measures[i].top / step_of(&measures[i]) + 1;
			size *= (uint32_t)base[nused];
			used[nused++] = i;
			if (size > STATES / (kind == 0 ? 1u << 2 * nbrings : 1u))
				return false;
		}
	const uint32_t flags = size;

	if (kind == 0)
		size <<= 2 * nbrings;
	queue[n++] = 0;
	for (int p = 0; p < nposts && there; p++) {
		const uint32_t had = n;

		memcpy(before, queue, had * sizeof *before);
		memset(reached, 0, size);
		n = 0;
		if (!find_sorts(kind, &posts[p]))
			return false;
		for (uint32_t i = 0; i < had; i++)
			for (uint32_t k = 0; k < nsorts; k++) {
				const uint32_t to = with_one(before[i], k, flags);

				if (!reached[to])
					queue[n++] = to;
				reached[to] = 1;
			}
	}
	memset(reached, 0, size);
	reached[0] = 1;
	if (!there && !find_sorts(kind, NULL))
		return false;
	for (uint32_t i = 0; i < n && !there; i++)
		for (uint32_t k = 0; k < nsorts; k++) {
			const uint32_t to = with_one(queue[i], k, flags);

			if (!reached[to])
				queue[n++] = to;
			reached[to] = 1;
		}
	unsigned any = 0;

	for (uint32_t i = 0; i < n; i++)
		any |= laws_obeyed(queue[i] / flags, kind);
	at_odds |= kind == 0 && any == (2u << nbrings) - 2;
	assigned = assigned_rural;
	nvectors[assigned][kind] = 0;
	for (uint32_t i = 0; i < n; i++) {
		if ((any & 1) && !(laws_obeyed(queue[i] / flags, kind) & 1))
			continue;
		for (int k = 0; k < nused; k++)
			vectors[assigned][kind][nvectors[assigned][kind]][used[k]] = (int)(queue[i] % flags / (uint32_t)place[k]) % base[k] * step_of(&measures[used[k]]);
		nvectors[assigned][kind]++;
	}
	return true;
}

static int value_of(int measure, const int *const v[2])
{
	return measures[measure].top > 0 ? v[measures[measure].kind][measure] : 0;
}

/* In half points. */
static int points_of(const struct line *l, int q)
{
	if (l->most_units && q > 2 * l->most_units)
		q = 2 * l->most_units;
	if (q < 2 * l->from)
		q = 0;
	int points = l->form == 2 ? (q >= 4 * l->per ? 4 * l->points : q >= 2 * l->per ? 2 * l->points : 0) : l->form == 1 ? q / (2 * l->per) * 2 * l->points : q * l->points;

	return l->most && points > 2 * l->most ? 2 * l->most : points;
}

static bool holds(int at, const int *const v[2], int assigned);

static bool passes(const struct rubric *r, const int *const v[2], int assigned)
{
	int total = 0;
	bool met = r->requires < 0 || holds(r->requires, v, assigned);

	if (r->settles >= 0 && holds(r->settles, v, assigned))
		return true;
	for (int k = 0; k < r->categories; k++) {
		const struct category *g = &r->category[k];
		int sum = 0, best = 0;

		for (int i = k; i < r->n; i += r->categories) {
			const int points = points_of(&r->line[i], value_of(r->line[i].measure, v));

			met &= points >= 2 * r->line[i].least;
			sum += points;
			best = points > best ? points : best;
		}
		sum = g->best ? best : sum;
		sum = g->most && sum > 2 * g->most ? 2 * g->most : sum;
		met &= sum >= 2 * g->least && (!r->each || sum > 0);
		total += sum;
	}
	return met && total >= 2 * r->mark;
}

static bool holds(int at, const int *const v[2], int assigned)
{
	const struct node *n = &nodes[at];
	int yes = 0;

	for (int i = 0; i < n->n; i++)
		yes += holds(n->kid[i], v, assigned);
	switch (n->sort) {
	case N_ALL: return yes == n->n;
	case N_ANY: return yes > 0;
	case N_NONE: return yes == 0;
	case N_TWO: return yes >= 2;
	case N_PASSES: return passes(&rubrics[n->arg], v, assigned);
	case N_IS: return holds(defined >> 2, v, assigned);
	case N_IS_NOT: return !holds(defined >> 2, v, assigned);
	case N_ASSIGNED: return assigned == n->arg;
	default:
		yes = value_of(n->arg, v);
		return yes >= 2 * n->lo && (n->hi < 0 || yes <= 2 * n->hi);
	}
}

/* Which verdicts there are: bit 0 no, bit 1 yes. @missing: which lists; the others are empty. */
static unsigned over_lists(unsigned missing, int assigned)
{
	static const int none[MEASURES];
	unsigned out = 0;

	for (int a = 0; a < 2; a++)
		for (uint32_t i = 0; i < (missing & 1 ? nvectors[a][0] : 1) && out != 3 && (assigned < 0 || assigned == a); i++)
			for (uint32_t k = 0; k < (missing & 2 ? nvectors[a][1] : 1) && out != 3; k++) {
				const int *const v[2] = { missing & 1 ? vectors[a][0][i] : none, missing & 2 ? vectors[a][1][k] : none };

				seen.states++;
				out |= holds(root, v, a) && (routes == 1 || holds(route[0], v, a) || holds(route[1], v, a)) ? 2 : 1;
			}
	return out;
}

/* ---- the runtime ----------------------------------------------------------------------------------------------- */

static enum hq_verdict decide(const struct hqc *c, unsigned missing, bool there, int assigned, bool *cases)
{
	static int64_t work[1 << 15];
	static struct hq_record records[POSTS + 1];
	const struct hq_vocab *vocab = hqc_vocab(c);
	struct hq_record assignment = { .kind = (uint8_t)vocab->assignment, .unit = 255, .known = assigned >= 0, .v = { assigned > 0 } };
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = 0, .assignment = &assignment };
	struct hq_decision d;
	hq_day day;

	assert_int_equal(hq_day_parse("2007-01-01", 10, &day), 0);
	for (int i = 0; i < nposts && there; i++) {
		const struct partial *p = &posts[i];
		const unsigned visit = (unsigned)hq_find_kind(vocab, "visit", 5);
		const int level = hq_find_field(vocab, visit, "level", 5), rural = hq_find_field(vocab, visit, "rural", 5), on = dated ? hq_find_field(vocab, visit, "day", 3) : 0;
		struct hq_record *r = &records[facts.nrecords++];

		*r = (struct hq_record){ .kind = (uint8_t)visit, .unit = p->amount < 0 ? 255 : (uint8_t)(two_units ? p->unit : 0), .amount = p->amount < 0 ? 0 : p->amount, .times = 1, .ref = (uint16_t)i };
		r->known = (uint16_t)((p->level >= 0) << level | (p->rural >= 0) << rural);
		r->v[level] = p->level < 0 ? 0 : p->level;
		r->v[rural] = p->rural < 0 ? 0 : p->rural;
		if (dated && p->late >= 0) {
			r->known |= (uint16_t)(1u << on);
			r->v[on] = day - (p->late ? 30 : 3000);
		}
	}
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	for (int k = 0; k < 2; k++)
		if (missing >> k & 1)
			facts.list[hq_find_kind(vocab, kind_names[k], strlen(kind_names[k]))] = HQ_UNKNOWN;
	assert_int_equal(hq_facts_prepare(&facts, records), HQ_OK);
	const int rc = hq_decide(hqc_tables(c, 0), 0, &facts, day, work, sizeof work, &d);

	if (rc < 0) {
		fputs(text, stderr);
		fail_msg("%s", hq_strerror(rc));
	}
	*cases = d.cases;
	return d.verdict;
}

static void one(const struct hqc *c, size_t i, unsigned missing, bool there, int assigned)
{
	const unsigned found = over_lists(missing | there, assigned);
	const enum hq_verdict wanted = found == 3 ? HQ_UNDETERMINED : found == 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	bool cases;
	const enum hq_verdict is = decide(c, missing, there, assigned, &cases);

	seen.verdicts[wanted]++;
	seen.by_cases += cases && is != HQ_UNDETERMINED;
	if (is == wanted || (there && at_odds && is == HQ_UNDETERMINED))
		return;
	if (is == HQ_UNDETERMINED && (told(c) || (there && cases))) {
		seen.in_vain++;
		return;
	}
	if (is == HQ_UNDETERMINED)
		seen.vain_untold++;
	else
		seen.wrong++;
	fprintf(stderr, "==== rule file %zu: %s%s, and every list there is says %s (missing: %s%s, assigned %d)\n", i, hq_verdict_name(is), is != HQ_UNDETERMINED ? "" : cases ? " (given up)" : " (not given up)", hq_verdict_name(wanted),
		missing & 1 ? " visit" : "", missing & 2 ? " lesson" : "", assigned);
	for (int k = 0; k < nposts && there; k++)
		fprintf(stderr, "==== given visit level %s, rural %d, late %d, amount %d in unit %d\n", posts[k].level < 0 ? "unknown" : level_names[posts[k].level], posts[k].rural, posts[k].late,
			posts[k].amount, posts[k].unit);
	fputs(text, stderr);
	if (!getenv("HQ_GO_ON"))
		fail_msg("rule file %zu", i);
}

static void over_rules(void **state)
{
	const char *n = getenv("HQ_RANDOM_RULES"), *s = getenv("HQ_SEED"), *o = getenv("HQ_ONLY"), *f = getenv("HQ_LISTS");
	const size_t count = n ? strtoul(n, NULL, 10) : 1500, from = o ? strtoul(o, NULL, 10) : 0;
	const uint64_t start = s ? strtoull(s, NULL, 10) : 20060701;

	(void)state;
	known = f ? atoi(f) : 0;
	for (size_t i = from; i < (o ? from + 1 : count); i++) {
		struct hqc *c = hqc_new();

		assert_non_null(c);
		seed_rules(start, i);
		memset(measures, 0, sizeof measures);
		draw_rules();
		if (o)
			fputs(text, stderr);
		bool few = true;

		for (assigned_rural = 0; assigned_rural < 2 && few; assigned_rural++)
			few = find_vectors(0, false) && find_vectors(1, false);
		if (!few) {
			seen.large++;
			hqc_free(c);
			continue;
		}
		hqc_add_text(c, "random.hq", text, strlen(text));
		if (hqc_check(c)) {
			seen.refused++;                /* said when compiling */
			if (getenv("HQ_SHOW") || o)
				hqc_print_diagnostics(c, stderr, false);
			hqc_free(c);
			continue;
		}
		seen.rules++;
		seen.told += told(c);
		const int assigned = (int)draw(3) - 1;

		one(c, i, 1, false, assigned);
		one(c, i, 3, false, assigned);
		nposts = 1 + (int)draw(POSTS);
		for (int k = 0; k < nposts; k++)
			posts[k] = (struct partial){ draw(2) ? -1 : (int)draw(LEVELS), draw(3) == 0 ? -1 : (int)draw(2), draw(2) ? -1 : (int)draw(2), (int)draw(2),
						     draw(3) == 0 ? -1 : least[0] + (int)draw((unsigned)(most[0] - least[0] + 1)) };
		at_odds = false;
		for (assigned_rural = 0; assigned_rural < 2 && few; assigned_rural++)
			few = find_vectors(0, true);
		if (few && !(known & ALL_LISTS))
			one(c, i, 0, true, assigned);
		hqc_free(c);
	}
	printf("seed %llu: %zu rule files (%zu refused, %zu too large): %zu undetermined, %zu yes, %zu no; %zu decided by cases; %zu combinations\n",
	       (unsigned long long)start, seen.rules, seen.refused, seen.large, seen.verdicts[HQ_UNDETERMINED], seen.verdicts[HQ_HIGHLY_QUALIFIED], seen.verdicts[HQ_NOT_HIGHLY_QUALIFIED],
	       seen.by_cases, seen.states);
	printf("of %zu rule files the compiler said that something may be given up, and %zu decisions were, in vain, %zu in vain without a word, %zu wrong\n", seen.told, seen.in_vain,
	       seen.vain_untold, seen.wrong);
	assert_int_equal(seen.wrong + seen.vain_untold, 0);
	assert_true(o || seen.by_cases > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
