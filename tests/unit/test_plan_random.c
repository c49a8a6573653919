/* Plans of random teachers over every rule file: sound on all, complete as far as docs/semantics.md 11.6 says.
 *
 * Sound: hq_decide says yes to every plan; with a change left out or less of it none does; completions of the plan's facts by the reference
 * evaluator are all yes; and where facts were left out, the plan's records make the complete teacher yes too. Complete: of all the changes that the
 * search knows, every one that does alone is a plan with the least steps, and every two of which neither does alone but both do are the changes
 * of some plan. This oracle tries them all, one by one and two by two; it shares with the search how a change becomes
 * records, and nothing else. HQ_PLAN_TEACHERS sets how many, HQ_SEED the seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <glob.h>

#include <cmocka.h>

#include "../reference/completions.h"
#include "compile.h"
#include "hqc.h"
#include "plan/plan.h"

#include "could_be.h"

enum { EFFORT = 6, PROVED = 4, MOVES_TRIED = 28, WORK = 8 << 20 };

static int64_t work[WORK / 8], decide_work[1 << 17];
static struct hq_plans plans;
static struct { size_t teachers, yes, nothing, planned, plans, cut, in_the_way, alone, pairs, pairs_do, triples, triples_do, completions, whole, soonest, by_cases, lines[HQ_PLAN_LINES + 1], limits[HQP_CUT_TRIES + 1], blocks[6]; } seen;
static uint64_t teacher_seed;

static void where(const struct teacher *t)
{
	fprintf(stderr, "%.4s edition %d, teacher %llu\n", ground.rules->code, ground.e, (unsigned long long)teacher_seed);
	show(stderr, t);
}

/* The verdict of a set of changes, decided as a teacher of its own; 0 where there is no such teacher. */
static enum hq_verdict after(const struct hq_plan *plan, struct hq_facts *facts)
{
	struct hq_decision d;

	if (hq_plan_facts(&plans, plan, facts) ||
	    hq_decide(ground.rules, plans.edition, facts, plans.until, decide_work, sizeof decide_work, &d))
		return 0;
	return d.verdict;
}

/* Does a set of changes do, as intervals tell and with missing lists at their worst (11.3)? What it is that plans must be smallest in. */
static bool does(const struct hq_plan *plan)
{
	struct hqp *s = plans.search;
	struct hqp_set set = { .n = plan->n };
	struct hq_facts facts;

	if (hq_plan_facts(&plans, plan, &facts))
		return false;
	s->tries = 0;
	for (uint8_t i = 0; i < plan->n; i++) {
		set.move[i] = plan->move[i];
		set.steps[i] = plan->steps[i];
	}
	return hqp_works(s, &set);
}

static struct hq_plan less(const struct hq_plan *plan, uint8_t i)
{
	struct hq_plan out = *plan;

	if (--out.steps[i] > 0)
		return out;
	out.n--;
	for (uint8_t k = i; k < out.n; k++) {
		out.move[k] = out.move[k + 1];
		out.steps[k] = out.steps[k + 1];
	}
	return out;
}

/* The plan's teacher, for the reference. */
static bool as_teacher(const struct hq_facts *facts, struct teacher *out)
{
	memset(out, 0, sizeof *out);
	if (facts->nrecords >= TEACHER_RECORDS || plans.edition != ground.e)
		return false;
	/* The single record stands first, whether it is known or not. */
	if (!facts->nrecords || facts->records[0].kind != ground.vocab->teacher)
		out->records[out->n++] = (struct hq_record){ .kind = (uint8_t)ground.vocab->teacher, .unit = 255 };
	memcpy(out->records + out->n, facts->records, facts->nrecords * sizeof *out->records);
	out->n += facts->nrecords;
	for (size_t i = 0; i < out->n; i++) {
		struct hq_record *r = &out->records[i];
		const struct hq_vocab_kind *k = kind_of(r->kind);

		r->times = r->times ? r->times : 1;
		if (r->unit == 255 && (k->flags & HQ_KIND_DEFAULT)) {  /* said, not left to be filled in */
			r->unit = k->preset_unit;
			r->amount = k->preset;
		}
	}
	out->assignment = *facts->assignment;
	out->as_of = plans.until;
	memcpy(out->list, facts->list, sizeof out->list);
	out->form = facts->answers != NULL;
	if (facts->answers)
		memcpy(out->answers, facts->answers, ground.edition->nslots * sizeof *out->answers);
	return true;
}

