/* The examples of rule files, run: each is decided by the same runtime that decides on teachers, and what comes out is
 * held against what its author expects. Points are compared as exact fractions.
 *
 * The teacher is made by example_facts.c; checking the examples (hqc_check_examples) makes every teacher once, so that a
 * value that cannot be is found by `hqc check` already.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "example.h"
#include "fold.h"
#include "resolve.h"

/* One example being run. */
struct run {
	struct hqc_case k;
	const struct hqc_example *x;
	const struct hq_edition *edition;
	struct hq_decision d;
	FILE *to;
	size_t failed;
};

#define ROW(r, i) (&HQ_AT(struct hq_row, (r)->k.tables, rows)[i])
#define NAME(r, row) hq_row_name_of((r)->k.tables, (uint16_t)(row)).text

/* ---- saying what failed -------------------------------------------------------------------------------------- */

static void begin_failure(struct run *r, struct hqc_span at)
{
	uint32_t line, column;
	const struct hqc_source_file *f = r->k.c->files[at.file];
	hqc_source_position(f, at.off, &line, &column);
	fprintf(r->to, "%s:%" PRIu32 ":%" PRIu32 ": example %s: ", f->path, line, column, r->x->name.text);
	r->failed++;
}

static void put_verdict(struct run *r)
{
	fputs(hq_verdict_name(r->d.verdict), r->to);
	if (r->d.route != HQ_NONE && ROW(r, r->d.route)->name)
		fprintf(r->to, " by %s", NAME(r, r->d.route));
}

static void put_number(struct run *r, int64_t value, int64_t denominator)
{
	char text[48];
	if (value >= HQ_BIG) {
		fputs("any number of", r->to);
		return;
	}
	hq_number_format(value, denominator, text);
	fputs(text, r->to);
}

/* ---- what came out ------------------------------------------------------------------------------------------- */

static bool is_points(const struct hq_row *row)
{
	return row->op == HQ_OP_RUBRIC || row->role == HQ_ROLE_CATEGORY || row->role == HQ_ROLE_LINE;
}

/* The row of that name in the edition; -1. A rubric, or its share, is found by both kinds of question. */
static int row_named(const struct run *r, const char *name, bool points)
{
	for (uint16_t i = 0; i < r->edition->nrows; i++) {
		const struct hq_row *row = ROW(r, r->edition->first_row + i);
		if (!row->name || strcmp(NAME(r, r->edition->first_row + i), name))
			continue;
		if (points ? is_points(row) : !is_points(row) || row->op == HQ_OP_RUBRIC)
			return r->edition->first_row + i;
	}
	return -1;
}

static struct hq_interval value_of(const struct run *r, int row)
{
	return r->d.rows[row - r->edition->first_row];
}

static int64_t capped_sum(int64_t a, int64_t b)
{
	return a >= HQ_BIG || b >= HQ_BIG ? HQ_BIG : a + b;
}

/* What counts in a rubric, a category or a line, and the denominator it is in. */
static struct hq_interval points_of(const struct run *r, int row, int64_t *denominator)
{
	const struct hq_row *x = ROW(r, row);
	*denominator = hq_rubric_at(r->k.tables, hq_rubric_of(r->k.tables, x)).denominator;
	if (x->op != HQ_OP_RUBRIC)
		return value_of(r, row);
	struct hq_interval sum = { 0, 0 };
	for (uint16_t i = 0; i < x->nkids; i++) {
		struct hq_interval one = value_of(r, HQ_AT(uint16_t, r->k.tables, kids)[x->first_kid + i]);
		sum.lo = capped_sum(sum.lo, one.lo);
		sum.hi = capped_sum(sum.hi, one.hi);
	}
	return sum;
}

static bool equals(int64_t value, int64_t denominator, const struct hqc_number *n)
{
	struct hqc_fold fold = { 0 };
	return value < HQ_BIG && hqc_rat_compare(hqc_rat(&fold, value, denominator), hqc_rat_of(n)) == 0;
}

/* ---- expectations -------------------------------------------------------------------------------------------- */

static void expect_verdict(struct run *r, const struct hqc_expect *e)
{
	if (!strcmp(hq_verdict_name(r->d.verdict), e->name.text) &&
	    (!e->route.text || (r->d.route != HQ_NONE && !strcmp(NAME(r, r->d.route), e->route.text))))
		return;
	begin_failure(r, e->span);
	fprintf(r->to, "expected %s", e->name.text);
	if (e->route.text)
		fprintf(r->to, " by %s", e->route.text);
	fputs(", got ", r->to);
	put_verdict(r);
	putc('\n', r->to);
}

