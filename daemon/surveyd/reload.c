/* What changes while the daemon runs: certificates, log level, and the keys of programmes. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon.h"

#define KEYS_CHECK_MS 1000

struct shared_keyring *shared_keyring_new(struct base_keyring *keyring)
{
    struct shared_keyring *shared = calloc(1, sizeof *shared);
    if (!shared) {
        abort();
    }
    shared->keyring = keyring;
    atomic_init(&shared->references, 1);
    return shared;
}

struct shared_keyring *shared_keyring_ref(struct shared_keyring *shared)
{
    atomic_fetch_add(&shared->references, 1);
    return shared;
}

void shared_keyring_unref(struct shared_keyring *shared)
{
    if (shared && atomic_fetch_sub(&shared->references, 1) == 1) {
        base_keyring_free(shared->keyring);
        free(shared);
    }
}

enum base_status reload_tls(const struct base_config *config, const struct base_clock *clock,
                            struct http_tls **ret_tls, struct base_failure *reterr)
{
    struct http_tls_files files = {.certificate = config->tls_certificate,
                                   .key = config->tls_key,
                                   .second_certificate = config->tls_second_certificate,
                                   .second_key = config->tls_second_key};
    return http_tls_load(&files, base_clock_wall_seconds(clock), ret_tls, reterr);
}

enum base_log_level reload_log_level(const char *word)
{
    static const char *const words[] = {"error", "warning", "notice", "info", "debug"};
    for (int i = 0; i < 5; i++) {
        if (strcmp(words[i], word) == 0) {
            return (enum base_log_level)(BASE_LOG_ERROR + i);
        }
    }
    return BASE_LOG_INFO;
}

/* Deadlines, the number of connections and the log level are taken over; what sockets, threads and
   connections to the database were made with is not. */
static void take_over(struct daemon *daemon, const struct base_config *config)
{
    daemon->config.server_connections = config->server_connections;
    daemon->config.server_handshake_timeout_ms = config->server_handshake_timeout_ms;
    daemon->config.server_request_timeout_ms = config->server_request_timeout_ms;
    daemon->config.server_idle_timeout_ms = config->server_idle_timeout_ms;
    daemon->config.server_write_timeout_ms = config->server_write_timeout_ms;
    atomic_store(&daemon->drain_timeout_ms, config->server_drain_timeout_ms);
    daemon->config.server_drain_timeout_ms = config->server_drain_timeout_ms;
    lifecycle_raise_descriptor_limit(daemon);
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_post_limits(&daemon->workers[i]);
    }
    base_log_set_level(daemon->log, reload_log_level(config->log_level));
}

/* Which of the settings that need a restart differ from those in force. */
static const char *need_restart(struct base_arena *arena, const struct base_config *now,
                                const struct base_config *wanted)
{
    struct base_buffer names;
    base_buffer_init(&names, arena);
    const struct {
        const char *name;
        bool differs;
    } settings[] = {
        {"server.listen", strcmp(now->server_listen, wanted->server_listen) != 0},
        {"server.public-url", strcmp(now->server_public_url, wanted->server_public_url) != 0},
        {"server.workers", now->server_workers != wanted->server_workers},
        {"operations.listen", strcmp(now->operations_listen, wanted->operations_listen) != 0},
        {"database.daemon", strcmp(now->database_daemon, wanted->database_daemon) != 0},
        {"database.connections", now->database_connections != wanted->database_connections},
        {"database.timeout-ms", now->database_timeout_ms != wanted->database_timeout_ms},
        {"database.queue", now->database_queue != wanted->database_queue},
        {"database.batch", now->database_batch != wanted->database_batch},
        {"database.unsafe-durability",
         strcmp(now->database_unsafe_durability, wanted->database_unsafe_durability) != 0},
        {"keys.directory", strcmp(now->keys_directory, wanted->keys_directory) != 0},
        {"spool.spool", strcmp(now->spool_spool, wanted->spool_spool) != 0},
        {"spool.directory", strcmp(now->spool_directory, wanted->spool_directory) != 0},
        {"spool.key", strcmp(now->spool_key, wanted->spool_key) != 0},
        {"spool.segment-mb", now->spool_segment_mb != wanted->spool_segment_mb},
        {"spool.limit-mb", now->spool_limit_mb != wanted->spool_limit_mb},
        {"spool.reserve-mb", now->spool_reserve_mb != wanted->spool_reserve_mb},
        {"spool.after-ms", now->spool_after_ms != wanted->spool_after_ms},
        {"log.format", strcmp(now->log_format, wanted->log_format) != 0},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (settings[i].differs) {
            base_buffer_format(&names, "%s%s", names.length ? " " : "", settings[i].name);
        }
    }
    return names.length ? names.data : "none";
}

