/* Builders of what facts and sources are made of, and of the file as a whole. See build.c. */
#include <string.h>

#include "build.h"

void hqc_build_file(struct hqc_parser *p, struct hqc_parts parts)
{
	struct hqc_file *f = p->tree;
	f->uses = hqc_nodes_of(parts, HQC_PART_USE);
	f->sources = hqc_nodes_of(parts, HQC_PART_SOURCE);
	f->units = hqc_nodes_of(parts, HQC_PART_UNIT);
	f->codes = hqc_nodes_of(parts, HQC_PART_CODES);
	f->records = hqc_nodes_of(parts, HQC_PART_RECORD);
	f->defines = hqc_nodes_of(parts, HQC_PART_DEFINE);
	f->jurisdictions = hqc_nodes_of(parts, HQC_PART_JURISDICTION);

	const struct hqc_part *other = NULL;
	for (const struct hqc_part *part = parts.first; part; part = part->next) {
		if (part->kind != HQC_PART_USE) {
			if (!other)
				other = part;
		} else if (other) {
			struct hqc_diag *d = hqc_report(p->c, HQC_MSG_use_too_late, part->span,
							"what a file uses stands before all else in it");
			hqc_note_at(p->c, d, other->span, "this comes before it");
		}
	}
}

struct hqc_part *hqc_build_use(struct hqc_parser *p, struct hqc_span at, struct hqc_text path)
{
	struct hqc_use *use = HQC_NEW(&p->c->arena, struct hqc_use);
	use->span = at;
	use->path = path;
	return hqc_part_node(p, HQC_PART_USE, at, use);
}

struct hqc_part *hqc_build_source(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts)
{
	struct hqc_source *s = HQC_NEW(&p->c->arena, struct hqc_source);
	s->span = hqc_join(at, head.span, true);
	s->name = head.name;
	s->title = head.text;
	const struct hqc_part *part = hqc_only(p, parts, HQC_PART_FILE);
	if (part)
		s->file = part->text;
	part = hqc_only(p, parts, HQC_PART_LINES);
	if (part) {
		s->lines = (uint32_t)part->number.num;
		s->lines_span = part->span;
	}
	return hqc_part_node(p, HQC_PART_SOURCE, s->span, s);
}

struct hqc_part *hqc_build_unit(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_name plural,
				struct hqc_text doc)
{
	struct hqc_unit *u = HQC_NEW(&p->c->arena, struct hqc_unit);
	u->span = at;
	u->name = name;
	u->plural = plural;
	u->doc = doc;
	return hqc_part_node(p, HQC_PART_UNIT, at, u);
}

/* ---- codes --------------------------------------------------------------------------------------------------- */

struct hqc_code *hqc_build_code(struct hqc_parser *p, struct hqc_name name)
{
	struct hqc_code *code = HQC_NEW(&p->c->arena, struct hqc_code);
	code->span = name.span;
	code->name = name;
	return code;
}

struct hqc_part *hqc_part_code(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text doc)
{
	struct hqc_code *code = hqc_build_code(p, name);
	code->span = at;
	code->doc = doc;
	return hqc_part_node(p, HQC_PART_CODE, at, code);
}

/* Numbers the codes of one list; how many there may be is a matter for resolve_facts.c, so a count stops at its most. */
static uint16_t number_codes(struct hqc_code *first)
{
	uint16_t n = 0;
	for (struct hqc_code *code = first; code; code = code->next) {
		code->index = n;
		if (n < UINT16_MAX)
			n++;
	}
	return n;
}

struct hqc_part *hqc_build_codes(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, bool ordered,
				 struct hqc_text doc, struct hqc_parts parts)
{
	struct hqc_codes *codes = HQC_NEW(&p->c->arena, struct hqc_codes);
	codes->span = at;
	codes->name = name;
	codes->doc = doc;
	codes->ordered = ordered;
	codes->first = hqc_nodes_of(parts, HQC_PART_CODE);
	codes->count = number_codes(codes->first);
	return hqc_part_node(p, HQC_PART_CODES, at, codes);
}

/* ---- records ------------------------------------------------------------------------------------------------- */

static void said_twice(struct hqc_parser *p, struct hqc_span at, struct hqc_span before)
{
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_stated_twice, at, "this may stand in one statement once only");
	hqc_note_at(p->c, d, before, "it stands here already");
}

struct hqc_names hqc_add_edfi(struct hqc_parser *p, struct hqc_names names, struct hqc_span at, struct hqc_text text)
{
	if (names.edfi.text)
		said_twice(p, at, names.edfi.span);
	names.edfi = text;
	return names;
}

