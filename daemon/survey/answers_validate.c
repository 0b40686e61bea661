#include <string.h>

#include "answers_check.h"
#include "base/json.h"
#include "questionnaire_build.h"
#include "words.h"

struct survey_place survey_place_of_item(const struct survey_check *check,
                                         const struct survey_item *item)
{
    return (struct survey_place){item, base_json_pointer(check->arena, "", item->name), NULL};
}

struct survey_place survey_place_of_row(const struct survey_check *check,
                                        const struct survey_item *item, const char *row,
                                        const char *part)
{
    struct survey_place place = survey_place_of_item(check, item);
    place.pointer = base_json_pointer(check->arena, place.pointer, row);
    place.field = base_arena_format(check->arena, "%s.%s", item->name, row);
    if (part != NULL) {
        place.pointer = base_json_pointer(check->arena, place.pointer, part);
        place.field = base_arena_format(check->arena, "%s.%s", place.field, part);
    }
    return place;
}

const char *survey_check_title(const struct survey_check *check, const struct survey_item *item)
{
    return survey_text_in(&item->title, check->language);
}

/* The field that a whole item's problem leads to: what the form calls its first control. */
static const char *first_field(const struct survey_check *check, const struct survey_item *item)
{
    switch (item->kind) {
    case SURVEY_ITEM_RANKING:
        return base_arena_format(check->arena, "%s.1", item->name);
    case SURVEY_ITEM_MATRIX:
    case SURVEY_ITEM_MATRIXDROPDOWN:
        for (size_t i = 0; i < item->row_count; i++) {
            if (!survey_row_is_own(item, &item->rows[i], check->organisation)) {
                const char *part = item->part_count > 0 ? item->parts[0].name : NULL;
                return survey_place_of_row(check, item, item->rows[i].value, part).field;
            }
        }
        return item->name;
    default:
        return item->name;
    }
}

void survey_check_say(struct survey_check *check, struct survey_place place, const char *code,
                      const char *message)
{
    const char *field = place.field;
    if (field == NULL && place.item != NULL) {
        field = first_field(check, place.item);
    }
    survey_problem_add(check->problems,
                       (struct survey_problem){.file = "",
                                               .pointer = place.pointer,
                                               .code = code,
                                               .message = message,
                                               .item = place.item != NULL ? place.item->name : NULL,
                                               .field = field});
}

void survey_check_problem(struct survey_check *check, struct survey_place place, const char *code,
                          enum survey_message message, const char *a, const char *b, const char *c)
{
    survey_check_say(check, place, code,
                     survey_message_text(check->arena, message, check->swedish, a, b, c));
}

static enum survey_message required_message(enum survey_item_kind kind)
{
    switch (kind) {
    case SURVEY_ITEM_CHECKBOX:
        return SURVEY_MESSAGE_SELECT_SOME;
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_COMMENT:
        return SURVEY_MESSAGE_ENTER_TEXT;
    case SURVEY_ITEM_NUMBER:
        return SURVEY_MESSAGE_ENTER_NUMBER;
    case SURVEY_ITEM_DATE:
        return SURVEY_MESSAGE_ENTER_DATE;
    case SURVEY_ITEM_RANKING:
        return SURVEY_MESSAGE_RANK_ALL;
    default:
        return SURVEY_MESSAGE_SELECT_ANSWER;
    }
}

static struct json_object *clean(struct survey_check *check, const struct survey_item *item,
                                 struct json_object *value)
{
    switch (item->kind) {
    case SURVEY_ITEM_RADIOGROUP:
    case SURVEY_ITEM_DROPDOWN:
    case SURVEY_ITEM_RATING:
        return survey_check_select(check, item, value);
    case SURVEY_ITEM_CHECKBOX:
        return survey_check_checkbox(check, item, value);
    case SURVEY_ITEM_RANKING:
        return survey_check_ranking(check, item, value);
    case SURVEY_ITEM_BOOLEAN:
        return survey_check_boolean(check, item, value);
    case SURVEY_ITEM_MATRIX:
        return survey_check_matrix(check, item, value);
    case SURVEY_ITEM_MATRIXDROPDOWN:
        return survey_check_matrixdropdown(check, item, value);
    case SURVEY_ITEM_TEXT:
    case SURVEY_ITEM_COMMENT:
        return survey_check_text(check, item, value);
    case SURVEY_ITEM_NUMBER:
        return survey_check_number(check, item, value);
    case SURVEY_ITEM_DATE:
        return survey_check_date(check, item, value);
    case SURVEY_ITEM_HTML:
        break;
    }
    return NULL;
}

