/* Use case: a participant sends answers. Acknowledged only after PostgreSQL has committed. */
#include <string.h>

#include "base/json.h"
#include "form_answer.h"
#include "store/respondent.h"
#include "store/response.h"
#include "submission.h"
#include "visit.h"

/* What is being stored, from the request to the acknowledgement; on the exchange's arena. */
struct acceptance {
    struct visit *visit;
    struct submission submission;
    bool late; /* the cycle has closed: only a replay of what is stored can still be answered */
    int version;
    const struct survey_questionnaire *questionnaire;
    struct survey_respondent respondent;
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    struct json_object *answers; /* as they came */
    struct survey_problems problems;
    struct survey_response response;
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
};

static void count(_Atomic uint64_t *counter)
{
    atomic_fetch_add(counter, 1);
}

static struct submission_counters *counters_of(const struct acceptance *acceptance)
{
    return &acceptance->visit->worker->submissions;
}

static void answer_with_form(struct acceptance *acceptance, int status, bool not_stored)
{
    struct form_view view = {
        .version = acceptance->version,
        .questionnaire = acceptance->questionnaire,
        .organisation = acceptance->respondent.organisation,
        .submission = acceptance->submission.id_text,
        .answers = acceptance->answers,
        .problems = not_stored ? NULL : &acceptance->problems,
        .not_stored = not_stored,
    };
    form_answer(acceptance->visit, status, &view);
}

/* Nothing was stored, as far as is known: a form comes back with everything that was written, and
   sending it again stores it once. */
static void answer_unavailable(struct acceptance *acceptance)
{
    count(&counters_of(acceptance)->unavailable);
    if (acceptance->visit->json) {
        visit_respond_notice(acceptance->visit, PAGES_NOTICE_UNAVAILABLE, NULL);
    } else {
        answer_with_form(acceptance, 503, true);
    }
}

