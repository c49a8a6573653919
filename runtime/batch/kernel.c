/* Which kernel: the widest that the machine has, or the one that is asked for. */
#include "program.h"

const struct hqb_kernel *hqb_kernel_of(enum hq_kernel want)
{
#if defined __x86_64__ && defined __GNUC__
	__builtin_cpu_init();
	const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
	const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
			    __builtin_cpu_supports("avx512vl");

	if (avx512 && (want == HQ_KERNEL_BEST || want == HQ_KERNEL_AVX512))
		return &hqb_avx512;
	if (avx2 && (want == HQ_KERNEL_BEST || want == HQ_KERNEL_AVX2))
		return &hqb_avx2;
#endif
	return want == HQ_KERNEL_BEST || want == HQ_KERNEL_PLAIN ? &hqb_plain : NULL;
}

const char *hq_batch_kernel_name(enum hq_kernel want)
{
	const struct hqb_kernel *k = hqb_kernel_of(want);

	return k ? k->name : NULL;
}
