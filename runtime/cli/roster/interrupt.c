/* The one thing of a run that cannot be handed from function to function: a signal knows nothing but what is global. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t mark;
enum { MARKING = 2, SIGNALS = 4 };
static const int signals[SIGNALS] = { SIGINT, SIGTERM, SIGPIPE, SIGXFSZ };     /* the last two: an error of writing will do */
static struct sigaction before[SIGNALS];

static void note(int number)
{
	(void)number;
	mark = 1;
}

void interrupt_begin(void)
{
	struct sigaction marking = { .sa_handler = note, .sa_flags = (int)SA_RESETHAND }, ignoring = { .sa_handler = SIG_IGN };
	sigemptyset(&marking.sa_mask);         /* no SA_RESTART: a read that waits is to come back */
	sigemptyset(&ignoring.sa_mask);
	mark = 0;
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], i < MARKING ? &marking : &ignoring, NULL);
	}
}

void interrupt_end(void)
{
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
}

bool interrupted(void)
{
	return mark;
}
