/* Messages about data, one line each: `file:line:column: error: what is wrong; what to do`. Whoever finds a mistake
 * words it; this file only places it and counts. The data may hold anything, so what is quoted from it goes through
 * shown() first: a terminal must never obey it.
 */
#include "message.h"

#include <stdarg.h>
#include <string.h>

static void put(struct log *log, const struct place *at, const char *color, const char *severity,
		const char *format, va_list arguments) __attribute__((format(printf, 5, 0)));

static void put(struct log *log, const struct place *at, const char *color, const char *severity,
		const char *format, va_list arguments)
{
	if (log->take) {
		char text[1024];
		vsnprintf(text, sizeof(text), format, arguments);
		log->take(log->context, &(struct message){ at, severity[0] == 'w', log->value ? log->value : "",
							   log->rule ? log->rule : "json", text });
		return;
	}
	if (at->line)
		fprintf(log->to, "%s:%zu:%zu: ", at->file, at->line, at->column);
	else
		fprintf(log->to, "%s: ", at->file);
	if (log->color)
		fprintf(log->to, "\033[%sm%s:\033[0m ", color, severity);
	else
		fprintf(log->to, "%s: ", severity);
	vfprintf(log->to, format, arguments);
	putc('\n', log->to);
}

void log_error(struct log *log, const struct place *at, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	put(log, at, "1;31", "error", format, arguments);
	va_end(arguments);
	log->errors++;
}

void log_warning(struct log *log, const struct place *at, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	put(log, at, "1;35", "warning", format, arguments);
	va_end(arguments);
	log->warnings++;
}

struct shown shown(const char *text, size_t len)
{
	struct shown out;
	const size_t room = 64;
	size_t n = 0;
	bool cut = len > room;
	if (cut) {                             /* not inside a character */
		len = room;
		while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		out.text[n++] = c < 0x20 || c == 0x7f ? '?' : (char)c;
	}
	if (cut) {
		memcpy(out.text + n, "...", 3);
		n += 3;
	}
	out.text[n] = '\0';
	return out;
}
