#include "fixture.h"

#include <string.h>

#include "survey/problem.h"

#define HEAD                                                                                       \
    "'programme': 'p', 'title': 'T', 'languages': ['sv', 'en'], 'timezone': 'UTC', "               \
    "'linkage': 'survey'"
#define ACTORS "'actorTypes': [{'value': 'company', 'text': 'Company'}]"
#define CYCLES                                                                                     \
    "'cycles': [{'cycle': 1, 'title': 'One', 'survey': 'a.json', 'opens': '2026-09-01T12:00', "    \
    "'closes': '2026-09-02T12:00'}]"

/* A programme with mistakes, and the problem that must be reported about each. */
static const struct {
    const char *text, *pointer, *code;
} bad[] = {
    {"[]", "", "wrong_type"},
    {"{}", "", "missing_property"},
    {"{" HEAD ", " ACTORS ", " CYCLES ", 'organizations': []}", "/organizations",
     "unknown_property"},
    {"{" HEAD ", " ACTORS ", " CYCLES ", 'x/y~z': 1}", "/x~1y~0z", "unknown_property"},
    {"{'programme': 'P 1', 'title': 'T', 'languages': ['sv'], 'timezone': 'UTC', 'linkage': "
     "'survey', " ACTORS ", " CYCLES "}",
     "/programme", "not_an_identifier"},
    {"{'programme': 'p', 'languages': ['sv'], 'timezone': 'UTC', 'linkage': 'survey', " ACTORS
     ", " CYCLES "}",
     "", "missing_property"},
    {"{'programme': 'p', 'title': {'sv': 'T'}, 'languages': ['sv', 'en'], 'timezone': 'UTC', "
     "'linkage': 'survey', " ACTORS ", " CYCLES "}",
     "/title", "missing_translation"},
    {"{'programme': 'p', 'title': 5, 'languages': ['sv'], 'timezone': 'UTC', 'linkage': 'survey', "
     "" ACTORS ", " CYCLES "}",
     "/title", "wrong_type"},
    {"{'programme': 'p', 'title': {'sv': 5}, 'languages': ['sv'], 'timezone': 'UTC', 'linkage': "
     "'survey', " ACTORS ", " CYCLES "}",
     "/title/sv", "wrong_type"},
    {"{'programme': 'p', 'title': {'sv': 'T', 'de': 'T'}, 'languages': ['sv'], 'timezone': 'UTC', "
     "'linkage': 'survey', " ACTORS ", " CYCLES "}",
     "/title/de", "unknown_language"},
    {"{'programme': 'p', 'title': 'T', 'languages': [], 'timezone': 'UTC'}", "/languages", "empty"},
    {"{'programme': 'p', 'title': 'T', 'languages': 'sv'}", "/languages", "wrong_type"},
    {"{'programme': 'p', 'title': 'T', 'languages': ['svenska', 'sv']}", "/languages/0",
     "not_a_language"},
    {"{'programme': 'p', 'title': 'T', 'languages': ['sv', 'sv']}", "/languages/1", "duplicate"},
    {"{'programme': 'p', 'title': 'T', 'languages': ['sv', 'fi']}", "/languages/1",
     "interface_language"},
    {"{'languages': ['sv', 'en', 'de', 'fr', 'it', 'es', 'pl', 'fi', 'nb']}", "/languages",
     "too_many"},
    {"{'languages': ['sv'], 'timezone': 'Stockholm/'}", "/timezone", "not_a_timezone"},
    {"{'languages': ['sv'], 'timezone': 3}", "/timezone", "wrong_type"},
    {"{'languages': ['sv'], 'minimumGroupSize': 2}", "/minimumGroupSize", "out_of_range"},
    {"{'languages': ['sv'], 'minimumGroupSize': 5.5}", "/minimumGroupSize", "out_of_range"},
    {"{'languages': ['sv'], 'minimumGroupSize': '5'}", "/minimumGroupSize", "wrong_type"},
    {"{'languages': ['sv'], 'linkage': 'none'}", "/linkage", "unknown_value"},
    {"{'languages': ['sv'], 'retention': '5 years'}", "/retention", "not_a_duration"},
    {"{'languages': ['sv'], 'openLink': true}", "/openLink", "wrong_type"},
    {"{'languages': ['sv'], 'participantsSeeResults': 'yes'}", "/participantsSeeResults",
     "wrong_type"},
    {"{'languages': ['sv'], 'openLink': {'organisations': true}}", "/openLink/organisations",
     "unknown_property"},
    {"{'languages': ['sv'], 'openLink': {'organisation': 'yes'}}", "/openLink/organisation",
     "wrong_type"},
    {"{'languages': ['sv'], 'openLink': {'organisation': true}}", "/openLink/organisation",
     "no_organisations"},
    {"{'languages': ['sv'], 'actorTypes': []}", "/actorTypes", "empty"},
    {"{'languages': ['sv'], 'actorTypes': ['company']}", "/actorTypes/0", "wrong_type"},
    {"{'languages': ['sv'], 'actorTypes': [{'value': 'A B'}]}", "/actorTypes/0/value",
     "not_an_identifier"},
    {"{'languages': ['sv'], 'actorTypes': [{'value': 'a'}, {'value': 'a'}]}", "/actorTypes/1/value",
     "duplicate"},
    {"{'languages': ['sv'], 'actorTypes': [{'text': 'a'}]}", "/actorTypes/0", "missing_property"},
    {"{'languages': ['sv'], " ACTORS
     ", 'organisations': [{'value': 'a', 'text': 'A', 'actorType': 'comapny'}]}",
     "/organisations/0/actorType", "unknown_actor_type"},
    {"{'languages': ['sv'], " ACTORS ", 'organisations': [{'value': 'a', 'text': 'A'}]}",
     "/organisations/0", "missing_property"},
    {"{'languages': ['sv'], " ACTORS
     ", 'organisations': [{'value': 'a', 'actorType': 'company', 'fromCycle': 0}]}",
     "/organisations/0/fromCycle", "out_of_range"},
    {"{'languages': ['sv'], " ACTORS
     ", 'organisations': [{'value': 'a', 'actorType': 'company'}, {'value': 'a', 'actorType': "
     "'company'}]}",
     "/organisations/1/value", "duplicate"},
    {"{'languages': ['sv'], " ACTORS
     ", 'organisations': [{'value': 'a', 'actorType': 'company', 'name': 'A'}]}",
     "/organisations/0/name", "unknown_property"},
    {"{" HEAD ", " ACTORS ", " CYCLES
     ", 'organisations': [{'value': 'a', 'actorType': 'company', 'fromCycle': 2}]}",
     "/organisations", "never_takes_part"},
    {"{'languages': ['sv'], 'cycles': []}", "/cycles", "empty"},
    {"{'languages': ['sv'], 'cycles': [{'title': 'x'}]}", "/cycles/0", "missing_property"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 0}]}", "/cycles/0/cycle", "out_of_range"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'survey': '../a.json'}]}", "/cycles/0/survey",
     "not_a_file_name"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'opens': '2026-02-30T12:00'}]}",
     "/cycles/0/opens", "not_a_time"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'closes': '2026-02-28'}]}", "/cycles/0/closes",
     "not_a_time"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'opens': '2026-02-28T12:00', 'closes': "
     "'2026-02-28T12:00'}]}",
     "/cycles/0/closes", "out_of_order"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'workshop': '2026-2-28'}]}",
     "/cycles/0/workshop", "not_a_date"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'survey': 'a.json'}, {'cycle': 1, 'survey': "
     "'b.json'}]}",
     "/cycles/1/cycle", "out_of_order"},
    {"{'languages': ['sv'], 'cycles': [{'cycle': 1, 'survey': 'a.json', 'opens': "
     "'2026-09-01T12:00', 'closes': '2026-09-05T12:00'}, {'cycle': 2, 'survey': 'b.json', 'opens': "
     "'2026-09-04T12:00', 'closes': '2026-09-08T12:00'}]}",
     "/cycles/1/opens", "overlap"},
    {"{'languages': ['sv', 'en'], 'cycles': [{'cycle': 1, 'title': {'en': 'One'}, 'survey': "
     "'a.json'}]}",
     "/cycles/0/title", "missing_translation"},
    {"{'languages': ['sv'], 'evaluation': []}", "/evaluation", "wrong_type"},
    {"{'languages': ['sv'], 'evaluation': {'scale': {}}}", "/evaluation/scale", "unknown_property"},
    {"{'languages': ['sv'], 'evaluation': {'scales': []}}", "/evaluation/scales", "wrong_type"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'A b': {'items': ['q']}}}}",
     "/evaluation/scales/A b", "not_a_name"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'a': {}}}}", "/evaluation/scales/a",
     "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'a': {'items': []}}}}",
     "/evaluation/scales/a/items", "empty"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'a': {'items': ['q', 'Q']}}}}",
     "/evaluation/scales/a/items/1", "not_a_name"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'a': {'items': ['q', 'q']}}}}",
     "/evaluation/scales/a/items/1", "duplicate"},
    {"{'languages': ['sv'], 'evaluation': {'scales': {'a': {'items': ['q'], 'minAnswered': 0}}}}",
     "/evaluation/scales/a/minAnswered", "out_of_range"},
    {"{'languages': ['sv'], 'evaluation': {'pairs': [{'id': 'a', 'pre': 'b'}]}}",
     "/evaluation/pairs/0", "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'pairs': [{'id': 'a', 'pre': 'b', 'post': 'c'}, {'id': "
     "'a', 'pre': 'b', 'post': 'c'}]}}",
     "/evaluation/pairs/1/id", "duplicate"},
    {"{'languages': ['sv'], 'evaluation': {'roster': {'threshold': 2}}}", "/evaluation/roster",
     "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'roster': {'question': 'a', 'threshold': 1.5}}}",
     "/evaluation/roster/threshold", "out_of_range"},
    {"{'languages': ['sv'], 'evaluation': {'application': 'a'}}", "/evaluation/application",
     "wrong_type"},
    {"{'languages': ['sv'], 'evaluation': {'spread': {'reach': 'a'}}}", "/evaluation/spread",
     "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'recommend': ['a']}}", "/evaluation/recommend",
     "not_a_name"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'baseline': 1, 'target': 2}]}}",
     "/evaluation/goals/0", "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'id': 'a', 'baseline': 1}]}}",
     "/evaluation/goals/0", "missing_property"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'id': 'a', 'baseline': 1, 'target': 1}]}}",
     "/evaluation/goals/0/target", "out_of_range"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'id': 'a', 'weight': 0}]}}",
     "/evaluation/goals/0/weight", "out_of_range"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'id': 'a', 'score': 3}]}}",
     "/evaluation/goals/0/score", "out_of_range"},
    {"{'languages': ['sv'], 'evaluation': {'goals': [{'id': 'a'}, {'id': 'a'}]}}",
     "/evaluation/goals/1/id", "duplicate"},
};

