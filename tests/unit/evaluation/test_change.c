#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

static void use_pairs(struct fixture *fixture, const char *before, const char *after)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", before);
    fixture_add_values(builder, 2, "q0", after);
    fixture_finish(fixture, builder);
}

static struct evaluation_analysis of_pairs(void)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.pre = (struct evaluation_variable){.given = true, .cycle = 1};
    analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
    return analysis;
}

/* Changes 1, 1, 2, 0: mean 1, variance 2/3. */
static void test_paired(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_pairs(fixture, "1 2 3 4 5", "2 3 5 4 -");
    struct evaluation_result result = fixture_compute(fixture, "learning.paired", of_pairs());
    fixture_assert_number(&result, "n", 4);
    fixture_assert_number(&result, "n_pre_only", 1);
    fixture_assert_number(&result, "mean_change", 1);
    fixture_assert_number(&result, "sd_change", sqrt(2.0 / 3));
    fixture_assert_number(&result, "t", 1 / sqrt(2.0 / 3 / 4));
    fixture_assert_number(&result, "d_z", 1 / sqrt(2.0 / 3));
    fixture_assert_number(&result, "d_av", 1 / sqrt(5.0 / 3));
    fixture_assert_number(&result, "n_improved", 3);
    fixture_assert_number(&result, "improved", 0.75);
}

/* Turning time around turns the signs and nothing else. */
static void test_paired_turns_around(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_pairs(fixture, "1 2 3 4 2 5", "2 3 5 4 1 5");
    struct evaluation_result there = fixture_compute(fixture, "learning.paired", of_pairs());
    use_pairs(fixture, "2 3 5 4 1 5", "1 2 3 4 2 5");
    struct evaluation_result back = fixture_compute(fixture, "learning.paired", of_pairs());
    static const char *const turned[] = {"mean_change", "t", "d_av", "g_av", "d_z", "g_z"};
    for (size_t i = 0; i < sizeof(turned) / sizeof(turned[0]); i++)
        fixture_assert_number(&back, turned[i], -evaluation_record_number(there.values, turned[i]));
    fixture_assert_number(&back, "p", evaluation_record_number(there.values, "p"));
    fixture_assert_number(&back, "ci_low", -evaluation_record_number(there.values, "ci_high"));
}

static void test_paired_without_spread(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_pairs(fixture, "1 2 3", "2 3 4");
    struct evaluation_result result = fixture_compute(fixture, "learning.paired", of_pairs());
    fixture_assert_reason(&result, "zero_variance");
    fixture_assert_number(&result, "p", NAN);
    fixture_assert_number(&result, "d_av", 1);
    use_pairs(fixture, "1", "2");
    result = fixture_compute(fixture, "learning.paired", of_pairs());
    fixture_assert_reason(&result, "n_too_small");
    fixture_assert_number(&result, "mean_change", 1);
}

/* Differences 1, 2, 3, -4 without ties: of 16 sign choices 7 give a sum of at most 4 on the smaller
   side, and 6 is the larger. */
static void test_signed_rank(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, -INFINITY, INFINITY);
    use_pairs(fixture, "0 0 0 0 5", "1 2 3 -4 5");
    struct evaluation_result result = fixture_compute(fixture, "learning.signed_rank", of_pairs());
    fixture_assert_number(&result, "n_zero", 1);
    fixture_assert_number(&result, "v_plus", 6);
    fixture_assert_number(&result, "v_minus", 4);
    fixture_assert_number(&result, "p", 14.0 / 16);
    use_pairs(fixture, "0 0 0 0 0", "1 1 1 1 1");
    result = fixture_compute(fixture, "learning.signed_rank", of_pairs());
    fixture_assert_number(&result, "p", 2.0 / 32);
    fixture_assert_number(&result, "rank_biserial", 1);
}

static void test_gain(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    /* 2 -> 5 gains all, 4 -> 2 loses two of three, 3 -> 3 is nothing, 5 -> 5 is dropped. */
    use_pairs(fixture, "2 4 3 5", "5 2 3 5");
    struct evaluation_result result = fixture_compute(fixture, "learning.gain", of_pairs());
    fixture_assert_number(&result, "n_gain", 3);
    fixture_assert_number(&result, "mean_gain", (1 - 2 + 0) / 3.0);
    fixture_assert_number(&result, "n_change", 3);
    fixture_assert_number(&result, "mean_change_norm", (1 - 2.0 / 3) / 3);
    fixture_assert_number(&result, "class_gain", (3.75 - 3.5) / 1.5);
}

