/* Rosters of events: rows of several files brought together by teacher. A file whose teachers stand in ascending order is read as it
 * is needed; the rows of all others go through a sort outside memory. What comes of both is merged, cut into teachers and decided
 * on all threads. Results come in the order of the teachers' ids. */
#include "event.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "interrupt.h"

enum {
	STREAMS_MAX = 8,               /* files read as they are needed; more are sorted */
	SORT_MEMORY = 96 << 20,
	TAKE_TEACHERS = 256, TAKE_BYTES = 1 << 18      /* of one piece of work */
};

/* A file in order, with its next event. */
struct stream {
	struct source source;
	struct event_file file;
	struct entry next;
	bool there;
};

struct events {
	struct roster *roster;
	const char **names;            /* of all event files */
	uint32_t nnames;
	struct sorter *sorter;         /* NULL: nothing is sorted */
	struct entry sorted;           /* its next */
	bool sorted_there;
	struct stream *streams[STREAMS_MAX];
	unsigned nstreams;
	bool failed;                   /* while merging; said */
};

/* ---- files --------------------------------------------------------------------------------------------------- */

static void system_failed(struct roster *roster, const char *what, const char *why)
{
	if (roster_goes_on(roster))
		roster_say(roster, "%s: error: %s", what, why);
	roster->system_failed = true;
}

static bool file_begin(struct events *e, struct event_file *f, struct source *source, uint32_t number, struct hqcsv *csv)
{
	*f = (struct event_file){ .roster = e->roster, .name = source->name, .number = number, .csv = csv };
	if (event_file_begin(f))
		return true;
	e->roster->data_failed = true;
	return false;
}

/* All of a file into the sort. Messages about its rows come at once. */
static void sort_file(struct events *e, struct event_file *f, struct source *source)
{
	struct part part = { .roster = e->roster };
	struct entry entry;
	int rc = 0;
	if (!e->sorter && !(e->sorter = sorter_new(SORT_MEMORY)))
		system_failed(e->roster, f->name, "out of memory");
	while (roster_goes_on(e->roster) && (rc = event_file_next(f, &part, &entry)) > 0) {
		if (sorter_add(e->sorter, &entry))
			system_failed(e->roster, "the rows cannot be sorted in a temporary file (TMPDIR says where)", strerror(errno));
		part.stopped = part.halted;
		if (part.stopped || part.refusals.len > 1 << 16 || part.tally.rows == 1 << 14)
			part_put(&part);
	}
	if (rc < 0)
		system_failed(e->roster, f->name, source_error(source));
	part_put(&part);
	part_done(&part);
}

static int open_csv(struct source *source, struct hqcsv **out, char *message)
{
	const struct hqcsv_input input = { source->name, source_read, source };
	return hqcsv_open(&input, out, message);
}

/* A file in order is kept open, with what it takes to read on. False: it is to be sorted. */
static bool keep_open(struct events *e, struct event_file *look, const struct source *source, uint32_t number)
{
	char message[HQCSV_MESSAGE_MAX];
	struct hqcsv *csv;
	if (e->nstreams == STREAMS_MAX || event_file_is_sorted(look) <= 0)
		return false;
	struct stream *s = calloc(1, sizeof *s);
	if (!s || source_open(&s->source, source->name)) {
		free(s);
		return false;
	}
	if (!open_csv(&s->source, &csv, message) && file_begin(e, &s->file, &s->source, number, csv)) {
		e->streams[e->nstreams++] = s;
		return true;
	}
	source_close(&s->source);
	free(s);
	return false;
}

void roster_events(struct roster *roster, struct source *source, struct hqcsv *csv)
{
	struct event_file file;
	char message[HQCSV_MESSAGE_MAX];
	struct events *e = roster->events ? roster->events : calloc(1, sizeof *e);
	roster->events = e;
	const char **names = e ? realloc(e->names, (e->nnames + 1) * sizeof *names) : NULL;
	if (!names) {
		system_failed(roster, source->name, "out of memory");
		hqcsv_close(csv);
		return;
	}
	e->roster = roster;
	e->names = names;
	names[e->nnames++] = source->name;
	const uint32_t number = e->nnames - 1;
	if (file_begin(e, &file, source, number, csv)) {
		const bool regular = source->size >= 0 && strcmp(source->name, "standard input");
		if (regular && keep_open(e, &file, source, number)) {
			event_file_end(&file);
			return;
		}
		if (regular) {                 /* from the beginning again */
			event_file_end(&file);
			if (source_rewind(source) || open_csv(source, &csv, message) || !file_begin(e, &file, source, number, csv)) {
				system_failed(roster, source->name, source_error(source));
				return;
			}
		}
		sort_file(e, &file, source);
	}
	event_file_end(&file);
}

