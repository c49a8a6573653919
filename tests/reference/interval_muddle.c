/* Partial teachers as the completion oracle has no need of them: closed data, no assignment, posts with fewer years than they touch, amounts in other units,
 * defaults, many times, events over kinds, forms beside lists. See interval_rows.h. */
#include "interval_rows.h"

#include <string.h>

#include "hq_internal.h"

static int64_t one_of(const struct hq_vocab_kind *k)
{
	int64_t one = 1;

	for (unsigned d = 0; d < k->decimals; d++)
		one *= 10;
	return one;
}

static void forget(struct hq_record *r, unsigned field)
{
	r->known &= (uint16_t) ~(1u << field);
	r->asked = (uint16_t)((r->asked & ~(1u << field)) | (unsigned)chance(50) << field);
}

static void muddle_amount(struct hq_record *r, const struct hq_vocab_kind *k, unsigned often)
{
	if (chance(often)) {
		const unsigned unit = (unsigned)between(0, HQ_UNITS_MAX - 1);

		r->unit = k->units >> unit & 1 ? (uint8_t)unit : r->unit;
		if (r->unit == 255 && (k->flags & HQ_KIND_DEFAULT))
			r->unit = k->preset_unit;
	}
	if (chance(often))
		r->amount = chance(30) ? k->amount_min : chance(20) ? k->amount_max : between(k->amount_min, 30 * one_of(k));
	if (chance(often))
		r->unit = 255;          /* missing, or the kind's default */
	r->amount_asked = r->unit == 255 && !(k->flags & HQ_KIND_DEFAULT) && chance(50);
	if (r->amount > k->amount_max)
		r->amount = k->amount_max;
}

/* Days at and beside the ends of school years; no more years than the post touches (2.7). */
static void muddle_span(struct hq_record *r, const struct hq_vocab_kind *k, hq_day as_of, unsigned often)
{
	if (chance(often)) {
		r->known |= (uint16_t)(1u << k->date_field);
		r->v[k->date_field] = chance(20) ? as_of + between(0, 500) :
				      chance(50) ? july_first(hq_school_year(as_of) - (int32_t)between(0, 8)) - between(0, 1) : as_of - between(0, 3000);
	}
	if (chance(often)) {
		r->known |= (uint16_t)(1u << k->from_field);
		r->v[k->from_field] = chance(50) ? july_first(hq_school_year(as_of) - (int32_t)between(0, 12)) - between(0, 1) : as_of - between(-3, 4000);
	}
	if (chance(often))
		forget(r, chance(50) ? k->date_field : k->from_field);
	const bool both = r->known >> k->date_field & r->known >> k->from_field & 1;
	const hq_day last = !both || r->v[k->date_field] == HQ_DAY_NEVER ? as_of : (hq_day)r->v[k->date_field];

	if (both && r->v[k->from_field] > last)
		r->v[k->from_field] = last;
	if (!both || r->unit != k->year_unit)
		return;
	const int64_t touched = one_of(k) * (hq_school_year(last) - hq_school_year((hq_day)r->v[k->from_field]) + 1);

	if (r->amount > touched || chance(often))
		r->amount = chance(30) ? touched - touched / 4 : chance(30) ? touched - one_of(k) : between(0, touched);
}

static void muddle_record(struct hq_record *r, hq_day as_of, unsigned often)
{
	const struct hq_vocab_kind *k = kind_of(r->kind);

	for (unsigned f = 0; f < k->nfields; f++) {
		if (f == k->from_field || f == k->date_field)
			continue;
		if (chance(often / 3)) {
			r->v[f] = field_of(r->kind, f)->type == HQ_FIELD_SOME_OF && chance(40) ? 0 : random_value(field_of(r->kind, f), as_of);
			r->known |= (uint16_t)(1u << f);
		}
		if (chance(often / 4))
			forget(r, f);
	}
	if (k->flags & HQ_KIND_AMOUNT)
		muddle_amount(r, k, often);
	if (k->flags & HQ_KIND_SPAN)
		muddle_span(r, k, as_of, often);
	else if (k->date_field < HQ_FIELDS_MAX && chance(often / 2))
		forget(r, k->date_field);
	else if (k->date_field < HQ_FIELDS_MAX && chance(often / 2))
		r->v[k->date_field] = as_of - between(-1, 1200);
	if ((k->flags & HQ_KIND_TIMES) && chance(often))
		r->times = (uint16_t)between(1, 5);
	if (!(k->flags & HQ_KIND_SINGLE) && chance(often))
		r->event = chance(40) ? 0 : (int32_t)between(1, 3);
}

