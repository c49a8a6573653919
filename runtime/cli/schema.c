/* `hq schema`: what a teacher's data may hold, from the vocabulary alone: as JSON Schema (2020-12), as a listing, or as CSV
 * with a row for each fact. It accepts what the reader accepts, but for what no schema can say: spans, sums, ids.
 */
#include "cli.h"

#include <string.h>

#include "print.h"
#include "tree.h"

static const struct hq_vocab_kind *kind_of(const struct hq_vocab *v, unsigned k)
{
	return &HQ_AT(struct hq_vocab_kind, v, kinds)[k];
}

static const struct hq_vocab_field *field_of(const struct hq_vocab *v, unsigned k, unsigned f)
{
	return &HQ_AT(struct hq_vocab_field, v, fields)[kind_of(v, k)->first_field + f];
}

static const char *unit_name(const struct hq_vocab *v, unsigned unit)
{
	return HQ_TEXT(v, HQ_AT(struct hq_vocab_unit, v, units)[unit].plural);
}

static const char *code_name(const struct hq_vocab *v, const struct hq_vocab_field *f, unsigned i)
{
	return HQ_TEXT(v, HQ_AT(struct hq_vocab_code, v, codes)[f->first_code + i].name);
}

static int64_t power(unsigned decimals)
{
	int64_t one = 1;
	while (decimals--)
		one *= 10;
	return one;
}

/* ---- JSON Schema --------------------------------------------------------------------------------------------- */

static void put_range(struct tree *t, int64_t min, int64_t max, unsigned decimals)
{
	tree_key(t, "minimum");
	tree_value(t, min, power(decimals));
	tree_key(t, "maximum");
	tree_value(t, max, power(decimals));
}

/* "type": [type, "null"]: null is "asked, and nobody knows" */
static void put_type(struct tree *t, const char *type)
{
	tree_key(t, "type");
	yajl_gen_array_open(t->gen);
	tree_string(t, type);
	tree_string(t, "null");
	yajl_gen_array_close(t->gen);
}

static int is_number(const char *code)
{
	return *code && code[strspn(code, "0123456789")] == '\0';
}

/* A code that is written as a number may be given as one. */
static void put_codes(struct tree *t, const struct hq_vocab *v, const struct hq_vocab_field *f, int with_null)
{
	tree_key(t, "enum");
	yajl_gen_array_open(t->gen);
	for (unsigned i = 0; i < f->ncodes; i++) {
		const char *code = code_name(v, f, i);
		tree_string(t, code);
		if (is_number(code))
			yajl_gen_number(t->gen, code, strlen(code));
	}
	if (with_null)
		yajl_gen_null(t->gen);
	yajl_gen_array_close(t->gen);
}

static void put_names(struct tree *t, const struct hq_vocab *v, uint32_t doc, uint32_t edfi, uint32_t ceds)
{
	tree_text(t, "description", HQ_TEXT(v, doc));
	if (edfi)
		tree_text(t, "x-edfi", HQ_TEXT(v, edfi));
	if (ceds)
		tree_text(t, "x-ceds", HQ_TEXT(v, ceds));
}

static void put_field(struct tree *t, const struct hq_vocab *v, const struct hq_vocab_field *f)
{
	tree_key(t, HQ_TEXT(v, f->name));
	yajl_gen_map_open(t->gen);
	put_names(t, v, f->doc, f->edfi, f->ceds);
	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_ONE_OF:
		put_codes(t, v, f, 1);
		break;
	case HQ_FIELD_SOME_OF:
		tree_key(t, "oneOf");
		yajl_gen_array_open(t->gen);
		yajl_gen_map_open(t->gen);
		put_codes(t, v, f, 1);
		yajl_gen_map_close(t->gen);
		yajl_gen_map_open(t->gen);
		tree_text(t, "type", "array");
		tree_key(t, "items");
		yajl_gen_map_open(t->gen);
		put_codes(t, v, f, 0);
		yajl_gen_map_close(t->gen);
		yajl_gen_map_close(t->gen);
		yajl_gen_array_close(t->gen);
		break;
	case HQ_FIELD_YES_NO:
		put_type(t, "boolean");
		break;
	case HQ_FIELD_DATE:
		put_type(t, "string");
		tree_text(t, "pattern", f->never ? "^([0-9]{4}-[0-9]{2}-[0-9]{2}|never)$" : "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
		break;
	case HQ_FIELD_NUMBER:
		put_type(t, f->decimals ? "number" : "integer");
		put_range(t, f->min, f->max, f->decimals);
		break;
	}
	yajl_gen_map_close(t->gen);
}

