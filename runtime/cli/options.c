/* The options of `eval` and `explain`, which `hq` and `hqc` share. Wrong use gets one message, with the nearest option or
 * value where there is one, and says how to get help.
 */
#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OPT_CLOSED = 256, OPT_FORMAT, OPT_FAIL_ON, OPT_AS_OF, OPT_NEXT, OPT_WHAT_MATTERS };

static const struct option long_options[] = {
	{ "jurisdiction", required_argument, NULL, 'j' }, { "as-of", required_argument, NULL, OPT_AS_OF },
	{ "closed", no_argument, NULL, OPT_CLOSED },      { "format", required_argument, NULL, OPT_FORMAT },
	{ "fail-on", required_argument, NULL, OPT_FAIL_ON }, { "quiet", no_argument, NULL, 'q' },
	{ "next", no_argument, NULL, OPT_NEXT },          { "what-matters", no_argument, NULL, OPT_WHAT_MATTERS },
	{ NULL, 0, NULL, 0 },
};
/* The last two of these are `hq explain`'s alone. */
static const char *const explain_names[] = { "--jurisdiction", "--as-of", "--closed", "--format", "--fail-on", "--quiet",
					     "--help", "--version", "--next", "--what-matters", NULL };
static const char *const option_names[] = { "--jurisdiction", "--as-of", "--closed", "--format", "--fail-on", "--quiet",
					    "--help", "--version", NULL };
static const char *const format_names[] = { "text", "json", "csv", NULL };
static const char *const verdict_names[] = { "highly_qualified", "not_highly_qualified", "undetermined", "not_applicable",
					     NULL };

void hqcli_options_help(FILE *to)
{
	fputs("  -j, --jurisdiction CODE  for teachers that name none; `hq states` lists them\n"
	      "      --as-of YYYY-MM-DD   decide as of this date, for teachers that name none; default: today\n"
	      "      --closed             whatever is missing is none (lists) or no (yes-or-no facts)\n"
	      "      --format FORMAT      text, json (one decision a line) or csv; default: text\n"
	      "      --fail-on VERDICT    exit with 1 if a decision is this; more than one with commas\n"
	      "  -q, --quiet              decisions and messages only, no count at the end\n"
	      "Files hold JSON: teachers one after another, one on each line, or in lists; `-` is standard input.\n", to);
}

void hqcli_explain_help(FILE *to)
{
	hqcli_options_help(to);
	fputs("Instead of the explanation:\n"
	      "      --next               which question to ask next, and the smallest sets of facts that could decide\n"
	      "      --what-matters       the facts whose change, each by itself, would turn the verdict\n", to);
}

bool hqcli_use_color(FILE *stream)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	return !(no && *no) && !(term && !strcmp(term, "dumb")) && isatty(fileno(stream));
}

/* Civil date where the user is. */
hq_day hqcli_today(void)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[16];
	hq_day day = 0;
	if (localtime_r(&now, &tm) && strftime(text, sizeof(text), "%Y-%m-%d", &tm) == 10)
		hq_day_parse(text, 10, &day);
	return day;
}

int hqcli_wrong(const char *command, const char *what, const char *given, const char *near, const char *quote)
{
	fprintf(stderr, "%s: %s '%s'", command, what, given);
	if (near)
		fprintf(stderr, "; did you mean %s%s%s?", quote, near, quote);
	fprintf(stderr, "\nTry '%s --help'.\n", command);
	return HQCLI_USAGE;
}

static int find(const char *const names[], const char *text, size_t len)
{
	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], text, len))
			return i;
	return -1;
}

int hqcli_format_parse(const char *command, const char *text, enum hqcli_format *out)
{
	int i = find(format_names, text, strlen(text));
	if (i < 0)
		return hqcli_wrong(command, "no such format:", text, hqcli_nearest_word(text, format_names), "'");
	*out = (enum hqcli_format)i;
	return HQCLI_DONE;
}

int hqcli_fail_on_parse(const char *command, const char *list, unsigned *out)
{
	for (const char *at = list;; at++) {
		size_t len = strcspn(at, ",");
		int i = find(verdict_names, at, len);
		if (i < 0)
			return hqcli_wrong(command, "no such verdict:", at, hqcli_nearest_word(at, verdict_names), "'");
		*out |= 1u << (i + 1);         /* ORDER HQ_VERDICT */
		at += len;
		if (!*at)
			return HQCLI_DONE;
	}
}

int hqcli_date_parse(const char *command, const char *text, hq_day *out)
{
	if (!hq_day_parse(text, strlen(text), out))
		return HQCLI_DONE;
	return hqcli_wrong(command, "--as-of wants a date that exists, YYYY-MM-DD, not", text, NULL, "");
}

int hqcli_wrong_option(const char *command, const char *word, int option, const char *const names[])
{
	char given[3] = { '-', (char)option, '\0' };
	if (option == ':')
		return hqcli_wrong(command, "a value is missing after", word, NULL, "");
	const bool is_long = word && word[0] == '-' && word[1] == '-';
	if (!is_long)
		return hqcli_wrong(command, "no such option:", option ? given : word ? word : "", NULL, "");
	char name[64];
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	for (size_t i = 0; names[i]; i++) {
		if (!strcmp(names[i], name)) {
			fprintf(stderr, "%s: '%s' takes no value\nTry '%s --help'.\n", command, name, command);
			return HQCLI_USAGE;
		}
	}
	return hqcli_wrong(command, "no such option:", name, hqcli_nearest_word(name, names), "'");
}

int hqcli_options_parse(const char *command, int argc, char *argv[], struct hqcli_options *options, int *first)
{
	const bool explains = !strcmp(command, "hq explain");
	int c, rc = HQCLI_DONE;
	*options = (struct hqcli_options){ .as_of = hqcli_today(), .color_out = hqcli_use_color(stdout),
					   .color_err = hqcli_use_color(stderr) };
	opterr = 0;
	optind = 0;                            /* glibc: begin anew */
	while (!rc && (c = getopt_long(argc, argv, ":j:q", long_options, NULL)) != -1) {
		switch (c) {
		case 'j':
			options->jurisdiction = optarg;
			break;
		case 'q':
			options->quiet = true;
			break;
		case OPT_CLOSED:
			options->closed = true;
			break;
		case OPT_AS_OF:
			rc = hqcli_date_parse(command, optarg, &options->as_of);
			break;
		case OPT_FORMAT:
			rc = hqcli_format_parse(command, optarg, &options->format);
			break;
		case OPT_FAIL_ON:
			rc = hqcli_fail_on_parse(command, optarg, &options->fail_on);
			break;
		case OPT_NEXT:
		case OPT_WHAT_MATTERS:
			if (options->questions)
				rc = hqcli_wrong(command, "one of --next and --what-matters at a time:", argv[optind - 1], NULL, "");
			options->questions = c == OPT_NEXT ? HQCLI_NEXT : HQCLI_WHAT_MATTERS;
			if (explains)
				break;
			rc = hqcli_wrong(command, "only `hq explain` has", c == OPT_NEXT ? "--next" : "--what-matters", NULL, "");
			break;
		default:
			rc = hqcli_wrong_option(command, argv[optind - 1], c == ':' ? ':' : optopt,
						explains ? explain_names : option_names);
			break;
		}
	}
	if (!rc && options->questions && options->format == HQCLI_CSV)
		rc = hqcli_wrong(command, "questions come as text or json, not as", "csv", NULL, "");
	*first = optind;
	return rc;
}
