/* The builders: what grammar/hq.y calls, one call an action. Each returns the node it made in the compilation's arena.
 *
 * A statement of a body comes as a *part*, whatever it says; when the body ends, the builder of the heading deals its
 * parts out to the node's lists and says where one is given that may stand there once only.
 */
#ifndef HQC_BUILD_H
#define HQC_BUILD_H

#include "parse.h"

/* A list under construction, of any struct whose first member is `next`. */
struct hqc_list { void *first, *last; };

struct hqc_names { struct hqc_text edfi, ceds; };
struct hqc_head { struct hqc_span span; struct hqc_name name, plural; struct hqc_text text; struct hqc_cites cites;
		  struct hqc_names names; };
struct hqc_terms { struct hqc_list list; struct hqc_span joint; };      /* joint: the first `and` or `or` */

enum hqc_part_kind {
	HQC_PART_USE = 1, HQC_PART_SOURCE, HQC_PART_UNIT, HQC_PART_CODES, HQC_PART_RECORD, HQC_PART_DEFINE,
	HQC_PART_JURISDICTION,
	HQC_PART_FILE, HQC_PART_LINES, HQC_PART_CODE,
	HQC_PART_DATED, HQC_PART_SPANS, HQC_PART_COUNTED, HQC_PART_AMOUNT, HQC_PART_FIELD, HQC_PART_CHANGE,
	HQC_PART_IMPLIED,
	HQC_PART_EDITION, HQC_PART_FORCE, HQC_PART_APPLIES, HQC_PART_EVERY, HQC_PART_ROUTE, HQC_PART_RUBRIC,
	HQC_PART_EXAMPLE, HQC_PART_NOTE, HQC_PART_ITEM, HQC_PART_FILTER,
	HQC_PART_PASS, HQC_PART_SILENT_PASS, HQC_PART_REQUIRES, HQC_PART_SETTLES, HQC_PART_MIN_CATEGORIES,
	HQC_PART_ONCE, HQC_PART_SHARE, HQC_PART_CATEGORY,
	HQC_PART_AWARD, HQC_PART_LIMIT, HQC_PART_LINE,
	HQC_PART_LIKE, HQC_PART_AS_OF, HQC_PART_OPEN, HQC_PART_GIVEN, HQC_PART_EXPECT
};
struct hqc_part {
	struct hqc_part *next;
	enum hqc_part_kind kind;
	struct hqc_span span;
	void *node;                     /* a struct of ast.h, where the statement is one */
	struct hqc_list nodes;          /* EXPECT: several */
	struct hqc_name name, other;
	struct hqc_text text;
	struct hqc_number number;
	struct hqc_date date, until;
	struct hqc_block block;
	struct hqc_cites cites;
};
struct hqc_parts { struct hqc_part *first, *last; };

/* ---- build.c: lists, places, what is absent, citations, values ---- */

struct hqc_list hqc_no_list(void);
struct hqc_list hqc_list_of(void *node);
struct hqc_list hqc_list_add(struct hqc_list list, void *node);
struct hqc_list hqc_list_join(struct hqc_list list, struct hqc_list more);
struct hqc_parts hqc_no_parts(void);
struct hqc_parts hqc_add_part(struct hqc_parts parts, struct hqc_part *part);      /* NULL adds nothing */

/** from the first byte of @a to the last of @b; where not @any, the empty place after @b */
struct hqc_span hqc_join(struct hqc_span a, struct hqc_span b, bool any);
struct hqc_name hqc_no_name(void);
struct hqc_text hqc_no_text(void);
struct hqc_number hqc_no_number(void);
struct hqc_date hqc_no_date(void);
struct hqc_cites hqc_no_cites(void);
struct hqc_names hqc_no_names(void);
struct hqc_head hqc_no_head(struct hqc_span at);
struct hqc_head hqc_build_head(struct hqc_span at, struct hqc_name name, struct hqc_text text, struct hqc_cites cites);

/** a statement that could not be read: nothing, and what stands under it is passed over */
struct hqc_part *hqc_skip(struct hqc_parser *p);
void hqc_nesting_error(struct hqc_parser *p, struct hqc_span at);
/** @n, or @low after a message where it is no whole number from @low to @high */
struct hqc_number hqc_whole(struct hqc_parser *p, struct hqc_number n, int64_t low, int64_t high);

struct hqc_cites hqc_uncited(struct hqc_span at);
struct hqc_cites hqc_build_cites(struct hqc_span at, struct hqc_list cites);
struct hqc_list hqc_cite_source(struct hqc_name source, struct hqc_list cites);
struct hqc_cite *hqc_build_cite(struct hqc_parser *p, struct hqc_span at, struct hqc_number first, struct hqc_number last);

