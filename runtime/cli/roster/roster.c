/* A run of `hq roster`: the files in their order, what is printed at the end, and the status. */
#include "roster.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "event.h"
#include "interrupt.h"

void roster_say(struct roster *roster, const char *format, ...)
{
	va_list arguments;
	progress_clear(roster);
	va_start(arguments, format);
	vfprintf(roster->err, format, arguments);
	va_end(arguments);
	putc('\n', roster->err);
}

bool roster_goes_on(const struct roster *roster)
{
	return !interrupted() && !roster->system_failed && !roster->stopped;
}

/* ---- files --------------------------------------------------------------------------------------------------- */

static bool ends_with(const char *name, const char *end)
{
	const size_t len = strlen(name), n = strlen(end);
	return len >= n && !strcmp(name + len - n, end);
}

/* What the bytes say comes before what the name says: a name is easily wrong. */
static enum roster_from guess(const struct source *s)
{
	const int first = source_first(s);
	if (first >= 0)
		return first == '{' || first == '[' ? FROM_JSON : FROM_CSV;
	return ends_with(s->name, ".csv") || ends_with(s->name, ".csv.gz") ? FROM_CSV : FROM_JSON;
}

static void cannot_read(struct roster *roster, const struct source *source)
{
	if (roster_goes_on(roster))
		roster_say(roster, "%s: error: cannot be read: %s", source->name, source_error(source));
	roster->system_failed = true;
}

/* Wide, or of events: the header says. */
static void take_csv(struct roster *roster, struct source *source, enum roster_from from)
{
	const struct hqcsv_input input = { source->name, source_read, source };
	char message[HQCSV_MESSAGE_MAX];
	struct hqcsv *csv;
	switch (hqcsv_open(&input, &csv, message)) {
	case 0:
		if (from == FROM_EVENTS || (!roster->options->from && event_file_is(roster, csv)))
			roster_events(roster, source, csv);
		else
			roster_wide(roster, source, csv);
		return;
	case HQCSV_EHEADER:
		roster_say(roster, "%s", message);
		roster->data_failed = true;
		return;
	default:
		cannot_read(roster, source);
		return;
	}
}

static void take_file(struct roster *roster, const char *path)
{
	static struct source source;           /* its head is large for a stack */
	if (source_open(&source, path)) {
		cannot_read(roster, &source);
		return;
	}
	roster->progress.source = &source;
	roster->progress.reading = true;
	const enum roster_from from = roster->options->from ? roster->options->from : guess(&source);
	if (from == FROM_CSV || from == FROM_EVENTS)
		take_csv(roster, &source, from);
	else
		roster_people(roster, &source);
	roster->progress.before += source.taken;
	roster->progress.source = NULL;
	source_close(&source);
}

/* ---- the end ------------------------------------------------------------------------------------------------- */

/* One way of writing that failed: said once, and what is left. */
static void end_target(struct roster *roster, struct target *t, const char *what, bool keep)
{
	const bool file = t->temporary != NULL;
	if (target_end(t, keep && !roster->system_failed) || t->error) {
		if (t->error != EPIPE)
			roster_say(roster, "%s: error: the %s cannot be written: %s%s", t->name, what, strerror(t->error),
				   file ? "; no file is left" : "; what was written ends with a whole row");
		roster->system_failed = true;
	}
}

static void put_count(const struct roster *roster)
{
	const struct tally *t = &roster->tally;
	fprintf(roster->err, "%" PRIu64 " row%s read, %" PRIu64 " result%s: %" PRIu64 " decided, %" PRIu64 " refused\n", t->rows,
		t->rows == 1 ? "" : "s", t->results, t->results == 1 ? "" : "s", t->decided, t->refused);
	if (t->events)
		fprintf(roster->err, "%" PRIu64 " event%s: %" PRIu64 " used, %" PRIu64 " refused, %" PRIu64 " of teachers who are refused\n", t->events,
			t->events == 1 ? "" : "s", t->events_used, t->events_refused, t->events_set_aside);
}

static void write_summary(struct roster *roster)
{
	struct bytes text = { 0 };
	struct target to;
	roster_summary(roster, &text);
	if (!roster->options->summary) {
		fwrite(text.at, 1, text.len, roster->err);
	} else {
		if (!target_open(&to, roster->options->summary))
			target_write(&to, text.at, text.len);
		end_target(roster, &to, "summary", !text.failed);
	}
	bytes_done(&text);
}

