/* Each event counts once: 6.4 of docs/semantics.md, by trying every allotment. */
#include "intervals_in.h"

#include <string.h>

enum { ALLOTMENTS_MAX = 4096 };                 /* of one rubric, at one end, that are tried */

/* One end of the interval (6.4). */
struct trying {
	struct iv *c;
	const struct hqc_rubric *r;
	bool upper, any, agrees;
	bool requires, settles;         /* at this end */
	bool passes, met;
	struct ref_number total;
	const struct hqc_award *best[IV_RECORDS], *const *certain;      /* the lower end's, when the upper one is looked at */
};

static bool at_end(enum truth t, bool upper)
{
	return upper ? t != NO : t == YES;
}

/* Whether the allotment being tried is the one that is liked. At the upper end lines are shown as they will be, under both. */
static bool agreed(const struct trying *y)
{
	const struct iv *c = y->c;
	struct iv_allotment *const all = c->allotment;
	const struct hqc_award *to[IV_RECORDS] = { NULL }, *tried[IV_RECORDS];

	for (size_t i = 0; i < all->nlines; i++)
		for (size_t p = 0; p < all->line[i].n; p++) {
			const struct iv_part *part = &all->line[i].parts[p];

			if (all->to[y->upper][part->record] == all->line[i].award && (y->upper ? part->q.hi : part->q.lo).num > 0)
				to[part->record] = all->line[i].award;
		}
	if (!y->upper)
		return c->like->agrees(c->like->self, y->r, c->out, to, false);
	memcpy(tried, all->to[0], sizeof tried);
	memcpy(all->to[0], y->certain, sizeof tried);
	all->found = true;
	iv_own_points(y->c, y->r);
	all->found = false;
	memcpy(all->to[0], tried, sizeof tried);
	return c->like->agrees(c->like->self, y->r, c->out, to, true);
}

static void try_this(struct trying *y)
{
	const struct iv_own own = iv_own_points(y->c, y->r);
	const bool met = at_end(own.met, y->upper), passes = (met && y->requires) || y->settles;
	const struct ref_number total = y->upper ? own.total.hi : own.total.lo;
	const int better = !y->any ? 1 : passes != y->passes ? passes - y->passes : compare(total, y->total);

	if (better < 0 || (better == 0 && y->agrees))
		return;
	const bool agrees = agreed(y);

	if (better == 0 && !agrees)
		return;
	y->any = true;
	y->agrees = agrees;
	y->passes = passes;
	y->met = met;
	y->total = total;
	memcpy(y->best, y->c->allotment->to[y->upper], sizeof y->best);
}

static bool same_event(const struct hq_record *a, const struct hq_record *b)
{
	return a == b || (a->event > 0 && a->event == b->event);
}

/* Whether the line takes a record of the event, for certain or perhaps. */
static bool takes(const struct iv *c, const struct iv_line *line, size_t event, bool upper)
{
	for (size_t p = 0; p < line->n; p++)
		if (same_event(&c->t->records[line->parts[p].record], &c->t->records[event]) && (upper ? line->parts[p].q.hi : line->parts[p].q.lo).num > 0)
			return true;
	return false;
}

static void give(const struct iv *c, size_t event, const struct hqc_award *to)
{
	for (size_t j = event; j < c->t->nrecords; j++)
		if (same_event(&c->t->records[event], &c->t->records[j]))
			c->allotment->to[0][j] = c->allotment->to[1][j] = to;
}

static bool leads(const struct iv *c, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_event(&c->t->records[i], &c->t->records[j]))
			return false;
	return true;
}

/* Every allotment there is, one event after the other, each to every line that takes it. */
static void try_all(struct trying *y, size_t event)
{
	struct iv *const c = y->c;
	bool fits = false;

	while (event < c->t->nrecords && !leads(c, event))
		event++;
	if (event == c->t->nrecords) {
		try_this(y);
		return;
	}
	for (size_t i = 0; i < c->allotment->nlines; i++)
		if (takes(c, &c->allotment->line[i], event, y->upper)) {
			fits = true;
			give(c, event, c->allotment->line[i].award);
			try_all(y, event + 1);
		}
	if (!fits) {
		give(c, event, NULL);
		try_all(y, event + 1);
	}
}

static size_t how_many(const struct iv *c, bool upper)
{
	size_t all = 1;

	for (size_t event = 0; event < c->t->nrecords; event++) {
		size_t n = 0;

		for (size_t i = 0; i < c->allotment->nlines && leads(c, event); i++)
			n += takes(c, &c->allotment->line[i], event, upper);
		all *= n ? n : 1;
		if (all > ALLOTMENTS_MAX)
			return all;
	}
	return all;
}

/* 6.4. What a form answers is allotted already, and of a missing list nothing is there to be allotted. */
struct iv_own iv_once(struct iv *c, const struct hqc_rubric *r, enum truth requires, enum truth settles)
{
	static struct iv_allotment allotment;
	const struct hqc_award *awards[IV_LINES], *best[2][IV_RECORDS];
	const struct hqc_limit *limits[IV_LINES];
	const size_t n = iv_lines(r->categories, awards, limits, 0);
	size_t most = 1;
	bool met[2] = { false, false };

	iv_own_points(c, r);               /* what its tests ask, other rubrics too, is reckoned before there is an allotment */
	allotment.nlines = 0;
	allotment.found = false;
	memset(allotment.to, 0, sizeof allotment.to);
	memset(best, 0, sizeof best);
	for (size_t i = 0; i < n; i++) {
		struct iv_line *line = &allotment.line[allotment.nlines];

		if (iv_said(c, awards[i]) || !iv_is_listed(c, awards[i]->what.record))
			continue;
		line->award = awards[i];
		line->m = iv_line_measure(awards[i], limits[i]);
		line->n = iv_parts(c, &line->m, line->parts);
		allotment.nlines++;
	}
	c->allotment = &allotment;
	for (int upper = 0; upper < 2; upper++) {
		const size_t ways = how_many(c, upper);

		most = ways > most ? ways : most;
	}
	if (most > ALLOTMENTS_MAX) {
		c->counts->too_many++;
		c->too_many = true;
	}
	c->counts->allotted++;
	c->counts->allotted_otherwise += most > 1;
	for (int upper = 0; upper < 2 && !c->too_many; upper++) {
		struct trying y = { .c = c, .r = r, .upper = upper, .certain = best[0] };

		y.requires = at_end(requires, upper);
		y.settles = at_end(settles, upper);

		try_all(&y, 0);
		memcpy(best[upper], y.best, sizeof y.best);
		c->counts->disagreed += !y.agrees;
		met[upper] = y.met;
	}
	memcpy(allotment.to, best, sizeof best);
	allotment.found = true;
	struct iv_own out = iv_own_points(c, r);

	out.met = between_ends(met[0], met[1]);
	c->allotment = NULL;
	return out;
}
