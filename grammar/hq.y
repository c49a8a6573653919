/* The shape of a rule file; grammar/README.md says the same for people. Each action is one call to a builder of
 * compiler/build.c: no look-ups and no judgement here. What people will wrongly write and what can be told apart by its
 * shape (`and` mixed with `or`) is parsed, and the builder says what is wrong.
 *
 * Recovery: a statement that is wrong ends at its NEWLINE, and what stands under it is passed over; a heading that is
 * wrong after its first word still has its block parsed; a block that is missing is taken as empty. So one run shows
 * every mistake. `yyerrok` stands where the next token begins a
 * statement; syntax.c says nothing twice of one place.
 */
%require "3.8"
%define api.pure full
%define api.prefix {hqc_yy}
%define api.token.prefix {T_}
%define api.location.type {struct hqc_span}
%define api.value.type union
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { struct hqc_parser *p }

%code requires {
#include "build.h"
}
%code provides {
/* flex names these without a prefix. */
#define YYSTYPE HQC_YYSTYPE
#define YYLTYPE HQC_YYLTYPE
int hqc_yylex(HQC_YYSTYPE *value, HQC_YYLTYPE *at, struct hqc_parser *p);
}
%code {
static void yyerror(const struct hqc_span *at, struct hqc_parser *p, const char *text);
#define YYLLOC_DEFAULT(out, rhs, n) ((out) = hqc_join((n) ? YYRHSLOC(rhs, 1) : YYRHSLOC(rhs, 0), \
						      YYRHSLOC(rhs, n), (n) != 0))
}
%initial-action { @$ = (struct hqc_span){ .file = p->file }; }

%token <struct hqc_name> NAME "a name"
%token <struct hqc_number> NUMBER "a number"
%token <struct hqc_date> DATE "a date"
%token <struct hqc_text> TEXT "a text in quotes"
%token NEWLINE "the end of the line" INDENT "an indented line" DEDENT "the end of the block" END 0 "the end of the file"
%token COMMA "','" SEMICOLON "';'" DASH "'-'" LPAREN "'('" RPAREN "')'" LBRACKET "'['" RBRACKET "']'"
%token UNCITED "'uncited'"

/* Keywords only where they begin a line; the lexer takes the range from USE to EXPECT. */
%token <struct hqc_name>
	USE "'use'" SOURCE "'source'" FILE "'file'" LINES "'lines'" UNIT "'unit'" CODES "'codes'" RECORD "'record'"
	SINGLE_RECORD "'single record'" AMOUNT "'amount'" FIELD "'field'" CAN_BE_ADDED "'can be added'" CAN_CHANGE "'can change'" GROWS "'grows'" ALWAYS "'always'" JURISDICTION "'jurisdiction'"
	EDITION "'edition'" DEFINE "'define'" ROUTE "'route'" RUBRIC "'rubric'" CATEGORY "'category'" LINE "'line'"
	READING "'reading'" ERRATUM "'erratum'" NOTE "'note'" REQUIRES "'requires'" EXAMPLE "'example'" LIKE "'like'"
	GIVEN "'given'" OPEN "'open'" FORM "'form'" EXPECT "'expect'"

/* Keywords everywhere. */
%token <struct hqc_name> TEACHER "'teacher'" ASSIGNMENT "'assignment'" POINTS "'points'"
%token
	IN_ORDER "'in order'" DATED_BY "'dated by'" SPANS "'spans'" TO "'to'" COUNTED_BY "'counted by'" WITH "'with'"
	DECIMALS "'decimals'" IN_STEPS_OF "'in steps of'" COSTS "'costs'" IN_ALL "'in all'" DEFAULT "'default'" ONE_OF "'one of'" SOME_OF "'some of'"
	YES_OR_NO "'yes or no'" DATE_TYPE "'date'" DATE_OR_NEVER "'date or never'" NUMBER_TYPE "'number'" EDFI "'edfi'"
	CEDS "'ceds'" IN_FORCE_FROM "'in force from'" UNTIL "'until'" APPLIES_TO "'applies to'" FOR "'for'"
	EVERY_TEACHER "'every teacher'" ANY_OF "'any of'" ALL_OF "'all of'" NONE_OF "'none of'" AT_LEAST "'at least'"
	AT_MOST "'at most'" MORE_THAN "'more than'" FEWER_THAN "'fewer than'" EXACTLY "'exactly'"
	CORRECTED_TO "'corrected to'" HOLDS "'holds'" NO "'no'" YES "'yes'" OF "'of'" ATTESTED "'attested'" BY "'by'"
	PASSES "'passes'" PASSES_AT "'passes at'" PASSES_AT_ONCE "'passes at once'" IS "'is'" IS_NOT "'is not'" NOT "'not'"
	AND "'and'" OR "'or'" WHERE "'where'" SILENT "'silent'" SILENT_POINTS "'silent points'"
	SILENT_ON_PASSING_POINTS "'silent on passing points'" AS_OF "'as_of'" ABOVE "'above'" BELOW "'below'"
	BEFORE "'before'" BEFORE_THE_LAST "'before the last'" AFTER "'after'" ON_OR_BEFORE "'on or before'"
	ON_OR_AFTER "'on or after'" WITHIN "'within'" FROM "'from'" COUNTING "'counting'" AS "'as'" AS_OF_DATE "'as of'"
	PER "'per'" WHOLE "'whole'" PRO_RATA "'pro rata'" EACH "'each'" GREATEST "'greatest'" IF "'if'" AT "'at'"
	POINTS_IN "'points in'" POINTS_IN_AT_LEAST "'points in at least'" CATEGORIES "'categories'"
	EACH_EVENT_COUNTS_ONCE "'each event counts once'" OF_WHICH_AT_LEAST "'of which at least'"
	ONLY_THE_BEST_COUNTS "'only the best counts'" COUNTED_ONLY_FROM "'counted only from'" DIVIDED_BY "'divided by'"
	A_YEAR "'a year'" RECORDS "'records'" MET "'met'" UNMET "'unmet'" UNKNOWN "'unknown'" MISSING "'missing'"
	ANOTHER_WHERE "'another where'" ITS "'its'" NEVER "'never'"

