/* What the lexer's tokens hold: names, texts, numbers, dates; comments kept aside; characters that begin nothing.
 *
 * Each mistake within a token is reported here and something harmless is given in its place, so that the line is still
 * parsed and one mistake makes one message. Where tokens begin and end is for grammar/hq.l to say.
 */
#include "parse.h"

#include <string.h>

struct hqc_name hqc_token_word(struct hqc_parser *p, const char *text, int len, struct hqc_span at)
{
	if (len > HQC_NAME_MAX) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_name_too_long, at, "a name of %d bytes", len);
		hqc_help(p->c, d, "a name has at most %d", HQC_NAME_MAX);
		len = HQC_NAME_MAX;
	}
	return (struct hqc_name){ hqc_intern(&p->c->names, text, (size_t)len), at };
}

/* A text between its quotes; \" and \\ stand for the second of the two. */
struct hqc_text hqc_token_text(struct hqc_parser *p, const char *text, int len, struct hqc_span at, bool ended)
{
	const char *end = text + len - (ended ? 1 : 0);
	if (!ended && end[-1] == '\r')
		end--;
	if (!ended) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_text_unterminated, at, "this text has no closing quote");
		hqc_help(p->c, d, "a text begins and ends on one line; a quote within it is written \\\"");
	}
	char *copy = hqc_arena_alloc(&p->c->arena, (size_t)len + 1);
	size_t n = 0;
	for (const char *s = text + 1; s < end; s++) {
		struct hqc_span here = { .off = at.off + (uint32_t)(s - text), .len = 1, .file = at.file };
		if ((unsigned char)*s < 0x20 || *s == 0x7f) {
			hqc_report(p->c, HQC_MSG_bad_text, here, "a control character in a text");
		} else if (*s == '\\' && s + 1 < end) {
			if (s[1] != '"' && s[1] != '\\') {
				here.len = 2;
				hqc_report(p->c, HQC_MSG_bad_text, here, "after a backslash only a quote or a backslash may stand");
			}
			s++;
		}
		copy[n++] = *s;
	}
	if (n > HQC_TEXT_MAX) {
		struct hqc_diag *d = hqc_report(p->c, HQC_MSG_text_too_long, at, "a text of %zu bytes", n);
		hqc_help(p->c, d, "a text has at most %d; divide it over several notes", HQC_TEXT_MAX);
		n = HQC_TEXT_MAX;
	}
	return (struct hqc_text){ hqc_intern(&p->c->names, copy, n), at };
}

struct hqc_number hqc_token_number(struct hqc_parser *p, const char *text, int len, struct hqc_span at,
				   const char *wrong)
{
	if (len > HQC_NAME_MAX)
		hqc_report(p->c, HQC_MSG_number_too_large, at, "a number of %d digits", len);
	else if (wrong)
		hqc_report(p->c, HQC_MSG_bad_number, at, "'%s' %s", text, wrong);
	else
		return hqc_number_of(p, text, (size_t)len, at);
	return hqc_number_of(p, "1", 1, at);
}

struct hqc_date hqc_token_date(struct hqc_parser *p, const char *text, int len, struct hqc_span at)
{
	return hqc_date_of(p, text, len > HQC_NAME_MAX ? HQC_NAME_MAX : (size_t)len, at);
}

void hqc_token_comment(struct hqc_parser *p, const char *text, int len, struct hqc_span at, bool own_line)
{
	while (len > 1 && (text[len - 1] == '\r' || text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	struct hqc_comment *c = HQC_NEW(&p->c->arena, struct hqc_comment);
	c->span = at;
	c->span.len = (uint32_t)len;
	c->own_line = own_line;
	if (p->last_comment)
		p->last_comment->next = c;
	else
		p->tree->comments = c;
	p->last_comment = c;
}

/* Bytes of the character that begins here, as its first byte says; at least 1 and no more than there are. */
static uint32_t character_len(const char *text, uint32_t len)
{
	unsigned char b = (unsigned char)text[0];
	uint32_t n = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
	return n < len ? n : len;
}

/* A character that begins nothing. What word processors put in place of plain signs is named. One message a line. */
void hqc_token_strange(struct hqc_parser *p, const char *text, struct hqc_span at)
{
	static const struct { const char *bytes, *is, *help; } known[] = {
		{ "\xe2\x80\x9c", "a curved quote", "texts stand in plain double quotes: \"...\"" },
		{ "\xe2\x80\x9d", "a curved quote", "texts stand in plain double quotes: \"...\"" },
		{ "\xe2\x80\x98", "a curved quote", "texts stand in plain double quotes: \"...\"" },
		{ "\xe2\x80\x99", "a curved quote", "texts stand in plain double quotes: \"...\"" },
		{ "\xe2\x80\x93", "a long dash", "write a plain '-'" },
		{ "\xe2\x80\x94", "a long dash", "write a plain '-'" },
		{ "\xc2\xa0", "a blank that does not break", "write a plain blank" },
		{ "\xe2\x89\xa5", "a sign for 'at least'", "write 'at least'" },
		{ "\xe2\x89\xa4", "a sign for 'at most'", "write 'at most'" },
		{ "'", "a single quote", "texts stand in double quotes: \"...\"" },
		{ "=", "an equals sign", "write 'is'" },
		{ "<", "a sign for less", "write 'below' or 'at most'" },
		{ ">", "a sign for more", "write 'above' or 'at least'" },
		{ "&", "a sign for 'and'", "write 'and'" },
		{ "|", "a sign for 'or'", "write 'or'" },
		{ "%", "a sign for per cent", "write a share as a number: 2/3, 0.5" },
		{ ":", "a colon", "what belongs to a heading stands under it, indented; no sign ends the heading" },
	};
	uint32_t line, column;
	hqc_source_position(p->source, at.off, &line, &column);
	if (line == p->strange_line)
		return;
	p->strange_line = line;
	at.len = character_len(text, at.len);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].bytes) != at.len || memcmp(known[i].bytes, text, at.len) != 0)
			continue;
		hqc_help(p->c, hqc_report(p->c, HQC_MSG_bad_character, at, "%s has no meaning here", known[i].is), "%s",
			 known[i].help);
		return;
	}
	if ((unsigned char)text[0] < 0x20 || text[0] == 0x7f)
		hqc_report(p->c, HQC_MSG_bad_character, at, "the control character %02x has no meaning here",
			   (unsigned)(unsigned char)text[0]);
	else
		hqc_report(p->c, HQC_MSG_bad_character, at, "'%.*s' has no meaning here", (int)at.len, text);
}

