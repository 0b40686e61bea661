#include "fixture.h"

static const struct survey_respondent nobody = {.open_link = false};

/* On a personal link who answers is known without being asked. */
static void test_conditions_on_a_personal_link(void **state)
{
#define COMPANY "'{actor_type} = \\'company\\''"
    static const char elements[] =
        "{'type': 'text', 'name': 'a', 'title': 'A', 'visibleIf': " COMPANY "},"
        "{'type': 'text', 'name': 'b', 'title': 'B', 'requiredIf': " COMPANY "},"
        "{'type': 'text', 'name': 'c', 'title': 'C', 'isRequired': true, 'visibleIf': "
        "'{organisation} = \\'gnosjo\\''}";
#undef COMPANY
    static const struct {
        const char *organisation;
        const char *actor_type;
        const char *answers;
        const char *kept;  /* NULL: there are errors */
        const char *error; /* pointer to the only one */
    } cases[] = {
        {NULL, NULL, "{'a': '1', 'c': '3'}", "{}", NULL},
        {NULL, "company", "{'a': '1', 'b': '2'}", "{'a':'1','b':'2'}", NULL},
        {NULL, "company", "{}", NULL, "/b"},
        {"north-forge", NULL, "{'a': '1', 'b': '2', 'c': '3'}", "{'a':'1','b':'2'}", NULL},
        {"north-forge", NULL, "{'a': '1'}", NULL, "/b"},
        {"gnosjo", NULL, "{'a': '1', 'c': '3'}", "{'c':'3'}", NULL},
        {"gnosjo", NULL, "{}", NULL, "/c"},
        /* what is known counts, not what somebody writes */
        {"gnosjo", NULL, "{'c': '3', 'actor_type': 'company'}", NULL, "/actor_type"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        const struct survey_programme *programme = fixture_programme(arena);
        struct survey_respondent respondent = {
            .organisation =
                survey_programme_organisation(programme, base_text_of(cases[i].organisation)),
            .actor_type = survey_programme_actor_type(programme, base_text_of(cases[i].actor_type)),
        };
        struct survey_problems problems;
        survey_problems_init(&problems, arena);
        struct survey_response response;
        enum base_status status = survey_answers_validate(
            arena, programme, fixture_good_questionnaire(arena, programme, elements), &respondent,
            fixture_json(arena, cases[i].answers), 0, &problems, &response);
        assert_int_equal(status, cases[i].kept != NULL ? STATUS_OK : STATUS_INVALID);
        assert_int_equal(problems.count, cases[i].kept == NULL);
        if (cases[i].kept != NULL) {
            assert_string_equal(fixture_text(arena, response.answers), cases[i].kept);
        } else {
            assert_string_equal(problems.list[0].pointer, cases[i].error);
        }
    }
}

static void test_what_conditions_see(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena);
    struct json_object *answers =
        fixture_json(arena, "{'a': 1, 'actor_type': 'x', 'organisation': 'y'}");
    const struct survey_respondent open_link = {.open_link = true};
    const struct survey_respondent known = {
        .organisation = &programme->organisations[0],
        .actor_type = &programme->actor_types[0],
    };
    assert_string_equal(fixture_text(arena, survey_answers_context(arena, &open_link, answers)),
                        "{'a':1,'actor_type':'x','organisation':'y'}");
    assert_string_equal(fixture_text(arena, survey_answers_context(arena, &nobody, answers)),
                        "{'a':1}");
    assert_string_equal(fixture_text(arena, survey_answers_context(arena, &known, answers)),
                        "{'a':1,'actor_type':'company','organisation':'north-forge'}");
    assert_string_equal(fixture_text(arena, survey_answers_context(arena, &known, NULL)),
                        "{'actor_type':'company','organisation':'north-forge'}");
    assert_string_equal(fixture_text(arena, answers),
                        "{'a':1,'actor_type':'x','organisation':'y'}");
}

static void test_answers_of_another_version(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_questionnaire *questionnaire = fixture_good_questionnaire(
        arena, fixture_programme(arena),
        "{'type': 'text', 'name': 'a', 'title': 'A'}, {'type': 'html', 'name': 'h', 'html': 'H'},"
        " {'type': 'radiogroup', 'name': 'r', 'title': 'R', 'choices': [1, 2]},"
        " {'type': 'checkbox', 'name': 'c', 'title': 'C', 'choices': ['x', 'y'],"
        "  'showOtherItem': true}");
    struct json_object *answers =
        fixture_json(arena, "{'a': '1', 'gone': 2, 'h': 'was a question', 'r': 'other',"
                            " 'r-Comment': 'gone', 'c': ['other'], 'c-Comment': 'own'}");
    assert_string_equal(fixture_text(arena, survey_answers_asked(arena, questionnaire, answers)),
                        "{'a':'1','c':['other'],'c-Comment':'own','r':'other'}");
    assert_string_equal(fixture_text(arena, survey_answers_asked(arena, questionnaire, NULL)),
                        "{}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions_on_a_personal_link),
        cmocka_unit_test(test_what_conditions_see),
        cmocka_unit_test(test_answers_of_another_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
