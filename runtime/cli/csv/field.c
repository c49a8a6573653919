/* One cell by itself, by what is read into it: what fill.c does for a column of a block, without the column. */
#include "internal.h"

#include <stdlib.h>

struct hqcsv_field {
	struct hqcsv csv;              /* of no file: what reading and messages look at */
	struct csv_head head;
};

static bool choose(struct hqcsv_field *f, const struct hq_vocab *vocab, unsigned kind, unsigned field)
{
	const struct hq_vocab_kind *k = &HQ_AT(struct hq_vocab_kind, vocab, kinds)[kind];
	switch (field) {
	case HQCSV_AMOUNT:
		csv_read_number(&f->head, k->decimals, k->amount_min, k->amount_max, 1);
		return true;
	case HQCSV_TIMES:
		csv_read_number(&f->head, 0, 1, HQ_TIMES_MAX, 1);
		return true;
	case HQCSV_EVENT:
		csv_read_number(&f->head, 0, 1, INT32_MAX, 1);
		return true;
	case HQCSV_ID: case HQCSV_OTHER_ID:
		f->head.reader.type = CSV_ID;
		f->head.open.role = field == HQCSV_ID ? HQCSV_TEACHER : HQCSV_ASSIGNMENT;
		return true;
	case HQCSV_DATE:
		f->head.reader.type = CSV_DATE;
		return true;
	default:
		return csv_read_field(vocab, &HQ_AT(struct hq_vocab_field, vocab, fields)[k->first_field + field], &f->head);
	}
}

struct hqcsv_field *hqcsv_field_new(const struct hq_vocab *vocab, unsigned kind, unsigned field, const char *ours)
{
	struct hqcsv_field *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->csv.binding.vocab = vocab;
	f->head.open.ours = f->head.open.name = ours;
	if (choose(f, vocab, kind, field))
		return f;
	hqcsv_field_free(f);
	return NULL;
}

void hqcsv_field_free(struct hqcsv_field *f)
{
	if (!f)
		return;
	free(f->head.reader.codes);
	free(f);
}

int hqcsv_field_read(const struct hqcsv_field *f, const char *text, size_t len, int64_t *out)
{
	return csv_value(&f->csv, &f->head, text, len, out);
}

bool hqcsv_field_say(const struct hqcsv_field *f, int refused, const char *text, size_t len, char *message)
{
	csv_say_cell(&f->csv, &f->head, (enum csv_reason)-refused, text, len, message);
	return -refused != REASON_SOCIAL_SECURITY;
}
