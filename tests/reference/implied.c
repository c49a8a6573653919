/* Implications between facts; see implied.h. What they mean is the reference evaluator's to say; here teachers are made to obey them. */
#include "implied.h"

#include "reference.h"

enum { TRIES = 60 };

static uint32_t fields_of(const struct hqc_filter *f)
{
	uint32_t fields = f->field ? 1u << f->field->index : 0;

	for (const struct hqc_value *v = f->values; v; v = v->next)
		if (v->kind == HQC_VALUE_FIELD)
			fields |= 1u << v->field->index;
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		fields |= fields_of(part);
	return fields;
}

uint32_t implied_fields(uint16_t kind)
{
	uint32_t fields = 0;

	for (const struct hqc_implied *implied = ground.kinds[kind]->implied; implied; implied = implied->next)
		fields |= implied->another ? fields_of(implied->holds) | fields_of(implied->when) : fields_of(implied->each);
	return fields;
}

static struct hq_record *record_at(struct teacher *t, size_t i)
{
	return i == t->n ? &t->assignment : &t->records[i];
}

static bool meets(const struct teacher *t, const struct hqc_filter *f, const struct hq_record *r)
{
	const struct ref_teacher whole = { .records = t->records, .nrecords = t->n, .assignment = &t->assignment, .as_of = t->as_of };

	return ref_meets(&whole, f, ground.kinds[r->kind], r);
}

/* How many records meet it; the last of them. */
static size_t how_many(const struct teacher *t, const struct hqc_filter *f, uint16_t kind, size_t *last)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->records[i].kind == kind && meets(t, f, &t->records[i])) {
			*last = i;
			n++;
		}
	return n;
}

/* One implication that is broken, and of which record; NULL: none is. */
static const struct hqc_implied *broken(const struct teacher *t, size_t *at)
{
	for (uint16_t k = 0; k < ground.nkinds; k++)
		for (const struct hqc_implied *implied = ground.kinds[k]->implied; implied; implied = implied->next) {
			size_t none;

			if (implied->another) {
				if (t->list[k] == HQ_KNOWN && how_many(t, implied->when, k, at) && !how_many(t, implied->holds, k, &none))
					return implied;
				continue;
			}
			for (size_t i = 0; i <= t->n; i++) {
				const struct hq_record *r = i == t->n ? &t->assignment : &t->records[i];

				if (r->kind == k && (t->list[k] == HQ_KNOWN || i == t->n) && !meets(t, implied->each, r)) {
					*at = i;
					return implied;
				}
			}
		}
	return NULL;
}

bool implied_obeyed(const struct teacher *t)
{
	size_t at;

	return !broken(t, &at);
}

/* Draws the fields that the filter reads, as far as they may change, until it is met. */
static bool redraw(struct teacher *t, const struct hqc_filter *f, size_t at, uint32_t may)
{
	struct hq_record *r = record_at(t, at);
	const struct hq_record was = *r;
	const uint32_t fields = fields_of(f) & may;

	for (int tries = 0; tries < TRIES && fields; tries++) {
		for (unsigned i = 0; i < kind_of(r->kind)->nfields; i++)
			if (fields >> i & 1)
				r->v[i] = random_value(field_of(r->kind, i), t->as_of);
		if (meets(t, f, r))
			return true;
	}
	*r = was;
	return false;
}

/* Fields of a record that may change. */
static uint32_t may_change(const struct teacher *t, const struct teacher *partial, size_t at)
{
	if (!partial)
		return UINT32_MAX;
	if (at == t->n)
		return ~(uint32_t)partial->assignment.known;
	if (at >= partial->n)
		return UINT32_MAX;
	return ~(uint32_t)partial->records[at].known;
}

/* Some record of the kind, the last or one before it, is made to meet it; or, where a list may grow, one is added that does. */
static void mend_another(struct teacher *t, const struct teacher *partial, const struct hqc_implied *implied, size_t at)
{
	const uint16_t kind = t->records[at].kind;

	if (!(partial && partial->list[kind] == HQ_KNOWN) && !ground.once && t->n < TEACHER_RECORDS && chance(50)) {
		t->records[t->n] = t->records[at];
		if (redraw(t, implied->holds, t->n++, UINT32_MAX))
			return;
		t->n--;
	}
	for (size_t i = t->n; i-- > 0;)
		if (t->records[i].kind == kind && (i == at || chance(50)) && redraw(t, implied->holds, i, may_change(t, partial, i)))
			return;
}

void implied_mend(struct teacher *t, const struct teacher *partial)
{
	const struct hqc_implied *implied;
	size_t at = 0;

	for (int tries = 0; tries < TRIES && (implied = broken(t, &at)); tries++) {
		if (implied->another)
			mend_another(t, partial, implied, at);
		else
			redraw(t, implied->each, at, may_change(t, partial, at));
	}
}
