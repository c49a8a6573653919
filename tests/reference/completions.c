/* The completion oracle; see completions.h. */
#include "completions.h"
#include "gaps.h"
#include "implied.h"

#include <string.h>

enum { ALL_MAX = 1500, SETTLED = 32, MANY_DEEP = 16, LED = 48 };

/* ---- what the source leaves open ---- */

int choices_choose(void *self, const void *node, const void *asker, long record)
{
	struct choices *c = self;
	size_t i = 0;

	while (i < c->n && (c->node[i] != node || c->asker[i] != asker || c->record[i] != record))
		i++;
	if (i == c->n && c->n < CHOICES_MAX) {
		c->node[i] = node;
		c->asker[i] = asker;
		c->record[i] = record;
		c->n++;
	}
	return i < CHOICES_MAX ? (int)(c->bits >> i & 1) : 0;
}

struct ref_teacher as_reference(const struct teacher *t, struct ref_form *form)
{
	struct ref_teacher out = { .records = t->records, .nrecords = t->n, .assignment = &t->assignment, .as_of = t->as_of,
				   .form = form, .defines = ground.defines };

	for (uint16_t i = 0; t->form && i < ground.edition->nslots; i++) {
		const struct hq_slot s = hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i);

		if (t->answers[i].know == HQ_KNOWN && ground.slot_node[i])
			form[out.nform++] = (struct ref_form){ ground.slot_node[i], { t->answers[i].value, s.type == HQ_SLOT_YES_NO ? 1 : s.step } };
	}
	return out;
}

/* ---- one completion ---- */

struct search {
	const struct teacher *partial;
	struct teacher now;
	struct gap gaps[GAPS_MAX];
	size_t n;
	struct hq_record undated[TEACHER_RECORDS];      /* before anything was filled in */
	size_t nundated;
	size_t settled;                 /* of each: at most so many ways to settle what the source leaves open */
	enum hq_verdict decided;
	struct completions *out;
};

/* Could the days of a span be so? Not before each other, nor in fewer school years than it states. */
static bool is_in_order(const struct hq_record *r, hq_day as_of)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);

	if (!(k->flags & HQ_KIND_SPAN) || !(r->known >> k->from_field & 1) || !(r->known >> k->date_field & 1))
		return true;
	const hq_day from = (hq_day)r->v[k->from_field], to = r->v[k->date_field] == HQ_DAY_NEVER ? as_of : (hq_day)r->v[k->date_field];
	int64_t touched = hq_school_year(to) - hq_school_year(from) + 1;

	for (unsigned d = 0; d < k->decimals; d++)
		touched *= 10;
	return from > as_of || (from <= to && (r->unit != k->year_unit || r->amount <= touched));
}

/* Not facts but an error in the data: more than one record, a span more years than it touches. `in all` binds no list that was missing (8.4 a). */
static bool in_order(const struct teacher *t, const struct teacher *partial)
{
	int64_t all[HQ_KINDS_MAX] = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct hq_record *r = &t->records[i];
		const struct hq_vocab_kind *k = kind_of(r->kind);

		if (!is_in_order(r, t->as_of))
			return false;
		if (!(k->flags & HQ_KIND_AMOUNT) || r->unit == 255 || partial->list[r->kind] != HQ_KNOWN)
			continue;
		all[r->kind] += r->amount * (k->flags & HQ_KIND_TIMES && r->times ? r->times : 1);
		if (all[r->kind] > k->amount_all)
			return false;
	}
	return true;
}

/* Fills in the days of spans that were missing @before, where what stands there now cannot be; false: none was. The last one on or before the as-of date, the
 * first so that the span touches the years it states. What 2.7 gives for them is what any of these give. */
static bool date_spans(struct teacher *t, const struct hq_record *before, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		struct hq_record *r = &t->records[i];
		const struct hq_vocab_kind *k = kind_of(r->kind);
		int64_t years = r->unit == k->year_unit ? r->amount : 0;

		if (!(k->flags & HQ_KIND_SPAN))
			continue;
		const uint16_t both = (uint16_t)(1u << k->from_field | 1u << k->date_field);

		any |= (before[i].known & both) != both;
		if (!is_in_order(r, t->as_of))
			r->known &= (uint16_t)(before[i].known | ~both);
		for (unsigned d = 0; d < k->decimals; d++)
			years = (years + 9) / 10;
		const bool begins = r->known >> k->from_field & 1;
		const int32_t begun = begins ? hq_school_year((hq_day)r->v[k->from_field]) : 0, now = hq_school_year(t->as_of);

		if (!(r->known >> k->date_field & 1)) {
			const int32_t least = begins ? begun + (int32_t)years - 1 : now - 12, y = least < now ? (int32_t)between(least, now) : now;
			const hq_day day = chance(50) ? july_first(y + 1) - 1 : july_first(y) + (hq_day)between(0, 364);

			r->v[k->date_field] = chance(20) ? HQ_DAY_NEVER : day < t->as_of && (!begins || day >= r->v[k->from_field]) ? day : t->as_of;
			r->known |= (uint16_t)(1u << k->date_field);
		}
		if (!begins) {
			const hq_day last = r->v[k->date_field] < t->as_of ? (hq_day)r->v[k->date_field] : t->as_of;
			const int32_t y = hq_school_year(last) - (years ? (int32_t)years - 1 : 0);

			r->v[k->from_field] = chance(50) && july_first(y) <= last ? july_first(y) : july_first(y - (int32_t)between(0, 20)) - 1;
			r->known |= (uint16_t)(1u << k->from_field);
		}
	}
	return any;
}

