#include "form_answer.h"

#include "base/json.h"
#include "drafts.h"
#include "form_state.h"
#include "store/respondent.h"

struct form_view form_view_new(const struct visit *visit)
{
    return (struct form_view){
        .version = visit->cycle->version,
        .questionnaire = catalogue_questionnaire(visit->cycle, visit->cycle->version),
        .knows_respondent = visit->open_link,
        .respondent = {.open_link = visit->open_link},
        .submission = base_key_uuid(visit->arena),
    };
}

struct survey_respondent form_respondent(const struct visit *visit,
                                         const struct store_respondent *stored)
{
    const struct survey_programme *programme = visit->programme;
    struct survey_respondent respondent = {.open_link = visit->open_link};
    if (stored) {
        respondent.organisation =
            survey_programme_organisation(programme, base_text_of(stored->organisation));
        respondent.actor_type =
            survey_programme_actor_type(programme, base_text_of(stored->actor_type));
    }
    if (!respondent.actor_type && respondent.organisation) {
        respondent.actor_type = &programme->actor_types[respondent.organisation->actor_type];
    }
    return respondent;
}

struct json_object *form_stored_answers(const struct visit *visit,
                                        const struct store_respondent *stored,
                                        const struct survey_questionnaire **ret_questionnaire)
{
    *ret_questionnaire =
        stored->has_response ? catalogue_questionnaire(visit->cycle, stored->version) : NULL;
    struct json_object *values = NULL;
    struct base_json_error error;
    if (!*ret_questionnaire || base_json_parse(visit->arena, stored->values, &base_json_limits_file,
                                               &values, &error) != STATUS_OK) {
        return NULL;
    }
    return survey_answers_decode(visit->arena, *ret_questionnaire, stored->codes,
                                 stored->code_count, values);
}

const bool *form_visible(const struct visit *visit,
                         const struct survey_questionnaire *questionnaire,
                         const struct survey_respondent *respondent, struct json_object *answers)
{
    bool *visible = base_arena_array(visit->arena, bool, questionnaire->item_count + 1);
    survey_answers_visible(questionnaire, survey_answers_context(visit->arena, respondent, answers),
                           visible);
    return visible;
}

void form_answer(struct visit *visit, int status, const struct form_view *view)
{
    struct pages_form form = {
        .programme = visit->programme,
        .cycle = visit->cycle->cycle,
        .questionnaire = view->questionnaire,
        .version = view->version,
        .language = visit->language,
        .respondent = view->respondent,
        .page = view->page,
        .draft = drafts_name(visit, visit->cycle->cycle),
        .action = visit->path,
        .submission = view->submission,
        .answers = view->answers,
        .problems = view->problems,
        .revision = view->revision,
        .earlier_unknown = view->earlier_unknown,
        .banner = view->banner,
        .overview = visit->overview,
        .unsent = visit->unsent,
    };
    if (view->questionnaire->page_count > 1) {
        form.state = form_state_seal(visit, view->submission, view->version,
                                     &(struct form_state){
                                         .answers = view->answers,
                                         .knows_respondent = view->knows_respondent,
                                         .respondent = view->respondent,
                                         .revision = view->revision,
                                     });
    }
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_form_write(&visit->worker->daemon->site, &form, &html);
    visit_respond_page(visit, status, base_buffer_view(&html));
}
