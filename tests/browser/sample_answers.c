#include "base/json.h"
#include "sample_pages.h"

static struct json_object *text(const char *string)
{
    return json_object_new_string(string);
}

/* The nth of the choices that have that role, or NULL. */
static const struct survey_choice *choice(const struct survey_item *item,
                                          enum survey_choice_role role, size_t nth)
{
    for (size_t i = 0; i < item->choice_count; i++) {
        if (item->choices[i].role == role && nth-- == 0)
            return &item->choices[i];
    }
    return NULL;
}

static void add_choice(struct json_object *answers, const struct survey_item *item,
                       struct base_arena *arena)
{
    const struct survey_choice *other = choice(item, SURVEY_CHOICE_OTHER, 0);
    const struct survey_choice *chosen = other ? other : choice(item, SURVEY_CHOICE_PLAIN, 1);
    json_object_object_add(answers, item->name, text((chosen ? chosen : item->choices)->value));
    if (other)
        json_object_object_add(answers, base_arena_format(arena, "%s-Comment", item->name),
                               text("Något helt annat, som tar en hel rad"));
}

static void add_list(struct json_object *answers, const struct survey_item *item, size_t count)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < count; i++) {
        const struct survey_choice *next = choice(item, SURVEY_CHOICE_PLAIN, i);
        if (next)
            json_object_array_add(list, text(next->value));
    }
    json_object_object_add(answers, item->name, list);
}

/* The last row stays without an answer. */
static void add_rows(struct json_object *answers, const struct survey_item *item)
{
    struct json_object *rows = json_object_new_object();
    for (size_t i = 0; i + 1 < item->row_count; i++) {
        struct json_object *cells = json_object_new_object();
        for (size_t j = 0; j < item->part_count; j++)
            json_object_object_add(cells, item->parts[j].name,
                                   text(item->parts[j].choices[j].value));
        if (item->part_count == 0) {
            json_object_put(cells);
            cells = text(item->choices[i % item->choice_count].value);
        }
        json_object_object_add(rows, item->row_count > 0 ? item->rows[i].value : "", cells);
    }
    json_object_object_add(answers, item->name, rows);
}

struct json_object *sample_answers(struct base_arena *arena,
                                   const struct survey_questionnaire *questionnaire)
{
    struct json_object *answers = base_json_own(arena, json_object_new_object());
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        switch (item->kind) {
        case SURVEY_ITEM_RADIOGROUP:
        case SURVEY_ITEM_DROPDOWN:
            add_choice(answers, item, arena);
            break;
        case SURVEY_ITEM_CHECKBOX:
            add_list(answers, item, 2);
            break;
        case SURVEY_ITEM_RANKING:
            add_list(answers, item, item->choice_count);
            break;
        case SURVEY_ITEM_RATING:
            json_object_object_add(answers, item->name,
                                   text(item->choices[item->choice_count * 4 / 5].value));
            break;
        case SURVEY_ITEM_MATRIX:
        case SURVEY_ITEM_MATRIXDROPDOWN:
            add_rows(answers, item);
            break;
        case SURVEY_ITEM_BOOLEAN:
            json_object_object_add(answers, item->name, json_object_new_boolean(true));
            break;
        case SURVEY_ITEM_NUMBER:
            json_object_object_add(answers, item->name, json_object_new_int(12));
            break;
        case SURVEY_ITEM_DATE:
            json_object_object_add(answers, item->name, text("2026-03-14"));
            break;
        case SURVEY_ITEM_TEXT:
            json_object_object_add(answers, item->name, text("Kompetens"));
            break;
        case SURVEY_ITEM_COMMENT:
            json_object_object_add(answers, item->name,
                                   text("Det var bra.\nVi ses igen i höst, hoppas jag!"));
            break;
        case SURVEY_ITEM_HTML:
            break;
        }
    }
    return answers;
}
