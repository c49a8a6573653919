/* Names to definitions: walks every jurisdiction, edition and rubric and has each name in it looked up.
 *
 * Facts are resolve_facts.c, tests and filters resolve_tests.c, examples resolve_examples.c. Here are the scopes, names
 * given twice, definitions that lead back to themselves, and definitions nobody uses. The one idea: a name sees
 * outwards (edition, jurisdiction, file, shared files) and nothing is hidden: what could be meant twice is an error.
 */
#include "resolve.h"

void hqc_choice(struct hqc_choices *choices, const char *name)
{
	for (size_t i = 0; i < choices->n; i++) {
		if (choices->names[i] == name)
			return;
	}
	if (name && choices->n < HQC_CHOICES_MAX)
		choices->names[choices->n++] = name;
}

void hqc_unknown(struct hqc *c, enum hqc_msg msg, struct hqc_span at, const char *name, const char *what,
		 const struct hqc_choices *choices)
{
	struct hqc_diag *d = hqc_report(c, msg, at, "'%s' is no %s", name, what);
	const char *near = hqc_nearest(name, choices->names, choices->n);

	if (near) {
		hqc_help(c, d, "did you mean '%s'?", near);
		return;
	}
	if (choices->n == 0 || choices->n > HQC_CHOICES_SHOWN)
		return;
	char list[HQC_CHOICES_SHOWN * (HQC_NAME_MAX + 2) + 1];
	size_t len = 0;

	for (size_t i = 0; i < choices->n; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%.*s", i ? ", " : "", HQC_NAME_MAX,
					choices->names[i]);
	hqc_help(c, d, "there is %s", list);
}

/* ---- blocks, awards, rubrics --------------------------------------------------------------------------------- */

static void resolve_items(const struct hqc_place *s, struct hqc_item *items)
{
	for (struct hqc_item *i = items; i; i = i->next) {
		if (i->kind == HQC_ITEM_TEST)
			hqc_resolve_test(s, &i->test);
		else
			resolve_items(s, i->items);
	}
}

static void resolve_award(const struct hqc_place *s, struct hqc_award *award)
{
	for (struct hqc_award *a = award; a; a = a->next) {
		switch (a->kind) {
		case HQC_AWARD_IF:
			hqc_resolve_test(s, &a->test);
			continue;
		case HQC_AWARD_PER_UNIT:
			a->unit_resolved = hqc_resolve_unit(s->c, a->unit);
			break;
		case HQC_AWARD_TIERS:
			if (a->tiers && a->tiers->unit.text)
				a->unit_resolved = hqc_resolve_unit(s->c, a->tiers->unit);
			for (struct hqc_tier *t = a->tiers; t; t = t->next) {
				if (t->unit.text)
					hqc_resolve_unit(s->c, t->unit);
			}
			break;
		case HQC_AWARD_PER_RECORD:
			break;
		}
		hqc_resolve_what(s, &a->what);
	}
}

static void resolve_limits(const struct hqc_place *s, struct hqc_limit *limits)
{
	for (struct hqc_limit *l = limits; l; l = l->next) {
		if (!l->in_points && !l->in_records && l->unit.text)
			l->unit_resolved = hqc_resolve_unit(s->c, l->unit);
	}
}

static void resolve_categories(const struct hqc_place *s, struct hqc_category *list)
{
	for (struct hqc_category *k = list; k; k = k->next) {
		resolve_award(s, k->award);
		resolve_limits(s, k->limits);
		for (struct hqc_line *l = k->lines; l; l = l->next) {
			resolve_award(s, l->award);
			resolve_limits(s, l->limits);
		}
		resolve_categories(s, k->categories);
	}
}

/* Resolves the share's filter for every kind that lines count; returns how many lines it can be asked of. */
static size_t share_lines(const struct hqc_place *s, const struct hqc_filter *f, const struct hqc_category *list)
{
	size_t n = 0;

	for (const struct hqc_category *k = list; k; k = k->next) {
		if (k->award && k->award->what.record && hqc_share_filter(s, f, k->award->what.record))
			n++;
		for (const struct hqc_line *l = k->lines; l; l = l->next) {
			if (l->award && l->award->what.record && hqc_share_filter(s, f, l->award->what.record))
				n++;
		}
		n += share_lines(s, f, k->categories);
	}
	return n;
}

static void resolve_rubric(const struct hqc_place *s, struct hqc_rubric *r)
{
	resolve_items(s, r->requires.items);
	resolve_items(s, r->settles.items);
	resolve_categories(s, r->categories);
	if (r->share_filter && share_lines(s, r->share_filter, r->categories) == 0)
		hqc_report(s->c, HQC_MSG_share_of_nothing, r->share_filter->span,
			   "no line of rubric '%s' counts records that this can be asked of", r->name.text);
}

