/* The formatter's walk over facts and sources: units, codes, records, fields, citable documents. See format_tree.c. */
#include "format.h"

/* ---- facts and sources --------------------------------------------------------------------------------------- */

void hqc_say_use(struct hqc_formatter *f, const void *node)
{
	const struct hqc_use *u = node;
	hqc_begin(f, u->span.off, "use");
	hqc_quote(f, u->path);
}

static void say_source_file(struct hqc_formatter *f, const void *node)
{
	const struct hqc_source *s = node;
	hqc_begin(f, s->file.span.off, "file");
	hqc_quote(f, s->file);
}

static void say_source_lines(struct hqc_formatter *f, const void *node)
{
	const struct hqc_source *s = node;
	char digits[24];
	snprintf(digits, sizeof(digits), "%u", s->lines);
	hqc_begin(f, s->lines_span.off, "lines");
	hqc_word(f, digits);
}

void hqc_say_source(struct hqc_formatter *f, const void *node)
{
	const struct hqc_source *s = node;
	hqc_begin_head(f, s->span, "source", s->name, s->title, (struct hqc_cites){ 0 });
	struct hqc_body b = { 0 };
	if (s->file.text)
		hqc_body_add(&b, s->file.span, say_source_file, s);
	if (s->lines_span.len)
		hqc_body_add(&b, s->lines_span, say_source_lines, s);
	hqc_body_under(f, &b);
}

void hqc_say_unit(struct hqc_formatter *f, const void *node)
{
	const struct hqc_unit *u = node;
	hqc_begin(f, u->span.off, "unit");
	hqc_word(f, u->name.text);
	hqc_put(f, ",");
	hqc_word(f, u->plural.text);
	hqc_quote(f, u->doc);
}

static void say_code(struct hqc_formatter *f, const void *node)
{
	const struct hqc_code *c = node;
	hqc_begin(f, c->span.off, c->name.text);
	hqc_quote(f, c->doc);
}

void hqc_say_codes(struct hqc_formatter *f, const void *node)
{
	const struct hqc_codes *c = node;
	hqc_begin(f, c->span.off, "codes");
	hqc_word(f, c->name.text);
	if (c->ordered)
		hqc_word(f, "in order");
	hqc_quote(f, c->doc);
	struct hqc_body b = { 0 };
	HQC_BODY_ALL(&b, struct hqc_code, c->first, say_code);
	hqc_body_under(f, &b);
}

static void word_names(struct hqc_formatter *f, struct hqc_text edfi, struct hqc_text ceds)
{
	if (edfi.text) {
		hqc_break(f);
		hqc_word(f, "edfi");
		hqc_quote(f, edfi);
	}
	if (ceds.text) {
		hqc_break(f);
		hqc_word(f, "ceds");
		hqc_quote(f, ceds);
	}
}

static void word_range(struct hqc_formatter *f, struct hqc_number min, struct hqc_number max, uint32_t decimals)
{
	hqc_word_number(f, min);
	hqc_word(f, "to");
	hqc_word_number(f, max);
	if (decimals) {
		char digits[24];
		snprintf(digits, sizeof(digits), "%u", decimals);
		hqc_word(f, "with");
		hqc_word(f, digits);
		hqc_word(f, "decimals");
	}
}

static void say_field(struct hqc_formatter *f, const void *node)
{
	const struct hqc_field *field = node;
	hqc_begin(f, field->span.off, "field");
	hqc_word(f, field->name.text);
	switch (field->type) {
	case HQC_TYPE_ONE_OF:
	case HQC_TYPE_SOME_OF:
		hqc_word(f, field->type == HQC_TYPE_ONE_OF ? "one of" : "some of");
		for (const struct hqc_code *c = field->inline_codes; c; c = c->next) {
			hqc_word(f, c->name.text);
			if (c->next)
				hqc_comma(f);
		}
		if (field->ordered)
			hqc_word(f, "in order");
		break;
	case HQC_TYPE_YES_NO:
		hqc_word(f, "yes or no");
		break;
	case HQC_TYPE_DATE:
		hqc_word(f, field->never ? "date or never" : "date");
		break;
	case HQC_TYPE_NUMBER:
		hqc_word(f, "number");
		word_range(f, field->min, field->max, field->decimals);
		break;
	}
	hqc_quote(f, field->doc);
	word_names(f, field->edfi, field->ceds);
}

/* Is this name, of the record's one amount, beside the amount and not beside the heading? */
static struct hqc_text beside(const struct hqc_record *r, struct hqc_text name, bool amount)
{
	bool there = r->has_amount && name.span.off > r->amount_span.off;
	return there == amount ? name : (struct hqc_text){ 0 };
}

