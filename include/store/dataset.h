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

/* What metrics are computed from of one current response, as it comes from the server. Valid during
   the callback. */
struct store_answers {
    int cycle;
    int version;
    bool has_respondent;
    const uint8_t *key;            /* BASE_TOKEN_PSEUDONYM_BYTES, as in struct store_response */
    uint32_t mark;                 /* of the receipt: other answers have another */
    struct base_text organisation; /* empty if not known */
    struct base_text actor_type;
    size_t code_count;
    const int *codes;
    struct base_text values; /* JSON object; empty if not asked for */
};

/* A response by what it is stored under: a pseudonym, or the receipt for an open link. */
struct store_answers_key {
    int cycle;
    bool has_respondent;
    uint8_t bytes[BASE_TOKEN_PSEUDONYM_BYTES]; /* of a receipt the first BASE_TOKEN_RECEIPT_BYTES */
};

/* Anything but STATUS_OK stops the stream and is its result. */
typedef enum base_status (*store_answers_callback)(const struct store_answers *answers,
                                                   void *context, struct base_failure *reterr);

/* The programme's current responses in any order, in constant memory and with as little work as
   possible. `keys` NULL: all of them; else only those, as far as they are (still) stored.
   `with_values`: the values beside the codes, too. Within a transaction (asserted). */
BASE_MUST_CHECK enum base_status store_answers_copy(struct store_session *session,
                                                    const char *programme, bool with_values,
                                                    const struct store_answers_key *keys,
                                                    size_t key_count, store_answers_callback each,
                                                    void *context, struct base_failure *reterr);

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

#endif