%nterm <struct hqc_parts> tops source_body source_lines codes_body codes_lines record_body record_items
	jurisdiction_body jurisdiction_items edition_body edition_items filter_body filter_lines block items
	rubric_body rubric_items category_body category_items line_body line_items example_body example_items
%nterm <struct hqc_part *> top source_line codes_line record_item jurisdiction_item edition_item filter_line item
	rubric_item category_item line_item example_item define annotation category award_line limit_line
%nterm <struct hqc_head> head title record_head
%nterm <struct hqc_cites> cites opener
%nterm <struct hqc_list> cite_list cite ranges
%nterm <struct hqc_cite *> range
%nterm <struct hqc_names> names
%nterm <struct hqc_name> unit_name plain_name line_word code record_name kind given_kind fact by_route
%nterm <struct hqc_text> label
%nterm <struct hqc_field *> type
%nterm <struct hqc_record *> amount
%nterm <struct hqc_change *> change
%nterm <struct hqc_implied *> implied
%nterm <struct hqc_list> codes unit_names attester_names attesters values set conversions tiers pairs expectations
%nterm <struct hqc_number> decimals
%nterm <bool> in_order
%nterm <struct hqc_date> until
%nterm <enum hqc_comparison> comparison
%nterm <struct hqc_test *> test
%nterm <struct hqc_value *> value given_value code_value
%nterm <struct hqc_what *> what
%nterm <struct hqc_filter *> filter where term relation
%nterm <struct hqc_terms> and_terms or_terms mixed_terms
%nterm <struct hqc_window *> window
%nterm <struct hqc_conversion *> conversion
%nterm <struct hqc_award *> award points rate plain_rate
%nterm <struct hqc_tier *> tier
%nterm <struct hqc_what *> counted
%nterm <struct hqc_limit *> limit
%nterm <enum hqc_limit_span> per
%nterm <struct hqc_pair *> pair
%nterm <struct hqc_expect *> expectation

%%

file: tops { hqc_build_file(p, $1); };

tops: %empty { $$ = hqc_no_parts(); } | tops top { $$ = hqc_add_part($1, $2); };
top:
  USE TEXT NEWLINE { $$ = hqc_build_use(p, @$, $2); }
