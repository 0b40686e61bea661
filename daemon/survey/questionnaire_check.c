#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "expression_tree.h"
#include "lenient.h"
#include "names.h"
#include "questionnaire_build.h"

struct reference_check {
    const struct survey_reader *reader;
    const struct survey_questionnaire *questionnaire;
    const char *pointer; /* of the element that has the condition */
    const char *key;
    const struct survey_item *self; /* NULL for panels and pages */
};

static const char *text_copy(const struct survey_reader *reader, struct base_text text)
{
    return base_arena_copy(reader->arena, text.data, text.length);
}

static void report_unknown_item(const struct reference_check *check, struct base_text name)
{
    const struct survey_questionnaire *questionnaire = check->questionnaire;
    if (survey_questionnaire_item(questionnaire, name) == NULL &&
        survey_lenient_has_question(check->reader->root, name)) {
        return; /* it is there; what is wrong with it is reported where it stands */
    }
    const char *names[SURVEY_ITEMS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].kind != SURVEY_ITEM_HTML) {
            names[count++] = questionnaire->items[i].name;
        }
    }
    const char *word = text_copy(check->reader, name);
    const char *nearest = survey_names_nearest(word, names, count);
    survey_reader_error(check->reader, check->pointer, check->key, "unknown_reference",
                        "there is no question \"%s\" to refer to%s%s%s", word,
                        nearest != NULL ? "; did you mean {" : "; write the name of one in braces",
                        nearest != NULL ? nearest : "", nearest != NULL ? "}?" : "");
}

static const struct survey_row *find_row(const struct survey_item *item, struct base_text value)
{
    for (size_t i = 0; i < item->row_count; i++) {
        if (base_text_equal_string(value, item->rows[i].value)) {
            return &item->rows[i];
        }
    }
    return NULL;
}

static void report_row(const struct reference_check *check, const struct survey_item *item,
                       struct base_text value)
{
    const char *names[SURVEY_ROWS_MAX];
    for (size_t i = 0; i < item->row_count; i++) {
        names[i] = item->rows[i].value;
    }
    survey_reader_error(check->reader, check->pointer, check->key, "unknown_reference",
                        "the question \"%s\" has no row \"%s\"; its rows are %s", item->name,
                        text_copy(check->reader, value),
                        survey_names_list(check->reader->arena, names, item->row_count));
}

static bool is_of_open_link(const struct survey_expression *reference)
{
    struct base_text name = reference->path[0];
    return reference->path_length == 1 && (base_text_equal_string(name, "actor_type") ||
                                           base_text_equal_string(name, "organisation"));
}

static void check_path(const struct reference_check *check,
                       const struct survey_expression *reference)
{
    struct base_text name = reference->path[0];
    if (is_of_open_link(reference)) {
        return;
    }
    const struct survey_item *item = survey_questionnaire_item(check->questionnaire, name);
    if (item == NULL || item->kind == SURVEY_ITEM_HTML) {
        report_unknown_item(check, name);
        return;
    }
    if (item == check->self) {
        survey_reader_error(check->reader, check->pointer, check->key, "self_reference",
                            "the question refers to itself; refer to another one");
        return;
    }
    bool matrix = item->kind == SURVEY_ITEM_MATRIX || item->kind == SURVEY_ITEM_MATRIXDROPDOWN;
    size_t depth = item->kind == SURVEY_ITEM_MATRIXDROPDOWN ? 3 : matrix ? 2 : 1;
    if (reference->path_length > depth) {
        survey_reader_error(check->reader, check->pointer, check->key, "unknown_reference",
                            "{%s} goes too deep: \"%s\" is a %s", reference->text.data, item->name,
                            survey_item_type(item->kind));
        return;
    }
    if (reference->path_length > 1 && find_row(item, reference->path[1]) == NULL) {
        report_row(check, item, reference->path[1]);
    }
    if (reference->path_length == 3 && !base_text_equal_string(reference->path[2], "then") &&
        !base_text_equal_string(reference->path[2], "now")) {
        survey_reader_error(check->reader, check->pointer, check->key, "unknown_reference",
                            "the columns of \"%s\" are \"then\" and \"now\"", item->name);
    }
}

/* What stands alone must be true or false by itself: SurveyJS takes other values for true on the
   left of "and" and after "not", and for false elsewhere. */
static void check_alone(const struct reference_check *check,
                        const struct survey_expression *operand)
{
    if (operand->kind == SURVEY_EXPRESSION_BOOLEAN) {
        return;
    }
    if (operand->kind != SURVEY_EXPRESSION_REFERENCE) {
        survey_reader_error(check->reader, check->pointer, check->key, "stands_alone",
                            "a text, a number or a list alone is no condition; compare it with "
                            "the answer to a question, as in {name} = 1");
        return;
    }
    const struct survey_item *item =
        survey_questionnaire_item(check->questionnaire, operand->path[0]);
    bool unknown = item == NULL && !is_of_open_link(operand);
    if (unknown || (item != NULL && item->kind == SURVEY_ITEM_BOOLEAN)) {
        return;
    }
    survey_reader_error(check->reader, check->pointer, check->key, "stands_alone",
                        "{%s} alone is only a condition where the answer is yes or no; write "
                        "{%s} notempty, or compare it, as in {%s} = 1",
                        operand->text.data, operand->text.data, operand->text.data);
}

