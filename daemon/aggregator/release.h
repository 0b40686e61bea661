/*
 * What was published before, so that no publication tells on a few by how it differs from an
 * earlier one.
 *
 * The ledger knows the answers (by participant and revision, never their content) that each
 * published result was computed from. A result may be published anew only when nothing entered it
 * since, or when at least as many new participants as the minimum group size did; otherwise what
 * was published before stays. Answers that were changed or erased cannot be compared, so they never
 * count towards that number. Somebody who withdrew and answered again looks like somebody who has
 * changed nothing (the revision is 1 once more), but for the number of withdrawn receipts.
 */
#ifndef AGGREGATOR_RELEASE_H
#define AGGREGATOR_RELEASE_H

#include <json-c/json.h>

#include "answers_store.h"

/* An answer in the ledger. Generations count the runs that found something new. */
struct release_entry {
    const char *participant;
    int revision;
    int added;   /* generation in which it came */
    int changed; /* generation in which this revision came; at least `added` */
};

struct release_cycle {
    size_t count;
    struct release_entry *entries; /* ascending participant */
    int removed;                   /* last generation in which an answer was gone; 0: never */
    int64_t withdrawn;             /* receipts that were withdrawn, ever */
};

struct release_ledger {
    struct base_arena *arena;
    const struct survey_programme *programme;
    int generation;
    struct release_cycle *cycles;  /* parallel to the programme's cycles */
    struct json_object *released;  /* id of a result -> generation of its last publication */
    struct json_object *published; /* id of a result -> what was published; of the run before */
};

/* The ledger as an earlier run wrote it, with what that run published (`published`: object from id
   to JSON); `values` NULL for the first run. STATUS_MALFORMED if it cannot be understood. */
BASE_MUST_CHECK enum base_status
release_read(struct base_arena *arena, const struct survey_programme *programme,
             struct base_text values, struct json_object *published,
             struct release_ledger *ret_ledger, struct base_failure *reterr);

/* Takes in what is stored now. */
void release_update(struct release_ledger *ledger, const struct stored_data *data);

/* The ledger to be read again by the next run; owned by the arena. */
struct json_object *release_write(const struct release_ledger *ledger);

/* The generation of a result's last publication; 0 if it was never published. */
int release_generation(const struct release_ledger *ledger, const char *id);

/* What has changed in the cycles marked (parallel to the programme's) since a generation. */
struct release_change {
    bool is_uncertain; /* answers were changed or erased */
    size_t new_count;
    const char *const *participants; /* who answered for the first time */
};
struct release_change release_changes(const struct release_ledger *ledger, const bool *cycles,
                                      int since);

/* Notes that a result is published as it is computed now. */
void release_note(struct release_ledger *ledger, const char *id);

#endif
