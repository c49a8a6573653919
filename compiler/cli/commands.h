/* The commands of hqc and what they share. Everything that prints or ends the program is in this folder. */
#ifndef HQC_COMMANDS_H
#define HQC_COMMANDS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "compile.h"
#include "hqc.h"

/* Exit status; a verdict is none. */
enum { EXIT_DONE = 0, EXIT_RULES = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

/* One command. argv[0] is its name; options and operands follow. Returns the exit status. */
struct command {
	const char *name, *operands, *summary;
	int (*run)(const struct command *self, int argc, char *argv[]);
	const char *help;              /* the lines about its options; NULL */
};

int command_build(const struct command *self, int argc, char *argv[]);
int command_index(const struct command *self, int argc, char *argv[]);
int command_check(const struct command *self, int argc, char *argv[]);
int command_fmt(const struct command *self, int argc, char *argv[]);
int command_eval(const struct command *self, int argc, char *argv[]);
int command_test(const struct command *self, int argc, char *argv[]);
int command_doc(const struct command *self, int argc, char *argv[]);
int command_rows(const struct command *self, int argc, char *argv[]);
int command_examples(const struct command *self, int argc, char *argv[]);
int command_messages(const struct command *self, int argc, char *argv[]);
int command_overview(const struct command *self, int argc, char *argv[]);
int command_sources(const struct command *self, int argc, char *argv[]);

/* ---- hqc.c: help and wrong use ------------------------------------------------------------------------------- */

/* Options every command takes; put them last in a struct option list. */
#define COMMON_OPTIONS { "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'V' }, { NULL, 0, NULL, 0 }

/** handle_common - `-h`, `-V` and what getopt did not know. Sets *status and returns true: the command ends with it. */
bool handle_common(const struct command *self, int option, int *status);
/** complains that there are too few operands or too many; EXIT_USAGE */
int wrong_operands(const struct command *self, const char *what);

/* ---- load.c: rule files in ----------------------------------------------------------------------------------- */

/** load - a compilation of one rule file, checked, its messages on stderr
 *  Returns NULL after errors, with *status set: EXIT_RULES, or EXIT_SYSTEM for a file that cannot be read. */
struct hqc *load(const char *path, int *status);
/** new_compilation - never NULL: ends the program with EXIT_SYSTEM when memory is out */
struct hqc *new_compilation(void);
void print_messages(const struct hqc *c);

/* ---- output.c: results out ----------------------------------------------------------------------------------- */

/* A result on its way: to standard output, or to a file that appears under its name when all of it is there. */
struct output {
	FILE *to;
	char *path, *temporary;        /* NULL: standard output, or a device written to as it is */
};

/** @path NULL or "-": standard output. 0, or EXIT_SYSTEM after a message */
int output_begin(struct output *out, const char *path);
/** @good false: nothing is to appear. 0, or EXIT_SYSTEM after a message */
int output_end(struct output *out, bool good);

#endif
