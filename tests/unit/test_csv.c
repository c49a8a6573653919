/* Wide CSV: what is a row and a cell, by hand and against libcsv; ways of scanning and sizes of reads change nothing. What cells mean is
 * test_csv_facts.c's. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli.h"
#include "csv/internal.h"
#include "../support/csv_peer.h"
#include "../support/support.h"

/* ---- rows and cells ------------------------------------------------------------------------------------------ */

static const struct { const char *text, *expected; } structure[] = {
	{ "a,b\n1,2\n", "1:a 1:b \n2 1:1 1:2 \n" },
	{ "a,b\r\n1,2\r\n", "1:a 1:b \n2 1:1 1:2 \n" },
	{ "a,b\r1,2\r3,4", "1:a 1:b \n2 1:1 1:2 \n3 1:3 1:4 \n" },
	{ "a,b\n1,2", "1:a 1:b \n2 1:1 1:2 \n" },                       /* the last line may lack its end */
	{ "\xef\xbb\xbf" "a,b\n1,2\n", "1:a 1:b \n2 1:1 1:2 \n" },
	{ "\n\r\na,b\n\n1,2\n\r\n\r3,4\n", "1:a 1:b \n5 1:1 1:2 \n8 1:3 1:4 \n" },       /* empty lines are counted, and no rows */
	{ "a,b\n,\n", "1:a 1:b \n2 0: 0: \n" },
	{ "a\nx\n\ny\n", "1:a \n2 1:x \n4 1:y \n" },
	{ "a\n\"\"\n", "1:a \n2 0: \n" },                               /* in one column, an empty cell needs its quotes */
	{ "a,b\n\" 1 \", 2 \n", "1:a 1:b \n2 3: 1  3: 2  \n" },
	{ " a , b \n1,2\n", "1:a 1:b \n2 1:1 1:2 \n" },
	{ "\"a\nb\",c\n1,2\n", "3:a b 1:c \n3 1:1 1:2 \n" },
	{ "a,b\n\"x,\"\"y\"\"\nz\",2\n3,4\n", "1:a 1:b \n2 7:x,\"y\"\nz 1:2 \n4 1:3 1:4 \n" },
	{ "a,b\n\"\"\"\",\"\"\n", "1:a 1:b \n2 1:\" 0: \n" },
	{ "a,b\n1\n1,2,3\n1,2\n", "1:a 1:b \n2 ! cells\n3 ! cells\n4 1:1 1:2 \n" },
	{ "a,b\n1\"2,3\n4,5\n", "1:a 1:b \n2 ! quote\n3 1:4 1:5 \n" },
	{ "a,b\n\"1\"2,3\n4,5\n", "1:a 1:b \n2 ! quote\n3 1:4 1:5 \n" },
	{ "a,b\n\"1\" ,3\n4,5\n", "1:a 1:b \n2 ! quote\n3 1:4 1:5 \n" },
	{ "a,b\n1, \"2\"\n4,5\n", "1:a 1:b \n2 ! quote\n3 1:4 1:5 \n" },
	{ "a,b\n1,\"2\n4,5\n", "1:a 1:b \n2 ! quote\n3 1:4 1:5 \n" },   /* never closed: its line is lost, no other */
	{ "a,b\n1,\"2", "1:a 1:b \n2 ! quote\n" },
	{ "a,b\n1,\"2\"\"", "1:a 1:b \n2 ! quote\n" },
	{ "a,b\n\"x\ny\"z,\"1\n4,5\n", "1:a 1:b \n2 ! quote\n4 1:4 1:5 \n" },     /* the fault is on line 3, and so its end */
	{ "a,b\n1\"\n\"2\n3\",4\n", "1:a 1:b \n2 ! quote\n3 3:2\n3 1:4 \n" },
	{ "a,b\n", "1:a 1:b \n" },
	{ "a,b", "1:a 1:b \n" },
	{ "", "! header\n" },
	{ "\n\n", "! header\n" },
	{ "a\"b\n", "! header\n" },
	{ "\"a\n", "! header\n" },
	{ "\xff\xfe" "a\0", "! header\n" },
};