/* Everything new is built and checked before anything old is let go. */
void reload_everything(struct daemon *daemon)
{
    notify_reloading();
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    const char *errors = NULL;
    struct base_failure failure = {.text = ""};
    struct http_tls *tls = NULL;
    enum base_status status = base_config_read(arena, daemon->config_path, &config, &errors);
    if (status == STATUS_OK) {
        status = reload_tls(&config, daemon->clock, &tls, &failure);
    }
    if (status != STATUS_OK) {
        atomic_fetch_add(&daemon->reloads_failed, 1);
        base_log_event(daemon->log, BASE_LOG_ERROR,
                       "the reload failed; what was in force stays in force",
                       base_log_text("reason", errors ? errors : failure.text));
        notify_ready();
        return;
    }
    http_tls_unref(daemon->tls);
    daemon->tls = tls;
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_post_tls(&daemon->workers[i], tls);
    }
    take_over(daemon, &config);
    daemon->keys_stamp = 0;
    daemon->keys_failure.text[0] = '\0';
    reload_keys_if_changed(daemon);
    base_log_event(daemon->log, BASE_LOG_NOTICE, "reloaded",
                   base_log_text("needs_restart", need_restart(arena, &daemon->config, &config)),
                   base_log_number("certificate_expires", http_tls_expires(tls)));
    notify_ready();
}

/* File times are as coarse as the kernel's tick: what was changed just now may change again without
   a trace. */
#define KEYS_SETTLED_S 2

static void mix(uint64_t *stamp, const struct stat *facts)
{
    const uint64_t parts[] = {facts->st_ino, (uint64_t)facts->st_ctim.tv_sec,
                              (uint64_t)facts->st_ctim.tv_nsec};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        *stamp = (*stamp ^ parts[i]) * 0x9e3779b97f4a7c15U;
        *stamp ^= *stamp >> 29;
    }
}

/* Changes of the folder or of a programme's folder show in their times. 0: it changed just now. */
static uint64_t stamp_of(const char *directory, int64_t now)
{
    struct stat facts;
    if (stat(directory, &facts) != 0) {
        return 1;
    }
    uint64_t stamp = 1;
    time_t youngest = facts.st_ctim.tv_sec;
    mix(&stamp, &facts);
    DIR *folder = opendir(directory);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] != '.' && fstatat(dirfd(folder), entry->d_name, &facts, 0) == 0) {
            mix(&stamp, &facts);
            youngest = facts.st_ctim.tv_sec > youngest ? facts.st_ctim.tv_sec : youngest;
        }
    }
    if (folder) {
        closedir(folder);
    }
    bool settled = now < youngest || now - youngest >= KEYS_SETTLED_S;
    return settled ? stamp : 0;
}

/* What mends a key, a chmod of its file, does not show in the folder's times: so the next look
   reads again, but the log hears of each trouble once. */
static void note_unreadable(struct daemon *daemon, const struct base_failure *failure)
{
    daemon->keys_stamp = 0;
    if (strcmp(daemon->keys_failure.text, failure->text) == 0) {
        return;
    }
    daemon->keys_failure = *failure;
    base_log_event(daemon->log, BASE_LOG_ERROR,
                   "the keys cannot be read; those in force stay in force",
                   base_log_text("reason", failure->text));
}

/* Runs on the main loop, which serves no participant: reading a few small files may block it. */
void reload_keys_if_changed(void *context)
{
    struct daemon *daemon = context;
    base_timer_set(http_loop_base(daemon->loop), daemon->keys_timer, KEYS_CHECK_MS);
    uint64_t stamp =
        stamp_of(daemon->config.keys_directory, base_clock_wall_seconds(daemon->clock));
    if (stamp != 0 && stamp == daemon->keys_stamp) {
        return;
    }
    struct base_keyring *keyring = NULL;
    struct base_failure failure = {.text = ""};
    if (base_keyring_read(daemon->config.keys_directory, &keyring, &failure) != STATUS_OK) {
        note_unreadable(daemon, &failure);
        return;
    }
    daemon->keys_stamp = stamp;
    daemon->keys_failure.text[0] = '\0';
    shared_keyring_unref(daemon->keys);
    daemon->keys = shared_keyring_new(keyring);
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_post_keys(&daemon->workers[i], daemon->keys);
    }
}
