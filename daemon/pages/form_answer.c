#include <string.h>

#include "base/json.h"
#include "form_view.h"

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
    bool all_answered;
};

static void visit_reference(struct base_text reference, void *context)
{
    struct settling *settling = context;
    struct base_text name;
    base_text_split(reference, '.', &name);
    const char *key = base_arena_copy(settling->view->arena, name.data, name.length);
    if (!pages_answer(settling->view, key))
        settling->all_answered = false;
}

bool pages_answer_settles(const struct pages_form_view *view,
                          const struct survey_expression *condition)
{
    struct settling settling = {.view = view, .all_answered = true};
    survey_expression_references(condition, visit_reference, &settling);
    return settling.all_answered;
}
