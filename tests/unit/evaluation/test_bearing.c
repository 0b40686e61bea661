/* Metrics asked of questions that cannot bear them: a reason, and no figure. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

/* Two questions q0 and q1 of cycle 1; everybody has an assignment. */
static void use(struct fixture *fixture, struct evaluation_question first, const char *first_values,
                struct evaluation_question second, const char *second_values)
{
    struct evaluation_question *questions =
        base_arena_array(fixture->arena, struct evaluation_question, 2);
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    questions[0] = first;
    questions[0].id = "q0";
    questions[1] = second;
    questions[1].id = "q1";
    fixture->plan.questions = questions;
    fixture->plan.question_count = 2;
    fixture_add_values(builder, 1, "q0", first_values);
    fixture_add_values(builder, 1, "q1", second_values);
    fixture_add_values(builder, 1, EVALUATION_ASSIGNED, "1 1 1 1");
    fixture_finish(fixture, builder);
}

#define LIKERT(low, high)                                                                          \
    (struct evaluation_question)                                                                   \
    {                                                                                              \
        .type = EVALUATION_LIKERT, .minimum = low, .maximum = high                                 \
    }
#define NUMERIC                                                                                    \
    (struct evaluation_question)                                                                   \
    {                                                                                              \
        .type = EVALUATION_NUMERIC, .minimum = -INFINITY, .maximum = INFINITY                      \
    }
#define BINARY                                                                                     \
    (struct evaluation_question)                                                                   \
    {                                                                                              \
        .type = EVALUATION_BINARY, .minimum = 0, .maximum = 1                                      \
    }
#define COUNT                                                                                      \
    (struct evaluation_question)                                                                   \
    {                                                                                              \
        .type = EVALUATION_COUNT, .minimum = 0, .maximum = INFINITY                                \
    }

static struct evaluation_result nps(struct fixture *fixture, struct evaluation_question question,
                                    const char *values)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    use(fixture, question, values, NUMERIC, "1");
    return fixture_compute(fixture, "reaction.nps", analysis);
}

static void test_nps(void **state)
{
    static const char *const fields[] = {"promoters", "passives", "detractors", "nps",
                                         "se",        "ci_low",   "ci_high"};
    struct fixture *fixture = *state;
    const struct evaluation_question others[] = {LIKERT(1, 5), LIKERT(0, 9), NUMERIC, COUNT};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct evaluation_result result = nps(fixture, others[i], "5 4 3 -");
        fixture_assert_reason(&result, "not_identified");
        fixture_assert_number(&result, "n", 3);
        for (size_t j = 0; j < sizeof(fields) / sizeof(fields[0]); j++)
            fixture_assert_number(&result, fields[j], NAN);
    }
    struct evaluation_result result = nps(fixture, LIKERT(1, 5), "- 6");
    fixture_assert_reason(&result, "no_data");
    /* The same scale by another name. */
    result = nps(fixture, LIKERT(0, 10), "10 9 3 8");
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "nps", 25);
}

static struct evaluation_result reach(struct fixture *fixture, struct evaluation_question told,
                                      struct evaluation_question number)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.told = 0;
    analysis.reach = 1;
    use(fixture, told, "1 0 1 1", number, "1 0 1 4");
    return fixture_compute(fixture, "spread.reach", analysis);
}

static void test_reach(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_result result = reach(fixture, NUMERIC, COUNT);
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "told_n", 4);
    fixture_assert_number(&result, "told", NAN);
    fixture_assert_number(&result, "told_share", NAN);
    fixture_assert_number(&result, "told_share_high", NAN);
    fixture_assert_number(&result, "reach_total", 6);
    result = reach(fixture, BINARY, LIKERT(1, 5));
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "told_share", 0.75);
    fixture_assert_number(&result, "reach_n", 3);
    fixture_assert_number(&result, "reach_total", NAN);
    fixture_assert_number(&result, "reach_median", NAN);
    result = reach(fixture, LIKERT(0, 1), NUMERIC);
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "told", 3);
    fixture_assert_number(&result, "reach_median", 1);
}

static void test_assignment(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    analysis.quality = 1;
    use(fixture, LIKERT(1, 5), "1 2 5 -", LIKERT(1, 5), "1 2 3 4");
    struct evaluation_result result = fixture_compute(fixture, "transfer.assignment", analysis);
    fixture_assert_reason(&result, "not_identified");
    fixture_assert_number(&result, "eligible", 4);
    fixture_assert_number(&result, "reported", 3);
    fixture_assert_number(&result, "done", NAN);
    fixture_assert_number(&result, "rate", NAN);
    fixture_assert_number(&result, "bound_high", NAN);
    fixture_assert_number(&result, "quality_n", NAN);
    fixture_assert_number(&result, "quality_ci_high", NAN);
    use(fixture, BINARY, "1 0 1 -", LIKERT(1, 5), "1 2 3 4");
    result = fixture_compute(fixture, "transfer.assignment", analysis);
    fixture_assert_reason(&result, NULL);
    fixture_assert_number(&result, "quality_mean", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nps, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_reach, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_assignment, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
