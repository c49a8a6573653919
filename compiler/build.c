/* Builders that all constructs share: lists, places, what is absent, citations, values, and the parts of a body.
 *
 * grammar/hq.y calls the builders and does nothing else. They make nodes and check what can be seen from the shape
 * alone: whole numbers, statements given twice. What names stand for is left to resolve.c.
 */
#include "build.h"

#include <inttypes.h>
#include <string.h>

/* ---- lists --------------------------------------------------------------------------------------------------- */

/* Every node begins with its `next`; through memcpy, since it is a pointer of the node's own type. */
static void set_next(void *node, void *next)
{
	memcpy(node, &next, sizeof(next));
}

struct hqc_list hqc_no_list(void)
{
	return (struct hqc_list){ 0 };
}

struct hqc_list hqc_list_of(void *node)
{
	return (struct hqc_list){ node, node };
}

struct hqc_list hqc_list_add(struct hqc_list list, void *node)
{
	return hqc_list_join(list, hqc_list_of(node));
}

struct hqc_list hqc_list_join(struct hqc_list list, struct hqc_list more)
{
	if (!list.first)
		return more;
	if (!more.first)
		return list;
	set_next(list.last, more.first);
	return (struct hqc_list){ list.first, more.last };
}

struct hqc_parts hqc_no_parts(void)
{
	return (struct hqc_parts){ 0 };
}

struct hqc_parts hqc_add_part(struct hqc_parts parts, struct hqc_part *part)
{
	if (!part)
		return parts;
	if (!parts.first)
		return (struct hqc_parts){ part, part };
	parts.last->next = part;
	parts.last = part;
	return parts;
}

/* ---- places and what is absent ------------------------------------------------------------------------------- */

struct hqc_span hqc_join(struct hqc_span a, struct hqc_span b, bool any)
{
	uint32_t end = b.off + b.len;
	if (!any)
		return (struct hqc_span){ .off = end, .file = b.file };
	/* An absent last part lies where the one before it ends, so it adds nothing. */
	return (struct hqc_span){ .off = a.off, .len = end > a.off ? end - a.off : 0, .file = a.file };
}

struct hqc_name hqc_no_name(void)
{
	return (struct hqc_name){ 0 };
}

struct hqc_text hqc_no_text(void)
{
	return (struct hqc_text){ 0 };
}

struct hqc_number hqc_no_number(void)
{
	return (struct hqc_number){ .den = 1 };
}

struct hqc_date hqc_no_date(void)
{
	return (struct hqc_date){ 0 };
}

struct hqc_cites hqc_no_cites(void)
{
	return (struct hqc_cites){ 0 };
}

struct hqc_names hqc_no_names(void)
{
	return (struct hqc_names){ 0 };
}

struct hqc_head hqc_no_head(struct hqc_span at)
{
	return (struct hqc_head){ .span = at };
}

struct hqc_head hqc_build_head(struct hqc_span at, struct hqc_name name, struct hqc_text text, struct hqc_cites cites)
{
	return (struct hqc_head){ .span = at, .name = name, .text = text, .cites = cites };
}

struct hqc_part *hqc_skip(struct hqc_parser *p)
{
	hqc_lexer_skip_block(p);
	return NULL;
}

void hqc_nesting_error(struct hqc_parser *p, struct hqc_span at)
{
	hqc_report(p->c, HQC_MSG_nesting_too_deep, at, "nested more than %d deep", HQ_DEPTH_MAX);
}

struct hqc_number hqc_whole(struct hqc_parser *p, struct hqc_number n, int64_t low, int64_t high)
{
	if (n.den != 1) {
		hqc_report(p->c, HQC_MSG_whole_number_wanted, n.span, "a whole number is wanted here, not %s", n.text);
	} else if (n.num < low || n.num > high) {
		hqc_report(p->c, HQC_MSG_number_out_of_range, n.span, "%s is outside %" PRId64 " to %" PRId64, n.text,
			   low, high);
	} else {
		return n;
	}
	n.num = low;
	n.den = 1;
	return n;
}

/* ---- citations ----------------------------------------------------------------------------------------------- */

struct hqc_cites hqc_uncited(struct hqc_span at)
{
	return (struct hqc_cites){ .uncited = true, .span = at };
}

struct hqc_cites hqc_build_cites(struct hqc_span at, struct hqc_list cites)
{
	return (struct hqc_cites){ .first = cites.first, .span = at };
}

struct hqc_list hqc_cite_source(struct hqc_name source, struct hqc_list cites)
{
	for (struct hqc_cite *c = cites.first; c; c = c->next)
		c->source = source;
	return cites;
}

