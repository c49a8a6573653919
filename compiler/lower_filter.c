/* A condition on one record to postfix code.
 *
 * Definitions are spelled out where they are used, so the runtime needs no calls; equal filters stand once. Whether a
 * relation makes sense for its field was check_filter.c's question. The one idea: every relation on one value is a
 * closed range of whole numbers, or membership in a set of codes.
 */
#include <string.h>

#include "lower.h"

enum { STACK_EASY = 12 };              /* below this depth the code keeps `and` and `or` as wide as written */

struct code {
	struct hqc_lower *l;
	struct hqc_buf ops;
	struct hqc_fold fold;
	uint32_t stack;                /* values pushed so far */
	bool too_large;
};

static struct hq_filter_op *emit(struct code *k, enum hq_filter_code op)
{
	struct hq_filter_op *out = hqc_buf_add(&k->l->c->arena, &k->ops, 1);

	out->op = (uint8_t)op;
	return out;
}

static void emit_join(struct code *k, enum hq_filter_code op, uint32_t n)
{
	if (n < 2)
		return;
	emit(k, op)->a = n;
	k->stack -= n - 1;
}

/* Before one more operand is pushed: where the stack is deep already, join what is there. Joining early means the same. */
static uint32_t make_room(struct code *k, enum hq_filter_code op, uint32_t n)
{
	if (n < 2 || k->stack < STACK_EASY)
		return n;
	emit_join(k, op, n);
	return 1;
}

static void emit_leaf(struct code *k, struct hq_filter_op leaf)
{
	*(struct hq_filter_op *)hqc_buf_add(&k->l->c->arena, &k->ops, 1) = leaf;
	k->stack++;
}

/* ---- one value ----------------------------------------------------------------------------------------------- */

static enum hq_source source_of(const struct code *k, enum hqc_scope scope)
{
	switch (scope) {
	case HQC_SCOPE_RECORD:                 /* of a single record only what is implied of it is asked by plain names */
		return !k->l->record || !k->l->record->single ? HQ_SRC_RECORD :
		       k->l->record == k->l->c->teacher ? HQ_SRC_TEACHER : HQ_SRC_ASSIGNMENT;
	case HQC_SCOPE_TEACHER:
		return HQ_SRC_TEACHER;
	case HQC_SCOPE_ASSIGNMENT:
		return HQ_SRC_ASSIGNMENT;
	case HQC_SCOPE_AS_OF:
		return HQ_SRC_AS_OF;
	}
	return HQ_SRC_RECORD;
}

/* The ends of what the left side can be at all. */
static struct hq_filter_op whole_range(const struct code *k, const struct hqc_filter *f)
{
	struct hq_filter_op op = { .op = HQ_F_RANGE, .src = (uint8_t)source_of(k, f->scope) };

	if (f->unit) {
		op.op = HQ_F_AMOUNT;
		op.other = (uint8_t)f->unit->index;
		op.a = -HQ_BIG;
		op.b = HQ_BIG;
		return op;
	}
	op.a = HQ_DAY_OPEN;
	op.b = HQ_DAY_NEVER;
	if (!f->field)
		return op;
	op.field = (uint8_t)f->field->index;
	op.set = f->field->type == HQC_TYPE_SOME_OF;
	switch (f->field->type) {
	case HQC_TYPE_ONE_OF:
	case HQC_TYPE_SOME_OF:
		op.a = 0;
		op.b = f->field->codes->count - 1;
		break;
	case HQC_TYPE_YES_NO:
		op.a = 0;
		op.b = 1;
		break;
	case HQC_TYPE_NUMBER:
		op.a = -HQ_BIG;
		op.b = HQ_BIG;
		break;
	case HQC_TYPE_DATE:
		break;
	}
	return op;
}

/* A literal as the runtime holds it. Numbers may fall between two values the field can have: low <= exact <= high. */
static void literal(struct code *k, const struct hqc_filter *f, const struct hqc_value *v, int64_t *low,
		    int64_t *high)
{
	int64_t one = 0;

	switch (v->kind) {
	case HQC_VALUE_YES:
		one = 1;
		break;
	case HQC_VALUE_DATE:
		one = v->date.day;
		break;
	case HQC_VALUE_NEVER:
		one = HQ_DAY_NEVER;
		break;
	case HQC_VALUE_NAME:
	case HQC_VALUE_NUMBER:
		if (v->code) {
			one = v->code->index;
		} else if (v->kind == HQC_VALUE_NUMBER) {
			const uint32_t decimals = f->field ? f->field->decimals : k->l->record->decimals;
			const struct hqc_rat exact = hqc_rat_mul(&k->fold, hqc_rat_of(&v->number),
								 hqc_rat_int(hqc_pow10(&k->fold, decimals)));

			*low = hqc_rat_floor(exact);
			*high = hqc_rat_ceil(exact);
			return;
		}
		break;
	case HQC_VALUE_NO:
	case HQC_VALUE_FIELD:
	case HQC_VALUE_AS_OF:
	case HQC_VALUE_UNKNOWN:
	case HQC_VALUE_SET:
		break;
	}
	*low = one;
	*high = one;
}

