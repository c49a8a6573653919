/* Each event counts once: which line of a rubric each event goes to, so that the teacher does best (semantics 6.4).
 *
 * Everything about points is rubric.c's; this file only moves events between lines and asks it for the score. An
 * event that only one line takes goes there; for the others, branch and bound, one event a level. The one idea: points
 * grow with quantities, so counting every undecided event in all of its lines at once gives a score that no allotment
 * can beat; nor can counting it where its line pays best. A branch that cannot beat the best so far is left. Alike
 * events are decided in order. The two ends of the intervals are two searches.
 */
#include "hq_internal.h"

enum { UNDECIDED = 0xffff };

/* One line that takes records. */
struct line {
	uint16_t row, measure;         /* in the block */
	uint16_t first, n;             /* records of its kind; n is 0 where it does not take from records */
	uint8_t  hard;                 /* not a plain sum of its events: capped by the year, or a greatest */
	uint8_t  even;                 /* no event can give it more points than its rate says */
	const struct hq_line *line;
	struct hqi_part *parts;        /* of its n records */
	struct hq_interval fixed;      /* what it is worth when nothing of it is allotted */
	int64_t  rate;                 /* at the end that is being reckoned */
	int64_t  q;                    /* quantity of all events that are its own, or not decided yet */
	int64_t  left;                 /* of these, the undecided */
	int64_t  best, certain;        /* quantity under the best allotment so far; of the lower end */
};

struct score { bool passes; int64_t total; };

struct allot {
	const struct hqi_ask *ask;
	uint16_t row;                  /* of the rubric */
	const struct hq_rubric *rubric;
	bool upper, aim;               /* the end; and whether passing depends on points at all */
	bool any_hard;
	uint32_t nlines, nrows, nrecords, nevents;
	struct line *lines;
	struct hqi_part *parts;        /* of all lines, one after the other */
	uint16_t *rows;                /* LINE and CATEGORY rows of the rubric, in order */
	uint16_t *lead;                /* of each record: the first record of its event */
	int64_t *gives;                /* [lead * nlines + line]: quantity the event gives to the line */
	uint16_t *choices;             /* [event * nlines ...]: lines that take it, the best rate first */
	uint16_t *nchoices;            /* of each contested event */
	uint16_t *events;              /* contested: their leads */
	uint16_t *pos;                 /* of each contested event: the choice being tried */
	uint16_t *line_of;             /* of each lead: its line, or UNDECIDED */
	uint16_t *best_line_of;        /* of each contested event */
	int64_t *most;                 /* [event]: points that it and all after it can give to even lines */
	uint8_t *take;                 /* scratch of a hard line */
	struct score best;
	bool found;
	long steps;
};

/* ---- the work buffer ----------------------------------------------------------------------------------------- */

/* The next @n items of @size bytes; with @at NULL it only counts them. */
static void *cut(char *at, size_t *used, size_t n, size_t size)
{
	void *out = at ? at + *used : NULL;

	*used += (n * size + 7) & ~(size_t)7;
	return out;
}

static size_t cut_all(struct allot *a, char *at)
{
	const size_t n = a->nrecords, cells = n * a->nlines;
	size_t used = 0;

	a->lines = cut(at, &used, a->nlines, sizeof(*a->lines));
	a->parts = cut(at, &used, cells, sizeof(*a->parts));
	a->gives = cut(at, &used, cells, sizeof(*a->gives));
	a->most = cut(at, &used, n + 1, sizeof(*a->most));
	a->choices = cut(at, &used, cells, sizeof(*a->choices));
	a->rows = cut(at, &used, a->nrows, sizeof(*a->rows));
	a->nchoices = cut(at, &used, n, sizeof(*a->nchoices));
	a->lead = cut(at, &used, n, sizeof(*a->lead));
	a->events = cut(at, &used, n, sizeof(*a->events));
	a->pos = cut(at, &used, n, sizeof(*a->pos));
	a->line_of = cut(at, &used, n, sizeof(*a->line_of));
	a->best_line_of = cut(at, &used, n, sizeof(*a->best_line_of));
	a->take = cut(at, &used, n, sizeof(*a->take));
	return used;
}

