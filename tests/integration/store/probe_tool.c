/* What surveyctl and the aggregator do with the store, one thing at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "probe.h"
#include "store/access.h"
#include "store/catalogue.h"
#include "store/dataset.h"
#include "store/metric.h"
#include "store/migration.h"
#include "store/participation.h"
#include "store/programme.h"
#include "store/withdrawal.h"

/* One call of the tool. */
struct call {
    struct store_session *session;
    struct base_arena *arena;
    int count;
    char **words; /* behind the programme */
    const char *programme;
    struct base_failure *reterr;
};

static int number_at(const struct call *call, int index)
{
    return index < call->count ? (int)strtol(call->words[index], NULL, 10) : 0;
}

static const char *word_at(const struct call *call, int index)
{
    return index < call->count ? call->words[index] : "";
}

/* invite P CYCLE FIRST COUNT ORGANISATION */
static enum base_status invite(const struct call *call)
{
    size_t count = (size_t)number_at(call, 2), created = 0;
    struct store_invitation *invitations =
        base_arena_array(call->arena, struct store_invitation, count);
    for (size_t i = 0; i < count; i++) {
        invitations[i] = (struct store_invitation){
            .cycle = number_at(call, 0), .organisation = word_at(call, 3), .actor_type = "company"};
        probe_bytes("respondent", (unsigned)number_at(call, 1) + (unsigned)i,
                    invitations[i].respondent, sizeof(invitations[i].respondent));
    }
    enum base_status status = store_participation_invite(
        call->session, call->programme, invitations, count, &created, call->reterr);
    printf("created %zu\n", created);
    return status;
}

static enum base_status on_participation(const struct store_participation *participation,
                                         void *context, struct base_failure *reterr)
{
    (void)context;
    (void)reterr;
    printf("%d %02x %s %s %d [%s] %d %d %d\n", participation->cycle, participation->respondent[0],
           participation->organisation, participation->actor_type, participation->is_invited,
           participation->delivery, participation->attended, participation->assigned,
           participation->has_referrer);
    return STATUS_OK;
}

static enum base_status participation(const struct call *call)
{
    return store_participation_stream(call->session, call->programme, number_at(call, 0),
                                      on_participation, NULL, call->reterr);
}

static enum base_status on_response(const struct store_response *response, void *context,
                                    struct base_failure *reterr)
{
    int *left = context;
    if (*left == 0)
        return base_failure_set(reterr, STATUS_TOO_LARGE, "stopped by the reader");
    --*left;
    printf("%d %d %d %s %02x%02x [%s] [%s] %s %s %zu %d %.*s\n", response->cycle, response->version,
           response->revision, response->has_respondent ? "personal" : "open", response->key[0],
           response->key[1], response->organisation, response->actor_type, response->language,
           response->day, response->code_count, response->codes[0], (int)response->values.length,
           response->values.data);
    return STATUS_OK;
}

/* responses P CYCLE [LIMIT] */
static enum base_status responses(const struct call *call)
{
    int left = call->count > 1 ? number_at(call, 1) : -1;
    enum base_status status = store_response_stream(
        call->session, call->programme, number_at(call, 0), on_response, &left, call->reterr);
    if (status == STATUS_TOO_LARGE) {
        /* The session must be of use afterwards. */
        const char *mark = "";
        if (store_metric_documents(call->session, call->programme, call->arena, &mark,
                                   call->reterr) == STATUS_OK)
            printf("usable\n");
    }
    return status;
}

static enum base_status on_receipt(const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], void *context,
                                   struct base_failure *reterr)
{
    (void)context;
    (void)reterr;
    for (size_t i = 0; i < BASE_TOKEN_RECEIPT_BYTES; i++)
        printf("%02x", receipt[i]);
    printf("\n");
    return STATUS_OK;
}

static enum base_status receipts(const struct call *call)
{
    return store_receipt_stream(call->session, call->programme, on_receipt, NULL, call->reterr);
}

static enum base_status withdrawn(const struct call *call)
{
    return store_withdrawn_receipt_stream(call->session, call->programme, on_receipt, NULL,
                                          call->reterr);
}

