/* Undetermined exactly when two completions disagree (semantics 8.4, 8.5): where intervals leave the verdict open, the cases.
 *
 * What a fact can be is exact_fact.c's, what binds the measures of a missing list exact_list.c's. The compiler has found the facts
 * that enter the rules in more than one way (struct hq_fork); with all others intervals are exact. So: reckon; where the
 * verdict is open, take the first of these facts that an open row lacks, assume one of its cases, reckon again, and so on down; a verdict
 * is that of all cases, and the first two that differ end it. The one idea: what is assumed is a stack beside the facts,
 * asked only where something is missing, so what decides is the one reckoning there is.
 */
#include "hq_internal.h"

enum { LEVELS_MAX = 40, ASSUMED_MAX = 160, ROOM = HQ_FIELDS_MAX + 1 };

const struct hq_fork *hqi_forks(const struct hqi_ask *ask)
{
	const struct hq_fork *f = HQ_AT(struct hq_fork, ask->rules, forks);

	for (const struct hq_edition *e = HQ_AT(struct hq_edition, ask->rules, editions); e < ask->edition; e++)
		f += e->nforks;
	return f;
}

static bool is_missing(const struct hqi_ask *ask, uint8_t kind)
{
	const uint8_t list = ask->facts->list[kind];

	return list == HQ_UNKNOWN || (list == HQ_NOT_ASKED && !ask->facts->closed);
}

/* Whether something of the fork is missing. A measure may be open whatever its records say (8.4 e). */
static bool lacks(const struct hqi_ask *ask, const struct hq_fork *f)
{
	const struct hq_facts *facts = ask->facts;
	const struct hq_record *r = facts->records + facts->first[f->kind], *end = facts->records + facts->first[f->kind + 1];
	const struct hq_answer *a;
	const uint16_t fields = f->what == HQ_FORK_FIELDS ? f->arg : 0;

	if (f->what >= HQ_FORK_MEASURE) {
		if (f->what == HQ_FORK_LIST)
			return is_missing(ask, f->kind);
		a = hqi_answer(ask, f->what == HQ_FORK_ROW ? hq_slot_of(&ask->rows[f->arg]) : ask->measures[f->arg].slot);
		if (a)
			return a->know != HQ_KNOWN;
		return f->what == HQ_FORK_ROW ? ask->rows[f->arg].op == HQ_OP_SILENT : r < end || is_missing(ask, f->kind);
	}
	if (f->kind == ask->vocab->assignment || f->kind == ask->vocab->teacher) {
		r = f->kind == ask->vocab->teacher ? hqi_teacher(ask) : facts->assignment;
		if (!r)
			return true;
		end = r + 1;
	}
	for (; r < end; r++)
		if ((fields & ~r->known) || (!fields && r->unit == 255))
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
	struct hqi_assumed *assumed;           /* ASSUMED_MAX, then room for exact_list.c */
	struct hqi_assumed *next;              /* and the next fact */
	uint8_t *marks;                        /* of rows, by index less edition->first_row */
	uint32_t n;                            /* assumed */
	bool single, narrowed, full;
};

/* Takes a fact, unless one is taken: field of a set, amount, measure or row. */
static void offer(struct search *s, uint32_t what, uint32_t kind, const struct hq_record *record, uint32_t arg)
{
	struct hqi_assumed *next = s->next;

	for (const struct hq_fork *f = s->forks; !s->found && f < s->forks_end; f++) {
		if (f->what != what || f->kind != kind || !(what == HQ_FORK_FIELDS ? f->arg & arg : f->arg == arg))
			continue;
		next->arg = (uint16_t)arg;
		next->unit = 0;
		if (what == HQ_FORK_FIELDS) {
			next->arg = (uint16_t)(kind * HQ_FIELDS_MAX);
			for (arg &= f->arg; !(arg & 1); arg >>= 1)
				next->arg++;
		}
		next->record = record;
		next->what = (uint8_t)what;
		next->kind = (uint8_t)kind;
		s->found = f;
	}
}

static void offer_single(struct search *s, hqi_truth t)
{
	offer(s, HQ_FORK_FIELDS, (uint8_t)s->ask->vocab->teacher, hqi_teacher(s->ask), (uint32_t)(t >> 16) & 0xffff);
	offer(s, HQ_FORK_FIELDS, (uint8_t)s->ask->vocab->assignment, s->ask->facts->assignment, (uint32_t)(t >> 32) & 0xffff);
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

	s->full = s->full || s->n + 1 == ASSUMED_MAX;
	if (s->full)
		return;
	*a = (struct hqi_assumed){ .what = HQ_FORK_MEASURE, .kind = kind, .arg = arg, .v = v };
	hold(s, s->n + 1);
}

