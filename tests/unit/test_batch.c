/* Blocks of teachers against one teacher at a time: every verdict, route, error, reason and number of points that hq_batch_run writes is the one
 * that hq_verdict or hq_decide gives for the same facts, with every kernel that this machine runs.
 *
 * Random teachers over every rule file: columns of the form and of the single records, in types drawn anew for each plan, with cells missing, unknown and
 * out of range; values are drawn at the edges that the rules speak of. Every example of every rule file, as records in lists and as a form filled
 * in from what its records came to. HQ_RANDOM_TEACHERS sets how many, HQ_SEED the seed.
 *
 * Long, since all of it stands on one set of columns in memory and one comparison with what teachers get one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <glob.h>
#include <pthread.h>

#include <cmocka.h>

#include "compile.h"
#include "example.h"
#include "hq_batch.h"
#include "hqc.h"

enum { ROWS_MAX = 5000, POINTS_MAX = 12, SLOTS_MAX = 512 };

static uint64_t seed = 20060702;
static const struct hq_tables *rules;
static const struct hq_vocab *vocab;
static const struct hq_edition *edition;
static uint16_t edition_index;
static struct { size_t teachers, slow, plans, programs, verdicts[5], refused, open; } seen;

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
static int64_t power(unsigned n)
{
	return n ? 10 * power(n - 1) : 1;
}

/* ---- columns in memory ---- */

struct column { void *values; uint8_t *valid, *asked; };
static struct column memory[HQ_BATCH_COLUMNS_MAX];
static struct hq_column columns[HQ_BATCH_COLUMNS_MAX];
static struct hq_cells cells[HQ_BATCH_COLUMNS_MAX];
static size_t ncolumns;

static void columns_free(void)
{
	for (size_t c = 0; c < ncolumns; c++) {
		free(memory[c].values);
		free(memory[c].valid);
		free(memory[c].asked);
	}
	ncolumns = 0;
}

/* Exactly as long as it is, so that a sanitizer sees who reads on. */
static size_t column_add(struct hq_column column, size_t n)
{
	static const size_t size[] = { [HQ_COLUMN_U8] = 1, [HQ_COLUMN_I16] = 2, [HQ_COLUMN_I32] = 4, [HQ_COLUMN_I64] = 8 };
	struct column *m = &memory[ncolumns];

	assert_true(ncolumns < HQ_BATCH_COLUMNS_MAX);
	columns[ncolumns] = column;
	m->values = column.type == HQ_COLUMN_BITS ? calloc((n + 7) / 8 + !n, 1) : calloc(n + !n, size[column.type]);
	m->valid = calloc((n + 7) / 8 + !n, 1);
	m->asked = calloc((n + 7) / 8 + !n, 1);
	assert_true(m->values && m->valid && m->asked);
	cells[ncolumns] = (struct hq_cells){ m->values, m->valid, m->asked };
	return ncolumns++;
}

static void set_bit(uint8_t *bitmap, size_t i)
{
	bitmap[i / 8] |= (uint8_t)(1u << i % 8);
}

static void put(size_t c, size_t i, int64_t v)
{
	switch ((enum hq_column_type)columns[c].type) {
	case HQ_COLUMN_BITS:
		((uint8_t *)memory[c].values)[i / 8] &= (uint8_t)~(1u << i % 8);
		((uint8_t *)memory[c].values)[i / 8] |= (uint8_t)((v & 1) << i % 8);
		break;
	case HQ_COLUMN_U8:  ((uint8_t *)memory[c].values)[i] = (uint8_t)v; break;
	case HQ_COLUMN_I16: ((int16_t *)memory[c].values)[i] = (int16_t)v; break;
	case HQ_COLUMN_I32: ((int32_t *)memory[c].values)[i] = (int32_t)v; break;
	case HQ_COLUMN_I64: ((int64_t *)memory[c].values)[i] = v; break;
	}
}

static void set_cell(size_t c, size_t i, enum hq_know know, int64_t v)
{
	put(c, i, know == HQ_KNOWN ? v : (int64_t)draw());     /* what a missing cell holds is not looked at */
	if (know == HQ_KNOWN)
		set_bit(memory[c].valid, i);
	if (know == HQ_UNKNOWN || (know == HQ_KNOWN && chance(10)))
		set_bit(memory[c].asked, i);
}

static bool fits(unsigned type, int64_t v)
{
	return type == HQ_COLUMN_I64 || (type == HQ_COLUMN_U8 ? v >= 0 && v <= 255 : type == HQ_COLUMN_I16 ? v == (int16_t)v : v == (int32_t)v);
}

/* ---- one teacher at a time ---- */

struct expected { int error; enum hq_verdict verdict; uint16_t route, reason; struct hq_interval points[POINTS_MAX]; };
static struct expected expected[ROWS_MAX];
static int64_t work[1 << 17];

static int64_t plus(int64_t a, int64_t b)
{
	return a + b < HQ_BIG ? a + b : HQ_BIG;
}

static struct hq_interval points_of(const struct hq_decision *d, uint16_t row)
{
	const struct hq_row *r = &HQ_AT(struct hq_row, rules, rows)[row];
	struct hq_interval sum = { 0, 0 };

	if (r->op != HQ_OP_RUBRIC)
		return d->rows[row - edition->first_row];
	for (uint16_t i = 0; i < r->nkids; i++) {
		const struct hq_interval v = d->rows[HQ_AT(uint16_t, rules, kids)[r->first_kid + i] - edition->first_row];

		sum.lo = plus(sum.lo, v.lo);
		sum.hi = plus(sum.hi, v.hi);
	}
	return sum;
}

