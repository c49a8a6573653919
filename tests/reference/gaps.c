/* What partial facts lack; see gaps.h. The classes of values are read from the tables: what no relation, window or step tells apart is one class. */
#include "gaps.h"
#include "implied.h"

#include <string.h>

#include "hq_internal.h"

enum { EDGES_MAX = 64, LIST_AIMED = 12, LIST_WAYS = 24 };

static void add(struct gap *g, int64_t v, uint8_t unit)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->value[i] == v && g->unit[i] == unit)
			return;
	if (g->n < GAP_VALUES) {
		g->value[g->n] = v;
		g->unit[g->n++] = unit;
	}
}

static void add_field(struct gap *g, int64_t v, hq_day as_of)
{
	const struct hq_vocab_kind *k = kind_of(g->kind);
	const struct hq_vocab_field *f = field_of(g->kind, g->field);

	if (f->type == HQ_FIELD_NUMBER && (v < f->min || v > f->max))
		return;
	if (f->type == HQ_FIELD_DATE && v != HQ_DAY_NEVER && (v < -100000 || v > 100000))
		return;
	if (f->type == HQ_FIELD_DATE && v == HQ_DAY_NEVER && !f->never)
		return;
	if ((g->field == k->date_field || g->field == k->from_field) && v > as_of && v != HQ_DAY_NEVER)
		return;                         /* 2.5 */
	add(g, v, 255);
}

/* The relations of the edition that read field @field of @kind, each called with the operation. */
typedef void (*each_op)(void *context, const struct hq_filter_op *op, bool other_side);

static void filter_ops(uint16_t filter, unsigned owner, unsigned kind, unsigned field, each_op call, void *context)
{
	const unsigned of[] = { owner, ground.vocab->teacher, ground.vocab->assignment, HQ_NONE };

	for (uint32_t i = filter; filter != HQ_NONE; i++) {
		const struct hq_filter_op op = hq_filter_op_at(ground.rules, i);

		if (op.op == HQ_F_END)
			return;
		if (op.op == HQ_F_AND || op.op == HQ_F_OR || op.op == HQ_F_NOT || op.op == HQ_F_AMOUNT || op.op == HQ_F_SILENT)
			continue;
		if (of[op.src] == kind && op.field == field)
			call(context, &op, false);
		if (op.op == HQ_F_COMPARE && of[op.other_src] == kind && op.other == field)
			call(context, &op, true);
	}
}

static void ops_on(unsigned kind, unsigned field, each_op call, void *context)
{
	const struct hq_edition *e = ground.edition;
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows) + e->first_row;

	for (uint16_t i = 0; i < e->nrows; i++)
		if (rows[i].op == HQ_OP_SCALAR)
			filter_ops(rows[i].arg, HQ_NONE, kind, field, call, context);
	for (uint32_t i = e->first_measure; i < (uint32_t)e->first_measure + e->nmeasures; i++) {
		const struct hq_measure m = hq_measure_at(ground.rules, i);

		filter_ops(m.filter, m.kind, kind, field, call, context);
	}
}

/* Codes that no relation tells apart are one sort: a mark for each code, changed by each relation. */
struct sorts { uint64_t mark[HQ_CODES_MAX + 1]; unsigned ncodes; bool each; };

static void mark_sorts(void *context, const struct hq_filter_op *op, bool other_side)
{
	struct sorts *s = context;
	const uint64_t *words = HQ_AT(uint64_t, ground.rules, words) + (op->op == HQ_F_IN ? op->a : 0);

	if (op->op == HQ_F_COMPARE || other_side)
		s->each = true;
	for (unsigned c = 0; c < s->ncodes; c++) {
		uint64_t in = 0;

		if (op->op == HQ_F_IN)
			in = c / 64 < (unsigned)op->b && (words[c / 64] >> (c % 64) & 1);
		else if (op->op == HQ_F_RANGE)
			in = (int64_t)c < op->a ? 0 : (int64_t)c > op->b ? 2 : 1;
		s->mark[c] = (s->mark[c] * 3 + in) * 0x9e3779b97f4a7c15u + 1;
	}
}

struct edges { struct gap *g; const struct teacher *t; };