/* What a record lacks that the measure's answer turns on. */
static void look_at_record(struct search *s, uint16_t measure, const struct hq_record *r, bool missing)
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
	if (missing)
		return;
	const uint8_t day = HQ_AT(struct hq_vocab_kind, s->ask->vocab, kinds)[r->kind].date_field;

	offer(s, HQ_FORK_FIELDS, r->kind, r, ((uint32_t)t & 0xffff) | (count.lacks_day ? 1u << day : 0));
	if (((t & HQI_LACK_AMOUNT) || count.lacks_amount) && !hqi_assumed(s->ask, HQ_FORK_AMOUNT, r, 0))
		offer(s, HQ_FORK_AMOUNT, r->kind, r, 0);
}

static void look_at_measure(struct search *s, uint16_t measure)
{
	const struct hqi_ask *ask = s->ask;
	const uint8_t kind = hqi_shape(ask, measure)->kind;
	const struct hq_record *r = ask->facts->records + ask->facts->first[kind];
	const struct hq_record blank = { .kind = kind, .unit = 255, .times = 1, .asked = 0xffff };
	const bool answered = hqi_answer(ask, ask->measures[measure].slot), missing = !answered && is_missing(ask, kind);

	if (missing)
		look_at_record(s, measure, &blank, true);
	for (uint32_t n = (uint32_t)ask->facts->first[kind + 1] - ask->facts->first[kind]; !answered && n > 0; n--, r++)
		look_at_record(s, measure, r, false);
	if (s->single)
		return;
	struct hq_interval v = hqi_quantity(ask, measure);

	if (missing && !hqi_assumed(ask, HQ_FORK_MEASURE, NULL, measure)) {
		if (!hqi_may_hold(ask, kind, hqi_sort_of(ask, measure), HQI_ANY_SORT, s->assumed + ASSUMED_MAX)) {
			v.hi = 0;
			s->narrowed = true;
		}
		assume(s, kind, measure, v);
	}
	if (s->found)
		return;
	offer(s, HQ_FORK_MEASURE, kind, NULL, measure);
	if (s->found) {
		s->next->v = v;
		hqi_case(ask, s->next, true);
		if (s->next->v.hi == v.hi)
			s->found = NULL;               /* one case, and nothing is learnt from it */
		s->next->v = v;
	}
}

static void mark(struct search *s, uint16_t row)
{
	if (row != HQ_NONE)
		s->marks[row - s->ask->edition->first_row] = 1;
}

static void look_at_row(struct search *s, uint16_t index)
{
	const struct hq_row *row = &s->ask->rows[index];

	if (row->op == HQ_OP_SILENT || hqi_answer(s->ask, hq_slot_of(row))) {
		if (!s->single)
			offer(s, HQ_FORK_ROW, 0, NULL, index);
	} else if (row->op == HQ_OP_SCALAR) {
		if (s->single)
			offer_single(s, hqi_filter(s->ask, row->arg, NULL));
	} else if (row->op == HQ_OP_QUANTITY) {
		look_at_measure(s, row->arg);
	} else if (row->op == HQ_OP_LINE) {
		look_at_measure(s, s->ask->lines[row->arg].measure);
	} else {
		for (uint16_t k = 0; k < row->nkids; k++)
			mark(s, s->ask->kids[row->first_kid + k]);
		if (row->op == HQ_OP_RUBRIC) {
			mark(s, s->ask->rubrics[row->arg].requires);
			mark(s, s->ask->rubrics[row->arg].settles);
		}
	}
}

/* Through the open rows from the verdict down; first for what is missing of the single records, which filters compare with. */
static bool find(struct search *s)
{
	const struct hq_edition *e = s->ask->edition;
	const bool applies = e->applies != HQ_NONE && hqi_value(s->ask, e->applies).lo == 0;

	s->found = NULL;
	s->narrowed = false;
	for (int turn = 0; turn < 2; turn++) {
		s->single = turn == 0;
		for (uint32_t i = 0; i < e->nrows; i++)
			s->marks[i] = 0;
		mark(s, applies ? e->applies : e->root);
		for (uint32_t i = e->nrows; i-- > 0 && !s->found;)
			if (s->marks[i] && s->ask->values[i].lo != s->ask->values[i].hi)
				look_at_row(s, (uint16_t)(e->first_row + i));
	}
	return s->found;
}

/* ---- the cases ----------------------------------------------------------------------------------------------- */

