/* The reference evaluator. Every function opens with the number of the paragraph of docs/semantics.md that it says again in C. It is slow and
 * recurses as it likes; the only aim is that a reader can hold it against the page. */
#include "reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct context {
	const struct ref_teacher *t;
	const struct ref_chooser *ch;
	const struct hqc_filter *also;          /* 6.3: a share's filter, added to every line's; NULL */
	const void *asker;                      /* the measure that asks a filter (8.4 e); NULL */
	const struct hqc_award *const *allotted;/* 6.4: for each record the award its event was given to; NULL: no allotment */
};

/* 8.4 e: what is left open comes out either way, for each record and each measure by itself; a share measures anew */
static bool settle(const struct context *c, const void *node, long record)
{
	return c->ch->choose(c->ch->self, node, (const char *)c->asker + (c->also != NULL), record) != 0;
}

/* ---- exact fractions ---- */

static struct ref_number fraction(int64_t num, int64_t den)
{
	int64_t a = num < 0 ? -num : num, b = den < 0 ? -den : den;

	if (den < 0) {
		num = -num;
		den = -den;
	}
	while (b) {
		const int64_t r = a % b;

		a = b;
		b = r;
	}
	if (a == 0)
		a = 1;
	return (struct ref_number){ num / a, den / a };
}
static struct ref_number whole(int64_t n)
{
	return (struct ref_number){ n, 1 };
}
static struct ref_number of(const struct hqc_number *n)
{
	return fraction(n->num, n->den);
}
static struct ref_number add(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}
static struct ref_number times(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.num, a.den * b.den);
}
static struct ref_number over(struct ref_number a, struct ref_number b)
{
	return fraction(a.num * b.den, a.den * b.num);
}
static int compare(struct ref_number a, struct ref_number b)
{
	const int64_t l = a.num * b.den, r = b.num * a.den;

	return (l > r) - (l < r);
}
static struct ref_number least(struct ref_number a, struct ref_number b)
{
	return compare(a, b) <= 0 ? a : b;
}
static struct ref_number blocks(struct ref_number q, struct ref_number block)
{
	const struct ref_number n = over(q, block);

	return whole(n.num / n.den);
}
static struct ref_number ten_to(uint32_t n)
{
	int64_t p = 1;

	while (n--)
		p *= 10;
	return whole(p);
}
static const struct ref_number enough = { 1000000000, 1 };     /* more points than any rubric asks for */

/* ---- dates: 2.1 to 2.6 ---- */

static void civil(hq_day day, int64_t *y, int64_t *m, int64_t *d)
{
	/* Counting from 0000-03-01, so that a leap day ends its year. */
	const int64_t z = (int64_t)day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	const int64_t mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}
static hq_day day_of(int64_t y, int64_t m, int64_t d)
{
	const int64_t yy = y - (m <= 2), era = (yy >= 0 ? yy : yy - 399) / 400, yoe = yy - era * 400;
	const int64_t doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (hq_day)(era * 146097 + doe - 719468);
}
/* 2.2 */
static hq_day months_before(hq_day day, int64_t months)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t y, m, d;

	civil(day, &y, &m, &d);
	const int64_t n = y * 12 + (m - 1) - months;
	y = n / 12;
	m = n % 12 + 1;
	const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	const int64_t last = days[m - 1] + (m == 2 && leap);
	return day_of(y, m, d < last ? d : last);
}
/* 2.6 */
static int64_t school_year(hq_day day)
{
	int64_t y, m, d;

	civil(day, &y, &m, &d);
	return m >= 7 ? y : y - 1;
}
static int64_t in_months(const struct hqc_number *n, const struct hqc_name *unit)
{
	return n->num / n->den * (strncmp(unit->text, "month", 5) == 0 ? 1 : 12);
}
/* 2.3, 2.4 */
static bool in_windows(const struct hqc_window *w, hq_day day, hq_day as_of)
{
	if (day > as_of)
		return false;
	for (; w; w = w->next) {
		switch (w->kind) {
		case HQC_WINDOW_WITHIN:
			if (day <= months_before(as_of, in_months(&w->count, &w->unit)))
				return false;
			break;
		case HQC_WINDOW_BEFORE_LAST:
			if (day > months_before(as_of, in_months(&w->count, &w->unit)))
				return false;
			break;
		case HQC_WINDOW_BEFORE:
			if (day >= w->to.day)
				return false;
			break;
		case HQC_WINDOW_AFTER:
			if (day <= w->from.day)
				return false;
			break;
		case HQC_WINDOW_ON_OR_BEFORE:
			if (day > w->to.day)
				return false;
			break;
		case HQC_WINDOW_ON_OR_AFTER:
			if (day < w->from.day)
				return false;
			break;
		case HQC_WINDOW_FROM_TO:
			if (day < w->from.day || day > w->to.day)
				return false;
			break;
		}
	}
	return true;
}

