/* The questions in words, for a person and as JSON; see questions.h and docs/questions.schema.json. */
#include "questions.h"

#include <string.h>

#include "../print.h"
#include "../tree.h"

enum { QUESTIONS_SCHEMA = 1 };

struct put {
	const struct decided *d;
	const struct hq_vocab *vocab;
	const struct hq_subject *subject;
	FILE *to;
	bool color;
	uint16_t reads[HQ_KINDS_MAX];
	uint32_t lists;
};

struct words { char text[400]; };

static const struct hq_vocab_kind *kind_of(const struct put *p, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, p->vocab, kinds)[kind];
}

static const struct hq_vocab_field *field_of(const struct put *p, unsigned kind, unsigned field)
{
	return &HQ_AT(struct hq_vocab_field, p->vocab, fields)[kind_of(p, kind)->first_field + field];
}

static const char *unit_name(const struct put *p, unsigned unit)
{
	return HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_unit, p->vocab, units)[unit].plural);
}

static bool is_single(const struct put *p, unsigned kind)
{
	return kind == p->vocab->teacher || kind == p->vocab->assignment;
}

/* ---- words --------------------------------------------------------------------------------------------------- */

/* "degrees", "degrees[0].level", "facts.hired", "assignment.subject", or a column of the form: where it stands in the data. */
static struct words fact_name(const struct put *p, const struct question *q)
{
	struct words out;
	size_t n = 0;

	if (q->sort == QUESTION_SLOT) {
		snprintf(out.text, sizeof(out.text), "worksheet.%.300s", hq_slot_name_of(p->d->rules, q->slot).text);
		return out;
	}
	if (q->kind == p->vocab->teacher)
		n = (size_t)snprintf(out.text, sizeof(out.text), "facts");
	else if (q->kind == p->vocab->assignment)
		n = (size_t)snprintf(out.text, sizeof(out.text), "assignment");
	else
		n = (size_t)snprintf(out.text, sizeof(out.text), "%s", HQ_TEXT(p->vocab, kind_of(p, q->kind)->plural));
	if (q->sort == QUESTION_LIST)
		return out;
	if (!is_single(p, q->kind))
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "[%u]", q->ref);
	snprintf(out.text + n, sizeof(out.text) - n, ".%s",
		 q->sort == QUESTION_AMOUNT ? "amount" : HQ_TEXT(p->vocab, field_of(p, q->kind, q->field)->name));
	return out;
}

static struct words fact_meaning(const struct put *p, const struct question *q)
{
	struct words out;

	if (q->sort == QUESTION_SLOT)
		snprintf(out.text, sizeof(out.text), "%.390s", hq_text_of(p->d->rules, hq_slot_label(p->d->rules, q->slot)).text);
	else
		snprintf(out.text, sizeof(out.text), "%.390s",
			 HQ_TEXT(p->vocab, q->sort == QUESTION_FIELD ? field_of(p, q->kind, q->field)->doc : kind_of(p, q->kind)->doc));
	return out;
}

static struct words range_words(int64_t min, int64_t max, unsigned decimals)
{
	struct words out;
	char a[48], b[48];
	int64_t one = 1;

	while (decimals--)
		one *= 10;
	a[hq_number_format(min, one, a)] = '\0';
	b[hq_number_format(max, one, b)] = '\0';
	snprintf(out.text, sizeof(out.text), "a number from %s to %s", a, b);
	return out;
}

/* What kind of answer is asked for. */
static struct words answer_kind(const struct put *p, const struct question *q)
{
	struct words out = { "" };

