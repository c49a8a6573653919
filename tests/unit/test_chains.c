/* Undetermined is exact (semantics 8.4, 8.5) where what is missing is compared with what is missing too, and that with a third.
 *
 * A rule file is drawn: numbers, or days, of the teacher, the assignment, posts and awards, each with a range of its own; a tree over comparisons of
 * any of them with any other and with constants. Then facts in which each of them, and each list, may be missing. The oracle counts: every value of every
 * single fact, every value of every record, and which counts the records can come to. Of days it goes through more on either side of each
 * edge than there are facts to be put in order there.
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed; HQ_REPLAY draws only that one, HQ_SHOW prints what is given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hq.h"
#include "hq_tables.h"
#include "hqc.h"
#include "random_rules.h"
#include "told.h"

/* ---- what there is ----------------------------------------------------------------------------------------- */

enum { FIRST, SECOND, THIRD, SINGLES, EARLY = SINGLES, LATE, GIVEN, FIELDS };  /* of teacher, teacher, assignment, post, post, award */
enum { POST, AWARD, LISTS };
enum { MOST_VALUE = 16, DAY_LOW = -5, RECORDS = 3, COUNTS = 4, NODES = 40, ATOMS = 48 };

static const char *const owner[FIELDS] = { "teacher", "teacher", "assignment", "its", "its", "its" };
static const char *const named[FIELDS] = { "first", "second", "third", "early", "late", "given" };
static const char *const list_name[LISTS] = { "post", "award" };

static bool dates;                             /* the fields are days, else numbers */
static int low[FIELDS], high[FIELDS];          /* of a day: those that the oracle goes through */
static hq_day base;                            /* the day 0 */
static unsigned used;                          /* fields that the rules read */
static struct tally tally;

/* ---- comparisons and filters --------------------------------------------------------------------------------- */

enum { AT_LEAST, AT_MOST, IS, RELATIONS, F_AND = RELATIONS, F_OR, F_NOT };

/* A field beside another, or (with -1) beside a constant; or two filters, or one. */
struct filter { int sort, field, other, value, kid[2]; };
static struct filter filters[ATOMS];
static int nfilters;

/* @list -1: of single facts alone */
static int draw_comparison(int list)
{
	struct filter f = { .sort = (int)draw(dates ? IS : RELATIONS), .other = -1, .value = 1 + (int)draw(9) };

	f.field = list < 0 ? (int)draw(SINGLES) : list == AWARD ? GIVEN : EARLY + (int)draw(2);
	if (draw(5) > 1) {
		do
			f.other = list == POST && draw(3) == 0 ? EARLY + (int)draw(2) : (int)draw(SINGLES);
		while (f.other == f.field);
		used |= 1u << f.other;
	} else if (!dates && (f.value <= low[f.field] || f.value >= high[f.field])) {
		f.value = low[f.field] + 1;             /* else it says nothing, and is refused */
	}
	used |= 1u << f.field;
	filters[nfilters] = f;
	return nfilters++;
}

static int draw_filter(int list, int depth)
{
	if (depth == 0 || draw(2) || nfilters > ATOMS - 8)
		return draw_comparison(list);
	const int at = nfilters++;
	struct filter f = { .sort = F_AND + (int)draw(3) };

	f.kid[0] = draw_filter(list, depth - 1);
	f.kid[1] = f.sort == F_NOT ? -1 : draw_filter(list, depth - 1);
	filters[at] = f;
	return at;
}

/* Values by field; of a record's own whatever the record has. */
static bool matches(int at, const int *v)
{
	const struct filter *f = &filters[at];

	if (f->sort == F_AND)
		return matches(f->kid[0], v) && matches(f->kid[1], v);
	if (f->sort == F_OR)
		return matches(f->kid[0], v) || matches(f->kid[1], v);
	if (f->sort == F_NOT)
		return !matches(f->kid[0], v);
	const int x = v[f->field], y = f->other < 0 ? f->value : v[f->other];

	return f->sort == AT_LEAST ? x >= y : f->sort == AT_MOST ? x <= y : x == y;
}

