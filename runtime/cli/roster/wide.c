/* Wide CSV: the reader in csv/ makes blocks of columns of it, on all threads; here each row of a block becomes a result or is
 * refused. How a block is decided is one function, decide_block. */
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct wide {
	struct roster *roster;
	struct hqcsv *csv;
	struct hqcsv_binding binding;
	struct hq_facts same;          /* what holds for every row */
	const struct ruling *ruling;
	const char *file;
	int teacher, assignment;       /* columns; -1 */
};

/* One thread. */
struct own {
	struct wide *wide;
	struct part part;
	struct hqcsv_decider *decider;
	int64_t *work;                 /* for a summary; NULL: none is asked for */
	size_t work_len;
	uint8_t verdicts[HQCSV_ROWS];
	uint16_t routes[HQCSV_ROWS], rows[HQCSV_ROWS];
	int8_t errors[HQCSV_ROWS];
};

static bool is_refused(const struct hqcsv_block *block, size_t row)
{
	return block->refused[row / 8] >> row % 8 & 1;
}

/* What the open ones lack is asked of the scalar functions, for a summary alone. */
static void count_missing(struct own *own, const struct hqcsv_block *block)
{
	const struct hqcsv_binding *b = &own->wide->binding;
	struct hq_decision d;
	for (size_t r = 0; r < block->nrows; r++) {
		if (own->verdicts[r] != HQ_UNDETERMINED)
			continue;
		const struct hq_facts *facts = hqcsv_facts(own->decider, block, r);
		if (!hq_decide(b->rules, b->edition, facts, b->as_of, own->work, own->work_len, &d))
			part_missing(&own->part, own->wide->ruling, facts, &d);
	}
}

/* Verdict, route and deciding row of every row of the block. */
static int decide_block(struct own *own, const struct hqcsv_block *block)
{
	const int rc = hqcsv_decide(own->decider, block, own->verdicts, own->routes, own->rows, own->errors);
	if (!rc && own->work)
		count_missing(own, block);
	return rc;
}

/* What the column asks: its row in the rules, or its fact; of a row as a whole, CSV itself. */
static void refuse(struct own *own, struct hqcsv_block *block, const struct hqcsv_refusal *refusal)
{
	const struct wide *w = own->wide;
	struct hqcsv_place at;
	struct hq_string rule;
	hqcsv_refusal_place(block, refusal, &at);
	const struct hqcsv_column *column = refusal->column == HQ_NONE ? NULL : hqcsv_column(w->csv, refusal->column);
	if (at.rule != HQ_NONE)
		rule = hq_row_name_of(w->binding.rules, at.rule);
	else
		snprintf(rule.text, sizeof(rule.text), "%s", column && column->ours ? column->ours : "csv");
	part_refuse(&own->part, &(struct refusal){ w->file, at.line, at.column, at.name, at.value, rule.text, at.text });
}

/* What the runtime refuses: hq_verdict has no more to say than its error. */
static void refuse_decision(struct own *own, struct hqcsv_block *block, size_t row, int error)
{
	const struct wide *w = own->wide;
	size_t len = 0;
	const char *teacher = w->teacher < 0 ? "" : hqcsv_cell(block, row, (size_t)w->teacher, &len);
	const struct shown value = shown(teacher, len);
	part_refuse(&own->part, &(struct refusal){ w->file, hqcsv_line(block, row), 1, "", value.text, "decision",
						   hq_strerror(error) });
}

static bool out_of_memory(struct part *p)
{
	bytes_text(&p->notes, "out of memory\n");
	p->failed = true;
	return false;
}

/* Whose a row is. The text of a cell is good until the next is asked for, so the first is kept. */
static void read_ids(struct own *own, struct hqcsv_block *block, size_t row, struct result *r)
{
	const struct wide *w = own->wide;
	struct bytes *kept = &own->part.kept;
	kept->len = 0;
	r->teacher = r->assignment = "";
	if (w->assignment >= 0) {
		r->assignment = hqcsv_cell(block, row, (size_t)w->assignment, &r->assignment_len);
		bytes_add(kept, r->assignment, r->assignment_len);
		r->assignment = r->assignment_len && !kept->failed ? kept->at : "";
	}
	r->teacher = hqcsv_cell(block, row, (size_t)w->teacher, &r->teacher_len);
}

static void put_row(struct own *own, struct hqcsv_block *block, size_t row)
{
	const struct wide *w = own->wide;
	struct result r = { .ruling = w->ruling, .as_of = w->binding.as_of, .verdict = (enum hq_verdict)own->verdicts[row],
			    .route = own->routes[row], .row = own->rows[row] };
	read_ids(own, block, row, &r);
	part_result(&own->part, &r);
}