static void put_integer(struct tree *t, const char *key, int64_t max, const char *doc)
{
	tree_key(t, key);
	yajl_gen_map_open(t->gen);
	tree_text(t, "description", doc);
	tree_text(t, "type", "integer");
	put_range(t, 1, max, 0);
	yajl_gen_map_close(t->gen);
}

static void put_string(struct tree *t, const char *key, int null, const char *pattern, const char *doc)
{
	tree_key(t, key);
	yajl_gen_map_open(t->gen);
	tree_text(t, "description", doc);
	if (null)
		put_type(t, "string");
	else
		tree_text(t, "type", "string");
	if (pattern)
		tree_text(t, "pattern", pattern);
	yajl_gen_map_close(t->gen);
}

static void put_amounts(struct tree *t, const struct hq_vocab *v, const struct hq_vocab_kind *k)
{
	for (unsigned u = 0; u < v->units.count; u++) {
		if (!(k->units >> u & 1))
			continue;
		tree_key(t, unit_name(v, u));
		yajl_gen_map_open(t->gen);
		put_names(t, v, HQ_AT(struct hq_vocab_unit, v, units)[u].doc, k->edfi, k->ceds);
		put_type(t, "number");
		put_range(t, k->amount_min, k->amount_max, k->decimals);
		yajl_gen_map_close(t->gen);
	}
}

/* At most one unit on a record: each two exclude each other. */
static void put_one_unit(struct tree *t, const struct hq_vocab *v, const struct hq_vocab_kind *k)
{
	if (!(k->units & (k->units - 1)))
		return;
	tree_key(t, "allOf");
	yajl_gen_array_open(t->gen);
	for (unsigned a = 0; a < v->units.count; a++) {
		for (unsigned b = a + 1; b < v->units.count; b++) {
			if (!(k->units >> a & 1) || !(k->units >> b & 1))
				continue;
			yajl_gen_map_open(t->gen);
			tree_key(t, "not");
			yajl_gen_map_open(t->gen);
			tree_key(t, "required");
			yajl_gen_array_open(t->gen);
			tree_string(t, unit_name(v, a));
			tree_string(t, unit_name(v, b));
			yajl_gen_array_close(t->gen);
			yajl_gen_map_close(t->gen);
			yajl_gen_map_close(t->gen);
		}
	}
	yajl_gen_array_close(t->gen);
}

static const char date_pattern[] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

static void put_worksheet(struct tree *t, const char *key)
{
	tree_key(t, key);
	yajl_gen_map_open(t->gen);
	tree_text(t, "description", "A filled-in form: answers by column; `hq schema --worksheet CODE` lists the columns");
	put_type(t, "object");
	tree_key(t, "additionalProperties");
	yajl_gen_map_open(t->gen);
	tree_key(t, "type");
	yajl_gen_array_open(t->gen);
	tree_string(t, "boolean");
	tree_string(t, "number");
	tree_string(t, "null");
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
	yajl_gen_map_close(t->gen);
}

static void put_record(struct tree *t, const struct hq_vocab *v, unsigned kind)
{
	const struct hq_vocab_kind *k = kind_of(v, kind);
	tree_key(t, HQ_TEXT(v, k->name));
	yajl_gen_map_open(t->gen);
	tree_text(t, "description", HQ_TEXT(v, k->doc));
	tree_text(t, "type", "object");
	tree_bool(t, "additionalProperties", 0);
	tree_key(t, "properties");
	yajl_gen_map_open(t->gen);
	for (unsigned f = 0; f < k->nfields; f++)
		put_field(t, v, field_of(v, kind, f));
	put_amounts(t, v, k);
	if (k->flags & HQ_KIND_TIMES)
		put_integer(t, "times", HQ_TIMES_MAX, "So many records alike");
	if (!(k->flags & HQ_KIND_SINGLE))
		put_integer(t, "event", INT32_MAX, "Records with the same number are one event");
	if (kind == v->assignment) {
		put_string(t, "id", 1, NULL, "Your name for the assignment; one decision is made for each");
		put_string(t, "jurisdiction", 1, NULL, "Code of the jurisdiction whose rules decide");
		put_string(t, "as_of", 1, date_pattern, "Date to decide on");
		put_worksheet(t, "worksheet");
	}
	put_string(t, "label", 1, NULL, "Yours; not read");
	put_string(t, "note", 1, NULL, "Yours; not read");
	yajl_gen_map_close(t->gen);
	put_one_unit(t, v, k);
	yajl_gen_map_close(t->gen);
}

