/* The one formatter that everything in an explanation goes through. A format costs a byte a letter where calls would cost many:
 * that keeps the runtime small enough to embed. What a letter stands for is left to explain_names.c and explain_words.c.
 */
#include <stdarg.h>

#include "explain.h"

/* What a code takes besides the row, and whether it is a text, which stands in quotes in JSON. By code, of which '*' is the first and '|' the last. */
enum { INT = 1, POINTER = 2, TEXT = 4 };
#define OF(code) ((code) - '*')
static const uint8_t takes[] = {
	[OF('1')] = INT, [OF('N')] = INT, [OF('Z')] = INT, [OF('c')] = INT, [OF('b')] = INT, [OF('|')] = INT, [OF('>')] = INT, [OF('m')] = INT,
	[OF('t')] = INT | TEXT, [OF('V')] = INT | TEXT, [OF('w')] = INT | TEXT, [OF('d')] = INT | TEXT,
	[OF('s')] = POINTER | TEXT, [OF('v')] = POINTER | TEXT, [OF('y')] = POINTER | TEXT, [OF('f')] = POINTER | TEXT, [OF('x')] = POINTER | TEXT,
	[OF('q')] = POINTER, [OF('*')] = POINTER,
	[OF('I')] = TEXT, [OF('O')] = TEXT, [OF('L')] = TEXT, [OF('A')] = TEXT, [OF('P')] = TEXT, [OF('E')] = TEXT, [OF('S')] = TEXT,
	[OF('H')] = TEXT, [OF('J')] = TEXT, [OF('X')] = TEXT, [OF('G')] = TEXT,
};

/* Arguments one by one: what reads them is long, so it is to stand here once. */
struct arguments { va_list list; };

static int next_int(struct arguments *a) __attribute__((noinline));
static int64_t next_number(struct arguments *a) __attribute__((noinline));

static int next_int(struct arguments *a)
{
	return va_arg(a->list, int);
}

static const void *next_pointer(struct arguments *a)
{
	return va_arg(a->list, const void *);
}

static int64_t next_number(struct arguments *a)
{
	return va_arg(a->list, int64_t);
}

/* Whether quotes and commas mean something here. */
static bool is_json(const struct hqi_explain *e)
{
	return e->w.json && !e->w.quoted;
}

/* In words, what declared ranges alone allow is no bound worth reading. */
void hqi_put_interval(struct hqi_explain *e, struct hq_interval i, int64_t scale)
{
	if (i.lo == i.hi)
		hqi_put_number(&e->w, i.lo, scale);
	else
		hqi_fmt(e, 0, is_json(e) ? "{'at_least'%n'at_most'%n}" : i.hi / scale > 9999 ? "%n or more" : "%n to %n",
			i.lo, scale, i.hi, scale);
}

static void put_cites(struct hqi_explain *e, uint32_t first, uint32_t n)
{
	hqi_putc(&e->w, '[');
	for (; n > 0; n--, first++) {
		if (e->given && !hqi_reasons_cite(e, e->given, first))
			continue;
		hqi_fmt(e, 0, "%,");
		const bool quoted = hqi_quote(&e->w);

		hqi_put_cite(e, first, true);
		hqi_unquote(&e->w, quoted);
	}
	hqi_putc(&e->w, ']');
}

static void put_day(struct hqi_writer *w, hq_day day)
{
	char text[11] = "never";

	if (day == HQ_DAY_OPEN)
		return;
	if (day != HQ_DAY_NEVER)
		hq_day_format(day, text);
	hqi_puts(w, text);
}

/* ORDER HQI_RESULT */
static const char results[][8] = { "no", "unknown", "yes" };

