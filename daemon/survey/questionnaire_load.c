#include "answers_check.h"
#include "base/json.h"
#include "questionnaire_build.h"

/* More questions than these, or answers to one, are not tried out. */
#define QUESTIONS_TRIED 40
#define ANSWERS_TRIED 12
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct trial {
    struct base_arena *arena;
    const struct survey_questionnaire *questionnaire;
    struct json_object *answers;
    bool *visible;
};

static size_t answer_count(const struct survey_item *item)
{
    switch (item->kind) {
    case SURVEY_ITEM_HTML:
        return 0;
    case SURVEY_ITEM_MATRIX:
        return item->row_count;
    case SURVEY_ITEM_MATRIXDROPDOWN:
        return item->row_count * item->part_count;
    default:
        return 1;
    }
}

static void count_visible(struct trial *trial, size_t *ret_questions, size_t *ret_answers)
{
    survey_answers_visible(trial->questionnaire, trial->answers, trial->visible);
    *ret_questions = *ret_answers = 0;
    for (size_t i = 0; i < trial->questionnaire->item_count; i++) {
        const struct survey_item *item = &trial->questionnaire->items[i];
        if (trial->visible[i] && item->kind != SURVEY_ITEM_HTML) {
            *ret_questions += 1;
            *ret_answers += answer_count(item);
        }
    }
}

static struct json_object *of_all_rows(const struct survey_item *item,
                                       const struct survey_choice *choice)
{
    struct json_object *rows = json_object_new_object();
    for (size_t i = 0; i < item->row_count; i++) {
        struct json_object *value = NULL;
        if (choice != NULL) {
            value = survey_choice_json(choice);
        } else {
            value = json_object_new_object();
            for (size_t j = 0; j < item->part_count; j++) {
                const struct survey_part *part = &item->parts[j];
                json_object_object_add(value, part->name,
                                       part->choice_count > 0 ? survey_choice_json(part->choices)
                                                              : NULL);
            }
        }
        json_object_object_add(rows, item->rows[i].value, value);
    }
    return rows;
}

/* One of the answers that somebody might give, by its number; NULL if there are no more. The caller
   owns the reference. */
static struct json_object *possible_answer(const struct survey_item *item, size_t number)
{
    static const double numbers[] = {1, 0, 2, 5, 10, 100, 1000};
    static const char *const dates[] = {"2026-01-01", "1900-01-01", "2200-01-01"};
    switch (item->kind) {
    case SURVEY_ITEM_BOOLEAN:
        return number < 2 ? json_object_new_boolean(number == 0) : NULL;
    case SURVEY_ITEM_NUMBER:
        return number < COUNT(numbers) ? base_json_number(numbers[number]) : NULL;
    case SURVEY_ITEM_DATE:
        return number < COUNT(dates) ? json_object_new_string(dates[number]) : NULL;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_COMMENT:
        return number < 1 ? json_object_new_string("x") : NULL;
    case SURVEY_ITEM_MATRIXDROPDOWN:
        return number < 1 ? of_all_rows(item, NULL) : NULL;
    default:
        break;
    }
    if (number >= item->choice_count) {
        return NULL;
    }
    const struct survey_choice *choice = &item->choices[number];
    if (item->kind == SURVEY_ITEM_MATRIX) {
        return of_all_rows(item, choice);
    }
    struct json_object *answer = survey_choice_json(choice);
    if (item->kind == SURVEY_ITEM_CHECKBOX || item->kind == SURVEY_ITEM_RANKING) {
        struct json_object *list = json_object_new_array();
        json_object_array_add(list, answer);
        return list;
    }
    return answer;
}

/* Leaves the answer to one question at that which shows the most. */
static void try_answers(struct trial *trial, const struct survey_item *item)
{
    size_t questions, answers, most;
    json_object_object_del(trial->answers, item->name);
    count_visible(trial, &questions, &most);
    struct json_object *best = NULL;
    for (size_t i = 0; i < ANSWERS_TRIED; i++) {
        struct json_object *answer = possible_answer(item, i);
        if (answer == NULL) {
            break;
        }
        base_json_own(trial->arena, answer);
        json_object_object_add(trial->answers, item->name, json_object_get(answer));
        count_visible(trial, &questions, &answers);
        if (answers > most) {
            most = answers;
            best = answer;
        }
    }
    json_object_object_del(trial->answers, item->name);
    if (best != NULL) {
        json_object_object_add(trial->answers, item->name, json_object_get(best));
    }
}

static void mark_reference(struct base_text reference, void *context)
{
    struct trial *trial = context;
    struct base_text name;
    (void)base_text_split(reference, '.', &name);
    const struct survey_item *item = survey_questionnaire_item(trial->questionnaire, name);
    if (item != NULL) {
        trial->visible[item - trial->questionnaire->items] = true;
    }
}

/* The items that conditions ask about, marked in `visible` for the time being. */
static void mark_asked(struct trial *trial)
{
    const struct survey_questionnaire *questionnaire = trial->questionnaire;
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].visible_if != NULL) {
            survey_expression_references(questionnaire->items[i].visible_if, mark_reference, trial);
        }
    }
    for (size_t i = 0; i < questionnaire->panel_count; i++) {
        if (questionnaire->panels[i].visible_if != NULL) {
            survey_expression_references(questionnaire->panels[i].visible_if, mark_reference,
                                         trial);
        }
    }
    for (size_t i = 0; i < questionnaire->page_count; i++) {
        if (questionnaire->pages[i].visible_if != NULL) {
            survey_expression_references(questionnaire->pages[i].visible_if, mark_reference, trial);
        }
    }
}

/* Two rounds through the questions that decide, each time keeping the answer that shows the most:
   enough for the ways that people can go through a questionnaire. */
void survey_build_load(struct base_arena *arena, const struct survey_questionnaire *questionnaire,
                       size_t *ret_questions, size_t *ret_answers)
{
    struct trial trial = {
        .arena = arena,
        .questionnaire = questionnaire,
        .answers = base_json_own(arena, json_object_new_object()),
        .visible = base_arena_array(arena, bool, questionnaire->item_count + 1),
    };
    const struct survey_item *deciding[QUESTIONS_TRIED];
    size_t count = 0;
    mark_asked(&trial);
    for (size_t i = 0; i < questionnaire->item_count && count < QUESTIONS_TRIED; i++) {
        if (trial.visible[i]) {
            deciding[count++] = &questionnaire->items[i];
        }
    }
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < count; i++) {
            try_answers(&trial, deciding[i]);
        }
    }
    count_visible(&trial, ret_questions, ret_answers);
}
