#include "survey/steps.h"

#include "answers_check.h"
#include "base/json.h"

/* Puts what `from` has under that name, or nothing. */
static void replace(struct json_object *into, struct json_object *from, const char *name)
{
    struct json_object *value = base_json_get(from, name);
    json_object_object_del(into, name);
    if (value != NULL) {
        json_object_object_add(into, name, json_object_get(value));
    }
}

struct json_object *survey_step_answers(struct base_arena *arena,
                                        const struct survey_questionnaire *questionnaire,
                                        size_t page, struct json_object *earlier,
                                        const struct survey_field *fields, size_t count)
{
    struct json_object *now = survey_answers_from_fields(arena, questionnaire, fields, count);
    /* As it was on an open link: nothing is put in the place of the respondent. */
    const struct survey_respondent as_it_is = {.open_link = true};
    struct json_object *all = survey_answers_context(arena, &as_it_is, earlier);
    if (page == 0) {
        replace(all, now, SURVEY_NAME_ACTOR_TYPE);
        replace(all, now, SURVEY_NAME_ORGANISATION);
    }
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        if (item->page != page) {
            continue;
        }
        replace(all, now, item->name);
        replace(all, now, base_arena_format(arena, "%s" SURVEY_FORM_COMMENT, item->name));
    }
    return all;
}

bool survey_step_is_shown(const struct survey_questionnaire *questionnaire, size_t page,
                          const struct survey_respondent *respondent, const bool *visible)
{
    if (page >= questionnaire->page_count) {
        return false;
    }
    if (page == 0 && respondent->open_link) {
        return true;
    }
    const struct survey_page *asked = &questionnaire->pages[page];
    for (size_t i = 0; i < asked->item_count; i++) {
        if (visible[asked->item_first + i]) {
            return true;
        }
    }
    return false;
}

int survey_step_next(const struct survey_questionnaire *questionnaire, size_t page,
                     const struct survey_respondent *respondent, const bool *visible)
{
    size_t next = page == SURVEY_STEP_START ? 0 : page + 1;
    for (; next < questionnaire->page_count; next++) {
        if (survey_step_is_shown(questionnaire, next, respondent, visible)) {
            return (int)next;
        }
    }
    return -1;
}

int survey_step_previous(const struct survey_questionnaire *questionnaire, size_t page,
                         const struct survey_respondent *respondent, const bool *visible)
{
    size_t before = page < questionnaire->page_count ? page : questionnaire->page_count;
    while (before > 0) {
        before--;
        if (survey_step_is_shown(questionnaire, before, respondent, visible)) {
            return (int)before;
        }
    }
    return -1;
}

size_t survey_step_of_problem(const struct survey_questionnaire *questionnaire,
                              const struct survey_problem *problem)
{
    const struct survey_item *item =
        problem->item != NULL
            ? survey_questionnaire_item(questionnaire, base_text_of(problem->item))
            : NULL;
    return item != NULL ? item->page : 0;
}

void survey_step_problems(const struct survey_questionnaire *questionnaire, size_t page,
                          const struct survey_problems *problems,
                          struct survey_problems *ret_problems)
{
    survey_problems_init(ret_problems, problems->arena);
    for (size_t i = 0; i < problems->count; i++) {
        if (survey_step_of_problem(questionnaire, &problems->list[i]) == page) {
            survey_problem_add(ret_problems, problems->list[i]);
        }
    }
}
