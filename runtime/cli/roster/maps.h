/* Maps that are built in: made from states/maps/ by the Makefile. */
#ifndef HQ_ROSTER_MAPS_H
#define HQ_ROSTER_MAPS_H

struct hq_map { const char *name; const char *const *lines; };         /* lines end with a NULL */
extern const struct hq_map hq_maps[];                                  /* the last has no name */

#endif
