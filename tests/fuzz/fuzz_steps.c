/*
 * A form of several pages, page by page: the first line is what earlier pages held, the rest a
 * posted page. Only the questions of that page change, the pages shown are the same forwards and
 * backwards, and each problem is on one page.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "survey/steps.h"
#include "survey_programme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAGES 4

static const char questionnaire_text[] =
    "{\"pages\":[{\"elements\":["
    "{\"type\":\"boolean\",\"name\":\"b\",\"title\":\"B\",\"isRequired\":true},"
    "{\"type\":\"radiogroup\",\"name\":\"r\",\"title\":\"R\",\"choices\":[1,2,\"dont_know\"],"
    "\"showOtherItem\":true}]},"
    "{\"visibleIf\":\"{b} = true\",\"elements\":["
    "{\"type\":\"matrix\",\"name\":\"m\",\"title\":\"M\",\"columns\":[1,2],\"rows\":[\"x\",\"y\"],"
    "\"eachRowRequired\":true},"
    "{\"type\":\"text\",\"name\":\"t\",\"title\":\"T\",\"maxLength\":5,"
    "\"requiredIf\":\"{m.x} = 2\"}]},"
    "{\"elements\":["
    "{\"type\":\"checkbox\",\"name\":\"c\",\"title\":\"C\",\"choices\":[\"a\",\"b\",3],"
    "\"visibleIf\":\"{actor_type} notempty or {t} = 5\"}]},"
    "{\"elements\":["
    "{\"type\":\"text\",\"inputType\":\"number\",\"name\":\"n\",\"title\":\"N\","
    "\"visibleIf\":\"{c} contains 3 or {r} = 'other'\"}]}]}";

/* What is known of a question of another page stays as it was. */
static void check_kept(const struct survey_questionnaire *questionnaire, size_t page,
                       struct json_object *earlier, struct json_object *answers)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        if (item->page != page) {
            assert(base_json_get(answers, item->name) == base_json_get(earlier, item->name));
        }
    }
}

static void check_walk(const struct survey_questionnaire *questionnaire,
                       const struct survey_respondent *respondent, const bool *visible)
{
    size_t forwards = 0, backwards = 0;
    int last = -1;
    size_t at = SURVEY_STEP_START;
    for (int page; (page = survey_step_next(questionnaire, at, respondent, visible)) >= 0;) {
        assert(page > last &&
               survey_step_is_shown(questionnaire, (size_t)page, respondent, visible));
        assert(survey_step_previous(questionnaire, (size_t)page, respondent, visible) == last);
        last = page;
        at = (size_t)page;
        forwards++;
    }
    at = PAGES;
    for (int page; (page = survey_step_previous(questionnaire, at, respondent, visible)) >= 0;) {
        at = (size_t)page;
        backwards++;
    }
    assert(forwards == backwards && forwards <= PAGES);
}

static void check_problems(const struct survey_questionnaire *questionnaire,
                           const struct survey_problems *problems)
{
    size_t count = 0;
    for (size_t page = 0; page < PAGES; page++) {
        struct survey_problems here;
        survey_step_problems(questionnaire, page, problems, &here);
        count += here.count;
    }
    assert(count == problems->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_text input = {base_arena_copy(arena, data, size), size}, state;
    struct base_text body = base_text_split(input, '\n', &state);
    struct json_object *earlier = NULL;
    struct base_json_error error;
    const struct survey_field *fields = NULL;
    size_t count = 0;
    struct base_failure failure;
    if (body.data == NULL ||
        base_json_parse(arena, state, &base_json_limits_submission, &earlier, &error) !=
            STATUS_OK ||
        !json_object_is_type(earlier, json_type_object) ||
        survey_fields_decode(arena, body, &fields, &count, &failure) != STATUS_OK) {
        return 0;
    }
    const struct survey_programme *programme = fuzz_programme(arena);
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_questionnaire *questionnaire = NULL;
    enum base_status status =
        survey_questionnaire_parse(arena, "c.json", fuzz_json(arena, BASE_TEXT(questionnaire_text)),
                                   programme, 1, &problems, &questionnaire);
    assert(status == STATUS_OK && questionnaire->page_count == PAGES);
    struct survey_respondent respondent = {.open_link = size % 2 == 0};
    size_t page = size % PAGES;
    struct json_object *answers =
        survey_step_answers(arena, questionnaire, page, earlier, fields, count);
    check_kept(questionnaire, page, earlier, answers);
    bool *visible = base_arena_array(arena, bool, questionnaire->item_count);
    survey_answers_visible(questionnaire, survey_answers_context(arena, &respondent, answers),
                           visible);
    check_walk(questionnaire, &respondent, visible);
    struct survey_response response;
    survey_problems_init(&problems, arena);
    status = survey_answers_validate(arena, programme, questionnaire, &respondent, answers, 0,
                                     &problems, &response);
    assert((status == STATUS_OK) == (problems.error_count == 0));
    check_problems(questionnaire, &problems);
    return 0;
}
