/* Results in files. A file is made beside the one that is asked for and takes its name at the end, in one step: whoever looks
 * sees the old one or the whole new one. Standard output may be a file too: when the disk is full, it is cut after its last
 * whole row. */
#define _XOPEN_SOURCE 700               /* realpath */

#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct target *t)
{
	if (!t->error)
		t->error = errno ? errno : EIO;
	return -1;
}

int target_open(struct target *t, const char *path)
{
	*t = (struct target){ .fd = 1, .name = path ? path : "standard output" };
	if (!path)
		return 0;
	struct stat there;
	const bool exists = !stat(path, &there);
	t->fd = -1;
	if (exists && !S_ISREG(there.st_mode)) {       /* a pipe, a device: nothing that could take another's place */
		t->direct = true;
		t->fd = open(path, O_WRONLY);
		return t->fd < 0 ? fail(t) : 0;
	}
	t->final = exists ? realpath(path, NULL) : strdup(path);       /* a link stays one */
	const size_t room = t->final ? strlen(t->final) + sizeof(".part-XXXXXX") : 0;
	t->temporary = t->final ? malloc(room) : NULL;
	if (!t->temporary)
		return fail(t);
	snprintf(t->temporary, room, "%s.part-XXXXXX", t->final);
	t->fd = mkstemp(t->temporary);
	if (t->fd < 0) {
		fail(t);
		free(t->temporary);
		t->temporary = NULL;
		return -1;
	}
	const mode_t mask = umask(077);        /* there is no other way to ask for it */
	umask(mask);
	fchmod(t->fd, exists ? there.st_mode & 0777 : 0666 & ~mask);
	return 0;
}

/* The file ends in @done bytes of @text, and could not take more: back to the end of a row. */
static void cut(const struct target *t, const char *text, size_t done)
{
	const off_t end = lseek(t->fd, 0, SEEK_CUR);
	size_t rest = 0;
	while (rest < done && text[done - rest - 1] != '\n')
		rest++;
	if (end >= (off_t)rest && rest && !ftruncate(t->fd, end - (off_t)rest))
		lseek(t->fd, end - (off_t)rest, SEEK_SET);
}

int target_write(struct target *t, const char *text, size_t len)
{
	if (t->error)
		return -1;
	for (size_t done = 0; done < len;) {
		const ssize_t n = write(t->fd, text + done, len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			fail(t);
			cut(t, text, done);
			return -1;
		}
		done += (size_t)n;
	}
	return 0;
}

int target_end(struct target *t, bool keep)
{
	if (t->direct && t->fd >= 0 && close(t->fd))
		fail(t);
	if (t->temporary) {
		if (keep && !t->error && fsync(t->fd) && errno != EINVAL && errno != EROFS)
			fail(t);
		if (close(t->fd))
			fail(t);
		if (keep && !t->error && rename(t->temporary, t->final))
			fail(t);
		if (!keep || t->error)
			unlink(t->temporary);
	}
	if (t->temporary || t->direct)
		t->fd = -1;
	free(t->temporary);
	free(t->final);
	t->temporary = t->final = NULL;
	return t->error ? -1 : 0;
}