static void test_structure(void **state)
{
	(void)state;
	static const size_t reads[] = { 1, 2, 3, 7, SIZE_MAX };
	struct csv_text seen = { 0 };
	for (size_t i = 0; i < sizeof structure / sizeof *structure; i++) {
		const size_t len = strlen(structure[i].text);
		for (size_t k = 0; k < sizeof reads / sizeof *reads; k++) {
			for (size_t way = 0; csv_by_us(structure[i].text, len, way, reads[k], true, &seen); way++)
				if (seen.len != strlen(structure[i].expected) || memcmp(seen.bytes, structure[i].expected, seen.len))
					fail_msg("row %zu, %s, %zu bytes a read: %.*s", i, hqcsv_scan_way(way)->name, reads[k],
						 (int)seen.len, seen.bytes);
		}
		if (csv_differs(structure[i].text, len, 1))
			fail_msg("row %zu: %s", i, csv_differs(structure[i].text, len, 1));
	}
	csv_text_done(&seen);
}

/* The same text moved byte by byte over the edges of the words that are scanned at once. */
static void test_edges(void **state)
{
	(void)state;
	static const char tail[] = "\",\"\"\"x\r\n\",\r\n1,\"\",\"\"\r\n\n2,a\"b,3\n4,5,\"6\"\n";
	char text[512];
	for (size_t shift = 0; shift < 140; shift++) {
		size_t n = (size_t)sprintf(text, "a,b,c\n\"");
		memset(text + n, 'x', shift);
		n += shift;
		memcpy(text + n, tail, sizeof tail - 1);
		n += sizeof tail - 1;
		for (size_t at_once = 1; at_once < 200; at_once += 66)
			if (csv_differs(text, n, at_once))
				fail_msg("shift %zu, %zu a read: %s", shift, at_once, csv_differs(text, n, at_once));
	}
}

/* libcsv takes NUL for a byte like another, and so does whoever only looks for cells. */
static void test_any_byte(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		const char text[] = { 'a', ',', 'b', '\n', 'x', (char)c, 'y', ',', (char)c, '\n', '1', ',', '2' };
		if (csv_differs(text, sizeof text, 5))
			fail_msg("byte %u: %s", c, csv_differs(text, sizeof text, 5));
	}
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);
	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void test_libcsv(void **state)
{
	(void)state;
	static char text[1 << 16];
	static const size_t reads[] = { SIZE_MAX, 97, 4096, 1 };
	uint64_t seed = number_from("HQ_SEED", 1);
	const uint64_t n = number_from("HQ_CSV_TEXTS", 3000);
	for (uint64_t i = 0; i < n; i++) {
		const uint64_t from = seed;
		const size_t len = csv_make(&seed, text, sizeof text);
		const size_t at_once = reads[len < 1000 ? i % 4 : i % 3];
		const char *wrong = csv_differs(text, len, at_once);
		if (wrong)
			fail_msg("text %llu (HQ_SEED=%llu HQ_CSV_TEXTS=1), %zu bytes a read: %s", (unsigned long long)i,
				 (unsigned long long)from, at_once, wrong);
	}
}

static void test_data(void **state)
{
	(void)state;
	static const struct { const char *folder, *suffix; } all[] = {
		{ "tests/data", ".csv" }, { "tests/data", "json" }, { "tests/data", ".hq" }, { "tests/cli", ".out" },
		{ "tests/cli", ".err" }, { "states", ".hq" }, { "states/teachers", ".json" },
	};
	for (size_t f = 0; f < sizeof all / sizeof *all; f++) {
		size_t n;
		char **names = list_files(path_of("%s/%s", src_dir(), all[f].folder), all[f].suffix, &n);
		for (size_t i = 0; i < n; i++) {
			size_t len = 0;
			char *text = read_file(path_of("%s/%s/%s%s", src_dir(), all[f].folder, names[i], all[f].suffix), &len);
			const char *wrong = text ? csv_differs(text, len, 1000) : NULL;
			if (wrong)
				fail_msg("%s/%s%s: %s", all[f].folder, names[i], all[f].suffix, wrong);
			free(text);
		}
	}
}

