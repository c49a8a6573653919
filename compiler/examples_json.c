/* The examples of rule files as teachers in the JSON that `hq eval` reads, one a line: data to try the programs with, and
 * the way to show that both programs answer alike.
 *
 * What a closed example leaves out is written out as none or no, so that the line says the same without --closed. Only a
 * kind that the example's form answers for is left out: a list and a form's answer exclude each other.
 */
#include <inttypes.h>
#include <string.h>

#include "emit.h"
#include "example.h"

/* One line being written. */
struct line { const struct hqc_case *k; const struct hq_vocab *v; FILE *to; bool comma; };

static void key(struct line *l, const char *name)
{
	fprintf(l->to, "%s\"%s\":", l->comma ? "," : "", name);         /* names need no escapes */
	l->comma = true;
}

static void open_bracket(struct line *l, char bracket)
{
	putc(bracket, l->to);
	l->comma = false;
}

static void close_bracket(struct line *l, char bracket)
{
	putc(bracket, l->to);
	l->comma = true;
}

static void put_number(struct line *l, int64_t value, int64_t scale)
{
	char text[48];
	hq_number_format(value, scale, text);
	fputs(text, l->to);
}

static int64_t pow10_of(unsigned decimals)
{
	int64_t n = 1;
	while (decimals--)
		n *= 10;
	return n;
}

static void put_day(struct line *l, hq_day day)
{
	putc('"', l->to);
	emit_day(day, l->to);
	putc('"', l->to);
}

static const char *code_name(const struct line *l, const struct hq_vocab_field *f, unsigned code)
{
	return HQ_TEXT(l->v, HQ_AT(struct hq_vocab_code, l->v, codes)[f->first_code + code].name);
}

static void put_value(struct line *l, const struct hq_vocab_field *f, int64_t value)
{
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		fprintf(l->to, "\"%s\"", code_name(l, f, (unsigned)value));
		break;
	case HQ_FIELD_SOME_OF: {
		const char *sep = "[";
		for (unsigned code = 0; code < f->ncodes; code++) {
			if ((uint64_t)value >> code & 1) {
				fprintf(l->to, "%s\"%s\"", sep, code_name(l, f, code));
				sep = ",";
			}
		}
		fputs(*sep == '[' ? "[]" : "]", l->to);
		break;
	}
	case HQ_FIELD_YES_NO:
		fputs(value ? "true" : "false", l->to);
		break;
	case HQ_FIELD_DATE:
		put_day(l, (hq_day)value);
		break;
	case HQ_FIELD_NUMBER:
		put_number(l, value, pow10_of(f->decimals));
		break;
	}
}

/* The fields of a record; in closed facts a yes-or-no field that was not asked is no. NULL: a record nobody gave. */
static void put_fields(struct line *l, const struct hq_vocab_kind *kind, const struct hq_record *r)
{
	for (unsigned i = 0; i < kind->nfields; i++) {
		const struct hq_vocab_field *f = &HQ_AT(struct hq_vocab_field, l->v, fields)[kind->first_field + i];
		const bool known = r && r->known >> i & 1, asked = r && r->asked >> i & 1;
		const bool is_no = !known && !asked && l->k->facts.closed && f->type == HQ_FIELD_YES_NO;
		if (!known && !asked && !is_no)
			continue;
		key(l, HQ_TEXT(l->v, f->name));
		if (known)
			put_value(l, f, r->v[i]);
		else
			fputs(is_no ? "false" : "null", l->to);
	}
}

static void put_record(struct line *l, const struct hq_vocab_kind *kind, const struct hq_record *r)
{
	open_bracket(l, '{');
	if (r->unit != 255) {
		key(l, HQ_TEXT(l->v, HQ_AT(struct hq_vocab_unit, l->v, units)[r->unit].plural));
		put_number(l, r->amount, pow10_of(kind->decimals));
	}
	if (r->times != 1) {
		key(l, "times");
		fprintf(l->to, "%u", (unsigned)r->times);
	}
	if (r->event) {
		key(l, "event");
		fprintf(l->to, "%" PRId32, r->event);
	}
	put_fields(l, kind, r);
	close_bracket(l, '}');
}

