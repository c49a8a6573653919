/* A record that filters take: one way through their alternatives, and for each field what it must be on that way.
 *
 * Filters are postfix code. Each `or` (an `and` under `not`) is a choice; a way is one number whose digits are the choices;
 * ways are tried in the order of the file. On one way every condition is a bound on one field, so the record is read
 * off the bounds. The caller has the runtime look at the record: what is found here is an offer.
 */
#include "plan.h"

static const struct hq_packed_op *op_at(const struct hqp *s, uint16_t op)
{
	return HQ_AT(struct hq_packed_op, s->rules, filter_ops) + op;
}

/* For each operation of a filter, where its operands begin; its length; 0 where it is too long to be looked at. */
static uint16_t measure_filter(const struct hqp *s, uint16_t filter, uint16_t *start)
{
	uint16_t stack[HQ_STACK_MAX], n = 0;

	for (uint16_t i = 0; i < HQP_OPS; i++) {
		const struct hq_packed_op *op = op_at(s, (uint16_t)(filter + i));

		if (op->op == HQ_F_END)
			return i;
		if (op->op == HQ_F_NOT) {
			start[i] = stack[n - 1];
			continue;
		}
		start[i] = i;
		if (op->op == HQ_F_AND || op->op == HQ_F_OR) {
			n = (uint16_t)(n - op->at);
			start[i] = stack[n];
		}
		stack[n++] = start[i];
	}
	return 0;
}

/* The conditions on way number @way: 1 with them in s->leaves, 0 for a number that is no way, -1 for one past the last. */
static int take_way(struct hqp *s, const uint16_t *filters, const uint16_t *lengths, unsigned n, uint32_t way)
{
	uint32_t waiting = 0, ways = 1, left = way;

	s->nleaves = 0;
	for (unsigned f = n; f-- > 0;) {
		s->todo[waiting].at = (uint16_t)(lengths[f] - 1);
		s->todo[waiting].filter = (uint8_t)f;
		s->todo[waiting++].yes = 1;
	}
	while (waiting > 0) {
		waiting--;
		const uint16_t at = s->todo[waiting].at;
		const uint8_t f = s->todo[waiting].filter, yes = s->todo[waiting].yes;
		const uint16_t *start = s->starts + (size_t)f * HQP_OPS;
		const struct hq_packed_op *op = op_at(s, (uint16_t)(filters[f] + at));

		if (op->op == HQ_F_NOT) {
			s->todo[waiting].at = (uint16_t)(at - 1);
			s->todo[waiting].filter = f;
			s->todo[waiting++].yes = !yes;
			continue;
		}
		if (op->op != HQ_F_AND && op->op != HQ_F_OR) {
			if (s->nleaves == HQP_LEAVES)
				return -1;
			s->leaves[s->nleaves].op = (uint16_t)(filters[f] + at);
			s->leaves[s->nleaves++].yes = yes;
			continue;
		}
		const bool all = (op->op == HQ_F_AND) == (yes != 0);
		uint16_t kid = (uint16_t)(at - 1);
		uint32_t chosen = 0;

		if (!all) {
			chosen = left % op->at;
			left /= op->at;
			ways *= op->at;
		}
		/* Operands come last to first; the first is choice 0. */
		for (uint32_t k = op->at; k-- > 0; kid = (uint16_t)(start[kid] - 1)) {
			if (!all && k != chosen)
				continue;
			if (waiting == HQP_TODO)
				return -1;
			s->todo[waiting].at = kid;
			s->todo[waiting].filter = f;
			s->todo[waiting++].yes = yes;
			if (!all)
				break;
		}
	}
	if (left > 0)
		return ways == 1 ? -1 : 0;
	return 1;
}

/* ---- bounds -------------------------------------------------------------------------------------------------- */

static const struct hq_vocab_field *field_of(const struct hqp *s, uint8_t kind, uint8_t field)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, s->vocab, kinds) + kind;

	return HQ_AT(struct hq_vocab_field, s->vocab, fields) + k->first_field + field;
}

