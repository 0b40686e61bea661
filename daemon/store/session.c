#include "store/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "result_rows.h"
#include "session_internal.h"
#include "sqlstate.h"

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* The first line of a message of libpq. */
static int first_line(const char *message)
{
    return (int)strcspn(message, "\r\n");
}

static enum base_status explain_connect(const PGconn *pq, struct base_failure *reterr)
{
    const char *message = PQerrorMessage(pq);
    const char *advice = "is PostgreSQL running, and is the address in [database] right?";
    if (strstr(message, "does not exist"))
        advice = "make the database and its roles first (surveyctl migrate makes the roles), or "
                 "mend the connection string in [database]";
    else if (strstr(message, "authentication failed") || strstr(message, "no pg_hba.conf entry"))
        advice = "PostgreSQL does not let this user log in so: run the command as the role's "
                 "system user, or add a line to pg_hba.conf";
    return base_failure_set(reterr, STATUS_UNAVAILABLE, "cannot connect to PostgreSQL: %.*s (%s)",
                            first_line(message), message, advice);
}

enum base_status store_session_open(const char *connection, const char *application_name,
                                    struct store_session **ret_session, struct base_failure *reterr)
{
    /* Before dbname: the connection string goes before these. A machine that is gone without a word
       is noticed after half a minute. */
    const char *const keywords[] = {"fallback_application_name",
                                    "connect_timeout",
                                    "keepalives_idle",
                                    "keepalives_interval",
                                    "keepalives_count",
                                    "tcp_user_timeout",
                                    "dbname",
                                    "client_encoding",
                                    NULL};
    const char *const values[] = {application_name, "10",       "10",   "5", "4",
                                  "30000",          connection, "UTF8", NULL};
    PGconn *pq = PQconnectdbParams(keywords, values, 1);
    if (pq == NULL)
        abort();
    if (PQstatus(pq) != CONNECTION_OK) {
        enum base_status status = explain_connect(pq, reterr);
        PQfinish(pq);
        return status;
    }
    PQsetNoticeReceiver(pq, ignore_notice, NULL);
    struct store_session *session = calloc(1, sizeof(*session));
    if (session == NULL)
        abort();
    session->pq = pq;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("configure_session"), &none, NULL, reterr);
    if (status != STATUS_OK) {
        store_session_close(session);
        return status;
    }
    *ret_session = session;
    return STATUS_OK;
}

void store_session_close(struct store_session *session)
{
    if (session == NULL)
        return;
    store_session_rollback(session);
    PQfinish(session->pq);
    free(session);
}

bool store_session_is_connected(const struct store_session *session)
{
    return PQstatus(session->pq) == CONNECTION_OK;
}

enum base_status store_session_explain(const PGconn *pq, const PGresult *result,
                                       struct base_failure *reterr)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    enum base_status status = store_sqlstate_status(sqlstate);
    if (sqlstate == NULL || message == NULL) {
        message = PQerrorMessage(pq);
        return base_failure_set(reterr, STATUS_UNAVAILABLE,
                                "the connection to PostgreSQL broke: %.*s", first_line(message),
                                message);
    }
    if (status == STATUS_CONFIG)
        return base_failure_set(
            reterr, status, "the database is not migrated (%s); run surveyctl migrate", message);
    return base_failure_set(reterr, status, "PostgreSQL: %s (SQLSTATE %s%s%s)", message, sqlstate,
                            constraint ? ", constraint " : "", constraint ? constraint : "");
}

/* Takes over `pq_result`. */
static enum base_status finish(struct store_session *session, PGresult *pq_result,
                               struct store_result **ret_result, struct base_failure *reterr)
{
    ExecStatusType outcome = PQresultStatus(pq_result);
    if (outcome != PGRES_TUPLES_OK && outcome != PGRES_COMMAND_OK) {
        enum base_status status = store_session_explain(session->pq, pq_result, reterr);
        PQclear(pq_result);
        return status;
    }
    if (ret_result == NULL) {
        PQclear(pq_result);
        return STATUS_OK;
    }
    struct store_result *result = malloc(sizeof(*result));
    if (result == NULL)
        abort();
    result->rows = pq_result;
    *ret_result = result;
    return STATUS_OK;
}

