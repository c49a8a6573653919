/* How a syntax error is worded.
 *
 * The parser knows only which token it met and which it could have taken. What the author probably meant is guessed
 * here, from the words of the line: a misspelt keyword, a text without quotes, a citation without brackets, a statement
 * under the wrong heading. Only when nothing is recognised is it said plainly what was expected. Nothing here decides
 * what is accepted, so a wrong guess costs a less helpful message and no more.
 */
#include "parse.h"

#include <inttypes.h>
#include <string.h>

enum { EXPECTED_SHOWN = 6, PHRASE_MAX = 80, WORDS_MAX = 5 };

struct error {
	struct hqc_parser *p;
	struct hqc_span at;
	const char *unexpected;         /* name of the token in the grammar */
	const char *const *expected;
	size_t n;
	struct hqc_span before;         /* the token before it on its line; len 0: none */
	char got[PHRASE_MAX];           /* what the author typed, in quotes, or what kind of thing it is */
};

/* ---- words --------------------------------------------------------------------------------------------------- */

static bool in_word(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '.';
}

static bool is_keyword(const char *name)
{
	return name[0] == '\'' && name[1] >= 'a' && name[1] <= 'z';
}

static bool is_expected(const struct error *e, const char *name)
{
	for (size_t i = 0; i < e->n; i++) {
		if (strcmp(e->expected[i], name) == 0)
			return true;
	}
	return false;
}

static bool one_of(const char *name, const char *const *names)
{
	for (; *names; names++) {
		if (strcmp(name, *names) == 0)
			return true;
	}
	return false;
}

/* Copies @n words from @from on, with one blank between; the number there were on that line. @end: after the last. */
static size_t copy_words(const char *from, size_t n, char out[PHRASE_MAX], const char **end)
{
	size_t len = 0, words = 0;
	out[0] = '\0';
	*end = from;
	while (words < n) {
		while (*from == ' ' || *from == '\t')
			from++;
		size_t width = 0;
		while (in_word(from[width]))
			width++;
		if (!width || len + width + 2 > PHRASE_MAX)
			break;
		if (len)
			out[len++] = ' ';
		memcpy(out + len, from, width);
		len += width;
		out[len] = '\0';
		from += width;
		*end = from;
		words++;
	}
	return words;
}

static size_t count_words(const char *text)
{
	size_t n = 1;
	for (; *text; text++)
		n += *text == ' ';
	return n;
}

static const char *source_at(const struct error *e, struct hqc_span at)
{
	return e->p->source->text + at.off;
}

/* Does a unit come next? After a number or `per` a name is one. */
static bool wants_unit(const struct error *e)
{
	const char *word = source_at(e, e->before);
	return e->before.len && ((word[0] >= '0' && word[0] <= '9') || (e->before.len == 3 && memcmp(word, "per", 3) == 0));
}

static bool begins_line(const struct error *e)
{
	return e->at.len && e->at.off == e->p->line_first.off;
}

/* ---- near misses --------------------------------------------------------------------------------------------- */

/* Which of these keywords ('at least', in quotes) is a near miss of the words at @place? As many words are compared as
 * the keyword has. @span gets the words. NULL if none is. */
static const char *near_miss(const struct error *e, struct hqc_span place, const char *const *names, size_t n,
			     struct hqc_span *span, char out[PHRASE_MAX])
{
	const char *from = source_at(e, place);
	for (size_t words = WORDS_MAX; words; words--) {
		char typed[PHRASE_MAX];
		const char *end;
		if (copy_words(from, words, typed, &end) < words)
			continue;
		for (size_t i = 0; i < n; i++) {
			if (!is_keyword(names[i]) || count_words(names[i]) != words)
				continue;
			size_t len = strlen(names[i]) - 2;
			memcpy(out, names[i] + 1, len);
			out[len] = '\0';
			const char *one = out;
			if (strcmp(typed, out) != 0 && hqc_nearest(typed, &one, 1)) {
				*span = place;
				span->len = (uint32_t)(end - from);
				return names[i];
			}
		}
	}
	/* The first word of a keyword, and not the rest of it. */
	char typed[PHRASE_MAX];
	const char *end;
	size_t len = copy_words(from, 1, typed, &end) ? strlen(typed) : 0;
	for (size_t i = 0; len && i < n; i++) {
		if (strncmp(names[i] + 1, typed, len) != 0 || names[i][len + 1] != ' ')
			continue;
		size_t width = strlen(names[i]) - 2;
		memcpy(out, names[i] + 1, width);
		out[width] = '\0';
		*span = place;
		span->len = (uint32_t)(end - from);
		return names[i];
	}
	return NULL;
}