/* Beyond the range of the pre variable there is no share of what was possible. */
static void test_gain_beyond_the_range(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 2, EVALUATION_LIKERT, 1, 5);
    struct evaluation_question questions[2] = {fixture->plan.questions[0],
                                               fixture->plan.questions[1]};
    questions[0].maximum = 3;
    fixture->plan.questions = questions;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "3 1 2");
    fixture_add_values(builder, 2, "q1", "5 2 1");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = of_pairs();
    analysis.post.index = 1;
    struct evaluation_result result = fixture_compute(fixture, "learning.gain", analysis);
    fixture_assert_number(&result, "class_gain", 2.0 / 3);
    fixture_assert_number(&result, "n_gain", 2);
    fixture_assert_number(&result, "mean_gain", -0.25);
    fixture_assert_number(&result, "n_change", 2);
    fixture_assert_number(&result, "mean_change_norm", -0.25);
}

/* A scale whose mean lies above the range of its first item: the formula holds as it is. */
static void test_gain_of_a_mixed_scale(void **state)
{
    struct fixture *fixture = *state;
    static const size_t items[] = {0, 1};
    static const struct evaluation_scale scale = {.item_count = 2, .items = items};
    fixture_questions(fixture, 2, EVALUATION_LIKERT, 1, 9);
    struct evaluation_question questions[2] = {fixture->plan.questions[0],
                                               fixture->plan.questions[1]};
    questions[0].maximum = 2;
    fixture->plan.questions = questions;
    fixture->plan.scales = &scale;
    fixture->plan.scale_count = 1;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_add_values(builder, 1, "q0", "2 2");
    fixture_add_values(builder, 1, "q1", "4 6");
    fixture_add_values(builder, 2, "q0", "2 2");
    fixture_add_values(builder, 2, "q1", "6 8");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = of_pairs();
    analysis.pre.is_scale = analysis.post.is_scale = true;
    struct evaluation_result result = fixture_compute(fixture, "learning.gain", analysis);
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "class_gain", 1 / -1.5);
    fixture_assert_number(&result, "n_gain", 0);
    fixture_assert_number(&result, "n_change", 2);
    fixture_assert_number(&result, "mean_change_norm", (1 / -1.0 + 1 / -2.0) / 2);
}

static void test_gain_without_a_range(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, 0, INFINITY);
    use_pairs(fixture, "1 4", "2 3");
    struct evaluation_result result = fixture_compute(fixture, "learning.gain", of_pairs());
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "n", 2);
    fixture_assert_number(&result, "n_change", 0);
    fixture_assert_number(&result, "class_gain", NAN);
    fixture_assert_number(&result, "mean_gain", NAN);
    use_pairs(fixture, "1", "-");
    result = fixture_compute(fixture, "learning.gain", of_pairs());
    fixture_assert_reason(&result, "no_data");
}

static void test_mcnemar_of_more_than_two_answers(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 0, 2);
    use_pairs(fixture, "0 1 2 0", "1 1 1 1");
    struct evaluation_result result = fixture_compute(fixture, "learning.mcnemar", of_pairs());
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "n", 4);
    fixture_assert_number(&result, "n01", NAN);
    fixture_assert_number(&result, "share_pre", NAN);
    fixture_assert_number(&result, "p", NAN);
}

static void test_mcnemar(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_BINARY, 0, 1);
    use_pairs(fixture, "0 0 0 0 1 1", "1 1 1 0 0 1");
    struct evaluation_result result = fixture_compute(fixture, "learning.mcnemar", of_pairs());
    fixture_assert_number(&result, "n01", 3);
    fixture_assert_number(&result, "n10", 1);
    fixture_assert_number(&result, "p", 10.0 / 16);
    fixture_assert_number(&result, "diff", 2.0 / 6);
}