	if (q->sort == QUESTION_LIST) {
		snprintf(out.text, sizeof(out.text), "a list of all %s, or that there are none", HQ_TEXT(p->vocab, kind_of(p, q->kind)->plural));
	} else if (q->sort == QUESTION_AMOUNT) {
		size_t n = (size_t)snprintf(out.text, sizeof(out.text), "an amount in");

		for (unsigned u = 0, said = 0; u < HQ_UNITS_MAX; u++)
			if (kind_of(p, q->kind)->units >> u & 1)
				n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s", said++ ? " or " : " ", unit_name(p, u));
	} else if (q->sort == QUESTION_SLOT) {
		const struct hq_slot s = hq_slot_at(p->d->rules, q->slot);

		if (s.type == HQ_SLOT_YES_NO)
			return (struct words){ "yes or no" };
		out = range_words(0, s.max / s.step, 0);
		if (s.unit != 255)
			snprintf(out.text + strlen(out.text), 40, ", in %.30s", unit_name(p, s.unit));
	} else {
		const struct hq_vocab_field *f = field_of(p, q->kind, q->field);

		switch ((enum hq_field_type)f->type) {
		case HQ_FIELD_YES_NO:
			return (struct words){ "yes or no" };
		case HQ_FIELD_DATE:
			return f->never ? (struct words){ "a date, or never" } : (struct words){ "a date" };
		case HQ_FIELD_NUMBER:
			return range_words(f->min, f->max, f->decimals);
		case HQ_FIELD_ONE_OF:
		case HQ_FIELD_SOME_OF:
			break;
		}
		size_t n = (size_t)snprintf(out.text, sizeof(out.text), f->type == HQ_FIELD_ONE_OF ? "one of" : "some of");

		for (unsigned c = 0; c < f->ncodes && n < 300; c++)
			n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s", c ? ", " : " ",
					      HQ_TEXT(p->vocab, HQ_AT(struct hq_vocab_code, p->vocab, codes)[f->first_code + c].name));
		if (n >= 300)
			snprintf(out.text + n, sizeof(out.text) - n, " ...");
	}
	return out;
}

static struct words value_words(const struct put *p, const struct question *q, int64_t v, uint8_t unit)
{
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, p->vocab, codes);
	struct words out = { "" };
	int64_t one = 1;

	if (q->sort == QUESTION_SLOT) {
		const struct hq_slot s = hq_slot_at(p->d->rules, q->slot);

		if (s.type == HQ_SLOT_YES_NO)
			return v ? (struct words){ "yes" } : (struct words){ "no" };
		out.text[hq_number_format(v, s.step, out.text)] = '\0';
		return out;
	}
	if (q->sort == QUESTION_AMOUNT) {
		for (unsigned i = 0; i < kind_of(p, q->kind)->decimals; i++)
			one *= 10;
		size_t n = hq_number_format(v, one, out.text);

		snprintf(out.text + n, sizeof(out.text) - n, " %s", unit_name(p, unit));
		return out;
	}
	const struct hq_vocab_field *f = field_of(p, q->kind, q->field);
	size_t n = 0;

	switch ((enum hq_field_type)f->type) {
	case HQ_FIELD_YES_NO:
		return v ? (struct words){ "yes" } : (struct words){ "no" };
	case HQ_FIELD_DATE:
		if (v == HQ_DAY_NEVER)
			return (struct words){ "never" };
		hq_day_format((hq_day)v, out.text);
		return out;
	case HQ_FIELD_NUMBER:
		for (unsigned i = 0; i < f->decimals; i++)
			one *= 10;
		out.text[hq_number_format(v, one, out.text)] = '\0';
		return out;
	case HQ_FIELD_ONE_OF:
		snprintf(out.text, sizeof(out.text), "%s", HQ_TEXT(p->vocab, codes[f->first_code + v].name));
		return out;
	case HQ_FIELD_SOME_OF:
		break;
	}
	for (unsigned c = 0; c < f->ncodes && n < 300; c++)
		if (v >> c & 1)
			n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s", n ? ", " : "", HQ_TEXT(p->vocab, codes[f->first_code + c].name));
	if (n == 0)
		return (struct words){ "none" };
	return out;
}

/* A record of an answer: what the rules read of it. */
static struct words record_words(const struct put *p, const struct hq_record *r)
{
	struct words out = { "" };
	struct question q = { .sort = QUESTION_AMOUNT, .kind = r->kind };
	size_t n = 0;

	if (r->unit != 255)
		n = (size_t)snprintf(out.text, sizeof(out.text), "%s", value_words(p, &q, r->amount, r->unit).text);
	if (r->times > 1)
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%u times", n ? ", " : "", r->times);
	q.sort = QUESTION_FIELD;
	for (unsigned f = 0; f < kind_of(p, r->kind)->nfields && n < 300; f++) {
		if (!((r->known & p->reads[r->kind]) >> f & 1))
			continue;
		q.field = (uint8_t)f;
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s %.60s", n ? ", " : "", HQ_TEXT(p->vocab, field_of(p, r->kind, f)->name),
				      value_words(p, &q, r->v[f], 255).text);
	}
	return out;
}

