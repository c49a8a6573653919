/* Each event counts once: which line of a rubric each event goes to, so that the teacher does best (semantics 6.4).
 *
 * Everything about points is rubric.c's; this file only moves events between lines and asks it for the score. An
 * event that only one line takes goes there; for the others, branch and bound, one event a level. The one idea: points
 * grow with quantities, so counting every undecided event in all of its lines at once gives a score that no allotment
 * can beat; nor can counting it where its line pays best. A branch that cannot beat the best so far is left. Alike
 * events are decided in order. The two ends of the intervals are two searches.
 */
#include <string.h>

#include "hq_internal.h"

enum { UNDECIDED = 0xffff };

/* One line that takes records. */
struct line {
	uint16_t row;                  /* in the block */
	uint16_t first, n;             /* records of its kind */
	uint8_t  hard;                 /* not a plain sum of its events: capped by the year, or a greatest */
	uint8_t  even;                 /* no event can give it more points than its rate says */
	struct hq_line line;
	struct hq_measure m;           /* its measure */
	struct hqi_part *parts;        /* of its n records */
	int64_t  rate;                 /* at the end that is being reckoned */
	int64_t  q;                    /* quantity of all events that are its own, or not decided yet */
	int64_t  left;                 /* of these, the undecided */
	int64_t  best, certain;        /* quantity under the best allotment so far; of the lower end */
};

/* One contested event: its first record, the choice being tried, how many there are. */
struct event { uint16_t lead, pos, nchoices; };

/* One record: the first of its event, and for a first one its event's line, or UNDECIDED, and that of the best allotment. */
struct member { uint16_t lead, line, best; };

struct score { bool passes; int64_t total; };

struct allot {
	const struct hqi_ask *ask;
	uint32_t row;                  /* of the rubric */
	const struct hq_packed_rubric *rubric;
	bool upper, aim;               /* the end; and whether passing depends on points at all */
	bool any_hard;
	uint32_t nlines, nrecords, nevents;
	struct line *lines;
	struct hqi_part *parts;        /* of all lines, one after the other */
	int64_t *gives;                /* [lead * nlines + line]: quantity the event gives to the line */
	int64_t *most;                 /* [event]: points that it and all after it can give to even lines */
	uint16_t *choices;             /* [event * nlines ...]: lines that take it, the best rate first */
	struct event *events;          /* the contested ones */
	struct member *members;        /* of each record */
	uint8_t *take;                 /* scratch of a hard line */
	struct score best;             /* so far; no total is below 0 */
};

/* ---- the work buffer ----------------------------------------------------------------------------------------- */

/* The arrays in it: which pointer of struct allot, the size of an item, and how many: one for each line, record, or both. */
enum { LINES = 1, RECORDS = 2 };
#define ARRAY(member, of) { offsetof(struct allot, member), sizeof(*((struct allot *)0)->member), of }
static const struct { uint8_t at, item, of; } arrays[] = {
	ARRAY(lines, LINES), ARRAY(parts, LINES | RECORDS), ARRAY(gives, LINES | RECORDS), ARRAY(most, RECORDS),
	ARRAY(choices, LINES | RECORDS), ARRAY(events, RECORDS), ARRAY(members, RECORDS), ARRAY(take, RECORDS),
};
#undef ARRAY

/* Cuts @at into them; with NULL it only says how many bytes they take. One record more than there are: `most` has an end. */
static size_t cut_all(struct allot *a, char *at)
{
	size_t used = 0;

	for (size_t i = 0; i < sizeof(arrays) / sizeof(*arrays); i++) {
		size_t n = arrays[i].item;

		if (at) {
			const void *begins = at + used;

			memcpy((char *)a + arrays[i].at, &begins, sizeof(begins));
		}
		if (arrays[i].of & LINES)
			n *= a->nlines;
		if (arrays[i].of & RECORDS)
			n *= a->nrecords + 1;
		used += (n + 7) & ~(size_t)7;
	}
	return used;
}

static bool is_line(const struct allot *a, uint16_t row)
{
	return a->ask->rows[row].op == HQ_OP_LINE;
}

/* The next row of the rubric with points, from row @at of it on; HQ_NONE at the end. An award stays as it is. */
static uint16_t next_row(const struct allot *a, uint32_t *at)
{
	while (*at < a->rubric->nrows) {
		const uint16_t row = (uint16_t)(a->rubric->first_row + (*at)++);

		if (is_line(a, row) || a->ask->rows[row].op == HQ_OP_CATEGORY)
			return row;
	}
	return HQ_NONE;
}

