/* Tables written by hand: a small vocabulary, and functions that put one edition of rules together row by row, so that
 * the runtime is tested without the compiler. Blocks are laid out as docs/tables.md says, and verified before use.
 *
 * Quantities are times 100 (two decimals), points in rubrics too: D is one point, or one unit.
 */
#ifndef HAND_H
#define HAND_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hq_internal.h"

#include <cmocka.h>

enum { D = 100 };

/* ---- the vocabulary ------------------------------------------------------------------------------------------ */

enum { YEAR, SEMESTER_HOUR, QUARTER_HOUR, CLOCK_HOUR, NUNITS };
enum { TEACHER, ASSIGNMENT, COURSE, EXPERIENCE, ACTIVITY, CERTIFICATE, NKINDS };
enum { T_HIRED, T_FLUENT, T_GPA };
enum { A_SUBJECT, A_GRADE, A_TAUGHT };
enum { C_SUBJECT, C_GRADE, C_NEW, C_COMPLETED };
enum { E_ACCREDITED, E_BEGAN, E_ENDED };
enum { X_TYPE, X_CONTENT, X_PERFORMED };
enum { K_AREAS, K_EXPIRES, K_ISSUED };
enum { ART, MATH, MUSIC, NSUBJECTS };
enum { F, B, A, NGRADES };
enum { MENTOR, WORKSHOP, ARTICLE, NTYPES };

struct hand_vocab {
	struct hq_vocab head;
	struct hq_vocab_kind kinds[NKINDS];
	struct hq_vocab_field fields[19];
	struct hq_vocab_code codes[NSUBJECTS + NGRADES + NTYPES];
	struct hq_vocab_unit units[NUNITS];
	char text[16];
};

static inline const struct hq_vocab *hand_vocab(void)
{
	static struct hand_vocab v;
	const struct hq_vocab_field yes_no = { .type = HQ_FIELD_YES_NO }, date = { .type = HQ_FIELD_DATE },
		subject = { .type = HQ_FIELD_ONE_OF, .first_code = 0, .ncodes = NSUBJECTS },
		subjects = { .type = HQ_FIELD_SOME_OF, .first_code = 0, .ncodes = NSUBJECTS },
		grade = { .type = HQ_FIELD_ONE_OF, .first_code = NSUBJECTS, .ncodes = NGRADES, .ordered = 1 },
		type = { .type = HQ_FIELD_ONE_OF, .first_code = NSUBJECTS + NGRADES, .ncodes = NTYPES };
	const struct hq_vocab_field fields[19] = {
		date, yes_no, { .type = HQ_FIELD_NUMBER, .decimals = 2, .min = 0, .max = 400 },
		subject, grade, subjects,
		subject, grade, yes_no, date,
		yes_no, date, { .type = HQ_FIELD_DATE, .never = 1 },
		type, yes_no, date,
		subjects, { .type = HQ_FIELD_DATE, .never = 1 }, date,
	};
	if (v.head.magic)                              /* made once, by the first thread */
		return &v.head;
#define AT(member, n) { (uint16_t)(offsetof(struct hand_vocab, member) / 8), (n) }

	v.head = (struct hq_vocab){
		.magic = HQ_VOCAB_MAGIC, .version = HQ_TABLES_VERSION, .size = sizeof(v),
		.kinds = AT(kinds, NKINDS), .fields = AT(fields, 19), .codes = AT(codes, NSUBJECTS + NGRADES + NTYPES),
		.units = AT(units, NUNITS), .changes = AT(text, 0), .text = AT(text, 16), .teacher = TEACHER, .assignment = ASSIGNMENT,
	};
#undef AT
	memcpy(v.fields, fields, sizeof(fields));
	v.kinds[TEACHER] = (struct hq_vocab_kind){ .first_field = 0, .nfields = 3, .flags = HQ_KIND_SINGLE,
						   .date_field = 255, .from_field = 255, .year_unit = 255 };
	v.kinds[ASSIGNMENT] = (struct hq_vocab_kind){ .first_field = 3, .nfields = 3, .flags = HQ_KIND_SINGLE,
						      .date_field = 255, .from_field = 255, .year_unit = 255 };
	v.kinds[COURSE] = (struct hq_vocab_kind){
		.first_field = 6, .nfields = 4, .flags = HQ_KIND_AMOUNT, .units = 1 << SEMESTER_HOUR | 1 << QUARTER_HOUR,
		.date_field = C_COMPLETED, .from_field = 255, .decimals = 2, .year_unit = 255,
		.amount_min = 0, .amount_max = 400 * D, .amount_all = 600 * D,
	};
	v.kinds[EXPERIENCE] = (struct hq_vocab_kind){
		.first_field = 10, .nfields = 3, .flags = HQ_KIND_AMOUNT | HQ_KIND_SPAN, .units = 1 << YEAR,
		.date_field = E_ENDED, .from_field = E_BEGAN, .decimals = 2, .year_unit = YEAR,
		.amount_min = 0, .amount_max = 60 * D, .amount_all = 60 * D,
	};
	v.kinds[ACTIVITY] = (struct hq_vocab_kind){
		.first_field = 13, .nfields = 3, .flags = HQ_KIND_AMOUNT | HQ_KIND_TIMES | HQ_KIND_DEFAULT,
		.units = 1 << YEAR | 1 << CLOCK_HOUR, .date_field = X_PERFORMED, .from_field = 255, .decimals = 2,
		.year_unit = 255, .amount_min = 0, .amount_max = 2000 * D, .amount_all = 5000 * D,
		.preset_unit = YEAR, .preset = 1 * D,
	};
	v.kinds[CERTIFICATE] = (struct hq_vocab_kind){ .first_field = 16, .nfields = 3, .date_field = K_ISSUED,
						       .from_field = 255, .year_unit = 255 };
	v.head.hash = 0;
	v.head.hash = hqi_hash(&v, sizeof(v), offsetof(struct hq_vocab, hash));
	return &v.head;
}