enum base_status store_session_script(struct store_session *session, const char *sql,
                                      struct base_failure *reterr)
{
    return finish(session, PQexec(session->pq, sql), NULL, reterr);
}

static enum base_status begin(struct store_session *session, const char *sql,
                              struct base_failure *reterr)
{
    assert(!session->in_transaction);
    enum base_status status = store_session_script(session, sql, reterr);
    session->in_transaction = status == STATUS_OK;
    return status;
}

enum base_status store_session_begin(struct store_session *session, struct base_failure *reterr)
{
    return begin(session, "begin", reterr);
}

enum base_status store_session_begin_snapshot(struct store_session *session,
                                              struct base_failure *reterr)
{
    return begin(session, "begin isolation level repeatable read, read only", reterr);
}

enum base_status store_session_commit(struct store_session *session, struct base_failure *reterr)
{
    assert(session->in_transaction);
    session->in_transaction = false;
    PGresult *result = PQexec(session->pq, "commit");
    /* The server answers ROLLBACK, and no error, to the commit of a failed transaction. */
    if (PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        PQclear(result);
        return base_failure_set(reterr, STATUS_INTERNAL,
                                "PostgreSQL rolled the transaction back instead of committing it");
    }
    if (PQstatus(session->pq) != CONNECTION_OK) {
        PQclear(result);
        return base_failure_set(reterr, STATUS_UNKNOWN_OUTCOME,
                                "the connection to PostgreSQL broke while committing; run the "
                                "command again");
    }
    return finish(session, result, NULL, reterr);
}

void store_session_rollback(struct store_session *session)
{
    if (!session->in_transaction)
        return;
    session->in_transaction = false;
    PQclear(PQexec(session->pq, "rollback"));
}

bool store_session_in_transaction(const struct store_session *session)
{
    return session->in_transaction;
}

enum base_status store_session_run(struct store_session *session,
                                   const struct store_statement *statement,
                                   const struct store_parameters *parameters,
                                   struct store_result **ret_result, struct base_failure *reterr)
{
    PGresult *result = PQexecParams(session->pq, statement->sql, (int)parameters->count, NULL,
                                    parameters->values, NULL, NULL, 0);
    return finish(session, result, ret_result, reterr);
}

enum base_status
store_session_stream(struct store_session *session, const struct store_statement *statement,
                     const struct store_parameters *parameters,
                     enum base_status (*each)(const struct store_result *row, void *context,
                                              struct base_failure *reterr),
                     void *context, struct base_failure *reterr)
{
    if (!PQsendQueryParams(session->pq, statement->sql, (int)parameters->count, NULL,
                           parameters->values, NULL, NULL, 0) ||
        !PQsetSingleRowMode(session->pq)) {
        const char *message = PQerrorMessage(session->pq);
        return base_failure_set(reterr, STATUS_UNAVAILABLE,
                                "the connection to PostgreSQL broke: %.*s", first_line(message),
                                message);
    }
    enum base_status status = STATUS_OK;
    PGresult *rows;
    while ((rows = PQgetResult(session->pq)) != NULL) {
        ExecStatusType outcome = PQresultStatus(rows);
        if (status == STATUS_OK && outcome == PGRES_SINGLE_TUPLE) {
            struct store_result row = {rows};
            status = each(&row, context, reterr);
            if (status != STATUS_OK) {
                /* Else the server would go on sending what nobody wants. */
                char ignored[256];
                PGcancel *cancel = PQgetCancel(session->pq);
                (void)PQcancel(cancel, ignored, sizeof(ignored));
                PQfreeCancel(cancel);
            }
        } else if (status == STATUS_OK && outcome != PGRES_TUPLES_OK) {
            status = store_session_explain(session->pq, rows, reterr);
        }
        PQclear(rows);
    }
    return status;
}
