/* Output that is no explanation: CSV, and tables for a terminal. */
#ifndef HQ_CLI_PRINT_H
#define HQ_CLI_PRINT_H

#include "cli.h"
#include "json.h"

/* One CSV field, quoted where it must be (RFC 4180); a comma before all but the first of a row. */
void csv_field(FILE *to, const char *text, bool first);
void csv_end(FILE *to);

/* The decisions of a run as CSV: stable columns, one row each, taken from the explanation's JSON. */
void csv_decision_head(FILE *to);
int csv_decision(FILE *to, struct json *json, const char *explanation, size_t len, struct log *log);

/* "KS" of rules, as a string */
struct code { char text[5]; };
struct code code_of(const struct hq_tables *rules);

/* "0 to 4.00": the least and the most, in 10^@decimals, as the vocabulary has them */
struct range { char text[104]; };
struct range range_of(int64_t min, int64_t max, unsigned decimals);

#endif
