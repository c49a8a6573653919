/* Where rows come from: a file or standard input, compressed or not. */
#ifndef HQ_ROSTER_SOURCE_H
#define HQ_ROSTER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOURCE_HEAD = 1 << 16 };

struct source {
	const char *name;              /* as messages give it */
	int fd;
	int64_t size;                  /* bytes as they lie in the file, compressed or not; -1: not known */
	int64_t taken;                 /* of them, taken so far; other threads may look */
	void *inflating;               /* z_stream; NULL: not compressed */
	unsigned char *packed;         /* its input */
	bool packed_ended, member_ended;
	char head[SOURCE_HEAD];        /* the first bytes, looked at before anybody reads */
	long head_len, head_at;
	const char *problem;           /* of compressed data; NULL: errno says what is wrong */
};

/** source_open - @path, "-" for standard input. -1 with errno, or with @problem. Looks at the first bytes. */
int source_open(struct source *source, const char *path);
/** source_first - the first byte that is neither blank nor a byte-order mark; -1: there is none */
int source_first(const struct source *source);
/** source_read - as struct hqcsv_input wants it; @context is the source. -1 with errno, EINTR when interrupted, or with @problem */
long source_read(void *context, char *to, size_t room);
/** source_rewind - from the beginning again; -1 if it cannot be: a pipe */
int source_rewind(struct source *source);
void source_close(struct source *source);
/** source_error - what went wrong, a text */
const char *source_error(const struct source *source);

#endif
