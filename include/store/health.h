/*
 * What an administrator wants to know of the database when something is examined.
 */
#ifndef SURVEYD_STORE_HEALTH_H
#define SURVEYD_STORE_HEALTH_H

#include "base/token.h"
#include "store/session.h"

struct store_health {
    int64_t now_ms;  /* the server's wall clock, since 1970 */
    bool is_durable; /* fsync, full_page_writes and synchronous_commit are on */
    bool is_standby;
    const char *version; /* of PostgreSQL */
};

/* The version is on the arena. */
BASE_MUST_CHECK enum base_status store_health_read(struct store_session *session,
                                                   struct base_arena *arena,
                                                   struct store_health *ret_health,
                                                   struct base_failure *reterr);

/* How many submissions were ever stored, as far as the tables still tell. Reads all of them. */
BASE_MUST_CHECK enum base_status store_receipts_count(struct store_session *session,
                                                      int64_t *ret_count,
                                                      struct base_failure *reterr);

/* Whether the database knows the receipt: stored, replaced since, or withdrawn. */
BASE_MUST_CHECK enum base_status
store_receipt_is_known(struct store_session *session, const char *programme,
                       const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], bool *ret_known,
                       struct base_failure *reterr);

#endif
