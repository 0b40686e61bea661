#include "answers_check.h"
#include "base/json.h"

struct decoding {
    struct base_arena *arena;
    const struct survey_questionnaire *questionnaire;
    const int *codes;
    struct json_object *values;
    struct json_object *answers;
};

static const struct survey_choice *choice_of_code(const struct survey_choice *choices, size_t count,
                                                  int code)
{
    for (size_t i = 0; i < count; i++) {
        if (choices[i].code == code) {
            return &choices[i];
        }
    }
    return NULL;
}

static void put(struct decoding *decoding, const struct survey_item *item,
                struct json_object *value)
{
    json_object_object_add(decoding->answers, item->name, value);
}

/* The value beside the code of a column; NULL if there is none. */
static struct json_object *value_at(const struct decoding *decoding, size_t position)
{
    return decoding->codes[position] == 1
               ? base_json_get(decoding->values, decoding->questionnaire->columns[position].name)
               : NULL;
}

static void put_comment(struct decoding *decoding, const struct survey_item *item, size_t position)
{
    struct json_object *text = value_at(decoding, position);
    if (text != NULL) {
        json_object_object_add(
            decoding->answers,
            base_arena_format(decoding->arena, "%s" SURVEY_FORM_COMMENT, item->name),
            json_object_get(text));
    }
}

static void decode_select(struct decoding *decoding, const struct survey_item *item)
{
    const struct survey_choice *choice =
        choice_of_code(item->choices, item->choice_count, decoding->codes[item->column_first]);
    if (choice != NULL) {
        put(decoding, item, survey_choice_json(choice));
    }
    if (item->column_count > 1) {
        put_comment(decoding, item, item->column_first + 1);
    }
}

static void decode_checkbox(struct decoding *decoding, const struct survey_item *item)
{
    struct json_object *array = json_object_new_array();
    bool dont_know = false;
    for (size_t i = item->column_first; i < item->column_first + item->column_count; i++) {
        const struct survey_column *column = &decoding->questionnaire->columns[i];
        if (column->kind == SURVEY_COLUMN_TEXT) {
            put_comment(decoding, item, i);
        } else if (decoding->codes[i] == 1) {
            json_object_array_add(array, survey_choice_json(&item->choices[column->choice]));
        }
        dont_know = dont_know || decoding->codes[i] == SURVEY_CODE_DONT_KNOW;
    }
    if (dont_know) {
        json_object_array_add(array, json_object_new_string(SURVEY_VALUE_DONT_KNOW));
    }
    if (json_object_array_length(array) > 0) {
        put(decoding, item, array);
    } else {
        json_object_put(array);
    }
}

static void decode_ranking(struct decoding *decoding, const struct survey_item *item)
{
    struct json_object *array = json_object_new_array();
    for (int rank = 1; rank <= (int)item->column_count; rank++) {
        for (size_t i = 0; i < item->column_count; i++) {
            if (decoding->codes[item->column_first + i] == rank) {
                json_object_array_add(array, survey_choice_json(&item->choices[i]));
            }
        }
    }
    if (json_object_array_length(array) == item->column_count) {
        put(decoding, item, array);
    } else {
        json_object_put(array);
    }
}

static void decode_matrix(struct decoding *decoding, const struct survey_item *item)
{
    struct json_object *rows = json_object_new_object();
    for (size_t i = item->column_first; i < item->column_first + item->column_count; i++) {
        const struct survey_column *column = &decoding->questionnaire->columns[i];
        const char *row = item->rows[column->row].value;
        const struct survey_part *part = column->part >= 0 ? &item->parts[column->part] : NULL;
        const struct survey_choice *choice = choice_of_code(
            part != NULL ? part->choices : item->choices,
            part != NULL ? part->choice_count : item->choice_count, decoding->codes[i]);
        if (choice == NULL) {
            continue;
        }
        if (part == NULL) {
            json_object_object_add(rows, row, survey_choice_json(choice));
            continue;
        }
        struct json_object *cells = base_json_get(rows, row);
        if (cells == NULL) {
            cells = json_object_new_object();
            json_object_object_add(rows, row, cells);
        }
        json_object_object_add(cells, part->name, survey_choice_json(choice));
    }
    if (json_object_object_length(rows) > 0) {
        put(decoding, item, rows);
    } else {
        json_object_put(rows);
    }
}

static void decode_item(struct decoding *decoding, const struct survey_item *item)
{
    struct json_object *value;
    int code;
    switch (item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_RATING:
        decode_select(decoding, item);
        break;
    case SURVEY_ITEM_CHECKBOX:
        decode_checkbox(decoding, item);
        break;
    case SURVEY_ITEM_RANKING:
        decode_ranking(decoding, item);
        break;
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        decode_matrix(decoding, item);
        break;
    case SURVEY_ITEM_BOOLEAN:
        code = decoding->codes[item->column_first];
        if (code == 0 || code == 1) {
            put(decoding, item, json_object_new_boolean(code == 1));
        }
        break;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_NUMBER:
    case SURVEY_ITEM_DATE:
    case SURVEY_ITEM_COMMENT:
        value = value_at(decoding, item->column_first);
        if (value != NULL) {
            put(decoding, item, json_object_get(value));
        }
        break;
    case SURVEY_ITEM_HTML:
        break;
    }
}

struct json_object *survey_answers_decode(struct base_arena *arena,
                                          const struct survey_questionnaire *questionnaire,
                                          const int *codes, size_t code_count,
                                          struct json_object *values)
{
    struct decoding decoding = {
        .arena = arena,
        .questionnaire = questionnaire,
        .codes = codes,
        .values = values,
        .answers = base_json_own(arena, json_object_new_object()),
    };
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        /* A response with fewer codes was stored by another version of the questionnaire. */
        if (item->column_first + item->column_count <= code_count) {
            decode_item(&decoding, item);
        }
    }
    return decoding.answers;
}
