/* What both programs share: `hq`, with tables built in, and `hqc eval`, with tables compiled a moment ago. Both parse
 * the same options, read teachers the same way and print the same bytes. This library may allocate, print and use
 * stdio; it never exits, and it knows nothing of the compiler.
 */
#ifndef HQ_CLI_H
#define HQ_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "hq.h"

/* Exit status of both programs. A verdict is one only where --fail-on asks for it. */
enum hqcli_exit { HQCLI_DONE = 0, HQCLI_DATA = 1, HQCLI_USAGE = 2, HQCLI_SYSTEM = 3 };

/* What `explain` is asked instead of the explanation: questions/. */
enum hqcli_questions { HQCLI_NO_QUESTIONS = 0, HQCLI_NEXT, HQCLI_WHAT_MATTERS };

enum hqcli_format { HQCLI_TEXT = 0, HQCLI_JSON, HQCLI_CSV };

/* The rules to decide by. Borrowed; all verified and of one vocabulary. */
struct hqcli_rules {
	const struct hq_vocab *vocab;
	const struct hq_tables *const *tables;
	size_t n;
};

struct hqcli_options {
	const char *jurisdiction;      /* for teachers that name none; NULL: they must, unless there is but one */
	hq_day as_of;                  /* for teachers that name none */
	bool closed;                   /* whatever is missing is none */
	bool full;                     /* text: everything, not the one-look form (`explain`) */
	bool quiet;                    /* no count line at the end */
	bool color_out, color_err;
	unsigned fail_on;              /* bit 1 << enum hq_verdict: such a verdict ends in HQCLI_DATA */
	enum hqcli_format format;
	enum hqcli_questions questions;
};

/**
 * hqcli_options_parse - the options of `eval` and `explain`, for both programs
 * @command:  as messages name it, "hq eval"
 * @argv:     the command itself and the words after it; reordered so that the operands (files) come last
 * @first:    set to the index in @argv of the first operand
 * @options:  defaults and what was asked: today, text, colour on a terminal without NO_COLOR
 * Returns HQCLI_DONE, or HQCLI_USAGE after a message on stderr. --help and --version are the caller's.
 */
int hqcli_options_parse(const char *command, int argc, char *argv[], struct hqcli_options *options, int *first);
/** hqcli_format_parse - "text", "json" or "csv"; HQCLI_USAGE after a message */
int hqcli_format_parse(const char *command, const char *text, enum hqcli_format *out);
/** hqcli_date_parse - YYYY-MM-DD of --as-of; HQCLI_USAGE after a message. hqcli_today: what it is without. */
int hqcli_date_parse(const char *command, const char *text, hq_day *out);
hq_day hqcli_today(void);
/** hqcli_wrong_option - the message for what getopt refused: @word as given, @option optopt, or ':' where a value is missing;
 *  always HQCLI_USAGE */
int hqcli_wrong_option(const char *command, const char *word, int option, const char *const names[]);
/** hqcli_fail_on_parse - verdicts with commas between them, as a set of 1 << enum hq_verdict; HQCLI_USAGE after a message */
int hqcli_fail_on_parse(const char *command, const char *list, unsigned *out);
/** hqcli_wrong - "COMMAND: WHAT 'GIVEN'; did you mean ...?"; always HQCLI_USAGE. @near: NULL none; @quote stands around it */
int hqcli_wrong(const char *command, const char *what, const char *given, const char *near, const char *quote);
/** hqcli_options_help - the lines of --help that describe these options; hqcli_explain_help: and those of `hq explain` alone */
void hqcli_options_help(FILE *to);
void hqcli_explain_help(FILE *to);

/**
 * hqcli_eval - decide every assignment of every teacher in @files ("-" is standard input; none is standard input)
 * Decisions go to @out in the order read, messages and the count line to @err.
 * Returns an hqcli_exit: DONE, DATA (something was refused, or --fail-on), USAGE (an unknown jurisdiction), SYSTEM.
 */
int hqcli_eval(const struct hqcli_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[],
	       FILE *out, FILE *err);

/* `hq roster`: roster/ */
struct roster_options;
/**
 * hqcli_roster - decide everybody in @files, one result a teacher and assignment; docs/rosters.md
 * Results go where @options say, messages and the count line to @err. Returns an hqcli_exit, as hqcli_eval.
 */
int hqcli_roster(const struct roster_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[], FILE *err);

/** hqcli_plan - `hq plan`, with its options; @argv[0] is the command itself. Returns an hqcli_exit. hqcli_plan_help: its part of --help */
int hqcli_plan(int argc, char *argv[], const struct hqcli_rules *rules);
void hqcli_plan_help(FILE *to);

/** hqcli_states - `hq states`: what the rules hold, in force from when, silent on what */
int hqcli_states(const struct hqcli_rules *rules, enum hqcli_format format, FILE *out);
/** hqcli_schema - `hq schema`: JSON Schema of a teacher, or a plain listing */
int hqcli_schema(const struct hq_vocab *vocab, enum hqcli_format format, FILE *out);
/** hqcli_worksheet - `hq schema --worksheet KS`: the columns of the form that edition @edition takes */
int hqcli_worksheet(const struct hq_tables *rules, const struct hq_vocab *vocab, uint16_t edition,
		    enum hqcli_format format, FILE *out);

/** hqcli_tables_find - the rules of a jurisdiction by its code, any case; NULL */
const struct hq_tables *hqcli_tables_find(const struct hqcli_rules *rules, const char *code, size_t len);

/**
 * hqcli_nearest - the candidate that @word was probably meant to be, or NULL when none is near. What @candidate returns need
 *   stay valid only until it is called again; it is called last for the one that is returned
 * @candidate: returns the i-th of @n candidates
 */
const char *hqcli_nearest(const char *word, size_t len, size_t n, const char *(*candidate)(const void *, size_t),
			  const void *context);
/** hqcli_nearest_word - the same over a NULL-terminated list */
const char *hqcli_nearest_word(const char *word, const char *const words[]);

/** hqcli_use_color - may escape sequences be written to this stream? */
bool hqcli_use_color(FILE *stream);

/* In the generated build/states/index.c, linked into hq only. */
size_t hq_njurisdictions(void);
const struct hq_tables *hq_jurisdiction(size_t i);
const struct hq_vocab *hq_facts(void);

#endif
