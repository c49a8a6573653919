/* The rules that test_spans draws: one kind of span, two or three edges, windows between them, filters, sums and counts under all, any and none, a rubric; and the
 * text of them. */
#ifndef TESTS_SPAN_RULES_H
#define TESTS_SPAN_RULES_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "hq.h"
#include "hq_tables.h"
#include "random_rules.h"

enum { MEASURES = 6, EDGES = 3, WINDOWS = 4, LINES = 3, NODES = 24 };

static int as_of, one, most_years;             /* one: of a year in steps of the amount */
static bool by_times, may_go_on, many;         /* many: one edge, and more spans */

static int day_at(const char *text)
{
	hq_day day;

	assert_int_equal(hq_day_parse(text, 10, &day), 0);
	return day;
}

/* Its 30 June is the day before the first of the next. */
static int first_of_school_year(int year)
{
	char at[24];

	snprintf(at, sizeof at, "%04d-07-01", year);
	return day_at(at);
}

static const char *text_of(int day)
{
	static char texts[8][11];
	static int next;
	char *out = texts[next++ % 8];

	hq_day_format(day, out);
	return day == HQ_DAY_NEVER ? "never" : out;
}

/* ---- edges, windows, filters --------------------------------------------------------------------------------- */

struct edge { int years, day; };                /* the first of the last so many years; or, where these are 0, a day */
struct window { int from, to; };                /* edges, or -1: from the one up to the day before the other */
struct filter { int public, field, before, edge; bool or; };     /* public: 0, 1, or -1 for whatever; field: -1, or 0 for began and 1 for ended */
static struct edge edges[EDGES];
static struct window windows[WINDOWS];          /* the first is none */
static int nedges;

static void draw_edges(void)
{
	static const char *const days[] = { "2002-07-01", "2003-07-01", "2004-07-01", "2004-01-01", "2005-03-15", "2005-07-01", "2003-06-30" };

	nedges = many ? 1 : 2 + (int)draw(EDGES - 1);
	for (int i = 0; i < nedges; i++)
		edges[i] = draw(2) ? (struct edge){ 1 + (int)draw(4), 0 } : (struct edge){ 0, day_at(days[draw(7)]) };
	windows[0] = (struct window){ -1, -1 };
	for (int i = 1; i < WINDOWS; i++) {
		struct window *w = &windows[i];

		do
			*w = (struct window){ (int)draw((unsigned)nedges + 1) - 1, (int)draw((unsigned)nedges + 1) - 1 };
		while ((w->from < 0 && w->to < 0) || w->from == w->to || (draw(3) && w->from >= 0 && w->to >= 0) ||
		       (w->from >= 0 && w->to >= 0 && edges[w->from].years == 0 && edges[w->to].years == 0 && edges[w->from].day >= edges[w->to].day));
	}
}

static int edge_at(int i)
{
	return edges[i].years ? hq_day_add_months(as_of, -12 * edges[i].years) + 1 : edges[i].day;
}

static bool in_window(int w, int day)
{
	return day <= as_of && (windows[w].from < 0 || day >= edge_at(windows[w].from)) && (windows[w].to < 0 || day < edge_at(windows[w].to));
}

static char *put_window(char *to, int i)
{
	const struct edge *from = windows[i].from < 0 ? NULL : &edges[windows[i].from], *until = windows[i].to < 0 ? NULL : &edges[windows[i].to];

	if (from && until && !from->years && !until->years)
		return to + sprintf(to, " from %s to %s", text_of(from->day), text_of(until->day - 1));
	if (from)
		to += from->years ? sprintf(to, " within %d years", from->years) : sprintf(to, " on or after %s", text_of(from->day));
	if (until)
		to += until->years ? sprintf(to, " before the last %d years", until->years) : sprintf(to, " before %s", text_of(until->day));
	return to;
}

static struct filter draw_filter(void)
{
	struct filter f = { .public = -1, .field = -1 };

	if (draw(5) < 3)
		return f;
	f.public = draw(4) ? (int)draw(3) > 0 : -1;
	if (f.public < 0 || draw(5) == 0)
		for (int i = 0; i < nedges; i++)
			if (edges[i].years == 0)
				f = (struct filter){ f.public, draw(3) > 0, draw(2) != 0, i, draw(3) == 0 };
	return f;
}

static bool takes(const struct filter *f, int public, int began, int ended)
{
	const bool is = f->public < 0 || public == f->public;

	if (f->field < 0)
		return is;
	const bool before = (f->field ? ended : began) < edges[f->edge].day, dated = before == f->before;

	return f->public < 0 ? dated : f->or ? is || dated : is && dated;
}

