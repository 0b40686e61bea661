#include "fake_pq.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embedded_sql.h"

#define CONNECTIONS_MAX 64
#define ITEMS_MAX 512
#define ERRORS_MAX 64

struct items {
    PGresult *at[ITEMS_MAX];
    size_t first, end;
};

struct pg_conn {
    size_t index;
    ConnStatusType status;
    int socket;
    bool nonblocking, pipeline, finished, broken, fail_send;
    int flush;
    struct items network, buffer;
    char sent[65536], taken[65536];
};

static struct {
    PGconn connections[CONNECTIONS_MAX];
    size_t count;
    PostgresPollingStatusType polls[32];
    size_t poll_first, poll_end;
    bool refuse;
    int next_socket;
    struct {
        const PGresult *result;
        const char *sqlstate, *constraint;
    } errors[ERRORS_MAX];
    size_t error_count;
} fake;

void fake_pq_begin(void)
{
    memset(&fake, 0, sizeof(fake));
    fake.next_socket = 100;
}

void fake_pq_end(void)
{
    for (size_t i = 0; i < fake.count; i++)
        assert(fake.connections[i].finished);
}

size_t fake_pq_started(void)
{
    return fake.count;
}
PGconn *fake_pq_at(size_t index)
{
    return &fake.connections[index];
}
PGconn *fake_pq_last(void)
{
    return &fake.connections[fake.count - 1];
}
bool fake_pq_is_finished(size_t index)
{
    return fake.connections[index].finished;
}
void fake_pq_refuse(bool refuse)
{
    fake.refuse = refuse;
}
void fake_pq_poll(PostgresPollingStatusType step)
{
    fake.polls[fake.poll_end++] = step;
}
bool fake_pq_is_pipeline(PGconn *conn)
{
    return conn->pipeline && conn->nonblocking;
}
void fake_pq_break(PGconn *conn)
{
    conn->broken = true;
}
void fake_pq_set_flush(PGconn *conn, int outcome)
{
    conn->flush = outcome;
}
void fake_pq_fail_send(PGconn *conn)
{
    conn->fail_send = true;
}

const char *fake_pq_sent(PGconn *conn)
{
    memcpy(conn->taken, conn->sent, sizeof(conn->sent));
    conn->sent[0] = '\0';
    return conn->taken;
}

void fake_pq_push(PGconn *conn, PGresult *result)
{
    assert(conn->network.end < ITEMS_MAX);
    conn->network.at[conn->network.end++] = result;
}

PGresult *fake_pq_result(ExecStatusType status)
{
    return PQmakeEmptyPGresult(NULL, status);
}

PGresult *fake_pq_error(const char *sqlstate, const char *constraint)
{
    PGresult *result = fake_pq_result(PGRES_FATAL_ERROR);
    assert(fake.error_count < ERRORS_MAX);
    fake.errors[fake.error_count].result = result;
    fake.errors[fake.error_count].sqlstate = sqlstate;
    fake.errors[fake.error_count++].constraint = constraint;
    return result;
}

static void set_value(PGresult *result, int row, int column, const char *value)
{
    PQsetvalue(result, row, column, (char *)(size_t)value, value ? (int)strlen(value) : -1);
}

PGresult *fake_pq_row(const char *name, ...)
{
    PGresAttDesc columns[16] = {0};
    const char *values[16];
    int count = 0;
    va_list arguments;
    va_start(arguments, name);
    for (const char *column = name; column != NULL; column = va_arg(arguments, const char *)) {
        columns[count].name = (char *)(size_t)column;
        values[count++] = va_arg(arguments, const char *);
    }
    va_end(arguments);
    PGresult *result = fake_pq_result(PGRES_TUPLES_OK);
    PQsetResultAttrs(result, count, columns);
    for (int i = 0; i < count; i++)
        set_value(result, 0, i, values[i]);
    return result;
}

void fake_pq_add_row(PGresult *result, const char *value, ...)
{
    int row = PQntuples(result), column = 0;
    va_list arguments;
    va_start(arguments, value);
    for (const char *text = value; text != NULL; text = va_arg(arguments, const char *))
        set_value(result, row, column++, text);
    va_end(arguments);
}

void fake_pq_push_job(PGconn *conn, PGresult *result)
{
    fake_pq_push(conn, result);
    fake_pq_push(conn, NULL);
    fake_pq_push(conn, fake_pq_result(PGRES_PIPELINE_SYNC));
}

void fake_pq_push_setup(PGconn *conn, bool durable, bool standby)
{
    fake_pq_push(conn,
                 fake_pq_row("durable", durable ? "t" : "f", "standby", standby ? "t" : "f", NULL));
    fake_pq_push(conn, NULL);
    for (size_t i = 0; i < store_daemon_queries_count; i++) {
        fake_pq_push(conn, fake_pq_result(PGRES_COMMAND_OK));
        fake_pq_push(conn, NULL);
    }
    fake_pq_push(conn, fake_pq_result(PGRES_PIPELINE_SYNC));
}

