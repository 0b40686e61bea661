#include "expression_tree.h"

#include "base/json.h"

const char *survey_expression_operator(enum survey_expression_kind kind)
{
    static const char *const operators[] = {
        [SURVEY_EXPRESSION_OR] = "or",
        [SURVEY_EXPRESSION_AND] = "and",
        [SURVEY_EXPRESSION_NOT] = "not",
        [SURVEY_EXPRESSION_TRUE] = "true",
        [SURVEY_EXPRESSION_EQUAL] = "=",
        [SURVEY_EXPRESSION_NOT_EQUAL] = "!=",
        [SURVEY_EXPRESSION_LESS] = "<",
        [SURVEY_EXPRESSION_LESS_OR_EQUAL] = "<=",
        [SURVEY_EXPRESSION_GREATER] = ">",
        [SURVEY_EXPRESSION_GREATER_OR_EQUAL] = ">=",
        [SURVEY_EXPRESSION_CONTAINS] = "contains",
        [SURVEY_EXPRESSION_NOT_CONTAINS] = "notcontains",
        [SURVEY_EXPRESSION_ANY_OF] = "anyof",
        [SURVEY_EXPRESSION_ALL_OF] = "allof",
        [SURVEY_EXPRESSION_EMPTY] = "empty",
        [SURVEY_EXPRESSION_NOT_EMPTY] = "notempty",
    };
    return kind <= SURVEY_EXPRESSION_NOT_EMPTY ? operators[kind] : NULL;
}

void survey_expression_references(const struct survey_expression *expression,
                                  void (*visit)(struct base_text reference, void *context),
                                  void *context)
{
    if (expression->kind == SURVEY_EXPRESSION_REFERENCE) {
        visit(expression->text, context);
    }
    for (const struct survey_expression *child = expression->first; child != NULL;
         child = child->next) {
        survey_expression_references(child, visit, context);
    }
}

static struct json_object *text_json(struct base_text text)
{
    return json_object_new_string_len(text.data, (int)text.length);
}

static struct json_object *children_json(const struct survey_expression *expression,
                                         struct json_object *array)
{
    for (const struct survey_expression *child = expression->first; child != NULL;
         child = child->next) {
        json_object_array_add(array, survey_expression_json(child));
    }
    return array;
}

struct json_object *survey_expression_json(const struct survey_expression *expression)
{
    struct json_object *made;
    switch (expression->kind) {
    case SURVEY_EXPRESSION_STRING:
        return text_json(expression->text);
    case SURVEY_EXPRESSION_NUMBER:
        return base_json_number(expression->number);
    case SURVEY_EXPRESSION_BOOLEAN:
        return json_object_new_boolean(expression->boolean);
    case SURVEY_EXPRESSION_LIST:
        made = json_object_new_object();
        json_object_object_add(made, "list", children_json(expression, json_object_new_array()));
        return made;
    case SURVEY_EXPRESSION_REFERENCE:
        made = json_object_new_array();
        for (size_t i = 0; i < expression->path_length; i++) {
            json_object_array_add(made, text_json(expression->path[i]));
        }
        return made;
    default:
        made = json_object_new_array();
        json_object_array_add(made,
                              json_object_new_string(survey_expression_operator(expression->kind)));
        return children_json(expression, made);
    }
}
