/* A file on several threads. Each takes a stretch in its turn, works on it while the others work on theirs, and hands over
 * what came of it in its turn again: so reading and writing are in the order of the file, and at most one stretch a thread
 * is in memory. */
#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct run {
	struct hqcsv *csv;
	const struct hqcsv_work *work;
	pthread_mutex_t lock;
	pthread_cond_t turned;
	size_t taken, put;             /* stretches */
	bool ended;                    /* nothing more to take */
	bool stopped;                  /* nothing more to put */
	int rc, error;                 /* error: errno, which is each thread's own */
};

/* All of a stretch; what `block` or the reader said. */
static int work_on(const struct run *run, struct hqcsv_block *block, void *own)
{
	int rc;
	while ((rc = hqcsv_fill(block)) > 0) {
		rc = run->work->block(own, block);
		if (rc)
			return rc;
	}
	return rc;
}

static void loop(struct run *run, struct hqcsv_block *block, void *own)
{
	for (;;) {
		pthread_mutex_lock(&run->lock);
		int rc = run->ended ? 0 : hqcsv_take(run->csv, block);
		const size_t turn = run->taken;
		run->ended = run->ended || rc <= 0;
		run->taken += rc > 0;
		if (rc < 0 && !run->rc) {
			run->rc = rc;
			run->error = errno;
		}
		pthread_mutex_unlock(&run->lock);
		if (rc <= 0)
			return;
		rc = work_on(run, block, own);
		pthread_mutex_lock(&run->lock);
		while (run->put != turn)
			pthread_cond_wait(&run->turned, &run->lock);
		const bool stopped = run->stopped;
		pthread_mutex_unlock(&run->lock);
		if (!stopped) {                /* what came before a stop is put too */
			const int put = run->work->put(own);
			rc = rc ? rc : put;
		}
		const int error = errno;
		pthread_mutex_lock(&run->lock);
		if (!stopped && rc) {
			run->rc = rc;
			run->error = error;
			run->stopped = run->ended = true;
		}
		run->put++;
		pthread_cond_broadcast(&run->turned);
		pthread_mutex_unlock(&run->lock);
	}
}

static void *thread(void *context)
{
	struct run *run = context;
	void *own = run->work->begin(run->work->context);
	struct hqcsv_block *block = own ? hqcsv_block_new(run->csv) : NULL;
	if (block) {
		loop(run, block, own);
	} else {
		pthread_mutex_lock(&run->lock);
		run->rc = run->rc ? run->rc : HQCSV_EMEMORY;
		run->ended = true;
		pthread_mutex_unlock(&run->lock);
	}
	hqcsv_block_free(block);
	if (own)
		run->work->end(own);
	return NULL;
}

int hqcsv_run(struct hqcsv *csv, unsigned jobs, const struct hqcsv_work *work)
{
	enum { JOBS_MAX = 256 };
	struct run run = { .csv = csv, .work = work };
	pthread_t threads[JOBS_MAX];
	unsigned n = 0;
	pthread_mutex_init(&run.lock, NULL);
	pthread_cond_init(&run.turned, NULL);
	while (n + 1 < jobs && n < JOBS_MAX && !pthread_create(&threads[n], NULL, thread, &run))
		n++;                           /* fewer threads than asked for do as well */
	thread(&run);
	while (n)
		pthread_join(threads[--n], NULL);
	pthread_cond_destroy(&run.turned);
	pthread_mutex_destroy(&run.lock);
	errno = run.error;
	return run.rc;
}
