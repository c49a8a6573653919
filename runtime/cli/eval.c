/* `eval` and `explain`: every assignment of every teacher of every file, in the order read. One set of buffers is reused
 * from teacher to teacher; a mistake costs one teacher or one assignment, never the run; what is refused is counted, so
 * that the count in equals the count out.
 */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "deciding.h"
#include "ids.h"
#include "print.h"
#include "questions/questions.h"

struct run {
	const struct hqcli_options *options;
	FILE *out;
	struct log log;
	struct deciding deciding;
	struct ids ids;
	struct json json;              /* of an explanation, for CSV */
	struct buffer text;
	size_t teachers, decisions, refused;
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
static bool decide(struct run *run, const struct read_teacher *t, const struct read_assignment *a)
{
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

/* ---- teachers and files -------------------------------------------------------------------------------------- */

static void take_teacher(struct run *run, const struct input_text *text)
{
	struct reader *r = &run->deciding.reader;
	const struct read_teacher *t = read_teacher(r, text);
	struct place first;
	run->teachers++;
	int added = r->teacher.id ? ids_add(&run->ids, r->teacher.id, r->teacher.id_len, text->place, &first) : 1;
	if (added == 0) {
		log_error(&run->log, &text->place, "%s: this id was read before, at %s:%zu:%zu; give each teacher one "
			  "object, with all assignments", shown(r->teacher.id, r->teacher.id_len).text, first.file,
			  first.line, first.column);
		t = NULL;
	}
	if (added < 0 || r->out_of_memory)
		run->system_failed = true;
	if (!t || !deciding_teacher(&run->deciding, t)) {
		run->refused++;
		return;
	}
	for (size_t i = 0; i < t->nassignments; i++)
		run->refused += !decide(run, t, &t->assignments[i]);
}

static void take_file(struct run *run, struct input *in, const char *path)
{
	const bool standard = !strcmp(path, "-");
	FILE *file = standard ? stdin : fopen(path, "rb");
	struct input_text text;
	if (!file) {
		log_error(&run->log, &(struct place){ .file = path }, "cannot be read: %s", strerror(errno));
		run->system_failed = true;
		return;
	}
	input_begin(in, file, standard ? "standard input" : path, &run->log);
	for (;;) {
		switch (input_next(in, &text)) {
		case INPUT_TEACHER:
			take_teacher(run, &text);
			continue;
		case INPUT_BROKEN:
			run->teachers++;
			run->refused++;
			continue;
		case INPUT_FAILED:
			run->system_failed = true;
			break;
		case INPUT_END:
			break;
		}
		break;
	}
	if (!standard)
		fclose(file);
}

static void put_count(const struct run *run)
{
	fprintf(run->log.to, "%zu teacher%s read, %zu decision%s, %zu refused\n", run->teachers,
		run->teachers == 1 ? "" : "s", run->decisions, run->decisions == 1 ? "" : "s", run->refused);
}

int hqcli_eval(const struct hqcli_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[],
	       FILE *out, FILE *err)
{
	struct run run = { .options = options, .out = out, .log = { .to = err, .color = options->color_err } };
	struct input in = { 0 };
	const char *code = options->jurisdiction;
	if (code && !hqcli_tables_find(rules, code, strlen(code))) {
		fprintf(err, "no rules for '%s'%s\n", code, hqcli_jurisdiction_hint(rules, code).text);
		return HQCLI_USAGE;
	}
	deciding_begin(&run.deciding, options, rules, &run.log);
	if (options->format == HQCLI_CSV)
		csv_decision_head(out);
	if (!nfiles)
		take_file(&run, &in, "-");
	for (int i = 0; i < nfiles; i++)
		take_file(&run, &in, files[i]);
	if (fflush(out) || ferror(out)) {
		fprintf(err, "the results cannot be written: %s\n", strerror(errno));
		run.system_failed = true;
	}
	if (!options->quiet)
		put_count(&run);
	run.system_failed = run.system_failed || run.deciding.system_failed;
	input_done(&in);
	deciding_done(&run.deciding);
	ids_done(&run.ids);
	json_done(&run.json);
	free(run.text.at);
	return run.system_failed ? HQCLI_SYSTEM : run.log.errors || run.failed_on ? HQCLI_DATA : HQCLI_DONE;
}
