/* Results: to standard output, or to a file that appears under its name only when all of it has been written, so that a
 * full disk or an interrupt leaves the old file as it was.
 */
#define _XOPEN_SOURCE 700      /* realpath */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"

static int cannot_write(const char *path)
{
	fprintf(stderr, "hqc: cannot write %s: %s\n", path ? path : "standard output", strerror(errno));
	return EXIT_SYSTEM;
}

int output_begin(struct output *out, const char *path)
{
	struct stat st;
	*out = (struct output){ .to = stdout };
	if (!path || !strcmp(path, "-"))
		return 0;
	bool exists = stat(path, &st) == 0;
	out->path = exists ? realpath(path, NULL) : strdup(path);
	if (!out->path)
		return cannot_write(path);
	if (exists && !S_ISREG(st.st_mode)) {                   /* a device or a pipe has no name to appear under */
		out->to = fopen(path, "w");
		if (out->to)
			return 0;
	} else {
		size_t room = strlen(out->path) + 32;
		out->temporary = malloc(room);
		if (out->temporary) {
			snprintf(out->temporary, room, "%s.tmp%ld", out->path, (long)getpid());
			out->to = fopen(out->temporary, "wx");
			if (out->to && exists)
				fchmod(fileno(out->to), st.st_mode & 07777);
			if (out->to)
				return 0;
		}
	}
	int status = cannot_write(path);
	free(out->temporary);
	free(out->path);
	return status;
}

int output_end(struct output *out, bool good)
{
	int status = 0;
	bool written = !ferror(out->to);
	if (!out->path) {
		if (fflush(out->to) || !written)
			status = cannot_write(NULL);
		return status;
	}
	if (fclose(out->to))
		written = false;
	if (!written && good)
		status = cannot_write(out->path);
	if (out->temporary) {
		if (!good || !written)
			unlink(out->temporary);
		else if (rename(out->temporary, out->path)) {
			status = cannot_write(out->path);
			unlink(out->temporary);
		}
	}
	free(out->temporary);
	free(out->path);
	return status;
}