static void test_every_mistake_is_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct survey_problems problems;
        survey_problems_init(&problems, arena);
        const struct survey_programme *programme = NULL;
        enum base_status status = survey_programme_parse(
            arena, "p.json", fixture_json(arena, bad[i].text), &problems, &programme);
        if (!fixture_has(&problems, bad[i].pointer, bad[i].code)) {
            fixture_print(&problems);
            fail_msg("%s: no %s at %s", bad[i].text, bad[i].code, bad[i].pointer);
        }
        assert_int_equal(status == STATUS_OK, problems.error_count == 0);
        for (size_t j = 0; j < problems.count; j++) {
            assert_string_equal(problems.list[j].file, "p.json");
            assert_null(problems.list[j].field);
        }
    }
}

static void test_a_whole_programme(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena);
    assert_string_equal(programme->programme, "metal");
    assert_int_equal(programme->language_count, 2);
    assert_string_equal(survey_text_in(&programme->title, 0), "Metall");
    assert_string_equal(survey_text_in(&programme->title, 1), "Metal");
    assert_string_equal(survey_text_in(&programme->title, 7), "");
    assert_string_equal(survey_text_in(&programme->title, -1), "");
    assert_string_equal(programme->timezone, "Europe/Stockholm");
    assert_int_equal(programme->minimum_group_size, 5);
    assert_int_equal(programme->linkage, SURVEY_LINKAGE_PROGRAMME);
    assert_string_equal(programme->retention, "P5Y");
    assert_true(programme->open_asks_organisation);
    assert_false(programme->participants_see_results);
    assert_int_equal(programme->organisation_count, 3);
    assert_int_equal(programme->organisations[1].actor_type, 1);
    assert_int_equal(programme->organisations[0].from_cycle, 1);
    assert_int_equal(programme->organisations[2].from_cycle, 2);
    assert_int_equal(programme->cycle_count, 2);
    assert_null(programme->cycles[0].workshop);
    assert_string_equal(programme->cycles[1].opens, "2026-10-01T12:00");
    assert_int_equal(programme->evaluation.roster_threshold, 2);
    assert_null(programme->evaluation.goals);
    assert_ptr_equal(survey_programme_cycle(programme, 2), &programme->cycles[1]);
    assert_null(survey_programme_cycle(programme, 3));
    assert_ptr_equal(survey_programme_organisation(programme, BASE_TEXT("gnosjo")),
                     &programme->organisations[1]);
    assert_null(survey_programme_organisation(programme, BASE_TEXT("gnosj")));
    assert_ptr_equal(survey_programme_actor_type(programme, BASE_TEXT("company")),
                     &programme->actor_types[0]);
    assert_null(survey_programme_actor_type(programme, BASE_TEXT("")));
}

