/* Whether the runtime can tell of a missing list what all its measures together can have (semantics 8.5); HQ301 where it may not.
 *
 * A missing list may hold any records, so what is asked of it can be had by records that nothing else takes, unless each record that one measure takes
 * is also one of a measure that is to have only so much. Measures of which that may be so bind each other, and what they can have together the runtime
 * tells where they are few, all count or all add up alike, and the sorts of records that there can be make a totally unimodular matrix: then sums
 * of what they are wanted at say all there is to say. That a measure is to have nothing needs no such care. Whether it is so is asked here for whatever else is
 * known.
 * It is long because it is one question: every part asks something of the same measures, and none is asked from outside.
 * The one idea: two questions err to two sides. That there is a record is said only where one is found; that there is none, only where none can be.
 */
#include <stdio.h>
#include <string.h>

#include "forks.h"

enum { AT_ONCE = 8 /* as the runtime's HQI_TOGETHER_MAX */, TOGETHER_MAX = 12 };

struct binding {
	struct hqc_lower *l;
	const struct hq_edition *made;
	const uint16_t *same;                  /* by measure: the first that is the same quantity; of all those this one stands for */
	const uint8_t *signs;                  /* by measure, of all that it stands for */
	const struct hq_vocab_kind *kind;
	uint8_t k, most, least;                /* the signs of what is wanted at most and at the least; where the verdict is to be no, DOWN and UP */
	bool *in;                              /* by measure: it may be wanted at more than all others allow */
	bool *out;                             /* by measure: left out, for with it it could not be told */
};

static const struct hq_measure *at_measure(const struct binding *b, uint16_t m)
{
	return HQC_AT(const struct hq_measure, b->l->measures, m);
}

static bool counts(const struct hq_measure *m)
{
	return m->agg == HQ_AGG_COUNT;
}

/* The next measure of the kind that anything is wanted of, from @m on; l->measures.count: none. */
static uint16_t next_measure(const struct binding *b, uint16_t m)
{
	while (m < b->l->measures.count && (at_measure(b, m)->kind != b->k || !b->signs[m] || b->same[m] != m || b->out[m]))
		m++;
	return m;
}
#define EACH_MEASURE(b, m) (uint16_t m = next_measure((b), (b)->made->first_measure); m < (b)->l->measures.count; m = next_measure((b), (uint16_t)(m + 1)))

/* May the measure be wanted at something, but at no more than so much? Not where the rules only tell none from some. */
static bool may_be_bound(const struct binding *b, uint16_t m)
{
	const struct hq_measure *x = at_measure(b, m);
	const int64_t least = counts(x) ? x->scale : 1;

	for (uint32_t i = b->made->first_row; i < b->l->rows.count; i++) {
		const struct hqc_row *row = HQC_AT(const struct hqc_row, b->l->rows, i);

		if (row->op == HQ_OP_LINE && b->same[HQC_AT(const struct hq_line, b->l->lines, row->arg)->measure] == m)
			return true;
		if (row->op == HQ_OP_QUANTITY && b->same[row->arg] == m && (row->a > least || (row->b >= least && row->b < x->max)))
			return true;
	}
	return false;
}

static bool uncapped(const struct hq_measure *m)
{
	return m->cap_each == HQ_BIG && m->cap_year == HQ_BIG && m->block_each == 0;
}

/* Is it the same that they take of a record? What pack.c makes one shape of. */
static bool alike(const struct hqc_lower *l, const struct hq_measure *x, const struct hq_measure *y)
{
	bool same = x->kind == y->kind && x->agg == y->agg && x->unit == y->unit && x->decimals == y->decimals && x->scale == y->scale &&
		    x->block_each == y->block_each && x->cap_each == y->cap_each && x->cap_year == y->cap_year && x->max == y->max && x->nconvs == y->nconvs;

	for (uint32_t i = 0; same && i < x->nconvs; i++) {
		const struct hq_conv *c = HQC_AT(const struct hq_conv, l->convs, x->first_conv + i), *d = HQC_AT(const struct hq_conv, l->convs, y->first_conv + i);

		same = c->unit == d->unit && c->num == d->num && c->den == d->den;
	}
	return same;
}

/* Is there a unit that counts for itself? */
static bool takes_as_is(const struct binding *b, const struct hq_measure *m)
{
	bool one = false;

	for (uint32_t i = 0; i < m->nconvs; i++) {
		const struct hq_conv *c = HQC_AT(const struct hq_conv, b->l->convs, m->first_conv + i);

		one |= c->num == c->den;
	}
	return one;
}

