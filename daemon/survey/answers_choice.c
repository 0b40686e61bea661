#include "answers_check.h"
#include "base/json.h"
#include "questionnaire_build.h"

/* Keeps the text that goes with "other"; a problem if it is missing. */
static void keep_comment(struct survey_check *check, const struct survey_item *item,
                         const struct survey_choice *choice)
{
    const char *name = base_arena_format(check->arena, "%s" SURVEY_FORM_COMMENT, item->name);
    struct json_object *value = base_json_get(check->answers, name);
    struct survey_place place = {item, base_json_pointer(check->arena, "", name), name};
    const char *title = survey_check_title(check, item);
    struct base_text text = base_json_text(value);
    if (value != NULL && text.data == NULL) {
        survey_check_problem(check, place, "wrong_type", SURVEY_MESSAGE_WRONG_TYPE, title, NULL,
                             NULL);
        return;
    }
    text = survey_clean_text(check->arena, text, false);
    if (text.length == 0) {
        survey_check_problem(check, place, "other_missing", SURVEY_MESSAGE_DESCRIBE_OTHER, title,
                             survey_text_in(&choice->text, check->language), NULL);
    } else if (base_text_characters(text) > SURVEY_TEXT_LENGTH_MAX) {
        survey_check_problem(check, place, "too_long", SURVEY_MESSAGE_TOO_LONG, title,
                             base_arena_format(check->arena, "%d", SURVEY_TEXT_LENGTH_MAX), NULL);
    } else {
        json_object_object_add(check->cleaned, name, survey_text_json(text));
    }
}

struct json_object *survey_check_select(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value)
{
    const struct survey_choice *choice =
        survey_choice_find(item->choices, item->choice_count, value);
    if (choice == NULL) {
        survey_check_problem(check, survey_place_of_item(check, item), "not_a_choice",
                             SURVEY_MESSAGE_NOT_A_CHOICE, survey_check_title(check, item), NULL,
                             NULL);
        return NULL;
    }
    if (choice->role == SURVEY_CHOICE_OTHER) {
        keep_comment(check, item, choice);
    }
    return survey_choice_json(choice);
}

struct json_object *survey_check_boolean(struct survey_check *check, const struct survey_item *item,
                                         struct json_object *value)
{
    struct base_text text = base_text_trim(base_json_text(value));
    bool is_true = base_text_equal(text, BASE_TEXT("true"));
    if (json_object_is_type(value, json_type_boolean)) {
        return json_object_new_boolean(json_object_get_boolean(value));
    }
    if (is_true || base_text_equal(text, BASE_TEXT("false"))) {
        return json_object_new_boolean(is_true);
    }
    survey_check_problem(check, survey_place_of_item(check, item), "not_a_choice",
                         SURVEY_MESSAGE_SELECT_ANSWER, survey_check_title(check, item), NULL, NULL);
    return NULL;
}

static const char *decimal(const struct survey_check *check, int number)
{
    return base_arena_format(check->arena, "%d", number);
}

/* Limits by properties and by answercount validators. */
static void check_count(struct survey_check *check, const struct survey_item *item, int count)
{
    struct survey_place place = survey_place_of_item(check, item);
    const char *title = survey_check_title(check, item);
    if (item->max_selected > 0 && count > item->max_selected) {
        survey_check_problem(check, place, "too_many", SURVEY_MESSAGE_TOO_MANY, title,
                             decimal(check, item->max_selected), NULL);
    }
    if (item->min_selected > 0 && count < item->min_selected) {
        survey_check_problem(check, place, "too_few", SURVEY_MESSAGE_TOO_FEW, title,
                             decimal(check, item->min_selected), NULL);
    }
    for (size_t i = 0; i < item->validator_count; i++) {
        const struct survey_validator *validator = &item->validators[i];
        bool few = validator->has_minimum && count < validator->minimum;
        bool many = validator->has_maximum && count > validator->maximum;
        if (!few && !many) {
            continue;
        }
        const char *message = survey_message_text(
            check->arena, few ? SURVEY_MESSAGE_TOO_FEW : SURVEY_MESSAGE_TOO_MANY, check->swedish,
            title, decimal(check, (int)(few ? validator->minimum : validator->maximum)), NULL);
        survey_check_say(check, place, few ? "too_few" : "too_many",
                         validator->text.given ? survey_text_in(&validator->text, check->language)
                                               : message);
    }
}

