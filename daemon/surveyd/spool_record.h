/*
 * A submission as the spool keeps it: a line of JSON, which a later version of surveyd must still
 * be able to read. Pure.
 */
#ifndef SURVEYD_DAEMON_SPOOL_RECORD_H
#define SURVEYD_DAEMON_SPOOL_RECORD_H

#include "spool/spool.h"
#include "store/response.h"

/* What a submission is called in the spool: its receipt, and what tells programmes apart. */
void spool_record_id(const char *programme, const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                     uint8_t ret_id[SPOOL_ID_BYTES]);

/* `row->accepted_ms` must be set. The text is on the arena. */
struct spool_record spool_record_encode(struct base_arena *arena,
                                        const struct store_submission *row);

/* STATUS_MALFORMED if it is none, or one of a kind that this version does not know. On the arena.
 */
BASE_MUST_CHECK enum base_status spool_record_decode(struct base_arena *arena,
                                                     const struct spool_record *record,
                                                     struct store_submission *ret_row);

#endif
