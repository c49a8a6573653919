/* The runtime against the reference evaluator (tests/reference/), on random teachers over every rule file.
 *
 * Complete teachers: the same verdict, route and totals. Teachers with facts left out: a verdict that is given must be the one of the complete
 * teacher it was made from, and the intervals must hold that teacher's points. Teachers are built from the tables: amounts, dates and codes are
 * drawn at and one beside the edges that the rules speak of, so that caps, minimums, tiers and windows are met on both sides. What a source leaves silent is
 * tried both ways. HQ_RANDOM_TEACHERS sets how many, HQ_SEED the seed; both are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <glob.h>

#include <cmocka.h>

#include "../reference/reference.h"
#include "compile.h"
#include "hqc.h"

enum { MAX_RECORDS = 24, MAX_CHOICES = 8, MAX_EVENTS = 5 };

static uint64_t seed = 20060701;

static uint64_t draw(void)
{
	uint64_t z = (seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}
static int64_t between(int64_t lo, int64_t hi)
{
	return hi <= lo ? lo : lo + (int64_t)(draw() % (uint64_t)(hi - lo + 1));
}
static bool chance(unsigned percent)
{
	return draw() % 100 < percent;
}

/* ---- building a teacher ---- */

struct teacher {
	struct hq_record records[MAX_RECORDS];
	size_t n;
	struct hq_record assignment;
	hq_day as_of;
};

static const struct hq_vocab *vocab;
static const struct hq_tables *rules;
static const struct hq_edition *edition;

static const struct hq_vocab_kind *kind_of(unsigned k)
{
	return &HQ_AT(struct hq_vocab_kind, vocab, kinds)[k];
}
static const struct hq_vocab_field *field_of(unsigned k, unsigned f)
{
	return &HQ_AT(struct hq_vocab_field, vocab, fields)[kind_of(k)->first_field + f];
}

static int64_t random_value(const struct hq_vocab_field *f, hq_day as_of)
{
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return between(0, f->ncodes - 1);
	case HQ_FIELD_SOME_OF:
		return (int64_t)1 << between(0, f->ncodes - 1) | (chance(30) ? (int64_t)1 << between(0, f->ncodes - 1) : 0);
	case HQ_FIELD_YES_NO:
		return chance(60);
	case HQ_FIELD_DATE:
		return f->never && chance(30) ? HQ_DAY_NEVER : as_of - between(-400, 365 * 20);
	case HQ_FIELD_NUMBER:
		return between(f->min, f->max);
	}
	return 0;
}

static void single(struct hq_record *r, uint16_t k, hq_day as_of)
{
	memset(r, 0, sizeof *r);
	r->kind = (uint8_t)k;
	r->unit = 255;
	r->times = 1;
	for (unsigned f = 0; f < kind_of(k)->nfields; f++) {
		r->v[f] = random_value(field_of(k, f), as_of);
		r->known |= (uint16_t)(1u << f);
	}
}

