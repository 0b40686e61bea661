/*
 * Lets a script ask the survey room: one JSON object per line in, one per line out, in order.
 *
 *   {"programme": {...}, "cycle": 1, "questionnaire": {...}, "answers": {...},
 *    "respondent": {"open": true} or {"organisation": "...", "actorType": "..."} (or absent)}
 *     {"refused": [problem...]}                     the definition is not one
 *     {"visible": {name: bool}, "required": {name: bool}, "pages": [the pages shown, from 0],
 *      "errors": [problem...], "consentRefused": bool, "cleaned": {...}, "decoded": {...}}
 *     (the last three only without errors; "decoded" has gone through what is stored)
 *     With "conditions": true also "items": what the form writes for its script, in order.
 *   {"expression": "...", "answers": {...}}
 *     {"refused": message}, or {"holds": bool, "json": the JSON form}
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "survey/steps.h"

static struct json_object *text_or_null(const char *text)
{
    return text != NULL ? json_object_new_string(text) : NULL;
}

static struct json_object *problems_json(const struct survey_problems *problems)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < problems->count; i++) {
        const struct survey_problem *problem = &problems->list[i];
        if (problem->warning) {
            continue;
        }
        struct json_object *made = json_object_new_object();
        json_object_object_add(made, "file", text_or_null(problem->file));
        json_object_object_add(made, "pointer", text_or_null(problem->pointer));
        json_object_object_add(made, "code", text_or_null(problem->code));
        json_object_object_add(made, "message", text_or_null(problem->message));
        json_object_object_add(made, "item", text_or_null(problem->item));
        json_object_object_add(made, "field", text_or_null(problem->field));
        json_object_array_add(array, made);
    }
    return array;
}

static void answer_expression(struct base_arena *arena, struct json_object *line,
                              struct json_object *out)
{
    const struct survey_expression *expression = NULL;
    struct base_failure failure;
    struct base_text source = base_json_text(base_json_get(line, "expression"));
    if (survey_expression_parse(arena, source, &expression, &failure) != STATUS_OK) {
        json_object_object_add(out, "refused", json_object_new_string(failure.text));
        return;
    }
    bool holds = survey_expression_holds(expression, base_json_get(line, "answers"));
    json_object_object_add(out, "holds", json_object_new_boolean(holds));
    json_object_object_add(out, "json", survey_expression_json(expression));
}

static void tell_visible(const struct survey_questionnaire *questionnaire,
                         struct json_object *context, const bool *visible, struct json_object *out)
{
    struct json_object *shown = json_object_new_object();
    struct json_object *required = json_object_new_object();
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        json_object_object_add(shown, item->name, json_object_new_boolean(visible[i]));
        bool must = item->is_required ||
                    (item->required_if != NULL &&
                     survey_condition_holds(questionnaire, item->required_if, context, visible));
        json_object_object_add(required, item->name, json_object_new_boolean(must));
    }
    json_object_object_add(out, "visible", shown);
    json_object_object_add(out, "required", required);
}

static struct json_object *condition_json(const struct survey_expression *condition)
{
    return condition != NULL ? survey_expression_json(condition) : NULL;
}

/* Every item with the conditions that must all hold for it to be shown: its page's, its panels'
   from the outside in, its own; null where there is none. */
static void tell_conditions(const struct survey_questionnaire *questionnaire,
                            struct json_object *out)
{
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        struct json_object *made = json_object_new_object();
        struct json_object *conditions = json_object_new_array();
        struct json_object *panels = json_object_new_array();
        for (int panel = item->panel; panel >= 0; panel = questionnaire->panels[panel].parent) {
            json_object_array_add(panels, condition_json(questionnaire->panels[panel].visible_if));
        }
        json_object_array_add(conditions,
                              condition_json(questionnaire->pages[item->page].visible_if));
        for (size_t j = json_object_array_length(panels); j > 0; j--) {
            json_object_array_add(conditions,
                                  json_object_get(json_object_array_get_idx(panels, j - 1)));
        }
        json_object_put(panels);
        json_object_array_add(conditions, condition_json(item->visible_if));
        json_object_object_add(made, "name", json_object_new_string(item->name));
        json_object_object_add(made, "page", json_object_new_int64((int64_t)item->page));
        json_object_object_add(made, "conditions", conditions);
        json_object_array_add(array, made);
    }
    json_object_object_add(out, "items", array);
}

