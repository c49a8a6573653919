/* Bytes of a file. What is compressed with gzip is inflated on the way, by what it holds and not by its name; several such
 * files one after another are one, as gzip has it. A compressed file that is cut short is an error, never a short roster. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "interrupt.h"

enum { PACKED = 1 << 16, WAIT_MS = 200 };

static long read_some(struct source *s, void *to, size_t room)
{
	struct pollfd pipe = { .fd = s->fd, .events = POLLIN };
	ssize_t n = 0;
	do {                                   /* a signal wakes any thread, so one that waits for a pipe looks for itself */
		while (s->size < 0 && poll(&pipe, 1, WAIT_MS) <= 0 && !interrupted())
			;
		n = interrupted() ? -1 : read(s->fd, to, room);
		if (n < 0 && interrupted())
			errno = EINTR;
	} while (n < 0 && errno == EINTR && !interrupted());
	if (n > 0)
		__atomic_store_n(&s->taken, s->taken + n, __ATOMIC_RELAXED);
	return n;
}

static int bad(struct source *s, const char *problem)
{
	s->problem = problem;
	errno = EIO;
	return -1;
}

static int begin_inflating(struct source *s)
{
	z_stream *z = calloc(1, sizeof *z);
	s->packed = malloc(PACKED);
	if (!z || !s->packed || inflateInit2(z, 15 + 16) != Z_OK) {
		free(z);
		errno = ENOMEM;
		return -1;
	}
	memcpy(s->packed, s->head, (size_t)s->head_len);
	z->next_in = s->packed;
	z->avail_in = (uInt)s->head_len;
	s->head_len = 0;
	s->inflating = z;
	return 0;
}

/* More of the compressed bytes, once those there are have been used. */
static int refill(struct source *s, z_stream *z)
{
	if (z->avail_in || s->packed_ended)
		return 0;
	const long n = read_some(s, s->packed, PACKED);
	if (n < 0)
		return -1;
	s->packed_ended = !n;
	z->next_in = s->packed;
	z->avail_in = (uInt)n;
	return 0;
}

static long inflate_some(struct source *s, char *to, size_t room)
{
	z_stream *z = s->inflating;
	z->next_out = (Bytef *)to;
	z->avail_out = room < 1u << 30 ? (uInt)room : 1u << 30;
	const uInt all = z->avail_out;
	while (z->avail_out == all) {
		if (refill(s, z))
			return -1;
		if (s->member_ended) {
			while (z->avail_in && !*z->next_in) {  /* padding of tapes */
				z->next_in++;
				z->avail_in--;
			}
			if (!z->avail_in && s->packed_ended)
				return 0;
			if (!z->avail_in)
				continue;
			if (inflateReset(z) != Z_OK)
				return bad(s, "the compressed data are damaged");
			s->member_ended = false;
		}
		if (!z->avail_in && s->packed_ended)
			return bad(s, "the compressed file is cut short; get it again");
		const int rc = inflate(z, Z_NO_FLUSH);
		if (rc == Z_STREAM_END)
			s->member_ended = true;
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			return bad(s, rc == Z_MEM_ERROR ? "out of memory" : "the compressed data are damaged; get the file again");
	}
	return (long)(all - z->avail_out);
}

int source_first(const struct source *s)
{
	long i = 0;
	if (s->head_len >= 3 && !memcmp(s->head, "\xef\xbb\xbf", 3))
		i = 3;
	else if (s->head_len < 3 && !memcmp(s->head, "\xef\xbb", (size_t)s->head_len))
		return -1;
	while (i < s->head_len && (s->head[i] == ' ' || s->head[i] == '\t' || s->head[i] == '\r' || s->head[i] == '\n'))
		i++;
	return i < s->head_len ? (unsigned char)s->head[i] : -1;
}

/* Reads until there are @least bytes and one of them says something. */
static int look_on(struct source *s, long least)
{
	while (s->head_len < (long)sizeof(s->head) && (s->head_len < least || source_first(s) < 0)) {
		char *to = s->head + s->head_len;
		const size_t room = sizeof(s->head) - (size_t)s->head_len;
		const long n = s->inflating ? inflate_some(s, to, room) : read_some(s, to, room);
		if (n < 0)
			return -1;
		if (!n)
			break;
		s->head_len += n;
	}
	return 0;
}

/* The first bytes as they will be read: inflated, if they are compressed. */
static int look(struct source *s)
{
	s->head_len = s->head_at = 0;
	if (look_on(s, 2))
		return -1;
	if (s->head_len < 2 || (unsigned char)s->head[0] != 0x1f || (unsigned char)s->head[1] != 0x8b)
		return 0;
	return begin_inflating(s) || look_on(s, 0) ? -1 : 0;
}

int source_open(struct source *s, const char *path)
{
	const bool standard = !strcmp(path, "-");
	struct stat there;
	memset(s, 0, sizeof *s);
	s->name = standard ? "standard input" : path;
	s->fd = standard ? 0 : open(path, O_RDONLY);
	s->size = -1;                          /* of what is no file */
	if (s->fd < 0)
		return -1;
	if (!fstat(s->fd, &there) && S_ISREG(there.st_mode))
		s->size = there.st_size;
	if (look(s)) {
		const int error = errno;
		source_close(s);
		errno = error;
		return -1;
	}
	return 0;
}

long source_read(void *context, char *to, size_t room)
{
	struct source *s = context;
	if (interrupted()) {
		errno = EINTR;
		return -1;
	}
	if (s->head_at < s->head_len) {
		const size_t left = (size_t)(s->head_len - s->head_at), n = left < room ? left : room;
		memcpy(to, s->head + s->head_at, n);
		s->head_at += (long)n;
		return (long)n;
	}
	return s->inflating ? inflate_some(s, to, room) : read_some(s, to, room);
}

static void end_inflating(struct source *s)
{
	if (s->inflating)
		inflateEnd(s->inflating);
	free(s->inflating);
	free(s->packed);
	s->inflating = NULL;
	s->packed = NULL;
	s->packed_ended = s->member_ended = false;
}

int source_rewind(struct source *s)
{
	if (s->size < 0 || lseek(s->fd, 0, SEEK_SET))
		return -1;
	end_inflating(s);
	s->taken = 0;
	return look(s);
}

void source_close(struct source *s)
{
	end_inflating(s);
	if (s->fd > 0)
		close(s->fd);
	s->fd = -1;
}

const char *source_error(const struct source *s)
{
	return s->problem ? s->problem : strerror(errno);
}
