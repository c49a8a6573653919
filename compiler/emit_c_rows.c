/* One row of each array as one line of C: designated, so that it can be read and compared; what is 0 is left out.
 *
 * A row of the rules carries its number, the line of the rule file and its name as a comment; nothing else here knows what a
 * number means. The layout of the file is emit_c.c's.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "emit.h"
#include "hq.h"

/* ---- pieces -------------------------------------------------------------------------------------------------- */

void emit_c_string(const char *text, size_t len, FILE *to)
{
	putc('"', to);
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)text[i];
		if (ch == '"' || ch == '\\')
			fprintf(to, "\\%c", ch);
		else if (ch == '?' && i > 0 && text[i - 1] == '?')
			fputs("\\?", to);       /* no trigraphs */
		else if (ch >= 0x20 && ch < 0x7f)
			putc(ch, to);
		else
			fprintf(to, "\\%03o", ch);
	}
	putc('"', to);
}

void emit_c_chars(const char *bytes, size_t len, FILE *to)
{
	fputc('{', to);
	for (size_t i = 0; i < len; i++) {
		if (bytes[i])
			fprintf(to, "%s '%c'", i ? "," : "", bytes[i]);
		else
			fprintf(to, "%s 0", i ? "," : "");
	}
	fputs(" }", to);
}

int emit_done(FILE *to)
{
	return fflush(to) || ferror(to) ? -1 : 0;
}

/* One row in the making: commas between the fields, { 0 } when nothing is left of it. */
struct row { FILE *to; bool any; };

static void begin_field(struct row *r, const char *name)
{
	fprintf(r->to, "%s .%s = ", r->any ? "," : "", name);
	r->any = true;
}

static struct row begin(FILE *to, const char *comment_format, size_t index, const char *comment)
{
	fputs("\t\t/* ", to);
	fprintf(to, comment_format, index, comment);
	fputs(" */ {", to);
	return (struct row){ .to = to };
}

static struct row begin_plain(FILE *to, size_t index)
{
	return begin(to, "%zu%s", index, "");
}

static void end(struct row *r)
{
	fputs(r->any ? " },\n" : " 0 },\n", r->to);
}

static void put_number(const struct row *r, int64_t value)
{
	if (value == HQ_BIG)
		fputs("HQ_BIG", r->to);
	else if (value == INT64_MAX)
		fputs("INT64_MAX", r->to);
	else if (value == INT64_MIN)
		fputs("INT64_MIN", r->to);
	else if (value > INT32_MAX || value < -INT32_MAX)
		fprintf(r->to, "INT64_C(%" PRId64 ")", value);
	else
		fprintf(r->to, "%" PRId64, value);
}

static void put_value(struct row *r, const char *name, int64_t value)
{
	if (!value)
		return;
	begin_field(r, name);
	put_number(r, value);
}

/* A 16-bit index, where all ones mean none. */
static void put_index(struct row *r, const char *name, uint16_t value)
{
	if (value == HQ_NONE) {
		begin_field(r, name);
		fputs("HQ_NONE", r->to);
	} else {
		put_value(r, name, value);
	}
}

static void put_day(struct row *r, const char *name, hq_day day)
{
	begin_field(r, name);
	if (day == HQ_DAY_NEVER)
		fputs("HQ_DAY_NEVER", r->to);
	else if (day == HQ_DAY_OPEN)
		fputs("HQ_DAY_OPEN", r->to);
	else {
		char text[11];
		hq_day_format(day, text);
		fprintf(r->to, "%" PRId32 " /* %s */", day, text);
	}
}

/* An enum value by its name, which is @known lower-cased behind @prefix. */
static void put_name(struct row *r, const char *field, const char *prefix, const char *known, unsigned value)
{
	if (!value)
		return;
	begin_field(r, field);
	if (!strcmp(known, "?")) {
		fprintf(r->to, "%u", value);
		return;
	}
	fputs(prefix, r->to);
	for (const char *p = known; *p; p++)
		putc(toupper((unsigned char)*p), r->to);
}

#define VALUE(x, field) put_value(&r, #field, (int64_t)(x)->field)
#define INDEX(x, field) put_index(&r, #field, (x)->field)

/* ---- rules --------------------------------------------------------------------------------------------------- */

#define TEXT(off) hq_text_of(ctx->tables, (off)).text

void emit_c_editions(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_edition *x = row;
	struct row r = begin(to, "%zu %s", index, TEXT(x->name));
	VALUE(x, name), VALUE(x, label);
	put_day(&r, "from", x->from);
	put_day(&r, "until", x->until);
	INDEX(x, root), INDEX(x, applies), INDEX(x, every), INDEX(x, routes);
	VALUE(x, first_row), VALUE(x, nrows), VALUE(x, first_measure), VALUE(x, nmeasures), VALUE(x, first_slot);
	VALUE(x, nslots), VALUE(x, first_note), VALUE(x, nnotes), VALUE(x, first_cite), VALUE(x, ncites);
	VALUE(x, nforks);
	end(&r);
}