/* ---- definitions --------------------------------------------------------------------------------------------- */

static void said_twice(struct hqc *c, const char *what, struct hqc_name name, struct hqc_name before)
{
	struct hqc_diag *d =
		hqc_report(c, HQC_MSG_defined_twice, name.span, "%s '%s' is defined twice", what, name.text);

	hqc_note_at(c, d, before.span, "'%s' is first defined here", before.text);
}

/* Reports every definition of @list that @other already holds, up to itself. */
static void seen_already(struct hqc *c, const struct hqc_define *list, const struct hqc_define *other)
{
	for (const struct hqc_define *d = list; d; d = d->next) {
		for (const struct hqc_define *old = other; old && old != d; old = old->next) {
			if (hqc_same(old->name.text, d->name.text) && old->record == d->record)
				said_twice(c, "definition", d->name, old->name);
		}
	}
}

static void check_twice(const struct hqc_place *s, const struct hqc_define *list)
{
	seen_already(s->c, list, list);
	if (s->edition && s->jurisdiction)
		seen_already(s->c, list, s->jurisdiction->defines);
	if (s->jurisdiction && s->file)
		seen_already(s->c, list, s->file->defines);
	for (uint16_t i = 0; i < s->c->nfiles; i++) {
		const struct hqc_file *tree = s->c->trees[i];

		if (tree->jurisdictions || tree == s->file)
			continue;
		if (!s->file->jurisdictions && tree->file > s->file->file)
			continue;                       /* said once, at the later of two shared files */
		seen_already(s->c, list, tree->defines);
	}
}

static void find_kinds(struct hqc *c, struct hqc_define *list, bool shared)
{
	for (struct hqc_define *d = list; d; d = d->next) {
		const struct hqc_record *known = d->for_kind.text ? hqc_find_record(c, d->for_kind.text) : NULL;
		const bool used = known && known->used;

		d->shared = shared;
		if (!d->for_kind.text)
			continue;
		d->record = hqc_resolve_kind(c, d->for_kind);
		if (d->record)
			d->record->used = used;         /* to define is not to use */
	}
}

static void resolve_defines(const struct hqc_place *s, struct hqc_define *list)
{
	check_twice(s, list);
	for (struct hqc_define *d = list; d; d = d->next) {
		if (d->record && d->filter)
			hqc_resolve_filter(s, d->filter, d->record);
		resolve_items(s, d->block.items);
	}
}

static void unused(struct hqc *c, const struct hqc_define *list)
{
	for (const struct hqc_define *d = list; d; d = d->next) {
		if (!d->used)
			hqc_report(c, HQC_MSG_unused_definition, d->name.span, "nothing uses the definition '%s'",
				   d->name.text);
	}
}

/* ---- cycles -------------------------------------------------------------------------------------------------- */

static void follow_define(struct hqc *c, struct hqc_define *d, struct hqc_span from);
static void follow_rubric(struct hqc *c, struct hqc_rubric *r, struct hqc_span from);

static void itself(struct hqc *c, const char *what, struct hqc_name name, struct hqc_span from)
{
	struct hqc_diag *d =
		hqc_report(c, HQC_MSG_cycle, name.span, "%s '%s' is explained by itself", what, name.text);

	hqc_note_at(c, d, from, "this leads back to it");
}

static void follow_filter(struct hqc *c, const struct hqc_filter *f)
{
	if (f->define)
		follow_define(c, f->define, f->name.span);
	for (const struct hqc_filter *part = f->first; part; part = part->next)
		follow_filter(c, part);
}

static void follow_test(struct hqc *c, const struct hqc_test *t)
{
	if (t->define)
		follow_define(c, t->define, t->name.span);
	if (t->rubric)
		follow_rubric(c, t->rubric, t->name.span);
	if (t->what.filter)
		follow_filter(c, t->what.filter);
}

static void follow_items(struct hqc *c, const struct hqc_item *items)
{
	for (const struct hqc_item *i = items; i; i = i->next) {
		if (i->kind == HQC_ITEM_TEST)
			follow_test(c, &i->test);
		else
			follow_items(c, i->items);
	}
}

static void follow_award(struct hqc *c, const struct hqc_award *a)
{
	if (!a)
		return;
	if (a->kind == HQC_AWARD_IF)
		follow_test(c, &a->test);
	else if (a->what.filter)
		follow_filter(c, a->what.filter);
}

static void follow_categories(struct hqc *c, const struct hqc_category *list)
{
	for (const struct hqc_category *k = list; k; k = k->next) {
		follow_award(c, k->award);
		for (const struct hqc_line *l = k->lines; l; l = l->next)
			follow_award(c, l->award);
		follow_categories(c, k->categories);
	}
}

