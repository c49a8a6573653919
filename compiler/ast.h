/* The tree of one rule file: one struct per construct, each beginning with its kind and where it stands.
 *
 * Nodes live in the compilation's arena, never move, and are linked by `next` in the order of the file. Names are
 * interned (intern.h): two names are the same when their pointers are. The parser leaves everything that a name
 * stands for NULL; resolve.c fills it in. Fields marked "resolved" are its and nobody else's.
 */
#ifndef HQC_AST_H
#define HQC_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place: bytes [off, off+len) of file number `file` of the compilation. */
struct hqc_span { uint32_t off, len; uint16_t file; };

/* An exact number as written: num / den in lowest terms, den > 0. `text` keeps the author's spelling. */
struct hqc_number { int64_t num, den; const char *text; struct hqc_span span; };

struct hqc_name { const char *text; struct hqc_span span; };      /* interned; NULL text: absent */
struct hqc_text { const char *text; struct hqc_span span; };      /* unescaped, interned; NULL: absent */
struct hqc_date { int32_t day; struct hqc_span span; };           /* days since 1970-01-01; valid when span.len > 0 */

struct hqc_cite {                       /* [ecs 12-14] is one; [ecs 12, 15; nj 3] is three */
	struct hqc_cite *next;
	struct hqc_span span;
	struct hqc_name source;
	uint32_t first, last;
	struct hqc_source *resolved;    /* resolved */
};
struct hqc_cites { struct hqc_cite *first; bool uncited; struct hqc_span span; };  /* span.len 0: none given */

/* ---- facts and sources ---- */

struct hqc_source { struct hqc_source *next; struct hqc_span span; struct hqc_name name; struct hqc_text title, file;
		    uint32_t lines; struct hqc_span lines_span; uint16_t index; };

struct hqc_unit { struct hqc_unit *next; struct hqc_span span; struct hqc_name name, plural; struct hqc_text doc;
		  uint16_t index; };

struct hqc_code { struct hqc_code *next; struct hqc_span span; struct hqc_name name; struct hqc_text doc;
		  uint16_t index; };        /* position in its list */

struct hqc_codes { struct hqc_codes *next; struct hqc_span span; struct hqc_name name; struct hqc_text doc;
		   bool ordered; struct hqc_code *first; uint16_t count; };

enum hqc_type { HQC_TYPE_ONE_OF = 1, HQC_TYPE_SOME_OF, HQC_TYPE_YES_NO, HQC_TYPE_DATE, HQC_TYPE_NUMBER };  /* as HQ_FIELD */

struct hqc_field {
	struct hqc_field *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text doc, edfi, ceds;
	enum hqc_type type;
	struct hqc_code *inline_codes;  /* ONE_OF, SOME_OF: as written; a single one may be the name of a codes list */
	bool ordered, never;            /* in order; or never */
	struct hqc_number min, max; uint32_t decimals;
	struct hqc_codes *codes;        /* resolved: the list meant */
	struct hqc_record *record;      /* resolved */
	uint16_t index;                 /* resolved: within the record */
	bool used;                      /* resolved: some rule reads it */
};

struct hqc_unit_ref { struct hqc_unit_ref *next; struct hqc_name name; struct hqc_unit *unit; /* resolved */ };

/* What can change of a kind of record, how fast and in what steps. */
enum hqc_change_kind { HQC_CHANGE_ADDED = 1, HQC_CHANGE_FIELD, HQC_CHANGE_GROWS };     /* as HQ_CAN */
struct hqc_change {
	struct hqc_change *next; struct hqc_span span;
	enum hqc_change_kind kind;
	struct hqc_name field;          /* FIELD: what changes; ADDED: what is one of `to`; absent: any record */
	struct hqc_value *from, *to;    /* codes; NULL: any */
	struct hqc_number step, most, takes;    /* text NULL: not said */
	struct hqc_name step_unit, most_unit, takes_unit;      /* most_unit absent: records */
	struct hqc_number cost[2];      /* hours, dollars; text NULL: not said */
	struct hqc_field *resolved;
};

/* What never is otherwise: of each record of the kind, or (another) of all of a teacher together. */
struct hqc_implied {
	struct hqc_implied *next; struct hqc_span span;
	bool another;                   /* where some record meets `when`, some record meets `holds` */
	struct hqc_filter *holds, *when;        /* when: NULL: always */
	struct hqc_filter *each;        /* what each record meets: `holds`, or not `when` or `holds`; NULL: another */
};

struct hqc_record {
	struct hqc_record *next; struct hqc_span span;
	struct hqc_name name, plural; struct hqc_text doc, edfi, ceds;
	bool single;
	struct hqc_name dated_by, spans_from, spans_to, counted_by;
	struct hqc_field *fields;
	struct hqc_change *changes;
	struct hqc_implied *implied;
	bool has_amount, has_default;
	struct hqc_span amount_span;
	struct hqc_unit_ref *units;
	struct hqc_number min, max, all, preset;   /* all.text NULL: none given */
	uint32_t decimals;
	struct hqc_name preset_unit;
	struct hqc_text amount_doc;
	uint16_t index;                 /* resolved */
	bool used;                      /* resolved */
};

