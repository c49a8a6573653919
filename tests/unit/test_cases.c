/* Undetermined is exact (semantics 8.4, 8.5, 8.8): random rules of filters over facts that are missing, held against every completion.
 *
 * A rule file is drawn: a tree of all, any, none and at least, of definitions used both ways and of silence, over counts of records by filters with
 * codes, ordered codes, sets, numbers, days, windows, and comparisons with the assignment and the teacher; sometimes with implications. Then facts in
 * which each field, the list itself, the assignment and the teacher may be missing. The oracle here knows nothing of directions or cases: for every
 * value of what the single records lack it works out which counts the list can come to, record by record, and evaluates the tree at each.
 * The verdict has to be undetermined if two completions disagree, and theirs if none do. A decision that says that it had too many cases may be
 * undetermined, and is counted.
 *
 * HQ_RANDOM_RULES sets how many, HQ_SEED the seed.
 *
 * A little long for one file: the rules drawn, the oracle and the facts speak of the same few structures. */
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

enum { SHIFT, RURAL, TOPICS, GRADE, DAY, LAST, POST_FIELDS };  /* of a post */
enum { TOPIC, AGRADE, TAGS, SINCE, SINGLE_FIELDS };            /* of the assignment, and SINCE of the teacher */
enum { SHIFTS = 3, TOPICS_N = 3, GRADES = 3, DAYS = 6, SINCES = 14 };
enum { COUNTS = 5, MOST = 2, VECTORS = 1 << 14, POSTS = 4, NODES = 40, ATOMS = 40 };

static const char *const shift_names[] = { "early", "late", "night" }, *const topic_names[] = { "algebra", "botany", "chess" };
static const char *const day_texts[DAYS] = { "1990-05-05", "2003-12-31", "2004-01-01", "2004-01-02", "2005-06-01", "2007-01-01" };
static hq_day days[DAYS], sinces[SINCES];                        /* each of the days, and the one after it; and two before all */

struct post { int64_t v[POST_FIELDS]; };
struct singles { int64_t v[SINGLE_FIELDS]; };

static struct tally tally;
static struct { size_t missing_lists, implied; } seen;

/* ---- filters ----------------------------------------------------------------------------------------------- */

static unsigned used, used_single;                              /* fields that the rules read */

enum atom_sort { SHIFT_IS, SHIFT_FROM, RURAL_IS, TOPICS_IS, TOPICS_ASSIGNED, GRADE_TO, GRADE_FROM, GRADE_ASSIGNED, DAY_BEFORE, DAY_SINCE, TOPICS_SHARED, SHIFT_LAST, ATOM_SORTS };

struct filter { int sort; int64_t value; int kid[2]; };        /* sort: an atom, or: */
enum { F_AND = ATOM_SORTS, F_OR, F_NOT };

static struct filter filters[ATOMS];
static int nfilters;

static int draw_filter(int depth)
{
	const int at = nfilters++;
	struct filter f = { .sort = depth > 0 && draw(2) && nfilters < ATOMS - 6 ? F_AND + (int)draw(3) : (int)draw(ATOM_SORTS), .value = 0 };

	if (f.sort >= F_AND) {
		f.kid[0] = draw_filter(depth - 1);
		f.kid[1] = f.sort == F_NOT ? -1 : draw_filter(depth - 1);
	} else {
		f.value = f.sort == SHIFT_IS || f.sort == SHIFT_FROM ? draw(SHIFTS) : f.sort == RURAL_IS ? draw(2) : f.sort == TOPICS_IS ? draw(TOPICS_N) : 1 + draw(2);
		if (f.sort == SHIFT_FROM || f.sort == GRADE_FROM)
			f.value = 1 + draw(2) + (f.sort == GRADE_FROM);
	}
	static const unsigned char reads[ATOM_SORTS] = { 1 << SHIFT, 1 << SHIFT, 1 << RURAL, 1 << TOPICS, 1 << TOPICS, 1 << GRADE, 1 << GRADE, 1 << GRADE, 1 << DAY,
							 1 << DAY, 1 << TOPICS, 1 << SHIFT | 1 << LAST };

	if (f.sort < ATOM_SORTS) {
		used |= reads[f.sort];
		used_single |= f.sort == TOPICS_ASSIGNED ? 1u << TOPIC : f.sort == GRADE_ASSIGNED ? 1u << AGRADE : f.sort == DAY_SINCE ? 1u << SINCE :
			       f.sort == TOPICS_SHARED ? 1u << TAGS : 0;
	}
	filters[at] = f;
	return at;
}

