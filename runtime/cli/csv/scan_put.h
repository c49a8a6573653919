/* Positions of the bits of a word, 24 at a time without asking how many there are; those past the last are written
 * over by the next word (SCAN_SLACK). Rows of short cells have a dozen or two ends in 64 bytes. */
static inline uint32_t *put_ends(uint32_t *to, uint32_t base, uint64_t set)
{
	uint32_t *const end = to + __builtin_popcountll(set);
	do {
		for (unsigned k = 0; k < 24; k++) {
			to[k] = base + (uint32_t)__builtin_ctzll(set | (uint64_t)1 << 63);
			set &= set - 1;
		}
		to += 24;
	} while (to < end);
	return end;
}
