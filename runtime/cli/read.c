/* A teacher: id, jurisdiction, date, single facts, assignments, lists of records, filled-in forms. Records and values are
 * read_value.c's. One mistake refuses the teacher, after all its mistakes have been said: deciding on what is left
 * would answer a question nobody asked.
 */
#include "read.h"

#include <stdlib.h>
#include <string.h>

void reader_begin(struct reader *r, const struct hq_vocab *vocab, struct log *log)
{
	*r = (struct reader){ .vocab = vocab, .log = log };
}

void reader_done(struct reader *r)
{
	json_done(&r->json);
	free(r->records);
	free(r->nodes);
	free(r->assignments);
	free(r->answers);
	*r = (struct reader){ 0 };
}

/* ---- buffers ------------------------------------------------------------------------------------------------- */

static bool grow(struct reader *r, void **buffer, size_t n, size_t *size, size_t each)
{
	if (n <= *size)
		return true;
	size_t want = *size * 2 + n;
	void *bytes = realloc(*buffer, want * each);
	if (!bytes) {
		r->out_of_memory = true;
		r->errors++;
		return false;
	}
	*buffer = bytes;
	*size = want;
	return true;
}

static struct hq_record *add_record(struct reader *r, uint32_t node)
{
	const size_t n = r->teacher.nrecords;
	size_t size = r->records_size;
	void *records = r->records, *nodes = r->nodes;
	if (n >= HQ_RECORDS_MAX) {
		read_refuse(r, node, "more than %d records of one teacher", HQ_RECORDS_MAX);
		r->errors = READ_ERRORS_MAX;
		return NULL;
	}
	bool ok = grow(r, &records, n + 1, &size, sizeof *r->records);
	r->records = records;
	size = r->records_size;
	ok = ok && grow(r, &nodes, n + 1, &size, sizeof *r->nodes);
	r->nodes = nodes;
	if (!ok)
		return NULL;
	r->records_size = size;
	r->nodes[n] = node;
	r->teacher.nrecords++;
	return &r->records[n];
}

static struct read_assignment *add_assignment(struct reader *r, uint32_t node)
{
	const size_t n = r->teacher.nassignments;
	void *assignments = r->assignments;
	if (!grow(r, &assignments, n + 1, &r->assignments_size, sizeof *r->assignments))
		return NULL;
	r->assignments = assignments;
	r->assignments[n] = (struct read_assignment){ .node = node, .as_of = HQ_DAY_OPEN };
	r->teacher.nassignments++;
	return &r->assignments[n];
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

static const char *const no_keys[] = { "label", "note", NULL };
static const char *const assignment_keys[] = { "label", "note", "id", "jurisdiction", "as_of", "worksheet", NULL };

static const struct hq_vocab_kind *kind_of(const struct reader *r, unsigned kind)
{
	return &HQ_AT(struct hq_vocab_kind, r->vocab, kinds)[kind];
}

bool read_sum_fits(const struct hq_vocab *vocab, unsigned kind, const struct hq_record *records, size_t n, char *text, size_t cap)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind];
	int64_t sum = 0, one = 1;
	char a[48], b[48];
	if (!(k->flags & HQ_KIND_AMOUNT))
		return true;
	for (size_t i = 0; i < n; i++)
		if (records[i].kind == kind)
			sum += (records[i].unit != 255 ? records[i].amount : k->flags & HQ_KIND_DEFAULT ? k->preset : 0) * records[i].times;
	if (sum <= k->amount_all)
		return true;
	for (unsigned i = 0; i < k->decimals; i++)
		one *= 10;
	a[hq_number_format(sum, one, a)] = '\0';
	b[hq_number_format(k->amount_all, one, b)] = '\0';
	snprintf(text, cap, "the amounts come to %s together, more than the %s that one person can have; is something here twice?", a, b);
	return false;
}

static void check_sum(struct reader *r, uint32_t node, unsigned kind, size_t first)
{
	char text[200];
	if (!read_sum_fits(r->vocab, kind, r->records + first, r->teacher.nrecords - first, text, sizeof(text)))
		read_refuse(r, node, "%s", text);
}

static void read_list(struct reader *r, uint32_t node, unsigned kind)
{
	const struct json_node *n = &r->json.nodes[node];
	const char *plural = HQ_TEXT(r->vocab, kind_of(r, kind)->plural);
	const size_t errors = r->errors, first = r->teacher.nrecords;
	if (n->type == JSON_NULL) {
		r->teacher.list[kind] = HQ_UNKNOWN;
		return;
	}
	if (n->type != JSON_LIST) {
		read_refuse(r, node, "expected a list of records, [{...}]; [] for none, null for not known");
		return;
	}
	r->teacher.list[kind] = HQ_KNOWN;
	r->list = plural;
	r->index = 0;
	r->key = NULL;
	for (uint32_t i = n->child; i && r->errors < READ_ERRORS_MAX; i = r->json.nodes[i].next, r->index++) {
		struct hq_record *record = add_record(r, i);
		if (!record)
			break;
		read_record(r, i, kind, no_keys, record);
		record->ref = (uint16_t)r->index;
	}
	r->list = NULL;
	r->key = plural;
	if (r->errors == errors)
		check_sum(r, node, kind, first);
}

