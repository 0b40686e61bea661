/*
 * The programme that the fuzz targets of the survey room use.
 */
#ifndef SURVEYD_TESTS_FUZZ_SURVEY_PROGRAMME_H
#define SURVEYD_TESTS_FUZZ_SURVEY_PROGRAMME_H

#include <assert.h>

#include "base/json.h"
#include "survey/answers.h"

static inline struct json_object *fuzz_json(struct base_arena *arena, struct base_text document)
{
    struct json_object *root = NULL;
    struct base_json_error error;
    return base_json_parse(arena, document, &base_json_limits_submission, &root, &error) ==
                   STATUS_OK
               ? root
               : NULL;
}

static inline const struct survey_programme *fuzz_programme(struct base_arena *arena)
{
    static const char text[] =
        "{\"programme\":\"p\",\"title\":\"T\",\"languages\":[\"sv\",\"en\"],"
        "\"timezone\":\"UTC\",\"linkage\":\"survey\",\"openLink\":{\"organisation\":true},"
        "\"actorTypes\":[{\"value\":\"a\",\"text\":\"A\"}],\"organisations\":["
        "{\"value\":\"x\",\"text\":\"X\",\"actorType\":\"a\"},"
        "{\"value\":\"y\",\"text\":\"Y\",\"actorType\":\"a\"}],\"cycles\":[{\"cycle\":1,"
        "\"title\":\"C\",\"survey\":\"c.json\",\"opens\":\"2026-01-01T00:00\","
        "\"closes\":\"2026-01-02T00:00\"}]}";
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    enum base_status status = survey_programme_parse(
        arena, "p.json", fuzz_json(arena, BASE_TEXT(text)), &problems, &programme);
    assert(status == STATUS_OK && programme != NULL);
    return programme;
}

/* A valid response can be shown again just as it was kept. */
static inline void fuzz_check_round_trip(struct base_arena *arena,
                                         const struct survey_questionnaire *questionnaire,
                                         const struct survey_response *response)
{
    assert(response->code_count == questionnaire->column_count);
    struct json_object *again = survey_answers_decode(arena, questionnaire, response->codes,
                                                      response->code_count, response->values);
    json_object_object_del(response->answers, "actor_type");
    json_object_object_del(response->answers, "organisation");
    assert(base_text_equal(base_json_canonical(arena, again),
                           base_json_canonical(arena, response->answers)));
}

#endif
