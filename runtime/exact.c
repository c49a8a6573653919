/* Undetermined exactly when two completions disagree (semantics 8.4, 8.5): where intervals leave the verdict open, the cases.
 *
 * What a fact can be is exact_fact.c's, what binds the measures of a missing list exact_list.c's. The compiler has found the facts
 * that enter the rules in more than one way (struct hq_fork); with all others intervals are exact. The question is put one side at a time:
 * can the verdict row come out yes, can it come out no? For one side, a walk through the open rows says which way each of them has to turn;
 * a fact that has one best value for it is left to the intervals, and of another only the values that no other beats are cases.
 * Assume one, reckon, and so on down, until nothing open pulls two ways: then the side can be reached. The one idea: what is assumed is a
 * stack beside the facts, asked only where something is missing, so what decides is the one reckoning there is.
 */
#include "hq_internal.h"

enum { EITHER = 2, ANY_WAY = HQ_NONE - 1 };
enum { YEARS_STEPS = 39 };               /* more than other cases: they take longer, and many spans have more than can be gone through at all */
/* After what is assumed, in so many more of them: the next fact, another, and what hqi_together needs. */
enum { ROOM = 2 + HQI_RECORD_ROOM + HQI_TOGETHER_SIZE / (int)sizeof(struct hqi_assumed) + 1 };
_Static_assert(sizeof(struct hq_record) <= (HQI_RECORD_ROOM - HQ_FIELDS_MAX - 1) * sizeof(struct hqi_assumed), "room for a record");

const struct hq_fork *hqi_forks(const struct hqi_ask *ask)
{
	const struct hq_fork *f = HQ_AT(struct hq_fork, ask->rules, forks);

	for (const struct hq_edition *e = HQ_AT(struct hq_edition, ask->rules, editions); e < ask->edition; e++)
		f += e->nforks;
	return f;
}

bool hqi_is_missing(const struct hqi_ask *ask, uint32_t kind)
{
	const uint8_t list = ask->facts->list[kind];

	return list == HQ_UNKNOWN || (list == HQ_NOT_ASKED && !ask->facts->closed);
}

/* Whether something of the fork's kind may be missing, or the row it is. A measure may be open whatever its records say (8.4 e). */
static bool lacks(const struct hqi_ask *ask, const struct hq_fork *f)
{
	struct hqi_records of = hqi_records(ask, f->kind);

	if (f->what == HQ_FORK_ROW)
		return true;
	if (f->kind == ask->vocab->assignment) {
		of.first = ask->facts->assignment;
		of.end = of.first ? of.first + 1 : of.first;
	}
	if (f->kind == ask->vocab->assignment || f->kind == ask->vocab->teacher ? of.first == of.end : hqi_is_missing(ask, f->kind))
		return true;
	for (const struct hq_record *r = of.first; r < of.end; r++)
		if (f->what == HQ_FORK_MEASURE || f->what == HQ_FORK_YEARS || (f->what == HQ_FORK_FIELDS ? f->arg & ~r->known : f->what == HQ_FORK_AMOUNT && r->unit == 255))
			return true;
	return false;
}

bool hqi_exact_needed(const struct hqi_ask *ask)
{
	const struct hq_fork *f = hqi_forks(ask);

	for (const struct hq_fork *end = f + ask->edition->nforks; f < end; f++)
		if (lacks(ask, f))
			return true;
	return false;
}

/* ---- which fact to look at next ------------------------------------------------------------------------------ */

struct search {
	struct hqi_pass *pass;
	struct hqi_ask *ask;
	const struct hq_fork *forks, *forks_end;
	const struct hq_fork *found;           /* the fork that the next fact is one of; NULL: none yet */
	struct hqi_assumed *assumed;           /* assumed_max */
	struct hqi_assumed *next;              /* the next fact, and then room for exact_list.c */
	uint8_t *signs;                        /* see hqi_ask */
	uint16_t way;                          /* the first route of every case so far; HQ_NONE where they differ */
	uint32_t n;                            /* assumed */
	uint16_t top;                          /* the row that is to come out @want */
	bool want, single, narrowed, full;
	bool endless;                          /* how many cases there may be the facts say, and not the rules alone: a record lacks something, or parts are cut by halves */
	bool never;                            /* no list is as the case has it */
};