/* May it come to any number, from the least on? */
static bool is_plain(const struct binding *b, const struct hq_measure *m)
{
	return (counts(m) || takes_as_is(b, m)) && uncapped(m) && m->agg != HQ_AGG_GREATEST && (counts(m) || b->kind->amount_min <= 1);
}

/* Is it the same whatever the rules leave open (semantics 8.4 e)? Else it binds no other, for it may be nothing. */
static bool is_sure(const struct hq_vocab_kind *kind, const struct hq_measure *m)
{
	uint32_t units = 0;

	for (uint32_t u = 0; u < HQ_UNITS_MAX; u++)
		units += kind->units >> u & 1;
	return counts(m) || units == m->nconvs;
}

/* The field of the day that puts a record in a window: of a span whose years are added up the first, for what has several years is as good as several with one
 * each, which begin on the day of theirs. */
static uint8_t day_of(const struct hq_vocab_kind *kind, const struct hq_measure *m)
{
	return m->agg == HQ_AGG_SUM && (kind->flags & HQ_KIND_SPAN) ? kind->from_field : kind->date_field;
}

/* Does each record in it add to it? */
static bool always_adds(const struct binding *b, const struct hq_measure *m)
{
	return counts(m) || (is_sure(b->kind, m) && b->kind->amount_min > 0 && m->block_each == 0);
}

/* May it be that more of @m, or (HQ_NONE) of what a record of the kind brings with it, is more of @d too, which is to be little? */
static bool stands_against(const struct binding *b, uint16_t d, uint16_t m)
{
	const struct hq_measure *y = at_measure(b, d);

	return d != m && (b->signs[d] & b->least) && is_sure(b->kind, y) && (always_adds(b, y) || (m != HQ_NONE && !counts(at_measure(b, m)) && !counts(y)));
}

/* And that not by having none, which the runtime sees to by itself; but for amounts, if they are added up in two ways. */
static bool binds(const struct binding *b, uint16_t d, uint16_t m)
{
	const struct hq_measure *x = m == HQ_NONE ? NULL : at_measure(b, m), *y = at_measure(b, d);

	return stands_against(b, d, m) && (may_be_bound(b, d) || (x && !counts(x) && !counts(y) && !always_adds(b, y) && !(alike(b->l, x, y) && uncapped(y))));
}

static const struct hq_window *window_of(const struct binding *b, uint16_t m)
{
	return HQC_AT(const struct hq_window, b->l->windows, at_measure(b, m)->window);
}

/* Does the window of @m begin after that of @d has ended, whatever the as-of date? */
static bool begins_after(const struct binding *b, uint16_t m, uint16_t d)
{
	const struct hq_window *later = window_of(b, m), *earlier = window_of(b, d);

	return later->from_kind == earlier->to_kind && ((later->from_kind == HQ_BOUND_MONTHS && later->from <= earlier->to) ||
							 (later->from_kind == HQ_BOUND_DAY && later->from > earlier->to));
}

/* Is there a record in all of @in and none of @out, whatever else is known? What is out is so whatever its day; a day that is in all windows is in the only
 * one, or the last of all if they all end there, and nothing else may ask for it. */
static bool is_surely_there(const struct binding *b, const uint16_t *in, uint32_t nin, const uint16_t *out, uint32_t nout)
{
	uint16_t filters[HQ_ROWS_MAX];
	uint32_t read = 0, day = 0, window = 0;
	bool last = true, one = true;

	for (uint32_t i = 0; i < nin + nout; i++) {
		const struct hq_measure *m = at_measure(b, i < nin ? in[i] : out[i - nin]);

		filters[i] = m->filter;
		read |= hqc_fields_read(b->l, m->filter);
		if (i < nin && m->window) {
			one = one && (!window || window == m->window);
			last = last && HQC_AT(const struct hq_window, b->l->windows, m->window)->to_kind == HQ_BOUND_OPEN;
			window = m->window;
			day |= b->kind->date_field == 255 ? 0 : 1u << day_of(b->kind, m);
		}
	}
	if (day && ((read & day) || (!one && !last)))
		return false;
	return hqc_may_be_there(b->l, b->k, true, filters, nin, filters + nin, nout);
}