/* What the case on top of the stack says of the other measures of its missing list. False: there is no such list, or no room. */
static bool follow(struct search *s)
{
	const struct hqi_ask *ask = s->ask;
	const struct hqi_assumed *a = &s->assumed[s->n - 1];
	const uint16_t first = ask->edition->first_measure;

	if (a->what != HQ_FORK_MEASURE || !is_missing(ask, a->kind) || hqi_answer(ask, ask->measures[a->arg].slot))
		return true;
	for (uint16_t m = first; m < first + ask->edition->nmeasures; m++) {
		const struct hqi_assumed *before = hqi_assumed(ask, HQ_FORK_MEASURE, NULL, m);
		const struct hq_packed_shape *shape = hqi_shape(ask, m);

		if (m == a->arg || shape->kind != a->kind || hqi_answer(ask, ask->measures[m].slot))
			continue;
		struct hq_interval was = { 0, ask->numbers[shape->max] };

		if (before)
			was = before->v;
		const struct hq_interval v = hqi_follows(ask, a, m, was, s->assumed + ASSUMED_MAX);

		if (v.lo != was.lo || v.hi != was.hi)
			assume(s, a->kind, m, v);
		if (v.lo > v.hi || s->full)
			return false;
	}
	return true;
}

/* Takes a fact that is missing and goes on with its first case; at a verdict, with the next case of what was taken last. */
static int walk(struct search *s, enum hq_verdict *found, uint16_t *route)
{
	struct hqi_ask *ask = s->ask;
	uint16_t levels[LEVELS_MAX];
	uint32_t n = 0;
	enum hq_verdict v = HQ_UNDETERMINED;

	for (long steps = 0; steps < HQ_CASE_STEPS; steps++) {
		const bool open = v == HQ_UNDETERMINED;
		bool first = open && find(s);

		if (first) {
			if (n == LEVELS_MAX || s->n == ASSUMED_MAX)
				break;
			((uint16_t *)s->pass->cases)[s->found - s->forks] |=
				(uint16_t)(s->found->what == HQ_FORK_FIELDS ? 1u << s->next->arg % HQ_FIELDS_MAX : 1u);
			levels[n++] = (uint16_t)s->n;
			s->assumed[s->n] = *s->next;
		} else if (!open || !s->narrowed) {
			const uint16_t way = v == HQ_HIGHLY_QUALIFIED ? hqi_first_route(ask) : HQ_NONE;

			*route = !*found || *route == way ? way : HQ_NONE;
			if (open || (*found && v != *found)) {
				*found = HQ_UNDETERMINED;
				return HQ_OK;
			}
			*found = v;
		}
		/* The next case that is possible of what is on top, unless all that was new is what a missing list cannot hold. */
		while (first || !open || !s->narrowed) {
			if (n == 0)
				return HQ_OK;
			struct hqi_assumed *top = &s->assumed[levels[n - 1]];

			hold(s, levels[n - 1]);                /* it is not assumed while its next case is looked for */
			const bool more = hqi_case(ask, top, first);

			s->full = s->full || (!more && top->what == HQ_FORK_FIELDS && top->unit);
			if (s->full)
				return HQ_ELIMIT;

			first = false;
			hold(s, s->n + more);
			n -= !more;
			if (more && (top->what != HQ_FORK_FIELDS || hqi_obeys(ask, top, s->assumed + ASSUMED_MAX)) && follow(s))
				break;
			if (s->full)
				return HQ_ELIMIT;
			s->narrowed = false;
		}
		const int rc = s->full ? HQ_ELIMIT : hqi_reckon(s->pass, &v);

		if (rc < 0)
			return rc;
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
	return ask->edition->nforks == 0 ? 0 : used_size(ask) + (ASSUMED_MAX + ROOM) * sizeof(struct hqi_assumed);
}

int hqi_by_cases(struct hqi_pass *pass, enum hq_verdict *verdict, uint16_t *route)
{
	struct search s = { .pass = pass, .ask = &pass->ask, .forks = hqi_forks(&pass->ask) };
	const struct hq_edition *e = pass->ask.edition;
	enum hq_verdict found = 0;

	for (uint32_t i = 0; i < e->nforks; i++)
		((uint16_t *)pass->cases)[i] = 0;
	s.forks_end = s.forks + e->nforks;
	s.marks = pass->seen + e->nmeasures;
	s.assumed = (struct hqi_assumed *)(void *)((char *)pass->cases + used_size(&pass->ask));
	s.next = s.assumed + ASSUMED_MAX + HQ_FIELDS_MAX;
	const int rc = walk(&s, &found, route);

	pass->ask.assumed = NULL;
	*verdict = found && rc != HQ_ELIMIT ? found : HQ_UNDETERMINED;
	return rc;
}