/* ---- filters: 3 ---- */

static struct hqc_field *field_named(const struct hqc_record *kind, const struct hqc_name *name)
{
	for (struct hqc_field *f = kind->fields; f; f = f->next)
		if (name->text && !strcmp(f->name.text, name->text))
			return f;
	return NULL;
}

static const struct hq_record *teacher_record(const struct context *c, uint16_t kind)
{
	for (size_t i = 0; i < c->t->nrecords; i++)
		if (c->t->records[i].kind == kind)
			return &c->t->records[i];
	fprintf(stderr, "reference: the single record `teacher` is not among the facts\n");
	abort();
}

static int64_t value_in(const struct context *c, enum hqc_scope scope, const struct hqc_field *f, const struct hq_record *r)
{
	switch (scope) {
	case HQC_SCOPE_RECORD:
		return r->v[f->index];
	case HQC_SCOPE_TEACHER:
		return teacher_record(c, f->record->index)->v[f->index];
	case HQC_SCOPE_ASSIGNMENT:
		return c->t->assignment->v[f->index];
	case HQC_SCOPE_AS_OF:
		break;
	}
	return c->t->as_of;
}

/* A value as a set of codes, so that equality and sharing a code are one thing (3.2). */
static bool shares(int64_t a, bool a_set, int64_t b, bool b_set)
{
	if (a_set && b_set)
		return (a & b) != 0;
	if (a_set)
		return (a >> b & 1) != 0;
	if (b_set)
		return (b >> a & 1) != 0;
	return a == b;
}

static bool relation(const struct context *c, const struct hqc_filter *f, const struct hq_record *r)
{
	struct ref_number left;
	const bool left_set = f->field && f->field->type == HQC_TYPE_SOME_OF;
	int64_t raw = 0;

	if (f->unit) {
		raw = r->amount;        /* both sides times 10^decimals of the kind: see matches */
		left = whole(raw);
	} else if (f->scope == HQC_SCOPE_AS_OF) {
		raw = c->t->as_of;
		left = whole(raw);
	} else {
		raw = value_in(c, f->scope, f->field, r);
		left = f->field->type == HQC_TYPE_NUMBER ? over(whole(raw), ten_to(f->field->decimals)) : whole(raw);
	}
	if (f->rel == HQC_REL_WITHIN)
		return raw <= c->t->as_of && raw > months_before(c->t->as_of, in_months(&f->values->number, &f->within_unit));

	bool any = false;
	for (const struct hqc_value *v = f->values; v; v = v->next) {
		struct ref_number right = { 0, 1 };
		bool right_set = false;
		int64_t right_raw = 0;

		switch (v->kind) {
		case HQC_VALUE_NAME:
			right_raw = v->code->index;
			right = whole(right_raw);
			break;
		case HQC_VALUE_NUMBER:
			if (v->code) {
				right_raw = v->code->index;
				right = whole(right_raw);
			} else {
				right = of(&v->number);
			}
			break;
		case HQC_VALUE_DATE:
			right = whole(v->date.day);
			break;
		case HQC_VALUE_YES:
		case HQC_VALUE_NO:
			right = whole(v->kind == HQC_VALUE_YES);
			break;
		case HQC_VALUE_NEVER:
			right = whole(HQ_DAY_NEVER);
			break;
		case HQC_VALUE_AS_OF:
			right = whole(c->t->as_of);
			break;
		case HQC_VALUE_FIELD:
			right_raw = value_in(c, v->scope, v->field, r);
			right = v->field->type == HQC_TYPE_NUMBER ? over(whole(right_raw), ten_to(v->field->decimals)) : whole(right_raw);
			right_set = v->field->type == HQC_TYPE_SOME_OF;
			break;
		case HQC_VALUE_UNKNOWN:
		case HQC_VALUE_SET:
			abort();
		}
		const int cmp = compare(left, right);
		switch (f->rel) {
		case HQC_REL_IS:
		case HQC_REL_IS_NOT:
			any |= left_set || right_set ? shares(raw, left_set, right_raw, right_set) : cmp == 0;
			break;
		case HQC_REL_AT_LEAST:
		case HQC_REL_ON_OR_AFTER:
			return cmp >= 0;
		case HQC_REL_AT_MOST:
		case HQC_REL_ON_OR_BEFORE:
			return cmp <= 0;
		case HQC_REL_ABOVE:
		case HQC_REL_AFTER:
			return cmp > 0;
		case HQC_REL_BELOW:
		case HQC_REL_BEFORE:
			return cmp < 0;
		case HQC_REL_WITHIN:
			abort();
		}
	}
	return f->rel == HQC_REL_IS_NOT ? !any : any;
}