static void emit_range(struct code *k, const struct hqc_filter *f, const struct hqc_value *v)
{
	struct hq_filter_op op = whole_range(k, f);
	int64_t low, high;

	literal(k, f, v, &low, &high);
	switch (f->rel) {
	case HQC_REL_IS:
	case HQC_REL_IS_NOT:
		op.a = high;
		op.b = low;
		break;
	case HQC_REL_AT_LEAST:
	case HQC_REL_ON_OR_AFTER:
		op.a = high;
		break;
	case HQC_REL_AT_MOST:
	case HQC_REL_ON_OR_BEFORE:
		op.b = low;
		break;
	case HQC_REL_ABOVE:
	case HQC_REL_AFTER:
		op.a = low + 1;
		break;
	case HQC_REL_BELOW:
	case HQC_REL_BEFORE:
		op.b = high - 1;
		break;
	case HQC_REL_WITHIN:
		break;
	}
	emit_leaf(k, op);
}

static enum hq_rel rel_of(enum hqc_rel rel, bool set)
{
	switch (rel) {
	case HQC_REL_IS:
	case HQC_REL_IS_NOT:
		return set ? HQ_REL_SHARES : HQ_REL_EQ;
	case HQC_REL_AT_LEAST:
	case HQC_REL_ON_OR_AFTER:
		return HQ_REL_GE;
	case HQC_REL_AT_MOST:
	case HQC_REL_ON_OR_BEFORE:
		return HQ_REL_LE;
	case HQC_REL_ABOVE:
	case HQC_REL_AFTER:
		return HQ_REL_GT;
	case HQC_REL_BELOW:
	case HQC_REL_BEFORE:
		return HQ_REL_LT;
	case HQC_REL_WITHIN:
		break;
	}
	return HQ_REL_EQ;
}

static void emit_compare(struct code *k, const struct hqc_filter *f, const struct hqc_value *v)
{
	struct hq_filter_op op = {
		.op = HQ_F_COMPARE,
		.src = (uint8_t)source_of(k, f->scope),
		.field = f->field ? (uint8_t)f->field->index : 0,
		.set = f->field && f->field->type == HQC_TYPE_SOME_OF,
		.other_src = (uint8_t)(v->kind == HQC_VALUE_AS_OF ? HQ_SRC_AS_OF : source_of(k, v->scope)),
		.other = v->field ? (uint8_t)v->field->index : 0,
		.other_set = v->field && v->field->type == HQC_TYPE_SOME_OF,
	};

	op.rel = (uint8_t)rel_of(f->rel, op.set || op.other_set);
	emit_leaf(k, op);
}

/* ---- sets of codes ------------------------------------------------------------------------------------------- */

static uint32_t words_add(struct hqc_lower *l, const uint64_t *bits, uint32_t n)
{
	const uint64_t *all = l->words.at;

	for (uint32_t i = 0; i + n <= l->words.count; i++) {
		if (memcmp(&all[i], bits, n * sizeof(*bits)) == 0)
			return i;
	}
	memcpy(hqc_buf_add(&l->c->arena, &l->words, n), bits, n * sizeof(*bits));
	return l->words.count - n;
}

static void emit_in(struct code *k, const struct hqc_filter *f)
{
	uint64_t bits[(HQ_CODES_MAX + 64) / 64] = { 0 };
	const uint32_t n = (f->field->codes->count + 63u) / 64;

	for (const struct hqc_value *v = f->values; v; v = v->next) {
		if (v->code)
			bits[v->code->index / 64] |= (uint64_t)1 << (v->code->index % 64);
	}
	emit_leaf(k, (struct hq_filter_op){
		.op = HQ_F_IN,
		.src = (uint8_t)source_of(k, f->scope),
		.field = (uint8_t)f->field->index,
		.set = f->field->type == HQC_TYPE_SOME_OF,
		.a = words_add(k->l, bits, n),
		.b = n,
	});
}

/* ---- a relation ---------------------------------------------------------------------------------------------- */

/* `F is A, B, assignment X`: one set for the codes, one leaf for each other value, joined by `or`. */
static void emit_values(struct code *k, const struct hqc_filter *f)
{
	const bool equal = f->rel == HQC_REL_IS || f->rel == HQC_REL_IS_NOT;
	uint32_t n = 0;
	bool codes = false;

	for (const struct hqc_value *v = f->values; v; v = v->next)
		codes |= v->code != NULL;
	if (codes && equal) {
		emit_in(k, f);
		n++;
	}
	for (const struct hqc_value *v = f->values; v; v = v->next) {
		if (v->code && equal)
			continue;
		n = make_room(k, HQ_F_OR, n);
		if (v->kind == HQC_VALUE_FIELD || v->kind == HQC_VALUE_AS_OF)
			emit_compare(k, f, v);
		else
			emit_range(k, f, v);
		n++;
	}
	emit_join(k, HQ_F_OR, n);
	if (f->rel == HQC_REL_IS_NOT)
		emit(k, HQ_F_NOT);
}

