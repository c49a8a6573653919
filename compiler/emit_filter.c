/* A compiled filter as text: the postfix code of the tables, op by op, with the names of fields and codes. It stays postfix
 * on purpose: a golden file shows what the runtime will run, not what the author wrote.
 */
#include <inttypes.h>

#include "emit.h"
#include "hq_read.h"

/* The field an op reads. @kind: of the record it is asked of; HQ_NONE where there is no record. */
static const struct hq_vocab_field *field_of(const struct hq_vocab *v, unsigned src, unsigned field, unsigned kind)
{
	unsigned k = src == HQ_SRC_TEACHER ? v->teacher : src == HQ_SRC_ASSIGNMENT ? v->assignment : kind;
	if (src == HQ_SRC_AS_OF || k >= v->kinds.count)
		return NULL;
	const struct hq_vocab_kind *x = &HQ_AT(struct hq_vocab_kind, v, kinds)[k];
	return field < x->nfields ? &HQ_AT(struct hq_vocab_field, v, fields)[x->first_field + field] : NULL;
}

static void put_field(const struct hq_vocab *v, unsigned src, const struct hq_vocab_field *f, FILE *to)
{
	if (src != HQ_SRC_RECORD)
		fprintf(to, "%s%s", emit_source_name(src), f ? "." : "");
	if (f)
		fputs(HQ_TEXT(v, f->name), to);
}

static void put_code(const struct hq_vocab *v, const struct hq_vocab_field *f, int64_t code, FILE *to)
{
	if (code < 0 || code >= f->ncodes)
		fprintf(to, "%" PRId64, code);
	else
		fputs(HQ_TEXT(v, HQ_AT(struct hq_vocab_code, v, codes)[f->first_code + code].name), to);
}

static void put_member_codes(const struct hq_tables *t, const struct hq_vocab *v, const struct hq_vocab_field *f,
			     const struct hq_filter_op *op, FILE *to)
{
	const uint64_t *words = HQ_AT(uint64_t, t, words) + op->a;
	const char *sep = " ";
	for (uint16_t k = 0; f && k < f->ncodes && k / 64 < op->b; k++) {
		if (words[k / 64] >> (k % 64) & 1) {
			fputs(sep, to);
			put_code(v, f, k, to);
			sep = ", ";
		}
	}
}

static void put_edge(const struct hq_vocab *v, const struct hq_vocab_field *f, unsigned src, int64_t value, FILE *to)
{
	bool date = src == HQ_SRC_AS_OF || (f && f->type == HQ_FIELD_DATE);
	if (value == INT64_MIN || value == INT64_MAX || value == HQ_BIG || value == -HQ_BIG)
		return;                                 /* open: "..5" */
	if (date && value >= INT32_MIN && value <= INT32_MAX)
		emit_day((hq_day)value, to);
	else if (f && f->type == HQ_FIELD_ONE_OF)
		put_code(v, f, value, to);
	else
		fprintf(to, "%" PRId64, value);
}

static void put_op(const struct hq_tables *t, const struct hq_vocab *v, const struct hq_filter_op *op, unsigned kind,
		   FILE *to)
{
	const struct hq_vocab_field *f = field_of(v, op->src, op->field, kind);
	switch ((enum hq_filter_code)op->op) {
	case HQ_F_END:
		break;
	case HQ_F_AND:
	case HQ_F_OR:
		fprintf(to, "%s %" PRId64, emit_filter_name(op->op), op->a);
		break;
	case HQ_F_NOT:
	case HQ_F_SILENT:
		fputs(emit_filter_name(op->op), to);
		break;
	case HQ_F_IN:
		put_field(v, op->src, f, to);
		fputs(" in", to);
		put_member_codes(t, v, f, op, to);
		break;
	case HQ_F_RANGE:
		put_field(v, op->src, f, to);
		putc(' ', to);
		put_edge(v, f, op->src, op->a, to);
		fputs("..", to);
		put_edge(v, f, op->src, op->b, to);
		break;
	case HQ_F_AMOUNT:
		fprintf(to, "%s ", HQ_TEXT(v, HQ_AT(struct hq_vocab_unit, v, units)[op->other].plural));
		put_edge(v, NULL, op->src, op->a, to);
		fputs("..", to);
		put_edge(v, NULL, op->src, op->b, to);
		break;
	case HQ_F_COMPARE:
		put_field(v, op->src, f, to);
		fprintf(to, " %s ", emit_rel_name(op->rel));
		put_field(v, op->other_src, field_of(v, op->other_src, op->other, kind), to);
		break;
	case HQ_F_WITHIN:
		put_field(v, op->src, f, to);
		fprintf(to, " within %" PRId64 " months", op->a);
		break;
	}
}

void emit_filter(const struct hq_tables *t, const struct hq_vocab *v, uint16_t start, unsigned kind, FILE *to)
{
	const char *sep = "";
	putc('(', to);
	for (struct hq_filter_op op; (op = hq_filter_op_at(t, start)).op != HQ_F_END; start++, sep = "; ") {
		fputs(sep, to);
		put_op(t, v, &op, kind, to);
	}
	putc(')', to);
}
