/* Wide CSV bound to rules: what a cell means, what is said of one that means nothing, verdicts; blocks and threads change nothing. What is a
 * row and a cell is test_csv.c's. */
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

enum { AS_OF = 13694 };                /* 2007-06-30 */

/* ---- files bound to Kansas ----------------------------------------------------------------------------------- */

struct source { const char *bytes; size_t left, at_once; bool fails; };

static long read_source(void *context, char *to, size_t room)
{
	struct source *s = context;
	size_t n = s->left < room ? s->left : room;
	n = n < s->at_once ? n : s->at_once;
	if (!n && s->fails) {
		errno = EIO;
		return -1;
	}
	memcpy(to, s->bytes, n);
	s->bytes += n;
	s->left -= n;
	return (long)n;
}

struct said { char text[8192]; size_t len; };

static void say(void *context, const char *message)
{
	struct said *s = context;
	s->len += (size_t)snprintf(s->text + s->len, sizeof s->text - s->len, "%s\n", message);
}

static const struct hq_tables *tables_of(const char *code)
{
	for (size_t i = 0; i < hq_njurisdictions(); i++)
		if (!strncmp(hq_jurisdiction(i)->code, code, 4))
			return hq_jurisdiction(i);
	fail_msg("no rules of %s", code);
	return NULL;
}

static struct hqcsv_binding binding_of(const struct hq_tables *rules)
{
	return (struct hqcsv_binding){ .vocab = hq_facts(), .rules = rules, .as_of = AS_OF,
				       .edition = (uint16_t)hq_edition_at(rules, AS_OF) };
}

/* Opens and binds; NULL where that is refused, with what was said. */
static struct hqcsv *open_source(struct source *s, const struct hqcsv_binding *binding, struct said *said)
{
	const struct hqcsv_input input = { "t.csv", read_source, s };
	struct hqcsv *csv;
	said->text[0] = '\0';
	said->len = 0;
	if (hqcsv_open(&input, &csv, said->text))
		return NULL;
	if (!hqcsv_bind(csv, binding, say, said))
		return csv;
	hqcsv_close(csv);
	return NULL;
}

static const char *rename_column(void *context, const char *theirs, size_t len)
{
	(void)context;
	return len == 5 && !memcmp(theirs, "BA_YN", 5) ? "bachelor" : len == 4 && !memcmp(theirs, "Room", 4) ? "" : NULL;
}

static const char *translate(void *context, const char *ours, const char *theirs, size_t len)
{
	(void)context;
	if (strcmp(ours, "bachelor") && strcmp(ours, "teacher.total_years"))
		return NULL;
	if (!theirs || (len == 1 && *theirs == '1'))
		return "yes";
	return len == 2 && !memcmp(theirs, "99", 2) ? "unknown" : len == 2 && !memcmp(theirs, "NA", 2) ? "" : NULL;
}

