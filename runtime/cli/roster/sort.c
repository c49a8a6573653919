/* An external merge sort. Entries gather in memory; when it is full they are sorted and written behind one another as a run; at
 * the end runs are merged, at most WAYS at a time, by a heap of their next entries. There is one temporary file, which has
 * no name, so that nothing is left of it whatever happens. A library would bring a database for this: sorting by one key and
 * reading it once is all that is asked here. */
#include "sort.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAYS = 32 };

/* In memory and in the file: a head, then key and bytes. */
struct head { uint32_t key_len, len; };

struct run { off_t from, to; };

/* A run being read: its next entry lies whole in the buffer. */
struct reading {
	off_t at, to;
	char *buffer;
	size_t begin, end;
	struct entry next;
};

struct sorter {
	char *arena;
	size_t size, used;
	uint32_t *index;               /* where entries begin in the arena, in units of 4 bytes */
	size_t n, room, i;
	int fd;
	off_t end;                     /* of the file */
	struct run *runs;
	size_t nruns, runs_size;
	struct reading readings[WAYS];
	unsigned heap[WAYS], nheap;
	size_t buffer_size;
	bool merging, started;
};

int entry_compare(const struct entry *a, const struct entry *b)
{
	const uint32_t len = a->key_len < b->key_len ? a->key_len : b->key_len;
	const int rc = len ? memcmp(a->key, b->key, len) : 0;
	return rc ? rc : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

struct sorter *sorter_new(size_t memory)
{
	struct sorter *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->fd = -1;
	s->size = memory / 2;                  /* the index has a fourth, and merging takes place when both are gone */
	s->room = memory / 4 / sizeof *s->index;
	s->buffer_size = memory / (WAYS + 1);
	if (s->buffer_size < 1 << 15)
		s->buffer_size = 1 << 15;
	s->arena = malloc(s->size);
	s->index = malloc(s->room * sizeof *s->index);
	if (s->arena && s->index)
		return s;
	sorter_free(s);
	return NULL;
}

static void free_memory(struct sorter *s)
{
	free(s->arena);
	free(s->index);
	s->arena = NULL;
	s->index = NULL;
}

static void free_readings(struct sorter *s)
{
	for (unsigned i = 0; i < WAYS; i++) {
		free(s->readings[i].buffer);
		s->readings[i].buffer = NULL;
	}
}

void sorter_free(struct sorter *s)
{
	if (!s)
		return;
	free_memory(s);
	free_readings(s);
	free(s->runs);
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

static struct entry entry_at(const char *at)
{
	struct head head;
	memcpy(&head, at, sizeof head);
	return (struct entry){ at + sizeof head, at + sizeof head + head.key_len, head.key_len, head.len };
}

static size_t entry_size(const struct entry *e)
{
	return (sizeof(struct head) + e->key_len + e->len + 3) / 4 * 4;
}

static void write_entry(char *at, const struct entry *e)
{
	const struct head head = { e->key_len, e->len };
	memcpy(at, &head, sizeof head);
	if (e->key_len)
		memcpy(at + sizeof head, e->key, e->key_len);
	if (e->len)
		memcpy(at + sizeof head + e->key_len, e->bytes, e->len);
	const size_t size = entry_size(e), used = sizeof head + e->key_len + e->len;
	memset(at + used, 0, size - used);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

static int open_file(struct sorter *s)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];
	if (s->fd >= 0)
		return 0;
	if (snprintf(path, sizeof(path), "%s/hq-sort-XXXXXX", dir && *dir ? dir : "/tmp") >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	s->fd = mkstemp(path);
	if (s->fd < 0)
		return -1;
	unlink(path);
	return 0;
}

static int write_all(struct sorter *s, const char *bytes, size_t len)
{
	for (size_t done = 0; done < len;) {
		const ssize_t n = pwrite(s->fd, bytes + done, len - done, s->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : EIO;
			return -1;
		}
		done += (size_t)n;
		s->end += n;
	}
	return 0;
}

static int add_run(struct sorter *s, off_t from)
{
	if (s->nruns == s->runs_size) {
		const size_t size = 2 * s->runs_size + 64;
		struct run *runs = realloc(s->runs, size * sizeof *runs);
		if (!runs)
			return -1;
		s->runs = runs;
		s->runs_size = size;
	}
	s->runs[s->nruns++] = (struct run){ from, s->end };
	return 0;
}

/* ---- runs ---------------------------------------------------------------------------------------------------- */

/* Merge sort of the index, bottom up: stable, and needs no more than a second index. */
static int sort_index(struct sorter *s)
{
	uint32_t *from = s->index, *to = malloc((s->n + 1) * sizeof *to), *spare = to;
	if (!to)
		return -1;
	for (size_t width = 1; width < s->n; width *= 2) {
		for (size_t at = 0; at < s->n; at += 2 * width) {
			const size_t middle = at + width < s->n ? at + width : s->n, last = at + 2 * width < s->n ? at + 2 * width : s->n;
			size_t a = at, b = middle;
			for (size_t k = at; k < last; k++) {
				bool first = a < middle;
				if (first && b < last) {
					const struct entry x = entry_at(s->arena + (size_t)from[a] * 4), y = entry_at(s->arena + (size_t)from[b] * 4);
					first = entry_compare(&x, &y) <= 0;
				}
				to[k] = first ? from[a++] : from[b++];
			}
		}
		uint32_t *swap = from;
		from = to;
		to = swap;
	}
	if (from != s->index)
		memcpy(s->index, from, s->n * sizeof *from);
	free(spare);
	return 0;
}

static int spill(struct sorter *s)
{
	enum { CHUNK = 1 << 15 };
	char chunk[CHUNK];
	size_t len = 0;
	const off_t from = s->end;
	if (sort_index(s) || open_file(s))
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		const char *at = s->arena + (size_t)s->index[i] * 4;
		const struct entry e = entry_at(at);
		const size_t size = entry_size(&e);
		if (len + size > CHUNK) {
			if (write_all(s, chunk, len))
				return -1;
			len = 0;
		}
		if (size > CHUNK) {
			if (write_all(s, at, size))
				return -1;
		} else {
			memcpy(chunk + len, at, size);
			len += size;
		}
	}
	s->n = s->used = 0;
	return write_all(s, chunk, len) || add_run(s, from) ? -1 : 0;
}

int sorter_add(struct sorter *s, const struct entry *e)
{
	const size_t size = entry_size(e);
	if (size > SORT_ENTRY_MAX || size > s->size) {
		errno = E2BIG;
		return -1;
	}
	if ((s->size - s->used < size || s->n == s->room) && spill(s))
		return -1;
	write_entry(s->arena + s->used, e);
	s->index[s->n++] = (uint32_t)(s->used / 4);
	s->used += size;
	return 0;
}

/* ---- merging ------------------------------------------------------------------------------------------------- */

/* The next entry of a run into r->next: 1, 0 at its end, -1. */
static int read_entry(struct sorter *s, struct reading *r)
{
	struct head head;
	for (;;) {
		const size_t there = r->end - r->begin;
		size_t want = sizeof head;
		if (there >= sizeof head) {
			memcpy(&head, r->buffer + r->begin, sizeof head);
			r->next = entry_at(r->buffer + r->begin);
			want = entry_size(&r->next);
			if (there >= want) {
				r->begin += want;
				return 1;
			}
		} else if (!there && r->at == r->to) {
			return 0;
		}
		memmove(r->buffer, r->buffer + r->begin, there);
		r->begin = 0;
		r->end = there;
		const size_t room = s->buffer_size + (want > s->buffer_size ? (size_t)SORT_ENTRY_MAX : 0) - there;
		if (want > s->buffer_size) {           /* rare: one entry is longer than a buffer */
			char *buffer = realloc(r->buffer, s->buffer_size + SORT_ENTRY_MAX);
			if (!buffer)
				return -1;
			r->buffer = buffer;
		}
		const size_t left = (size_t)(r->to - r->at), n = left < room ? left : room;
		const ssize_t got = pread(s->fd, r->buffer + r->end, n, r->at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got ? errno : EIO;
			return -1;
		}
		r->at += got;
		r->end += (size_t)got;
	}
}

static bool before(const struct sorter *s, unsigned a, unsigned b)
{
	const int rc = entry_compare(&s->readings[a].next, &s->readings[b].next);
	return rc ? rc < 0 : a < b;            /* earlier runs hold what was added earlier */
}

static void sift(struct sorter *s, unsigned i)
{
	for (;;) {
		unsigned least = i;
		for (unsigned k = 2 * i + 1; k <= 2 * i + 2 && k < s->nheap; k++)
			if (before(s, s->heap[k], s->heap[least]))
				least = k;
		if (least == i)
			return;
		const unsigned swap = s->heap[i];
		s->heap[i] = s->heap[least];
		s->heap[least] = swap;
		i = least;
	}
}

static int begin_merge(struct sorter *s, const struct run *runs, size_t n)
{
	s->nheap = 0;
	for (unsigned i = 0; i < n; i++) {
		struct reading *r = &s->readings[i];
		if (!r->buffer)
			r->buffer = malloc(s->buffer_size);
		if (!r->buffer)
			return -1;
		r->at = runs[i].from;
		r->to = runs[i].to;
		r->begin = r->end = 0;
		const int rc = read_entry(s, r);
		if (rc < 0)
			return -1;
		if (rc)
			s->heap[s->nheap++] = i;
	}
	for (unsigned i = s->nheap; i-- > 0;)
		sift(s, i);
	s->started = false;
	return 0;
}

static int next_merged(struct sorter *s, struct entry *out)
{
	if (s->started && s->nheap) {          /* the entry handed out last gives way only now */
		const int rc = read_entry(s, &s->readings[s->heap[0]]);
		if (rc < 0)
			return -1;
		if (!rc)
			s->heap[0] = s->heap[--s->nheap];
		sift(s, 0);
	}
	s->started = true;
	if (!s->nheap)
		return 0;
	*out = s->readings[s->heap[0]].next;
	return 1;
}

/* Some runs become one, behind all the others in the file. */
static int merge_some(struct sorter *s, const struct run *runs, size_t n, struct run *out)
{
	enum { CHUNK = 1 << 15 };
	char chunk[CHUNK];
	size_t len = 0;
	struct entry e;
	int rc = begin_merge(s, runs, n);
	out->from = s->end;
	while (!rc && (rc = next_merged(s, &e)) > 0) {
		const size_t size = entry_size(&e);
		rc = 0;
		if (len + size > CHUNK) {
			rc = write_all(s, chunk, len);
			len = 0;
		}
		if (!rc && size > CHUNK) {
			char *whole = malloc(size);
			rc = whole ? 0 : -1;
			if (whole)
				write_entry(whole, &e);
			if (!rc)
				rc = write_all(s, whole, size);
			free(whole);
		} else if (!rc) {
			write_entry(chunk + len, &e);
			len += size;
		}
	}
	if (!rc)
		rc = write_all(s, chunk, len);
	out->to = s->end;
	return rc;
}

int sorter_end(struct sorter *s)
{
	if (!s->nruns)
		return sort_index(s);
	if (s->n && spill(s))
		return -1;
	free_memory(s);
	s->merging = true;
	while (s->nruns > WAYS) {
		size_t n = 0;
		for (size_t i = 0; i < s->nruns; i += WAYS, n++) {
			const size_t some = s->nruns - i < WAYS ? s->nruns - i : WAYS;
			struct run merged = s->runs[i];
			if (some > 1 && merge_some(s, s->runs + i, some, &merged))
				return -1;
			s->runs[n] = merged;
		}
		s->nruns = n;
	}
	return begin_merge(s, s->runs, s->nruns);
}

int sorter_next(struct sorter *s, struct entry *out)
{
	if (s->merging)
		return next_merged(s, out);
	if (s->i == s->n)
		return 0;
	*out = entry_at(s->arena + (size_t)s->index[s->i++] * 4);
	return 1;
}
