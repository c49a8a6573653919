/* `eval` and `explain`: every assignment of every teacher of every file, in the order read. One set of buffers is reused
 * from teacher to teacher; a mistake costs one teacher or one assignment, never the run; what is refused is counted, so
 * that the count in equals the count out.
 */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ids.h"
#include "print.h"
#include "read.h"

struct buffer { void *at; size_t size; };

struct run {
	const struct hqcli_options *options;
	const struct hqcli_rules *rules;
	FILE *out;
	struct log log;
	struct reader reader;
	struct ids ids;
	struct json json;              /* of an explanation, for CSV */
	struct buffer sorted;          /* records of one teacher, as the runtime wants them */
	struct buffer work, text;
	size_t teachers, decisions, refused;
	bool failed_on, system_failed;
};

/* Room for @want bytes; what was in it is not kept. */
static bool grow(struct run *run, struct buffer *buffer, size_t want)
{
	if (want <= buffer->size)
		return true;
	want += want / 2;
	free(buffer->at);
	buffer->at = malloc(want);
	buffer->size = buffer->at ? want : 0;
	if (!buffer->at) {
		fputs("out of memory\n", run->log.to);
		run->system_failed = true;
	}
	return buffer->at != NULL;
}

/* ---- which rules --------------------------------------------------------------------------------------------- */

static bool same_code(const struct hq_tables *rules, const char *code, size_t len)
{
	const struct code own = code_of(rules);
	if (strlen(own.text) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((code[i] >= 'a' && code[i] <= 'z' ? code[i] - 'a' + 'A' : code[i]) != own.text[i])
			return false;
	return true;
}

const struct hq_tables *hqcli_tables_find(const struct hqcli_rules *rules, const char *code, size_t len)
{
	for (size_t i = 0; i < rules->n; i++)
		if (same_code(rules->tables[i], code, len))
			return rules->tables[i];
	return NULL;
}

/* "; did you mean KS (Kansas)?", or the codes where they are few enough to read. */
struct hint { char text[300]; };

struct names { const struct hqcli_rules *rules; struct hq_string *name; };

static const char *nth_name(const void *context, size_t i)
{
	const struct names *n = context;
	*n->name = hq_text_of(n->rules->tables[i], n->rules->tables[i]->name);
	return n->name->text;
}

static struct hint jurisdiction_hint(const struct hqcli_rules *rules, const char *text)
{
	struct hint out = { "" };
	struct hq_string name;
	const struct names names = { rules, &name };
	const char *near = hqcli_nearest(text, strlen(text), rules->n, nth_name, &names);
	size_t n = 0;
	for (size_t i = 0; near && i < rules->n; i++)
		if (!strcmp(near, hq_text_of(rules->tables[i], rules->tables[i]->name).text))
			snprintf(out.text, sizeof(out.text), "; did you mean %s (%.80s)?", code_of(rules->tables[i]).text,
				 near);
	if (!near && rules->n > 20)
		snprintf(out.text, sizeof(out.text), "; `hq states` lists the %zu there are", rules->n);
	for (size_t i = 0; !near && i < rules->n && rules->n <= 20; i++)
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s", i ? ", " : "; there are ",
				      code_of(rules->tables[i]).text);
	return out;
}

static const struct hq_tables *rules_for(struct run *run, const struct read_teacher *t, const struct read_assignment *a)
{
	const char *code = a->jurisdiction ? a->jurisdiction : t->jurisdiction ? t->jurisdiction
			 : run->options->jurisdiction;
	const uint32_t node = a->jurisdiction ? a->jurisdiction_node : t->jurisdiction ? t->jurisdiction_node : 1;
	if (!code && run->rules->n == 1)
		return run->rules->tables[0];
	if (!code) {
		read_refuse(&run->reader, a->node ? a->node : 1,
			    "no jurisdiction; give -j CODE, or \"jurisdiction\" in the data");
		return NULL;
	}
	const struct hq_tables *rules = hqcli_tables_find(run->rules, code, strlen(code));
	if (!rules)
		read_refuse(&run->reader, node, "no rules for \"%s\"%s", shown(code, strlen(code)).text,
			    jurisdiction_hint(run->rules, code).text);
	return rules;
}

