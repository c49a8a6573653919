/* The promises about size (docs/embedding.md): text, stack, and what the runtime asks of the world outside. The measuring
 * is tests/support/size.py's; here each is a test with a name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

static void measure(const char *what)
{
	const char *source = getenv("SRC");
	char command[4096];

	snprintf(command, sizeof(command), "python3 '%s/tests/support/size.py' %s", source ? source : ".", what);
	const int status = system(command);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void check_text(void **state)
{
	(void)state;
	measure("text");
}

static void check_stack(void **state)
{
	(void)state;
	measure("stack");
}

static void check_symbols(void **state)
{
	(void)state;
	measure("symbols");
}

static void check_vectors(void **state)
{
	(void)state;
	measure("vectors");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(check_text), cmocka_unit_test(check_stack), cmocka_unit_test(check_symbols),
					    cmocka_unit_test(check_vectors) };

	return cmocka_run_group_tests_name("size", tests, NULL, NULL);
}