/* Takes a fact that pulls two ways, unless one is taken: field of a set, amount or row. */
static void offer(struct search *s, uint32_t what, uint32_t kind, const struct hq_record *record, uint32_t arg)
{
	for (const struct hq_fork *f = s->forks; !s->found && f < s->forks_end; f++) {
		const bool fields = what == HQ_FORK_FIELDS;
		uint32_t of = fields ? f->arg & arg : f->arg == arg;

		if (f->what != what || f->kind != kind)
			continue;
		for (uint32_t field = 0; of && !s->found; of >>= 1, field++) {
			*s->next = (struct hqi_assumed){
				.record = record, .what = (uint8_t)what, .kind = (uint8_t)kind,
				.arg = (uint16_t)(fields ? kind * HQ_FIELDS_MAX + field : arg),
			};
			if ((of & 1) && !hqi_is_free(s->ask, s->next))
				s->found = f;
		}
	}
}

static void offer_single(struct search *s, hqi_truth t)
{
	offer(s, HQ_FORK_FIELDS, s->ask->vocab->teacher, hqi_teacher(s->ask), (uint32_t)(t >> 16) & 0xffff);
	offer(s, HQ_FORK_FIELDS, s->ask->vocab->assignment, s->ask->facts->assignment, (uint32_t)(t >> 32) & 0xffff);
}

/* A measure is narrowed once, and cut twice by its row; what else there may be is more than the rules of one edition can make, for their product is bounded
 * (compiler/cases.c). Only records that lack facts can be too many. */
static uint32_t assumed_max(const struct hqi_ask *ask)
{
	return 3u * ask->edition->nmeasures + 160;
}

/* Takes what an amount or a measure (of a list that is missing, LIST) may be, whether or not it pulls two ways by itself. */
static void offer_part(struct search *s, uint32_t fork, const struct hqi_assumed *of)
{
	s->found = s->forks;
	while (s->found < s->forks_end && (s->found->what != fork || s->found->kind != of->kind || (fork == HQ_FORK_MEASURE && s->found->arg != of->arg)))
		s->found++;
	s->full |= s->found == s->forks_end;
	*s->next = *of;
}

/* The first @n on the stack are assumed, and no more. */
static void hold(struct search *s, uint32_t n)
{
	struct hqi_assumed *top = n > 0 ? &s->assumed[n - 1] : NULL;

	if (top)
		top->before = n > 1 ? top - 1 : NULL;
	s->ask->assumed = top;
	s->n = n;
}

/* Onto the stack: measure @arg of a missing list lies in @v. */
static void assume(struct search *s, uint8_t kind, uint16_t arg, struct hq_interval v)
{
	struct hqi_assumed *a = &s->assumed[s->n];

	s->full |= a + 1 >= s->next;
	if (s->full)
		return;
	*a = (struct hqi_assumed){ .what = HQ_FORK_MEASURE, .kind = kind, .arg = arg, .v = v, .unit = HQI_BOTH };
	hold(s, s->n + 1);
}

/* What a record lacks that the measure's answer turns on. */
static void look_at_record(struct search *s, uint16_t measure, const struct hq_record *r)
{
	struct hqi_count count;

	hqi_record_counts(s->ask, measure, r, &count);
	if (count.in_window == 0 || hqi_is_no(count.filter))
		return;
	const hqi_truth t = hqi_is_yes(count.filter) ? 0 : count.filter;

	if (s->single) {
		offer_single(s, t);
		return;
	}
	const uint8_t day = HQ_AT(struct hq_vocab_kind, s->ask->vocab, kinds)[r->kind].date_field;

	offer(s, HQ_FORK_FIELDS, r->kind, r, ((uint32_t)t & 0xffff) | (count.lacks_day == HQI_LACKS_DAY ? 1u << day : 0));
	if ((t & HQI_LACK_AMOUNT) || count.lacks_amount)
		offer(s, HQ_FORK_AMOUNT, r->kind, r, 0);
}