static void answer_stored(struct acceptance *acceptance, bool is_new, int revision)
{
    struct visit *visit = acceptance->visit;
    const char *receipt = base_token_receipt_text(visit->arena, acceptance->receipt);
    if (!visit->json) {
        visit_respond_see_other(
            visit, base_arena_format(visit->arena, "%s/receipt/%s?lang=%s", visit->path, receipt,
                                     visit->programme->languages[visit->language]));
        return;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", json_object_new_string(receipt));
    json_object_object_add(body, "revision", json_object_new_int(revision));
    json_object_object_add(body, "stored", json_object_new_string("database"));
    visit_respond_json(visit, is_new ? 201 : 200, body);
}

/* Not by the worker's catalogue, which may not know yet that the cycle was closed a moment ago. */
static void answer_closed(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct catalogue_cycle *cycle = visit->cycle;
    count(&counters_of(acceptance)->closed);
    visit_respond_notice(visit, PAGES_NOTICE_CLOSED,
                         cycle->closes_at <= visit->now ? cycle->cycle->closes : NULL);
}

static void store(struct acceptance *acceptance);

static enum base_status check(struct acceptance *acceptance, struct survey_problems *problems)
{
    struct visit *visit = acceptance->visit;
    return survey_answers_validate(visit->arena, visit->programme, acceptance->questionnaire,
                                   &acceptance->respondent, acceptance->answers, visit->language,
                                   problems, &acceptance->response);
}

/* A JSON body does not say for which version it was made. Goes back to the next older one that
   takes the answers; false if none does. Only for a submission id that is stored already: then
   nothing new is stored, and a replay is known again whatever was published since. */
static bool step_back(struct acceptance *acceptance)
{
    const struct catalogue_cycle *cycle = acceptance->visit->cycle;
    for (int version = acceptance->version - 1; acceptance->visit->json && version > 0; version--) {
        acceptance->questionnaire = catalogue_questionnaire(cycle, version);
        acceptance->version = version;
        struct survey_problems ignored;
        survey_problems_init(&ignored, acceptance->visit->arena);
        if (acceptance->questionnaire && check(acceptance, &ignored) == STATUS_OK &&
            !acceptance->response.consent_refused) {
            return true;
        }
    }
    return false;
}

static void replay_or_refuse(struct acceptance *acceptance)
{
    if (step_back(acceptance)) {
        store(acceptance);
        return;
    }
    count(&counters_of(acceptance)->conflicting);
    visit_respond_notice(acceptance->visit, PAGES_NOTICE_CONFLICT, NULL);
}

static void on_stored(enum base_status status, enum store_submission_outcome outcome, int revision,
                      void *context)
{
    struct acceptance *acceptance = context;
    struct submission_counters *counters = counters_of(acceptance);
    if (status != STATUS_OK) {
        answer_unavailable(acceptance);
        return;
    }
    switch (outcome) {
    case STORE_SUBMISSION_STORED:
        count(&counters->stored);
        count(&counters->accepted);
        answer_stored(acceptance, true, revision);
        break;
    case STORE_SUBMISSION_REPLAYED:
        count(&counters->replayed);
        answer_stored(acceptance, false, revision);
        break;
    case STORE_SUBMISSION_CONFLICT:
    case STORE_SUBMISSION_WITHDRAWN:
        replay_or_refuse(acceptance);
        break;
    case STORE_SUBMISSION_CLOSED:
        answer_closed(acceptance);
        break;
    }
}

static void store(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct survey_response *response = &acceptance->response;
    struct store_submission row = {
        .programme = visit->programme->programme,
        .cycle = visit->cycle->cycle->cycle,
        .version = acceptance->version,
        .has_respondent = !visit->open_link,
        .organisation = response->organisation ? response->organisation->value : NULL,
        .actor_type = response->actor_type ? response->actor_type->value : NULL,
        .language = visit->programme->languages[visit->language],
        .codes = response->codes,
        .code_count = response->code_count,
        .values = base_json_write(visit->arena, response->values).data,
    };
    memcpy(row.receipt, acceptance->receipt, sizeof row.receipt);
    memcpy(row.respondent, acceptance->pseudonym, sizeof row.respondent);
    struct base_text canonical = base_json_canonical(visit->arena, response->answers);
    base_key_hmac(&visit->keys->receipt, &canonical, 1, row.digest);
    store_submission_put(visit->worker->pool, &row, on_stored, acceptance);
}

static void decline(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    count(&counters_of(acceptance)->declined);
    if (!visit->json) {
        visit_respond_notice(visit, PAGES_NOTICE_CONSENT_REFUSED, NULL);
        return;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "receipt", NULL);
    json_object_object_add(body, "stored", json_object_new_string("nothing"));
    visit_respond_json(visit, 200, body);
}

static void answer_invalid(struct acceptance *acceptance)
{
    if (acceptance->late) {
        answer_closed(acceptance);
        return;
    }
    count(&counters_of(acceptance)->invalid);
    if (acceptance->visit->json) {
        visit_respond_problems(acceptance->visit, "/answers", &acceptance->problems);
    } else {
        answer_with_form(acceptance, 422, false);
    }
}

static void on_known(enum base_status status, const struct store_receipt *stored, void *context)
{
    (void)stored;
    struct acceptance *acceptance = context;
    if (status == STATUS_OK) {
        replay_or_refuse(acceptance);
    } else if (status == STATUS_NOT_FOUND) {
        answer_invalid(acceptance);
    } else {
        answer_unavailable(acceptance);
    }
}

static void validate(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    base_token_receipt(visit->keys, visit->link, acceptance->submission.id, acceptance->receipt);
    bool valid = check(acceptance, &acceptance->problems) == STATUS_OK;
    if (!valid && visit->json && acceptance->version > 1) {
        store_receipt_find(visit->worker->pool, visit->programme->programme, acceptance->receipt,
                           acceptance->pseudonym, visit->open_link ? 0 : 1, on_known, acceptance);
    } else if (!valid) {
        answer_invalid(acceptance);
    } else if (acceptance->response.consent_refused) {
        decline(acceptance);
    } else {
        store(acceptance);
    }
}

static void on_respondent(enum base_status status, const struct store_respondent *respondent,
                          void *context)
{
    struct acceptance *acceptance = context;
    if (status != STATUS_OK) {
        answer_unavailable(acceptance);
        return;
    }
    acceptance->respondent.organisation = survey_programme_organisation(
        acceptance->visit->programme, base_text_of(respondent->organisation));
    validate(acceptance);
}

static bool has_roster(const struct survey_questionnaire *questionnaire)
{
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        if (questionnaire->items[i].rows_are_organisations) {
            return true;
        }
    }
    return false;
}

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
    if (visit->json && submission->language.data &&
        survey_programme_language(visit->programme, submission->language) < 0) {
        add_problem(acceptance, "/language", "unknown_language",
                    "The programme does not have this language.");
    }
    if (visit->json && submission->cycle && !catalogue_cycle(visit->in, submission->cycle)) {
        add_problem(acceptance, "/cycle", "unknown_cycle",
                    "The programme does not have this cycle.");
    }
    return acceptance->problems.error_count == 0;
}