static void test_names(void **state)
{
	(void)state;
	static const struct { const char *header, *said; } rows[] = {
		{ "teacher,assignment,jurisdiction,as_of,label,note,bachelor,content_area.experience,teacher.gpa,assignment.subject", "" },
		{ "certificate,BA_YN,Room", "" },
		{ "bachelor,certficate", "t.csv:1:10: error: no column is called \"certficate\"; did you mean \"certificate\"?\n" },
		{ "teacher,assignment.subjct", "t.csv:1:9: error: no column is called \"assignment.subjct\"; did you mean "
					       "\"assignment.subject\"?\n" },
		{ "bachelor,\"x\ny\",zzzzzzzzz",
		  "t.csv:1:10: error: no column is called \"x y\"; `hq schema --worksheet` lists those of the form, `hq schema` the facts "
		  "(teacher.FIELD, assignment.FIELD)\n"
		  "t.csv:2:4: error: no column is called \"zzzzzzzzz\"; `hq schema --worksheet` lists those of the form, `hq schema` the "
		  "facts (teacher.FIELD, assignment.FIELD)\n" },
		{ "bachelor,bachelor", "t.csv:1:10: error: a second column for bachelor; keep one\n" },
		{ "bachelor,BA_YN", "t.csv:1:10: error: a second column for bachelor; keep one\n" },
		{ "note,note", "" },                           /* nobody reads them */
		{ "bachelor,", "t.csv:1:10: error: a column without a name; name it, or delete it\n" },
		{ "teacher;bachelor", "t.csv:1:1: error: one column, and its name looks like several; put commas between the columns\n" },
		{ "teacher,bach\"elor", "t.csv:1:13: error: a quote inside a name that does not begin with one; put the name in quotes" },
		{ "teacher,\"bach\"elor", "t.csv:1:15: error: text after the quote that closes a name; double a quote that belongs to it" },
		{ "teacher,\"bachelor", "t.csv:1:9: error: the quote that opens here is never closed" },
		{ "teacher,b\001", "t.csv:1:9: error: a control character in the header; is this a CSV file?" },
		{ "\xfe\xff" "xx", "t.csv:1:1: error: this is UTF-16; save the file as CSV in UTF-8" },
		{ "", "t.csv:1:1: error: empty: there is no header row" },
		{ "\n\n", "t.csv:3:1: error: there is no header row" },
	};
	struct hqcsv_binding binding = binding_of(tables_of("KS"));
	struct said said;
	binding.name = rename_column;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source s = { rows[i].header, strlen(rows[i].header), SIZE_MAX, false };
		struct hqcsv *csv = open_source(&s, &binding, &said);
		if (strcmp(said.text, rows[i].said) || (csv == NULL) != (rows[i].said[0] != '\0'))
			fail_msg("row %zu: %s", i, said.text);
		hqcsv_close(csv);
	}
	binding.skip_unknown = 1;
	struct source s = { "bachelor,zzzzzzzzz", 18, SIZE_MAX, false };
	struct hqcsv *csv = open_source(&s, &binding, &said);
	assert_non_null(csv);
	assert_int_equal(hqcsv_column(csv, 0)->role, HQCSV_SLOT);
	assert_int_equal(hqcsv_column(csv, 1)->role, HQCSV_NOT_READ);
	assert_int_equal(hqcsv_find(csv, HQCSV_SLOT, hqcsv_column(csv, 0)->index), 0);
	assert_int_equal(hqcsv_find(csv, HQCSV_TEACHER, 0), -1);
	hqcsv_close(csv);
}

static int64_t lane_value(const struct hqcsv_lane *lane, size_t r)
{
	const void *v = lane->cells.values;
	return lane->what.type == HQ_COLUMN_U8 ? ((const uint8_t *)v)[r] : lane->what.type == HQ_COLUMN_I16 ? ((const int16_t *)v)[r] :
	       lane->what.type == HQ_COLUMN_I32 ? ((const int32_t *)v)[r] : ((const int64_t *)v)[r];
}

static bool bit_of(const uint8_t *bits, size_t r)
{
	return bits[r / 8] >> r % 8 & 1;
}

/* What a cell comes to: its value, "unknown", "nothing", "text", or the message. */
static void put_meaning(struct hqcsv_block *block, size_t row, char *to, size_t room)
{
	if (block->nrefusals && bit_of(block->refused, row)) {
		struct hqcsv_place place;
		hqcsv_refusal_place(block, &block->refusals[row], &place);      /* each row has one */
		snprintf(to, room, "%zu:%zu: %s: %s", place.line - row, place.column, place.name, place.text);
		return;
	}
	const struct hqcsv_lane *lane = block->lanes;
	if (!block->nlanes)
		snprintf(to, room, "text");
	else if (bit_of(lane->cells.valid, row))
		snprintf(to, room, "%lld", (long long)lane_value(lane, row));
	else
		snprintf(to, room, "%s", bit_of(lane->cells.asked, row) ? "unknown" : "nothing");
}

