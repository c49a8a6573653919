/* The teacher of an example: what is given in the rule file, as the records the runtime decides on.
 *
 * An example that is like another starts with that one's facts: records are added to, single records overridden field by
 * field, form answers one by one. Names are resolved already (resolve_examples.c); whether a value fits its field, its
 * unit or its slot is looked at here, because only here it becomes a number.
 */
#include <string.h>

#include "example.h"
#include "fold.h"
#include "resolve.h"

/* Reports at @at, and says false, so that a builder may end with it. */
#define WRONG(k, at, ...) (hqc_report((k)->c, HQC_MSG_example_value, (at), __VA_ARGS__), false)

/* ---- numbers ------------------------------------------------------------------------------------------------- */

/* A number as written, times @scale, when that is whole and in lo..hi. @decimals is for the message. */
static bool scaled_number(struct hqc_case *k, const struct hqc_value *v, int64_t scale, uint32_t decimals, int64_t lo,
			  int64_t hi, int64_t *out)
{
	struct hqc_fold fold = { 0 };
	if (v->kind != HQC_VALUE_NUMBER)
		return WRONG(k, v->span, "a number is wanted here");
	*out = hqc_rat_scaled(&fold, hqc_rat_of(&v->number), scale);
	if (fold.overflow)
		return WRONG(k, v->span, "%s is no number with at most %u decimals", v->number.text, (unsigned)decimals);
	if (*out < lo || *out > hi) {
		char from[48], to[48];
		hq_number_format(lo, scale, from);
		hq_number_format(hi, scale, to);
		return WRONG(k, v->span, "%s is out of range: %s to %s", v->number.text, from, to);
	}
	return true;
}