/* ---- merging ------------------------------------------------------------------------------------------------- */

static void next_of_stream(struct events *e, struct stream *s, struct part *part)
{
	const int rc = event_file_next(&s->file, part, &s->next);
	s->there = rc > 0;
	if (rc < 0) {
		bytes_print(&part->notes, "%s: error: cannot be read: %s\n", s->file.name, source_error(&s->source));
		e->failed = true;
	}
}

static void next_of_sorter(struct events *e, struct part *part)
{
	const int rc = sorter_next(e->sorter, &e->sorted);
	e->sorted_there = rc > 0;
	if (rc < 0) {
		bytes_print(&part->notes, "the temporary file of the sort cannot be read: %s\n", strerror(errno));
		e->failed = true;
	}
}

/* The least of all; what was added earlier comes first. -1: the sort; else a stream; -2: the end */
static int least(const struct events *e)
{
	const struct entry *best = e->sorted_there ? &e->sorted : NULL;
	int which = best ? -1 : -2;
	for (unsigned i = 0; i < e->nstreams; i++) {
		if (!e->streams[i]->there || (best && entry_compare(&e->streams[i]->next, best) >= 0))
			continue;
		best = &e->streams[i]->next;
		which = (int)i;
	}
	return which;
}

/* ---- deciding ------------------------------------------------------------------------------------------------ */

struct taken { uint32_t key, key_len, first, n; };     /* key: where the id begins in own.texts; first of n in own.list */
struct piece { uint32_t at, len; };                    /* a packed event, in own.texts */

/* One thread. */
struct own {
	struct events *events;
	struct part part;
	struct log log;
	struct deciding deciding;
	struct bytes texts, list;      /* list: of struct piece */
	struct taken teachers[TAKE_TEACHERS];
	size_t nteachers;
	char (*ids)[256];              /* of the assignments of one teacher */
	char (*codes)[8];
	size_t nids;
	uint32_t none;                 /* kinds of which a row says that there is none */
};

static void take_event(struct own *own, const struct entry *entry)
{
	struct taken *t = &own->teachers[own->nteachers - 1];
	const struct piece piece = { (uint32_t)own->texts.len, entry->len };
	bytes_add(&own->texts, entry->bytes, entry->len);
	bytes_add(&own->list, (const char *)&piece, sizeof piece);
	t->n++;
}

static bool same_teacher(const struct own *own, const struct entry *entry)
{
	const struct taken *t = own->nteachers ? &own->teachers[own->nteachers - 1] : NULL;
	return t && t->key_len == entry->key_len && !memcmp(own->texts.at + t->key, entry->key, entry->key_len);
}

static int on_take(void *context)
{
	struct own *own = context;
	struct events *e = own->events;
	own->texts.len = own->list.len = own->nteachers = 0;
	for (int which; !e->failed && !own->part.halted && !own->texts.failed && !own->list.failed && (which = least(e)) != -2;) {
		const struct entry *entry = which < 0 ? &e->sorted : &e->streams[which]->next;
		if (!same_teacher(own, entry)) {
			if (own->nteachers == TAKE_TEACHERS || own->texts.len > TAKE_BYTES)
				break;
			own->teachers[own->nteachers++] = (struct taken){ (uint32_t)own->texts.len, entry->key_len,
									  (uint32_t)(own->list.len / sizeof(struct piece)), 0 };
			bytes_add(&own->texts, entry->key, entry->key_len);
			bytes_add(&own->texts, "", 1);
		}
		take_event(own, entry);
		if (which < 0)
			next_of_sorter(e, &own->part);
		else
			next_of_stream(e, e->streams[which], &own->part);
	}
	if (own->part.halted && own->nteachers)
		own->nteachers--;              /* there may be more of the last one */
	own->part.failed = own->part.failed || e->failed || own->texts.failed || own->list.failed;
	return own->nteachers || own->part.failed || own->part.halted;
}

static const struct hq_vocab_kind *kind_of(const struct own *own, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, own->events->roster->rules->vocab, kinds)[kind];
}

static void refuse(struct own *own, const struct event *at, const char *id, const char *rule, const char *text)
{
	const size_t len = strlen(id);
	part_refuse(&own->part, &(struct refusal){ own->events->names[at->file], (size_t)at->line, 1, "teacher", shown(id, len).text, rule, text });
}

