/* The table format: what hqc writes and what the runtime reads. The one header that compiler and runtime share.
 *
 * A table is one block of bytes: a header, then arrays, each reached by (offset, count) from the header's first byte.
 * There are no pointers in it, so a block in read-only memory needs no relocation, and the block that `hqc eval`
 * holds in memory is byte for byte the one that the generated C holds. Every struct has a size that is a multiple
 * of 8 and no padding; verify.c checks every index in it. Two kinds of block: the vocabulary (from facts.hq) and
 * the rules of one jurisdiction. docs/tables.md works through one file.
 */
#ifndef HQ_TABLES_H
#define HQ_TABLES_H

#include <stdint.h>

#define HQ_TABLES_VERSION 1        /* written by this tree's hqc */
#define HQ_TABLES_OLDEST  1        /* the oldest the runtime reads */
#define HQ_RULES_MAGIC    0x52514831u   /* "1HQR" in memory, little endian */
#define HQ_VOCAB_MAGIC    0x56514831u   /* "1HQV" */

/* Named limits. Each has a message in the compiler or the reader, and a test. */
enum {
	HQ_FIELDS_MAX  = 16,           /* fields of one kind of record */
	HQ_KINDS_MAX   = 30,           /* kinds of record; a set of kinds fits 32 bits */
	HQ_UNITS_MAX   = 15,           /* units of measure */
	HQ_CODES_MAX   = 255,          /* codes of one list, 63 where a field takes some of them */
	HQ_DEPTH_MAX   = 24,           /* nesting of blocks, and of one filter */
	HQ_ROWS_MAX    = 4000,         /* rows of one jurisdiction */
	HQ_RECORDS_MAX = 2000,         /* records of one teacher */
	HQ_TIMES_MAX   = 100,          /* how often one record may count itself */
	HQ_STACK_MAX   = 64            /* operands of one filter that wait at once */
};

typedef int32_t hq_day;                /* days since 1970-01-01, civil calendar, no time zone */
#define HQ_DAY_NEVER  INT32_MAX        /* an expiry that never comes */
#define HQ_DAY_OPEN   INT32_MIN        /* a beginning without a date */
#define HQ_BIG        ((int64_t)1 << 50)   /* stands for "no upper bound"; no exact value reaches it */
#define HQ_NONE       0xffffu          /* no row, no slot, no measure ... in a 16-bit index */

/* (offset, count) of one array, offset in bytes from the start of the block. */
struct hq_span { uint32_t off, count; };

/* ---- vocabulary ---------------------------------------------------------------------------------------------- */

/* ORDER HQ_FIELD */
enum hq_field_type {
	HQ_FIELD_ONE_OF = 1,           /* value: index of a code */
	HQ_FIELD_SOME_OF,              /* value: bit set of codes, at most 63 of them */
	HQ_FIELD_YES_NO,               /* value: 1 yes, 0 no */
	HQ_FIELD_DATE,                 /* value: hq_day */
	HQ_FIELD_NUMBER                /* value: number times 10^decimals */
};

/* ORDER HQ_KIND_FLAG */
enum {
	HQ_KIND_SINGLE   = 1,          /* teacher, assignment: exactly one */
	HQ_KIND_TIMES    = 2,          /* a record may carry "times": it stands for that many alike */
	HQ_KIND_SPAN     = 4,          /* dated by two fields, from first to last day */
	HQ_KIND_AMOUNT   = 8,          /* records carry an amount in one of kind->units */
	HQ_KIND_DEFAULT  = 16          /* an amount left out is kind->preset of kind->preset_unit */
};

struct hq_vocab_kind {
	uint32_t name, plural, doc;    /* text; plural is the key in data */
	uint32_t edfi, ceds;           /* text, 0 for none: of the amount */
	uint16_t first_field, nfields; /* in fields[] */
	uint16_t units;                /* bit set of units an amount may come in */
	uint8_t  flags;                /* HQ_KIND_* */
	uint8_t  date_field;           /* index within the kind of the field that dates a record; 255 none */
	uint8_t  from_field;           /* first day of a span; 255 none */
	uint8_t  decimals;             /* of the amount */
	uint8_t  preset_unit;
	uint8_t  year_unit;            /* SPAN: amounts in this unit are counted by school years; 255 none */
	int64_t  amount_min, amount_max, amount_all;  /* times 10^decimals; bounds of one record and of all together */
	int64_t  preset;               /* times 10^decimals */
};

