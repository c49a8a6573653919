/* A filled-in form: one answer for each column of an edition's worksheet, yes or no or a quantity. Which columns there
 * are depends on the jurisdiction and the date, so a form is read when an assignment is decided, not before.
 */
#include "read.h"

#include <stdlib.h>
#include <string.h>

struct slots { const struct hq_tables *rules; const struct hq_edition *edition; struct hq_string *name; };

static const char *nth_slot(const void *context, size_t i)
{
	const struct slots *s = context;
	*s->name = hq_slot_name_of(s->rules, (uint16_t)(s->edition->first_slot + i));
	return s->name->text;
}

/* A quantity as the form has it, in the slot's scale: `step` to one, so that it stays whole. */
static bool read_quantity(struct reader *r, uint32_t node, const struct hq_slot *slot, int64_t *out)
{
	int64_t one = 1, number, most;
	const char *unit = slot->unit == 255 ? NULL :
		HQ_TEXT(r->vocab, HQ_AT(struct hq_vocab_unit, r->vocab, units)[slot->unit].plural);
	for (unsigned i = 0; i < slot->decimals; i++)
		one *= 10;
	most = slot->max / slot->step;
	most = most < INT64_MAX / one ? most * one : INT64_MAX;
	if (!read_amount(r, node, slot->decimals, 0, most, unit, &number))
		return false;
	if (number > INT64_MAX / slot->step || number * slot->step % one) {
		read_refuse(r, node, "%s is finer than this form counts",
			    json_text(&r->json, &r->json.nodes[node]));
		return false;
	}
	*out = number * slot->step / one;
	return true;
}

/* An answer and records of the same thing: which of them is meant? semantics 4.6. */
static void refuse_both(struct reader *r, uint32_t node, const struct hq_slot *slot)
{
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, r->vocab, kinds);
	for (unsigned k = 0; k < r->vocab->kinds.count; k++) {
		if (slot->kinds >> k & 1 && !(kinds[k].flags & HQ_KIND_SINGLE) && r->teacher.list[k] == HQ_KNOWN) {
			read_refuse_key(r, node, "the form answers this, and \"%s\" is given as well; leave out one of them",
					HQ_TEXT(r->vocab, kinds[k].plural));
			return;
		}
	}
}

static void read_answer(struct reader *r, uint32_t node, const struct hq_slot *slot, struct hq_answer *out)
{
	const struct json_node *n = &r->json.nodes[node];
	if (n->type == JSON_NULL) {
		out->know = HQ_UNKNOWN;
		return;
	}
	if (slot->type == HQ_SLOT_YES_NO) {
		if (n->type != JSON_TRUE && n->type != JSON_FALSE) {
			read_refuse(r, node, "expected true or false without quotes");
			return;
		}
		out->value = n->type == JSON_TRUE;
	} else if (!read_quantity(r, node, slot, &out->value)) {
		return;
	}
	out->know = HQ_KNOWN;
	refuse_both(r, node, slot);
}

const struct hq_answer *read_worksheet(struct reader *r, uint32_t node, const char *prefix,
				       const struct hq_tables *rules, uint16_t edition)
{
	struct hq_string slot_name;
	const struct slots slots = { rules, &HQ_AT(struct hq_edition, rules, editions)[edition], &slot_name };
	const size_t n = slots.edition->nslots, errors = r->errors;
	if (n + 1 > r->answers_size) {
		struct hq_answer *answers = realloc(r->answers, (n + 1) * sizeof *answers);
		if (!answers) {
			r->out_of_memory = true;
			return NULL;
		}
		r->answers = answers;
		r->answers_size = n + 1;
	}
	memset(r->answers, 0, (n + 1) * sizeof *r->answers);
	char place[128];
	r->list = NULL;
	for (uint32_t i = r->json.nodes[node].child; i && r->errors < READ_ERRORS_MAX; i = r->json.nodes[i].next) {
		const struct json_node *m = &r->json.nodes[i];
		const char *name = json_key(&r->json, m);
		int slot = hq_find_slot(rules, edition, name, m->key_len);
		if (slot < 0) {
			const char *near = hqcli_nearest(name, m->key_len, n, nth_slot, &slots);
			r->key = prefix;
			read_refuse_key(r, i, "the form has no column \"%s\"%s%s%s", shown(name, m->key_len).text,
					near ? "; did you mean \"" : "; `hq schema --worksheet` lists its columns",
					near ? near : "", near ? "\"?" : "");
			continue;
		}
		snprintf(place, sizeof(place), "%s.%s", prefix, name);
		r->key = place;
		if (r->answers[slot].pad[0]) {
			read_refuse_key(r, i, "stands here a second time; keep one");
			continue;
		}
		r->answers[slot].pad[0] = 1;
		const struct hq_slot column = hq_slot_at(rules, slots.edition->first_slot + (uint32_t)slot);
		read_answer(r, i, &column, &r->answers[slot]);
	}
	r->key = NULL;
	for (size_t i = 0; i < n; i++)
		r->answers[i].pad[0] = 0;
	return r->errors == errors ? r->answers : NULL;
}
