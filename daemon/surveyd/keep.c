#include "keep.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "question.h"
#include "spool_record.h"

enum keeping_state {
    KEEPING_WAITS,    /* for the database; answered by the spool when the deadline has passed */
    KEEPING_SPOOLS,   /* the spool has been asked too, or alone */
    KEEPING_ANSWERED, /* `row` is gone; callbacks may still come */
    KEEPING_STATES
};

/* One submission, from keep_submission until nobody will call back any more. */
struct keeping {
    TAILQ_ENTRY(keeping) link;
    struct keeper *keeper;
    enum keeping_state state;
    bool in_database, in_spool; /* their callbacks are still to come */
    bool is_replay;             /* the spool had it before */
    int64_t deadline_ms;
    const struct store_submission *row;
    keep_callback callback;
    void *context;
    enum base_status spool_status; /* the spool's thread writes it, before it posts */
};

TAILQ_HEAD(keeping_list, keeping);

struct keeper {
    struct worker *worker;
    struct base_loop *loop;
    struct base_timer *timer; /* a deadline of those that wait, or an earlier time */
    bool is_timer_set;
    struct keeping_list lists[KEEPING_STATES]; /* by state, oldest first */
};

/* Not set again for every answer: nearly always all are answered before it is due. */
static void set_timer(struct keeper *keeper)
{
    const struct keeping *first = TAILQ_FIRST(&keeper->lists[KEEPING_WAITS]);
    if (first && !keeper->is_timer_set && keeper->worker->daemon->spool) {
        int64_t delay_ms = first->deadline_ms - base_loop_now_ms(keeper->loop);
        base_timer_set(keeper->loop, keeper->timer, delay_ms > 0 ? delay_ms : 0);
        keeper->is_timer_set = true;
    }
}

/* The only place where the state changes. */
static void enter(struct keeping *keeping, enum keeping_state state)
{
    struct keeper *keeper = keeping->keeper;
    TAILQ_REMOVE(&keeper->lists[keeping->state], keeping, link);
    keeping->state = state;
    TAILQ_INSERT_TAIL(&keeper->lists[state], keeping, link);
}

static void free_if_done(struct keeping *keeping)
{
    if (keeping->state == KEEPING_ANSWERED && !keeping->in_database && !keeping->in_spool) {
        TAILQ_REMOVE(&keeping->keeper->lists[KEEPING_ANSWERED], keeping, link);
        free(keeping);
    }
}

static void answer(struct keeping *keeping, const struct keep_result *result)
{
    enter(keeping, KEEPING_ANSWERED);
    keeping->row = NULL;
    keeping->callback(result, keeping->context);
}

static void answer_nowhere(struct keeping *keeping)
{
    answer(keeping, &(struct keep_result){.place = KEEP_NOWHERE});
}

static void take_spooled(void *context)
{
    struct keeping *keeping = context;
    enum base_status status = keeping->spool_status;
    keeping->in_spool = false;
    if (status == STATUS_OK) {
        spool_note_kept(keeping->keeper->worker->daemon);
    }
    if (keeping->state != KEEPING_ANSWERED) {
        if (status == STATUS_OK) {
            answer(keeping,
                   &(struct keep_result){.place = KEEP_SPOOL, .is_new = !keeping->is_replay});
        } else if (status == STATUS_CONFLICT) {
            answer(keeping, &(struct keep_result){.place = KEEP_CONFLICT});
        } else if (!keeping->in_database) {
            answer_nowhere(keeping);
        }
    }
    free_if_done(keeping);
}

/* On the spool's thread. */
static void on_spooled(enum base_status status, void *context)
{
    struct keeping *keeping = context;
    keeping->spool_status = status;
    http_loop_post(keeping->keeper->worker->loop, take_spooled, keeping);
}

static void put_into_spool(struct keeping *keeping)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct spool_record record = spool_record_encode(arena, keeping->row);
    enter(keeping, KEEPING_SPOOLS);
    keeping->in_spool = true;
    spool_put(keeping->keeper->worker->daemon->spool, &record, on_spooled, keeping);
}

/* The server takes part in what it does not like about this row: another try, later or by another
   way, ends the same. Everything else is a server that is away, slow, or not right. */
