/* 64 values to 64 bits with what every x86-64 has, sixteen at a time. */
#ifndef HQ_BATCH_WORDS_SSE2_H
#define HQ_BATCH_WORDS_SSE2_H

#include <emmintrin.h>
#include <stdint.h>

static inline __m128i load(const void *at)
{
	return _mm_loadu_si128(at);
}
static inline uint64_t word_u8(const uint8_t *from, uint8_t k)
{
	const __m128i least = _mm_set1_epi8((char)k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 16) {
		const __m128i v = load(from + i);

		w |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(v, least), v)) << i;
	}
	return w;
}
/* Greater than one less: no value is less than the least there is. */
static inline uint64_t word_i16(const int16_t *from, int16_t k)
{
	const __m128i below = _mm_set1_epi16(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 16) {
		const __m128i a = _mm_cmpgt_epi16(below, load(from + i)), b = _mm_cmpgt_epi16(below, load(from + i + 8));

		w |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(a, b)) << i;
	}
	return ~w;
}
static inline uint64_t word_i32(const int32_t *from, int32_t k)
{
	const __m128i below = _mm_set1_epi32(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 16) {
		const __m128i a = _mm_packs_epi32(_mm_cmpgt_epi32(below, load(from + i)), _mm_cmpgt_epi32(below, load(from + i + 4)));
		const __m128i b = _mm_packs_epi32(_mm_cmpgt_epi32(below, load(from + i + 8)), _mm_cmpgt_epi32(below, load(from + i + 12)));

		w |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_packs_epi16(a, b)) << i;
	}
	return ~w;
}
static inline uint64_t word_i64(const int64_t *from, int64_t k)
{
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i++)
		w |= (uint64_t)(from[i] >= k) << i;
	return w;
}

static inline void lanes_of(int16_t *lanes, uint64_t w)
{
	const __m128i each = _mm_set_epi16(128, 64, 32, 16, 8, 4, 2, 1);

	for (unsigned i = 0; i < 64; i += 8) {
		const __m128i eight = _mm_and_si128(_mm_set1_epi16((short)(w >> i & 0xff)), each);

		_mm_storeu_si128((void *)(lanes + i), _mm_cmpeq_epi16(eight, each));
	}
}

#endif