static void put_list(struct tree *t, const struct hq_vocab *v, unsigned kind, const char *key)
{
	char reference[160];
	snprintf(reference, sizeof(reference), "#/$defs/%s", HQ_TEXT(v, kind_of(v, kind)->name));
	tree_key(t, key);
	yajl_gen_map_open(t->gen);
	tree_text(t, "description", HQ_TEXT(v, kind_of(v, kind)->doc));
	put_type(t, "array");
	tree_key(t, "items");
	yajl_gen_map_open(t->gen);
	tree_text(t, "$ref", reference);
	yajl_gen_map_close(t->gen);
	yajl_gen_map_close(t->gen);
}

static void put_teacher(struct tree *t, const struct hq_vocab *v)
{
	tree_key(t, "properties");
	yajl_gen_map_open(t->gen);
	put_string(t, "teacher", 0, NULL, "An id of your own, never a social security number");
	put_string(t, "jurisdiction", 1, NULL, "Code of the jurisdiction whose rules decide; `hq states` lists them");
	put_string(t, "as_of", 1, date_pattern, "Date to decide on");
	tree_key(t, "facts");
	yajl_gen_map_open(t->gen);
	tree_key(t, "anyOf");
	yajl_gen_array_open(t->gen);
	yajl_gen_map_open(t->gen);
	tree_text(t, "$ref", "#/$defs/teacher");
	yajl_gen_map_close(t->gen);
	yajl_gen_map_open(t->gen);
	tree_text(t, "type", "null");
	yajl_gen_map_close(t->gen);
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
	put_list(t, v, v->assignment, "assignments");
	for (unsigned k = 0; k < v->kinds.count; k++)
		if (!(kind_of(v, k)->flags & HQ_KIND_SINGLE))
			put_list(t, v, k, HQ_TEXT(v, kind_of(v, k)->plural));
	tree_key(t, "worksheets");
	yajl_gen_map_open(t->gen);
	put_type(t, "object");
	tree_key(t, "additionalProperties");
	yajl_gen_map_open(t->gen);
	tree_text(t, "$ref", "#/$defs/worksheet");
	yajl_gen_map_close(t->gen);
	yajl_gen_map_close(t->gen);
	put_string(t, "label", 1, NULL, "Yours; not read");
	put_string(t, "note", 1, NULL, "Yours; not read");
	yajl_gen_map_close(t->gen);
}

static int put_json(const struct hq_vocab *v, FILE *out)
{
	struct tree tree;
	if (tree_begin(&tree))
		return -1;
	yajl_gen_map_open(tree.gen);
	tree_text(&tree, "$schema", "https://json-schema.org/draft/2020-12/schema");
	tree_text(&tree, "title", "A teacher");
	tree_text(&tree, "description", "A key left out has not been asked, null is not known, [] is known to be none.");
	tree_text(&tree, "type", "object");
	tree_bool(&tree, "additionalProperties", 0);
	tree_key(&tree, "required");
	yajl_gen_array_open(tree.gen);
	tree_string(&tree, "teacher");
	yajl_gen_array_close(tree.gen);
	put_teacher(&tree, v);
	tree_key(&tree, "$defs");
	yajl_gen_map_open(tree.gen);
	for (unsigned k = 0; k < v->kinds.count; k++)
		put_record(&tree, v, k);
	put_worksheet(&tree, "worksheet");
	yajl_gen_map_close(tree.gen);
	yajl_gen_map_close(tree.gen);
	return tree_end(&tree, out);
}

/* ---- text and CSV -------------------------------------------------------------------------------------------- */

