/* `hq states`: what is built in. One entry for each edition: in force from when, by which source, by which routes, and
 * what the source leaves open. JSON is an array of editions, CSV a row for each.
 */
#include "cli.h"

#include <string.h>
#include <yajl/yajl_gen.h>

#include "print.h"
#include "tree.h"

struct entry {
	const struct hq_tables *rules;
	const struct hq_edition *edition;
};

/* "ecs 1340-1422, 1500; ny 3": the citations of the edition's heading. */
struct line { char text[400]; };
static struct line cites(const struct entry *e, uint16_t first, uint16_t n)
{
	const struct hq_cited_source *sources = HQ_AT(struct hq_cited_source, e->rules, sources);
	struct line out = { "" };
	size_t len = 0;
	for (uint16_t i = first; i < first + n && len < sizeof(out.text) - 100; i++) {
		const struct hq_cite c = hq_cite_at(e->rules, i);
		const bool same = i > first && hq_cite_at(e->rules, i - 1u).source == c.source;
		len += (size_t)snprintf(out.text + len, sizeof(out.text) - len, "%s%.60s%s%u", i == first ? "" : same ? ", " : "; ",
					same ? "" : hq_text_of(e->rules, sources[c.source].name).text, same ? "" : " ", c.first);
		if (c.last > c.first)
			len += (size_t)snprintf(out.text + len, sizeof(out.text) - len, "-%u", c.last);
	}
	return out;
}

static struct line source_of(const struct entry *e)
{
	struct line out = cites(e, e->edition->first_cite, e->edition->ncites);
	if (!out.text[0] && e->rules->sources.count)
		snprintf(out.text, sizeof(out.text), "%.100s",
			 hq_text_of(e->rules, HQ_AT(struct hq_cited_source, e->rules, sources)[0].name).text);
	return out;
}

static size_t count_notes(const struct entry *e, enum hq_note_kind kind)
{
	const struct hq_note *notes = HQ_AT(struct hq_note, e->rules, notes) + e->edition->first_note;
	size_t n = 0;
	for (uint16_t i = 0; i < e->edition->nnotes; i++)
		n += notes[i].kind == kind;
	return n;
}

struct day { char text[11]; };
static struct day day(hq_day d)
{
	struct day out;
	hq_day_format(d, out.text);
	return out;
}

static void put_text(const struct entry *e, FILE *out)
{
	const size_t silent = count_notes(e, HQ_NOTE_SILENT);
	char until[11] = "";
	if (e->edition->until != HQ_DAY_NEVER)
		hq_day_format(e->edition->until, until);
	fprintf(out, "%-4s %-16.40s %-24.40s %-10s %-10s %6zu %8zu  %s\n", code_of(e->rules).text,
		hq_text_of(e->rules, e->rules->name).text, hq_text_of(e->rules, e->edition->name).text, day(e->edition->from).text, until, silent,
		count_notes(e, HQ_NOTE_READING), source_of(e).text);
}

static void put_csv(const struct entry *e, FILE *out)
{
	char number[24];
	csv_field(out, code_of(e->rules).text, true);
	csv_field(out, hq_text_of(e->rules, e->rules->name).text, false);
	csv_field(out, hq_text_of(e->rules, e->edition->name).text, false);
	csv_field(out, hq_text_of(e->rules, e->edition->label).text, false);
	csv_field(out, day(e->edition->from).text, false);
	csv_field(out, e->edition->until == HQ_DAY_NEVER ? "" : day(e->edition->until).text, false);
	csv_field(out, source_of(e).text, false);
	for (int kind = HQ_NOTE_READING; kind <= HQ_NOTE_SILENT; kind++) {
		if (kind == HQ_NOTE_NOTE)
			continue;
		snprintf(number, sizeof(number), "%zu", count_notes(e, (enum hq_note_kind)kind));
		csv_field(out, number, false);
	}
	csv_end(out);
}

