/* Opening the spool: its key, its folder, and what of it goes to the log. */
#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"

#define MEBIBYTE ((uint64_t)1 << 20)

/* Answers that wait for the disk: far more than a room sends while one fdatasync runs. */
#define QUEUE_BYTES (32 * MEBIBYTE)

static bool is_on(const struct base_config *config)
{
    return strcmp(config->spool_spool, "on") == 0;
}

static enum base_status read_key(const struct base_config *config, struct base_key *ret_key,
                                 struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *path = base_config_spool_key_path(arena, config);
    enum base_status status = base_key_file_read(path, ret_key, reterr);
    if (status == STATUS_NOT_FOUND) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: the spool has no key; make it with `surveyctl spool key`, or "
                                "set spool = off in [spool]",
                                path);
    }
    return status;
}

static enum base_status check_folder(const char *directory, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const int rights = R_OK | W_OK | X_OK;
    if (access(directory, rights) == 0) {
        return STATUS_OK;
    }
    if (errno == ENOENT && access(dirname(base_arena_string(arena, directory)), rights) == 0) {
        return STATUS_OK; /* it is made at the start */
    }
    return base_failure_set(reterr, STATUS_CONFIG,
                            "%s: surveyd cannot keep answers there (%s); make it with install -d "
                            "-m 700 -o surveyd, name another folder in [spool], or set spool = off",
                            directory, strerror(errno));
}

enum base_status spool_start_check(const struct base_config *config, struct base_failure *reterr)
{
    struct base_key key;
    if (!is_on(config)) {
        return STATUS_OK;
    }
    enum base_status status = read_key(config, &key, reterr);
    explicit_bzero(&key, sizeof key);
    return status == STATUS_OK ? check_folder(config->spool_directory, reterr) : status;
}

void spool_note_kept(struct daemon *daemon)
{
    atomic_store(&daemon->spool_refuses, false);
    if (!atomic_exchange(&daemon->spool_in_use, true)) {
        base_log_event(
            daemon->log, BASE_LOG_NOTICE,
            "keeping answers in the spool until PostgreSQL takes them",
            base_log_number("pending", atomic_load(&spool_counters(daemon->spool)->pending)));
    }
}

/* What /readyz and the log need to know besides. */
static void note_event(struct daemon *daemon, enum spool_event_kind kind)
{
    if (kind == SPOOL_EVENT_FULL || kind == SPOOL_EVENT_SYNC_FAILED) {
        atomic_store(&daemon->spool_refuses, true);
    } else if (kind == SPOOL_EVENT_EMPTIED) {
        atomic_store(&daemon->spool_refuses, false);
        atomic_store(&daemon->spool_in_use, false);
    } else if (kind == SPOOL_EVENT_RECOVERED) {
        atomic_store(&daemon->spool_in_use, true);
    }
}

/* On any thread. */
static void on_event(const struct spool_event *event, void *context)
{
    struct daemon *daemon = context;
    note_event(daemon, event->kind);
    static const struct {
        enum base_log_level level;
        const char *message;
    } events[] = {
        [SPOOL_EVENT_RECOVERED] = {BASE_LOG_NOTICE, "answers of before wait in the spool"},
        [SPOOL_EVENT_QUARANTINED] = {BASE_LOG_ERROR, "part of the spool went to its quarantine"},
        [SPOOL_EVENT_FULL] = {BASE_LOG_ERROR, "the spool is full"},
        [SPOOL_EVENT_SYNC_FAILED] = {BASE_LOG_ERROR, "the spool's disk failed"},
        [SPOOL_EVENT_EMPTIED] = {BASE_LOG_NOTICE, "the spool is empty: everything is stored"},
        [SPOOL_EVENT_UNREADABLE] = {BASE_LOG_ERROR, "a file of the spool cannot be read"},
    };
    base_log_event(daemon->log, events[event->kind].level, events[event->kind].message,
                   base_log_number("number", event->number), base_log_text("file", event->text));
}

enum base_status spool_start(struct daemon *daemon, struct base_failure *reterr)
{
    const struct base_config *config = &daemon->config;
    if (!is_on(config)) {
        return STATUS_OK;
    }
    struct spool_options options = {
        .directory = config->spool_directory,
        .segment_bytes = (uint64_t)config->spool_segment_mb * MEBIBYTE,
        .limit_bytes = (uint64_t)config->spool_limit_mb * MEBIBYTE,
        .reserve_bytes = (uint64_t)config->spool_reserve_mb * MEBIBYTE,
        .queue_bytes = QUEUE_BYTES,
        .observe = on_event,
        .context = daemon,
    };
    enum base_status status = read_key(config, &options.key, reterr);
    if (status == STATUS_OK) {
        status = spool_open(&options, &daemon->spool, reterr);
    }
    explicit_bzero(&options.key, sizeof options.key);
    return status;
}
