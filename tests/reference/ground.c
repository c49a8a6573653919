/* Where random teachers stand: an edition as written and as tables, what it reads, what a form answers; deciding and showing. */
#include "implied.h"

#include <string.h>

#include "compile.h"

struct ground ground;

const struct hq_vocab_kind *kind_of(unsigned k)
{
	return &HQ_AT(struct hq_vocab_kind, ground.vocab, kinds)[k];
}
const struct hq_vocab_field *field_of(unsigned k, unsigned f)
{
	return &HQ_AT(struct hq_vocab_field, ground.vocab, fields)[kind_of(k)->first_field + f];
}

static int64_t scratch_work[1 << 17];

/* ---- the runtime ---- */

static int prepare(const struct teacher *t, struct hq_record *scratch, struct hq_facts *facts)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->list[t->records[i].kind] == HQ_KNOWN)
			scratch[n++] = t->records[i];
	memset(facts, 0, sizeof *facts);
	facts->vocab = ground.vocab;
	facts->records = scratch;
	facts->nrecords = n;
	facts->assignment = &t->assignment;
	facts->answers = t->form ? t->answers : NULL;
	memcpy(facts->list, t->list, sizeof facts->list);
	return hq_facts_prepare(facts, scratch);
}

enum hq_verdict verdict_of(const struct teacher *t)
{
	static struct hq_record scratch[TEACHER_RECORDS];
	static struct hq_facts facts;
	enum hq_verdict verdict;
	uint16_t route;

	if (prepare(t, scratch, &facts) < 0 || hq_verdict(ground.plain, ground.e, &facts, t->as_of, scratch_work, sizeof scratch_work, &verdict, &route) < 0)
		return 0;
	return verdict;
}

int decide(const struct teacher *t, struct hq_record *scratch, struct hq_facts *facts, struct hq_decision *out)
{
	enum hq_verdict verdict;
	uint16_t route;
	const int rc = prepare(t, scratch, facts);

	if (rc < 0)
		return rc;
	const int short_rc = hq_verdict(ground.rules, ground.e, facts, t->as_of, scratch_work, sizeof scratch_work, &verdict, &route);
	const int full_rc = hq_decide(ground.rules, ground.e, facts, t->as_of, scratch_work, sizeof scratch_work, out);

	if (short_rc != full_rc || (full_rc == 0 && (verdict != out->verdict || route != (verdict == HQ_HIGHLY_QUALIFIED ? out->route : HQ_NONE))))
		return -100;
	return full_rc;
}

/* ---- writing one out ---- */

static void show_field(FILE *to, const struct hq_vocab_field *f, int64_t v)
{
	const struct hq_vocab_code *codes = HQ_AT(struct hq_vocab_code, ground.vocab, codes);
	char day[11];

	if (f->type == HQ_FIELD_DATE && v == HQ_DAY_NEVER) {
		fprintf(to, " never");
	} else if (f->type == HQ_FIELD_DATE) {
		hq_day_format((hq_day)v, day);
		fprintf(to, " %s", day);
	} else if (f->type == HQ_FIELD_ONE_OF) {
		fprintf(to, " %s", HQ_TEXT(ground.vocab, codes[f->first_code + v].name));
	} else if (f->type == HQ_FIELD_SOME_OF) {
		fprintf(to, " {");
		for (unsigned c = 0; c < f->ncodes; c++)
			if (v >> c & 1)
				fprintf(to, " %s", HQ_TEXT(ground.vocab, codes[f->first_code + c].name));
		fprintf(to, " }");
	} else {
		fprintf(to, " %lld", (long long)v);
	}
}

