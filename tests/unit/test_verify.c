/* Tables that are not sound are refused; those that pass cannot make deciding go wrong (docs/embedding.md, promise 3). */
#include "../tables/form.h"

static struct hand_rules sound, h;
static struct hand_vocab vocab;

static int rules_verify(const struct hand_rules *t)
{
	const char *where = NULL;
	const int rc = hq_verify(&t->head, sizeof(*t), hand_vocab(), &where);

	assert_true((rc == HQ_ETABLE) == (where != NULL));
	return rc;
}

static int setup(void **state)
{
	(void)state;
	form_rules(&sound);
	h = sound;
	return 0;
}

static void check_sound(void **state)
{
	(void)state;
	assert_int_equal(rules_verify(&sound), HQ_OK);
	assert_int_equal(hq_verify_vocab(hand_vocab(), sizeof(struct hand_vocab), NULL), HQ_OK);
}

static void check_header(void **state)
{
	_Alignas(8) static char moved[sizeof(h) + 8];

	(void)state;
	h.head.magic++;
	assert_int_equal(rules_verify(&h), HQ_ETABLE);
	h = sound;
	h.head.version = HQ_TABLES_OLDEST - 1;
	assert_int_equal(hq_verify(&h.head, sizeof(h), hand_vocab(), NULL), HQ_EVERSION);
	h.head.version = HQ_TABLES_VERSION + 1;
	assert_int_equal(hq_verify(&h.head, sizeof(h), hand_vocab(), NULL), HQ_EVERSION);
	h = sound;
	h.head.vocab_hash ^= 1;
	assert_int_equal(hq_verify(&h.head, sizeof(h), hand_vocab(), NULL), HQ_EVOCAB);
	h = sound;
	assert_int_equal(hq_verify(&h.head, sizeof(h) - 8, hand_vocab(), NULL), HQ_ETABLE);
	assert_int_equal(hq_verify(&h.head, sizeof(h.head) - 1, hand_vocab(), NULL), HQ_ETABLE);
	assert_int_equal(hq_verify(&h.head, 0, hand_vocab(), NULL), HQ_ETABLE);
	memcpy(moved + 4, &h, sizeof(h));
	assert_int_equal(hq_verify((const void *)(moved + 4), sizeof(h), hand_vocab(), NULL), HQ_ETABLE);
}

