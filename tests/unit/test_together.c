/* What a missing list can hold all at once, and what missing amounts can be in several measures (semantics 8.5): random rules, held against
 * every list there is.
 *
 * A rule file is drawn: up to five conditions on one kind of record, all of them or one of two groups, of years added up and records counted, with
 * filters that share records, exclude one another, or are part of one another; sometimes a rubric. The list is missing, or known with up to four
 * records that lack amounts, fields or both. All lists that the conditions tell apart are gone through by plain counting, which shares nothing with the runtime: it knows the
 * years and the number of records of each sort, and no more. The verdict has to be undetermined if two lists disagree, and the one they agree
 * on if none do; a decision that says that it looked at too many cases may be undetermined, and is counted.
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed. */
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

/* A sort is a shift (early, late, night) and rural or not. */
enum { SHIFTS = 3, SORTS = 6, CONDITIONS = 6, MOST = 4, AMOUNTS = 3, AMOUNT_MOST = 8 };

static const char *const shift_names[SHIFTS] = { "early", "late", "night" };

struct condition {
	uint32_t sorts;                /* bit s: records of this sort */
	int lo, hi;                    /* of years, or of records; hi -1: without bound */
	bool count;
	int group;                     /* 0: of all; 1, 2: one of two groups */
	bool same;                     /* and only where rural is as in the assignment */
};
struct rules {
	struct condition c[CONDITIONS];
	unsigned n;
	bool groups;
	int pass;                      /* points of a rubric of two lines, by whole years; 0: there is none */
	uint32_t line[2];
	int each[2];                   /* points for a year */
	int least;                     /* years of a record */
};
struct list { int years[SORTS], records[SORTS], rural; };        /* and what the assignment is */

static struct { size_t rules, undetermined, yes, no, lists, gave_up, gave_up_in_vain, by_cases; } seen;

static uint32_t draw_sorts(void)
{
	switch (draw(6)) {
	case 0:
		return (1 << SORTS) - 1;                       /* all */
	case 1:
		return draw(2) ? 0x15 : 0x2a;                  /* rural or not */
	case 2:
		return 0xfu << 2 * draw(2);                    /* two shifts of three */
	case 3:
		return 1u << draw(SORTS);
	default:
		return 3u << 2 * draw(SHIFTS);
	}
}

/* The filter in words: sorts 2 s and 2 s + 1 are shift s, not rural and rural. */
static int put_filter(char *to, uint32_t sorts, bool same)
{
	uint32_t both = 0;
	int n = 0;

	for (unsigned s = 0; s < SHIFTS; s++)
		both |= (sorts >> 2 * s & 3) != 0 ? 1u << s : 0;
	if (sorts == (1 << SORTS) - 1 && !same)
		return 0;
	n += sprintf(to + n, " where ");
	if (same)
		n += sprintf(to + n, "rural is assignment rural%s", sorts == (1 << SORTS) - 1 ? "" : " and ");
	if (both != 7) {
		n += sprintf(to + n, "shift is ");
		for (unsigned s = 0, any = 0; s < SHIFTS; s++)
			if (both >> s & 1)
				n += sprintf(to + n, "%s%s", any++ ? ", " : "", shift_names[s]);
	}
	if ((sorts & 0x2a) == 0 || (sorts & 0x15) == 0)
		n += sprintf(to + n, "%srural is %s", both != 7 ? " and " : "", sorts & 0x2a ? "yes" : "no");
	return n;
}

static void draw_rules(struct rules *r, bool counts, bool years)
{
	memset(r, 0, sizeof *r);
	r->n = 2 + draw(CONDITIONS - 1);
	r->least = draw(4) == 0;
	r->groups = draw(3) == 0;
	for (unsigned i = 0; i < r->n; i++) {
		struct condition *c = &r->c[i];

		c->sorts = draw_sorts();
		c->same = draw(6) == 0;
		c->count = counts && (!years || draw(3) == 0);
		c->lo = draw(2) ? 1 + (int)draw(3) : 0;
		c->hi = c->lo == 0 || draw(4) == 0 ? c->lo + (int)draw(3) : -1;
		if (c->hi > MOST - 1)
			c->hi = MOST - 1;
		c->group = r->groups ? (int)(i < 2 ? i + 1 : draw(3)) : 0;     /* neither group is empty */
	}
	if (years && draw(4) == 0) {
		r->pass = 1 + (int)draw(6);
		for (unsigned i = 0; i < 2; i++) {
			r->line[i] = draw_sorts();
			r->each[i] = 1 + (int)draw(2);
		}
	}
}

