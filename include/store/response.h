/*
 * Responses: one per respondent and cycle, or one per submission of an open link.
 */
#ifndef SURVEYD_STORE_RESPONSE_H
#define SURVEYD_STORE_RESPONSE_H

#include "base/token.h"
#include "store/pool.h"

/* A submission to store. All is copied. */
struct store_submission {
    const char *programme;
    int cycle;
    int version; /* of the questionnaire */
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    uint8_t digest[32];  /* HMAC of the canonical answers: tells a replay from other answers */
    bool has_respondent; /* personal link */
    uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES];
    const char *organisation; /* open link: as answered, or NULL; personal link: ignored, the
                                 invitation's holds */
    const char *actor_type;   /* likewise */
    const char *language;
    const int *codes;
    size_t code_count;
    const char *values;  /* JSON object */
    int64_t accepted_ms; /* when it was accepted, since 1970; 0: now */
    bool is_late;        /* it was kept elsewhere since: whether the cycle was open is decided by
                            accepted_ms. Otherwise by the database's clock. */
    int64_t order;       /* base_token_order: of one person's submissions the highest stays;
                            personal link only */
};

enum store_submission_outcome {
    STORE_SUBMISSION_STORED,   /* a new response, or a new revision */
    STORE_SUBMISSION_REPLAYED, /* was stored before with the same answers */
    STORE_SUBMISSION_CONFLICT, /* this id was stored before with other answers */
    STORE_SUBMISSION_CLOSED,   /* the cycle was not open at the database when this was accepted (not
                                  yet opened, closed for more than the grace of ten minutes), or it
                                  is sealed */
    STORE_SUBMISSION_WITHDRAWN, /* it was stored before and its answers have been withdrawn since */
};

/* How long after its closing a cycle still takes what was written before, in seconds. The same is
   in sql/migrations, which decides. */
#define STORE_SUBMISSION_GRACE_S 600

/* `revision` counts from 1. `outcome` and `revision` hold for STATUS_OK only. */
typedef void (*store_submission_callback)(enum base_status status,
                                          enum store_submission_outcome outcome, int revision,
                                          void *context);

/* Stores. Submissions that wait together share a statement and a commit; the callback runs after
   that commit. If a batch fails its members are tried one by one; if the connection is lost
   before the commit was confirmed, they are run again on a new one (they are idempotent), and get
   STATUS_UNKNOWN_OUTCOME when that does not succeed before the deadline. */
void store_submission_put(struct store_pool *pool, const struct store_submission *submission,
                          store_submission_callback callback, void *context);

#endif
