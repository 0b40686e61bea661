#include "base/json.h"
#include "expression_tree.h"

struct evaluation {
    struct json_object *answers;
    survey_expression_hidden hidden;
    void *context;
};

/* The member of an object; key not NUL-terminated. */
static struct json_object *member(struct json_object *object, struct base_text key)
{
    if (!json_object_is_type(object, json_type_object)) {
        return NULL;
    }
    json_object_object_foreach(object, name, value)
    {
        if (base_text_equal_string(key, name)) {
            return value;
        }
    }
    return NULL;
}

static struct survey_value operand_value(const struct evaluation *evaluation,
                                         const struct survey_expression *operand)
{
    if (operand->kind != SURVEY_EXPRESSION_REFERENCE) {
        return survey_value_of_literal(operand);
    }
    if (evaluation->hidden != NULL && evaluation->hidden(operand->path[0], evaluation->context)) {
        return survey_value_of_json(NULL);
    }
    struct json_object *value = evaluation->answers;
    for (size_t i = 0; i < operand->path_length; i++) {
        value = member(value, operand->path[i]);
    }
    return survey_value_converted(survey_value_of_json(value));
}

static bool compare(const struct survey_expression *comparison, const struct survey_value *a,
                    const struct survey_value *b)
{
    bool comparable = a->kind != SURVEY_VALUE_KIND_NULL && b->kind != SURVEY_VALUE_KIND_NULL;
    switch (comparison->kind) {
    case SURVEY_EXPRESSION_EQUAL:
        return survey_value_equal(a, b);
    case SURVEY_EXPRESSION_NOT_EQUAL:
        return !survey_value_equal(a, b);
    case SURVEY_EXPRESSION_LESS:
        return comparable && survey_value_less(a, b);
    case SURVEY_EXPRESSION_LESS_OR_EQUAL:
        return survey_value_equal(a, b) || (comparable && survey_value_less(a, b));
    case SURVEY_EXPRESSION_GREATER:
        return comparable && survey_value_less(b, a);
    case SURVEY_EXPRESSION_GREATER_OR_EQUAL:
        return survey_value_equal(a, b) || (comparable && survey_value_less(b, a));
    case SURVEY_EXPRESSION_CONTAINS:
        return survey_value_contains(a, b);
    case SURVEY_EXPRESSION_NOT_CONTAINS:
        return survey_value_not_contains(a, b);
    case SURVEY_EXPRESSION_ANY_OF:
        return survey_value_any_of(a, b);
    case SURVEY_EXPRESSION_ALL_OF:
        return survey_value_all_of(a, b);
    default:
        return false;
    }
}

/* An operand alone holds as SurveyJS has it: true and 1 do, other values do not. */
static bool operand_holds(const struct survey_value *value)
{
    return (value->kind == SURVEY_VALUE_KIND_BOOLEAN && value->boolean) ||
           (value->kind == SURVEY_VALUE_KIND_NUMBER && value->number == 1);
}

static bool holds(const struct evaluation *evaluation, const struct survey_expression *expression)
{
    const struct survey_expression *child = expression->first;
    switch (expression->kind) {
    case SURVEY_EXPRESSION_AND:
        while (child != NULL && holds(evaluation, child)) {
            child = child->next;
        }
        return child == NULL;
    case SURVEY_EXPRESSION_OR:
        while (child != NULL && !holds(evaluation, child)) {
            child = child->next;
        }
        return child != NULL;
    case SURVEY_EXPRESSION_NOT:
        return !holds(evaluation, child);
    default:
        break;
    }
    struct survey_value first = operand_value(evaluation, child);
    switch (expression->kind) {
    case SURVEY_EXPRESSION_TRUE:
        return operand_holds(&first);
    case SURVEY_EXPRESSION_EMPTY:
        return survey_value_is_empty(&first);
    case SURVEY_EXPRESSION_NOT_EMPTY:
        return !survey_value_is_empty(&first);
    default: {
        struct survey_value second = operand_value(evaluation, child->next);
        return compare(expression, &first, &second);
    }
    }
}

bool survey_expression_holds_without(const struct survey_expression *expression,
                                     struct json_object *answers, survey_expression_hidden hidden,
                                     void *context)
{
    struct evaluation evaluation = {.answers = answers, .hidden = hidden, .context = context};
    return holds(&evaluation, expression);
}

bool survey_expression_holds(const struct survey_expression *expression,
                             struct json_object *answers)
{
    return survey_expression_holds_without(expression, answers, NULL, NULL);
}