static void add_edges(void *context, const struct hq_filter_op *op, bool other_side)
{
	const struct edges *e = context;
	const hq_day as_of = e->t->as_of;
	int64_t edge[3];
	size_t n = 0;

	if (op->op == HQ_F_RANGE) {
		if (op->a > -HQ_BIG)
			edge[n++] = op->a;
		if (op->b < HQ_BIG)
			edge[n++] = op->b;
	} else if (op->op == HQ_F_WITHIN) {
		edge[n++] = hq_day_add_months(as_of, (int32_t)-op->a);
		edge[n++] = as_of;
	} else if (op->op == HQ_F_COMPARE) {
		const uint8_t src = other_side ? op->src : op->other_src, field = other_side ? op->field : op->other;

		edge[n++] = as_of;
		if (src == HQ_SRC_TEACHER)
			edge[n++] = e->t->records[0].v[field];
		if (src == HQ_SRC_ASSIGNMENT)
			edge[n++] = e->t->assignment.v[field];
		for (size_t i = 0; other_side && i < e->t->n; i++)
			if (e->t->records[i].kind != ground.vocab->teacher && op->src == HQ_SRC_RECORD && n < 3 && field < kind_of(e->t->records[i].kind)->nfields)
				edge[n++] = e->t->records[i].v[field];
	}
	for (size_t i = 0; i < n; i++)
		for (int64_t by = -1; by <= 1; by++)
			if (edge[i] > -4000000 && edge[i] < 4000000)
				add_field(e->g, edge[i] + by, as_of);
}

static void field_values(const struct teacher *partial, struct gap *g)
{
	const struct hq_vocab_field *f = field_of(g->kind, g->field);
	const struct hq_vocab_kind *k = kind_of(g->kind);
	struct edges edges = { g, partial };
	static struct sorts sorts;
	unsigned reps[HQ_CODES_MAX], n = 0;

	if (f->type == HQ_FIELD_YES_NO) {
		add(g, 0, 255);
		add(g, 1, 255);
		return;
	}
	if (f->type == HQ_FIELD_NUMBER) {
		ops_on(g->kind, g->field, add_edges, &edges);
		add_field(g, f->min, 0);
		add_field(g, f->max, 0);
		return;
	}
	if (f->type == HQ_FIELD_DATE) {
		ops_on(g->kind, g->field, add_edges, &edges);
		add_field(g, HQ_DAY_NEVER, partial->as_of);
		add_field(g, partial->as_of, partial->as_of);
		add_field(g, partial->as_of - 3650, partial->as_of);
		for (uint32_t i = ground.edition->first_measure; g->field == k->date_field && i < (uint32_t)ground.edition->first_measure + ground.edition->nmeasures; i++) {
			const struct hq_measure m = hq_measure_at(ground.rules, i);
			const struct hq_window *w = &HQ_AT(struct hq_window, ground.rules, windows)[m.window];

			if (m.kind != g->kind)
				continue;
			for (hq_day by = -1; by <= 1; by++) {
				if (w->from_kind == HQ_BOUND_DAY)
					add_field(g, w->from + by, partial->as_of);
				if (w->from_kind == HQ_BOUND_MONTHS)
					add_field(g, hq_day_add_months(partial->as_of, -w->from) + 1 + by, partial->as_of);
				if (w->to_kind == HQ_BOUND_DAY)
					add_field(g, w->to + by, partial->as_of);
				if (w->to_kind == HQ_BOUND_MONTHS)
					add_field(g, hq_day_add_months(partial->as_of, -w->to) + by, partial->as_of);
			}
			for (size_t r = 0; m.cap_year < HQ_BIG && r < partial->n; r++)        /* with another record in one school year */
				if (partial->records[r].kind == g->kind)
					add_field(g, partial->records[r].v[g->field], partial->as_of);
		}
		return;
	}
	sorts = (struct sorts){ .ncodes = f->ncodes, .each = f->type == HQ_FIELD_ONE_OF && implied_fields(g->kind) >> g->field & 1 };
	ops_on(g->kind, g->field, mark_sorts, &sorts);
	for (unsigned c = 0; c < f->ncodes; c++) {
		bool seen = false;

		for (unsigned r = 0; r < n && !sorts.each; r++)
			seen |= sorts.mark[reps[r]] == sorts.mark[c];
		if (!seen)
			reps[n++] = c;
	}
	if (f->type == HQ_FIELD_ONE_OF) {
		for (unsigned r = 0; r < n; r++)
			add(g, reps[r], 255);
		return;
	}
	if (n <= 4) {
		for (unsigned bits = 0; bits < 1u << n; bits++) {
			int64_t set = 0;

			for (unsigned r = 0; r < n; r++)
				set |= (int64_t)(bits >> r & 1) << reps[r];
			add(g, set, 255);
		}
		return;
	}
	int64_t all = 0;

	for (unsigned r = 0; r < n; r++)
		all |= (int64_t)1 << reps[r];
	add(g, 0, 255);
	add(g, all, 255);
	for (unsigned r = 0; r < n; r++) {
		add(g, (int64_t)1 << reps[r], 255);
		add(g, all & ~((int64_t)1 << reps[r]), 255);
	}
}