static void show_plans(void)
{
	for (uint16_t i = 0; i < plans.nmoves; i++) {
		const struct hq_move *m = &plans.moves[i];
		const uint16_t row = m->nmeasures ? HQ_AT(struct hq_packed_measure, ground.rules, measures)[m->measures[0]].row : m->row;

		fprintf(stderr, "  change %u: type %u of %s for %s, unit %u, %u measures, at most %u\n", i, m->type, HQ_TEXT(ground.vocab, kind_of(m->kind)->name),
			hq_row_name_of(ground.rules, row).text, m->unit, m->nmeasures, m->most);
	}
	for (uint16_t i = 0; i < plans.nplans; i++) {
		fprintf(stderr, "  plan %u:", i);
		for (uint8_t k = 0; k < plans.plans[i].n; k++)
			fprintf(stderr, " %u times %u", plans.plans[i].steps[k], plans.plans[i].move[k]);
		fputc('\n', stderr);
	}
}

static void prove(const struct teacher *t, const struct hq_plan *plan, unsigned number)
{
	static struct completions found;
	static struct teacher then;
	struct hq_facts facts;

	if (after(plan, &facts) != HQ_HIGHLY_QUALIFIED) {
		where(t);
		fail_msg("plan %u is no plan", number);
	}
	if (number < PROVED && !ground.once && as_teacher(&facts, &then)) {
		completions_of(&then, HQ_HIGHLY_QUALIFIED, EFFORT, &found);
		seen.completions += found.tried;
		if (found.verdicts & ~(1u << HQ_HIGHLY_QUALIFIED)) {
			where(t);
			fprintf(stderr, "the teacher of the plan:\n");
			show(stderr, &then);
			for (unsigned v = HQ_NOT_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++)
				if (found.verdicts >> v & 1) {
					fprintf(stderr, "a completion of it that is %s:\n", hq_verdict_name((enum hq_verdict)v));
					show(stderr, &found.example[v]);
				}
			show_plans();
			fail_msg("plan %u: a completion has verdict %x by the reference", number, found.verdicts);
		}
	}
	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_plan smaller = less(plan, i);

		if (does(&smaller)) {
			where(t);
			show_plans();
			fail_msg("plan %u is not smallest: change %d can be less", number, i);
		}
	}
}

/* ---- complete ------------------------------------------------------------------------------------------------ */

static bool is_assignment(uint16_t move)
{
	return plans.moves[move].type == HQ_MOVE_ASSIGNMENT;
}

/* The least steps of one change that do alone; 0. */
static uint16_t least_alone(uint16_t move)
{
	struct hq_plan plan = { .n = 1, .move = { move }, .steps = { plans.moves[move].most } };
	uint32_t lo = 1, hi = plans.moves[move].most;

	if (hi == 0 || !does(&plan))
		return 0;
	while (lo < hi) {
		plan.steps[0] = (uint16_t)((lo + hi) / 2);
		if (does(&plan))
			hi = plan.steps[0];
		else
			lo = plan.steps[0] + 1u;
	}
	return (uint16_t)hi;
}

/* The same thing, or of two records of a kind, either of which would do, the other: a plan has the one that is asked for first (11.4). */
static bool alike(uint16_t a, uint16_t b)
{
	const struct hq_move *x = &plans.moves[a], *y = &plans.moves[b];

	return a == b || (x->type == y->type && x->kind == y->kind && x->unit == y->unit && !is_assignment(a));
}

static bool could_be_one(uint16_t a, uint16_t b)
{
	const struct hq_move *x = &plans.moves[a], *y = &plans.moves[b];

	return x->kind == y->kind && x->unit == 255 && y->unit == 255;
}