/* Can there be a record in @m that is in nothing which stands against it? */
static bool is_alone(const struct binding *b, uint16_t m)
{
	uint16_t out[HQ_ROWS_MAX];
	uint32_t n = 0;

	for EACH_MEASURE(b, d)
		if (stands_against(b, d, m))
			out[n++] = d;
	return n == 0 || is_surely_there(b, &m, 1, out, n);
}

/* The same of a record of @filter, which is counted nowhere. */
static bool is_other_alone(const struct binding *b, uint16_t filter)
{
	uint16_t out[HQ_ROWS_MAX];
	uint32_t n = 0;

	for EACH_MEASURE(b, d)
		if (stands_against(b, d, HQ_NONE))
			out[n++] = at_measure(b, d)->filter;
	return hqc_may_be_there(b->l, b->k, true, &filter, 1, out, n);
}

static bool share_records(const struct binding *b, uint16_t m, uint16_t d)
{
	const uint16_t both[] = { at_measure(b, m)->filter, at_measure(b, d)->filter };

	return hqc_may_be_there(b->l, b->k, false, both, 2, NULL, 0);
}

/* May it be that each record of @m that is in nothing which has none is in something that may be bound? */
static bool is_bound(const struct binding *b, uint16_t m)
{
	for EACH_MEASURE(b, d)
		if (binds(b, d, m) && share_records(b, m, d))
			return !is_alone(b, m);
	return false;
}

/* May each set of @rows be parted in two so that no sort of record is in one part more than once oftener than in the other (Ghouila-Houri)? */
static bool is_unimodular(const uint16_t *sorts, uint32_t nsorts, uint32_t rows)
{
	for (uint32_t some = 1; some < 1u << rows; some++) {
		bool parted = false;

		for (uint32_t part = some;; part = (part - 1) & some) {
			parted = true;
			for (uint32_t i = 0; i < nsorts && parted; i++) {
				int more = 0;

				for (uint32_t row = 0; row < rows; row++)
					more += !(sorts[i] & some & 1u << row) ? 0 : part >> row & 1 ? 1 : -1;
				parted = more >= -1 && more <= 1;
			}
			if (parted || !part)
				break;
		}
		if (!parted)
			return false;
	}
	return true;
}

/* Is sort @other as good as @set, or better: in as many that are wanted at most, in no more that are wanted at the least, and in the same that are both? */
static bool is_as_good(uint32_t other, uint32_t set, uint32_t up, uint32_t down)
{
	return !(set & ~other & up) && !(other & ~set & down) && !((other ^ set) & up & down);
}

/* Sorts of records, as sets of measures: all that cannot be ruled out, without those that another beats which is surely there. */
static uint32_t find_sorts(const struct binding *b, const uint16_t *measures, uint32_t n, uint16_t *sorts)
{
	static const uint32_t most = 1u << TOGETHER_MAX;
	bool *sure = hqc_arena_alloc(&b->l->c->arena, most), *may = hqc_arena_alloc(&b->l->c->arena, most);
	uint32_t found = 0, up = 0, down = 0;

	for (uint32_t i = 0; i < n; i++) {
		up |= (uint32_t)((b->signs[measures[i]] & b->most) != 0) << i;
		down |= (uint32_t)((b->signs[measures[i]] & b->least) != 0) << i;
	}
	for (uint32_t set = 1; set < 1u << n; set++) {
		uint16_t in[TOGETHER_MAX], out[TOGETHER_MAX], filter[TOGETHER_MAX], not[TOGETHER_MAX];
		uint32_t nin = 0, nout = 0, nnot = 0;

		may[set] = true;
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t k = 0; k < n; k++)
				may[set] = may[set] && !((set >> i & 1) && (set >> k & 1) && begins_after(b, measures[i], measures[k]));
		for (uint32_t i = 0; i < n; i++) {
			if (set >> i & 1) {
				filter[nin] = at_measure(b, measures[i])->filter;
				in[nin++] = measures[i];
			} else {
				if (at_measure(b, measures[i])->window == 0)   /* else its day may be another */
					not[nnot++] = at_measure(b, measures[i])->filter;
				if (down >> i & 1)
					out[nout++] = measures[i];
			}
		}
		may[set] = may[set] && hqc_may_be_there(b->l, b->k, false, filter, nin, not, nnot);
		sure[set] = may[set] && is_surely_there(b, in, nin, out, nout);
	}
	for (uint32_t set = 1; set < 1u << n; set++) {
		bool beaten = !may[set];

		for (uint32_t other = 1; other < 1u << n && !beaten; other++)
			beaten = other != set && sure[other] && is_as_good(other, set, up, down);
		if (!beaten)
			sorts[found++] = (uint16_t)set;
	}
	return found;
}

