/* `hq plan`: what would make it yes, for every assignment of every teacher read; or what a yes rests on. */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"
#include "teachers.h"

struct run {
	const struct plan_options *options;
	FILE *out;
	struct log log;
	struct deciding deciding;
	struct buffer work, decide;
	size_t planned;
	bool system_failed;
};

/* ---- one answer ---------------------------------------------------------------------------------------------- */

bool plan_decide(struct planned *p, const struct hq_plan *plan, struct hq_decision *out)
{
	struct hq_facts facts;
	if (hq_plan_facts(&p->plans, plan, &facts))
		return false;
	const size_t need = hq_work_size(p->decided->rules, p->plans.edition, facts.nrecords);
	return deciding_grow(p->deciding, p->decide, need) &&
	       !hq_decide(p->decided->rules, p->plans.edition, &facts, p->plans.until, p->decide->at, p->decide->size, out);
}

static hq_day horizon(const struct plan_options *o, hq_day as_of)
{
	return o->until != HQ_DAY_OPEN ? o->until : hq_day_add_months(as_of, o->months || o->days ? o->months : o->mode == PLAN_MARGIN ? 120 : 12) + o->days;
}

/* Whether a plan exists, or not: false only after a message. */
static bool plan_one(void *context, const struct read_teacher *t, const struct read_assignment *a)
{
	struct run *run = context;
	struct decided d;
	if (!deciding_assignment(&run->deciding, t, a, &d))
		return false;
	struct planned p = { .options = run->options, .vocab = run->deciding.rules->vocab, .decided = &d, .teacher = t->id, .assignment = a->id,
			     .until = horizon(run->options, d.as_of), .decide = &run->decide, .deciding = &run->deciding };
	const size_t need = hq_plan_size(d.rules, d.facts.nrecords);
	if (!deciding_grow(&run->deciding, &run->work, need))
		return false;
	int rc = HQ_OK;
	if (p.options->mode == PLAN_MARGIN) {
		p.plans = (struct hq_plans){ .now = d.decision.verdict, .as_of = d.as_of, .until = p.until, .edition = d.edition };
	} else if (d.facts.answers && hq_edition_at(d.rules, p.until) != d.edition) {
		read_refuse(&run->deciding.reader, a->node ? a->node : 1, "the form is of rules that are not in force any more on the day of the "
			    "plan; give records, or a shorter time");
		return false;
	} else {
		rc = hq_plan(d.rules, &d.facts, d.as_of, p.until, run->work.at, run->work.size, &p.plans);
	}
	if (rc) {
		read_refuse(&run->deciding.reader, a->node ? a->node : 1, "%s",
			    rc == HQ_ERANGE ? "the plan must be for a day after the date of the decision, at most 50 years" : hq_strerror(rc));
		return false;
	}
	if (run->planned++ && run->options->shared.format == HQCLI_TEXT)
		putc('\n', run->out);
	if (p.options->mode == PLAN_MARGIN)
		run->system_failed = plan_put_margin(&p, run->work.at, run->work.size, run->out) || run->system_failed;
	else if (run->options->shared.format == HQCLI_JSON)
		run->system_failed = plan_put_json(&p, run->out) || run->system_failed;
	else if (p.options->mode == PLAN_FORM)
		plan_put_form(&p, run->out);
	else
		plan_put_text(&p, run->out);
	return true;
}

/* ---- all of them --------------------------------------------------------------------------------------------- */

static int plan_all(const struct plan_options *options, const struct hqcli_rules *rules, int nfiles, char *const files[], FILE *out,
		    FILE *err)
{
	struct run run = { .options = options, .out = out, .log = { .to = err, .color = options->shared.color_err } };
	struct teachers teachers = { .deciding = &run.deciding, .log = &run.log, .take = plan_one, .context = &run };
	const char *code = options->shared.jurisdiction;
	if (code && !hqcli_tables_find(rules, code, strlen(code))) {
		fprintf(err, "no rules for '%s'%s\n", code, hqcli_jurisdiction_hint(rules, code).text);
		return HQCLI_USAGE;
	}
	deciding_begin(&run.deciding, &options->shared, rules, &run.log);
	teachers_each(&teachers, nfiles, files);
	if (fflush(out) || ferror(out)) {
		fprintf(err, "the results cannot be written: %s\n", strerror(errno));
		run.system_failed = true;
	}
	if (!options->shared.quiet)
		fprintf(err, "%zu teacher%s read, %zu planned, %zu refused\n", teachers.read, teachers.read == 1 ? "" : "s", run.planned,
			teachers.refused);
	run.system_failed = run.system_failed || teachers.system_failed || run.deciding.system_failed;
	deciding_done(&run.deciding);
	free(run.work.at);
	free(run.decide.at);
	return run.system_failed ? HQCLI_SYSTEM : run.log.errors ? HQCLI_DATA : HQCLI_DONE;
}

/* ---- options ------------------------------------------------------------------------------------------------- */

enum { OPT_CLOSED = 256, OPT_FORMAT, OPT_AS_OF, OPT_WITHIN, OPT_FORM, OPT_MARGIN, OPT_ALL, OPT_PICK };

