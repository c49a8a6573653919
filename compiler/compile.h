/* One compilation, as the stages see it. Stages run in this order, each only when those before added no error it
 * cannot live with: parse.c, resolve.c, check.c, lower.c. */
#ifndef HQC_COMPILE_H
#define HQC_COMPILE_H

#include "arena.h"
#include "ast.h"
#include "diag.h"
#include "hqc.h"
#include "intern.h"
#include "source.h"

enum { HQC_FILES_MAX = 64, HQC_FILE_BYTES_MAX = 4 << 20, HQC_NAME_MAX = 120, HQC_TEXT_MAX = 600 };

struct hqc_blob {
	void *bytes;                                            /* in the arena, aligned for int64_t */
	size_t size;
	uint32_t *src_lines;                                    /* of rules: the line of the rule file that each row is from */
};

struct hqc {
	struct hqc_arena arena;
	struct hqc_intern names;
	struct hqc_diags diags;
	struct hqc_source_file *files[HQC_FILES_MAX];           /* texts; index is hqc_span.file */
	struct hqc_file *trees[HQC_FILES_MAX];                  /* what each parsed to */
	uint16_t nfiles;
	/* resolve.c: everything of all files, linked through one list of each, in order of reading. */
	struct hqc_source *all_sources[64]; uint16_t nsources;
	struct hqc_unit *all_units[HQ_UNITS_MAX]; uint16_t nunits;
	struct hqc_record *all_records[HQ_KINDS_MAX]; uint16_t nrecords;
	struct hqc_record *teacher, *assignment;
	/* lower.c */
	struct hqc_blob vocab;
	struct hqc_blob tables[HQC_FILES_MAX]; uint16_t ntables;
};

int  hqc_parse(struct hqc *c, uint16_t file);           /* parse.c: fills c->trees[file]; syntax errors are diagnostics */
void hqc_resolve(struct hqc *c);                        /* resolve.c: names to definitions */
void hqc_check_rules(struct hqc *c);                    /* check.c: everything else that can be wrong */
void hqc_lower(struct hqc *c);                          /* lower.c: c->vocab and c->tables */

/* examples.c: run the examples of jurisdiction i through the runtime. Returns how many expectations failed; each
 * failure is written to @to with its place. @nrun counts examples, @nexpect expectations. */
size_t hqc_run_examples(struct hqc *c, size_t i, FILE *to, size_t *nrun, size_t *nexpect);
/* The same for one edition, in the order of the file; false when there are not so many. */
struct hqc_tally { const char *edition; size_t examples, expectations, failed; };
bool hqc_run_edition_examples(struct hqc *c, size_t i, size_t edition, FILE *to, struct hqc_tally *tally);
/* The examples of jurisdiction i as teachers in the JSON that `hq eval` reads, one a line. 0, or -1 when writing failed. */
int hqc_emit_examples(struct hqc *c, size_t i, FILE *to);
/* Values that no example can give, as diagnostics. After hqc_lower. */
void hqc_check_examples(struct hqc *c);

#endif
