/* The formatter: format.c lays statements out, format_words.c says filters and tests,
 * format_facts.c facts and sources, format_tree.c all else. */
#ifndef HQC_FORMAT_H
#define HQC_FORMAT_H

#include "compile.h"

/* The words of one statement, not yet cut into lines. Between two words stands a blank, or a place where the line may
 * be broken: HQC_BREAK is taken before HQC_BREAK_COMMA where both would do. */
enum { HQC_BREAK = 1, HQC_BREAK_COMMA = 2 };

struct hqc_statement {
	char *words;
	size_t len, size;
	uint32_t off;                   /* where it begins in the source */
	uint32_t depth;
	struct hqc_cites cites;
	bool open;                      /* begun, and not yet written */
};

struct hqc_formatter {
	struct hqc *c;
	const struct hqc_source_file *source;
	FILE *to;
	struct hqc_statement now;
	const struct hqc_comment *comment;      /* the next that is not written */
	uint32_t depth;
	uint32_t columns[HQ_DEPTH_MAX + 2];     /* where blocks begin in the source, by depth */
	bool any;                               /* something is written */
};

/* format.c */
void hqc_put(struct hqc_formatter *f, const char *text);                /* as it stands, without a blank */
void hqc_word(struct hqc_formatter *f, const char *text);               /* after a blank or a break */
void hqc_comma(struct hqc_formatter *f);
void hqc_break(struct hqc_formatter *f);                                /* before a word that may begin a line */
void hqc_quote(struct hqc_formatter *f, struct hqc_text text);          /* nothing for an absent one */
void hqc_word_number(struct hqc_formatter *f, struct hqc_number n);
void hqc_word_points(struct hqc_formatter *f, struct hqc_number n);     /* 1 point, 2 points */
void hqc_word_date(struct hqc_formatter *f, struct hqc_date date);
/** a statement that begins on the line of @off, and with @word; its words follow until the next one begins */
void hqc_begin(struct hqc_formatter *f, uint32_t off, const char *word);
void hqc_cited(struct hqc_formatter *f, struct hqc_cites cites);

/* format_words.c */
void hqc_word_filter(struct hqc_formatter *f, const struct hqc_filter *filter);
void hqc_word_what(struct hqc_formatter *f, const struct hqc_what *what);
void hqc_word_test(struct hqc_formatter *f, const struct hqc_test *test);
void hqc_word_value(struct hqc_formatter *f, const struct hqc_value *value);
void hqc_word_award(struct hqc_formatter *f, const struct hqc_award *award);
void hqc_word_limit(struct hqc_formatter *f, const struct hqc_limit *limit);
void hqc_word_expect(struct hqc_formatter *f, const struct hqc_expect *expect);

/* format_tree.c. The statements of a body, to be brought into the order of the source; each with what writes it. */
typedef void (*hqc_say)(struct hqc_formatter *f, const void *node);
struct hqc_entry { uint32_t off; hqc_say say; const void *node; };
struct hqc_body { struct hqc_entry *entries; size_t n, size; };

void hqc_body_add(struct hqc_body *b, struct hqc_span at, hqc_say say, const void *node);
/* All nodes of a list: every node has `next` and `span`. */
#define HQC_BODY_ALL(body, type, list, how) \
	for (const type *node_ = (list); node_; node_ = node_->next) \
		hqc_body_add(body, node_->span, how, node_)
void hqc_body_say(struct hqc_formatter *f, struct hqc_body *b);         /* and ends it */
void hqc_body_under(struct hqc_formatter *f, struct hqc_body *b);       /* the same, one block further in */
void hqc_begin_head(struct hqc_formatter *f, struct hqc_span at, const char *word, struct hqc_name name,
		    struct hqc_text text, struct hqc_cites cites);

/* format_facts.c */
void hqc_say_use(struct hqc_formatter *f, const void *node);
void hqc_say_source(struct hqc_formatter *f, const void *node);
void hqc_say_unit(struct hqc_formatter *f, const void *node);
void hqc_say_codes(struct hqc_formatter *f, const void *node);
void hqc_say_record(struct hqc_formatter *f, const void *node);

/* format_tree.c */
void hqc_format_file(struct hqc_formatter *f, const struct hqc_file *file);

/** the author's words for a relation: "at least"; static */
const char *hqc_relation_word(enum hqc_rel rel);

#endif
