/* From process start to the answer for one teacher, against `true`, started in turn. usage: bench_start HQ FILE */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static double run(char *const argv[], const posix_spawn_file_actions_t *quiet)
{
	extern char **environ;
	const double t0 = bench_now();
	pid_t pid;
	int status;

	if (posix_spawnp(&pid, argv[0], quiet, NULL, argv, environ) != 0 || waitpid(pid, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "bench_start: %s failed\n", argv[0]);
		exit(3);
	}
	return bench_now() - t0;
}

int main(int argc, char **argv)
{
	enum { ROUNDS = 201 };
	static double a[ROUNDS], b[ROUNDS];
	posix_spawn_file_actions_t quiet;

	if (argc != 3)
		return 2;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	char *const nothing[] = { "true", NULL };
	char *const one[] = { argv[1], "eval", "--as-of", "2007-06-30", "--quiet", argv[2], NULL };
	for (size_t r = 0; r < ROUNDS; r++) {
		a[r] = run(nothing, &quiet);
		b[r] = run(one, &quiet);
	}
	const double ma = bench_median(a, ROUNDS), mb = bench_median(b, ROUNDS);
	printf("one teacher, from process start to exit\n");
	printf("  true                   %8.3f ms\n", ma * 1e3);
	printf("  hq eval                %8.3f ms\n", mb * 1e3);
	printf("  more than true         %8.3f ms     (goal: at most 2)\n", (mb - ma) * 1e3);
	return 0;
}