static bool is_about_the_row(enum base_status status)
{
    return status == STATUS_INVALID || status == STATUS_CONFLICT;
}

static void on_stored(enum base_status status, enum store_submission_outcome outcome, int revision,
                      void *context)
{
    struct keeping *keeping = context;
    bool has_spool = keeping->keeper->worker->daemon->spool != NULL;
    keeping->in_database = false;
    if (keeping->state != KEEPING_ANSWERED) {
        if (status == STATUS_OK) {
            answer(keeping, &(struct keep_result){
                                .place = KEEP_DATABASE, .outcome = outcome, .revision = revision});
        } else if (keeping->state == KEEPING_WAITS && has_spool && !is_about_the_row(status)) {
            put_into_spool(keeping);
        } else if (!keeping->in_spool) {
            answer_nowhere(keeping);
        }
    }
    free_if_done(keeping);
}

static void put_into_database(struct keeping *keeping)
{
    struct keeper *keeper = keeping->keeper;
    keeping->in_database = true;
    store_submission_put(keeper->worker->pool, keeping->row, on_stored, keeping);
    set_timer(keeper);
}

/* All deadlines are equally long, so those that wait are in the order of theirs. */
static void on_deadline(void *context)
{
    struct keeper *keeper = context;
    int64_t now_ms = base_loop_now_ms(keeper->loop);
    struct keeping *keeping;
    keeper->is_timer_set = false;
    while ((keeping = TAILQ_FIRST(&keeper->lists[KEEPING_WAITS])) != NULL &&
           keeping->deadline_ms <= now_ms) {
        put_into_spool(keeping);
    }
    set_timer(keeper);
}

void keep_submission(struct keeper *keeper, const struct store_submission *row,
                     keep_callback callback, void *context)
{
    struct spool *spool = keeper->worker->daemon->spool;
    struct keeping *keeping = calloc(1, sizeof *keeping);
    if (!keeping) {
        abort();
    }
    keeping->keeper = keeper;
    keeping->state = KEEPING_WAITS;
    keeping->deadline_ms =
        base_loop_now_ms(keeper->loop) + keeper->worker->daemon->config.spool_after_ms;
    keeping->row = row;
    keeping->callback = callback;
    keeping->context = context;
    TAILQ_INSERT_TAIL(&keeper->lists[KEEPING_WAITS], keeping, link);
    uint8_t id[SPOOL_ID_BYTES];
    spool_record_id(row->programme, row->receipt, id);
    keeping->is_replay = spool && spool_find(spool, id, NULL) != SPOOL_ABSENT;
    /* What the spool has may be on its way to the disk only; it answers when it is there. */
    bool is_away =
        !store_pool_is_ready(keeper->worker->pool) || questions_are_late(keeper->worker->questions);
    if (keeping->is_replay || (spool && is_away)) {
        put_into_spool(keeping);
    } else {
        put_into_database(keeping);
    }
}

bool keep_is_pending(const struct worker *worker, const char *programme,
                     const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES])
{
    uint8_t id[SPOOL_ID_BYTES];
    spool_record_id(programme, receipt, id);
    return worker->daemon->spool && spool_find(worker->daemon->spool, id, NULL) != SPOOL_ABSENT;
}

struct keeper *keeper_new(struct worker *worker)
{
    struct keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper) {
        abort();
    }
    keeper->worker = worker;
    keeper->loop = http_loop_base(worker->loop);
    keeper->timer = base_timer_new(keeper->loop, on_deadline, keeper);
    for (size_t i = 0; i < KEEPING_STATES; i++) {
        TAILQ_INIT(&keeper->lists[i]);
    }
    return keeper;
}

void keeper_free(struct keeper *keeper)
{
    if (!keeper) {
        return;
    }
    for (size_t i = 0; i < KEEPING_STATES; i++) {
        struct keeping *keeping;
        while ((keeping = TAILQ_FIRST(&keeper->lists[i])) != NULL) {
            /* What was posted is dropped with the loop. */
            keeping->in_database = keeping->in_spool = false;
            if (keeping->state != KEEPING_ANSWERED) {
                answer_nowhere(keeping);
            }
            free_if_done(keeping);
        }
    }
    base_timer_free(keeper->loop, keeper->timer);
    free(keeper);
}