static void tree_silent(struct tree *t, const struct entry *e)
{
	const struct hq_note *notes = HQ_AT(struct hq_note, e->rules, notes) + e->edition->first_note;
	tree_key(t, "silent");
	yajl_gen_array_open(t->gen);
	for (uint16_t i = 0; i < e->edition->nnotes; i++) {
		if (notes[i].kind != HQ_NOTE_SILENT)
			continue;
		const struct hq_string of = hq_row_name_of(e->rules, notes[i].row);
		yajl_gen_map_open(t->gen);
		tree_text(t, "of", *of.text ? of.text : hq_text_of(e->rules, e->edition->name).text);
		tree_text(t, "text", hq_text_of(e->rules, notes[i].text).text);
		tree_text(t, "source", cites(e, notes[i].first_cite, notes[i].ncites).text);
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
}

static void tree_routes(struct tree *t, const struct entry *e)
{
	const struct hq_row *rows = HQ_AT(struct hq_row, e->rules, rows);
	const uint16_t *kids = HQ_AT(uint16_t, e->rules, kids);
	tree_key(t, "routes");
	yajl_gen_array_open(t->gen);
	if (e->edition->routes != HQ_NONE) {
		const struct hq_row *routes = &rows[e->edition->routes];
		for (uint16_t i = 0; i < routes->nkids; i++)
			tree_string(t, hq_row_name_of(e->rules, kids[routes->first_kid + i]).text);
	}
	yajl_gen_array_close(t->gen);
	tree_key(t, "rubrics");
	yajl_gen_array_open(t->gen);
	for (uint16_t i = 0; i < e->edition->nrows; i++) {
		const struct hq_row *row = &rows[e->edition->first_row + i];
		if (row->role != HQ_ROLE_RUBRIC || row->op != HQ_OP_RUBRIC)
			continue;
		const struct hq_rubric rubric = hq_rubric_at(e->rules, row->arg);
		yajl_gen_map_open(t->gen);
		tree_text(t, "id", hq_row_name_of(e->rules, (uint16_t)(e->edition->first_row + i)).text);
		tree_text(t, "label", hq_text_of(e->rules, row->label).text);
		tree_key(t, "threshold");
		if (rubric.silent_pass)
			yajl_gen_null(t->gen);
		else
			tree_value(t, rubric.pass_lo, rubric.denominator);
		yajl_gen_map_close(t->gen);
	}
	yajl_gen_array_close(t->gen);
}

static void put_tree(struct tree *t, const struct entry *e)
{
	yajl_gen_map_open(t->gen);
	tree_text(t, "code", code_of(e->rules).text);
	tree_text(t, "name", hq_text_of(e->rules, e->rules->name).text);
	tree_text(t, "edition", hq_text_of(e->rules, e->edition->name).text);
	tree_text(t, "label", hq_text_of(e->rules, e->edition->label).text);
	tree_text(t, "from", day(e->edition->from).text);
	tree_text(t, "until", e->edition->until == HQ_DAY_NEVER ? NULL : day(e->edition->until).text);
	tree_text(t, "source", source_of(e).text);
	tree_routes(t, e);
	tree_silent(t, e);
	tree_key(t, "readings");
	tree_value(t, (int64_t)count_notes(e, HQ_NOTE_READING), 1);
	tree_key(t, "errata");
	tree_value(t, (int64_t)count_notes(e, HQ_NOTE_ERRATUM), 1);
	yajl_gen_map_close(t->gen);
}

int hqcli_states(const struct hqcli_rules *rules, enum hqcli_format format, FILE *out)
{
	struct tree tree = { 0 };
	if (format == HQCLI_JSON && tree_begin(&tree))
		return HQCLI_SYSTEM;
	if (format == HQCLI_JSON)
		yajl_gen_array_open(tree.gen);
	else if (format == HQCLI_CSV)
		fputs("code,name,edition,label,from,until,source,readings,errata,silent\n", out);
	else
		fprintf(out, "%-4s %-16s %-24s %-10s %-10s %6s %8s  %s\n", "code", "name", "edition", "from", "until", "silent",
			"readings", "source");
	for (size_t i = 0; i < rules->n; i++) {
		for (uint32_t k = 0; k < rules->tables[i]->editions.count; k++) {
			const struct entry e = { rules->tables[i],
						 &HQ_AT(struct hq_edition, rules->tables[i], editions)[k] };
			if (format == HQCLI_JSON)
				put_tree(&tree, &e);
			else
				(format == HQCLI_CSV ? put_csv : put_text)(&e, out);
		}
	}
	if (format == HQCLI_JSON)
		yajl_gen_array_close(tree.gen);
	if (format == HQCLI_JSON && tree_end(&tree, out))
		return HQCLI_SYSTEM;
	return fflush(out) || ferror(out) ? HQCLI_SYSTEM : HQCLI_DONE;
}