static uint16_t part(const struct hq_decision *d, uint16_t row, bool open)
{
	const struct hq_row *r = row == HQ_NONE ? NULL : &HQ_AT(struct hq_row, rules, rows)[row];

	for (uint16_t i = 0; r && i < r->nkids; i++) {
		const uint16_t kid = HQ_AT(uint16_t, rules, kids)[r->first_kid + i];
		const struct hq_interval v = d->rows[kid - edition->first_row];

		if (open ? v.lo != v.hi : !v.hi)
			return kid;
	}
	return HQ_NONE;
}

/* As hq_batch.h says it. */
static uint16_t reason_of(const struct hq_decision *d)
{
	if (d->verdict == HQ_HIGHLY_QUALIFIED)
		return d->route;
	if (d->verdict == HQ_NOT_APPLICABLE)
		return edition->applies;
	if (d->verdict == HQ_NOT_HIGHLY_QUALIFIED)
		return part(d, edition->every, false) != HQ_NONE ? part(d, edition->every, false) : edition->routes;
	if (edition->applies != HQ_NONE && !d->rows[edition->applies - edition->first_row].lo)
		return edition->applies;
	return part(d, edition->every, true) != HQ_NONE ? part(d, edition->every, true) : part(d, edition->routes, true);
}

static void expect(struct expected *x, const struct hq_facts *facts, int error, hq_day as_of, bool whole, const uint16_t *points, size_t npoints)
{
	struct hq_decision d;

	*x = (struct expected){ .error = error, .route = HQ_NONE, .reason = HQ_NONE };
	if (error)
		return;
	if (!whole) {
		x->error = hq_verdict(rules, edition_index, facts, as_of, work, sizeof work, &x->verdict, &x->route);
		return;
	}
	x->error = hq_decide(rules, edition_index, facts, as_of, work, sizeof work, &d);
	if (x->error)
		return;
	x->verdict = d.verdict;
	x->route = d.route;
	x->reason = reason_of(&d);
	assert_int_equal(hq_batch_reason(rules, &d), x->reason);
	for (size_t p = 0; p < npoints; p++)
		x->points[p] = points_of(&d, points[p]);
}

/* ---- many at once ---- */

static const char *row_name(uint16_t row)
{
	static char text[2][HQ_TEXT_MAX];
	static int at;

	if (row == HQ_NONE)
		return "none";
	hq_row_name(rules, row, text[at ^= 1], HQ_TEXT_MAX);
	return text[at];
}

static void show(size_t i)
{
	char name[HQ_TEXT_MAX];

	for (size_t c = 0; c < ncolumns; c++) {
		const bool valid = memory[c].valid[i / 8] >> i % 8 & 1, asked = memory[c].asked[i / 8] >> i % 8 & 1;
		int64_t v = 0;

		switch ((enum hq_column_type)columns[c].type) {
		case HQ_COLUMN_BITS: v = ((const uint8_t *)memory[c].values)[i / 8] >> i % 8 & 1; break;
		case HQ_COLUMN_U8:  v = ((const uint8_t *)memory[c].values)[i]; break;
		case HQ_COLUMN_I16: v = ((const int16_t *)memory[c].values)[i]; break;
		case HQ_COLUMN_I32: v = ((const int32_t *)memory[c].values)[i]; break;
		case HQ_COLUMN_I64: v = ((const int64_t *)memory[c].values)[i]; break;
		}
		snprintf(name, sizeof name, "kind %d index %d", columns[c].kind, columns[c].index);
		if (columns[c].of == HQ_OF_SLOT)
			hq_slot_name(rules, (uint16_t)(edition->first_slot + columns[c].index), name, sizeof name);
		fprintf(stderr, "  %s (of %d, type %d, decimals %d): ", name, columns[c].of, columns[c].type, columns[c].decimals);
		if (valid)
			fprintf(stderr, "%lld\n", (long long)v);
		else
			fprintf(stderr, asked ? "unknown\n" : "not asked\n");
	}
}

static void compare(const struct hq_batch_plan *plan, size_t n, const char *kernel, size_t *slow)
{
	const size_t size = hq_batch_size(plan);
	const struct hq_batch *batch;
	void *mem = aligned_alloc(HQ_BATCH_ALIGN, (size + 63) & ~(size_t)63);
	uint8_t *verdict = malloc(n);
	uint16_t *route = malloc(n * 2), *reason = malloc(n * 2);
	int8_t *error = malloc(n);
	struct hq_points points[POINTS_MAX];
	struct hq_batch_count count = { 0 };

	if (!size) {
		const int rc = hq_batch_open(plan, mem, 0, &batch);

		fail_msg("%.4s: no plan: %d", rules->code, rc);
	}
	assert_true(mem && verdict && route && reason && error);
	assert_int_equal(hq_batch_open(plan, mem, size, &batch), 0);
	const size_t work_size = hq_batch_work_size(batch);
	void *scratch = aligned_alloc(HQ_BATCH_ALIGN, (work_size + 63) & ~(size_t)63);

	for (size_t p = 0; p < plan->npoints; p++) {
		points[p].lo = malloc(n * 8);
		points[p].hi = chance(80) ? malloc(n * 8) : NULL;
	}
	const struct hq_batch_out out = { verdict, route, plan->reasons ? reason : NULL, error, plan->npoints ? points : NULL };
	const size_t cut = n > 64 && chance(50) ? (size_t)between(1, (int64_t)(n - 1) / 64) * 64 : 0;

	if (cut)
		assert_int_equal(hq_batch_run(batch, cells, 0, cut, &out, scratch, work_size, &count), 0);
	assert_int_equal(hq_batch_run(batch, cells, cut, n, &out, scratch, work_size, &count), 0);
	assert_int_equal(count.teachers, n);
	assert_int_equal(count.decided + count.refused, n);
	*slow = count.one_by_one;
	for (size_t i = 0; i < n; i++) {
		const struct expected *x = &expected[i];
		bool same = error[i] == x->error && verdict[i] == (x->error ? 0 : x->verdict) && (x->error || route[i] == x->route) &&
			    (x->error || !plan->reasons || reason[i] == x->reason);

		for (size_t p = 0; p < plan->npoints && !x->error; p++)
			same &= points[p].lo[i] == x->points[p].lo && (!points[p].hi || points[p].hi[i] == x->points[p].hi);
		if (same)
			continue;
		show(i);
		for (size_t p = 0; p < plan->npoints && !x->error; p++)
			fprintf(stderr, "  points %s: %lld..%lld, expected %lld..%lld\n", row_name(plan->points[p]), (long long)points[p].lo[i],
				points[p].hi ? (long long)points[p].hi[i] : 0, (long long)x->points[p].lo, (long long)x->points[p].hi);
		fail_msg("%.4s %s, teacher %zu of %zu: %s (%d) route %s, expected %s (%d) route %s; reason %s, expected %s", rules->code, kernel, i, n,
			 verdict[i] ? hq_verdict_name(verdict[i]) : "refused", error[i], row_name(route[i]),
			 x->error ? "refused" : hq_verdict_name(x->verdict), x->error, row_name(x->route),
			 plan->reasons ? row_name(reason[i]) : "", row_name(x->reason));
	}
	for (size_t p = 0; p < plan->npoints; p++) {
		free(points[p].lo);
		free(points[p].hi);
	}
	free(mem);
	free(scratch);
	free(verdict);
	free(route);
	free(reason);
	free(error);
}