static void count_rows(struct allot *a, const struct hqi_ask *ask, uint16_t rubric, size_t nrecords)
{
	*a = (struct allot){ .ask = ask, .nrecords = (uint32_t)nrecords };
	a->rubric = HQ_AT(struct hq_rubric, ask->rules, rubrics) + rubric;
	for (uint32_t i = 0; i < a->rubric->nrows; i++) {
		const struct hq_row *row = &ask->rows[a->rubric->first_row + i];

		if (row->rubric != rubric)
			continue;
		a->nlines += row->op == HQ_OP_LINE;
		a->nrows += row->op == HQ_OP_LINE || row->op == HQ_OP_CATEGORY;
	}
}

size_t hqi_allot_size(const struct hqi_ask *ask, uint16_t rubric, size_t nrecords)
{
	struct allot a;

	count_rows(&a, ask, rubric, nrecords);
	return cut_all(&a, NULL);
}

int hqi_once_ordinal(const struct hqi_ask *ask, uint16_t row)
{
	int n = 0;

	if (ask->rows[row].op != HQ_OP_RUBRIC || !hqi_is_once(ask, ask->rows[row].arg))
		return -1;
	for (uint16_t i = 0; i < ask->rows[row].arg; i++)
		n += hqi_is_once(ask, i);
	return n;
}

/* ---- what there is to allot ---------------------------------------------------------------------------------- */

static void read_line(struct allot *a, struct line *l, uint16_t row, struct hqi_part *parts)
{
	const struct hqi_ask *ask = a->ask;
	const struct hq_line *line = HQ_AT(struct hq_line, ask->rules, lines) + ask->rows[row].arg;
	const struct hq_measure *m = &ask->measures[line->measure];
	const struct hq_facts *facts = ask->facts;

	*l = (struct line){ .row = row, .measure = line->measure, .line = line, .parts = parts };
	l->fixed = hqi_quantity(ask, line->measure);
	l->hard = m->agg == HQ_AGG_GREATEST || m->cap_year < HQ_BIG;
	l->first = facts->first[m->kind];
	if (!hqi_answer(ask, m->slot) && facts->list[m->kind] == HQ_KNOWN)
		l->n = (uint16_t)(facts->first[m->kind + 1] - l->first);
	if (l->n == 0)
		return;
	const struct hqi_days days = hqi_window(ask, m->window);

	for (uint16_t i = 0; i < l->n; i++)
		hqi_part(ask, m, days, &facts->records[l->first + i], &l->parts[i], NULL);
}

static void read_all(struct allot *a, uint16_t rubric)
{
	const struct hqi_ask *ask = a->ask;
	const struct hq_record *records = ask->facts->records;
	struct hqi_part *parts = a->parts;
	uint32_t nlines = 0, nrows = 0;

	for (uint32_t i = 0; i < a->rubric->nrows; i++) {
		const uint16_t index = (uint16_t)(a->rubric->first_row + i);
		const struct hq_row *row = &ask->rows[index];

		if (row->rubric != rubric || (row->op != HQ_OP_LINE && row->op != HQ_OP_CATEGORY))
			continue;
		a->rows[nrows++] = index;
		if (row->op != HQ_OP_LINE)
			continue;
		read_line(a, &a->lines[nlines], index, parts);
		parts += a->lines[nlines++].n;
	}
	for (uint32_t i = 0; i < a->nrecords; i++) {
		a->lead[i] = (uint16_t)i;
		if (records[i].event <= 0)
			continue;
		uint32_t j = 0;

		while (records[j].event != records[i].event)
			j++;
		a->lead[i] = (uint16_t)j;
	}
}

static int64_t end_of(const struct allot *a, const struct hqi_part *p)
{
	return a->upper ? p->hi : p->lo;
}

