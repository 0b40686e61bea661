/* Agreement, convergence and shared order where questions are not all alike. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

/* Before on a scale of 1..5 with variance 1, after on one of 0..1 with variance 1/3: the variances
   of chance are 2 and 1/4. */
static void test_each_side_has_its_range(void **state)
{
    struct fixture *fixture = *state;
    static const struct evaluation_question questions[] = {
        {.id = "q0", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5},
        {.id = "q1", .type = EVALUATION_BINARY, .minimum = 0, .maximum = 1},
    };
    fixture->plan.questions = questions;
    fixture->plan.question_count = 2;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 3 4");
    fixture_add_values(builder, 1, "q1", "0 1 1");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .index = 0, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .index = 1, .cycle = 1};
    struct evaluation_result result = fixture_compute(fixture, "understanding.change", analysis);
    fixture_assert_number(&result, "rwg_pre", 0.5);
    fixture_assert_number(&result, "rwg_post", 0);
    fixture_assert_number(&result, "awg_pre", 1 - 2.0 / 6);
    fixture_assert_number(&result, "awg_post", 1 - 2.0 / 3 / ((2.0 / 3 - 4.0 / 9) * 3 / 2));
}

/* Changes of answers of the size of 1e9 are as exact as the answers. */
static void test_small_changes_of_large_answers(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, -INFINITY, INFINITY);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "1000000000.5 1000000000.25 1000000000.75");
    fixture_add_values(builder, 2, "q0", "1000000000.5 1000000000.5 1000000000.75");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
    struct evaluation_result result = fixture_compute(fixture, "understanding.change", analysis);
    fixture_assert_number(&result, "mean_change", 0.25 / 3);
}

/* Where a side has no range, its agreement is not known; distances are. */
static void test_a_side_without_range(void **state)
{
    struct fixture *fixture = *state;
    static const struct evaluation_question questions[] = {
        {.id = "q0", .type = EVALUATION_NUMERIC, .minimum = 2, .maximum = INFINITY},
        {.id = "q1", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5},
        {.id = "q2", .type = EVALUATION_NUMERIC, .minimum = 2, .maximum = 2},
    };
    fixture->plan.questions = questions;
    fixture->plan.question_count = 3;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 2 2");
    fixture_add_values(builder, 1, "q1", "2 3 4");
    fixture_add_values(builder, 1, "q2", "2 2 2");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .index = 0, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .index = 1, .cycle = 1};
    struct evaluation_result result = fixture_compute(fixture, "understanding.change", analysis);
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "ad_change", 2.0 / 3);
    fixture_assert_number(&result, "rwg_pre", NAN);
    fixture_assert_number(&result, "awg_pre", NAN);
    fixture_assert_number(&result, "rwg_post", 0.5);
    /* A range of one answer leaves nothing to chance. */
    analysis.pre.index = 2;
    result = fixture_compute(fixture, "understanding.change", analysis);
    fixture_assert_number(&result, "rwg_pre", NAN);
}

/* That everybody counts 0 is no agreement at the end of a range that has no other end. */
static void test_agreement_at_the_end_of_no_range(void **state)
{
    struct fixture *fixture = *state;
    static const size_t questions[] = {0};
    fixture_questions(fixture, 1, EVALUATION_COUNT, 0, INFINITY);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "0 0 0");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.questions = questions;
    analysis.question_count = 1;
    struct evaluation_result result = fixture_compute(fixture, "understanding.agreement", analysis);
    fixture_assert_number(&result, "awg_n", 0);
    fixture_assert_number(&result, "awg_mean", NAN);
}

/* One thing cannot be put in order. */
static void test_ranking_of_one_thing(void **state)
{
    struct fixture *fixture = *state;
    static const size_t questions[] = {0};
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 3 4");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.questions = questions;
    analysis.question_count = 1;
    struct evaluation_result result = fixture_compute(fixture, "understanding.ranking", analysis);
    fixture_assert_reason(&result, "n_too_small");
    fixture_assert_number(&result, "n", 3);
    assert_int_equal(evaluation_record_find(result.values, "mean_ranks")->list->count, 0);
}

/* Without any spread there is no test of the difference, and no standard error of one. */
static void test_overlap_without_spread(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 2 2 - -");
    fixture_add_values(builder, 2, "q0", "- 3 3 3 3");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
    struct evaluation_result result = fixture_compute(fixture, "trajectory.overlap", analysis);
    fixture_assert_reason(&result, "zero_variance");
    assert_string_equal(evaluation_record_find(result.values, "method")->text, "overlap");
    fixture_assert_number(&result, "diff", 1);
    fixture_assert_number(&result, "stayers_diff", 1);
    fixture_assert_number(&result, "composition", 0);
    fixture_assert_number(&result, "se", NAN);
    fixture_assert_number(&result, "df", NAN);
}

/* Degrees of freedom do not depend on the unit, be it ever so large or small. */
static void test_overlap_of_any_size(void **state)
{
    struct fixture *fixture = *state;
    static const char *const units[] = {"", "e100", "e150", "e-100", "e-150"};
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, -INFINITY, INFINITY);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
    double degrees = 0, p = 0;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        const char *unit = units[i];
        struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
        fixture_add_values(builder, 1, "q0",
                           base_arena_format(fixture->arena, "1%s 2%s 4%s - -", unit, unit, unit));
        fixture_add_values(
            builder, 2, "q0",
            base_arena_format(fixture->arena, "- 3%s 9%s 3%s 5%s", unit, unit, unit, unit));
        fixture_finish(fixture, builder);
        struct evaluation_result result = fixture_compute(fixture, "trajectory.overlap", analysis);
        if (i == 0) {
            degrees = evaluation_record_number(result.values, "df");
            p = evaluation_record_number(result.values, "p");
            assert_true(degrees > 1 && p > 0);
        }
        fixture_assert_number(&result, "df", degrees);
        fixture_assert_number(&result, "p", p);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_each_side_has_its_range), TEST(test_small_changes_of_large_answers),
        TEST(test_a_side_without_range),    TEST(test_agreement_at_the_end_of_no_range),
        TEST(test_ranking_of_one_thing),    TEST(test_overlap_without_spread),
        TEST(test_overlap_of_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
