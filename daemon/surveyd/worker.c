/* One worker: a loop, a server, connections to PostgreSQL and a copy of the catalogue. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "keep.h"
#include "question.h"
#include "spool_drain.h"
#include "tally_cache.h"
#include "visit.h"

#define HEARTBEAT_MS 500
/* For so long participants wait at the start until the programmes are known. */
#define ACCEPT_AFTER_MS 2000

struct worker_message {
    struct worker *worker;
    struct http_limits limits;
    struct http_tls *tls;
    struct shared_keyring *keys;
};

static struct worker_message *message_new(struct worker *worker)
{
    struct worker_message *message = calloc(1, sizeof *message);
    if (!message) {
        abort();
    }
    message->worker = worker;
    return message;
}

static void on_heartbeat(void *context)
{
    struct worker *worker = context;
    atomic_store(&worker->last_beat_ms, base_clock_monotonic_ms(worker->daemon->clock));
    base_timer_set(http_loop_base(worker->loop), worker->heartbeat, HEARTBEAT_MS);
}

/* Paths hold links, so the log knows routes only. */
static void on_observation(const struct http_observation *observation, void *context)
{
    struct worker *worker = context;
    base_log_event(worker->daemon->log,
                   observation->status >= 500 ? BASE_LOG_WARNING : BASE_LOG_DEBUG, "request",
                   base_log_text("route", observation->route),
                   base_log_number("status", observation->status),
                   base_log_number("duration_us", observation->duration_us),
                   base_log_text("request_id", observation->id));
}

static void on_store_event(const struct store_event *event, void *context)
{
    struct worker *worker = context;
    static const struct {
        enum base_log_level level;
        const char *message;
    } events[] = {
        [STORE_EVENT_CONNECTED] = {BASE_LOG_NOTICE, "connected to PostgreSQL"},
        [STORE_EVENT_LOST] = {BASE_LOG_WARNING, "a connection to PostgreSQL was lost"},
        [STORE_EVENT_CONNECT_FAILED] = {BASE_LOG_WARNING, "PostgreSQL cannot be reached"},
        [STORE_EVENT_NOTICE] = {BASE_LOG_DEBUG, "notice of PostgreSQL"},
        [STORE_EVENT_STATEMENT_FAILED] = {BASE_LOG_ERROR, "a statement failed"},
        [STORE_EVENT_UNSAFE] = {BASE_LOG_ERROR, "PostgreSQL would lose answers at a power cut"},
    };
    base_log_event(worker->daemon->log, events[event->kind].level, events[event->kind].message,
                   base_log_number("worker", worker->index),
                   base_log_text("sqlstate", event->sqlstate),
                   base_log_text("reason", event->text));
}

static struct store_pool *pool_new(struct worker *worker)
{
    const struct base_config *config = &worker->daemon->config;
    return store_pool_new(&(struct store_pool_options){
        .loop = http_loop_base(worker->loop),
        .connection = config->database_daemon,
        .connections = (size_t)config->database_connections,
        .queue = (size_t)config->database_queue,
        .batch = (size_t)config->database_batch,
        .timeout_ms = config->database_timeout_ms,
        .allow_unsafe_durability = strcmp(config->database_unsafe_durability, "allow") == 0,
        .observe = on_store_event,
        .context = worker,
    });
}

static struct http_limits limits_of(const struct daemon *daemon)
{
    const struct base_config *config = &daemon->config;
    struct http_limits limits = http_limits_default;
    limits.handshake_timeout_ms = config->server_handshake_timeout_ms;
    limits.request_timeout_ms = config->server_request_timeout_ms;
    limits.idle_timeout_ms = config->server_idle_timeout_ms;
    limits.write_timeout_ms = config->server_write_timeout_ms;
    limits.connections =
        ((size_t)config->server_connections + daemon->worker_count - 1) / daemon->worker_count;
    return limits;
}

