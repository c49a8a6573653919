/* What a misspelt word was probably meant to be: edit distance, a swap of neighbours counting as one step. Capitals and
 * the choice between `-`, `_` and a space count for nothing. A word is near when a third of it or less must change.
 */
#include "cli.h"

#include <string.h>

enum { WORD_MAX = 48 };

static unsigned char fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c - 'A' + 'a');
	return c == '-' || c == ' ' ? '_' : (unsigned char)c;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned distance(const char *a, size_t na, const char *b, size_t nb)
{
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= nb; j++) {
			unsigned char x = fold(a[i - 1]), y = fold(b[j - 1]);
			now[j] = least(last[j - 1] + (x != y), least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x == fold(b[j - 2]) && fold(a[i - 2]) == y)
				now[j] = least(now[j], before[j - 2] + 1);
		}
		unsigned *t = before;
		before = last;
		last = now;
		now = t;
	}
	return last[nb];
}

const char *hqcli_nearest(const char *word, size_t len, size_t n, const char *(*candidate)(const void *, size_t),
			  const void *context)
{
	size_t best = n;
	if (!len || len > WORD_MAX)
		return NULL;
	unsigned most = len < 3 ? 1 : (unsigned)(len + 1) / 3 + (len < 6), best_distance = most + 1;
	for (size_t i = 0; i < n; i++) {
		const char *c = candidate(context, i);
		size_t c_len = strlen(c);
		if (!c_len || c_len > WORD_MAX)
			continue;
		unsigned d = distance(word, len, c, c_len);
		if (d < best_distance && d < c_len) {
			best_distance = d;
			best = i;
		}
	}
	return best < n ? candidate(context, best) : NULL;
}

static const char *nth_word(const void *context, size_t i)
{
	return ((const char *const *)context)[i];
}

const char *hqcli_nearest_word(const char *word, const char *const words[])
{
	size_t n = 0;
	while (words[n])
		n++;
	return hqcli_nearest(word, strlen(word), n, nth_word, words);
}