static struct words answer_words(const struct put *p, const struct question *q, const struct answers *from, const struct answer *a)
{
	struct words out;

	if (q->sort != QUESTION_LIST)
		return value_words(p, q, a->value, a->unit);
	if (a->n == 0)
		return (struct words){ "none" };
	snprintf(out.text, sizeof(out.text), "%u, such as %.330s", a->n, record_words(p, &from->records[a->first]).text);
	return out;
}

static const char *state_name(uint8_t state)
{
	return state == HQ_UNKNOWN ? "unknown" : state == HQ_KNOWN ? "known" : "not_asked";
}

/* The label of a row, or of the nearest above that has one. */
static struct words row_label(const struct put *p, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, p->d->rules, rows);
	struct words out = { "" };

	while (row != HQ_NONE && !rows[row].label && rows[row].parent != HQ_NONE)
		row = rows[row].parent;
	if (row != HQ_NONE)
		snprintf(out.text, sizeof(out.text), "%.390s", hq_text_of(p->d->rules, rows[row].label).text);
	return out;
}

static struct words cite_words(const struct put *p, uint16_t row, uint16_t i)
{
	const struct hq_row *r = &HQ_AT(struct hq_row, p->d->rules, rows)[row];
	const struct hq_cite c = hq_cite_at(p->d->rules, (uint32_t)r->first_cite + i);
	const struct hq_cited_source *source = &HQ_AT(struct hq_cited_source, p->d->rules, sources)[c.source];
	struct words out;

	if (c.first == c.last)
		snprintf(out.text, sizeof(out.text), "%.60s %u", hq_text_of(p->d->rules, source->name).text, c.first);
	else
		snprintf(out.text, sizeof(out.text), "%.60s %u-%u", hq_text_of(p->d->rules, source->name).text, c.first, c.last);
	return out;
}

static uint16_t ncites(const struct put *p, uint16_t row)
{
	return row == HQ_NONE ? 0 : HQ_AT(struct hq_row, p->d->rules, rows)[row].ncites;
}

static struct words silence_of(const struct put *p, uint16_t row)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	const struct hq_note *notes = HQ_AT(struct hq_note, p->d->rules, notes);
	struct words out = { "" };

	for (uint32_t i = e->first_note; i < (uint32_t)e->first_note + e->nnotes; i++)
		if (notes[i].kind == HQ_NOTE_SILENT && notes[i].row == row)
			snprintf(out.text, sizeof(out.text), "%.390s", hq_text_of(p->d->rules, notes[i].text).text);
	return out.text[0] ? out : row_label(p, row);
}

/* ---- text ---------------------------------------------------------------------------------------------------- */

static void bold(const struct put *p, bool on)
{
	if (p->color)
		fputs(on ? "\033[1m" : "\033[0m", p->to);
}

static void text_verdict(const struct put *p, enum hq_verdict verdict)
{
	for (const char *c = hq_verdict_name(verdict); *c; c++)
		putc(*c == '_' ? ' ' : *c, p->to);
}

static void text_head(const struct put *p, const char *title)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	char day[11];

	hq_day_format(p->d->as_of, day);
	bold(p, true);
	if (p->subject->teacher)
		fprintf(p->to, "%s  ", shown(p->subject->teacher, strlen(p->subject->teacher)).text);
	if (p->subject->assignment)
		fprintf(p->to, "%s  ", shown(p->subject->assignment, strlen(p->subject->assignment)).text);
	bold(p, false);
	fprintf(p->to, "%s, %s, as of %s\n  ", hq_text_of(p->d->rules, p->d->rules->name).text, hq_text_of(p->d->rules, e->name).text, day);
	bold(p, true);
	text_verdict(p, p->d->decision.verdict);
	bold(p, false);
	fprintf(p->to, "\n\n%s", title);
}

static void text_why(const struct put *p, uint16_t row, const char *indent)
{
	if (row == HQ_NONE)
		return;
	fprintf(p->to, "%sneeded for: %s", indent, row_label(p, row).text);
	for (uint16_t i = 0; i < ncites(p, row); i++)
		fprintf(p->to, "%s%s", i ? ", " : "  [", cite_words(p, row, i).text);
	fputs(ncites(p, row) ? "]\n" : "\n", p->to);
}