static void test_values(void **state)
{
	(void)state;
	static const struct { const char *column, *cell, *meaning; } rows[] = {
		{ "bachelor", "yes", "1" }, { "bachelor", "no", "0" }, { "bachelor", "true", "1" }, { "bachelor", "false", "0" },
		{ "bachelor", "YES", "1" }, { "bachelor", "False", "0" }, { "bachelor", "\"no\"", "0" }, { "bachelor", " yes\t", "1" },
		{ "bachelor", "", "nothing" }, { "bachelor", "  ", "nothing" }, { "bachelor", "\"\"", "nothing" },
		{ "bachelor", "unknown", "unknown" }, { "bachelor", "\" Unknown\"", "unknown" },
		{ "bachelor", "y", "2:3: bachelor: expected yes or no, found \"y\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "1", "2:3: bachelor: expected yes or no, found \"1\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "xalse", "2:3: bachelor: expected yes or no, found \"xalse\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "falsey", "2:3: bachelor: expected yes or no, found \"falsey\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "ne", "2:3: bachelor: expected yes or no, found \"ne\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "\"ye\"\"s\"", "2:3: bachelor: expected yes or no, found \"ye\"s\"; or unknown, or nothing where nobody asked" },
		{ "bachelor", "\x1b[2J", "2:3: bachelor: expected yes or no, found \"?[2J\"; or unknown, or nothing where nobody asked" },
		{ "content_area.experience", "0", "0" }, { "content_area.experience", "7", "700" },
		{ "content_area.experience", "07", "700" }, { "content_area.experience", "0007", "700" },
		{ "content_area.experience", "00000007", "700" }, { "content_area.experience", "7.5", "750" },
		{ "content_area.experience", "7.25", "725" }, { "content_area.experience", "60", "6000" },
		{ "content_area.experience", "60.00", "6000" }, { "content_area.experience", "\"12\"", "1200" },
		{ "content_area.experience", " 12 ", "1200" }, { "content_area.experience", "-0", "0" },
		{ "content_area.experience", "unknown", "unknown" }, { "content_area.experience", "", "nothing" },
		{ "content_area.experience", "60.01", "2:3: content_area.experience: 60.01 is outside 0 to 60 years" },
		{ "content_area.experience", "61", "2:3: content_area.experience: 61 is outside 0 to 60 years" },
		{ "content_area.experience", "-1", "2:3: content_area.experience: -1 is outside 0 to 60 years" },
		{ "content_area.experience", "99999999999999999999", "2:3: content_area.experience: 99999999999999999999 is outside 0 to 60 years" },
		{ "content_area.experience", "7.125", "2:3: content_area.experience: 7.125 has more than 2 decimals" },
		{ "content_area.experience", "7.", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"7.\"" },
		{ "content_area.experience", ".5", "2:3: content_area.experience: expected a number, 0 to 60 years, found \".5\"" },
		{ "content_area.experience", "1.2.3", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1.2.3\"" },
		{ "content_area.experience", "1e1", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1e1\"" },
		{ "content_area.experience", "1:", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1:\"" },
		{ "content_area.experience", "1/", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1/\"" },
		{ "content_area.experience", "\xb1", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"\xb1\"" },
		{ "content_area.experience", "1 2", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1 2\"" },
		{ "content_area.experience", "+7", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"+7\"" },
		{ "content_area.experience", "\"1,200\"", "2:3: content_area.experience: expected a number, 0 to 60 years, found \"1,200\"" },
		{ "content_area.workshops", "5000", "500000" }, { "content_area.workshops", "4999.99", "499999" },
		{ "content_area.workshops", "5001", "2:3: content_area.workshops: 5001 is outside 0 to 5000 clock_hours" },
		{ "content_area.recognition.awards", "3", "3" }, { "content_area.recognition.awards", "123456", "123456" },
		{ "content_area.recognition.awards", "3.0", "2:3: content_area.recognition.awards: 3.0 has more than 0 decimals; a whole number is asked for" },
		{ "teacher.gpa", "3.99", "399" }, { "teacher.gpa", "4", "400" }, { "teacher.gpa", "4.01", "2:3: teacher.gpa: 4.01 is outside 0 to 4" },
		{ "teacher.hired", "1970-01-02", "1" }, { "teacher.hired", "", "nothing" }, { "teacher.hired", " 1970-01-02", "1" },
		{ "teacher.hired", "2007-02-29", "2:3: teacher.hired: there is no day 2007-02-29 in the calendar" },
		{ "teacher.hired", "2/1/1970", "2:3: teacher.hired: \"2/1/1970\" is no date; write it as YYYY-MM-DD" },
		{ "teacher.hired", "never", "2:3: teacher.hired: \"never\" is no date; write it as YYYY-MM-DD" },
		{ "assignment.lowest_grade", "pk", "0" }, { "assignment.lowest_grade", "12", "13" },
		{ "assignment.lowest_grade", "\"k\"", "1" }, { "assignment.lowest_grade", " k", "1" },
		{ "assignment.lowest_grade", "K", "2:3: assignment.lowest_grade: \"K\" is no code of assignment.lowest_grade; did you mean \"k\"?" },
		{ "assignment.lowest_grade", "13", "2:3: assignment.lowest_grade: \"13\" is no code of assignment.lowest_grade; one of pk, k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12" },
		{ "assignment.subject", "elementary", "0" }, { "assignment.subject", "english_language_arts", "2" },
		{ "assignment.subject", "english_language_art", "2:3: assignment.subject: \"english_language_art\" is no code of assignment.subject; did you mean \"english_language_arts\"?" },
		{ "assignment.subject", "x", "2:3: assignment.subject: \"x\" is no code of assignment.subject; `hq schema` lists the 35 there are" },
		{ "assignment.subjects_taught", "elementary", "1" }, { "assignment.subjects_taught", "elementary; early_childhood", "3" },
		{ "assignment.subjects_taught", "unknown", "unknown" },
		{ "assignment.subjects_taught", "elementary;", "2:3: assignment.subjects_taught: \"elementary;\" is no code of assignment.subjects_taught; did you mean \"elementary\"?" },
		{ "teacher", "0042", "text" }, { "teacher", "Zo\xc3\xab", "text" }, { "teacher", "T-000001042", "text" },
		{ "teacher", "\"a, \"\"b\"\"\"", "text" }, { "teacher", "exactly 11.", "text" },
		{ "teacher", "", "2:3: teacher: no id; give each teacher one of your own" },
		{ "teacher", "a\tb", "2:3: teacher: a control character in an id; leave it out" },
		{ "teacher", "a\x7f", "2:3: teacher: a control character in an id; leave it out" },
		{ "teacher", "Zo\xeb", "2:3: teacher: bytes that are not UTF-8; save the file as CSV in UTF-8" },
		{ "teacher", "\xe0\x80\x80", "2:3: teacher: bytes that are not UTF-8; save the file as CSV in UTF-8" },
		{ "teacher", "123-45-6789", "2:3: teacher: this looks like a social security number; it is never needed: use an id of your own" },
		{ "teacher", "123-45-678a", "text" },
		{ "assignment", "", "text" },
		{ "jurisdiction", "KS", "text" }, { "jurisdiction", "ks", "text" }, { "jurisdiction", "", "text" },
		{ "jurisdiction", "GA", "2:3: jurisdiction: the row is of \"GA\", and KS decides; keep the rows of each jurisdiction in a file of their own" },
		{ "as_of", "2007-06-30", "text" },
		{ "as_of", "2008-06-30", "2:3: as_of: the row is as of 2008-06-30, and 2007-06-30 is asked for; keep the rows of each date in a file of their own" },
		{ "as_of", "June", "2:3: as_of: \"June\" is no date; write it as YYYY-MM-DD" },
		{ "label", "\x01 anything", "text" },
	};
	const struct hqcsv_binding binding = binding_of(tables_of("KS"));
	enum { TIMES = 67 };           /* a whole tile, and a part of one */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[256 * TIMES], meaning[600];
		struct said said;
		size_t n = (size_t)snprintf(text, sizeof text, "note,%s\n", rows[i].column);
		for (size_t k = 0; k < TIMES; k++)
			n += (size_t)snprintf(text + n, sizeof text - n, "-,%s\n", rows[i].cell);
		for (size_t way = 0; hqcsv_scan_way(way); way++) {
			struct source s = { text, n, SIZE_MAX, false };
			struct hqcsv *csv = open_source(&s, &binding, &said);
			assert_non_null(csv);
			csv->scan = hqcsv_scan_way(way);
			struct hqcsv_block *block = hqcsv_block_new(csv);
			assert_int_equal(hqcsv_take(csv, block), 1);
			assert_int_equal(hqcsv_fill(block), 1);
			assert_int_equal(block->nrows, TIMES);
			for (size_t r = 0; r < TIMES; r++) {
				put_meaning(block, r, meaning, sizeof meaning);
				if (strcmp(meaning, rows[i].meaning))
					fail_msg("%s, '%s', %s, row %zu: %s", rows[i].column, rows[i].cell,
						 hqcsv_scan_way(way)->name, r, meaning);
			}
			hqcsv_block_free(block);
			hqcsv_close(csv);
		}
	}
}