/* What the reference says of the facts as they are in @now, for every way to settle what the source leaves open, or for some. True: seen enough. */
static bool settle_all(struct search *s, const struct teacher *now, bool each)
{
	static struct ref_form form[TEACHER_SLOTS];
	struct choices c = { .n = 0 };
	const struct ref_chooser chooser = { choices_choose, &c };
	struct completions *out = s->out;

	if (!in_order(now, s->partial) || !implied_obeyed(now))
		return false;
	struct ref_teacher t = as_reference(now, form);

	t.undated = each ? s->undated : NULL;
	t.nundated = s->nundated;

	/* All ways or, of many, all no, all yes and a draw. How many there are shows as they are asked. */
	for (uint64_t n = 0; n < 2 || (c.n < CHOICES_MAX && n < (uint64_t)1 << c.n && n < s->settled); n++) {
		c.bits = n < 2 ? -n : n - 1;
		if (c.n >= CHOICES_MAX || (uint64_t)1 << c.n > s->settled) {
			if (n > 1)
				c.bits = chance(50) ? draw() : draw() | draw();
			out->all = false;
		}
		const struct ref_answer a = ref_decide(ground.tree, &t, &chooser);

		out->tried++;
		if (!(out->verdicts >> a.verdict & 1)) {
			out->example[a.verdict] = *now;
			out->verdicts |= 1u << a.verdict;
		}
		if (s->decided == HQ_UNDETERMINED ? (out->verdicts & (out->verdicts - 1)) != 0 : (out->verdicts & ~(1u << s->decided)) != 0)
			return true;
	}
	return false;
}

/* The facts as they are now. The days by which years are counted may be others than those that fill in what is missing for anything else; and the same. */
static bool try_it(struct search *s)
{
	static struct teacher dated;

	dated = s->now;
	const bool any = date_spans(&dated, s->undated, s->nundated);

	return settle_all(s, &dated, true) || (any && settle_all(s, &dated, false));
}

static void begin(struct search *s)
{
	s->now = *s->partial;
	s->n = gaps_find(s->partial, &s->now, s->gaps);
	memcpy(s->undated, s->now.records, sizeof s->undated);
	s->nundated = s->now.n;
}

/* ---- ways of trying ---- */

static void copy(struct teacher *to, const struct teacher *from)
{
	const size_t n = from->n > to->n ? from->n : to->n;

	memcpy(to->records, from->records, (n < TEACHER_RECORDS ? n : TEACHER_RECORDS) * sizeof *from->records);
	to->n = from->n;
	to->assignment = from->assignment;
	to->as_of = from->as_of;
	memcpy(to->list, from->list, sizeof to->list);
	to->form = from->form;
	if (from->form)
		memcpy(to->answers, from->answers, ground.edition->nslots * sizeof *to->answers);
}

static bool try_all(struct search *s, size_t i, size_t deep)
{
	while (i < s->n && s->gaps[i].n < 2) {   /* nothing to choose, and no copy to keep */
		if (s->gaps[i].n)
			gap_fill(&s->now, &s->gaps[i], 0);
		i++;
	}
	if (i == s->n)
		return try_it(s);
	for (size_t which = 0; which < s->gaps[i].n; which++) {
		static struct teacher before[MANY_DEEP];

		if (deep == MANY_DEEP)
			return false;
		copy(&before[deep], &s->now);
		gap_fill(&s->now, &s->gaps[i], which);
		if (try_all(s, i + 1, deep + 1))
			return true;
		copy(&s->now, &before[deep]);
	}
	return false;
}

/* One completion by chance. All at their first values, or all at their last, every so often. */
static bool try_one(struct search *s, const struct teacher *empty, int way)
{
	copy(&s->now, empty);
	gaps_aim();
	for (size_t i = 0; i < s->n; i++) {
		const struct gap *g = &s->gaps[i];

		if (g->n)
			gap_fill(&s->now, g, way == 0 ? 0 : way == 1 ? g->n - 1 : (size_t)between(0, (int64_t)g->n - 1));
	}
	implied_mend(&s->now, empty);
	return try_it(s);
}

/* One completion filled in fact by fact in a chance order, keeping clear of @against: a value after which the runtime says it, or says
 * nothing else can come, is not taken while another will do. Only a guide: what counts is what the reference says at the end. */
