/* Scanning on any machine: eight bytes at a time in one register. */
#include "scan.h"

#include <string.h>

struct masks { uint64_t quote, comma, lf, cr; };

static const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;

/* The lowest byte of the result belongs to the first byte in memory, whatever the machine's order. */
static inline uint64_t eight(const char *p)
{
	uint64_t w = 0;
	for (unsigned i = 0; i < 8; i++)
		w |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return w;
}

/* Bit i: byte i of @w is @byte. Exact: no carry leaves a byte. */
static inline uint64_t equal(uint64_t w, unsigned char byte)
{
	const uint64_t x = w ^ ones * byte;
	const uint64_t zero = ~(((x & ~tops) + ~tops) | x) & tops;
	return (zero >> 7) * 0x0102040810204080u >> 56;
}

static inline struct masks masks_of(const char *p)
{
	struct masks m = { 0 };
	for (unsigned i = 0; i < 64; i += 8) {
		const uint64_t w = eight(p + i);
		m.quote |= equal(w, '"') << i;
		m.comma |= equal(w, ',') << i;
		m.lf |= equal(w, '\n') << i;
		m.cr |= equal(w, '\r') << i;
	}
	return m;
}

static inline uint32_t *put_ends(uint32_t *to, uint32_t base, uint64_t set)
{
	for (; set; set &= set - 1)
		*to++ = base + (uint32_t)__builtin_ctzll(set);
	return to;
}

typedef uint32_t words __attribute__((vector_size(16)));
typedef int32_t signs __attribute__((vector_size(16)));

static inline uint64_t bits_of(signs lanes)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < 4; i++)
		bits |= (uint64_t)(lanes[i] & 1) << i;
	return bits;
}

#include "scan_loops.h"
#include "column_loops.h"

const struct hqcsv_scan hqcsv_scan_portable = { "portable", survey, plain, quoted, yes_no, numbers };
