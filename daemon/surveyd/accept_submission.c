/* Use case: a participant sends a form, a page of a form, or JSON. */
#include "acceptance.h"
#include "respondent.h"

/* The cycle that the form was made for, or whichever is open, or the one that closed last: whoever
   lost the acknowledgement just before the closing must still get the receipt. */
static const struct catalogue_cycle *choose_cycle(const struct visit *visit, int asked)
{
    if (asked) {
        return catalogue_cycle(visit->in, asked);
    }
    const struct catalogue_cycle *open = catalogue_open_cycle(visit->in, visit->now);
    const struct catalogue_cycle *closed = NULL;
    for (size_t i = 0; i < visit->in->cycle_count; i++) {
        const struct catalogue_cycle *cycle = &visit->in->cycles[i];
        if (cycle->closes_at <= visit->now && (!closed || closed->closes_at < cycle->closes_at)) {
            closed = cycle;
        }
    }
    return open ? open : closed;
}

static void choose_questionnaire(struct acceptance *acceptance)
{
    const struct catalogue_cycle *cycle = acceptance->visit->cycle;
    acceptance->version = acceptance->submission.version;
    acceptance->questionnaire = catalogue_questionnaire(cycle, acceptance->version);
    if (!acceptance->questionnaire) {
        acceptance->version = cycle->version;
        acceptance->questionnaire = catalogue_questionnaire(cycle, cycle->version);
    }
}

static void choose_language(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct submission *submission = &acceptance->submission;
    struct base_text asked =
        submission->go == SUBMISSION_GO_LANGUAGE ? submission->go_language : submission->language;
    int language = asked.data ? survey_programme_language(visit->programme, asked) : -1;
    if (language < 0 && submission->language.data) {
        language = survey_programme_language(visit->programme, submission->language);
    }
    visit->language = language >= 0 ? language : visit->language;
}

static void add_problem(struct acceptance *acceptance, const char *pointer, const char *code,
                        const char *message)
{
    survey_problem_add(
        &acceptance->problems,
        (struct survey_problem){.file = "", .pointer = pointer, .code = code, .message = message});
}

/* What a program says of itself and the programme does not have; a form's hidden fields are ours.
 */
static bool names_known(struct acceptance *acceptance)
{
    const struct visit *visit = acceptance->visit;
    const struct submission *submission = &acceptance->submission;
    if (acceptance->is_form) {
        return true;
    }
    if (submission->language.data &&
        survey_programme_language(visit->programme, submission->language) < 0) {
        add_problem(acceptance, "/language", "unknown_language",
                    "The programme does not have this language.");
    }
    if (submission->cycle && !catalogue_cycle(visit->in, submission->cycle)) {
        add_problem(acceptance, "/cycle", "unknown_cycle",
                    "The programme does not have this cycle.");
    }
    return acceptance->problems.error_count == 0;
}

/* The whole form comes back as it is, in another language. */
static void show_again(struct acceptance *acceptance)
{
    if (acceptance->is_late) {
        accept_reply_closed(acceptance);
        return;
    }
    atomic_fetch_add(&acceptance->visit->worker->submissions.steps, 1);
    accept_reply_form(acceptance, 200, 0, NULL, PAGES_BANNER_NONE);
}

static void go_on(struct acceptance *acceptance)
{
    if (acceptance->submission.is_page) {
        accept_step(acceptance);
    } else if (submission_turns_only(&acceptance->submission)) {
        show_again(acceptance);
    } else {
        accept_answers(acceptance);
    }
}

static void on_respondent(const struct respondent *known, void *context)
{
    struct acceptance *acceptance = context;
    if (!known) {
        accept_reply_unavailable(acceptance);
        return;
    }
    acceptance->knows_respondent = true;
    acceptance->respondent = known->who;
    acceptance->revision =
        known->stored && known->stored->has_response ? known->stored->revision : 0;
    go_on(acceptance);
}

/* Conditions and rosters may hang on who answers. */
static void find_respondent(struct acceptance *acceptance)
{
    if (acceptance->knows_respondent || !acceptance->questionnaire->asks_respondent) {
        go_on(acceptance);
        return;
    }
    respondent_find(acceptance->visit, acceptance->questionnaire, acceptance->pseudonym,
                    on_respondent, acceptance);
}