static void text_question(const struct put *p, const struct question *q)
{
	fprintf(p->to, "  %s: %s\n", fact_name(p, q).text, fact_meaning(p, q).text);
	fprintf(p->to, "    answer: %s\n", answer_kind(p, q).text);
	text_why(p, q->row, "    ");
	if (q->state == HQ_UNKNOWN)
		fputs("    asked before, no answer yet\n", p->to);
}

struct silences { const struct put *p; struct tree *tree; size_t n; };

static int text_silence(void *context, const struct hq_missing *m)
{
	struct silences *s = context;

	if (m->lack != HQ_LACK_SILENT)
		return 0;
	if (s->n++ == 0)
		fputs("\nSilent sources, which no fact settles\n", s->p->to);
	fprintf(s->p->to, "  %s", silence_of(s->p, m->row).text);
	for (uint16_t i = 0; i < ncites(s->p, m->row); i++)
		fprintf(s->p->to, "%s%s", i ? ", " : "  [", cite_words(s->p, m->row, i).text);
	fputs(ncites(s->p, m->row) ? "]\n" : "\n", s->p->to);
	return 0;
}

static void text_set(const struct put *p, const struct findings *f, const struct question_set *set)
{
	const char *before = "  ";

	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1) {
			fprintf(p->to, "%s%s", before, fact_name(p, &f->questions[q]).text);
			before = " and ";
		}
	fprintf(p->to, "%s\n    ", set->smallest ? "" : " (perhaps fewer would do)");
	text_verdict(p, set->verdict);
	fputs(" with ", p->to);
	before = "";
	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1) {
			fprintf(p->to, "%s%s: %s", before, fact_name(p, &f->questions[q]).text,
				answer_words(p, &f->questions[q], &f->answers[q], &f->answers[q].of[set->answer[q]]).text);
			before = "; ";
		}
	putc('\n', p->to);
}

static void text_next(const struct put *p, const struct findings *f)
{
	struct silences s = { .p = p };
	bool any = false;

	if (p->d->decision.verdict != HQ_UNDETERMINED) {
		text_head(p, "Nothing to ask: the verdict is determined, and no further fact turns it.\n");
		return;
	}
	text_head(p, "");
	if (f->next >= 0) {
		fputs("Next question\n", p->to);
		text_question(p, &f->questions[f->next]);
	} else {
		fputs(f->nsets ? "No next question can be shown to be needed\n" : "No question was found whose answers could decide this\n", p->to);
	}
	if (f->nsets)
		fputs("\nSmallest sets of facts that could decide\n", p->to);
	for (size_t i = 0; i < f->nsets; i++)
		text_set(p, f, &f->sets[i]);
	for (size_t q = 0; q < f->nquestions; q++)
		if (f->questions[q].state == HQ_UNKNOWN) {
			fputs(any ? "" : "\nAsked, no answer yet\n", p->to);
			any = true;
			fprintf(p->to, "  %s\n", fact_name(p, &f->questions[q]).text);
		}
	hq_missing_each(p->d->rules, &p->d->facts, &p->d->decision, text_silence, &s);
	if (!f->all)
		fprintf(p->to, "\nNot every set was settled: %d facts, %d in a set, %d sets and some %d decisions are the most that is looked at.\n",
			QUESTIONS_MAX, QUESTIONS_TOGETHER, QUESTIONS_SETS, QUESTIONS_STEPS);
}

static void text_change(const struct put *p, const struct change *c)
{
	const struct question *q = &c->fact;

	fprintf(p->to, "  %s", fact_name(p, q).text);
	switch ((enum change_how)c->how) {
	case CHANGE_VALUE:
		fprintf(p->to, ": %s instead of ", value_words(p, q, c->to, c->unit).text);
		fputs(value_words(p, q, c->from, c->unit).text, p->to);
		break;
	case CHANGE_WITHOUT:
		fprintf(p->to, "[%u]: without it", q->ref);
		break;
	case CHANGE_ADDED:
		fprintf(p->to, ": one more, such as %s", record_words(p, &c->example).text);
		break;
	case CHANGE_ANSWER:
		fputs(q->state == HQ_UNKNOWN ? " (asked, no answer yet): " : " (not asked): ", p->to);
		if (q->sort != QUESTION_LIST)
			fputs(value_words(p, q, c->to, c->unit).text, p->to);
		else if (c->nrecords)
			fprintf(p->to, "%u, such as %s", c->nrecords, record_words(p, &c->example).text);
		else
			fputs("none", p->to);
		break;
	}
	fputs("\n    ", p->to);
	text_verdict(p, c->verdict);
	putc('\n', p->to);
	if (c->how == CHANGE_ANSWER)
		text_why(p, q->row, "    ");
}