static void follow_define(struct hqc *c, struct hqc_define *d, struct hqc_span from)
{
	if (d->open)
		itself(c, "definition", d->name, from);
	if (d->open || d->done)
		return;
	d->open = true;
	if (d->filter)
		follow_filter(c, d->filter);
	follow_items(c, d->block.items);
	d->open = false;
	d->done = true;
}

static void follow_rubric(struct hqc *c, struct hqc_rubric *r, struct hqc_span from)
{
	if (r->open)
		itself(c, "rubric", r->name, from);
	if (r->open || r->done)
		return;
	r->open = true;
	follow_items(c, r->requires.items);
	follow_items(c, r->settles.items);
	follow_categories(c, r->categories);
	r->open = false;
	r->done = true;
}

static void follow_defines(struct hqc *c, struct hqc_define *list)
{
	for (struct hqc_define *d = list; d; d = d->next)
		follow_define(c, d, d->name.span);
}

/* ---- the walk ------------------------------------------------------------------------------------------------ */

static void resolve_edition(struct hqc_place s, struct hqc_edition *e)
{
	s.edition = e;
	resolve_defines(&s, e->defines);
	resolve_items(&s, e->applies.items);
	resolve_items(&s, e->every.items);
	for (struct hqc_route *r = e->routes; r; r = r->next)
		resolve_items(&s, r->block.items);
	for (struct hqc_rubric *r = e->rubrics; r; r = r->next) {
		for (struct hqc_rubric *old = e->rubrics; old != r; old = old->next) {
			if (hqc_same(old->name.text, r->name.text))
				said_twice(s.c, "rubric", r->name, old->name);
		}
		resolve_rubric(&s, r);
	}
	hqc_resolve_examples(&s);
	follow_defines(s.c, e->defines);
	for (struct hqc_rubric *r = e->rubrics; r; r = r->next)
		follow_rubric(s.c, r, r->name.span);
}

/* What implications read is not used by that: a fact that no rule reads is still one too many. */
static void resolve_implied(const struct hqc_place *s, struct hqc_record *r)
{
	const bool record_used = r->used;
	uint32_t used = 0, i = 0;

	for (const struct hqc_field *f = r->fields; f && i < HQ_FIELDS_MAX; f = f->next)
		used |= (uint32_t)f->used << i++;
	for (struct hqc_implied *implied = r->implied; implied; implied = implied->next) {
		if (implied->each) {
			hqc_resolve_filter(s, implied->each, r);
			continue;
		}
		hqc_resolve_filter(s, implied->holds, r);
		hqc_resolve_filter(s, implied->when, r);
	}
	r->used = record_used;
	i = 0;
	for (struct hqc_field *f = r->fields; f && i < HQ_FIELDS_MAX; f = f->next)
		f->used = used >> i++ & 1;
}

static void resolve_file(struct hqc *c, struct hqc_file *file)
{
	struct hqc_place s = { .c = c, .file = file };

	for (struct hqc_record *r = file->records; r; r = r->next)
		resolve_implied(&s, r);

	resolve_defines(&s, file->defines);
	for (struct hqc_jurisdiction *j = file->jurisdictions; j; j = j->next) {
		s.jurisdiction = j;
		resolve_defines(&s, j->defines);
		for (struct hqc_edition *e = j->editions; e; e = e->next)
			resolve_edition(s, e);
	}
}

static void report_unused(struct hqc *c, const struct hqc_file *file)
{
	if (!file->jurisdictions)
		return;                                 /* a shared file is there for others */
	unused(c, file->defines);
	for (const struct hqc_jurisdiction *j = file->jurisdictions; j; j = j->next) {
		unused(c, j->defines);
		for (const struct hqc_edition *e = j->editions; e; e = e->next)
			unused(c, e->defines);
	}
}

void hqc_resolve(struct hqc *c)
{
	hqc_resolve_facts(c);
	for (uint16_t i = 0; i < c->nfiles; i++) {
		find_kinds(c, c->trees[i]->defines, true);
		for (struct hqc_jurisdiction *j = c->trees[i]->jurisdictions; j; j = j->next) {
			find_kinds(c, j->defines, true);
			for (struct hqc_edition *e = j->editions; e; e = e->next)
				find_kinds(c, e->defines, false);
		}
	}
	for (uint16_t i = 0; i < c->nfiles; i++)
		resolve_file(c, c->trees[i]);
	for (uint16_t i = 0; i < c->nfiles; i++) {
		follow_defines(c, c->trees[i]->defines);
		for (struct hqc_jurisdiction *j = c->trees[i]->jurisdictions; j; j = j->next)
			follow_defines(c, j->defines);
	}
	/* A name that is misspelt leaves its definition unused: that is one mistake, not two. */
	for (uint16_t i = 0; i < c->nfiles && c->diags.errors == 0; i++)
		report_unused(c, c->trees[i]);
}