/* Is there a plan of just these changes, or of others that would do as well in their place (11.4)? With @steps: these changes have these steps. */
static bool has_plan(const uint16_t *move, const uint16_t *steps, uint8_t n)
{
	for (uint16_t i = 0; i < plans.nplans; i++) {
		const struct hq_plan *p = &plans.plans[i];
		bool taken[HQ_PLAN_CHANGES] = { false }, same = true, merged = false, all = true;

		if (p->n > n)
			continue;
		for (uint8_t k = 0; k < p->n; k++) {
			uint8_t m = 0;

			merged = merged || plans.moves[p->move[k]].nmeasures > 1;
			while (m < n && (taken[m] || p->move[k] != move[m]))
				m++;
			if (m == n) {
				same = false;
				for (m = 0; m < n && (taken[m] || !alike(p->move[k], move[m])); m++)
					;
			}
			if (m == n) {
				all = false;
				continue;
			}
			taken[m] = true;
			same = same && (!steps || p->steps[k] == steps[m]);
			if (p->move[k] == move[m] && steps && p->steps[k] != steps[m])
				all = false;
		}
		/* Or a change that is for several lines at once, in another guise. */
		if (merged || (all && p->n == n) || (all && !same))
			return true;
	}
	return false;
}

/* The least of change @i of a plan beside the others. */
static void lessen(struct hq_plan *plan, uint8_t i)
{
	uint32_t lo = 1, hi = plan->steps[i];

	while (lo < hi) {
		plan->steps[i] = (uint16_t)((lo + hi) / 2);
		if (does(plan))
			hi = plan->steps[i];
		else
			lo = plan->steps[i] + 1u;
	}
	plan->steps[i] = (uint16_t)hi;
}

static void missing(const struct teacher *t, const struct hq_plan *plan)
{
	where(t);
	show_plans();
	fprintf(stderr, "changes");
	for (uint8_t i = 0; i < plan->n; i++)
		fprintf(stderr, " %u times %u", plan->steps[i], plan->move[i]);
	fputc('\n', stderr);
	fail_msg("changes that do together, and are no plan");
}

enum { TRIPLES_OF = 14 };

static void complete(const struct teacher *t)
{
	static uint16_t alone[HQ_PLAN_MOVES];
	static bool pair[MOVES_TRIED][MOVES_TRIED];
	const uint16_t n = plans.nown < MOVES_TRIED ? plans.nown : MOVES_TRIED;

	for (uint16_t a = 0; a < n; a++) {
		bool found = false;

		alone[a] = least_alone(a);
		if (!alone[a])
			continue;
		seen.alone++;
		for (uint16_t i = 0; i < plans.nplans && !found; i++) {
			const struct hq_plan *p = &plans.plans[i];

			found = p->n == 1 && (p->move[0] == a ? p->steps[0] == alone[a] : alike(p->move[0], a));
		}
		if (!found) {
			where(t);
			show_plans();
			fail_msg("change %d does alone, %d steps, and is no plan", a, alone[a]);
		}
	}
	for (uint16_t a = 0; a < n; a++) {
		for (uint16_t b = (uint16_t)(a + 1); b < n; b++) {
			struct hq_plan both = { .n = 2, .move = { a, b }, .steps = { plans.moves[a].most, plans.moves[b].most } };

			pair[a][b] = true;
			if (alone[a] || alone[b] || !both.steps[0] || !both.steps[1] || is_assignment(a) || is_assignment(b) || could_be_one(a, b))
				continue;
			seen.pairs++;
			pair[a][b] = does(&both);
			if (!pair[a][b] || plans.lines < 2)
				continue;
			seen.pairs_do++;
			/* With as much of the one as there may be, the least of the other, and then the least of the one: and the other way round. */
			for (uint8_t first = 0; first < 2; first++) {
				struct hq_plan least = both;

				lessen(&least, first);
				lessen(&least, !first);
				if (!has_plan(least.move, least.steps, 2))
					missing(t, &least);
			}
		}
	}
	for (uint16_t a = 0; a < n && a < TRIPLES_OF && plans.lines >= 3; a++) {
		for (uint16_t b = (uint16_t)(a + 1); b < n && b < TRIPLES_OF; b++) {
			for (uint16_t c = (uint16_t)(b + 1); c < n && c < TRIPLES_OF && !pair[a][b]; c++) {
				const struct hq_plan all = { .n = 3, .move = { a, b, c },
							     .steps = { plans.moves[a].most, plans.moves[b].most, plans.moves[c].most } };

				if (pair[a][c] || pair[b][c])
					continue;
				seen.triples++;
				if (!does(&all))
					continue;
				seen.triples_do++;
				if (!has_plan(all.move, NULL, 3))
					missing(t, &all);
			}
		}
	}
}

