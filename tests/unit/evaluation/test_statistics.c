#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation/statistics.h"

#define assert_near(actual, expected)                                                              \
    assert_true(fabs((actual) - (expected)) <= 1e-12 * fmax(1, fabs((double)(expected))))

/* 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares 32. */
static const double eight[] = {2, 4, 4, 4, 5, 5, 7, 9};

static void test_moments(void **state)
{
    (void)state;
    struct evaluation_moments moments = evaluation_moments_of(eight, 8, 9);
    assert_int_equal(moments.count, 8);
    assert_near(moments.mean, 5);
    assert_near(moments.deviation, sqrt(32.0 / 7));
    assert_near(moments.error, sqrt(32.0 / 7 / 8));
    assert_near(moments.minimum, 2);
    assert_near(moments.maximum, 9);
    assert_false(moments.constant);
}

static void test_moments_of_few(void **state)
{
    (void)state;
    struct evaluation_moments none = evaluation_moments_of(eight, 0, 0);
    assert_true(isnan(none.mean) && isnan(none.deviation) && !none.constant);
    struct evaluation_moments one = evaluation_moments_of(eight, 1, 2);
    assert_near(one.mean, 2);
    assert_true(isnan(one.deviation));
    assert_true(isnan(evaluation_interval_mean(&one, 0.95).low));
    assert_true(isnan(evaluation_t_test_mean(&one).degrees));
}

/* A large offset must not cost digits, as sum of squares minus square of the sum would. */
static void test_moments_do_not_lose_digits(void **state)
{
    (void)state;
    double shifted[8];
    for (size_t i = 0; i < 8; i++)
        shifted[i] = eight[i] + 1e9;
    struct evaluation_moments moments = evaluation_moments_of(shifted, 8, 1e9 + 9);
    assert_near(moments.mean, 1e9 + 5);
    assert_near(moments.deviation, sqrt(32.0 / 7));
}

static void test_moments_scale_and_permute(void **state)
{
    (void)state;
    double scaled[8], turned[8];
    for (size_t i = 0; i < 8; i++) {
        scaled[i] = -3 * eight[i];
        turned[i] = eight[(i * 5) % 8];
    }
    struct evaluation_moments a = evaluation_moments_of(scaled, 8, 27);
    struct evaluation_moments b = evaluation_moments_of(turned, 8, 9);
    assert_near(a.mean, -15);
    assert_near(a.deviation, 3 * sqrt(32.0 / 7));
    assert_near(b.deviation, sqrt(32.0 / 7));
}

/* 14/3 - 13/3 and 10/3 - 3 are both a third, up to rounding: such a series has no spread. */
static void test_constant_up_to_rounding(void **state)
{
    (void)state;
    const double thirds[] = {14.0 / 3 - 13.0 / 3, 10.0 / 3 - 3};
    assert_true(thirds[0] != thirds[1]);
    struct evaluation_moments moments = evaluation_moments_of(thirds, 2, 5);
    assert_true(moments.constant);
    assert_true(moments.deviation == 0 && moments.error == 0);
    assert_true(isnan(evaluation_interval_mean(&moments, 0.95).low));
    assert_true(isnan(evaluation_t_test_mean(&moments).t));
    assert_near(evaluation_t_test_mean(&moments).degrees, 1);
}

/* t with 7 degrees of freedom at 97.5 %: 2.3646242515927844 (any table gives 2.365). */
static void test_values_too_large_for_their_differences(void **state)
{
    (void)state;
    const double differences[] = {INFINITY, -INFINITY, 1};
    struct evaluation_moments moments = evaluation_moments_of(differences, 3, 1e308);
    assert_true(isnan(moments.deviation));
    assert_true(isnan(evaluation_t_test_mean(&moments).p));
    const double far_apart[] = {-1.7e308, 1.7e308};
    assert_true(evaluation_quantile(far_apart, 2, 0.5) == 0);
}

static void test_interval_of_the_mean(void **state)
{
    (void)state;
    struct evaluation_moments moments = evaluation_moments_of(eight, 8, 9);
    struct evaluation_interval interval = evaluation_interval_mean(&moments, 0.95);
    double reach = 2.3646242515927844 * sqrt(32.0 / 7 / 8);
    assert_near(interval.low, 5 - reach);
    assert_near(interval.high, 5 + reach);
}