static bool matches(int at, const struct post *p, const struct singles *s)
{
	const struct filter *f = &filters[at];

	switch (f->sort) {
	case SHIFT_IS: return p->v[SHIFT] == f->value;
	case SHIFT_FROM: return p->v[SHIFT] >= f->value;
	case RURAL_IS: return p->v[RURAL] == f->value;
	case TOPICS_IS: return p->v[TOPICS] >> f->value & 1;
	case TOPICS_ASSIGNED: return p->v[TOPICS] >> s->v[TOPIC] & 1;
	case GRADE_TO: return p->v[GRADE] <= f->value;
	case GRADE_FROM: return p->v[GRADE] >= f->value;
	case GRADE_ASSIGNED: return p->v[GRADE] >= s->v[AGRADE];
	case DAY_BEFORE: return p->v[DAY] < days[2];
	case DAY_SINCE: return p->v[DAY] >= s->v[SINCE];
	case TOPICS_SHARED: return (p->v[TOPICS] & s->v[TAGS]) != 0;
	case SHIFT_LAST: return p->v[SHIFT] >= p->v[LAST];
	case F_AND: return matches(f->kid[0], p, s) && matches(f->kid[1], p, s);
	case F_OR: return matches(f->kid[0], p, s) || matches(f->kid[1], p, s);
	default: return !matches(f->kid[0], p, s);
	}
}

static char *put_filter(char *to, int at)
{
	const struct filter *f = &filters[at];

	switch (f->sort) {
	case SHIFT_IS: return to + sprintf(to, "shift is %s", shift_names[f->value]);
	case SHIFT_FROM: return to + sprintf(to, "shift at least %s", shift_names[f->value]);
	case RURAL_IS: return to + sprintf(to, "rural is %s", f->value ? "yes" : "no");
	case TOPICS_IS: return to + sprintf(to, "topics is %s", topic_names[f->value]);
	case TOPICS_ASSIGNED: return to + sprintf(to, "topics is assignment topic");
	case GRADE_TO: return to + sprintf(to, "grade at most %d", (int)f->value);
	case GRADE_FROM: return to + sprintf(to, "grade at least %d", (int)f->value);
	case GRADE_ASSIGNED: return to + sprintf(to, "grade at least assignment grade");
	case DAY_BEFORE: return to + sprintf(to, "day before %s", day_texts[2]);
	case DAY_SINCE: return to + sprintf(to, "day on or after teacher since");
	case TOPICS_SHARED: return to + sprintf(to, "topics is assignment tags");
	case SHIFT_LAST: return to + sprintf(to, "shift at least its last");
	case F_NOT:
		to += sprintf(to, "not (");
		to = put_filter(to, f->kid[0]);
		return to + sprintf(to, ")");
	default:
		to += sprintf(to, "(");
		to = put_filter(to, f->kid[0]);
		to += sprintf(to, f->sort == F_AND ? ") and (" : ") or (");
		to = put_filter(to, f->kid[1]);
		return to + sprintf(to, ")");
	}
}

/* ---- counts of records, and the tree over them ------------------------------------------------------------- */

struct count { int filter; int window; };                      /* 0 all, 1 within 3 years, 2 before the last 3 years */
static struct count counts[COUNTS + 2];                        /* the last two: records that bring another, and those that are it */
static int ncounts;
static bool another, each;                                     /* implications */
static int each_if, each_then;

static bool counted(const struct count *c, const struct post *p, const struct singles *s)
{
	const bool late = p->v[DAY] >= days[3];                  /* the first of the last three years, as of the last day */

	return (c->window == 0 || late == (c->window == 1)) && (c->filter < 0 || matches(c->filter, p, s));
}

