/* Cells of one column to values, a register of cells at a time, for a way of scanning to include after it has defined
 *
 *     typedef uint32_t words __attribute__((vector_size(...)));      and `signs`, the same of int32_t
 *     static inline uint64_t bits_of(signs lanes);                   bit i: lane i is not 0 (it is 0 or all ones)
 */

enum { LANES = sizeof(words) / sizeof(uint32_t) };

/* The last @len bytes of a word, the others 0: the bytes of the cell. */
static inline words kept(words last, signs len)
{
	return last & (((words)(len > 0) & 0xff000000u) | ((words)(len > 1) & 0x00ff0000u) |
		       ((words)(len > 2) & 0x0000ff00u) | ((words)(len > 3) & 0x000000ffu));
}

/* yes, no, true, false, in any capitals: their lengths tell them apart. */
static uint64_t yes_no(const struct csv_gathered *g, int32_t *values, uint64_t *known)
{
	uint64_t there = 0, odd = 0;
	for (unsigned r = 0; r < 64; r += LANES) {
		words last, fifth;
		signs len;
		memcpy(&last, g->last + r, sizeof last);
		memcpy(&fifth, g->fifth + r, sizeof fifth);
		memcpy(&len, g->len + r, sizeof len);
		const signs no = len == 2, yes = len == 3, tru = len == 4, fals = len == 5;
		const words wanted = ((words)no & 0x6f6e0000u) | ((words)yes & 0x73657900u) | ((words)tru & 0x65757274u) |
				     ((words)fals & 0x65736c61u);
		const signs wrong = (kept(last | 0x20202020u, len) != wanted) | (fals & ((fifth | 0x20) != 'f'));
		const words value = (words)(yes | tru) & 1;
		memcpy(values + r, &value, sizeof value);
		there |= bits_of(len != 0) << r;
		odd |= bits_of(wrong) << r;
	}
	*known = there;
	return odd;
}

/* Whole numbers of up to four digits, times @one, at most @max. */
static uint64_t numbers(const struct csv_gathered *g, uint32_t one, int32_t max, int32_t *values, uint64_t *known)
{
	uint64_t there = 0, odd = 0;
	for (unsigned r = 0; r < 64; r += LANES) {
		words w;
		signs len;
		memcpy(&w, g->last + r, sizeof w);
		memcpy(&len, g->len + r, sizeof len);
		w = kept(w ^ 0x30303030u, len);
		const words past = ((w + 0x76767676u) | w) & 0x80808080u;      /* a byte past 9 */
		w = ((w << 3) + (w << 1) + (w >> 8)) & 0x00ff00ffu;            /* two numbers of two digits */
		w = ((w & 0xff) << 6) + ((w & 0xff) << 5) + ((w & 0xff) << 2) + (w >> 16);
		w *= one;
		const signs wrong = (past != 0) | (len > 4) | ((signs)w > max);
		memcpy(values + r, &w, sizeof w);
		there |= bits_of(len != 0) << r;
		odd |= bits_of(wrong) << r;
	}
	*known = there;
	return odd;
}