/* 3.1; the decimals of an amount are the kind's, so a unit test is done here where the kind is known */
static bool matches(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	bool yes;

	switch (f->kind) {
	case HQC_FILTER_AND:
		for (const struct hqc_filter *k = f->first; k; k = k->next)
			if (!matches(c, k, kind, r))
				return false;
		return true;
	case HQC_FILTER_OR:
		for (const struct hqc_filter *k = f->first; k; k = k->next)
			if (matches(c, k, kind, r))
				return true;
		return false;
	case HQC_FILTER_NOT:
		return !matches(c, f->first, kind, r);
	case HQC_FILTER_DEFINED:
		yes = !f->define->filter || matches(c, f->define->filter, kind, r);
		return f->negated ? !yes : yes;
	case HQC_FILTER_SILENT:
		return settle(c, f, r ? (long)(r - c->t->records) : -1);
	case HQC_FILTER_FIELD:
		if (f->unit) {
			struct hqc_filter in_amount = *f;
			struct hq_record scaled = *r;
			struct hqc_value v = *f->values;

			if (r->unit != f->unit->index)          /* 3.3: nobody can say */
				return settle(c, f, (long)(r - c->t->records));
			if (f->rel == HQC_REL_IS || f->rel == HQC_REL_IS_NOT) {
				for (const struct hqc_value *p = f->values; p; p = p->next)
					if (compare(over(whole(r->amount), ten_to(kind->decimals)), of(&p->number)) == 0)
						return f->rel == HQC_REL_IS;
				return f->rel == HQC_REL_IS_NOT;
			}
			v.number.num = f->values->number.num * ten_to(kind->decimals).num;
			v.next = NULL;
			in_amount.values = &v;
			return relation(c, &in_amount, &scaled);
		}
		return relation(c, f, r);
	}
	abort();
}

bool ref_meets(const struct ref_teacher *t, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	const struct context c = { .t = t };

	return matches(&c, f, kind, r);
}

/* 6.3: a share's filter is read anew for each kind; a kind that lacks a field of it gives nothing */
static bool in_share(const struct context *c, const struct hqc_filter *f, const struct hqc_record *kind, const struct hq_record *r)
{
	struct hqc_filter here = *f;

	if (f->kind == HQC_FILTER_AND || f->kind == HQC_FILTER_OR || f->kind == HQC_FILTER_NOT) {
		bool any = false, all = true;

		for (const struct hqc_filter *k = f->first; k; k = k->next) {
			const bool yes = in_share(c, k, kind, r);

			any |= yes;
			all &= yes;
		}
		return f->kind == HQC_FILTER_AND ? all : f->kind == HQC_FILTER_OR ? any : !any;
	}
	if (f->kind == HQC_FILTER_DEFINED) {
		for (const struct hqc_define *const *list = c->t->defines; *list; list++)
			for (const struct hqc_define *d = *list; d; d = d->next)
				if (d->record == kind && !strcmp(d->name.text, f->name.text))
					return matches(c, d->filter, kind, r) != f->negated;
		return false;
	}
	if (f->kind != HQC_FILTER_FIELD || f->scope != HQC_SCOPE_RECORD)
		return matches(c, f, kind, r);
	here.field = field_named(kind, &f->name);
	return here.field && matches(c, &here, kind, r);
}

/* ---- quantities: 4 ---- */

struct piece { hq_day day; struct ref_number amount; bool dated; };

