/* The roll-up: what all results of a teacher come to. Rows of one teacher may stand anywhere in the files, so each result leaves its
 * teacher, its assignment and its verdict in a sort outside memory, which is read once at the end. */
#include "roster.h"

#include <errno.h>
#include <inttypes.h>

#include "sort.h"

enum { MEMORY = 2 << 20, CHUNK = 1 << 15 };

enum rollup { ROLLUP_ALL, ROLLUP_SOME, ROLLUP_NONE, ROLLUP_UNDETERMINED, ROLLUP_NOT_APPLICABLE, ROLLUPS };
static const char *const names[ROLLUPS] = { "all", "some", "none", "undetermined", "not_applicable" };
_Static_assert((int)ROLLUPS == (int)ROSTER_ROLLUPS, "struct roster");

const char *rollup_name(size_t rollup)
{
	return names[rollup];
}

static void failed(struct roster *roster)
{
	if (!roster->system_failed)
		roster_say(roster, "the roll-up cannot be sorted in a temporary file (TMPDIR says where): %s", strerror(errno));
	roster->system_failed = true;
}

void rollup_begin(struct roster *roster)
{
	if (!roster->options->rollup && !roster->options->summarize)
		return;
	roster->seen = sorter_new(MEMORY);
	if (!roster->seen)
		failed(roster);
}

/* How an entry lies in part.seen: a head, then the key, teacher and assignment with a NUL between them. */
struct seen { uint32_t key_len; uint8_t verdict, pad[3]; };

void part_seen(struct part *p, const char *teacher, size_t teacher_len, const char *assignment, size_t assignment_len, unsigned verdict)
{
	const struct seen head = { (uint32_t)(teacher_len + 1 + assignment_len), (uint8_t)verdict, { 0 } };
	if (!p->roster->seen || !teacher_len || p->stopped)
		return;
	bytes_add(&p->seen, (const char *)&head, sizeof head);
	bytes_add(&p->seen, teacher, teacher_len);
	bytes_add(&p->seen, "", 1);
	bytes_add(&p->seen, assignment, assignment_len);
}

void rollup_take(struct roster *roster, struct bytes *b)
{
	for (size_t at = 0; at < b->len && !roster->system_failed;) {
		struct seen head;
		memcpy(&head, b->at + at, sizeof head);
		const struct entry e = { b->at + at + sizeof head, (const char *)&head.verdict, head.key_len, 1 };
		if (sorter_add(roster->seen, &e))
			failed(roster);
		at += sizeof head + head.key_len;
	}
	b->len = 0;
}

/* ---- the end ------------------------------------------------------------------------------------------------- */

/* A teacher being added up. */
struct person {
	struct bytes id, last;         /* last: the whole key of the entry before */
	uint64_t n[HQ_NOT_APPLICABLE + 1];     /* by verdict; 0: refused */
	bool there;
};

/* What is open may yet turn out either way, so it leaves only "some" certain. */
static enum rollup sum(const struct person *p)
{
	const uint64_t yes = p->n[HQ_HIGHLY_QUALIFIED], no = p->n[HQ_NOT_HIGHLY_QUALIFIED], open = p->n[HQ_UNDETERMINED] + p->n[0];
	if (yes && no)
		return ROLLUP_SOME;
	if (open)
		return ROLLUP_UNDETERMINED;
	return yes ? ROLLUP_ALL : no ? ROLLUP_NONE : ROLLUP_NOT_APPLICABLE;
}

static void put_csv(struct bytes *out, const struct person *p, enum rollup rollup)
{
	bytes_cell(out, p->id.at, p->id.len);
	bytes_print(out, ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%s\n", p->n[HQ_HIGHLY_QUALIFIED],
		    p->n[HQ_NOT_HIGHLY_QUALIFIED], p->n[HQ_UNDETERMINED], p->n[HQ_NOT_APPLICABLE], p->n[0], names[rollup]);
}

