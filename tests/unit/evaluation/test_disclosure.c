#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation/disclosure.h"
#include "fixture.h"

static const char *status_of(const struct evaluation_result *result, const char *id)
{
    const struct evaluation_list *groups = evaluation_record_find(result->values, "groups")->list;
    for (size_t i = 0; i < groups->count; i++) {
        const struct evaluation_record *group = groups->items[i].record;
        if (strcmp(evaluation_record_find(group, "id")->text, id) == 0)
            return evaluation_record_find(group, "status")->text;
    }
    return "not there";
}

/* Groups a, b, c, ... of so many people, each of an organisation of its own. Answers alternate. */
static void use_groups(struct fixture *fixture, const char *sizes, const char *answers)
{
    static const char *const types[] = {"a", "b", "c", "d"};
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    size_t person = 0;
    for (size_t i = 0; sizes[i] != '\0'; i++)
        for (int j = 0; j < sizes[i] - '0'; j++, person++) {
            const char *who = base_arena_format(fixture->arena, "p%zu", person);
            char value[2] = {answers[person % strlen(answers)], '\0'};
            evaluation_builder_add(builder, &(struct evaluation_row){
                                                .participant = base_text_of(who),
                                                .organisation = base_text_of(types[i]),
                                                .actor_type = base_text_of(types[i]),
                                                .cycle = 1,
                                                .question = BASE_TEXT("q0"),
                                                .value = base_text_of(value),
                                            });
        }
    fixture_questions(fixture, 1, EVALUATION_LIKERT, 1, 5);
    fixture->plan.actor_types = types;
    fixture->plan.actor_type_count = strlen(sizes);
    fixture_finish(fixture, builder);
}

static struct evaluation_analysis breakdown(int k)
{
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    analysis.k = k;
    return analysis;
}

static void test_small_groups_take_the_next_with_them(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "2780", "123");
    struct evaluation_result result =
        fixture_compute(fixture, "disclosure.breakdown", breakdown(5));
    assert_string_equal(status_of(&result, "a"), "primary");
    assert_string_equal(status_of(&result, "b"), "secondary");
    assert_string_equal(status_of(&result, "c"), "published");
    assert_string_equal(status_of(&result, "d"), "empty");
    assert_string_equal(evaluation_record_find(result.values, "total")->text, "published");
}

static void test_two_small_groups_that_are_enough_together(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "3388", "123");
    struct evaluation_result result =
        fixture_compute(fixture, "disclosure.breakdown", breakdown(5));
    assert_string_equal(status_of(&result, "a"), "primary");
    assert_string_equal(status_of(&result, "b"), "primary");
    assert_string_equal(status_of(&result, "c"), "published");
    /* With 2 and 2 a third one is needed: the smallest identifier of the smallest. */
    use_groups(fixture, "2288", "123");
    result = fixture_compute(fixture, "disclosure.breakdown", breakdown(5));
    assert_string_equal(status_of(&result, "c"), "secondary");
    assert_string_equal(status_of(&result, "d"), "published");
}

static void test_total_too_small(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "22", "123");
    struct evaluation_result result =
        fixture_compute(fixture, "disclosure.breakdown", breakdown(5));
    assert_string_equal(evaluation_record_find(result.values, "total")->text, "suppressed");
    assert_string_equal(status_of(&result, "a"), "primary");
}

static void test_one_organisation_is_no_group(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "666", "123");
    struct evaluation_analysis analysis = breakdown(5);
    analysis.min_organisations = 2;
    struct evaluation_result result = fixture_compute(fixture, "disclosure.breakdown", analysis);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(status_of(&result, fixture->plan.actor_types[i]), "primary");
}

static void test_class_disclosure(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "66",
               "111112"
               "123123");
    struct evaluation_analysis analysis = breakdown(5);
    struct evaluation_result result = fixture_compute(fixture, "disclosure.breakdown", analysis);
    assert_string_equal(status_of(&result, "a"), "published");
    analysis.sensitive = true;
    result = fixture_compute(fixture, "disclosure.breakdown", analysis);
    assert_string_equal(status_of(&result, "a"), "primary");
    assert_string_equal(status_of(&result, "b"), "secondary");
    /* The odd answer may come first. */
    use_groups(fixture, "66",
               "211111"
               "123123");
    result = fixture_compute(fixture, "disclosure.breakdown", analysis);
    assert_string_equal(status_of(&result, "a"), "primary");
}

static const char *decision(const struct evaluation_result *result, size_t place)
{
    const struct evaluation_list *list = evaluation_record_find(result->values, "releases")->list;
    return evaluation_record_find(list->items[place].record, "decision")->text;
}

static void test_differences_between_releases(void **state)
{
    struct fixture *fixture = *state;
    use_groups(fixture, "99", "12345");
    static const char *const one[] = {"p0"};
    static const char *const five[] = {"p0", "p1", "p2", "p3", "p4"};
    static const char *const most[] = {"p0", "p1", "p2", "p3",  "p4",  "p5",  "p6",
                                       "p7", "p8", "p9", "p10", "p11", "p12", "p13"};
    static const double edited[] = {5};
    const struct evaluation_release releases[] = {
        {.id = "all"},
        {.id = "again"},
        {.id = "without one", .exclude_count = 1, .excluded = one},
        {.id = "without five", .exclude_count = 5, .excluded = five},
        {.id = "edited", .override_count = 1, .overridden = one, .override_values = edited},
        {.id = "few", .exclude_count = 14, .excluded = most},
    };
    struct evaluation_analysis analysis = breakdown(5);
    analysis.releases = releases;
    analysis.release_count = 6;
    struct evaluation_result result = fixture_compute(fixture, "disclosure.releases", analysis);
    static const char *const expected[] = {"published", "published",          "refused_difference",
                                           "published", "refused_difference", "refused_size"};
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(decision(&result, i), expected[i]);
}

static void test_rounding(void **state)
{
    (void)state;
    assert_int_equal(evaluation_disclosure_percent(1, 8), 13); /* 12.5 */
    assert_int_equal(evaluation_disclosure_percent(0, 3), 0);
    assert_int_equal(evaluation_disclosure_percent(3, 3), 100);
    assert_int_equal(evaluation_disclosure_tenths(13, 4), 33); /* 3.25 */
    assert_int_equal(evaluation_disclosure_tenths(-13, 4), -33);
    assert_int_equal(evaluation_disclosure_count(7, 5), 5);
    assert_int_equal(evaluation_disclosure_count(8, 5), 10);
    assert_int_equal(evaluation_disclosure_count(7, 1), 7);
}

static void test_display(void **state)
{
    struct fixture *fixture = *state;
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    fixture_questions(fixture, 1, EVALUATION_NPS, 0, 10);
    fixture_add_values(builder, 1, "q0", "0 0 7 7 7 8 9 6");
    fixture_finish(fixture, builder);
    struct evaluation_analysis analysis = fixture_analysis();
    analysis.question = 0;
    analysis.count_base = 3;
    struct evaluation_result result = fixture_compute(fixture, "disclosure.display", analysis);
    fixture_assert_number(&result, "n_display", 9);
    fixture_assert_number(&result, "mean_display", 5.5);
    fixture_assert_number(&result, "nps_display", -25);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_small_groups_take_the_next_with_them),
        TEST(test_two_small_groups_that_are_enough_together),
        TEST(test_total_too_small),
        TEST(test_one_organisation_is_no_group),
        TEST(test_class_disclosure),
        TEST(test_differences_between_releases),
        cmocka_unit_test(test_rounding),
        TEST(test_display),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
