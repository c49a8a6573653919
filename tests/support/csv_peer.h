/* The same CSV through our reader and through libcsv, both written out as one text, so that they can be held against each
 * other: a row a line, "3:abc" for a cell of three bytes, "! cells" or "! quote" for a row that is refused. */
#ifndef HQ_TESTS_CSV_PEER_H
#define HQ_TESTS_CSV_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csv_text { char *bytes; size_t len, size; };

/** by our reader, scanning in the n-th way (hqcsv_scan_way), reading at most so many bytes at a time. With @lines, each
 *  row begins with its line: "7 3:abc". A header that is refused: "! header". False: there is no such way */
bool csv_by_us(const char *bytes, size_t len, size_t way, size_t at_once, bool lines, struct csv_text *out);
/** by libcsv, strict; it ends at the first misplaced quote: "! quote" */
void csv_by_peer(const char *bytes, size_t len, struct csv_text *out);
/** the same to libcsv and to us, in every way; in each the same with any size of reads. What is wrong, or NULL */
const char *csv_differs(const char *bytes, size_t len, size_t at_once);

/** some CSV: mostly sound, from a fixed set of habits; at most @room bytes. @state is a seed and is moved on */
size_t csv_make(uint64_t *state, char *to, size_t room);

void csv_text_done(struct csv_text *text);

#endif
