/* A file on several threads. A stretch of the file, its block and what came of it are a slot; there are more slots than
 * threads, so that a thread whose stretch is done but not due leaves it and goes on with another. Stretches are taken one
 * after another and put one after another, in the order of the file; each is put by whichever thread finds it due. No
 * thread sleeps while there is something to take, work on or put. */
#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

enum { JOBS_MAX = 256 };
enum state { FREE, WORKING, DONE };

struct slot {
	struct hqcsv_block *block;
	void *own;
	enum state state;
	size_t turn;                   /* which stretch of the file */
	int rc, error;                 /* what `block` or the reader said of it */
};

struct run {
	struct hqcsv *csv;
	const struct hqcsv_work *work;
	struct slot *slots;
	size_t nslots, most_slots;
	pthread_mutex_t lock;          /* of everything but what `taking` is for */
	pthread_mutex_t taking;        /* of csv and taken */
	pthread_cond_t changed;
	size_t taken, put;             /* stretches */
	bool putting;
	bool ended;                    /* nothing more to take */
	bool stopped;                  /* nothing more to put */
	int rc, error;                 /* error: errno, which is each thread's own */
};

static void fail(struct run *run, int rc, int error)
{
	if (!run->rc) {
		run->rc = rc;
		run->error = error;
	}
	run->ended = true;
}

/* A slot that no thread has; NULL: they are all in use, or there is no memory for the first. Locked. */
static struct slot *free_slot(struct run *run)
{
	for (size_t i = 0; i < run->nslots; i++)
		if (run->slots[i].state == FREE)
			return &run->slots[i];
	if (run->nslots == run->most_slots)
		return NULL;
	struct slot *s = &run->slots[run->nslots];
	s->own = run->work->begin(run->work->context);
	s->block = s->own ? hqcsv_block_new(run->csv) : NULL;
	if (s->block) {
		run->nslots++;
		return s;
	}
	if (s->own)
		run->work->end(s->own);
	run->most_slots = run->nslots;         /* fewer do as well, but none do not */
	if (!run->nslots)
		fail(run, HQCSV_EMEMORY, ENOMEM);
	return NULL;
}

/* The slot whose stretch comes next in the file, if it is done and nobody is putting. Locked. */
static struct slot *due_slot(struct run *run)
{
	for (size_t i = 0; !run->putting && i < run->nslots; i++)
		if (run->slots[i].state == DONE && run->slots[i].turn == run->put)
			return &run->slots[i];
	return NULL;
}

/* Locked when called and when done, not in between. What came before a fault in a stretch is put too. */
static void put(struct run *run, struct slot *s)
{
	int rc = s->rc, error = s->error;
	if (!run->stopped) {
		run->putting = true;
		pthread_mutex_unlock(&run->lock);
		const int said = run->work->put(s->own);
		if (!rc) {
			rc = said;
			error = errno;
		}
		pthread_mutex_lock(&run->lock);
		run->putting = false;
		if (rc) {
			fail(run, rc, error);
			run->stopped = true;
		}
	}
	run->put++;
	s->state = FREE;
	pthread_cond_broadcast(&run->changed);
}

/* The next stretch and all its blocks. Not locked. Nothing there: false, and *rc says why. */
static bool work_on(struct run *run, struct slot *s, int *rc)
{
	pthread_mutex_lock(&run->taking);
	*rc = hqcsv_take(run->csv, s->block);
	s->turn = run->taken;
	run->taken += *rc > 0;
	s->error = errno;
	pthread_mutex_unlock(&run->taking);
	if (*rc <= 0)
		return false;
	while ((s->rc = hqcsv_fill(s->block)) > 0) {
		s->rc = run->work->block(s->own, s->block);
		if (s->rc)
			break;
	}
	s->error = errno;
	return true;
}

static void *thread(void *context)
{
	struct run *run = context;
	struct slot *s;
	int rc;
	pthread_mutex_lock(&run->lock);
	for (;;) {
		if ((s = due_slot(run))) {
			put(run, s);
		} else if (run->ended) {
			break;                 /* what is still worked on is put by who works on it */
		} else if ((s = free_slot(run))) {
			s->state = WORKING;
			pthread_mutex_unlock(&run->lock);
			const bool done = work_on(run, s, &rc);
			pthread_mutex_lock(&run->lock);
			s->state = done ? DONE : FREE;
			if (rc < 0)
				fail(run, rc, s->error);
			run->ended = run->ended || rc == 0;
			pthread_cond_broadcast(&run->changed);
		} else if (!run->ended) {
			pthread_cond_wait(&run->changed, &run->lock);
		}
	}
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

int hqcsv_run(struct hqcsv *csv, unsigned jobs, const struct hqcsv_work *work)
{
	pthread_t threads[JOBS_MAX];
	unsigned n = 0;
	jobs = jobs > JOBS_MAX ? JOBS_MAX : jobs ? jobs : 1;
	struct run run = { .csv = csv, .work = work, .most_slots = jobs > 1 ? 2 * jobs : 1 };
	run.slots = calloc(run.most_slots, sizeof *run.slots);
	if (!run.slots)
		return HQCSV_EMEMORY;
	pthread_mutex_init(&run.lock, NULL);
	pthread_mutex_init(&run.taking, NULL);
	pthread_cond_init(&run.changed, NULL);
	while (n + 1 < jobs && !pthread_create(&threads[n], NULL, thread, &run))
		n++;                           /* fewer threads than asked for do as well */
	thread(&run);
	while (n)
		pthread_join(threads[--n], NULL);
	pthread_cond_destroy(&run.changed);
	pthread_mutex_destroy(&run.taking);
	pthread_mutex_destroy(&run.lock);
	for (size_t i = 0; i < run.nslots; i++) {
		hqcsv_block_free(run.slots[i].block);
		work->end(run.slots[i].own);
	}
	free(run.slots);
	errno = run.error;
	return run.rc;
}