| SOURCE title source_body { $$ = hqc_build_source(p, @1, $2, $3); }
| UNIT unit_name COMMA unit_name TEXT NEWLINE { $$ = hqc_build_unit(p, @$, $2, $4, $5); }
| CODES NAME in_order TEXT NEWLINE codes_body { $$ = hqc_build_codes(p, hqc_join(@1, @4, true), $2, $3, $4, $6); }
| RECORD record_head record_body { $$ = hqc_build_record(p, @1, false, $2, $3); }
| SINGLE_RECORD record_head record_body { $$ = hqc_build_record(p, @1, true, $2, $3); }
| define
| JURISDICTION title jurisdiction_body { $$ = hqc_build_jurisdiction(p, @1, $2, $3); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

title: NAME TEXT NEWLINE { $$ = hqc_build_head(@$, $1, $2, hqc_no_cites()); } | error NEWLINE { $$ = hqc_no_head(@$); };
head: plain_name TEXT cites NEWLINE { $$ = hqc_build_head(hqc_join(@1, @2, true), $1, $2, $3); }
| error NEWLINE { $$ = hqc_no_head(@$); };
opener: cites NEWLINE | error NEWLINE { $$ = hqc_no_cites(); };

/* ---- facts and sources ---- */

source_body: INDENT source_lines DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
source_lines: %empty { $$ = hqc_no_parts(); } | source_lines source_line { $$ = hqc_add_part($1, $2); };
source_line:
  FILE TEXT NEWLINE { $$ = hqc_part_text(p, HQC_PART_FILE, @$, $2, hqc_no_cites()); }
| LINES NUMBER NEWLINE { $$ = hqc_part_number(p, HQC_PART_LINES, @$, $2, hqc_no_cites()); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

codes_body: INDENT codes_lines DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
codes_lines: %empty { $$ = hqc_no_parts(); } | codes_lines codes_line { $$ = hqc_add_part($1, $2); };
codes_line:
  code TEXT NEWLINE { $$ = hqc_part_code(p, @$, $1, $2); }
| line_word TEXT NEWLINE { $$ = hqc_part_code(p, @$, $1, $2); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };
code: NAME | NUMBER { $$ = hqc_number_as_name(p, $1); };
line_word:
  USE | SOURCE | FILE | LINES | UNIT | CODES | RECORD | SINGLE_RECORD | AMOUNT | FIELD | CAN_BE_ADDED | CAN_CHANGE | GROWS | ALWAYS
| JURISDICTION | EDITION | DEFINE | ROUTE
| RUBRIC | CATEGORY | LINE | READING | ERRATUM | NOTE | REQUIRES | EXAMPLE | LIKE | GIVEN | OPEN | FORM | EXPECT;
in_order: %empty { $$ = false; } | IN_ORDER { $$ = true; };

record_head:
  record_name TEXT names NEWLINE { $$ = hqc_build_record_head(@$, $1, hqc_no_name(), $2, $3); }
| record_name COMMA NAME TEXT names NEWLINE { $$ = hqc_build_record_head(@$, $1, $3, $4, $5); }
| error NEWLINE { $$ = hqc_no_head(@$); };
record_name: NAME | TEACHER | ASSIGNMENT;
names: %empty { $$ = hqc_no_names(); }
| names EDFI TEXT { $$ = hqc_add_edfi(p, $1, @2, $3); }
| names CEDS TEXT { $$ = hqc_add_ceds(p, $1, @2, $3); };

record_body: INDENT record_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
record_items: %empty { $$ = hqc_no_parts(); } | record_items record_item { $$ = hqc_add_part($1, $2); };
record_item:
  DATED_BY NAME NEWLINE { $$ = hqc_part_names(p, HQC_PART_DATED, @$, $2, hqc_no_name()); }
| SPANS NAME TO NAME NEWLINE { $$ = hqc_part_names(p, HQC_PART_SPANS, @$, $2, $4); }
| COUNTED_BY NAME NEWLINE { $$ = hqc_part_names(p, HQC_PART_COUNTED, @$, $2, hqc_no_name()); }
| AMOUNT amount TEXT names NEWLINE { $$ = hqc_part_amount(p, hqc_join(@1, @3, true), $2, $3, $4); }
| FIELD NAME type TEXT names NEWLINE { $$ = hqc_build_field(p, hqc_join(@1, @4, true), $2, $3, $4, $5); }
| change NEWLINE { $$ = hqc_part_node(p, HQC_PART_CHANGE, @1, $1); }
| implied NEWLINE { $$ = hqc_part_node(p, HQC_PART_IMPLIED, @1, $1); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

amount:
  unit_names NUMBER TO NUMBER decimals { $$ = hqc_build_amount(p, $1, $2, $4, $5); }
| amount IN_ALL NUMBER { $$ = hqc_amount_all(p, $1, @2, $3); }
| amount DEFAULT NUMBER unit_name { $$ = hqc_amount_default(p, $1, @2, $3, $4); };
unit_names: unit_name { $$ = hqc_list_of(hqc_build_unit_ref(p, $1)); }
| unit_names COMMA unit_name { $$ = hqc_list_add($1, hqc_build_unit_ref(p, $3)); };
unit_name: NAME | POINTS;

change:
  CAN_BE_ADDED { $$ = hqc_build_change(p, @$, HQC_CHANGE_ADDED, hqc_no_name(), hqc_no_list(), hqc_no_list()); }
| CAN_BE_ADDED WHERE plain_name IS values { $$ = hqc_build_change(p, @$, HQC_CHANGE_ADDED, $3, hqc_no_list(), $5); }
| CAN_CHANGE plain_name { $$ = hqc_build_change(p, @$, HQC_CHANGE_FIELD, $2, hqc_no_list(), hqc_no_list()); }
| CAN_CHANGE plain_name FROM values TO values { $$ = hqc_build_change(p, @$, HQC_CHANGE_FIELD, $2, $4, $6); }
| GROWS { $$ = hqc_build_change(p, @$, HQC_CHANGE_GROWS, hqc_no_name(), hqc_no_list(), hqc_no_list()); }
| change IN_STEPS_OF NUMBER unit_name { $$ = hqc_change_step(p, $1, @2, $3, $4); }
| change AT_MOST NUMBER RECORDS A_YEAR { $$ = hqc_change_most(p, $1, @2, $3, hqc_no_name()); }
| change AT_MOST NUMBER unit_name A_YEAR { $$ = hqc_change_most(p, $1, @2, $3, $4); }
| change WITHIN NUMBER unit_name { $$ = hqc_change_takes(p, $1, @2, $3, $4); }
| change COSTS NUMBER unit_name { $$ = hqc_change_costs(p, $1, @2, $3, $4); }
| change COSTS NUMBER unit_name COMMA NUMBER unit_name
  { $$ = hqc_change_costs(p, hqc_change_costs(p, $1, @2, $3, $4), @5, $6, $7); };

implied:
  ALWAYS filter { $$ = hqc_build_implied(p, @$, false, $2, NULL); }
| ALWAYS filter IF filter { $$ = hqc_build_implied(p, @$, false, $2, $4); }
| ALWAYS ANOTHER_WHERE filter IF filter { $$ = hqc_build_implied(p, @$, true, $3, $5); };

decimals: %empty { $$ = hqc_no_number(); } | WITH NUMBER DECIMALS { $$ = hqc_whole(p, $2, 0, 6); };

type:
  ONE_OF codes in_order { $$ = hqc_build_type(p, HQC_TYPE_ONE_OF, $2, $3); }
| SOME_OF codes { $$ = hqc_build_type(p, HQC_TYPE_SOME_OF, $2, false); }
| YES_OR_NO { $$ = hqc_build_type(p, HQC_TYPE_YES_NO, hqc_no_list(), false); }
| DATE_TYPE { $$ = hqc_build_type(p, HQC_TYPE_DATE, hqc_no_list(), false); }
| DATE_OR_NEVER { $$ = hqc_build_date_or_never(p); }
| NUMBER_TYPE NUMBER TO NUMBER decimals { $$ = hqc_build_number_type(p, $2, $4, $5); };
codes: code { $$ = hqc_list_of(hqc_build_code(p, $1)); }
| codes COMMA code { $$ = hqc_list_add($1, hqc_build_code(p, $3)); };

/* ---- jurisdictions and editions ---- */

jurisdiction_body: INDENT jurisdiction_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
jurisdiction_items: %empty { $$ = hqc_no_parts(); }
| jurisdiction_items jurisdiction_item { $$ = hqc_add_part($1, $2); };
jurisdiction_item:
  define
| EDITION head edition_body { $$ = hqc_build_edition(p, @1, $2, $3); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

edition_body: INDENT edition_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
edition_items: %empty { $$ = hqc_no_parts(); } | edition_items edition_item { $$ = hqc_add_part($1, $2); };
edition_item:
  IN_FORCE_FROM DATE until cites NEWLINE { $$ = hqc_part_force(p, hqc_join(@1, @3, true), $2, $3, $4); }
| APPLIES_TO opener block { $$ = hqc_part_block(p, HQC_PART_APPLIES, @1, $2, $3); }
| EVERY_TEACHER opener block { $$ = hqc_part_block(p, HQC_PART_EVERY, @1, $2, $3); }
| define
| ROUTE head block { $$ = hqc_build_route(p, @1, $2, $3); }
| RUBRIC head rubric_body { $$ = hqc_build_rubric(p, @1, $2, $3); }
| EXAMPLE head example_body { $$ = hqc_build_example(p, @1, $2, $3); }
| annotation
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };
until: %empty { $$ = hqc_no_date(); } | UNTIL DATE { $$ = $2; };

define:
  DEFINE NAME TEXT cites NEWLINE block { $$ = hqc_build_define(p, hqc_join(@1, @3, true), $2, $3, $4, $6); }
| DEFINE NAME FOR kind TEXT cites NEWLINE filter_body
	{ $$ = hqc_build_filter(p, hqc_join(@1, @5, true), $2, $4, $5, $6, $8); }
| DEFINE error NEWLINE { $$ = hqc_skip(p); yyerrok; };
filter_body: INDENT filter_lines DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
filter_lines: %empty { $$ = hqc_no_parts(); } | filter_lines filter_line { $$ = hqc_add_part($1, $2); };
filter_line:
  filter cites NEWLINE { $$ = hqc_part_filter(p, @1, $1, $2); }
| annotation
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

annotation:
  READING TEXT cites NEWLINE
	{ $$ = hqc_build_note(p, hqc_join(@1, @2, true), HQC_NOTE_READING, $2, hqc_no_text(), $3); }
| ERRATUM TEXT CORRECTED_TO TEXT cites NEWLINE
	{ $$ = hqc_build_note(p, hqc_join(@1, @4, true), HQC_NOTE_ERRATUM, $2, $4, $5); }
| NOTE TEXT cites NEWLINE { $$ = hqc_build_note(p, hqc_join(@1, @2, true), HQC_NOTE_NOTE, $2, hqc_no_text(), $3); };

/* ---- requirements ---- */

block: INDENT items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
items: %empty { $$ = hqc_no_parts(); } | items item { $$ = hqc_add_part($1, $2); };
item:
  plain_name label cites NEWLINE block { $$ = hqc_build_named(p, hqc_join(@1, @2, true), $1, $2, $3, $5); }
| plain_name resume { $$ = NULL; }
| plain_name resume INDENT items DEDENT { $$ = NULL; }
| ANY_OF opener block { $$ = hqc_build_group(p, @1, HQC_ITEM_ANY, $2, $3); }
| ALL_OF opener block { $$ = hqc_build_group(p, @1, HQC_ITEM_ALL, $2, $3); }
| NONE_OF opener block { $$ = hqc_build_group(p, @1, HQC_ITEM_NONE, $2, $3); }
| comparison NUMBER OF opener block { $$ = hqc_build_at_least(p, hqc_join(@1, @3, true), $1, @1, $2, $4, $5); }
| test cites NEWLINE { $$ = hqc_build_test_item(p, $1, $2); }
| annotation
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };
label: %empty { $$ = hqc_no_text(); } | TEXT;
resume: error NEWLINE { yyerrok; };

test:
  HOLDS what { $$ = hqc_build_test(p, @$, HQC_TEST_HOLDS, $2); }
| NO what { $$ = hqc_build_test(p, @$, HQC_TEST_NO, $2); }
| comparison NUMBER unit_name OF what { $$ = hqc_build_quantity(p, @$, $1, $2, $3, $5); }
| comparison NUMBER OF what { $$ = hqc_build_count(p, @$, $1, $2, $4); }
| ATTESTED NAME attesters { $$ = hqc_build_attested(p, @$, $2, $3); }
| PASSES plain_name { $$ = hqc_build_named_test(p, @$, HQC_TEST_PASSES, $2); }
| IS NAME { $$ = hqc_build_named_test(p, @$, HQC_TEST_IS, $2); }
| IS_NOT NAME { $$ = hqc_build_named_test(p, @$, HQC_TEST_IS_NOT, $2); }
| TEACHER plain_name relation { $$ = hqc_build_scalar(p, @$, HQC_SCOPE_TEACHER, $2, $3); }
| ASSIGNMENT plain_name relation { $$ = hqc_build_scalar(p, @$, HQC_SCOPE_ASSIGNMENT, $2, $3); }
| AS_OF relation { $$ = hqc_build_scalar(p, @$, HQC_SCOPE_AS_OF, hqc_no_name(), $2); }
| SILENT TEXT { $$ = hqc_build_silent_test(p, @$, $2); };
comparison:
  AT_LEAST { $$ = HQC_AT_LEAST; } | AT_MOST { $$ = HQC_AT_MOST; } | MORE_THAN { $$ = HQC_MORE_THAN; }
| FEWER_THAN { $$ = HQC_FEWER_THAN; } | EXACTLY { $$ = HQC_EXACTLY; };
attesters: %empty { $$ = hqc_no_list(); } | BY attester_names { $$ = $2; };
attester_names: NAME { $$ = hqc_list_of(hqc_value_name(p, @$, $1)); }
| attester_names COMMA NAME { $$ = hqc_list_add($1, hqc_value_name(p, @3, $3)); };

what: kind where { $$ = hqc_build_what(p, @$, $1, $2); }
| what window { $$ = hqc_what_window(p, $1, @$, $2); }
| what COUNTING conversions { $$ = hqc_what_counting(p, $1, @$, $3); };
kind: NAME;
where: %empty { $$ = NULL; } | WHERE filter { $$ = $2; };
window:
  WITHIN NUMBER unit_name { $$ = hqc_build_window(p, @$, HQC_WINDOW_WITHIN, $2, $3); }
| BEFORE_THE_LAST NUMBER unit_name { $$ = hqc_build_window(p, @$, HQC_WINDOW_BEFORE_LAST, $2, $3); }
| BEFORE DATE { $$ = hqc_build_day_window(p, @$, HQC_WINDOW_BEFORE, hqc_no_date(), $2); }
| AFTER DATE { $$ = hqc_build_day_window(p, @$, HQC_WINDOW_AFTER, $2, hqc_no_date()); }
| ON_OR_BEFORE DATE { $$ = hqc_build_day_window(p, @$, HQC_WINDOW_ON_OR_BEFORE, hqc_no_date(), $2); }
| ON_OR_AFTER DATE { $$ = hqc_build_day_window(p, @$, HQC_WINDOW_ON_OR_AFTER, $2, hqc_no_date()); }
| FROM DATE TO DATE { $$ = hqc_build_day_window(p, @$, HQC_WINDOW_FROM_TO, $2, $4); };
conversions: conversion { $$ = hqc_list_of($1); } | conversions COMMA conversion { $$ = hqc_list_add($1, $3); };
conversion: NUMBER unit_name AS NUMBER unit_name { $$ = hqc_build_conversion(p, @$, $1, $2, $4, $5); };

/* ---- filters ---- */

filter: term
| and_terms { $$ = hqc_build_joined(p, @$, HQC_FILTER_AND, $1); }
| or_terms { $$ = hqc_build_joined(p, @$, HQC_FILTER_OR, $1); }
| mixed_terms { $$ = hqc_build_joined(p, @$, HQC_FILTER_AND, $1); };
and_terms: term AND term { $$ = hqc_two_terms($1, @2, $3); } | and_terms AND term { $$ = hqc_add_term($1, $3); };
or_terms: term OR term { $$ = hqc_two_terms($1, @2, $3); } | or_terms OR term { $$ = hqc_add_term($1, $3); };
mixed_terms: and_terms OR term { $$ = hqc_mixed_terms(p, $1, @2, $3); }
| or_terms AND term { $$ = hqc_mixed_terms(p, $1, @2, $3); }
| mixed_terms AND term { $$ = hqc_add_term($1, $3); }
| mixed_terms OR term { $$ = hqc_add_term($1, $3); };
term:
  LPAREN filter RPAREN { $$ = hqc_in_parentheses(@$, $2); }
| NOT term { $$ = hqc_build_not(p, @$, $2); }
| plain_name relation { $$ = hqc_build_relation(p, @$, HQC_SCOPE_RECORD, $1, $2); }
| TEACHER plain_name relation { $$ = hqc_build_relation(p, @$, HQC_SCOPE_TEACHER, $2, $3); }
| ASSIGNMENT plain_name relation { $$ = hqc_build_relation(p, @$, HQC_SCOPE_ASSIGNMENT, $2, $3); }
| AS_OF relation { $$ = hqc_build_relation(p, @$, HQC_SCOPE_AS_OF, hqc_no_name(), $2); }
| IS NAME { $$ = hqc_build_defined(p, @$, $2, false); }
| IS_NOT NAME { $$ = hqc_build_defined(p, @$, $2, true); }
| SILENT TEXT { $$ = hqc_build_silent(p, @$, $2); };
plain_name: NAME | POINTS;              /* `points` is a unit too, and what an analyst calls a requirement */
relation:
  IS values { $$ = hqc_build_rel(p, HQC_REL_IS, $2); }
| IS_NOT values { $$ = hqc_build_rel(p, HQC_REL_IS_NOT, $2); }
| AT_LEAST value { $$ = hqc_build_rel(p, HQC_REL_AT_LEAST, hqc_list_of($2)); }
| AT_MOST value { $$ = hqc_build_rel(p, HQC_REL_AT_MOST, hqc_list_of($2)); }
| ABOVE value { $$ = hqc_build_rel(p, HQC_REL_ABOVE, hqc_list_of($2)); }
| BELOW value { $$ = hqc_build_rel(p, HQC_REL_BELOW, hqc_list_of($2)); }
| BEFORE value { $$ = hqc_build_rel(p, HQC_REL_BEFORE, hqc_list_of($2)); }
| AFTER value { $$ = hqc_build_rel(p, HQC_REL_AFTER, hqc_list_of($2)); }
| ON_OR_BEFORE value { $$ = hqc_build_rel(p, HQC_REL_ON_OR_BEFORE, hqc_list_of($2)); }
| ON_OR_AFTER value { $$ = hqc_build_rel(p, HQC_REL_ON_OR_AFTER, hqc_list_of($2)); }
| WITHIN NUMBER unit_name { $$ = hqc_build_rel_within(p, @2, $2, $3); };
values: value { $$ = hqc_list_of($1); } | values COMMA value { $$ = hqc_list_add($1, $3); };
code_value: NAME { $$ = hqc_value_name(p, @$, $1); } | NUMBER { $$ = hqc_value_number(p, @$, $1); };
value: code_value
| DATE { $$ = hqc_value_date(p, @$, $1); }
| YES { $$ = hqc_value_plain(p, @$, HQC_VALUE_YES); }
| NO { $$ = hqc_value_plain(p, @$, HQC_VALUE_NO); }
| TEACHER plain_name { $$ = hqc_value_field(p, @$, HQC_SCOPE_TEACHER, $2); }
| ASSIGNMENT plain_name { $$ = hqc_value_field(p, @$, HQC_SCOPE_ASSIGNMENT, $2); }
| ITS plain_name { $$ = hqc_value_field(p, @$, HQC_SCOPE_RECORD, $2); }
| AS_OF { $$ = hqc_value_plain(p, @$, HQC_VALUE_AS_OF); };

/* ---- rubrics ---- */

rubric_body: INDENT rubric_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
rubric_items: %empty { $$ = hqc_no_parts(); } | rubric_items rubric_item { $$ = hqc_add_part($1, $2); };
rubric_item:
  PASSES_AT NUMBER POINTS cites NEWLINE { $$ = hqc_part_number(p, HQC_PART_PASS, hqc_join(@1, @3, true), $2, $4); }
| SILENT_ON_PASSING_POINTS TEXT cites NEWLINE
	{ $$ = hqc_part_text(p, HQC_PART_SILENT_PASS, hqc_join(@1, @2, true), $2, $3); }
| REQUIRES opener block { $$ = hqc_part_block(p, HQC_PART_REQUIRES, @1, $2, $3); }
| PASSES_AT_ONCE opener block { $$ = hqc_part_block(p, HQC_PART_SETTLES, @1, $2, $3); }
| POINTS_IN_AT_LEAST NUMBER CATEGORIES cites NEWLINE
	{ $$ = hqc_part_number(p, HQC_PART_MIN_CATEGORIES, hqc_join(@1, @3, true), $2, $4); }
| EACH_EVENT_COUNTS_ONCE cites NEWLINE { $$ = hqc_part_plain(p, HQC_PART_ONCE, @1, $2); }
| OF_WHICH_AT_LEAST NUMBER POINTS WHERE filter cites NEWLINE { $$ = hqc_part_share(p, hqc_join(@1, @5, true), $2, $5, $6); }
| category
| annotation
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

category: CATEGORY head category_body { $$ = hqc_build_category(p, @1, $2, $3); };
category_body: INDENT category_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
category_items: %empty { $$ = hqc_no_parts(); } | category_items category_item { $$ = hqc_add_part($1, $2); };
category_item:
  award_line | limit_line | category | annotation
| LINE head line_body { $$ = hqc_build_line(p, @1, $2, $3); }
| ONLY_THE_BEST_COUNTS cites NEWLINE { $$ = hqc_build_best(p, @1, $2); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };

line_body: INDENT line_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
line_items: %empty { $$ = hqc_no_parts(); } | line_items line_item { $$ = hqc_add_part($1, $2); };
line_item: award_line | limit_line | annotation | error NEWLINE { $$ = hqc_skip(p); yyerrok; };

award_line: award cites NEWLINE { $$ = hqc_part_award(p, @1, $1, $2); };
award:
  points PER rate OF counted { $$ = hqc_award_rate(p, @$, $1, $3, $5, false); }
| points PER rate OF EACH counted { $$ = hqc_award_each(p, @$, $1, $3, @5, $6); }
| points PER rate OF GREATEST counted { $$ = hqc_award_rate(p, @$, $1, $3, $6, true); }
| points PRO_RATA PER plain_rate OF counted { $$ = hqc_award_pro_rata(p, @$, $1, $4, $6, false); }
| points PRO_RATA PER plain_rate OF GREATEST counted { $$ = hqc_award_pro_rata(p, @$, $1, $4, $7, true); }
| points PER what { $$ = hqc_award_record(p, @$, $1, $3); }
| points IF test { $$ = hqc_award_if(p, @$, $1, $3); }
| tiers OF counted { $$ = hqc_award_tiers(p, @$, $1, $3, false); }
| tiers OF GREATEST counted { $$ = hqc_award_tiers(p, @$, $1, $4, true); };
counted: what;
points:
  NUMBER POINTS { $$ = hqc_build_points(p, $1, hqc_no_number()); }
| NUMBER OR NUMBER POINTS { $$ = hqc_build_points(p, $1, $3); }
| SILENT_POINTS { $$ = hqc_build_silent_points(p); };
plain_rate: unit_name { $$ = hqc_build_rate(p, false, hqc_no_number(), $1); }
| NUMBER unit_name { $$ = hqc_build_rate(p, false, $1, $2); };
rate: plain_rate
| WHOLE unit_name { $$ = hqc_build_rate(p, true, hqc_no_number(), $2); }
| WHOLE NUMBER unit_name { $$ = hqc_build_rate(p, true, $2, $3); };
tiers: tier { $$ = hqc_list_of($1); } | tiers COMMA tier { $$ = hqc_list_add($1, $3); };
tier: NUMBER POINTS AT NUMBER { $$ = hqc_build_tier(p, @$, $1, $4, hqc_no_name()); }
| NUMBER POINTS AT NUMBER unit_name { $$ = hqc_build_tier(p, @$, $1, $4, $5); };

limit_line: limit cites NEWLINE { $$ = hqc_part_limit(p, @1, $1, $2); };
limit:
  AT_MOST NUMBER POINTS per { $$ = hqc_limit_points(p, HQC_LIMIT_AT_MOST, $2, $4); }
| AT_MOST NUMBER NAME per { $$ = hqc_limit_unit(p, HQC_LIMIT_AT_MOST, $2, $3, $4); }
| AT_MOST NUMBER RECORDS { $$ = hqc_limit_records(p, $2, HQC_LIMIT_IN_ALL); }
| AT_MOST NUMBER RECORDS A_YEAR { $$ = hqc_limit_records(p, $2, HQC_LIMIT_A_YEAR); }
| AT_LEAST NUMBER POINTS { $$ = hqc_limit_points(p, HQC_LIMIT_AT_LEAST, $2, HQC_LIMIT_IN_ALL); }
| AT_LEAST NUMBER NAME { $$ = hqc_limit_unit(p, HQC_LIMIT_AT_LEAST, $2, $3, HQC_LIMIT_IN_ALL); }
| COUNTED_ONLY_FROM NUMBER unit_name { $$ = hqc_limit_unit(p, HQC_LIMIT_FROM, $2, $3, HQC_LIMIT_IN_ALL); }
| DIVIDED_BY NUMBER { $$ = hqc_limit_points(p, HQC_LIMIT_DIVIDE, $2, HQC_LIMIT_IN_ALL); };
per: %empty { $$ = HQC_LIMIT_IN_ALL; } | A_YEAR { $$ = HQC_LIMIT_A_YEAR; } | EACH { $$ = HQC_LIMIT_EACH; };

/* ---- examples ---- */

example_body: INDENT example_items DEDENT { $$ = $2; } | error { $$ = hqc_no_parts(); yyerrok; };
example_items: %empty { $$ = hqc_no_parts(); } | example_items example_item { $$ = hqc_add_part($1, $2); };
example_item:
  LIKE NAME NEWLINE { $$ = hqc_part_names(p, HQC_PART_LIKE, @$, $2, hqc_no_name()); }
| AS_OF_DATE DATE NEWLINE { $$ = hqc_part_date(p, HQC_PART_AS_OF, @$, $2); }
| OPEN NEWLINE { $$ = hqc_part_plain(p, HQC_PART_OPEN, @1, hqc_no_cites()); }
| GIVEN given_kind pairs NEWLINE { $$ = hqc_build_given(p, @$, HQC_GIVEN_RECORD, $2, $3); }
| GIVEN NO given_kind NEWLINE { $$ = hqc_build_given(p, @$, HQC_GIVEN_NONE, $3, hqc_no_list()); }
| UNKNOWN given_kind NEWLINE { $$ = hqc_build_given(p, @$, HQC_GIVEN_UNKNOWN, $2, hqc_no_list()); }
| FORM pairs NEWLINE { $$ = hqc_build_given(p, @$, HQC_GIVEN_FORM, hqc_no_name(), $2); }
| EXPECT expectations cites NEWLINE { $$ = hqc_part_expect(p, hqc_join(@1, @2, true), $2, $3); }
| error NEWLINE { $$ = hqc_skip(p); yyerrok; };
given_kind: NAME | TEACHER | ASSIGNMENT;
pairs: pair { $$ = hqc_list_of($1); } | pairs COMMA pair { $$ = hqc_list_add($1, $3); };
pair: plain_name given_value { $$ = hqc_build_pair(p, @$, $1, $2); };
given_value: value
| UNKNOWN { $$ = hqc_value_plain(p, @$, HQC_VALUE_UNKNOWN); }
| NEVER { $$ = hqc_value_plain(p, @$, HQC_VALUE_NEVER); }
| LPAREN set RPAREN { $$ = hqc_value_set(p, @$, $2); };
set: code_value { $$ = hqc_list_of($1); } | set COMMA code_value { $$ = hqc_list_add($1, $3); };

expectations: expectation { $$ = hqc_list_of($1); } | expectations COMMA expectation { $$ = hqc_list_add($1, $3); };
expectation:
  plain_name by_route { $$ = hqc_build_expect(p, @$, HQC_EXPECT_VERDICT, $1, $2); }
| NUMBER POINTS_IN plain_name { $$ = hqc_expect_points(p, @$, $1, hqc_no_number(), $3); }
| NUMBER TO NUMBER POINTS_IN plain_name { $$ = hqc_expect_points(p, @$, $1, $3, $5); }
| MET plain_name { $$ = hqc_build_expect(p, @$, HQC_EXPECT_MET, $2, hqc_no_name()); }
| UNMET plain_name { $$ = hqc_build_expect(p, @$, HQC_EXPECT_UNMET, $2, hqc_no_name()); }
| UNKNOWN plain_name { $$ = hqc_build_expect(p, @$, HQC_EXPECT_UNKNOWN, $2, hqc_no_name()); }
| MISSING fact { $$ = hqc_build_expect(p, @$, HQC_EXPECT_MISSING, $2, hqc_no_name()); };
by_route: %empty { $$ = hqc_no_name(); } | BY plain_name { $$ = $2; };
fact: plain_name | TEACHER | ASSIGNMENT;

/* ---- citations ---- */

cites: %empty { $$ = hqc_no_cites(); }
| LBRACKET UNCITED RBRACKET { $$ = hqc_uncited(@$); }
| LBRACKET cite_list RBRACKET { $$ = hqc_build_cites(@$, $2); };
cite_list: cite | cite_list SEMICOLON cite { $$ = hqc_list_join($1, $3); };
cite: NAME ranges { $$ = hqc_cite_source($1, $2); };
ranges: range { $$ = hqc_list_of($1); } | ranges COMMA range { $$ = hqc_list_add($1, $3); };
range: NUMBER { $$ = hqc_build_cite(p, @$, $1, $1); } | NUMBER DASH NUMBER { $$ = hqc_build_cite(p, @$, $1, $3); };

%%

enum { EXPECTED_MAX = YYNTOKENS };

static int yyreport_syntax_error(const yypcontext_t *at, struct hqc_parser *p)
{
	yysymbol_kind_t kinds[EXPECTED_MAX];
	const char *names[EXPECTED_MAX];
	int n = yypcontext_expected_tokens(at, kinds, EXPECTED_MAX);
	for (int i = 0; i < n; i++)
		names[i] = yysymbol_name(kinds[i]);
	hqc_syntax_error(p, *yypcontext_location(at), yysymbol_name(yypcontext_token(at)), names, n > 0 ? (size_t)n : 0);
	return n < 0 ? n : 0;
}

/* Only the parser's own stack reports this way. */
static void yyerror(const struct hqc_span *at, struct hqc_parser *p, const char *text)
{
	(void)text;
	hqc_nesting_error(p, *at);
}
