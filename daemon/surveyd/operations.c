/* The second listener: is it alive, can it serve, and what has it counted. */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "daemon.h"

static void respond_text(struct http_exchange *exchange, int status, const char *media_type,
                         struct base_text body)
{
    http_exchange_respond(exchange, &(struct http_response){
                                        .status = status, .media_type = media_type, .body = body});
}

static void show_health(struct http_exchange *exchange, void *context)
{
    (void)context;
    respond_text(exchange, 200, "text/plain; charset=utf-8", BASE_TEXT("alive\n"));
}

static bool database_ready(const struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->worker_count; i++) {
        const struct worker *worker = &daemon->workers[i];
        if (atomic_load(&store_pool_counters(worker->pool)->connections_ready) == 0 ||
            !atomic_load(&worker->catalogue_loaded)) {
            return false;
        }
    }
    return daemon->worker_count > 0;
}

static void show_readiness(struct http_exchange *exchange, void *context)
{
    const struct daemon *daemon = context;
    if (daemon->stopping) {
        respond_text(exchange, 503, "text/plain; charset=utf-8", BASE_TEXT("ending\n"));
    } else if (!database_ready(daemon)) {
        respond_text(exchange, 503, "text/plain; charset=utf-8",
                     BASE_TEXT("waiting for the database\n"));
    } else {
        respond_text(exchange, 200, "text/plain; charset=utf-8", BASE_TEXT("ready\n"));
    }
}

/* A figure that each worker counts: where it is in the worker, and how it is called outside. */
struct figure {
    const char *name, *labels, *type, *help;
    size_t offset;
};

#define HTTP_FIGURE(member)                                                                        \
    offsetof(struct worker, counters) + offsetof(struct http_counters, member)
#define SUBMISSION_FIGURE(member)                                                                  \
    offsetof(struct worker, submissions) + offsetof(struct submission_counters, member)

/* Rows of one name stand together: name and help are printed for the first. */
static const struct figure figures[] = {
    {"surveyd_connections_accepted_total", "", "counter", "Connections accepted.",
     HTTP_FIGURE(connections_accepted)},
    {"surveyd_connections_evicted_total", "", "counter",
     "Idle connections closed to make room for new ones.", HTTP_FIGURE(connections_evicted)},
    {"surveyd_connections_open", "", "gauge", "Connections open now.",
     HTTP_FIGURE(connections_open)},
    {"surveyd_tls_handshakes_failed_total", "", "counter", "TLS handshakes that failed.",
     HTTP_FIGURE(handshakes_failed)},
    {"surveyd_tls_handshakes_resumed_total", "", "counter",
     "TLS handshakes that resumed a session.", HTTP_FIGURE(handshakes_resumed)},
    {"surveyd_requests_total", "", "counter", "Requests read.", HTTP_FIGURE(requests)},
    {"surveyd_requests_malformed_total", "", "counter", "Requests refused by the strict reader.",
     HTTP_FIGURE(requests_malformed)},
    {"surveyd_deadlines_missed_total", "", "counter", "Connections cut at a deadline.",
     HTTP_FIGURE(deadlines_missed)},
    {"surveyd_responses_total", "class=\"2xx\"", "counter", "Responses by class of status.",
     HTTP_FIGURE(responses_by_class[2])},
    {"surveyd_responses_total", "class=\"3xx\"", "counter", "", HTTP_FIGURE(responses_by_class[3])},
    {"surveyd_responses_total", "class=\"4xx\"", "counter", "", HTTP_FIGURE(responses_by_class[4])},
    {"surveyd_responses_total", "class=\"5xx\"", "counter", "", HTTP_FIGURE(responses_by_class[5])},
    {"surveyd_submissions_accepted_total", "", "counter",
     "Submissions acknowledged as kept; equals stored.", SUBMISSION_FIGURE(accepted)},
    {"surveyd_submissions_stored_total", "", "counter", "Submissions committed in the database.",
     SUBMISSION_FIGURE(stored)},
    {"surveyd_submissions_not_stored_total", "reason=\"replayed\"", "counter",
     "Submissions that stored nothing, by reason.", SUBMISSION_FIGURE(replayed)},
    {"surveyd_submissions_not_stored_total", "reason=\"conflicting\"", "counter", "",
     SUBMISSION_FIGURE(conflicting)},
    {"surveyd_submissions_not_stored_total", "reason=\"invalid\"", "counter", "",
     SUBMISSION_FIGURE(invalid)},
    {"surveyd_submissions_not_stored_total", "reason=\"closed\"", "counter", "",
     SUBMISSION_FIGURE(closed)},
    {"surveyd_submissions_not_stored_total", "reason=\"declined\"", "counter", "",
     SUBMISSION_FIGURE(declined)},
    {"surveyd_submissions_not_stored_total", "reason=\"withdrawn\"", "counter", "",
     SUBMISSION_FIGURE(withdrawn)},
    {"surveyd_submissions_not_stored_total", "reason=\"unavailable\"", "counter", "",
     SUBMISSION_FIGURE(unavailable)},
    {"surveyd_form_steps_total", "", "counter",
     "Pages of forms turned without script, on the way to a submission.", SUBMISSION_FIGURE(steps)},
};