/* Set a value so that the leaf is met, or just not. */
static void steer(const struct hq_filter_op *op, struct hq_record *rec, struct teacher *t)
{
	struct hq_record *r = op->src == HQ_SRC_RECORD ? rec : op->src == HQ_SRC_ASSIGNMENT ? &t->assignment : NULL;

	if (op->src == HQ_SRC_TEACHER)
		for (size_t i = 0; i < t->n; i++)
			if (t->records[i].kind == vocab->teacher)
				r = &t->records[i];
	if (!r || chance(12))
		return;
	const struct hq_vocab_field *f = op->op == HQ_F_AMOUNT ? NULL : field_of(r->kind, op->field);
	switch (op->op) {
	case HQ_F_IN: {
		const uint64_t *words = HQ_AT(uint64_t, rules, words) + op->a;

		for (int tries = 0; tries < 200; tries++) {
			const int64_t code = between(0, f->ncodes - 1);

			if (code / 64 < op->b && (words[code / 64] >> (code % 64) & 1)) {
				r->v[op->field] = f->type == HQ_FIELD_SOME_OF ? (int64_t)1 << code : code;
				return;
			}
		}
		return;
	}
	case HQ_F_RANGE:
		if (f->type == HQ_FIELD_YES_NO) {
			r->v[op->field] = chance(88) ? op->a : !op->a;
		} else {
			const int64_t edge = op->a > -HQ_BIG && op->a != INT64_MIN && (op->b >= HQ_BIG || chance(50)) ? op->a : op->b;
			int64_t v = edge + between(-1, 1);

			if (f->type == HQ_FIELD_ONE_OF)
				v = v < 0 ? 0 : v >= f->ncodes ? f->ncodes - 1 : v;
			else if (f->type == HQ_FIELD_NUMBER)
				v = v < f->min ? f->min : v > f->max ? f->max : v;
			else if (f->type == HQ_FIELD_SOME_OF)
				return;
			if (v > -4000000 && v < 4000000)
				r->v[op->field] = v;
		}
		return;
	case HQ_F_AMOUNT:
		if (op->a > 0)
			r->amount = op->a + between(-1, 1);
		else if (op->b < HQ_BIG)
			r->amount = op->b + between(-1, 1);
		r->unit = op->other;
		if (r->amount < kind_of(r->kind)->amount_min)
			r->amount = kind_of(r->kind)->amount_min;
		if (r->amount > kind_of(r->kind)->amount_max)
			r->amount = kind_of(r->kind)->amount_max;
		return;
	case HQ_F_COMPARE:
		if (op->other_src == HQ_SRC_ASSIGNMENT) {
			const int64_t other = t->assignment.v[op->other];

			r->v[op->field] = op->set && !op->other_set ? (int64_t)1 << other :
					  !op->set && op->other_set ? r->v[op->field] :
					  other + (op->set ? 0 : f->type == HQ_FIELD_ONE_OF && !f->ordered ? 0 : between(-1, 1));
			if (f->type == HQ_FIELD_ONE_OF && (r->v[op->field] < 0 || r->v[op->field] >= f->ncodes))
				r->v[op->field] = other;
		} else if (op->other_src == HQ_SRC_AS_OF) {
			r->v[op->field] = t->as_of + between(-1, 1);
		}
		return;
	case HQ_F_WITHIN:
		r->v[op->field] = chance(30) ? t->as_of : hq_day_add_months(t->as_of, (int32_t)-op->a) + (hq_day)between(0, 1);
		return;
	default:
		return;
	}
}

static void amount_for(const struct hq_measure *m, const struct hq_line *line, struct hq_record *r)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);
	int64_t edge = 0;
	const int64_t ten = m->unit != 255 ? m->scale : 1;

	if (line) {
		edge = line->ntiers && chance(60) ? hq_tier_at(rules, line->first_tier + (uint32_t)between(0, line->ntiers - 1)).at :
		       line->cap < HQ_BIG && chance(50) ? line->cap : line->block > 0 ? line->block * between(1, 3) : 0;
	}
	int64_t one = 1;
	for (unsigned d = 0; d < k->decimals; d++)
		one *= 10;
	r->amount = edge && ten ? edge * one / ten + between(-1, 1) : between(k->amount_min, k->amount_min + 20 * one) / one * one;
	if (chance(25))
		r->amount = between(k->amount_min, k->amount_min + 40 * one);
	if (r->amount > k->amount_max)
		r->amount = k->amount_max;
	if (r->amount < k->amount_min)
		r->amount = k->amount_min;
}

/* Whether some line counts it, and which. */
static bool line_of(uint16_t measure, struct hq_line *out)
{
	for (uint32_t i = 0; i < rules->lines.count; i++) {
		*out = hq_line_at(rules, i);
		if (out->measure == measure)
			return true;
	}
	return false;
}

static hq_day july_first(int32_t year)
{
	char text[24];
	hq_day d;

	snprintf(text, sizeof text, "%04d-07-01", year);
	hq_day_parse(text, 10, &d);
	return d;
}

