/* From files to assignments, one at a time; see teachers.h. */
#include "teachers.h"

#include <errno.h>
#include <string.h>

#include "ids.h"

struct run { struct teachers *t; struct ids ids; struct input in; };

static void take_teacher(struct run *run, const struct input_text *text)
{
	struct teachers *t = run->t;
	struct reader *r = &t->deciding->reader;
	const struct read_teacher *teacher = read_teacher(r, text);
	struct place first;
	t->read++;
	const int added = r->teacher.id ? ids_add(&run->ids, r->teacher.id, r->teacher.id_len, text->place, &first) : 1;
	if (added == 0) {
		log_error(t->log, &text->place, "%s: this id was read before, at %s:%zu:%zu; give each teacher one "
			  "object, with all assignments", shown(r->teacher.id, r->teacher.id_len).text, first.file,
			  first.line, first.column);
		teacher = NULL;
	}
	t->system_failed = t->system_failed || added < 0 || r->out_of_memory;
	if (!teacher || !deciding_teacher(t->deciding, teacher)) {
		t->refused++;
		return;
	}
	for (size_t i = 0; i < teacher->nassignments; i++)
		t->refused += !t->take(t->context, teacher, &teacher->assignments[i]);
}

static void take_file(struct run *run, const char *path)
{
	struct teachers *t = run->t;
	const bool standard = !strcmp(path, "-");
	FILE *file = standard ? stdin : fopen(path, "rb");
	struct input_text text;
	if (!file) {
		log_error(t->log, &(struct place){ .file = path }, "cannot be read: %s", strerror(errno));
		t->system_failed = true;
		return;
	}
	input_begin(&run->in, file, standard ? "standard input" : path, t->log);
	for (enum input_result got; (got = input_next(&run->in, &text)) != INPUT_END;) {
		if (got == INPUT_FAILED) {
			t->system_failed = true;
			break;
		}
		if (got == INPUT_TEACHER) {
			take_teacher(run, &text);
		} else {
			t->read++;
			t->refused++;
		}
	}
	if (!standard)
		fclose(file);
}

void teachers_each(struct teachers *t, int nfiles, char *const files[])
{
	struct run run = { .t = t };
	if (!nfiles)
		take_file(&run, "-");
	for (int i = 0; i < nfiles; i++)
		take_file(&run, files[i]);
	input_done(&run.in);
	ids_done(&run.ids);
}
