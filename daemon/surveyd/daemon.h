/*
 * surveyd: one process, one main loop, and one loop with its own thread for each worker.
 *
 * The main loop has the signals, the watchdog, the second listener and the keys; the workers serve
 * participants and researchers. What loops share is immutable (configuration, assets, TLS context,
 * keyring snapshots, all counted) or atomic (counters). Everything else hangs from one worker.
 */
#ifndef SURVEYD_DAEMON_H
#define SURVEYD_DAEMON_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/config.h"
#include "base/key.h"
#include "base/log.h"
#include "http/assets.h"
#include "http/server.h"
#include "pages/page.h"
#include "spool/spool.h"
#include "store/pool.h"

struct catalogue;
struct catalogue_loader;
struct keeper;
struct spool_drain;
struct questions;
struct standing;
struct tally_cache;

/* A keyring that several loops hold. */
struct shared_keyring {
    struct base_keyring *keyring;
    _Atomic unsigned references;
};

struct shared_keyring *shared_keyring_new(struct base_keyring *keyring);
struct shared_keyring *shared_keyring_ref(struct shared_keyring *shared);
void shared_keyring_unref(struct shared_keyring *shared);

/* What became of submissions, for /metrics. `accepted` counts what was acknowledged as kept for the
   first time: `stored` after the commit (201), `spooled` after it was on this host's disk (202), so
   accepted = stored + spooled. `drained` counts what came from there and was new to the database;
   `steps` pages of a form on the way to a submission, which are none. `turn` is odd while the first
   three are being changed, by the worker alone. */
struct submission_counters {
    _Atomic uint64_t turn;
    _Atomic uint64_t accepted, stored, spooled, drained, replayed, conflicting, invalid, closed,
        unavailable, declined, withdrawn, steps;
};

struct worker {
    struct daemon *daemon;
    size_t index;
    pthread_t thread;
    bool has_thread;
    struct http_loop *loop;
    struct http_server *server;
    struct store_pool *pool;
    struct shared_keyring *keys;
    struct catalogue *catalogue; /* NULL until the database has been read, or a copy of it */
    struct catalogue_loader *loader;
    struct questions *questions;
    struct tally_cache *tallies;
    struct keeper *keeper;
    struct spool_drain *spool_drain; /* of the first worker, where there is a spool */
    struct base_timer *heartbeat;
    _Atomic int64_t last_beat_ms;
    _Atomic bool catalogue_loaded;
    struct http_counters counters;
    struct submission_counters submissions;
};

struct daemon {
    struct base_arena *arena; /* of the configuration that is in force */
    struct base_config config;
    const char *config_path;
    struct base_log *log;
    const struct base_clock *clock;
    struct http_loop *loop;
    struct http_tls *tls;
    struct http_assets *assets;
    struct pages_site site;
    struct spool *spool;        /* NULL: spool.spool is off; set while workers run */
    _Atomic bool spool_refuses; /* full, or its disk failed, when it was last tried */
    _Atomic bool spool_in_use;  /* it was not empty when that was last noticed */
    struct standing *standing;  /* NULL: there is no spool; see standing.h */
    struct shared_keyring *keys;
    uint64_t keys_stamp;              /* of the folder when it was read; 0: read it again */
    struct base_failure keys_failure; /* the last one that was logged; text "": none since */
    struct base_timer *keys_timer;
    struct base_timer *watchdog;
    int64_t watchdog_ms; /* 0: not asked for */
    int listener, operations_listener;
    struct http_server *operations;
    struct http_counters operations_counters;
    size_t worker_count;
    struct worker *workers;
    size_t workers_draining;
    bool stopping;
    int64_t started_ms;
    _Atomic uint64_t reloads_failed;
    _Atomic int64_t drain_timeout_ms; /* read by the workers, changed by a reload */
};

/* worker.c: sets a worker up (on the caller's thread), starts its thread, and the messages that the
   main loop may post to it. */
BASE_MUST_CHECK enum base_status worker_init(struct worker *worker, struct daemon *daemon,
                                             size_t index, struct base_failure *reterr);
BASE_MUST_CHECK enum base_status worker_start(struct worker *worker, struct base_failure *reterr);
void worker_post_tls(struct worker *worker, struct http_tls *tls);
void worker_post_limits(struct worker *worker);
void worker_post_keys(struct worker *worker, struct shared_keyring *keys);
void worker_post_drain(struct worker *worker);
void worker_join(struct worker *worker);
void worker_clear(struct worker *worker);

/* lifecycle.c: what the main loop does. */
BASE_MUST_CHECK enum base_status lifecycle_start(struct daemon *daemon,
                                                 struct base_failure *reterr);
void lifecycle_run(struct daemon *daemon);
void lifecycle_worker_drained(void *daemon);
/* Lowers the configured number of connections when the system does not allow so many. */
void lifecycle_raise_descriptor_limit(struct daemon *daemon);
void lifecycle_clear(struct daemon *daemon);

/* reload.c: the keys, and what SIGHUP asks for. */
BASE_MUST_CHECK enum base_status reload_tls(const struct base_config *config,
                                            const struct base_clock *clock,
                                            struct http_tls **ret_tls, struct base_failure *reterr);
enum base_log_level reload_log_level(const char *word);
void reload_everything(struct daemon *daemon);
void reload_keys_if_changed(void *daemon);

/* spool_start.c: the key and the folder, for --check-config and before a start; STATUS_CONFIG says
   how to mend what is wrong. Does nothing where spool.spool is off. */
BASE_MUST_CHECK enum base_status spool_start_check(const struct base_config *config,
                                                   struct base_failure *reterr);
/* Opens daemon->spool, unless it is off. */
BASE_MUST_CHECK enum base_status spool_start(struct daemon *daemon, struct base_failure *reterr);

/* Something has been kept; on any thread. */
void spool_note_kept(struct daemon *daemon);

/* routes.c */
extern const struct http_route daemon_routes[];
extern const size_t daemon_route_count;

/* operations.c */
extern const struct http_route operations_routes[];
extern const size_t operations_route_count;

/* notify.c: what systemd hears. Does nothing when the daemon was not started by systemd. */
void notify_ready(void);
void notify_reloading(void);
void notify_stopping(void);
void notify_watchdog(void);
int64_t notify_watchdog_interval_ms(void);

#endif
