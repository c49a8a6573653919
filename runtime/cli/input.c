/* Cuts a stream of JSON into the texts of single teachers, so that memory stays bounded by one teacher and a mistake in
 * one does not cost the others. Knows strings and brackets, nothing else: whether a text is JSON is json.c's to say,
 * what it means is read.c's. After a break, reading resumes at the next line that begins with `{` no further to the
 * right than the broken teacher did: the next line of NDJSON, the next element of an indented list.
 */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

void input_begin(struct input *in, FILE *file, const char *name, struct log *log)
{
	char *bytes = in->bytes;
	size_t size = in->size;
	*in = (struct input){ .file = file, .name = name, .log = log, .bytes = bytes, .size = size, .line = 1 };
}

void input_done(struct input *in)
{
	free(in->bytes);
	*in = (struct input){ 0 };
}

static struct place here(const struct input *in)
{
	return (struct place){ in->name, in->line, (size_t)(in->at - in->line_start) + 1 };
}

/* Read on; what lies before @keep may go. */
static bool fill(struct input *in, uint64_t keep)
{
	if (in->ended || in->failed)
		return false;
	size_t gone = (size_t)(keep - in->base);
	if (gone) {
		memmove(in->bytes, in->bytes + gone, in->len - gone);
		in->len -= gone;
		in->base = keep;
	}
	if (in->size - in->len < CHUNK) {
		size_t size = in->size * 2 + CHUNK;
		char *bytes = realloc(in->bytes, size);
		if (!bytes) {
			log_error(in->log, &(struct place){ .file = in->name }, "out of memory");
			in->failed = true;
			return false;
		}
		in->bytes = bytes;
		in->size = size;
	}
	long n = in->file ? (long)fread(in->bytes + in->len, 1, CHUNK, in->file)
			  : in->read(in->context, in->bytes + in->len, CHUNK);
	if (n < 0 || (!n && in->file && ferror(in->file))) {
		log_error(in->log, &(struct place){ .file = in->name }, "cannot be read: %s", strerror(errno));
		in->failed = true;
		return false;
	}
	in->len += (size_t)n;
	in->ended = !n;
	return n > 0;
}

/* The byte at in->at, -1 at the end. Bytes from @keep on stay in the buffer. */
static int look(struct input *in, uint64_t keep)
{
	while (in->at - in->base >= in->len)
		if (!fill(in, keep))
			return -1;
	return (unsigned char)in->bytes[in->at - in->base];
}

static void newline(struct input *in)
{
	in->at++;
	in->line++;
	in->line_start = in->at;
}

/* Go to the next line whose first byte that is not white is `{`, in a column up to @most; or to the end. */
static void resume(struct input *in, size_t most)
{
	int c;
	for (;;) {
		while ((c = look(in, in->at)) >= 0 && c != '\n')
			in->at++;
		if (c < 0)
			return;
		newline(in);
		while ((c = look(in, in->at)) == ' ' || c == '\t')
			in->at++;
		if (c == '{' && here(in).column <= most)
			return;
	}
}

/* The teacher that began at @begin, @start cannot be read: go on after its first line, or after what has been seen. */
static enum input_result broken(struct input *in, uint64_t start, struct place begin, bool after_seen)
{
	if (in->failed)
		return INPUT_FAILED;
	if (!after_seen) {
		in->at = start;
		in->line = begin.line;
		in->line_start = start - (begin.column - 1);
	}
	in->lenient = true;
	resume(in, begin.column);
	return INPUT_BROKEN;
}

/* UTF-8 as Unicode defines it: shortest form, no surrogates, up to U+10FFFF. Offset of the first byte that is not; len. */
static size_t utf8_valid(const char *bytes, size_t len)
{
	const unsigned char *s = (const unsigned char *)bytes;
	for (size_t i = 0; i < len;) {
		unsigned char c = s[i];
		if (c < 0x80) {
			i++;
			continue;
		}
		size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
		if (c < 0xc2 || c > 0xf4 || len - i < n)
			return i;
		unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
		unsigned char high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
		if (s[i + 1] < low || s[i + 1] > high)
			return i;
		for (size_t k = 2; k < n; k++)
			if ((s[i + k] & 0xc0) != 0x80)
				return i;
		i += n;
	}
	return len;
}

