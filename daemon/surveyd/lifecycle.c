/* The main loop: start, watch, drain, end. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "daemon.h"
#include "pages/assets.h"
#include "standing.h"

/* A worker whose loop has not turned for this long is stuck, and the watchdog must see it. */
#define HEARTBEAT_LIMIT_MS 10000

/* Monitoring needs few, and whoever reaches the second listener must not take the descriptors of
   participants. */
#define OPERATIONS_CONNECTIONS 64

/* A loop's own: events, wake-up, listener and one to spare. */
#define LOOP_DESCRIPTORS 4

/* Listeners, the log, files that are open for a moment, what libraries hold. */
#define OTHER_DESCRIPTORS 64

/* Sockets that systemd passes: one called "operations" is the second listener's. */
static void take_activated_sockets(struct daemon *daemon)
{
    char **names = NULL;
    int count = sd_listen_fds_with_names(1, &names);
    for (int i = 0; i < count; i++) {
        int descriptor = SD_LISTEN_FDS_START + i;
        int flags = fcntl(descriptor, F_GETFL);
        fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
        if (names && names[i] && strstr(names[i], "operations")) {
            daemon->operations_listener = descriptor;
        } else if (daemon->listener < 0) {
            daemon->listener = descriptor;
        } else {
            close(descriptor);
        }
        free(names[i]);
    }
    free(names);
}

static enum base_status open_listeners(struct daemon *daemon, struct base_failure *reterr)
{
    take_activated_sockets(daemon);
    if (daemon->listener < 0) {
        enum base_status status =
            http_listen(daemon->config.server_listen, &daemon->listener, reterr);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (daemon->operations_listener < 0) {
        return http_listen(daemon->config.operations_listen, &daemon->operations_listener, reterr);
    }
    return STATUS_OK;
}

static size_t workers_wanted(const struct daemon *daemon)
{
    if (daemon->config.server_workers > 0) {
        return (size_t)daemon->config.server_workers;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (size_t)cores : 1;
}

/* What must not lack because participants are many: without a descriptor a lost connection to
   PostgreSQL could not be made again. */
static rlim_t reserved_descriptors(const struct daemon *daemon)
{
    size_t each = (size_t)daemon->config.database_connections + LOOP_DESCRIPTORS;
    return workers_wanted(daemon) * each + OPERATIONS_CONNECTIONS + OTHER_DESCRIPTORS;
}

void lifecycle_raise_descriptor_limit(struct daemon *daemon)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    rlim_t reserved = reserved_descriptors(daemon);
    rlim_t wanted = (rlim_t)daemon->config.server_connections + reserved;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
        getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < wanted) {
        bool enough = limit.rlim_cur / 2 > reserved;
        daemon->config.server_connections =
            (int64_t)(enough ? limit.rlim_cur - reserved : limit.rlim_cur / 2);
        base_log_event(daemon->log, BASE_LOG_WARNING,
                       "fewer connections than configured: raise LimitNOFILE",
                       base_log_number("connections", daemon->config.server_connections));
    }
}

static void prepare_assets(struct daemon *daemon)
{
    size_t count = 0;
    const struct pages_asset *embedded = pages_assets(&count);
    struct http_asset *list = base_arena_array(daemon->arena, struct http_asset, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct http_asset){.name = embedded[i].name,
                                      .media_type = embedded[i].media_type,
                                      .bytes = embedded[i].bytes};
    }
    daemon->assets = http_assets_new(list, count);
    daemon->site = (struct pages_site){
        .survey_css = http_assets_url(daemon->assets, "survey.css"),
        .survey_js = http_assets_url(daemon->assets, "survey.js"),
        .report_css = http_assets_url(daemon->assets, "report.css"),
        .room_css = http_assets_url(daemon->assets, "room.css"),
        .room_js = http_assets_url(daemon->assets, "room.js"),
        .icon = http_assets_url(daemon->assets, "icon.svg"),
    };
}

static void stop(struct daemon *daemon)
{
    if (daemon->stopping) {
        base_log_event(daemon->log, BASE_LOG_WARNING, "told to end a second time: ending at once",
                       base_log_number("workers", daemon->workers_draining));
        _exit(0);
    }
    daemon->stopping = true;
    base_timer_clear(http_loop_base(daemon->loop), daemon->keys_timer);
    notify_stopping();
    base_log_event(daemon->log, BASE_LOG_NOTICE, "ending after the requests under way",
                   base_log_number("workers", daemon->worker_count));
    daemon->workers_draining = daemon->worker_count;
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_post_drain(&daemon->workers[i]);
    }
}

static void on_operations_drained(void *context)
{
    struct daemon *daemon = context;
    http_loop_stop(daemon->loop);
}

void lifecycle_worker_drained(void *context)
{
    struct daemon *daemon = context;
    if (--daemon->workers_draining == 0) {
        http_server_drain(daemon->operations, 1000, on_operations_drained, daemon);
    }
}

static void on_signal(int signal_number, void *context)
{
    struct daemon *daemon = context;
    if (signal_number != SIGHUP) {
        stop(daemon);
    } else if (!daemon->stopping) { /* a loop that has ended takes nothing over any more */
        reload_everything(daemon);
    }
}