/* The first text among the operands, or in a list among them; NULL if there is none. */
static const struct survey_expression *first_text(const struct survey_expression *operand)
{
    for (; operand != NULL; operand = operand->next) {
        const struct survey_expression *found = operand->kind == SURVEY_EXPRESSION_STRING ? operand
                                                : operand->kind == SURVEY_EXPRESSION_LIST
                                                    ? first_text(operand->first)
                                                    : NULL;
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* A matrix as a whole, or a row of a matrixdropdown: more than one answer. */
static bool has_rows(const struct survey_item *item, const struct survey_expression *reference)
{
    return (item->kind == SURVEY_ITEM_MATRIX && reference->path_length < 2) ||
           (item->kind == SURVEY_ITEM_MATRIXDROPDOWN && reference->path_length < 3);
}

static bool is_blank_text(const struct survey_expression *operand)
{
    return operand->kind == SURVEY_EXPRESSION_STRING && survey_trim(operand->text).length == 0;
}

/* What SurveyJS compares by what JavaScript happens to make of it is refused: whole matrices and
   rankings, the order of lists, and blanks that stand for 0. */
static void check_operand(const struct reference_check *check, enum survey_expression_kind kind,
                          const struct survey_expression *operand)
{
    const char *sign = survey_expression_operator(kind);
    bool by_order = kind >= SURVEY_EXPRESSION_LESS && kind <= SURVEY_EXPRESSION_GREATER_OR_EQUAL;
    bool equality = kind == SURVEY_EXPRESSION_EQUAL || kind == SURVEY_EXPRESSION_NOT_EQUAL;
    bool is_reference = operand->kind == SURVEY_EXPRESSION_REFERENCE;
    const struct survey_item *item =
        is_reference ? survey_questionnaire_item(check->questionnaire, operand->path[0]) : NULL;
    if (item != NULL && has_rows(item, operand)) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "{%s} has several answers, which \"%s\" cannot compare; name one of "
                            "them, as in {%s.%s%s}",
                            operand->text.data, sign, item->name,
                            item->row_count > 0 ? item->rows[0].value : "row",
                            item->kind == SURVEY_ITEM_MATRIXDROPDOWN ? ".now" : "");
    } else if (item != NULL && item->kind == SURVEY_ITEM_RANKING) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "the answer to {%s} is an order, which \"%s\" cannot compare; write "
                            "{%s} notempty to ask whether there is one",
                            operand->text.data, sign, operand->text.data);
    } else if (by_order && (operand->kind == SURVEY_EXPRESSION_LIST ||
                            (item != NULL && item->kind == SURVEY_ITEM_CHECKBOX))) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "\"%s\" compares two numbers, texts or dates, not lists; for those "
                            "there are \"contains\", \"anyof\" and \"allof\"",
                            sign);
    } else if (is_blank_text(operand) && (!equality || operand->text.length > 0)) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "nothing is compared with a blank text; to ask whether there is an "
                            "answer, write {name} empty");
    }
}

static void check_blanks_in_list(const struct reference_check *check,
                                 const struct survey_expression *operand)
{
    for (const struct survey_expression *element =
             operand->kind == SURVEY_EXPRESSION_LIST ? operand->first : NULL;
         element != NULL; element = element->next) {
        if (is_blank_text(element)) {
            survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                                "nothing is compared with a blank text; take it out of the list");
        }
    }
}

static bool is_checkbox(const struct reference_check *check,
                        const struct survey_expression *operand)
{
    const struct survey_item *item =
        operand->kind == SURVEY_EXPRESSION_REFERENCE
            ? survey_questionnaire_item(check->questionnaire, operand->path[0])
            : NULL;
    return item != NULL && item->kind == SURVEY_ITEM_CHECKBOX;
}

