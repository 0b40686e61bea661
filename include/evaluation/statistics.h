/*
 * Statistics of plain arrays. An undefined figure is not a number; results never depend on the
 * order of the values beyond rounding.
 */
#ifndef SURVEYD_EVALUATION_STATISTICS_H
#define SURVEYD_EVALUATION_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "evaluation/result.h"

/* A series counts as constant when its range is at most this share of the answers' magnitude. */
#define EVALUATION_CONSTANT 1e-12

/* Size, mean and spread. The variance is computed in two passes with divisor count - 1. */
struct evaluation_moments {
    size_t count;
    bool constant; /* then the standard deviation is exactly 0; false if count is 0 */
    double mean;
    double deviation; /* standard deviation, from 2 values on */
    double error;     /* standard error of the mean, from 2 values on */
    double minimum, maximum;
};

/* `magnitude`: the largest absolute answer from which the values were derived. */
struct evaluation_moments evaluation_moments_of(const double *values, size_t count,
                                                double magnitude);

/* The largest absolute value; 0 for none. */
double evaluation_magnitude_of(const double *values, size_t count);

/* Values with how often each occurs: where few values differ, as in answers on a scale, all that
   does not depend on whose they are follows from them. */
struct evaluation_distribution {
    size_t kinds;
    const double *values;  /* ascending, all different */
    const size_t *weights; /* of each, at least 1 */
    size_t count;          /* sum of the weights */
};

/* Counts values as they come, as long as they are of few kinds: answers on a scale, and means of a
   few of them, are. Begin with everything zero. */
#define EVALUATION_KINDS_MOST ((size_t)512)
#define EVALUATION_KIND_SLOTS (4 * EVALUATION_KINDS_MOST)
struct evaluation_kinds {
    size_t kinds, count;
    double values[EVALUATION_KINDS_MOST];
    size_t weights[EVALUATION_KINDS_MOST];
    uint16_t slots[EVALUATION_KIND_SLOTS]; /* index + 1, or 0 */
};

/* False, and nothing is counted, if the value were of one kind too many. */
bool evaluation_kinds_count(struct evaluation_kinds *kinds, double value);

/* What was counted; it refers to `kinds`, which must not be used afterwards. */
struct evaluation_distribution evaluation_kinds_end(struct evaluation_kinds *kinds);

/* The distribution of the values; on the arena. */
struct evaluation_distribution evaluation_distribution_of(struct base_arena *arena,
                                                          const double *values, size_t count);

/* The distribution of values that occur as often as the weights (not 0) say. They may come in any
   order and several times; the arrays are sorted, and become those of the distribution. */
struct evaluation_distribution evaluation_distribution_weighted(double *values, size_t *weights,
                                                                size_t kinds);

/* As evaluation_moments_of and evaluation_quantile of all the values. */
struct evaluation_moments
evaluation_distribution_moments(const struct evaluation_distribution *distribution,
                                double magnitude);
double evaluation_distribution_quantile(const struct evaluation_distribution *distribution,
                                        double share);

/* The largest absolute value; 0 for none. */
double evaluation_distribution_magnitude(const struct evaluation_distribution *distribution);

/* Pairs of values with how often each occurs. */
struct evaluation_joint {
    size_t kinds;
    const double *first, *second; /* in any order, no pair twice */
    const size_t *weights;
    size_t count;                   /* sum of the weights */
    size_t only_first, only_second; /* those without a second, and a first, value */
};

/* Moments of values, in any order, that occur as often as the weights say. */
struct evaluation_moments evaluation_moments_weighted(const double *values, const size_t *weights,
                                                      size_t kinds, double magnitude);

/* The distribution of one half of the pairs; on the arena. */
struct evaluation_distribution evaluation_joint_half(struct base_arena *arena,
                                                     const struct evaluation_joint *joint,
                                                     const double *half);

/* Pearson's correlation, as evaluation_correlation. */
double evaluation_joint_correlation(const struct evaluation_joint *joint, const double *x,
                                    const double *y, double x_magnitude, double y_magnitude);

/* A confidence interval; both not a number when undefined. */
struct evaluation_interval {
    double low, high;
};

/* Of the mean, by Student's t. Undefined for fewer than 2 values or a constant series. */
struct evaluation_interval evaluation_interval_mean(const struct evaluation_moments *moments,
                                                    double confidence);

/* Of the share `hits` of `count`: Wilson's score interval. Undefined for no observation. */
struct evaluation_interval evaluation_interval_share(size_t hits, size_t count, double confidence);

/* The t test of a mean against 0. */
struct evaluation_t_test {
    double t, degrees, p;
};
struct evaluation_t_test evaluation_t_test_mean(const struct evaluation_moments *moments);

/* hits / count; not a number when count is 0. */
double evaluation_share(size_t hits, size_t count);

/* Sorts ascending. The values must be finite. */
void evaluation_sort(double *values, size_t count);

/* A sorted copy on the arena. */
double *evaluation_sorted(struct base_arena *arena, const double *values, size_t count);

/* Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan). */
double evaluation_quantile(const double *sorted, size_t count, double share);

/* Midranks (from 1) of the values, in their order; `ret_ties` is the sum of t^3 - t over groups of
   t equal values (may be NULL). */
void evaluation_midranks(struct base_arena *scratch, const double *values, size_t count,
                         double *ret_ranks, double *ret_ties);

/* Pearson's correlation, exactly +-1 within 1e-12 of it; not a number if one of the series is
   constant. */
double evaluation_correlation(const double *x, const double *y, size_t count, double x_magnitude,
                              double y_magnitude);

/* The same from the sums of products and squares of the distances from the means; both series vary.
 */
double evaluation_correlation_of(long double products, long double x_squares,
                                 long double y_squares);

/* Hedges' small-sample factor J for that many degrees of freedom; not a number below 2. */
double evaluation_small_sample_factor(double degrees);

/* Puts `name`, `name`_low and `name`_high: a share with its Wilson limits. */
void evaluation_put_share(struct evaluation_record *record, const char *name, size_t hits,
                          size_t count, double confidence);

/* Puts the two fields `low_name`, `high_name`. */
void evaluation_put_interval(struct evaluation_record *record, const char *low_name,
                             const char *high_name, struct evaluation_interval interval);

#endif
