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

/* What a condition is looked at with. */
struct settling {
    const struct pages_form_view *view;
    const enum pages_place *places;
    bool looks_ahead; /* as if nothing on the page that is shown were answered yet */
    bool is_settled;
};

/* Whether nothing that the participant can still do changes what the condition finds there. Pages
   before the one that is shown are done. */
static bool is_known(const struct settling *settling, struct base_text name)
{
    const struct pages_form *form = settling->view->form;
    const struct survey_item *item = survey_questionnaire_item(form->questionnaire, name);
    bool is_answered = base_json_get(
        settling->view->kept, base_arena_copy(settling->view->arena, name.data, name.length));
    if (item) {
        if (item->page < form->page ||
            settling->places[item - form->questionnaire->items] != PAGES_PLACE_ASKED)
            return true;
        return is_answered && !(settling->looks_ahead && item->page == form->page);
    }
    /* Who answers is asked on the first page of an open link only. */
    bool asked =
        base_text_equal(name, BASE_TEXT("actor_type")) || form->programme->open_asks_organisation;
    if (!form->respondent.open_link || !asked || form->page > 0)
        return true;
    return is_answered && !settling->looks_ahead;
}

static void visit_reference(struct base_text reference, void *context)
{
    struct settling *settling = context;
    struct base_text name;
    base_text_split(reference, '.', &name);
    if (!is_known(settling, name))
        settling->is_settled = false;
}

static enum pages_bearing bearing_of(struct settling settling,
                                     const struct survey_expression *condition)
{
    if (!condition)
        return PAGES_BEARING_NONE;
    settling.is_settled = true;
    survey_expression_references(condition, visit_reference, &settling);
    if (!settling.is_settled)
        return PAGES_BEARING_OPEN;
    return survey_expression_holds(condition, settling.view->kept) ? PAGES_BEARING_NONE
                                                                   : PAGES_BEARING_REFUSED;
}

enum pages_bearing pages_answer_bearing(const struct pages_form_view *view,
                                        const struct survey_expression *condition)
{
    return bearing_of((struct settling){.view = view, .places = view->places}, condition);
}

/* By the item's own condition or one of what surrounds it. */
static bool is_refused(struct settling settling, const struct survey_item *item)
{
    const struct survey_questionnaire *questionnaire = settling.view->form->questionnaire;
    if (bearing_of(settling, item->visible_if) == PAGES_BEARING_REFUSED)
        return true;
    for (int panel = item->panel; panel >= 0; panel = questionnaire->panels[panel].parent) {
        if (bearing_of(settling, questionnaire->panels[panel].visible_if) == PAGES_BEARING_REFUSED)
            return true;
    }
    return bearing_of(settling, questionnaire->pages[item->page].visible_if) ==
           PAGES_BEARING_REFUSED;
}

static struct json_object *keep_visible(const struct pages_form_view *view)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    struct json_object *kept = base_json_own(view->arena, json_object_new_object());
    bool *visible = base_arena_array(view->arena, bool, questionnaire->item_count + 1);
    struct json_object *context =
        survey_answers_context(view->arena, &view->form->respondent, view->form->answers);
    survey_answers_visible(questionnaire, context, visible);
    json_object_object_foreach(context, name, value)
    {
        const struct survey_item *item =
            survey_questionnaire_item(questionnaire, base_text_of(name));
        if (value && (!item || visible[item - questionnaire->items]))
            json_object_object_add(kept, name, json_object_get(value));
    }
    return kept;
}

/* What is not asked settles conditions that refer to it, so this goes on until nothing changes. */
static void settle(const struct pages_form_view *view, enum pages_place *places,
                   enum pages_place place, bool looks_ahead)
{
    const struct survey_questionnaire *questionnaire = view->form->questionnaire;
    struct settling settling = {.view = view, .places = places, .looks_ahead = looks_ahead};
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < questionnaire->item_count; i++) {
            if (places[i] == PAGES_PLACE_ASKED && is_refused(settling, &questionnaire->items[i])) {
                places[i] = place;
                changed = true;
            }
        }
    }
}

void pages_answer_judge(struct pages_form_view *view)
{
    size_t count = view->form->questionnaire->item_count;
    enum pages_place *places = base_arena_array(view->arena, enum pages_place, count + 1);
    view->kept = keep_visible(view);
    view->places = places;
    settle(view, places, PAGES_PLACE_ABSENT, true);
    settle(view, places, PAGES_PLACE_FOLDED, false);
}

bool pages_answer_may_ask(const struct pages_form_view *view, size_t page)
{
    const struct survey_page *asked = &view->form->questionnaire->pages[page];
    for (size_t i = 0; i < asked->item_count; i++) {
        if (view->places[asked->item_first + i] != PAGES_PLACE_ABSENT)
            return true;
    }
    return false;
}
