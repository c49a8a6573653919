/* Rows and what hangs on them: kids, citations, notes, slots, the paths they are known by.
 *
 * Knows nothing of rules. Citations in effect are given to every row, so the runtime never climbs to find one; equal
 * runs of citations are stored once.
 */
#include <string.h>

#include "lower.h"

uint32_t hqc_src_line(const struct hqc *c, struct hqc_span span)
{
	uint32_t line = 0, column = 0;

	hqc_source_position(c->files[span.file], span.off, &line, &column);
	return line;
}

/* What a row's name adds to that of the row above it: the table puts paths together from these. */
static const char *last_part(struct hqc_lower *l, const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;

	return dot ? hqc_intern(&l->c->names, dot + 1, strlen(dot + 1)) : path;
}

uint16_t hqc_row_add(struct hqc_lower *l, const struct hqc_head *head, enum hq_op op, uint16_t arg)
{
	if (l->rows.count >= HQ_ROWS_MAX) {
		if (!l->full)
			hqc_report(l->c, HQC_MSG_too_many_rows, head->span, "more than %d rows in one jurisdiction",
				   HQ_ROWS_MAX);
		l->full = true;
		return 0;
	}
	const uint16_t index = (uint16_t)l->rows.count;
	struct hqc_row *row = hqc_buf_add(&l->c->arena, &l->rows, 1);
	struct hqc_row_facts *facts = hqc_buf_add(&l->c->arena, &l->row_facts, 1);

	*row = (struct hqc_row){
		.op = (uint8_t)op,
		.role = head->role,
		.arg = arg,
		.slot = HQ_NONE,
		.limit = HQ_NONE,
		.rubric = HQ_NONE,
		.parent = HQ_NONE,
		.path = head->path,
		.name = (uint16_t)hqc_text(l->c, &l->text, last_part(l, head->path)),
		.label = (uint16_t)hqc_text(l->c, &l->text, head->label),
		.first_cite = head->cites.first,
		.ncites = head->cites.n,
		.src_line = hqc_src_line(l->c, head->span),
	};
	facts->depth = 1;
	if (head->path)
		hqc_path_claim(l, head->path, head->span);
	return index;
}

void hqc_kid(struct hqc_lower *l, uint16_t row)
{
	*(uint16_t *)hqc_buf_add(&l->c->arena, &l->scratch, 1) = row;
}

/* A row that several may name is shown on its own, not under the first that names it. */
static bool shown_alone(uint8_t role)
{
	return role == HQ_ROLE_DEFINITION || role == HQ_ROLE_RUBRIC;
}

void hqc_row_kids(struct hqc_lower *l, uint16_t row, uint32_t mark)
{
	const uint32_t n = l->scratch.count - mark;
	const uint16_t first = (uint16_t)l->kids.count;
	uint16_t *to = hqc_buf_add(&l->c->arena, &l->kids, n);
	uint16_t deepest = 0;

	for (uint32_t i = 0; i < n; i++) {
		to[i] = *HQC_AT(uint16_t, l->scratch, mark + i);
		struct hqc_row *kid = HQC_AT(struct hqc_row, l->rows, to[i]);
		const uint16_t depth = HQC_AT(struct hqc_row_facts, l->row_facts, to[i])->depth;

		if (kid->parent == HQ_NONE && !shown_alone(kid->role))
			kid->parent = row;
		if (depth > deepest)
			deepest = depth;
	}
	l->scratch.count = mark;
	struct hqc_row *at = HQC_AT(struct hqc_row, l->rows, row);

	at->first_kid = first;
	at->nkids = (uint16_t)n;
	HQC_AT(struct hqc_row_facts, l->row_facts, row)->depth = (uint16_t)(deepest + 1);
}

/* ---- citations ----------------------------------------------------------------------------------------------- */

static uint16_t source_in_block(struct hqc_lower *l, const struct hqc_source *s)
{
	uint16_t *known = HQC_AT(uint16_t, l->source_of, s->index);

	if (*known == 0) {
		struct hq_cited_source *out = hqc_buf_add(&l->c->arena, &l->sources, 1);

		out->name = (uint16_t)hqc_text(l->c, &l->text, s->name.text);
		out->title = (uint16_t)hqc_text(l->c, &l->text, s->title.text);
		out->file = (uint16_t)hqc_text(l->c, &l->text, s->file.text);
		out->lines = (uint16_t)s->lines;
		*known = (uint16_t)l->sources.count;
	}
	return (uint16_t)(*known - 1);
}

