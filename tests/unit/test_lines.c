/* Where a line goes on and where it ends, both sides of every limit of the lexer and the parser, and what is read after
 * a mistake. */
#include "parsing.h"

/* ---- lines --------------------------------------------------------------------------------------------------- */

/* Each of these is one statement, however it is broken, and the next line another. */
static const char *const broken[] = {
	"  holds degree where level is\n master\n",                            /* only inside brackets: see below */
	"  holds degree where level is master,\ndoctor\n",
	"  holds degree where level is master and\n        accreditation is regional\n",
	"  holds degree where level is master or\n accreditation is regional\n",
	"  holds degree where\n    level is master\n",
	"  holds degree\n where level is master\n",
	"  holds degree where level is master\nand accreditation is regional\n",
	"  holds degree where level is master\n\n# a comment\n  or accreditation is regional\n",
	"  holds degree where (level is\n master\n or\n level is\n doctor\n)\n",
	"  at least 12 semester_hours\n of course\n",
	"  at least 12 semester_hours of\n course\n",
	"  holds degree\n  within 6 years\n",
	"  holds degree\n  before 2006-01-01\n",
	"  holds degree\n  before the last 6 years\n",
	"  holds degree\n  after 2006-01-01\n",
	"  holds degree\n  on or before 2006-01-01\n",
	"  holds degree\n  on or after 2006-01-01\n",
	"  holds degree\n  from 2006-01-01 to 2006-02-01\n",
	"  at least 3 years of experience\n  counting 1 a as 2 b\n",
	"  holds degree\n  [ecs 1]\n",
	"  holds degree [ecs\n 1,\n 2\n ;\n nj 3\n -4\n ]\n",
	"  holds degree where level is reading,\nnote, line\n",                /* words that begin lines, and do not here */
	"  erratum \"a\"\n  corrected to \"b\"\n  holds degree\n",
};

static void lines_go_on(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof(broken) / sizeof(broken[0]); i++) {
		char body[400];
		snprintf(body, sizeof(body), "%s  holds test\n", broken[i]);
		const struct hqc_item *item = items(body);
		assert_non_null(item->next);
		assert_string_equal(item->next->test.what.kind.text, "test");
		assert_null(item->next->next);
	}
	char text[200];
	snprintf(text, sizeof(text), "define d \"D\"\n%s", broken[0]);
	assert_true(errors(text, HQC_MSG_syntax) > 0);
}

/* `at least 2 of` ends its line; what stands under it is indented. */
static void a_heading_does_not_go_on(void **state)
{
	(void)state;
	const struct hqc_item *i = items("  at least 1 of\n    holds degree\n  holds test\n");
	assert_int_equal(i->kind, HQC_ITEM_AT_LEAST);
	assert_non_null(i->items);
	assert_non_null(i->next);
}

static void blanks_within_keywords(void **state)
{
	(void)state;
	const struct hqc_item *i = items("  at \t  least 12 semester_hours of course where a  on   or  before 2006-01-01\n");
	assert_int_equal(i->test.comparison, HQC_AT_LEAST);
	assert_int_equal(i->test.what.filter->rel, HQC_REL_ON_OR_BEFORE);
	assert_string_equal(filter("yes_or_no is at_least")->name.text, "yes_or_no");
	assert_int_equal(filter("a is yes or no_child is yes")->kind, HQC_FILTER_OR);   /* not `yes or no` and a rest */
}

static void line_ends_and_marks_of_editors(void **state)
{
	(void)state;
	assert_non_null(parse("define d \"D\"\r\n  holds degree\r\n\r\n  holds test\r\n")->defines->block.items->next);
	assert_non_null(parse("\xef\xbb\xbf" "define d \"D\"\n  holds degree\n")->defines);
	assert_non_null(parse("define d \"D\"\n  holds degree")->defines->block.items);        /* no line end */
	assert_non_null(parse("define d \"D\"\n  holds degree within 2 years # end")->defines);
	assert_null(parse("")->jurisdictions);
	assert_null(parse("\n\n   \n# only a comment")->jurisdictions);
}