static void begin(struct allot *a, const struct hqi_ask *ask, uint32_t rubric, size_t nrecords)
{
	uint32_t at = 0;

	*a = (struct allot){ .ask = ask, .nrecords = (uint32_t)nrecords };
	a->rubric = ask->rubrics + rubric;
	for (uint16_t row; (row = next_row(a, &at)) != HQ_NONE;)
		a->nlines += is_line(a, row);
}

size_t hqi_allot_size(const struct hqi_ask *ask, uint32_t rubric, size_t nrecords)
{
	struct allot a;

	begin(&a, ask, rubric, nrecords);
	return cut_all(&a, NULL);
}

/* ---- what there is to allot ---------------------------------------------------------------------------------- */

/* False where it does not take from records: such a line stays what it is. */
static bool read_line(const struct allot *a, struct line *l, uint16_t row, struct hqi_part *parts)
{
	const struct hqi_ask *ask = a->ask;
	const struct hq_facts *facts = ask->facts;
	const struct hq_measure *m = &l->m;

	l->row = row;
	l->parts = parts;
	l->line = hq_line_at(ask->rules, ask->rows[row].arg);
	l->m = hqi_measure_at(ask, l->line.measure);
	l->hard = m->agg == HQ_AGG_GREATEST || m->cap_year < HQ_BIG;
	l->first = facts->first[m->kind];
	l->n = (uint16_t)(facts->first[m->kind + 1] - l->first);
	if (l->n == 0 || hqi_answer(ask, m->slot))
		return false;          /* only a list that is known has records */
	const struct hqi_days days = hqi_window(ask, l->line.measure);

	for (uint16_t i = 0; i < l->n; i++)
		hqi_part(ask, m, days, &facts->records[l->first + i], &l->parts[i], NULL);
	return true;
}

static void read_all(struct allot *a)
{
	const struct hq_record *records = a->ask->facts->records;
	struct hqi_part *parts = a->parts;
	struct line *l = a->lines;
	uint32_t at = 0;

	for (uint16_t row; (row = next_row(a, &at)) != HQ_NONE;) {
		if (is_line(a, row) && read_line(a, l, row, parts))
			parts += l++->n;
	}
	a->nlines = (uint32_t)(l - a->lines);
	for (uint32_t i = 0; i < a->nrecords; i++) {
		uint32_t lead = i;

		for (uint32_t j = 0; records[i].event > 0 && j < lead; j++)
			if (records[j].event == records[i].event)
				lead = j;
		a->members[i].lead = (uint16_t)lead;
	}
}

/* What the event of record @lead gives to each line; the lines that event @e may go to. */
static int64_t *gives(const struct allot *a, uint32_t lead)
{
	return a->gives + (size_t)lead * a->nlines;
}

static uint16_t *choices(const struct allot *a, uint32_t e)
{
	return a->choices + (size_t)e * a->nlines;
}

static int64_t end_of(const struct allot *a, struct hq_interval v)
{
	return a->upper ? v.hi : v.lo;
}

static int64_t amount_of(const struct allot *a, const struct hqi_part *p)
{
	return end_of(a, (struct hq_interval){ p->lo, p->hi });
}

/* Quantity of every event in every line, at this end. Of a hard line it only says whether the line takes the event. */
static void weigh(struct allot *a)
{
	memset(a->gives, 0, (size_t)a->nrecords * a->nlines * sizeof(*a->gives));
	for (uint32_t k = 0; k < a->nlines; k++) {
		struct line *l = &a->lines[k];

		l->rate = a->upper ? hqi_max(l->line.mul, l->line.mul_hi) : l->line.mul;
		l->even = !l->hard && l->line.form != HQ_LINE_TIERS && l->line.from <= 0 && l->rate < HQ_BIG;
		l->q = l->left = 0;
		for (uint16_t i = 0; i < l->n; i++) {
			int64_t *at = gives(a, a->members[l->first + i].lead) + k;

			l->q -= *at;
			*at = hqi_min(*at + hqi_min(amount_of(a, &l->parts[i]), l->m.max), l->m.max);
			l->q += *at;
		}
	}
}

/* The most points that @q of one event adds to even line @l, rounded up. */
static int64_t points_of(const struct line *l, int64_t q)
{
	q = hqi_min(q, l->line.cap);
	return l->line.form == HQ_LINE_BLOCKS ? q / l->line.block * l->rate +
						 (q % l->line.block * l->rate + l->line.block - 1) / l->line.block
					       : q * l->rate;
}

