/* Texts of rules are packed in tables and read back byte for byte; names are put together from parts; what a citation or a table
 * cannot hold in one piece is divided or refused (docs/tables.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/support.h"
#include "compile.h"
#include "hq_internal.h"
#include "lower.h"

/* A block that is nothing but texts. */
static struct { struct hq_tables head; _Alignas(8) char texts[2048]; } t;

static const char *unpacked(const char *packed, size_t len)
{
	static char out[HQ_TEXT_MAX + 1];

	memset(&t, 0, sizeof(t));
	t.head.texts = (struct hq_span){ (uint16_t)(offsetof(__typeof__(t), texts) / 8), sizeof(t.texts) };
	memcpy(t.texts + 1, packed, len);
	const size_t size = hq_text(&t.head, 1, out, sizeof(out));

	assert_int_equal(size, strlen(out));
	return out;
}

static void texts_come_back(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"", "a", "Bachelor's degree", "certificate certificate", " ", "  ", "caf\xc3\xa9 \xe2\x80\x94 15 \xc2\xa7", "\x01\x02\x07\x08\x1f\x7f\xff\x80",
		"~}|{", "100 points", "x_y.z", "\n\t",
	};
	struct hqc *c = hqc_new();
	const struct hqc_phrases *phrases = hqc_phrases(&c->arena);
	char packed[2 * HQC_PACKED_MAX + 1], longest[HQC_PACKED_MAX + 1];

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const size_t len = hqc_pack_text(phrases, texts[i], packed);

		assert_int_equal(strlen(packed) + 1, len);     /* its NUL is its only one */
		assert_string_equal(unpacked(packed, len), texts[i]);
	}
	for (size_t i = 0; i < HQC_PACKED_MAX; i++)
		longest[i] = (char)(128 + i % 128);            /* nothing packs: two bytes each */
	longest[HQC_PACKED_MAX] = '\0';
	assert_string_equal(unpacked(packed, hqc_pack_text(phrases, longest, packed)), longest);
	hqc_free(c);
}

/* Every phrase is written and read as itself, and a text that packs is shorter. */
static void phrases_come_back(void **state)
{
	(void)state;
	struct hqc *c = hqc_new();
	const struct hqc_phrases *phrases = hqc_phrases(&c->arena);
	char packed[2 * HQC_PACKED_MAX + 1], text[HQI_PHRASE_MAX + 1];
	uint32_t n = 0, len;

	for (const char *phrase; (phrase = hqi_phrase(n, &len)), len > 0; n++) {
		assert_in_range(len, 2, HQI_PHRASE_MAX);
		memcpy(text, phrase, len);
		text[len] = '\0';
		const size_t size = hqc_pack_text(phrases, text, packed);

		assert_in_range(size, 2, n < HQI_SINGLES ? 2 : 3);
		assert_string_equal(unpacked(packed, size), text);
	}
	assert_in_range(n, HQI_SINGLES, HQI_SINGLES + 6 * 255);
	hqc_free(c);
}

/* Bytes that no compiler wrote end somewhere, and read nothing past the end. */
static void damaged_texts_end(void **state)
{
	(void)state;
	assert_string_equal(unpacked("ab\x01", 3), "ab");       /* an escape of nothing */
	assert_string_equal(unpacked("ab\x02", 3), "ab");       /* half a phrase */
	assert_string_equal(unpacked("ab\x07\xff" "c", 5), "abc");     /* a phrase there is not */
}

static void a_small_buffer_is_filled_and_ended(void **state)
{
	(void)state;
	char out[4] = "xxx";

	unpacked("Kansas", 6);
	assert_int_equal(hq_text(&t.head, 1, NULL, 0), 6);
	assert_int_equal(hq_text(&t.head, 1, out, 1), 6);
	assert_string_equal(out, "");
	assert_int_equal(hq_text(&t.head, 1, out, 4), 6);
	assert_string_equal(out, "Kan");
}

static struct hqc *compile(const char *rules)
{
	struct hqc *c = hqc_new();

	hqc_add_text(c, "tests/lang/ok/text.hq", rules, strlen(rules));
	if (hqc_check(c)) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("the rules of this test do not compile");
	}
	return c;
}

#define RULES \
	"use \"../facts.hq\"\n" \
	"source deep \"A long document\"\n" \
	"  file \"deep.txt\"\n" \
	"  lines 9000\n" \
	"jurisdiction KS \"Kansas\"\n" \
	"  edition sample \"A sample\" [deep 1-5000]\n" \
	"    in force from 2006-07-01 [uncited]\n" \
	"    route points \"By points\" [deep 7]\n" \
	"      enough \"Enough\"\n" \
	"        passes points_rubric\n" \
	"    rubric points_rubric \"Points\" [deep 2048-4095]\n" \
	"      passes at 10 points [deep 9]\n" \
	"      category work \"Work\" [deep 10]\n" \
	"        line years \"Years\" [deep 11-2059]\n" \
	"          9 points per year of experience\n" \
	"        line more \"More\" [deep 12]\n" \
	"          1 point per award\n"

static void names_are_whole_paths(void **state)
{
	(void)state;
	struct hqc *c = compile(RULES);
	const struct hq_tables *k = hqc_tables(c, 0);
	char out[12];

	assert_int_equal(hq_find_slot(k, 0, "points_rubric.work.years", 24), 0);
	assert_int_equal(hq_find_slot(k, 0, "points_rubric.work.more", 23), 1);
	assert_string_equal(hq_slot_name_of(k, 1).text, "points_rubric.work.more");
	assert_string_equal(hq_text_of(k, hq_slot_label(k, 1)).text, "More");
	assert_int_equal(hq_slot_name(k, 1, out, sizeof(out)), 23);
	assert_string_equal(out, "points_rubr");
	static const char *const none[] = { "", "more", "work.more", "points_rubric.work", "points_rubric.work.mor", "points_rubric.work.more2",
					    "points_rubric_work_more", ".points_rubric.work.more", "xpoints_rubric.work.more" };

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(hq_find_slot(k, 0, none[i], strlen(none[i])), HQ_ENAME);
	hqc_free(c);
}

/* A citation of more than 2048 lines stands in pieces that together are it; one of 2048 stands whole. */
static void long_citations_are_divided(void **state)
{
	(void)state;
	struct hqc *c = compile(RULES);
	const struct hq_tables *k = hqc_tables(c, 0);
	const struct hq_edition *e = HQ_AT(struct hq_edition, k, editions);
	const struct hq_row *rows = HQ_AT(struct hq_row, k, rows);
	static const struct hq_cite want[] = { { 0, 1, 2048 }, { 0, 2049, 4096 }, { 0, 4097, 5000 } };

	assert_int_equal(e->ncites, 3);
	for (uint32_t i = 0; i < 3; i++) {
		const struct hq_cite got = hq_cite_at(k, e->first_cite + i);

		assert_memory_equal(&got, &want[i], sizeof(got));
	}
	for (uint32_t i = 0; i < k->rows.count; i++) {
		if (rows[i].op == HQ_OP_RUBRIC) {
			const struct hq_cite got = hq_cite_at(k, rows[i].first_cite);

			assert_int_equal(rows[i].ncites, 1);
			assert_int_equal(got.last, 4095);
		}
	}
	hqc_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_back),       cmocka_unit_test(phrases_come_back),
		cmocka_unit_test(damaged_texts_end),     cmocka_unit_test(a_small_buffer_is_filled_and_ended),
		cmocka_unit_test(names_are_whole_paths), cmocka_unit_test(long_citations_are_divided),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