static void every_kernel(struct hq_batch_plan *plan, size_t n)
{
	static const enum hq_kernel kernels[] = { HQ_KERNEL_PLAIN, HQ_KERNEL_AVX2, HQ_KERNEL_AVX512 };
	size_t slow = 0;

	for (size_t k = 0; k < 3; k++) {
		const char *name = hq_batch_kernel_name(kernels[k]);

		plan->kernel = (uint8_t)kernels[k];
		if (name)
			compare(plan, n, name, &slow);
	}
	seen.teachers += n;
	seen.slow += slow;
	seen.plans++;
	for (size_t i = 0; i < n; i++)
		if (expected[i].error)
			seen.refused++;
		else
			seen.verdicts[expected[i].verdict]++;
}

/* ---- random teachers ---- */

static const struct hq_vocab_field *field_of(unsigned kind, unsigned field)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind];

	return &HQ_AT(struct hq_vocab_field, vocab, fields)[k->first_field + field];
}

/* A number of the rules that the slot's answer is held against, in the slot's scale. */
static int64_t edge_of(const struct hq_slot *s)
{
	for (unsigned tries = 0; tries < 20; tries++) {
		const uint16_t i = (uint16_t)(edition->first_row + between(0, edition->nrows - 1));
		const struct hq_row *row = &HQ_AT(struct hq_row, rules, rows)[i];

		if (row->op == HQ_OP_QUANTITY && row->arg == s->measure)
			return chance(50) ? hq_row_a(rules, row) : hq_row_b(rules, row);
		if (row->op != HQ_OP_LINE || hq_line_at(rules, row->arg).measure != s->measure)
			continue;
		const struct hq_line line = hq_line_at(rules, row->arg);

		if (line.ntiers)
			return hq_tier_at(rules, line.first_tier + (uint32_t)between(0, line.ntiers - 1)).at;
		return line.cap < HQ_BIG && chance(50) ? line.cap : line.block ? line.block * between(1, 4) : line.from;
	}
	return s->step * between(0, 20);
}

static int64_t quantity(const struct hq_slot *s, int64_t one, unsigned type)
{
	const int64_t max = s->max / s->step < HQ_BIG / one ? s->max / s->step * one : HQ_BIG;
	int64_t v = chance(40) ? edge_of(s) * one / s->step + between(-1, 1) : chance(60) ? between(0, 12) * one : chance(50) ? between(0, 250) : between(0, max);

	if (chance(1))
		v = chance(50) ? max + 1 : -1;
	else if (v < 0 || v > max)
		v = chance(50) ? max : 0;
	return fits(type, v) ? v : between(0, 100);
}

static int64_t field_value(unsigned kind, unsigned field, hq_day as_of)
{
	const struct hq_vocab_field *f = field_of(kind, field);
	const unsigned src = kind == vocab->teacher ? HQ_SRC_TEACHER : HQ_SRC_ASSIGNMENT;

	for (unsigned tries = 0; tries < 30 && chance(90); tries++) {
		const struct hq_filter_op op = hq_filter_op_at(rules, (uint32_t)between(0, rules->filter_ops.count - 1));

		if (op.src != src || op.field != field)
			continue;
		if (op.op == HQ_F_RANGE && f->type != HQ_FIELD_SOME_OF) {
			const int64_t v = (chance(50) ? op.a : op.b) + between(-1, 1);

			if (v >= 0 && v < (f->type == HQ_FIELD_ONE_OF ? f->ncodes : f->type == HQ_FIELD_YES_NO ? 2 : 30000))
				return v;
		}
		if (op.op == HQ_F_IN)
			for (unsigned t = 0; t < 40; t++) {
				const int64_t code = between(0, f->ncodes - 1);

				if (code / 64 < op.b && (HQ_AT(uint64_t, rules, words)[op.a + code / 64] >> code % 64 & 1))
					return f->type == HQ_FIELD_SOME_OF ? (int64_t)1 << code : code;
			}
	}
	if (chance(1))
		return f->type == HQ_FIELD_YES_NO ? 2 : f->type == HQ_FIELD_ONE_OF ? f->ncodes : -1;
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		return between(0, f->ncodes - 1);
	case HQ_FIELD_SOME_OF:
		return (int64_t)(draw() & (((uint64_t)1 << f->ncodes) - 1));
	case HQ_FIELD_YES_NO:
		return chance(60);
	case HQ_FIELD_DATE:
		return f->never && chance(20) ? HQ_DAY_NEVER : as_of - between(-800, 365 * 20);
	case HQ_FIELD_NUMBER:
		return between(f->min, f->max);
	}
	return 0;
}

