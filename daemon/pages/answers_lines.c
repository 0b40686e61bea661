#include "answers_lines.h"

#include <string.h>

#include "base/json.h"

/* The lines of one item while they are collected. */
struct collection {
    const struct pages_form_view *view;
    struct pages_answer_line *list;
    size_t count;
};

static void add(struct collection *lines, const char *label, const char *text, const char *language)
{
    lines->list[lines->count++] =
        (struct pages_answer_line){.label = label, .text = text, .language = language};
}

static const struct survey_choice *find(struct json_object *value,
                                        const struct survey_choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pages_answer_is(value, &choices[i]))
            return &choices[i];
    }
    return NULL;
}

/* The own words beside "other"; "" if there are none. */
static const char *own_words(const struct pages_form_view *view, const struct survey_item *item)
{
    return pages_answer_text(
        view, pages_answer(view, base_arena_format(view->arena, "%s-Comment", item->name)));
}

static void add_choice(struct collection *lines, const struct survey_item *item,
                       struct json_object *value)
{
    const struct survey_choice *choice = find(value, item->choices, item->choice_count);
    const char *typed = pages_answer_text(lines->view, value);
    if (!choice) {
        if (*typed)
            add(lines, NULL, typed, NULL);
        return;
    }
    const char *language = NULL;
    const char *text = pages_form_choice_text(lines->view, choice, &language);
    const char *own = own_words(lines->view, item);
    if (choice->role == SURVEY_CHOICE_OTHER && *own)
        text = base_arena_format(lines->view->arena, "%s: %s", text, own);
    add(lines, NULL, text, language);
}

static bool selects_other(const struct survey_item *item, struct json_object *values)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].role == SURVEY_CHOICE_OTHER)
            return pages_answer_has(values, &item->choices[i]);
    }
    return false;
}

static void add_choices(struct collection *lines, const struct survey_item *item,
                        struct json_object *values)
{
    size_t count =
        json_object_is_type(values, json_type_array) ? json_object_array_length(values) : 0;
    for (size_t i = 0; i < count; i++)
        add_choice(lines, item, json_object_array_get_idx(values, i));
    if (!json_object_is_type(values, json_type_array))
        add_choice(lines, item, values);
    /* Typed beside another choice: not stored, but it was written. */
    const char *own = own_words(lines->view, item);
    if (*own && !selects_other(item, values))
        add(lines, NULL, own, NULL);
}

/* A number alone says little: the ends of its scale stand beside it. */
static void add_rating(struct collection *lines, const struct survey_item *item,
                       struct json_object *value)
{
    struct pages_label ends = {.field = item->name};
    pages_form_ends(lines->view, &ends, item->choices, item->choice_count, &item->low_text,
                    &item->high_text);
    const struct survey_choice *choice = find(value, item->choices, item->choice_count);
    if (!choice || choice->role != SURVEY_CHOICE_PLAIN || !ends.low || !ends.high) {
        add_choice(lines, item, value);
        return;
    }
    const char *language = NULL;
    const char *text = pages_form_choice_text(lines->view, choice, &language);
    add(lines, NULL,
        base_arena_format(lines->view->arena, "%s (%s, %s)", text, ends.low, ends.high), language);
}

static void add_boolean(struct collection *lines, const struct survey_item *item,
                        struct json_object *value)
{
    const char *typed = pages_answer_text(lines->view, value);
    bool is_true = strcmp(typed, "true") == 0;
    if (!is_true && strcmp(typed, "false") != 0) {
        add_choice(lines, item, value);
        return;
    }
    const char *text = pages_form_text(lines->view, is_true ? &item->true_text : &item->false_text);
    if (text)
        add(lines, NULL, text, pages_form_word_language(lines->view, text));
    else
        add(lines, NULL, pages_word(lines->view->words, is_true ? WORD_YES : WORD_NO),
            pages_form_foreign(lines->view));
}

static void add_typed(struct collection *lines, const struct survey_item *item,
                      struct json_object *value)
{
    bool is_number =
        json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double);
    const char *text = is_number ? pages_form_numeral(lines->view, json_object_get_double(value))
                                 : pages_answer_text(lines->view, value);
    const char *shown = item->kind == SURVEY_ITEM_DATE
                            ? pages_day(lines->view->arena, lines->view->words, text)
                            : text;
    if (*text)
        add(lines, NULL, shown, shown != text ? pages_form_foreign(lines->view) : NULL);
}

static const char *cell_text(const struct pages_form_view *view, struct json_object *value,
                             const struct survey_choice *choices, size_t count,
                             const char **ret_language)
{
    *ret_language = NULL;
    const struct survey_choice *choice = find(value, choices, count);
    if (choice)
        return pages_form_choice_text(view, choice, ret_language);
    const char *typed = pages_answer_text(view, value);
    return *typed ? typed : NULL;
}

/* "Before: 2, Today: 4"; NULL if neither is answered. */
static const char *parts_text(const struct pages_form_view *view, const struct survey_item *item,
                              struct json_object *cells)
{
    struct base_buffer text;
    base_buffer_init(&text, view->arena);
    for (size_t i = 0; i < item->part_count; i++) {
        const struct survey_part *part = &item->parts[i];
        const char *language = NULL;
        const char *cell = cell_text(view, base_json_get(cells, part->name), part->choices,
                                     part->choice_count, &language);
        if (!cell)
            continue;
        base_buffer_format(&text, "%s%s: %s", text.length > 0 ? ", " : "",
                           pages_form_part_title(view, part), cell);
    }
    return text.length > 0 ? base_buffer_view(&text).data : NULL;
}

static void add_rows(struct collection *lines, const struct survey_item *item,
                     struct json_object *value)
{
    bool is_answered = false;
    for (size_t i = 0; i < item->row_count; i++) {
        const struct survey_row *row = &item->rows[i];
        if (pages_form_is_own_row(lines->view, row))
            continue;
        struct json_object *cell = base_json_get(value, row->value);
        const char *language = NULL;
        const char *text = item->part_count > 0 ? parts_text(lines->view, item, cell)
                                                : cell_text(lines->view, cell, item->choices,
                                                            item->choice_count, &language);
        is_answered = is_answered || text;
        add(lines, pages_form_row_title(lines->view, row), text, language);
    }
    if (!is_answered)
        lines->count = 0;
}

/* As many lines as the item can have. */
static size_t line_limit(const struct survey_item *item, struct json_object *value)
{
    size_t members =
        json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
    return item->row_count + members + 2; /* one value, own words */
}

struct pages_answer_lines pages_answer_lines_of(const struct pages_form_view *view,
                                                const struct survey_item *item)
{
    struct json_object *value = pages_answer(view, item->name);
    struct collection lines = {
        .view = view,
        .list = base_arena_array(view->arena, struct pages_answer_line, line_limit(item, value)),
    };
    switch (item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_CHECKBOX:
    case SURVEY_ITEM_RANKING:
        add_choices(&lines, item, value);
        break;
    case SURVEY_ITEM_RATING:
        add_rating(&lines, item, value);
        break;
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        add_rows(&lines, item, value);
        break;
    case SURVEY_ITEM_BOOLEAN:
        add_boolean(&lines, item, value);
        break;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_NUMBER:
    case SURVEY_ITEM_DATE:
    case SURVEY_ITEM_COMMENT:
        add_typed(&lines, item, value);
        break;
    case SURVEY_ITEM_HTML:
        break;
    }
    return (struct pages_answer_lines){
        .count = lines.count, .list = lines.list, .is_ordered = item->kind == SURVEY_ITEM_RANKING};
}