static bool add_assignment(struct own *own, struct reader *r, const struct event *event)
{
	struct read_assignment *a = read_other_assignment(r);
	if (!a)
		return false;
	a->known = true;
	a->record = event->record;
	a->as_of = event->as_of;
	char (*ids)[256] = realloc(own->ids, (own->nids + 1) * sizeof *ids);
	own->ids = ids ? ids : own->ids;
	char (*codes)[8] = ids ? realloc(own->codes, (own->nids + 1) * sizeof *codes) : NULL;
	own->codes = codes ? codes : own->codes;
	if (!codes)
		return false;
	memcpy(ids[own->nids], event->assignment, sizeof *ids);
	memcpy(codes[own->nids], event->jurisdiction, sizeof *codes);
	own->nids++;
	return true;
}

/* One event of the teacher. A text: why the teacher is refused. */
static const char *add_event(struct own *own, struct reader *r, struct read_teacher *t, const struct event *event)
{
	const struct hq_vocab *v = own->events->roster->rules->vocab;
	const unsigned kind = event->record.kind;
	if (event->what == EVENT_REFUSED)
		return "a row of this teacher is refused, so nothing is decided; mend the row";
	if (event->what != EVENT_RECORD) {
		if (t->list[kind] != HQ_NOT_ASKED)
			return "one row says that there is none of a kind, or that nobody knows, and another says otherwise; keep one of them";
		t->list[kind] = event->what == EVENT_NONE ? HQ_KNOWN : HQ_UNKNOWN;
		own->none |= (uint32_t)(event->what == EVENT_NONE) << kind;
		return NULL;
	}
	if (kind == v->assignment)
		return add_assignment(own, r, event) ? NULL : "out of memory";
	if (t->list[kind] == HQ_KNOWN && kind_of(own, kind)->flags & HQ_KIND_SINGLE)
		return "a second row of kind teacher; make one of the two";
	if (t->list[kind] == HQ_UNKNOWN || own->none >> kind & 1)
		return "one row says that there is none of a kind, or that nobody knows, and another has one; keep one of them";
	struct hq_record *record = read_other_record(r);
	if (!record)
		return "too many records of one teacher";
	t->list[kind] = HQ_KNOWN;
	*record = event->record;
	return NULL;
}

/* Positions in the teacher's own lists, for explanations; and sums that only all of them show. */
static const char *check_records(struct own *own, struct read_teacher *t, char *text, size_t cap)
{
	const struct hq_vocab *v = own->events->roster->rules->vocab;
	uint16_t n[HQ_KINDS_MAX] = { 0 };
	for (size_t i = 0; i < t->nrecords; i++)
		t->records[i].ref = n[t->records[i].kind]++;
	for (unsigned k = 0; k < v->kinds.count; k++)
		if (n[k] && !read_sum_fits(v, k, t->records, t->nrecords, text, cap))
			return text;
	return NULL;
}

/* As in JSON: two assignments by one name could not be told apart, two without a name stand in their order. */
static bool repeats(const struct own *own)
{
	for (size_t i = 0; i < own->nids; i++)
		for (size_t k = 0; k < i; k++)
			if (*own->ids[i] && !strcmp(own->ids[i], own->ids[k]))
				return true;
	return false;
}

static bool decide(struct own *own, const struct read_teacher *t, const struct read_assignment *a)
{
	struct decided d;
	if (!deciding_assignment(&own->deciding, t, a, &d))
		return false;
	const struct ruling *ruling = ruling_of(&own->events->roster->rulings, d.rules, d.edition);
	if (!ruling) {
		own->part.failed = true;
		return false;
	}
	part_missing(&own->part, ruling, &d.facts, &d.decision);
	part_result(&own->part, &(struct result){ t->id, a->id ? a->id : "", t->id_len, a->id ? strlen(a->id) : 0, ruling, d.as_of,
						  d.decision.verdict, d.decision.route, hq_batch_reason(d.rules, &d.decision) });
	return true;
}

static void refused(struct own *own, uint64_t results)
{
	own->part.tally.results += results;
	own->part.tally.refused += results;
	own->part.stopped = own->events->roster->options->strict;
}