static int64_t points_in(const struct allot *a, uint16_t lead, uint16_t line)
{
	return a->lines[line].even ? points_of(&a->lines[line], gives(a, lead)[line]) : 0;
}

/* Lines that take event @e, the one where it earns most first. */
static uint16_t list_choices(struct allot *a, uint32_t e, uint16_t lead)
{
	uint16_t *to = choices(a, e), n = 0;

	for (uint16_t k = 0; k < a->nlines; k++) {
		uint16_t at = n;

		if (gives(a, lead)[k] == 0)
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
	const int64_t *gx = gives(a, x), *gy = gives(a, y);

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
		struct member *member = &a->members[i];

		member->line = UNDECIDED;
		if (member->lead != i)
			continue;
		const uint16_t n = list_choices(a, a->nevents, (uint16_t)i);

		if (n == 1)
			member->line = *choices(a, a->nevents);
		if (n < 2)
			continue;
		struct event *to = &a->events[a->nevents++];

		for (; to > a->events && compare(a, to[-1].lead, (uint16_t)i) > 0; to--)
			*to = to[-1];
		to->lead = (uint16_t)i;
	}
	a->most[a->nevents] = 0;
	for (uint32_t e = a->nevents; e-- > 0;) {
		struct event *event = &a->events[e];
		const uint16_t *choice = choices(a, e);
		int64_t most = 0;

		event->nchoices = list_choices(a, e, event->lead);
		for (uint16_t i = 0; i < event->nchoices; i++, choice++) {
			struct line *l = &a->lines[*choice];

			l->left += gives(a, event->lead)[*choice];
			a->any_hard |= l->hard;
			most = hqi_max(most, points_in(a, event->lead, *choice));
		}
		a->most[e] = a->most[e + 1] + most;
	}
}

/* ---- scores -------------------------------------------------------------------------------------------------- */

static int64_t hard_quantity(const struct allot *a, uint16_t k)
{
	const struct line *l = &a->lines[k];

	for (uint16_t i = 0; i < l->n; i++) {
		const uint16_t line = a->members[a->members[l->first + i].lead].line;

		a->take[i] = line == UNDECIDED || line == k;
	}
	return hqi_parts_total(&l->m, l->parts, a->take, l->n, a->upper);
}

static void set_quantity(const struct allot *a, const struct line *l, int64_t lo, int64_t hi)
{
	a->ask->quantities[l->line.measure - a->ask->edition->first_measure] =
		(struct hq_interval){ hqi_min(lo, l->m.max), hqi_min(hi, l->m.max) };
}

static void reckon_rows(const struct allot *a)
{
	uint32_t at = 0;

	for (uint16_t row; (row = next_row(a, &at)) != HQ_NONE;)
		a->ask->values[row - a->ask->edition->first_row] = hqi_row_counted(a->ask, row);
}

/* Its rows, and whether that is enough for the rubric's own points. */
static bool reckon(const struct allot *a)
{
	reckon_rows(a);
	return end_of(a, hqi_rubric_points_met(a->ask, a->row));
}

static int64_t total(const struct allot *a)
{
	return end_of(a, hqi_rubric_total(a->ask, a->row));
}

/* The score no completion of what is decided can beat: every undecided event in all of its lines. */
static struct score optimistic(struct allot *a)
{
	for (uint16_t k = 0; k < a->nlines; k++) {
		struct line *l = &a->lines[k];

		if (l->hard)
			l->q = hard_quantity(a, k);
		set_quantity(a, l, l->q, l->q);
	}
	const bool met = reckon(a);

	return (struct score){ a->aim && met, total(a) };
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
		if (l->line.form == HQ_LINE_BLOCKS)   /* a block that is begun already */
			more += points_of(l, hqi_min(l->q - l->left, l->line.cap) % l->line.block);
	}
	reckon_rows(a);
	return hqi_plus(total(a), more);
}

static bool beats(const struct allot *a, struct score s)
{
	return s.passes != a->best.passes ? s.passes : s.total > a->best.total;
}

/* ---- the search ---------------------------------------------------------------------------------------------- */