/* ---- rules --------------------------------------------------------------------------------------------------- */

enum { HAND_MAX = 128 };

/* Every array stands on 8 bytes. Measures each have a shape of their own, of the same index. */
#define ARRAY(type, member, n) _Alignas(8) type member[n]
struct hand_rules {
	struct hq_tables head;
	ARRAY(struct hq_edition, edition, 1);
	ARRAY(struct hq_row, rows, HAND_MAX);
	ARRAY(uint16_t, kids, HAND_MAX * 2);
	ARRAY(struct hq_packed_measure, measures, HAND_MAX);
	ARRAY(struct hq_packed_shape, shapes, HAND_MAX);
	ARRAY(struct hq_packed_conv, convs, HAND_MAX);
	ARRAY(struct hq_window, windows, 16);
	ARRAY(struct hq_packed_op, ops, HAND_MAX);
	ARRAY(uint64_t, words, 16);
	ARRAY(struct hq_packed_line, lines, HAND_MAX);
	ARRAY(struct hq_packed_tier, tiers, HAND_MAX);
	ARRAY(struct hq_packed_limit, limits, HAND_MAX);
	ARRAY(struct hq_packed_rubric, rubrics, 8);
	ARRAY(struct hq_packed_slot, slots, HAND_MAX);
	ARRAY(struct hq_note, notes, 2);
	ARRAY(struct hq_packed_cite, cites, 1);
	ARRAY(struct hq_cited_source, sources, 1);
	ARRAY(int64_t, numbers, HAND_MAX * 16);
	ARRAY(struct hq_fork, forks, 16);
	ARRAY(struct hq_implied, implied, 4);
	ARRAY(char, texts, 16);
};
#undef ARRAY

/* Where @a, and @b after it, stand among the numbers. Each is put there anew. */
static inline uint16_t hand_pair(struct hand_rules *h, int64_t a, int64_t b)
{
	const uint16_t at = h->head.numbers.count;

	assert_true(at + 2 <= HAND_MAX * 16);
	h->numbers[at] = a;
	h->numbers[at + 1] = b;
	h->head.numbers.count = (uint16_t)(at + 2);
	return at;
}
static inline uint16_t hand_number(struct hand_rules *h, int64_t a)
{
	const uint16_t at = hand_pair(h, a, 0);

	h->head.numbers.count--;
	return at;
}

