/* Submissions: those that wait together share a statement and a commit. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "pool_internal.h"
#include "sqlstate.h"

/* What the database keeps of the digest: enough to tell a replay, half the room. */
#define DIGEST_BYTES 16

struct batch {
    struct store_job job; /* first */
    size_t count;
    struct store_put **members;
};

static void append(struct store_put_list *list, struct store_put *put)
{
    put->next = NULL;
    if (list->last != NULL)
        list->last->next = put;
    else
        list->first = put;
    list->last = put;
    list->count++;
}

static void prepend(struct store_put_list *list, struct store_put *put)
{
    put->next = list->first;
    list->first = put;
    if (list->last == NULL)
        list->last = put;
    list->count++;
}

static struct store_put *take(struct store_put_list *list)
{
    struct store_put *put = list->first;
    list->first = put->next;
    if (list->first == NULL)
        list->last = NULL;
    list->count--;
    put->next = NULL;
    return put;
}

static void tell(struct store_put *put, enum base_status status,
                 enum store_submission_outcome outcome, int revision)
{
    put->callback(status, outcome, revision, put->context);
    base_arena_free(put->arena);
}

/* Never stored, unless a connection was lost with it. */
static enum base_status failure_of(const struct store_put *put, enum base_status status)
{
    return put->may_be_stored ? STATUS_UNKNOWN_OUTCOME : status;
}

static enum store_submission_outcome outcome_of(struct base_text name)
{
    if (base_text_equal_string(name, "stored"))
        return STORE_SUBMISSION_STORED;
    if (base_text_equal_string(name, "replayed"))
        return STORE_SUBMISSION_REPLAYED;
    if (base_text_equal_string(name, "conflict"))
        return STORE_SUBMISSION_CONFLICT;
    if (base_text_equal_string(name, "withdrawn"))
        return STORE_SUBMISSION_WITHDRAWN;
    assert(base_text_equal_string(name, "closed"));
    return STORE_SUBMISSION_CLOSED;
}

static void tell_rows(struct store_pool *pool, struct batch *batch)
{
    const struct store_result *result = &batch->job.result;
    const int place_column = store_result_column(result, "place");
    const int outcome_column = store_result_column(result, "outcome");
    const int revision_column = store_result_column(result, "revision");
    uint64_t stored = 0;
    assert(store_result_rows(result) == batch->count);
    for (size_t row = 0; row < batch->count; row++) {
        int64_t place = store_result_integer(result, row, place_column);
        assert(place >= 1 && (size_t)place <= batch->count);
        struct store_put *put = batch->members[place - 1];
        assert(put != NULL);
        batch->members[place - 1] = NULL;
        enum store_submission_outcome outcome =
            outcome_of(store_result_text(result, row, outcome_column));
        stored += outcome == STORE_SUBMISSION_STORED;
        tell(put, STATUS_OK, outcome, (int)store_result_integer(result, row, revision_column));
    }
    atomic_fetch_add_explicit(&pool->counters.submissions_stored, stored, memory_order_relaxed);
    atomic_fetch_add_explicit(&pool->counters.batches, 1, memory_order_relaxed);
}

static void finish_batch(struct store_pool *pool, struct store_job *job, enum base_status status)
{
    struct batch *batch = (struct batch *)job;
    if (status == STATUS_OK) {
        tell_rows(pool, batch);
        return;
    }
    for (size_t i = 0; i < batch->count; i++)
        tell(batch->members[i], failure_of(batch->members[i], status), STORE_SUBMISSION_STORED, 0);
}

void store_batch_note_lost(struct store_job *job)
{
    struct batch *batch = (struct batch *)job;
    for (size_t i = 0; i < batch->count; i++)
        batch->members[i]->may_be_stored = true;
}

bool store_batch_split(struct store_pool *pool, struct store_job *job)
{
    struct batch *batch = (struct batch *)job;
    if (batch->count < 2 || !store_sqlstate_may_be_one_members(job->sqlstate))
        return false;
    for (size_t i = batch->count; i > 0; i--) {
        batch->members[i - 1]->is_alone = true;
        prepend(&pool->puts, batch->members[i - 1]);
    }
    batch->count = 0;
    return true;
}

typedef void (*column_writer)(struct store_array *array, const struct store_submission *submission);

static void write_programme(struct store_array *array, const struct store_submission *submission)
{
    store_array_text(array, base_text_of(submission->programme), false);
}

static void write_cycle(struct store_array *array, const struct store_submission *submission)
{
    store_array_integer(array, submission->cycle);
}

static void write_version(struct store_array *array, const struct store_submission *submission)
{
    store_array_integer(array, submission->version);
}

static void write_receipt(struct store_array *array, const struct store_submission *submission)
{
    store_array_bytes(
        array, (struct base_text){(const char *)submission->receipt, sizeof(submission->receipt)});
}

static void write_digest(struct store_array *array, const struct store_submission *submission)
{
    store_array_bytes(array, (struct base_text){(const char *)submission->digest, DIGEST_BYTES});
}

static void write_respondent(struct store_array *array, const struct store_submission *submission)
{
    struct base_text respondent = {NULL, 0};
    if (submission->has_respondent)
        respondent = (struct base_text){(const char *)submission->respondent,
                                        sizeof(submission->respondent)};
    store_array_bytes(array, respondent);
}

static void write_organisation(struct store_array *array, const struct store_submission *submission)
{
    store_array_text(array, base_text_of(submission->organisation),
                     submission->organisation == NULL);
}

