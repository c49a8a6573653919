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
#define AT(member) offsetof(struct hand_rules, member), sizeof(((struct hand_rules *)0)->member)
	static const struct { const char *name; size_t at, size; int64_t value; } rows[] = {
		{ "rows past the end", AT(head.rows.count), 100000 },
		{ "rows before the header's end", AT(head.rows.off), 8 },
		{ "rows not aligned", AT(head.rows.off), offsetof(struct hand_rules, rows) + 4 },
		{ "text that does not end", AT(text[7]), 'x' },
		{ "text that does not begin empty", AT(text[0]), 'x' },
		{ "no text", AT(head.text.count), 0 },
		{ "a name past the text", AT(rows[1].name), 8 },
		{ "an operation there is not", AT(rows[1].op), HQ_OP_RUBRIC + 1 },
		{ "a role there is not", AT(rows[1].role), HQ_ROLE_VERDICT + 1 },
		{ "a kid that comes later", AT(kids[0]), 100 },
		{ "a kid that is its own parent", AT(kids[0]), 4 },
		{ "a parent that comes earlier", AT(rows[3].parent), 2 },
		{ "its own parent", AT(rows[3].parent), 3 },
		{ "a filter past the end", AT(rows[1].arg), 500 },
		{ "a filter without an end", AT(rows[1].arg), 0 },
		{ "a measure of no kind", AT(measures[0].kind), NKINDS },
		{ "a measure of no window", AT(measures[0].window), 16 },
		{ "a sum of what has no amount", AT(measures[0].agg), HQ_AGG_SUM },
		{ "a scale of nothing", AT(measures[0].scale), 0 },
		{ "a negative cap", AT(measures[0].cap_year), -1 },
		{ "a most that leaves the range", AT(measures[1].max), HQ_BIG + 1 },
		{ "a conversion that divides by nothing", AT(convs[0].den), 0 },
		{ "a conversion that overflows", AT(convs[0].num), HQ_BIG },
		{ "blocks of nothing", AT(lines[0].block), 0 },
		{ "a rate that overflows", AT(lines[1].mul), HQ_BIG - 1 },
		{ "tiers past the end", AT(lines[2].first_tier), 3 },
		{ "tiers that go down", AT(tiers[1].at), 0 },
		{ "division by nothing", AT(limits[0].divide), 0 },
		{ "a negative minimum", AT(limits[0].min), -1 },
		{ "a rubric of no denominator", AT(rubrics[0].denominator), 0 },
		{ "a mark that goes down", AT(rubrics[0].pass_hi), 0 },
		{ "a rubric over rows of another", AT(rubrics[0].nrows), 100 },
		{ "a rubric that requires what comes later", AT(rubrics[0].requires), 30 },
		{ "a requirement that is points", AT(rubrics[1].requires), 5 },
		{ "minimums past the end", AT(rubrics[0].first_min), 5000 },
		{ "a slot of no sort", AT(slots[0].type), 3 },
		{ "a slot of no measure", AT(slots[1].measure), 200 },
		{ "a slot of a kind there is not", AT(slots[1].kinds), (int64_t)1 << NKINDS },
		{ "a slot of step nothing", AT(slots[1].step), 0 },
		{ "a set past the end", AT(ops[1].a), 2 },
		{ "a set of nothing", AT(ops[1].b), 0 },
		{ "a field there is not", AT(ops[1].field), 3 },
		{ "a set of what is a date", AT(ops[1].field), 200 },
		{ "a source there is not", AT(ops[1].src), 7 },
		{ "records where there is none", AT(ops[1].src), HQ_SRC_RECORD },
		{ "a set that is none", AT(ops[1].set), 1 },
		{ "an operation on nothing", AT(ops[1].op), HQ_F_NOT },
		{ "too many operands", AT(ops[4].a), 3 },
		{ "too few operands", AT(ops[4].a), 1 },
		{ "no operands", AT(ops[4].a), 0 },
		{ "a relation there is not", AT(ops[6].rel), HQ_REL_SHARES + 1 },
		{ "a window of ten thousand years", AT(windows[1].from), 120001 },
		{ "a window that looks ahead", AT(windows[1].from), -1 },
		{ "an edition of rows past the end", AT(edition[0].nrows), 1000 },
		{ "an edition that ends before it begins", AT(edition[0].until), -1 },
		{ "an edition whose root is another's", AT(edition[0].root), 100 },
		{ "no edition", AT(head.editions.count), 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		h = sound;
		memcpy((char *)&h + rows[i].at, &rows[i].value, rows[i].size);     /* little endian: the low bytes */
		if (rules_verify(&h) != HQ_ETABLE)
			fail_msg("%s: passed", rows[i].name);
	}
#undef AT
}

/* 64 operands at once pass, 65 do not. */
static void check_depth(void **state)
{
	(void)state;
	for (int n = HQ_STACK_MAX; n <= HQ_STACK_MAX + 1; n++) {
		hand_begin(&h);
		const uint16_t start = (uint16_t)h.head.filter_ops.count;

		for (int i = 0; i < n; i++)
			h.ops[h.head.filter_ops.count++] = (struct hq_filter_op)OP_OF(HQ_SRC_AS_OF, 0, 0, 1);
		h.ops[h.head.filter_ops.count++] = (struct hq_filter_op)OP_AND(n);
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
