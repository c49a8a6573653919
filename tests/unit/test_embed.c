/* The program that the README shows is built, linked with the runtime and two generated tables alone, and run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void readme_program(void **state)
{
	const char *src = getenv("SRC"), *build = getenv("BUILD"), *cc = getenv("CC"), *san = getenv("SAN");
	char path[1024], line[1024], command[4096];
	bool inside = false;
	size_t lines = 0;

	(void)state;
	assert_non_null(src);
	assert_non_null(build);
	snprintf(path, sizeof path, "%s/README.md", src);
	FILE *in = fopen(path, "r");
	assert_non_null(in);
	snprintf(path, sizeof path, "%s/tests/embed.c", build);
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
		 "%s -std=c11 -Wall -Wextra -Wpedantic -Werror %s%s -I%s/runtime -o %s/tests/embed %s/tests/embed.c %s/states/ks.hq.o %s/states/facts.hq.o %s/libhq.a",
		 cc && *cc ? cc : "cc", san && *san ? "-fsanitize=" : "", san ? san : "", src, build, build, build, build, build);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof command, "%s/tests/embed > %s/tests/embed.out", build, build);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof path, "%s/tests/embed.out", build);
	in = fopen(path, "r");
	assert_non_null(in);
	const size_t n = fread(line, 1, sizeof line - 1, in);
	fclose(in);
	line[n] = '\0';
	assert_non_null(strstr(line, "T-1042"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(readme_program) };

	return cmocka_run_group_tests_name("embed", tests, NULL, NULL);
}