/* Quantities that something is compared with, of one measure. */
static size_t measure_edges(uint16_t mi, int64_t *edge, size_t max)
{
	const struct hq_edition *e = ground.edition;
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows) + e->first_row;
	size_t n = 0;

	for (uint16_t i = 0; i < e->nrows && n + 8 < max; i++) {
		if (rows[i].op == HQ_OP_QUANTITY && rows[i].arg == mi) {
			edge[n++] = hq_row_a(ground.rules, &rows[i]);
			if (hq_row_b(ground.rules, &rows[i]) < HQ_BIG)
				edge[n++] = hq_row_b(ground.rules, &rows[i]) + 1;
		}
		if (rows[i].op != HQ_OP_LINE)
			continue;
		const struct hq_line line = hq_line_at(ground.rules, rows[i].arg);

		if (line.measure != mi)
			continue;
		if (line.cap < HQ_BIG)
			edge[n++] = line.cap;
		if (line.from)
			edge[n++] = line.from;
		if (line.block > 0 && line.form == HQ_LINE_BLOCKS)
			edge[n++] = line.block;
		for (uint32_t t = 0; t < line.ntiers && n + 4 < max; t++)
			edge[n++] = hq_tier_at(ground.rules, line.first_tier + t).at;
		if (rows[i].limit_if_points != HQ_NONE) {
			const struct hq_limit limit = hq_limit_at(ground.rules, rows[i].limit_if_points);

			if (limit.units_min)
				edge[n++] = limit.units_min;
			const int64_t points[] = { limit.max, limit.min };

			for (size_t x = 0; x < 2 && line.mul > 0 && line.mul < HQ_BIG; x++)
				if (points[x] > 0 && points[x] < HQ_BIG)
					edge[n++] = points[x] / line.mul * (line.form == HQ_LINE_BLOCKS ? line.block : 1);
		}
	}
	return n;
}

static void amount_values(const struct hq_record *r, hq_day as_of, struct gap *g)
{
	const struct hq_vocab_kind *k = kind_of(g->kind);

	if ((k->flags & HQ_KIND_SPAN) && (r->known >> k->from_field & 1) && (r->known >> k->date_field & 1)) {
		const hq_day last = r->v[k->date_field] == HQ_DAY_NEVER ? as_of : (hq_day)r->v[k->date_field];
		int64_t most = hq_school_year(last) - hq_school_year((hq_day)r->v[k->from_field]) + 1;      /* 2.7: no more than it touches */

		for (unsigned d = 0; d < k->decimals; d++)
			most *= 10;
		add(g, most, k->year_unit);
	}
	for (uint8_t u = 0; u < HQ_UNITS_MAX; u++)
		if (k->units >> u & 1) {
			add(g, k->amount_min, u);
			add(g, k->amount_max, u);
		}
	for (uint32_t i = ground.edition->first_measure; i < (uint32_t)ground.edition->first_measure + ground.edition->nmeasures; i++) {
		const struct hq_measure m = hq_measure_at(ground.rules, i);
		int64_t edge[EDGES_MAX];

		if (m.kind != g->kind || m.agg == HQ_AGG_COUNT)
			continue;
		const size_t n = measure_edges((uint16_t)i, edge, EDGES_MAX);

		for (uint32_t v = 0; v < m.nconvs; v++) {
			const struct hq_conv conv = hq_conv_at(ground.rules, m.first_conv + v);

			for (size_t x = 0; x < n; x++)
				for (int64_t by = -1; by <= 1; by++) {
					const int64_t a = edge[x] * conv.den / (conv.num ? conv.num : 1) + by;

					if (a >= k->amount_min && a <= k->amount_max)
						add(g, a, conv.unit);
				}
		}
	}
}

