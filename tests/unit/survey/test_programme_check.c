#include "fixture.h"

#include <string.h>

#define RATING(name) "{'type': 'rating', 'name': '" name "', 'title': 'T', 'rateMax': 5}"

static const char *const surveys[] = {
    RATING("a") "," RATING(
        "b") ", {'type': 'rating', 'name': 'wide', 'title': 'T', 'rateMin': 0, 'rateMax': 10},"
             "{'type': 'boolean', 'name': 'done', 'title': 'T'},"
             "{'type': 'comment', 'name': 'words', 'title': 'T'},"
             "{'type': 'checkbox', 'name': 'many', 'title': 'T', 'choices': ['x', 'y']},"
             "{'type': 'matrix', 'name': 'm', 'title': 'T', 'columns': [1, 2, 3, 4, 5, "
             "'dont_know'], "
             "'rows': ['one', 'two']},"
             "{'type': 'matrix', 'name': 'net', 'title': 'T', 'x-rows': 'organisations', "
             "'columns': "
             "[0, 1, 2, 3, 4]}",
    RATING("later") "," RATING(
        "b") ", {'type': 'text', 'inputType': 'number', 'name': 'reach', 'title': 'T', 'min': 0, "
             "'step': 1},"
             "{'type': 'text', 'inputType': 'number', 'name': 'loose', 'title': 'T'},"
             "{'type': 'matrixdropdown', 'name': 'd', 'title': 'T', 'rows': ['x'], 'columns': "
             "[{'name': 'then', 'title': 'T', 'cellType': 'rating'}, {'name': 'now', 'title': 'N', "
             "'cellType': 'rating'}]}",
};

/* Checks an evaluation block against the two questionnaires above. */
static void check_with(struct base_arena *arena, const char *evaluation, bool second_broken,
                       struct json_object *second_root, struct survey_problems *problems)
{
    const struct survey_programme *plain = fixture_programme(arena);
    survey_problems_init(problems, arena);
    const struct survey_questionnaire *questionnaires[2] = {
        fixture_good_questionnaire(arena, plain, surveys[0]),
        second_broken ? NULL : fixture_good_questionnaire(arena, plain, surveys[1]),
    };
    const struct survey_programme *parsed = NULL;
    const char *text = base_arena_format(
        arena,
        "{'programme': 'p', 'title': 'T', 'languages': ['sv', 'en'], 'timezone': 'UTC', "
        "'linkage': 'survey', 'actorTypes': [{'value': 'company', 'text': {'sv': 'F', 'en': "
        "'C'}}], 'cycles': "
        "[{'cycle': 1, 'title': 'A', 'survey': 'a.json', 'opens': '2026-01-01T00:00', 'closes': "
        "'2026-01-02T00:00'}, {'cycle': 2, 'title': 'B', 'survey': 'b.json', 'opens': "
        "'2026-02-01T00:00', 'closes': '2026-02-02T00:00'}], 'evaluation': {%s}}",
        evaluation);
    assert_int_equal(
        survey_programme_parse(arena, "p.json", fixture_json(arena, text), problems, &parsed),
        STATUS_OK);
    struct json_object *const roots[2] = {NULL, second_root};
    survey_programme_check(parsed, "p.json", questionnaires, roots, problems);
}