static void test_overlap_is_paired_or_not(void **state)
{
    struct fixture *fixture = *state;
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_pairs(fixture, "1 2 3 4", "2 3 5 4");
    struct evaluation_result paired = fixture_compute(fixture, "learning.paired", of_pairs());
    struct evaluation_result result = fixture_compute(fixture, "trajectory.overlap", of_pairs());
    assert_string_equal(evaluation_record_find(result.values, "method")->text, "paired");
    fixture_assert_number(&result, "p", evaluation_record_number(paired.values, "p"));
    fixture_assert_number(&result, "composition", 0);
    use_pairs(fixture, "1 2 4 - -", "- - - 3 5");
    result = fixture_compute(fixture, "trajectory.overlap", of_pairs());
    assert_string_equal(evaluation_record_find(result.values, "method")->text, "welch");
    fixture_assert_number(&result, "stayers_diff", NAN);
}

static void test_agreement_of_one_item(void **state)
{
    struct fixture *fixture = *state;
    static const size_t questions[] = {0};
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    use_pairs(fixture, "2 3 4", "1");
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.questions = questions;
    analysis.question_count = 1;
    struct evaluation_result result = fixture_compute(fixture, "understanding.agreement", analysis);
    fixture_assert_number(&result, "rwg_mean", 0.5); /* 1 - 1/2 */
    fixture_assert_number(&result, "ad_mean_mean", 2.0 / 3);
    /* a_wg: 1 - 2 * 1 / ((6 * 3 - 9 - 5) * 3/2) */
    fixture_assert_number(&result, "awg_mean", 1 - 2.0 / 6);
}

/* Without a range nothing is known of the agreement that chance would give. */
static void test_agreement_without_a_range(void **state)
{
    struct fixture *fixture = *state;
    static const size_t questions[] = {0};
    fixture_questions(fixture, 1, EVALUATION_NUMERIC, 0, INFINITY);
    use_pairs(fixture, "2 3 4", "1");
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.questions = questions;
    analysis.question_count = 1;
    struct evaluation_result result = fixture_compute(fixture, "understanding.agreement", analysis);
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "n", 3);
    fixture_assert_number(&result, "rwg_mean", NAN);
    fixture_assert_number(&result, "rwg_j_mean", NAN);
    fixture_assert_number(&result, "rwg_j_share_70", NAN);
    fixture_assert_number(&result, "awg_mean", NAN);
    fixture_assert_number(&result, "ad_mean_mean", 2.0 / 3);
}

static void test_holm(void **state)
{
    struct fixture *fixture = *state;
    fixture_rows(fixture, NULL, 0);
    static const double p[] = {0.01, 0.04, NAN, 0.03};
    static const char *const ids[] = {"a", "b", "c", "d"};
    struct evaluation_result earlier[4];
    struct evaluation_reference family[4];
    for (size_t i = 0; i < 4; i++) {
        earlier[i] = (struct evaluation_result){.id = ids[i],
                                                .values = evaluation_record_new(fixture->arena)};
        evaluation_put_number(earlier[i].values, "p", p[i]);
        family[i] = (struct evaluation_reference){ids[i], "p"};
    }
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.family = family;
    analysis.family_count = 4;
    analysis.metric = evaluation_catalogue_find("multiplicity.holm");
    struct evaluation_result result =
        evaluation_compute(fixture->arena, &fixture->plan, fixture->data, &analysis, earlier, 4);
    fixture_assert_number(&result, "m", 3);
    const struct evaluation_list *list = evaluation_record_find(result.values, "adjusted")->list;
    static const double expected[] = {0.03, 0.06, NAN, 0.06};
    for (size_t i = 0; i < 4; i++) {
        double adjusted = evaluation_record_number(list->items[i].record, "p_holm");
        assert_true(isnan(expected[i]) ? isnan(adjusted) : fabs(adjusted - expected[i]) < 1e-15);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_paired),
        TEST(test_paired_turns_around),
        TEST(test_paired_without_spread),
        TEST(test_signed_rank),
        TEST(test_gain),
        TEST(test_gain_beyond_the_range),
        TEST(test_gain_of_a_mixed_scale),
        TEST(test_gain_without_a_range),
        TEST(test_mcnemar),
        TEST(test_mcnemar_of_more_than_two_answers),
        TEST(test_overlap_is_paired_or_not),
        TEST(test_agreement_of_one_item),
        TEST(test_agreement_without_a_range),
        TEST(test_holm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
