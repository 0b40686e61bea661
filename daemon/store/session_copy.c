#include <string.h>
#include <time.h>

#include "session_internal.h"

/* What a binary copy begins with: a signature of 11 bytes, flags, and the length of an extension
   that nobody has defined yet. */
#define HEADER_BYTES 19

static enum base_status broken(const struct store_session *session, struct base_failure *reterr)
{
    const char *message = PQerrorMessage(session->pq);
    return base_failure_set(reterr, STATUS_UNAVAILABLE, "the connection to PostgreSQL broke: %.*s",
                            (int)strcspn(message, "\r\n"), message);
}

/* Else the server would go on sending what nobody wants. */
static void cancel(struct store_session *session)
{
    char ignored[256];
    PGcancel *cancel = PQgetCancel(session->pq);
    (void)PQcancel(cancel, ignored, sizeof(ignored));
    PQfreeCancel(cancel);
}

/* The end of the copy: the number of fields is -1. */
static bool is_end(struct base_text row)
{
    return row.length < 2 || ((uint8_t)row.data[0] == 0xff && (uint8_t)row.data[1] == 0xff);
}

/* How long to wait for more: the server fills the socket meanwhile, instead of waking us up for
   every few rows, which would cost it a tenth of its time. */
#define PAUSE_NS 500000

/* The next row, as PQgetCopyData. */
static int next_row(struct store_session *session, char **ret_bytes)
{
    int length = PQgetCopyData(session->pq, ret_bytes, 1);
    if (length != 0)
        return length;
    if (PQconsumeInput(session->pq) == 0)
        return -2;
    length = PQgetCopyData(session->pq, ret_bytes, 1);
    if (length != 0)
        return length;
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    nanosleep(&pause, NULL);
    return PQgetCopyData(session->pq, ret_bytes, 0);
}

enum base_status store_session_copy(struct store_session *session,
                                    const struct store_statement *statement,
                                    enum base_status (*each)(struct base_text row, void *context,
                                                             struct base_failure *reterr),
                                    void *context, struct base_failure *reterr)
{
    PGresult *result = PQexec(session->pq, statement->sql);
    enum base_status status = STATUS_OK;
    if (PQresultStatus(result) != PGRES_COPY_OUT)
        status = store_session_explain(session->pq, result, reterr);
    PQclear(result);
    if (status != STATUS_OK)
        return status;
    char *bytes;
    int length;
    bool is_first = true;
    while ((length = next_row(session, &bytes)) > 0) {
        struct base_text row = {bytes, (size_t)length};
        size_t header = is_first && row.length >= HEADER_BYTES ? HEADER_BYTES : 0;
        row = (struct base_text){row.data + header, row.length - header};
        is_first = false;
        if (status == STATUS_OK && !is_end(row)) {
            status = each(row, context, reterr);
            if (status != STATUS_OK)
                cancel(session);
        }
        PQfreemem(bytes);
    }
    if (length == -2 && status == STATUS_OK)
        status = broken(session, reterr);
    while ((result = PQgetResult(session->pq)) != NULL) {
        if (status == STATUS_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            status = store_session_explain(session->pq, result, reterr);
        PQclear(result);
    }
    return status;
}
