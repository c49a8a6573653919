/* Tries to break promise 3 of docs/embedding.md: a table that hq_verify accepts cannot make the runtime read or write out
 * of bounds, divide by zero, leave 64 bits or fail to end, whatever the facts.
 *
 * The input says which bytes of a sound table change and to what (three bytes each: place, place, value), after one
 * byte that picks the teacher. With libFuzzer: clang -fsanitize=fuzzer,address,undefined -DFUZZER; without, the program makes
 * its own inputs: fuzz_verify [SECONDS [SEED]], or runs the files it is given.
 */
#include <time.h>

#include "../tables/form.h"

static struct hand_rules sound, h;
static struct hand_facts f;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int discard(void *context, const struct hq_missing *missing)
{
	(void)missing;
	++*(long *)context;
	return 0;
}

/* Byte number @n, modulo how many there are, of those that the sound table uses: its arrays, without their unused ends. */
static uint8_t *used_byte(size_t n)
{
#define ARRAY(member, items) { offsetof(struct hand_rules, items), sound.head.member.count * sizeof(sound.items[0]) }
	const struct { size_t at, len; } arrays[] = {
		ARRAY(editions, edition), ARRAY(rows, rows), ARRAY(kids, kids), ARRAY(measures, measures), ARRAY(shapes, shapes),
		ARRAY(convs, convs), ARRAY(windows, windows), ARRAY(filter_ops, ops), ARRAY(words, words), ARRAY(lines, lines), ARRAY(tiers, tiers),
		ARRAY(limits, limits), ARRAY(rubrics, rubrics), ARRAY(slots, slots), ARRAY(notes, notes), ARRAY(cites, cites),
		ARRAY(sources, sources), ARRAY(numbers, numbers), ARRAY(texts, texts), { 0, sizeof(sound.head) },
	};
#undef ARRAY
	size_t all = 0, i = 0;

	for (size_t k = 0; k < sizeof(arrays) / sizeof(*arrays); k++)
		all += arrays[k].len;
	for (n %= all; n >= arrays[i].len; i++)
		n -= arrays[i].len;
	return (uint8_t *)&h + arrays[i].at + n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[1 << 16];
	long count = 0;
	size_t len;

	if (sound.head.magic == 0)
		form_rules(&sound);
	if (size == 0)
		return 0;
	h = sound;
	for (size_t i = 1; i + 2 < size; i += 3)
		*used_byte((size_t)data[i] << 8 | data[i + 1]) = data[i + 2];
	if (hq_verify(&h.head, sizeof(h), hand_vocab(), NULL) != HQ_OK)
		return 0;
	form_teacher(&f, data[0]);
	if (hand_decide(&h, &f, "2006-06-30") != HQ_OK)
		return 1;
	const struct hq_subject who = { "T-1042", "A1" };

	const struct hq_edition *e = HQ_AT(struct hq_edition, &h.head, editions);

	for (uint16_t i = 0; i < e->nslots; i++)
		hq_slot_name(&h.head, (uint16_t)(e->first_slot + i), text, sizeof(text));
	hq_find_slot(&h.head, 0, "a.a", 3);
	hq_missing_each(&h.head, &f.facts, &f.decision, discard, &count);
	hq_explain(&h.head, &f.facts, &f.decision, &who, HQ_FORMAT_JSON, text, sizeof(text), &len);
	hq_explain(&h.head, &f.facts, &f.decision, &who, HQ_FORMAT_FULL, text, sizeof(text), &len);
	return 2;
}

#ifndef FUZZER
static int run_file(const char *path)
{
	static uint8_t data[1 << 16];
	FILE *file = fopen(path, "rb");

	if (!file)
		return -1;
	const size_t n = fread(data, 1, sizeof(data), file);

	fclose(file);
	return LLVMFuzzerTestOneInput(data, n);
}

int main(int argc, char **argv)
{
	const bool timed = argc < 2 || strtol(argv[1], NULL, 10) > 0;
	const time_t end = time(NULL) + (argc > 1 ? strtol(argv[1], NULL, 10) : 10);
	uint64_t x = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	long counts[3] = { 0 };

	for (int i = 1; !timed && i < argc; i++)
		if (run_file(argv[i]) < 0)
			return 3;
	while (timed && time(NULL) < end) {
		for (int round = 0; round < 1000; round++) {
			uint8_t data[13];

			for (size_t i = 0; i < sizeof(data); i++) {
				x = x * 6364136223846793005u + 1442695040888963407u;
				data[i] = (uint8_t)((x >> 52 & 7) == 0 ? 255 : (x >> 52 & 7) < 3 ? x >> 60 : x >> 56);
			}
			counts[LLVMFuzzerTestOneInput(data, 4 + 3 * (data[0] % 4u))]++;
		}
	}
	printf("%ld refused, %ld with an error, %ld decided\n", counts[0], counts[1], counts[2]);
	hand_done(&f);
	return 0;
}
#endif
