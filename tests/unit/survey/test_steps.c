#include "fixture.h"

#include <string.h>

#include "survey/steps.h"

#define T(name, more) "{'type': 'text', 'name': '" name "', 'title': 'T'" more "}"
#define IF(condition) ", 'visibleIf': '" condition "'"
#define PAGE(elements, more) "{'elements': [" elements "]" more "}"

static const struct survey_respondent nobody = {.open_link = false};
static const struct survey_respondent on_wall = {.open_link = true};

static const struct survey_questionnaire *parse(struct base_arena *arena, const char *pages)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const char *text = base_arena_format(arena, "{'pages': [%s]}", pages);
    const struct survey_questionnaire *questionnaire = NULL;
    enum base_status status =
        survey_questionnaire_parse(arena, "q.json", fixture_json(arena, text),
                                   fixture_programme(arena), 1, &problems, &questionnaire);
    fixture_print(&problems);
    assert_int_equal(status, STATUS_OK);
    return questionnaire;
}

static const char pages[] = PAGE(T("a", ""), "") "," PAGE(
    "{'type': 'radiogroup', 'name': 'r', 'title': 'R', 'choices': [1, 2], 'showOtherItem': true},"
    "{'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': ['x', 'y']},"
    "{'type': 'matrix', 'name': 'm', 'title': 'M', 'columns': [1, 2], 'rows': ['p', 'q']}",
    "") "," PAGE(T("z", ""), "");

/* What was answered before, a page as it was posted, and what both make. */
static const struct {
    size_t page;
    const char *earlier;
    const char *body;
    const char *made;
} answer_cases[] = {
    {0, NULL, "a=1", "{'a':'1'}"},
    {0, "{'a': '1', 'z': 'Z'}", "a=2", "{'a':'2','z':'Z'}"},
    {0, "{'a': '1', 'z': 'Z'}", "a=", "{'z':'Z'}"},
    {0, "{'a': '1', 'z': 'Z'}", "", "{'z':'Z'}"},
    /* fields of other pages are not looked at */
    {0, "{'z': 'Z'}", "a=1&z=9&r=1", "{'a':'1','z':'Z'}"},
    {2, "{'a': '1'}", "a=7&z=9", "{'a':'1','z':'9'}"},
    /* all that belongs to a question goes with it */
    {1, "{'r': 'other', 'r-Comment': 'own', 'c': ['x'], 'm': {'p': 1}}", "r=1&m.q=2",
     "{'m':{'q':2},'r':1}"},
    {1, "{'a': 'A', 'r': 1}", "r-Comment=own&c=x&c=y&m.p=1",
     "{'a':'A','c':['x','y'],'m':{'p':1},'r':'other','r-Comment':'own'}"},
    /* what the open link asks is on the first page */
    {0, "{'actor_type': 'company', 'organisation': 'gnosjo'}", "actor_type=municipality",
     "{'actor_type':'municipality'}"},
    {1, "{'actor_type': 'company'}", "actor_type=municipality&r=2",
     "{'actor_type':'company','r':2}"},
    /* a page that does not exist has no questions */
    {9, "{'a': '1'}", "a=2", "{'a':'1'}"},
};

static void test_answers_of_all_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(answer_cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_questionnaire *questionnaire = parse(arena, pages);
        const struct survey_field *fields;
        size_t count;
        struct base_failure failure;
        assert_int_equal(survey_fields_decode(arena, base_text_of(answer_cases[i].body), &fields,
                                              &count, &failure),
                         STATUS_OK);
        const char *earlier = answer_cases[i].earlier;
        struct json_object *before = earlier != NULL ? fixture_json(arena, earlier) : NULL;
        const char *was = fixture_text(arena, before);
        struct json_object *made =
            survey_step_answers(arena, questionnaire, answer_cases[i].page, before, fields, count);
        if (strcmp(fixture_text(arena, made), answer_cases[i].made) != 0) {
            fail_msg("case %zu: %s", i, fixture_text(arena, made));
        }
        assert_string_equal(fixture_text(arena, before), was);
    }
}

static const char branching[] = PAGE(T("a", IF("{actor_type} = \\'company\\'")), "") "," PAGE(
    T("b", ""), IF("{skip} empty")) "," PAGE("{'type': 'html', 'name': 'note', 'html': '<p>N</p>'}",
                                             "") "," PAGE(T("skip", ""), "");

static void check_steps(const struct survey_questionnaire *questionnaire,
                        const struct survey_respondent *respondent, const bool *visible,
                        const int next[5], const int previous[5])
{
    assert_int_equal(survey_step_next(questionnaire, SURVEY_STEP_START, respondent, visible),
                     next[0]);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(survey_step_next(questionnaire, i, respondent, visible), next[i + 1]);
        assert_int_equal(survey_step_previous(questionnaire, i, respondent, visible), previous[i]);
    }
    assert_int_equal(survey_step_previous(questionnaire, 4, respondent, visible), previous[4]);
}

static void test_next_and_previous(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire = parse(arena, branching);
    bool visible[4];
    survey_answers_visible(questionnaire, survey_answers_context(arena, &nobody, NULL), visible);
    check_steps(questionnaire, &nobody, visible, (int[]){1, 1, 2, 3, -1}, (int[]){-1, -1, 1, 2, 3});

    struct json_object *answers = fixture_json(arena, "{'skip': '1', 'actor_type': 'company'}");
    survey_answers_visible(questionnaire, survey_answers_context(arena, &nobody, answers), visible);
    check_steps(questionnaire, &nobody, visible, (int[]){2, 2, 2, 3, -1},
                (int[]){-1, -1, -1, 2, 3});
    /* The open link's own questions are there even when nothing else of the page is. */
    answers = fixture_json(arena, "{'skip': '1'}");
    survey_answers_visible(questionnaire, survey_answers_context(arena, &on_wall, answers),
                           visible);
    assert_false(visible[0]);
    check_steps(questionnaire, &on_wall, visible, (int[]){0, 2, 2, 3, -1}, (int[]){-1, 0, 0, 2, 3});
    assert_false(survey_step_is_shown(questionnaire, 4, &on_wall, visible));
}

static void test_problems_by_page(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire =
        parse(arena, PAGE(T("a", ", 'isRequired': true"), "") "," PAGE(
                         T("b", ", 'isRequired': true") "," T("c", ", 'maxLength': 2"), ""));
    struct survey_problems problems, here;
    survey_problems_init(&problems, arena);
    struct survey_response response;
    assert_int_equal(survey_answers_validate(arena, fixture_programme(arena), questionnaire,
                                             &on_wall, fixture_json(arena, "{'c': 'long'}"), 1,
                                             &problems, &response),
                     STATUS_INVALID);
    survey_step_problems(questionnaire, 0, &problems, &here);
    assert_int_equal(here.count, 3);
    assert_int_equal(here.error_count, 3);
    assert_true(fixture_has(&here, "/actor_type", "required"));
    assert_true(fixture_has(&here, "/organisation", "required"));
    assert_true(fixture_has(&here, "/a", "required"));
    survey_step_problems(questionnaire, 1, &problems, &here);
    assert_int_equal(here.count, 2);
    assert_true(fixture_has(&here, "/b", "required"));
    assert_true(fixture_has(&here, "/c", "too_long"));
    assert_string_equal(here.list[0].field, "b");
    survey_step_problems(questionnaire, 2, &problems, &here);
    assert_int_equal(here.count, 0);
    assert_int_equal(problems.count, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_of_all_pages),
        cmocka_unit_test(test_next_and_previous),
        cmocka_unit_test(test_problems_by_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
