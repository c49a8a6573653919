/* The options of `hq roster`. Those that `hq eval` has too mean the same. */
#include "roster.h"

#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPT_CLOSED = 256, OPT_FORMAT, OPT_FAIL_ON, OPT_AS_OF, OPT_FROM, OPT_ERRORS, OPT_SUMMARY, OPT_STRICT, OPT_JOBS, OPT_MAP, OPT_ROLLUP };

static const struct option long_options[] = {
	{ "jurisdiction", required_argument, NULL, 'j' }, { "as-of", required_argument, NULL, OPT_AS_OF },
	{ "closed", no_argument, NULL, OPT_CLOSED },      { "from", required_argument, NULL, OPT_FROM },
	{ "format", required_argument, NULL, OPT_FORMAT }, { "output", required_argument, NULL, 'o' },
	{ "errors", required_argument, NULL, OPT_ERRORS }, { "summary", optional_argument, NULL, OPT_SUMMARY },
	{ "map", required_argument, NULL, OPT_MAP },
	{ "rollup", required_argument, NULL, OPT_ROLLUP },
	{ "strict", no_argument, NULL, OPT_STRICT },      { "jobs", required_argument, NULL, OPT_JOBS },
	{ "fail-on", required_argument, NULL, OPT_FAIL_ON }, { "quiet", no_argument, NULL, 'q' },
	{ NULL, 0, NULL, 0 },
};
static const char *const option_names[] = { "--jurisdiction", "--as-of", "--closed", "--from", "--format", "--output", "--errors", "--map", "--rollup",
					    "--summary", "--strict", "--jobs", "--fail-on", "--quiet", "--help", "--version", NULL };
static const char *const from_names[] = { "csv", "events", "ndjson", "json", NULL };    /* ORDER roster_from, from 1 */
static const char *const format_names[] = { "csv", "ndjson", "json", "text", NULL };    /* ORDER roster_format */

void roster_options_help(FILE *to)
{
	fputs("  -j, --jurisdiction CODE  whose rules decide; `hq states` lists them\n"
	      "      --as-of YYYY-MM-DD   decide as of this date; default: today\n"
	      "      --closed             whatever is missing is none (lists) or no (yes-or-no facts)\n"
	      "      --from FORMAT        csv, events, ndjson or json; default: what each file looks like\n"
	      "      --map NAME           names of others: edfi, ceds, staging, or a file of your own\n"
	      "      --format FORMAT      csv, ndjson, json or text; default: csv\n"
	      "  -o, --output FILE        results to a file, which appears when it is whole\n"
	      "      --errors FILE        what is refused, as CSV; default: messages on standard error\n"
	      "      --rollup FILE        one row a teacher: highly qualified in all, some or none; by its name CSV or JSON\n"
	      "      --summary[=FILE]     counts of verdicts, reasons, unknowns and teachers; by its name text, CSV or JSON\n"
	      "      --strict             stop at the first row that is refused\n"
	      "      --jobs N             threads; default: as many as there are cores\n"
	      "      --fail-on VERDICT    exit with 1 if a decision is this; more than one with commas\n"
	      "  -q, --quiet              results and messages only, no count at the end\n"
	      "Files hold CSV, one row a teacher or assignment or one row an event, or JSON, as they are or\n"
	      "compressed with gzip; `-` is standard input. docs/rosters.md says what their columns are.\n", to);
}

static int find(const char *command, const char *what, const char *const names[], const char *text, int *out)
{
	for (int i = 0; names[i]; i++) {
		if (!strcmp(names[i], text)) {
			*out = i;
			return HQCLI_DONE;
		}
	}
	return hqcli_wrong(command, what, text, hqcli_nearest_word(text, names), "'");
}

static int parse_jobs(const char *command, const char *text, unsigned *out)
{
	char *end;
	const long n = strtol(text, &end, 10);
	if (*end || end == text || n < 1 || n > 256)
		return hqcli_wrong(command, "--jobs wants a number from 1 to 256, not", text, NULL, "");
	*out = (unsigned)n;
	return HQCLI_DONE;
}

static int parse(const char *command, int c, char *argv[], struct roster_options *o)
{
	int rc = HQCLI_DONE, i = 0;
	switch (c) {
	case 'j':
		o->eval.jurisdiction = optarg;
		return rc;
	case 'q':
		o->eval.quiet = true;
		return rc;
	case 'o':
		o->output = optarg;
		return rc;
	case OPT_CLOSED:
		o->eval.closed = true;
		return rc;
	case OPT_AS_OF:
		return hqcli_date_parse(command, optarg, &o->eval.as_of);
	case OPT_FAIL_ON:
		return hqcli_fail_on_parse(command, optarg, &o->eval.fail_on);
	case OPT_FROM:
		rc = find(command, "no such format:", from_names, optarg, &i);
		o->from = (enum roster_from)(i + 1);
		return rc;
	case OPT_FORMAT:
		rc = find(command, "no such format:", format_names, optarg, &i);
		o->format = (enum roster_format)i;
		return rc;
	case OPT_ERRORS:
		o->errors = optarg;
		return rc;
	case OPT_MAP:
		if (o->nmaps == MAPS_MAX)
			return hqcli_wrong(command, "no more maps can be given than those before", optarg, NULL, "");
		o->maps[o->nmaps++] = optarg;
		return rc;
	case OPT_ROLLUP:
		o->rollup = optarg;
		return rc;
	case OPT_SUMMARY:
		o->summarize = true;
		o->summary = optarg;
		return rc;
	case OPT_STRICT:
		o->strict = true;
		return rc;
	case OPT_JOBS:
		return parse_jobs(command, optarg, &o->jobs);
	default:
		return hqcli_wrong_option(command, argv[optind - 1], c == ':' ? ':' : optopt, option_names);
	}
}

int roster_options_parse(const char *command, int argc, char *argv[], struct roster_options *o, int *first)
{
	const long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int c, rc = HQCLI_DONE;
	*o = (struct roster_options){ .eval = { .as_of = hqcli_today(), .color_err = hqcli_use_color(stderr) },
				      .jobs = cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores };
	opterr = 0;
	optind = 0;                            /* glibc: begin anew */
	while (!rc && (c = getopt_long(argc, argv, ":j:o:q", long_options, NULL)) != -1)
		rc = parse(command, c, argv, o);
	*first = optind;
	return rc;
}
