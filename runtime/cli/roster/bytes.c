/* Text that grows. Once memory is out, it stays as it is and says so. */
#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool bytes_room(struct bytes *b, size_t more)
{
	if (b->failed)
		return false;
	if (b->size - b->len >= more)
		return true;
	const size_t size = b->size + b->size / 2 + more + 4096;
	char *at = realloc(b->at, size);
	if (!at) {
		b->failed = true;
		return false;
	}
	b->at = at;
	b->size = size;
	return true;
}

void bytes_done(struct bytes *b)
{
	free(b->at);
	*b = (struct bytes){ 0 };
}

void bytes_number(struct bytes *b, uint64_t n)
{
	char text[20];
	size_t at = sizeof(text);
	do
		text[--at] = (char)('0' + n % 10);
	while (n /= 10);
	bytes_add(b, text + at, sizeof(text) - at);
}

void bytes_cell(struct bytes *b, const char *text, size_t len)
{
	bool plain = !len || text[0] != ' ';
	for (size_t i = 0; plain && i < len; i++)
		plain = text[i] != ',' && text[i] != '"' && text[i] != '\r' && text[i] != '\n';
	if (plain) {
		bytes_add(b, text, len);
		return;
	}
	if (!bytes_room(b, 2 * len + 2))
		return;
	b->at[b->len++] = '"';
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			b->at[b->len++] = '"';
		b->at[b->len++] = text[i];
	}
	b->at[b->len++] = '"';
}

void bytes_json(struct bytes *b, const char *text, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	if (!bytes_room(b, 6 * len + 2))
		return;
	b->at[b->len++] = '"';
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)text[i];
		if (c == '"' || c == '\\')
			b->at[b->len++] = '\\';
		if (c >= 0x20) {
			b->at[b->len++] = (char)c;
			continue;
		}
		memcpy(b->at + b->len, "\\u00", 4);
		b->at[b->len + 4] = hex[c >> 4];
		b->at[b->len + 5] = hex[c & 15];
		b->len += 6;
	}
	b->at[b->len++] = '"';
}

void bytes_print(struct bytes *b, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const int n = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (n < 0 || !bytes_room(b, (size_t)n + 1))
		return;
	va_start(arguments, format);
	vsnprintf(b->at + b->len, (size_t)n + 1, format, arguments);
	va_end(arguments);
	b->len += (size_t)n;
}
