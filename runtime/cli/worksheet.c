/* `hq schema --worksheet KS`: the columns of the form that an edition takes, one for each line of a rubric and each
 * requirement that is plain enough to be answered with yes or no.
 */
#include "cli.h"

#include "print.h"
#include "tree.h"

struct column {
	struct hq_string name, label;
	const char *answer, *unit;
	unsigned decimals;
	char most[48];                 /* of a quantity; "" */
};

static struct column column_of(const struct hq_tables *rules, const struct hq_vocab *vocab, uint16_t index)
{
	const struct hq_slot whole = hq_slot_at(rules, index), *slot = &whole;
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, vocab, kinds);
	struct column c = { .name = hq_slot_name_of(rules, index), .label = hq_text_of(rules, hq_slot_label(rules, index)), .unit = "",
			    .answer = slot->type == HQ_SLOT_YES_NO ? "yes or no" : "quantity", .decimals = slot->decimals };
	if (slot->type == HQ_SLOT_YES_NO)
		return c;
	if (slot->unit != 255)
		c.unit = HQ_TEXT(vocab, HQ_AT(struct hq_vocab_unit, vocab, units)[slot->unit].plural);
	for (unsigned k = 0; slot->unit == 255 && k < vocab->kinds.count; k++)
		if (slot->kinds >> k & 1)
			c.unit = HQ_TEXT(vocab, kinds[k].plural);
	c.most[hq_number_format(slot->max, slot->step, c.most)] = '\0';
	return c;
}

static void put_tree(struct tree *t, const struct column *c)
{
	yajl_gen_map_open(t->gen);
	tree_text(t, "name", c->name.text);
	tree_text(t, "label", c->label.text);
	tree_text(t, "answer", c->answer);
	if (*c->most) {
		tree_text(t, "unit", c->unit);
		tree_key(t, "decimals");
		tree_value(t, c->decimals, 1);
		tree_text(t, "most", c->most);
	}
	yajl_gen_map_close(t->gen);
}

int hqcli_worksheet(const struct hq_tables *rules, const struct hq_vocab *vocab, uint16_t edition,
		    enum hqcli_format format, FILE *out)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, rules, editions)[edition];
	struct tree tree = { 0 };
	if (format == HQCLI_JSON) {
		if (tree_begin(&tree))
			return HQCLI_SYSTEM;
		yajl_gen_map_open(tree.gen);
		tree_text(&tree, "jurisdiction", code_of(rules).text);
		tree_text(&tree, "edition", hq_text_of(rules, e->name).text);
		tree_key(&tree, "columns");
		yajl_gen_array_open(tree.gen);
	} else if (format == HQCLI_CSV) {
		fputs("name,answer,unit,decimals,most,label\n", out);
	} else {
		fprintf(out, "Form of %s, %s: %s\n\n", hq_text_of(rules, rules->name).text, hq_text_of(rules, e->name).text,
			hq_text_of(rules, e->label).text);
	}
	for (uint16_t i = 0; i < e->nslots; i++) {
		const struct column c = column_of(rules, vocab, (uint16_t)(e->first_slot + i));
		char decimals[12] = "";
		if (*c.most)
			snprintf(decimals, sizeof(decimals), "%u", c.decimals);
		if (format == HQCLI_JSON) {
			put_tree(&tree, &c);
		} else if (format == HQCLI_CSV) {
			csv_field(out, c.name.text, true);
			csv_field(out, c.answer, false);
			csv_field(out, c.unit, false);
			csv_field(out, decimals, false);
			csv_field(out, c.most, false);
			csv_field(out, c.label.text, false);
			csv_end(out);
		} else {
			fprintf(out, "%-36s %-16s %s\n", c.name.text, *c.unit ? c.unit : c.answer, c.label.text);
		}
	}
	if (format == HQCLI_JSON) {
		yajl_gen_array_close(tree.gen);
		yajl_gen_map_close(tree.gen);
		if (tree_end(&tree, out))
			return HQCLI_SYSTEM;
	}
	return fflush(out) || ferror(out) ? HQCLI_SYSTEM : HQCLI_DONE;
}
