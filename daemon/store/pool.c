#include "store/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pool_internal.h"
#include "sqlstate.h"

/* A job of store_pool_run. */
struct run {
    struct store_job job; /* first */
    store_callback callback;
    void *context;
};

void store_pool_set_turn(struct store_pool *pool)
{
    if (pool->is_turn_set)
        return;
    pool->is_turn_set = true;
    base_timer_set(pool->options.loop, pool->turn, 0);
}

void store_pool_finish(struct store_pool *pool, struct store_job *job, enum base_status status)
{
    job->outcome = status;
    store_job_list_append(&pool->finished, job);
}

struct store_connection *store_pool_choose(const struct store_pool *pool, bool for_batch)
{
    struct store_connection *best = NULL;
    for (size_t i = 0; i < pool->options.connections; i++) {
        struct store_connection *candidate = pool->connections[i];
        if (!store_connection_has_room(candidate) ||
            (for_batch && store_connection_has_batch(candidate)))
            continue;
        if (best == NULL ||
            store_connection_in_flight(candidate) < store_connection_in_flight(best))
            best = candidate;
    }
    return best;
}

size_t store_pool_queue_length(const struct store_pool *pool)
{
    return pool->waiting.count + pool->again.count + pool->puts.count;
}

static void count_queue(struct store_pool *pool)
{
    atomic_store_explicit(&pool->counters.queue_length, store_pool_queue_length(pool),
                          memory_order_relaxed);
}

int64_t store_pool_latest_send_ms(const struct store_pool *pool, int64_t deadline_ms)
{
    return deadline_ms - pool->options.timeout_ms / 4;
}

void store_pool_arm(struct store_pool *pool)
{
    int64_t first = INT64_MAX;
    if (pool->waiting.first != NULL)
        first = pool->waiting.first->deadline_ms;
    if (pool->again.first != NULL && pool->again.first->deadline_ms < first)
        first = pool->again.first->deadline_ms;
    if (pool->puts.first != NULL && pool->puts.first->deadline_ms < first)
        first = pool->puts.first->deadline_ms;
    count_queue(pool);
    if (first == INT64_MAX) {
        base_timer_clear(pool->options.loop, pool->deadline);
        return;
    }
    int64_t left = store_pool_latest_send_ms(pool, first) - base_loop_now_ms(pool->options.loop);
    base_timer_set(pool->options.loop, pool->deadline, left > 0 ? left : 0);
}

/* Sends from one list what it can; keeps the order. */
static void dispatch_list(struct store_pool *pool, struct store_job_list *list)
{
    while (list->first != NULL) {
        struct store_connection *connection = store_pool_choose(pool, list->first->is_batch);
        if (connection == NULL)
            return;
        store_connection_send(connection, store_job_list_take(list));
    }
}

static void dispatch(struct store_pool *pool)
{
    dispatch_list(pool, &pool->again);
    dispatch_list(pool, &pool->waiting);
    store_batch_dispatch(pool);
    store_pool_arm(pool);
}

/* Tells the finished jobs; those that callbacks finish meanwhile wait for the next turn. */
static void tell_finished(struct store_pool *pool)
{
    for (size_t left = pool->finished.count; left > 0; left--) {
        struct store_job *job = store_job_list_take(&pool->finished);
        atomic_fetch_add_explicit(&pool->counters.jobs, 1, memory_order_relaxed);
        if (job->outcome != STATUS_OK)
            atomic_fetch_add_explicit(&pool->counters.jobs_failed, 1, memory_order_relaxed);
        job->finish(pool, job, job->outcome);
        store_job_free(job);
    }
    if (pool->finished.first != NULL)
        store_pool_set_turn(pool);
}

static void on_turn(void *context)
{
    struct store_pool *pool = context;
    pool->is_turn_set = false;
    tell_finished(pool);
    dispatch(pool);
}

static void expire_list(struct store_pool *pool, struct store_job_list *list, int64_t now_ms)
{
    while (list->first != NULL &&
           store_pool_latest_send_ms(pool, list->first->deadline_ms) <= now_ms) {
        struct store_job *job = store_job_list_take(list);
        bool is_unknown = job->attempts > 0 && job->is_batch;
        store_pool_finish(pool, job, is_unknown ? STATUS_UNKNOWN_OUTCOME : STATUS_TIMEOUT);
    }
}

static void on_deadline(void *context)
{
    struct store_pool *pool = context;
    int64_t now_ms = base_loop_now_ms(pool->options.loop);
    expire_list(pool, &pool->again, now_ms);
    expire_list(pool, &pool->waiting, now_ms);
    store_batch_expire(pool, now_ms);
    tell_finished(pool);
    store_pool_arm(pool);
}

static bool may_go_again(const struct store_pool *pool, const struct store_job *job)
{
    return job->attempts < STORE_JOB_ATTEMPTS_MAX &&
           store_pool_latest_send_ms(pool, job->deadline_ms) > base_loop_now_ms(pool->options.loop);
}

static void on_done(struct store_connection *connection, struct store_job *job, void *context)
{
    struct store_pool *pool = context;
    (void)connection;
    if (!job->has_failed) {
        store_pool_finish(pool, job, STATUS_OK);
        return;
    }
    /* The server has rolled back: whatever the job is, running it again is safe. */
    bool is_worth_it = store_sqlstate_needs_new_connection(job->sqlstate) ||
                       store_sqlstate_is_passing(job->sqlstate);
    if (is_worth_it && may_go_again(pool, job)) {
        store_job_reset(job);
        store_job_list_insert(&pool->again, job);
        return;
    }
    enum base_status status = store_sqlstate_status(job->sqlstate);
    if (job->is_batch && store_batch_split(pool, job)) {
        atomic_fetch_add_explicit(&pool->counters.jobs_failed, 1, memory_order_relaxed);
        store_job_free(job);
        return;
    }
    store_pool_finish(pool, job, status);
}