enum node_sort { N_ALL, N_ANY, N_NONE, N_TWO, N_COUNT, N_SCALAR, N_IS, N_IS_NOT, N_SILENT };
struct node { enum node_sort sort; int kid[3], n; int count, lo, hi; };       /* N_SCALAR: count says which; N_IS: of which definition */
static struct node nodes[NODES];
static int nnodes, root, defined[2], nsilent;

static int draw_node(int depth, bool in_definition)
{
	const int at = nnodes++;
	struct node n = { .sort = N_COUNT };
	const unsigned r = draw(20);

	if (depth > 0 && r < 9 && nnodes < NODES - 8) {
		n.sort = r < 3 ? N_ALL : r < 6 ? N_ANY : r < 8 ? N_NONE : N_TWO;
		n.n = n.sort == N_TWO ? 3 : 2;
		for (int i = 0; i < n.n; i++)
			n.kid[i] = draw_node(depth - 1, in_definition);
	} else if (r < 12) {
		n.sort = N_SCALAR;
		n.count = (int)draw(7);
		used_single |= n.count < 2 ? 1u << TOPIC : n.count < 4 ? 1u << AGRADE : n.count == 4 ? 1u << SINCE : 1u << TAGS;
	} else if (r < 15 && !in_definition) {
		n.sort = draw(2) ? N_IS : N_IS_NOT;
		n.count = (int)draw(2);
	} else if (r == 15 && nsilent < 2) {
		n.sort = N_SILENT;
		n.count = nsilent++;
	} else {
		n.count = (int)draw((unsigned)ncounts);
		n.lo = (int)draw(3);
		n.hi = n.lo == 0 ? (int)draw(2) : draw(4) == 0 ? n.lo : -1;
	}
	nodes[at] = n;
	return at;
}

static bool scalar(int which, const struct singles *s)
{
	switch (which) {
	case 0: return s->v[TOPIC] == 0;
	case 1: return s->v[TOPIC] != 1;
	case 2: return s->v[AGRADE] >= 2;
	case 3: return s->v[AGRADE] <= 2;
	case 4: return s->v[SINCE] < days[2];
	case 5: return s->v[TAGS] & 1;
	default: return !(s->v[TAGS] & 2);
	}
}

static const char *const scalar_texts[] = {
	"assignment topic is algebra", "assignment topic is not botany", "assignment grade at least 2", "assignment grade at most 2", "teacher since before 2004-01-01",
	"assignment tags is algebra", "assignment tags is not botany"
};

/* @vector: counts, two bits each, MOST + 1 standing for more */
static bool holds(int at, uint32_t vector, const struct singles *s, unsigned said)
{
	const struct node *n = &nodes[at];
	int yes = 0;

	for (int i = 0; i < n->n; i++)
		yes += holds(n->kid[i], vector, s, said);
	switch (n->sort) {
	case N_ALL: return yes == n->n;
	case N_ANY: return yes > 0;
	case N_NONE: return yes == 0;
	case N_TWO: return yes >= 2;
	case N_SCALAR: return scalar(n->count, s);
	case N_IS: return holds(defined[n->count], vector, s, said);
	case N_IS_NOT: return !holds(defined[n->count], vector, s, said);
	case N_SILENT: return said >> n->count & 1;
	default:
		yes = vector >> 2 * n->count & 3;
		return yes >= n->lo && (n->hi < 0 || yes <= n->hi);
	}
}

static char *put_node(char *to, int at, int indent)
{
	static const char *const heads[] = { "all of", "any of", "none of", "at least 2 of" };
	const struct node *n = &nodes[at];

	to += sprintf(to, "%*s", indent, "");
	switch (n->sort) {
	case N_SCALAR: return to + sprintf(to, "%s\n", scalar_texts[n->count]);
	case N_IS: return to + sprintf(to, "is defined_%d\n", n->count);
	case N_IS_NOT: return to + sprintf(to, "is not defined_%d\n", n->count);
	case N_SILENT: return to + sprintf(to, "silent \"not printed, %d\"\n", n->count);
	case N_COUNT:
		if (n->lo == 0 && n->hi == 0)
			to += sprintf(to, "no post");
		else if (n->lo == 1 && n->hi < 0)
			to += sprintf(to, "holds post");
		else
			to += sprintf(to, "%s %d of post", n->lo == n->hi ? "exactly" : n->lo ? "at least" : "at most", n->lo ? n->lo : n->hi);
		if (counts[n->count].filter >= 0) {
			to += sprintf(to, " where ");
			to = put_filter(to, counts[n->count].filter);
		}
		to += sprintf(to, "%s\n", counts[n->count].window == 1 ? " within 3 years" : counts[n->count].window == 2 ? " before the last 3 years" : "");
		return to;
	default:
		to += sprintf(to, "%s\n", heads[n->sort]);
		for (int i = 0; i < n->n; i++)
			to = put_node(to, n->kid[i], indent + 2);
		return to;
	}
}