static uint8_t type_of_field(unsigned kind, unsigned field)
{
	const struct hq_vocab_field *f = field_of(kind, field);

	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_YES_NO:
		return (uint8_t)between(HQ_COLUMN_BITS, HQ_COLUMN_I64);
	case HQ_FIELD_ONE_OF:
		return (uint8_t)between(HQ_COLUMN_U8, HQ_COLUMN_I64);
	case HQ_FIELD_DATE:
		return (uint8_t)between(HQ_COLUMN_I32, HQ_COLUMN_I64);
	case HQ_FIELD_SOME_OF: case HQ_FIELD_NUMBER:
		break;
	}
	return HQ_COLUMN_I64;
}

/* A field as a column or as what all share; or neither. */
struct plan_of { struct hq_record all; bool given; size_t column[HQ_FIELDS_MAX]; };

static void plan_single(struct plan_of *p, uint16_t kind, size_t n, hq_day as_of)
{
	*p = (struct plan_of){ .all = { .kind = (uint8_t)kind, .unit = 255, .times = 1 } };
	for (unsigned f = 0; f < HQ_FIELDS_MAX; f++)
		p->column[f] = SIZE_MAX;
	if (chance(15))
		return;
	for (unsigned f = 0; f < HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind].nfields; f++) {
		if (chance(30)) {
			p->column[f] = column_add((struct hq_column){ .of = HQ_OF_FIELD, .type = type_of_field(kind, f), .kind = (uint8_t)kind,
								      .index = (uint16_t)f, .decimals = (uint8_t)between(0, field_of(kind, f)->decimals) }, n);
			p->given = true;
		} else if (chance(70)) {
			const struct hq_vocab_field *d = field_of(kind, f);

			do
				p->all.v[f] = field_value(kind, f, as_of);
			while (p->all.v[f] < 0 || (d->type == HQ_FIELD_ONE_OF && p->all.v[f] >= d->ncodes) || (d->type == HQ_FIELD_YES_NO && p->all.v[f] > 1));
			p->all.known |= (uint16_t)(1u << f);
			p->given = true;
		} else if (chance(50)) {
			p->all.asked |= (uint16_t)(1u << f);
			p->given = true;
		}
	}
}

static enum hq_know know(unsigned missing)
{
	return !chance(missing) ? HQ_KNOWN : chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED;
}

static void set_single(const struct plan_of *p, struct hq_record *r, size_t i, unsigned missing, hq_day as_of)
{
	*r = p->all;
	for (unsigned f = 0; f < HQ_FIELDS_MAX; f++) {
		if (p->column[f] == SIZE_MAX)
			continue;
		const enum hq_know k = know(missing);
		const int64_t one = power((unsigned)field_of(r->kind, f)->decimals - columns[p->column[f]].decimals);

		do
			r->v[f] = field_value(r->kind, f, as_of);
		while (!fits(columns[p->column[f]].type, r->v[f]) && columns[p->column[f]].type != HQ_COLUMN_BITS);
		if (columns[p->column[f]].type == HQ_COLUMN_BITS)
			r->v[f] &= 1;
		if (k == HQ_KNOWN)
			r->known |= (uint16_t)(1u << f);
		if (k == HQ_UNKNOWN)
			r->asked |= (uint16_t)(1u << f);
		r->v[f] -= r->v[f] % one;
		set_cell(p->column[f], i, k, r->v[f] / one);
	}
}

