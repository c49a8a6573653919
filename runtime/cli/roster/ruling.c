/* Why, in one word. A code names the row of the rules on which a verdict rests, so it changes only when the rules do; and
 * there are few of them, so that they can be counted. */
#include "roster.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const prefixes[] = { [HQ_HIGHLY_QUALIFIED] = "route:", [HQ_NOT_HIGHLY_QUALIFIED] = "not:",
					[HQ_UNDETERMINED] = "open:", [HQ_NOT_APPLICABLE] = "not_applicable" };

static void add(struct ruling *r, enum hq_verdict verdict, uint16_t row, const char *name)
{
	struct roster_reason *reason = &r->reasons[r->nreasons];
	const struct hq_edition *e = &HQ_AT(struct hq_edition, r->rules, editions)[r->edition];
	if (row != HQ_NONE && r->of_row[verdict][row - e->first_row] != HQ_NONE)
		return;
	*reason = (struct roster_reason){ .row = row, .verdict = (uint8_t)verdict, .name = (uint16_t)strlen(prefixes[verdict]) };
	snprintf(reason->code, sizeof(reason->code), "%s%.180s", prefixes[verdict], name);
	if (row != HQ_NONE)
		r->of_row[verdict][row - e->first_row] = (uint16_t)r->nreasons;
	r->nreasons++;
}

static void add_kids(struct ruling *r, enum hq_verdict verdict, uint16_t row, const char *otherwise)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, r->rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, r->rules, kids) + (row == HQ_NONE ? 0 : rows[row].first_kid);
	for (uint16_t i = 0; row != HQ_NONE && i < rows[row].nkids; i++) {
		const struct hq_string name = hq_row_name_of(r->rules, kids[i]);
		add(r, verdict, kids[i], *name.text ? name.text : otherwise);
	}
}

static size_t kids_of(const struct hq_tables *rules, uint16_t row)
{
	return row == HQ_NONE ? 0 : HQ_AT(struct hq_row, rules, rows)[row].nkids;
}

static bool list_reasons(struct ruling *r)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, r->rules, editions)[r->edition];
	const size_t most = 2 * (kids_of(r->rules, e->every) + kids_of(r->rules, e->routes)) + 8;
	r->reasons = calloc(most, sizeof *r->reasons);
	for (size_t v = HQ_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++) {
		r->of_row[v] = malloc((e->nrows + 1u) * sizeof **r->of_row);
		if (!r->of_row[v] || !r->reasons)
			return false;
		memset(r->of_row[v], 0xff, (e->nrows + 1u) * sizeof **r->of_row);
	}
	/* The last one of a verdict stands for whatever has no row. */
	add_kids(r, HQ_HIGHLY_QUALIFIED, e->routes, "routes");
	add(r, HQ_HIGHLY_QUALIFIED, HQ_NONE, "any");
	add_kids(r, HQ_NOT_HIGHLY_QUALIFIED, e->every, "every_teacher");
	add(r, HQ_NOT_HIGHLY_QUALIFIED, e->routes, "routes");
	add(r, HQ_NOT_HIGHLY_QUALIFIED, HQ_NONE, "every_teacher");
	add(r, HQ_UNDETERMINED, e->applies, "applies_to");
	add_kids(r, HQ_UNDETERMINED, e->every, "every_teacher");
	add_kids(r, HQ_UNDETERMINED, e->routes, "routes");
	add(r, HQ_UNDETERMINED, e->routes, "routes");
	add(r, HQ_UNDETERMINED, HQ_NONE, "every_teacher");
	add(r, HQ_NOT_APPLICABLE, e->applies, "");
	return true;
}

static void ruling_free(struct ruling *r)
{
	for (size_t v = 0; v <= HQ_NOT_APPLICABLE; v++)
		free(r->of_row[v]);
	free(r->reasons);
	free(r);
}