static void check(struct base_arena *arena, const char *evaluation, bool second_broken,
                  struct survey_problems *problems)
{
    check_with(arena, evaluation, second_broken, NULL, problems);
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *evaluation, *pointer, *code;
    } cases[] = {
        {"'scales': {'s': {'items': ['a', 'absent']}}", "/evaluation/scales/s/items/1",
         "unknown_variable"},
        {"'scales': {'s': {'items': ['a', 'm']}}", "/evaluation/scales/s/items/1",
         "not_one_variable"},
        {"'scales': {'s': {'items': ['a', 'words']}}", "/evaluation/scales/s/items/1",
         "wrong_kind"},
        {"'scales': {'s': {'items': ['a', 'wide']}}", "/evaluation/scales/s/items/1",
         "different_range"},
        {"'scales': {'a': {'items': ['a', 'b']}}", "/evaluation/scales/a", "duplicate"},
        {"'scales': {'s': {'items': ['a']}}", "/evaluation/scales/s/items", "too_few_items"},
        {"'reversed': ['done']", "/evaluation/reversed/0", "wrong_kind"},
        {"'reversed': ['m_three']", "/evaluation/reversed/0", "unknown_variable"},
        {"'pairs': [{'id': 'x', 'pre': 'absent', 'post': 'b'}]", "/evaluation/pairs/0/pre",
         "unknown_variable"},
        {"'pairs': [{'id': 'x', 'pre': 'a', 'then': 'words', 'post': 'b'}]",
         "/evaluation/pairs/0/then", "wrong_kind"},
        {"'pairs': [{'id': 'x', 'pre': 'later', 'post': 'a'}]", "/evaluation/pairs/0/pre",
         "out_of_order"},
        {"'pairs': [{'id': 'x', 'pre': 'a', 'post': 'a'}]", "/evaluation/pairs/0/post",
         "no_change"},
        {"'agreement': ['m_one', 'reach']", "/evaluation/agreement/1", "wrong_kind"},
        {"'ranking': ['words']", "/evaluation/ranking/0", "wrong_kind"},
        {"'roster': {'question': 'm'}", "/evaluation/roster/question", "wrong_kind"},
        {"'roster': {'question': 'absent'}", "/evaluation/roster/question", "unknown_variable"},
        {"'roster': {'question': 'net', 'threshold': 5}", "/evaluation/roster/threshold",
         "out_of_range"},
        {"'roster': {'question': 'net', 'threshold': 0}", "/evaluation/roster/threshold",
         "out_of_range"},
        {"'assignment': {'question': 'a'}", "/evaluation/assignment/question", "wrong_kind"},
        {"'assignment': {'question': 'done', 'quality': 'words'}", "/evaluation/assignment/quality",
         "wrong_kind"},
        {"'application': {'question': 'done', 'threshold': 2}", "/evaluation/application/question",
         "wrong_kind"},
        {"'application': {'question': 'a', 'threshold': 1}", "/evaluation/application/threshold",
         "out_of_range"},
        {"'application': {'question': 'a', 'threshold': 6}", "/evaluation/application/threshold",
         "out_of_range"},
        {"'spread': {'told': 'a'}", "/evaluation/spread/told", "wrong_kind"},
        {"'spread': {'told': 'done', 'reach': 'loose'}", "/evaluation/spread/reach", "wrong_kind"},
        {"'attended': 'words'", "/evaluation/attended", "wrong_kind"},
        {"'assigned': 'absent'", "/evaluation/assigned", "unknown_variable"},
        {"'recommend': 'a'", "/evaluation/recommend", "wrong_kind"},
        {"'sensitive': ['absent']", "/evaluation/sensitive/0", "unknown_variable"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        check(arena, cases[i].evaluation, false, &problems);
        if (!fixture_has(&problems, cases[i].pointer, cases[i].code) || problems.count != 1) {
            fixture_print(&problems);
            fail_msg("%s: one %s at %s was expected", cases[i].evaluation, cases[i].code,
                     cases[i].pointer);
        }
    }
}

static void test_a_block_without_mistakes(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    check(arena,
          "'scales': {'s': {'items': ['a', 'b', 'm_one']}, 'd_then': {'items': ['d_x_then', "
          "'later']}}, 'reversed': ['m_two'], 'pairs': [{'id': 'x', 'pre': 's', 'then': "
          "'d_x_then', 'post': 'd_x_now'}, {'id': 'y', 'pre': 'b', 'post': 'b'}], 'agreement': "
          "['m_one', 'm_two'], 'ranking': ['a', 'b'], 'roster': {'question': 'net'}, "
          "'assignment': {'question': 'done', 'quality': 'a'}, 'application': {'question': 'a', "
          "'threshold': 3}, 'spread': {'told': 'done', 'reach': 'reach'}, 'attended': 'done', "
          "'assigned': 'done', 'recommend': 'wide', 'sensitive': ['m', 'a', 'many_x']",
          false, &problems);
    fixture_print(&problems);
    assert_int_equal(problems.count, 0);
}

static void test_hints(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    check(arena, "'recommend': 'wied'", false, &problems);
    assert_non_null(strstr(problems.list[0].message, "\"wide\""));
    check(arena, "'scales': {'s': {'items': ['a', 'm']}}", false, &problems);
    assert_non_null(strstr(problems.list[0].message, "\"m_one\""));
}

