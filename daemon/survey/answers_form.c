#include <stdlib.h>
#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "questionnaire_build.h"

/* The fields in the order of their names, those of one name as they came. */
struct form {
    struct base_arena *arena;
    const struct survey_field **sorted;
    size_t count;
    struct json_object *answers;
};

static int compare_texts(struct base_text a, struct base_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;
    return order != 0 ? order : a.length < b.length ? -1 : a.length > b.length;
}

static int by_name(const void *a, const void *b)
{
    const struct survey_field *left = *(const struct survey_field *const *)a;
    const struct survey_field *right = *(const struct survey_field *const *)b;
    int order = compare_texts(left->name, right->name);
    return order != 0 ? order : left < right ? -1 : 1;
}

/* Position of the first field whose name is not before `name`. */
static size_t lower_bound(const struct form *form, struct base_text name)
{
    size_t low = 0, high = form->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_texts(form->sorted[middle]->name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The first value of that name that is not blank; data NULL if there is none. */
static struct base_text value_of(const struct form *form, const char *name)
{
    struct base_text wanted = base_text_of(name);
    for (size_t i = lower_bound(form, wanted);
         i < form->count && base_text_equal(form->sorted[i]->name, wanted); i++) {
        if (survey_trim(form->sorted[i]->value).length > 0) {
            return form->sorted[i]->value;
        }
    }
    return (struct base_text){NULL, 0};
}

static const char *field_name(const struct form *form, const struct survey_item *item,
                              const char *row, const char *part)
{
    return part != NULL ? base_arena_format(form->arena, "%s.%s.%s", item->name, row, part)
                        : base_arena_format(form->arena, "%s.%s", item->name, row);
}

/* The choice of that value as the questionnaire spells it, else the text as it came. */
static struct json_object *choice_or_text(const struct survey_choice *choices, size_t count,
                                          struct base_text text)
{
    const struct survey_choice *choice = survey_choice_find_text(choices, count, text);
    return choice != NULL ? survey_choice_json(choice) : survey_text_json(text);
}

static struct json_object *read_list(const struct form *form, const struct survey_item *item)
{
    struct json_object *array = json_object_new_array();
    struct base_text name = base_text_of(item->name);
    for (size_t i = lower_bound(form, name);
         i < form->count && base_text_equal(form->sorted[i]->name, name); i++) {
        struct base_text value = form->sorted[i]->value;
        if (base_text_trim(value).length > 0) {
            json_object_array_add(array, choice_or_text(item->choices, item->choice_count, value));
        }
    }
    return array;
}

/* The choice at each rank; null where a rank in the middle was left empty, so that the form can
   show the others again where they were. */
static struct json_object *read_ranking(const struct form *form, const struct survey_item *item)
{
    struct json_object *array = json_object_new_array();
    for (size_t rank = 1; rank <= item->choice_count; rank++) {
        const char *name = base_arena_format(form->arena, "%s.%zu", item->name, rank);
        struct base_text value = value_of(form, name);
        if (value.data == NULL) {
            continue;
        }
        while (json_object_array_length(array) + 1 < rank) {
            json_object_array_add(array, NULL);
        }
        json_object_array_add(array, choice_or_text(item->choices, item->choice_count, value));
    }
    return array;
}

static struct json_object *read_cells(const struct form *form, const struct survey_item *item,
                                      const char *row)
{
    struct json_object *cells = json_object_new_object();
    for (size_t i = 0; i < item->part_count; i++) {
        const struct survey_part *part = &item->parts[i];
        struct base_text value = value_of(form, field_name(form, item, row, part->name));
        if (value.data != NULL) {
            json_object_object_add(cells, part->name,
                                   choice_or_text(part->choices, part->choice_count, value));
        }
    }
    return cells;
}

static struct json_object *read_matrix(const struct form *form, const struct survey_item *item)
{
    struct json_object *rows = json_object_new_object();
    for (size_t i = 0; i < item->row_count; i++) {
        const char *row = item->rows[i].value;
        if (item->kind == SURVEY_ITEM_MATRIXDROPDOWN) {
            struct json_object *cells = read_cells(form, item, row);
            if (json_object_object_length(cells) > 0) {
                json_object_object_add(rows, row, cells);
            } else {
                json_object_put(cells);
            }
            continue;
        }
        struct base_text value = value_of(form, field_name(form, item, row, NULL));
        if (value.data != NULL) {
            json_object_object_add(rows, row,
                                   choice_or_text(item->choices, item->choice_count, value));
        }
    }
    return rows;
}

static struct json_object *read_single(const struct survey_item *item, struct base_text value)
{
    struct base_text trimmed = base_text_trim(value);
    double number;
    switch (item->kind) {
    case SURVEY_ITEM_BOOLEAN:
        if (base_text_equal(trimmed, BASE_TEXT("true")) ||
            base_text_equal(trimmed, BASE_TEXT("false"))) {
            return json_object_new_boolean(trimmed.data[0] == 't');
        }
        return survey_text_json(value);
    case SURVEY_ITEM_NUMBER:
        /* Only validation knows the language, and so what a comma means. */
        return survey_read_number(value, &number) && !survey_comma_is_unclear(value)
                   ? base_json_number(number)
                   : survey_text_json(value);
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_RATING:
        return choice_or_text(item->choices, item->choice_count, value);
    default:
        return survey_text_json(value);
    }
}

/* The value of one item; NULL if the form has nothing for it. The caller owns the reference. */
static struct json_object *read_item(const struct form *form, const struct survey_item *item)
{
    struct base_text value;
    switch (item->kind) {
    case SURVEY_ITEM_HTML:
        return NULL;
    case SURVEY_ITEM_CHECKBOX:
        return read_list(form, item);
    case SURVEY_ITEM_RANKING:
        return read_ranking(form, item);
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        return read_matrix(form, item);
    default:
        value = value_of(form, item->name);
        return value.data != NULL ? read_single(item, value) : NULL;
    }
}

/* Whoever writes an answer of their own and selects none means "other". */
static struct json_object *imply_other(const struct form *form, const struct survey_item *item,
                                       struct json_object *value)
{
    const char *name = base_arena_format(form->arena, "%s" SURVEY_FORM_COMMENT, item->name);
    if (!item->other_text.given || !survey_value_is_blank(value) ||
        value_of(form, name).data == NULL) {
        return value;
    }
    json_object_put(value);
    struct json_object *other = json_object_new_string(SURVEY_VALUE_OTHER);
    if (item->kind != SURVEY_ITEM_CHECKBOX) {
        return other;
    }
    struct json_object *array = json_object_new_array();
    json_object_array_add(array, other);
    return array;
}

static void put_text(const struct form *form, const char *name)
{
    struct base_text value = value_of(form, name);
    if (value.data != NULL) {
        json_object_object_add(form->answers, name, survey_text_json(value));
    }
}

struct json_object *survey_answers_from_fields(struct base_arena *arena,
                                               const struct survey_questionnaire *questionnaire,
                                               const struct survey_field *fields, size_t count)
{
    struct form form = {
        .arena = arena,
        .sorted = base_arena_array(arena, const struct survey_field *, count + 1),
        .count = count,
        .answers = base_json_own(arena, json_object_new_object()),
    };
    for (size_t i = 0; i < count; i++) {
        form.sorted[i] = &fields[i];
    }
    qsort(form.sorted, count, sizeof(*form.sorted), by_name);
    put_text(&form, SURVEY_NAME_ACTOR_TYPE);
    put_text(&form, SURVEY_NAME_ORGANISATION);
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        struct json_object *value = imply_other(&form, item, read_item(&form, item));
        if (value != NULL && !survey_value_is_blank(value)) {
            json_object_object_add(form.answers, item->name, value);
        } else {
            json_object_put(value);
        }
        if (item->other_text.given) {
            put_text(&form, base_arena_format(arena, "%s" SURVEY_FORM_COMMENT, item->name));
        }
    }
    return form.answers;
}
