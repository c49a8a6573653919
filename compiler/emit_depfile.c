/* What an output depends on, as a rule for make: the target, then every file that was read. Each used file is also a
 * target of its own without a recipe, so that taking one away makes nothing fail.
 */
#include "compile.h"
#include "emit.h"

/* A path as make reads it. */
static void put_path(const char *path, FILE *to)
{
	for (const char *p = path; *p; p++) {
		if (*p == ' ' || *p == '#' || *p == '\\')
			putc('\\', to);
		else if (*p == '$')
			putc('$', to);
		putc(*p, to);
	}
}

int hqc_emit_depfile(const struct hqc *c, const char *target, FILE *to)
{
	put_path(target, to);
	putc(':', to);
	for (uint16_t i = 0; i < c->nfiles; i++) {
		putc(' ', to);
		put_path(c->files[i]->path, to);
	}
	putc('\n', to);
	for (uint16_t i = 1; i < c->nfiles; i++) {
		putc('\n', to);
		put_path(c->files[i]->path, to);
		fputs(":\n", to);
	}
	return emit_done(to);
}