struct type { char text[120]; };
static struct type type_of(const struct hq_vocab_field *f)
{
	struct type out;
	char min[48], max[48];
	static const char *const names[] = { [HQ_FIELD_ONE_OF] = "one of", [HQ_FIELD_SOME_OF] = "some of",
					     [HQ_FIELD_YES_NO] = "true or false", [HQ_FIELD_DATE] = "date" };
	if (f->type != HQ_FIELD_NUMBER) {
		snprintf(out.text, sizeof(out.text), "%s%s", names[f->type], f->never ? " or never" : "");
		return out;
	}
	min[hq_number_format(f->min, power(f->decimals), min)] = '\0';
	max[hq_number_format(f->max, power(f->decimals), max)] = '\0';
	snprintf(out.text, sizeof(out.text), "%s to %s", min, max);
	return out;
}

static struct type amount_type(const struct hq_vocab_kind *k)
{
	struct hq_vocab_field f = { .type = HQ_FIELD_NUMBER, .decimals = k->decimals, .min = k->amount_min,
				    .max = k->amount_max };
	return type_of(&f);
}

static void put_text_kind(const struct hq_vocab *v, unsigned kind, FILE *out)
{
	const struct hq_vocab_kind *k = kind_of(v, kind);
	fprintf(out, "%s: %s\n", kind == v->teacher ? "facts" : kind == v->assignment ? "assignments" :
		HQ_TEXT(v, k->plural), HQ_TEXT(v, k->doc));
	for (unsigned f = 0; f < k->nfields; f++) {
		const struct hq_vocab_field *field = field_of(v, kind, f);
		size_t column = 0;
		fprintf(out, "  %-22s %-16s %s\n", HQ_TEXT(v, field->name), type_of(field).text, HQ_TEXT(v, field->doc));
		for (unsigned i = 0; i < field->ncodes; i++) {
			const char *code = code_name(v, field, i);
			if (!i || column + strlen(code) + 2 > 96)
				column = (size_t)fprintf(out, "%s      ", i ? ",\n" : "") - (i ? 2 : 0);
			else
				column += (size_t)fprintf(out, ", ");
			column += (size_t)fprintf(out, "%s", code);
		}
		if (field->ncodes)
			putc('\n', out);
	}
	for (unsigned u = 0; u < v->units.count; u++)
		if (k->units >> u & 1)
			fprintf(out, "  %-22s %-16s amount%s\n", unit_name(v, u), amount_type(k).text,
				k->units & (k->units - 1) ? "; one unit to a record" : "");
	putc('\n', out);
}

static void put_csv_row(const struct hq_vocab *v, const char *kind, const char *field, const char *type,
			const struct hq_vocab_field *codes, uint32_t doc, uint32_t edfi, uint32_t ceds, FILE *out)
{
	csv_field(out, kind, true);
	csv_field(out, field, false);
	csv_field(out, type, false);
	putc(',', out);
	for (unsigned i = 0; codes && i < codes->ncodes; i++)
		fprintf(out, "%s%s", i ? " " : "", code_name(v, codes, i));
	csv_field(out, HQ_TEXT(v, doc), false);
	csv_field(out, edfi ? HQ_TEXT(v, edfi) : "", false);
	csv_field(out, ceds ? HQ_TEXT(v, ceds) : "", false);
	csv_end(out);
}

static void put_csv_kind(const struct hq_vocab *v, unsigned kind, FILE *out)
{
	const struct hq_vocab_kind *k = kind_of(v, kind);
	const char *name = HQ_TEXT(v, k->name);
	for (unsigned f = 0; f < k->nfields; f++) {
		const struct hq_vocab_field *field = field_of(v, kind, f);
		put_csv_row(v, name, HQ_TEXT(v, field->name), type_of(field).text, field, field->doc, field->edfi,
			    field->ceds, out);
	}
	for (unsigned u = 0; u < v->units.count; u++)
		if (k->units >> u & 1)
			put_csv_row(v, name, unit_name(v, u), amount_type(k).text, NULL,
				    HQ_AT(struct hq_vocab_unit, v, units)[u].doc, k->edfi, k->ceds, out);
}

int hqcli_schema(const struct hq_vocab *vocab, enum hqcli_format format, FILE *out)
{
	if (format == HQCLI_JSON && put_json(vocab, out))
		return HQCLI_SYSTEM;
	if (format == HQCLI_CSV)
		fputs("kind,name,type,codes,description,edfi,ceds\n", out);
	for (unsigned k = 0; format != HQCLI_JSON && k < vocab->kinds.count; k++)
		(format == HQCLI_CSV ? put_csv_kind : put_text_kind)(vocab, k, out);
	return fflush(out) || ferror(out) ? HQCLI_SYSTEM : HQCLI_DONE;
}
