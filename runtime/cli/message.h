/* Messages of the programs about data: file, line, column, what is wrong, what to do. */
#ifndef HQ_CLI_MESSAGE_H
#define HQ_CLI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Where in a file; line 0: the file as a whole. Columns count bytes from 1. */
struct place {
	const char *file;
	size_t line, column;
};

/* A message in its parts, for whoever does not want it printed. */
struct message {
	const struct place *at;
	bool warning;
	const char *value;             /* as the data have it, fit for a terminal; "" */
	const char *rule;              /* what it breaks: "degree.level", "content_area.experience"; "json" */
	const char *text;              /* with the name in front where there is one */
};

struct log {
	FILE *to;
	bool color;
	size_t errors, warnings;
	void (*take)(void *context, const struct message *message);    /* NULL: print it */
	void *context;
	const char *value, *rule;      /* of the message that is being given, where they are known; NULL */
};

void log_error(struct log *log, const struct place *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void log_warning(struct log *log, const struct place *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Text of the data, made fit for one line of a terminal: at most 64 bytes, nothing that moves the cursor. */
struct shown { char text[72]; };
struct shown shown(const char *text, size_t len);

#endif
