/* Generated C: compiled and linked, it is byte for byte the block that `hqc eval` holds in memory; it does not depend on
 * where it was made; it compiles without a warning; it needs no relocation and shows one symbol. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/support.h"
#include "compile.h"

/* In the generated files that are linked into every test. */
size_t hq_njurisdictions(void);
const struct hq_tables *hq_jurisdiction(size_t i);
const struct hq_vocab *hq_facts(void);

/* Texts that a C compiler may misread: quotes, a backslash, a trigraph, bytes above ASCII, digits after an escape. */
static const char rules[] =
	"use \"facts.hq\"\n"
	"use \"sources.hq\"\n"
	"\n"
	"jurisdiction KS \"Kan\xc3\xa9" "123\"\n"
	"\n"
	"  edition sample \"A \\\"sample\\\" with \\\\ and ?\?/ in it\" [uncited]\n"
	"    in force from 2006-07-01 until 2007-06-30 [uncited]\n"
	"    every teacher [uncited]\n"
	"      degree \"Bachelor's degree\" [uncited]\n"
	"        holds degree where level at least bachelor\n"
	"      hours \"Hours\" [ecs 1389]\n"
	"        at least 12.5 semester_hours of course where subject is assignment subject within 6 years\n"
	"      chart \"A chart\"\n"
	"        silent \"the chart is not printed\" [uncited]\n"
	"        reading \"none\" [uncited]\n"
	"    route points \"By points\" [uncited]\n"
	"      by_points \"Points\"\n"
	"        passes points_rubric\n"
	"    rubric points_rubric \"Points\" [uncited]\n"
	"      passes at 10 points [uncited]\n"
	"      each event counts once [uncited]\n"
	"      category work \"Work\" [uncited]\n"
	"        at most 8 points\n"
	"        line years \"Years\" [uncited]\n"
	"          2.5 points per year of experience where accredited is yes\n"
	"          at most 3 years\n"
	"        line steps \"Steps\" [uncited]\n"
	"          2 points at 1, 3 points at 4 of award where received before 2006-06-30\n"
	"      category courses \"Courses\" [uncited]\n"
	"        1 point per semester_hour of course counting 1 quarter_hour as 2/3 semester_hour\n"
	"        at least 2 points\n";

static struct hqc *compile_text(const char *path)
{
	struct hqc *c = hqc_new();
	assert_non_null(c);
	hqc_add_text(c, path, rules, sizeof(rules) - 1);
	if (hqc_check(c)) {
		hqc_print_diagnostics(c, stderr, false);
		fail_msg("the rules of this test do not compile");
	}
	return c;
}

static char *emit(const struct hqc *c, const char *shown_path, size_t *len)
{
	char *text = NULL;
	FILE *to = open_memstream(&text, len);
	assert_non_null(to);
	assert_int_equal(shown_path ? hqc_emit_tables_c(c, 0, shown_path, to) : hqc_emit_vocab_c(c, "facts.hq", to), 0);
	fclose(to);
	return text;
}

static bool have(const char *program)
{
	struct ran r = run((const char *const[]){ program, "--version", NULL }, NULL);
	bool there = r.status == 0;
	ran_done(&r);
	return there;
}

/* ---- compiled by a C compiler ------------------------------------------------------------------------------- */

static void compile_clean(const char *cc, const char *source, const char *object)
{
	const char *const argv[] = { cc, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion",
				     "-Wstrict-prototypes", "-Wmissing-prototypes", "-Wvla", "-Woverlength-strings",
				     "-Werror", "-fPIC", "-c", path_of("-I%s/runtime", src_dir()), "-o", object, source,
				     NULL };
	struct ran r = run(argv, NULL);
	if (r.status)
		fail_msg("%s does not compile %s:\n%s", cc, source, r.err);
	ran_done(&r);
}

/* A block compiled by @cc and written out by a program of its own is the block in memory. */
static void same_bytes(const char *cc, const char *text, size_t len, const char *function, const char *type,
		       const void *block, size_t size)
{
	const char *dir = scratch_dir("emit");
	const char *source = path_of("%s/%s.c", dir, function), *object = path_of("%s/%s.o", dir, function);
	const char *main_source = path_of("%s/main.c", dir), *program = path_of("%s/dump", dir);
	const char *dump = path_of("#include <stdio.h>\n#include \"hq_tables.h\"\nconst struct %s *%s(void);\n"
				   "int main(void)\n{\n\tconst struct %s *b = %s();\n"
				   "\treturn fwrite(b, 1, b->size, stdout) != b->size;\n}\n",
				   type, function, type, function);
	write_file(source, text, len);
	write_file(main_source, dump, strlen(dump));
	compile_clean(cc, source, object);
	const char *const argv[] = { cc, path_of("-I%s/runtime", src_dir()), "-o", program, main_source, object, NULL };
	struct ran r = run(argv, NULL);
	if (r.status)
		fail_msg("%s", r.err);
	ran_done(&r);
	r = run((const char *const[]){ program, NULL }, NULL);
	assert_int_equal(r.status, 0);
	assert_int_equal(r.out_len, size);
	assert_memory_equal(r.out, block, size);
	ran_done(&r);
}