static void read_answers(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct submission *submission = &acceptance->submission;
    bool is_whole = true;
    if (submission->is_page) {
        is_whole = accept_step_answers(acceptance);
    } else if (acceptance->is_form) {
        acceptance->answers = survey_answers_from_fields(
            visit->arena, acceptance->questionnaire, submission->fields, submission->field_count);
    } else {
        acceptance->answers = submission->answers;
    }
    if (!visit->open_link && !acceptance->has_pseudonym) {
        accept_reply_closed(acceptance);
    } else if (!is_whole) {
        accept_reply_state_lost(acceptance);
    } else {
        find_respondent(acceptance);
    }
}

static void accept(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    choose_language(acceptance);
    visit->cycle = choose_cycle(visit, acceptance->submission.cycle);
    /* Whoever has a form has filled it in: the opening was put off meanwhile. */
    bool has_written = visit->cycle && acceptance->is_form && !visit->json;
    if (!visit->cycle || (visit->cycle->opens_at > visit->now && !has_written)) {
        atomic_fetch_add(&visit->worker->submissions.closed, 1);
        visit_respond_not_open(visit, visit->cycle);
        return;
    }
    choose_questionnaire(acceptance);
    acceptance->is_late = !catalogue_cycle_takes_answers(visit->cycle, visit->now);
    acceptance->has_pseudonym = !visit->open_link && visit_pseudonym(visit, acceptance->pseudonym);
    acceptance->knows_respondent = visit->open_link;
    acceptance->respondent.open_link = visit->open_link;
    read_answers(acceptance);
}

/* STATUS_INVALID: each wrong member of a JSON body is in the problems. */
static enum base_status read_body(struct acceptance *acceptance, struct base_failure *reterr)
{
    struct visit *visit = acceptance->visit;
    struct base_text body = http_exchange_body(visit->exchange);
    if (acceptance->is_form) {
        return submission_from_form(visit->arena, body, &acceptance->submission, reterr);
    }
    enum base_status status = submission_from_json(visit->arena, body, &acceptance->problems,
                                                   &acceptance->submission, reterr);
    return status == STATUS_OK && !names_known(acceptance) ? STATUS_INVALID : status;
}

static void refuse_body(struct acceptance *acceptance, enum base_status status,
                        const struct base_failure *failure)
{
    struct visit *visit = acceptance->visit;
    if (status == STATUS_INVALID) {
        atomic_fetch_add(&visit->worker->submissions.invalid, 1);
        visit_respond_problems(visit, "", &acceptance->problems);
    } else if (visit->json) {
        visit_respond_problem(visit, base_status_http(status), "body_malformed", failure->text);
    } else {
        visit_respond_notice(
            visit, status == STATUS_TOO_LARGE ? PAGES_NOTICE_TOO_LARGE : PAGES_NOTICE_BAD_REQUEST,
            NULL);
    }
}

void accept_submission(struct http_exchange *exchange, void *context)
{
    struct visit *visit = visit_begin(exchange, context);
    if (!visit) {
        return;
    }
    struct acceptance *acceptance = base_arena_object(visit->arena, struct acceptance);
    acceptance->visit = visit;
    survey_problems_init(&acceptance->problems, visit->arena);
    struct base_text media_type = http_exchange_media_type(exchange);
    acceptance->is_form = base_text_equal_string(media_type, "application/x-www-form-urlencoded");
    if (!acceptance->is_form && !base_text_equal_string(media_type, "application/json")) {
        visit_respond_problem(visit, 415, "media_type",
                              "Send application/json or application/x-www-form-urlencoded.");
        return;
    }
    struct base_failure failure = {.text = ""};
    enum base_status status = read_body(acceptance, &failure);
    if (status != STATUS_OK) {
        refuse_body(acceptance, status, &failure);
    } else if (visit->json &&
               (acceptance->submission.is_page || submission_turns_only(&acceptance->submission))) {
        visit_respond_problem(visit, 400, "page_alone",
                              "Send the whole form at once, without _page and _state.");
    } else {
        accept(acceptance);
    }
}