struct hq_vocab_field {
	uint32_t name, doc, edfi, ceds;/* text */
	uint16_t first_code, ncodes;   /* in codes[] */
	uint8_t  type;                 /* HQ_FIELD_* */
	uint8_t  ordered;              /* codes may be compared */
	uint8_t  decimals;
	uint8_t  never;                /* a date that may be "never" */
	int64_t  min, max;             /* of a number, times 10^decimals */
};

struct hq_vocab_code { uint32_t name, doc; };
struct hq_vocab_unit { uint32_t name, plural, doc, pad; };

struct hq_vocab {
	uint32_t magic;
	uint16_t version, pad;
	uint32_t size;                 /* bytes of the whole block */
	uint32_t pad2;
	uint64_t hash;                 /* FNV-1a of the block with this field 0; rules name the vocabulary they need */
	struct hq_span kinds, fields, codes, units, text;
	uint16_t teacher, assignment;  /* indexes of the two single kinds */
	uint32_t pad3;
};

/* ---- rules --------------------------------------------------------------------------------------------------- */

/* Every row yields an interval [lo, hi]: points times the rubric's denominator, or 0/1 for a yes-or-no row.
 * Rows stand in an order in which each comes after all it depends on. ORDER HQ_OP */
enum hq_op {
	HQ_OP_NONE = 0,                /* row 0 only */
	HQ_OP_ALL,                     /* yes when every kid is */
	HQ_OP_ANY,                     /* yes when some kid is */
	HQ_OP_AT_LEAST,                /* yes when at least arg kids are */
	HQ_OP_NOT,                     /* one kid */
	HQ_OP_QUANTITY,                /* yes when measure arg lies in a..b (in the measure's scale) */
	HQ_OP_SCALAR,                  /* yes when filter arg holds of teacher, assignment and as-of date */
	HQ_OP_SILENT,                  /* the source gives no rule: may be yes, may be no */
	HQ_OP_LINE,                    /* points of lines[arg] */
	HQ_OP_AWARD,                   /* points a..b when the one kid is yes (a < b: the source does not say which) */
	HQ_OP_CATEGORY,                /* kids added up, or the best of them, under limits[arg] */
	HQ_OP_RUBRIC                   /* yes or no: rubrics[arg]; kids are its categories */
};

/* What a row is to a reader. ORDER HQ_ROLE */
enum hq_role {
	HQ_ROLE_PART = 0,              /* an unnamed part of another row */
	HQ_ROLE_DEFINITION,            /* define NAME */
	HQ_ROLE_REQUIREMENT,           /* a named requirement or option */
	HQ_ROLE_ROUTE,                 /* route NAME */
	HQ_ROLE_EVERY,                 /* every teacher */
	HQ_ROLE_ROUTES,                /* the choice among the routes */
	HQ_ROLE_APPLIES,               /* applies to ... */
	HQ_ROLE_RUBRIC, HQ_ROLE_CATEGORY, HQ_ROLE_LINE,
	HQ_ROLE_PREREQUISITE,          /* requires ... of a rubric */
	HQ_ROLE_SETTLES,               /* passes at once ... of a rubric */
	HQ_ROLE_SHARE,                 /* of which ... : a rubric of its own over a narrower filter */
	HQ_ROLE_VERDICT                /* the root of an edition */
};

struct hq_row {
	uint8_t  op, role;
	uint16_t arg;
	uint16_t first_kid, nkids;     /* in kids[] */
	uint16_t slot;                 /* a form may answer this row; HQ_NONE */
	uint16_t limit;                /* limits[] of a LINE, AWARD or CATEGORY; HQ_NONE */
	uint16_t rubric;               /* the rubric whose denominator scales this row; HQ_NONE */
	uint16_t parent;               /* the row it is shown under, a later one; HQ_NONE */
	uint32_t name, label;          /* text; 0 for none. name is the full dotted path within the edition */
	uint16_t first_cite, ncites;   /* in cites[] */
	uint32_t src_line;             /* line of the rule file */
	int64_t  a, b;
};