/* withdraw P NUMBER */
static enum base_status withdraw(const struct call *call)
{
    static const char *const names[] = {"done", "unknown", "sealed"};
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    enum store_withdrawal_outcome outcome;
    int cycle = 0;
    probe_bytes("receipt", (unsigned)number_at(call, 0), receipt, sizeof(receipt));
    enum base_status status = store_withdrawal_run(call->session, call->programme, receipt,
                                                   &outcome, &cycle, call->reterr);
    if (status == STATUS_OK)
        printf("%s %d\n", names[outcome], cycle);
    return status;
}

/* token-create P NAME SECRET SCOPE DAYS */
static enum base_status token_create(const struct call *call)
{
    uint8_t digest[STORE_ACCESS_DIGEST_BYTES];
    enum store_access_scope scope = STORE_ACCESS_AGGREGATES;
    (void)store_access_scope_parse(base_text_of(word_at(call, 2)), &scope);
    base_key_sha256(base_text_of(word_at(call, 1)), digest);
    return store_access_create(call->session, call->programme, word_at(call, 0), digest, scope,
                               number_at(call, 3), call->reterr);
}

static enum base_status token_list(const struct call *call)
{
    const struct store_access_token *tokens = NULL;
    size_t count = 0;
    enum base_status status =
        store_access_list(call->session, call->programme[0] ? call->programme : NULL, call->arena,
                          &tokens, &count, call->reterr);
    for (size_t i = 0; i < count; i++)
        printf("%s %s %s [%s] %s %s%s\n", tokens[i].programme, tokens[i].name,
               store_access_scope_name(tokens[i].scope), tokens[i].expires,
               tokens[i].last_used[0] ? "used" : "unused", tokens[i].revoked ? "revoked" : "good",
               tokens[i].expired ? " expired" : "");
    return status;
}

static enum base_status token_revoke(const struct call *call)
{
    return store_access_revoke(call->session, call->programme, word_at(call, 0), call->reterr);
}

static enum base_status cycle_open(const struct call *call)
{
    return store_cycle_open(call->session, call->programme, number_at(call, 0),
                            call->count > 1 ? word_at(call, 1) : NULL, call->reterr);
}

static enum base_status cycle_close(const struct call *call)
{
    return store_cycle_close(call->session, call->programme, number_at(call, 0), call->reterr);
}

static enum base_status list(const struct call *call)
{
    const struct store_programme_summary *programmes = NULL;
    size_t count = 0;
    enum base_status status =
        store_programme_list(call->session, call->programme[0] ? call->programme : NULL,
                             call->arena, &programmes, &count, call->reterr);
    for (size_t i = 0; i < count; i++) {
        printf("programme %s %s %s %d\n", programmes[i].programme, programmes[i].timezone,
               programmes[i].linkage, programmes[i].minimum_group_size);
        for (size_t c = 0; c < programmes[i].cycle_count; c++) {
            const struct store_cycle_summary *cycle = &programmes[i].cycles[c];
            printf("cycle %d %s %s %s version %d invited %lld personal %lld open %lld\n",
                   cycle->cycle, store_cycle_state_name(cycle->state), cycle->opens, cycle->closes,
                   cycle->version, (long long)cycle->invited, (long long)cycle->personal_responses,
                   (long long)cycle->open_responses);
        }
    }
    return status;
}