/* The last @n citations added, or the same run standing earlier; then they are taken back. */
static struct hqc_refs settle(struct hqc_lower *l, uint32_t n)
{
	const uint32_t mine = l->cites.count - n;
	const struct hq_cite *all = l->cites.at;

	if (n == 0)
		return (struct hqc_refs){ 0, 0 };
	for (uint32_t i = 0; i + n <= mine; i++) {
		if (memcmp(&all[i], &all[mine], n * sizeof(*all)) == 0) {
			l->cites.count = mine;
			return (struct hqc_refs){ (uint16_t)i, (uint16_t)n };
		}
	}
	return (struct hqc_refs){ (uint16_t)mine, (uint16_t)n };
}

struct hqc_refs hqc_cites(struct hqc_lower *l, const struct hqc_cites *own, struct hqc_refs inherited)
{
	uint32_t n = 0;

	if (own->uncited)
		return (struct hqc_refs){ 0, 0 };
	if (!own->first)
		return inherited;
	for (const struct hqc_cite *k = own->first; k; k = k->next) {
		const uint16_t source = source_in_block(l, k->resolved);

		/* A long stretch is cited in pieces. */
		for (uint32_t at = k->first; at <= k->last; at += HQC_CITED_LINES_MAX) {
			struct hq_cite *out = hqc_buf_add(&l->c->arena, &l->cites, 1);

			out->source = source;
			out->first = (uint16_t)at;
			out->last = (uint16_t)(k->last - at < HQC_CITED_LINES_MAX ? k->last : at + HQC_CITED_LINES_MAX - 1);
			n++;
		}
	}
	return settle(l, n);
}

struct hqc_refs hqc_cites_join(struct hqc_lower *l, struct hqc_refs a, struct hqc_refs b)
{
	uint32_t n = 0;

	if (b.n == 0 || (a.first == b.first && a.n == b.n))
		return a;
	if (a.n == 0)
		return b;
	for (uint32_t i = 0; i < (uint32_t)a.n + b.n; i++) {
		const struct hq_cite one =
			*HQC_AT(struct hq_cite, l->cites, i < a.n ? a.first + i : b.first + i - a.n);
		bool given = false;

		for (uint32_t k = 0; k < n; k++)
			given |= memcmp(HQC_AT(struct hq_cite, l->cites, l->cites.count - n + k), &one,
					sizeof(one)) == 0;
		if (given)
			continue;
		*(struct hq_cite *)hqc_buf_add(&l->c->arena, &l->cites, 1) = one;
		n++;
	}
	return settle(l, n);
}

struct hqc_refs hqc_filter_cites(struct hqc_lower *l, struct hqc_refs own)
{
	for (uint32_t i = 0; i < l->used_defines.count; i++) {
		const struct hqc_define *d = *HQC_AT(const struct hqc_define *, l->used_defines, i);

		own = hqc_cites_join(l, own, hqc_cites(l, &d->cites, (struct hqc_refs){ 0, 0 }));
		for (uint16_t k = 0; k < d->nlines; k++)
			own = hqc_cites_join(l, own, hqc_cites(l, &d->filter_cites[k], (struct hqc_refs){ 0, 0 }));
	}
	return own;
}

/* ---- notes --------------------------------------------------------------------------------------------------- */

static void note_add(struct hqc_lower *l, uint16_t row, enum hq_note_kind kind, const char *text,
		     const char *corrected, struct hqc_refs cites)
{
	struct hq_note *out = hqc_buf_add(&l->c->arena, &l->notes, 1);

	out->kind = (uint8_t)kind;
	out->row = row;
	out->text = (uint16_t)hqc_text(l->c, &l->text, text);
	out->first_cite = cites.first;
	out->ncites = (uint8_t)cites.n;
	if (kind == HQ_NOTE_ERRATUM)
		note_add(l, row, HQ_NOTE_CORRECTED, corrected, NULL, (struct hqc_refs){ 0, 0 });
}

