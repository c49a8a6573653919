/* Work on several threads, in and out in the same order: each takes a piece in its turn, works on it while the others work
 * on theirs, and puts it in its turn again. At most one piece a thread is in memory. */
#include "roster.h"

struct state {
	const struct turns *turns;
	pthread_mutex_t lock;
	pthread_cond_t turned;
	size_t taken, put;             /* pieces */
	bool ended;                    /* nothing more to take */
	bool stopped;                  /* nothing more to put */
	int rc;
};

static void loop(struct state *s, void *own)
{
	for (;;) {
		pthread_mutex_lock(&s->lock);
		int rc = s->ended ? 0 : s->turns->take(own);
		const size_t turn = s->taken;
		s->ended = s->ended || rc <= 0;
		s->taken += rc > 0;
		if (rc < 0 && !s->rc)
			s->rc = rc;
		pthread_mutex_unlock(&s->lock);
		if (rc <= 0)
			return;
		rc = s->turns->work(own);
		pthread_mutex_lock(&s->lock);
		while (s->put != turn)
			pthread_cond_wait(&s->turned, &s->lock);
		const bool stopped = s->stopped;
		pthread_mutex_unlock(&s->lock);
		if (!stopped) {                /* what came before a stop is put too */
			const int put = s->turns->put(own);
			rc = rc ? rc : put;
		}
		pthread_mutex_lock(&s->lock);
		if (!stopped && rc) {
			s->rc = rc;
			s->stopped = s->ended = true;
		}
		s->put++;
		pthread_cond_broadcast(&s->turned);
		pthread_mutex_unlock(&s->lock);
	}
}

static void *thread(void *context)
{
	struct state *s = context;
	void *own = s->turns->begin(s->turns->context);
	if (!own) {
		pthread_mutex_lock(&s->lock);
		s->rc = s->rc ? s->rc : -1;
		s->ended = true;
		pthread_mutex_unlock(&s->lock);
		return NULL;
	}
	loop(s, own);
	s->turns->end(own);
	return NULL;
}

int turns_run(const struct turns *turns, unsigned jobs)
{
	enum { JOBS_MAX = 256 };
	struct state s = { .turns = turns };
	pthread_t threads[JOBS_MAX];
	unsigned n = 0;
	pthread_mutex_init(&s.lock, NULL);
	pthread_cond_init(&s.turned, NULL);
	while (n + 1 < jobs && n < JOBS_MAX && !pthread_create(&threads[n], NULL, thread, &s))
		n++;                           /* fewer threads than asked for do as well */
	thread(&s);
	while (n)
		pthread_join(threads[--n], NULL);
	pthread_cond_destroy(&s.turned);
	pthread_mutex_destroy(&s.lock);
	return s.rc;
}
