/*
 * The pool: PostgreSQL from one event loop, asynchronous, pipelined, never blocking.
 *
 * Each connection is a state machine (store/connection.h). A job is done when the Sync that ends it
 * has come back, because only then has PostgreSQL committed. Jobs wait in a bounded queue while all
 * connections are busy or away. Every job has a deadline (options.timeout_ms): it waits three
 * quarters of it at most (then STATUS_TIMEOUT), the server is given up after seven eighths, and a
 * connection that has not answered when it is over is dropped. Callbacks never run before the call
 * that started the job has returned, and run exactly once.
 */
#ifndef SURVEYD_STORE_POOL_H
#define SURVEYD_STORE_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/loop.h"
#include "base/status.h"
#include "store/result.h"
#include "store/statement.h"

enum store_event_kind {
    STORE_EVENT_CONNECTED,
    STORE_EVENT_LOST, /* an established connection broke */
    STORE_EVENT_CONNECT_FAILED,
    STORE_EVENT_NOTICE,
    STORE_EVENT_STATEMENT_FAILED,
    STORE_EVENT_UNSAFE, /* fsync, synchronous_commit or full_page_writes is off */
};

/* For the log: SQLSTATE ("" if none) and a text that holds no data of rows. */
struct store_event {
    enum store_event_kind kind;
    const char *sqlstate;
    const char *text;
};

struct store_pool_options {
    struct base_loop *loop;
    const char *connection; /* libpq connection string */
    size_t connections;
    size_t queue;       /* jobs that may wait */
    size_t batch;       /* submissions of one statement at most */
    int64_t timeout_ms; /* of a job, from its start */
    bool allow_unsafe_durability;
    void (*observe)(const struct store_event *event, void *context); /* may be NULL */
    void *context;
};

struct store_pool_counters {
    _Atomic uint64_t jobs, jobs_failed, submissions_stored, batches, reconnects;
    _Atomic uint64_t connections_ready, queue_length;
};

struct store_pool;

/* Starts to connect in the next turn of the loop. The options' connection string is copied. */
struct store_pool *store_pool_new(const struct store_pool_options *options);

/* Fails what is queued (STATUS_UNAVAILABLE; what was sent: STATUS_UNKNOWN_OUTCOME), closes, frees.
   Not from inside a callback of the pool. */
void store_pool_free(struct store_pool *pool);

/* At least one connection is ready. */
bool store_pool_is_ready(const struct store_pool *pool);

/* Live numbers; they may be read by any thread while the pool lives. */
const struct store_pool_counters *store_pool_counters(const struct store_pool *pool);

/* `result` is NULL unless status is STATUS_OK, and valid during the call only. */
typedef void (*store_callback)(enum base_status status, const struct store_result *result,
                               void *context);

/* Runs one prepared statement in its own transaction. Parameters are copied. When the queue is full
   or no connection is ready the callback gets STATUS_UNAVAILABLE in the next turn of the loop; on a
   lost connection a read (`is_read`) is run again once, a write gets STATUS_UNKNOWN_OUTCOME. */
void store_pool_run(struct store_pool *pool, const struct store_statement *statement,
                    const struct store_parameters *parameters, bool is_read,
                    store_callback callback, void *context);

#endif