/* ---- filters: conditions on one record ---- */

enum hqc_filter_kind { HQC_FILTER_AND = 1, HQC_FILTER_OR, HQC_FILTER_NOT, HQC_FILTER_FIELD, HQC_FILTER_DEFINED,
		       HQC_FILTER_SILENT };
enum hqc_rel { HQC_REL_IS = 1, HQC_REL_IS_NOT, HQC_REL_AT_LEAST, HQC_REL_AT_MOST, HQC_REL_ABOVE, HQC_REL_BELOW,
	       HQC_REL_BEFORE, HQC_REL_AFTER, HQC_REL_ON_OR_BEFORE, HQC_REL_ON_OR_AFTER, HQC_REL_WITHIN };
enum hqc_scope { HQC_SCOPE_RECORD = 0, HQC_SCOPE_TEACHER, HQC_SCOPE_ASSIGNMENT, HQC_SCOPE_AS_OF };
enum hqc_value_kind { HQC_VALUE_NAME = 1, HQC_VALUE_NUMBER, HQC_VALUE_DATE, HQC_VALUE_YES, HQC_VALUE_NO,
		      HQC_VALUE_FIELD, HQC_VALUE_AS_OF, HQC_VALUE_UNKNOWN, HQC_VALUE_NEVER, HQC_VALUE_SET };

struct hqc_value {
	struct hqc_value *next; struct hqc_span span;
	enum hqc_value_kind kind;
	enum hqc_scope scope;           /* FIELD: teacher or assignment */
	struct hqc_name name;           /* NAME: a code; FIELD: the field. NUMBER: name.text is the spelling (a code may be "6") */
	struct hqc_number number;
	struct hqc_date date;
	struct hqc_value *set;          /* SET: names */
	struct hqc_code *code;          /* resolved */
	struct hqc_field *field;        /* resolved */
};

struct hqc_filter {
	struct hqc_filter *next; struct hqc_span span;
	enum hqc_filter_kind kind;
	struct hqc_filter *first;       /* AND, OR, NOT: operands */
	enum hqc_scope scope;           /* FIELD */
	struct hqc_name name;           /* FIELD: field or unit name; DEFINED: definition */
	bool negated;                   /* DEFINED: is not */
	enum hqc_rel rel;
	struct hqc_value *values;       /* FIELD; WITHIN: one NUMBER */
	struct hqc_name within_unit;    /* WITHIN: year(s) or month(s) */
	struct hqc_text text;           /* SILENT */
	uint16_t depth;                 /* of nesting; of a single condition 1 */
	struct hqc_field *field;        /* resolved; NULL where `unit` is set or the scope is AS_OF */
	struct hqc_unit *unit;          /* resolved: the amount in this unit */
	struct hqc_define *define;      /* resolved */
};

/* ---- tests, items, awards ---- */

enum hqc_window_kind { HQC_WINDOW_WITHIN = 1, HQC_WINDOW_BEFORE_LAST, HQC_WINDOW_BEFORE, HQC_WINDOW_AFTER,
		       HQC_WINDOW_ON_OR_BEFORE, HQC_WINDOW_ON_OR_AFTER, HQC_WINDOW_FROM_TO };
struct hqc_window { struct hqc_window *next; struct hqc_span span; enum hqc_window_kind kind;
		    struct hqc_number count; struct hqc_name unit; struct hqc_date from, to; };

struct hqc_conversion { struct hqc_conversion *next; struct hqc_span span; struct hqc_number from, to;
			struct hqc_name from_unit, to_unit; struct hqc_unit *from_resolved, *to_resolved; };

/* KIND where FILTER, within ..., counting ... */
struct hqc_what {
	struct hqc_span span;
	struct hqc_name kind;           /* singular or plural */
	struct hqc_filter *filter;      /* NULL: all */
	struct hqc_window *windows;     /* at most one of each; check.c says so */
	struct hqc_conversion *conversions;
	struct hqc_record *record;      /* resolved */
};

enum hqc_test_kind { HQC_TEST_HOLDS = 1, HQC_TEST_NO, HQC_TEST_QUANTITY, HQC_TEST_COUNT, HQC_TEST_ATTESTED,
		     HQC_TEST_PASSES, HQC_TEST_IS, HQC_TEST_IS_NOT, HQC_TEST_SCALAR, HQC_TEST_SILENT };
enum hqc_comparison { HQC_AT_LEAST = 1, HQC_AT_MOST, HQC_MORE_THAN, HQC_FEWER_THAN, HQC_EXACTLY };