/* @most of a list, held down by the cap a year in as many school years as the window touches on the as-of date. */
static int64_t held_by_years(const struct hqi_ask *ask, uint16_t measure, int64_t most)
{
	const int64_t cap = ask->numbers[hqi_shape(ask, measure)->cap_year];
	const struct hqi_days days = hqi_window(ask, measure);
	const int64_t years = (int64_t)hq_school_year(days.to) - hq_school_year(days.from) + 1;

	return years > 0 && most / years >= cap ? cap * years : most;
}

static void look_at_measure(struct search *s, uint16_t measure, uint8_t sign)
{
	const struct hqi_ask *ask = s->ask;
	const uint8_t kind = hqi_shape(ask, measure)->kind;
	const struct hq_record blank = { .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };
	const bool answered = hqi_answer(ask, ask->measures[measure].slot), missing = !answered && hqi_is_missing(ask, kind);
	struct hqi_records of = hqi_records(ask, kind);

	if (missing)
		of = (struct hqi_records){ &blank, &blank + s->single };
	for (; of.first < of.end && !answered; of.first++)
		look_at_record(s, measure, of.first);
	if (s->single)
		return;
	const struct hq_interval v = hqi_quantity(ask, measure);
	const bool spans = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds)[kind].flags & HQ_KIND_SPAN;
	int64_t most = missing || !(answered || spans) ? held_by_years(ask, measure, v.hi) : v.hi;     /* where the years of known spans lie is open: 4.4 */

	if (missing && v.hi > 0 && !hqi_may_hold(ask, kind, measure, HQI_ANY_SORT, HQI_FROM_VOID, s->next + 1))
		most = 0;                      /* no record can be in it: it is 0, or there is no such case */

	if (most < v.hi) {
		assume(s, kind, measure, (struct hq_interval){ v.lo, most });
		s->narrowed = true;
	} else if (sign == HQI_BOTH && !s->found) {
		const struct hqi_assumed whole = { .what = HQ_FORK_MEASURE, .kind = kind, .arg = measure, .v = v, .unit = HQI_BOTH };

		if (!hqi_is_free(ask, &whole))
			offer_part(s, missing ? HQ_FORK_LIST : HQ_FORK_MEASURE, &whole);
	}
}

static void look_at_row(struct search *s, uint16_t index, uint8_t sign)
{
	const struct hq_row *row = &s->ask->rows[index];

	if (row->op == HQ_OP_SILENT || hqi_answer(s->ask, hq_slot_of(row))) {
		if (!s->single && sign == HQI_BOTH)
			offer(s, HQ_FORK_ROW, 0, NULL, index);
	} else if (row->op == HQ_OP_SCALAR && s->single) {
		offer_single(s, hqi_filter(s->ask, row->arg, NULL));
	}
}

/* Which way it matters what a measure comes to. What is assumed of it it has to have: more than its records may give, or less than they may. */
static uint32_t pull(const struct search *s, uint32_t measure)
{
	const struct hqi_assumed *a = hqi_assumed(s->ask, HQ_FORK_MEASURE, NULL, measure);
	const struct hq_interval v = hqi_quantity(s->ask, measure);
	uint32_t sign = s->signs[measure - s->ask->edition->first_measure];

	if (a && v.lo == a->v.lo && !a->first)
		sign |= HQI_UP;
	if (a && v.hi == a->v.hi && v.hi < a->end)
		sign |= HQI_DOWN;
	return sign;
}

