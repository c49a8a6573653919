/* What the lexer (grammar/hq.l), the parser (grammar/hq.y), the builders (build.c) and the wording of syntax errors
 * (syntax.c) share while one file is parsed. parse.c makes it and takes it down; nobody else needs this header. */
#ifndef HQC_PARSE_H
#define HQC_PARSE_H

#include "compile.h"

struct hqc_lexer;

struct hqc_parser {
	struct hqc *c;
	const struct hqc_source_file *source;
	uint16_t file;
	struct hqc_file *tree;
	struct hqc_lexer *lexer;
	struct hqc_comment *last_comment;
	uint32_t strange_line;          /* where a bad character needs no message: the line has one */
	/* For the wording of syntax errors: tokens handed to the parser. */
	struct hqc_span line_first;     /* first token of the statement */
	struct hqc_span before;         /* the token before the newest; len 0: the newest is the first */
	struct hqc_span newest;
	struct hqc_span above;          /* first token of the statement before */
	struct hqc_span joined;         /* a comma or word at a line's end that drew in a line which looks like a statement */
	bool in_cites;                  /* within [ ] */
	bool tab_seen;                  /* a tab in the indentation was reported */
	bool said; uint32_t said_off;   /* where the last syntax error was: a second one there is the same */
};

/* grammar/hq.l */
void hqc_lexer_begin(struct hqc_parser *p);
void hqc_lexer_end(struct hqc_parser *p);
/** after a syntax error: brackets that are open are open no longer; at an INDENT, its whole block is passed over */
void hqc_lexer_recover(struct hqc_parser *p, bool at_indent);
/** pass over whatever is indented under the statement just ended */
void hqc_lexer_skip_block(struct hqc_parser *p);

/* token.c: what tokens hold. @text is NUL-terminated at @len. */
struct hqc_name hqc_token_word(struct hqc_parser *p, const char *text, int len, struct hqc_span at);
struct hqc_text hqc_token_text(struct hqc_parser *p, const char *text, int len, struct hqc_span at, bool ended);
/** with @wrong, that is what is wrong with the number */
struct hqc_number hqc_token_number(struct hqc_parser *p, const char *text, int len, struct hqc_span at,
				   const char *wrong);
struct hqc_date hqc_token_date(struct hqc_parser *p, const char *text, int len, struct hqc_span at);
void hqc_token_comment(struct hqc_parser *p, const char *text, int len, struct hqc_span at, bool own_line);
void hqc_token_strange(struct hqc_parser *p, const char *text, struct hqc_span at);

/* syntax.c. Names are those of the grammar: 'per' in quotes is a word as typed, the rest are classes ("a name"). */
void hqc_syntax_error(struct hqc_parser *p, struct hqc_span at, const char *unexpected,
		      const char *const *expected, size_t n);

/* number.c: as written. Both report, and give something harmless. */
struct hqc_number hqc_number_of(struct hqc_parser *p, const char *text, size_t len, struct hqc_span at);
struct hqc_date hqc_date_of(struct hqc_parser *p, const char *text, size_t len, struct hqc_span at);

#endif