/* The limits of Wilson's interval solve (p - x/n)^2 = z^2 p (1 - p) / n. */
static void test_interval_of_a_share(void **state)
{
    (void)state;
    const double z = 1.959963984540054;
    struct evaluation_interval interval = evaluation_interval_share(3, 10, 0.95);
    const double limits[] = {interval.low, interval.high};
    for (size_t i = 0; i < 2; i++) {
        double p = limits[i];
        assert_true(fabs((p - 0.3) * (p - 0.3) - z * z * p * (1 - p) / 10) < 1e-14);
    }
    assert_true(interval.low < 0.3 && interval.high > 0.3);
}

static void test_interval_of_a_share_at_the_ends(void **state)
{
    (void)state;
    assert_true(evaluation_interval_share(0, 7, 0.95).low == 0);
    assert_true(evaluation_interval_share(7, 7, 0.95).high == 1);
    assert_true(isnan(evaluation_interval_share(0, 0, 0.95).low));
    assert_true(isnan(evaluation_share(0, 0)));
    struct evaluation_interval few = evaluation_interval_share(2, 9, 0.99);
    struct evaluation_interval rest = evaluation_interval_share(7, 9, 0.99);
    assert_near(few.low, 1 - rest.high);
}

static void test_quantiles(void **state)
{
    (void)state;
    assert_near(evaluation_quantile(eight, 8, 0.5), 4.5);
    assert_near(evaluation_quantile(eight, 8, 0.25), 4);
    assert_near(evaluation_quantile(eight, 8, 0.75), 5.5);
    assert_near(evaluation_quantile(eight, 8, 0), 2);
    assert_near(evaluation_quantile(eight, 8, 1), 9);
    assert_near(evaluation_quantile(eight, 1, 0.3), 2);
    assert_true(isnan(evaluation_quantile(eight, 0, 0.5)));
}

static void test_midranks(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const double values[] = {3, 1, 3, 2, 3};
    const double expected[] = {4, 1, 4, 2, 4};
    double ranks[5], ties;
    evaluation_midranks(arena, values, 5, ranks, &ties);
    for (size_t i = 0; i < 5; i++)
        assert_near(ranks[i], expected[i]);
    assert_near(ties, 24);
}

static void test_correlation(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4}, y[] = {2, 1, 4, 3}, line[] = {9, 7, 5, 3},
                 flat[] = {2, 2, 2, 2};
    assert_near(evaluation_correlation(x, y, 4, 4, 4), 0.6);
    assert_true(evaluation_correlation(x, line, 4, 4, 9) == -1);
    assert_true(isnan(evaluation_correlation(x, flat, 4, 4, 2)));
    assert_true(isnan(evaluation_correlation(x, y, 1, 4, 4)));
}

/* J(2) = gamma(1) / (1 * gamma(1/2)) = 1 / sqrt(pi). */
static void test_small_sample_factor(void **state)
{
    (void)state;
    assert_near(evaluation_small_sample_factor(2), 1 / sqrt(acos(-1)));
    assert_near(evaluation_small_sample_factor(3), sqrt(acos(-1)) / 2 / sqrt(1.5));
    assert_true(isnan(evaluation_small_sample_factor(1)));
    /* The two ways to compute it meet. */
    double below = evaluation_small_sample_factor(1000);
    double above = evaluation_small_sample_factor(1000.0001);
    assert_true(fabs(above - below) < 1e-9);
    assert_near(evaluation_small_sample_factor(1e7), 1 - 3 / (4 * 1e7 - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_moments_of_few),
        cmocka_unit_test(test_moments_do_not_lose_digits),
        cmocka_unit_test(test_moments_scale_and_permute),
        cmocka_unit_test(test_constant_up_to_rounding),
        cmocka_unit_test(test_values_too_large_for_their_differences),
        cmocka_unit_test(test_interval_of_the_mean),
        cmocka_unit_test(test_interval_of_a_share),
        cmocka_unit_test(test_interval_of_a_share_at_the_ends),
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_midranks),
        cmocka_unit_test(test_correlation),
        cmocka_unit_test(test_small_sample_factor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
