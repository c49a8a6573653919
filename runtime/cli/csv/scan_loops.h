/* The loops over 64 bytes, for a way of scanning to include after it has defined
 *
 *     static inline struct masks masks_of(const char *p);            bit i: byte i is this one
 *     static inline uint32_t *put_ends(uint32_t *to, uint32_t base, uint64_t set);    positions of the bits, low first
 */

/* Bits of the word at @i that lie before @to. */
static inline uint64_t inside_of(uint32_t i, uint32_t to)
{
	return to - i < 64 ? ((uint64_t)1 << (to - i)) - 1 : ~(uint64_t)0;
}

/* Bit i: an odd number of bits among 0..i. */
static inline uint64_t parity(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	return x ^ x << 32;
}

static void survey(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_survey *out)
{
	uint64_t quotes = 0, returns = 0, before = 0;
	size_t lines = 0;
	for (uint32_t i = from; i < to; i += 64) {
		const struct masks m = masks_of(bytes + i);
		const uint64_t valid = inside_of(i, to), cr = m.cr & valid;
		quotes |= m.quote & valid;
		returns |= cr;
		lines += (size_t)__builtin_popcountll(cr) +
			 (size_t)__builtin_popcountll(m.lf & valid & ~(cr << 1 | before));
		before = cr >> 63;
	}
	*out = (struct hqcsv_survey){ .lines = lines, .quotes = quotes != 0, .returns = returns != 0 };
}

static void plain(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_index *out)
{
	uint32_t *ends = out->ends;
	uint64_t before = 0;
	size_t rows = 0;
	for (uint32_t i = from; i < to; i += 64) {
		const struct masks m = masks_of(bytes + i);
		const uint64_t line = (m.cr | (m.lf & ~(m.cr << 1 | before))) & inside_of(i, to);
		rows += (size_t)__builtin_popcountll(line);
		ends = put_ends(ends, i, line | (m.comma & inside_of(i, to)));
		before = m.cr >> 63;
	}
	out->nends = (size_t)(ends - out->ends);
	out->nrows = rows;
	out->inside = out->odd = false;
}

/* A quote opens where the number of quotes before it is even, and closes where it is odd; two in a row inside a cell
 * close and open again. So quotes are in their place when each that opens follows the end of a cell or a quote that
 * closed, and each that closes stands before an end or a quote. */
static void quoted(const char *bytes, uint32_t from, uint32_t to, struct hqcsv_index *out)
{
	uint32_t *ends = out->ends;
	uint64_t within = 0, before = 0, ready = 1, closed = 0, odd = 0;
	size_t rows = 0;
	for (uint32_t i = from; i < to; i += 64) {
		const struct masks m = masks_of(bytes + i);
		const uint64_t valid = inside_of(i, to), quote = m.quote & valid;
		const uint64_t in = parity(quote) ^ within, cr = m.cr & ~in & valid;
		const uint64_t stop = (m.comma | m.lf | m.cr) & ~in & valid;
		const uint64_t opens = quote & in, closes = quote & ~in;
		odd |= opens & ~((stop | closes) << 1 | ready);
		odd |= (closes << 1 | closed) & ~(stop | quote) & valid;
		const uint64_t line = (cr | (m.lf & ~in & ~(cr << 1 | before))) & valid;
		rows += (size_t)__builtin_popcountll(line);
		ends = put_ends(ends, i, line | (m.comma & stop));
		within = 0 - (in >> 63);
		before = cr >> 63;
		ready = (stop | closes) >> 63;
		closed = closes >> 63;
	}
	out->nends = (size_t)(ends - out->ends);
	out->nrows = rows;
	out->inside = within & 1;
	out->odd = odd != 0;
}