static void take_teacher(struct own *own, const struct taken *taken)
{
	const struct piece *list = (const struct piece *)(const void *)own->list.at + taken->first;
	struct reader *r = &own->deciding.reader;
	struct input_text text = { "", 0, { "", 1, 1 } };
	struct read_teacher *t = read_other(r, &text);
	struct event event, first = { 0 };
	const char *why = t ? NULL : "out of memory";
	char problem[200];
	uint64_t usable = 0, assignments = 0;
	own->nids = own->none = 0;
	for (uint32_t i = 0; t && i < taken->n; i++) {
		event_unpack(own->texts.at + list[i].at, list[i].len, &event);
		usable += event.what != EVENT_REFUSED;
		assignments += event.what == EVENT_RECORD && event.record.kind == own->events->roster->rules->vocab->assignment;
		if (!i || (!why && (event.what == EVENT_REFUSED || event.record.kind == own->events->roster->rules->vocab->assignment)))
			first = event;
		if (!i) {
			text.place = (struct place){ own->events->names[event.file], (size_t)event.line, 1 };
			t->id = own->texts.at + taken->key;
			t->id_len = taken->key_len;
		}
		if (!why && (why = add_event(own, r, t, &event)))
			first = event;
	}
	text.place = (struct place){ own->events->names[first.file], (size_t)first.line, 1 };
	for (size_t i = 0; !why && i < own->nids; i++) {
		t->assignments[i].id = *own->ids[i] ? own->ids[i] : NULL;
		t->assignments[i].jurisdiction = *own->codes[i] ? own->codes[i] : NULL;
	}
	if (!why && repeats(own))
		why = "two assignments by the same id; give each its own";
	if (!why && !own->nids && !read_other_assignment(r))
		why = "out of memory";
	if (!why)
		why = check_records(own, t, problem, sizeof(problem));
	if (why || !deciding_teacher(&own->deciding, t)) {
		refuse(own, &first, own->texts.at + taken->key, "teacher", why ? why : "out of memory");
		own->part.tally.events_set_aside += usable;
		for (uint64_t i = 0; i < (assignments ? assignments : 1); i++)
			part_seen(&own->part, own->texts.at + taken->key, taken->key_len, i < own->nids ? own->ids[i] : "",
				  i < own->nids ? strlen(own->ids[i]) : 0, 0);
		refused(own, assignments ? assignments : 1);
		return;
	}
	own->part.tally.events_used += usable;
	for (size_t i = 0; i < t->nassignments && !own->part.stopped; i++) {
		const struct read_assignment *a = &t->assignments[i];
		if (decide(own, t, a)) {
			own->part.tally.results++;
			continue;
		}
		part_seen(&own->part, t->id, t->id_len, a->id ? a->id : "", a->id ? strlen(a->id) : 0, 0);
		refused(own, 1);
	}
}

static int on_work(void *context)
{
	struct own *own = context;
	for (size_t i = 0; i < own->nteachers && !own->part.failed && !own->part.stopped; i++)
		take_teacher(own, &own->teachers[i]);
	own->part.stopped = own->part.stopped || own->part.halted;
	if (own->deciding.system_failed || own->deciding.reader.out_of_memory)
		own->part.failed = true;
	return 0;
}

static int on_put(void *context)
{
	return part_put(&((struct own *)context)->part);
}

static void on_end(void *context)
{
	struct own *own = context;
	deciding_done(&own->deciding);
	bytes_done(&own->texts);
	bytes_done(&own->list);
	part_done(&own->part);
	free(own->ids);
	free(own->codes);
	free(own);
}

static void *on_begin(void *context)
{
	struct events *e = context;
	struct own *own = calloc(1, sizeof *own);
	if (!own)
		return NULL;
	own->events = e;
	own->part.roster = e->roster;
	own->log = part_log(&own->part);
	deciding_begin(&own->deciding, &e->roster->options->eval, e->roster->rules, &own->log);
	return own;
}

static void begin_streams(struct events *e)
{
	struct part part = { .roster = e->roster };
	for (unsigned i = 0; i < e->nstreams; i++)
		next_of_stream(e, e->streams[i], &part);
	if (e->sorter && sorter_end(e->sorter))
		system_failed(e->roster, "the rows cannot be sorted in a temporary file (TMPDIR says where)", strerror(errno));
	else if (e->sorter)
		next_of_sorter(e, &part);
	part.failed = e->failed;
	part.stopped = part.halted;
	part_put(&part);
	part_done(&part);
}

void roster_events_decide(struct roster *roster)
{
	struct events *e = roster->events;
	if (!e)
		return;
	const struct turns turns = { on_begin, on_end, on_take, on_work, on_put, e };
	if (roster_goes_on(roster))
		begin_streams(e);
	if (roster_goes_on(roster) && turns_run(&turns, roster->options->jobs) < 0)
		system_failed(roster, "events", "out of memory");
	for (unsigned i = 0; i < e->nstreams; i++) {
		event_file_end(&e->streams[i]->file);
		source_close(&e->streams[i]->source);
		free(e->streams[i]);
	}
	sorter_free(e->sorter);
	free(e->names);
	free(e);
	roster->events = NULL;
}
