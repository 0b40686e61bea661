/*
 * Probability distributions, by R's own numerical library. The only module that includes its
 * header. Arguments outside the stated range give not a number. Upper tails are computed as such.
 */
#ifndef SURVEYD_EVALUATION_DISTRIBUTION_H
#define SURVEYD_EVALUATION_DISTRIBUTION_H

/* Normal: the quantile of probability 0 < p < 1, and P(Z > z). */
double evaluation_normal_quantile(double p);
double evaluation_normal_upper(double z);

/* Student's t with degrees > 0: quantile, and P(|T| > |t|). */
double evaluation_t_quantile(double p, double degrees);
double evaluation_t_two_sided(double t, double degrees);

/* Fisher's F with both degrees > 0: quantile, and P(F > f). */
double evaluation_f_quantile(double p, double first_degrees, double second_degrees);
double evaluation_f_upper(double f, double first_degrees, double second_degrees);

/* P(X > x) of chi-square with degrees > 0. */
double evaluation_chi_square_upper(double x, double degrees);

/* P(B <= hits) of a binomial with `count` trials of probability one half. */
double evaluation_binomial_half_lower(double hits, double count);

/* The logarithm of the gamma function, x > 0. */
double evaluation_log_gamma(double x);

#endif