static int edition_for(struct run *run, const struct hq_tables *rules, const struct read_assignment *a, hq_day as_of)
{
	int edition = hq_edition_at(rules, as_of);
	if (edition >= 0)
		return edition;
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions);
	char day[11], text[200];
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < rules->editions.count && n < 150; i++) {
		hq_day_format(e[i].from, day);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%sfrom %s", i ? ", " : "", day);
		if (e[i].until != HQ_DAY_NEVER) {
			hq_day_format(e[i].until, day);
			n += (size_t)snprintf(text + n, sizeof(text) - n, " to %s", day);
		}
	}
	hq_day_format(as_of, day);
	read_refuse(&run->reader, a->node ? a->node : 1, "no rules of %s are in force on %s; there are rules %s",
		    code_of(rules).text, day, text);
	return -1;
}

/* ---- one decision -------------------------------------------------------------------------------------------- */

static bool worksheet_for(struct run *run, const struct read_teacher *t, const struct read_assignment *a,
			  const struct hq_tables *rules, uint16_t edition, const struct hq_answer **out)
{
	const struct json *json = &run->reader.json;
	char prefix[64];
	uint32_t node = a->worksheet;
	*out = NULL;
	snprintf(prefix, sizeof(prefix), "worksheet");
	for (uint32_t i = t->worksheets ? json->nodes[t->worksheets].child : 0; i && !node; i = json->nodes[i].next) {
		if (same_code(rules, json_key(json, &json->nodes[i]), json->nodes[i].key_len)) {
			snprintf(prefix, sizeof(prefix), "worksheets.%s", code_of(rules).text);
			node = i;
		}
	}
	if (!node || json->nodes[node].type == JSON_NULL)
		return true;
	if (json->nodes[node].type != JSON_OBJECT) {
		read_refuse(&run->reader, node, "expected an object of answers, {\"column\": value}");
		return false;
	}
	*out = read_worksheet(&run->reader, node, prefix, rules, edition);
	return *out != NULL;
}

/* A form of a state that nothing is decided for would be dropped silently otherwise. */
static bool check_worksheets(struct run *run, const struct read_teacher *t)
{
	const struct json *json = &run->reader.json;
	for (uint32_t i = t->worksheets ? json->nodes[t->worksheets].child : 0; i; i = json->nodes[i].next) {
		const char *code = json_key(json, &json->nodes[i]);
		const struct hq_tables *rules = hqcli_tables_find(run->rules, code, json->nodes[i].key_len);
		bool used = false;
		if (!rules) {
			read_refuse_key(&run->reader, i, "worksheets: no rules for \"%s\"%s",
					shown(code, strlen(code)).text, jurisdiction_hint(run->rules, code).text);
			continue;
		}
		for (size_t k = 0; k < t->nassignments; k++) {
			const struct read_assignment *a = &t->assignments[k];
			const char *own = a->jurisdiction ? a->jurisdiction : t->jurisdiction ? t->jurisdiction
					: run->options->jurisdiction;
			used = used || (!a->worksheet && (own ? same_code(rules, own, strlen(own)) : run->rules->n == 1));
		}
		if (!used)
			read_warn(&run->reader, i, "the worksheet of %s is not used: no assignment is decided by it",
				  code_of(rules).text);
	}
	return !run->reader.errors;
}