/* Forgets everything but row 0, the window "up to the as-of date", and the place that filters begin after. */
static inline void hand_begin(struct hand_rules *h)
{
	memset(h, 0, sizeof(*h));
#define AT(member, n) { (uint16_t)(offsetof(struct hand_rules, member) / 8), (n) }
	h->head = (struct hq_tables){
		.magic = HQ_RULES_MAGIC, .version = HQ_TABLES_VERSION, .size = sizeof(*h), .code = "ZZ",
		.vocab_hash = hand_vocab()->hash,
		.editions = AT(edition, 1), .rows = AT(rows, 1), .kids = AT(kids, 0), .measures = AT(measures, 0),
		.shapes = AT(shapes, 0), .convs = AT(convs, 0), .windows = AT(windows, 1), .filter_ops = AT(ops, 1),
		.words = AT(words, 0), .lines = AT(lines, 0), .tiers = AT(tiers, 0), .limits = AT(limits, 0),
		.rubrics = AT(rubrics, 0), .slots = AT(slots, 0), .notes = AT(notes, 0), .cites = AT(cites, 0),
		.sources = AT(sources, 0), .numbers = AT(numbers, 0), .forks = AT(forks, 0), .implied = AT(implied, 0), .texts = AT(texts, 16),
	};
#undef AT
	/* A byte that is a phrase, two that are one, and one that stands for itself. */
	memcpy(h->texts, "\0a\x80\x02\x05\x01\xc3", 8);
	h->rows[0].slot_if_question = h->rows[0].parent = HQ_NONE;
	h->edition[0] = (struct hq_edition){ .from = 0, .until = HQ_DAY_NEVER, .applies = HQ_NONE, .every = HQ_NONE,
					     .routes = HQ_NONE, .nrows = 1 };
}

/* A row over @n earlier rows. */
static inline uint16_t hand_row(struct hand_rules *h, enum hq_op op, uint16_t arg, int n, const uint16_t *kids)
{
	const uint16_t index = (uint16_t)h->head.rows.count++;

	assert_true(index < HAND_MAX);
	h->rows[index] = (struct hq_row){ .op = op & 15u, .arg = arg, .slot_if_question = HQ_NONE, .parent = HQ_NONE,
					  .first_kid = (uint16_t)h->head.kids.count, .nkids = (uint16_t)n };
	for (int i = 0; i < n; i++) {
		h->kids[h->head.kids.count++] = kids[i];
		if (hq_is_points(&h->rows[kids[i]]) && h->rows[kids[i]].parent == HQ_NONE)
			h->rows[kids[i]].parent = index;
	}
	h->edition[0].nrows++;
	h->edition[0].root = index;
	return index;
}
#define HAND_ROWS(...) (int)(sizeof((uint16_t[]){ __VA_ARGS__ }) / sizeof(uint16_t)), (uint16_t[]){ __VA_ARGS__ }

/* One more unit that the last measure, or the one to be made next, takes. */
static inline uint16_t hand_conv(struct hand_rules *h, struct hq_conv c)
{
	h->convs[h->head.convs.count] = (struct hq_packed_conv){ hand_number(h, c.num), hand_number(h, c.den), c.unit, 0 };
	return h->head.convs.count++;
}
static inline void hand_also(struct hand_rules *h, uint8_t unit, int64_t num, int64_t den)
{
	hand_conv(h, (struct hq_conv){ .unit = unit, .num = num, .den = den });
	h->shapes[h->head.shapes.count - 1].nconvs++;
}

/* Fields left 0 mean: no filter, no caps, the scale of two decimals, and as much as a test can want. */
static inline uint16_t hand_measure(struct hand_rules *h, struct hq_measure m)
{
	const uint16_t index = h->head.measures.count++;

	if (m.agg == HQ_AGG_COUNT) {
		m.unit = 255;
	} else if (m.nconvs == 0) {
		m.nconvs = 1;
		m.first_conv = hand_conv(h, (struct hq_conv){ .unit = m.unit, .num = 1, .den = 1 });
	}
	h->shapes[h->head.shapes.count++] = (struct hq_packed_shape){
		.kind = m.kind, .agg = m.agg, .unit = m.unit, .decimals = 2, .first_conv = m.first_conv, .nconvs = m.nconvs,
		.scale = hand_number(h, m.scale ? m.scale : D),
		.block_each = hand_number(h, m.block_each),
		.cap_each = hand_number(h, m.cap_each ? m.cap_each : HQ_BIG),
		.cap_year = hand_number(h, m.cap_year ? m.cap_year : HQ_BIG),
		.max = hand_number(h, m.max ? m.max : 10000 * D),
	};
	h->measures[index] = (struct hq_packed_measure){ index, m.filter ? m.filter : HQ_NONE, m.window, HQ_NONE, HQ_NONE };
	h->edition[0].nmeasures++;
	return index;
}

static inline uint16_t hand_window(struct hand_rules *h, struct hq_window w)
{
	h->windows[h->head.windows.count] = w;
	return (uint16_t)h->head.windows.count++;
}
static inline uint16_t hand_within(struct hand_rules *h, int32_t months)
{
	return hand_window(h, (struct hq_window){ .from_kind = HQ_BOUND_MONTHS, .from = months });
}

static inline void hand_op(struct hand_rules *h, struct hq_filter_op op)
{
	h->ops[h->head.filter_ops.count++] = hq_filter_op_packed(&op, hand_pair(h, op.a, op.b));
}

