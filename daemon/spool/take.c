#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "spool_state.h"

#define TAKE_COUNT_MAX 4096
#define RANDOM_WORDS 64

struct random_words {
    uint64_t words[RANDOM_WORDS];
    size_t left;
};

/* Uniform among 0 to `below` - 1. */
static size_t random_below(struct random_words *random, size_t below)
{
    for (;;) {
        if (random->left == 0) {
            base_key_random(random->words, sizeof random->words);
            random->left = RANDOM_WORDS;
        }
        unsigned __int128 product = (unsigned __int128)random->words[--random->left] * below;
        if ((uint64_t)product >= -(uint64_t)below % below) {
            return (size_t)(product >> 64);
        }
    }
}

/* Takes slots; under the lock. */
static size_t pick(struct spool *spool, size_t count, uint32_t *ret_slots)
{
    struct random_words random = {.left = 0};
    size_t picked = 0, bytes = 0;
    while (picked < count && bytes < SPOOL_TAKE_BYTES) {
        size_t waiting = index_waiting_count(spool->index);
        if (waiting == 0) {
            break;
        }
        uint32_t slot = index_take(spool->index, random_below(&random, waiting));
        bytes += index_entry(spool->index, slot)->length;
        ret_slots[picked++] = slot;
    }
    return picked;
}

/* Opens, but the segment that is written is open. */
static int open_segment(const struct spool *spool, const struct segment *segment)
{
    if (segment->descriptor >= 0) {
        return segment->descriptor;
    }
    char name[FOLDER_NAME_BYTES];
    folder_segment_name(segment->number, name);
    return openat(spool->folder.directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

enum base_status take_read(struct spool *spool, uint32_t slot, size_t *ret_length,
                           struct base_failure *reterr)
{
    spool_lock(spool);
    struct index_entry entry = *index_entry(spool->index, slot);
    spool_unlock(spool);
    const struct segment *segment = &spool->segments[entry.place.segment];
    int descriptor = open_segment(spool, segment);
    if (descriptor < 0) {
        bool is_short = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
        return base_failure_set(reterr, is_short ? STATUS_UNAVAILABLE : STATUS_IO, "%s",
                                strerror(errno));
    }
    enum base_status status =
        file_read(descriptor, spool->buffer, entry.length, entry.place.offset, ret_length, reterr);
    if (descriptor != segment->descriptor) {
        close(descriptor);
    }
    return status == STATUS_OK ? STATUS_OK : STATUS_IO;
}

bool take_is_record(const struct spool *spool, size_t length, struct segment_stretch *ret_stretch)
{
    struct segment_reader reader = {.bytes = spool->buffer, .length = length};
    return segment_next(&reader, ret_stretch) && ret_stretch->is_record &&
           ret_stretch->offset == 0 && ret_stretch->length == length;
}

static bool take_one(struct spool *spool, struct base_arena *arena, uint32_t slot,
                     struct spool_taken *ret_taken)
{
    struct base_failure failure;
    size_t length = 0;
    enum base_status status = take_read(spool, slot, &length, &failure);
    if (status == STATUS_UNAVAILABLE) {
        spool_lock(spool);
        index_wait(spool->index, slot);
        spool_unlock(spool);
        return false;
    }
    if (status != STATUS_OK) {
        quarantine_unreadable(spool, slot);
        return false;
    }
    struct segment_stretch stretch;
    if (!take_is_record(spool, length, &stretch) ||
        !record_open(spool->sealer, arena, &stretch, &ret_taken->record)) {
        quarantine_damaged(spool, slot, spool->buffer, length);
        return false;
    }
    spool_lock(spool);
    ret_taken->reference = index_reference(spool->index, slot);
    spool_unlock(spool);
    return true;
}

static void take(struct spool *spool, const struct take_request *request)
{
    struct base_arena *arena = base_arena_new();
    size_t count = request->count < TAKE_COUNT_MAX ? request->count : TAKE_COUNT_MAX;
    spool_lock(spool);
    size_t waiting = index_waiting_count(spool->index);
    spool_unlock(spool);
    count = count < waiting ? count : waiting;
    uint32_t *slots = base_arena_array(arena, uint32_t, count);
    struct spool_taken *list = base_arena_array(arena, struct spool_taken, count);
    spool_lock(spool);
    size_t picked = pick(spool, count, slots);
    spool_unlock(spool);
    size_t taken = 0;
    for (size_t i = 0; i < picked; i++) {
        if (take_one(spool, arena, slots[i], &list[taken])) {
            taken++;
        }
    }
    request->callback(arena, list, taken, request->context);
}

void take_records(struct spool *spool, struct take_request *list)
{
    while (list != NULL) {
        struct take_request *request = list;
        list = request->next;
        take(spool, request);
        free(request);
    }
}