static bool is_coded(const struct hq_vocab_field *f)
{
	return f->type == HQ_FIELD_ONE_OF || f->type == HQ_FIELD_SOME_OF || f->type == HQ_FIELD_YES_NO;
}

static void bound(struct hq_choice *c, int64_t lo, int64_t hi)
{
	c->said = 1;
	c->lo = hqi_max(c->lo, lo);
	c->hi = hqi_min(c->hi, hi);
}

/* One of these codes; or, not @yes, none of them. A set of codes needs one of them, and may have to do without others. */
static bool bound_codes(struct hqp *s, struct hq_move *move, uint8_t field, const uint64_t codes[4], bool yes)
{
	struct hq_choice *c = &move->where[field];
	const struct hq_vocab_field *f = field_of(s, move->kind, field);
	bool any = false;

	if (f->type == HQ_FIELD_SOME_OF) {
		if (!yes) {
			s->forbidden[field] |= codes[0];
		} else if (!c->said) {
			c->said = 1;
			c->codes[0] = codes[0];
		} else {
			c->codes[0] &= codes[0];       /* one code that serves both; a record with two is not tried */
		}
		return !c->said || (c->codes[0] & ~s->forbidden[field]) != 0;
	}
	c->said = 1;
	for (int i = 0; i < 4; i++) {
		c->codes[i] &= yes ? codes[i] : ~codes[i];
		any = any || c->codes[i];
	}
	return any;
}

static bool bound_range(struct hqp *s, struct hq_move *move, uint8_t field, int64_t lo, int64_t hi, bool yes)
{
	const struct hq_vocab_field *f = field_of(s, move->kind, field);
	struct hq_choice *c = &move->where[field];
	uint64_t codes[4] = { 0 };

	if (is_coded(f)) {
		for (int64_t v = hqi_max(lo, 0); v <= hi && v < (f->type == HQ_FIELD_YES_NO ? 2 : f->ncodes); v++)
			codes[v / 64] |= (uint64_t)1 << v % 64;
		return bound_codes(s, move, field, codes, yes);
	}
	if (yes)
		bound(c, lo, hi);
	else if (lo > c->lo && hi >= c->hi)
		bound(c, c->lo, lo - 1);
	else
		bound(c, hi + 1, c->hi);
	return c->lo <= c->hi;
}

/* The value on the other side of a comparison; false where it is not known. */
static bool other_side(const struct hqp *s, const struct hq_filter_op *op, int64_t *value)
{
	const struct hq_record *r = op->other_src == HQ_SRC_TEACHER ? hqi_teacher(&s->ask) : s->ask.facts->assignment;

	*value = s->until;
	if (op->other_src == HQ_SRC_AS_OF)
		return true;
	if (op->other_src == HQ_SRC_RECORD || !r || !(r->known >> op->other & 1))
		return false;
	*value = r->v[op->other];
	return true;
}

static bool bound_compare(struct hqp *s, struct hq_move *move, const struct hq_filter_op *op, bool yes)
{
	int64_t v;

	if (!other_side(s, op, &v))
		return false;
	switch ((enum hq_rel)op->rel) {
	case HQ_REL_EQ:
	case HQ_REL_SHARES:
		if (is_coded(field_of(s, move->kind, op->field))) {
			uint64_t codes[4] = { 0 };

			if (op->other_set)
				codes[0] = (uint64_t)v;
			else if (v < 256)
				codes[v / 64] = (uint64_t)1 << v % 64;
			return bound_codes(s, move, op->field, codes, yes);
		}
		return bound_range(s, move, op->field, v, v, yes);
	case HQ_REL_LE:
		return bound_range(s, move, op->field, -HQ_BIG, v, yes);
	case HQ_REL_LT:
		return bound_range(s, move, op->field, -HQ_BIG, v - 1, yes);
	case HQ_REL_GE:
		return bound_range(s, move, op->field, v, HQ_BIG, yes);
	case HQ_REL_GT:
		return bound_range(s, move, op->field, v + 1, HQ_BIG, yes);
	}
	return false;
}