/* Quantity of every event in every line, at this end. Of a hard line it only says whether the line takes the event. */
static void weigh(struct allot *a)
{
	const struct hqi_ask *ask = a->ask;

	for (size_t i = 0; i < (size_t)a->nrecords * a->nlines; i++)
		a->gives[i] = 0;
	for (uint32_t k = 0; k < a->nlines; k++) {
		struct line *l = &a->lines[k];
		const struct hq_measure *m = &ask->measures[l->measure];

		l->rate = a->upper ? hqi_max(l->line->mul, l->line->mul_hi) : l->line->mul;
		l->even = !l->hard && l->line->form != HQ_LINE_TIERS && l->line->from <= 0 && l->rate < HQ_BIG;
		l->left = 0;
		for (uint16_t i = 0; i < l->n; i++) {
			int64_t *at = &a->gives[(size_t)a->lead[l->first + i] * a->nlines + k];

			*at = hqi_min(*at + hqi_min(end_of(a, &l->parts[i]), m->max), m->max);
		}
		/* What is not counted from records keeps the value it has. */
		l->q = a->upper ? l->fixed.hi : l->fixed.lo;
		if (l->n == 0 || l->hard)
			continue;
		l->q = 0;
		for (uint32_t i = 0; i < a->nrecords; i++)
			l->q += a->gives[(size_t)i * a->nlines + k];
	}
}

/* The most points that @q of one event adds to even line @l, rounded up. */
static int64_t points_of(const struct line *l, int64_t q)
{
	q = hqi_min(q, l->line->cap);
	return l->line->form == HQ_LINE_BLOCKS ? q / l->line->block * l->rate +
						 (q % l->line->block * l->rate + l->line->block - 1) / l->line->block
					       : q * l->rate;
}

static int64_t points_in(const struct allot *a, uint16_t lead, uint16_t line)
{
	return a->lines[line].even ? points_of(&a->lines[line], a->gives[(size_t)lead * a->nlines + line]) : 0;
}

/* Lines that take event @e, the one where it earns most first. */
static uint16_t list_choices(struct allot *a, uint32_t e, uint16_t lead)
{
	uint16_t *to = &a->choices[(size_t)e * a->nlines], n = 0;

	for (uint16_t k = 0; k < a->nlines; k++) {
		uint16_t at = n;

		if (a->gives[(size_t)lead * a->nlines + k] == 0)
			continue;
		for (; at > 0 && points_in(a, lead, to[at - 1]) < points_in(a, lead, k); at--)
			to[at] = to[at - 1];
		to[at] = k;
		n++;
	}
	return n;
}

/* Order of contested events: what gives more first, and what gives the same side by side. */
static int compare(const struct allot *a, uint16_t x, uint16_t y)
{
	const int64_t *gx = &a->gives[(size_t)x * a->nlines], *gy = &a->gives[(size_t)y * a->nlines];

	for (uint32_t k = 0; k < a->nlines; k++)
		if (gx[k] != gy[k])
			return gx[k] > gy[k] ? -1 : 1;
	return 0;
}

static void find_contested(struct allot *a)
{
	a->nevents = 0;
	a->any_hard = false;
	for (uint32_t i = 0; i < a->nrecords; i++) {
		a->line_of[i] = UNDECIDED;
		if (a->lead[i] != i)
			continue;
		const uint16_t n = list_choices(a, a->nevents, (uint16_t)i);

		if (n == 1)
			a->line_of[i] = a->choices[(size_t)a->nevents * a->nlines];
		if (n < 2)
			continue;
		uint32_t at = a->nevents++;

		for (; at > 0 && compare(a, a->events[at - 1], (uint16_t)i) > 0; at--)
			a->events[at] = a->events[at - 1];
		a->events[at] = (uint16_t)i;
	}
	a->most[a->nevents] = 0;
	for (uint32_t e = a->nevents; e-- > 0;) {
		const uint16_t *choice = &a->choices[(size_t)e * a->nlines];

		a->nchoices[e] = list_choices(a, e, a->events[e]);
		a->most[e] = a->most[e + 1];
		for (uint16_t i = 0; i < a->nchoices[e]; i++) {
			struct line *l = &a->lines[choice[i]];

			l->left += a->gives[(size_t)a->events[e] * a->nlines + choice[i]];
			a->any_hard |= l->hard;
			a->most[e] = hqi_max(a->most[e], a->most[e + 1] + points_in(a, a->events[e], choice[i]));
		}
	}
}

/* ---- scores -------------------------------------------------------------------------------------------------- */

