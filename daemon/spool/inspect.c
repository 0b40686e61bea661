#include "spool/inspect.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "folder.h"
#include "record.h"

#define REASON_OFFSET 17 /* behind the number and a hyphen */

struct inspection {
    struct folder folder;
    struct record_sealer *sealer; /* NULL: nothing is opened */
    enum base_status (*each)(const struct spool_entry *entry, void *context,
                             struct base_failure *reterr);
    void *context;
};

static enum base_status hand_over(const struct inspection *inspection, struct spool_entry entry,
                                  const struct segment_stretch *stretch,
                                  struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    entry.is_open = stretch->is_record && inspection->sealer != NULL &&
                    record_open(inspection->sealer, arena, stretch, &entry.record);
    return inspection->each(&entry, inspection->context, reterr);
}

/* Whether quarantine shows this stretch already. */
static bool is_in_quarantine(const struct inspection *inspection, uint64_t number, size_t offset)
{
    char name[FOLDER_NAME_BYTES];
    folder_damaged_name(number, offset, name);
    return inspection->folder.quarantine >= 0 &&
           faccessat(inspection->folder.quarantine, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static enum base_status inspect_segment(const struct inspection *inspection, const char *name,
                                        uint64_t number, const struct file_content *content,
                                        struct base_failure *reterr)
{
    struct segment_reader reader = {.bytes = content->bytes, .length = content->length};
    struct segment_stretch stretch;
    enum base_status status = STATUS_OK;
    while (status == STATUS_OK && segment_next(&reader, &stretch)) {
        if (!stretch.is_record && is_in_quarantine(inspection, number, stretch.offset)) {
            continue;
        }
        struct spool_entry entry = {
            .kind = stretch.is_record ? SPOOL_ENTRY_PENDING : SPOOL_ENTRY_DAMAGED,
            .file = name,
            .offset = stretch.offset,
            .length = stretch.length,
        };
        status = hand_over(inspection, entry, &stretch, reterr);
    }
    return status;
}

static enum base_status inspect_quarantined(const struct inspection *inspection, const char *name,
                                            const struct file_content *content,
                                            struct base_failure *reterr)
{
    struct segment_reader reader = {.bytes = content->bytes, .length = content->length};
    struct segment_stretch stretch = {.is_record = false};
    bool is_refused = folder_leading_number(name) != 0 && strlen(name) > REASON_OFFSET &&
                      segment_next(&reader, &stretch) && stretch.is_record &&
                      stretch.length == content->length;
    char path[sizeof FOLDER_QUARANTINE + 256];
    snprintf(path, sizeof path, FOLDER_QUARANTINE "/%s", name);
    struct spool_entry entry = {
        .kind = is_refused ? SPOOL_ENTRY_REFUSED : SPOOL_ENTRY_DAMAGED,
        .file = path,
        .length = content->length,
        .reason = is_refused ? name + REASON_OFFSET : NULL,
    };
    return hand_over(inspection, entry, &stretch, reterr);
}

static enum base_status inspect_folder(const struct inspection *inspection, bool is_quarantine,
                                       struct base_failure *reterr)
{
    int directory = is_quarantine ? inspection->folder.quarantine : inspection->folder.directory;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const char **names = NULL;
    size_t count = 0;
    enum base_status status = folder_list(directory, arena, &names, &count, reterr);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint64_t number = 0;
        if (!is_quarantine && !folder_is_segment(names[i], &number)) {
            continue;
        }
        struct file_content content;
        status = file_load(directory, names[i], SEGMENT_BYTES_MAX, false, &content, reterr);
        if (status == STATUS_NOT_FOUND) { /* drained meanwhile */
            status = STATUS_OK;
            continue;
        }
        if (status == STATUS_OK) {
            status = is_quarantine
                         ? inspect_quarantined(inspection, names[i], &content, reterr)
                         : inspect_segment(inspection, names[i], number, &content, reterr);
        }
        free(content.bytes);
    }
    return status;
}

enum base_status spool_inspect(const char *directory, const struct base_key *key,
                               enum base_status (*each)(const struct spool_entry *entry,
                                                        void *context, struct base_failure *reterr),
                               void *context, struct base_failure *reterr)
{
    struct inspection inspection = {.each = each, .context = context};
    enum base_status status = folder_look(directory, &inspection.folder, reterr);
    if (status != STATUS_OK) {
        return status;
    }
    inspection.sealer = key == NULL ? NULL : record_sealer_new(key);
    status = inspect_folder(&inspection, false, reterr);
    if (status == STATUS_OK && inspection.folder.quarantine >= 0) {
        status = inspect_folder(&inspection, true, reterr);
    }
    record_sealer_free(inspection.sealer);
    folder_close(&inspection.folder);
    return status;
}
