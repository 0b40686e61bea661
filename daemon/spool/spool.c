#include "spool/spool.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heap.h"
#include "spool_state.h"

/* What an index has to expect: answers are rarely shorter. */
#define TYPICAL_RECORD_BYTES 1024

void spool_lock(struct spool *spool)
{
    pthread_mutex_lock(&spool->lock);
}

void spool_unlock(struct spool *spool)
{
    atomic_store_explicit(&spool->present, index_count(spool->index), memory_order_release);
    pthread_mutex_unlock(&spool->lock);
}

void spool_wake(struct spool *spool)
{
    pthread_cond_signal(&spool->wake);
}

void spool_tell(struct spool *spool, enum spool_event_kind kind, uint64_t number, const char *text)
{
    if (spool->options.observe != NULL) {
        struct spool_event event = {.kind = kind, .number = number, .text = text};
        spool->options.observe(&event, spool->options.context);
    }
}

void spool_count(_Atomic uint64_t *counter, int64_t change)
{
    atomic_fetch_add_explicit(counter, (uint64_t)change, memory_order_relaxed);
}

void spool_forget(struct spool *spool, uint32_t slot)
{
    struct segment *segment = &spool->segments[index_entry(spool->index, slot)->place.segment];
    index_remove(spool->index, slot);
    spool_count(&spool->counters.pending, -1);
    segment->live--;
    if (segment->live == 0) {
        spool->needs_sweep = true;
        spool_wake(spool);
    }
}

static void spool_free(struct spool *spool)
{
    for (uint32_t i = 0; i < spool->segment_count; i++) {
        if (spool->segments[i].descriptor >= 0) {
            close(spool->segments[i].descriptor);
        }
    }
    folder_close(&spool->folder);
    record_sealer_free(spool->sealer);
    index_free(spool->index);
    pthread_cond_destroy(&spool->wake);
    pthread_mutex_destroy(&spool->lock);
    free(spool->segments);
    free(spool->buffer);
    free((char *)(uintptr_t)spool->options.directory);
    explicit_bzero(&spool->options.key, sizeof spool->options.key);
    free(spool);
}

static struct spool *spool_new(const struct spool_options *options)
{
    struct spool *spool = heap_new(sizeof *spool);
    spool->options = *options;
    size_t length = strlen(options->directory);
    char *directory = heap_new(length + 1);
    memcpy(directory, options->directory, length);
    spool->options.directory = directory;
    spool->folder = (struct folder){-1, -1, -1};
    spool->sealer = record_sealer_new(&options->key);
    spool->buffer = heap_new(SEGMENT_RECORD_BYTES_MAX);
    spool->index = index_new(options->limit_bytes / TYPICAL_RECORD_BYTES);
    spool->active = spool->spare = SPOOL_NO_SEGMENT;
    spool->next_segment = spool->next_record = 1;
    spool->puts.end = &spool->puts.first;
    spool->results.end = &spool->results.first;
    spool->takes_end = &spool->takes;
    spool->refusals_end = &spool->refusals;
    pthread_mutex_init(&spool->lock, NULL);
    pthread_cond_init(&spool->wake, NULL);
    return spool;
}