static bool try_guided(struct search *s, const struct teacher *empty, enum hq_verdict against)
{
	size_t order[GAPS_MAX];

	copy(&s->now, empty);
	gaps_aim();
	for (size_t i = 0; i < s->n; i++) {
		const size_t j = (size_t)between(0, (int64_t)i);

		order[i] = order[j];
		order[j] = i;
	}
	/* Records are drawn to suit the assignment and the teacher, so lists come last. */
	size_t lists = s->n;

	for (size_t i = 0; i < lists;)
		if (s->gaps[order[i]].sort == GAP_LIST) {
			const size_t last = order[--lists];

			order[lists] = order[i];
			order[i] = last;
		} else {
			i++;
		}
	for (size_t i = 0; i < s->n; i++) {
		const struct gap *g = &s->gaps[order[i]];

		for (size_t tries = 0; tries < 6 && g->n; tries++) {
			static struct teacher before;

			copy(&before, &s->now);
			gap_fill(&s->now, g, (size_t)between(0, (int64_t)g->n - 1));
			const enum hq_verdict v = verdict_of(&s->now);

			if (v != 0 && v != against)
				break;
			if (tries < 5)
				copy(&s->now, &before);
		}
	}
	implied_mend(&s->now, empty);
	return try_it(s);
}

/* What the runtime says with its cases, of facts half filled in; 0 when it refuses them. */
static enum hq_verdict case_by_case(const struct teacher *t)
{
	static struct hq_record scratch[TEACHER_RECORDS];
	static struct hq_facts facts;
	struct hq_decision d;

	return decide(t, scratch, &facts, &d) < 0 ? 0 : d.verdict;
}

/* One completion filled in fact by fact, never giving up @wanted while the runtime says that it can still come. If that is so, this finds it; and
 * if the runtime is wrong, the reference says so at the end. */
static bool try_led(struct search *s, const struct teacher *empty, enum hq_verdict wanted)
{
	static struct teacher before;

	copy(&s->now, empty);
	for (size_t i = 0; i < s->n; i++) {
		const struct gap *g = &s->gaps[i];
		const size_t from = (size_t)between(0, (int64_t)g->n - 1), ways = g->sort == GAP_LIST ? 6 * g->n : g->n;
		enum hq_verdict v = 0;

		copy(&before, &s->now);
		for (size_t k = 0; k < ways && v != HQ_UNDETERMINED && v != wanted; k++) {
			copy(&s->now, &before);
			if (g->sort == GAP_LIST)
				gaps_aim();
			gap_fill(&s->now, g, (from + k) % g->n);
			v = case_by_case(&s->now);
		}
	}
	return try_it(s);
}

void completions_of(const struct teacher *partial, enum hq_verdict decided, size_t effort, struct completions *out)
{
	static struct search s;
	static struct teacher empty;
	uint64_t product = 1;

	s.partial = partial;
	s.decided = decided;
	s.out = out;
	out->verdicts = 0;
	out->tried = 0;
	out->all = false;
	begin(&s);
	empty = s.now;
	out->missing = s.n;
	for (size_t i = 0; i < s.n && product <= ALL_MAX; i++)         /* what a list may hold is never all tried */
		product *= s.gaps[i].sort == GAP_LIST ? ALL_MAX + 1 : s.gaps[i].n ? s.gaps[i].n : 1;
	s.settled = effort * 16 / (product < effort ? product : effort);
	if (s.settled < SETTLED)
		s.settled = SETTLED;
	/* Two that differ are often at hand; and if not, a guide finds them sooner than chance. */
	const size_t many = product <= effort ? 0 : decided == HQ_UNDETERMINED ? effort / 3 : effort;

	for (size_t i = 0; i < many; i++)
		if (try_one(&s, &empty, (int)i))
			return;
	for (size_t i = 0; decided == HQ_UNDETERMINED && product > effort && i < effort; i++) {
		/* What has been seen is what to keep clear of. */
		const enum hq_verdict seen = out->verdicts >> HQ_HIGHLY_QUALIFIED & 1 ? HQ_HIGHLY_QUALIFIED :
					     out->verdicts >> HQ_NOT_HIGHLY_QUALIFIED & 1 ? HQ_NOT_HIGHLY_QUALIFIED : HQ_NOT_APPLICABLE;

		if (try_guided(&s, &empty, seen))
			return;
	}
	for (size_t i = 0; decided == HQ_UNDETERMINED && product > effort && i < effort / LED; i++)
		for (enum hq_verdict v = HQ_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++)
			if (v != HQ_UNDETERMINED && !(out->verdicts >> v & 1) && try_led(&s, &empty, v))
				return;
	if (product > ALL_MAX || (decided != HQ_UNDETERMINED && product > 4 * effort))
		return;
	s.now = empty;
	out->all = true;
	try_all(&s, 0, 0);
}