static void one_plan(size_t n)
{
	static struct hq_answer all[SLOTS_MAX], answers[SLOTS_MAX];
	size_t slot_column[SLOTS_MAX];
	uint16_t points[POINTS_MAX];
	struct plan_of teacher, assignment;
	const hq_day as_of = edition->from + (hq_day)between(0, 2000) < edition->until ? edition->from + (hq_day)between(0, 400) : edition->until;
	const bool whole = chance(40);
	const unsigned missing = chance(35) ? 0 : (unsigned)between(1, 40);
	struct hq_batch_plan plan = { .rules = rules, .vocab = vocab, .edition = edition_index, .as_of = as_of, .columns = columns, .points = points };
	struct hq_facts same = { .vocab = vocab, .closed = chance(50) };

	assert_true(edition->nslots <= SLOTS_MAX);
	plan_single(&teacher, vocab->teacher, n, as_of);
	plan_single(&assignment, vocab->assignment, n, as_of);
	for (uint16_t s = 0; s < edition->nslots; s++) {
		const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);

		all[s] = (struct hq_answer){ 0 };
		slot_column[s] = SIZE_MAX;
		if (chance(70)) {
			const uint8_t type = (uint8_t)between(slot.type == HQ_SLOT_YES_NO ? HQ_COLUMN_BITS : HQ_COLUMN_U8, HQ_COLUMN_I64);

			slot_column[s] = column_add((struct hq_column){ .of = HQ_OF_SLOT, .type = type, .index = s,
									.decimals = (uint8_t)between(0, slot.decimals) }, n);
		} else if (chance(40)) {
			all[s].know = chance(80) ? HQ_KNOWN : HQ_UNKNOWN;
			all[s].value = slot.type == HQ_SLOT_YES_NO ? chance(60) : slot.step * between(0, slot.max / slot.step < 40 ? slot.max / slot.step : 40);
		}
	}
	for (unsigned tries = 0; whole && tries < 40 && plan.npoints < POINTS_MAX; tries++) {
		const uint16_t i = (uint16_t)(edition->first_row + between(0, edition->nrows - 1));
		const struct hq_row *row = &HQ_AT(struct hq_row, rules, rows)[i];

		if (hq_is_points(row) || row->op == HQ_OP_RUBRIC)
			points[plan.npoints++] = i;
	}
	plan.reasons = whole && (chance(60) || !plan.npoints);
	plan.ncolumns = ncolumns;
	for (size_t i = 0; i < n; i++) {
		struct hq_record r = teacher.all, a = assignment.all;
		struct hq_facts f = same;
		int rc = 0;

		set_single(&teacher, &r, i, missing, as_of);
		set_single(&assignment, &a, i, missing, as_of);
		memcpy(answers, all, sizeof answers);
		for (uint16_t s = 0; s < edition->nslots; s++) {
			if (slot_column[s] == SIZE_MAX)
				continue;
			const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);
			const size_t c = slot_column[s];
			const int64_t one = power(columns[c].decimals);
			const enum hq_know k = know(missing);
			const int64_t v = slot.type == HQ_SLOT_YES_NO ? (columns[c].type != HQ_COLUMN_BITS && chance(1) ? 2 : chance(70)) :
					  quantity(&slot, one, columns[c].type);

			answers[s] = (struct hq_answer){ .know = (uint8_t)k, .value = v * slot.step / one };
			if (k == HQ_KNOWN && v * slot.step % one)
				rc = HQ_ERANGE;
			set_cell(c, i, k, v);
		}
		if (teacher.given) {
			f.records = &r;
			f.nrecords = 1;
			f.list[vocab->teacher] = HQ_KNOWN;
		}
		f.assignment = assignment.given ? &a : NULL;
		f.answers = answers;
		const int prepared = hq_facts_prepare(&f, &r);

		expect(&expected[i], &f, rc ? rc : prepared, as_of, whole && (plan.reasons || plan.npoints), points, plan.npoints);
	}
	if (teacher.given) {
		same.records = &teacher.all;
		same.nrecords = 1;
		same.list[vocab->teacher] = HQ_KNOWN;
	}
	same.assignment = assignment.given ? &assignment.all : NULL;
	same.answers = all;
	assert_int_equal(hq_facts_prepare(&same, &teacher.all), 0);
	plan.same = &same;
	if (missing == 0)
		for (size_t c = 0; c < ncolumns; c++)
			cells[c].valid = chance(50) ? NULL : memory[c].valid;
	const size_t slow = seen.slow;

	every_kernel(&plan, n);
	seen.programs += seen.slow - slow < n;
	seen.open += missing > 0;
	columns_free();
}

/* ---- examples ---- */

static void put_list(const struct hq_facts *facts, unsigned kind)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind];
	const size_t n = (size_t)(facts->first[kind + 1] - facts->first[kind]);
	const struct hq_record *r = facts->records + facts->first[kind];
	size_t c = ncolumns;

	(void)column_add((struct hq_column){ .of = HQ_OF_LIST, .type = HQ_COLUMN_I32, .kind = (uint8_t)kind }, 2);
	((int32_t *)memory[c].values)[1] = (int32_t)n;
	if (facts->list[kind] == HQ_KNOWN)
		set_bit(memory[c].valid, 0);
	if (facts->list[kind] == HQ_UNKNOWN)
		set_bit(memory[c].asked, 0);
	for (unsigned f = 0; f < k->nfields; f++) {
		c = column_add((struct hq_column){ .of = HQ_OF_FIELD, .type = HQ_COLUMN_I64, .kind = (uint8_t)kind, .index = (uint16_t)f,
						   .decimals = field_of(kind, f)->decimals }, n);
		for (size_t i = 0; i < n; i++)
			set_cell(c, i, r[i].known >> f & 1 ? HQ_KNOWN : r[i].asked >> f & 1 ? HQ_UNKNOWN : HQ_NOT_ASKED, r[i].v[f]);
	}
	for (unsigned u = 0; (k->flags & HQ_KIND_AMOUNT) && u < HQ_UNITS_MAX; u++) {
		if (!(k->units >> u & 1))
			continue;
		c = column_add((struct hq_column){ .of = HQ_OF_AMOUNT, .type = HQ_COLUMN_I64, .kind = (uint8_t)kind, .index = (uint16_t)u,
						   .decimals = k->decimals }, n);
		for (size_t i = 0; i < n; i++)
			set_cell(c, i, r[i].unit == u ? HQ_KNOWN : HQ_NOT_ASKED, r[i].amount);
	}
	if (k->flags & HQ_KIND_TIMES) {
		c = column_add((struct hq_column){ .of = HQ_OF_TIMES, .type = HQ_COLUMN_U8, .kind = (uint8_t)kind }, n);
		for (size_t i = 0; i < n; i++)
			set_cell(c, i, r[i].times == 1 && chance(50) ? HQ_NOT_ASKED : HQ_KNOWN, r[i].times);
	}
	c = column_add((struct hq_column){ .of = HQ_OF_EVENT, .type = HQ_COLUMN_I32, .kind = (uint8_t)kind }, n);
	for (size_t i = 0; i < n; i++)
		set_cell(c, i, r[i].event ? HQ_KNOWN : HQ_NOT_ASKED, r[i].event);
}

static void put_single(const struct hq_record *r, uint16_t kind, size_t n)
{
	for (unsigned f = 0; r && f < HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind].nfields; f++) {
		const size_t c = column_add((struct hq_column){ .of = HQ_OF_FIELD, .type = HQ_COLUMN_I64, .kind = (uint8_t)kind, .index = (uint16_t)f,
								.decimals = field_of(kind, f)->decimals }, n);

		for (size_t i = 0; i < n; i++)
			set_cell(c, i, r->known >> f & 1 ? HQ_KNOWN : r->asked >> f & 1 ? HQ_UNKNOWN : HQ_NOT_ASKED, r->v[f]);
	}
}

