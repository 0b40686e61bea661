/*
 * The parsed form of a condition, and its values.
 */
#ifndef SURVEYD_DAEMON_SURVEY_EXPRESSION_TREE_H
#define SURVEYD_DAEMON_SURVEY_EXPRESSION_TREE_H

#include "survey/expression.h"

#define SURVEY_EXPRESSION_BYTES_MAX 4096
#define SURVEY_EXPRESSION_DEPTH_MAX 32
#define SURVEY_EXPRESSION_PATH_MAX 3

enum survey_expression_kind {
    SURVEY_EXPRESSION_OR,
    SURVEY_EXPRESSION_AND,
    SURVEY_EXPRESSION_NOT,
    SURVEY_EXPRESSION_TRUE, /* one operand alone: holds if it is true or 1 */
    SURVEY_EXPRESSION_EQUAL,
    SURVEY_EXPRESSION_NOT_EQUAL,
    SURVEY_EXPRESSION_LESS,
    SURVEY_EXPRESSION_LESS_OR_EQUAL,
    SURVEY_EXPRESSION_GREATER,
    SURVEY_EXPRESSION_GREATER_OR_EQUAL,
    SURVEY_EXPRESSION_CONTAINS,
    SURVEY_EXPRESSION_NOT_CONTAINS,
    SURVEY_EXPRESSION_ANY_OF,
    SURVEY_EXPRESSION_ALL_OF,
    SURVEY_EXPRESSION_EMPTY,
    SURVEY_EXPRESSION_NOT_EMPTY,
    SURVEY_EXPRESSION_REFERENCE,
    SURVEY_EXPRESSION_STRING,
    SURVEY_EXPRESSION_NUMBER,
    SURVEY_EXPRESSION_BOOLEAN,
    SURVEY_EXPRESSION_LIST,
};

struct survey_expression {
    enum survey_expression_kind kind;
    struct base_text text; /* STRING: its value; REFERENCE: "name.row.column" */
    struct base_text path[SURVEY_EXPRESSION_PATH_MAX]; /* REFERENCE: its parts */
    size_t path_length;
    double number;
    bool boolean;
    struct survey_expression *first; /* operands, elements of a list */
    struct survey_expression *next;  /* the next operand of the same parent */
};

/* The word or sign of an operator, as the JSON form has it; NULL for operands. Static storage. */
const char *survey_expression_operator(enum survey_expression_kind kind);

/* An operand's value while a condition is evaluated. */
enum survey_value_kind {
    SURVEY_VALUE_KIND_NULL,
    SURVEY_VALUE_KIND_BOOLEAN,
    SURVEY_VALUE_KIND_NUMBER,
    SURVEY_VALUE_KIND_STRING,
    SURVEY_VALUE_KIND_ARRAY, /* of the answers (`json`) or of the condition (`list`) */
    SURVEY_VALUE_KIND_OBJECT,
};

struct survey_value {
    enum survey_value_kind kind;
    bool boolean;
    double number;
    struct base_text text;
    struct json_object *json;
    const struct survey_expression *list;
};

/* The value of a literal, and of JSON as it is. */
struct survey_value survey_value_of_literal(const struct survey_expression *literal);
struct survey_value survey_value_of_json(struct json_object *json);

/* What SurveyJS makes of an answer before it computes: a text that is a numeral becomes a number
   (not with a leading zero, nor with more than 15 digits), "true" and "false" become booleans.
   Texts lose the blanks at their ends, as they do before they are stored. */
struct survey_value survey_value_converted(struct survey_value value);

bool survey_value_is_empty(const struct survey_value *value);
/* What JavaScript takes for true. */
bool survey_value_is_truthy(const struct survey_value *value);
bool survey_value_equal(const struct survey_value *a, const struct survey_value *b);
/* False if the two cannot be ordered. */
bool survey_value_less(const struct survey_value *a, const struct survey_value *b);
bool survey_value_contains(const struct survey_value *whole, const struct survey_value *part);
bool survey_value_not_contains(const struct survey_value *whole, const struct survey_value *part);
bool survey_value_any_of(const struct survey_value *a, const struct survey_value *b);
bool survey_value_all_of(const struct survey_value *a, const struct survey_value *b);

/* True for a question whose answer conditions must not see, because it is not shown. */
typedef bool (*survey_expression_hidden)(struct base_text name, void *context);

/* As survey_expression_holds, but without the answers that `hidden` (may be NULL) excludes. */
bool survey_expression_holds_without(const struct survey_expression *expression,
                                     struct json_object *answers, survey_expression_hidden hidden,
                                     void *context);

#endif
