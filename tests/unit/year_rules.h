/* The rules and facts that test_years draws: a rubric with caps by the school year over two kinds of dated records, windows, filters on the day, trees of counts and
 * sums, implications; teachers who lack days, and now and then anything else; and the text of them. What a filter and a window mean stands beside how they are written. */
#ifndef TESTS_YEAR_RULES_H
#define TESTS_YEAR_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "hq.h"
#include "hq_tables.h"
#include "random_rules.h"

/* ---- what there is ----------------------------------------------------------------------------------------- */

enum { DAY, OTHER, SHIFT, RURAL, HOURS, FIELDS, OF_FACTS = HOURS };            /* the hours of a course are its amount */
enum { COURSE, VISIT, KINDS };
enum { SINCE, START, SINGLES };                                                 /* of the teacher, of the assignment */
enum { MOST_HOURS = 4, SHIFTS = 3, RECORDS = 5, MEASURES = 12, LINES = 5, CATEGORIES = 3, NODES = 48, ATOMS = 96, CONSTANTS = 9 };

static const char *const kind_name[KINDS] = { "course", "visit" }, *const shift_name[SHIFTS] = { "early", "late", "night" };
static const char *const constant_text[CONSTANTS] = {
	"2003-06-30", "2003-07-01", "2004-01-01", "2004-06-30", "2004-07-01", "2005-03-15", "2005-07-01", "2006-06-30", "2006-09-01",
};
static hq_day constant[CONSTANTS];
static int as_of, least_hours;
static bool by_times[KINDS];

/* ---- filters and windows ------------------------------------------------------------------------------------- */

enum { SHIFT_IS, RURAL_IS, HOURS_FROM, DAY_FROM, DAY_BEFORE, DAY_WITHIN, OTHER_FROM, DAY_OTHER, DAY_BEFORE_OTHER, DAY_SINCE, DAY_BEFORE_START, OTHER_TO_SINCE, ATOM_SORTS,
       F_AND = ATOM_SORTS, F_OR, F_NOT };
enum { ANYTHING, YEARS_ALONE, TIGHT = 3 };      /* nothing asks for the day; one line, and records confined by a day of their own */
struct filter { int sort, value, kid[2]; };
static struct filter filters[ATOMS];
static int nfilters;
static unsigned used, used_single;             /* fields that the rules read */
static int mode;                               /* see draw_rules */
static bool compared;                          /* days with days that may be missing too */

static int add_filter(int sort, int value, int a, int b)
{
	filters[nfilters] = (struct filter){ sort, value, { a, b } };
	return nfilters++;
}

static int draw_atom(int kind, bool implied)
{
	static const unsigned char reads[ATOM_SORTS] = { 1 << SHIFT, 1 << RURAL, 1 << HOURS, 0, 0, 0, 1 << OTHER, 1 << OTHER, 1 << OTHER, 0, 0, 1 << OTHER };
	int sort;

	do
		sort = mode == YEARS_ALONE ? (int)draw(2) : mode == TIGHT && draw(2) ? DAY_OTHER + (int)draw(2) :
		       draw(2) ? DAY_FROM + (int)draw(implied ? 6 : 8) : (int)draw(implied ? DAY_BEFORE_OTHER + 1 : ATOM_SORTS);
	while ((sort == HOURS_FROM && (implied || kind != COURSE)) || (implied && (sort == DAY_WITHIN || sort > DAY_BEFORE_OTHER)));
	used |= reads[sort];
	used_single |= sort == DAY_SINCE || sort == OTHER_TO_SINCE ? 1u << SINCE : sort == DAY_BEFORE_START ? 1u << START : 0;
	compared |= sort >= DAY_OTHER;
	const unsigned n = sort == SHIFT_IS ? SHIFTS : sort == RURAL_IS ? 2 : sort == HOURS_FROM || sort == DAY_WITHIN ? 3 : CONSTANTS;

	return add_filter(sort, (int)draw(n) + (sort == HOURS_FROM ? 1 + least_hours : sort == DAY_WITHIN), -1, -1);
}

static int draw_filter(int kind, int depth)
{
	if (depth == 0 || draw(3) == 0)
		return draw_atom(kind, false);
	const int sort = F_AND + (int)draw(3), a = draw_filter(kind, depth - 1), b = sort == F_NOT ? -1 : draw_filter(kind, depth - 1);

	return add_filter(sort, 0, a, b);
}

