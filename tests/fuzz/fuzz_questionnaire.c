/*
 * Questionnaires: a document, and after a line of three hyphens the answers to it. A questionnaire
 * without errors has columns with names of their own; answers to it are refused with reasons, or
 * stored so that they can be shown again just as they were kept.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "survey_programme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_columns(struct base_arena *arena,
                          const struct survey_questionnaire *questionnaire,
                          const struct survey_programme *programme)
{
    assert(questionnaire->column_count <= SURVEY_COLUMNS_MAX);
    for (size_t i = 0; i < questionnaire->column_count; i++) {
        const char *name = questionnaire->columns[i].name;
        assert(base_text_is_name(base_text_of(name)));
        assert(survey_questionnaire_column(questionnaire, base_text_of(name)) == (int)i);
    }
    struct json_object *columns =
        base_json_own(arena, survey_questionnaire_columns_json(questionnaire, programme));
    assert(json_object_array_length(columns) == questionnaire->column_count);
}

static void check_answers(struct base_arena *arena, const struct survey_programme *programme,
                          const struct survey_questionnaire *questionnaire,
                          struct json_object *answers)
{
    for (int open_link = 0; open_link < 2; open_link++) {
        struct survey_respondent respondent = {
            .open_link = open_link == 1,
            .organisation = &programme->organisations[0],
        };
        struct survey_problems problems;
        survey_problems_init(&problems, arena);
        struct survey_response response;
        enum base_status status = survey_answers_validate(
            arena, programme, questionnaire, &respondent, answers, open_link, &problems, &response);
        assert(status == STATUS_OK || status == STATUS_INVALID);
        assert((status == STATUS_OK) == (problems.error_count == 0));
        if (status == STATUS_OK && !response.consent_refused) {
            fuzz_check_round_trip(arena, questionnaire, &response);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text input = {base_arena_copy(arena, data, size), size};
    struct base_text document = input, rest = {NULL, 0};
    const char *line = memmem(input.data, size, "\n---\n", 5);
    if (line != NULL) {
        document.length = (size_t)(line - input.data);
        rest = (struct base_text){line + 5, size - document.length - 5};
    }
    const struct survey_programme *programme = fuzz_programme(arena);
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    enum base_status status = survey_questionnaire_parse(
        arena, "c.json", fuzz_json(arena, document), programme, 1, &problems, &questionnaire);
    assert((status == STATUS_OK) == (problems.error_count == 0));
    assert((status == STATUS_OK) == (questionnaire != NULL));
    for (size_t i = 0; i < problems.count; i++) {
        const char *pointer = problems.list[i].pointer;
        assert(pointer[0] == '\0' || pointer[0] == '/');
        assert(problems.list[i].message[0] != '\0');
    }
    if (questionnaire != NULL) {
        check_columns(arena, questionnaire, programme);
        check_answers(arena, programme, questionnaire,
                      rest.data != NULL ? fuzz_json(arena, rest) : NULL);
    }
    return 0;
}
