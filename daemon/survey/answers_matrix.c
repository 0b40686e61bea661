#include "answers_check.h"
#include "base/json.h"
#include "questionnaire_build.h"

static const struct survey_row *find_row(const struct survey_item *item, const char *value)
{
    for (size_t i = 0; i < item->row_count; i++) {
        if (base_text_equal_string(base_text_of(value), item->rows[i].value)) {
            return &item->rows[i];
        }
    }
    return NULL;
}

/* An object whose members are all rows of the item; problems for those that are not. */
static bool has_rows(struct survey_check *check, const struct survey_item *item,
                     struct json_object *value)
{
    struct survey_place place = survey_place_of_item(check, item);
    if (!json_object_is_type(value, json_type_object)) {
        survey_check_problem(check, place, "wrong_type", SURVEY_MESSAGE_WRONG_TYPE,
                             survey_check_title(check, item), NULL, NULL);
        return false;
    }
    json_object_object_foreach(value, key, member)
    {
        (void)member;
        if (find_row(item, key) == NULL) {
            struct survey_place at = place;
            at.pointer = base_json_pointer(check->arena, place.pointer, key);
            survey_check_problem(check, at, "unknown_row", SURVEY_MESSAGE_UNKNOWN_ROW,
                                 survey_check_title(check, item), key, NULL);
        }
    }
    return true;
}

/* The choice of one cell; NULL if it is empty or (with a problem) not one of those offered. */
static const struct survey_choice *
check_cell(struct survey_check *check, const struct survey_item *item, const struct survey_row *row,
           const struct survey_part *part, struct json_object *value)
{
    if (survey_value_is_blank(value)) {
        return NULL;
    }
    const struct survey_choice *choices = part != NULL ? part->choices : item->choices;
    size_t count = part != NULL ? part->choice_count : item->choice_count;
    const struct survey_choice *choice = survey_choice_find(choices, count, value);
    if (choice == NULL) {
        survey_check_problem(
            check, survey_place_of_row(check, item, row->value, part != NULL ? part->name : NULL),
            "not_a_choice", SURVEY_MESSAGE_NOT_A_CHOICE,
            survey_text_in(&row->text, check->language), NULL, NULL);
    }
    return choice;
}

static struct json_object *kept_or_null(struct json_object *object)
{
    if (json_object_object_length(object) == 0) {
        json_object_put(object);
        return NULL;
    }
    return object;
}

struct json_object *survey_check_matrix(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value)
{
    if (!has_rows(check, item, value)) {
        return NULL;
    }
    struct json_object *kept = json_object_new_object();
    for (size_t i = 0; i < item->row_count; i++) {
        const struct survey_row *row = &item->rows[i];
        if (survey_row_is_own(item, row, check->organisation)) {
            continue;
        }
        const struct survey_choice *choice =
            check_cell(check, item, row, NULL, base_json_get(value, row->value));
        if (choice != NULL) {
            json_object_object_add(kept, row->value, survey_choice_json(choice));
        }
    }
    return kept_or_null(kept);
}

/* The cells of one row, {"then": ..., "now": ...}; NULL if none is answered. */
static struct json_object *check_parts(struct survey_check *check, const struct survey_item *item,
                                       const struct survey_row *row, struct json_object *value)
{
    struct survey_place place = survey_place_of_row(check, item, row->value, NULL);
    place.field = survey_place_of_row(check, item, row->value, item->parts[0].name).field;
    if (survey_value_is_blank(value)) {
        return NULL;
    }
    if (!json_object_is_type(value, json_type_object)) {
        survey_check_problem(check, place, "wrong_type", SURVEY_MESSAGE_WRONG_TYPE,
                             survey_text_in(&row->text, check->language), NULL, NULL);
        return NULL;
    }
    struct json_object *kept = json_object_new_object();
    size_t known = 0;
    for (size_t i = 0; i < item->part_count; i++) {
        const struct survey_part *part = &item->parts[i];
        known += json_object_object_get_ex(value, part->name, NULL) ? 1 : 0;
        const struct survey_choice *choice =
            check_cell(check, item, row, part, base_json_get(value, part->name));
        if (choice != NULL) {
            json_object_object_add(kept, part->name, survey_choice_json(choice));
        }
    }
    json_object_object_foreach(value, key, member)
    {
        (void)member;
        bool is_part = base_text_equal_string(BASE_TEXT("then"), key) ||
                       base_text_equal_string(BASE_TEXT("now"), key);
        if (known < (size_t)json_object_object_length(value) && !is_part) {
            struct survey_place at = place;
            at.pointer = base_json_pointer(check->arena, place.pointer, key);
            survey_check_problem(check, at, "unknown_column", SURVEY_MESSAGE_UNKNOWN_PART,
                                 survey_check_title(check, item), key, NULL);
        }
    }
    return kept_or_null(kept);
}