struct hqc_test {
	struct hqc_span span;
	enum hqc_test_kind kind;
	enum hqc_comparison comparison; /* QUANTITY, COUNT */
	struct hqc_number number;
	struct hqc_name unit;           /* QUANTITY */
	struct hqc_what what;           /* HOLDS, NO, QUANTITY, COUNT; ATTESTED: filled by resolve */
	struct hqc_name name;           /* PASSES, IS, IS_NOT: what; ATTESTED: the matter */
	struct hqc_value *by;           /* ATTESTED: names of attesters; NULL: anyone */
	struct hqc_filter *scalar;      /* SCALAR: a FIELD filter with scope TEACHER, ASSIGNMENT or AS_OF */
	struct hqc_text text;           /* SILENT */
	struct hqc_unit *unit_resolved; /* resolved */
	struct hqc_rubric *rubric;      /* resolved: PASSES */
	struct hqc_define *define;      /* resolved: IS, IS_NOT */
};

enum hqc_note_kind { HQC_NOTE_READING = 1, HQC_NOTE_ERRATUM, HQC_NOTE_NOTE, HQC_NOTE_SILENT };  /* as HQ_NOTE */
struct hqc_note { struct hqc_note *next; struct hqc_span span; enum hqc_note_kind kind; struct hqc_text text, corrected;
		  struct hqc_cites cites; };

enum hqc_item_kind { HQC_ITEM_NAMED = 1, HQC_ITEM_ANY, HQC_ITEM_ALL, HQC_ITEM_NONE, HQC_ITEM_AT_LEAST, HQC_ITEM_TEST };
struct hqc_item {
	struct hqc_item *next; struct hqc_span span;
	enum hqc_item_kind kind;
	struct hqc_name name; struct hqc_text label;      /* NAMED */
	struct hqc_number count;                          /* AT_LEAST */
	struct hqc_cites cites;
	struct hqc_item *items;                           /* all but TEST */
	struct hqc_note *notes;
	struct hqc_test test;                             /* TEST */
};
/* The body of a heading: items that must all hold, and the notes beside them. */
struct hqc_block { struct hqc_item *items; struct hqc_note *notes; struct hqc_span span; };

struct hqc_define {
	struct hqc_define *next; struct hqc_span span;
	struct hqc_name name, for_kind; struct hqc_text label; struct hqc_cites cites;
	struct hqc_filter *filter;      /* for a kind: lines joined by AND */
	struct hqc_cites *filter_cites; /* of the filter lines, in order; for the formatter and for citations */
	uint16_t nlines;                /* filter lines; with more than one, `filter` is an AND of that many */
	struct hqc_block block;         /* otherwise */
	struct hqc_record *record;      /* resolved */
	bool used, open, done;          /* resolved; open: being followed, so a second visit is a cycle; done: followed */
	bool shared;                    /* resolved: stands outside any edition */
};

enum hqc_award_kind { HQC_AWARD_PER_UNIT = 1, HQC_AWARD_PER_RECORD, HQC_AWARD_IF, HQC_AWARD_TIERS };
enum hqc_pace { HQC_PACE_EACH_UNIT = 1,     /* per year */
		HQC_PACE_WHOLE,              /* per whole 15 clock_hours, of the total */
		HQC_PACE_WHOLE_EACH,         /* per whole 15 clock_hours of each record */
		HQC_PACE_PRO_RATA };         /* pro rata per 15 clock_hours */
struct hqc_tier { struct hqc_tier *next; struct hqc_span span; struct hqc_number points, at; struct hqc_name unit; };

struct hqc_award {
	struct hqc_award *next; struct hqc_span span;     /* next only where the author wrote two: an error */
	enum hqc_award_kind kind;
	bool silent;                                      /* silent points */
	struct hqc_number points, points_or;              /* points_or.text NULL: none */
	enum hqc_pace pace; struct hqc_number block; struct hqc_name unit; bool greatest;
	struct hqc_tier *tiers;
	struct hqc_what what;
	struct hqc_test test;                             /* IF */
	struct hqc_cites cites;
	struct hqc_unit *unit_resolved;                   /* resolved */
};

enum hqc_limit_kind { HQC_LIMIT_AT_MOST = 1, HQC_LIMIT_AT_LEAST, HQC_LIMIT_FROM, HQC_LIMIT_DIVIDE, HQC_LIMIT_BEST };
enum hqc_limit_span { HQC_LIMIT_IN_ALL = 0, HQC_LIMIT_A_YEAR, HQC_LIMIT_EACH };
struct hqc_limit {
	struct hqc_limit *next; struct hqc_span span;
	enum hqc_limit_kind kind; enum hqc_limit_span per;
	struct hqc_number number;
	bool in_points, in_records;                       /* else in unit */
	struct hqc_name unit;
	struct hqc_cites cites;
	struct hqc_unit *unit_resolved;                   /* resolved */
};