static void test_map(void **state)
{
	(void)state;
	static const char text[] = "BA_YN,teacher.total_years,certificate\n1,99,yes\nNA,98,no\nyes,NA,1\n";
	struct hqcsv_binding binding = binding_of(tables_of("KS"));
	struct said said;
	struct source s = { text, sizeof text - 1, SIZE_MAX, false };
	binding.name = rename_column;
	binding.value = translate;
	struct hqcsv *csv = open_source(&s, &binding, &said);
	assert_non_null(csv);
	struct hqcsv_block *block = hqcsv_block_new(csv);
	assert_int_equal(hqcsv_take(csv, block), 1);
	assert_int_equal(hqcsv_fill(block), 1);
	assert_int_equal(block->nrows, 3);
	const struct hq_cells *ba = &block->lanes[0].cells, *years = &block->lanes[1].cells;
	assert_int_equal(ba->valid[0], 1);                     /* yes; not asked; refused */
	assert_int_equal(ba->asked[0], 0);
	assert_int_equal(years->valid[0], 0);                  /* 98 is outside 0 to 60 */
	assert_int_equal(years->asked[0], 1);
	assert_int_equal(block->refused[0], 6);
	assert_int_equal(block->nrefusals, 2);
	assert_int_equal(hqcsv_line(block, 2), 4);
	hqcsv_block_free(block);
	hqcsv_close(csv);
}