static const char *const test_words[] = { "'holds'", "'no'", "'at least'", "'at most'", "'more than'", "'fewer than'",
	"'exactly'", "'attested'", "'passes'", "'any of'", "'all of'", "'none of'", "'silent'", "'teacher'", "'assignment'",
	"'reading'", "'erratum'", "'note'", NULL };

/* A misspelt keyword: where the parser stopped, or at the beginning of a line that it took for a requirement's name. */
static bool say_near_miss(const struct error *e)
{
	struct hqc_span span;
	char meant[PHRASE_MAX];
	bool found = near_miss(e, e->at, e->expected, e->n, &span, meant) != NULL;
	if (!found && is_expected(e, "a text in quotes") && e->before.len && e->before.off == e->p->line_first.off)
		found = near_miss(e, e->before, test_words, sizeof(test_words) / sizeof(test_words[0]) - 1, &span,
				  meant) != NULL;
	if (!found || (!is_keyword(e->unexpected) && strcmp(e->unexpected, "a name") != 0))
		return false;
	struct hqc_diag *d = hqc_report(e->p->c, HQC_MSG_syntax, span, "'%.*s' is not what can stand here", (int)span.len,
					source_at(e, span));
	hqc_help(e->p->c, d, "did you mean '%s'?", meant);
	return true;
}

/* ---- what can be recognised ---------------------------------------------------------------------------------- */

/* Where each statement belongs. */
static const struct { const char *const *words; const char *place; } places[] = {
	{ (const char *const[]){ "'use'", "'source'", "'unit'", "'codes'", "'record'", "'single record'", "'jurisdiction'", NULL },
	  "stands in a file, not indented" },
	{ (const char *const[]){ "'file'", "'lines'", NULL }, "stands under a source" },
	{ (const char *const[]){ "'dated by'", "'spans'", "'counted by'", "'amount'", "'field'", NULL },
	  "stands under a record" },
	{ (const char *const[]){ "'edition'", NULL }, "stands under a jurisdiction" },
	{ (const char *const[]){ "'define'", NULL }, "stands in a file, under a jurisdiction or under an edition" },
	{ (const char *const[]){ "'in force from'", "'applies to'", "'every teacher'", "'route'", "'rubric'", "'example'", NULL },
	  "stands under an edition" },
	{ (const char *const[]){ "'passes at'", "'silent on passing points'", "'requires'", "'passes at once'",
				 "'points in at least'", "'each event counts once'", "'of which at least'", NULL },
	  "stands under a rubric" },
	{ (const char *const[]){ "'category'", NULL }, "stands under a rubric or another category" },
	{ (const char *const[]){ "'line'", "'only the best counts'", NULL }, "stands under a category" },
	{ (const char *const[]){ "'counted only from'", "'divided by'", NULL }, "stands under a category or a line" },
	{ (const char *const[]){ "'at least'", "'at most'", NULL },
	  "stands under a category or a line as a limit, and under a requirement with 'of' and what is counted" },
	{ (const char *const[]){ "a number", "'silent points'", NULL }, "begins an award, which stands under a category or a line" },
	{ (const char *const[]){ "'holds'", "'no'", "'more than'", "'fewer than'", "'exactly'", "'attested'", "'passes'", "'is'",
				 "'is not'", "'teacher'", "'assignment'", "'as_of'", "'silent'", "'any of'", "'all of'",
				 "'none of'", NULL },
	  "stands under a requirement, a route or a definition" },
	{ (const char *const[]){ "'like'", "'as of'", "'given'", "'open'", "'form'", "'expect'", "'unknown'", NULL },
	  "stands under an example" },
	{ (const char *const[]){ "'reading'", "'erratum'", "'note'", NULL },
	  "stands under an edition, a requirement, a rubric, a category, a line or a definition" },
};

/* Does a statement begin with this text? */
static bool begins_statement(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (const char *const *word = places[i].words; *word; word++) {
			if (is_keyword(*word) && strlen(*word) == len + 2 && memcmp(*word + 1, text, len) == 0)
				return true;
		}
	}
	return false;
}