static void comments_are_kept(void **state)
{
	(void)state;
	const struct hqc_comment *k = parse("# one  \ndefine d \"#\"   # two\n    # three\n  holds degree\n# four")->comments;
	const struct { uint32_t off, len; bool own; } want[] = { { 0, 5, true }, { 23, 5, false }, { 33, 7, true }, { 56, 6, true } };
	for (size_t i = 0; i < 4; i++, k = k->next) {
		assert_int_equal(k->span.off, want[i].off);
		assert_int_equal(k->span.len, want[i].len);
		assert_int_equal(k->own_line, want[i].own);
	}
	assert_null(k);
}

static void places(void **state)
{
	(void)state;
	const struct hqc_item *i = items("  named \"A name\" [ecs 1]\n    holds degree where a is b [ecs 2]\n");
	assert_int_equal(i->span.off, 15);
	assert_int_equal(i->span.len, strlen("named \"A name\""));
	assert_int_equal(i->name.span.len, 5);
	assert_int_equal(i->label.span.len, strlen("\"A name\""));
	assert_int_equal(i->cites.span.len, strlen("[ecs 1]"));
	assert_int_equal(i->items->span.len, strlen("holds degree where a is b"));
	assert_int_equal(i->items->test.what.filter->span.len, strlen("a is b"));
}

/* ---- limits, both sides -------------------------------------------------------------------------------------- */

static void names_and_texts_have_a_length(void **state)
{
	(void)state;
	char name[HQC_NAME_MAX + 2], text[HQC_TEXT_MAX + 2], all[HQC_NAME_MAX + HQC_TEXT_MAX + 100];
	memset(name, 'n', sizeof(name));
	memset(text, 't', sizeof(text));
	name[HQC_NAME_MAX] = text[HQC_TEXT_MAX] = '\0';
	snprintf(all, sizeof(all), "define %s \"%s\"\n  holds degree\n", name, text);
	assert_int_equal(strlen(parse(all)->defines->name.text), HQC_NAME_MAX);
	assert_int_equal(strlen(c->trees[0]->defines->label.text), HQC_TEXT_MAX);
	name[HQC_NAME_MAX] = 'n';
	name[HQC_NAME_MAX + 1] = '\0';
	snprintf(all, sizeof(all), "define %s \"%s\"\n  holds degree\n", name, text);
	assert_int_equal(errors(all, HQC_MSG_name_too_long), 1);
	text[HQC_TEXT_MAX] = 't';
	text[HQC_TEXT_MAX + 1] = '\0';
	snprintf(all, sizeof(all), "define d \"%s\"\n  holds degree\n", text);
	assert_int_equal(errors(all, HQC_MSG_text_too_long), 1);
}

/* A definition with @depth blocks one in the other. */
static size_t nested_blocks(char *out, size_t size, int depth)
{
	size_t n = (size_t)snprintf(out, size, "define d \"D\"\n");
	for (int i = 1; i < depth; i++)
		n += (size_t)snprintf(out + n, size - n, "%*sall of\n", i, "");
	return n + (size_t)snprintf(out + n, size - n, "%*sholds degree\n", depth, "");
}

static void blocks_have_a_depth(void **state)
{
	(void)state;
	char text[4000];
	nested_blocks(text, sizeof(text), HQ_DEPTH_MAX);
	parse(text);
	nested_blocks(text, sizeof(text), HQ_DEPTH_MAX + 1);
	assert_int_equal(errors(text, HQC_MSG_nesting_too_deep), 1);
	size_t n = nested_blocks(text, sizeof(text), HQ_DEPTH_MAX + 5);
	snprintf(text + n, sizeof(text) - n, "define e \"E\"\n  holds degree\n");       /* what follows is read */
	assert_int_equal(errors(text, HQC_MSG_nesting_too_deep), 1);
	assert_string_equal(c->trees[0]->defines->next->name.text, "e");
}

static void filters_have_a_depth(void **state)
{
	(void)state;
	char text[4000] = "define d for course \"D\"\n  ";
	size_t head = strlen(text);
	for (int depth = HQ_DEPTH_MAX; depth <= HQ_DEPTH_MAX + 3; depth++) {
		size_t n = head;
		for (int i = 1; i < depth; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n, "not ");
		snprintf(text + n, sizeof(text) - n, "a is b\n");
		if (depth == HQ_DEPTH_MAX)
			assert_int_equal(parse(text)->defines->filter->depth, depth);
		else
			assert_int_equal(errors(text, HQC_MSG_nesting_too_deep), 1);
	}
}