static char *put_filter(char *to, const struct filter *f)
{
	if (f->public >= 0)
		to += sprintf(to, " where public is %s", f->public ? "yes" : "no");
	if (f->field >= 0)
		to += sprintf(to, " %s %s %s %s", f->public < 0 ? "where" : f->or ? "or" : "and", f->field ? "ended" : "began", f->before ? "before" : "on or after",
			      text_of(edges[f->edge].day));
	return to;
}

/* ---- measures, lines, conditions ----------------------------------------------------------------------------- */

enum { N_ALL, N_ANY, N_NONE, N_MEASURE, N_PASSES };
struct measure { bool count; int window, each, block, top; struct filter filter; };        /* top: so much is told apart where the list is missing */
struct line { int measure, halves, whole, most_years, most_points; };          /* points in halves, per year, per whole so many years, or per block */
struct node { int sort, kid[3], n, measure, least, most; };                    /* most: -1 for whatever; in years, or records */
static struct measure measures[MEASURES];
static struct line lines[LINES];
static struct node nodes[NODES];
static int nmeasures, nlines, nnodes, root, route[2], pass_mark, most_points;
static bool asks_began, asks_ended, asks_years;        /* on the days: filters and counts; windows of sums */
static char text[1 << 14];

static int draw_measure(bool of_line)
{
	struct measure *m = &measures[nmeasures];

	*m = (struct measure){ .count = !of_line && draw(4) == 0, .filter = draw_filter(), .window = draw(6) ? 1 + (int)draw(WINDOWS - 1) : 0 };
	if (of_line && draw(4) == 0)
		m->each = 1 + (int)draw(2);
	else if (of_line && draw(5) == 0)
		m->block = 1 + (int)draw(2);
	asks_began |= m->filter.field == 0;
	asks_ended |= m->filter.field == 1 || (m->count && m->window);
	asks_years |= !m->count && m->window;
	return nmeasures++;
}

static void draw_line(void)
{
	struct line l = { .measure = draw_measure(true), .halves = 2 + (int)draw(3) };
	const bool block = measures[l.measure].block;

	l.whole = block || draw(6) ? 0 : 2;
	if (block || l.whole)
		l.halves = l.halves / 2 * 2;
	l.most_years = block || draw(4) ? 0 : 1 + (int)draw(3);
	l.most_points = draw(6) ? 0 : 1 + (int)draw(4);
	lines[nlines++] = l;
}

static int draw_node(int depth)
{
	const int at = nnodes++;
	struct node n = { .sort = N_MEASURE };

	if (depth > 0 && draw(2) && nnodes < NODES - 8) {
		n.sort = (int)draw(3);
		n.n = 2 + (draw(4) == 0);
		for (int i = 0; i < n.n; i++)
			n.kid[i] = draw_node(depth - 1);
	} else {
		n.measure = nmeasures == MEASURES || (nmeasures > nlines && draw(4) == 0) ? nlines + (int)draw((unsigned)(nmeasures - nlines)) : draw_measure(false);
		const bool count = measures[n.measure].count;

		n.least = (int)draw(count ? 3 : 4);
		n.most = n.least == 0 ? (int)draw(count ? 2 : 4) : draw(5) ? -1 : n.least;
		const int top = n.least > n.most ? n.least : n.most + 1;

		measures[n.measure].top = top > measures[n.measure].top ? top : measures[n.measure].top;
	}
	nodes[at] = n;
	return at;
}

static char *put_what(char *to, const struct measure *m)
{
	return put_window(put_filter(to + sprintf(to, "post"), &m->filter), m->window);
}

static char *put_node(char *to, int at, int indent)
{
	static const char *const heads[] = { "all of", "any of", "none of" };
	const struct node *n = &nodes[at];
	const struct measure *m = &measures[n->measure];

	if (n->sort < N_MEASURE) {
		to += sprintf(to, "%*s%s\n", indent, "", heads[n->sort]);
		for (int i = 0; i < n->n; i++)
			to = put_node(to, n->kid[i], indent + 2);
		return to;
	}
	to += sprintf(to, "%*s", indent, "");
	if (m->count && n->most == 0)
		to += sprintf(to, "no ");
	else if (m->count && n->least == 1 && n->most < 0)
		to += sprintf(to, "holds ");
	else if (!m->count && n->least == 0)
		to += sprintf(to, n->most % 2 ? "at most %d years of " : "fewer than %d years of ", n->most + !(n->most % 2));
	else
		to += sprintf(to, "%s %d %sof ", n->most < 0 ? "at least" : n->least ? "exactly" : "at most", n->most < 0 ? n->least : n->most, m->count ? "" : "years ");
	to = put_what(to, m);
	return to + sprintf(to, "\n");
}