static void text_changes(const struct put *p, const struct changes *c)
{
	text_head(p, c->n ? "Facts whose change, each by itself, would turn the verdict\n" : "No change of one fact by itself was found that turns the verdict.\n");
	for (size_t i = 0; i < c->n; i++)
		text_change(p, &c->of[i]);
	if (!c->all)
		fprintf(p->to, "\nNot every change was looked at: %d decisions and %d changes are the most.\n", QUESTIONS_CHANGES, CHANGES_MAX);
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */

static void json_head(const struct put *p, struct tree *t)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	char day[11];

	hq_day_format(p->d->as_of, day);
	tree_key(t, "schema");
	tree_value(t, QUESTIONS_SCHEMA, 1);
	tree_text(t, "teacher", p->subject->teacher);
	tree_text(t, "assignment", p->subject->assignment);
	tree_text(t, "jurisdiction", code_of(p->d->rules).text);
	tree_text(t, "edition", hq_text_of(p->d->rules, e->name).text);
	tree_text(t, "as_of", day);
	tree_text(t, "verdict", hq_verdict_name(p->d->decision.verdict));
}

static void json_cites(const struct put *p, struct tree *t, uint16_t row)
{
	tree_key(t, "citations");
	yajl_gen_array_open(t->gen);
	for (uint16_t i = 0; i < ncites(p, row); i++)
		tree_string(t, cite_words(p, row, i).text);
	yajl_gen_array_close(t->gen);
}

/* What a question is; the object is left open. */
static void json_question(const struct put *p, struct tree *t, const struct question *q)
{
	yajl_gen_map_open(t->gen);
	tree_text(t, "fact", fact_name(p, q).text);
	tree_text(t, "state", state_name(q->state));
	tree_text(t, "meaning", fact_meaning(p, q).text);
	tree_text(t, "answer", answer_kind(p, q).text);
	tree_text(t, "needed_by", q->row == HQ_NONE ? NULL : hq_row_name_of(p->d->rules, q->row).text);
	tree_text(t, "needed_for", q->row == HQ_NONE ? NULL : row_label(p, q->row).text);
	json_cites(p, t, q->row);
}

static void json_records(const struct put *p, struct tree *t, unsigned n, const struct hq_record *example)
{
	tree_key(t, "records");
	tree_value(t, n, 1);
	if (n)
		tree_text(t, "such_as", record_words(p, example).text);
}

