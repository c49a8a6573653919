/* The table format: what hqc writes and what the runtime reads. The one header that compiler and runtime share.
 *
 * A table is one block of bytes: a header, then arrays, each reached by (offset, count) from the header's first byte.
 * There are no pointers in it, so a block in read-only memory needs no relocation, and the block that `hqc eval`
 * holds in memory is byte for byte the one that the generated C holds. No struct has padding; verify.c checks every
 * index in it. Two kinds of block: the vocabulary (from facts.hq) and the rules of one jurisdiction. In the rules every
 * number stands once, in numbers[], and is named by its index; hq_read.h reads the items that have numbers, and texts are
 * packed: see hq_text. docs/tables.md works through one file.
 */
#ifndef HQ_TABLES_H
#define HQ_TABLES_H

#include <stddef.h>
#include <stdint.h>

#define HQ_TABLES_VERSION 6        /* written by this tree's hqc */
#define HQ_TABLES_OLDEST  6        /* the oldest the runtime reads */
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
	HQ_CHANGES_MAX = 60,           /* declared changes of all kinds of record */
	HQ_STACK_MAX   = 64            /* operands of one filter that wait at once */
};

typedef int32_t hq_day;                /* days since 1970-01-01, civil calendar, no time zone */
#define HQ_DAY_NEVER  INT32_MAX        /* an expiry that never comes */
#define HQ_DAY_OPEN   INT32_MIN        /* a beginning without a date */
#define HQ_DAY_FIRST  (-719162)        /* 0001-01-01 and 9999-12-31: the days that can be written */
#define HQ_DAY_LAST   2932896
#define HQ_BIG        ((int64_t)1 << 50)   /* stands for "no upper bound"; no exact value reaches it */
#define HQ_NONE       0xffffu          /* no row, no slot, no measure ... in a 16-bit index */

/* One array: where it begins, in units of 8 bytes from the start of the block, and how many items it has. */
struct hq_span { uint16_t at, count; };

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

/* What can change of a kind of record, how fast and in what steps; what is not declared never changes (semantics 11).
 * ORDER HQ_CAN */
enum hq_can {
	HQ_CAN_BE_ADDED = 1,           /* a new record, of a day yet to come */
	HQ_CAN_CHANGE,                 /* a field of a record that is there */
	HQ_CAN_GROW                    /* a span that goes on: a year takes a year */
};
struct hq_vocab_change {
	uint8_t  kind;                 /* in kinds[] */
	uint8_t  can;                  /* HQ_CAN_* */
	uint8_t  field;                /* CHANGE: which; BE_ADDED: one that has one of the codes `to`, or 255 */
	uint8_t  step_unit, most_unit; /* 255: whole records */
	uint8_t  pad;
	uint16_t months;               /* the least it takes; 0: any day */
	int64_t  step;                 /* times 10^decimals of the kind; of records 1 */
	int64_t  most;                 /* in one year, likewise; HQ_BIG none */
	int64_t  hours, dollars;       /* what one step costs; 0 not said */
	uint64_t from[4], to[4];       /* sets of codes; all bits: any */
};

struct hq_vocab_code { uint32_t name, doc; };
struct hq_vocab_unit { uint32_t name, plural, doc, pad; };

struct hq_vocab {
	uint32_t magic;
	uint16_t version, pad;
	uint32_t size;                 /* bytes of the whole block */
	uint32_t pad2;
	uint64_t hash;                 /* FNV-1a of the block with this field 0; rules name the vocabulary they need */
	struct hq_span kinds, fields, codes, units, changes, text;
	uint16_t teacher, assignment;  /* indexes of the two single kinds */
	uint32_t pad3;
};

/* ---- rules --------------------------------------------------------------------------------------------------- */

/* Every row yields an interval [lo, hi]: points times the rubric's denominator, or 0/1 for a yes-or-no row.
 * Rows stand in an order in which each comes after all it depends on. ORDER HQ_OP */
enum hq_op {
	HQ_OP_NONE = 0,                /* row 0 only */
	HQ_OP_ALL,                     /* yes when every kid is. arg: where the quantities among them are sums of one kind's records, none of which can be in two,
					* that kind and one more; else 0 */
	HQ_OP_ANY,                     /* yes when some kid is */
	HQ_OP_AT_LEAST,                /* yes when at least arg kids are */
	HQ_OP_NOT,                     /* one kid */
	HQ_OP_QUANTITY,                /* yes when measure arg lies in a..b (in the measure's scale) */
	HQ_OP_SCALAR,                  /* yes when filter arg holds of teacher, assignment and as-of date */
	HQ_OP_SILENT,                  /* the source gives no rule: may be yes, may be no */
	HQ_OP_LINE,                    /* points of lines[arg] */
	HQ_OP_AWARD,                   /* points a..b when the one kid is yes (a < b: the source does not say which); a and b are
					* numbers[arg] and the next */
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
	uint8_t  op : 4, role : 4;     /* HQ_OP_*, HQ_ROLE_* */
	uint8_t  ncites;
	uint16_t arg;
	union {
		uint16_t first_kid;    /* in kids[] */
		uint16_t range;        /* QUANTITY: a and b are numbers[range] and the next */
	};
	uint16_t nkids;
	union {
		uint16_t slot_if_question;     /* a form may answer this row; HQ_NONE. hq_slot_of(row) */
		uint16_t limit_if_points;      /* limits[] of a LINE, AWARD or CATEGORY; HQ_NONE. hq_limit_of(row) */
	};
	uint16_t parent;               /* the row it is shown under, a later one; HQ_NONE. Of a LINE, AWARD or CATEGORY: the row it counts in */
	uint16_t name, label;          /* texts; 0 for none. name is the last part of the path: hq_row_name */
	uint16_t first_cite;           /* in cites[] */
};