static bool matches(int at, const int *v, const int *single)
{
	const struct filter *f = &filters[at];

	switch (f->sort) {
	case SHIFT_IS: return v[SHIFT] == f->value;
	case RURAL_IS: return v[RURAL] == f->value;
	case HOURS_FROM: return v[HOURS] >= f->value;
	case DAY_FROM: return v[DAY] >= constant[f->value];
	case DAY_BEFORE: return v[DAY] < constant[f->value];
	case DAY_WITHIN: return v[DAY] > hq_day_add_months(as_of, -12 * f->value) && v[DAY] <= as_of;
	case OTHER_FROM: return v[OTHER] >= constant[f->value];
	case DAY_OTHER: return v[DAY] >= v[OTHER];
	case DAY_BEFORE_OTHER: return v[DAY] < v[OTHER];
	case DAY_SINCE: return v[DAY] >= single[SINCE];
	case DAY_BEFORE_START: return v[DAY] < single[START];
	case OTHER_TO_SINCE: return v[OTHER] <= single[SINCE];
	case F_AND: return matches(f->kid[0], v, single) && matches(f->kid[1], v, single);
	case F_OR: return matches(f->kid[0], v, single) || matches(f->kid[1], v, single);
	default: return !matches(f->kid[0], v, single);
	}
}

static char *put_filter(char *to, int at)
{
	const struct filter *f = &filters[at];

	switch (f->sort) {
	case SHIFT_IS: return to + sprintf(to, "shift is %s", shift_name[f->value]);
	case RURAL_IS: return to + sprintf(to, "rural is %s", f->value ? "yes" : "no");
	case HOURS_FROM: return to + sprintf(to, "hours at least %d", f->value);
	case DAY_FROM: return to + sprintf(to, "day on or after %s", constant_text[f->value]);
	case DAY_BEFORE: return to + sprintf(to, "day before %s", constant_text[f->value]);
	case DAY_WITHIN: return to + sprintf(to, "day within %d years", f->value);
	case OTHER_FROM: return to + sprintf(to, "other on or after %s", constant_text[f->value]);
	case DAY_OTHER: return to + sprintf(to, "day on or after its other");
	case DAY_BEFORE_OTHER: return to + sprintf(to, "day before its other");
	case DAY_SINCE: return to + sprintf(to, "day on or after teacher since");
	case DAY_BEFORE_START: return to + sprintf(to, "day before assignment start");
	case OTHER_TO_SINCE: return to + sprintf(to, "other on or before teacher since");
	default:
		to = put_filter(to + sprintf(to, f->sort == F_NOT ? "not (" : "("), f->kid[0]);
		if (f->sort != F_NOT)
			to = put_filter(to + sprintf(to, f->sort == F_AND ? ") and (" : ") or ("), f->kid[1]);
		return to + sprintf(to, ")");
	}
}

/* Either end: so many years before the as-of date, or a constant; or none. */
enum { OPEN, YEARS, CONSTANT };
struct window { int from_sort, from, to_sort, to; };

static struct window draw_window(void)
{
	struct window w = { .from_sort = (int)draw(3), .to_sort = draw(3) ? OPEN : 1 + (int)draw(2) };

	w.from = w.from_sort == YEARS ? 1 + (int)draw(3) : (int)draw(CONSTANTS - 2);
	w.to = w.to_sort == YEARS ? 1 + (int)draw(2) : w.from_sort == CONSTANT ? w.from + 1 + (int)draw((unsigned)(CONSTANTS - 1 - w.from)) : (int)draw(CONSTANTS);
	return w;
}

static int window_from(const struct window *w)
{
	return w->from_sort == YEARS ? hq_day_add_months(as_of, -12 * w->from) + 1 : w->from_sort == CONSTANT ? constant[w->from] : INT32_MIN;
}

static int window_to(const struct window *w)
{
	const int to = w->to_sort == YEARS ? hq_day_add_months(as_of, -12 * w->to) : w->to_sort == CONSTANT ? constant[w->to] : as_of;

	return to < as_of ? to : as_of;
}

/* ---- measures, and trees over them --------------------------------------------------------------------------- */

enum { COUNT, SUM, GREATEST };
struct measure { int kind, sort, filter /* -1 */, each, block, year /* 0: no cap */; struct window window; };
static struct measure measures[MEASURES];
static int nmeasures;

