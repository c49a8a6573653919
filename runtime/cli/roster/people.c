/* JSON: teachers one after another, one on each line, or in lists. The text of each is cut out of the file in turn, some of
 * them at a time; what it says and what is decided is found on all threads. */
#include "roster.h"

#include <stdlib.h>

enum { TEXTS_MAX = 256, TEXTS_BYTES = 1 << 18 };

struct people {
	struct roster *roster;
	struct input in;
	struct log log;                /* of the input: whose turn it is gets the messages */
	bool failed;
};

/* A teacher cut out of the file, or what was said instead. */
struct text {
	size_t at, len;                /* in own.texts; no len: broken */
	struct place place;
	size_t said;                   /* messages up to here come before it; in own.said */
};

struct saying { struct place at; bool warning; size_t text, len; };

/* One thread. */
struct own {
	struct people *people;
	struct part part;
	struct log log;
	struct deciding deciding;
	struct bytes texts, said, sayings;     /* sayings: of struct saying */
	struct text list[TEXTS_MAX];
	size_t n;
};

/* What the input says while texts are cut is kept for its place among them. */
static void take_saying(void *context, const struct message *m)
{
	struct own *own = context;
	const struct saying saying = { *m->at, m->warning, own->said.len, strlen(m->text) };
	bytes_add(&own->said, m->text, strlen(m->text) + 1);
	bytes_add(&own->sayings, (const char *)&saying, sizeof saying);
}

static int on_take(void *context)
{
	struct own *own = context;
	struct people *p = own->people;
	struct input_text text;
	enum input_result got = INPUT_TEACHER;
	own->texts.len = own->said.len = own->sayings.len = own->n = 0;
	p->log.context = own;
	while (own->n < TEXTS_MAX && own->texts.len < TEXTS_BYTES) {
		got = input_next(&p->in, &text);
		if (got == INPUT_FAILED)
			p->failed = true;             /* said among the sayings */
		if (got != INPUT_TEACHER && got != INPUT_BROKEN)
			break;
		struct text *t = &own->list[own->n++];
		*t = (struct text){ .at = own->texts.len, .len = got == INPUT_TEACHER ? text.len : 0, .place = text.place,
				    .said = own->sayings.len / sizeof(struct saying) };
		if (t->len)
			bytes_add(&own->texts, text.bytes, text.len);
	}
	return own->n || own->sayings.len;
}

static void say(struct own *own, size_t *from, size_t to)
{
	const struct saying *s = (const struct saying *)(const void *)own->sayings.at;
	for (; *from < to; ++*from) {
		const struct message m = { &s[*from].at, s[*from].warning, "", "json", own->said.at + s[*from].text };
		own->log.take(own->log.context, &m);
	}
}

static void refused(struct own *own, const char *assignment)
{
	const struct read_teacher *t = &own->deciding.reader.teacher;
	if (t->id)
		part_seen(&own->part, t->id, t->id_len, assignment ? assignment : "", assignment ? strlen(assignment) : 0, 0);
	own->part.tally.results++;
	own->part.tally.refused++;
	own->part.stopped = own->people->roster->options->strict;
}

static void decide(struct own *own, const struct read_teacher *t, const struct read_assignment *a)
{
	struct decided d;
	if (!deciding_assignment(&own->deciding, t, a, &d)) {
		refused(own, a->id);
		return;
	}
	const struct ruling *ruling = ruling_of(&own->people->roster->rulings, d.rules, d.edition);
	if (!ruling) {
		own->part.failed = true;
		return;
	}
	own->part.tally.results++;
	part_missing(&own->part, ruling, &d.facts, &d.decision);
	part_result(&own->part, &(struct result){ t->id, a->id ? a->id : "", t->id_len, a->id ? strlen(a->id) : 0, ruling, d.as_of,
						  d.decision.verdict, d.decision.route, hq_batch_reason(d.rules, &d.decision) });
}

static int on_work(void *context)
{
	struct own *own = context;
	struct part *p = &own->part;
	size_t said = 0;
	if (own->texts.failed || own->said.failed || own->sayings.failed) {
		p->failed = true;
		return 0;
	}
	for (size_t i = 0; i < own->n && !p->stopped; i++) {
		const struct text *t = &own->list[i];
		say(own, &said, t->said);
		p->tally.rows++;
		const struct input_text text = { own->texts.at + t->at, t->len, t->place };
		const struct read_teacher *teacher = t->len ? read_teacher(&own->deciding.reader, &text) : NULL;
		if (!teacher || !deciding_teacher(&own->deciding, teacher)) {
			if (!t->len)
				own->deciding.reader.teacher.id = NULL;
			refused(own, NULL);
			continue;
		}
		for (size_t k = 0; k < teacher->nassignments && !p->stopped; k++)
			decide(own, teacher, &teacher->assignments[k]);
	}
	say(own, &said, own->sayings.len / sizeof(struct saying));
	if (own->deciding.system_failed || own->deciding.reader.out_of_memory)
		p->failed = true;
	return 0;
}

static int on_put(void *context)
{
	struct own *own = context;
	own->people->roster->data_failed = own->people->roster->data_failed || own->sayings.len || own->log.errors;
	return part_put(&own->part);
}

static void on_end(void *context)
{
	struct own *own = context;
	deciding_done(&own->deciding);
	bytes_done(&own->texts);
	bytes_done(&own->said);
	bytes_done(&own->sayings);
	part_done(&own->part);
	free(own);
}

static void *on_begin(void *context)
{
	struct people *p = context;
	struct own *own = calloc(1, sizeof *own);
	if (!own)
		return NULL;
	own->people = p;
	own->part.roster = p->roster;
	own->log = part_log(&own->part);
	deciding_begin(&own->deciding, &p->roster->options->eval, p->roster->rules, &own->log);
	return own;
}

void roster_people(struct roster *roster, struct source *source)
{
	struct people p = { .roster = roster, .log = { .to = roster->err, .take = take_saying } };
	const struct turns turns = { on_begin, on_end, on_take, on_work, on_put, &p };
	input_begin(&p.in, NULL, source->name, &p.log);
	p.in.read = source_read;
	p.in.context = source;
	const int rc = turns_run(&turns, roster->options->jobs);
	if (rc < 0)
		roster_say(roster, "out of memory");
	if (rc < 0 || (p.failed && roster_goes_on(roster)))
		roster->system_failed = true;
	input_done(&p.in);
}