static void slot_values(struct gap *g)
{
	const struct hq_slot s = hq_slot_at(ground.rules, ground.edition->first_slot + (uint32_t)g->at);
	int64_t edge[EDGES_MAX];

	add(g, 0, 255);
	add(g, s.type == HQ_SLOT_YES_NO ? 1 : s.max, 255);
	if (s.type == HQ_SLOT_YES_NO)
		return;
	const size_t n = measure_edges(s.measure, edge, EDGES_MAX);

	for (size_t x = 0; x < n; x++)
		for (int64_t by = -1; by <= 1; by++)
			if (edge[x] + by * s.step >= 0 && edge[x] + by * s.step <= s.max)
				add(g, edge[x] + by * s.step, 255);
}

size_t gaps_find(const struct teacher *partial, struct teacher *t, struct gap *gaps)
{
	size_t ngaps = 0;

	if (t->list[ground.vocab->teacher] != HQ_KNOWN) {
		t->list[ground.vocab->teacher] = HQ_KNOWN;
		t->records[0].known = 0;
	}
	for (size_t i = 0; i <= t->n; i++) {
		const struct hq_record *r = i < t->n ? &t->records[i] : &t->assignment;
		const struct hq_vocab_kind *k = kind_of(r->kind);

		if (t->list[r->kind] != HQ_KNOWN && i < t->n)
			continue;
		for (unsigned f = 0; f < k->nfields; f++)
			if ((ground.used[r->kind] & ~r->known) >> f & 1 && ngaps < GAPS_MAX) {
				struct gap *g = &gaps[ngaps++];

				*g = (struct gap){ .sort = GAP_FIELD, .kind = r->kind, .field = (uint8_t)f, .at = i < t->n ? i : SIZE_MAX };
				field_values(partial, g);
			}
		if ((k->flags & HQ_KIND_AMOUNT) && !(k->flags & HQ_KIND_DEFAULT) && r->unit == 255 && (ground.lists >> r->kind & 1) && ngaps < GAPS_MAX) {
			struct gap *g = &gaps[ngaps++];

			*g = (struct gap){ .sort = GAP_AMOUNT, .kind = r->kind, .at = i };
			amount_values(r, t->as_of, g);
		}
	}
	for (uint16_t i = 0; t->form && i < ground.edition->nslots; i++)
		if (t->answers[i].know == HQ_UNKNOWN && ngaps < GAPS_MAX) {
			struct gap *g = &gaps[ngaps++];

			*g = (struct gap){ .sort = GAP_SLOT, .at = i };
			slot_values(g);
		}
	for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
		if (t->list[k] != HQ_KNOWN && k != ground.vocab->assignment) {
			if (!(ground.lists >> k & 1))
				t->list[k] = HQ_KNOWN;          /* nothing reads it */
			else if (ngaps < GAPS_MAX)
				gaps[ngaps++] = (struct gap){ .sort = GAP_LIST, .kind = (uint8_t)k, .n = LIST_WAYS };
		}
	/* What was drawn for a list that is missing is not there. */
	size_t n = 0;
	size_t moved[TEACHER_RECORDS];

	for (size_t i = 0; i < t->n; i++) {
		moved[i] = n;
		if (partial->list[t->records[i].kind] == HQ_KNOWN || t->records[i].kind == ground.vocab->teacher)
			t->records[n++] = t->records[i];
	}
	for (size_t i = 0; i < ngaps; i++)
		if ((gaps[i].sort == GAP_FIELD || gaps[i].sort == GAP_AMOUNT) && gaps[i].at < TEACHER_RECORDS)
			gaps[i].at = moved[gaps[i].at];
	t->n = n;
	return ngaps;
}

/* ---- what to aim a completion at ---- */

