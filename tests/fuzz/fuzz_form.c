/*
 * Form bodies, for a questionnaire with every kind of question. What is valid is stored so that it
 * can be shown again; sending what is shown once more is valid and stores the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "survey_programme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char questionnaire_text[] =
    "{\"pages\":[{\"elements\":["
    "{\"type\":\"radiogroup\",\"name\":\"r\",\"title\":\"R\",\"choices\":[1,2,\"dont_know\"],"
    "\"showOtherItem\":true},"
    "{\"type\":\"checkbox\",\"name\":\"c\",\"title\":\"C\",\"choices\":[\"a\",\"b\",3],"
    "\"showOtherItem\":true,\"showNoneItem\":true},"
    "{\"type\":\"rating\",\"name\":\"s\",\"title\":\"S\",\"rateMin\":0,\"rateMax\":10},"
    "{\"type\":\"matrix\",\"name\":\"m\",\"title\":\"M\",\"columns\":[1,2],\"rows\":[\"x\",\"y\"]},"
    "{\"type\":\"matrix\",\"name\":\"net\",\"title\":\"N\",\"columns\":[0,1],"
    "\"x-rows\":\"organisations\"},"
    "{\"type\":\"matrixdropdown\",\"name\":\"d\",\"title\":\"D\",\"rows\":[\"x\"],\"columns\":["
    "{\"name\":\"then\",\"title\":\"A\",\"cellType\":\"rating\"},"
    "{\"name\":\"now\",\"title\":\"B\",\"cellType\":\"rating\"}]},"
    "{\"type\":\"text\",\"name\":\"t\",\"title\":\"T\",\"maxLength\":20},"
    "{\"type\":\"text\",\"inputType\":\"number\",\"name\":\"n\",\"title\":\"N\"},"
    "{\"type\":\"text\",\"inputType\":\"date\",\"name\":\"dt\",\"title\":\"DT\"},"
    "{\"type\":\"comment\",\"name\":\"k\",\"title\":\"K\",\"visibleIf\":\"{s} > 3\"},"
    "{\"type\":\"boolean\",\"name\":\"b\",\"title\":\"B\"},"
    "{\"type\":\"text\",\"name\":\"v\",\"title\":\"V\",\"visibleIf\":\"{b} = true\","
    "\"requiredIf\":\"{r} = 1\"},"
    "{\"type\":\"ranking\",\"name\":\"o\",\"title\":\"O\",\"choices\":[\"p\",\"q\"]}]}]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text body = {base_arena_copy(arena, data, size), size};
    const struct survey_field *fields = NULL;
    size_t count = 0;
    struct base_failure failure;
    enum base_status status = survey_fields_decode(arena, body, &fields, &count, &failure);
    if (status != STATUS_OK) {
        assert(status == STATUS_MALFORMED || status == STATUS_TOO_LARGE);
        return 0;
    }
    const struct survey_programme *programme = fuzz_programme(arena);
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    status =
        survey_questionnaire_parse(arena, "c.json", fuzz_json(arena, BASE_TEXT(questionnaire_text)),
                                   programme, 1, &problems, &questionnaire);
    assert(status == STATUS_OK);
    struct json_object *answers = survey_answers_from_fields(arena, questionnaire, fields, count);
    struct survey_respondent respondent = {.organisation = &programme->organisations[1]};
    struct survey_response first, second;
    survey_problems_init(&problems, arena);
    status = survey_answers_validate(arena, programme, questionnaire, &respondent, answers, 0,
                                     &problems, &first);
    assert((status == STATUS_OK) == (problems.error_count == 0));
    if (status != STATUS_OK) {
        return 0;
    }
    fuzz_check_round_trip(arena, questionnaire, &first);
    struct json_object *shown =
        survey_answers_decode(arena, questionnaire, first.codes, first.code_count, first.values);
    status = survey_answers_validate(arena, programme, questionnaire, &respondent, shown, 1,
                                     &problems, &second);
    assert(status == STATUS_OK);
    assert(memcmp(first.codes, second.codes, first.code_count * sizeof(*first.codes)) == 0);
    return 0;
}