static int64_t hard_quantity(const struct allot *a, uint16_t k)
{
	const struct line *l = &a->lines[k];

	for (uint16_t i = 0; i < l->n; i++) {
		const uint16_t line = a->line_of[a->lead[l->first + i]];

		a->take[i] = line == UNDECIDED || line == k;
	}
	return hqi_parts_total(&a->ask->measures[l->measure], l->parts, a->take, l->n, a->upper);
}

static void set_quantity(const struct allot *a, const struct line *l, int64_t lo, int64_t hi)
{
	const int64_t max = a->ask->measures[l->measure].max;

	a->ask->quantities[l->measure - a->ask->edition->first_measure] =
		(struct hq_interval){ hqi_min(lo, max), hqi_min(hi, max) };
}

static void reckon_rows(const struct allot *a)
{
	for (uint32_t i = 0; i < a->nrows; i++)
		a->ask->values[a->rows[i] - a->ask->edition->first_row] = hqi_row_counted(a->ask, a->rows[i]);
}

static int64_t total(const struct allot *a)
{
	const struct hq_interval t = hqi_rubric_total(a->ask, a->row);

	return a->upper ? t.hi : t.lo;
}

/* The score no completion of what is decided can beat: every undecided event in all of its lines. */
static struct score optimistic(struct allot *a)
{
	for (uint16_t k = 0; k < a->nlines; k++) {
		struct line *l = &a->lines[k];

		if (l->hard && l->n > 0)
			l->q = hard_quantity(a, k);
		set_quantity(a, l, l->q, l->q);
	}
	reckon_rows(a);
	const struct hq_interval met = hqi_rubric_points_met(a->ask, a->row);

	return (struct score){ a->aim && (a->upper ? met.hi : met.lo), total(a) };
}

/* A total no completion can beat either: even lines without the undecided, and the most points these can add. */
static int64_t shared_total(const struct allot *a, uint32_t depth)
{
	int64_t more = a->most[depth];

	for (uint32_t k = 0; k < a->nlines; k++) {
		const struct line *l = &a->lines[k];

		if (!l->even || l->left == 0)
			continue;
		set_quantity(a, l, l->q - l->left, l->q - l->left);
		if (l->line->form == HQ_LINE_BLOCKS)   /* a block that is begun already */
			more += points_of(l, hqi_min(l->q - l->left, l->line->cap) % l->line->block);
	}
	reckon_rows(a);
	return hqi_plus(total(a), more);
}

static bool beats(const struct allot *a, struct score s)
{
	if (!a->found)
		return true;
	return s.passes != a->best.passes ? s.passes : s.total > a->best.total;
}

/* ---- the search ---------------------------------------------------------------------------------------------- */

/* Two events side by side that no allotment tells apart. A line capped by the year sees the year of its record. */
static bool alike(const struct allot *a, uint32_t e)
{
	const uint16_t x = a->events[e - 1], y = a->events[e];
	const struct hq_record *records = a->ask->facts->records;

	if (compare(a, x, y) != 0)
		return false;
	if (!a->any_hard)
		return true;
	if (records[x].event > 0 || records[y].event > 0 || records[x].kind != records[y].kind)
		return false;
	for (uint16_t i = 0; i < a->nchoices[e]; i++) {
		const struct line *l = &a->lines[a->choices[(size_t)e * a->nlines + i]];
		const struct hqi_part *px = &l->parts[x - l->first], *py = &l->parts[y - l->first];

		if (end_of(a, px) != end_of(a, py) || px->year != py->year || px->nyears != py->nyears)
			return false;
	}
	return true;
}

static void decide(struct allot *a, uint32_t e, int sign)
{
	const uint16_t *choice = &a->choices[(size_t)e * a->nlines];
	const int64_t *gives = &a->gives[(size_t)a->events[e] * a->nlines];

	a->line_of[a->events[e]] = sign > 0 ? choice[a->pos[e]] : UNDECIDED;
	for (uint16_t i = 0; i < a->nchoices[e]; i++) {
		struct line *l = &a->lines[choice[i]];

		l->left -= sign * gives[choice[i]];
		if (i != a->pos[e])
			l->q -= sign * gives[choice[i]];
	}
}

static void keep(struct allot *a, struct score s)
{
	a->found = true;
	a->best = s;
	for (uint32_t k = 0; k < a->nlines; k++)
		a->lines[k].best = a->lines[k].q;
	for (uint32_t e = 0; e < a->nevents; e++)
		a->best_line_of[e] = a->line_of[a->events[e]];
}