/* Why it cannot be told; which measure would have to be left out (HQ_NONE: none, but the runtime sees that by itself); two that stand against each other, or the
 * same twice; and whether the runtime does not see where it goes without. */
struct trouble { const char *why; uint16_t measure, one, other; bool unseen; };
static const struct trouble none = { NULL, HQ_NONE, HQ_NONE, HQ_NONE, false };

/* One that binds it. */
static uint16_t against(const struct binding *b, uint16_t m)
{
	for EACH_MEASURE(b, d)
		if (binds(b, d, m) || binds(b, m, d))
			return d;
	return m;
}

/* Does a measure of the other type, which counts or adds up amounts, stand against one that may be bound? */
static struct trouble mixed(const struct binding *b)
{
	for EACH_MEASURE(b, m)
		for EACH_MEASURE(b, d)
			if (b->in[m] && counts(at_measure(b, m)) != counts(at_measure(b, d)) && binds(b, d, m))
				return (struct trouble){ "records are counted in one and amounts are added up in another", HQ_NONE, d, m, false };
	return none;
}

/* In how many parts their quantities may be cut, at most: those that make points, one against the other as far as a bound reaches, for each of two halves on
 * each side, and those in parts that conditions tell apart of each other; with one line alone a few halves say all. */
static uint64_t parts_of(const struct binding *b, const uint16_t *measures, uint32_t n)
{
	uint64_t parts = 1, bound = 1;
	uint32_t lines = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct hq_measure *x = at_measure(b, measures[i]);
		uint64_t told_apart = 1;
		bool line = false;

		for (uint32_t k = b->made->first_row; k < b->l->rows.count; k++) {
			const struct hqc_row *row = HQC_AT(const struct hqc_row, b->l->rows, k);

			line = line || (row->op == HQ_OP_LINE && b->same[HQC_AT(const struct hq_line, b->l->lines, row->arg)->measure] == measures[i]);
			if (row->op != HQ_OP_QUANTITY || b->same[row->arg] != measures[i])
				continue;
			const int64_t edge = row->b < x->max ? row->b + 1 : row->a;

			bound = edge / (counts(x) ? x->scale : 1) > (int64_t)bound ? (uint64_t)(edge / (counts(x) ? x->scale : 1)) : bound;
			told_apart += (uint64_t)(row->a > 0) + (uint64_t)(row->b < x->max);
		}
		parts = hqc_times(parts, line ? 1 : told_apart);
		lines += line;
	}
	if (lines < 2)
		return 1;
	/* What they come to together lies within the bound, a corner of so many sides. */
	for (uint32_t side = 1; side < lines; side++)
		parts = hqc_times(parts, side == 1 ? 4 * bound : bound) / side;
	return parts;
}

static const char many[] = "there are more than 8 of them";

/* Are they two lines of a rubric in which each event counts once? */
static bool share_events(const struct binding *b, uint16_t m, uint16_t d)
{
	for (uint32_t i = 0; i < b->l->rubrics.count; i++) {
		const struct hq_rubric *r = HQC_AT(const struct hq_rubric, b->l->rubrics, i);
		uint32_t of_m = 0, of_d = 0;

		for (uint32_t k = r->first_row; r->once && r->first_row >= b->made->first_row && k < (uint32_t)r->first_row + r->nrows; k++) {
			const struct hqc_row *row = HQC_AT(const struct hqc_row, b->l->rows, k);
			const uint16_t measure = row->op == HQ_OP_LINE ? b->same[HQC_AT(const struct hq_line, b->l->lines, row->arg)->measure] : HQ_NONE;

			of_m += measure == m;
			of_d += measure == d;
		}
		if (of_m > (m == d) && of_d > 0)
			return true;
	}
	return false;
}

/* May two lines want the same records, of which there are only so many and each counts in one? */
static struct trouble of_events(const struct binding *b)
{
	for EACH_MEASURE(b, m)
		for (uint16_t d = m; d < b->l->measures.count; d = next_measure(b, (uint16_t)(d + 1)))
			if (b->in[m] && b->in[d] && share_events(b, m, d) && share_records(b, m, d))
				return (struct trouble){ "each of them counts in one line only", d, m, d, false };
	return none;
}

