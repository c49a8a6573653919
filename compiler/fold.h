/* Exact numbers at compile time: fractions in lowest terms, and the one flag that says a number left the bounds.
 *
 * Every function takes the flag's struct and sets it instead of wrapping; once set it stays set, so a chain of steps
 * is checked once at its end. What a function returns after an overflow is a valid fraction without meaning. */
#ifndef HQC_FOLD_H
#define HQC_FOLD_H

#include <stdbool.h>
#include <stdint.h>

struct hqc_number;

struct hqc_fold { bool overflow; };
struct hqc_rat { int64_t num, den; };          /* lowest terms, den > 0 */

struct hqc_rat hqc_rat(struct hqc_fold *f, int64_t num, int64_t den);   /* den != 0 */
struct hqc_rat hqc_rat_of(const struct hqc_number *n);                  /* as the parser left it: lowest terms */
struct hqc_rat hqc_rat_int(int64_t n);
struct hqc_rat hqc_rat_add(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b);
struct hqc_rat hqc_rat_mul(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b);
struct hqc_rat hqc_rat_div(struct hqc_fold *f, struct hqc_rat a, struct hqc_rat b);   /* b != 0 */
/** below 0, 0 or above 0 as a is less than, equal to or greater than b; never overflows */
int hqc_rat_compare(struct hqc_rat a, struct hqc_rat b);
/** the greatest whole number not above a; the least not below it */
int64_t hqc_rat_floor(struct hqc_rat a);
int64_t hqc_rat_ceil(struct hqc_rat a);

int64_t hqc_mul(struct hqc_fold *f, int64_t a, int64_t b);
/** least common multiple of two positive numbers */
int64_t hqc_lcm(struct hqc_fold *f, int64_t a, int64_t b);
/** 10^n; n up to 18 */
int64_t hqc_pow10(struct hqc_fold *f, uint32_t n);
/** a * scale as a whole number; sets the flag when it is not one, too */
int64_t hqc_rat_scaled(struct hqc_fold *f, struct hqc_rat a, int64_t scale);

#endif
