/* A file of teachers, cut into the text of one teacher at a time. */
#ifndef HQ_CLI_INPUT_H
#define HQ_CLI_INPUT_H

#include <stdint.h>

#include "message.h"

enum {
	INPUT_DEPTH_MAX = 16,          /* nesting of one teacher's JSON; the deepest that means anything is 5 */
	INPUT_TEACHER_MAX = 4 << 20    /* bytes of one teacher */
};

struct input {
	FILE *file;                    /* NULL: read by the two that follow */
	long (*read)(void *context, char *to, size_t room);    /* bytes read; 0 at the end; -1, and errno */
	void *context;
	const char *name;              /* as messages give it */
	struct log *log;
	char *bytes;                   /* holds what is being looked at; grows to the longest teacher, reused */
	size_t len, size;
	uint64_t base;                 /* offset in the file of bytes[0] */
	uint64_t at, line_start;       /* offsets in the file: next byte to look at, and where its line begins */
	size_t line;
	struct place list;             /* the list being read began here; line 0: none */
	bool ended, failed;
	bool any;                      /* something was there */
	bool element, comma;           /* what stood last in the list */
	bool lenient;                  /* after a break: a comma or `]` more or less is not worth a message */
};

/* One teacher's text: from `{` to the matching `}`, borrowed until the next call. */
struct input_text {
	const char *bytes;
	size_t len;
	struct place place;            /* of the first byte */
};

enum input_result {
	INPUT_END = 0,
	INPUT_TEACHER,                 /* a text whose brackets match; whether it is JSON is not known yet */
	INPUT_BROKEN,                  /* a teacher that cannot be read; the message has been given */
	INPUT_FAILED                   /* the file could not be read, or memory is out; likewise */
};

/* Begin a file; with @file NULL, set `read` and `context` next. The buffer of an earlier one is kept. done ends the buffer; the file is the caller's to close. */
void input_begin(struct input *in, FILE *file, const char *name, struct log *log);
enum input_result input_next(struct input *in, struct input_text *out);
void input_done(struct input *in);

/* Place of the byte at @offset of a text */
struct place input_place(const struct input_text *text, size_t offset);

#endif