/* Several mistakes in a row, whole rows between them: in the order of the file, with lines and bytes. */
static void test_refusals(void **state)
{
	(void)state;
	static const char text[] = "bachelor,teacher,new.first_year\r\n"
				   "maybe,T-1,perhaps\r\n"
				   "yes,T-2\r\n"
				   "yes,\"T\r\n3\",no\r\n"
				   "yes,T-4,no\r\n"
				   "yes,T-5,no,no\r\n"
				   "yes,T\"6,no\r\n"
				   "\r\n"
				   "yes,\"T-7,no\r\n";
	static const char *const expected[] = {
		"2:1 bachelor maybe", "2:11 new.first_year perhaps", "3:1  ", "4:5 teacher T??3", "7:1  ", "8:6  ", "10:5  ",
	};
	const struct hqcsv_binding binding = binding_of(tables_of("KS"));
	for (size_t at_once = 1; at_once < 300; at_once += 50) {
		struct said said;
		struct source s = { text, sizeof text - 1, at_once, false };
		struct hqcsv *csv = open_source(&s, &binding, &said);
		struct hqcsv_block *block = csv ? hqcsv_block_new(csv) : NULL;
		size_t n = 0, rows = 0;
		assert_non_null(block);
		while (hqcsv_take(csv, block) > 0) {
			while (hqcsv_fill(block) > 0) {
				rows += block->nrows;
				for (size_t i = 0; i < block->nrefusals; i++, n++) {
					struct hqcsv_place p;
					char seen[128];
					hqcsv_refusal_place(block, &block->refusals[i], &p);
					snprintf(seen, sizeof seen, "%zu:%zu %s %s", p.line, p.column, p.name, p.value);
					assert_true(n < sizeof expected / sizeof *expected);
					assert_string_equal(seen, expected[n]);
					assert_int_equal(p.rule != HQ_NONE, p.name[0] == 'b' || p.name[0] == 'n');
				}
			}
		}
		assert_int_equal(n, sizeof expected / sizeof *expected);
		assert_int_equal(rows, 7);
		hqcsv_block_free(block);
		hqcsv_close(csv);
	}
}