static void show_record(FILE *to, const struct hq_record *r)
{
	fprintf(to, "  %s", HQ_TEXT(ground.vocab, kind_of(r->kind)->name));
	if (r->unit != 255)
		fprintf(to, " %s %lld/10^%d", HQ_TEXT(ground.vocab, HQ_AT(struct hq_vocab_unit, ground.vocab, units)[r->unit].plural), (long long)r->amount,
			kind_of(r->kind)->decimals);
	else if (kind_of(r->kind)->flags & HQ_KIND_AMOUNT)
		fprintf(to, " amount missing");
	if (r->times > 1)
		fprintf(to, " times %d", r->times);
	if (r->event)
		fprintf(to, " event %d", r->event);
	for (unsigned f = 0; f < kind_of(r->kind)->nfields; f++) {
		if (!(ground.used[r->kind] >> f & 1))
			continue;               /* the rules do not read it */
		fprintf(to, ", %s", HQ_TEXT(ground.vocab, field_of(r->kind, f)->name));
		if (r->known >> f & 1)
			show_field(to, field_of(r->kind, f), r->v[f]);
		else
			fprintf(to, " missing");
	}
	fprintf(to, "\n");
}

void show(FILE *to, const struct teacher *t)
{
	char day[11];

	hq_day_format(t->as_of, day);
	fprintf(to, "as of %s%s\n", day, t->form ? ", by a form" : "");
	for (size_t i = 0; i < t->n; i++)
		if (t->list[t->records[i].kind] == HQ_KNOWN)
			show_record(to, &t->records[i]);
	show_record(to, &t->assignment);
	for (unsigned k = 0; k < ground.vocab->kinds.count; k++)
		if (t->list[k] != HQ_KNOWN && (ground.lists >> k & 1))
			fprintf(to, "  the list of %s is missing\n", HQ_TEXT(ground.vocab, kind_of(k)->plural));
	for (uint16_t i = 0; t->form && i < ground.edition->nslots; i++) {
		fprintf(to, "  %s = ", hq_slot_name_of(ground.rules, (uint16_t)(ground.edition->first_slot + i)).text);
		if (t->answers[i].know == HQ_KNOWN)
			fprintf(to, "%lld\n", (long long)t->answers[i].value);
		else
			fprintf(to, t->answers[i].know == HQ_UNKNOWN ? "unknown\n" : "not asked\n");
	}
}

/* ---- the ground ---- */

static void slot_is(const char *path, const void *node)
{
	const int at = hq_find_slot(ground.rules, ground.e, path, strlen(path));

	if (at >= 0 && !ground.slot_node[at])
		ground.slot_node[at] = node;
}

/* Paths as the worksheet prints them (docs/language.md, forms): names of headings from the outermost, with dots. */
static const char *path_join(char *out, size_t cap, const char *prefix, const char *name)
{
	FILE *to = fmemopen(out, cap, "w");

	fprintf(to, "%s%s%s", prefix, *prefix ? "." : "", name);
	fclose(to);
	return out;
}

static void items_slots(const struct hqc_item *items, const char *prefix)
{
	char path[512];

	for (const struct hqc_item *i = items; i; i = i->next) {
		if (i->kind == HQC_ITEM_NAMED) {
			slot_is(path_join(path, sizeof path, prefix, i->name.text), i);
			items_slots(i->items, path);
		} else if (i->kind != HQC_ITEM_TEST) {
			items_slots(i->items, prefix);
		}
	}
}

static void categories_slots(const struct hqc_category *cat, const char *prefix)
{
	char path[512], line[512];

	for (; cat; cat = cat->next) {
		path_join(path, sizeof path, prefix, cat->name.text);
		if (cat->award)
			slot_is(path, cat->award);
		for (const struct hqc_line *l = cat->lines; l; l = l->next)
			slot_is(path_join(line, sizeof line, path, l->name.text), l->award);
		categories_slots(cat->categories, path);
	}
}

static void find_slots(void)
{
	const struct hqc_edition *tree = ground.tree;

	items_slots(tree->applies.items, "");
	items_slots(tree->every.items, "");
	for (const struct hqc_route *r = tree->routes; r; r = r->next)
		items_slots(r->block.items, r->name.text);
	for (const struct hqc_rubric *r = tree->rubrics; r; r = r->next) {
		categories_slots(r->categories, r->name.text);
		items_slots(r->requires.items, r->name.text);
		items_slots(r->settles.items, r->name.text);
	}
	for (const struct hqc_define *const *list = ground.defines; *list; list++)
		for (const struct hqc_define *d = *list; d; d = d->next)
			if (!d->for_kind.text) {
				slot_is(d->name.text, d);
				items_slots(d->block.items, d->name.text);
			}
}

