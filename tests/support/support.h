/* What the tests share: files, golden files, and programs run to their end.
 *
 * The environment says where things are: SRC the tree, BUILD what was built. UPDATE=1 rewrites golden files instead
 * of comparing them. Everything fails the running cmocka test with the reason.
 */
#ifndef HQ_TESTS_SUPPORT_H
#define HQ_TESTS_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>

/** $SRC and $BUILD; the test program ends when they are not set */
const char *src_dir(void);
const char *build_dir(void);

/** a path made as by printf, in memory that is kept until the program ends */
char *path_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** the whole file, NUL-terminated, to be freed; NULL if there is none */
char *read_file(const char *path, size_t *len);
void write_file(const char *path, const char *text, size_t len);

/** golden - @text is what the file @path holds; under UPDATE=1 the file is written instead
 *  A file that is missing is an empty one, so a new case fails until UPDATE=1 made it. */
void golden(const char *path, const char *text, size_t len);
bool updating(void);

/** names in @dir that end in @suffix, in byte order, without the suffix; *n of them; kept until the program ends */
char **list_files(const char *dir, const char *suffix, size_t *n);

/* A program that has ended. */
struct ran {
	int status;                    /* exit status; 128 + signal if it was killed */
	char *out, *err;               /* NUL-terminated; ran_done frees them */
	size_t out_len, err_len;
};
/** run - argv[0] is the program's path; @input NULL: nothing on standard input */
struct ran run(const char *const argv[], const char *input);
void ran_done(struct ran *r);

/** a directory for this test program, empty at its first use; path_of($BUILD/tests/tmp/NAME) */
const char *scratch_dir(const char *name);

#endif