/* One record for a measure of the edition. */
static void record_for(uint16_t mi, struct teacher *t)
{
	const struct hq_measure whole = hq_measure_at(rules, mi), *m = &whole;
	struct hq_line line;
	const struct hq_vocab_kind *k = kind_of(m->kind);
	const struct hq_window *w = &HQ_AT(struct hq_window, rules, windows)[m->window];
	struct hq_record *r = &t->records[t->n];

	if (t->n == MAX_RECORDS || (k->flags & HQ_KIND_SINGLE))
		return;
	single(r, m->kind, t->as_of);
	t->n++;
	if (k->flags & HQ_KIND_AMOUNT) {
		if (m->nconvs) {
			r->unit = hq_conv_at(rules, m->first_conv + (uint32_t)between(0, m->nconvs - 1)).unit;
		} else {
			unsigned u = 0;

			while (!(k->units >> u & 1))
				u++;
			r->unit = (uint8_t)u;
		}
		amount_for(m, line_of(mi, &line) ? &line : NULL, r);
	}
	if ((k->flags & HQ_KIND_TIMES) && chance(30))
		r->times = (uint16_t)between(1, 4);
	if (k->date_field != 255) {
		const hq_day from = w->from_kind == HQ_BOUND_DAY ? w->from :
				    w->from_kind == HQ_BOUND_MONTHS ? hq_day_add_months(t->as_of, -w->from) + 1 : t->as_of - 700;
		const hq_day to = w->to_kind == HQ_BOUND_DAY ? w->to :
				  w->to_kind == HQ_BOUND_MONTHS ? hq_day_add_months(t->as_of, -w->to) : t->as_of;

		r->v[k->date_field] = chance(50) ? from + (hq_day)between(-1, 1) : to + (hq_day)between(-1, 1);
		if (chance(30))
			r->v[k->date_field] = between(from, to);
	}
	if (m->filter != HQ_NONE)
		for (uint32_t i = m->filter; hq_filter_op_at(rules, i).op != HQ_F_END; i++) {
			const struct hq_filter_op op = hq_filter_op_at(rules, i);

			steer(&op, r, t);
		}
	if (k->flags & HQ_KIND_SPAN) {          /* complete facts state every school year that the span touches */
		int64_t one = 1;
		const int32_t last = hq_school_year(t->as_of) - (int32_t)between(0, 12), years = (int32_t)between(1, chance(50) ? 6 : 18);

		for (unsigned d = 0; d < k->decimals; d++)
			one *= 10;
		r->v[k->from_field] = july_first(last - years + 1) + between(0, 60);
		r->v[k->date_field] = july_first(last + 1) - 1 - between(0, 200);
		if (last == hq_school_year(t->as_of) && chance(50))
			r->v[k->date_field] = HQ_DAY_NEVER;
		r->amount = years * one;
	}
}

/* A record that takes its kind past what all records together may hold is not facts but an error in the data. */
static void keep_in_range(struct teacher *t)
{
	const struct hq_record *last = &t->records[t->n - 1];
	int64_t all = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->records[i].kind == last->kind && t->records[i].unit == last->unit)
			all += t->records[i].amount * t->records[i].times;
	if ((kind_of(last->kind)->flags & HQ_KIND_AMOUNT) && all > kind_of(last->kind)->amount_all)
		t->n--;
}

static void build(struct teacher *t, bool once)
{
	memset(t, 0, sizeof *t);
	t->as_of = edition->from + (hq_day)between(0, 3000);
	if (edition->until != HQ_DAY_NEVER && t->as_of > edition->until)
		t->as_of = edition->until;
	single(&t->assignment, vocab->assignment, t->as_of);
	single(&t->records[t->n++], vocab->teacher, t->as_of);
	for (uint32_t i = 0; i < rules->filter_ops.count; i++) {
		const struct hq_filter_op op = hq_filter_op_at(rules, i);

		if ((op.src == HQ_SRC_TEACHER || op.src == HQ_SRC_ASSIGNMENT) && op.op != HQ_F_COMPARE && chance(40))
			steer(&op, &t->assignment, t);
	}
	const size_t want = once ? 3 + draw() % 4 : draw() % MAX_RECORDS;
	for (size_t tries = 0; t->n < want && tries < 100; tries++) {
		record_for((uint16_t)(edition->first_measure + between(0, edition->nmeasures - 1)), t);
		keep_in_range(t);
	}
	if (once && chance(40) && t->n > 3)
		t->records[t->n - 1].event = t->records[t->n - 2].event = 7;
}

/* ---- what the source leaves open ---- */

struct choices { const void *node[64]; long record[64]; size_t n; uint64_t bits; };

static int choose(void *self, const void *node, long record)
{
	struct choices *c = self;
	size_t i = 0;

	while (i < c->n && (c->node[i] != node || c->record[i] != record))
		i++;
	if (i == c->n && c->n < 64) {
		c->node[i] = node;
		c->record[i] = record;
		c->n++;
	}
	return i < 64 ? (int)(c->bits >> i & 1) : 0;
}

