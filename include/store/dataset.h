/*
 * Stored responses for the commands: a stream of rows in constant memory, and the receipts.
 */
#ifndef SURVEYD_STORE_DATASET_H
#define SURVEYD_STORE_DATASET_H

#include "base/token.h"
#include "store/session.h"

/* One current response. Valid during the callback. */
struct store_response {
    int cycle;
    int version;                             /* of the questionnaire: gives the order of `codes` */
    int revision;                            /* from 1 */
    bool has_respondent;                     /* by a personal link */
    uint8_t key[BASE_TOKEN_PSEUDONYM_BYTES]; /* the pseudonym; for an open link a digest of the
                                                receipt: stable, and nobody else's */
    const char *organisation;                /* "" if not known */
    const char *actor_type;                  /* "" if not known */
    const char *language;
    const char *day; /* "YYYY-MM-DD" */
    size_t code_count;
    const int *codes;
    struct base_text values; /* JSON object */
};

/* Anything but STATUS_OK stops the stream and is its result. */
typedef enum base_status (*store_response_callback)(const struct store_response *response,
                                                    void *context, struct base_failure *reterr);

/* All current responses of the programme (of one cycle, or with `cycle` 0 of all), by cycle and
   key: an order that tells nothing of the order in which they came. */
BASE_MUST_CHECK enum base_status store_response_stream(struct store_session *session,
                                                       const char *programme, int cycle,
                                                       store_response_callback each, void *context,
                                                       struct base_failure *reterr);

/* Anything but STATUS_OK stops the stream and is its result. */
typedef enum base_status (*store_stored_receipt_callback)(
    const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], void *context, struct base_failure *reterr);

/* The receipt of every submission that was stored and not withdrawn, also of those that later
   answers of the same person have replaced, in the order of their bytes. Not for
   survey_aggregator. */
BASE_MUST_CHECK enum base_status store_receipt_stream(struct store_session *session,
                                                      const char *programme,
                                                      store_stored_receipt_callback each,
                                                      void *context, struct base_failure *reterr);

/* The same for the submissions that were withdrawn. */
BASE_MUST_CHECK enum base_status store_withdrawn_receipt_stream(struct store_session *session,
                                                                const char *programme,
                                                                store_stored_receipt_callback each,
                                                                void *context,
                                                                struct base_failure *reterr);

/* How many receipts of a cycle were withdrawn. */
struct store_withdrawn_count {
    int cycle;
    int64_t receipts;
};

/* Of every cycle in which there are any; ascending cycles, on the arena. */
BASE_MUST_CHECK enum base_status
store_withdrawn_count_read(struct store_session *session, const char *programme,
                           struct base_arena *arena,
                           const struct store_withdrawn_count **ret_counts, size_t *ret_count,
                           struct base_failure *reterr);

#endif