/* Months of `n years` or `n months`; check_filter.c has seen that they are whole. */
int64_t hqc_months(const struct hqc_number *n, const char *unit)
{
	const int64_t each = strncmp(unit, "year", 4) == 0 ? 12 : 1;

	return hqc_rat_floor((struct hqc_rat){ n->num * each, n->den });
}

static void emit_relation(struct code *k, const struct hqc_filter *f)
{
	if (f->rel != HQC_REL_WITHIN) {
		emit_values(k, f);
		return;
	}
	emit_leaf(k, (struct hq_filter_op){
		.op = HQ_F_WITHIN,
		.src = (uint8_t)source_of(k, f->scope),
		.field = f->field ? (uint8_t)f->field->index : 0,
		.a = hqc_months(&f->values->number, f->within_unit.text),
	});
}

/* ---- the tree ------------------------------------------------------------------------------------------------ */

static void note_define(struct hqc_lower *l, const struct hqc_define *d)
{
	for (uint32_t i = 0; i < l->used_defines.count; i++) {
		if (*HQC_AT(const struct hqc_define *, l->used_defines, i) == d)
			return;
	}
	*(const struct hqc_define **)hqc_buf_add(&l->c->arena, &l->used_defines, 1) = d;
}

static void emit_filter(struct code *k, const struct hqc_filter *f, unsigned depth)
{
	if (k->too_large || depth > HQ_DEPTH_MAX || k->ops.count > HQC_FILTER_OPS_MAX) {
		if (!k->too_large)
			hqc_report(k->l->c, HQC_MSG_filter_too_large, f->span,
				   "with the definitions it uses, this filter nests deeper than %d or has more "
				   "than %d parts",
				   HQ_DEPTH_MAX, HQC_FILTER_OPS_MAX);
		k->too_large = true;
		emit_leaf(k, (struct hq_filter_op){ .op = HQ_F_SILENT });
		return;
	}
	uint32_t n = 0;

	switch (f->kind) {
	case HQC_FILTER_AND:
	case HQC_FILTER_OR:
		for (const struct hqc_filter *part = f->first; part; part = part->next) {
			const enum hq_filter_code op = f->kind == HQC_FILTER_AND ? HQ_F_AND : HQ_F_OR;

			n = make_room(k, op, n);
			emit_filter(k, part, depth + 1);
			n++;
		}
		emit_join(k, f->kind == HQC_FILTER_AND ? HQ_F_AND : HQ_F_OR, n);
		break;
	case HQC_FILTER_NOT:
		emit_filter(k, f->first, depth + 1);
		emit(k, HQ_F_NOT);
		break;
	case HQC_FILTER_FIELD:
		emit_relation(k, f);
		break;
	case HQC_FILTER_DEFINED:
		note_define(k->l, f->define);
		emit_filter(k, f->define->filter, depth + 1);
		if (f->negated)
			emit(k, HQ_F_NOT);
		break;
	case HQC_FILTER_SILENT:
		*(const struct hqc_filter **)hqc_buf_add(&k->l->c->arena, &k->l->used_silences, 1) = f;
		emit_leaf(k, (struct hq_filter_op){ .op = HQ_F_SILENT });
		break;
	}
}

/* What a source leaves silent is so for each measure by itself (semantics 8.4 e): such a filter is one by itself too, which is how the runtime knows. */
static bool is_silent(const struct hqc_buf *ops)
{
	for (uint32_t i = 0; i < ops->count; i++)
		if (HQC_AT(const struct hq_filter_op, *ops, i)->op == HQ_F_SILENT)
			return true;
	return false;
}

/* Where an equal filter stands already, or the end after adding this one. */
static uint16_t place(struct hqc_lower *l, const struct hqc_buf *ops)
{
	for (uint32_t i = 0; i < l->filter_starts.count && !is_silent(ops); i++) {
		const uint16_t start = *HQC_AT(uint16_t, l->filter_starts, i);

		if (start + ops->count <= l->filter_ops.count &&
		    memcmp(HQC_AT(struct hq_filter_op, l->filter_ops, start), ops->at,
			   ops->count * (size_t)ops->size) == 0)
			return start;
	}
	const uint16_t start = (uint16_t)l->filter_ops.count;

	*(uint16_t *)hqc_buf_add(&l->c->arena, &l->filter_starts, 1) = start;
	memcpy(hqc_buf_add(&l->c->arena, &l->filter_ops, ops->count), ops->at, ops->count * (size_t)ops->size);
	return start;
}

uint16_t hqc_lower_filter(struct hqc_lower *l, const struct hqc_filter *f, const struct hqc_filter *extra)
{
	struct code k = { .l = l, .ops = HQC_BUF(struct hq_filter_op) };
	uint32_t n = 0;

	if (!f && !extra)
		return HQ_NONE;
	if (f) {
		emit_filter(&k, f, 1);
		n++;
	}
	if (extra) {
		emit_filter(&k, extra, 1);
		n++;
	}
	emit_join(&k, HQ_F_AND, n);
	emit(&k, HQ_F_END);
	return place(l, &k.ops);
}