struct hqc_name hqc_number_as_name(struct hqc_parser *p, struct hqc_number n);
struct hqc_value *hqc_value_name(struct hqc_parser *p, struct hqc_span at, struct hqc_name name);
struct hqc_value *hqc_value_number(struct hqc_parser *p, struct hqc_span at, struct hqc_number n);
struct hqc_value *hqc_value_date(struct hqc_parser *p, struct hqc_span at, struct hqc_date date);
struct hqc_value *hqc_value_plain(struct hqc_parser *p, struct hqc_span at, enum hqc_value_kind kind);
struct hqc_value *hqc_value_field(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope, struct hqc_name field);
struct hqc_value *hqc_value_set(struct hqc_parser *p, struct hqc_span at, struct hqc_list set);

/* ---- parts: build.c ---- */

struct hqc_part *hqc_part_plain(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_cites cites);
struct hqc_part *hqc_part_node(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, void *node);
struct hqc_part *hqc_part_text(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_text text,
			       struct hqc_cites cites);
struct hqc_part *hqc_part_number(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at,
				 struct hqc_number number, struct hqc_cites cites);
struct hqc_part *hqc_part_names(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_name name,
				struct hqc_name other);
struct hqc_part *hqc_part_date(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_date date);
struct hqc_part *hqc_part_block(struct hqc_parser *p, enum hqc_part_kind kind, struct hqc_span at, struct hqc_cites cites,
				struct hqc_parts parts);
/** items and notes of a block whose heading stands @at */
struct hqc_block hqc_block_of(struct hqc_span at, struct hqc_parts parts);
/** the part of this @kind; a second one is reported, and not taken */
const struct hqc_part *hqc_only(struct hqc_parser *p, struct hqc_parts parts, enum hqc_part_kind kind);
/** the nodes of all parts of this @kind, linked */
void *hqc_nodes_of(struct hqc_parts parts, enum hqc_part_kind kind);

/* ---- build_facts.c: facts, sources, and the file ---- */