static void on_lost(struct store_connection *connection, struct store_job *job, void *context)
{
    struct store_pool *pool = context;
    (void)connection;
    if (job->is_batch)
        store_batch_note_lost(job);
    if (job->may_repeat && may_go_again(pool, job))
        store_job_list_insert(&pool->again, job);
    else if (job->may_repeat && !job->is_batch)
        store_pool_finish(pool, job, STATUS_UNAVAILABLE);
    else
        store_pool_finish(pool, job, STATUS_UNKNOWN_OUTCOME);
}

static void on_changed(struct store_connection *connection, void *context)
{
    struct store_pool *pool = context;
    (void)connection;
    uint64_t ready = 0;
    for (size_t i = 0; i < pool->options.connections; i++)
        ready += pool->connections[i] != NULL &&
                 store_connection_state(pool->connections[i]) == STORE_CONNECTION_READY;
    uint64_t before =
        atomic_exchange_explicit(&pool->counters.connections_ready, ready, memory_order_relaxed);
    if (ready > before) {
        const struct store_event event = {STORE_EVENT_CONNECTED, "", "connected to PostgreSQL"};
        if (++pool->connected > pool->options.connections)
            atomic_fetch_add_explicit(&pool->counters.reconnects, 1, memory_order_relaxed);
        if (pool->options.observe != NULL)
            pool->options.observe(&event, pool->options.context);
    }
    /* Sending goes before telling, so that the server works while callbacks do. */
    dispatch(pool);
    tell_finished(pool);
}

static void on_event(const struct store_event *event, void *context)
{
    struct store_pool *pool = context;
    if (pool->options.observe != NULL)
        pool->options.observe(event, pool->options.context);
}

struct store_pool *store_pool_new(const struct store_pool_options *options)
{
    assert(options->connections > 0 && options->batch > 0 && options->timeout_ms > 0);
    struct store_pool *pool = calloc(1, sizeof(*pool));
    if (pool == NULL)
        abort();
    pool->options = *options;
    pool->connection_string = strdup(options->connection);
    pool->connections = calloc(options->connections, sizeof(struct store_connection *));
    if (pool->connection_string == NULL || pool->connections == NULL)
        abort();
    pool->turn = base_timer_new(options->loop, on_turn, pool);
    pool->deadline = base_timer_new(options->loop, on_deadline, pool);
    const struct store_connection_options connection = {
        .loop = options->loop,
        .connection = pool->connection_string,
        .timeout_ms = options->timeout_ms,
        .allow_unsafe_durability = options->allow_unsafe_durability,
        .owner = {on_done, on_lost, on_changed, on_event, pool},
    };
    for (size_t i = 0; i < options->connections; i++)
        pool->connections[i] = store_connection_new(&connection);
    return pool;
}

static void fail_list(struct store_pool *pool, struct store_job_list *list)
{
    struct store_job *job;
    while ((job = store_job_list_take(list)) != NULL)
        store_pool_finish(pool, job,
                          job->attempts > 0 && job->is_batch ? STATUS_UNKNOWN_OUTCOME
                                                             : STATUS_UNAVAILABLE);
}

void store_pool_free(struct store_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->options.connections; i++) {
        store_connection_free(pool->connections[i]);
        pool->connections[i] = NULL;
    }
    atomic_store_explicit(&pool->counters.connections_ready, 0, memory_order_relaxed);
    /* Until nothing is left, because a callback may start something new. */
    do {
        fail_list(pool, &pool->again);
        fail_list(pool, &pool->waiting);
        store_batch_fail_all(pool, STATUS_UNAVAILABLE);
        tell_finished(pool);
    } while (store_pool_queue_length(pool) > 0 || pool->finished.first != NULL);
    base_timer_free(pool->options.loop, pool->turn);
    base_timer_free(pool->options.loop, pool->deadline);
    free(pool->connections);
    free(pool->connection_string);
    free(pool);
}

bool store_pool_is_ready(const struct store_pool *pool)
{
    return atomic_load_explicit(&pool->counters.connections_ready, memory_order_relaxed) > 0;
}

const struct store_pool_counters *store_pool_counters(const struct store_pool *pool)
{
    return &pool->counters;
}

static void finish_run(struct store_pool *pool, struct store_job *job, enum base_status status)
{
    struct run *run = (struct run *)job;
    (void)pool;
    run->callback(status, status == STATUS_OK ? &job->result : NULL, run->context);
}

static void copy_parameters(struct store_parameters *to, const struct store_parameters *from)
{
    for (size_t i = 0; i < from->count; i++)
        store_parameter_string(to, from->values[i]);
}

void store_pool_run(struct store_pool *pool, const struct store_statement *statement,
                    const struct store_parameters *parameters, bool is_read,
                    store_callback callback, void *context)
{
    struct store_job *job = store_job_new(sizeof(struct run), statement->name);
    struct run *run = (struct run *)job;
    job->deadline_ms = base_loop_now_ms(pool->options.loop) + pool->options.timeout_ms;
    job->may_repeat = is_read;
    job->finish = finish_run;
    run->callback = callback;
    run->context = context;
    copy_parameters(&job->parameters, parameters);
    if (!store_pool_is_ready(pool) || store_pool_queue_length(pool) >= pool->options.queue) {
        store_pool_finish(pool, job, STATUS_UNAVAILABLE);
        store_pool_set_turn(pool);
        return;
    }
    store_job_list_append(&pool->waiting, job);
    dispatch_list(pool, &pool->again);
    dispatch_list(pool, &pool->waiting);
    store_pool_arm(pool);
}
