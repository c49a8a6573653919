/* The same tables, decided and explained from several threads at once, each with its own facts, work and output, give the
 * bytes that one thread gives (docs/embedding.md, promise 2). Under a thread sanitizer (SAN=thread) it shows that nothing is shared.
 */
#include <pthread.h>

#include "../tables/form.h"

enum { THREADS = 8, VARIANTS = 64, ROUNDS = 40, TEXT = 1 << 16 };

static struct hand_rules h;
static char *want[VARIANTS];
static size_t want_len[VARIANTS];

/* One decision and its explanation; the length. */
static size_t decide(struct hand_facts *f, unsigned variant, char *text)
{
	const struct hq_subject who = { "T-1042", "A1" };
	size_t len = 0;

	form_teacher(f, variant);
	if (hand_decide(&h, f, "2006-06-30") != HQ_OK ||
	    hq_explain(&h.head, &f->facts, &f->decision, &who, HQ_FORMAT_JSON, text, TEXT, &len) != HQ_OK)
		return 0;
	return len;
}

static void *run(void *number)
{
	const unsigned first = *(const unsigned *)number;
	struct hand_facts *f = calloc(1, sizeof(*f));
	char *text = malloc(TEXT);
	size_t wrong = 0;

	for (unsigned i = 0; f && text && i < ROUNDS * VARIANTS; i++) {
		const unsigned v = (first + i * 7) % VARIANTS;

		wrong += decide(f, v, text) != want_len[v] || memcmp(text, want[v], want_len[v]) != 0;
	}
	if (f)
		hand_done(f);
	free(f);
	free(text);
	return wrong ? number : NULL;
}

static void check_threads(void **state)
{
	static struct hand_facts f;
	pthread_t thread[THREADS];
	unsigned number[THREADS];

	(void)state;
	form_rules(&h);
	for (unsigned v = 0; v < VARIANTS; v++) {
		want[v] = malloc(TEXT);
		want_len[v] = decide(&f, v, want[v]);
		assert_true(want_len[v] > 0);
	}
	hand_done(&f);
	for (unsigned i = 0; i < THREADS; i++) {
		number[i] = i * 5;
		assert_int_equal(pthread_create(&thread[i], NULL, run, &number[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		void *wrong = NULL;

		assert_int_equal(pthread_join(thread[i], &wrong), 0);
		assert_null(wrong);
	}
	for (unsigned v = 0; v < VARIANTS; v++)
		free(want[v]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(check_threads) };

	return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
