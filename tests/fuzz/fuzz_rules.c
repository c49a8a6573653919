/* Tries to break the promise that a rule file is either compiled or refused with a message: no crash, no leak, no hang, and what is
 * compiled passes hq_verify and formats to something that formats to itself.
 *
 * It takes the rule files it is given, changes a few bytes, words or lines of one, and compiles it.
 * usage: fuzz_rules SECONDS SEED FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hq.h"
#include "hqc.h"

enum { TEXT_MAX = 1 << 17 };

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
	static const char *const words[] = { " and ", " or ", " not ", "(", ")", "\n", "\n  ", "\t", "\"", "[ecs 1]", "[uncited]", " at least ",
					     " where ", " is ", " of ", " per ", "999999999999", "1/3", "2006-02-30", "silent \"x\"", " points ", "#", ",",
					     "any of\n", "each event counts once\n", "of which at least 3 points where in_content is yes\n" };
	const size_t at = draw(len), n = 1 + draw(8);
	const char *word = words[draw(sizeof words / sizeof *words)];
	const size_t word_len = strlen(word), from = draw(len), take = 1 + draw(200);

	switch (draw(8)) {
	default:
		if (draw(4) && ((text[at] | 32) >= 'a' && (text[at] | 32) <= 'z'))
			text[at] = (char)('a' + draw(26));      /* a name misspelt: past the parser */
		else
			text[at] = (char)draw(256);
		return len;
	case 1:                                 /* leave something out */
		if (at + n >= len)
			return len;
		memmove(text + at, text + at + n, len - at - n);
		return len - n;
	case 2:                                 /* put a word in */
		if (len + word_len >= TEXT_MAX)
			return len;
		memmove(text + at + word_len, text + at, len - at);
		memcpy(text + at, word, word_len);
		return len + word_len;
	case 3:                                 /* say a stretch again elsewhere */
		if (len + take >= TEXT_MAX || from + take >= len)
			return len;
		{
			char copy[256];

			memcpy(copy, text + from, take);
			memmove(text + at + take, text + at, len - at);
			memcpy(text + at, copy, take);
		}
		return len + take;
	case 4:                                 /* cut it short */
		return draw(20) ? len : at;
	}
}

static char *formatted(const char *path, const char *text, size_t len, size_t *out_len)
{
	struct hqc *c = hqc_new();
	char *out = NULL;
	FILE *to = open_memstream(&out, out_len);

	if (!c || !to)
		exit(3);
	hqc_add_text(c, path, text, len);
	const int rc = hqc_format(c, to);
	fclose(to);
	hqc_free(c);
	if (rc < 0) {
		free(out);
		return NULL;
	}
	return out;
}

int main(int argc, char *argv[])
{
	static char sound[64][TEXT_MAX], text[TEXT_MAX];
	size_t lens[64], nfiles = 0, tried = 0, compiled = 0;

	if (argc < 4)
		return 2;
	const time_t end = time(NULL) + (time_t)strtol(argv[1], NULL, 10);
	state = strtoull(argv[2], NULL, 10);
	for (int i = 3; i < argc && nfiles < 64; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f)
			return 3;
		lens[nfiles] = fread(sound[nfiles], 1, TEXT_MAX / 2, f);
		nfiles++;
		fclose(f);
	}
	while (time(NULL) < end) {
		const size_t k = draw(nfiles);
		size_t len = lens[k], a_len = 0, b_len = 0;
		struct hqc *c = hqc_new();
		FILE *nowhere = fopen("/dev/null", "w");

		if (!c || !nowhere)
			return 3;
		memcpy(text, sound[k], len);
		for (size_t n = 1 + draw(4); n && len > 1; n--)
			len = change(text, len);
		hqc_add_text(c, argv[3 + k], text, len);
		const size_t errors = hqc_check(c);
		hqc_print_diagnostics(c, nowhere, false);
		for (size_t i = 0; errors == 0 && i < hqc_njurisdictions(c); i++) {
			const struct hq_tables *t = hqc_tables(c, i);
			const char *where = "";

			if (hq_verify(t, t->size, hqc_vocab(c), &where) < 0) {
				fprintf(stderr, "fuzz_rules: try %zu, %s: compiled to a table that is refused: %s\n", tried, argv[3 + k], where);
				return 1;
			}
			compiled++;
		}
		hqc_free(c);
		fclose(nowhere);
		char *a = formatted(argv[3 + k], text, len, &a_len), *b = a ? formatted(argv[3 + k], a, a_len, &b_len) : NULL;
		if (a && (!b || a_len != b_len || memcmp(a, b, a_len))) {
			fprintf(stderr, "fuzz_rules: try %zu, %s: formatted twice it is not the same\n", tried, argv[3 + k]);
			fwrite(text, 1, len, stdout);
			return 1;
		}
		free(a);
		free(b);
		tried++;
	}
	printf("fuzz_rules: %zu changed rule files, %zu tables of them compiled and verified\n", tried, compiled);
	return 0;
}
