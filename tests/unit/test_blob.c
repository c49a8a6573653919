/* The blocks that lowering makes of every file that compiles: sound by the runtime's own check, laid out as hq_tables.h
 * says, and the same bytes each time. */
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
#include "hq.h"

static struct hqc *compile(const char *path)
{
	struct hqc *c = hqc_new();

	assert_non_null(c);
	hqc_add_file(c, path);
	assert_int_equal(hqc_check(c), 0);
	return c;
}

static uint64_t fnv1a(const unsigned char *bytes, size_t size)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ bytes[i]) * 0x100000001b3u;
	return hash;
}

/* Sections follow one another on 8 bytes, with zeros between. */
static void laid_out(const unsigned char *bytes, size_t size, const struct hq_span *spans, const size_t *item_sizes,
		     size_t n, size_t header)
{
	size_t end = header;

	for (size_t i = 0; i < n; i++) {
		const size_t at = (size_t)spans[i].at * 8;

		assert_in_range(at, end, end + 7);
		for (size_t k = end; k < at; k++)
			assert_int_equal(bytes[k], 0);
		end = at + spans[i].count * item_sizes[i];
	}
	assert_in_range(size, end, end + 7);
	for (size_t k = end; k < size; k++)
		assert_int_equal(bytes[k], 0);
}

static void check_vocab(const struct hqc *c)
{
	static const size_t sizes[] = { sizeof(struct hq_vocab_kind), sizeof(struct hq_vocab_field),
					sizeof(struct hq_vocab_code), sizeof(struct hq_vocab_unit),
					sizeof(struct hq_vocab_change), 1 };
	const struct hq_vocab *v = hqc_vocab(c);
	const char *where = "";
	struct hq_vocab *copy = malloc(v->size);

	if (hq_verify_vocab(v, c->vocab.size, &where))
		fail_msg("the vocabulary is not sound: %s", where);
	assert_int_equal(v->size, c->vocab.size);
	laid_out(c->vocab.bytes, v->size, &v->kinds, sizes, 6, sizeof(*v));
	assert_non_null(copy);
	memcpy(copy, v, v->size);
	copy->hash = 0;
	assert_int_equal(fnv1a((const unsigned char *)copy, v->size), v->hash);
	free(copy);
}

static void check_rules(const struct hqc *c, size_t i)
{
	static const size_t sizes[] = {
		40, 18, 2, 10, 18, 6, 12, 4, 8, 16, 4, 16, 28, 8, 8, 4, 8, 8, 4, 6, 1,     /* hq_tables.h, in its order */
	};
	const struct hq_tables *t = hqc_tables(c, i);
	const char *where = "";

	if (hq_verify(t, c->tables[i].size, hqc_vocab(c), &where))
		fail_msg("the rules are not sound: %s", where);
	assert_int_equal(t->size, c->tables[i].size);
	assert_int_equal(t->vocab_hash, hqc_vocab(c)->hash);
	laid_out(c->tables[i].bytes, t->size, &t->editions, sizes, sizeof(sizes) / sizeof(sizes[0]), sizeof(*t));
}

static void is_sound_and_repeats(void **state)
{
	const char *path = *state;
	struct hqc *c = compile(path), *again = compile(path);

	assert_int_equal(c->vocab.size, again->vocab.size);
	if (hqc_vocab(c)) {                     /* a file of sources alone has no facts */
		check_vocab(c);
		assert_memory_equal(c->vocab.bytes, again->vocab.bytes, c->vocab.size);
	}
	for (size_t i = 0; i < hqc_njurisdictions(c); i++) {
		check_rules(c, i);
		assert_int_equal(c->tables[i].size, again->tables[i].size);
		assert_memory_equal(c->tables[i].bytes, again->tables[i].bytes, c->tables[i].size);
	}
	hqc_free(c);
	hqc_free(again);
}

enum { CASES_MAX = 200 };
static struct CMUnitTest tests[CASES_MAX];
static size_t ncases;

static void add_cases(const char *dir)
{
	size_t n;
	char **names = list_files(dir, ".hq", &n);

	for (size_t i = 0; i < n && ncases < CASES_MAX; i++) {
		char *path = path_of("%s/%s.hq", dir, names[i]);

		tests[ncases++] = (struct CMUnitTest){ .name = path, .test_func = is_sound_and_repeats,
						       .initial_state = path };
	}
}

int main(void)
{
	if (chdir(src_dir())) {
		perror(src_dir());
		return 2;
	}
	add_cases("tests/lang/ok");
	add_cases("states");
	return _cmocka_run_group_tests("blob", tests, ncases, NULL, NULL);
}
