#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

static struct evaluation_analysis of_question(size_t question)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = question;
    return analysis;
}

static void use_values(struct fixture *fixture, const char *values)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", values);
    fixture_finish(fixture, builder);
}

static void test_item(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_values(fixture, "5 4 - 4 2 6 2.5 word 1");
    struct evaluation_result result = fixture_compute(fixture, "reaction.item", of_question(0));
    fixture_assert_number(&result, "n_missing", 1);
    fixture_assert_number(&result, "n_invalid", 3);
    fixture_assert_number(&result, "n", 5);
    fixture_assert_number(&result, "mean", 3.2);
    fixture_assert_number(&result, "sd", sqrt(2.7));
    fixture_assert_number(&result, "median", 4);
    fixture_assert_number(&result, "q1", 2);
    fixture_assert_number(&result, "top2", 0.6);
    fixture_assert_number(&result, "bottom2", 0.4);
    const struct evaluation_list *counts = evaluation_record_find(result.values, "counts")->list;
    static const int64_t expected[] = {1, 1, 0, 2, 1};
    assert_int_equal(counts->count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(counts->items[i].integer, expected[i]);
}

static void test_item_without_answers(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_values(fixture, "- -");
    struct evaluation_result result = fixture_compute(fixture, "reaction.item", of_question(0));
    fixture_assert_reason(&result, "no_data");
    fixture_assert_number(&result, "n_missing", 2);
    fixture_assert_number(&result, "mean", NAN);
    fixture_assert_number(&result, "top2_low", NAN);
}

static void test_item_that_is_constant(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_values(fixture, "4 4 4");
    struct evaluation_result result = fixture_compute(fixture, "reaction.item", of_question(0));
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "sd", 0);
    fixture_assert_number(&result, "se", 0);
    fixture_assert_number(&result, "ci_low", NAN);
}

/* A row for everybody shifted by the same shifts the mean and leaves the spread. */
static void test_item_shifts(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, -INFINITY, INFINITY);
    use_values(fixture, "1.5 2.25 7 -3");
    struct evaluation_result first = fixture_compute(fixture, "reaction.item", of_question(0));
    use_values(fixture, "97 101.5 102.25 107");
    struct evaluation_result second = fixture_compute(fixture, "reaction.item", of_question(0));
    static const char *const shifted[] = {"mean", "ci_low", "ci_high", "min",
                                          "q1",   "median", "max"};
    for (size_t i = 0; i < sizeof(shifted) / sizeof(shifted[0]); i++)
        fixture_assert_number(&second, shifted[i],
                              evaluation_record_number(first.values, shifted[i]) + 100);
    fixture_assert_number(&second, "sd", evaluation_record_number(first.values, "sd"));
}

static void test_nps(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_NPS, 0, 10);
    use_values(fixture, "10 9 8 7 6 0 10 11");
    struct evaluation_result result = fixture_compute(fixture, "reaction.nps", of_question(0));
    fixture_assert_number(&result, "n", 7);
    fixture_assert_number(&result, "promoters", 3);
    fixture_assert_number(&result, "passives", 2);
    fixture_assert_number(&result, "detractors", 2);
    fixture_assert_number(&result, "nps", 100.0 / 7);
    fixture_assert_number(&result, "se", 100 * sqrt((5.0 / 7 - 1.0 / 49) / 7));
    double up = 0.375, down = 0.275, z = 1.959963984540054;
    double reach = z * sqrt((up + down - (up - down) * (up - down)) / 10);
    fixture_assert_number(&result, "ci_low", 100 * (up - down - reach));
    use_values(fixture, "10 10");
    result = fixture_compute(fixture, "reaction.nps", of_question(0));
    assert_true(evaluation_record_number(result.values, "ci_high") <= 100);
}

/* Three items, the second reversed; p00 has too few valid. */
static void use_scale(struct fixture *fixture, double minimum_answered)
{
    static const size_t items[] = {0, 1, 2};
    struct evaluation_scale *scale = base_arena_object(fixture->arena, struct evaluation_scale);
    *scale = (struct evaluation_scale){"s", 3, items, minimum_answered};
    fixture_questions(fixture, 3, EVALUATION_LIKERT, 1, 5);
    ((struct evaluation_question *)fixture->plan.questions)[1].reverse = true;
    fixture->plan.scales = scale;
    fixture->plan.scale_count = 1;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "4 1 2 3 5");
    fixture_add_values(builder, 1, "q1", "- 5 4 2 1");
    fixture_add_values(builder, 1, "q2", "- 1 - 3 4");
    fixture_finish(fixture, builder);
}

static struct evaluation_analysis of_scale(void)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.scale = 0;
    return analysis;
}

