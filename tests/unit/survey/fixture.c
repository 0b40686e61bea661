#include "fixture.h"

#include <stdio.h>
#include <string.h>

static const char programme_text[] =
    "{'programme': 'metal', 'title': {'en': 'Metal', 'sv': 'Metall'}, 'languages': ['sv', 'en'],"
    " 'timezone': 'Europe/Stockholm', 'linkage': 'programme', 'minimumGroupSize': 5,"
    " 'openLink': {'organisation': true},"
    " 'actorTypes': [{'value': 'company', 'text': {'en': 'Company', 'sv': 'Företag'}},"
    "  {'value': 'municipality', 'text': {'en': 'Municipality', 'sv': 'Kommun'}}],"
    " 'organisations': [{'value': 'north-forge', 'text': 'North Forge', 'actorType': 'company'},"
    "  {'value': 'gnosjo', 'text': 'Gnosjö', 'actorType': 'municipality'},"
    "  {'value': 'late', 'text': 'Late', 'actorType': 'company', 'fromCycle': 2}],"
    " 'cycles': [{'cycle': 1, 'title': {'en': 'One', 'sv': 'Ett'}, 'survey': 'cycle-1.json',"
    "   'opens': '2026-09-01T12:00', 'closes': '2026-09-10T12:00'},"
    "  {'cycle': 2, 'title': {'en': 'Two', 'sv': 'Två'}, 'survey': 'cycle-2.json',"
    "   'opens': '2026-10-01T12:00', 'closes': '2026-10-10T12:00'}]}";

struct json_object *fixture_json(struct base_arena *arena, const char *text)
{
    char *copy = base_arena_string(arena, text);
    for (char *at = copy; *at != '\0'; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    struct json_object *root = NULL;
    struct base_json_error error;
    if (base_json_parse(arena, base_text_of(copy), &base_json_limits_file, &root, &error) !=
        STATUS_OK) {
        fail_msg("not JSON at %zu: %s in %s", error.offset, error.message, copy);
    }
    return root;
}

const struct survey_programme *fixture_programme(struct base_arena *arena)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    enum base_status status = survey_programme_parse(
        arena, "programme.json", fixture_json(arena, programme_text), &problems, &programme);
    fixture_print(&problems);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(problems.count, 0);
    return programme;
}

const struct survey_questionnaire *fixture_questionnaire(struct base_arena *arena,
                                                         const struct survey_programme *programme,
                                                         const char *elements,
                                                         struct survey_problems *problems)
{
    const char *text = base_arena_format(arena, "{'pages': [{'elements': [%s]}]}", elements);
    const struct survey_questionnaire *questionnaire = NULL;
    survey_problems_init(problems, arena);
    enum base_status status = survey_questionnaire_parse(
        arena, "cycle-1.json", fixture_json(arena, text), programme, 1, problems, &questionnaire);
    assert_int_equal(status == STATUS_OK, questionnaire != NULL);
    assert_int_equal(status == STATUS_OK, problems->error_count == 0);
    return questionnaire;
}

const struct survey_questionnaire *
fixture_good_questionnaire(struct base_arena *arena, const struct survey_programme *programme,
                           const char *elements)
{
    struct survey_problems problems;
    const struct survey_questionnaire *questionnaire =
        fixture_questionnaire(arena, programme, elements, &problems);
    if (questionnaire == NULL) {
        fixture_print(&problems);
        fail_msg("the questionnaire should have been right");
    }
    return questionnaire;
}

bool fixture_has(const struct survey_problems *problems, const char *pointer, const char *code)
{
    for (size_t i = 0; i < problems->count; i++) {
        if (strcmp(problems->list[i].pointer, pointer) == 0 &&
            strcmp(problems->list[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

void fixture_print(const struct survey_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        print_message("  [%s] %s\n", problems->list[i].code,
                      survey_problem_line(problems->arena, &problems->list[i]));
    }
}

const char *fixture_text(struct base_arena *arena, struct json_object *object)
{
    struct base_text canonical = base_json_canonical(arena, object);
    char *copy = base_arena_copy(arena, canonical.data, canonical.length);
    for (char *at = copy; *at != '\0'; at++) {
        *at = *at == '"' ? '\'' : *at;
    }
    return copy;
}