/* Which ways measures want what the record gives; and, of @years of a span, takes the edge of a window before which most is open. */
static uint32_t pulls_at(struct search *s, const struct hq_record *r, const struct hq_fork *years)
{
	const struct hqi_ask *ask = s->ask;
	const struct hq_edition *e = ask->edition;
	uint32_t pulls = 0;

	for (uint32_t i = 0; i < 2u * e->nmeasures; i++) {
		const uint32_t m = e->first_measure + i / 2, edge = 2 * m + (i & 1);
		const uint32_t sign = pull(s, m);
		struct hqi_count count;

		if (!sign || hqi_shape(ask, m)->agg == HQ_AGG_COUNT || !hqi_reads(ask, (uint16_t)m, r->kind))
			continue;
		hqi_record_counts(ask, m, r, &count);
		const struct hq_interval v = count.before[i & 1];

		if (count.part.lo >= count.part.hi)
			continue;
		pulls |= sign;
		if (!years || v.hi <= v.lo)
			continue;
		/* Where there is one edge, in the order of the records, each once before any is cut again. */
		const int64_t wide = years->arg && !hqi_assumed(ask, HQ_FORK_YEARS, r, edge) ? HQ_BIG : v.hi - v.lo;

		if (wide > s->next->end) {
			s->next->end = wide;
			s->next->record = r;
			s->next->arg = (uint16_t)edge;
			s->next->v = v;
		}
	}
	return pulls;
}

/* An amount that is missing in a known list, and that two measures want at two ends, or one between two. */
static void look_at_amount(struct search *s, const struct hq_record *r)
{
	const struct hqi_assumed whole = { .record = r, .what = HQ_FORK_AMOUNT, .kind = r->kind }, *amount = hqi_assumed(s->ask, HQ_FORK_AMOUNT, r, 0);

	if (!(amount && amount->v.lo == amount->v.hi) && pulls_at(s, r, NULL) == HQI_BOTH) {
		offer_part(s, HQ_FORK_AMOUNT, amount ? amount : &whole);
		s->next->halves = amount != NULL;
	}
}

/* Is the record in measure @m? If that is open, as it is wanted; else it is like no other. */
static uintptr_t as_wanted(const struct search *s, uint32_t m, const struct hq_record *r)
{
	const hqi_truth t = hqi_filter(s->ask, s->ask->measures[m].filter, r);
	const uint32_t sign = pull(s, m);

	if (hqi_is_yes(t) || hqi_is_no(t))
		return hqi_is_yes(t);
	return sign == 0 || sign == HQI_BOTH ? (uintptr_t)r : sign == HQI_UP;
}

/* Is whatever tells the years of spans apart in both records, and as often, or in neither? */
static bool are_alike(const struct search *s, const struct hq_record *r, const struct hq_record *q)
{
	const struct hqi_ask *ask = s->ask;
	const struct hq_edition *e = ask->edition;
	bool so = r->times == q->times;

	for (uint32_t m = e->first_measure; m < (uint32_t)e->first_measure + e->nmeasures; m++) {
		const struct hq_packed_measure *of = &ask->measures[m];

		if (of->window == 0 || hqi_shape(ask, m)->kind != r->kind)
			continue;
		so &= as_wanted(s, m, r) == as_wanted(s, m, q);
	}
	return so;
}

/* Years of spans, which one measure wants late and another early: of those before an edge the widest first, in halves. Where there is one edge, of each record first the
 * least alone, and then all that is more: of records that are alike it is enough that those before such a one have as few as they can, those after it as many. */
