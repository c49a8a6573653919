/* Checked trees to blocks: the vocabulary, and one block of rules for each jurisdiction of the first file.
 *
 * Only lays out and counts; the rows are made by lower_rules.c and lower_rubric.c. Nothing is made of rules that have
 * errors.
 */
#include "lower.h"

static void start(struct hqc_lower *l, struct hqc *c, const struct hqc_file *file, const struct hqc_jurisdiction *j)
{
	*l = (struct hqc_lower){
		.c = c,
		.place = { .c = c, .file = file, .jurisdiction = j },
		.editions = HQC_BUF(struct hq_edition),
		.rows = HQC_BUF(struct hqc_row),
		.kids = HQC_BUF(uint16_t),
		.measures = HQC_BUF(struct hq_measure),
		.convs = HQC_BUF(struct hq_conv),
		.windows = HQC_BUF(struct hq_window),
		.filter_ops = HQC_BUF(struct hq_filter_op),
		.words = HQC_BUF(uint64_t),
		.lines = HQC_BUF(struct hq_line),
		.tiers = HQC_BUF(struct hq_tier),
		.limits = HQC_BUF(struct hq_limit),
		.rubrics = HQC_BUF(struct hq_rubric),
		.slots = HQC_BUF(struct hqc_slot),
		.notes = HQC_BUF(struct hq_note),
		.cites = HQC_BUF(struct hq_cite),
		.sources = HQC_BUF(struct hq_cited_source),
		.forks = HQC_BUF(struct hq_fork),
		.implied = HQC_BUF(struct hq_implied),
		.row_facts = HQC_BUF(struct hqc_row_facts),
		.scratch = HQC_BUF(uint16_t),
		.filter_starts = HQC_BUF(uint16_t),
		.made = HQC_BUF(struct hqc_made),
		.paths = HQC_BUF(struct hqc_path),
		.source_of = HQC_BUF(uint16_t),
		.used_defines = HQC_BUF(const struct hqc_define *),
		.used_silences = HQC_BUF(const struct hqc_filter *),
	};
	hqc_texts_init(c, &l->text, true);
	hqc_buf_add(&c->arena, &l->source_of, c->nsources);
	hqc_buf_add(&c->arena, &l->rows, 1);            /* row 0: none */
	hqc_buf_add(&c->arena, &l->row_facts, 1);
	hqc_buf_add(&c->arena, &l->windows, 1);         /* window 0: up to the as-of date */
	struct hqc_row *none = l->rows.at;

	none->slot = none->limit = none->rubric = none->parent = HQ_NONE;
}

/* Indexes are of 16 bits: an array that outgrew them has wrapped, and its rows must not be used. */
static bool runs_fit(struct hqc_lower *l, const struct hqc_jurisdiction *j)
{
	uint32_t longest = 0;

	for (uint32_t i = 0; i < l->rows.count; i++)
		if (HQC_AT(struct hqc_row, l->rows, i)->ncites > longest)
			longest = HQC_AT(struct hqc_row, l->rows, i)->ncites;
	for (uint32_t i = 0; i < l->lines.count; i++)
		if (HQC_AT(struct hq_line, l->lines, i)->ntiers > longest)
			longest = HQC_AT(struct hq_line, l->lines, i)->ntiers;
	if (longest > HQC_RUN_MAX || l->sources.count > HQC_CITED_SOURCES_MAX) {
		hqc_report(l->c, HQC_MSG_too_many_parts, j->code.span,
			   "the rules of '%s' have more than %d citations or tiers in one place, or cite more than %d sources",
			   j->code.text, HQC_RUN_MAX, HQC_CITED_SOURCES_MAX);
		return false;
	}
	return true;
}

static bool check_sizes(struct hqc_lower *l, const struct hqc_jurisdiction *j)
{
	const struct hqc_buf *const all[] = { &l->kids,       &l->measures, &l->convs, &l->windows,
					      &l->filter_ops, &l->lines,    &l->tiers, &l->limits,
					      &l->rubrics,    &l->slots,    &l->notes, &l->cites,
					      &l->words,      &l->text.bytes, &l->packed.numbers };
	bool fits = true;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		fits = fits && all[i]->count < HQ_NONE;
	if (!fits)
		hqc_report(l->c, HQC_MSG_too_many_parts, j->code.span,
			   "the rules of '%s' have more than %u parts of one sort", j->code.text, HQ_NONE - 1);
	return fits && runs_fit(l, j);
}

static void lower_jurisdiction(struct hqc *c, const struct hqc_file *file, const struct hqc_jurisdiction *j)
{
	struct hqc_lower l;
	struct hq_tables head = { .magic = HQ_RULES_MAGIC, .version = HQ_TABLES_VERSION };

	start(&l, c, file, j);
	for (size_t i = 0; i < sizeof(head.code) && j->code.text[i]; i++)
		head.code[i] = j->code.text[i];
	head.name = (uint16_t)hqc_text(c, &l.text, j->label.text);
	if (c->vocab.bytes)
		head.vocab_hash = ((const struct hq_vocab *)c->vocab.bytes)->hash;
	for (const struct hqc_edition *e = j->editions; e; e = e->next)
		hqc_lower_edition(&l, e);
	head.cases = l.cases;
	hqc_pack(&l);
	if (!check_sizes(&l, j))
		return;
	const struct hqc_section sections[] = {
		{ &l.editions, &head.editions }, { &l.packed.rows, &head.rows }, { &l.kids, &head.kids },
		{ &l.packed.measures, &head.measures }, { &l.packed.shapes, &head.shapes }, { &l.packed.convs, &head.convs },
		{ &l.windows, &head.windows }, { &l.packed.filter_ops, &head.filter_ops }, { &l.words, &head.words },
		{ &l.packed.lines, &head.lines }, { &l.packed.tiers, &head.tiers }, { &l.packed.limits, &head.limits },
		{ &l.packed.rubrics, &head.rubrics }, { &l.packed.slots, &head.slots }, { &l.notes, &head.notes },
		{ &l.packed.cites, &head.cites }, { &l.sources, &head.sources }, { &l.packed.numbers, &head.numbers },
		{ &l.forks, &head.forks },
		{ &l.implied, &head.implied }, { &l.text.bytes, &head.texts },
	};
	struct hqc_blob *out = &c->tables[c->ntables++];

	*out = hqc_blob_make(c, &head, sizeof(head), sections, sizeof(sections) / sizeof(sections[0]));
	((struct hq_tables *)out->bytes)->size = (uint32_t)out->size;
	out->src_lines = hqc_arena_alloc(&c->arena, l.rows.count * sizeof(*out->src_lines));
	for (uint32_t i = 0; i < l.rows.count; i++)
		out->src_lines[i] = HQC_AT(struct hqc_row, l.rows, i)->src_line;
	if (c->diags.errors == 0)
		hqc_check_names(&l, out->bytes);
}

void hqc_lower(struct hqc *c)
{
	if (c->nrecords > 0)
		hqc_lower_vocab(c);
	for (const struct hqc_jurisdiction *j = c->nfiles ? c->trees[0]->jurisdictions : NULL; j; j = j->next) {
		if (c->ntables == HQC_FILES_MAX) {
			hqc_report(c, HQC_MSG_too_many_parts, j->code.span,
				   "more than %d jurisdictions in one file", HQC_FILES_MAX);
			return;
		}
		lower_jurisdiction(c, c->trees[0], j);
	}
}