static int64_t pow10_of(uint32_t decimals)
{
	struct hqc_fold fold = { 0 };
	return hqc_pow10(&fold, decimals);
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static bool code_of(struct hqc_case *k, const struct hqc_field *field, const struct hqc_value *v, int64_t *out)
{
	if (!v->code)
		return WRONG(k, v->span, "'%s' takes one of the codes of '%s'", field->name.text,
			     field->codes ? field->codes->name.text : field->name.text);
	*out = v->code->index;
	return true;
}

static bool code_set(struct hqc_case *k, const struct hqc_field *field, const struct hqc_value *v, int64_t *out)
{
	int64_t code = 0;
	uint64_t bits = 0;
	if (v->kind != HQC_VALUE_SET) {
		if (!code_of(k, field, v, &code))
			return false;
		bits = (uint64_t)1 << code;
	} else {
		for (const struct hqc_value *one = v->set; one; one = one->next) {
			if (!code_of(k, field, one, &code))
				return false;
			bits |= (uint64_t)1 << code;
		}
	}
	*out = (int64_t)bits;
	return true;
}

static bool field_value(struct hqc_case *k, const struct hqc_field *field, const struct hqc_value *v, int64_t *out)
{
	const char *name = field->name.text;
	switch (field->type) {
	case HQC_TYPE_ONE_OF:
		return code_of(k, field, v, out);
	case HQC_TYPE_SOME_OF:
		return code_set(k, field, v, out);
	case HQC_TYPE_YES_NO:
		if (v->kind != HQC_VALUE_YES && v->kind != HQC_VALUE_NO)
			return WRONG(k, v->span, "'%s' is yes or no", name);
		*out = v->kind == HQC_VALUE_YES;
		return true;
	case HQC_TYPE_DATE:
		if (v->kind == HQC_VALUE_NEVER && field->never)
			*out = HQ_DAY_NEVER;
		else if (v->kind == HQC_VALUE_DATE)
			*out = v->date.day;
		else
			return WRONG(k, v->span, "'%s' is a date, as in 2006-06-30%s", name, field->never ? ", or never" : "");
		return true;
	case HQC_TYPE_NUMBER: {
		int64_t scale = pow10_of(field->decimals);
		struct hqc_fold fold = { 0 };
		return scaled_number(k, v, scale, field->decimals, hqc_rat_scaled(&fold, hqc_rat_of(&field->min), scale),
				     hqc_rat_scaled(&fold, hqc_rat_of(&field->max), scale), out);
	}
	}
	return false;
}

static bool set_field(struct hqc_case *k, struct hq_record *r, const struct hqc_field *field, const struct hqc_value *v)
{
	uint16_t bit = (uint16_t)(1u << field->index);
	r->asked |= bit;
	r->known &= (uint16_t)~bit;
	r->v[field->index] = 0;
	if (v->kind == HQC_VALUE_UNKNOWN)
		return true;
	if (!field_value(k, field, v, &r->v[field->index]))
		return false;
	r->known |= bit;
	return true;
}

/* ---- records ------------------------------------------------------------------------------------------------- */

static bool set_amount(struct hqc_case *k, struct hq_record *r, const struct hqc_record *kind,
		       const struct hqc_pair *p, const struct hqc_unit *unit)
{
	int64_t scale = pow10_of(kind->decimals);
	struct hqc_fold fold = { 0 };
	if (p->value->kind == HQC_VALUE_UNKNOWN)
		return true;
	if (r->unit != 255)
		return WRONG(k, p->span, "a second amount: one record has one amount, in one unit");
	r->unit = (uint8_t)unit->index;
	return scaled_number(k, p->value, scale, kind->decimals, hqc_rat_scaled(&fold, hqc_rat_of(&kind->min), scale),
			     hqc_rat_scaled(&fold, hqc_rat_of(&kind->max), scale), &r->amount);
}

/* One NAME VALUE of a given record: a field, an amount in a unit, or one of `times` and `event`. */
static bool set_pair(struct hqc_case *k, struct hq_record *r, const struct hqc_record *kind, const struct hqc_pair *p)
{
	int64_t number = 0;
	if (p->value->field)
		return set_field(k, r, p->value->field, p->value);
	const struct hqc_unit *unit = hqc_find_unit(k->c, p->name.text);
	if (unit)
		return set_amount(k, r, kind, p, unit);
	if (!strcmp(p->name.text, "event")) {
		if (!scaled_number(k, p->value, 1, 0, 1, INT32_MAX, &number))
			return false;
		r->event = (int32_t)number;
		return true;
	}
	if (!scaled_number(k, p->value, 1, 0, 1, HQ_TIMES_MAX, &number))
		return false;
	r->times = (uint16_t)number;
	return true;
}

static struct hq_record empty_record(const struct hqc_record *kind)
{
	return (struct hq_record){ .kind = (uint8_t)kind->index, .unit = 255, .times = 1 };
}

static bool give_record(struct hqc_case *k, const struct hqc_given *g)
{
	const struct hqc_record *kind = g->resolved;
	struct hq_record *r;
	if (kind == k->c->teacher) {
		r = &k->teacher;
		k->has_teacher = true;
	} else if (kind == k->c->assignment) {
		r = &k->assignment;
		k->has_assignment = true;
	} else {
		if (k->facts.nrecords == HQ_RECORDS_MAX)
			return WRONG(k, g->span, "more than %d records", HQ_RECORDS_MAX);
		uint16_t ref = 0;
		for (size_t i = 0; i < k->facts.nrecords; i++)
			ref = (uint16_t)(ref + (k->records[i].kind == kind->index));
		r = &k->records[k->facts.nrecords++];
		*r = empty_record(kind);
		r->ref = ref;
		k->facts.list[kind->index] = HQ_KNOWN;
	}
	bool ok = true;
	for (const struct hqc_pair *p = g->pairs; p; p = p->next)
		ok = set_pair(k, r, kind, p) && ok;
	return ok;
}

/* `given no KIND` and `unknown KIND`: what an example like this one inherited of the kind is gone. */
static void give_list(struct hqc_case *k, const struct hqc_record *kind, enum hq_know know)
{
	size_t kept = 0;
	if (kind == k->c->teacher || kind == k->c->assignment) {
		struct hq_record *r = kind == k->c->teacher ? &k->teacher : &k->assignment;
		*r = empty_record(kind);
		if (know == HQ_UNKNOWN) {
			for (const struct hqc_field *f = kind->fields; f; f = f->next)
				r->asked |= (uint16_t)(1u << f->index);
		}
		*(kind == k->c->teacher ? &k->has_teacher : &k->has_assignment) = know == HQ_UNKNOWN;
		return;
	}
	for (size_t i = 0; i < k->facts.nrecords; i++) {
		if (k->records[i].kind != kind->index)
			k->records[kept++] = k->records[i];
	}
	k->facts.nrecords = kept;
	k->facts.list[kind->index] = (uint8_t)know;
}

/* ---- forms --------------------------------------------------------------------------------------------------- */

static bool answer_slot(struct hqc_case *k, const struct hqc_pair *p)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, k->tables, editions)[k->edition];
	const struct hqc_value *v = p->value;
	const int i = hq_find_slot(k->tables, k->edition, p->name.text, strlen(p->name.text));
	if (i < 0)
		return false;           /* lower_examples.c has said so */
	const struct hq_slot slot = hq_slot_at(k->tables, (uint32_t)e->first_slot + (uint32_t)i);
	struct hq_answer *a = &k->answers[i];
	k->has_answers = true;
	*a = (struct hq_answer){ .know = HQ_UNKNOWN };
	if (v->kind == HQC_VALUE_UNKNOWN)
		return true;
	a->know = HQ_KNOWN;
	if (slot.type == HQ_SLOT_YES_NO) {
		if (v->kind != HQC_VALUE_YES && v->kind != HQC_VALUE_NO)
			return WRONG(k, v->span, "'%s' is yes or no", p->name.text);
		a->value = v->kind == HQC_VALUE_YES;
		return true;
	}
	return scaled_number(k, v, slot.step, slot.decimals, 0, slot.max, &a->value);
}