/* ---- comparing ---- */

static struct { size_t complete, determined, inexact, partial, partial_determined, edges; } seen;
static int64_t work[1 << 17];

static int decide(const struct teacher *t, const uint8_t *list, struct hq_record *scratch, struct hq_facts *facts, struct hq_decision *out, uint16_t e)
{
	memset(facts, 0, sizeof *facts);
	memcpy(scratch, t->records, t->n * sizeof *scratch);
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (!list || list[scratch[i].kind] == HQ_KNOWN)
			scratch[n++] = scratch[i];
	facts->vocab = vocab;
	facts->records = scratch;
	facts->nrecords = n;
	facts->assignment = &t->assignment;
	for (unsigned k = 0; k < vocab->kinds.count; k++)
		facts->list[k] = list ? list[k] : HQ_KNOWN;
	const int rc = hq_facts_prepare(facts, scratch);
	enum hq_verdict verdict;
	uint16_t route;

	if (rc < 0)
		return rc;
	const int short_rc = hq_verdict(rules, e, facts, t->as_of, work, sizeof work, &verdict, &route);
	const int full_rc = hq_decide(rules, e, facts, t->as_of, work, sizeof work, out);

	/* The verdict alone is the decision's. */
	assert_int_equal(short_rc, full_rc);
	if (full_rc == 0) {
		assert_int_equal(verdict, out->verdict);
		assert_int_equal(route, out->verdict == HQ_HIGHLY_QUALIFIED ? out->route : HQ_NONE);
	}
	return full_rc;
}

static void show(const struct teacher *t)
{
	char day[11];

	hq_day_format(t->as_of, day);
	fprintf(stderr, "as of %s, seed now %llu\n", day, (unsigned long long)seed);
	for (size_t i = 0; i <= t->n; i++) {
		const struct hq_record *r = i < t->n ? &t->records[i] : &t->assignment;

		fprintf(stderr, "  %s", HQ_TEXT(vocab, kind_of(r->kind)->name));
		if (r->unit != 255)
			fprintf(stderr, " %s %lld/10^%d", HQ_TEXT(vocab, HQ_AT(struct hq_vocab_unit, vocab, units)[r->unit].plural), (long long)r->amount,
				kind_of(r->kind)->decimals);
		if (r->times > 1)
			fprintf(stderr, " times %d", r->times);
		if (r->event)
			fprintf(stderr, " event %d", r->event);
		for (unsigned f = 0; f < kind_of(r->kind)->nfields; f++) {
			const struct hq_vocab_field *fd = field_of(r->kind, f);

			if (!(r->known >> f & 1)) {
				continue;
			} else if (fd->type == HQ_FIELD_DATE && r->v[f] != HQ_DAY_NEVER) {
				hq_day_format((hq_day)r->v[f], day);
				fprintf(stderr, ", %s %s", HQ_TEXT(vocab, fd->name), day);
			} else if (fd->type == HQ_FIELD_ONE_OF) {
				fprintf(stderr, ", %s %s", HQ_TEXT(vocab, fd->name), HQ_TEXT(vocab, HQ_AT(struct hq_vocab_code, vocab, codes)[fd->first_code + r->v[f]].name));
			} else {
				fprintf(stderr, ", %s %lld", HQ_TEXT(vocab, fd->name), (long long)r->v[f]);
			}
		}
		fprintf(stderr, "\n");
	}
}

static const struct hq_row *row_named(const char *name, uint8_t role, uint16_t *index)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);

	for (uint16_t i = edition->first_row; i < edition->first_row + edition->nrows; i++)
		if (rows[i].role == role && rows[i].name && !strcmp(hq_row_name_of(rules, i).text, name)) {
			*index = i;
			return &rows[i];
		}
	return NULL;
}

/* A rubric's total is the sum of its categories' counted points. */
static bool total_of(const struct hq_decision *d, const char *name, struct hq_interval *out, int64_t *den)
{
	uint16_t index;
	const struct hq_row *r = row_named(name, HQ_ROLE_RUBRIC, &index);
	const uint16_t *kids = HQ_AT(uint16_t, rules, kids);

	if (!r)
		return false;
	*den = hq_rubric_at(rules, r->arg).denominator;
	*out = (struct hq_interval){ 0, 0 };
	for (uint16_t i = 0; i < r->nkids; i++) {
		out->lo += d->rows[kids[r->first_kid + i] - edition->first_row].lo;
		out->hi += d->rows[kids[r->first_kid + i] - edition->first_row].hi;
	}
	return true;
}