static void read_facts(struct reader *r, uint32_t node)
{
	if (r->json.nodes[node].type == JSON_NULL) {
		r->teacher.list[r->vocab->teacher] = HQ_UNKNOWN;
		return;
	}
	struct hq_record *record = add_record(r, node);
	if (!record)
		return;
	r->teacher.list[r->vocab->teacher] = HQ_KNOWN;
	read_record(r, node, r->vocab->teacher, no_keys, record);
}

/* What an assignment holds beside its fields. */
static void read_assignment_own(struct reader *r, struct read_assignment *a)
{
	for (uint32_t i = r->json.nodes[a->node].child; i; i = r->json.nodes[i].next) {
		const struct json_node *n = &r->json.nodes[i];
		const char *key = json_key(&r->json, n);
		r->key = key;
		if (n->type == JSON_NULL)
			continue;
		if (!strcmp(key, "id")) {
			read_string(r, i, "an id", &a->id);
		} else if (!strcmp(key, "jurisdiction")) {
			if (read_string(r, i, "a code of a jurisdiction", &a->jurisdiction))
				a->jurisdiction_node = i;
		} else if (!strcmp(key, "as_of")) {
			read_day(r, i, false, &a->as_of);
		} else if (!strcmp(key, "worksheet")) {
			if (n->type == JSON_OBJECT)
				a->worksheet = i;
			else
				read_refuse(r, i, "expected an object of answers, {\"column\": value}");
		}
	}
	r->key = NULL;
}

static void read_assignments(struct reader *r, uint32_t node)
{
	const struct json_node *n = &r->json.nodes[node];
	struct read_assignment *a;
	if (n->type == JSON_NULL) {
		a = add_assignment(r, 0);
		if (a) {                        /* asked for, and nothing of it known */
			a->record = (struct hq_record){ .kind = (uint8_t)r->vocab->assignment, .unit = 255, .times = 1 };
			a->record.asked = (uint16_t)((1u << kind_of(r, r->vocab->assignment)->nfields) - 1);
			a->known = true;
		}
		return;
	}
	if (n->type != JSON_LIST) {
		read_refuse(r, node, "expected a list of assignments, [{...}]");
		return;
	}
	if (!n->child)
		read_warn(r, node, "no assignment, so there is nothing to decide");
	r->list = "assignments";
	r->index = 0;
	for (uint32_t i = n->child; i && r->errors < READ_ERRORS_MAX; i = r->json.nodes[i].next, r->index++) {
		r->key = NULL;
		if (!(a = add_assignment(r, i)))
			break;
		read_record(r, i, r->vocab->assignment, assignment_keys, &a->record);
		if (r->json.nodes[i].type == JSON_OBJECT)
			read_assignment_own(r, a);
		a->known = true;
		for (size_t k = 0; a->id && k + 1 < r->teacher.nassignments; k++) {
			if (r->assignments[k].id && !strcmp(r->assignments[k].id, a->id)) {
				read_refuse(r, i, "the id \"%s\" is that of assignments[%zu] already",
					    shown(a->id, strlen(a->id)).text, k);
				break;
			}
		}
	}
	r->list = NULL;
}

/* ---- the teacher --------------------------------------------------------------------------------------------- */

/* Keys of a teacher by number: lists by their kind, then these. ORDER KEY */
enum { KEY_TEACHER = HQ_KINDS_MAX, KEY_FACTS, KEY_ASSIGNMENTS, KEY_WORKSHEETS, KEY_JURISDICTION, KEY_AS_OF, KEY_LABEL,
       KEY_NOTE, KEYS };
static const char *const own_keys[] = { "teacher", "facts", "assignments", "worksheets", "jurisdiction", "as_of", "label",
					"note" };

static const char *nth_key(const void *context, size_t i)
{
	const struct reader *r = context;
	if (i >= HQ_KINDS_MAX)
		return own_keys[i - HQ_KINDS_MAX];
	if (i >= r->vocab->kinds.count || kind_of(r, (unsigned)i)->flags & HQ_KIND_SINGLE)
		return "";
	return HQ_TEXT(r->vocab, kind_of(r, (unsigned)i)->plural);
}

static size_t find_key(const struct reader *r, const struct json_node *n)
{
	const char *key = json_key(&r->json, n);
	size_t i = 0;
	while (i < KEYS && (strlen(nth_key(r, i)) != n->key_len || memcmp(nth_key(r, i), key, n->key_len) || !n->key_len))
		i++;
	return i;
}

