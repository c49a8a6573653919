/* What is seen of long work on a terminal: one line that is written over, at most five times a second, and gone at the end. */
#include "roster.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 1000, EVERY_MS = 200, WIDTH = 72 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct roster *roster, int nfiles, char *const files[])
{
	struct progress *p = &roster->progress;
	struct stat there;
	p->shown = !roster->options->eval.quiet && isatty(fileno(roster->err));
	p->began = p->next = now_ms();
	p->next += FIRST_MS;
	for (int i = 0; i < nfiles && p->total >= 0; i++) {
		if (!stat(files[i], &there) && S_ISREG(there.st_mode))
			p->total += there.st_size;
		else
			p->total = -1;
	}
	if (!nfiles)
		p->total = -1;
}

/* 1,234,567 */
struct grouped { char text[32]; };
static struct grouped grouped(uint64_t n)
{
	struct grouped g;
	char digits[24];
	size_t to = 0;
	const int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			g.text[to++] = ',';
		g.text[to++] = digits[i];
	}
	g.text[to] = '\0';
	return g;
}

void progress_clear(struct roster *roster)
{
	struct progress *p = &roster->progress;
	if (p->there)
		fprintf(roster->err, "\r%*s\r", WIDTH, "");
	p->there = false;
}

void progress_show(struct roster *roster, uint64_t rows)
{
	struct progress *p = &roster->progress;
	const int64_t now = p->shown ? now_ms() : 0;
	char line[200];
	if (!p->shown || now < p->next)
		return;
	p->next = now + EVERY_MS;
	const int64_t spent = now - p->began;
	int n = snprintf(line, sizeof(line), "%s rows, %s a second", grouped(rows).text, grouped(rows * 1000 / (uint64_t)spent).text);
	const int64_t taken = p->before + (p->source ? __atomic_load_n(&p->source->taken, __ATOMIC_RELAXED) : 0);
	if (p->total > 0 && taken > 0 && taken <= p->total && p->reading) {
		const int64_t left = (p->total - taken) / 1024 * spent / (taken / 1024 + 1) / 1000;
		n += snprintf(line + n, sizeof(line) - (size_t)n, ", %" PRId64 ":%02d left", left / 60, (int)(left % 60));
	}
	fprintf(roster->err, "\r%-*.*s", WIDTH, WIDTH, line);
	fflush(roster->err);
	p->there = true;
}
