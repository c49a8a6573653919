/* What lowering made, packed: every number once and named by its index, what measures have in common once, and each item in
 * as few bytes as hq_tables.h gives it. What the items mean is hq_read.h's; how a block is laid out is blob.c's.
 *
 * The one idea: rows and everything else keep their indexes, so packing is item by item and nothing has to be renamed.
 */
#include <assert.h>
#include <string.h>

#include "hq.h"
#include "lower.h"

#define ADD(l, buf, type) ((type *)hqc_buf_add(&(l)->c->arena, &(l)->packed.buf, 1))

/* ---- numbers ------------------------------------------------------------------------------------------------- */

/* Where @n of them stand side by side already, or are put. */
static uint16_t numbers(struct hqc_lower *l, const int64_t *values, uint32_t n)
{
	struct hqc_buf *all = &l->packed.numbers;

	for (uint32_t i = 0; i + n <= all->count; i++)
		if (memcmp(HQC_AT(int64_t, *all, i), values, n * sizeof(*values)) == 0)
			return (uint16_t)i;
	const uint16_t at = (uint16_t)all->count;

	memcpy(hqc_buf_add(&l->c->arena, all, n), values, n * sizeof(*values));
	return at;
}

static uint16_t number(struct hqc_lower *l, int64_t value)
{
	return numbers(l, &value, 1);
}

static uint16_t pair(struct hqc_lower *l, int64_t a, int64_t b)
{
	const int64_t both[] = { a, b };

	return numbers(l, both, 2);
}

/* ---- one item of each sort ----------------------------------------------------------------------------------- */

static void pack_row(struct hqc_lower *l, const struct hqc_row *r)
{
	struct hq_row *out = ADD(l, rows, struct hq_row);

	*out = (struct hq_row){
		.op = r->op & 15u,
		.role = r->role & 15u,
		.ncites = (uint8_t)r->ncites,
		.arg = r->op == HQ_OP_AWARD ? pair(l, r->a, r->b) : r->arg,
		.first_kid = r->first_kid,
		.nkids = r->nkids,
		.slot_if_question = r->slot,
		.parent = r->parent,
		.name = r->name,
		.label = r->label,
		.first_cite = r->first_cite,
	};
	if (r->op == HQ_OP_QUANTITY)
		out->range = pair(l, r->a, r->b);
	if (hq_is_points(out))
		out->limit_if_points = r->limit;
}

/* The units a measure takes: the same run again where it stands already. */
static uint16_t pack_convs(struct hqc_lower *l, const struct hq_measure *m)
{
	struct hqc_buf *all = &l->packed.convs;
	const uint32_t mine = all->count;

	for (uint32_t i = 0; i < m->nconvs; i++) {
		const struct hq_conv *k = HQC_AT(struct hq_conv, l->convs, m->first_conv + i);

		*ADD(l, convs, struct hq_packed_conv) = (struct hq_packed_conv){
			.num = number(l, k->num), .den = number(l, k->den), .unit = k->unit
		};
	}
	for (uint32_t i = 0; i + m->nconvs <= mine; i++) {
		if (memcmp(HQC_AT(struct hq_packed_conv, *all, i), HQC_AT(struct hq_packed_conv, *all, mine),
			   m->nconvs * sizeof(struct hq_packed_conv)) == 0) {
			all->count = mine;
			return (uint16_t)i;
		}
	}
	return (uint16_t)mine;
}

static uint16_t pack_shape(struct hqc_lower *l, const struct hq_measure *m)
{
	const struct hq_packed_shape out = {
		.kind = m->kind, .agg = m->agg, .unit = m->unit, .decimals = m->decimals,
		.first_conv = m->nconvs ? pack_convs(l, m) : 0,
		.nconvs = m->nconvs,
		.scale = number(l, m->scale),
		.block_each = number(l, m->block_each),
		.cap_each = number(l, m->cap_each),
		.cap_year = number(l, m->cap_year),
		.max = number(l, m->max),
	};
	struct hqc_buf *all = &l->packed.shapes;

	for (uint32_t i = 0; i < all->count; i++)
		if (memcmp(HQC_AT(struct hq_packed_shape, *all, i), &out, sizeof(out)) == 0)
			return (uint16_t)i;
	*ADD(l, shapes, struct hq_packed_shape) = out;
	return (uint16_t)(all->count - 1);
}

static void pack_measure(struct hqc_lower *l, const struct hq_measure *m)
{
	const uint16_t shape = pack_shape(l, m);

	*ADD(l, measures, struct hq_packed_measure) = (struct hq_packed_measure){
		.shape = shape, .filter = m->filter, .window = m->window, .slot = m->slot, .row = m->row
	};
}

static void pack_op(struct hqc_lower *l, const struct hq_filter_op *op)
{
	const uint16_t at = op->op == HQ_F_WITHIN ? number(l, op->a) :
			    op->op == HQ_F_RANGE || op->op == HQ_F_AMOUNT ? pair(l, op->a, op->b) : 0;

	*ADD(l, filter_ops, struct hq_packed_op) = hq_filter_op_packed(op, at);
}