/* ---- verdicts ------------------------------------------------------------------------------------------------ */

static size_t draw(uint64_t *state, size_t n)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % n);
}

/* A cell of a slot, as text and as the answer it is. */
static size_t draw_answer(uint64_t *seed, struct hq_slot slot, struct hq_answer *out, char *to)
{
	*out = (struct hq_answer){ 0 };
	if (draw(seed, 10) == 0)
		return 0;
	out->know = HQ_UNKNOWN;
	if (draw(seed, 12) == 0)
		return (size_t)sprintf(to, "unknown");
	out->know = HQ_KNOWN;
	if (slot.type == HQ_SLOT_YES_NO) {
		out->value = draw(seed, 4) != 0;
		return (size_t)sprintf(to, "%s", out->value ? "yes" : "false");
	}
	const int64_t most = slot.max / slot.step, whole = (int64_t)draw(seed, most < 40 ? (size_t)most + 1 : 40);
	out->value = whole * slot.step;
	if (slot.decimals == 2 && slot.step % 2 == 0 && whole < most && draw(seed, 3) == 0) {
		out->value += slot.step / 2;
		return (size_t)sprintf(to, "%lld.5%s", (long long)whole, draw(seed, 2) ? "0" : "");
	}
	return (size_t)sprintf(to, "%lld", (long long)whole);
}

/* Random forms of every edition, as CSV and as answers: the same verdicts. */
static void test_verdicts(void **state)
{
	(void)state;
	enum { ROWS = 300 };
	static char text[1 << 20];
	static struct hq_answer answers[ROWS][256];
	static uint8_t verdicts[HQCSV_ROWS];
	static int8_t errors[HQCSV_ROWS];
	const char *said_seed = getenv("HQ_SEED");
	uint64_t seed = said_seed ? strtoull(said_seed, NULL, 10) : 1;
	struct hq_record assignment;
	assert_int_equal(hq_record_begin(hq_facts(), "assignment", &assignment), 0);
	assert_int_equal(hq_record_set(hq_facts(), &assignment, "subject", "elementary"), 0);
	for (size_t j = 0; j < 2 * hq_njurisdictions(); j++) {
		const struct hq_tables *rules = hq_jurisdiction(j / 2);
		const struct hqcsv_binding binding = binding_of(rules);
		const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[binding.edition];
		struct hq_facts same = { .vocab = hq_facts(), .assignment = &assignment, .closed = j % 2 };
		size_t n = 0;
		assert_true(hq_edition_at(rules, AS_OF) >= 0 && e->nslots <= 256);
		assert_int_equal(hq_facts_prepare(&same, NULL), 0);
		for (uint16_t s = 0; s < e->nslots; s++)
			n += (size_t)sprintf(text + n, "%s,", hq_slot_name_of(rules, (uint16_t)(e->first_slot + s)).text);
		n += (size_t)sprintf(text + n, "note\n");
		for (size_t r = 0; r < ROWS; r++) {
			for (uint16_t s = 0; s < e->nslots; s++) {
				n += draw_answer(&seed, hq_slot_at(rules, (uint16_t)(e->first_slot + s)), &answers[r][s], text + n);
				text[n++] = ',';
			}
			n += (size_t)sprintf(text + n, "-\n");
		}
		struct said said;
		struct source source = { text, n, SIZE_MAX, false };
		struct hqcsv *csv = open_source(&source, &binding, &said);
		if (!csv)
			fail_msg("%.4s: %s", rules->code, said.text);
		struct hqcsv_block *block = hqcsv_block_new(csv);
		struct hqcsv_decider *decider = hqcsv_decider_new(csv, &same);
		int64_t *work = malloc(hq_work_size(rules, binding.edition, 0) + 1);
		size_t row = 0;
		assert_non_null(decider);
		while (hqcsv_take(csv, block) > 0) {
			while (hqcsv_fill(block) > 0) {
				assert_int_equal(block->nrefusals, 0);
				assert_int_equal(hqcsv_decide(decider, block, verdicts, NULL, NULL, errors), 0);
				for (size_t r = 0; r < block->nrows; r++, row++) {
					enum hq_verdict verdict = 0;
					uint16_t route;
					same.answers = answers[row];
					int rc = hq_verdict(rules, binding.edition, &same, AS_OF, work,
							    hq_work_size(rules, binding.edition, 0), &verdict, &route);
					if (verdicts[r] != (rc ? 0 : verdict) || errors[r] != rc)
						fail_msg("%.4s, row %zu: %d, and by answers %d", rules->code, row, verdicts[r], verdict);
				}
			}
		}
		assert_int_equal(row, ROWS);
		free(work);
		hqcsv_decider_free(decider);
		hqcsv_block_free(block);
		hqcsv_close(csv);
	}
}