/* ---- lengths ------------------------------------------------------------------------------------------------- */

/* A row of the longest length is read, one byte more is not; what follows is. */
static void test_length(void **state)
{
	(void)state;
	struct csv_text seen = { 0 };
	char *text = malloc(3 * (size_t)HQCSV_ROW_MAX);
	assert_non_null(text);
	for (size_t more = 0; more < 2; more++) {
		for (size_t at_once = 1000; at_once; at_once = at_once == 1000 ? SIZE_MAX : 0) {
			const size_t len = HQCSV_ROW_MAX + more;
			char expected[64];
			memcpy(text, "a\n", 2);
			memset(text + 2, 'x', len);
			memcpy(text + 2 + len - 1, "\ny\n", 3);
			csv_by_us(text, len + 4, 0, at_once, true, &seen);
			if (more) {
				assert_string_equal(seen.bytes, "1:a \n2 ! quote\n3 1:y \n");
				continue;
			}
			const size_t n = (size_t)snprintf(expected, sizeof expected, "1:a \n2 %zu:x", len - 1);
			assert_memory_equal(seen.bytes, expected, n);
			assert_string_equal(seen.bytes + seen.len - 7, "3 1:y \n");
		}
	}
	/* a quote that is not closed within a row's length: its line is refused, the next ones are read */
	memcpy(text, "a\n\"b\n", 5);
	memset(text + 5, 'x', 2 * (size_t)HQCSV_ROW_MAX);
	for (size_t i = 5; i < 2 * (size_t)HQCSV_ROW_MAX; i += 100)
		text[i] = '\n';
	csv_by_us(text, 2 * (size_t)HQCSV_ROW_MAX, 0, SIZE_MAX, true, &seen);
	assert_memory_equal(seen.bytes, "1:a \n2 ! quote\n4 99:", 20);
	/* and a line that is far longer than a row may be, with quotes in it */
	memcpy(text, "a\nx", 3);
	memset(text + 3, 'x', 3 * (size_t)HQCSV_ROW_MAX - 3);
	text[2 * HQCSV_ROW_MAX] = '"';
	memcpy(text + 3 * (size_t)HQCSV_ROW_MAX - 4, "\r\ny\n", 4);
	csv_by_us(text, 3 * (size_t)HQCSV_ROW_MAX, 0, SIZE_MAX, true, &seen);
	assert_string_equal(seen.bytes, "1:a \n2 ! quote\n3 1:y \n");
	free(text);
	csv_text_done(&seen);
}

static void test_columns(void **state)
{
	(void)state;
	struct csv_text seen = { 0 };
	char text[4 * HQCSV_COLUMNS_MAX];
	for (size_t n = HQCSV_COLUMNS_MAX; n <= HQCSV_COLUMNS_MAX + 1; n++) {
		size_t at = 0;
		for (unsigned line = 0; line < 2; line++) {
			for (size_t c = 0; c < n; c++)
				text[at++] = c + 1 < n ? ',' : '\n';
		}
		csv_by_us(text, at, 0, SIZE_MAX, true, &seen);
		assert_int_equal(!strcmp(seen.bytes, "! header\n"), n > HQCSV_COLUMNS_MAX);
	}
	csv_text_done(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure), cmocka_unit_test(test_edges), cmocka_unit_test(test_any_byte),
		cmocka_unit_test(test_libcsv), cmocka_unit_test(test_data), cmocka_unit_test(test_length),
		cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
