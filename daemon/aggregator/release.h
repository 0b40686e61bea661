/*
 * What was published before, so that no publication tells on a few by how it differs from an
 * earlier one.
 *
 * The ledger knows the answers (by who gave them and which answers they were, never their content)
 * that each published result was computed from. A result may be published anew only when nothing
 * entered it since, or when at least as many new participants as the minimum group size did;
 * otherwise what was published before stays. Answers that were changed or erased cannot be
 * compared, so they never count towards that number.
 *
 * Generations count the runs that found something new. The ledger is stored as what each generation
 * brought (struct store_release), and kept as a stamp of each response.
 */
#ifndef AGGREGATOR_RELEASE_H
#define AGGREGATOR_RELEASE_H

#include <json-c/json.h>

#include "answers_store.h"
#include "evaluation/result.h"
#include "store/metric.h"

/* When a response came and when its answers were changed last; at least `added`. */
struct release_stamp {
    uint32_t added, changed;
};

/* How many answers of a cycle were gone in which generations, newest last. What is older than these
   need not be known: they are more than any minimum together. */
#define RELEASE_REMOVALS_MAX 128
struct release_removals {
    size_t count;
    struct {
        uint32_t generation, answers;
    } list[RELEASE_REMOVALS_MAX];
};

struct release_ledger {
    struct base_arena *arena;
    size_t cycle_count;
    const int *cycles;   /* numbers, parallel to the programme's cycles */
    uint32_t generation; /* 0: nothing was ever published */
    uint32_t *removed;   /* of each cycle: last generation in which an answer was gone; 0: never */
    struct release_removals *removals; /* of each cycle */
    size_t stamp_count, stamp_capacity;
    struct release_stamp *stamps;  /* what the responses' stamps stand for; the first for none */
    struct json_object *released;  /* id of a result -> generation of its last publication */
    struct json_object *reasons;   /* id -> why there was no figure then; absent: there was */
    struct json_object *published; /* id of a result -> what was published; of the run before */
};

/* The ledger as an earlier run wrote it, with what that run published (`published`: object from id
   to JSON); `values` without data for the first run. STATUS_MALFORMED if it cannot be understood.
 */
BASE_MUST_CHECK enum base_status
release_read(struct base_arena *arena, const struct survey_programme *programme,
             struct base_text values, struct json_object *published,
             struct release_ledger *ret_ledger, struct base_failure *reterr);

/* What earlier generations brought of one cycle, while it is read. */
struct release_history;
struct release_history *release_history_new(struct base_arena *arena);

/* Takes in a part. STATUS_MALFORMED if it cannot be understood. */
BASE_MUST_CHECK enum base_status release_history_add(struct release_history *history,
                                                     int generation, struct base_text answers,
                                                     struct base_failure *reterr);

/* Stamps the responses of a cycle (its place in the programme), which have none yet. */
void release_match(struct release_ledger *ledger, struct release_history *history,
                   struct stored_data *data, size_t place);

/* Takes in what is stored now: if it is not what the ledger knows, a new generation begins, and the
   result is true. */
bool release_settle(struct release_ledger *ledger, struct stored_data *data);

/* Gives what the present generation brought, part by part: begin with the first three members set.
   A part is valid until the next call. Of a cycle in which answers went or became others it gives
   everything, in place of what is stored. */
struct release_cursor {
    struct base_arena *arena;
    const struct release_ledger *ledger;
    const struct stored_data *data;
    /* The rest is its own. */
    size_t place, row, entries, anew_count;
    struct entry *anew; /* NULL: what is stored is only added to */
    uint32_t generation;
    int part;
    bool is_begun, replaces;
    char *bytes;
};
bool release_next(struct release_cursor *cursor, struct store_release *ret_release);

/* The rest of the ledger, for the next run; owned by the arena given. */
struct json_object *release_write(const struct release_ledger *ledger, struct base_arena *arena);

/* The generation of a result's last publication; 0 if it was never published. */
uint32_t release_generation(const struct release_ledger *ledger, const char *id);

/* What has changed in the cycles marked (parallel to the programme's) since a generation. */
struct release_change {
    bool is_uncertain;  /* answers were changed or erased */
    size_t gone_count;  /* answers that were erased */
    size_t new_count;   /* answers given for the first time */
    const bool *is_new; /* of each participant of the table: gave such an answer */
};
struct release_change release_changes(const struct release_ledger *ledger,
                                      const struct stored_data *data, const bool *cycles,
                                      uint32_t since, struct base_arena *arena);

/* Notes that a result is published as it is computed now, with its reason. */
void release_note(struct release_ledger *ledger, const char *id, enum evaluation_reason reason);

/* The reason with which a result was published last. */
enum evaluation_reason release_reason(const struct release_ledger *ledger, const char *id);

#endif
