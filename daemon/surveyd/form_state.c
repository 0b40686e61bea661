#include "form_state.h"

#include "base/json.h"
#include "base/seal.h"

#define BOUND_COUNT 6

/* What a sealed text belongs to. */
static void bind(const struct visit *visit, const char *submission, int version,
                 struct base_text ret_bound[BOUND_COUNT])
{
    ret_bound[0] = BASE_TEXT("form state");
    ret_bound[1] = base_text_of(visit->programme->programme);
    ret_bound[2] = visit->link;
    ret_bound[3] = base_text_of(submission);
    ret_bound[4] = base_text_of(base_arena_format(visit->arena, "%d", visit->cycle->cycle->cycle));
    ret_bound[5] = base_text_of(base_arena_format(visit->arena, "%d", version));
}

static struct json_object *respondent_json(const struct form_state *state)
{
    const struct survey_respondent *respondent = &state->respondent;
    struct json_object *json = json_object_new_object();
    if (respondent->organisation) {
        json_object_object_add(json, "organisation",
                               json_object_new_string(respondent->organisation->value));
    }
    if (respondent->actor_type) {
        json_object_object_add(json, "actor_type",
                               json_object_new_string(respondent->actor_type->value));
    }
    json_object_object_add(json, "revision", json_object_new_int(state->revision));
    return json;
}

const char *form_state_seal(const struct visit *visit, const char *submission, int version,
                            const struct form_state *state)
{
    struct json_object *json = base_json_own(visit->arena, json_object_new_object());
    json_object_object_add(json, "answers", json_object_get(state->answers));
    if (state->knows_respondent) {
        json_object_object_add(json, "respondent", respondent_json(state));
    }
    struct base_text bound[BOUND_COUNT];
    bind(visit, submission, version, bound);
    return base_seal(visit->arena, &visit->keys->form, bound, BOUND_COUNT,
                     base_json_write(visit->arena, json));
}

bool form_state_open(const struct visit *visit, const char *submission, int version,
                     struct base_text sealed, struct form_state *ret_state)
{
    *ret_state = (struct form_state){.respondent = {.open_link = visit->open_link}};
    struct base_text bound[BOUND_COUNT], text;
    bind(visit, submission, version, bound);
    struct json_object *json = NULL;
    struct base_json_error error;
    if (!sealed.data ||
        base_unseal(visit->arena, &visit->keys->form, bound, BOUND_COUNT, sealed, &text) !=
            STATUS_OK ||
        base_json_parse(visit->arena, text, &base_json_limits_file, &json, &error) != STATUS_OK) {
        return false;
    }
    ret_state->answers = base_json_get(json, "answers");
    struct json_object *respondent = base_json_get(json, "respondent");
    ret_state->knows_respondent = respondent != NULL;
    ret_state->respondent.organisation = survey_programme_organisation(
        visit->programme, base_json_text(base_json_get(respondent, "organisation")));
    ret_state->respondent.actor_type = survey_programme_actor_type(
        visit->programme, base_json_text(base_json_get(respondent, "actor_type")));
    ret_state->revision = json_object_get_int(base_json_get(respondent, "revision"));
    return true;
}