static enum base_status start_thread(struct spool *spool, struct base_failure *reterr)
{
    /* Signals are the main loop's. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&spool->thread, NULL, thread_main, spool);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        return base_failure_set(reterr, STATUS_INTERNAL, "cannot start the spool's thread: %s",
                                strerror(error));
    }
    pthread_setname_np(spool->thread, "spool");
    return STATUS_OK;
}

enum base_status spool_open(const struct spool_options *options, struct spool **ret_spool,
                            struct base_failure *reterr)
{
    if (options->segment_bytes < SEGMENT_BYTES_MIN || options->segment_bytes > SEGMENT_BYTES_MAX ||
        options->limit_bytes < options->segment_bytes) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "a spool's segment has 1 to 64 MiB, and one must fit its limit");
    }
    struct spool *spool = spool_new(options);
    enum base_status status = folder_open(options->directory, &spool->folder, reterr);
    if (status == STATUS_OK) {
        status = recover_segments(spool, reterr);
    }
    if (status == STATUS_OK) {
        status = start_thread(spool, reterr);
    }
    if (status != STATUS_OK) {
        spool_free(spool);
        return status;
    }
    *ret_spool = spool;
    return STATUS_OK;
}

void spool_close(struct spool *spool)
{
    spool_lock(spool);
    spool->is_closing = true;
    spool_wake(spool);
    spool_unlock(spool);
    pthread_join(spool->thread, NULL);
    spool_free(spool);
}

void spool_snapshot(struct spool *spool, struct spool_figures *ret_figures)
{
    const struct spool_counters *counters = &spool->counters;
    spool_lock(spool);
    *ret_figures = (struct spool_figures){
        .recovered = atomic_load(&counters->recovered),
        .spooled = atomic_load(&counters->spooled),
        .settled = atomic_load(&counters->settled),
        .refused = atomic_load(&counters->refused),
        .damaged = atomic_load(&counters->damaged),
        .pending = atomic_load(&counters->pending),
        .quarantined = atomic_load(&counters->quarantined),
        .bytes = atomic_load(&counters->bytes),
        .sync_failures = atomic_load(&counters->sync_failures),
        .full = atomic_load(&counters->full),
    };
    spool_unlock(spool);
}

const struct spool_counters *spool_counters(const struct spool *spool)
{
    return &spool->counters;
}

static void queue_add(struct put_queue *queue, struct put_request *request)
{
    *queue->end = request;
    queue->end = &request->next;
}

static struct put_request *request_new(const struct spool_record *record, size_t text_length,
                                       spool_callback callback, void *context)
{
    struct put_request *request = heap_new(sizeof *request + text_length);
    request->callback = callback;
    request->context = context;
    request->cost = sizeof *request + text_length;
    request->record = *record;
    if (text_length > 0) {
        memcpy(request->text, record->text.data, text_length);
    }
    request->record.text = (struct base_text){request->text, text_length};
    return request;
}

/* Where the request goes; under the lock. `*ret_status` is the answer if it goes to no disk. */
static bool admit(struct spool *spool, struct put_request *request, enum base_status *ret_status)
{
    const struct spool_record *record = &request->record;
    uint32_t slot = index_find(spool->index, record->id, record->digest);
    if (slot != INDEX_NONE) {
        struct index_entry *entry = index_entry(spool->index, slot);
        if (entry->state != INDEX_QUEUED) {
            *ret_status = STATUS_OK;
            return false;
        }
        request->cost = 0;
        request->next = entry->request->followers;
        entry->request->followers = request;
        return true;
    }
    if (index_find(spool->index, record->id, NULL) != INDEX_NONE) {
        *ret_status = STATUS_CONFLICT;
        return false;
    }
    if (spool->queued_bytes + request->cost > spool->options.queue_bytes) {
        spool_count(&spool->counters.full, 1);
        *ret_status = STATUS_UNAVAILABLE;
        return false;
    }
    request->slot = index_add(spool->index, record->id, record->digest);
    index_entry(spool->index, request->slot)->request = request;
    spool->queued_bytes += request->cost;
    queue_add(&spool->puts, request);
    return true;
}

void spool_put(struct spool *spool, const struct spool_record *record, spool_callback callback,
               void *context)
{
    bool is_short = record->text.length <= SPOOL_RECORD_BYTES;
    struct put_request *request =
        request_new(record, is_short ? record->text.length : 0, callback, context);
    request->status = STATUS_TOO_LARGE;
    spool_lock(spool);
    if (!is_short || !admit(spool, request, &request->status)) {
        queue_add(&spool->results, request);
    }
    spool_wake(spool);
    spool_unlock(spool);
}

enum spool_presence spool_find(struct spool *spool, const uint8_t id[SPOOL_ID_BYTES],
                               const uint8_t *digest)
{
    if (atomic_load_explicit(&spool->present, memory_order_acquire) == 0) {
        return SPOOL_ABSENT;
    }
    spool_lock(spool);
    bool is_there = index_find(spool->index, id, NULL) != INDEX_NONE;
    bool is_same = is_there && index_find(spool->index, id, digest) != INDEX_NONE;
    spool_unlock(spool);
    return is_same ? SPOOL_PRESENT : is_there ? SPOOL_PRESENT_OTHERWISE : SPOOL_ABSENT;
}

void spool_take(struct spool *spool, size_t count, spool_taken_callback callback, void *context)
{
    struct take_request *request = heap_new(sizeof *request);
    *request = (struct take_request){.count = count, .callback = callback, .context = context};
    spool_lock(spool);
    *spool->takes_end = request;
    spool->takes_end = &request->next;
    spool_wake(spool);
    spool_unlock(spool);
}

static struct refusal *refusal_new(const char *reason)
{
    assert(reason != NULL && *reason != '\0' &&
           strspn(reason, "abcdefghijklmnopqrstuvwxyz-") == strlen(reason) &&
           strlen(reason) < SPOOL_REASON_BYTES);
    struct refusal *refusal = heap_new(sizeof *refusal);
    memcpy(refusal->reason, reason, strlen(reason));
    return refusal;
}

void spool_settle(struct spool *spool, uint64_t reference, enum spool_settlement settlement,
                  const char *reason)
{
    struct refusal *refusal = settlement == SPOOL_SETTLE_REFUSE ? refusal_new(reason) : NULL;
    spool_lock(spool);
    uint32_t slot = index_by_reference(spool->index, reference);
    assert(slot != INDEX_NONE && index_entry(spool->index, slot)->state == INDEX_TAKEN);
    if (settlement == SPOOL_SETTLE_DONE) {
        spool_count(&spool->counters.settled, 1);
        spool_forget(spool, slot);
    } else if (settlement == SPOOL_SETTLE_AGAIN) {
        index_wait(spool->index, slot);
    } else {
        refusal->slot = slot;
        index_entry(spool->index, slot)->state = INDEX_REFUSED;
        *spool->refusals_end = refusal;
        spool->refusals_end = &refusal->next;
        spool_wake(spool);
    }
    spool_unlock(spool);
}

void spool_copy_write(struct spool *spool, struct base_text text)
{
    char *bytes = heap_new(text.length);
    if (text.length > 0) {
        memcpy(bytes, text.data, text.length);
    }
    spool_lock(spool);
    char *older = (char *)(uintptr_t)spool->copy.data;
    spool->copy = (struct base_text){bytes, text.length};
    spool_wake(spool);
    spool_unlock(spool);
    free(older);
}