/* Filters: operations one after the other, closed by HQ_F_END. */
static inline uint16_t hand_filter(struct hand_rules *h, int n, const struct hq_filter_op *ops)
{
	const uint16_t start = (uint16_t)h->head.filter_ops.count;

	for (int i = 0; i < n; i++)
		hand_op(h, ops[i]);
	h->head.filter_ops.count++;
	return start;
}
#define HAND_OPS(...) \
	(int)(sizeof((struct hq_filter_op[]){ __VA_ARGS__ }) / sizeof(struct hq_filter_op)), (struct hq_filter_op[]){ __VA_ARGS__ }
#define OP_IS(f, low, high) { .op = HQ_F_RANGE, .field = (f), .a = (low), .b = (high) }
#define OP_OF(s, f, low, high) { .op = HQ_F_RANGE, .src = (s), .field = (f), .a = (low), .b = (high) }
#define OP_AND(n) { .op = HQ_F_AND, .a = (n) }
#define OP_OR(n) { .op = HQ_F_OR, .a = (n) }
#define OP_NOT { .op = HQ_F_NOT }
#define OP_SILENT { .op = HQ_F_SILENT }

/* `holds`, or a quantity between a and b. */
static inline uint16_t hand_test(struct hand_rules *h, uint16_t measure, int64_t a, int64_t b)
{
	const uint16_t row = hand_row(h, HQ_OP_QUANTITY, measure, 0, NULL);

	h->rows[row].range = hand_pair(h, a, b);
	return row;
}

static inline uint16_t hand_limit(struct hand_rules *h, struct hq_limit l)
{
	h->limits[h->head.limits.count] = (struct hq_packed_limit){
		.max = hand_number(h, l.max ? l.max : HQ_BIG), .min = hand_number(h, l.min),
		.units_min = hand_number(h, l.units_min), .divide = hand_number(h, l.divide ? l.divide : 1), .best = l.best,
	};
	return h->head.limits.count++;
}

/* A line of the rubric being made. @limit: HQ_NONE or of hand_limit. */
static inline uint16_t hand_line(struct hand_rules *h, struct hq_line l, uint16_t limit)
{
	h->lines[h->head.lines.count] = (struct hq_packed_line){
		.measure = l.measure, .form = l.form ? l.form : HQ_LINE_LINEAR,
		.block = hand_number(h, l.block), .mul = hand_number(h, l.mul),
		.mul_hi = hand_number(h, l.mul_hi ? l.mul_hi : l.mul),
		.cap = hand_number(h, l.cap ? l.cap : HQ_BIG), .from = hand_number(h, l.from),
	};
	const uint16_t row = hand_row(h, HQ_OP_LINE, h->head.lines.count++, 0, NULL);

	h->rows[row].limit_if_points = limit;
	return row;
}

/* Tiers of the line made last: at, points, at, points ... */
static inline void hand_tiers(struct hand_rules *h, int n, const struct hq_tier *tiers)
{
	struct hq_packed_line *l = &h->lines[h->head.lines.count - 1];

	l->form = HQ_LINE_TIERS;
	l->first_tier = h->head.tiers.count;
	l->ntiers = (uint8_t)n;
	for (int i = 0; i < n; i++)
		h->tiers[h->head.tiers.count++] =
			(struct hq_packed_tier){ hand_number(h, tiers[i].at), hand_number(h, tiers[i].points) };
}

static inline uint16_t hand_award(struct hand_rules *h, int64_t low, int64_t high, uint16_t test)
{
	return hand_row(h, HQ_OP_AWARD, hand_pair(h, low, high), 1, &test);
}

static inline uint16_t hand_category(struct hand_rules *h, uint16_t limit, int n, const uint16_t *kids)
{
	const uint16_t row = hand_row(h, HQ_OP_CATEGORY, 0, n, kids);

	h->rows[row].limit_if_points = limit;
	return row;
}

/* Closes the rubric: all rows since the last one are its own. Minimums are found by themselves. */
static inline uint16_t hand_rubric(struct hand_rules *h, struct hq_rubric r, int n, const uint16_t *categories)
{
	const uint16_t index = h->head.rubrics.count;
	const uint16_t row = hand_row(h, HQ_OP_RUBRIC, index, n, categories);
	uint16_t first = row;

	while (first > 1 && h->rows[first - 1].op != HQ_OP_RUBRIC)
		first--;
	h->rubrics[index] = (struct hq_packed_rubric){
		.denominator = hand_number(h, D), .pass_lo = hand_number(h, r.pass_lo), .pass_hi = hand_number(h, r.pass_hi),
		.requires = r.requires ? r.requires : HQ_NONE, .settles = r.settles ? r.settles : HQ_NONE,
		.min_categories = r.min_categories, .first_min = h->head.kids.count,
		.first_row = first, .nrows = (uint16_t)(row - first), .once = r.once, .silent_pass = r.silent_pass,
	};
	for (uint16_t i = first; i < row; i++) {
		const uint16_t at = hq_limit_of(&h->rows[i]);

		if (at == HQ_NONE || (h->numbers[h->limits[at].min] == 0 && h->numbers[h->limits[at].units_min] == 0))
			continue;
		h->kids[h->head.kids.count++] = i;
		h->rubrics[index].nmins++;
	}
	h->head.rubrics.count++;
	return row;
}

