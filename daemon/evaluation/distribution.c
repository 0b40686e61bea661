#include "evaluation/distribution.h"

#include <math.h>

#define MATHLIB_STANDALONE
#include <Rmath.h>

/* The library prints a warning to standard output when an argument is out of range, so nothing out
   of range reaches it. */
static int is_share(double p)
{
    return p > 0 && p < 1;
}
static int is_positive(double x)
{
    return isfinite(x) && x > 0;
}

double evaluation_normal_quantile(double p)
{
    return is_share(p) ? qnorm5(p, 0, 1, 1, 0) : NAN;
}

double evaluation_normal_upper(double z)
{
    return isnan(z) ? NAN : pnorm5(z, 0, 1, 0, 0);
}

double evaluation_t_quantile(double p, double degrees)
{
    return is_share(p) && is_positive(degrees) ? qt(p, degrees, 1, 0) : NAN;
}

double evaluation_t_two_sided(double t, double degrees)
{
    if (isnan(t) || !is_positive(degrees))
        return NAN;
    return fmin(1, 2 * pt(fabs(t), degrees, 0, 0));
}

double evaluation_f_quantile(double p, double first_degrees, double second_degrees)
{
    if (!is_share(p) || !is_positive(first_degrees) || !is_positive(second_degrees))
        return NAN;
    /* qf replaces F by chi-square for large second degrees (relative error up to 6e-4), so the
       quantile is taken from the beta distribution. */
    double share = qbeta(p, second_degrees / 2, first_degrees / 2, 0, 0);
    return (1 / share - 1) * (second_degrees / first_degrees);
}

double evaluation_f_upper(double f, double first_degrees, double second_degrees)
{
    if (!(f >= 0) || !is_positive(first_degrees) || !is_positive(second_degrees))
        return NAN;
    return pf(f, first_degrees, second_degrees, 0, 0);
}

double evaluation_chi_square_upper(double x, double degrees)
{
    return x >= 0 && is_positive(degrees) ? pchisq(x, degrees, 0, 0) : NAN;
}

double evaluation_binomial_half_lower(double hits, double count)
{
    return hits >= 0 && count >= hits && isfinite(count) ? pbinom(hits, count, 0.5, 1, 0) : NAN;
}

double evaluation_log_gamma(double x)
{
    return is_positive(x) ? lgammafn(x) : NAN;
}