static const struct option long_options[] = {
	{ "jurisdiction", required_argument, NULL, 'j' }, { "as-of", required_argument, NULL, OPT_AS_OF },
	{ "closed", no_argument, NULL, OPT_CLOSED },      { "format", required_argument, NULL, OPT_FORMAT },
	{ "within", required_argument, NULL, OPT_WITHIN }, { "plan-form", no_argument, NULL, OPT_FORM },
	{ "margin", no_argument, NULL, OPT_MARGIN },      { "all", no_argument, NULL, OPT_ALL },
	{ "plan", required_argument, NULL, OPT_PICK },    { "quiet", no_argument, NULL, 'q' },
	{ NULL, 0, NULL, 0 },
};
static const char *const option_names[] = { "--jurisdiction", "--as-of", "--closed", "--format", "--within", "--plan-form", "--margin",
					    "--all", "--plan", "--quiet", "--help", "--version", NULL };

static const char help[] =
	"  -j, --jurisdiction CODE  for teachers that name none; `hq states` lists them\n"
	"      --as-of YYYY-MM-DD   plan from this date, for teachers that name none; default: today\n"
	"      --within TIME        to be reached within 2y, 6m, 90d, or by a date; default: 1y, of --margin 10y\n"
	"      --closed             whatever is missing is none (lists) or no (yes-or-no facts)\n"
	"      --format FORMAT      text or json (one answer a line); default: text\n"
	"      --all                every plan, not only the first ten (text)\n"
	"      --plan-form          the individual plan, one page, with places for dates and signatures\n"
	"      --plan N             the plan that the page is for, by its number; default: 1\n"
	"      --margin             of who is highly qualified: what it rests on, and until when it lasts\n"
	"  -q, --quiet              plans and messages only, no count at the end\n"
	"Files hold JSON as for `hq eval`; `-` is standard input.\n";

void hqcli_plan_help(FILE *to)
{
	fputs(help, to);
}

static int wrong_value(const char *what, const char *given, const char *wanted)
{
	fprintf(stderr, "hq plan: %s wants %s, not '%s'\nTry 'hq plan --help'.\n", what, wanted, given);
	return HQCLI_USAGE;
}

static int parse_within(const char *text, struct plan_options *o)
{
	char *end;
	errno = 0;
	const long n = strtol(text, &end, 10);
	o->months = o->days = 0;
	o->until = HQ_DAY_OPEN;
	if (!hq_day_parse(text, strlen(text), &o->until))
		return HQCLI_DONE;
	o->until = HQ_DAY_OPEN;
	if (errno || end == text || *text == '-' || *text == '+' || n < 1 || n > 18000 || !*end || end[1])
		return wrong_value("--within", text, "a time such as 1y, 6m or 90d, or a date");
	if (*end == 'y' && n <= 50)
		o->months = (int32_t)n * 12;
	else if (*end == 'm' && n <= 600)
		o->months = (int32_t)n;
	else if (*end == 'd')
		o->days = (int32_t)n;
	else
		return wrong_value("--within", text, "a time of at most 50 years such as 1y, 6m or 90d, or a date");
	return HQCLI_DONE;
}

static int parse_pick(const char *text, struct plan_options *o)
{
	char *end;
	const long n = strtol(text, &end, 10);
	if (end == text || *end || n < 1 || n > HQ_PLANS_MAX)
		return wrong_value("--plan", text, "the number of a plan");
	o->pick = (unsigned)n;
	return HQCLI_DONE;
}

static int parse(int argc, char *argv[], struct plan_options *o, int *first)
{
	int c, rc = HQCLI_DONE;
	*o = (struct plan_options){ .shared = { .as_of = hqcli_today(), .color_err = hqcli_use_color(stderr) },
				    .until = HQ_DAY_OPEN, .most = 10, .pick = 1 };
	opterr = 0;
	optind = 0;                            /* glibc: begin anew */
	while (!rc && (c = getopt_long(argc, argv, ":j:q", long_options, NULL)) != -1) {
		switch (c) {
		case 'j':
			o->shared.jurisdiction = optarg;
			break;
		case 'q':
			o->shared.quiet = true;
			break;
		case OPT_CLOSED:
			o->shared.closed = true;
			break;
		case OPT_ALL:
			o->most = 0;
			break;
		case OPT_FORM:
			o->mode = PLAN_FORM;
			break;
		case OPT_MARGIN:
			o->mode = PLAN_MARGIN;
			break;
		case OPT_AS_OF:
			rc = hqcli_date_parse("hq plan", optarg, &o->shared.as_of);
			break;
		case OPT_WITHIN:
			rc = parse_within(optarg, o);
			break;
		case OPT_PICK:
			rc = parse_pick(optarg, o);
			break;
		case OPT_FORMAT:
			rc = hqcli_format_parse("hq plan", optarg, &o->shared.format);
			if (!rc && o->shared.format == HQCLI_CSV)
				rc = wrong_value("--format", optarg, "text or json");
			break;
		default:
			rc = hqcli_wrong_option("hq plan", argv[optind - 1], c == ':' ? ':' : optopt, option_names);
			break;
		}
	}
	*first = optind;
	return rc;
}

int hqcli_plan(int argc, char *argv[], const struct hqcli_rules *rules)
{
	struct plan_options options;
	int first;
	const int rc = parse(argc, argv, &options, &first);
	return rc ? rc : plan_all(&options, rules, argc - first, argv + first, stdout, stderr);
}
