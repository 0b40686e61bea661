#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "spool_state.h"

static size_t length_of(const struct put_request *request)
{
    return SEGMENT_RECORD_BYTES(request->record.text.length);
}

void write_results(struct put_request *list)
{
    while (list != NULL) {
        struct put_request *request = list;
        list = request->next;
        request->callback(request->status, request->context);
        free(request);
    }
}

/* One request has its result; under the lock. */
static void settle_request(struct spool *spool, struct put_request *request,
                           enum base_status status)
{
    spool->queued_bytes -= request->cost;
    request->status = status;
    if (status != STATUS_OK) {
        index_remove(spool->index, request->slot);
        return;
    }
    struct index_entry *entry = index_entry(spool->index, request->slot);
    entry->place = request->place;
    entry->length = (uint32_t)length_of(request);
    index_wait(spool->index, request->slot);
    spool->segments[request->place.segment].live++;
    spool_count(&spool->counters.spooled, 1);
    spool_count(&spool->counters.pending, 1);
}

/* Those before `end` have their result; calls back. */
static void complete(struct spool *spool, struct put_request *list, const struct put_request *end,
                     enum base_status status)
{
    spool_lock(spool);
    for (struct put_request *request = list; request != end; request = request->next) {
        settle_request(spool, request, status);
    }
    spool_unlock(spool);
    spool->was_filled = spool->was_filled || status == STATUS_OK;
    while (list != end) {
        struct put_request *request = list;
        list = request->next;
        for (struct put_request *each = request->followers; each != NULL; each = each->next) {
            each->status = status;
        }
        write_results(request->followers);
        request->next = NULL;
        write_results(request);
    }
}

/* Writes and syncs as many as the active segment holds; the others begin at `*ret_rest`. */
static enum base_status write_batch(struct spool *spool, struct put_request *list,
                                    struct put_request **ret_rest, struct base_failure *reterr)
{
    struct segment *segment = &spool->segments[spool->active];
    enum base_status status = STATUS_OK;
    size_t filled = 0;
    struct put_request *request = list;
    for (; request != NULL && segment->used + filled + length_of(request) <= segment->bytes;
         request = request->next) {
        if (filled + length_of(request) > SEGMENT_RECORD_BYTES_MAX) {
            status = file_write(segment->descriptor, spool->buffer, filled, segment->used, reterr);
            if (status != STATUS_OK) {
                break;
            }
            segment->used += filled;
            filled = 0;
        }
        request->place = (struct index_place){spool->active, (uint32_t)(segment->used + filled)};
        filled += record_seal(spool->sealer, spool->next_record++, &request->record,
                              spool->buffer + filled);
    }
    *ret_rest = request;
    if (status == STATUS_OK) {
        status = file_write(segment->descriptor, spool->buffer, filled, segment->used, reterr);
    }
    segment->used += filled;
    if (status == STATUS_OK && fdatasync(segment->descriptor) != 0) {
        char name[FOLDER_NAME_BYTES];
        folder_segment_name(segment->number, name);
        status = base_failure_set(reterr, STATUS_IO, "%s: %s", name, strerror(errno));
    }
    return status;
}

static void turn_away(struct spool *spool, struct put_request *list, enum base_status cause)
{
    if (cause == STATUS_UNAVAILABLE) {
        for (const struct put_request *each = list; each != NULL; each = each->next) {
            spool_count(&spool->counters.full, 1);
        }
    }
    complete(spool, list, NULL, STATUS_UNAVAILABLE);
}

void write_group(struct spool *spool, struct put_request *list)
{
    while (list != NULL) {
        enum base_status status = segments_make_room(spool, length_of(list));
        if (status != STATUS_OK) {
            turn_away(spool, list, status);
            return;
        }
        struct base_failure failure;
        struct put_request *rest = NULL;
        status = write_batch(spool, list, &rest, &failure);
        if (status == STATUS_OK) {
            spool->failures = 0;
            complete(spool, list, rest, STATUS_OK);
        } else {
            segments_fail_active(spool, &failure);
            complete(spool, list, rest, STATUS_UNAVAILABLE);
        }
        list = rest;
    }
}