static char *put_filter(char *to, int at)
{
	static const char *const words[2][RELATIONS] = { { "at least", "at most", "is" }, { "on or after", "on or before", "" } };
	const struct filter *f = &filters[at];

	if (f->sort >= F_AND) {
		to += sprintf(to, f->sort == F_NOT ? "not (" : "(");
		to = put_filter(to, f->kid[0]);
		if (f->sort != F_NOT) {
			to += sprintf(to, f->sort == F_AND ? ") and (" : ") or (");
			to = put_filter(to, f->kid[1]);
		}
		return to + sprintf(to, ")");
	}
	to += sprintf(to, "%s%s%s %s ", f->field < SINGLES ? owner[f->field] : "", f->field < SINGLES ? " " : "", named[f->field], words[dates][f->sort]);
	if (f->other >= 0)
		return to + sprintf(to, "%s %s", owner[f->other], named[f->other]);
	if (!dates)
		return to + sprintf(to, "%d", f->value);
	char day[11];

	hq_day_format(base + f->value, day);
	return to + sprintf(to, "%s", day);
}

/* ---- the tree ------------------------------------------------------------------------------------------------ */

struct count { int list, filter; };
static struct count counts[COUNTS];

enum node_sort { N_ALL, N_ANY, N_NONE, N_COMPARED, N_COUNT };
struct node { enum node_sort sort; int kid[2], of, least, most; };             /* N_COMPARED: of which filter; N_COUNT: of which count */
static struct node nodes[NODES];
static int nnodes;

static int draw_node(int depth)
{
	const int at = nnodes++;
	struct node n = { .sort = N_COUNT };

	if (depth > 0 && draw(4) && nnodes < NODES - 4) {
		n.sort = (enum node_sort)draw(3);
		n.kid[0] = draw_node(depth - 1);
		n.kid[1] = draw_node(depth - 1);
	} else if (draw(2)) {
		n.sort = N_COMPARED;
		n.of = draw_comparison(-1);
	} else {
		n.of = (int)draw(COUNTS);
		n.least = (int)draw(3);
		n.most = n.least == 0 ? (int)draw(2) : -1;
	}
	nodes[at] = n;
	return at;
}

/* @counted: two bits for each count, 3 standing for more */
static bool holds(int at, unsigned counted, const int *v)
{
	const struct node *n = &nodes[at];
	const int is = (int)(counted >> 2 * (n->of % 16) & 3);        /* of a leaf */

	switch (n->sort) {
	case N_ALL: return holds(n->kid[0], counted, v) && holds(n->kid[1], counted, v);
	case N_ANY: return holds(n->kid[0], counted, v) || holds(n->kid[1], counted, v);
	case N_NONE: return !holds(n->kid[0], counted, v) && !holds(n->kid[1], counted, v);
	case N_COMPARED: return matches(n->of, v);
	default: return is >= n->least && (n->most < 0 || is <= n->most);
	}
}

static char *put_node(char *to, int at, int indent)
{
	static const char *const heads[] = { "all of", "any of", "none of" };
	const struct node *n = &nodes[at];

	to += sprintf(to, "%*s", indent, "");
	if (n->sort < N_COMPARED) {
		to += sprintf(to, "%s\n", heads[n->sort]);
		to = put_node(to, n->kid[0], indent + 2);
		return put_node(to, n->kid[1], indent + 2);
	}
	if (n->sort == N_COUNT) {
		const struct count *c = &counts[n->of];

		if (n->least == 0 && n->most == 0)
			to += sprintf(to, "no %s where ", list_name[c->list]);
		else if (n->least == 1)
			to += sprintf(to, "holds %s where ", list_name[c->list]);
		else
			to += sprintf(to, "%s %d of %s where ", n->least ? "at least" : "at most", n->least ? n->least : n->most, list_name[c->list]);
		to = put_filter(to, c->filter);
	} else {
		to = put_filter(to, n->of);
	}
	return to + sprintf(to, "\n");
}

