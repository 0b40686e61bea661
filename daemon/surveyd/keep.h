/*
 * Where a submission is kept: in the database, or, when that is away or slow, in the spool.
 *
 * Whichever of the two has it first on its disk answers, once. Both may get it: the receipt makes
 * that one submission. One keeper per worker; one thread only.
 */
#ifndef SURVEYD_DAEMON_KEEP_H
#define SURVEYD_DAEMON_KEEP_H

#include "daemon.h"
#include "store/response.h"

enum keep_place {
    KEEP_NOWHERE,  /* as far as is known; sent again it is kept once */
    KEEP_DATABASE, /* committed, or known there: `outcome` and `revision` hold */
    KEEP_SPOOL,    /* on this host's disk: `is_new` holds */
    KEEP_CONFLICT, /* the spool has the receipt with other answers */
};

struct keep_result {
    enum keep_place place;
    enum store_submission_outcome outcome;
    int revision;
    bool is_new; /* false: the spool had it before */
};

struct keeper;

struct keeper *keeper_new(struct worker *worker);
/* After the worker's pool was freed and the spool closed: who still waits gets KEEP_NOWHERE. NULL
   is allowed. */
void keeper_free(struct keeper *keeper);

typedef void (*keep_callback)(const struct keep_result *result, void *context);

/* Keeps. `row` (with accepted_ms, which the spool needs; the database takes its own time) and what
   it points to must live until the callback, which runs exactly once, and never before this has
   returned. */
void keep_submission(struct keeper *keeper, const struct store_submission *row,
                     keep_callback callback, void *context);

/* Whether the spool has, or is getting, a submission with this receipt. */
bool keep_is_pending(const struct worker *worker, const char *programme,
                     const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES]);

#endif