static int put_condition(char *to, const char *indent, const struct condition *c)
{
	int n = 0;
	char filter[200] = "";

	put_filter(filter, c->sorts, c->same);
	if (c->lo > 0)
		n += sprintf(to + n, "%sat least %d %sof post%s\n", indent, c->lo, c->count ? "" : c->lo == 1 ? "year " : "years ", filter);
	if (c->hi >= 0)
		n += sprintf(to + n, "%sat most %d %sof post%s\n", indent, c->hi, c->count ? "" : c->hi == 1 ? "year " : "years ", filter);
	return n;
}

static void put_rules(char *to, const struct rules *r)
{
	to += sprintf(to,
		      "source form \"A form\"\n  file \"form.txt\"\n  lines 9\n"
		      "unit year, years \"A year\"\n"
		      "codes shift \"When\"\n  early \"Early\"\n  late \"Late\"\n  night \"Night\"\n"
		      "single record teacher \"The person\"\n  field first date \"First day\"\n"
		      "single record assignment \"What is taught\"\n  field rural yes or no \"Rural\"\n"
		      "record post, posts \"Time in a post\"\n  amount years %d to 40 with 0 decimals in all 40 \"Years\"\n"
		      "  field shift one of shift \"When\"\n  field rural yes or no \"Rural\"\n"
		      "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2006-07-01 [form 1]\n"
		      "    route only \"The only route\" [form 2]\n", r->least);
	for (unsigned i = 0; i < r->n; i++)
		if (r->c[i].group == 0)
			to += put_condition(to, "      ", &r->c[i]);
	if (r->pass)
		to += sprintf(to, "      passes points_of_years\n");
	if (r->groups) {
		to += sprintf(to, "      any of\n");
		for (int g = 1; g < 3; g++) {
			to += sprintf(to, "        all of\n");
			for (unsigned i = 0; i < r->n; i++)
				if (r->c[i].group == g)
					to += put_condition(to, "          ", &r->c[i]);
		}
	}
	if (!r->pass)
		return;
	to += sprintf(to, "    rubric points_of_years \"Points\" [form 3]\n      passes at %d points [form 3]\n      category years \"Years\" [form 3]\n", r->pass);
	for (unsigned i = 0; i < 2; i++) {
		char filter[200] = "";

		put_filter(filter, r->line[i], false);
		to += sprintf(to, "        line line_%u \"Line\" [form 3]\n          %d point%s per year of post%s\n", i, r->each[i], r->each[i] == 1 ? "" : "s", filter);
	}
}

/* ---- every list -------------------------------------------------------------------------------------------- */

static bool holds(const struct condition *c, const struct list *l)
{
	int n = 0;

	for (unsigned s = 0; s < SORTS; s++)
		if ((c->sorts >> s & 1) && (!c->same || (int)(s % 2) == l->rural))
			n += c->count ? l->records[s] : l->years[s];
	return n >= c->lo && (c->hi < 0 || n <= c->hi);
}

static bool is_yes(const struct rules *r, const struct list *l)
{
	bool group[3] = { true, true, true };
	int points = 0;

	for (unsigned i = 0; i < r->n; i++)
		group[r->c[i].group] &= holds(&r->c[i], l);
	for (unsigned i = 0; i < 2 && r->pass; i++)
		for (unsigned s = 0; s < SORTS; s++)
			if (r->line[i] >> s & 1)
				points += r->each[i] * l->years[s];
	return group[0] && (!r->groups || group[1] || group[2]) && points >= r->pass;
}

/* Which verdicts there are, over all lists of records of sorts @s on: bit 0 no, bit 1 yes. More than MOST of either is as good as MOST + the pass mark's. */
static unsigned over_lists(const struct rules *r, struct list *l, unsigned s, bool counts, bool years)
{
	const int most = r->pass > MOST ? r->pass : MOST;
	unsigned out = 0;

	if (s >= SORTS) {
		seen.lists++;
		return is_yes(r, l) ? 2 : 1;
	}
	for (int n = 0; n <= (counts ? MOST : 1) && out != 3; n++) {
		for (int y = 0; y <= (years && n > 0 ? most : 0) && out != 3; y++) {
			if (n > 0 && y < (counts ? years * n * r->least : 1))
				continue;
			l->records[s] = n;
			l->years[s] = y;
			out |= over_lists(r, l, s + 1 + (counts && years), counts, years);
		}
	}
	return out;
}