static char text[1 << 15];

static char *put_field(char *to, int f)
{
	return dates ? to + sprintf(to, "  field %s date \"A day\"\n", named[f]) :
		       to + sprintf(to, "  field %s number %d to %d \"A number\"\n", named[f], low[f], high[f]);
}

static void draw_rules(void)
{
	char *to = text;

	dates = draw(2);
	nfilters = nnodes = 0;
	used = 0;
	for (int f = 0; f < FIELDS; f++) {
		low[f] = dates ? DAY_LOW : draw(2) ? 0 : (int)draw(5);
		high[f] = dates ? MOST_VALUE : low[f] + 2 + (int)draw((unsigned)(MOST_VALUE - 2 - low[f]));
	}
	for (int i = 0; i < COUNTS; i++) {
		counts[i].list = i < COUNTS / 2 ? POST : (int)draw(LISTS);
		counts[i].filter = draw_filter(counts[i].list, (int)draw(3));
	}
	const int root = draw_node(3);

	assert_int_equal(root, 0);
	to += sprintf(to, "source form \"A form\"\n  file \"form.txt\"\n  lines 9\nsingle record teacher \"The person\"\n");
	to = put_field(put_field(to, FIRST), SECOND);
	to = put_field(to + sprintf(to, "single record assignment \"What is taught\"\n"), THIRD);
	to = put_field(put_field(to + sprintf(to, "record post, posts \"A post\"\n"), EARLY), LATE);
	to = put_field(to + sprintf(to, "record award, awards \"An award\"\n"), GIVEN);
	to += sprintf(to, "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2006-07-01 [form 1]\n"
			  "    route only \"The only route\" [form 2]\n");
	put_node(to, root, 6);
}

/* ---- every completion ---------------------------------------------------------------------------------------- */

struct partial { int v[FIELDS], record[LISTS][RECORDS][FIELDS]; unsigned known, known_of[LISTS][RECORDS], n[LISTS]; bool missing[LISTS]; };

static bool fits(int field, int value, const int *v, unsigned known)
{
	return (known >> field & 1) ? value == v[field] : used >> field & 1 || value == low[field];
}

static unsigned plus(unsigned counted, unsigned one)
{
	for (int i = 0; i < COUNTS; i++)
		if ((one >> i & 1) && (counted >> 2 * i & 3) < 3)
			counted += 1u << 2 * i;
	return counted;
}

/* Sets of counts: bit c of them is whether counts c can be reached. */
enum { REACHED = 1 << 2 * COUNTS };
struct reached { bool is[REACHED]; };

/* Bit c of the answer: a record can be in just the counts c, of those of the list. */
static unsigned may_add(int list, const int *own, unsigned known, const int *singles)
{
	const int a = list == POST ? EARLY : GIVEN, b = list == POST ? LATE : -1;
	int v[FIELDS];
	unsigned found = 0;

	memcpy(v, singles, sizeof v);
	for (v[a] = low[a]; v[a] <= high[a]; v[a]++) {
		if (!fits(a, v[a], own, known))
			continue;
		for (int y = b < 0 ? 0 : low[b]; y <= (b < 0 ? 0 : high[b]); y++) {
			unsigned in = 0;

			if (b >= 0 && !fits(b, y, own, known))
				continue;
			if (b >= 0)
				v[b] = y;
			for (int i = 0; i < COUNTS; i++)
				in |= (unsigned)(counts[i].list == list && matches(counts[i].filter, v)) << i;
			found |= 1u << in;
		}
	}
	return found;
}