static void check_item(struct survey_check *check, const struct survey_item *item)
{
    struct json_object *value = base_json_get(check->answers, item->name);
    size_t errors = check->problems->error_count;
    struct json_object *kept = survey_value_is_blank(value) ? NULL : clean(check, item, value);
    if (kept != NULL) {
        json_object_object_add(check->cleaned, item->name, kept);
    }
    bool required =
        item->is_required || (item->required_if != NULL &&
                              survey_condition_holds(check->questionnaire, item->required_if,
                                                     check->context, check->visible));
    if (item->kind == SURVEY_ITEM_MATRIX || item->kind == SURVEY_ITEM_MATRIXDROPDOWN) {
        survey_check_rows_answered(check, item, kept, required);
    } else if (required && kept == NULL && check->problems->error_count == errors) {
        survey_check_problem(check, survey_place_of_item(check, item), "required",
                             required_message(item->kind), survey_check_title(check, item), NULL,
                             NULL);
    }
}

static void check_names(struct survey_check *check, const struct survey_respondent *respondent)
{
    json_object_object_foreach(check->answers, name, value)
    {
        (void)value;
        bool known = survey_name_is_asked(check->questionnaire, name);
        if (respondent->open_link) {
            known = known || strcmp(name, SURVEY_NAME_ACTOR_TYPE) == 0 ||
                    (check->programme->open_asks_organisation &&
                     strcmp(name, SURVEY_NAME_ORGANISATION) == 0);
        }
        if (!known) {
            struct survey_place place = {NULL, base_json_pointer(check->arena, "", name), NULL};
            survey_check_problem(check, place, "unknown_name", SURVEY_MESSAGE_UNKNOWN_NAME, name,
                                 NULL, NULL);
        }
    }
}

/* Two taps that contradict each other: neither can be believed. */
static void check_kind(struct survey_check *check, const struct survey_actor_type *actor_type)
{
    const struct survey_programme *programme = check->programme;
    const struct survey_organisation *organisation = check->organisation;
    if (actor_type == NULL || organisation == NULL ||
        actor_type == &programme->actor_types[organisation->actor_type]) {
        return;
    }
    struct survey_place place = {NULL, "/" SURVEY_NAME_ORGANISATION, SURVEY_NAME_ORGANISATION};
    const struct survey_text *kind = &programme->actor_types[organisation->actor_type].text;
    survey_check_problem(check, place, "contradiction", SURVEY_MESSAGE_ORGANISATION_KIND,
                         survey_text_in(&organisation->text, check->language),
                         survey_text_in(kind, check->language), NULL);
}

/* Who answers on an open link: says so in the answers. */
static void check_open_link(struct survey_check *check,
                            const struct survey_actor_type **ret_actor_type)
{
    const struct survey_programme *programme = check->programme;
    struct base_text value =
        base_text_trim(base_json_text(base_json_get(check->answers, SURVEY_NAME_ACTOR_TYPE)));
    *ret_actor_type = survey_programme_actor_type(programme, value);
    if (*ret_actor_type == NULL) {
        struct survey_place place = {NULL, "/" SURVEY_NAME_ACTOR_TYPE, SURVEY_NAME_ACTOR_TYPE};
        survey_check_problem(check, place, value.length > 0 ? "not_a_choice" : "required",
                             SURVEY_MESSAGE_ACTOR_TYPE, NULL, NULL, NULL);
    } else {
        json_object_object_add(check->cleaned, SURVEY_NAME_ACTOR_TYPE,
                               json_object_new_string((*ret_actor_type)->value));
    }
    if (!programme->open_asks_organisation) {
        return;
    }
    value = base_text_trim(base_json_text(base_json_get(check->answers, SURVEY_NAME_ORGANISATION)));
    check->organisation = survey_programme_organisation(programme, value);
    if (check->organisation != NULL &&
        check->organisation->from_cycle > check->questionnaire->cycle) {
        check->organisation = NULL; /* does not take part yet, so the form does not offer it */
    }
    if (check->organisation == NULL) {
        struct survey_place place = {NULL, "/" SURVEY_NAME_ORGANISATION, SURVEY_NAME_ORGANISATION};
        survey_check_problem(check, place, value.length > 0 ? "not_a_choice" : "required",
                             SURVEY_MESSAGE_ORGANISATION, NULL, NULL, NULL);
    } else {
        json_object_object_add(check->cleaned, SURVEY_NAME_ORGANISATION,
                               json_object_new_string(check->organisation->value));
        check_kind(check, *ret_actor_type);
    }
}

