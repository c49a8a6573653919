/* Scanning with 32-byte registers. Compiled for AVX2 where the compiler can; used where the machine has it. */
#include "scan.h"

#include <string.h>

#ifdef __AVX2__
#include <immintrin.h>

struct masks { uint64_t quote, comma, lf, cr; };

static inline uint64_t equal(__m256i low, __m256i high, char byte)
{
	const __m256i b = _mm256_set1_epi8(byte);
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, b)) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, b)) << 32;
}

static inline struct masks masks_of(const char *p)
{
	const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)p);
	const __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	return (struct masks){ equal(low, high, '"'), equal(low, high, ','), equal(low, high, '\n'),
			       equal(low, high, '\r') };
}

#include "scan_put.h"
typedef uint32_t words __attribute__((vector_size(32)));
typedef int32_t signs __attribute__((vector_size(32)));

static inline uint64_t bits_of(signs lanes)
{
	return (uint64_t)(uint32_t)_mm256_movemask_ps((__m256)lanes);
}

#include "scan_loops.h"
#include "column_loops.h"

const struct hqcsv_scan hqcsv_scan_avx2 = { "avx2", survey, plain, quoted, yes_no, numbers };
#endif