/* Marks what is selected; false (with a problem) if something is not offered. */
static bool mark_selected(struct survey_check *check, const struct survey_item *item,
                          struct json_object *value, bool *selected)
{
    bool is_array = json_object_is_type(value, json_type_array);
    size_t count = is_array ? json_object_array_length(value) : 1;
    for (size_t i = 0; i < count; i++) {
        struct json_object *element = is_array ? json_object_array_get_idx(value, i) : value;
        const struct survey_choice *choice =
            survey_choice_find(item->choices, item->choice_count, element);
        if (choice != NULL) {
            selected[choice - item->choices] = true;
        } else if (!survey_value_is_blank(element)) {
            struct survey_place place = survey_place_of_item(check, item);
            if (is_array) {
                place.pointer = base_json_pointer_index(check->arena, place.pointer, i);
            }
            survey_check_problem(check, place, "not_a_choice", SURVEY_MESSAGE_NOT_A_CHOICE,
                                 survey_check_title(check, item), NULL, NULL);
            return false;
        }
    }
    return true;
}

struct json_object *survey_check_checkbox(struct survey_check *check,
                                          const struct survey_item *item, struct json_object *value)
{
    bool selected[SURVEY_CHOICES_MAX + 2] = {false};
    if (!mark_selected(check, item, value, selected)) {
        return NULL;
    }
    int count = 0;
    const struct survey_choice *exclusive = NULL;
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < item->choice_count; i++) {
        const struct survey_choice *choice = &item->choices[i];
        if (!selected[i]) {
            continue;
        }
        count++;
        json_object_array_add(array, survey_choice_json(choice));
        if (choice->role == SURVEY_CHOICE_NONE || choice->role == SURVEY_CHOICE_DONT_KNOW) {
            exclusive = choice;
        } else if (choice->role == SURVEY_CHOICE_OTHER) {
            keep_comment(check, item, choice);
        }
    }
    if (exclusive == NULL) {
        check_count(check, item, count);
    } else if (count > 1) {
        survey_check_problem(check, survey_place_of_item(check, item), "exclusive",
                             SURVEY_MESSAGE_ALONE, survey_check_title(check, item),
                             survey_text_in(&exclusive->text, check->language), NULL);
    }
    return array;
}

/* The problem of one rank, led to by its own field. */
static void rank_problem(struct survey_check *check, const struct survey_item *item, size_t rank,
                         const char *code, enum survey_message message,
                         const struct survey_choice *choice)
{
    struct survey_place place = survey_place_of_item(check, item);
    place.pointer = base_json_pointer_index(check->arena, place.pointer, rank);
    place.field = base_arena_format(check->arena, "%s.%zu", item->name, rank + 1);
    survey_check_problem(check, place, code, message, survey_check_title(check, item),
                         choice != NULL ? survey_text_in(&choice->text, check->language) : NULL,
                         NULL);
}

struct json_object *survey_check_ranking(struct survey_check *check, const struct survey_item *item,
                                         struct json_object *value)
{
    bool used[SURVEY_CHOICES_MAX + 2] = {false};
    if (!json_object_is_type(value, json_type_array)) {
        survey_check_problem(check, survey_place_of_item(check, item), "wrong_type",
                             SURVEY_MESSAGE_WRONG_TYPE, survey_check_title(check, item), NULL,
                             NULL);
        return NULL;
    }
    size_t length = json_object_array_length(value);
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < length || i < item->choice_count; i++) {
        struct json_object *element = i < length ? json_object_array_get_idx(value, i) : NULL;
        const struct survey_choice *choice =
            survey_choice_find(item->choices, item->choice_count, element);
        if (choice != NULL && !used[choice - item->choices]) {
            used[choice - item->choices] = true;
            json_object_array_add(array, survey_choice_json(choice));
            continue;
        }
        if (choice != NULL) {
            rank_problem(check, item, i, "duplicate", SURVEY_MESSAGE_RANK_TWICE, choice);
        } else if (survey_value_is_blank(element)) {
            rank_problem(check, item, i, "incomplete", SURVEY_MESSAGE_RANK_ALL, NULL);
        } else {
            rank_problem(check, item, i, "not_a_choice", SURVEY_MESSAGE_NOT_A_CHOICE, NULL);
        }
        json_object_put(array);
        return NULL;
    }
    return array;
}