static bool workers_alive(const struct daemon *daemon)
{
    int64_t now_ms = base_clock_monotonic_ms(daemon->clock);
    for (size_t i = 0; i < daemon->worker_count; i++) {
        if (now_ms - atomic_load(&daemon->workers[i].last_beat_ms) > HEARTBEAT_LIMIT_MS) {
            return false;
        }
    }
    return true;
}

/* Only fed while every loop turns, so that systemd restarts a daemon of which one loop hangs. */
static void on_watchdog(void *context)
{
    struct daemon *daemon = context;
    if (daemon->stopping || workers_alive(daemon)) {
        notify_watchdog();
    }
    base_timer_set(http_loop_base(daemon->loop), daemon->watchdog, daemon->watchdog_ms / 3);
}

static enum base_status start_operations(struct daemon *daemon, struct base_failure *reterr)
{
    struct http_limits limits = http_limits_default;
    limits.connections = OPERATIONS_CONNECTIONS;
    return http_server_new(
        &(struct http_server_options){
            .loop = daemon->loop,
            .listener = daemon->operations_listener,
            .limits = limits,
            .routes = operations_routes,
            .route_count = operations_route_count,
            .context = daemon,
            .counters = &daemon->operations_counters,
            .clock = daemon->clock,
        },
        &daemon->operations, reterr);
}

static enum base_status start_workers(struct daemon *daemon, struct base_failure *reterr)
{
    size_t wanted = workers_wanted(daemon);
    daemon->workers = calloc(wanted, sizeof *daemon->workers);
    if (!daemon->workers) {
        abort();
    }
    daemon->worker_count = wanted;
    enum base_status status = STATUS_OK;
    for (size_t i = 0; i < wanted && status == STATUS_OK; i++) {
        status = worker_init(&daemon->workers[i], daemon, i, reterr);
    }
    for (size_t i = 0; i < wanted && status == STATUS_OK; i++) {
        status = worker_start(&daemon->workers[i], reterr);
    }
    return status;
}

enum base_status lifecycle_start(struct daemon *daemon, struct base_failure *reterr)
{
    daemon->started_ms = base_clock_monotonic_ms(daemon->clock);
    daemon->loop = http_loop_new();
    lifecycle_raise_descriptor_limit(daemon);
    atomic_store(&daemon->drain_timeout_ms, daemon->config.server_drain_timeout_ms);
    prepare_assets(daemon);
    enum base_status status = open_listeners(daemon, reterr);
    if (status == STATUS_OK) {
        status = start_operations(daemon, reterr);
    }
    if (status == STATUS_OK) {
        status = spool_start(daemon, reterr);
    }
    if (status == STATUS_OK) {
        daemon->standing = standing_new(daemon);
        status = start_workers(daemon, reterr);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct base_loop *loop = http_loop_base(daemon->loop);
    daemon->keys_timer = base_timer_new(loop, reload_keys_if_changed, daemon);
    reload_keys_if_changed(daemon);
    daemon->watchdog_ms = notify_watchdog_interval_ms();
    daemon->watchdog = base_timer_new(loop, on_watchdog, daemon);
    if (daemon->watchdog_ms > 0) {
        base_timer_set(loop, daemon->watchdog, daemon->watchdog_ms / 3);
    }
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        http_loop_on_signal(daemon->loop, signals[i], on_signal, daemon);
    }
    return STATUS_OK;
}

void lifecycle_run(struct daemon *daemon)
{
    base_log_event(daemon->log, BASE_LOG_NOTICE, "serving",
                   base_log_text("version", SURVEYD_VERSION),
                   base_log_number("port", http_listener_port(daemon->listener)),
                   base_log_number("workers", daemon->worker_count));
    notify_ready();
    http_loop_run(daemon->loop);
    base_log_event(
        daemon->log, BASE_LOG_NOTICE, "ended",
        base_log_number("uptime_s",
                        (base_clock_monotonic_ms(daemon->clock) - daemon->started_ms) / 1000));
}

void lifecycle_clear(struct daemon *daemon)
{
    for (size_t i = 0; i < daemon->worker_count; i++) {
        if (daemon->workers[i].has_thread && !daemon->stopping) {
            worker_post_drain(&daemon->workers[i]); /* the start failed after this one had begun */
        }
    }
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_join(&daemon->workers[i]);
    }
    standing_flush(daemon->standing);
    if (daemon->spool) {
        /* While the loops are there that it posts to. */
        spool_close(daemon->spool);
        daemon->spool = NULL;
    }
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_clear(&daemon->workers[i]);
    }
    free(daemon->workers);
    standing_free(daemon->standing);
    if (daemon->operations) {
        http_server_free(daemon->operations);
    }
    if (daemon->loop) {
        base_timer_free(http_loop_base(daemon->loop), daemon->keys_timer);
        base_timer_free(http_loop_base(daemon->loop), daemon->watchdog);
        http_loop_free(daemon->loop);
    }
    if (daemon->listener >= 0) {
        close(daemon->listener);
    }
    if (daemon->operations_listener >= 0) {
        close(daemon->operations_listener);
    }
    http_assets_free(daemon->assets);
    http_tls_unref(daemon->tls);
    shared_keyring_unref(daemon->keys);
    base_log_free(daemon->log);
    base_arena_free(daemon->arena);
}