/* ---- what is given ----------------------------------------------------------------------------------------- */

static bool give(struct hqc_case *k, const struct hqc_given *g)
{
	bool ok = true;
	switch (g->kind) {
	case HQC_GIVEN_RECORD:
		return give_record(k, g);
	case HQC_GIVEN_NONE:
		give_list(k, g->resolved, HQ_KNOWN);
		return true;
	case HQC_GIVEN_UNKNOWN:
		give_list(k, g->resolved, HQ_UNKNOWN);
		return true;
	case HQC_GIVEN_FORM:
		for (const struct hqc_pair *p = g->pairs; p; p = p->next)
			ok = answer_slot(k, p) && ok;
		return ok;
	}
	return false;
}

static size_t count_givens(const struct hqc_example *x)
{
	size_t n = 0;
	for (; x; x = x->like_resolved) {
		for (const struct hqc_given *g = x->givens; g; g = g->next)
			n++;
	}
	return n;
}

/* The facts of what @x is like, then its own. The chain has no cycle: resolve_examples.c saw to that. */
static bool give_all(struct hqc_case *k, const struct hqc_example *x)
{
	bool ok = !x->like_resolved || give_all(k, x->like_resolved);
	if (x->as_of.span.len)
		k->as_of = x->as_of.day;
	if (x->open)
		k->facts.closed = 0;
	for (const struct hqc_given *g = x->givens; g; g = g->next)
		ok = give(k, g) && ok;
	return ok;
}

int hqc_case_edition(const struct hq_tables *tables, const struct hqc_edition *e)
{
	for (uint32_t i = 0; i < tables->editions.count; i++) {
		if (!strcmp(hq_text_of(tables, HQ_AT(struct hq_edition, tables, editions)[i].name).text, e->name.text))
			return (int)i;
	}
	return -1;
}

/* Where the date that an example is decided on was written: its own, or that of what it is like. */
static struct hqc_span date_place(const struct hqc_example *x)
{
	for (const struct hqc_example *at = x; at; at = at->like_resolved) {
		if (at->as_of.span.len)
			return at->as_of.span;
	}
	return x->name.span;
}

bool hqc_case_build(struct hqc_case *k, struct hqc *c, const struct hq_tables *tables, uint16_t edition,
		    const struct hqc_example *x)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, tables, editions)[edition];
	/* One more than the givens: the teacher's single record joins the others. */
	const size_t room = count_givens(x) + 1;
	*k = (struct hqc_case){ .c = c, .tables = tables, .edition = edition, .as_of = e->from };
	k->records = hqc_arena_alloc(&c->arena, room * sizeof(*k->records));
	k->answers = hqc_arena_alloc(&c->arena, ((size_t)e->nslots + 1) * sizeof(*k->answers));
	k->facts = (struct hq_facts){ .vocab = hqc_vocab(c), .records = k->records, .closed = 1 };
	if (c->teacher)
		k->teacher = empty_record(c->teacher);
	if (c->assignment)
		k->assignment = empty_record(c->assignment);

	bool ok = give_all(k, x);
	if (k->as_of < e->from || k->as_of > e->until) {
		char day[11];
		hq_day_format(k->as_of, day);
		hqc_report(c, HQC_MSG_example_date, date_place(x), "this edition is not in force on %s", day);
		return false;
	}
	if (k->has_teacher) {
		k->records[k->facts.nrecords++] = k->teacher;
		k->facts.list[c->teacher->index] = HQ_KNOWN;
	}
	k->facts.assignment = k->has_assignment ? &k->assignment : NULL;
	k->facts.answers = k->has_answers ? k->answers : NULL;
	return ok;
}