struct hqc_names hqc_add_ceds(struct hqc_parser *p, struct hqc_names names, struct hqc_span at, struct hqc_text text)
{
	if (names.ceds.text)
		said_twice(p, at, names.ceds.span);
	names.ceds = text;
	return names;
}

struct hqc_head hqc_build_record_head(struct hqc_span at, struct hqc_name name, struct hqc_name plural,
				      struct hqc_text doc, struct hqc_names names)
{
	return (struct hqc_head){ .span = at, .name = name, .plural = plural, .text = doc, .names = names };
}

/* Takes over what an amount statement says. */
static void take_amount(struct hqc_record *r, const struct hqc_record *amount, struct hqc_span at)
{
	r->has_amount = true;
	r->amount_span = at;
	r->units = amount->units;
	r->min = amount->min;
	r->max = amount->max;
	r->all = amount->all;
	r->decimals = amount->decimals;
	r->has_default = amount->has_default;
	r->preset = amount->preset;
	r->preset_unit = amount->preset_unit;
	r->amount_doc = amount->amount_doc;
	r->edfi = amount->edfi;
	r->ceds = amount->ceds;
}

struct hqc_part *hqc_build_record(struct hqc_parser *p, struct hqc_span at, bool single, struct hqc_head head,
				  struct hqc_parts parts)
{
	struct hqc_record *r = HQC_NEW(&p->c->arena, struct hqc_record);
	r->span = hqc_join(at, head.text.span.len ? head.text.span : head.span, true);
	r->name = head.name;
	r->plural = head.plural;
	r->doc = head.text;
	r->single = single;
	r->min = r->max = r->all = r->preset = hqc_no_number();
	const struct hqc_part *part = hqc_only(p, parts, HQC_PART_AMOUNT);
	if (part)
		take_amount(r, part->node, part->span);
	/* A kind has one amount at most, and one name elsewhere: beside its heading or beside its amount. */
	if (head.names.edfi.text && r->edfi.text)
		said_twice(p, r->edfi.span, head.names.edfi.span);
	if (head.names.ceds.text && r->ceds.text)
		said_twice(p, r->ceds.span, head.names.ceds.span);
	if (!r->edfi.text)
		r->edfi = head.names.edfi;
	if (!r->ceds.text)
		r->ceds = head.names.ceds;
	part = hqc_only(p, parts, HQC_PART_DATED);
	if (part)
		r->dated_by = part->name;
	part = hqc_only(p, parts, HQC_PART_SPANS);
	if (part) {
		r->spans_from = part->name;
		r->spans_to = part->other;
	}
	part = hqc_only(p, parts, HQC_PART_COUNTED);
	if (part)
		r->counted_by = part->name;
	r->fields = hqc_nodes_of(parts, HQC_PART_FIELD);
	r->changes = hqc_nodes_of(parts, HQC_PART_CHANGE);
	r->implied = hqc_nodes_of(parts, HQC_PART_IMPLIED);
	return hqc_part_node(p, HQC_PART_RECORD, r->span, r);
}

struct hqc_part *hqc_build_field(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_field *type,
				 struct hqc_text doc, struct hqc_names names)
{
	type->span = at;
	type->name = name;
	type->doc = doc;
	type->edfi = names.edfi;
	type->ceds = names.ceds;
	return hqc_part_node(p, HQC_PART_FIELD, at, type);
}

struct hqc_field *hqc_build_type(struct hqc_parser *p, enum hqc_type type, struct hqc_list codes, bool ordered)
{
	struct hqc_field *f = HQC_NEW(&p->c->arena, struct hqc_field);
	f->type = type;
	f->inline_codes = codes.first;
	f->ordered = ordered;
	f->min = f->max = hqc_no_number();
	number_codes(f->inline_codes);
	return f;
}

struct hqc_field *hqc_build_date_or_never(struct hqc_parser *p)
{
	struct hqc_field *f = hqc_build_type(p, HQC_TYPE_DATE, hqc_no_list(), false);
	f->never = true;
	return f;
}

struct hqc_field *hqc_build_number_type(struct hqc_parser *p, struct hqc_number min, struct hqc_number max,
					struct hqc_number decimals)
{
	struct hqc_field *f = hqc_build_type(p, HQC_TYPE_NUMBER, hqc_no_list(), false);
	f->min = min;
	f->max = max;
	f->decimals = (uint32_t)decimals.num;
	return f;
}