static void json_set(const struct put *p, struct tree *t, const struct findings *f, const struct question_set *set)
{
	yajl_gen_map_open(t->gen);
	tree_key(t, "facts");
	yajl_gen_array_open(t->gen);
	for (unsigned q = 0; q < f->nquestions; q++)
		if (set->questions >> q & 1)
			tree_string(t, fact_name(p, &f->questions[q]).text);
	yajl_gen_array_close(t->gen);
	tree_bool(t, "smallest", set->smallest);
	tree_text(t, "verdict", hq_verdict_name(set->verdict));
	tree_key(t, "answers");
	yajl_gen_array_open(t->gen);
	for (unsigned q = 0; q < f->nquestions; q++) {
		const struct answer *a = &f->answers[q].of[set->answer[q]];

		if (!(set->questions >> q & 1))
			continue;
		yajl_gen_map_open(t->gen);
		tree_text(t, "fact", fact_name(p, &f->questions[q]).text);
		if (f->questions[q].sort == QUESTION_LIST)
			json_records(p, t, a->n, a->n ? &f->answers[q].records[a->first] : NULL);
		else
			tree_text(t, "value", value_words(p, &f->questions[q], a->value, a->unit).text);
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
	yajl_gen_map_close(t->gen);
}

static int json_silence(void *context, const struct hq_missing *m)
{
	struct silences *s = context;

	if (m->lack != HQ_LACK_SILENT)
		return 0;
	yajl_gen_map_open(s->tree->gen);
	tree_text(s->tree, "silent_on", silence_of(s->p, m->row).text);
	json_cites(s->p, s->tree, m->row);
	yajl_gen_map_close(s->tree->gen);
	return 0;
}

static void json_next(const struct put *p, struct tree *t, const struct findings *f)
{
	struct silences s = { .p = p, .tree = t };

	tree_key(t, "next");
	if (f->next >= 0) {
		json_question(p, t, &f->questions[f->next]);
		yajl_gen_map_close(t->gen);
	} else {
		yajl_gen_null(t->gen);
	}
	tree_key(t, "sets");
	yajl_gen_array_open(t->gen);
	for (size_t i = 0; i < f->nsets; i++)
		json_set(p, t, f, &f->sets[i]);
	yajl_gen_array_close(t->gen);
	tree_key(t, "unanswered");
	yajl_gen_array_open(t->gen);
	for (size_t q = 0; q < f->nquestions; q++)
		if (f->questions[q].state == HQ_UNKNOWN)
			tree_string(t, fact_name(p, &f->questions[q]).text);
	yajl_gen_array_close(t->gen);
	tree_key(t, "silent");
	yajl_gen_array_open(t->gen);
	hq_missing_each(p->d->rules, &p->d->facts, &p->d->decision, json_silence, &s);
	yajl_gen_array_close(t->gen);
	tree_bool(t, "all", f->all);
}

static void json_changes(const struct put *p, struct tree *t, const struct changes *c)
{
	static const char *const hows[] = { "value", "answer", "without", "added" };       /* ORDER change_how */

	tree_key(t, "matters");
	yajl_gen_array_open(t->gen);
	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->of[i];
		struct words name = fact_name(p, &x->fact);

		if (x->how == CHANGE_WITHOUT)
			snprintf(name.text + strlen(name.text), 12, "[%u]", x->fact.ref);
		yajl_gen_map_open(t->gen);
		tree_text(t, "fact", name.text);
		tree_text(t, "state", state_name(x->fact.state));
		tree_text(t, "change", hows[x->how]);
		if (x->how == CHANGE_VALUE)
			tree_text(t, "from", value_words(p, &x->fact, x->from, x->unit).text);
		if (x->how == CHANGE_VALUE || (x->how == CHANGE_ANSWER && x->fact.sort != QUESTION_LIST))
			tree_text(t, "to", value_words(p, &x->fact, x->to, x->unit).text);
		if (x->how == CHANGE_ADDED || (x->how == CHANGE_ANSWER && x->fact.sort == QUESTION_LIST))
			json_records(p, t, x->how == CHANGE_ADDED ? 1 : x->nrecords, &x->example);
		tree_text(t, "verdict", hq_verdict_name(x->verdict));
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
	tree_bool(t, "all", c->all);
}

/* ---- both ---------------------------------------------------------------------------------------------------- */

bool questions_put(const struct decided *base, const struct hq_subject *subject, const struct hqcli_options *options, FILE *to)
{
	static struct findings f;
	static struct changes c;
	struct put p = { .d = base, .vocab = base->facts.vocab, .subject = subject, .to = to, .color = options->color_out };
	struct tree t;
	bool ok = options->questions == HQCLI_NEXT ? findings_of(base, &f) : changes_of(base, &c);

	questions_read(base, p.reads, &p.lists);
	if (ok && options->format == HQCLI_TEXT) {
		if (options->questions == HQCLI_NEXT)
			text_next(&p, &f);
		else
			text_changes(&p, &c);
	} else if (ok && tree_begin(&t) == 0) {
		yajl_gen_config(t.gen, yajl_gen_beautify, 0);
		yajl_gen_map_open(t.gen);
		json_head(&p, &t);
		if (options->questions == HQCLI_NEXT)
			json_next(&p, &t, &f);
		else
			json_changes(&p, &t, &c);
		yajl_gen_map_close(t.gen);
		ok = tree_end(&t, to) == 0;
		putc('\n', to);
	}
	if (options->questions == HQCLI_NEXT)
		findings_done(&f);
	return ok;
}
