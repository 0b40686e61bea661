/* Use case: a participant opens a link and gets the form of the open cycle, or learns when the next
   one opens. */
#include "base/json.h"
#include "drafts.h"
#include "form_answer.h"
#include "overview.h"
#include "respondent.h"
#include "survey/steps.h"
#include "visit.h"

/* A form being opened; on the exchange's arena. */
struct opening {
    struct visit *visit;
    struct form_view view;
};

static void answer(struct opening *opening)
{
    struct form_view *view = &opening->view;
    const bool *visible =
        form_visible(opening->visit, view->questionnaire, &view->respondent, view->answers);
    int first =
        survey_step_next(view->questionnaire, SURVEY_STEP_START, &view->respondent, visible);
    view->page = first >= 0 ? (size_t)first : 0;
    form_answer(opening->visit, 200, view);
}

static void on_overview(const struct pages_overview *overview, void *context)
{
    struct opening *opening = context;
    opening->visit->overview = overview;
    opening->visit->unsent = drafts_elsewhere(opening->visit);
    answer(opening);
}

static void show_answered_before(struct opening *opening, const struct store_respondent *stored)
{
    struct visit *visit = opening->visit;
    struct form_view *view = &opening->view;
    const struct survey_questionnaire *answered;
    view->answers = form_stored_answers(visit, stored, &answered);
    view->revision = view->answers ? stored->revision : 0;
    if (view->answers && answered != view->questionnaire) {
        view->answers = survey_answers_asked(visit->arena, view->questionnaire, view->answers);
    }
}

static void on_respondent(const struct respondent *known, void *context)
{
    struct opening *opening = context;
    struct visit *visit = opening->visit;
    if (!known) {
        /* The form is not there to go on with what the device has: the notice does. */
        visit->cycle = NULL;
        visit->unsent = drafts_elsewhere(visit);
        visit_respond_notice(visit, PAGES_NOTICE_UNAVAILABLE, NULL);
        return;
    }
    struct form_view *view = &opening->view;
    view->knows_respondent = true;
    view->respondent = known->who;
    if (known->stored) {
        show_answered_before(opening, known->stored);
    } else {
        view->earlier_unknown = true;
    }
    overview_find(visit, on_overview, opening);
}

static void on_overview_of_nothing_open(const struct pages_overview *overview, void *context)
{
    struct visit *visit = context;
    visit->overview = overview;
    visit->unsent = drafts_elsewhere(visit);
    visit_respond_not_open(visit, NULL);
}

void serve_form(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    visit->cycle = catalogue_open_cycle(visit->in, visit->now);
    if (!visit->cycle && visit->json) {
        visit_respond_not_open(visit, NULL);
        return;
    }
    if (!visit->cycle) {
        overview_find(visit, on_overview_of_nothing_open, visit);
        return;
    }
    struct opening *opening = base_arena_object(visit->arena, struct opening);
    *opening = (struct opening){.visit = visit, .view = form_view_new(visit)};
    if (visit->open_link) {
        visit->unsent = drafts_elsewhere(visit);
        answer(opening);
        return;
    }
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    if (!visit_pseudonym(visit, pseudonym)) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED, NULL);
        return;
    }
    respondent_find(visit, opening->view.questionnaire, pseudonym, on_respondent, opening);
}