/* Can the runtime tell what the measures of one type can have together? */
static struct trouble trouble_of_type(const struct binding *b, bool count)
{
	uint16_t together[TOGETHER_MAX] = { 0 }, *sorts = hqc_arena_alloc(&b->l->c->arena, sizeof(uint16_t) << TOGETHER_MAX);
	uint32_t n = 0;

	for EACH_MEASURE(b, m) {
		bool is_in = b->in[m];

		for EACH_MEASURE(b, d)
			is_in = is_in || (b->in[d] && counts(at_measure(b, d)) == count && binds(b, m, d) && share_records(b, m, d));
		if (!is_in || counts(at_measure(b, m)) != count)
			continue;
		if (n == TOGETHER_MAX)
			return (struct trouble){ many, m, together[0], m, false };
		if (!is_plain(b, at_measure(b, m)))
			return (struct trouble){ "one of them has a cap of its own, takes whole blocks, the greatest, or no amount as it is", m, n > 0 ? together[0] : against(b, m), m, false };
		if (n > 0 && !alike(b->l, at_measure(b, m), at_measure(b, together[0])))
			return (struct trouble){ "they add up amounts in different ways", m, together[0], m, false };
		together[n++] = m;
	}
	const bool told = is_unimodular(sorts, find_sorts(b, together, n, sorts), n);

	for (uint32_t i = n; i-- > 0 && !told;) {
		uint16_t rest[TOGETHER_MAX];

		for (uint32_t k = 0; k + 1 < n; k++)
			rest[k] = together[k < i ? k : k + 1];
		if (i == 0 || is_unimodular(sorts, find_sorts(b, rest, n - 1, sorts), n - 1))
			return (struct trouble){ "their records go round in a ring: some are in the first and the second, some in the second and the third, some in the last and the first", together[i], together[0], together[n - 1], false };
	}
	/* The runtime takes in all that may be bound, whether or not it shares records. */
	uint32_t all = n;

	for EACH_MEASURE(b, d)
		all += counts(at_measure(b, d)) == count && (b->signs[d] & b->least) && is_sure(b->kind, at_measure(b, d)) && may_be_bound(b, d);
	for (uint32_t i = 0; i < n; i++)
		all -= (b->signs[together[i]] & b->least) && is_sure(b->kind, at_measure(b, together[i])) && may_be_bound(b, together[i]);
	if (n > 0 && all > AT_ONCE)
		return (struct trouble){ many, HQ_NONE, together[0], together[n - 1], false };
	const uint64_t parts = parts_of(b, together, n);

	if (parts > HQ_CASE_STEPS)
		return (struct trouble){ "their points would be cut into more parts than are looked at", HQ_NONE, together[0], together[n - 1], false };
	return none;
}

/* What records bring with them is seen to one by one, where it need be in nothing that may be bound. */
static bool is_hard_with_others(const struct binding *b, bool bind)
{
	uint32_t n = 0;
	bool may_bind = bind;

	for EACH_MEASURE(b, d)
		may_bind |= binds(b, d, HQ_NONE);
	for (uint32_t i = 0; i < b->l->implied.count; i++) {
		const struct hq_implied *implied = HQC_AT(const struct hq_implied, b->l->implied, i);

		if (implied->kind == b->k && implied->when != HQ_NONE && (n++ || bind || (may_bind && !is_other_alone(b, implied->holds))))
			return true;
	}
	return false;
}

/* Does its filter ask for the amount of a record? */
static bool asks_amount(const struct binding *b, uint16_t m)
{
	for (uint32_t i = at_measure(b, m)->filter; at_measure(b, m)->filter != HQ_NONE; i++) {
		const struct hq_filter_op *op = HQC_AT(const struct hq_filter_op, b->l->filter_ops, i);

		if (op->op == HQ_F_END || op->op == HQ_F_AMOUNT)
			return op->op == HQ_F_AMOUNT;
	}
	return false;
}

