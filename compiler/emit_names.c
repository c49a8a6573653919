/* Names of the table format's enum values, for every output that people read. Lower case and without prefix; the C output
 * puts HQ_OP_ in front and capitals on. A value that is none of them has the name "?".
 */
#include "emit.h"

#define COUNT(names) (sizeof(names) / sizeof((names)[0]))

static const char *pick(const char *const *names, size_t n, unsigned value)
{
	return value < n && names[value] ? names[value] : "?";
}

/* ORDER HQ_OP */
const char *emit_op_name(unsigned op)
{
	static const char *const names[] = {
		[HQ_OP_NONE] = "none",         [HQ_OP_ALL] = "all",           [HQ_OP_ANY] = "any",
		[HQ_OP_AT_LEAST] = "at_least", [HQ_OP_NOT] = "not",           [HQ_OP_QUANTITY] = "quantity",
		[HQ_OP_SCALAR] = "scalar",     [HQ_OP_SILENT] = "silent",     [HQ_OP_LINE] = "line",
		[HQ_OP_AWARD] = "award",       [HQ_OP_CATEGORY] = "category", [HQ_OP_RUBRIC] = "rubric",
	};
	return pick(names, COUNT(names), op);
}

/* ORDER HQ_ROLE */
const char *emit_role_name(unsigned role)
{
	static const char *const names[] = {
		[HQ_ROLE_PART] = "part",
		[HQ_ROLE_DEFINITION] = "definition",
		[HQ_ROLE_REQUIREMENT] = "requirement",
		[HQ_ROLE_ROUTE] = "route",
		[HQ_ROLE_EVERY] = "every",
		[HQ_ROLE_ROUTES] = "routes",
		[HQ_ROLE_APPLIES] = "applies",
		[HQ_ROLE_RUBRIC] = "rubric",
		[HQ_ROLE_CATEGORY] = "category",
		[HQ_ROLE_LINE] = "line",
		[HQ_ROLE_PREREQUISITE] = "prerequisite",
		[HQ_ROLE_SETTLES] = "settles",
		[HQ_ROLE_SHARE] = "share",
		[HQ_ROLE_VERDICT] = "verdict",
	};
	return pick(names, COUNT(names), role);
}

/* ORDER HQ_F */
const char *emit_filter_name(unsigned op)
{
	static const char *const names[] = {
		[HQ_F_END] = "end",       [HQ_F_AND] = "and",         [HQ_F_OR] = "or",
		[HQ_F_NOT] = "not",       [HQ_F_IN] = "in",           [HQ_F_RANGE] = "range",
		[HQ_F_AMOUNT] = "amount", [HQ_F_COMPARE] = "compare", [HQ_F_WITHIN] = "within",
		[HQ_F_SILENT] = "silent",
	};
	return pick(names, COUNT(names), op);
}

const char *emit_rel_name(unsigned rel)
{
	static const char *const names[] = {
		[HQ_REL_EQ] = "eq", [HQ_REL_LE] = "le", [HQ_REL_LT] = "lt",
		[HQ_REL_GE] = "ge", [HQ_REL_GT] = "gt", [HQ_REL_SHARES] = "shares",
	};
	return pick(names, COUNT(names), rel);
}

const char *emit_source_name(unsigned src)
{
	static const char *const names[] = {
		[HQ_SRC_RECORD] = "record",
		[HQ_SRC_TEACHER] = "teacher",
		[HQ_SRC_ASSIGNMENT] = "assignment",
		[HQ_SRC_AS_OF] = "as_of",
	};
	return pick(names, COUNT(names), src);
}

const char *emit_aggregate_name(unsigned agg)
{
	static const char *const names[] = {
		[HQ_AGG_SUM] = "sum",
		[HQ_AGG_COUNT] = "count",
		[HQ_AGG_GREATEST] = "greatest",
	};
	return pick(names, COUNT(names), agg);
}

const char *emit_form_name(unsigned form)
{
	static const char *const names[] = {
		[HQ_LINE_LINEAR] = "linear",
		[HQ_LINE_BLOCKS] = "blocks",
		[HQ_LINE_TIERS] = "tiers",
	};
	return pick(names, COUNT(names), form);
}

const char *emit_bound_name(unsigned bound)
{
	static const char *const names[] = {
		[HQ_BOUND_OPEN] = "open",
		[HQ_BOUND_DAY] = "day",
		[HQ_BOUND_MONTHS] = "months",
	};
	return pick(names, COUNT(names), bound);
}

const char *emit_note_name(unsigned kind)
{
	static const char *const names[] = {
		[HQ_NOTE_READING] = "reading",
		[HQ_NOTE_ERRATUM] = "erratum",
		[HQ_NOTE_NOTE] = "note",
		[HQ_NOTE_SILENT] = "silent",
		[HQ_NOTE_CORRECTED] = "corrected",
	};
	return pick(names, COUNT(names), kind);
}

const char *emit_slot_name(unsigned type)
{
	static const char *const names[] = {
		[HQ_SLOT_YES_NO] = "yes_no",
		[HQ_SLOT_QUANTITY] = "quantity",
	};
	return pick(names, COUNT(names), type);
}

const char *emit_field_type_name(unsigned type)
{
	static const char *const names[] = {
		[HQ_FIELD_ONE_OF] = "one_of", [HQ_FIELD_SOME_OF] = "some_of", [HQ_FIELD_YES_NO] = "yes_no",
		[HQ_FIELD_DATE] = "date",     [HQ_FIELD_NUMBER] = "number",
	};
	return pick(names, COUNT(names), type);
}

const char *emit_fork_name(unsigned what)
{
	static const char *const names[] = {
		[HQ_FORK_FIELDS] = "fields",   [HQ_FORK_AMOUNT] = "amount", [HQ_FORK_MEASURE] = "measure",
		[HQ_FORK_LIST] = "list",       [HQ_FORK_ROW] = "row",         [HQ_FORK_GIVE_UP] = "give_up",
		[HQ_FORK_YEARS] = "years",
	};
	return pick(names, COUNT(names), what);
}
