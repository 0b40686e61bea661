/*
 * Withdrawal: participants take back what they answered, until the cycle is sealed.
 *
 * The answers are deleted, those that they replaced too. What stays is that the receipt was
 * withdrawn (and on which day), so that a submission that is still on its way is not stored again.
 */
#ifndef SURVEYD_STORE_WITHDRAWAL_H
#define SURVEYD_STORE_WITHDRAWAL_H

#include "base/token.h"
#include "store/pool.h"
#include "store/session.h"

enum store_withdrawal_outcome {
    STORE_WITHDRAWAL_DONE,    /* now, or before */
    STORE_WITHDRAWAL_UNKNOWN, /* nothing is stored under that receipt (by this link) */
    STORE_WITHDRAWAL_SEALED,  /* too late: whose answers these are can no longer be told */
};

/* `outcome` holds for STATUS_OK only. */
typedef void (*store_withdrawal_callback)(enum base_status status,
                                          enum store_withdrawal_outcome outcome, void *context);

/* Withdraws the response that the receipt stands for (with the receipt of a replaced revision: the
   current one). Pseudonyms as for store_receipt_find. Running it again does no harm; of a receipt
   that was withdrawn before, nobody knows any more by which link. */
void store_withdrawal_put(struct store_pool *pool, const char *programme,
                          const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                          const uint8_t *pseudonyms, size_t pseudonym_count,
                          store_withdrawal_callback callback, void *context);

/* The same from a command, with the receipt alone; `*ret_cycle` is the cycle that was answered (0
   with STORE_WITHDRAWAL_UNKNOWN). A receipt that is not known is remembered as withdrawn: after a
   restore what it stands for may still be on its way. The daemon's withdrawal writes nothing for
   one, or anybody with a link could fill the table. */
BASE_MUST_CHECK enum base_status
store_withdrawal_run(struct store_session *session, const char *programme,
                     const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                     enum store_withdrawal_outcome *ret_outcome, int *ret_cycle,
                     struct base_failure *reterr);

#endif
