/* All answers: validated, kept. Acknowledged only after PostgreSQL has committed, or the spool is
   on the disk. */
#include <string.h>

#include "acceptance.h"
#include "base/json.h"
#include "keep.h"
#include "store/respondent.h"
#include "store/response.h"

static struct submission_counters *counters_of(const struct acceptance *acceptance)
{
    return &acceptance->visit->worker->submissions;
}

static void store(struct acceptance *acceptance);

/* Who reads the counters meanwhile sees both changes or none. */
static void count_accepted(struct submission_counters *counters, _Atomic uint64_t *place)
{
    atomic_fetch_add(&counters->turn, 1);
    atomic_fetch_add(place, 1);
    atomic_fetch_add(&counters->accepted, 1);
    atomic_fetch_add(&counters->turn, 1);
}

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

static void reply_of_database(struct acceptance *acceptance, const struct keep_result *result)
{
    struct submission_counters *counters = counters_of(acceptance);
    switch (result->outcome) {
    case STORE_SUBMISSION_STORED:
        count_accepted(counters, &counters->stored);
        accept_reply_kept(acceptance, true, false, result->revision);
        break;
    case STORE_SUBMISSION_REPLAYED:
        atomic_fetch_add(&counters->replayed, 1);
        accept_reply_kept(acceptance, false, false, result->revision);
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

/* The database alone knows the revision: what the participant saw, and one more. */
static void reply_of_spool(struct acceptance *acceptance, bool is_new)
{
    struct submission_counters *counters = counters_of(acceptance);
    if (is_new) {
        count_accepted(counters, &counters->spooled);
    } else {
        atomic_fetch_add(&counters->replayed, 1);
    }
    accept_reply_kept(acceptance, is_new, true, acceptance->revision + 1);
}

static void on_kept(const struct keep_result *result, void *context)
{
    struct acceptance *acceptance = context;
    switch (result->place) {
    case KEEP_DATABASE:
        reply_of_database(acceptance, result);
        break;
    case KEEP_SPOOL:
        reply_of_spool(acceptance, result->is_new);
        break;
    case KEEP_CONFLICT:
        replay_or_refuse(acceptance);
        break;
    case KEEP_NOWHERE:
        accept_reply_unavailable(acceptance);
        break;
    }
}

static void store(struct acceptance *acceptance)
{
    struct visit *visit = acceptance->visit;
    const struct survey_response *response = &acceptance->response;
    struct store_submission *row = base_arena_object(visit->arena, struct store_submission);
    *row = (struct store_submission){
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
        .accepted_ms = visit->now_ms,
    };
    memcpy(row->receipt, acceptance->receipt, sizeof row->receipt);
    memcpy(row->respondent, acceptance->pseudonym, sizeof row->respondent);
    if (row->has_respondent) {
        row->order = base_token_order(base_programme_keys_linkage(visit->keys, row->cycle),
                                      row->programme, row->respondent, row->cycle, visit->now_ms);
    }
    struct base_text canonical = base_json_canonical(visit->arena, response->answers);
    base_key_hmac(&visit->keys->receipt, &canonical, 1, row->digest);
    keep_submission(visit->worker->keeper, row, on_kept, acceptance);
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
    bool may_be_older = !valid && !acceptance->is_form && acceptance->version > 1;
    if (may_be_older &&
        keep_is_pending(visit->worker, visit->programme->programme, acceptance->receipt)) {
        replay_or_refuse(acceptance);
    } else if (may_be_older) {
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
