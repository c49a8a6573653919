/* A teacher and its plans for a test: what there is, what hq_plan finds, and every plan decided anew. For test_plan.c and test_plan_rules.c.
 *
 * A plan is written as its changes, each "row amount": the row it is for, and how many units or records. */
#ifndef HQ_TESTS_PLANNING_H
#define HQ_TESTS_PLANNING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hq_plan.h"

const struct hq_vocab *hq_facts(void);

enum { RECORDS_MAX = 40, WORK = 4 << 20 };

static struct hq_record records[RECORDS_MAX], assignment;
static struct hq_facts facts;
static int64_t work[WORK / 8], decide_work[1 << 16];
static struct hq_plans plans;

/* ---- a teacher ----------------------------------------------------------------------------------------------- */

static inline hq_day day(const char *text)
{
	hq_day out;

	assert_int_equal(hq_day_parse(text, strlen(text), &out), 0);
	return out;
}

/* All lists known, and empty. */
static inline void begin(void)
{
	memset(&facts, 0, sizeof facts);
	facts.vocab = hq_facts();
	facts.records = records;
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	facts.closed = 1;
	facts.assignment = &assignment;
	assert_int_equal(hq_record_begin(facts.vocab, "assignment", &assignment), 0);
	assignment.times = 0;
}

/* name, value, ... NULL */
static inline void set(struct hq_record *r, va_list list)
{
	for (const char *name; (name = va_arg(list, const char *));) {
		const char *value = va_arg(list, const char *);

		if (hq_record_set(facts.vocab, r, name, value))
			fail_msg("%s %s", name, value);
	}
}

static inline void assign(const char *first, const char *value, ...)
{
	va_list list;

	assert_int_equal(hq_record_set(facts.vocab, &assignment, first, value), 0);
	va_start(list, value);
	set(&assignment, list);
	va_end(list);
}

static inline void give(const char *kind, ...)
{
	struct hq_record *r = &records[facts.nrecords];
	va_list list;

	assert_true(facts.nrecords < RECORDS_MAX);
	assert_int_equal(hq_record_begin(facts.vocab, kind, r), 0);
	if (!(HQ_AT(struct hq_vocab_kind, facts.vocab, kinds)[r->kind].flags & HQ_KIND_TIMES))
		r->times = 0;
	r->ref = (uint16_t)facts.nrecords++;
	va_start(list, kind);
	set(r, list);
	va_end(list);
}

static inline void not_asked(const char *kind)
{
	const int k = hq_find_kind(facts.vocab, kind, strlen(kind));

	assert_true(k >= 0);
	facts.list[k] = HQ_NOT_ASKED;
}

/* ---- its plans ----------------------------------------------------------------------------------------------- */

struct written { char text[400]; };

static inline struct written write_plan(const struct hq_tables *rules, const struct hq_plan *plan)
{
	struct written w = { "" };
	size_t n = 0;

	for (uint8_t i = 0; i < plan->n; i++) {
		const struct hq_move *m = &plans.moves[plan->move[i]];
		const int64_t amount = m->unit == 255 ? plan->steps[i] : m->step * plan->steps[i];
		char number[48];
		const size_t len = hq_number_format(amount, m->unit == 255 ? 1 : 100, number);
		const uint16_t row = m->type == HQ_MOVE_ASSIGNMENT ? m->row : HQ_AT(struct hq_packed_measure, rules, measures)[m->measures[0]].row;

		n += (size_t)snprintf(w.text + n, sizeof w.text - n, "%s%s %.*s", i ? ", " : "",
				      m->type == HQ_MOVE_ASSIGNMENT ? "assignment" : hq_row_name_of(rules, row).text, (int)len, number);
	}
	return w;
}

/* The plan is a proof: decided as a teacher of its own, it is yes; and none of its changes can be left out, or be less. */
static inline bool works(const struct hq_tables *rules, const struct hq_plan *plan)
{
	struct hq_decision d;
	struct hq_facts then;

	if (hq_plan_facts(&plans, plan, &then))
		return false;
	assert_true(hq_work_size(rules, plans.edition, then.nrecords) <= sizeof decide_work);
	assert_int_equal(hq_decide(rules, plans.edition, &then, plans.until, decide_work, sizeof decide_work, &d), 0);
	return d.verdict == HQ_HIGHLY_QUALIFIED;
}

static inline void prove(const struct hq_tables *rules, const struct hq_plan *plan)
{
	if (!works(rules, plan))
		fail_msg("%s does not do", write_plan(rules, plan).text);
	for (uint8_t i = 0; i < plan->n; i++) {
		struct hq_plan less = *plan;

		if (--less.steps[i] == 0) {
			less.n--;
			for (uint8_t k = i; k < less.n; k++) {
				less.move[k] = less.move[k + 1];
				less.steps[k] = less.steps[k + 1];
			}
		}
		if (works(rules, &less))
			fail_msg("%s would do instead of %s", write_plan(rules, &less).text, write_plan(rules, plan).text);
	}
}

static inline void plan(const struct hq_tables *rules, const char *as_of, const char *until)
{
	assert_int_equal(hq_facts_prepare(&facts, records), 0);
	assert_true(hq_plan_size(rules, facts.nrecords) <= sizeof work);
	assert_int_equal(hq_plan(rules, &facts, day(as_of), day(until), work, sizeof work, &plans), 0);
	for (uint16_t i = 0; i < plans.nplans; i++)
		prove(rules, &plans.plans[i]);
}

/* These plans and no others; in any order. */
static inline void expect(const struct hq_tables *rules, const char *const wanted[])
{
	char found[4096] = "";
	size_t n = 0, nwanted = 0;

	for (uint16_t i = 0; i < plans.nplans; i++)
		n += (size_t)snprintf(found + n, sizeof found - n, "  %s\n", write_plan(rules, &plans.plans[i]).text);
	for (; wanted[nwanted]; nwanted++) {
		bool there = false;

		for (uint16_t i = 0; i < plans.nplans; i++)
			there = there || !strcmp(write_plan(rules, &plans.plans[i]).text, wanted[nwanted]);
		if (!there)
			fail_msg("no plan \"%s\"; there are\n%s", wanted[nwanted], found);
	}
	if (plans.nplans != nwanted)
		fail_msg("%zu plans expected; there are\n%s", nwanted, found);
}
#define EXPECT(rules, ...) expect(rules, (const char *const[]){ __VA_ARGS__, NULL })

#endif