static void show_rows(const struct hq_decision *d)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);

	for (uint16_t i = edition->first_row; i < edition->first_row + edition->nrows; i++)
		if (rows[i].name)
			fprintf(stderr, "  row %d %s: %lld..%lld\n", i, hq_row_name_of(rules, i).text,
				(long long)d->rows[i - edition->first_row].lo, (long long)d->rows[i - edition->first_row].hi);
}

/* A record whose day is left out is taken to lie on or before the as-of date (2.5), so only such days are left out. */
static bool may_leave_out(const struct hq_record *r, unsigned f, hq_day as_of)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);

	return (f != k->date_field && f != k->from_field) || r->v[f] <= as_of || r->v[f] == HQ_DAY_NEVER;
}

static void one_teacher(const struct hqc_edition *tree, const struct hqc_define *const *defines, uint16_t e, bool once)
{
	struct teacher t;
	struct hq_record scratch[MAX_RECORDS];
	struct hq_facts facts;
	struct hq_decision d;
	struct choices c = { .n = 0 };
	const struct ref_chooser chooser = { choose, &c };
	uint32_t verdicts = 0;
	struct ref_answer ref = { 0 };

	build(&t, once);
	const struct ref_teacher rt = { .records = t.records, .nrecords = t.n, .assignment = &t.assignment, .as_of = t.as_of, .defines = defines };
	for (uint64_t bits = 0; bits == 0 || (c.n <= (once ? MAX_CHOICES / 2 : MAX_CHOICES) && bits < (uint64_t)1 << c.n); bits++) {
		c.bits = bits;
		ref = ref_decide(tree, &rt, &chooser);
		verdicts |= 1u << ref.verdict;
	}
	if (c.n > (once ? MAX_CHOICES / 2 : MAX_CHOICES))
		return;
	const int rc = decide(&t, NULL, scratch, &facts, &d, e);
	if (rc < 0) {
		show(&t);
		fail_msg("%.4s: %s", rules->code, hq_strerror(rc));
	}
	seen.complete++;
	const bool agreed = (verdicts & (verdicts - 1)) == 0;
	if (d.verdict != HQ_UNDETERMINED) {
		seen.determined++;
		if (!agreed || !(verdicts >> d.verdict & 1)) {
			show(&t);
			fail_msg("%.4s: the runtime says %s, the reference verdicts %x", rules->code, hq_verdict_name(d.verdict), verdicts);
		}
		if (c.n == 0 && d.verdict == HQ_HIGHLY_QUALIFIED && ref.route) {
			const struct hq_string got = d.route == HQ_NONE ? (struct hq_string){ "none" } : hq_row_name_of(rules, d.route);

			if (strcmp(got.text, ref.route->name.text) != 0) {
				show(&t);
				fail_msg("%.4s: route %s, the reference %s", rules->code, got.text, ref.route->name.text);
			}
		}
	} else if (agreed) {
		if (c.n == 0) {
			show(&t);
			fail_msg("%.4s: undetermined on complete facts; the reference verdicts %x", rules->code, verdicts);
		}
		seen.inexact++;
	}
	/* Totals, at both ends of what is left open. */
	for (const struct hqc_rubric *r = tree->rubrics; r; r = r->next) {
		struct hq_interval got;
		int64_t den;

		if (!total_of(&d, r->name.text, &got, &den))
			continue;
		for (uint64_t bits = 0; bits < (uint64_t)1 << c.n; bits++) {
			c.bits = bits;
			const struct ref_points p = ref_rubric(r, &rt, &chooser);
			const int64_t want = p.total.num * (den / p.total.den);

			if (den % p.total.den == 0 && p.total.num / p.total.den < 1000000 && (want < got.lo || want > got.hi || (c.n == 0 && got.lo != got.hi))) {
				show(&t);
				fail_msg("%.4s %s: %lld..%lld over %lld, the reference %lld/%lld", rules->code, r->name.text, (long long)got.lo,
					 (long long)got.hi, (long long)den, (long long)p.total.num, (long long)p.total.den);
			}
			if (!r->silent_pass) {
				const int64_t off = p.total.num * r->pass.den - r->pass.num * p.total.den;

				seen.edges += off >= -p.total.den * r->pass.den && off <= p.total.den * r->pass.den;
			}
		}
	}
	/* The same teacher with facts left out: nothing that is still decided may have changed. */
	if (agreed) {
		struct teacher less = t;
		uint8_t list[HQ_KINDS_MAX];

		for (unsigned k = 0; k < vocab->kinds.count; k++)
			list[k] = chance(15) ? (chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED) : HQ_KNOWN;
		for (size_t i = 0; i <= less.n; i++) {
			struct hq_record *r = i < less.n ? &less.records[i] : &less.assignment;

			for (unsigned f = 0; f < kind_of(r->kind)->nfields; f++)
				if (chance(8) && may_leave_out(r, f, less.as_of)) {
					r->known &= (uint16_t) ~(1u << f);
					if (chance(50))
						r->asked |= (uint16_t)(1u << f);
				}
			if (r->unit != 255 && !(kind_of(r->kind)->flags & HQ_KIND_DEFAULT) && chance(8))
				r->unit = 255;
		}
		const int rc2 = decide(&less, list, scratch, &facts, &d, e);
		if (rc2 < 0) {
			show(&less);
			fail_msg("%.4s, facts left out: %s", rules->code, hq_strerror(rc2));
		}
		seen.partial++;
		seen.partial_determined += d.verdict != HQ_UNDETERMINED;
		if (d.verdict != HQ_UNDETERMINED && !(verdicts >> d.verdict & 1)) {
			show(&t);
			show(&less);
			for (unsigned k = 0; k < vocab->kinds.count; k++)
				if (list[k] != HQ_KNOWN)
					fprintf(stderr, "  the list of %s is missing\n", HQ_TEXT(vocab, kind_of(k)->plural));
			show_rows(&d);
			fail_msg("%.4s: with facts left out the runtime says %s, the reference verdicts %x", rules->code, hq_verdict_name(d.verdict), verdicts);
		}
	}
}