static void test_participants_see_results(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    const char *text = "{" HEAD ", " ACTORS ", " CYCLES ", 'participantsSeeResults': true}";
    assert_int_equal(
        survey_programme_parse(arena, "p.json", fixture_json(arena, text), &problems, &programme),
        STATUS_OK);
    assert_true(programme->participants_see_results);
}

static void test_the_evaluation_block(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    const char *text =
        "{" HEAD ", " ACTORS ", " CYCLES ", 'evaluation': {"
        "'scales': {'trust': {'title': {'sv': 'Tillit', 'en': 'Trust'}, 'items': ['a', 'b_c'], "
        "'minAnswered': 0.75}, 'other': {'items': ['d']}}, 'reversed': ['b_c'],"
        "'pairs': [{'id': 'x', 'pre': 'a', 'then': 't', 'post': 'n'}], 'agreement': ['a'],"
        "'ranking': ['r'], 'roster': {'question': 'net'}, 'assignment': {'question': 'done', "
        "'quality': 'how'}, 'application': {'question': 'used', 'threshold': 2},"
        "'spread': {'told': 'told', 'reach': 'many'}, 'attended': 'at', 'assigned': 'as',"
        "'recommend': 'nps', 'sensitive': ['s'],"
        "'goals': [{'id': 'g', 'title': 'G', 'baseline': 0, 'target': 2, 'actual': 1}]}}";
    enum base_status status =
        survey_programme_parse(arena, "p.json", fixture_json(arena, text), &problems, &programme);
    fixture_print(&problems);
    assert_int_equal(status, STATUS_OK);
    const struct survey_evaluation *evaluation = &programme->evaluation;
    assert_int_equal(evaluation->scale_count, 2);
    assert_string_equal(evaluation->scales[0].id, "trust");
    assert_string_equal(evaluation->scales[0].items[1], "b_c");
    assert_true(evaluation->scales[0].min_answered == 0.75);
    assert_true(evaluation->scales[1].min_answered == 0.5);
    assert_string_equal(survey_text_in(&evaluation->scales[1].title, 0), "other");
    assert_string_equal(evaluation->pairs[0].then, "t");
    assert_int_equal(evaluation->roster_threshold, 2);
    assert_int_equal(evaluation->application_threshold, 2);
    assert_string_equal(evaluation->assignment_quality, "how");
    assert_string_equal(evaluation->spread_reach, "many");
    assert_string_equal(evaluation->attended, "at");
    assert_string_equal(evaluation->assigned, "as");
    assert_string_equal(evaluation->recommend, "nps");
    assert_string_equal(evaluation->sensitive[0], "s");
    assert_int_equal(json_object_array_length(evaluation->goals), 1);
}