/* True if somebody who was asked for consent said no. */
static bool consent_refused(const struct survey_check *check)
{
    for (size_t i = 0; i < check->questionnaire->item_count; i++) {
        const struct survey_item *item = &check->questionnaire->items[i];
        struct json_object *value = base_json_get(check->answers, item->name);
        if (!item->is_consent || !check->visible[i] || value == NULL) {
            continue;
        }
        bool is_false =
            json_object_is_type(value, json_type_boolean)
                ? !json_object_get_boolean(value)
                : base_text_equal(base_text_trim(base_json_text(value)), BASE_TEXT("false"));
        if (is_false) {
            return true;
        }
    }
    return false;
}

static void fill_refused(struct survey_check *check, struct survey_response *ret_response)
{
    size_t count = check->questionnaire->column_count;
    int *codes = base_arena_array(check->arena, int, count + 1);
    for (size_t i = 0; i < count; i++) {
        codes[i] = SURVEY_CODE_SKIPPED;
    }
    *ret_response = (struct survey_response){
        .answers = base_json_own(check->arena, json_object_new_object()),
        .consent_refused = true,
        .code_count = count,
        .codes = codes,
        .values = base_json_own(check->arena, json_object_new_object()),
    };
}

/* The actor type of a personal link: what is said of it, else that of the organisation. */
static const struct survey_actor_type *personal_type(const struct survey_programme *programme,
                                                     const struct survey_respondent *respondent)
{
    if (respondent->open_link) {
        return NULL;
    }
    if (respondent->actor_type != NULL || respondent->organisation == NULL) {
        return respondent->actor_type;
    }
    return &programme->actor_types[respondent->organisation->actor_type];
}

enum base_status survey_answers_validate(struct base_arena *arena,
                                         const struct survey_programme *programme,
                                         const struct survey_questionnaire *questionnaire,
                                         const struct survey_respondent *respondent,
                                         struct json_object *answers, int language,
                                         struct survey_problems *problems,
                                         struct survey_response *ret_response)
{
    bool *visible = base_arena_array(arena, bool, questionnaire->item_count + 1);
    bool known_language = language >= 0 && (size_t)language < programme->language_count;
    struct survey_check check = {
        .arena = arena,
        .programme = programme,
        .questionnaire = questionnaire,
        .answers = answers,
        .cleaned = base_json_own(arena, json_object_new_object()),
        .visible = visible,
        .language = known_language ? language : 0,
        .swedish = survey_words_are_swedish(programme->languages[known_language ? language : 0]),
        .english = survey_words_are_english(programme->languages[known_language ? language : 0]),
        .organisation = respondent->open_link ? NULL : respondent->organisation,
        .problems = problems,
    };
    size_t errors = problems->error_count;
    if (!json_object_is_type(answers, json_type_object)) {
        struct survey_place place = {NULL, "", NULL};
        survey_check_problem(&check, place, "wrong_type", SURVEY_MESSAGE_NOT_AN_OBJECT, NULL, NULL,
                             NULL);
        return STATUS_INVALID;
    }
    const struct survey_actor_type *actor_type = personal_type(programme, respondent);
    struct survey_respondent known = *respondent;
    known.actor_type = actor_type;
    check.context = survey_answers_context(arena, &known, answers);
    survey_answers_visible(questionnaire, check.context, visible);
    if (consent_refused(&check)) {
        fill_refused(&check, ret_response);
        return STATUS_OK;
    }
    if (respondent->open_link) {
        check_open_link(&check, &actor_type);
    }
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (visible[i] && questionnaire->items[i].kind != SURVEY_ITEM_HTML) {
            check_item(&check, &questionnaire->items[i]);
        }
    }
    check_names(&check, respondent);
    if (problems->error_count > errors) {
        return STATUS_INVALID;
    }
    *ret_response = (struct survey_response){
        .answers = check.cleaned, .organisation = check.organisation, .actor_type = actor_type};
    survey_answers_encode(&check, ret_response);
    return STATUS_OK;
}
