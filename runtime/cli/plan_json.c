/* Plans for programs: one object on one line for each answer (docs/plan.schema.json). */
#include "plan.h"

#include <string.h>

#include "print.h"

static void put_citations(struct tree *t, const struct hq_tables *rules, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, rules, sources);
	while (row != HQ_NONE && rows[row].ncites == 0)
		row = rows[row].parent;
	tree_key(t, "citations");
	yajl_gen_array_open(t->gen);
	for (uint8_t i = 0; row != HQ_NONE && i < rows[row].ncites; i++) {
		const struct hq_cite c = hq_cite_at(rules, rows[row].first_cite + i);
		struct words w = { .len = 0 };
		words_put(&w, "%s %u", hq_text_of(rules, sources[c.source].name).text, c.first);
		if (c.last > c.first)
			words_put(&w, "-%u", c.last);
		tree_string(t, w.text);
	}
	yajl_gen_array_close(t->gen);
}

void plan_json_row(struct tree *t, const struct hq_tables *rules, uint16_t row)
{
	tree_text(t, "id", hq_row_name_of(rules, row).text);
	tree_text(t, "label", plan_label(rules, row).text);
	put_citations(t, rules, row);
}

static const struct hq_vocab_field *fields_of(const struct planned *p, unsigned kind)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, p->vocab, kinds) + kind;
	return HQ_AT(struct hq_vocab_field, p->vocab, fields) + k->first_field;
}

static void put_one(struct tree *t, const struct planned *p, const struct hq_vocab_field *f, int64_t v)
{
	char day[11];
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		tree_string(t, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + v].name));
		break;
	case HQ_FIELD_SOME_OF:
		yajl_gen_array_open(t->gen);
		for (int i = 0; i < f->ncodes; i++)
			if (v >> i & 1)
				tree_string(t, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + i].name));
		yajl_gen_array_close(t->gen);
		break;
	case HQ_FIELD_YES_NO:
		yajl_gen_bool(t->gen, v != 0);
		break;
	case HQ_FIELD_DATE:
		if (v == HQ_DAY_NEVER) {
			tree_string(t, "never");
			break;
		}
		hq_day_format((hq_day)v, day);
		tree_string(t, day);
		break;
	case HQ_FIELD_NUMBER:
		tree_value(t, v, plan_ten(f->decimals));
		break;
	}
}

static void put_where(struct tree *t, const struct planned *p, const struct hq_move *m)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, p->vocab, kinds) + m->kind;
	tree_key(t, "where");
	yajl_gen_array_open(t->gen);
	for (unsigned i = 0; i < k->nfields; i++) {
		const struct hq_vocab_field *f = fields_of(p, m->kind) + i;
		const struct hq_choice *c = &m->where[i];
		const bool date = f->type == HQ_FIELD_DATE;
		if (!c->said)
			continue;
		yajl_gen_map_open(t->gen);
		tree_text(t, "field", HQ_TEXT(p->vocab, f->name));
		if (c->range) {
			if (c->lo > (date ? p->plans.as_of + 1 : f->min)) {
				tree_key(t, "at_least");
				put_one(t, p, f, c->lo);
			}
			if (c->hi < (date ? f->never ? HQ_DAY_NEVER : p->plans.until : f->max)) {
				tree_key(t, "at_most");
				put_one(t, p, f, c->hi);
			}
		} else {
			tree_key(t, "one_of");
			yajl_gen_array_open(t->gen);
			for (int v = f->type == HQ_FIELD_YES_NO ? 2 : f->ncodes, i2 = 0; i2 < v; i2++) {
				if (!(c->codes[i2 / 64] >> i2 % 64 & 1))
					continue;
				if (f->type == HQ_FIELD_YES_NO)
					yajl_gen_bool(t->gen, i2);
				else
					tree_string(t, HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + i2].name));
			}
			yajl_gen_array_close(t->gen);
		}
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
}

static void put_assignment(struct tree *t, const struct planned *p, const struct hq_move *m)
{
	const struct hq_record *own = p->decided->facts.assignment;
	tree_key(t, "assignment");
	yajl_gen_map_open(t->gen);
	for (unsigned i = 0; i < HQ_FIELDS_MAX; i++) {
		if (!(m->record.known >> i & 1) || (own && (own->known >> i & 1) && own->v[i] == m->record.v[i]))
			continue;
		tree_key(t, HQ_TEXT(p->vocab, fields_of(p, m->kind)[i].name));
		put_one(t, p, fields_of(p, m->kind) + i, m->record.v[i]);
	}
	yajl_gen_map_close(t->gen);
}

static void put_text(void *context, const char *words)
{
	tree_string(context, words);
}