/* Answers as columns, as written; false where one cannot be written in the slot's decimals. */
static bool put_answers(const struct hq_answer *answers, size_t n)
{
	for (uint16_t s = 0; answers && s < edition->nslots; s++) {
		const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);
		const int64_t one = power(slot.decimals), v = answers[s].value;

		if (answers[s].know == HQ_KNOWN && v * one % slot.step)
			return false;
		const size_t c = column_add((struct hq_column){ .of = HQ_OF_SLOT, .type = HQ_COLUMN_I32, .index = s, .decimals = slot.decimals }, n);

		for (size_t i = 0; i < n; i++)
			set_cell(c, i, (enum hq_know)answers[s].know, v * one / slot.step);
	}
	return true;
}

static void one_example(struct hqc_case *k)
{
	enum { FORMS = 70 };
	static struct hq_answer form[SLOTS_MAX];
	uint16_t points[POINTS_MAX];
	struct hq_facts same = { .vocab = vocab, .closed = k->facts.closed }, filled;
	struct hq_batch_plan plan = { .rules = rules, .vocab = vocab, .edition = edition_index, .as_of = k->as_of, .columns = columns,
				      .same = &same, .reasons = 1, .points = points, .records_max = 200 };
	struct hq_decision d;

	for (uint16_t i = edition->first_row; i < edition->first_row + edition->nrows && plan.npoints < POINTS_MAX; i++)
		if (HQ_AT(struct hq_row, rules, rows)[i].op == HQ_OP_RUBRIC)
			points[plan.npoints++] = i;
	assert_int_equal(hq_facts_prepare(&k->facts, k->records), 0);
	assert_int_equal(hq_facts_prepare(&same, NULL), 0);
	const struct hq_record *teacher = k->facts.first[vocab->teacher] < k->facts.first[vocab->teacher + 1] ?
					  &k->facts.records[k->facts.first[vocab->teacher]] : NULL;

	/* As records. */
	expect(&expected[0], &k->facts, 0, k->as_of, true, points, plan.npoints);
	put_single(teacher, vocab->teacher, 1);
	put_single(k->facts.assignment, vocab->assignment, 1);
	for (unsigned kind = 0; kind < vocab->kinds.count; kind++)
		if (kind != vocab->teacher && kind != vocab->assignment)
			put_list(&k->facts, kind);
	plan.ncolumns = ncolumns;
	if (put_answers(k->facts.answers, 1)) {
		plan.ncolumns = ncolumns;
		every_kernel(&plan, 1);
	}
	columns_free();

	/* As a form that says what they came to. */
	assert_int_equal(hq_decide(rules, edition_index, &k->facts, k->as_of, work, sizeof work, &d), 0);
	for (uint16_t s = 0; s < edition->nslots; s++) {
		const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);
		const struct hq_interval v = slot.measure == HQ_NONE ? d.rows[slot.row - edition->first_row] : d.measures[slot.measure - edition->first_measure];

		form[s] = (struct hq_answer){ .value = v.lo, .know = v.lo == v.hi ? HQ_KNOWN : HQ_UNKNOWN };
	}
	struct hq_record own = teacher ? *teacher : (struct hq_record){ 0 };

	filled = (struct hq_facts){ .vocab = vocab, .closed = k->facts.closed, .answers = form, .assignment = k->facts.assignment };
	if (teacher) {
		filled.records = &own;
		filled.nrecords = 1;
		filled.list[vocab->teacher] = HQ_KNOWN;
	}
	assert_int_equal(hq_facts_prepare(&filled, &own), 0);
	expect(&expected[0], &filled, 0, k->as_of, true, points, plan.npoints);
	for (size_t i = 1; i < FORMS; i++)
		expected[i] = expected[0];
	put_single(teacher, vocab->teacher, FORMS);
	put_single(k->facts.assignment, vocab->assignment, FORMS);
	if (put_answers(form, FORMS)) {
		plan.ncolumns = ncolumns;
		plan.records_max = 0;
		every_kernel(&plan, FORMS);
	}
	columns_free();
}

/* ---- every rule file ---- */

static void over_all(void (*edition_do)(struct hqc *c, const struct hqc_edition *tree))
{
	const char *root = getenv("SRC");
	char pattern[512];
	glob_t files;

	snprintf(pattern, sizeof pattern, "%s/states/*.hq", root ? root : ".");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hqc *c = hqc_new();

		assert_non_null(c);
		if (hqc_add_file(c, files.gl_pathv[i]) == 0 && hqc_check(c) == 0 && hqc_njurisdictions(c)) {
			vocab = hqc_vocab(c);
			rules = hqc_tables(c, 0);
			for (const struct hqc_edition *tree = c->trees[0]->jurisdictions->editions; tree; tree = tree->next) {
				edition_index = (uint16_t)hqc_case_edition(rules, tree);
				edition = &HQ_AT(struct hq_edition, rules, editions)[edition_index];
				edition_do(c, tree);
			}
		}
		hqc_free(c);
	}
	globfree(&files);
}

static size_t teachers_each;

static void random_edition(struct hqc *c, const struct hqc_edition *tree)
{
	(void)c;
	(void)tree;
	for (size_t done = 0; done < teachers_each;) {
		const size_t n = chance(3) ? (size_t)between(2000, ROWS_MAX) : (size_t)between(1, 400);

		one_plan(n);
		done += n;
	}
}

