/* Reading: what `use` finds, what is read once, what cannot be read, and the limits on files and bytes. Each limit is
 * tried on both sides. */
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

static const char *dir;

static void put(const char *name, const char *text)
{
	write_file(path_of("%s/%s", dir, name), text, strlen(text));
}

static struct hqc *add(const char *name, int wanted)
{
	struct hqc *c = hqc_new();
	assert_non_null(c);
	assert_int_equal(hqc_add_file(c, path_of("%s/%s", dir, name)), wanted);
	return c;
}

/* All messages must hold @part. */
static void says(struct hqc *c, size_t errors, const char *part)
{
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);
	hqc_print_diagnostics(c, to, false);
	fclose(to);
	if (hqc_errors(c) != errors || (part && !strstr(text, part)))
		fail_msg("%zu errors, wanted %zu and \"%s\":\n%s", hqc_errors(c), errors, part ? part : "", text);
	free(text);
}

static int fresh(void **state)
{
	(void)state;
	dir = scratch_dir("compile");
	return 0;
}

static void a_file_is_read_once(void **state)
{
	(void)state;
	put("a.hq", "use \"b.hq\"\nuse \"./b.hq\"\nuse \"c.hq\"\n");
	put("b.hq", "use \"c.hq\"\n");
	put("c.hq", "# nothing\n");
	assert_int_equal(symlink("c.hq", path_of("%s/d.hq", dir)), 0);
	put("e.hq", "use \"a.hq\"\nuse \"d.hq\"\nuse \"c.hq\"\n");
	struct hqc *c = add("e.hq", 0);
	says(c, 0, NULL);
	assert_int_equal(c->nfiles, 4);
	hqc_free(c);
}

static void a_circle_of_uses_ends(void **state)
{
	(void)state;
	put("a.hq", "use \"b.hq\"\nuse \"a.hq\"\n");
	put("b.hq", "use \"a.hq\"\n");
	struct hqc *c = add("a.hq", 0);
	says(c, 0, NULL);
	assert_int_equal(c->nfiles, 2);
	hqc_free(c);
}

static void paths_are_relative_to_the_file(void **state)
{
	(void)state;
	scratch_dir("compile/sub");
	put("a.hq", "use \"sub/b.hq\"\n");
	put("sub/b.hq", "use \"c.hq\"\nuse \"../d.hq\"\n");
	put("sub/c.hq", "");
	put("d.hq", "");
	struct hqc *c = add("a.hq", 0);
	says(c, 0, NULL);
	assert_int_equal(c->nfiles, 4);
	assert_non_null(strstr(c->files[3]->path, "sub/../d.hq"));
	hqc_free(c);
}

static void what_is_not_there_is_said_at_the_use(void **state)
{
	(void)state;
	put("a.hq", "# one\nuse \"nowhere.hq\"\n");
	struct hqc *c = add("a.hq", 0);
	says(c, 1, "a.hq:2:5: error: cannot read");
	assert_int_equal(hqc_check(c), 1);
	hqc_free(c);

	put("b.hq", "use \"/etc/passwd\"\n");
	c = add("b.hq", 0);
	says(c, 1, "absolute");
	hqc_free(c);
}

static void a_first_file_that_is_not_there(void **state)
{
	(void)state;
	struct hqc *c = add("nowhere.hq", -1);
	says(c, 1, "nowhere.hq:1:1: error: cannot read");
	assert_int_equal(hqc_check(c), 1);
	hqc_free(c);

	c = hqc_new();
	assert_int_equal(hqc_add_file(c, dir), -1);             /* a directory */
	says(c, 1, "cannot read");
	hqc_free(c);
}

static void as_many_files_as_the_limit(void **state)
{
	(void)state;
	char text[64 * HQC_FILES_MAX] = "";
	for (int i = 1; i < HQC_FILES_MAX; i++) {
		char line[64];
		snprintf(line, sizeof(line), "use \"f%d.hq\"\n", i);
		strcat(text, line);
		put(path_of("f%d.hq", i), "");
	}
	put("a.hq", text);
	struct hqc *c = add("a.hq", 0);
	says(c, 0, NULL);
	assert_int_equal(c->nfiles, HQC_FILES_MAX);
	hqc_free(c);

	strcat(text, "use \"one.hq\"\nuse \"two.hq\"\n");
	put("one.hq", "");
	put("two.hq", "");
	put("a.hq", text);
	c = add("a.hq", 0);
	says(c, 1, "more than 64 files");                       /* said once */
	hqc_free(c);
}

static void as_many_bytes_as_the_limit(void **state)
{
	(void)state;
	size_t len = HQC_FILE_BYTES_MAX;
	char *text = malloc(len + 2);
	memset(text, '#', len + 1);
	text[len - 1] = '\n';
	text[len] = '\n';
	text[len + 1] = '\0';
	write_file(path_of("%s/a.hq", dir), text, len);
	struct hqc *c = add("a.hq", 0);
	says(c, 0, NULL);
	hqc_free(c);

	write_file(path_of("%s/a.hq", dir), text, len + 1);
	c = add("a.hq", 0);
	says(c, 1, "larger than");
	hqc_free(c);
	free(text);
}

static void text_in_memory_uses_files_beside_it(void **state)
{
	(void)state;
	static const char text[] = "use \"b.hq\"\n";
	put("b.hq", "use \"nowhere.hq\"\n");
	struct hqc *c = hqc_new();
	assert_int_equal(hqc_add_text(c, path_of("%s/not_on_disk.hq", dir), text, sizeof(text) - 1), 0);
	says(c, 1, "b.hq:1:5");
	hqc_free(c);
}

static void nothing_is_freed_quietly(void **state)
{
	(void)state;
	hqc_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_file_is_read_once, fresh),
		cmocka_unit_test_setup(a_circle_of_uses_ends, fresh),
		cmocka_unit_test_setup(paths_are_relative_to_the_file, fresh),
		cmocka_unit_test_setup(what_is_not_there_is_said_at_the_use, fresh),
		cmocka_unit_test_setup(a_first_file_that_is_not_there, fresh),
		cmocka_unit_test_setup(as_many_files_as_the_limit, fresh),
		cmocka_unit_test_setup(as_many_bytes_as_the_limit, fresh),
		cmocka_unit_test_setup(text_in_memory_uses_files_beside_it, fresh),
		cmocka_unit_test(nothing_is_freed_quietly),
	};
	return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