void hqc_notes(struct hqc_lower *l, uint16_t row, const struct hqc_note *notes, struct hqc_refs inherited)
{
	for (const struct hqc_note *n = notes; n; n = n->next)
		note_add(l, row, (enum hq_note_kind)n->kind, n->text.text, n->corrected.text,
			 hqc_cites(l, &n->cites, inherited));
}

void hqc_note_silent(struct hqc_lower *l, uint16_t row, const char *text, struct hqc_refs cites)
{
	note_add(l, row, HQ_NOTE_SILENT, text, NULL, cites);
}

void hqc_filter_notes(struct hqc_lower *l, uint16_t row)
{
	const struct hqc_row *at = HQC_AT(struct hqc_row, l->rows, row);
	const struct hqc_refs cites = { at->first_cite, at->ncites };

	for (uint32_t i = 0; i < l->used_defines.count; i++) {
		const struct hqc_define *d = *HQC_AT(const struct hqc_define *, l->used_defines, i);

		hqc_notes(l, row, d->block.notes, hqc_cites(l, &d->cites, cites));
	}
	for (uint32_t i = 0; i < l->used_silences.count; i++)
		hqc_note_silent(l, row, (*HQC_AT(const struct hqc_filter *, l->used_silences, i))->text.text,
				cites);
	l->used_defines.count = 0;
	l->used_silences.count = 0;
}

/* ---- paths and slots ----------------------------------------------------------------------------------------- */

const char *hqc_path_join(struct hqc_lower *l, const char *prefix, struct hqc_name name)
{
	char path[HQC_NAME_MAX * HQ_DEPTH_MAX];

	if (!prefix)
		return name.text;
	const int len = snprintf(path, sizeof(path), "%s.%s", prefix, name.text);

	if (len >= (int)sizeof(path) || len > HQC_NAME_MAX * 4) {
		hqc_report(l->c, HQC_MSG_path_too_long, name.span, "the path of '%s' is longer than %d bytes",
			   name.text, HQC_NAME_MAX * 4);
		return name.text;
	}
	return hqc_intern(&l->c->names, path, (size_t)len);
}

void hqc_path_claim(struct hqc_lower *l, const char *path, struct hqc_span at)
{
	for (uint32_t i = 0; i < l->paths.count; i++) {
		const struct hqc_path *known = HQC_AT(struct hqc_path, l->paths, i);

		if (known->path != path)
			continue;
		struct hqc_diag *d = hqc_report(l->c, HQC_MSG_same_path, at,
						"two things are called '%s' in this edition", path);

		hqc_note_at(l->c, d, known->span, "the first is here");
		return;
	}
	*(struct hqc_path *)hqc_buf_add(&l->c->arena, &l->paths, 1) = (struct hqc_path){ path, at };
}

static uint16_t slot_add(struct hqc_lower *l, const struct hqc_slot *slot)
{
	*(struct hqc_slot *)hqc_buf_add(&l->c->arena, &l->slots, 1) = *slot;
	return (uint16_t)(l->slots.count - 1);
}

uint16_t hqc_slot_yes_no(struct hqc_lower *l, uint16_t row, const char *path, uint32_t kinds)
{
	const struct hqc_slot slot = { .path = path, .kinds = kinds, .row = row, .measure = HQ_NONE };

	return HQC_AT(struct hqc_row, l->rows, row)->slot = slot_add(l, &slot);
}

uint16_t hqc_slot_quantity(struct hqc_lower *l, uint16_t row, uint16_t measure, const char *path)
{
	struct hq_measure *m = HQC_AT(struct hq_measure, l->measures, measure);
	const struct hqc_slot slot = { .path = path, .kinds = 1u << m->kind, .row = row, .measure = measure };

	return m->slot = slot_add(l, &slot);
}

/* ---- what is made already ------------------------------------------------------------------------------------ */

uint16_t hqc_made_find(const struct hqc_lower *l, const void *node)
{
	for (uint32_t i = 0; i < l->made.count; i++) {
		const struct hqc_made *m = HQC_AT(struct hqc_made, l->made, i);

		if (m->node == node)
			return m->row;
	}
	return HQ_NONE;
}

void hqc_made_add(struct hqc_lower *l, const void *node, uint16_t row)
{
	*(struct hqc_made *)hqc_buf_add(&l->c->arena, &l->made, 1) = (struct hqc_made){ node, row };
}