static const struct figure pool_figures[] = {
    {"surveyd_database_jobs_total", "", "counter", "Statements sent to PostgreSQL.",
     offsetof(struct store_pool_counters, jobs)},
    {"surveyd_database_jobs_failed_total", "", "counter", "Statements that failed.",
     offsetof(struct store_pool_counters, jobs_failed)},
    {"surveyd_database_batches_total", "", "counter",
     "Commits of submissions; stored / batches is the mean size of a shared commit.",
     offsetof(struct store_pool_counters, batches)},
    {"surveyd_database_reconnects_total", "", "counter", "Connections made again after a loss.",
     offsetof(struct store_pool_counters, reconnects)},
    {"surveyd_database_connections_ready", "", "gauge", "Connections to PostgreSQL that can work.",
     offsetof(struct store_pool_counters, connections_ready)},
    {"surveyd_database_queue_length", "", "gauge", "Requests that wait for PostgreSQL.",
     offsetof(struct store_pool_counters, queue_length)},
};

static uint64_t read_counter(const void *object, size_t offset)
{
    const _Atomic uint64_t *counter =
        (const _Atomic uint64_t *)(const void *)((const char *)object + offset);
    return atomic_load(counter);
}

static void add_figure(struct base_buffer *out, const struct figure *figure, bool is_first,
                       uint64_t value)
{
    if (is_first) {
        base_buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n", figure->name, figure->help,
                           figure->name, figure->type);
    }
    if (*figure->labels) {
        base_buffer_format(out, "%s{%s} %" PRIu64 "\n", figure->name, figure->labels, value);
    } else {
        base_buffer_format(out, "%s %" PRIu64 "\n", figure->name, value);
    }
}

static void add_gauge(struct base_buffer *out, const char *name, const char *help, int64_t value)
{
    base_buffer_format(out, "# HELP %s %s\n# TYPE %s gauge\n%s %" PRId64 "\n", name, help, name,
                       name, value);
}

static void add_process(struct base_buffer *out, struct daemon *daemon)
{
    base_buffer_format(out,
                       "# HELP surveyd_build_info The version that runs.\n"
                       "# TYPE surveyd_build_info gauge\n"
                       "surveyd_build_info{version=\"%s\"} 1\n",
                       SURVEYD_VERSION);
    add_gauge(out, "surveyd_ready", "1 if every worker can serve and reach the database.",
              !daemon->stopping && database_ready(daemon));
    add_gauge(out, "surveyd_workers", "Event loops that serve.", (int64_t)daemon->worker_count);
    add_gauge(out, "surveyd_uptime_seconds", "Seconds since the start.",
              (base_clock_monotonic_ms(daemon->clock) - daemon->started_ms) / 1000);
    add_gauge(out, "surveyd_certificate_expiry_timestamp_seconds",
              "When the first of the certificates expires.", http_tls_expires(daemon->tls));
    base_buffer_format(out,
                       "# HELP surveyd_reloads_failed_total Reloads that kept the old state.\n"
                       "# TYPE surveyd_reloads_failed_total counter\n"
                       "surveyd_reloads_failed_total %" PRIu64 "\n",
                       (uint64_t)atomic_load(&daemon->reloads_failed));
}

static void show_metrics(struct http_exchange *exchange, void *context)
{
    struct daemon *daemon = context;
    struct base_buffer out;
    base_buffer_init(&out, http_exchange_arena(exchange));
    add_process(&out, daemon);
    const char *last = "";
    for (size_t f = 0; f < sizeof figures / sizeof *figures; f++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < daemon->worker_count; i++) {
            sum += read_counter(&daemon->workers[i], figures[f].offset);
        }
        add_figure(&out, &figures[f], strcmp(last, figures[f].name) != 0, sum);
        last = figures[f].name;
    }
    for (size_t f = 0; f < sizeof pool_figures / sizeof *pool_figures; f++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < daemon->worker_count; i++) {
            sum +=
                read_counter(store_pool_counters(daemon->workers[i].pool), pool_figures[f].offset);
        }
        add_figure(&out, &pool_figures[f], true, sum);
    }
    respond_text(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", base_buffer_view(&out));
}

const struct http_route operations_routes[] = {
    {"healthz", HTTP_GET, "/healthz", show_health},
    {"readyz", HTTP_GET, "/readyz", show_readiness},
    {"metrics", HTTP_GET, "/metrics", show_metrics},
};
const size_t operations_route_count = sizeof operations_routes / sizeof *operations_routes;
