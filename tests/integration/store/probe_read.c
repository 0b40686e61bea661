/* The daemon's reads, one at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "poll_loop.h"
#include "probe.h"
#include "store/access.h"
#include "store/catalogue.h"
#include "store/metric.h"
#include "store/respondent.h"
#include "store/tally.h"
#include "store/withdrawal.h"

struct reader {
    bool has_ended;
};

static void end(struct reader *reader, enum base_status status)
{
    printf("%s\n", base_status_name(status));
    reader->has_ended = true;
}

static void on_stamp(enum base_status status, int64_t stamp, void *context)
{
    printf("stamp %lld\n", (long long)stamp);
    end(context, status);
}

static void on_catalogue(enum base_status status, const struct store_catalogue *catalogue,
                         void *context)
{
    for (size_t p = 0; catalogue != NULL && p < catalogue->programme_count; p++) {
        const struct store_catalogue_programme *programme = &catalogue->programmes[p];
        printf("programme %s %s %d [%.*s]\n", programme->programme, programme->timezone,
               programme->minimum_group_size, (int)programme->document.length,
               programme->document.data);
        for (size_t i = 0; i < programme->cycle_count; i++) {
            const struct store_catalogue_cycle *cycle = &programme->cycles[i];
            printf("cycle %d %lld %lld %s %s %d %s\n", cycle->cycle, (long long)cycle->opens_at,
                   (long long)cycle->closes_at, cycle->opens_local, cycle->closes_local,
                   cycle->version, cycle->sealed ? "sealed" : "not sealed");
        }
        for (size_t i = 0; i < programme->questionnaire_count; i++)
            printf("questionnaire %d %d [%.*s]\n", programme->questionnaires[i].cycle,
                   programme->questionnaires[i].version,
                   (int)programme->questionnaires[i].document.length,
                   programme->questionnaires[i].document.data);
    }
    end(context, status);
}

static void on_respondent(enum base_status status, const struct store_respondent *respondent,
                          void *context)
{
    if (respondent != NULL) {
        printf("invited %d organisation [%s] actor_type [%s]\n", respondent->is_invited,
               respondent->organisation, respondent->actor_type);
        if (respondent->has_response)
            printf("revision %d version %d language %s day %s receipt %02x%02x codes %zu first %d "
                   "values %.*s\n",
                   respondent->revision, respondent->version, respondent->language, respondent->day,
                   respondent->receipt[0], respondent->receipt[BASE_TOKEN_RECEIPT_BYTES - 1],
                   respondent->code_count, respondent->codes[0], (int)respondent->values.length,
                   respondent->values.data);
    }
    end(context, status);
}

static void on_receipt(enum base_status status, const struct store_receipt *receipt, void *context)
{
    if (receipt != NULL && receipt->is_withdrawn)
        printf("cycle %d withdrawn day %s\n", receipt->cycle, receipt->day);
    else if (receipt != NULL)
        printf("cycle %d revision %d of %d day %s%s%s\n", receipt->cycle, receipt->revision,
               receipt->current_revision, receipt->day,
               receipt->is_personal ? " personal" : " open", receipt->is_sealed ? " sealed" : "");
    end(context, status);
}

static void on_answered(enum base_status status, const struct store_answered *answered,
                        size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        printf("cycle %d revision %d day %s\n", answered[i].cycle, answered[i].revision,
               answered[i].day);
    end(context, status);
}

static void on_tally(enum base_status status, int64_t responses, void *context)
{
    if (status == STATUS_OK)
        printf("responses %lld\n", (long long)responses);
    end(context, status);
}

static void on_withdrawn(enum base_status status, enum store_withdrawal_outcome outcome,
                         void *context)
{
    static const char *const names[] = {"done", "unknown", "sealed"};
    if (status == STATUS_OK)
        printf("%s\n", names[outcome]);
    end(context, status);
}

static void on_access(enum base_status status, enum store_access_scope scope, void *context)
{
    if (status == STATUS_OK)
        printf("scope %s\n", store_access_scope_name(scope));
    end(context, status);
}

static void on_metrics(enum base_status status, const struct store_metric_run *run, void *context)
{
    if (run != NULL)
        printf("run %d %s %s rows %lld results %zu\n", run->definition_version,
               run->program_version, run->watermark, (long long)run->input_rows, run->result_count);
    for (size_t i = 0; run != NULL && i < run->result_count; i++) {
        const struct store_metric_result *result = &run->results[i];
        printf("%s %s %d [%s] [%s] %s %s %s\n", result->id, result->metric, result->cycle,
               result->subject ? result->subject : "null", result->reason ? result->reason : "null",
               result->request.data, result->values.data ? "VALUES" : "no values",
               result->published.data ? result->published.data : "suppressed");
    }
    end(context, status);
}

static unsigned number_of(const char *word)
{
    return (unsigned)strtoul(word, NULL, 10);
}

/* The link that the words name: a number, "any", or by no word the open link. */
static size_t link_of(int count, char **words, uint8_t ret_pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    if (count < 1)
        return 0;
    if (strcmp(words[0], "any") == 0)
        return STORE_RECEIPT_ANY_LINK;
    probe_bytes("respondent", number_of(words[0]), ret_pseudonym, BASE_TOKEN_PSEUDONYM_BYTES);
    return 1;
}