/* Fields of teacher and assignment reach the runtime, and take the place of what is the same for all. */
static void test_fields(void **state)
{
	(void)state;
	static const char text[] = "teacher.second_language,assignment.subject,assignment.subjects_taught,teacher.hired\n"
				   "yes,music,music;dance,unknown\n,,,2000-01-01\n";
	const struct hq_vocab *v = hq_facts();
	const struct hqcsv_binding binding = binding_of(tables_of("KS"));
	struct hq_record assignment;
	struct said said;
	struct source s = { text, sizeof text - 1, SIZE_MAX, false };
	assert_int_equal(hq_record_begin(v, "assignment", &assignment), 0);
	assert_int_equal(hq_record_set(v, &assignment, "subject", "reading"), 0);
	assert_int_equal(hq_record_set(v, &assignment, "aide", "yes"), 0);
	struct hq_facts same = { .vocab = v, .assignment = &assignment };
	assert_int_equal(hq_facts_prepare(&same, NULL), 0);
	struct hqcsv *csv = open_source(&s, &binding, &said);
	assert_non_null(csv);
	struct hqcsv_block *block = hqcsv_block_new(csv);
	struct hqcsv_decider *decider = hqcsv_decider_new(csv, &same);
	assert_true(hqcsv_take(csv, block) == 1 && hqcsv_fill(block) == 1 && block->nrows == 2);
	const int subject = hq_find_field(v, v->assignment, "subject", 7), aide = hq_find_field(v, v->assignment, "aide", 4);
	const int taught = hq_find_field(v, v->assignment, "subjects_taught", 15), hired = hq_find_field(v, v->teacher, "hired", 5);
	const struct hq_facts *f = hqcsv_facts(decider, block, 0);
	assert_int_equal(f->assignment->v[subject], hq_find_code(v, v->assignment, (unsigned)subject, "music", 5));
	assert_int_equal(f->assignment->known >> aide & 1, 1);
	assert_true(f->assignment->v[taught] == ((int64_t)1 << hq_find_code(v, v->assignment, (unsigned)taught, "music", 5) |
						 (int64_t)1 << hq_find_code(v, v->assignment, (unsigned)taught, "dance", 5)));
	assert_int_equal(f->nrecords, 1);
	assert_int_equal(f->records[0].known >> hired & 1, 0);
	assert_int_equal(f->records[0].asked >> hired & 1, 1);
	f = hqcsv_facts(decider, block, 1);
	assert_int_equal(f->assignment->known >> subject & 1, 0);
	assert_int_equal(f->records[0].v[hired], 10957);
	hqcsv_decider_free(decider);
	hqcsv_block_free(block);
	hqcsv_close(csv);
}

/* ---- threads ------------------------------------------------------------------------------------------------- */

