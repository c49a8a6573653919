/* `eval` and `explain`: a decision on every assignment of every teacher. One set of buffers is reused from teacher to teacher. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "questions/questions.h"
#include "teachers.h"

struct run {
	const struct hqcli_options *options;
	FILE *out;
	struct log log;
	struct deciding deciding;
	struct json json;              /* of an explanation, for CSV */
	struct buffer text;
	size_t decisions;
	bool failed_on, system_failed;
};

/* ---- one decision -------------------------------------------------------------------------------------------- */

static int put_text(struct run *run, const struct decided *d, const struct hq_subject *subject, size_t *len)
{
	const struct hqcli_options *o = run->options;
	const enum hq_format format = o->format != HQCLI_TEXT ? HQ_FORMAT_JSON
		: o->full ? (o->color_out ? HQ_FORMAT_FULL_COLOR : HQ_FORMAT_FULL)
		: o->color_out ? HQ_FORMAT_TEXT_COLOR : HQ_FORMAT_TEXT;
	int rc = hq_explain(d->rules, &d->facts, &d->decision, subject, format, run->text.at, run->text.size, len);
	if (rc == HQ_ESPACE) {
		if (!deciding_grow(&run->deciding, &run->text, *len))
			return rc;
		rc = hq_explain(d->rules, &d->facts, &d->decision, subject, format, run->text.at, run->text.size, len);
	}
	return rc;
}

static void print_decision(struct run *run, const struct decided *d, const struct hq_subject *subject)
{
	size_t len;
	if (put_text(run, d, subject, &len))
		return;
	switch (run->options->format) {
	case HQCLI_TEXT:
		if (run->decisions > 1)
			putc('\n', run->out);
		fwrite(run->text.at, 1, len, run->out);
		break;
	case HQCLI_JSON:
		fwrite(run->text.at, 1, len, run->out);
		putc('\n', run->out);
		break;
	case HQCLI_CSV:
		if (csv_decision(run->out, &run->json, run->text.at, len, &run->log))
			run->system_failed = true;
		break;
	}
}

static void put_questions(struct run *run, const struct decided *d, const struct hq_subject *subject)
{
	if (run->options->format == HQCLI_TEXT && run->decisions > 1)
		putc('\n', run->out);
	if (questions_put(d, subject, run->options, run->out))
		return;
	fputs("out of memory\n", run->log.to);
	run->deciding.system_failed = true;
}

/* Returns whether a decision was made; messages say why not. */
static bool decide(void *context, const struct read_teacher *t, const struct read_assignment *a)
{
	struct run *run = context;
	struct decided d;
	if (!deciding_assignment(&run->deciding, t, a, &d))
		return false;
	run->decisions++;
	run->failed_on = run->failed_on || run->options->fail_on >> d.decision.verdict & 1;
	if (run->options->questions)
		put_questions(run, &d, &(struct hq_subject){ t->id, a->id });
	else
		print_decision(run, &d, &(struct hq_subject){ t->id, a->id });
	return true;
}

static void put_count(const struct run *run, const struct teachers *t)
{
	fprintf(run->log.to, "%zu teacher%s read, %zu decision%s, %zu refused\n", t->read, t->read == 1 ? "" : "s", run->decisions,
		run->decisions == 1 ? "" : "s", t->refused);
}

int hqcli_eval(const struct hqcli_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[],
	       FILE *out, FILE *err)
{
	struct run run = { .options = options, .out = out, .log = { .to = err, .color = options->color_err } };
	struct teachers teachers = { .deciding = &run.deciding, .log = &run.log, .take = decide, .context = &run };
	const char *code = options->jurisdiction;
	if (code && !hqcli_tables_find(rules, code, strlen(code))) {
		fprintf(err, "no rules for '%s'%s\n", code, hqcli_jurisdiction_hint(rules, code).text);
		return HQCLI_USAGE;
	}
	deciding_begin(&run.deciding, options, rules, &run.log);
	if (options->format == HQCLI_CSV)
		csv_decision_head(out);
	teachers_each(&teachers, nfiles, files);
	if (fflush(out) || ferror(out)) {
		fprintf(err, "the results cannot be written: %s\n", strerror(errno));
		run.system_failed = true;
	}
	if (!options->quiet)
		put_count(&run, &teachers);
	run.system_failed = run.system_failed || teachers.system_failed || run.deciding.system_failed;
	deciding_done(&run.deciding);
	json_done(&run.json);
	free(run.text.at);
	return run.system_failed ? HQCLI_SYSTEM : run.log.errors || run.failed_on ? HQCLI_DATA : HQCLI_DONE;
}
