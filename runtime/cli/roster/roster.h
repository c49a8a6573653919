/* `hq roster`: everybody in the files, one result a teacher and assignment. What its files share.
 *
 * Threads read and decide parts of the files; what a part says is put by in a struct part and written when it is its turn,
 * so that results, messages and counts are the same however many threads there are. Memory does not grow with the roster.
 */
#ifndef HQ_ROSTER_H
#define HQ_ROSTER_H

#include <pthread.h>

#include "bytes.h"
#include "csv/csv.h"
#include "deciding.h"
#include "source.h"
#include "target.h"

enum { MAPS_MAX = 8 };
enum roster_from { FROM_GUESS = 0, FROM_CSV, FROM_EVENTS, FROM_NDJSON, FROM_JSON };
enum roster_format { ROSTER_CSV = 0, ROSTER_NDJSON, ROSTER_JSON, ROSTER_TEXT };

struct roster_options {
	struct hqcli_options eval;     /* jurisdiction, date, closed, quiet, colour, fail_on */
	enum roster_from from;
	enum roster_format format;
	const char *output, *errors;   /* files; NULL: standard output, standard error */
	const char *rollup;            /* a file; NULL: none is written */
	const char *maps[MAPS_MAX];
	size_t nmaps;
	bool summarize;
	const char *summary;           /* a file for the summary; NULL: standard error */
	bool strict;                   /* the first refused row ends the run */
	unsigned jobs;                 /* threads */
};

/** roster_options_parse - as hqcli_options_parse */
int roster_options_parse(const char *command, int argc, char *argv[], struct roster_options *options, int *first);
void roster_options_help(FILE *to);

/* ---- names of theirs (map.c) --------------------------------------------------------------------------------- */

/* What others call our columns and values. */
struct map;
/** map_read - @names: shipped maps or files; a later one comes before an earlier. -1 after messages; no names: NULL and 0 */
int map_read(const char *const names[], size_t n, FILE *err, struct map **out);
void map_free(struct map *map);
/** our name of a column, "" for one to leave unread; NULL: no opinion, as always of map NULL */
const char *map_name(const struct map *map, const char *theirs, size_t len);
/** our spelling of a value in the column that we call @ours; NULL: none. @theirs NULL: not NULL if that column has any */
const char *map_value(const struct map *map, const char *ours, const char *theirs, size_t len);

/* ---- reasons (ruling.c) -------------------------------------------------------------------------------------- */

/* Why a verdict was given, in one word that stays the same: docs/rosters.md lists them. */
struct roster_reason {
	uint16_t row;
	uint8_t  verdict;
	char     code[200];            /* "route:hqt_test" */
	uint16_t name;                 /* where in code the name of the row begins */
};

enum { RULINGS_MAX = 256 };

/* An edition that decides somebody in this run, and the reasons it can give. */
struct ruling {
	struct ruling *next;
	const struct hq_tables *rules;
	uint16_t edition, id;          /* id: from 0, below RULINGS_MAX */
	char code[5];                  /* "KS" */
	struct roster_reason *reasons;
	size_t nreasons;
	uint16_t *of_row[HQ_NOT_APPLICABLE + 1];       /* by verdict: of each row of the edition its reason, HQ_NONE */
};

struct rulings { pthread_mutex_t lock; struct ruling *first; unsigned n; };

/** ruling_of - any thread; NULL: out of memory */
const struct ruling *ruling_of(struct rulings *rulings, const struct hq_tables *rules, uint16_t edition);
void rulings_done(struct rulings *rulings);
/** how many things can be missing by this ruling, which of them this is, and its name: a column of the form, "course.level", "courses" */
size_t ruling_nmissing(const struct ruling *ruling);
size_t ruling_missing(const struct ruling *ruling, const struct hq_missing *missing);
struct hq_string ruling_missing_name(const struct ruling *ruling, const struct hq_vocab *vocab, size_t missing);
/** which of the ruling's reasons a row that decides is, see hq_batch_reason */
uint16_t ruling_reason(const struct ruling *ruling, enum hq_verdict verdict, uint16_t row);

/* ---- counts (tally.c) ---------------------------------------------------------------------------------------- */

struct tally {
	uint64_t rows, results;        /* rows, objects or events read; teachers and assignments asked for */
	uint64_t decided, refused;     /* always: results = decided + refused */
	uint64_t events;               /* of the rows; always: events = used + refused + set aside */
	uint64_t events_used, events_refused;
	uint64_t events_set_aside;     /* of teachers who are refused for another row */
	uint64_t verdicts[HQ_NOT_APPLICABLE + 1];
	uint64_t *reasons[RULINGS_MAX];        /* by ruling and reason */
	uint64_t *missing[RULINGS_MAX];        /* by ruling and what is missing, see ruling_missing */
	unsigned nrulings;
	bool failed;                   /* out of memory */
};
void tally_missing(struct tally *tally, const struct ruling *ruling, const struct hq_missing *missing);
void tally_add(struct tally *tally, const struct ruling *ruling, enum hq_verdict verdict, uint16_t reason);
/** @from is added to @to and begins anew */
void tally_move(struct tally *to, struct tally *from, struct rulings *rulings);
void tally_done(struct tally *tally);

/* ---- what a thread puts by (part.c) -------------------------------------------------------------------------- */

