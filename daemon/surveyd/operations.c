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

enum readiness { NOT_READY, READY_WITH_SPOOL, READY };

/* Every worker knows the programmes, and either reaches the database or has where to keep answers.
 */
static enum readiness readiness_of(const struct daemon *daemon)
{
    bool reaches_database = true;
    for (size_t i = 0; i < daemon->worker_count; i++) {
        const struct worker *worker = &daemon->workers[i];
        if (!atomic_load(&worker->catalogue_loaded)) {
            return NOT_READY;
        }
        reaches_database &= atomic_load(&store_pool_counters(worker->pool)->connections_ready) > 0;
    }
    if (reaches_database) {
        return daemon->worker_count > 0 ? READY : NOT_READY;
    }
    return daemon->spool && !atomic_load(&daemon->spool_refuses) ? READY_WITH_SPOOL : NOT_READY;
}

static void show_readiness(struct http_exchange *exchange, void *context)
{
    const struct daemon *daemon = context;
    static const struct {
        int status;
        struct base_text text;
    } answers[] = {
        [NOT_READY] = {503, BASE_TEXT("waiting for the database\n")},
        [READY_WITH_SPOOL] = {200,
                              BASE_TEXT("ready; the database is away, answers are kept here\n")},
        [READY] = {200, BASE_TEXT("ready\n")},
    };
    if (daemon->stopping) {
        respond_text(exchange, 503, "text/plain; charset=utf-8", BASE_TEXT("ending\n"));
        return;
    }
    enum readiness readiness = readiness_of(daemon);
    respond_text(exchange, answers[readiness].status, "text/plain; charset=utf-8",
                 answers[readiness].text);
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
    {"surveyd_submissions_drained_total", "", "counter",
     "Submissions that the database got from this host's disk, and did not have.",
     SUBMISSION_FIGURE(drained)},
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

/* A figure without labels. */
static void add_alone(struct base_buffer *out, const char *name, const char *type, const char *help,
                      uint64_t value)
{
    add_figure(out, &(struct figure){.name = name, .labels = "", .type = type, .help = help}, true,
               value);
}

/* What was acknowledged, and where it was then: the three belong together at any moment. */
static void add_accepted(struct base_buffer *out, struct daemon *daemon)
{
    uint64_t accepted = 0, stored = 0, spooled = 0;
    for (size_t i = 0; i < daemon->worker_count; i++) {
        struct submission_counters *counters = &daemon->workers[i].submissions;
        uint64_t before, together[3];
        do {
            before = atomic_load(&counters->turn);
            together[0] = atomic_load(&counters->accepted);
            together[1] = atomic_load(&counters->stored);
            together[2] = atomic_load(&counters->spooled);
        } while (before % 2 != 0 || atomic_load(&counters->turn) != before);
        accepted += together[0];
        stored += together[1];
        spooled += together[2];
    }
    add_alone(out, "surveyd_submissions_accepted_total", "counter",
              "Submissions acknowledged as kept for the first time; equals stored + spooled.",
              accepted);
    add_alone(out, "surveyd_submissions_stored_total", "counter",
              "Submissions acknowledged after their commit in the database.", stored);
    add_alone(out, "surveyd_submissions_spooled_total", "counter",
              "Submissions acknowledged when they were on this host's disk, before the database "
              "had them.",
              spooled);
}

static void add_spool(struct base_buffer *out, struct daemon *daemon)
{
    struct spool_figures spool = {0};
    if (daemon->spool) {
        spool_snapshot(daemon->spool, &spool);
    }
    add_alone(out, "surveyd_spool_recovered_total", "counter",
              "Records found in the spool at the start; recovered + spooled = settled + refused + "
              "damaged + pending.",
              spool.recovered);
    add_alone(out, "surveyd_spool_spooled_total", "counter", "Records written to the spool.",
              spool.spooled);
    add_alone(out, "surveyd_spool_settled_total", "counter",
              "Records of the spool that the database has.", spool.settled);
    add_alone(out, "surveyd_spool_refused_total", "counter",
              "Records that the database did not take; they are in quarantine.", spool.refused);
    add_alone(out, "surveyd_spool_damaged_total", "counter",
              "Records that could not be read back; they are in quarantine.", spool.damaged);
    add_alone(out, "surveyd_spool_pending", "gauge", "Records that wait for the database.",
              spool.pending);
    add_alone(out, "surveyd_spool_quarantined", "gauge", "Files in the spool's quarantine.",
              spool.quarantined);
    add_alone(out, "surveyd_spool_bytes", "gauge", "What the spool takes on its disk.",
              spool.bytes);
    add_alone(out, "surveyd_spool_full_total", "counter",
              "Records that were turned away: the spool or its disk was full.", spool.full);
    add_alone(out, "surveyd_spool_disk_failures_total", "counter",
              "Failures of writing to the spool's disk.", spool.sync_failures);
}

static void add_process(struct base_buffer *out, struct daemon *daemon)
{
    base_buffer_format(out,
                       "# HELP surveyd_build_info The version that runs.\n"
                       "# TYPE surveyd_build_info gauge\n"
                       "surveyd_build_info{version=\"%s\"} 1\n",
                       SURVEYD_VERSION);
    add_gauge(out, "surveyd_ready",
              "1 if every worker can serve and has where to keep answers: the database, or the "
              "spool.",
              !daemon->stopping && readiness_of(daemon) != NOT_READY);
    add_gauge(out, "surveyd_database_reached", "1 if every worker reaches the database.",
              !daemon->stopping && readiness_of(daemon) == READY);
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
    add_accepted(&out, daemon);
    add_spool(&out, daemon);
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