static char text[1 << 16];

static void draw_rules(void)
{
	char *to = text;

	nfilters = nnodes = nsilent = 0;
	used = used_single = 0;
	ncounts = 2 + (int)draw(COUNTS - 1);
	for (int i = 0; i < ncounts; i++) {
		counts[i] = (struct count){ draw(8) ? draw_filter((int)draw(3)) : -1, draw(3) ? 0 : 1 + (int)draw(2) };
		used |= counts[i].window ? 1u << DAY : 0;
	}
	each = draw(4) == 0;
	another = draw(4) == 0;
	if (each)
		used |= 1u << SHIFT | 1u << RURAL;
	if (another)
		used |= 1u << SHIFT;
	each_if = nfilters;
	filters[nfilters++] = (struct filter){ .sort = SHIFT_IS, .value = 2 };
	each_then = nfilters;
	filters[nfilters++] = (struct filter){ .sort = RURAL_IS, .value = 1 };
	counts[COUNTS] = (struct count){ nfilters, 0 };
	filters[nfilters++] = (struct filter){ .sort = SHIFT_FROM, .value = 1 };
	counts[COUNTS + 1] = (struct count){ nfilters, 0 };
	filters[nfilters++] = (struct filter){ .sort = SHIFT_IS, .value = 0 };
	defined[0] = draw_node(1, true);
	defined[1] = draw_node(1, true);
	root = draw_node(3, false);
	to += sprintf(to,
		      "source form \"A form\"\n  file \"form.txt\"\n  lines 9\n"
		      "codes shift in order \"When\"\n  early \"Early\"\n  late \"Late\"\n  night \"Night\"\n"
		      "codes topic \"What\"\n  algebra \"Algebra\"\n  botany \"Botany\"\n  chess \"Chess\"\n"
		      "single record teacher \"The person\"\n  field since date \"First day\"\n"
		      "single record assignment \"What is taught\"\n  field topic one of topic \"Topic\"\n  field grade number 1 to 3 \"Grade\"\n  field tags some of topic \"Tags\"\n"
		      "record post, posts \"A post\"\n  dated by day\n  field shift one of shift \"When\"\n  field rural yes or no \"Rural\"\n"
		      "  field topics some of topic \"Topics\"\n  field grade number 1 to 3 \"Grade\"\n  field day date \"Day\"\n"
		      "  field last one of shift \"At the end\"\n");
	if (each)
		to += sprintf(to, "  always rural is yes if shift is night\n");
	if (another)
		to += sprintf(to, "  always another where shift is early if shift at least late\n");
	to += sprintf(to, "jurisdiction KS \"Kansas\"\n  edition sample \"A sample\" [form 1]\n    in force from 2006-07-01 [form 1]\n");
	for (int i = 0; i < 2; i++) {
		to += sprintf(to, "    define defined_%d \"Defined\" [form 3]\n", i);
		to = put_node(to, defined[i], 6);
	}
	to += sprintf(to, "    route only \"The only route\" [form 2]\n");
	to = put_node(to, root, 6);
}

/* ---- every completion -------------------------------------------------------------------------------------- */

struct partial { struct post p[POSTS]; unsigned known[POSTS], n; bool missing; struct singles s; unsigned single_known; };

static bool obeys(const struct post *p, const struct singles *s)
{
	return !each || !matches(each_if, p, s) || matches(each_then, p, s);
}

/* The counts that a record of this sort adds to; a bit for each, as in a vector. */
static uint32_t adds(const struct post *p, const struct singles *s)
{
	uint32_t v = 0;

	for (int i = 0; i < COUNTS + 2; i++)
		if (i < ncounts || i >= COUNTS)
			v |= (uint32_t)counted(&counts[i], p, s) << 2 * i;
	return v;
}