static int draw_measure(bool of_line)
{
	struct measure m = { .kind = draw(3) ? COURSE : VISIT, .filter = -1 };

	m.sort = m.kind == VISIT ? COUNT : of_line && draw(10) == 0 ? GREATEST : draw(3) ? SUM : COUNT;
	if (draw(3))
		m.filter = draw_filter(m.kind, (int)draw(3));
	if (draw(3) && mode != YEARS_ALONE && !(mode == TIGHT && draw(4)))
		m.window = draw_window();
	if (of_line && m.sort == SUM) {
		m.each = draw(4) ? 0 : 1 + (int)draw(MOST_HOURS - 1);
		m.block = draw(6) ? 0 : 2;
	}
	if (of_line && m.sort != GREATEST && draw(6))
		m.year = m.block ? 2 + (int)draw(3) : 1 + (int)draw(m.sort == SUM ? 5 : 2);
	measures[nmeasures] = m;
	return nmeasures++;
}

static char *put_what(char *to, const struct measure *m)
{
	const struct window *w = &m->window;

	to += sprintf(to, "%s", kind_name[m->kind]);
	if (m->filter >= 0)
		to = put_filter(to + sprintf(to, " where "), m->filter);
	if (w->from_sort == YEARS)
		to += sprintf(to, " within %d years", w->from);
	if (w->from_sort == CONSTANT)
		to += sprintf(to, " on or after %s", constant_text[w->from]);
	if (w->to_sort == YEARS)
		to += sprintf(to, " before the last %d years", w->to);
	if (w->to_sort == CONSTANT)
		to += sprintf(to, " on or before %s", constant_text[w->to]);
	return to;
}

enum { N_ALL, N_ANY, N_NONE, N_COUNT, N_SCALAR, N_PASSES };
struct node { int sort, kid[2], of, least, most; };                            /* N_SCALAR: of 0 to 2; N_COUNT: of which measure */
static struct node nodes[NODES];
static int nnodes;

static int draw_node(int depth, bool may_pass)
{
	const int at = nnodes++;
	struct node n = { .sort = N_COUNT };

	if (depth > 0 && draw(3) && nnodes < NODES - 6) {
		n.sort = (int)draw(3);
		for (int i = 0; i < 2; i++)
			n.kid[i] = draw_node(depth - 1, may_pass && n.sort != N_NONE);
	} else if (may_pass && draw(4) == 0) {
		n.sort = N_PASSES;
	} else if (draw(6) == 0 || nmeasures > MEASURES - 1) {
		n.sort = N_SCALAR;
		n.of = (int)draw(3);
		used_single |= n.of == 0 ? 1u << SINCE : n.of == 1 ? 1u << START : 3u;
		compared |= n.of == 2;
	} else {
		n.of = draw_measure(false);
		n.least = (int)draw(measures[n.of].sort == SUM ? 7 : 3);
		n.most = n.least == 0 || draw(6) == 0 ? n.least + (int)draw(measures[n.of].sort == SUM ? 6 : 2) : -1;
		if (n.least > 0 && n.most >= 0)
			n.most = n.least;
	}
	nodes[at] = n;
	return at;
}

static char *put_node(char *to, int at, int indent)
{
	static const char *const heads[] = { "all of", "any of", "none of" };
	static const char *const scalars[] = { "teacher since before 2004-01-01", "assignment start on or after 2004-01-01", "teacher since before assignment start" };
	const struct node *n = &nodes[at];

	to += sprintf(to, "%*s", indent, "");
	if (n->sort <= N_NONE) {
		to = put_node(to + sprintf(to, "%s\n", heads[n->sort]), n->kid[0], indent + 2);
		return put_node(to, n->kid[1], indent + 2);
	}
	if (n->sort == N_PASSES)
		return to + sprintf(to, "passes points\n");
	if (n->sort == N_SCALAR)
		return to + sprintf(to, "%s\n", scalars[n->of]);
	const bool sum = measures[n->of].sort == SUM;

	if (n->most == 0 && !sum)
		to += sprintf(to, "no ");
	else if (n->least == 1 && n->most < 0 && !sum)
		to += sprintf(to, "holds ");
	else
		to += sprintf(to, "%s %d %sof ", n->most < 0 ? "at least" : n->least == n->most && n->least ? "exactly" : "at most", n->most < 0 ? n->least : n->most, sum ? "hours " : "");
	to = put_what(to, &measures[n->of]);
	return to + sprintf(to, "\n");
}

/* ---- the rubric ---------------------------------------------------------------------------------------------- */

