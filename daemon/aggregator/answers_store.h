/*
 * The answer table from what is stored: responses and what is known of participation.
 */
#ifndef AGGREGATOR_ANSWERS_STORE_H
#define AGGREGATOR_ANSWERS_STORE_H

#include "evaluation/data.h"
#include "source.h"
#include "store/session.h"

/* One response as it stood when it was read: enough to tell later whether it is new or was changed.
 */
struct stored_answer {
    const char *participant; /* as in the answer table */
    int revision;
};

/* What was read of one cycle of the programme. */
struct stored_cycle {
    size_t answer_count;
    struct stored_answer *answers; /* ascending participant */
    size_t answer_capacity;
    size_t open_count;       /* answers by the open link */
    int64_t withdrawn_count; /* receipts that were withdrawn, ever */
    bool attendance_is_known;
    bool facts_are_known; /* something besides the invitation is recorded */
};

struct stored_data {
    const struct evaluation_data *table;
    struct stored_cycle *cycles; /* parallel to the programme's cycles */
    int64_t response_count;
};

/* Reads everything in the session's open transaction. `wanted` are the questions that the table
   keeps. Calls `progress` (may be NULL) with the number of responses read so far, now and then. All
   on the arena. */
BASE_MUST_CHECK enum base_status
stored_data_read(struct base_arena *arena, struct store_session *session,
                 const struct source *source, const char *const *wanted, size_t wanted_count,
                 void (*progress)(int64_t responses, void *context), void *context,
                 struct stored_data *ret_data, struct base_failure *reterr);

#endif
