/* The runtime: decides whether a teacher is highly qualified, from constant tables, and explains the decision.
 *
 * No malloc, no stdio, no locale, no floating point, no mutable globals. The caller brings all memory. Every function
 * may be called from several threads at once as long as each brings its own facts, work and output.
 * docs/semantics.md says what each answer means; docs/embedding.md what is promised.
 */
#ifndef HQ_H
#define HQ_H

#include <stddef.h>
#include <stdint.h>

#include "hq_read.h"

#define HQ_VERSION "0.1.0"
#define HQ_DECISION_SCHEMA 1           /* "schema" of the JSON an explanation is written in */
#define HQ_CASE_STEPS 200000L          /* cases looked at before hq_decide gives up, where records lack facts; see hq_decision.cases, hq_tables.cases */
#define HQ_ALLOT_STEPS 2000000L        /* allotments looked at before hq_decide gives up with HQ_ELIMIT */

/* Negative returns of every function. ORDER HQ_E */
enum hq_error {
	HQ_OK = 0,
	HQ_EVERSION = -1,              /* a table of a version outside HQ_TABLES_OLDEST..HQ_TABLES_VERSION */
	HQ_ETABLE = -2,                /* a table that is not sound; see hq_verify */
	HQ_EVOCAB = -3,                /* rules and facts are of different vocabularies */
	HQ_ESPACE = -4,                /* a buffer is too small */
	HQ_EORDER = -5,                /* facts are not prepared; see hq_facts_prepare */
	HQ_ERANGE = -6,                /* a value outside its declared range, or out of 64 bits */
	HQ_EBOTH = -7,                 /* a form answers a line for which records are given too */
	HQ_ELIMIT = -8,                /* the exact allocation of events would need more steps than HQ_ALLOT_STEPS */
	HQ_ENOEDITION = -9,            /* no edition is in force on the as-of date */
	HQ_ENAME = -10                 /* a name that the vocabulary or the edition does not have */
};

/* ---- facts --------------------------------------------------------------------------------------------------- */

/* What is known of a kind's list, or of one value. A missing fact is never no and never zero. ORDER HQ_KNOW */
enum hq_know { HQ_NOT_ASKED = 0, HQ_UNKNOWN = 1, HQ_KNOWN = 2 };

/* One record. Bit f of `known` says v[f] holds the value of field f of the kind; bit f of `asked` without `known`
 * says that it was asked and nobody knew; neither: not asked. */
struct hq_record {
	uint8_t  kind;                 /* index in the vocabulary */
	uint8_t  unit;                 /* of amount; 255: no amount given */
	uint16_t known, asked;
	uint16_t ref;                  /* position in the teacher's own list of this kind, from 0; for explanations */
	uint16_t times;                /* 1 or more */
	uint8_t  amount_asked;         /* without an amount: it was asked and nobody knew */
	uint8_t  pad;
	int32_t  event;                /* records with the same event > 0 are one event; 0: an event of its own */
	int64_t  amount;               /* times 10^decimals of the kind */
	int64_t  v[HQ_FIELDS_MAX];
};

/* The form's answer to one slot of the edition. */
struct hq_answer {
	int64_t  value;                /* yes 1, no 0; or a quantity in the slot's scale (hq_slot.step to one; hq_slot_at) */
	uint8_t  know;                 /* enum hq_know */
	uint8_t  pad[7];
};

struct hq_facts {
	const struct hq_vocab *vocab;
	const struct hq_record *records;       /* sorted by hq_facts_prepare */
	size_t nrecords;
	uint8_t list[HQ_KINDS_MAX];            /* enum hq_know of each kind's list; KNOWN with no record: known to be none */
	uint16_t first[HQ_KINDS_MAX + 1];      /* filled by hq_facts_prepare: records of kind k are first[k] .. first[k + 1] */
	uint32_t known_lists;                  /* filled by hq_facts_prepare: bit k for each kind with a known list */
	const struct hq_record *assignment;    /* the one to decide on; NULL: not asked */
	const struct hq_answer *answers;       /* one for each slot of the edition, in their order, or NULL */
	uint8_t closed;                        /* whatever is missing is none (lists) or no (yes-or-no fields) */
	uint8_t prepared;
};