static void compiled_is_the_block_in_memory(void **state)
{
	(void)state;
	static const char *const compilers[] = { "gcc", "clang" };
	struct hqc *c = compile_text(path_of("%s/states/ks.hq", src_dir()));
	size_t len, vocab_len, n = 0;
	char *tables = emit(c, "ks.hq", &len), *vocab = emit(c, NULL, &vocab_len);
	for (size_t i = 0; i < 2; i++) {
		if (!have(compilers[i]))
			continue;
		n++;
		same_bytes(compilers[i], tables, len, "hq_ks", "hq_tables", hqc_tables(c, 0), hqc_tables(c, 0)->size);
		same_bytes(compilers[i], vocab, vocab_len, "hq_facts", "hq_vocab", hqc_vocab(c), hqc_vocab(c)->size);
	}
	assert_true(n > 0);
	free(tables);
	free(vocab);
	hqc_free(c);
}

/* What no state has, files of the language's own tests have: every name that the tables print. */
static void so_are_all_that_the_language_can_say(void **state)
{
	(void)state;
	DIR *d = opendir(path_of("%s/tests/lang/ok", src_dir()));
	size_t n = 0;

	assert_non_null(d);
	for (const struct dirent *f = readdir(d); f; f = readdir(d)) {
		const size_t name = strlen(f->d_name);

		if (name < 4 || strcmp(f->d_name + name - 3, ".hq") != 0)
			continue;
		struct hqc *c = hqc_new();

		hqc_add_file(c, path_of("%s/tests/lang/ok/%s", src_dir(), f->d_name));
		assert_int_equal(hqc_check(c), 0);
		if (hqc_njurisdictions(c) > 0) {
			size_t len;
			char *text = emit(c, f->d_name, &len);

			same_bytes("gcc", text, len, "hq_ks", "hq_tables", hqc_tables(c, 0), hqc_tables(c, 0)->size);
			free(text);
			n++;
		}
		hqc_free(c);
	}
	closedir(d);
	assert_true(n >= 10);
}

static void linked_states_are_the_blocks_in_memory(void **state)
{
	(void)state;
	assert_true(hq_njurisdictions() > 0);
	assert_null(hq_jurisdiction(hq_njurisdictions()));
	for (size_t i = 0; i < hq_njurisdictions(); i++) {
		const struct hq_tables *linked = hq_jurisdiction(i);
		char code[3] = { 0 };
		for (size_t k = 0; k < 2; k++)
			code[k] = (char)(linked->code[k] | 0x20);
		struct hqc *c = hqc_new();
		hqc_add_file(c, path_of("%s/states/%s.hq", src_dir(), code));
		assert_int_equal(hqc_check(c), 0);
		const struct hq_tables *fresh = hqc_tables(c, 0);
		assert_int_equal(linked->size, fresh->size);
		assert_memory_equal(linked, fresh, fresh->size);
		assert_int_equal(linked->vocab_hash, hq_facts()->hash);
		hqc_free(c);
	}
}

/* All of them together, with the vocabulary, are what a program that knows every jurisdiction carries. */
static void all_tables_stay_small(void **state)
{
	(void)state;
	size_t size = hq_facts()->size;
	for (size_t i = 0; i < hq_njurisdictions(); i++)
		size += hq_jurisdiction(i)->size;
	print_message("tables: %zu bytes of %d in %zu blocks\n", size, 256 * 1024, hq_njurisdictions() + 1);
	assert_true(size < 256 * 1024);
}

/* ---- what the text holds ------------------------------------------------------------------------------------- */

static void same_text_from_any_place(void **state)
{
	(void)state;
	const char *here = path_of("%s/states/ks.hq", src_dir());
	const char *there = path_of("%s/tests/../states/ks.hq", src_dir());
	struct hqc *a = compile_text(here), *b = compile_text(there);
	size_t len_a, len_b;
	char *text_a = emit(a, here, &len_a), *text_b = emit(b, there, &len_b);
	assert_string_equal(text_a, text_b);
	assert_null(strstr(text_a, src_dir()));
	assert_non_null(strstr(text_a, "from ks.hq"));
	assert_non_null(strstr(text_a, "ks.hq:11 hours"));            /* rows name their line */
	free(text_a);
	free(text_b);
	hqc_free(a);
	hqc_free(b);
}

static void a_stale_file_does_not_compile(void **state)
{
	(void)state;
	struct hqc *c = compile_text(path_of("%s/states/ks.hq", src_dir()));
	size_t len;
	char *text = emit(c, "ks.hq", &len);
	const char *dir = scratch_dir("emit");
	char *header = read_file(path_of("%s/runtime/hq_tables.h", src_dir()), NULL);
	char *version = strstr(header, "HQ_TABLES_VERSION 6");
	assert_non_null(version);
	version[strlen("HQ_TABLES_VERSION ")] = '9';
	write_file(path_of("%s/hq_tables.h", dir), header, strlen(header));
	write_file(path_of("%s/ks.c", dir), text, len);
	const char *const argv[] = { "gcc", path_of("-I%s", dir), "-fsyntax-only", path_of("%s/ks.c", dir), NULL };
	struct ran r = run(argv, NULL);
	assert_int_not_equal(r.status, 0);
	assert_non_null(strstr(r.err, "table format 6"));
	ran_done(&r);
	free(header);
	free(text);
	hqc_free(c);
}