/* Starts the read that the words ask for; false if they ask for none. */
static bool start(struct store_pool *pool, struct reader *reader, int count, char **words)
{
    const char *what = words[0], *programme = count > 1 ? words[1] : "";
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES], receipt[BASE_TOKEN_RECEIPT_BYTES], digest[32];
    if (strcmp(what, "stamp") == 0) {
        store_catalogue_stamp(pool, on_stamp, reader);
    } else if (strcmp(what, "catalogue") == 0) {
        store_catalogue_load(pool, on_catalogue, reader);
    } else if (strcmp(what, "respondent") == 0 && count == 4) {
        probe_bytes("respondent", number_of(words[3]), pseudonym, sizeof(pseudonym));
        store_respondent_find(pool, programme, (int)number_of(words[2]), pseudonym, on_respondent,
                              reader);
    } else if (strcmp(what, "receipt") == 0 && count >= 3) {
        probe_bytes("receipt", number_of(words[2]), receipt, sizeof(receipt));
        size_t link = link_of(count - 3, words + 3, pseudonym);
        store_receipt_find(pool, programme, receipt,
                           link == STORE_RECEIPT_ANY_LINK ? NULL : pseudonym, link, on_receipt,
                           reader);
    } else if (strcmp(what, "withdraw") == 0 && count >= 3) {
        probe_bytes("receipt", number_of(words[2]), receipt, sizeof(receipt));
        size_t link = link_of(count - 3, words + 3, pseudonym);
        store_withdrawal_put(pool, programme, receipt,
                             link == STORE_RECEIPT_ANY_LINK ? NULL : pseudonym, link, on_withdrawn,
                             reader);
    } else if (strcmp(what, "answered") == 0 && count == 3) {
        probe_bytes("respondent", number_of(words[2]), pseudonym, sizeof(pseudonym));
        store_answered_find(pool, programme, pseudonym, 1, on_answered, reader);
    } else if (strcmp(what, "tally") == 0 && count == 3) {
        store_tally_find(pool, programme, (int)number_of(words[2]), on_tally, reader);
    } else if (strcmp(what, "access") == 0 && count == 5) {
        enum store_access_scope scope = STORE_ACCESS_AGGREGATES;
        (void)store_access_scope_parse(base_text_of(words[4]), &scope);
        base_key_sha256(base_text_of(words[3]), digest);
        store_access_check(pool, programme, words[2], digest, scope, "report", "cycle=1", on_access,
                           reader);
    } else if (strcmp(what, "metrics") == 0 && count == 2) {
        store_metric_load(pool, programme, on_metrics, reader);
    } else {
        return false;
    }
    return true;
}

int probe_read(const char *connection, int count, char **words)
{
    struct base_loop *loop = poll_loop_new();
    struct reader reader = {0};
    struct store_pool *pool = store_pool_new(&(struct store_pool_options){
        .loop = loop,
        .connection = connection,
        .connections = 1,
        .queue = 10,
        .batch = 1,
        .timeout_ms = 5000,
    });
    int64_t until = base_loop_now_ms(loop) + 5000;
    while (!store_pool_is_ready(pool) && base_loop_now_ms(loop) < until)
        poll_loop_turn(loop, 50);
    bool is_started = start(pool, &reader, count, words);
    while (is_started && !reader.has_ended)
        poll_loop_turn(loop, 50);
    store_pool_free(pool);
    poll_loop_free(loop);
    return is_started ? 0 : base_status_exit(STATUS_USAGE);
}