static void test_scale(void **state)
{
    struct fixture *fixture = *state;
    use_scale(fixture, 0.5);
    struct evaluation_result result = fixture_compute(fixture, "reaction.scale", of_scale());
    /* 1, 2, 10/3, 14/3 */
    fixture_assert_number(&result, "n", 4);
    fixture_assert_number(&result, "n_too_few_items", 1);
    fixture_assert_number(&result, "mean", 11.0 / 4);
    fixture_assert_number(&result, "median", 8.0 / 3);
    use_scale(fixture, 0);
    result = fixture_compute(fixture, "reaction.scale", of_scale());
    fixture_assert_number(&result, "n", 5);
    use_scale(fixture, 1);
    result = fixture_compute(fixture, "reaction.scale", of_scale());
    fixture_assert_number(&result, "n", 3);
}

/* Complete: (1, 1, 1), (3, 4, 3), (5, 5, 4): variances 4, 13/3, 7/3, total 36.3333. */
static void test_alpha(void **state)
{
    struct fixture *fixture = *state;
    use_scale(fixture, 0.5);
    struct evaluation_result result = fixture_compute(fixture, "reaction.reliability", of_scale());
    fixture_assert_number(&result, "n", 3);
    fixture_assert_number(&result, "n_incomplete", 2);
    fixture_assert_number(&result, "k", 3);
    double total = ((3 * 3) + (10 * 10) + (14 * 14) - 27.0 * 27 / 3) / 2;
    fixture_assert_number(&result, "alpha", 1.5 * (1 - (4 + 13.0 / 3 + 7.0 / 3) / total));
    fixture_assert_reason(&result, NULL);
}

static void test_alpha_of_too_few(void **state)
{
    struct fixture *fixture = *state;
    use_scale(fixture, 0.5);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "4 5");
    fixture_add_values(builder, 1, "q1", "3 3");
    fixture_add_values(builder, 1, "q2", "2 2");
    fixture_finish(fixture, builder);
    struct evaluation_result result = fixture_compute(fixture, "reaction.reliability", of_scale());
    fixture_assert_reason(&result, "zero_variance");
    const struct evaluation_list *constant =
        evaluation_record_find(result.values, "constant_items")->list;
    assert_int_equal(constant->count, 2);
    assert_string_equal(constant->items[0].text, "q1");
    fixture_assert_number(&result, "alpha", NAN);
}

/* A scale of four items alike. */
static void use_four(struct fixture *fixture, enum evaluation_question_type type, double minimum,
                     const char *const values[4])
{
    static const size_t items[] = {0, 1, 2, 3};
    static const struct evaluation_scale scale = {"s", 4, items, 0.5};
    fixture_questions(fixture, 4, type, minimum, type == EVALUATION_LIKERT ? 12 : INFINITY);
    fixture->plan.scales = &scale;
    fixture->plan.scale_count = 1;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    for (size_t i = 0; i < 4; i++)
        fixture_add_values(builder, 1, fixture->plan.questions[i].id, values[i]);
    fixture_finish(fixture, builder);
}

/* Each item varies, but everybody has the same total, as thirds cannot tell. */
static void test_alpha_of_a_constant_total(void **state)
{
    static const char *const answers[] = {"3 8 3", "5 1 2", "1 0 0", "0 0 4"};
    static const char *const numbers[] = {"3.1 8 3", "5 1.1 2.1", "1 0 0", "0 0 4"};
    struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        use_four(fixture, i == 0 ? EVALUATION_LIKERT : EVALUATION_NUMERIC, 0,
                 i == 0 ? answers : numbers);
        struct evaluation_result result =
            fixture_compute(fixture, "reaction.reliability", of_scale());
        fixture_assert_reason(&result, "zero_variance");
        fixture_assert_number(&result, "alpha", NAN);
        fixture_assert_number(&result, "ci_low", NAN);
        fixture_assert_number(&result, "k", 4);
    }
}

/* Items whose correlations add up to nothing have an alpha of 0, not of what rounding leaves. */
static void test_alpha_of_nothing(void **state)
{
    static const char *const answers[] = {"1 2 4", "1 2 1", "2 3 2", "3 3 3"};
    struct fixture *fixture = *state;
    use_four(fixture, EVALUATION_LIKERT, 0, answers);
    struct evaluation_analysis analysis = of_scale();
    analysis.pre = (struct evaluation_variable){.given = true, .is_scale = true, .cycle = 1};
    analysis.post = analysis.pre;
    struct evaluation_result result =
        fixture_compute(fixture, "learning.reliable_change", analysis);
    fixture_assert_reason(&result, "not_identified");
    assert_true(evaluation_record_number(result.values, "reliability") == 0);
}

static const struct evaluation_record *item_of(const struct evaluation_result *result, size_t place)
{
    return evaluation_record_find(result->values, "items")->list->items[place].record;
}