void emit_c_rows(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_row *x = row;
	fprintf(to, "\t\t/* %zu", index);
	if (ctx->src_lines[index])
		fprintf(to, " %s:%" PRIu32, ctx->file, ctx->src_lines[index]);
	if (x->name)
		fprintf(to, " %s", hq_row_name_of(ctx->tables, (uint16_t)index).text);
	fputs(" */ {", to);
	struct row r = { .to = to };
	put_name(&r, "op", "HQ_OP_", emit_op_name(x->op), x->op);
	put_name(&r, "role", "HQ_ROLE_", emit_role_name(x->role), x->role);
	VALUE(x, ncites), INDEX(x, arg);
	if (x->op == HQ_OP_QUANTITY)
		VALUE(x, range);
	else
		VALUE(x, first_kid);
	VALUE(x, nkids);
	if (hq_is_points(x))
		INDEX(x, limit_if_points);
	else
		INDEX(x, slot_if_question);
	INDEX(x, parent), VALUE(x, name), VALUE(x, label), VALUE(x, first_cite);
	end(&r);
}

void emit_c_kids(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	fprintf(to, "\t\t/* %zu */ %u,\n", index, (unsigned)*(const uint16_t *)row);
}

void emit_c_measures(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_measure *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, shape), INDEX(x, filter), VALUE(x, window), INDEX(x, slot), INDEX(x, row);
	end(&r);
}

void emit_c_shapes(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_shape *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, kind);
	put_name(&r, "agg", "HQ_AGG_", emit_aggregate_name(x->agg), x->agg);
	VALUE(x, unit), VALUE(x, decimals), VALUE(x, first_conv), VALUE(x, nconvs), VALUE(x, scale), VALUE(x, block_each);
	VALUE(x, cap_each), VALUE(x, cap_year), VALUE(x, max);
	end(&r);
}

void emit_c_convs(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_conv *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, num), VALUE(x, den), VALUE(x, unit);
	end(&r);
}

static void put_bound(struct row *r, const char *kind_name, unsigned kind, const char *name, int32_t value)
{
	put_name(r, kind_name, "HQ_BOUND_", emit_bound_name(kind), kind);
	if (kind == HQ_BOUND_DAY)
		put_day(r, name, value);
	else
		put_value(r, name, value);
}

void emit_c_windows(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_window *x = row;
	struct row r = x->label ? begin(to, "%zu %s", index, TEXT(x->label)) : begin_plain(to, index);
	put_bound(&r, "from_kind", x->from_kind, "from", x->from);
	put_bound(&r, "to_kind", x->to_kind, "to", x->to);
	VALUE(x, label);
	end(&r);
}

void emit_c_filter_ops(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_op *x = row;
	struct row r = begin_plain(to, index);
	put_name(&r, "op", "HQ_F_", emit_filter_name(x->op), x->op);
	put_name(&r, "src", "HQ_SRC_", emit_source_name(x->src), x->src);
	VALUE(x, field), VALUE(x, set), VALUE(x, other_set), VALUE(x, rel), VALUE(x, at);
	end(&r);
}

void emit_c_words(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	fprintf(to, "\t\t/* %zu */ UINT64_C(0x%016" PRIx64 "),\n", index, *(const uint64_t *)row);
}

void emit_c_lines(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_line *x = row;
	struct row r = begin_plain(to, index);
	INDEX(x, measure);
	put_name(&r, "form", "HQ_LINE_", emit_form_name(x->form), x->form);
	VALUE(x, ntiers), VALUE(x, first_tier), VALUE(x, block), VALUE(x, mul), VALUE(x, mul_hi), VALUE(x, cap);
	VALUE(x, from);
	end(&r);
}

void emit_c_tiers(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_tier *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, at), VALUE(x, points);
	end(&r);
}

void emit_c_limits(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_limit *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, max), VALUE(x, min), VALUE(x, units_min), VALUE(x, divide), VALUE(x, cite_max), VALUE(x, cite_min);
	VALUE(x, ncite_max), VALUE(x, ncite_min), VALUE(x, best);
	end(&r);
}

void emit_c_rubrics(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_rubric *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, denominator), VALUE(x, pass_lo), VALUE(x, pass_hi), INDEX(x, requires), INDEX(x, settles);
	VALUE(x, min_categories), VALUE(x, once), VALUE(x, silent_pass), VALUE(x, first_min), VALUE(x, nmins);
	VALUE(x, cite_pass), VALUE(x, ncite_pass), VALUE(x, first_row), VALUE(x, nrows), VALUE(x, cite_categories);
	VALUE(x, ncite_categories);
	end(&r);
}

