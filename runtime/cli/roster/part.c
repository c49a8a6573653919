/* Rows as they are written: results in four formats, refusals in two. A thread makes them; they are written in their turn,
 * whole rows only. */
#include "roster.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* ---- results ------------------------------------------------------------------------------------------------- */

void part_head(const struct roster *roster, struct bytes *results, struct bytes *refusals)
{
	switch (roster->options->format) {
	case ROSTER_CSV:
		bytes_text(results, "teacher,assignment,jurisdiction,as_of,verdict,route,reason\n");
		break;
	case ROSTER_JSON:
		bytes_text(results, "{\"results\":[");
		break;
	case ROSTER_TEXT:
		bytes_print(results, "%-20s %-12s %-3s %-10s %-20s %s\n", "teacher", "assignment", "", "as of", "verdict", "reason");
		break;
	case ROSTER_NDJSON:
		break;
	}
	if (roster->options->errors)
		bytes_text(refusals, "file,line,column,name,value,rule,message\n");
}

void part_tail(const struct roster *roster, struct bytes *results)
{
	if (roster->options->format == ROSTER_JSON)
		bytes_text(results, "\n]}\n");
}

static void put_csv(struct bytes *b, const struct result *r, const char *day, const char *route, const char *reason)
{
	bytes_cell(b, r->teacher, r->teacher_len);
	bytes_add(b, ",", 1);
	bytes_cell(b, r->assignment, r->assignment_len);
	bytes_add(b, ",", 1);
	bytes_text(b, r->ruling->code);
	bytes_add(b, ",", 1);
	bytes_add(b, day, 10);
	bytes_add(b, ",", 1);
	bytes_text(b, hq_verdict_name(r->verdict));
	bytes_add(b, ",", 1);
	bytes_text(b, route);
	bytes_add(b, ",", 1);
	bytes_text(b, reason);
	bytes_add(b, "\n", 1);
}

static void put_json(struct bytes *b, const struct result *r, const char *day, const char *route, const char *reason)
{
	bytes_text(b, "{\"teacher\":");
	bytes_json(b, r->teacher, r->teacher_len);
	bytes_text(b, ",\"assignment\":");
	if (r->assignment_len)
		bytes_json(b, r->assignment, r->assignment_len);
	else
		bytes_text(b, "null");
	bytes_print(b, ",\"jurisdiction\":\"%s\",\"as_of\":\"%s\",\"verdict\":\"%s\",\"route\":", r->ruling->code, day,
		    hq_verdict_name(r->verdict));
	bytes_print(b, *route ? "\"%s\"" : "null", route);
	bytes_print(b, ",\"reason\":\"%s\"}", reason);
}

static int count_missing(void *context, const struct hq_missing *missing)
{
	const struct { struct part *part; const struct ruling *ruling; } *c = context;
	tally_missing(&c->part->tally, c->ruling, missing);
	return 0;
}

void part_missing(struct part *p, const struct ruling *ruling, const struct hq_facts *facts, const struct hq_decision *decision)
{
	struct { struct part *part; const struct ruling *ruling; } context = { p, ruling };
	if (p->roster->options->summarize && !p->stopped && decision->verdict == HQ_UNDETERMINED)
		hq_missing_each(ruling->rules, facts, decision, count_missing, &context);
}

void part_result(struct part *p, const struct result *r)
{
	if (p->stopped)
		return;
	part_seen(p, r->teacher, r->teacher_len, r->assignment, r->assignment_len, r->verdict);
	const struct roster_options *o = p->roster->options;
	const uint16_t reason = ruling_reason(r->ruling, r->verdict, r->row);
	const struct roster_reason *why = &r->ruling->reasons[reason];
	const char *route = r->verdict == HQ_HIGHLY_QUALIFIED && r->route != HQ_NONE ? why->code + why->name : "";
	const char *day = p->day_text;
	tally_add(&p->tally, r->ruling, r->verdict, reason);
	p->failed_on = p->failed_on || o->eval.fail_on >> r->verdict & 1;
	if (r->as_of != p->day || !*day)
		hq_day_format(p->day = r->as_of, p->day_text);
	switch (o->format) {
	case ROSTER_CSV:
		put_csv(&p->results, r, day, route, why->code);
		return;
	case ROSTER_NDJSON:
		put_json(&p->results, r, day, route, why->code);
		bytes_add(&p->results, "\n", 1);
		return;
	case ROSTER_JSON:
		bytes_text(&p->results, ",\n");        /* part_put leaves out the first comma of all */
		put_json(&p->results, r, day, route, why->code);
		return;
	case ROSTER_TEXT:
		bytes_print(&p->results, "%-20.*s %-12.*s %-3s %s %-20s %s\n", (int)r->teacher_len, r->teacher,
			    (int)r->assignment_len, r->assignment, r->ruling->code, day, hq_verdict_name(r->verdict), why->code);
		return;
	}
}

