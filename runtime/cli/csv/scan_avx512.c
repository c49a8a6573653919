/* Scanning with 64-byte registers and a machine that packs the positions of set bits itself (AVX-512 VBMI2). */
#include "scan.h"

#include <string.h>

#if defined __AVX512BW__ && defined __AVX512VBMI2__
#include <immintrin.h>

struct masks { uint64_t quote, comma, lf, cr; };

static inline struct masks masks_of(const char *p)
{
	const __m512i v = _mm512_loadu_si512(p);
	return (struct masks){ _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')),
			       _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(',')),
			       _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')),
			       _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')) };
}

static const uint8_t places[64] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
	32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
	62, 63,
};

static inline void put_16(uint32_t *to, __m512i from, __m128i packed)
{
	_mm512_storeu_si512(to, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(packed)));
}

/* The first 32 without asking how many there are; those past the last are written over by the next word (SCAN_SLACK). */
static inline uint32_t *put_ends(uint32_t *to, uint32_t base, uint64_t set)
{
	const __m512i packed = _mm512_maskz_compress_epi8(set, _mm512_loadu_si512(places));
	const __m512i from = _mm512_set1_epi32((int)base);
	uint32_t *const end = to + __builtin_popcountll(set);
	put_16(to, from, _mm512_castsi512_si128(packed));
	put_16(to + 16, from, _mm512_extracti32x4_epi32(packed, 1));
	if (end > to + 32) {
		put_16(to + 32, from, _mm512_extracti32x4_epi32(packed, 2));
		put_16(to + 48, from, _mm512_extracti32x4_epi32(packed, 3));
	}
	return end;
}

typedef uint32_t words __attribute__((vector_size(64)));
typedef int32_t signs __attribute__((vector_size(64)));

static inline uint64_t bits_of(signs lanes)
{
	return _mm512_test_epi32_mask((__m512i)lanes, (__m512i)lanes);
}

#include "scan_loops.h"
#include "column_loops.h"

const struct hqcsv_scan hqcsv_scan_avx512 = { "avx512", survey, plain, quoted, yes_no, numbers };
#endif