struct place input_place(const struct input_text *text, size_t offset)
{
	struct place at = text->place;
	for (size_t i = 0; i < offset && i < text->len; i++) {
		at.column++;
		if (text->bytes[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return at;
}

/* Bytes that stand in no JSON outside of strings. Letters and the like are left to yajl. */
static bool out_of_place(int c)
{
	return c >= 0x80 || c < 0x20 || strchr("!#$%&'()*/;<=>?@\\^_`|~", c);
}

/* From `{` at in->at to the `}` that closes it. */
static enum input_result teacher(struct input *in, struct input_text *out)
{
	const uint64_t start = in->at;
	const struct place begin = here(in);
	struct place opened[INPUT_DEPTH_MAX], quote = begin;
	char open[INPUT_DEPTH_MAX];
	unsigned depth = 0;
	bool string = false, escaped = false;
	bool fresh = false;                    /* only white so far on this line */
	int c, last = 0;                       /* last byte that is not white */

	for (;; in->at++) {
		if (in->at - start >= INPUT_TEACHER_MAX) {
			log_error(in->log, &begin, "the teacher that begins here is longer than %d MB; "
				  "is a bracket missing?", INPUT_TEACHER_MAX >> 20);
			return broken(in, start, begin, true);
		}
		c = look(in, start);
		if (c < 0 && in->failed)
			return INPUT_FAILED;
		if (c < 0) {
			const struct place *at = string ? &quote : &opened[depth - 1];
			log_error(in->log, at, "cut short: the %s that begins here is never closed",
				  string ? "text" : open[depth - 1] == '[' ? "list" : "object");
			return broken(in, start, begin, false);
		}
		struct place at = here(in);
		if (c == 0) {
			log_error(in->log, &at, "not JSON: a NUL byte; is this a text file?");
			return broken(in, start, begin, false);
		}
		if (string) {
			if (c == '\n') {
				log_error(in->log, &quote, "not JSON: the text that begins here has no closing "
					  "quote on its line");
				return broken(in, start, begin, false);
			}
			string = escaped || c != '"';
			escaped = !escaped && c == '\\';
			continue;
		}
		switch (c) {
		case '\n':
			newline(in);
			in->at--;              /* the loop steps over it */
			fresh = true;
			continue;
		case ' ': case '\t': case '\r':
			continue;
		case '"':
			string = true;
			quote = at;
			break;
		case '{': case '[':
			if (c == '{' && fresh && at.column <= begin.column && last != ',' && last != '[' && last != ':') {
				log_error(in->log, &opened[depth - 1], "not JSON: the %s that begins here is not "
					  "closed before the next teacher, on line %zu",
					  open[depth - 1] == '[' ? "list" : "object", at.line);
				return broken(in, start, begin, false);
			}
			if (depth == INPUT_DEPTH_MAX) {
				log_error(in->log, &at, "nested deeper than %d levels; a teacher needs 5",
					  INPUT_DEPTH_MAX);
				return broken(in, start, begin, true);
			}
			open[depth] = (char)c;
			opened[depth++] = at;
			break;
		case '}': case ']':
			if (open[depth - 1] != (c == '}' ? '{' : '[')) {
				log_error(in->log, &at, "not JSON: '%c' does not close the '%c' of %zu:%zu", c,
					  open[depth - 1], opened[depth - 1].line, opened[depth - 1].column);
				return broken(in, start, begin, false);
			}
			if (!--depth) {
				in->at++;
				*out = (struct input_text){ in->bytes + (start - in->base), (size_t)(in->at - start),
							    begin };
				size_t good = utf8_valid(out->bytes, out->len);
				if (good == out->len)
					return INPUT_TEACHER;
				at = input_place(out, good);
				log_error(in->log, &at, "not UTF-8: byte 0x%02x; save the file as UTF-8",
					  (unsigned char)out->bytes[good]);
				return INPUT_BROKEN;
			}
			break;
		default:
			if (out_of_place(c)) {
				log_error(in->log, &at, "not JSON: %s has no place here; keys and texts stand in double "
					  "quotes", c < 0x80 ? (char[]){ '\'', (char)c, '\'', '\0' } : "this character");
				return broken(in, start, begin, false);
			}
			break;
		}
		last = c;
		fresh = false;
	}
}

/* A byte order mark at the head of a file: UTF-8's is passed over, others are refused. */
static bool mark_ok(struct input *in)
{
	look(in, 0);
	const char *b = in->bytes;
	if (in->len >= 3 && !memcmp(b, "\xef\xbb\xbf", 3)) {
		in->at = in->line_start = 3;
	} else if (in->len >= 2 && (!memcmp(b, "\xff\xfe", 2) || !memcmp(b, "\xfe\xff", 2))) {
		log_error(in->log, &(struct place){ .file = in->name }, "not UTF-8 but UTF-16; save the file as UTF-8");
		in->ended = in->any = true;
		in->len = 0;
		return false;
	}
	return true;
}

static void stray(struct input *in, const char *what)
{
	struct place at = here(in);
	if (!in->lenient)
		log_error(in->log, &at, "not JSON: %s", what);
	in->lenient = true;
}

enum input_result input_next(struct input *in, struct input_text *out)
{
	if (!in->at && !mark_ok(in))
		return INPUT_BROKEN;
	for (;;) {
		int c = look(in, in->at);
		struct place at = here(in);
		switch (c) {
		case -1:
			if (in->failed)
				return INPUT_FAILED;
			if (in->list.line && !in->lenient)
				log_error(in->log, &in->list, "cut short: the list that begins here is never closed");
			if (!in->any)
				log_error(in->log, &(struct place){ .file = in->name }, "the file is empty");
			in->list.line = 0;
			in->any = true;
			return INPUT_END;
		case '\n':
			newline(in);
			continue;
		case ' ': case '\t': case '\r':
			in->at++;
			continue;
		case '[':
			if (in->list.line)
				stray(in, "a list of teachers inside a list of teachers");
			in->list = at;
			in->element = in->comma = false;
			break;
		case ']':
			if (!in->list.line)
				stray(in, "']' closes no list");
			else if (in->comma)
				stray(in, "a comma before the end of the list");
			in->list.line = 0;
			break;
		case ',':
			if (!in->list.line)
				stray(in, "a comma between teachers that are in no list; NDJSON has one on each line, "
				      "nothing between");
			else if (!in->element || in->comma)
				stray(in, "a comma without a teacher before it");
			in->comma = true;
			break;
		case '{':
			if (in->list.line && in->element && !in->comma)
				stray(in, "a comma is missing before this teacher");
			in->any = in->element = true;
			in->comma = false;
			return teacher(in, out);
		default:
			in->any = true;
			log_error(in->log, &at, "not JSON: %s", !c ? "a NUL byte; is this a text file?" : in->file ?
				  "a teacher begins with '{'; `hq roster` reads CSV" : "a teacher begins with '{'");
			in->lenient = true;
			resume(in, SIZE_MAX);
			return in->failed ? INPUT_FAILED : INPUT_BROKEN;
		}
		in->any = true;
		in->at++;
	}
}
