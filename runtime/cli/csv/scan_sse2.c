/* Scanning with the 16-byte registers that every x86-64 has. */
#include "scan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

struct masks { uint64_t quote, comma, lf, cr; };

static inline uint64_t equal(const __m128i v[4], char byte)
{
	const __m128i b = _mm_set1_epi8(byte);
	uint64_t set = 0;
	for (unsigned i = 0; i < 4; i++)
		set |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], b)) << 16 * i;
	return set;
}

static inline struct masks masks_of(const char *p)
{
	__m128i v[4];
	for (unsigned i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
	return (struct masks){ equal(v, '"'), equal(v, ','), equal(v, '\n'), equal(v, '\r') };
}

#include "scan_put.h"
typedef uint32_t words __attribute__((vector_size(16)));
typedef int32_t signs __attribute__((vector_size(16)));

static inline uint64_t bits_of(signs lanes)
{
	return (uint64_t)(uint32_t)_mm_movemask_ps((__m128)lanes);
}

#include "scan_loops.h"
#include "column_loops.h"

const struct hqcsv_scan hqcsv_scan_sse2 = { "sse2", survey, plain, quoted, yes_no, numbers };
#endif