static void over_all(void **state)
{
	const char *root = getenv("SRC"), *n = getenv("HQ_RANDOM_TEACHERS"), *s = getenv("HQ_SEED");
	const size_t teachers = n ? strtoul(n, NULL, 10) : 20000;
	char pattern[512];
	glob_t files;
	size_t nstates = 0;

	(void)state;
	if (s)
		seed = strtoull(s, NULL, 10);
	printf("seed %llu, %zu teachers\n", (unsigned long long)seed, teachers);
	snprintf(pattern, sizeof pattern, "%s/states/*.hq", root ? root : ".");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	const size_t each = teachers / (files.gl_pathc ? files.gl_pathc : 1) + 1;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hqc *c = hqc_new();

		assert_non_null(c);
		if (hqc_add_file(c, files.gl_pathv[i]) == 0 && hqc_check(c) == 0 && hqc_njurisdictions(c)) {
			vocab = hqc_vocab(c);
			rules = hqc_tables(c, 0);
			nstates++;
			uint16_t e = 0;
			for (const struct hqc_edition *tree = c->trees[0]->jurisdictions->editions; tree; tree = tree->next, e++) {
				bool once = false;

				edition = &HQ_AT(struct hq_edition, rules, editions)[e];
				for (const struct hqc_rubric *r = tree->rubrics; r; r = r->next)
					once |= r->once;
				const struct hqc_define *defines[HQC_FILES_MAX + 3] = { tree->defines };
				size_t nlists = tree->defines != NULL;

				if (c->trees[0]->jurisdictions->defines)
					defines[nlists++] = c->trees[0]->jurisdictions->defines;
				for (uint16_t f = 0; f < c->nfiles; f++)
					if (c->trees[f]->defines)
						defines[nlists++] = c->trees[f]->defines;
				for (size_t k = 0; k < each; k++)
					one_teacher(tree, defines, e, once);
			}
		}
		hqc_free(c);
	}
	globfree(&files);
	printf("%zu rule files; %zu complete teachers, %zu determined, %zu undetermined though every way to settle a silence agrees; "
	       "%zu with facts left out, %zu of them determined; total within a point of the pass mark %zu times\n",
	       nstates, seen.complete, seen.determined, seen.inexact, seen.partial, seen.partial_determined, seen.edges);
	assert_true(nstates > 0);
	assert_true(seen.complete > teachers / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_all) };

	return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
