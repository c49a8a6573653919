/* A file of events: what its columns mean for each kind of record, and its rows one by one. A value is read and refused as in wide
 * CSV; a column that the kind of a row does not have must be empty there. */
#include "event.h"

#include <errno.h>
#include <stdlib.h>

/* What a column is to the records of one kind. */
enum event_to { TO_NOTHING = 0, TO_FIELD, TO_UNIT, TO_TIMES, TO_EVENT, TO_ASSIGNMENT, TO_JURISDICTION, TO_AS_OF, NOT_READ };
struct event_column {
	const struct hqcsv_field *field;
	uint8_t to, index;
	char ours[94];                 /* "course.semester_hours" */
};

static const struct hq_vocab_kind *kind_of(const struct event_file *f, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, f->roster->rules->vocab, kinds)[kind];
}

static const char *text_of(const struct event_file *f, uint32_t text)
{
	return HQ_TEXT(f->roster->rules->vocab, text);
}

static struct event_column *column_of(const struct event_file *f, unsigned kind, size_t column)
{
	return &f->columns[kind * hqcsv_ncolumns(f->csv) + column];
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* What all files may have, and what only assignments have. ORDER OWN */
enum { OWN_TEACHER, OWN_KIND, OWN_LABEL, OWN_NOTE, OWN_TIMES, OWN_EVENT, OWN_ASSIGNMENT, OWN_JURISDICTION, OWN_AS_OF, OWNS };
static const char *const own[OWNS] = { "teacher", "kind", "label", "note", "times", "event", "assignment", "jurisdiction", "as_of" };

/* The name of a column: ours, if the map says so. "" is not read. */
static const char *name_of(const struct roster *roster, const struct hqcsv *csv, size_t column)
{
	const char *theirs = hqcsv_column(csv, column)->name;
	const char *ours = map_name(roster->map, theirs, strlen(theirs));
	return ours ? ours : theirs;
}

static int find(const struct roster *roster, const struct hqcsv *csv, const char *name)
{
	for (size_t c = 0; c < hqcsv_ncolumns(csv); c++)
		if (!strcmp(name_of(roster, csv, c), name))
			return (int)c;
	return -1;
}

bool event_file_is(struct roster *roster, const struct hqcsv *csv)
{
	return find(roster, csv, "kind") >= 0;
}

/* All names there are, for the nearest: own, then of each kind its fields and units. */
static const char *nth_name(const void *context, size_t i)
{
	const struct event_file *f = context;
	const struct hq_vocab *v = f->roster->rules->vocab;
	if (i < OWNS)
		return own[i];
	const size_t kind = (i - OWNS) / (HQ_FIELDS_MAX + HQ_UNITS_MAX), n = (i - OWNS) % (HQ_FIELDS_MAX + HQ_UNITS_MAX);
	const struct hq_vocab_kind *k = kind_of(f, (unsigned)kind);
	if (n < k->nfields)
		return text_of(f, HQ_AT(struct hq_vocab_field, v, fields)[k->first_field + n].name);
	if (n >= HQ_FIELDS_MAX && n - HQ_FIELDS_MAX < v->units.count && k->units >> (n - HQ_FIELDS_MAX) & 1)
		return text_of(f, HQ_AT(struct hq_vocab_unit, v, units)[n - HQ_FIELDS_MAX].plural);
	return "";
}

static bool unknown_name(struct event_file *f, size_t column, const char *name)
{
	const size_t n = OWNS + (size_t)f->roster->rules->vocab->kinds.count * (HQ_FIELDS_MAX + HQ_UNITS_MAX);
	const char *near = hqcli_nearest(name, strlen(name), n, nth_name, f);
	size_t line, at;
	hqcsv_column_place(f->csv, column, &line, &at);
	if (near)
		roster_say(f->roster, "%s:%zu:%zu: error: no kind of record has a \"%s\"; did you mean \"%s\"?", f->name, line, at,
			   shown(name, strlen(name)).text, near);
	else
		roster_say(f->roster, "%s:%zu:%zu: error: no kind of record has a \"%s\"; `hq schema --format text` lists what they have", f->name,
			   line, at, shown(name, strlen(name)).text);
	return false;
}

/* ---- meanings ------------------------------------------------------------------------------------------------ */

static bool set(struct event_file *f, unsigned kind, size_t column, enum event_to to, unsigned index, unsigned field, const char *name)
{
	struct event_column *c = column_of(f, kind, column);
	snprintf(c->ours, sizeof(c->ours), "%s.%s", text_of(f, kind_of(f, kind)->name), name);
	c->to = (uint8_t)to;
	c->index = (uint8_t)index;
	if (to == TO_JURISDICTION)
		return true;
	struct hqcsv_field *made = hqcsv_field_new(f->roster->rules->vocab, kind, field, c->ours);
	c->field = made;
	if (made)
		f->fields[f->nfields++] = made;
	return made != NULL;
}

/* What @name (@len bytes) is to records of a kind. 1 found, 0 not, -1 out of memory */
static int bind_kind(struct event_file *f, unsigned kind, size_t column, const char *name, size_t len)
{
	const struct hq_vocab *v = f->roster->rules->vocab;
	const struct hq_vocab_kind *k = kind_of(f, kind);
	const int field = hq_find_field(v, kind, name, len), unit = hq_find_unit(v, name, len);
	int rc = -2;
	if (field >= 0)
		rc = set(f, kind, column, TO_FIELD, (unsigned)field, (unsigned)field, name);
	else if (unit >= 0 && k->units >> unit & 1)
		rc = set(f, kind, column, TO_UNIT, (unsigned)unit, HQCSV_AMOUNT, name);
	else if (!strcmp(name, own[OWN_TIMES]) && k->flags & HQ_KIND_TIMES)
		rc = set(f, kind, column, TO_TIMES, 0, HQCSV_TIMES, name);
	else if (!strcmp(name, own[OWN_EVENT]) && !(k->flags & HQ_KIND_SINGLE))
		rc = set(f, kind, column, TO_EVENT, 0, HQCSV_EVENT, name);
	else if (kind == v->assignment && !strcmp(name, own[OWN_ASSIGNMENT]))
		rc = set(f, kind, column, TO_ASSIGNMENT, 0, HQCSV_OTHER_ID, name);
	else if (kind == v->assignment && !strcmp(name, own[OWN_JURISDICTION]))
		rc = set(f, kind, column, TO_JURISDICTION, 0, 0, name);
	else if (kind == v->assignment && !strcmp(name, own[OWN_AS_OF]))
		rc = set(f, kind, column, TO_AS_OF, 0, HQCSV_DATE, name);
	return rc == -2 ? 0 : rc ? 1 : -1;
}

/* 1 it has a meaning, 0 none (said), -1 out of memory */
static int bind_column(struct event_file *f, size_t column)
{
	const struct hq_vocab *v = f->roster->rules->vocab;
	const char *name = name_of(f->roster, f->csv, column);
	const char *dot = strchr(name, '.');
	const int only = dot ? hq_find_kind(v, name, (size_t)(dot - name)) : -1;
	bool found = false;
	if (!*name || !strcmp(name, own[OWN_LABEL]) || !strcmp(name, own[OWN_NOTE]) || (int)column == f->teacher || (int)column == f->kind) {
		for (unsigned k = 0; k < v->kinds.count; k++)
			column_of(f, k, column)->to = NOT_READ;
		return 1;
	}
	for (unsigned k = 0; k < v->kinds.count; k++) {
		const char *own_name = only >= 0 ? dot + 1 : name;
		const int rc = only >= 0 && (int)k != only ? 0 : bind_kind(f, k, column, own_name, strlen(own_name));
		if (rc < 0)
			return -1;
		found = found || rc;
	}
	return found || unknown_name(f, column, name);
}

bool event_file_begin(struct event_file *f)
{
	const size_t columns = hqcsv_ncolumns(f->csv), kinds = f->roster->rules->vocab->kinds.count;
	bool good = true;
	f->teacher = find(f->roster, f->csv, own[OWN_TEACHER]);
	f->kind = find(f->roster, f->csv, own[OWN_KIND]);
	if (f->teacher < 0 || f->kind < 0) {
		roster_say(f->roster, "%s:1:1: error: no column \"%s\"; each row of events says whose it is and of what kind", f->name,
			   f->teacher < 0 ? own[OWN_TEACHER] : own[OWN_KIND]);
		return false;
	}
	f->columns = calloc(columns * kinds, sizeof *f->columns);
	f->fields = calloc(columns * kinds, sizeof *f->fields);
	f->block = hqcsv_block_new(f->csv);
	f->id = hqcsv_field_new(f->roster->rules->vocab, 0, HQCSV_ID, own[OWN_TEACHER]);
	int rc = f->columns && f->fields && f->block && f->id ? 1 : -1;
	for (size_t c = 0; rc >= 0 && c < columns; c++) {
		rc = bind_column(f, c);
		good = good && rc > 0;
	}
	if (rc < 0) {
		roster_say(f->roster, "out of memory");
		f->roster->system_failed = true;
	}
	return good && rc >= 0;
}

void event_file_end(struct event_file *f)
{
	for (size_t i = 0; i < f->nfields; i++)
		hqcsv_field_free(f->fields[i]);
	hqcsv_field_free(f->id);
	free(f->fields);
	free(f->columns);
	hqcsv_block_free(f->block);
	hqcsv_close(f->csv);
	f->csv = NULL;
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* A row being read: where messages about it go. */
struct reading { struct event_file *file; struct part *part; struct event *event; bool refused; };

static void refuse(struct reading *g, size_t column, const char *value, const char *rule, const char *text)
{
	struct event_file *f = g->file;
	g->refused = true;
	part_refuse(g->part, &(struct refusal){ f->name, (size_t)g->event->line, hqcsv_cell_column(f->block, f->row, column),
						hqcsv_column(f->csv, column)->name, value, rule, text });
}

static void trim(const char **text, size_t *len)
{
	while (*len && (**text == ' ' || **text == '\t')) {
		++*text;
		--*len;
	}
	while (*len && ((*text)[*len - 1] == ' ' || (*text)[*len - 1] == '\t'))
		--*len;
}

static const char *nth_kind(const void *context, size_t i)
{
	return text_of(context, kind_of(context, (unsigned)i)->name);
}

static void read_kind(struct reading *g)
{
	const struct event_file *f = g->file;
	const struct hq_vocab *v = f->roster->rules->vocab;
	size_t len;
	const char *text = hqcsv_cell(f->block, f->row, (size_t)f->kind, &len);
	char message[300];
	trim(&text, &len);
	const char *ours = map_value(f->roster->map, own[OWN_KIND], text, len);
	if (ours) {
		text = ours;
		len = strlen(ours);
	}
	const struct shown value = shown(text, len);
	g->event->what = EVENT_RECORD;
	if (len > 3 && !memcmp(text, "no ", 3))
		g->event->what = EVENT_NONE;
	else if (len > 8 && !memcmp(text, "unknown ", 8))
		g->event->what = EVENT_UNKNOWN;
	const size_t skip = g->event->what == EVENT_NONE ? 3 : g->event->what == EVENT_UNKNOWN ? 8 : 0;
	const int kind = len ? hq_find_kind(v, text + skip, len - skip) : -1;
	if (kind >= 0 && (!skip || !(kind_of(f, (unsigned)kind)->flags & HQ_KIND_SINGLE))) {
		g->event->record.kind = (uint8_t)kind;
		return;
	}
	const char *near = len ? hqcli_nearest(text + skip, len - skip, v->kinds.count, nth_kind, f) : NULL;
	if (!len)
		snprintf(message, sizeof(message), "no kind; say what the row records: course, test, assignment ...");
	else if (kind >= 0)
		snprintf(message, sizeof(message), "\"%s\": only a list can be empty or unknown; leave out the row", value.text);
	else
		snprintf(message, sizeof(message), "\"%s\" is no kind of record%s%s%s", value.text, near ? "; did you mean \"" :
			 "; `hq schema --format text` lists them", near ? near : "", near ? "\"?" : "");
	refuse(g, (size_t)f->kind, value.text, own[OWN_KIND], message);
}

static void put_value(struct reading *g, size_t column, const struct event_column *c, int know, int64_t v, const char *text, size_t len)
{
	struct hq_record *r = &g->event->record;
	switch ((enum event_to)c->to) {
	case TO_FIELD:
		if (know == 1) {
			r->v[c->index] = v;
			r->known |= (uint16_t)(1u << c->index);
		} else {
			r->asked |= (uint16_t)(1u << c->index);
		}
		return;
	case TO_UNIT:
		if (know != 1)
			return;
		if (r->unit != 255)
			refuse(g, column, shown(text, len).text, c->ours, "a second amount in one record; keep one, or make two rows of it");
		r->unit = c->index;
		r->amount = v;
		return;
	case TO_TIMES:
		r->times = know == 1 ? (uint16_t)v : 1;
		return;
	case TO_EVENT:
		r->event = know == 1 ? (int32_t)v : 0;
		return;
	case TO_ASSIGNMENT:
		if (len >= sizeof(g->event->assignment))
			refuse(g, column, shown(text, len).text, c->ours, "an id of more than 255 bytes; give it a shorter one");
		else
			memcpy(g->event->assignment, text, len);
		return;
	case TO_AS_OF:
		if (know == 1)
			g->event->as_of = (hq_day)v;
		return;
	case TO_NOTHING: case TO_JURISDICTION: case NOT_READ:
		return;
	}
}

static void read_cell(struct reading *g, size_t column, const struct event_column *c, const char *text, size_t len)
{
	char message[HQCSV_MESSAGE_MAX];
	int64_t v = 0;
	if (c->to == TO_JURISDICTION) {
		trim(&text, &len);
		if (len > 4)
			refuse(g, column, shown(text, len).text, c->ours, "no code of a jurisdiction; `hq states` lists them");
		else
			memcpy(g->event->jurisdiction, text, len);
		return;
	}
	if (c->to != TO_ASSIGNMENT) {
		trim(&text, &len);
		const char *ours = map_value(g->file->roster->map, c->ours, text, len);
		if (ours) {
			text = ours;
			len = strlen(ours);
		}
	}
	const int know = hqcsv_field_read(c->field, text, len, &v);
	if (know < 0) {
		const bool show = hqcsv_field_say(c->field, know, text, len, message);
		refuse(g, column, show ? shown(text, len).text : "", c->ours, message);
	} else if (know > 0) {
		put_value(g, column, c, know, v, text, len);
	}
}

static void read_cells(struct reading *g)
{
	struct event_file *f = g->file;
	const unsigned kind = g->event->record.kind;
	char message[300];
	for (size_t c = 0; c < hqcsv_ncolumns(f->csv); c++) {
		const struct event_column *column = column_of(f, kind, c);
		size_t len;
		if (column->to == NOT_READ)
			continue;
		const char *text = hqcsv_cell(f->block, f->row, c, &len);
		if (!len)
			continue;
		if (column->to && g->event->what == EVENT_RECORD) {
			read_cell(g, c, column, text, len);
			continue;
		}
		const struct shown value = shown(text, len);
		const char *name = text_of(f, kind_of(f, kind)->name);
		if (g->event->what == EVENT_RECORD)
			snprintf(message, sizeof(message), "a record of %s has no such thing; leave the cell empty", name);
		else
			snprintf(message, sizeof(message), "the row says that there is no %s, or that nobody knows; leave the cell empty", name);
		refuse(g, c, value.text, name, message);
	}
	if (!g->refused && g->event->what == EVENT_RECORD &&
	    !read_span_fits(f->roster->rules->vocab, &g->event->record, HQ_DAY_OPEN, message, sizeof(message)))
		refuse(g, (size_t)f->kind, "", text_of(f, kind_of(f, kind)->name), message);
}

/* The row as a whole: its faults of structure. True: it had some. */
static bool is_faulty(struct event_file *f, struct part *part)
{
	bool faulty = false;
	struct hqcsv_place at;
	for (; f->refusal < f->block->nrefusals && f->block->refusals[f->refusal].row == f->row; f->refusal++) {
		hqcsv_refusal_place(f->block, &f->block->refusals[f->refusal], &at);
		part_refuse(part, &(struct refusal){ f->name, at.line, at.column, at.name, at.value, "csv", at.text });
		faulty = true;
	}
	return faulty;
}

/* Whose row it is: into f->key. A row that is nobody's cannot be laid at anybody's door. */
static bool read_teacher_id(struct reading *g, struct entry *out)
{
	struct event_file *f = g->file;
	size_t len;
	int64_t v;
	char message[HQCSV_MESSAGE_MAX];
	const char *text = hqcsv_cell(f->block, f->row, (size_t)f->teacher, &len);
	const int know = hqcsv_field_read(f->id, text, len, &v);
	if (know < 0) {
		const bool show = hqcsv_field_say(f->id, know, text, len, message);
		refuse(g, (size_t)f->teacher, show ? shown(text, len).text : "", own[OWN_TEACHER], message);
		return false;
	}
	memcpy(f->key, text, len);
	out->key = f->key;
	out->key_len = (uint32_t)len;
	return true;
}

/* The next row of the file, in f->block and f->row. 1, 0, -1 */
static int next_row(struct event_file *f)
{
	int rc = 1;
	f->row++;
	while (rc > 0 && (!f->taken || f->row >= f->block->nrows)) {
		f->row = f->refusal = 0;
		rc = f->taken ? hqcsv_fill(f->block) : 0;
		if (!rc) {
			rc = hqcsv_take(f->csv, f->block);
			f->taken = rc > 0;
			if (rc > 0) {
				rc = hqcsv_fill(f->block);
				f->taken = rc >= 0;
				if (!rc) {
					f->taken = false;
					rc = 1;
				}
			}
		}
	}
	return rc < 0 ? -1 : rc;
}

int event_file_next(struct event_file *f, struct part *part, struct entry *out)
{
	struct event event;
	int rc;
	while ((rc = next_row(f)) > 0) {
		struct reading g = { .file = f, .part = part, .event = &event };
		memset(&event, 0, sizeof event);
		event.file = f->number;
		event.as_of = HQ_DAY_OPEN;
		event.record.unit = 255;
		event.record.times = 1;
		event.line = hqcsv_line(f->block, f->row);
		part->tally.rows++;
		part->tally.events++;
		if (is_faulty(f, part) || !read_teacher_id(&g, out)) {
			part->tally.events_refused++;
			part->halted = part->roster->options->strict;
			continue;              /* nobody's */
		}
		read_kind(&g);
		if (!g.refused)
			read_cells(&g);
		if (g.refused) {
			part->tally.events_refused++;
			part->halted = part->roster->options->strict;
			event.what = EVENT_REFUSED;
		}
		out->bytes = f->packed;
		out->len = (uint32_t)event_pack(&event, f->packed);
		return 1;
	}
	return rc;
}

int event_file_is_sorted(struct event_file *f)
{
	struct entry last = { f->key, NULL, 0, 0 };
	int rc;
	while ((rc = next_row(f)) > 0) {
		struct entry now = { 0 };
		size_t len;
		now.key = hqcsv_cell(f->block, f->row, (size_t)f->teacher, &len);
		now.key_len = (uint32_t)len;
		if (!len)
			continue;              /* refused when its turn comes */
		if (entry_compare(&now, &last) < 0)
			return 0;
		memcpy(f->key, now.key, len);
		last.key_len = now.key_len;
	}
	return rc < 0 ? -1 : 1;
}