enum base_status worker_init(struct worker *worker, struct daemon *daemon, size_t index,
                             struct base_failure *reterr)
{
    worker->daemon = daemon;
    worker->index = index;
    worker->loop = http_loop_new();
    worker->keys = shared_keyring_ref(daemon->keys);
    worker->heartbeat = base_timer_new(http_loop_base(worker->loop), on_heartbeat, worker);
    atomic_store(&worker->last_beat_ms, base_clock_monotonic_ms(daemon->clock));
    base_timer_set(http_loop_base(worker->loop), worker->heartbeat, HEARTBEAT_MS);
    worker->pool = pool_new(worker);
    worker->loader = catalogue_loader_new(worker);
    worker->questions = questions_new(worker);
    worker->tallies = tally_cache_new(worker);
    worker->keeper = keeper_new(worker);
    worker->spool_drain = index == 0 ? spool_drain_new(worker) : NULL;
    return http_server_new(
        &(struct http_server_options){
            .loop = worker->loop,
            .listener = daemon->listener,
            .tls = daemon->tls,
            .limits = limits_of(daemon),
            .routes = daemon_routes,
            .route_count = daemon_route_count,
            .context = worker,
            .counters = &worker->counters,
            .clock = daemon->clock,
            .observe = on_observation,
            .not_found = not_served,
            .accept_after_ms = ACCEPT_AFTER_MS,
        },
        &worker->server, reterr);
}

static void *worker_main(void *context)
{
    struct worker *worker = context;
    http_loop_run(worker->loop);
    return NULL;
}

enum base_status worker_start(struct worker *worker, struct base_failure *reterr)
{
    /* Signals are the main loop's. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&worker->thread, NULL, worker_main, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        return base_failure_set(reterr, STATUS_INTERNAL, "cannot start a worker thread: %s",
                                strerror(error));
    }
    worker->has_thread = true;
    return STATUS_OK;
}

static void take_tls(void *context)
{
    struct worker_message *message = context;
    http_server_set_tls(message->worker->server, message->tls);
    http_tls_unref(message->tls);
    free(message);
}

void worker_post_tls(struct worker *worker, struct http_tls *tls)
{
    struct worker_message *message = message_new(worker);
    message->tls = http_tls_ref(tls);
    http_loop_post(worker->loop, take_tls, message);
}

static void take_limits(void *context)
{
    struct worker_message *message = context;
    http_server_set_limits(message->worker->server, &message->limits);
    free(message);
}

/* The configuration is the main loop's, so the limits are worked out before the worker takes them.
 */
void worker_post_limits(struct worker *worker)
{
    struct worker_message *message = message_new(worker);
    message->limits = limits_of(worker->daemon);
    http_loop_post(worker->loop, take_limits, message);
}

static void take_keys(void *context)
{
    struct worker_message *message = context;
    shared_keyring_unref(message->worker->keys);
    message->worker->keys = message->keys;
    free(message);
}

void worker_post_keys(struct worker *worker, struct shared_keyring *keys)
{
    struct worker_message *message = message_new(worker);
    message->keys = shared_keyring_ref(keys);
    http_loop_post(worker->loop, take_keys, message);
}

static void on_drained(void *context)
{
    struct worker *worker = context;
    base_timer_clear(http_loop_base(worker->loop), worker->heartbeat);
    http_loop_stop(worker->loop);
    http_loop_post(worker->daemon->loop, lifecycle_worker_drained, worker->daemon);
}

static void drain(void *context)
{
    struct worker *worker = context;
    spool_drain_stop(worker->spool_drain);
    http_server_drain(worker->server, atomic_load(&worker->daemon->drain_timeout_ms), on_drained,
                      worker);
}

void worker_post_drain(struct worker *worker)
{
    http_loop_post(worker->loop, drain, worker);
}

void worker_join(struct worker *worker)
{
    if (worker->has_thread) {
        pthread_join(worker->thread, NULL);
        worker->has_thread = false;
    }
}

void worker_clear(struct worker *worker)
{
    if (!worker->loop) {
        return;
    }
    store_pool_free(worker->pool);
    spool_drain_free(worker->spool_drain);
    keeper_free(worker->keeper);
    if (worker->server) {
        http_server_free(worker->server);
    }
    catalogue_loader_free(worker->loader);
    questions_free(worker->questions);
    tally_cache_free(worker->tallies);
    catalogue_unref(worker->catalogue);
    base_timer_free(http_loop_base(worker->loop), worker->heartbeat);
    http_loop_free(worker->loop);
    shared_keyring_unref(worker->keys);
}