static void test_texts_and_the_default_language(void **state)
{
    static const char *const languages[] = {"sv", "en"};
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    struct survey_text text;
    struct json_object *both = fixture_json(arena, "{'default': 'Hello', 'sv': 'Hej'}");
    survey_text_parse(arena, "f", "/t", both, 2, languages, NULL, &problems, &text);
    assert_string_equal(text.in[0], "Hej");
    assert_string_equal(text.in[1], "Hello");
    both = fixture_json(arena, "{'default': 'Hej', 'en': 'Hello'}");
    survey_text_parse(arena, "f", "/t", both, 2, languages, "sv", &problems, &text);
    assert_string_equal(text.in[0], "Hej");
    assert_string_equal(text.in[1], "Hello");
    survey_text_parse(arena, "f", "/t", fixture_json(arena, "'Same'"), 2, languages, NULL,
                      &problems, &text);
    assert_string_equal(text.in[0], "Same");
    assert_string_equal(text.in[1], "Same");
    survey_text_parse(arena, "f", "/t", fixture_json(arena, "''"), 2, languages, NULL, &problems,
                      &text);
    assert_false(text.given);
    survey_text_parse(arena, "f", "/t", NULL, 2, languages, NULL, &problems, &text);
    assert_false(text.given);
    assert_int_equal(problems.count, 0);
    survey_text_parse(arena, "f", "/t", fixture_json(arena, "{'default': 'Hello'}"), 2, languages,
                      NULL, &problems, &text);
    assert_true(fixture_has(&problems, "/t", "missing_translation"));
    assert_string_equal(text.in[0], "Hello");
}