/* Every teacher and assignment that was asked for has been decided or refused. */
static void check_count(struct roster *roster)
{
	const struct tally *t = &roster->tally;
	uint64_t verdicts = 0;
	for (size_t v = HQ_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++)
		verdicts += t->verdicts[v];
	const bool whole = roster->stopped || interrupted() || roster->system_failed ||
			   t->events == t->events_used + t->events_refused + t->events_set_aside;
	if (t->results == t->decided + t->refused && verdicts == t->decided && whole)
		return;
	roster_say(roster, "the counts do not agree: %" PRIu64 " asked for, %" PRIu64 " decided, %" PRIu64 " refused; this is a mistake "
		   "of the program", t->results, t->decided, t->refused);
	roster->system_failed = true;
}

static void end_rollup(struct roster *roster)
{
	struct target to = { .fd = -1 };
	if (rollup_end(roster, &to))
		roster->system_failed = true;
	end_target(roster, &to, "roll-up", true);
	if (roster->repeated)
		fprintf(roster->err, "warning: %" PRIu64 " result%s of a teacher and assignment that had one before; give each assignment its own id\n",
			roster->repeated, roster->repeated == 1 ? " is" : "s are");
}

static int finish(struct roster *roster, struct part *ends)
{
	const bool stopped = roster->stopped, broken = interrupted();
	part_tail(roster, &ends->results);
	if (!broken && !roster->system_failed && target_write(&roster->results, ends->results.at, ends->results.len))
		roster->system_failed = true;
	const bool keep = !broken && !stopped && !roster->system_failed;
	const bool file = roster->results.temporary != NULL;
	progress_clear(roster);
	check_count(roster);
	if (keep)
		end_rollup(roster);
	end_target(roster, &roster->results, "results", keep);
	if (roster->errors.fd >= 0)
		end_target(roster, &roster->errors, "refused rows", !broken);
	if (broken)
		roster_say(roster, "interrupted after %" PRIu64 " results; %s", roster->tally.results,
			   file ? "no file was written" : "what was written ends with a whole row");
	else if (stopped)
		roster_say(roster, "stopped at the first that was refused (--strict)%s", file ? "; no file was written" : "");
	if (roster->options->summarize && keep)
		write_summary(roster);
	if (!roster->options->eval.quiet)
		put_count(roster);
	if (broken || roster->system_failed)
		return HQCLI_SYSTEM;
	return roster->data_failed || stopped ? HQCLI_DATA : HQCLI_DONE;
}

int hqcli_roster(const struct roster_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[], FILE *err)
{
	struct roster roster = { .options = options, .rules = rules, .err = err, .errors = { .fd = -1 }, .first_result = true };
	struct part ends = { .roster = &roster };
	struct map *map = NULL;
	const char *code = options->eval.jurisdiction;
	if (code && !hqcli_tables_find(rules, code, strlen(code))) {
		fprintf(err, "no rules for '%s'%s\n", code, hqcli_jurisdiction_hint(rules, code).text);
		return HQCLI_USAGE;
	}
	if (map_read(options->maps, options->nmaps, err, &map))
		return HQCLI_USAGE;
	roster.map = map;
	pthread_mutex_init(&roster.rulings.lock, NULL);
	interrupt_begin();
	rollup_begin(&roster);
	progress_begin(&roster, nfiles, files);
	part_head(&roster, &ends.results, &ends.refusals);
	if (target_open(&roster.results, options->output) || (options->errors && target_open(&roster.errors, options->errors)) ||
	    target_write(&roster.results, ends.results.at, ends.results.len) ||
	    (options->errors && target_write(&roster.errors, ends.refusals.at, ends.refusals.len)))
		roster.system_failed = true;
	ends.results.len = 0;
	if (!nfiles && roster_goes_on(&roster))
		take_file(&roster, "-");
	for (int i = 0; i < nfiles && roster_goes_on(&roster); i++)
		take_file(&roster, files[i]);
	roster.progress.reading = false;
	roster_events_decide(&roster);
	const int status = finish(&roster, &ends);
	part_done(&ends);
	rollup_done(&roster);
	map_free(map);
	tally_done(&roster.tally);
	rulings_done(&roster.rulings);
	pthread_mutex_destroy(&roster.rulings.lock);
	interrupt_end();
	return status;
}