static void say_amount(struct hqc_formatter *f, const void *node)
{
	const struct hqc_record *r = node;
	hqc_begin(f, r->amount_span.off, "amount");
	for (const struct hqc_unit_ref *u = r->units; u; u = u->next) {
		hqc_word(f, u->name.text);
		if (u->next)
			hqc_comma(f);
	}
	word_range(f, r->min, r->max, r->decimals);
	if (r->all.text) {
		hqc_word(f, "in all");
		hqc_word_number(f, r->all);
	}
	if (r->has_default) {
		hqc_word(f, "default");
		hqc_word_number(f, r->preset);
		hqc_word(f, r->preset_unit.text);
	}
	hqc_quote(f, r->amount_doc);
	word_names(f, beside(r, r->edfi, true), beside(r, r->ceds, true));
}

static void say_dated(struct hqc_formatter *f, const void *node)
{
	const struct hqc_record *r = node;
	hqc_begin(f, r->dated_by.span.off, "dated by");
	hqc_word(f, r->dated_by.text);
}

static void say_spans(struct hqc_formatter *f, const void *node)
{
	const struct hqc_record *r = node;
	hqc_begin(f, r->spans_from.span.off, "spans");
	hqc_word(f, r->spans_from.text);
	hqc_word(f, "to");
	hqc_word(f, r->spans_to.text);
}

static void say_counted(struct hqc_formatter *f, const void *node)
{
	const struct hqc_record *r = node;
	hqc_begin(f, r->counted_by.span.off, "counted by");
	hqc_word(f, r->counted_by.text);
}

static void word_codes(struct hqc_formatter *f, const struct hqc_value *values)
{
	for (const struct hqc_value *v = values; v; v = v->next) {
		hqc_word_value(f, v);
		if (v->next)
			hqc_comma(f);
	}
}

static void word_amount(struct hqc_formatter *f, const char *words, struct hqc_number n, const char *unit)
{
	if (!n.text)
		return;
	hqc_break(f);
	hqc_word(f, words);
	hqc_word_number(f, n);
	hqc_word(f, unit);
}

static void say_change(struct hqc_formatter *f, const void *node)
{
	static const char *const begins[] = { [HQC_CHANGE_ADDED] = "can be added", [HQC_CHANGE_FIELD] = "can change",
					      [HQC_CHANGE_GROWS] = "grows" };
	const struct hqc_change *change = node;
	hqc_begin(f, change->span.off, begins[change->kind]);
	if (change->kind == HQC_CHANGE_FIELD) {
		hqc_word(f, change->field.text);
		if (change->from) {
			hqc_break(f);
			hqc_word(f, "from");
			word_codes(f, change->from);
			hqc_word(f, "to");
			word_codes(f, change->to);
		}
	} else if (change->field.text) {
		hqc_break(f);
		hqc_word(f, "where");
		hqc_word(f, change->field.text);
		hqc_word(f, "is");
		word_codes(f, change->to);
	}
	word_amount(f, "in steps of", change->step, change->step_unit.text);
	if (change->most.text) {
		hqc_word(f, "at most");
		hqc_word_number(f, change->most);
		hqc_word(f, change->most_unit.text ? change->most_unit.text : "records");
		hqc_word(f, "a year");
	}
	word_amount(f, "within", change->takes, change->takes_unit.text);
	word_amount(f, "costs", change->cost[0], "hours");
	if (!change->cost[0].text)
		word_amount(f, "costs", change->cost[1], "dollars");
	else if (change->cost[1].text) {
		hqc_comma(f);
		hqc_word_number(f, change->cost[1]);
		hqc_word(f, "dollars");
	}
}

static void say_implied(struct hqc_formatter *f, const void *node)
{
	const struct hqc_implied *implied = node;
	hqc_begin(f, implied->span.off, implied->another ? "always another where" : "always");
	hqc_word_filter(f, implied->holds);
	if (!implied->when)
		return;
	hqc_break(f);
	hqc_word(f, "if");
	hqc_word_filter(f, implied->when);
}

void hqc_say_record(struct hqc_formatter *f, const void *node)
{
	const struct hqc_record *r = node;
	hqc_begin(f, r->span.off, r->single ? "single record" : "record");
	hqc_word(f, r->name.text);
	if (r->plural.text) {
		hqc_put(f, ",");
		hqc_word(f, r->plural.text);
	}
	hqc_quote(f, r->doc);
	word_names(f, beside(r, r->edfi, false), beside(r, r->ceds, false));
	struct hqc_body b = { 0 };
	if (r->dated_by.text)
		hqc_body_add(&b, r->dated_by.span, say_dated, r);
	if (r->spans_from.text)
		hqc_body_add(&b, r->spans_from.span, say_spans, r);
	if (r->counted_by.text)
		hqc_body_add(&b, r->counted_by.span, say_counted, r);
	if (r->has_amount)
		hqc_body_add(&b, r->amount_span, say_amount, r);
	HQC_BODY_ALL(&b, struct hqc_field, r->fields, say_field);
	HQC_BODY_ALL(&b, struct hqc_change, r->changes, say_change);
	HQC_BODY_ALL(&b, struct hqc_implied, r->implied, say_implied);
	hqc_body_under(f, &b);
}