enum { LINEAR, BLOCKS, TIERS, IF };
struct line { int measure, form, points, more, block, node, max_units, min_units, from_units, max_points, min_points; bool year_in_points; };
struct category { int first, n, max, min, divisor; bool best; };
static struct line lines[LINES];
static struct category categories[CATEGORIES];
static int nlines, ncategories, pass_mark, in_categories, requires, at_once, every, route[2];
static bool once;
static int always[KINDS][2];                    /* filters: the second, if the first; -1 */

static void draw_line(void)
{
	struct line l = { .points = 1 + (int)draw(2), .block = 2 };

	if (draw(12) == 0 && nmeasures < MEASURES - 4) {
		l.form = IF;
		l.measure = -1;
		l.node = draw_node(0, false);
	} else {
		const struct measure *m = &measures[l.measure = draw_measure(true)];

		l.form = m->block || draw(3) ? LINEAR : m->sort == SUM && draw(2) ? BLOCKS : TIERS;
		l.more = l.points + 1 + (int)draw(3);
		l.year_in_points = m->year && l.form == LINEAR && !m->block && draw(4) == 0;
		if (!m->block && m->sort != GREATEST) {
			l.max_units = draw(5) ? 0 : 2 + (int)draw(6);
			l.min_units = draw(6) ? 0 : 1 + (int)draw(3);
			l.from_units = draw(8) || l.min_units || m->sort == COUNT ? 0 : 2 + (int)draw(2);
		}
	}
	l.max_points = draw(8) ? 0 : 2 + (int)draw(4);
	l.min_points = draw(12) ? 0 : 1 + (int)draw(2);
	lines[nlines++] = l;
}

static char *put_line(char *to, const struct line *l, int in)
{
	to += sprintf(to, "%*s%d points ", in, "", l->points);
	if (l->form == IF)
		return put_node(to + sprintf(to, "if "), l->node, 0);
	const struct measure *m = &measures[l->measure];
	const char *unit = m->sort == COUNT ? "records" : "hours", *greatest = m->sort == GREATEST ? "greatest " : "";

	if (l->form == TIERS)
		to += m->sort == COUNT ? sprintf(to, "at 1, %d points at 3 of ", l->more) : sprintf(to, "at 2 hours, %d points at 5 hours of %s", l->more, greatest);
	else if (m->sort == COUNT)
		to += sprintf(to, "per ");
	else if (l->form == BLOCKS)
		to += sprintf(to, "per whole %d hours of ", l->block);
	else
		to += m->block ? sprintf(to, "per whole %d hours of each ", m->block) : sprintf(to, "per hour of %s", greatest);
	to = put_what(to, m);
	to += sprintf(to, "\n");
	if (m->year)
		to += sprintf(to, "%*sat most %d %s a year\n", in, "", l->year_in_points ? m->year * l->points : m->year, l->year_in_points ? "points" : unit);
	if (m->each)
		to += sprintf(to, "%*sat most %d hours each\n", in, "", m->each);
	if (l->max_units)
		to += sprintf(to, "%*sat most %d %s\n", in, "", l->max_units, unit);
	if (l->min_units && m->sort == SUM)
		to += sprintf(to, "%*sat least %d hours\n", in, "", l->min_units);
	if (l->from_units)
		to += sprintf(to, "%*scounted only from %d hours\n", in, "", l->from_units);
	return to;
}

/* Points that so many school years give, at the cap, or one more. */
static int near_years(const struct line *l)
{
	const struct measure *m = &measures[l->measure];

	return l->points * (m->block ? m->year / m->block : m->year) * (int)(1 + draw(3)) + (int)draw(2);
}

static char *put_points(char *to, int in, int most, int least)
{
	to += most ? sprintf(to, "%*sat most %d points\n", in, "", most) : 0;
	return to + (least ? sprintf(to, "%*sat least %d points\n", in, "", least) : 0);
}

static char text[1 << 16];

static char *put_kind(char *to, int kind)
{
	to += sprintf(to, "record %s, %ss \"A %s\"\n  dated by day\n%s", kind_name[kind], kind_name[kind], kind_name[kind], by_times[kind] ? "  counted by times\n" : "");
	if (kind == COURSE)
		to += sprintf(to, "  amount hours %d to %d \"Hours\"\n", least_hours, MOST_HOURS);
	to += sprintf(to, "  field day date \"Its day\"\n  field other date \"Another day\"\n  field shift one of early, late, night \"Shift\"\n  field rural yes or no \"Rural\"\n");
	if (always[kind][1] >= 0) {
		to = put_filter(to + sprintf(to, "  always "), always[kind][1]);
		if (always[kind][0] >= 0)
			to = put_filter(to + sprintf(to, " if "), always[kind][0]);
		to += sprintf(to, "\n");
	}
	return to;
}

