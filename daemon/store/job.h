/*
 * A job: one prepared statement in a transaction of its own, on its way through pool and
 * connection. It belongs to exactly one list at a time.
 */
#ifndef SURVEYD_STORE_JOB_H
#define SURVEYD_STORE_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "result_rows.h"
#include "store/statement.h"

struct store_pool;

struct store_job {
    struct store_job *next;
    struct base_arena *arena; /* owns the job and its parameters */
    const struct store_statement *statement;
    struct store_parameters parameters;
    int64_t deadline_ms; /* of the loop's clock */
    unsigned attempts;   /* times sent */
    bool may_repeat;     /* harmless to run again when its outcome is unknown */
    bool is_batch;       /* of submissions */

    /* What came back. The failure is that of the statement or of its commit. */
    struct store_result result; /* rows NULL: none */
    bool has_failed;
    char sqlstate[6];

    enum base_status outcome; /* of a job in the pool's list of finished ones */

    /* Called once by the pool, from the loop, when the job has ended; the pool frees the job after
       it. `status` STATUS_OK: committed, `result` holds the rows. */
    void (*finish)(struct store_pool *pool, struct store_job *job, enum base_status status);
};

/* A zeroed object of `size` bytes that begins with a struct store_job, on an arena of its own. */
struct store_job *store_job_new(size_t size, const char *statement);
void store_job_free(struct store_job *job);

/* Forgets what came back, so that the job can be sent again. */
void store_job_reset(struct store_job *job);

/* First in, first out. */
struct store_job_list {
    struct store_job *first, *last;
    size_t count;
};

void store_job_list_append(struct store_job_list *list, struct store_job *job);
/* Puts a job before the first that has more time left. */
void store_job_list_insert(struct store_job_list *list, struct store_job *job);
struct store_job *store_job_list_take(struct store_job_list *list); /* NULL when empty */

#endif
