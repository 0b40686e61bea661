#include "answers_check.h"
#include "base/json.h"

struct encoding {
    const struct survey_check *check;
    int *codes;
    struct json_object *values;
};

static const struct survey_column *column_at(const struct encoding *encoding, size_t position)
{
    return &encoding->check->questionnaire->columns[position];
}

/* A value beside the codes. */
static void put_value(struct encoding *encoding, size_t position, struct json_object *value)
{
    encoding->codes[position] = 1;
    json_object_object_add(encoding->values, column_at(encoding, position)->name,
                           json_object_get(value));
}

/* The text of "other" was only asked of those who chose it. */
static void put_comment(struct encoding *encoding, const struct survey_item *item, size_t position,
                        bool chosen)
{
    const char *name =
        base_arena_format(encoding->check->arena, "%s" SURVEY_FORM_COMMENT, item->name);
    struct json_object *text = base_json_get(encoding->check->cleaned, name);
    if (chosen && text != NULL) {
        put_value(encoding, position, text);
    } else {
        encoding->codes[position] = SURVEY_CODE_NOT_SHOWN;
    }
}

static void encode_select(struct encoding *encoding, const struct survey_item *item,
                          struct json_object *value)
{
    const struct survey_choice *choice =
        survey_choice_find(item->choices, item->choice_count, value);
    size_t first = item->column_first;
    encoding->codes[first] = choice != NULL ? choice->code : SURVEY_CODE_SKIPPED;
    if (item->column_count > 1) {
        put_comment(encoding, item, first + 1,
                    choice != NULL && choice->role == SURVEY_CHOICE_OTHER);
    }
}

static bool has_choice(struct json_object *array, const struct survey_choice *choice)
{
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        if (survey_choice_find(choice, 1, json_object_array_get_idx(array, i)) != NULL) {
            return true;
        }
    }
    return false;
}

static void encode_checkbox(struct encoding *encoding, const struct survey_item *item,
                            struct json_object *value)
{
    bool dont_know = false;
    for (size_t i = 0; value != NULL && i < item->choice_count; i++) {
        dont_know = dont_know || (item->choices[i].role == SURVEY_CHOICE_DONT_KNOW &&
                                  has_choice(value, &item->choices[i]));
    }
    for (size_t i = item->column_first; i < item->column_first + item->column_count; i++) {
        const struct survey_column *column = column_at(encoding, i);
        const struct survey_choice *choice = &item->choices[column->choice];
        bool chosen = value != NULL && has_choice(value, choice);
        if (column->kind == SURVEY_COLUMN_TEXT) {
            put_comment(encoding, item, i, chosen);
        } else if (value != NULL) {
            encoding->codes[i] = dont_know ? SURVEY_CODE_DONT_KNOW : chosen ? 1 : 0;
        }
    }
}

static void encode_ranking(struct encoding *encoding, const struct survey_item *item,
                           struct json_object *value)
{
    size_t length = value != NULL ? json_object_array_length(value) : 0;
    for (size_t rank = 0; rank < length; rank++) {
        const struct survey_choice *choice = survey_choice_find(
            item->choices, item->choice_count, json_object_array_get_idx(value, rank));
        if (choice != NULL) {
            encoding->codes[item->column_first + (size_t)(choice - item->choices)] = (int)rank + 1;
        }
    }
}

static void encode_matrix(struct encoding *encoding, const struct survey_item *item,
                          struct json_object *value)
{
    for (size_t i = item->column_first; i < item->column_first + item->column_count; i++) {
        const struct survey_column *column = column_at(encoding, i);
        const struct survey_row *row = &item->rows[column->row];
        struct json_object *cell = base_json_get(value, row->value);
        const struct survey_choice *choices = item->choices;
        size_t count = item->choice_count;
        if (column->part >= 0) {
            const struct survey_part *part = &item->parts[column->part];
            cell = base_json_get(cell, part->name);
            choices = part->choices;
            count = part->choice_count;
        }
        const struct survey_choice *choice = survey_choice_find(choices, count, cell);
        if (survey_row_is_own(item, row, encoding->check->organisation)) {
            encoding->codes[i] = SURVEY_CODE_NOT_SHOWN;
        } else if (choice != NULL) {
            encoding->codes[i] = choice->code;
        }
    }
}

static void encode_item(struct encoding *encoding, const struct survey_item *item)
{
    struct json_object *value = base_json_get(encoding->check->cleaned, item->name);
    switch (item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_RATING:
        encode_select(encoding, item, value);
        break;
    case SURVEY_ITEM_CHECKBOX:
        encode_checkbox(encoding, item, value);
        break;
    case SURVEY_ITEM_RANKING:
        encode_ranking(encoding, item, value);
        break;
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        encode_matrix(encoding, item, value);
        break;
    case SURVEY_ITEM_BOOLEAN:
        if (value != NULL) {
            encoding->codes[item->column_first] = json_object_get_boolean(value) ? 1 : 0;
        }
        break;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_NUMBER:
    case SURVEY_ITEM_DATE:
    case SURVEY_ITEM_COMMENT:
        if (value != NULL) {
            put_value(encoding, item->column_first, value);
        }
        break;
    case SURVEY_ITEM_HTML:
        break;
    }
}

void survey_answers_encode(const struct survey_check *check, struct survey_response *ret_response)
{
    const struct survey_questionnaire *questionnaire = check->questionnaire;
    struct encoding encoding = {
        .check = check,
        .codes = base_arena_array(check->arena, int, questionnaire->column_count + 1),
        .values = base_json_own(check->arena, json_object_new_object()),
    };
    for (size_t i = 0; i < questionnaire->column_count; i++) {
        encoding.codes[i] = check->visible[questionnaire->columns[i].item] ? SURVEY_CODE_SKIPPED
                                                                           : SURVEY_CODE_NOT_SHOWN;
    }
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (check->visible[i]) {
            encode_item(&encoding, &questionnaire->items[i]);
        }
    }
    ret_response->code_count = questionnaire->column_count;
    ret_response->codes = encoding.codes;
    ret_response->values = encoding.values;
}