struct known { int shift, rural, years; };             /* -1: missing */

/* The same, over all that is missing of records @i on. */
static unsigned over_missing(const struct rules *r, const struct known *posts, unsigned n, unsigned i, struct list *l)
{
	const struct known *p = &posts[i];
	unsigned out = 0;

	if (i == n) {
		seen.lists++;
		return is_yes(r, l) ? 2 : 1;
	}
	for (unsigned sort = 0; sort < SORTS && out != 3; sort++) {
		if ((p->shift >= 0 && (unsigned)p->shift != sort / 2) || (p->rural >= 0 && (unsigned)p->rural != sort % 2))
			continue;
		l->records[sort]++;
		for (int y = p->years < 0 ? r->least : p->years; y <= (p->years < 0 ? AMOUNT_MOST : p->years) && out != 3; y++) {
			l->years[sort] += y;
			out |= over_missing(r, posts, n, i + 1, l);
			l->years[sort] -= y;
		}
		l->records[sort]--;
	}
	return out;
}

/* ---- the runtime ------------------------------------------------------------------------------------------- */

static struct hq_record records[16];
static char text[1 << 14];

static void show(const struct known *posts, unsigned n, int assigned)
{
	fprintf(stderr, "%sassignment rural %d\n", text, assigned);
	for (unsigned i = 0; i < n; i++)
		fprintf(stderr, "post %s, rural %d, years %d\n", posts[i].shift < 0 ? "unknown" : shift_names[posts[i].shift], posts[i].rural, posts[i].years);
}

static enum hq_verdict decide(const struct hqc *c, const struct known *posts, unsigned n, bool missing, int assigned, bool *gave_up)
{
	static int64_t work[1 << 15];
	const struct hq_tables *rules = hqc_tables(c, 0);
	const struct hq_vocab *vocab = hqc_vocab(c);
	const int post = hq_find_kind(vocab, "post", 4), shift = hq_find_field(vocab, (unsigned)post, "shift", 5),
		  rural = hq_find_field(vocab, (unsigned)post, "rural", 5);
	struct hq_record assignment = { .kind = (uint8_t)vocab->assignment, .unit = 255, .known = assigned >= 0, .v = { assigned > 0 } };
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = n, .assignment = &assignment };
	struct hq_decision d;
	hq_day day;

	assert_int_equal(hq_day_parse("2007-01-01", 10, &day), 0);
	assert_true(post >= 0 && shift >= 0 && rural >= 0);
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	facts.list[post] = missing ? HQ_UNKNOWN : HQ_KNOWN;
	for (unsigned i = 0; i < n; i++) {
		records[i] = (struct hq_record){ .kind = (uint8_t)post, .unit = posts[i].years < 0 ? 255 : 0, .amount = posts[i].years < 0 ? 0 : posts[i].years,
						 .times = 1, .ref = (uint16_t)i };
		if (posts[i].shift >= 0) {
			records[i].known |= (uint16_t)(1u << shift);
			records[i].v[shift] = posts[i].shift;
		}
		if (posts[i].rural >= 0) {
			records[i].known |= (uint16_t)(1u << rural);
			records[i].v[rural] = posts[i].rural;
		}
	}
	assert_int_equal(hq_facts_prepare(&facts, records), HQ_OK);
	const int rc = hq_decide(rules, 0, &facts, day, work, sizeof work, &d);

	if (rc < 0) {
		show(posts, n, assigned);
		fail_msg("%s", hq_strerror(rc));
	}
	*gave_up = d.verdict == HQ_UNDETERMINED && d.cases;
	seen.by_cases += d.verdict != HQ_UNDETERMINED && d.cases;
	return d.verdict;
}