/* ---- refusals ------------------------------------------------------------------------------------------------ */

static void put_place(struct bytes *b, const struct refusal *r)
{
	if (r->line)
		bytes_print(b, "%s:%zu:%zu: ", r->file, r->line, r->column);
	else
		bytes_print(b, "%s: ", r->file);
}

static void put_refusal_row(struct bytes *b, const struct refusal *r)
{
	bytes_cell(b, r->file, strlen(r->file));
	bytes_print(b, r->line ? ",%zu,%zu," : ",,,", r->line, r->column);
	bytes_cell(b, r->name, strlen(r->name));
	bytes_add(b, ",", 1);
	bytes_cell(b, r->value, strlen(r->value));
	bytes_add(b, ",", 1);
	bytes_cell(b, r->rule, strlen(r->rule));
	bytes_add(b, ",", 1);
	bytes_cell(b, r->text, strlen(r->text));
	bytes_add(b, "\n", 1);
}

void part_refuse(struct part *p, const struct refusal *r)
{
	const struct roster_options *o = p->roster->options;
	if (p->stopped)
		return;
	if (o->errors) {
		put_refusal_row(&p->refusals, r);
	} else {
		put_place(&p->refusals, r);
		bytes_text(&p->refusals, o->eval.color_err ? "\033[1;31merror:\033[0m " : "error: ");
		if (*r->name)
			bytes_print(&p->refusals, "%s: ", r->name);
		bytes_print(&p->refusals, "%s", r->text);
		bytes_print(&p->refusals, *r->rule && strcmp(r->rule, r->name) ? " [%s]\n" : "\n", r->rule);
	}
}

/* What the reader of JSON says. */
static void take_message(void *context, const struct message *m)
{
	struct part *p = context;
	const struct roster_options *o = p->roster->options;
	const struct refusal r = { m->at->file, m->at->line, m->at->column, "", m->value, m->rule, m->text };
	if (!m->warning) {
		part_refuse(p, &r);
		return;
	}
	if (p->stopped)
		return;
	put_place(&p->notes, &r);
	bytes_text(&p->notes, o->eval.color_err ? "\033[1;35mwarning:\033[0m " : "warning: ");
	bytes_print(&p->notes, "%s\n", m->text);
}

struct log part_log(struct part *p)
{
	return (struct log){ .to = p->roster->err, .take = take_message, .context = p };
}

/* ---- in its turn --------------------------------------------------------------------------------------------- */

static void put(struct roster *roster, struct target *to, struct bytes *b)
{
	const size_t skip = to == &roster->results && roster->first_result && roster->options->format == ROSTER_JSON && b->len;
	if (b->failed) {
		roster_say(roster, "out of memory");
		roster->system_failed = true;
	} else if (target_write(to, b->at + skip, b->len - skip)) {
		roster->system_failed = true;
	}
	roster->first_result = roster->first_result && !(to == &roster->results && b->len);
	b->len = 0;
}

static void say(const struct roster *roster, struct bytes *b)
{
	if (b->len)
		fwrite(b->at, 1, b->len, roster->err);
	b->len = 0;
}

int part_put(struct part *p)
{
	struct roster *roster = p->roster;
	if (roster->stopped || roster->system_failed)
		return 1;
	if (p->notes.len || (p->refusals.len && !roster->options->errors))
		progress_clear(roster);
	say(roster, &p->notes);
	if (roster->options->errors)
		put(roster, &roster->errors, &p->refusals);
	else
		say(roster, &p->refusals);
	put(roster, &roster->results, &p->results);
	if (roster->seen)
		rollup_take(roster, &p->seen);
	roster->data_failed = roster->data_failed || p->failed_on || p->tally.refused || p->tally.events_refused;
	tally_move(&roster->tally, &p->tally, &roster->rulings);
	if (p->failed || p->seen.failed || roster->tally.failed)
		roster->system_failed = true;
	if (p->stopped)
		roster->stopped = true;
	progress_show(roster, roster->tally.rows);
	return !roster_goes_on(roster);
}

void part_done(struct part *p)
{
	bytes_done(&p->results);
	bytes_done(&p->refusals);
	bytes_done(&p->notes);
	bytes_done(&p->kept);
	bytes_done(&p->seen);
	tally_done(&p->tally);
}
