/* What the files of the runtime share: reading one record against the rules, and what an explanation asks again.
 *
 * A decision keeps the value of every row and measure; nothing else. Whatever an explanation wants beyond that (which
 * records counted, raw points, why a filter is unknown) it reckons again through the functions below, which are the
 * same that decided.
 */
#ifndef HQ_INTERNAL_H
#define HQ_INTERNAL_H

#include <stdbool.h>

#include "hq.h"

static inline int64_t hqi_min(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t hqi_max(int64_t a, int64_t b) { return a > b ? a : b; }
/** a sum that stays at HQ_BIG; either may be up to 2^62 */
static inline int64_t hqi_plus(int64_t a, int64_t b) { return hqi_min(a + b, HQ_BIG); }

/** the greatest that divides both, 0 or more each */
static inline int64_t hqi_gcd(int64_t a, int64_t b)
{
	while (b) {
		const int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}


/** day of a civil date, and the length of a month; @month 1 to 12 (date.c) */
int64_t hqi_day_of(int64_t year, int32_t month, int32_t day);
int32_t hqi_month_length(int64_t year, int32_t month);

/* ---- a question's context ------------------------------------------------------------------------------------ */

/* One decision's question: everything that does not change while it is answered. hqi_ask fills it; it holds no memory. */
struct hqi_ask {
	const struct hq_row *rows;             /* of the whole block, like every array below */
	const struct hq_tables *rules;
	const struct hq_vocab *vocab;
	const struct hq_facts *facts;
	const struct hq_edition *edition;
	const uint16_t *kids;
	const int64_t *numbers;
	struct hq_interval *values;            /* of rows, by index in the block less edition->first_row */
	struct hq_interval *quantities;        /* of measures, likewise */
	const struct hq_packed_measure *measures;
	const struct hq_packed_shape *shapes;
	const struct hq_packed_line *lines;
	const struct hq_packed_limit *limits;
	const struct hq_packed_rubric *rubrics;
	hq_day as_of;
	const struct hqi_assumed *assumed;     /* what the case being looked at takes for known; NULL: nothing. See exact.c */
	uint8_t *signs;                        /* HQI_UP, _DOWN: which way what is wanted needs the measures of the edition, then its open
						* rows; 0: not at all. As many again for exact_list.c; NULL: all are 0 */
};
enum { HQI_UP = 1, HQI_DOWN = 2, HQI_BOTH = 3 };
static inline uint32_t hqi_turned(uint32_t sign) { return (sign & 1) << 1 | sign >> 1; }
static inline void hqi_ask_rules(struct hqi_ask *ask, const struct hq_tables *rules)
{
	ask->rules = rules;
	ask->rows = HQ_AT(struct hq_row, rules, rows);
	ask->kids = HQ_AT(uint16_t, rules, kids);
	ask->measures = HQ_AT(struct hq_packed_measure, rules, measures);
	ask->shapes = HQ_AT(struct hq_packed_shape, rules, shapes);
	ask->lines = HQ_AT(struct hq_packed_line, rules, lines);
	ask->limits = HQ_AT(struct hq_packed_limit, rules, limits);
	ask->rubrics = HQ_AT(struct hq_packed_rubric, rules, rubrics);
	ask->numbers = HQ_AT(int64_t, rules, numbers);
	ask->assumed = NULL;
	ask->signs = NULL;
}
void hqi_ask(struct hqi_ask *ask, const struct hq_tables *rules, uint32_t edition, const struct hq_facts *facts,
	     hq_day as_of);
/** the same of what may not be sound: HQ_EORDER (facts are not prepared), HQ_EVOCAB, HQ_ENOEDITION, HQ_ERANGE (of the as-of date) */
int hqi_ask_checked(struct hqi_ask *ask, const struct hq_tables *rules, uint32_t edition, const struct hq_facts *facts, hq_day as_of);
/** the same for a decision made: values and quantities are those of the decision (not to be written to) */
void hqi_ask_again(struct hqi_ask *ask, const struct hq_tables *rules, const struct hq_facts *facts,
		   const struct hq_decision *decision);

/** the records of a kind; none where its list is missing */
struct hqi_records { const struct hq_record *first, *end; };
struct hqi_records hqi_records(const struct hqi_ask *ask, uint32_t kind);
/** the single record of the teacher; NULL: it is missing */
const struct hq_record *hqi_teacher(const struct hqi_ask *ask);

/* Interval of a row, of a measure: by index in the block. */
static inline struct hq_interval hqi_value(const struct hqi_ask *ask, uint32_t row)
{
	return ask->values[row - ask->edition->first_row];
}
static inline struct hq_interval hqi_quantity(const struct hqi_ask *ask, uint32_t measure)
{
	return ask->quantities[measure - ask->edition->first_measure];
}

/* ---- deciding (eval.c) --------------------------------------------------------------------------------------- */

/** the rows of the edition, in their order, from the quantities; @event_line, @scratch as hq_decide lays them out. Error of hq_decide */
int hqi_rows_all(const struct hqi_ask *ask, int16_t *event_line, void *scratch);
/** the verdict that they give */
enum hq_verdict hqi_verdict_of(const struct hqi_ask *ask);
/** how many of the edition's rubrics count each event once, of those before @rubric of the block: which of them it is (the r of hq_decision.event_line) */
size_t hqi_once_before(const struct hqi_ask *ask, uint32_t rubric);
/** the same of all: so many times nrecords event lines */
static inline size_t hqi_event_lines(const struct hqi_ask *ask) { return hqi_once_before(ask, ask->rules->rubrics.count); }

/* Inclusive days; the end is never after the as-of date. `all`: every day up to that. */
struct hqi_days { hq_day from, to; bool all; };

/* ---- case by case (exact*.c) --------------------------------------------------------------------------------- */

/* A missing fact, as one case has it: the first and the last of the values that all rules answer alike. */
struct hqi_assumed {
	const struct hqi_assumed *before;
	const struct hq_record *record;/* FIELDS, AMOUNT, YEARS; NULL: the single record, which is missing */
	struct hq_interval v;          /* FIELDS: both ends are one value of the class */
	int64_t end;                   /* AMOUNT, MEASURE, YEARS: where the last case ends. A set of codes: which one it is */
	uint16_t arg;                  /* FIELDS: kind * HQ_FIELDS_MAX + field. The measure, the row; 0 of an amount. YEARS: twice the measure whose window begins where @v of them have been, or, and one more, has ended */
	uint8_t what;                  /* HQ_FORK_FIELDS, _AMOUNT, _MEASURE, _ROW or _YEARS */
	uint8_t kind;
	uint8_t unit;                  /* AMOUNT. MEASURE: its signs when it was cut (HQI_UP, HQI_DOWN). FIELDS: not 0 where its cases are not all there are. YEARS: whether its first case is the least alone (see look_at_years) */
	bool first;                    /* of its cases */
	bool taken;                    /* its other cases are looked at too; else there is no other */
	bool halves;                   /* AMOUNT, MEASURE, YEARS: where the rules tell no parts of @v apart, two cases all the same: its halves */
};

/** the forks of the edition, nforks of them; none: intervals are exact for every teacher */
const struct hq_fork *hqi_forks(const struct hqi_ask *ask);
/** whether the list of a kind is missing, and not closed */
bool hqi_is_missing(const struct hqi_ask *ask, uint32_t kind);
/** whether an undetermined verdict by intervals may be another one case by case: some fork of the edition is missing here */
bool hqi_exact_needed(const struct hqi_ask *ask);
/** the same of the edition, whoever is asked about */
static inline bool hq_exact_needed(const struct hq_tables *rules, uint16_t edition)
{
	return HQ_AT(struct hq_edition, rules, editions)[edition].nforks > 0;
}

/** what the case being looked at takes a missing fact for; NULL: nothing, it is missing */
const struct hqi_assumed *hqi_assumed(const struct hqi_ask *ask, uint32_t what, const struct hq_record *record, uint32_t arg);

/** whether the quantities under an `all of`, of which no record can be in two, lack more than the records may still give, each to one of them */
bool hqi_falls_short(const struct hqi_ask *ask, const struct hq_row *row);
/** the first case of @a, or the next; false when there is none. Only cases that no other beats, as the signs have it. Of a measure,
 *  and of halves, @a->v is first what all its cases lie in */
bool hqi_case(const struct hqi_ask *ask, struct hqi_assumed *a, bool first);
/** whether @a may be left to the intervals: some value of it is all that is wanted, wherever it is asked for */
bool hqi_is_free(const struct hqi_ask *ask, const struct hqi_assumed *a);
/* A record that is sought: what measure m takes, m; what meets filter f, HQI_MEETS + f; any, HQI_ANY_SORT. */
enum { HQI_ANY_SORT = HQ_NONE, HQI_MEETS = 0x10000 };
/* It meets filter @in and not filter @out (measures stand in @signs), is in each measure that is UP in @signs and in none that is DOWN (as hqi_ask has
 * them; NULL: not asked). NULL the single record of @kind, which is missing. */
struct hqi_sought { const struct hq_record *record; uint8_t *signs; uint32_t in, out; uint8_t kind; };
/** the first measure of the edition that is the same quantity of the same records as @m, where their list is missing; what is assumed and wanted of one is of all */
uint16_t hqi_same(const struct hqi_ask *ask, uint16_t m);
/** whether measure @m reads the records of @kind, and no answer of the form; of those that are the same, whether it is the first */
bool hqi_reads(const struct hqi_ask *ask, uint16_t m, uint8_t kind);
/** whether what the record lacks can be so, as the facts' implications allow; @room for HQ_FIELDS_MAX + 1 */
bool hqi_may_be(const struct hqi_ask *ask, const struct hqi_sought *sought, struct hqi_assumed *room);
/* In which measures it is not: those that the case has at nothing; those that are wanted at nothing; those that are wanted at no more than so much. */
enum hqi_away { HQI_FROM_VOID, HQI_FROM_NONE, HQI_FROM_BOUND };
/* Fields being tried and an amount, and a record. */
enum { HQI_RECORD_ROOM = HQ_FIELDS_MAX + 5 };
/** the same of a record of a list that is missing, which is away from what @away says as far as it would add to it; @room for HQI_RECORD_ROOM */
bool hqi_may_hold(const struct hqi_ask *ask, uint8_t kind, uint32_t in, uint32_t out, enum hqi_away away, struct hqi_assumed *room);
/** on which days a record of the measure may end, or be dated, or (@begins) begin: its window, but for the years of spans */
struct hqi_days hqi_days_of(const struct hqi_ask *ask, uint32_t measure, bool begins);
enum hqi_had { HQI_CANNOT, HQI_CAN, HQI_UNCLEAR };
enum { HQI_TOGETHER_MAX = 8, HQI_TOGETHER_SIZE = 448 };
/** whether a missing list can hold records with which all measures of the kind have what they are wanted at (the signs: all there may be, or the
 *  least; else what the case says); where not, @widest is the one that a next case cuts, if it is open.
 *  After @widest there is @room as above, and HQI_TOGETHER_SIZE bytes */
enum hqi_had hqi_together(const struct hqi_ask *ask, uint8_t kind, struct hqi_assumed *widest);
/** whether of a known list one record brings another (8.8) that none can be; and in @open a record on which that turns, and which of its fields, or none */
struct hqi_open { const struct hq_record *record; uint32_t lacks; };
bool hqi_lacks_another(const struct hqi_ask *ask, uint8_t kind, struct hqi_open *open);
/** whether case @a, which is assumed, is one that the implications allow, or the facts broke them before; @room likewise */
bool hqi_obeys(const struct hqi_ask *ask, const struct hqi_assumed *a, struct hqi_assumed *room);

/** bytes of hqi_pass.seen: flags of measures, then signs of measures and rows, twice (hqi_ask) */
static inline size_t hqi_seen_size(size_t nrows, size_t nmeasures)
{
	return 3 * nmeasures + 2 * nrows;
}

/* One reckoning of an edition: measures, rows, verdict (eval.c). What decides case by case does it again and again. */
struct hqi_pass {
	struct hqi_ask ask;
	int16_t *event_line;
	uint8_t *seen;
	void *scratch;
	void *cases;                   /* hqi_cases_size bytes */
};
/** its arrays in the work buffer at address @at, of @pass->ask and of its own; returns the bytes they take */
size_t hqi_lay_out(struct hqi_pass *pass, uintptr_t at, size_t nrecords);
int hqi_reckon(struct hqi_pass *pass, enum hq_verdict *verdict);
uint16_t hqi_first_route(const struct hqi_ask *ask);
/** the verdict of all completions, where intervals have just said undetermined; @route as in hq_decision; HQ_OK or an error.
 *  In @pass->cases it leaves what cases were made of, as hq_decision has it; in the rows and measures whatever its last case was. */
int hqi_by_cases(struct hqi_pass *pass, enum hq_verdict *verdict, uint16_t *route);
size_t hqi_cases_size(const struct hqi_ask *ask);

/* ---- texts (text.c) ------------------------------------------------------------------------------------------ */

/* What the bytes of a packed text stand for; see text.c. */
enum {
	HQI_ESCAPE = 1, HQI_DOUBLE = 2, HQI_SINGLE_LOW = 8, HQI_SINGLE_HIGH = 127,
	HQI_SINGLES = 32 - HQI_SINGLE_LOW + 256 - HQI_SINGLE_HIGH,
	HQI_PHRASE_MAX = 15            /* bytes of a phrase */
};
/** phrase @i: the first HQI_SINGLES are one byte of a packed text, the others two; @len 0 past the last */
const char *hqi_phrase(uint32_t i, uint32_t *len);

/* A text being read. A copy goes on by itself. */
struct hqi_text { const unsigned char *at; const char *phrase; uint32_t left; };
struct hqi_text hqi_text(const struct hq_tables *rules, uint32_t text);
/** its next byte; NUL at the end, and ever after */
char hqi_text_next(struct hqi_text *t);

/** the row itself if it has a name, or the nearest above that has one; HQ_NONE */
uint32_t hqi_named(const struct hq_tables *rules, uint32_t row);
/* The name of a row being read, its path with dots: the part that is being read, and those to come, the next one last. */
struct hqi_name { struct hqi_text text; const struct hq_tables *rules; uint32_t n; uint16_t part[HQ_DEPTH_MAX]; };
void hqi_name(struct hqi_name *name, const struct hq_tables *rules, uint32_t row);
/** as hqi_text_next */
char hqi_name_next(struct hqi_name *name);

/* ---- filters (filter.c) -------------------------------------------------------------------------------------- */

/* The answer of a filter: yes, no or unknown in the top two bits; below them, for unknown only, what it lacks. A missing
 * value that does not matter (beside a part that settles the answer) is not among the lacks. */
typedef uint64_t hqi_truth;
#define HQI_NO      ((hqi_truth)0)
#define HQI_UNKNOWN ((hqi_truth)1 << 62)
#define HQI_YES     ((hqi_truth)2 << 62)
#define HQI_LACKS   (HQI_UNKNOWN - 1)
#define HQI_LACK_FIELD(f)      ((hqi_truth)1 << (f))           /* field f of the record */
#define HQI_LACK_TEACHER(f)    ((hqi_truth)1 << (16 + (f)))
#define HQI_LACK_ASSIGNMENT(f) ((hqi_truth)1 << (32 + (f)))
#define HQI_LACK_AMOUNT        ((hqi_truth)1 << 48)            /* the record states no amount */
#define HQI_LACK_UNIT          ((hqi_truth)1 << 49)            /* its amount is in a unit that the rule does not take */
#define HQI_LACK_SILENT        ((hqi_truth)1 << 50)            /* the source does not define it */

static inline bool hqi_is_yes(hqi_truth t) { return t >= HQI_YES; }
static inline bool hqi_is_no(hqi_truth t) { return t == HQI_NO; }

/** filter of @record, or of teacher, assignment and date alone with @record NULL; @filter HQ_NONE is yes */
hqi_truth hqi_filter(const struct hqi_ask *ask, uint32_t filter, const struct hq_record *record);
/** one condition of it */
hqi_truth hqi_filter_leaf(const struct hqi_ask *ask, const struct hq_packed_op *op, const struct hq_record *record);

/** whether a field, or the as-of date, is known; @value */
bool hqi_known(const struct hqi_ask *ask, uint8_t src, uint8_t field, const struct hq_record *record, int64_t *value);

/** of a field that @record lacks: it was asked for, and nobody knew (1.3). NULL: the single record of @kind, which is missing */
bool hqi_is_unknown(const struct hqi_ask *ask, const struct hq_record *record, uint32_t kind, uint32_t field);

/* ---- measures (measure.c) ------------------------------------------------------------------------------------ */

struct hqi_days hqi_window(const struct hqi_ask *ask, uint32_t measure);

enum { HQI_ANY_YEAR = INT32_MIN, HQI_ANY_NUMBER = INT32_MAX };

/* What one record gives to one measure, after caps on each record and its `times`, before any cap a year. It fills
 * `nyears` school years from `year` on evenly; or, where `year` is HQI_ANY_YEAR, it may lie in any, in at most nyears. */
struct hqi_part {
	int64_t lo, hi;
	int32_t year, nyears;
};

enum { HQI_LACKS_DAY = 1, HQI_LACKS_SPAN = 2 };

/* The same for a reader: why. */
struct hqi_count {
	struct hqi_part part;
	hqi_truth filter;              /* of the filter alone */
	struct hq_interval before[2];  /* of a span, years that may lie before the window, and before its end, in steps of the amount; lo > hi where it has no edge there */
	uint8_t in_window;             /* 0 no, 1 unknown or in part, 2 yes; "no" too for what has not happened yet, or is filtered out */
	uint8_t lacks_day;             /* HQI_LACKS_DAY: the day is missing and matters; HQI_LACKS_SPAN: the first or last day of a span, by which its years are counted */
	uint8_t lacks_amount;          /* the amount is missing and matters */
	uint8_t other_unit;            /* the amount is in a unit that the measure does not take */
};
void hqi_record_counts(const struct hqi_ask *ask, uint32_t measure, const struct hq_record *record, struct hqi_count *out);

/** the whole of a measure, its numbers in place; what it shares with others, to be looked at only; and its scale */
struct hq_measure hqi_measure_at(const struct hqi_ask *ask, uint32_t measure);
const struct hq_packed_shape *hqi_shape(const struct hqi_ask *ask, uint32_t measure);
int64_t hqi_scale(const struct hqi_ask *ask, uint32_t measure);

/** the measure's interval from its form slot, or from the records of its kind; @parts holds one for each of them */
int  hqi_measure(const struct hqi_ask *ask, uint32_t measure, struct hqi_part *parts, struct hq_interval *out,
		 uint8_t *seen);
/** what @record gives; @why, unless NULL: why, of which @out may be the part */
void hqi_part(const struct hqi_ask *ask, const struct hq_measure *m, struct hqi_days days, const struct hq_record *record,
	      struct hqi_part *out, struct hqi_count *why);
/** quantity of n parts: one end of the interval; only parts with take[i] unless @take is NULL */
int64_t hqi_parts_total(const struct hq_measure *m, const struct hqi_part *parts, const uint8_t *take, size_t n, bool upper);

/** the form's answer to a slot: NULL where there is no slot (HQ_NONE), none was given or nothing was asked */
const struct hq_answer *hqi_answer(const struct hqi_ask *ask, uint32_t slot);

/* ---- points (rubric.c) --------------------------------------------------------------------------------------- */

/** what bounds the points of a row; NULL */
const struct hq_packed_limit *hqi_limit(const struct hqi_ask *ask, uint32_t row);
/** a line's quantity after its cap in units and `counted only from` */
static inline int64_t hqi_line_counted(const struct hq_line *line, int64_t q)
{
	q = hqi_min(q, line->cap);
	return q < line->from ? 0 : q;
}
/** points of a LINE, AWARD or CATEGORY row before its cap; from its measure, or from the values of its kids */
struct hq_interval hqi_row_raw(const struct hqi_ask *ask, uint32_t row);
/** after its cap, before its division: what its minimum is measured on */
struct hq_interval hqi_row_capped(const struct hqi_ask *ask, uint32_t row);
/** what it counts, as in the decision's rows */
struct hq_interval hqi_row_counted(const struct hqi_ask *ask, uint32_t row);
/** sum of the categories of a RUBRIC row */
struct hq_interval hqi_rubric_total(const struct hqi_ask *ask, uint32_t row);
/** the conditions of a rubric one by one, each 0/1 at both ends */
struct hq_interval hqi_minimum_met(const struct hqi_ask *ask, uint32_t row);            /* points minimum of a row */
struct hq_interval hqi_units_met(const struct hqi_ask *ask, uint32_t row);              /* units minimum of a LINE row */
struct hq_interval hqi_least_met(const struct hqi_ask *ask, uint32_t row);              /* both of them */
/** whether the minimum on a row is open; whether that is or its value, or may be: of a line of which each event counts once what it has at each end says nothing of
 *  what it may have */
bool hqi_is_least_open(const struct hqi_ask *ask, uint32_t row);
bool hqi_is_open(const struct hqi_ask *ask, uint32_t row);
struct hq_interval hqi_rubric_mark_met(const struct hqi_ask *ask, uint32_t row);
struct hq_interval hqi_rubric_categories_met(const struct hqi_ask *ask, uint32_t row);
/** all conditions of the rubric on its own points (mark, minimums, categories), without `requires` and `passes at once` */
struct hq_interval hqi_rubric_points_met(const struct hqi_ask *ask, uint32_t row);
/** with them: whether it passes, given @met of its own points. The row's value in a decision is this */
struct hq_interval hqi_rubric_passes(const struct hqi_ask *ask, uint32_t row, struct hq_interval met);

/* ---- each event once (allot.c) ------------------------------------------------------------------------------- */

/** allot the events of a RUBRIC row that counts each once: rewrites its lines' measures and its rows; @met is
 *  hqi_rubric_points_met under the best allotment of each end; @event_line as in hq_decision; @work of hqi_allot_size
 *  bytes. HQ_OK or HQ_ELIMIT */
int    hqi_allot(const struct hqi_ask *ask, uint32_t row, int16_t *event_line, void *work, struct hq_interval *met);
size_t hqi_allot_size(const struct hqi_ask *ask, uint32_t rubric, size_t nrecords);
/** the rubric of the block in which a row with points, or that of a rubric, stands */
uint32_t hqi_rubric_of(const struct hqi_ask *ask, uint32_t row);
/** whether events count once in rubric @rubric of the block, and it is one of the edition's */
bool hqi_is_once(const struct hqi_ask *ask, uint32_t rubric);

/** FNV-1a of a block, taking the 8 bytes at @skip as 0 (no such place: SIZE_MAX) */
uint64_t hqi_hash(const void *bytes, size_t size, size_t skip);

#endif
