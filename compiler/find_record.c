/* Is there a record of a kind that meets some filters and not others; and what is the most that it can amount to?
 *
 * It is looked for field by field, among the values that the rules tell apart, and obeys what the facts imply of each record. What a filter compares with
 * something else than the record, what only a window or a silence answers, and sets of codes are left open. The one idea: the same search answers to two
 * sides. `surely`: such a record is found, whatever is left open comes to; else: it cannot be ruled out.
 */
#include "lower.h"

enum { TRIES_MAX = 100000, VALUES_MAX = HQ_CODES_MAX + 64 };

enum truth { NO, YES, EITHER };

/* A record that is looked for, field by field. */
struct sought {
	const struct hqc_lower *l;
	const struct hq_vocab *vocab;
	uint8_t kind;
	bool surely;                           /* found whatever is compared with it; else not ruled out */
	uint32_t fields;                       /* that bear on it */
	uint32_t has;                          /* that have a value so far */
	int64_t v[HQ_FIELDS_MAX];
	int64_t amount;                        /* in @unit */
	uint32_t unit;                         /* HQ_UNITS_MAX: left open */
	uint32_t nin, nout, tries;
	const uint16_t *in, *out;              /* filters that it meets, and does not */
};

static const struct hq_vocab_kind *kind_of(const struct hq_vocab *v, uint32_t kind)
{
	return HQ_AT(struct hq_vocab_kind, v, kinds) + kind;
}

static const struct hq_vocab_field *field_of(const struct sought *s, uint32_t field)
{
	return HQ_AT(struct hq_vocab_field, s->vocab, fields) + kind_of(s->vocab, s->kind)->first_field + field;
}

static const struct hq_filter_op *op_at(const struct hqc_lower *l, uint32_t i)
{
	return HQC_AT(const struct hq_filter_op, l->filter_ops, i);
}

/* ---- one filter of the record as far as it is made ----------------------------------------------------------- */

static enum truth is_as(bool it)
{
	return it ? YES : NO;
}

static enum truth compared(const struct sought *s, const struct hq_filter_op *op)
{
	const int64_t x = s->v[op->field], y = s->v[op->other];

	if (op->src != HQ_SRC_RECORD || op->other_src != HQ_SRC_RECORD || !(s->has >> op->field & 1) || !(s->has >> op->other & 1) || op->set || op->other_set)
		return EITHER;
	switch (op->rel) {
	case HQ_REL_EQ: return is_as(x == y);
	case HQ_REL_LT: return is_as(x < y);
	case HQ_REL_LE: return is_as(x <= y);
	case HQ_REL_GT: return is_as(x > y);
	case HQ_REL_GE: return is_as(x >= y);
	default: return EITHER;
	}
}

static enum truth leaf(const struct sought *s, const struct hq_filter_op *op)
{
	if (op->op == HQ_F_COMPARE)
		return compared(s, op);
	if (op->op == HQ_F_AMOUNT && s->unit == op->other)
		return is_as(s->amount >= op->a && s->amount <= op->b);
	if ((op->op != HQ_F_IN && op->op != HQ_F_RANGE) || op->src != HQ_SRC_RECORD || !(s->has >> op->field & 1))
		return EITHER;
	const int64_t v = s->v[op->field];

	if (op->op == HQ_F_RANGE)
		return is_as(v >= op->a && v <= op->b);
	const uint64_t *words = HQC_AT(const uint64_t, s->l->words, op->a);

	return op->set ? is_as(((uint64_t)v & words[0]) != 0) : is_as(v / 64 < op->b && (words[v / 64] >> (v % 64) & 1));
}

static enum truth meets(const struct sought *s, uint16_t filter)
{
	enum truth stack[HQ_STACK_MAX + 1];
	uint32_t n = 0;

	if (filter == HQ_NONE)
		return YES;
	for (const struct hq_filter_op *op = op_at(s->l, filter); op->op != HQ_F_END; op++) {
		if (op->op == HQ_F_NOT) {
			stack[n - 1] = stack[n - 1] == EITHER ? EITHER : is_as(stack[n - 1] == NO);
		} else if (op->op == HQ_F_AND || op->op == HQ_F_OR) {
			const enum truth settles = op->op == HQ_F_AND ? NO : YES;
			enum truth all = op->op == HQ_F_AND ? YES : NO;

			for (int64_t k = 0; k < op->a; k++, n--)
				all = stack[n - 1] == settles || all == settles ? settles : stack[n - 1] == EITHER ? EITHER : all;
			stack[n++] = all;
		} else {
			stack[n++] = leaf(s, op);
		}
	}
	return stack[0];
}

/* ---- the search ---------------------------------------------------------------------------------------------- */

static enum truth all_met(const struct sought *s)
{
	enum truth all = YES;

	for (uint32_t i = 0; i < s->nin + s->nout + s->l->implied.count && all != NO; i++) {
		enum truth t;

		if (i < s->nin) {
			t = meets(s, s->in[i]);
		} else if (i < s->nin + s->nout) {
			t = meets(s, s->out[i - s->nin]);
			t = t == EITHER ? EITHER : is_as(t == NO);
		} else {
			const struct hq_implied *implied = HQC_AT(const struct hq_implied, s->l->implied, i - s->nin - s->nout);

			t = implied->kind == s->kind && implied->when == HQ_NONE ? meets(s, implied->holds) : YES;
		}
		all = t == YES ? all : t;
	}
	return all;
}

