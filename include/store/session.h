/*
 * A blocking connection for the commands (surveyctl, survey-aggregator). Never used by the daemon.
 */
#ifndef SURVEYD_STORE_SESSION_H
#define SURVEYD_STORE_SESSION_H

#include "store/result.h"
#include "store/statement.h"

struct store_session;

/* Connects; STATUS_UNAVAILABLE with what to do (is PostgreSQL running, is the role there, is the
   address right) when that fails. `connection` is a libpq connection string. */
BASE_MUST_CHECK enum base_status store_session_open(const char *connection,
                                                    const char *application_name,
                                                    struct store_session **ret_session,
                                                    struct base_failure *reterr);
/* Rolls back what is open and closes. NULL is allowed. */
void store_session_close(struct store_session *session);

/* Whether the connection was there when it was last used: false after a failure that ended it. */
bool store_session_is_connected(const struct store_session *session);
static inline void store_session_cleanup(struct store_session **session)
{
    store_session_close(*session);
}
#define STORE_SESSION_SCOPED __attribute__((cleanup(store_session_cleanup))) struct store_session

/* Begins a transaction; the session must have none open (asserted). Statements outside of one are
   transactions of their own. */
BASE_MUST_CHECK enum base_status store_session_begin(struct store_session *session,
                                                     struct base_failure *reterr);
/* Like begin, for a reader: repeatable read and read only, so that everything read until commit or
   rollback is of one moment. */
BASE_MUST_CHECK enum base_status store_session_begin_snapshot(struct store_session *session,
                                                              struct base_failure *reterr);
BASE_MUST_CHECK enum base_status store_session_commit(struct store_session *session,
                                                      struct base_failure *reterr);
/* Does nothing when no transaction is open. */
void store_session_rollback(struct store_session *session);

/* Runs one statement; `ret_result` may be NULL. Failures carry the server's primary message and
   SQLSTATE: STATUS_NOT_FOUND, _CONFLICT, _FORBIDDEN, ... by SQLSTATE. */
BASE_MUST_CHECK enum base_status store_session_run(struct store_session *session,
                                                   const struct store_statement *statement,
                                                   const struct store_parameters *parameters,
                                                   struct store_result **ret_result,
                                                   struct base_failure *reterr);

/* Runs a statement and hands over its rows one at a time, in constant memory. `each` returns
   anything but STATUS_OK to stop; that is then the result. */
BASE_MUST_CHECK enum base_status
store_session_stream(struct store_session *session, const struct store_statement *statement,
                     const struct store_parameters *parameters,
                     enum base_status (*each)(const struct store_result *row, void *context,
                                              struct base_failure *reterr),
                     void *context, struct base_failure *reterr);

/* Runs a statement `copy ... to stdout (format binary)` and hands over each row's bytes (two bytes
   with the number of fields, then each field: four bytes with its length, -1 for NULL, and its
   binary form; all in network order). Such a statement takes no parameters: set what it needs by
   set_config before, in the same transaction. `each` returns anything but STATUS_OK to stop; that
   is then the result. */
BASE_MUST_CHECK enum base_status store_session_copy(
    struct store_session *session, const struct store_statement *statement,
    enum base_status (*each)(struct base_text row, void *context, struct base_failure *reterr),
    void *context, struct base_failure *reterr);

/* Listens to a channel (a name of letters and underscores). Not within a transaction. */
BASE_MUST_CHECK enum base_status store_session_listen(struct store_session *session,
                                                      const char *channel,
                                                      struct base_failure *reterr);

/* Waits up to `timeout_ms` (0: not at all) until a notification is there, and calls `each` for
   every one that came. STATUS_UNAVAILABLE when the connection is gone. */
BASE_MUST_CHECK enum base_status store_session_wait(struct store_session *session, int timeout_ms,
                                                    void (*each)(const char *payload,
                                                                 void *context),
                                                    void *context, struct base_failure *reterr);

#endif
