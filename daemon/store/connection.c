#include "connection.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key.h"
#include "connection_internal.h"
#include "hosts.h"

/* What a state does: how long it may last (0: as long as the jobs in flight), and what happens when
   the descriptor is ready and when the time is up. */
struct state_row {
    const char *name;
    int64_t (*timeout_ms)(const struct store_connection *connection);
    void (*ready)(struct store_connection *connection, unsigned ready);
    void (*expired)(struct store_connection *connection);
};

static const struct state_row states[];

void store_connection_tell(struct store_connection *connection, enum store_event_kind kind,
                           const char *sqlstate, const char *text)
{
    const struct store_event event = {kind, sqlstate ? sqlstate : "", text};
    connection->options.owner.event(&event, connection->options.owner.context);
}

/* The first line of libpq's message: it names host, role and reason, never data. */
static void tell_message(struct store_connection *connection, enum store_event_kind kind)
{
    char line[256];
    const char *message = PQerrorMessage(connection->pq);
    snprintf(line, sizeof(line), "%.*s", (int)strcspn(message, "\r\n"), message);
    store_connection_tell(connection, kind, "", line);
}

static void changed(struct store_connection *connection)
{
    connection->options.owner.changed(connection, connection->options.owner.context);
}

static void on_notice(void *context, const PGresult *notice)
{
    const char *message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    store_connection_tell(context, STORE_EVENT_NOTICE, PQresultErrorField(notice, PG_DIAG_SQLSTATE),
                          message ? message : "notice");
}

/* Twice as long after each failure, and then by chance between half and all of that, so that many
   connections of many hosts do not come back in step. */
static int64_t backoff_ms(const struct store_connection *connection)
{
    int64_t longest = STORE_CONNECTION_BACKOFF_FIRST_MS;
    for (unsigned i = 1; i < connection->failures && longest < STORE_CONNECTION_BACKOFF_LAST_MS;
         i++)
        longest *= 2;
    if (longest > STORE_CONNECTION_BACKOFF_LAST_MS)
        longest = STORE_CONNECTION_BACKOFF_LAST_MS;
    if (connection->failures == 0)
        return 0;
    uint32_t chance;
    base_key_random(&chance, sizeof(chance));
    return longest / 2 + (int64_t)(chance % (uint32_t)(longest / 2 + 1));
}

static int64_t connect_ms(const struct store_connection *connection)
{
    (void)connection;
    return STORE_CONNECTION_CONNECT_TIMEOUT_MS;
}

static int64_t prepare_ms(const struct store_connection *connection)
{
    return connection->options.timeout_ms;
}

void store_connection_arm(struct store_connection *connection)
{
    struct base_loop *loop = connection->options.loop;
    if (connection->jobs.first == NULL) {
        base_timer_clear(loop, connection->timer);
        return;
    }
    int64_t left = connection->jobs.first->deadline_ms - base_loop_now_ms(loop);
    base_timer_set(loop, connection->timer, left > 0 ? left : 0);
}

void store_connection_set_state(struct store_connection *connection,
                                enum store_connection_state state)
{
    connection->state = state;
    if (states[state].timeout_ms == NULL)
        store_connection_arm(connection);
    else
        base_timer_set(connection->options.loop, connection->timer,
                       states[state].timeout_ms(connection));
}

static void leave_libpq(struct store_connection *connection)
{
    /* The watch goes first: libpq closes the descriptor, and its number may be given out again. */
    base_watch_free(connection->options.loop, connection->watch);
    connection->watch = NULL;
    PQfinish(connection->pq);
    connection->pq = NULL;
}

static void lose_jobs(struct store_connection *connection)
{
    struct store_job_list jobs = connection->jobs;
    connection->jobs = (struct store_job_list){0};
    connection->batches = 0;
    struct store_job *job;
    while ((job = store_job_list_take(&jobs)) != NULL) {
        store_job_reset(job);
        connection->options.owner.lost(connection, job, connection->options.owner.context);
    }
}

void store_connection_fail(struct store_connection *connection)
{
    leave_libpq(connection);
    connection->failures++;
    connection->send_failed = false;
    store_connection_set_state(connection, STORE_CONNECTION_WAITING);
    lose_jobs(connection);
    changed(connection);
}

static void on_watch(unsigned ready, void *context)
{
    struct store_connection *connection = context;
    states[connection->state].ready(connection, ready);
}

static void on_timer(void *context)
{
    struct store_connection *connection = context;
    states[connection->state].expired(connection);
}

static void connect_failed(struct store_connection *connection)
{
    tell_message(connection, STORE_EVENT_CONNECT_FAILED);
    store_connection_fail(connection);
}

/* libpq may use another socket after each step, and close the one before. */
static void watch_socket(struct store_connection *connection, unsigned interest)
{
    connection->watch = base_watch_new(connection->options.loop, PQsocket(connection->pq), interest,
                                       on_watch, connection);
}

static void become_connected(struct store_connection *connection)
{
    PQsetNoticeReceiver(connection->pq, on_notice, connection);
    watch_socket(connection, BASE_LOOP_READ);
    if (PQsetnonblocking(connection->pq, 1) != 0 || !PQenterPipelineMode(connection->pq) ||
        !store_connection_send_setup(connection) || !store_connection_flush(connection)) {
        connect_failed(connection);
        return;
    }
    store_connection_set_state(connection, STORE_CONNECTION_PREPARING);
}

static void poll_connect(struct store_connection *connection, unsigned ready)
{
    (void)ready;
    base_watch_free(connection->options.loop, connection->watch);
    connection->watch = NULL;
    switch (PQconnectPoll(connection->pq)) {
    case PGRES_POLLING_READING:
        watch_socket(connection, BASE_LOOP_READ);
        break;
    case PGRES_POLLING_WRITING:
        watch_socket(connection, BASE_LOOP_WRITE);
        break;
    case PGRES_POLLING_OK:
        become_connected(connection);
        break;
    default:
        connect_failed(connection);
        break;
    }
}

