/* Use case: a participant opens a link and gets the form of the open cycle. */
#include "base/json.h"
#include "form_answer.h"
#include "store/respondent.h"
#include "visit.h"

/* Shows the answers given before, whatever version of the questionnaire they were given to. */
static void prefill(struct visit *visit, const struct store_respondent *respondent,
                    struct form_view *view)
{
    view->organisation =
        survey_programme_organisation(visit->programme, base_text_of(respondent->organisation));
    if (!respondent->has_response) {
        return;
    }
    const struct survey_questionnaire *answered =
        catalogue_questionnaire(visit->cycle, respondent->version);
    struct json_object *values = NULL;
    struct base_json_error error;
    if (!answered || base_json_parse(visit->arena, respondent->values, &base_json_limits_file,
                                     &values, &error) != STATUS_OK) {
        return;
    }
    view->answers = survey_answers_decode(visit->arena, answered, respondent->codes,
                                          respondent->code_count, values);
    view->revision = respondent->revision;
}

static void on_respondent(enum base_status status, const struct store_respondent *respondent,
                          void *context)
{
    struct visit *visit = context;
    if (status != STATUS_OK) {
        visit_respond_notice(visit, PAGES_NOTICE_UNAVAILABLE, NULL);
        return;
    }
    struct form_view view = form_view_new(visit);
    prefill(visit, respondent, &view);
    form_answer(visit, 200, &view);
}

void serve_form(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    visit->cycle = catalogue_open_cycle(visit->in, visit->now);
    if (!visit->cycle) {
        visit_respond_not_open(visit, NULL);
        return;
    }
    if (visit->open_link) {
        struct form_view view = form_view_new(visit);
        form_answer(visit, 200, &view);
        return;
    }
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    if (!visit_pseudonym(visit, pseudonym)) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED, NULL);
        return;
    }
    store_respondent_find(worker->pool, visit->programme->programme, visit->cycle->cycle->cycle,
                          pseudonym, on_respondent, visit);
}