/* ---- what the object holds ----------------------------------------------------------------------------------- */

static void one_symbol_and_no_relocation_of_data(void **state)
{
	(void)state;
	struct hqc *c = compile_text(path_of("%s/states/ks.hq", src_dir()));
	size_t len;
	char *text = emit(c, "ks.hq", &len);
	const char *dir = scratch_dir("emit");
	const char *source = path_of("%s/ks.c", dir), *object = path_of("%s/ks.o", dir);
	write_file(source, text, len);
	compile_clean("gcc", source, object);

	struct ran r = run((const char *const[]){ "nm", "-g", "--defined-only", "-P", object, NULL }, NULL);
	assert_int_equal(r.status, 0);
	assert_int_equal(strncmp(r.out, "hq_ks T ", 8), 0);
	assert_ptr_equal(strchr(r.out, '\n') + 1, r.out + r.out_len);
	ran_done(&r);

	r = run((const char *const[]){ "readelf", "-S", "-W", object, NULL }, NULL);
	assert_int_equal(r.status, 0);
	assert_null(strstr(r.out, ".rela.data"));
	assert_null(strstr(r.out, ".rela.rodata"));
	assert_null(strstr(r.out, ".data.rel"));
	assert_non_null(strstr(r.out, ".rodata"));
	ran_done(&r);
	free(text);
	hqc_free(c);
}

/* ---- docs/tables.md ------------------------------------------------------------------------------------------ */

/* Lines of the page that give bytes: an offset, two blanks, pairs of hexadecimal digits. */
static size_t compare_bytes(const char *page, const unsigned char *block)
{
	size_t compared = 0;
	for (const char *line = page; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		char *at;
		unsigned long offset = strtoul(line, &at, 10);
		unsigned byte;
		if (at == line || strncmp(at, "  ", 2) || line[0] != ' ')
			continue;
		for (; sscanf(at += strspn(at, " "), "%2x", &byte) == 1 && at[2] == ' '; at += 2, compared++) {
			if (block[offset++] != byte)
				fail_msg("byte %lu is %02x, not as in: %.60s", offset - 1, block[offset - 1], line);
		}
	}
	return compared;
}

static void the_page_on_tables_is_true(void **state)
{
	(void)state;
	char *page = read_file(path_of("%s/docs/tables.md", src_dir()), NULL);
	const char *path = path_of("%s/tests/lang/ok/tables.hq", src_dir());
	char *file = read_file(path, NULL), *rows = NULL;
	struct hqc *c = hqc_new();
	size_t len;
	assert_non_null(page);
	hqc_add_file(c, path);
	assert_int_equal(hqc_check(c), 0);
	assert_non_null(strstr(page, strstr(file, "unit hour")));
	FILE *to = open_memstream(&rows, &len);
	hqc_emit_rows(c, 0, to);
	fclose(to);
	assert_non_null(strstr(page, rows));
	assert_true(compare_bytes(page, (const unsigned char *)(const void *)hqc_tables(c, 0)) >= 60);
	free(rows);
	free(file);
	free(page);
	hqc_free(c);
}

/* ---- dependencies -------------------------------------------------------------------------------------------- */

static void depfile_names_what_was_read(void **state)
{
	(void)state;
	const char *dir = scratch_dir("emit dep$s");
	write_file(path_of("%s/a.hq", dir), "use \"b#.hq\"\n", 12);
	write_file(path_of("%s/b#.hq", dir), "use \"a.hq\"\n", 11);
	assert_int_equal(chdir(path_of("%s/..", dir)), 0);
	struct hqc *c = hqc_new();
	assert_int_equal(hqc_add_file(c, "emit dep$s/a.hq"), 0);
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);
	assert_int_equal(hqc_emit_depfile(c, "out.c", to), 0);
	fclose(to);
	assert_string_equal(text, "out.c: emit\\ dep$$s/a.hq emit\\ dep$$s/b\\#.hq\n\nemit\\ dep$$s/b\\#.hq:\n");
	free(text);
	hqc_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compiled_is_the_block_in_memory),
		cmocka_unit_test(so_are_all_that_the_language_can_say),
		cmocka_unit_test(linked_states_are_the_blocks_in_memory),
		cmocka_unit_test(all_tables_stay_small),
		cmocka_unit_test(same_text_from_any_place),
		cmocka_unit_test(a_stale_file_does_not_compile),
		cmocka_unit_test(one_symbol_and_no_relocation_of_data),
		cmocka_unit_test(the_page_on_tables_is_true),
		cmocka_unit_test(depfile_names_what_was_read),
	};
	return cmocka_run_group_tests_name("emit", tests, NULL, NULL);
}