struct roster;
struct part {
	struct roster *roster;
	struct bytes results;          /* whole rows */
	struct bytes refusals;         /* whole rows, of standard error or of --errors */
	struct bytes notes;            /* warnings, for standard error */
	struct bytes kept;             /* for whoever makes results */
	struct bytes seen;             /* for the roll-up */
	struct tally tally;
	hq_day day;                    /* the last that was written, and how */
	char day_text[11];
	bool failed_on;                /* a verdict of --fail-on */
	bool stopped;                  /* --strict: something was refused; nothing is added any more */
	bool halted;                   /* --strict, seen ahead: stopped after this part */
	bool failed;                   /* the system failed; a message is in notes */
};

struct result {
	const char *teacher, *assignment;
	size_t teacher_len, assignment_len;
	const struct ruling *ruling;
	hq_day as_of;
	enum hq_verdict verdict;
	uint16_t route, row;           /* row: that decides, see hq_batch_reason */
};

struct refusal {
	const char *file;
	size_t line, column;           /* 0: the file as a whole */
	const char *name;              /* of the column, or of the fact; "" */
	const char *value;             /* as it stands in the data, fit for a terminal; "" */
	const char *rule;              /* the row of the rules that asks for it, or the fact; or what kind of thing it breaks */
	const char *text;              /* what is wrong; what to do */
};

/** what an undetermined decision lacks, for the summary; before part_result. @facts and @decision as of hq_missing_each */
void part_missing(struct part *part, const struct ruling *ruling, const struct hq_facts *facts, const struct hq_decision *decision);
void part_result(struct part *part, const struct result *result);
/** whose a result was, for the roll-up: part_result does it for what is decided, whoever refuses does it with @verdict 0 */
void part_seen(struct part *part, const char *teacher, size_t teacher_len, const char *assignment, size_t assignment_len, unsigned verdict);
/** one reason why something was refused; counts are the caller's */
void part_refuse(struct part *part, const struct refusal *refusal);
/** messages about data, of the reader of JSON: to part_refuse and to notes */
struct log part_log(struct part *part);
/** write everything in its turn; nonzero: the run is over */
int part_put(struct part *part);
void part_done(struct part *part);
/** headings and ends of the results and of --errors */
void part_head(const struct roster *roster, struct bytes *results, struct bytes *refusals);
void part_tail(const struct roster *roster, struct bytes *results);

/* ---- the roll-up (rollup.c) ---------------------------------------------------------------------------------- */

enum { ROSTER_ROLLUPS = 5 };
const char *rollup_name(size_t rollup);
void rollup_begin(struct roster *roster);
/** the entries of a part, in its turn */
void rollup_take(struct roster *roster, struct bytes *seen);
/** add up, and write the file that was asked for; @out is to be ended by target_end. -1: said, or @out->error */
int rollup_end(struct roster *roster, struct target *out);
void rollup_done(struct roster *roster);

/* ---- on a terminal (progress.c) ------------------------------------------------------------------------------ */

struct progress {
	bool shown, there;             /* a terminal; the line is on it */
	bool reading;                  /* how much of the files has been read says how far the work is */
	int64_t began, next;           /* milliseconds */
	int64_t total, before;         /* bytes of all files, -1 not known; of those that are done */
	const struct source *source;   /* the one being read */
};
void progress_begin(struct roster *roster, int nfiles, char *const files[]);
void progress_show(struct roster *roster, uint64_t rows);
/** before anything else is written to standard error, and at the end */
void progress_clear(struct roster *roster);

/* ---- threads (turns.c) --------------------------------------------------------------------------------------- */

/* Work that is taken in turn, done at once and put in turn again, in the same order. */
struct turns {
	void *(*begin)(void *context);         /* memory of one thread; NULL: out of memory */
	void (*end)(void *own);
	int (*take)(void *own);        /* 1 something; 0 the end; negative: it failed. One thread at a time */
	int (*work)(void *own);        /* nonzero stops the run */
	int (*put)(void *own);         /* likewise; in the order of take, one thread at a time */
	void *context;
};
/** 0, or what `take`, `work` or `put` returned; -1 out of memory */
int turns_run(const struct turns *turns, unsigned jobs);

/* ---- the run ------------------------------------------------------------------------------------------------- */

struct roster {
	const struct roster_options *options;
	const struct hqcli_rules *rules;
	FILE *err;
	struct rulings rulings;
	struct target results, errors;
	struct tally tally;
	const struct map *map;         /* names and values of theirs; NULL */
	struct sorter *seen;           /* for the roll-up; NULL: nobody asked */
	uint64_t rollups[ROSTER_ROLLUPS], repeated;    /* teachers; results of a teacher and assignment that had one before */
	struct progress progress;
	struct events *events;         /* what is to be decided when all files have been seen; NULL */
	bool first_result;             /* JSON: nothing stands before it yet */
	bool data_failed, system_failed, stopped;
};

/** the files of one kind. What is wrong with them has been said when they return; the roster knows how it went. */
void roster_wide(struct roster *roster, struct source *source, struct hqcsv *csv);     /* wide.c; closes @csv */
void roster_events(struct roster *roster, struct source *source, struct hqcsv *csv);   /* events.c; likewise */
void roster_events_decide(struct roster *roster);      /* those that roster_events gathered, at the end */
void roster_people(struct roster *roster, struct source *source);      /* people.c: JSON */

/** a message about a file as a whole */
void roster_say(struct roster *roster, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** should work go on? */
bool roster_goes_on(const struct roster *roster);

/** roster_summary - counts of everything, with what they are counted of */
void roster_summary(const struct roster *roster, struct bytes *out);

#endif
