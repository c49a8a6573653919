/* Questions, answers and rows in words. */
#include <string.h>

#include "put.h"

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

/* "degrees", "degrees[0].level", "facts.hired", "assignment.subject", or a column of the form: where it stands in the data. */
struct words question_name(const struct put *p, const struct question *q)
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

struct words question_meaning(const struct put *p, const struct question *q)
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

	snprintf(out.text, sizeof(out.text), "a number from %s", range_of(min, max, decimals).text);
	return out;
}

/* What kind of answer is asked for. */
struct words question_kind(const struct put *p, const struct question *q)
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

struct words question_value(const struct put *p, const struct question *q, int64_t v, uint8_t unit)
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
struct words question_record(const struct put *p, const struct hq_record *r)
{
	struct words out = { "" };
	struct question q = { .sort = QUESTION_AMOUNT, .kind = r->kind };
	size_t n = 0;

	if (r->unit != 255)
		n = (size_t)snprintf(out.text, sizeof(out.text), "%s", question_value(p, &q, r->amount, r->unit).text);
	if (r->times > 1)
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%u times", n ? ", " : "", r->times);
	q.sort = QUESTION_FIELD;
	for (unsigned f = 0; f < kind_of(p, r->kind)->nfields && n < 300; f++) {
		if (!((r->known & p->reads[r->kind]) >> f & 1))
			continue;
		q.field = (uint8_t)f;
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s %.60s", n ? ", " : "", HQ_TEXT(p->vocab, field_of(p, r->kind, f)->name),
				      question_value(p, &q, r->v[f], 255).text);
	}
	return out;
}

struct words question_answer(const struct put *p, const struct question *q, const struct answers *from, const struct answer *a)
{
	struct words out;

	if (q->sort != QUESTION_LIST)
		return question_value(p, q, a->value, a->unit);
	if (a->n == 0)
		return (struct words){ "none" };
	snprintf(out.text, sizeof(out.text), "%u, such as %.330s", a->n, question_record(p, &from->records[a->first]).text);
	return out;
}

const char *question_state(uint8_t state)
{
	return state == HQ_UNKNOWN ? "unknown" : state == HQ_KNOWN ? "known" : "not_asked";
}

/* The label of a row, or of the nearest above that has one. */
struct words question_label(const struct put *p, uint16_t row)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, p->d->rules, rows);
	struct words out = { "" };

	while (row != HQ_NONE && !rows[row].label && rows[row].parent != HQ_NONE)
		row = rows[row].parent;
	if (row != HQ_NONE)
		snprintf(out.text, sizeof(out.text), "%.390s", hq_text_of(p->d->rules, rows[row].label).text);
	return out;
}

struct words question_cite(const struct put *p, uint16_t row, uint16_t i)
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

uint16_t question_ncites(const struct put *p, uint16_t row)
{
	return row == HQ_NONE ? 0 : HQ_AT(struct hq_row, p->d->rules, rows)[row].ncites;
}

struct words question_silence(const struct put *p, uint16_t row)
{
	const struct hq_edition *e = &HQ_AT(struct hq_edition, p->d->rules, editions)[p->d->edition];
	const struct hq_note *notes = HQ_AT(struct hq_note, p->d->rules, notes);
	struct words out = { "" };

	for (uint32_t i = e->first_note; i < (uint32_t)e->first_note + e->nnotes; i++)
		if (notes[i].kind == HQ_NOTE_SILENT && notes[i].row == row)
			snprintf(out.text, sizeof(out.text), "%.390s", hq_text_of(p->d->rules, notes[i].text).text);
	return out.text[0] ? out : question_label(p, row);
}
