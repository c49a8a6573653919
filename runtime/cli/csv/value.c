/* One cell, in any spelling that is accepted, to one value: the meaning that convert.c must agree with, and the reasons why a
 * cell is refused. Blanks around a value count for nothing; an id is taken as it stands. */
#include "internal.h"

#include <string.h>

static bool same(const char *text, size_t len, const char *word)
{
	size_t i = 0;
	for (; i < len && word[i]; i++)
		if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]) != word[i])
			return false;
	return i == len && !word[i];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A decimal, exactly: as read_amount has it for JSON, but that zeros may stand in front. */
static int number(const struct csv_reader *r, const char *text, size_t len, int64_t *out)
{
	size_t i = len && text[0] == '-', first = i, dot = len;
	for (; i < len; i++) {
		if (text[i] == '.' && dot == len && i > first && i + 1 < len)
			dot = i;
		else if (text[i] < '0' || text[i] > '9')
			return -REASON_NUMBER;
	}
	if (i == first)
		return -REASON_NUMBER;
	if (dot < len && len - dot - 1 > r->decimals)
		return -REASON_DECIMALS;
	if (hq_number_parse(text, len, r->decimals, out) || *out < r->min || *out > r->max)
		return -REASON_RANGE;
	return *out % r->finer ? -REASON_FINER : 1;
}

static int date(const char *text, size_t len, hq_day *out)
{
	if (!hq_day_parse(text, len, out))
		return 1;
	if (len != 10)
		return -REASON_DATE;
	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return -REASON_DATE;
	return -REASON_NO_DAY;
}

static const struct csv_code *code(const struct csv_reader *r, const char *text, size_t len)
{
	char head[8] = { 0 };                  /* the text need not have eight bytes to load */
	memcpy(head, text, len < 8 ? len : 8);
	return len ? csv_code_find(r, csv_code_head(head, len < 8 ? len : 8), text, len) : NULL;
}

/* Several codes with semicolons between them. */
static int codes(const struct csv_reader *r, const char *text, size_t len, int64_t *out)
{
	*out = 0;
	for (size_t i = 0; i <= len; i++) {
		const char *end = memchr(text + i, ';', len - i);
		size_t n = end ? (size_t)(end - text) - i : len - i, next = i + n;
		while (n && is_blank(text[i])) {
			i++;
			n--;
		}
		while (n && is_blank(text[i + n - 1]))
			n--;
		const struct csv_code *c = code(r, text + i, n);
		if (!c)
			return -REASON_CODE;
		*out |= (int64_t)1 << c->value;
		i = next;
	}
	return 1;
}

static size_t sequence(const unsigned char *s, size_t len)      /* bytes of one UTF-8 character; 0: it is none */
{
	const size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
	if (!n || n > len)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
	    (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* Nine digits in groups of 3, 2 and 4 have no business here, not even in a message. */
static bool is_social_security_number(const char *id, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (len != 11 || (i == 3 || i == 6 ? id[i] != '-' : id[i] < '0' || id[i] > '9'))
			return false;
	return len == 11;
}

static int id(const struct csv_head *column, const char *text, size_t len)
{
	if (!len)
		return column->open.role == HQCSV_TEACHER ? -REASON_NO_ID : 0;
	for (size_t i = 0, n; i < len; i += n) {
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return -REASON_CONTROL;
		n = sequence((const unsigned char *)text + i, len - i);
		if (!n)
			return -REASON_NOT_UTF8;
	}
	return is_social_security_number(text, len) ? -REASON_SOCIAL_SECURITY : 1;
}

static int value(const struct hqcsv *csv, const struct csv_head *column, const char *text, size_t len, int64_t *out)
{
	const struct csv_reader *r = &column->reader;
	const struct csv_code *c;
	hq_day day = 0;
	int rc;
	switch (r->type) {
	case CSV_TEXT: case CSV_ID:
		return 1;
	case CSV_YES_NO:
		*out = same(text, len, "yes") || same(text, len, "true");
		return *out || same(text, len, "no") || same(text, len, "false") ? 1 : -REASON_YES_NO;
	case CSV_NUMBER:
		return number(r, text, len, out);
	case CSV_DATE:
		if (r->never && same(text, len, "never")) {
			*out = HQ_DAY_NEVER;
			return 1;
		}
		rc = date(text, len, &day);
		*out = day;
		return rc;
	case CSV_CODE:
		c = code(r, text, len);
		*out = c ? c->value : 0;
		return c ? 1 : -REASON_CODE;
	case CSV_CODES:
		return codes(r, text, len, out);
	case CSV_SAME_CODE: {
		char own[5] = { 0 };
		for (size_t i = 0; i < 4; i++)
			own[i] = csv->binding.rules->code[i] >= 'A' && csv->binding.rules->code[i] <= 'Z' ?
				 (char)(csv->binding.rules->code[i] + ('a' - 'A')) : csv->binding.rules->code[i];
		return same(text, len, own) ? 1 : -REASON_OTHER_JURISDICTION;
	}
	case CSV_SAME_DATE:
		rc = date(text, len, &day);
		return rc < 0 || day == csv->binding.as_of ? rc : -REASON_OTHER_DATE;
	}
	return 0;
}

int csv_value(const struct hqcsv *csv, const struct csv_head *column, const char *text, size_t len, int64_t *out)
{
	*out = 0;
	if (column->reader.type == CSV_ID)
		return id(column, text, len);
	while (len && is_blank(*text)) {
		text++;
		len--;
	}
	while (len && is_blank(text[len - 1]))
		len--;
	if (!len)
		return 0;
	if (column->reader.looked_up) {
		const char *ours = csv->binding.value(csv->binding.context, column->open.ours, text, len);
		if (ours) {
			text = ours;
			len = strlen(ours);
		}
		if (!len)
			return 0;
	}
	const int rc = value(csv, column, text, len, out);
	if (rc > 0)
		return rc;
	*out = 0;
	return same(text, len, "unknown") ? 2 : rc;
}
