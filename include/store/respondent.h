/*
 * What the form of a personal link needs to know about its respondent, and whether a receipt is
 * stored. Both are reads of the daemon.
 */
#ifndef SURVEYD_STORE_RESPONDENT_H
#define SURVEYD_STORE_RESPONDENT_H

#include "base/token.h"
#include "store/pool.h"

/* A respondent in one cycle, with the answers given so far. */
struct store_respondent {
    bool
        is_invited; /* an invitation is stored: to this cycle, or to another under this pseudonym */
    const char *organisation; /* "" if not known */
    const char *actor_type;   /* "" if not known */
    bool has_response;        /* the members below hold */
    int revision;             /* from 1 */
    int version;              /* of the questionnaire that was answered */
    const char *language;
    const char *day; /* "YYYY-MM-DD" of the latest revision, in the programme's time zone */
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES]; /* of the latest revision */
    size_t code_count;
    const int *codes;        /* in the column order of that version */
    struct base_text values; /* JSON object: texts, numbers and dates beside the codes */
};

/* `respondent` is NULL unless status is STATUS_OK, and valid during the call only. */
typedef void (*store_respondent_callback)(enum base_status status,
                                          const struct store_respondent *respondent, void *context);

/* A pseudonym that is not stored at all is STATUS_OK with neither invitation nor response: the
   link verified itself, so the form can be served. */
void store_respondent_find(struct store_pool *pool, const char *programme, int cycle,
                           const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                           store_respondent_callback callback, void *context);

/* The answers of one respondent to one cycle, without what was answered. */
struct store_answered {
    int cycle;
    int revision;
    const char *day; /* "YYYY-MM-DD" of the latest revision */
};

/* `answered` is NULL unless status is STATUS_OK, and valid during the call only; ascending cycles.
 */
typedef void (*store_answered_callback)(enum base_status status,
                                        const struct store_answered *answered, size_t count,
                                        void *context);

/* Which cycles a personal link has answered, by its pseudonyms as for store_receipt_find (at least
   one). Sealed cycles are left out. */
void store_answered_find(struct store_pool *pool, const char *programme, const uint8_t *pseudonyms,
                         size_t pseudonym_count, store_answered_callback callback, void *context);

/* A stored submission, or one that was withdrawn. */
struct store_receipt {
    int cycle;
    bool is_withdrawn;    /* then only `cycle`, `is_sealed` and `day` (of the withdrawal) hold */
    bool is_sealed;       /* the cycle is sealed: the answers can no longer be withdrawn */
    bool is_personal;     /* given by a personal link */
    int revision;         /* that this receipt stands for */
    int current_revision; /* greater when later answers have replaced these */
    const char *day;      /* "YYYY-MM-DD" of the current revision */
};

/* `receipt` is NULL unless status is STATUS_OK, and valid during the call only; STATUS_NOT_FOUND:
   not stored (or not by this link). */
typedef void (*store_receipt_callback)(enum base_status status, const struct store_receipt *receipt,
                                       void *context);

/* Looks for a receipt among the submissions of one personal link (its pseudonyms: one under
   linkage "programme", one per cycle under "survey", BASE_TOKEN_PSEUDONYM_BYTES each, one behind
   the other), with `pseudonym_count` 0 among those of the open link, or with
   STORE_RECEIPT_ANY_LINK (`pseudonyms` NULL) among all: a receipt is as hard to guess as a link.
   One that was withdrawn is found by every link of the programme. */
#define STORE_RECEIPT_ANY_LINK ((size_t)-1)
void store_receipt_find(struct store_pool *pool, const char *programme,
                        const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES], const uint8_t *pseudonyms,
                        size_t pseudonym_count, store_receipt_callback callback, void *context);

#endif
