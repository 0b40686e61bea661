#include "spool_drain.h"

#include <assert.h>
#include <stdlib.h>

#include "spool_record.h"

#define LOOK_MS 500
#define BATCH 64
#define PAUSE_MAX_MS 10000

enum drain_state {
    DRAIN_IDLE,    /* looks again when the timer says so */
    DRAIN_TAKING,  /* the spool reads a batch */
    DRAIN_STORING, /* the database has it */
    DRAIN_PAUSED,  /* the database failed; waits longer each time */
    DRAIN_STOPPED,
};

struct spool_drain {
    struct worker *worker;
    struct base_loop *loop;
    struct base_timer *timer;
    enum drain_state state;
    struct base_arena *arena; /* of the batch that was taken */
    const struct spool_taken *taken;
    size_t count, outstanding;
    bool has_failed, has_settled; /* something of this batch */
    bool is_stopping;
    int64_t pause_ms;
};

struct draining {
    struct spool_drain *drain;
    uint64_t reference;
};

static void look(void *context);

/* The only place where the state changes. */
static void enter(struct spool_drain *drain, enum drain_state state)
{
    drain->state = drain->is_stopping ? DRAIN_STOPPED : state;
    if (drain->state == DRAIN_IDLE) {
        base_timer_set(drain->loop, drain->timer, LOOK_MS);
    } else if (drain->state == DRAIN_PAUSED) {
        base_timer_set(drain->loop, drain->timer, drain->pause_ms);
    } else {
        base_timer_clear(drain->loop, drain->timer);
    }
}

/* A spool that was closed finds the record again when it is opened. */
static void settle(struct spool_drain *drain, uint64_t reference, enum spool_settlement settlement,
                   const char *reason)
{
    struct spool *spool = drain->worker->daemon->spool;
    if (spool) {
        spool_settle(spool, reference, settlement, reason);
    }
}

static void end_batch(struct spool_drain *drain)
{
    bool was_full = drain->count == BATCH;
    base_arena_free(drain->arena);
    drain->arena = NULL;
    /* One record that the server does not take must not hold up the others. */
    if (drain->has_failed && !drain->has_settled) {
        drain->pause_ms = drain->pause_ms == 0 ? LOOK_MS : drain->pause_ms * 2;
        drain->pause_ms = drain->pause_ms < PAUSE_MAX_MS ? drain->pause_ms : PAUSE_MAX_MS;
        enter(drain, DRAIN_PAUSED);
        return;
    }
    drain->pause_ms = 0;
    enter(drain, DRAIN_IDLE);
    if (was_full) {
        look(drain);
    }
}

static void settle_outcome(struct spool_drain *drain, uint64_t reference,
                           enum store_submission_outcome outcome)
{
    switch (outcome) {
    case STORE_SUBMISSION_STORED:
        atomic_fetch_add(&drain->worker->submissions.drained, 1);
        settle(drain, reference, SPOOL_SETTLE_DONE, NULL);
        break;
    case STORE_SUBMISSION_REPLAYED:
    case STORE_SUBMISSION_WITHDRAWN:
        settle(drain, reference, SPOOL_SETTLE_DONE, NULL);
        break;
    case STORE_SUBMISSION_CONFLICT:
        settle(drain, reference, SPOOL_SETTLE_REFUSE, "conflict");
        break;
    case STORE_SUBMISSION_CLOSED:
        settle(drain, reference, SPOOL_SETTLE_REFUSE, "closed");
        break;
    }
}

static void on_stored(enum base_status status, enum store_submission_outcome outcome, int revision,
                      void *context)
{
    const struct draining *draining = context;
    struct spool_drain *drain = draining->drain;
    (void)revision;
    if (status == STATUS_OK) {
        drain->has_settled = true;
        settle_outcome(drain, draining->reference, outcome);
    } else if (status == STATUS_INVALID || status == STATUS_CONFLICT) {
        settle(drain, draining->reference, SPOOL_SETTLE_REFUSE, "rejected");
    } else {
        settle(drain, draining->reference, SPOOL_SETTLE_AGAIN, NULL);
        drain->has_failed = true;
    }
    if (--drain->outstanding == 0) {
        end_batch(drain);
    }
}

static void store(struct spool_drain *drain, const struct spool_taken *taken)
{
    struct store_submission row;
    if (spool_record_decode(drain->arena, &taken->record, &row) != STATUS_OK) {
        settle(drain, taken->reference, SPOOL_SETTLE_REFUSE, "not-understood");
        return;
    }
    struct draining *draining = base_arena_object(drain->arena, struct draining);
    *draining = (struct draining){.drain = drain, .reference = taken->reference};
    drain->outstanding++;
    store_submission_put(drain->worker->pool, &row, on_stored, draining);
}

static void take_batch(void *context)
{
    struct spool_drain *drain = context;
    assert(drain->state == DRAIN_TAKING || drain->state == DRAIN_STOPPED);
    drain->has_failed = drain->has_settled = false;
    if (drain->state == DRAIN_TAKING) {
        enter(drain, DRAIN_STORING);
    }
    for (size_t i = 0; i < drain->count; i++) {
        if (drain->state == DRAIN_STORING) {
            store(drain, &drain->taken[i]);
        } else {
            settle(drain, drain->taken[i].reference, SPOOL_SETTLE_AGAIN, NULL);
        }
    }
    if (drain->outstanding == 0) {
        end_batch(drain);
    }
}

/* On the spool's thread. */
static void on_taken(struct base_arena *arena, const struct spool_taken *list, size_t count,
                     void *context)
{
    struct spool_drain *drain = context;
    drain->arena = arena;
    drain->taken = list;
    drain->count = count;
    http_loop_post(drain->worker->loop, take_batch, drain);
}

static void look(void *context)
{
    struct spool_drain *drain = context;
    struct spool *spool = drain->worker->daemon->spool;
    if (drain->state == DRAIN_STOPPED || atomic_load(&spool_counters(spool)->pending) == 0 ||
        !store_pool_is_ready(drain->worker->pool)) {
        enter(drain, DRAIN_IDLE);
        return;
    }
    enter(drain, DRAIN_TAKING);
    spool_take(spool, BATCH, on_taken, drain);
}

struct spool_drain *spool_drain_new(struct worker *worker)
{
    if (!worker->daemon->spool) {
        return NULL;
    }
    struct spool_drain *drain = calloc(1, sizeof *drain);
    if (!drain) {
        abort();
    }
    drain->worker = worker;
    drain->loop = http_loop_base(worker->loop);
    drain->timer = base_timer_new(drain->loop, look, drain);
    enter(drain, DRAIN_IDLE);
    return drain;
}

void spool_drain_stop(struct spool_drain *drain)
{
    if (drain) {
        drain->is_stopping = true;
        if (drain->state != DRAIN_STORING) {
            enter(drain, DRAIN_STOPPED);
        }
    }
}

void spool_drain_free(struct spool_drain *drain)
{
    if (drain) {
        base_arena_free(drain->arena);
        base_timer_free(drain->loop, drain->timer);
        free(drain);
    }
}