static void test_one_mistake_is_reported_once(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    check(arena,
          "'reversed': ['absent'], 'ranking': ['absent'], 'agreement': ['absent', 'missing']",
          false, &problems);
    fixture_print(&problems);
    assert_int_equal(problems.count, 2);
}

/* The names that a questionnaire with errors has all the same are known. */
static void test_names_of_a_broken_questionnaire(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    struct json_object *root = fixture_json(
        arena, "{'pages': [{'name': 'first', 'element': [{'type': 'panel', 'name': 'absent', "
               "'elements': [{'type': 'ratign', 'name': 'useful'}, {'type': 'matrix', 'name': "
               "'grid'}, {'name': 'a_name_that_is_very_long_and_more'}]}]}]}");
    check_with(arena,
               "'reversed': ['useful', 'grid_row', 'a_name_that_is_very_cut_and_more', 'usefull', "
               "'absent'], 'sensitive': ['grid'], 'attended': 'words'",
               true, root, &problems);
    fixture_print(&problems);
    assert_int_equal(problems.count, 3);
    assert_true(fixture_has(&problems, "/evaluation/reversed/3", "unknown_variable"));
    assert_true(fixture_has(&problems, "/evaluation/reversed/4", "unknown_variable"));
    assert_true(fixture_has(&problems, "/evaluation/attended", "wrong_kind"));
}

/* What is not found may be in the questionnaire that could not be read. */
static void test_a_broken_questionnaire(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    check(arena, "'recommend': 'absent', 'roster': {'question': 'absent'}, 'attended': 'words'",
          true, &problems);
    assert_int_equal(problems.count, 1);
    assert_true(fixture_has(&problems, "/evaluation/attended", "wrong_kind"));
}

static void test_a_question_that_changes_between_cycles(void **state)
{
    static const struct {
        const char *first, *second, *code; /* NULL: no warning */
    } cases[] = {
        {"'rating', 'rateMax': 5", "'rating', 'rateMax': 5", NULL},
        {"'rating', 'rateMax': 5", "'rating', 'rateMax': 7", "other_scale"},
        {"'rating', 'rateMax': 5", "'rating', 'rateMin': 0, 'rateMax': 5", "other_scale"},
        {"'rating', 'rateMax': 5", "'boolean'", "other_kind"},
        {"'radiogroup', 'choices': ['a', 'b']", "'dropdown', 'choices': ['a', 'b']", NULL},
        {"'radiogroup', 'choices': ['a', 'b']", "'radiogroup', 'choices': ['b', 'a']",
         "other_scale"},
        {"'radiogroup', 'choices': ['a', 'b']",
         "'radiogroup', 'choices': ['a', 'b', 'dont_know'], 'showOtherItem': true", NULL},
        {"'checkbox', 'choices': ['a', 'b']", "'checkbox', 'choices': ['a', 'b', 'c']", NULL},
        {"'matrix', 'rows': ['x'], 'columns': [1, 2]",
         "'matrix', 'rows': ['x'], 'columns': [1, 2, 3]", "other_scale"},
        {"'comment'", "'text'", NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        const struct survey_programme *programme = fixture_programme(arena);
        const char *const types[] = {cases[i].first, cases[i].second};
        const struct survey_questionnaire *questionnaires[2];
        for (size_t j = 0; j < 2; j++) {
            questionnaires[j] = fixture_good_questionnaire(
                arena, programme,
                base_arena_format(arena, "{'name': 'q', 'title': 'T', 'type': %s}", types[j]));
        }
        survey_problems_init(&problems, arena);
        survey_programme_check(programme, "p.json", questionnaires, NULL, &problems);
        assert_int_equal(problems.error_count, 0);
        assert_int_equal(problems.count, cases[i].code != NULL);
        if (cases[i].code != NULL) {
            assert_true(fixture_has(&problems, "/pages/0/elements/0", cases[i].code));
            assert_string_equal(problems.list[0].file, "cycle-2.json");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_a_block_without_mistakes),
        cmocka_unit_test(test_hints),
        cmocka_unit_test(test_a_broken_questionnaire),
        cmocka_unit_test(test_a_question_that_changes_between_cycles),
        cmocka_unit_test(test_one_mistake_is_reported_once),
        cmocka_unit_test(test_names_of_a_broken_questionnaire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