static void add_value(int64_t *values, uint32_t *n, const struct hq_vocab_field *f, int64_t v)
{
	if ((f->type == HQ_FIELD_NUMBER && (v < f->min || v > f->max)) || *n == VALUES_MAX)
		return;
	for (uint32_t i = 0; i < *n; i++)
		if (values[i] == v)
			return;
	values[(*n)++] = v;
}

/* Values of a field that are told apart; of a set of codes some, so none of it where nothing may be left out. */
static uint32_t values_of(const struct sought *s, uint32_t field, int64_t values[VALUES_MAX])
{
	const struct hq_vocab_field *f = field_of(s, field);
	uint32_t n = 0;

	if (f->type == HQ_FIELD_ONE_OF || f->type == HQ_FIELD_YES_NO) {
		for (int64_t v = 0; v < (f->type == HQ_FIELD_YES_NO ? 2 : f->ncodes); v++)
			add_value(values, &n, f, v);
		return n;
	}
	if (!s->surely)
		return 0;
	if (f->type == HQ_FIELD_SOME_OF) {
		add_value(values, &n, f, 0);
		for (uint32_t c = 0; c < f->ncodes; c++)
			add_value(values, &n, f, (int64_t)1 << c);
		add_value(values, &n, f, ((int64_t)1 << f->ncodes) - 1);
		return n;
	}
	if (f->type == HQ_FIELD_NUMBER) {
		add_value(values, &n, f, f->min);
		add_value(values, &n, f, f->max);
	}
	for (uint32_t i = 0; i < s->l->filter_ops.count; i++)
		if (op_at(s->l, i)->op == HQ_F_RANGE && op_at(s->l, i)->field == field)
			for (int past = 0; past < 2; past++) {
				add_value(values, &n, f, op_at(s->l, i)->a - past);
				add_value(values, &n, f, op_at(s->l, i)->b + past);
			}
	return n;
}

static bool search(struct sought *s, uint32_t field)
{
	int64_t values[VALUES_MAX];
	const enum truth now = all_met(s);
	uint32_t n = 0;

	if (now != EITHER)
		return now == YES;
	while (field < HQ_FIELDS_MAX && (!(s->fields >> field & 1) || (n = values_of(s, field, values)) == 0))
		field++;
	if (field == HQ_FIELDS_MAX)
		return !s->surely;
	s->has |= 1u << field;
	for (uint32_t i = 0; i < n; i++) {
		s->v[field] = values[i];
		if (++s->tries > TRIES_MAX ? !s->surely : search(s, field + 1))
			return true;
	}
	s->has &= ~(1u << field);
	return false;
}

uint32_t hqc_fields_read(const struct hqc_lower *l, uint16_t filter)
{
	uint32_t fields = 0;

	for (uint32_t i = filter; filter != HQ_NONE && op_at(l, i)->op != HQ_F_END; i++) {
		const struct hq_filter_op *op = op_at(l, i);

		if (op->op == HQ_F_IN || op->op == HQ_F_RANGE || op->op == HQ_F_COMPARE || op->op == HQ_F_WITHIN)
			fields |= op->src == HQ_SRC_RECORD ? 1u << op->field : 0;
		if (op->op == HQ_F_COMPARE && op->other_src == HQ_SRC_RECORD)
			fields |= 1u << op->other;
	}
	return fields;
}

static bool may_be_there(struct sought *s)
{
	s->vocab = s->l->c->vocab.bytes;
	for (uint32_t i = 0; i < s->nin + s->nout; i++)
		s->fields |= hqc_fields_read(s->l, i < s->nin ? s->in[i] : s->out[i - s->nin]);
	for (uint32_t i = 0; i < s->l->implied.count; i++) {
		const struct hq_implied *implied = HQC_AT(const struct hq_implied, s->l->implied, i);

		s->fields |= implied->kind == s->kind && implied->when == HQ_NONE ? hqc_fields_read(s->l, implied->holds) : 0;
	}
	return search(s, 0);
}

bool hqc_may_be_there(const struct hqc_lower *l, uint8_t kind, bool surely, const uint16_t *in, uint32_t nin, const uint16_t *out,
		      uint32_t nout)
{
	struct sought s = { .l = l, .kind = kind, .surely = surely, .unit = HQ_UNITS_MAX, .in = in, .nin = nin, .out = out, .nout = nout };

	return may_be_there(&s);
}

int64_t hqc_most_amount(const struct hqc_lower *l, uint8_t kind, uint16_t filter, uint32_t unit)
{
	const struct hq_vocab_kind *k = kind_of(l->c->vocab.bytes, kind);
	int64_t most = 0, next = k->amount_max;

	/* From the greatest down, one edge of the filter after the other. */
	while (next >= k->amount_min) {
		struct sought s = { .l = l, .kind = kind, .amount = next, .unit = unit, .in = &filter, .nin = 1 };

		if (may_be_there(&s))
			return next;
		most = next;
		next = k->amount_min - 1;
		for (uint32_t i = filter; filter != HQ_NONE && op_at(l, i)->op != HQ_F_END; i++) {
			const struct hq_filter_op *op = op_at(l, i);

			if (op->op != HQ_F_AMOUNT || op->other != unit)
				continue;
			next = op->b < most && op->b > next ? op->b : next;
			next = op->a - 1 < most && op->a - 1 > next ? op->a - 1 : next;
		}
	}
	return 0;
}