static void look_at_years(struct search *s, const struct hq_fork *f)
{
	struct hqi_records of = hqi_records(s->ask, f->kind);

	*s->next = (struct hqi_assumed){ .what = HQ_FORK_YEARS, .kind = f->kind, .halves = true };
	for (; of.first < of.end; of.first++)
		pulls_at(s, of.first, f);
	struct hqi_assumed *next = s->next;
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, s->ask->vocab, kinds) + f->kind;
	const struct hq_record *r = next->record;

	if (!r)
		return;
	s->found = f;
	/* One that ends after the as-of date has another edge there; one that began on a day and has no last may have all before the edge, or fewer, and nothing between. */
	if (next->end < HQ_BIG || r->unit == 255 ||
	    (r->known >> k->date_field & 1 ? r->v[k->date_field] > s->ask->as_of && r->v[k->date_field] != HQ_DAY_NEVER : r->known >> k->from_field & 1))
		return;
	next->unit = true;
	for (const struct hqi_assumed *a = s->ask->assumed; a; a = a->before)
		if (a->what == HQ_FORK_YEARS && a->unit && !a->first && a->record < r && a->kind == f->kind && are_alike(s, a->record, r))
			next->v.lo = next->v.hi;
}

/* Measures of a missing list that cannot all have what they are wanted at: cases of the widest that is open. */
static void look_at_list(struct search *s, uint8_t kind)
{
	const enum hqi_had had = hqi_together(s->ask, kind, s->next);

	if (had == HQI_CAN)
		return;
	/* Whatever each is wanted at, does any list lie in this part? The signs are made anew after every case. */
	for (uint32_t i = 0; had == HQI_CANNOT && i < s->ask->edition->nmeasures; i++)
		s->signs[i] = 0;
	if (had == HQI_CANNOT && (s->next->v.lo == s->next->v.hi || hqi_together(s->ask, kind, s->next + 1) == HQI_CANNOT))
		s->never = true;
	else if (s->next->v.lo < s->next->v.hi)
		offer_part(s, HQ_FORK_LIST, s->next);
	else
		s->full = true;
}

/* What binds the measures of one kind together, once nothing by itself pulls two ways. */
static void look_at_kinds(struct search *s)
{
	struct hqi_open open;

	for (uint8_t kind = 0; kind < s->ask->vocab->kinds.count && !s->found && !s->never && !s->full; kind++) {
		if (kind == s->ask->vocab->teacher || kind == s->ask->vocab->assignment)
			continue;
		if (hqi_is_missing(s->ask, kind))
			look_at_list(s, kind);
		for (struct hqi_records of = hqi_records(s->ask, kind); of.first < of.end && !s->found; of.first++)
			if (of.first->unit == 255)
				look_at_amount(s, of.first);
		/* Whether a known list obeys what is implied of all its records may turn on what nothing else asks for. */
		if (!s->found) {
			hqi_lacks_another(s->ask, kind, &open);
			offer(s, HQ_FORK_FIELDS, kind, open.record, open.lacks);
		}
	}
}

/* Which way the open rows and their measures have to turn for what is wanted. */
static void sign_row(struct search *s, uint16_t row, uint32_t sign)
{
	if (row != HQ_NONE)
		s->signs[s->ask->edition->nmeasures + row - s->ask->edition->first_row] |= (uint8_t)sign;
}

