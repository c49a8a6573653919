/* Text to tree: the only way into the grammar, and the only file that knows flex and bison made it.
 *
 * What makes a file no text at all (NUL bytes, bytes that are not UTF-8) is found before any token is cut. Every other
 * mistake becomes a diagnostic while parsing goes on.
 */
#include "parse.h"


#include "hq.tab.h"

/* Length of the UTF-8 character at @s with @left bytes left; 0 when there is none. RFC 3629, table 3-7 of Unicode. */
static size_t utf8_len(const unsigned char *s, size_t left)
{
	if (s[0] < 0x80)
		return 1;
	size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || left < len)
		return 0;
	unsigned char least = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char most = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
	if (s[1] < least || s[1] > most)
		return 0;
	for (size_t i = 2; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	return len;
}

/* False after a message: the first thing that shows that the file is no text. */
static bool is_text(struct hqc *c, uint16_t file)
{
	const struct hqc_source_file *f = c->files[file];
	const unsigned char *s = (const unsigned char *)f->text;
	for (size_t i = 0; i < f->len;) {
		struct hqc_span at = { .off = (uint32_t)i, .len = 1, .file = file };
		if (s[i] == 0) {
			struct hqc_diag *d = hqc_report(c, HQC_MSG_nul_byte, at, "a NUL byte: this is not a text file");
			hqc_help(c, d, "save the file as plain text, UTF-8");
			return false;
		}
		size_t len = utf8_len(s + i, f->len - i);
		if (!len) {
			struct hqc_diag *d = hqc_report(c, HQC_MSG_not_utf8, at, "the byte %02x is not part of UTF-8 text", s[i]);
			hqc_help(c, d, "save the file as UTF-8");
			return false;
		}
		i += len;
	}
	return true;
}

int hqc_parse(struct hqc *c, uint16_t file)
{
	struct hqc_parser p = { .c = c, .source = c->files[file], .file = file };
	p.tree = HQC_NEW(&c->arena, struct hqc_file);
	p.tree->file = file;
	c->trees[file] = p.tree;
	if (!is_text(c, file))
		return -1;
	size_t before = c->diags.errors;
	hqc_lexer_begin(&p);
	int rc = hqc_yyparse(&p);
	hqc_lexer_end(&p);
	if (rc == 2 && c->diags.errors == before)
		hqc_out_of_memory();
	p.tree->whole = c->diags.errors == before;
	return p.tree->whole ? 0 : -1;
}
