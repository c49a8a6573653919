/* What stands in the way, in words: what is asked, what there is, and why no change mends it. */
#include "plan.h"

/* The kinds of what a filter of the teacher, the assignment and the day asks about: "assignment setting, teacher hired". */
static void put_asks(struct words *w, const struct planned *p, uint16_t filter)
{
	const struct hq_tables *rules = p->decided->rules;
	uint32_t seen[2] = { 0, 0 };
	unsigned n = 0;
	for (; filter != HQ_NONE; filter++) {
		const struct hq_filter_op op = hq_filter_op_at(rules, filter);
		if (op.op == HQ_F_END)
			break;
		if (op.op == HQ_F_AND || op.op == HQ_F_OR || op.op == HQ_F_NOT || op.op == HQ_F_SILENT)
			continue;
		for (int side = 0; side < (op.op == HQ_F_COMPARE ? 2 : 1); side++) {
			const uint8_t src = side ? op.other_src : op.src, field = side ? op.other : op.field;
			const bool teacher = src == HQ_SRC_TEACHER;
			const uint16_t kind = teacher ? p->vocab->teacher : p->vocab->assignment;
			if ((!teacher && src != HQ_SRC_ASSIGNMENT) || (seen[teacher] >> field & 1))
				continue;
			seen[teacher] |= (uint32_t)1 << field;
			words_put(w, "%s", n++ ? ", " : "");
			words_name(w, HQ_TEXT(p->vocab, plan_kind(p, kind)->name));
			words_put(w, " ");
			words_name(w, HQ_TEXT(p->vocab, plan_field(p, kind, field)->name));
			const struct hq_record *r = p->decided->facts.assignment;
			if (teacher)
				r = p->decided->facts.first[kind] < p->decided->facts.first[kind + 1] ?
				    p->decided->facts.records + p->decided->facts.first[kind] : NULL;
			if (r && (r->known >> field & 1)) {
				words_put(w, " (");
				words_value(w, p, plan_field(p, kind, field), r->v[field]);
				words_put(w, ")");
			} else {
				words_put(w, " (not known)");
			}
		}
	}
	if (!n)
		words_put(w, "the day");
}

/* Why not enough of a kind can be had; @any: some are there. */
static void put_kind(struct words *w, const struct planned *p, unsigned kind, bool any)
{
	const struct hq_vocab_change *c = HQ_AT(struct hq_vocab_change, p->vocab, changes);
	unsigned soonest = UINT16_MAX;
	char day[11];
	for (uint32_t i = 0; i < p->vocab->changes.count; i++)
		if (c[i].kind == kind && c[i].can != HQ_CAN_CHANGE && c[i].months < soonest)
			soonest = c[i].months;
	hq_day_format(p->plans.until, day);
	if (soonest == UINT16_MAX) {
		words_put(w, "; nobody can plan for ");
		words_name(w, HQ_TEXT(p->vocab, plan_kind(p, kind)->plural));
		words_put(w, " to come");
	} else if (hq_day_add_months(p->plans.as_of, (int32_t)soonest) > p->plans.until) {
		words_put(w, "; one takes at least %u months", soonest);
	} else {
		words_put(w, any ? "; no more that count for it can be had by %s" : "; none that counts for it can be had by %s", day);
	}
}

static void put_quantity(struct words *w, struct planned *p, const struct hq_row *r)
{
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_measure m = hq_measure_at(rules, r->arg);
	const int64_t least = hq_row_a(rules, r), most = hq_row_b(rules, r);
	struct hq_decision d;
	if (!plan_decide(p, NULL, &d))
		return;
	const struct hq_interval q = d.measures[r->arg - HQ_AT(struct hq_edition, rules, editions)[d.edition].first_measure];
	if (q.lo >= least && most < HQ_BIG) {
		words_put(w, "; at most ");
		words_measured(w, p, &m, most);
		words_put(w, q.hi > q.lo ? ", and there may be " : ", and there are ");
		if (q.hi > q.lo)
			words_put(w, "more");
		else
			words_number(w, q.lo, m.scale);
		words_put(w, "; what is there cannot be undone");
		return;
	}
	words_put(w, "; needed: ");
	words_measured(w, p, &m, least);
	words_put(w, q.hi > q.lo ? ", sure: " : ", there: ");
	if (q.lo)
		words_number(w, q.lo, m.scale);
	else
		words_put(w, "none");
	put_kind(w, p, m.kind, q.lo > 0);
}

/* What must not be: what it asks about, or the labels of its parts. */
static void put_not(struct words *w, struct planned *p, const struct hq_row *r)
{
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_row *rows = HQ_AT(struct hq_row, rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, rules, kids);
	const struct hq_row *one = r;
	struct hq_decision d;
	bool any = false;
	while (one->nkids == 1 && (one->op == HQ_OP_NOT || one->op == HQ_OP_ALL || one->op == HQ_OP_ANY))
		one = &rows[kids[one->first_kid]];
	if (one->op == HQ_OP_SCALAR) {
		words_put(w, "; it asks about what no change mends: ");
		put_asks(w, p, one->arg);
		return;
	}
	if (one->op == HQ_OP_QUANTITY && plan_decide(p, NULL, &d)) {
		const struct hq_measure m = hq_measure_at(rules, one->arg);
		const struct hq_interval q = d.measures[one->arg - HQ_AT(struct hq_edition, rules, editions)[d.edition].first_measure];
		words_put(w, "; what is there cannot be undone: ");
		words_measured(w, p, &m, q.lo);
		words_put(w, q.hi > q.lo ? ", and there may be more" : "");
		return;
	}
	const bool decided = plan_decide(p, NULL, &d);
	for (uint16_t i = 0; i < one->nkids; i++) {
		const uint16_t at = kids[one->first_kid + i];
		const struct hq_row *kid = &rows[at];
		if (!kid->label || (decided && !d.rows[at - HQ_AT(struct hq_edition, rules, editions)[d.edition].first_row].hi))
			continue;
		words_put(w, "%s%s", any ? ", " : "; what is there cannot be undone: ", hq_text_of(rules, kid->label).text);
		any = true;
	}
	if (!any)
		words_put(w, "; what is there cannot be undone");
}

void words_block(struct words *w, struct planned *p, uint16_t row)
{
	const struct hq_tables *rules = p->decided->rules;
	const struct hq_row *r = HQ_AT(struct hq_row, rules, rows) + row;
	const struct hq_string label = plan_label(rules, row);
	const struct hq_string name = hq_row_name_of(rules, row);
	words_put(w, "%s", *label.text ? label.text : *name.text ? name.text : "the rules");
	words_cites(w, rules, row);
	switch ((enum hq_op)r->op) {
	case HQ_OP_QUANTITY:
		put_quantity(w, p, r);
		break;
	case HQ_OP_SCALAR:
		words_put(w, "; it asks about what no change mends: ");
		put_asks(w, p, r->arg);
		break;
	case HQ_OP_SILENT:
		words_put(w, "; the source gives no rule, so nobody can plan for it");
		break;
	case HQ_OP_NOT:
		put_not(w, p, r);
		break;
	case HQ_OP_RUBRIC:
		words_put(w, hq_rubric_at(rules, r->arg).silent_pass ? "; the source prints no pass mark" : "; no mix of its lines reaches it in the time");
		break;
	default:
		break;
	}
}