struct hqc_implied *hqc_build_implied(struct hqc_parser *p, struct hqc_span at, bool another, struct hqc_filter *holds,
				      struct hqc_filter *when)
{
	struct hqc_implied *implied = HQC_NEW(&p->c->arena, struct hqc_implied);
	implied->span = at;
	implied->another = another;
	implied->holds = holds;
	implied->when = when;
	if (another || !when) {
		implied->each = another ? NULL : holds;
		return implied;
	}
	struct hqc_filter *no = HQC_NEW(&p->c->arena, struct hqc_filter);
	implied->each = HQC_NEW(&p->c->arena, struct hqc_filter);
	no->kind = HQC_FILTER_NOT;
	no->span = when->span;
	no->first = when;
	no->next = holds;
	implied->each->kind = HQC_FILTER_OR;
	implied->each->span = at;
	implied->each->first = no;
	return implied;
}

/* ---- what can change ----------------------------------------------------------------------------------------- */

struct hqc_change *hqc_build_change(struct hqc_parser *p, struct hqc_span at, enum hqc_change_kind kind, struct hqc_name field,
				    struct hqc_list from, struct hqc_list to)
{
	struct hqc_change *change = HQC_NEW(&p->c->arena, struct hqc_change);
	change->span = at;
	change->kind = kind;
	change->field = field;
	change->from = from.first;
	change->to = to.first;
	change->step = change->most = change->takes = change->cost[0] = change->cost[1] = hqc_no_number();
	return change;
}

/* Takes over one number of a change; @at is the word before it. */
static void take_number(struct hqc_parser *p, struct hqc_change *change, struct hqc_number *to, struct hqc_span at,
			struct hqc_number n)
{
	if (to->text)
		said_twice(p, at, to->span);
	*to = n;
	change->span = hqc_join(change->span, n.span, true);
}

struct hqc_change *hqc_change_step(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				   struct hqc_name unit)
{
	take_number(p, change, &change->step, at, n);
	change->step_unit = unit;
	return change;
}

struct hqc_change *hqc_change_most(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				   struct hqc_name unit)
{
	take_number(p, change, &change->most, at, n);
	change->most_unit = unit;
	return change;
}

struct hqc_change *hqc_change_takes(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				    struct hqc_name unit)
{
	take_number(p, change, &change->takes, at, hqc_whole(p, n, 1, 100));
	change->takes_unit = unit;
	return change;
}

struct hqc_change *hqc_change_costs(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				    struct hqc_name unit)
{
	const bool dollars = strcmp(unit.text, "dollars") == 0 || strcmp(unit.text, "dollar") == 0;
	if (!dollars && strcmp(unit.text, "hours") != 0 && strcmp(unit.text, "hour") != 0)
		hqc_report(p->c, HQC_MSG_cost_unit, unit.span, "a cost is so many hours or dollars, not %s", unit.text);
	take_number(p, change, &change->cost[dollars], at, hqc_whole(p, n, 0, 1000000));
	return change;
}

/* ---- amounts ------------------------------------------------------------------------------------------------- */

struct hqc_unit_ref *hqc_build_unit_ref(struct hqc_parser *p, struct hqc_name name)
{
	struct hqc_unit_ref *ref = HQC_NEW(&p->c->arena, struct hqc_unit_ref);
	ref->name = name;
	return ref;
}

struct hqc_record *hqc_build_amount(struct hqc_parser *p, struct hqc_list units, struct hqc_number min,
				    struct hqc_number max, struct hqc_number decimals)
{
	struct hqc_record *amount = HQC_NEW(&p->c->arena, struct hqc_record);
	amount->units = units.first;
	amount->min = min;
	amount->max = max;
	amount->decimals = (uint32_t)decimals.num;
	amount->all = amount->preset = hqc_no_number();
	return amount;
}

struct hqc_record *hqc_amount_all(struct hqc_parser *p, struct hqc_record *amount, struct hqc_span at, struct hqc_number n)
{
	if (amount->all.text)
		said_twice(p, at, amount->all.span);
	amount->all = n;
	return amount;
}

struct hqc_record *hqc_amount_default(struct hqc_parser *p, struct hqc_record *amount, struct hqc_span at,
				      struct hqc_number n, struct hqc_name unit)
{
	if (amount->has_default)
		said_twice(p, at, amount->preset.span);
	amount->has_default = true;
	amount->preset = n;
	amount->preset_unit = unit;
	return amount;
}

struct hqc_part *hqc_part_amount(struct hqc_parser *p, struct hqc_span at, struct hqc_record *amount,
				 struct hqc_text doc, struct hqc_names names)
{
	amount->amount_doc = doc;
	amount->edfi = names.edfi;
	amount->ceds = names.ceds;
	return hqc_part_node(p, HQC_PART_AMOUNT, at, amount);
}