struct json_object *survey_check_matrixdropdown(struct survey_check *check,
                                                const struct survey_item *item,
                                                struct json_object *value)
{
    if (!has_rows(check, item, value)) {
        return NULL;
    }
    struct json_object *kept = json_object_new_object();
    for (size_t i = 0; i < item->row_count; i++) {
        const struct survey_row *row = &item->rows[i];
        struct json_object *cells = check_parts(check, item, row, base_json_get(value, row->value));
        if (cells != NULL) {
            json_object_object_add(kept, row->value, cells);
        }
    }
    return kept_or_null(kept);
}

/* A cell that was filled in wrongly is in the answers: one problem about it is enough. */
static bool was_given(const struct survey_check *check, const struct survey_item *item,
                      const struct survey_row *row, const struct survey_part *part)
{
    struct json_object *value =
        base_json_get(base_json_get(check->answers, item->name), row->value);
    if (part != NULL && json_object_is_type(value, json_type_object)) {
        value = base_json_get(value, part->name);
    }
    return !survey_value_is_blank(value);
}

static void require_row(struct survey_check *check, const struct survey_item *item,
                        const struct survey_row *row)
{
    const char *text = survey_text_in(&row->text, check->language);
    if (item->kind == SURVEY_ITEM_MATRIX) {
        if (item->each_row_required && !was_given(check, item, row, NULL)) {
            survey_check_problem(check, survey_place_of_row(check, item, row->value, NULL),
                                 "required", SURVEY_MESSAGE_SELECT_ROW, text, NULL, NULL);
        }
        return;
    }
    for (size_t i = 0; i < item->part_count; i++) {
        const struct survey_part *part = &item->parts[i];
        if (part->is_required && !was_given(check, item, row, part)) {
            survey_check_problem(check, survey_place_of_row(check, item, row->value, part->name),
                                 "required", SURVEY_MESSAGE_SELECT_CELL, text,
                                 survey_text_in(&part->title, check->language), NULL);
        }
    }
}

void survey_check_rows_answered(struct survey_check *check, const struct survey_item *item,
                                struct json_object *cleaned, bool required)
{
    size_t before = check->problems->error_count;
    const struct survey_row *first = NULL;
    for (size_t i = 0; i < item->row_count; i++) {
        if (!survey_row_is_own(item, &item->rows[i], check->organisation)) {
            first = first != NULL ? first : &item->rows[i];
            require_row(check, item, &item->rows[i]);
        }
    }
    bool given = !survey_value_is_blank(base_json_get(check->answers, item->name));
    if (required && cleaned == NULL && !given && first != NULL &&
        check->problems->error_count == before) {
        struct survey_place place = survey_place_of_row(
            check, item, first->value,
            item->kind == SURVEY_ITEM_MATRIXDROPDOWN ? item->parts[0].name : NULL);
        place.pointer = survey_place_of_item(check, item).pointer;
        survey_check_problem(check, place, "required", SURVEY_MESSAGE_SELECT_ROWS,
                             survey_check_title(check, item), NULL, NULL);
    }
}