/* What one condition asks of the record; false where no record of what is still possible meets it. */
static bool take_leaf(struct hqp *s, struct hq_move *move, uint16_t at, bool yes, int64_t *least, int64_t *most)
{
	const struct hq_packed_op *packed = op_at(s, at);
	const struct hq_filter_op op = hq_filter_op_at(s->rules, at);

	if (op.op == HQ_F_SILENT)
		return false;
	if (op.op == HQ_F_AMOUNT) {
		if (move->unit != op.other)
			return false;
		if (yes) {
			*least = hqi_max(*least, op.a);
			*most = hqi_min(*most, op.b);
		} else if (op.a > *least) {
			*most = hqi_min(*most, op.a - 1);
		} else {
			*least = hqi_max(*least, op.b + 1);
		}
		return *least <= *most;
	}
	if (op.src != HQ_SRC_RECORD) {
		const hqi_truth t = hqi_filter_leaf(&s->ask, packed, NULL);

		return yes ? hqi_is_yes(t) : hqi_is_no(t);
	}
	switch (op.op) {
	case HQ_F_IN: {
		uint64_t codes[4] = { 0 };
		const uint64_t *words = HQ_AT(uint64_t, s->rules, words) + op.a;

		for (int i = 0; i < 4 && i < op.b; i++)
			codes[i] = words[i];
		return bound_codes(s, move, op.field, codes, yes);
	}
	case HQ_F_RANGE:
		return bound_range(s, move, op.field, op.a, op.b, yes);
	case HQ_F_COMPARE:
		return bound_compare(s, move, &op, yes);
	case HQ_F_WITHIN:
		return bound_range(s, move, op.field, (int64_t)hq_day_add_months(s->until, (int32_t)-op.a) + 1, s->until, yes);
	default:
		return false;
	}
}

/* ---- the record ---------------------------------------------------------------------------------------------- */

static int lowest(const uint64_t codes[4])
{
	for (int i = 0; i < 256; i++)
		if (codes[i / 64] >> i % 64 & 1)
			return i;
	return -1;
}

/* Nothing is known of a new record but that its days are yet to come, and its values in their ranges. */
static void begin(struct hqp *s, struct hq_move *move, hq_day from, hq_day to)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, s->vocab, kinds) + move->kind;

	for (uint8_t i = 0; i < k->nfields; i++) {
		const struct hq_vocab_field *f = field_of(s, move->kind, i);
		struct hq_choice *c = &move->where[i];

		*c = (struct hq_choice){ .range = !is_coded(f), .lo = f->min, .hi = f->max };
		s->forbidden[i] = 0;
		if (f->type == HQ_FIELD_DATE) {
			c->lo = from;
			c->hi = f->never ? HQ_DAY_NEVER : to;
		}
		for (int w = 0; w < 4 && is_coded(f) && f->type != HQ_FIELD_SOME_OF; w++)
			c->codes[w] = UINT64_MAX;
		if (f->type == HQ_FIELD_YES_NO)
			c->codes[0] = 3;
	}
	if (k->date_field < k->nfields)
		move->where[k->date_field].hi = to;
}