/* ORDER HQ_LINE */
enum hq_line_form { HQ_LINE_LINEAR = 1, HQ_LINE_BLOCKS, HQ_LINE_TIERS };

/* One rubric line, fused: what is counted, and how it becomes points. Quantities are in the measure's scale,
 * points in the rubric's denominator. q = min(quantity, cap); below `from` it counts as nothing; then
 * LINEAR q * mul; BLOCKS (q / block) * mul, whole blocks; TIERS points of the highest tier reached. */
struct hq_line {
	uint16_t measure;
	uint8_t  form, pad1;
	uint16_t first_tier, ntiers;
	int64_t  block;
	int64_t  mul, mul_hi;          /* mul_hi > mul: the source leaves the rate open between them; HQ_BIG: silent */
	int64_t  cap, from;            /* HQ_BIG none; 0 none */
};
struct hq_tier { int64_t at, points; };

/* What bounds a line, an award or a category. All in points times the denominator, `units_min` in the measure's scale. */
struct hq_limit {
	int64_t  max;                  /* HQ_BIG none */
	int64_t  min;                  /* a condition of passing, not of counting; 0 none */
	int64_t  units_min;            /* likewise, of a line's quantity; 0 none */
	int64_t  divide;               /* after the cap; 1 none */
	uint8_t  best;                 /* a category: only its best kid counts */
	uint8_t  pad[7];
	uint16_t cite_max, ncite_max, cite_min, ncite_min;
};

struct hq_rubric {
	int64_t  denominator;          /* points in rows are this many to one point */
	int64_t  pass_lo, pass_hi;     /* equal; or 0 and HQ_BIG where the source prints no pass mark */
	uint16_t requires, settles;    /* rows; HQ_NONE */
	uint16_t min_categories;       /* points in at least so many categories; 0 none */
	uint8_t  once;                 /* each event counts once */
	uint8_t  silent_pass;
	uint16_t first_min, nmins;     /* in kids[]: rows of this rubric that carry a minimum */
	uint16_t cite_pass, ncite_pass;
	uint16_t first_row, nrows;     /* LINE rows of the rubric are within; for the allocation */
	uint16_t cite_categories, ncite_categories;
};

/* ORDER HQ_AGG */
enum hq_agg { HQ_AGG_SUM = 1, HQ_AGG_COUNT, HQ_AGG_GREATEST };

/* A quantity taken from the records of one kind. Value = amount (or count) times `scale`. A line's measure is its own:
 * where each event counts once, it holds what was allotted to that line. */
struct hq_measure {
	uint8_t  kind, agg;
	uint8_t  unit;                 /* what the quantity is in; 255 for a count */
	uint8_t  decimals;             /* of a form's answer for it */
	uint16_t filter;               /* start in filter_ops[]; HQ_NONE for all records */
	uint16_t window;               /* windows[]; 0 is "up to the as-of date" */
	uint16_t first_conv, nconvs;   /* convs[]: units it takes, its own first, and what each counts as; none for a count */
	uint16_t slot;                 /* a form may answer it; HQ_NONE */
	uint16_t row;                  /* the row that shows it */
	int64_t  scale;                /* quantity units to one unit of measure */
	int64_t  block_each;           /* whole blocks taken record by record: quantity is blocks times scale; 0 none */
	int64_t  cap_each;             /* at most so much from one record; HQ_BIG none */
	int64_t  cap_year;             /* at most so much from one school year; HQ_BIG none */
	int64_t  max;                  /* the most all records together can give */
};
/* amount in `unit`, an integer times 10^decimals of the kind, counts as amount * num / den of the measure's quantity;
 * den divides every product by choice of scale. */
struct hq_conv { uint8_t unit, pad[7]; int64_t num, den; };

/* ORDER HQ_WINDOW. Bounds are inclusive days. */
enum hq_bound { HQ_BOUND_OPEN = 0, HQ_BOUND_DAY, HQ_BOUND_MONTHS };
struct hq_window {
	uint8_t  from_kind, to_kind, pad[2];
	int32_t  from, to;             /* DAY: hq_day. MONTHS: from = day after (as-of less so many months); to = that day itself */
	uint32_t label;                /* text: as the author wrote it; 0 none */
};