struct gathered { struct csv_text text; size_t puts, stop_at; };
struct own { struct gathered *all; char lines[1 << 20]; size_t len, rows; };

static void *own_begin(void *context)
{
	struct own *own = calloc(1, sizeof *own);
	if (own)
		own->all = context;
	return own;
}

static int own_block(void *context, struct hqcsv_block *block)
{
	struct own *own = context;
	for (size_t r = 0; r < block->nrows; r++) {
		size_t len;
		const char *id = hqcsv_cell(block, r, 0, &len);
		if (own->all->stop_at && hqcsv_line(block, r) >= own->all->stop_at)
			return 77;
		own->len += (size_t)snprintf(own->lines + own->len, sizeof own->lines - own->len, "%zu %.*s\n", hqcsv_line(block, r),
					     (int)len, id);
	}
	return 0;
}

static int own_put(void *context)
{
	struct own *own = context;
	struct csv_text *t = &own->all->text;
	memcpy(t->bytes + t->len, own->lines, own->len);
	t->len += own->len;
	own->len = 0;
	own->all->puts++;
	return 0;
}

static void test_threads(void **state)
{
	(void)state;
	enum { ROWS = 60000 };
	char *text = malloc(64 * ROWS), *expected = malloc(32 * ROWS);
	size_t n = (size_t)sprintf(text, "teacher,note\n"), line = 2, want = 0, half = 0;
	for (size_t r = 0; r < ROWS; r++) {
		n += (size_t)sprintf(text + n, r % 7 ? "%zu,x\n" : "%zu,\"x\n\"\n", r);
		want += (size_t)sprintf(expected + want, "%zu %zu\n", line, r);
		line += r % 7 ? 1 : 2;
		if (r == ROWS / 2)
			half = want;
	}
	for (unsigned jobs = 1; jobs < 6; jobs++) {
		for (unsigned stop = 0; stop < 2; stop++) {
			struct gathered all = { .text = { malloc(32 * ROWS), 0, 0 } };
			struct source s = { text, n, 30000, false };
			struct said said;
			const struct hqcsv_binding binding = binding_of(tables_of("KS"));
			struct hqcsv *csv = open_source(&s, &binding, &said);
			const struct hqcsv_work work = { own_begin, free, own_block, own_put, &all };
			assert_non_null(csv);
			if (stop)              /* the line after that of row ROWS / 2 */
				all.stop_at = strtoul(expected + half, NULL, 10);
			assert_int_equal(hqcsv_run(csv, jobs, &work), stop ? 77 : 0);
			assert_int_equal(all.text.len, stop ? half : want);
			assert_memory_equal(all.text.bytes, expected, all.text.len);
			hqcsv_close(csv);
			free(all.text.bytes);
		}
	}
	free(text);
	free(expected);
}

static void test_read_error(void **state)
{
	(void)state;
	static const char text[] = "teacher,note\n1,x\n2,y\n3";
	const struct hqcsv_binding binding = binding_of(tables_of("KS"));
	struct source s = { text, sizeof text - 1, 13, true };
	struct gathered all = { .text = { malloc(64), 0, 0 } };
	const struct hqcsv_work work = { own_begin, free, own_block, own_put, &all };
	struct said said;
	struct hqcsv *csv = open_source(&s, &binding, &said);
	assert_non_null(csv);
	errno = 0;
	assert_int_equal(hqcsv_run(csv, 2, &work), HQCSV_EREAD);
	assert_int_equal(errno, EIO);
	assert_int_equal(all.text.len, 8);                     /* whole rows before it were read */
	hqcsv_close(csv);
	s = (struct source){ text, 0, 13, true };
	assert_null(open_source(&s, &binding, &said));
	assert_non_null(strstr(said.text, "t.csv: error: cannot be read: "));
	free(all.text.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_values), cmocka_unit_test(test_map),
		cmocka_unit_test(test_refusals), cmocka_unit_test(test_verdicts), cmocka_unit_test(test_fields),
		cmocka_unit_test(test_threads), cmocka_unit_test(test_read_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
