/* The counts of a run, each with what it is counted of: for a person, as CSV or as JSON, by the name of the file. */
#include "roster.h"

#include <inttypes.h>

enum summary_form { SUMMARY_TEXT, SUMMARY_CSV, SUMMARY_JSON };

struct summary {
	struct bytes *out;
	enum summary_form form;
	const char *section;           /* of the line before */
};

static enum summary_form form_of(const char *file)
{
	const char *dot = file ? strrchr(file, '.') : NULL;
	return dot && !strcmp(dot, ".csv") ? SUMMARY_CSV : dot && !strcmp(dot, ".json") ? SUMMARY_JSON : SUMMARY_TEXT;
}

/* @n of @of that are @what, in per cent with one decimal, the nearest; "" of nothing. */
struct share { char text[24]; };
static struct share share(uint64_t n, uint64_t of)
{
	struct share s = { "" };
	if (of && n <= UINT64_MAX / 2001) {
		const uint64_t tenths = (n * 2000 + of) / (2 * of);
		snprintf(s.text, sizeof(s.text), "%" PRIu64 ".%" PRIu64 "%%", tenths / 10, tenths % 10);
	}
	return s;
}

static void line(struct summary *s, const char *section, const char *jurisdiction, const char *name, uint64_t n, uint64_t of)
{
	const bool fresh = !s->section || strcmp(section, s->section);
	const char *space = *jurisdiction ? " " : "";
	switch (s->form) {
	case SUMMARY_TEXT:
		if (fresh)
			bytes_print(s->out, "%s, of %" PRIu64 "\n", section, of);
		bytes_print(s->out, "  %s%s%-*s %12" PRIu64 "  %6s\n", jurisdiction, space, 40 - (int)strlen(jurisdiction) - (int)strlen(space),
			    name, n, share(n, of).text);
		break;
	case SUMMARY_CSV:
		if (!s->section)
			bytes_text(s->out, "section,jurisdiction,name,count,of\n");
		bytes_print(s->out, "%s,%s,%s,%" PRIu64 ",%" PRIu64 "\n", section, jurisdiction, name, n, of);
		break;
	case SUMMARY_JSON:
		bytes_print(s->out, "%s\n{\"section\":\"%s\",\"jurisdiction\":", s->section ? "," : "[", section);
		bytes_print(s->out, *jurisdiction ? "\"%s\"" : "null", jurisdiction);
		bytes_print(s->out, ",\"name\":\"%s\",\"count\":%" PRIu64 ",\"of\":%" PRIu64 "}", name, n, of);
		break;
	}
	s->section = section;
}

void roster_summary(const struct roster *roster, struct bytes *out)
{
	const struct tally *t = &roster->tally;
	struct summary s = { .out = out, .form = form_of(roster->options->summary) };
	line(&s, "results", "", "decided", t->decided, t->results);
	line(&s, "results", "", "refused", t->refused, t->results);
	if (roster->repeated)
		line(&s, "results", "", "repeated", roster->repeated, t->results);
	if (t->events) {
		line(&s, "events", "", "used", t->events_used, t->events);
		line(&s, "events", "", "refused", t->events_refused, t->events);
		line(&s, "events", "", "of_refused_teachers", t->events_set_aside, t->events);
	}
	for (enum hq_verdict v = HQ_HIGHLY_QUALIFIED; v <= HQ_NOT_APPLICABLE; v++)
		line(&s, "verdicts", "", hq_verdict_name(v), t->verdicts[v], t->decided);
	for (const struct hq_tables *const *rules = roster->rules->tables; rules < roster->rules->tables + roster->rules->n; rules++) {
		for (const struct ruling *r = roster->rulings.first; r; r = r->next) {
			const uint64_t *n = r->rules == *rules && r->id < t->nrulings ? t->reasons[r->id] : NULL;
			for (size_t i = 0; n && i < r->nreasons; i++)
				if (n[i])
					line(&s, "reasons", r->code, r->reasons[i].code, n[i], t->decided);
		}
	}
	for (const struct hq_tables *const *rules = roster->rules->tables; rules < roster->rules->tables + roster->rules->n; rules++) {
		for (const struct ruling *r = roster->rulings.first; r; r = r->next) {
			const uint64_t *n = r->rules == *rules && r->id < t->nrulings ? t->missing[r->id] : NULL;
			for (size_t i = 0; n && i < ruling_nmissing(r); i++)
				if (n[i])
					line(&s, "unknowns", r->code, ruling_missing_name(r, roster->rules->vocab, i).text, n[i],
					     t->verdicts[HQ_UNDETERMINED]);
		}
	}
	uint64_t teachers = 0;
	for (size_t i = 0; i < ROSTER_ROLLUPS; i++)
		teachers += roster->rollups[i];
	for (size_t i = 0; i < ROSTER_ROLLUPS; i++)
		line(&s, "teachers", "", rollup_name(i), roster->rollups[i], teachers);
	if (s.form == SUMMARY_JSON)
		bytes_text(out, "\n]\n");
}
