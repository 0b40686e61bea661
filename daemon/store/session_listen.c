#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "session_internal.h"

enum base_status store_session_listen(struct store_session *session, const char *channel,
                                      struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    assert(!session->in_transaction &&
           channel[strspn(channel, "abcdefghijklmnopqrstuvwxyz_")] == 0);
    return store_session_script(session, base_arena_format(arena, "listen %s", channel), reterr);
}

/* Calls for what has arrived; how much that was, or -1 when the connection is gone. */
static int take(struct store_session *session, void (*each)(const char *payload, void *context),
                void *context)
{
    int count = 0;
    if (PQconsumeInput(session->pq) == 0)
        return -1;
    for (PGnotify *notify; (notify = PQnotifies(session->pq)) != NULL; count++) {
        each(notify->extra, context);
        PQfreemem(notify);
    }
    return PQstatus(session->pq) == CONNECTION_OK ? count : -1;
}

enum base_status store_session_wait(struct store_session *session, int timeout_ms,
                                    void (*each)(const char *payload, void *context), void *context,
                                    struct base_failure *reterr)
{
    int count = take(session, each, context);
    if (count == 0 && timeout_ms > 0) {
        struct pollfd descriptor = {.fd = PQsocket(session->pq), .events = POLLIN};
        if (poll(&descriptor, 1, timeout_ms) != 0)
            count = take(session, each, context);
    }
    if (count >= 0)
        return STATUS_OK;
    const char *message = PQerrorMessage(session->pq);
    return base_failure_set(reterr, STATUS_UNAVAILABLE, "the connection to PostgreSQL broke: %.*s",
                            (int)strcspn(message, "\r\n"), message);
}