static bool say_indented(struct error *e)
{
	struct hqc_parser *p = e->p;
	if (strcmp(e->unexpected, "an indented line") == 0) {
		bool nothing_above = p->newest.len == 0;
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_unexpected_indentation, e->at, nothing_above ?
						"the first line of a file is not indented" :
						"this line is indented, and nothing can stand under the line above it");
		if (nothing_above)
			return true;
		uint32_t line, column;
		hqc_source_position(p->source, p->line_first.off, &line, &column);
		hqc_note_at(p->c, d, p->line_first, "the line above it begins here");
		hqc_help(p->c, d, "begin it in column %" PRIu32 ", or put a heading over it", column);
		return true;
	}
	if (e->n != 1 || !is_expected(e, "an indented line"))
		return false;
	struct hqc_span heading = begins_line(e) ? p->above : p->line_first;
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_block_missing, heading, "nothing stands under '%.*s'",
					(int)heading.len, source_at(e, heading));
	struct hqc_span span;
	char meant[PHRASE_MAX];
	if (!begins_statement(source_at(e, heading), heading.len) &&
	    near_miss(e, heading, test_words, sizeof(test_words) / sizeof(test_words[0]) - 1, &span, meant))
		hqc_help(p->c, d, "did you mean '%s'?", meant);
	else
		hqc_help(p->c, d, "what belongs to it stands in the next lines, indented by two blanks");
	return true;
}

/* Two tests joined on one line: `holds degree and holds certificate`. */
static bool say_two_tests(const struct error *e)
{
	static const char *const starts[] = { "'holds'", "'no'", "'at least'", "'at most'", "'more than'", "'fewer than'",
		"'exactly'", "'attested'", "'passes'", NULL };
	static const char *const words[] = { "holds", "no", "at", "more", "fewer", "exactly", "attested", "passes", "teacher",
		"assignment", "as_of", "is", "silent", NULL };
	struct hqc_parser *p = e->p;
	char word[PHRASE_MAX];
	const char *end;
	struct hqc_span joint = e->at;
	if (one_of(e->unexpected, starts)) {
		joint = e->before;
		copy_words(source_at(e, joint), 1, word, &end);
		if (!joint.len || (strcmp(word, "and") != 0 && strcmp(word, "or") != 0))
			return false;
	} else {
		bool joins = strcmp(e->unexpected, "'and'") == 0 || strcmp(e->unexpected, "'or'") == 0;
		copy_words(source_at(e, joint) + joint.len, 1, word, &end);
		if (!joins || !one_of(word, words))
			return false;
	}
	copy_words(source_at(e, joint), 1, word, &end);
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_two_tests_on_a_line, joint, "'%s' joins two tests on one line", word);
	hqc_help(p->c, d, "put each on a line of its own, under '%s'", strcmp(word, "or") == 0 ? "any of" : "all of");
	return true;
}

static bool say_citation(const struct error *e)
{
	struct hqc_parser *p = e->p;
	if (strcmp(e->unexpected, "a name") != 0)
		return false;
	if (p->in_cites && is_expected(e, "a number") && e->before.len && *source_at(e, e->before) == ',') {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_syntax, e->at, "expected a line number, not %s", e->got);
		hqc_help(p->c, d, "after ',' come more lines of the same source, after ';' another source");
		return true;
	}
	const char *after = source_at(e, e->at) + e->at.len;
	while (*after == ' ' || *after == '\t')
		after++;
	if (!is_expected(e, "'['") || *after < '0' || *after > '9')
		return false;
	struct hqc_span span = e->at;
	const char *end = after;
	while (*end == ',' || *end == ' ' || *end == '-' || (*end >= '0' && *end <= '9'))
		end++;
	while (end > after && end[-1] == ' ')
		end--;
	span.len = (uint32_t)(end - source_at(e, span));
	struct hqc_diag *d = hqc_report(p->c, HQC_MSG_unbracketed_citation, span, "a citation without brackets");
	if (span.len < PHRASE_MAX)
		hqc_help(p->c, d, "write '[%.*s]'", (int)span.len, source_at(e, span));
	return true;
}