static void write_actor_type(struct store_array *array, const struct store_submission *submission)
{
    store_array_text(array, base_text_of(submission->actor_type), submission->actor_type == NULL);
}

static void write_language(struct store_array *array, const struct store_submission *submission)
{
    store_array_text(array, base_text_of(submission->language), false);
}

/* An array of arrays must be rectangular in PostgreSQL, so each one travels as its literal. */
static void write_codes(struct store_array *array, const struct store_submission *submission)
{
    const char *literal =
        store_array_integers(array->buffer.arena, submission->codes, submission->code_count);
    store_array_text(array, base_text_of(literal), false);
}

static void write_values(struct store_array *array, const struct store_submission *submission)
{
    store_array_text(array, base_text_of(submission->values), false);
}

static void write_accepted(struct store_array *array, const struct store_submission *submission)
{
    if (submission->accepted_ms)
        store_array_integer(array, submission->is_late ? submission->accepted_ms
                                                       : -submission->accepted_ms);
    else
        store_array_null(array);
}

static void write_order(struct store_array *array, const struct store_submission *submission)
{
    if (submission->has_respondent)
        store_array_integer(array, submission->order);
    else
        store_array_null(array);
}

/* In the order of the parameters of sql/queries/submit_responses.sql. */
static const column_writer columns[] = {
    write_programme,  write_cycle,        write_version,    write_receipt,  write_digest,
    write_respondent, write_organisation, write_actor_type, write_language, write_codes,
    write_values,     write_accepted,     write_order,
};

static struct store_job *make_batch(struct store_pool *pool)
{
    struct store_job *job = store_job_new(sizeof(struct batch), "submit_responses");
    struct batch *batch = (struct batch *)job;
    size_t limit = pool->puts.first->is_alone ? 1 : pool->options.batch;
    batch->members = base_arena_array(job->arena, struct store_put *, limit);
    job->deadline_ms = pool->puts.first->deadline_ms;
    job->may_repeat = true; /* the receipt makes it idempotent */
    job->is_batch = true;
    job->finish = finish_batch;
    while (batch->count < limit && pool->puts.first != NULL &&
           (batch->count == 0 || !pool->puts.first->is_alone))
        batch->members[batch->count++] = take(&pool->puts);
    for (size_t column = 0; column < sizeof(columns) / sizeof(columns[0]); column++) {
        struct store_array array;
        store_array_init(&array, job->arena);
        for (size_t i = 0; i < batch->count; i++)
            columns[column](&array, &batch->members[i]->submission);
        job->parameters.values[job->parameters.count++] = store_array_end(&array);
    }
    return job;
}

void store_batch_dispatch(struct store_pool *pool)
{
    struct store_connection *connection;
    while (pool->puts.first != NULL && (connection = store_pool_choose(pool, true)) != NULL)
        store_connection_send(connection, make_batch(pool));
}

void store_batch_expire(struct store_pool *pool, int64_t now_ms)
{
    while (pool->puts.first != NULL &&
           store_pool_latest_send_ms(pool, pool->puts.first->deadline_ms) <= now_ms) {
        struct store_put *put = take(&pool->puts);
        tell(put, failure_of(put, STATUS_TIMEOUT), STORE_SUBMISSION_STORED, 0);
    }
}

void store_batch_fail_all(struct store_pool *pool, enum base_status status)
{
    while (pool->puts.first != NULL) {
        struct store_put *put = take(&pool->puts);
        tell(put, failure_of(put, status), STORE_SUBMISSION_STORED, 0);
    }
}

static const char *copy(struct base_arena *arena, const char *string)
{
    return string ? base_arena_string(arena, string) : NULL;
}

static struct store_put *put_new(const struct store_submission *submission)
{
    struct base_arena *arena = base_arena_new();
    struct store_put *put = base_arena_object(arena, struct store_put);
    put->arena = arena;
    put->submission = *submission;
    put->submission.programme = copy(arena, submission->programme);
    put->submission.organisation = copy(arena, submission->organisation);
    put->submission.actor_type = copy(arena, submission->actor_type);
    put->submission.language = copy(arena, submission->language);
    put->submission.values = copy(arena, submission->values);
    int *codes = base_arena_array(arena, int, submission->code_count);
    if (submission->code_count > 0)
        memcpy(codes, submission->codes, submission->code_count * sizeof(int));
    put->submission.codes = codes;
    return put;
}

/* A submission that is not even queued: an empty batch with one member, told in the next turn. */
static void refuse(struct store_pool *pool, struct store_put *put)
{
    struct store_job *job = store_job_new(sizeof(struct batch), "submit_responses");
    struct batch *batch = (struct batch *)job;
    batch->members = base_arena_array(job->arena, struct store_put *, 1);
    batch->members[batch->count++] = put;
    job->is_batch = true;
    job->finish = finish_batch;
    store_pool_finish(pool, job, STATUS_UNAVAILABLE);
}

void store_submission_put(struct store_pool *pool, const struct store_submission *submission,
                          store_submission_callback callback, void *context)
{
    struct store_put *put = put_new(submission);
    put->deadline_ms = base_loop_now_ms(pool->options.loop) + pool->options.timeout_ms;
    put->callback = callback;
    put->context = context;
    if (!store_pool_is_ready(pool) || store_pool_queue_length(pool) >= pool->options.queue)
        refuse(pool, put);
    else
        append(&pool->puts, put);
    /* Not sent at once: others may come in the same turn of the loop and share the commit. */
    store_pool_set_turn(pool);
}
