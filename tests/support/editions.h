/* Random teachers over every rule file: the editions one after another. */
#ifndef HQ_TESTS_EDITIONS_H
#define HQ_TESTS_EDITIONS_H

#include <stddef.h>

/** on_every_edition - stand on each edition of the rule files in turn (stand_on), and call @each there
 *  @teachers: how many in all; @each is told how many of them to draw, one at least. A file that does not compile fails the running test. */
void on_every_edition(size_t teachers, void (*each)(size_t teachers));

#endif