/* One member of one item set to what it must not hold. */
static void check_members(void **state)
{
#define REFUSED(name, change) \
	do { \
		h = sound; \
		change; \
		if (rules_verify(&h) != HQ_ETABLE) \
			fail_msg("%s: passed", name); \
	} while (0)
	uint16_t line = 1;

	(void)state;
	while (sound.rows[line].op != HQ_OP_LINE)
		line++;
	REFUSED("rows past the end", h.head.rows.count = 60000);
	REFUSED("rows before the header's end", h.head.rows.at = 1);
	REFUSED("text that does not end", h.texts[15] = 'x');
	REFUSED("text that does not begin empty", h.texts[0] = 'x');
	REFUSED("no text", h.head.texts.count = 0);
	REFUSED("a name past the text", h.rows[1].name = 16);
	REFUSED("an operation there is not", h.rows[1].op = HQ_OP_RUBRIC + 1);
	REFUSED("a role there is not", h.rows[1].role = HQ_ROLE_VERDICT + 1);
	REFUSED("a kid that comes later", h.kids[0] = 100);
	REFUSED("a kid that is its own parent", h.kids[0] = 4);
	REFUSED("a parent that comes earlier", h.rows[3].parent = 2);
	REFUSED("its own parent", h.rows[3].parent = 3);
	REFUSED("a filter past the end", h.rows[1].arg = 500);
	REFUSED("a filter without an end", h.rows[1].arg = 0);
	REFUSED("a measure of no kind", h.shapes[0].kind = NKINDS);
	REFUSED("a measure of no window", h.measures[0].window = 16);
	REFUSED("a sum of what has no amount", h.shapes[0].agg = HQ_AGG_SUM);
	REFUSED("a scale of nothing", h.numbers[h.shapes[0].scale] = 0);
	REFUSED("a negative cap", h.numbers[h.shapes[0].cap_year] = -1);
	REFUSED("a most that leaves the range", h.numbers[h.shapes[1].max] = HQ_BIG + 1);
	REFUSED("a conversion that divides by nothing", h.numbers[h.convs[0].den] = 0);
	REFUSED("a conversion that overflows", h.numbers[h.convs[0].num] = HQ_BIG);
	REFUSED("blocks of nothing", h.numbers[h.lines[0].block] = 0);
	REFUSED("a rate that overflows", h.numbers[h.lines[1].mul] = HQ_BIG - 1);
	REFUSED("tiers past the end", h.lines[2].first_tier = 3);
	REFUSED("tiers that go down", h.numbers[h.tiers[1].at] = 0);
	REFUSED("division by nothing", h.numbers[h.limits[0].divide] = 0);
	REFUSED("a negative minimum", h.numbers[h.limits[0].min] = -1);
	REFUSED("a rubric of no denominator", h.numbers[h.rubrics[0].denominator] = 0);
	REFUSED("a mark that goes down", h.numbers[h.rubrics[0].pass_hi] = 0);
	REFUSED("a rubric over rows of another", h.rubrics[0].nrows = 100);
	REFUSED("a rubric that requires what comes later", h.rubrics[0].requires = 30);
	REFUSED("a requirement that is points", h.rubrics[1].requires = 5);
	REFUSED("minimums past the end", h.rubrics[0].first_min = 5000);
	REFUSED("a slot of no measure", h.slots[1].measure = 200);
	REFUSED("a slot of a kind there is not", h.slots[1].kinds = (int64_t)1 << NKINDS);
	REFUSED("a set past the end", h.ops[1].at = 2);
	REFUSED("a set of nothing", h.ops[1].rel = 0);
	REFUSED("a field there is not", h.ops[1].field = 3);
	REFUSED("a set of what is a date", h.ops[1].field = 15);
	REFUSED("records where there is none", h.ops[1].src = HQ_SRC_RECORD);
	REFUSED("a set that is none", h.ops[1].set = 1);
	REFUSED("an operation on nothing", h.ops[1].op = HQ_F_NOT);
	REFUSED("too many operands", h.ops[4].at = 3);
	REFUSED("too few operands", h.ops[4].at = 1);
	REFUSED("no operands", h.ops[4].at = 0);
	REFUSED("a relation there is not", h.ops[6].rel = 7);
	REFUSED("a window of ten thousand years", h.windows[1].from = 120001);
	REFUSED("a window that looks ahead", h.windows[1].from = -1);
	REFUSED("an edition of rows past the end", h.edition[0].nrows = 1000);
	REFUSED("an edition that ends before it begins", h.edition[0].until = -1);
	REFUSED("an edition whose root is another's", h.edition[0].root = 100);
	REFUSED("no edition", h.head.editions.count = 0);
	REFUSED("a number there is not", h.lines[0].mul = h.head.numbers.count);
	REFUSED("a range that ends past the numbers", h.rows[2].range = (uint16_t)(h.head.numbers.count - 1));
	REFUSED("a filter's range past the numbers", h.ops[2].at = (uint16_t)(h.head.numbers.count - 1));
	REFUSED("a shape there is not", h.measures[0].shape = h.head.shapes.count);
	REFUSED("a slot of yes or no that answers a measure", h.rows[2].slot_if_question = 1);
	REFUSED("a limit there is not", h.rows[line].limit_if_points = h.head.limits.count);
	REFUSED("points that count nowhere", h.rows[line].parent = HQ_NONE);
	REFUSED("points that count in a question", h.rows[line].parent = (uint16_t)(h.head.rows.count - 1));
	REFUSED("citations past the end", h.rows[1].ncites = 2);
	REFUSED("a citation of no source", h.cites[0].source = 1);
	REFUSED("an erratum without its correction", h.head.notes.count = 1);
	REFUSED("a note beside a row of no edition", (h.edition[0].first_row = 1, h.edition[0].nrows--, h.notes[0].row = 0));
	REFUSED("a note of no sort", h.notes[0].kind = HQ_NOTE_CORRECTED + 1);
#undef REFUSED
}

/* 64 operands at once pass, 65 do not. */
static void check_depth(void **state)
{
	(void)state;
	for (int n = HQ_STACK_MAX; n <= HQ_STACK_MAX + 1; n++) {
		hand_begin(&h);
		const uint16_t start = (uint16_t)h.head.filter_ops.count;

		for (int i = 0; i < n; i++)
			hand_op(&h, (struct hq_filter_op)OP_OF(HQ_SRC_AS_OF, 0, 0, 1));
		hand_op(&h, (struct hq_filter_op)OP_AND(n));
		h.head.filter_ops.count++;
		hand_row(&h, HQ_OP_SCALAR, start, 0, NULL);
		assert_int_equal(rules_verify(&h), n > HQ_STACK_MAX ? HQ_ETABLE : HQ_OK);
	}
}