static void sign_all(struct search *s)
{
	const struct hqi_ask *ask = s->ask;
	const struct hq_edition *e = ask->edition;
	uint8_t *measures = s->signs - e->first_measure, *rows = s->signs + e->nmeasures;

	for (uint32_t i = 0; i < 2u * (e->nrows + e->nmeasures); i++)
		s->signs[i] = 0;               /* those of exact_list.c too, who wants nothing of rows */
	sign_row(s, s->top, s->want ? HQI_UP : HQI_DOWN);
	for (uint32_t i = e->nrows; i-- > 0;) {
		const struct hq_row *row = &ask->rows[e->first_row + i];
		const uint32_t sign = rows[i];

		if (!hqi_is_open(ask, e->first_row + i)) {
			rows[i] = 0;
		} else if (hqi_answer(ask, hq_slot_of(row)) || !sign) {
			continue;
		} else if (row->op == HQ_OP_LINE) {
			measures[hqi_same(ask, ask->lines[row->arg].measure)] |= (uint8_t)sign;
		} else if (row->op == HQ_OP_QUANTITY) {
			const uint16_t m = hqi_same(ask, row->arg);

			if (ask->numbers[row->range] > 0)
				measures[m] |= (uint8_t)sign;
			if (ask->numbers[row->range + 1] < ask->numbers[hqi_shape(ask, m)->max])
				measures[m] |= (uint8_t)hqi_turned(sign);
		} else {
			const uint32_t kids = row->op == HQ_OP_NOT ? hqi_turned(sign) : sign;

			if (row->op == HQ_OP_RUBRIC) {
				const struct hq_packed_rubric *rubric = &ask->rubrics[row->arg];

				sign_row(s, rubric->requires, sign);
				sign_row(s, rubric->settles, sign);
				for (const uint16_t *least = ask->kids + rubric->first_min, *end = least + rubric->nmins; least < end; least++)
					if (hqi_is_least_open(ask, *least))
						sign_row(s, *least, sign);     /* whether or not the points above it are settled */
			}
			for (uint16_t k = 0; k < row->nkids; k++)
				sign_row(s, ask->kids[row->first_kid + k], kids);
		}
	}
}

/* A fact that pulls two ways; first of what is missing of the single records, which filters compare with. */
static bool find(struct search *s)
{
	const struct hq_edition *e = s->ask->edition;

	s->found = NULL;
	s->narrowed = s->never = false;
	for (int turn = 0; turn < 2; turn++) {
		s->single = turn == 0;
		for (uint32_t i = e->nrows; i-- > 0 && !s->found;)
			if (s->signs[e->nmeasures + i])
				look_at_row(s, (uint16_t)(e->first_row + i), s->signs[e->nmeasures + i]);
		for (uint32_t i = e->nmeasures; i-- > 0 && !s->found;)
			if (s->signs[i])
				look_at_measure(s, (uint16_t)(e->first_measure + i), s->signs[i]);
	}
	if (!s->found && !s->narrowed)
		look_at_kinds(s);
	for (const struct hq_fork *f = s->forks; f < s->forks_end && !s->found && !s->narrowed && !s->never && !s->full; f++)
		if (f->what == HQ_FORK_YEARS)
			look_at_years(s, f);
	return s->found;
}

/* ---- the cases ----------------------------------------------------------------------------------------------- */

/* Is there a measure that is nowhere? What was assumed of it leaves nothing of what its records give, or they give more than there may be in all. */
static bool is_void(const struct hqi_ask *ask)
{
	const uint16_t first = ask->edition->first_measure;

	for (uint16_t m = first; m < first + ask->edition->nmeasures; m++)
		if (hqi_quantity(ask, m).lo > hqi_quantity(ask, m).hi)
			return true;
	return false;
}

/* Can row @top come out @want? 1 or 0, or an error. Takes a fact and goes on with its first case; where the row came out the other way, with
 * the next case of what was taken last, `again` with the signs as they were when it was taken. */