static char *put_line(char *to, const struct line *l, int in)
{
	const struct measure *m = &measures[l->measure];

	to += sprintf(to, "%*s%s point%s per ", in, "", l->halves == 2 ? "1" : l->halves == 3 ? "1.5" : "2", l->halves == 2 ? "" : "s");
	to += m->block ? sprintf(to, "whole %d years of each ", m->block) : l->whole ? sprintf(to, "whole %d years of ", l->whole) : sprintf(to, "year of ");
	to = put_what(to, m);
	to += sprintf(to, "\n");
	to += m->each ? sprintf(to, "%*sat most %d years each\n", in, "", m->each) : 0;
	to += l->most_years ? sprintf(to, "%*sat most %d years\n", in, "", l->most_years) : 0;
	return to + (l->most_points ? sprintf(to, "%*sat most %d points\n", in, "", l->most_points) : 0);
}

/* "fewer than" leaves its edge out. */
static bool is_within(const struct node *n, int q, int unit)
{
	const bool fewer = !measures[n->measure].count && n->least == 0 && n->most % 2 == 0;

	return q >= n->least * unit && (n->most < 0 || (fewer ? q < (n->most + 1) * unit : q <= n->most * unit));
}

static void draw_rules(void)
{
	char *to = text;

	nmeasures = nlines = nnodes = 0;
	asks_began = asks_ended = asks_years = false;
	memset(measures, 0, sizeof measures);
	many = draw(4) == 0;
	one = draw(3) ? 1 : 10;
	most_years = 2 + (int)draw(3);
	by_times = draw(4) == 0;
	may_go_on = draw(2);
	draw_edges();
	for (int n = draw(5) < 2 ? 0 : 1 + (int)draw(LINES); n > 0; n--)
		draw_line();
	pass_mark = 1 + (int)draw(nlines ? 3u * (unsigned)nlines : 1);
	most_points = nlines < 2 || draw(5) ? 0 : pass_mark - (int)draw(2) + 1;
	for (int i = 0; i < nlines; i++)
		measures[i].top = (2 * pass_mark + lines[i].halves - 1) / lines[i].halves * (lines[i].whole ? lines[i].whole : 1);
	root = draw(nlines ? 3 : 8) ? draw_node(2) : -1;
	for (int i = 0; i < 2; i++)
		route[i] = draw(root < 0 && !nlines && i == 0 ? 1 : i ? 3 : 2) ? -1 : draw_node(2 - i);
	to += sprintf(to, "source form \"A form\"\n  file \"form.txt\"\n  lines 9\nunit year, years \"A year\"\nunit point, points \"A point\"\nsingle record teacher \"The person\"\n"
			  "  field since date \"A day\"\nsingle record assignment \"What is taught\"\n  field grade number 1 to 3 \"Grade\"\n"
			  "record post, posts \"A post\"\n  spans began to ended\n%s  amount years 0 to %d%s in all 500 \"Years\"\n"
			  "  field public yes or no \"In a public school\"\n  field began date \"First day\"\n  field ended date%s \"Last day\"\n"
			  "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2001-07-01 [form 1]\n",
		      by_times ? "  counted by times\n" : "", most_years, one > 1 ? " with 1 decimals" : "", may_go_on ? " or never" : "");
	if (root >= 0)
		to = put_node(to + sprintf(to, "    every teacher [form 2]\n"), root, 6);
	if (nlines || route[0] >= 0 || route[1] < 0)
		to += sprintf(to, "    route first \"One route\" [form 3]\n");
	if (nlines)
		to += sprintf(to, "      passes points\n");
	if (route[0] >= 0)
		to = put_node(to, route[0], 6);
	if (!nlines && route[0] < 0 && route[1] < 0)
		to = put_node(to, root, 6);
	if (route[1] >= 0)
		to = put_node(to + sprintf(to, "    route second \"Another\" [form 4]\n"), route[1], 6);
	if (nlines)
		to += sprintf(to, "    rubric points \"Points\" [form 5]\n      passes at %d points [form 5]\n      category c \"A category\" [form 6]\n", pass_mark);
	for (int i = 0; i < nlines; i++) {
		to += nlines > 1 ? sprintf(to, "        line l%d \"A line\"\n", i) : 0;
		to = put_line(to, &lines[i], nlines > 1 ? 10 : 8);
	}
	if (most_points)
		to += sprintf(to, "        at most %d points\n", most_points);
}

#endif
