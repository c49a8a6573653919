/* A whole form by hand: every construct the tables have, in one edition, and a teacher who touches all of it. For the
 * tests that need a table rather than a rule: verifying, fuzzing, threads.
 */
#ifndef FORM_H
#define FORM_H

#include "hand.h"

/* Two requirements, a route by credential, a route by a rubric whose events count once, and one by a plain rubric. */
static inline const struct hq_tables *form_rules(struct hand_rules *h)
{
	hand_begin(h);
	h->words[0] = 1 << MATH | 1 << MUSIC;
	h->words[1] = 1 << WORKSHOP | 1 << ARTICLE;
	h->head.words.count = 2;

	const uint16_t applies = hand_row(h, HQ_OP_SCALAR, hand_filter(h, HAND_OPS(
		{ .op = HQ_F_IN, .src = HQ_SRC_ASSIGNMENT, .field = A_SUBJECT, .a = 0, .b = 1 },
		OP_OF(HQ_SRC_TEACHER, T_FLUENT, 1, 1), OP_NOT, OP_OR(2))), 0, NULL);
	const uint16_t holds = hand_test(h, hand_measure(h, (struct hq_measure){
		.kind = CERTIFICATE, .agg = HQ_AGG_COUNT,
		.filter = hand_filter(h, HAND_OPS(
			{ .op = HQ_F_COMPARE, .field = K_AREAS, .set = 1, .rel = HQ_REL_SHARES, .other_src = HQ_SRC_ASSIGNMENT, .other = A_SUBJECT },
			{ .op = HQ_F_COMPARE, .field = K_EXPIRES, .rel = HQ_REL_GE, .other_src = HQ_SRC_AS_OF }, OP_AND(2))) }), D, HQ_BIG);
	hand_slot(h, holds, HQ_NONE, 1 << CERTIFICATE);
	const uint16_t hours = hand_test(h, hand_measure(h, (struct hq_measure){
		.kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR, .scale = 300, .nconvs = 1,
		.first_conv = hand_conv(h, (struct hq_conv){ .unit = SEMESTER_HOUR, .num = 3, .den = 1 }),
		.window = hand_within(h, 120) }), 12 * 300, HQ_BIG);
	hand_also(h, QUARTER_HOUR, 2, 1);
	const uint16_t every = hand_row(h, HQ_OP_AT_LEAST, 1, HAND_ROWS(holds, hours));

	/* The rubric whose events count once. */
	const uint16_t workshops = hand_line(h, (struct hq_line){
		.form = HQ_LINE_BLOCKS, .block = 15 * D, .mul = 3 * D,
		.measure = hand_measure(h, (struct hq_measure){ .kind = ACTIVITY, .agg = HQ_AGG_SUM, .unit = CLOCK_HOUR, .cap_each = 100 * D,
			.filter = hand_filter(h, HAND_OPS({ .op = HQ_F_IN, .field = X_TYPE, .a = 1, .b = 1 })) }) },
		hand_limit(h, (struct hq_limit){ .max = 30 * D }));
	const uint16_t yearly = hand_line(h, (struct hq_line){
		.mul = 1, .mul_hi = 2,
		.measure = hand_measure(h, (struct hq_measure){ .kind = ACTIVITY, .agg = HQ_AGG_COUNT, .cap_year = 2 * D,
			.filter = hand_filter(h, HAND_OPS(OP_IS(X_CONTENT, 1, 1))), .window = hand_within(h, 72) }) },
		hand_limit(h, (struct hq_limit){ .min = 1 * D }));
	const uint16_t greatest = hand_line(h, (struct hq_line){
		.measure = hand_measure(h, (struct hq_measure){ .kind = ACTIVITY, .agg = HQ_AGG_GREATEST, .unit = CLOCK_HOUR,
			.filter = hand_filter(h, HAND_OPS({ .op = HQ_F_AMOUNT, .other = CLOCK_HOUR, .a = 0, .b = 500 * D },
							   { .op = HQ_F_WITHIN, .field = X_PERFORMED, .a = 60 }, OP_AND(2))) }) }, HQ_NONE);
	hand_tiers(h, 2, (struct hq_tier[]){ { 20 * D, 5 * D }, { 40 * D, 10 * D } });
	const uint16_t both = hand_category(h, hand_limit(h, (struct hq_limit){ .best = 1, .divide = 1, .max = 40 * D }), HAND_ROWS(workshops, greatest));
	const uint16_t once = hand_rubric(h, (struct hq_rubric){ .pass_lo = 20 * D, .pass_hi = 20 * D, .once = 1, .min_categories = 2 },
					  HAND_ROWS(both, yearly));

	/* A plain one, with forms. */
	const uint16_t silent = hand_row(h, HQ_OP_SILENT, 0, 0, NULL);
	const uint16_t award = hand_award(h, 10 * D, 20 * D, silent);
	const uint16_t m = hand_measure(h, (struct hq_measure){ .kind = EXPERIENCE, .agg = HQ_AGG_SUM, .unit = YEAR, .window = hand_window(h,
		(struct hq_window){ .to_kind = HQ_BOUND_MONTHS, .to = 12, .from_kind = HQ_BOUND_DAY, .from = 0 }) });
	const uint16_t years = hand_line(h, (struct hq_line){ .measure = m, .mul = 9, .cap = 5 * D, .from = D },
					 hand_limit(h, (struct hq_limit){ .units_min = 2 * D, .divide = 3 }));
	hand_slot(h, years, m, 1 << EXPERIENCE);
	const uint16_t unrated = hand_line(h, (struct hq_line){ .mul_hi = HQ_BIG, .measure = hand_measure(h, (struct hq_measure){
		.kind = COURSE, .agg = HQ_AGG_SUM, .unit = SEMESTER_HOUR, .block_each = 3 * D }) }, hand_limit(h, (struct hq_limit){ .max = 15 * D }));
	const uint16_t lines = hand_category(h, HQ_NONE, HAND_ROWS(years, unrated));
	const uint16_t plain = hand_rubric(h, (struct hq_rubric){ .pass_lo = 30 * D, .pass_hi = 30 * D, .requires = hours, .settles = silent },
					   HAND_ROWS(award, lines));
	const uint16_t no = hand_row(h, HQ_OP_NOT, 0, HAND_ROWS(silent));
	const uint16_t one = hand_row(h, HQ_OP_ALL, 0, HAND_ROWS(no, holds));
	const uint16_t routes = hand_row(h, HQ_OP_ANY, 0, HAND_ROWS(one, once, plain));

	h->rows[one].parent = routes;
	h->rows[one].name = 1;
	h->rows[one].ncites = 1;
	h->sources[0] = (struct hq_cited_source){ .name = 1, .lines = 9 };
	h->cites[0] = (struct hq_packed_cite){ .first = 3, .more = 2 };
	h->notes[0] = (struct hq_note){ .kind = HQ_NOTE_ERRATUM, .row = one, .text = 1 };
	h->notes[1] = (struct hq_note){ .kind = HQ_NOTE_CORRECTED, .row = one, .text = 1 };
	h->head.sources.count = h->head.cites.count = 1;
	h->head.notes.count = h->edition[0].nnotes = 2;
	h->edition[0].applies = applies;
	h->edition[0].routes = routes;
	return hand_end(h, every);
}

