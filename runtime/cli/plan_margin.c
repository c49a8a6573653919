/* What a yes rests on, how far each of it is from its edge, and the day on which it ends if only time passes. */
#include "plan.h"

#include <string.h>

struct margin {
	struct planned *p;
	FILE *out;
	struct tree *tree;             /* NULL: text */
	const struct hq_tables *rules;
	const struct hq_edition *e;
	const struct hq_row *rows;
};

static struct hq_interval value(const struct margin *g, uint16_t row)
{
	return g->p->decided->decision.rows[row - g->e->first_row];
}

/* One thing that the yes rests on: what there is, what is needed, what is to spare. */
static void put(struct margin *g, uint16_t row, int64_t has, int64_t needs, int64_t most, int64_t scale, const char *unit)
{
	struct words w = { .len = 0 };
	if (g->tree) {
		yajl_gen_map_open(g->tree->gen);
		plan_json_row(g->tree, g->rules, row);
		tree_key(g->tree, "has");
		tree_value(g->tree, has, scale);
		tree_key(g->tree, "needs");
		tree_value(g->tree, needs, scale);
		tree_key(g->tree, "to_spare");
		tree_value(g->tree, most < HQ_BIG && most - has < has - needs ? most - has : has - needs, scale);
		tree_text(g->tree, "unit", unit);
		yajl_gen_map_close(g->tree->gen);
		return;
	}
	words_put(&w, "  - %s", plan_label(g->rules, row).text);
	words_cites(&w, g->rules, row);
	words_put(&w, "\n    ");
	words_number(&w, has, scale);
	words_put(&w, " ");
	words_name(&w, unit);
	if (most < HQ_BIG) {
		words_put(&w, ", at most ");
		words_number(&w, most, scale);
		words_put(&w, ": ");
		words_number(&w, most - has, scale);
		words_put(&w, " to spare");
	} else {
		words_put(&w, ", ");
		words_number(&w, needs, scale);
		words_put(&w, " needed: ");
		words_number(&w, has - needs, scale);
		words_put(&w, " to spare");
	}
	fprintf(g->out, "%s\n", w.text);
}

static void put_quantity(struct margin *g, uint16_t row)
{
	const struct hq_measure m = hq_measure_at(g->rules, g->rows[row].arg);
	const struct hq_interval q = g->p->decided->decision.measures[g->rows[row].arg - g->e->first_measure];
	const int64_t a = hq_row_a(g->rules, &g->rows[row]), b = hq_row_b(g->rules, &g->rows[row]);
	const int64_t has = b < HQ_BIG ? q.hi : q.lo;
	put(g, row, has, a > 0 ? a : 0, b, m.scale, plan_measured(g->p, &m, has == m.scale));
}

static void put_rubric(struct margin *g, uint16_t row)
{
	const struct hq_rubric r = hq_rubric_at(g->rules, g->rows[row].arg);
	const uint16_t *kids = HQ_AT(uint16_t, g->rules, kids);
	int64_t total = 0;
	for (uint16_t i = 0; i < g->rows[row].nkids; i++)
		total += value(g, kids[g->rows[row].first_kid + i]).lo;
	if (!r.silent_pass && total >= r.pass_lo)
		put(g, row, total, r.pass_lo, HQ_BIG, r.denominator, "points");
	for (uint16_t i = 0; i < r.nmins; i++) {
		const uint16_t min = kids[r.first_min + i];
		const struct hq_limit limit = hq_limit_at(g->rules, hq_limit_of(&g->rows[min]));
		if (limit.min > 0 && limit.divide == 1)
			put(g, min, value(g, min).lo, limit.min, HQ_BIG, r.denominator, "points");
	}
}

/* What makes a row yes: all parts of `all of`, of `any of` the first that is. */
static void walk(struct margin *g, uint16_t row, unsigned depth)
{
	const struct hq_row *r = &g->rows[row];
	const uint16_t *kids = HQ_AT(uint16_t, g->rules, kids) + r->first_kid;
	if (!value(g, row).lo || depth > HQ_DEPTH_MAX * 2)
		return;
	switch ((enum hq_op)r->op) {
	case HQ_OP_ALL:
	case HQ_OP_AT_LEAST:
		for (uint16_t i = 0; i < r->nkids; i++)
			walk(g, kids[i], depth + 1);
		break;
	case HQ_OP_ANY:
		for (uint16_t i = 0; i < r->nkids; i++)
			if (value(g, kids[i]).lo) {
				walk(g, kids[i], depth + 1);
				break;
			}
		break;
	case HQ_OP_QUANTITY:
		put_quantity(g, row);
		break;
	case HQ_OP_RUBRIC:
		put_rubric(g, row);
		if (hq_rubric_at(g->rules, r->arg).requires != HQ_NONE)
			walk(g, hq_rubric_at(g->rules, r->arg).requires, depth + 1);
		break;
	case HQ_OP_NONE:
	case HQ_OP_NOT:
	case HQ_OP_SCALAR:
	case HQ_OP_SILENT:
	case HQ_OP_LINE:
	case HQ_OP_AWARD:
	case HQ_OP_CATEGORY:
		break;
	}
}

