#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "spool_state.h"

bool quarantine_write(struct spool *spool, const char *name, const uint8_t *bytes, size_t length)
{
    int folder = spool->folder.quarantine;
    if (faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return true;
    }
    struct base_failure failure;
    if (file_make(folder, name, bytes, length, false, &failure) != STATUS_OK) {
        spool_count(&spool->counters.sync_failures, 1);
        spool_tell(spool, SPOOL_EVENT_SYNC_FAILED, 0, failure.text);
        return false;
    }
    spool_count(&spool->counters.quarantined, 1);
    spool_count(&spool->counters.bytes, (int64_t)length);
    char path[sizeof FOLDER_QUARANTINE + FOLDER_NAME_BYTES];
    snprintf(path, sizeof path, FOLDER_QUARANTINE "/%s", name);
    spool_tell(spool, SPOOL_EVENT_QUARANTINED, length, path);
    return true;
}

static struct index_place place_of(struct spool *spool, uint32_t slot)
{
    spool_lock(spool);
    struct index_place place = index_entry(spool->index, slot)->place;
    spool_unlock(spool);
    return place;
}

static void leave_damaged(struct spool *spool, uint32_t slot)
{
    spool_lock(spool);
    spool_count(&spool->counters.damaged, 1);
    spool_forget(spool, slot);
    spool_unlock(spool);
}

void quarantine_unreadable(struct spool *spool, uint32_t slot)
{
    struct segment *segment = &spool->segments[place_of(spool, slot).segment];
    segment->is_kept = true;
    char name[FOLDER_NAME_BYTES];
    folder_segment_name(segment->number, name);
    spool_tell(spool, SPOOL_EVENT_UNREADABLE, segment->number, name);
    leave_damaged(spool, slot);
}

void quarantine_damaged(struct spool *spool, uint32_t slot, const uint8_t *bytes, size_t length)
{
    struct index_place place = place_of(spool, slot);
    char name[FOLDER_NAME_BYTES];
    folder_damaged_name(spool->segments[place.segment].number, place.offset, name);
    if (quarantine_write(spool, name, bytes, length)) {
        leave_damaged(spool, slot);
    } else {
        quarantine_unreadable(spool, slot);
    }
}

/* The sealed record as it lies in its segment; its number makes the name one of its own. */
static void refuse(struct spool *spool, const struct refusal *refusal)
{
    struct base_failure failure;
    size_t length = 0;
    struct segment_stretch stretch;
    bool is_read = take_read(spool, refusal->slot, &length, &failure) == STATUS_OK;
    if (is_read && !take_is_record(spool, length, &stretch)) {
        quarantine_damaged(spool, refusal->slot, spool->buffer, length);
        return;
    }
    bool is_kept = false;
    if (is_read) {
        char name[FOLDER_NAME_BYTES];
        snprintf(name, sizeof name, "%016llx-%s", (unsigned long long)stretch.number,
                 refusal->reason);
        is_kept = quarantine_write(spool, name, spool->buffer, length);
    }
    spool_lock(spool);
    if (is_kept) {
        spool_count(&spool->counters.refused, 1);
        spool_forget(spool, refusal->slot);
    } else {
        index_wait(spool->index, refusal->slot);
    }
    spool_unlock(spool);
}

void quarantine_refused(struct spool *spool, struct refusal *list)
{
    while (list != NULL) {
        struct refusal *refusal = list;
        list = refusal->next;
        refuse(spool, refusal);
        free(refusal);
    }
}