static void tell_pages(const struct survey_questionnaire *questionnaire,
                       const struct survey_respondent *respondent, const bool *visible,
                       struct json_object *out)
{
    struct json_object *pages = json_object_new_array();
    size_t at = SURVEY_STEP_START;
    for (int page; (page = survey_step_next(questionnaire, at, respondent, visible)) >= 0;) {
        json_object_array_add(pages, json_object_new_int(page));
        at = (size_t)page;
    }
    json_object_object_add(out, "pages", pages);
}

static struct survey_respondent read_respondent(const struct survey_programme *programme,
                                                struct json_object *object)
{
    struct survey_respondent respondent = {
        .open_link = json_object_get_boolean(base_json_get(object, "open")),
        .organisation = survey_programme_organisation(
            programme, base_json_text(base_json_get(object, "organisation"))),
        .actor_type = survey_programme_actor_type(
            programme, base_json_text(base_json_get(object, "actorType"))),
    };
    if (respondent.organisation != NULL && respondent.actor_type == NULL) {
        respondent.actor_type = &programme->actor_types[respondent.organisation->actor_type];
    }
    return respondent;
}

static void answer_questionnaire(struct base_arena *arena, struct json_object *line,
                                 struct json_object *out)
{
    struct survey_problems problems;
    survey_problems_init(&problems, arena);
    const struct survey_programme *programme = NULL;
    const struct survey_questionnaire *questionnaire = NULL;
    int cycle = json_object_get_int(base_json_get(line, "cycle"));
    struct json_object *definition = base_json_get(line, "questionnaire");
    if (survey_programme_parse(arena, "programme.json", base_json_get(line, "programme"), &problems,
                               &programme) != STATUS_OK ||
        survey_questionnaire_parse(arena, "cycle.json", definition, programme, cycle, &problems,
                                   &questionnaire) != STATUS_OK) {
        json_object_object_add(out, "refused", problems_json(&problems));
        return;
    }
    struct json_object *answers = base_json_get(line, "answers");
    struct survey_respondent respondent =
        read_respondent(programme, base_json_get(line, "respondent"));
    bool *visible = base_arena_array(arena, bool, questionnaire->item_count + 1);
    struct json_object *context = survey_answers_context(arena, &respondent, answers);
    survey_answers_visible(questionnaire, context, visible);
    tell_visible(questionnaire, context, visible, out);
    tell_pages(questionnaire, &respondent, visible, out);
    if (json_object_get_boolean(base_json_get(line, "conditions"))) {
        tell_conditions(questionnaire, out);
    }
    survey_problems_init(&problems, arena);
    struct survey_response response;
    enum base_status status = survey_answers_validate(arena, programme, questionnaire, &respondent,
                                                      answers, 0, &problems, &response);
    json_object_object_add(out, "errors", problems_json(&problems));
    if (status != STATUS_OK) {
        return;
    }
    struct json_object *decoded = survey_answers_decode(arena, questionnaire, response.codes,
                                                        response.code_count, response.values);
    json_object_object_add(out, "consentRefused",
                           json_object_new_boolean(response.consent_refused));
    json_object_object_add(out, "cleaned", json_object_get(response.answers));
    json_object_object_add(out, "decoded", json_object_get(decoded));
}

static void answer_line(const char *text, size_t length)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *line = NULL;
    struct base_json_error error;
    if (base_json_parse(arena, (struct base_text){text, length}, &base_json_limits_file, &line,
                        &error) != STATUS_OK) {
        fprintf(stderr, "answer_driver: byte %zu: %s\n", error.offset, error.message);
        exit(EXIT_FAILURE);
    }
    struct json_object *out = base_json_own(arena, json_object_new_object());
    if (base_json_get(line, "expression") != NULL) {
        answer_expression(arena, line, out);
    } else {
        answer_questionnaire(arena, line, out);
    }
    puts(base_json_write(arena, out).data);
}

int main(void)
{
    char *text = NULL;
    size_t capacity = 0;
    for (ssize_t length; (length = getline(&text, &capacity, stdin)) > 0;) {
        answer_line(text, (size_t)length);
    }
    free(text);
    return ferror(stdin) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