static void note(PGconn *conn, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(PGconn *conn, const char *format, ...)
{
    size_t length = strlen(conn->sent);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(conn->sent + length, sizeof(conn->sent) - length, format, arguments);
    va_end(arguments);
    strncat(conn->sent, "\n", sizeof(conn->sent) - strlen(conn->sent) - 1);
}

/* libpq's functions from here on. */

PGconn *PQconnectStartParams(const char *const *keywords, const char *const *values,
                             int expand_dbname)
{
    assert(fake.count < CONNECTIONS_MAX && keywords && values && expand_dbname);
    PGconn *conn = &fake.connections[fake.count];
    conn->index = fake.count++;
    conn->status = fake.refuse ? CONNECTION_BAD : CONNECTION_STARTED;
    conn->socket = fake.next_socket++;
    return conn;
}

PostgresPollingStatusType PQconnectPoll(PGconn *conn)
{
    PostgresPollingStatusType step = PGRES_POLLING_OK;
    if (fake.poll_first < fake.poll_end)
        step = fake.polls[fake.poll_first++];
    conn->socket = fake.next_socket++;
    conn->status = step == PGRES_POLLING_OK       ? CONNECTION_OK
                   : step == PGRES_POLLING_FAILED ? CONNECTION_BAD
                                                  : CONNECTION_MADE;
    return step;
}

ConnStatusType PQstatus(const PGconn *conn)
{
    return conn ? conn->status : CONNECTION_BAD;
}
int PQsocket(const PGconn *conn)
{
    return conn->status == CONNECTION_BAD ? -1 : conn->socket;
}
char *PQerrorMessage(const PGconn *conn)
{
    static char message[] = "the scripted server is gone\nand more";
    return conn ? message : message;
}

void PQfinish(PGconn *conn)
{
    if (conn == NULL)
        return;
    assert(!conn->finished);
    conn->finished = true;
    for (size_t i = conn->buffer.first; i < conn->buffer.end; i++)
        PQclear(conn->buffer.at[i]);
    for (size_t i = conn->network.first; i < conn->network.end; i++)
        PQclear(conn->network.at[i]);
}

int PQsetnonblocking(PGconn *conn, int nonblocking)
{
    conn->nonblocking = nonblocking;
    return 0;
}

int PQenterPipelineMode(PGconn *conn)
{
    conn->pipeline = true;
    return 1;
}

PQnoticeReceiver PQsetNoticeReceiver(PGconn *conn, PQnoticeReceiver receiver, void *context)
{
    assert(conn && receiver && context);
    return NULL;
}

static int may_send(const PGconn *conn)
{
    assert(conn->pipeline && conn->nonblocking && !conn->finished);
    return !conn->fail_send && conn->status == CONNECTION_OK;
}

int PQsendQueryParams(PGconn *conn, const char *sql, int count, const Oid *types,
                      const char *const *values, const int *lengths, const int *formats, int format)
{
    assert(sql && !types && !lengths && !formats && format == 0);
    note(conn, "query %s", count > 0 ? values[0] : "");
    return may_send(conn);
}

int PQsendPrepare(PGconn *conn, const char *name, const char *sql, int count, const Oid *types)
{
    assert(sql && count == 0 && !types);
    note(conn, "prepare %s", name);
    return may_send(conn);
}

int PQsendQueryPrepared(PGconn *conn, const char *name, int count, const char *const *values,
                        const int *lengths, const int *formats, int format)
{
    assert(!lengths && !formats && format == 0);
    if (!may_send(conn))
        return 0;
    char text[8192] = "";
    for (int i = 0; i < count; i++) {
        strncat(text, " ", sizeof(text) - strlen(text) - 1);
        strncat(text, values[i] ? values[i] : "null", sizeof(text) - strlen(text) - 1);
    }
    note(conn, "execute %s%s", name, text);
    return 1;
}

int PQpipelineSync(PGconn *conn)
{
    note(conn, "sync");
    return may_send(conn);
}

int PQflush(PGconn *conn)
{
    return conn->status == CONNECTION_OK ? conn->flush : -1;
}

int PQconsumeInput(PGconn *conn)
{
    while (conn->network.first < conn->network.end)
        conn->buffer.at[conn->buffer.end++] = conn->network.at[conn->network.first++];
    if (!conn->broken)
        return 1;
    conn->status = CONNECTION_BAD;
    return 0;
}

int PQisBusy(PGconn *conn)
{
    return conn->buffer.first == conn->buffer.end && conn->status == CONNECTION_OK;
}

PGresult *PQgetResult(PGconn *conn)
{
    assert(!PQisBusy(conn)); /* it would block */
    if (conn->buffer.first == conn->buffer.end)
        return NULL;
    return conn->buffer.at[conn->buffer.first++];
}

char *PQresultErrorField(const PGresult *result, int field)
{
    /* The latest first: the memory of a freed result may be used again. */
    for (size_t i = fake.error_count; i-- > 0;) {
        if (fake.errors[i].result != result)
            continue;
        if (field == PG_DIAG_SQLSTATE)
            return (char *)(size_t)fake.errors[i].sqlstate;
        if (field == PG_DIAG_CONSTRAINT_NAME)
            return (char *)(size_t)fake.errors[i].constraint;
        if (field == PG_DIAG_MESSAGE_PRIMARY)
            return (char *)(size_t) "a row with a secret answer";
    }
    return NULL;
}