static void expect_points(struct run *r, const struct hqc_expect *e)
{
	const struct hqc_number *high = e->high.text ? &e->high : &e->low;
	int64_t denominator = 1;
	int row = row_named(r, e->name.text, true);
	struct hq_interval got = { 0, 0 };
	if (row >= 0) {
		got = points_of(r, row, &denominator);
		if (equals(got.lo, denominator, &e->low) && equals(got.hi, denominator, high))
			return;
	}
	begin_failure(r, e->span);
	fprintf(r->to, "expected %s", e->low.text);
	if (e->high.text)
		fprintf(r->to, " to %s", e->high.text);
	fprintf(r->to, " points in %s, ", e->name.text);
	if (row < 0) {
		fputs("which is no rubric, category or line here\n", r->to);
		return;
	}
	fputs("got ", r->to);
	put_number(r, got.lo, denominator);
	if (got.lo != got.hi) {
		fputs(" to ", r->to);
		put_number(r, got.hi, denominator);
	}
	fputs(" points\n", r->to);
}

static const char *state_name(enum hqc_expect_kind kind)
{
	return kind == HQC_EXPECT_MET ? "met" : kind == HQC_EXPECT_UNMET ? "unmet" : "unknown";
}

static void expect_state(struct run *r, const struct hqc_expect *e)
{
	int row = row_named(r, e->name.text, false);
	enum hqc_expect_kind got = HQC_EXPECT_UNKNOWN;
	if (row >= 0) {
		struct hq_interval v = value_of(r, row);
		if (v.lo == v.hi)
			got = v.lo ? HQC_EXPECT_MET : HQC_EXPECT_UNMET;
		if (got == e->kind)
			return;
	}
	begin_failure(r, e->span);
	fprintf(r->to, "expected %s %s, ", state_name(e->kind), e->name.text);
	if (row < 0)
		fputs("which is no requirement, route, definition or rubric that decides here\n", r->to);
	else
		fprintf(r->to, "got %s\n", state_name(got));
}

/* ---- what is missing ----------------------------------------------------------------------------------------- */

/* The unit in which a row asks for the amount of records of a kind. */
static const char *unit_wanted(const struct run *r, const struct hq_row *row, const struct hq_vocab_kind *kind)
{
	const struct hq_vocab *v = r->k.facts.vocab;
	unsigned unit = 255;
	if (row->op == HQ_OP_QUANTITY)
		unit = hq_measure_at(r->k.tables, row->arg).unit;
	else if (row->op == HQ_OP_LINE)
		unit = hq_measure_at(r->k.tables, hq_line_at(r->k.tables, row->arg).measure).unit;
	if (unit >= v->units.count)
		for (unit = 0; unit + 1 < v->units.count && !(kind->units >> unit & 1); unit++)
			;
	return HQ_TEXT(v, HQ_AT(struct hq_vocab_unit, v, units)[unit].plural);
}

/* One missing thing, as an expectation names it: "course", "course.subject", "course.semester_hours", a slot, or, where
 * the source is silent, the nearest heading above. */
static void name_missing(const struct run *r, const struct hq_missing *m, char *out, size_t size)
{
	const struct hq_vocab *v = r->k.facts.vocab;
	const struct hq_vocab_kind *kind = &HQ_AT(struct hq_vocab_kind, v, kinds)[m->kind < v->kinds.count ? m->kind : 0];
	const struct hq_row *row = ROW(r, m->row);
	switch ((enum hq_lack)m->lack) {
	case HQ_LACK_LIST:
	case HQ_LACK_JUDGEMENT:
		snprintf(out, size, "%s", HQ_TEXT(v, kind->name));
		return;
	case HQ_LACK_FIELD:
		snprintf(out, size, "%s.%s", HQ_TEXT(v, kind->name),
			 HQ_TEXT(v, HQ_AT(struct hq_vocab_field, v, fields)[kind->first_field + m->field].name));
		return;
	case HQ_LACK_AMOUNT:
		snprintf(out, size, "%s.%s", HQ_TEXT(v, kind->name), unit_wanted(r, row, kind));
		return;
	case HQ_LACK_SLOT:
		snprintf(out, size, "%s", hq_slot_name_of(r->k.tables, m->slot).text);
		return;
	case HQ_LACK_SILENT:
		snprintf(out, size, "%s", NAME(r, m->row));     /* or of the nearest above that has a name */
		return;
	}
}

/* "course.semester_hours" is missing under the name of any of its units. */
static bool is_amount(const struct run *r, const struct hq_missing *m, const char *name)
{
	const struct hq_vocab *v = r->k.facts.vocab;
	const char *kind = HQ_TEXT(v, HQ_AT(struct hq_vocab_kind, v, kinds)[m->kind].name);
	const size_t len = strlen(kind);
	return !strncmp(name, kind, len) && name[len] == '.' &&
	       hqc_find_unit(r->k.c, hqc_intern(&r->k.c->names, name + len + 1, strlen(name + len + 1)));
}

struct wanted { struct run *r; const char *name; bool print; size_t n; };

static int look_at_missing(void *context, const struct hq_missing *m)
{
	struct wanted *w = context;
	char name[HQ_TEXT_MAX + 1] = "";
	name_missing(w->r, m, name, sizeof(name));
	if (w->print) {
		fprintf(w->r->to, "%s%s", w->n++ ? ", " : "", name);
		return 0;
	}
	return m->lack == HQ_LACK_AMOUNT ? is_amount(w->r, m, w->name) : !strcmp(name, w->name);
}

