#include <string.h>

#include "base/json.h"
#include "form_view.h"
#include "survey/answers.h"

struct json_object *pages_answer(const struct pages_form_view *view, const char *name)
{
    return base_json_get(view->form->answers, name);
}

bool pages_answer_is(struct json_object *value, const struct survey_choice *choice)
{
    if (!value)
        return false;
    switch (json_object_get_type(value)) {
    case json_type_string:
        return base_text_equal_string(base_json_text(value), choice->value);
    case json_type_int:
    case json_type_double:
        return choice->is_number && json_object_get_double(value) == choice->number;
    case json_type_boolean:
        return strcmp(choice->value, json_object_get_boolean(value) ? "true" : "false") == 0;
    default:
        return false;
    }
}

bool pages_answer_has(struct json_object *values, const struct survey_choice *choice)
{
    if (!json_object_is_type(values, json_type_array))
        return pages_answer_is(values, choice);
    for (size_t i = 0; i < json_object_array_length(values); i++) {
        if (pages_answer_is(json_object_array_get_idx(values, i), choice))
            return true;
    }
    return false;
}

const char *pages_answer_text(const struct pages_form_view *view, struct json_object *value)
{
    if (!value)
        return "";
    switch (json_object_get_type(value)) {
    case json_type_string: {
        struct base_text text = base_json_text(value);
        return base_arena_copy(view->arena, text.data, text.length);
    }
    case json_type_int:
    case json_type_double:
        return base_text_from_number(view->arena, json_object_get_double(value));
    case json_type_boolean:
        return json_object_get_boolean(value) ? "true" : "false";
    default:
        return "";
    }
}

struct settling {
    const struct pages_form_view *view;
    bool is_settled;
};

/* Whether nothing that the participant can still do changes what the condition finds there. */
static bool is_known(const struct pages_form_view *view, struct base_text name)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    const struct survey_item *item = survey_questionnaire_item(questionnaire, name);
    if (base_json_get(view->kept, base_arena_copy(view->arena, name.data, name.length)))
        return true;
    if (item)
        return view->left_out[item - questionnaire->items];
    /* Who answers is asked on an open link only. */
    bool asked = base_text_equal(name, BASE_TEXT("actor_type")) ||
                 view->form->programme->open_asks_organisation;
    return !view->form->respondent.open_link || !asked;
}

static void visit_reference(struct base_text reference, void *context)
{
    struct settling *settling = context;
    struct base_text name;
    base_text_split(reference, '.', &name);
    if (!is_known(settling->view, name))
        settling->is_settled = false;
}

enum pages_bearing pages_answer_bearing(const struct pages_form_view *view,
                                        const struct survey_expression *condition)
{
    if (!condition)
        return PAGES_BEARING_NONE;
    struct settling settling = {.view = view, .is_settled = true};
    survey_expression_references(condition, visit_reference, &settling);
    if (!settling.is_settled)
        return PAGES_BEARING_OPEN;
    return survey_expression_holds(condition, view->kept) ? PAGES_BEARING_NONE
                                                          : PAGES_BEARING_REFUSED;
}

/* By the item's own condition or one of what surrounds it. */
static bool is_refused(const struct pages_form_view *view, const struct survey_item *item)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    if (pages_answer_bearing(view, item->visible_if) == PAGES_BEARING_REFUSED)
        return true;
    for (int panel = item->panel; panel >= 0; panel = questionnaire->panels[panel].parent) {
        if (pages_answer_bearing(view, questionnaire->panels[panel].visible_if) ==
            PAGES_BEARING_REFUSED)
            return true;
    }
    return pages_answer_bearing(view, questionnaire->pages[item->page].visible_if) ==
           PAGES_BEARING_REFUSED;
}

static struct json_object *keep_visible(const struct pages_form_view *view)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    struct json_object *kept = base_json_own(view->arena, json_object_new_object());
    bool *visible = base_arena_array(view->arena, bool, questionnaire->item_count + 1);
    if (!json_object_is_type(view->form->answers, json_type_object))
        return kept;
    survey_answers_visible(questionnaire, view->form->answers, visible);
    json_object_object_foreach(view->form->answers, name, value)
    {
        const struct survey_item *item =
            survey_questionnaire_item(questionnaire, base_text_of(name));
        if (value && (!item || visible[item - questionnaire->items]))
            json_object_object_add(kept, name, json_object_get(value));
    }
    return kept;
}

void pages_answer_judge(struct pages_form_view *view)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    bool *left_out = base_arena_array(view->arena, bool, questionnaire->item_count + 1);
    view->kept = keep_visible(view);
    view->left_out = left_out;
    /* What is left out settles conditions that refer to it. */
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < questionnaire->item_count; i++) {
            if (!left_out[i] && is_refused(view, &questionnaire->items[i]))
                left_out[i] = changed = true;
        }
    }
}