/* metrics-write P COUNT: every second result is suppressed */
static enum base_status metrics_write(const struct call *call)
{
    size_t count = (size_t)number_at(call, 0);
    struct store_metric_result *results =
        base_arena_array(call->arena, struct store_metric_result, count);
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct store_metric_result){
            .id = base_arena_format(call->arena, "id-%zu", i),
            .metric = "reaction.item",
            .cycle = (int)(i % 3),
            .subject = i % 4 == 0 ? NULL : "q\"1",
            .reason = i % 2 ? "n_too_small" : NULL,
            .request = BASE_TEXT("{\"question\": \"q1\"}"),
            .values = BASE_TEXT("{\"n\": 3, \"secret\": true}"),
        };
        if (i % 2 == 0)
            results[i].published = BASE_TEXT("{\"n\": 7}");
    }
    struct store_metric_run run = {
        .programme = call->programme,
        .definition_version = 1,
        .program_version = "0.1.0",
        .input_rows = 42,
        .result_count = count,
        .results = results,
    };
    enum base_status status = store_metric_documents(call->session, call->programme, call->arena,
                                                     &run.watermark, call->reterr);
    int64_t number = 0;
    if (status == STATUS_OK)
        status = store_metric_write(call->session, &run, &number, call->reterr);
    if (status == STATUS_OK)
        printf("written %zu\n", count);
    return status;
}

static enum base_status metrics_read(const struct call *call)
{
    struct store_metric_run run;
    enum base_status status =
        store_metric_read(call->session, call->programme, call->arena, &run, call->reterr);
    if (status != STATUS_OK)
        return status;
    printf("run %d %s results %zu\n", run.definition_version, run.program_version,
           run.result_count);
    for (size_t i = 0; i < run.result_count; i++)
        printf("%s %s %s\n", run.results[i].id, run.results[i].values.data,
               run.results[i].published.data ? run.results[i].published.data : "suppressed");
    return status;
}

static enum base_status documents(const struct call *call)
{
    const char *text = "";
    enum base_status status = store_session_begin_snapshot(call->session, call->reterr);
    if (status == STATUS_OK)
        status = store_metric_documents(call->session, call->programme, call->arena, &text,
                                        call->reterr);
    if (status == STATUS_OK)
        status = store_session_commit(call->session, call->reterr);
    printf("%s\n", text);
    return status;
}

static enum base_status catalogue(const struct call *call)
{
    struct store_catalogue read;
    enum base_status status =
        store_catalogue_read(call->session, call->programme[0] ? call->programme : NULL,
                             call->arena, &read, call->reterr);
    if (status == STATUS_OK)
        printf("programmes %zu first %s cycles %zu questionnaires %zu\n", read.programme_count,
               read.programme_count ? read.programmes[0].programme : "",
               read.programme_count ? read.programmes[0].cycle_count : 0,
               read.programme_count ? read.programmes[0].questionnaire_count : 0);
    return status;
}

static enum base_status hardening(const struct call *call)
{
    const char *const *statements = NULL;
    size_t count = 0;
    enum base_status status =
        store_migration_hardening(call->session, call->arena, &statements, &count, call->reterr);
    for (size_t i = 0; i < count; i++)
        printf("%s\n", statements[i]);
    return status;
}

static const struct {
    const char *name;
    enum base_status (*run)(const struct call *call);
} tools[] = {
    {"catalogue", catalogue},
    {"cycle-close", cycle_close},
    {"cycle-open", cycle_open},
    {"hardening", hardening},
    {"invite", invite},
    {"list", list},
    {"metrics-read", metrics_read},
    {"metrics-write", metrics_write},
    {"participation", participation},
    {"receipts", receipts},
    {"withdrawn", withdrawn},
    {"withdraw", withdraw},
    {"responses", responses},
    {"token-create", token_create},
    {"token-list", token_list},
    {"token-revoke", token_revoke},
    {"documents", documents},
};

int probe_tool(const char *connection, int count, char **words)
{
    STORE_SESSION_SCOPED *session = NULL;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_failure failure = {0};
    enum base_status status = store_session_open(connection, "store_probe", &session, &failure);
    if (status != STATUS_OK)
        return probe_fail(&failure);
    struct call call = {
        .session = session,
        .arena = arena,
        .count = count - 2,
        .words = words + 2,
        .programme = count > 1 ? words[1] : "",
        .reterr = &failure,
    };
    for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
        if (strcmp(tools[i].name, words[0]) != 0)
            continue;
        status = tools[i].run(&call);
        return status == STATUS_OK ? 0 : probe_fail(&failure);
    }
    return base_status_exit(STATUS_USAGE);
}
