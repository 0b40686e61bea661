/*
 * What pool.c (jobs) and batch.c (submissions) share.
 */
#ifndef SURVEYD_STORE_POOL_INTERNAL_H
#define SURVEYD_STORE_POOL_INTERNAL_H

#include "connection.h"
#include "store/pool.h"
#include "store/response.h"

/* Times that a job is sent at most. */
#define STORE_JOB_ATTEMPTS_MAX 4

/* A submission that waits, or is a member of a batch. */
struct store_put {
    struct store_put *next;
    struct base_arena *arena; /* owns it */
    struct store_submission submission;
    int64_t deadline_ms;
    bool is_alone;      /* its batch failed: it is tried by itself */
    bool may_be_stored; /* a connection was lost while it was in flight */
    store_submission_callback callback;
    void *context;
};

struct store_put_list {
    struct store_put *first, *last;
    size_t count;
};

struct store_pool {
    struct store_pool_options options;
    char *connection_string;
    struct store_pool_counters counters;
    struct store_connection **connections;
    uint64_t connected;          /* times that a connection became ready */
    struct base_timer *turn;     /* what is to be done once the caller has returned */
    struct base_timer *deadline; /* of the first that waits */
    bool is_turn_set;
    struct store_job_list waiting;  /* never sent */
    struct store_job_list again;    /* sent before; first in line, by deadline */
    struct store_job_list finished; /* to be told */
    struct store_put_list puts;     /* submissions that wait */
};

/* Something waits for the next turn of the loop. */
void store_pool_set_turn(struct store_pool *pool);

/* Puts a job on the list of finished ones; it is told by and by. */
void store_pool_finish(struct store_pool *pool, struct store_job *job, enum base_status status);

/* A ready connection with room, the least loaded; for a batch one that has none. NULL if none. */
struct store_connection *store_pool_choose(const struct store_pool *pool, bool for_batch);

size_t store_pool_queue_length(const struct store_pool *pool);

/* The time by which something that waits must have been sent, so that it can end in time. */
int64_t store_pool_latest_send_ms(const struct store_pool *pool, int64_t deadline_ms);

/* (Re)starts the timer for what waits. */
void store_pool_arm(struct store_pool *pool);

/* Makes batches of the submissions that wait and sends them on connections without a batch. */
void store_batch_dispatch(struct store_pool *pool);

/* Tells the submissions that have waited too long. */
void store_batch_expire(struct store_pool *pool, int64_t now_ms);

/* Tells all submissions that wait. */
void store_batch_fail_all(struct store_pool *pool, enum base_status status);

/* A batch ended with a failure of the server: true if its members were queued again one by one (the
   job is then empty and to be freed). */
bool store_batch_split(struct store_pool *pool, struct store_job *job);

/* A connection was lost with this batch in flight. */
void store_batch_note_lost(struct store_job *job);

#endif