static uint32_t plus(uint32_t vector, uint32_t one)
{
	for (int i = 0; i < COUNTS + 2; i++)
		if ((one >> 2 * i & 1) && (vector >> 2 * i & 3) <= MOST)
			vector += 1u << 2 * i;
	return vector;
}

static uint32_t different[1 << 10];

/* What records can add that have these values of these known fields: each once, into `different`. */
static size_t contributions(const struct post *p, unsigned known, const struct singles *s)
{
	struct post q;
	size_t n = 0;

	for (int lawful = 1; lawful >= 0 && n == 0; lawful--)          /* what cannot obey is not bound */
		for (q.v[SHIFT] = 0; q.v[SHIFT] < (used >> SHIFT & 1 ? SHIFTS : 1); q.v[SHIFT]++)
			for (q.v[LAST] = 0; q.v[LAST] < (used >> LAST & 1 ? SHIFTS : 1); q.v[LAST]++)
				for (q.v[RURAL] = 0; q.v[RURAL] < (used >> RURAL & 1 ? 2 : 1); q.v[RURAL]++)
					for (q.v[TOPICS] = 0; q.v[TOPICS] < (used >> TOPICS & 1 ? 1 << TOPICS_N : 1); q.v[TOPICS]++)
						for (q.v[GRADE] = 1; q.v[GRADE] <= (used >> GRADE & 1 ? GRADES : 1); q.v[GRADE]++)
							for (int d = 0; d < (used >> DAY & 1 ? SINCES : 1); d++) {
								bool as_known = true;

								q.v[DAY] = sinces[d];
								for (int f = 0; f < POST_FIELDS; f++)
									as_known &= !(known & used & 1u << f) || p->v[f] == q.v[f];
								if (!as_known || q.v[DAY] > days[DAYS - 1] || (lawful && !obeys(&q, s)))
									continue;
								const uint32_t one = adds(&q, s);
								size_t k = 0;

								while (k < n && different[k] != one)
									k++;
								if (k == n)
									different[n++] = one;
							}
	return n;
}

static uint32_t reached[VECTORS];
static uint8_t *is_reached;
static size_t nreached;

static void reach(uint32_t vector)
{
	if (is_reached[vector >> 3] >> (vector & 7) & 1)
		return;
	is_reached[vector >> 3] |= (uint8_t)(1u << (vector & 7));
	assert_true(nreached < VECTORS);
	reached[nreached++] = vector;
}

static bool lawful(uint32_t vector)
{
	return !another || !(vector >> 2 * COUNTS & 3) || (vector >> 2 * (COUNTS + 1) & 3);
}

/* All counts that the list can come to; returns how many of them are lawful. */
static size_t some_counts(const struct partial *t, const struct singles *s)
{
	static uint32_t before[VECTORS];
	size_t n, any = 0;

	for (size_t i = 0; i < nreached; i++)
		is_reached[reached[i] >> 3] = 0;
	nreached = 0;
	reach(0);
	if (t->missing) {
		const size_t k = contributions(&t->p[0], 0, s);

		for (size_t i = 0; i < nreached; i++)
			for (size_t c = 0; c < k; c++)
				reach(plus(reached[i], different[c]));
	}
	for (unsigned r = 0; r < t->n && !t->missing; r++) {
		const size_t k = contributions(&t->p[r], t->known[r], s);

		n = nreached;
		memcpy(before, reached, n * sizeof *before);
		for (size_t i = 0; i < n; i++)
			is_reached[reached[i] >> 3] = 0;
		nreached = 0;
		for (size_t i = 0; i < n; i++)
			for (size_t c = 0; c < k; c++)
				reach(plus(before[i], different[c]));
	}
	for (size_t i = 0; i < nreached; i++)
		any += lawful(reached[i]);
	return any;
}

static void all_counts(const struct partial *t, const struct singles *s)
{
	const bool any = some_counts(t, s) > 0;

	for (size_t n = 0; n < nreached && any; n++)            /* what no record can mend binds nothing */
		if (!lawful(reached[n])) {
			is_reached[reached[n] >> 3] = 0;
			reached[n--] = reached[--nreached];
		}
}