/* Amounts that make a difference by themselves, beside something that hurts. */
static struct trouble of_amounts(const struct binding *b, uint16_t hurts)
{
	for EACH_MEASURE(b, m) {
		if (asks_amount(b, m))
			return (struct trouble){ "one of them asks for the amount of a record", HQ_NONE, m, hurts, true };
		if (b->signs[m] == BOTH && at_measure(b, m)->agg == HQ_AGG_SUM && !takes_as_is(b, at_measure(b, m)))
			return (struct trouble){ "none of the amounts that one of them adds up counts as it is, so that not every sum can be", HQ_NONE, m, hurts, true };
		if (!counts(at_measure(b, m)) && b->kind->amount_min > 1)
			return (struct trouble){ "a record has an amount of its own at least, so that not every sum can be", HQ_NONE, m, hurts, true };
	}
	return none;
}

static struct trouble trouble_of(const struct binding *b)
{
	uint16_t helps = HQ_NONE, hurts = HQ_NONE;
	bool bind = false;

	for EACH_MEASURE(b, m) {
		helps = b->signs[m] & b->most ? m : helps;
		hurts = b->signs[m] & b->least ? m : hurts;
	}
	if (helps == HQ_NONE || hurts == HQ_NONE)
		return none;
	for EACH_MEASURE(b, m)
		bind |= b->in[m] = (b->signs[m] & b->most) && is_bound(b, m);
	if (is_hard_with_others(b, bind))
		return (struct trouble){ "one record brings another with it", hurts, helps, hurts, false };
	const struct trouble amounts = of_amounts(b, hurts);
	const struct trouble found[] = { bind ? trouble_of_type(b, false) : none, bind ? trouble_of_type(b, true) : none, bind ? mixed(b) : none, bind ? of_events(b) : none, amounts };
	struct trouble first = none;

	/* What has to be left out comes before what the runtime sees by itself, or it would not be left out. */
	for (uint32_t i = 0; i < sizeof found / sizeof *found; i++)
		if (found[i].why && (!first.why || (first.measure == HQ_NONE && found[i].measure != HQ_NONE)))
			first = found[i];
	first.unseen = amounts.unseen;
	return first;
}

/* The first measure of the edition that is the same quantity of the same records: the runtime takes all of them for one. */
static uint16_t same_as(const struct hqc_lower *l, const struct hq_edition *made, uint16_t m)
{
	const struct hq_measure *x = HQC_AT(const struct hq_measure, l->measures, m);
	const struct hq_vocab *vocab = l->c->vocab.bytes;
	const bool sure = is_sure(HQ_AT(struct hq_vocab_kind, vocab, kinds) + x->kind, x);

	for (uint16_t i = made->first_measure; i < m && sure; i++) {
		const struct hq_measure *y = HQC_AT(const struct hq_measure, l->measures, i);

		if (x->filter == y->filter && x->window == y->window && alike(l, x, y))
			return i;
	}
	return m;
}

static uint32_t line_of(const struct binding *b, uint16_t m)
{
	return HQC_AT(const struct hqc_row, b->l->rows, at_measure(b, m)->row)->src_line;
}

/* A cap by the year, of days that the filter asks for as well, or an implication: how many years there can be is told of windows alone. */
static struct trouble of_years(const struct binding *b)
{
	const uint32_t day = b->kind->date_field == 255 ? 0 : 1u << b->kind->date_field;

	for EACH_MEASURE(b, m) {
		uint32_t read = at_measure(b, m)->cap_year == HQ_BIG ? 0 : hqc_fields_read(b->l, at_measure(b, m)->filter);

		for (uint32_t i = 0; i < b->l->implied.count && at_measure(b, m)->cap_year < HQ_BIG; i++) {
			const struct hq_implied *implied = HQC_AT(const struct hq_implied, b->l->implied, i);

			read |= implied->kind == b->k && implied->when == HQ_NONE ? hqc_fields_read(b->l, implied->holds) : 0;
		}
		if (read & day)
			return (struct trouble){ "one with a cap by the year asks for the day as well", HQ_NONE, m, m, true };
	}
	return none;
}

/* Does it say no more than that a span does not end before it begins? */
static bool is_order(const struct binding *b, uint16_t filter)
{
	const struct hq_filter_op *op = HQC_AT(const struct hq_filter_op, b->l->filter_ops, filter);
	const uint8_t first = b->kind->from_field, last = b->kind->date_field;

	return op->op == HQ_F_COMPARE && op[1].op == HQ_F_END && ((op->rel == HQ_REL_LE && op->field == first && op->other == last) ||
								  (op->rel == HQ_REL_GE && op->field == last && op->other == first));
}