static void uses(uint16_t filter, unsigned kind)
{
	for (uint32_t i = filter; filter != HQ_NONE; i++) {
		const struct hq_filter_op op = hq_filter_op_at(ground.rules, i);
		const uint16_t of[] = { (uint16_t)kind, ground.vocab->teacher, ground.vocab->assignment, HQ_NONE };

		if (op.op == HQ_F_END)
			return;
		if (op.op == HQ_F_AND || op.op == HQ_F_OR || op.op == HQ_F_NOT || op.op == HQ_F_AMOUNT || op.op == HQ_F_SILENT)
			continue;
		if (op.src != HQ_SRC_AS_OF && of[op.src] != HQ_NONE)
			ground.used[of[op.src]] |= (uint16_t)(1u << op.field);
		if (op.op == HQ_F_COMPARE && op.other_src != HQ_SRC_AS_OF && of[op.other_src] != HQ_NONE)
			ground.used[of[op.other_src]] |= (uint16_t)(1u << op.other);
	}
}

/* A copy, of one file at a time, that decides by intervals alone; NULL where there is no room. */
static const struct hq_tables *without_forks(const struct hq_tables *rules)
{
	static int64_t room[1 << 14];
	struct hq_tables *copy = (struct hq_tables *)(void *)room;

	if (rules->size > sizeof room)
		return NULL;
	memcpy(copy, rules, rules->size);
	struct hq_edition *e = (struct hq_edition *)(void *)((char *)copy + (size_t)copy->editions.at * 8);

	for (uint32_t i = 0; i < copy->editions.count; i++)
		e[i].nforks = 0;
	return copy;
}

bool stand_on(struct hqc *c, const struct hqc_edition *tree, uint16_t e)
{
	static const struct hqc_define *defines[HQC_FILES_MAX + 3];
	size_t n = 0;

	memset(&ground, 0, sizeof ground);
	ground.vocab = hqc_vocab(c);
	ground.rules = hqc_tables(c, 0);
	ground.plain = without_forks(ground.rules);
	if (!ground.plain)
		return false;
	ground.edition = &HQ_AT(struct hq_edition, ground.rules, editions)[e];
	ground.e = e;
	ground.tree = tree;
	ground.kinds = c->all_records;
	ground.nkinds = c->nrecords;
	memset(defines, 0, sizeof defines);
	if (tree->defines)
		defines[n++] = tree->defines;
	if (c->trees[0]->jurisdictions->defines)
		defines[n++] = c->trees[0]->jurisdictions->defines;
	for (uint16_t f = 0; f < c->nfiles; f++)
		if (c->trees[f]->defines)
			defines[n++] = c->trees[f]->defines;
	ground.defines = defines;
	for (const struct hqc_rubric *r = tree->rubrics; r; r = r->next) {
		ground.once |= r->once;
		ground.share |= r->share.text != NULL;
	}
	if (ground.edition->nslots > TEACHER_SLOTS)
		return false;
	find_slots();
	const struct hq_row *rows = HQ_AT(struct hq_row, ground.rules, rows) + ground.edition->first_row;

	for (uint16_t i = 0; i < ground.edition->nrows; i++)
		if (rows[i].op == HQ_OP_SCALAR)
			uses(rows[i].arg, HQ_NONE);
	for (uint32_t i = ground.edition->first_measure; i < (uint32_t)ground.edition->first_measure + ground.edition->nmeasures; i++) {
		const struct hq_measure m = hq_measure_at(ground.rules, i);
		const struct hq_vocab_kind *k = kind_of(m.kind);

		ground.lists |= 1u << m.kind;
		uses(m.filter, m.kind);
		if (k->date_field < HQ_FIELDS_MAX)
			ground.used[m.kind] |= (uint16_t)(1u << k->date_field);
		if (k->from_field < HQ_FIELDS_MAX)
			ground.used[m.kind] |= (uint16_t)(1u << k->from_field);
	}
	ground.lists |= 1u << ground.vocab->teacher;
	for (uint16_t k = 0; k < ground.nkinds; k++)           /* what it reads may turn on these */
		if (ground.used[k] & implied_fields(k))
			ground.used[k] |= (uint16_t)implied_fields(k);
	return true;
}