/* ---- in the way ---------------------------------------------------------------------------------------------- */

/* What is said to be in the way is; without any one of it it is not; and where it is two or more, no one row by itself is (11.8). */
static void in_the_way(const struct teacher *t)
{
	struct hqp *s = plans.search;
	const struct hq_edition *e = s->ask.edition;
	uint16_t blocks[HQP_BLOCKED], left[HQP_BLOCKED];

	if (plans.nblocks == 0 || plans.blocks[0] == e->applies)
		return;
	memcpy(blocks, plans.blocks, plans.nblocks * sizeof *blocks);
	/* The teacher's own assignment: what was tried last may have been another. */
	hqp_world(s, NULL);
	for (uint16_t i = 0; i < e->nmeasures; i++)
		s->measures[i].asked = 0;
	s->nmeasure_moves = 0;
	s->nmoves = 0;
	hqp_rows(s);
	seen.blocks[plans.nblocks < 5 ? plans.nblocks : 5]++;
	if (could_be(s, e->root, blocks, plans.nblocks)) {
		where(t);
		fail_msg("what is in the way is not all of it");
	}
	for (uint16_t i = 0; i < plans.nblocks; i++) {
		uint16_t n = 0;

		for (uint16_t k = 0; k < plans.nblocks; k++)
			if (k != i)
				left[n++] = blocks[k];
		if (!could_be(s, e->root, left, n)) {
			where(t);
			fail_msg("%s is not in the way beside the others", hq_row_name_of(s->rules, blocks[i]).text);
		}
	}
	for (uint16_t row = e->first_row; plans.nblocks > 1 && row < e->first_row + e->nrows; row++) {
		if (hq_is_points(&s->ask.rows[row]) || s->ask.rows[row].op == HQ_OP_ALL || s->ask.rows[row].op == HQ_OP_ANY || s->ask.rows[row].op == HQ_OP_AT_LEAST)
			continue;
		if (!could_be(s, e->root, &row, 1)) {
			where(t);
			fail_msg("%s alone is in the way", hq_row_name_of(s->rules, row).text);
		}
	}
}

/* ---- one teacher --------------------------------------------------------------------------------------------- */