static void put_change(struct tree *t, struct planned *p, const struct hq_plan *plan, uint8_t i)
{
	static const char *const types[] = { [HQ_MOVE_ADD] = "add", [HQ_MOVE_FIELD] = "field", [HQ_MOVE_GO_ON] = "go_on",
					     [HQ_MOVE_ANSWER] = "answer", [HQ_MOVE_ASSIGNMENT] = "assignment" };
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_move *m = &p->plans.moves[plan->move[i]];
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, p->vocab, kinds) + m->kind;
	struct words w = { .len = 0 };
	words_change(&w, p, plan, i);
	yajl_gen_map_open(t->gen);
	tree_text(t, "type", types[m->type]);
	tree_text(t, "text", w.text);
	tree_text(t, "kind", HQ_TEXT(p->vocab, k->name));
	if (m->type == HQ_MOVE_FIELD) {
		tree_key(t, "record");
		tree_value(t, m->record.ref + 1, 1);
		tree_text(t, "field", HQ_TEXT(p->vocab, fields_of(p, m->kind)[m->field].name));
		tree_key(t, "value");
		put_one(t, p, fields_of(p, m->kind) + m->field, m->value);
	} else if (m->type == HQ_MOVE_ASSIGNMENT) {
		put_assignment(t, p, m);
	} else {
		tree_key(t, "amount");
		tree_value(t, plan_amount(plan, p, i), plan_in_records(p, m) ? 1 : plan_ten(k->decimals));
		tree_text(t, "unit", plan_in_records(p, m) ? "records" : plan_unit(p, m, false));
		put_where(t, p, m);
		tree_key(t, "or");
		yajl_gen_array_open(t->gen);
		plan_other_ways(p, plan, i, put_text, t);
		yajl_gen_array_close(t->gen);
	}
	if (m->slot != HQ_NONE)
		tree_text(t, "slot", hq_slot_name_of(rules, m->slot).text);
	tree_key(t, "for");
	yajl_gen_array_open(t->gen);
	for (uint8_t n = 0; n < m->nmeasures; n++) {
		yajl_gen_map_open(t->gen);
		plan_json_row(t, rules, m->slot != HQ_NONE ? m->row : HQ_AT(struct hq_packed_measure, rules, measures)[m->measures[n]].row);
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
}

static void put_plan(struct tree *t, struct planned *p, const struct hq_plan *plan)
{
	struct hq_decision d = { .route = HQ_NONE };
	char day[11];
	hq_day_format(hq_plan_soonest(&p->plans, plan), day);
	yajl_gen_map_open(t->gen);
	tree_text(t, "takes_effect", day);
	tree_key(t, "hours");
	tree_value(t, plan->hours, 1);
	tree_key(t, "dollars");
	tree_value(t, plan->dollars, 1);
	tree_text(t, "route", plan_decide(p, plan, &d) && d.route != HQ_NONE ? hq_row_name_of(p->decided->rules, d.route).text : NULL);
	tree_key(t, "changes");
	yajl_gen_array_open(t->gen);
	for (uint8_t k = 0; k < plan->n; k++)
		put_change(t, p, plan, k);
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
}

void plan_json_head(struct tree *t, const struct planned *p)
{
	const struct decided *d = p->decided;
	char day[11];
	tree_key(t, "schema_version");
	tree_value(t, 1, 1);
	tree_text(t, "teacher", p->teacher);
	tree_text(t, "assignment", p->assignment);
	tree_text(t, "jurisdiction", code_of(d->rules).text);
	tree_text(t, "edition", hq_text_of(d->rules, HQ_AT(struct hq_edition, d->rules, editions)[p->plans.edition].name).text);
	hq_day_format(p->plans.as_of, day);
	tree_text(t, "as_of", day);
	hq_day_format(p->plans.until, day);
	tree_text(t, "until", day);
	tree_bool(t, "closed", d->facts.closed);
	tree_text(t, "verdict", hq_verdict_name(p->plans.now));
}

int plan_put_json(struct planned *p, FILE *out)
{
	const struct hq_plans *plans = &p->plans;
	struct tree t;
	if (tree_begin(&t))
		return -1;
	yajl_gen_config(t.gen, yajl_gen_beautify, 0);
	yajl_gen_map_open(t.gen);
	plan_json_head(&t, p);
	tree_text(&t, "if_nothing_is_done", hq_verdict_name(plans->then));
	tree_bool(&t, "complete", plans->complete);
	tree_bool(&t, "by_cases", plans->by_cases);
	tree_key(&t, "lines_mixed");
	tree_value(&t, plans->then == HQ_HIGHLY_QUALIFIED ? 0 : plans->lines, 1);
	tree_key(&t, "plans");
	yajl_gen_array_open(t.gen);
	for (uint16_t i = 0; i < plans->nplans; i++) {
		put_plan(&t, p, &plans->plans[i]);
	}
	yajl_gen_array_close(t.gen);
	tree_key(&t, "in_the_way");
	yajl_gen_array_open(t.gen);
	for (uint16_t i = 0; i < plans->nblocks; i++) {
		struct words w = { .len = 0 };
		words_block(&w, p, plans->blocks[i]);
		yajl_gen_map_open(t.gen);
		plan_json_row(&t, p->decided->rules, plans->blocks[i]);
		tree_text(&t, "text", w.text);
		yajl_gen_map_close(t.gen);
	}
	yajl_gen_array_close(t.gen);
	tree_key(&t, "enough_to_know");
	yajl_gen_array_open(t.gen);
	if (plans->now == HQ_UNDETERMINED)
		plan_enough(p, put_text, &t);
	yajl_gen_array_close(t.gen);
	yajl_gen_map_close(t.gen);
	return tree_end(&t, out) || putc('\n', out) == EOF ? -1 : 0;
}