struct hqc_cite *hqc_build_cite(struct hqc_parser *p, struct hqc_span at, struct hqc_number first, struct hqc_number last)
{
	enum { LINES_MAX = 9999999 };
	first = hqc_whole(p, first, 1, LINES_MAX);
	last = hqc_whole(p, last, 1, LINES_MAX);
	if (last.num < first.num) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_citation_backwards, at, "line %s comes before line %s",
						last.text, first.text);
		hqc_help(p->c, d, "write '%s-%s'", last.text, first.text);
	}
	struct hqc_cite *cite = HQC_NEW(&p->c->arena, struct hqc_cite);
	cite->span = at;
	cite->first = (uint32_t)first.num;
	cite->last = (uint32_t)last.num;
	return cite;
}

/* ---- values -------------------------------------------------------------------------------------------------- */

struct hqc_name hqc_number_as_name(struct hqc_parser *p, struct hqc_number n)
{
	return (struct hqc_name){ hqc_intern(&p->c->names, n.text, strlen(n.text)), n.span };
}

struct hqc_value *hqc_value_plain(struct hqc_parser *p, struct hqc_span at, enum hqc_value_kind kind)
{
	struct hqc_value *v = HQC_NEW(&p->c->arena, struct hqc_value);
	v->span = at;
	v->kind = kind;
	v->number.den = 1;
	return v;
}

struct hqc_value *hqc_value_name(struct hqc_parser *p, struct hqc_span at, struct hqc_name name)
{
	struct hqc_value *v = hqc_value_plain(p, at, HQC_VALUE_NAME);
	v->name = name;
	return v;
}

struct hqc_value *hqc_value_number(struct hqc_parser *p, struct hqc_span at, struct hqc_number n)
{
	struct hqc_value *v = hqc_value_plain(p, at, HQC_VALUE_NUMBER);
	v->number = n;
	v->name = hqc_number_as_name(p, n);
	return v;
}

struct hqc_value *hqc_value_date(struct hqc_parser *p, struct hqc_span at, struct hqc_date date)
{
	struct hqc_value *v = hqc_value_plain(p, at, HQC_VALUE_DATE);
	v->date = date;
	return v;
}

struct hqc_value *hqc_value_field(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope, struct hqc_name field)
{
	struct hqc_value *v = hqc_value_plain(p, at, HQC_VALUE_FIELD);
	v->scope = scope;
	v->name = field;
	return v;
}

struct hqc_value *hqc_value_set(struct hqc_parser *p, struct hqc_span at, struct hqc_list set)
{
	struct hqc_value *v = hqc_value_plain(p, at, HQC_VALUE_SET);
	v->set = set.first;
	return v;
}

/* ---- parts --------------------------------------------------------------------------------------------------- */

struct hqc_part *hqc_part_plain(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_cites cites)
{
	struct hqc_part *part = HQC_NEW(&p->c->arena, struct hqc_part);
	part->kind = kind;
	part->span = at;
	part->cites = cites;
	part->number.den = 1;
	return part;
}

struct hqc_part *hqc_part_node(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, void *node)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, hqc_no_cites());
	part->node = node;
	return part;
}

struct hqc_part *hqc_part_text(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_text text,
			       struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, cites);
	part->text = text;
	return part;
}

struct hqc_part *hqc_part_number(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at,
				 struct hqc_number number, struct hqc_cites cites)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, cites);
	if (kind == HQC_PART_LINES)
		number = hqc_whole(p, number, 1, 9999999);
	else if (kind == HQC_PART_MIN_CATEGORIES)
		number = hqc_whole(p, number, 1, HQ_ROWS_MAX);
	part->number = number;
	return part;
}

struct hqc_part *hqc_part_names(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_name name,
				struct hqc_name other)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, hqc_no_cites());
	part->name = name;
	part->other = other;
	return part;
}

struct hqc_part *hqc_part_date(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_date date)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, hqc_no_cites());
	part->date = date;
	return part;
}

struct hqc_part *hqc_part_block(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_cites cites,
				struct hqc_parts parts)
{
	struct hqc_part *part = hqc_part_plain(p, kind, at, cites);
	part->block = hqc_block_of(at, parts);
	return part;
}

struct hqc_block hqc_block_of(struct hqc_span at, struct hqc_parts parts)
{
	return (struct hqc_block){
		.items = hqc_nodes_of(parts, HQC_PART_ITEM),
		.notes = hqc_nodes_of(parts, HQC_PART_NOTE),
		.span = at,
	};
}

const struct hqc_part *hqc_only(struct hqc_parser *p, struct hqc_parts parts, enum hqc_part_kind kind)
{
	const struct hqc_part *found = NULL;
	for (const struct hqc_part *part = parts.first; part; part = part->next) {
		if (part->kind != kind)
			continue;
		if (!found) {
			found = part;
			continue;
		}
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_stated_twice, part->span,
						"this may stand under one heading once only");
		hqc_note_at(p->c, d, found->span, "it stands here already");
	}
	return found;
}

void *hqc_nodes_of(struct hqc_parts parts, enum hqc_part_kind kind)
{
	struct hqc_list list = hqc_no_list();
	for (const struct hqc_part *part = parts.first; part; part = part->next) {
		if (part->kind == kind)
			list = hqc_list_add(list, part->node);
	}
	return list.first;
}