static int put_text(struct run *run, const struct hq_tables *rules, const struct hq_facts *facts,
		    const struct hq_decision *d, const struct hq_subject *subject, size_t *len)
{
	const struct hqcli_options *o = run->options;
	const enum hq_format format = o->format != HQCLI_TEXT ? HQ_FORMAT_JSON
		: o->full ? (o->color_out ? HQ_FORMAT_FULL_COLOR : HQ_FORMAT_FULL)
		: o->color_out ? HQ_FORMAT_TEXT_COLOR : HQ_FORMAT_TEXT;
	int rc = hq_explain(rules, facts, d, subject, format, run->text.at, run->text.size, len);
	if (rc == HQ_ESPACE) {
		if (!grow(run, &run->text, *len))
			return rc;
		rc = hq_explain(rules, facts, d, subject, format, run->text.at, run->text.size, len);
	}
	return rc;
}

static void print_decision(struct run *run, const struct hq_tables *rules, const struct hq_facts *facts,
			   const struct hq_decision *d, const struct hq_subject *subject)
{
	size_t len;
	if (put_text(run, rules, facts, d, subject, &len))
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

/* Returns whether a decision was made; messages say why not. */
static bool decide(struct run *run, const struct read_teacher *t, const struct read_assignment *a)
{
	struct reader *r = &run->reader;
	const hq_day as_of = a->as_of != HQ_DAY_OPEN ? a->as_of : t->as_of != HQ_DAY_OPEN ? t->as_of
			   : run->options->as_of;
	r->errors = 0;
	const struct hq_tables *rules = rules_for(run, t, a);
	const int edition = rules ? edition_for(run, rules, a, as_of) : -1;
	if (edition < 0 || !read_spans_ok(r, as_of))
		return false;
	struct hq_facts facts = { .vocab = run->rules->vocab, .records = run->sorted.at, .nrecords = t->nrecords,
				  .assignment = a->known ? &a->record : NULL, .closed = run->options->closed };
	struct hq_decision d;
	memcpy(facts.list, t->list, sizeof(facts.list));
	if (!worksheet_for(run, t, a, rules, (uint16_t)edition, &facts.answers))
		return false;
	int rc = hq_facts_prepare(&facts, run->sorted.at);
	const size_t need = hq_work_size(rules, (uint16_t)edition, t->nrecords);
	if (!rc && !grow(run, &run->work, need))
		return false;
	if (!rc)
		rc = hq_decide(rules, (uint16_t)edition, &facts, as_of, run->work.at, run->work.size, &d);
	if (rc) {
		read_refuse(r, a->node ? a->node : 1, "%s", hq_strerror(rc));
		return false;
	}
	run->decisions++;
	run->failed_on = run->failed_on || run->options->fail_on >> d.verdict & 1;
	print_decision(run, rules, &facts, &d, &(struct hq_subject){ t->id, a->id });
	return true;
}

/* ---- teachers and files -------------------------------------------------------------------------------------- */

static void take_teacher(struct run *run, const struct input_text *text)
{
	struct reader *r = &run->reader;
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
	if (t && !grow(run, &run->sorted, (t->nrecords + 1) * sizeof *t->records))
		t = NULL;
	if (!t || !check_worksheets(run, t)) {
		run->refused++;
		return;
	}
	if (t->nrecords)
		memcpy(run->sorted.at, t->records, t->nrecords * sizeof *t->records);
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
	struct run run = { .options = options, .rules = rules, .out = out, .log = { .to = err, .color = options->color_err } };
	struct input in = { 0 };
	const char *code = options->jurisdiction;
	if (code && !hqcli_tables_find(rules, code, strlen(code))) {
		fprintf(err, "no rules for '%s'%s\n", code, jurisdiction_hint(rules, code).text);
		return HQCLI_USAGE;
	}
	reader_begin(&run.reader, rules->vocab, &run.log);
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
	input_done(&in);
	reader_done(&run.reader);
	ids_done(&run.ids);
	json_done(&run.json);
	free(run.sorted.at);
	free(run.work.at);
	free(run.text.at);
	return run.system_failed ? HQCLI_SYSTEM : run.log.errors || run.failed_on ? HQCLI_DATA : HQCLI_DONE;
}
