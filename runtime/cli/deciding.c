/* From a teacher that has been read to decisions: which rules, which edition, which form, and the call of the runtime. Whoever
 * evaluates, plans or goes through a roster begins here; what becomes of a decision is theirs.
 */
#include "deciding.h"
#include "hq_plan.h"

#include <stdlib.h>
#include <string.h>

#include "print.h"

void deciding_begin(struct deciding *d, const struct hqcli_options *options, const struct hqcli_rules *rules, struct log *log)
{
	*d = (struct deciding){ .options = options, .rules = rules };
	reader_begin(&d->reader, rules->vocab, log);
}

void deciding_done(struct deciding *d)
{
	reader_done(&d->reader);
	free(d->sorted.at);
	free(d->work.at);
	*d = (struct deciding){ 0 };
}

bool deciding_grow(struct deciding *d, struct buffer *buffer, size_t want)
{
	if (want <= buffer->size)
		return true;
	want += want / 2;
	free(buffer->at);
	buffer->at = malloc(want);
	buffer->size = buffer->at ? want : 0;
	if (!buffer->at) {
		fputs("out of memory\n", d->reader.log->to);
		d->system_failed = true;
	}
	return buffer->at != NULL;
}

/* ---- which rules --------------------------------------------------------------------------------------------- */

static bool same_code(const struct hq_tables *rules, const char *code, size_t len)
{
	const struct code own = code_of(rules);
	if (strlen(own.text) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((code[i] >= 'a' && code[i] <= 'z' ? code[i] - 'a' + 'A' : code[i]) != own.text[i])
			return false;
	return true;
}

const struct hq_tables *hqcli_tables_find(const struct hqcli_rules *rules, const char *code, size_t len)
{
	for (size_t i = 0; i < rules->n; i++)
		if (same_code(rules->tables[i], code, len))
			return rules->tables[i];
	return NULL;
}

struct names { const struct hqcli_rules *rules; struct hq_string *name; };

static const char *nth_name(const void *context, size_t i)
{
	const struct names *n = context;
	*n->name = hq_text_of(n->rules->tables[i], n->rules->tables[i]->name);
	return n->name->text;
}

struct jurisdiction_hint hqcli_jurisdiction_hint(const struct hqcli_rules *rules, const char *text)
{
	struct jurisdiction_hint out = { "" };
	struct hq_string name;
	const struct names names = { rules, &name };
	const char *near = hqcli_nearest(text, strlen(text), rules->n, nth_name, &names);
	size_t n = 0;
	for (size_t i = 0; near && i < rules->n; i++)
		if (!strcmp(near, hq_text_of(rules->tables[i], rules->tables[i]->name).text))
			snprintf(out.text, sizeof(out.text), "; did you mean %s (%.80s)?", code_of(rules->tables[i]).text,
				 near);
	if (!near && rules->n > 20)
		snprintf(out.text, sizeof(out.text), "; `hq states` lists the %zu there are", rules->n);
	for (size_t i = 0; !near && i < rules->n && rules->n <= 20; i++)
		n += (size_t)snprintf(out.text + n, sizeof(out.text) - n, "%s%s", i ? ", " : "; there are ",
				      code_of(rules->tables[i]).text);
	return out;
}

static const struct hq_tables *rules_for(struct deciding *d, const struct read_teacher *t, const struct read_assignment *a)
{
	const char *code = a->jurisdiction ? a->jurisdiction : t->jurisdiction ? t->jurisdiction
			 : d->options->jurisdiction;
	const uint32_t node = a->jurisdiction ? a->jurisdiction_node : t->jurisdiction ? t->jurisdiction_node : 1;
	if (!code && d->rules->n == 1)
		return d->rules->tables[0];
	if (!code) {
		read_refuse(&d->reader, a->node ? a->node : 1,
			    "no jurisdiction; give -j CODE, or \"jurisdiction\" in the data");
		return NULL;
	}
	const struct hq_tables *rules = hqcli_tables_find(d->rules, code, strlen(code));
	if (!rules)
		read_refuse(&d->reader, node, "no rules for \"%s\"%s", shown(code, strlen(code)).text,
			    hqcli_jurisdiction_hint(d->rules, code).text);
	return rules;
}

static int edition_for(struct deciding *d, const struct hq_tables *rules, const struct read_assignment *a, hq_day as_of)
{
	int edition = hq_edition_at(rules, as_of);
	if (edition >= 0)
		return edition;
	const struct hq_edition *e = HQ_AT(struct hq_edition, rules, editions);
	char day[11], text[200];
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < rules->editions.count && n < 150; i++) {
		hq_day_format(e[i].from, day);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%sfrom %s", i ? ", " : "", day);
		if (e[i].until != HQ_DAY_NEVER) {
			hq_day_format(e[i].until, day);
			n += (size_t)snprintf(text + n, sizeof(text) - n, " to %s", day);
		}
	}
	hq_day_format(as_of, day);
	read_refuse(&d->reader, a->node ? a->node : 1, "no rules of %s are in force on %s; there are rules %s",
		    code_of(rules).text, day, text);
	return -1;
}

/* ---- one decision -------------------------------------------------------------------------------------------- */

