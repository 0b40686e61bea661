/*
 * One connection to PostgreSQL as a state machine over asynchronous libpq in pipeline mode.
 *
 *   WAITING     no libpq connection; the back-off timer runs
 *   CONNECTING  libpq connects; own deadline, because libpq has none when asynchronous
 *   PREPARING   the server's settings are asked for and all statements prepared, in one pipeline
 *   READY       takes jobs
 *   DRAINING    takes no new job; replaced when the jobs in flight have ended
 *
 * Every job is one statement and one Sync: one transaction. A job has ended when its Sync has come
 * back, not when its result has: PostgreSQL commits at the Sync, and a commit can fail.
 * A broken connection is never reset in place (that would lose pipeline mode and the prepared
 * statements): it is finished, and a new one is made.
 * Only the functions of `owner` are called back, and only they; none of them may free the
 * connection.
 */
#ifndef SURVEYD_STORE_CONNECTION_H
#define SURVEYD_STORE_CONNECTION_H

#include "base/loop.h"
#include "job.h"
#include "store/pool.h"

/* Jobs in flight on one connection at most. */
#define STORE_CONNECTION_JOBS_MAX 16
#define STORE_CONNECTION_CONNECT_TIMEOUT_MS 5000
#define STORE_CONNECTION_BACKOFF_FIRST_MS 100
#define STORE_CONNECTION_BACKOFF_LAST_MS 5000

enum store_connection_state {
    STORE_CONNECTION_WAITING,
    STORE_CONNECTION_CONNECTING,
    STORE_CONNECTION_PREPARING,
    STORE_CONNECTION_READY,
    STORE_CONNECTION_DRAINING,
};

struct store_connection;

/* Whom a connection tells what happens. `changed` comes last after anything else: the state is
   another, or jobs have ended; new jobs may be sent from it. */
struct store_connection_owner {
    void (*done)(struct store_connection *connection, struct store_job *job, void *context);
    void (*lost)(struct store_connection *connection, struct store_job *job, void *context);
    void (*changed)(struct store_connection *connection, void *context);
    void (*event)(const struct store_event *event, void *context);
    void *context;
};

struct store_connection_options {
    struct base_loop *loop;
    const char *connection; /* must outlive the connection */
    int64_t timeout_ms;
    bool allow_unsafe_durability;
    struct store_connection_owner owner;
};

/* Starts to connect in the next turn of the loop. */
struct store_connection *store_connection_new(const struct store_connection_options *options);

/* Hands the jobs in flight to `lost`, closes and frees. NULL is allowed. */
void store_connection_free(struct store_connection *connection);

enum store_connection_state store_connection_state(const struct store_connection *connection);
const char *store_connection_state_name(enum store_connection_state state);
size_t store_connection_in_flight(const struct store_connection *connection);
bool store_connection_has_batch(const struct store_connection *connection);

/* READY, and below the limit of jobs in flight. */
bool store_connection_has_room(const struct store_connection *connection);

/* Sends a job on a connection that has room; the connection holds it until `done` or `lost`. Calls
   nothing back: when sending fails, the loss is told in the next turn of the loop. */
void store_connection_send(struct store_connection *connection, struct store_job *job);

#endif