static void accept(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    if (!names_known(acceptance)) {
        count(&counters_of(acceptance)->invalid);
        visit_respond_problems(visit, "", &acceptance->problems);
        return;
    }
    int language =
        acceptance->submission.language.data
            ? survey_programme_language(visit->programme, acceptance->submission.language)
            : -1;
    visit->language = language >= 0 ? language : visit->language;
    visit->cycle = choose_cycle(visit, acceptance->submission.cycle);
    if (!visit->cycle || visit->cycle->opens_at > visit->now) {
        count(&counters_of(acceptance)->closed);
        visit_respond_not_open(visit, visit->cycle);
        return;
    }
    acceptance->late = !catalogue_cycle_is_open(visit->cycle, visit->now);
    choose_questionnaire(acceptance);
    acceptance->answers = acceptance->submission.answers;
    if (!acceptance->answers) {
        acceptance->answers = survey_answers_from_fields(visit->arena, acceptance->questionnaire,
                                                         acceptance->submission.fields,
                                                         acceptance->submission.field_count);
    }
    acceptance->respondent.open_link = visit->open_link;
    if (visit->open_link) {
        validate(acceptance);
    } else if (!visit_pseudonym(visit, acceptance->pseudonym)) {
        answer_closed(acceptance);
    } else if (has_roster(acceptance->questionnaire)) {
        store_respondent_find(visit->worker->pool, visit->programme->programme,
                              visit->cycle->cycle->cycle, acceptance->pseudonym, on_respondent,
                              acceptance);
    } else {
        validate(acceptance);
    }
}

void accept_submission(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    struct acceptance *acceptance = base_arena_object(visit->arena, struct acceptance);
    acceptance->visit = visit;
    survey_problems_init(&acceptance->problems, visit->arena);
    struct base_failure failure = {.text = ""};
    struct base_text media_type = http_exchange_media_type(exchange);
    enum base_status status;
    if (!visit->json) {
        status = submission_from_form(visit->arena, http_exchange_body(exchange),
                                      &acceptance->submission, &failure);
    } else if (base_text_equal_string(media_type, "application/json")) {
        status = submission_from_json(visit->arena, http_exchange_body(exchange),
                                      &acceptance->problems, &acceptance->submission, &failure);
    } else {
        visit_respond_problem(visit, 415, "media_type",
                              "Send application/json or application/x-www-form-urlencoded.");
        return;
    }
    if (status == STATUS_INVALID) {
        count(&worker->submissions.invalid);
        visit_respond_problems(visit, "", &acceptance->problems);
    } else if (status != STATUS_OK && visit->json) {
        visit_respond_problem(visit, base_status_http(status), "body_malformed", failure.text);
    } else if (status != STATUS_OK) {
        visit_respond_notice(
            visit, status == STATUS_TOO_LARGE ? PAGES_NOTICE_TOO_LARGE : PAGES_NOTICE_BAD_REQUEST,
            NULL);
    } else {
        accept(acceptance);
    }
}
