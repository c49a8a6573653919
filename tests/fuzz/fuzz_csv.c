/* Tries to break the promise that any bytes are read as CSV: every row becomes cells or is refused with a place, whatever the way of
 * scanning and the size of reads; libcsv sees the same cells; every cell of a bound column is a value, missing, or refused.
 *
 * It makes CSV, some of it under the names of a form and of facts, changes a few bytes, and reads it.
 * usage: fuzz_csv SECONDS SEED */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "csv/internal.h"
#include "../support/csv_peer.h"

enum { TEXT_MAX = 1 << 17, AS_OF = 13694 };

static uint64_t state;

static size_t draw(size_t n)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return n ? (size_t)((z ^ (z >> 31)) % n) : 0;
}

static size_t change(char *text, size_t len)
{
	static const char *const words[] = { "\"", "\"\"", ",", "\n", "\r\n", "\r", "\n\n", "\xef\xbb\xbf", ",,,,", "yes", "unknown", "7.25", "-1",
					     "99999999999999999999", "2006-02-30", "never", "123-45-6789", " ", ";", "\xff", "\x01", "1e9", "." };
	const char *word = words[draw(sizeof words / sizeof *words)];
	const size_t at = draw(len), n = 1 + draw(40), word_len = strlen(word);

	switch (len ? draw(5) : 2) {
	default:
		text[at] = (char)draw(256);
		return len;
	case 1:
		if (at + n >= len)
			return len;
		memmove(text + at, text + at + n, len - at - n);
		return len - n;
	case 2: case 3:
		if (len + word_len >= TEXT_MAX)
			return len;
		memmove(text + at + word_len, text + at, len - at);
		memcpy(text + at, word, word_len);
		return len + word_len;
	}
}

/* The names of some columns that mean something, in place of the header. */
static size_t name_columns(char *text, size_t len, const struct hq_tables *rules, uint16_t edition)
{
	static const char *const names[] = { "teacher", "assignment", "jurisdiction", "as_of", "note", "teacher.hired", "teacher.gpa",
					     "teacher.second_language", "assignment.subject", "assignment.lowest_grade",
					     "assignment.subjects_taught", "assignment.class_size" };
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[edition];
	struct hq_string slot;
	const char *end = memchr(text, '\n', len);
	char header[4096];
	size_t n = 0, columns = 1;

	if (!end)
		return len;
	for (const char *p = text; p < end; p++)
		columns += *p == ',';
	for (size_t c = 0; c < columns && n < sizeof header - 200; c++) {
		const char *own = names[(c * 7 + columns) % (sizeof names / sizeof *names)];
		const bool form = c % 2 && c / 2 < e->nslots;

		if (form)
			slot = hq_slot_name_of(rules, (uint16_t)(e->first_slot + c / 2));

		n += (size_t)snprintf(header + n, sizeof header - n, "%s%s", c ? "," : "", form ? slot.text : own);
	}
	const size_t rest = len - (size_t)(end - text);

	if (n + rest > TEXT_MAX)
		return len;
	memmove(text + n, end, rest);
	memcpy(text, header, n);
	return n + rest;
}

struct source { const char *bytes; size_t left, at_once; };

static long read_source(void *context, char *to, size_t room)
{
	struct source *s = context;
	size_t n = s->left < room ? s->left : room;

	n = n < s->at_once ? n : s->at_once;
	memcpy(to, s->bytes, n);
	s->bytes += n;
	s->left -= n;
	return (long)n;
}

static void say(void *context, const char *message)
{
	size_t *n = context;

	*n += strlen(message);
}

static void fail(const char *what, uint64_t seed)
{
	fprintf(stderr, "fuzz_csv: seed %llu: %s\n", (unsigned long long)seed, what);
	exit(1);
}

/* Read, decide and complain; the number of rows must be that of rows decided and refused. */
static void decide(const char *text, size_t len, const struct hq_tables *rules, uint16_t edition, uint64_t seed)
{
	static uint8_t verdicts[HQCSV_ROWS];
	static int8_t errors[HQCSV_ROWS];
	struct source source = { text, len, 1 + draw(5000) };
	const struct hqcsv_input input = { "fuzz.csv", read_source, &source };
	const struct hqcsv_binding binding = { .vocab = hq_facts(), .rules = rules, .edition = edition, .as_of = AS_OF, .skip_unknown = 1 };
	char message[HQCSV_MESSAGE_MAX];
	struct hqcsv *csv;
	size_t said = 0;

	if (csv_open(&input, 4096 + draw(len + 1), &csv, message))     /* some rows are too long for it */
		return;
	if (hqcsv_bind(csv, &binding, say, &said)) {
		if (!said)
			fail("not bound, and nothing said", seed);
		hqcsv_close(csv);
		return;
	}
	struct hqcsv_block *block = hqcsv_block_new(csv);
	struct hqcsv_decider *decider = hqcsv_decider_new(csv, NULL);

	while (hqcsv_take(csv, block) > 0) {
		while (hqcsv_fill(block) > 0) {
			size_t refusal = 0;

			if (hqcsv_decide(decider, block, verdicts, NULL, NULL, errors))
				fail("not decided", seed);
			for (size_t r = 0; r < block->nrows; r++) {
				const int refused = block->refused[r / 8] >> r % 8 & 1;
				const int said_so = refusal < block->nrefusals && block->refusals[refusal].row == r;

				if (refused != said_so || (verdicts[r] == 0) != (refused || errors[r]))
					fail("a row is neither decided nor refused, or both", seed);
				for (; refusal < block->nrefusals && block->refusals[refusal].row == r; refusal++) {
					struct hqcsv_place place;

					hqcsv_refusal_place(block, &block->refusals[refusal], &place);
					if (!place.line || !place.column || !place.text[0])
						fail("a refusal without words", seed);
				}
			}
		}
	}
	hqcsv_decider_free(decider);
	hqcsv_block_free(block);
	hqcsv_close(csv);
}

int main(int argc, char **argv)
{
	static char text[TEXT_MAX + 8];
	const long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 10;
	const time_t end = time(NULL) + seconds;
	unsigned long n = 0;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	for (; time(NULL) < end; n++) {
		const uint64_t seed = state;
		const struct hq_tables *rules = hq_jurisdiction(draw(hq_njurisdictions()));
		const int edition = hq_edition_at(rules, AS_OF);
		const int named = (int)draw(2);
		size_t len = csv_make(&state, text, TEXT_MAX / 2);

		if (named && edition >= 0)
			len = name_columns(text, len, rules, (uint16_t)edition);
		for (size_t k = draw(6); k; k--)
			len = change(text, len);
		const char *wrong = csv_differs(text, len, len < 2000 ? 1 + draw(300) : 1000 + draw(9000));

		if (wrong)
			fail(wrong, seed);
		if (edition >= 0)
			decide(text, len, rules, (uint16_t)edition, seed);
	}
	printf("fuzz_csv: %lu texts\n", n);
	return 0;
}