static int on_block(void *context, struct hqcsv_block *block)
{
	struct own *own = context;
	struct part *p = &own->part;
	size_t refusal = 0;
	if (decide_block(own, block)) {
		out_of_memory(p);
		return 0;
	}
	for (size_t row = 0; row < block->nrows && !p->stopped; row++) {
		p->tally.rows++;
		p->tally.results++;
		bool nobody = false;           /* the id itself is refused */
		for (; refusal < block->nrefusals && block->refusals[refusal].row == row; refusal++) {
			refuse(own, block, &block->refusals[refusal]);
			nobody = nobody || block->refusals[refusal].column == (uint16_t)own->wide->teacher ||
				 block->refusals[refusal].column == HQ_NONE;
		}
		if (own->errors[row] && !is_refused(block, row))
			refuse_decision(own, block, row, own->errors[row]);
		else if (!is_refused(block, row)) {
			put_row(own, block, row);
			continue;
		}
		struct result r = { 0 };
		if (!nobody && p->roster->seen) {
			read_ids(own, block, row, &r);
			part_seen(p, r.teacher, r.teacher_len, r.assignment, r.assignment_len, 0);
		}
		p->tally.refused++;
		p->stopped = p->roster->options->strict;
	}
	return 0;
}

static int on_put(void *context)
{
	return part_put(&((struct own *)context)->part);
}

static void on_end(void *context)
{
	struct own *own = context;
	part_done(&own->part);
	hqcsv_decider_free(own->decider);
	free(own->work);
	free(own);
}

static void *on_begin(void *context)
{
	struct wide *w = context;
	struct own *own = calloc(1, sizeof *own);
	if (!own)
		return NULL;
	own->wide = w;
	own->part.roster = w->roster;
	own->decider = hqcsv_decider_new(w->csv, &w->same);
	if (w->roster->options->summarize) {
		own->work_len = hq_work_size(w->binding.rules, w->binding.edition, 1);
		own->work = malloc(own->work_len + 1);
	}
	if (own->decider && (own->work || !w->roster->options->summarize))
		return own;
	on_end(own);
	return NULL;
}

static void say_line(void *context, const char *message)
{
	roster_say(context, "%s", message);
}

static const char *our_name(void *context, const char *theirs, size_t len)
{
	return map_name(((const struct roster *)context)->map, theirs, len);
}

static const char *our_value(void *context, const char *ours, const char *theirs, size_t len)
{
	return map_value(((const struct roster *)context)->map, ours, theirs, len);
}

/* Which rules decide: one jurisdiction, one date for the file. */
static bool bind(struct wide *w)
{
	struct roster *roster = w->roster;
	const struct hqcli_options *o = &roster->options->eval;
	const struct hq_tables *rules = o->jurisdiction ? hqcli_tables_find(roster->rules, o->jurisdiction, strlen(o->jurisdiction))
				      : roster->rules->n == 1 ? roster->rules->tables[0] : NULL;
	if (!rules) {
		roster_say(roster, "%s: error: a wide file is decided by the rules of one jurisdiction; give -j CODE", w->file);
		return false;
	}
	const int edition = hq_edition_at(rules, o->as_of);
	if (edition < 0) {
		char day[11];
		hq_day_format(o->as_of, day);
		roster_say(roster, "%s: error: no rules of %.4s are in force on %s; `hq states` lists the dates, --as-of sets it",
			   w->file, rules->code, day);
		return false;
	}
	w->binding = (struct hqcsv_binding){ .vocab = roster->rules->vocab, .rules = rules, .edition = (uint16_t)edition,
					     .as_of = o->as_of };
	if (roster->map) {
		w->binding.name = our_name;
		w->binding.value = our_value;
		w->binding.context = roster;
	}
	if (hqcsv_bind(w->csv, &w->binding, say_line, roster))
		return false;
	w->teacher = hqcsv_find(w->csv, HQCSV_TEACHER, 0);
	w->assignment = hqcsv_find(w->csv, HQCSV_ASSIGNMENT, 0);
	if (w->teacher < 0) {
		roster_say(roster, "%s:1:1: error: no column \"teacher\"; give each teacher an id of your own", w->file);
		return false;
	}
	w->same = (struct hq_facts){ .vocab = roster->rules->vocab, .closed = o->closed };
	w->ruling = ruling_of(&roster->rulings, rules, (uint16_t)edition);
	if (w->ruling && !hq_facts_prepare(&w->same, NULL))
		return true;
	roster_say(roster, "out of memory");
	roster->system_failed = true;
	return false;
}

void roster_wide(struct roster *roster, struct source *source, struct hqcsv *csv)
{
	struct wide w = { .roster = roster, .file = source->name, .csv = csv };
	const struct hqcsv_work work = { on_begin, on_end, on_block, on_put, &w };
	if (bind(&w)) {
		const int rc = hqcsv_run(csv, roster->options->jobs, &work);
		if (rc < 0 && roster_goes_on(roster)) {
			roster_say(roster, "%s: error: cannot be read: %s", source->name,
				   rc == HQCSV_EMEMORY ? "out of memory" : source_error(source));
			roster->system_failed = true;
		}
	} else {
		roster->data_failed = true;
	}
	hqcsv_close(csv);
}
