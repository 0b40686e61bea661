/*
 * What the modules of the store use of a session beside its public functions.
 */
#ifndef SURVEYD_STORE_SESSION_INTERNAL_H
#define SURVEYD_STORE_SESSION_INTERNAL_H

#include "store/session.h"

/* Runs a script of several statements without parameters: for migrations. */
BASE_MUST_CHECK enum base_status store_session_script(struct store_session *session,
                                                      const char *sql, struct base_failure *reterr);

bool store_session_in_transaction(const struct store_session *session);

/* Frees a result when its variable goes out of scope. */
static inline void store_result_cleanup(struct store_result **result)
{
    store_result_free(*result);
}
#define STORE_RESULT_SCOPED __attribute__((cleanup(store_result_cleanup))) struct store_result

#endif