void hqc_build_file(struct hqc_parser *p, struct hqc_parts parts);
struct hqc_part *hqc_build_use(struct hqc_parser *p, struct hqc_span at, struct hqc_text path);
struct hqc_part *hqc_build_source(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_build_unit(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_name plural,
				struct hqc_text doc);
struct hqc_part *hqc_build_codes(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, bool ordered,
				 struct hqc_text doc, struct hqc_parts parts);
struct hqc_part *hqc_part_code(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text doc);
struct hqc_code *hqc_build_code(struct hqc_parser *p, struct hqc_name name);
struct hqc_names hqc_add_edfi(struct hqc_parser *p, struct hqc_names names, struct hqc_span at, struct hqc_text text);
struct hqc_names hqc_add_ceds(struct hqc_parser *p, struct hqc_names names, struct hqc_span at, struct hqc_text text);
struct hqc_head hqc_build_record_head(struct hqc_span at, struct hqc_name name, struct hqc_name plural,
				      struct hqc_text doc, struct hqc_names names);
struct hqc_part *hqc_build_record(struct hqc_parser *p, struct hqc_span at, bool single, struct hqc_head head,
				  struct hqc_parts parts);
struct hqc_part *hqc_build_field(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_field *type,
				 struct hqc_text doc, struct hqc_names names);
struct hqc_field *hqc_build_type(struct hqc_parser *p, enum hqc_type type, struct hqc_list codes, bool ordered);
struct hqc_field *hqc_build_date_or_never(struct hqc_parser *p);
struct hqc_field *hqc_build_number_type(struct hqc_parser *p, struct hqc_number min, struct hqc_number max,
					struct hqc_number decimals);
struct hqc_change *hqc_build_change(struct hqc_parser *p, struct hqc_span at, enum hqc_change_kind kind, struct hqc_name field,
				    struct hqc_list from, struct hqc_list to);
struct hqc_implied *hqc_build_implied(struct hqc_parser *p, struct hqc_span at, bool another, struct hqc_filter *holds,
				      struct hqc_filter *when);
struct hqc_change *hqc_change_step(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				   struct hqc_name unit);
struct hqc_change *hqc_change_most(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				   struct hqc_name unit);
struct hqc_change *hqc_change_takes(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				    struct hqc_name unit);
struct hqc_change *hqc_change_costs(struct hqc_parser *p, struct hqc_change *change, struct hqc_span at, struct hqc_number n,
				    struct hqc_name unit);
struct hqc_unit_ref *hqc_build_unit_ref(struct hqc_parser *p, struct hqc_name name);
/* An amount is held in a struct hqc_record of its own until the record takes it over. */
struct hqc_record *hqc_build_amount(struct hqc_parser *p, struct hqc_list units, struct hqc_number min,
				    struct hqc_number max, struct hqc_number decimals);
struct hqc_record *hqc_amount_all(struct hqc_parser *p, struct hqc_record *amount, struct hqc_span at, struct hqc_number n);
struct hqc_record *hqc_amount_default(struct hqc_parser *p, struct hqc_record *amount, struct hqc_span at,
				      struct hqc_number n, struct hqc_name unit);
struct hqc_part *hqc_part_amount(struct hqc_parser *p, struct hqc_span at, struct hqc_record *amount,
				 struct hqc_text doc, struct hqc_names names);

/* ---- build_rules.c: jurisdictions, requirements, tests and filters ---- */

struct hqc_part *hqc_build_jurisdiction(struct hqc_parser *p, struct hqc_span at, struct hqc_head head,
					struct hqc_parts parts);
struct hqc_part *hqc_build_edition(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_part_force(struct hqc_parser *p, struct hqc_span at, struct hqc_date from, struct hqc_date until,
				struct hqc_cites cites);
struct hqc_part *hqc_build_route(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_build_define(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text label,
				  struct hqc_cites cites, struct hqc_parts parts);
struct hqc_part *hqc_build_filter(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_name kind,
				  struct hqc_text label, struct hqc_cites cites, struct hqc_parts parts);
struct hqc_part *hqc_part_filter(struct hqc_parser *p, struct hqc_span at, struct hqc_filter *filter,
				 struct hqc_cites cites);
struct hqc_part *hqc_build_note(struct hqc_parser *p, struct hqc_span at, enum hqc_note_kind kind, struct hqc_text text,
				struct hqc_text corrected, struct hqc_cites cites);

struct hqc_part *hqc_build_named(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_text label,
				 struct hqc_cites cites, struct hqc_parts parts);
struct hqc_part *hqc_build_group(struct hqc_parser *p, struct hqc_span at, enum hqc_item_kind kind,
				 struct hqc_cites cites, struct hqc_parts parts);
struct hqc_part *hqc_build_at_least(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				    struct hqc_span word, struct hqc_number count, struct hqc_cites cites,
				    struct hqc_parts parts);
struct hqc_part *hqc_build_test_item(struct hqc_parser *p, struct hqc_test *test, struct hqc_cites cites);

struct hqc_test *hqc_build_test(struct hqc_parser *p, struct hqc_span at, enum hqc_test_kind kind, struct hqc_what *what);
struct hqc_test *hqc_build_quantity(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				    struct hqc_number n, struct hqc_name unit, struct hqc_what *what);
struct hqc_test *hqc_build_count(struct hqc_parser *p, struct hqc_span at, enum hqc_comparison comparison,
				 struct hqc_number n, struct hqc_what *what);
struct hqc_test *hqc_build_attested(struct hqc_parser *p, struct hqc_span at, struct hqc_name matter, struct hqc_list by);
struct hqc_test *hqc_build_named_test(struct hqc_parser *p, struct hqc_span at, enum hqc_test_kind kind,
				      struct hqc_name name);
struct hqc_test *hqc_build_scalar(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope, struct hqc_name name,
				  struct hqc_filter *relation);
struct hqc_test *hqc_build_silent_test(struct hqc_parser *p, struct hqc_span at, struct hqc_text text);

struct hqc_what *hqc_build_what(struct hqc_parser *p, struct hqc_span at, struct hqc_name kind, struct hqc_filter *filter);
struct hqc_what *hqc_what_window(struct hqc_parser *p, struct hqc_what *what, struct hqc_span at,
				 struct hqc_window *window);
struct hqc_what *hqc_what_counting(struct hqc_parser *p, struct hqc_what *what, struct hqc_span at,
				   struct hqc_list conversions);
struct hqc_window *hqc_build_window(struct hqc_parser *p, struct hqc_span at, enum hqc_window_kind kind,
				    struct hqc_number n, struct hqc_name unit);
struct hqc_window *hqc_build_day_window(struct hqc_parser *p, struct hqc_span at, enum hqc_window_kind kind,
					struct hqc_date from, struct hqc_date to);
struct hqc_conversion *hqc_build_conversion(struct hqc_parser *p, struct hqc_span at, struct hqc_number from,
					    struct hqc_name from_unit, struct hqc_number to, struct hqc_name to_unit);

struct hqc_terms hqc_two_terms(struct hqc_filter *left, struct hqc_span joint, struct hqc_filter *right);
struct hqc_terms hqc_add_term(struct hqc_terms terms, struct hqc_filter *term);
struct hqc_terms hqc_mixed_terms(struct hqc_parser *p, struct hqc_terms terms, struct hqc_span joint,
				 struct hqc_filter *term);
struct hqc_filter *hqc_build_joined(struct hqc_parser *p, struct hqc_span at, enum hqc_filter_kind kind,
				    struct hqc_terms terms);
struct hqc_filter *hqc_in_parentheses(struct hqc_span at, struct hqc_filter *filter);
struct hqc_filter *hqc_build_not(struct hqc_parser *p, struct hqc_span at, struct hqc_filter *term);
struct hqc_filter *hqc_build_relation(struct hqc_parser *p, struct hqc_span at, enum hqc_scope scope,
				      struct hqc_name name, struct hqc_filter *relation);
struct hqc_filter *hqc_build_defined(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, bool negated);
struct hqc_filter *hqc_build_silent(struct hqc_parser *p, struct hqc_span at, struct hqc_text text);
struct hqc_filter *hqc_build_rel(struct hqc_parser *p, enum hqc_rel rel, struct hqc_list values);
struct hqc_filter *hqc_build_rel_within(struct hqc_parser *p, struct hqc_span at, struct hqc_number n, struct hqc_name unit);

/* ---- build_rubric.c: rubrics and examples ---- */

struct hqc_part *hqc_build_rubric(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_part_share(struct hqc_parser *p, struct hqc_span at, struct hqc_number n, struct hqc_filter *filter,
				struct hqc_cites cites);
struct hqc_part *hqc_build_category(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_build_line(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_build_best(struct hqc_parser *p, struct hqc_span at, struct hqc_cites cites);

struct hqc_part *hqc_part_award(struct hqc_parser *p, struct hqc_span at, struct hqc_award *award, struct hqc_cites cites);
struct hqc_award *hqc_build_points(struct hqc_parser *p, struct hqc_number n, struct hqc_number other);
struct hqc_award *hqc_build_silent_points(struct hqc_parser *p);
struct hqc_award *hqc_build_rate(struct hqc_parser *p, bool whole, struct hqc_number n, struct hqc_name unit);
struct hqc_award *hqc_award_rate(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				 struct hqc_award *rate, struct hqc_what *what, bool greatest);
struct hqc_award *hqc_award_each(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				 struct hqc_award *rate, struct hqc_span each, struct hqc_what *what);
struct hqc_award *hqc_award_pro_rata(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				     struct hqc_award *rate, struct hqc_what *what, bool greatest);
struct hqc_award *hqc_award_record(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points,
				   struct hqc_what *what);
struct hqc_award *hqc_award_if(struct hqc_parser *p, struct hqc_span at, struct hqc_award *points, struct hqc_test *test);
struct hqc_award *hqc_award_tiers(struct hqc_parser *p, struct hqc_span at, struct hqc_list tiers, struct hqc_what *what,
				  bool greatest);
struct hqc_tier *hqc_build_tier(struct hqc_parser *p, struct hqc_span at, struct hqc_number points, struct hqc_number n,
				struct hqc_name unit);

struct hqc_part *hqc_part_limit(struct hqc_parser *p, struct hqc_span at, struct hqc_limit *limit, struct hqc_cites cites);
struct hqc_limit *hqc_limit_points(struct hqc_parser *p, enum hqc_limit_kind kind, struct hqc_number n,
				   enum hqc_limit_span per);
struct hqc_limit *hqc_limit_unit(struct hqc_parser *p, enum hqc_limit_kind kind, struct hqc_number n,
				 struct hqc_name unit, enum hqc_limit_span per);
struct hqc_limit *hqc_limit_records(struct hqc_parser *p, struct hqc_number n, enum hqc_limit_span per);

struct hqc_part *hqc_build_example(struct hqc_parser *p, struct hqc_span at, struct hqc_head head, struct hqc_parts parts);
struct hqc_part *hqc_build_given(struct hqc_parser *p, struct hqc_span at, enum hqc_given_kind kind,
				 struct hqc_name record, struct hqc_list pairs);
struct hqc_pair *hqc_build_pair(struct hqc_parser *p, struct hqc_span at, struct hqc_name name, struct hqc_value *value);
struct hqc_part *hqc_part_expect(struct hqc_parser *p, struct hqc_span at, struct hqc_list expects, struct hqc_cites cites);
struct hqc_expect *hqc_build_expect(struct hqc_parser *p, struct hqc_span at, enum hqc_expect_kind kind,
				    struct hqc_name name, struct hqc_name route);
struct hqc_expect *hqc_expect_points(struct hqc_parser *p, struct hqc_span at, struct hqc_number low,
				     struct hqc_number high, struct hqc_name name);

#endif