/* A filter is postfix code: leaves push yes, no or unknown; AND, OR take the top n. ORDER HQ_F */
enum hq_filter_code {
	HQ_F_END = 0,
	HQ_F_AND, HQ_F_OR,             /* n = a */
	HQ_F_NOT,
	HQ_F_IN,                       /* code c is in the set: bit c % 64 of words[a + c / 64], c / 64 < b; SOME_OF: shares one */
	HQ_F_RANGE,                    /* a <= value <= b */
	HQ_F_AMOUNT,                   /* amount in unit `other` within a..b (times 10^decimals); other units: unknown */
	HQ_F_COMPARE,                  /* value REL other value, see rel */
	HQ_F_WITHIN,                   /* a date within the last a months of the as-of date */
	HQ_F_SILENT                    /* the source does not define it */
};
enum hq_source { HQ_SRC_RECORD = 0, HQ_SRC_TEACHER, HQ_SRC_ASSIGNMENT, HQ_SRC_AS_OF };
enum hq_rel { HQ_REL_EQ = 1, HQ_REL_LE, HQ_REL_LT, HQ_REL_GE, HQ_REL_GT, HQ_REL_SHARES };
struct hq_filter_op {
	uint8_t  op, src, field, rel;
	uint8_t  other_src, other, set, other_set;  /* set: the value is a bit set */
	int64_t  a, b;
};

/* ORDER HQ_SLOT: one column of a filled-in form */
enum { HQ_SLOT_YES_NO = 1, HQ_SLOT_QUANTITY = 2 };
struct hq_slot {
	uint32_t name, label;          /* text; the name is the column of the worksheet */
	uint32_t kinds;                /* bit set of the kinds of record it stands for */
	uint8_t  type, unit, decimals, pad;  /* unit 255: a count */
	uint16_t row, measure;         /* what it answers */
	uint32_t pad2;
	int64_t  max;                  /* in the measure's scale */
	int64_t  step;                 /* the scale: form quantity 1 is this much */
};

struct hq_cite { uint16_t source, first, last, pad; };      /* lines of sources[source] */
struct hq_cited_source { uint32_t name, title, file, lines; };

/* ORDER HQ_NOTE */
enum hq_note_kind { HQ_NOTE_READING = 1, HQ_NOTE_ERRATUM, HQ_NOTE_NOTE, HQ_NOTE_SILENT };
struct hq_note {
	uint8_t  kind, pad;
	uint16_t row;                  /* beside which it stands; the edition's root for a whole edition */
	uint32_t text, corrected;      /* corrected: of an erratum */
	uint16_t first_cite, ncites;
};

struct hq_edition {
	uint32_t name, label;          /* text */
	hq_day   from, until;          /* inclusive; HQ_DAY_NEVER while in force */
	uint16_t root;                 /* verdict row */
	uint16_t applies;              /* yes-or-no row; HQ_NONE: to everyone */
	uint16_t every, routes;        /* rows; HQ_NONE */
	uint16_t first_row, nrows;
	uint16_t first_measure, nmeasures;
	uint16_t first_slot, nslots;
	uint16_t first_note, nnotes;
	uint16_t first_cite, ncites;
	uint32_t pad;
};

/* Indexes are into the arrays of the whole block, not of an edition; rows, measures and slots that an edition
 * reaches lie in its own ranges. kids are uint16_t (rows), words uint64_t, text bytes. */
struct hq_tables {
	uint32_t magic;
	uint16_t version, pad;
	uint32_t size;                 /* bytes of the whole block */
	char     code[4];              /* "KS" */
	uint64_t vocab_hash;
	uint32_t name, pad2;           /* text */
	struct hq_span editions, rows, kids, measures, convs, windows, filter_ops, words,
		       lines, tiers, limits, rubrics, slots, notes, cites, sources, text;
};

/* Array `member` of block `block`. */
#define HQ_AT(type, block, member) \
	((const type *)(const void *)((const char *)(const void *)(block) + (block)->member.off))
#define HQ_TEXT(block, offset) ((const char *)(const void *)(block) + (block)->text.off + (offset))

#endif