/* 4.2: what an amount is worth in the measure's unit; false when the rule does not say */
static bool worth(const struct hqc_what *what, const struct hqc_unit *unit, const struct hq_record *r, struct ref_number *out)
{
	const struct ref_number amount = over(whole(r->amount), ten_to(what->record->decimals));

	if (r->unit == unit->index) {
		*out = amount;
		return true;
	}
	for (const struct hqc_conversion *v = what->conversions; v; v = v->next)
		if (v->from_resolved->index == r->unit) {
			*out = times(amount, over(of(&v->to), of(&v->from)));
			return true;
		}
	return false;
}

static bool is_years(const struct hqc_unit *u)
{
	return u && !strcmp(u->name.text, "year");
}

/* 4.6: what the form says of a requirement, a definition or a line; NULL */
static const struct ref_number *form_says(const struct context *c, const void *node)
{
	for (size_t i = 0; i < c->t->nform; i++)
		if (c->t->form[i].node == node)
			return &c->t->form[i].says;
	return NULL;
}

enum taking { TAKE_SUM, TAKE_COUNT, TAKE_GREATEST };

/* 4.1 to 4.4 for facts that are complete but for the days of spans */
static struct ref_number measure(const struct context *outer, const struct hqc_what *what, const struct hqc_unit *unit, enum taking taking,
				 const struct hqc_limit *limits, const struct ref_number *block_each, const struct ref_number *cap_year,
				 const struct hqc_award *award)
{
	const struct hqc_record *kind = what->record;
	const struct hqc_field *date = field_named(kind, &kind->dated_by), *from = field_named(kind, &kind->spans_from),
			       *to = field_named(kind, &kind->spans_to);
	struct ref_number total = whole(0);
	struct { int64_t year; struct ref_number sum; } years[256];
	size_t nyears = 0;
	struct context own = *outer;
	const struct context *const c = &own;

	own.asker = what;
	for (size_t i = 0; i < c->t->nrecords; i++) {
		const struct hq_record *r = &c->t->records[i];
		struct ref_number q = whole(1);
		hq_day day = 0;
		const bool dated = date || to;

		if (r->kind != kind->index || (what->filter && !matches(c, what->filter, kind, r)))
			continue;
		if (c->also && !in_share(c, c->also, kind, r))
			continue;
		if (c->allotted && c->allotted[i] != award)
			continue;
		if (taking != TAKE_COUNT && !worth(what, unit, r, &q)) {
			if (!settle(c, what, (long)i))
				continue;
			q = of(&kind->max);
		}
		const bool begins = from && (r->known >> from->index & 1), ends = to && (r->known >> to->index & 1);
		const hq_day last = !to ? 0 : !ends || r->v[to->index] == HQ_DAY_NEVER ? c->t->as_of : (hq_day)r->v[to->index];

		if (begins && r->v[from->index] > c->t->as_of)
			continue;
		if (to && is_years(unit) && taking == TAKE_SUM) {
			/* 2.7; of what may count, the least or the most as is chosen (8.4 e) */
			int64_t k = 0, m = 0;

			if (!begins || !ends) {
				if ((what->windows || last > c->t->as_of) && !settle(c, kind, (long)i))
					continue;
			} else {
				for (int64_t y = school_year((hq_day)r->v[from->index]); y <= school_year(last); y++) {
					const hq_day june = day_of(y + 1, 6, 30);

					m++;
					k += in_windows(what->windows, june < last ? june : last, c->t->as_of);
				}
				q = least(q, whole(m));
				const struct ref_number outside = add(q, whole(k - m)), sure = outside.num > 0 ? outside : whole(0);

				q = least(q, whole(k));
				if (compare(sure, q) < 0 && !settle(c, kind, (long)i))
					q = sure;
			}
		} else if (to && !ends) {
			if (what->windows && !settle(c, kind, (long)i))
				continue;
		} else if (dated) {
			day = date ? (hq_day)r->v[date->index] : last;
			if (!in_windows(what->windows, day, c->t->as_of))
				continue;
		}
		for (const struct hqc_limit *l = limits; l; l = l->next)
			if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_EACH)
				q = least(q, of(&l->number));
		if (block_each)
			q = blocks(q, *block_each);
		if (taking == TAKE_GREATEST) {
			if (compare(q, total) > 0)
				total = q;
			continue;
		}
		q = times(q, whole(r->times ? r->times : 1));
		if (cap_year && dated) {
			size_t y = 0;

			while (y < nyears && years[y].year != school_year(day))
				y++;
			if (y == nyears) {
				years[nyears].year = school_year(day);
				years[nyears++].sum = whole(0);
			}
			years[y].sum = add(years[y].sum, q);
			continue;
		}
		total = add(total, cap_year ? least(q, *cap_year) : q);
	}
	for (size_t y = 0; y < nyears; y++)
		total = add(total, least(years[y].sum, *cap_year));
	/* 8.4 a: what all records together may hold bounds what another unit may be worth, and a list that was missing */
	if (taking != TAKE_SUM || !kind->all.text)
		return total;
	return least(total, block_each ? blocks(of(&kind->all), *block_each) : of(&kind->all));
}