/* Nine digits in groups of 3, 2 and 4 have no business here, not even in a message. */
static bool is_social_security_number(const char *id)
{
	if (strlen(id) != 11)
		return false;
	for (size_t i = 0; i < 11; i++)
		if (i == 3 || i == 6 ? id[i] != '-' : id[i] < '0' || id[i] > '9')
			return false;
	return true;
}

static void read_id(struct reader *r, uint32_t node)
{
	const char *id = NULL;
	if (!read_string(r, node, "an id", &id))
		return;
	if (is_social_security_number(id)) {
		read_refuse(r, node, "this looks like a social security number; it is never needed: use an id of your own");
		return;
	}
	r->teacher.id = id;
	r->teacher.id_len = r->json.nodes[node].text_len;
}

static void read_member(struct reader *r, uint32_t node, size_t key)
{
	const struct json_node *n = &r->json.nodes[node];
	switch (key) {
	case KEY_TEACHER: case KEY_LABEL: case KEY_NOTE:
		return;                        /* the id was read first, for messages; the others are the author's own */
	case KEY_FACTS:
		read_facts(r, node);
		return;
	case KEY_ASSIGNMENTS:
		read_assignments(r, node);
		return;
	case KEY_WORKSHEETS:
		if (n->type == JSON_OBJECT)
			r->teacher.worksheets = node;
		else if (n->type != JSON_NULL)
			read_refuse(r, node, "expected an object, {\"KS\": {\"column\": value}}");
		return;
	case KEY_JURISDICTION:
		if (n->type != JSON_NULL &&
		    read_string(r, node, "a code of a jurisdiction", &r->teacher.jurisdiction))
			r->teacher.jurisdiction_node = node;
		return;
	case KEY_AS_OF:
		if (n->type != JSON_NULL)
			read_day(r, node, false, &r->teacher.as_of);
		return;
	default:
		read_list(r, node, (unsigned)key);
	}
}

const struct read_teacher *read_teacher(struct reader *r, const struct input_text *text)
{
	uint64_t seen = 0;
	bool assigned = false;
	r->text = text;
	r->teacher = (struct read_teacher){ .as_of = HQ_DAY_OPEN };
	r->errors = 0;
	r->list = r->key = NULL;
	if (json_parse(&r->json, text, r->log)) {
		r->out_of_memory = r->json.out_of_memory;
		return NULL;
	}
	const uint32_t first = r->json.nodes[1].child;
	for (uint32_t i = first; i; i = r->json.nodes[i].next) {
		if (find_key(r, &r->json.nodes[i]) == KEY_TEACHER) {
			r->key = "teacher";
			read_id(r, i);
			break;
		}
	}
	for (uint32_t i = first; i && r->errors < READ_ERRORS_MAX; i = r->json.nodes[i].next) {
		const struct json_node *n = &r->json.nodes[i];
		const char *name = json_key(&r->json, n);
		size_t key = find_key(r, n);
		r->key = NULL;
		if (key == KEYS) {
			const char *near = hqcli_nearest(name, n->key_len, KEYS, nth_key, r);
			read_refuse_key(r, i, "a teacher has no \"%s\"%s%s%s", shown(name, n->key_len).text,
					near ? "; did you mean \"" : "; `hq schema` lists what it has", near ? near : "",
					near ? "\"?" : "");
			continue;
		}
		r->key = nth_key(r, key);
		if (seen >> key & 1) {
			read_refuse_key(r, i, "stands here a second time; keep one");
			continue;
		}
		seen |= (uint64_t)1 << key;
		assigned = assigned || key == KEY_ASSIGNMENTS;
		read_member(r, i, key);
	}
	r->key = NULL;
	if (!(seen >> KEY_TEACHER & 1))
		read_refuse(r, 1, "no \"teacher\"; give each an id of your own, {\"teacher\": \"T-1042\", ...}");
	if (!assigned && !r->errors)
		add_assignment(r, 0);
	r->teacher.records = r->records;
	r->teacher.assignments = r->assignments;
	return r->errors ? NULL : &r->teacher;
}

/* ---- a teacher from elsewhere --------------------------------------------------------------------------------- */

struct read_teacher *read_other(struct reader *r, const struct input_text *text)
{
	r->text = text;
	r->teacher = (struct read_teacher){ .as_of = HQ_DAY_OPEN };
	r->errors = 0;
	r->list = r->key = NULL;
	void *nodes = r->json.nodes;
	size_t size = r->json.size;
	if (!grow(r, &nodes, 2, &size, sizeof *r->json.nodes))
		return NULL;
	r->json.nodes = nodes;
	r->json.size = (uint32_t)size;
	memset(r->json.nodes, 0, 2 * sizeof *r->json.nodes);
	return &r->teacher;
}

struct hq_record *read_other_record(struct reader *r)
{
	struct hq_record *record = add_record(r, 1);
	r->teacher.records = r->records;
	return record;
}

struct read_assignment *read_other_assignment(struct reader *r)
{
	struct read_assignment *a = add_assignment(r, 1);
	r->teacher.assignments = r->assignments;
	return a;
}
