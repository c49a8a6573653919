/* Counts: each thread has its own, which are added up in turn. And the table of them that a person reads. */
#include "roster.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t *counts(struct tally *t, uint64_t *of[], const struct ruling *r, size_t n)
{
	if (!of[r->id])
		of[r->id] = calloc(n, sizeof **of);
	if (!of[r->id])
		t->failed = true;
	if (r->id >= t->nrulings)
		t->nrulings = r->id + 1u;
	return of[r->id];
}

void tally_missing(struct tally *t, const struct ruling *r, const struct hq_missing *missing)
{
	uint64_t *n = counts(t, t->missing, r, ruling_nmissing(r));
	if (n)
		n[ruling_missing(r, missing)]++;
}

void tally_add(struct tally *t, const struct ruling *r, enum hq_verdict verdict, uint16_t reason)
{
	uint64_t *n = t->reasons[r->id] ? t->reasons[r->id] : counts(t, t->reasons, r, r->nreasons);
	t->decided++;
	t->verdicts[verdict]++;
	if (n)
		n[reason]++;
}

static void move(struct tally *to, uint64_t *of[], uint64_t *n, const struct ruling *r, size_t size)
{
	uint64_t *sum = n ? counts(to, of, r, size) : NULL;
	for (size_t i = 0; n && i < size; i++) {
		if (sum)
			sum[i] += n[i];
		n[i] = 0;
	}
}

void tally_move(struct tally *to, struct tally *from, struct rulings *rulings)
{
	to->rows += from->rows;
	to->results += from->results;
	to->decided += from->decided;
	to->refused += from->refused;
	to->events += from->events;
	to->events_used += from->events_used;
	to->events_refused += from->events_refused;
	to->events_set_aside += from->events_set_aside;
	to->failed = to->failed || from->failed;
	for (size_t v = 0; v <= HQ_NOT_APPLICABLE; v++)
		to->verdicts[v] += from->verdicts[v];
	pthread_mutex_lock(&rulings->lock);
	const struct ruling *first = from->nrulings ? rulings->first : NULL;
	pthread_mutex_unlock(&rulings->lock);
	for (const struct ruling *r = first; r; r = r->next) {
		move(to, to->reasons, from->reasons[r->id], r, r->nreasons);
		move(to, to->missing, from->missing[r->id], r, ruling_nmissing(r));
	}
	from->rows = from->results = from->decided = from->refused = 0;
	from->events = from->events_used = from->events_refused = from->events_set_aside = 0;
	memset(from->verdicts, 0, sizeof(from->verdicts));
}

void tally_done(struct tally *t)
{
	for (unsigned i = 0; i < t->nrulings; i++) {
		free(t->reasons[i]);
		free(t->missing[i]);
	}
}
