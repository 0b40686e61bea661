/* What a participant gets for what was sent. */
#include "acceptance.h"
#include "overview.h"
#include "pages/answers.h"
#include "store/respondent.h"
#include "survey/steps.h"

static struct submission_counters *counters_of(const struct acceptance *acceptance)
{
    return &acceptance->visit->worker->submissions;
}

static void on_form_respondent(enum base_status status, const struct store_respondent *stored,
                               void *context)
{
    struct acceptance *acceptance = context;
    struct form_view *form = &acceptance->form;
    if (status == STATUS_OK) {
        form->knows_respondent = true;
        form->respondent = form_respondent(acceptance->visit, stored);
        form->revision = stored->has_response ? stored->revision : 0;
    }
    form_answer(acceptance->visit, acceptance->form_status, form);
}

void accept_reply_form(struct acceptance *acceptance, int status, size_t page,
                       const struct survey_problems *problems, enum pages_form_banner banner)
{
    struct visit *visit = acceptance->visit;
    acceptance->form_status = status;
    acceptance->form = (struct form_view){
        .version = acceptance->version,
        .questionnaire = acceptance->questionnaire,
        .knows_respondent = acceptance->knows_respondent,
        .respondent = acceptance->respondent,
        .revision = acceptance->revision,
        .submission = acceptance->submission.id_text,
        .page = page,
        .answers = acceptance->answers,
        .problems = problems,
        .banner = banner,
    };
    if (banner == PAGES_BANNER_SENT_BEFORE) {
        acceptance->form.submission = base_key_uuid(visit->arena);
    }
    if (acceptance->knows_respondent || banner == PAGES_BANNER_NOT_STORED) {
        form_answer(visit, status, &acceptance->form);
        return;
    }
    store_respondent_find(visit->worker->pool, visit->programme->programme,
                          visit->cycle->cycle->cycle, acceptance->pseudonym, on_form_respondent,
                          acceptance);
}

/* Where the button to send was: of a whole form that is its last page. */
static size_t page_of_sending(const struct acceptance *acceptance)
{
    const struct survey_questionnaire *questionnaire = acceptance->questionnaire;
    if (acceptance->submission.is_page) {
        return acceptance->submission.page;
    }
    const bool *visible = form_visible(acceptance->visit, questionnaire, &acceptance->respondent,
                                       acceptance->answers);
    int page = survey_step_previous(questionnaire, questionnaire->page_count,
                                    &acceptance->respondent, visible);
    return page >= 0 ? (size_t)page : 0;
}

void accept_reply_state_lost(struct acceptance *acceptance)
{
    if (acceptance->is_late) {
        accept_reply_closed(acceptance);
        return;
    }
    atomic_fetch_add(&counters_of(acceptance)->steps, 1);
    accept_reply_form(acceptance, 422, 0, NULL, PAGES_BANNER_STATE_LOST);
}

void accept_reply_invalid(struct acceptance *acceptance)
{
    const struct survey_problems *problems = &acceptance->problems;
    atomic_fetch_add(&counters_of(acceptance)->invalid, 1);
    if (acceptance->visit->json) {
        visit_respond_problems(acceptance->visit, "/answers", problems);
        return;
    }
    size_t first = acceptance->questionnaire->page_count;
    for (size_t i = 0; i < problems->count; i++) {
        size_t page = survey_step_of_problem(acceptance->questionnaire, &problems->list[i]);
        first = page < first ? page : first;
    }
    accept_reply_form(acceptance, 422, first, problems, PAGES_BANNER_NONE);
}

void accept_reply_kept(struct acceptance *acceptance, bool is_new, bool is_spooled, int revision)
{
    struct visit *visit = acceptance->visit;
    const char *receipt = base_token_receipt_text(visit->arena, acceptance->receipt);
    const char *location = base_arena_format(visit->arena, "%s/receipt/%s?lang=%s", visit->path,
                                             receipt, visit->programme->languages[visit->language]);
    if (!visit->json) {
        visit_respond_see_other(visit, location);
        return;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(receipt));
    json_object_object_add(body, "revision", json_object_new_int(revision));
    json_object_object_add(body, "stored",
                           json_object_new_string(is_spooled ? "spool" : "database"));
    if (acceptance->is_form) {
        json_object_object_add(body, "location", json_object_new_string(location));
    }
    visit_respond_json(visit, !is_new ? 200 : is_spooled ? 202 : 201, body);
}

