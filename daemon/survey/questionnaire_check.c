#include <string.h>

#include "base/json.h"
#include "expression_tree.h"
#include "lenient.h"
#include "names.h"
#include "questionnaire_build.h"

#define ITEMS_ADVISED 25

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

static void check_comparison(const struct reference_check *check,
                             const struct survey_expression *comparison)
{
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

static void advise(const struct survey_reader *reader,
                   const struct survey_questionnaire *questionnaire)
{
    size_t questions = 0;
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        questions += item->kind != SURVEY_ITEM_HTML;
        if (item->kind == SURVEY_ITEM_RATING && (!item->low_text.given || !item->high_text.given)) {
            survey_reader_warning(reader, item->pointer, NULL, "no_end_labels",
                                  "the ends of this rating have no words, so people will read the "
                                  "numbers differently; add \"minRateDescription\" and "
                                  "\"maxRateDescription\"");
        }
    }
    if (questions > ITEMS_ADVISED) {
        survey_reader_warning(reader, "/pages", NULL, "long",
                              "there are %zu questions; with more than %d many people give up on "
                              "a phone",
                              questions, ITEMS_ADVISED);
    }
}

void survey_build_check(const struct survey_reader *reader,
                        const struct survey_questionnaire *questionnaire)
{
    check_item_names(reader, questionnaire);
    check_conditions(reader, questionnaire);
    advise(reader, questionnaire);
}
