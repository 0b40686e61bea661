/* All answers: validated, stored. Acknowledged only after PostgreSQL has committed. */
#include <string.h>

#include "acceptance.h"
#include "base/json.h"
#include "store/respondent.h"
#include "store/response.h"

static struct submission_counters *counters_of(const struct acceptance *acceptance)
{
    return &acceptance->visit->worker->submissions;
}

static void store(struct acceptance *acceptance);

enum base_status accept_check(struct acceptance *acceptance, struct survey_problems *problems)
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
    for (int version = acceptance->version - 1; !acceptance->is_form && version > 0; version--) {
        acceptance->questionnaire = catalogue_questionnaire(cycle, version);
        acceptance->version = version;
        struct survey_problems ignored;
        survey_problems_init(&ignored, acceptance->visit->arena);
        if (acceptance->questionnaire && accept_check(acceptance, &ignored) == STATUS_OK &&
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
    } else {
        accept_reply_conflict(acceptance);
    }
}

static void on_stored(enum base_status status, enum store_submission_outcome outcome, int revision,
                      void *context)
{
    struct acceptance *acceptance = context;
    struct submission_counters *counters = counters_of(acceptance);
    if (status != STATUS_OK) {
        accept_reply_unavailable(acceptance);
        return;
    }
    switch (outcome) {
    case STORE_SUBMISSION_STORED:
        atomic_fetch_add(&counters->stored, 1);
        atomic_fetch_add(&counters->accepted, 1);
        accept_reply_stored(acceptance, true, revision);
        break;
    case STORE_SUBMISSION_REPLAYED:
        atomic_fetch_add(&counters->replayed, 1);
        accept_reply_stored(acceptance, false, revision);
        break;
    case STORE_SUBMISSION_CONFLICT:
        replay_or_refuse(acceptance);
        break;
    case STORE_SUBMISSION_WITHDRAWN:
        accept_reply_withdrawn(acceptance);
        break;
    case STORE_SUBMISSION_CLOSED:
        accept_reply_closed(acceptance);
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
    if (row.has_respondent) {
        row.order = base_token_order(base_programme_keys_linkage(visit->keys, row.cycle),
                                     row.programme, row.respondent, row.cycle, visit->now_ms);
    }
    struct base_text canonical = base_json_canonical(visit->arena, response->answers);
    base_key_hmac(&visit->keys->receipt, &canonical, 1, row.digest);
    store_submission_put(visit->worker->pool, &row, on_stored, acceptance);
}

static void refuse(struct acceptance *acceptance)
{
    if (acceptance->is_late) {
        accept_reply_closed(acceptance);
    } else {
        accept_reply_invalid(acceptance);
    }
}

static void on_known(enum base_status status, const struct store_receipt *stored, void *context)
{
    struct acceptance *acceptance = context;
    if (status == STATUS_OK && stored->is_withdrawn) {
        accept_reply_withdrawn(acceptance);
    } else if (status == STATUS_OK) {
        replay_or_refuse(acceptance);
    } else if (status == STATUS_NOT_FOUND) {
        refuse(acceptance);
    } else {
        accept_reply_unavailable(acceptance);
    }
}

void accept_answers(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    base_token_receipt(visit->keys, visit->link, acceptance->submission.id, acceptance->receipt);
    bool valid = accept_check(acceptance, &acceptance->problems) == STATUS_OK;
    if (!valid && !acceptance->is_form && acceptance->version > 1) {
        store_receipt_find(visit->worker->pool, visit->programme->programme, acceptance->receipt,
                           acceptance->pseudonym, visit->open_link ? 0 : 1, on_known, acceptance);
    } else if (!valid) {
        refuse(acceptance);
    } else if (acceptance->response.consent_refused) {
        accept_reply_declined(acceptance);
    } else {
        store(acceptance);
    }
}