struct hqc_line {
	struct hqc_line *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text label; struct hqc_cites cites;
	struct hqc_award *award;        /* the first; check.c wants exactly one */
	struct hqc_limit *limits;
	struct hqc_note *notes;
};

struct hqc_category {
	struct hqc_category *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text label; struct hqc_cites cites;
	struct hqc_award *award;        /* a category that is its own line; NULL */
	struct hqc_limit *limits;
	struct hqc_line *lines;
	struct hqc_category *categories;
	struct hqc_note *notes;
};

struct hqc_rubric {
	struct hqc_rubric *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text label; struct hqc_cites cites;
	struct hqc_number pass; struct hqc_cites pass_cites; struct hqc_span pass_span;   /* span.len 0: not given */
	bool silent_pass; struct hqc_text silent_text;
	struct hqc_block requires; struct hqc_cites requires_cites;
	struct hqc_block settles; struct hqc_cites settles_cites;
	struct hqc_number min_categories; struct hqc_cites min_categories_cites;          /* text NULL: not given */
	bool once; struct hqc_cites once_cites; struct hqc_span once_span;
	struct hqc_number share; struct hqc_filter *share_filter; struct hqc_cites share_cites;  /* text NULL: not given */
	struct hqc_category *categories;
	struct hqc_note *notes;
	uint16_t passes_used;           /* resolved: how many tests read it */
	bool open, done;                /* resolved; as in a definition */
};

struct hqc_route {
	struct hqc_route *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text label; struct hqc_cites cites;
	struct hqc_block block;
};

/* ---- examples ---- */

struct hqc_pair { struct hqc_pair *next; struct hqc_span span; struct hqc_name name; struct hqc_value *value; };
enum hqc_given_kind { HQC_GIVEN_RECORD = 1, HQC_GIVEN_NONE, HQC_GIVEN_UNKNOWN, HQC_GIVEN_FORM };
struct hqc_given { struct hqc_given *next; struct hqc_span span; enum hqc_given_kind kind; struct hqc_name record;
		   struct hqc_pair *pairs; struct hqc_record *resolved; };
enum hqc_expect_kind { HQC_EXPECT_VERDICT = 1, HQC_EXPECT_POINTS, HQC_EXPECT_MET, HQC_EXPECT_UNMET,
		       HQC_EXPECT_UNKNOWN, HQC_EXPECT_MISSING };
struct hqc_expect { struct hqc_expect *next; struct hqc_span span; enum hqc_expect_kind kind; struct hqc_name name, route;
		    struct hqc_number low, high;  /* high.text NULL: exactly low */
		    bool begins; struct hqc_cites cites;  /* the first of its line holds the line's citations */ };
struct hqc_example {
	struct hqc_example *next; struct hqc_span span;
	struct hqc_name name, like; struct hqc_text label; struct hqc_cites cites;
	struct hqc_date as_of;
	bool open; struct hqc_span open_span;
	struct hqc_given *givens;
	struct hqc_expect *expects;
	struct hqc_example *like_resolved;  /* resolved */
	bool visiting;
};

/* ---- jurisdictions ---- */

struct hqc_edition {
	struct hqc_edition *next; struct hqc_span span;
	struct hqc_name name; struct hqc_text label; struct hqc_cites cites;
	struct hqc_date from, until; struct hqc_cites force_cites; struct hqc_span force_span;
	bool has_applies; struct hqc_block applies; struct hqc_cites applies_cites;
	struct hqc_define *defines;
	bool has_every; struct hqc_block every; struct hqc_cites every_cites; struct hqc_span every_span;
	struct hqc_route *routes;
	struct hqc_rubric *rubrics;
	struct hqc_example *examples;
	struct hqc_note *notes;
};

struct hqc_jurisdiction {
	struct hqc_jurisdiction *next; struct hqc_span span;
	struct hqc_name code; struct hqc_text label;
	struct hqc_define *defines;
	struct hqc_edition *editions;
};

/* A comment, from `#` to the end of its line; own_line: nothing stands before it. For the formatter. */
struct hqc_comment { struct hqc_comment *next; struct hqc_span span; bool own_line; };

struct hqc_use { struct hqc_use *next; struct hqc_span span; struct hqc_text path; };

/* One file as parsed. The order of the top-level statements is kept for the formatter by their spans. */
struct hqc_file {
	uint16_t file;
	struct hqc_use *uses;
	struct hqc_source *sources;
	struct hqc_unit *units;
	struct hqc_codes *codes;
	struct hqc_record *records;
	struct hqc_define *defines;
	struct hqc_jurisdiction *jurisdictions;
	struct hqc_comment *comments;
	bool whole;                     /* parsed without a syntax error: the tree is all of the file */
};

#endif