static int vocab_verify(bool sign)
{
	const char *where = NULL;

	if (sign)
		vocab.head.hash = hqi_hash(&vocab, sizeof(vocab), offsetof(struct hq_vocab, hash));
	return hq_verify_vocab(&vocab.head, sizeof(vocab), &where);
}

static void check_vocab(void **state)
{
#define AT(member) offsetof(struct hand_vocab, member), sizeof(((struct hand_vocab *)0)->member)
	static const struct { const char *name; size_t at, size; int64_t value; } rows[] = {
		{ "kinds past the end", AT(head.kinds.count), 31 },
		{ "too many units", AT(head.units.count), 16 },
		{ "a teacher that is none", AT(head.teacher), COURSE },
		{ "a teacher past the end", AT(head.teacher), NKINDS },
		{ "the teacher twice", AT(head.assignment), TEACHER },
		{ "fields past the end", AT(kinds[COURSE].nfields), 16 },
		{ "too many fields", AT(kinds[COURSE].nfields), 17 },
		{ "dated by what is no date", AT(kinds[COURSE].date_field), C_SUBJECT },
		{ "dated by what is not there", AT(kinds[COURSE].date_field), 9 },
		{ "a span without an end", AT(kinds[EXPERIENCE].date_field), 255 },
		{ "a unit there is not", AT(kinds[COURSE].units), 1 << NUNITS },
		{ "no unit", AT(kinds[COURSE].units), 0 },
		{ "an amount below nothing", AT(kinds[COURSE].amount_min), -1 },
		{ "least above most", AT(kinds[COURSE].amount_min), 401 * D },
		{ "a default in another unit", AT(kinds[ACTIVITY].preset_unit), SEMESTER_HOUR },
		{ "a default above the most", AT(kinds[ACTIVITY].preset), 2001 * D },
		{ "codes past the end", AT(fields[3].first_code), 7 },
		{ "a set of 64", AT(fields[5].ncodes), 64 },
		{ "a type there is not", AT(fields[0].type), HQ_FIELD_NUMBER + 1 },
		{ "a name past the text", AT(codes[2].name), 16 },
		{ "text that does not end", AT(text[15]), 'x' },
	};
#undef AT
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		memcpy(&vocab, hand_vocab(), sizeof(vocab));
		memcpy((char *)&vocab + rows[i].at, &rows[i].value, rows[i].size);
		if (vocab_verify(true) != HQ_ETABLE)
			fail_msg("%s: passed", rows[i].name);
	}
	memcpy(&vocab, hand_vocab(), sizeof(vocab));
	assert_int_equal(vocab_verify(true), HQ_OK);
	vocab.kinds[COURSE].amount_max--;
	assert_int_equal(vocab_verify(false), HQ_ETABLE);              /* changed since it was signed */
	memcpy(&vocab, hand_vocab(), sizeof(vocab));
	vocab.head.version++;
	assert_int_equal(vocab_verify(true), HQ_EVERSION);
}

/* Random changes to a sound table: what still passes is decided on, for a sanitizer to watch. tests/fuzz does this for long. */
static void check_random(void **state)
{
	static struct hand_facts f;
	uint64_t x = 99;
	int passed = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		h = sound;
		for (int i = 0; i < 1 + round % 3; i++) {
			x = x * 6364136223846793005u + 1442695040888963407u;
			const size_t at = offsetof(struct hand_rules, edition) +
					  (size_t)((x >> 20) % (sizeof(h) - offsetof(struct hand_rules, edition)));

			((unsigned char *)&h)[at] = (unsigned char)(x >> 56 & 1 ? x >> 48 : 255);
		}
		if (rules_verify(&h) != HQ_OK)
			continue;
		passed++;
		form_teacher(&f, (unsigned)round);
		hand_decide(&h, &f, "2006-06-30");
	}
	hand_done(&f);
	assert_true(passed > 1000);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		T(check_sound), T(check_header), T(check_members), T(check_depth), T(check_vocab), T(check_random),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
