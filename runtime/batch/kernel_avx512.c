/* The kernel for AVX-512: 64 values at a time, bits as they come. Compiled for it, run where the machine has it. */
#ifdef __AVX512BW__
#define KERNEL hqb_avx512
#define KERNEL_NAME "avx512"
#define KERNEL_CODES
#include <immintrin.h>

#include "program.h"

static inline uint64_t word_u8(const uint8_t *from, uint8_t k)
{
	return _mm512_cmpge_epu8_mask(_mm512_loadu_si512(from), _mm512_set1_epi8((char)k));
}
static inline uint64_t word_i16(const int16_t *from, int16_t k)
{
	const __m512i least = _mm512_set1_epi16(k);

	return _mm512_cmpge_epi16_mask(_mm512_loadu_si512(from), least) |
	       (uint64_t)_mm512_cmpge_epi16_mask(_mm512_loadu_si512(from + 32), least) << 32;
}
static inline uint64_t word_i32(const int32_t *from, int32_t k)
{
	const __m512i least = _mm512_set1_epi32(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 16)
		w |= (uint64_t)_mm512_cmpge_epi32_mask(_mm512_loadu_si512(from + i), least) << i;
	return w;
}
static inline uint64_t word_i64(const int64_t *from, int64_t k)
{
	const __m512i least = _mm512_set1_epi64(k);
	uint64_t w = 0;

	for (unsigned i = 0; i < 64; i += 8)
		w |= (uint64_t)_mm512_cmpge_epi64_mask(_mm512_loadu_si512(from + i), least) << i;
	return w;
}

static inline void lanes_of(int16_t *lanes, uint64_t w)
{
	_mm512_storeu_si512(lanes, _mm512_movm_epi16((__mmask32)w));
	_mm512_storeu_si512(lanes + 32, _mm512_movm_epi16((__mmask32)(w >> 32)));
}

static void codes(uint8_t *out, const uint64_t *a, const uint64_t *b, const uint64_t *c, size_t n)
{
	for (size_t i = 0; i < n; i += 64) {
		const __mmask64 in = n - i < 64 ? ((uint64_t)1 << (n - i)) - 1 : ~(uint64_t)0;
		__m512i v = _mm512_maskz_mov_epi8(a[i / 64], _mm512_set1_epi8(1));

		v = _mm512_mask_add_epi8(v, b[i / 64], v, _mm512_set1_epi8(2));
		v = _mm512_mask_add_epi8(v, c[i / 64], v, _mm512_set1_epi8(4));
		_mm512_mask_storeu_epi8(out + i, in, v);
	}
}

#include "loops.h"
#else
typedef int hqb_no_avx512;             /* no file is empty */
#endif
