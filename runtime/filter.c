/* Filters: yes, no or unknown of one record, from postfix code; and for unknown, what is missing that matters.
 *
 * What a filter is asked of and what its answer is worth is measure.c's. The one idea: a truth is one word, its answer
 * in the top two bits and the lacks below, so that `and` is the least answer, `or` the greatest, and lacks are kept
 * exactly as long as the answer is unknown.
 */
#include "hq_internal.h"

static bool is_yes_no(const struct hq_vocab *vocab, uint16_t kind, uint8_t field)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, vocab, kinds) + kind;

	return HQ_AT(struct hq_vocab_field, vocab, fields)[k->first_field + field].type == HQ_FIELD_YES_NO;
}

bool hqi_is_unknown(const struct hqi_ask *ask, const struct hq_record *record, uint32_t kind, uint32_t field)
{
	/* Where the person as a whole is asked about and not known, so is each field. */
	return record ? record->asked >> field & 1 : ask->facts->list[kind] == HQ_UNKNOWN;
}

/* The value of a field, or of the as-of date, in @value. Returns 0; or, where it is missing, unknown for the lack of it. */
static hqi_truth fetch(const struct hqi_ask *ask, uint8_t src, uint8_t field, const struct hq_record *record, int64_t *value)
{
	hqi_truth first = HQI_LACK_FIELD(0);
	uint16_t kind = ask->vocab->teacher;

	switch ((enum hq_source)src) {
	case HQ_SRC_AS_OF:
		*value = ask->as_of;
		return 0;
	case HQ_SRC_TEACHER:
		record = hqi_teacher(ask);
		first = HQI_LACK_TEACHER(0);
		break;
	case HQ_SRC_ASSIGNMENT:
		record = ask->facts->assignment;
		kind = ask->vocab->assignment;
		first = HQI_LACK_ASSIGNMENT(0);
		break;
	case HQ_SRC_RECORD:
		kind = record->kind;
		break;
	}
	if (record && (record->known >> field & 1)) {
		*value = record->v[field];
		return 0;
	}
	if (ask->facts->closed && !hqi_is_unknown(ask, record, kind, field) && is_yes_no(ask->vocab, kind, field)) {
		*value = 0;
		return 0;
	}
	const struct hqi_assumed *a = hqi_assumed(ask, HQ_FORK_FIELDS, record, (uint16_t)(kind * HQ_FIELDS_MAX + field));

	if (a) {
		*value = a->v.lo;
		return 0;
	}
	return HQI_UNKNOWN | first << field;
}

bool hqi_known(const struct hqi_ask *ask, uint8_t src, uint8_t field, const struct hq_record *record, int64_t *value)
{
	return fetch(ask, src, field, record, value) == 0;
}

/* A value as a set of codes; a code that no set can hold is in none. */
static uint64_t as_set(int64_t value, uint32_t set)
{
	return set ? (uint64_t)value : value < 64 ? (uint64_t)1 << value : 0;
}

static bool relates(const struct hq_packed_op *op, int64_t a, int64_t b)
{
	/* What may be, a digit for each relation in the order of enum hq_rel: 1 less, 2 equal, 4 greater. */
	const uint32_t may = 0x2461320u >> op->rel * 4, is = a < b ? 1 : a == b ? 2 : 4;

	if ((op->set || op->other_set) && (op->rel == HQ_REL_EQ || op->rel == HQ_REL_SHARES))
		return as_set(a, op->set) & as_set(b, op->other_set);
	return may & is;
}