static void add_record(struct reached *r, unsigned may, bool and_stay)
{
	static struct reached before;

	before = *r;
	if (!and_stay)
		memset(r, 0, sizeof *r);
	for (unsigned c = 0; c < REACHED; c++)
		for (unsigned in = 0; before.is[c] && in < 1u << COUNTS; in++)
			if (may >> in & 1)
				r->is[plus(c, in)] = true;
}

/* Bit 0: some completion is no; bit 1: some is yes. */
static unsigned over_all(const struct partial *t)
{
	static struct reached r;
	int v[FIELDS] = { 0 };
	unsigned found = 0;

	for (v[FIRST] = low[FIRST]; v[FIRST] <= high[FIRST] && found != 3; v[FIRST]++)
		for (v[SECOND] = low[SECOND]; v[SECOND] <= high[SECOND] && found != 3; v[SECOND]++)
			for (v[THIRD] = low[THIRD]; v[THIRD] <= high[THIRD] && found != 3; v[THIRD]++) {
				if (!fits(FIRST, v[FIRST], t->v, t->known) || !fits(SECOND, v[SECOND], t->v, t->known) || !fits(THIRD, v[THIRD], t->v, t->known))
					continue;
				memset(&r, 0, sizeof r);
				r.is[0] = true;
				for (int list = 0; list < LISTS; list++) {
					const unsigned any = t->missing[list] ? may_add(list, NULL, 0, v) : 0;

					for (int k = 0; t->missing[list] && k < 3 * COUNTS; k++)
						add_record(&r, any, true);
					for (unsigned k = 0; k < t->n[list]; k++)
						add_record(&r, may_add(list, t->record[list][k], t->known_of[list][k], v), false);
				}
				for (unsigned c = 0; c < REACHED; c++)
					if (r.is[c])
						found |= holds(0, c, v) ? 2u : 1u;
			}
	return found;
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

static int draw_value(int f)
{
	return dates ? (int)draw(11) : low[f] + (int)draw((unsigned)(high[f] - low[f] + 1));
}

static void draw_facts(struct partial *t)
{
	const unsigned often = 1 + draw(6);

	memset(t, 0, sizeof *t);
	for (int f = 0; f < SINGLES; f++) {
		t->v[f] = draw_value(f);
		t->known |= (unsigned)(draw(6) >= often) << f;
	}
	for (int list = 0; list < LISTS; list++) {
		t->missing[list] = draw(5) == 0;
		t->n[list] = t->missing[list] ? 0 : draw(RECORDS + 1);
		for (unsigned k = 0; k < t->n[list]; k++)
			for (int f = SINGLES; f < FIELDS; f++) {
				t->record[list][k][f] = draw_value(f);
				t->known_of[list][k] |= (unsigned)(draw(6) >= often) << f;
			}
	}
}

static void show(const struct partial *t)
{
	fputs(text, stderr);
	for (int f = 0; f < SINGLES; f++)
		fprintf(stderr, "%s %s %d%s\n", owner[f], named[f], t->v[f], t->known >> f & 1 ? "" : " unknown");
	for (int list = 0; list < LISTS; list++) {
		if (t->missing[list])
			fprintf(stderr, "%s unknown\n", list_name[list]);
		for (unsigned k = 0; k < t->n[list]; k++) {
			fprintf(stderr, "%s", list_name[list]);
			for (int f = list == POST ? EARLY : GIVEN; f <= (list == POST ? LATE : GIVEN); f++)
				fprintf(stderr, " %s %d%s", named[f], t->record[list][k][f], t->known_of[list][k] >> f & 1 ? "" : " unknown");
			fputc('\n', stderr);
		}
	}
	if (dates) {
		char day[11];

		hq_day_format(base, day);
		fprintf(stderr, "the day 0 is %s\n", day);
	}
}

static struct hq_record record_of(const struct hq_vocab *vocab, const char *kind, const int *v, unsigned known, int first, int n)
{
	struct hq_record r = { .kind = (uint8_t)hq_find_kind(vocab, kind, strlen(kind)), .unit = 255, .times = 1 };

	for (int f = 0; f < n; f++) {
		r.v[f] = dates ? base + v[first + f] : v[first + f];
		r.known |= (uint16_t)((known >> (first + f) & 1) << f);
	}
	return r;
}

/* A record lacks something: how many cases these make together, the facts say and not the rules. */
static bool lacks(const struct partial *t)
{
	bool any = false;

	for (int list = 0; list < LISTS; list++)
		for (unsigned k = 0; k < t->n[list]; k++)
			any |= (t->known_of[list][k] >> SINGLES) != (1u << (FIELDS - SINGLES)) - 1;
	return any;
}

static void one(const struct hqc *c, const struct partial *t)
{
	static int64_t work[1 << 16];
	static struct hq_record records[1 + LISTS * RECORDS];
	const struct hq_vocab *vocab = hqc_vocab(c);
	struct hq_record assignment = record_of(vocab, "assignment", t->v, t->known, THIRD, 1);
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = 1, .assignment = &assignment };
	const unsigned found = over_all(t);
	const enum hq_verdict wanted = found == 3 ? HQ_UNDETERMINED : found == 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	struct hq_decision d;

	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	records[0] = record_of(vocab, "teacher", t->v, t->known, FIRST, 2);
	for (int list = 0; list < LISTS; list++) {
		for (unsigned k = 0; k < t->n[list]; k++, facts.nrecords++) {
			records[facts.nrecords] = record_of(vocab, list_name[list], t->record[list][k], t->known_of[list][k], list == POST ? EARLY : GIVEN, list == POST ? 2 : 1);
			records[facts.nrecords].ref = (uint16_t)facts.nrecords;
		}
		if (t->missing[list])
			facts.list[hq_find_kind(vocab, list_name[list], strlen(list_name[list]))] = HQ_UNKNOWN;
	}
	int rc = hq_facts_prepare(&facts, records);

	if (rc == HQ_OK)
		rc = hq_decide(hqc_tables(c, 0), 0, &facts, base + 10000, work, sizeof work, &d);
	if (rc < 0) {
		show(t);
		fail_msg("%s", hq_strerror(rc));
	}
	const char *wrong = mistake(&tally, c, &d, wanted, lacks(t));

	if (wrong || (d.verdict == HQ_UNDETERMINED && d.cases && getenv("HQ_SHOW")))
		show(t);
	if (wrong)
		fail_msg("%s, where the completions say %s", wrong, hq_verdict_name(wanted));
}