/* Rows that were yes and are not any more, from the leaves. */
static void put_ends(struct margin *g, const struct hq_decision *last)
{
	if (!last->rows || last->edition != g->p->decided->edition)
		return;
	for (uint32_t i = g->e->first_row; i < (uint32_t)g->e->first_row + g->e->nrows; i++) {
		const uint16_t row = (uint16_t)i;
		if (!value(g, row).lo || last->rows[row - g->e->first_row].lo ||
		    (g->rows[row].op != HQ_OP_QUANTITY && g->rows[row].op != HQ_OP_SCALAR && g->rows[row].op != HQ_OP_RUBRIC))
			continue;
		if (g->tree) {
			yajl_gen_map_open(g->tree->gen);
			plan_json_row(g->tree, g->rules, row);
			yajl_gen_map_close(g->tree->gen);
		} else {
			struct words w = { .len = 0 };
			words_put(&w, "  - %s", plan_label(g->rules, row).text);
			words_cites(&w, g->rules, row);
			fprintf(g->out, "%s\n", w.text);
		}
	}
}

static void put_text(struct margin *g, int ends, hq_day day, const struct hq_decision *last)
{
	const struct planned *p = g->p;
	char from[11], to[11], end[11];
	hq_day_format(p->plans.as_of, from);
	hq_day_format(p->plans.until, to);
	struct words w = { .len = 0 };
	words_name(&w, hq_verdict_name(p->plans.now));
	fprintf(g->out, "%s%s%s: %s as of %s", p->teacher ? p->teacher : "", p->teacher ? ", " : "", hq_text_of(g->rules, g->rules->name).text, w.text,
		from);
	if (p->plans.now != HQ_HIGHLY_QUALIFIED) {
		fputs(".\nThere is no yes that could end; without --margin the plans are listed.\n", g->out);
		return;
	}
	if (p->decided->decision.route != HQ_NONE)
		fprintf(g->out, " by %s", plan_label(g->rules, p->decided->decision.route).text);
	fputs(". It rests on\n", g->out);
	walk(g, g->e->root, 0);
	hq_day_format(day, end);
	if (!ends) {
		fprintf(g->out, "If only time passes it lasts until %s at least.\n", to);
	} else if (!last->rows) {
		fprintf(g->out, "On %s these rules are not in force any more.\n", end);
	} else if (last->edition != p->decided->edition) {
		fprintf(g->out, "If only time passes it ends on %s, when other rules are in force: %s.\n", end,
			hq_text_of(g->rules, HQ_AT(struct hq_edition, g->rules, editions)[last->edition].label).text);
	} else {
		fprintf(g->out, "If only time passes it ends on %s, for want of\n", end);
		put_ends(g, last);
	}
}

static int put_json(struct margin *g, int ends, hq_day day, const struct hq_decision *last)
{
	struct tree t;
	char end[11];
	if (tree_begin(&t))
		return -1;
	g->tree = &t;
	yajl_gen_config(t.gen, yajl_gen_beautify, 0);
	yajl_gen_map_open(t.gen);
	plan_json_head(&t, g->p);
	tree_key(&t, "rests_on");
	yajl_gen_array_open(t.gen);
	if (g->p->plans.now == HQ_HIGHLY_QUALIFIED)
		walk(g, g->e->root, 0);
	yajl_gen_array_close(t.gen);
	hq_day_format(day, end);
	tree_text(&t, "ends", ends ? end : NULL);
	tree_key(&t, "for_want_of");
	yajl_gen_array_open(t.gen);
	if (ends)
		put_ends(g, last);
	yajl_gen_array_close(t.gen);
	yajl_gen_map_close(t.gen);
	return tree_end(&t, g->out) || putc('\n', g->out) == EOF ? -1 : 0;
}

int plan_put_margin(struct planned *p, void *work, size_t size, FILE *out)
{
	const struct decided *d = p->decided;
	struct margin g = { .p = p, .out = out, .rules = d->rules, .rows = HQ_AT(struct hq_row, d->rules, rows),
			    .e = HQ_AT(struct hq_edition, d->rules, editions) + d->edition };
	struct hq_decision last = { .verdict = HQ_UNDETERMINED };
	hq_day day = 0;
	int ends = 0;
	if (p->plans.now == HQ_HIGHLY_QUALIFIED)
		ends = hq_plan_lasts(d->rules, &d->facts, d->as_of, p->until, work, size, &day, &last);
	if (ends < 0)
		return ends;
	if (p->options->shared.format == HQCLI_JSON)
		return put_json(&g, ends, day, &last);
	put_text(&g, ends, day, &last);
	return 0;
}