/* Rows of the edition that shall come out so: records of these measures are wanted, of those none. */
static struct { uint16_t want[128], avoid[128]; int64_t least[128]; size_t nwant, navoid; } aim;

static void aim_at(uint16_t index, bool yes)
{
	const struct hq_row *row = HQ_AT(struct hq_row, ground.rules, rows) + index;
	const uint16_t *kid = HQ_AT(uint16_t, ground.rules, kids) + row->first_kid;
	const bool all = (row->op == HQ_OP_ALL || row->op == HQ_OP_AT_LEAST) == yes;

	if (row->op == HQ_OP_QUANTITY) {
		const int64_t a = hq_row_a(ground.rules, row), b = hq_row_b(ground.rules, row);

		if (yes ? a > 0 : a <= 0) {
			if (aim.nwant < 128) {
				aim.least[aim.nwant] = yes ? a : b + 1;
				aim.want[aim.nwant++] = row->arg;
			}
		} else if (aim.navoid < 128) {
			aim.avoid[aim.navoid++] = row->arg;
		}
	} else if (row->op == HQ_OP_LINE) {
		if (yes && chance(60) && aim.nwant < 128) {
			aim.least[aim.nwant] = 0;
			aim.want[aim.nwant++] = hq_line_at(ground.rules, row->arg).measure;
		}
	} else if (row->op == HQ_OP_RUBRIC && !yes) {
		return;
	} else if (row->op == HQ_OP_NOT) {
		aim_at(kid[0], !yes);
	} else if (row->nkids && (all || row->op >= HQ_OP_LINE)) {
		for (uint16_t k = 0; k < row->nkids; k++)
			aim_at(kid[k], yes);
	} else if (row->nkids) {
		aim_at(kid[between(0, row->nkids - 1)], yes);
	}
	if (row->op == HQ_OP_RUBRIC && hq_rubric_at(ground.rules, row->arg).requires != HQ_NONE)
		aim_at(hq_rubric_at(ground.rules, row->arg).requires, true);
}

void gaps_aim(void)
{
	aim.nwant = aim.navoid = 0;
	if (ground.edition->applies != HQ_NONE)
		aim_at(ground.edition->applies, !chance(10));
	aim_at(ground.edition->root, chance(70));
}

static bool counts(const struct teacher *t, const struct hq_record *r, uint16_t measure)
{
	static struct hq_facts facts;
	struct hqi_ask ask;
	struct hqi_count count;

	facts.vocab = ground.vocab;
	facts.records = t->records;             /* the teacher's comes first */
	facts.nrecords = t->n;
	facts.assignment = &t->assignment;
	memset(facts.list, HQ_KNOWN, sizeof facts.list);
	memset(facts.first, 0, sizeof facts.first);
	for (unsigned k = 0; k <= HQ_KINDS_MAX; k++)
		facts.first[k] = k > ground.vocab->teacher;
	hqi_ask(&ask, ground.rules, ground.e, &facts, t->as_of);
	hqi_record_counts(&ask, measure, r, &count);
	return count.part.hi > 0;
}

/* A record that counts for the measure, and for none that is to be avoided; false where many draws find none. */
static bool draw_counting(struct teacher *t, uint16_t measure, int64_t least)
{
	const struct hq_record assignment = t->assignment, teacher = t->records[0];
	const struct hq_measure m = hq_measure_at(ground.rules, measure);

	for (size_t tries = 0; tries < 80; tries++) {
		const bool drawn = draw_record(t, measure);
		bool good = drawn;

		t->assignment = assignment;     /* which draw_record may have suited to the record */
		t->records[0] = teacher;
		if (!drawn)
			continue;
		struct hq_record *r = &t->records[t->n - 1];
		const struct hq_vocab_kind *k = kind_of(r->kind);

		if (least && m.agg != HQ_AGG_COUNT && !(k->flags & HQ_KIND_SPAN) && tries % 2) {
			const struct hq_conv conv = hq_conv_at(ground.rules, m.first_conv);

			r->unit = conv.unit;
			r->times = 1;
			r->amount = (least * conv.den + conv.num - 1) / (conv.num ? conv.num : 1);
			good = r->amount >= k->amount_min && r->amount <= k->amount_max;
		}
		if (least == 0 && (k->flags & HQ_KIND_TIMES) && tries % 2)
			r->times = HQ_TIMES_MAX;
		for (unsigned f = 0; f < k->nfields && tries % 3 == 2; f++)
			if (field_of(r->kind, f)->type == HQ_FIELD_SOME_OF)
				r->v[f] = ((int64_t)1 << field_of(r->kind, f)->ncodes) - 1;
		good = good && counts(t, r, measure);
		for (size_t i = 0; good && i < aim.navoid && tries < 60; i++)
			good = hq_measure_at(ground.rules, aim.avoid[i]).kind != m.kind || aim.avoid[i] == measure || !counts(t, r, aim.avoid[i]);
		if (good)
			return true;
		t->n--;
	}
	return false;
}

