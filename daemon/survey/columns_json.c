#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "survey/questionnaire.h"
#include "words.h"

static const char *const kind_names[] = {
    [SURVEY_COLUMN_CODE] = "code", [SURVEY_COLUMN_OPTION] = "option",
    [SURVEY_COLUMN_RANK] = "rank", [SURVEY_COLUMN_NUMBER] = "number",
    [SURVEY_COLUMN_DATE] = "date", [SURVEY_COLUMN_TEXT] = "text",
};

/* A translatable text as an object; with a second one, both joined by `joint`. */
static struct json_object *text_json(struct base_arena *arena,
                                     const struct survey_programme *programme,
                                     const struct survey_text *text, const char *joint,
                                     const struct survey_text *second)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < programme->language_count; i++) {
        const char *string = survey_text_in(text, (int)i);
        if (second != NULL) {
            string =
                base_arena_format(arena, "%s%s%s", string, joint, survey_text_in(second, (int)i));
        }
        json_object_object_add(object, programme->languages[i], json_object_new_string(string));
    }
    return object;
}

static void add_label(struct json_object *labels, int code, struct json_object *text)
{
    struct json_object *label = json_object_new_object();
    json_object_object_add(label, "code", json_object_new_int(code));
    json_object_object_add(label, "text", text);
    json_object_array_add(labels, label);
}

/* Labels of choices; the ends of a rating carry their descriptions. */
static void add_choice_labels(struct base_arena *arena, const struct survey_programme *programme,
                              const struct survey_choice *choices, size_t count,
                              const struct survey_text *low, const struct survey_text *high,
                              struct json_object *labels)
{
    for (size_t i = 0; i < count; i++) {
        const struct survey_text *end = i == 0 ? low : i + 1 == count ? high : NULL;
        bool described = end != NULL && end->given;
        add_label(labels, choices[i].code,
                  text_json(arena, programme, &choices[i].text, " – ", described ? end : NULL));
    }
}

static void add_word_label(struct base_arena *arena, const struct survey_programme *programme,
                           int code, enum survey_word word, struct json_object *labels)
{
    struct survey_text text =
        survey_words_text(word, programme->language_count, programme->languages);
    add_label(labels, code, text_json(arena, programme, &text, "", NULL));
}

static struct json_object *labels_json(struct base_arena *arena,
                                       const struct survey_programme *programme,
                                       const struct survey_item *item,
                                       const struct survey_column *column)
{
    struct json_object *labels = json_object_new_array();
    if (column->kind == SURVEY_COLUMN_OPTION) {
        add_word_label(arena, programme, 0, SURVEY_WORD_NOT_SELECTED, labels);
        add_word_label(arena, programme, 1, SURVEY_WORD_SELECTED, labels);
    } else if (column->kind != SURVEY_COLUMN_CODE) {
        return labels;
    } else if (item->kind == SURVEY_ITEM_BOOLEAN) {
        add_label(labels, 0, text_json(arena, programme, &item->false_text, "", NULL));
        add_label(labels, 1, text_json(arena, programme, &item->true_text, "", NULL));
    } else if (column->part >= 0) {
        const struct survey_part *part = &item->parts[column->part];
        add_choice_labels(arena, programme, part->choices, part->choice_count, &part->low_text,
                          &part->high_text, labels);
    } else {
        add_choice_labels(arena, programme, item->choices, item->choice_count, &item->low_text,
                          &item->high_text, labels);
    }
    return labels;
}

static struct json_object *title_json(struct base_arena *arena,
                                      const struct survey_programme *programme,
                                      const struct survey_item *item,
                                      const struct survey_column *column)
{
    if (column->row < 0) {
        const struct survey_text *choice =
            column->choice >= 0 ? &item->choices[column->choice].text : NULL;
        return text_json(arena, programme, &item->title, ": ", choice);
    }
    struct survey_text row = item->rows[column->row].text;
    for (size_t i = 0; column->part >= 0 && i < programme->language_count; i++) {
        row.in[i] =
            base_arena_format(arena, "%s – %s", row.in[i], item->parts[column->part].title.in[i]);
    }
    return text_json(arena, programme, &item->title, ": ", &row);
}

static struct json_object *string_or_null(const char *string)
{
    return string != NULL ? json_object_new_string(string) : NULL;
}

struct json_object *
survey_questionnaire_columns_json(const struct survey_questionnaire *questionnaire,
                                  const struct survey_programme *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < questionnaire->column_count; i++) {
        const struct survey_column *column = &questionnaire->columns[i];
        const struct survey_item *item = &questionnaire->items[column->item];
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "name", json_object_new_string(column->name));
        json_object_object_add(object, "kind", json_object_new_string(kind_names[column->kind]));
        json_object_object_add(object, "question", json_object_new_string(item->name));
        json_object_object_add(
            object, "row", string_or_null(column->row >= 0 ? item->rows[column->row].value : NULL));
        json_object_object_add(
            object, "part",
            string_or_null(column->part >= 0 ? item->parts[column->part].name : NULL));
        json_object_object_add(
            object, "choice",
            string_or_null(column->choice >= 0 ? item->choices[column->choice].value : NULL));
        json_object_object_add(object, "title", title_json(arena, programme, item, column));
        json_object_object_add(object, "labels", labels_json(arena, programme, item, column));
        json_object_array_add(array, object);
    }
    return array;
}