static int reach(struct search *s, uint16_t top, bool want)
{
	struct hqi_ask *ask = s->ask;
	uint32_t n = 0;                        /* after the last fact that was taken; what stands above is narrowed */
	bool again = false;

	s->top = top;
	s->want = want;
	s->full = s->endless = false;
	hold(s, 0);
	for (long steps = 0; steps < HQ_CASE_STEPS || !s->endless; steps++) {
		enum hq_verdict unused;
		const int rc = hqi_reckon(s->pass, &unused);
		const struct hq_interval now = hqi_value(ask, top);
		const bool none = rc == HQ_OK && is_void(ask);
		bool first = !again && !none && (now.lo != now.hi || now.lo == want), more = first || again;

		if (rc < 0)
			return rc;
		if (more) {
			sign_all(s);
		} else if (!none && !want) {
			const uint16_t way = hqi_first_route(ask);
			const bool full = s->full;

			sign_all(s);
			if (s->way != way && (find(s) || !s->never))
				s->way = s->way == ANY_WAY ? way : HQ_NONE;
			s->full = full;
		}
		if (first && !find(s) && !s->full) {
			if (s->narrowed)
				continue;
			if (!s->never)
				return 1;
			first = more = false;
		}
		if (first) {
			if (s->found && s->found < s->forks_end)
				((uint16_t *)s->pass->cases)[s->found - s->forks] |=
					(uint16_t)(s->found->what == HQ_FORK_FIELDS ? 1u << s->next->arg % HQ_FIELDS_MAX : 1u);
			if (s->full || s->assumed + s->n == s->next)
				return HQ_ELIMIT;
			s->assumed[s->n] = *s->next;
			s->assumed[s->n].taken = true;
			n = s->n + 1;
			if (s->next->what == HQ_FORK_YEARS)
				steps += YEARS_STEPS;
			s->endless |= s->next->halves || (s->next->record && s->next->kind != ask->vocab->teacher && s->next->kind != ask->vocab->assignment);
		}
		while (more) {
			struct hqi_assumed *level = &s->assumed[n - 1];

			hold(s, n - 1);
			more = hqi_case(ask, level, first);
			first = false;
			if (!more) {
				while (--n > 0 && !s->assumed[n - 1].taken)
					;
				if (level->what == HQ_FORK_FIELDS && level->unit)
					return HQ_ELIMIT;
			} else {
				hold(s, s->n + 1);
				if (level->what != HQ_FORK_FIELDS || hqi_obeys(ask, level, s->next + 1))
					break;
			}
		}
		if (s->full)
			return HQ_ELIMIT;
		again = !more;
		if (again && n == 0)
			return 0;
		if (again)
			hold(s, n - 1);
	}
	return HQ_ELIMIT;
}

/* Room for what cases were made of, one for each fork, in bytes; the stack stands after it. */
static size_t used_size(const struct hqi_ask *ask)
{
	return (ask->edition->nforks * sizeof(uint16_t) + 7) & ~(size_t)7;
}

size_t hqi_cases_size(const struct hqi_ask *ask)
{
	return ask->edition->nforks == 0 ? 0 : used_size(ask) + (assumed_max(ask) + ROOM) * sizeof(struct hqi_assumed);
}

/* Both sides of one row: 1 or 0 where it always comes out so, EITHER, or an error. Where it can come out neither way, the facts break together what is implied
 * (8.8) and nothing is told. */
static int settle(struct search *s, uint16_t top)
{
	const int no = reach(s, top, false), yes = reach(s, top, true);

	if (no == yes)
		return no < 0 ? no : EITHER;
	return !no || !yes ? !no : no < yes ? no : yes;
}

int hqi_by_cases(struct hqi_pass *pass, enum hq_verdict *verdict, uint16_t *route)
{
	struct search s = { .pass = pass, .ask = &pass->ask, .forks = hqi_forks(&pass->ask) };
	const struct hq_edition *e = pass->ask.edition;
	int is = 1;

	for (uint32_t i = 0; i < e->nforks; i++)
		((uint16_t *)pass->cases)[i] = 0;
	s.forks_end = s.forks + e->nforks;
	s.signs = pass->seen + e->nmeasures;
	s.ask->signs = s.signs;
	s.assumed = (struct hqi_assumed *)(void *)((char *)pass->cases + used_size(&pass->ask));
	s.next = s.assumed + assumed_max(s.ask);
	*verdict = HQ_UNDETERMINED;
	if (e->applies != HQ_NONE)
		is = settle(&s, e->applies);
	if (is == 0) {
		*verdict = HQ_NOT_APPLICABLE;
	} else if (is == 1) {
		s.way = ANY_WAY;
		is = settle(&s, e->root);
		if (is == 0 || is == 1)
			*verdict = is ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	}
	pass->ask.assumed = NULL;
	*route = is == 1 ? s.way : HQ_NONE;
	return is < 0 ? is : HQ_OK;
}