static void one(unsigned found, const struct hqc *c, const struct known *posts, unsigned n, bool missing, int assigned)
{
	const enum hq_verdict wanted = found == 3 ? HQ_UNDETERMINED : found == 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	bool gave_up;
	const enum hq_verdict is = decide(c, posts, n, missing, assigned, &gave_up);

	seen.undetermined += wanted == HQ_UNDETERMINED;
	seen.yes += wanted == HQ_HIGHLY_QUALIFIED;
	seen.no += wanted == HQ_NOT_HIGHLY_QUALIFIED;
	seen.gave_up += gave_up;
	seen.gave_up_in_vain += gave_up && wanted != HQ_UNDETERMINED;
	if (gave_up && getenv("HQ_SHOW"))
		show(posts, n, assigned);
	/* Of known posts that lack something, the facts say how many cases they make. */
	if (gave_up && missing && !told(c)) {
		show(posts, n, assigned);
		fail_msg("given up, and not a word when compiling");
	}
	if (is == wanted || (gave_up && is == HQ_UNDETERMINED))
		return;
	show(posts, n, assigned);
	fail_msg("%s, and every list there is says %s", hq_verdict_name(is), hq_verdict_name(wanted));
}

static void over_rules(void **state)
{
	const char *n = getenv("HQ_RANDOM_RULES"), *s = getenv("HQ_SEED");
	const size_t count = n ? strtoul(n, NULL, 10) : 1500;
	const uint64_t start = s ? strtoull(s, NULL, 10) : 20060701;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct hqc *c = hqc_new();
		struct list l = { { 0 }, { 0 }, 0 };
		struct known posts[AMOUNTS + 1];
		struct rules r;

		seed_rules(start, i);
		const unsigned what = draw(4);
		const bool counts = what == 1 || what == 2, years = what != 1;

		/* Where years and records go together, rural says nothing, or there would be too many lists. */
		draw_rules(&r, counts, years);
		for (unsigned k = 0; what == 2 && k < r.n; k++) {
			r.c[k].sorts |= r.c[k].sorts >> 1 & 0x15;
			r.c[k].sorts |= r.c[k].sorts << 1 & 0x2a;
			r.c[k].same = false;
		}
		for (unsigned k = 0; what == 2 && k < 2; k++) {
			r.line[k] |= r.line[k] >> 1 & 0x15;
			r.line[k] |= r.line[k] << 1 & 0x2a;
		}
		put_rules(text, &r);
		assert_non_null(c);
		hqc_add_text(c, "random.hq", text, strlen(text));
		if (hqc_check(c)) {
			fputs(text, stderr);
			hqc_print_diagnostics(c, stderr, false);
			fail_msg("rule file %zu", i);
		}
		seen.rules++;
		const int assigned = (int)draw(3) - 1;
		const unsigned nposts = 1 + draw(AMOUNTS + 1), missing = draw(3);
		const bool fields = missing > 0, amounts = missing < 2;
		unsigned found = 0, known = 0;

		for (unsigned k = 0; k < nposts; k++)
			posts[k] = (struct known){ fields && draw(2) ? -1 : (int)draw(SHIFTS), fields && draw(3) == 0 ? -1 : (int)draw(2),
						   amounts && k < AMOUNTS && draw(4) ? -1 : r.least + (int)draw(4) };
		for (l.rural = 0; l.rural < 2; l.rural++) {
			if (assigned == !l.rural)
				continue;
			found |= over_lists(&r, &l, 0, counts, years);
			memset(l.years, 0, sizeof l.years);
			memset(l.records, 0, sizeof l.records);
			known |= over_missing(&r, posts, nposts, 0, &l);
		}
		one(found, c, NULL, 0, true, assigned);
		one(known, c, posts, nposts, false, assigned);
		hqc_free(c);
	}
	printf("seed %llu: %zu rule files, a missing list and what is missing of a known one: %zu undetermined, %zu yes, %zu no, as %zu lists say; %zu decided by cases\n",
	       (unsigned long long)start, seen.rules, seen.undetermined, seen.yes, seen.no, seen.lists, seen.by_cases);
	printf("%zu had too many cases, in %zu of these all lists agree\n", seen.gave_up, seen.gave_up_in_vain);
	assert_true(seen.by_cases > 0);
	assert_true(seen.gave_up_in_vain * 40 < seen.undetermined + seen.yes + seen.no);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("together", tests, NULL, NULL);
}