/* ---- requirements: 7 ---- */

static bool block_holds(const struct context *c, const struct hqc_item *items);

static bool compares(enum hqc_comparison how, struct ref_number q, struct ref_number n)
{
	const int cmp = compare(q, n);

	switch (how) {
	case HQC_AT_LEAST:
		return cmp >= 0;
	case HQC_AT_MOST:
		return cmp <= 0;
	case HQC_MORE_THAN:
		return cmp > 0;
	case HQC_FEWER_THAN:
		return cmp < 0;
	case HQC_EXACTLY:
		return cmp == 0;
	}
	abort();
}

static bool test_holds(const struct context *outer, const struct hqc_test *t)
{
	/* A test sees all records: neither a share nor an allotment narrows it. */
	const struct context plain = { .t = outer->t, .ch = outer->ch }, *c = &plain;

	switch (t->kind) {
	case HQC_TEST_HOLDS:
	case HQC_TEST_ATTESTED:
		return measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL).num > 0;
	case HQC_TEST_NO:
		return measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL).num == 0;
	case HQC_TEST_QUANTITY:
		return compares(t->comparison, measure(c, &t->what, t->unit_resolved, TAKE_SUM, NULL, NULL, NULL, NULL), of(&t->number));
	case HQC_TEST_COUNT:
		return compares(t->comparison, measure(c, &t->what, NULL, TAKE_COUNT, NULL, NULL, NULL, NULL), of(&t->number));
	case HQC_TEST_PASSES:
		return ref_rubric(t->rubric, c->t, c->ch).passes;
	case HQC_TEST_IS:
		return form_says(c, t->define) ? form_says(c, t->define)->num != 0 : block_holds(c, t->define->block.items);
	case HQC_TEST_IS_NOT:
		return !(form_says(c, t->define) ? form_says(c, t->define)->num != 0 : block_holds(c, t->define->block.items));
	case HQC_TEST_SCALAR:
		return matches(c, t->scalar, NULL, NULL);
	case HQC_TEST_SILENT:
		return settle(c, t, -1);
	}
	abort();
}

static bool item_holds(const struct context *c, const struct hqc_item *it)
{
	int64_t n = 0, all = 0;

	if (it->kind == HQC_ITEM_TEST)
		return test_holds(c, &it->test);
	if (form_says(c, it))
		return form_says(c, it)->num != 0;
	for (const struct hqc_item *k = it->items; k; k = k->next) {
		all++;
		n += item_holds(c, k);
	}
	switch (it->kind) {
	case HQC_ITEM_NAMED:
	case HQC_ITEM_ALL:
		return n == all;
	case HQC_ITEM_ANY:
		return n > 0;
	case HQC_ITEM_NONE:
		return n == 0;
	case HQC_ITEM_AT_LEAST:
		return n >= it->count.num;
	case HQC_ITEM_TEST:
		break;
	}
	abort();
}

static bool block_holds(const struct context *c, const struct hqc_item *items)
{
	for (; items; items = items->next)
		if (!item_holds(c, items))
			return false;
	return true;
}

/* ---- points: 5 ---- */

static struct ref_number line_points(const struct context *c, const struct hqc_award *a, const struct hqc_limit *limits, struct ref_number *quantity)
{
	const struct ref_number one = whole(1);
	struct ref_number rate = of(&a->points), q, points = whole(0), cap_year, *year = NULL;
	const struct ref_number block = a->block.text ? of(&a->block) : one;

