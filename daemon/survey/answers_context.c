#include <string.h>

#include "answers_check.h"
#include "base/json.h"

static void set_or_remove(struct json_object *object, const char *name, const char *value)
{
    json_object_object_del(object, name);
    if (value != NULL) {
        json_object_object_add(object, name, json_object_new_string(value));
    }
}

struct json_object *survey_answers_context(struct base_arena *arena,
                                           const struct survey_respondent *respondent,
                                           struct json_object *answers)
{
    struct json_object *context = base_json_own(arena, json_object_new_object());
    if (json_object_is_type(answers, json_type_object)) {
        json_object_object_foreach(answers, name, value)
        {
            json_object_object_add(context, name, json_object_get(value));
        }
    }
    if (!respondent->open_link) {
        set_or_remove(context, SURVEY_NAME_ACTOR_TYPE,
                      respondent->actor_type != NULL ? respondent->actor_type->value : NULL);
        set_or_remove(context, SURVEY_NAME_ORGANISATION,
                      respondent->organisation != NULL ? respondent->organisation->value : NULL);
    }
    return context;
}

/* "name-Comment" of an item that offers "other". */
static bool is_comment_name(const struct survey_questionnaire *questionnaire, const char *name)
{
    struct base_text text = base_text_of(name);
    size_t ending = strlen(SURVEY_FORM_COMMENT);
    if (text.length <= ending || strcmp(name + text.length - ending, SURVEY_FORM_COMMENT) != 0) {
        return false;
    }
    text.length -= ending;
    const struct survey_item *item = survey_questionnaire_item(questionnaire, text);
    return item != NULL && item->other_text.given;
}

bool survey_name_is_asked(const struct survey_questionnaire *questionnaire, const char *name)
{
    const struct survey_item *item = survey_questionnaire_item(questionnaire, base_text_of(name));
    return (item != NULL && item->kind != SURVEY_ITEM_HTML) || is_comment_name(questionnaire, name);
}

struct json_object *survey_answers_asked(struct base_arena *arena,
                                         const struct survey_questionnaire *questionnaire,
                                         struct json_object *answers)
{
    struct json_object *asked = base_json_own(arena, json_object_new_object());
    if (json_object_is_type(answers, json_type_object)) {
        json_object_object_foreach(answers, name, value)
        {
            if (survey_name_is_asked(questionnaire, name)) {
                json_object_object_add(asked, name, json_object_get(value));
            }
        }
    }
    return asked;
}