static void draw_rules(void)
{
	char *to = text;

	mode = (int)draw(4);
	nfilters = nnodes = nmeasures = nlines = 0;
	used = used_single = 0;
	compared = false;
	least_hours = (int)draw(2);
	for (int k = 0; k < KINDS; k++) {
		by_times[k] = draw(4) == 0;
		always[k][1] = draw(mode == TIGHT ? 2 : 6) || mode == YEARS_ALONE ? -1 : draw_atom(k, true);
		always[k][0] = always[k][1] < 0 || draw(2) ? -1 : draw_atom(k, true);
	}
	ncategories = draw(2) || mode == TIGHT ? 1 : 1 + (int)draw(CATEGORIES);
	once = draw(8) == 0;
	for (int i = 0; i < ncategories; i++) {
		struct category *c = &categories[i];

		*c = (struct category){ .first = nlines, .n = mode != TIGHT && draw(3) && !once && nlines + 1 < LINES - ncategories ? 2 : 1 };
		for (int k = 0; k < c->n; k++)
			draw_line();
		c->best = c->n > 1 && draw(2);
		c->divisor = draw(8) ? 1 : 2;
		c->max = draw(4) ? 0 : 2 + (int)draw(5);
		c->min = draw(6) ? 0 : 1 + (int)draw(2);
		if (c->n == 1)
			lines[c->first].max_points = lines[c->first].min_points = 0;
	}
	pass_mark = 0;
	for (int i = 0; i < nlines; i++)
		pass_mark += lines[i].form == IF ? 1 : lines[i].form == LINEAR && measures[lines[i].measure].year ? near_years(&lines[i]) : (int)draw(3);
	pass_mark += pass_mark == 0;
	in_categories = ncategories > 1 && draw(5) == 0 ? 2 : 0;
	requires = draw(4) ? -1 : draw_node(1, false);
	at_once = draw(8) ? -1 : draw_node(1, false);
	every = draw(3) ? -1 : draw_node(2, true);
	route[0] = draw(mode == TIGHT ? 2 : 3) ? -1 : draw_node(mode == TIGHT ? 0 : 1, false);
	route[1] = draw(mode == TIGHT ? 2 : 3) ? -1 : draw_node(mode == TIGHT ? 0 : 2, true);

	to += sprintf(to, "source form \"A form\"\n  file \"form.txt\"\n  lines 9\nunit hour, hours \"An hour\"\n"
			  "single record teacher \"The person\"\n  field since date \"A day\"\nsingle record assignment \"What is taught\"\n  field start date \"A day\"\n");
	to = put_kind(put_kind(to, COURSE), VISIT);
	to += sprintf(to, "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2001-07-01 [form 1]\n");
	if (every >= 0)
		to = put_node(to + sprintf(to, "    every teacher [form 2]\n"), every, 6);
	to += sprintf(to, "    route by_points \"By points\" [form 3]\n      passes points\n");
	to = route[0] >= 0 ? put_node(to, route[0], 6) : to;
	if (route[1] >= 0)
		to = put_node(to + sprintf(to, "    route by_facts \"By facts\" [form 4]\n"), route[1], 6);
	to += sprintf(to, "    rubric points \"Points\" [form 5]\n      passes at %d points [form 5]\n", pass_mark);
	if (requires >= 0)
		to = put_node(to + sprintf(to, "      requires [form 5]\n"), requires, 8);
	if (at_once >= 0)
		to = put_node(to + sprintf(to, "      passes at once [form 5]\n"), at_once, 8);
	to += in_categories ? sprintf(to, "      points in at least 2 categories [form 5]\n") : 0;
	to += once ? sprintf(to, "      each event counts once [form 5]\n") : 0;
	for (int i = 0; i < ncategories; i++) {
		const struct category *c = &categories[i];

		to += sprintf(to, "      category c%d \"A category\" [form 6]\n", i);
		for (int k = 0; k < c->n; k++) {
			const struct line *l = &lines[c->first + k];

			to += c->n > 1 ? sprintf(to, "        line l%d \"A line\"\n", k) : 0;
			to = put_line(to, l, c->n > 1 ? 10 : 8);
			to = put_points(to, 10, l->max_points, l->min_points);
		}
		to = put_points(to, 8, c->max, c->min);
		to += c->best ? sprintf(to, "        only the best counts\n") : 0;
		to += c->divisor > 1 ? sprintf(to, "        divided by %d\n", c->divisor) : 0;
	}
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

struct record { int v[FIELDS], times; unsigned known; };
struct partial { int single[SINGLES]; unsigned single_known, n[KINDS]; bool missing[KINDS]; struct record record[KINDS][RECORDS]; };

static int draw_day(void)
{
	static const char *const in_year[] = { "06-30", "07-01", "07-01", "01-01", "03-15", "09-01" };
	char at[11];
	hq_day day;

	if (draw(4) == 0)
		return constant[draw(CONSTANTS)] + (int)draw(3) - 1;
	sprintf(at, "%d-%s", 2002 + (int)draw(6), in_year[draw(6)]);
	assert_int_equal(hq_day_parse(at, 10, &day), 0);
	return day;
}

/* So few that mostly all completions can be gone through, here and there. */
static void make_known(struct partial *t)
{
	const int few = draw(8) ? 4 : 7;
	int missing;

	do {
		missing = -few;
		for (int kind = 0; kind < KINDS; kind++)
			for (unsigned i = 0; i < t->n[kind]; i++)
				for (int f = 0; f < FIELDS; f++)
					missing += !(t->record[kind][i].known >> f & 1);
		for (int kind = 0; kind < KINDS && missing > 0; kind++)
			if (t->n[kind] > 0)
				t->record[kind][draw(t->n[kind])].known |= 1u << draw(draw(4) ? FIELDS : 1);
	} while (missing > 0);
}

static void draw_facts(struct partial *t)
{
	static const char *const at[] = { "2006-06-30", "2006-07-01", "2005-07-01", "2007-06-30", "2006-12-31" };
	const unsigned often = draw(4), rarely = draw(3) ? 20 : 5;
	hq_day day;

	memset(t, 0, sizeof *t);
	assert_int_equal(hq_day_parse(at[draw(5)], 10, &day), 0);
	as_of = day;
	for (int f = 0; f < SINGLES; f++) {
		t->single[f] = draw_day();
		t->single_known |= (unsigned)(draw(5) > 0) << f;
	}
	for (int kind = 0; kind < KINDS; kind++) {
		t->missing[kind] = draw(20) == 0;
		t->n[kind] = t->missing[kind] ? 0 : draw((unsigned)(RECORDS + 1 - kind));
		for (unsigned i = 0; i < t->n[kind]; i++) {
			struct record *r = &t->record[kind][i];

			*r = (struct record){ .v = { draw_day(), draw_day(), (int)draw(SHIFTS), (int)draw(2), least_hours + (int)draw((unsigned)(MOST_HOURS + 1 - least_hours)) } };
			if (draw(4) == 0)               /* of which no edge is near */
				r->v[OTHER] += draw(2) ? 4000 : -4000;
			r->times = by_times[kind] ? 1 + (int)draw(3) : 1;
			for (int f = 0; f < FIELDS; f++)
				r->known |= (unsigned)(f == DAY ? draw(4) > often : draw(rarely) > 0 || (f == HOURS && kind == VISIT)) << f;
		}
	}
	make_known(t);
}

static char *day_of(int day, bool known)
{
	static char texts[8][11];
	static int next;
	char *out = texts[next++ % 8];

	hq_day_format(day, out);
	return known ? out : "unknown";
}

static void show(const struct partial *t)
{
	fprintf(stderr, "%s    example e \"Drawn\"\n      as of %s\n", text, day_of(as_of, true));
	fprintf(stderr, "      given teacher since %s\n      given assignment start %s\n", day_of(t->single[SINCE], t->single_known & 1), day_of(t->single[START], t->single_known & 2));
	for (int kind = 0; kind < KINDS; kind++) {
		if (t->missing[kind])
			fprintf(stderr, "      unknown %s\n", kind_name[kind]);
		for (unsigned i = 0; i < t->n[kind]; i++) {
			const struct record *r = &t->record[kind][i];

			fprintf(stderr, "      given %s day %s, other %s, shift %s, rural %s", kind_name[kind], day_of(r->v[DAY], r->known & 1), day_of(r->v[OTHER], r->known & 2),
				r->known & 4 ? shift_name[r->v[SHIFT]] : "unknown", !(r->known & 8) ? "unknown" : r->v[RURAL] ? "yes" : "no");
			if (kind == COURSE && r->known >> HOURS & 1)
				fprintf(stderr, ", hours %d", r->v[HOURS]);
			fprintf(stderr, by_times[kind] ? ", times %d\n" : "\n", r->times);
		}
	}
}

#endif
