/* What the put files share: put_words.c says in words what questions, answers and rows are, put_text.c and put_json.c lay them out. */
#ifndef HQ_CLI_QUESTIONS_PUT_H
#define HQ_CLI_QUESTIONS_PUT_H

#include "../print.h"
#include "../tree.h"
#include "questions.h"

struct put {
	const struct decided *d;
	const struct hq_vocab *vocab;
	const struct hq_subject *subject;
	FILE *to;
	bool color;
	uint16_t reads[HQ_KINDS_MAX];
	uint32_t lists;
};

struct words { char text[400]; };

/** where a question stands in the data: "degrees", "degrees[0].level", a column of the form */
struct words question_name(const struct put *p, const struct question *q);
/** what it means, as the facts are documented */
struct words question_meaning(const struct put *p, const struct question *q);
/** what sort of answer it takes */
struct words question_kind(const struct put *p, const struct question *q);
/** a value of it */
struct words question_value(const struct put *p, const struct question *q, int64_t v, uint8_t unit);
/** a record */
struct words question_record(const struct put *p, const struct hq_record *r);
/** an answer */
struct words question_answer(const struct put *p, const struct question *q, const struct answers *from, const struct answer *a);
/** not_asked, unknown or known */
const char *question_state(uint8_t state);
/** label of a row, or of the nearest above that has one */
struct words question_label(const struct put *p, uint16_t row);
/** citation @i of a row */
struct words question_cite(const struct put *p, uint16_t row, uint16_t i);
uint16_t question_ncites(const struct put *p, uint16_t row);
/** what a silent row is silent on */
struct words question_silence(const struct put *p, uint16_t row);

/** the answer to --next, to --what-matters; of JSON the members of an object that is open */
void put_text_next(const struct put *p, const struct findings *f);
void put_text_changes(const struct put *p, const struct changes *c);
void put_json_head(const struct put *p, struct tree *t);
void put_json_next(const struct put *p, struct tree *t, const struct findings *f);
void put_json_changes(const struct put *p, struct tree *t, const struct changes *c);

#endif