/**
 * hq_facts_prepare - put the records of @facts into the order the runtime needs, in place
 * @facts:   vocab, records, nrecords and list[] are set by the caller
 * @records: the same array as @facts->records, writable; sorted by kind, then day, then ref
 * Errors: HQ_EVOCAB no vocabulary; HQ_ERANGE more than HQ_RECORDS_MAX records, a record of a kind that is not in the
 *         vocabulary or whose list is not known, two teachers, or a value outside its declared range (@facts->assignment too)
 */
int hq_facts_prepare(struct hq_facts *facts, struct hq_record *records);

/* ---- names --------------------------------------------------------------------------------------------------- */

/** Indexes by name (@len bytes), or HQ_ENAME. A kind answers to its singular and plural, a unit to both of its names. */
int hq_find_kind(const struct hq_vocab *vocab, const char *name, size_t len);
int hq_find_field(const struct hq_vocab *vocab, unsigned kind, const char *name, size_t len);
int hq_find_code(const struct hq_vocab *vocab, unsigned kind, unsigned field, const char *name, size_t len);
int hq_find_unit(const struct hq_vocab *vocab, const char *name, size_t len);
/** Which of the edition's slots (the columns of its form) has this name: an index into hq_facts.answers */
int hq_find_slot(const struct hq_tables *rules, uint16_t edition, const char *name, size_t len);

/**
 * hq_text - a text of rules, which its table holds packed
 * @text: as the table names it: hq_row.label, hq_edition.name and so on; 0 is the empty text
 * @buf:  gets at most @cap bytes, the last of them NUL; @cap may be 0
 * Returns the length of the whole text. HQ_TEXT_MAX bytes are enough for any that hqc makes.
 * hq_row_name:  the same for the path by which a row of an edition is known ("points.hours"), or the nearest row above that has a name
 * hq_slot_name: the column of the worksheet that a slot of an edition is; hq_slot_label: its label, a text
 */
size_t hq_text(const struct hq_tables *rules, uint16_t text, char *buf, size_t cap);
size_t hq_row_name(const struct hq_tables *rules, uint16_t row, char *buf, size_t cap);
size_t hq_slot_name(const struct hq_tables *rules, uint16_t slot, char *buf, size_t cap);
uint16_t hq_slot_label(const struct hq_tables *rules, uint16_t slot);

/* The same by value, for a printf: hq_text_of(rules, row->label).text. Cut off where it is longer. */
enum { HQ_TEXT_MAX = 640 };
struct hq_string { char text[HQ_TEXT_MAX + 1]; };
static inline struct hq_string hq_text_of(const struct hq_tables *rules, uint16_t text)
{
	struct hq_string out;

	hq_text(rules, text, out.text, sizeof(out.text));
	return out;
}
static inline struct hq_string hq_row_name_of(const struct hq_tables *rules, uint16_t row)
{
	struct hq_string out;

	hq_row_name(rules, row, out.text, sizeof(out.text));
	return out;
}
static inline struct hq_string hq_slot_name_of(const struct hq_tables *rules, uint16_t slot)
{
	struct hq_string out;

	hq_slot_name(rules, slot, out.text, sizeof(out.text));
	return out;
}

/**
 * hq_record_begin, hq_record_set - make a record from texts, as rules and data spell them
 * @kind:  "course"
 * @name:  a field ("subject"), or a unit for the amount ("semester_hours"); a set field is given one code a call
 * @value: a code, yes or no, a date, `never`, or a decimal
 * Errors: HQ_ENAME for a kind, field, unit or code that is not there; HQ_ERANGE for a value outside its range or no value at all
 */
int hq_record_begin(const struct hq_vocab *vocab, const char *kind, struct hq_record *record);
int hq_record_set(const struct hq_vocab *vocab, struct hq_record *record, const char *name, const char *value);