/* Where facts were left out, what a plan adds does for the complete teacher too. */
static void whole(const struct teacher *partial, const struct teacher *complete_one, const struct hq_facts *partial_facts)
{
	static struct hq_record scratch[TEACHER_RECORDS], all[TEACHER_RECORDS + 64];
	static struct hq_plans of_partial;
	static struct hq_record added[PROVED][64];
	size_t nadded[PROVED] = { 0 }, nplans = 0;
	struct hq_facts facts, then;
	struct hq_decision d;

	of_partial = plans;
	for (uint16_t i = 0; i < plans.nplans && nplans < PROVED; i++) {
		const struct hq_plan *p = &plans.plans[i];
		bool only_added = true;

		for (uint8_t k = 0; k < p->n; k++)
			only_added = only_added && plans.moves[p->move[k]].type == HQ_MOVE_ADD;
		if (!only_added || hq_plan_facts(&plans, p, &then))
			continue;
		for (size_t r = 0; r < then.nrecords; r++)
			if (then.records[r].ref == partial_facts->nrecords + 1 && nadded[nplans] < 64)
				added[nplans][nadded[nplans]++] = then.records[r];
		nplans++;
	}
	if (!nplans || decide(complete_one, scratch, &facts, &d) < 0 || facts.answers ||
	    hq_plan(ground.rules, &facts, of_partial.as_of, of_partial.until, work, sizeof work, &plans) || hq_plan_facts(&plans, NULL, &then))
		return;
	for (size_t i = 0; i < nplans; i++) {
		struct hq_facts with = then;

		memcpy(all, then.records, then.nrecords * sizeof *all);
		memcpy(all + then.nrecords, added[i], nadded[i] * sizeof *all);
		with.records = all;
		with.nrecords = then.nrecords + nadded[i];
		for (size_t k = 0; k < nadded[i]; k++)
			with.list[added[i][k].kind] = HQ_KNOWN;
		if (hq_facts_prepare(&with, all))
			continue;       /* more than all records together may have */
		seen.whole++;
		if (hq_decide(ground.rules, plans.edition, &with, plans.until, decide_work, sizeof decide_work, &d) == 0 &&
		    d.verdict != HQ_HIGHLY_QUALIFIED) {
			where(partial);
			show(stderr, complete_one);
			fail_msg("a plan of the partial teacher leaves the complete one %s", hq_verdict_name(d.verdict));
		}
	}
}

/* With HQ_PLAN_WORK in the environment: which limits are met, and how much is done. */
static void note_limits(void)
{
	const struct hqp *s = plans.search;

	for (unsigned i = 0; i <= HQP_CUT_TRIES; i++)
		seen.limits[i] += s->cut >> i & 1;
	if (getenv("HQ_PLAN_WORK"))
		printf("work %.2s limits %x decisions %d plans %u changes %u months %d lines %d teacher %llu\n", ground.rules->code, (unsigned)s->cut, s->tries,
		       plans.nplans, plans.nmoves, s->months, plans.lines, (unsigned long long)teacher_seed);
}

/* By the day on which the first plan takes effect there is a plan (11.10). */
static void soonest(const struct teacher *t, const struct hq_facts *facts)
{
	static int64_t other[WORK / 8];
	struct hq_plans early;
	const hq_day day = hq_plan_soonest(&plans, &plans.plans[0]);

	if (day == plans.until || hq_plan(ground.rules, facts, plans.as_of, day, other, sizeof other, &early) < 0)
		return;
	seen.soonest++;
	if (early.then != HQ_HIGHLY_QUALIFIED && early.nplans == 0 && early.complete) {
		char text[11];

		hq_day_format(day, text);
		where(t);
		show_plans();
		fail_msg("there is no plan by %s", text);
	}
}

static void one_teacher(bool leave)
{
	static const int months[] = { 12, 12, 12, 6, 24, 60 };
	static struct teacher t, complete_one;
	static struct hq_record scratch[TEACHER_RECORDS];
	struct hq_facts facts;
	struct hq_decision d;

	seed = teacher_seed;
	draw_teacher(&t);
	complete_one = t;
	if (leave)
		leave_out(&t);
	if (decide(&t, scratch, &facts, &d) < 0)
		return;
	const hq_day until = hq_day_add_months(t.as_of, months[draw() % 6]);

	if (hq_edition_at(ground.rules, until) < 0 || (facts.answers && hq_edition_at(ground.rules, until) != ground.e))
		return;
	if (hq_plan_size(ground.rules, facts.nrecords) > sizeof work)
		fail_msg("hq_plan_size %zu", hq_plan_size(ground.rules, facts.nrecords));
	const int rc = hq_plan(ground.rules, &facts, t.as_of, until, work, sizeof work, &plans);

	if (rc < 0 && rc != HQ_ELIMIT) {
		where(&t);
		fail_msg("%s", hq_strerror(rc));
	}
	if (rc < 0)
		return;
	seen.teachers++;
	seen.yes += plans.now == HQ_HIGHLY_QUALIFIED;
	seen.nothing += plans.then == HQ_HIGHLY_QUALIFIED;
	seen.planned += plans.nplans > 0;
	seen.plans += plans.nplans;
	seen.cut += !plans.complete && !plans.by_cases;
	seen.by_cases += plans.by_cases;
	seen.lines[plans.lines]++;
	note_limits();
	seen.in_the_way += plans.nplans == 0 && plans.nblocks > 0;
	for (uint16_t i = 0; i < plans.nplans; i++)
		prove(&t, &plans.plans[i], i);
	if (plans.then == HQ_HIGHLY_QUALIFIED)
		return;
	if (plans.complete)
		complete(&t);
	if (plans.nplans > 0 && !plans.by_cases && seen.planned % 4 == 0)
		soonest(&t, &facts);
	if (plans.nblocks > 0)
		in_the_way(&t);
	if (leave && !t.form)
		whole(&t, &complete_one, &facts);
}