/* ---- filling in ---- */

/* As the aim has it. Where one measure is wanted twice, or so many records of it, there are so many. */
static void fill_as_aimed(struct teacher *t, unsigned kind)
{
	for (size_t i = 0; i < aim.nwant; i++) {
		const struct hq_measure m = hq_measure_at(ground.rules, aim.want[i]);

		if (m.kind != kind)
			continue;
		const bool many = m.cap_year < HQ_BIG && chance(50);   /* each in a school year of its own */

		for (int64_t n = many ? 7 : m.agg == HQ_AGG_COUNT && aim.least[i] > m.scale ? aim.least[i] / m.scale : 1; n > 0 && n < 8; n--) {
			if (!draw_counting(t, aim.want[i], aim.least[i]))
				break;
			if (many && kind_of(kind)->date_field < HQ_FIELDS_MAX)
				t->records[t->n - 1].v[kind_of(kind)->date_field] = hq_day_add_months(t->as_of, (int32_t)(-12 * n));
		}
	}
}

/* Records of a list: none, one, one for each measure, enough to saturate caps, or what the aim asks for. */
static void fill_list(struct teacher *t, unsigned kind, size_t which)
{
	const struct hq_edition *e = ground.edition;
	uint16_t of[512];
	size_t n = 0;

	t->list[kind] = HQ_KNOWN;
	for (uint32_t i = e->first_measure; i < (uint32_t)e->first_measure + e->nmeasures && n < 512; i++)
		if (hq_measure_at(ground.rules, i).kind == kind)
			of[n++] = (uint16_t)i;
	if (which == 0 || n == 0)
		return;
	if (which >= LIST_AIMED) {
		fill_as_aimed(t, kind);
		return;
	}
	const size_t room = ground.once ? 2 : 10, want = which <= 4 ? 1 : which <= 7 ? 2 : which <= 9 ? 4 : room;

	for (size_t i = 0; i < want && i < room; i++) {
		const struct hq_record assignment = t->assignment, teacher = t->records[0];
		const bool drawn = draw_record(t, want >= n && i < n ? of[i] : of[between(0, (int64_t)n - 1)]);

		t->assignment = assignment;
		t->records[0] = teacher;
		if (!drawn)
			continue;
		struct hq_record *r = &t->records[t->n - 1];
		const struct hq_vocab_kind *k = kind_of(kind);

		if (r->unit != 255 && !(k->flags & HQ_KIND_SPAN) && which >= 10) {
			r->amount = k->amount_all / (2 * (int64_t)room) / (r->times ? r->times : 1);
			r->amount = r->amount > k->amount_max ? k->amount_max : r->amount < k->amount_min ? k->amount_min : r->amount;
		}
		if ((k->flags & HQ_KIND_TIMES) && which >= 11 && r->unit == 255)
			r->times = 9;
	}
}

void gap_fill(struct teacher *t, const struct gap *g, size_t which)
{
	struct hq_record *r = g->at == SIZE_MAX || g->at >= t->n ? &t->assignment : &t->records[g->at];

	switch (g->sort) {
	case GAP_FIELD:
		r->v[g->field] = g->value[which];
		r->known |= (uint16_t)(1u << g->field);
		break;
	case GAP_AMOUNT:
		r->amount = g->value[which];
		r->unit = g->unit[which];
		break;
	case GAP_SLOT:
		t->answers[g->at].value = g->value[which];
		t->answers[g->at].know = HQ_KNOWN;
		break;
	case GAP_LIST:
		fill_list(t, g->kind, which);
		break;
	}
}