/* Words where a text is wanted: all of them, to the citation or the end of the line. */
static bool say_unquoted(const struct error *e)
{
	if (!is_expected(e, "a text in quotes") || (!is_keyword(e->unexpected) && strcmp(e->unexpected, "a name") != 0))
		return false;
	const char *from = source_at(e, e->at);
	const char *end = from;
	while (*end && *end != '\n' && *end != '\r' && *end != '[' && *end != '#' && *end != '"')
		end++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	struct hqc_span span = e->at;
	span.len = (uint32_t)(end - from);
	struct hqc_diag *d = hqc_report(e->p->c, HQC_MSG_unquoted_text, span, "expected a text in quotes, not %s", e->got);
	if (span.len < PHRASE_MAX)
		hqc_help(e->p->c, d, "write \"%.*s\"", (int)span.len, from);
	return true;
}

/* What can begin a line where the parser stopped. A word that stands under one kind of heading only tells which. */
static const char *statement_class(const struct error *e)
{
	static const struct { const char *word, *name; } tells[] = {
		{ "'jurisdiction'", "a statement of a file" }, { "'edition'", "an edition or a definition" },
		{ "'route'", "a statement of an edition" },    { "'line'", "a statement of a category" },
		{ "'category'", "a statement of a rubric" },   { "'divided by'", "a statement of a line" },
		{ "'given'", "a statement of an example" },    { "'field'", "a statement of a record" },
		{ "'lines'", "'file' or 'lines'" },
		{ "'holds'", "a requirement or a test" },      { "'('", "a condition" },
	};
	for (size_t i = 0; i < sizeof(tells) / sizeof(tells[0]); i++) {
		if (is_expected(e, tells[i].word))
			return tells[i].name;
	}
	return "something else";
}

static bool say_misplaced(const struct error *e)
{
	if (!begins_line(e))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!one_of(e->unexpected, places[i].words))
			continue;
		struct hqc_diag *d = hqc_report(e->p->c, HQC_MSG_misplaced, e->at, "expected %s, not %s", statement_class(e),
						e->got);
		hqc_help(e->p->c, d, "%s %s", e->got, places[i].place);
		return true;
	}
	return false;
}

static bool say_keyword(const struct error *e)
{
	if (!is_keyword(e->unexpected) || !is_expected(e, "a name") || wants_unit(e))
		return false;
	static const char *const namelike[] = { "a name", "a number", "'teacher'", "'assignment'", "'points'", NULL };
	for (size_t i = 0; i < e->n; i++) {
		if (!one_of(e->expected[i], namelike))
			return false;
	}
	struct hqc_diag *d = hqc_report(e->p->c, HQC_MSG_keyword_as_name, e->at,
					"expected a name, and %s is a word of the language", e->got);
	hqc_help(e->p->c, d, "give it another name");
	return true;
}

/* ---- what was expected --------------------------------------------------------------------------------------- */

/* Tokens that stand together for one thing are said as that thing. Larger ones first. */
static const struct { const char *name; const char *const *words; } groups[] = {
	{ "a relation such as 'is' or 'at least'",
	  (const char *const[]){ "'is'", "'is not'", "'at least'", "'at most'", "'above'", "'below'", "'before'", "'after'",
				 "'on or before'", "'on or after'", "'within'", NULL } },
	{ "a condition", (const char *const[]){ "a name", "'points'", "'('", "'not'", "'teacher'", "'assignment'", "'as_of'",
						"'is'", "'is not'", "'silent'", NULL } },
	{ "a test", (const char *const[]){ "'holds'", "'no'", "'at least'", "'at most'", "'more than'", "'fewer than'",
					   "'exactly'", "'attested'", "'passes'", "'is'", "'is not'", "'teacher'",
					   "'assignment'", "'as_of'", "'silent'", NULL } },
	{ "a value", (const char *const[]){ "a name", "a number", "a date", "'yes'", "'no'", "'teacher'", "'assignment'",
					    "'as_of'", "'its'", NULL } },
	{ "a window such as 'within 6 years'",
	  (const char *const[]){ "'within'", "'before the last'", "'before'", "'after'", "'on or before'", "'on or after'",
				 "'from'", "'counting'", NULL } },
};

static void append(char *out, size_t size, const char *text)
{
	size_t len = strlen(out);
	size_t more = strlen(text);
	if (len + more < size)
		memcpy(out + len, text, more + 1);
}