static bool amount_within(const struct hqi_ask *ask, const struct hq_packed_op *op, const struct hq_record *record, hqi_truth *lacks)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, ask->vocab, kinds) + record->kind;
	const struct hqi_assumed *a;
	uint8_t unit = record->unit;
	int64_t amount = record->amount;

	if (unit == 255 && (k->flags & HQ_KIND_DEFAULT)) {
		unit = k->preset_unit;
		amount = k->preset;
	}
	if (unit == 255 && (a = hqi_assumed(ask, HQ_FORK_AMOUNT, record, 0))) {
		unit = a->unit;
		amount = a->v.lo;
	}
	if (unit != op->field)
		*lacks = HQI_UNKNOWN | (unit == 255 ? HQI_LACK_AMOUNT : HQI_LACK_UNIT);
	return amount >= ask->numbers[op->at] && amount <= ask->numbers[op->at + 1];
}

hqi_truth hqi_filter_leaf(const struct hqi_ask *ask, const struct hq_packed_op *op, const struct hq_record *record)
{
	const int64_t *numbers = ask->numbers + op->at;
	const uint64_t *words = HQ_AT(uint64_t, ask->rules, words) + op->at;
	hqi_truth lacks = 0;
	int64_t v = 0, other = 0;
	bool yes = false;

	if (op->op == HQ_F_SILENT)
		return HQI_UNKNOWN | HQI_LACK_SILENT;
	if (op->op != HQ_F_AMOUNT)
		lacks = fetch(ask, op->src, op->field, record, &v);
	switch (op->op) {
	case HQ_F_AMOUNT:
		yes = amount_within(ask, op, record, &lacks);
		break;
	case HQ_F_COMPARE:
		lacks |= fetch(ask, (uint8_t)(op->at >> 4), op->at & 15, record, &other);
		yes = relates(op, v, other);
		break;
	case HQ_F_RANGE:
		yes = v >= numbers[0] && v <= numbers[1];
		break;
	case HQ_F_WITHIN:
		yes = v <= ask->as_of && v > hq_day_add_months(ask->as_of, (int32_t)-numbers[0]);
		break;
	default:                               /* HQ_F_IN */
		yes = op->set ? (uint64_t)v & words[0] : v >> 6 < op->rel && (words[v >> 6] >> (v & 63) & 1);
		break;
	}
	return lacks ? lacks : yes ? HQI_YES : HQI_NO;
}

/* The answer of @n operands under `and` (the least) or `or` (the greatest). */
static hqi_truth join(const hqi_truth *of, uint32_t n, bool all)
{
	hqi_truth answer = of[0] & ~HQI_LACKS, lacks = of[0] & HQI_LACKS;

	for (uint32_t i = 1; i < n; i++) {
		const hqi_truth one = of[i] & ~HQI_LACKS;

		lacks |= of[i] & HQI_LACKS;
		if (all ? one < answer : one > answer)
			answer = one;
	}
	return answer == HQI_UNKNOWN ? answer | lacks : answer;
}

hqi_truth hqi_filter(const struct hqi_ask *ask, uint32_t filter, const struct hq_record *record)
{
	hqi_truth stack[HQ_STACK_MAX];
	uint32_t n = 0;

	if (filter == HQ_NONE)
		return HQI_YES;
	const struct hq_packed_op *op = HQ_AT(struct hq_packed_op, ask->rules, filter_ops) + filter;

	if (op[1].op == HQ_F_END)              /* one relation, as most questions about the assignment are */
		return hqi_filter_leaf(ask, op, record);
	for (;; op++) {
		switch ((enum hq_filter_code)op->op) {
		case HQ_F_END:
			return stack[0];
		case HQ_F_AND:
		case HQ_F_OR:
			n -= op->at;
			stack[n] = join(stack + n, op->at, op->op == HQ_F_AND);
			n++;
			continue;
		case HQ_F_NOT:
			if ((stack[n - 1] & ~HQI_LACKS) != HQI_UNKNOWN)
				stack[n - 1] = HQI_YES - stack[n - 1];
			continue;
		case HQ_F_IN:
		case HQ_F_RANGE:
		case HQ_F_AMOUNT:
		case HQ_F_COMPARE:
		case HQ_F_WITHIN:
		case HQ_F_SILENT:
			break;
		}
		stack[n++] = hqi_filter_leaf(ask, op, record);
	}
}