/* Nor mean a list within a text, and parts that may not have been answered, anything definite. */
static void check_list(const struct reference_check *check,
                       const struct survey_expression *comparison)
{
    const struct survey_expression *whole = comparison->first, *part = whole->next;
    bool equal = comparison->kind == SURVEY_EXPRESSION_EQUAL ||
                 comparison->kind == SURVEY_EXPRESSION_NOT_EQUAL;
    if (equal && is_checkbox(check, whole) != is_checkbox(check, part) &&
        whole->kind == SURVEY_EXPRESSION_REFERENCE && part->kind == whole->kind) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "{%s} and {%s} are a list and a single answer; write anyof in place "
                            "of \"%s\"",
                            whole->text.data, part->text.data,
                            survey_expression_operator(comparison->kind));
    }
    bool contains = comparison->kind == SURVEY_EXPRESSION_CONTAINS ||
                    comparison->kind == SURVEY_EXPRESSION_NOT_CONTAINS;
    if ((contains || comparison->kind == SURVEY_EXPRESSION_ALL_OF) &&
        part->kind == SURVEY_EXPRESSION_REFERENCE) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "\"%s\" needs a value or a list of values on its right, not another "
                            "question; to ask whether an answer is among others, write "
                            "{%s} anyof {name}",
                            survey_expression_operator(comparison->kind), part->text.data);
    } else if (contains && part->kind == SURVEY_EXPRESSION_LIST &&
               whole->kind != SURVEY_EXPRESSION_LIST && !is_checkbox(check, whole)) {
        survey_reader_error(check->reader, check->pointer, check->key, "not_comparable",
                            "\"%s\" with a list on its right is for the answers of a checkbox; "
                            "for one answer among several write {name} anyof ['a', 'b']",
                            survey_expression_operator(comparison->kind));
    }
}

static void check_comparison(const struct reference_check *check,
                             const struct survey_expression *comparison)
{
    for (const struct survey_expression *operand = comparison->first; operand != NULL;
         operand = operand->next) {
        check_operand(check, comparison->kind, operand);
        check_blanks_in_list(check, operand);
    }
    check_list(check, comparison);
    const struct survey_expression *text = first_text(comparison->first);
    for (const struct survey_expression *operand = comparison->first;
         text != NULL && operand != NULL; operand = operand->next) {
        const struct survey_item *item =
            operand->kind == SURVEY_EXPRESSION_REFERENCE
                ? survey_questionnaire_item(check->questionnaire, operand->path[0])
                : NULL;
        if (item != NULL && item->kind == SURVEY_ITEM_BOOLEAN) {
            survey_reader_warning(check->reader, check->pointer, check->key, "boolean_text",
                                  "{%s} is true or false, but is compared with the text '%s'; "
                                  "write {%s} = true or {%s} = false, without quotes",
                                  operand->text.data, text_copy(check->reader, text->text),
                                  operand->text.data, operand->text.data);
        }
    }
}

static void check_expression(const struct reference_check *check,
                             const struct survey_expression *expression)
{
    if (expression == NULL) {
        return;
    }
    if (expression->kind == SURVEY_EXPRESSION_TRUE) {
        check_alone(check, expression->first);
    }
    if (expression->kind == SURVEY_EXPRESSION_REFERENCE) {
        check_path(check, expression);
    }
    if (expression->kind >= SURVEY_EXPRESSION_EMPTY &&
        expression->kind <= SURVEY_EXPRESSION_NOT_EMPTY &&
        expression->first->kind != SURVEY_EXPRESSION_REFERENCE) {
        survey_reader_error(check->reader, check->pointer, check->key, "always_the_same",
                            "\"%s\" asks whether a question has an answer; put the name of one "
                            "before it, as in {name} %s",
                            survey_expression_operator(expression->kind),
                            survey_expression_operator(expression->kind));
    }
    if (expression->kind >= SURVEY_EXPRESSION_EQUAL && expression->kind < SURVEY_EXPRESSION_EMPTY) {
        check_comparison(check, expression);
    }
    for (const struct survey_expression *child = expression->first; child != NULL;
         child = child->next) {
        check_expression(check, child);
    }
}

static void check_conditions(const struct survey_reader *reader,
                             const struct survey_questionnaire *questionnaire)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        struct reference_check check = {reader, questionnaire, item->pointer, "visibleIf", item};
        check_expression(&check, item->visible_if);
        check.key = "requiredIf";
        check_expression(&check, item->required_if);
    }
    for (size_t i = 0; i < questionnaire->panel_count; i++) {
        const struct survey_panel *panel = &questionnaire->panels[i];
        struct reference_check check = {reader, questionnaire, panel->pointer, "visibleIf", NULL};
        check_expression(&check, panel->visible_if);
    }
    for (size_t i = 0; i < questionnaire->page_count; i++) {
        const struct survey_page *page = &questionnaire->pages[i];
        const char *pointer = base_json_pointer_index(reader->arena, "/pages", i);
        struct reference_check check = {reader, questionnaire, pointer, "visibleIf", NULL};
        check_expression(&check, page->visible_if);
    }
}

static void check_item_names(const struct survey_reader *reader,
                             const struct survey_questionnaire *questionnaire)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        for (size_t j = 0; j < i; j++) {
            if (strcmp(questionnaire->items[j].name, item->name) == 0) {
                survey_reader_error(reader, item->pointer, "name", "duplicate",
                                    "the name \"%s\" is also that of the question at %s; each "
                                    "question needs its own",
                                    item->name, questionnaire->items[j].pointer);
                break;
            }
        }
    }
}

void survey_build_check(const struct survey_reader *reader,
                        const struct survey_questionnaire *questionnaire)
{
    check_item_names(reader, questionnaire);
    check_conditions(reader, questionnaire);
    survey_build_advise(reader, questionnaire);
}