static void expect_missing(struct run *r, const struct hqc_expect *e)
{
	struct wanted w = { .r = r, .name = e->name.text };
	if (hq_missing_each(r->k.tables, &r->k.facts, &r->d, look_at_missing, &w))
		return;
	begin_failure(r, e->span);
	fprintf(r->to, "expected missing %s, got ", e->name.text);
	put_verdict(r);
	fputs(", missing ", r->to);
	w.print = true;
	hq_missing_each(r->k.tables, &r->k.facts, &r->d, look_at_missing, &w);
	fputs(w.n ? "\n" : "nothing\n", r->to);
}

/* ---- running ------------------------------------------------------------------------------------------------- */

static void expect(struct run *r, const struct hqc_expect *e)
{
	switch (e->kind) {
	case HQC_EXPECT_VERDICT:
		expect_verdict(r, e);
		break;
	case HQC_EXPECT_POINTS:
		expect_points(r, e);
		break;
	case HQC_EXPECT_MET:
	case HQC_EXPECT_UNMET:
	case HQC_EXPECT_UNKNOWN:
		expect_state(r, e);
		break;
	case HQC_EXPECT_MISSING:
		expect_missing(r, e);
		break;
	}
}

/* One example whose facts are made: every expectation fails when it cannot be decided at all. */
static void decide_and_compare(struct run *r, size_t *nexpect)
{
	size_t expected = 0;
	for (const struct hqc_expect *e = r->x->expects; e; e = e->next)
		expected++;
	*nexpect += expected;

	int rc = hq_facts_prepare(&r->k.facts, r->k.records);
	size_t need = hq_work_size(r->k.tables, r->k.edition, r->k.facts.nrecords);
	void *work = malloc(need ? need : 1);
	if (!work)
		rc = HQ_ESPACE;
	if (!rc)
		rc = hq_decide(r->k.tables, r->k.edition, &r->k.facts, r->k.as_of, work, need, &r->d);
	if (rc) {
		begin_failure(r, r->x->name.span);
		fprintf(r->to, "cannot be decided: %s\n", hq_strerror(rc));
		r->failed = expected ? expected : 1;
	} else {
		for (const struct hqc_expect *e = r->x->expects; e; e = e->next)
			expect(r, e);
	}
	free(work);
}

static const struct hqc_jurisdiction *jurisdiction_of(const struct hqc *c, size_t i)
{
	const struct hqc_jurisdiction *j = c->trees[0]->jurisdictions;
	while (j && i--)
		j = j->next;
	return j;
}

static void run_edition(struct hqc *c, const struct hq_tables *tables, const struct hqc_edition *e, FILE *to,
			struct hqc_tally *tally)
{
	int edition = hqc_case_edition(tables, e);
	for (const struct hqc_example *x = e->examples; x && edition >= 0; x = x->next) {
		struct run r = { .x = x, .to = to };
		if (hqc_case_build(&r.k, c, tables, (uint16_t)edition, x)) {
			r.edition = &HQ_AT(struct hq_edition, tables, editions)[edition];
			decide_and_compare(&r, &tally->expectations);
		} else {
			r.failed = 1;
		}
		tally->examples++;
		tally->failed += r.failed;
	}
}

bool hqc_run_edition_examples(struct hqc *c, size_t i, size_t edition, FILE *to, struct hqc_tally *tally)
{
	const struct hqc_edition *e = jurisdiction_of(c, i) ? jurisdiction_of(c, i)->editions : NULL;
	while (e && edition--)
		e = e->next;
	*tally = (struct hqc_tally){ .edition = e ? e->name.text : NULL };
	if (e)
		run_edition(c, hqc_tables(c, i), e, to, tally);
	return e != NULL;
}

size_t hqc_run_examples(struct hqc *c, size_t i, FILE *to, size_t *nrun, size_t *nexpect)
{
	struct hqc_tally tally;
	size_t failed = 0;
	*nrun = *nexpect = 0;
	for (size_t e = 0; hqc_run_edition_examples(c, i, e, to, &tally); e++) {
		*nrun += tally.examples;
		*nexpect += tally.expectations;
		failed += tally.failed;
	}
	return failed;
}

void hqc_check_examples(struct hqc *c)
{
	for (size_t i = 0; i < c->ntables; i++) {
		const struct hqc_jurisdiction *j = jurisdiction_of(c, i);
		for (const struct hqc_edition *e = j ? j->editions : NULL; e; e = e->next) {
			int edition = hqc_case_edition(hqc_tables(c, i), e);
			for (const struct hqc_example *x = e->examples; x && edition >= 0; x = x->next) {
				struct hqc_case k;
				hqc_case_build(&k, c, hqc_tables(c, i), (uint16_t)edition, x);
			}
		}
	}
}