/* A form where none was drawn: of rules with a share, whose lines have columns of their own. */
static void make_form(struct teacher *t)
{
	t->form = true;
	for (uint16_t i = 0; i < ground.edition->nslots; i++) {
		const struct hq_slot s = hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i);

		t->answers[i].know = (uint8_t)(chance(70) ? HQ_KNOWN : chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED);
		t->answers[i].value = s.type == HQ_SLOT_YES_NO ? chance(60) : between(0, s.max < 40 * s.step ? s.max : 40 * s.step);
		for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
			if ((s.kinds >> k & 1) && !(kind_of(k)->flags & HQ_KIND_SINGLE))
				t->list[k] = chance(50) ? HQ_NOT_ASKED : HQ_UNKNOWN;
	}
}

/* A form of which all that one kind answers was not asked, and its list is there. */
static void list_beside_form(struct teacher *t)
{
	const unsigned kind = (unsigned)between(0, ground.vocab->kinds.count - 1);

	if (kind == ground.vocab->assignment)
		return;
	for (uint16_t i = 0; i < ground.edition->nslots; i++)
		if (hq_slot_at(ground.rules, (uint32_t)ground.edition->first_slot + i).kinds >> kind & 1)
			t->answers[i].know = HQ_NOT_ASKED;
	t->list[kind] = HQ_KNOWN;
	for (int tries = 0; tries < 40 && t->n < TEACHER_DRAWN; tries++) {
		const uint16_t m = (uint16_t)(ground.edition->first_measure + between(0, ground.edition->nmeasures - 1));

		if (hq_measure_at(ground.rules, m).kind == kind)
			draw_record(t, m);
	}
}

static void muddle(struct teacher *t)
{
	static const uint8_t levels[] = { 4, 12, 30 };
	const unsigned often = levels[between(0, 2)];
	const size_t most = ground.once ? 9 : TEACHER_DRAWN;

	for (int tries = 0; tries < 6 && !t->form && t->n < most && ground.edition->nmeasures; tries++)
		if (chance(40))
			draw_record(t, (uint16_t)(ground.edition->first_measure + between(0, ground.edition->nmeasures - 1)));
	if (!t->form && ground.share && ground.edition->nslots && chance(20))
		make_form(t);
	if (t->form && chance(50))
		list_beside_form(t);
	for (size_t i = 0; i < t->n; i++)
		muddle_record(&t->records[i], t->as_of, often);
	muddle_record(&t->assignment, t->as_of, often);
	for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
		if (k != ground.vocab->assignment && t->list[k] == HQ_KNOWN && chance(often / 4))
			t->list[k] = chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED;
}

bool interval_rows_muddled(const struct teacher *from, bool tell, char *why, size_t cap)
{
	static struct teacher t;
	static int64_t work[1 << 17];
	static struct hq_record scratch[TEACHER_RECORDS];
	static struct hq_facts facts;
	struct hq_decision d;
	size_t n = 0;

	t = *from;
	muddle(&t);
	for (size_t i = 0; i < t.n; i++)
		if (t.list[t.records[i].kind] == HQ_KNOWN)
			scratch[n++] = t.records[i];
	facts = (struct hq_facts){ .vocab = ground.vocab, .records = scratch, .nrecords = n, .answers = t.form ? t.answers : NULL, .closed = chance(35) };
	facts.assignment = chance(95) ? &t.assignment : NULL;
	memcpy(facts.list, t.list, sizeof facts.list);
	facts.list[ground.vocab->assignment] = facts.assignment ? HQ_KNOWN : chance(50) ? HQ_UNKNOWN : HQ_NOT_ASKED;
	if (tell) {
		fprintf(stderr, "muddled%s%s:\n", facts.closed ? ", closed" : "", facts.assignment ? "" : ", assignment missing");
		show(stderr, &t);
	}
	int rc = hq_facts_prepare(&facts, scratch);

	if (rc == HQ_OK)
		rc = hq_decide(ground.plain, ground.e, &facts, t.as_of, work, sizeof work, &d);
	if (rc < 0) {
		interval_rows_refused();
		snprintf(why, cap, "muddled: %s", hq_strerror(rc));
		return rc == HQ_ERANGE;         /* more than all records of a kind may hold */
	}
	return interval_rows_agree(&facts, &d, d.verdict, why, cap);
}
