/* Files, golden files and programs for the tests. See support.h. */
#define _XOPEN_SOURCE 700

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support.h"

static const char *needed(const char *name)
{
	const char *value = getenv(name);
	if (value && *value)
		return value;
	fprintf(stderr, "%s is not set: run the tests with `make check`\n", name);
	exit(2);
}

const char *src_dir(void)
{
	return needed("SRC");
}

const char *build_dir(void)
{
	return needed("BUILD");
}

/* Memory that lives as long as the program: reachable at its end, so that a leak checker stays silent. */
static void *keep(void *what)
{
	static void **kept;
	static size_t n, room;
	if (n == room) {
		room = room ? room * 2 : 256;
		kept = realloc(kept, room * sizeof(*kept));
		assert_non_null(kept);
	}
	return kept[n++] = what;
}

char *path_of(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char text[4096];
	int len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	assert_true(len >= 0 && (size_t)len < sizeof(text));
	return keep(strdup(text));
}

/* ---- files --------------------------------------------------------------------------------------------------- */

/* All that can be read from a descriptor, with a NUL behind it. */
static char *read_all(int fd, size_t *len)
{
	size_t room = 1 << 16;
	char *text = malloc(room);
	*len = 0;
	assert_non_null(text);
	for (ssize_t got; (got = read(fd, text + *len, room - *len - 1)) != 0;) {
		if (got < 0 && errno == EINTR)
			continue;
		assert_true(got > 0);
		*len += (size_t)got;
		if (*len + 1 == room) {
			text = realloc(text, room *= 2);
			assert_non_null(text);
		}
	}
	text[*len] = '\0';
	return text;
}

char *read_file(const char *path, size_t *len)
{
	size_t ignored;
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	char *text = read_all(fileno(f), len ? len : &ignored);
	fclose(f);
	return text;
}

void write_file(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		fail_msg("cannot write %s: %s", path, strerror(errno));
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **list_files(const char *dir, const char *suffix, size_t *n)
{
	size_t room = 64;
	char **names = malloc(room * sizeof(*names));
	DIR *d = opendir(dir);
	*n = 0;
	assert_non_null(names);
	for (struct dirent *e; d && (e = readdir(d));) {
		size_t len = strlen(e->d_name), end = strlen(suffix);
		if (len <= end || e->d_name[0] == '.' || strcmp(e->d_name + len - end, suffix))
			continue;
		if (*n == room) {
			names = realloc(names, (room *= 2) * sizeof(*names));
			assert_non_null(names);
		}
		names[(*n)++] = path_of("%.*s", (int)(len - end), e->d_name);
	}
	if (d)
		closedir(d);
	qsort(names, *n, sizeof(*names), by_name);
	return keep(names);
}

const char *scratch_dir(const char *name)
{
	char *path = path_of("%s/tests/tmp/%s", build_dir(), name);
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(path, 0777);
		*at = '/';
	}
	mkdir(path, 0777);
	size_t n;
	char **old = list_files(path, "", &n);
	for (size_t i = 0; i < n; i++)
		unlink(path_of("%s/%s", path, old[i]));
	return path;
}

/* ---- golden files -------------------------------------------------------------------------------------------- */

bool updating(void)
{
	const char *value = getenv("UPDATE");
	return value && !strcmp(value, "1");
}

/* The first line in which two texts differ, for the failure. */
static size_t first_difference(const char *a, const char *b, const char **line_a, const char **line_b)
{
	size_t line = 1;
	for (*line_a = a, *line_b = b; *a && *a == *b; a++, b++) {
		if (*a == '\n') {
			line++;
			*line_a = a + 1;
			*line_b = b + 1;
		}
	}
	return line;
}

void golden(const char *path, const char *text, size_t len)
{
	size_t want_len = 0;
	char *want = read_file(path, &want_len);
	if (want && want_len == len && !memcmp(want, text, len)) {
		free(want);
		return;
	}
	if (updating()) {
		write_file(path, text, len);
		free(want);
		return;
	}
	const char *line_want, *line_got;
	size_t line = first_difference(want ? want : "", text, &line_want, &line_got);
	print_error("%s:%zu: differs (UPDATE=1 rewrites it)\n  wanted: %.*s\n  got:    %.*s\n", path, line,
		    (int)strcspn(line_want, "\n"), line_want, (int)strcspn(line_got, "\n"), line_got);
	free(want);
	fail();
}

/* ---- programs ------------------------------------------------------------------------------------------------ */

static void child(const char *const argv[], int in, int out, int err)
{
	char *words[64];
	size_t n = 0;
	for (; argv[n] && n + 1 < sizeof(words) / sizeof(words[0]); n++)
		words[n] = strdup(argv[n]);
	words[n] = NULL;
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(127);
	execvp(words[0], words);
	_exit(127);
}

/* Standard input and both outputs are files, so that no pipe can fill up and wait. */
struct ran run(const char *const argv[], const char *input)
{
	struct ran r = { 0 };
	FILE *in = tmpfile(), *out = tmpfile(), *err = tmpfile();
	assert_true(in && out && err);
	if (input)
		fputs(input, in);
	rewind(in);
	fflush(NULL);
	pid_t pid = fork();
	if (!pid)
		child(argv, fileno(in), fileno(out), fileno(err));
	assert_true(pid > 0);
	int status = 0;
	while (waitpid(pid, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	lseek(fileno(out), 0, SEEK_SET);
	lseek(fileno(err), 0, SEEK_SET);
	r.out = read_all(fileno(out), &r.out_len);
	r.err = read_all(fileno(err), &r.err_len);
	fclose(in);
	fclose(out);
	fclose(err);
	return r;
}

void ran_done(struct ran *r)
{
	free(r->out);
	free(r->err);
	*r = (struct ran){ 0 };
}
