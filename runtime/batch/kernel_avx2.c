/* The kernel for AVX2: 32 values at a time. Compiled for it, run where the machine has it. */
#ifdef __AVX2__
#define KERNEL hqb_avx2
#define KERNEL_NAME "avx2"
#include <immintrin.h>

#include "program.h"

static inline __m256i load(const void *at)
{
	return _mm256_loadu_si256(at);
}
static inline uint64_t word_u8(const uint8_t *from, uint8_t k)
{
	const __m256i least = _mm256_set1_epi8((char)k), a = load(from), b = load(from + 32);
	const unsigned low = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(a, least), a));
	const unsigned high = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(b, least), b));

	return low | (uint64_t)high << 32;
}
/* Packing goes by halves: the quarters are put in order again. */
static inline uint64_t below(__m256i a, __m256i b)
{
	return (unsigned)_mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xd8));
}
static inline uint64_t word_i16(const int16_t *from, int16_t k)
{
	const __m256i least = _mm256_set1_epi16(k);
	const uint64_t low = below(_mm256_cmpgt_epi16(least, load(from)), _mm256_cmpgt_epi16(least, load(from + 16)));
	const uint64_t high = below(_mm256_cmpgt_epi16(least, load(from + 32)), _mm256_cmpgt_epi16(least, load(from + 48)));

	return ~(low | high << 32);
}
static inline uint64_t word_i32(const int32_t *from, int32_t k)
{
	const __m256i least = _mm256_set1_epi32(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 8)
		w |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(least, load(from + i)))) << i;
	return ~w;
}
static inline uint64_t word_i64(const int64_t *from, int64_t k)
{
	const __m256i least = _mm256_set1_epi64x(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 4)
		w |= (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(least, load(from + i)))) << i;
	return ~w;
}

static inline void lanes_of(int16_t *lanes, uint64_t w)
{
	const __m256i each = _mm256_set_epi16((short)0x8000, 0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 128, 64, 32, 16, 8, 4, 2, 1);

	for (unsigned i = 0; i < 64; i += 16) {
		const __m256i sixteen = _mm256_and_si256(_mm256_set1_epi16((short)(w >> i & 0xffff)), each);

		_mm256_storeu_si256((void *)(lanes + i), _mm256_cmpeq_epi16(sixteen, each));
	}
}

#include "loops.h"
#else
typedef int hqb_no_avx2;               /* no file is empty */
#endif
