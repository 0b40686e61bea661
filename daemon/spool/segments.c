#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "file.h"
#include "heap.h"
#include "spool_state.h"

#define FULL_RETRY_MS 1000
#define BROKEN_RETRY_MS 3000
/* One failure is the segment's, two in a row are the disk's. */
#define FAILURES_BROKEN 2

static int64_t now_ms(void)
{
    return base_clock_monotonic_ms(base_clock_system());
}

uint32_t segments_add(struct spool *spool, struct segment segment)
{
    uint32_t slot = 0;
    while (slot < spool->segment_count && spool->segments[slot].state != SEGMENT_GONE) {
        slot++;
    }
    spool_lock(spool);
    if (slot == spool->segment_count) {
        spool->segments = heap_resize(spool->segments, slot + 1, sizeof *spool->segments);
        spool->segment_count++;
    }
    spool->segments[slot] = segment;
    spool_unlock(spool);
    spool_count(&spool->counters.bytes, (int64_t)segment.bytes);
    return slot;
}

static enum base_status make_segment(struct spool *spool, enum segment_state state,
                                     uint32_t *ret_slot, struct base_failure *reterr)
{
    uint64_t bytes = spool->options.segment_bytes;
    if (atomic_load(&spool->counters.bytes) + bytes > spool->options.limit_bytes) {
        return base_failure_set(reterr, STATUS_UNAVAILABLE, "the spool's limit is reached");
    }
    char name[FOLDER_NAME_BYTES];
    folder_segment_name(spool->next_segment, name);
    struct segment segment = {
        .number = spool->next_segment, .bytes = bytes, .used = SEGMENT_HEAD_BYTES, .state = state};
    enum base_status status =
        file_make_segment(spool->folder.directory, name, bytes, spool->options.reserve_bytes,
                          &segment.descriptor, reterr);
    if (status == STATUS_OK) {
        spool->next_segment++;
        *ret_slot = segments_add(spool, segment);
        spool->is_full_told = false;
    }
    return status;
}

static void tell_failure(struct spool *spool, const struct base_failure *failure)
{
    if (failure->status != STATUS_UNAVAILABLE) {
        spool_count(&spool->counters.sync_failures, 1);
        spool_tell(spool, SPOOL_EVENT_SYNC_FAILED, 0, failure->text);
    } else if (!spool->is_full_told) {
        spool->is_full_told = true;
        spool_tell(spool, SPOOL_EVENT_FULL, atomic_load(&spool->counters.bytes), failure->text);
    }
}

void segments_close_active(struct spool *spool)
{
    if (spool->active == SPOOL_NO_SEGMENT) {
        return;
    }
    struct segment *segment = &spool->segments[spool->active];
    close(segment->descriptor);
    segment->descriptor = -1;
    segment->state = SEGMENT_CLOSED;
    spool_lock(spool);
    spool->needs_sweep = spool->needs_sweep || segment->live == 0;
    spool_unlock(spool);
    spool->active = SPOOL_NO_SEGMENT;
}

void segments_fail_active(struct spool *spool, const struct base_failure *failure)
{
    segments_close_active(spool);
    spool_count(&spool->counters.sync_failures, 1);
    spool_tell(spool, SPOOL_EVENT_SYNC_FAILED, 0, failure->text);
    spool->failures++;
    if (spool->failures >= FAILURES_BROKEN) {
        spool->retry_at_ms = now_ms() + BROKEN_RETRY_MS;
        spool->retry_cause = STATUS_IO;
    }
}

enum base_status segments_make_room(struct spool *spool, size_t length)
{
    if (spool->active != SPOOL_NO_SEGMENT) {
        const struct segment *active = &spool->segments[spool->active];
        if (active->used + length <= active->bytes) {
            return STATUS_OK;
        }
        segments_close_active(spool);
    }
    if (now_ms() < spool->retry_at_ms) {
        return spool->retry_cause;
    }
    uint32_t slot = spool->spare;
    if (slot == SPOOL_NO_SEGMENT) {
        struct base_failure failure;
        enum base_status status = make_segment(spool, SEGMENT_SPARE, &slot, &failure);
        if (status != STATUS_OK) {
            tell_failure(spool, &failure);
            bool is_full = status == STATUS_UNAVAILABLE;
            spool->retry_at_ms = now_ms() + (is_full ? FULL_RETRY_MS : BROKEN_RETRY_MS);
            spool->retry_cause = status;
            return status;
        }
    }
    spool->spare = SPOOL_NO_SEGMENT;
    spool->active = slot;
    spool->segments[slot].state = SEGMENT_ACTIVE;
    return STATUS_OK;
}