/* Two events side by side that no allotment tells apart. A line capped by the year sees the year of its record. */
static bool alike(const struct allot *a, uint32_t e)
{
	const uint16_t x = a->events[e - 1].lead, y = a->events[e].lead;
	const struct hq_record *rx = &a->ask->facts->records[x], *ry = &a->ask->facts->records[y];

	if (compare(a, x, y) != 0)
		return false;
	if (!a->any_hard)
		return true;
	if (rx->event > 0 || ry->event > 0 || rx->kind != ry->kind)
		return false;
	for (uint16_t i = 0; i < a->events[e].nchoices; i++) {
		const struct line *l = &a->lines[choices(a, e)[i]];
		const struct hqi_part *px = &l->parts[x - l->first], *py = &l->parts[y - l->first];

		if (amount_of(a, px) != amount_of(a, py) || px->year != py->year || px->nyears != py->nyears)
			return false;
	}
	return true;
}

static void decide(struct allot *a, uint32_t e, int sign)
{
	const struct event *event = &a->events[e];
	const uint16_t *choice = choices(a, e);

	a->members[event->lead].line = sign > 0 ? choice[event->pos] : UNDECIDED;
	for (uint16_t i = 0; i < event->nchoices; i++) {
		struct line *l = &a->lines[choice[i]];
		const int64_t given = sign * gives(a, event->lead)[choice[i]];

		l->left -= given;
		if (i != event->pos)
			l->q -= given;
	}
}

static void keep(struct allot *a, struct score s)
{
	a->best = s;
	for (uint32_t k = 0; k < a->nlines; k++)
		a->lines[k].best = a->lines[k].q;
	for (uint32_t i = 0; i < a->nrecords; i++)
		a->members[i].best = a->members[i].line;
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
	s.total = hqi_min(s.total, shared_total(a, depth));
	if (s.total < a->ask->numbers[a->upper ? a->rubric->pass_lo : a->rubric->pass_hi])
		s.passes = false;
	return beats(a, s);
}

static int search(struct allot *a)
{
	uint32_t d = 0;
	bool fresh = true;
	long steps = 0;

	a->best.passes = false;
	a->best.total = -1;
	for (;;) {
		if (fresh && ++steps > HQ_ALLOT_STEPS)
			return HQ_ELIMIT;
		if (fresh && promising(a, d)) {
			a->events[d].pos = d > 0 && alike(a, d) ? a->events[d - 1].pos : 0;
			decide(a, d++, 1);
			continue;
		}
		if (d == 0)
			return HQ_OK;
		decide(a, --d, -1);
		fresh = ++a->events[d].pos < a->events[d].nchoices;
		if (fresh)
			decide(a, d++, 1);
	}
}

/* ---- both ends ----------------------------------------------------------------------------------------------- */

static bool holds(const struct allot *a, uint16_t row)
{
	return end_of(a, hqi_value(a->ask, row));
}

/* Finds the best allotment of one end and reckons the rubric under it; @met is that end's answer. */
static int solve(struct allot *a, bool upper, int64_t *met)
{
	const struct hq_packed_rubric *r = a->rubric;

	a->upper = upper;
	a->aim = (r->requires == HQ_NONE || holds(a, r->requires)) && (r->settles == HQ_NONE || !holds(a, r->settles));
	weigh(a);
	find_contested(a);
	const int rc = search(a);

	if (rc < 0)
		return rc;
	for (uint32_t k = 0; k < a->nlines; k++)
		set_quantity(a, &a->lines[k], a->lines[k].best, a->lines[k].best);
	*met = reckon(a);
	return HQ_OK;
}

/* What the lower end comes to: each record's line, and what each line holds for certain. */
static void report_lines(const struct allot *a, int16_t *event_line)
{
	for (uint32_t i = 0; i < a->nrecords; i++)
		event_line[i] = -1;
	for (uint32_t k = 0; k < a->nlines; k++) {
		struct line *l = &a->lines[k];

		l->certain = l->best;
		for (uint32_t i = 0; i < l->n; i++)
			if (l->parts[i].lo > 0 && a->members[a->members[l->first + i].lead].best == k)
				event_line[l->first + i] = (int16_t)l->row;
	}
}

int hqi_allot(const struct hqi_ask *ask, uint32_t row, int16_t *event_line, void *work, struct hq_interval *met)
{
	const uint16_t rubric = ask->rows[row].arg;
	struct allot a;
	int rc;

	begin(&a, ask, rubric, ask->facts->nrecords);
	a.row = row;
	cut_all(&a, work);
	read_all(&a);
	event_line += hqi_once_before(ask, ask->rows[row].arg) * a.nrecords;
	rc = solve(&a, false, &met->lo);
	if (rc < 0)
		return rc;
	report_lines(&a, event_line);
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