/* ORDER HQ_LINE */
enum hq_line_form { HQ_LINE_LINEAR = 1, HQ_LINE_BLOCKS, HQ_LINE_TIERS };

/* One rubric line, fused: see struct hq_line. */
struct hq_packed_line {
	uint16_t measure;
	uint8_t  form, ntiers;
	uint16_t first_tier;
	uint16_t block, mul, mul_hi, cap, from;        /* in numbers[] */
};
struct hq_packed_tier { uint16_t at, points; };        /* in numbers[] */

/* What bounds a line, an award or a category: see struct hq_limit. */
struct hq_packed_limit {
	uint16_t max, min, units_min, divide;          /* in numbers[] */
	uint16_t cite_max, cite_min;
	uint8_t  ncite_max, ncite_min;
	uint8_t  best, pad;
};

/* See struct hq_rubric. */
struct hq_packed_rubric {
	uint16_t denominator, pass_lo, pass_hi;        /* in numbers[] */
	uint16_t requires, settles;
	uint16_t min_categories;
	uint16_t first_min, nmins;
	uint16_t first_row, nrows;
	uint16_t cite_pass, cite_categories;
	uint8_t  ncite_pass, ncite_categories;
	uint8_t  once, silent_pass;
};

/* ORDER HQ_AGG */
enum hq_agg { HQ_AGG_SUM = 1, HQ_AGG_COUNT, HQ_AGG_GREATEST };

/* A quantity taken from the records of one kind: see struct hq_measure. What measures often have in common is a shape. */
struct hq_packed_measure {
	uint16_t shape;
	uint16_t filter, window;
	uint16_t slot, row;
};
struct hq_packed_shape {
	uint8_t  kind, agg, unit, decimals;
	uint16_t first_conv, nconvs;
	uint16_t scale, block_each, cap_each, cap_year, max;   /* in numbers[] */
};
struct hq_packed_conv { uint16_t num, den; uint8_t unit, pad; };       /* num, den in numbers[]; see struct hq_conv */