void accept_reply_unavailable(struct acceptance *acceptance)
{
    atomic_fetch_add(&counters_of(acceptance)->unavailable, 1);
    if (acceptance->visit->json) {
        visit_respond_notice(acceptance->visit, PAGES_NOTICE_UNAVAILABLE, NULL);
    } else {
        accept_reply_form(acceptance, 503, page_of_sending(acceptance), NULL,
                          PAGES_BANNER_NOT_STORED);
    }
}

static void on_overview_of_declined(const struct pages_overview *overview, void *context)
{
    struct visit *visit = context;
    visit->overview = overview;
    visit_respond_notice(visit, PAGES_NOTICE_CONSENT_REFUSED, NULL);
}

/* The page has the list of cycles: whoever answered before finds those answers there, which still
   are stored. */
void accept_reply_declined(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    atomic_fetch_add(&counters_of(acceptance)->declined, 1);
    if (!visit->json) {
        overview_find(visit, on_overview_of_declined, visit);
        return;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", NULL);
    json_object_object_add(body, "stored", json_object_new_string("nothing"));
    visit_respond_json(visit, 200, body);
}

/* A page with everything that was written, to be copied: it is stored nowhere. */
struct written {
    struct acceptance *acceptance;
    enum pages_answers_kind kind;
    int status;
};

static void on_overview_of_written(const struct pages_overview *overview, void *context)
{
    const struct written *written = context;
    const struct acceptance *acceptance = written->acceptance;
    struct visit *visit = acceptance->visit;
    struct pages_answers page = {
        .kind = written->kind,
        .programme = visit->programme,
        .cycle = visit->cycle->cycle,
        .questionnaire = acceptance->questionnaire,
        .language = visit->language,
        .respondent = acceptance->respondent,
        .answers = acceptance->answers,
        .form = catalogue_open_cycle(visit->in, visit->now) ? visit->path : NULL,
        .overview = overview,
    };
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_answers_write(&visit->worker->daemon->site, &page, &html);
    visit_respond_page(visit, written->status, base_buffer_view(&html));
}

static void reply_written(struct acceptance *acceptance, enum pages_answers_kind kind, int status)
{
    struct written *written = base_arena_object(acceptance->visit->arena, struct written);
    *written = (struct written){.acceptance = acceptance, .kind = kind, .status = status};
    overview_find(acceptance->visit, on_overview_of_written, written);
}

/* The database may have said so: the worker's catalogue does not know yet what happened a moment
   ago. */
void accept_reply_closed(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct catalogue_cycle *cycle = visit->cycle;
    atomic_fetch_add(&counters_of(acceptance)->closed, 1);
    if (visit->json) {
        visit_respond_notice(visit, PAGES_NOTICE_CLOSED,
                             cycle->closes_at <= visit->now ? cycle->cycle->closes : NULL);
    } else {
        bool is_early = cycle->opens_at > visit->now;
        reply_written(acceptance, is_early ? PAGES_ANSWERS_NOT_OPEN : PAGES_ANSWERS_TOO_LATE, 403);
    }
}

void accept_reply_conflict(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    atomic_fetch_add(&counters_of(acceptance)->conflicting, 1);
    if (visit->json) {
        visit_respond_notice(visit, PAGES_NOTICE_CONFLICT, NULL);
    } else if (visit->open_link || acceptance->is_late) {
        reply_written(acceptance, PAGES_ANSWERS_SENT_BEFORE, 409);
    } else {
        accept_reply_form(acceptance, 409, page_of_sending(acceptance), NULL,
                          PAGES_BANNER_SENT_BEFORE);
    }
}

void accept_reply_withdrawn(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    atomic_fetch_add(&counters_of(acceptance)->withdrawn, 1);
    if (visit->json) {
        visit_respond_notice(visit, PAGES_NOTICE_WITHDRAWN, NULL);
    } else {
        reply_written(acceptance, PAGES_ANSWERS_WITHDRAWN, 410);
    }
}