static void draw_teacher(const struct hqc *c, size_t at)
{
	struct partial t;

	draw_facts(&t);
	if (getenv("HQ_SHOW"))
		fprintf(stderr, "%zu\n", at);
	one(c, &t);
}

static void over_rules(void **state)
{
	struct random_rules r = { .count = 600, .start = 20060702, .draw_rules = draw_rules, .text = text, .draw_teacher = draw_teacher,
				  .teachers = 8, .show_refused = "HQ_SHOW" };

	(void)state;
	assert_int_equal(hq_day_parse("2000-01-01", 10, &base), 0);
	over_random_rules(&r);
	printf("seed %llu: %zu rule files, 8 teachers each: %zu undetermined, %zu yes, %zu no; %zu decided by cases\n", (unsigned long long)r.start, r.rules,
	       tally.verdicts[HQ_UNDETERMINED], tally.verdicts[HQ_HIGHLY_QUALIFIED], tally.verdicts[HQ_NOT_HIGHLY_QUALIFIED], tally.by_cases);
	printf("%zu had too many cases, in %zu of these all completions agree; of %zu rule files the compiler said that it may be so\n", tally.gave_up, tally.in_vain, r.told);
	assert_true(r.only || tally.by_cases > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("chains", tests, NULL, NULL);
}
