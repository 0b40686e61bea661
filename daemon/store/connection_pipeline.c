/* The conversation of one connection with libpq in pipeline mode. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "connection_internal.h"
#include "embedded_sql.h"
#include "sqlstate.h"

bool store_connection_send_setup(struct store_connection *connection)
{
    char timeout[32];
    const char *values[] = {timeout};
    /* The server gives up before the client drops the connection, which would cost its neighbours
       a new one. */
    snprintf(timeout, sizeof(timeout), "%" PRId64, connection->options.timeout_ms * 7 / 8);
    connection->setup_failed = false;
    connection->setup_left = 1 + store_daemon_queries_count;
    if (!PQsendQueryParams(connection->pq, store_statement("configure_connection")->sql, 1, NULL,
                           values, NULL, NULL, 0))
        return false;
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        if (!PQsendPrepare(connection->pq, store_daemon_queries[i].name,
                           store_daemon_queries[i].sql, 0, NULL))
            return false;
    }
    return PQpipelineSync(connection->pq);
}

bool store_connection_flush(struct store_connection *connection)
{
    int left = PQflush(connection->pq);
    if (left < 0)
        return false;
    /* Reading goes on while writing waits, or both sides could wait for each other. */
    base_watch_set(connection->options.loop, connection->watch,
                   left > 0 ? BASE_LOOP_READ | BASE_LOOP_WRITE : BASE_LOOP_READ);
    return true;
}

static void refuse(struct store_connection *connection, enum store_event_kind kind,
                   const char *sqlstate, const char *text)
{
    if (!connection->setup_failed)
        store_connection_tell(connection, kind, sqlstate, text);
    connection->setup_failed = true;
}

static void take_settings(struct store_connection *connection, PGresult *rows)
{
    struct store_result result = {rows};
    if (store_result_boolean(&result, 0, store_result_column(&result, "standby")))
        refuse(connection, STORE_EVENT_CONNECT_FAILED, "25006",
               "the server is a standby: it cannot store answers");
    if (store_result_boolean(&result, 0, store_result_column(&result, "durable")))
        return;
    static const char text[] = "fsync, synchronous_commit or full_page_writes is off: a power cut "
                               "could lose answers that were acknowledged";
    if (connection->options.allow_unsafe_durability)
        store_connection_tell(connection, STORE_EVENT_UNSAFE, "", text);
    else
        refuse(connection, STORE_EVENT_UNSAFE, "", text);
}

/* False: the connection is of no use. */
static bool take_setup(struct store_connection *connection, PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
        if (connection->setup_failed || connection->setup_left > 0)
            return false;
        connection->failures = 0;
        store_connection_set_state(connection, STORE_CONNECTION_READY);
        return true;
    case PGRES_TUPLES_OK:
        take_settings(connection, result);
        return true;
    case PGRES_COMMAND_OK:
    case PGRES_PIPELINE_ABORTED: /* behind the failure that was told */
        return true;
    default: {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        refuse(connection, STORE_EVENT_CONNECT_FAILED, PQresultErrorField(result, PG_DIAG_SQLSTATE),
               message ? message : "the connection broke while statements were prepared");
        return true;
    }
    }
}

/* Statement and constraint tell a sysadmin enough; the server's words could hold the row. */
static void tell_failed(struct store_connection *connection, const struct store_job *job,
                        const PGresult *result)
{
    char text[256];
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    snprintf(text, sizeof(text), "%s%s%s", job->statement->name, constraint ? ": constraint " : "",
             constraint ? constraint : "");
    store_connection_tell(connection, STORE_EVENT_STATEMENT_FAILED, job->sqlstate, text);
}

/* False: without SQLSTATE it is libpq that speaks, of a lost connection or of a result that it had
   no memory for. Then it is not known any more which of what comes belongs to which job. */
static bool take_failure(struct store_connection *connection, struct store_job *job,
                         const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (sqlstate == NULL && PQresultStatus(result) != PGRES_PIPELINE_ABORTED)
        return false;
    if (!job->has_failed && sqlstate != NULL)
        snprintf(job->sqlstate, sizeof(job->sqlstate), "%s", sqlstate);
    job->has_failed = true;
    connection->expect = STORE_EXPECT_END;
    if (sqlstate != NULL)
        tell_failed(connection, job, result);
    return true;
}

/* The Sync is back: committed, or rolled back after a failure. */
static void end_job(struct store_connection *connection)
{
    struct store_job *job = store_job_list_take(&connection->jobs);
    connection->expect = STORE_EXPECT_RESULT;
    connection->batches -= job->is_batch;
    if (job->has_failed && store_sqlstate_needs_new_connection(job->sqlstate))
        store_connection_set_state(connection, STORE_CONNECTION_DRAINING);
    connection->options.owner.done(connection, job, connection->options.owner.context);
}

/* Takes over `result`. False: the connection is of no use. */
static bool take_result(struct store_connection *connection, PGresult *result)
{
    struct store_job *job = connection->jobs.first;
    bool usable = true;
    if (connection->state == STORE_CONNECTION_PREPARING) {
        usable = take_setup(connection, result);
    } else if (job != NULL) {
        switch (PQresultStatus(result)) {
        case PGRES_PIPELINE_SYNC:
            usable = connection->expect == STORE_EXPECT_SYNC;
            if (usable)
                end_job(connection);
            break;
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
            usable = connection->expect == STORE_EXPECT_RESULT;
            if (!usable)
                break;
            PQclear(job->result.rows);
            job->result.rows = result;
            connection->expect = STORE_EXPECT_END;
            return true;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            usable = false;
            break;
        default:
            /* Also behind a good result: a commit that failed comes so. */
            usable = take_failure(connection, job, result);
            break;
        }
    }
    PQclear(result);
    return usable;
}

/* libpq returned NULL: the end of a command's results. False if none was expected. */
static bool take_end(struct store_connection *connection)
{
    if (connection->state == STORE_CONNECTION_PREPARING) {
        if (connection->setup_left == 0)
            return false;
        connection->setup_left--;
        return true;
    }
    if (connection->jobs.first == NULL || connection->expect != STORE_EXPECT_END)
        return false;
    connection->expect = STORE_EXPECT_SYNC;
    return true;
}

bool store_connection_receive(struct store_connection *connection)
{
    /* A broken connection returns NULL for ever. */
    unsigned nothing = 0;
    while (nothing < 2 && !PQisBusy(connection->pq)) {
        PGresult *result = PQgetResult(connection->pq);
        if (result != NULL) {
            nothing = 0;
            if (!take_result(connection, result))
                return false;
        } else {
            nothing = take_end(connection) ? 0 : nothing + 1;
        }
    }
    return PQstatus(connection->pq) == CONNECTION_OK;
}