static bool read_off(struct hqp *s, struct hq_move *move)
{
	const struct hq_vocab_kind *k = HQ_AT(struct hq_vocab_kind, s->vocab, kinds) + move->kind;
	struct hq_record *r = &move->record;

	*r = (struct hq_record){ .kind = move->kind, .unit = 255, .times = k->flags & HQ_KIND_TIMES ? 1 : 0 };
	for (uint8_t i = 0; i < k->nfields; i++) {
		const struct hq_vocab_field *f = field_of(s, move->kind, i);
		struct hq_choice *c = &move->where[i];
		int code;

		if (!c->said && i != k->date_field)
			continue;
		if (c->range) {
			if (c->lo > c->hi)
				return false;
			/* The last day there is, and of a score no more than is asked. */
			r->v[i] = f->type == HQ_FIELD_DATE || c->lo <= f->min ? c->hi : c->lo;
			if (f->type == HQ_FIELD_DATE && f->never && c->hi == HQ_DAY_NEVER)
				r->v[i] = HQ_DAY_NEVER;
		} else {
			if (f->type == HQ_FIELD_SOME_OF)
				c->codes[0] &= ~s->forbidden[i];
			for (int v = f->type == HQ_FIELD_YES_NO ? 2 : f->ncodes; v < 256; v++)
				c->codes[v / 64] &= ~((uint64_t)1 << v % 64);
			code = lowest(c->codes);
			if (code < 0)
				return false;
			r->v[i] = f->type == HQ_FIELD_SOME_OF ? (int64_t)1 << code : code;
		}
		r->known |= (uint16_t)(1u << i);
	}
	return true;
}

static bool of_assignment(const struct hqp *s, uint16_t at)
{
	const struct hq_filter_op op = hq_filter_op_at(s->rules, at);

	return op.op == HQ_F_COMPARE && op.src == HQ_SRC_RECORD && op.other_src == HQ_SRC_ASSIGNMENT;
}

/* Does some condition of the filters compare the record with the assignment; one on the way that was taken? */
static bool compares(const struct hqp *s, const uint16_t *filters, const uint16_t *lengths, unsigned n)
{
	for (unsigned f = 0; f < n; f++)
		for (uint16_t i = 0; i < lengths[f]; i++)
			if (of_assignment(s, (uint16_t)(filters[f] + i)))
				return true;
	return false;
}

static bool way_compares(const struct hqp *s)
{
	for (uint16_t i = 0; i < s->nleaves; i++)
		if (s->leaves[i].yes && of_assignment(s, s->leaves[i].op))
			return true;
	return false;
}

bool hqp_solve(struct hqp *s, struct hq_move *move, const uint16_t *filters, unsigned n, const struct hq_vocab_change *declared,
	       hq_day from, hq_day to, unsigned skip)
{
	uint16_t lengths[HQ_PLAN_ALIKE], own[HQ_PLAN_ALIKE];
	unsigned nown = 0;

	for (unsigned f = 0; f < n; f++) {
		if (filters[f] == HQ_NONE)
			continue;
		own[nown] = filters[f];
		lengths[nown] = measure_filter(s, filters[f], s->starts + (size_t)nown * HQP_OPS);
		if (lengths[nown++] == 0)
			return false;
	}
	/* A way that speaks of the assignment comes before one that would do for anybody. */
	const bool speaks = compares(s, own, lengths, nown);

	for (uint32_t turn = 0; turn < (speaks ? 2 : 1) * HQP_WAYS; turn++) {
		const uint32_t way = turn % HQP_WAYS;
		const int taken = take_way(s, own, lengths, nown, way);
		int64_t least = 0, most = HQ_BIG;
		bool ok = true;

		if (taken < 0) {
			if (turn >= HQP_WAYS || !speaks)
				return false;
			turn = HQP_WAYS - 1;
			continue;
		}
		if (taken == 0 || (speaks && (turn < HQP_WAYS) != way_compares(s)))
			continue;
		begin(s, move, from, to);
		if (declared && declared->field != 255)
			ok = bound_codes(s, move, declared->field, declared->to, true);
		for (uint16_t i = 0; i < s->nleaves && ok; i++)
			ok = take_leaf(s, move, s->leaves[i].op, s->leaves[i].yes, &least, &most);
		if (ok && least > 0) {
			/* Each record must have so much: a step is a record. */
			move->step = declared && declared->step > 1 ? (least + declared->step - 1) / declared->step * declared->step : least;
			move->alone = 1;
			ok = move->step <= most;
		}
		if (ok && read_off(s, move) && skip-- == 0)
			return true;
	}
	return false;
}
