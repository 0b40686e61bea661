#include <stdlib.h>

#include "spool_state.h"

/* What has come since the last turn. */
struct work {
    struct put_request *puts, *results;
    struct take_request *takes;
    struct refusal *refusals;
    struct base_text copy;
};

static bool has_work(const struct spool *spool)
{
    return spool->puts.first != NULL || spool->results.first != NULL || spool->takes != NULL ||
           spool->refusals != NULL || spool->copy.data != NULL || spool->needs_sweep;
}

static struct put_request *queue_cut(struct put_queue *queue)
{
    struct put_request *list = queue->first;
    *queue = (struct put_queue){NULL, &queue->first};
    return list;
}

static struct work cut_work(struct spool *spool)
{
    struct work work = {
        .puts = queue_cut(&spool->puts),
        .results = queue_cut(&spool->results),
        .takes = spool->takes,
        .refusals = spool->refusals,
        .copy = spool->copy,
    };
    spool->takes = NULL;
    spool->takes_end = &spool->takes;
    spool->refusals = NULL;
    spool->refusals_end = &spool->refusals;
    spool->copy = (struct base_text){NULL, 0};
    return work;
}

/* Who waits for an acknowledgement comes first. */
static void do_work(struct spool *spool, const struct work *work)
{
    write_group(spool, work->puts);
    write_results(work->results);
    take_records(spool, work->takes);
    quarantine_refused(spool, work->refusals);
    if (work->copy.data != NULL) {
        copy_write(spool, work->copy);
    }
    segments_sweep(spool);
    segments_make_spare(spool);
}

void *thread_main(void *context)
{
    struct spool *spool = context;
    segments_make_spare(spool);
    spool_lock(spool);
    for (;;) {
        while (!has_work(spool) && !spool->is_closing) {
            pthread_cond_wait(&spool->wake, &spool->lock);
        }
        if (!has_work(spool)) {
            break;
        }
        struct work work = cut_work(spool);
        spool_unlock(spool);
        do_work(spool, &work);
        spool_lock(spool);
    }
    spool_unlock(spool);
    return NULL;
}