/* ---- decisions ----------------------------------------------------------------------------------------------- */

/* ORDER HQ_VERDICT */
enum hq_verdict { HQ_HIGHLY_QUALIFIED = 1, HQ_NOT_HIGHLY_QUALIFIED, HQ_UNDETERMINED, HQ_NOT_APPLICABLE };

struct hq_interval { int64_t lo, hi; };

struct hq_decision {
	enum hq_verdict verdict;
	hq_day   as_of;
	uint16_t edition;              /* index in the tables */
	uint16_t route;                /* row of the first route that holds, when highly qualified; else HQ_NONE */
	const struct hq_interval *rows;        /* value of every row, rows[i - edition.first_row]; lives in @work */
	const struct hq_interval *measures;    /* value of every measure of the edition; lives in @work */
	const int16_t *event_line;     /* where each event counts once, for the certain end: row of the line that record i was
					* allotted to by the r-th such rubric of the edition at [r * nrecords + i], -1 for
					* none; NULL where no rubric counts events once */
	const uint8_t *measure_flags;  /* HQ_SEEN_* of every measure of the edition; lives in @work */
	const uint16_t *cases;         /* NULL: the intervals in `rows` decide. Else they leave the verdict open and it is that of every
					* case of what is missing: for each hq_fork of the edition the set of fields that cases were
					* made of, or 1; lives in @work. With HQ_UNDETERMINED: there were too many cases to look at all */
};

/* How a measure came by its value. */
enum { HQ_SEEN_RECORDS = 1, HQ_SEEN_FORM = 2, HQ_SEEN_NOT_ASKED = 4, HQ_SEEN_UNKNOWN = 8, HQ_SEEN_CLOSED = 16 };

/** hq_strerror - a sentence for an error, static; never NULL */
const char *hq_strerror(int error);
/** hq_verdict_name - "highly_qualified" ...; static; never NULL */
const char *hq_verdict_name(enum hq_verdict verdict);

/**
 * hq_verify - is this block a table the runtime can trust?
 * @block, @size: the bytes; nothing is assumed of them. Aligned for int64_t.
 * Checks magic, version, size, every offset, count and index, that rows depend on earlier rows only, that texts end.
 * A table that passes cannot make any function below read or write out of bounds or fail to end.
 * Errors: HQ_EVERSION, HQ_EVOCAB (made for another vocabulary), HQ_ETABLE; @where, if not NULL, then gets a static text, the name
 *         of the array that is not sound, or "header"
 */
int hq_verify(const struct hq_tables *rules, size_t size, const struct hq_vocab *vocab, const char **where);
int hq_verify_vocab(const struct hq_vocab *vocab, size_t size, const char **where);

/** hq_edition_at - index of the edition in force on @as_of, or HQ_ENOEDITION */
int hq_edition_at(const struct hq_tables *rules, hq_day as_of);

/** hq_work_size - bytes that hq_decide needs for one edition and so many records; exact worst case */
size_t hq_work_size(const struct hq_tables *rules, uint16_t edition, size_t nrecords);

/**
 * hq_decide - decide one assignment of one teacher as of a date
 * @rules:    verified tables; borrowed, read only
 * @edition:  from hq_edition_at
 * @facts:    prepared; borrowed, read only
 * @as_of:    civil date
 * @work:     scratch aligned for int64_t; the arrays of @out live in it afterwards
 * @work_len: bytes, at least hq_work_size
 * @out:      filled on success; valid while @rules, @facts and @work are
 * Errors: HQ_EVOCAB, HQ_EORDER, HQ_ESPACE, HQ_EBOTH, HQ_ERANGE, HQ_ELIMIT.
 * A silent source is no error: the verdict is HQ_UNDETERMINED and the explanation cites it.
 * Source: docs/semantics.md "Decisions".
 */
int hq_decide(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of,
	      void *work, size_t work_len, struct hq_decision *out);

