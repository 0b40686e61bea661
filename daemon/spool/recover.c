#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "spool_state.h"

/* The names of the folder's segments. */
struct segment_list {
    const char **names;
    uint64_t *numbers;
    size_t count;
};

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static enum base_status list_segments(struct spool *spool, struct base_arena *arena,
                                      struct segment_list *ret_list, struct base_failure *reterr)
{
    size_t count = 0;
    enum base_status status =
        folder_list(spool->folder.directory, arena, &ret_list->names, &count, reterr);
    ret_list->numbers = base_arena_array(arena, uint64_t, count);
    ret_list->count = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint64_t number = 0;
        if (folder_is_segment(ret_list->names[i], &number)) {
            ret_list->names[ret_list->count] = ret_list->names[i];
            ret_list->numbers[ret_list->count++] = number;
            spool->next_segment = larger(spool->next_segment, number + 1);
        }
    }
    return status;
}

/* What quarantine holds is counted, and no name in it used again. */
static enum base_status count_quarantine(struct spool *spool, struct base_arena *arena,
                                         struct base_failure *reterr)
{
    const char **names = NULL;
    size_t count = 0;
    enum base_status status = folder_list(spool->folder.quarantine, arena, &names, &count, reterr);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stat file;
        if (fstatat(spool->folder.quarantine, names[i], &file, AT_SYMLINK_NOFOLLOW) == 0) {
            spool_count(&spool->counters.bytes, file.st_size);
        }
        spool_count(&spool->counters.quarantined, 1);
        uint64_t next = folder_leading_number(names[i]) + 1;
        spool->next_segment = larger(spool->next_segment, next);
        spool->next_record = larger(spool->next_record, next);
    }
    return status;
}

/* How many whole records lie in a segment that were sealed under another key. */
static enum base_status count_foreign(struct spool *spool, const char *name, size_t *ret_count,
                                      struct base_failure *reterr)
{
    struct file_content content;
    enum base_status status =
        file_load(spool->folder.directory, name, SEGMENT_BYTES_MAX, true, &content, reterr);
    if (status == STATUS_OK && content.sync_status != STATUS_OK) {
        spool_count(&spool->counters.sync_failures, 1);
        spool_tell(spool, SPOOL_EVENT_SYNC_FAILED, 0, reterr->text);
    }
    struct segment_reader reader = {.bytes = content.bytes, .length = content.length};
    struct segment_stretch stretch;
    while (status == STATUS_OK && segment_next(&reader, &stretch)) {
        if (stretch.is_record && !record_is_mine(spool->sealer, &stretch)) {
            (*ret_count)++;
        }
    }
    free(content.bytes);
    return status;
}

static void index_record(struct spool *spool, uint32_t segment, size_t offset, size_t length,
                         const struct spool_record *record)
{
    spool_lock(spool);
    if (index_find(spool->index, record->id, record->digest) == INDEX_NONE) {
        uint32_t slot = index_add(spool->index, record->id, record->digest);
        struct index_entry *entry = index_entry(spool->index, slot);
        entry->place = (struct index_place){segment, (uint32_t)offset};
        entry->length = (uint32_t)length;
        index_wait(spool->index, slot);
        spool->segments[segment].live++;
        spool_count(&spool->counters.recovered, 1);
        spool_count(&spool->counters.pending, 1);
    }
    spool_unlock(spool);
}

/* Indexes what is whole, and moves what is not; the result says whether there was anything. */
static bool read_segment(struct spool *spool, uint32_t slot, const struct file_content *content)
{
    struct segment_reader reader = {.bytes = content->bytes, .length = content->length};
    struct segment_stretch stretch;
    bool found = false;
    while (segment_next(&reader, &stretch)) {
        BASE_ARENA_SCOPED *arena = base_arena_new();
        struct spool_record record;
        found = true;
        if (stretch.is_record && record_open(spool->sealer, arena, &stretch, &record)) {
            spool->next_record = larger(spool->next_record, stretch.number + 1);
            index_record(spool, slot, stretch.offset, stretch.length, &record);
            continue;
        }
        struct segment *segment = &spool->segments[slot];
        char name[FOLDER_NAME_BYTES];
        folder_damaged_name(segment->number, stretch.offset, name);
        if (!quarantine_write(spool, name, content->bytes + stretch.offset, stretch.length)) {
            segment->is_kept = true;
        }
    }
    return found;
}

/* An empty segment of the right form serves as the one that is kept ready. */
static void reuse(struct spool *spool, uint32_t slot, const char *name,
                  const struct file_content *content)
{
    if (spool->spare != SPOOL_NO_SEGMENT || content->length != spool->options.segment_bytes ||
        memcmp(content->bytes, SEGMENT_HEAD, SEGMENT_HEAD_BYTES) != 0) {
        return;
    }
    int descriptor = openat(spool->folder.directory, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor >= 0) {
        spool->segments[slot].descriptor = descriptor;
        spool->segments[slot].state = SEGMENT_SPARE;
        spool->spare = slot;
    }
}

static enum base_status recover(struct spool *spool, const char *name, uint64_t number,
                                struct base_failure *reterr)
{
    struct file_content content;
    enum base_status status =
        file_load(spool->folder.directory, name, SEGMENT_BYTES_MAX, false, &content, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    uint32_t slot = segments_add(spool, (struct segment){.number = number,
                                                         .bytes = content.length,
                                                         .used = content.length,
                                                         .descriptor = -1,
                                                         .state = SEGMENT_CLOSED,
                                                         .is_kept = !content.is_whole});
    bool found = read_segment(spool, slot, &content);
    if (spool->segments[slot].is_kept) {
        spool_tell(spool, SPOOL_EVENT_UNREADABLE, number, name);
    } else if (!found) {
        reuse(spool, slot, name, &content);
        spool->segments[slot].used = SEGMENT_HEAD_BYTES;
    }
    free(content.bytes);
    return STATUS_OK;
}

/* Keys are looked at before anything is touched: under a wrong one all stays as it is. */
enum base_status recover_segments(struct spool *spool, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct segment_list list;
    struct base_failure failure = {.status = STATUS_OK};
    size_t foreign = 0;
    enum base_status status = list_segments(spool, arena, &list, &failure);
    if (status == STATUS_OK) {
        status = count_quarantine(spool, arena, &failure);
    }
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++) {
        status = count_foreign(spool, list.names[i], &foreign, &failure);
    }
    if (foreign > 0) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s holds %zu records under another key: put that key back until "
                                "they are drained, or move them away",
                                spool->options.directory, foreign);
    }
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++) {
        status = recover(spool, list.names[i], list.numbers[i], &failure);
    }
    if (status != STATUS_OK) {
        return base_failure_set(reterr, status, "%s: %s", spool->options.directory, failure.text);
    }
    uint64_t pending = atomic_load(&spool->counters.pending);
    spool->needs_sweep = true;
    spool->was_filled = pending > 0;
    if (pending > 0) {
        spool_tell(spool, SPOOL_EVENT_RECOVERED, pending, NULL);
    }
    return STATUS_OK;
}
