#include "fixture.h"

#include <string.h>

#define T(name, more) "{'type': 'text', 'name': '" name "', 'title': 'T'" more "}"
#define IF(condition) ", 'visibleIf': '" condition "'"

/* Which items are visible, one digit each. */
static const struct {
    const char *elements, *answers, *visible;
} cases[] = {
    {T("a", "") "," T("b", ""), "{}", "11"},
    {T("a", "") "," T("b", IF("{a} = 1")), "{}", "10"},
    {T("a", "") "," T("b", IF("{a} = 1")), "{'a': '1'}", "11"},
    {T("a", "") "," T("b", IF("{a} empty")), "{'a': 'x'}", "10"},
    /* an answer that is not shown any more does not show others */
    {T("a", "") "," T("b", IF("{a} = 1")) "," T("c", IF("{b} = 2")), "{'a': 1, 'b': 2}", "111"},
    {T("a", "") "," T("b", IF("{a} = 1")) "," T("c", IF("{b} = 2")), "{'a': 0, 'b': 2}", "100"},
    {T("a", "") "," T("b", IF("{a} = 1")) "," T("c", IF("{b} empty")), "{'a': 0, 'b': 2}", "101"},
    /* nor does a blank one */
    {T("a", "") "," T("b", IF("{a} notempty")), "{'a': ' '}", "10"},
    {T("a", "") "," T("b", IF("{a} notempty")), "{'a': ' x'}", "11"},
    /* also when the question comes later */
    {T("c", IF("{b} = 2")) "," T("a", "") "," T("b", IF("{a} = 1")), "{'a': 0, 'b': 2}", "010"},
    {T("c", IF("{b} = 2")) "," T("a", "") "," T("b", IF("{a} = 1")), "{'a': 1, 'b': 2}", "111"},
    /* panels within panels */
    {T("a", "") ", {'type': 'panel'" IF("{a} > 1") ", 'elements': [" T(
         "b", "") ", {'type': 'panel'" IF("{a} > 2") ", 'elements': [" T("c", "") "]}]}",
     "{'a': 1}", "100"},
    {T("a", "") ", {'type': 'panel'" IF("{a} > 1") ", 'elements': [" T(
         "b", "") ", {'type': 'panel'" IF("{a} > 2") ", 'elements': [" T("c", "") "]}]}",
     "{'a': 2}", "110"},
    {T("a", "") ", {'type': 'panel'" IF("{a} > 1") ", 'elements': [" T(
         "b", "") ", {'type': 'panel'" IF("{a} > 2") ", 'elements': [" T("c", "") "]}]}",
     "{'a': 3}", "111"},
    /* what the open link asks */
    {T("a", IF("{actor_type} = \\'company\\'")), "{'actor_type': 'company'}", "1"},
    {T("a", IF("{actor_type} = \\'company\\'")), "{}", "0"},
    /* two that exclude each other: settles on something, and ends */
    {T("a", IF("{b} empty")) "," T("b", IF("{a} empty")), "{'a': 1}", "10"},
};

static void test_what_is_visible(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        /* Single quotes inside a condition are written \', which the fixture leaves as \". */
        const struct survey_questionnaire *questionnaire =
            fixture_good_questionnaire(arena, fixture_programme(arena), cases[i].elements);
        bool visible[10];
        survey_answers_visible(questionnaire, fixture_json(arena, cases[i].answers), visible);
        for (size_t j = 0; j < questionnaire->item_count; j++) {
            if (visible[j] != (cases[i].visible[j] == '1')) {
                fail_msg("case %zu: item %zu", i, j);
            }
        }
        assert_int_equal(strlen(cases[i].visible), questionnaire->item_count);
    }
}

static void test_pages(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    assert_int_equal(
        survey_questionnaire_parse(
            arena, "q.json",
            fixture_json(arena, "{'pages': [{'elements': [" T("a", "") "]}, {'elements': [" T(
                                    "b", "") "]" IF("{a} = 1") "}]}"),
            fixture_programme(arena), 1, &problems, &questionnaire),
        STATUS_OK);
    bool visible[2];
    survey_answers_visible(questionnaire, NULL, visible);
    assert_true(visible[0]);
    assert_false(visible[1]);
    survey_answers_visible(questionnaire, fixture_json(arena, "{'a': 1}"), visible);
    assert_true(visible[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_visible),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
