/* The programs that README.md and docs/embedding.md show are built, linked with the runtime and two generated tables alone, and run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Builds the C of a page with the libraries, and what it prints. */
static const char *program_of(const char *page, const char *name, const char *libraries)
{
	const char *src = getenv("SRC"), *build = getenv("BUILD"), *cc = getenv("CC"), *san = getenv("SAN");
	static char printed[4096];
	char path[1024], line[1024], command[4096];
	bool inside = false;
	size_t lines = 0;

	assert_non_null(src);
	assert_non_null(build);
	snprintf(path, sizeof path, "%s/%s", src, page);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	snprintf(path, sizeof path, "%s/tests/%s.c", build, name);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	while (fgets(line, sizeof line, in)) {
		if (!strncmp(line, "```", 3))
			inside = !strcmp(line, "```c\n");
		else if (inside)
			lines += fputs(line, out) >= 0;
	}
	fclose(in);
	fclose(out);
	assert_true(lines > 20);
	snprintf(command, sizeof command,
		 "cd %s && %s -std=c11 -Wall -Wextra -Wpedantic -Werror %s%s -I%s/runtime -o tests/%s tests/%s.c states/ks.hq.o states/facts.hq.o %s",
		 build, cc && *cc ? cc : "cc", san && *san ? "-fsanitize=" : "", san ? san : "", src, name, name, libraries);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof command, "%s/tests/%s > %s/tests/%s.out", build, name, build, name);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof path, "%s/tests/%s.out", build, name);
	in = fopen(path, "r");
	assert_non_null(in);
	const size_t n = fread(printed, 1, sizeof printed - 1, in);
	fclose(in);
	printed[n] = '\0';
	return printed;
}

static void readme_program(void **state)
{
	(void)state;
	assert_non_null(strstr(program_of("README.md", "embed", "libhq.a"), "T-1042"));
}

/* What the page says that it prints, it prints. */
static void batch_program(void **state)
{
	const char *src = getenv("SRC"), *printed = program_of("docs/embedding.md", "embed_batch", "libhqbatch.a libhq.a");
	static char page[1 << 16];
	char path[1024];

	(void)state;
	snprintf(path, sizeof path, "%s/docs/embedding.md", src);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	page[fread(page, 1, sizeof page - 1, in)] = '\0';
	fclose(in);
	assert_true(strlen(printed) > 20);
	assert_non_null(strstr(page, printed));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(readme_program), cmocka_unit_test(batch_program) };

	return cmocka_run_group_tests_name("embed", tests, NULL, NULL);
}