static inline uint16_t hand_slot(struct hand_rules *h, uint16_t row, uint16_t measure, uint32_t kinds)
{
	const uint16_t index = (uint16_t)h->head.slots.count++;

	h->slots[index] = (struct hq_packed_slot){ .kinds = kinds, .row = row, .measure = measure };
	if (measure != HQ_NONE)
		h->measures[measure].slot = index;
	else if (row < HAND_MAX)
		h->rows[row].slot_if_question = index;
	h->edition[0].nslots++;
	return index;
}

/* The verdict is that of the last row; and the table is sound. */
static inline const struct hq_tables *hand_end(struct hand_rules *h, uint16_t every)
{
	const char *where = NULL;

	h->edition[0].every = every;
	const int rc = hq_verify(&h->head, sizeof(*h), hand_vocab(), &where);

	if (rc < 0)
		fail_msg("the table by hand is not sound: %d %s", rc, where ? where : "");
	return &h->head;
}

/* ---- facts --------------------------------------------------------------------------------------------------- */

/* An empty record of @kind; its amount, if @unit is not 255. */
static inline struct hq_record hand_record(uint8_t kind, uint8_t unit, int64_t amount)
{
	return (struct hq_record){ .kind = kind, .unit = unit, .amount = amount, .times = 1 };
}
static inline void hand_set(struct hq_record *r, unsigned field, int64_t value)
{
	r->known = (uint16_t)(r->known | 1u << field);
	r->v[field] = value;
}
static inline hq_day hand_day(const char *text)
{
	hq_day day;

	assert_int_equal(hq_day_parse(text, 10, &day), HQ_OK);
	return day;
}

/* One question; every list is known to be empty until a record is added. Zeroed before the first hand_facts. */
struct hand_facts {
	struct hq_facts facts;
	struct hq_record records[64];
	struct hq_record assignment;
	struct hq_answer answers[HAND_MAX];
	struct hq_decision decision;
	void *work;
};
static inline void hand_facts(struct hand_facts *f)
{
	free(f->work);
	memset(f, 0, sizeof(*f));
	f->facts.vocab = hand_vocab();
	f->facts.records = f->records;
	for (int k = 0; k < NKINDS; k++)
		f->facts.list[k] = HQ_KNOWN;
}
static inline void hand_done(struct hand_facts *f)
{
	free(f->work);
	f->work = NULL;
}
static inline struct hq_record *hand_add(struct hand_facts *f, struct hq_record r)
{
	r.ref = (uint16_t)f->facts.nrecords;
	f->records[f->facts.nrecords] = r;
	return &f->records[f->facts.nrecords++];
}

/* Prepares and decides; work is exactly as long as hq_work_size says, so that a sanitizer sees a byte too many. */
static inline int hand_decide(const struct hand_rules *h, struct hand_facts *f, const char *as_of)
{
	const int rc = hq_facts_prepare(&f->facts, f->records);

	if (rc < 0)
		return rc;
	const size_t size = hq_work_size(&h->head, 0, f->facts.nrecords);

	free(f->work);
	f->work = malloc(size ? size : 1);
	memset(f->work, 0xa5, size);
	return hq_decide(&h->head, 0, &f->facts, hand_day(as_of), f->work, size, &f->decision);
}

static inline struct hq_interval hand_value(const struct hand_facts *f, uint16_t row)
{
	return f->decision.rows[row];
}
static inline struct hq_interval hand_quantity(const struct hand_facts *f, uint16_t measure)
{
	return f->decision.measures[measure];
}
#define assert_interval(what, v, low, high) \
	do { \
		const struct hq_interval at_ = (v); \
		if (at_.lo != (low) || at_.hi != (high)) \
			fail_msg("%s: %lld..%lld, not %lld..%lld", (what), (long long)at_.lo, (long long)at_.hi, \
				 (long long)(low), (long long)(high)); \
	} while (0)

#endif