void segments_make_spare(struct spool *spool)
{
    int64_t now = now_ms();
    if (spool->spare != SPOOL_NO_SEGMENT || now < spool->spare_at_ms || now < spool->retry_at_ms) {
        return;
    }
    if (spool->active != SPOOL_NO_SEGMENT) {
        const struct segment *active = &spool->segments[spool->active];
        if (active->used < active->bytes / 4 * 3) {
            return;
        }
    }
    struct base_failure failure;
    enum base_status status = make_segment(spool, SEGMENT_SPARE, &spool->spare, &failure);
    if (status != STATUS_OK) {
        /* That it is full is told when somebody is turned away. */
        spool->spare_at_ms = now + FULL_RETRY_MS;
        if (status != STATUS_UNAVAILABLE) {
            tell_failure(spool, &failure);
        }
    }
}

static bool is_done_with(const struct spool *spool, const struct segment *segment)
{
    if (segment->live > 0 || segment->is_kept) {
        return false;
    }
    return segment->state == SEGMENT_CLOSED ||
           (segment->state == SEGMENT_ACTIVE && segment->used > SEGMENT_HEAD_BYTES &&
            spool->puts.first == NULL);
}

/* Marks what is to be deleted; whether there is anything. */
static bool find_done(struct spool *spool, bool *ret_is_empty)
{
    bool found = false;
    spool_lock(spool);
    spool->needs_sweep = false;
    *ret_is_empty = index_count(spool->index) == 0;
    for (uint32_t i = 0; i < spool->segment_count; i++) {
        struct segment *segment = &spool->segments[i];
        if (is_done_with(spool, segment)) {
            found = true;
            segment->state = SEGMENT_DONE;
            if (i == spool->active) {
                spool->active = SPOOL_NO_SEGMENT;
            }
        }
    }
    spool_unlock(spool);
    return found;
}

static void delete_segment(struct spool *spool, struct segment *segment)
{
    if (segment->descriptor >= 0) {
        close(segment->descriptor);
        segment->descriptor = -1;
    }
    char name[FOLDER_NAME_BYTES];
    folder_segment_name(segment->number, name);
    if (unlinkat(spool->folder.directory, name, 0) != 0 && errno != ENOENT) {
        struct base_failure failure;
        base_failure_set(&failure, STATUS_IO, "%s: %s", name, strerror(errno));
        tell_failure(spool, &failure);
        segment->state = SEGMENT_CLOSED;
        segment->is_kept = true;
        return;
    }
    spool_count(&spool->counters.bytes, -(int64_t)segment->bytes);
    segment->state = SEGMENT_GONE;
}

void segments_sweep(struct spool *spool)
{
    bool is_empty = false;
    if (find_done(spool, &is_empty)) {
        for (uint32_t i = 0; i < spool->segment_count; i++) {
            struct segment *segment = &spool->segments[i];
            if (segment->state == SEGMENT_DONE) {
                delete_segment(spool, segment);
            }
        }
        if (fsync(spool->folder.directory) != 0) {
            struct base_failure failure;
            base_failure_set(&failure, STATUS_IO, "the folder: %s", strerror(errno));
            tell_failure(spool, &failure);
        }
        if (spool->retry_cause == STATUS_UNAVAILABLE) {
            spool->retry_at_ms = 0;
        }
        spool->spare_at_ms = 0;
    }
    if (is_empty && spool->was_filled) {
        spool->was_filled = false;
        spool_tell(spool, SPOOL_EVENT_EMPTIED, 0, NULL);
    }
}