/* "A, B or C" of what was expected; false when that would be more than a reader takes in. */
static bool list_expected(const struct error *e, char *out, size_t size)
{
	enum { MANY = 200 };
	const char *names[MANY];
	size_t n = 0;
	bool unit = wants_unit(e);
	for (size_t i = 0; i < e->n && n < MANY; i++) {
		/* `points` may be a name too; that is said only where it is likely. */
		if (!unit && strcmp(e->expected[i], "'points'") == 0 && is_expected(e, "a name") && e->n <= EXPECTED_SHOWN)
			continue;
		names[n++] = unit && strcmp(e->expected[i], "a name") == 0 ? "a unit" : e->expected[i];
	}
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
		size_t size_of_group = 0, have = 0;
		while (groups[g].words[size_of_group])
			size_of_group++;
		for (size_t i = 0; i < n; i++)
			have += one_of(names[i], groups[g].words);
		if (have < size_of_group)
			continue;
		size_t kept = 0;
		for (size_t i = 0; i < n; i++) {
			if (!one_of(names[i], groups[g].words))
				names[kept++] = names[i];
		}
		names[kept++] = groups[g].name;
		n = kept;
	}
	if (n == 0 || n > EXPECTED_SHOWN)
		return false;
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (i)
			append(out, size, i + 1 == n ? " or " : ", ");
		append(out, size, strcmp(names[i], "'['") == 0 ? "a citation" : names[i]);
	}
	return true;
}

static struct hqc_diag *say_expected(const struct error *e)
{
	char list[400];
	const char *what = !begins_line(e) && list_expected(e, list, sizeof(list)) ? list : statement_class(e);
	struct hqc_diag *d = hqc_report(e->p->c, HQC_MSG_syntax, e->at, "expected %s, not %s", what, e->got);
	char first[PHRASE_MAX];
	const char *end;
	copy_words(source_at(e, e->p->line_first), 2, first, &end);
	bool limit = strcmp(first, "at least") == 0 || strcmp(first, "at most") == 0;
	const char *after = source_at(e, e->at) + e->at.len;
	bool thousand = strcmp(e->unexpected, "','") == 0 && wants_unit(e) && after[0] >= '0' && after[0] <= '9';
	if (thousand)
		hqc_help(e->p->c, d, "write a number without commas: 1000");
	else if (limit && is_expected(e, "'of'"))
		hqc_help(e->p->c, d, "say of what; as a limit, '%s' stands under a category or a line of a rubric", first);
	else if (is_keyword(e->unexpected) && is_expected(e, "a name") && !wants_unit(e))
		hqc_help(e->p->c, d, "%s is a word of the language and cannot be a name", e->got);
	return d;
}

/* What the author typed, for "not ...". */
static void describe(struct error *e)
{
	const char *from = source_at(e, e->at);
	size_t len = e->at.len;
	bool typed = is_keyword(e->unexpected) || strcmp(e->unexpected, "a name") == 0 ||
		     strcmp(e->unexpected, "a number") == 0 || strcmp(e->unexpected, "a date") == 0;
	e->got[0] = '\0';
	if (!typed || len + 3 > PHRASE_MAX) {
		append(e->got, sizeof(e->got), e->unexpected);
		return;
	}
	e->got[0] = '\'';
	memcpy(e->got + 1, from, len);
	e->got[len + 1] = '\'';
	e->got[len + 2] = '\0';
}

static void say(struct hqc_parser *p, struct hqc_span at, const char *unexpected, const char *const *expected, size_t n)
{
	struct error e = { .p = p, .at = at, .unexpected = unexpected, .expected = expected, .n = n };
	bool handed = at.len && at.off == p->newest.off;
	e.before = handed ? p->before : p->newest;
	describe(&e);
	bool said = say_indented(&e) || say_two_tests(&e) || say_citation(&e) || say_near_miss(&e) || say_misplaced(&e) ||
		    say_keyword(&e) || say_unquoted(&e);
	if (!said) {
		struct hqc_diag *d = say_expected(&e);
		if (p->joined.len)
			hqc_note_at(p->c, d, p->joined, "the statement goes on in the next line because of this");
	}
}

void hqc_syntax_error(struct hqc_parser *p, struct hqc_span at, const char *unexpected,
		      const char *const *expected, size_t n)
{
	bool indented = strcmp(unexpected, "an indented line") == 0;
	bool again = p->said && at.off == p->said_off;
	/* With tabs about, where a line begins is anybody's guess: the tabs were reported. */
	if (!again && !(indented && p->tab_seen))
		say(p, at, unexpected, expected, n);
	uint32_t column;
	hqc_source_position(p->source, at.off, &p->strange_line, &column);      /* the rest of the line is not looked at */
	p->said = true;
	p->said_off = at.off;
	hqc_lexer_recover(p, indented);
}
