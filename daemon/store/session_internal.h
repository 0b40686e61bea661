/*
 * What the modules of the store use of a session beside its public functions.
 */
#ifndef SURVEYD_STORE_SESSION_INTERNAL_H
#define SURVEYD_STORE_SESSION_INTERNAL_H

#include <endian.h>
#include <libpq-fe.h>
#include <string.h>

#include "store/session.h"

struct store_session {
    PGconn *pq;
    bool in_transaction;
};

/* What the server or libpq says of a failed statement. The primary message names things, never
   rows; the detail would show them. */
enum base_status store_session_explain(const PGconn *pq, const PGresult *result,
                                       struct base_failure *reterr);

/* Runs a script of several statements without parameters: for migrations. */
BASE_MUST_CHECK enum base_status store_session_script(struct store_session *session,
                                                      const char *sql, struct base_failure *reterr);

/* Takes the next field from the rest of a row of store_session_copy; NULL has no data. False if
   there is none. */
static inline bool store_copy_field(struct base_text *rest, struct base_text *ret_field)
{
    uint32_t length;
    if (rest->length < sizeof(length))
        return false;
    memcpy(&length, rest->data, sizeof(length));
    length = be32toh(length);
    *rest = (struct base_text){rest->data + sizeof(length), rest->length - sizeof(length)};
    *ret_field = (struct base_text){NULL, 0};
    if (length == UINT32_MAX)
        return true;
    if (rest->length < length)
        return false;
    *ret_field = (struct base_text){rest->data, length};
    *rest = (struct base_text){rest->data + length, rest->length - length};
    return true;
}

/* A field of four bytes that holds an integer. */
static inline uint32_t store_copy_integer(struct base_text field)
{
    uint32_t value;
    memcpy(&value, field.data, sizeof(value));
    return be32toh(value);
}

bool store_session_in_transaction(const struct store_session *session);

/* Frees a result when its variable goes out of scope. */
static inline void store_result_cleanup(struct store_result **result)
{
    store_result_free(*result);
}
#define STORE_RESULT_SCOPED __attribute__((cleanup(store_result_cleanup))) struct store_result

#endif