/* ORDER HQ_WINDOW. Bounds are inclusive days. */
enum hq_bound { HQ_BOUND_OPEN = 0, HQ_BOUND_DAY, HQ_BOUND_MONTHS };
struct hq_window {
	uint8_t  from_kind, to_kind;
	uint16_t label;                /* text: as the author wrote it; 0 none */
	int32_t  from, to;             /* DAY: hq_day. MONTHS: from = day after (as-of less so many months); to = that day itself */
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
/* See struct hq_filter_op. */
struct hq_packed_op {
	uint16_t op : 4, src : 2, field : 4, set : 1, other_set : 1;
	uint16_t rel : 3;              /* COMPARE; of IN how many words, at most 4 */
	uint16_t at;                   /* AND, OR: n. IN: in words[]. RANGE, AMOUNT: a and b are numbers[at] and the next.
					* WITHIN: in numbers[]. COMPARE: the other side, its source times 16 and its field.
					* The unit of AMOUNT is in `field`. */
};

/* ORDER HQ_SLOT: one column of a filled-in form */
enum { HQ_SLOT_YES_NO = 1, HQ_SLOT_QUANTITY = 2 };
/* See struct hq_slot. */
struct hq_packed_slot {
	uint32_t kinds;
	uint16_t row, measure;
};

/* Lines of sources[source]: `first` and `more` after it. */
struct hq_packed_cite { uint16_t first, source : 5, more : 11; };
struct hq_cited_source { uint16_t name, title, file, lines; };      /* texts; and how many lines it has */

/* ORDER HQ_NOTE */
enum hq_note_kind { HQ_NOTE_READING = 1, HQ_NOTE_ERRATUM, HQ_NOTE_NOTE, HQ_NOTE_SILENT, HQ_NOTE_CORRECTED };
struct hq_note {
	uint8_t  kind;                 /* an ERRATUM is followed by a CORRECTED with what it should say */
	uint8_t  ncites;
	uint16_t row;                  /* beside which it stands; the edition's root for a whole edition */
	uint16_t text;
	uint16_t first_cite;
};

struct hq_edition {
	hq_day   from, until;          /* inclusive; HQ_DAY_NEVER while in force */
	uint16_t name, label;          /* texts */
	uint16_t root;                 /* verdict row */
	uint16_t applies;              /* yes-or-no row; HQ_NONE: to everyone */
	uint16_t every, routes;        /* rows; HQ_NONE */
	uint16_t first_row, nrows;
	uint16_t first_measure, nmeasures;
	uint16_t first_slot, nslots;
	uint16_t first_note, nnotes;
	uint16_t first_cite;
	uint8_t  ncites;
	uint8_t  nforks;               /* in forks[], after those of the editions before it */
};

/* What is looked at case by case where it is missing and the verdict is open: it enters the rules in more than one way, so
 * that intervals alone would not be exact (semantics 8.5). ORDER HQ_FORK */
enum hq_fork_what {
	HQ_FORK_FIELDS = 1,            /* fields of records of `kind`: bit f of `arg` for field f */
	HQ_FORK_AMOUNT,                /* the amount of records of `kind` */
	HQ_FORK_MEASURE,               /* measure `arg`, of `kind`: more of it helps in one place and hurts in another */
	HQ_FORK_LIST,                  /* the list of `kind`: there may be no record that some measure takes; or more of one measure helps, more
					* of another hurts, and a record may be in both */
	HQ_FORK_ROW,                   /* row `arg`, silent or answered by a form: yes helps here and hurts there */
	HQ_FORK_GIVE_UP,               /* measure `arg`, of `kind`: where the list is missing and binds it, what it can have cannot always be told (HQ301) */
	HQ_FORK_YEARS                  /* where the years of records of `kind` lie, which are spans: late helps in one place, early in another. `arg` 1: windows
					* tell them apart at one day at most, and nothing else turns on which record has them before it; 0: not so */
};
struct hq_fork { uint8_t what, kind; uint16_t arg; };

/* What the facts declare of records of `kind`, where it bears on these rules (semantics 8.8). Filters of such records. */
struct hq_implied {
	uint16_t kind;
	uint16_t when;                 /* HQ_NONE: `holds` is said of each record; else: where one meets this, one meets `holds` */
	uint16_t holds;
};

/* Indexes are into the arrays of the whole block, not of an edition; rows, measures and slots that an edition
 * reaches lie in its own ranges. kids are uint16_t (rows), words uint64_t, numbers int64_t, texts bytes. */
struct hq_tables {
	uint32_t magic;
	uint16_t version, pad;
	uint32_t size;                 /* bytes of the whole block */
	char     code[4];              /* "KS" */
	uint64_t vocab_hash;
	uint16_t name, pad2;           /* text */
	struct hq_span editions, rows, kids, measures, shapes, convs, windows, filter_ops, words,
		       lines, tiers, limits, rubrics, slots, notes, cites, sources, numbers, forks, implied,
		       texts;
	uint32_t cases;                /* at most so many has one teacher whose records are known: the most of any edition */
	uint32_t pad3;
};

/* Array `member` of block `block`, whose items are `type`; another type does not compile. */
#define HQ_AT(type, block, member) \
	((const type *)(const void *)((const char *)(const void *)(block) + (size_t)(block)->member.at * 8 + \
				      0 * sizeof(struct { int ok; _Static_assert(sizeof(type) == HQ_ITEM_##member, #member); })))
enum {
	HQ_ITEM_editions = sizeof(struct hq_edition), HQ_ITEM_rows = sizeof(struct hq_row), HQ_ITEM_kids = sizeof(uint16_t),
	HQ_ITEM_measures = sizeof(struct hq_packed_measure), HQ_ITEM_shapes = sizeof(struct hq_packed_shape),
	HQ_ITEM_convs = sizeof(struct hq_packed_conv), HQ_ITEM_windows = sizeof(struct hq_window),
	HQ_ITEM_filter_ops = sizeof(struct hq_packed_op), HQ_ITEM_words = sizeof(uint64_t),
	HQ_ITEM_lines = sizeof(struct hq_packed_line), HQ_ITEM_tiers = sizeof(struct hq_packed_tier),
	HQ_ITEM_limits = sizeof(struct hq_packed_limit), HQ_ITEM_rubrics = sizeof(struct hq_packed_rubric),
	HQ_ITEM_slots = sizeof(struct hq_packed_slot), HQ_ITEM_notes = sizeof(struct hq_note),
	HQ_ITEM_cites = sizeof(struct hq_packed_cite), HQ_ITEM_sources = sizeof(struct hq_cited_source),
	HQ_ITEM_numbers = sizeof(int64_t), HQ_ITEM_forks = sizeof(struct hq_fork), HQ_ITEM_implied = sizeof(struct hq_implied), HQ_ITEM_texts = 1,
	HQ_ITEM_kinds = sizeof(struct hq_vocab_kind), HQ_ITEM_fields = sizeof(struct hq_vocab_field),
	HQ_ITEM_codes = sizeof(struct hq_vocab_code), HQ_ITEM_units = sizeof(struct hq_vocab_unit),
	HQ_ITEM_changes = sizeof(struct hq_vocab_change), HQ_ITEM_text = 1
};
/* The text of a vocabulary at an offset; those of rules are packed, see hq_text. */
#define HQ_TEXT(vocab, offset) (HQ_AT(char, (vocab), text) + (offset))

#endif