/* The sum of the items beside the second is 9 for everybody. */
static void test_alpha_of_a_constant_rest(void **state)
{
    static const char *const answers[] = {"3 2 4", "2 6 4", "1 2 4", "5 5 1"};
    struct fixture *fixture = *state;
    use_four(fixture, EVALUATION_LIKERT, 0, answers);
    struct evaluation_result result = fixture_compute(fixture, "reaction.reliability", of_scale());
    fixture_assert_reason(&result, NULL);
    assert_true(isnan(evaluation_record_number(item_of(&result, 1), "item_rest_r")));
    assert_true(isnan(evaluation_record_number(item_of(&result, 1), "alpha_if_deleted")));
    assert_false(isnan(evaluation_record_number(item_of(&result, 0), "alpha_if_deleted")));
}

/* An item that is left out because it is constant does not blur the sums of the others, however
   large it is. */
static void test_alpha_beside_a_large_constant(void **state)
{
    static const char *const answers[] = {"3e-9 1e-9 1e-9", "1e15 1e15 1e15", "3 7 3", "7 3 7"};
    struct fixture *fixture = *state;
    use_four(fixture, EVALUATION_NUMERIC, 0, answers);
    struct evaluation_result result = fixture_compute(fixture, "reaction.reliability", of_scale());
    /* The two others cancel out: what is left of the total is the first item. */
    fixture_assert_number(&result, "k", 3);
    double r = evaluation_record_number(item_of(&result, 1), "item_rest_r");
    assert_true(fabs(r + 1) < 1e-9);
    r = evaluation_record_number(item_of(&result, 0), "item_rest_r");
    assert_true(isnan(r));
}

/* With three items that fit one factor exactly the loadings follow from the correlations:
   lambda_1^2 = r12 r13 / r23. */
static void test_omega(void **state)
{
    struct fixture *fixture = *state;
    use_scale(fixture, 0.5);
    ((struct evaluation_question *)fixture->plan.questions)[1].reverse = false;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "1 2 3 4 5 2 3 4");
    fixture_add_values(builder, 1, "q1", "2 1 3 5 4 3 2 4");
    fixture_add_values(builder, 1, "q2", "2 3 1 5 3 1 2 5");
    fixture_finish(fixture, builder);
    const double values[3][8] = {
        {1, 2, 3, 4, 5, 2, 3, 4}, {2, 1, 3, 5, 4, 3, 2, 4}, {2, 3, 1, 5, 3, 1, 2, 5}};
    double c[3][3];
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            double a = 0, b = 0, product = 0;
            for (size_t n = 0; n < 8; n++) {
                a += values[i][n];
                b += values[j][n];
                product += values[i][n] * values[j][n];
            }
            c[i][j] = product - a * b / 8;
        }
    /* In terms of covariances: the loading of item i squared is c_ij c_ik / c_jk. */
    double loading[] = {sqrt(c[0][1] * c[0][2] / c[1][2]), sqrt(c[0][1] * c[1][2] / c[0][2]),
                        sqrt(c[0][2] * c[1][2] / c[0][1])};
    double sum = loading[0] + loading[1] + loading[2], rest = 0;
    for (size_t i = 0; i < 3; i++)
        rest += c[i][i] - loading[i] * loading[i];
    struct evaluation_result result = fixture_compute(fixture, "reaction.omega", of_scale());
    fixture_assert_reason(&result, NULL);
    double omega = evaluation_record_number(result.values, "omega");
    assert_true(fabs(omega - sum * sum / (sum * sum + rest)) < 1e-9);
}

/* The second and third item are alike to the first. Where they get the same uniqueness the fit is
   level, but the minimum is where one of them gets none. */
static void test_omega_at_a_saddle(void **state)
{
    struct fixture *fixture = *state;
    use_scale(fixture, 0.5);
    ((struct evaluation_question *)fixture->plan.questions)[1].reverse = false;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 2 1 1 4 4");
    fixture_add_values(builder, 1, "q1", "2 5 3 1 1 3");
    fixture_add_values(builder, 1, "q2", "5 2 1 3 3 1");
    fixture_finish(fixture, builder);
    struct evaluation_result result = fixture_compute(fixture, "reaction.omega", of_scale());
    fixture_assert_reason(&result, "heywood");
    fixture_assert_number(&result, "omega", NAN);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_item),
        TEST(test_item_without_answers),
        TEST(test_item_that_is_constant),
        TEST(test_item_shifts),
        TEST(test_nps),
        TEST(test_scale),
        TEST(test_alpha),
        TEST(test_alpha_of_too_few),
        TEST(test_alpha_of_nothing),
        TEST(test_alpha_of_a_constant_total),
        TEST(test_alpha_of_a_constant_rest),
        TEST(test_alpha_beside_a_large_constant),
        TEST(test_omega),
        TEST(test_omega_at_a_saddle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