/* Does a filter ask for the first day of spans, or what is implied of them but for their order? */
static bool ask_first_day(const struct binding *b)
{
	uint32_t read = 0;

	for EACH_MEASURE(b, m)
		read |= hqc_fields_read(b->l, at_measure(b, m)->filter);
	for (uint32_t i = 0; i < b->l->implied.count; i++) {
		const struct hq_implied *implied = HQC_AT(const struct hq_implied, b->l->implied, i);

		if (implied->kind == b->k && (implied->when != HQ_NONE || !is_order(b, implied->holds)))
			read |= hqc_fields_read(b->l, implied->holds) | hqc_fields_read(b->l, implied->when);
	}
	return read >> b->kind->from_field & 1;
}

/* Years of spans in windows, where something else asks on which day the spans begin, or an amount may be in another unit, which their last day dates: the runtime
 * takes each such measure by itself. It matters where what is more for one is to be less for another. */
static bool is_windowed(const struct binding *b, uint16_t m)
{
	return at_measure(b, m)->kind == b->k && at_measure(b, m)->agg == HQ_AGG_SUM && at_measure(b, m)->window;
}

static struct trouble of_spans(const struct binding *b)
{
	const bool mixed = (b->kind->units & (b->kind->units - 1)) != 0;
	struct trouble first = none;

	if (!(b->kind->flags & HQ_KIND_SPAN) || !(mixed || ask_first_day(b)))
		return none;
	for EACH_MEASURE(b, m)
		for EACH_MEASURE(b, d)
			if (is_windowed(b, m) && (b->signs[d] & turned(b->signs[m])))
				first = (struct trouble){ mixed ? "amounts that are added up may be years of a span, which its window tells apart, or in another unit"
								: "a window tells the years of a span apart, and something else asks for its first day", HQ_NONE, m, d, true };
	for (uint16_t m = b->made->first_measure; m < b->l->measures.count; m++)
		b->out[m] |= is_windowed(b, m);
	return first;
}

static void look_at_kind(struct binding *b, const struct hqc_edition *e)
{
	struct trouble first = of_spans(b), next;

	for (b->most = UP; b->most <= DOWN; b->most++)
		do {
			b->least = BOTH ^ b->most;
			memset(b->in, 0, b->l->measures.count + 1);
			next = trouble_of(b);
			if (!first.why)
				first = next;
			if (next.measure != HQ_NONE)
				b->out[next.measure] = true;
		} while (next.why && next.measure != HQ_NONE);
	if (!first.why)
		first = of_years(b);
	if (!first.why)
		return;
	const uint32_t one = line_of(b, first.one), other = line_of(b, first.other);
	const char *plural = HQ_TEXT((const struct hq_vocab *)b->l->c->vocab.bytes, b->kind->plural);
	char lines[40];

	snprintf(lines, sizeof lines, one == other ? "line %u" : "lines %u and %u", (unsigned)(one < other ? one : other), (unsigned)(one < other ? other : one));
	struct hqc_diag *d = hqc_report(b->l->c, HQC_MSG_case_by_lists, e->name.span, "in this edition, conditions on %s stand against each other, as in %s, and %s: "
					"where all %s are missing, some decisions may be undetermined though every list of them gives the same",
					plural, lines, first.why, plural);

	hqc_help(b->l->c, d, first.unseen ? "hq cannot tell which: it says undetermined" : "hq says so beside such a decision (by_cases_of)");
}

void hqc_look_together(const struct finder *f, const struct hqc_edition *e)
{
	struct hqc_arena *arena = &f->l->c->arena;
	const size_t n = f->l->measures.count + 1;
	uint16_t *same = hqc_arena_alloc(arena, n * sizeof *same);
	uint8_t *all = hqc_arena_alloc(arena, n);
	struct binding b = {
		.l = f->l, .made = f->edition, .same = same, .signs = all, .in = hqc_arena_alloc(arena, n), .out = f->given_up,
	};

	memset(all, 0, n);
	for (uint16_t m = f->edition->first_measure; m < f->l->measures.count; m++) {
		same[m] = same_as(f->l, f->edition, m);
		all[same[m]] |= f->measures[m];
	}
	for (b.k = 0; b.k < f->vocab->kinds.count; b.k++) {
		b.kind = kind_of(f, b.k);
		if (!(b.kind->flags & HQ_KIND_SINGLE))
			look_at_kind(&b, e);
	}
	for (uint16_t m = f->edition->first_measure; m < f->l->measures.count; m++)
		f->given_up[m] |= f->given_up[same[m]];
}