/* Bit 0: some completion is no; bit 1: some is yes. */
static unsigned over_all(const struct partial *t)
{
	unsigned found = 0;
	struct singles s;

	for (s.v[TOPIC] = 0; s.v[TOPIC] < (used_single >> TOPIC & 1 ? TOPICS_N : 1) && found != 3; s.v[TOPIC]++)
		for (s.v[AGRADE] = 1; s.v[AGRADE] <= (used_single >> AGRADE & 1 ? GRADES : 1) && found != 3; s.v[AGRADE]++)
			for (s.v[TAGS] = 0; s.v[TAGS] < (used_single >> TAGS & 1 ? 1 << TOPICS_N : 1) && found != 3; s.v[TAGS]++)
				for (int d = 0; d < (used_single >> SINCE & 1 ? SINCES : 1) && found != 3; d++) {
					bool as_known = true;

					s.v[SINCE] = sinces[d];
					for (int f = 0; f < SINGLE_FIELDS; f++)
						as_known &= !(t->single_known & used_single & 1u << f) || s.v[f] == t->s.v[f];
					if (!as_known)
						continue;
					all_counts(t, &s);
					for (size_t i = 0; i < nreached && found != 3; i++)
						for (unsigned said = 0; said < 1u << nsilent; said++)
							found |= holds(root, reached[i], &s, said) ? 2u : 1u;
				}
	return found;
}

/* ---- facts ------------------------------------------------------------------------------------------------- */

static void draw_facts(struct partial *t)
{
	const unsigned often = 1 + draw(5);                     /* of six a field is missing so often */

	memset(t, 0, sizeof *t);
	t->missing = draw(4) == 0;
	t->n = t->missing ? 0 : draw(POSTS + 1);
	for (unsigned i = 0; i < t->n; i++) {
		const int64_t v[] = { draw(SHIFTS), draw(2), draw(1 << TOPICS_N), 1 + draw(GRADES), days[draw(DAYS)], draw(SHIFTS) };

		memcpy(t->p[i].v, v, sizeof v);
		for (int f = 0; f < POST_FIELDS; f++)
			t->known[i] |= (unsigned)(draw(6) >= often) << f;
	}
	const int64_t v[] = { draw(TOPICS_N), 1 + draw(GRADES), draw(1 << TOPICS_N), sinces[draw(SINCES - 1)] };

	memcpy(t->s.v, v, sizeof v);
	for (int f = 0; f < SINGLE_FIELDS; f++)
		t->single_known |= (unsigned)(draw(6) >= often) << f;
}

static void show(const struct partial *t)
{
	char day[11];

	fputs(text, stderr);
	fprintf(stderr, "assignment topic %s, grade %d", t->single_known & 1 ? topic_names[t->s.v[TOPIC]] : "unknown", t->single_known & 2 ? (int)t->s.v[AGRADE] : -1);
	hq_day_format((hq_day)t->s.v[SINCE], day);
	fprintf(stderr, ", tags %d; teacher since %s\n%s", t->single_known & 4 ? (int)t->s.v[TAGS] : -1, t->single_known & 8 ? day : "unknown", t->missing ? "posts unknown\n" : "");
	for (unsigned i = 0; i < t->n; i++) {
		hq_day_format((hq_day)t->p[i].v[DAY], day);
		fprintf(stderr, "post shift %s, rural %d, topics %d, grade %d, day %s, last %s\n", t->known[i] & 1 ? shift_names[t->p[i].v[SHIFT]] : "unknown",
			t->known[i] & 2 ? (int)t->p[i].v[RURAL] : -1, t->known[i] & 4 ? (int)t->p[i].v[TOPICS] : -1,
			t->known[i] & 8 ? (int)t->p[i].v[GRADE] : -1, t->known[i] & 16 ? day : "unknown", t->known[i] & 32 ? shift_names[t->p[i].v[LAST]] : "unknown");
	}
}

/* A record lacks something: how many cases these make together, the facts say and not the rules. */
static bool lacks(const struct partial *t)
{
	bool any = false;

	for (unsigned i = 0; i < t->n; i++)
		any |= t->known[i] != (1u << POST_FIELDS) - 1;
	return any;
}