const struct ruling *ruling_of(struct rulings *rulings, const struct hq_tables *rules, uint16_t edition)
{
	struct ruling *r;
	pthread_mutex_lock(&rulings->lock);
	for (r = rulings->first; r && (r->rules != rules || r->edition != edition);)
		r = r->next;
	if (!r && rulings->n < RULINGS_MAX && (r = calloc(1, sizeof *r))) {
		r->rules = rules;
		r->edition = edition;
		memcpy(r->code, rules->code, sizeof(rules->code));
		if (list_reasons(r)) {
			r->id = (uint16_t)rulings->n++;
			r->next = rulings->first;
			rulings->first = r;
		} else {
			ruling_free(r);
			r = NULL;
		}
	}
	pthread_mutex_unlock(&rulings->lock);
	return r;
}

uint16_t ruling_reason(const struct ruling *r, enum hq_verdict verdict, uint16_t row)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, r->rules, editions)[r->edition];
	uint16_t reason = HQ_NONE;
	if (row != HQ_NONE)
		reason = r->of_row[verdict][row - e->first_row];
	for (size_t i = r->nreasons; reason == HQ_NONE && i-- > 0;)
		if (r->reasons[i].verdict == verdict)
			reason = (uint16_t)i;
	return reason;
}

/* ---- what is missing ----------------------------------------------------------------------------------------- */

/* Slots of the edition; then of each kind its fields, its list, its amount; then what the source leaves open, and judgements. */
enum { OF_KIND = HQ_FIELDS_MAX + 2, MISSING_SILENT = HQ_KINDS_MAX * OF_KIND, MISSING_JUDGEMENT, MISSINGS };

size_t ruling_nmissing(const struct ruling *r)
{
	return HQ_AT(struct hq_edition, r->rules, editions)[r->edition].nslots + (size_t)MISSINGS;
}

size_t ruling_missing(const struct ruling *r, const struct hq_missing *m)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, r->rules, editions)[r->edition];
	const size_t kind = e->nslots + (size_t)m->kind * OF_KIND;
	switch ((enum hq_lack)m->lack) {
	case HQ_LACK_SLOT:
		return (size_t)(m->slot - e->first_slot);
	case HQ_LACK_FIELD:
		return kind + m->field;
	case HQ_LACK_LIST:
		return kind + HQ_FIELDS_MAX;
	case HQ_LACK_AMOUNT:
		return kind + HQ_FIELDS_MAX + 1;
	case HQ_LACK_SILENT:
		return e->nslots + (size_t)MISSING_SILENT;
	case HQ_LACK_JUDGEMENT:
		break;
	}
	return e->nslots + (size_t)MISSING_JUDGEMENT;
}

struct hq_string ruling_missing_name(const struct ruling *r, const struct hq_vocab *v, size_t missing)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, r->rules, editions)[r->edition];
	struct hq_string out;
	if (missing < e->nslots)
		return hq_slot_name_of(r->rules, (uint16_t)(e->first_slot + missing));
	missing -= e->nslots;
	if (missing >= MISSING_SILENT) {
		snprintf(out.text, sizeof(out.text), missing == MISSING_SILENT ? "(silent)" : "(judgement)");
		return out;
	}
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, v, kinds)[missing / OF_KIND];
	const size_t field = missing % OF_KIND;
	if (field == HQ_FIELDS_MAX)
		snprintf(out.text, sizeof(out.text), "%s", HQ_TEXT(v, k->plural));
	else
		snprintf(out.text, sizeof(out.text), "%s.%s", HQ_TEXT(v, k->name), field > HQ_FIELDS_MAX ? "amount" :
			 HQ_TEXT(v, HQ_AT(struct hq_vocab_field, v, fields)[k->first_field + field].name));
	return out;
}

void rulings_done(struct rulings *rulings)
{
	for (struct ruling *next, *r = rulings->first; r; r = next) {
		next = r->next;
		ruling_free(r);
	}
	rulings->first = NULL;
}