static bool worksheet_for(struct deciding *d, const struct read_teacher *t, const struct read_assignment *a,
			  const struct hq_tables *rules, uint16_t edition, const struct hq_answer **out)
{
	const struct json *json = &d->reader.json;
	char prefix[64];
	uint32_t node = a->worksheet;
	*out = NULL;
	snprintf(prefix, sizeof(prefix), "worksheet");
	for (uint32_t i = t->worksheets ? json->nodes[t->worksheets].child : 0; i && !node; i = json->nodes[i].next) {
		if (same_code(rules, json_key(json, &json->nodes[i]), json->nodes[i].key_len)) {
			snprintf(prefix, sizeof(prefix), "worksheets.%s", code_of(rules).text);
			node = i;
		}
	}
	if (!node || json->nodes[node].type == JSON_NULL)
		return true;
	if (json->nodes[node].type != JSON_OBJECT) {
		read_refuse(&d->reader, node, "expected an object of answers, {\"column\": value}");
		return false;
	}
	*out = read_worksheet(&d->reader, node, prefix, rules, edition);
	return *out != NULL;
}

/* A form of a state that nothing is decided for would be dropped silently otherwise. */
static bool check_worksheets(struct deciding *d, const struct read_teacher *t)
{
	const struct json *json = &d->reader.json;
	for (uint32_t i = t->worksheets ? json->nodes[t->worksheets].child : 0; i; i = json->nodes[i].next) {
		const char *code = json_key(json, &json->nodes[i]);
		const struct hq_tables *rules = hqcli_tables_find(d->rules, code, json->nodes[i].key_len);
		bool used = false;
		if (!rules) {
			read_refuse_key(&d->reader, i, "worksheets: no rules for \"%s\"%s",
					shown(code, strlen(code)).text, hqcli_jurisdiction_hint(d->rules, code).text);
			continue;
		}
		for (size_t k = 0; k < t->nassignments; k++) {
			const struct read_assignment *a = &t->assignments[k];
			const char *own = a->jurisdiction ? a->jurisdiction : t->jurisdiction ? t->jurisdiction
					: d->options->jurisdiction;
			used = used || (!a->worksheet && (own ? same_code(rules, own, strlen(own)) : d->rules->n == 1));
		}
		if (!used)
			read_warn(&d->reader, i, "the worksheet of %s is not used: no assignment is decided by it",
				  code_of(rules).text);
	}
	return !d->reader.errors;
}

/* ---- a teacher, an assignment -------------------------------------------------------------------------------- */

bool deciding_teacher(struct deciding *d, const struct read_teacher *t)
{
	if (!deciding_grow(d, &d->sorted, (t->nrecords + 1) * sizeof *t->records) || !check_worksheets(d, t))
		return false;
	if (t->nrecords)
		memcpy(d->sorted.at, t->records, t->nrecords * sizeof *t->records);
	return true;
}

/* Facts that do not go together are decided as they stand, and whoever entered them is told. The teacher's own, once. */
static void warn_of_contradictions(struct deciding *d, const struct read_teacher *t, const struct read_assignment *a,
				   const struct decided *decided)
{
	const struct hq_facts *f = &decided->facts;
	struct hq_contradiction c;

	for (uint32_t from = 0; hq_contradiction(decided->rules, f, from, &c); from = c.implied + 1) {
		const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, f->vocab, kinds) + c.kind;
		char whose[120], fields[400] = "";
		size_t n = 0;

		if (c.another || (c.record < f->nrecords && a != t->assignments))
			continue;              /* a list need not hold what goes without saying */
		if (k->flags & HQ_KIND_SINGLE)
			snprintf(whose, sizeof(whose), "%s", HQ_TEXT(f->vocab, k->name));
		else
			snprintf(whose, sizeof(whose), "%s[%u]", HQ_TEXT(f->vocab, k->plural), (unsigned)f->records[c.record].ref);
		for (unsigned i = 0; i < k->nfields && n < sizeof(fields) - 1; i++)
			if (c.fields >> i & 1)
				n += (size_t)snprintf(fields + n, sizeof(fields) - n, "%s%s", n ? ", " : "",
						      HQ_TEXT(f->vocab, HQ_AT(struct hq_vocab_field, f->vocab, fields)[k->first_field + i].name));
		read_warn(&d->reader, a->node ? a->node : 1, "%s: %s do not go together; it is decided as it stands, check the data",
			  whose, fields);
	}
}

bool deciding_assignment(struct deciding *d, const struct read_teacher *t, const struct read_assignment *a, struct decided *out)
{
	struct reader *r = &d->reader;
	const hq_day as_of = a->as_of != HQ_DAY_OPEN ? a->as_of : t->as_of != HQ_DAY_OPEN ? t->as_of
			   : d->options->as_of;
	r->errors = 0;
	const struct hq_tables *rules = rules_for(d, t, a);
	const int edition = rules ? edition_for(d, rules, a, as_of) : -1;
	if (edition < 0 || !read_spans_ok(r, as_of))
		return false;
	*out = (struct decided){ .rules = rules, .edition = (uint16_t)edition, .as_of = as_of };
	out->facts = (struct hq_facts){ .vocab = d->rules->vocab, .records = d->sorted.at, .nrecords = t->nrecords,
					.assignment = a->known ? &a->record : NULL, .closed = d->options->closed };
	memcpy(out->facts.list, t->list, sizeof(out->facts.list));
	if (!worksheet_for(d, t, a, rules, out->edition, &out->facts.answers))
		return false;
	int rc = hq_facts_prepare(&out->facts, d->sorted.at);
	if (!rc && !deciding_grow(d, &d->work, hq_work_size(rules, out->edition, t->nrecords)))
		return false;
	if (!rc)
		rc = hq_decide(rules, out->edition, &out->facts, as_of, d->work.at, d->work.size, &out->decision);
	if (rc)
		read_refuse(r, a->node ? a->node : 1, "%s", hq_strerror(rc));
	else
		warn_of_contradictions(d, t, a, out);
	return !rc;
}
