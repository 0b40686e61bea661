#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation/distribution.h"

#define assert_near(actual, expected)                                                              \
    assert_true(fabs((actual) - (expected)) <= 1e-12 * fabs((double)(expected)))

static void test_normal(void **state)
{
    (void)state;
    assert_near(evaluation_normal_quantile(0.975), 1.959963984540054);
    assert_near(evaluation_normal_upper(0), 0.5);
    /* A far tail, computed as one: 1 - P would be 0. */
    assert_near(evaluation_normal_upper(10), 7.619853024160527e-24);
    assert_true(isnan(evaluation_normal_quantile(0)) && isnan(evaluation_normal_quantile(1)));
    assert_true(isnan(evaluation_normal_upper(NAN)));
}

/* With 2 degrees of freedom P(|T| > t) = 1 - t / sqrt(t^2 + 2); with 1 it is 1 - 2 atan(t) / pi. */
static void test_t(void **state)
{
    (void)state;
    assert_near(evaluation_t_two_sided(3, 2), 1 - 3 / sqrt(11));
    assert_near(evaluation_t_two_sided(-3, 2), 1 - 3 / sqrt(11));
    assert_near(evaluation_t_two_sided(2, 1), 1 - 2 * atan(2) / acos(-1));
    assert_near(evaluation_t_quantile(0.75, 1), 1);
    assert_true(evaluation_t_two_sided(0, 5) == 1);
    assert_true(isnan(evaluation_t_quantile(0.5, 0)) && isnan(evaluation_t_two_sided(1, NAN)));
}

/* With 2 and n degrees of freedom P(F > f) = (1 + 2f/n)^(-n/2). */
static void test_f(void **state)
{
    (void)state;
    assert_near(evaluation_f_upper(3, 2, 10), pow(1.6, -5));
    double quantile = evaluation_f_quantile(0.95, 2, 10);
    assert_true(fabs(pow(1 + quantile / 5, -5) - 0.05) < 1e-13);
    assert_near(evaluation_f_quantile(0.1, 7, 12), 1 / evaluation_f_quantile(0.9, 12, 7));
    assert_true(isnan(evaluation_f_upper(-1, 2, 2)) && isnan(evaluation_f_quantile(0.5, 0, 1)));
}

/* For large second degrees of freedom the quantile must not turn into one of chi-square, which the
   library's own function does from 400,000 on. */
static void test_f_quantile_with_many_degrees(void **state)
{
    (void)state;
    double quantile = evaluation_f_quantile(0.975, 1e6, 1e6);
    assert_true(fabs(evaluation_f_upper(quantile, 1e6, 1e6) - 0.025) < 1e-9);
    assert_near(quantile, 1 / evaluation_f_quantile(0.025, 1e6, 1e6));
}

static void test_chi_square(void **state)
{
    (void)state;
    assert_near(evaluation_chi_square_upper(5, 2), exp(-2.5));
    assert_near(evaluation_chi_square_upper(0, 3), 1);
    assert_true(isnan(evaluation_chi_square_upper(-1, 3)));
}

static void test_binomial(void **state)
{
    (void)state;
    assert_near(evaluation_binomial_half_lower(1, 4), 5.0 / 16);
    assert_near(evaluation_binomial_half_lower(4, 4), 1);
    assert_true(isnan(evaluation_binomial_half_lower(5, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal),     cmocka_unit_test(test_t),
        cmocka_unit_test(test_f),          cmocka_unit_test(test_f_quantile_with_many_degrees),
        cmocka_unit_test(test_chi_square), cmocka_unit_test(test_binomial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
