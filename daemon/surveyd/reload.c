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
    base_log_set_level(daemon->log, reload_log_level(config.log_level));
    daemon->keys_stamp = 0;
    reload_keys_if_changed(daemon);
    base_log_event(daemon->log, BASE_LOG_NOTICE,
                   "reloaded certificates, keys and log level; other settings need a restart",
                   base_log_number("certificate_expires", http_tls_expires(tls)));
    notify_ready();
}

/* Changes of the folder or of a programme's folder show in their modification times. */
static int64_t stamp_of(const char *directory)
{
    struct stat facts;
    if (stat(directory, &facts) != 0) {
        return 1;
    }
    int64_t stamp = (int64_t)facts.st_mtim.tv_sec * 1000000007 + facts.st_mtim.tv_nsec;
    DIR *folder = opendir(directory);
    if (!folder) {
        return stamp;
    }
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] != '.' && fstatat(dirfd(folder), entry->d_name, &facts, 0) == 0) {
            stamp += (int64_t)facts.st_mtim.tv_sec * 31 + facts.st_mtim.tv_nsec + 1;
        }
    }
    closedir(folder);
    return stamp;
}

/* Runs on the main loop, which serves no participant: reading a few small files may block it. */
void reload_keys_if_changed(void *context)
{
    struct daemon *daemon = context;
    base_timer_set(http_loop_base(daemon->loop), daemon->keys_timer, KEYS_CHECK_MS);
    int64_t stamp = stamp_of(daemon->config.keys_directory);
    if (stamp == daemon->keys_stamp) {
        return;
    }
    daemon->keys_stamp = stamp;
    struct base_keyring *keyring = NULL;
    struct base_failure failure;
    if (base_keyring_read(daemon->config.keys_directory, &keyring, &failure) != STATUS_OK) {
        base_log_event(daemon->log, BASE_LOG_ERROR,
                       "the keys cannot be read; those in force stay in force",
                       base_log_text("reason", failure.text));
        return;
    }
    shared_keyring_unref(daemon->keys);
    daemon->keys = shared_keyring_new(keyring);
    for (size_t i = 0; i < daemon->worker_count; i++) {
        worker_post_keys(&daemon->workers[i], daemon->keys);
    }
}
