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