static void windows_have_a_number(void **state)
{
	(void)state;
	char text[4000] = "define d \"D\"\n  holds degree";
	size_t n = strlen(text);
	for (int i = 0; i < HQ_DEPTH_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " within 6 years");
	parse(text);
	snprintf(text + n, sizeof(text) - n, " within 6 years within 6 years");
	assert_int_equal(errors(text, HQC_MSG_number_out_of_range), 1);
}

/* What the parser's own stack cannot hold is a message too. */
static void a_great_many_parentheses(void **state)
{
	(void)state;
	enum { N = 200000 };
	char *text = malloc(N + 100);
	assert_non_null(text);
	size_t n = (size_t)sprintf(text, "define d for course \"D\"\n  ");
	memset(text + n, '(', N);
	memcpy(text + n + N, "a is b\n", 8);
	assert_true(errors(text, HQC_MSG_nesting_too_deep) >= 1);
	free(text);
}

static void what_is_no_text(void **state)
{
	(void)state;
	const char nul[] = "define d \"D\"\n  holds\0 degree\n";
	assert_int_equal(errors_of(nul, sizeof(nul) - 1, HQC_MSG_nul_byte), 1);
	const char *const bad[] = { "# \xff", "# \xc0\x80", "# \xed\xa0\x80", "# \xf4\x90\x80\x80", "# \xe2\x82", "# \x80", "# \xf8\x88\x80\x80\x80",
				    "# \xe0\x9f\xbf", "# \xf0\x8f\xbf\xbf" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(errors(bad[i], HQC_MSG_not_utf8), 1);
	parse("# \xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf");
	assert_int_equal(errors("define d \"a\x01z\"\n  holds degree\n", HQC_MSG_bad_text), 1);
	assert_int_equal(errors("define d \"a\tz\"\n  holds degree\n", HQC_MSG_bad_text), 1);
	assert_int_equal(errors("define d \"D\"\n  holds \x01 degree\n", HQC_MSG_bad_character), 1);
}

/* ---- recovery ------------------------------------------------------------------------------------------------ */

/* One run shows every mistake, and a mistake makes one message. */
static void one_message_a_mistake(void **state)
{
	(void)state;
	assert_int_equal(errors("jurisdiction XX \"X\"\n"
				"  edition e E\n"                                      /* 1: no quotes; the block is still read */
				"    in force from 2006-02-30\n"                       /* 2 */
				"    rout a \"A\"\n      holds degree\n      nonsense nonsense\n"      /* 3, and its block is passed over */
				"    route b \"B\"\n      holds degree were level is master\n"         /* 4 */
				"      holds test where a is b and c is d or e is f\n"                 /* 5 */
				"    route c \"C\"\n    route d \"D\"\n      holds degree\n"           /* 6: nothing under it */
				"    rubric r \"R\"\n      passes at 100\n"                            /* 7 */
				"      category k \"K\"\n        2 points of degree\n        at most 5 points\n"       /* 8 */
				"define d \"D\"\n  holds\n",                                           /* 9 */
				HQC_MSG_syntax),
			 9);
}

static void what_follows_a_mistake_is_read(void **state)
{
	(void)state;
	errors("jurisdiction XX\n  edition e \"E\"\n    route r\n      holds degree\n      hold test\n      holds course\n"
	       "    route s \"S\"\n      holds test\n", HQC_MSG_syntax);
	const struct hqc_edition *e = c->trees[0]->jurisdictions->editions;
	assert_string_equal(e->name.text, "e");
	assert_string_equal(e->routes->block.items->next->test.what.kind.text, "course");
	assert_string_equal(e->routes->next->name.text, "s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(lines_go_on), T(a_heading_does_not_go_on), T(blanks_within_keywords),
		T(line_ends_and_marks_of_editors), T(comments_are_kept), T(places),
		T(names_and_texts_have_a_length), T(blocks_have_a_depth), T(filters_have_a_depth),
		T(windows_have_a_number), T(a_great_many_parentheses), T(what_is_no_text),
		T(one_message_a_mistake), T(what_follows_a_mistake_is_read),
	};
	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