/**
 * hq_verdict - the verdict and the route of hq_decide, and nothing to explain them with; for many teachers
 * Parameters and errors as of hq_decide; @work_len at least hq_work_size. An answer on a form that the verdict does not
 * rest on is not looked at, so an error in it may go unnoticed here.
 * @route: row of the first route that holds when the verdict is HQ_HIGHLY_QUALIFIED; else HQ_NONE
 */
int hq_verdict(const struct hq_tables *rules, uint16_t edition, const struct hq_facts *facts, hq_day as_of,
	       void *work, size_t work_len, enum hq_verdict *verdict, uint16_t *route);

/* ---- explanations -------------------------------------------------------------------------------------------- */

/* What a caller adds to an explanation: whose it is. Texts are borrowed; NULL: not said. */
struct hq_subject { const char *teacher, *assignment; };

/* TEXT takes one look; FULL is every line with its records. ORDER HQ_FORMAT */
enum hq_format { HQ_FORMAT_JSON = 1, HQ_FORMAT_TEXT, HQ_FORMAT_TEXT_COLOR, HQ_FORMAT_FULL, HQ_FORMAT_FULL_COLOR };

/* One thing that an undetermined decision still turns on. ORDER HQ_LACK */
enum hq_lack { HQ_LACK_LIST = 1, HQ_LACK_FIELD, HQ_LACK_AMOUNT, HQ_LACK_SLOT, HQ_LACK_SILENT, HQ_LACK_JUDGEMENT };
struct hq_missing {
	uint8_t  lack;                 /* enum hq_lack; SILENT: the source; JUDGEMENT: an attestation, kind says which */
	uint8_t  kind, field;          /* in the vocabulary; field counts within the kind; 255 none */
	uint8_t  state;                /* HQ_NOT_ASKED or HQ_UNKNOWN, of the first record that lacks it; meaningless for SILENT */
	uint16_t slot;                 /* index in the tables; HQ_NONE */
	uint16_t row;                  /* the undetermined row that needs it */
};

/**
 * hq_missing_each - call @visit for each fact, slot, judgement or silence that keeps the decision open
 * In the order of the rows; each fact once, with the first row that needs it; each silence once for its row. None for a
 * decision that is not undetermined. @visit returns 0 to go on; anything else ends the walk and is returned.
 * Source: docs/semantics.md 8.6.
 */
int hq_missing_each(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
		    int (*visit)(void *context, const struct hq_missing *missing), void *context);

/**
 * hq_explain - write the decision and all its reasons
 * @buf, @cap: where to; NULL, 0 to ask for the length only
 * @len:       bytes of the whole explanation, without a final NUL; set on success and on HQ_ESPACE
 * JSON is one object on one line (docs/decision.schema.json); text is a rendering of the same for a person.
 * Errors: HQ_ESPACE
 */
int hq_explain(const struct hq_tables *rules, const struct hq_facts *facts, const struct hq_decision *decision,
	       const struct hq_subject *subject, enum hq_format format, char *buf, size_t cap, size_t *len);

/* ---- dates and numbers, as rules and data write them --------------------------------------------------------- */

/** hq_day_parse - YYYY-MM-DD, exactly; 0, or HQ_ERANGE for text that is no date or a date that does not exist */
int hq_day_parse(const char *text, size_t len, hq_day *out);
/** hq_day_format - writes YYYY-MM-DD and a NUL; year 0001..9999 */
void hq_day_format(hq_day day, char out[11]);
/** hq_day_add_months - the same day of the month @months later (earlier if negative), or that month's last day */
hq_day hq_day_add_months(hq_day day, int32_t months);
/** hq_school_year - the year in which the school year of @day begins (1 July to 30 June) */
int32_t hq_school_year(hq_day day);
/** hq_number_parse - a decimal as written, times 10^@decimals; HQ_ERANGE when it has more decimals or leaves 63 bits */
int hq_number_parse(const char *text, size_t len, unsigned decimals, int64_t *out);
/** hq_number_format - @value / @denominator exactly: a decimal if it ends, else "n/d". Returns the length; @out 48 bytes */
size_t hq_number_format(int64_t value, int64_t denominator, char out[48]);

#endif
