/* SIGINT and SIGTERM: work ends at the next whole row. */
#ifndef HQ_ROSTER_INTERRUPT_H
#define HQ_ROSTER_INTERRUPT_H

#include <stdbool.h>

/** from now on the first such signal only sets a mark, a second ends the program; a reader who has gone and a file
 *  that may not grow are errors of writing */
void interrupt_begin(void);
void interrupt_end(void);
bool interrupted(void);

#endif