static void over_all(void **state)
{
	const char *root = getenv("SRC"), *n = getenv("HQ_PLAN_TEACHERS"), *s = getenv("HQ_SEED"), *one = getenv("HQ_PLAN_REPLAY");
	const size_t teachers = n ? strtoul(n, NULL, 10) : 1500;
	const uint64_t start = s ? strtoull(s, NULL, 10) : 20060701;
	char pattern[512];
	glob_t files;

	(void)state;
	snprintf(pattern, sizeof pattern, "%s/states/*.hq", root ? root : ".");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	const size_t each = teachers / files.gl_pathc + 1;

	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hqc *c = hqc_new();
		uint16_t e = 0;

		assert_non_null(c);
		if (hqc_add_file(c, files.gl_pathv[i]) || hqc_check(c) || !hqc_njurisdictions(c)) {
			hqc_free(c);
			continue;
		}
		for (const struct hqc_edition *tree = c->trees[0]->jurisdictions->editions; tree; tree = tree->next, e++) {
			assert_true(stand_on(c, tree, e));
			if (one && !strncmp(one, ground.rules->code, 2) && strtoul(one + 3, NULL, 10) == e) {
				teacher_seed = strtoull(strchr(one + 3, ':') + 1, NULL, 10);
				one_teacher(teacher_seed & 1);
			}
			for (size_t k = 0; k < each && !one; k++) {
				seed = start * 1000003 + ((uint64_t)i << 40) + ((uint64_t)e << 32) + k;
				teacher_seed = draw();
				one_teacher(teacher_seed & 1);
			}
		}
		hqc_free(c);
	}
	globfree(&files);
	printf("seed %llu: %zu teachers, %zu highly qualified now, %zu at the end without a plan; %zu with plans, %zu plans, none unsound; %zu with rows in "
	       "the way; %zu met a limit, %zu with plans case by case only\n", (unsigned long long)start, seen.teachers, seen.yes, seen.nothing, seen.planned, seen.plans, seen.in_the_way,
	       seen.cut, seen.by_cases);
	printf("%zu changes that do alone and %zu pairs of %zu and %zu threes of %zu that do together, all found; %zu completions by the reference; %zu plans of partial "
	       "teachers tried on the complete one\n", seen.alone, seen.pairs_do, seen.pairs, seen.triples_do, seen.triples, seen.completions, seen.whole);
	printf("rows in the way: one %zu, two %zu, three %zu, four %zu, more %zu; none fewer does\n", seen.blocks[1], seen.blocks[2], seen.blocks[3], seen.blocks[4],
	       seen.blocks[5]);
	printf("%zu plans took effect early, and there was a plan by then\n", seen.soonest);
	printf("mixes of up to three lines of a rubric looked for: %zu; of two %zu, of one %zu\n", seen.lines[3], seen.lines[2], seen.lines[1]);
	printf("limits met: changes looked at %zu, changes of a plan %zu, ways %zu, mixes %zu, assignments %zu, sets %zu, plans %zu, decisions %zu\n", seen.limits[0],
	       seen.limits[1], seen.limits[2], seen.limits[3], seen.limits[4], seen.limits[5], seen.limits[6], seen.limits[7]);
	assert_true(one || seen.planned > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_all) };

	return cmocka_run_group_tests_name("plan_random", tests, NULL, NULL);
}