static void random_teachers(void **state)
{
	const char *n = getenv("HQ_RANDOM_TEACHERS"), *s = getenv("HQ_SEED");
	const size_t teachers = n ? strtoul(n, NULL, 10) : 110000;

	(void)state;
	seed = s ? strtoull(s, NULL, 10) : 20060702;
	teachers_each = teachers / 53 + 1;
	memset(&seen, 0, sizeof seen);
	printf("seed %llu\n", (unsigned long long)seed);
	over_all(random_edition);
	printf("%zu teachers in %zu plans, %zu of them programs, %zu with missing cells; %zu teachers one by one; highly qualified %zu, not %zu, undetermined %zu, "
	       "not applicable %zu, refused %zu\n", seen.teachers, seen.plans, seen.programs, seen.open, seen.slow, seen.verdicts[1], seen.verdicts[2], seen.verdicts[3],
	       seen.verdicts[4], seen.refused);
	assert_true(seen.teachers >= teachers);
	assert_true(seen.programs * 2 > seen.plans);
}

static void examples_of(struct hqc *c, const struct hqc_edition *tree)
{
	for (const struct hqc_example *x = tree->examples; x; x = x->next) {
		struct hqc_case k;

		assert_true(hqc_case_build(&k, c, rules, edition_index, x));
		one_example(&k);
	}
}

static void every_example(void **state)
{
	(void)state;
	memset(&seen, 0, sizeof seen);
	over_all(examples_of);
	printf("%zu plans of examples, %zu teachers, %zu one by one\n", seen.plans, seen.teachers, seen.slow);
	assert_true(seen.plans > 1000);
}

/* ---- threads ---- */

/* One program, each thread with its own range and its own work: what one thread writes. */
struct half { const struct hq_batch *batch; const struct hq_batch_out *out; size_t from, to, size; int rc; };

static void *half_run(void *context)
{
	struct half *h = context;
	void *scratch = aligned_alloc(HQ_BATCH_ALIGN, (h->size + 63) & ~(size_t)63);

	h->rc = scratch ? hq_batch_run(h->batch, cells, h->from, h->to, h->out, scratch, h->size, NULL) : HQ_ESPACE;
	free(scratch);
	return NULL;
}

static void threads_of(struct hqc *c, const struct hqc_edition *tree)
{
	enum { N = 4 * 4096 + 7, THREADS = 4 };
	static uint8_t verdict[2][N];
	static uint16_t route[2][N];
	const struct hq_batch *batch;

	(void)c;
	(void)tree;
	if (memcmp(rules->code, "KS", 2))
		return;
	for (uint16_t s = 0; s < edition->nslots; s++) {
		const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);
		const size_t at = column_add((struct hq_column){ .of = HQ_OF_SLOT, .type = HQ_COLUMN_U8, .index = s }, N);

		for (size_t i = 0; i < N; i++)
			set_cell(at, i, know(5), slot.type == HQ_SLOT_YES_NO ? chance(80) : between(0, 30));
	}
	const struct hq_batch_plan plan = { .rules = rules, .vocab = vocab, .edition = edition_index, .as_of = edition->from, .columns = columns,
					    .ncolumns = ncolumns };
	const size_t size = hq_batch_size(&plan);
	void *mem = aligned_alloc(HQ_BATCH_ALIGN, (size + 63) & ~(size_t)63);

	assert_int_equal(hq_batch_open(&plan, mem, size, &batch), 0);
	const struct hq_batch_out out[2] = { { .verdict = verdict[0], .route = route[0] }, { .verdict = verdict[1], .route = route[1] } };
	struct half one = { batch, &out[0], 0, N, hq_batch_work_size(batch), 0 }, some[THREADS];
	pthread_t thread[THREADS];

	half_run(&one);
	assert_int_equal(one.rc, 0);
	for (size_t t = 0; t < THREADS; t++) {
		some[t] = (struct half){ batch, &out[1], t * 4096, t + 1 < THREADS ? (t + 1) * 4096 : N, one.size, 0 };
		assert_int_equal(pthread_create(&thread[t], NULL, half_run, &some[t]), 0);
	}
	for (size_t t = 0; t < THREADS; t++) {
		pthread_join(thread[t], NULL);
		assert_int_equal(some[t].rc, 0);
	}
	assert_memory_equal(verdict[0], verdict[1], sizeof verdict[0]);
	assert_memory_equal(route[0], route[1], sizeof route[0]);
	free(mem);
	columns_free();
}

static void several_threads(void **state)
{
	(void)state;
	over_all(threads_of);
}

/* ---- what is refused ---- */

static int opened(struct hq_batch_plan plan)
{
	static _Alignas(HQ_BATCH_ALIGN) char mem[1 << 21];
	const struct hq_batch *batch;
	const int rc = hq_batch_open(&plan, mem, sizeof mem, &batch);

	assert_int_equal(hq_batch_size(&plan) > 0, rc == 0 || plan.kernel);
	return rc;
}

static struct hq_batch_plan with(struct hq_batch_plan plan, const struct hq_column *c, size_t n)
{
	plan.columns = c;
	plan.ncolumns = n;
	return plan;
}