static void start_connect(struct store_connection *connection)
{
    /* What stands before dbname can be set otherwise in the connection string; what stands behind
       it goes before the string, if it is not NULL. */
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char *string = connection->options.connection;
    const struct store_hosts hosts = store_hosts_from(arena, string, connection->first_host);
    const char *const keywords[] = {"fallback_application_name",
                                    "target_session_attrs",
                                    "dbname",
                                    "client_encoding",
                                    "host",
                                    "hostaddr",
                                    "port",
                                    NULL};
    const char *const values[] = {"surveyd",  "read-write",   string,     "UTF8",
                                  hosts.host, hosts.hostaddr, hosts.port, NULL};
    connection->pq = PQconnectStartParams(keywords, values, 1);
    /* Also where libpq had no memory: of NULL it says that it is bad. */
    if (PQstatus(connection->pq) == CONNECTION_BAD || PQsocket(connection->pq) < 0) {
        connect_failed(connection);
        return;
    }
    watch_socket(connection, BASE_LOOP_WRITE);
    store_connection_set_state(connection, STORE_CONNECTION_CONNECTING);
}

static void connect_expired(struct store_connection *connection)
{
    store_connection_tell(connection, STORE_EVENT_CONNECT_FAILED, "",
                          "PostgreSQL did not answer in time while connecting");
    connection->first_host++;
    store_connection_fail(connection);
}

static void tell_lost(struct store_connection *connection)
{
    if (PQstatus(connection->pq) == CONNECTION_BAD)
        tell_message(connection, STORE_EVENT_LOST);
    else
        store_connection_tell(connection, STORE_EVENT_LOST, "",
                              "PostgreSQL sent what was not expected");
}

static void converse(struct store_connection *connection, unsigned ready)
{
    bool preparing = connection->state == STORE_CONNECTION_PREPARING;
    bool alive = (ready & BASE_LOOP_READ) == 0 || PQconsumeInput(connection->pq);
    alive = store_connection_flush(connection) && alive;
    /* Also after a loss: what came before it may hold the Sync that confirms a job. */
    alive = store_connection_receive(connection) && alive;
    if (!alive) {
        if (!preparing)
            tell_lost(connection);
        else if (!connection->setup_failed)
            tell_message(connection, STORE_EVENT_CONNECT_FAILED);
        store_connection_fail(connection);
        return;
    }
    if (connection->state == STORE_CONNECTION_DRAINING && connection->jobs.first == NULL) {
        store_connection_fail(connection);
        return;
    }
    if (connection->state != STORE_CONNECTION_PREPARING) {
        store_connection_arm(connection);
        changed(connection);
    }
}

static void job_expired(struct store_connection *connection)
{
    if (connection->send_failed)
        tell_message(connection, STORE_EVENT_LOST);
    else
        store_connection_tell(connection, STORE_EVENT_LOST, "",
                              "PostgreSQL did not answer a statement in time");
    store_connection_fail(connection);
}

static const struct state_row states[] = {
    [STORE_CONNECTION_WAITING] = {"waiting", backoff_ms, NULL, start_connect},
    [STORE_CONNECTION_CONNECTING] = {"connecting", connect_ms, poll_connect, connect_expired},
    [STORE_CONNECTION_PREPARING] = {"preparing", prepare_ms, converse, connect_expired},
    [STORE_CONNECTION_READY] = {"ready", NULL, converse, job_expired},
    [STORE_CONNECTION_DRAINING] = {"draining", NULL, converse, job_expired},
};

struct store_connection *store_connection_new(const struct store_connection_options *options)
{
    struct store_connection *connection = calloc(1, sizeof(*connection));
    if (connection == NULL)
        abort();
    connection->options = *options;
    connection->timer = base_timer_new(options->loop, on_timer, connection);
    store_connection_set_state(connection, STORE_CONNECTION_WAITING);
    return connection;
}

void store_connection_free(struct store_connection *connection)
{
    if (connection == NULL)
        return;
    leave_libpq(connection);
    lose_jobs(connection);
    base_timer_free(connection->options.loop, connection->timer);
    free(connection);
}

enum store_connection_state store_connection_state(const struct store_connection *connection)
{
    return connection->state;
}

const char *store_connection_state_name(enum store_connection_state state)
{
    return states[state].name;
}

size_t store_connection_in_flight(const struct store_connection *connection)
{
    return connection->jobs.count;
}

bool store_connection_has_batch(const struct store_connection *connection)
{
    return connection->batches > 0;
}

bool store_connection_has_room(const struct store_connection *connection)
{
    return connection->state == STORE_CONNECTION_READY && !connection->send_failed &&
           connection->jobs.count < STORE_CONNECTION_JOBS_MAX;
}

void store_connection_send(struct store_connection *connection, struct store_job *job)
{
    assert(store_connection_has_room(connection));
    job->attempts++;
    store_job_list_append(&connection->jobs, job);
    connection->batches += job->is_batch;
    if (connection->jobs.count == 1) {
        connection->expect = STORE_EXPECT_RESULT;
        store_connection_arm(connection);
    }
    if (PQsendQueryPrepared(connection->pq, job->statement->name, (int)job->parameters.count,
                            job->parameters.values, NULL, NULL, 0) &&
        PQpipelineSync(connection->pq) && store_connection_flush(connection))
        return;
    connection->send_failed = true;
    base_timer_set(connection->options.loop, connection->timer, 0);
}