static void put_json(struct bytes *out, const struct person *p, enum rollup rollup)
{
	bytes_text(out, "{\"teacher\":");
	bytes_json(out, p->id.at, p->id.len);
	bytes_print(out, ",\"highly_qualified\":%" PRIu64 ",\"not_highly_qualified\":%" PRIu64 ",\"undetermined\":%" PRIu64
		    ",\"not_applicable\":%" PRIu64 ",\"refused\":%" PRIu64 ",\"rollup\":\"%s\"}", p->n[HQ_HIGHLY_QUALIFIED],
		    p->n[HQ_NOT_HIGHLY_QUALIFIED], p->n[HQ_UNDETERMINED], p->n[HQ_NOT_APPLICABLE], p->n[0], names[rollup]);
}

struct writing { struct roster *roster; struct target to; struct bytes out; enum roster_format form; };

static void put_person(struct writing *w, struct person *p)
{
	if (!p->there)
		return;
	const enum rollup rollup = sum(p);
	w->roster->rollups[rollup]++;
	if (w->form == ROSTER_CSV)
		put_csv(&w->out, p, rollup);
	else
		put_json(&w->out, p, rollup);
	if (w->form == ROSTER_JSON)
		bytes_text(&w->out, ",");      /* the last one's is taken back */
	if (w->form != ROSTER_CSV)
		bytes_text(&w->out, "\n");
	if (w->out.len > CHUNK) {
		const size_t keep = w->form == ROSTER_JSON ? 2 : 0;
		if (w->roster->options->rollup)
			target_write(&w->to, w->out.at, w->out.len - keep);
		memmove(w->out.at, w->out.at + w->out.len - keep, keep);
		w->out.len = keep;
	}
}

static bool is_new(const struct bytes *last, const struct entry *e)
{
	return last->len != e->key_len || memcmp(last->at, e->key, e->key_len) != 0;
}

static void add(struct writing *w, struct person *p, const struct entry *e)
{
	const size_t len = (size_t)((const char *)memchr(e->key, '\0', e->key_len) - e->key);
	if (!p->there || p->id.len != len || memcmp(p->id.at, e->key, len) != 0) {
		put_person(w, p);
		memset(p->n, 0, sizeof(p->n));
		p->id.len = 0;
		bytes_add(&p->id, e->key, len);
		p->there = true;
	} else if (!is_new(&p->last, e)) {
		w->roster->repeated++;
	}
	p->n[(unsigned char)*e->bytes]++;
	p->last.len = 0;
	bytes_add(&p->last, e->key, e->key_len);
}

static enum roster_format form_of(const char *file)
{
	const char *dot = file ? strrchr(file, '.') : NULL;
	return !dot ? ROSTER_CSV : !strcmp(dot, ".json") ? ROSTER_JSON : !strcmp(dot, ".ndjson") ? ROSTER_NDJSON : ROSTER_CSV;
}

int rollup_end(struct roster *roster, struct target *out)
{
	struct writing w = { .roster = roster, .to = { .fd = -1 }, .form = form_of(roster->options->rollup) };
	struct person p = { .there = false };
	struct entry e;
	int rc = 0;
	if (!roster->seen)
		return 0;
	if (roster->options->rollup && target_open(&w.to, roster->options->rollup))
		rc = -1;
	if (w.form == ROSTER_CSV)
		bytes_text(&w.out, "teacher,highly_qualified,not_highly_qualified,undetermined,not_applicable,refused,rollup\n");
	else if (w.form == ROSTER_JSON)
		bytes_text(&w.out, "[\n");
	rc = rc ? rc : sorter_end(roster->seen);
	while (!rc && (rc = sorter_next(roster->seen, &e)) > 0) {
		add(&w, &p, &e);
		rc = w.out.failed || p.id.failed || p.last.failed || w.to.error ? -1 : 0;
	}
	put_person(&w, &p);
	if (w.form == ROSTER_JSON) {
		if (p.there)
			w.out.len -= 2;
		bytes_text(&w.out, p.there ? "\n]\n" : "]\n");
	}
	if (!rc && roster->options->rollup)
		rc = target_write(&w.to, w.out.at, w.out.len);
	if (rc && !w.to.error)
		failed(roster);
	bytes_done(&w.out);
	bytes_done(&p.id);
	bytes_done(&p.last);
	*out = w.to;
	return rc;
}

void rollup_done(struct roster *roster)
{
	sorter_free(roster->seen);
	roster->seen = NULL;
}