static void one(const struct hqc *c, const struct partial *t)
{
	static int64_t work[1 << 16];
	static struct hq_record records[POSTS + 1];
	const struct hq_vocab *vocab = hqc_vocab(c);
	struct hq_record assignment = { .kind = (uint8_t)vocab->assignment, .unit = 255, .known = (uint16_t)(t->single_known & 7) };
	struct hq_facts facts = { .vocab = vocab, .records = records, .nrecords = t->n + 1, .assignment = &assignment };
	const unsigned found = over_all(t);
	const enum hq_verdict wanted = found == 3 ? HQ_UNDETERMINED : found == 2 ? HQ_HIGHLY_QUALIFIED : HQ_NOT_HIGHLY_QUALIFIED;
	struct hq_decision d;

	memcpy(assignment.v, t->s.v, 3 * sizeof *t->s.v);
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	records[0] = (struct hq_record){ .kind = (uint8_t)vocab->teacher, .unit = 255, .times = 1, .known = (uint16_t)(t->single_known >> SINCE & 1) };
	records[0].v[0] = t->s.v[SINCE];
	for (unsigned i = 0; i < t->n; i++) {
		records[i + 1] = (struct hq_record){ .kind = (uint8_t)hq_find_kind(vocab, "post", 4), .unit = 255, .times = 1, .known = (uint16_t)t->known[i], .ref = (uint16_t)i };
		memcpy(records[i + 1].v, t->p[i].v, sizeof t->p[i].v);
	}
	if (t->missing)
		facts.list[hq_find_kind(vocab, "post", 4)] = HQ_UNKNOWN;
	int rc = hq_facts_prepare(&facts, records);

	if (rc == HQ_OK)
		rc = hq_decide(hqc_tables(c, 0), 0, &facts, days[DAYS - 1], work, sizeof work, &d);
	if (rc < 0) {
		show(t);
		fail_msg("%s", hq_strerror(rc));
	}
	const char *wrong = mistake(&tally, c, &d, wanted, lacks(t));

	seen.missing_lists += t->missing;
	seen.implied += each || another;
	if (wrong || (d.verdict == HQ_UNDETERMINED && d.cases && getenv("HQ_SHOW")))
		show(t);
	if (wrong)
		fail_msg("%s, where the completions say %s", wrong, hq_verdict_name(wanted));
}

static void draw_teacher(const struct hqc *c, size_t at)
{
	struct partial t;

	(void)at;
	draw_facts(&t);
	one(c, &t);
}

static void over_rules(void **state)
{
	struct random_rules r = { .count = 1000, .start = 20060701, .draw_rules = draw_rules, .text = text, .draw_teacher = draw_teacher,
				  .teachers = 8 };

	(void)state;
	is_reached = calloc(1u << (2 * (COUNTS + 2) - 3), 1);
	assert_non_null(is_reached);
	for (int i = 0; i < DAYS; i++) {
		assert_int_equal(hq_day_parse(day_texts[i], 10, &days[i]), 0);
		sinces[2 * i] = days[i];
		sinces[2 * i + 1] = days[i] + 1;
	}
	sinces[2 * DAYS] = days[0] - 1000;
	sinces[2 * DAYS + 1] = days[0] - 2000;
	over_random_rules(&r);
	free(is_reached);
	printf("seed %llu: %zu rule files, 8 teachers each: %zu undetermined, %zu yes, %zu no; %zu decided by cases; %zu with the list missing, %zu with implications\n",
	       (unsigned long long)r.start, r.rules, tally.verdicts[HQ_UNDETERMINED], tally.verdicts[HQ_HIGHLY_QUALIFIED], tally.verdicts[HQ_NOT_HIGHLY_QUALIFIED],
	       tally.by_cases, seen.missing_lists, seen.implied);
	printf("%zu had too many cases, in %zu of these all completions agree; of %zu rule files the compiler said that it may be so\n", tally.gave_up, tally.in_vain, r.told);
	assert_true(r.only || tally.by_cases > 0);
	assert_true(r.only || tally.in_vain * 200 < 8 * r.rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(over_rules) };

	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