	*quantity = whole(0);
	if (a->silent)
		rate = settle(c, a, -1) ? enough : whole(0);
	else if (a->points_or.text && settle(c, a, -1))
		rate = compare(of(&a->points_or), rate) > 0 ? of(&a->points_or) : rate;
	else if (a->points_or.text)
		rate = least(rate, of(&a->points_or));
	if (a->kind == HQC_AWARD_IF)
		return c->also ? whole(0) : (form_says(c, a) ? form_says(c, a)->num : test_holds(c, &a->test)) ? rate : whole(0);

	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_A_YEAR) {
			cap_year = of(&l->number);
			if (l->in_points)       /* 5.1: in units, at this rate */
				cap_year = times(over(cap_year, rate), a->kind == HQC_AWARD_PER_UNIT ? block : one);
			year = &cap_year;
		}
	const bool count = !a->unit_resolved;
	const bool each = a->kind == HQC_AWARD_PER_UNIT && a->pace == HQC_PACE_WHOLE_EACH;
	q = measure(c, &a->what, a->unit_resolved, count ? TAKE_COUNT : a->greatest ? TAKE_GREATEST : TAKE_SUM, limits, each ? &block : NULL, year, a);
	if (!c->also && form_says(c, a))
		q = *form_says(c, a);
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_IN_ALL && !l->in_points)
			q = least(q, of(&l->number));
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_FROM && compare(q, of(&l->number)) < 0)
			q = whole(0);
	*quantity = q;
	switch (a->kind) {
	case HQC_AWARD_PER_RECORD:
		return times(q, rate);
	case HQC_AWARD_PER_UNIT:
		switch (a->pace) {
		case HQC_PACE_EACH_UNIT:
		case HQC_PACE_WHOLE_EACH:
			return times(q, rate);
		case HQC_PACE_WHOLE:
			return times(blocks(q, block), rate);
		case HQC_PACE_PRO_RATA:
			return times(over(q, block), rate);
		}
		break;
	case HQC_AWARD_TIERS:
		for (const struct hqc_tier *t = a->tiers; t; t = t->next)
			if (compare(q, of(&t->at)) >= 0)
				points = of(&t->points);
		return points;
	case HQC_AWARD_IF:
		break;
	}
	abort();
}

/* 5.2, 5.3: @minimums turns false when one is not met */
static struct ref_number limited(const struct hqc_limit *limits, struct ref_number points, struct ref_number quantity, bool *minimums)
{
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_MOST && l->per == HQC_LIMIT_IN_ALL && l->in_points)
			points = least(points, of(&l->number));
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_AT_LEAST && compare(l->in_points ? points : quantity, of(&l->number)) < 0)
			*minimums = false;
	for (const struct hqc_limit *l = limits; l; l = l->next)
		if (l->kind == HQC_LIMIT_DIVIDE)
			points = over(points, of(&l->number));
	return points;
}

static struct ref_number category_points(const struct context *c, const struct hqc_category *cat, bool *minimums)
{
	struct ref_number sum = whole(0), best = whole(0), q = whole(0), p, unused;
	bool only_best = false;