/* Looks at the state with @depth events decided: whether to go on below it. A whole allotment is kept if it is better. */
static bool promising(struct allot *a, uint32_t depth)
{
	struct score s = optimistic(a);

	if (!beats(a, s))
		return false;
	if (depth == a->nevents) {
		keep(a, s);
		return false;
	}
	if (!a->found)
		return true;
	s.total = hqi_min(s.total, shared_total(a, depth));
	if (s.total < (a->upper ? a->rubric->pass_lo : a->rubric->pass_hi))
		s.passes = false;
	return beats(a, s);
}

static int search(struct allot *a)
{
	uint32_t d = 0;
	bool fresh = true;

	a->found = false;
	for (a->steps = 0;;) {
		if (fresh && ++a->steps > HQ_ALLOT_STEPS)
			return HQ_ELIMIT;
		if (fresh && promising(a, d)) {
			a->pos[d] = d > 0 && alike(a, d) ? a->pos[d - 1] : 0;
			decide(a, d++, 1);
			continue;
		}
		if (d == 0)
			return HQ_OK;
		decide(a, --d, -1);
		fresh = ++a->pos[d] < a->nchoices[d];
		if (fresh)
			decide(a, d++, 1);
	}
}

/* ---- both ends ----------------------------------------------------------------------------------------------- */

static bool holds(const struct allot *a, uint16_t row)
{
	const struct hq_interval v = hqi_value(a->ask, row);

	return a->upper ? v.hi : v.lo;
}

/* Finds the best allotment of one end and reckons the rubric under it; @met is that end's answer. */
static int solve(struct allot *a, bool upper, int64_t *met)
{
	const struct hq_rubric *r = a->rubric;

	a->upper = upper;
	a->aim = (r->requires == HQ_NONE || holds(a, r->requires)) && (r->settles == HQ_NONE || !holds(a, r->settles));
	weigh(a);
	find_contested(a);
	const int rc = search(a);

	if (rc < 0)
		return rc;
	for (uint32_t k = 0; k < a->nlines; k++)
		set_quantity(a, &a->lines[k], a->lines[k].best, a->lines[k].best);
	reckon_rows(a);
	const struct hq_interval both = hqi_rubric_points_met(a->ask, a->row);

	*met = upper ? both.hi : both.lo;
	return HQ_OK;
}

static void report_lines(const struct allot *a, int16_t *event_line)
{
	for (uint32_t i = 0; i < a->nrecords; i++)
		event_line[i] = -1;
	for (uint32_t e = 0; e < a->nevents; e++)
		a->line_of[a->events[e]] = a->best_line_of[e];
	for (uint32_t k = 0; k < a->nlines; k++) {
		const struct line *l = &a->lines[k];

		for (uint32_t i = 0; i < l->n; i++)
			if (l->parts[i].lo > 0 && a->line_of[a->lead[l->first + i]] == k)
				event_line[l->first + i] = (int16_t)l->row;
	}
}

int hqi_allot(const struct hqi_ask *ask, uint16_t row, int16_t *event_line, void *work, struct hq_interval *met)
{
	const uint16_t rubric = ask->rows[row].arg;
	struct allot a;
	int rc;

	count_rows(&a, ask, rubric, ask->facts->nrecords);
	a.row = row;
	cut_all(&a, work);
	read_all(&a, rubric);
	event_line += (size_t)hqi_once_ordinal(ask, row) * a.nrecords;
	rc = solve(&a, false, &met->lo);
	if (rc < 0)
		return rc;
	report_lines(&a, event_line);
	for (uint32_t k = 0; k < a.nlines; k++)
		a.lines[k].certain = a.lines[k].best;
	rc = solve(&a, true, &met->hi);
	if (rc < 0)
		return rc;
	/* The two allotments may differ; a line's interval then spans both. */
	for (uint32_t k = 0; k < a.nlines; k++)
		set_quantity(&a, &a.lines[k], hqi_min(a.lines[k].certain, a.lines[k].best),
			     hqi_max(a.lines[k].certain, a.lines[k].best));
	reckon_rows(&a);
	return HQ_OK;
}