static void test_languages(void **state)
{
    static const struct {
        const char *accept;
        int language;
    } cases[] = {
        {"", 0},
        {"en", 1},
        {"en-GB,en;q=0.9", 1},
        {"sv-SE,sv;q=0.9,en;q=0.8", 0},
        {"de,fr", 0},
        {"de, en;q=0.5, sv;q=0.4", 1},
        {"en;q=0.4, sv;q=0.5", 0},
        {"en;q=0, sv;q=0.1", 0},
        {"en;q=0", 0},
        {"EN", 1},
        {"*", 0},
        {"en;q=x", 0},
        {"en ; q=0.7 , sv ; q=0.6", 1},
        {",,;;=,en", 1},
    };
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct survey_programme *programme = fixture_programme(arena);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        int language = survey_programme_negotiate(programme, base_text_of(cases[i].accept));
        if (language != cases[i].language) {
            fail_msg("%s gave %d", cases[i].accept, language);
        }
    }
    assert_int_equal(survey_programme_negotiate(programme, (struct base_text){NULL, 0}), 0);
    assert_int_equal(survey_programme_language(programme, BASE_TEXT("en-GB")), 1);
    assert_int_equal(survey_programme_language(programme, BASE_TEXT("de")), -1);
    assert_int_equal(survey_programme_language(programme, BASE_TEXT("")), -1);
}

static void test_lines(void **state)
{
    (void)state;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    survey_problem_error(&problems, "a.json", "/x", "c", "%d is wrong", 5);
    survey_problem_warning(&problems, "a.json", "", "c", "hm");
    for (int i = 0; i < 100; i++) {
        survey_problem_add(&problems, (struct survey_problem){.pointer = "/q", .message = "m"});
    }
    assert_int_equal(problems.count, 102);
    assert_int_equal(problems.error_count, 101);
    assert_string_equal(survey_problem_line(arena, &problems.list[0]), "a.json: /x: 5 is wrong");
    assert_string_equal(survey_problem_line(arena, &problems.list[1]), "a.json: /: warning: hm");
    assert_string_equal(survey_problem_line(arena, &problems.list[101]), "/q: m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_mistake_is_reported),
        cmocka_unit_test(test_a_whole_programme),
        cmocka_unit_test(test_participants_see_results),
        cmocka_unit_test(test_the_evaluation_block),
        cmocka_unit_test(test_texts_and_the_default_language),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