	for (const struct hqc_limit *l = cat->limits; l; l = l->next)
		only_best |= l->kind == HQC_LIMIT_BEST;
	if (cat->award) {
		p = line_points(c, cat->award, cat->limits, &q);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	for (const struct hqc_line *l = cat->lines; l; l = l->next) {
		p = line_points(c, l->award, l->limits, &unused);
		p = limited(l->limits, p, unused, minimums);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	for (const struct hqc_category *k = cat->categories; k; k = k->next) {
		p = category_points(c, k, minimums);
		sum = add(sum, p);
		best = compare(p, best) > 0 ? p : best;
	}
	return limited(cat->limits, only_best ? best : sum, q, minimums);
}

/* ---- rubrics: 6 ---- */

static struct ref_points rubric_once(const struct context *c, const struct hqc_rubric *r)
{
	struct ref_points out = { whole(0), true };
	int64_t filled = 0;

	for (const struct hqc_category *cat = r->categories; cat; cat = cat->next) {
		const struct ref_number p = category_points(c, cat, &out.passes);

		filled += compare(p, whole(0)) > 0;
		out.total = add(out.total, p);
	}
	if (c->also) {                  /* 6.3: no minimums, no requirements */
		out.passes = compare(out.total, of(&r->share)) >= 0;
		return out;
	}
	if (r->silent_pass)
		out.passes &= settle(c, &r->silent_pass, -1);
	else
		out.passes &= compare(out.total, of(&r->pass)) >= 0;
	if (r->min_categories.text)
		out.passes &= filled >= r->min_categories.num;
	out.passes &= block_holds(c, r->requires.items);
	if (r->share.text) {
		struct context narrower = *c;

		narrower.also = r->share_filter;
		out.passes &= rubric_once(&narrower, r).passes;
	}
	if (r->settles.items && block_holds(c, r->settles.items))
		out.passes = true;
	return out;
}

enum { LINES_MAX = 256, RECORDS_MAX = 4096 };

static size_t awards_of(const struct hqc_category *cat, const struct hqc_award **out, size_t n)
{
	for (; cat; cat = cat->next) {
		if (cat->award && cat->award->kind != HQC_AWARD_IF)
			out[n++] = cat->award;
		for (const struct hqc_line *l = cat->lines; l; l = l->next)
			if (l->award->kind != HQC_AWARD_IF)
				out[n++] = l->award;
		n = awards_of(cat->categories, out, n);
	}
	return n;
}

static bool same_event(const struct hq_record *a, const struct hq_record *b)
{
	return a == b || (a->event > 0 && a->event == b->event);
}

/* 6.4: every allotment there is, one event after the other; the best one is kept */
static void allot(struct context *c, const struct hqc_rubric *r, const struct hqc_award **allotted, size_t i, const struct hqc_award *const *awards,
		  size_t nawards, struct ref_points *best, bool *any)
{
	const struct ref_teacher *t = c->t;

	for (; i < t->nrecords; i++) {          /* the next event whose records have no line yet: its first record leads */
		bool leads = true;

		for (size_t j = 0; j < i; j++)
			leads &= !same_event(&t->records[i], &t->records[j]);
		if (leads)
			break;
	}
	if (i == t->nrecords) {
		c->allotted = (const struct hqc_award *const *)allotted;
		const struct ref_points p = rubric_once(c, r);

		c->allotted = NULL;
		if (!*any || (p.passes && !best->passes) || (p.passes == best->passes && compare(p.total, best->total) > 0))
			*best = p;
		*any = true;
		return;
	}
	bool fits = false;
	for (size_t a = 0; a < nawards; a++) {
		bool takes = false;

		for (size_t j = i; j < t->nrecords; j++) {
			const struct hq_record *rec = &t->records[j];

			takes |= same_event(&t->records[i], rec) && rec->kind == awards[a]->what.record->index &&
				 (!awards[a]->what.filter || matches(c, awards[a]->what.filter, awards[a]->what.record, rec));
		}
		if (!takes)
			continue;
		fits = true;
		for (size_t j = i; j < t->nrecords; j++)
			if (same_event(&t->records[i], &t->records[j]))
				allotted[j] = awards[a];
		allot(c, r, allotted, i + 1, awards, nawards, best, any);
	}
	if (!fits)
		allot(c, r, allotted, i + 1, awards, nawards, best, any);
}

struct ref_points ref_rubric(const struct hqc_rubric *r, const struct ref_teacher *t, const struct ref_chooser *ch)
{
	struct context c = { .t = t, .ch = ch };

	if (!r->once)
		return rubric_once(&c, r);
	static const struct hqc_award *allotted[RECORDS_MAX];
	const struct hqc_award *awards[LINES_MAX];
	const size_t n = awards_of(r->categories, awards, 0);
	struct ref_points best = { whole(0), false };
	bool any = false;

	memset(allotted, 0, t->nrecords * sizeof *allotted);
	allot(&c, r, allotted, 0, awards, n, &best, &any);
	return best;
}

/* ---- decisions: 8.2, 8.3 ---- */

struct ref_answer ref_decide(const struct hqc_edition *e, const struct ref_teacher *t, const struct ref_chooser *ch)
{
	const struct context c = { .t = t, .ch = ch };
	struct ref_answer out = { HQ_NOT_HIGHLY_QUALIFIED, NULL };

	if (e->has_applies && !block_holds(&c, e->applies.items))
		return (struct ref_answer){ HQ_NOT_APPLICABLE, NULL };
	for (const struct hqc_route *r = e->routes; r && !out.route; r = r->next)
		if (block_holds(&c, r->block.items))
			out.route = r;
	if ((!e->has_every || block_holds(&c, e->every.items)) && (!e->routes || out.route))
		out.verdict = HQ_HIGHLY_QUALIFIED;
	else
		out.route = NULL;
	return out;
}
