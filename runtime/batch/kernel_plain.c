/* The kernel for any machine: 64 values to 64 bits without any instruction for it. */
#define KERNEL hqb_plain
#define KERNEL_NAME "plain"
#include "program.h"

#ifdef __SSE2__
#include "words_sse2.h"
#else
#define WORD(T, S) \
static inline uint64_t word_##T(const S *from, S k) \
{ \
	uint64_t w = 0; \
	for (unsigned i = 0; i < 64; i++) \
		w |= (uint64_t)(from[i] >= k) << i; \
	return w; \
}
static inline void lanes_of(int16_t *lanes, uint64_t w)
{
	for (unsigned i = 0; i < 64; i++)
		lanes[i] = (int16_t)-(int)(w >> i & 1);
}
WORD(u8, uint8_t)
WORD(i16, int16_t)
WORD(i32, int32_t)
WORD(i64, int64_t)
#endif

#include "loops.h"