static void refused(struct hqc *c, const struct hqc_edition *tree)
{
	static _Alignas(HQ_BATCH_ALIGN) char mem[1 << 21], scratch[1 << 20];
	const uint8_t course = (uint8_t)hq_find_kind(vocab, "course", 6), teacher = (uint8_t)vocab->teacher;
	const uint16_t first = edition->first_row;
	const struct hq_batch_plan plan = { .rules = rules, .vocab = vocab, .edition = edition_index, .as_of = edition->from };
	const struct hq_batch *batch;
	struct hq_batch_plan p;
	uint16_t yes_no = HQ_NONE, number = HQ_NONE;

	(void)c;
	(void)tree;
	if (memcmp(rules->code, "KS", 2))
		return;
	for (uint16_t s = 0; s < edition->nslots; s++) {
		const struct hq_slot slot = hq_slot_at(rules, edition->first_slot + s);

		*(slot.type == HQ_SLOT_YES_NO ? &yes_no : &number) = s;
	}
	assert_int_equal(opened(plan), 0);
	p = plan, p.edition = 9;
	assert_int_equal(opened(p), HQ_ENOEDITION);
	p = plan, p.as_of = INT32_MAX;
	assert_int_equal(opened(p), HQ_ERANGE);
	p = plan, p.records_max = HQ_RECORDS_MAX + 1;
	assert_int_equal(opened(p), HQ_ERANGE);
	struct hq_facts loose = { .vocab = vocab };
	p = plan, p.same = &loose;
	assert_int_equal(opened(p), HQ_EORDER);
	p = plan, p.points = &first, p.npoints = 1;            /* the first row of Kansas is a question */
	assert_int_equal(opened(p), HQ_ENAME);
	p = plan, p.kernel = 9;
	assert_int_equal(opened(p), HQ_ENAME);

	const struct hq_column slots[] = {
		{ .of = HQ_OF_SLOT, .type = HQ_COLUMN_BITS, .index = yes_no }, { .of = HQ_OF_SLOT, .type = HQ_COLUMN_U8, .index = yes_no },
		{ .of = HQ_OF_SLOT, .type = HQ_COLUMN_BITS, .index = number }, { .of = HQ_OF_SLOT, .type = HQ_COLUMN_I64, .index = number, .decimals = 9 },
		{ .of = HQ_OF_SLOT, .type = HQ_COLUMN_I64, .index = edition->nslots }, { .of = HQ_OF_SLOT, .type = 9, .index = number }, { 0 },
	};
	assert_int_equal(opened(with(plan, slots, 1)), 0);
	assert_int_equal(opened(with(plan, slots, 2)), HQ_ENAME);       /* the same twice */
	assert_int_equal(opened(with(plan, slots + 2, 1)), HQ_ENAME);   /* a quantity in bits */
	assert_int_equal(opened(with(plan, slots + 3, 1)), HQ_ERANGE);
	for (size_t i = 4; i < 7; i++)
		assert_int_equal(opened(with(plan, slots + i, 1)), HQ_ENAME);

	const uint16_t subject = (uint16_t)hq_find_field(vocab, course, "subject", 7);
	const struct hq_column lists[] = {
		{ .of = HQ_OF_LIST, .type = HQ_COLUMN_I32, .kind = course }, { .of = HQ_OF_FIELD, .type = HQ_COLUMN_U8, .kind = course, .index = subject },
		{ .of = HQ_OF_LIST, .type = HQ_COLUMN_I64, .kind = course }, { .of = HQ_OF_LIST, .type = HQ_COLUMN_I32, .kind = teacher },
		{ .of = HQ_OF_FIELD, .type = HQ_COLUMN_BITS, .kind = course, .index = subject }, { .of = HQ_OF_FIELD, .type = HQ_COLUMN_U8, .kind = course, .index = 16 },
		{ .of = HQ_OF_AMOUNT, .type = HQ_COLUMN_U8, .kind = course, .index = HQ_UNITS_MAX },
	};
	assert_int_equal(opened(with(plan, lists, 2)), 0);
	assert_int_equal(opened(with(plan, lists + 1, 1)), HQ_ENAME);   /* of no list */
	assert_int_equal(opened(with(plan, lists + 2, 1)), HQ_ENAME);
	assert_int_equal(opened(with(plan, lists + 3, 1)), HQ_ENAME);
	for (size_t i = 4; i < 7; i++) {
		const struct hq_column pair[] = { lists[0], lists[i] };

		assert_int_equal(opened(with(plan, pair, 2)), HQ_ENAME);
	}

	/* Memory too small or not aligned; a range that begins within a word; offsets that cannot be, of one teacher alone. */
	p = with(plan, lists, 2);
	p.records_max = 2;
	assert_int_equal(hq_batch_open(&p, mem, hq_batch_size(&p) - 1, &batch), HQ_ESPACE);
	assert_int_equal(hq_batch_open(&p, mem + 8, sizeof mem - 8, &batch), HQ_ESPACE);
	assert_int_equal(hq_batch_open(&p, mem, hq_batch_size(&p), &batch), 0);
	const int32_t offsets[] = { 0, 2, 5, 4, 5 };
	const uint8_t codes[] = { 0, 0, 0, 0, 0 };
	const struct hq_cells some[] = { { offsets, NULL, NULL }, { codes, NULL, NULL } };
	uint8_t verdicts[4];
	int8_t errors[4];
	const struct hq_batch_out out = { .verdict = verdicts, .error = errors };
	struct hq_batch_count count = { 0 };
	const size_t need = hq_batch_work_size(batch);

	assert_true(need <= sizeof scratch);
	assert_int_equal(hq_batch_run(batch, some, 0, 4, &out, scratch, need - 1, NULL), HQ_ESPACE);
	assert_int_equal(hq_batch_run(batch, some, 0, 4, &out, scratch + 8, need, NULL), HQ_ESPACE);
	assert_int_equal(hq_batch_run(batch, some, 1, 4, &out, scratch, need, NULL), HQ_EORDER);
	assert_int_equal(hq_batch_run(batch, some, 0, 4, &out, scratch, need, &count), 0);
	assert_int_equal(errors[0], HQ_OK);
	assert_int_equal(errors[1], HQ_ERANGE);
	assert_int_equal(errors[2], HQ_ERANGE);
	assert_int_equal(errors[3], HQ_OK);
	assert_int_equal(verdicts[1], 0);
	assert_int_equal(count.teachers, 4);
	assert_int_equal(count.refused, 2);
	assert_int_equal(count.decided, 2);
}

static void what_is_refused(void **state)
{
	(void)state;
	over_all(refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_refused), cmocka_unit_test(several_threads),
					    cmocka_unit_test(every_example), cmocka_unit_test(random_teachers) };

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