static void put_list(struct line *l, unsigned k, bool on_form)
{
	const struct hq_vocab_kind *kind = &HQ_AT(struct hq_vocab_kind, l->v, kinds)[k];
	const struct hq_facts *facts = &l->k->facts;
	const bool none = facts->list[k] == HQ_NOT_ASKED && facts->closed && !on_form;
	if (facts->list[k] == HQ_NOT_ASKED && !none)
		return;
	key(l, HQ_TEXT(l->v, kind->plural));
	if (facts->list[k] == HQ_UNKNOWN) {
		fputs("null", l->to);
		return;
	}
	open_bracket(l, '[');
	for (size_t i = 0; i < facts->nrecords; i++) {
		if (facts->records[i].kind != k)
			continue;
		if (l->comma)
			putc(',', l->to);
		put_record(l, kind, &facts->records[i]);
	}
	close_bracket(l, ']');
}

/* The answers on the form; returns the kinds of record they stand for. */
static uint32_t put_worksheet(struct line *l, const char *code)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, l->k->tables, editions)[l->k->edition];
	uint32_t kinds = 0;
	if (!l->k->has_answers)
		return 0;
	key(l, "worksheets");
	open_bracket(l, '{');
	key(l, code);
	open_bracket(l, '{');
	for (uint16_t i = 0; i < e->nslots; i++) {
		const struct hq_slot slot = hq_slot_at(l->k->tables, (uint32_t)e->first_slot + i), *s = &slot;
		const struct hq_answer *a = &l->k->answers[i];
		if (a->know == HQ_NOT_ASKED)
			continue;
		kinds |= s->kinds;
		key(l, hq_slot_name_of(l->k->tables, (uint16_t)(e->first_slot + i)).text);
		if (a->know == HQ_UNKNOWN)
			fputs("null", l->to);
		else if (s->type == HQ_SLOT_YES_NO)
			fputs(a->value ? "true" : "false", l->to);
		else
			put_number(l, a->value, s->step);
	}
	close_bracket(l, '}');
	close_bracket(l, '}');
	return kinds;
}

static const struct hq_record *teacher_of(const struct hqc_case *k)
{
	return k->has_teacher ? &k->teacher : NULL;
}

static void put_teacher(const struct hqc_case *k, const char *edition, const char *name, FILE *to)
{
	struct line l = { .k = k, .v = k->facts.vocab, .to = to };
	const struct hq_vocab_kind *kinds = HQ_AT(struct hq_vocab_kind, l.v, kinds);
	char code[sizeof(k->tables->code) + 1] = { 0 };
	memcpy(code, k->tables->code, sizeof(k->tables->code));
	open_bracket(&l, '{');
	key(&l, "teacher");
	fprintf(to, "\"%s.%s.%s\"", code, edition, name);
	key(&l, "jurisdiction");
	fprintf(to, "\"%s\"", code);
	key(&l, "as_of");
	put_day(&l, k->as_of);
	key(&l, "facts");
	open_bracket(&l, '{');
	put_fields(&l, &kinds[l.v->teacher], teacher_of(k));
	close_bracket(&l, '}');
	if (k->has_assignment || k->facts.closed) {
		key(&l, "assignments");
		fputs("[", to);
		open_bracket(&l, '{');
		put_fields(&l, &kinds[l.v->assignment], k->has_assignment ? &k->assignment : NULL);
		close_bracket(&l, '}');
		fputs("]", to);
	}
	const uint32_t on_form = put_worksheet(&l, code);
	for (unsigned i = 0; i < l.v->kinds.count; i++) {
		if (i != l.v->teacher && i != l.v->assignment)
			put_list(&l, i, on_form >> i & 1);
	}
	fputs("}\n", to);
}

int hqc_emit_examples(struct hqc *c, size_t i, FILE *to)
{
	const struct hq_tables *tables = hqc_tables(c, i);
	const struct hqc_jurisdiction *j = c->trees[0]->jurisdictions;
	for (; j && i; j = j->next)
		i--;
	for (const struct hqc_edition *e = j ? j->editions : NULL; e; e = e->next) {
		const int edition = hqc_case_edition(tables, e);
		for (const struct hqc_example *x = e->examples; x && edition >= 0; x = x->next) {
			struct hqc_case k;
			if (hqc_case_build(&k, c, tables, (uint16_t)edition, x))
				put_teacher(&k, e->name.text, x->name.text, to);
		}
	}
	return emit_done(to);
}