void emit_c_slots(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_packed_slot *x = row;
	struct row r = begin(to, "%zu %s", index, hq_slot_name_of(ctx->tables, (uint16_t)index).text);
	VALUE(x, kinds), INDEX(x, row), INDEX(x, measure);
	end(&r);
}

void emit_c_notes(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_note *x = row;
	struct row r = begin_plain(to, index);
	put_name(&r, "kind", "HQ_NOTE_", emit_note_name(x->kind), x->kind);
	VALUE(x, ncites), INDEX(x, row), VALUE(x, text), VALUE(x, first_cite);
	end(&r);
}

void emit_c_cites(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const struct hq_packed_cite *x = row;
	struct row r = begin_plain(to, index);
	VALUE(x, first), VALUE(x, source), VALUE(x, more);
	end(&r);
}

void emit_c_sources(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_cited_source *x = row;
	struct row r = begin(to, "%zu %s", index, TEXT(x->name));
	VALUE(x, name), VALUE(x, title), VALUE(x, file), VALUE(x, lines);
	end(&r);
}

void emit_c_numbers(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	(void)ctx;
	const int64_t value = *(const int64_t *)row;
	struct row r = { .to = to };
	fprintf(to, "\t\t/* %zu */ ", index);
	put_number(&r, value);
	fputs(",\n", to);
}

void emit_c_forks(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_fork *x = row;
	struct row r = begin_plain(to, index);
	(void)ctx;
	put_name(&r, "what", "HQ_FORK_", emit_fork_name(x->what), x->what);
	VALUE(x, kind), VALUE(x, arg);
	end(&r);
}

void emit_c_implied(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_implied *x = row;
	struct row r = begin_plain(to, index);
	(void)ctx;
	VALUE(x, kind), VALUE(x, when), VALUE(x, holds);
	end(&r);
}

/* ---- vocabulary ---------------------------------------------------------------------------------------------- */

void emit_c_kinds(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_vocab_kind *x = row;
	struct row r = begin(to, "%zu %s", index, HQ_TEXT(ctx->vocab, x->name));
	VALUE(x, name), VALUE(x, plural), VALUE(x, doc), VALUE(x, edfi), VALUE(x, ceds), VALUE(x, first_field);
	VALUE(x, nfields), VALUE(x, units), VALUE(x, flags), VALUE(x, date_field), VALUE(x, from_field);
	VALUE(x, decimals), VALUE(x, preset_unit), VALUE(x, year_unit), VALUE(x, amount_min), VALUE(x, amount_max);
	VALUE(x, amount_all), VALUE(x, preset);
	end(&r);
}

void emit_c_fields(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_vocab_field *x = row;
	struct row r = begin(to, "%zu %s", index, HQ_TEXT(ctx->vocab, x->name));
	VALUE(x, name), VALUE(x, doc), VALUE(x, edfi), VALUE(x, ceds), VALUE(x, first_code), VALUE(x, ncodes);
	put_name(&r, "type", "HQ_FIELD_", emit_field_type_name(x->type), x->type);
	VALUE(x, ordered), VALUE(x, decimals), VALUE(x, never), VALUE(x, min), VALUE(x, max);
	end(&r);
}

void emit_c_codes(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_vocab_code *x = row;
	struct row r = begin(to, "%zu %s", index, HQ_TEXT(ctx->vocab, x->name));
	VALUE(x, name), VALUE(x, doc);
	end(&r);
}

void emit_c_units(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_vocab_unit *x = row;
	struct row r = begin(to, "%zu %s", index, HQ_TEXT(ctx->vocab, x->name));
	VALUE(x, name), VALUE(x, plural), VALUE(x, doc);
	end(&r);
}

/* A set of codes; every code where it says nothing. */
static void put_set(struct row *r, const char *name, const uint64_t set[4])
{
	begin_field(r, name);
	fprintf(r->to, "{ UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 ") }", set[0],
		set[1], set[2], set[3]);
}

void emit_c_changes(const struct emit_context *ctx, const void *row, size_t index, FILE *to)
{
	const struct hq_vocab_change *x = row;
	const struct hq_vocab_kind *kind = &HQ_AT(struct hq_vocab_kind, ctx->vocab, kinds)[x->kind];
	struct row r = begin(to, "%zu %s", index, HQ_TEXT(ctx->vocab, kind->name));
	VALUE(x, kind), VALUE(x, can), VALUE(x, field), VALUE(x, step_unit), VALUE(x, most_unit), VALUE(x, months);
	VALUE(x, step), VALUE(x, most), VALUE(x, hours), VALUE(x, dollars);
	put_set(&r, "from", x->from);
	put_set(&r, "to", x->to);
	end(&r);
}