/* Returns the row that the format goes on with. */
static uint32_t put_part(struct hqi_explain *e, uint32_t row, char code, struct arguments *a)
{
	struct hqi_writer *w = &e->w;
	const struct hqi_ask *ask = &e->ask;
	const uint8_t how = takes[OF(code)];
	const void *p = how & POINTER ? next_pointer(a) : NULL;
	const int i = how & INT ? next_int(a) : 0;
	const struct hqi_record *record = p;           /* or what else it points to */
	const struct hq_row *r = &ask->rows[row];
	const bool quoted = (how & TEXT) && hqi_quote(w);
	struct hq_interval v;
	int64_t n;

	if (code == 'O') {
		while (!hqi_has_id(e, row) && ask->rows[row].parent != HQ_NONE)
			row = ask->rows[row].parent;    /* which stands after its parts, so this ends */
		code = 'I';
	}
	switch (code) {
	case ',':
		if (w->comma)
			hqi_putc(w, ',');
		break;
	case 's':
		if (p) {
			hqi_begin(w);
			hqi_puts(w, p);
		}
		break;
	case 't':
		hqi_put_text(w, ask->rules, (uint16_t)i);
		break;
	case 'V':
	case 'w':
		for (const char *name = HQ_TEXT(ask->vocab, i); *name; name++)
			hqi_putc(w, code == 'w' && *name == '_' ? ' ' : *name);
		break;
	case 'd':
		put_day(w, i);
		break;
	case 'b':
		hqi_puts(w, i < 0 ? "null" : i ? "true" : "false");
		break;
	case 'I':
		hqi_put_id(e, row);
		break;
	case 'L':
		hqi_put_label(e, row);
		break;
	case 'A':
		hqi_put_saw(e, row);
		break;
	case 'U':
		hqi_put_quantity(e, hqi_measure_of(e, row));
		break;
	case 'P':
		hqi_put_rate(e, row, false);
		break;
	case 'S':
		hqi_put_text(w, ask->rules, hqi_silence(e, row));
		break;
	case 'v':
		hqi_put_value(e, p);
		break;
	case 'y':
		hqi_put_reason(e, p);
		break;
	case 'f':
		hqi_put_missing(e, p);
		break;
	case 'x':
		hqi_fmt(e, 0, "%V[%1]", (int)hqi_kind(e, record->record->kind)->plural, (int)record->record->ref);
		break;
	case 'C':
		put_cites(e, r->first_cite, r->ncites);
		break;
	case 'c':
		put_cites(e, (uint32_t)i, (uint32_t)next_int(a));
		break;
	case '1':
		hqi_put_number(w, i, 1);
		break;
	case 'n':
		n = next_number(a);
		hqi_put_number(w, n, next_number(a));
		break;
	case 'Z':
		v.lo = v.hi = hqi_number(e, (uint32_t)i);
		goto quantity;
	case 'q':
		v = record->quantity;
		goto quantity;
	case 'Q':
		v = hqi_quantity(ask, hqi_measure_of(e, row));
	quantity:
		hqi_put_interval(e, v, hqi_scale(ask, hqi_measure_of(e, row)));
		break;
	case 'N':
		v.lo = v.hi = i < 0 ? HQ_BIG : hqi_number(e, (uint32_t)i);
		goto points;
	case 'R':
		v = hqi_row_raw(ask, row);
		goto points;
	case 'K':
		v = hqi_value(ask, row);
		goto points;
	case 'M':
		v = hqi_row_capped(ask, row);
		goto points;
	case 'T':
		v = hqi_rubric_total(ask, row);
	points:
		hqi_put_interval(e, v, hqi_number(e, hqi_rubric(e, row)->denominator));
		break;
	case 'H':
		v = hqi_minimum_met(ask, row);
		goto result;
	case 'J':
		v = hqi_units_met(ask, row);
		goto result;
	case 'X':
		v = hqi_rubric_mark_met(ask, row);
		goto result;
	case 'G':
		v = hqi_rubric_categories_met(ask, row);
		goto result;
	case 'E':
		v = hqi_value(ask, row);
	result:
		hqi_puts(w, results[hqi_result_of(v)]);
		break;
	default:
		if (e->layout)
			e->layout(e, row, code, p, i);
		break;
	}
	hqi_unquote(w, quoted);
	return row;
}

/* What stands in many formats, each once; see HQI_ROW and its like. */
static const char often[] = "%,{'id'%I'label'%L'\0'citations'%C\0_citations'%c\0'minimum\0'null\0'threshold\0'categories'[";

void hqi_fmt(struct hqi_explain *e, uint32_t row, const char *format, ...)
{
	const char *after = NULL;              /* where the format goes on after a part of @often */
	struct arguments a;
	bool key = false;                      /* it goes on: of JSON, in ' ' */

	va_start(a.list, format);
	for (; *format || after; format++) {
		if (*format == '%') {
			row = put_part(e, row, *++format, &a);
		} else if (*format == '\0') {
			format = after;
			after = NULL;
		} else if (*format < ' ' && *format != '\n') {
			const char *part = often;

			for (char n = *format; n > 1; n--)
				while (*part++)
					;
			after = format;
			format = part - 1;
		} else if (*format != '\'') {
			hqi_putc(&e->w, *format);
		} else {
			hqi_puts(&e->w, key ? "\":" : e->w.comma ? ",\"" : "\"");
			key = !key;
		}
	}
	va_end(a.list);
}