/* A teacher with records of every kind, some with gaps; @variant changes what is known. */
static inline void form_teacher(struct hand_facts *f, unsigned variant)
{
	hand_facts(f);
	f->assignment = hand_record(ASSIGNMENT, 255, 0);
	f->facts.assignment = &f->assignment;
	hand_set(&f->assignment, A_SUBJECT, variant % 3);
	hand_set(hand_add(f, hand_record(TEACHER, 255, 0)), T_FLUENT, variant & 1);

	struct hq_record *r = hand_add(f, hand_record(CERTIFICATE, 255, 0));
	hand_set(r, K_AREAS, 1 << MATH | 1 << ART);
	if (variant & 2)
		hand_set(r, K_EXPIRES, variant & 4 ? HQ_DAY_NEVER : 12000);
	for (unsigned i = 0; i < 3; i++) {
		r = hand_add(f, hand_record(COURSE, (uint8_t)(i == 2 ? 255 : SEMESTER_HOUR + i), (int64_t)(i + 3) * D));
		if (i != variant % 4)
			hand_set(r, C_COMPLETED, 10000 + (int64_t)(1000 * i));
	}
	for (unsigned i = 0; i < 8; i++) {
		r = hand_add(f, hand_record(ACTIVITY, (uint8_t)(i % 3 ? CLOCK_HOUR : 255), (int64_t)(7 * i + 5) * D));
		r->times = (uint16_t)(1 + i % 2);
		r->event = i < 2 ? 5 : 0;
		hand_set(r, X_TYPE, (variant + i) % NTYPES);
		if ((variant >> i & 1) == 0)
			hand_set(r, X_CONTENT, i != 3);
		if (i != 6)
			hand_set(r, X_PERFORMED, 12500 + (int64_t)(200 * i));
	}
	r = hand_add(f, hand_record(EXPERIENCE, YEAR, 6 * D));
	hand_set(r, E_BEGAN, 10820);
	if (variant & 8)
		hand_set(r, E_ENDED, HQ_DAY_NEVER);
	if (variant & 16) {
		f->facts.nrecords--;
		f->facts.list[EXPERIENCE] = HQ_NOT_ASKED;
		f->facts.answers = f->answers;
		f->answers[1] = (struct hq_answer){ .value = 4 * D, .know = HQ_KNOWN };
	}
	f->facts.closed = variant >> 5 & 1;
}

#endif