static void pack_line(struct hqc_lower *l, const struct hq_line *x)
{
	*ADD(l, lines, struct hq_packed_line) = (struct hq_packed_line){
		.measure = x->measure, .form = x->form, .ntiers = (uint8_t)x->ntiers, .first_tier = x->first_tier,
		.block = number(l, x->block), .mul = number(l, x->mul), .mul_hi = number(l, x->mul_hi),
		.cap = number(l, x->cap), .from = number(l, x->from),
	};
}

static void pack_tier(struct hqc_lower *l, const struct hq_tier *x)
{
	*ADD(l, tiers, struct hq_packed_tier) = (struct hq_packed_tier){ number(l, x->at), number(l, x->points) };
}

static void pack_limit(struct hqc_lower *l, const struct hq_limit *x)
{
	*ADD(l, limits, struct hq_packed_limit) = (struct hq_packed_limit){
		.max = number(l, x->max), .min = number(l, x->min), .units_min = number(l, x->units_min),
		.divide = number(l, x->divide), .best = x->best, .cite_max = x->cite_max, .cite_min = x->cite_min,
		.ncite_max = (uint8_t)x->ncite_max, .ncite_min = (uint8_t)x->ncite_min,
	};
}

static void pack_rubric(struct hqc_lower *l, const struct hq_rubric *x)
{
	*ADD(l, rubrics, struct hq_packed_rubric) = (struct hq_packed_rubric){
		.denominator = number(l, x->denominator), .pass_lo = number(l, x->pass_lo), .pass_hi = number(l, x->pass_hi),
		.requires = x->requires, .settles = x->settles, .min_categories = x->min_categories,
		.first_min = x->first_min, .nmins = x->nmins, .first_row = x->first_row, .nrows = x->nrows,
		.cite_pass = x->cite_pass, .cite_categories = x->cite_categories,
		.ncite_pass = (uint8_t)x->ncite_pass, .ncite_categories = (uint8_t)x->ncite_categories,
		.once = x->once, .silent_pass = x->silent_pass,
	};
}

static void pack_slot(struct hqc_lower *l, const struct hqc_slot *x)
{
	*ADD(l, slots, struct hq_packed_slot) = (struct hq_packed_slot){ x->kinds, x->row, x->measure };
}

static void pack_cite(struct hqc_lower *l, const struct hq_cite *x)
{
	*ADD(l, cites, struct hq_packed_cite) = (struct hq_packed_cite){
		.first = x->first, .source = x->source & (HQC_CITED_SOURCES_MAX - 1u),
		.more = ((unsigned)x->last - x->first) & (HQC_CITED_LINES_MAX - 1u)
	};
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static void start(struct hqc_lower *l)
{
	l->packed = (struct hqc_packed){
		.rows = HQC_BUF(struct hq_row),
		.measures = HQC_BUF(struct hq_packed_measure),
		.shapes = HQC_BUF(struct hq_packed_shape),
		.convs = HQC_BUF(struct hq_packed_conv),
		.filter_ops = HQC_BUF(struct hq_packed_op),
		.lines = HQC_BUF(struct hq_packed_line),
		.tiers = HQC_BUF(struct hq_packed_tier),
		.limits = HQC_BUF(struct hq_packed_limit),
		.rubrics = HQC_BUF(struct hq_packed_rubric),
		.slots = HQC_BUF(struct hq_packed_slot),
		.cites = HQC_BUF(struct hq_packed_cite),
		.numbers = HQC_BUF(int64_t),
	};
}

#define EACH(l, buf, type, pack) \
	for (uint32_t i_ = 0; i_ < (l)->buf.count; i_++) \
		pack(l, HQC_AT(type, (l)->buf, i_))

void hqc_pack(struct hqc_lower *l)
{
	start(l);
	pair(l, 0, HQ_BIG);                            /* number 0 is 0: what is left out of an item is nothing */
	EACH(l, rows, struct hqc_row, pack_row);
	EACH(l, measures, struct hq_measure, pack_measure);
	EACH(l, filter_ops, struct hq_filter_op, pack_op);
	EACH(l, lines, struct hq_line, pack_line);
	EACH(l, tiers, struct hq_tier, pack_tier);
	EACH(l, limits, struct hq_limit, pack_limit);
	EACH(l, rubrics, struct hq_rubric, pack_rubric);
	EACH(l, slots, struct hqc_slot, pack_slot);
	EACH(l, cites, struct hq_cite, pack_cite);
}

void hqc_check_names(const struct hqc_lower *l, const struct hq_tables *made)
{
	for (uint32_t i = 0; i < l->rows.count; i++) {
		const struct hqc_row *row = HQC_AT(struct hqc_row, l->rows, i);

		assert(!row->path || strcmp(hq_row_name_of(made, (uint16_t)i).text, row->path) == 0);
	}
	for (uint32_t i = 0; i < l->slots.count; i++)
		assert(strcmp(hq_slot_name_of(made, (uint16_t)i).text, HQC_AT(struct hqc_slot, l->slots, i)->path) == 0);
}
